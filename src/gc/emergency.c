/* Collecting inside an allocation: only garbage whose death runs no code, and without any memory.
 *
 * After the verdict some of the garbage is spared: what has a finalizer to run or a weak reference with a
 * callback, what would take such an object with it, and all that these reach, since a finalizer may use it.
 * The rest goes by draining, member by member, in place. Types keep their part: at every allocation, no
 * tracked object may report a reference that it does not count. */
#include "gc/internal.h"

#include "object/alloc.h"
#include "object/dealloc.h"
#include "object/traverse.h"
#include "object/weakref.h"

enum { ROUNDS = 64, NESTING = 8, BUDGET = 256 };

struct sparing {
    const gc_set *set;
    ouro_object **stack;
    size_t depth;
    bool overflow;
    size_t spared;
    bool found; /* the question about one object: yes */
    unsigned nesting, budget;
};

static bool is_called_back(ouro_runtime *rt, ouro_object *o)
{
    for (ouro_weakref *ref = ouro__weakrefs_of(rt, o); ref; ref = ref->older)
        if (ouro__weakref_has_callback(ref))
            return true;
    return false;
}

/* Whether the end of `o` itself, not of what it holds, would run code. */
static bool runs_code(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    if (type->flags & OURO_TYPE_HAS_DEL && !(o->word & OURO_FINALIZED))
        return true;
    return type->flags & OURO_TYPE_WEAKLY_REFERENCEABLE && o->word & OURO_WEAKLY_REFERENCED &&
           is_called_back(rt, o);
}

static bool is_member(ouro_runtime *rt, const gc_set *set, const ouro_object *o)
{
    return ouro__is_container(rt, o) && gc_is_member(set, o->word);
}

/* Something that would die with garbage: whether code runs then. Looks a few references deep; when that is
 * not enough to know, the answer is yes. */
static void look_at_dying(ouro_runtime *rt, ouro_object *o, void *context)
{
    struct sparing *s = context;
    if (s->found || (int32_t)o->refcount < 0 || is_member(rt, s->set, o))
        return;
    if (s->nesting == NESTING || !s->budget || runs_code(rt, o)) {
        s->found = true;
        return;
    }
    s->budget--;
    s->nesting++;
    ouro__traverse(rt, o, look_at_dying, s);
    s->nesting--;
}

/* What a condemned object refers to: a member lives, or is spared, or goes as well; what is no member dies
 * with the garbage when its count, less the references that garbage holds, is zero. */
static void look_at_child(ouro_runtime *rt, ouro_object *child, void *context)
{
    struct sparing *s = context;
    if (is_member(rt, s->set, child)) {
        s->found |= (child->word & OURO_GREY) != 0;
    } else if (!child->refcount) {
        s->budget = BUDGET;
        look_at_dying(rt, child, s);
    }
}

static void take_from_outsider(ouro_runtime *rt, ouro_object *child, void *context)
{
    if ((int32_t)child->refcount > 0 && !is_member(rt, context, child))
        child->refcount--;
}

static void give_to_outsider(ouro_runtime *rt, ouro_object *child, void *context)
{
    if ((int32_t)child->refcount >= 0 && !is_member(rt, context, child))
        child->refcount++;
}

static void take_from_outsiders(ouro_runtime *rt, ouro_object *o, void *context)
{
    if (o->word & OURO_MARKED)
        ouro__traverse(rt, o, take_from_outsider, context);
}

static void give_to_outsiders(ouro_runtime *rt, ouro_object *o, void *context)
{
    if (o->word & (OURO_MARKED | OURO_GREY))
        ouro__traverse(rt, o, give_to_outsider, context);
}

static void spare(struct sparing *s, ouro_object *o)
{
    if (!(o->word & OURO_MARKED))
        return;
    o->word = (o->word & ~(uint32_t)OURO_MARKED) | OURO_GREY;
    s->spared++;
    if (s->depth < GC_STACK)
        s->stack[s->depth++] = o;
    else
        s->overflow = true;
}

static void spare_child(ouro_runtime *rt, ouro_object *child, void *context)
{
    struct sparing *s = context;
    if (is_member(rt, s->set, child))
        spare(s, child);
}

static void spare_reachable(ouro_runtime *rt, struct sparing *s)
{
    while (s->depth)
        ouro__traverse(rt, s->stack[--s->depth], spare_child, s);
}

static void consider(ouro_runtime *rt, ouro_object *o, void *context)
{
    struct sparing *s = context;
    if (!(o->word & OURO_MARKED))
        return;
    s->found = runs_code(rt, o);
    if (!s->found)
        ouro__traverse(rt, o, look_at_child, s);
    if (s->found) {
        spare(s, o);
        spare_reachable(rt, s);
    }
}

static void spare_again(ouro_runtime *rt, ouro_object *o, void *context)
{
    if (o->word & OURO_GREY) {
        ouro__traverse(rt, o, spare_child, context);
        spare_reachable(rt, context);
    }
}

/* Each round spares what would take spared objects with it. False: everything is spared, or that would take
 * too many rounds. */
static bool spare_in_rounds(ouro_runtime *rt, gc_set *set, struct sparing *s)
{
    for (unsigned round = 0; round < ROUNDS; round++) {
        size_t before = s->spared;
        gc_each_member(rt, set, consider, s);
        while (s->overflow) {
            s->overflow = false;
            gc_each_member(rt, set, spare_again, s);
        }
        if (s->spared == set->garbage)
            return false;
        if (s->spared == before)
            return true;
    }
    return false;
}

/* True when what is still MARKED may go. While it looks, what garbage refers to outside the set lacks these
 * counts. */
static bool spare_what_runs_code(ouro_runtime *rt, gc_set *set)
{
    struct sparing s = {.set = set, .stack = rt->gc->private->stack};
    gc_each_member(rt, set, take_from_outsiders, set);
    bool some = spare_in_rounds(rt, set, &s);
    gc_each_member(rt, set, give_to_outsiders, set);
    return some;
}

static void unmark(ouro_runtime *rt, ouro_object *o, void *context)
{
    (void)rt;
    (void)context;
    o->word &= ~(uint32_t)(OURO_MARKED | OURO_GREY);
}

struct clearing {
    size_t went;
};

static void clear_quietly(ouro_runtime *rt, ouro_object *o, void *context)
{
    struct clearing *clearing = context;
    if (!(o->word & OURO_MARKED))
        return;
    clearing->went++;
    if (ouro__type_of(rt, o)->flags & OURO_TYPE_NO_CLEAR)
        return;
    ouro_object *child;
    ouro_incref(o);
    while ((child = ouro__drain(rt, o)))
        ouro_decref(rt, child);
    ouro_decref(rt, o);
}

size_t gc_collect_quietly(ouro_runtime *rt, gc_set *set)
{
    struct clearing clearing = {0};
    if (!gc_trial_deletion(rt, set) || !set->garbage)
        return 0;
    bool some = spare_what_runs_code(rt, set);
    if (some)
        gc_each_member(rt, set, clear_quietly, &clearing);
    gc_each_member(rt, set, unmark, NULL);
    return clearing.went;
}
