/* Path arguments: str, bytes, path-like objects, open descriptors. */
#include <limits.h>
#include <string.h>

#include "modules/posix/posix.h"
#include "types/buffer.h"

static const char *wanted(const ouro_path *path)
{
    if (path->allow_fd)
        return path->nullable ? "string, bytes, os.PathLike, integer or None"
                              : "string, bytes, os.PathLike or integer";
    return path->nullable ? "string, bytes, os.PathLike or None" : "string, bytes or os.PathLike";
}

static const char *argument_name(const ouro_path *path)
{
    return path->argument ? path->argument : "path";
}

static int refuse(ouro_runtime *rt, const ouro_path *path, ouro_object *o)
{
    ouro__raise(rt, OURO_T_TYPE_ERROR, "%s: %s should be %s, not %T", path->function, argument_name(path),
                wanted(path), o);
    return -1;
}

/* A descriptor given as an int or something with __index__. */
static int from_number(ouro_runtime *rt, ouro_path *path, ouro_object *o)
{
    ouro_object *number = ouro__index(rt, o);
    if (!number)
        return -1;
    int64_t value;
    bool fits = ouro__int_as_int64(rt, number, &value) == 0;
    bool negative = ouro__int_sign(rt, number) < 0;
    ouro_decref(rt, number);
    if (!fits || value > INT_MAX || value < INT_MIN) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR,
                    negative ? "fd is less than minimum" : "fd is greater than maximum");
        return -1;
    }
    path->fd = (int)value;
    path->object = ouro_ref(o);
    return 0;
}

/* The result of o.__fspath__(): owned; NULL with *missing set when there is no such method. */
static ouro_object *ask(ouro_runtime *rt, ouro_object *o, bool *missing)
{
    ouro_object *name = ouro__str_intern_cstring(rt, "__fspath__");
    ouro_object *method = name ? ouro__lookup_special(rt, o, name) : NULL;
    ouro_xdecref(rt, name);
    *missing = !method && !rt->error;
    ouro_object *result = method ? ouro__call0(rt, method) : NULL;
    ouro_xdecref(rt, method);
    if (result && !ouro__is_str(rt, result) && !ouro__is_bytes(rt, result)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "expected %T.__fspath__() to return str or bytes, not %T", o,
                    result);
        ouro_decref(rt, result);
        return NULL;
    }
    return result;
}

/* path->object is the name: encodes it. */
static int from_name(ouro_runtime *rt, ouro_path *path)
{
    if (ouro__is_str(rt, path->object)) {
        path->bytes = ouro__filesystem_encode(rt, path->object);
    } else if (ouro__is_bytes(rt, path->object)) {
        path->bytes = ouro_ref(path->object);
        path->is_bytes = true;
    } else {
        ouro_buffer buffer;
        if (ouro__buffer_get(rt, path->object, &buffer, OURO_BUFFER_SIMPLE) < 0)
            return -1;
        path->bytes = ouro__bytes_new(rt, buffer.data, (size_t)buffer.length);
        ouro__buffer_release(rt, &buffer);
        path->is_bytes = true;
    }
    if (!path->bytes)
        return -1;
    const ouro_bytes *bytes = (ouro_bytes *)path->bytes;
    if (memchr(bytes->data, 0, bytes->length)) {
        if (path->is_bytes)
            ouro__raise(rt, OURO_T_VALUE_ERROR, "%s: embedded null character in %s", path->function,
                        argument_name(path));
        else
            ouro__raise(rt, OURO_T_VALUE_ERROR, "embedded null byte");
        return -1;
    }
    path->name = (const char *)bytes->data;
    return 0;
}

int ouro__path_from(ouro_runtime *rt, ouro_path *path, ouro_object *o)
{
    path->fd = -1;
    if (!o || o == OURO_NONE(rt)) {
        if (path->nullable)
            return 0;
        return refuse(rt, path, OURO_NONE(rt));
    }
    if (ouro__is_str(rt, o) || ouro__is_bytes(rt, o)) {
        path->object = ouro_ref(o);
    } else if (path->allow_fd && ouro__type_of(rt, o)->number && ouro__type_of(rt, o)->number->index) {
        return from_number(rt, path, o);
    } else {
        bool missing;
        path->object = ask(rt, o, &missing);
        if (!path->object && !missing)
            return -1;
        if (missing && ouro__has_buffer(rt, o)) {
            if (ouro__warn(rt, OURO_T_DEPRECATION_WARNING, "%s: %s should be %s, not %T", path->function,
                           argument_name(path), wanted(path), o) < 0)
                return -1;
            path->object = ouro_ref(o);
        } else if (missing) {
            return refuse(rt, path, o);
        }
    }
    if (from_name(rt, path) == 0)
        return 0;
    ouro__path_drop(rt, path);
    return -1;
}

