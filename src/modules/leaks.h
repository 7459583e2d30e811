/* Censuses of the objects alive: how many there are, and how many bytes, of each type and each line that allocated them. They
 * are kept outside of the heap that they count, so that taking one changes nothing that a later one finds.
 *
 * A point is a census with the time it was taken. Points are taken when asked for, at each so-many-th call of a function,
 * and, while the program runs, at safe points, each time so many blocks were allocated since the last one. When there are
 * OURO__POINTS_MOST, every second one goes and the distance doubles: they stay evenly spread over a run of any length. */
#ifndef OURO_MODULES_LEAKS_H
#define OURO_MODULES_LEAKS_H

#include "object/runtime.h"
#include "trace/memory.h"

enum { OURO__POINTS_MOST = 64 };

/* Traced objects of one type that one line allocated. `count` 0: a free slot. */
typedef struct ouro__census_row {
    uint32_t type, place;  /* index of the type, number of the tracer's place */
    uint64_t count, bytes; /* bytes: with the buffers that an object alone owns */
} ouro__census_row;

/* A hash table of rows. Begins as {0}. */
typedef struct ouro__census {
    ouro__growing memory;
    size_t room, rows; /* slots, a power of two; those in use */
} ouro__census;

/* Counts all traced objects. Nothing is collected before. False when memory is refused or nothing is traced: it is to be
 * released all the same. Uses no heap. */
bool ouro__census_take(ouro_runtime *rt, ouro__census *c);
/* Zeros when there is no such row. */
ouro__census_row ouro__census_find(const ouro__census *c, uint32_t type, uint32_t place);
void ouro__census_release(ouro_runtime *rt, ouro__census *c);

/* Whether a block of the heap is an object that a census counts: then in which row. */
bool ouro__census_place(ouro_runtime *rt, void *block, enum ouro_heap_kind kind, uint32_t *type,
                        uint32_t *place);

#endif
