/* TextIOWrapper: text over a binary stream. */
#include "modules/io/text_io.h"

#include <stdlib.h>

#include "modules/io/stdio.h"

static const uint16_t fields[] = {
    offsetof(ouro_text_io, buffer),
    offsetof(ouro_text_io, encoding),
    offsetof(ouro_text_io, errors),
    offsetof(ouro_text_io, mode),
    offsetof(ouro_text_io, newline),
    offsetof(ouro_text_io, write_newline),
    offsetof(ouro_text_io, encoder),
    offsetof(ouro_text_io, decoder),
    offsetof(ouro_text_io, decoded),
    offsetof(ouro_text_io, snapshot),
    0,
};

static ouro_text_io *text_of(ouro_object *o)
{
    return (ouro_text_io *)o;
}

/* --- checks ---------------------------------------------------------------------------------------------- */

int ouro__text_check(ouro_runtime *rt, ouro_text_io *t)
{
    if (t->ok)
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR,
                t->detached ? "underlying buffer has been detached"
                            : "I/O operation on uninitialized object");
    return -1;
}

/* Whether it is closed: 1, 0, -1. */
static int is_closed(ouro_runtime *rt, ouro_text_io *t)
{
    if (ouro__is_buffered(t->buffer))
        return ouro__buffered_closed(rt, (ouro_buffered *)t->buffer);
    return ouro__io_is(rt, t->buffer, "closed");
}

int ouro__text_check_open(ouro_runtime *rt, ouro_text_io *t)
{
    if (ouro__text_check(rt, t) < 0)
        return -1;
    int closed = is_closed(rt, t);
    if (closed > 0)
        ouro__io_closed(rt);
    return closed ? -1 : 0;
}

/* --- writing --------------------------------------------------------------------------------------------- */

static int write_bytes(ouro_runtime *rt, ouro_text_io *t, const uint8_t *data, size_t length)
{
    if (ouro__is_buffered(t->buffer) && ((ouro_buffered *)t->buffer)->writable)
        return ouro__buffered_write(rt, (ouro_buffered *)t->buffer, data, length) < 0 ? -1 : 0;
    ouro_object *bytes = ouro__bytes_new(rt, data, length), *result = NULL;
    do {
        result = bytes ? ouro__io_call(rt, t->buffer, "write", 1, bytes) : NULL;
    } while (!result && bytes && ouro__io_was_interrupted(rt));
    ouro_xdecref(rt, bytes);
    ouro_xdecref(rt, result);
    return result ? 0 : -1;
}

int ouro__text_write_pending(ouro_runtime *rt, ouro_text_io *t)
{
    if (!t->pending_count)
        return 0;
    /* Taken out first: the buffer's methods may write to this stream. */
    uint8_t *data = t->pending;
    size_t length = t->pending_count, capacity = t->pending_capacity;
    t->pending = NULL;
    t->pending_count = t->pending_capacity = 0;
    int status = write_bytes(rt, t, data, length);
    if (t->pending) {
        ouro__buffer_free(rt, data);
    } else {
        t->pending = data;
        t->pending_capacity = capacity;
    }
    return status;
}

static int flush_buffer(ouro_runtime *rt, ouro_text_io *t)
{
    if (ouro__is_exactly(t->buffer, OURO_T_BUFFERED_WRITER) && ((ouro_buffered *)t->buffer)->direct)
        return ouro__buffered_flush(rt, (ouro_buffered *)t->buffer);
    ouro_object *result = ouro__call_method(rt, t->buffer, NAME(rt, flush), 0);
    ouro_xdecref(rt, result);
    return result ? 0 : -1;
}

int ouro__text_flush_all(ouro_runtime *rt, ouro_text_io *t)
{
    ouro_object *result = ouro__call_method(rt, (ouro_object *)t, NAME(rt, flush), 0);
    ouro_xdecref(rt, result);
    return result ? 0 : -1;
}

void ouro__text_drop_decoded(ouro_runtime *rt, ouro_text_io *t)
{
    t->decoded_used = 0;
    ouro__slot_clear(rt, t, &t->decoded);
}

static bool has_char(ouro_object *text, uint32_t c)
{
    return ouro__str_find_char(text, c, 0, ouro__str_length(text)) >= 0;
}

