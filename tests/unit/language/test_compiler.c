/* The compiler: what functions become, shown by listings; constants; positions; the code type. */
#include "compiling.h"

#include "types/int.h"

/* The instructions of function f in the text, without lines and offsets, one a line. */
static char *instructions_of_f(ouro_runtime *rt, const char *source)
{
    ouro_code *module = compile_text(rt, source);
    check_invariants(module, source);
    ouro_code *f = inner_code(module, "f");
    assert_non_null(f);
    char *listing = take_text(rt, ouro__code_disassemble(rt, f));
    char *out = calloc(1, strlen(listing) + 1), *at = out;
    char *line = strchr(listing, '\n') + 1;
    for (char *end; (end = strchr(line, '\n')); line = end + 1) {
        size_t length = (size_t)(end - line), skip = 13;
        if (length < skip || line[4] == ' ')
            break; /* handlers and inner code follow */
        memcpy(at, line + skip, length - skip + 1);
        at += length - skip + 1;
    }
    free(listing);
    ouro_decref(rt, &module->head);
    return out;
}

static void expect(void **state, const char *source, const char *wanted)
{
    char *got = instructions_of_f(*state, source);
    if (strcmp(got, wanted) != 0)
        fail_msg("%s\nbecame\n%s\nnot\n%s", source, got, wanted);
    free(got);
}

static void locals_are_operands_without_copying(void **state)
{
    expect(state, "def f(a, b): return a + b", "ADD t0 a b\nRETURN t0!\n");
    expect(state, "def f(a, b):\n x = a.y\n return x", "LOAD_ATTR x a y\nRETURN x\n");
    expect(state, "def f(a, b): a[b] = 5", "SETITEM a b 5\nRETURN None\n");
}

static void small_ints_are_immediate(void **state)
{
    expect(state, "def f(a):\n a += 1\n return a", "ADD a a 1 in place\nRETURN a\n");
    expect(state, "def f(a): return a[0] - 40000", "GETITEM t0 a 0\nSUBTRACT t0 t0 40000\nRETURN t0!\n");
}

static void comparisons_fuse_with_jumps(void **state)
{
    expect(state, "def f(a):\n if not a < 3: return a", "JUMP_LESS a 3 -> 2\nRETURN a\nRETURN None\n");
    expect(state, "def f(a):\n if a is not None: return a", "JUMP_IF_NONE a -> 2\nRETURN a\nRETURN None\n");
    expect(state, "def f(a, b):\n if a and b not in a: return a",
           "JUMP_IF_FALSE a -> 3\nJUMP_IN b a -> 3\nRETURN a\nRETURN None\n");
}

static void loops_are_tight(void **state)
{
    expect(state, "def f(a):\n for i in a: pass",
           "GET_ITER t0 a\nFOR_ITER i t0 -> 4\nJUMP_BACK -> 1\nRETURN None\n");
    expect(state, "def f(a):\n while True:\n  a()",
           "NOP\nMOVE t0 a\nCALL t0 t0 #0\nCLEAR t0 #1\nJUMP_BACK -> 1\n");
    expect(state, "def f(a):\n while a:\n  if a == 1: continue\n  a -= 1",
           "JUMP_IF_FALSE a -> 5\nJUMP_EQUAL a 1 -> 3 negated\nJUMP_BACK -> 0\nSUBTRACT a a 1 in "
           "place\nJUMP_BACK -> 0\n"
           "RETURN None\n");
}

static void walrus_does_not_change_an_operand_before_it(void **state)
{
    expect(state, "def f(a): return a + (a := 1)", "MOVE t0 a\nMOVE a 1\nADD t0 t0 a\nRETURN t0!\n");
}

static void a_local_takes_only_whole_values(void **state)
{
    expect(state, "def f(a, b):\n a = a or b\n return a",
           "MOVE t0 a\nJUMP_IF_TRUE_OR_CLEAR t0 -> 3\nMOVE t0 b\nMOVE a t0!\nRETURN a\n");
}

