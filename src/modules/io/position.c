/* tell and seek of TextIOWrapper.
 *
 * A position is a cookie: where in the buffer to go (64 bits), the decoder's flags there, how many bytes to
 * feed it, how many characters to skip then, and whether it was told of the end: the last four matter only
 * where a character's bytes or a decoder's state make a bare position too little. */
#include "modules/io/text_io.h"

typedef struct cookie {
    int64_t start;
    uint64_t flags, bytes_to_feed, chars_to_skip;
    bool need_end;
} cookie;

/* --- packing -------------------------------------------------------------------------------------------- */

static ouro_object *shifted(ouro_runtime *rt, ouro_object *high_owned, uint64_t low)
{
    ouro_object *by = ouro__int_new(rt, 64), *bits = ouro__int_from_uint64(rt, low);
    ouro_object *moved = high_owned && bits ? ouro__int_binary(rt, OURO_LSHIFT, high_owned, by) : NULL;
    ouro_object *sum = moved ? ouro__int_binary(rt, OURO_OR, moved, bits) : NULL;
    ouro_xdecref(rt, high_owned);
    ouro_xdecref(rt, bits);
    ouro_xdecref(rt, moved);
    return sum;
}

static ouro_object *pack(ouro_runtime *rt, const cookie *c)
{
    if (!c->flags && !c->bytes_to_feed && !c->chars_to_skip && !c->need_end)
        return ouro__int_new(rt, c->start);
    const uint64_t parts[4] = {c->chars_to_skip, c->bytes_to_feed, c->flags, (uint64_t)c->start};
    ouro_object *packed = ouro__int_new(rt, c->need_end);
    for (int i = 0; i < 4 && packed; i++)
        packed = shifted(rt, packed, parts[i]);
    return packed;
}

static int unpack(ouro_runtime *rt, ouro_object *packed, cookie *c)
{
    uint64_t parts[5] = {0};
    ouro_object *rest = ouro_ref(packed), *by = ouro__int_new(rt, 64),
                *mask = ouro__int_from_uint64(rt, UINT64_MAX);
    for (int i = 0; i < 5 && rest && mask && ouro__int_sign(rt, rest) > 0; i++) {
        ouro_object *low = ouro__int_binary(rt, OURO_AND, rest, mask);
        ouro_object *high = low ? ouro__int_binary(rt, OURO_RSHIFT, rest, by) : NULL;
        if (low)
            (void)ouro__int_as_uint64(rt, low, &parts[i]);
        ouro_xdecref(rt, low);
        ouro_decref(rt, rest);
        rest = high;
    }
    bool ok = rest && mask;
    ouro_xdecref(rt, rest);
    ouro_xdecref(rt, mask);
    *c = (cookie){(int64_t)parts[0], parts[1], parts[2], parts[3], parts[4] != 0};
    return ok ? 0 : -1;
}

/* --- tell ----------------------------------------------------------------------------------------------- */

/* Decodes a part of the snapshot: how many characters, or -1. */
static int64_t feed(ouro_runtime *rt, ouro_text_io *t, const uint8_t *data, size_t length, bool final)
{
    ouro_object *text = ouro__text_decode_memory(rt, t, data, length, final);
    int64_t n = text ? (int64_t)ouro__str_length(text) : -1;
    ouro_xdecref(rt, text);
    return n;
}

/* The state after feeding: whether the decoder holds no bytes back. 1, 0, -1. */
static int is_clean(ouro_runtime *rt, ouro_text_io *t, uint64_t *flags, size_t *held)
{
    ouro_object *bytes;
    if (ouro__text_get_state(rt, t, &bytes, flags) < 0)
        return -1;
    *held = ((ouro_bytes *)bytes)->length;
    ouro_decref(rt, bytes);
    return *held == 0;
}

/* Finds a place in the snapshot not far before the program's, where the decoder holds nothing back, by
 * guessing from the mean width of the characters. */
static int find_safe_point(ouro_runtime *rt, ouro_text_io *t, const ouro_bytes *input, cookie *c,
                           size_t *place)
{
    int64_t skip = (int64_t)(t->bytes_per_char * (double)c->chars_to_skip), back = 1;
    if (skip > (int64_t)input->length)
        skip = (int64_t)input->length;
    while (skip > 0) {
        uint64_t flags;
        size_t held;
        if (ouro__text_set_state(rt, t, c->flags) < 0)
            return -1;
        int64_t n = feed(rt, t, input->data, (size_t)skip, false);
        if (n < 0)
            return -1;
        if ((uint64_t)n <= c->chars_to_skip) {
            int clean = is_clean(rt, t, &flags, &held);
            if (clean < 0)
                return -1;
            if (clean) {
                c->flags = flags;
                c->chars_to_skip -= (uint64_t)n;
                break;
            }
            skip -= (int64_t)held;
            back = 1;
        } else {
            skip -= back;
            back *= 2;
        }
    }
    if (skip <= 0) {
        skip = 0;
        if (ouro__text_set_state(rt, t, c->flags) < 0)
            return -1;
    }
    *place = (size_t)skip;
    c->start += skip;
    return 0;
}

