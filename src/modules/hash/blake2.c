/* _blake2: BLAKE2b and BLAKE2s (RFC 7693) with keys, salts, personal strings and trees. */
#include <string.h>

#include "modules/modules.h"
#include "types/bytes.h"
#include "types/bytes_impl.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/types.h"

/* What differs between the two: words of 8 or 4 bytes. */
typedef struct variant {
    const char *name;
    uint8_t word, rounds; /* bytes; */
    uint8_t rotations[4];
    uint64_t mask;
    uint64_t start[8];
} variant;

static const variant blake2b = {
    "blake2b", 8, 12, {32, 24, 16, 63}, UINT64_MAX,
    {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1, 0x510e527fade682d1,
     0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179}};
static const variant blake2s = {
    "blake2s", 4, 10, {16, 12, 8, 7}, UINT32_MAX,
    {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};

static const uint8_t orders[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

typedef struct blake2_state {
    uint64_t h[8], count_low, count_high;
    uint8_t block[128];
    uint32_t filled;
    uint8_t digest_size;
    bool last_node;
} blake2_state;

typedef struct blake2_object {
    ouro_object head;
    const variant *variant;
    blake2_state state;
} blake2_object;

static uint64_t rotate(const variant *v, uint64_t x, unsigned by)
{
    return (x >> by | x << (8u * v->word - by)) & v->mask;
}

static void mix(const variant *v, uint64_t *a, uint64_t *b, uint64_t *c, uint64_t *d, uint64_t x, uint64_t y)
{
    *a = (*a + *b + x) & v->mask;
    *d = rotate(v, *d ^ *a, v->rotations[0]);
    *c = (*c + *d) & v->mask;
    *b = rotate(v, *b ^ *c, v->rotations[1]);
    *a = (*a + *b + y) & v->mask;
    *d = rotate(v, *d ^ *a, v->rotations[2]);
    *c = (*c + *d) & v->mask;
    *b = rotate(v, *b ^ *c, v->rotations[3]);
}

static uint64_t load_word(const uint8_t *bytes, unsigned size)
{
    uint64_t word = 0;
    for (unsigned n = 0; n < size; n++)
        word |= (uint64_t)bytes[n] << 8 * n;
    return word;
}

static inline __attribute__((always_inline)) void compress_as(const variant *v, blake2_state *s, const uint8_t *block,
                                                              bool last)
{
    uint64_t m[16], w[16];
    for (unsigned n = 0; n < 16; n++)
        m[n] = load_word(block + n * v->word, v->word);
    memcpy(w, s->h, sizeof s->h);
    memcpy(w + 8, v->start, sizeof v->start);
    w[12] ^= s->count_low;
    w[13] ^= s->count_high;
    if (last)
        w[14] ^= v->mask;
    if (last && s->last_node)
        w[15] ^= v->mask;
    for (unsigned round = 0; round < v->rounds; round++) {
        const uint8_t *o = orders[round % 10];
        for (unsigned n = 0; n < 4; n++)
            mix(v, &w[n], &w[4 + n], &w[8 + n], &w[12 + n], m[o[2 * n]], m[o[2 * n + 1]]);
        for (unsigned n = 0; n < 4; n++)
            mix(v, &w[n], &w[4 + (n + 1) % 4], &w[8 + (n + 2) % 4], &w[12 + (n + 3) % 4], m[o[8 + 2 * n]],
                m[o[9 + 2 * n]]);
    }
    for (unsigned n = 0; n < 8; n++)
        s->h[n] ^= w[n] ^ w[8 + n];
}

static void compress(const variant *v, blake2_state *s, const uint8_t *block, bool last)
{
    if (v->word == 8)
        compress_as(&blake2b, s, block, last);
    else
        compress_as(&blake2s, s, block, last);
}

static void count(const variant *v, blake2_state *s, uint64_t bytes)
{
    uint64_t low = (s->count_low + bytes) & v->mask;
    s->count_high = (s->count_high + (low < bytes)) & v->mask;
    s->count_low = low;
}

/* The block that may be the last one waits. */
static void feed(const variant *v, blake2_state *s, const uint8_t *data, size_t length)
{
    uint32_t block = 16u * v->word;
    while (length > 0) {
        if (s->filled == block) {
            count(v, s, block);
            compress(v, s, s->block, false);
            s->filled = 0;
        }
        size_t part = length < block - s->filled ? length : block - s->filled;
        memcpy(s->block + s->filled, data, part);
        s->filled += (uint32_t)part;
        data += part;
        length -= part;
    }
}

static void finish(const variant *v, const blake2_state *state, uint8_t digest[64])
{
    blake2_state s = *state;
    memset(s.block + s.filled, 0, sizeof s.block - s.filled);
    count(v, &s, s.filled);
    compress(v, &s, s.block, true);
    for (unsigned n = 0; n < 8u * v->word; n++)
        digest[n] = (uint8_t)(s.h[n / v->word] >> 8 * (n % v->word));
}

/* ---- objects ---- */

static blake2_object *blake_of(ouro_object *o)
{
    return (blake2_object *)o;
}

enum { DATA, DIGEST_SIZE, KEY, SALT, PERSON, FANOUT, DEPTH, LEAF_SIZE, NODE_OFFSET, NODE_DEPTH, INNER_SIZE, LAST_NODE,
       FOR_SECURITY, ARGUMENTS };

/* An int argument of at least `least` and at most `most`; -1 with the message, or OverflowError. */
static int get_number(ouro_runtime *rt, ouro_object *o, int64_t least, uint64_t most, const char *message,
                      enum ouro_type_id error, uint64_t *value)
{
    int64_t number;
    if (!o)
        return 0;
    if (ouro__index_int64(rt, o, false, &number) < 0)
        return -1;
    if (number < least || (uint64_t)number > most) {
        ouro__raise(rt, number < 0 && error == OURO_T_OVERFLOW_ERROR ? OURO_T_VALUE_ERROR : error, "%s",
                    number < 0 && error == OURO_T_OVERFLOW_ERROR ? "value must be positive" : message);
        return -1;
    }
    *value = (uint64_t)number;
    return 0;
}

/* A bytes argument of at most `most` bytes, to `to`; *length gets its length. */
static int get_bytes(ouro_runtime *rt, ouro_object *o, size_t most, const char *what, uint8_t *to, size_t *length)
{
    ouro__byte_loan loan;
    if (!o)
        return 0;
    if (!ouro__bytes_borrow(rt, o, &loan))
        return -1;
    bool fits = loan.length <= most;
    if (fits) {
        memcpy(to, loan.data, loan.length);
        *length = loan.length;
    }
    ouro__bytes_return(rt, &loan);
    if (!fits)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "maximum %s length is %d bytes", what, (int)most);
    return fits ? 0 : -1;
}

static int update(ouro_runtime *rt, blake2_object *b, ouro_object *data)
{
    if (ouro__is_str(rt, data)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "Strings must be encoded before hashing");
        return -1;
    }
    if (!ouro__has_buffer(rt, data)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "object supporting the buffer API required");
        return -1;
    }
    ouro__byte_loan loan;
    if (!ouro__bytes_borrow(rt, data, &loan))
        return -1;
    feed(b->variant, &b->state, loan.data, loan.length);
    ouro__bytes_return(rt, &loan);
    return 0;
}

