/* Reading the marshal format, from bytes that may be anything. See marshal.h. */
#include <string.h>

#include "compiler/code.h"
#include "compiler/compiler.h"
#include "object/slot.h"
#include "types/bytes.h"
#include "types/complex.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/float_impl.h"
#include "types/int.h"
#include "types/int_type.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/marshal.h"

typedef struct reader {
    ouro_runtime *rt;
    const uint8_t *at, *end; /* of bytes; of a file nothing */
    ouro_object *file;       /* or NULL */
    ouro_object *piece;      /* what was read last from the file, or NULL */
    bool at_object;          /* an object is to begin in the file */
    ouro_object **numbered;  /* owned; NULL: still being made, and not to be seen yet */
    size_t numbered_count, numbered_capacity;
    uint32_t depth;
    bool in_code; /* whose bytes are there and fit their sum */
    bool own;     /* written by this very library: a fitting sum is enough */
} reader;

/* NULL without an exception: the NULL that ends a dict. */
static ouro_object *read_object(reader *r);

static void *bad(reader *r, const char *what)
{
    return ouro__raise(r->rt, OURO_T_VALUE_ERROR, "bad marshal data (%s)", what);
}

/* --- bytes ----------------------------------------------------------------------------------------------- */

/* file.read(length) until so many bytes came: they stay in r->piece. */
static const uint8_t *get_from_file(reader *r, size_t length)
{
    ouro_runtime *rt = r->rt;
    ouro_object *name = ouro__str_intern_cstring(rt, "read"),
                *whole = name ? ouro__bytes_new(rt, NULL, 0) : NULL;
    while (whole && ((ouro_bytes *)whole)->length < length) {
        size_t had = ((ouro_bytes *)whole)->length;
        ouro_object *wanted = ouro__int_new(rt, (int64_t)(length - had));
        ouro_object *got = wanted ? ouro__call_method(rt, r->file, name, 1, wanted) : NULL, *joined = NULL;
        ouro_xdecref(rt, wanted);
        if (got && !ouro__is_bytes(rt, got))
            ouro__raise(rt, OURO_T_TYPE_ERROR, "file.read() returned not bytes but %T", got);
        else if (got && ((ouro_bytes *)got)->length > length - had)
            ouro__raise(rt, OURO_T_VALUE_ERROR,
                        "read() returned too much data: %zu bytes requested, %zu returned", length - had,
                        (size_t)((ouro_bytes *)got)->length);
        else if (got && ((ouro_bytes *)got)->length == 0)
            ouro__raise(rt, OURO_T_EOF_ERROR, "EOF read where %s expected", r->at_object ? "object" : "not");
        else if (got && had == 0)
            joined = ouro_ref(got);
        else if (got && (joined = ouro__bytes_new(rt, NULL, had + ((ouro_bytes *)got)->length))) {
            memcpy(((ouro_bytes *)joined)->data, ((ouro_bytes *)whole)->data, had);
            memcpy(((ouro_bytes *)joined)->data + had, ((ouro_bytes *)got)->data,
                   ((ouro_bytes *)got)->length);
        }
        ouro_xdecref(rt, got);
        ouro_decref(rt, whole);
        whole = joined;
    }
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, r->piece);
    r->piece = whole;
    return whole ? ((ouro_bytes *)whole)->data : NULL;
}

/* The next bytes, up to the next call. NULL with EOFError or what the file raised. */
static inline const uint8_t *get(reader *r, size_t length)
{
    if (__builtin_expect(r->file != NULL, 0))
        return get_from_file(r, length);
    if (__builtin_expect(length > (size_t)(r->end - r->at), 0))
        return ouro__raise(r->rt, OURO_T_EOF_ERROR, "marshal data too short");
    const uint8_t *data = r->at;
    r->at += length;
    return data;
}

/* Least byte first. 0 or -1. */
static inline int get_word(reader *r, uint32_t *value)
{
    const uint8_t *data = get(r, 4);
    if (!data)
        return -1;
    *value = (uint32_t)data[0] | (uint32_t)data[1] << 8 | (uint32_t)data[2] << 16 | (uint32_t)data[3] << 24;
    return 0;
}

static int get_long_word(reader *r, uint64_t *value)
{
    const uint8_t *data = get(r, 8);
    if (!data)
        return -1;
    *value = 0;
    for (int i = 0; i < 8; i++)
        *value |= (uint64_t)data[i] << 8 * i;
    return 0;
}