static void bound_locals_are_not_checked(void **state)
{
    expect(state, "def f(a):\n x = a\n return x", "MOVE x a\nRETURN x\n");
    expect(state, "def f(a):\n if a: x = 1\n return x",
           "JUMP_IF_FALSE a -> 2\nMOVE x 1\nCHECK_BOUND x\nRETURN x\n");
    expect(state, "def f(a):\n del a\n return a", "DELETE_LOCAL a!\nCHECK_BOUND a\nRETURN a\n");
    expect(state, "def f(a):\n for x in a: pass\n return x",
           "GET_ITER t0 a\nFOR_ITER x t0 -> 4\nJUMP_BACK -> 1\nCHECK_BOUND x\nRETURN x\n");
    expect(state, "def f(a):\n if a: x = 1\n else: x = 2\n return x, x",
           "JUMP_IF_FALSE a -> 3\nMOVE x 1\nJUMP -> 4\nMOVE x 2\nMOVE t0 x\nMOVE t1 x\nBUILD_TUPLE t0 t0 "
           "#2\nRETURN t0!\n");
    expect(state, "def f():\n return x\n x = 1", "CHECK_BOUND x\nRETURN x\n");
}

static void constants_are_folded(void **state)
{
    expect(state, "def f(): return 2 * 3 + (4 - 1)", "RETURN 9\n");
    expect(state, "def f(): return (1, (2, 'a'))[1]", "RETURN (2, 'a')\n");
    expect(state, "def f(): return -1, not 0, 'a' * 3", "RETURN (-1, True, 'aaa')\n");
    expect(state, "def f(a): return a in [1, 2]", "IN t0 a (1, 2)\nRETURN t0!\n");
    expect(state, "def f(a): return a in {1}", "IN t0 a frozenset({1})\nRETURN t0!\n");
    expect(state, "def f(): return 1 // 0", "FLOOR_DIVIDE t0 1 0\nRETURN t0!\n");
    expect(state, "def f(): return 'a' * 5000", "MULTIPLY t0 'a' 5000\nRETURN t0!\n");
    expect(state, "def f():\n if __debug__: return 1\n return 2", "RETURN 1\n");
    expect(state, "def f():\n if 0: return g()\n while 1: return 2", "NOP\nRETURN 2\n");
}

static void unpacking_pairs_needs_no_tuple(void **state)
{
    expect(state, "def f(a, b):\n a, b = b, a\n return a",
           "MOVE t0 b\nMOVE t1 a\nMOVE a t0!\nMOVE b t1!\nRETURN a\n");
    expect(state, "def f():\n a, b = 1, 2\n return b", "MOVE a 1\nMOVE b 2\nRETURN b\n");
}

static void items_are_unpacked_into_locals(void **state)
{
    expect(state, "def f(a):\n for k, v in a: k(v)",
           "GET_ITER t0 a\nFOR_ITER t1 t0 -> 10\nUNPACK k t1! #2\nMOVE t1 k\nMOVE t2 v\nCALL t1 t1 #1\nCLEAR "
           "t1 #1\nJUMP_BACK -> 1\n"
           "RETURN None\n");
    expect(state, "def f(a, b):\n b, a = b\n return a", "UNPACK t0 b #2\nMOVE b t0!\nMOVE a t1!\nRETURN a\n");
}

static void branches_return_by_themselves(void **state)
{
    expect(state, "def f(a): return a if a < 2 else a - 1",
           "JUMP_LESS a 2 -> 2 negated\nRETURN a\nSUBTRACT t0 a 1\nRETURN t0!\n");
}

static void methods_are_called_without_binding(void **state)
{
    expect(state, "def f(a): return a.b(1)",
           "LOAD_METHOD t0 a b\nMOVE t2 1\nCALL_METHOD t0 t0 #1\nRETURN t0!\n");
    expect(state, "def f(a): a(1, k=2)",
           "MOVE t0 a\nMOVE t1 1\nMOVE t2 2\nCALL_KW t0 t0 #2 ('k',)\nCLEAR t0 #1\nRETURN None\n");
}

