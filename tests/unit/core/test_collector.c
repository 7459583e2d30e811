/* The collector's promises: generations and counts as CPython 3.11 shows them, PEP 442, debug output, freezing, types that
 * lie, refused memory, collecting inside allocations, and giving pages back. */
#include "support.h"

#include <string.h>

enum { NAMED = 50, LIAR };

typedef struct record {
    char text[65536];
    size_t length;
    ouro_object *saved;
    int64_t save;    /* the tag of the one that its finalizer saves */
    int64_t replace; /* of the one that drops what it refers to */
    bool collect;
} record;

static record *record_of(ouro_runtime *rt)
{
    return (record *)rt->python;
}

static void write_record(ouro_runtime *rt, const char *text)
{
    record *r = record_of(rt);
    r->length += (size_t)snprintf(r->text + r->length, sizeof r->text - r->length, "%s", text);
}

static void named_finalize(ouro_runtime *rt, ouro_object *o)
{
    record *r = record_of(rt);
    char text[32];
    snprintf(text, sizeof text, "f%lld ", (long long)((node *)o)->tag);
    write_record(rt, text);
    if (r->save == ((node *)o)->tag)
        r->saved = ouro_ref(o);
    if (r->collect) {
        assert_int_equal(ouro__gc_collect(rt, 2), 0);
        assert_false(ouro__gc_emergency(rt));
    }
    if (r->replace == ((node *)o)->tag) { /* the other one of a cycle goes, and a new one takes its place */
        uintptr_t block = (uintptr_t)((node *)o)->left;
        ouro__slot_clear(rt, o, &((node *)o)->left);
        node *fresh = new_fixed(rt, NAMED);
        fresh->tag = 99;
        assert_int_equal((uintptr_t)fresh, block);
        r->saved = &fresh->head;
    }
}

static void log_line(ouro_runtime *rt, const char *line)
{
    write_record(rt, line);
    write_record(rt, "\n");
}

static ouro_runtime *open_recording(record *r, const ouro_core_options *options)
{
    memset(r, 0, sizeof *r);
    r->save = r->replace = -1;
    ouro_runtime *rt = open_runtime(options);
    rt->python = (struct ouro_python *)r;
    rt->gc->log = log_line;
    ouro_type *type = add_type(rt, NAMED, "named", OURO_LAYOUT_LEAF, sizeof(node));
    type->fields = node_fields;
    type->flags |= OURO_TYPE_HAS_DEL | OURO_TYPE_HEAP;
    type->finalize = named_finalize;
    return rt;
}

static node *new_named(ouro_runtime *rt, int64_t tag)
{
    node *o = new_fixed(rt, NAMED);
    o->tag = tag;
    return o;
}

static node *new_self_cycle(ouro_runtime *rt)
{
    node *n = new_node(rt, NULL, NULL);
    n->left = ouro_ref(n);
    return n;
}

static void drop_self_cycle(ouro_runtime *rt)
{
    ouro_decref(rt, &new_self_cycle(rt)->head);
}

static list *new_list_of_nodes(ouro_runtime *rt, int count)
{
    list *all = new_list(rt, 0);
    for (int i = 0; i < count; i++)
        list_append(rt, all, new_node(rt, NULL, NULL));
    return all;
}

/* ---- Counts and generations ---- */

static void counts_move_up_as_in_cpython(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    list *all = new_list_of_nodes(rt, 9);
    assert_int_equal(ouro__gc_count(rt, 0), 10);
    ouro__gc_collect(rt, 0);
    ouro__gc_collect(rt, 0);
    assert_int_equal(ouro__gc_count(rt, 0), 0);
    assert_int_equal(ouro__gc_count(rt, 1), 2);
    ouro__gc_collect(rt, 1);
    assert_int_equal(ouro__gc_count(rt, 1), 0);
    assert_int_equal(ouro__gc_count(rt, 2), 1);
    ouro__gc_collect(rt, 2);
    assert_int_equal(ouro__gc_count(rt, 2), 0);
    ouro_decref(rt, &all->head);
    assert_int_equal(ouro__gc_count(rt, 0), 0); /* never below */
    close_runtime(rt);
}

