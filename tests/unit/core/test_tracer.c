/* The tracer's promises: what it says of each block is what a plain model says, through allocation, growth, moves and
 * frees of every size; stacks are one number for one way through a program; tracing ends as if it had never been; and
 * refused memory loses traces, not blocks. OURO_TEST_SEED, a number, gives other operations. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "trace/tracer.h"

enum { SLOTS = 2000, STACKS = 50 };

typedef struct model_block {
    void *block;
    size_t size;
    uint32_t stack; /* 0: not traced */
} model_block;

static uint64_t state;
static uint32_t now; /* the stack that allocates */

static uint32_t random_below(uint32_t n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state >> 33) % n);
}

static size_t random_size(void)
{
    uint32_t choice = random_below(1000);
    return choice < 3 ? random_below(6 << 20) : choice < 40 ? random_below(100000) : 1 + random_below(300);
}

static void allocated(void *context, ouro__page *page, void *block, size_t size)
{
    ouro_runtime *rt = context;
    ouro__tracer_note(rt, rt->tracer, page, block, size, now);
}

static int start(ouro_runtime *rt)
{
    return ouro__tracer_start(rt, &(ouro_tracer_config){.frames = 1, .allocated = allocated});
}

typedef struct count {
    ouro_runtime *rt;
    size_t blocks, bytes;
} count;

static bool count_one(void *context, const ouro__large_record *record)
{
    count *c = context;
    c->blocks++;
    c->bytes += record->size;
    assert_true(ouro__heap_owns(&c->rt->heap, (void *)record->address));
    return true;
}

static void check_model(ouro_runtime *rt, const model_block *blocks)
{
    size_t traced = 0, bytes = 0;
    for (size_t i = 0; i < SLOTS; i++) {
        if (!blocks[i].block)
            continue;
        assert_int_equal(ouro__tracer_stack_of(rt, blocks[i].block), blocks[i].stack);
        traced += blocks[i].stack != 0;
        bytes += blocks[i].stack ? blocks[i].size : 0;
    }
    count c = {rt, 0, 0};
    ouro__tracer_each(rt, count_one, &c);
    assert_int_equal(c.blocks, traced);
    assert_int_equal(c.bytes, bytes);
    assert_int_equal(rt->tracer->blocks, traced);
    assert_int_equal(rt->tracer->current, bytes);
    assert_true(rt->tracer->peak >= bytes);
    assert_int_equal(rt->tracer->lost, 0);
}

static void random_step(ouro_runtime *rt, model_block *b, bool tracing)
{
    now = 1 + random_below(STACKS);
    if (b->block && random_below(3) == 0) {
        size_t size = random_size();
        void *moved = ouro__heap_resize(&rt->heap, b->block, size ? size : 1);
        assert_non_null(moved);
        *b = (model_block){moved, size ? size : 1, tracing ? now : 0};
    } else if (b->block) {
        ouro__heap_free(&rt->heap, b->block, OURO_HEAP_RAW);
        b->block = NULL;
    } else {
        size_t size = random_size();
        size = size ? size : 1;
        *b = (model_block){ouro__heap_alloc(&rt->heap, size, OURO_HEAP_RAW), size, tracing ? now : 0};
        assert_non_null(b->block);
    }
}

static void run_model(bool debug_heap)
{
    const ouro_core_options options = {.debug_heap = debug_heap, .abort_on_leak = true};
    ouro_runtime *rt = ouro__runtime_create(&options);
    model_block *blocks = calloc(SLOTS, sizeof *blocks);
    const char *seed = getenv("OURO_TEST_SEED");
    state = 7 + (seed ? strtoull(seed, NULL, 10) * 0x9e3779b97f4a7c15u : 0);
    for (int step = 0; step < 3000; step++)
        random_step(rt, &blocks[random_below(SLOTS)], false);
    for (int round = 0; round < 3; round++) {
        assert_int_equal(start(rt), 0);
        for (size_t i = 0; i < SLOTS; i++)
            blocks[i].stack = 0;
        for (int step = 0; step < 20000; step++) {
            random_step(rt, &blocks[random_below(SLOTS)], true);
            if (step % 4000 == 0)
                check_model(rt, blocks);
        }
        check_model(rt, blocks);
        ouro__tracer_stop(rt);
        assert_int_equal(ouro__heap_check(&rt->heap), 0);
        for (int step = 0; step < 2000; step++)
            random_step(rt, &blocks[random_below(SLOTS)], false);
    }
    for (size_t i = 0; i < SLOTS; i++)
        if (blocks[i].block)
            ouro__heap_free(&rt->heap, blocks[i].block, OURO_HEAP_RAW);
    free(blocks);
    ouro__runtime_destroy(rt);
}

static void records_match_a_model(void **unused)
{
    (void)unused;
    run_model(false);
}

static void records_match_a_model_in_the_debug_heap(void **unused)
{
    (void)unused;
    run_model(true);
}

