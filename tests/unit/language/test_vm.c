/* The interpreter: each test runs a program whose assertions are the claim, in a runtime that must close without a live block. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "compiler/opcodes.h"
#include "gc/gc.h"
#include "object/slot.h"
#include "ouro/python.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/tuple.h"
#include "vm/generator.h"
#include "vm/interpret.h"

static int open_runtime(void **state)
{
    ouro_options options = OURO_OPTIONS_INIT;
    *state = ouro_open(&options);
    return *state ? 0 : -1;
}

/* Nothing may be left, nor running, nor on the value stack. */
static int close_runtime(void **state)
{
    ouro_runtime *rt = *state;
    ouro_vm *vm = rt->python->vm;
    if (ouro__vm_running(vm) || rt->python->recursion_depth != 0) {
        print_error("a frame is left; recursion depth %u\n", rt->python->recursion_depth);
        return -1;
    }
    for (ouro_object **r = vm->stack; r < vm->stack_limit; r++) {
        if (*r) {
            print_error("register %td is left\n", r - vm->stack);
            return -1;
        }
    }
    int64_t left = ouro_close(rt);
    if (left)
        print_error("%lld blocks are left\n", (long long)left);
    return left == 0 ? 0 : -1;
}

static void run(ouro_runtime *rt, const char *source)
{
    if (ouro_exec(rt, source, "<test>") < 0) {
        char *text = ouro_error_text(rt);
        fail_msg("%s", text ? text : "no memory for the error");
    }
}

static void test_arguments_are_bound_in_place(void **state)
{
    run(*state, "def f(a, b=2, *c, d, e=5, **g): return a, b, c, d, e, g\n"
                "assert f(1, d=4) == (1, 2, (), 4, 5, {})\n"
                "assert f(1, 9, 8, 7, d=4, z=0) == (1, 9, (8, 7), 4, 5, {'z': 0})\n"
                "assert f(*[1, 2, 3], **{'d': 4, 'x': 6}) == (1, 2, (3,), 4, 5, {'x': 6})\n");
}

static void test_wrong_arguments_are_told_in_cpythons_words(void **state)
{
    run(*state,
        "def said(f, *a, **k):\n"
        "    try: f(*a, **k)\n"
        "    except TypeError as e: return str(e)\n"
        "def f(x): pass\n"
        "def g(a, b, /, c, *, d): pass\n"
        "def h(a, b=1): pass\n"
        "assert said(f) == \"f() missing 1 required positional argument: 'x'\"\n"
        "assert said(f, 1, 2) == 'f() takes 1 positional argument but 2 were given'\n"
        "assert said(f, y=1) == \"f() got an unexpected keyword argument 'y'\"\n"
        "assert said(f, 1, x=2) == \"f() got multiple values for argument 'x'\"\n"
        "assert said(g, 1) == \"g() missing 2 required positional arguments: 'b' and 'c'\"\n"
        "assert said(g, 1, 2, 3) == \"g() missing 1 required keyword-only argument: 'd'\"\n"
        "assert said(g, a=1, b=2, c=3, d=4) == \"g() got some positional-only arguments passed as keyword "
        "arguments: 'a, b'\"\n"
        "assert said(h, 1, 2, 3) == 'h() takes from 1 to 2 positional arguments but 3 were given'\n");
}

static void test_locals_die_on_return_in_order(void **state)
{
    run(*state, "log = []\n"
                "class N:\n"
                "    def __init__(self, n): self.n = n\n"
                "    def __del__(self): log.append(self.n)\n"
                "def f():\n"
                "    a = N('a'); b = N('b'); c = N('c')\n"
                "    log.append('end')\n"
                "f()\n"
                "assert log == ['end', 'a', 'b', 'c'], log\n");
}

static void test_recursion_ends_in_an_error_that_can_be_caught(void **state)
{
    run(*state, "def f(): f()\n"
                "for i in range(3):\n"
                "    try: f()\n"
                "    except RecursionError as e: assert str(e) == 'maximum recursion depth exceeded'\n"
                "    else: assert 0\n");
}

static void test_deep_recursion_gives_its_stack_back(void **state)
{
    ouro_runtime *rt = *state;
    size_t before = rt->heap.charged;
    run(rt, "import sys\n"
            "old = sys.getrecursionlimit()\n"
            "sys.setrecursionlimit(100000)\n"
            "def d(n): return 0 if n == 0 else 1 + d(n - 1)\n"
            "assert d(90000) == 90000\n"
            "sys.setrecursionlimit(old)\n");
    assert_true(rt->heap.charged <= before + 1024 * 1024);
}

