/* set and frozenset: operations with CPython's results and, for small ints, CPython's order; the table under
 * random work. */
#include "container_tests.h"

static const claim claims[] = {
    {"{3, 1, 2}", "|", "{9, 17}", "{1, 2, 3, 17, 9}", NULL},
    {"{0, 8}", "|", "{16}", "{0, 8, 16}", NULL},
    {"{1, 2, 3}", "&", "{2, 3, 4}", "{2, 3}", NULL},
    {"{1, 2, 3}", "-", "{2}", "{1, 3}", NULL},
    {"{1, 2, 3}", "^", "{3, 4}", "{1, 2, 4}", NULL},
    {"{1, 2}", "|=", "frozenset([3])", "{1, 2, 3}", "{1, 2, 3}"},
    {"{1, 2}", "&=", "{2, 3}", "{2}", "{2}"},
    {"{1, 2}", "-=", "{2, 3}", "{1}", "{1}"},
    {"{1, 2}", "^=", "{2, 3}", "{1, 3}", "{1, 3}"},
    {"{1, 2}", "|", "[3]", "TypeError: unsupported operand type(s) for |: 'set' and 'list'", NULL},
    {"frozenset([1])", "|", "{2}", "frozenset({1, 2})", NULL},
    {"{1}", "|", "frozenset([2])", "{1, 2}", NULL},
    {"{1, 2}", "==", "frozenset([2, 1])", "True", NULL},
    {"{1, 2}", "<", "{1, 2, 3}", "True", NULL},
    {"{1, 2}", "<=", "{1, 3}", "False", NULL},
    {"{1, 2}", ">", "{1}", "True", NULL},
    {"{1}", "<", "3", "TypeError: '<' not supported between instances of 'set' and 'int'", NULL},
    {"1.0", "in", "{1}", "True", NULL},
    {"{1}", "in", "{frozenset([1])}", "True", NULL},
    {"[]", "in", "{1}", "TypeError: unhashable type: 'list'", NULL},
    {"{1}", "hash", "0", "TypeError: unhashable type: 'set'", NULL},
    {"frozenset([1, 2, 3])", "hash", "0", "-272375401224217160", NULL},
    {"frozenset([])", "hash", "0", "133146708735736", NULL},
    {"set", "new", "[]", "set()", NULL},
    {"set", "new", "[5]", "TypeError: 'int' object is not iterable", NULL},
    {"set", "new", "[1, 2]", "TypeError: set expected at most 1 argument, got 2", NULL},
    {"frozenset", "new", "[[2, 1]]", "frozenset({1, 2})", NULL},
    {"{1}", ".add", "[[]]", "TypeError: unhashable type: 'list'", "{1}"},
    {"{1}", ".add", "[2]", "None", "{1, 2}"},
    {"{1, 2}", ".remove", "[1]", "None", "{2}"},
    {"{1}", ".remove", "[{3}]", "KeyError: {3}", NULL},
    {"{1}", ".discard", "[7]", "None", "{1}"},
    {"set([])", ".pop", "[]", "KeyError: 'pop from an empty set'", NULL},
    {"{5, 3}", ".pop", "[]", "3", "{5}"},
    {"{1, 2}", ".union", "[[3], (4,)]", "{1, 2, 3, 4}", NULL},
    {"{1, 2, 3}", ".intersection", "[[3, 2], {2}]", "{2}", NULL},
    {"{1, 2, 3}", ".difference", "[[3], [2]]", "{1}", NULL},
    {"{1, 2, 3}", ".symmetric_difference", "[[3, 4, 4]]", "{1, 2, 4}", NULL},
    {"{1, 2, 3}", ".update", "[[5], {6: 7}]", "None", "{1, 2, 3, 5, 6}"},
    {"{1, 2, 3}", ".intersection_update", "[[3, 9]]", "None", "{3}"},
    {"{1, 2, 3}", ".difference_update", "[[3, 9]]", "None", "{1, 2}"},
    {"{1, 2}", ".issubset", "[[1, 2, 3]]", "True", NULL},
    {"{1, 2}", ".issuperset", "[[1]]", "True", NULL},
    {"{1, 2}", ".isdisjoint", "[[3]]", "True", NULL},
    {"{1, 2}", ".clear", "[]", "None", "set()"},
    {"{1, 2}", ".copy", "[]", "{1, 2}", NULL},
};

static void test_operations(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        if (claims[i].expected)
            check_claim(&claims[i]);
    }
}

static void test_two_items_take_seventy_two_bytes(void **state)
{
    (void)state;
    static const char *const literals[] = {"{1000, 2000}", "{'first', 'second'}"};
    for (int i = 0; i < 2; i++) {
        ouro_object *s = value(literals[i]), *size = ouro__call_method(rt, s, NAME(rt, __sizeof__), 0);
        assert_true(((ouro_int *)size)->value <= 72);
        ouro_decref(rt, size);
        ouro_decref(rt, s);
    }
}

static void test_the_order_of_small_ints_is_cpythons(void **state)
{
    (void)state;
    ouro_object *s = ouro__set_new(rt, NULL);
    static const int added[] = {0, 8, 16};
    for (int i = 0; i < 3; i++)
        assert_int_equal(ouro__set_add(rt, s, (ouro_object *)&ouro__statics(rt)->small_ints[added[i] + 5]),
                         0);
    assert_int_equal(ouro__set_discard(rt, s, (ouro_object *)&ouro__statics(rt)->small_ints[5]), 1);
    assert_int_equal(ouro__set_discard(rt, s, (ouro_object *)&ouro__statics(rt)->small_ints[13]), 1);
    assert_int_equal(ouro__set_add(rt, s, (ouro_object *)&ouro__statics(rt)->small_ints[29]), 0);
    assert_int_equal(ouro__set_add(rt, s, (ouro_object *)&ouro__statics(rt)->small_ints[6]), 0);
    assert_string_equal(text_of(s), "{24, 16, 1}");
    assert_string_equal(text_of(value("set([33, 65, 1, 97, 2, 34, -1, -2])")),
                        "{65, 33, 2, 1, 97, 34, -2, -1}");
}