static bool count_each(ouro_runtime *rt, ouro_object *o, void *context)
{
    (void)rt;
    (void)o;
    ++*(int *)context;
    return true;
}

static int in_generation(ouro_runtime *rt, int generation)
{
    int count = 0;
    ouro__gc_each(rt, generation, count_each, &count);
    return count;
}

static void survivors_move_one_generation_up(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    list *all = new_list_of_nodes(rt, 9);
    assert_int_equal(in_generation(rt, 0), 10);
    ouro__gc_collect(rt, 0);
    assert_int_equal(in_generation(rt, 1), 10);
    list_append(rt, all, new_node(rt, NULL, NULL));
    ouro__gc_collect(rt, 1); /* takes the younger along, past one generation */
    assert_int_equal(in_generation(rt, 2), 11);
    list_append(rt, all, new_node(rt, NULL, NULL));
    ouro__gc_collect(rt, 2);
    assert_int_equal(in_generation(rt, 2), 12);
    assert_int_equal(in_generation(rt, -1), 12);
    ouro_decref(rt, &all->head);
    close_runtime(rt);
}

static void a_younger_collection_leaves_older_garbage(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    node *n = new_self_cycle(rt);
    ouro__gc_collect(rt, 0);
    ouro_decref(rt, &n->head);
    assert_int_equal(ouro__gc_collect(rt, 0), 0);
    assert_int_equal(ouro__gc_collect(rt, 1), 1);
    close_runtime(rt);
}

/* An untracked container survives, and counts as old when it is tracked at last. */
static void what_is_tracked_late_is_collected(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    node *n = new_node(rt, NULL, NULL);
    ouro__untrack(&n->head);
    ouro__gc_collect(rt, 0);
    ouro__gc_collect(rt, 1);
    n->left = ouro_ref(n);
    ouro__track(&n->head);
    ouro_decref(rt, &n->head);
    assert_int_equal(ouro__gc_collect(rt, 2), 1);
    close_runtime(rt);
}

/* ---- When ---- */

static void make_and_keep(ouro_runtime *rt, list *all, int count)
{
    for (int i = 0; i < count; i++) {
        list_append(rt, all, new_node(rt, NULL, NULL));
        if (rt->breaker)
            ouro__gc_safepoint(rt);
    }
}

static void automatic_collections_come_at_the_thresholds(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    list *all = new_list(rt, 0);
    ouro__gc_collect(rt, 2);
    make_and_keep(rt, all, 700);
    assert_int_equal(rt->gc->stats[0].collections, 0);
    make_and_keep(rt, all, 1);
    assert_int_equal(rt->gc->stats[0].collections, 1);
    make_and_keep(rt, all, 701 * 10);
    assert_int_equal(rt->gc->stats[0].collections, 11);
    assert_int_equal(rt->gc->stats[1].collections, 0);
    make_and_keep(rt, all, 701);
    assert_int_equal(rt->gc->stats[1].collections, 1);
    ouro__gc_set_enabled(rt, false);
    make_and_keep(rt, all, 5000);
    assert_int_equal(rt->gc->stats[0].collections, 11);
    ouro__gc_set_enabled(rt, true);
    ouro__gc_set_threshold(rt, 0, 10, 10);
    make_and_keep(rt, all, 5000);
    assert_int_equal(rt->gc->stats[0].collections, 11);
    ouro_decref(rt, &all->head);
    close_runtime(rt);
}

