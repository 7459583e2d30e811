/* Names of references: what is named is what the collector sees, each kind of reference has the name that people know it by,
 * and nothing is allocated. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "graph/graph.h"
#include "object/traverse.h"
#include "ouro.h"
#include "types/class.h"
#include "types/method.h"
#include "vm/object_labels.h"

static ouro_runtime *open_and_run(const char *source)
{
    ouro_options options = OURO_OPTIONS_INIT;
    options.hash_seed = 0;
    options.path = (const char *const[]){"/usr/lib/python3.11", NULL};
    ouro_runtime *rt = ouro_open(&options);
    assert_non_null(rt);
    if (ouro_exec(rt, source, "test.py") < 0)
        fail_msg("%s", ouro_error_text(rt));
    return rt;
}

static ouro_object *value(ouro_runtime *rt, const char *expression)
{
    ouro_object *o = ouro_eval(rt, expression);
    assert_non_null(o);
    return o;
}

/* ---- The same references in the same order ---- */

struct references {
    ouro_object **found;
    size_t count, room;
};

static void note(struct references *r, ouro_object *child)
{
    if (r->count == r->room)
        assert_non_null(r->found = realloc(r->found, (r->room = r->room * 2 + 64) * sizeof child));
    r->found[r->count++] = child;
}

static void note_visited(ouro_runtime *rt, ouro_object *child, void *context)
{
    (void)rt;
    note(context, child);
}

static void note_labelled(ouro_runtime *rt, ouro_object *child, const ouro__label *label, void *context)
{
    char text[64];
    assert_in_range(label->kind, 0, OURO__LABEL_KINDS - 1);
    assert_true(ouro__label_format(rt, label, text, sizeof text) > 0);
    note(context, child);
}

/* Of every object that a tracked one reaches; how many references there were, and how many had no name. */
static void compare_all(ouro_runtime *rt, size_t *references, size_t *unnamed)
{
    ouro__graph g;
    struct references expected = {0}, named = {0};
    assert_true(ouro__graph_take(rt, &g, false));
    uint64_t blocks = ouro__heap_blocks(&rt->heap);
    *references = *unnamed = 0;
    for (uint32_t node = 0; node < g.nodes; node++) {
        ouro_object *o = g.objects[node];
        expected.count = named.count = 0;
        ouro__traverse(rt, o, note_visited, &expected);
        ouro__each_labelled(rt, o, note_labelled, &named);
        assert_int_equal(named.count, expected.count);
        if (named.count)
            assert_memory_equal(named.found, expected.found, named.count * sizeof *named.found);
        for (size_t i = 0; i < named.count && i < 8; i++)
            *unnamed += ouro__label_at(rt, o, i).kind == OURO__LABEL_REFERENCE;
        *references += named.count;
    }
    assert_int_equal(ouro__heap_blocks(&rt->heap), blocks);
    ouro__graph_release(&g);
    free(expected.found);
    free(named.found);
}

