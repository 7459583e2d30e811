/* The codecs of text streams: bytes to text piece by piece, and back. */
#include "modules/io/text_io.h"

#include "types/str_impl.h"

/* --- choosing -------------------------------------------------------------------------------------------- */

/* The registry's entry of a text encoding: owned. */
static ouro_object *look_up(ouro_runtime *rt, ouro_object *encoding)
{
    ouro_object *info = ouro__codec_lookup(rt, encoding), *flag;
    int found = info ? ouro__io_attribute_optional(rt, info, "_is_text_encoding", &flag) : 0;
    if (found > 0) {
        int is_text = ouro__truth(rt, flag);
        ouro_decref(rt, flag);
        if (is_text == 0)
            ouro__raise(rt, OURO_T_LOOKUP_ERROR,
                        "%R is not a text encoding; use codecs.open() to handle arbitrary codecs", encoding);
        found = is_text > 0 ? 1 : -1;
    }
    if (info && found < 0) {
        ouro_decref(rt, info);
        return NULL;
    }
    return info;
}

/* info.NAME(errors): an incremental decoder or encoder. Owned. */
static ouro_object *make(ouro_runtime *rt, ouro_object *info, const char *name, ouro_object *errors)
{
    ouro_object *factory = ouro__io_attribute(rt, info, name);
    if (!factory)
        return NULL;
    if (factory == OURO_NONE(rt)) {
        ouro_decref(rt, factory);
        return ouro__raise(rt, OURO_T_LOOKUP_ERROR, "codec has no %s", name);
    }
    ouro_object *codec = ouro__call1(rt, factory, errors);
    ouro_decref(rt, factory);
    return codec;
}

static bool is_done_here(enum ouro__codec codec)
{
    return codec == OURO__UTF8 || codec == OURO__ASCII || codec == OURO__LATIN1;
}

int ouro__text_set_codec(ouro_runtime *rt, ouro_text_io *t, ouro_object *encoding, ouro_object *errors)
{
    int codec = (int)ouro__codec_by_name(encoding);
    ouro_object *decoder = NULL, *encoder = NULL;
    if (!is_done_here((enum ouro__codec)codec)) {
        codec = OURO_CODEC_OBJECT;
        ouro_object *info = look_up(rt, encoding);
        bool ok = info && (!t->readable || (decoder = make(rt, info, "incrementaldecoder", errors))) &&
                  (!t->writable || (encoder = make(rt, info, "incrementalencoder", errors)));
        ouro_xdecref(rt, info);
        if (!ok) {
            ouro_xdecref(rt, decoder);
            return -1;
        }
    }
    t->codec = (int8_t)codec;
    t->partial_count = 0;
    t->pending_cr = false;
    t->at_start = true;
    ouro__slot_set(rt, t, &t->decoder, decoder);
    ouro__slot_set(rt, t, &t->encoder, encoder);
    ouro__slot_set(rt, t, &t->encoding, ouro_ref(encoding));
    ouro__slot_set(rt, t, &t->errors, ouro_ref(errors));
    return 0;
}

/* --- decoding -------------------------------------------------------------------------------------------- */

/* *used: how many bytes are decoded; fewer than all when the last character is not whole yet. */
static ouro_object *decode_bytes(ouro_runtime *rt, ouro_text_io *t, const uint8_t *data, size_t length,
                                 bool final, size_t *used)
{
    *used = length;
    if (t->codec == OURO__LATIN1)
        return ouro__str_from_latin1(rt, data, length);
    if (t->codec == OURO__ASCII)
        return ouro__decode_ascii(rt, data, length, t->errors);
    return ouro__decode_utf8(rt, data, length, t->errors, final, used);
}

/* What cannot be decoded goes through the codec's own decoder once more: CPython would have used that one, and its frame belongs in
 * the traceback. The error stays pending, that one's when it has the same to say. */
static void fail_as_codec(ouro_runtime *rt, ouro_text_io *t, const uint8_t *data, size_t length, bool final)
{
    if (!ouro__error_is(rt, OURO_T_UNICODE_DECODE_ERROR) || !ouro__is_strict(t->errors))
        return;
    ouro_object *error = ouro__error_take(rt), *bytes = ouro__bytes_new(rt, data, length);
    ouro_object *info = bytes ? look_up(rt, t->encoding) : NULL;
    ouro_object *decoder = info ? make(rt, info, "incrementaldecoder", t->errors) : NULL;
    ouro_object *text =
        decoder ? ouro__io_call(rt, decoder, "decode", 2, bytes, ouro__bool(rt, final)) : NULL;
    if (text || !ouro__error_is(rt, OURO_T_UNICODE_DECODE_ERROR)) {
        ouro__error_clear(rt);
        ouro__error_restore(rt, error);
    } else {
        ouro_decref(rt, error);
    }
    ouro_xdecref(rt, text);
    ouro_xdecref(rt, decoder);
    ouro_xdecref(rt, info);
    ouro_xdecref(rt, bytes);
}

