/* dict: literals, methods, views, iteration, what keys may do, the table under random work against a model.
 */
#include "container_tests.h"

static const claim claims[] = {
    {"{'a': 1, 2: 'b'}", "[]", "2", "'b'", "{'a': 1, 2: 'b'}"},
    {"{'a': 1}", "[]", "'b'", "KeyError: 'b'", NULL},
    {"{'a': 1}", "[]", "[]", "TypeError: unhashable type: 'list'", NULL},
    {"{'a': 1}", "[]=", "('a', 2)", "None", "{'a': 2}"},
    {"{'a': 1}", "[]=", "([], 2)", "TypeError: unhashable type: 'list'", "{'a': 1}"},
    {"{1: 'x'}", "[]=", "(True, 'y')", "None", "{1: 'y'}"},
    {"{1: 'x'}", "[]", "1.0", "'x'", NULL},
    {"{'a': 1, 'b': 2}", "del", "'a'", "None", "{'b': 2}"},
    {"{'a': 1}", "del", "'x'", "KeyError: 'x'", "{'a': 1}"},
    {"'a'", "in", "{'a': 1}", "True", NULL},
    {"'z'", "in", "{'a': 1}", "False", NULL},
    {"[]", "in", "{'a': 1}", "TypeError: unhashable type: 'list'", NULL},
    {"{'a': 1, 'b': 2}", "==", "{'b': 2, 'a': 1.0}", "True", NULL},
    {"{'a': 1}", "==", "{'a': 2}", "False", NULL},
    {"{'a': 1}", "!=", "{'b': 1}", "True", NULL},
    {"{'a': 1}", "<", "{'a': 1}", "TypeError: '<' not supported between instances of 'dict' and 'dict'",
     NULL},
    {"{'a': 1}", "|", "{'b': 2, 'a': 3}", "{'a': 3, 'b': 2}", "{'a': 1}"},
    {"{'a': 1}", "|", "[('b', 2)]", "TypeError: unsupported operand type(s) for |: 'dict' and 'list'", NULL},
    {"{'a': 1}", "|=", "[('b', 2)]", "{'a': 1, 'b': 2}", "{'a': 1, 'b': 2}"},
    {"{}", "hash", "0", "TypeError: unhashable type: 'dict'", NULL},
    {"dict", "new", "[[('a', 1), ['b', 2]]]", "{'a': 1, 'b': 2}", NULL},
    {"dict", "new", "[{'a': 1}]", "{'a': 1}", NULL},
    {"dict", "new", "[1]", "TypeError: 'int' object is not iterable", NULL},
    {"dict", "new", "[1, 2]", "TypeError: dict expected at most 1 argument, got 2", NULL},
    {"dict", "new", "[[1]]", "TypeError: cannot convert dictionary update sequence element #0 to a sequence",
     NULL},
    {"dict", "new", "[[(1, 2), (1,)]]",
     "ValueError: dictionary update sequence element #1 has length 1; 2 is required", NULL},
    {"{'a': 1}", ".get", "['a']", "1", NULL},
    {"{'a': 1}", ".get", "['b']", "None", NULL},
    {"{'a': 1}", ".get", "['b', 5]", "5", NULL},
    {"{'a': 1}", ".get", "[]", "TypeError: get expected at least 1 argument, got 0", NULL},
    {"{'a': 1}", ".setdefault", "['a', 5]", "1", "{'a': 1}"},
    {"{'a': 1}", ".setdefault", "['b', 5]", "5", "{'a': 1, 'b': 5}"},
    {"{'a': 1}", ".setdefault", "['b']", "None", "{'a': 1, 'b': None}"},
    {"{'a': 1, 'b': 2}", ".pop", "['a']", "1", "{'b': 2}"},
    {"{'a': 1}", ".pop", "['b']", "KeyError: 'b'", NULL},
    {"{'a': 1}", ".pop", "['b', 7]", "7", NULL},
    {"{'a': 1, 'b': 2}", ".popitem", "[]", "('b', 2)", "{'a': 1}"},
    {"{}", ".popitem", "[]", "KeyError: 'popitem(): dictionary is empty'", NULL},
    {"{'a': 1}", ".clear", "[]", "None", "{}"},
    {"{'a': 1}", ".copy", "[]", "{'a': 1}", NULL},
    {"{'a': 1}", ".update", "[{'b': 2}]", "None", "{'a': 1, 'b': 2}"},
    {"{'a': 1}", ".update", "[[('b', 2)]]", "None", "{'a': 1, 'b': 2}"},
    {"{'a': 1}", ".update", "[1, 2]", "TypeError: update expected at most 1 argument, got 2", NULL},
    {"{}", ".fromkeys", "['ab', 0]", "{'a': 0, 'b': 0}", NULL},
    {"{}", ".fromkeys", "[]", "TypeError: fromkeys expected at least 1 argument, got 0", NULL},
    {"{'a': 1, 'b': 2}", ".keys", "[]", "dict_keys(['a', 'b'])", NULL},
    {"{'a': 1, 'b': 2}", ".values", "[]", "dict_values([1, 2])", NULL},
    {"{'a': 1, 'b': 2}", ".items", "[]", "dict_items([('a', 1), ('b', 2)])", NULL},
    {"{'a': 1, 'b': 2}", "list", "0", "['a', 'b']", NULL},
    {"list", "new", "[reversed({'a': 1, 'b': 2})]", "['b', 'a']", NULL},
    {"{1: {2: 3}}", "len", "0", "1", NULL},
    {"mappingproxy({'a': 1})", "[]", "'a'", "1", "mappingproxy({'a': 1})"},
    {"mappingproxy({'a': 1})", "|", "{'b': 2}", "{'a': 1, 'b': 2}", NULL},
    {"mappingproxy({'a': 1})", "|=", "{'b': 2}",
     "TypeError: '|=' is not supported by mappingproxy; use '|' instead", NULL},
    {"mappingproxy({'a': 1})", "==", "{'a': 1}", "True", NULL},
    {"mappingproxy({'a': 1})", ".get", "['b', 3]", "3", NULL},
    {"mappingproxy", "new", "[[]]", "TypeError: mappingproxy() argument must be a mapping, not list", NULL},
};

