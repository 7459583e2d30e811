/* _md5, _sha1, _sha256, _sha512 and _sha3: digests by libcrypto, which is loaded with the first of them. */
#include <string.h>

#include "modules/modules.h"
#include "os/os.h"
#include "types/bytes.h"
#include "types/bytes_impl.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/module_state.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/types.h"

enum { DIGEST_MAX = 64 };

/* What is used of libcrypto, as its manual declares it. */
typedef struct evp_md_ctx evp_md_ctx;
typedef struct evp_md evp_md;
#define FUNCTIONS(X)                                                                                                 \
    X(EVP_MD_CTX_new, evp_md_ctx *(*)(void))                                                                         \
    X(EVP_MD_CTX_free, void (*)(evp_md_ctx *))                                                                       \
    X(EVP_MD_CTX_copy_ex, int (*)(evp_md_ctx *, const evp_md_ctx *))                                                 \
    X(EVP_get_digestbyname, const evp_md *(*)(const char *))                                                         \
    X(EVP_DigestInit_ex, int (*)(evp_md_ctx *, const evp_md *, void *))                                              \
    X(EVP_DigestUpdate, int (*)(evp_md_ctx *, const void *, size_t))                                                 \
    X(EVP_DigestFinal_ex, int (*)(evp_md_ctx *, unsigned char *, unsigned *))                                        \
    X(EVP_DigestFinalXOF, int (*)(evp_md_ctx *, unsigned char *, size_t))

typedef struct crypto {
    ouro_module_state state;
    void *handle;
#define X(name, type) __typeof__((type)0) name;
    FUNCTIONS(X)
#undef X
} crypto;

typedef struct algorithm {
    const char *name, *library_name;
    uint8_t digest_size; /* 0: as many bytes as asked for */
    uint8_t block_size;
} algorithm;

typedef struct hash_object {
    ouro_object head;
    const crypto *library;
    const algorithm *algorithm;
    evp_md_ctx *context;
} hash_object;

static const char key;

static void unload(ouro_runtime *rt, ouro_module_state *state)
{
    (void)rt;
    ouro__os_library_close(((crypto *)state)->handle);
}

/* The library of this runtime: NULL with ImportError or MemoryError. */
static const crypto *load(ouro_runtime *rt)
{
    crypto *c = ouro__module_state(rt, &key);
    if (c)
        return c;
    void *handle = ouro__os_library_open("libcrypto.so.3");
    if (!handle)
        return ouro__raise(rt, OURO_T_IMPORT_ERROR, "the library libcrypto.so.3 cannot be loaded");
    crypto found = {.handle = handle};
    bool whole = true;
#define X(name, type)                                                                                                \
    do {                                                                                                             \
        void *symbol_ = ouro__os_library_symbol(handle, #name);                                                      \
        whole = whole && symbol_;                                                                                    \
        memcpy(&found.name, &symbol_, sizeof symbol_);                                                               \
    } while (0);
    FUNCTIONS(X)
#undef X
    if (!whole)
        ouro__raise(rt, OURO_T_IMPORT_ERROR, "the library libcrypto.so.3 lacks functions");
    c = whole ? ouro__module_state_add(rt, &key, sizeof *c) : NULL;
    if (!c) {
        ouro__os_library_close(handle);
        return NULL;
    }
    found.state = c->state;
    *c = found;
    c->state.destroy = unload;
    return c;
}

static hash_object *hash_of(ouro_object *o)
{
    return (hash_object *)o;
}

static void destroy(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    if (hash_of(o)->context)
        hash_of(o)->library->EVP_MD_CTX_free(hash_of(o)->context);
}

/* One with a context that nothing was done with. */
static hash_object *hash_new(ouro_runtime *rt, const crypto *library, const algorithm *a)
{
    hash_object *h = (hash_object *)ouro__instance_new(rt, ouro__class_at(rt, OURO_T_HASH));
    if (!h)
        return NULL;
    h->library = library;
    h->algorithm = a;
    h->context = library->EVP_MD_CTX_new();
    if (h->context)
        return h;
    ouro_decref(rt, &h->head);
    ouro__no_memory(rt);
    return NULL;
}

static int feed(ouro_runtime *rt, hash_object *h, ouro_object *data)
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
    bool done = h->library->EVP_DigestUpdate(h->context, loan.data, loan.length);
    ouro__bytes_return(rt, &loan);
    if (!done)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "the digest failed");
    return done ? 0 : -1;
}