static void constants_differ_by_type_and_sign(void **state)
{
    ouro_runtime *rt = *state;
    ouro_code *code =
        compile_text(rt, "x = [1, True, 1.0, 0.0, -0.0, 1, 1.0, 0.0, 'a', b'a', (1,), (True,), (1,), y]");
    const ouro_tuple *constants = (const ouro_tuple *)code->constants;
    /* 1, True, 1.0, 0.0, -0.0, 'a', b'a', (1,), (True,) and None */
    assert_int_equal(constants->count - code->name_count, 10);
    ouro_decref(rt, &code->head);
}

static void strings_like_names_are_interned(void **state)
{
    ouro_runtime *rt = *state;
    ouro_code *code = compile_text(rt, "x = 'like_a_name', 'not like'\ny = 'like_a_name'");
    ouro_object *interned = ouro__str_intern_cstring(rt, "like_a_name");
    const ouro_tuple *constants = (const ouro_tuple *)code->constants;
    bool found = false;
    for (uint64_t i = code->name_count; i < constants->count; i++)
        found |=
            constants->items[i] == interned || (ouro__is_exactly(constants->items[i], OURO_T_TUPLE) &&
                                                ((ouro_tuple *)constants->items[i])->items[0] == interned);
    assert_true(found);
    ouro_decref(rt, interned);
    ouro_decref(rt, &code->head);
}

static void positions_lead_back_to_the_source(void **state)
{
    ouro_runtime *rt = *state;
    ouro_code *code = compile_text(rt, "def f(a):\n    return (a +\n            a.b.c)\n");
    ouro_code *f = inner_code(code, "f");
    ouro_position add = {0}, last_attribute = {0};
    for (uint32_t pc = 0; pc < f->instruction_count;
         pc += 1u + ouro__opcode_words[ouro__op(f->instructions[pc])]) {
        if (ouro__op(f->instructions[pc]) == OURO_OP_ADD)
            add = ouro__code_position(f, pc);
        if (ouro__op(f->instructions[pc]) == OURO_OP_LOAD_ATTR)
            last_attribute = ouro__code_position(f, pc);
    }
    assert_int_equal(add.line, 2);
    assert_int_equal(add.end_line, 3);
    assert_int_equal(add.column, 12);
    assert_int_equal(add.end_column, 17);
    assert_int_equal(last_attribute.line, 3);
    assert_int_equal(last_attribute.column, 12);
    ouro_decref(rt, &code->head);
}

/* A fused jump reaches 32,767 words; past that it is inverted over a long one. */
static void far_jumps_are_inverted(void **state)
{
    ouro_runtime *rt = *state;
    size_t size = 60 + 40000 * 9;
    char *source = malloc(size), *at = source;
    at += sprintf(at, "def f(a):\n if a < 1:\n");
    for (int i = 0; i < 40000; i++)
        at += sprintf(at, "  a = %d\n", i % 10);
    sprintf(at, " return a\n");
    ouro_code *code = compile_text(rt, source);
    check_invariants(code, "far jump");
    ouro_code *f = inner_code(code, "f");
    assert_int_equal(ouro__op(f->instructions[0]), OURO_OP_JUMP_LESS);
    assert_int_equal(ouro__flags(f->instructions[0]) & OURO_NEGATE, 0);
    assert_int_equal((int16_t)ouro__a(f->instructions[0]), 1);
    assert_int_equal(ouro__op(f->instructions[1]), OURO_OP_JUMP);
    assert_int_equal(2 + ouro__bc(f->instructions[1]), 40002);
    ouro_decref(rt, &code->head);
    free(source);
}

static void many_constants_are_loaded_wide(void **state)
{
    ouro_runtime *rt = *state;
    char *source = malloc(20 + 70000 * 10), *at = source;
    at += sprintf(at, "x = [y");
    for (int i = 0; i < 70000; i++)
        at += sprintf(at, ", %d.5", i);
    sprintf(at, "]\n");
    ouro_code *code = compile_text(rt, source);
    check_invariants(code, "wide constants");
    assert_true(((ouro_tuple *)code->constants)->count > 70000);
    ouro_decref(rt, &code->head);
    free(source);
}

