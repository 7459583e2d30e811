/* Line ends of text streams: finding them, translating them, and IncrementalNewlineDecoder. */
#include "modules/io/io.h"

#include "types/str_impl.h"

/* --- finding --------------------------------------------------------------------------------------------- */

static size_t find_char(const void *data, int kind, size_t from, size_t length, uint32_t c)
{
    if (kind == 0) {
        const char *start = (const char *)data + from,
                   *found = from < length ? memchr(start, (int)c, length - from) : NULL;
        return found ? (size_t)(found - (const char *)data) : length;
    }
    while (from < length && ouro__char_at(data, kind, from) != c)
        from++;
    return from;
}

/* Where a text occurs; `length` when it does not. */
static size_t find_newline(ouro_object *text, size_t from, ouro_object *newline, size_t length)
{
    int64_t at = ouro__str_find(text, newline, from, length);
    return at < 0 ? length : (size_t)at;
}

bool ouro__io_find_line_end(ouro_object *text, size_t start, bool translated, bool universal,
                            ouro_object *newline, size_t *end)
{
    size_t length = ouro__str_length(text);
    int kind = ouro__str_kind(text);
    const void *data = ouro__str_data(text);
    if (translated || (!universal && !newline)) {
        size_t at = find_char(data, kind, start, length, '\n');
        *end = at < length ? at + 1 : length;
        return at < length;
    }
    if (universal) {
        size_t feed = find_char(data, kind, start, length, '\n'),
               cr = find_char(data, kind, start, feed, '\r');
        size_t at = cr < feed ? cr : feed;
        bool both = at == cr && cr < feed && cr + 1 == feed && feed < length;
        *end = at < length ? at + 1 + both : length;
        return at < length;
    }
    size_t width = ouro__str_length(newline), at = find_newline(text, start, newline, length);
    if (at < length) {
        *end = at + width;
        return true;
    }
    /* The last character may begin one. */
    bool begun =
        width > 1 && length > start && ouro__str_char(text, length - 1) == ouro__str_char(newline, 0);
    *end = length - begun;
    return false;
}

int ouro__io_check_newline(ouro_runtime *rt, ouro_object *newline)
{
    if (!newline || newline == OURO_NONE(rt))
        return 0;
    static const char *const legal[] = {"", "\n", "\r", "\r\n"};
    for (size_t i = 0; i < sizeof legal / sizeof *legal; i++)
        if (ouro__str_equals_ascii(newline, legal[i]))
            return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "illegal newline value: %U", newline);
    return -1;
}

/* --- translating ----------------------------------------------------------------------------------------- */

/* Takes note of all line ends, and puts \n for each when `b` is given. */
static int scan(ouro_str_builder *b, ouro_object *text, uint8_t *seen)
{
    size_t length = ouro__str_length(text), from = 0;
    int kind = ouro__str_kind(text);
    const void *data = ouro__str_data(text);
    uint8_t found = 0;
    for (size_t i = 0; i < length; i++) {
        uint32_t c = ouro__char_at(data, kind, i);
        if (c == '\n') {
            found |= OURO_SEEN_LF;
        } else if (c == '\r') {
            bool both = i + 1 < length && ouro__char_at(data, kind, i + 1) == '\n';
            found |= both ? OURO_SEEN_CRLF : OURO_SEEN_CR;
            if (b && (ouro__builder_slice(b, text, from, i) < 0 || ouro__builder_char(b, '\n') < 0))
                return -1;
            i += both;
            from = i + 1;
        }
    }
    *seen |= found;
    return b ? ouro__builder_slice(b, text, from, length) : 0;
}

/* The text with the \r that was held back before it, and without one at its end that is held back now. Owned. */
static ouro_object *hold_back(ouro_runtime *rt, ouro_object *text_owned, bool final, bool *pending_cr)
{
    if (*pending_cr && (final || ouro__str_length(text_owned) > 0)) {
        ouro_object *joined = ouro__str_concat(rt, ouro__str_latin1_char(rt, '\r'), text_owned);
        ouro_decref(rt, text_owned);
        if (!joined)
            return NULL;
        text_owned = joined;
        *pending_cr = false;
    }
    size_t length = ouro__str_length(text_owned);
    if (!final && length > 0 && ouro__str_char(text_owned, length - 1) == '\r') {
        ouro_object *shorter = ouro__str_slice(rt, text_owned, 0, length - 1);
        ouro_decref(rt, text_owned);
        text_owned = shorter;
        *pending_cr = shorter != NULL;
    }
    return text_owned;
}

