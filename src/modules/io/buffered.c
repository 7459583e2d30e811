/* BufferedReader, BufferedWriter and BufferedRandom: a buffer of bytes before a raw stream.
 *
 * The buffer holds a window of the raw stream. In it, `position` is where the program stands and `raw_position` where the
 * raw stream stands. [0, read_end) was read (read_end is -1 when nothing valid is there), [write_position, write_end) waits
 * to be written (write_end is -1: nothing). abs_position is the raw stream's own position, as far as it is known.
 *
 * While the raw stream's methods run the object is `busy`: they may be a program's, and must not come back in. */
#include <unistd.h>

#include "modules/io/io.h"

#include "types/memoryview.h"

static const uint16_t fields[] = {offsetof(ouro_buffered, raw), 0};

enum { WOULD_BLOCK = -2 };

static ouro_buffered *buffered_of(ouro_object *o)
{
    return (ouro_buffered *)o;
}

static bool has_read(const ouro_buffered *b)
{
    return b->readable && b->read_end != -1;
}

static bool has_written(const ouro_buffered *b)
{
    return b->writable && b->write_end != -1;
}

/* Bytes that can be read without the raw stream. */
static int64_t read_ahead(const ouro_buffered *b)
{
    return has_read(b) ? b->read_end - b->position : 0;
}

/* How far the raw stream is ahead of the program. */
static int64_t raw_offset(const ouro_buffered *b)
{
    return (has_read(b) || has_written(b)) && b->raw_position >= 0 ? b->raw_position - b->position : 0;
}

static void reset_read(ouro_buffered *b)
{
    b->read_end = -1;
}

static void reset_write(ouro_buffered *b)
{
    b->write_position = 0;
    b->write_end = -1;
}

static void advance_to(ouro_buffered *b, int64_t position)
{
    b->position = position;
    if (has_read(b) && b->read_end < position)
        b->read_end = position;
}

static int need_buffer(ouro_runtime *rt, ouro_buffered *b)
{
    if (!b->buffer)
        b->buffer = ouro__buffer_alloc(rt, (size_t)b->size);
    return b->buffer ? 0 : -1;
}

/* --- checks ---------------------------------------------------------------------------------------------- */

static int check_made(ouro_runtime *rt, ouro_buffered *b)
{
    if (b->ok)
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR,
                b->detached ? "raw stream has been detached" : "I/O operation on uninitialized object");
    return -1;
}

int ouro__buffered_closed(ouro_runtime *rt, ouro_buffered *b)
{
    if (check_made(rt, b) < 0)
        return -1;
    if (b->direct)
        return ((ouro_file_io *)b->raw)->fd < 0;
    return ouro__io_is(rt, b->raw, "closed");
}

/* 0, or -1 with ValueError `message`. */
static int check_open(ouro_runtime *rt, ouro_buffered *b, const char *message)
{
    int closed = ouro__buffered_closed(rt, b);
    if (closed > 0 && read_ahead(b) == 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "%s", message);
    return closed < 0 || (closed && read_ahead(b) == 0) ? -1 : 0;
}

static int enter(ouro_runtime *rt, ouro_buffered *b)
{
    if (b->busy) {
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "reentrant call inside %R", (ouro_object *)b);
        return -1;
    }
    b->busy = true;
    return 0;
}

static void leave(ouro_buffered *b)
{
    b->busy = false;
}

/* --- the raw stream -------------------------------------------------------------------------------------- */

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
static int64_t raw_read(ouro_runtime *rt, ouro_buffered *b, uint8_t *data, int64_t length)
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

static int64_t raw_write(ouro_runtime *rt, ouro_buffered *b, const uint8_t *data, int64_t length)
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

static int64_t raw_tell(ouro_runtime *rt, ouro_buffered *b)
{
    if (b->direct) {
        int64_t n = ouro__file_io_seek(rt, (ouro_file_io *)b->raw, 0, SEEK_CUR);
        if (n >= 0)
            b->abs_position = n;
        return n;
    }
    return raw_position(rt, b, ouro__io_call(rt, b->raw, "tell", 0));
}

static int64_t raw_seek(ouro_runtime *rt, ouro_buffered *b, int64_t target, int whence)
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
static int64_t known_position(ouro_runtime *rt, ouro_buffered *b)
{
    return b->abs_position != -1 ? b->abs_position : raw_tell(rt, b);
}

/* --- reading --------------------------------------------------------------------------------------------- */

/* Reads more behind what is in the buffer: the count, 0, WOULD_BLOCK, -1. */
static int64_t fill(ouro_runtime *rt, ouro_buffered *b)
{
    if (need_buffer(rt, b) < 0)
        return -1;
    int64_t start = has_read(b) ? b->read_end : 0;
    int64_t n = raw_read(rt, b, b->buffer + start, b->size - start);
    if (n > 0) {
        b->read_end = start + n;
        b->raw_position = start + n;
    }
    return n;
}

static int flush_written(ouro_runtime *rt, ouro_buffered *b);

