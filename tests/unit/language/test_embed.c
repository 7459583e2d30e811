/* The public face of the language (ouro/python.h): opening and closing, running, values, errors, limits, being
 * interrupted, and two runtimes in two threads. Uses nothing but what a C program outside can use. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "ouro.h"

#define MIB ((size_t)1 << 20)

static ouro_runtime *open_limited(size_t limit)
{
    ouro_options options = OURO_OPTIONS_INIT;
    options.memory_limit = limit;
    options.hash_seed = 0;
    ouro_runtime *rt = ouro_open(&options);
    assert_non_null(rt);
    return rt;
}

static void run(ouro_runtime *rt, const char *source)
{
    if (ouro_exec(rt, source, "test.py") < 0)
        fail_msg("%s", ouro_error_text(rt));
}

static int64_t number(ouro_runtime *rt, const char *expression)
{
    int64_t value = INT64_MIN;
    ouro_object *o = ouro_eval(rt, expression);
    assert_non_null(o);
    assert_int_equal(ouro_as_int(rt, o, &value), 0);
    ouro_decref(rt, o);
    return value;
}

static void assert_text(ouro_runtime *rt, ouro_object *owned, const char *expected)
{
    assert_non_null(owned);
    char *text = ouro_repr_text(rt, owned);
    assert_string_equal(text, expected);
    ouro_free_text(rt, text);
    ouro_decref(rt, owned);
}

/* The pending exception is of this class; clears it. */
static void assert_error(ouro_runtime *rt, const char *class)
{
    assert_non_null(ouro_error_class(rt));
    assert_string_equal(ouro_error_class(rt), class);
    ouro_error_clear(rt);
    assert_null(ouro_error_class(rt));
}

static void opens_and_closes_many_times(void **state)
{
    (void)state;
    for (int i = 0; i < 100; i++) {
        ouro_runtime *rt = i % 2 ? ouro_open(NULL) : open_limited(16 * MIB);
        assert_non_null(rt);
        if (i % 3)
            run(rt, "class C: pass\na = C(); a.a = a\nx = [C() for _ in range(100)]\n");
        assert_int_equal(ouro_close(rt), 0);
    }
    assert_int_equal(ouro_close(NULL), 0);
}

static void a_limit_too_small_to_start_is_refused(void **state)
{
    (void)state;
    ouro_options options = OURO_OPTIONS_INIT;
    for (size_t limit = 4096; limit < MIB; limit *= 2) {
        options.memory_limit = limit;
        ouro_runtime *rt = ouro_open(&options);
        if (rt)
            assert_int_equal(ouro_close(rt), 0);
    }
    options.memory_limit = 4096;
    assert_null(ouro_open(&options));
}

/* A program compiled against a shorter ouro_options: nothing behind its size is read. */
static void options_are_read_by_their_size(void **state)
{
    (void)state;
    ouro_options options;
    memset(&options, 0xee, sizeof options);
    options.size = offsetof(ouro_options, debug_heap);
    options.memory_limit = 64 * MIB;
    ouro_runtime *rt = ouro_open(&options);
    assert_non_null(rt);
    ouro_memory memory = {.size = sizeof memory};
    ouro_memory_get(rt, &memory);
    assert_int_equal(memory.limit, 64 * MIB);
    assert_int_equal(number(rt, "6 * 7"), 42);
    assert_int_equal(ouro_close(rt), 0);
}

