/* Trial deletion with counts beside the objects: one byte for each block of the container zone.
 *
 * Full collections count this way. Every reference then costs an access to a table that is a twentieth as large as the
 * objects, and so mostly in the cache, instead of one to the object; what is met in the order of the pages is read, never
 * written. Where memory for the table is refused, trial.c does without. It is also what stands in when a count in place
 * would pass zero, and the oracle that debug builds compare every verdict with.
 *
 * A byte begins as the count of references from members, and ends as what is known of the object: REACHED, a member that
 * lives refers to it; FOLLOWED, its own references have been reached, too. Whatever has a count that the members do not
 * explain is referred to from outside, and lives. Counts too large for a byte go on in a small table of hubs, such as the
 * class of a million instances. Nothing in the objects changes before the verdict is known, but that dicts which refer to
 * no container cease to be tracked on the way. */
#include "gc/internal.h"

#include "heap/heap.h"
#include "object/alloc.h"
#include "os/os.h"

enum { FOLLOWED = 255, REACHED = 254, CARRY = 128, HUBS_LEAST = 64, QUEUE = 16 };

/* What a count beyond a byte is more than the byte, in units of CARRY. */
struct hub {
    uint32_t number; /* of the block, and one; 0: none here */
    uint32_t carries;
};

struct side {
    const gc_set *set;
    uint8_t *states; /* by number of the block, and one of no block at the end; a mapping of its own */
    size_t states_bytes;
    ouro_heap_place *places; /* ouro__heap_container_number */
    struct hub *hubs;
    size_t hub_mask, hub_count;
    /* Numbers on their way: a byte is fetched when its number comes in and counted when sixteen others have followed, so
     * that as many cache misses overlap. At first all are that of no block. */
    uint32_t queue[QUEUE];
    unsigned next;
    const char *cursor; /* what is reached ahead of it is met later, what is behind it goes on the stack */
    ouro_object **stack;
    size_t depth;
    bool refused;  /* memory for hubs */
    bool overflow; /* something behind the cursor is REACHED and not on the stack */
    bool content;  /* something that may be in a cycle was reached, since last made false */
    size_t members, live;
};

/* ---- Hubs ---- */

static struct hub *find_hub(const struct side *side, uint32_t number)
{
    size_t i = (size_t)((number + 1) * 0x9e3779b97f4a7c15ull >> 32) & side->hub_mask;
    while (side->hubs[i].number && side->hubs[i].number != number + 1)
        i = (i + 1) & side->hub_mask;
    return &side->hubs[i];
}

static bool resize_hubs(ouro_runtime *rt, struct side *side, size_t room)
{
    struct hub *old = side->hubs;
    size_t old_room = old ? side->hub_mask + 1 : 0;
    struct hub *hubs = ouro__heap_alloc_zeroed(&rt->heap, room * sizeof *hubs, OURO_HEAP_RAW);
    if (!hubs)
        return false;
    side->hubs = hubs;
    side->hub_mask = room - 1;
    for (size_t i = 0; i < old_room; i++)
        if (old[i].number)
            *find_hub(side, old[i].number - 1) = old[i];
    ouro__heap_free(&rt->heap, old, OURO_HEAP_RAW);
    return true;
}

/* A byte has become as large as a count may: moves CARRY of it to the hubs. */
static __attribute__((noinline, cold)) void carry(ouro_runtime *rt, struct side *side, uint32_t number)
{
    side->states[number] -= CARRY;
    if (side->hub_count * 2 > side->hub_mask && !resize_hubs(rt, side, (side->hub_mask + 1) * 2)) {
        side->refused = true;
        return;
    }
    struct hub *hub = find_hub(side, number);
    side->hub_count += !hub->number;
    hub->number = number + 1;
    hub->carries++;
}

/* How many references from members there are to an object that is not reached yet. */
static inline uint64_t count_of(const struct side *side, uint32_t number, uint8_t state)
{
    return ouro__likely(state < REACHED - CARRY) ? state
                                                 : state + (uint64_t)CARRY * find_hub(side, number)->carries;
}

/* ---- References and members ---- */

static inline uint32_t number_of(ouro_runtime *rt, const struct side *side, const ouro_object *o)
{
    return ouro__heap_container_number(&rt->heap, side->places, o);
}