/* What waits goes out, and the raw stream comes to where the program is. */
static int flush_and_rewind(ouro_runtime *rt, ouro_buffered *b)
{
    if (flush_written(rt, b) < 0)
        return -1;
    if (!b->readable)
        return 0;
    int64_t n = raw_offset(b) ? raw_seek(rt, b, -raw_offset(b), SEEK_CUR) : 0;
    reset_read(b);
    return n == -1 ? -1 : 0;
}

/* Takes up to `size` bytes out of the buffer. */
static int64_t take(ouro_buffered *b, uint8_t *to, int64_t size)
{
    int64_t n = read_ahead(b);
    if (n > size)
        n = size;
    if (n > 0) {
        memcpy(to, b->buffer + b->position, (size_t)n);
        b->position += n;
    }
    return n;
}

/* Up to `size` bytes by as many raw reads as it takes, or (once) a single one. The count; WOULD_BLOCK when nothing came. */
static int64_t read_some(ouro_runtime *rt, ouro_buffered *b, uint8_t *to, int64_t size, bool once)
{
    int64_t done = take(b, to, size);
    if (done == size || (once && done > 0 && size - done <= b->size))
        return done;
    if (b->writable && flush_and_rewind(rt, b) < 0)
        return -1;
    reset_read(b);
    b->position = 0;
    while (done < size) {
        int64_t left = size - done, n;
        if (left > b->size) {
            n = raw_read(rt, b, to + done, once ? left : left - left % b->size);
            if (n > 0)
                done += n;
        } else {
            n = fill(rt, b);
            if (n > 0) {
                done += take(b, to + done, left);
                if (done < size && b->read_end == b->size) {
                    reset_read(b); /* full, and all of it is taken: begin at the front again */
                    b->position = 0;
                }
            }
        }
        if (n == -1)
            return -1;
        if (n == 0 || n == WOULD_BLOCK)
            return n == 0 || done > 0 ? done : WOULD_BLOCK;
        if (once)
            break;
    }
    return done;
}

/* The rest of the raw stream behind what is in the buffer. */
static ouro_object *read_all(ouro_runtime *rt, ouro_buffered *b)
{
    int64_t ahead = read_ahead(b);
    ouro_object *first = ouro__bytes_new(rt, ahead ? b->buffer + b->position : NULL, (size_t)ahead),
                *readall = NULL;
    if (!first)
        return NULL;
    b->position += ahead;
    ouro_object *rest = NULL;
    int found = 0;
    if (b->writable && flush_and_rewind(rt, b) < 0)
        found = -1;
    reset_read(b);
    b->abs_position = b->direct ? -1 : b->abs_position;
    if (found == 0 && b->direct)
        rest = ouro__file_io_read_all(rt, (ouro_file_io *)b->raw);
    else if (found == 0)
        found = ouro__io_attribute_optional(rt, b->raw, "readall", &readall);
    if (found > 0) {
        rest = ouro__call0(rt, readall);
        ouro_decref(rt, readall);
        b->abs_position = -1;
        if (rest && rest != OURO_NONE(rt) && !ouro__is_bytes(rt, rest)) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "readall() should return bytes");
            ouro_decref(rt, rest);
            rest = NULL;
        }
    }
    if (!rest && !rt->error) { /* no readall(): piece by piece */
        rest = ouro__bytes_new(rt, NULL, 0);
        bool any = false;
        while (rest) {
            ouro_object *part = ouro__io_call(rt, b->raw, "read", 0);
            if (part && part != OURO_NONE(rt) && !ouro__is_bytes(rt, part)) {
                ouro__raise(rt, OURO_T_TYPE_ERROR, "read() should return bytes");
                ouro_decref(rt, part);
                part = NULL;
            }
            bool end = part && (part == OURO_NONE(rt) || ((ouro_bytes *)part)->length == 0);
            if (end && !any && part == OURO_NONE(rt)) {
                ouro_decref(rt, rest);
                rest = part;
                break;
            }
            ouro_object *sum = part && !end ? ouro__binary(rt, OURO_ADD, rest, part) : NULL;
            ouro_xdecref(rt, part);
            if (end)
                break;
            ouro_decref(rt, rest);
            rest = sum;
            any = true;
        }
        b->abs_position = -1;
    }
    ouro_object *result = NULL;
    if (rest == OURO_NONE(rt))
        result = ahead ? ouro_ref(first) : rest;
    else if (rest)
        result = ahead ? ouro__binary(rt, OURO_ADD, first, rest) : ouro_ref(rest);
    ouro_decref(rt, first);
    ouro_xdecref(rt, rest);
    return result;
}

static ouro_object *read_sized(ouro_runtime *rt, ouro_buffered *b, int64_t size)
{
    int64_t ahead = read_ahead(b);
    if (size <= ahead) {
        ouro_object *bytes = ouro__bytes_new(rt, size ? b->buffer + b->position : NULL, (size_t)size);
        if (bytes)
            b->position += size;
        return bytes;
    }
    ouro_object *bytes = ouro__bytes_new(rt, NULL, (size_t)size);
    if (!bytes)
        return NULL;
    int64_t n = read_some(rt, b, ((ouro_bytes *)bytes)->data, size, false);
    if (n == size)
        return bytes;
    ouro_object *result = NULL;
    if (n == WOULD_BLOCK)
        result = OURO_NONE(rt);
    else if (n != -1)
        result = ouro__bytes_new(rt, ((ouro_bytes *)bytes)->data, n > 0 ? (size_t)n : 0);
    ouro_decref(rt, bytes);
    return result;
}

