/* The _ouro_graph module, under lib/ouro/graph.py: retained sizes, dominators, and why an object is alive.
 *
 * Each question takes the graph anew. What is answered with is gathered while the graph is there, without touching an object, and
 * made into Python's objects when it is gone: making them may free garbage that has nodes. */
#include "modules/modules.h"
#include "modules/support.h"
#include "modules/why_alive.h"
#include "object/size.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"

/* ---- Retained sizes ---- */

/* The graph with the objects in it, and its dominators. MemoryError when it returns false. */
static bool find_dominators(ouro_runtime *rt, ouro__graph *g, ouro_object *const *objects, size_t count,
                            ouro__dominators_question *question, ouro__dominators *d)
{
    question->bytes = ouro__object_size;
    if (!ouro__graph_take_running(rt, g, objects, count)) {
        ouro__no_memory(rt);
        return false;
    }
    if (ouro__dominators_find(g, question, d))
        return true;
    ouro__graph_release(g);
    ouro__no_memory(rt);
    return false;
}

static int append_size(ouro_runtime *rt, ouro_object *list, uint64_t size)
{
    ouro_object *number = ouro__int_from_uint64(rt, size);
    return number ? ouro__list_append_owned(rt, (ouro_list *)list, number) : -1;
}

/* Of each of a list, as if the list were not there. */
OURO_C_FUNCTION(retained)
{
    if (!ouro__is_list(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "retained() argument must be a list, not %T", args[0]);
    ouro_list *objects = (ouro_list *)args[0];
    uint32_t count = objects->count;
    ouro__graph g;
    ouro__dominators d;
    ouro__dominators_question question = {.aside = args[0]};
    ouro__growing sizes = {0};
    if (!find_dominators(rt, &g, objects->items, count, &question, &d))
        return NULL;
    bool complete = ouro__growing_reserve(&rt->heap, &sizes, ((size_t)count + 1) * sizeof(uint64_t));
    for (uint32_t i = 0; complete && i < count; i++)
        ((uint64_t *)sizes.memory)[i] = d.retained[ouro__graph_node(&g, objects->items[i])];
    ouro__dominators_release(&d);
    ouro__graph_release(&g);
    ouro_object *list = complete ? ouro__list_new(rt, count) : ouro__no_memory(rt);
    for (uint32_t i = 0; list && i < count; i++)
        if (append_size(rt, list, ((uint64_t *)sizes.memory)[i]) < 0) {
            ouro_decref(rt, list);
            list = NULL;
        }
    ouro__growing_release(&rt->heap, &sizes);
    return list;
}

/* ---- Dominators ---- */

/* The rows that were asked for, while the graph is there, and the objects in them. */
struct largest {
    ouro__dominated *rows;
    ouro_object **objects; /* owned in the end */
    size_t count, limit;
    ouro__growing memory, object_memory;
};

static bool choose_largest(const ouro__graph *g, const ouro__dominators *d, uint32_t under, struct largest *l)
{
    ouro_heap *h = &g->rt->heap;
    size_t all = ouro__dominators_largest(d, under, NULL, 0), count = all < l->limit ? all : l->limit;
    if (!ouro__growing_reserve(h, &l->memory, (count + 1) * sizeof *l->rows) ||
        !ouro__growing_reserve(h, &l->object_memory, (count + 1) * sizeof *l->objects))
        return false;
    l->rows = l->memory.memory;
    l->objects = l->object_memory.memory;
    l->count = count;
    ouro__dominators_largest(d, under, l->rows, count);
    for (size_t i = 0; i < count; i++)
        l->objects[i] = ouro_ref(g->objects[l->rows[i].node]);
    return true;
}

/* A list of (object, retained, own, count), largest first; gives the references to the objects away. */
static ouro_object *list_rows(ouro_runtime *rt, struct largest *l)
{
    ouro_object *list = ouro__list_new(rt, l->count);
    for (size_t i = 0; i < l->count; i++) {
        const ouro__dominated *row = &l->rows[i];
        ouro_object *o = l->objects[i];
        if (!list) {
            ouro_decref(rt, o);
            continue;
        }
        ouro_object *tuple =
            ouro__pack(rt, 4, o, ouro__int_from_uint64(rt, row->retained),
                       ouro__int_from_uint64(rt, ouro__object_size(rt, o)), ouro__int_new(rt, row->count));
        if (!tuple || ouro__list_append_owned(rt, (ouro_list *)list, tuple) < 0) {
            ouro_decref(rt, list);
            list = NULL;
        }
    }
    return list;
}

static bool is_variable(void *context, uint32_t node)
{
    return ouro__graph_marked(context, node);
}

/* Without `under`, modules and their namespaces are part of the roots: what is asked for is what their variables hold. */
static bool find_largest(ouro_runtime *rt, ouro_object *under, struct largest *l)
{
    ouro__graph g;
    ouro__dominators d = {0};
    ouro__growing variables = {0};
    ouro__dominators_question question = {.bytes = ouro__object_size};
    if (!ouro__graph_take_running(rt, &g, &under, under != NULL))
        return false;
    bool complete = under || ouro__graph_mark_modules(&g, true, &variables);
    if (!under) {
        question.is_root = is_variable;
        question.context = &variables;
    }
    complete = complete && ouro__dominators_find(&g, &question, &d);
    if (complete) {
        complete = choose_largest(&g, &d, under ? ouro__graph_node(&g, under) : OURO__NO_NODE, l);
        ouro__dominators_release(&d);
    }
    ouro__growing_release(&rt->heap, &variables);
    ouro__graph_release(&g);
    return complete;
}

OURO_C_FUNCTION(dominators)
{
    int64_t limit;
    if (ouro__as_int64(rt, args[0], &limit) < 0)
        return NULL;
    struct largest l = {.limit = limit < 0 ? 0 : (size_t)limit};
    bool complete = find_largest(rt, nargs > 1 ? args[1] : NULL, &l);
    ouro_object *list = list_rows(rt, &l);
    ouro__growing_release(&rt->heap, &l.memory);
    ouro__growing_release(&rt->heap, &l.object_memory);
    if (complete || !list)
        return list;
    ouro_decref(rt, list);
    return ouro__no_memory(rt);
}

/* ---- Why an object is alive ---- */

/* A chain as it is kept until the graph is gone. Its objects and its texts (the root's, then the labels') stand one behind
 * the other in those of all chains. */
struct kept_chain {
    size_t number; /* of the object that was asked about */
    enum ouro__root_kind kind;
    ouro_object *code; /* or NULL */
    int32_t line;
    uint32_t length;
};

struct keeping {
    ouro_runtime *rt;
    size_t wanted;        /* of each object */
    size_t number, of_it; /* the object that chains are given of, and how many there were */
    size_t chains, objects, bytes;
    ouro__growing chain_memory, object_memory, text_memory;
    bool refused;
};

static bool keep_object(struct keeping *k, ouro_object *o)
{
    if (!ouro__growing_reserve(&k->rt->heap, &k->object_memory, (k->objects + 1) * sizeof o))
        return false;
    ((ouro_object **)k->object_memory.memory)[k->objects++] = o;
    return true;
}

enum { TEXT_MAX = 256 };

static bool keep_text(struct keeping *k, const char *text)
{
    size_t bytes = strlen(text) + 1;
    if (!ouro__growing_reserve(&k->rt->heap, &k->text_memory, k->bytes + bytes))
        return false;
    memcpy((char *)k->text_memory.memory + k->bytes, text, bytes);
    k->bytes += bytes;
    return true;
}

static bool keep_label(struct keeping *k, const ouro__label *label)
{
    char text[TEXT_MAX];
    ouro__label_format(k->rt, label, text, sizeof text);
    return keep_text(k, text);
}

static bool keep_chain(struct keeping *k, size_t number, const ouro__chain *chain)
{
    const ouro__root *root = &chain->root;
    if (!ouro__growing_reserve(&k->rt->heap, &k->chain_memory, (k->chains + 1) * sizeof(struct kept_chain)))
        return false;
    ((struct kept_chain *)k->chain_memory.memory)[k->chains++] = (struct kept_chain){
        number, root->kind, (ouro_object *)(uintptr_t)root->code, root->line, chain->length};
    bool kept = root->kind == OURO__ROOT_FRAME ? keep_label(k, &root->label)
                                               : keep_text(k, root->text ? root->text : "");
    for (uint32_t i = 0; kept && i < chain->length; i++)
        kept = keep_object(k, chain->objects[i]);
    for (uint32_t i = 0; kept && i + 1 < chain->length; i++)
        kept = keep_label(k, &chain->labels[i]);
    return kept;
}

static bool on_chain(void *context, size_t number, const ouro__chain *chain)
{
    struct keeping *k = context;
    k->of_it = number == k->number ? k->of_it + 1 : 1;
    k->number = number;
    k->refused = !keep_chain(k, number, chain);
    return !k->refused && k->of_it < k->wanted;
}

static void hold_all(struct keeping *k)
{
    const struct kept_chain *chains = k->chain_memory.memory;
    ouro_object *const *objects = k->object_memory.memory;
    for (size_t i = 0; i < k->objects; i++)
        ouro_incref(objects[i]);
    for (size_t i = 0; i < k->chains; i++)
        if (chains[i].code)
            ouro_incref(chains[i].code);
}

static void drop_all(struct keeping *k)
{
    const struct kept_chain *chains = k->chain_memory.memory;
    ouro_object *const *objects = k->object_memory.memory;
    ouro_heap *h = &k->rt->heap;
    for (size_t i = 0; i < k->objects; i++)
        ouro_decref(k->rt, objects[i]);
    for (size_t i = 0; i < k->chains; i++)
        ouro_xdecref(k->rt, chains[i].code);
    ouro__growing_release(h, &k->chain_memory);
    ouro__growing_release(h, &k->object_memory);
    ouro__growing_release(h, &k->text_memory);
}

/* (kind, text, code or None, line, objects, labels): the next chain of those kept; `objects` and `text` move on. */
static ouro_object *describe(ouro_runtime *rt, const struct kept_chain *c, ouro_object *const **objects,
                             const char **text)
{
    ouro_object *root_text = ouro__str_from_cstring(rt, *text);
    ouro_object *nodes = ouro__list_new(rt, c->length), *labels = ouro__list_new(rt, c->length);
    int status = nodes && labels ? 0 : -1;
    *text += strlen(*text) + 1;
    for (uint32_t i = 0; i < c->length; i++) {
        if (status == 0)
            status = ouro__list_append(rt, nodes, **objects);
        ++*objects;
    }
    for (uint32_t i = 0; i + 1 < c->length; i++, *text += strlen(*text) + 1) {
        ouro_object *label = status == 0 ? ouro__str_from_cstring(rt, *text) : NULL;
        if (status == 0)
            status = label ? ouro__list_append_owned(rt, (ouro_list *)labels, label) : -1;
    }
    if (status < 0) {
        ouro_xdecref(rt, labels);
        labels = NULL;
    }
    return ouro__pack(rt, 6, ouro__int_new(rt, (int64_t)c->kind), root_text,
                      ouro_ref(c->code ? c->code : OURO_NONE(rt)), ouro__int_new(rt, c->line), nodes, labels);
}

/* A list of so many empty lists. */
static ouro_object *list_of_lists(ouro_runtime *rt, size_t count)
{
    ouro_object *list = ouro__list_new(rt, count);
    for (size_t i = 0; list && i < count; i++) {
        ouro_object *each = ouro__list_new(rt, 0);
        if (!each || ouro__list_append_owned(rt, (ouro_list *)list, each) < 0) {
            ouro_decref(rt, list);
            list = NULL;
        }
    }
    return list;
}

static ouro_object *describe_all(struct keeping *k, size_t count)
{
    const struct kept_chain *chains = k->chain_memory.memory;
    ouro_object *const *objects = k->object_memory.memory;
    const char *text = k->text_memory.memory;
    ouro_object *list = list_of_lists(k->rt, count);
    for (size_t i = 0; list && i < k->chains; i++) {
        ouro_object *chain = describe(k->rt, &chains[i], &objects, &text);
        ouro_list *each = (ouro_list *)((ouro_list *)list)->items[chains[i].number];
        if (!chain || ouro__list_append_owned(k->rt, each, chain) < 0) {
            ouro_decref(k->rt, list);
            list = NULL;
        }
    }
    return list;
}

/* The frame `above` steps out of the running one; NULL where there is none. */
static const ouro_frame *frame_above(ouro_runtime *rt, int64_t above)
{
    const ouro_vm *vm = rt->python->vm;
    int64_t depth = vm->frame - vm->frames;
    if (depth == 0)
        return NULL;
    return above < depth ? vm->frame - above : vm->frames + 1;
}

/* why_alive(objects, n, above, ignored, ignored_class): as if the list of objects were not there. */
OURO_C_FUNCTION(why_alive)
{
    int64_t wanted, above;
    if (ouro__as_int64(rt, args[1], &wanted) < 0 || ouro__as_int64(rt, args[2], &above) < 0)
        return NULL;
    for (int i = 0; i <= 3; i += 3)
        if (!ouro__is_exactly(args[i], OURO_T_LIST))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "why_alive() argument %d must be list, not %T", i + 1,
                               args[i]);
    const ouro_list *objects = (const ouro_list *)args[0], *ignored = (const ouro_list *)args[3];
    size_t count = objects->count;
    ouro__graph g;
    struct keeping k = {.rt = rt, .wanted = wanted < 0 ? 0 : (size_t)wanted, .number = SIZE_MAX};
    if (!ouro__graph_take_running(rt, &g, objects->items, count))
        return ouro__no_memory(rt);
    ouro__alive_search search = {.graph = &g,
                                 .asking = frame_above(rt, above < 0 ? 0 : above),
                                 .ignored = ignored->items,
                                 .ignored_count = ignored->count,
                                 .ignored_class = args[4],
                                 .found = on_chain,
                                 .context = &k};
    bool complete = !k.wanted || ouro__why_alive(&search, objects->items, count);
    hold_all(&k);
    ouro__graph_release(&g);
    ouro_object *list = complete && !k.refused ? describe_all(&k, count) : ouro__no_memory(rt);
    drop_all(&k);
    return list;
}

