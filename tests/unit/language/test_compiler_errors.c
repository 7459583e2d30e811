/* The compiler's errors: each with CPython 3.11's text and place. */
#include "compiling.h"

#include <stdlib.h>
#include <unistd.h>

#include "types/int.h"

static const struct faulty {
    const char *source, *message;
    int line, column, end_line, end_column; /* end_column -1: None */
} faulty[] = {
    {"return 1\n", "'return' outside function", 1, 1, 1, 9},
    {"yield 1\n", "'yield' outside function", 1, 1, 1, 8},
    {"x = yield from y\n", "'yield' outside function", 1, 5, 1, 17},
    {"await x\n", "'await' outside function", 1, 1, 1, 8},
    {"def f(): await x\n", "'await' outside async function", 1, 10, 1, 17},
    {"async def f(): yield from x\n", "'yield from' inside async function", 1, 16, 1, 28},
    {"async def f():\n    yield 1\n    return 2\n", "'return' with value in async generator", 3, 5, 3, 13},
    {"break\n", "'break' outside loop", 1, 1, 1, 6},
    {"continue\n", "'continue' not properly in loop", 1, 1, 1, 9},
    {"for x in y:\n    def f():\n        break\n", "'break' outside loop", 3, 9, 3, 14},
    {"class A:\n    return 1\n", "'return' outside function", 2, 5, 2, 13},
    {"class A:\n    yield 1\n", "'yield' outside function", 2, 5, 2, 12},
    {"try: pass\nexcept: pass\nexcept E: pass\n", "default 'except:' must be last", 2, 1, 2, 13},
    {"def f(a, a): pass\n", "duplicate argument 'a' in function definition", 1, 10, 1, 11},
    {"def f(a):\n    global a\n", "name 'a' is parameter and global", 2, 5, 2, 13},
    {"def f():\n    x = 1\n    global x\n", "name 'x' is assigned to before global declaration", 3, 5, 3, 13},
    {"def f():\n    print(x)\n    global x\n", "name 'x' is used prior to global declaration", 3, 5, 3, 13},
    {"def f():\n    x: int\n    global x\n", "annotated name 'x' can't be global", 3, 5, 3, 13},
    {"def f():\n    global x\n    x: int = 1\n", "annotated name 'x' can't be global", 3, 5, 3, 15},
    {"nonlocal x\n", "nonlocal declaration not allowed at module level", 1, 1, 1, 11},
    {"def f():\n    nonlocal x\n", "no binding for nonlocal 'x' found", 2, 5, 2, 15},
    {"def f():\n    global x\n    nonlocal x\n", "name 'x' is nonlocal and global", 2, 5, 2, 13},
    {"class A:\n    nonlocal x\n", "no binding for nonlocal 'x' found", 2, 5, 2, 15},
    {"def f(x):\n    nonlocal x\n", "name 'x' is parameter and nonlocal", 2, 5, 2, 15},
    {"def f():\n    from m import *\n", "import * only allowed at module level", 2, 19, 2, 20},
    {"class A:\n    from m import *\n", "import * only allowed at module level", 2, 19, 2, 20},
    {"[(yield x) for x in y]\n", "'yield' inside list comprehension", 1, 3, 1, 10},
    {"def f(): return {(yield x) for x in y}\n", "'yield' inside set comprehension", 1, 19, 1, 26},
    {"def f(): return {(yield x): 1 for x in y}\n", "'yield' inside dict comprehension", 1, 19, 1, 26},
    {"def f(): return ((yield x) for x in y)\n", "'yield' inside generator expression", 1, 19, 1, 26},
    {"[x := 1 for x in y]\n", "assignment expression cannot rebind comprehension iteration variable 'x'", 1,
     2, 1, 3},
    {"[i for i in (j := 1)]\n", "assignment expression cannot be used in a comprehension iterable expression",
     1, 14, 1, 20},
    {"class A:\n    [j := i for i in x]\n",
     "assignment expression within a comprehension cannot be used in a class body", 2, 6, 2, 7},
    {"[[(j := 0) for i in range(5)] for j in range(5)]\n",
     "assignment expression cannot rebind comprehension iteration variable 'j'", 1, 4, 1, 5},
    {"[(j := 0) for i in range(5) for j in range(5)]\n",
     "assignment expression cannot rebind comprehension iteration variable 'j'", 1, 3, 1, 4},
    {"f(a=1, a=2)\n", "keyword argument repeated: a", 1, 8, 1, 11},
    {"*a, *b = c\n", "multiple starred expressions in assignment", 1, 1, 1, 7},
    {"*a = c\n", "starred assignment target must be in a list or tuple", 1, 1, 1, 3},
    {"x = *a\n", "can't use starred expression here", 1, 5, 1, 7},
    {"__debug__ = 1\n", "cannot assign to __debug__", 1, 1, 1, 10},
    {"def f(__debug__): pass\n", "cannot assign to __debug__", 1, 1, 1, 23},
    {"f(__debug__=1)\n", "cannot assign to __debug__", 1, 1, 1, 15},
    {"del __debug__\n", "cannot delete __debug__", 1, 5, 1, 14},
    {"x.__debug__ = 1\n", "cannot assign to __debug__", 1, 1, 1, 12},
    {"(__debug__ := 1)\n", "cannot assign to __debug__", 1, 2, 1, 11},
    {"import __debug__\n", "cannot assign to __debug__", 1, 1, 1, 17},
    {"from m import a as __debug__\n", "cannot assign to __debug__", 1, 1, 1, 29},
    {"class __debug__: pass\n", "cannot assign to __debug__", 1, 1, 1, 22},
    {"def __debug__(): pass\n", "cannot assign to __debug__", 1, 1, 1, 22},
    {"for __debug__ in x: pass\n", "cannot assign to __debug__", 1, 5, 1, 14},
    {"x = 1\nfrom __future__ import annotations\n",
     "from __future__ imports must occur at the beginning of the file", 2, 1, 2, 35},
    {"from __future__ import braces\n", "not a chance", 1, 1, 1, -1},
    {"from __future__ import nope\n", "future feature nope is not defined", 1, 1, 1, -1},
    {"from __future__ import annotations, nope\n", "future feature nope is not defined", 1, 1, 1, -1},
    {"async with x: pass\n", "'async with' outside async function", 1, 1, 1, 19},
    {"async for x in y: pass\n", "'async for' outside async function", 1, 1, 1, 23},
    {"def f():\n    async with x: pass\n", "'async with' outside async function", 2, 5, 2, 23},
    {"def f():\n    async for x in y: pass\n", "'async for' outside async function", 2, 5, 2, 27},
    {"[x async for x in y]\n", "asynchronous comprehension outside of an asynchronous function", 1, 1, 1, 21},
    {"def f(): return [x async for x in y]\n",
     "asynchronous comprehension outside of an asynchronous function", 1, 17, 1, 37},
    {"def f(): return [await x for x in y]\n",
     "asynchronous comprehension outside of an asynchronous function", 1, 17, 1, 37},
    {"match x:\n    case a: pass\n    case b: pass\n",
     "name capture 'a' makes remaining patterns unreachable", 2, 10, 2, 11},
    {"match x:\n    case _: pass\n    case 1: pass\n", "wildcard makes remaining patterns unreachable", 2, 10,
     2, 11},
    {"match x:\n    case a | 1: pass\n", "name capture 'a' makes remaining patterns unreachable", 2, 10, 2,
     11},
    {"match x:\n    case [a, a]: pass\n", "multiple assignments to name 'a' in pattern", 2, 14, 2, 15},
    {"match x:\n    case (a, 1) | (b, 2): pass\n", "alternative patterns bind different names", 2, 23, 2, 24},
    {"match x:\n    case [*a, *b]: pass\n", "multiple starred names in sequence pattern", 2, 10, 2, 18},
    {"match x:\n    case {1: a, 1: b}: pass\n", "mapping pattern checks duplicate key (1)", 2, 10, 2, 22},
    {"match x:\n    case {1: a, True: b}: pass\n", "mapping pattern checks duplicate key (True)", 2, 10, 2,
     25},
    {"match x:\n    case A(x=1, x=2): pass\n", "attribute name repeated in class pattern: x", 2, 19, 2, 20},
    {"match x:\n    case a as a: pass\n", "multiple assignments to name 'a' in pattern", 2, 10, 2, 11},
    {"match x:\n    case {**rest, 'a': 1}: pass\n", "invalid syntax", 2, 19, 2, 22},
    {"try: pass\nexcept* E:\n    return\n", "'return' outside function", 3, 5, 3, 11},
    {"def f():\n    try: pass\n    except* E:\n        return\n",
     "'break', 'continue' and 'return' cannot appear in an except* block", 4, 9, 4, 15},
    {"for x in y:\n    try: pass\n    except* E:\n        break\n",
     "'break', 'continue' and 'return' cannot appear in an except* block", 4, 9, 4, 14},
    {"for x in y:\n    try: pass\n    except* E:\n        continue\n",
     "'break', 'continue' and 'return' cannot appear in an except* block", 4, 9, 4, 17},
    {"def f():\n    def g():\n        nonlocal y\n    x = 1\n", "no binding for nonlocal 'y' found", 3, 9, 3,
     19},
    {"def f():\n    class C:\n        x = 1\n        def g(self):\n            nonlocal x\n",
     "no binding for nonlocal 'x' found", 5, 13, 5, 23},
    {"x: int = 1\nglobal x\n", "annotated name 'x' can't be global", 2, 1, 2, 9},
    {"def f():\n    (x): int = 1\n    global x\n", "name 'x' is assigned to before global declaration", 3, 5,
     3, 13},
    {"lambda x, x: 1\n", "duplicate argument 'x' in function definition", 1, 11, 1, 12},
    {"a, b += 1\n", "'tuple' is an illegal expression for augmented assignment", 1, 1, 1, 5},
    {"def f(*, a, a): pass\n", "duplicate argument 'a' in function definition", 1, 13, 1, 14},
    {"def f(a, *a): pass\n", "duplicate argument 'a' in function definition", 1, 11, 1, 12},
    {"def f(a, **a): pass\n", "duplicate argument 'a' in function definition", 1, 12, 1, 13},
    {"from __future__ import annotations\ndef f(x: (yield)): pass\n",
     "'yield expression' can not be used within an annotation", 2, 11, 2, 16},
    {"from __future__ import annotations\ndef f(x: (y := 1)): pass\n",
     "'named expression' can not be used within an annotation", 2, 11, 2, 17},
    {"from __future__ import annotations\nasync def f():\n    x: await y = 1\n",
     "'await expression' can not be used within an annotation", 3, 8, 3, 15},
    {"for x in *a: pass\n", "can't use starred expression here", 1, 10, 1, 12},
    {"return *a\n", "'return' outside function", 1, 1, 1, 10},
    {"del *a\n", "cannot delete starred", 1, 5, 1, 7},
    {"with a as *b: pass\n", "starred assignment target must be in a list or tuple", 1, 11, 1, 13},
    {"*a\n", "can't use starred expression here", 1, 1, 1, 3},
    {"{**a, *b}\n", "invalid syntax", 1, 7, 1, 8},
    {"[*a for a in b]\n", "iterable unpacking cannot be used in comprehension", 1, 2, 1, 4},
    {"def f(x):\n    def g():\n        nonlocal x\n        x: int = 1\n",
     "annotated name 'x' can't be nonlocal", 4, 9, 4, 19},
    {"class A:\n    x = 1\n    def f(self):\n        global x\n        nonlocal x\n",
     "name 'x' is nonlocal and global", 4, 9, 4, 17},
    {"def f():\n    [y := 1 for x in z]\n    global y\n", "name 'y' is assigned to before global declaration",
     3, 5, 3, 13},
    {"def f():\n    global y\n    [y := 1 for x in z]\n    nonlocal y\n",
     "name 'y' is assigned to before nonlocal declaration", 4, 5, 4, 15},
    {"raise\nreturn\n", "'return' outside function", 2, 1, 2, 7},
    {"def f():\n   for x1 in y:\n     for x2 in y:\n       for x3 in y:\n         for x4 in y:\n           "
     "for x5 in y:\n             for x6 in y:\n               for x7 in y:\n                 for x8 in y:\n  "
     "                 for x9 in y:\n                     for x10 in y:\n                       for x11 in "
     "y:\n                         for x12 in y:\n                           for x13 in y:\n                 "
     "            for x14 in y:\n                               for x15 in y:\n                              "
     "   for x16 in y:\n                                   for x17 in y:\n                                   "
     "  for x18 in y:\n                                       for x19 in y:\n                                "
     "         for x20 in y:\n                                           for x21 in y:\n                     "
     "                        pass\n",
     "too many statically nested blocks", 22, 44, 23, 50},
    {"try: pass\nfinally:\n return\n", "'return' outside function", 3, 2, 3, 8},
    {"f(a=1, b=2, a=3)\n", "keyword argument repeated: a", 1, 13, 1, 16},
    {"x: (yield) = 1\n", "'yield' outside function", 1, 5, 1, 10},
    {"def f():\n  for x in y: pass\n  else: break\n", "'break' outside loop", 3, 9, 3, 14},
    {"while 1:\n  class A: continue\n", "'continue' not properly in loop", 2, 12, 2, 20},
    {"async def f():\n  def g(): await x\n", "'await' outside async function", 2, 12, 2, 19},
    {"def f():\n  del (a, __debug__)\n", "cannot delete __debug__", 2, 11, 2, 20},
    {"def f(x, *, __debug__=1): pass\n", "cannot assign to __debug__", 1, 1, 1, 31},
    {"lambda __debug__: 1\n", "cannot assign to __debug__", 1, 1, 1, 20},
    {"[__debug__ for __debug__ in x]\n", "cannot assign to __debug__", 1, 16, 1, 25},
    {"with x as __debug__: pass\n", "cannot assign to __debug__", 1, 11, 1, 20},
    {"try: pass\nexcept E as __debug__: pass\n", "cannot assign to __debug__", 2, 1, 2, 28},
    {"__debug__ += 1\n", "cannot assign to __debug__", 1, 1, 1, 10},
    {"__debug__: int\n", "cannot assign to __debug__", 1, 1, 1, 15},
    {"x.__debug__: int\n", "cannot assign to __debug__", 1, 1, 1, 17},
    {"def f(a):\n  def g(b):\n    nonlocal a, b\n", "name 'b' is parameter and nonlocal", 3, 5, 3, 18},
    {"from __future__ import division\nfrom __future__ import nested_scopes\n\"\"\"x\"\"\"\nfrom __future__ "
     "import annotations\n",
     "from __future__ imports must occur at the beginning of the file", 4, 1, 4, 35},
};

