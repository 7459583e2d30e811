/* The raw stream behind a buffer: its methods called and their answers checked, or, where it is exactly a
 * FileIO, the descriptor itself. */
#include "modules/io/buffered.h"

#include "types/memoryview.h"

/* Calls raw.NAME(view of the bytes object or bytearray), again when interrupted. */
static ouro_object *call_with_view(ouro_runtime *rt, ouro_buffered *b, const char *name, ouro_object *memory)
{
    ouro_object *view = ouro__memoryview_new(rt, memory), *result = NULL;
    do {
        result = view ? ouro__io_call(rt, b->raw, name, 1, view) : NULL;
    } while (!result && view && ouro__io_was_interrupted(rt));
    ouro_xdecref(rt, view);
    return result;
}

/* The count that a raw stream's method gave (taken over): within 0 and `length`, WOULD_BLOCK, or -1. */
static int64_t raw_count(ouro_runtime *rt, ouro_object *result, int64_t length, const char *method)
{
    int64_t n = -1;
    if (!result)
        return -1;
    if (result == OURO_NONE(rt))
        return WOULD_BLOCK;
    int status = ouro__index_argument(rt, result, &n);
    ouro_decref(rt, result);
    if (status < 0) {
        if (strcmp(method, "readinto") == 0 && ouro__error_is(rt, OURO_T_TYPE_ERROR)) {
            ouro_object *cause = ouro__error_take(rt);
            ouro__raise(rt, OURO_T_OS_ERROR, "raw readinto() failed");
            if (rt->error) {
                ouro_exception *e = (ouro_exception *)rt->error;
                ouro__slot_set(rt, e, &e->cause, ouro_ref(cause));
                ouro__slot_set(rt, e, &e->context, cause);
                e->suppress_context = true;
            } else {
                ouro_decref(rt, cause);
            }
        }
        return -1;
    }
    if (n < 0 || n > length) {
        ouro__raise(rt, OURO_T_OS_ERROR,
                    "raw %s() returned invalid length %lld (should have been between 0 and %lld)", method,
                    (long long)n, (long long)length);
        return -1;
    }
    return n;
}

/* Reads once into memory: the count (0: end), WOULD_BLOCK or -1. */
int64_t ouro__raw_read(ouro_runtime *rt, ouro_buffered *b, uint8_t *data, int64_t length)
{
    int64_t n;
    if (b->direct) {
        n = ouro__file_io_read(rt, (ouro_file_io *)b->raw, data, (size_t)length);
    } else {
        ouro_object *size = ouro__int_new(rt, length);
        ouro_object *array = size ? ouro__call1(rt, ouro__class_at(rt, OURO_T_BYTEARRAY), size) : NULL;
        ouro_xdecref(rt, size);
        if (!array)
            return -1;
        n = raw_count(rt, call_with_view(rt, b, "readinto", array), length, "readinto");
        ouro_buffer buffer;
        if (n > 0 && ouro__buffer_get(rt, array, &buffer, OURO_BUFFER_SIMPLE) == 0) {
            memcpy(data, buffer.data, (size_t)(n < buffer.length ? n : buffer.length));
            ouro__buffer_release(rt, &buffer);
        } else if (n > 0) {
            n = -1;
        }
        ouro_decref(rt, array);
    }
    if (n > 0 && b->abs_position != -1)
        b->abs_position += n;
    return n;
}

int64_t ouro__raw_write(ouro_runtime *rt, ouro_buffered *b, const uint8_t *data, int64_t length)
{
    int64_t n;
    if (b->direct) {
        n = ouro__file_io_write(rt, (ouro_file_io *)b->raw, data, (size_t)length);
    } else {
        ouro_object *bytes = ouro__bytes_new(rt, data, (size_t)length);
        if (!bytes)
            return -1;
        n = raw_count(rt, call_with_view(rt, b, "write", bytes), length, "write");
        ouro_decref(rt, bytes);
    }
    if (n > 0 && b->abs_position != -1)
        b->abs_position += n;
    return n;
}

/* A position that the raw stream gave (taken over). */
static int64_t raw_position(ouro_runtime *rt, ouro_buffered *b, ouro_object *result)
{
    int64_t n;
    if (!result)
        return -1;
    int status = ouro__as_int64(rt, result, &n);
    ouro_decref(rt, result);
    if (status == 0 && n < 0) {
        ouro__raise(rt, OURO_T_OS_ERROR, "Raw stream returned invalid position %lld", (long long)n);
        status = -1;
    }
    if (status == 0)
        b->abs_position = n;
    return status < 0 ? -1 : n;
}

int64_t ouro__raw_tell(ouro_runtime *rt, ouro_buffered *b)
{
    if (b->direct) {
        int64_t n = ouro__file_io_seek(rt, (ouro_file_io *)b->raw, 0, SEEK_CUR);
        if (n >= 0)
            b->abs_position = n;
        return n;
    }
    return raw_position(rt, b, ouro__io_call(rt, b->raw, "tell", 0));
}

int64_t ouro__raw_seek(ouro_runtime *rt, ouro_buffered *b, int64_t target, int whence)
{
    if (b->direct) {
        int64_t n = ouro__file_io_seek(rt, (ouro_file_io *)b->raw, target, whence);
        if (n >= 0)
            b->abs_position = n;
        return n;
    }
    ouro_object *offset = ouro__int_new(rt, target);
    ouro_object *result =
        offset ? ouro__io_call(rt, b->raw, "seek", 2, offset, ouro__int_new(rt, whence)) : NULL;
    ouro_xdecref(rt, offset);
    return raw_position(rt, b, result);
}

/* Where the raw stream stands, asked when it is not known. */
int64_t ouro__raw_known_position(ouro_runtime *rt, ouro_buffered *b)
{
    return b->abs_position != -1 ? b->abs_position : ouro__raw_tell(rt, b);
}
