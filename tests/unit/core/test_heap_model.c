/* Random operations of every kind and size against a plain model: blocks never overlap, keep their bytes,
 * containers keep their first 8 bytes through free and re-allocation, and the accounts stay exact.
 * OURO_TEST_SEED, a number, gives other operations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "heap/heap.h"
#include "heap/sampling.h"

enum { SLOTS = 3000 };

typedef struct {
    unsigned char *block;
    size_t size;
    enum ouro_heap_kind kind;
    unsigned char fill;
} model_block;

static uint64_t state;

static void seed(uint64_t own)
{
    const char *text = getenv("OURO_TEST_SEED");
    state = own + (text ? strtoull(text, NULL, 10) * 0x9e3779b97f4a7c15u : 0);
}

static uint32_t random_below(uint32_t n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state >> 33) % n);
}

static size_t random_size(void)
{
    uint32_t choice = random_below(1000);
    if (choice < 2)
        return random_below(8 << 20);
    if (choice < 12)
        return random_below(200000);
    if (choice < 100)
        return random_below(10000);
    return random_below(600);
}

static size_t header_bytes(const model_block *b)
{
    return b->kind == OURO_HEAP_CONTAINER ? 8 : 0;
}

static void fill_block(model_block *b, size_t from)
{
    size_t start = header_bytes(b) > from ? header_bytes(b) : from;
    if (b->size > start)
        memset(b->block + start, b->fill, b->size - start);
    if (b->kind == OURO_HEAP_CONTAINER && b->size >= 8)
        ((uint32_t *)b->block)[1] = 7 << 8 | b->fill; /* some type, some flags */
}

static void expect_filled(const model_block *b, size_t size)
{
    for (size_t i = header_bytes(b); i < size; i++)
        if (b->block[i] != b->fill)
            fail_msg("byte %zu of a block of %zu was changed", i, b->size);
}

static void check_container_word(const model_block *b)
{
    uint32_t word = ((uint32_t *)b->block)[1];
    if (word >> 8)
        fail_msg("a fresh or freed container says type %u", word >> 8);
}

static void make(ouro_heap *h, model_block *b)
{
    b->size = random_size();
    b->kind = random_below(OURO_HEAP_KINDS);
    if (b->kind == OURO_HEAP_CONTAINER && b->size < 16)
        b->size = 16;
    b->fill = (unsigned char)random_below(256);
    bool zero = random_below(4) == 0;
    b->block = (zero ? ouro__heap_alloc_zeroed : ouro__heap_alloc)(h, b->size, b->kind);
    assert_non_null(b->block);
    assert_int_equal((uintptr_t)b->block % 8, 0);
    assert_true(ouro__heap_usable(h, b->block) >= b->size);
    assert_true(ouro__heap_is_container(h, b->block) == (b->kind == OURO_HEAP_CONTAINER));
    if (b->kind == OURO_HEAP_CONTAINER) {
        check_container_word(b);
        assert_ptr_equal(ouro__container_at(h, ouro__container_index(h, b->block)), b->block);
    }
    for (size_t i = header_bytes(b); zero && i < b->size; i++)
        assert_int_equal(b->block[i], 0);
    fill_block(b, 0);
}

static void drop(ouro_heap *h, model_block *b)
{
    expect_filled(b, b->size);
    if (b->kind == OURO_HEAP_CONTAINER)
        ((uint32_t *)b->block)[1] &= 0xff;
    ouro__heap_free(h, b->block, b->kind);
    b->block = NULL;
}

static void resize(ouro_heap *h, model_block *b)
{
    size_t size = random_size();
    unsigned char *moved = ouro__heap_resize(h, b->block, size);
    assert_non_null(moved);
    b->block = moved;
    expect_filled(b, size < b->size ? size : b->size);
    b->size = size;
    fill_block(b, 0);
}