ouro_object *ouro__io_translate(ouro_runtime *rt, ouro_object *text_owned, bool translate, bool final,
                                bool *pending_cr, uint8_t *seen)
{
    ouro_object *text = hold_back(rt, text_owned, final, pending_cr);
    if (!text)
        return NULL;
    size_t length = ouro__str_length(text);
    int kind = ouro__str_kind(text);
    if (find_char(ouro__str_data(text), kind, 0, length, '\r') == length) {
        if (!(*seen & OURO_SEEN_LF) && find_char(ouro__str_data(text), kind, 0, length, '\n') < length)
            *seen |= OURO_SEEN_LF;
        return text;
    }
    if (!translate) {
        (void)scan(NULL, text, seen);
        return text;
    }
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    ouro_object *result = NULL;
    if (scan(&b, text, seen) == 0)
        result = ouro__builder_finish(&b);
    else
        ouro__builder_discard(&b);
    ouro_decref(rt, text);
    return result;
}

ouro_object *ouro__io_newlines(ouro_runtime *rt, uint8_t seen)
{
    static const char *const ends[] = {"\r", "\n", "\r\n"};
    ouro_object *items[3];
    size_t count = 0;
    for (int i = 0; i < 3; i++)
        if (seen & (1 << i) && !(items[count++] = ouro__str_from_cstring(rt, ends[i])))
            return NULL;
    if (count == 0)
        return OURO_NONE(rt);
    return count == 1 ? items[0] : ouro__tuple_from_owned(rt, items, count);
}

/* --- IncrementalNewlineDecoder --------------------------------------------------------------------------- */

static const uint16_t fields[] = {offsetof(ouro_newline_decoder, decoder),
                                  offsetof(ouro_newline_decoder, errors), 0};

static ouro_newline_decoder *decoder_of(ouro_object *o)
{
    return (ouro_newline_decoder *)o;
}

static int check_made(ouro_runtime *rt, ouro_object *self)
{
    if (decoder_of(self)->decoder)
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "IncrementalNewlineDecoder.__init__() not called");
    return -1;
}

static int decoder_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                        ouro_object *kwnames)
{
    static const char *const names[] = {"decoder", "translate", "errors", NULL};
    static const ouro_signature signature = {"IncrementalNewlineDecoder", names, 0, 3, 2, 0};
    ouro_object *a[3];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, a) < 0)
        return -1;
    int translate = ouro__truth(rt, a[1]);
    if (translate < 0)
        return -1;
    ouro_newline_decoder *d = decoder_of(self);
    d->translate = translate;
    d->pending_cr = false;
    d->seen = 0;
    ouro__slot_set(rt, d, &d->decoder, ouro_ref(a[0]));
    ouro__slot_set(rt, d, &d->errors, a[2] ? ouro_ref(a[2]) : ouro__str_intern_cstring(rt, "strict"));
    return d->errors ? 0 : -1;
}

static ouro_object *decoder_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__subclass_instance(rt, cls, sizeof(ouro_newline_decoder));
}

OURO_C_FUNCTION(decoder_decode)
{
    OURO_PARSE(a, "decode", 0, 2, 1, 0, "input", "final");
    bool final = false;
    if (check_made(rt, self) < 0 || ouro__optional_bool(rt, a[1], &final) < 0)
        return NULL;
    ouro_newline_decoder *d = decoder_of(self);
    ouro_object *text = d->decoder == OURO_NONE(rt)
                            ? ouro_ref(a[0])
                            : ouro__io_call(rt, d->decoder, "decode", 2, a[0], ouro__bool(rt, final));
    if (text && !ouro__is_str(rt, text)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "decoder should return a string result, not '%T'", text);
        ouro_decref(rt, text);
        return NULL;
    }
    return text ? ouro__io_translate(rt, text, d->translate, final, &d->pending_cr, &d->seen) : NULL;
}