ouro_object *ouro__buffered_read(ouro_runtime *rt, ouro_buffered *b, int64_t size)
{
    if (check_open(rt, b, "read of closed file") < 0 || enter(rt, b) < 0)
        return NULL;
    ouro_object *result = size < 0 ? read_all(rt, b) : read_sized(rt, b, size);
    leave(b);
    return result;
}

/* One raw read past the buffer, which is empty. */
static ouro_object *read_once(ouro_runtime *rt, ouro_buffered *b, int64_t size)
{
    if (b->writable && flush_and_rewind(rt, b) < 0)
        return NULL;
    ouro_object *bytes = ouro__bytes_new(rt, NULL, (size_t)size);
    if (!bytes)
        return NULL;
    reset_read(b);
    int64_t n = raw_read(rt, b, ((ouro_bytes *)bytes)->data, size);
    ouro_object *result = n == size ? ouro_ref(bytes)
                          : n == -1 ? NULL
                                    : ouro__bytes_new(rt, ((ouro_bytes *)bytes)->data, n > 0 ? (size_t)n : 0);
    ouro_decref(rt, bytes);
    return result;
}

ouro_object *ouro__buffered_read1(ouro_runtime *rt, ouro_buffered *b, int64_t size)
{
    if (check_open(rt, b, "read of closed file") < 0)
        return NULL;
    if (size < 0)
        size = b->size;
    if (size == 0)
        return ouro__bytes_new(rt, NULL, 0);
    if (enter(rt, b) < 0)
        return NULL;
    int64_t ahead = read_ahead(b);
    ouro_object *result = ahead > 0 ? read_sized(rt, b, size > ahead ? ahead : size) : read_once(rt, b, size);
    leave(b);
    return result;
}

OURO_C_FUNCTION(buffered_read)
{
    int64_t size;
    if (check_made(rt, buffered_of(self)) < 0 || ouro__io_size(rt, args, nargs, &size) < 0)
        return NULL;
    if (size < -1)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "read length must be non-negative or -1");
    return ouro__buffered_read(rt, buffered_of(self), size);
}

OURO_C_FUNCTION(buffered_read1)
{
    int64_t size = -1;
    if (check_made(rt, buffered_of(self)) < 0 || (nargs && ouro__index_argument(rt, args[0], &size) < 0))
        return NULL;
    return ouro__buffered_read1(rt, buffered_of(self), size);
}

static ouro_object *read_into(ouro_runtime *rt, ouro_buffered *b, ouro_object *target, bool once)
{
    ouro_buffer buffer;
    if (check_made(rt, b) < 0 || ouro__io_target(rt, target, once ? "readinto1" : "readinto", &buffer) < 0)
        return NULL;
    int64_t n = -1;
    if (check_open(rt, b, "readinto of closed file") == 0 && enter(rt, b) == 0) {
        n = buffer.length ? read_some(rt, b, buffer.data, buffer.length, once) : 0;
        leave(b);
    }
    ouro__buffer_release(rt, &buffer);
    return n == -1 ? NULL : n == WOULD_BLOCK ? OURO_NONE(rt) : ouro__int_new(rt, n);
}

OURO_C_FUNCTION(buffered_readinto)
{
    return read_into(rt, buffered_of(self), args[0], false);
}

OURO_C_FUNCTION(buffered_readinto1)
{
    return read_into(rt, buffered_of(self), args[0], true);
}

OURO_C_FUNCTION(buffered_peek)
{
    ouro_buffered *b = buffered_of(self);
    int64_t ignored = 0;
    if (check_made(rt, b) < 0 || (nargs && ouro__index_argument(rt, args[0], &ignored) < 0) ||
        check_open(rt, b, "peek of closed file") < 0 || enter(rt, b) < 0)
        return NULL;
    int status = b->writable ? flush_and_rewind(rt, b) : 0;
    int64_t n = read_ahead(b);
    if (status == 0 && n == 0) {
        reset_read(b);
        n = fill(rt, b);
        b->position = 0;
        status = n == -1 ? -1 : 0;
    }
    ouro_object *result =
        status < 0 ? NULL
                   : ouro__bytes_new(rt, n > 0 ? b->buffer + b->position : NULL, n > 0 ? (size_t)n : 0);
    leave(b);
    return result;
}

/* --- lines ----------------------------------------------------------------------------------------------- */

typedef struct line {
    uint8_t *data;
    size_t length;
} line;

static int line_append(ouro_runtime *rt, line *l, ouro_buffered *b, size_t n)
{
    uint8_t *larger =
        l->data ? ouro__buffer_resize(rt, l->data, l->length + n) : ouro__buffer_alloc(rt, n ? n : 1);
    if (!larger)
        return -1;
    l->data = larger;
    if (n)
        memcpy(l->data + l->length, b->buffer + b->position, n);
    l->length += n;
    b->position += (int64_t)n;
    return 0;
}

