/* Censuses of the objects alive: how many there are, and how many bytes, of each type and each line that
 * allocated them. They are kept outside of the heap that they count, so that taking one changes nothing that a
 * later one finds.
 *
 * A point is a census with the time it was taken. Points are taken when asked for, at calls of a function, and,
 * while the program runs, at safe points, each time so many blocks were allocated since the last one. When
 * there are OURO__POINTS_MOST, every second one goes and the distance doubles: they stay spread over a run of any
 * length. */
#ifndef OURO_MODULES_LEAKS_H
#define OURO_MODULES_LEAKS_H

#include "object/runtime.h"
#include "types/method.h"
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

/* Counts all traced objects; the others, too, if `all`: their place is 0. Nothing is collected before. False when
 * memory is refused or nothing is traced: it is to be released all the same. Uses no heap. */
bool ouro__census_take(ouro_runtime *rt, ouro__census *c, bool all);
/* Zeros when there is no such row. */
ouro__census_row ouro__census_find(const ouro__census *c, uint32_t type, uint32_t place);
void ouro__census_release(ouro_runtime *rt, ouro__census *c);

/* Whether a block of the heap is a traced object: then in which row. */
bool ouro__census_place(ouro_runtime *rt, void *block, enum ouro_heap_kind kind, uint32_t *type,
                        uint32_t *place);

/* ---- Standing before the tracer in the heap's tap ---- */

enum { OURO__TRACKERS_MOST = 32 };

/* What a stack of calls has allocated. */
typedef struct ouro__site_figures {
    uint64_t blocks, bytes;
} ouro__site_figures;

/* A stretch of the program whose allocations are counted: track() in lib/ouro/tracking.py. */
typedef struct ouro__tracker {
    uint64_t blocks, bytes; /* allocated */
    size_t before, peak;    /* traced bytes at the start, and the most since */
    bool incomplete;        /* memory for something was refused */
    ouro__growing sites;    /* of ouro__site_figures, by stack */
    ouro__census census;    /* at the start */
} ouro__tracker;

typedef struct ouro__tap {
    ouro_runtime *rt;
    ouro_heap_tap tracer; /* behind this one */
    bool silent;          /* nothing counts, as nothing of it is the program's */
    bool started;         /* the tracer, for the first tracker */
    uint64_t allocated,
        tick_at;     /* blocks so far; at how many the safe point is asked for; UINT64_MAX: never */
    size_t aside;    /* traced bytes when it became silent for a tracker */
    size_t trackers; /* from the outermost on */
    ouro__tracker tracker[OURO__TRACKERS_MOST];
} ouro__tap;

/* The tap of a runtime: NULL with MemoryError. */
ouro__tap *ouro__tap_of(ouro_runtime *rt);
/* Starts the tracer if need be and stands before it: 0, or -1 with an exception. */
int ouro__tap_on(ouro_runtime *rt, ouro__tap *tap);
/* Whether it stands there: a program may have stopped to trace, or begun anew. */
bool ouro__tap_stands(const ouro__tap *tap);
/* Leaves the tracer alone, and drops the trackers. */
void ouro__tap_off(ouro__tap *tap);

/* Functions of the module. */
OURO_SHARED_C_FUNCTION(ouro__track_start);
OURO_SHARED_C_FUNCTION(ouro__track_stop);
OURO_SHARED_C_FUNCTION(ouro__track_done);

#endif
