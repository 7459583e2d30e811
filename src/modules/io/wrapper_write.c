/* Writing text: encoded, it waits until there is enough of it or a line ends. */
#include "modules/io/text_io.h"

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

OURO_SHARED_C_FUNCTION(ouro__text_write)
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

OURO_SHARED_C_FUNCTION(ouro__text_flush)
{
    return ouro__text_io_flush(rt, self) < 0 ? NULL : OURO_NONE(rt);
}
