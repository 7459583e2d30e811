/* The heap's sampling: which blocks are drawn does not depend on the way that they were handed out; what the samples say
 * of all blocks is unbiased, with the error that they tell; samples are told once, and their ends; and nothing else of the
 * heap changes. OURO_TEST_SEED, a number, gives other operations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "heap/heap.h"
#include "heap/sampling.h"

enum { SLOTS = 4096, MOST_SAMPLES = 1 << 20 };

typedef struct block {
    void *at;
    size_t size;
    enum ouro_heap_kind kind;
    double weight; /* 0: no sample */
} block;

/* One heap under sampling, and what it told. */
typedef struct scene {
    ouro_heap h;
    uint64_t random;
    bool small; /* no block of a run: whether these can grow where they stand hangs on what else there is */
    block slots[SLOTS];
    uint32_t operation; /* the current one, by number */
    uint32_t *drawn;    /* operations that gave a sample */
    size_t drawn_count;
    void *sample; /* that the current operation gave; and its weight */
    double weight;
    void *gone[2]; /* samples that the current operation ended */
    int gone_count;
    size_t asked;                        /* of the block that was resized where it stands */
    double bytes, estimate, variance;    /* of all blocks handed out, new places included */
    double live_estimate, live_variance; /* of those in use */
} scene;

static uint64_t own_seed(uint64_t seed)
{
    const char *text = getenv("OURO_TEST_SEED");
    return seed + (text ? strtoull(text, NULL, 10) * 0x9e3779b97f4a7c15u : 0);
}

static uint32_t below(scene *s, uint32_t n)
{
    s->random = s->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((s->random >> 33) % n);
}

static void on_sampled(void *context, void *at, size_t size, enum ouro_heap_kind kind, double weight)
{
    scene *s = context;
    (void)kind;
    assert_null(s->sample);
    assert_true(weight >= 1 && size > 0);
    assert_true(s->drawn_count < MOST_SAMPLES);
    s->drawn[s->drawn_count++] = s->operation;
    s->sample = at;
    s->weight = weight;
    s->estimate += weight * (double)size;
    s->variance += weight * (weight - 1) * (double)size * (double)size;
}

static void on_freed(void *context, void *at)
{
    scene *s = context;
    assert_true(s->gone_count < 2);
    s->gone[s->gone_count++] = at;
}

static void on_resized(void *context, void *at, size_t size)
{
    scene *s = context;
    (void)at;
    s->asked = size;
}

static void begin(scene *s)
{
    s->operation++;
    s->sample = NULL;
    s->gone_count = 0;
    s->asked = 0;
}

/* The samples that went are those that the operation ended: this one, if it was any. Larger blocks are told in any case. */
static void expect_gone(const scene *s, const void *at, bool was_sample, bool larger)
{
    assert_true(s->gone_count <= 1);
    if (was_sample || (s->gone_count && !larger))
        assert_true(s->gone_count == 1 && was_sample && s->gone[0] == at);
}

static void make(scene *s, block *b, size_t size, enum ouro_heap_kind kind, bool zero)
{
    size = kind == OURO_HEAP_CONTAINER && size < 16 ? 16 : size ? size : 1;
    begin(s);
    void *at = (zero ? ouro__heap_alloc_zeroed : ouro__heap_alloc)(&s->h, size, kind);
    assert_non_null(at);
    assert_int_equal(s->gone_count, 0);
    assert_true(!s->sample || s->sample == at);
    *b = (block){at, size, kind, s->sample ? s->weight : 0};
    s->bytes += (double)size;
    memset((char *)at + 8 * (kind == OURO_HEAP_CONTAINER), 0x5a,
           (size < 64 ? size : 64) - 8 * (kind == OURO_HEAP_CONTAINER));
}

/* As the inline ways do it. */
static void make_new(scene *s, block *b)
{
    begin(s);
    void *at = ouro__heap_new(&s->h, 48, OURO_HEAP_OBJECT);
    assert_non_null(at);
    assert_true(!s->sample || s->sample == at);
    *b = (block){at, 48, OURO_HEAP_OBJECT, s->sample ? s->weight : 0};
    s->bytes += 48;
}

