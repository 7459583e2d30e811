/* One collection, from its set to its figures; the vectors of the younger generations. docs/collector.md
 * tells how the phases follow each other. */
#include "gc/internal.h"

#include "object/alloc.h"
#include "object/dealloc.h"
#include "os/os.h"

/* ---- The vectors ---- */

static void unlist(ouro_object *o)
{
    o->word &= ~(uint32_t)OURO_LISTED;
}

static bool is_free(const ouro_object *o)
{
    return !(o->word >> 8);
}

/* Room for `more` entries in the middle vector. */
static bool middle_reserve(ouro_runtime *rt, size_t more)
{
    struct gc_private *p = rt->gc->private;
    size_t wanted = p->middle_count + more, room = p->middle_room ? p->middle_room : 1024;
    if (wanted <= p->middle_room)
        return true;
    while (room < wanted)
        room *= 2;
    ouro_object **vector = ouro__heap_resize(&rt->heap, p->middle, room * sizeof *vector);
    if (!vector)
        return false;
    p->middle = vector;
    p->middle_room = room;
    return true;
}

/* Takes freed blocks out of the young vector. */
static void prune_young(ouro_runtime *rt)
{
    ouro_object **to = rt->young_start;
    for (ouro_object **from = rt->young_start; from < rt->young_next; from++) {
        if (is_free(*from))
            unlist(*from);
        else
            *to++ = *from;
    }
    rt->young_next = to;
}

/* Takes what is freed, no longer of the middle generation, or there twice out of the middle vector. */
static void prune_middle(ouro_runtime *rt)
{
    struct gc_private *p = rt->gc->private;
    size_t to = 0;
    for (size_t from = 0; from < p->middle_count; from++) {
        ouro_object *o = p->middle[from];
        if (is_free(o) || gc_generation(o->word) != 1 || o->word & OURO_LISTED)
            continue;
        o->word |= OURO_LISTED; /* borrowed for a moment: seen */
        p->middle[to++] = o;
    }
    p->middle_count = to;
    for (size_t i = 0; i < to; i++)
        unlist(p->middle[i]);
}

void gc_prune(ouro_runtime *rt)
{
    prune_young(rt);
    prune_middle(rt);
    ouro__heap_release_containers(&rt->heap);
}

/* Moves all young entries to the middle vector, where room has been made. Untracked ones come along: they may
 * be tracked later. */
static void promote_young(ouro_runtime *rt)
{
    struct gc_private *p = rt->gc->private;
    for (ouro_object **entry = rt->young_start; entry < rt->young_next; entry++) {
        ouro_object *o = *entry;
        unlist(o);
        if (is_free(o) || gc_generation(o->word) != 0)
            continue; /* frozen, or thawed */
        o->word = gc_with_generation(o->word, 1);
        p->middle[p->middle_count++] = o;
    }
    rt->young_next = rt->young_start;
}

/* Makes all entries of both vectors old and empties the vectors. */
static void promote_all(ouro_runtime *rt)
{
    struct gc_private *p = rt->gc->private;
    for (ouro_object **entry = rt->young_start; entry < rt->young_next; entry++) {
        unlist(*entry);
        if (!is_free(*entry) && gc_generation((*entry)->word) == 0)
            (*entry)->word = gc_with_generation((*entry)->word, GC_OLDEST);
    }
    rt->young_next = rt->young_start;
    for (size_t i = 0; i < p->middle_count; i++)
        if (!is_free(p->middle[i]) && gc_generation(p->middle[i]->word) == 1)
            p->middle[i]->word = gc_with_generation(p->middle[i]->word, GC_OLDEST);
    p->middle_count = 0;
}

/* ---- The set of a generation ---- */

/* False when memory for the vectors is refused: then nothing has changed but the room. */
static bool make_set(ouro_runtime *rt, int generation, gc_set *set)
{
    struct gc_private *p = rt->gc->private;
    *set = (gc_set){.pages = generation == GC_OLDEST};
    if (set->pages)
        return true;
    size_t young = (size_t)(rt->young_next - rt->young_start);
    if (!middle_reserve(rt, young))
        return false;
    set->match = OURO_TRACKED;
    if (generation == 0) {
        set->mask = OURO_TRACKED | OURO_GENERATION;
        set->vector = rt->young_start;
        set->length = young;
    } else {
        prune_middle(rt);
        promote_young(rt);
        set->mask = OURO_TRACKED | OURO_GENERATION;
        set->match = OURO_TRACKED | 1u << OURO_GENERATION_SHIFT;
        set->vector = p->middle;
        set->length = p->middle_count;
    }
    return true;
}