/* How much of the buffer belongs to the line; *whole: it ends there. */
static size_t line_part(const ouro_buffered *b, int64_t limit, bool *whole)
{
    int64_t n = read_ahead(b);
    if (limit >= 0 && n > limit)
        n = limit;
    const uint8_t *start = b->buffer + b->position, *newline = n > 0 ? memchr(start, '\n', (size_t)n) : NULL;
    *whole = newline || n == limit;
    return newline ? (size_t)(newline - start) + 1 : n > 0 ? (size_t)n : 0;
}

static ouro_object *long_line(ouro_runtime *rt, ouro_buffered *b, int64_t limit)
{
    line l = {0};
    bool whole = false;
    int64_t n = 1;
    while (!whole && n > 0) {
        int64_t left = limit < 0 ? -1 : limit - (int64_t)l.length;
        if (read_ahead(b) > 0) {
            size_t part = line_part(b, left, &whole);
            if (line_append(rt, &l, b, part) < 0)
                n = -1;
            if (whole || n < 0)
                break;
        }
        if (b->writable && flush_and_rewind(rt, b) < 0) {
            n = -1;
            break;
        }
        reset_read(b);
        b->position = 0;
        n = fill(rt, b);
    }
    ouro_object *result = n == -1 ? NULL : ouro__bytes_new(rt, l.data, l.length);
    ouro__buffer_free(rt, l.data);
    return result;
}

static ouro_object *read_line(ouro_runtime *rt, ouro_buffered *b, int64_t limit)
{
    if (check_open(rt, b, "readline of closed file") < 0)
        return NULL;
    bool whole = false;
    size_t part = read_ahead(b) > 0 ? line_part(b, limit, &whole) : 0;
    if (whole) {
        ouro_object *result = ouro__bytes_new(rt, b->buffer + b->position, part);
        if (result)
            b->position += (int64_t)part;
        return result;
    }
    if (limit == 0)
        return ouro__bytes_new(rt, NULL, 0);
    if (enter(rt, b) < 0)
        return NULL;
    ouro_object *result = long_line(rt, b, limit);
    leave(b);
    return result;
}

OURO_C_FUNCTION(buffered_readline)
{
    int64_t limit;
    if (check_made(rt, buffered_of(self)) < 0 || ouro__io_size(rt, args, nargs, &limit) < 0)
        return NULL;
    return read_line(rt, buffered_of(self), limit);
}

static ouro_object *buffered_next(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *l;
    uint32_t index = ouro__type_index(self);
    if (check_made(rt, buffered_of(self)) < 0)
        return NULL;
    if (index == OURO_T_BUFFERED_READER || index == OURO_T_BUFFERED_RANDOM) {
        l = read_line(rt, buffered_of(self), -1);
    } else {
        l = ouro__call_method(rt, self, NAME(rt, readline), 0);
        if (l && !ouro__is_bytes(rt, l)) {
            ouro__raise(rt, OURO_T_OS_ERROR, "readline() should have returned a bytes object, not '%T'", l);
            ouro_decref(rt, l);
            return NULL;
        }
    }
    if (l && ((ouro_bytes *)l)->length == 0) {
        ouro_decref(rt, l);
        return NULL;
    }
    return l;
}

/* --- writing --------------------------------------------------------------------------------------------- */

static int flush_written(ouro_runtime *rt, ouro_buffered *b)
{
    if (!has_written(b) || b->write_position == b->write_end) {
        reset_write(b);
        return 0;
    }
    int64_t rewind = raw_offset(b) + (b->position - b->write_position);
    if (rewind != 0) {
        if (raw_seek(rt, b, -rewind, SEEK_CUR) < 0)
            return -1;
        b->raw_position -= rewind;
    }
    while (b->write_position < b->write_end) {
        int64_t n = raw_write(rt, b, b->buffer + b->write_position, b->write_end - b->write_position);
        if (n == WOULD_BLOCK)
            ouro__io_would_block(rt, 0);
        if (n < 0)
            return -1;
        b->write_position += n;
        b->raw_position = b->write_position;
        if (ouro__check_interrupt(rt) < 0)
            return -1;
    }
    reset_write(b);
    return 0;
}

/* The system would not take what waits: makes as much room as there is for the new bytes. The count, or -1 with
 * BlockingIOError when not all of them fit. */
static int64_t keep_blocked(ouro_runtime *rt, ouro_buffered *b, const uint8_t *data, int64_t length)
{
    if (!ouro__error_is(rt, OURO_T_BLOCKING_IO_ERROR))
        return -1;
    ouro__error_clear(rt);
    if (b->readable)
        reset_read(b);
    memmove(b->buffer, b->buffer + b->write_position, (size_t)(b->write_end - b->write_position));
    b->write_end -= b->write_position;
    b->raw_position -= b->write_position;
    b->position -= b->write_position;
    b->write_position = 0;
    int64_t room = b->size - b->write_end, n = length < room ? length : room;
    memcpy(b->buffer + b->write_end, data, (size_t)n);
    b->write_end += n;
    b->position += n;
    if (n == length)
        return n;
    ouro__io_would_block(rt, n);
    return -1;
}

