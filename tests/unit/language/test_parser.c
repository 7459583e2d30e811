/* The parser: trees as ast.dump prints them, modes, interning, depth, and memory refused at every turn. */
#include "syntax/parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect_tree(ouro_parse_mode mode, const char *source, const char *expected)
{
    ouro_region region;
    ouro_module_node *module;
    ouro_syntax_error error;
    size_t length;
    ouro_parse_input in = {.source = source, .length = strlen(source), .mode = mode};
    ouro__region_init(&region, NULL);
    assert_int_equal(ouro__parse(&in, &region, &module, &error), OURO_PARSE_OK);
    assert_string_equal(ouro__ast_dump(module, false, &region, NULL, &length), expected);
    ouro__region_clear(&region);
}

static void expect_expression(const char *source, const char *expected)
{
    char whole[4096] = "Expression(body=";
    strcat(strcat(whole, expected), ")");
    expect_tree(OURO_PARSE_EVAL, source, whole);
}

static int parse_with(const ouro_parse_input *in, ouro_syntax_error *error, char *message)
{
    ouro_region region;
    ouro_module_node *module;
    ouro__region_init(&region, NULL);
    int status = ouro__parse(in, &region, &module, error);
    if (error->message && message)
        strcpy(message, error->message);
    ouro__region_clear(&region);
    return status;
}

static void operators_bind_as_they_should(void **state)
{
    (void)state;
    expect_expression("a + b * c ** -d",
                      "BinOp(left=Name(id='a', ctx=Load()), op=Add(), right=BinOp(left=Name("
                      "id='b', ctx=Load()), op=Mult(), right=BinOp(left=Name(id='c', ctx=Load())"
                      ", op=Pow(), right=UnaryOp(op=USub(), operand=Name(id='d', ctx=Load())))))");
    expect_expression("not a < b is not c",
                      "UnaryOp(op=Not(), operand=Compare(left=Name(id='a', ctx=Load()), "
                      "ops=[Lt(), IsNot()], comparators=[Name(id='b', ctx=Load()), Name("
                      "id='c', ctx=Load())]))");
}

static void literals_keep_their_value(void **state)
{
    (void)state;
    expect_expression("0x_ff", "Constant(value=255)");
    expect_expression("1_0.5e3", "Constant(value=10500.0)");
    expect_expression("2J", "Constant(value=2j)");
    expect_expression("'a\\x41' \"\\u00e9\\n\" r'\\d'", "Constant(value='aA\xC3\xA9\\n\\\\d')");
    expect_expression("b'\\xff\\0' b'a'", "Constant(value=b'\\xff\\x00a')");
    expect_expression("u'x'", "Constant(value='x', kind='u')");
    expect_expression("'\\ud800'", "Constant(value='\\ud800')");
    expect_expression("'\\N{EURO SIGN}\\N{latin small letter a}'", "Constant(value='\xE2\x82\xAC"
                                                                   "a')");
}

static void fstrings_become_their_parts(void **state)
{
    (void)state;
    expect_expression("f'a{b!r:>{c}}{{' 'd'",
                      "JoinedStr(values=[Constant(value='a'), FormattedValue(value=Name(id='b', ctx=Load()), "
                      "conversion=114, format_spec=JoinedStr(values=[Constant(value='>'), FormattedValue("
                      "value=Name(id='c', ctx=Load()), conversion=-1)])), Constant(value='{d')])");
    expect_expression("f'{x = }'",
                      "JoinedStr(values=[Constant(value='x = '), FormattedValue(value=Name(id='x', "
                      "ctx=Load()), conversion=114)])");
}

static void brackets_after_with_may_hold_items_or_a_value(void **state)
{
    (void)state;
    expect_tree(OURO_PARSE_EXEC, "with (a, b as c): pass",
                "Module(body=[With(items=[withitem(context_expr=Name(id='a', ctx=Load())), withitem("
                "context_expr=Name(id='b', ctx=Load()), optional_vars=Name(id='c', ctx=Store()))], "
                "body=[Pass()])], type_ignores=[])");
    expect_tree(OURO_PARSE_EXEC, "with (a).b: pass",
                "Module(body=[With(items=[withitem(context_expr=Attribute(value=Name(id='a', ctx=Load()), "
                "attr='b', ctx=Load()))], body=[Pass()])], type_ignores=[])");
}

static void match_is_a_keyword_only_where_it_must(void **state)
{
    (void)state;
    expect_tree(
        OURO_PARSE_EXEC, "match(x)\nmatch x:\n case [1, *_]: pass",
        "Module(body=[Expr(value=Call(func=Name(id='match', ctx=Load()), args=[Name(id='x', ctx=Load())], "
        "keywords=[])), Match(subject=Name(id='x', ctx=Load()), cases=[match_case(pattern=MatchSequence("
        "patterns=[MatchValue(value=Constant(value=1)), MatchStar()]), body=[Pass()])])], "
        "type_ignores=[])");
}

