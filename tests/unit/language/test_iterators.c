/* Iterators of sequences, iter(callable, sentinel), reversed, enumerate, zip, map and filter. */
#include "container_tests.h"

#include "types/iterators.h"

static const claim claims[] = {
    {"list", "new", "[enumerate('ab')]", "[(0, 'a'), (1, 'b')]", NULL},
    {"list", "new", "[enumerate('ab', 5)]", "[(5, 'a'), (6, 'b')]", NULL},
    {"list", "new", "[enumerate('ab', 9223372036854775807)]",
     "[(9223372036854775807, 'a'), (9223372036854775808, 'b')]", NULL},
    {"list", "new", "[zip('ab', [1, 2, 3])]", "[('a', 1), ('b', 2)]", NULL},
    {"list", "new", "[zip()]", "[]", NULL},
    {"list", "new", "[map(list, ['ab', 'c'])]", "[['a', 'b'], ['c']]", NULL},
    {"list", "new", "[map(slice, [1, 2], [3, 4, 5])]", "[slice(1, 3, None), slice(2, 4, None)]", NULL},
    {"list", "new", "[filter(None, [0, 1, '', 'a'])]", "[1, 'a']", NULL},
    {"list", "new", "[filter(list, ['', 'a'])]", "['a']", NULL},
    {"list", "new", "[reversed((1, 2))]", "[2, 1]", NULL},
    {"list", "new", "[reversed([1, 2])]", "[2, 1]", NULL},
    {"list", "new", "[reversed('ab')]", "['b', 'a']", NULL},
    {"reversed", "new", "[{1}]", "TypeError: 'set' object is not reversible", NULL},
    {"reversed", "new", "[]", "TypeError: reversed expected 1 argument, got 0", NULL},
    {"enumerate", "new", "[]", "TypeError: enumerate() missing required argument 'iterable'", NULL},
    {"enumerate", "new", "[1]", "TypeError: 'int' object is not iterable", NULL},
    {"enumerate", "new", "[[], 1, 2]", "TypeError: enumerate() takes at most 2 arguments (3 given)", NULL},
    {"zip", "new", "[1]", "TypeError: 'int' object is not iterable", NULL},
    {"map", "new", "[1]", "TypeError: map() must have at least two arguments.", NULL},
    {"filter", "new", "[1]", "TypeError: filter expected 2 arguments, got 1", NULL},
};

static void test_operations(void **state)
{
    (void)state;
    CHECK_CLAIMS(claims);
}

static const char *strict_zip(const char *arguments)
{
    ouro_list *row = (ouro_list *)value(arguments);
    ouro_object *strict = ouro__str_intern_cstring(rt, "strict"), *names = ouro__tuple_of(rt, 1, strict);
    size_t positional = row->count;
    assert_int_equal(ouro__list_append(rt, &row->head, OURO_TRUE(rt)), 0);
    ouro_object *z = ouro__call(rt, ouro__class_at(rt, OURO_T_ZIP), row->items, positional, names);
    const char *text = text_of(ouro__list_from_iterable(rt, z));
    ouro_decref(rt, z);
    ouro_decref(rt, names);
    ouro_decref(rt, strict);
    ouro_decref(rt, &row->head);
    return text;
}

static void test_strict_zip(void **state)
{
    (void)state;
    assert_string_equal(strict_zip("['ab', (1, 2)]"), "[('a', 1), ('b', 2)]");
    assert_string_equal(strict_zip("[[1, 2], [1]]"),
                        "ValueError: zip() argument 2 is shorter than argument 1");
    assert_string_equal(strict_zip("[[1], [1, 2]]"),
                        "ValueError: zip() argument 2 is longer than argument 1");
    assert_string_equal(strict_zip("[[1], [1], []]"),
                        "ValueError: zip() argument 3 is shorter than arguments 1-2");
    assert_string_equal(strict_zip("[[1], [1], [2, 3]]"),
                        "ValueError: zip() argument 3 is longer than arguments 1-2");
}

/* The tuple given out is used again only when nobody has kept it. */
static void test_tuples_used_again(void **state)
{
    (void)state;
    static const char *const literals[] = {"enumerate('abc')", "zip('abc', 'def')"};
    for (int i = 0; i < 2; i++) {
        ouro_object *it = value(literals[i]);
        ouro_object *first = ouro__next(rt, it), *second = ouro__next(rt, it);
        assert_ptr_not_equal(first, second);
        assert_string_equal(text_of(first), i ? "('a', 'd')" : "(0, 'a')");
        ouro_object *was = second;
        ouro_decref(rt, second);
        ouro_object *third = ouro__next(rt, it);
        assert_ptr_equal(third, was);
        assert_string_equal(text_of(third), i ? "('c', 'f')" : "(2, 'c')");
        ouro_decref(rt, it);
    }
}

