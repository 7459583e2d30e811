/* The modules _md5, _sha1, _sha256, _sha512 and _sha3: digests that libcrypto computes.
 *
 * One structure and one set of functions serve all; a type for each algorithm tells them apart. */
#include <limits.h>

#include "modules/hashes/libcrypto.h"
#include "modules/modules.h"
#include "modules/support.h"
#include "types/buffer.h"
#include "types/bytes.h"
#include "types/bytes_methods.h"
#include "types/int.h"
#include "types/str.h"
#include "types/types.h"

enum { DIGEST_MAX = 64 };

typedef struct algorithm {
    const char *name;    /* Python's */
    const char *library; /* libcrypto's */
    uint16_t type_id;
    uint8_t digest_size; /* 0: as long as asked */
    uint8_t block_size;
    uint8_t suffix; /* of SHA-3 and SHAKE: what a message is padded with */
} algorithm;

static const algorithm algorithms[] = {
    {"md5", "MD5", OURO_T_MD5, 16, 64, 0},
    {"sha1", "SHA1", OURO_T_SHA1, 20, 64, 0},
    {"sha224", "SHA224", OURO_T_SHA224, 28, 64, 0},
    {"sha256", "SHA256", OURO_T_SHA256, 32, 64, 0},
    {"sha384", "SHA384", OURO_T_SHA384, 48, 128, 0},
    {"sha512", "SHA512", OURO_T_SHA512, 64, 128, 0},
    {"sha3_224", "SHA3-224", OURO_T_SHA3_224, 28, 144, 6},
    {"sha3_256", "SHA3-256", OURO_T_SHA3_256, 32, 136, 6},
    {"sha3_384", "SHA3-384", OURO_T_SHA3_384, 48, 104, 6},
    {"sha3_512", "SHA3-512", OURO_T_SHA3_512, 64, 72, 6},
    {"shake_128", "SHAKE128", OURO_T_SHAKE_128, 0, 168, 0x1f},
    {"shake_256", "SHAKE256", OURO_T_SHAKE_256, 0, 136, 0x1f},
};

_Static_assert(sizeof algorithms / sizeof *algorithms == OURO__LIBCRYPTO_METHODS, "a method each");

typedef struct digest {
    ouro_object head;
    void *context; /* libcrypto's, owned; NULL while being made */
} digest;

static const algorithm *algorithm_of(const ouro_object *o)
{
    return &algorithms[(o->word >> 8) - OURO_T_MD5];
}

/* Loaded when the first digest is made: NULL with an exception; never NULL where there is a context. */
static ouro__libcrypto *library(ouro_runtime *rt)
{
    return ouro__libcrypto_load(rt);
}

/* A context where it is not in the heap: its two blocks are 72 and at most 424 bytes. */
enum { CONTEXT_CHARGE = 512 };

static void digest_destroy(ouro_runtime *rt, ouro_object *o)
{
    if (!((digest *)o)->context)
        return;
    const ouro__libcrypto *c = library(rt);
    c->free_context(((digest *)o)->context);
    if (!c->uses_heap)
        ouro__heap_charge(&rt->heap, -CONTEXT_CHARGE);
}

static void *new_context(ouro_runtime *rt)
{
    const ouro__libcrypto *c = library(rt);
    if (!c || (!c->uses_heap && ouro__heap_charge(&rt->heap, CONTEXT_CHARGE) < 0))
        return NULL;
    ouro__libcrypto_borrow(rt, c);
    void *context = c->new_context();
    ouro__libcrypto_give_back(rt, c, context != NULL);
    if (!context && !c->uses_heap)
        ouro__heap_charge(&rt->heap, -CONTEXT_CHARGE);
    return context;
}

/* What libcrypto knows of an algorithm, fetched at its first use: borrowed; NULL when it has none or,
 * with an exception, cannot be loaded. */
static const void *method_of(ouro_runtime *rt, const algorithm *a)
{
    ouro__libcrypto *c = library(rt);
    if (!c)
        return NULL;
    void **method = &c->methods[a - algorithms];
    if (!*method) {
        c->set_mark();
        *method = c->fetch(NULL, a->library, NULL);
        c->pop_to_mark();
    }
    return *method;
}

/* --- making and feeding ---------------------------------------------------------------------------------- */

