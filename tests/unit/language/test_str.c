/* Strings: kinds, interning, growth in place, searching, case, repr, UTF-8, and refused memory. */
#include "language.h"

#include <string.h>

#include "types/text.h"

#define S(text) ouro__str_from_cstring(rt, text)

static void each_text_has_its_narrowest_kind(void **state)
{
    RT;
    ouro_object *wide = S("a\346\227\245\360\237\230\200"), *part = ouro__str_slice(rt, wide, 0, 2);
    assert_int_equal(ouro__str_width(wide), 4);
    assert_int_equal(ouro__str_width(part), 2);
    ouro_object *one = ouro__str_slice(rt, wide, 0, 1);
    assert_ptr_equal(one, ouro__str_latin1_char(rt, 'a'));
    ouro_object *again = ouro__str_concat(rt, part, ouro__str_latin1_char(rt, 'x'));
    expect_text(rt, again, "a\346\227\245x");
    drop(rt, wide);
    drop(rt, part);
}

static void interned_strings_leave_when_they_die(void **state)
{
    RT;
    ouro_object *names[3000], *twin;
    char text[16];
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 3000; i++) {
            snprintf(text, sizeof text, "name_%d", i);
            names[i] = ouro__str_intern_cstring(rt, text);
            assert_non_null(names[i]);
        }
        for (int i = 0; i < 3000; i++) {
            snprintf(text, sizeof text, "name_%d", i);
            twin = ouro__str_intern_cstring(rt, text);
            assert_ptr_equal(twin, names[i]);
            drop(rt, twin);
        }
        for (int i = 0; i < 3000; i += 2)
            drop(rt, names[i]);
        for (int i = 1; i < 3000; i += 2) {
            snprintf(text, sizeof text, "name_%d", i);
            twin = ouro__str_intern_cstring(rt, text);
            assert_ptr_equal(twin, names[i]);
            drop(rt, twin);
            drop(rt, names[i]);
        }
    }
    twin = ouro__str_intern_cstring(rt, "a");
    assert_ptr_equal(twin, ouro__str_latin1_char(rt, 'a'));
}

static void appending_is_linear(void **state)
{
    RT;
    ouro_object *s = S("start"), *piece = S("0123456789");
    uint64_t moves = 0;
    for (int i = 0; i < 100000; i++) {
        ouro_object *before = s;
        s = ouro__str_append(rt, s, piece);
        assert_non_null(s);
        moves += s != before;
    }
    assert_int_equal(ouro__str_length(s), 1000005);
    assert_true(moves < 400);
    assert_int_equal(ouro__str_char(s, 1000004), '9');
    ouro_object *shared = ouro_ref(s), *longer = ouro__str_append(rt, s, piece);
    assert_ptr_not_equal(shared, longer);
    assert_int_equal(ouro__str_length(shared), 1000005);
    drop(rt, shared);
    drop(rt, longer);
    drop(rt, piece);
}

static int64_t find_slowly(const ouro__text *t, const ouro__text *n, bool last)
{
    int64_t found = -1;
    for (size_t i = 0; i + n->length <= t->length; i++) {
        ouro__text part = ouro__text_part(t, i, i + n->length);
        if (ouro__text_equal(&part, n)) {
            found = (int64_t)i;
            if (!last)
                break;
        }
    }
    return found;
}

static void search_agrees_with_the_definition(void **state)
{
    (void)state;
    uint8_t bytes[64], needle[16];
    uint32_t wide[64], wide_needle[16];
    uint16_t two[64], two_needle[16];
    uint64_t seed = 3;
    for (int i = 0; i < 60000; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        size_t n = seed >> 58, m = seed >> 40 & 15;
        for (size_t k = 0; k < n; k++)
            two[k] = wide[k] = bytes[k] = (uint8_t)('a' + (seed >> (k % 50) & (i & 1 ? 1 : 3) & seed >> 7));
        for (size_t k = 0; k < m; k++)
            two_needle[k] = wide_needle[k] = needle[k] =
                n > m + 3 && i % 3 ? bytes[k + 2] : (uint8_t)('a' + (seed >> (k + 20) & 1));
        ouro__text texts[] = {{bytes, n, 0, false}, {two, n, 1, false}, {wide, n, 2, false}};
        ouro__text needles[] = {{needle, m, 0, false}, {two_needle, m, 1, false}, {wide_needle, m, 2, false}};
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b <= a; b++) {
                assert_int_equal(ouro__text_find(&texts[a], &needles[b]),
                                 find_slowly(&texts[a], &needles[b], false));
                assert_int_equal(ouro__text_rfind(&texts[a], &needles[b]),
                                 find_slowly(&texts[a], &needles[b], true));
            }
        }
    }
}

static void hostile_searches_take_linear_time(void **state)
{
    (void)state;
    enum { N = 1 << 20, M = 1 << 18 };
    for (int kind = 0; kind < 3; kind++) {
        char *t = calloc((size_t)N << kind, 1), *n = calloc((size_t)M << kind, 1);
        assert_true(t && n);
        ouro__char_put(n, kind, M / 2, 1);
        ouro__text text = {t, N, kind, false}, needle = {n, M, kind, false};
        assert_int_equal(ouro__text_find(&text, &needle), -1); /* hours when quadratic */
        assert_int_equal(ouro__text_rfind(&text, &needle), -1);
        free(t);
        free(n);
    }
}