/* "\n" replaced by what ends lines here. Owned. */
static ouro_object *with_newlines(ouro_runtime *rt, ouro_text_io *t, ouro_object *text)
{
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    size_t from = 0, length = ouro__str_length(text);
    int64_t at;
    int status = 0;
    while (status == 0 && (at = ouro__str_find_char(text, '\n', from, length)) >= 0) {
        status = ouro__builder_slice(&b, text, from, (size_t)at) < 0
                     ? -1
                     : ouro__builder_str(&b, t->write_newline);
        from = (size_t)at + 1;
    }
    if (status == 0 && ouro__builder_slice(&b, text, from, length) == 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

/* Encodes and, where that is due, passes on. */
static int put(ouro_runtime *rt, ouro_text_io *t, ouro_object *text)
{
    bool feed = (t->line_buffering || t->write_newline) && has_char(text, '\n');
    bool flush = t->line_buffering && (feed || has_char(text, '\r'));
    ouro_object *translated = feed && t->write_newline ? with_newlines(rt, t, text) : ouro_ref(text);
    int64_t n = translated ? ouro__text_encode(rt, t, translated) : -1;
    ouro_xdecref(rt, translated);
    if (n < 0)
        return -1;
    if ((t->pending_count >= (size_t)t->chunk_size || flush || t->write_through) &&
        ouro__text_write_pending(rt, t) < 0)
        return -1;
    if (flush && flush_buffer(rt, t) < 0)
        return -1;
    if (t->decoded)
        ouro__text_drop_decoded(rt, t);
    if (t->snapshot)
        ouro__slot_clear(rt, t, &t->snapshot);
    return t->readable ? ouro__text_reset_decoder(rt, t) : 0;
}

int ouro__text_io_write(ouro_runtime *rt, ouro_object *self, ouro_object *text)
{
    ouro_text_io *t = text_of(self);
    if (ouro__text_check_open(rt, t) < 0)
        return -1;
    if (!t->writable) {
        ouro__io_unsupported(rt, "not writable");
        return -1;
    }
    return put(rt, t, text);
}

OURO_C_FUNCTION(text_write)
{
    if (ouro__text_check(rt, text_of(self)) < 0)
        return NULL;
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "write() argument must be str, not %T", args[0]);
    if (ouro__text_io_write(rt, self, args[0]) < 0)
        return NULL;
    return ouro__int_new(rt, (int64_t)ouro__str_length(args[0]));
}

int ouro__text_io_flush(ouro_runtime *rt, ouro_object *self)
{
    ouro_text_io *t = text_of(self);
    if (ouro__text_check_open(rt, t) < 0)
        return -1;
    t->telling = t->seekable;
    return ouro__text_write_pending(rt, t) < 0 ? -1 : flush_buffer(rt, t);
}

OURO_C_FUNCTION(text_flush)
{
    return ouro__text_io_flush(rt, self) < 0 ? NULL : OURO_NONE(rt);
}

/* --- reading --------------------------------------------------------------------------------------------- */

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

OURO_C_FUNCTION(text_read)
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

/* A line that reaches past what is decoded. `b` takes what belongs to it for certain; a rest of a character, which may begin
 * a line's end, is joined to what comes. */
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

OURO_C_FUNCTION(text_readline)
{
    int64_t limit = -1;
    if (ouro__text_check(rt, text_of(self)) < 0 || (nargs && ouro__index_argument(rt, args[0], &limit) < 0))
        return NULL;
    return read_line(rt, text_of(self), limit);
}

static ouro_object *text_next(ouro_runtime *rt, ouro_object *self)
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

/* --- making ---------------------------------------------------------------------------------------------- */

static ouro_object *text_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__subclass_instance(rt, cls, sizeof(ouro_text_io));
}

static void set_newline(ouro_runtime *rt, ouro_text_io *t, ouro_object *newline)
{
    bool none = !newline || newline == OURO_NONE(rt);
    t->universal = none || ouro__str_length(newline) == 0;
    t->read_translate = none;
    ouro__slot_set(rt, t, &t->newline, none || t->universal ? NULL : ouro_ref(newline));
    bool changes = !none && !t->universal && !ouro__str_equals_ascii(newline, "\n");
    ouro__slot_set(rt, t, &t->write_newline, changes ? ouro_ref(newline) : NULL);
}