static void drop(scene *s, block *b)
{
    begin(s);
    if (b->size == 48 && b->kind == OURO_HEAP_OBJECT)
        ouro__heap_delete(&s->h, b->at, 48, b->kind);
    else
        ouro__heap_free(&s->h, b->at, b->kind);
    assert_null(s->sample);
    expect_gone(s, b->at, b->weight != 0, b->size > OURO__SMALL_MAX - 64);
    b->at = NULL;
}

static void resize(scene *s, block *b, size_t size)
{
    size = size ? size : 1;
    begin(s);
    void *at = ouro__heap_resize(&s->h, b->at, size);
    assert_non_null(at);
    bool stays = at == b->at && s->gone_count == 0;
    if (!stays) {
        expect_gone(s, b->at, b->weight != 0, true);
        b->weight = s->sample ? s->weight : 0;
        s->bytes += (double)size;
    } else {
        assert_null(s->sample);
        assert_true(!b->weight || s->asked == size);
    }
    assert_true(!s->sample || s->sample == at);
    b->at = at;
    b->size = size;
}

/* ---- Ways to use a heap ---- */

static size_t any_size(scene *s)
{
    uint32_t choice = below(s, 1000);
    if (choice < 2)
        return below(s, s->small ? 30000 : 6 << 20);
    if (choice < 20)
        return below(s, s->small ? 30000 : 150000);
    if (choice < 100)
        return below(s, 12000);
    return below(s, 500);
}

static void random_lives(scene *s, int steps)
{
    for (int i = 0; i < steps; i++) {
        block *b = &s->slots[below(s, i / 5000 % 3 == 2 ? SLOTS / 30 : SLOTS)];
        if (!b->at)
            make(s, b, any_size(s), below(s, OURO_HEAP_KINDS), below(s, 8) == 0);
        else if (b->kind == OURO_HEAP_RAW && below(s, 3) == 0)
            resize(s, b, any_size(s));
        else
            drop(s, b);
        if (below(s, 3000) == 0)
            ouro__heap_release_containers(&s->h);
        if (below(s, 5000) == 0)
            ouro__heap_trim(&s->h);
    }
}

static void alternation(scene *s, int steps)
{
    for (int i = 0; i < steps; i++) {
        make_new(s, &s->slots[0]);
        drop(s, &s->slots[0]);
    }
}

static void stacks(scene *s, int steps)
{
    int depth = 0;
    while (depth < SLOTS && s->slots[depth].at)
        depth++;
    for (int i = 0; i < steps; i++) {
        bool up = depth == 0 || (depth < SLOTS && (i / 3000 + (int)below(s, 8)) % 8 < 4);
        if (up)
            make_new(s, &s->slots[depth++]);
        else
            drop(s, &s->slots[--depth]);
    }
}

static void queues(scene *s, int steps)
{
    static const size_t sizes[] = {16, 48, 100, 1000, 5000, 30000};
    for (int i = 0; i < steps; i++) {
        block *b = &s->slots[i % 700];
        if (b->at)
            drop(s, b);
        make(s, b, sizes[i % 6], i % 2 ? OURO_HEAP_OBJECT : OURO_HEAP_CONTAINER, false);
    }
}

/* Many are made, then dropped in another order, again and again. */
static void waves(scene *s, int steps)
{
    for (int i = 0; i < steps;) {
        int count = 1 + (int)below(s, SLOTS);
        for (int n = 0; n < count; n++, i++)
            make(s, &s->slots[n], 24 + (size_t)(i & 3) * 8, OURO_HEAP_OBJECT, false);
        for (int n = 0; n < count; n++) {
            block *b = &s->slots[(n * 17 + 5) % count];
            if (b->at)
                drop(s, b);
        }
        for (int n = 0; n < count; n++)
            if (s->slots[n].at)
                drop(s, &s->slots[n]);
    }
}

static void growing_buffers(scene *s, int steps)
{
    for (int i = 0; i < steps; i++) {
        block *b = &s->slots[below(s, 20)];
        if (!b->at)
            make(s, b, 8, OURO_HEAP_RAW, false);
        else if (b->size > (s->small ? 28000 : 300000) || below(s, 200) == 0)
            drop(s, b);
        else
            resize(s, b, b->size + b->size / 8 + 8);
    }
}

typedef void (*way)(scene *s, int steps);
static const way ways[] = {random_lives, alternation, stacks, queues, waves, growing_buffers};
enum { WAYS = sizeof ways / sizeof *ways };

/* ---- ---- */