static void test_changing_while_iterating(void **state)
{
    (void)state;
    ouro_object *s = value("{1, 2}"), *it = ouro__iter(rt, s), *three = value("3");
    ouro_decref(rt, ouro__next(rt, it));
    assert_int_equal(ouro__set_add(rt, s, three), 0);
    assert_string_equal(text_of(ouro__next(rt, it)), "RuntimeError: Set changed size during iteration");
    ouro_decref(rt, it);
    ouro_decref(rt, three);
    ouro_decref(rt, s);
}

static uint32_t random_state = 4242;
static uint32_t random_number(void)
{
    random_state = random_state * 1664525u + 1013904223u;
    return random_state >> 8;
}

static void test_random_work(void **state)
{
    (void)state;
    enum { KEYS = 300 };
    for (int mixed = 0; mixed < 3; mixed++) {
        ouro_object *keys[KEYS], *s = ouro__set_new(rt, NULL);
        bool in[KEYS] = {false};
        size_t count = 0;
        for (int i = 0; i < KEYS; i++)
            keys[i] = mixed == 1 || (mixed == 2 && i % 3 == 0) ? ouro__str_format(rt, "%d", i)
                      : mixed == 2 && i % 3 == 1               ? ouro__float_new(rt, i + 0.25)
                                                               : ouro__int_new(rt, i * 64);
        for (int step = 0; step < 6000; step++) {
            uint32_t i = random_number() % KEYS, what = random_number() % 16;
            if (what < (step / 1000 % 2 ? 6u : 11u)) {
                assert_int_equal(ouro__set_add(rt, s, keys[i]), 0);
                count += !in[i];
                in[i] = true;
            } else if (what < 15) {
                assert_int_equal(ouro__set_discard(rt, s, keys[i]), in[i]);
                count -= in[i];
                in[i] = false;
            } else {
                ouro_object *copy = random_number() % 2 ? ouro__set_new(rt, s) : ouro__frozenset_new(rt, s);
                assert_int_equal(ouro__compare_bool(rt, copy, s, OURO_EQ), 1);
                ouro_decref(rt, copy);
            }
            assert_int_equal(ouro__set_count(s), count);
            assert_int_equal(ouro__set_contains(rt, s, keys[step % KEYS]), in[step % KEYS]);
        }
        size_t position = 0, seen = 0;
        for (ouro_object *item; ouro__set_next(s, &position, &item);)
            seen++;
        assert_int_equal(seen, count);
        ouro_decref(rt, s);
        for (int i = 0; i < KEYS; i++)
            ouro_decref(rt, keys[i]);
    }
}

static ouro_object *clear_set(ouro_runtime *r, ouro_object *self, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    (void)nargs, (void)kwnames;
    ouro_object *nothing = ouro__set_new(r, NULL);
    if (!nothing || ouro__set_difference_update(r, self, self) < 0)
        return NULL;
    ouro_decref(r, nothing);
    return ouro__set_add(r, self, args[0]) < 0 ? NULL : OURO_FALSE(r);
}

static void test_a_comparison_that_changes_the_set(void **state)
{
    (void)state;
    static const ouro_method_def def = {"__eq__", clear_set, 0, 1, 1, NULL};
    ouro_object *s = ouro__set_new(rt, NULL), *odd = instance_with("__eq__", &def, s), *seven = value("7");
    assert_int_equal(ouro__set_add(rt, s, odd), 0);
    assert_int_equal(ouro__set_contains(rt, s, seven), 1); /* comparing has put it there */
    assert_int_equal(ouro__set_count(s), 1);
    ouro_decref(rt, seven);
    ouro_decref(rt, odd);
    ouro_decref(rt, s);
}

static bool fill(void *context)
{
    (void)context;
    ouro_object *s = ouro__set_new(rt, NULL), *copy = NULL;
    int status = s ? 0 : -1;
    for (int i = 0; status == 0 && i < 100; i++) {
        size_t before = ouro__set_count(s);
        ouro_object *key = i % 30 == 29 ? ouro__float_new(rt, i + 0.5) : ouro__int_new(rt, i * 1000);
        status = key ? ouro__set_add(rt, s, key) : -1;
        ouro_xdecref(rt, key);
        if (status < 0)
            assert_int_equal(ouro__set_count(s), before);
    }
    if (status == 0)
        copy = ouro__frozenset_new(rt, s);
    ouro_xdecref(rt, copy);
    ouro_xdecref(rt, s);
    return copy != NULL;
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    fail_each_allocation(fill, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_operations, start, stop),
        cmocka_unit_test_setup_teardown(test_two_items_take_seventy_two_bytes, start, stop),
        cmocka_unit_test_setup_teardown(test_the_order_of_small_ints_is_cpythons, start, stop),
        cmocka_unit_test_setup_teardown(test_changing_while_iterating, start, stop),
        cmocka_unit_test_setup_teardown(test_random_work, start, stop),
        cmocka_unit_test_setup_teardown(test_a_comparison_that_changes_the_set, start, stop),
        cmocka_unit_test_setup_teardown(test_every_allocation_may_fail, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
