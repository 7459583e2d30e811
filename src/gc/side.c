/* Trial deletion with counts beside the objects: the fallback for sets where a count in place would pass zero, and the
 * oracle that debug builds compare every verdict with. A hash table from address to count; nothing in the objects is
 * touched before the verdict is known. */
#include "gc/internal.h"

struct side_entry {
    ouro_object *object;
    int64_t count;
    bool reached;
};

struct side {
    struct side_entry *entries;
    size_t mask;
    uint32_t *stack; /* entries that are reached and still to be followed */
    size_t depth;
    struct side_entry *over; /* the last one reported more often than it is counted */
};

static struct side_entry *side_find(const struct side *side, const ouro_object *o)
{
    size_t i = (size_t)(((uintptr_t)o >> 3) * 0x9e3779b97f4a7c15ull >> 16) & side->mask;
    while (side->entries[i].object && side->entries[i].object != o)
        i = (i + 1) & side->mask;
    return &side->entries[i];
}

static void count_member(ouro_runtime *rt, ouro_object *o, void *context)
{
    (void)rt;
    (void)o;
    ++*(size_t *)context;
}

static void enter_member(ouro_runtime *rt, ouro_object *o, void *context)
{
    (void)rt;
    *side_find(context, o) = (struct side_entry){.object = o, .count = o->refcount};
}

static void side_take(ouro_runtime *rt, ouro_object *child, void *context)
{
    if (!ouro__is_container(rt, child))
        return;
    struct side *side = context;
    struct side_entry *entry = side_find(side, child);
    if (entry->object && (int32_t)child->refcount >= 0 && --entry->count < 0)
        side->over = entry;
}

static void take_member(ouro_runtime *rt, ouro_object *o, void *context)
{
    ouro__each_reference(rt, ouro__type_of(rt, o), o, side_take, context);
}

static void side_reach(ouro_runtime *rt, ouro_object *child, void *context)
{
    struct side *side = context;
    if (!ouro__is_container(rt, child))
        return;
    struct side_entry *entry = side_find(side, child);
    if (!entry->object || entry->reached)
        return;
    entry->reached = true;
    side->stack[side->depth++] = (uint32_t)(entry - side->entries);
}

/* Whatever has a count left, or fewer than none, is a root. */
static void follow_member(ouro_runtime *rt, ouro_object *o, void *context)
{
    struct side *side = context;
    if (side_find(side, o)->count)
        side_reach(rt, o, side);
    while (side->depth) {
        ouro_object *next = side->entries[side->stack[--side->depth]].object;
        ouro__each_reference(rt, ouro__type_of(rt, next), next, side_reach, side);
    }
}

static void side_close(ouro_runtime *rt, struct side *side)
{
    ouro__heap_free(&rt->heap, side->entries, OURO_HEAP_RAW);
    ouro__heap_free(&rt->heap, side->stack, OURO_HEAP_RAW);
}

/* Counts; `reached` is then the verdict. -1: memory was refused. */
static int side_count(ouro_runtime *rt, const gc_set *set, struct side *side)
{
    size_t count = 0, room = 64;
    gc_each_member(rt, set, count_member, &count);
    while (room < count * 2)
        room *= 2;
    *side = (struct side){.mask = room - 1};
    side->entries = ouro__heap_alloc_zeroed(&rt->heap, room * sizeof *side->entries, OURO_HEAP_RAW);
    side->stack = ouro__heap_alloc(&rt->heap, (count + 1) * sizeof *side->stack, OURO_HEAP_RAW);
    if (!side->entries || !side->stack) {
        side_close(rt, side);
        return -1;
    }
    gc_each_member(rt, set, enter_member, side);
    gc_each_member(rt, set, take_member, side);
    gc_each_member(rt, set, follow_member, side);
    return 0;
}

struct judging {
    const struct side *side;
    gc_set *set;
    bool agrees;
};

static void judge(ouro_runtime *rt, ouro_object *o, void *context)
{
    (void)rt;
    struct judging *judging = context;
    if (side_find(judging->side, o)->reached) {
        judging->set->live++;
    } else {
        judging->set->garbage++;
        o->word |= OURO_MARKED;
    }
}

bool gc_side_deletion(ouro_runtime *rt, gc_set *set)
{
    struct side side;
    if (side_count(rt, set, &side) < 0)
        return false;
    if (side.over && rt->gc->debug)
        gc_log(rt, "gc: <%.80s %p> is reported more often than it is counted",
               ouro__type_of(rt, side.over->object)->name, (void *)side.over->object);
    set->count = set->live = set->garbage = 0;
    gc_each_member(rt, set, count_member, &set->count);
    struct judging judging = {.side = &side, .set = set};
    gc_each_member(rt, set, judge, &judging);
    side_close(rt, &side);
    return true;
}

static void compare(ouro_runtime *rt, ouro_object *o, void *context)
{
    (void)rt;
    struct judging *judging = context;
    judging->agrees &= side_find(judging->side, o)->reached == !(o->word & OURO_MARKED);
}

bool gc_side_agrees(ouro_runtime *rt, const gc_set *set)
{
    struct side side;
    if (side_count(rt, set, &side) < 0)
        return true;
    struct judging judging = {.side = &side, .agrees = true};
    gc_each_member(rt, set, compare, &judging);
    side_close(rt, &side);
    return judging.agrees;
}