/* Counts what is due, and puts another in its place. */
static ouro__always_inline void take_due(ouro_runtime *rt, struct side *side, uint32_t number)
{
    uint32_t due = side->queue[side->next];
    side->queue[side->next] = number;
    side->next = (side->next + 1) % QUEUE;
    if (ouro__unlikely(++side->states[due] == REACHED))
        carry(rt, side, due);
}

static ouro__always_inline void take(ouro_runtime *rt, ouro_object *child, void *context)
{
    struct side *side = context;
    if (!ouro__is_container(rt, child))
        return;
    uint32_t number = number_of(rt, side, child);
    __builtin_prefetch(&side->states[number], 1);
    take_due(rt, side, number);
}

static ouro__always_inline void reach(ouro_runtime *rt, ouro_object *child, void *context)
{
    struct side *side = context;
    if (!ouro__is_container(rt, child))
        return;
    uint8_t *state = &side->states[number_of(rt, side, child)];
    if (*state >= REACHED)
        return;
    *state = REACHED;
    if ((const char *)child >= side->cursor)
        return;
    if (side->depth == GC_STACK) {
        side->overflow = true;
        return;
    }
    *state = FOLLOWED;
    __builtin_prefetch(child);
    side->stack[side->depth++] = child;
}

/* The out-of-line forms, for traverse callbacks. */
static void take_called(ouro_runtime *rt, ouro_object *child, void *context)
{
    take(rt, child, context);
}

static void reach_called(ouro_runtime *rt, ouro_object *child, void *context)
{
    struct side *side = context;
    side->content |= ouro__may_be_tracked(rt, child);
    reach(rt, child, context);
}

static ouro__always_inline void take_from(ouro_runtime *rt, ouro_object *o, void *context)
{
    ((struct side *)context)->members++;
    gc_each_reference(rt, o, take, take_called, context);
}

static ouro__always_inline void follow(ouro_runtime *rt, struct side *side, ouro_object *o)
{
    side->live++;
    if (ouro__likely(!(ouro__type_of(rt, o)->flags & OURO_TYPE_UNTRACKABLE))) {
        gc_each_reference(rt, o, reach, reach_called, side);
        return;
    }
    side->content = false;
    gc_each_reference(rt, o, reach, reach_called, side);
    if (!side->content)
        ouro__untrack(o); /* it lives and keeps nothing alive that could die here: no verdict changes */
}

static void empty_stack(ouro_runtime *rt, struct side *side)
{
    while (side->depth) {
        ouro_object *o = side->stack[--side->depth];
        if (gc_is_member(side->set, o->word))
            follow(rt, side, o);
    }
}

/* Whether something beside the members refers to it, or to be careful, when a type reports more references than it counts. */
static inline bool is_root(const struct side *side, const ouro_object *o, uint32_t number, uint8_t state)
{
    if ((int32_t)o->refcount < 0)
        return true;
    return count_of(side, number, state) != o->refcount;
}

/* A member as the cursor meets it. */
static ouro__always_inline void meet(ouro_runtime *rt, struct side *side, ouro_object *o, uint32_t number)
{
    uint8_t state = side->states[number];
    if (state == FOLLOWED || (state != REACHED && !is_root(side, o, number, state)))
        return;
    side->states[number] = FOLLOWED;
    follow(rt, side, o);
}

static void meet_in_pages(ouro_runtime *rt, struct side *side)
{
    ouro_heap_span span = {0};
    while (ouro__heap_container_walk(&rt->heap, &span)) {
        uint32_t number = ouro__heap_container_number(&rt->heap, side->places, span.first);
        for (char *block = span.first; block < span.end; block += span.stride, number++) {
            if (!gc_in_pages_set(((ouro_object *)block)->word))
                continue;
            side->cursor = block;
            meet(rt, side, (ouro_object *)block, number);
        }
        side->cursor = span.end;
        empty_stack(rt, side);
    }
}

static void meet_in_vector(ouro_runtime *rt, struct side *side)
{
    side->cursor = (const char *)UINTPTR_MAX;
    for (size_t i = 0; i < side->set->length; i++) {
        ouro_object *o = side->set->vector[i];
        if (gc_is_member(side->set, o->word))
            meet(rt, side, o, number_of(rt, side, o));
        empty_stack(rt, side);
    }
}

/* ---- The verdict ---- */