static ouro_object *bare(ouro_runtime *rt, const algorithm *a)
{
    digest *d = (digest *)ouro__instance_new(rt, ouro__class_at(rt, a->type_id));
    if (d && !(d->context = new_context(rt))) {
        ouro_decref(rt, &d->head);
        return ouro__no_memory(rt);
    }
    return (ouro_object *)d;
}

static int feed(ouro_runtime *rt, ouro_object *self, ouro_object *data)
{
    ouro_buffer buffer;
    if (ouro__is_str(rt, data)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "Strings must be encoded before hashing");
        return -1;
    }
    if (!ouro__has_buffer(rt, data)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "object supporting the buffer API required");
        return -1;
    }
    if (ouro__buffer_get(rt, data, &buffer, OURO_BUFFER_SIMPLE) < 0)
        return -1;
    int done = library(rt)->update(((digest *)self)->context, buffer.data, (size_t)buffer.length);
    ouro__buffer_release(rt, &buffer);
    if (!done)
        ouro__no_memory(rt);
    return done ? 0 : -1;
}

static bool start(ouro_runtime *rt, digest *d, const void *method)
{
    const ouro__libcrypto *c = library(rt);
    ouro__libcrypto_borrow(rt, c);
    return ouro__libcrypto_give_back(rt, c, c->init(d->context, method, NULL));
}

/* The constructor of an algorithm: name(string=b'', *, usedforsecurity=True). */
static ouro_object *make(ouro_runtime *rt, const algorithm *a, ouro_object *const *args, size_t nargs,
                         ouro_object *kwnames, bool positional_only)
{
    const char *const names[] = {positional_only ? "" : "string", "usedforsecurity", NULL};
    const ouro_signature signature = {a->name, names, positional_only, 1, 0, 1};
    ouro_object *out[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    const void *method = method_of(rt, a);
    if (!method)
        return rt->error ? NULL : ouro__raise(rt, OURO_T_VALUE_ERROR, "unsupported hash type %s", a->name);
    ouro_object *self = bare(rt, a);
    if (self && !start(rt, (digest *)self, method)) {
        ouro_decref(rt, self);
        return ouro__no_memory(rt);
    }
    if (self && out[0] && feed(rt, self, out[0]) < 0) {
        ouro_decref(rt, self);
        return NULL;
    }
    return self;
}

OURO_C_FUNCTION(digest_update)
{
    return feed(rt, self, args[0]) < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

static ouro_object *copy_of(ouro_runtime *rt, ouro_object *self)
{
    const ouro__libcrypto *c = library(rt);
    ouro_object *copy = bare(rt, algorithm_of(self));
    if (!copy)
        return NULL;
    ouro__libcrypto_borrow(rt, c);
    int done = c->copy_context(((digest *)copy)->context, ((digest *)self)->context);
    if (!ouro__libcrypto_give_back(rt, c, done)) {
        ouro_decref(rt, copy);
        return ouro__no_memory(rt);
    }
    return copy;
}

OURO_C_FUNCTION(digest_copy)
{
    return copy_of(rt, self);
}

/* --- results --------------------------------------------------------------------------------------------- */

/* How many bytes are asked for: the digest's own number, or the argument. -1 with an exception. */
static int64_t wanted(ouro_runtime *rt, const algorithm *a, ouro_object *const *args)
{
    int64_t length = a->digest_size;
    if (length)
        return length;
    if (ouro__index_argument(rt, args[0], &length) < 0)
        return -1;
    if (length >= 0 && length < 1 << 29)
        return length;
    ouro__raise(rt, OURO_T_VALUE_ERROR, length < 0 ? "value must be positive" : "length is too large");
    return -1;
}

/* The digest so far, of a copy, since the digest may go on. Bytes, owned. */
static ouro_object *result(ouro_runtime *rt, ouro_object *self, ouro_object *const *args)
{
    const algorithm *a = algorithm_of(self);
    int64_t length = wanted(rt, a, args);
    ouro_object *copy = length < 0 ? NULL : copy_of(rt, self);
    ouro_object *bytes = copy ? ouro__bytes_new(rt, NULL, (size_t)length) : NULL;
    if (bytes) {
        unsigned char *out = ((ouro_bytes *)bytes)->data;
        void *context = ((digest *)copy)->context;
        bool done = a->digest_size ? library(rt)->final(context, out, NULL)
                    : length       ? library(rt)->final_xof(context, out, (size_t)length)
                                   : true;
        if (!done) {
            ouro_decref(rt, bytes);
            bytes = ouro__no_memory(rt);
        }
    }
    ouro_xdecref(rt, copy);
    return bytes;
}

OURO_C_FUNCTION(digest_digest)
{
    return result(rt, self, args);
}

OURO_C_FUNCTION(digest_hexdigest)
{
    ouro_object *bytes = result(rt, self, args);
    if (!bytes)
        return NULL;
    const ouro_bytes *b = (ouro_bytes *)bytes;
    ouro_str *text = ouro__str_alloc(rt, 2 * b->length, 'f');
    if (text)
        ouro__hex_write(ouro__str_data(text), b->data, b->length, OURO__HEX_NO_SEPARATOR, 0);
    ouro_decref(rt, bytes);
    return (ouro_object *)text;
}

static ouro_object *get_name(ouro_runtime *rt, ouro_object *self)
{
    return ouro__str_from_cstring(rt, algorithm_of(self)->name);
}

static ouro_object *get_digest_size(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, algorithm_of(self)->digest_size);
}

static ouro_object *get_block_size(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, algorithm_of(self)->block_size);
}