static const char busy[] = "import array, asyncio, collections, contextvars, csv, dataclasses, decimal, "
                           "enum, functools, io, itertools\n"
                           "import json, logging, operator, os, pathlib, pickle, re, struct, sys, tempfile, "
                           "typing, unittest, weakref, zlib\n"
                           "class Plain: pass\n"
                           "class Slotted:\n"
                           "    __slots__ = ('left', '_Slotted__right', 'gone')\n"
                           "class Both(Slotted):\n"
                           "    __slots__ = ('more', '__dict__', '__weakref__')\n"
                           "class Text(str): pass\n"
                           "class Row(tuple): pass\n"
                           "class Table(dict): pass\n"
                           "class Meta(type): pass\n"
                           "class Made(metaclass=Meta): pass\n"
                           "class Wrong(ImportError):\n"
                           "    __slots__ = ('why',)\n"
                           "def outer(a, b=[1]):\n"
                           "    c = [a]\n"
                           "    def inner(*, key={}): return a, c\n"
                           "    inner.mark = object()\n"
                           "    return inner\n"
                           "def gen(x):\n"
                           "    y = [x]\n"
                           "    def seen(): return y\n"
                           "    try: 1 / 0\n"
                           "    except ZeroDivisionError: yield len([x, (yield y)])\n"
                           "async def co(z): await z\n"
                           "kept = []\n"
                           "for cls in (Plain, Slotted, Both, Table, Made, Wrong):\n"
                           "    o = cls()\n"
                           "    for name in ('left', '_Slotted__right', 'more', 'why', 'anything', *('a%d' % "
                           "i for i in range(70))):\n"
                           "        try: setattr(o, name, [name])\n"
                           "        except AttributeError: pass\n"
                           "    kept.append(o)\n"
                           "t = Text('t'); t.u = 1; r = Row((1, [2])); r.v = [3]; d = Table(x=[1]); d.w = "
                           "[4]; p = Plain(); p.q = 1; p.__dict__\n"
                           "del d['x']; private = Plain(); private.x = 1; del private.x; private.y = []\n"
                           "g = gen([1]); next(g); g.gi_frame; coroutine = co([1]); frames = []\n"
                           "try: outer(); 1 / 0\n"
                           "except Exception as e: frames.append(e)\n"
                           "its = [iter([1]), iter((1,)), iter({1: 2}), iter({1: 2}.items()), iter({1}), "
                           "iter('\xc3\xa9'), iter(b'x'), zip([1], [2]),\n"
                           "       map(len, ['']), filter(None, [1]), enumerate([1]), reversed([1]), "
                           "iter(len, 3), iter(range(2**70)),\n"
                           "       itertools.tee(iter([1, 2])), itertools.chain([1]), itertools.groupby([1, "
                           "1]), itertools.product([1], [2]),\n"
                           "       itertools.cycle([1]), itertools.count(2**80), itertools.accumulate([1, "
                           "2]), struct.iter_unpack('b', b'ab')]\n"
                           "for i in its[:8]: next(i)\n"
                           "more = [outer(1), functools.partial(outer, 1, b=2), functools.lru_cache(outer), "
                           "operator.itemgetter('a'), weakref.ref(p, print),\n"
                           "        memoryview(bytearray(3)), list[int], int | str, slice([1], 2), "
                           "range(2**80), {1}.union, p.__str__, super(Row, r),\n"
                           "        property(len), classmethod(len), collections.deque([[1], 2]), "
                           "collections.OrderedDict(a=1), re.compile('(?P<a>b)'),\n"
                           "        collections.defaultdict(list, a=[1]), re.match('(b)', 'b'), "
                           "array.array('b'), io.StringIO('a'), io.TextIOWrapper(io.BytesIO()),\n"
                           "        contextvars.copy_context(), {1, 'a', (2, 3)}, frozenset([p]), {2**80: "
                           "1}, os.scandir('.'), os.stat('/'),\n"
                           "        json.JSONEncoder(), csv.reader([]), enum.Enum('E', 'a b'), "
                           "weakref.WeakKeyDictionary({p: [1]})]\n";

/* No more references are found than are counted: what is a root is found by the difference. */
static void test_no_reference_is_found_twice(void **state)
{
    (void)state;
    ouro_runtime *rt = open_and_run(busy);
    ouro__graph g;
    assert_true(ouro__graph_take(rt, &g, true));
    for (uint32_t node = 0; node < g.nodes; node++) {
        char text[64];
        uint32_t within = g.backward.first[node + 1] - g.backward.first[node];
        ouro__object_title(rt, g.objects[node], text, sizeof text);
        if (g.objects[node]->refcount < within)
            fail_msg("%s: %u references, %u counted", text, within, g.objects[node]->refcount);
    }
    ouro__graph_release(&g);
    ouro_close(rt);
}

static void test_all_references_are_named_in_order(void **state)
{
    (void)state;
    ouro_runtime *rt = open_and_run(busy);
    size_t references, unnamed;
    compare_all(rt, &references, &unnamed);
    assert_true(references > 50000);
    assert_true(unnamed * 1000 < references); /* what only a few modules know */
    ouro_close(rt);
}

static bool has_member_at(const ouro_class *c, uint16_t offset)
{
    for (; c && c->builtin; c = (const ouro_class *)c->base)
        for (const ouro_member_def *m = c->builtin->members; m && m->name; m++)
            if (m->offset == offset)
                return true;
    return false;
}