/* The name that encoding=None, "locale" and others stand for: owned. */
static ouro_object *encoding_name(ouro_runtime *rt, ouro_object *encoding)
{
    if (encoding && encoding != OURO_NONE(rt) && !ouro__str_equals_ascii(encoding, "locale"))
        return ouro_ref(encoding);
    return ouro__str_from_cstring(rt, rt->python->options & OURO_OPTION_UTF8 ? "utf-8" : "UTF-8");
}

static int ask_buffer(ouro_runtime *rt, ouro_text_io *t, ouro_object *buffer)
{
    if (ouro__is_buffered(buffer)) {
        const ouro_buffered *b = (ouro_buffered *)buffer;
        if (b->ok && b->direct) {
            ouro_file_io *f = (ouro_file_io *)b->raw;
            if (f->fd < 0) {
                ouro__io_closed(rt);
                return -1;
            }
            t->readable = f->readable;
            t->writable = f->writable;
            t->has_read1 = b->readable;
            int seekable = ouro__io_ask(rt, b->raw, "seekable");
            t->seekable = t->telling = seekable > 0;
            return seekable < 0 ? -1 : 0;
        }
    }
    ouro_object *read1;
    int readable = ouro__io_ask(rt, buffer, "readable"),
        writable = readable < 0 ? -1 : ouro__io_ask(rt, buffer, "writable");
    int seekable = writable < 0 ? -1 : ouro__io_ask(rt, buffer, "seekable");
    int found = seekable < 0 ? -1 : ouro__io_attribute_optional(rt, buffer, "read1", &read1);
    if (found > 0)
        ouro_decref(rt, read1);
    t->readable = readable > 0;
    t->writable = writable > 0;
    t->seekable = t->telling = seekable > 0;
    t->has_read1 = found > 0;
    return found < 0 ? -1 : 0;
}

/* A stream that does not begin at the start of its file must not write a byte order mark. */
static int find_start(ouro_runtime *rt, ouro_text_io *t)
{
    if (!t->seekable || !t->encoder)
        return 0;
    ouro_object *position = ouro__io_call(rt, t->buffer, "tell", 0);
    if (!position)
        return -1;
    int at_start = ouro__compare_bool(rt, position, ouro__int_new(rt, 0), OURO_EQ);
    ouro_decref(rt, position);
    return at_start < 0 ? -1 : at_start ? 0 : ouro__text_reset_encoder(rt, t, false);
}

static int start(ouro_runtime *rt, ouro_text_io *t, ouro_object *buffer, ouro_object *encoding,
                 ouro_object *errors, ouro_object *newline, bool line_buffering, bool write_through)
{
    t->ok = t->detached = false;
    if (ouro__io_check_newline(rt, newline) < 0)
        return -1;
    ouro__text_drop_decoded(rt, t);
    ouro__slot_clear(rt, t, &t->snapshot);
    t->pending_count = 0;
    t->chunk_size = OURO_IO_BUFFER_SIZE;
    t->bytes_per_char = 0;
    t->seen = 0;
    t->line_buffering = line_buffering;
    t->write_through = write_through;
    set_newline(rt, t, newline);
    if (ask_buffer(rt, t, buffer) < 0)
        return -1;
    if (errors && errors != OURO_NONE(rt) && ouro__codec_check(rt, NULL, errors) < 0)
        return -1;
    ouro_object *name = encoding_name(rt, encoding);
    ouro_object *handler =
        errors && errors != OURO_NONE(rt) ? ouro_ref(errors) : ouro__str_intern_cstring(rt, "strict");
    int status = name && handler ? ouro__text_set_codec(rt, t, name, handler) : -1;
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, handler);
    if (status < 0)
        return -1;
    ouro__slot_set(rt, t, &t->buffer, ouro_ref(buffer));
    if (find_start(rt, t) < 0)
        return -1;
    t->ok = true;
    return 0;
}