static scene *open(const ouro_heap_options *options, uint64_t seed)
{
    scene *s = calloc(1, sizeof *s);
    s->drawn = malloc(MOST_SAMPLES * sizeof *s->drawn);
    s->random = own_seed(seed);
    assert_int_equal(ouro__heap_init(&s->h, options), 0);
    return s;
}

static void sample(scene *s, double mean, uint64_t seed)
{
    const ouro_heap_sampling config = {mean, seed, on_sampled, on_freed, on_resized, s};
    assert_int_equal(ouro__heap_sample(&s->h, &config), 0);
}

static void verify(scene *s)
{
    size_t live = 0;
    s->live_estimate = s->live_variance = 0;
    for (size_t i = 0; i < SLOTS; i++) {
        const block *b = &s->slots[i];
        live += b->at != NULL;
        if (b->at) {
            s->live_estimate += b->weight * (double)b->size;
            s->live_variance += b->weight * (b->weight - 1) * (double)b->size * (double)b->size;
        }
    }
    assert_int_equal(ouro__heap_check(&s->h), 0);
    assert_int_equal(ouro__heap_blocks(&s->h), live);
}

static void close(scene *s)
{
    for (size_t i = 0; i < SLOTS; i++)
        if (s->slots[i].at)
            drop(s, &s->slots[i]);
    ouro__heap_sample(&s->h, NULL);
    ouro__heap_release_containers(&s->h);
    ouro__heap_trim(&s->h);
    assert_int_equal(ouro__heap_blocks(&s->h), 0);
    assert_int_equal(ouro__heap_check(&s->h), 0);
    assert_int_equal(s->h.charged, 0);
    ouro__heap_destroy(&s->h);
    free(s->drawn);
    free(s);
}

/* ---- Tests ---- */

/* While faults are awaited, however far off, every allocation goes the slow way, where each is looked at. */
static void the_way_in_does_not_matter(void **state)
{
    (void)state;
    static const double means[] = {1, 300, 5000, 100000, 524288};
    for (size_t w = 0; w < WAYS; w++)
        for (size_t m = 0; m < sizeof means / sizeof *means; m++) {
            scene *fast = open(NULL, w + 1), *slow = open(NULL, w + 1);
            fast->small = slow->small = true;
            ouro__heap_fail(&slow->h, UINT64_MAX, 1);
            sample(fast, means[m], 99 + m);
            sample(slow, means[m], 99 + m);
            for (int round = 0; round < 10; round++) {
                ways[w](fast, 4000);
                ways[w](slow, 4000);
                verify(fast);
                verify(slow);
            }
            assert_int_equal(fast->drawn_count, slow->drawn_count);
            assert_memory_equal(fast->drawn, slow->drawn, fast->drawn_count * sizeof *fast->drawn);
            assert_true(fast->drawn_count > (means[m] < 10000 ? 100 : 0));
            close(fast);
            close(slow);
        }
}

/* Over many runs with other draws, the estimate's error is 0 in the mean, and as large as the samples tell. */
static void estimates_are_unbiased(void **state)
{
    (void)state;
    enum { RUNS = 150 };
    for (size_t w = 0; w < WAYS; w++) {
        double error = 0, squares = 0, told = 0, bytes = 0, live_error = 0, live_told = 0;
        for (int run = 0; run < RUNS; run++) {
            scene *s = open(NULL, w + 1);
            sample(s, 20000, (uint64_t)run * 1000 + w);
            ways[w](s, 6000);
            verify(s);
            double live = 0;
            for (size_t i = 0; i < SLOTS; i++)
                live += s->slots[i].at ? (double)s->slots[i].size : 0;
            error += s->estimate - s->bytes;
            squares += (s->estimate - s->bytes) * (s->estimate - s->bytes);
            told += s->variance;
            bytes += s->bytes;
            live_error += s->live_estimate - live;
            live_told += s->live_variance;
            close(s);
        }
        double deviation = sqrt(told); /* of the sum of all runs */
        if (getenv("OURO_TEST_SHOW"))
            printf("way %zu: %.3g bytes, error %.2f of a deviation, live %.2f; told %.3g, found %.3g\n", w,
                   bytes, error / deviation, live_told > 0 ? live_error / sqrt(live_told) : 0, told / RUNS,
                   squares / RUNS);
        assert_true(fabs(error) < 4 * deviation);
        assert_true(fabs(live_error) <= 4 * sqrt(live_told) + 1e-6);
        assert_true(squares > 0.6 * told && squares < 1.6 * told);
    }
}

