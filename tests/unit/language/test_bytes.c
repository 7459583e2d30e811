/* Bytes: making, comparing, showing, methods, and refused memory. */
#include "language.h"

#include <string.h>

#include "types/bytes_impl.h"

static ouro_object *bytes(ouro_runtime *rt, const char *text)
{
    ouro_object *o = ouro__bytes_new(rt, text, strlen(text));
    assert_non_null(o);
    return o;
}

static ouro_object *call(ouro_runtime *rt, const char *self, const char *method, const char *argument)
{
    ouro_object *o = bytes(rt, self), *a = argument ? bytes(rt, argument) : NULL, *name = name_of(rt, method);
    ouro_object *r = a ? ouro__call_method(rt, o, name, 1, a) : ouro__call_method(rt, o, name, 0);
    ouro_decref(rt, o);
    ouro_xdecref(rt, a);
    ouro_decref(rt, name);
    return r;
}

static void repr_chooses_its_quotes(void **state)
{
    RT;
    static const struct {
        const char *text, *shown;
    } rows[] = {{"", "b''"},
                {"a'b", "b\"a'b\""},
                {"'\"", "b'\\'\"'"},
                {"\t\n\r\\\177\200", "b'\\t\\n\\r\\\\\\x7f\\x80'"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ouro_object *b = bytes(rt, rows[i].text);
        expect_text(rt, ouro__bytes_repr(rt, b), rows[i].shown);
        drop(rt, b);
    }
}

static void methods_agree_with_the_reference(void **state)
{
    RT;
    static const struct {
        const char *self, *method, *argument, *result;
    } rows[] = {
        {"a b  c ", "split", NULL, "[b'a', b'b', b'c']"},
        {"a,b,,c", "split", ",", "[b'a', b'b', b'', b'c']"},
        {"a,b", "partition", ",", "(b'a', b',', b'b')"},
        {"ab", "rpartition", ",", "(b'', b'', b'ab')"},
        {"a\nb\r\nc\v", "splitlines", NULL, "[b'a', b'b', b'c\\x0b']"},
        {"xxaxx", "strip", "x", "b'a'"},
        {"hello wORLD", "title", NULL, "b'Hello World'"},
        {"Ab", "swapcase", NULL, "b'aB'"},
        {"abcabc", "rfind", "bc", "4"},
        {"aaaa", "count", "aa", "2"},
        {"prefix", "removeprefix", "pre", "b'fix'"},
        {"\001\377", "hex", NULL, "01ff"},
        {"ab", "isalpha", NULL, "True"},
        {"caf\303\251", "decode", NULL, "caf\303\251"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_text(rt, call(rt, rows[i].self, rows[i].method, rows[i].argument), rows[i].result);
    FAILS(call(rt, "ab", "index", "z"), VALUE_ERROR, "subsection not found");
    FAILS(call(rt, "ab", "split", ""), VALUE_ERROR, "empty separator");
    FAILS(call(rt, "\377", "decode", NULL), UNICODE_DECODE_ERROR,
          "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte");
}

static void refused_memory_is_survived(void **state)
{
    RT;
    ouro_object *b = bytes(rt, "a%d b%s c"), *name = name_of(rt, "split"), *r = NULL;
    for (uint64_t n = 1; !r && n < 5000; n++) {
        ouro__heap_fail(&rt->heap, n, 1);
        r = ouro__call_method(rt, b, name, 0);
        ouro__heap_fail(&rt->heap, 0, 0);
        if (!r) {
            assert_true(ouro__error_is(rt, OURO_T_MEMORY_ERROR));
            ouro__error_clear(rt);
        }
    }
    drop(rt, r);
    drop(rt, b);
    drop(rt, name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(repr_chooses_its_quotes),
        TEST(methods_agree_with_the_reference),
        TEST(refused_memory_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
