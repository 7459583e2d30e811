/* Values in and out, calls, and the pending exception, for C programs. */
#include <string.h>

#include "modules/sys_hooks.h"
#include "modules/traceback_format.h"
#include "ouro/python.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

ouro_object *ouro_call(ouro_runtime *rt, ouro_object *f, ouro_object *const *args, size_t count)
{
    ouro__enter_stack(rt);
    return ouro__call(rt, f, args, count, NULL);
}

ouro_object *ouro_getattr(ouro_runtime *rt, ouro_object *o, const char *name)
{
    ouro__enter_stack(rt);
    ouro_object *text = ouro__str_intern_cstring(rt, name);
    ouro_object *value = text ? ouro__getattr(rt, o, text) : NULL;
    ouro_xdecref(rt, text);
    return value;
}

int ouro_setattr(ouro_runtime *rt, ouro_object *o, const char *name, ouro_object *value)
{
    ouro__enter_stack(rt);
    ouro_object *text = ouro__str_intern_cstring(rt, name);
    int status = text ? ouro__setattr(rt, o, text, value) : -1;
    ouro_xdecref(rt, text);
    return status;
}

ouro_object *ouro_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    ouro__enter_stack(rt);
    return ouro__getitem(rt, o, key);
}

int ouro_setitem(ouro_runtime *rt, ouro_object *o, ouro_object *key, ouro_object *value)
{
    ouro__enter_stack(rt);
    return ouro__setitem(rt, o, key, value);
}

int64_t ouro_length(ouro_runtime *rt, ouro_object *o)
{
    ouro__enter_stack(rt);
    return ouro__length(rt, o);
}

ouro_object *ouro_new_none(ouro_runtime *rt)
{
    return ouro_ref(OURO_NONE(rt));
}

ouro_object *ouro_new_bool(ouro_runtime *rt, bool value)
{
    return ouro__bool(rt, value);
}

ouro_object *ouro_new_int(ouro_runtime *rt, int64_t value)
{
    return ouro__int_new(rt, value);
}

ouro_object *ouro_new_float(ouro_runtime *rt, double value)
{
    return ouro__float_new(rt, value);
}

ouro_object *ouro_new_str(ouro_runtime *rt, const char *utf8)
{
    return ouro__str_from_cstring(rt, utf8);
}

ouro_object *ouro_new_list(ouro_runtime *rt, ouro_object *const *items, size_t count)
{
    return ouro__list_from(rt, items, count);
}

ouro_object *ouro_new_tuple(ouro_runtime *rt, ouro_object *const *items, size_t count)
{
    return ouro__tuple_from(rt, items, count);
}

ouro_object *ouro_new_dict(ouro_runtime *rt)
{
    return ouro__dict_new(rt);
}

bool ouro_is_none(ouro_runtime *rt, const ouro_object *o)
{
    return o == OURO_NONE(rt);
}

int ouro_truth(ouro_runtime *rt, ouro_object *o)
{
    ouro__enter_stack(rt);
    return ouro__truth(rt, o);
}

int ouro_as_int(ouro_runtime *rt, ouro_object *o, int64_t *value)
{
    ouro__enter_stack(rt);
    ouro_object *index = ouro__index(rt, o);
    if (!index)
        return -1;
    int status = ouro__int_as_int64(rt, index, value);
    ouro_decref(rt, index);
    if (status < 0)
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C long");
    return status;
}

int ouro_as_float(ouro_runtime *rt, ouro_object *o, double *value)
{
    ouro__enter_stack(rt);
    return ouro__as_double(rt, o, value);
}

/* Takes over `s`, which may be NULL. */
static char *text_of(ouro_runtime *rt, ouro_object *s)
{
    if (!s)
        return NULL;
    size_t length;
    char *owned = NULL, *copy = NULL;
    const char *bytes = ouro__str_wtf8(rt, s, &length, &owned);
    if (bytes)
        copy = ouro__buffer_alloc(rt, length + 1);
    if (copy) {
        memcpy(copy, bytes, length);
        copy[length] = 0;
    }
    ouro__buffer_free(rt, owned);
    ouro_decref(rt, s);
    return copy;
}

char *ouro_text(ouro_runtime *rt, ouro_object *o)
{
    ouro__enter_stack(rt);
    return text_of(rt, ouro__str(rt, o));
}

char *ouro_repr_text(ouro_runtime *rt, ouro_object *o)
{
    ouro__enter_stack(rt);
    return text_of(rt, ouro__repr(rt, o));
}

void ouro_free_text(ouro_runtime *rt, char *text)
{
    ouro__buffer_free(rt, text);
}

const char *ouro_error_class(ouro_runtime *rt)
{
    return rt->error ? ouro__type_of(rt, rt->error)->name : NULL;
}

char *ouro_error_text(ouro_runtime *rt)
{
    ouro__enter_stack(rt);
    ouro_object *exception = ouro__error_take(rt);
    if (!exception)
        return NULL;
    char *text = text_of(rt, ouro__format_exception(rt, exception));
    ouro__error_restore(rt, exception);
    return text;
}

void ouro_error_clear(ouro_runtime *rt)
{
    ouro__error_clear(rt);
}

int ouro_flush(ouro_runtime *rt)
{
    ouro__enter_stack(rt);
    return ouro__flush_streams(rt);
}

void ouro_interrupt(ouro_runtime *rt)
{
    rt->breaker |= OURO_BREAK_STOP;
}
