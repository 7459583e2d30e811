/* The type bytes and its iterator. */
#include "object/slot.h"
#include "types/bytearray.h"
#include "types/bytes_methods.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/slice.h"
#include "types/str_encode.h"
#include "types/tuple.h"
#include "types/types.h"

ouro_object *ouro__bytes_like(ouro_runtime *rt, ouro_object *self, size_t length, uint8_t **data)
{
    if (ouro__is_bytearray(rt, self)) {
        ouro_object *a = ouro__bytearray_new(rt, NULL, length);
        if (a)
            *data = ouro__bytearray_data((ouro_bytearray *)a);
        return a;
    }
    ouro_object *o = ouro__bytes_new(rt, NULL, length);
    if (o)
        *data = ((ouro_bytes *)o)->data;
    return o;
}

ouro_object *ouro__bytes_piece(ouro_runtime *rt, ouro_object *self, size_t start, size_t stop)
{
    ouro__text t = ouro__bytes_text(rt, self);
    if (start >= stop)
        start = stop;
    if (stop - start == t.length && ouro__is_exactly(self, OURO_T_BYTES))
        return ouro__same(self);
    uint8_t *to;
    ouro_object *o = ouro__bytes_like(rt, self, stop - start, &to);
    if (o)
        memcpy(to, (const uint8_t *)t.data + start, stop - start);
    return o;
}

int ouro__bytes_put_repr(ouro_str_builder *b, const uint8_t *data, size_t length, bool escape_single)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t quote = memchr(data, '\'', length) && !memchr(data, '"', length) ? '"' : '\'';
    if (ouro__builder_ascii(b, "b", 1) < 0 || ouro__builder_char(b, quote) < 0)
        return -1;
    for (size_t i = 0; i < length; i++) {
        uint8_t c = data[i];
        char text[4] = {'\\', 'x', digits[c >> 4], digits[c & 15]};
        const char *short_form = c == '\t' ? "\\t" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : NULL;
        int status;
        if (short_form) {
            status = ouro__builder_ascii(b, short_form, 2);
        } else if (c == quote || c == '\\' || (c == '\'' && escape_single)) {
            text[1] = (char)c;
            status = ouro__builder_ascii(b, text, 2);
        } else {
            status = c < 32 || c >= 127 ? ouro__builder_ascii(b, text, 4) : ouro__builder_char(b, c);
        }
        if (status < 0)
            return -1;
    }
    return ouro__builder_char(b, quote);
}

ouro_object *ouro__bytes_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro__text t = ouro__bytes_text(rt, o);
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    if (ouro__bytes_put_repr(&b, t.data, t.length, false) == 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

int ouro__bytes_warning(ouro_runtime *rt, const char *text)
{
    if (ouro__likely(!(rt->python->options & OURO_OPTION_BYTES_WARNING)) || !rt->python->hooks.warn)
        return 0;
    return rt->python->hooks.warn(rt, OURO_T_BYTES_WARNING, text);
}

static ouro_object *bytes_str(ouro_runtime *rt, ouro_object *o)
{
    return ouro__bytes_warning(rt, "str() on a bytes instance") < 0 ? NULL : ouro__bytes_repr(rt, o);
}

static int64_t bytes_length(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return (int64_t)((ouro_bytes *)o)->length;
}

static int64_t bytes_hash(ouro_runtime *rt, ouro_object *o)
{
    const ouro_bytes *b = (ouro_bytes *)o;
    int64_t h = (int64_t)(ouro__hash_bytes(rt, b->data, b->length) >> 1);
    return h;
}

static size_t bytes_size_of(ouro_runtime *rt, ouro_object *o)
{
    size_t end = ouro__end_bytes(ouro__type_of(rt, o));
    return sizeof(ouro_bytes) + ((ouro_bytes *)o)->length + 1 + end;
}

/* One of the two is not bytes. */
static ouro_object *compare_other(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    const char *text = ouro__is_str(rt, a) || ouro__is_str(rt, b)   ? "Comparison between bytes and string"
                       : ouro__is_int(rt, a) || ouro__is_int(rt, b) ? "Comparison between bytes and int"
                                                                    : NULL;
    if (text && (op == OURO_EQ || op == OURO_NE) && ouro__bytes_warning(rt, text) < 0)
        return NULL;
    return ouro__not_implemented(rt);
}

static ouro_object *bytes_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if (!ouro__is_bytes(rt, a) || !ouro__is_bytes(rt, b))
        return compare_other(rt, a, b, op);
    const ouro_bytes *x = (ouro_bytes *)a, *y = (ouro_bytes *)b;
    if (op == OURO_EQ || op == OURO_NE)
        return ouro__bool(rt, ouro__bytes_equal(a, b) == (op == OURO_EQ));
    int order = memcmp(x->data, y->data, x->length < y->length ? x->length : y->length);
    if (order == 0)
        order = x->length < y->length ? -1 : x->length > y->length;
    return ouro__bool(rt, ouro__order_holds(order, op));
}

