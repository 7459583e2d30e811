/* The allocators that a trace is replayed against, behind four functions each. */
#ifndef OURO_BENCH_ALLOCATORS_H
#define OURO_BENCH_ALLOCATORS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const char *name;
    const char *library; /* opened with dlopen; NULL: no library */
    const char *malloc_name, *calloc_name, *realloc_name, *free_name;
    void *(*malloc)(size_t size);
    void *(*calloc)(size_t count, size_t size);
    void *(*realloc)(void *block, size_t size);
    void (*free)(void *block);
} allocator;

extern const allocator allocators[];
extern const size_t allocator_count;

/* Opens the library and finds the functions; false when it is not installed. */
bool allocator_open(allocator *a);

#endif
