/* The collector finds cycles of every layout, and nothing else. */
#include "support.h"

static void dead_pairs_of_nodes_go(void **state)
{
    (void)state;
    ouro_runtime *rt = open_runtime(NULL);
    size_t before = blocks(rt);
    for (int i = 0; i < 300; i++) {
        node *a = new_node(rt, NULL, NULL), *b = new_node(rt, ouro_ref(a), new_leaf(rt, i));
        a->right = (ouro_object *)b;
        ouro_decref(rt, &a->head);
    }
    assert_int_equal(ouro__gc_collect(rt, 0), 600);
    assert_true(blocks(rt) <= before + 2);
    close_runtime(rt);
}

static void every_layout_can_be_in_a_cycle(void **state)
{
    (void)state;
    for (int generation = 0; generation < 3; generation++) {
        ouro_runtime *rt = open_runtime(NULL);
        for (int round = 0; round < 3; round++) {
            list *l = new_list(rt, 1);
            tuple *t = new_tuple(rt, 3);
            node *n = new_node(rt, NULL, NULL);
            attrs *a = new_attrs(rt, 3), *d = new_attrs(rt, 0);
            bag *b = new_fixed(rt, BAG);
            list_append(rt, l, t);
            t->items[1] = (ouro_object *)n;
            n->right = (ouro_object *)a;
            a->attrs.slots[2] = (ouro_object *)d;
            d->attrs.word = (uint64_t)(uintptr_t)b | OURO_ATTRS_DICT;
            b->items[3] = ouro_ref(l);
            assert_int_equal(ouro__gc_collect(rt, generation), 0);
            ouro_decref(rt, &l->head);
            assert_int_equal(ouro__gc_collect(rt, 2), 6);
        }
        close_runtime(rt);
    }
}

static void what_is_held_from_outside_stays(void **state)
{
    (void)state;
    ouro_runtime *rt = open_runtime(NULL);
    list *root = new_list(rt, 0);
    for (int i = 0; i < 1000; i++) {
        list *l = new_list(rt, 2);
        list_append(rt, l, ouro_ref(root));
        list_append(rt, l, ouro_ref(l));
        list_append(rt, root, l);
    }
    for (int g = 0; g < 3; g++)
        assert_int_equal(ouro__gc_collect(rt, g), 0);
    assert_int_equal(root->head.refcount, 1001);
    assert_int_equal(root->items[999]->refcount, 2);
    ouro_decref(rt, &root->head);
    assert_int_equal(ouro__gc_collect(rt, 0), 0);
    assert_int_equal(ouro__gc_collect(rt, 1), 0);
    assert_int_equal(ouro__gc_collect(rt, 2), 1001);
    close_runtime(rt);
}

#if OURO_ASSERTIONS
enum { LONG = 1000000 };
#else
enum { LONG = 10000000 };
#endif

static void long_chains_end_without_recursion(void **state)
{
    (void)state;
    ouro_runtime *rt = open_runtime(NULL);
    node *top = NULL;
    for (int i = 0; i < LONG; i++)
        top = new_node(rt, top, NULL);
    assert_int_equal(ouro__gc_collect(rt, 2), 0);
    ouro_decref(rt, &top->head);
    tuple *t = NULL;
    for (int i = 0; i < 1000000; i++) {
        tuple *next = new_tuple(rt, 1);
        next->items[0] = (ouro_object *)t;
        t = next;
    }
    ouro_decref(rt, &t->head);
    close_runtime(rt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dead_pairs_of_nodes_go),
        cmocka_unit_test(every_layout_can_be_in_a_cycle),
        cmocka_unit_test(what_is_held_from_outside_stays),
        cmocka_unit_test(long_chains_end_without_recursion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