static void full_collections_wait_for_a_share_of_the_long_lived(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    list *all = new_list_of_nodes(rt, 1000);
    for (int i = 0; i < 10; i++) {
        drop_self_cycle(rt);
    }
    ouro__gc_collect(rt, 2);
    assert_int_equal(rt->gc->long_lived_total, 1001);
    assert_int_equal(rt->gc->long_lived_pending, 0);
    rt->gc->count[2] = 11;
    list_append(rt, all, new_node(rt, NULL, NULL));
    ouro__gc_collect(rt, 1);
    assert_int_equal(rt->gc->long_lived_pending, 1);
    ouro__gc_collect_automatic(rt); /* nothing is over its threshold but the oldest, which waits */
    assert_int_equal(rt->gc->stats[2].collections, 1);
    rt->gc->long_lived_pending = 1001; /* over any share */
    ouro__gc_collect_automatic(rt);
    assert_int_equal(rt->gc->stats[2].collections, 2);
    ouro_decref(rt, &all->head);
    close_runtime(rt);
}

/* Full collections that find nothing become rarer, down to when as much has come as there was. */
static void the_share_doubles_while_nothing_is_found(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    list *all = new_list_of_nodes(rt, 1000);
    static const int64_t needed[] = {251, 501, 1001, 1001};
    for (int i = 0; i < 50; i++)
        drop_self_cycle(rt);
    ouro__gc_collect(rt, 2); /* finds 5 % */
    for (int i = 0; i < 4; i++) {
        uint64_t before = rt->gc->stats[2].collections;
        rt->gc->count[2] = 11;
        rt->gc->long_lived_pending = needed[i] - 1;
        ouro__gc_collect_automatic(rt);
        assert_int_equal(rt->gc->stats[2].collections, before);
        rt->gc->long_lived_pending = needed[i];
        ouro__gc_collect_automatic(rt);
        assert_int_equal(rt->gc->stats[2].collections, before + 1);
    }
    ouro_decref(rt, &all->head);
    close_runtime(rt);
}

/* ---- PEP 442 ---- */

/* Freed blocks are handed out again last in, first out: addresses are no order of age. */
static void finalizers_run_by_age(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    node *spare[8];
    for (int i = 0; i < 8; i++)
        spare[i] = new_node(rt, NULL, NULL);
    for (int i = 0; i < 8; i++)
        ouro_decref(rt, &spare[i]->head);
    node *first = new_named(rt, 0), *last = first;
    for (int i = 1; i < 8; i++) {
        node *next = new_named(rt, i);
        last->left = (ouro_object *)next;
        last = next;
    }
    last->left = (ouro_object *)first;
    assert_int_equal(ouro__gc_collect(rt, 0), 8);
    assert_string_equal(r.text, "f0 f1 f2 f3 f4 f5 f6 f7 ");
    close_runtime(rt);
}

static void resurrecting_one_keeps_all_that_it_reaches(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    node *a = new_named(rt, 1), *b = new_named(rt, 2), *c = new_named(rt, 3);
    a->left = ouro_ref(b);
    b->left = ouro_ref(a); /* a and b: one cycle */
    c->left = (ouro_object *)c;
    c->right = (ouro_object *)new_leaf(rt, 7);
    r.save = 1;
    r.collect = true;
    ouro_decref(rt, &a->head);
    ouro_decref(rt, &b->head);
    assert_int_equal(ouro__gc_collect(rt, 2), 1); /* c alone */
    assert_string_equal(r.text, "f1 f2 f3 ");
    assert_ptr_equal(r.saved, a);
    assert_ptr_equal(a->left, b);
    assert_ptr_equal(b->left, a);
    assert_int_equal(a->head.refcount, 2);
    assert_int_equal(b->head.refcount, 1);
    r.collect = false;
    ouro_decref(rt, r.saved);
    assert_int_equal(ouro__gc_collect(rt, 2), 2);
    assert_string_equal(r.text, "f1 f2 f3 ");
    close_runtime(rt);
}

