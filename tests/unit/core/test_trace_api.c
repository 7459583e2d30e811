/* The public functions of tracing, as a C program uses them that tells its own places. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ouro-core.h>

#include <cmocka.h>

/* The program's own stack of places. */
typedef struct program {
    ouro_trace_frame frames[300];
    int depth, asked;
} program;

static void enter(program *p, const char *function, int line)
{
    p->frames[p->depth++] = (ouro_trace_frame){"main.c", function, line};
}

static int where(void *context, ouro_trace_frame *frames, int most)
{
    program *p = context;
    p->asked = most;
    int count = p->depth < most ? p->depth : most;
    for (int i = 0; i < count; i++)
        frames[i] = p->frames[p->depth - 1 - i];
    return count;
}

static ouro_runtime *open_traced(program *p, int frames)
{
    ouro_runtime *rt = ouro_core_open(NULL);
    assert_non_null(rt);
    ouro_trace_config config = OURO_TRACE_CONFIG_INIT;
    config.frames = frames;
    config.where = where;
    config.context = p;
    assert_int_equal(ouro_trace_start(rt, &config), 0);
    return rt;
}

static void assert_place(ouro_runtime *rt, uint32_t stack, const char *function, int line)
{
    char text[64];
    assert_int_equal(ouro_trace_file(rt, stack, text, sizeof text), strlen("main.c"));
    assert_string_equal(text, "main.c");
    assert_int_equal(ouro_trace_function(rt, stack, text, sizeof text), strlen(function));
    assert_string_equal(text, function);
    assert_int_equal(ouro_trace_line(rt, stack), line);
}

static void a_block_has_the_stack_that_allocated_it(void **unused)
{
    (void)unused;
    program p = {.depth = 0};
    ouro_runtime *rt = open_traced(&p, 25);
    void *nowhere = ouro_buffer_new(rt, 10);
    enter(&p, "main", 10);
    enter(&p, "load", 20);
    void *small = ouro_buffer_new(rt, 100), *large = ouro_buffer_new(rt, 100000);
    p.depth--;
    enter(&p, "parse", 30);
    void *other = ouro_buffer_new(rt, 100);
    uint32_t stack = ouro_trace_stack_of(rt, small);
    assert_int_equal(ouro_trace_stack_of(rt, large), stack);
    assert_place(rt, stack, "load", 20);
    assert_int_equal(ouro_trace_depth(rt, stack), 2);
    uint32_t caller = ouro_trace_caller(rt, stack);
    assert_place(rt, caller, "main", 10);
    assert_int_equal(ouro_trace_caller(rt, ouro_trace_stack_of(rt, other)), caller);
    assert_int_equal(ouro_trace_stack_of(rt, other), ouro_trace_here(rt));
    assert_int_equal(ouro_trace_stack_of(rt, nowhere), OURO_TRACE_NOWHERE);
    assert_int_equal(ouro_trace_caller(rt, caller), OURO_TRACE_NOWHERE);
    assert_int_equal(ouro_trace_caller(rt, OURO_TRACE_NOWHERE), OURO_TRACE_NOWHERE);
    assert_int_equal(ouro_trace_depth(rt, OURO_TRACE_NOWHERE), 0);
    small = ouro_buffer_resize(rt, small, 5000); /* whoever resizes it has allocated it */
    assert_place(rt, ouro_trace_stack_of(rt, small), "parse", 30);
    char text[4] = "xyz";
    assert_int_equal(ouro_trace_function(rt, stack, text, 3), 4);
    assert_string_equal(text, "lo");
    assert_int_equal(ouro_trace_function(rt, stack, NULL, 0), 4);
    assert_int_equal(ouro_trace_file(rt, OURO_TRACE_NOWHERE, text, sizeof text), 0);
    assert_string_equal(text, "");
    void *all[] = {nowhere, small, large, other};
    for (int i = 0; i < 4; i++)
        ouro_buffer_free(rt, all[i]);
    assert_int_equal(ouro_trace_stack_of(rt, other), OURO_TRACE_LOST);
    ouro_trace_stop(rt);
    assert_int_equal(ouro_core_close(rt), 0);
}

static void as_many_frames_as_were_asked_for(void **unused)
{
    (void)unused;
    program p = {.depth = 0};
    for (int i = 0; i < 300; i++)
        enter(&p, "deep", i);
    const int asked[][2] = {{1, 1}, {5, 5}, {128, 128}, {129, 128}, {65535, 128}};
    for (int i = 0; i < 5; i++) {
        ouro_runtime *rt = open_traced(&p, asked[i][0]);
        void *block = ouro_buffer_new(rt, 8);
        assert_int_equal(p.asked, asked[i][1]);
        assert_int_equal(ouro_trace_depth(rt, ouro_trace_stack_of(rt, block)), asked[i][1]);
        assert_place(rt, ouro_trace_stack_of(rt, block), "deep", 299);
        ouro_buffer_free(rt, block);
        assert_int_equal(ouro_core_close(rt), 0); /* closing stops it */
    }
    ouro_runtime *rt = ouro_core_open(NULL);
    ouro_trace_config config = OURO_TRACE_CONFIG_INIT;
    const int wrong[] = {0, -1, 65536};
    for (int i = 0; i < 3; i++) {
        config.frames = wrong[i];
        assert_int_equal(ouro_trace_start(rt, &config), -1);
        assert_false(ouro_trace_is_on(rt));
    }
    assert_int_equal(ouro_core_close(rt), 0);
}

