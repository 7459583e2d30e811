/* Weak references: order, callbacks, the dead and the dying. The orders are those that CPython 3.11 shows. */
#include "support.h"

#include <string.h>

enum { REF = 60 };

typedef struct record {
    char text[1024];
    size_t length;
    ouro_object *drop; /* given back by the next callback */
} record;

static const uint16_t ref_fields[] = {offsetof(ouro_weakref, callback), 0};

static void called(ouro_runtime *rt, ouro_object *callback, ouro_object *weakref)
{
    record *r = (record *)rt->python;
    assert_null(ouro__weakref_get((ouro_weakref *)weakref));
    r->length += (size_t)snprintf(r->text + r->length, sizeof r->text - r->length, "%lld ",
                                  (long long)((leaf *)callback)->value);
    ouro_object *drop = r->drop;
    r->drop = NULL;
    ouro_xdecref(rt, drop);
    rt->error = &rt->core_error; /* what a callback leaves is dropped */
}

static void ref_destroy(ouro_runtime *rt, ouro_object *o)
{
    ouro__weakref_unlink(rt, (ouro_weakref *)o);
}

static ouro_runtime *open_recording(record *r)
{
    memset(r, 0, sizeof *r);
    ouro_runtime *rt = open_runtime(NULL);
    rt->python = (struct ouro_python *)r;
    rt->hooks.weakref_callback = called;
    ouro_type *type = add_type(rt, REF, "ref", OURO_LAYOUT_LEAF, sizeof(ouro_weakref));
    type->fields = ref_fields;
    type->destroy = ref_destroy;
    return rt;
}

/* `tag` 0: without callback. */
static ouro_weakref *new_ref(ouro_runtime *rt, void *referent, int64_t tag, enum ouro_weakref_rank rank)
{
    ouro_weakref *ref = new_fixed(rt, REF);
    ref->callback = tag ? new_leaf(rt, tag) : NULL;
    assert_int_equal(ouro__weakref_link(rt, ref, referent, rank), 0);
    return ref;
}

static void basic_ones_stand_first_and_the_others_newest_first(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r);
    node *n = new_node(rt, NULL, NULL);
    ouro_weakref *a = new_ref(rt, n, 1, OURO_WEAKREF_OTHER), *b = new_ref(rt, n, 2, OURO_WEAKREF_OTHER);
    ouro_weakref *proxy = new_ref(rt, n, 0, OURO_WEAKREF_BASIC_PROXY);
    ouro_weakref *c = new_ref(rt, n, 3, OURO_WEAKREF_OTHER);
    ouro_weakref *basic = new_ref(rt, n, 0, OURO_WEAKREF_BASIC_REF);
    ouro_weakref *expected[] = {basic, proxy, c, b, a};
    ouro_weakref *ref = ouro__weakrefs_of(rt, &n->head);
    for (int i = 0; i < 5; i++, ref = ref->older)
        assert_ptr_equal(ref, expected[i]);
    assert_null(ref);
    ouro_decref(rt, &n->head);
    assert_string_equal(r.text, "3 2 1 ");
    assert_null(rt->error);
    for (int i = 0; i < 5; i++) {
        assert_null(expected[i]->referent);
        ouro_decref(rt, &expected[i]->head);
    }
    close_runtime(rt);
}

static void callbacks_of_a_dead_cycle_come_by_the_age_of_their_referents(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r);
    node *x = new_node(rt, NULL, NULL), *y = new_node(rt, ouro_ref(x), NULL);
    x->left = (ouro_object *)y;
    ouro_weakref *refs[] = {new_ref(rt, x, 1, 0), new_ref(rt, y, 2, 0), new_ref(rt, x, 3, 0)};
    ouro_decref(rt, &x->head);
    assert_string_equal(r.text, "");
    assert_int_equal(ouro__gc_collect(rt, 2), 2);
    assert_string_equal(r.text, "3 1 2 ");
    for (int i = 0; i < 3; i++)
        ouro_decref(rt, &refs[i]->head);
    close_runtime(rt);
}

static void callbacks_of_weak_references_in_the_garbage_are_not_called(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r);
    node *n = new_node(rt, NULL, NULL);
    n->left = ouro_ref(n);
    n->right = (ouro_object *)new_ref(rt, n, 1, 0);
    ouro_decref(rt, &n->head);
    assert_int_equal(ouro__gc_collect(rt, 2), 2);
    assert_string_equal(r.text, "");
    close_runtime(rt);
}

