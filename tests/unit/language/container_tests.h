/* What the tests of containers share: values written as Python literals, results and exceptions as text. */
#ifndef CONTAINER_TESTS_H
#define CONTAINER_TESTS_H

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gc/gc.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/set.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"

static ouro_runtime *rt;

static inline int start(void **state)
{
    (void)state;
    ouro_core_options options = {.report_leaks = true};
    rt = ouro__runtime_create(&options);
    assert_non_null(rt);
    assert_int_equal(ouro__gc_init(rt), 0);
    assert_int_equal(ouro__types_init(rt, 0), 0);
    return 0;
}

static inline int stop(void **state)
{
    (void)state;
    assert_null(rt->error);
    ouro__gc_collect(rt, 2);
    ouro__types_destroy(rt);
    ouro__gc_destroy(rt);
    assert_int_equal(ouro__runtime_check_leaks(rt), 0);
    assert_int_equal(ouro__heap_check(&rt->heap), 0);
    ouro__runtime_destroy(rt);
    return 0;
}

/* ---- Literals ---- */

static ouro_object *read_value(const char **at);

static void skip_blanks(const char **at)
{
    while (**at == ' ' || **at == ',' || **at == ':')
        ++*at;
}

/* Values up to a closing character, as a list. */
static ouro_object *read_row(const char **at, char close)
{
    ouro_object *row = ouro__list_new(rt, 0);
    for (skip_blanks(at); **at != close; skip_blanks(at)) {
        ouro_object *item = read_value(at);
        assert_int_equal(ouro__list_append_owned(rt, (ouro_list *)row, item), 0);
    }
    ++*at;
    return row;
}

static ouro_object *read_braces(const char **at)
{
    ouro_object *row = ouro__list_new(rt, 0);
    bool pairs = **at == '}';
    for (skip_blanks(at); **at != '}'; skip_blanks(at)) {
        ouro_object *item = read_value(at);
        assert_int_equal(ouro__list_append_owned(rt, (ouro_list *)row, item), 0);
        pairs |= **at == ':';
    }
    ++*at;
    ouro_object *result;
    if (pairs) {
        ouro_list *l = (ouro_list *)row;
        result = ouro__dict_new(rt);
        for (size_t i = 0; i < l->count; i += 2)
            assert_int_equal(ouro__dict_set(rt, result, l->items[i], l->items[i + 1]), 0);
    } else {
        result = ouro__set_new(rt, row);
    }
    ouro_decref(rt, row);
    return result;
}

/* name(arguments) of a built-in type, or a constant. */
static ouro_object *read_name(const char **at)
{
    static const struct {
        const char *name;
        enum ouro_type_id id;
    } types[] = {{"slice", OURO_T_SLICE},
                 {"range", OURO_T_RANGE},
                 {"list", OURO_T_LIST},
                 {"tuple", OURO_T_TUPLE},
                 {"set", OURO_T_SET},
                 {"frozenset", OURO_T_FROZENSET},
                 {"dict", OURO_T_DICT},
                 {"reversed", OURO_T_REVERSED},
                 {"enumerate", OURO_T_ENUMERATE},
                 {"zip", OURO_T_ZIP},
                 {"filter", OURO_T_FILTER},
                 {"map", OURO_T_MAP},
                 {"mappingproxy", OURO_T_MAPPING_PROXY}};
    const char *begin = *at;
    while (isalpha((unsigned char)**at))
        ++*at;
    size_t length = (size_t)(*at - begin);
    if (length == 4 && !memcmp(begin, "None", 4))
        return OURO_NONE(rt);
    if (length == 4 && !memcmp(begin, "True", 4))
        return OURO_TRUE(rt);
    if (length == 5 && !memcmp(begin, "False", 5))
        return OURO_FALSE(rt);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strlen(types[i].name) != length || memcmp(types[i].name, begin, length))
            continue;
        ouro_object *cls = ouro__class_at(rt, types[i].id);
        if (**at != '(')
            return ouro_ref(cls);
        ++*at;
        ouro_list *arguments = (ouro_list *)read_row(at, ')');
        ouro_object *result = ouro__call(rt, cls, arguments->items, arguments->count, NULL);
        ouro_decref(rt, &arguments->head);
        return result;
    }
    fail_msg("no such name: %s", begin);
    return NULL;
}