/* What does not fit the buffer: it is emptied, and more than a buffer's worth goes straight out. */
static int64_t write_through(ouro_runtime *rt, ouro_buffered *b, const uint8_t *data, int64_t length)
{
    if (flush_written(rt, b) < 0)
        return keep_blocked(rt, b, data, length);
    int64_t offset = raw_offset(b), done = 0;
    if (offset != 0) {
        if (raw_seek(rt, b, -offset, SEEK_CUR) < 0)
            return -1;
        b->raw_position -= offset;
    }
    while (length - done > b->size) {
        int64_t n = raw_write(rt, b, data + done, length - done);
        if (n == -1)
            return -1;
        if (n == WOULD_BLOCK) {
            memcpy(b->buffer, data + done, (size_t)b->size);
            b->raw_position = 0;
            advance_to(b, b->size);
            b->write_position = 0;
            b->write_end = b->size;
            ouro__io_would_block(rt, done + b->size);
            return -1;
        }
        done += n;
        if (ouro__check_interrupt(rt) < 0)
            return -1;
    }
    if (b->readable)
        reset_read(b);
    memcpy(b->buffer, data + done, (size_t)(length - done));
    b->write_position = 0;
    b->write_end = length - done;
    advance_to(b, length - done);
    b->raw_position = 0;
    return length;
}

static int64_t write_bytes(ouro_runtime *rt, ouro_buffered *b, const uint8_t *data, int64_t length)
{
    if (need_buffer(rt, b) < 0)
        return -1;
    if (!has_read(b) && !has_written(b)) {
        b->position = 0;
        b->raw_position = 0;
    }
    if (length > b->size - b->position)
        return write_through(rt, b, data, length);
    memcpy(b->buffer + b->position, data, (size_t)length);
    if (!has_written(b) || b->write_position > b->position)
        b->write_position = b->position;
    advance_to(b, b->position + length);
    if (b->write_end < b->position)
        b->write_end = b->position;
    return length;
}

int64_t ouro__buffered_write(ouro_runtime *rt, ouro_buffered *b, const void *data, size_t length)
{
    int closed = ouro__buffered_closed(rt, b);
    if (closed > 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "write to closed file");
    if (closed || enter(rt, b) < 0)
        return -1;
    int64_t n = write_bytes(rt, b, data, (int64_t)length);
    leave(b);
    return n;
}

OURO_C_FUNCTION(buffered_write)
{
    ouro_buffered *b = buffered_of(self);
    ouro_buffer buffer;
    if (check_made(rt, b) < 0 || ouro__buffer_get(rt, args[0], &buffer, OURO_BUFFER_SIMPLE) < 0)
        return NULL;
    int64_t n = ouro__buffered_write(rt, b, buffer.data, (size_t)buffer.length);
    ouro__buffer_release(rt, &buffer);
    return n < 0 ? NULL : ouro__int_new(rt, n);
}

int ouro__buffered_flush(ouro_runtime *rt, ouro_buffered *b)
{
    int closed = ouro__buffered_closed(rt, b);
    if (closed > 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "flush of closed file");
    if (closed || enter(rt, b) < 0)
        return -1;
    int status = flush_and_rewind(rt, b);
    leave(b);
    return status;
}

OURO_C_FUNCTION(buffered_flush)
{
    return ouro__buffered_flush(rt, buffered_of(self)) < 0 ? NULL : OURO_NONE(rt);
}

/* A reader has nothing of its own to flush. */
OURO_C_FUNCTION(reader_flush)
{
    if (check_made(rt, buffered_of(self)) < 0)
        return NULL;
    return ouro__io_call(rt, buffered_of(self)->raw, "flush", 0);
}

/* --- positions ------------------------------------------------------------------------------------------- */

OURO_C_FUNCTION(buffered_tell)
{
    ouro_buffered *b = buffered_of(self);
    if (check_made(rt, b) < 0)
        return NULL;
    int64_t n = raw_tell(rt, b);
    return n < 0 ? NULL : ouro__int_new(rt, n - raw_offset(b));
}

/* Within what was read: the new position, -1 when it is not there (no exception) or unknown (an exception). */
static int64_t seek_in_buffer(ouro_runtime *rt, ouro_buffered *b, int64_t target, int whence)
{
    int64_t current = known_position(rt, b);
    if (current < 0)
        return -1;
    int64_t at = current - raw_offset(b), offset = whence == SEEK_SET ? target - at : target;
    if (offset < -b->position || offset > read_ahead(b))
        return -1;
    b->position += offset;
    return at + offset;
}

