/* What the collector finds: how much of which type, and the attributes that close the cycles.
 *
 * A search goes through garbage depth first, in the order in which it was made as far as that is known; a reference to an
 * object on the way from the first one to here closes a cycle. The one of its references that could be weak is an attribute
 * by which one instance knows another, rather than a list of many of them: `child.parent`; where there are several, the one
 * that closes it, as the parent came first. Only some of the garbage is searched, and what is found stands for all of that
 * collection's. */
#include "capture/internal.h"

#include <string.h>

#include "os/os.h"
#include "vm/object_labels.h"

enum {
    SEARCHED = 2048 /* objects of a collection, at most */,
    SEARCH_COST_SHARE = 50,
    EDGES_MOST = 64 * 1024,
    LOOKED_BACK = 64
};

/* ---- By type ---- */

/* Bytes of all of them. */
static uint64_t count_types(ouro_capture *c, ouro_object *const *found, size_t count)
{
    ouro_runtime *rt = c->rt;
    uint64_t all = 0;
    for (size_t i = 0; i < count; i++) {
        const ouro_type *type = ouro__type_of(rt, found[i]);
        size_t bytes = type->size_of ? type->size_of(rt, found[i]) : ouro__heap_usable(&rt->heap, found[i]);
        capture_type *row = capture_type_at(c, ouro__type_index(found[i]));
        all += bytes;
        if (row) {
            row->garbage++;
            row->garbage_bytes += bytes;
        }
    }
    return all;
}

/* ---- Cycles ---- */

/* A reference from the object of a step to garbage. */
struct edge {
    ouro_object *target;
    ouro_object *name; /* the attribute, NULL when it is none */
};

/* An object on the way: its edges stand behind those of the one before it. */
struct step {
    ouro_object *o;
    const ouro_object *entered; /* the attribute that led here, NULL when it was none */
    uint32_t first;             /* its edges: those from here on are to be followed, the last one first */
    ouro_object *owner_object, *owner_name; /* for a part such as a list: whose attribute it is */
};

struct search {
    ouro_capture *c;
    uint32_t edges, steps, seen;
    uint64_t closed; /* cycles */
};

enum { ON_THE_WAY = 1, DONE };

static void add_edge(ouro_runtime *rt, ouro_object *child, const ouro__label *label, void *context)
{
    struct search *s = context;
    if ((child->word & (OURO_TRACKED | OURO_MARKED)) != (OURO_TRACKED | OURO_MARKED) ||
        s->edges >= EDGES_MOST ||
        !ouro__growing_reserve(&rt->heap, &s->c->edges, ((size_t)s->edges + 1) * sizeof(struct edge)))
        return;
    ouro_object *name = label->kind == OURO__LABEL_ATTRIBUTE ? label->name : NULL;
    ((struct edge *)s->c->edges.memory)[s->edges++] = (struct edge){child, name};
}

static bool is_instance(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__type_of(rt, o)->flags & OURO_TYPE_HEAP;
}

/* One step farther, from `from` (NULL: to the first object) by the attribute `name`, if it is one. False when there is no
 * memory for it. */
static bool enter(struct search *s, ouro_object *o, const struct step *from, const ouro_object *name)
{
    ouro_runtime *rt = s->c->rt;
    capture_sum *state = capture_tally_at(rt, &s->c->rows, (uintptr_t)o);
    size_t bytes = ((size_t)s->steps + 1) * sizeof(struct step);
    struct step step = {.o = o, .entered = name, .first = s->edges};
    if (from && !is_instance(rt, o)) {
        step.owner_object = name ? from->o : from->owner_object;
        step.owner_name = name ? (ouro_object *)name : from->owner_name;
    }
    if (!state || !ouro__growing_reserve(&rt->heap, &s->c->steps, bytes))
        return false;
    state->count = ON_THE_WAY;
    ((struct step *)s->c->steps.memory)[s->steps++] = step;
    s->seen++;
    ouro__each_labelled(rt, o, add_edge, s);
    return true;
}

static void count_cycle(ouro_capture *c, const ouro_object *owner, const ouro_object *name,
                        const ouro_object *target)
{
    char text[CAPTURE_ATTRIBUTE];
    c->rt->hooks.trace_text(c->rt, name, text, sizeof text);
    uint32_t type = ouro__type_index(owner), target_type = ouro__type_index(target);
    for (uint32_t i = 0; i < CAPTURE_CYCLES_MOST; i++) {
        capture_cycle *cycle = &c->cycles[i];
        if (cycle->type &&
            (cycle->type != type || cycle->target != target_type || strcmp(cycle->attribute, text) != 0))
            continue;
        cycle->type = type;
        cycle->target = target_type;
        memcpy(cycle->attribute, text, sizeof text);
        cycle->now++;
        return;
    }
}

/* The last step on the way from `target` on that an attribute of one instance led to another; NULL when there is none. */
static const struct step *direct_step(const struct search *s, const ouro_object *target)
{
    ouro_runtime *rt = s->c->rt;
    const struct step *steps = s->c->steps.memory;
    for (uint32_t i = s->steps - 1; i > 0 && s->steps - i <= LOOKED_BACK && steps[i].o != target; i--)
        if (steps[i].entered && is_instance(rt, steps[i].o) && is_instance(rt, steps[i - 1].o))
            return &steps[i];
    return NULL;
}

