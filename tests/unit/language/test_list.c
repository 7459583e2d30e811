/* list: literals, methods, slices, sorting, and what a program may do to it meanwhile. */
#include "container_tests.h"

static const claim claims[] = {
    {"[1, 2]", "+", "[3]", "[1, 2, 3]", "[1, 2]"},
    {"[1, 2]", "+", "(3,)", "TypeError: can only concatenate list (not \"tuple\") to list", NULL},
    {"[1, 2]", "+=", "(3, 4)", "[1, 2, 3, 4]", "[1, 2, 3, 4]"},
    {"[1, 2]", "*", "3", "[1, 2, 1, 2, 1, 2]", NULL},
    {"[1, 2]", "*", "-1", "[]", NULL},
    {"[0]", "*", "576460752303423488", "MemoryError: ", "[0]"},
    {"[0]", "*=", "576460752303423488", "MemoryError: ", "[0]"},
    {"[1, 2]", "*=", "2", "[1, 2, 1, 2]", "[1, 2, 1, 2]"},
    {"[1, 2]", "*", "'a'", "TypeError: can't multiply sequence by non-int of type 'str'", NULL},
    {"[1, 2, 3]", "[]", "-1", "3", NULL},
    {"[1, 2, 3]", "[]", "3", "IndexError: list index out of range", NULL},
    {"[1, 2, 3]", "[]", "-4", "IndexError: list index out of range", NULL},
    {"[1, 2, 3]", "[]", "'a'", "TypeError: list indices must be integers or slices, not str", NULL},
    {"[1, 2, 3]", "[]", "1180591620717411303424", "IndexError: cannot fit 'int' into an index-sized integer",
     NULL},
    {"[1, 2, 3]", "[]", "True", "2", NULL},
    {"[0, 1, 2, 3, 4]", "[]", "slice(1, None, 2)", "[1, 3]", NULL},
    {"[0, 1, 2, 3, 4]", "[]", "slice(None, None, -1)", "[4, 3, 2, 1, 0]", NULL},
    {"[0, 1, 2, 3, 4]", "[]", "slice(-2, None)", "[3, 4]", NULL},
    {"[0, 1, 2, 3, 4]", "[]", "slice(4, 1)", "[]", NULL},
    {"[0, 1, 2, 3, 4]", "[]", "slice(1, 1180591620717411303424)", "[1, 2, 3, 4]", NULL},
    {"[0, 1]", "[]", "slice(0, 1, 0)", "ValueError: slice step cannot be zero", NULL},
    {"[0, 1]", "[]", "slice('a')",
     "TypeError: slice indices must be integers or None or have an __index__ method", NULL},
    {"[0, 1, 2, 3]", "[]=", "(1, 'x')", "None", "[0, 'x', 2, 3]"},
    {"[0, 1, 2, 3]", "[]=", "(4, 'x')", "IndexError: list assignment index out of range", "[0, 1, 2, 3]"},
    {"[0, 1, 2, 3]", "[]=", "(slice(1, 3), [7, 8, 9])", "None", "[0, 7, 8, 9, 3]"},
    {"[0, 1, 2, 3]", "[]=", "(slice(1, 3), [])", "None", "[0, 3]"},
    {"[0, 1, 2, 3]", "[]=", "(slice(3, 1), [5])", "None", "[0, 1, 2, 5, 3]"},
    {"[0, 1, 2, 3]", "[]=", "(slice(None), range(2))", "None", "[0, 1]"},
    {"[0, 1, 2, 3]", "[]=", "(slice(1, 2), 5)", "TypeError: can only assign an iterable", "[0, 1, 2, 3]"},
    {"[0, 1, 2, 3]", "[]=", "(slice(None, None, 2), 5)", "TypeError: must assign iterable to extended slice",
     NULL},
    {"[0, 1, 2, 3]", "[]=", "(slice(None, None, 2), 'ab')", "None", "['a', 1, 'b', 3]"},
    {"[0, 1, 2, 3]", "[]=", "(slice(None, None, -2), (8, 9))", "None", "[0, 9, 2, 8]"},
    {"[0, 1, 2, 3]", "[]=", "(slice(None, None, 2), [5])",
     "ValueError: attempt to assign sequence of size 1 to extended slice of size 2", "[0, 1, 2, 3]"},
    {"[0, 1, 2, 3, 4, 5]", "del", "slice(None, None, 2)", "None", "[1, 3, 5]"},
    {"[0, 1, 2, 3, 4, 5]", "del", "slice(4, 0, -3)", "None", "[0, 2, 3, 5]"},
    {"[0, 1, 2, 3, 4, 5]", "del", "slice(1, 4)", "None", "[0, 4, 5]"},
    {"[0, 1, 2]", "del", "-3", "None", "[1, 2]"},
    {"[0, 1, 2]", "del", "3", "IndexError: list assignment index out of range", NULL},
    {"[1, 2]", "<", "[1, 3]", "True", NULL},
    {"[1, 2]", "<", "[1]", "False", NULL},
    {"[1, 2]", ">=", "[1, 2]", "True", NULL},
    {"[1, 2]", "==", "[1, 2, 3]", "False", NULL},
    {"[1, 2]", "!=", "[1, 2.0]", "False", NULL},
    {"[1]", "<", "(2,)", "TypeError: '<' not supported between instances of 'list' and 'tuple'", NULL},
    {"[1, 'a']", "<", "[1, 2]", "TypeError: '<' not supported between instances of 'str' and 'int'", NULL},
    {"2", "in", "[1, 2.0]", "True", NULL},
    {"3", "in", "[1, 2]", "False", NULL},
    {"[]", "hash", "0", "TypeError: unhashable type: 'list'", NULL},
    {"list", "new", "['abc']", "['a', 'b', 'c']", NULL},
    {"list", "new", "[1, 2]", "TypeError: list expected at most 1 argument, got 2", NULL},
    {"list", "new", "[5]", "TypeError: 'int' object is not iterable", NULL},
    {"list", "new", "[range(4)]", "[0, 1, 2, 3]", NULL},
    {"list", "new", "[{'a': 1, 'b': 2}]", "['a', 'b']", NULL},
    {"[1]", ".append", "['x']", "None", "[1, 'x']"},
    {"[1]", ".append", "[]", "TypeError: list.append() takes exactly one argument (0 given)", NULL},
    {"[1]", ".extend", "[(2, 3)]", "None", "[1, 2, 3]"},
    {"[1]", ".extend", "[5]", "TypeError: 'int' object is not iterable", "[1]"},
    {"[1, 2]", ".insert", "[1, 'x']", "None", "[1, 'x', 2]"},
    {"[1, 2]", ".insert", "[-9, 'x']", "None", "['x', 1, 2]"},
    {"[1, 2]", ".insert", "[9, 'x']", "None", "[1, 2, 'x']"},
    {"[1, 2]", ".insert", "[1180591620717411303424, 'x']",
     "OverflowError: Python int too large to convert to C ssize_t", NULL},
    {"[1, 2, 3]", ".pop", "[]", "3", "[1, 2]"},
    {"[1, 2, 3]", ".pop", "[0]", "1", "[2, 3]"},
    {"[1, 2, 3]", ".pop", "[3]", "IndexError: pop index out of range", NULL},
    {"[]", ".pop", "[]", "IndexError: pop from empty list", NULL},
    {"[1]", ".pop", "['a']", "TypeError: 'str' object cannot be interpreted as an integer", NULL},
    {"[1]", ".pop", "[1, 2]", "TypeError: pop expected at most 1 argument, got 2", NULL},
    {"[1, 2, 1]", ".remove", "[1]", "None", "[2, 1]"},
    {"[1, 2]", ".remove", "[3]", "ValueError: list.remove(x): x not in list", NULL},
    {"[1, 2, 1]", ".index", "[1, 1]", "2", NULL},
    {"[1, 2, 1]", ".index", "[1, -2, -1]", "ValueError: 1 is not in list", NULL},
    {"[1, 2, 1]", ".index", "['x']", "ValueError: 'x' is not in list", NULL},
    {"[1, 2, 1]", ".index", "[1, 'a']",
     "TypeError: slice indices must be integers or have an __index__ method", NULL},
    {"[1, 2, 1.0]", ".count", "[1]", "2", NULL},
    {"[1, 2, 3]", ".reverse", "[]", "None", "[3, 2, 1]"},
    {"[1, 2, 3]", ".copy", "[]", "[1, 2, 3]", NULL},
    {"[1, 2, 3]", ".clear", "[]", "None", "[]"},
    {"[3, 1, 2]", ".sort", "[]", "None", "[1, 2, 3]"},
    {"[3, 1.5, 2]", ".sort", "[]", "None", "[1.5, 2, 3]"},
    {"['b', 'a', 'ab', '']", ".sort", "[]", "None", "['', 'a', 'ab', 'b']"},
    {"[(2, 'a'), (1, 'z'), (1, 'b')]", ".sort", "[]", "None", "[(1, 'b'), (1, 'z'), (2, 'a')]"},
    {"[1, 'a']", ".sort", "[]", "TypeError: '<' not supported between instances of 'str' and 'int'",
     "[1, 'a']"},
    {"[1]", ".sort", "[1]", "TypeError: sort() takes no positional arguments", NULL},
};