static int64_t seek_to(ouro_runtime *rt, ouro_buffered *b, int64_t target, int whence)
{
    if (whence <= SEEK_CUR && b->readable && has_read(b)) {
        int64_t n = seek_in_buffer(rt, b, target, whence);
        if (n >= 0 || rt->error)
            return n;
    }
    if (b->writable && flush_written(rt, b) < 0)
        return -1;
    if (whence == SEEK_CUR)
        target -= raw_offset(b);
    int64_t n = raw_seek(rt, b, target, whence);
    if (n >= 0) {
        b->raw_position = -1;
        if (b->readable)
            reset_read(b);
    }
    return n;
}

OURO_C_FUNCTION(buffered_seek)
{
    ouro_buffered *b = buffered_of(self);
    int64_t target;
    int whence = 0;
    if (check_made(rt, b) < 0 || (nargs > 1 && ouro__as_int32(rt, args[1], &whence) < 0))
        return NULL;
    if (whence < 0 || whence > SEEK_HOLE)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "whence value %d unsupported", whence);
    int closed = ouro__buffered_closed(rt, b);
    if (closed)
        return closed < 0 ? NULL : ouro__raise(rt, OURO_T_VALUE_ERROR, "seek of closed file");
    if (ouro__io_check_seekable(rt, b->raw) < 0 || ouro__as_int64(rt, args[0], &target) < 0 ||
        enter(rt, b) < 0)
        return NULL;
    int64_t n = seek_to(rt, b, target, whence);
    leave(b);
    return n < 0 ? NULL : ouro__int_new(rt, n);
}

OURO_C_FUNCTION(buffered_truncate)
{
    ouro_buffered *b = buffered_of(self);
    if (check_made(rt, b) < 0)
        return NULL;
    int closed = ouro__buffered_closed(rt, b);
    if (closed)
        return closed < 0 ? NULL : ouro__raise(rt, OURO_T_VALUE_ERROR, "truncate of closed file");
    if (!b->writable)
        return ouro__io_unsupported(rt, "truncate");
    if (enter(rt, b) < 0)
        return NULL;
    ouro_object *result = NULL;
    if (flush_and_rewind(rt, b) == 0)
        result = ouro__io_call(rt, b->raw, "truncate", 1, nargs ? args[0] : OURO_NONE(rt));
    if (result && raw_tell(rt, b) < 0)
        ouro__error_clear(rt);
    leave(b);
    return result;
}

/* --- closing --------------------------------------------------------------------------------------------- */

static void free_buffer(ouro_runtime *rt, ouro_buffered *b)
{
    ouro__buffer_free(rt, b->buffer);
    b->buffer = NULL;
    reset_read(b);
    reset_write(b);
}

OURO_C_FUNCTION(buffered_dealloc_warn)
{
    ouro_buffered *b = buffered_of(self);
    if (b->ok && b->raw) {
        ouro_object *result = ouro__io_call(rt, b->raw, "_dealloc_warn", 1, args[0]);
        ouro_xdecref(rt, result);
        ouro__error_clear(rt);
    }
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(buffered_close)
{
    ouro_buffered *b = buffered_of(self);
    int closed = ouro__buffered_closed(rt, b);
    if (closed)
        return closed < 0 ? NULL : OURO_NONE(rt);
    if (b->finalizing)
        (void)buffered_dealloc_warn(rt, self, &self, 1, NULL);
    ouro_object *flushed = ouro__io_call(rt, self, "flush", 0);
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, flushed);
    ouro_object *result = b->raw ? ouro__io_call(rt, b->raw, "close", 0) : OURO_NONE(rt);
    if (!b->busy)
        free_buffer(rt, b);
    if (!error)
        return result;
    ouro__io_chain(rt, error);
    ouro_xdecref(rt, result);
    return NULL;
}

OURO_C_FUNCTION(buffered_detach)
{
    ouro_buffered *b = buffered_of(self);
    if (check_made(rt, b) < 0)
        return NULL;
    ouro_object *flushed = ouro__io_call(rt, self, "flush", 0);
    if (!flushed)
        return NULL;
    ouro_decref(rt, flushed);
    if (check_made(rt, b) < 0)
        return NULL;
    b->detached = true;
    b->ok = b->direct = false;
    return ouro__slot_take(rt, b, &b->raw);
}

/* --- what the raw stream answers ------------------------------------------------------------------------- */