static void put_word(uint8_t *to, uint64_t value, unsigned size)
{
    for (unsigned n = 0; n < size; n++)
        to[n] = (uint8_t)(value >> 8 * n);
}

/* The state that the parameter block of these arguments begins with, the key fed. */
static int set_up(ouro_runtime *rt, const variant *v, blake2_state *s, ouro_object *const *out)
{
    unsigned word = v->word;
    uint8_t parameters[64] = {0}, key[128] = {0};
    size_t key_length = 0, length = 0;
    uint64_t digest_size = 8u * word, fanout = 1, depth = 1, leaf_size = 0, offset = 0, node_depth = 0, inner = 0;
    int64_t size = (int64_t)digest_size;
    if (out[DIGEST_SIZE] && ouro__index_int64(rt, out[DIGEST_SIZE], false, &size) < 0)
        return -1;
    if (size <= 0 || size > (int64_t)digest_size) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "digest_size must be between 1 and %d bytes", (int)digest_size);
        return -1;
    }
    uint64_t offset_most = word == 8 ? INT64_MAX : (UINT64_C(1) << 48) - 1;
    if (get_bytes(rt, out[SALT], 2 * word, "salt", parameters + 4 * word, &length) < 0 ||
        get_bytes(rt, out[PERSON], 2 * word, "person", parameters + 6 * word, &length) < 0 ||
        get_number(rt, out[FANOUT], 0, 255, "fanout must be between 0 and 255", OURO_T_VALUE_ERROR, &fanout) < 0 ||
        get_number(rt, out[DEPTH], 1, 255, "depth must be between 1 and 255", OURO_T_VALUE_ERROR, &depth) < 0 ||
        get_number(rt, out[LEAF_SIZE], 0, UINT32_MAX, "leaf_size is too large", OURO_T_OVERFLOW_ERROR, &leaf_size) < 0 ||
        get_number(rt, out[NODE_OFFSET], 0, offset_most, "node_offset is too large", OURO_T_OVERFLOW_ERROR, &offset) < 0 ||
        get_number(rt, out[NODE_DEPTH], 0, 255, "node_depth must be between 0 and 255", OURO_T_VALUE_ERROR,
                   &node_depth) < 0 ||
        get_number(rt, out[INNER_SIZE], 0, digest_size, "inner_size must be between 0 and is too large",
                   OURO_T_VALUE_ERROR, &inner) < 0 ||
        get_bytes(rt, out[KEY], digest_size, "key", key, &key_length) < 0)
        return -1;
    int last = out[LAST_NODE] ? ouro__truth(rt, out[LAST_NODE]) : 0;
    if (last < 0)
        return -1;
    s->digest_size = parameters[0] = (uint8_t)size;
    parameters[1] = (uint8_t)key_length;
    parameters[2] = (uint8_t)fanout;
    parameters[3] = (uint8_t)depth;
    put_word(parameters + 4, leaf_size, 4);
    put_word(parameters + 8, offset, word == 8 ? 8 : 6);
    parameters[word == 8 ? 16 : 14] = (uint8_t)node_depth;
    parameters[word == 8 ? 17 : 15] = (uint8_t)inner;
    for (unsigned n = 0; n < 8; n++)
        s->h[n] = v->start[n] ^ load_word(parameters + n * word, word);
    s->last_node = last;
    if (key_length)
        feed(v, s, key, 16u * word);
    return 0;
}