/* The table is large and needed for a moment only: it goes back to the system at once, and never lies idle in the heap. */
static bool map_states(ouro_runtime *rt, struct side *side, size_t count)
{
    size_t page = ouro__os_page_size(), bytes = (count + page - 1) & ~(page - 1);
    if (ouro__heap_charge(&rt->heap, (ptrdiff_t)bytes) < 0)
        return false;
    side->states = ouro__os_map(bytes);
    side->states_bytes = side->states ? bytes : 0;
    if (!side->states)
        ouro__heap_charge(&rt->heap, -(ptrdiff_t)bytes);
    return side->states;
}

static void side_close(ouro_runtime *rt, struct side *side)
{
    if (side->states) {
        ouro__os_release(side->states, side->states_bytes);
        ouro__heap_charge(&rt->heap, -(ptrdiff_t)side->states_bytes);
    }
    ouro__heap_free(&rt->heap, side->places, OURO_HEAP_RAW);
    ouro__heap_free(&rt->heap, side->hubs, OURO_HEAP_RAW);
}

/* False, with nothing open, when memory is refused. */
static bool side_open(ouro_runtime *rt, const gc_set *set, struct side *side)
{
    *side = (struct side){.set = set, .stack = rt->gc->private->stack};
    size_t pages = ouro__heap_container_pages(&rt->heap);
    side->places = ouro__heap_alloc(&rt->heap, (pages + 1) * sizeof *side->places, OURO_HEAP_RAW);
    if (side->places && resize_hubs(rt, side, HUBS_LEAST)) {
        /* Last, since numbers hold only until the heap is used. */
        size_t blocks = ouro__heap_number_containers(&rt->heap, side->places);
        for (size_t i = 0; i < QUEUE; i++)
            side->queue[i] = (uint32_t)blocks;
        if (map_states(rt, side, blocks + 1))
            return true;
    }
    side_close(rt, side);
    return false;
}

static void name_if_over(ouro_runtime *rt, ouro_object *o, void *context)
{
    const struct side *side = context;
    uint32_t number = number_of(rt, side, o);
    if ((int32_t)o->refcount >= 0 && count_of(side, number, side->states[number]) > o->refcount)
        gc_log(rt, "gc: <%.80s %p> is reported more often than it is counted", ouro__type_of(rt, o)->name,
               (void *)o);
}

/* Afterwards the states of the members that live, and only theirs, are FOLLOWED. False: memory was refused. */
static bool side_count(ouro_runtime *rt, const gc_set *set, struct side *side)
{
    if (!side_open(rt, set, side))
        return false;
    gc_each_member(rt, set, take_from, side);
    for (unsigned i = 0; i < QUEUE; i++)
        take_due(rt, side, 0);
    if (side->refused) {
        side_close(rt, side);
        return false;
    }
    if (ouro__unlikely(rt->gc->debug != 0))
        gc_each_member(rt, set, name_if_over, side);
    do {
        side->overflow = false;
        if (set->pages)
            meet_in_pages(rt, side);
        else
            meet_in_vector(rt, side);
    } while (side->overflow);
    return true;
}

static bool is_live(ouro_runtime *rt, const struct side *side, const ouro_object *o)
{
    return side->states[number_of(rt, side, o)] == FOLLOWED;
}

static void mark_if_garbage(ouro_runtime *rt, ouro_object *o, void *context)
{
    if (!is_live(rt, context, o))
        o->word |= OURO_MARKED;
}

bool gc_side_deletion(ouro_runtime *rt, gc_set *set)
{
    struct side side;
    if (!side_count(rt, set, &side))
        return false;
    set->count = side.members;
    set->live = side.live;
    set->garbage = side.members - side.live;
    if (set->garbage)
        gc_each_member(rt, set, mark_if_garbage, &side);
    side_close(rt, &side);
    return true;
}

struct comparing {
    const struct side *side;
    bool agree;
};

static void compare(ouro_runtime *rt, ouro_object *o, void *context)
{
    struct comparing *comparing = context;
    comparing->agree &= is_live(rt, comparing->side, o) == !(o->word & OURO_MARKED);
}

bool gc_side_agrees(ouro_runtime *rt, const gc_set *set)
{
    struct side side;
    if (!side_count(rt, set, &side))
        return true;
    struct comparing comparing = {.side = &side, .agree = true};
    gc_each_member(rt, set, compare, &comparing);
    side_close(rt, &side);
    return comparing.agree;
}