static bool is_named(const ouro_class *c, size_t n)
{
    if (has_member_at(c, c->type->fields[n]))
        return true;
    while (c && c->builtin && !ouro__field_name(c->builtin->id, n))
        c = (const ouro_class *)c->base;
    return c && c->builtin;
}

/* The table of names has one for each field of each type, and none for a field that there is not. */
static void test_fields_of_all_types_are_named(void **state)
{
    (void)state;
    ouro_runtime *rt = open_and_run(busy);
    size_t types = 0;
    for (uint32_t id = 1; id < OURO_STATIC_TYPES; id++) {
        const ouro_class *c = (const ouro_class *)ouro__type_at(rt, OURO_WORD(id))->class_object;
        size_t count = 0;
        if (!c || !c->builtin || c->builtin->id != id || !c->type->fields)
            continue;
        for (; c->type->fields[count]; count++)
            if (!is_named(c, count))
                fail_msg("field %zu of %s has no name", count, c->type->name);
        if (ouro__field_name(id, count))
            fail_msg("%s has no field %s", c->type->name, ouro__field_name(id, count));
        types++;
    }
    assert_true(types > 100);
    ouro_close(rt);
}

/* ---- Names ---- */

static ouro_runtime *names_runtime(void)
{
    return open_and_run("class A: pass\n"
                        "class S:\n"
                        "    __slots__ = ('left', 'right')\n"
                        "class T(S): __slots__ = ('third',)\n"
                        "x = ['it']\n"
                        "a = A(); a.name = x; b = A(); b.name = x; b.__dict__\n"
                        "s = T(); s.right = x; t = T(); t.third = x\n"
                        "def f(n=x):\n"
                        "    def g(): return n, m\n"
                        "    m = n; return g\n"
                        "f.mark = x; closure = f()\n"
                        "def gen():\n"
                        "    here = x; yield [1, (yield 2)]\n"
                        "g = gen(); next(g)\n"
                        "d = {'key': x, 3: A, None: f, (1, 'two'): S, x.append: T, 1.5: s, b'b': t}\n"
                        "many = {x: 1 for x in ()}\n"
                        "e = ValueError(x); import weakref; w = weakref.ref(a, x.append)\n");
}

static void assert_label(ouro_runtime *rt, const char *owner, const char *child, const char *expected)
{
    char text[128];
    ouro_object *from = value(rt, owner), *to = value(rt, child);
    ouro__label label = ouro__label_to(rt, from, to);
    assert_int_equal(ouro__label_format(rt, &label, text, sizeof text), strlen(expected));
    assert_string_equal(text, expected);
    ouro_decref(rt, from);
    ouro_decref(rt, to);
}

static void test_names(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        {"a", "x", ".name"},
        {"a", "A", ".__class__"},
        {"b", "b.__dict__", ".__dict__"},
        {"b.__dict__", "x", "['name']"},
        {"s", "x", ".right"},
        {"t", "x", ".third"},
        {"[1, x]", "x", "[1]"},
        {"(x,)", "x", "[0]"},
        {"{tuple}", "tuple", "element"},
        {"{tuple: 1}", "tuple", "key"},
        {"d", "x", "['key']"},
        {"d", "A", "[3]"},
        {"d", "f", "[None]"},
        {"d", "S", "[(1, 'two')]"},
        {"d", "T", "[<builtin_function_or_method>]"},
        {"d", "s", "[1.5]"},
        {"d", "t", "[b'b']"},
        {"{A: x}", "x", "[<class A>]"},
        {"{'a\\n\\u00e9\\u200b\\'': x}", "x", "[\"a\\n\xc3\xa9\\u200b'\"]"},
        {"{'x' * 50: x}", "x", "['xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...']"},
        {"{(1, (2, (3, 4))): x}", "x", "[(1, (2, <tuple>))]"},
        {"{(1, 2, 3, 4, 5): x}", "x", "[(1, 2, 3, 4, ...)]"},
        {"f", "f.__code__", ".__code__"},
        {"f", "f.__globals__", ".__globals__"},
        {"f", "f.__defaults__", ".__defaults__"},
        {"closure", "closure.__closure__", ".__closure__"},
        {"closure.__closure__[0]", "x", ".cell_contents"},
        {"a.__str__", "a", ".__self__"},
        {"w", "w.__callback__", ".__callback__"},
        {"g", "x", "local here"},
        {"e", "e.args", ".args"},
        {"A", "A.__mro__", ".__mro__"},
        {"A", "A.__bases__", ".__bases__"},
        {"iter(x)", "x", "sequence"},
        {"weakref", "weakref.__dict__", ".__dict__"},
        {"1", "x", "reference"},
    };
    ouro_runtime *rt = names_runtime();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_label(rt, rows[i][0], rows[i][1], rows[i][2]);
    ouro_close(rt);
}

