/* Containers and iterators of any kind. */
#include "types/class_internal.h"
#include "types/exception.h"
#include "types/generic_alias.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

/* --- length ---------------------------------------------------------------------------------------------- */

int64_t ouro__length(ouro_runtime *rt, ouro_object *o)
{
    ouro_type *type = ouro__type_of(rt, o);
    if (ouro__likely(type->length != NULL))
        return type->length(rt, o);
    ouro__raise(rt, OURO_T_TYPE_ERROR, "object of type '%T' has no len()", o);
    return -1;
}

/* What __length_hint__ gave: checked and consumed. */
static int64_t hint_of_result(ouro_runtime *rt, ouro_object *result, int64_t fallback)
{
    if (!result) {
        if (!ouro__error_is(rt, OURO_T_TYPE_ERROR))
            return -1;
        ouro__error_clear(rt);
        return fallback;
    }
    int64_t n = -1;
    if (result == OURO_NOT_IMPLEMENTED(rt))
        n = fallback;
    else if (!ouro__is_int(rt, result))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__length_hint__ must be an integer, not %T", result);
    else if (ouro__int_as_int64(rt, result, &n) < 0)
        n = ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t") ? 0 : -1;
    else if (n < 0)
        n = ouro__raise(rt, OURO_T_VALUE_ERROR, "__length_hint__() should return >= 0") ? 0 : -1;
    ouro_decref(rt, result);
    return n;
}

int64_t ouro__length_hint(ouro_runtime *rt, ouro_object *o, int64_t fallback)
{
    ouro_type *type = ouro__type_of(rt, o);
    if (type->length) {
        int64_t n = type->length(rt, o);
        if (n >= 0 || !ouro__error_is(rt, OURO_T_TYPE_ERROR))
            return n;
        ouro__error_clear(rt);
    }
    ouro_object *f = ouro__lookup_special(rt, o, NAME(rt, __length_hint__));
    if (!f)
        return rt->error ? -1 : fallback;
    ouro_object *result = ouro__call0(rt, f);
    ouro_decref(rt, f);
    return hint_of_result(rt, result, fallback);
}

/* --- items ----------------------------------------------------------------------------------------------- */

static ouro_object *class_getitem(ouro_runtime *rt, ouro_object *cls, ouro_object *key)
{
    if (cls == ouro__class_at(rt, OURO_T_TYPE))
        return ouro__generic_alias_new(rt, cls, key);
    ouro_object *f;
    int found = ouro__getattr_optional(rt, cls, NAME(rt, __class_getitem__), &f);
    if (found < 0)
        return NULL;
    if (!found)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "type '%N' is not subscriptable", cls);
    ouro_object *result = ouro__call1(rt, f, key);
    ouro_decref(rt, f);
    return result;
}

static bool can_index(ouro_runtime *rt, const ouro_object *key)
{
    const ouro_type *type = ouro__type_of(rt, key);
    return ouro__is_int(rt, key) || (type->number && type->number->index);
}

ouro_object *ouro__getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    ouro_type *type = ouro__type_of(rt, o);
    if (ouro__likely(type->getitem != NULL))
        return type->getitem(rt, o, key);
    if (type->sequence && type->sequence->item) {
        int64_t index;
        if (!can_index(rt, key))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "sequence index must be integer, not '%T'", key);
        return ouro__index_int64(rt, key, false, &index) < 0 ? NULL : type->sequence->item(rt, o, index);
    }
    if (type->flags & OURO_TYPE_IS_CLASS)
        return class_getitem(rt, o, key);
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object is not subscriptable", o);
}

int ouro__setitem(ouro_runtime *rt, ouro_object *o, ouro_object *key, ouro_object *value)
{
    ouro_type *type = ouro__type_of(rt, o);
    if (ouro__likely(type->setitem != NULL))
        return type->setitem(rt, o, key, value);
    /* CPython words it by whether the type has any of the slots of a sequence. */
    bool sequence = type->sequence || type->length || type->contains || type->flags & OURO_TYPE_HEAP;
    bool terse = !value && sequence && can_index(rt, key);
    ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object %s support item %s", o, terse ? "doesn't" : "does not",
                value ? "assignment" : "deletion");
    return -1;
}