static void test_operations(void **state)
{
    (void)state;
    CHECK_CLAIMS(claims);
}

/* view op other, for the keys (or items) of a dict. */
static const char *view_text(const char *dict, const char *view, const char *operation, const char *other)
{
    ouro_object *d = value(dict), *right = value(other);
    ouro_object *v = ouro__call_method(rt, d, !strcmp(view, "keys") ? NAME(rt, keys) : NAME(rt, items), 0);
    const char *text = text_of(operate(v, operation, right));
    ouro_decref(rt, v);
    ouro_decref(rt, right);
    ouro_decref(rt, d);
    return text;
}

static void test_views_as_sets(void **state)
{
    (void)state;
    assert_string_equal(view_text("{1: 2, 3: 4}", "keys", "&", "[3, 5]"), "{3}");
    assert_string_equal(view_text("{1: 2, 3: 4}", "keys", "|", "[5]"), "{1, 3, 5}");
    assert_string_equal(view_text("{1: 2, 3: 4}", "keys", "-", "{1}"), "{3}");
    assert_string_equal(view_text("{1: 2, 3: 4}", "keys", "^", "{1, 9}"), "{9, 3}");
    assert_string_equal(view_text("{1: 2}", "keys", "-", "5"), "TypeError: 'int' object is not iterable");
    assert_string_equal(view_text("{1: 2}", "keys", "==", "{1}"), "True");
    assert_string_equal(view_text("{1: 2}", "keys", "<", "{1, 2}"), "True");
    assert_string_equal(view_text("{1: 2}", "keys", ">=", "{1, 2}"), "False");
    assert_string_equal(view_text("{1: 2}", "items", "==", "{(1, 2)}"), "True");
    assert_string_equal(view_text("{1: 2}", "items", "&", "[(1, 2), (1, 3)]"), "{(1, 2)}");
    assert_string_equal(view_text("{1: 2}", "keys", "hash", "0"), "TypeError: unhashable type: 'dict_keys'");
}

static void test_repr_of_a_dict_in_itself(void **state)
{
    (void)state;
    ouro_object *d = value("{1: 2}"), *key = value("'me'");
    assert_int_equal(ouro__dict_set(rt, d, key, d), 0);
    assert_string_equal(text_of(ouro_ref(d)), "{1: 2, 'me': {...}}");
    ouro__dict_clear(rt, d);
    ouro_decref(rt, key);
    ouro_decref(rt, d);
}