#define PASS(method)                                                                                         \
    OURO_C_FUNCTION(buffered_##method)                                                                       \
    {                                                                                                        \
        return check_made(rt, buffered_of(self)) < 0                                                         \
                   ? NULL                                                                                    \
                   : ouro__io_call(rt, buffered_of(self)->raw, #method, 0);                                  \
    }
PASS(seekable)
PASS(readable)
PASS(writable)
PASS(fileno)
PASS(isatty)

static ouro_object *pass_attribute(ouro_runtime *rt, ouro_object *self, const char *name)
{
    return check_made(rt, buffered_of(self)) < 0 ? NULL
                                                 : ouro__io_attribute(rt, buffered_of(self)->raw, name);
}

static ouro_object *get_closed(ouro_runtime *rt, ouro_object *self)
{
    return pass_attribute(rt, self, "closed");
}

static ouro_object *get_name(ouro_runtime *rt, ouro_object *self)
{
    return pass_attribute(rt, self, "name");
}

static ouro_object *get_mode(ouro_runtime *rt, ouro_object *self)
{
    return pass_attribute(rt, self, "mode");
}

static ouro_object *buffered_repr(ouro_runtime *rt, ouro_object *self)
{
    const char *type = ouro__type_of(rt, self)->name;
    ouro_object *name;
    int found = ouro__getattr_optional(rt, self, NAME(rt, name), &name);
    if (found < 0) {
        if (!ouro__error_is(rt, OURO_T_VALUE_ERROR))
            return NULL;
        ouro__error_clear(rt);
    }
    if (found <= 0)
        return ouro__str_format(rt, "<%s>", type);
    ouro_object *text = NULL;
    int entered = ouro__repr_enter(rt, self);
    if (entered > 0)
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "reentrant call inside %s.__repr__", type);
    if (entered == 0) {
        text = ouro__str_format(rt, "<%s name=%R>", type, name);
        ouro__repr_leave(rt, self);
    }
    ouro_decref(rt, name);
    return text;
}

OURO_C_FUNCTION(buffered_sizeof)
{
    return ouro__int_new(rt, (int64_t)ouro__type_of(rt, self)->size +
                                 (buffered_of(self)->buffer ? buffered_of(self)->size : 0));
}

/* --- making ---------------------------------------------------------------------------------------------- */

static ouro_object *buffered_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    ouro_buffered *b = ouro__subclass_instance(rt, cls, sizeof *b);
    if (b) {
        b->read_end = b->write_end = -1;
        b->abs_position = -1;
    }
    return (ouro_object *)b;
}

static int start(ouro_runtime *rt, ouro_buffered *b, ouro_object *raw, int64_t size, bool readable,
                 bool writable)
{
    b->ok = b->detached = false;
    if (size <= 0) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "buffer size must be strictly positive");
        return -1;
    }
    if (size > INT64_MAX / 2) {
        ouro__no_memory(rt);
        return -1;
    }
    free_buffer(rt, b);
    b->size = size;
    b->readable = readable;
    b->writable = writable;
    b->position = b->raw_position = 0;
    b->abs_position = -1;
    uint32_t index = ouro__type_index((ouro_object *)b);
    b->direct = ouro__is_exactly(raw, OURO_T_FILE_IO) && index >= OURO_T_BUFFERED_READER &&
                index <= OURO_T_BUFFERED_RANDOM;
    ouro__slot_set(rt, b, &b->raw, ouro_ref(raw));
    if (!b->direct && raw_tell(rt, b) < 0) {
        if (!ouro__error_is(rt, OURO_T_EXCEPTION))
            return -1;
        ouro__error_clear(rt);
    }
    b->ok = true;
    return 0;
}

static int init(ouro_runtime *rt, ouro_object *self, const ouro_signature *signature,
                ouro_object *const *args, size_t nargs, ouro_object *kwnames, bool readable, bool writable)
{
    ouro_object *a[2];
    int64_t size = OURO_IO_BUFFER_SIZE;
    buffered_of(self)->ok = buffered_of(self)->detached = false;
    if (ouro__parse_arguments(rt, signature, args, nargs, kwnames, a) < 0 ||
        (a[1] && ouro__index_argument(rt, a[1], &size) < 0))
        return -1;
    if (readable && writable && ouro__io_check_seekable(rt, a[0]) < 0)
        return -1;
    if ((readable && ouro__io_check_readable(rt, a[0]) < 0) ||
        (writable && ouro__io_check_writable(rt, a[0]) < 0))
        return -1;
    return start(rt, buffered_of(self), a[0], size, readable, writable);
}

static const char *const init_names[] = {"raw", "buffer_size", NULL};
#define INIT(kind, type_name, readable, writable)                                                            \
    static int kind##_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,      \
                           ouro_object *kwnames)                                                             \
    {                                                                                                        \
        static const ouro_signature signature = {type_name, init_names, 0, 2, 1, 0};                         \
        return init(rt, self, &signature, args, nargs, kwnames, readable, writable);                         \
    }
INIT(reader, "BufferedReader", true, false)
INIT(writer, "BufferedWriter", false, true)
INIT(random, "BufferedRandom", true, true)

ouro_object *ouro__buffered_new(ouro_runtime *rt, enum ouro_type_id id, ouro_object *raw, int64_t size)
{
    ouro_object *self = buffered_new(rt, ouro__class_at(rt, id), NULL, 0, NULL);
    if (self && start(rt, buffered_of(self), raw, size, id != OURO_T_BUFFERED_WRITER,
                      id != OURO_T_BUFFERED_READER) < 0) {
        ouro_decref(rt, self);
        return NULL;
    }
    return self;
}

static void buffered_destroy(ouro_runtime *rt, ouro_object *self)
{
    ouro__buffer_free(rt, buffered_of(self)->buffer);
}

static size_t buffered_size(ouro_runtime *rt, ouro_object *self)
{
    return ouro__type_of(rt, self)->size + (buffered_of(self)->buffer ? (size_t)buffered_of(self)->size : 0);
}