static ouro_object *bytes_item(ouro_runtime *rt, ouro_object *o, int64_t index)
{
    const ouro_bytes *b = (ouro_bytes *)o;
    if ((uint64_t)index >= b->length)
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "index out of range");
    return ouro__int_new(rt, b->data[index]);
}

static ouro_object *get_slice(ouro_runtime *rt, ouro_object *o, ouro_object *slice)
{
    const ouro_bytes *b = (ouro_bytes *)o;
    int64_t start, stop, step, count;
    if (ouro__slice_resolve(rt, slice, (int64_t)b->length, &start, &stop, &step, &count) < 0)
        return NULL;
    if (step == 1)
        return ouro__bytes_piece(rt, o, (size_t)start, (size_t)start + (size_t)count);
    ouro_object *r = ouro__bytes_new(rt, NULL, (size_t)count);
    for (int64_t i = 0; r && i < count; i++)
        ((ouro_bytes *)r)->data[i] = b->data[start + i * step];
    return r;
}

static ouro_object *bytes_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    int64_t index;
    if (ouro__is_exactly(key, OURO_T_SLICE))
        return get_slice(rt, o, key);
    const ouro_number_slots *number = ouro__type_of(rt, key)->number;
    if (!number || !number->index)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "byte indices must be integers or slices, not %T", key);
    if (ouro__index_int64(rt, key, false, &index) < 0)
        return NULL;
    return bytes_item(rt, o, index < 0 ? index + (int64_t)((ouro_bytes *)o)->length : index);
}

ouro_object *ouro__bytes_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro__byte_view x;
    ouro__byte_loan y;
    if (!ouro__bytes_view(rt, a, &x))
        return NULL;
    if (!ouro__bytes_borrow(rt, b, &y)) {
        ouro__error_clear(rt); /* whatever it was */
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "can't concat %T to %T", b, a);
    }
    if (x.length == 0 && ouro__is_exactly(b, OURO_T_BYTES))
        return ouro__same(b);
    if (y.length == 0 && ouro__is_exactly(a, OURO_T_BYTES)) {
        ouro__bytes_return(rt, &y);
        return ouro__same(a);
    }
    uint8_t *to;
    ouro_object *o = ouro__bytes_like(rt, a, x.length + y.length, &to);
    if (o) {
        memcpy(to, x.data, x.length);
        memcpy(to + x.length, y.data, y.length);
    }
    ouro__bytes_return(rt, &y);
    return o;
}

static ouro_object *bytes_repeat(ouro_runtime *rt, ouro_object *o, int64_t count)
{
    const ouro_bytes *b = (ouro_bytes *)o;
    size_t total;
    if (count < 0)
        count = 0;
    if (count == 1 && ouro__is_exactly(o, OURO_T_BYTES))
        return ouro__same(o);
    if (__builtin_mul_overflow(b->length, (size_t)count, &total) || total > INT64_MAX)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "repeated bytes are too long");
    ouro_bytes *r = ouro__bytes_fresh(rt, total); /* as in CPython, an empty one is not the shared one */
    if (!r || total == 0)
        return r ? &r->head : NULL;
    size_t done = b->length;
    memcpy(r->data, b->data, done);
    while (done < total) {
        size_t more = done < total - done ? done : total - done;
        memcpy(r->data + done, r->data, more);
        done += more;
    }
    return &r->head;
}

static ouro_object *bytes_remainder(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return ouro__is_bytes(rt, a) ? ouro__bytes_percent(rt, a, b) : ouro__not_implemented(rt);
}