void ouro__path_drop(ouro_runtime *rt, ouro_path *path)
{
    ouro_xdecref(rt, path->object);
    ouro_xdecref(rt, path->bytes);
    path->object = path->bytes = NULL;
    path->name = NULL;
}

void *ouro__path_error(ouro_runtime *rt, ouro_path *path, ouro_path *second)
{
    if (rt->error)
        return NULL;
    if (!second)
        return ouro__raise_errno(rt, errno, path->object);
    int error = errno;
    const char *text = strerror(error);
    ouro_object *arguments[5] = {ouro__int_new(rt, error), ouro__filesystem_decode(rt, text), path->object,
                                 OURO_NONE(rt), second->object};
    ouro_object *exception = arguments[0] && arguments[1]
                                 ? ouro__call(rt, ouro__class_at(rt, OURO_T_OS_ERROR), arguments, 5, NULL)
                                 : NULL;
    ouro_xdecref(rt, arguments[0]);
    ouro_xdecref(rt, arguments[1]);
    return exception ? ouro__raise_instance(rt, exception) : NULL;
}

ouro_object *ouro__path_done(ouro_runtime *rt, ouro_path *path, int result)
{
    if (result < 0)
        ouro__path_error(rt, path, NULL);
    ouro__path_drop(rt, path);
    return result < 0 ? NULL : OURO_NONE(rt);
}

int ouro__dir_fd(ouro_runtime *rt, ouro_object *o, int *fd)
{
    *fd = AT_FDCWD;
    if (!o || o == OURO_NONE(rt))
        return 0;
    const ouro_type *type = ouro__type_of(rt, o);
    if (!type->number || !type->number->index) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "argument should be integer or None, not %T", o);
        return -1;
    }
    ouro_path path = OURO_PATH_OR_FD("");
    if (from_number(rt, &path, o) < 0)
        return -1;
    *fd = path.fd;
    ouro__path_drop(rt, &path);
    return 0;
}

int ouro__dir_fd_and_fd(ouro_runtime *rt, const char *function, int dir_fd, const ouro_path *path)
{
    if (dir_fd == AT_FDCWD || path->fd == -1)
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "%s: can't specify dir_fd without matching path", function);
    return -1;
}

int ouro__fd_and_follow(ouro_runtime *rt, const char *function, const ouro_path *path, bool follow)
{
    if (path->fd < 0 || follow)
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "%s: cannot use fd and follow_symlinks together", function);
    return -1;
}

ouro_object *ouro__none_or_system(ouro_runtime *rt, int result)
{
    return result < 0 ? ouro__raise_system(rt) : OURO_NONE(rt);
}

int ouro__as_id(ouro_runtime *rt, ouro_object *o, const char *kind, uint32_t *id)
{
    if (!ouro__type_of(rt, o)->number || !ouro__type_of(rt, o)->number->index) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s should be integer, not %T", kind, o);
        return -1;
    }
    ouro_object *number = ouro__index(rt, o);
    if (!number)
        return -1;
    int64_t value;
    bool fits = ouro__int_as_int64(rt, number, &value) == 0;
    bool negative = ouro__int_sign(rt, number) < 0;
    ouro_decref(rt, number);
    if (fits && value >= -1 && value < (int64_t)UINT32_MAX) {
        *id = (uint32_t)value;
        return 0;
    }
    ouro__raise(rt, OURO_T_OVERFLOW_ERROR,
                negative ? "%s is less than minimum" : "%s is greater than maximum", kind);
    return -1;
}

ouro_object *ouro__id_new(ouro_runtime *rt, uint32_t id)
{
    return ouro__int_new(rt, id == (uint32_t)-1 ? -1 : (int64_t)id);
}
