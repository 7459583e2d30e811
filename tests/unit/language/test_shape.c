/* Shapes: a tree a class, shared by instances that got the same attributes in the same order. */
#include "language.h"

static void shapes_are_shared(void **state)
{
    RT;
    ouro_object *c = class_of(rt, "C", namespace_of(rt, NULL), NULL);
    ouro_shape *root = ouro__shape_root(rt, (ouro_class *)c);
    ouro_object *a = name_of(rt, "a"), *b = name_of(rt, "b");
    ouro_shape *with_a = ouro__shape_add(rt, root, a), *with_ab = ouro__shape_add(rt, with_a, b);
    assert_ptr_equal(ouro__shape_add(rt, root, a), with_a);
    assert_ptr_equal(ouro__shape_add(rt, with_a, b), with_ab);
    assert_ptr_not_equal(ouro__shape_add(rt, root, b), with_ab);
    assert_int_equal(with_ab->count, 2);
    assert_int_equal(ouro__shape_find(rt, with_ab, a), 0);
    assert_int_equal(ouro__shape_find(rt, with_ab, b), 1);
    assert_int_equal(ouro__shape_find(rt, with_a, b), -1);
    assert_int_equal(ouro__shape_find(rt, root, a), -1);
    drop(rt, a);
    drop(rt, b);
    drop(rt, c);
}

/* Past a few attributes lookups go through a table; the tree has a limit, past which NULL is the answer. */
static void large_shapes(void **state)
{
    RT;
    ouro_object *c = class_of(rt, "C", namespace_of(rt, NULL), NULL), *names[300];
    ouro_shape *shape = ouro__shape_root(rt, (ouro_class *)c), *next;
    size_t count = 0;
    for (; count < 300; count++) {
        char text[16];
        snprintf(text, sizeof text, "n%zu", count);
        names[count] = name_of(rt, text);
        if (!(next = ouro__shape_add(rt, shape, names[count])))
            break;
        shape = next;
        for (size_t i = 0; i <= count; i++)
            assert_int_equal(ouro__shape_find(rt, shape, names[i]), i);
    }
    assert_in_range(count, 100, 299);
    assert_null(rt->error);
    assert_int_equal(ouro__shape_find(rt, shape, names[count]), -1);
    assert_non_null(shape->table);
    for (size_t i = 0; i <= count; i++)
        drop(rt, names[i]);
    drop(rt, c);
}

static void wide_trees_stop_growing(void **state)
{
    RT;
    ouro_object *c = class_of(rt, "C", namespace_of(rt, NULL), NULL);
    ((ouro_class *)c)->type->slot_count = 1;
    for (int i = 0; i < 2000; i++) { /* each instance has an attribute of its own */
        ouro_object *o = ouro__call0(rt, c);
        char text[16];
        snprintf(text, sizeof text, "only%d", i);
        assert_int_equal(set(rt, o, text, num(rt, i)), 0);
        assert_int_equal(num_of(rt, get(rt, o, text)), i);
        drop(rt, o);
    }
    assert_true(((ouro_class *)c)->shape_count <= 600);
    drop(rt, c);
}

/* Instances take up what the class has learned, no more: 16 bytes and a slot each. */
static void instances_are_small(void **state)
{
    RT;
    ouro_object *c = class_of(rt, "C", namespace_of(rt, NULL), NULL), *o = ouro__call0(rt, c);
    assert_int_equal(ouro__heap_usable(&rt->heap, o), 16);
    set(rt, o, "a", num(rt, 1));
    set(rt, o, "b", num(rt, 1));
    drop(rt, o);
    o = ouro__call0(rt, c);
    assert_int_equal(ouro__heap_usable(&rt->heap, o), 32);
    drop(rt, o);
    drop(rt, c);
}

/* The __dict__ that a program was given is where the attributes are from then on. */
static void dict_stays_in_step(void **state)
{
    RT;
    ouro_object *c = class_of(rt, "C", namespace_of(rt, NULL), NULL);
    ((ouro_class *)c)->type->slot_count = 4;
    ouro_object *o = ouro__call0(rt, c);
    set(rt, o, "a", num(rt, 1000));
    ouro_object *dict = get(rt, o, "__dict__"), *thousand = num(rt, 2000);
    set(rt, o, "b", num(rt, 3));
    expect_text(rt, ouro__repr(rt, dict), "{'a': 1000, 'b': 3}");
    ouro__dict_set_cstring(rt, dict, "a", thousand);
    assert_int_equal(num_of(rt, get(rt, o, "a")), 2000);
    drop(rt, thousand);
    drop(rt, o);
    expect_text(rt, ouro__repr(rt, dict), "{'a': 2000, 'b': 3}");
    drop(rt, dict);
    drop(rt, c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(shapes_are_shared),   TEST(large_shapes),       TEST(wide_trees_stop_growing),
        TEST(instances_are_small), TEST(dict_stays_in_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