/* bytes(o) without encoding: a count of zeros, or what bytes_from_object takes. */
static ouro_object *from_one(ouro_runtime *rt, ouro_object *o)
{
    const ouro_number_slots *number = ouro__type_of(rt, o)->number;
    ouro_object *method = ouro__lookup_special(rt, o, NAME(rt, __bytes__));
    if (method)
        return ouro__bytes_from_method(rt, method);
    if (ouro__error_pending(rt))
        return NULL;
    if (ouro__is_str(rt, o))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "string argument without an encoding");
    if (!number || !number->index || ouro__is_bytes_like(rt, o))
        return ouro__bytes_from_object(rt, o);
    ouro_object *i = ouro__index(rt, o);
    if (!i) {
        if (!ouro__error_is(rt, OURO_T_TYPE_ERROR))
            return NULL;
        ouro__error_clear(rt);
        return ouro__bytes_from_object(rt, o);
    }
    int64_t count;
    bool fits = ouro__int_as_int64(rt, i, &count) == 0;
    ouro_decref(rt, i);
    if (!fits)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "cannot fit '%T' into an index-sized integer", o);
    if (count < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "negative count");
    ouro_object *b = ouro__bytes_new(rt, NULL, (size_t)count);
    if (b)
        memset(((ouro_bytes *)b)->data, 0, (size_t)count);
    return b;
}

static ouro_object *bytes_value(ouro_runtime *rt, ouro_object *source, ouro_object *encoding,
                                ouro_object *errors)
{
    if (!source) {
        if (encoding || errors)
            return ouro__raise(rt, OURO_T_TYPE_ERROR,
                               encoding ? "encoding without a string argument"
                                        : "errors without a string argument");
        return OURO_EMPTY_BYTES(rt);
    }
    if (!encoding && !errors)
        return from_one(rt, source);
    if (!ouro__is_str(rt, source))
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           encoding ? "encoding without a string argument"
                                    : "errors without a string argument");
    if (!encoding)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "string argument without an encoding");
    return ouro__encode(rt, source, encoding, errors);
}

static ouro_object *bytes_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    static const char *const names[] = {"source", "encoding", "errors", NULL};
    static const ouro_signature signature = {"bytes", names, 0, 3, 0, 0};
    ouro_object *out[3];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    for (int i = 1; i < 3; i++)
        if (out[i] && !ouro__is_str(rt, out[i]))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "bytes() argument '%s' must be str, not %V", names[i],
                               out[i]);
    ouro_object *value = bytes_value(rt, out[0], out[1], out[2]);
    if (!value || ouro__is_builtin_class(cls, OURO_T_BYTES))
        return value;
    const ouro_bytes *b = (ouro_bytes *)value;
    ouro_bytes *o = ouro__subclass_instance(rt, cls, sizeof *o + b->length + 1);
    if (o) {
        o->length = b->length;
        memcpy(o->data, b->data, b->length);
    }
    ouro_decref(rt, value);
    return (ouro_object *)o;
}

typedef struct bytes_iterator {
    ouro_object head;
    ouro_object *bytes; /* exact, so that it can be in no cycle; NULL: exhausted */
    uint64_t position;
} bytes_iterator;

static const uint16_t iterator_fields[] = {offsetof(bytes_iterator, bytes), 0};

static ouro_object *bytes_iter(ouro_runtime *rt, ouro_object *o)
{
    ouro_bytes *b = (ouro_bytes *)o;
    ouro_object *exact =
        ouro__is_exactly(o, OURO_T_BYTES) ? ouro__same(o) : ouro__bytes_new(rt, b->data, b->length);
    if (!exact)
        return NULL;
    bytes_iterator *it = ouro__new_leaf(rt, sizeof *it, OURO_WORD(OURO_T_BYTES_ITERATOR));
    if (!it) {
        ouro_decref(rt, exact);
        return NULL;
    }
    ouro__slot_init(&it->bytes, exact);
    it->position = 0;
    return &it->head;
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *o)
{
    bytes_iterator *it = (bytes_iterator *)o;
    if (!it->bytes)
        return NULL;
    const ouro_bytes *b = (ouro_bytes *)it->bytes;
    if (it->position < b->length)
        return ouro__int_new(rt, b->data[it->position++]);
    ouro__slot_clear(rt, it, &it->bytes);
    return NULL;
}

static ouro_object *iterator_iter(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return ouro__same(o);
}

OURO_C_FUNCTION(iterator_length_hint)
{
    bytes_iterator *it = (bytes_iterator *)self;
    return ouro__int_new(rt, it->bytes ? (int64_t)(((ouro_bytes *)it->bytes)->length - it->position) : 0);
}

