/* Trial deletion in place: which members of a set are reachable only from within the set.
 *
 * Within one verdict the reference count itself is the scratch count. Pass A takes every reference from a member to a
 * member off the count of what it refers to; what still has a count is referred to from outside. Pass B goes over the
 * members again, and whatever has a count gives its own references back, which revives what it reaches. What is left
 * at zero is garbage; pass C gives back what garbage holds, so that all counts are again what they were.
 *
 * Invariants: nothing reads a count, allocates, frees or runs a program's code from the first count taken to the last
 * given back. A member gives back exactly once: in page order, an object that revives behind the cursor goes on the
 * stack, one ahead of it is met later; in a vector, MARKED says that it has been done. Untracked and frozen objects
 * may lose counts in pass A of a full set and always get them back, but are no members.
 *
 * References are followed through a queue of sixteen, prefetched on entry, so that sixteen cache misses overlap. */
#include "gc/internal.h"

enum { QUEUE = 16, NEARBY = 1024 };

/* First in, first out; what goes in is prefetched, and comes out when fifteen others have followed. */
struct queue {
    ouro_object *entries[QUEUE];
    unsigned head, tail;
};

static inline ouro_object *queue_next(struct queue *queue)
{
    return queue->entries[queue->head++ % QUEUE];
}

/* Returns the entry that is due, or NULL. */
static inline ouro_object *queue_put(struct queue *queue, ouro_object *o)
{
    __builtin_prefetch(o, 1);
    queue->entries[queue->tail++ % QUEUE] = o;
    return queue->tail - queue->head == QUEUE ? queue_next(queue) : NULL;
}

static inline bool queue_is_empty(const struct queue *queue)
{
    return queue->head == queue->tail;
}

/* ---- Pass A ---- */

struct taking {
    struct queue queue;
    const gc_set *set;
    bool fault;     /* a count would have passed zero: nothing was taken from then on */
    uint64_t taken; /* references taken, in the order of traversal */
};

static inline void take(struct taking *t, ouro_object *child, bool pages)
{
    if (!pages && !gc_is_member(t->set, child->word))
        return;
    uint32_t count = child->refcount;
    if (ouro__unlikely((int32_t)count <= 0)) {
        t->fault |= count == 0;
        return;
    }
    if (ouro__unlikely(t->fault))
        return;
    child->refcount = count - 1;
    t->taken++;
}

static ouro__always_inline void take_through_queue(ouro_runtime *rt, ouro_object *child, void *context)
{
    struct taking *t = context;
    if (!ouro__is_container(rt, child))
        return;
    ouro_object *due = queue_put(&t->queue, child);
    if (due)
        take(t, due, true);
}

static ouro__always_inline void take_at_once(ouro_runtime *rt, ouro_object *child, void *context)
{
    if (ouro__is_container(rt, child))
        take(context, child, false);
}

/* The out-of-line forms, for traverse callbacks. */
static void take_through_queue_called(ouro_runtime *rt, ouro_object *child, void *context)
{
    take_through_queue(rt, child, context);
}

static void take_at_once_called(ouro_runtime *rt, ouro_object *child, void *context)
{
    take_at_once(rt, child, context);
}

/* ouro__each_reference with an inlined visit and another for callbacks. */
static ouro__always_inline void each_reference(ouro_runtime *rt, ouro_object *o, ouro_visit inlined,
                                               ouro_visit called, void *context)
{
    const ouro_type *type = ouro__type_of(rt, o);
    if (ouro__unlikely(type->layout == OURO_LAYOUT_CALLBACK))
        ouro__each_reference(rt, type, o, called, context);
    else
        ouro__each_reference(rt, type, o, inlined, context);
}

static ouro__always_inline void take_from_page_member(ouro_runtime *rt, ouro_object *o, void *context)
{
    each_reference(rt, o, take_through_queue, take_through_queue_called, context);
}

static ouro__always_inline void take_from_vector_member(ouro_runtime *rt, ouro_object *o, void *context)
{
    each_reference(rt, o, take_at_once, take_at_once_called, context);
}

/* Pass A over pages; returns how many members there are. */
static size_t take_in_pages(ouro_runtime *rt, struct taking *t)
{
    size_t members = 0;
    ouro_heap_span span = {0};
    while (ouro__heap_container_walk(&rt->heap, &span))
        for (char *block = span.first; block < span.end; block += span.stride) {
            ouro_object *o = (ouro_object *)block;
            if (!gc_in_pages_set(o->word))
                continue;
            members++;
            take_from_page_member(rt, o, t);
        }
    while (!queue_is_empty(&t->queue))
        take(t, queue_next(&t->queue), true);
    return members;
}