/* The entry of one that a finalizer freed may have become somebody else. */
static void a_fresh_object_in_a_condemned_block_is_left_alone(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    node *a = new_named(rt, 1), *b = new_named(rt, 2);
    a->left = (ouro_object *)b;
    b->left = (ouro_object *)a;
    r.replace = 1;
    ouro__gc_collect(rt, 2);
    assert_string_equal(r.text, "f1 f2 ");
    assert_int_equal(r.saved->refcount, 1);
    assert_false(r.saved->word & OURO_FINALIZED);
    ouro_decref(rt, r.saved);
    assert_string_equal(r.text, "f1 f2 f99 ");
    close_runtime(rt);
}

/* A block freed in the middle generation and used again comes to stand in its vector twice. */
static void a_block_used_again_is_a_member_once(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    node *n = new_node(rt, NULL, NULL);
    ouro__gc_collect(rt, 0);
    ouro_decref(rt, &n->head);
    node *again = new_node(rt, NULL, NULL);
    assert_ptr_equal(again, n);
    again->left = ouro_ref(again);
    ouro__gc_collect(rt, 0);
    rt->gc->debug = OURO_GC_DEBUG_UNCOLLECTABLE;
    assert_int_equal(ouro__gc_collect(rt, 1), 0);
    assert_string_equal(r.text, "");
    rt->gc->debug = 0;
    ouro_decref(rt, &again->head);
    close_runtime(rt);
}

/* ---- What is shown ---- */

static void debug_output_is_cpythons(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    node *n = new_node(rt, NULL, NULL);
    n->left = (ouro_object *)n;
    rt->gc->debug = OURO_GC_DEBUG_STATS | OURO_GC_DEBUG_COLLECTABLE;
    assert_int_equal(ouro__gc_collect(rt, 1), 1);
    char expected[512], *elapsed = strstr(r.text, ", 0.");
    snprintf(expected, sizeof expected,
             "gc: collecting generation 1...\ngc: objects in each generation: 1 0 0\n"
             "gc: objects in permanent generation: 0\ngc: collectable <node %p>\n"
             "gc: done, 1 unreachable, 0 uncollectable",
             (void *)n);
    assert_non_null(elapsed);
    assert_string_equal(elapsed + 8, "s elapsed\n");
    *elapsed = 0;
    assert_string_equal(r.text, expected);
    rt->gc->debug = 0;
    close_runtime(rt);
}

static void phase(ouro_runtime *rt, bool stop, int generation, int64_t collected, int64_t uncollectable)
{
    char text[64];
    snprintf(text, sizeof text, "%s %d %lld %lld; ", stop ? "stop" : "start", generation,
             (long long)collected, (long long)uncollectable);
    write_record(rt, text);
}

static void phases_are_told(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    drop_self_cycle(rt);
    rt->gc->phase = phase;
    ouro__gc_collect(rt, 1);
    rt->gc->phase = NULL;
    assert_string_equal(r.text, "start 1 0 0; stop 1 1 0; ");
    assert_int_equal(rt->gc->stats[1].collections, 1);
    assert_int_equal(rt->gc->stats[1].collected, 1);
    close_runtime(rt);
}

static int keep(ouro_runtime *rt, ouro_object *o)
{
    record_of(rt)->saved = ouro_ref(o);
    return 0;
}

static void saveall_keeps_garbage(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    node *n = new_node(rt, NULL, NULL);
    n->left = (ouro_object *)n;
    rt->gc->garbage = keep;
    rt->gc->debug = OURO_GC_DEBUG_SAVEALL;
    assert_int_equal(ouro__gc_collect(rt, 2), 1);
    assert_ptr_equal(r.saved, n);
    assert_ptr_equal(n->left, n);
    rt->gc->debug = 0;
    ouro_decref(rt, r.saved);
    assert_int_equal(ouro__gc_collect(rt, 2), 1);
    close_runtime(rt);
}