static ouro_object *read_number(const char **at)
{
    char *end;
    bool negative = **at == '-';
    strtod(*at, &end);
    if (memchr(*at, '.', (size_t)(end - *at))) {
        ouro_object *number = ouro__float_new(rt, strtod(*at, NULL));
        *at = end;
        return number;
    }
    const char *digits = *at + negative;
    ouro_object *number = ouro__int_from_digits(rt, digits, (size_t)(end - digits), 10);
    *at = end;
    if (negative) {
        ouro_object *positive = number;
        number = ouro__unary(rt, OURO_NEGATIVE, positive);
        ouro_decref(rt, positive);
    }
    return number;
}

static ouro_object *read_value(const char **at)
{
    skip_blanks(at);
    switch (**at) {
    case '[':
        ++*at;
        return read_row(at, ']');
    case '(': {
        ++*at;
        ouro_object *row = read_row(at, ')'), *result = ouro__list_to_tuple(rt, row);
        ouro_decref(rt, row);
        return result;
    }
    case '{':
        ++*at;
        return read_braces(at);
    case '\'': {
        const char *end = strchr(*at + 1, '\'');
        ouro_object *text = ouro__str_from_utf8(rt, *at + 1, (size_t)(end - *at - 1));
        *at = end + 1;
        return text;
    }
    default:
        return isalpha((unsigned char)**at) ? read_name(at) : read_number(at);
    }
}

/* The value of a literal, owned. NULL when a call in it raises. */
static ouro_object *value(const char *literal)
{
    return read_value(&literal);
}

/* ---- Results ---- */

/* A result (taken over) as text: its repr, or "Class: message" of what was raised. */
static const char *text_of(ouro_object *result)
{
    static char buffer[4096];
    ouro_object *text;
    if (result) {
        assert_null(rt->error);
        text = ouro__repr(rt, result);
        ouro_decref(rt, result);
    } else {
        assert_non_null(rt->error);
        ouro_object *error = ouro__error_take(rt);
        text = ouro__str_format(rt, "%T: %S", error, error);
        ouro_decref(rt, error);
    }
    assert_non_null(text);
    size_t length;
    char *owned;
    const char *bytes = ouro__str_utf8(rt, text, &length, &owned);
    snprintf(buffer, sizeof buffer, "%.*s", (int)length, bytes);
    ouro__buffer_free(rt, owned);
    ouro_decref(rt, text);
    return buffer;
}

/* A status as a result. */
static inline ouro_object *done(int status)
{
    return status < 0 ? NULL : OURO_NONE(rt);
}

/* subject.method(*arguments), as text. */
static inline const char *call_text(ouro_object *subject, const char *method, const char *arguments)
{
    ouro_list *row = (ouro_list *)value(arguments);
    ouro_object *name = ouro__str_intern_cstring(rt, method), *result = NULL;
    ouro_object *bound = ouro__getattr(rt, subject, name);
    if (bound)
        result = ouro__call(rt, bound, row->items, row->count, NULL);
    ouro_xdecref(rt, bound);
    ouro_decref(rt, name);
    ouro_decref(rt, &row->head);
    return text_of(result);
}

/* What an operation on literals gives. */
typedef struct claim {
    const char *left, *operation, *right, *expected, *after; /* after: repr of left then, or NULL */
} claim;

