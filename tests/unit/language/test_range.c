/* range and slice: ints of any size. */
#include "container_tests.h"

static const claim claims[] = {
    {"range(5)", "list", "0", "[0, 1, 2, 3, 4]", "range(0, 5)"},
    {"range(10, 0, -3)", "list", "0", "[10, 7, 4, 1]", "range(10, 0, -3)"},
    {"range(5, 5)", "list", "0", "[]", NULL},
    {"range(10)", "[]", "-1", "9", NULL},
    {"range(10)", "[]", "10", "IndexError: range object index out of range", NULL},
    {"range(10)", "[]", "1180591620717411303424", "IndexError: range object index out of range", NULL},
    {"range(10)", "[]", "'a'", "TypeError: range indices must be integers or slices, not str", NULL},
    {"range(10)", "[]", "slice(2, 8, 3)", "range(2, 8, 3)", NULL},
    {"range(10)", "[]", "slice(None, None, -1)", "range(9, -1, -1)", NULL},
    {"range(0, 3, 2)", "==", "range(0, 4, 2)", "True", NULL},
    {"range(0)", "==", "range(2, 1)", "True", NULL},
    {"range(3)", "==", "[0, 1, 2]", "False", NULL},
    {"range(3)", "<", "range(4)", "TypeError: '<' not supported between instances of 'range' and 'range'",
     NULL},
    {"range(1180591620717411303424)", "len", "0",
     "OverflowError: Python int too large to convert to C ssize_t", "range(0, 1180591620717411303424)"},
    {"range(1180591620717411303424)", "[]", "-1", "1180591620717411303423", NULL},
    {"range(9223372036854775805, 9223372036854775810, 2)", "list", "0",
     "[9223372036854775805, 9223372036854775807, 9223372036854775809]", NULL},
    {"list", "new", "[reversed(range(9223372036854775805, 9223372036854775810, 2))]",
     "[9223372036854775809, 9223372036854775807, 9223372036854775805]", NULL},
    {"list", "new", "[reversed(range(1, 10, 3))]", "[7, 4, 1]", NULL},
    {"list", "new", "[reversed(range(0))]", "[]", NULL},
    {"3", "in", "range(1, 10, 2)", "True", NULL},
    {"4", "in", "range(1, 10, 2)", "False", NULL},
    {"3.0", "in", "range(1, 10, 2)", "True", NULL},
    {"'a'", "in", "range(3)", "False", NULL},
    {"True", "in", "range(3)", "True", NULL},
    {"range(1, 10, 2)", ".index", "[5]", "2", NULL},
    {"range(1, 10, 2)", ".index", "[4]", "ValueError: 4 is not in range", NULL},
    {"range(3)", ".index", "['a']", "ValueError: sequence.index(x): x not in sequence", NULL},
    {"range(3)", ".count", "[2]", "1", NULL},
    {"range(3)", ".count", "[2.0]", "1", NULL},
    {"range", "new", "[]", "TypeError: range expected at least 1 argument, got 0", NULL},
    {"range", "new", "[1, 2, 3, 4]", "TypeError: range expected at most 3 arguments, got 4", NULL},
    {"range", "new", "[1, 2, 0]", "ValueError: range() arg 3 must not be zero", NULL},
    {"range", "new", "[1.5]", "TypeError: 'float' object cannot be interpreted as an integer", NULL},
    {"slice(1, 2, 3)", "==", "slice(1, 2, 3)", "True", "slice(1, 2, 3)"},
    {"slice(1)", "<", "slice(2)", "True", NULL},
    {"slice(1)", "hash", "0", "TypeError: unhashable type: 'slice'", NULL},
    {"slice(None, None, -1)", ".indices", "[5]", "(4, -1, -1)", NULL},
    {"slice(-3, 100)", ".indices", "[5]", "(2, 5, 1)", NULL},
    {"slice(1180591620717411303424)", ".indices", "[2361183241434822606848]",
     "(0, 1180591620717411303424, 1)", NULL},
    {"slice(1)", ".indices", "[-1]", "ValueError: length should not be negative", NULL},
    {"slice(1, 2, 0)", ".indices", "[3]", "ValueError: slice step cannot be zero", NULL},
    {"slice('a')", ".indices", "[3]",
     "TypeError: slice indices must be integers or None or have an __index__ method", NULL},
};