static void it_ends_as_if_it_had_not_been(void **state)
{
    (void)state;
    scene *s = open(NULL, 5);
    for (int round = 0; round < 6; round++) {
        random_lives(s, 3000);
        verify(s);
        sample(s, 2000, (uint64_t)round);
        assert_int_equal(ouro__heap_sample(&s->h, &(ouro_heap_sampling){.mean = 5}), -1);
        random_lives(s, 20000);
        verify(s);
        ouro__heap_sample(&s->h, NULL);
        size_t drawn = s->drawn_count;
        for (size_t i = 0; i < SLOTS; i++)
            s->slots[i].weight = 0;
        verify(s);
        random_lives(s, 5000);
        verify(s);
        assert_int_equal(s->drawn_count, drawn);
    }
    close(s);
}

static void it_works_in_the_debug_heap(void **state)
{
    (void)state;
    scene *s = open(&(ouro_heap_options){.debug = true}, 6);
    sample(s, 3000, 3);
    random_lives(s, 20000);
    verify(s);
    assert_true(s->drawn_count > 1000);
    queues(s, 5000);
    verify(s);
    close(s);
}

typedef struct taps {
    long blocks;
} taps;

static void tap_allocated(void *context, ouro__page *page, void *at, size_t size)
{
    (void)page, (void)at, (void)size;
    ((taps *)context)->blocks++;
}

static void tap_freed(void *context, ouro__page *page, void *at)
{
    (void)page, (void)at;
    ((taps *)context)->blocks--;
}

static void tap_resized(void *context, void *old, void *at, size_t size)
{
    (void)context, (void)old, (void)at, (void)size;
}

/* A tap and faults come and go meanwhile. */
static void other_things_may_be_on(void **state)
{
    (void)state;
    scene *s = open(NULL, 7), *plain = open(NULL, 7);
    taps count = {0};
    s->small = plain->small = true;
    const ouro_heap_tap tap = {tap_allocated, tap_freed, tap_resized, &count};
    sample(s, 3000, 4);
    sample(plain, 3000, 4);
    for (int round = 0; round < 12; round++) {
        ouro__heap_set_tap(&s->h, round % 3 == 1 ? &tap : NULL);
        ouro__heap_fail(&s->h, round % 4 == 2 ? 1000000000 : 0, 1);
        random_lives(s, 5000);
        verify(s);
        random_lives(plain, 5000);
    }
    ouro__heap_set_tap(&s->h, NULL);
    ouro__heap_fail(&s->h, 0, 0);
    assert_int_equal(s->drawn_count, plain->drawn_count);
    assert_memory_equal(s->drawn, plain->drawn, s->drawn_count * sizeof *s->drawn);
    close(s);
    close(plain);
}

static void refusals_lose_nothing(void **state)
{
    (void)state;
    scene *s = open(&(ouro_heap_options){.budget = 3 << 20}, 8);
    sample(s, 2000, 5);
    size_t refused = 0;
    for (int i = 0; i < 100000; i++) {
        block *b = &s->slots[below(s, SLOTS)];
        if (b->at && below(s, 5) < 2) {
            drop(s, b);
        } else if (!b->at) {
            size_t size = 1 + below(s, 3000);
            enum ouro_heap_kind kind = below(s, 2) ? OURO_HEAP_OBJECT : OURO_HEAP_RAW;
            if (below(s, 100) == 0)
                ouro__heap_fail(&s->h, 1 + below(s, 30), 2);
            begin(s);
            void *at = ouro__heap_alloc(&s->h, size, kind);
            assert_true(at || !s->sample);
            refused += !at;
            if (at)
                *b = (block){at, size, kind, s->sample ? s->weight : 0};
        }
        if (i % 10000 == 0)
            verify(s);
    }
    assert_true(refused > 100);
    ouro__heap_fail(&s->h, 0, 0);
    verify(s);
    close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_way_in_does_not_matter),    cmocka_unit_test(estimates_are_unbiased),
        cmocka_unit_test(it_ends_as_if_it_had_not_been), cmocka_unit_test(it_works_in_the_debug_heap),
        cmocka_unit_test(other_things_may_be_on),        cmocka_unit_test(refusals_lose_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
