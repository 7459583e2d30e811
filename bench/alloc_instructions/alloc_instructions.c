/* Allocates and frees blocks of 48 bytes in batches of 64, for callgrind to count the instructions of the two
 * functions below: alloc_instructions ALLOCATOR. The allocator "none" does nothing: the loop's own cost. */
#include "allocators.h"

#include "heap/heap.h"

#include <stdio.h>
#include <string.h>

enum { SIZE = 48, BATCH = 64, ROUNDS = 2000 };

static void *volatile blocks[BATCH];
static ouro_heap heap;

#define BATCHES(name, ALLOCATE, FREE)                                                                        \
    __attribute__((noinline)) static void allocate_batch_##name(ouro_heap *h, const allocator *a)            \
    {                                                                                                        \
        (void)h, (void)a;                                                                                    \
        for (int i = 0; i < BATCH; i++)                                                                      \
            blocks[i] = ALLOCATE;                                                                            \
    }                                                                                                        \
    __attribute__((noinline)) static void free_batch_##name(ouro_heap *h, const allocator *a)                \
    {                                                                                                        \
        (void)h, (void)a;                                                                                    \
        for (int i = 0; i < BATCH; i++) {                                                                    \
            void *block = blocks[i];                                                                         \
            FREE;                                                                                            \
        }                                                                                                    \
    }

BATCHES(none, NULL, __asm__ volatile("" : : "r"(block)))
BATCHES(ouro, ouro__heap_new(h, SIZE, OURO_HEAP_OBJECT), ouro__heap_delete(h, block, SIZE, OURO_HEAP_OBJECT))
BATCHES(ouro_call, ouro__heap_alloc(h, SIZE, OURO_HEAP_OBJECT), ouro__heap_free(h, block, OURO_HEAP_OBJECT))
BATCHES(library, a->malloc(SIZE), a->free(block))

#define RUN(name)                                                                                            \
    for (int round = 0; round < ROUNDS; round++) {                                                           \
        allocate_batch_##name(&heap, &a);                                                                    \
        free_batch_##name(&heap, &a);                                                                        \
    }

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "none";
    allocator a = {0};
    for (size_t i = 0; i < allocator_count; i++)
        if (strcmp(allocators[i].name, name) == 0)
            a = allocators[i];
    if ((a.name && !allocator_open(&a)) || ouro__heap_init(&heap, NULL) < 0) {
        fprintf(stderr, "alloc_instructions: %s is not installed\n", name);
        return 1;
    }
    if (!a.name) {
        RUN(none)
    } else if (strcmp(name, "ouro") == 0) {
        RUN(ouro)
    } else if (strcmp(name, "ouro-call") == 0) {
        RUN(ouro_call)
    } else {
        RUN(library)
    }
    ouro__heap_destroy(&heap);
    return 0;
}
