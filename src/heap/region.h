/* A region: memory handed out by bumping a pointer and given back all at once.
 *
 * For data with one common end of life, such as a syntax tree. A region takes its chunks through a
 * pair of functions, so that the memory counts in the budget of whichever heap stands behind them;
 * ouro__region_init uses malloc when none are given. Nothing here knows objects. */
#ifndef OURO_HEAP_REGION_H
#define OURO_HEAP_REGION_H

#include <stddef.h>

typedef struct ouro_region_source {
    void *(*take)(void *context, size_t size); /* NULL when refused */
    void (*give)(void *context, void *memory, size_t size);
    void *context;
} ouro_region_source;

typedef struct ouro_region {
    struct region_chunk *chunks; /* newest first */
    char *next, *end;            /* free space of the newest chunk */
    ouro_region_source source;
    size_t total; /* bytes taken from the source */
} ouro_region;

/* `source` may be NULL: malloc and free. Allocates nothing. */
void ouro__region_init(ouro_region *region, const ouro_region_source *source);
/* 16-aligned, zeroed memory of `size` bytes, or NULL when the source refuses. */
void *ouro__region_alloc(ouro_region *region, size_t size);
/* A NUL-terminated copy of `length` bytes, or NULL when refused. */
char *ouro__region_copy(ouro_region *region, const char *bytes, size_t length);
/* Gives everything back; the region may be used again. */
void ouro__region_clear(ouro_region *region);

#endif