static void interactive_statements_need_no_newline(void **state)
{
    (void)state;
    expect_tree(OURO_PARSE_SINGLE, "x = 1",
                "Interactive(body=[Assign(targets=[Name(id='x', ctx=Store())], value=Constant(value=1))])");
    expect_tree(OURO_PARSE_SINGLE, "if x:\n    pass",
                "Interactive(body=[If(test=Name(id='x', ctx=Load()), body=[Pass()], orelse=[])])");
}

static void an_interactive_statement_stands_alone(void **state)
{
    (void)state;
    ouro_syntax_error error;
    char message[200];
    ouro_parse_input in = {.source = "x = 1\ny = 2\n", .length = 12, .mode = OURO_PARSE_SINGLE};
    assert_int_equal(parse_with(&in, &error, message), OURO_PARSE_FAILED);
    assert_string_equal(message, "multiple statements found while compiling a single statement");
}

static void what_ends_too_early_is_incomplete(void **state)
{
    (void)state;
    static const char *const early[] = {"if x:",      "f(",           "'''a",
                                        "def f():\n", "x = 1 + \\\n", "try:\n    pass\n"};
    static const char *const wrong[] = {"x = = 1", "if x y:", "f)", "'a"};
    ouro_syntax_error error;
    ouro_parse_input in = {.mode = OURO_PARSE_SINGLE,
                           .flags = OURO_PARSE_ALLOW_INCOMPLETE | OURO_PARSE_DONT_IMPLY_DEDENT};
    for (size_t i = 0; i < sizeof early / sizeof *early; i++) {
        in.source = early[i];
        in.length = strlen(early[i]);
        assert_int_equal(parse_with(&in, &error, NULL), OURO_PARSE_INCOMPLETE);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        in.source = wrong[i];
        in.length = strlen(wrong[i]);
        assert_int_equal(parse_with(&in, &error, NULL), OURO_PARSE_FAILED);
    }
}

static void equal_names_are_one(void **state)
{
    (void)state;
    ouro_region region;
    ouro_module_node *module;
    ouro_syntax_error error;
    /* "ﬁ" is a ligature: NFKC makes it two letters. */
    ouro_parse_input in = {.source = "\xEF\xAC\x81 = fi", .length = 8};
    ouro__region_init(&region, NULL);
    assert_int_equal(ouro__parse(&in, &region, &module, &error), OURO_PARSE_OK);
    const ouro_stmt *assign = module->body.items[0];
    assert_ptr_equal(assign->assign.targets.items[0]->name.id, assign->assign.value->name.id);
    assert_ptr_equal(ouro__syntax_intern(module, &region, "fi", 2), assign->assign.value->name.id);
    ouro__region_clear(&region);
}

typedef struct warning_log {
    int count, verdict;
    char message[100];
    uint32_t line;
} warning_log;

static int log_warning(void *context, ouro_warning_kind kind, const char *message, uint32_t line)
{
    warning_log *log = context;
    assert_int_equal(kind, OURO_DEPRECATION_WARNING);
    log->count++;
    log->line = line;
    strcpy(log->message, message);
    return log->verdict;
}

static void doubtful_escapes_are_warned_of_once(void **state)
{
    (void)state;
    warning_log log = {0};
    ouro_syntax_error error;
    char message[200];
    const char *source = "x = 1\nwith ('\\d\\q'): pass\n";
    ouro_parse_input in = {
        .source = source, .length = strlen(source), .warn = log_warning, .warn_context = &log};
    assert_int_equal(parse_with(&in, &error, NULL), OURO_PARSE_OK);
    assert_int_equal(log.count, 1);
    assert_int_equal(log.line, 2);
    assert_string_equal(log.message, "invalid escape sequence '\\d'");
    log.verdict = 1;
    assert_int_equal(parse_with(&in, &error, message), OURO_PARSE_FAILED);
    assert_int_equal(error.kind, OURO_ERROR_SYNTAX);
    assert_string_equal(message, "invalid escape sequence '\\d'");
    log.verdict = -1;
    assert_int_equal(parse_with(&in, &error, NULL), OURO_PARSE_FAILED);
    assert_int_equal(error.kind, OURO_ERROR_CALLBACK);
}

