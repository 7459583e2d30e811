/* Helpers of the modules written in C. */
#include "modules/support.h"

#include <stdarg.h>

#include "types/exception.h"
#include "types/int.h"
#include "types/method.h"

int ouro__ssize(ouro_runtime *rt, ouro_object *o, int64_t *out)
{
    if (ouro__likely(ouro__int_is_small(o))) {
        *out = ((ouro_int *)o)->value;
        return 0;
    }
    ouro_object *index = ouro__index(rt, o);
    if (!index)
        return -1;
    int status = ouro__int_as_int64(rt, index, out);
    ouro_decref(rt, index);
    if (status < 0)
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
    return status;
}

int ouro__check_unpacked(ouro_runtime *rt, const char *name, size_t nargs, ouro_object *kwnames, int min, int max)
{
    if (min != 1 || max != 1 || nargs == 1 || (kwnames && ((ouro_tuple *)kwnames)->count))
        return ouro__check_arity(rt, name, nargs, kwnames, min, max);
    ouro__raise(rt, OURO_T_TYPE_ERROR, "%s expected 1 argument, got %zu", name, nargs);
    return -1;
}

ouro_object *ouro__pack(ouro_runtime *rt, size_t count, ...)
{
    va_list items;
    bool whole = true;
    va_start(items, count);
    for (size_t i = 0; i < count; i++)
        whole = va_arg(items, ouro_object *) && whole;
    va_end(items);
    ouro_tuple *t = whole ? ouro__tuple_alloc(rt, count) : NULL;
    va_start(items, count);
    for (size_t i = 0; i < count; i++) {
        ouro_object *item = va_arg(items, ouro_object *);
        if (t)
            ouro__slot_init(&t->items[i], item);
        else
            ouro_xdecref(rt, item);
    }
    va_end(items);
    if (t && count)
        ouro__tuple_ready(rt, t);
    return (ouro_object *)t;
}

ouro_object *ouro__reduce(ouro_runtime *rt, ouro_object *self, ouro_object *arguments)
{
    return ouro__pack(rt, 2, ouro_ref(ouro__class_of(rt, self)), arguments);
}

ouro_object *ouro__reduce_state(ouro_runtime *rt, ouro_object *self, ouro_object *arguments, ouro_object *state)
{
    return ouro__pack(rt, 3, ouro_ref(ouro__class_of(rt, self)), arguments, state);
}

ouro_object *ouro__next_failed(ouro_runtime *rt, ouro_object *iterator)
{
    if (!rt->error)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object is not an iterator", iterator);
    if (ouro__error_is(rt, OURO_T_STOP_ITERATION))
        ouro__error_clear(rt);
    return NULL;
}
