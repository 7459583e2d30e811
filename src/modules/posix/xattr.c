/* Extended attributes of files. */
#include <limits.h>
#include <linux/limits.h>
#include <string.h>
#include <sys/xattr.h>

#include "modules/posix/posix.h"
#include "types/buffer.h"

typedef struct attribute {
    ouro_path path, name;
    bool follow;
} attribute;

/* Path, optional name, follow_symlinks. 0 or -1. */
static int take(ouro_runtime *rt, attribute *a, const char *function, ouro_object *path, ouro_object *name,
                ouro_object *follow)
{
    *a = (attribute){OURO_PATH_OR_FD(function), OURO_PATH(function), true};
    a->name.argument = "attribute";
    if (ouro__optional_bool(rt, follow, &a->follow) < 0 || ouro__path_from(rt, &a->path, path) < 0)
        return -1;
    if ((!name || ouro__path_from(rt, &a->name, name) == 0) &&
        ouro__fd_and_follow(rt, function, &a->path, a->follow) == 0)
        return 0;
    ouro__path_drop(rt, &a->path);
    ouro__path_drop(rt, &a->name);
    return -1;
}

static void drop(ouro_runtime *rt, attribute *a)
{
    ouro__path_drop(rt, &a->path);
    ouro__path_drop(rt, &a->name);
}

static ssize_t get(const attribute *a, void *value, size_t size)
{
    return !a->path.name ? fgetxattr(a->path.fd, a->name.name, value, size)
           : a->follow   ? getxattr(a->path.name, a->name.name, value, size)
                         : lgetxattr(a->path.name, a->name.name, value, size);
}

static ssize_t list(const attribute *a, void *value, size_t size)
{
    return !a->path.name ? flistxattr(a->path.fd, value, size)
           : a->follow   ? listxattr(a->path.name, value, size)
                         : llistxattr(a->path.name, value, size);
}

/* What `call` gives, in a buffer that is large enough: NULL with an exception. */
static char *fetch(ouro_runtime *rt, attribute *a, ssize_t (*call)(const attribute *, void *, size_t),
                   size_t *length)
{
    for (size_t size = 256;; size = size < XATTR_SIZE_MAX ? XATTR_SIZE_MAX : size * 2) {
        char *buffer = ouro__buffer_alloc(rt, size);
        if (!buffer)
            return NULL;
        ssize_t n = call(a, buffer, size);
        if (n >= 0) {
            *length = (size_t)n;
            return buffer;
        }
        int error = errno;
        ouro__buffer_free(rt, buffer);
        if (error != ERANGE || size > XATTR_LIST_MAX * 4) {
            errno = error;
            return ouro__path_error(rt, &a->path, NULL);
        }
    }
}

OURO_C_FUNCTION(posix_getxattr)
{
    OURO_PARSE(given, "getxattr", 0, 2, 2, 1, "path", "attribute", "follow_symlinks");
    attribute a;
    size_t length = 0;
    if (take(rt, &a, "getxattr", given[0], given[1], given[2]) < 0)
        return NULL;
    char *value = fetch(rt, &a, get, &length);
    ouro_object *result = value ? ouro__bytes_new(rt, value, length) : NULL;
    ouro__buffer_free(rt, value);
    drop(rt, &a);
    return result;
}

OURO_C_FUNCTION(posix_setxattr)
{
    OURO_PARSE(given, "setxattr", 0, 4, 3, 1, "path", "attribute", "value", "flags", "follow_symlinks");
    attribute a;
    int flags = 0, result;
    ouro_buffer value;
    if (ouro__optional_int32(rt, given[3], &flags) < 0 ||
        take(rt, &a, "setxattr", given[0], given[1], given[4]) < 0)
        return NULL;
    if (ouro__buffer_get(rt, given[2], &value, OURO_BUFFER_SIMPLE) < 0) {
        drop(rt, &a);
        return NULL;
    }
    size_t length = (size_t)value.length;
    result = !a.path.name ? fsetxattr(a.path.fd, a.name.name, value.data, length, flags)
             : a.follow   ? setxattr(a.path.name, a.name.name, value.data, length, flags)
                          : lsetxattr(a.path.name, a.name.name, value.data, length, flags);
    int error = errno;
    ouro__buffer_release(rt, &value);
    errno = error;
    ouro__path_drop(rt, &a.name);
    return ouro__path_done(rt, &a.path, result);
}

OURO_C_FUNCTION(posix_removexattr)
{
    OURO_PARSE(given, "removexattr", 0, 2, 2, 1, "path", "attribute", "follow_symlinks");
    attribute a;
    if (take(rt, &a, "removexattr", given[0], given[1], given[2]) < 0)
        return NULL;
    int result = !a.path.name ? fremovexattr(a.path.fd, a.name.name)
                 : a.follow   ? removexattr(a.path.name, a.name.name)
                              : lremovexattr(a.path.name, a.name.name);
    int error = errno;
    ouro__path_drop(rt, &a.name);
    errno = error;
    return ouro__path_done(rt, &a.path, result);
}

OURO_C_FUNCTION(posix_listxattr)
{
    OURO_PARSE(given, "listxattr", 0, 1, 0, 1, "path", "follow_symlinks");
    attribute a;
    size_t length = 0;
    ouro_object *here = ouro__str_from_char(rt, '.');
    if (!here || take(rt, &a, "listxattr", given[0] && given[0] != OURO_NONE(rt) ? given[0] : here, NULL,
                      given[1]) < 0)
        return NULL;
    char *names = fetch(rt, &a, list, &length);
    ouro_object *result = names ? ouro__list_new(rt, 0) : NULL;
    for (size_t i = 0; result && i < length; i += strlen(names + i) + 1) {
        ouro_object *name = ouro__filesystem_decode(rt, names + i);
        if (!name || ouro__list_append_owned(rt, (ouro_list *)result, name) < 0) {
            ouro_decref(rt, result);
            result = NULL;
        }
    }
    ouro__buffer_free(rt, names);
    drop(rt, &a);
    return result;
}

const ouro_method_def ouro__posix_xattr_functions[] = {
    {"getxattr", posix_getxattr, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"setxattr", posix_setxattr, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"removexattr", posix_removexattr, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"listxattr", posix_listxattr, OURO_METH_KEYWORDS, 0, 0, NULL},
    {0},
};