/* name(string=b'', *, usedforsecurity=True) */
static ouro_object *make(ouro_runtime *rt, const algorithm *a, ouro_object *const *args, size_t nargs,
                         ouro_object *kwnames)
{
    static const char *const names[] = {"string", "usedforsecurity", NULL};
    const ouro_signature signature = {a->name, names, 0, 1, 0, 1};
    ouro_object *out[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    const crypto *library = load(rt);
    const evp_md *digest = library ? library->EVP_get_digestbyname(a->library_name) : NULL;
    if (library && !digest)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "unsupported hash type %s", a->name);
    hash_object *h = digest ? hash_new(rt, library, a) : NULL;
    if (!h)
        return NULL;
    int status = library->EVP_DigestInit_ex(h->context, digest, NULL) ? 0 : -1;
    if (status < 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "unsupported hash type %s", a->name);
    else if (out[0])
        status = feed(rt, h, out[0]);
    if (status == 0)
        return &h->head;
    ouro_decref(rt, &h->head);
    return NULL;
}

/* ---- methods ---- */

OURO_C_FUNCTION(hash_update)
{
    return feed(rt, hash_of(self), args[0]) < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

static hash_object *copy(ouro_runtime *rt, hash_object *h)
{
    hash_object *other = hash_new(rt, h->library, h->algorithm);
    if (other && !h->library->EVP_MD_CTX_copy_ex(other->context, h->context)) {
        ouro_decref(rt, &other->head);
        return ouro__no_memory(rt);
    }
    return other;
}

OURO_C_FUNCTION(hash_copy)
{
    return (ouro_object *)copy(rt, hash_of(self));
}

/* The digest so far as bytes: owned. Of one that gives as many as asked for, the only argument says how many. */
static ouro_object *digest(ouro_runtime *rt, hash_object *h, ouro_object *const *args, size_t nargs)
{
    const algorithm *a = h->algorithm;
    int64_t length = a->digest_size;
    if (nargs != (a->digest_size == 0))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "digest() takes %s (%d given)",
                           a->digest_size ? "no arguments" : "exactly one argument", (int)nargs);
    if (nargs && ouro__index_int64(rt, args[0], false, &length) < 0)
        return NULL;
    if (length < 0 || length >= (1 << 29))
        return ouro__raise(rt, OURO_T_VALUE_ERROR, length < 0 ? "value must be positive" : "length is too large");
    hash_object *last = copy(rt, h);
    if (!last)
        return NULL;
    unsigned char few[DIGEST_MAX], *bytes = few;
    if (length > DIGEST_MAX)
        bytes = ouro__buffer_alloc(rt, (size_t)length);
    bool done = false;
    if (bytes && a->digest_size)
        done = h->library->EVP_DigestFinal_ex(last->context, bytes, NULL);
    else if (bytes)
        done = length == 0 || h->library->EVP_DigestFinalXOF(last->context, bytes, (size_t)length);
    if (bytes && !done)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "the digest failed");
    ouro_object *result = done ? ouro__bytes_new(rt, bytes, (size_t)length) : NULL;
    if (bytes != few)
        ouro__buffer_free(rt, bytes);
    ouro_decref(rt, &last->head);
    return result;
}

OURO_C_FUNCTION(hash_digest)
{
    return digest(rt, hash_of(self), args, nargs);
}

OURO_C_FUNCTION(hash_hexdigest)
{
    ouro_object *bytes = digest(rt, hash_of(self), args, nargs);
    ouro_object *name = bytes ? ouro__str_intern_cstring(rt, "hex") : NULL;
    ouro_object *text = name ? ouro__call_method(rt, bytes, name, 0) : NULL;
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, bytes);
    return text;
}

static ouro_object *get_name(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_from_cstring(rt, hash_of(o)->algorithm->name);
}