static void test_operations(void **state)
{
    (void)state;
    CHECK_CLAIMS(claims);
}

static void test_repr_of_a_list_in_itself(void **state)
{
    (void)state;
    ouro_object *l = value("[1]");
    assert_int_equal(ouro__list_append(rt, l, l), 0);
    assert_string_equal(text_of(ouro_ref(l)), "[1, [...]]");
    ouro__list_clear(rt, l);
    ouro_decref(rt, l);
}

static void test_extending_with_itself(void **state)
{
    (void)state;
    ouro_object *l = value("[1, 2, 3]");
    assert_int_equal(ouro__list_extend(rt, l, l), 0);
    assert_string_equal(text_of(ouro_ref(l)), "[1, 2, 3, 1, 2, 3]");
    ouro_object *slice = value("slice(1, 2)");
    assert_int_equal(ouro__setitem(rt, l, slice, l), 0);
    assert_string_equal(text_of(ouro_ref(l)), "[1, 1, 2, 3, 1, 2, 3, 3, 1, 2, 3]");
    ouro_decref(rt, slice);
    ouro_decref(rt, l);
}

static void test_a_literal_takes_forty_bytes(void **state)
{
    (void)state;
    ouro_object *items[2] = {OURO_NONE(rt), OURO_NONE(rt)};
    ouro_list *l = (ouro_list *)ouro__list_from(rt, items, 2);
    assert_int_equal(ouro__heap_usable(&rt->heap, l) + ouro__heap_usable(&rt->heap, l->items), 40);
    ouro_decref(rt, &l->head);
}

