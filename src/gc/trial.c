/* Trial deletion in place: which members of a set are reachable only from within the set.
 *
 * Within one verdict the reference count itself is the scratch count. Pass A takes every reference from a
 * member to a member off the count of what it refers to; what still has a count is referred to from outside.
 * Pass B goes over the members again, and whatever has a count gives its own references back, which revives
 * what it reaches. What is left at zero is garbage; pass C gives back what garbage holds, so that all counts
 * are again what they were.
 *
 * Needs no memory. The younger generations are judged this way, and full collections where memory is refused,
 * which otherwise count beside the objects (side.c).
 *
 * Invariants: nothing reads a count, allocates, frees or runs a program's code from the first count taken to
 * the last given back. A member gives back exactly once: MARKED says that it has. */
#include "gc/internal.h"

/* ---- Pass A ---- */

struct taking {
    const gc_set *set;
    bool fault;     /* a count would have passed zero: nothing was taken from then on */
    uint64_t taken; /* references taken, in the order of traversal */
};

static ouro__always_inline void take(ouro_runtime *rt, ouro_object *child, void *context)
{
    struct taking *t = context;
    if (!ouro__is_container(rt, child) || !gc_is_member(t->set, child->word))
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

/* The out-of-line forms are for traverse callbacks. */
static void take_called(ouro_runtime *rt, ouro_object *child, void *context)
{
    take(rt, child, context);
}

static ouro__always_inline void take_from(ouro_runtime *rt, ouro_object *o, void *context)
{
    gc_each_reference(rt, o, take, take_called, context);
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
    if (!ouro__is_container(rt, child) || (int32_t)child->refcount < 0 || !gc_is_member(r->set, child->word))
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
    const gc_set *set;
    ouro_object **stack;
    size_t depth;
    bool overflow; /* something that should stand on the stack does not */
    size_t live;
};

static ouro__always_inline void give(ouro_runtime *rt, ouro_object *child, void *context)
{
    struct giving *g = context;
    if (!ouro__is_container(rt, child) || (int32_t)child->refcount < 0 || !gc_is_member(g->set, child->word))
        return;
    if (child->refcount++ || child->word & OURO_MARKED)
        return;
    if (g->depth == GC_STACK) {
        g->overflow = true; /* it has a count and no mark: the next round finds it */
        return;
    }
    child->word |= OURO_MARKED;
    g->stack[g->depth++] = child;
}

static void give_called(ouro_runtime *rt, ouro_object *child, void *context)
{
    give(rt, child, context);
}

static ouro__always_inline void survive(ouro_runtime *rt, ouro_object *o, void *context)
{
    struct giving *g = context;
    if (!o->refcount || o->word & OURO_MARKED)
        return;
    o->word |= OURO_MARKED;
    g->stack[g->depth++] = o;
    while (g->depth) {
        g->live++;
        gc_each_reference(rt, g->stack[--g->depth], give, give_called, g);
    }
}

/* ---- The verdict ---- */

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

bool gc_trial_deletion(ouro_runtime *rt, gc_set *set)
{
    struct taking t = {.set = set};
    set->count = 0;
    gc_each_member(rt, set, count_member, &set->count);
    gc_each_member(rt, set, take_from, &t);
    if (t.fault) {
        undo(rt, set, t.taken);
        return false;
    }
    set->live = set->count;
    set->garbage = 0;
    if (!t.taken)
        return true;
    struct giving g = {.set = set, .stack = rt->gc->private->stack};
    do {
        g.overflow = false;
        gc_each_member(rt, set, survive, &g);
    } while (g.overflow);
    set->live = g.live;
    gc_each_member(rt, set, turn_mark, &set->garbage);
    if (set->garbage)
        restore_garbage(rt, set);
    ouro__assert(set->live + set->garbage == set->count);
    return true;
}
