/* The sampler's promises: its totals are those of its samples, its listener hears of each once, objects get their types and
 * go with collections, and it and the tracer can both be on. */
#include "support.h"

#include "ouro/heap.h"

#include <math.h>
#include <string.h>

#include "trace/sampler.h"
#include "trace/tracer.h"

enum { MOST = 100000, MEAN = 4096 };

static uint32_t now; /* the stack that allocates */

static uint32_t here(ouro_runtime *rt, ouro__sites *sites)
{
    static const char file[] = "main.c", function[] = "f";
    return ouro__stacks_enter(rt, &sites->stacks, OURO_STACK_ROOT,
                              &(ouro_place){file, function, (int32_t)now});
}

/* What the listener heard of. */
typedef struct heard {
    ouro__sample live[MOST];
    size_t count, typed, gone;
} heard;

static heard *all;

static void on_sample(void *context, const ouro__sample *sample)
{
    heard *h = context;
    assert_true(h->count < MOST && sample->word == 0 && sample->weight >= 1 && sample->time > 0);
    for (size_t i = 0; i < h->count; i++)
        assert_true(h->live[i].address != sample->address);
    h->live[h->count++] = *sample;
}

static ouro__sample *heard_at(heard *h, uintptr_t address)
{
    for (size_t i = 0; i < h->count; i++)
        if (h->live[i].address == address)
            return &h->live[i];
    return NULL;
}

static void on_typed(void *context, const ouro__sample *sample)
{
    heard *h = context;
    ouro__sample *known = heard_at(h, sample->address);
    assert_non_null(known);
    assert_true(known->word == 0 && sample->word != 0 && sample->kind != OURO_HEAP_RAW);
    known->word = sample->word;
    h->typed++;
}

static void on_freed(void *context, const ouro__sample *sample, uint64_t time)
{
    heard *h = context;
    ouro__sample *known = heard_at(h, sample->address);
    assert_non_null(known);
    assert_true(time >= sample->time && known->word == sample->word && known->stack == sample->stack);
    *known = h->live[--h->count];
    h->gone++;
}

static ouro_runtime *open_sampled(size_t mean)
{
    ouro_runtime *rt = open_runtime(NULL);
    all = calloc(1, sizeof *all);
    now = 1;
    assert_int_equal(
        ouro__sampler_start(
            rt, &(ouro__sampler_config){.mean = mean, .frames = 5, .seed = 42, .texts = true, .here = here}),
        0);
    ouro__sampler_listen(rt->sampler, &(ouro__sample_listener){on_sample, on_typed, on_freed, all});
    return rt;
}

static void close_sampled(ouro_runtime *rt)
{
    ouro__sampler_stop(rt);
    ouro__sampler_stop(rt);
    assert_int_equal(ouro__heap_check(&rt->heap), 0);
    close_runtime(rt);
    free(all);
}

typedef struct sums {
    ouro__sample_totals totals;
    size_t rows;
} sums;

static bool add_sample(void *context, const ouro__sample *sample)
{
    sums *s = context;
    const ouro__sample *known = heard_at(all, sample->address);
    assert_non_null(known);
    assert_true(known->word == sample->word && known->weight == sample->weight);
    double size = (double)sample->size;
    s->totals.live_bytes += sample->weight * size;
    s->totals.live_variance += sample->weight * (sample->weight - 1) * size * size;
    s->totals.live_samples++;
    return true;
}

static bool add_totals(void *context, uint32_t key, const ouro__sample_totals *t)
{
    sums *s = context;
    (void)key;
    s->totals.live_bytes += t->live_bytes;
    s->totals.live_variance += t->live_variance;
    s->totals.live_samples += t->live_samples;
    s->totals.bytes += t->bytes;
    s->totals.samples += t->samples;
    s->rows++;
    return true;
}

static void assert_near(double a, double b)
{
    assert_true(fabs(a - b) <= 1e-9 * (fabs(a) + fabs(b)) + 1e-3);
}

/* The samples, the stacks and the types all add up to the same. */
static void check(ouro_runtime *rt)
{
    sums samples = {0}, stacks = {0}, types = {0};
    ouro__sampler_each(rt, add_sample, &samples);
    ouro__sampler_each_stack(rt->sampler, add_totals, &stacks);
    ouro__sampler_each_type(rt, add_totals, &types);
    ouro__sample_totals t = ouro__sampler_totals(rt->sampler);
    assert_int_equal(samples.totals.live_samples, all->count);
    assert_int_equal(ouro__sampler_live(rt->sampler), all->count);
    assert_int_equal(t.live_samples, all->count);
    assert_int_equal(t.samples, all->count + all->gone);
    assert_near(samples.totals.live_bytes, t.live_bytes);
    assert_near(samples.totals.live_variance, t.live_variance);
    for (int i = 0; i < 2; i++) {
        const ouro__sample_totals *other = i ? &types.totals : &stacks.totals;
        assert_near(other->live_bytes, t.live_bytes);
        assert_near(other->live_variance, t.live_variance);
        assert_near(other->bytes, t.bytes);
        assert_int_equal(other->live_samples, t.live_samples);
        assert_int_equal(other->samples, t.samples);
    }
    assert_int_equal(ouro__sampler_lost(rt->sampler), 0);
    assert_int_equal(ouro__heap_check(&rt->heap), 0);
}