static int mark_block(void *context, void *block, size_t usable, enum ouro_heap_kind kind)
{
    model_block *blocks = context;
    for (size_t i = 0; i < SLOTS; i++)
        if (blocks[i].block == block) {
            assert_int_equal(blocks[i].kind, kind);
            assert_true(usable >= blocks[i].size);
            return 0;
        }
    fail_msg("the walk found a block that is not in use");
    return 1;
}

static size_t count_live_containers(ouro_heap *h)
{
    size_t live = 0;
    char *last = NULL;
    ouro_heap_span span = {0};
    while (ouro__heap_container_walk(h, &span))
        for (char *block = span.first; block < span.end; block += span.stride) {
            assert_true(block > last);
            last = block;
            live += ((uint32_t *)block)[1] >> 8 != 0;
        }
    return live;
}

/* ---- A tap's view, which must be the model's ---- */

typedef struct {
    long blocks;
} tap_count;

static void count_allocated(void *context, ouro__page *page, void *block, size_t size)
{
    tap_count *count = context;
    (void)page, (void)block, (void)size;
    count->blocks++;
}

static void count_freed(void *context, ouro__page *page, void *block)
{
    tap_count *count = context;
    (void)page, (void)block;
    count->blocks--;
}

static void count_resized(void *context, void *old_block, void *block, size_t size)
{
    (void)context, (void)old_block, (void)block, (void)size;
}

static void verify(ouro_heap *h, model_block *blocks)
{
    size_t live = 0, containers = 0;
    for (size_t i = 0; i < SLOTS; i++) {
        live += blocks[i].block != NULL;
        containers += blocks[i].block && blocks[i].kind == OURO_HEAP_CONTAINER;
    }
    assert_int_equal(ouro__heap_check(h), 0);
    assert_int_equal(ouro__heap_blocks(h), live);
    assert_int_equal(count_live_containers(h), containers);
    assert_int_equal(ouro__heap_walk(h, mark_block, blocks), 0);
}

/* ---- Samples, each of which must be a block in use, and end once ---- */

enum { SAMPLES = 1 << 16 };

typedef struct {
    void *live[SAMPLES];
    size_t count, seen;
} sample_set;

static void sample_taken(void *context, void *block, size_t size, enum ouro_heap_kind kind, double weight)
{
    sample_set *set = context;
    (void)size, (void)kind;
    assert_true(weight >= 1 && set->count < SAMPLES);
    for (size_t i = 0; i < set->count; i++)
        assert_ptr_not_equal(set->live[i], block);
    set->live[set->count++] = block;
    set->seen++;
}

static void sample_ended(void *context, void *block)
{
    sample_set *set = context;
    for (size_t i = 0; i < set->count; i++)
        if (set->live[i] == block) {
            set->live[i] = set->live[--set->count];
            return;
        }
}

static void sample_stays(void *context, void *block, size_t size)
{
    (void)context, (void)block, (void)size;
}

static void check_samples(const sample_set *set, const model_block *blocks)
{
    for (size_t i = 0; i < set->count; i++) {
        size_t n = 0;
        while (n < SLOTS && blocks[n].block != set->live[i])
            n++;
        assert_true(n < SLOTS);
    }
}