static void stacks_are_interned(void **unused)
{
    (void)unused;
    ouro_runtime *rt = open_runtime(NULL);
    ouro__stacks s;
    assert_true(ouro__stacks_init(rt, &s, false));
    node *file = new_node(rt, NULL, NULL), *other = new_node(rt, NULL, NULL);
    uint32_t parents[2] = {OURO_STACK_ROOT, OURO_STACK_ROOT};
    for (int line = 1; line <= 5000; line++) {
        const ouro_place place = {&file->head, &other->head, line}, twin = {&other->head, &file->head, line};
        uint32_t first = ouro__stacks_enter(rt, &s, parents[0], &place);
        assert_int_not_equal(first, OURO_STACK_NONE);
        assert_int_equal(ouro__stacks_enter(rt, &s, parents[0], &place), first);
        uint32_t second = ouro__stacks_enter(rt, &s, parents[0], &twin);
        assert_int_not_equal(second, first);
        assert_int_equal(ouro__stacks_node(&s, first)->parent, parents[0]);
        assert_int_equal(ouro__stacks_node(&s, first)->depth, line);
        assert_ptr_equal(ouro__stacks_place(&s, second)->file, &other->head);
        assert_int_equal(ouro__stacks_place(&s, first)->line, line);
        parents[0] = first;
    }
    assert_int_equal(s.node_count, 2 + 10000);
    ouro__stacks_destroy(rt, &s);
    assert_int_equal(file->head.refcount, 1);
    assert_int_equal(other->head.refcount, 1);
    ouro_decref(rt, &file->head);
    ouro_decref(rt, &other->head);
    close_runtime(rt);
}

static void refused_memory_loses_traces_only(void **unused)
{
    (void)unused;
    enum { LEFT = 256 * 1024 }; /* not enough for the first records */
    ouro_runtime *rt = open_runtime(NULL);
    assert_int_equal(start(rt), 0);
    now = 1;
    ouro__heap_trim(&rt->heap);
    ouro__heap_set_budget(&rt->heap, rt->heap.committed + LEFT);
    static void *refused[LEFT / 16 + 4096];
    size_t n = 0, before = rt->tracer->lost;
    while (n < sizeof refused / sizeof *refused &&
           (refused[n] = ouro__heap_alloc(&rt->heap, 16, OURO_HEAP_RAW)))
        n++;
    assert_true(n > 100 && n < sizeof refused / sizeof *refused);
    assert_int_equal(rt->tracer->lost - before, n);
    assert_int_equal(rt->tracer->blocks, 0);
    ouro__heap_set_budget(&rt->heap, 0);
    void *traced = ouro__heap_alloc(&rt->heap, 16, OURO_HEAP_RAW);
    assert_int_equal(ouro__tracer_stack_of(rt, traced), now);
    for (size_t i = 0; i < n; i++)
        ouro__heap_free(&rt->heap, refused[i], OURO_HEAP_RAW);
    assert_int_equal(rt->tracer->blocks, 1);
    assert_int_equal(rt->tracer->current, 16);
    ouro__heap_free(&rt->heap, traced, OURO_HEAP_RAW);
    ouro__tracer_stop(rt);
    close_runtime(rt);
}

static void other_domains_are_kept_apart(void **unused)
{
    (void)unused;
    ouro_runtime *rt = open_runtime(NULL);
    assert_int_equal(ouro__tracer_track(rt, 5, 0x1000, 10, 1), -1);
    assert_int_equal(start(rt), 0);
    size_t before = rt->tracer->current;
    for (uintptr_t address = 1; address <= 3000; address++)
        for (uint32_t domain = 1; domain <= 2; domain++)
            assert_int_equal(ouro__tracer_track(rt, domain, address * 16, address, 1), 0);
    assert_int_equal(rt->tracer->current - before, (size_t)3000 * 3001);
    assert_int_equal(ouro__tracer_track(rt, 1, 16, 100, 1), 0); /* again, with another size */
    assert_int_equal(rt->tracer->current - before, (size_t)3000 * 3001 + 99);
    for (uintptr_t address = 1; address <= 3000; address++)
        ouro__tracer_untrack(rt, 1, address * 16);
    ouro__tracer_untrack(rt, 1, 16);
    assert_int_equal(rt->tracer->current - before, (size_t)3000 * 3001 / 2);
    for (uintptr_t address = 3000; address >= 1; address--)
        ouro__tracer_untrack(rt, 2, address * 16);
    assert_int_equal(rt->tracer->current, before);
    ouro__tracer_stop(rt);
    close_runtime(rt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_match_a_model),
        cmocka_unit_test(records_match_a_model_in_the_debug_heap),
        cmocka_unit_test(stacks_are_interned),
        cmocka_unit_test(refused_memory_loses_traces_only),
        cmocka_unit_test(other_domains_are_kept_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