/* A size of one byte or of four. */
static int get_size(reader *r, bool one_byte, const char *what, size_t *size)
{
    uint32_t value;
    if (one_byte) {
        const uint8_t *data = get(r, 1);
        *size = data ? *data : 0;
        return data ? 0 : -1;
    }
    if (get_word(r, &value) < 0)
        return -1;
    if (value > INT32_MAX) {
        bad(r, what);
        return -1;
    }
    *size = (size_t)value;
    return 0;
}

/* --- numbered objects ------------------------------------------------------------------------------------ */

/* The next number for a flagged object that may be seen from now on (`o`), or once it is whole (NULL). Its number, or -1. */
static int64_t give_number(reader *r, bool flag, ouro_object *o)
{
    if (!flag)
        return 0;
    if (r->numbered_count == r->numbered_capacity) {
        size_t capacity = r->numbered_capacity ? 2 * r->numbered_capacity : 32,
               bytes = capacity * sizeof *r->numbered;
        ouro_object **grown =
            r->numbered ? ouro__buffer_resize(r->rt, r->numbered, bytes) : ouro__buffer_alloc(r->rt, bytes);
        if (!grown)
            return -1;
        r->numbered = grown;
        r->numbered_capacity = capacity;
    }
    r->numbered[r->numbered_count] = o ? ouro_ref(o) : NULL;
    return (int64_t)r->numbered_count++;
}

/* For a finished object (taken over; NULL: it failed). */
static ouro_object *numbered(reader *r, bool flag, ouro_object *o)
{
    if (o && give_number(r, flag, o) < 0) {
        ouro_decref(r->rt, o);
        return NULL;
    }
    return o;
}

static ouro_object *read_reference(reader *r)
{
    uint32_t number;
    if (get_word(r, &number) < 0)
        return NULL;
    if (number >= r->numbered_count || !r->numbered[number])
        return bad(r, "invalid reference");
    return ouro_ref(r->numbered[number]);
}

/* --- scalars --------------------------------------------------------------------------------------------- */

static ouro_object *read_long(reader *r)
{
    uint32_t raw;
    if (get_word(r, &raw) < 0)
        return NULL;
    int32_t size = (int32_t)raw;
    if (size == INT32_MIN)
        return bad(r, "long size out of range");
    size_t digits = (size_t)(size < 0 ? -size : size);
    if (digits == 0)
        return ouro__int_new(r->rt, 0);
    const uint8_t *data = get(r, digits * 2);
    if (!data)
        return NULL;
    uint8_t *bytes = ouro__buffer_alloc(r->rt, digits * 2);
    if (!bytes)
        return NULL;
    size_t filled = 0;
    uint32_t bits = 0, held = 0, digit = 0;
    for (size_t i = 0; i < digits; i++) {
        digit = (uint32_t)data[2 * i] | (uint32_t)data[2 * i + 1] << 8;
        if (digit > 0x7fff)
            break;
        bits |= digit << held;
        for (held += OURO_MARSHAL_DIGIT_BITS; held >= 8; held -= 8, bits >>= 8)
            bytes[filled++] = (uint8_t)bits;
    }
    bytes[filled++] = (uint8_t)bits;
    ouro_object *value = NULL;
    if (digit > 0x7fff)
        bad(r, "digit out of range in long");
    else if (digit == 0)
        bad(r, "unnormalized long data");
    else
        value = ouro__int_from_bytes(r->rt, bytes, filled, true, false);
    ouro__buffer_free(r->rt, bytes);
    if (value && size < 0) {
        ouro_object *negative = ouro__int_binary(r->rt, OURO_SUBTRACT, ouro__int_new(r->rt, 0), value);
        ouro_decref(r->rt, value);
        return negative;
    }
    return value;
}

/* As eight bytes or as text. 0 or -1. */
static int get_double(reader *r, bool text, double *value)
{
    uint64_t bits;
    size_t length;
    if (!text) {
        if (get_long_word(r, &bits) < 0)
            return -1;
        memcpy(value, &bits, sizeof *value);
        return 0;
    }
    const uint8_t *data = get_size(r, true, "", &length) < 0 ? NULL : get(r, length);
    if (!data)
        return -1;
    int status = ouro__float_parse(r->rt, data, 0, length, value);
    if (status > 0)
        ouro__raise(r->rt, OURO_T_VALUE_ERROR, "could not convert string to float: '%.*s'", (int)length,
                    (const char *)data);
    return status ? -1 : 0;
}