/* ---- Giving back without looking (pass C, and undoing pass A) ---- */

struct returning {
    const gc_set *set;
    bool all;
    uint64_t left; /* references still to be given back, unless all are */
};

static void give_back(ouro_runtime *rt, ouro_object *child, void *context)
{
    struct returning *r = context;
    if (!ouro__is_container(rt, child) || (int32_t)child->refcount < 0)
        return;
    if (!r->set->pages && !gc_is_member(r->set, child->word))
        return;
    if (!r->all && !r->left)
        return;
    r->left -= !r->all;
    child->refcount++;
}

static ouro__always_inline void give_back_all_of(ouro_runtime *rt, ouro_object *o, void *context)
{
    ouro__each_reference(rt, ouro__type_of(rt, o), o, give_back, context);
}

static ouro__always_inline void give_back_if_marked(ouro_runtime *rt, ouro_object *o, void *context)
{
    if (o->word & OURO_MARKED)
        give_back_all_of(rt, o, context);
}

static void undo(ouro_runtime *rt, const gc_set *set, uint64_t taken)
{
    struct returning r = {.set = set, .left = taken};
    gc_each_member(rt, set, give_back_all_of, &r);
    ouro__assert(r.left == 0);
}

static void restore_garbage(ouro_runtime *rt, const gc_set *set)
{
    struct returning r = {.set = set, .all = true};
    gc_each_member(rt, set, give_back_if_marked, &r);
}

/* ---- Pass B ---- */

struct giving {
    struct queue queue;
    const gc_set *set;
    const char *cursor; /* pages: members below have been looked at */
    ouro_object **stack;
    size_t depth;
    bool overflow; /* something that should stand on the stack does not */
    size_t live;
};

/* A member behind the cursor has revived: it has to give back too. */
static void push_behind(struct giving *g, ouro_object *o)
{
    if (g->depth == GC_STACK) {
        o->word |= OURO_GREY;
        g->overflow = true;
        return;
    }
    __builtin_prefetch(((ouro__list_layout *)o)->items);
    g->stack[g->depth++] = o;
}

static inline void give_in_pages(struct giving *g, ouro_object *child)
{
    uint32_t count = child->refcount;
    if (ouro__unlikely((int32_t)count < 0))
        return;
    child->refcount = count + 1;
    if (count == 0 && (const char *)child < g->cursor && gc_in_pages_set(child->word))
        push_behind(g, child);
}

static ouro__always_inline void give_through_queue(ouro_runtime *rt, ouro_object *child, void *context)
{
    struct giving *g = context;
    if (!ouro__is_container(rt, child))
        return;
    /* What lies just ahead revives before the cursor comes to it. */
    ouro_object *due = (uintptr_t)child - (uintptr_t)g->cursor < NEARBY ? child : queue_put(&g->queue, child);
    if (due)
        give_in_pages(g, due);
}

static void give_through_queue_called(ouro_runtime *rt, ouro_object *child, void *context)
{
    give_through_queue(rt, child, context);
}

static ouro__always_inline void survive_in_pages(ouro_runtime *rt, struct giving *g, ouro_object *o)
{
    g->live++;
    each_reference(rt, o, give_through_queue, give_through_queue_called, g);
}

static void empty_stack_in_pages(ouro_runtime *rt, struct giving *g)
{
    while (g->depth)
        survive_in_pages(rt, g, g->stack[--g->depth]);
}

static void empty_queue_and_stack(ouro_runtime *rt, struct giving *g)
{
    do {
        empty_stack_in_pages(rt, g);
        while (!queue_is_empty(&g->queue))
            give_in_pages(g, queue_next(&g->queue));
    } while (g->depth);
}

/* The stack overflowed: what did not fit is GREY. */
static void find_overflowed(ouro_runtime *rt, struct giving *g)
{
    while (g->overflow) {
        g->overflow = false;
        ouro_heap_span span = {0};
        while (ouro__heap_container_walk(&rt->heap, &span))
            for (char *block = span.first; block < span.end; block += span.stride) {
                ouro_object *o = (ouro_object *)block;
                if (!(o->word & OURO_GREY) || !gc_in_pages_set(o->word))
                    continue;
                o->word &= ~(uint32_t)OURO_GREY;
                survive_in_pages(rt, g, o);
                empty_stack_in_pages(rt, g);
            }
        empty_queue_and_stack(rt, g);
    }
}