static void values_go_in_and_out(void **state)
{
    (void)state;
    ouro_runtime *rt = open_limited(0);
    ouro_object *items[4] = {ouro_new_int(rt, INT64_MIN), ouro_new_float(rt, 1.5),
                             ouro_new_str(rt, "gr\xc3\xbc\xc3\x9f"), ouro_new_bool(rt, true)};
    ouro_object *list = ouro_new_list(rt, items, 4), *tuple = ouro_new_tuple(rt, items, 2),
                *dict = ouro_new_dict(rt);
    for (int i = 0; i < 4; i++)
        ouro_decref(rt, items[i]);
    assert_int_equal(ouro_set(rt, "given", list), 0);
    assert_int_equal(ouro_length(rt, list), 4);
    assert_int_equal(ouro_setitem(rt, dict, tuple, list), 0);
    ouro_object *got = ouro_getitem(rt, dict, tuple);
    assert_ptr_equal(got, list);
    ouro_decref(rt, got);
    ouro_decref(rt, list);
    assert_text(rt, dict,
                "{(-9223372036854775808, 1.5): [-9223372036854775808, 1.5, 'gr\xc3\xbc\xc3\x9f', True]}");
    ouro_decref(rt, tuple);
    assert_text(rt, ouro_eval(rt, "given[2].upper()"), "'GR\xc3\x9cSS'");
    double value = 0;
    ouro_object *f = ouro_eval(rt, "given[1] * 2");
    assert_int_equal(ouro_as_float(rt, f, &value), 0);
    assert_true(value == 3.0);
    int64_t integer;
    assert_int_equal(ouro_as_int(rt, f, &integer), -1);
    assert_error(rt, "TypeError");
    ouro_decref(rt, f);
    ouro_object *big = ouro_eval(rt, "1 << 63");
    assert_int_equal(ouro_as_int(rt, big, &integer), -1);
    assert_error(rt, "OverflowError");
    ouro_decref(rt, big);
    ouro_object *none = ouro_new_none(rt);
    assert_true(ouro_is_none(rt, none));
    assert_int_equal(ouro_truth(rt, none), 0);
    ouro_decref(rt, none);
    assert_int_equal(ouro_close(rt), 0);
}

static void functions_and_attributes_are_reached(void **state)
{
    (void)state;
    ouro_runtime *rt = open_limited(0);
    run(rt, "class Account:\n"
            "    def __init__(self, owner): self.owner, self.sum = owner, 0\n"
            "    def pay(self, n): self.sum += n; return self.sum\n"
            "def make(owner): return Account(owner)\n");
    ouro_object *make = ouro_get(rt, "make"), *owner = ouro_new_str(rt, "Ann");
    ouro_object *account = ouro_call(rt, make, &owner, 1);
    assert_non_null(account);
    ouro_object *pay = ouro_getattr(rt, account, "pay"), *ten = ouro_new_int(rt, 10);
    for (int i = 1; i <= 3; i++) {
        ouro_object *sum = ouro_call(rt, pay, &ten, 1);
        int64_t n;
        assert_int_equal(ouro_as_int(rt, sum, &n), 0);
        assert_int_equal(n, 10 * i);
        ouro_decref(rt, sum);
    }
    assert_int_equal(ouro_setattr(rt, account, "owner", ten), 0);
    assert_text(rt, ouro_getattr(rt, account, "owner"), "10");
    assert_null(ouro_getattr(rt, account, "nothing"));
    assert_error(rt, "AttributeError");
    assert_null(ouro_call(rt, ten, NULL, 0));
    assert_error(rt, "TypeError");
    assert_null(ouro_get(rt, "nothing"));
    assert_error(rt, "NameError");
    ouro_object *all[] = {make, owner, account, pay, ten};
    for (int i = 0; i < 5; i++)
        ouro_decref(rt, all[i]);
    assert_int_equal(ouro_close(rt), 0);
}

static void errors_are_told_and_cleared(void **state)
{
    (void)state;
    ouro_runtime *rt = open_limited(0);
    assert_int_equal(ouro_exec(rt, "def f():\n    return {}['k']\nf()\n", "prog.py"), -1);
    char *text = ouro_error_text(rt);
    assert_non_null(text);
    assert_string_equal(text, "Traceback (most recent call last):\n"
                              "  File \"prog.py\", line 3, in <module>\n"
                              "  File \"prog.py\", line 2, in f\n"
                              "KeyError: 'k'\n");
    ouro_free_text(rt, text);
    assert_error(rt, "KeyError");
    assert_int_equal(ouro_exec(rt, "x = = 1\n", "prog.py"), -1);
    assert_error(rt, "SyntaxError");
    assert_null(ouro_eval(rt, "x = 1"));
    assert_error(rt, "SyntaxError");
    assert_int_equal(ouro_exec_file(rt, "/nonexistent/program.py"), -1);
    assert_error(rt, "FileNotFoundError");
    assert_int_equal(ouro_exec(rt, "raise SystemExit(3)", "prog.py"), -1);
    assert_error(rt, "SystemExit");
    assert_null(ouro_error_text(rt));
    assert_int_equal(number(rt, "1 + 1"), 2);
    assert_int_equal(ouro_close(rt), 0);
}

