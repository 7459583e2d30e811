/* What the collector's files share. */
#ifndef OURO_GC_INTERNAL_H
#define OURO_GC_INTERNAL_H

#include "gc/gc.h"
#include "object/layout.h"
#include "os/assert.h"

enum { GC_YOUNG_LEAST = 2048, GC_MUCH = 1 << 20 };
enum { GC_STACK = 4096, GC_FEW = 256, GC_OLDEST = OURO_GENERATIONS - 1, GC_FROZEN = 3 };

struct gc_private {
    /* Containers that survived one young collection, oldest first. An entry may be stale: its block freed
     * (type index 0) or freed and reused (generation not 1), or standing twice. None is LISTED. */
    ouro_object **middle;
    size_t middle_count, middle_room;
    unsigned share;      /* quarters of the long-lived that must be pending for a full collection: 1, 2, 4 */
    uint32_t since_full; /* tests: collections since the last forced full one */
    bool forced;         /* tests: collect at the next safe point, whatever the counts */
    unsigned futile;     /* emergency collections in a row that freed too little (pressure.c) */
    unsigned barren;     /* the same, counted by MemoryErrors that a program dealt with */
    bool after_error;    /* the refusal follows a MemoryError that the program dealt with */
    uint64_t sum;        /* sum_of_counts() after the last one, while `barren` is not small */
    uint64_t refusals;   /* since the last one */
    uint64_t taken;      /* the heap's count of bytes handed out when it ended */
    uint64_t ended, cost_ns; /* when that was, and how long it took */
    ouro_object *stack[GC_STACK];
    ouro_object *few[GC_FEW]; /* what is found, when it is little: needs no memory then */
};

/* The objects that a collection looks at, its members: either those of a vector whose word agrees with
 * `match` in the bits of `mask`, each standing there once (what does not agree is passed over), or all
 * tracked objects in the container pages but the frozen ones. */
typedef struct gc_set {
    bool pages;
    uint32_t mask, match;
    ouro_object **vector;
    size_t length;
    size_t count, live, garbage; /* the verdict: members, and which */
} gc_set;

static inline unsigned gc_generation(uint32_t word)
{
    return (word & OURO_GENERATION) >> OURO_GENERATION_SHIFT;
}

static inline uint32_t gc_with_generation(uint32_t word, unsigned generation)
{
    return (word & ~(uint32_t)OURO_GENERATION) | generation << OURO_GENERATION_SHIFT;
}

/* Whether an object with this word is a member of the set in the pages. A freed block is not tracked. */
static inline bool gc_in_pages_set(uint32_t word)
{
    return word & OURO_TRACKED && gc_generation(word) != GC_FROZEN;
}

static inline bool gc_is_member(const gc_set *set, uint32_t word)
{
    return set->pages ? gc_in_pages_set(word) : (word & set->mask) == set->match;
}

/* Calls visit(rt, o, context) for each member, inlined. `visit` may free objects when nothing else runs. */
typedef void (*gc_member_visit)(ouro_runtime *rt, ouro_object *o, void *context);

static ouro__always_inline void gc_each_member(ouro_runtime *rt, const gc_set *set, gc_member_visit visit,
                                               void *context)
{
    if (!set->pages) {
        for (size_t i = 0; i < set->length; i++)
            if (gc_is_member(set, set->vector[i]->word))
                visit(rt, set->vector[i], context);
        return;
    }
    ouro_heap_span span = {0};
    while (ouro__heap_container_walk(&rt->heap, &span))
        for (char *block = span.first; block < span.end; block += span.stride)
            if (gc_in_pages_set(((ouro_object *)block)->word))
                visit(rt, (ouro_object *)block, context);
}

/* ouro__each_reference with an inlined visit, and another for traverse callbacks. */
static ouro__always_inline void gc_each_reference(ouro_runtime *rt, ouro_object *o, ouro_visit inlined,
                                                  ouro_visit called, void *context)
{
    const ouro_type *type = ouro__type_of(rt, o);
    if (ouro__unlikely(type->layout == OURO_LAYOUT_CALLBACK))
        ouro__each_reference(rt, type, o, called, context);
    else
        ouro__each_reference(rt, type, o, inlined, context);
}

/* trial.c: decides which members are garbage. Afterwards all counts are as before, garbage members are
 * MARKED, nothing else is. False: a type's traverse is not true to the counts; then nothing has changed. */
bool gc_trial_deletion(ouro_runtime *rt, gc_set *set);

/* side.c: the same by counting beside the objects, which needs memory and stands a faulty traverse (what is
 * reported too often is taken for referenced from outside). False: memory was refused, nothing has
 * changed. */
bool gc_side_deletion(ouro_runtime *rt, gc_set *set);
/* Debug: whether the marks agree with a count beside the objects; true when memory for that was refused. */
bool gc_side_agrees(ouro_runtime *rt, const gc_set *set);

/* garbage.c: the end of what a verdict condemned: `found[0..count)` are MARKED. Weak references, finalizers,
 * a second look, clearing; runs a program's code. Returns how many were collected. No MARKED object is
 * left. */
int64_t gc_end_garbage(ouro_runtime *rt, ouro_object **found, size_t count);
/* One line of debug output. */
void gc_log(ouro_runtime *rt, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* emergency.c: collects a set without running code and without needing memory. Returns how many objects
 * went. */
size_t gc_collect_quietly(ouro_runtime *rt, gc_set *set);

/* pressure.c: ouro_heap.pressure, with the runtime as its context. */
int gc_pressure(void *context, size_t wanted);
/* Where the young vector holds little, its room goes but for twice that. */
void gc_shrink_young(ouro_runtime *rt);

/* collect.c */
/* Takes freed blocks out of both vectors and lets the heap have their pages. */
void gc_prune(ouro_runtime *rt);

/* validate.c: aborts with a message when an invariant of the vectors and flags does not hold. Only in builds
 * with assertions. */
#if OURO_ASSERTIONS
void gc_validate(ouro_runtime *rt, const char *when);
#else
#define gc_validate(rt, when) ((void)0)
#endif

#endif