static void test_changing_while_iterating(void **state)
{
    (void)state;
    ouro_object *d = value("{1: 1, 2: 2}"), *it = ouro__iter(rt, d), *three = value("3");
    ouro_decref(rt, ouro__next(rt, it));
    assert_int_equal(ouro__dict_set(rt, d, three, three), 0);
    assert_string_equal(text_of(ouro__next(rt, it)),
                        "RuntimeError: dictionary changed size during iteration");
    assert_string_equal(text_of(ouro__next(rt, it)),
                        "RuntimeError: dictionary changed size during iteration");
    ouro_decref(rt, it);
    ouro_object *roomy = ouro__dict_new_sized(rt, 20); /* places do not move */
    assert_int_equal(ouro__dict_update(rt, roomy, d), 0);
    ouro_decref(rt, d);
    d = roomy;
    it = ouro__iter(rt, d);
    for (int i = 1; i <= 3; i++) { /* each key is replaced by another: the size stays */
        ouro_object *key = ouro__next(rt, it), *other = ouro__int_new(rt, 1000 + i);
        assert_non_null(key);
        assert_int_equal(ouro__dict_delete(rt, d, key), 0);
        assert_int_equal(ouro__dict_set(rt, d, other, other), 0);
        ouro_decref(rt, other);
        ouro_decref(rt, key);
    }
    assert_string_equal(text_of(ouro__next(rt, it)),
                        "RuntimeError: dictionary keys changed during iteration");
    assert_null(ouro__next(rt, it));
    ouro_decref(rt, it);
    ouro_decref(rt, three);
    ouro_decref(rt, d);
}

static void test_two_str_keys_take_eighty_bytes(void **state)
{
    (void)state;
    ouro_object *d = ouro__dict_new_sized(rt, 2);
    assert_int_equal(ouro__dict_set_cstring(rt, d, "first", OURO_NONE(rt)), 0);
    assert_int_equal(ouro__dict_set_cstring(rt, d, "second", OURO_NONE(rt)), 0);
    assert_true(ouro__heap_usable(&rt->heap, d) + ouro__heap_usable(&rt->heap, ((ouro_dict *)d)->keys) <= 80);
    ouro_decref(rt, d);
    d = value("{'first': 1, 'second': 2}");
    assert_true(ouro__heap_usable(&rt->heap, d) + ouro__heap_usable(&rt->heap, ((ouro_dict *)d)->keys) <= 80);
    ouro_decref(rt, d);
}

