/* The graph of objects: its tables are those of the objects, and what it finds is what brute force finds. */
#include "support.h"

#include <string.h>

#include "graph/graph.h"
#include "ouro/gc.h"
#include "ouro/graph.h"

enum { MOST = 40, GRAPHS = 3000 };

static uint64_t seed = 88172645463325252u;

static uint32_t below(uint32_t bound)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 33) % bound;
}

/* Objects that refer to each other at random; `kept` of them are held from outside. */
struct forest {
    void *held[MOST];
    uint32_t kept;
};

static void plant(ouro_runtime *rt, struct forest *forest)
{
    void *objects[MOST];
    uint32_t count = 1 + below(MOST - 1), edges = below(count * 3);
    for (uint32_t i = 0; i < count; i++) {
        switch (below(5)) {
        case 0:
            objects[i] = new_leaf(rt, i);
            break;
        case 1:
            objects[i] = new_node(rt, NULL, NULL);
            break;
        case 2:
            objects[i] = new_fixed(rt, BAG);
            break;
        default:
            objects[i] = new_list(rt, below(4));
            break;
        }
    }
    while (edges--) {
        ouro_object *from = objects[below(count)], *to = objects[below(count)];
        if (from->word >> 8 != LEAF)
            ouro_incref(to);
        switch (from->word >> 8) {
        case LIST:
            assert_int_equal(list_append(rt, (list *)from, to), 0);
            break;
        case NODE:
            ouro__slot_set(rt, from, below(2) ? &((node *)from)->left : &((node *)from)->right, to);
            break;
        case BAG:
            ouro__slot_set(rt, from, &((bag *)from)->items[below(BAG_SIZE)], to);
            break;
        }
    }
    forest->kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (below(4) == 0)
            forest->held[forest->kept++] = objects[i];
        else
            ouro_decref(rt, objects[i]);
}

static void fell(ouro_runtime *rt, struct forest *forest)
{
    while (forest->kept)
        ouro_decref(rt, forest->held[--forest->kept]);
    ouro__gc_collect(rt, 2);
}

/* ---- The tables ---- */

struct expected_edges {
    const ouro__graph *graph;
    uint32_t at;
};

static void expect_edge(ouro_runtime *rt, ouro_object *child, void *context)
{
    (void)rt;
    struct expected_edges *expected = context;
    const ouro__graph *g = expected->graph;
    assert_ptr_equal(g->objects[g->forward.edges[expected->at++]], child);
}

static uint32_t count_edges(const ouro__adjacency *direction, uint32_t from, uint32_t to)
{
    uint32_t count = 0;
    for (uint32_t i = direction->first[from]; i < direction->first[from + 1]; i++)
        count += direction->edges[i] == to;
    return count;
}

static void check_tables(ouro_runtime *rt, const ouro__graph *g)
{
    for (uint32_t node = 0; node < g->nodes; node++) {
        struct expected_edges expected = {g, g->forward.first[node]};
        assert_int_equal(ouro__graph_node(g, g->objects[node]), node);
        assert_true((node < g->tracked) == ouro_is_tracked(rt, g->objects[node]));
        ouro__traverse(rt, g->objects[node], expect_edge, &expected);
        assert_int_equal(expected.at, g->forward.first[node + 1]);
        for (uint32_t other = 0; other < g->nodes; other++)
            assert_int_equal(count_edges(&g->forward, node, other), count_edges(&g->backward, other, node));
    }
    assert_int_equal(g->backward.first[g->nodes], g->edges);
}

/* ---- Searches ---- */

static uint32_t wanted_node;

static enum ouro__step is_wanted(void *context, uint32_t node)
{
    ++*(uint32_t *)context;
    return node == wanted_node ? OURO__STEP_FOUND : OURO__STEP_ON;
}

/* distances[n]: edges from `start`, by relaxing until nothing changes. */
static void relax(const ouro__graph *g, bool backward, uint32_t start, uint32_t *distances)
{
    const ouro__adjacency *direction = backward ? &g->backward : &g->forward;
    memset(distances, 0xff, g->nodes * sizeof *distances);
    distances[start] = 0;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t node = 0; node < g->nodes; node++)
            for (uint32_t i = direction->first[node]; i < direction->first[node + 1]; i++)
                if (distances[node] != UINT32_MAX && distances[node] + 1 < distances[direction->edges[i]]) {
                    distances[direction->edges[i]] = distances[node] + 1;
                    changed = true;
                }
    }
}

