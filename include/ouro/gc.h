/* The cycle collector. It has three generations; young containers are looked at often, those that survive
 * more rarely. Counting frees whatever is in no cycle, without it. */
#ifndef OURO_GC_H
#define OURO_GC_H

#include "ouro/object.h"
#include "ouro/type.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Collects `generation` (0, 1, 2) and the younger ones: weak references, finalizers and callbacks are called.
 * Returns how many objects were unreachable. 0 when called from within a collection. */
OURO_API int64_t ouro_collect(ouro_runtime *rt, int generation);

/* Automatic collections, at safe points (runtime.h): on at first. */
OURO_API void ouro_collector_enable(ouro_runtime *rt, bool enabled);
OURO_API bool ouro_collector_enabled(ouro_runtime *rt);

/* Generation 0 is collected when the containers made, less those freed since, are more than thresholds[0] (0:
 * never); 1 and 2 when the one before has been collected more than so many times. 700, 10, 10 at first. */
OURO_API void ouro_collector_set_thresholds(ouro_runtime *rt, const int thresholds[3]);

typedef struct ouro_collector_stats {
    size_t size; /* sizeof(ouro_collector_stats): set by the caller */
    int thresholds[3], counts[3];
    struct {
        uint64_t collections, collected, uncollectable;
    } generations[3];
    uint64_t longest_stop_ns, total_ns;
    int64_t frozen;
} ouro_collector_stats;

/* Fills `stats` as far as its `size` says. */
OURO_API void ouro_collector_stats_get(ouro_runtime *rt, ouro_collector_stats *stats);

/* Takes all containers out of the collector's sight; what is made later is collected as before. */
OURO_API void ouro_collector_freeze(ouro_runtime *rt);
/* Puts them back into the oldest generation. */
OURO_API void ouro_collector_unfreeze(ouro_runtime *rt);

/* Calls visit for each tracked object of a generation, -1 of all; stops when it returns false. `visit` must
 * neither allocate nor free. */
OURO_API void ouro_collector_each(ouro_runtime *rt, int generation,
                                  bool (*visit)(ouro_runtime *rt, ouro_object *o, void *context),
                                  void *context);
/* Calls visit once for each counted reference that `o` holds. */
OURO_API void ouro_each_referent(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context);
/* Whether the collector looks at `o`. */
OURO_API bool ouro_is_tracked(ouro_runtime *rt, const ouro_object *o);
/* Whether the finalizer of `o` has run. */
OURO_API bool ouro_is_finalized(ouro_runtime *rt, const ouro_object *o);

#ifdef __cplusplus
}
#endif
#endif