static void same_source_gives_equal_code(void **state)
{
    ouro_runtime *rt = *state;
    ouro_code *a = compile_text(rt, "def f(x): return x + 1"),
              *b = compile_text(rt, "def f(x): return x + 1");
    ouro_code *other = compile_text(rt, "def f(x): return x - 1"),
              *number = compile_text(rt, "def f(x): return x + 2");
    assert_int_equal(ouro__compare_bool(rt, &a->head, &b->head, OURO_EQ), 1);
    assert_int_equal(ouro__hash(rt, &a->head), ouro__hash(rt, &b->head));
    assert_int_equal(ouro__compare_bool(rt, &a->head, &other->head, OURO_EQ), 0);
    assert_int_equal(ouro__compare_bool(rt, &a->head, &number->head, OURO_EQ), 0);
    ouro_code *all[] = {a, b, other, number};
    for (int i = 0; i < 4; i++)
        ouro_decref(rt, &all[i]->head);
}

static void asserts_and_docstrings_go_with_optimization(void **state)
{
    ouro_runtime *rt = *state;
    const char *source = "def f(a):\n 'doc'\n assert a\n if __debug__: return 1\n return 2";
    for (int level = 0; level <= 2; level++) {
        const ouro_compile_options options = {.mode = OURO_COMPILE_EXEC, .optimize = level};
        ouro_code *module = compile_with(rt, source, strlen(source), "<test>", &options);
        ouro_code *f = inner_code(module, "f");
        assert_int_equal(f->docstring != NULL, level < 2);
        uint64_t last = f->instructions[f->instruction_count - 1];
        ouro_object *result = ouro__constant(f, ouro__b(last));
        assert_int_equal(((ouro_int *)result)->value, level == 0 ? 1 : 2);
        assert_int_equal(f->instruction_count > 2, level == 0);
        ouro_decref(rt, &module->head);
    }
}

/* The verifier is the oracle of the other tests: it must see what is wrong. */
static void the_verifier_sees_wrong_code(void **state)
{
    ouro_runtime *rt = *state;
    ouro_code *module = compile_text(rt, "def f(a, b): return a(b.c, b) + 1");
    ouro_code *f = inner_code(module, "f");
    char buffer[200];
    assert_null(ouro__code_verify(f, buffer, sizeof buffer));
    unsigned seen = 0, tried = 0;
    for (uint32_t pc = 0; pc < f->instruction_count;
         pc += 1u + ouro__opcode_words[ouro__op(f->instructions[pc])]) {
        uint64_t good = f->instructions[pc];
        const uint64_t wrong[] = {good ^ (uint64_t)1 << 47,
                                  good ^ (uint64_t)1 << 31}; /* B, A far out of range */
        for (int i = 0; i < 2; i++) {
            f->instructions[pc] = wrong[i];
            seen += ouro__code_verify(f, buffer, sizeof buffer) != NULL;
            tried++;
            f->instructions[pc] = good;
        }
    }
    assert_true(seen >= tried - 1);                               /* RETURN has no A */
    f->instructions[f->instruction_count - 1] &= ~(uint64_t)0xff; /* RETURN becomes NOP: runs off the end */
    assert_non_null(ouro__code_verify(f, buffer, sizeof buffer));
    ouro_decref(rt, &module->head);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_runtime, close_runtime)
    const struct CMUnitTest tests[] = {
        TEST(locals_are_operands_without_copying),
        TEST(small_ints_are_immediate),
        TEST(comparisons_fuse_with_jumps),
        TEST(loops_are_tight),
        TEST(walrus_does_not_change_an_operand_before_it),
        TEST(a_local_takes_only_whole_values),
        TEST(bound_locals_are_not_checked),
        TEST(constants_are_folded),
        TEST(unpacking_pairs_needs_no_tuple),
        TEST(items_are_unpacked_into_locals),
        TEST(branches_return_by_themselves),
        TEST(methods_are_called_without_binding),
        TEST(constants_differ_by_type_and_sign),
        TEST(strings_like_names_are_interned),
        TEST(positions_lead_back_to_the_source),
        TEST(far_jumps_are_inverted),
        TEST(many_constants_are_loaded_wide),
        TEST(same_source_gives_equal_code),
        TEST(asserts_and_docstrings_go_with_optimization),
        TEST(the_verifier_sees_wrong_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