static ouro_object *blake_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    static const char *const names[] = {"",           "digest_size", "key",         "salt",       "person",
                                        "fanout",     "depth",       "leaf_size",   "node_offset", "node_depth",
                                        "inner_size", "last_node",   "usedforsecurity", NULL};
    const variant *v = ouro__is_subtype(rt, cls, ouro__class_at(rt, OURO_T_BLAKE2B)) ? &blake2b : &blake2s;
    const ouro_signature signature = {v->name, names, 1, 1, 0, ARGUMENTS - 1};
    ouro_object *out[ARGUMENTS];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    ouro_object *o = ouro__instance_new(rt, cls);
    if (!o)
        return NULL;
    blake_of(o)->variant = v;
    if (set_up(rt, v, &blake_of(o)->state, out) == 0 && (!out[DATA] || update(rt, blake_of(o), out[DATA]) == 0))
        return o;
    ouro_decref(rt, o);
    return NULL;
}

OURO_C_FUNCTION(blake_update)
{
    return update(rt, blake_of(self), args[0]) < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(blake_copy)
{
    ouro_object *o = ouro__instance_new(rt, ouro__class_of(rt, self));
    if (!o)
        return NULL;
    blake_of(o)->variant = blake_of(self)->variant;
    blake_of(o)->state = blake_of(self)->state;
    return o;
}

OURO_C_FUNCTION(blake_digest)
{
    uint8_t digest[64];
    finish(blake_of(self)->variant, &blake_of(self)->state, digest);
    return ouro__bytes_new(rt, digest, blake_of(self)->state.digest_size);
}

OURO_C_FUNCTION(blake_hexdigest)
{
    uint8_t digest[64];
    char text[129];
    finish(blake_of(self)->variant, &blake_of(self)->state, digest);
    for (unsigned n = 0; n < blake_of(self)->state.digest_size; n++) {
        text[2 * n] = "0123456789abcdef"[digest[n] >> 4];
        text[2 * n + 1] = "0123456789abcdef"[digest[n] & 15];
    }
    text[2 * blake_of(self)->state.digest_size] = 0;
    return ouro__str_from_cstring(rt, text);
}

static ouro_object *get_name(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_from_cstring(rt, blake_of(o)->variant->name);
}

static ouro_object *get_digest_size(ouro_runtime *rt, ouro_object *o)
{
    return ouro__int_new(rt, blake_of(o)->state.digest_size);
}

static ouro_object *get_block_size(ouro_runtime *rt, ouro_object *o)
{
    return ouro__int_new(rt, 16 * blake_of(o)->variant->word);
}

static const ouro_method_def methods[] = {
    {"copy", blake_copy, 0, 0, 0, "copy($self, /)\n--\n\nReturn a copy of the hash object."},
    {"digest", blake_digest, 0, 0, 0, "digest($self, /)\n--\n\nReturn the digest value as a bytes object."},
    {"hexdigest", blake_hexdigest, 0, 0, 0,
     "hexdigest($self, /)\n--\n\nReturn the digest value as a string of hexadecimal digits."},
    {"update", blake_update, 0, 1, 1,
     "update($self, data, /)\n--\n\nUpdate this hash object's state with the provided bytes-like object."},
    {0},
};

static const ouro_getset_def getsets[] = {
    {"name", get_name, NULL, NULL},
    {"digest_size", get_digest_size, NULL, NULL},
    {"block_size", get_block_size, NULL, NULL},
    {0},
};

#define TYPE(name_, id_)                                                                                             \
    OURO_BUILTIN_TYPE(name_) = {                                                                                     \
        .id = id_,                                                                                                   \
        .slots = {.name = "_blake2." #name_,                                                                         \
                  .size = sizeof(blake2_object),                                                                     \
                  .layout = OURO_LAYOUT_LEAF,                                                                        \
                  .flags = OURO_TYPE_BASE,                                                                           \
                  .new_ = blake_new},                                                                                \
        .methods = methods,                                                                                          \
        .getsets = getsets,                                                                                          \
        .doc = "Return a new hash object of the digest " #name_ ".",                                                 \
        .module = "_blake2",                                                                                         \
    };
TYPE(blake2b, OURO_T_BLAKE2B)
TYPE(blake2s, OURO_T_BLAKE2S)

/* The sizes, as attributes of the class and as names of the module. */
static int put_sizes(ouro_runtime *rt, ouro_object *module, const variant *v, enum ouro_type_id id)
{
    const struct {
        const char *name;
        int value;
    } sizes[] = {{"SALT_SIZE", 2 * v->word}, {"PERSON_SIZE", 2 * v->word}, {"MAX_KEY_SIZE", 8 * v->word},
                 {"MAX_DIGEST_SIZE", 8 * v->word}};
    ouro_object *class_dict = ouro__class_dict(rt, ouro__class_at(rt, id));
    if (!class_dict)
        return -1;
    for (size_t n = 0; n < sizeof sizes / sizeof *sizes; n++) {
        char upper[32] = "BLAKE2B_";
        upper[6] = v->word == 8 ? 'B' : 'S';
        strcat(upper, sizes[n].name);
        ouro_object *value = ouro__int_new(rt, sizes[n].value);
        int status = value ? ouro__dict_set_cstring(rt, ouro__module_dict(module), upper, value) : -1;
        if (status == 0)
            status = ouro__dict_set_cstring(rt, class_dict, sizes[n].name, value);
        ouro_xdecref(rt, value);
        if (status < 0)
            return -1;
    }
    return 0;
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {
        {&ouro__builtin_blake2b, "blake2b"}, {&ouro__builtin_blake2s, "blake2s"}, {0}};
    if (ouro__module_add_types(rt, module, types) < 0)
        return -1;
    return put_sizes(rt, module, &blake2b, OURO_T_BLAKE2B) < 0 ? -1
                                                               : put_sizes(rt, module, &blake2s, OURO_T_BLAKE2S);
}

const ouro_module_def ouro__module_blake2 = {"_blake2", NULL, exec, "The digests BLAKE2b and BLAKE2s."};