typedef struct sums {
    size_t blocks, bytes, elsewhere;
} sums;

static bool add(ouro_runtime *rt, const ouro_trace_block *block, void *context)
{
    sums *s = context;
    assert_true(ouro_trace_depth(rt, block->stack) <= 1);
    s->blocks++;
    s->bytes += block->bytes;
    s->elsewhere += block->domain == 7 ? block->bytes : 0;
    return true;
}

static bool first_only(ouro_runtime *rt, const ouro_trace_block *block, void *context)
{
    (void)rt, (void)block;
    return ++*(int *)context < 1;
}

static void figures_are_those_of_the_blocks(void **unused)
{
    (void)unused;
    program p = {.depth = 0};
    ouro_runtime *rt = open_traced(&p, 25);
    enter(&p, "main", 1);
    void *blocks[1000];
    size_t bytes = 0;
    for (size_t i = 0; i < 1000; i++) {
        blocks[i] = ouro_buffer_new(rt, i * i % 50000 + 1);
        bytes += i * i % 50000 + 1;
    }
    for (uintptr_t i = 1; i <= 100; i++)
        assert_int_equal(ouro_trace_track(rt, 7, i, 10), 0);
    assert_int_equal(ouro_trace_track(rt, 7, 5, 30), 0);
    assert_int_equal(ouro_trace_track(rt, 0, 5, 30), -1);
    ouro_trace_untrack(rt, 7, 6);
    ouro_trace_untrack(rt, 7, 6);
    ouro_trace_untrack(rt, 8, 7);
    sums s = {0};
    ouro_trace_each(rt, add, &s);
    ouro_trace_figures f = {.size = sizeof f};
    ouro_trace_get(rt, &f);
    assert_int_equal(s.elsewhere, 98 * 10 + 30);
    assert_int_equal(s.bytes, bytes + s.elsewhere);
    assert_int_equal(s.bytes, f.bytes);
    assert_int_equal(s.blocks, f.blocks);
    assert_int_equal(f.lost, 0);
    assert_true(f.peak >= f.bytes && f.own > 0);
    int visited = 0;
    ouro_trace_each(rt, first_only, &visited);
    assert_int_equal(visited, 1);
    for (size_t i = 0; i < 1000; i++)
        ouro_buffer_free(rt, blocks[i]);
    ouro_trace_get(rt, &f);
    assert_int_equal(f.bytes, s.elsewhere);
    assert_true(f.peak >= s.bytes);
    ouro_trace_reset_peak(rt);
    ouro_trace_figures old = {.size = offsetof(ouro_trace_figures, blocks), .blocks = 99};
    ouro_trace_get(rt, &old); /* a program of an earlier header */
    assert_int_equal(old.peak, s.elsewhere);
    assert_int_equal(old.blocks, 99);
    assert_int_equal(ouro_trace_clear(rt), 0);
    ouro_trace_get(rt, &f);
    assert_int_equal(f.blocks, 0);
    assert_true(ouro_trace_is_on(rt));
    ouro_trace_stop(rt);
    ouro_trace_get(rt, &f);
    assert_int_equal(f.own, 0);
    assert_int_equal(ouro_trace_track(rt, 7, 5, 30), -1);
    assert_int_equal(ouro_trace_here(rt), OURO_TRACE_LOST);
    ouro_trace_stop(rt);
    ouro_trace_each(rt, add, &s);
    assert_int_equal(ouro_core_close(rt), 0);
}

static void without_a_callback_there_are_sizes(void **unused)
{
    (void)unused;
    ouro_runtime *rt = ouro_core_open(NULL);
    assert_int_equal(ouro_trace_start(rt, NULL), 0);
    assert_int_equal(ouro_trace_start(rt, NULL), 0);
    void *block = ouro_buffer_new(rt, 77);
    assert_int_equal(ouro_trace_stack_of(rt, block), OURO_TRACE_NOWHERE);
    ouro_buffer_free(rt, block);
    assert_int_equal(ouro_core_close(rt), 0);
}

typedef struct estimated {
    double live;
    uint64_t samples;
    int rows;
} estimated;

