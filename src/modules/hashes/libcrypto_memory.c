/* Where libcrypto's memory comes from. See libcrypto.h.
 *
 * libcrypto has one pair of memory functions for the whole process, set before its first allocation, and gives them
 * nothing to tell for whom they work. So each block begins with the runtime that it belongs to, and a thread
 * that makes a digest's context says so in `borrower` meanwhile. Whatever else is allocated, by libcrypto for itself or by another
 * user of it in this process, comes from malloc: no runtime's heap holds what outlives the runtime. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "modules/hashes/libcrypto.h"
#include "object/alloc.h"
#include "os/os.h"

typedef struct block {
    _Alignas(max_align_t) ouro_runtime *owner; /* NULL: malloc's */
    size_t size;                               /* of what follows */
} block;

static _Thread_local ouro_runtime *borrower;

static void *allocate(size_t size, const char *file, int line)
{
    (void)file, (void)line;
    size_t whole;
    if (size == 0 || __builtin_add_overflow(size, sizeof(block) + 15, &whole))
        return NULL;
    whole &= ~(size_t)15; /* the heap's classes that are multiples of 16 are aligned to it */
    ouro_runtime *owner = borrower;
    block *b = owner ? ouro__heap_alloc(&owner->heap, whole, OURO_HEAP_RAW) : malloc(whole);
    if (!b) {
        borrower = NULL; /* what libcrypto notes about the failure is its own */
        return NULL;
    }
    b->owner = owner;
    b->size = size;
    return b + 1;
}

static void release(void *memory, const char *file, int line)
{
    (void)file, (void)line;
    block *b = memory ? (block *)memory - 1 : NULL;
    if (b && b->owner)
        ouro__heap_free(&b->owner->heap, b, OURO_HEAP_RAW);
    else
        free(b);
}

static void *resize(void *memory, size_t size, const char *file, int line)
{
    if (!memory)
        return allocate(size, file, line);
    if (size == 0) {
        release(memory, file, line);
        return NULL;
    }
    const block *old = (block *)memory - 1;
    ouro_runtime *outer = borrower;
    borrower = old->owner;
    void *new = allocate(size, file, line);
    if (new) {
        borrower = outer;
        memcpy(new, memory, old->size < size ? old->size : size);
        release(memory, file, line);
    }
    return new;
}

bool ouro__libcrypto_use_heap(void *handle)
{
    typedef void *alloc_function(size_t, const char *, int);
    typedef void *resize_function(void *, size_t, const char *, int);
    typedef void free_function(void *, const char *, int);
    int (*set)(alloc_function *, resize_function *, free_function *);
    void (*get)(alloc_function **, resize_function **, free_function **);
    void *set_symbol = ouro__os_library_symbol(handle, "CRYPTO_set_mem_functions"),
         *get_symbol = ouro__os_library_symbol(handle, "CRYPTO_get_mem_functions");
    if (!set_symbol || !get_symbol)
        return false;
    memcpy(&set, &set_symbol, sizeof set);
    memcpy(&get, &get_symbol, sizeof get);
    alloc_function *current_alloc = NULL;
    resize_function *current_resize = NULL;
    free_function *current_free = NULL;
    get(&current_alloc, &current_resize, &current_free);
    if (current_alloc == allocate)
        return true; /* another runtime came before */
    /* libcrypto keeps the functions until the process ends, so they must stay as long. */
    return ouro__os_library_keep((void *)(uintptr_t)allocate) && set(allocate, resize, release);
}

void ouro__libcrypto_borrow(ouro_runtime *rt, const ouro__libcrypto *c)
{
    c->set_mark();
    borrower = rt;
}

int ouro__libcrypto_give_back(ouro_runtime *rt, const ouro__libcrypto *c, int done)
{
    (void)rt;
    borrower = NULL;
    if (!done)
        c->pop_to_mark();
    else
        c->clear_last_mark();
    return done;
}