OURO_IO_FINALIZING(ouro_buffered)

static const ouro_getset_def getsets[] = {
    {"closed", get_closed, NULL, NULL},
    {"name", get_name, NULL, NULL},
    {"mode", get_mode, NULL, NULL},
    {"_finalizing", get_finalizing, set_finalizing, NULL},
    {0},
};

static const ouro_member_def members[] = {{"raw", offsetof(ouro_buffered, raw), true, false, NULL}, {0}};

#define COMMON_METHODS                                                                                       \
    {"detach", buffered_detach,                                                                              \
     0,        0,                                                                                            \
     0,        "detach($self, /)\n--\n\nDisconnect this buffer from its raw stream."},                       \
        {"close", buffered_close, 0, 0, 0, NULL}, {"seekable", buffered_seekable, 0, 0, 0, NULL},            \
        {"fileno", buffered_fileno, 0, 0, 0, NULL}, {"isatty", buffered_isatty, 0, 0, 0, NULL},              \
        {"_dealloc_warn", buffered_dealloc_warn, 0, 1, 1, NULL},                                             \
        {"seek", buffered_seek, 0, 1, 2, "seek($self, target, whence=0, /)\n--\n\n"},                        \
        {"tell", buffered_tell, 0, 0, 0, "tell($self, /)\n--\n\n"},                                          \
        {"truncate", buffered_truncate, 0, 0, 1, "truncate($self, pos=None, /)\n--\n\n"},                    \
    {                                                                                                        \
        "__sizeof__", buffered_sizeof, 0, 0, 0, NULL                                                         \
    }
#define READ_METHODS                                                                                         \
    {"readable", buffered_readable, 0, 0, 0, NULL},                                                          \
        {"read", buffered_read, 0, 0, 1, "read($self, size=-1, /)\n--\n\n"},                                 \
        {"peek", buffered_peek, 0, 0, 1, "peek($self, size=0, /)\n--\n\n"},                                  \
        {"read1", buffered_read1, 0, 0, 1, "read1($self, size=-1, /)\n--\n\n"},                              \
        {"readinto", buffered_readinto, 0, 1, 1, "readinto($self, buffer, /)\n--\n\n"},                      \
        {"readinto1", buffered_readinto1, 0, 1, 1, "readinto1($self, buffer, /)\n--\n\n"},                   \
    {                                                                                                        \
        "readline", buffered_readline, 0, 0, 1, "readline($self, size=-1, /)\n--\n\n"                        \
    }
#define WRITE_METHODS                                                                                        \
    {"writable", buffered_writable, 0, 0, 0, NULL},                                                          \
    {                                                                                                        \
        "write", buffered_write, 0, 1, 1,                                                                    \
            "write($self, buffer, /)\n--\n\nWrite the given buffer to the IO stream."                        \
    }

static const ouro_method_def reader_methods[] = {
    COMMON_METHODS, READ_METHODS, {"flush", reader_flush, 0, 0, 0, NULL}, {0}};
static const ouro_method_def writer_methods[] = {
    COMMON_METHODS, WRITE_METHODS, {"flush", buffered_flush, 0, 0, 0, NULL}, {0}};
static const ouro_method_def random_methods[] = {
    COMMON_METHODS, READ_METHODS, WRITE_METHODS, {"flush", buffered_flush, 0, 0, 0, NULL}, {0}};

#define BUFFERED_TYPE(kind, id_, name_, next_, doc_)                                                         \
    OURO_BUILTIN_TYPE(buffered_##kind) = {                                                                   \
        .id = id_,                                                                                           \
        .base_id = OURO_T_BUFFERED_IO_BASE,                                                                  \
        .methods = kind##_methods,                                                                           \
        .getsets = getsets,                                                                                  \
        .members = members,                                                                                  \
        .module = "_io",                                                                                     \
        .doc = doc_,                                                                                         \
        .slots = {.name = name_,                                                                             \
                  OURO_IO_SLOTS(ouro_buffered),                                                              \
                  .fields = fields,                                                                          \
                  .destroy = buffered_destroy,                                                               \
                  .size_of = buffered_size,                                                                  \
                  .repr = buffered_repr,                                                                     \
                  .next = next_,                                                                             \
                  .new_ = buffered_new,                                                                      \
                  .init = kind##_init},                                                                      \
    }

BUFFERED_TYPE(reader, OURO_T_BUFFERED_READER, "_io.BufferedReader", buffered_next,
              "BufferedReader(raw, buffer_size=8192)\n--\n\nCreate a new buffered reader using the given "
              "readable raw IO object.");
BUFFERED_TYPE(
    writer, OURO_T_BUFFERED_WRITER, "_io.BufferedWriter", NULL,
    "BufferedWriter(raw, buffer_size=8192)\n--\n\nA buffer for a writeable sequential RawIO object.");
BUFFERED_TYPE(random, OURO_T_BUFFERED_RANDOM, "_io.BufferedRandom", buffered_next,
              "BufferedRandom(raw, buffer_size=8192)\n--\n\nA buffered interface to random access streams.");