static void frozen_objects_are_left_alone(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    drop_self_cycle(rt);
    ouro__gc_freeze(rt);
    assert_int_equal(rt->gc->frozen, 1);
    assert_int_equal(in_generation(rt, -1), 0);
    for (int g = 0; g < 3; g++)
        assert_int_equal(ouro__gc_collect(rt, g), 0);
    drop_self_cycle(rt);
    assert_int_equal(ouro__gc_collect(rt, 0), 1);
    ouro__gc_unfreeze(rt);
    assert_int_equal(rt->gc->frozen, 0);
    assert_int_equal(ouro__gc_collect(rt, 2), 1);
    close_runtime(rt);
}

/* ---- Types that lie ---- */

/* Reports its first reference twice. */
static void liar_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    bag_traverse(rt, o, visit, context);
    if (((bag *)o)->items[0])
        visit(rt, ((bag *)o)->items[0], context);
}

static void a_type_that_reports_too_much_costs_no_live_object(void **state)
{
    (void)state;
    for (int generation = 0; generation < 3; generation++) {
        record r;
        ouro_runtime *rt = open_recording(&r, NULL);
        ouro_type *type = add_type(rt, LIAR, "liar", OURO_LAYOUT_CALLBACK, sizeof(bag));
        type->traverse = liar_traverse;
        type->drain = bag_drain;
        list *all = new_list(rt, 0);
        for (int i = 0; i < 100; i++) {
            bag *b = new_fixed(rt, LIAR);
            b->items[0] = (ouro_object *)new_node(rt, NULL, NULL);
            list_append(rt, all, b);
        }
        drop_self_cycle(rt);
        rt->gc->debug = OURO_GC_DEBUG_UNCOLLECTABLE;
        assert_int_equal(ouro__gc_collect(rt, generation), 1);
        assert_non_null(strstr(r.text, "is reported more often than it is counted"));
        for (int i = 0; i < 100; i++) {
            assert_int_equal(all->items[i]->refcount, 1);
            assert_int_equal(((bag *)all->items[i])->items[0]->refcount, 1);
        }
        type->traverse = bag_traverse;
        ouro_decref(rt, &all->head);
        close_runtime(rt);
    }
}

/* ---- Size and refusal ---- */

/* A hub above all others in memory, which revives them all behind the cursor, and keeps more than the stack holds. */
static void a_hub_of_a_million_overflows_the_stack_and_all_survive(void **state)
{
    (void)state;
    enum { MANY = 1000000 };
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    ouro__gc_set_enabled(rt, false);
    node **nodes = malloc(MANY * sizeof *nodes);
    for (int i = 0; i < MANY; i++)
        nodes[i] = new_node(rt, NULL, NULL);
    tuple *hub = new_tuple(rt, MANY);
    for (int i = 0; i < MANY; i++) {
        hub->items[i] = (ouro_object *)nodes[i];
        nodes[i]->left = (ouro_object *)new_node(rt, NULL, NULL);
    }
    free(nodes);
    for (int generation = 0; generation < 3; generation++)
        assert_int_equal(ouro__gc_collect(rt, generation), 0);
    assert_int_equal(ouro__gc_collect(rt, 2), 0);
    ouro_decref(rt, &hub->head);
    close_runtime(rt);
}

/* Counts around every multiple at which a count leaves the byte that it begins in. */
static void what_many_refer_to_is_judged_by_its_true_count(void **state)
{
    (void)state;
    static const int counts[] = {1, 125, 126, 127, 253, 254, 255, 256, 381, 382, 383, 1000, 100000};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        for (int held = 0; held < 2; held++) {
            record r;
            ouro_runtime *rt = open_recording(&r, NULL);
            ouro__gc_set_enabled(rt, false);
            node *hub = new_node(rt, NULL, NULL);
            tuple *all = new_tuple(rt, (size_t)counts[i]);
            for (int k = 0; k < counts[i]; k++) {
                ouro_incref(&hub->head);
                all->items[k] = (ouro_object *)new_node(rt, &hub->head, NULL);
            }
            hub->left = &all->head; /* the cycle */
            if (!held)
                ouro_decref(rt, &hub->head);
            assert_int_equal(ouro__gc_collect(rt, 2), held ? 0 : counts[i] + 2);
            if (held) {
                assert_int_equal(hub->head.refcount, counts[i] + 1);
                ouro_decref(rt, &hub->head);
                assert_int_equal(ouro__gc_collect(rt, 2), counts[i] + 2);
            }
            close_runtime(rt);
        }
}

