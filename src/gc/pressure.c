/* Memory is about to be refused: what is kept for later goes first, then garbage.
 *
 * A collection inside an allocation costs time in proportion to the heap, and a program that hoards, or
 * unwinds a deep stack without memory, meets refusal after refusal. So after the second collection in a row
 * that freed too little, a refusal stands without one until there is reason to hope again:
 * - the program has dealt with a MemoryError, and may have dropped what it held (after a few times in a row:
 *   if a sum over all counts says that it is not where it was);
 * - about a 64th of the heap was handed out since, or twice that after each futile one, up to a quarter;
 * - twice as many refusals have come by as the last time;
 * - sixteen times the time has passed that the last one took.
 * All in all filling the memory costs a few collections, and garbage is found before a program is told that
 * there is no memory. */
#include "gc/internal.h"

#include "object/address_table.h"
#include "object/alloc.h"
#include "object/tables.h"
#include "object/type_table.h"
#include "os/os.h"

enum {
    FUTILE_FREE = 2,   /* collections in vain, in a row, before refusals stand */
    BARREN_FREE = 8,   /* the same after MemoryErrors that were dealt with: before the counts are looked at */
    BARREN_MOST = 256, /* and before not even they are believed */
    WORK_SHIFT = 6,    /* the part of the heap to be handed out before the next: a 64th at first */
    WORK_SHIFT_LEAST = 2, /* and a quarter at the most */
    TIME_SHARE = 16,      /* or the time to pass, of what the last one took */
    GAIN_OF_WORK = 4,     /* what one must free: this part of what was handed out since the last, */
    GAIN_OF_HEAP = 256,   /* and this part of the heap */
    OBJECT_BYTES = 64     /* what one object that went counts for: its page may still be in use */
};

/* ---- What is kept for later ---- */

void gc_shrink_young(ouro_runtime *rt)
{
    size_t used = (size_t)(rt->young_next - rt->young_start),
           room = (size_t)(rt->young_limit - rt->young_start);
    size_t wanted = used * 2 > GC_YOUNG_LEAST ? used * 2 : GC_YOUNG_LEAST;
    if (rt->young_grows || wanted > room / 4)
        return;
    ouro_object **vector = ouro__heap_resize(&rt->heap, rt->young_start, wanted * sizeof *vector);
    if (!vector)
        return;
    ouro__young_moved(rt, vector, wanted);
}

static void shrink_middle(ouro_runtime *rt)
{
    struct gc_private *p = rt->gc->private;
    size_t wanted = p->middle_count * 2 > GC_YOUNG_LEAST ? p->middle_count * 2 : GC_YOUNG_LEAST;
    if (wanted > p->middle_room / 4) /* it grows only while collecting */
        return;
    ouro_object **vector = ouro__heap_resize(&rt->heap, p->middle, wanted * sizeof *vector);
    if (!vector)
        return;
    p->middle = vector;
    p->middle_room = wanted;
}

static void release_kept(ouro_runtime *rt)
{
    gc_prune(rt);
    gc_shrink_young(rt);
    shrink_middle(rt);
    ouro__address_shrink(rt, &rt->tables->weakrefs);
    ouro__address_shrink(rt, &rt->tables->births);
    ouro__type_table_trim(rt);
}

/* ---- Whether to collect ---- */

static size_t busy(const ouro_heap *h)
{
    return h->committed - h->idle;
}

static bool memory_error_gone(ouro_runtime *rt)
{
    bool gone = rt->memory_error_gone;
    rt->memory_error_gone = false;
    return gone;
}

static void add_count(ouro_runtime *rt, ouro_object *o, void *context)
{
    (void)rt;
    *(uint64_t *)context += ((uint64_t)o->refcount + 1) * ((uintptr_t)o * 0x9e3779b97f4a7c15ull >> 7);
}

/* A sum over the counts of all members: a program that drops something changes it, one that is refused again
 * and again at the same place does not. Costs a small part of a collection. */
