/* Reading text: bytes are decoded a chunk at a time; what is not asked for yet is kept. */
#include "modules/io/text_io.h"

/* The next characters that were decoded, at most `size` (-1: all). */
static ouro_object *take_decoded(ouro_runtime *rt, ouro_text_io *t, int64_t size)
{
    if (!t->decoded)
        return OURO_EMPTY_STR(rt);
    size_t left = ouro__str_length(t->decoded) - t->decoded_used;
    size_t n = size < 0 || (size_t)size > left ? left : (size_t)size;
    ouro_object *text = n == left && t->decoded_used == 0
                            ? ouro_ref(t->decoded)
                            : ouro__str_slice(rt, t->decoded, t->decoded_used, t->decoded_used + n);
    if (text)
        t->decoded_used += n;
    return text;
}

/* Some bytes of the buffer: owned, checked. */
static ouro_object *read_bytes(ouro_runtime *rt, ouro_text_io *t, int64_t size)
{
    if (ouro__is_exactly(t->buffer, OURO_T_BUFFERED_READER) && ((ouro_buffered *)t->buffer)->direct)
        return ouro__buffered_read1(rt, (ouro_buffered *)t->buffer, size);
    ouro_object *count = ouro__int_new(rt, size), *bytes = NULL;
    const char *method = t->has_read1 ? "read1" : "read";
    do {
        bytes = count ? ouro__io_call(rt, t->buffer, method, 1, count) : NULL;
    } while (!bytes && count && ouro__io_was_interrupted(rt));
    ouro_xdecref(rt, count);
    if (!bytes || ouro__is_bytes(rt, bytes))
        return bytes;
    if (ouro__has_buffer(rt, bytes)) {
        ouro_buffer buffer;
        ouro_object *copy = NULL;
        if (ouro__buffer_get(rt, bytes, &buffer, OURO_BUFFER_SIMPLE) == 0) {
            copy = ouro__bytes_new(rt, buffer.data, (size_t)buffer.length);
            ouro__buffer_release(rt, &buffer);
        }
        ouro_decref(rt, bytes);
        return copy;
    }
    ouro__raise(rt, OURO_T_TYPE_ERROR, "underlying %s() should have returned a bytes-like object, not '%T'",
                method, bytes);
    ouro_decref(rt, bytes);
    return NULL;
}

/* What the decoder holds back and the new bytes, for tell(). Takes `held` over. */
static int keep_snapshot(ouro_runtime *rt, ouro_text_io *t, ouro_object *held, uint64_t flags,
                         ouro_object *bytes)
{
    ouro_object *all =
        ((ouro_bytes *)held)->length ? ouro__binary(rt, OURO_ADD, held, bytes) : ouro_ref(bytes);
    ouro_decref(rt, held);
    if (!all)
        return -1;
    t->snapshot_flags = flags;
    ouro__slot_set(rt, t, &t->snapshot, all);
    return 0;
}

/* Reads and decodes more: 1, 0 at the end, -1. `wanted`: about how many characters, 0: a chunk. */
static int read_chunk(ouro_runtime *rt, ouro_text_io *t, int64_t wanted)
{
    if (!t->readable) {
        ouro__io_unsupported(rt, "not readable");
        return -1;
    }
    ouro_object *held = NULL;
    uint64_t flags = 0;
    if (t->telling && ouro__text_get_state(rt, t, &held, &flags) < 0)
        return -1;
    if (wanted > 0 && t->bytes_per_char > 1)
        wanted = (int64_t)((double)wanted * t->bytes_per_char);
    ouro_object *bytes = read_bytes(rt, t, wanted > t->chunk_size ? wanted : t->chunk_size);
    if (!bytes) {
        ouro_xdecref(rt, held);
        return -1;
    }
    size_t length = ((ouro_bytes *)bytes)->length;
    ouro_object *text = ouro__text_decode(rt, t, bytes, length == 0);
    int status = -1;
    if (text) {
        size_t count = ouro__str_length(text);
        ouro__text_drop_decoded(rt, t);
        ouro__slot_set(rt, t, &t->decoded, text);
        t->bytes_per_char = count ? (double)length / (double)count : 0;
        status = length > 0 || count > 0;
        if (held) {
            status = keep_snapshot(rt, t, held, flags, bytes) < 0 ? -1 : status;
            held = NULL;
        }
    }
    ouro_xdecref(rt, held);
    ouro_decref(rt, bytes);
    return status;
}

static ouro_object *read_rest(ouro_runtime *rt, ouro_text_io *t)
{
    ouro_object *bytes = ouro__is_buffered(t->buffer) && ((ouro_buffered *)t->buffer)->readable
                             ? ouro__buffered_read(rt, (ouro_buffered *)t->buffer, -1)
                             : ouro__call_method(rt, t->buffer, NAME(rt, read), 0);
    if (bytes == OURO_NONE(rt)) {
        ouro_decref(rt, bytes);
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "underlying read() should have returned a bytes-like object, not 'NoneType'");
    }
    ouro_object *text = bytes ? ouro__text_decode(rt, t, bytes, true) : NULL;
    ouro_xdecref(rt, bytes);
    ouro_object *first = text ? take_decoded(rt, t, -1) : NULL;
    ouro_object *all =
        first ? ouro__str_length(first) ? ouro__str_concat(rt, first, text) : ouro_ref(text) : NULL;
    ouro_xdecref(rt, text);
    ouro_xdecref(rt, first);
    if (all) {
        ouro__text_drop_decoded(rt, t);
        ouro__slot_clear(rt, t, &t->snapshot);
    }
    return all;
}