static void a_collection_that_is_refused_memory_changes_nothing(void **state)
{
    (void)state;
    for (int generation = 0; generation < 3; generation++)
        for (int nth = 1; nth < 6; nth++) {
            record r;
            ouro_runtime *rt = open_recording(&r, NULL);
            node *a = new_named(rt, 1), *b = new_named(rt, 2);
            a->left = (ouro_object *)b;
            b->left = (ouro_object *)a;
            for (int i = 0; i < 3000; i++)
                drop_self_cycle(rt);
            ouro__heap_fail(&rt->heap, (uint64_t)nth, 1);
            int64_t found = ouro__gc_collect(rt, generation);
            ouro__heap_fail(&rt->heap, 0, 0);
            assert_true(found == 0 || found == 3002);
            assert_null(rt->error);
            found += ouro__gc_collect(rt, 2);
            assert_int_equal(found, 3002);
            assert_string_equal(r.text, "f1 f2 ");
            close_runtime(rt);
        }
}

static void cycles_never_exhaust_the_budget(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, &(ouro_core_options){.memory_limit = (size_t)4 << 20});
    for (int i = 0; i < 300000; i++) {
        node *n = new_node(rt, NULL, NULL); /* no safe point in between */
        assert_non_null(n);
        n->left = (ouro_object *)n;
    }
    close_runtime(rt);
}

/* Pages of freed containers wait for the young vector; an allocation of anything else must get at them. */
static void what_was_freed_can_be_had_again_at_once(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, &(ouro_core_options){.memory_limit = (size_t)8 << 20});
    ouro__gc_set_enabled(rt, false);
    for (int round = 0; round < 3; round++) {
        node *top = NULL, *next;
        while ((next = new_node(rt, NULL, NULL))) {
            next->left = (ouro_object *)top;
            top = next;
        }
        rt->error = NULL;
        ouro_decref(rt, &top->head);
        void *buffer = ouro__buffer_alloc(rt, (size_t)3 << 20);
        assert_non_null(buffer);
        ouro__buffer_free(rt, buffer);
    }
    close_runtime(rt);
}

static void an_allocation_runs_no_finalizer_but_the_next_safe_point_does(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, &(ouro_core_options){.memory_limit = (size_t)4 << 20});
    node *n = new_named(rt, 1);
    n->left = (ouro_object *)n;
    node *before = new_node(rt, n, NULL); /* reaches it: would take it along */
    before->left = ouro_ref(n);
    before->right = (ouro_object *)before;
    list *all = new_list(rt, 0);
    node *one;
    while ((one = new_node(rt, NULL, NULL)) && list_append(rt, all, one) == 0)
        ;
    assert_non_null(rt->error);
    rt->error = NULL;
    assert_string_equal(r.text, "");
    assert_int_equal(n->head.refcount, 2);
    ouro__gc_safepoint(rt);
    assert_string_equal(r.text, "f1 ");
    ouro_decref(rt, &all->head);
    close_runtime(rt);
}

static void noted_finalize(ouro_runtime *rt, ouro_object *o)
{
    (void)o;
    write_record(rt, "leaf ");
}