OURO_C_FUNCTION(iterator_reduce)
{
    bytes_iterator *it = (bytes_iterator *)self;
    if (!it->bytes)
        return ouro__iterator_reduce(rt, "iter", OURO_EMPTY_TUPLE(rt), NULL);
    return ouro__iterator_reduce(rt, "iter", ouro_ref(it->bytes), ouro__int_new(rt, (int64_t)it->position));
}

OURO_C_FUNCTION(iterator_setstate)
{
    bytes_iterator *it = (bytes_iterator *)self;
    int64_t position;
    if (ouro__index_int64(rt, args[0], false, &position) < 0)
        return NULL;
    if (it->bytes) {
        uint64_t length = ((ouro_bytes *)it->bytes)->length;
        it->position = position < 0 ? 0 : (uint64_t)position > length ? length : (uint64_t)position;
    }
    return OURO_NONE(rt);
}

static const ouro_method_def iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, 0, 0, 0, "How many items are left."},
    {"__reduce__", iterator_reduce, 0, 0, 0, "What pickle makes the iterator from."},
    {"__setstate__", iterator_setstate, 0, 1, 1, "Sets the position."},
    {0},
};

OURO_BUILTIN_TYPE(bytes_iterator) = {
    .id = OURO_T_BYTES_ITERATOR,
    .slots = {.name = "bytes_iterator",
              .flags = OURO_TYPE_IMMUTABLE | OURO_TYPE_DISALLOW_NEW,
              .size = sizeof(bytes_iterator),
              .layout = OURO_LAYOUT_LEAF,
              .fields = iterator_fields,
              .iter = iterator_iter,
              .next = iterator_next},
    .methods = iterator_methods,
};

OURO_C_FUNCTION(bytes_bytes)
{
    return ouro__is_exactly(self, OURO_T_BYTES)
               ? ouro__same(self)
               : ouro__bytes_new(rt, ((ouro_bytes *)self)->data, ((ouro_bytes *)self)->length);
}

OURO_C_FUNCTION(bytes_getnewargs)
{
    ouro_object *copy = ouro__bytes_new(rt, ((ouro_bytes *)self)->data, ((ouro_bytes *)self)->length);
    return copy ? ouro__tuple_from_owned(rt, &copy, 1) : NULL;
}

static const ouro_method_def methods[] = {
#define M(name, flags, min, max, doc) {#name, ouro__bytes_m_##name, flags, min, max, doc},
#include "types/bytes_methods.def"
#undef M
    {"__bytes__", bytes_bytes, 0, 0, 0, "__bytes__($self, /)\n--\n\nThe same as exact bytes."},
    {"__getnewargs__", bytes_getnewargs, 0, 0, 0, NULL},
    {0},
};

static const ouro_number_slots numbers = {.binary = {[OURO_REMAINDER] = bytes_remainder}};
static const ouro_sequence_slots sequence = {
    .concat = ouro__bytes_concat, .repeat = bytes_repeat, .item = bytes_item};

static int get_buffer(ouro_runtime *rt, ouro_object *o, ouro_buffer *buffer, int flags)
{
    (void)rt;
    (void)flags;
    ouro__buffer_fill(buffer, ((ouro_bytes *)o)->data, (int64_t)((ouro_bytes *)o)->length, true);
    return 0;
}

static const ouro_extra_slots extra = {.get_buffer = get_buffer};

OURO_BUILTIN_TYPE(bytes) = {
    .id = OURO_T_BYTES,
    .slots =
        {
            .name = "bytes",
            .flags = OURO_TYPE_BASE | OURO_TYPE_IS_BYTES | OURO_TYPE_IMMUTABLE,
            .size = sizeof(ouro_bytes),
            .item_size = 1,
            .layout = OURO_LAYOUT_LEAF,
            .size_of = bytes_size_of,
            .repr = ouro__bytes_repr,
            .str = bytes_str,
            .hash = bytes_hash,
            .compare = bytes_compare,
            .iter = bytes_iter,
            .length = bytes_length,
            .getitem = bytes_getitem,
            .contains = ouro__bytes_contains,
            .new_ = bytes_new,
            .number = &numbers,
            .sequence = &sequence,
            .extra = &extra,
        },
    .methods = methods,
    .doc = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\n"
           "bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> so many zero bytes\n"
           "bytes() -> empty bytes object\n\nAn immutable sequence of bytes.",
};
