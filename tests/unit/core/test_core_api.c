/* The public core API as a C program uses it, types with `clear` above all; and two runtimes in two threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <pthread.h>

#include <ouro-core.h>

#include <cmocka.h>

typedef struct link {
    ouro_object head;
    ouro_object *next, *other;
    int *gone; /* counted up when the object goes */
} link;

static const uint16_t link_fields[] = {offsetof(link, next), offsetof(link, other), 0};

static void link_destroy(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    if (((link *)o)->gone)
        ++*((link *)o)->gone;
}

/* The same references, told by traverse and clear. */
static void link_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    link *self = (link *)o;
    if (self->next)
        visit(rt, self->next, context);
    if (self->other)
        visit(rt, self->other, context);
}

static void link_clear(ouro_runtime *rt, ouro_object *o)
{
    link *self = (link *)o;
    ouro_slot_clear(rt, self, &self->next);
    ouro_slot_clear(rt, self, &self->other);
}

static ouro_type *by_fields(ouro_runtime *rt)
{
    return ouro_type_new(rt, &(ouro_type_spec){.name = "link",
                                               .size = sizeof(link),
                                               .fields = link_fields,
                                               .flags = OURO_SPEC_WEAKLY_REFERENCEABLE,
                                               .destroy = link_destroy});
}

static ouro_type *by_clear(ouro_runtime *rt)
{
    return ouro_type_new(rt, &(ouro_type_spec){.name = "link",
                                               .size = sizeof(link),
                                               .traverse = link_traverse,
                                               .clear = link_clear,
                                               .flags = OURO_SPEC_WEAKLY_REFERENCEABLE,
                                               .destroy = link_destroy});
}

static link *new_link(ouro_runtime *rt, ouro_type *type, void *next, int *gone)
{
    link *l = ouro_new(rt, type);
    assert_non_null(l);
    ouro_slot_init(&l->next, next);
    l->gone = gone;
    return l;
}

static void chains_and_cycles(ouro_type *(*make_type)(ouro_runtime *rt))
{
    ouro_runtime *rt = ouro_core_open(NULL);
    ouro_type *type = make_type(rt);
    assert_string_equal(ouro_type_name(type), "link");
    int gone = 0;
    enum { MANY = 1000000 };
    link *top = NULL;
    for (int i = 0; i < MANY; i++)
        top = new_link(rt, type, top, &gone);
    assert_ptr_equal(ouro_type_of(rt, &top->head), type);
    assert_int_equal(ouro_collect(rt, 2), 0);
    ouro_decref(rt, &top->head);
    assert_int_equal(gone, MANY);
    /* A ring, with a tail hanging on it. */
    gone = 0;
    link *first = new_link(rt, type, NULL, &gone), *last = first;
    for (int i = 1; i < MANY; i++)
        last = new_link(rt, type, last, &gone);
    ouro_slot_set(rt, first, &first->next, last);
    for (int i = 0; i < 1000; i++)
        first->other = (ouro_object *)new_link(rt, type, first->other, &gone);
    assert_int_equal(gone, 0);
    assert_int_equal(ouro_collect(rt, 2), MANY + 1000);
    assert_int_equal(gone, MANY + 1000);
    ouro_type_delete(rt, type);
    assert_int_equal(ouro_core_close(rt), 0);
}

static void types_by_fields(void **state)
{
    (void)state;
    chains_and_cycles(by_fields);
}

static void types_by_traverse_and_clear(void **state)
{
    (void)state;
    chains_and_cycles(by_clear);
}

static char order[64];

static void note_death(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    char text[2] = {(char)('0' + *((link *)o)->gone), 0};
    strcat(order, text);
}

static void what_dies_in_a_clear_dies_in_its_order(void **state)
{
    (void)state;
    ouro_runtime *rt = ouro_core_open(NULL);
    ouro_type *type = ouro_type_new(rt, &(ouro_type_spec){.name = "link",
                                                          .size = sizeof(link),
                                                          .clear = link_clear,
                                                          .traverse = link_traverse,
                                                          .finalize = note_death});
    static int tags[] = {0, 1, 2, 3, 4};
    order[0] = 0;
    link *top =
        new_link(rt, type, new_link(rt, type, new_link(rt, type, NULL, &tags[2]), &tags[1]), &tags[0]);
    ouro_slot_set(rt, top, &top->other, new_link(rt, type, new_link(rt, type, NULL, &tags[4]), &tags[3]));
    ouro_decref(rt, &top->head);
    assert_string_equal(order, "01234");
    ouro_type_delete(rt, type);
    assert_int_equal(ouro_core_close(rt), 0);
}

/* ---- Inside a clear ---- */

static void was_told(ouro_runtime *rt, ouro_object *weakref, void *context)
{
    assert_null(ouro_weakref_get(rt, weakref));
    ++*(int *)context;
}