/* A str, None or not given; its UTF-8 has no zero byte. */
static int check_text(ouro_runtime *rt, const char *function, const char *name, ouro_object *o)
{
    if (!o || o == OURO_NONE(rt))
        return 0;
    if (!ouro__is_str(rt, o)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument '%s' must be str or None, not %T", function, name,
                    o);
        return -1;
    }
    if (!has_char(o, 0))
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "embedded null character");
    return -1;
}

static int text_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                     ouro_object *kwnames)
{
    static const char *const names[] = {"buffer",         "encoding",      "errors", "newline",
                                        "line_buffering", "write_through", NULL};
    static const ouro_signature signature = {"TextIOWrapper", names, 0, 6, 1, 0};
    ouro_object *a[6];
    bool line_buffering = false, write_through = false;
    text_of(self)->ok = false;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, a) < 0 ||
        check_text(rt, "TextIOWrapper", "encoding", a[1]) < 0 ||
        check_text(rt, "TextIOWrapper", "newline", a[3]) < 0 ||
        ouro__optional_bool(rt, a[4], &line_buffering) < 0 ||
        ouro__optional_bool(rt, a[5], &write_through) < 0)
        return -1;
    if (a[2] && a[2] != OURO_NONE(rt) && !ouro__is_str(rt, a[2])) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "TextIOWrapper() argument 'errors' must be str or None, not %T",
                    a[2]);
        return -1;
    }
    if (check_text(rt, "TextIOWrapper", "errors", a[2]) < 0)
        return -1;
    return start(rt, text_of(self), a[0], a[1], a[2], a[3], line_buffering, write_through);
}

ouro_object *ouro__text_io_new(ouro_runtime *rt, ouro_object *buffer, ouro_object *encoding,
                               ouro_object *errors, ouro_object *newline, bool line_buffering,
                               bool write_through)
{
    ouro_object *self = text_new(rt, ouro__class_at(rt, OURO_T_TEXT_IO_WRAPPER), NULL, 0, NULL);
    if (self &&
        start(rt, text_of(self), buffer, encoding, errors, newline, line_buffering, write_through) < 0) {
        ouro_decref(rt, self);
        return NULL;
    }
    return self;
}

void ouro__text_io_set_mode(ouro_runtime *rt, ouro_object *wrapper, ouro_object *mode)
{
    ouro__slot_set(rt, wrapper, &text_of(wrapper)->mode, ouro_ref(mode));
}

/* --- changing, closing ----------------------------------------------------------------------------------- */

/* A truth value that may be None or missing: keeps what is there. */
static int optional_setting(ouro_runtime *rt, ouro_object *o, bool *setting)
{
    if (!o || o == OURO_NONE(rt))
        return 0;
    int64_t value;
    if (ouro__as_int64(rt, o, &value) < 0)
        return -1;
    *setting = value != 0;
    return 0;
}

static int change_codec(ouro_runtime *rt, ouro_text_io *t, ouro_object *encoding, ouro_object *errors)
{
    bool no_encoding = !encoding || encoding == OURO_NONE(rt), no_errors = !errors || errors == OURO_NONE(rt);
    if (no_encoding && no_errors)
        return 0;
    ouro_object *name = no_encoding ? ouro_ref(t->encoding) : encoding_name(rt, encoding);
    ouro_object *handler = !no_errors    ? ouro_ref(errors)
                           : no_encoding ? ouro_ref(t->errors)
                                         : ouro__str_intern_cstring(rt, "strict");
    int status = name && handler ? ouro__text_set_codec(rt, t, name, handler) : -1;
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, handler);
    return status < 0 ? -1 : find_start(rt, t);
}

