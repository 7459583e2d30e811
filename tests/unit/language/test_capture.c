/* Captures from C: what is written, how large it becomes, and what happens when memory, the file or the disk is refused. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <ouro.h>

#include "language.h"

enum {
    START = 1,
    TEXT,
    STACK,
    TYPE,
    POINT,
    COLLECTION,
    SNAPSHOT,
    FLOW,
    CENSUS,
    END = 15,
    KINDS = 17,
    KINDS_ALL = 32
};

static char file[64];

static int name_file(void **unused)
{
    (void)unused;
    snprintf(file, sizeof file, "/tmp/ouro-capture-%ld", (long)getpid());
    return 0;
}

static int remove_file(void **unused)
{
    (void)unused;
    unlink(file);
    return 0;
}

static void run(ouro_runtime *rt, const char *source)
{
    if (ouro_exec(rt, source, "p.py") == 0)
        return;
    char *text = ouro_error_text(rt);
    fail_msg("%s", text);
}

static ouro_runtime *record(const ouro_capture_options *options)
{
    ouro_runtime *rt = ouro_open(NULL);
    assert_non_null(rt);
    assert_int_equal(ouro_capture_start(rt, file, options), 0);
    return rt;
}

/* ---- Reading ---- */

struct capture {
    uint8_t *bytes;
    size_t length, counts[KINDS_ALL];
    int last; /* kind of the last record */
};

static uint64_t number(const uint8_t **at)
{
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
        uint8_t byte = *(*at)++;
        value |= (uint64_t)(byte & 127) << shift;
        if (byte < 128)
            return value;
    }
}

/* The next record from *at on, which is moved behind it; NULL at the end. */
static const uint8_t *next(const struct capture *c, size_t *at, int *kind)
{
    if (*at == c->length)
        return NULL;
    assert_true(c->length - *at >= 5);
    const uint8_t *record = c->bytes + *at;
    size_t length = record[1] | (size_t)record[2] << 8 | (size_t)record[3] << 16 | (size_t)record[4] << 24;
    assert_true(length <= c->length - *at - 5);
    *kind = record[0];
    *at += 5 + length;
    return record + 5;
}

static struct capture read_capture(void)
{
    struct capture c = {0};
    FILE *f = fopen(file, "rb");
    assert_non_null(f);
    c.bytes = malloc(1 << 20);
    c.length = fread(c.bytes, 1, 1 << 20, f);
    fclose(f);
    assert_true(c.length > 8 && memcmp(c.bytes, "\x89MEMCAP\1", 8) == 0);
    for (size_t at = 8; next(&c, &at, &c.last);) {
        assert_in_range(c.last, START, KINDS);
        c.counts[c.last]++;
    }
    return c;
}

/* ---- Tests ---- */

static const char program[] = "class Item:\n"
                              "    pass\n"
                              "kept = [Item() for n in range(20000)]\n"
                              "texts = [str(n) * 20 for n in range(5000)]\n";

static void what_a_program_does_is_written(void **unused)
{
    (void)unused;
    for (int exact = 0; exact < 2; exact++) {
        const char *const arguments[] = {"p.py", "word", NULL};
        ouro_capture_options options = OURO_CAPTURE_OPTIONS_INIT;
        options.exact = exact;
        options.mean = 16 << 10;
        options.arguments = arguments;
        ouro_runtime *rt = record(&options);
        run(rt, program);
        ouro_capture_stop(rt, 7);
        ouro_capture_stop(rt, 8);
        struct capture c = read_capture();
        static const int kinds[] = {TEXT, STACK, TYPE, POINT, SNAPSHOT, FLOW, CENSUS, KINDS};
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            assert_true(c.counts[kinds[i]] > 0);
        assert_int_equal(c.counts[START], 1);
        assert_int_equal(c.counts[END], 1);
        assert_int_equal(c.last, END);
        size_t at = 8;
        int kind;
        const uint8_t *start = next(&c, &at, &kind);
        assert_int_equal(kind, START);
        assert_int_equal(number(&start), exact);
        assert_int_equal(number(&start), exact ? 0 : 16 << 10);
        assert_int_equal(number(&start), getpid());
        assert_int_equal(number(&start), 2);
        assert_memory_equal(start, "\4p.py\4word", 10);
        const uint8_t *record, *end = NULL;
        while ((record = next(&c, &at, &kind)))
            end = record;
        number(&end);
        assert_int_equal(number(&end), 7);
        free(c.bytes);
        assert_int_equal(ouro_close(rt), 0);
    }
}

