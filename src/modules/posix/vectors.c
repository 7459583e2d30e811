/* Reading into and writing from several buffers at once. */
#include <limits.h>
#include <sys/uio.h>
#include <unistd.h>

#include "modules/posix/posix.h"
#include "types/buffer.h"

typedef struct vector {
    ouro_buffer *buffers;
    struct iovec *parts;
    size_t count;
} vector;

static void vector_drop(ouro_runtime *rt, vector *v)
{
    int error = errno;
    for (size_t i = 0; i < v->count; i++)
        ouro__buffer_release(rt, &v->buffers[i]);
    ouro__buffer_free(rt, v->buffers);
    ouro__buffer_free(rt, v->parts);
    errno = error;
}

static int vector_fill(ouro_runtime *rt, vector *v, ouro_tuple *items, int flags)
{
    v->buffers = ouro__buffer_alloc(rt, (items->count + 1) * sizeof *v->buffers);
    v->parts = v->buffers ? ouro__buffer_alloc(rt, (items->count + 1) * sizeof *v->parts) : NULL;
    if (!v->parts)
        return -1;
    for (; v->count < items->count; v->count++) {
        ouro_buffer *buffer = &v->buffers[v->count];
        if (ouro__buffer_get(rt, items->items[v->count], buffer, flags) < 0)
            return -1;
        v->parts[v->count] = (struct iovec){buffer->data, (size_t)buffer->length};
    }
    return 0;
}

/* The sequence's buffers. 0 or -1. */
static int vector_take(ouro_runtime *rt, vector *v, const char *function, ouro_object *sequence, int flags)
{
    *v = (vector){0};
    const ouro_type *type = ouro__type_of(rt, sequence);
    if (!type->getitem || ouro__is_dict(rt, sequence)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() arg 2 must be a sequence", function);
        return -1;
    }
    ouro_object *items = ouro__tuple_from_iterable(rt, sequence);
    if (!items)
        return -1;
    int status = vector_fill(rt, v, (ouro_tuple *)items, flags);
    ouro_decref(rt, items);
    if (status < 0)
        vector_drop(rt, v);
    return status;
}

static ouro_object *transfer(ouro_runtime *rt, const char *function, bool reading, bool placed,
                             ouro_object *const *args, size_t nargs)
{
    int fd, flags = 0;
    int64_t offset = 0;
    vector v;
    if (ouro__as_int32(rt, args[0], &fd) < 0 || (placed && ouro__as_int64(rt, args[2], &offset) < 0) ||
        (nargs > 3 && ouro__as_int32(rt, args[3], &flags) < 0) ||
        vector_take(rt, &v, function, args[1], reading ? OURO_BUFFER_WRITABLE : OURO_BUFFER_SIMPLE) < 0)
        return NULL;
    int count = v.count > INT_MAX ? INT_MAX : (int)v.count;
    ssize_t n;
    if (!placed)
        OURO_RETRY(n, reading ? readv(fd, v.parts, count) : writev(fd, v.parts, count));
    else
        OURO_RETRY(n, reading ? preadv2(fd, v.parts, count, offset, flags)
                              : pwritev2(fd, v.parts, count, offset, flags));
    vector_drop(rt, &v);
    return n < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, n);
}

OURO_C_FUNCTION(posix_readv)
{
    return transfer(rt, "readv", true, false, args, nargs);
}
OURO_C_FUNCTION(posix_writev)
{
    return transfer(rt, "writev", false, false, args, nargs);
}
OURO_C_FUNCTION(posix_preadv)
{
    return transfer(rt, "preadv", true, true, args, nargs);
}
OURO_C_FUNCTION(posix_pwritev)
{
    return transfer(rt, "pwritev", false, true, args, nargs);
}

const ouro_method_def ouro__posix_vector_functions[] = {
    {"readv", posix_readv, 0, 2, 2,
     "readv($module, fd, buffers, /)\n--\n\nRead from a file descriptor fd into an iterable of buffers."},
    {"writev", posix_writev, 0, 2, 2,
     "writev($module, fd, buffers, /)\n--\n\nIterate over buffers, and write the contents of each to a file "
     "descriptor."},
    {"preadv", posix_preadv, 0, 3, 4,
     "preadv($module, fd, buffers, offset, flags=0, /)\n--\n\nReads from a file descriptor into a number of "
     "mutable bytes-like objects."},
    {"pwritev", posix_pwritev, 0, 3, 4,
     "pwritev($module, fd, buffers, offset, flags=0, /)\n--\n\nWrites the contents of bytes-like objects to "
     "a file descriptor at a given offset."},
    {0},
};