OURO_C_FUNCTION(decoder_getstate)
{
    if (check_made(rt, self) < 0)
        return NULL;
    ouro_newline_decoder *d = decoder_of(self);
    if (d->decoder == OURO_NONE(rt)) {
        ouro_object *items[2] = {OURO_EMPTY_BYTES(rt), ouro__int_new(rt, d->pending_cr)};
        return ouro__tuple_from_owned(rt, items, 2);
    }
    ouro_object *state = ouro__io_call(rt, d->decoder, "getstate", 0), *result = NULL;
    if (!state)
        return NULL;
    uint64_t flags;
    if (!ouro__is_tuple(rt, state) || ((ouro_tuple *)state)->count != 2) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "illegal decoder state");
    } else if (!ouro__is_int(rt, ((ouro_tuple *)state)->items[1])) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "illegal decoder state");
    } else if (ouro__as_uint64_masked(rt, ((ouro_tuple *)state)->items[1], &flags) == 0) {
        ouro_object *items[2] = {ouro_ref(((ouro_tuple *)state)->items[0]),
                                 ouro__int_from_uint64(rt, flags << 1 | d->pending_cr)};
        if (items[1])
            result = ouro__tuple_from_owned(rt, items, 2);
        else
            ouro_decref(rt, items[0]);
    }
    ouro_decref(rt, state);
    return result;
}

OURO_C_FUNCTION(decoder_setstate)
{
    if (check_made(rt, self) < 0)
        return NULL;
    ouro_newline_decoder *d = decoder_of(self);
    if (!ouro__is_tuple(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "state argument must be a tuple");
    uint64_t flags;
    ouro_tuple *state = (ouro_tuple *)args[0];
    if (state->count != 2)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "setstate(): illegal state argument");
    if (ouro__as_uint64_masked(rt, state->items[1], &flags) < 0)
        return NULL;
    d->pending_cr = flags & 1;
    if (d->decoder == OURO_NONE(rt))
        return OURO_NONE(rt);
    ouro_object *items[2] = {ouro_ref(state->items[0]), ouro__int_from_uint64(rt, flags >> 1)};
    ouro_object *inner = items[1] ? ouro__tuple_from_owned(rt, items, 2) : NULL;
    if (!items[1])
        ouro_decref(rt, items[0]);
    ouro_object *result = inner ? ouro__io_call(rt, d->decoder, "setstate", 1, inner) : NULL;
    ouro_xdecref(rt, inner);
    return result;
}

OURO_C_FUNCTION(decoder_reset)
{
    if (check_made(rt, self) < 0)
        return NULL;
    ouro_newline_decoder *d = decoder_of(self);
    d->seen = 0;
    d->pending_cr = false;
    return d->decoder == OURO_NONE(rt) ? OURO_NONE(rt) : ouro__io_call(rt, d->decoder, "reset", 0);
}

static ouro_object *get_newlines(ouro_runtime *rt, ouro_object *self)
{
    return check_made(rt, self) < 0 ? NULL : ouro__io_newlines(rt, decoder_of(self)->seen);
}

static const ouro_method_def methods[] = {
    {"decode", decoder_decode, OURO_METH_KEYWORDS, 0, 0, "decode($self, /, input, final=False)\n--\n\n"},
    {"getstate", decoder_getstate, 0, 0, 0, "getstate($self, /)\n--\n\n"},
    {"setstate", decoder_setstate, 0, 1, 1, "setstate($self, state, /)\n--\n\n"},
    {"reset", decoder_reset, 0, 0, 0, "reset($self, /)\n--\n\n"},
    {0},
};

static const ouro_getset_def getsets[] = {{"newlines", get_newlines, NULL, NULL}, {0}};

OURO_BUILTIN_TYPE(newline_decoder) = {
    .id = OURO_T_NEWLINE_DECODER,
    .slots = {.name = "_io.IncrementalNewlineDecoder",
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE,
              .size = sizeof(ouro_newline_decoder),
              .layout = OURO_LAYOUT_LEAF,
              .fields = fields,
              .new_ = decoder_new,
              .init = decoder_init},
    .methods = methods,
    .getsets = getsets,
    .module = "_io",
    .doc = "IncrementalNewlineDecoder(decoder, translate, errors='strict')\n--\n\nCodec used when reading a "
           "file in universal "
           "newlines mode.",
};
