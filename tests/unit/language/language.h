/* What the tests of the types share: a runtime with the built-in types, classes made from C, checked messages, and a
 * close that fails when a block is left. */
#ifndef OURO_TESTS_LANGUAGE_H
#define OURO_TESTS_LANGUAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "gc/gc.h"
#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"
#include "types/weakref_type.h"

#define UNUSED __attribute__((unused))

typedef struct language {
    ouro_runtime *rt;
} language;

static UNUSED language open_language(uint64_t fail_at, uint64_t fail_count)
{
    language l = {0};
    ouro_core_options options = {.report_leaks = true};
    l.rt = ouro__runtime_create(&options);
    assert_non_null(l.rt);
    assert_int_equal(ouro__gc_init(l.rt), 0);
    if (fail_at)
        ouro__heap_fail(&l.rt->heap, fail_at, fail_count);
    return l;
}

static UNUSED void close_language(language *l)
{
    ouro__heap_fail(&l->rt->heap, 0, 0);
    if (l->rt->python) {
        ouro__error_clear(l->rt);
        ouro__gc_collect(l->rt, 2);
        ouro__gc_collect(l->rt, 2);
        ouro__types_destroy(l->rt);
    }
    assert_int_equal(ouro__heap_check(&l->rt->heap), 0);
    ouro__gc_destroy(l->rt);
    assert_int_equal(ouro__runtime_check_leaks(l->rt), 0);
    ouro__runtime_destroy(l->rt);
}

static UNUSED int setup(void **state)
{
    static language l; /* of the running test */
    l = open_language(0, 0);
    assert_int_equal(ouro__types_init(l.rt, 0), 0);
    *state = &l;
    return 0;
}

static UNUSED int teardown(void **state)
{
    close_language(*state);
    return 0;
}

#define RT ouro_runtime *rt = ((language *)*state)->rt
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
#define CLASS(id) ouro__class_at(rt, OURO_T_##id)

/* An interned name, owned. */
static UNUSED ouro_object *name_of(ouro_runtime *rt, const char *text)
{
    ouro_object *name = ouro__str_intern_cstring(rt, text);
    assert_non_null(name);
    return name;
}

static UNUSED void drop(ouro_runtime *rt, ouro_object *o)
{
    if (!o && rt->error) {
        ouro_object *text = ouro__str(rt, rt->error);
        printf("unexpected %s: %.*s\n", ouro__type_of(rt, rt->error)->name,
               text ? (int)ouro__str_length(text) : 0, text ? (char *)ouro__str_data(text) : "");
        ouro_xdecref(rt, text);
    }
    assert_non_null(o);
    ouro_decref(rt, o);
}

static UNUSED ouro_object *get(ouro_runtime *rt, ouro_object *o, const char *attribute)
{
    ouro_object *name = name_of(rt, attribute), *value = ouro__getattr(rt, o, name);
    ouro_decref(rt, name);
    return value;
}

/* value taken over. */
static UNUSED int set(ouro_runtime *rt, ouro_object *o, const char *attribute, ouro_object *value)
{
    ouro_object *name = name_of(rt, attribute);
    int status = ouro__setattr(rt, o, name, value);
    ouro_decref(rt, name);
    ouro_xdecref(rt, value);
    return status;
}

static UNUSED ouro_object *num(ouro_runtime *rt, int64_t value)
{
    ouro_object *o = ouro__int_new(rt, value);
    assert_non_null(o);
    return o;
}

static UNUSED int64_t num_of(ouro_runtime *rt, ouro_object *owned)
{
    int64_t value = -999;
    if (!owned)
        drop(rt, owned);
    assert_int_equal(ouro__int_as_int64(rt, owned, &value), 0);
    ouro_decref(rt, owned);
    return value;
}

static UNUSED void expect_text(ouro_runtime *rt, ouro_object *owned, const char *text)
{
    if (!owned)
        drop(rt, owned);
    ouro_object *s = ouro__str(rt, owned);
    assert_non_null(s);
    size_t length;
    char *buffer;
    const char *utf8 = ouro__str_utf8(rt, s, &length, &buffer);
    assert_string_equal(utf8, text);
    ouro__buffer_free(rt, buffer);
    ouro_decref(rt, s);
    ouro_decref(rt, owned);
}

/* The pending exception is of the class, says this, and is cleared. */
static UNUSED void expect_error(ouro_runtime *rt, enum ouro_type_id cls, const char *message)
{
    assert_non_null(rt->error);
    ouro_object *error = ouro__error_take(rt);
    assert_string_equal(ouro__type_of(rt, error)->name, ouro__type_at(rt, OURO_WORD(cls))->name);
    expect_text(rt, error, message);
}

#define FAILS(expression, id, message)                                                                       \
    do {                                                                                                     \
        assert_null((void *)(expression));                                                                   \
        expect_error(rt, OURO_T_##id, message);                                                              \
    } while (0)
#define FAILS_INT(expression, id, message)                                                                   \
    do {                                                                                                     \
        assert_int_equal((expression), -1);                                                                  \
        expect_error(rt, OURO_T_##id, message);                                                              \
    } while (0)

/* A namespace with these methods, which bind like functions. Owned. */
static UNUSED ouro_object *namespace_of(ouro_runtime *rt, const ouro_method_def *methods)
{
    ouro_object *dict = ouro__dict_new(rt);
    assert_non_null(dict);
    for (const ouro_method_def *m = methods; m && m->name; m++) {
        ouro_object *f = ouro__method_descriptor_new(rt, CLASS(OBJECT), m);
        assert_non_null(f);
        assert_int_equal(ouro__dict_set_owned(rt, dict, name_of(rt, m->name), f), 0);
    }
    return dict;
}

/* type(name, bases, namespace); namespace taken over, bases a NULL-ended list. Owned, or NULL with an exception. */
static UNUSED ouro_object *class_of(ouro_runtime *rt, const char *name, ouro_object *namespace, ...)
{
    ouro_object *bases[8];
    size_t count = 0;
    va_list list;
    va_start(list, namespace);
    while ((bases[count] = va_arg(list, ouro_object *)))
        count++;
    va_end(list);
    ouro_object *tuple = ouro__tuple_from(rt, bases, count);
    ouro_object *args[] = {ouro__str_from_cstring(rt, name), tuple, namespace};
    ouro_object *cls = ouro__call(rt, CLASS(TYPE), args, 3, NULL);
    for (int i = 0; i < 3; i++)
        ouro_decref(rt, args[i]);
    return cls;
}

#define METHOD(name)                                                                                         \
    static UNUSED ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,           \
                                    size_t nargs, ouro_object *kwnames)
#define UNUSED_ARGUMENTS (void)rt, (void)self, (void)args, (void)nargs, (void)kwnames

#endif