/* Closing drops a pending exception, and with it the frames it holds. */
static void closes_with_an_exception_pending(void **state)
{
    (void)state;
    ouro_runtime *rt = open_limited(0);
    assert_int_equal(
        ouro_exec(rt, "def f():\n    local = [[]] * 10\n    raise ValueError(local)\nf()\n", "p.py"), -1);
    assert_int_equal(ouro_close(rt), 0);
}

static void references_held_at_the_end_are_counted(void **state)
{
    (void)state;
    ouro_runtime *rt = open_limited(0);
    (void)ouro_eval(rt, "1234.5 + 1");
    assert_int_equal(ouro_close(rt), 1);
}

static void a_program_survives_its_limit(void **state)
{
    (void)state;
    ouro_runtime *rt = open_limited(32 * MIB);
    for (int round = 0; round < 3; round++) {
        assert_int_equal(ouro_exec(rt,
                                   "def hoard():\n"
                                   "    rows = []\n"
                                   "    while True: rows.append([0] * 1000)\n"
                                   "hoard()\n",
                                   "test.py"),
                         -1);
        assert_error(rt, "MemoryError");
        assert_int_equal(number(rt, "sum(list(range(100000)))"), 4999950000);
    }
    ouro_memory memory = {.size = sizeof memory};
    ouro_memory_get(rt, &memory);
    assert_true(memory.committed_peak <= 32 * MIB);
    assert_int_equal(ouro_close(rt), 0);
}

/* Full to the brim with a global list: closing needs no more memory, and leaves nothing. */
static void closes_when_memory_is_used_up(void **state)
{
    (void)state;
    ouro_runtime *rt = open_limited(16 * MIB);
    assert_int_equal(ouro_exec(rt, "rows = []\nwhile True: rows.append([rows] * 100)\n", "test.py"), -1);
    assert_error(rt, "MemoryError");
    assert_int_equal(ouro_close(rt), 0);
}

static void finalizers_run_at_the_end(void **state)
{
    (void)state;
    ouro_runtime *rt = open_limited(0);
    ouro_object *list = ouro_new_list(rt, NULL, 0);
    assert_int_equal(ouro_set(rt, "seen", list), 0);
    run(rt, "class C:\n"
            "    def __init__(self, seen): self.seen, self.me = seen, self\n"
            "    def __del__(self): self.seen.append(1)\n"
            "c = C(seen)\n"
            "C(seen)\n");
    assert_int_equal(ouro_collect(rt, 2) > 0, true);
    assert_int_equal(ouro_length(rt, list), 1);
    ouro_decref(rt, list);
    assert_int_equal(ouro_close(rt), 0);
}

/* ---- Threads ---- */

static void *work(void *context)
{
    ouro_runtime *rt = open_limited(32 * MIB);
    int64_t *result = context;
    ouro_object *n = ouro_new_int(rt, *result);
    assert_int_equal(ouro_set(rt, "n", n), 0);
    ouro_decref(rt, n);
    for (int round = 0; round < 3; round++)
        run(rt, "import sys, gc\n"
                "class Node:\n"
                "    def __init__(self, next): self.next = next\n"
                "def ring(n):\n"
                "    first = last = Node(None)\n"
                "    for _ in range(n): last = Node(last)\n"
                "    first.next = last\n"
                "    return first\n"
                "for _ in range(50): ring(50)\n"
                "words = {sys.intern('w%d' % i): i for i in range(500)}\n"
                "try: deep = lambda: deep(); deep()\n"
                "except RecursionError: pass\n"
                "def squares():\n"
                "    for i in range(n): yield i * i\n"
                "total = sum(squares()) + len(words) + (1 << 100 >> 100)\n"
                "gc.collect()\n");
    *result = number(rt, "total");
    assert_int_equal(ouro_close(rt), 0);
    return NULL;
}

static void two_runtimes_run_in_two_threads(void **state)
{
    (void)state;
    for (int round = 0; round < 3; round++) {
        int64_t numbers[2] = {1000, 2000};
        pthread_t threads[2];
        for (int i = 0; i < 2; i++)
            assert_int_equal(pthread_create(&threads[i], NULL, work, &numbers[i]), 0);
        for (int i = 0; i < 2; i++)
            pthread_join(threads[i], NULL);
        assert_int_equal(numbers[0], 332833500 + 501);
        assert_int_equal(numbers[1], 2664667000 + 501);
    }
}