OURO_C_FUNCTION(text_reconfigure)
{
    OURO_PARSE(a, "reconfigure", 0, 0, 0, 5, "encoding", "errors", "newline", "line_buffering",
               "write_through");
    ouro_text_io *t = text_of(self);
    if (ouro__text_check(rt, t) < 0)
        return NULL;
    ouro_object *none = OURO_NONE(rt);
    bool line_buffering = t->line_buffering, write_through = t->write_through;
    if (t->decoded && ((a[0] && a[0] != none) || (a[1] && a[1] != none) || a[2]))
        return ouro__io_unsupported(
            rt, "It is not possible to set the encoding or newline of stream after the first read");
    static const char *const names[] = {"encoding", "errors", "newline"};
    for (int i = 0; i < 3; i++)
        if (a[i] && a[i] != none && !ouro__is_str(rt, a[i]))
            return ouro__raise(rt, OURO_T_TYPE_ERROR,
                               "reconfigure() argument '%s' must be str or None, not %T", names[i], a[i]);
    if (ouro__io_check_newline(rt, a[2]) < 0 || optional_setting(rt, a[3], &line_buffering) < 0 ||
        optional_setting(rt, a[4], &write_through) < 0 || ouro__text_flush_all(rt, t) < 0)
        return NULL;
    t->bytes_per_char = 0;
    if (a[2]) {
        set_newline(rt, t, a[2]);
        t->seen = 0;
        t->pending_cr = false;
    }
    if (change_codec(rt, t, a[0], a[1]) < 0)
        return NULL;
    t->line_buffering = line_buffering;
    t->write_through = write_through;
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(text_detach)
{
    ouro_text_io *t = text_of(self);
    if (ouro__text_check(rt, t) < 0 || ouro__text_flush_all(rt, t) < 0 || ouro__text_check(rt, t) < 0)
        return NULL;
    t->detached = true;
    t->ok = false;
    return ouro__slot_take(rt, t, &t->buffer);
}

OURO_C_FUNCTION(text_close)
{
    ouro_text_io *t = text_of(self);
    if (ouro__text_check(rt, t) < 0)
        return NULL;
    int closed = is_closed(rt, t);
    if (closed)
        return closed < 0 ? NULL : OURO_NONE(rt);
    if (t->finalizing) {
        ouro_object *warned = ouro__io_call(rt, t->buffer, "_dealloc_warn", 1, self);
        ouro_xdecref(rt, warned);
        ouro__error_clear(rt);
    }
    ouro_object *flushed = ouro__call_method(rt, self, NAME(rt, flush), 0), *error = ouro__error_take(rt);
    ouro_xdecref(rt, flushed);
    ouro_object *result = t->buffer ? ouro__io_call(rt, t->buffer, "close", 0) : OURO_NONE(rt);
    if (!error)
        return result;
    ouro__io_chain(rt, error);
    ouro_xdecref(rt, result);
    return NULL;
}

OURO_C_FUNCTION(text_truncate)
{
    ouro_text_io *t = text_of(self);
    if (ouro__text_check(rt, t) < 0 || ouro__text_flush_all(rt, t) < 0)
        return NULL;
    return ouro__io_call(rt, t->buffer, "truncate", 1, nargs ? args[0] : OURO_NONE(rt));
}

#define PASS(method)                                                                                         \
    OURO_C_FUNCTION(text_##method)                                                                           \
    {                                                                                                        \
        return ouro__text_check(rt, text_of(self)) < 0                                                       \
                   ? NULL                                                                                    \
                   : ouro__io_call(rt, text_of(self)->buffer, #method, 0);                                   \
    }
PASS(seekable)
PASS(readable)
PASS(writable)
PASS(fileno)
PASS(isatty)

/* --- the standard streams -------------------------------------------------------------------------------- */

void ouro__text_io_discard(ouro_runtime *rt, ouro_object *self)
{
    ouro_text_io *t = text_of(self);
    (void)rt;
    t->pending_count = 0;
    if (t->buffer && ouro__is_buffered(t->buffer)) {
        ((ouro_buffered *)t->buffer)->write_position = 0;
        ((ouro_buffered *)t->buffer)->write_end = -1;
    }
}

void ouro__text_io_set_unbuffered(ouro_runtime *rt, ouro_object *self)
{
    ouro_text_io *t = text_of(self);
    t->write_through = true;
    if (!ouro__is_exactly(t->buffer, OURO_T_BUFFERED_WRITER))
        return;
    /* The buffer lets go of the file, which it would close. */
    ouro_buffered *b = (ouro_buffered *)t->buffer;
    b->ok = b->direct = false;
    b->detached = true;
    ouro__slot_set(rt, t, &t->buffer, ouro__slot_take(rt, b, &b->raw));
}

/* --- attributes ------------------------------------------------------------------------------------------ */

static ouro_object *get_name(ouro_runtime *rt, ouro_object *self)
{
    return ouro__text_check(rt, text_of(self)) < 0 ? NULL
                                                   : ouro__getattr(rt, text_of(self)->buffer, NAME(rt, name));
}

static ouro_object *get_closed(ouro_runtime *rt, ouro_object *self)
{
    return ouro__text_check(rt, text_of(self)) < 0 ? NULL
                                                   : ouro__io_attribute(rt, text_of(self)->buffer, "closed");
}

static ouro_object *get_newlines(ouro_runtime *rt, ouro_object *self)
{
    ouro_text_io *t = text_of(self);
    if (ouro__text_check(rt, t) < 0)
        return NULL;
    return t->readable && t->universal ? ouro__io_newlines(rt, t->seen) : OURO_NONE(rt);
}

static ouro_object *get_errors(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *errors = text_of(self)->errors; /* also of a stream that is detached */
    return errors ? ouro_ref(errors) : ouro__text_check(rt, text_of(self)) < 0 ? NULL : OURO_NONE(rt);
}

static ouro_object *get_mode(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *mode = text_of(self)->mode;
    if (mode)
        return ouro_ref(mode);
    ouro_object *name = ouro__str_intern_cstring(rt, "mode");
    if (name)
        ouro__raise_attribute_error(rt, self, name);
    ouro_xdecref(rt, name);
    return NULL;
}

static int set_mode(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    ouro__slot_set(rt, self, &text_of(self)->mode, value ? ouro_ref(value) : NULL);
    return 0;
}

static ouro_object *get_chunk_size(ouro_runtime *rt, ouro_object *self)
{
    return ouro__text_check(rt, text_of(self)) < 0 ? NULL : ouro__int_new(rt, text_of(self)->chunk_size);
}

static int set_chunk_size(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    int64_t size;
    if (ouro__text_check(rt, text_of(self)) < 0)
        return -1;
    if (!value) {
        ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "cannot delete attribute");
        return -1;
    }
    if (ouro__index_argument(rt, value, &size) < 0) {
        if (ouro__error_is(rt, OURO_T_INDEX_ERROR)) {
            ouro__error_clear(rt);
            ouro__raise(rt, OURO_T_VALUE_ERROR, "cannot fit '%T' into an index-sized integer", value);
        }
        return -1;
    }
    if (size <= 0) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "a strictly positive integer is required");
        return -1;
    }
    text_of(self)->chunk_size = size;
    return 0;
}