/* With a mean, samples are taken in every other stretch. */
static void run_sampled(const ouro_heap_options *options, unsigned own_seed, unsigned steps, double mean)
{
    ouro_heap h;
    model_block *blocks = calloc(SLOTS, sizeof *blocks);
    assert_int_equal(ouro__heap_init(&h, options), 0);
    seed(own_seed);
    sample_set *samples = calloc(1, sizeof *samples);
    const ouro_heap_sampling sampling = {mean, own_seed, sample_taken, sample_ended, sample_stays, samples};
    for (unsigned step = 0; step < steps; step++) {
        if (mean > 0 && step % 4000 == 0) {
            check_samples(samples, blocks);
            samples->count = 0;
            assert_int_equal(ouro__heap_sample(&h, step % 8000 ? NULL : &sampling), 0);
        }
        /* Now many blocks, now few, so that pages fill and empty. */
        unsigned window = step / 4096 % 3 == 2 ? SLOTS / 20 : SLOTS;
        model_block *b = &blocks[random_below(window)];
        if (window < SLOTS) {
            model_block *other = &blocks[random_below(SLOTS)];
            if (other->block)
                drop(&h, other);
        }
        if (!b->block)
            make(&h, b);
        else if (b->kind == OURO_HEAP_RAW && random_below(3) == 0)
            resize(&h, b);
        else
            drop(&h, b);
        if (random_below(2000) == 0)
            ouro__heap_release_containers(&h);
        if (random_below(5000) == 0)
            ouro__heap_trim(&h);
        if (step % (steps / 8) == 0)
            verify(&h, blocks);
    }
    verify(&h, blocks);
    check_samples(samples, blocks);
    assert_true(mean == 0 || samples->seen > steps / 100);
    for (size_t i = 0; i < SLOTS; i++)
        if (blocks[i].block)
            drop(&h, &blocks[i]);
    assert_int_equal(samples->count, 0);
    free(samples);
    ouro__heap_sample(&h, NULL);
    ouro__heap_release_containers(&h);
    ouro__heap_trim(&h);
    assert_int_equal(ouro__heap_blocks(&h), 0);
    assert_int_equal(ouro__heap_check(&h), 0);
    ouro__heap_destroy(&h);
    free(blocks);
}

static void run(const ouro_heap_options *options, unsigned own_seed, unsigned steps)
{
    run_sampled(options, own_seed, steps, 0);
}

static void keeps_the_model_while_sampled(void **test_state)
{
    (void)test_state;
    ouro_heap_options debug = {.debug = true}, quick = {.give_back_ms = 2};
    run_sampled(&quick, 51, 60000, 3000);
    run_sampled(NULL, 52, 60000, 20000);
    run_sampled(&debug, 53, 30000, 3000);
}

static void keeps_the_model(void **test_state)
{
    (void)test_state;
    for (unsigned seed = 1; seed <= 3; seed++)
        run(NULL, seed, 60000);
}

static void keeps_the_model_with_small_ranges(void **test_state)
{
    (void)test_state;
    ouro_heap_options options = {.container_range = 1 << 30, .other_range = 1 << 30, .give_back_ms = 2};
    run(&options, 11, 60000);
}

static void keeps_the_model_in_the_debug_heap(void **test_state)
{
    (void)test_state;
    ouro_heap_options options = {.debug = true};
    run(&options, 21, 40000);
}

static void a_tap_hears_all(void **test_state)
{
    (void)test_state;
    ouro_heap h;
    tap_count count = {0};
    ouro_heap_tap tap = {count_allocated, count_freed, count_resized, &count};
    model_block *blocks = calloc(SLOTS, sizeof *blocks);
    assert_int_equal(ouro__heap_init(&h, NULL), 0);
    seed(31);
    for (unsigned step = 0; step < 60000; step++) {
        model_block *b = &blocks[random_below(SLOTS)];
        if (step == 20000)
            ouro__heap_set_tap(&h, &tap);
        if (step == 40000)
            ouro__heap_set_tap(&h, NULL);
        long before = count.blocks;
        bool had = b->block;
        bool resizes = had && b->kind == OURO_HEAP_RAW && random_below(3) == 0;
        resizes ? resize(&h, b) : had ? drop(&h, b) : make(&h, b);
        if (step < 20000 || step >= 40000 || resizes)
            assert_int_equal(count.blocks, before);
        else if (!had)
            assert_int_equal(count.blocks, before + 1);
        else /* what came before the tap may go unheard */
            assert_true(count.blocks == before - 1 || count.blocks == before);
        if (step % 10000 == 0)
            verify(&h, blocks);
    }
    for (size_t i = 0; i < SLOTS; i++)
        if (blocks[i].block)
            drop(&h, &blocks[i]);
    assert_int_equal(ouro__heap_blocks(&h), 0);
    ouro__heap_destroy(&h);
    free(blocks);
}

