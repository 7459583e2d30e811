/* The _blake2 module: BLAKE2b and BLAKE2s with keys, salts and trees, which libcrypto computes only in part. */
#include <string.h>

#include "modules/modules.h"
#include "modules/support.h"
#include "types/buffer.h"
#include "types/bytes_methods.h"
#include "types/int.h"
#include "types/str.h"
#include "types/types.h"

static const uint8_t blake2_order[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
    {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
    {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
    {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
    {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};
static const uint64_t blake2b_iv[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};
static const uint32_t blake2s_iv[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

#define BLAKE2(x) blake2b_##x
#define WORD uint64_t
#define R1 32
#define R2 24
#define R3 16
#define R4 63
#define BITS 64
#define ROUNDS 12
#include "modules/hashes/blake2_template.h"
#undef BLAKE2
#undef WORD
#undef R1
#undef R2
#undef R3
#undef R4
#undef BITS
#undef ROUNDS

#define BLAKE2(x) blake2s_##x
#define WORD uint32_t
#define R1 16
#define R2 12
#define R3 8
#define R4 7
#define BITS 32
#define ROUNDS 10
#include "modules/hashes/blake2_template.h"
#undef BLAKE2
#undef WORD
#undef R1
#undef R2
#undef R3
#undef R4
#undef BITS
#undef ROUNDS

typedef struct blake2 {
    ouro_object head;
    uint8_t digest_size;
    union {
        blake2b_state b;
        blake2s_state s;
    };
} blake2;

/* The sizes of a variant: of the word, in bytes; the others follow. */
typedef struct variant {
    const char *name;
    size_t word;
} variant;

static const variant variants[] = {{"blake2b", 8}, {"blake2s", 4}};

static const variant *variant_of_word(uint32_t word)
{
    return &variants[(word >> 8) - OURO_T_BLAKE2B];
}

static const variant *variant_of(ouro_runtime *rt, const ouro_object *o)
{
    (void)rt;
    return variant_of_word(o->word);
}

static void add_bytes(const variant *v, blake2 *d, const uint8_t *data, size_t length)
{
    if (v->word == 8)
        blake2b_add(&d->b, data, length);
    else
        blake2s_add(&d->s, data, length);
}

static int feed(ouro_runtime *rt, ouro_object *self, ouro_object *data)
{
    ouro_buffer buffer;
    bool text = ouro__is_str(rt, data);
    if (text || !ouro__has_buffer(rt, data)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s",
                    text ? "Strings must be encoded before hashing"
                         : "object supporting the buffer API required");
        return -1;
    }
    if (ouro__buffer_get(rt, data, &buffer, OURO_BUFFER_SIMPLE) < 0)
        return -1;
    add_bytes(variant_of(rt, self), (blake2 *)self, buffer.data, (size_t)buffer.length);
    ouro__buffer_release(rt, &buffer);
    return 0;
}

/* --- arguments ------------------------------------------------------------------------------------------- */

/* An int argument between `least` and `most`, into `size` bytes, least significant first. 0, or -1 with an exception. */
static int put_number(ouro_runtime *rt, ouro_object *o, const char *what, uint64_t least, uint64_t most,
                      uint8_t *out, size_t size)
{
    uint64_t value;
    if (!o)
        return 0;
    ouro_object *index = ouro__index(rt, o);
    int64_t signed_value = -1;
    if (!index)
        return -1;
    int status =
        size <= 1 ? ouro__int_as_int64(rt, index, &signed_value) : ouro__int_as_uint64(rt, index, &value);
    ouro_decref(rt, index);
    if (status < 0) {
        if (!rt->error)
            ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "int too big to convert");
        return -1;
    }
    if (size <= 1)
        value = (uint64_t)signed_value;
    if (value < least || value > most) {
        if (size > 1)
            ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "%s is too large", what);
        else
            ouro__raise(rt, OURO_T_VALUE_ERROR, "%s must be between %d and %s%d", what, (int)least,
                        strcmp(what, "inner_size") == 0 ? "is " : "", (int)most);
        return -1;
    }
    for (size_t i = 0; i < size; i++)
        out[i] = (uint8_t)(value >> (8 * i));
    return 0;
}

/* A bytes-like argument of at most `most` bytes; its length, or -1 with an exception. */
static int64_t put_bytes(ouro_runtime *rt, ouro_object *o, const char *what, size_t most, uint8_t *out)
{
    ouro_buffer buffer;
    if (!o)
        return 0;
    if (ouro__buffer_get(rt, o, &buffer, OURO_BUFFER_SIMPLE) < 0)
        return -1;
    int64_t length = buffer.length;
    if ((size_t)length > most) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "maximum %s length is %zu bytes", what, most);
        length = -1;
    } else if (length) {
        memcpy(out, buffer.data, (size_t)length);
    }
    ouro__buffer_release(rt, &buffer);
    return length;
}