static void a_dropped_weak_reference_is_not_called(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r);
    node *n = new_node(rt, NULL, NULL);
    ouro_weakref *a = new_ref(rt, n, 1, 0), *b = new_ref(rt, n, 2, 0);
    ouro_decref(rt, &a->head);
    assert_ptr_equal(ouro__weakrefs_of(rt, &n->head), b);
    ouro_decref(rt, &b->head);
    assert_false(n->head.word & OURO_WEAKLY_REFERENCED);
    ouro_decref(rt, &n->head);
    assert_string_equal(r.text, "");
    close_runtime(rt);
}

static void one_that_goes_in_an_earlier_callback_is_still_called(void **state)
{
    (void)state; /* as in CPython, which holds them all while it calls them */
    record r;
    ouro_runtime *rt = open_recording(&r);
    node *n = new_node(rt, NULL, NULL);
    ouro_weakref *a = new_ref(rt, n, 1, 0), *b = new_ref(rt, n, 2, 0);
    r.drop = &a->head;
    ouro_decref(rt, &n->head);
    assert_string_equal(r.text, "2 1 ");
    ouro_decref(rt, &b->head);
    close_runtime(rt);
}

static void a_weak_reference_that_dies_with_its_referent_is_not_called(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r);
    node *n = new_node(rt, NULL, NULL);
    ouro_weakref *a = new_ref(rt, n, 1, 0);
    list *l = new_list(rt, 2); /* the last item goes first: the weak reference */
    list_append(rt, l, n);
    list_append(rt, l, a);
    ouro_decref(rt, &l->head);
    assert_string_equal(r.text, "");
    close_runtime(rt);
}

static void many_objects_can_be_weakly_referenced(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r);
    enum { MANY = 20000 };
    list *objects = new_list(rt, 0), *refs = new_list(rt, 0);
    for (int i = 0; i < MANY; i++) {
        list_append(rt, objects, new_node(rt, NULL, NULL));
        list_append(rt, refs, new_ref(rt, objects->items[i], 0, OURO_WEAKREF_BASIC_REF));
    }
    for (int i = 0; i < MANY; i++) {
        ouro_object *got = ouro__weakref_get((ouro_weakref *)refs->items[i]);
        assert_ptr_equal(got, objects->items[i]);
        ouro_decref(rt, got);
    }
    for (int i = 0; i < MANY; i += 2) /* every second goes */
        ouro__slot_set(rt, objects, &objects->items[i], new_node(rt, NULL, NULL));
    for (int i = 0; i < MANY; i++)
        assert_int_equal(((ouro_weakref *)refs->items[i])->referent == NULL, i % 2 == 0);
    ouro_decref(rt, &objects->head);
    for (int i = 0; i < MANY; i++)
        assert_null(((ouro_weakref *)refs->items[i])->referent);
    ouro_decref(rt, &refs->head);
    close_runtime(rt);
}

static void refused_memory_leaves_nothing_behind(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r);
    node *n = new_node(rt, NULL, NULL);
    ouro_weakref *ref = new_fixed(rt, REF);
    ouro__heap_fail(&rt->heap, 1, 1);
    assert_int_equal(ouro__weakref_link(rt, ref, &n->head, 0), -1);
    ouro__heap_fail(&rt->heap, 0, 0);
    assert_ptr_equal(rt->error, &rt->core_error);
    rt->error = NULL;
    assert_null(ref->referent);
    assert_false(n->head.word & OURO_WEAKLY_REFERENCED);
    ouro_decref(rt, &ref->head);
    ouro_decref(rt, &n->head);
    close_runtime(rt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(basic_ones_stand_first_and_the_others_newest_first),
        cmocka_unit_test(callbacks_of_a_dead_cycle_come_by_the_age_of_their_referents),
        cmocka_unit_test(callbacks_of_weak_references_in_the_garbage_are_not_called),
        cmocka_unit_test(a_dropped_weak_reference_is_not_called),
        cmocka_unit_test(one_that_goes_in_an_earlier_callback_is_still_called),
        cmocka_unit_test(a_weak_reference_that_dies_with_its_referent_is_not_called),
        cmocka_unit_test(many_objects_can_be_weakly_referenced),
        cmocka_unit_test(refused_memory_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