static void check_search(const ouro__graph *g)
{
    uint32_t distances[MOST], start = below(g->nodes), met = 0, max_depth = below(8), within = 0;
    bool backward = below(2);
    wanted_node = below(g->nodes);
    relax(g, backward, start, distances);
    for (uint32_t node = 0; node < g->nodes; node++)
        within += distances[node] <= max_depth;
    ouro__search search = {
        .graph = g, .backward = backward, .max_depth = max_depth, .visit = is_wanted, .context = &met};
    assert_true(ouro__search_run(&search, start));
    if (distances[wanted_node] <= max_depth) {
        uint32_t length = 0, node = wanted_node;
        assert_int_equal(search.found, wanted_node);
        for (uint32_t parent; (parent = ouro__search_parent(&search, node)) != OURO__NO_NODE;
             node = parent, length++)
            assert_true(count_edges(backward ? &g->backward : &g->forward, parent, node) > 0);
        assert_int_equal(node, start);
        assert_int_equal(length, distances[wanted_node]);
    } else {
        assert_int_equal(search.found, OURO__NO_NODE);
        assert_int_equal(met, within);
    }
    ouro__search_release(&search);
}

/* ---- Dominators ---- */

/* Adds what can be reached from `node` without `without`; depth-first, on a stack as long as need be. */
static uint32_t aside = UINT32_MAX; /* a node whose references do not count */

static void reach(const ouro__graph *g, uint32_t node, uint32_t without, bool *reached)
{
    uint32_t stack[MOST], depth = 0;
    if (node == without || reached[node])
        return;
    reached[node] = true;
    stack[depth++] = node;
    while (depth) {
        uint32_t at = stack[--depth];
        for (uint32_t i = at == aside ? UINT32_MAX : g->forward.first[at]; i < g->forward.first[at + 1];
             i++) {
            uint32_t next = g->forward.edges[i];
            if (next != without && !reached[next]) {
                reached[next] = true;
                stack[depth++] = next;
            }
        }
    }
}

static void find_roots(const ouro__graph *g, bool *roots)
{
    bool reached[MOST] = {0}, met[MOST];
    uint32_t starts[MOST], count = 0;
    for (uint32_t node = 0; node < g->nodes; node++) {
        uint32_t inside = 0;
        for (uint32_t from = 0; from < g->nodes; from++)
            inside += count_edges(&g->forward, from, node);
        roots[node] = g->objects[node]->refcount > inside;
        if (roots[node])
            reach(g, node, UINT32_MAX, reached);
    }
    memcpy(met, reached, sizeof met);
    for (uint32_t node = 0; node < g->nodes; node++)
        if (!met[node]) {
            starts[count++] = node;
            reach(g, node, UINT32_MAX, met);
        }
    while (count--)
        if (!reached[starts[count]]) {
            roots[starts[count]] = true;
            reach(g, starts[count], UINT32_MAX, reached);
        }
}

static size_t odd_bytes(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return ((uintptr_t)o >> 4) % 1000;
}

static void check_dominators(ouro_runtime *rt, const ouro__graph *g)
{
    static bool dominates[MOST][MOST]; /* [a][b]: b goes with a */
    bool roots[MOST] = {0};
    uint32_t dominated[MOST] = {0}; /* how many dominators it has, itself included */
    ouro__dominators d;
    find_roots(g, roots);
    const ouro_object *set_aside = aside == UINT32_MAX ? NULL : g->objects[aside];
    const ouro__dominators_question question = {.bytes = odd_bytes, .aside = set_aside};
    assert_true(ouro__dominators_find(g, &question, &d));
    for (uint32_t without = 0; without < g->nodes; without++) {
        bool reached[MOST] = {0};
        uint64_t retained = 0;
        uint32_t count = 0;
        for (uint32_t node = 0; node < g->nodes; node++)
            if (roots[node])
                reach(g, node, without, reached);
        for (uint32_t node = 0; node < g->nodes; node++) {
            dominates[without][node] = !reached[node];
            dominated[node] += !reached[node];
            retained += reached[node] ? 0 : odd_bytes(rt, g->objects[node]);
            count += !reached[node];
        }
        assert_int_equal(d.retained[without], retained);
        assert_int_equal(d.count[without], count);
    }
    for (uint32_t node = 0; node < g->nodes; node++) {
        if (d.of[node] == OURO__NO_NODE) {
            assert_int_equal(dominated[node], 1);
        } else {
            assert_true(dominates[d.of[node]][node]);
            assert_int_equal(dominated[d.of[node]] + 1, dominated[node]);
        }
    }
    ouro__dominators_release(&d);
}

