/* What the collector and deallocation cost, through the core alone: full collections of live objects, in memory order
 * and shuffled, dead pairs, dropping everything, and what the collector adds to building.
 *
 * Usage: bench_core_gc [millions [shuffled|order]]. Prints nanoseconds an object. */
#include "support.h"

#include "os/os.h"

static uint64_t seed = 1;

static size_t random_below(size_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)((seed >> 20) % n);
}

static void report(const char *what, size_t count, uint64_t start)
{
    double ns = (double)(ouro__os_clock() - start);
    printf("%-52s %8.1f ms %7.1f ns\n", what, ns / 1e6, ns / (double)count);
    fflush(stdout);
}

static void shuffle(list *l)
{
    for (uint32_t i = l->count; i > 1; i--) {
        size_t j = random_below(i);
        ouro_object *swapped = l->items[i - 1];
        l->items[i - 1] = l->items[j];
        l->items[j] = swapped;
    }
}

/* A list of `count` lists of one number each, as [[i] for i in range(count)] builds it. */
static list *lists_of_one(ouro_runtime *rt, size_t count)
{
    list *all = new_list(rt, 0);
    for (size_t i = 0; i < count; i++) {
        list *one = new_list(rt, 1);
        list_append(rt, one, new_leaf(rt, (int64_t)i));
        list_append(rt, all, one);
        if (rt->breaker)
            ouro__gc_safepoint(rt);
    }
    return all;
}

/* Nodes that refer to the next one in the order of a list, which is then dropped: a chain through memory. */
static node *chain(ouro_runtime *rt, size_t count, bool shuffled)
{
    list *all = new_list(rt, (uint32_t)count);
    for (size_t i = 0; i < count; i++)
        list_append(rt, all, new_node(rt, NULL, NULL));
    if (shuffled)
        shuffle(all);
    for (size_t i = 0; i + 1 < count; i++)
        ((node *)all->items[i])->left = ouro_ref(all->items[i + 1]);
    node *first = ouro_ref(all->items[0]);
    ouro_decref(rt, &all->head);
    return first;
}

/* Nodes in a list, each with references to two others: near ones, or any. */
static list *graph(ouro_runtime *rt, size_t count, bool shuffled)
{
    list *all = new_list(rt, (uint32_t)count);
    for (size_t i = 0; i < count; i++)
        list_append(rt, all, new_node(rt, NULL, NULL));
    for (size_t i = 0; i < count; i++) {
        node *n = (node *)all->items[i];
        n->left = ouro_ref(all->items[shuffled ? random_below(count) : (i + 1) % count]);
        n->right = ouro_ref(all->items[shuffled ? random_below(count) : (i + 7) % count]);
    }
    if (shuffled)
        shuffle(all);
    return all;
}

static ouro_runtime *quiet_runtime(void)
{
    ouro_runtime *rt = open_runtime(NULL);
    ouro__gc_set_enabled(rt, false);
    return rt;
}

static void collect_twice(ouro_runtime *rt, const char *what, size_t count)
{
    ouro__gc_collect(rt, 2);
    uint64_t start = ouro__os_clock();
    ouro__gc_collect(rt, 2);
    report(what, count, start);
}

static void drop(ouro_runtime *rt, void *o, const char *what, size_t count)
{
    uint64_t start = ouro__os_clock();
    ouro_decref(rt, o);
    report(what, count, start);
}

static void live_lists(size_t count, bool shuffled)
{
    ouro_runtime *rt = quiet_runtime();
    list *all = lists_of_one(rt, count);
    if (shuffled)
        shuffle(all);
    collect_twice(rt, shuffled ? "collect lists of one, shuffled" : "collect lists of one, in order", count);
    drop(rt, all, shuffled ? "drop lists of one, shuffled" : "drop lists of one, in order", count);
    close_runtime(rt);
}

static void live_graph(size_t count, bool shuffled)
{
    ouro_runtime *rt = quiet_runtime();
    list *all = graph(rt, count, shuffled);
    collect_twice(rt, shuffled ? "collect a graph, shuffled" : "collect a graph, in order", count);
    drop(rt, all, shuffled ? "drop a graph's list, shuffled" : "drop a graph's list, in order", count);
    uint64_t start = ouro__os_clock();
    ouro__gc_collect(rt, 2);
    report("collect the dead graph", count, start);
    close_runtime(rt);
}

static void live_chain(size_t count, bool shuffled)
{
    ouro_runtime *rt = quiet_runtime();
    node *first = chain(rt, count, shuffled);
    collect_twice(rt, shuffled ? "collect a chain, shuffled" : "collect a chain, in order", count);
    drop(rt, first, shuffled ? "drop a chain, shuffled" : "drop a chain, in order", count);
    close_runtime(rt);
}

static void dead_pairs(size_t count)
{
    ouro_runtime *rt = quiet_runtime();
    for (size_t i = 0; i < count; i++) {
        list *a = new_list(rt, 1), *b = new_list(rt, 1);
        list_append(rt, b, ouro_ref(a));
        list_append(rt, a, b);
        ouro_decref(rt, &a->head);
    }
    uint64_t start = ouro__os_clock();
    int64_t found = ouro__gc_collect(rt, 2);
    report("collect dead pairs (ns a pair)", count, start);
    if (found != (int64_t)count * 2)
        abort();
    close_runtime(rt);
}

static void build(size_t count, bool enabled)
{
    ouro_runtime *rt = quiet_runtime();
    ouro__gc_set_enabled(rt, enabled);
    uint64_t start = ouro__os_clock();
    list *all = lists_of_one(rt, count);
    report(enabled ? "build lists of one, collector on" : "build lists of one, collector off", count, start);
    if (enabled)
        printf("    collections %llu %llu %llu\n", (unsigned long long)rt->gc->stats[0].collections,
               (unsigned long long)rt->gc->stats[1].collections,
               (unsigned long long)rt->gc->stats[2].collections);
    ouro_decref(rt, &all->head);
    close_runtime(rt);
}

int main(int argc, char **argv)
{
    size_t count = (size_t)(argc > 1 ? atoi(argv[1]) : 1) * 1000000;
    if (argc > 2) { /* one case, for a profiler */
        live_lists(count, argv[2][0] == 's');
        return 0;
    }
    for (int shuffled = 0; shuffled < 2; shuffled++) {
        live_lists(count, shuffled);
        live_graph(count, shuffled);
        live_chain(count, shuffled);
    }
    dead_pairs(count);
    build(count, false);
    build(count, true);
    return 0;
}