enum {
    DATA,
    DIGEST_SIZE,
    KEY,
    SALT,
    PERSON,
    FANOUT,
    DEPTH,
    LEAF_SIZE,
    NODE_OFFSET,
    NODE_DEPTH,
    INNER_SIZE,
    LAST_NODE,
    SECURITY,
    ARGUMENTS
};

/* Fills the parameter block (RFC 7693, 2.5); the key goes to `key`. The key's length, or -1. */
static int64_t parameters(ouro_runtime *rt, const variant *v, ouro_object **out, uint8_t *block, uint8_t *key)
{
    size_t word = v->word, largest = 8 * word, offset_bytes = word == 8 ? 8 : 6;
    memset(block, 0, 8 * word);
    block[0] = (uint8_t)largest;
    block[2] = block[3] = 1;
    uint64_t offset_most = word == 8 ? UINT64_MAX : ((uint64_t)1 << 48) - 1;
    int64_t key_length = 0;
    if (put_number(rt, out[DIGEST_SIZE], "digest_size", 1, largest, block, 1) < 0)
        goto digest_size;
    if (put_bytes(rt, out[SALT], "salt", 2 * word, block + 4 * word) < 0 ||
        put_bytes(rt, out[PERSON], "person", 2 * word, block + 6 * word) < 0 ||
        put_number(rt, out[FANOUT], "fanout", 0, 255, block + 2, 1) < 0 ||
        put_number(rt, out[DEPTH], "depth", 1, 255, block + 3, 1) < 0 ||
        put_number(rt, out[LEAF_SIZE], "leaf_size", 0, UINT32_MAX, block + 4, 4) < 0 ||
        put_number(rt, out[NODE_OFFSET], "node_offset", 0, offset_most, block + 8, offset_bytes) < 0 ||
        put_number(rt, out[NODE_DEPTH], "node_depth", 0, 255, block + 8 + offset_bytes, 1) < 0 ||
        put_number(rt, out[INNER_SIZE], "inner_size", 0, largest, block + 9 + offset_bytes, 1) < 0 ||
        (key_length = put_bytes(rt, out[KEY], "key", largest, key)) < 0)
        return -1;
    block[1] = (uint8_t)key_length;
    return key_length;
digest_size:
    if (ouro__is_exactly(rt->error, OURO_T_VALUE_ERROR)) { /* the only one whose message names a unit */
        ouro__error_clear(rt);
        ouro__raise(rt, OURO_T_VALUE_ERROR, "digest_size must be between 1 and %zu bytes", largest);
    }
    return -1;
}

static ouro_object *blake2_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    static const char *const names[] = {
        "",          "digest_size", "key",        "salt",       "person",    "fanout",          "depth",
        "leaf_size", "node_offset", "node_depth", "inner_size", "last_node", "usedforsecurity", NULL};
    const variant *v = variant_of_word(((ouro_class *)cls)->type->word);
    const ouro_signature signature = {v->name, names, 1, 1, 0, ARGUMENTS - 1};
    ouro_object *out[ARGUMENTS];
    uint8_t block[64], key[128] = {0};
    bool last_node = false;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0 ||
        ouro__optional_bool(rt, out[LAST_NODE], &last_node) < 0)
        return NULL;
    int64_t key_length = parameters(rt, v, out, block, key);
    ouro_object *self = key_length < 0 ? NULL : ouro__instance_new(rt, cls);
    if (!self)
        return NULL;
    blake2 *d = (blake2 *)self;
    d->digest_size = block[0];
    if (v->word == 8)
        blake2b_start(&d->b, block, last_node);
    else
        blake2s_start(&d->s, block, last_node);
    if (key_length) /* a block of its own, filled with zeros */
        add_bytes(v, d, key, 16 * v->word);
    if (out[DATA] && feed(rt, self, out[DATA]) < 0) {
        ouro_decref(rt, self);
        return NULL;
    }
    return self;
}

/* --- methods --------------------------------------------------------------------------------------------- */