static void test_exceptions_unwind_with_traceback_and_context(void **state)
{
    run(*state, "def names(e):\n"
                "    t, out = e.__traceback__, []\n"
                "    while t: out.append((t.tb_frame.f_code.co_name, t.tb_lineno)); t = t.tb_next\n"
                "    return out\n"
                "def a(): raise ValueError(1)\n"
                "def b():\n"
                "    try: a()\n"
                "    except ValueError: raise KeyError(2)\n"
                "try: b()\n"
                "except KeyError as e:\n"
                "    assert names(e) == [('<module>', 9), ('b', 8)], names(e)\n"
                "    assert names(e.__context__) == [('b', 7), ('a', 5)]\n"
                "import sys\n"
                "assert sys.exc_info() == (None, None, None)\n");
}

static void test_a_frame_that_is_held_takes_its_locals_over(void **state)
{
    run(*state, "import sys\n"
                "def f(x):\n"
                "    y = [x]\n"
                "    return sys._getframe()\n"
                "frame = f(7)\n"
                "assert frame.f_locals == {'x': 7, 'y': [7]}\n"
                "assert frame.f_back.f_code.co_name == '<module>'\n"
                "frame.clear()\n"
                "assert frame.f_locals == {}\n");
}

static void test_generators_send_throw_close_and_delegate(void **state)
{
    run(*state, "log = []\n"
                "def inner():\n"
                "    try: log.append((yield 1))\n"
                "    except KeyError: yield 'key'\n"
                "    finally: log.append('inner done')\n"
                "    return 5\n"
                "def outer(): return (yield from inner())\n"
                "g = outer()\n"
                "assert next(g) == 1\n"
                "assert g.throw(KeyError) == 'key'\n"
                "try: next(g)\n"
                "except StopIteration as e: assert e.value == 5\n"
                "g = outer(); next(g); g.close()\n"
                "assert log == ['inner done'] * 2\n"
                "g = outer(); next(g); del g\n"
                "assert log == ['inner done'] * 3\n");
}

static void test_a_generator_in_a_cycle_is_collected(void **state)
{
    ouro_runtime *rt = *state;
    run(rt, "log = []\n"
            "class N:\n"
            "    def __del__(self): log.append('gone')\n"
            "def g():\n"
            "    n = N()\n"
            "    me = yield\n"
            "    yield me\n"
            "it = g(); next(it); it.send(it); del it\n");
    ouro__gc_collect(rt, 2);
    run(rt, "assert log == ['gone'], log\n");
}

static void test_classes_are_built_and_initialized(void **state)
{
    run(*state, "class M(type):\n"
                "    def __prepare__(name, bases, **k): return dict(k)\n"
                "    def __new__(m, n, b, d, **k): return super().__new__(m, n, b, d)\n"
                "    def __init__(c, n, b, d, **k): pass\n"
                "class A(metaclass=M, q=3):\n"
                "    def __init__(self, x): self.x = x\n"
                "    def me(self): return __class__\n"
                "class B(A):\n"
                "    def __init__(self): super().__init__(4)\n"
                "assert A.q == 3 and A(1).x == 1 and B().x == 4 and B().me() is A\n"
                "class C:\n"
                "    def __init__(self): return 5\n"
                "try: C()\n"
                "except TypeError as e: assert str(e) == \"__init__() should return None, not 'int'\"\n"
                "else: assert 0\n");
}

static void test_caches_follow_what_changes(void **state)
{
    run(*state, "class A: v = 1\n"
                "class B(A):\n"
                "    def m(self): return 'm'\n"
                "def look(o): return o.v\n"
                "def call(o): return o.m()\n"
                "b = B()\n"
                "for i in range(5): assert look(b) == 1 and call(b) == 'm'\n"
                "A.v = 2\n"
                "assert look(b) == 2\n"
                "b.v = 3\n"
                "assert look(b) == 3\n"
                "B.v = property(lambda self: 4)\n"
                "assert look(b) == 4\n"
                "b.m = lambda: 'own'\n"
                "assert call(b) == 'own'\n"
                "def glob(): return name\n"
                "name = 1\n"
                "for i in range(5): assert glob() == 1\n"
                "name = 2\n"
                "assert glob() == 2\n"
                "del name\n"
                "try: glob()\n"
                "except NameError: pass\n"
                "else: assert 0\n"
                "def length(): return len('abc')\n"
                "assert length() == 3\n"
                "len = lambda s: 7\n"
                "assert length() == 7\n"
                "del len\n"
                "assert length() == 3\n");
}