static void give_in_page_order(ouro_runtime *rt, struct giving *g)
{
    ouro_heap_span span = {0};
    while (ouro__heap_container_walk(&rt->heap, &span)) {
        for (char *block = span.first; block < span.end; block += span.stride) {
            ouro_object *o = (ouro_object *)block;
            if (!o->refcount || !gc_in_pages_set(o->word))
                continue;
            g->cursor = block;
            survive_in_pages(rt, g, o);
        }
        g->cursor = span.end;
        empty_stack_in_pages(rt, g);
    }
    g->cursor = (const char *)UINTPTR_MAX;
    empty_queue_and_stack(rt, g);
    find_overflowed(rt, g);
}

static ouro__always_inline void give_in_vector(ouro_runtime *rt, ouro_object *child, void *context)
{
    struct giving *g = context;
    if (!ouro__is_container(rt, child) || (int32_t)child->refcount < 0 || !gc_is_member(g->set, child->word))
        return;
    if (child->refcount++ || child->word & OURO_MARKED)
        return;
    if (g->depth == GC_STACK) {
        g->overflow = true; /* it has a count and no mark: the next round over the vector finds it */
        return;
    }
    child->word |= OURO_MARKED;
    g->stack[g->depth++] = child;
}

static void give_in_vector_called(ouro_runtime *rt, ouro_object *child, void *context)
{
    give_in_vector(rt, child, context);
}

static void give_in_vector_order(ouro_runtime *rt, const gc_set *set, struct giving *g)
{
    do {
        g->overflow = false;
        for (size_t i = 0; i < set->length; i++) {
            ouro_object *o = set->vector[i];
            if (!o->refcount || o->word & OURO_MARKED || !gc_is_member(set, o->word))
                continue;
            o->word |= OURO_MARKED;
            g->stack[g->depth++] = o;
            while (g->depth) {
                g->live++;
                each_reference(rt, g->stack[--g->depth], give_in_vector, give_in_vector_called, g);
            }
        }
    } while (g->overflow);
}

/* ---- The verdict ---- */

static ouro__always_inline void mark_if_garbage(ouro_runtime *rt, ouro_object *o, void *context)
{
    (void)rt;
    if (!o->refcount) {
        o->word |= OURO_MARKED;
        ++*(size_t *)context;
    }
}

static bool trial_in_pages(ouro_runtime *rt, gc_set *set)
{
    struct taking t = {.set = set};
    set->count = take_in_pages(rt, &t);
    if (t.fault) {
        undo(rt, set, t.taken);
        return false;
    }
    struct giving g = {.set = set, .stack = rt->gc->private->stack};
    give_in_page_order(rt, &g);
    set->live = g.live;
    set->garbage = 0;
    if (g.live != set->count) {
        gc_each_member(rt, set, mark_if_garbage, &set->garbage);
        restore_garbage(rt, set);
    }
    ouro__assert(set->live + set->garbage == set->count);
    return true;
}

static ouro__always_inline void count_member(ouro_runtime *rt, ouro_object *o, void *context)
{
    (void)rt;
    (void)o;
    ++*(size_t *)context;
}

/* So far the living are marked: now the dead. */
static ouro__always_inline void turn_mark(ouro_runtime *rt, ouro_object *o, void *context)
{
    (void)rt;
    o->word ^= OURO_MARKED;
    *(size_t *)context += (o->word & OURO_MARKED) != 0;
}

static bool trial_in_vector(ouro_runtime *rt, gc_set *set)
{
    struct taking t = {.set = set};
    set->count = 0;
    gc_each_member(rt, set, count_member, &set->count);
    gc_each_member(rt, set, take_from_vector_member, &t);
    if (t.fault) {
        undo(rt, set, t.taken);
        return false;
    }
    set->live = set->count;
    set->garbage = 0;
    if (!t.taken)
        return true;
    struct giving g = {.set = set, .stack = rt->gc->private->stack};
    give_in_vector_order(rt, set, &g);
    set->live = g.live;
    gc_each_member(rt, set, turn_mark, &set->garbage);
    if (set->garbage)
        restore_garbage(rt, set);
    ouro__assert(set->live + set->garbage == set->count);
    return true;
}

bool gc_trial_deletion(ouro_runtime *rt, gc_set *set)
{
    return set->pages ? trial_in_pages(rt, set) : trial_in_vector(rt, set);
}