typedef struct watched {
    ouro_object head;
    ouro_object *first, *second;
} watched;

static ouro_object *watching; /* a weak reference to `first` */
static bool was_gone;

static void watched_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    watched *self = (watched *)o;
    if (self->first)
        visit(rt, self->first, context);
    if (self->second)
        visit(rt, self->second, context);
}

static void watched_clear(ouro_runtime *rt, ouro_object *o)
{
    watched *self = (watched *)o;
    if (!self->first)
        return;
    ouro_slot_clear(rt, self, &self->first);
    ouro_object *got = ouro_weakref_get(rt, watching);
    was_gone = !got;
    ouro_xdecref(rt, got);
    ouro_slot_clear(rt, self, &self->second);
}

static ouro_object *held;
static int held_gone, gone_at_once;

static void drop_held(ouro_runtime *rt, ouro_object *o)
{
    (void)o;
    ouro_object *drop = held;
    held = NULL;
    ouro_xdecref(rt, drop);
    gone_at_once = held_gone;
}

/* `first` waits for its end while the clear goes on: it is gone for weak references. `second` is a leaf whose finalizer
 * runs at once, and for whose code deaths do not wait. */
static void inside_a_clear_the_dead_are_gone_and_finalizers_see_deaths_at_once(void **state)
{
    (void)state;
    for (int collect = 0; collect < 2; collect++) {
        ouro_runtime *rt = ouro_core_open(NULL);
        ouro_type *links = by_clear(rt);
        ouro_type *type = ouro_type_new(rt, &(ouro_type_spec){.name = "watched",
                                                              .size = sizeof(watched),
                                                              .traverse = watched_traverse,
                                                              .clear = watched_clear});
        ouro_type *leaves =
            ouro_type_new(rt, &(ouro_type_spec){.name = "leaf", .size = 16, .finalize = drop_held});
        int gone = 0, told = 0;
        held_gone = gone_at_once = 0;
        was_gone = false;
        watched *w = ouro_new(rt, type);
        link *first = new_link(rt, links, new_link(rt, links, NULL, &gone), &gone);
        ouro_slot_init(&w->first, first);
        ouro_slot_init(&w->second, ouro_new(rt, leaves));
        if (collect)
            ouro_slot_set(rt, first, &first->other, ouro_ref(w));
        held = &new_link(rt, links, NULL, &held_gone)->head;
        watching = ouro_weakref_new(rt, &first->head, was_told, &told);
        ouro_decref(rt, &w->head);
        if (collect)
            assert_int_equal(ouro_collect(rt, 2), 3);
        assert_int_equal(gone, 2);
        assert_int_equal(told, 1);
        assert_true(was_gone);
        assert_int_equal(gone_at_once, 1);
        ouro_decref(rt, watching);
        ouro_type_delete(rt, links);
        ouro_type_delete(rt, type);
        ouro_type_delete(rt, leaves);
        assert_int_equal(ouro_core_close(rt), 0);
    }
}

static void specs_out_of_order_are_refused(void **state)
{
    (void)state;
    static const uint16_t odd[] = {12, 0}, beyond[] = {16, 0}, header[] = {4, 0};
    ouro_runtime *rt = ouro_core_open(NULL);
    const ouro_type_spec wrong[] = {
        {.size = 16},
        {.name = "small", .size = 4},
        {.name = "odd", .size = 24, .fields = odd},
        {.name = "beyond", .size = 16, .fields = beyond},
        {.name = "header", .size = 16, .fields = header},
        {.name = "traverse only", .size = 16, .traverse = link_traverse},
        {.name = "clear only", .size = 16, .clear = link_clear},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_null(ouro_type_new(rt, &wrong[i]));
        assert_false(ouro_failed(rt));
    }
    assert_int_equal(ouro_core_close(rt), 0);
}

static void acyclic_types_are_freed_but_not_tracked(void **state)
{
    (void)state;
    ouro_runtime *rt = ouro_core_open(NULL);
    ouro_type *type = ouro_type_new(rt, &(ouro_type_spec){.name = "link",
                                                          .size = sizeof(link),
                                                          .fields = link_fields,
                                                          .flags = OURO_SPEC_ACYCLIC,
                                                          .destroy = link_destroy});
    int gone = 0;
    link *top = NULL;
    for (int i = 0; i < 1000; i++)
        top = new_link(rt, type, top, &gone);
    assert_false(ouro_is_tracked(rt, &top->head));
    assert_null(ouro_weakref_new(rt, &top->head, NULL, NULL));
    ouro_decref(rt, &top->head);
    assert_int_equal(gone, 1000);
    ouro_type_delete(rt, type);
    assert_int_equal(ouro_core_close(rt), 0);
}

