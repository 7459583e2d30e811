/* Operations on any object: dispatch order and the messages when nobody answers. */
#include "language.h"

METHOD(left)
{
    UNUSED_ARGUMENTS;
    return ouro__str_from_cstring(rt, "left");
}
METHOD(reflected)
{
    UNUSED_ARGUMENTS;
    return ouro__str_from_cstring(rt, "reflected");
}
METHOD(declines)
{
    UNUSED_ARGUMENTS;
    return OURO_NOT_IMPLEMENTED(rt);
}
METHOD(gives_one)
{
    UNUSED_ARGUMENTS;
    return num(rt, 1);
}
METHOD(gives_minus_one)
{
    UNUSED_ARGUMENTS;
    return num(rt, -1);
}
METHOD(gives_text)
{
    UNUSED_ARGUMENTS;
    return ouro__str_from_cstring(rt, "text");
}
METHOD(gives_argument)
{
    UNUSED_ARGUMENTS;
    return ouro_ref(args[0]);
}
METHOD(calls_itself)
{
    UNUSED_ARGUMENTS;
    return ouro__repr(rt, self);
}
METHOD(stops)
{
    UNUSED_ARGUMENTS;
    return ouro__raise_stop_iteration(rt, NULL);
}
METHOD(item)
{
    UNUSED_ARGUMENTS;
    int64_t i;
    if (ouro__index_int64(rt, args[0], false, &i) < 0)
        return NULL;
    return i < 3 ? num(rt, i * 1000) : ouro__raise(rt, OURO_T_INDEX_ERROR, "end");
}

static const ouro_method_def no_methods[] = {{0}};

static ouro_object *instance_of(ouro_runtime *rt, const char *name, const ouro_method_def *methods,
                                ouro_object *base)
{
    ouro_object *c = class_of(rt, name, namespace_of(rt, methods), base, NULL);
    ouro_object *o = c ? ouro__call0(rt, c) : NULL;
    ouro_xdecref(rt, c);
    return o;
}

static void unsupported_operations(void **state)
{
    RT;
    ouro_object *x = instance_of(rt, "X", no_methods, NULL), *one = num(rt, 1),
                *s = ouro__str_from_cstring(rt, "s");
    FAILS(ouro__binary(rt, OURO_ADD, one, x), TYPE_ERROR, "unsupported operand type(s) for +: 'int' and 'X'");
    FAILS(ouro__binary(rt, OURO_POWER, x, one), TYPE_ERROR,
          "unsupported operand type(s) for ** or pow(): 'X' and 'int'");
    FAILS(ouro__inplace(rt, OURO_POWER, x, one), TYPE_ERROR,
          "unsupported operand type(s) for **=: 'X' and 'int'");
    FAILS(ouro__inplace(rt, OURO_ADD, x, one), TYPE_ERROR,
          "unsupported operand type(s) for +=: 'X' and 'int'");
    FAILS(ouro__binary(rt, OURO_DIVMOD, x, one), TYPE_ERROR,
          "unsupported operand type(s) for divmod(): 'X' and 'int'");
    FAILS(ouro__power(rt, x, one, one), TYPE_ERROR,
          "unsupported operand type(s) for ** or pow(): 'X', 'int', 'int'");
    FAILS(ouro__unary(rt, OURO_NEGATIVE, s), TYPE_ERROR, "bad operand type for unary -: 'str'");
    FAILS(ouro__unary(rt, OURO_ABSOLUTE, s), TYPE_ERROR, "bad operand type for abs(): 'str'");
    FAILS(ouro__unary(rt, OURO_INVERT, x), TYPE_ERROR, "bad operand type for unary ~: 'X'");
    FAILS(ouro__index(rt, s), TYPE_ERROR, "'str' object cannot be interpreted as an integer");
    FAILS(ouro__call0(rt, x), TYPE_ERROR, "'X' object is not callable");
    FAILS(ouro__getitem(rt, x, one), TYPE_ERROR, "'X' object is not subscriptable");
    FAILS(ouro__getitem(rt, ouro__class_of(rt, x), one), TYPE_ERROR, "type 'X' is not subscriptable");
    FAILS_INT(ouro__setitem(rt, x, one, one), TYPE_ERROR, "'X' object does not support item assignment");
    FAILS_INT(ouro__setitem(rt, x, one, NULL), TYPE_ERROR, "'X' object doesn't support item deletion");
    FAILS_INT(ouro__length(rt, x), TYPE_ERROR, "object of type 'X' has no len()");
    FAILS(ouro__iter(rt, x), TYPE_ERROR, "'X' object is not iterable");
    FAILS_INT(ouro__contains(rt, x, one), TYPE_ERROR, "argument of type 'X' is not iterable");
    FAILS(ouro__next(rt, x), TYPE_ERROR, "'X' object is not an iterator");
    FAILS(ouro__compare(rt, x, one, OURO_LT), TYPE_ERROR,
          "'<' not supported between instances of 'X' and 'int'");
    FAILS(ouro__compare(rt, one, x, OURO_GE), TYPE_ERROR,
          "'>=' not supported between instances of 'int' and 'X'");
    FAILS(ouro__getattr(rt, x, one), TYPE_ERROR, "attribute name must be string, not 'int'");
    assert_int_equal(ouro__truth(rt, x), 1);
    assert_int_equal(ouro__compare_bool(rt, x, x, OURO_EQ), 1);
    assert_int_equal(ouro__compare_bool(rt, x, one, OURO_NE), 1);
    drop(rt, s);
    drop(rt, x);
}