static bool add_estimate(ouro_runtime *rt, uint32_t stack, const ouro_trace_estimate *e, void *context)
{
    estimated *sum = context;
    bool second = ouro_trace_line(rt, stack) == 20;
    assert_place(rt, stack, second ? "second" : "first", second ? 20 : 10);
    assert_true(e->live_error > 0 && e->live_error < e->live_bytes && e->bytes >= e->live_bytes);
    sum->live += e->live_bytes;
    sum->samples += e->live_samples;
    sum->rows++;
    return true;
}

static bool add_sampled(ouro_runtime *rt, const ouro_trace_sample *s, void *context)
{
    estimated *sum = context;
    assert_true(s->bytes == 100 && s->weight > 1 && s->age >= 0 && s->age < 1000 && !s->type);
    assert_int_equal(ouro_trace_stack_of(rt, (void *)s->address), s->stack);
    sum->live -= s->weight * (double)s->bytes;
    sum->samples--;
    return true;
}

static void samples_tell_of_all(void **unused)
{
    (void)unused;
    enum { COUNT = 20000 };
    static void *blocks[COUNT];
    program p = {.depth = 0};
    ouro_runtime *rt = ouro_core_open(NULL);
    ouro_trace_config config = OURO_TRACE_CONFIG_INIT, exact = OURO_TRACE_CONFIG_INIT;
    config.where = where;
    config.context = &p;
    config.sample_bytes = 4096;
    config.seed = 7;
    assert_int_equal(ouro_trace_start(rt, &config), 0);
    assert_int_equal(ouro_trace_start(rt, &config), 0);
    assert_true(ouro_trace_is_on(rt) && ouro_trace_is_sampling(rt));
    enter(&p, "first", 10);
    for (int i = 0; i < COUNT; i++) {
        p.frames[0] =
            i % 2 ? (ouro_trace_frame){"main.c", "second", 20} : (ouro_trace_frame){"main.c", "first", 10};
        blocks[i] = ouro_buffer_new(rt, 100);
    }
    ouro_trace_estimate all = {.size = sizeof all};
    ouro_trace_estimate_all(rt, &all);
    assert_true(all.live_bytes > COUNT * 100 - 8 * all.live_error &&
                all.live_bytes < COUNT * 100 + 8 * all.live_error);
    ouro_trace_figures f = {.size = sizeof f};
    ouro_trace_get(rt, &f);
    assert_true(f.bytes == (size_t)all.live_bytes && f.peak == f.bytes && f.own > 0 && f.lost == 0);
    estimated sum = {0};
    ouro_trace_estimate_stacks(rt, add_estimate, &sum);
    ouro_trace_each_sample(rt, add_sampled, &sum);
    assert_true(sum.rows == 2 && sum.samples == 0 && sum.live < 1e-3 && sum.live > -1e-3);
    for (int i = 0; i < COUNT; i++)
        ouro_buffer_free(rt, blocks[i]);
    ouro_trace_estimate_all(rt, &all);
    assert_true(all.live_samples == 0 && all.live_bytes == 0 && all.samples > 300);
    assert_int_equal(ouro_trace_clear(rt), 0);
    ouro_trace_estimate_all(rt, &all);
    assert_int_equal(all.samples, 0);
    ouro_trace_stop(rt);
    assert_false(ouro_trace_is_on(rt));
    assert_int_equal(ouro_trace_start(rt, &exact), 0);
    config.sample_bytes = 1;
    assert_int_equal(ouro_trace_start(rt, &config), 0);
    assert_true(ouro_trace_is_on(rt) && ouro_trace_is_sampling(rt));
    void *block = ouro_buffer_new(rt, 5000);
    ouro_trace_get(rt, &f);
    assert_true(f.blocks >= 1 && f.bytes >= 5000); /* the exact ones */
    ouro_trace_estimate_all(rt, &all);
    assert_true(all.live_samples == 1);
    assert_int_equal(ouro_trace_clear(rt), 0);
    ouro_trace_get(rt, &f);
    ouro_trace_estimate_all(rt, &all);
    assert_true(ouro_trace_is_on(rt) && ouro_trace_is_sampling(rt) && f.bytes < 5000 && all.samples == 0);
    ouro_buffer_free(rt, block);
    ouro_trace_stop(rt);
    assert_false(ouro_trace_is_on(rt) || ouro_trace_is_sampling(rt));
    assert_int_equal(ouro_trace_start(rt, &config), 0);
    assert_int_equal(ouro_trace_start(rt, &exact), 0);
    assert_int_equal(ouro_core_close(rt), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_has_the_stack_that_allocated_it),
        cmocka_unit_test(as_many_frames_as_were_asked_for),
        cmocka_unit_test(figures_are_those_of_the_blocks),
        cmocka_unit_test(without_a_callback_there_are_sizes),
        cmocka_unit_test(samples_tell_of_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