/* ThreadSanitizer remembers 64 K calls on a thread's stack, no more, and crashes past that; and it takes room on small
 * stacks for itself. */
#if defined(__SANITIZE_THREAD__)
#define DEPTH "5000"
#define SMALL_STACK (4 * MIB)
#else
#define DEPTH "200000"
#define SMALL_STACK MIB
#endif

static const char nested_source[] = "def nested(n):\n"
                                    "    x = []\n"
                                    "    for _ in range(n): x = [x]\n"
                                    "    return x\n"
                                    "import sys\n"
                                    "sys.setrecursionlimit(1000000)\n"
                                    "try: r = len(repr(nested(" DEPTH ")))\n"
                                    "except RecursionError: r = -1\n";

static void *run_nested(void *context)
{
    run(context, nested_source);
    assert_int_equal(number(context, "len(repr(nested(50)))"), 102);
    return NULL;
}

/* The limit of the C stack is that of the thread that runs, not of the one that opened the runtime. */
static void a_runtime_moves_between_threads(void **state)
{
    (void)state;
    ouro_runtime *rt = open_limited(0);
    run_nested(rt);
    for (int i = 0; i < 2; i++) {
        pthread_t thread;
        pthread_attr_t attributes;
        pthread_attr_init(&attributes);
        pthread_attr_setstacksize(&attributes, i ? 16 * MIB : SMALL_STACK);
        assert_int_equal(pthread_create(&thread, &attributes, run_nested, rt), 0);
        pthread_attr_destroy(&attributes);
        pthread_join(thread, NULL);
    }
    run_nested(rt);
    assert_int_equal(ouro_close(rt), 0);
}

struct endless {
    ouro_runtime *rt;
    atomic_bool ended;
};

static void *interrupt_until_ended(void *context)
{
    struct endless *e = context;
    while (!atomic_load(&e->ended)) {
        ouro_interrupt(e->rt);
        usleep(1000);
    }
    return NULL;
}

static void another_thread_interrupts(void **state)
{
    (void)state;
    static const char *const endless[] = {
        "while True: pass\n", "def f():\n    while 1: g()\ndef g(): pass\nf()\n",
        "[None for _ in iter(int, 1)]\n", "for x in iter(int, 1): [x] * 100\n"};
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++) {
        struct endless e = {.rt = open_limited(0)};
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, interrupt_until_ended, &e), 0);
        assert_int_equal(ouro_exec(e.rt, endless[i], "test.py"), -1);
        atomic_store(&e.ended, true);
        pthread_join(thread, NULL);
        assert_error(e.rt, "KeyboardInterrupt");
        assert_int_equal(ouro_close(e.rt), 0);
    }
}

/* An interrupt that comes while nothing runs stops the next program, once. */
static void an_early_interrupt_stops_the_next_program(void **state)
{
    (void)state;
    ouro_runtime *rt = open_limited(0);
    ouro_interrupt(rt);
    assert_int_equal(ouro_exec(rt, "while True: pass\n", "test.py"), -1);
    assert_error(rt, "KeyboardInterrupt");
    assert_int_equal(number(rt, "sum([n for n in range(1000)])"), 499500);
    assert_int_equal(ouro_close(rt), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opens_and_closes_many_times),
        cmocka_unit_test(a_limit_too_small_to_start_is_refused),
        cmocka_unit_test(options_are_read_by_their_size),
        cmocka_unit_test(values_go_in_and_out),
        cmocka_unit_test(functions_and_attributes_are_reached),
        cmocka_unit_test(errors_are_told_and_cleared),
        cmocka_unit_test(closes_with_an_exception_pending),
        cmocka_unit_test(references_held_at_the_end_are_counted),
        cmocka_unit_test(a_program_survives_its_limit),
        cmocka_unit_test(closes_when_memory_is_used_up),
        cmocka_unit_test(finalizers_run_at_the_end),
        cmocka_unit_test(two_runtimes_run_in_two_threads),
        cmocka_unit_test(a_runtime_moves_between_threads),
        cmocka_unit_test(another_thread_interrupts),
        cmocka_unit_test(an_early_interrupt_stops_the_next_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