/* ---- The public face ---- */

static uint32_t distance_from_roots(const ouro__graph *g, uint32_t node)
{
    uint32_t distances[MOST], least = UINT32_MAX;
    relax(g, true, node, distances);
    for (uint32_t root = 0; root < g->nodes; root++)
        if (ouro__graph_is_root(g, root) && distances[root] < least)
            least = distances[root];
    return least;
}

static void check_chain(const ouro__graph *g, const ouro_object_graph *face, uint32_t node)
{
    ouro_object *chain[MOST + 1];
    ouro_object *o = g->objects[node];
    uint32_t distance = distance_from_roots(g, node);
    int64_t length = ouro_graph_chain(face, o, chain, MOST);
    assert_int_equal(length, distance == UINT32_MAX ? 0 : distance + 1);
    if (!length)
        return;
    assert_true(ouro_graph_is_root(face, chain[0]));
    assert_ptr_equal(chain[length - 1], o);
    for (int64_t i = 0; i + 1 < length; i++)
        assert_true(
            count_edges(&g->forward, ouro__graph_node(g, chain[i]), ouro__graph_node(g, chain[i + 1])));
    chain[1] = NULL;
    assert_int_equal(ouro_graph_chain(face, o, chain, 1), length);
    assert_null(chain[1]);
}

/* The rows under a node, or under the roots: all that have it as their dominator, the largest first. */
static void check_rows(ouro_object_graph *face, const ouro__graph *g, const ouro_object *under)
{
    ouro_dominated rows[MOST + 1];
    int64_t all = ouro_graph_dominated(face, under, rows, MOST), expected = 0;
    for (uint32_t node = 0; node < g->nodes; node++) {
        ouro_object *dominator;
        assert_int_equal(ouro_graph_dominator(face, g->objects[node], &dominator), 0);
        expected += dominator == under;
    }
    assert_int_equal(all, expected);
    for (int64_t i = 0; i < all; i++) {
        assert_true(i == 0 || rows[i - 1].retained >= rows[i].retained);
        assert_int_equal(rows[i].retained, ouro_graph_retained(face, rows[i].object));
        assert_int_equal(rows[i].own, ouro_object_size(g->rt, rows[i].object));
        assert_true(rows[i].count >= 1 && rows[i].retained >= rows[i].own);
    }
    ouro_dominated few[MOST + 1] = {0};
    assert_int_equal(ouro_graph_dominated(face, under, few, 2), all);
    for (int64_t i = 0; i < all && i < 2; i++)
        assert_ptr_equal(few[i].object, rows[i].object);
    assert_null(few[2].object);
}

static void check_public_face(ouro_runtime *rt, const ouro__graph *g)
{
    ouro_object_graph *face = ouro_graph_take(rt, NULL, 0);
    assert_non_null(face);
    assert_int_equal(ouro_graph_objects(face), g->nodes);
    assert_int_equal(ouro_graph_references(face), g->edges);
    check_rows(face, g, NULL);
    for (uint32_t node = 0; node < g->nodes; node++) {
        assert_true(ouro_graph_has(face, g->objects[node]));
        check_chain(g, face, node);
        check_rows(face, g, g->objects[node]);
    }
    ouro_graph_free(face);
}

/* ---- Tests ---- */

static void random_graphs_match_brute_force(void **state)
{
    (void)state;
    ouro_runtime *rt = open_runtime(NULL);
    size_t charged = rt->heap.charged;
    for (int i = 0; i < GRAPHS; i++) {
        struct forest forest;
        ouro__graph graph;
        plant(rt, &forest);
        size_t used = blocks(rt);
        assert_true(ouro__graph_take(rt, &graph, true));
        assert_true(graph.nodes <= MOST);
        check_tables(rt, &graph);
        if (graph.nodes) {
            check_search(&graph);
            check_dominators(rt, &graph);
            aside = below(graph.nodes);
            check_dominators(rt, &graph);
            aside = UINT32_MAX;
            check_public_face(rt, &graph);
        }
        assert_int_equal(blocks(rt), used);
        ouro__graph_release(&graph);
        assert_int_equal(rt->heap.charged, charged);
        fell(rt, &forest);
    }
    close_runtime(rt);
}