static void sequences_after_numbers(void **state)
{
    RT;
    ouro_object *list = ouro__list_new(rt, 0), *two = num(rt, 2), *s = ouro__str_from_cstring(rt, "s");
    ouro__list_append(rt, list, two);
    expect_text(rt, ouro__binary(rt, OURO_MULTIPLY, list, two), "[2, 2]");
    expect_text(rt, ouro__binary(rt, OURO_MULTIPLY, two, list), "[2, 2]");
    expect_text(rt, ouro__binary(rt, OURO_ADD, list, list), "[2, 2]");
    FAILS(ouro__binary(rt, OURO_MULTIPLY, list, s), TYPE_ERROR,
          "can't multiply sequence by non-int of type 'str'");
    FAILS(ouro__binary(rt, OURO_ADD, list, two), TYPE_ERROR,
          "can only concatenate list (not \"int\") to list");
    drop(rt, s);
    drop(rt, list);
}

/* The operand whose class descends from the other's goes first, when it has a reflected method of its own. */
static void reflected_operators(void **state)
{
    RT;
    static const ouro_method_def a_methods[] = {
        {"__add__", left, 0, 1, 1, NULL}, {"__radd__", declines, 0, 1, 1, NULL}, {0}};
    static const ouro_method_def b_methods[] = {{"__radd__", reflected, 0, 1, 1, NULL}, {0}};
    ouro_object *a = instance_of(rt, "A", a_methods, NULL), *one = num(rt, 1);
    ouro_object *b = instance_of(rt, "B", b_methods, ouro__class_of(rt, a));
    ouro_object *c = instance_of(rt, "C", no_methods, ouro__class_of(rt, a));
    expect_text(rt, ouro__binary(rt, OURO_ADD, a, b), "reflected");
    expect_text(rt, ouro__binary(rt, OURO_ADD, a, c), "left");
    expect_text(rt, ouro__binary(rt, OURO_ADD, b, a), "left");
    expect_text(rt, ouro__binary(rt, OURO_ADD, one, b), "reflected");
    FAILS(ouro__binary(rt, OURO_ADD, one, a), TYPE_ERROR, "unsupported operand type(s) for +: 'int' and 'A'");
    drop(rt, c);
    drop(rt, b);
    drop(rt, a);
}

static void results_are_checked(void **state)
{
    RT;
    static const ouro_method_def methods[] = {
        {"__repr__", gives_one, 0, 0, 0, NULL},         {"__bool__", gives_one, 0, 0, 0, NULL},
        {"__len__", gives_minus_one, 0, 0, 0, NULL},    {"__index__", gives_text, 0, 0, 0, NULL},
        {"__hash__", gives_text, 0, 0, 0, NULL},        {"__iter__", gives_one, 0, 0, 0, NULL},
        {"__length_hint__", gives_text, 0, 0, 0, NULL}, {0}};
    ouro_object *x = instance_of(rt, "X", methods, NULL);
    FAILS(ouro__repr(rt, x), TYPE_ERROR, "__repr__ returned non-string (type int)");
    FAILS(ouro__str(rt, x), TYPE_ERROR, "__str__ returned non-string (type int)");
    FAILS_INT(ouro__truth(rt, x), TYPE_ERROR, "__bool__ should return bool, returned int");
    FAILS_INT(ouro__length(rt, x), VALUE_ERROR, "__len__() should return >= 0");
    FAILS(ouro__index(rt, x), TYPE_ERROR, "__index__ returned non-int (type str)");
    FAILS_INT(ouro__hash(rt, x), TYPE_ERROR, "__hash__ method should return an integer");
    FAILS(ouro__iter(rt, x), TYPE_ERROR, "iter() returned non-iterator of type 'int'");
    drop(rt, x);
    static const ouro_method_def initializing[] = {{"__init__", gives_one, 0, 0, 0, NULL}, {0}};
    FAILS(instance_of(rt, "X", initializing, NULL), TYPE_ERROR, "__init__() should return None, not 'int'");
}

static void iteration(void **state)
{
    RT;
    static const ouro_method_def old[] = {{"__getitem__", item, 0, 1, 1, NULL}, {0}};
    static const ouro_method_def empty[] = {
        {"__iter__", gives_argument, 0, 0, 1, NULL}, {"__next__", stops, 0, 0, 0, NULL}, {0}};
    ouro_object *x = instance_of(rt, "X", old, NULL), *list = ouro__list_from_iterable(rt, x);
    expect_text(rt, ouro__repr(rt, list), "[0, 1000, 2000]");
    ouro_object *thousand = num(rt, 1000), *seven = num(rt, 7);
    assert_int_equal(ouro__contains(rt, x, thousand), 1);
    assert_int_equal(ouro__contains(rt, x, seven), 0);
    drop(rt, thousand);
    drop(rt, list);
    drop(rt, x);
    x = instance_of(rt, "Y", empty, NULL);
    assert_null(ouro__next(rt, x));
    assert_null(rt->error);
    drop(rt, x);
}

