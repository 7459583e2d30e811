/* Breadth-first search against the references, from the object that is asked about to the nearest roots.
 *
 * A root ends a chain and is not searched behind: a module that sys.modules has, or its namespace; and whatever has references
 * that no object holds, apart from those of the frames that ask. Since each edge from a root to a node on the
 * way makes a chain, chains come in order of their length, and two variables of one module make two. */
#include "modules/why_alive.h"

#include "object/layout.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/method.h"
#include "types/str.h"
#include "vm/frame_object.h"

typedef struct searching {
    const ouro__alive_search *search;
    const ouro__graph *graph;
    ouro_runtime *rt;
    bool with_locals; /* those of the asking frame count */
    size_t number;    /* of the object that is asked about */
    uint32_t start;
    uint32_t *
        towards; /* by node: the next on the way to the start, and one; of the start, itself and one; 0: not met */
    uint32_t *queue;
    ouro__growing modules;  /* bits */
    ouro__growing discount; /* ouro_object *: a reference to it that does not count, each */
    size_t discounts;
    ouro__growing cut; /* ouro_object *: what these refer to does not count */
    size_t cuts;
    ouro__growing memory, chain_objects, chain_labels;
    ouro__growing left; /* size_t: numbers of objects that nothing but locals may hold */
    bool refused, ended, met;
} searching;

/* ---- Taking the graph ---- */

struct stack_objects {
    ouro__growing memory;
    size_t count;
    bool refused;
};

static void note_object(ouro_runtime *rt, struct stack_objects *all, ouro_object *o)
{
    all->refused |= !ouro__growing_reserve(&rt->heap, &all->memory, (all->count + 1) * sizeof o);
    if (!all->refused)
        ((ouro_object **)all->memory.memory)[all->count++] = o;
}

static void note_on_stack(ouro_runtime *rt, ouro_object *o, const ouro_frame *frame, const ouro__label *label,
                          void *context)
{
    (void)frame, (void)label;
    note_object(rt, context, o);
}

bool ouro__graph_take_running(ouro_runtime *rt, ouro__graph *g, ouro_object *const *also, size_t count)
{
    struct stack_objects all = {0};
    for (size_t i = 0; i < count; i++)
        note_object(rt, &all, also[i]);
    ouro__each_on_stack(rt, note_on_stack, &all);
    bool taken = !all.refused && ouro__graph_take_with(rt, g, true, all.memory.memory, all.count);
    ouro__growing_release(&rt->heap, &all.memory);
    return taken;
}

/* ---- Modules ---- */

static void mark(ouro__growing *bits, uint32_t node)
{
    ((uint8_t *)bits->memory)[node / 8] |= (uint8_t)(1 << node % 8);
}

static void mark_values(const ouro__graph *g, ouro_object *dict, ouro__growing *bits)
{
    ouro_object *key, *value;
    for (size_t position = 0; ouro__dict_next(g->rt, dict, &position, &key, &value);) {
        uint32_t node = ouro__graph_node(g, value);
        if (node != OURO__NO_NODE)
            mark(bits, node);
    }
}

bool ouro__graph_mark_modules(const ouro__graph *g, bool with_variables, ouro__growing *bits)
{
    ouro_object *modules = g->rt->python->modules, *name, *module;
    uint32_t all = modules ? ouro__graph_node(g, modules) : OURO__NO_NODE;
    *bits = (ouro__growing){0};
    if (!ouro__growing_reserve(&g->rt->heap, bits, g->nodes / 8 + 1))
        return false;
    if (all == OURO__NO_NODE || !ouro__is_dict(g->rt, modules))
        return true;
    mark(bits, all);
    for (size_t position = 0; ouro__dict_next(g->rt, modules, &position, &name, &module);) {
        uint32_t node = ouro__graph_node(g, module);
        if (!ouro__is_exactly(module, OURO_T_MODULE) || node == OURO__NO_NODE)
            continue;
        ouro_object *dict = ouro__module_dict(module);
        uint32_t dict_node = dict ? ouro__graph_node(g, dict) : OURO__NO_NODE;
        mark(bits, node);
        if (dict_node == OURO__NO_NODE)
            continue;
        mark(bits, dict_node);
        if (with_variables)
            mark_values(g, dict, bits);
    }
    return true;
}