struct gathering {
    ouro_object **found;
    size_t count;
    size_t reserved; /* bytes got straight from the operating system; 0: the vector is the heap's, or `few` */
};

static void gather(ouro_runtime *rt, ouro_object *o, void *context)
{
    (void)rt;
    struct gathering *gathering = context;
    if (o->word & OURO_MARKED)
        gathering->found[gathering->count++] = o;
}

static void acquit(ouro_runtime *rt, ouro_object *o, void *context)
{
    (void)rt;
    (void)context;
    o->word &= ~(uint32_t)OURO_MARKED;
}

static void free_gathered(ouro_runtime *rt, struct gathering *g)
{
    if (g->reserved)
        ouro__os_release(g->found, g->reserved);
    else if (g->found != rt->gc->private->few)
        ouro__heap_free(&rt->heap, g->found, OURO_HEAP_RAW);
}

/* Room for the garbage of a set where the heap refuses it: beyond the budget, and only until that garbage is
 * gone. Else a heap full of garbage whose death runs code could never be cleared. */
static void reserve_outside(struct gathering *g, size_t bytes)
{
    g->reserved = (bytes + ouro__os_page_size() - 1) & ~(ouro__os_page_size() - 1);
    g->found = ouro__os_reserve(g->reserved, ouro__os_page_size());
    if (g->found && !ouro__os_commit(g->found, g->reserved)) {
        ouro__os_release(g->found, g->reserved);
        g->found = NULL;
    }
    if (!g->found)
        g->reserved = 0;
}

/* Makes a vector of the garbage. False when memory for it is refused: the garbage is acquitted then. */
static bool gather_garbage(ouro_runtime *rt, gc_set *set, struct gathering *g, bool outside)
{
    size_t bytes = set->garbage * sizeof(ouro_object *);
    *g = (struct gathering){.found = rt->gc->private->few};
    if (set->garbage > GC_FEW)
        g->found = ouro__heap_alloc(&rt->heap, bytes, OURO_HEAP_RAW);
    if (!g->found && outside)
        reserve_outside(g, bytes);
    gc_each_member(rt, set, g->found ? gather : acquit, g);
    return g->found;
}

/* ---- Figures ---- */

static bool count_by_generation(ouro_runtime *rt, ouro_object *o, void *context)
{
    (void)rt;
    ((size_t *)context)[gc_generation(o->word)]++;
    return true;
}

static void log_start(ouro_runtime *rt, int generation)
{
    size_t counts[4] = {0};
    ouro__gc_each(rt, -1, count_by_generation, counts);
    gc_log(rt, "gc: collecting generation %d...", generation);
    gc_log(rt, "gc: objects in each generation: %zu %zu %zu", counts[0], counts[1], counts[2]);
    gc_log(rt, "gc: objects in permanent generation: %lld", (long long)rt->gc->frozen);
}

static void account_survivors(ouro_gc *gc, int generation, const gc_set *set)
{
    if (generation == 1)
        gc->long_lived_pending += (int64_t)set->live;
    if (generation != GC_OLDEST)
        return;
    gc->long_lived_pending = 0;
    gc->long_lived_total = (int64_t)set->live;
    /* While next to nothing is found, full collections may become rarer. */
    bool barren = set->garbage * 100 < set->count;
    gc->private->share = !barren ? 1 : gc->private->share < 4 ? gc->private->share * 2 : 4;
}

static void reset_counts(ouro_runtime *rt, int generation)
{
    ouro_gc *gc = rt->gc;
    if (generation < GC_OLDEST)
        gc->count[generation + 1]++;
    for (int i = 1; i <= generation; i++)
        gc->count[i] = 0;
    rt->young_count = 0;
}

/* ---- A collection ---- */