/* With the bytes held back before. */
static ouro_object *decode_here(ouro_runtime *rt, ouro_text_io *t, const uint8_t *data, size_t length,
                                bool final)
{
    if (!length && !t->partial_count)
        return OURO_EMPTY_STR(rt);
    uint8_t *joined = NULL;
    if (t->partial_count) {
        joined = ouro__buffer_alloc(rt, length + t->partial_count);
        if (!joined)
            return NULL;
        memcpy(joined, t->partial, t->partial_count);
        if (length)
            memcpy(joined + t->partial_count, data, length);
        data = joined;
        length += t->partial_count;
    }
    size_t used;
    ouro_object *text = decode_bytes(rt, t, data, length, final, &used);
    if (text) {
        t->partial_count = (uint8_t)(length - used);
        if (t->partial_count)
            memcpy(t->partial, data + used, t->partial_count);
    } else {
        fail_as_codec(rt, t, data, length, final);
    }
    ouro__buffer_free(rt, joined);
    return text;
}

static ouro_object *translated(ouro_runtime *rt, ouro_text_io *t, ouro_object *text_owned, bool final)
{
    if (!text_owned || !t->universal)
        return text_owned;
    return ouro__io_translate(rt, text_owned, t->read_translate, final, &t->pending_cr, &t->seen);
}

ouro_object *ouro__text_decode(ouro_runtime *rt, ouro_text_io *t, ouro_object *bytes, bool final)
{
    if (t->codec == OURO_CODEC_OBJECT) {
        ouro_object *text = ouro__io_call(rt, t->decoder, "decode", 2, bytes, ouro__bool(rt, final));
        if (text && !ouro__is_str(rt, text)) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "decoder should return a string result, not '%T'", text);
            ouro_decref(rt, text);
            return NULL;
        }
        return translated(rt, t, text, final);
    }
    if (ouro__is_exactly(bytes, OURO_T_BYTES))
        return ouro__text_decode_memory(rt, t, ((ouro_bytes *)bytes)->data, ((ouro_bytes *)bytes)->length,
                                        final);
    ouro_buffer buffer;
    if (ouro__buffer_get(rt, bytes, &buffer, OURO_BUFFER_SIMPLE) < 0)
        return NULL;
    ouro_object *text = ouro__text_decode_memory(rt, t, buffer.data, (size_t)buffer.length, final);
    ouro__buffer_release(rt, &buffer);
    return text;
}

ouro_object *ouro__text_decode_memory(ouro_runtime *rt, ouro_text_io *t, const uint8_t *data, size_t length,
                                      bool final)
{
    if (t->codec != OURO_CODEC_OBJECT)
        return translated(rt, t, decode_here(rt, t, data, length, final), final);
    ouro_object *bytes = ouro__bytes_new(rt, data, length);
    ouro_object *text = bytes ? ouro__text_decode(rt, t, bytes, final) : NULL;
    ouro_xdecref(rt, bytes);
    return text;
}

/* --- states ---------------------------------------------------------------------------------------------- */

/* The decoder's own flags, with the \r held back as lowest bit where line ends are looked at. */
static uint64_t with_cr(const ouro_text_io *t, uint64_t flags)
{
    return t->universal ? flags << 1 | t->pending_cr : flags;
}

int ouro__text_get_state(ouro_runtime *rt, ouro_text_io *t, ouro_object **held, uint64_t *flags)
{
    if (t->codec != OURO_CODEC_OBJECT) {
        *flags = with_cr(t, 0);
        *held = ouro__bytes_new(rt, t->partial, t->partial_count);
        return *held ? 0 : -1;
    }
    ouro_object *state = ouro__io_call(rt, t->decoder, "getstate", 0);
    if (!state)
        return -1;
    int status = -1;
    uint64_t own;
    if (!ouro__is_tuple(rt, state) || ((ouro_tuple *)state)->count != 2) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "illegal decoder state");
    } else if (!ouro__is_bytes(rt, ((ouro_tuple *)state)->items[0])) {
        ouro__raise(rt, OURO_T_TYPE_ERROR,
                    "illegal decoder state: the first item should be a bytes object, not '%T'",
                    ((ouro_tuple *)state)->items[0]);
    } else if (ouro__as_uint64_masked(rt, ((ouro_tuple *)state)->items[1], &own) == 0) {
        *held = ouro_ref(((ouro_tuple *)state)->items[0]);
        *flags = with_cr(t, own);
        status = 0;
    }
    ouro_decref(rt, state);
    return status;
}