static ouro_object *read_float(reader *r, bool text)
{
    double value;
    return get_double(r, text, &value) < 0 ? NULL : ouro__float_new(r->rt, value);
}

static ouro_object *read_complex(reader *r, bool text)
{
    double real, imag;
    if (get_double(r, text, &real) < 0 || get_double(r, text, &imag) < 0)
        return NULL;
    return ouro__complex_new(r->rt, real, imag);
}

static ouro_object *read_bytes(reader *r)
{
    size_t length;
    if (get_size(r, false, "bytes object size out of range", &length) < 0)
        return NULL;
    const uint8_t *data = get(r, length);
    return data ? ouro__bytes_new(r->rt, data, length) : NULL;
}

static ouro_object *read_str(reader *r, unsigned type)
{
    size_t length;
    bool is_short = type == OURO_MARSHAL_SHORT_ASCII || type == OURO_MARSHAL_SHORT_ASCII_INTERNED;
    bool utf8 = type == OURO_MARSHAL_STR || type == OURO_MARSHAL_STR_INTERNED;
    bool interned = type == OURO_MARSHAL_STR_INTERNED || type == OURO_MARSHAL_ASCII_INTERNED ||
                    type == OURO_MARSHAL_SHORT_ASCII_INTERNED;
    if (get_size(r, is_short, "string size out of range", &length) < 0)
        return NULL;
    const uint8_t *data = get(r, length);
    if (!data)
        return NULL;
    ouro_object *s = utf8 ? ouro__str_from_wtf8(r->rt, (const char *)data, length)
                          : ouro__str_from_latin1(r->rt, data, length);
    return s && interned ? ouro__str_intern(r->rt, s) : s;
}

/* --- containers ------------------------------------------------------------------------------------------ */

/* An item that must be there. */
static ouro_object *read_item(reader *r, const char *container)
{
    ouro_runtime *rt = r->rt;
    ouro_object *o = read_object(r);
    if (!o && !rt->error)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "NULL object in marshal data for %s", container);
    return o;
}

/* Each item takes a byte at least: what says that there are more than bytes left cannot be believed. */
static bool believable(reader *r, size_t count)
{
    if (r->file || count <= (size_t)(r->end - r->at))
        return true;
    ouro__raise(r->rt, OURO_T_EOF_ERROR, "EOF read where object expected");
    return false;
}

static int read_items(reader *r, ouro_list *list, size_t count, const char *container)
{
    for (size_t i = 0; i < count; i++) {
        ouro_object *item = read_item(r, container);
        if (!item || ouro__list_append_owned(r->rt, list, item) < 0)
            return -1;
    }
    return 0;
}

static ouro_object *read_list(reader *r, bool flag)
{
    size_t count;
    if (get_size(r, false, "list size out of range", &count) < 0 || !believable(r, count))
        return NULL;
    ouro_object *list = numbered(r, flag, ouro__list_new(r->rt, 0));
    if (list && read_items(r, (ouro_list *)list, count, "list") < 0) {
        ouro_decref(r->rt, list);
        return NULL;
    }
    return list;
}

/* A tuple can be seen while it is filled, by what is in it: it has None in the places to come. */
static ouro_object *read_tuple(reader *r, bool small, bool flag)
{
    size_t count;
    if (get_size(r, small, "tuple size out of range", &count) < 0 || !believable(r, count))
        return NULL;
    if (r->file && count > 4096) { /* perhaps not so many will come */
        int64_t number = give_number(r, flag, NULL);
        ouro_object *list = number < 0 ? NULL : ouro__list_new(r->rt, 0);
        ouro_object *t = list && read_items(r, (ouro_list *)list, count, "tuple") == 0
                             ? ouro__list_to_tuple(r->rt, list)
                             : NULL;
        ouro_xdecref(r->rt, list);
        if (t && flag)
            r->numbered[number] = ouro_ref(t);
        return t;
    }
    ouro_tuple *t = ouro__tuple_alloc(r->rt, count);
    for (size_t i = 0; t && i < count; i++)
        ouro__slot_init(&t->items[i], OURO_NONE(r->rt));
    if (!t || !numbered(r, flag, &t->head) || count == 0)
        return (ouro_object *)t;
    if (flag) /* it may come to be in itself, and what it is put in looks whether it is tracked */
        ouro__track(&t->head);
    size_t done = 0;
    for (ouro_object *item; done < count && (item = read_item(r, "tuple")); done++)
        ouro__slot_set(r->rt, t, &t->items[done], item);
    if (t->head.refcount == 2) /* the reader's and ours: it is in nothing */
        ouro__untrack(&t->head);
    ouro__tuple_ready(r->rt, t);
    if (done == count)
        return &t->head;
    ouro_decref(r->rt, &t->head);
    return NULL;
}