/* Pairs of nodes that hold each other, garbage but for the collector. */
static void make_cycles(ouro_runtime *rt, int pairs)
{
    for (int i = 0; i < pairs; i++) {
        ouro_object *a = &new_node(rt, NULL, NULL)->head, *b = &new_node(rt, a, NULL)->head;
        ((node *)a)->left = b;
    }
}

static void collections_end_samples(void **state)
{
    (void)state;
    ouro_runtime *rt = open_sampled(MEAN);
    for (int round = 0; round < 4; round++) {
        now = 10 + (uint32_t)round;
        make_cycles(rt, 20000);
        check(rt);
        ouro__gc_collect(rt, 2);
        check(rt);
        assert_true(all->count < 20);
    }
    assert_true(all->gone > 500 && all->typed > 500);
    close_sampled(rt);
}

typedef struct by_type {
    ouro_runtime *rt;
    double nodes, leaves, buffers;
} by_type;

static bool take_type(void *context, uint32_t word, const ouro__sample_totals *t)
{
    by_type *b = context;
    *(word == 0 ? &b->buffers : word == NODE << 8 ? &b->nodes : &b->leaves) += t->live_bytes;
    return true;
}

static void types_and_stacks_are_told(void **state)
{
    (void)state;
    enum { COUNT = 30000 };
    ouro_runtime *rt = open_sampled(MEAN);
    ouro_object **kept = malloc(2 * COUNT * sizeof *kept);
    char *buffers[1000];
    for (int i = 0; i < COUNT; i++) {
        now = 100;
        kept[2 * i] = &new_node(rt, NULL, NULL)->head;
        now = 200;
        kept[2 * i + 1] = new_leaf(rt, i);
    }
    now = 300;
    for (int i = 0; i < 1000; i++)
        buffers[i] = ouro_buffer_new(rt, 500);
    check(rt);
    by_type b = {.rt = rt};
    ouro__sampler_each_type(rt, take_type, &b);
    /* Eight standard errors: a few times 1e-15 of all seeds, and this one is fixed. */
    assert_true(fabs(b.nodes - COUNT * sizeof(node)) < 8 * sqrt(COUNT * sizeof(node) * (double)MEAN));
    assert_true(fabs(b.leaves - COUNT * sizeof(leaf)) < 8 * sqrt(COUNT * sizeof(leaf) * (double)MEAN));
    assert_true(fabs(b.buffers - 500000) < 8 * sqrt(500000 * (double)MEAN));
    for (size_t i = 0; i < all->count; i++) {
        const ouro__sample *s = &all->live[i];
        int line = ouro_trace_line(rt, s->stack);
        assert_int_equal(ouro_trace_depth(rt, s->stack), 1);
        assert_true(s->word == NODE << 8   ? line == 100
                    : s->word == LEAF << 8 ? line == 200
                                           : line == 300 || line == 100);
        assert_int_equal(ouro_trace_stack_of(rt, (void *)s->address), s->stack);
    }
    for (int i = 0; i < 2 * COUNT; i++)
        ouro_decref(rt, kept[i]);
    for (int i = 0; i < 1000; i++)
        ouro__buffer_free(rt, buffers[i]);
    free(kept);
    check(rt);
    assert_true(all->count < 10);
    close_sampled(rt);
}

static void allocated(void *context, ouro__page *page, void *block, size_t size)
{
    ouro_runtime *rt = context;
    ouro__tracer_note(rt, rt->tracer, page, block, size, here(rt, rt->sites));
}

static const ouro_tracer_config tracing = {.frames = 1, .allocated = allocated, .texts = true, .here = here};

static bool stacks_agree(void *context, const ouro__sample *sample)
{
    ouro_runtime *rt = context;
    uint32_t traced = ouro__tracer_stack_of(rt, (const void *)sample->address);
    assert_true(!traced || traced == sample->stack); /* those of before the tracer are not traced */
    return true;
}