/* ---- References ---- */

struct listing {
    ouro_object *list; /* NULL once making it has failed */
};

static void list_reference(ouro_runtime *rt, ouro_object *child, const ouro__label *label, void *context)
{
    struct listing *l = context;
    char text[TEXT_MAX];
    if (!l->list)
        return;
    ouro__label_format(rt, label, text, sizeof text);
    ouro_object *pair = ouro__pack(rt, 2, ouro__str_from_cstring(rt, text), ouro_ref(child));
    if (!pair || ouro__list_append_owned(rt, (ouro_list *)l->list, pair) < 0) {
        ouro_decref(rt, l->list);
        l->list = NULL;
    }
}

OURO_C_FUNCTION(references)
{
    struct listing l = {ouro__list_new(rt, 0)};
    if (l.list)
        ouro__each_labelled(rt, args[0], list_reference, &l);
    return l.list;
}

OURO_C_FUNCTION(title)
{
    char text[TEXT_MAX];
    ouro__object_title(rt, args[0], text, sizeof text);
    return ouro__str_from_cstring(rt, text);
}

static const ouro_method_def functions[] = {
    {"dominators", dominators, 0, 1, 2,
     "dominators($module, limit, under=<all>, /)\n--\n\nReturn [(object, retained, own, count)] of the "
     "largest that only the roots, or only `under`, dominate."},
    {"references", references, 0, 1, 1,
     "references($module, obj, /)\n--\n\nReturn [(label, object)] of what an object refers to."},
    {"retained", retained, 0, 1, 1,
     "retained($module, objects, /)\n--\n\nReturn a list of the bytes that would go with each of a list."},
    {"title", title, 0, 1, 1, "title($module, obj, /)\n--\n\nReturn what an object is, in a word or two."},
    {"why_alive", why_alive, 0, 5, 5,
     "why_alive($module, objects, n, above, ignored, ignored_class, /)\n--\n\nReturn for each of a list "
     "[(kind, text, code, line, objects, labels)], the n shortest chains; the frame `above` steps out asks."},
    {0},
};

const ouro_module_def ouro__module_ouro_graph = {"_ouro_graph", functions, NULL,
                                                 "What ouro.graph does in C."};