static void weak_references_tell(void **state)
{
    (void)state;
    ouro_runtime *rt = ouro_core_open(NULL);
    ouro_type *type = by_clear(rt);
    int told = 0;
    link *l = new_link(rt, type, NULL, NULL);
    ouro_object *ref = ouro_weakref_new(rt, &l->head, was_told, &told);
    ouro_object *again = ouro_weakref_get(rt, ref);
    assert_ptr_equal(again, l);
    assert_int_equal(ouro_weakref_count(rt, &l->head), 1);
    ouro_decref(rt, again);
    ouro_decref(rt, &l->head);
    assert_int_equal(told, 1);
    ouro_decref(rt, ref);
    ouro_type_delete(rt, type);
    assert_int_equal(ouro_core_close(rt), 0);
}

static bool count_object(ouro_runtime *rt, void *block, size_t bytes, ouro_object *object, void *context)
{
    (void)rt;
    (void)block;
    assert_true(bytes >= 8);
    *(int *)context += object != NULL;
    return true;
}

static void memory_can_be_seen_and_limited(void **state)
{
    (void)state;
    ouro_core_config config = OURO_CORE_CONFIG_INIT;
    config.memory_limit = (size_t)2 << 20;
    ouro_runtime *rt = ouro_core_open(&config);
    ouro_type *type = by_fields(rt);
    ouro_memory memory = {.size = sizeof memory};
    link *top = NULL, *next;
    int made = 0, seen = 0;
    while ((next = ouro_new(rt, type))) {
        next->next = (ouro_object *)top;
        top = next;
        made++;
    }
    assert_true(ouro_failed(rt));
    ouro_clear_failure(rt);
    ouro_memory_get(rt, &memory);
    assert_true(memory.committed <= memory.limit);
    assert_true(made > 10000);
    ouro_memory_walk(rt, count_object, &seen);
    assert_int_equal(seen, made);
    ouro_decref(rt, &top->head);
    ouro_memory_trim(rt);
    ouro_memory_get(rt, &memory);
    assert_true(memory.committed < (size_t)1 << 20);
    assert_int_equal(ouro_memory_check(rt), 0);
    ouro_type_delete(rt, type);
    assert_int_equal(ouro_core_close(rt), 0);
}

static void stats_fill_what_fits(void **state)
{
    (void)state;
    ouro_runtime *rt = ouro_core_open(NULL);
    ouro_collector_set_thresholds(rt, (int[3]){1, 2, 3});
    ouro_collect(rt, 2);
    ouro_collector_stats stats = {.size = sizeof stats};
    ouro_collector_stats_get(rt, &stats);
    assert_int_equal(stats.thresholds[2], 3);
    assert_int_equal(stats.generations[2].collections, 1);
    memset(&stats, 0xff, sizeof stats);
    stats.size = offsetof(ouro_collector_stats, counts);
    ouro_collector_stats_get(rt, &stats);
    assert_int_equal(stats.thresholds[0], 1);
    assert_int_equal(stats.counts[0], -1);
    assert_int_equal(ouro_core_close(rt), 0);
}

static void *busy(void *unused)
{
    (void)unused;
    ouro_core_config config = OURO_CORE_CONFIG_INIT;
    config.memory_limit = (size_t)32 << 20;
    ouro_runtime *rt = ouro_core_open(&config);
    ouro_type *type = by_clear(rt);
    int gone = 0, told = 0;
    for (int i = 0; i < 50000; i++) {
        link *a = new_link(rt, type, NULL, &gone), *b = new_link(rt, type, ouro_ref(a), &gone);
        ouro_slot_set(rt, a, &a->next, b);
        ouro_object *ref = ouro_weakref_new(rt, &a->head, was_told, &told);
        ouro_decref(rt, &a->head);
        if (i % 100 == 0)
            ouro_collect(rt, 0);
        ouro_safepoint(rt);
        ouro_decref(rt, ref);
    }
    ouro_collect(rt, 2);
    ouro_type_delete(rt, type);
    size_t left = ouro_core_close(rt);
    return (void *)(intptr_t)(gone == 100000 && !left && told >= 500);
}

static void two_runtimes_run_in_parallel(void **state)
{
    (void)state;
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, busy, NULL), 0);
    for (int i = 0; i < 2; i++) {
        void *fine;
        pthread_join(threads[i], &fine);
        assert_non_null(fine);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_by_fields),
        cmocka_unit_test(types_by_traverse_and_clear),
        cmocka_unit_test(what_dies_in_a_clear_dies_in_its_order),
        cmocka_unit_test(inside_a_clear_the_dead_are_gone_and_finalizers_see_deaths_at_once),
        cmocka_unit_test(specs_out_of_order_are_refused),
        cmocka_unit_test(acyclic_types_are_freed_but_not_tracked),
        cmocka_unit_test(weak_references_tell),
        cmocka_unit_test(memory_can_be_seen_and_limited),
        cmocka_unit_test(stats_fill_what_fits),
        cmocka_unit_test(two_runtimes_run_in_parallel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