/* In any order of starting, clearing and stopping, each goes on as if it were alone, and equal stacks have equal numbers. */
static void tracing_and_sampling_share_stacks(void **state)
{
    (void)state;
    for (int order = 0; order < 8; order++) {
        ouro_runtime *rt = open_sampled(MEAN);
        const ouro__sampler_config again = *ouro__sampler_config_of(rt->sampler);
        ouro__sampler_stop(rt);
        assert_null(rt->sites);
        all->count = all->gone = all->typed = 0;
        for (int i = 0; i < 2; i++)
            if (i == (order & 1))
                assert_int_equal(ouro__tracer_start(rt, &tracing), 0);
            else
                assert_int_equal(ouro__sampler_start(rt, &again), 0);
        assert_int_equal(ouro__sampler_start(rt, &again), -1);
        make_cycles(rt, 5000);
        assert_true(ouro__sampler_live(rt->sampler) > 10 && rt->tracer->blocks >= 5000);
        ouro__sampler_each(rt, stacks_agree, rt);
        size_t live = ouro__sampler_live(rt->sampler), blocks = rt->tracer->blocks;
        if (order & 2) {
            assert_int_equal(ouro__tracer_clear(rt), 0);
            assert_int_equal(ouro__sampler_live(rt->sampler), live);
            assert_int_equal(rt->tracer->blocks, 0);
        } else {
            assert_int_equal(ouro__sampler_clear(rt), 0);
            assert_int_equal(rt->tracer->blocks, blocks + (order & 1));
            assert_int_equal(ouro__sampler_live(rt->sampler), 0);
        }
        ouro__gc_collect(rt, 2);
        make_cycles(rt, 5000);
        ouro__sampler_each(rt, stacks_agree, rt);
        live = ouro__sampler_live(rt->sampler), blocks = rt->tracer->blocks;
        assert_true(live > 10 && blocks >= 5000);
        if (order & 4) {
            ouro__tracer_stop(rt);
            assert_int_equal(ouro__sampler_live(rt->sampler), live);
        } else {
            ouro__sampler_stop(rt); /* made anew while traced, or forgotten by the tracer */
            assert_int_equal(rt->tracer->blocks, blocks - !(order & 2));
        }
        assert_non_null(rt->sites);
        make_cycles(rt, 2000);
        ouro__gc_collect(rt, 2);
        assert_true(order & 4 ? ouro__sampler_live(rt->sampler) < live : rt->tracer->blocks < 5000);
        assert_int_equal(ouro__heap_check(&rt->heap), 0);
        rt->hooks.trace_stop(rt); /* as closing does */
        assert_true(!rt->sites && !rt->tracer && !rt->sampler && !rt->hooks.trace_stop);
        close_sampled(rt);
    }
}

static void places_of_two_kinds_exclude_each_other(void **state)
{
    (void)state;
    ouro_runtime *rt = open_sampled(MEAN);
    ouro_tracer_config objects = tracing;
    objects.texts = false;
    assert_int_equal(ouro__tracer_start(rt, &objects), -1);
    assert_null(rt->tracer);
    assert_int_equal(rt->sites->users, 1);
    make_cycles(rt, 100);
    close_sampled(rt);
}

static void clearing_goes_on(void **state)
{
    (void)state;
    ouro_runtime *rt = open_sampled(MEAN);
    make_cycles(rt, 5000);
    assert_true(all->count > 10);
    assert_int_equal(ouro__sampler_clear(rt), 0);
    all->count = all->gone = all->typed = 0;
    check(rt);
    make_cycles(rt, 5000);
    check(rt);
    assert_true(all->count > 10);
    ouro__gc_collect(rt, 2);
    check(rt);
    close_sampled(rt);
}

/* Under a budget that is all used, samples are lost, not blocks. */
static void refused_memory_loses_samples_only(void **state)
{
    (void)state;
    ouro_runtime *rt = open_sampled(64);
    ouro__sampler_listen(rt->sampler, NULL);
    ouro__heap_set_budget(&rt->heap, rt->heap.committed + (1 << 20));
    ouro_object *chain = NULL;
    size_t count = 0;
    for (node *o; (o = new_node(rt, chain, NULL)); count++)
        chain = &o->head;
    rt->error = NULL;
    assert_true(count > 5000 && ouro__sampler_lost(rt->sampler) > 100);
    assert_int_equal(ouro__heap_check(&rt->heap), 0);
    ouro_xdecref(rt, chain);
    ouro__heap_set_budget(&rt->heap, 0);
    assert_int_equal(ouro__sampler_live(rt->sampler) < 10, 1);
    close_sampled(rt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(collections_end_samples),
        cmocka_unit_test(types_and_stacks_are_told),
        cmocka_unit_test(tracing_and_sampling_share_stacks),
        cmocka_unit_test(places_of_two_kinds_exclude_each_other),
        cmocka_unit_test(clearing_goes_on),
        cmocka_unit_test(refused_memory_loses_samples_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