static uint64_t sum_of_counts(ouro_runtime *rt)
{
    gc_set set = {.pages = true};
    uint64_t sum = 0;
    gc_each_member(rt, &set, add_count, &sum);
    return sum;
}

/* The program has dealt with a MemoryError: whether it may have dropped something since the last
 * collection. */
static bool may_have_dropped(ouro_runtime *rt)
{
    const struct gc_private *p = rt->gc->private;
    if (p->barren < BARREN_FREE)
        return true;
    return p->barren < BARREN_MOST && sum_of_counts(rt) != p->sum;
}

/* A refusal: whether to leave it at that. */
static bool backs_off(ouro_runtime *rt)
{
    struct gc_private *p = rt->gc->private;
    size_t heap = busy(&rt->heap), work = rt->heap.taken - p->taken;
    if (work >= heap >> WORK_SHIFT_LEAST)
        p->futile = p->barren = 0;
    p->after_error = memory_error_gone(rt);
    if (p->after_error && may_have_dropped(rt))
        return false;
    if (p->futile < FUTILE_FREE)
        return false;
    unsigned row = p->futile - FUTILE_FREE;
    unsigned shift = row < WORK_SHIFT - WORK_SHIFT_LEAST ? WORK_SHIFT - row : WORK_SHIFT_LEAST;
    uint64_t most = (uint64_t)2 << (row < 32 ? row : 32);
    if (++p->refusals >= most || work >= heap >> shift)
        return false;
    return ouro__os_clock() - p->ended < TIME_SHARE * p->cost_ns;
}

static bool was_worth_it(ouro_runtime *rt, size_t busy_before, size_t went)
{
    const ouro_heap *h = &rt->heap;
    size_t now = busy(h), gain = went * OBJECT_BYTES + (now < busy_before ? busy_before - now : 0);
    return gain >= (h->taken - rt->gc->private->taken) / GAIN_OF_WORK && gain >= now / GAIN_OF_HEAP;
}

bool ouro__gc_emergency(ouro_runtime *rt)
{
    ouro_gc *gc = rt->gc;
    struct gc_private *p = gc->private;
    if (gc->collecting)
        return false;
    gc->collecting = true;
    uint64_t start = ouro__os_clock();
    size_t before = busy(&rt->heap);
    gc_set set = {.pages = true};
    size_t went = gc_collect_quietly(rt, &set);
    gc_prune(rt);
    gc->collecting = false;
    if (set.garbage > went) /* what runs code when it dies */
        rt->breaker |= OURO_BREAK_PRESSURE;
    if (was_worth_it(rt, before, went)) {
        p->futile = p->barren = 0;
    } else {
        p->futile++;
        p->barren += p->after_error;
    }
    p->after_error = false;
    p->sum = p->barren >= BARREN_FREE ? sum_of_counts(rt) : 0;
    p->refusals = 0;
    p->taken = rt->heap.taken;
    p->ended = ouro__os_clock();
    p->cost_ns = p->ended - start;
    return went > 0;
}

/* ---- Under pressure ---- */

/* Whether what is waiting for the vectors is worth going through them. */
static bool much_waits(const ouro_runtime *rt)
{
    const struct gc_private *p = rt->gc->private;
    size_t entries = (size_t)(rt->young_next - rt->young_start) + p->middle_count;
    return rt->heap.waiting_bytes > entries * sizeof(ouro_object *) / 4;
}

int gc_pressure(void *context, size_t wanted)
{
    ouro_runtime *rt = context;
    ouro_heap *h = &rt->heap;
    if (rt->gc->collecting || (rt->dispensable && rt->gc->private->futile))
        return false;
    size_t before = busy(h);
    bool tired = backs_off(rt), some = false;
    if (!tired || much_waits(rt)) {
        release_kept(rt);
        some = busy(h) < before;
        size_t room = h->budget ? ouro__heap_room(h) : before - busy(h);
        if (some && room >= wanted + OURO__PAGE_BYTES)
            return true;
    }
    if (tired)
        return some;
    return ouro__gc_emergency(rt) || busy(h) < before;
}
