/* except*: see groups.h. */
#include "vm/groups.h"

#include "object/slot.h"
#include "types/class.h"
#include "types/exception_group.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

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
        ouro__raise(rt, OURO_T_TYPE_ERROR,
                    "catching classes that do not inherit from BaseException is not allowed");
        return -1;
    }
    if (ouro__is_subtype(rt, cls, ouro__class_at(rt, OURO_T_BASE_EXCEPTION_GROUP))) {
        ouro__raise(rt, OURO_T_TYPE_ERROR,
                    "catching ExceptionGroup with except* is not allowed. Use except instead.");
        return -1;
    }
    return 0;
}

/* A bare exception that matches is shown to its handler as a group of one. */
static ouro_object *wrap(ouro_runtime *rt, ouro_object *exception)
{
    ouro_object *one = ouro__tuple_of(rt, 1, exception);
    ouro_object *group = one ? ouro__group_of(rt, one) : NULL;
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
        ouro_object *match =
            ouro__is_exception_group(rt, exception) ? ouro_ref(exception) : wrap(rt, exception);
        if (!match)
            goto failed;
        ouro_decref(rt, out[0]);
        out[0] = none;
        out[1] = match;
        return 0;
    }
    if (!ouro__is_exception_group(rt, exception))
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

/* Sorts what the handlers left: new exceptions, and fragments of the original. */
static int sort_parts(ouro_runtime *rt, ouro_object *original, ouro_list *parts, ouro_object *raised,
                      ouro_object *fragments)
{
    for (uint32_t n = 0; n < parts->count; n++) {
        ouro_object *part = parts->items[n];
        if (part != OURO_NONE(rt) &&
            ouro__list_append(rt, is_fragment(part, original) ? fragments : raised, part) < 0)
            return -1;
    }
    return 0;
}

/* The fragments as one group again, nested as they were, with what handlers raised beside it. */
static ouro_object *join_parts(ouro_runtime *rt, ouro_object *original, ouro_object *raised,
                               ouro_object *fragments)
{
    ouro_object *again = ouro__group_project(rt, original, fragments);
    if (!again || !((ouro_list *)raised)->count)
        return again; /* what is raised alone comes in a group of its own, too */
    int status = again == OURO_NONE(rt) ? 0 : ouro__list_append(rt, raised, again);
    ouro_decref(rt, again);
    if (status < 0)
        return NULL;
    return ouro__group_of(rt, raised);
}

ouro_object *ouro__group_reraise(ouro_runtime *rt, ouro_object *original, ouro_object *parts)
{
    ouro_list *list = (ouro_list *)parts;
    if (!ouro__is_exception_group(
            rt, original)) { /* bare: at most one handler ran, and nothing is left beside what it raised */
        for (uint32_t n = 0; n < list->count; n++)
            if (list->items[n] != OURO_NONE(rt))
                return ouro_ref(list->items[n]);
        return ouro_ref(OURO_NONE(rt));
    }
    ouro_object *raised = ouro__list_new(rt, 0), *fragments = raised ? ouro__list_new(rt, 0) : NULL,
                *result = NULL;
    if (fragments && sort_parts(rt, original, list, raised, fragments) == 0)
        result = join_parts(rt, original, raised, fragments);
    ouro_xdecref(rt, fragments);
    ouro_xdecref(rt, raised);
    return result;
}
