/* Scopes: which names a function keeps in registers, in cells, takes from outside; shown by the code objects.
 */
#include "compiling.h"

static void expect_names(ouro_runtime *rt, ouro_code *code, const char *attribute, const char *wanted)
{
    ouro_object *name = ouro__str_intern_cstring(rt, attribute),
                *value = ouro__getattr(rt, &code->head, name);
    assert_non_null(value);
    char *text = take_text(rt, ouro__repr(rt, value));
    assert_string_equal(text, wanted);
    free(text);
    ouro_decref(rt, value);
    ouro_decref(rt, name);
}

/* Of the code called `name` in the text. */
static void expect(void **state, const char *source, const char *name, const char *variables,
                   const char *cells, const char *free_names)
{
    ouro_runtime *rt = *state;
    ouro_code *module = compile_text(rt, source),
              *code = strcmp(name, "<module>") == 0 ? module : inner_code(module, name);
    assert_non_null(code);
    check_invariants(module, source);
    expect_names(rt, code, "co_varnames", variables);
    expect_names(rt, code, "co_cellvars", cells);
    expect_names(rt, code, "co_freevars", free_names);
    ouro_decref(rt, &module->head);
}

static void parameters_come_first(void **state)
{
    expect(state, "def f(a, /, b, *args, c, **kw): x = y = a", "f", "('a', 'b', 'c', 'args', 'kw', 'x', 'y')",
           "()", "()");
    expect(state, "lambda b, a: a", "<lambda>", "('b', 'a')", "()", "()");
}

static void captured_names_are_cells(void **state)
{
    const char *source = "def f(z, p):\n x = 1\n a = 2\n def g(): return z, x, a\n return g";
    expect(state, source, "f", "('z', 'p', 'g')", "('z', 'a', 'x')", "()");
    expect(state, source, "g", "()", "()", "('a', 'x', 'z')");
}

static void names_pass_through_scopes_between(void **state)
{
    const char *source = "def f():\n x = 1\n def g():\n  class C:\n   def h(self): return x\n";
    expect(state, source, "g", "('C',)", "()", "('x',)");
    expect(state, source, "C", "()", "()", "('x',)");
    expect(state, source, "h", "('self',)", "()", "('x',)");
}

static void a_class_does_not_lend_its_names(void **state)
{
    const char *source = "def f():\n x = 1\n class C:\n  x = 2\n  def h(self): return x\n";
    expect(state, source, "f", "('C',)", "('x',)", "()");
    expect(state, source, "C", "()", "()", "('x',)");
    expect(state, "class C:\n x = 1\n def h(self): return x", "h", "('self',)", "()", "()");
}

static void super_and_class_cell(void **state)
{
    const char *source =
        "class C:\n def m(self): return super().m()\n def n(self): return __class__\n def o(self): pass";
    expect(state, source, "C", "()", "('__class__',)", "()");
    expect(state, source, "m", "('self',)", "()", "('__class__',)");
    expect(state, source, "n", "('self',)", "()", "('__class__',)");
    expect(state, source, "o", "('self',)", "()", "()");
}

static void global_and_nonlocal(void **state)
{
    const char *source = "def f():\n x = 1\n def g():\n  nonlocal x\n  x = 2\n def h():\n  global x\n  def "
                         "i(): return x\n  x = 3";
    expect(state, source, "f", "('g', 'h')", "('x',)", "()");
    expect(state, source, "g", "()", "()", "('x',)");
    expect(state, source, "h", "('i',)", "()", "()");
    expect(state, source, "i", "()", "()", "()");
}

static void comprehensions_are_functions(void **state)
{
    const char *source = "def f(a):\n b = 1\n return [x + b + (y := x) for x in a], y";
    expect(state, source, "f", "('a',)", "('b', 'y')", "()");
    expect(state, source, "<listcomp>", "('.0', 'x')", "()", "('b', 'y')");
    expect(state, "class C:\n a = 1\n b = [a for _ in c]", "<listcomp>", "('.0', '_')", "()", "()");
    expect(state, "{k: v for k, v in a}", "<dictcomp>", "('.0', 'k', 'v')", "()", "()");
    expect(state, "def f(): return (lambda: i for i in a)", "<genexpr>", "('.0',)", "('i',)", "()");
}

static void private_names_are_mangled(void **state)
{
    const char *source = "class _C:\n def m(self, __a):\n  __b = __c__ = 1\n  def n(): return __b";
    expect(state, source, "m", "('self', '_C__a', '__c__', 'n')", "('_C__b',)", "()");
    expect(state, "class __:\n def m(self, __a): pass", "m", "('self', '__a')", "()", "()");
}

static void exception_and_pattern_names_are_local(void **state)
{
    expect(state,
           "def f():\n try: pass\n except E as e: pass\n match e:\n  case [a, *b, {'k': c, **d}] as g: pass",
           "f", "('e', 'a', 'b', 'c', 'd', 'g')", "()", "()");
    expect(state, "def f():\n import a.b, c.d as e\n from x import y as z, w\n with q as (r, s): pass", "f",
           "('a', 'e', 'z', 'w', 'r', 's')", "()", "()");
}

static void postponed_annotations_bind_nothing(void **state)
{
    expect(state, "from __future__ import annotations\ndef f(x):\n def g(a: x): pass", "f", "('x', 'g')",
           "()", "()");
    expect(state, "def f(x):\n def g(a: x): pass", "g", "('a',)", "()", "()");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_runtime, close_runtime)
    const struct CMUnitTest tests[] = {
        TEST(parameters_come_first),
        TEST(captured_names_are_cells),
        TEST(names_pass_through_scopes_between),
        TEST(a_class_does_not_lend_its_names),
        TEST(super_and_class_cell),
        TEST(global_and_nonlocal),
        TEST(comprehensions_are_functions),
        TEST(private_names_are_mangled),
        TEST(exception_and_pattern_names_are_local),
        TEST(postponed_annotations_bind_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
