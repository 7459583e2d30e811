/* except*: see groups.h. */
#include "vm/groups.h"

#include "object/slot.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

static bool is_group(ouro_runtime *rt, ouro_object *exception)
{
    return ouro__is_subtype(rt, ouro__class_of(rt, exception), ouro__class_at(rt, OURO_T_BASE_EXCEPTION_GROUP));
}

/* A class, or a tuple of them, that except* must not name. */
static int check_class(ouro_runtime *rt, ouro_object *cls)
{
    if (ouro__is_tuple(rt, cls)) {
        for (size_t n = 0; n < ((ouro_tuple *)cls)->count; n++) {
            if (check_class(rt, ((ouro_tuple *)cls)->items[n]) < 0)
                return -1;
        }
        return 0;
    }
    if (!ouro__is_class(rt, cls) || !ouro__is_subtype(rt, cls, ouro__class_at(rt, OURO_T_BASE_EXCEPTION))) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "catching classes that do not inherit from BaseException is not allowed");
        return -1;
    }
    if (ouro__is_subtype(rt, cls, ouro__class_at(rt, OURO_T_BASE_EXCEPTION_GROUP))) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "catching ExceptionGroup with except* is not allowed. Use except instead.");
        return -1;
    }
    return 0;
}

/* A bare exception that matches is shown to its handler as a group of one. */
static ouro_object *wrap(ouro_runtime *rt, ouro_object *exception)
{
    ouro_object *one = ouro__tuple_of(rt, 1, exception);
    ouro_object *args = one ? ouro__tuple_of(rt, 2, OURO_EMPTY_STR(rt), one) : NULL;
    ouro_object *group = NULL;
    if (args)
        group = ouro__exception_new(rt, ouro__class_at(rt, OURO_T_EXCEPTION_GROUP), args);
    ouro_xdecref(rt, args);
    ouro_xdecref(rt, one);
    return group;
}

int ouro__group_match(ouro_runtime *rt, ouro_object *exception, ouro_object *cls, ouro_object **out)
{
    ouro_object *none = OURO_NONE(rt);
    if (check_class(rt, cls) < 0)
        return -1;
    out[0] = ouro_ref(exception);
    out[1] = none;
    if (exception == none)
        return 0;
    int is = ouro__exception_matches(rt, exception, cls);
    if (is < 0)
        goto failed;
    if (is) {
        ouro_object *match = is_group(rt, exception) ? ouro_ref(exception) : wrap(rt, exception);
        if (!match)
            goto failed;
        ouro_decref(rt, out[0]);
        out[0] = none;
        out[1] = match;
        return 0;
    }
    if (!is_group(rt, exception))
        return 0;
    ouro_object *name = ouro__str_from_cstring(rt, "split");
    ouro_object *pair = name ? ouro__call_method(rt, exception, name, 1, cls) : NULL;
    ouro_xdecref(rt, name);
    if (!pair)
        goto failed;
    if (!ouro__is_tuple(rt, pair) || ((ouro_tuple *)pair)->count != 2) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%T.split must return a 2-tuple", exception);
        ouro_decref(rt, pair);
        goto failed;
    }
    ouro_object **halves = ((ouro_tuple *)pair)->items;
    ouro_decref(rt, out[0]);
    out[0] = ouro_ref(halves[1]);
    out[1] = ouro_ref(halves[0]);
    ouro_decref(rt, pair);
    return 0;
failed:;
    ouro_object *error = ouro__error_take(rt);
    ouro_decref(rt, out[0]);
    ouro__error_restore(rt, error);
    return -1;
}

/* Whether a part is a fragment of the original group: it kept the group's traceback. */
static bool is_fragment(ouro_object *part, ouro_object *original)
{
    ouro_exception *p = (ouro_exception *)part, *o = (ouro_exception *)original;
    return p->traceback == o->traceback && p->context == o->context && p->cause == o->cause;
}

ouro_object *ouro__group_reraise(ouro_runtime *rt, ouro_object *original, ouro_object *parts)
{
    ouro_object *none = OURO_NONE(rt);
    ouro_list *list = (ouro_list *)parts;
    ouro_object *raised = ouro__list_new(rt, 0), *fragments = raised ? ouro__list_new(rt, 0) : NULL, *result = NULL;
    if (!fragments)
        goto out;
    for (uint32_t n = 0; n < list->count; n++) {
        ouro_object *part = list->items[n];
        if (part == none)
            continue;
        bool fragment = part == original || (is_group(rt, original) && is_fragment(part, original));
        if (ouro__list_append(rt, fragment ? fragments : raised, part) < 0)
            goto out;
    }
    ouro_list *r = (ouro_list *)raised, *f = (ouro_list *)fragments;
    if (!is_group(rt, original)) { /* bare: what handlers raised, or the exception itself */
        if (r->count + f->count == 0)
            result = ouro_ref(none);
        else if (r->count + f->count == 1)
            result = ouro_ref(r->count ? r->items[0] : f->items[0]);
    } else if (f->count == 1 && r->count == 0) {
        result = ouro_ref(f->items[0]);
    } else if (f->count + r->count == 0) {
        result = ouro_ref(none);
    }
    if (result)
        goto out;
    if (ouro__list_extend(rt, raised, fragments) < 0)
        goto out;
    ouro_object *args = ouro__tuple_of(rt, 2, OURO_EMPTY_STR(rt), raised);
    if (args)
        result = ouro__exception_new(rt, ouro__class_at(rt, OURO_T_BASE_EXCEPTION_GROUP), args);
    ouro_xdecref(rt, args);
out:
    ouro_xdecref(rt, fragments);
    ouro_xdecref(rt, raised);
    return result;
}