/* ---- What does not count ---- */

static void append(searching *s, ouro__growing *list, size_t *count, ouro_object *o)
{
    if (!ouro__growing_reserve(&s->rt->heap, list, (*count + 1) * sizeof o)) {
        s->refused = true;
        return;
    }
    ((ouro_object **)list->memory)[(*count)++] = o;
}

static size_t occurrences(const ouro__growing *list, size_t count, const ouro_object *o)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += ((ouro_object **)list->memory)[i] == o;
    return found;
}

/* Whether what a frame holds so does not count. The frames that run later than the asking one do its work. */
static bool is_asking(const searching *s, const ouro_frame *frame, const ouro__label *label)
{
    const ouro__alive_search *search = s->search;
    if (!search->asking || frame < search->asking)
        return false;
    bool shared = label->kind == OURO__LABEL_PART; /* its function, its namespace */
    return frame > search->asking || (!shared && !(s->with_locals && label->kind == OURO__LABEL_LOCAL));
}

static void discount_one(ouro_runtime *rt, ouro_object *o, const ouro_frame *frame, const ouro__label *label,
                         void *context)
{
    (void)rt;
    searching *s = context;
    if (is_asking(s, frame, label))
        append(s, &s->discount, &s->discounts, o);
}

/* What shows an asking frame's locals besides: its generator, and its frame object with the snapshot of f_locals. */
static void cut_frames(searching *s)
{
    const ouro_vm *vm = s->rt->python->vm;
    for (const ouro_frame *frame = s->search->asking; frame && frame <= vm->frame; frame++) {
        bool counts = frame == s->search->asking && s->with_locals;
        if (frame->generator && !counts)
            append(s, &s->cut, &s->cuts, &frame->generator->head);
        if (!frame->object)
            continue;
        append(s, &s->cut, &s->cuts, &frame->object->head);
        if (frame->object->locals && frame->code->flags & OURO_CO_OPTIMIZED && !counts)
            append(s, &s->cut, &s->cuts, frame->object->locals);
    }
}

static bool is_cut(const searching *s, ouro_object *o)
{
    return occurrences(&s->cut, s->cuts, o) ||
           (s->search->ignored_class && ouro__type_of(s->rt, o)->class_object == s->search->ignored_class);
}

/* ---- Roots ---- */

static uint32_t references_within(const ouro__graph *g, uint32_t node)
{
    return g->backward.first[node + 1] - g->backward.first[node];
}

static bool is_held_outside(const searching *s, uint32_t node)
{
    const ouro_object *o = s->graph->objects[node];
    uint32_t within = references_within(s->graph, node);
    return o->refcount > within &&
           (o->refcount & OURO_IMMORTAL || o->refcount > within + occurrences(&s->discount, s->discounts, o));
}

struct naming {
    const searching *s;
    const ouro_object *object;
    ouro__root *root;
};

static ouro__root root_in_frame(const ouro_frame *frame, const ouro__label *label)
{
    uint32_t pc = (uint32_t)(frame->pc - frame->code->instructions);
    return (ouro__root){.kind = OURO__ROOT_FRAME,
                        .label = *label,
                        .code = frame->code,
                        .line = ouro__code_line(frame->code, pc)};
}

/* The innermost frame wins, and in it a local over what is merely on its way. */
static void name_frame(ouro_runtime *rt, ouro_object *o, const ouro_frame *frame, const ouro__label *label,
                       void *context)
{
    (void)rt;
    struct naming *n = context;
    if (o != n->object || is_asking(n->s, frame, label))
        return;
    if (n->root->kind == OURO__ROOT_FRAME && n->root->label.kind == OURO__LABEL_LOCAL &&
        label->kind != OURO__LABEL_LOCAL)
        return;
    *n->root = root_in_frame(frame, label);
}

