/* The tokenizer: kinds and places of tokens, indentation, and why it stops. */
#include "syntax/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct fixture {
    ouro_region region;
    ouro_parse_input input;
    ouro_tokenizer tokenizer;
} fixture;

static void open_source(fixture *f, const char *source)
{
    const char *text;
    size_t length;
    bool encoded;
    ouro_syntax_error error;
    ouro__region_init(&f->region, NULL);
    f->input = (ouro_parse_input){.source = source, .length = strlen(source)};
    assert_int_equal(ouro__source_decode(&f->input, &f->region, &text, &length, &encoded, &error), 0);
    ouro__tokenizer_init(&f->tokenizer, &f->input, &f->region, text, length);
}

/* Each expected type in turn; TOKEN_TYPES ends the list. */
static void expect_types(const char *source, const uint8_t *types)
{
    fixture f;
    open_source(&f, source);
    for (; *types != TOKEN_TYPES; types++) {
        ouro_token token;
        ouro__tokenizer_next(&f.tokenizer, &token);
        assert_int_equal(token.type, *types);
    }
    ouro__region_clear(&f.region);
}

#define EXPECT(source, ...) expect_types(source, (const uint8_t[]){__VA_ARGS__, TOKEN_TYPES})

static void operators_are_taken_as_long_as_they_go(void **state)
{
    (void)state;
    EXPECT("a **= b // c -> d := e ... .f <<= g != h @= i", TOKEN_NAME, TOKEN_DOUBLESTAREQUAL, TOKEN_NAME,
           TOKEN_DOUBLESLASH, TOKEN_NAME, TOKEN_ARROW, TOKEN_NAME, TOKEN_COLONEQUAL, TOKEN_NAME,
           TOKEN_ELLIPSIS, TOKEN_DOT, TOKEN_NAME, TOKEN_LEFTSHIFTEQUAL, TOKEN_NAME, TOKEN_NOTEQUAL,
           TOKEN_NAME, TOKEN_ATEQUAL, TOKEN_NAME, TOKEN_NEWLINE, TOKEN_ENDMARKER);
}

static void keywords_are_told_from_names(void **state)
{
    (void)state;
    EXPECT("if iff nonlocal nonlocals None match True", TOKEN_IF, TOKEN_NAME, TOKEN_NONLOCAL, TOKEN_NAME,
           TOKEN_NONE, TOKEN_NAME, TOKEN_TRUE, TOKEN_NEWLINE);
}

static void indentation_opens_and_closes_blocks(void **state)
{
    (void)state;
    EXPECT("a\n  b\n    c\n\n  # no block\nd\n", TOKEN_NAME, TOKEN_NEWLINE, TOKEN_INDENT, TOKEN_NAME,
           TOKEN_NEWLINE, TOKEN_INDENT, TOKEN_NAME, TOKEN_NEWLINE, TOKEN_DEDENT, TOKEN_DEDENT, TOKEN_NAME,
           TOKEN_NEWLINE, TOKEN_ENDMARKER, TOKEN_ENDMARKER);
}

static void brackets_and_backslashes_join_lines(void **state)
{
    (void)state;
    EXPECT("(a,\n      b)\nc \\\n  d", TOKEN_LPAR, TOKEN_NAME, TOKEN_COMMA, TOKEN_NAME, TOKEN_RPAR,
           TOKEN_NEWLINE, TOKEN_NAME, TOKEN_NAME, TOKEN_NEWLINE, TOKEN_ENDMARKER);
}

static void every_newline_is_one(void **state)
{
    (void)state;
    EXPECT("a\r\nb\rc\n", TOKEN_NAME, TOKEN_NEWLINE, TOKEN_NAME, TOKEN_NEWLINE, TOKEN_NAME, TOKEN_NEWLINE,
           TOKEN_ENDMARKER);
}

static void numbers_of_every_form(void **state)
{
    (void)state;
    EXPECT("0 00 1_000 0xFF 0b1_0 0o17 1. .5 1e5 1E-5j 0_7.5 1if", TOKEN_NUMBER, TOKEN_NUMBER, TOKEN_NUMBER,
           TOKEN_NUMBER, TOKEN_NUMBER, TOKEN_NUMBER, TOKEN_NUMBER, TOKEN_NUMBER, TOKEN_NUMBER, TOKEN_NUMBER,
           TOKEN_NUMBER, TOKEN_NUMBER, TOKEN_IF, TOKEN_NEWLINE);
}

static void strings_with_and_without_prefix(void **state)
{
    (void)state;
    EXPECT("'a' rb\"b\" F'c' '''d\ne''' '' bu'f'", TOKEN_STRING, TOKEN_STRING, TOKEN_STRING, TOKEN_STRING,
           TOKEN_STRING, TOKEN_NAME, TOKEN_STRING, TOKEN_NEWLINE);
}

static void places_are_lines_from_one_and_bytes_from_zero(void **state)
{
    (void)state;
    fixture f;
    ouro_token token;
    open_source(&f, "\xC3\xA9 = '''a\nb'''");
    ouro__tokenizer_next(&f.tokenizer, &token);
    assert_int_equal(token.end_column, 2);
    ouro__tokenizer_next(&f.tokenizer, &token);
    assert_int_equal(token.column, 3);
    ouro__tokenizer_next(&f.tokenizer, &token);
    assert_int_equal(token.line, 1);
    assert_int_equal(token.column, 5);
    assert_int_equal(token.end_line, 2);
    assert_int_equal(token.end_column, 4);
    ouro__region_clear(&f.region);
}

static void expect_failure(const char *source, token_failure failure, const char *message)
{
    fixture f;
    ouro_token token;
    open_source(&f, source);
    do
        ouro__tokenizer_next(&f.tokenizer, &token);
    while (token.type != TOKEN_ERROR && token.type != TOKEN_ENDMARKER);
    assert_int_equal(f.tokenizer.failure, failure);
    if (message)
        assert_string_equal(f.tokenizer.error.message, message);
    ouro__region_clear(&f.region);
}

static void failures_say_why(void **state)
{
    (void)state;
    expect_failure("(", FAILURE_END, NULL);
    expect_failure("if a:\n    b\n  c\n", FAILURE_DEDENT, NULL);
    expect_failure("if a:\n        b\n\tc\n", FAILURE_TABS, NULL);
    expect_failure("a \\ b", FAILURE_CONTINUATION, NULL);
    expect_failure("'a", FAILURE_SYNTAX, "unterminated string literal (detected at line 1)");
    expect_failure("]", FAILURE_SYNTAX, "unmatched ']'");
    expect_failure("0b12", FAILURE_SYNTAX, "invalid digit '2' in binary literal");
    expect_failure("a\xE2\x82\xAC", FAILURE_SYNTAX, "invalid character '\xE2\x82\xAC' (U+20AC)");
    expect_failure("\xC2\xA0", FAILURE_SYNTAX, "invalid non-printable character U+00A0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators_are_taken_as_long_as_they_go),
        cmocka_unit_test(keywords_are_told_from_names),
        cmocka_unit_test(indentation_opens_and_closes_blocks),
        cmocka_unit_test(brackets_and_backslashes_join_lines),
        cmocka_unit_test(every_newline_is_one),
        cmocka_unit_test(numbers_of_every_form),
        cmocka_unit_test(strings_with_and_without_prefix),
        cmocka_unit_test(places_are_lines_from_one_and_bytes_from_zero),
        cmocka_unit_test(failures_say_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
