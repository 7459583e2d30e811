/* The cycle collector: three generations, trial deletion, finalizers; what the gc module shows.
 * Algorithm and invariants: docs/collector.md. */
#ifndef OURO_GC_GC_H
#define OURO_GC_GC_H

#include "object/runtime.h"

#define OURO_GENERATIONS 3
#define OURO_GC_STOPS 32

enum {
    OURO_GC_DEBUG_STATS = 1,
    OURO_GC_DEBUG_COLLECTABLE = 2,
    OURO_GC_DEBUG_UNCOLLECTABLE = 4,
    OURO_GC_DEBUG_SAVEALL = 32,
    OURO_GC_DEBUG_LEAK = 38,
};

typedef struct ouro_gc_stats {
    uint64_t collections, collected, uncollectable;
} ouro_gc_stats;

typedef struct ouro_gc {
    bool enabled, collecting;
    int threshold[OURO_GENERATIONS];
    int count[OURO_GENERATIONS]; /* [0] is rt->young_count: ask ouro__gc_count */
    int debug;
    ouro_gc_stats stats[OURO_GENERATIONS];
    uint64_t longest_stop_ns, total_ns;
    uint64_t stops
        [OURO_GC_STOPS]; /* collections by how long they took: [i] those below 2^i microseconds, no less than half */
    /* Containers that survived full collections, and those that came since: full collections wait until
     * the second is over a quarter of the first. */
    int64_t long_lived_total, long_lived_pending;
    int64_t frozen;
    /* Called with "start" false or true and the figures, for gc.callbacks; may be NULL. */
    void (*phase)(ouro_runtime *rt, bool stop, int generation, int64_t collected, int64_t uncollectable);
    /* Receives (borrowed) what is uncollectable or, with DEBUG_SAVEALL, all garbage: appends to gc.garbage.
     * -1 and MemoryError when it cannot; may be NULL. */
    int (*garbage)(ouro_runtime *rt, ouro_object *o);
    /* For recorders, which may not use the heap; may be NULL. Of each collection: the garbage that it found, as it still
     * is; and how long it took and what it collected. */
    void (*condemned)(ouro_runtime *rt, ouro_object *const *found, size_t count);
    void (*collected)(ouro_runtime *rt, int generation, uint64_t took_ns, int64_t collected);
    /* One line of debug output, without newline; NULL: stderr. */
    void (*log)(ouro_runtime *rt, const char *line);
    struct gc_private *private;
} ouro_gc;

/* Adds a collector to a core runtime; thresholds 700, 10, 10, enabled. 0, or -1 with MemoryError set. */
int ouro__gc_init(ouro_runtime *rt);
void ouro__gc_destroy(ouro_runtime *rt);

/* Collects `generation` and the younger ones; finalizers and callbacks run. Returns unreachable objects found
 * (collected and uncollectable). Called while a collection runs: 0. Never sets an exception. */
int64_t ouro__gc_collect(ouro_runtime *rt, int generation);
/* What an automatic trigger does: the oldest generation over its threshold, by CPython's rules. */
void ouro__gc_collect_automatic(ouro_runtime *rt);
/* Handles the collector's bits of rt->breaker; called at safe points. */
void ouro__gc_safepoint(ouro_runtime *rt);
/* Called inside an allocation that would be refused: frees only garbage whose death runs no code (no
 * finalizer, no callback). Returns whether anything was freed. */
bool ouro__gc_emergency(ouro_runtime *rt);

/* Lets go of freed blocks, so that the heap may use their pages for anything or give them back. */
void ouro__gc_release(ouro_runtime *rt);
/* Gives all unused memory back to the system, the collector's own included. */
void ouro__gc_give_back(ouro_runtime *rt);
/* The same when that is more than about 1 MiB. */
void ouro__gc_give_back_much(ouro_runtime *rt);

int ouro__gc_count(ouro_runtime *rt, int generation);
void ouro__gc_set_threshold(ouro_runtime *rt, int t0, int t1, int t2);
void ouro__gc_set_enabled(ouro_runtime *rt, bool enabled);
void ouro__gc_freeze(ouro_runtime *rt);
void ouro__gc_unfreeze(ouro_runtime *rt);

/* Calls `visit` with each tracked object of a generation (-1: of all but the frozen ones); stops when it
 * returns false. `visit` must not allocate containers or free. */
void ouro__gc_each(ouro_runtime *rt, int generation, bool (*visit)(ouro_runtime *, ouro_object *, void *),
                   void *context);

#endif