/* An attribute of an exception: owned. */
static ouro_object *attribute(ouro_runtime *rt, ouro_object *error, const char *name)
{
    ouro_object *text = ouro__str_intern_cstring(rt, name), *value = ouro__getattr(rt, error, text);
    assert_non_null(value);
    ouro_decref(rt, text);
    return value;
}

/* The same, -1 for what is no int. */
static int64_t number(ouro_runtime *rt, ouro_object *error, const char *name)
{
    ouro_object *value = attribute(rt, error, name);
    int64_t is = ouro__is_exactly(value, OURO_T_INT) ? ((ouro_int *)value)->value : -1;
    ouro_decref(rt, value);
    return is;
}

static void check(ouro_runtime *rt, const struct faulty *f)
{
    const ouro_compile_options options = {.mode = OURO_COMPILE_EXEC, .source_is_str = true};
    ouro_code *code = compile_with(rt, f->source, strlen(f->source), "<test>", &options);
    if (code)
        fail_msg("compiles: %s", f->source);
    assert_true(ouro__error_is(rt, OURO_T_SYNTAX_ERROR));
    ouro_object *error = ouro__error_take(rt);
    char *message = take_text(rt, attribute(rt, error, "msg"));
    const int64_t got[] = {number(rt, error, "lineno"), number(rt, error, "offset"),
                           number(rt, error, "end_lineno"), number(rt, error, "end_offset")};
    if (strcmp(message, f->message) != 0 || got[0] != f->line || got[1] != f->column ||
        got[2] != f->end_line || got[3] != f->end_column)
        fail_msg("%s\ngives \"%s\" at %d, %d, %d, %d", f->source, message, (int)got[0], (int)got[1],
                 (int)got[2], (int)got[3]);
    free(message);
    ouro_decref(rt, error);
}