/* A reference of the last step to what is on the way closes a cycle: counted where an attribute of an instance is in it. */
static void close_cycle(struct search *s, const struct edge *edge)
{
    ouro_runtime *rt = s->c->rt;
    const struct step *from = (const struct step *)s->c->steps.memory + s->steps - 1, *direct;
    s->closed++;
    if (edge->name && is_instance(rt, from->o) && is_instance(rt, edge->target))
        count_cycle(s->c, from->o, edge->name, edge->target);
    else if ((direct = direct_step(s, edge->target)))
        count_cycle(s->c, direct[-1].o, direct->entered, direct->o);
    else if (edge->name && is_instance(rt, from->o))
        count_cycle(s->c, from->o, edge->name, edge->target);
    else if (from->owner_object && is_instance(rt, from->owner_object))
        count_cycle(s->c, from->owner_object, from->owner_name, edge->target);
}

static void search_from(struct search *s, ouro_object *first)
{
    ouro_capture *c = s->c;
    s->edges = s->steps = 0;
    if (!enter(s, first, NULL, NULL))
        return;
    while (s->steps) {
        struct step *step = (struct step *)c->steps.memory + s->steps - 1;
        if (step->first == s->edges) {
            capture_sum *state = capture_tally_at(c->rt, &c->rows, (uintptr_t)step->o);
            if (state)
                state->count = DONE;
            s->edges = step->first;
            s->steps--;
            continue;
        }
        struct edge edge = ((struct edge *)c->edges.memory)[--s->edges];
        const capture_sum *state = capture_tally_at(c->rt, &c->rows, (uintptr_t)edge.target);
        if (!state)
            return;
        if (state->count == ON_THE_WAY)
            close_cycle(s, &edge);
        else if (state->count != DONE && s->seen < SEARCHED) {
            struct step from = *step; /* the steps may move */
            if (!enter(s, edge.target, &from, edge.name))
                return;
        }
    }
}

/* What was found stands for all of this collection's garbage. */
static void share_out(struct search *s, size_t count, uint64_t bytes)
{
    for (uint32_t i = 0; i < CAPTURE_CYCLES_MOST; i++) {
        capture_cycle *cycle = &s->c->cycles[i];
        if (!cycle->now)
            continue;
        cycle->count += (uint64_t)((double)cycle->now / (double)s->seen * (double)count);
        cycle->bytes += (uint64_t)((double)cycle->now / (double)s->closed * (double)bytes);
        cycle->now = 0;
    }
}

static void find_cycles(ouro_capture *c, ouro_object *const *found, size_t count, uint64_t bytes)
{
    uint64_t began = ouro__os_clock();
    if (began < c->next_search) { /* these are like the ones before them */
        c->unsearched += count;
        c->unsearched_bytes += bytes;
        return;
    }
    struct search search = {.c = c};
    capture_tally_clear(&c->rows);
    for (size_t i = 0; i < count && search.seen < SEARCHED; i++) {
        const capture_sum *state = capture_tally_at(c->rt, &c->rows, (uintptr_t)found[i]);
        if (state && !state->count)
            search_from(&search, found[i]);
    }
    if (search.closed) {
        share_out(&search, count + c->unsearched, bytes + c->unsearched_bytes);
        c->unsearched = c->unsearched_bytes = 0;
    }
    capture_tally_clear(&c->rows);
    c->next_search = ouro__os_clock() + (ouro__os_clock() - began) * SEARCH_COST_SHARE;
}

void capture_condemned(ouro_runtime *rt, ouro_object *const *found, size_t count)
{
    ouro_capture *c = rt->capture;
    c->before_collection = capture_live(c);
    if (capture_is_open(c))
        find_cycles(c, found, count, count_types(c, found, count));
}

/* ---- Into the file ---- */

static void put_types(ouro_capture *c)
{
    size_t count = c->types.bytes / sizeof(capture_type);
    for (size_t i = 0; i < count; i++)
        if (((capture_type *)c->types.memory)[i].garbage)
            capture_type_number(c, (uint32_t)i);
    const capture_type *rows = c->types.memory;
    capture_begin(c->rt, &c->output, CAPTURE_GARBAGE);
    capture_put(c->rt, &c->output, capture_time(c));
    for (size_t i = 0; i < count; i++) {
        if (!rows[i].garbage || !rows[i].number)
            continue;
        capture_put(c->rt, &c->output, rows[i].number);
        capture_put(c->rt, &c->output, rows[i].garbage);
        capture_put(c->rt, &c->output, rows[i].garbage_bytes);
    }
    capture_finish(c->rt, &c->output);
}

void capture_put_garbage(ouro_capture *c)
{
    ouro_runtime *rt = c->rt;
    put_types(c);
    for (uint32_t i = 0; i < CAPTURE_CYCLES_MOST && c->cycles[i].type; i++) {
        capture_type_number(c, c->cycles[i].type);
        capture_type_number(c, c->cycles[i].target);
    }
    capture_begin(rt, &c->output, CAPTURE_CYCLES);
    for (uint32_t i = 0; i < CAPTURE_CYCLES_MOST && c->cycles[i].type; i++) {
        const capture_cycle *cycle = &c->cycles[i];
        capture_put(rt, &c->output, capture_type_number(c, cycle->type));
        capture_put_text(rt, &c->output, cycle->attribute, strlen(cycle->attribute));
        capture_put(rt, &c->output, capture_type_number(c, cycle->target));
        capture_put(rt, &c->output, cycle->count);
        capture_put(rt, &c->output, cycle->bytes);
    }
    capture_finish(rt, &c->output);
}