int ouro__contains_by_iteration(ouro_runtime *rt, ouro_object *o, ouro_object *item)
{
    ouro_iteration it;
    if (ouro__iterate(rt, &it, o) < 0) {
        if (ouro__error_is(rt, OURO_T_TYPE_ERROR)) {
            ouro__error_clear(rt);
            ouro__raise(rt, OURO_T_TYPE_ERROR, "argument of type '%T' is not iterable", o);
        }
        return -1;
    }
    ouro_object *candidate;
    int found = 0;
    while (found == 0 && (candidate = ouro__iterate_next(rt, &it))) {
        found = ouro__compare_bool(rt, candidate, item, OURO_EQ);
        ouro_decref(rt, candidate);
    }
    return ouro__iterate_end(rt, &it) < 0 ? -1 : found;
}

int ouro__contains(ouro_runtime *rt, ouro_object *container, ouro_object *item)
{
    ouro_type *type = ouro__type_of(rt, container);
    return type->contains ? type->contains(rt, container, item)
                          : ouro__contains_by_iteration(rt, container, item);
}

/* --- iteration ------------------------------------------------------------------------------------------- */

/* Can be iterated by asking for items 0, 1, 2... */
static bool is_old_sequence(const ouro_type *type)
{
    if (type->flags & OURO_TYPE_IS_DICT)
        return false;
    return (type->sequence && type->sequence->item) || (type->flags & OURO_TYPE_HEAP && type->getitem);
}

ouro_object *ouro__iter(ouro_runtime *rt, ouro_object *o)
{
    ouro_type *type = ouro__type_of(rt, o);
    if (ouro__unlikely(!type->iter)) {
        if (is_old_sequence(type))
            return ouro__sequence_iterator_new(rt, o);
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object is not iterable", o);
    }
    ouro_object *iterator = type->iter(rt, o);
    if (iterator && ouro__unlikely(!ouro__type_of(rt, iterator)->next)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "iter() returned non-iterator of type '%T'", iterator);
        ouro_decref(rt, iterator);
        return NULL;
    }
    return iterator;
}

ouro_object *ouro__next(ouro_runtime *rt, ouro_object *iterator)
{
    ouro_type *type = ouro__type_of(rt, iterator);
    if (ouro__unlikely(!type->next))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object is not an iterator", iterator);
    ouro_object *item = type->next(rt, iterator);
    if (!item && rt->error && ouro__error_is(rt, OURO_T_STOP_ITERATION))
        ouro__error_clear(rt);
    return item;
}

int ouro__iterate(ouro_runtime *rt, ouro_iteration *it, ouro_object *iterable)
{
    it->index = 0;
    it->iterator = NULL;
    it->iterable = NULL;
    if (ouro__is_exactly(iterable, OURO_T_LIST) || ouro__is_exactly(iterable, OURO_T_TUPLE)) {
        it->iterable = ouro_ref(iterable);
        return 0;
    }
    it->iterator = ouro__iter(rt, iterable);
    return it->iterator ? 0 : -1;
}

ouro_object *ouro__iterate_next(ouro_runtime *rt, ouro_iteration *it)
{
    if (it->iterator)
        return ouro__next(rt, it->iterator);
    if (ouro__is_exactly(it->iterable, OURO_T_LIST)) {
        ouro_list *l = (ouro_list *)it->iterable;
        return it->index < l->count ? ouro_ref(l->items[it->index++]) : NULL;
    }
    ouro_tuple *t = (ouro_tuple *)it->iterable;
    return it->index < t->count ? ouro_ref(t->items[it->index++]) : NULL;
}

int ouro__iterate_end(ouro_runtime *rt, ouro_iteration *it)
{
    ouro_xdecref(rt, it->iterator);
    ouro_xdecref(rt, it->iterable);
    it->iterator = it->iterable = NULL;
    return rt->error ? -1 : 0;
}