static ouro_object *get_digest_size(ouro_runtime *rt, ouro_object *o)
{
    return ouro__int_new(rt, hash_of(o)->algorithm->digest_size);
}

static ouro_object *get_block_size(ouro_runtime *rt, ouro_object *o)
{
    return ouro__int_new(rt, hash_of(o)->algorithm->block_size);
}

static ouro_object *hash_repr(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_format(rt, "<%s _hashlib.HASH object @ 0x%llx>", hash_of(o)->algorithm->name,
                            (unsigned long long)(uintptr_t)o);
}

static const ouro_method_def methods[] = {
    {"copy", hash_copy, 0, 0, 0, "copy($self, /)\n--\n\nReturn a copy of the hash object."},
    {"digest", hash_digest, 0, 0, -1, "digest()\n\nReturn the digest value as a bytes object."},
    {"hexdigest", hash_hexdigest, 0, 0, -1, "hexdigest()\n\nReturn the digest value as a string of hexadecimal digits."},
    {"update", hash_update, 0, 1, 1, "update($self, obj, /)\n--\n\nUpdate this hash object's state with the provided string."},
    {0},
};

static const ouro_getset_def getsets[] = {
    {"name", get_name, NULL, "algorithm name."},
    {"digest_size", get_digest_size, NULL, NULL},
    {"block_size", get_block_size, NULL, NULL},
    {0},
};

OURO_BUILTIN_TYPE(hash) = {
    .id = OURO_T_HASH,
    .slots = {.name = "_hashlib.HASH",
              .size = sizeof(hash_object),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_DISALLOW_NEW,
              .destroy = destroy,
              .repr = hash_repr},
    .methods = methods,
    .getsets = getsets,
    .doc = "A hash object: a digest of the data that it was given.",
    .module = "_hashlib",
};

/* ---- the modules ---- */

/* X(name, libcrypto's name, digest, block) */
#define MD5(X) X(md5, "MD5", 16, 64)
#define SHA1(X) X(sha1, "SHA1", 20, 64)
#define SHA256(X) X(sha224, "SHA224", 28, 64) X(sha256, "SHA256", 32, 64)
#define SHA512(X) X(sha384, "SHA384", 48, 128) X(sha512, "SHA512", 64, 128)
#define SHA3(X)                                                                                                      \
    X(sha3_224, "SHA3-224", 28, 144)                                                                                 \
    X(sha3_256, "SHA3-256", 32, 136)                                                                                 \
    X(sha3_384, "SHA3-384", 48, 104)                                                                                 \
    X(sha3_512, "SHA3-512", 64, 72)                                                                                  \
    X(shake_128, "SHAKE128", 0, 168)                                                                                 \
    X(shake_256, "SHAKE256", 0, 136)

#define CONSTRUCTOR(name, library_name, digest, block)                                                               \
    OURO_C_FUNCTION(new_##name)                                                                                      \
    {                                                                                                                \
        static const algorithm a = {#name, library_name, digest, block};                                             \
        return make(rt, &a, args, nargs, kwnames);                                                                   \
    }
#define ROW(name, library_name, digest, block)                                                                       \
    {#name, new_##name, OURO_METH_KEYWORDS, 0, -1,                                                                   \
     #name "($module, /, string=b'', *, usedforsecurity=True)\n--\n\nReturn a new " #name " hash object."},

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_hash, NULL}, {0}};
    return load(rt) ? ouro__module_add_types(rt, module, types) : -1;
}

#define MODULE(module, LIST, about)                                                                                  \
    LIST(CONSTRUCTOR)                                                                                                \
    static const ouro_method_def module##_functions[] = {LIST(ROW){0}};                                              \
    const ouro_module_def ouro__module_##module = {"_" #module, module##_functions, exec, about};

MODULE(md5, MD5, "The digest MD5.")
MODULE(sha1, SHA1, "The digest SHA-1.")
MODULE(sha256, SHA256, "The digests SHA-224 and SHA-256.")
MODULE(sha512, SHA512, "The digests SHA-384 and SHA-512.")
MODULE(sha3, SHA3, "The digests SHA-3 and SHAKE.")