/* Endless recursion through C ends in RecursionError. */
static void recursion_ends(void **state)
{
    RT;
    static const ouro_method_def methods[] = {{"__repr__", calls_itself, 0, 0, 0, NULL}, {0}};
    ouro_object *x = instance_of(rt, "X", methods, NULL);
    FAILS(ouro__repr(rt, x), RECURSION_ERROR,
          "maximum recursion depth exceeded while getting the repr of an object");
    assert_int_equal(rt->python->recursion_depth, 0);
    /* A class whose instances' __call__ is such an instance. */
    ouro_object *cls = ouro__class_of(rt, x);
    set(rt, cls, "__call__", ouro_ref(x));
    FAILS(ouro__call0(rt, x), RECURSION_ERROR,
          "maximum recursion depth exceeded while calling a Python object");
    set(rt, cls, "__call__", NULL);
    drop(rt, x);
}

METHOD(keywords)
{
    UNUSED_ARGUMENTS;
    static const char *const names[] = {"", "b", "c", "d", NULL};
    static const ouro_signature signature = {"f", names, 1, 3, 2, 1};
    ouro_object *out[4];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    for (int i = 0; i < 4; i++)
        if (!out[i])
            out[i] = OURO_NONE(rt);
    return ouro__tuple_from(rt, out, 4);
}

static ouro_object *call_with(ouro_runtime *rt, ouro_object *f, int count, const char *keyword)
{
    ouro_object *args = (ouro_object *)ouro__tuple_alloc(rt, count), *kwargs = ouro__dict_new(rt),
                *one = num(rt, 1);
    for (int i = 0; i < count; i++)
        ((ouro_tuple *)args)->items[i] = num(rt, i);
    if (keyword)
        ouro__dict_set_cstring(rt, kwargs, keyword, one);
    ouro_object *result = ouro__call_tuple(rt, f, args, kwargs);
    ouro_decref(rt, args);
    ouro_decref(rt, kwargs);
    return result;
}

static void arguments(void **state)
{
    RT;
    static const ouro_method_def def = {"f", keywords, OURO_METH_KEYWORDS, 0, -1, NULL};
    ouro_object *f = ouro__builtin_function_new(rt, &def, NULL, NULL);
    expect_text(rt, ouro__repr(rt, f), "<built-in function f>");
    expect_text(rt, call_with(rt, f, 2, NULL), "(0, 1, None, None)");
    expect_text(rt, call_with(rt, f, 2, "c"), "(0, 1, 1, None)");
    expect_text(rt, call_with(rt, f, 1, "b"), "(0, 1, None, None)");
    expect_text(rt, call_with(rt, f, 2, "d"), "(0, 1, None, 1)");
    FAILS(call_with(rt, f, 2, "e"), TYPE_ERROR, "'e' is an invalid keyword argument for f()");
    FAILS(call_with(rt, f, 2, "b"), TYPE_ERROR, "argument for f() given by name ('b') and position (2)");
    FAILS(call_with(rt, f, 1, NULL), TYPE_ERROR, "f() missing required argument 'b' (pos 2)");
    FAILS(call_with(rt, f, 4, NULL), TYPE_ERROR, "f() takes at most 3 positional arguments (4 given)");
    FAILS(call_with(rt, f, 5, NULL), TYPE_ERROR, "f() takes at most 4 arguments (5 given)");
    drop(rt, f);
}

static void isinstance_and_issubclass(void **state)
{
    RT;
    ouro_object *one = num(rt, 1), *classes = ouro__tuple_of(rt, 2, CLASS(STR), CLASS(INT));
    assert_int_equal(ouro__isinstance(rt, one, classes), 1);
    assert_int_equal(ouro__isinstance(rt, OURO_TRUE(rt), CLASS(INT)), 1);
    assert_int_equal(ouro__isinstance(rt, one, CLASS(STR)), 0);
    assert_int_equal(ouro__issubclass(rt, CLASS(BOOL), classes), 1);
    FAILS_INT(ouro__isinstance(rt, one, one), TYPE_ERROR,
              "isinstance() arg 2 must be a type, a tuple of types, or a union");
    FAILS_INT(ouro__issubclass(rt, one, CLASS(INT)), TYPE_ERROR, "issubclass() arg 1 must be a class");
    drop(rt, classes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(unsupported_operations),
        TEST(sequences_after_numbers),
        TEST(reflected_operators),
        TEST(results_are_checked),
        TEST(iteration),
        TEST(recursion_ends),
        TEST(arguments),
        TEST(isinstance_and_issubclass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