static void test_arithmetic_in_place_is_not_seen_by_others(void **state)
{
    run(*state, "def f():\n"
                "    x = 1000; y = x; x += 1; x += 1\n"
                "    kept = [x]; x += 1; z = 1.5; w = z; z *= 2; z *= 2\n"
                "    return x, y, kept, z, w\n"
                "assert f() == (1003, 1000, [1002], 6.0, 1.5)\n"
                "def g():\n"
                "    x = 255; x += 1\n"
                "    return x is 256\n"
                "assert g()\n"
                "big = 2 ** 62\n"
                "assert big + big == 2 ** 63 and -big - big - 1 == -2 ** 63 - 1 and big * 4 == 2 ** 64\n");
}

/* A hand-made function: return register 0 + 1. */
static void test_hand_assembled_code_runs(void **state)
{
    ouro_runtime *rt = *state;
    run(rt, "def f(x): return x\n");
    ouro_object *f = ouro_get(rt, "f");
    assert_non_null(f);
    ouro_code *code = (ouro_code *)((ouro_function *)f)->code;
    assert_true(code->instruction_count >= 1);
    assert_int_equal(ouro__op(code->instructions[0]), OURO_OP_RETURN);
    uint64_t mine[] = {OURO_INSTRUCTION(OURO_OP_ADD, OURO_IMM_C, 0, 0, 1),
                       OURO_INSTRUCTION(OURO_OP_RETURN, 0, 0, 0, 0)};
    uint64_t *old = code->instructions;
    code->instructions = mine;
    ouro_object *argument = ouro__int_new(rt, 1000), *result = ouro__function_call(rt, f, &argument, 1, NULL);
    code->instructions = old;
    assert_non_null(result);
    assert_int_equal(((ouro_int *)result)->value, 1001);
    assert_int_equal(((ouro_int *)argument)->value, 1000);
    ouro_decref(rt, result);
    ouro_decref(rt, argument);
    ouro_decref(rt, f);
}

static void test_sizes_are_small(void **state)
{
    (void)state;
    assert_true(sizeof(ouro_function) + sizeof(ouro_tuple) + sizeof(ouro_object *) + sizeof(ouro_cell) <= 96);
    assert_true(sizeof(ouro_generator) + 6 * sizeof(ouro_object *) <= 104);
}

static const char *const every_kind = "def f(a, *b, **c): return [a, b, c]\n"
                                      "class A:\n"
                                      "    def __init__(self, x): self.x = x\n"
                                      "    def __enter__(self): return self\n"
                                      "    def __exit__(self, *e): return True\n"
                                      "def g(n):\n"
                                      "    for i in range(n): yield A(i)\n"
                                      "out = []\n"
                                      "for a in g(5):\n"
                                      "    with a as b:\n"
                                      "        out.append(f(b.x, 1000 + b.x, k=f))\n"
                                      "        raise ValueError('x' * 20)\n"
                                      "    x, *y = [a, 1.5 * a.x, {a.x: 'k'}]\n"
                                      "out = a = b = x = y = None\n";

/* Every allocation of a program is refused in turn: it ends well or with MemoryError, and leaves nothing. */
static void test_every_refused_allocation_is_survived(void **state)
{
    (void)state;
    bool refused = true;
    for (uint64_t nth = 1; refused && nth < 3000; nth++) {
        void *fresh;
        assert_int_equal(open_runtime(&fresh), 0);
        ouro_runtime *rt = fresh;
        ouro__heap_fail(&rt->heap, nth, 1);
        int done = ouro_exec(rt, every_kind, "<test>");
        refused = rt->heap.fail_at == 0 || done < 0;
        ouro__heap_fail(&rt->heap, 0, 0);
        if (done < 0)
            assert_string_equal(ouro_error_class(rt), "MemoryError");
        ouro_error_clear(rt);
        assert_int_equal(close_runtime(&fresh), 0);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_runtime, close_runtime)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_arguments_are_bound_in_place),
        TEST(test_wrong_arguments_are_told_in_cpythons_words),
        TEST(test_locals_die_on_return_in_order),
        TEST(test_recursion_ends_in_an_error_that_can_be_caught),
        TEST(test_deep_recursion_gives_its_stack_back),
        TEST(test_exceptions_unwind_with_traceback_and_context),
        TEST(test_a_frame_that_is_held_takes_its_locals_over),
        TEST(test_generators_send_throw_close_and_delegate),
        TEST(test_a_generator_in_a_cycle_is_collected),
        TEST(test_classes_are_built_and_initialized),
        TEST(test_caches_follow_what_changes),
        TEST(test_arithmetic_in_place_is_not_seen_by_others),
        TEST(test_hand_assembled_code_runs),
        cmocka_unit_test(test_sizes_are_small),
        cmocka_unit_test(test_every_refused_allocation_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
