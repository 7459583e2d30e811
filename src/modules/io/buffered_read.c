/* Reading through a buffer: sizes, all of it, into memory, by lines. */
#include "modules/io/buffered.h"

/* Reads more behind what is in the buffer: the count, 0, WOULD_BLOCK, -1. */
static int64_t fill(ouro_runtime *rt, ouro_buffered *b)
{
    if (need_buffer(rt, b) < 0)
        return -1;
    int64_t start = has_read(b) ? b->read_end : 0;
    int64_t n = ouro__raw_read(rt, b, b->buffer + start, b->size - start);
    if (n > 0) {
        b->read_end = start + n;
        b->raw_position = start + n;
    }
    return n;
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

/* Up to `size` bytes by as many raw reads as it takes, or (once) a single one. The count; WOULD_BLOCK when
 * nothing came. */
static int64_t read_some(ouro_runtime *rt, ouro_buffered *b, uint8_t *to, int64_t size, bool once)
{
    int64_t done = take(b, to, size);
    if (done == size || (once && done > 0 && size - done <= b->size))
        return done;
    if (b->writable && ouro__buffered_flush_and_rewind(rt, b) < 0)
        return -1;
    reset_read(b);
    b->position = 0;
    while (done < size) {
        int64_t left = size - done, n;
        if (left > b->size) {
            n = ouro__raw_read(rt, b, to + done, once ? left : left - left % b->size);
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
    if (b->writable && ouro__buffered_flush_and_rewind(rt, b) < 0)
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
    if (ouro__buffered_check_open(rt, b, "read of closed file") < 0 || ouro__buffered_enter(rt, b) < 0)
        return NULL;
    ouro_object *result = size < 0 ? read_all(rt, b) : read_sized(rt, b, size);
    ouro__buffered_leave(b);
    return result;
}

/* One raw read past the buffer, which is empty. */
static ouro_object *read_once(ouro_runtime *rt, ouro_buffered *b, int64_t size)
{
    if (b->writable && ouro__buffered_flush_and_rewind(rt, b) < 0)
        return NULL;
    ouro_object *bytes = ouro__bytes_new(rt, NULL, (size_t)size);
    if (!bytes)
        return NULL;
    reset_read(b);
    int64_t n = ouro__raw_read(rt, b, ((ouro_bytes *)bytes)->data, size);
    ouro_object *result = n == size ? ouro_ref(bytes)
                          : n == -1 ? NULL
                                    : ouro__bytes_new(rt, ((ouro_bytes *)bytes)->data, n > 0 ? (size_t)n : 0);
    ouro_decref(rt, bytes);
    return result;
}

ouro_object *ouro__buffered_read1(ouro_runtime *rt, ouro_buffered *b, int64_t size)
{
    if (ouro__buffered_check_open(rt, b, "read of closed file") < 0)
        return NULL;
    if (size < 0)
        size = b->size;
    if (size == 0)
        return ouro__bytes_new(rt, NULL, 0);
    if (ouro__buffered_enter(rt, b) < 0)
        return NULL;
    int64_t ahead = read_ahead(b);
    ouro_object *result = ahead > 0 ? read_sized(rt, b, size > ahead ? ahead : size) : read_once(rt, b, size);
    ouro__buffered_leave(b);
    return result;
}

OURO_SHARED_C_FUNCTION(ouro__buffered_read_method)
{
    int64_t size;
    if (ouro__buffered_check(rt, buffered_of(self)) < 0 || ouro__io_size(rt, args, nargs, &size) < 0)
        return NULL;
    if (size < -1)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "read length must be non-negative or -1");
    return ouro__buffered_read(rt, buffered_of(self), size);
}

OURO_SHARED_C_FUNCTION(ouro__buffered_read1_method)
{
    int64_t size = -1;
    if (ouro__buffered_check(rt, buffered_of(self)) < 0 ||
        (nargs && ouro__index_argument(rt, args[0], &size) < 0))
        return NULL;
    return ouro__buffered_read1(rt, buffered_of(self), size);
}

static ouro_object *read_into(ouro_runtime *rt, ouro_buffered *b, ouro_object *target, bool once)
{
    ouro_buffer buffer;
    if (ouro__buffered_check(rt, b) < 0 ||
        ouro__io_target(rt, target, once ? "readinto1" : "readinto", &buffer) < 0)
        return NULL;
    int64_t n = -1;
    if (ouro__buffered_check_open(rt, b, "readinto of closed file") == 0 &&
        ouro__buffered_enter(rt, b) == 0) {
        n = buffer.length ? read_some(rt, b, buffer.data, buffer.length, once) : 0;
        ouro__buffered_leave(b);
    }
    ouro__buffer_release(rt, &buffer);
    return n == -1 ? NULL : n == WOULD_BLOCK ? OURO_NONE(rt) : ouro__int_new(rt, n);
}

OURO_SHARED_C_FUNCTION(ouro__buffered_readinto_method)
{
    return read_into(rt, buffered_of(self), args[0], false);
}

OURO_SHARED_C_FUNCTION(ouro__buffered_readinto1_method)
{
    return read_into(rt, buffered_of(self), args[0], true);
}

OURO_SHARED_C_FUNCTION(ouro__buffered_peek_method)
{
    ouro_buffered *b = buffered_of(self);
    int64_t ignored = 0;
    if (ouro__buffered_check(rt, b) < 0 || (nargs && ouro__index_argument(rt, args[0], &ignored) < 0) ||
        ouro__buffered_check_open(rt, b, "peek of closed file") < 0 || ouro__buffered_enter(rt, b) < 0)
        return NULL;
    int status = b->writable ? ouro__buffered_flush_and_rewind(rt, b) : 0;
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
    ouro__buffered_leave(b);
    return result;
}

/* --- lines ---------------------------------------------------------------------------------------------- */

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
        if (b->writable && ouro__buffered_flush_and_rewind(rt, b) < 0) {
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
    if (ouro__buffered_check_open(rt, b, "readline of closed file") < 0)
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
    if (ouro__buffered_enter(rt, b) < 0)
        return NULL;
    ouro_object *result = long_line(rt, b, limit);
    ouro__buffered_leave(b);
    return result;
}

OURO_SHARED_C_FUNCTION(ouro__buffered_readline_method)
{
    int64_t limit;
    if (ouro__buffered_check(rt, buffered_of(self)) < 0 || ouro__io_size(rt, args, nargs, &limit) < 0)
        return NULL;
    return read_line(rt, buffered_of(self), limit);
}

ouro_object *ouro__buffered_next(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *l;
    uint32_t index = ouro__type_index(self);
    if (ouro__buffered_check(rt, buffered_of(self)) < 0)
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