static void test_room_is_given_back(void **state)
{
    (void)state;
    ouro_list *l = (ouro_list *)value("list(range(100000))");
    assert_int_equal(l->count, 100000);
    while (l->count > 10)
        ouro_decref(rt, ouro__list_take(rt, l, l->count - 1u));
    assert_true(l->capacity < 64);
    ouro_decref(rt, &l->head);
}

/* ---- Sorting ---- */

static uint32_t random_state = 12345;
static uint32_t random_number(void)
{
    random_state = random_state * 1664525u + 1013904223u;
    return random_state >> 8;
}

/* A list of (key, place) pairs by the given shape of keys, sorted and checked for order and stability. */
static void check_sorted(size_t count, int shape, bool reverse)
{
    ouro_object *l = ouro__list_new(rt, 0);
    for (size_t i = 0; i < count; i++) {
        uint32_t r = shape == 0   ? random_number()
                     : shape == 1 ? random_number() % 10
                     : shape == 2 ? (uint32_t)i
                     : shape == 3 ? (uint32_t)(count - i)
                                  : (uint32_t)(i ^ (random_number() % 50 == 0));
        ouro_object *key = ouro__int_new(rt, r), *place = ouro__int_new(rt, (int64_t)i);
        ouro_object *pair = ouro__tuple_of(rt, 2, key, place);
        ouro__list_append_owned(rt, (ouro_list *)l, pair);
        ouro_decref(rt, key);
        ouro_decref(rt, place);
    }
    assert_int_equal(ouro__list_sort(rt, l, NULL, reverse), 0);
    const ouro_list *sorted = (const ouro_list *)l;
    assert_int_equal(sorted->count, count);
    for (size_t i = 1; i < count; i++) {
        int less =
            ouro__compare_bool(rt, sorted->items[i - 1], sorted->items[i], reverse ? OURO_GT : OURO_LT);
        assert_int_equal(less, 1);
    }
    ouro_decref(rt, l);
}