static ouro_object *read_dict(reader *r, bool flag)
{
    ouro_object *d = numbered(r, flag, ouro__dict_new(r->rt)), *key;
    if (!d)
        return NULL;
    while ((key = read_object(r))) {
        ouro_object *value = read_object(r);
        if (!value) {
            ouro_decref(r->rt, key);
            break;
        }
        if (ouro__dict_set_owned(r->rt, d, key, value) < 0)
            break;
    }
    if (!r->rt->error)
        return d;
    ouro_decref(r->rt, d);
    return NULL;
}

/* A frozen set cannot be seen before it is whole. */
static ouro_object *read_set(reader *r, bool frozen, bool flag)
{
    size_t count;
    if (get_size(r, false, "set size out of range", &count) < 0 || !believable(r, count))
        return NULL;
    if (frozen && count == 0)
        return numbered(r, flag, ouro__frozenset_new(r->rt, NULL));
    ouro_object *items = frozen ? ouro__list_new(r->rt, 0) : NULL;
    int64_t number = frozen ? give_number(r, flag, NULL) : 0;
    ouro_object *set = frozen ? NULL : numbered(r, flag, ouro__set_new(r->rt, NULL));
    if (frozen && items && number >= 0 && read_items(r, (ouro_list *)items, count, "set") == 0 &&
        (set = ouro__frozenset_new(r->rt, items)) && flag)
        r->numbered[number] = ouro_ref(set);
    for (size_t i = 0; !frozen && set && i < count; i++) {
        ouro_object *item = read_item(r, "set");
        int status = item ? ouro__set_add(r->rt, set, item) : -1;
        ouro_xdecref(r->rt, item);
        if (status < 0) {
            ouro_decref(r->rt, set);
            set = NULL;
        }
    }
    ouro_xdecref(r->rt, items);
    return set;
}

/* --- code ------------------------------------------------------------------------------------------------ */

/* A copy of the next bytes as a buffer, NULL for none: 0 or -1. */
static int get_buffer(reader *r, size_t length, void *place)
{
    const uint8_t *data;
    void *copy = NULL;
    if (length && (!(data = get(r, length)) || !(copy = ouro__buffer_alloc(r->rt, length))))
        return -1;
    if (length)
        memcpy(copy, data, length);
    memcpy(place, &copy, sizeof copy);
    return 0;
}

static int read_code_numbers(reader *r, ouro_code *code)
{
    uint32_t value;
#define X(name)                                                                                              \
    if (get_word(r, &value) < 0)                                                                             \
        return -1;                                                                                           \
    code->name = (__typeof__(code->name))value;                                                              \
    if (code->name != value) {                                                                               \
        bad(r, "code out of range");                                                                         \
        return -1;                                                                                           \
    }
    OURO_MARSHAL_CODE_NUMBERS(X)
#undef X
    return get_long_word(r, &code->fingerprint);
}

static int read_code_objects(reader *r, ouro_code *code)
{
    ouro_runtime *rt = r->rt;
#define X(name)                                                                                              \
    if (!(code->name = read_item(r, "code")))                                                                \
        return -1;
    OURO_MARSHAL_CODE_OBJECTS(X)
#undef X
    code->docstring = read_object(r);
    return code->docstring || !rt->error ? 0 : -1;
}

static int read_code_body(reader *r, ouro_code *code)
{
    uint32_t counts[3];
    const uint8_t *has_cells;
    if (read_code_numbers(r, code) < 0 || !(has_cells = get(r, 1)))
        return -1;
    bool cells = *has_cells;
    /* Nothing is counted that is not there yet, whatever fails below. */
    memcpy(counts, (uint32_t[]){code->instruction_count, code->positions_size, code->handler_count},
           sizeof counts);
    code->instruction_count = code->positions_size = code->handler_count = 0;
    if (read_code_objects(r, code) < 0 ||
        get_buffer(r, (size_t)counts[0] * sizeof *code->instructions, &code->instructions) < 0 ||
        get_buffer(r, counts[1], &code->positions) < 0 ||
        get_buffer(r, (size_t)counts[2] * sizeof *code->handlers, &code->handlers) < 0 ||
        (cells && get_buffer(r, code->local_count, &code->cell_of_local) < 0))
        return -1;
    code->instruction_count = counts[0];
    code->positions_size = counts[1];
    code->handler_count = counts[2];
    return 0;
}