/* owner -> middle -> child, as one. NULL: they are not joined. */
static void assert_joined(ouro_runtime *rt, const char *owner, const char *middle, const char *child,
                          const char *expected)
{
    char text[64];
    ouro_object *objects[] = {value(rt, owner), value(rt, middle), value(rt, child)};
    ouro__label before = ouro__label_to(rt, objects[0], objects[1]),
                label = ouro__label_to(rt, objects[1], objects[2]);
    assert_int_equal(ouro__labels_join(rt, objects[0], &before, objects[1], &label), expected != NULL);
    ouro__label_format(rt, &label, text, sizeof text);
    if (expected)
        assert_string_equal(text, expected);
    for (int i = 0; i < 3; i++)
        ouro_decref(rt, objects[i]);
}

static void test_joined_names(void **state)
{
    (void)state;
    ouro_runtime *rt = names_runtime();
    assert_joined(rt, "b", "b.__dict__", "x", ".name");
    assert_joined(rt, "weakref", "weakref.__dict__", "weakref.ref", ".ref");
    assert_joined(rt, "closure", "closure.__closure__", "closure.__closure__[1]", "variable n");
    assert_joined(rt, "d", "f", "f.__code__", NULL);
    /* a closure's content, and a function's attribute, over three steps */
    ouro_object *closure = value(rt, "closure"), *cell = value(rt, "closure.__closure__[1]");
    ouro__label cells = {.kind = OURO__LABEL_MEMBER, .text = "__closure__"},
                label = {.kind = OURO__LABEL_ITEM, .number = 1},
                content = {.kind = OURO__LABEL_MEMBER, .text = "cell_contents"};
    ouro_object *tuple = value(rt, "closure.__closure__");
    assert_true(ouro__labels_join(rt, closure, &cells, tuple, &label));
    assert_true(ouro__labels_join(rt, closure, &label, cell, &content));
    char text[64];
    ouro__label_format(rt, &content, text, sizeof text);
    assert_string_equal(text, "variable n");
    ouro_object *held[] = {closure, cell, tuple};
    for (int i = 0; i < 3; i++)
        ouro_decref(rt, held[i]);
    ouro_close(rt);
}

static void test_what_does_not_fit_is_cut_between_characters(void **state)
{
    (void)state;
    ouro_runtime *rt = open_and_run("s = '\xc3\xa9\xc3\xa9\xc3\xa9'");
    ouro_object *s = value(rt, "s");
    for (size_t size = 1; size < 12; size++) {
        char text[16];
        memset(text, 'x', sizeof text);
        assert_int_equal(ouro__object_short_repr(rt, s, text, size), 8);
        size_t fits = size > 8 ? 8 : size == 8 ? 7 : size < 2 ? 0 : 1 + (size - 2) / 2 * 2;
        assert_int_equal(strlen(text), fits);
        assert_int_equal(text[size], 'x');
    }
    ouro_decref(rt, s);
    ouro_close(rt);
}

static void test_titles(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"A", "class A"}, {"f", "function f"}, {"weakref", "module weakref"},
        {"a", "A"},       {"[]", "list"},      {"closure", "function f.<locals>.g"}};
    ouro_runtime *rt = names_runtime();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[64];
        ouro_object *o = value(rt, rows[i][0]);
        ouro__object_title(rt, o, text, sizeof text);
        assert_string_equal(text, rows[i][1]);
        ouro_decref(rt, o);
    }
    ouro_close(rt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_references_are_named_in_order),
        cmocka_unit_test(test_no_reference_is_found_twice),
        cmocka_unit_test(test_fields_of_all_types_are_named),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_joined_names),
        cmocka_unit_test(test_what_does_not_fit_is_cut_between_characters),
        cmocka_unit_test(test_titles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