static const struct {
    const char *text, *mapped[6];
} cases[] = {
    {"Stra\303\237e", {"stra\303\237e", "STRASSE", "Stra\303\237e", "strasse", "Stra\303\237e", "sTRASSE"}},
    {"\316\221\316\243 \316\243\316\221\316\243.",
     {"\316\261\317\202 \317\203\316\261\317\202.", "\316\221\316\243 \316\243\316\221\316\243.",
      "\316\221\317\202 \316\243\316\261\317\202.", "\316\261\317\203 \317\203\316\261\317\203.",
      "\316\221\317\202 \317\203\316\261\317\202.", "\316\261\317\202 \317\203\316\261\317\202."}},
    {"\307\205\357\254\203 \305\211",
     {"\307\206\357\254\203 \305\211", "\307\204FFI \312\274N", "\307\205\357\254\203 \312\274N",
      "\307\206ffi \312\274n", "\307\205\357\254\203 \305\211", "\307\205FFI \312\274N"}},
    {"\304\260stanbul",
     {"i\314\207stanbul", "\304\260STANBUL", "\304\260stanbul", "i\314\207stanbul", "\304\260stanbul",
      "i\314\207STANBUL"}},
    {"hello wORLD it's",
     {"hello world it's", "HELLO WORLD IT'S", "Hello World It'S", "hello world it's", "Hello world it's",
      "HELLO World IT'S"}},
    {"\303\251\303\211 \360\220\220\200",
     {"\303\251\303\251 \360\220\220\250", "\303\211\303\211 \360\220\220\200",
      "\303\211\303\251 \360\220\220\200", "\303\251\303\251 \360\220\220\250",
      "\303\211\303\251 \360\220\220\250", "\303\211\303\251 \360\220\220\250"}},
    {"\341\276\200\315\205",
     {"\341\276\200\315\205", "\341\274\210\316\231\316\231", "\341\276\210\315\205",
      "\341\274\200\316\271\316\271", "\341\276\210\315\205", "\341\274\210\316\231\316\231"}},
};

static void case_mappings_are_full(void **state)
{
    RT;
    static const char *const methods[] = {"lower", "upper", "title", "casefold", "capitalize", "swapcase"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ouro_object *s = S(cases[i].text);
        for (int k = 0; k < 6; k++) {
            ouro_object *name = name_of(rt, methods[k]);
            expect_text(rt, ouro__call_method(rt, s, name, 0), cases[i].mapped[k]);
            ouro_decref(rt, name);
        }
        drop(rt, s);
    }
}

static const struct {
    const char *text, *shown;
} shown[] = {
    {"", "''"},
    {"a", "'a'"},
    {"'", "\042'\042"},
    {"\042", "'\042'"},
    {"'\042", "'\134'\042'"},
    {"\012\011\015\134", "'\134n\134t\134r\134\134'"},
    {"\303\251\346\227\245\360\237\230\200", "'\303\251\346\227\245\360\237\230\200'"},
    {"\342\200\213\342\200\250\356\200\200\363\240\200\201", "'\134u200b\134u2028\134ue000\134U000e0001'"},
    {"\355\237\277", "'\134ud7ff'"},
};

static void repr_escapes_what_is_not_printable(void **state)
{
    RT;
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        ouro_object *s = S(shown[i].text);
        expect_text(rt, ouro__str_repr(rt, s), shown[i].shown);
        drop(rt, s);
    }
}

static void invalid_utf8_is_named(void **state)
{
    RT;
    FAILS(S("ab\377"), UNICODE_DECODE_ERROR,
          "'utf-8' codec can't decode byte 0xff in position 2: invalid start byte");
    FAILS(S("\342\202"), UNICODE_DECODE_ERROR,
          "'utf-8' codec can't decode bytes in position 0-1: unexpected end of data");
    FAILS(S("\342(\241"), UNICODE_DECODE_ERROR,
          "'utf-8' codec can't decode byte 0xe2 in position 0: invalid continuation byte");
    FAILS(S("\355\240\200"), UNICODE_DECODE_ERROR,
          "'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte");
    ouro_object *s = ouro__str_from_wtf8(rt, "\355\240\200", 3);
    assert_int_equal(ouro__str_char(s, 0), 0xd800);
    size_t length;
    char *owned;
    FAILS(ouro__str_utf8(rt, s, &length, &owned), UNICODE_ENCODE_ERROR,
          "'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed");
    drop(rt, s);
    s = ouro__str_from_filesystem(rt, "a\377b", 3);
    assert_int_equal(ouro__str_char(s, 1), 0xdcff);
    drop(rt, s);
}

static void hashes_are_spread_and_stable(void **state)
{
    RT;
    ouro_object *a = S("some text"), *b = S("some texu"), *c = S("some text");
    assert_int_equal(ouro__str_hash(rt, a), ouro__str_hash(rt, c));
    assert_int_not_equal(ouro__str_hash(rt, a), ouro__str_hash(rt, b));
    assert_true(ouro__str_equal(a, c));
    assert_int_equal(ouro__str_compare(a, b), -1);
    drop(rt, a);
    drop(rt, b);
    drop(rt, c);
}

static void huge_strings_are_refused(void **state)
{
    RT;
    assert_null(ouro__str_alloc(rt, (size_t)1 << 61, 'a'));
    assert_true(ouro__error_is(rt, OURO_T_MEMORY_ERROR));
    ouro__error_clear(rt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_text_has_its_narrowest_kind),
        TEST(interned_strings_leave_when_they_die),
        TEST(appending_is_linear),
        TEST(search_agrees_with_the_definition),
        TEST(hostile_searches_take_linear_time),
        TEST(case_mappings_are_full),
        TEST(repr_escapes_what_is_not_printable),
        TEST(invalid_utf8_is_named),
        TEST(hashes_are_spread_and_stable),
        TEST(huge_strings_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