int ouro__text_set_state(ouro_runtime *rt, ouro_text_io *t, uint64_t flags)
{
    t->partial_count = 0;
    t->pending_cr = t->universal && flags & 1;
    if (t->codec != OURO_CODEC_OBJECT)
        return 0;
    ouro_object *items[2] = {OURO_EMPTY_BYTES(rt),
                             ouro__int_from_uint64(rt, t->universal ? flags >> 1 : flags)};
    ouro_object *state = items[1] ? ouro__tuple_from_owned(rt, items, 2) : NULL;
    ouro_object *result = state ? ouro__io_call(rt, t->decoder, "setstate", 1, state) : NULL;
    ouro_xdecref(rt, state);
    ouro_xdecref(rt, result);
    return result ? 0 : -1;
}

int ouro__text_reset_decoder(ouro_runtime *rt, ouro_text_io *t)
{
    t->partial_count = 0;
    t->pending_cr = false;
    if (!t->decoder)
        return 0;
    ouro_object *result = ouro__io_call(rt, t->decoder, "reset", 0);
    ouro_xdecref(rt, result);
    return result ? 0 : -1;
}

int ouro__text_reset_encoder(ouro_runtime *rt, ouro_text_io *t, bool start_of_stream)
{
    t->at_start = start_of_stream;
    if (!t->encoder)
        return 0;
    ouro_object *result = start_of_stream
                              ? ouro__io_call(rt, t->encoder, "reset", 0)
                              : ouro__io_call(rt, t->encoder, "setstate", 1, ouro__int_new(rt, 0));
    ouro_xdecref(rt, result);
    return result ? 0 : -1;
}

/* --- encoding -------------------------------------------------------------------------------------------- */

static int64_t append(ouro_runtime *rt, ouro_text_io *t, const void *bytes, size_t length)
{
    /* More than a chunk is not joined to what waits. */
    if (t->pending_count && t->pending_count + length > (size_t)t->chunk_size &&
        ouro__text_write_pending(rt, t) < 0)
        return -1;
    if (length > t->pending_capacity - t->pending_count) {
        size_t capacity = t->pending_count + length;
        if (capacity < 256)
            capacity = 256;
        else if (capacity < (size_t)t->chunk_size * 2)
            capacity *= 2;
        uint8_t *larger =
            t->pending ? ouro__buffer_resize(rt, t->pending, capacity) : ouro__buffer_alloc(rt, capacity);
        if (!larger)
            return -1;
        t->pending = larger;
        t->pending_capacity = capacity;
    }
    if (length) /* there may be no buffer yet */
        memcpy(t->pending + t->pending_count, bytes, length);
    t->pending_count += length;
    return (int64_t)length;
}

int64_t ouro__text_encode(ouro_runtime *rt, ouro_text_io *t, ouro_object *text)
{
    if (t->codec != OURO_CODEC_OBJECT && ouro__str_is_ascii(text))
        return append(rt, t, ouro__str_data(text), ouro__str_length(text));
    if (t->codec == OURO__UTF8 && ouro__str_equals_ascii(t->errors, "strict")) {
        size_t length;
        char *owned = NULL;
        const char *bytes = ouro__str_utf8(rt, text, &length, &owned);
        int64_t n = bytes ? append(rt, t, bytes, length) : -1;
        ouro__buffer_free(rt, owned);
        return n;
    }
    ouro_object *bytes = t->codec == OURO__UTF8     ? ouro__encode_utf8(rt, text, t->errors)
                         : t->codec == OURO__ASCII  ? ouro__encode_ascii(rt, text, t->errors)
                         : t->codec == OURO__LATIN1 ? ouro__encode_latin1(rt, text, t->errors)
                                                    : ouro__io_call(rt, t->encoder, "encode", 1, text);
    if (bytes && !ouro__is_bytes(rt, bytes)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "encoder should return a bytes object, not '%T'", bytes);
        ouro_decref(rt, bytes);
        return -1;
    }
    int64_t n = bytes ? append(rt, t, ((ouro_bytes *)bytes)->data, ((ouro_bytes *)bytes)->length) : -1;
    ouro_xdecref(rt, bytes);
    return n;
}
