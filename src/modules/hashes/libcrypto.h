/* libcrypto, loaded when the first digest is made, not when a module of digests is imported: it is 3 MiB. */
#ifndef OURO_MODULES_HASHES_LIBCRYPTO_H
#define OURO_MODULES_HASHES_LIBCRYPTO_H

#include <stdbool.h>
#include <stddef.h>

#include "types/module_state.h"

enum { OURO__LIBCRYPTO_METHODS = 12 };

/* What is used of its interface (openssl/evp.h), so that its headers are not needed. Results: 1, or 0 on failure. */
typedef struct ouro__libcrypto {
    ouro_module_state state;
    void *handle;
    bool uses_heap;                         /* contexts come from the runtime's heap */
    void *methods[OURO__LIBCRYPTO_METHODS]; /* fetched, owned; NULL: not yet */
    void *(*new_context)(void);
    void (*free_context)(void *context);
    int (*copy_context)(void *to, const void *from);
    void *(*fetch)(void *library, const char *name,
                   const char *properties); /* NULL: it has none of this name */
    void (*free_method)(void *method);
    int (*init)(void *context, const void *digest, void *engine);
    int (*update)(void *context, const void *data, size_t length);
    int (*final)(void *context, unsigned char *out, unsigned *length);
    int (*final_xof)(void *context, unsigned char *out, size_t length);
    int (*set_mark)(void); /* errors since the mark can be taken off again */
    int (*pop_to_mark)(void);
    int (*clear_last_mark)(void);
} ouro__libcrypto;

/* The library of this runtime, loaded when it is not yet. NULL with ImportError or MemoryError. */
ouro__libcrypto *ouro__libcrypto_load(ouro_runtime *rt);

/* Makes libcrypto allocate through libcrypto_memory.c. False when another user of it in this process was first: then its memory is malloc's. */
bool ouro__libcrypto_use_heap(void *handle);
/* Between these two calls the thread makes a context: what libcrypto allocates is of the runtime's heap. The second returns
 * `done`; where that is 0 it leaves none of the errors of the failure in libcrypto's queue. */
void ouro__libcrypto_borrow(ouro_runtime *rt, const ouro__libcrypto *c);
int ouro__libcrypto_give_back(ouro_runtime *rt, const ouro__libcrypto *c, int done);

#endif