static void what_dies_with_garbage_runs_no_code_either(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    ouro__type_at(rt, LEAF << 8)->flags |= OURO_TYPE_HAS_DEL;
    ouro__type_at(rt, LEAF << 8)->finalize = noted_finalize;
    node *n = new_node(rt, NULL, new_leaf(rt, 1)), *other = new_node(rt, NULL, NULL);
    n->left = (ouro_object *)n;
    other->left = (ouro_object *)other;  /* plain: goes */
    tuple *untracked = new_tuple(rt, 1); /* holds one, and is held by garbage only */
    untracked->items[0] = new_leaf(rt, 2);
    ouro__untrack(&untracked->head);
    node *holder = new_node(rt, NULL, untracked);
    holder->left = (ouro_object *)holder;
    size_t before = blocks(rt);
    assert_true(ouro__gc_emergency(rt));
    assert_int_equal(blocks(rt), before - 1);
    assert_string_equal(r.text, "");
    assert_int_equal(ouro__gc_collect(rt, 2), 2);
    assert_string_equal(r.text, "leaf leaf ");
    close_runtime(rt);
}

static void what_a_spared_finalizer_may_use_is_spared(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    node *used = new_node(rt, NULL, new_leaf(rt, 1)), *n = new_named(rt, 1);
    used->left = ouro_ref(used);
    n->left = (ouro_object *)n;
    n->right = (ouro_object *)used;
    assert_false(ouro__gc_emergency(rt));
    assert_ptr_equal(n->right, used);
    assert_ptr_equal(used->left, used);
    assert_non_null(used->right);
    assert_int_equal(ouro__gc_collect(rt, 2), 2);
    close_runtime(rt);
}

static void pages_go_back_when_containers_go(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r, NULL);
    ouro__gc_set_enabled(rt, false);
    list *all = new_list_of_nodes(rt, 500000);
    size_t much = rt->heap.committed;
    ouro_decref(rt, &all->head);
    assert_true(rt->breaker & OURO_BREAK_PRUNE);
    ouro__gc_safepoint(rt);
    ouro__heap_trim(&rt->heap);
    assert_true(rt->heap.committed < much / 4);
    close_runtime(rt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_move_up_as_in_cpython),
        cmocka_unit_test(survivors_move_one_generation_up),
        cmocka_unit_test(a_younger_collection_leaves_older_garbage),
        cmocka_unit_test(what_is_tracked_late_is_collected),
        cmocka_unit_test(automatic_collections_come_at_the_thresholds),
        cmocka_unit_test(full_collections_wait_for_a_share_of_the_long_lived),
        cmocka_unit_test(the_share_doubles_while_nothing_is_found),
        cmocka_unit_test(finalizers_run_by_age),
        cmocka_unit_test(resurrecting_one_keeps_all_that_it_reaches),
        cmocka_unit_test(a_fresh_object_in_a_condemned_block_is_left_alone),
        cmocka_unit_test(a_block_used_again_is_a_member_once),
        cmocka_unit_test(what_dies_with_garbage_runs_no_code_either),
        cmocka_unit_test(what_a_spared_finalizer_may_use_is_spared),
        cmocka_unit_test(debug_output_is_cpythons),
        cmocka_unit_test(phases_are_told),
        cmocka_unit_test(saveall_keeps_garbage),
        cmocka_unit_test(frozen_objects_are_left_alone),
        cmocka_unit_test(a_type_that_reports_too_much_costs_no_live_object),
        cmocka_unit_test(a_hub_of_a_million_overflows_the_stack_and_all_survive),
        cmocka_unit_test(what_many_refer_to_is_judged_by_its_true_count),
        cmocka_unit_test(a_collection_that_is_refused_memory_changes_nothing),
        cmocka_unit_test(cycles_never_exhaust_the_budget),
        cmocka_unit_test(what_was_freed_can_be_had_again_at_once),
        cmocka_unit_test(an_allocation_runs_no_finalizer_but_the_next_safe_point_does),
        cmocka_unit_test(pages_go_back_when_containers_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
