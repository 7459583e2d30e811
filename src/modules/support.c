/* What many modules written in C need. */
#include "modules/support.h"

#include "modules/warn.h"

#include <limits.h>
#include <stdarg.h>
#include <string.h>

#include "types/bytes.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/method.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/str_encode.h"

/* --- arguments ------------------------------------------------------------------------------------------- */

static int as_bounded(ouro_runtime *rt, ouro_object *o, int64_t lowest, int64_t highest, const char *kind,
                      int64_t *out)
{
    ouro_object *number = ouro__index(rt, o);
    if (!number)
        return -1;
    int status = ouro__int_as_int64(rt, number, out);
    ouro_decref(rt, number);
    if (status == 0 && *out >= lowest && *out <= highest)
        return 0;
    ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C %s", kind);
    return -1;
}

int ouro__as_int32(ouro_runtime *rt, ouro_object *o, int *out)
{
    int64_t value;
    if (as_bounded(rt, o, INT_MIN, INT_MAX, "int", &value) < 0)
        return -1;
    *out = (int)value;
    return 0;
}

int ouro__as_int64(ouro_runtime *rt, ouro_object *o, int64_t *out)
{
    return as_bounded(rt, o, INT64_MIN, INT64_MAX, "long", out);
}

int ouro__as_uint64_masked(ouro_runtime *rt, ouro_object *o, uint64_t *out)
{
    ouro_object *number = ouro__index(rt, o);
    if (!number)
        return -1;
    int64_t value;
    int status = 0;
    if (ouro__int_as_int64(rt, number, &value) == 0)
        *out = (uint64_t)value;
    else if (ouro__int_as_uint64(rt, number, out) < 0) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "int too big to convert");
        status = -1;
    }
    ouro_decref(rt, number);
    return status;
}

int ouro__optional_int32(ouro_runtime *rt, ouro_object *o, int *out)
{
    return o ? ouro__as_int32(rt, o, out) : 0;
}

int ouro__as_timeout(ouro_runtime *rt, ouro_object *o, double *seconds)
{
    static const double most = 9223372036.0; /* in 63 bits of nanoseconds */
    ouro_object *number = ouro__is_float(rt, o) ? ouro_ref(o) : ouro__index(rt, o);
    int status = number ? ouro__as_double(rt, number, seconds) : -1;
    ouro_xdecref(rt, number);
    if (status < 0)
        return -1;
    if (*seconds > -most && *seconds < most)
        return 0;
    if (*seconds != *seconds)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Invalid value NaN (not a number)");
    else
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "timestamp too large to convert to C _PyTime_t");
    return -1;
}

int ouro__optional_bool(ouro_runtime *rt, ouro_object *o, bool *out)
{
    int truth = o ? ouro__truth(rt, o) : *out;
    *out = truth > 0;
    return truth < 0 ? -1 : 0;
}

int ouro__as_descriptor(ouro_runtime *rt, ouro_object *o)
{
    int fd;
    if (ouro__is_int(rt, o)) {
        if (ouro__as_int32(rt, o, &fd) < 0)
            return -1;
    } else {
        ouro_object *method, *result;
        int found = ouro__getattr_optional(rt, o, NAME(rt, fileno), &method);
        if (found <= 0) {
            if (found == 0)
                ouro__raise(rt, OURO_T_TYPE_ERROR, "argument must be an int, or have a fileno() method.");
            return -1;
        }
        result = ouro__call0(rt, method);
        ouro_decref(rt, method);
        if (!result)
            return -1;
        int status = 0;
        if (!ouro__is_int(rt, result)) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "fileno() returned a non-integer");
            status = -1;
        } else {
            status = ouro__as_int32(rt, result, &fd);
        }
        ouro_decref(rt, result);
        if (status < 0)
            return -1;
    }
    if (fd < 0) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "file descriptor cannot be a negative integer (%d)", fd);
        return -1;
    }
    return fd;
}

/* --- what modules hold ----------------------------------------------------------------------------------- */

int ouro__put(ouro_runtime *rt, ouro_object *dict, const char *name, ouro_object *value_owned)
{
    int status = value_owned ? ouro__dict_set_cstring(rt, dict, name, value_owned) : -1;
    ouro_xdecref(rt, value_owned);
    return status;
}