static void errors_have_texts_and_places(void **state)
{
    for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++)
        check(*state, &faulty[i]);
}

static void an_error_shows_the_line_of_a_file(void **state)
{
    ouro_runtime *rt = *state;
    const ouro_compile_options options = {.mode = OURO_COMPILE_EXEC};
    const char *source = "x = 1\n  # comment\nreturn x\n";
    char path[] = "/tmp/ouro-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, source, strlen(source)) == (ssize_t)strlen(source) && close(fd) == 0);
    assert_null(compile_with(rt, source, strlen(source), path, &options));
    unlink(path);
    ouro_object *error = ouro__error_take(rt), *text = attribute(rt, error, "text");
    assert_true(ouro__str_equals_ascii(text, "return x\n"));
    ouro_decref(rt, text);
    ouro_decref(rt, error);
}

static void an_error_from_no_file_has_no_text(void **state)
{
    ouro_runtime *rt = *state;
    const ouro_compile_options options = {.mode = OURO_COMPILE_EXEC};
    static const char *const names[] = {"<string>", "/nowhere/at/all.py"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_null(compile_with(rt, "return", 6, names[i], &options));
        ouro_object *error = ouro__error_take(rt), *text = attribute(rt, error, "text");
        assert_ptr_equal(text, OURO_NONE(rt));
        ouro_decref(rt, text);
        ouro_decref(rt, error);
    }
}