/* A frame entered from C borrows its function from there. */
static void name_code(const searching *s, const ouro_object *o, ouro__root *root)
{
    const ouro_vm *vm = s->rt->python->vm;
    ouro__label function = {.kind = OURO__LABEL_PART, .text = "function"},
                code = {.kind = OURO__LABEL_PART, .text = "code"};
    for (const ouro_frame *frame = vm->frames + 1; frame <= vm->frame; frame++)
        if (o == &frame->function->head || o == &frame->code->head)
            *root = root_in_frame(frame, o == &frame->code->head ? &code : &function);
}

static ouro__root name_root(const searching *s, uint32_t node)
{
    ouro_object *o = s->graph->objects[node];
    ouro__root root = {.kind = OURO__ROOT_REFERENCE};
    if (node != s->start && ouro__graph_marked(&s->modules, node) && o != s->rt->python->modules) {
        root.kind = OURO__ROOT_MODULE;
        return root;
    }
    root.text = ouro__interpreter_holds(s->rt, o);
    if (root.text) {
        root.kind = OURO__ROOT_INTERPRETER;
        return root;
    }
    struct naming n = {s, o, &root};
    ouro__each_on_stack(s->rt, name_frame, &n);
    if (root.kind == OURO__ROOT_REFERENCE)
        name_code(s, o, &root);
    return root;
}

/* ---- Chains ---- */

/* Of several references between two objects the one that is number `nth`, keys of mappings after all others. */
struct picking {
    const ouro_object *child;
    uint32_t nth;
    bool found;
    ouro__label label;
};

static void pick(ouro_runtime *rt, ouro_object *child, const ouro__label *label, void *context)
{
    (void)rt;
    struct picking *p = context;
    if (child != p->child || p->found)
        return;
    p->label = *label;
    p->found = p->nth-- == 0;
}

static ouro__label label_between(ouro_runtime *rt, ouro_object *from, const ouro_object *to, uint32_t nth)
{
    if (nth == 0)
        return ouro__label_to(rt, from, to);
    struct picking p = {.child = to, .nth = nth};
    ouro__each_labelled(rt, from, pick, &p);
    return p.label;
}

/* A local that is in a cell is what the cell has. */
static void skip_cell(ouro__chain *chain)
{
    if (chain->root.kind != OURO__ROOT_FRAME || chain->root.label.kind != OURO__LABEL_LOCAL ||
        chain->length < 2 || !ouro__is_exactly(chain->objects[0], OURO_T_CELL))
        return;
    chain->length--;
    chain->objects++;
    chain->labels++;
}

/* In place: object `out` is the last so far. */
static void join_steps(ouro_runtime *rt, ouro__chain *chain)
{
    uint32_t out = 0;
    if (chain->length > 1 && chain->root.kind == OURO__ROOT_MODULE && ouro__is_dict(rt, chain->objects[0]) &&
        chain->labels[0].kind == OURO__LABEL_VALUE && ouro__is_str(rt, chain->labels[0].name))
        chain->labels[0].kind = OURO__LABEL_ATTRIBUTE;
    for (uint32_t i = 0; i + 1 < chain->length; i++) {
        ouro__label label = chain->labels[i];
        ouro_object *child = chain->objects[i + 1];
        bool joined = out && ouro__labels_join(rt, chain->objects[out - 1], &chain->labels[out - 1],
                                               chain->objects[out], &label);
        out += !joined;
        chain->labels[out - 1] = label;
        chain->objects[out] = child;
    }
    chain->length = out + 1;
}

/* Hands over the chain root -> next -> ... -> start; `nth` of the references from root to next. The root may be the start. */
static void report(searching *s, uint32_t root, uint32_t next, uint32_t nth)
{
    uint32_t length = 1;
    for (uint32_t at = next; root != s->start && at != s->start; at = s->towards[at] - 1)
        length++;
    length += root != s->start;
    if (!ouro__growing_reserve(&s->rt->heap, &s->chain_objects, length * sizeof(ouro_object *)) ||
        !ouro__growing_reserve(&s->rt->heap, &s->chain_labels, length * sizeof(ouro__label))) {
        s->refused = true;
        return;
    }
    ouro__chain chain = {name_root(s, root), length, s->chain_objects.memory, s->chain_labels.memory};
    chain.objects[0] = s->graph->objects[root];
    for (uint32_t i = 1, at = next; i < length; i++, at = s->towards[at] - 1)
        chain.objects[i] = s->graph->objects[at];
    for (uint32_t i = 0; i + 1 < length; i++)
        chain.labels[i] = label_between(s->rt, chain.objects[i], chain.objects[i + 1], i ? 0 : nth);
    skip_cell(&chain);
    join_steps(s->rt, &chain);
    s->met = true;
    s->ended = !s->search->found(s->search->context, s->number, &chain);
}