static void test_sorting_pairs(void **state)
{
    (void)state;
    static const size_t counts[] = {0, 1, 2, 3, 10, 31, 32, 33, 63, 64, 65, 100, 127, 128, 1000, 5000};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        for (int shape = 0; shape < 5; shape++) {
            check_sorted(counts[i], shape, false);
            check_sorted(counts[i], shape, true);
        }
    }
}

static ouro_object *remainder_of(ouro_runtime *r, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)self, (void)nargs, (void)kwnames;
    return ouro__int_new(r, ((ouro_int *)args[0])->value % 10);
}

static void test_sorting_by_key_is_stable(void **state)
{
    (void)state;
    static const ouro_method_def def = {"remainder", remainder_of, 0, 1, 1, NULL};
    ouro_object *key = function(&def, NULL);
    for (int reverse = 0; reverse < 2; reverse++) {
        ouro_object *l = value("list(range(1000))");
        assert_int_equal(ouro__list_sort(rt, l, key, reverse), 0);
        const ouro_list *sorted = (const ouro_list *)l;
        for (size_t i = 1; i < 1000; i++) {
            int64_t a = ((ouro_int *)sorted->items[i - 1])->value, b = ((ouro_int *)sorted->items[i])->value;
            if (a % 10 == b % 10)
                assert_true(a < b);
            else
                assert_true(reverse ? a % 10 > b % 10 : a % 10 < b % 10);
        }
        ouro_decref(rt, l);
    }
    ouro_decref(rt, key);
}

static void test_sorting_numbers_and_texts(void **state)
{
    (void)state;
    for (int kind = 0; kind < 4; kind++) {
        ouro_object *l = ouro__list_new(rt, 0);
        for (int i = 0; i < 3000; i++) {
            int64_t r = (int64_t)random_number() % 4000 - 2000;
            ouro_object *item =
                kind == 0   ? ouro__int_new(rt, r)
                : kind == 1 ? ouro__float_new(rt, (double)r / 7)
                : kind == 2 ? ouro__str_format(rt, "name of the number %lld", (long long)r)
                            : ouro__str_format(rt, i % 2 ? "\xc5\x82%lld" : "%lld\xe2\x82\xac", (long long)r);
            assert_non_null(item);
            ouro__list_append_owned(rt, (ouro_list *)l, item);
        }
        assert_int_equal(ouro__list_sort(rt, l, NULL, false), 0);
        const ouro_list *sorted = (const ouro_list *)l;
        for (size_t i = 1; i < sorted->count; i++)
            assert_int_equal(ouro__compare_bool(rt, sorted->items[i - 1], sorted->items[i], OURO_LE), 1);
        ouro_decref(rt, l);
    }
}

static ouro_object *append_to_self(ouro_runtime *r, ouro_object *self, ouro_object *const *args, size_t nargs,
                                   ouro_object *kwnames)
{
    (void)nargs, (void)kwnames;
    return ouro__list_append(r, self, args[0]) < 0 ? NULL : ouro_ref(args[0]);
}

static void test_modifying_while_sorting(void **state)
{
    (void)state;
    static const ouro_method_def def = {"modify", append_to_self, 0, 1, 1, NULL};
    ouro_object *l = value("[3, 1, 2]"), *key = function(&def, l);
    assert_string_equal(text_of(done(ouro__list_sort(rt, l, key, false))),
                        "ValueError: list modified during sort");
    assert_string_equal(text_of(ouro_ref(l)), "[1, 2, 3]");
    ouro_decref(rt, key);
    ouro_decref(rt, l);
}

static ouro_object *fail_at_seven(ouro_runtime *r, ouro_object *self, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    (void)self, (void)nargs, (void)kwnames;
    if (((ouro_int *)args[0])->value == 7)
        return ouro__raise(r, OURO_T_VALUE_ERROR, "seven");
    return ouro_ref(args[0]);
}

static void test_a_failing_key_leaves_the_list(void **state)
{
    (void)state;
    static const ouro_method_def def = {"key", fail_at_seven, 0, 1, 1, NULL};
    ouro_object *l = value("[9, 8, 7, 6]"), *key = function(&def, NULL);
    assert_string_equal(text_of(done(ouro__list_sort(rt, l, key, false))), "ValueError: seven");
    assert_string_equal(text_of(ouro_ref(l)), "[9, 8, 7, 6]");
    ouro_decref(rt, key);
    ouro_decref(rt, l);
}