static enum ouro__step is_leaf(void *context, uint32_t node)
{
    const ouro__graph *g = context;
    return g->objects[node]->word >> 8 == LEAF ? OURO__STEP_FOUND : OURO__STEP_ON;
}

/* Nothing recurses, and what is mapped stays within 100 bytes an object. */
static void a_long_chain_needs_no_stack(void **state)
{
    (void)state;
    enum { LENGTH = 300000 };
    ouro_runtime *rt = open_runtime(NULL);
    size_t charged = rt->heap.charged;
    node *chain = new_node(rt, new_leaf(rt, 1), NULL);
    for (int i = 1; i < LENGTH; i++)
        chain = new_node(rt, NULL, chain);
    ouro__graph g;
    assert_true(ouro__graph_take(rt, &g, true));
    assert_int_equal(g.nodes, LENGTH + 1);
    uint32_t start = ouro__graph_node(&g, &chain->head);
    ouro__search search = {.graph = &g, .max_depth = UINT32_MAX, .visit = is_leaf, .context = &g};
    assert_true(ouro__search_run(&search, start));
    assert_int_equal(search.found, LENGTH);
    uint32_t length = 0;
    for (uint32_t at = search.found; at != start; at = ouro__search_parent(&search, at))
        length++;
    assert_int_equal(length, LENGTH);
    ouro__search_release(&search);
    ouro__dominators d;
    assert_true(ouro__dominators_find(&g, NULL, &d));
    assert_int_equal(d.retained[start], LENGTH * ouro__heap_usable(&rt->heap, chain) +
                                            ouro__heap_usable(&rt->heap, g.objects[LENGTH]));
    assert_true(rt->heap.charged - charged <= 100 * (size_t)LENGTH);
    ouro__dominators_release(&d);
    ouro__graph_release(&g);
    assert_int_equal(rt->heap.charged, charged);
    ouro_decref(rt, &chain->head);
    close_runtime(rt);
}

/* The graph keeps what it was taken of, while it is pinned. */
static void a_pinned_graph_holds_its_objects(void **state)
{
    (void)state;
    ouro_runtime *rt = open_runtime(NULL);
    node *held = new_node(rt, new_leaf(rt, 1), new_leaf(rt, 2));
    ouro__graph g;
    assert_true(ouro__graph_take(rt, &g, false));
    ouro__graph_pin(&g);
    size_t used = blocks(rt);
    ouro_decref(rt, &held->head);
    assert_int_equal(blocks(rt), used);
    assert_int_equal(g.objects[0]->refcount, 1);
    ouro__graph_release(&g);
    assert_int_equal(blocks(rt), used - 3);
    close_runtime(rt);
}

/* With any budget the graph is taken and searched, or refused and nothing is left charged. */
static void refused_memory_leaves_nothing_behind(void **state)
{
    (void)state;
    ouro_runtime *rt = open_runtime(NULL);
    list *all = new_list(rt, 0);
    for (int i = 0; i < 20000; i++)
        assert_int_equal(list_append(rt, all, new_node(rt, new_leaf(rt, i), NULL)), 0);
    size_t charged = rt->heap.charged, refused = 0, granted = 0;
    for (size_t room = 0; room < 8 << 20; room += 64 << 10) {
        ouro__graph g;
        ouro__dominators d;
        ouro__heap_set_budget(&rt->heap, rt->heap.committed + room);
        if (ouro__graph_take(rt, &g, true)) {
            ouro__search search = {.graph = &g, .max_depth = 1, .visit = is_leaf, .context = &g};
            if (ouro__search_run(&search, 0))
                ouro__search_release(&search);
            if (ouro__dominators_find(&g, NULL, &d)) {
                ouro__dominators_release(&d);
                granted++;
            }
            ouro__graph_release(&g);
        } else {
            refused++;
        }
        assert_int_equal(rt->heap.charged, charged);
    }
    assert_true(refused > 0 && granted > 0);
    ouro__heap_set_budget(&rt->heap, 0);
    ouro_decref(rt, &all->head);
    close_runtime(rt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_graphs_match_brute_force),
        cmocka_unit_test(a_long_chain_needs_no_stack),
        cmocka_unit_test(a_pinned_graph_holds_its_objects),
        cmocka_unit_test(refused_memory_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