/* A tuple of strs, at least so many; NULL counts as wrong. */
static bool are_strs(ouro_object *o, size_t count)
{
    if (!o || !ouro__is_exactly(o, OURO_T_TUPLE) || ((ouro_tuple *)o)->count < count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!ouro__is_exactly(((ouro_tuple *)o)->items[i], OURO_T_STR))
            return false;
    return true;
}

static size_t count_of(ouro_object *tuple)
{
    return ouro__is_exactly(tuple, OURO_T_TUPLE) ? ((ouro_tuple *)tuple)->count : 0;
}

static bool code_is_sound(const ouro_code *code, bool own)
{
    char why[200];
    bool has_doc = code->docstring != NULL;
    uint32_t parameters = (uint32_t)code->argument_count + code->keyword_only_count +
                          !!(code->flags & OURO_CO_VARARGS) + !!(code->flags & OURO_CO_VARKEYWORDS);
    if (!ouro__is_exactly(code->name, OURO_T_STR) || !ouro__is_exactly(code->qualname, OURO_T_STR) ||
        !ouro__is_exactly(code->filename, OURO_T_STR) ||
        (has_doc && !ouro__is_exactly(code->docstring, OURO_T_STR)))
        return false;
    return are_strs(code->constants, code->name_count) &&
           are_strs(code->variables, count_of(code->variables)) &&
           count_of(code->variables) == code->local_count &&
           are_strs(code->cell_names, count_of(code->cell_names)) &&
           are_strs(code->free_names, count_of(code->free_names)) &&
           code->register_count >= code->local_count && parameters <= code->local_count &&
           code->positional_only_count <= code->argument_count && code->instruction_count > 0 &&
           (own || (ouro__code_positions_whole(code) && !ouro__code_verify(code, why, sizeof why)));
}

/* The code whose body comes next; code in it is read here, too. */
static ouro_object *read_code_here(reader *r, bool flag)
{
    int64_t number = give_number(r, flag, NULL);
    ouro_code *code = number < 0 ? NULL : ouro__code_new(r->rt);
    if (!code)
        return NULL;
    int status = read_code_body(r, code);
    if (status == 0 && !code_is_sound(code, r->own)) {
        bad(r, "damaged code");
        status = -1;
    }
    if (status < 0) {
        ouro_decref(r->rt, &code->head);
        return NULL;
    }
    if (flag)
        r->numbered[number] = ouro_ref(&code->head);
    return &code->head;
}

/* Code that is in no other: all of its bytes are looked at before one is believed. */
static ouro_object *read_code(reader *r, bool flag)
{
    uint32_t magic;
    uint64_t given;
    size_t length;
    if (r->in_code)
        return read_code_here(r, flag);
    if (get_word(r, &magic) < 0)
        return NULL;
    if (magic != ouro__marshal_code_magic(r->rt))
        return bad(r, "code of another interpreter");
    if (get_size(r, false, "code size out of range", &length) < 0 || get_long_word(r, &given) < 0)
        return NULL;
    const uint8_t *body = get(r, length), *end = r->end;
    if (!body)
        return NULL;
    if (ouro__marshal_sum(OURO_MARSHAL_SUM_START, body, length) != given)
        return bad(r, "damaged code");
    ouro_object *file = r->file;
    r->file = NULL;
    r->at = body;
    r->end = body + length;
    r->in_code = true;
    ouro_object *code = read_code_here(r, flag);
    if (code && r->at != r->end) {
        ouro_decref(r->rt, code);
        code = bad(r, "damaged code");
    }
    r->in_code = false;
    r->file = file;
    r->end = end;
    return code;
}

/* --- objects --------------------------------------------------------------------------------------------- */

static ouro_object *read_int(reader *r)
{
    uint32_t value;
    return get_word(r, &value) < 0 ? NULL : ouro__int_new(r->rt, (int32_t)value);
}

static ouro_object *read_int64(reader *r)
{
    uint64_t value;
    return get_long_word(r, &value) < 0 ? NULL : ouro__int_new(r->rt, (int64_t)value);
}