/* From there, byte by byte, up to the program's character. */
static int step_to_character(ouro_runtime *rt, ouro_text_io *t, const ouro_bytes *input, cookie *c,
                             size_t place)
{
    uint64_t decoded = 0, fed = 0;
    for (size_t i = place; i < input->length; i++) {
        int64_t n = feed(rt, t, input->data + i, 1, false);
        uint64_t flags;
        size_t held;
        int clean = n < 0 ? -1 : is_clean(rt, t, &flags, &held);
        if (clean < 0)
            return -1;
        decoded += (uint64_t)n;
        fed++;
        if (clean && decoded <= c->chars_to_skip) {
            c->start += (int64_t)fed;
            c->chars_to_skip -= decoded;
            c->flags = flags;
            fed = decoded = 0;
        }
        if (decoded >= c->chars_to_skip) {
            c->bytes_to_feed = fed;
            return 0;
        }
    }
    int64_t n = feed(rt, t, NULL, 0, true);
    if (n < 0)
        return -1;
    c->need_end = true;
    c->bytes_to_feed = fed;
    if (decoded + (uint64_t)n >= c->chars_to_skip)
        return 0;
    ouro__raise(rt, OURO_T_OS_ERROR, "can't reconstruct logical file position");
    return -1;
}

static int reconstruct(ouro_runtime *rt, ouro_text_io *t, const ouro_bytes *input, cookie *c)
{
    size_t place;
    if (find_safe_point(rt, t, input, c, &place) < 0)
        return -1;
    return c->chars_to_skip ? step_to_character(rt, t, input, c, place) : 0;
}

/* Runs it with the decoder put back as it was. */
static int reconstruct_aside(ouro_runtime *rt, ouro_text_io *t, cookie *c)
{
    uint8_t partial[4], partial_count = t->partial_count, seen = t->seen;
    bool pending_cr = t->pending_cr;
    memcpy(partial, t->partial, sizeof partial);
    ouro_object *state = NULL, *input = ouro_ref(t->snapshot);
    if (t->codec == OURO_CODEC_OBJECT && !(state = ouro__io_call(rt, t->decoder, "getstate", 0))) {
        ouro_decref(rt, input);
        return -1;
    }
    int status = reconstruct(rt, t, (ouro_bytes *)input, c);
    ouro_decref(rt, input);
    memcpy(t->partial, partial, sizeof partial);
    t->partial_count = partial_count;
    t->pending_cr = pending_cr;
    t->seen = seen;
    if (state) {
        ouro_object *error = ouro__error_take(rt);
        ouro_object *result = ouro__io_call(rt, t->decoder, "setstate", 1, state);
        ouro_decref(rt, state);
        ouro_xdecref(rt, result);
        status = result ? status : -1;
        ouro__io_chain(rt, error);
    }
    return status;
}

ouro_object *ouro__text_tell(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    OURO_NO_ARGUMENTS;
    ouro_text_io *t = text_of(self);
    if (ouro__text_check_open(rt, t) < 0)
        return NULL;
    if (!t->seekable)
        return ouro__io_unsupported(rt, "underlying stream is not seekable");
    if (!t->telling)
        return ouro__raise(rt, OURO_T_OS_ERROR, "telling position disabled by next() call");
    if (ouro__text_write_pending(rt, t) < 0 || ouro__text_flush_all(rt, t) < 0)
        return NULL;
    ouro_object *result = ouro__io_call(rt, t->buffer, "tell", 0);
    if (!result || !t->readable || !t->snapshot)
        return result;
    cookie c = {.flags = t->snapshot_flags, .chars_to_skip = t->decoded ? t->decoded_used : 0};
    int status = ouro__as_int64(rt, result, &c.start);
    ouro_decref(rt, result);
    if (status < 0)
        return NULL;
    c.start -= (int64_t)((ouro_bytes *)t->snapshot)->length;
    if (c.chars_to_skip && reconstruct_aside(rt, t, &c) < 0)
        return NULL;
    return pack(rt, &c);
}

/* --- seek ----------------------------------------------------------------------------------------------- */

static int forget_read(ouro_runtime *rt, ouro_text_io *t)
{
    ouro__text_drop_decoded(rt, t);
    ouro__slot_clear(rt, t, &t->snapshot);
    return 0;
}