/* ---- Refusals: whatever is refused, nothing is lost, and what is there stays as it was ---- */

typedef struct {
    ouro_heap *h;
    model_block *blocks;
    long calls;
} reliever;

static int drop_some(void *context, size_t wanted)
{
    reliever *r = context;
    (void)wanted;
    if (++r->calls % 3 == 0)
        return 0;
    for (int i = 0; i < 20; i++) {
        model_block *b = &r->blocks[random_below(SLOTS)];
        if (b->block)
            drop(r->h, b);
    }
    ouro__heap_release_containers(r->h);
    return 1;
}

static void try_to_make(ouro_heap *h, model_block *b)
{
    model_block made = {.size = random_size(), .kind = random_below(OURO_HEAP_KINDS), .fill = 9};
    if (made.kind == OURO_HEAP_CONTAINER && made.size < 16)
        made.size = 16;
    made.block = ouro__heap_alloc(h, made.size, made.kind);
    if (!made.block)
        return;
    if (made.kind == OURO_HEAP_CONTAINER)
        check_container_word(&made);
    fill_block(&made, 0);
    *b = made;
}

static void try_to_resize(ouro_heap *h, model_block *b)
{
    model_block before = *b;
    size_t size = random_size();
    b->block = NULL; /* hidden from drop_some */
    unsigned char *moved = ouro__heap_resize(h, before.block, size);
    *b = before;
    if (!moved) {
        expect_filled(b, b->size);
        return;
    }
    b->block = moved;
    expect_filled(b, size < b->size ? size : b->size);
    b->size = size;
    fill_block(b, 0);
}

static void survives_refusals(bool debug, size_t budget, bool faults)
{
    ouro_heap h;
    ouro_heap_options options = {.budget = budget, .debug = debug};
    model_block *blocks = calloc(SLOTS, sizeof *blocks);
    assert_int_equal(ouro__heap_init(&h, &options), 0);
    reliever r = {.h = &h, .blocks = blocks};
    h.pressure = drop_some;
    h.pressure_context = &r;
    seed(41);
    for (unsigned step = 0; step < 60000; step++) {
        model_block *b = &blocks[random_below(SLOTS)];
        if (faults && random_below(50) == 0)
            ouro__heap_fail(&h, 1 + random_below(30), 1 + random_below(5));
        if (!b->block)
            try_to_make(&h, b);
        else if (b->kind == OURO_HEAP_RAW && random_below(3) == 0)
            try_to_resize(&h, b);
        else if (random_below(3) == 0)
            drop(&h, b);
        if (budget)
            assert_true(h.committed <= budget);
        if (step % 10000 == 0)
            verify(&h, blocks);
    }
    assert_true(!budget || r.calls > 10);
    ouro__heap_fail(&h, 0, 0);
    verify(&h, blocks);
    for (size_t i = 0; i < SLOTS; i++)
        if (blocks[i].block)
            drop(&h, &blocks[i]);
    assert_int_equal(ouro__heap_blocks(&h), 0);
    assert_int_equal(ouro__heap_check(&h), 0);
    ouro__heap_destroy(&h);
    free(blocks);
}

static void survives_a_tight_budget(void **test_state)
{
    (void)test_state;
    survives_refusals(false, 4 << 20, false);
    survives_refusals(true, 4 << 20, false);
}

static void survives_faults(void **test_state)
{
    (void)test_state;
    survives_refusals(false, 0, true);
    survives_refusals(true, 16 << 20, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_the_model),
        cmocka_unit_test(keeps_the_model_with_small_ranges),
        cmocka_unit_test(keeps_the_model_in_the_debug_heap),
        cmocka_unit_test(keeps_the_model_while_sampled),
        cmocka_unit_test(a_tap_hears_all),
        cmocka_unit_test(survives_a_tight_budget),
        cmocka_unit_test(survives_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