/* `piece` n times between two others. */
static int parse_repeated(const char *before, const char *piece, int n, const char *after)
{
    size_t length = strlen(before) + strlen(piece) * (size_t)n + strlen(after);
    char *source = malloc(length + 1), *end = stpcpy(source, before);
    for (int i = 0; i < n; i++)
        end = stpcpy(end, piece);
    strcpy(end, after);
    ouro_syntax_error error;
    ouro_parse_input in = {.source = source, .length = length};
    int status = parse_with(&in, &error, NULL);
    free(source);
    assert_true(status == OURO_PARSE_OK || error.kind == OURO_ERROR_MEMORY ||
                error.kind == OURO_ERROR_SYNTAX);
    return status;
}

static void no_source_is_too_deep_for_the_stack(void **state)
{
    (void)state;
    assert_int_equal(parse_repeated("x = 1", "+1", 100000, ""), OURO_PARSE_OK);
    assert_int_equal(parse_repeated("x = a", ".b", 100000, ""), OURO_PARSE_OK);
    assert_int_equal(parse_repeated("x = a", "[0]", 100000, ""), OURO_PARSE_OK);
    assert_int_equal(parse_repeated("if 1: pass\n", "elif 1: pass\n", 20000, "else: pass"), OURO_PARSE_OK);
    assert_int_equal(parse_repeated("x = ", "-", 100000, "1"), OURO_PARSE_FAILED);
    assert_int_equal(parse_repeated("x = ", "not ", 100000, "1"), OURO_PARSE_FAILED);
    assert_int_equal(parse_repeated("x = ", "2**", 100000, "1"), OURO_PARSE_FAILED);
    assert_int_equal(parse_repeated("x = ", "(", 100000, "1"), OURO_PARSE_FAILED);
    assert_int_equal(parse_repeated("x = ", "lambda: ", 100000, "1"), OURO_PARSE_FAILED);
    assert_int_equal(parse_repeated("", "x ", 100000, ""), OURO_PARSE_FAILED);
}

typedef struct miser {
    int left;
    size_t out;
} miser;

static void *miser_take(void *context, size_t size)
{
    miser *m = context;
    if (m->left-- <= 0)
        return NULL;
    m->out += size;
    return malloc(size);
}

static void miser_give(void *context, void *memory, size_t size)
{
    miser *m = context;
    m->out -= size;
    free(memory);
}

/* Every request refused in turn: always a MemoryError, until there is enough. */
static void survive_refusals(const char *source, size_t length, int outcome)
{
    for (int granted = 0;; granted++) {
        miser m = {.left = granted};
        ouro_region_source from = {miser_take, miser_give, &m};
        ouro_region region;
        ouro_module_node *module;
        ouro_syntax_error error;
        ouro_parse_input in = {.source = source, .length = length};
        ouro__region_init(&region, &from);
        int status = ouro__parse(&in, &region, &module, &error);
        bool refused = m.left < 0;
        if (refused)
            assert_int_equal(error.kind, OURO_ERROR_MEMORY);
        else
            assert_int_equal(status, outcome);
        ouro__region_clear(&region);
        assert_int_equal(m.out, 0);
        if (!refused)
            return;
    }
}

static void refused_memory_is_a_memory_error(void **state)
{
    (void)state;
    enum { LINES = 800 };
    static const char *const lines[] = {
        "def f(a, b=1, *c, d: int = 2, **e) -> g: return [a, *b, {c: d for c in e}]\n",
        "x = f'{a!r:{b}} {c=}' 'd' \"\\u1234\\n\"; \xC3\xA9t\xC3\xA9 = b'\\x00'\n",
        "with (a as b, c): match(d); import e.f as g\n"};
    char *source = malloc(LINES * 100), *end = source;
    for (int i = 0; i < LINES; i++)
        end = stpcpy(end, lines[i % 3]);
    survive_refusals(source, (size_t)(end - source), OURO_PARSE_OK);
    end = stpcpy(end, "x = = 1\n");
    survive_refusals(source, (size_t)(end - source), OURO_PARSE_FAILED);
    free(source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators_bind_as_they_should),
        cmocka_unit_test(literals_keep_their_value),
        cmocka_unit_test(fstrings_become_their_parts),
        cmocka_unit_test(brackets_after_with_may_hold_items_or_a_value),
        cmocka_unit_test(match_is_a_keyword_only_where_it_must),
        cmocka_unit_test(interactive_statements_need_no_newline),
        cmocka_unit_test(an_interactive_statement_stands_alone),
        cmocka_unit_test(what_ends_too_early_is_incomplete),
        cmocka_unit_test(equal_names_are_one),
        cmocka_unit_test(doubtful_escapes_are_warned_of_once),
        cmocka_unit_test(no_source_is_too_deep_for_the_stack),
        cmocka_unit_test(refused_memory_is_a_memory_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