static ouro_object *seek_end(ouro_runtime *rt, ouro_text_io *t)
{
    if (ouro__text_flush_all(rt, t) < 0)
        return NULL;
    forget_read(rt, t);
    if (t->readable && ouro__text_reset_decoder(rt, t) < 0)
        return NULL;
    ouro_object *result = ouro__io_call(rt, t->buffer, "seek", 2, ouro__int_new(rt, 0), ouro__int_new(rt, 2));
    int at_start = result && t->writable ? ouro__compare_bool(rt, result, ouro__int_new(rt, 0), OURO_EQ) : 0;
    if (result && t->writable && (at_start < 0 || ouro__text_reset_encoder(rt, t, at_start) < 0)) {
        ouro_decref(rt, result);
        return NULL;
    }
    return result;
}

/* The characters that the cookie skips are decoded again. */
static int restore_characters(ouro_runtime *rt, ouro_text_io *t, const cookie *c)
{
    ouro_object *size = ouro__int_from_uint64(rt, c->bytes_to_feed);
    ouro_object *input = size ? ouro__io_call(rt, t->buffer, "read", 1, size) : NULL;
    ouro_xdecref(rt, size);
    if (input && !ouro__is_bytes(rt, input)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "underlying read() should have returned a bytes object, not '%T'",
                    input);
        ouro_decref(rt, input);
        return -1;
    }
    if (!input)
        return -1;
    t->snapshot_flags = c->flags;
    ouro__slot_set(rt, t, &t->snapshot, input);
    ouro_object *text = ouro__text_decode(rt, t, input, c->need_end);
    if (!text)
        return -1;
    uint64_t length = ouro__str_length(text);
    ouro__text_drop_decoded(rt, t);
    ouro__slot_set(rt, t, &t->decoded, text);
    if (length < c->chars_to_skip) {
        ouro__raise(rt, OURO_T_OS_ERROR, "can't restore logical file position");
        return -1;
    }
    t->decoded_used = c->chars_to_skip;
    return 0;
}

static ouro_object *seek_to(ouro_runtime *rt, ouro_text_io *t, ouro_object *packed)
{
    cookie c;
    if (ouro__int_sign(rt, packed) < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "negative seek position %R", packed);
    if (ouro__text_flush_all(rt, t) < 0 || unpack(rt, packed, &c) < 0)
        return NULL;
    ouro_object *start = ouro__int_new(rt, c.start);
    ouro_object *result = start ? ouro__io_call(rt, t->buffer, "seek", 1, start) : NULL;
    ouro_xdecref(rt, start);
    if (!result)
        return NULL;
    ouro_decref(rt, result);
    forget_read(rt, t);
    bool at_start = c.start == 0 && c.flags == 0;
    if (t->readable) {
        if ((at_start ? ouro__text_reset_decoder(rt, t) : ouro__text_set_state(rt, t, c.flags)) < 0)
            return NULL;
        if (c.chars_to_skip) {
            if (restore_characters(rt, t, &c) < 0)
                return NULL;
        } else {
            t->snapshot_flags = c.flags;
            ouro__slot_set(rt, t, &t->snapshot, OURO_EMPTY_BYTES(rt));
        }
    }
    if (t->writable && ouro__text_reset_encoder(rt, t, at_start) < 0)
        return NULL;
    return ouro_ref(packed);
}

ouro_object *ouro__text_seek(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    (void)kwnames;
    ouro_text_io *t = text_of(self);
    int whence = 0;
    if ((nargs > 1 && ouro__as_int32(rt, args[1], &whence) < 0) || ouro__text_check_open(rt, t) < 0)
        return NULL;
    if (!t->seekable)
        return ouro__io_unsupported(rt, "underlying stream is not seekable");
    if (whence == 1 || whence == 2) {
        int zero = ouro__compare_bool(rt, args[0], ouro__int_new(rt, 0), OURO_EQ);
        if (zero <= 0)
            return zero < 0 ? NULL
                            : ouro__io_unsupported(rt, whence == 1 ? "can't do nonzero cur-relative seeks"
                                                                   : "can't do nonzero end-relative seeks");
        if (whence == 2)
            return seek_end(rt, t);
    } else if (whence != 0) {
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid whence (%d, should be 0, 1 or 2)", whence);
    }
    /* Going to where it is also brings the buffer there. */
    ouro_object *packed = whence == 1 ? ouro__io_call(rt, self, "tell", 0) : ouro__index(rt, args[0]);
    ouro_object *result = packed ? seek_to(rt, t, packed) : NULL;
    ouro_xdecref(rt, packed);
    return result;
}