/* Those who refer to `node`: roots end a chain each, the others stand in line. Returns the line's new end. */
static uint32_t spread(searching *s, uint32_t node, uint32_t end)
{
    const ouro__adjacency *backward = &s->graph->backward;
    uint32_t last = OURO__NO_NODE, nth = 0;
    for (uint32_t i = backward->first[node]; i < backward->first[node + 1] && !s->ended && !s->refused; i++) {
        uint32_t from = backward->edges[i];
        nth = from == last ? nth + 1 : 0;
        last = from;
        if (from == s->start || is_cut(s, s->graph->objects[from]))
            continue;
        if (ouro__graph_marked(&s->modules, from) || is_held_outside(s, from)) {
            report(s, from, node, nth);
        } else if (!s->towards[from]) {
            s->towards[from] = node + 1;
            s->queue[end++] = from;
        }
    }
    return end;
}

/* Leaves `towards` as it was. True: a chain was found. */
static bool run(searching *s, ouro_object *o)
{
    s->start = ouro__graph_node(s->graph, o);
    s->ended = s->met = false;
    if (s->start == OURO__NO_NODE)
        return false;
    uint32_t end = 1;
    s->queue[0] = s->start;
    s->towards[s->start] = s->start + 1;
    if (is_held_outside(s, s->start))
        report(s, s->start, s->start, 0);
    for (uint32_t at = 0; at < end && !s->ended && !s->refused; at++)
        end = spread(s, s->queue[at], end);
    while (end > 0)
        s->towards[s->queue[--end]] = 0;
    return s->met;
}

/* What does not count. */
static bool prepare(searching *s)
{
    s->discounts = s->cuts = 0;
    for (size_t i = 0; i < s->search->ignored_count; i++)
        append(s, &s->cut, &s->cuts, s->search->ignored[i]);
    cut_frames(s);
    ouro__each_on_stack(s->rt, discount_one, s);
    return !s->refused;
}

static bool reserve(searching *s, size_t count)
{
    ouro_heap *h = &s->rt->heap;
    size_t nodes = s->graph->nodes;
    if (!ouro__growing_reserve(h, &s->memory, 2 * nodes * sizeof(uint32_t)) ||
        !ouro__growing_reserve(h, &s->left, (count + 1) * sizeof(size_t)) ||
        !ouro__graph_mark_modules(s->graph, false, &s->modules))
        return false;
    s->towards = s->memory.memory;
    s->queue = s->towards + nodes;
    return true;
}

static bool search_all(searching *s, ouro_object *const *objects, size_t count)
{
    size_t *left = s->left.memory, lefts = 0;
    if (!prepare(s))
        return false;
    for (size_t i = 0; i < count && !s->refused; i++) {
        s->number = i;
        if (!run(s, objects[i]))
            left[lefts++] = i;
    }
    s->with_locals = true;
    if (!lefts || s->refused || !prepare(s))
        return !s->refused;
    for (size_t i = 0; i < lefts && !s->refused; i++) {
        s->number = left[i];
        run(s, objects[left[i]]);
    }
    return !s->refused;
}

bool ouro__why_alive(const ouro__alive_search *search, ouro_object *const *objects, size_t count)
{
    const ouro__graph *g = search->graph;
    searching s = {.search = search, .graph = g, .rt = g->rt};
    bool complete = reserve(&s, count) && search_all(&s, objects, count);
    ouro__growing *const all[] = {&s.modules, &s.discount,      &s.cut,         &s.memory,
                                  &s.left,    &s.chain_objects, &s.chain_labels};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ouro__growing_release(&g->rt->heap, all[i]);
    return complete;
}