static ouro_object *read_as(reader *r, unsigned type, bool flag)
{
    ouro_runtime *rt = r->rt;
    switch (type) {
    case OURO_MARSHAL_NULL:
        return NULL;
    case OURO_MARSHAL_NONE:
        return OURO_NONE(rt);
    case OURO_MARSHAL_FALSE:
        return OURO_FALSE(rt);
    case OURO_MARSHAL_TRUE:
        return OURO_TRUE(rt);
    case OURO_MARSHAL_ELLIPSIS:
        return OURO_ELLIPSIS(rt);
    case OURO_MARSHAL_STOP_ITERATION:
        return ouro_ref(ouro__class_at(rt, OURO_T_STOP_ITERATION));
    case OURO_MARSHAL_INT:
        return numbered(r, flag, read_int(r));
    case OURO_MARSHAL_INT64:
        return numbered(r, flag, read_int64(r));
    case OURO_MARSHAL_LONG:
        return numbered(r, flag, read_long(r));
    case OURO_MARSHAL_FLOAT:
    case OURO_MARSHAL_FLOAT_TEXT:
        return numbered(r, flag, read_float(r, type == OURO_MARSHAL_FLOAT_TEXT));
    case OURO_MARSHAL_COMPLEX:
    case OURO_MARSHAL_COMPLEX_TEXT:
        return numbered(r, flag, read_complex(r, type == OURO_MARSHAL_COMPLEX_TEXT));
    case OURO_MARSHAL_BYTES:
        return numbered(r, flag, read_bytes(r));
    case OURO_MARSHAL_STR:
    case OURO_MARSHAL_STR_INTERNED:
    case OURO_MARSHAL_ASCII:
    case OURO_MARSHAL_ASCII_INTERNED:
    case OURO_MARSHAL_SHORT_ASCII:
    case OURO_MARSHAL_SHORT_ASCII_INTERNED:
        return numbered(r, flag, read_str(r, type));
    case OURO_MARSHAL_TUPLE:
    case OURO_MARSHAL_SMALL_TUPLE:
        return read_tuple(r, type == OURO_MARSHAL_SMALL_TUPLE, flag);
    case OURO_MARSHAL_LIST:
        return read_list(r, flag);
    case OURO_MARSHAL_DICT:
        return read_dict(r, flag);
    case OURO_MARSHAL_SET:
    case OURO_MARSHAL_FROZENSET:
        return read_set(r, type == OURO_MARSHAL_FROZENSET, flag);
    case OURO_MARSHAL_CODE:
        return read_code(r, flag);
    case OURO_MARSHAL_REFERENCE:
        return read_reference(r);
    default:
        return bad(r, "unknown type code");
    }
}

static ouro_object *read_object(reader *r)
{
    if (!r->file && r->at == r->end)
        return ouro__raise(r->rt, OURO_T_EOF_ERROR, "EOF read where object expected");
    if (r->depth >= OURO_MARSHAL_DEPTH_MAX || ouro__stack_low(r->rt))
        return ouro__raise(r->rt, OURO_T_VALUE_ERROR, "recursion limit exceeded");
    r->at_object = true;
    const uint8_t *code = get(r, 1);
    r->at_object = false;
    if (!code)
        return NULL;
    unsigned type = *code & 0x7f;
    bool flag = *code & OURO_MARSHAL_FLAG;
    r->depth++;
    ouro_object *o = read_as(r, type, flag);
    r->depth--;
    return o;
}

static ouro_object *read_all(reader *r)
{
    ouro_object *o = read_item(r, "object");
    while (r->numbered_count)
        ouro_xdecref(r->rt, r->numbered[--r->numbered_count]);
    ouro__buffer_free(r->rt, r->numbered);
    ouro_xdecref(r->rt, r->piece);
    return o;
}

ouro_object *ouro__marshal_load(ouro_runtime *rt, const uint8_t *data, size_t length)
{
    reader r = {.rt = rt, .at = data, .end = data + length};
    return read_all(&r);
}

ouro_object *ouro__marshal_load_own(ouro_runtime *rt, const uint8_t *data, size_t length)
{
    reader r = {.rt = rt, .at = data, .end = data + length, .own = true};
    return read_all(&r);
}

ouro_object *ouro__marshal_load_file(ouro_runtime *rt, ouro_object *file)
{
    reader r = {.rt = rt, .file = file};
    return read_all(&r);
}
