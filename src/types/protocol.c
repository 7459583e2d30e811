/* What any object can be asked: attributes, calls, text, hash, order, truth. */
#include "types/protocol.h"

#include <stdio.h>

#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

/* --- recursion ------------------------------------------------------------------------------------------- */

static void raise_too_deep(ouro_runtime *rt, const char *where)
{
    ouro__raise(rt, OURO_T_RECURSION_ERROR, "maximum recursion depth exceeded%s", where);
}

bool ouro__enter_recursion(ouro_runtime *rt, const char *where)
{
    ouro_python *p = rt->python;
    if (ouro__unlikely(p->recursion_depth >= p->recursion_limit || ouro__stack_low(rt))) {
        raise_too_deep(rt, where);
        return false;
    }
    p->recursion_depth++;
    return true;
}

int ouro__repr_enter(ouro_runtime *rt, ouro_object *o)
{
    ouro_python *p = rt->python;
    for (uint32_t i = p->repr_depth; i-- > 0;)
        if (p->repr_stack[i] == o)
            return 1;
    if (p->repr_depth == p->repr_capacity) {
        uint32_t capacity = p->repr_capacity ? p->repr_capacity * 2 : 16;
        size_t bytes = capacity * sizeof *p->repr_stack;
        ouro_object **grown =
            p->repr_stack ? ouro__buffer_resize(rt, p->repr_stack, bytes) : ouro__buffer_alloc(rt, bytes);
        if (!grown)
            return -1;
        p->repr_stack = grown;
        p->repr_capacity = capacity;
    }
    p->repr_stack[p->repr_depth++] = o;
    return 0;
}

void ouro__repr_leave(ouro_runtime *rt, ouro_object *o)
{
    ouro_python *p = rt->python;
    for (uint32_t i = p->repr_depth; i-- > 0;) {
        if (p->repr_stack[i] != o)
            continue;
        p->repr_depth--;
        memmove(&p->repr_stack[i], &p->repr_stack[i + 1], (p->repr_depth - i) * sizeof *p->repr_stack);
        return;
    }
}

/* --- attributes ------------------------------------------------------------------------------------------ */

ouro_object *ouro__getattr(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    if (ouro__likely(ouro__is_exactly(name, OURO_T_STR) && ouro__str_is_interned(name))) {
        ouro_object *value = ouro__type_of(rt, o)->getattr(rt, o, name);
        if (ouro__unlikely(!value))
            ouro__complete_attribute_error(rt, o, name);
        return value;
    }
    ouro_object *interned = ouro__attribute_name(rt, name);
    if (!interned)
        return NULL;
    ouro_object *value = ouro__type_of(rt, o)->getattr(rt, o, interned);
    if (!value)
        ouro__complete_attribute_error(rt, o, interned);
    ouro_decref(rt, interned);
    return value;
}

static int getattr_optional(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object **value)
{
    ouro_type *type = ouro__type_of(rt, o);
    if (ouro__likely(type->getattr == ouro__generic_getattr)) {
        int found = ouro__generic_getattr_optional(rt, o, name, value);
        if (found >= 0)
            return found;
    } else if (type->getattr == ouro__type_getattr) {
        int found = ouro__type_getattr_optional(rt, o, name, value);
        if (found >= 0)
            return found;
    } else {
        *value = type->getattr(rt, o, name);
        if (*value)
            return 1;
    }
    *value = NULL;
    if (!ouro__error_is(rt, OURO_T_ATTRIBUTE_ERROR))
        return -1;
    ouro__error_clear(rt);
    return 0;
}

int ouro__getattr_optional(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object **value)
{
    *value = NULL;
    if (ouro__likely(ouro__is_exactly(name, OURO_T_STR) && ouro__str_is_interned(name)))
        return getattr_optional(rt, o, name, value);
    ouro_object *interned = ouro__attribute_name(rt, name);
    if (!interned)
        return -1;
    int found = getattr_optional(rt, o, interned, value);
    ouro_decref(rt, interned);
    return found;
}

int ouro__setattr(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object *value)
{
    ouro_object *interned = ouro__attribute_name(rt, name);
    if (!interned)
        return -1;
    int status = ouro__type_of(rt, o)->setattr(rt, o, interned, value);
    ouro_decref(rt, interned);
    return status;
}

ouro_object *ouro__lookup_special(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    ouro_type *type = ouro__type_of(rt, o);
    ouro_object *found = ouro__class_lookup(rt, type, name);
    if (!found)
        return NULL;
    ouro_incref(found);
    ouro_type *found_type = ouro__type_of(rt, found);
    if (!found_type->descr_get)
        return found;
    ouro_object *bound = found_type->descr_get(rt, found, o, type->class_object);
    ouro_decref(rt, found);
    return bound;
}