static ouro_object *read_sized(ouro_runtime *rt, ouro_text_io *t, int64_t size)
{
    ouro_object *first = take_decoded(rt, t, size);
    int64_t left = first ? size - (int64_t)ouro__str_length(first) : 0;
    if (!first || left == 0)
        return first;
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    int status = ouro__builder_str(&b, first) < 0 ? -1 : 1;
    ouro_decref(rt, first);
    while (status > 0 && left > 0) {
        do {
            status = read_chunk(rt, t, left);
        } while (status < 0 && ouro__io_was_interrupted(rt));
        ouro_object *part = status > 0 ? take_decoded(rt, t, left) : NULL;
        if (status > 0) {
            left -= part ? (int64_t)ouro__str_length(part) : 0;
            status = part && ouro__builder_str(&b, part) == 0 ? 1 : -1;
        }
        ouro_xdecref(rt, part);
    }
    if (status >= 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

OURO_SHARED_C_FUNCTION(ouro__text_read)
{
    ouro_text_io *t = text_of(self);
    int64_t size;
    if (ouro__text_check(rt, t) < 0 || ouro__io_size(rt, args, nargs, &size) < 0 ||
        ouro__text_check_open(rt, t) < 0)
        return NULL;
    if (!t->readable)
        return ouro__io_unsupported(rt, "not readable");
    if (ouro__text_write_pending(rt, t) < 0)
        return NULL;
    return size < 0 ? read_rest(rt, t) : read_sized(rt, t, size);
}

/* A line that reaches past what is decoded. `b` takes what belongs to it for certain; a rest of a character,
 * which may begin a line's end, is joined to what comes. */
static int long_line(ouro_runtime *rt, ouro_text_io *t, int64_t limit, ouro_str_builder *b)
{
    ouro_object *carry = NULL;
    int status = 0;
    while (status == 0) {
        if (!t->decoded || t->decoded_used == ouro__str_length(t->decoded)) {
            do {
                status = read_chunk(rt, t, 0);
            } while (status < 0 && ouro__io_was_interrupted(rt));
            if (status <= 0) {
                if (status == 0) {
                    ouro__text_drop_decoded(rt, t);
                    ouro__slot_clear(rt, t, &t->snapshot);
                }
                break;
            }
            status = 0;
        }
        size_t before = carry ? ouro__str_length(carry) : 0, start = carry ? 0 : t->decoded_used, end;
        ouro_object *text = carry ? ouro__str_concat(rt, carry, t->decoded) : ouro_ref(t->decoded);
        ouro_xdecref(rt, carry);
        carry = NULL;
        if (!text)
            return -1;
        size_t length = ouro__str_length(text);
        bool whole = ouro__io_find_line_end(text, start, t->read_translate, t->universal, t->newline, &end);
        if (limit >= 0 && (int64_t)(b->length + end - start) >= limit) {
            end = start + (size_t)limit - b->length;
            whole = true;
        }
        if (ouro__builder_slice(b, text, start, end) < 0)
            status = -1;
        else if (whole)
            status = 1;
        else if (end < length && !(carry = ouro__str_slice(rt, text, end, length)))
            status = -1;
        t->decoded_used = whole ? end - before : ouro__str_length(t->decoded);
        ouro_decref(rt, text);
    }
    if (status == 0 && carry && ouro__builder_str(b, carry) < 0)
        status = -1;
    ouro_xdecref(rt, carry);
    return status < 0 ? -1 : 0;
}

static ouro_object *read_line(ouro_runtime *rt, ouro_text_io *t, int64_t limit)
{
    if (ouro__text_check_open(rt, t) < 0 || ouro__text_write_pending(rt, t) < 0)
        return NULL;
    if (t->decoded && limit < 0) {
        size_t end;
        if (ouro__io_find_line_end(t->decoded, t->decoded_used, t->read_translate, t->universal, t->newline,
                                   &end)) {
            ouro_object *line = ouro__str_slice(rt, t->decoded, t->decoded_used, end);
            if (line)
                t->decoded_used = end;
            return line;
        }
    }
    if (limit == 0)
        return OURO_EMPTY_STR(rt);
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    if (long_line(rt, t, limit, &b) == 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

ouro_object *ouro__text_io_readline(ouro_runtime *rt, ouro_object *self)
{
    ouro_text_io *t = text_of(self);
    return ouro__text_check(rt, t) < 0 ? NULL : read_line(rt, t, -1);
}

OURO_SHARED_C_FUNCTION(ouro__text_readline)
{
    int64_t limit = -1;
    if (ouro__text_check(rt, text_of(self)) < 0 || (nargs && ouro__index_argument(rt, args[0], &limit) < 0))
        return NULL;
    return read_line(rt, text_of(self), limit);
}

ouro_object *ouro__text_next(ouro_runtime *rt, ouro_object *self)
{
    ouro_text_io *t = text_of(self);
    if (ouro__text_check(rt, t) < 0)
        return NULL;
    t->telling = false;
    ouro_object *line;
    if (ouro__is_exactly(self, OURO_T_TEXT_IO_WRAPPER)) {
        line = read_line(rt, t, -1);
    } else {
        line = ouro__call_method(rt, self, NAME(rt, readline), 0);
        if (line && !ouro__is_str(rt, line)) {
            ouro__raise(rt, OURO_T_OS_ERROR, "readline() should have returned an str object, not '%T'", line);
            ouro_decref(rt, line);
            return NULL;
        }
    }
    if (!line || ouro__str_length(line) > 0)
        return line;
    ouro_decref(rt, line);
    ouro__slot_clear(rt, t, &t->snapshot);
    t->telling = t->seekable;
    return NULL;
}