static void test_a_list_that_changes_under_its_iterators(void **state)
{
    (void)state;
    ouro_object *l = value("[1, 2, 3]"), *forward = ouro__iter(rt, l);
    ouro_object *backward = ouro__call1(rt, ouro__class_at(rt, OURO_T_REVERSED), l);
    ouro_decref(rt, ouro__next(rt, forward));
    ouro_decref(rt, ouro__next(rt, backward));
    assert_string_equal(call_text(forward, "__length_hint__", "[]"), "2");
    ouro__list_clear(rt, l);
    assert_string_equal(call_text(forward, "__length_hint__", "[]"), "0");
    assert_null(ouro__next(rt, forward));
    assert_null(ouro__next(rt, backward));
    assert_int_equal(ouro__list_append(rt, l, OURO_NONE(rt)), 0);
    assert_null(ouro__next(rt, forward)); /* exhausted once is exhausted for good */
    assert_null(ouro__next(rt, backward));
    ouro_decref(rt, forward);
    ouro_decref(rt, backward);
    ouro_decref(rt, l);
}

static ouro_object *pop_self(ouro_runtime *r, ouro_object *self, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ouro_list *l = (ouro_list *)self;
    if (l->count == 0)
        return ouro__raise(r, OURO_T_INDEX_ERROR, "empty");
    return ouro__list_take(r, l, 0);
}

static void test_calling_until_a_sentinel(void **state)
{
    (void)state;
    static const ouro_method_def def = {"pop", pop_self, 0, 0, 0, NULL};
    ouro_object *l = value("[1, 2, 0, 3]"), *pop = function(&def, l), *zero = value("0");
    ouro_object *it = ouro__callable_iterator_new(rt, pop, zero);
    assert_string_equal(text_of(ouro__list_from_iterable(rt, it)), "[1, 2]");
    assert_null(ouro__next(rt, it));
    ouro_decref(rt, it);
    it = ouro__callable_iterator_new(rt, pop, zero);
    assert_string_equal(text_of(ouro__list_from_iterable(rt, it)), "IndexError: empty");
    ouro_decref(rt, it);
    ouro_decref(rt, zero);
    ouro_decref(rt, pop);
    ouro_decref(rt, l);
}

static void test_a_deep_stack_of_iterators(void **state)
{
    (void)state;
    enum ouro_type_id ids[] = {OURO_T_ENUMERATE, OURO_T_ZIP};
    ouro_object *it = value("[1]");
    for (int i = 0; i < 1000000; i++) {
        ouro_object *outer = ouro__call1(rt, ouro__class_at(rt, ids[i % 2]), it);
        assert_non_null(outer);
        ouro_decref(rt, it);
        it = outer;
    }
    assert_null(ouro__next(rt, it));
    assert_true(ouro__error_is(rt, OURO_T_RECURSION_ERROR));
    ouro__error_clear(rt);
    ouro_decref(rt, it);
}

static bool walk(void *context)
{
    ouro_object *l = context, *items = NULL;
    ouro_object *arguments[2] = {l, l};
    ouro_object *z = ouro__call(rt, ouro__class_at(rt, OURO_T_ZIP), arguments, 2, NULL);
    ouro_object *e = z ? ouro__call1(rt, ouro__class_at(rt, OURO_T_ENUMERATE), z) : NULL;
    if (e)
        items = ouro__list_from_iterable(rt, e);
    ouro_xdecref(rt, z);
    ouro_xdecref(rt, e);
    ouro_xdecref(rt, items);
    return items != NULL;
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    ouro_object *l = value("list(range(20))");
    fail_each_allocation(walk, l);
    ouro_decref(rt, l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_operations, start, stop),
        cmocka_unit_test_setup_teardown(test_strict_zip, start, stop),
        cmocka_unit_test_setup_teardown(test_tuples_used_again, start, stop),
        cmocka_unit_test_setup_teardown(test_a_list_that_changes_under_its_iterators, start, stop),
        cmocka_unit_test_setup_teardown(test_calling_until_a_sentinel, start, stop),
        cmocka_unit_test_setup_teardown(test_a_deep_stack_of_iterators, start, stop),
        cmocka_unit_test_setup_teardown(test_every_allocation_may_fail, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