static ouro_object *get_rate(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, algorithm_of(self)->block_size * 8);
}

static ouro_object *get_capacity(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, 1600 - algorithm_of(self)->block_size * 8);
}

static ouro_object *get_suffix(ouro_runtime *rt, ouro_object *self)
{
    return ouro__bytes_new(rt, &algorithm_of(self)->suffix, 1);
}

/* --- types ----------------------------------------------------------------------------------------------- */

#define METHODS(variable, arguments)                                                                         \
    static const ouro_method_def variable[] = {                                                              \
        {"copy", digest_copy, 0, 0, 0, "copy($self, /)\n--\n\nReturn a copy of the hash object."},           \
        {"digest", digest_digest, 0, arguments, arguments, "Return the digest value as a bytes object."},    \
        {"hexdigest", digest_hexdigest, 0, arguments, arguments,                                             \
         "Return the digest value as a string of hexadecimal digits."},                                      \
        {"update", digest_update, 0, 1, 1,                                                                   \
         "update($self, obj, /)\n--\n\nUpdate this hash object's state with the provided string."},          \
        {0},                                                                                                 \
    }
METHODS(methods, 0);
METHODS(shake_methods, 1);

#define COMMON_GETSETS                                                                                       \
    {"block_size", get_block_size, NULL, NULL}, {"digest_size", get_digest_size, NULL, NULL},                \
    {                                                                                                        \
        "name", get_name, NULL, NULL                                                                         \
    }
static const ouro_getset_def getsets[] = {COMMON_GETSETS, {0}};
static const ouro_getset_def sha3_getsets[] = {
    COMMON_GETSETS,
    {"_rate_bits", get_rate, NULL, NULL},
    {"_capacity_bits", get_capacity, NULL, NULL},
    {"_suffix", get_suffix, NULL, NULL},
    {0},
};

#define DIGEST_TYPE(variable, id_, module_, name_, getsets_, methods_, flags_, new__)                        \
    static OURO_BUILTIN_TYPE(variable) = {                                                                   \
        .id = id_,                                                                                           \
        .methods = methods_,                                                                                 \
        .getsets = getsets_,                                                                                 \
        .module = module_,                                                                                   \
        .slots = {.name = module_ "." name_,                                                                 \
                  .size = sizeof(digest),                                                                    \
                  .flags = flags_,                                                                           \
                  .destroy = digest_destroy,                                                                 \
                  .new_ = new__},                                                                            \
    }