static void test_operations(void **state)
{
    (void)state;
    CHECK_CLAIMS(claims);
}

static void test_equal_ranges_have_equal_hashes(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"range(0)", "range(3, 1)"},
        {"range(0, 3, 2)", "range(0, 4, 2)"},
        {"range(7, 8)", "range(7, 9, 5)"},
        {"range(0, 1180591620717411303424, 4)", "range(0, 1180591620717411303421, 4)"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        ouro_object *a = value(pairs[i][0]), *b = value(pairs[i][1]);
        assert_int_equal(ouro__compare_bool(rt, a, b, OURO_EQ), 1);
        assert_int_equal(ouro__hash(rt, a), ouro__hash(rt, b));
        ouro_decref(rt, a);
        ouro_decref(rt, b);
    }
}

/* Against the definition: every start, stop and step in a small square, every int around it. */
static void test_small_ranges_exhaustively(void **state)
{
    (void)state;
    for (int start = -3; start <= 3; start++) {
        for (int stop = -3; stop <= 3; stop++) {
            for (int step = -4; step <= 4; step++) {
                if (step == 0)
                    continue;
                ouro_object *r = ouro__range_new(rt, start, stop, step), *it = ouro__iter(rt, r);
                int64_t count = 0;
                for (int v = start; step > 0 ? v < stop : v > stop; v += step, count++) {
                    ouro_object *item = ouro__next(rt, it);
                    assert_int_equal(((ouro_int *)item)->value, v);
                    ouro_decref(rt, item);
                }
                assert_null(ouro__next(rt, it));
                assert_int_equal(ouro__length(rt, r), count);
                for (int v = -9; v <= 9; v++) {
                    ouro_object *item = ouro__int_new(rt, v);
                    int there = step > 0 ? v >= start && v < stop : v <= start && v > stop;
                    assert_int_equal(ouro__contains(rt, r, item), there && (v - start) % step == 0);
                    ouro_decref(rt, item);
                }
                ouro_decref(rt, it);
                ouro_decref(rt, r);
            }
        }
    }
}

static void test_the_widest_ranges(void **state)
{
    (void)state;
    ouro_object *r = ouro__range_new(rt, INT64_MIN, INT64_MAX, 1);
    assert_string_equal(text_of(ouro_ref(r)), "range(-9223372036854775808, 9223372036854775807)");
    assert_int_equal(ouro__truth(rt, r), 1);
    ouro_object *it = ouro__iter(rt, r);
    assert_string_equal(text_of(ouro__next(rt, it)), "-9223372036854775808");
    ouro_decref(rt, it);
    ouro_decref(rt, r);
    r = ouro__range_new(rt, INT64_MAX, INT64_MIN, INT64_MIN);
    assert_string_equal(text_of(ouro__list_from_iterable(rt, r)), "[9223372036854775807, -1]");
    ouro_object *back = ouro__call1(rt, ouro__class_at(rt, OURO_T_REVERSED), r);
    assert_string_equal(text_of(ouro__list_from_iterable(rt, back)), "[-1, 9223372036854775807]");
    ouro_decref(rt, back);
    ouro_decref(rt, r);
}

static bool make(void *context)
{
    (void)context;
    ouro_object *r = ouro__range_new(rt, INT64_MIN, INT64_MAX, 3),
                *slice = r ? ouro__slice_new(rt, NULL, NULL, NULL) : NULL;
    ouro_object *part = slice ? ouro__getitem(rt, r, slice) : NULL;
    ouro_object *back = part ? ouro__call1(rt, ouro__class_at(rt, OURO_T_REVERSED), part) : NULL;
    ouro_object *item = back ? ouro__next(rt, back) : NULL;
    ouro_xdecref(rt, r);
    ouro_xdecref(rt, slice);
    ouro_xdecref(rt, part);
    ouro_xdecref(rt, back);
    ouro_xdecref(rt, item);
    return item != NULL;
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    fail_each_allocation(make, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_operations, start, stop),
        cmocka_unit_test_setup_teardown(test_equal_ranges_have_equal_hashes, start, stop),
        cmocka_unit_test_setup_teardown(test_small_ranges_exhaustively, start, stop),
        cmocka_unit_test_setup_teardown(test_the_widest_ranges, start, stop),
        cmocka_unit_test_setup_teardown(test_every_allocation_may_fail, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