int ouro__put_constants(ouro_runtime *rt, ouro_object *dict, const ouro_int_constant *constants)
{
    for (; constants->name; constants++)
        if (ouro__put(rt, dict, constants->name, ouro__int_new(rt, constants->value)) < 0)
            return -1;
    return 0;
}

int ouro__put_functions(ouro_runtime *rt, ouro_object *module, const ouro_method_def *functions)
{
    ouro_object *dict = ouro__module_dict(module), *name = ouro__dict_get_str(rt, dict, NAME(rt, __name__));
    for (; functions->name; functions++)
        if (ouro__put(rt, dict, functions->name, ouro__builtin_function_new(rt, functions, module, name)) < 0)
            return -1;
    return 0;
}

/* --- file names ------------------------------------------------------------------------------------------ */

ouro_object *ouro__fspath(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__is_str(rt, o) || ouro__is_bytes(rt, o))
        return ouro_ref(o);
    ouro_object *name = ouro__str_intern_cstring(rt, "__fspath__");
    ouro_object *method = name ? ouro__lookup_special(rt, o, name) : NULL;
    ouro_xdecref(rt, name);
    if (!method)
        return rt->error ? NULL
                         : ouro__raise(rt, OURO_T_TYPE_ERROR,
                                       "expected str, bytes or os.PathLike object, not %T", o);
    ouro_object *path = ouro__call0(rt, method);
    ouro_decref(rt, method);
    if (path && !ouro__is_str(rt, path) && !ouro__is_bytes(rt, path)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "expected %T.__fspath__() to return str or bytes, not %T", o,
                    path);
        ouro_decref(rt, path);
        return NULL;
    }
    return path;
}

ouro_object *ouro__filesystem_encode(ouro_runtime *rt, ouro_object *text)
{
    if (ouro__str_is_ascii(text))
        return ouro__bytes_new(rt, ouro__str_data(text), ouro__str_length(text));
    ouro_object *errors = ouro__str_intern_cstring(rt, "surrogateescape");
    ouro_object *bytes = errors ? ouro__encode(rt, text, NULL, errors) : NULL;
    ouro_xdecref(rt, errors);
    return bytes;
}

ouro_object *ouro__filesystem_decode(ouro_runtime *rt, const char *text)
{
    return ouro__str_from_filesystem(rt, text, strlen(text));
}

ouro_object *ouro__path_bytes(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *path = ouro__fspath(rt, o);
    if (path && ouro__is_str(rt, path)) {
        ouro_object *bytes = ouro__filesystem_encode(rt, path);
        ouro_decref(rt, path);
        path = bytes;
    }
    if (path && strlen((const char *)((ouro_bytes *)path)->data) != ((ouro_bytes *)path)->length) {
        ouro_decref(rt, path);
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "embedded null byte");
    }
    return path;
}

/* --- errors ---------------------------------------------------------------------------------------------- */

void *ouro__raise_system(ouro_runtime *rt)
{
    return rt->error ? NULL : ouro__raise_errno(rt, errno, NULL);
}

int ouro__warn(ouro_runtime *rt, int type_id, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    ouro_object *message = ouro__str_vformat(rt, format, arguments);
    va_end(arguments);
    size_t length;
    char *owned = NULL;
    const char *text = message ? ouro__str_wtf8(rt, message, &length, &owned) : NULL;
    int status = text ? (rt->python->hooks.warn ? rt->python->hooks.warn(rt, type_id, text) : 0) : -1;
    ouro__buffer_free(rt, owned);
    ouro_xdecref(rt, message);
    return status;
}

void ouro__warn_unclosed(ouro_runtime *rt, const char *what, ouro_object *o)
{
    ouro_object *pending = ouro__error_take(rt), *text = ouro__str_format(rt, "unclosed %s %R", what, o);
    if (!text || ouro__warn_about(rt, OURO_T_RESOURCE_WARNING, text, o) < 0)
        ouro__report_unraisable(rt, NULL, o);
    ouro_xdecref(rt, text);
    if (pending)
        ouro__error_restore(rt, pending);
}

/* --- arguments of sequences and iterators, results for pickling ------------------------------------------- */

int ouro__check_unpacked(ouro_runtime *rt, const char *name, size_t nargs, ouro_object *kwnames, int min,
                         int max)
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

ouro_object *ouro__reduce_state(ouro_runtime *rt, ouro_object *self, ouro_object *arguments,
                                ouro_object *state)
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