/* Made by a function of the module only. */
#define FUNCTION_TYPE(name_, id_, module_)                                                                   \
    DIGEST_TYPE(name_, id_, module_, #name_, getsets, methods, OURO_TYPE_DISALLOW_NEW, NULL);                \
    OURO_C_FUNCTION(make_##name_)                                                                            \
    {                                                                                                        \
        return make(rt, &algorithms[(id_)-OURO_T_MD5], args, nargs, kwnames, false);                         \
    }

FUNCTION_TYPE(md5, OURO_T_MD5, "_md5")
FUNCTION_TYPE(sha1, OURO_T_SHA1, "_sha1")
FUNCTION_TYPE(sha224, OURO_T_SHA224, "_sha256")
FUNCTION_TYPE(sha256, OURO_T_SHA256, "_sha256")
FUNCTION_TYPE(sha384, OURO_T_SHA384, "_sha512")
FUNCTION_TYPE(sha512, OURO_T_SHA512, "_sha512")

static ouro_object *sha3_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    return make(rt, &algorithms[(((ouro_class *)cls)->type->word >> 8) - OURO_T_MD5], args, nargs, kwnames,
                true);
}

#define SHA3_TYPE(name_, id_, methods_)                                                                      \
    DIGEST_TYPE(name_, id_, "_sha3", #name_, sha3_getsets, methods_, 0, sha3_new);
SHA3_TYPE(sha3_224, OURO_T_SHA3_224, methods)
SHA3_TYPE(sha3_256, OURO_T_SHA3_256, methods)
SHA3_TYPE(sha3_384, OURO_T_SHA3_384, methods)
SHA3_TYPE(sha3_512, OURO_T_SHA3_512, methods)
SHA3_TYPE(shake_128, OURO_T_SHAKE_128, shake_methods)
SHA3_TYPE(shake_256, OURO_T_SHAKE_256, shake_methods)

/* --- modules --------------------------------------------------------------------------------------------- */

#define FUNCTION_DEF(name_)                                                                                    \
    {                                                                                                          \
#name_, make_##name_, OURO_METH_KEYWORDS, 0, -1,                                                       \
            #name_                                                                                             \
            "($module, /, string=b'', *, usedforsecurity=True)\n--\n\nReturn a new hash object of this kind; " \
            "optionally initialized with a string."                                                            \
    }

static const ouro_method_def md5_functions[] = {FUNCTION_DEF(md5), {0}};
static const ouro_method_def sha1_functions[] = {FUNCTION_DEF(sha1), {0}};
static const ouro_method_def sha256_functions[] = {FUNCTION_DEF(sha224), FUNCTION_DEF(sha256), {0}};
static const ouro_method_def sha512_functions[] = {FUNCTION_DEF(sha384), FUNCTION_DEF(sha512), {0}};

static int md5_exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_md5, "MD5Type"}, {NULL, NULL}};
    return ouro__module_add_types(rt, module, types);
}

static int sha1_exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_sha1, "SHA1Type"}, {NULL, NULL}};
    return ouro__module_add_types(rt, module, types);
}

static int sha256_exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {
        {&ouro__builtin_sha224, "SHA224Type"}, {&ouro__builtin_sha256, "SHA256Type"}, {NULL, NULL}};
    return ouro__module_add_types(rt, module, types);
}

static int sha512_exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {
        {&ouro__builtin_sha384, "SHA384Type"}, {&ouro__builtin_sha512, "SHA512Type"}, {NULL, NULL}};
    return ouro__module_add_types(rt, module, types);
}

static int sha3_exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {
        {&ouro__builtin_sha3_224, "sha3_224"},
        {&ouro__builtin_sha3_256, "sha3_256"},
        {&ouro__builtin_sha3_384, "sha3_384"},
        {&ouro__builtin_sha3_512, "sha3_512"},
        {&ouro__builtin_shake_128, "shake_128"},
        {&ouro__builtin_shake_256, "shake_256"},
        {NULL, NULL},
    };
    if (ouro__module_add_types(rt, module, types) < 0)
        return -1;
    return ouro__put(rt, ouro__module_dict(module), "implementation",
                     ouro__str_from_cstring(rt, "libcrypto"));
}

const ouro_module_def ouro__module_md5 = {"_md5", md5_functions, md5_exec, "MD5 digests."};
const ouro_module_def ouro__module_sha1 = {"_sha1", sha1_functions, sha1_exec, "SHA-1 digests."};
const ouro_module_def ouro__module_sha256 = {"_sha256", sha256_functions, sha256_exec,
                                             "SHA-224 and SHA-256 digests."};
const ouro_module_def ouro__module_sha512 = {"_sha512", sha512_functions, sha512_exec,
                                             "SHA-384 and SHA-512 digests."};
const ouro_module_def ouro__module_sha3 = {"_sha3", NULL, sha3_exec, "SHA-3 digests and SHAKE."};
