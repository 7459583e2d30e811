/* Writing the marshal format. See marshal.h. */
#include <math.h>
#include <string.h>

#include "compiler/code.h"
#include "compiler/format.h"
#include "object/address_table.h"
#include "types/bytes_builder.h"
#include "types/complex.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/format.h"
#include "types/int_impl.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/interpret.h"
#include "vm/marshal.h"

typedef struct writer {
    ouro_runtime *rt;
    ouro__bytes_builder out;
    int64_t version;
    ouro__address_table numbers; /* of objects flagged so far */
    uint32_t depth;
    bool in_code;
} writer;

static int write_object(writer *w, ouro_object *o);

uint64_t ouro__marshal_sum(uint64_t sum, const void *data, size_t length)
{
    const uint8_t *at = data;
    for (uint64_t word; length >= sizeof word; at += sizeof word, length -= sizeof word) {
        memcpy(&word, at, sizeof word);
        sum = (sum ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        sum ^= sum >> 29;
    }
    for (; length; length--)
        sum = (sum ^ *at++) * UINT64_C(0x100000001b3);
    return sum;
}

/* Changes with the instructions: their names, lengths and operands. When only what one does to the same operands changes,
 * or the layout of code objects, count CODE_REVISION up. */
static uint32_t magic_of_instructions(void)
{
    enum { CODE_REVISION = 3 };
    uint64_t sum = ouro__marshal_sum(OURO_MARSHAL_SUM_START, &(uint16_t){0x0100 + CODE_REVISION},
                                     sizeof(uint16_t)); /* and the byte order */
    for (int i = 0; i < OURO_OP_COUNT; i++) {
        sum = ouro__marshal_sum(sum, ouro__opcode_names[i], strlen(ouro__opcode_names[i]));
        sum = ouro__marshal_sum(sum, &ouro__opcode_words[i], 1);
        sum = ouro__marshal_sum(sum, ouro__opcode_formats[i], sizeof ouro__opcode_formats[i]);
    }
    uint32_t folded = (uint32_t)(sum ^ sum >> 32);
    return folded ? folded : 1;
}

uint32_t ouro__marshal_code_magic(ouro_runtime *rt)
{
    if (!rt->python->code_magic)
        rt->python->code_magic = magic_of_instructions();
    return rt->python->code_magic;
}

/* --- bytes ----------------------------------------------------------------------------------------------- */

static int put(writer *w, const void *data, size_t length)
{
    return ouro__bytes_put(&w->out, data, length);
}

static int put_byte(writer *w, unsigned byte)
{
    return put(w, &(uint8_t){(uint8_t)byte}, 1);
}

/* Least byte first. */
static void store_number(uint8_t *bytes, uint64_t value, int size)
{
    for (int i = 0; i < size; i++)
        bytes[i] = (uint8_t)(value >> 8 * i);
}

static int put_number(writer *w, uint64_t value, int size)
{
    uint8_t bytes[8];
    store_number(bytes, value, size);
    return put(w, bytes, (size_t)size);
}

static int fail(writer *w, const char *message)
{
    ouro__raise(w->rt, OURO_T_VALUE_ERROR, "%s", message);
    return -1;
}

static int put_size(writer *w, size_t size)
{
    return size > INT32_MAX ? fail(w, "unmarshallable object") : put_number(w, size, 4);
}

static int put_sized(writer *w, const void *data, size_t length)
{
    return put_size(w, length) < 0 ? -1 : put(w, data, length);
}

/* --- scalars --------------------------------------------------------------------------------------------- */

static int write_int(writer *w, ouro_object *o, unsigned flag)
{
    int64_t value;
    if (ouro__int_as_int64(w->rt, o, &value) == 0 && value >= INT32_MIN && value <= INT32_MAX)
        return put_byte(w, OURO_MARSHAL_INT | flag) < 0 ? -1 : put_number(w, (uint64_t)value, 4);
    ouro__int_view v;
    ouro__view(o, &v);
    size_t bits = v.count * 64 - (size_t)__builtin_clzll(v.limbs[v.count - 1]);
    size_t digits = (bits + OURO_MARSHAL_DIGIT_BITS - 1) / OURO_MARSHAL_DIGIT_BITS;
    if (digits > INT32_MAX)
        return fail(w, "unmarshallable object");
    uint8_t *bytes = ouro__buffer_alloc(w->rt, digits * 2);
    if (!bytes)
        return -1;
    for (size_t i = 0; i < digits; i++) {
        size_t at = i * OURO_MARSHAL_DIGIT_BITS, limb = at / 64, shift = at % 64;
        uint64_t digit = v.limbs[limb] >> shift;
        if (shift > 64 - OURO_MARSHAL_DIGIT_BITS && limb + 1 < v.count)
            digit |= v.limbs[limb + 1] << (64 - shift);
        bytes[2 * i] = (uint8_t)digit;
        bytes[2 * i + 1] = (uint8_t)(digit >> 8 & 0x7f);
    }
    int status = put_byte(w, OURO_MARSHAL_LONG | flag);
    if (status == 0)
        status = put_number(w, v.negative ? 0 - (uint64_t)digits : digits, 4);
    if (status == 0)
        status = put(w, bytes, digits * 2);
    ouro__buffer_free(w->rt, bytes);
    return status;
}

static int put_double(writer *w, double value)
{
    uint64_t bits;
    if (w->version > 1) {
        memcpy(&bits, &value, sizeof bits);
        return put_number(w, bits, 8);
    }
    /* 17 digits, as C's %.17g */
    size_t length = 3;
    char text[64] = "-";
    bool negative = signbit(value) && !isnan(value), odd = isnan(value) || isinf(value);
    char *digits = odd ? NULL : ouro__float_to_text(w->rt, fabs(value), 'g', 17, false, &length);
    if (!odd && !digits)
        return -1;
    memcpy(text + negative, odd ? isnan(value) ? "nan" : "inf" : digits, length);
    ouro__buffer_free(w->rt, digits);
    return put_byte(w, (unsigned)length + negative) < 0 ? -1 : put(w, text, length + negative);
}

static int write_float(writer *w, ouro_object *o, unsigned flag)
{
    unsigned type = w->version > 1 ? OURO_MARSHAL_FLOAT : OURO_MARSHAL_FLOAT_TEXT;
    return put_byte(w, type | flag) < 0 ? -1 : put_double(w, ((ouro_float *)o)->value);
}

static int write_complex(writer *w, ouro_object *o, unsigned flag)
{
    unsigned type = w->version > 1 ? OURO_MARSHAL_COMPLEX : OURO_MARSHAL_COMPLEX_TEXT;
    if (put_byte(w, type | flag) < 0 || put_double(w, ((ouro_complex *)o)->real) < 0)
        return -1;
    return put_double(w, ((ouro_complex *)o)->imag);
}

static int write_str(writer *w, ouro_object *o, unsigned flag)
{
    bool interned = ouro__str_is_interned(o);
    size_t length = ouro__str_length(o);
    if (w->version >= 4 && ouro__str_is_ascii(o)) {
        if (length < 256) {
            unsigned type = interned ? OURO_MARSHAL_SHORT_ASCII_INTERNED : OURO_MARSHAL_SHORT_ASCII;
            if (put_byte(w, type | flag) < 0 || put_byte(w, (unsigned)length) < 0)
                return -1;
            return put(w, ouro__str_data(o), length);
        }
        if (put_byte(w, (interned ? OURO_MARSHAL_ASCII_INTERNED : OURO_MARSHAL_ASCII) | flag) < 0)
            return -1;
        return put_sized(w, ouro__str_data(o), length);
    }
    char *owned;
    const char *text = ouro__str_wtf8(w->rt, o, &length, &owned);
    if (!text)
        return -1;
    int status =
        put_byte(w, (w->version >= 3 && interned ? OURO_MARSHAL_STR_INTERNED : OURO_MARSHAL_STR) | flag);
    if (status == 0)
        status = put_sized(w, text, length);
    ouro__buffer_free(w->rt, owned);
    return status;
}

/* --- containers ------------------------------------------------------------------------------------------ */

static int write_items(writer *w, ouro_object *const *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (write_object(w, items[i]) < 0)
            return -1;
    return 0;
}

static int write_tuple(writer *w, const ouro_tuple *t, unsigned flag)
{
    bool small = w->version >= 4 && t->count < 256;
    if (put_byte(w, (small ? OURO_MARSHAL_SMALL_TUPLE : OURO_MARSHAL_TUPLE) | flag) < 0 ||
        (small ? put_byte(w, (unsigned)t->count) : put_size(w, t->count)) < 0)
        return -1;
    return write_items(w, t->items, t->count);
}

static int write_dict(writer *w, ouro_object *d, unsigned flag)
{
    size_t position = 0;
    ouro_object *key, *value;
    if (put_byte(w, OURO_MARSHAL_DICT | flag) < 0)
        return -1;
    while (ouro__dict_next(w->rt, d, &position, &key, &value))
        if (write_object(w, key) < 0 || write_object(w, value) < 0)
            return -1;
    return put_byte(w, OURO_MARSHAL_NULL);
}

/* The items with their own bytes before them, in the order of those, so that equal sets are written alike. Owned list. */
static ouro_object *sorted_items(writer *w, ouro_object *set)
{
    ouro_object *items = ouro__list_from_iterable(w->rt, set),
                *pairs = items ? ouro__list_new(w->rt, 0) : NULL;
    for (size_t i = 0; pairs && i < ((ouro_list *)items)->count; i++) {
        ouro_object *item = ((ouro_list *)items)->items[i],
                    *bytes = ouro__marshal_dump(w->rt, item, w->version);
        ouro_object *pair = bytes ? ouro__tuple_of(w->rt, 2, bytes, item) : NULL;
        ouro_xdecref(w->rt, bytes);
        if (!pair || ouro__list_append_owned(w->rt, (ouro_list *)pairs, pair) < 0) {
            ouro_decref(w->rt, pairs);
            pairs = NULL;
        }
    }
    ouro_xdecref(w->rt, items);
    if (pairs && ouro__list_sort(w->rt, pairs, NULL, false) < 0) {
        ouro_decref(w->rt, pairs);
        return NULL;
    }
    return pairs;
}

static int write_set(writer *w, ouro_object *set, unsigned flag)
{
    bool frozen = ouro__is_exactly(set, OURO_T_FROZENSET);
    ouro_object *pairs = sorted_items(w, set);
    if (!pairs)
        return -1;
    const ouro_list *list = (ouro_list *)pairs;
    int status = put_byte(w, (frozen ? OURO_MARSHAL_FROZENSET : OURO_MARSHAL_SET) | flag);
    if (status == 0)
        status = put_size(w, list->count);
    for (size_t i = 0; status == 0 && i < list->count; i++)
        status = write_object(w, ((ouro_tuple *)list->items[i])->items[1]);
    ouro_decref(w->rt, pairs);
    return status;
}

/* --- code ------------------------------------------------------------------------------------------------ */

unsigned ouro__base_opcode(unsigned op)
{
    static const uint8_t bases[256] = {
#define X(name, base) [OURO_OP_##name] = OURO_OP_##base,
        OURO_SPECIAL_OPCODES(X)
#undef X
    };
    return op >= OURO_OP_FIRST_SPECIAL ? bases[op] : op;
}

/* Whether the words behind the instruction are caches: other operands stay as they are. */
static bool has_caches(unsigned op)
{
    switch (op) {
    case OURO_OP_LOAD_GLOBAL:
    case OURO_OP_STORE_GLOBAL:
    case OURO_OP_LOAD_NAME:
    case OURO_OP_STORE_NAME:
    case OURO_OP_LOAD_ATTR:
    case OURO_OP_STORE_ATTR:
    case OURO_OP_LOAD_METHOD:
    case OURO_OP_CALL:
    case OURO_OP_CALL_METHOD:
        return true;
    default:
        return false;
    }
}

static int write_instructions(writer *w, const ouro_code *code)
{
    size_t bytes = (size_t)code->instruction_count * sizeof(uint64_t);
    uint64_t *clean = ouro__buffer_alloc(w->rt, bytes ? bytes : 1);
    if (!clean)
        return -1;
    memcpy(clean, code->instructions, bytes);
    for (uint32_t pc = 0; pc < code->instruction_count;) {
        unsigned op = ouro__base_opcode(ouro__op(clean[pc])), words = ouro__opcode_words[op];
        clean[pc] = (clean[pc] & ~(uint64_t)0xff) | op;
        if (has_caches(op))
            memset(&clean[pc + 1], 0, words * sizeof *clean);
        pc += 1 + words;
    }
    int status = put(w, clean, bytes);
    ouro__buffer_free(w->rt, clean);
    return status;
}

static int write_code_body(writer *w, const ouro_code *code)
{
#define X(name)                                                                                              \
    if (put_number(w, (uint64_t)code->name, 4) < 0)                                                          \
        return -1;
    OURO_MARSHAL_CODE_NUMBERS(X)
#undef X
    if (put_number(w, code->fingerprint, 8) < 0 || put_byte(w, code->cell_of_local != NULL) < 0)
        return -1;
#define X(name)                                                                                              \
    if (write_object(w, code->name) < 0)                                                                     \
        return -1;
    OURO_MARSHAL_CODE_OBJECTS(X)
#undef X
    if ((code->docstring ? write_object(w, code->docstring) : put_byte(w, OURO_MARSHAL_NULL)) < 0 ||
        write_instructions(w, code) < 0 || put(w, code->positions, code->positions_size) < 0 ||
        put(w, code->handlers, code->handler_count * sizeof *code->handlers) < 0)
        return -1;
    return code->cell_of_local ? put(w, code->cell_of_local, code->local_count) : 0;
}

/* Code that is in no other comes with the magic number, the length of its body and its sum, which cover what is in it. */
static int write_code(writer *w, const ouro_code *code, unsigned flag)
{
    enum { PROLOGUE = 12 };
    if (put_byte(w, OURO_MARSHAL_CODE | flag) < 0)
        return -1;
    if (w->in_code)
        return write_code_body(w, code);
    if (put_number(w, ouro__marshal_code_magic(w->rt), 4) < 0)
        return -1;
    size_t start = w->out.length;
    if (ouro__bytes_fill(&w->out, 0, PROLOGUE) < 0)
        return -1;
    w->in_code = true;
    int status = write_code_body(w, code);
    w->in_code = false;
    if (status < 0)
        return -1;
    size_t length = w->out.length - start - PROLOGUE;
    if (length > INT32_MAX)
        return fail(w, "too much code to marshal");
    uint8_t *prologue = w->out.data + start;
    uint64_t sum = ouro__marshal_sum(OURO_MARSHAL_SUM_START, prologue + PROLOGUE, length);
    store_number(prologue, length, 4);
    store_number(prologue + 4, sum, 8);
    return 0;
}

/* --- objects --------------------------------------------------------------------------------------------- */

static int write_buffer(writer *w, ouro_object *o, unsigned flag)
{
    ouro__byte_loan loan;
    if (!ouro__bytes_borrow(w->rt, o, &loan)) {
        ouro__error_clear(w->rt);
        return fail(w, "unmarshallable object");
    }
    int status = put_byte(w, OURO_MARSHAL_BYTES | flag);
    if (status == 0)
        status = put_sized(w, loan.data, loan.length);
    ouro__bytes_return(w->rt, &loan);
    return status;
}

static int write_complex_object(writer *w, ouro_object *o, unsigned flag)
{
    switch (ouro__type_of(w->rt, o)->word >> 8) {
    case OURO_T_INT:
        return write_int(w, o, flag);
    case OURO_T_FLOAT:
        return write_float(w, o, flag);
    case OURO_T_COMPLEX:
        return write_complex(w, o, flag);
    case OURO_T_STR:
        return write_str(w, o, flag);
    case OURO_T_TUPLE:
        return write_tuple(w, (ouro_tuple *)o, flag);
    case OURO_T_LIST:
        if (put_byte(w, OURO_MARSHAL_LIST | flag) < 0 || put_size(w, ((ouro_list *)o)->count) < 0)
            return -1;
        return write_items(w, ((ouro_list *)o)->items, ((ouro_list *)o)->count);
    case OURO_T_DICT:
        return write_dict(w, o, flag);
    case OURO_T_SET:
    case OURO_T_FROZENSET:
        return write_set(w, o, flag);
    case OURO_T_CODE:
        return write_code(w, (ouro_code *)o, flag);
    default:
        if (ouro__has_buffer(w->rt, o))
            return write_buffer(w, o, flag);
        return fail(w, "unmarshallable object");
    }
}

/* An object met before is written as its number: 1. 0: it is to be written, with the flag when others hold it, too. */
static int write_reference(writer *w, ouro_object *o, unsigned *flag)
{
    *flag = 0;
    if (w->version < 3 || o->refcount == 1)
        return 0;
    ouro__address_entry *entry = ouro__address_find(&w->numbers, o);
    if (entry)
        return put_byte(w, OURO_MARSHAL_REFERENCE) < 0 ||
                       put_number(w, (uint64_t)(uintptr_t)entry->value - 1, 4) < 0
                   ? -1
                   : 1;
    size_t number = w->numbers.count;
    if (number >= INT32_MAX)
        return fail(w, "too many objects");
    if (!(entry = ouro__address_enter(w->rt, &w->numbers, o))) {
        ouro__no_memory(w->rt);
        return -1;
    }
    entry->value = (void *)(uintptr_t)(number + 1);
    *flag = OURO_MARSHAL_FLAG;
    return 0;
}

static int write_object(writer *w, ouro_object *o)
{
    ouro_runtime *rt = w->rt;
    unsigned flag;
    if (w->depth >= OURO_MARSHAL_DEPTH_MAX || ouro__stack_low(rt))
        return fail(w, "object too deeply nested to marshal");
    if (o == OURO_NONE(rt))
        return put_byte(w, OURO_MARSHAL_NONE);
    if (o == OURO_TRUE(rt) || o == OURO_FALSE(rt))
        return put_byte(w, o == OURO_TRUE(rt) ? OURO_MARSHAL_TRUE : OURO_MARSHAL_FALSE);
    if (o == OURO_ELLIPSIS(rt))
        return put_byte(w, OURO_MARSHAL_ELLIPSIS);
    if (o == ouro__class_at(rt, OURO_T_STOP_ITERATION))
        return put_byte(w, OURO_MARSHAL_STOP_ITERATION);
    int status = write_reference(w, o, &flag);
    if (status)
        return status < 0 ? -1 : 0;
    w->depth++;
    status = write_complex_object(w, o, flag);
    w->depth--;
    return status;
}

ouro_object *ouro__marshal_dump(ouro_runtime *rt, ouro_object *o, int64_t version)
{
    writer w = {.rt = rt, .version = version};
    ouro__bytes_builder_init(&w.out, rt);
    int status = write_object(&w, o);
    ouro__address_release(rt, &w.numbers);
    if (status == 0)
        return ouro__bytes_builder_finish(&w.out);
    ouro__bytes_builder_discard(&w.out);
    return NULL;
}