/* --- calls ----------------------------------------------------------------------------------------------- */

ouro_object *ouro__call(ouro_runtime *rt, ouro_object *f, ouro_object *const *args, size_t nargs,
                        ouro_object *kwnames)
{
    ouro_type *type = ouro__type_of(rt, f);
    if (ouro__unlikely(!type->call))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object is not callable", f);
    if (ouro__unlikely(ouro__stack_low(rt))) {
        raise_too_deep(rt, " while calling a Python object");
        return NULL;
    }
    return type->call(rt, f, args, nargs, kwnames);
}

ouro_object *ouro__call0(ouro_runtime *rt, ouro_object *f)
{
    return ouro__call(rt, f, NULL, 0, NULL);
}

ouro_object *ouro__call1(ouro_runtime *rt, ouro_object *f, ouro_object *a)
{
    return ouro__call(rt, f, &a, 1, NULL);
}

ouro_object *ouro__call2(ouro_runtime *rt, ouro_object *f, ouro_object *a, ouro_object *b)
{
    ouro_object *args[] = {a, b};
    return ouro__call(rt, f, args, 2, NULL);
}

/* Appends the values of a keyword dict to `all` and gives the tuple of their names: owned. */
static ouro_object *spread_keywords(ouro_runtime *rt, ouro_object *kwargs, ouro_object **all)
{
    ouro_tuple *names = ouro__tuple_alloc(rt, ouro__dict_count(kwargs));
    ouro_object *key, *value;
    size_t i = 0;
    for (size_t position = 0;
         names && i < names->count && ouro__dict_next(rt, kwargs, &position, &key, &value); i++) {
        if (!ouro__is_str(rt, key)) {
            ouro_decref(rt, &names->head);
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "keywords must be strings");
        }
        ouro__slot_init(&names->items[i], ouro_ref(key));
        all[i] = value;
    }
    return (ouro_object *)names;
}

ouro_object *ouro__call_tuple(ouro_runtime *rt, ouro_object *f, ouro_object *args, ouro_object *kwargs)
{
    ouro_tuple *t = (ouro_tuple *)args;
    size_t keywords = kwargs ? ouro__dict_count(kwargs) : 0;
    if (!keywords)
        return ouro__call(rt, f, t->items, t->count, NULL);
    /* References of its own: the callee may change the dict. */
    ouro_object **all = ouro__buffer_alloc(rt, (t->count + keywords) * sizeof *all), *result = NULL;
    if (!all)
        return NULL;
    for (size_t i = 0; i < t->count; i++)
        all[i] = t->items[i];
    ouro_object *names = spread_keywords(rt, kwargs, all + t->count);
    if (names) {
        for (size_t i = 0; i < keywords; i++)
            ouro_incref(all[t->count + i]);
        result = ouro__call(rt, f, all, t->count, names);
        for (size_t i = 0; i < keywords; i++)
            ouro_decref(rt, all[t->count + i]);
        ouro_decref(rt, names);
    }
    ouro__buffer_free(rt, all);
    return result;
}

/* The function to call for o.name(...): owned in *f, with `o` as its first argument when *bind. */
static int find_method(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object **f, bool *bind)
{
    ouro_type *type = ouro__type_of(rt, o);
    *bind = false;
    if (ouro__likely(type->getattr == ouro__generic_getattr && ouro__str_is_interned(name))) {
        ouro_object *found = ouro__class_lookup(rt, type, name);
        if (found && ouro__type_of(rt, found)->flags & OURO_TYPE_METHOD_DESCRIPTOR &&
            !ouro__attrs_find(rt, type, o, name) && !rt->error) {
            *f = ouro_ref(found);
            *bind = true;
            return 0;
        }
        if (rt->error)
            return -1;
    }
    *f = ouro__getattr(rt, o, name);
    return *f ? 0 : -1;
}

ouro_object *ouro__call_method(ouro_runtime *rt, ouro_object *o, ouro_object *name, size_t nargs, ...)
{
    ouro_object *args[9], *f;
    bool bind;
    if (nargs >= sizeof args / sizeof *args)
        return ouro__bad_internal_call(rt, "ouro__call_method");
    args[0] = o;
    va_list list;
    va_start(list, nargs);
    for (size_t i = 0; i < nargs; i++)
        args[i + 1] = va_arg(list, ouro_object *);
    va_end(list);
    if (find_method(rt, o, name, &f, &bind) < 0)
        return NULL;
    ouro_object *result = ouro__call(rt, f, bind ? args : args + 1, nargs + bind, NULL);
    ouro_decref(rt, f);
    return result;
}