/* Either way serves for any set; each stands in when the other cannot. */
static bool decide(ouro_runtime *rt, gc_set *set)
{
    bool beside = set->pages;
#if OURO_ASSERTIONS
    if (rt->gc->stats[GC_OLDEST].collections & 1) /* so that both are tried, and compared */
        beside = !beside;
#endif
    return beside ? gc_side_deletion(rt, set) || gc_trial_deletion(rt, set)
                  : gc_trial_deletion(rt, set) || gc_side_deletion(rt, set);
}

static bool judge(ouro_runtime *rt, gc_set *set)
{
    gc_validate(rt, "before a verdict");
    if (!decide(rt, set)) {
        set->live = set->count;
        set->garbage = 0;
        return false;
    }
    ouro__assert(gc_side_agrees(rt, set));
    return true;
}

/* The garbage of a set, gathered: true when there is some. Where memory for it is refused, what needs none
 * goes first: `*went` of them. */
static bool judge_and_gather(ouro_runtime *rt, gc_set *set, struct gathering *g, int64_t *went)
{
    *g = (struct gathering){.found = NULL};
    if (!judge(rt, set) || !set->garbage)
        return false;
    if (gather_garbage(rt, set, g, rt->gc->debug != 0))
        return true;
    *went = (int64_t)gc_collect_quietly(rt, set);
    return judge(rt, set) && set->garbage && gather_garbage(rt, set, g, true);
}

static void account_time(ouro_gc *gc, uint64_t took)
{
    gc->total_ns += took;
    unsigned doublings = took < 1000 ? 0 : 64 - (unsigned)__builtin_clzll(took / 1000);
    gc->stops[doublings < OURO_GC_STOPS ? doublings : OURO_GC_STOPS - 1]++;
    if (took > gc->longest_stop_ns)
        gc->longest_stop_ns = took;
}

static int64_t collect_set(ouro_runtime *rt, int generation)
{
    ouro_gc *gc = rt->gc;
    gc_set set;
    if (gc->debug & OURO_GC_DEBUG_STATS)
        log_start(rt, generation);
    if (!make_set(rt, generation, &set))
        return 0;
    reset_counts(rt, generation);
    uint64_t start = ouro__os_clock();
    int64_t collected = 0;
    struct gathering garbage;
    bool some = judge_and_gather(rt, &set, &garbage, &collected);
    account_survivors(gc, generation, &set);
    if (generation == 0)
        promote_young(rt);
    else
        promote_all(rt);
    if (some)
        collected += gc_end_garbage(rt, garbage.found, set.garbage);
    free_gathered(rt, &garbage);
    uint64_t took = ouro__os_clock() - start;
    account_time(gc, took);
    if (gc->debug & OURO_GC_DEBUG_STATS)
        gc_log(rt, "gc: done, %lld unreachable, 0 uncollectable, %.4fs elapsed", (long long)collected,
               (double)took / 1e9);
    if (gc->collected)
        gc->collected(rt, generation, took, collected);
    gc->stats[generation].collections++;
    gc->stats[generation].collected += (uint64_t)collected;
    gc_validate(rt, "after a collection");
    return collected;
}

int64_t ouro__gc_collect(ouro_runtime *rt, int generation)
{
    ouro_gc *gc = rt->gc;
    if (gc->collecting)
        return 0;
    gc->collecting = true;
    struct ouro__aside aside = ouro__code_begin(rt);
    if (gc->phase)
        gc->phase(rt, false, generation, 0, 0);
    int64_t collected = collect_set(rt, generation);
    if (gc->phase)
        gc->phase(rt, true, generation, collected, 0);
    ouro__code_end(rt, aside);
    gc->collecting = false;
    return collected;
}

void ouro__gc_collect_automatic(ouro_runtime *rt)
{
    ouro_gc *gc = rt->gc;
    for (int i = GC_OLDEST; i >= 0; i--) {
        if (ouro__gc_count(rt, i) <= gc->threshold[i])
            continue;
        if (i == GC_OLDEST && gc->long_lived_pending * 4 < gc->long_lived_total * (int64_t)gc->private->share)
            continue;
        ouro__gc_collect(rt, i);
        return;
    }
}