static void closing_ends_it_and_it_can_be_begun_again(void **unused)
{
    (void)unused;
    ouro_runtime *rt = record(NULL);
    errno = 0;
    assert_int_equal(ouro_capture_start(rt, "/tmp/another", NULL), -1);
    assert_int_equal(errno, EBUSY);
    run(rt, program);
    ouro_capture_stop(rt, 0);
    run(rt, program);
    assert_int_equal(ouro_capture_start(rt, file, NULL), 0);
    run(rt, program);
    assert_int_equal(ouro_close(rt), 0);
    struct capture c = read_capture();
    assert_int_equal(c.counts[START], 1);
    assert_int_equal(c.last, END);
    assert_true(c.counts[TYPE] > 0 && c.counts[STACK] > 0);
    free(c.bytes);
}

/* Each collection is a record: slowly until more than an eighth is full, then up to the most. */
static const char long_program[] = "import gc, time\n"
                                   "for n in range(3000):\n"
                                   "    gc.collect(0)\n"
                                   "    bytes(100000)\n"
                                   "    time.sleep(0.0001)\n"
                                   "for n in range(20000):\n"
                                   "    gc.collect(0)\n";

/* The longer it is, the rarer its points; at its most there is nothing more but the end. */
static void a_long_one_is_thinned_and_bounded(void **unused)
{
    (void)unused;
    enum {
        MOST = 64 << 10,
        GATHERED = 8 << 10,
        STEP = 10 * 1000 * 1000 /* ns between two points at first */
    };
    ouro_capture_options options = OURO_CAPTURE_OPTIONS_INIT;
    options.most = MOST;
    ouro_runtime *rt = record(&options);
    run(rt, long_program);
    assert_int_equal(ouro_close(rt), 0);
    struct capture c = read_capture();
    assert_true(c.length > MOST / 2);
    assert_true(c.length < MOST + 2 * GATHERED);
    assert_int_equal(c.last, END);
    size_t at = 8, before = 0, thinned = 0, points = 0;
    uint64_t time_before = 0;
    int kind;
    const uint8_t *record;
    while ((record = next(&c, &at, &kind))) {
        if (kind != POINT || ++points == c.counts[POINT]) /* the last one is of the end */
            continue;
        uint64_t time = number(&record);
        unsigned times = before > GATHERED ? (unsigned)((before - GATHERED) / (MOST / 8)) : 0;
        if (times) {
            thinned++;
            assert_true(time - time_before >= (uint64_t)STEP << times);
        }
        before = at;
        time_before = time;
    }
    assert_true(thinned > 0);
    free(c.bytes);
}

static void what_is_refused_leaves_nothing_behind(void **unused)
{
    (void)unused;
    ouro_runtime *rt = ouro_open(NULL);
    char name[5000];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = 0;
    ouro_capture_options options = OURO_CAPTURE_OPTIONS_INIT;
    options.children = name;
    assert_int_equal(ouro_capture_start(rt, file, &options), -1);
    assert_int_equal(errno, ENAMETOOLONG);
    assert_int_equal(ouro_capture_start(rt, "/no/such/folder/file", NULL), -1);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(ouro_capture_start(rt, "/dev/full", NULL), 0); /* it opens, but takes nothing */
    run(rt, program);
    ouro_capture_stop(rt, 0);
    run(rt, "import _tracemalloc\nassert not _tracemalloc.is_tracing()\n");
    assert_int_equal(ouro_close(rt), 0);
}

/* Memory is refused in the start, or while it records: the program goes on. */
static void refused_memory_is_survived(void **unused)
{
    (void)unused;
    size_t refused = 0, started = 0;
    for (int exact = 0; exact < 2; exact++)
        for (size_t more = 0; more < 40; more++) {
            ouro_runtime *rt = ouro_open(NULL);
            ouro_capture_options options = OURO_CAPTURE_OPTIONS_INIT;
            options.exact = exact;
            ouro_memory memory = {.size = sizeof memory};
            ouro_memory_get(rt, &memory);
            ouro_memory_set_limit(rt, memory.committed + more * 16384);
            if (ouro_capture_start(rt, file, &options) < 0) {
                refused++;
                assert_int_equal(errno, ENOMEM);
                assert_null(ouro_error_class(rt));
            } else {
                started++;
                ouro_exec(rt, "kept = [str(n) for n in range(100000)]\n", "p.py"); /* or MemoryError */
                ouro_error_clear(rt);
                ouro_exec(rt, "kept = None\n", "p.py");
                ouro_error_clear(rt);
            }
            ouro_memory_set_limit(rt, 0);
            run(rt, program);
            assert_int_equal(ouro_close(rt), 0);
        }
    assert_true(refused > 2 && started > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_program_does_is_written),
        cmocka_unit_test(closing_ends_it_and_it_can_be_begun_again),
        cmocka_unit_test(a_long_one_is_thinned_and_bounded),
        cmocka_unit_test(what_is_refused_leaves_nothing_behind),
        cmocka_unit_test(refused_memory_is_survived),
    };
    return cmocka_run_group_tests(tests, name_file, remove_file);
}
