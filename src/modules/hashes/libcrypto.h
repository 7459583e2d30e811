/* libcrypto, loaded when the first module of digests is imported. */
#ifndef OURO_MODULES_HASHES_LIBCRYPTO_H
#define OURO_MODULES_HASHES_LIBCRYPTO_H

#include <stddef.h>

#include "types/module_state.h"

/* What is used of its interface (openssl/evp.h), so that its headers are not needed. Results: 1, or 0 on failure. */
typedef struct ouro__libcrypto {
    ouro_module_state state;
    void *handle;
    void *(*new_context)(void);
    void (*free_context)(void *context);
    int (*copy_context)(void *to, const void *from);
    const void *(*digest_by_name)(const char *name); /* NULL: it has none of this name */
    int (*init)(void *context, const void *digest, void *engine);
    int (*update)(void *context, const void *data, size_t length);
    int (*final)(void *context, unsigned char *out, unsigned *length);
    int (*final_xof)(void *context, unsigned char *out, size_t length);
} ouro__libcrypto;

/* The library of this runtime, loaded when it is not yet. NULL with ImportError or MemoryError. */
const ouro__libcrypto *ouro__libcrypto_load(ouro_runtime *rt);

#endif