static ouro_object *get_line_buffering(ouro_runtime *rt, ouro_object *self)
{
    return ouro__bool(rt, text_of(self)->line_buffering);
}

static ouro_object *get_write_through(ouro_runtime *rt, ouro_object *self)
{
    return ouro__bool(rt, text_of(self)->write_through);
}

OURO_IO_FINALIZING(ouro_text_io)

/* " NAME=value" of an attribute, when it is there. */
static int put_attribute(ouro_runtime *rt, ouro_str_builder *b, ouro_object *self, const char *name)
{
    ouro_object *value;
    int found = ouro__io_attribute_optional(rt, self, name, &value);
    if (found < 0) {
        if (!ouro__error_is(rt, OURO_T_VALUE_ERROR)) /* detached */
            return -1;
        ouro__error_clear(rt);
        return 0;
    }
    ouro_object *text = found ? ouro__str_format(rt, " %s=%R", name, value) : OURO_EMPTY_STR(rt);
    if (found)
        ouro_decref(rt, value);
    int status = text ? ouro__builder_str(b, text) : -1;
    ouro_xdecref(rt, text);
    return status;
}

static ouro_object *text_repr(ouro_runtime *rt, ouro_object *self)
{
    ouro_text_io *t = text_of(self);
    if (!t->ok && !t->detached && ouro__text_check(rt, t) < 0)
        return NULL;
    int entered = ouro__repr_enter(rt, self);
    if (entered > 0)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "reentrant call inside %s.__repr__",
                           ouro__type_of(rt, self)->name);
    if (entered < 0)
        return NULL;
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    static const char head[] = "<_io.TextIOWrapper";
    int status = ouro__builder_ascii(&b, head, sizeof head - 1);
    if (status == 0)
        status = put_attribute(rt, &b, self, "name");
    if (status == 0)
        status = put_attribute(rt, &b, self, "mode");
    ouro_object *tail = status == 0 ? ouro__str_format(rt, " encoding=%R>", t->encoding) : NULL;
    status = tail ? ouro__builder_str(&b, tail) : -1;
    ouro_xdecref(rt, tail);
    ouro__repr_leave(rt, self);
    if (status == 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

static void text_destroy(ouro_runtime *rt, ouro_object *self)
{
    ouro__buffer_free(rt, text_of(self)->pending);
}

static size_t text_size(ouro_runtime *rt, ouro_object *self)
{
    return ouro__type_of(rt, self)->size + text_of(self)->pending_capacity;
}

static const ouro_method_def methods[] = {
    {"detach", text_detach, 0, 0, 0, "detach($self, /)\n--\n\n"},
    {"reconfigure", text_reconfigure, OURO_METH_KEYWORDS, 0, 0,
     "reconfigure($self, /, *, encoding=None, errors=None, newline=None,\n            line_buffering=None, "
     "write_through=None)\n--\n\nReconfigure the text stream with new parameters."},
    {"write", text_write, 0, 1, 1, "write($self, text, /)\n--\n\n"},
    {"read", text_read, 0, 0, 1, "read($self, size=-1, /)\n--\n\n"},
    {"readline", text_readline, 0, 0, 1, "readline($self, size=-1, /)\n--\n\n"},
    {"flush", text_flush, 0, 0, 0, "flush($self, /)\n--\n\n"},
    {"close", text_close, 0, 0, 0, "close($self, /)\n--\n\n"},
    {"fileno", text_fileno, 0, 0, 0, "fileno($self, /)\n--\n\n"},
    {"seekable", text_seekable, 0, 0, 0, "seekable($self, /)\n--\n\n"},
    {"readable", text_readable, 0, 0, 0, "readable($self, /)\n--\n\n"},
    {"writable", text_writable, 0, 0, 0, "writable($self, /)\n--\n\n"},
    {"isatty", text_isatty, 0, 0, 0, "isatty($self, /)\n--\n\n"},
    {"seek", ouro__text_seek, 0, 1, 2, "seek($self, cookie, whence=0, /)\n--\n\n"},
    {"tell", ouro__text_tell, 0, 0, 0, "tell($self, /)\n--\n\n"},
    {"truncate", text_truncate, 0, 0, 1, "truncate($self, pos=None, /)\n--\n\n"},
    {0},
};

static const ouro_member_def members[] = {
    {"encoding", offsetof(ouro_text_io, encoding), true, false, NULL},
    {"buffer", offsetof(ouro_text_io, buffer), true, false, NULL},
    {0},
};

static const ouro_getset_def getsets[] = {
    {"line_buffering", get_line_buffering, NULL, NULL},
    {"write_through", get_write_through, NULL, NULL},
    {"_finalizing", get_finalizing, set_finalizing, NULL},
    {"name", get_name, NULL, NULL},
    {"closed", get_closed, NULL, NULL},
    {"newlines", get_newlines, NULL, NULL},
    {"errors", get_errors, NULL, NULL},
    {"mode", get_mode, set_mode, NULL},
    {"_CHUNK_SIZE", get_chunk_size, set_chunk_size, NULL},
    {0},
};

OURO_BUILTIN_TYPE(text_io_wrapper) = {
    .id = OURO_T_TEXT_IO_WRAPPER,
    .base_id = OURO_T_TEXT_IO_BASE,
    .slots = {.name = "_io.TextIOWrapper",
              OURO_IO_SLOTS(ouro_text_io),
              .fields = fields,
              .destroy = text_destroy,
              .size_of = text_size,
              .repr = text_repr,
              .next = text_next,
              .new_ = text_new,
              .init = text_init},
    .methods = methods,
    .getsets = getsets,
    .members = members,
    .module = "_io",
    .doc = "TextIOWrapper(buffer, encoding=None, errors=None, newline=None,\n              "
           "line_buffering=False, write_through=False)\n"
           "--\n\nCharacter and line based layer over a BufferedIOBase object, buffer.",
};