/* ---- warnings ---- */

typedef struct warned {
    char text[4][120];
    int count, answer;
} warned;

static int note_warning(ouro_runtime *rt, void *context, enum ouro_type_id category, const char *message,
                        ouro_object *filename, uint32_t line)
{
    warned *w = context;
    (void)rt, (void)filename;
    assert_int_equal(category, OURO_T_SYNTAX_WARNING);
    snprintf(w->text[w->count++ & 3], sizeof w->text[0], "%u: %s", (unsigned)line, message);
    return w->answer;
}

static void suspicious_code_is_warned_of(void **state)
{
    static const char *const cases[][2] = {
        {"x is 1", "1: \"is\" with a literal. Did you mean \"==\"?"},
        {"'a' is not x", "1: \"is not\" with a literal. Did you mean \"!=\"?"},
        {"\nassert (x, 'message')", "2: assertion is always true, perhaps remove parentheses?"},
        {"[1, 2](3)", "1: 'list' object is not callable; perhaps you missed a comma?"},
        {"1(3)", "1: 'int' object is not callable; perhaps you missed a comma?"},
        {"f'{x}'(3)", "1: 'str' object is not callable; perhaps you missed a comma?"},
        {"1[2]", "1: 'int' object is not subscriptable; perhaps you missed a comma?"},
        {"{1, 2}[2]", "1: 'set' object is not subscriptable; perhaps you missed a comma?"},
        {"(lambda: 1)[2]", "1: 'function' object is not subscriptable; perhaps you missed a comma?"},
        {"[1]['a']", "1: list indices must be integers or slices, not str; perhaps you missed a comma?"},
        {"'abc'[1.0]", "1: str indices must be integers or slices, not float; perhaps you missed a comma?"},
        {"(1, y)[2, 3]",
         "1: tuple indices must be integers or slices, not tuple; perhaps you missed a comma?"},
    };
    ouro_runtime *rt = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        warned w = {0};
        const ouro_compile_options options = {
            .mode = OURO_COMPILE_EXEC, .warn = note_warning, .warn_context = &w};
        ouro_code *code = compile_with(rt, cases[i][0], strlen(cases[i][0]), "<test>", &options);
        assert_non_null(code);
        assert_int_equal(w.count, 1);
        assert_string_equal(w.text[0], cases[i][1]);
        ouro_decref(rt, &code->head);
    }
}

static void a_warning_can_become_an_error(void **state)
{
    ouro_runtime *rt = *state;
    warned w = {.answer = 1};
    const ouro_compile_options options = {
        .mode = OURO_COMPILE_EXEC, .warn = note_warning, .warn_context = &w};
    assert_null(compile_with(rt, "x is 1", 6, "<test>", &options));
    assert_true(ouro__error_is(rt, OURO_T_SYNTAX_ERROR));
    ouro__error_clear(rt);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_runtime, close_runtime)
    const struct CMUnitTest tests[] = {
        TEST(errors_have_texts_and_places),      TEST(an_error_shows_the_line_of_a_file),
        TEST(an_error_from_no_file_has_no_text), TEST(suspicious_code_is_warned_of),
        TEST(a_warning_can_become_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