bool ouro__is_callable(ouro_runtime *rt, ouro_object *o)
{
    return ouro__type_of(rt, o)->call != NULL;
}

/* --- text ------------------------------------------------------------------------------------------------ */

static ouro_object *checked_text(ouro_runtime *rt, ouro_object *text, const char *method)
{
    if (text && ouro__unlikely(!ouro__is_str(rt, text))) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s returned non-string (type %T)", method, text);
        ouro_decref(rt, text);
        return NULL;
    }
    return text;
}

ouro_object *ouro__repr(ouro_runtime *rt, ouro_object *o)
{
    if (!ouro__enter_recursion(rt, " while getting the repr of an object"))
        return NULL;
    ouro_object *text = ouro__type_of(rt, o)->repr(rt, o);
    ouro__leave_recursion(rt);
    return checked_text(rt, text, "__repr__");
}

ouro_object *ouro__str(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__is_exactly(o, OURO_T_STR))
        return ouro_ref(o);
    if (!ouro__enter_recursion(rt, " while getting the str of an object"))
        return NULL;
    ouro_object *text = ouro__type_of(rt, o)->str(rt, o);
    ouro__leave_recursion(rt);
    return checked_text(rt, text, "__str__");
}

ouro_object *ouro__ascii(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *text = ouro__repr(rt, o);
    if (!text || ouro__str_is_ascii(text))
        return text;
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    size_t length = ouro__str_length(text);
    int status = 0;
    for (size_t i = 0; i < length && status == 0; i++) {
        uint32_t c = ouro__str_char(text, i);
        char escape[16];
        if (c < 0x80) {
            status = ouro__builder_char(&b, c);
            continue;
        }
        int n = snprintf(escape, sizeof escape,
                         c < 0x100     ? "\\x%02x"
                         : c < 0x10000 ? "\\u%04x"
                                       : "\\U%08x",
                         c);
        status = ouro__builder_ascii(&b, escape, (size_t)n);
    }
    ouro_decref(rt, text);
    if (status == 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

/* --- hash, order, truth ---------------------------------------------------------------------------------- */

int64_t ouro__hash(ouro_runtime *rt, ouro_object *o)
{
    return ouro__type_of(rt, o)->hash(rt, o);
}

static const char *const comparison_signs[] = {"<", "<=", "==", "!=", ">", ">="};
static const uint8_t swapped[] = {OURO_GT, OURO_GE, OURO_EQ, OURO_NE, OURO_LT, OURO_LE};

static ouro_object *compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    ouro_type *ta = ouro__type_of(rt, a), *tb = ouro__type_of(rt, b);
    bool asked_right = false;
    if (ta != tb && tb->flags & OURO_TYPE_HEAP && ouro__is_subtype(rt, tb->class_object, ta->class_object)) {
        asked_right = true;
        ouro_object *result = tb->compare(rt, b, a, swapped[op]);
        if (result != OURO_NOT_IMPLEMENTED(rt))
            return result;
    }
    ouro_object *result = ta->compare(rt, a, b, op);
    if (result != OURO_NOT_IMPLEMENTED(rt))
        return result;
    if (!asked_right) {
        result = tb->compare(rt, b, a, swapped[op]);
        if (result != OURO_NOT_IMPLEMENTED(rt))
            return result;
    }
    if (op == OURO_EQ || op == OURO_NE)
        return ouro__bool(rt, (a == b) == (op == OURO_EQ));
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "'%s' not supported between instances of '%T' and '%T'",
                       comparison_signs[op], a, b);
}

ouro_object *ouro__compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if (!ouro__enter_recursion(rt, " in comparison"))
        return NULL;
    ouro_object *result = compare(rt, a, b, op);
    ouro__leave_recursion(rt);
    return result;
}

int ouro__compare_bool(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if (a == b && (op == OURO_EQ || op == OURO_NE))
        return op == OURO_EQ;
    ouro_object *result = ouro__compare(rt, a, b, op);
    if (!result)
        return -1;
    if (ouro__is_exactly(result, OURO_T_BOOL))
        return result == OURO_TRUE(rt);
    int truth = ouro__truth(rt, result);
    ouro_decref(rt, result);
    return truth;
}

int ouro__truth(ouro_runtime *rt, ouro_object *o)
{
    if (o == OURO_TRUE(rt))
        return 1;
    if (o == OURO_FALSE(rt) || o == OURO_NONE(rt))
        return 0;
    ouro_type *type = ouro__type_of(rt, o);
    if (type->truth)
        return type->truth(rt, o);
    if (!type->length)
        return 1;
    int64_t n = type->length(rt, o);
    return n < 0 ? -1 : n > 0;
}