static inline ouro_object *operate(ouro_object *left, const char *operation, ouro_object *right)
{
    static const struct {
        const char *sign;
        int op;
    } binary[] = {{"+", OURO_ADD}, {"*", OURO_MULTIPLY}, {"-", OURO_SUBTRACT},
                  {"&", OURO_AND}, {"|", OURO_OR},       {"^", OURO_XOR}},
      compare[] = {{"<", OURO_LT},  {"<=", OURO_LE}, {"==", OURO_EQ},
                   {"!=", OURO_NE}, {">", OURO_GT},  {">=", OURO_GE}};
    for (size_t i = 0; i < sizeof binary / sizeof *binary; i++) {
        if (!strcmp(operation, binary[i].sign))
            return ouro__binary(rt, binary[i].op, left, right);
        if (operation[0] == binary[i].sign[0] && operation[1] == '=')
            return ouro__inplace(rt, binary[i].op, left, right);
    }
    for (size_t i = 0; i < sizeof compare / sizeof *compare; i++) {
        if (!strcmp(operation, compare[i].sign))
            return ouro__compare(rt, left, right, compare[i].op);
    }
    if (!strcmp(operation, "[]"))
        return ouro__getitem(rt, left, right);
    if (!strcmp(operation, "del"))
        return done(ouro__setitem(rt, left, right, NULL));
    if (!strcmp(operation, "in")) {
        int there = ouro__contains(rt, right, left);
        return there < 0 ? NULL : ouro__bool(rt, there);
    }
    if (!strcmp(operation, "[]=")) /* right: (key, value) */
        return done(
            ouro__setitem(rt, left, ((ouro_tuple *)right)->items[0], ((ouro_tuple *)right)->items[1]));
    if (!strcmp(operation, "hash")) {
        int64_t hash = ouro__hash(rt, left);
        return hash == -1 ? NULL : ouro__int_new(rt, hash);
    }
    if (!strcmp(operation, "len")) {
        int64_t length = ouro__length(rt, left);
        return length < 0 ? NULL : ouro__int_new(rt, length);
    }
    if (!strcmp(operation, "list"))
        return ouro__list_from_iterable(rt, left);
    if (!strcmp(operation, "new")) {
        ouro_list *arguments = (ouro_list *)right;
        return ouro__call(rt, left, arguments->items, arguments->count, NULL);
    }
    fail_msg("no such operation: %s", operation);
    return NULL;
}

static inline void check_claim(const claim *c)
{
    ouro_object *left = value(c->left);
    assert_non_null(left);
    if (c->operation[0] == '.') {
        assert_string_equal(call_text(left, c->operation + 1, c->right), c->expected);
    } else {
        ouro_object *right = value(c->right);
        assert_non_null(right);
        assert_string_equal(text_of(operate(left, c->operation, right)), c->expected);
        ouro_decref(rt, right);
    }
    if (c->after)
        assert_string_equal(text_of(ouro_ref(left)), c->after);
    ouro_decref(rt, left);
}

#define CHECK_CLAIMS(claims)                                                                                 \
    for (size_t i_ = 0; i_ < sizeof(claims) / sizeof *(claims); i_++)                                        \
    check_claim(&(claims)[i_])

/* ---- Functions and classes that misbehave ---- */

/* A function object (owned) that calls back into the test. */
static inline ouro_object *function(const ouro_method_def *def, ouro_object *self)
{
    return ouro__builtin_function_new(rt, def, self, NULL);
}

/* An instance of a fresh class in whose dict `method` is a function called with `self`, and __hash__ gives 7. */
static ouro_object *return_seven(ouro_runtime *r, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)self, (void)args, (void)nargs, (void)kwnames;
    return ouro__int_new(r, 7);
}

static inline ouro_object *instance_with(const char *method, const ouro_method_def *def, ouro_object *self)
{
    static const ouro_method_def seven = {"__hash__", return_seven, 0, 0, -1, NULL};
    ouro_object *namespace = ouro__dict_new(rt), *f = function(def, self), *h = function(&seven, NULL);
    ouro_object *name = ouro__str_from_cstring(rt, "Odd");
    assert_int_equal(ouro__dict_set_cstring(rt, namespace, method, f), 0);
    assert_int_equal(ouro__dict_set_cstring(rt, namespace, "__hash__", h), 0);
    ouro_object *cls = ouro__class_new(rt, ouro__class_at(rt, OURO_T_TYPE), name, OURO_EMPTY_TUPLE(rt),
                                       namespace, NULL, NULL);
    assert_non_null(cls);
    ouro_object *o = ouro__instance_new(rt, cls);
    assert_non_null(o);
    ouro_decref(rt, cls);
    ouro_decref(rt, name);
    ouro_decref(rt, h);
    ouro_decref(rt, f);
    ouro_decref(rt, namespace);
    return o;
}

/* Fails the nth allocation from now on for every n until `act` gets through; act returns whether it did. */
static inline void fail_each_allocation(bool (*act)(void *context), void *context)
{
    for (uint64_t n = 1;; n++) {
        ouro__heap_fail(&rt->heap, n, 1);
        bool through = act(context);
        ouro__heap_fail(&rt->heap, 0, 0);
        if (through)
            return;
        assert_non_null(rt->error);
        assert_true(ouro__error_is(rt, OURO_T_MEMORY_ERROR));
        ouro__error_clear(rt);
        assert_true(n < 100000);
    }
}

#endif