OURO_C_FUNCTION(blake2_update)
{
    return feed(rt, self, args[0]) < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(blake2_copy)
{
    blake2 *copy = (blake2 *)ouro__instance_new(rt, ouro__class_of(rt, self));
    if (copy)
        memcpy((char *)copy + sizeof(ouro_object), (char *)self + sizeof(ouro_object),
               sizeof *copy - sizeof(ouro_object));
    return (ouro_object *)copy;
}

static void finish(ouro_runtime *rt, ouro_object *self, uint8_t out[64])
{
    const blake2 *d = (blake2 *)self;
    if (variant_of(rt, self)->word == 8) {
        blake2b_state state = d->b;
        blake2b_finish(&state, out);
    } else {
        blake2s_state state = d->s;
        blake2s_finish(&state, out);
    }
}

OURO_C_FUNCTION(blake2_digest)
{
    uint8_t out[64];
    finish(rt, self, out);
    return ouro__bytes_new(rt, out, ((blake2 *)self)->digest_size);
}

OURO_C_FUNCTION(blake2_hexdigest)
{
    uint8_t out[64], text[128];
    finish(rt, self, out);
    size_t size = ((blake2 *)self)->digest_size;
    ouro__hex_write(text, out, size, OURO__HEX_NO_SEPARATOR, 0);
    return ouro__str_from_ascii(rt, (char *)text, 2 * size);
}

static ouro_object *get_name(ouro_runtime *rt, ouro_object *self)
{
    return ouro__str_from_cstring(rt, variant_of(rt, self)->name);
}

static ouro_object *get_digest_size(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, ((blake2 *)self)->digest_size);
}

static ouro_object *get_block_size(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, (int64_t)(16 * variant_of(rt, self)->word));
}

static const ouro_method_def methods[] = {
    {"copy", blake2_copy, 0, 0, 0, "copy($self, /)\n--\n\nReturn a copy of the hash object."},
    {"digest", blake2_digest, 0, 0, 0, "digest($self, /)\n--\n\nReturn the digest value as a bytes object."},
    {"hexdigest", blake2_hexdigest, 0, 0, 0,
     "hexdigest($self, /)\n--\n\nReturn the digest value as a string of hexadecimal digits."},
    {"update", blake2_update, 0, 1, 1,
     "update($self, data, /)\n--\n\nUpdate this hash object's state with the provided bytes-like object."},
    {0},
};

static const ouro_getset_def getsets[] = {
    {"block_size", get_block_size, NULL, NULL},
    {"digest_size", get_digest_size, NULL, NULL},
    {"name", get_name, NULL, NULL},
    {0},
};

#define BLAKE2_TYPE(name_, id_)                                                                              \
    static OURO_BUILTIN_TYPE(name_) = {                                                                      \
        .id = id_,                                                                                           \
        .slots = {.name = "_blake2." #name_, .size = sizeof(blake2), .new_ = blake2_new},                    \
        .methods = methods,                                                                                  \
        .getsets = getsets,                                                                                  \
        .doc = "Return a new BLAKE2 hash object.",                                                           \
        .module = "_blake2",                                                                                 \
    }
BLAKE2_TYPE(blake2b, OURO_T_BLAKE2B);
BLAKE2_TYPE(blake2s, OURO_T_BLAKE2S);

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {
        {&ouro__builtin_blake2b, "blake2b"}, {&ouro__builtin_blake2s, "blake2s"}, {NULL, NULL}};
    if (ouro__module_add_types(rt, module, types) < 0)
        return -1;
    for (int i = 0; i < 2; i++) {
        ouro_object *dict = ouro__class_dict(rt, ouro__class_at(rt, OURO_T_BLAKE2B + i));
        int64_t word = (int64_t)variants[i].word;
        const ouro_int_constant of_class[] = {{"SALT_SIZE", 2 * word},
                                              {"PERSON_SIZE", 2 * word},
                                              {"MAX_KEY_SIZE", 8 * word},
                                              {"MAX_DIGEST_SIZE", 8 * word},
                                              {NULL, 0}};
        if (!dict || ouro__put_constants(rt, dict, of_class) < 0)
            return -1;
    }
    static const ouro_int_constant constants[] = {
        {"BLAKE2B_SALT_SIZE", 16},       {"BLAKE2B_PERSON_SIZE", 16},     {"BLAKE2B_MAX_KEY_SIZE", 64},
        {"BLAKE2B_MAX_DIGEST_SIZE", 64}, {"BLAKE2S_SALT_SIZE", 8},        {"BLAKE2S_PERSON_SIZE", 8},
        {"BLAKE2S_MAX_KEY_SIZE", 32},    {"BLAKE2S_MAX_DIGEST_SIZE", 32}, {NULL, 0},
    };
    return ouro__put_constants(rt, ouro__module_dict(module), constants);
}

const ouro_module_def ouro__module_blake2 = {"_blake2", NULL, exec, "BLAKE2b and BLAKE2s hash functions."};
