/* tuple: operations, hash, tracking, subclasses' instances. */
#include "container_tests.h"

static const claim claims[] = {
    {"(1, 2)", "+", "(3,)", "(1, 2, 3)", NULL},
    {"(1, 2)", "+", "[3]", "TypeError: can only concatenate tuple (not \"list\") to tuple", NULL},
    {"(1, 2)", "*", "2", "(1, 2, 1, 2)", NULL},
    {"(1, 2)", "*", "-5", "()", NULL},
    {"(1, 2)", "*", "4611686018427387904", "MemoryError: ", NULL},
    {"(1, 2)", "*", "'a'", "TypeError: can't multiply sequence by non-int of type 'str'", NULL},
    {"(1, 2, 3)", "[]", "-1", "3", NULL},
    {"(1, 2, 3)", "[]", "3", "IndexError: tuple index out of range", NULL},
    {"(1, 2, 3)", "[]", "'a'", "TypeError: tuple indices must be integers or slices, not str", NULL},
    {"(0, 1, 2, 3)", "[]", "slice(None, None, -2)", "(3, 1)", NULL},
    {"(0, 1, 2, 3)", "[]", "slice(1, 3)", "(1, 2)", NULL},
    {"(1, 2)", "<", "(1, 3)", "True", NULL},
    {"(1,)", "<", "(1, 2)", "True", NULL},
    {"(1, 2)", "==", "(1, 2.0)", "True", NULL},
    {"(1, 2)", "!=", "[1, 2]", "True", NULL},
    {"(1, 'a')", "<", "(1, 2)", "TypeError: '<' not supported between instances of 'str' and 'int'", NULL},
    {"2", "in", "(1, 2)", "True", NULL},
    {"()", "hash", "0", "5740354900026072187", NULL},
    {"(1, 2, 3)", "hash", "0", "529344067295497451", NULL},
    {"([],)", "hash", "0", "TypeError: unhashable type: 'list'", NULL},
    {"(1,)", "len", "0", "1", "(1,)"},
    {"tuple", "new", "[]", "()", NULL},
    {"tuple", "new", "[[1, 2]]", "(1, 2)", NULL},
    {"tuple", "new", "[5]", "TypeError: 'int' object is not iterable", NULL},
    {"tuple", "new", "[1, 2]", "TypeError: tuple expected at most 1 argument, got 2", NULL},
    {"(1, 2, 1)", ".index", "[1, 1]", "2", NULL},
    {"(1, 2)", ".index", "[3]", "ValueError: tuple.index(x): x not in tuple", NULL},
    {"(1, 2, 1)", ".count", "[1]", "2", NULL},
    {"(1, 2)", ".__getnewargs__", "[]", "((1, 2),)", NULL},
};

static void test_operations(void **state)
{
    (void)state;
    CHECK_CLAIMS(claims);
}

static void test_what_needs_no_copy(void **state)
{
    (void)state;
    ouro_object *t = value("(1, 2)"), *empty = value("()"), *slice = value("slice(None)");
    ouro_object *same[] = {ouro__getitem(rt, t, slice), ouro__binary(rt, OURO_ADD, t, empty),
                           ouro__binary(rt, OURO_ADD, empty, t), ouro__tuple_from_iterable(rt, t)};
    assert_ptr_equal(empty, OURO_EMPTY_TUPLE(rt));
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_ptr_equal(same[i], t);
        ouro_decref(rt, same[i]);
    }
    ouro_decref(rt, slice);
    ouro_decref(rt, t);
}

static void test_tracked_when_an_item_can_be_in_a_cycle(void **state)
{
    (void)state;
    static const struct {
        const char *literal;
        bool tracked;
    } cases[] = {{"(1, 'a')", false}, {"(1, [])", true},      {"(1, (2, 3))", false},
                 {"({},)", true},     {"(1, (2, []))", true}, {"(1, range(3), None)", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ouro_object *t = value(cases[i].literal);
        assert_int_equal((t->word & OURO_TRACKED) != 0, cases[i].tracked);
        ouro_decref(rt, t);
    }
}

static void test_repr_of_a_tuple_in_itself(void **state)
{
    (void)state;
    ouro_object *t = value("([],)"), *list = ((ouro_tuple *)t)->items[0];
    assert_int_equal(ouro__list_append(rt, list, t), 0);
    assert_string_equal(text_of(ouro_ref(t)), "([(...)],)");
    ouro__list_clear(rt, list);
    ouro_decref(rt, t);
}

static void test_a_deep_tuple_has_a_hash(void **state)
{
    (void)state;
    ouro_object *t = OURO_EMPTY_TUPLE(rt);
    for (int i = 0; i < 1000000; i++)
        t = ouro__tuple_from_owned(rt, &t, 1);
    int64_t hash = ouro__hash(rt, t);
    assert_int_not_equal(hash, -1);
    ouro_object *again = ouro__tuple_from(rt, ((ouro_tuple *)t)->items, 1);
    assert_int_equal(ouro__hash(rt, again), hash);
    ouro_decref(rt, again);
    ouro_decref(rt, t);
}

/* Instances of subclasses have a word for their attributes in the last bytes of their block, whatever its
 * size. */
static void test_attributes_of_subclass_instances(void **state)
{
    (void)state;
    ouro_object *name = ouro__str_from_cstring(rt, "Named"), *namespace = ouro__dict_new(rt);
    ouro_object *base = ouro__class_at(rt, OURO_T_TUPLE), *bases = ouro__tuple_of(rt, 1, base);
    ouro_object *cls =
        ouro__class_new(rt, ouro__class_at(rt, OURO_T_TYPE), name, bases, namespace, NULL, NULL);
    assert_non_null(cls);
    for (int64_t n = 0; n < 60; n++) {
        ouro_object *items = ouro__range_new(rt, 0, n, 1), *o = ouro__call1(rt, cls, items);
        assert_non_null(o);
        assert_int_equal(((ouro_tuple *)o)->count, n);
        assert_int_equal(ouro__setattr(rt, o, name, items), 0);
        ouro_object *got = ouro__getattr(rt, o, name);
        assert_ptr_equal(got, items);
        ouro_decref(rt, got);
        ouro_decref(rt, o);
        ouro_decref(rt, items);
    }
    ouro_decref(rt, cls);
    ouro_decref(rt, bases);
    ouro_decref(rt, namespace);
    ouro_decref(rt, name);
}

static bool make(void *context)
{
    ouro_object *t = ouro__tuple_from_iterable(rt, context);
    ouro_object *more = t ? ouro__binary(rt, OURO_ADD, t, t) : NULL;
    ouro_xdecref(rt, t);
    ouro_xdecref(rt, more);
    return more != NULL;
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    ouro_object *range = value("range(1000)");
    fail_each_allocation(make, range);
    ouro_decref(rt, range);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_operations, start, stop),
        cmocka_unit_test_setup_teardown(test_what_needs_no_copy, start, stop),
        cmocka_unit_test_setup_teardown(test_tracked_when_an_item_can_be_in_a_cycle, start, stop),
        cmocka_unit_test_setup_teardown(test_repr_of_a_tuple_in_itself, start, stop),
        cmocka_unit_test_setup_teardown(test_a_deep_tuple_has_a_hash, start, stop),
        cmocka_unit_test_setup_teardown(test_attributes_of_subclass_instances, start, stop),
        cmocka_unit_test_setup_teardown(test_every_allocation_may_fail, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