static void test_tracked_only_when_it_must_be(void **state)
{
    (void)state;
    static const struct {
        const char *literal;
        bool tracked;
    } cases[] = {{"{}", false},       {"{'a': 1}", false},    {"{'a': []}", true},
                 {"{'a': {}}", true}, {"{1: (2, 3)}", false}, {"{1: (2, [])}", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ouro_object *d = value(cases[i].literal);
        assert_int_equal((d->word & OURO_TRACKED) != 0, cases[i].tracked);
        ouro_object *copy = ouro__dict_copy(rt, d);
        assert_int_equal((copy->word & OURO_TRACKED) != 0, cases[i].tracked);
        ouro_decref(rt, copy);
        ouro_decref(rt, d);
    }
}

static void test_keys_version(void **state)
{
    (void)state;
    ouro_object *d = value("{'a': 1, 'b': 2}"), *a = ouro__str_intern_cstring(rt, "a"), *c = value("'c'");
    uint32_t version = ouro__dict_keys_version(rt, d);
    assert_int_not_equal(version, 0);
    int64_t place = ouro__dict_place(rt, d, a);
    assert_int_equal(place, 0);
    assert_int_equal(ouro__dict_set(rt, d, a, c), 0);
    assert_int_equal(ouro__dict_keys_version(rt, d), version);
    assert_ptr_equal(*ouro__dict_value_at((ouro_dict *)d, place), c);
    assert_int_equal(ouro__dict_set(rt, d, c, c), 0);
    assert_int_not_equal(((ouro_dict *)d)->keys->version, version);
    version = ouro__dict_keys_version(rt, d);
    assert_int_equal(ouro__dict_delete(rt, d, a), 0);
    assert_int_not_equal(ouro__dict_keys_version(rt, d), version);
    ouro_object *ints = value("{1: 2}");
    assert_int_equal(ouro__dict_keys_version(rt, ints), 0);
    ouro_decref(rt, ints);
    ouro_decref(rt, a);
    ouro_decref(rt, c);
    ouro_decref(rt, d);
}

/* ---- Random work against a model ---- */

static uint32_t random_state = 99;
static uint32_t random_number(void)
{
    random_state = random_state * 1664525u + 1013904223u;
    return random_state >> 8;
}

enum { KEYS = 400 };

/* Keys of four sorts, so that tables of every kind occur and change into each other. */
static ouro_object *make_key(int sort, int i)
{
    switch (sort) {
    case 0:
        return ouro__str_format(rt, "key %d", i);
    case 1:
        return ouro__int_new(rt, i * 4096);
    case 2:
        return ouro__float_new(rt, i + 0.5);
    default: {
        ouro_object *n = ouro__int_new(rt, i), *t = ouro__tuple_of(rt, 2, n, n);
        ouro_decref(rt, n);
        return t;
    }
    }
}

typedef struct model {
    int value[KEYS]; /* 0: missing */
    int order[KEYS], count;
} model;

static void model_remove(model *m, int at)
{
    m->value[m->order[at]] = 0;
    memmove(&m->order[at], &m->order[at + 1], (size_t)(--m->count - at) * sizeof *m->order);
}

static void check_against(const model *m, ouro_object *d, ouro_object **keys)
{
    assert_int_equal(ouro__dict_count(d), m->count);
    size_t position = 0;
    ouro_object *key, *v;
    for (int i = 0; i < m->count; i++) {
        assert_true(ouro__dict_next(rt, d, &position, &key, &v));
        assert_ptr_equal(key, keys[m->order[i]]);
        assert_int_equal(((ouro_int *)v)->value, m->value[m->order[i]]);
    }
    assert_false(ouro__dict_next(rt, d, &position, &key, &v));
    for (int i = 0; i < KEYS; i++) {
        v = ouro__dict_get(rt, d, keys[i]);
        assert_int_equal(v ? ((ouro_int *)v)->value : 0, m->value[i]);
    }
}

static void random_step(model *m, ouro_object **d, ouro_object **keys, int phase)
{
    int i = (int)(random_number() % KEYS), at = 0;
    while (at < m->count && m->order[at] != i)
        at++;
    uint32_t what = random_number() % 100;
    if (what < (phase % 2 ? 30u : 70u)) {
        ouro_object *v = ouro__int_new(rt, i + 1000 + (int)what);
        if (!m->value[i])
            m->order[m->count++] = i;
        m->value[i] = i + 1000 + (int)what;
        assert_int_equal(ouro__dict_set(rt, *d, keys[i], v), 0);
        ouro_decref(rt, v);
    } else if (what < 92) {
        assert_int_equal(ouro__dict_pop(rt, *d, keys[i], NULL), m->value[i] != 0);
        if (m->value[i])
            model_remove(m, at);
    } else if (what < 98 && m->count) {
        ouro_object *name = ouro__str_intern_cstring(rt, "popitem");
        ouro_object *pair = ouro__call_method(rt, *d, name, 0);
        ouro_decref(rt, name);
        assert_ptr_equal(((ouro_tuple *)pair)->items[0], keys[m->order[m->count - 1]]);
        model_remove(m, m->count - 1);
        ouro_decref(rt, pair);
    } else if (what == 98) {
        ouro_object *copy = ouro__dict_copy(rt, *d);
        ouro_decref(rt, *d);
        *d = copy;
    }
}

static void test_random_work(void **state)
{
    (void)state;
    for (int sorts = 1; sorts < 16; sorts++) {
        ouro_object *keys[KEYS], *d = ouro__dict_new(rt);
        model m = {.count = 0};
        for (int i = 0; i < KEYS; i++) {
            int sort = (int)(random_number() % 4);
            while (!(sorts >> sort & 1))
                sort = (sort + 1) % 4;
            keys[i] = make_key(sort, i);
        }
        for (int phase = 0; phase < 6; phase++) {
            for (int step = 0; step < 500; step++)
                random_step(&m, &d, keys, phase);
            check_against(&m, d, keys);
        }
        ouro_decref(rt, d);
        for (int i = 0; i < KEYS; i++)
            ouro_decref(rt, keys[i]);
    }
}

static void test_a_large_table(void **state)
{
    (void)state;
    ouro_object *d = ouro__dict_new(rt);
    for (int64_t i = 0; i < 300000; i++) {
        ouro_object *n = ouro__int_new(rt, i * 1024 - 5);
        assert_int_equal(ouro__dict_set_owned(rt, d, n, ouro_ref(n)), 0);
    }
    for (int64_t i = 0; i < 300000; i++) {
        ouro_object *n = ouro__int_new(rt, i * 1024 - 5), *v = ouro__dict_get(rt, d, n);
        assert_non_null(v);
        assert_int_equal(((ouro_int *)v)->value, i * 1024 - 5);
        if (i % 3)
            assert_int_equal(ouro__dict_delete(rt, d, n), 0);
        ouro_decref(rt, n);
    }
    assert_int_equal(ouro__dict_count(d), 100000);
    ouro_decref(rt, d);
}

/* ---- Keys with code ---- */

static ouro_object *change_dict(ouro_runtime *r, ouro_object *self, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ouro__dict_clear(r, self);
    for (int i = 0; i < 20; i++) {
        ouro_object *n = ouro__int_new(r, i * 3);
        if (ouro__dict_set_owned(r, self, n, ouro_ref(n)) < 0)
            return NULL;
    }
    return OURO_FALSE(r);
}

static void test_a_comparison_that_changes_the_dict(void **state)
{
    (void)state;
    static const ouro_method_def def = {"__eq__", change_dict, 0, 1, 1, NULL};
    ouro_object *d = ouro__dict_new(rt), *odd = instance_with("__eq__", &def, d), *seven = value("7.0");
    assert_int_equal(ouro__dict_set(rt, d, odd, OURO_NONE(rt)), 0);
    assert_null(ouro__dict_get(rt, d, seven)); /* hash 7 as well: compares, and all is different */
    assert_null(rt->error);
    assert_int_equal(ouro__dict_count(d), 20);
    ouro__dict_clear(rt, d);
    assert_int_equal(ouro__dict_set(rt, d, odd, OURO_NONE(rt)), 0);
    assert_int_equal(ouro__dict_set(rt, d, seven, OURO_NONE(rt)), 0);
    assert_int_equal(ouro__dict_count(d), 21);
    ouro_decref(rt, seven);
    ouro_decref(rt, odd);
    ouro_decref(rt, d);
}

static ouro_object *raise_value_error(ouro_runtime *r, ouro_object *self, ouro_object *const *args,
                                      size_t nargs, ouro_object *kwnames)
{
    (void)self, (void)args, (void)nargs, (void)kwnames;
    return ouro__raise(r, OURO_T_VALUE_ERROR, "no comparison");
}

static void test_a_comparison_that_fails(void **state)
{
    (void)state;
    static const ouro_method_def def = {"__eq__", raise_value_error, 0, 1, 1, NULL};
    ouro_object *d = value("{7: 'seven'}"), *odd = instance_with("__eq__", &def, NULL);
    assert_string_equal(text_of(ouro__getitem(rt, d, odd)), "ValueError: no comparison");
    assert_string_equal(text_of(done(ouro__dict_set(rt, d, odd, odd))), "ValueError: no comparison");
    assert_string_equal(text_of(ouro_ref(d)), "{7: 'seven'}");
    ouro_decref(rt, odd);
    ouro_decref(rt, d);
}

/* ---- Taking apart ---- */

static void test_draining_in_order_leaves_a_usable_dict(void **state)
{
    (void)state;
    static const int sizes[] = {3, 100};
    for (int n = 0; n < 2; n++) {
        ouro_object *d = ouro__dict_new(rt);
        for (int i = 0; i < sizes[n]; i++) {
            ouro_object *key = ouro__str_format(rt, "key %d", i);
            assert_int_equal(ouro__dict_set_owned(rt, d, key, ouro__int_new(rt, i + 1000)), 0);
        }
        const ouro_type *type = ouro__type_of(rt, d);
        for (int i = 0; i < sizes[n]; i++) {
            ouro_object *key = type->drain(rt, d);
            assert_int_equal(ouro__dict_count(d), sizes[n] - 1 - i);
            assert_null(ouro__dict_get(rt, d, key));
            if (i == 1) { /* between a key and its value the dict takes new ones, and grows */
                for (int j = 0; j < 50; j++) {
                    ouro_object *more = ouro__int_new(rt, j);
                    assert_int_equal(ouro__dict_set_owned(rt, d, more, ouro_ref(more)), 0);
                }
                for (int j = 0; j < 50; j++) {
                    ouro_object *more = ouro__int_new(rt, j);
                    assert_int_equal(ouro__dict_pop(rt, d, more, NULL), 1);
                    ouro_decref(rt, more);
                }
            }
            ouro_object *v = type->drain(rt, d);
            assert_int_equal(((ouro_int *)v)->value, i + 1000);
            ouro_decref(rt, key);
            ouro_decref(rt, v);
        }
        assert_null(type->drain(rt, d));
        assert_int_equal(ouro__dict_set_cstring(rt, d, "again", OURO_NONE(rt)), 0);
        assert_string_equal(text_of(ouro_ref(d)), "{'again': None}");
        ouro_decref(rt, d);
    }
}

static void test_cycles_through_dicts_are_collected(void **state)
{
    (void)state;
    size_t before = ouro__heap_blocks(&rt->heap);
    for (int i = 0; i < 100; i++) {
        ouro_object *d = ouro__dict_new(rt), *l = ouro__list_new(rt, 0);
        assert_int_equal(ouro__dict_set_cstring(rt, d, "list", l), 0);
        for (int j = 0; j < i; j++) {
            ouro_object *n = ouro__int_new(rt, j * 1000);
            assert_int_equal(ouro__dict_set_owned(rt, d, n, ouro_ref(d)), 0);
        }
        assert_int_equal(ouro__list_append(rt, l, d), 0);
        ouro_decref(rt, l);
        ouro_decref(rt, d);
    }
    assert_int_equal(ouro__gc_collect(rt, 2), 200);
    assert_int_equal(ouro__heap_blocks(&rt->heap), before);
}

/* ---- Refused memory ---- */

static bool fill(void *context)
{
    (void)context;
    ouro_object *d = ouro__dict_new(rt), *copy = NULL;
    int status = d ? 0 : -1;
    for (int i = 0; status == 0 && i < 60; i++) {
        size_t before = ouro__dict_count(d);
        ouro_object *key = i % 20 == 19 ? ouro__float_new(rt, i + 0.5) : ouro__int_new(rt, i * 1000);
        status = key ? ouro__dict_set(rt, d, key, OURO_NONE(rt)) : -1;
        ouro_xdecref(rt, key);
        if (status < 0)
            assert_int_equal(ouro__dict_count(d), before);
    }
    if (status == 0)
        copy = ouro__dict_copy(rt, d);
    ouro_xdecref(rt, copy);
    ouro_xdecref(rt, d);
    return copy != NULL;
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    fail_each_allocation(fill, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_operations, start, stop),
        cmocka_unit_test_setup_teardown(test_views_as_sets, start, stop),
        cmocka_unit_test_setup_teardown(test_repr_of_a_dict_in_itself, start, stop),
        cmocka_unit_test_setup_teardown(test_changing_while_iterating, start, stop),
        cmocka_unit_test_setup_teardown(test_two_str_keys_take_eighty_bytes, start, stop),
        cmocka_unit_test_setup_teardown(test_tracked_only_when_it_must_be, start, stop),
        cmocka_unit_test_setup_teardown(test_keys_version, start, stop),
        cmocka_unit_test_setup_teardown(test_random_work, start, stop),
        cmocka_unit_test_setup_teardown(test_a_large_table, start, stop),
        cmocka_unit_test_setup_teardown(test_a_comparison_that_changes_the_dict, start, stop),
        cmocka_unit_test_setup_teardown(test_a_comparison_that_fails, start, stop),
        cmocka_unit_test_setup_teardown(test_draining_in_order_leaves_a_usable_dict, start, stop),
        cmocka_unit_test_setup_teardown(test_cycles_through_dicts_are_collected, start, stop),
        cmocka_unit_test_setup_teardown(test_every_allocation_may_fail, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