static void test_a_failing_comparison_leaves_a_permutation(void **state)
{
    (void)state;
    for (size_t odd = 0; odd < 300; odd += 7) {
        ouro_object *l = ouro__list_new(rt, 0), *x = ouro__str_from_cstring(rt, "x");
        for (size_t i = 0; i < 300; i++) {
            ouro_object *item = i == odd ? ouro_ref(x) : ouro__int_new(rt, (int64_t)(i * 7919 % 300));
            ouro__list_append_owned(rt, (ouro_list *)l, item);
        }
        assert_int_equal(ouro__list_sort(rt, l, NULL, false), -1);
        ouro__error_clear(rt);
        bool seen[300] = {false};
        const ouro_list *items = (const ouro_list *)l;
        assert_int_equal(items->count, 300);
        for (size_t i = 0; i < 300; i++) {
            int64_t which =
                items->items[i] == x ? (int64_t)(odd * 7919 % 300) : ((ouro_int *)items->items[i])->value;
            assert_false(seen[which]);
            seen[which] = true;
        }
        ouro_decref(rt, x);
        ouro_decref(rt, l);
    }
}

/* ---- Comparisons that change the list ---- */

static ouro_object *clear_self(ouro_runtime *r, ouro_object *self, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ouro__list_clear(r, self);
    return OURO_FALSE(r);
}

static void test_clearing_while_searching(void **state)
{
    (void)state;
    static const ouro_method_def def = {"__eq__", clear_self, 0, 1, 1, NULL};
    static const char *const methods[] = {"remove", "index", "count"};
    static const char *const outcomes[] = {"ValueError: list.remove(x): x not in list",
                                           "ValueError: 'x' is not in list", "0"};
    for (int i = 0; i < 3; i++) {
        ouro_object *l = ouro__list_new(rt, 0), *odd = instance_with("__eq__", &def, l);
        for (int j = 0; j < 5; j++)
            ouro__list_append(rt, l, odd);
        ouro_decref(rt, odd);
        assert_string_equal(call_text(l, methods[i], "['x']"), outcomes[i]);
        ouro_decref(rt, l);
    }
}

/* ---- Refused memory ---- */

static bool edit(void *context)
{
    ouro_object *l = context;
    size_t before = ((ouro_list *)l)->count;
    ouro_object *twenty = ouro__range_new(rt, 0, 20, 1);
    ouro_object *copy = twenty ? ouro__list_from_iterable(rt, twenty) : NULL;
    int status = copy ? ouro__list_set_slice(rt, l, 2, 30, ((ouro_list *)copy)->items, 20) : -1;
    if (status < 0)
        assert_int_equal(((ouro_list *)l)->count, before);
    if (status == 0)
        status = ouro__list_sort(rt, l, NULL, true);
    ouro_xdecref(rt, copy);
    ouro_xdecref(rt, twenty);
    return status == 0;
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    ouro_object *l = value("list(range(200))"), *more = value("list(range(1000))");
    assert_int_equal(ouro__list_extend(rt, l, more), 0);
    fail_each_allocation(edit, l);
    ouro_decref(rt, more);
    ouro_decref(rt, l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_operations, start, stop),
        cmocka_unit_test_setup_teardown(test_repr_of_a_list_in_itself, start, stop),
        cmocka_unit_test_setup_teardown(test_extending_with_itself, start, stop),
        cmocka_unit_test_setup_teardown(test_a_literal_takes_forty_bytes, start, stop),
        cmocka_unit_test_setup_teardown(test_room_is_given_back, start, stop),
        cmocka_unit_test_setup_teardown(test_sorting_pairs, start, stop),
        cmocka_unit_test_setup_teardown(test_sorting_by_key_is_stable, start, stop),
        cmocka_unit_test_setup_teardown(test_sorting_numbers_and_texts, start, stop),
        cmocka_unit_test_setup_teardown(test_modifying_while_sorting, start, stop),
        cmocka_unit_test_setup_teardown(test_a_failing_key_leaves_the_list, start, stop),
        cmocka_unit_test_setup_teardown(test_a_failing_comparison_leaves_a_permutation, start, stop),
        cmocka_unit_test_setup_teardown(test_clearing_while_searching, start, stop),
        cmocka_unit_test_setup_teardown(test_every_allocation_may_fail, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
