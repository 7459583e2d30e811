/* What heap.h promises, one promise a test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "heap/heap.h"
#include "heap/poison.h"
#include "os/os.h"

static const size_t MIB = 1 << 20;

static ouro_heap *open_heap(const ouro_heap_options *options)
{
    ouro_heap *h = malloc(sizeof *h);
    assert_non_null(h);
    assert_int_equal(ouro__heap_init(h, options), 0);
    return h;
}

static void close_heap(ouro_heap *h)
{
    ouro__heap_release_containers(h);
    assert_int_equal(ouro__heap_check(h), 0);
    assert_int_equal(ouro__heap_blocks(h), 0);
    ouro__heap_destroy(h);
    free(h);
}

static void blocks_are_aligned(void **state)
{
    (void)state;
    ouro_heap *h = open_heap(NULL);
    for (unsigned kind = 0; kind < OURO_HEAP_KINDS; kind++)
        for (size_t size = 0; size < 50000; size += size < 300 ? 1 : 97) {
            char *p = ouro__heap_alloc(h, size, kind), *q = ouro__heap_alloc(h, size, kind);
            size_t usable = ouro__heap_usable(h, p);
            assert_true(usable >= size && usable >= 1);
            assert_int_equal((uintptr_t)p % 8, 0);
            if (!ouro__poison_active() && usable % 16 == 0) {
                assert_int_equal((uintptr_t)p % 16, 0);
                assert_int_equal((uintptr_t)q % 16, 0);
            }
            ouro__heap_free(h, p, kind);
            ouro__heap_free(h, q, kind);
        }
    ouro__heap_free(h, NULL, OURO_HEAP_RAW);
    close_heap(h);
}

static void size_classes_waste_little(void **state)
{
    (void)state;
    for (size_t size = 1; size <= OURO__SMALL_MAX; size++) {
        unsigned c = ouro__size_class(size, OURO_HEAP_RAW);
        size_t bytes = ouro__class_bytes(c);
        assert_true(c < OURO__CLASSES && bytes >= size);
        assert_true(bytes - size < 8 || (bytes - size) * 9 <= bytes + 8);
    }
}

static void inline_paths_reuse_the_block_just_freed(void **state)
{
    (void)state;
    ouro_heap *h = open_heap(NULL);
    void *keep = ouro__heap_new(h, 40, OURO_HEAP_OBJECT);
    void *p = ouro__heap_new(h, 40, OURO_HEAP_OBJECT);
    ouro__heap_delete(h, p, 40, OURO_HEAP_OBJECT);
    assert_ptr_equal(ouro__heap_new(h, 40, OURO_HEAP_OBJECT), p);
    ouro__heap_delete(h, p, 40, OURO_HEAP_OBJECT);
    ouro__heap_delete(h, keep, 40, OURO_HEAP_OBJECT);
    void *large = ouro__heap_new(h, 50000, OURO_HEAP_RAW);
    ouro__heap_delete(h, large, 50000, OURO_HEAP_RAW);
    close_heap(h);
}

/* ---- Containers ---- */

static void containers_have_numbers(void **state)
{
    (void)state;
    ouro_heap *h = open_heap(NULL);
    uint64_t local = 0;
    void *raw = ouro__heap_alloc(h, 32, OURO_HEAP_RAW), *huge = ouro__heap_alloc(h, 8 * MIB, OURO_HEAP_RAW);
    char *c = ouro__heap_alloc(h, 32, OURO_HEAP_CONTAINER);
    char *big = ouro__heap_alloc(h, 9 * MIB, OURO_HEAP_CONTAINER);
    assert_true(ouro__heap_is_container(h, c) && ouro__heap_is_container(h, big));
    assert_false(ouro__heap_is_container(h, raw) || ouro__heap_is_container(h, huge) ||
                 ouro__heap_is_container(h, &local) || ouro__heap_is_container(h, NULL));
    assert_int_not_equal(ouro__container_index(h, c), 0);
    assert_ptr_equal(ouro__container_at(h, ouro__container_index(h, c)), c);
    assert_ptr_equal(ouro__container_at(h, ouro__container_index(h, big)), big);
    assert_true(h->container_bytes <= (size_t)32 << 30);
    memset(big, 1, 9 * MIB);
    memset(big, 0, 8);
    ouro__heap_free(h, raw, OURO_HEAP_RAW);
    ouro__heap_free(h, huge, OURO_HEAP_RAW);
    ouro__heap_free(h, c, OURO_HEAP_CONTAINER);
    ouro__heap_free(h, big, OURO_HEAP_CONTAINER);
    close_heap(h);
}

static void first_eight_bytes_survive(bool debug)
{
    ouro_heap_options options = {.debug = debug};
    ouro_heap *h = open_heap(&options);
    enum { N = 5000 };
    uint64_t *blocks[N];
    for (int i = 0; i < N; i++) {
        blocks[i] = ouro__heap_new(h, 16, OURO_HEAP_CONTAINER);
        assert_true(*blocks[i] == 0); /* never used: zero */
        *blocks[i] = ((uint64_t)0x55 << 32) | (unsigned)i;
    }
    for (int i = 0; i < N; i += 2)
        ouro__heap_delete(h, blocks[i], 16, OURO_HEAP_CONTAINER);
    for (int i = 0; i < N; i += 2) /* while it is free */
        assert_true(*blocks[i] == (((uint64_t)0x55 << 32) | (unsigned)i));
    for (int i = 0; i < N; i += 2) { /* and when it is handed out again */
        blocks[i] = ouro__heap_alloc_zeroed(h, 16, OURO_HEAP_CONTAINER);
        assert_true(*blocks[i] == 0 || *blocks[i] >> 32 == 0x55);
        assert_true(blocks[i][1] == 0);
    }
    for (int i = 0; i < N; i++) {
        *blocks[i] = 0;
        ouro__heap_delete(h, blocks[i], 16, OURO_HEAP_CONTAINER);
    }
    close_heap(h);
}

static void a_container_keeps_its_first_word(void **state)
{
    (void)state;
    first_eight_bytes_survive(false);
}

static void a_container_keeps_its_first_word_in_the_debug_heap(void **state)
{
    (void)state;
    first_eight_bytes_survive(true);
}

static void set_flag(void *context)
{
    *(bool *)context = true;
}

static void container_pages_wait_for_release(void **state)
{
    (void)state;
    enum { N = 200000 };
    ouro_heap *h = open_heap(NULL);
    bool told = false;
    h->containers_waiting = set_flag;
    h->containers_context = &told;
    uint64_t **blocks = malloc(N * sizeof *blocks);
    for (int i = 0; i < N; i++) {
        blocks[i] = ouro__heap_new(h, 48, OURO_HEAP_CONTAINER);
        blocks[i][0] = (uint64_t)0x41 << 32; /* only a flag, type 0 */
    }
    size_t full = h->committed;
    for (int i = 0; i < N; i++)
        ouro__heap_delete(h, blocks[i], 48, OURO_HEAP_CONTAINER);
    assert_true(told);
    ouro__heap_trim(h);
    for (int i = 0; i < N; i++) /* still there */
        assert_true(blocks[i][0] == (uint64_t)0x41 << 32);
    void *other = ouro__heap_alloc(h, 480, OURO_HEAP_CONTAINER);
    ouro__heap_free(h, other, OURO_HEAP_CONTAINER);
    for (int i = 0; i < N; i++) /* and not given another class */
        assert_true(blocks[i][0] == (uint64_t)0x41 << 32);
    ouro__heap_release_containers(h);
    ouro__heap_trim(h);
    assert_true(h->committed < full / 10);
    uint64_t *fresh = ouro__heap_new(h, 64, OURO_HEAP_CONTAINER);
    assert_true(fresh[0] == 0);
    ouro__heap_delete(h, fresh, 64, OURO_HEAP_CONTAINER);
    free(blocks);
    close_heap(h);
}

/* ---- Budget and refusal ---- */

typedef struct {
    ouro_heap *h;
    void *kept;
    unsigned calls;
    size_t wanted;
} helper;

static int free_what_is_kept(void *context, size_t wanted)
{
    helper *help = context;
    help->calls++;
    help->wanted = wanted;
    if (!help->kept)
        return 0;
    ouro__heap_free(help->h, help->kept, OURO_HEAP_RAW);
    help->kept = NULL;
    return 1;
}

static void budget_refuses_and_recovers(void **state)
{
    (void)state;
    ouro_heap_options options = {.budget = 32 * MIB};
    ouro_heap *h = open_heap(&options);
    helper help = {.h = h};
    h->pressure = free_what_is_kept;
    h->pressure_context = &help;
    help.kept = ouro__heap_alloc(h, 20 * MIB, OURO_HEAP_RAW);
    assert_non_null(help.kept);
    void *p = ouro__heap_alloc(h, 20 * MIB, OURO_HEAP_RAW); /* pressure makes room */
    assert_non_null(p);
    assert_int_equal(help.calls, 1);
    assert_int_equal(help.wanted / MIB, 20);
    assert_null(ouro__heap_alloc(h, 20 * MIB, OURO_HEAP_RAW)); /* asked once more, in vain */
    assert_int_equal(help.calls, 2);
    assert_null(ouro__heap_alloc(h, SIZE_MAX, OURO_HEAP_RAW));
    assert_null(ouro__heap_alloc(h, SIZE_MAX / 2 - 4096, OURO_HEAP_CONTAINER));
    assert_null(ouro__heap_resize(h, p, 40 * MIB));
    assert_int_equal(help.calls, 2); /* what can never fit is not worth freeing anything for */
    assert_int_equal(((char *)memset(p, 7, 20 * MIB))[20 * MIB - 1], 7);
    ouro__heap_free(h, p, OURO_HEAP_RAW);
    assert_true(h->committed_peak <= 32 * MIB);
    close_heap(h);
}

static void small_blocks_reach_the_budget_and_no_further(void **state)
{
    (void)state;
    ouro_heap_options options = {.budget = 8 * MIB};
    ouro_heap *h = open_heap(&options);
    size_t count = 0;
    void *last = NULL, *p;
    while ((p = ouro__heap_new(h, 64, OURO_HEAP_OBJECT))) {
        *(void **)p = last;
        last = p;
        count++;
    }
    assert_true(h->committed <= 8 * MIB);
    if (!ouro__poison_active())
        assert_true(count * 64 > 7 * MIB);
    helper help = {.h = h};
    h->pressure = free_what_is_kept;
    h->pressure_context = &help;
    assert_null(ouro__heap_new(h, 64, OURO_HEAP_OBJECT));
    assert_int_equal(help.calls, 1);
    assert_null(ouro__heap_alloc_zeroed(h, 5000, OURO_HEAP_RAW));
    assert_int_equal(help.calls, 2);
    for (int i = 0; i < 1000; i++) { /* refused again and again, then there is room */
        p = last;
        last = *(void **)p;
        ouro__heap_delete(h, p, 64, OURO_HEAP_OBJECT);
    }
    for (int i = 0; i < 1000; i++) {
        p = ouro__heap_new(h, 64, OURO_HEAP_OBJECT);
        assert_non_null(p);
        *(void **)p = last;
        last = p;
    }
    while ((p = last)) {
        last = *(void **)p;
        ouro__heap_delete(h, p, 64, OURO_HEAP_OBJECT);
    }
    p = ouro__heap_alloc(h, 7 * MIB, OURO_HEAP_RAW); /* idle pages make way */
    assert_non_null(p);
    ouro__heap_free(h, p, OURO_HEAP_RAW);
    close_heap(h);
}

/* Here and there a block stays: what lies free around it is to be had for blocks of any size. */
static void what_is_free_in_pages_serves_any_block(void **state)
{
    (void)state;
    ouro_heap_options options = {.budget = 8 * MIB};
    ouro_heap *h = open_heap(&options);
    enum { SIZE = 512, EACH = 64 };
    void *all[8 * MIB / SIZE];
    size_t count = 0;
    while (count < 8 * MIB / SIZE && (all[count] = ouro__heap_new(h, SIZE, OURO_HEAP_OBJECT)))
        count++;
    for (size_t i = 0; i < count; i++)
        if (i % EACH)
            ouro__heap_delete(h, all[i], SIZE, OURO_HEAP_OBJECT);
    void *p = ouro__heap_alloc(h, 6 * MIB, OURO_HEAP_RAW);
    assert_non_null(p);
    ouro__heap_free(h, p, OURO_HEAP_RAW);
    for (size_t i = 0; i < count; i += EACH)
        ouro__heap_delete(h, all[i], SIZE, OURO_HEAP_OBJECT);
    close_heap(h);
}

static bool as_told(void *context)
{
    return *(bool *)context;
}

static void the_reserve_is_for_the_entitled(void **state)
{
    (void)state;
    ouro_heap_options options = {.budget = 8 * MIB};
    ouro_heap *h = open_heap(&options);
    bool entitled = false;
    h->entitled = as_told;
    h->entitled_context = &entitled;
    h->reserve = h->reserve_kept = 64 * 1024;
    size_t room = ouro__heap_room(h);
    assert_int_equal(ouro__heap_charge(h, (ptrdiff_t)room), 0);
    assert_int_equal(ouro__heap_room(h), 0);
    assert_int_equal(ouro__heap_charge(h, 4096), -1);
    entitled = true;
    assert_int_equal(ouro__heap_charge(h, 32 * 1024), 0);
    assert_int_equal(ouro__heap_charge(h, 64 * 1024), -1); /* more than is left */
    entitled = false;
    assert_int_equal(ouro__heap_charge(h, 4096), -1);
    entitled = true;
    assert_int_equal(ouro__heap_charge(h, 32 * 1024), 0);
    assert_int_equal(h->committed, 8 * MIB);
    assert_int_equal(h->reserve_kept, h->reserve);
    assert_int_equal(ouro__heap_charge(h, -(ptrdiff_t)(room + 64 * 1024)), 0);
    close_heap(h);
}

static void charges_count_in_the_budget(void **state)
{
    (void)state;
    ouro_heap_options options = {.budget = 8 * MIB};
    ouro_heap *h = open_heap(&options);
    assert_int_equal(ouro__heap_charge(h, 6 << 20), 0);
    assert_null(ouro__heap_alloc(h, 4 * MIB, OURO_HEAP_RAW));
    assert_int_equal(ouro__heap_charge(h, 3 << 20), -1);
    assert_int_equal(ouro__heap_charge(h, -(4 << 20)), 0);
    void *p = ouro__heap_alloc(h, 4 * MIB, OURO_HEAP_RAW);
    assert_non_null(p);
    ouro_heap_stats *stats = malloc(sizeof *stats);
    ouro__heap_stats(h, stats);
    assert_int_equal(stats->charged, 2 << 20);
    free(stats);
    ouro__heap_free(h, p, OURO_HEAP_RAW);
    assert_int_equal(ouro__heap_charge(h, -(2 << 20)), 0);
    close_heap(h);
}

static void faults_come_when_told(void **state)
{
    (void)state;
    ouro_heap *h = open_heap(NULL);
    void *p = ouro__heap_new(h, 32, OURO_HEAP_RAW), *q;
    ouro__heap_fail(h, 3, 2);
    assert_non_null(p = ouro__heap_resize(h, p, 20000));       /* 1 */
    assert_non_null(q = ouro__heap_new(h, 32, OURO_HEAP_RAW)); /* 2 */
    assert_null(ouro__heap_new(h, 32, OURO_HEAP_RAW));
    assert_null(ouro__heap_resize(h, p, 40000));
    ouro__heap_delete(h, q, 32, OURO_HEAP_RAW);
    assert_non_null(q = ouro__heap_alloc_zeroed(h, 32, OURO_HEAP_RAW));
    ouro__heap_fail(h, 1, UINT64_MAX);
    for (int i = 0; i < 10; i++)
        assert_null(ouro__heap_alloc(h, 5 * MIB, OURO_HEAP_RAW));
    ouro__heap_fail(h, 0, 0);
    ouro__heap_free(h, q, OURO_HEAP_RAW);
    assert_non_null(q = ouro__heap_new(h, 32, OURO_HEAP_RAW));
    ouro__heap_free(h, q, OURO_HEAP_RAW);
    ouro__heap_free(h, p, OURO_HEAP_RAW);
    close_heap(h);
}

/* In a process of its own: uses up all the addresses that it is allowed, of each kind; 0 when that went well.
 */
static int use_up_addresses(void)
{
    struct rlimit limit = {400 << 20, 400 << 20};
    ouro_heap h;
    size_t counts[OURO_HEAP_KINDS] = {0};
    if (setrlimit(RLIMIT_AS, &limit) < 0 || ouro__heap_init(&h, NULL) < 0)
        return 1;
    for (unsigned kind = 0; kind < OURO_HEAP_KINDS; kind++)
        while (ouro__heap_alloc(&h, 1000, kind))
            counts[kind]++;
    bool enough = counts[OURO_HEAP_CONTAINER] > 80000 && counts[OURO_HEAP_RAW] > 80000;
    bool refused = !ouro__heap_alloc(&h, 600 << 20, OURO_HEAP_RAW);
    return !enough || !refused || ouro__heap_check(&h) != 0;
}

static void limited_addresses_are_used_and_refused_after(void **state)
{
    (void)state;
#if defined(__SANITIZE_THREAD__)
    skip();
#endif
    if (ouro__poison_active())
        skip(); /* sanitizers need more addresses than this */
    pid_t child = fork();
    if (child == 0)
        _exit(use_up_addresses());
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* ---- Zeroing and resizing ---- */

static void zeroed_memory_is_zero_and_fresh_memory_untouched(void **state)
{
    (void)state;
    ouro_heap *h = open_heap(NULL);
    size_t before = ouro__os_resident();
    char *fresh = ouro__heap_alloc_zeroed(h, 512 * 1024, OURO_HEAP_RAW);
    char *huge = ouro__heap_alloc_zeroed(h, 64 * MIB, OURO_HEAP_RAW);
    if (!ouro__poison_active())
        assert_true(ouro__os_resident() < before + 2 * MIB);
    for (int round = 0; round < 3; round++) {
        size_t sizes[] = {1, 8, 100, 1000, 8000, 9000, 70000, 500000};
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            char *p = ouro__heap_alloc_zeroed(h, sizes[i], OURO_HEAP_OBJECT);
            for (size_t at = 0; at < sizes[i]; at++)
                assert_int_equal(p[at], 0);
            memset(p, 0xff, sizes[i]);
            ouro__heap_free(h, p, OURO_HEAP_OBJECT);
        }
    }
    ouro__heap_free(h, fresh, OURO_HEAP_RAW);
    ouro__heap_free(h, huge, OURO_HEAP_RAW);
    close_heap(h);
}

static void huge_blocks_grow_without_copying(void **state)
{
    (void)state;
    if (ouro__poison_active())
        return; /* there, resizing always moves */
    ouro_heap *h = open_heap(NULL);
    size_t size = 2 * MIB;
    char *p = ouro__heap_alloc(h, size, OURO_HEAP_RAW);
    memset(p, 5, size);
    while (size < 512 * MIB) {
        size_t old = size;
        size += size / 8;
        p = ouro__heap_resize(h, p, size);
        assert_non_null(p);
        assert_int_equal(p[old - 1], 5);
        p[size - 1] = 5;
    }
    assert_true(ouro__os_resident() < 128 * MIB); /* of 512, most never touched */
    p = ouro__heap_resize(h, p, 100);
    assert_int_equal(p[99], 5);
    assert_true(h->committed < 2 * MIB);
    ouro__heap_free(h, p, OURO_HEAP_RAW);
    close_heap(h);
}

/* The first such blocks go back at once; when that proves premature, they stay. */
static void huge_blocks_made_again_use_the_same_memory(void **state)
{
    (void)state;
    ouro_heap *h = open_heap(NULL);
    ouro_heap_stats *stats = malloc(sizeof *stats);
    assert_non_null(stats);
    for (int round = 0; round < 40; round++) {
        char *p = ouro__heap_alloc(h, 5 * MIB, OURO_HEAP_RAW);
        memset(p, 7, 5 * MIB);
        ouro__heap_free(h, p, OURO_HEAP_RAW);
        assert_int_equal(ouro__heap_check(h), 0);
    }
    ouro__heap_stats(h, stats);
    assert_true(stats->idle >= 5 * MIB);
    size_t committed = stats->committed;
    char *p = ouro__heap_alloc_zeroed(h, 4 * MIB, OURO_HEAP_RAW); /* the front of it */
    for (size_t at = 0; at < 4 * MIB; at += 512)
        assert_int_equal(p[at], 0);
    p = ouro__heap_resize(h, p, 5 * MIB); /* and the rest */
    p[5 * MIB - 1] = 1;
    ouro__heap_stats(h, stats);
    assert_true(stats->committed <= committed + 64 * 1024 || ouro__poison_active());
    assert_int_equal(ouro__heap_check(h), 0);
    p = ouro__heap_resize(h, p, 9 * MIB);
    p[9 * MIB - 1] = 1;
    assert_int_equal(ouro__heap_check(h), 0);
    ouro__heap_free(h, p, OURO_HEAP_RAW);
    ouro__heap_trim(h);
    ouro__heap_stats(h, stats);
    assert_int_equal(stats->idle, 0);
    assert_true(stats->committed < MIB);
    assert_int_equal(ouro__heap_check(h), 0);
    free(stats);
    close_heap(h);
}

static void shrinking_gives_back(void **state)
{
    (void)state;
    if (ouro__poison_active())
        return;
    ouro_heap *h = open_heap(NULL);
    char *p = ouro__heap_alloc(h, 900 * 1024, OURO_HEAP_RAW);
    memset(p, 3, 900 * 1024);
    ouro__heap_trim(h);
    size_t before = h->committed;
    assert_ptr_equal(ouro__heap_resize(h, p, 40000), p);
    ouro__heap_trim(h);
    assert_true(before - h->committed >= 840 * 1024);
    assert_int_equal(p[39999], 3);
    assert_ptr_equal(ouro__heap_resize(h, p, 200000), p); /* and grows again where it stands */
    memset(p + 40000, 4, 160000);
    ouro__heap_free(h, p, OURO_HEAP_RAW);
    close_heap(h);
}

/* ---- Giving back ---- */

static void dropping_all_but_a_few_gives_back(void **state)
{
    (void)state;
    if (ouro__poison_active())
        return;
    enum { N = 1000000, KEEP = 30000 };
    for (unsigned kind = OURO_HEAP_OBJECT; kind < OURO_HEAP_KINDS; kind++) {
        ouro_heap *h = open_heap(NULL);
        void **blocks = malloc(N * sizeof *blocks);
        for (int i = 0; i < N; i++) {
            blocks[i] = ouro__heap_alloc_zeroed(h, 48, kind);
            *(uint64_t *)blocks[i] = 0;
        }
        size_t peak = h->committed;
        for (int i = 0; i < N; i++)
            if (i % KEEP)
                ouro__heap_free(h, blocks[i], kind);
        ouro__heap_trim(h); /* containers wait for their release */
        ouro__heap_release_containers(h);
        assert_true(h->committed < peak / 50);
        assert_int_equal(ouro__heap_check(h), 0);
        for (int i = 0; i < N; i += KEEP)
            ouro__heap_free(h, blocks[i], kind);
        free(blocks);
        close_heap(h);
    }
}

/* One block in use of each class, one dropped: what pages keep for their classes does not add up. */
static void a_small_heap_is_tidied_when_it_grows(void **state)
{
    (void)state;
    if (ouro__poison_active())
        return;
    enum { N = 30000 };
    ouro_heap *h = open_heap(NULL);
    void *kept[2][600], **blocks = malloc(N * sizeof *blocks);
    size_t count = 0, live = 0;
    for (size_t size = 1000; size <= 32768 && count < 600; size += size / 10, count++)
        for (unsigned kind = OURO_HEAP_RAW; kind <= OURO_HEAP_OBJECT; kind++) {
            void *dropped[16];
            for (int i = 0; i < 16; i++)
                dropped[i] = ouro__heap_alloc(h, size, kind);
            kept[kind][count] = ouro__heap_alloc(h, 40, kind);
            for (int i = 0; i < 16; i++)
                ouro__heap_free(h, dropped[i], kind);
        }
    size_t before = h->committed;
    for (int i = 0; i < N; i++, live += 48) {
        blocks[i] = ouro__heap_alloc(h, 48, OURO_HEAP_OBJECT);
        memset(blocks[i], 1, 48);
    }
    assert_int_equal(ouro__heap_check(h), 0);
    assert_true(h->committed < live + before / 4);
    for (int i = 0; i < N; i++)
        ouro__heap_free(h, blocks[i], OURO_HEAP_OBJECT);
    for (size_t i = 0; i < count; i++)
        for (unsigned kind = OURO_HEAP_RAW; kind <= OURO_HEAP_OBJECT; kind++)
            ouro__heap_free(h, kept[kind][i], kind);
    free(blocks);
    close_heap(h);
}

static void sleep_ms(long ms)
{
    struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&time, NULL);
}

static void unused_memory_goes_back_after_the_delay(void **state)
{
    (void)state;
    enum { N = 40000 };
    ouro_heap_options options = {.give_back_ms = 20};
    ouro_heap *h = open_heap(&options);
    void **blocks = malloc(N * sizeof *blocks);
    for (int i = 0; i < N; i++)
        blocks[i] = ouro__heap_alloc(h, 1000, OURO_HEAP_OBJECT);
    size_t peak = h->committed;
    for (int i = 0; i < N; i++)
        ouro__heap_free(h, blocks[i], OURO_HEAP_OBJECT);
    assert_true(h->committed < peak / 2); /* most at once */
    for (int i = 0; i < 4; i++) {         /* the rest at a slow moment after the delay */
        sleep_ms(15);
        void *p = ouro__heap_alloc(h, 60000, OURO_HEAP_RAW);
        ouro__heap_free(h, p, OURO_HEAP_RAW);
    }
    assert_true(h->committed < MIB);
    free(blocks);
    close_heap(h);
}

/* ---- Taps ---- */

typedef struct {
    long allocated, freed, resized;
    size_t bytes;
    void *last;
} tap_log;

static void log_allocated(void *context, ouro__page *page, void *block, size_t size)
{
    tap_log *log = context;
    (void)page;
    log->allocated++;
    log->bytes += size;
    log->last = block;
}

static void log_freed(void *context, ouro__page *page, void *block)
{
    tap_log *log = context;
    (void)page;
    log->freed++;
    log->last = block;
}

static void log_resized(void *context, void *old_block, void *block, size_t size)
{
    tap_log *log = context;
    (void)old_block, (void)size;
    log->resized++;
    log->last = block;
}

static void taps_hear_everything(void **state)
{
    (void)state;
    ouro_heap *h = open_heap(NULL);
    tap_log log = {0};
    ouro_heap_tap tap = {log_allocated, log_freed, log_resized, &log};
    void *before = ouro__heap_new(h, 24, OURO_HEAP_OBJECT);
    ouro__heap_set_tap(h, &tap);
    void *blocks[2000];
    for (int i = 0; i < 2000; i++)
        blocks[i] = ouro__heap_new(h, 24, OURO_HEAP_OBJECT);
    assert_int_equal(log.allocated, 2000);
    assert_int_equal(log.bytes, 48000);
    for (int i = 0; i < 1000; i++)
        ouro__heap_delete(h, blocks[i], 24, OURO_HEAP_OBJECT);
    assert_int_equal(log.freed, 1000);
    assert_ptr_equal(log.last, blocks[999]);
    void *raw = ouro__heap_alloc(h, 100000, OURO_HEAP_RAW),
         *huge = ouro__heap_alloc(h, 3 * MIB, OURO_HEAP_RAW);
    raw = ouro__heap_resize(h, raw, 200);
    huge = ouro__heap_resize(h, huge, 6 * MIB);
    assert_int_equal(log.resized, 2);
    assert_ptr_equal(log.last, huge);
    assert_int_equal(log.allocated, 2002); /* a move is not an allocation */
    assert_int_equal(log.freed, 1000);
    ouro__heap_free(h, raw, OURO_HEAP_RAW);
    ouro__heap_free(h, huge, OURO_HEAP_RAW);
    assert_int_equal(log.freed, 1002);
    ouro__heap_set_tap(h, NULL);
    for (int i = 1000; i < 2000; i++)
        ouro__heap_delete(h, blocks[i], 24, OURO_HEAP_OBJECT);
    ouro__heap_delete(h, before, 24, OURO_HEAP_OBJECT);
    assert_int_equal(log.freed, 1002);
    close_heap(h);
}

/* ---- Looking ---- */

static int count_visit(void *context, void *block, size_t usable, enum ouro_heap_kind kind)
{
    (void)block, (void)usable, (void)kind;
    return ++*(int *)context == 3 ? 42 : 0;
}

static void statistics_are_exact(void **state)
{
    (void)state;
    ouro_heap *h = open_heap(NULL);
    ouro_heap_stats *stats = malloc(sizeof *stats);
    void *a[100], *run = ouro__heap_alloc(h, 50000, OURO_HEAP_CONTAINER), *huge = NULL;
    *(uint64_t *)run = 0;
    for (int i = 0; i < 100; i++)
        a[i] = ouro__heap_alloc(h, 48, OURO_HEAP_OBJECT);
    huge = ouro__heap_alloc(h, 5 * MIB, OURO_HEAP_RAW);
    ouro__heap_stats(h, stats);
    assert_int_equal(stats->blocks, 102);
    assert_int_equal(stats->blocks, ouro__heap_blocks(h));
    assert_int_equal(stats->huge_blocks, 1);
    assert_int_equal(stats->run_blocks, 1);
    assert_true(stats->largest >= 5 * MIB && stats->largest < 5 * MIB + 8192);
    assert_int_equal(stats->arenas, 2);
    if (!ouro__poison_active()) {
        const ouro_heap_class_stats *c =
            &stats->classes[OURO_HEAP_OBJECT][ouro__size_class(48, OURO_HEAP_OBJECT)];
        assert_int_equal(c->blocks, 100);
        assert_int_equal(c->block_bytes, 48);
        assert_int_equal(c->pages, 1);
        assert_int_equal(c->capacity, 65536 / 48);
        assert_int_equal(stats->bytes, 100 * 48 + 53248 + 5 * MIB);
    } else {
        assert_int_equal(stats->bytes, 100 * 48 + 50000 + 5 * MIB);
    }
    int seen = 0;
    assert_int_equal(ouro__heap_walk(h, count_visit, &seen), 42);
    assert_true(ouro__heap_owns(h, a[5]) && ouro__heap_owns(h, (char *)run + 49000) &&
                ouro__heap_owns(h, huge));
    for (int i = 0; i < 100; i++)
        ouro__heap_free(h, a[i], OURO_HEAP_OBJECT);
    assert_false(ouro__heap_owns(h, a[5]) || ouro__heap_owns(h, &seen) || ouro__heap_owns(h, NULL));
    ouro__heap_free(h, run, OURO_HEAP_CONTAINER);
    ouro__heap_free(h, huge, OURO_HEAP_RAW);
    ouro__heap_stats(h, stats);
    assert_int_equal(stats->blocks, 0);
    assert_int_equal(stats->largest, 0);
    free(stats);
    close_heap(h);
}

static void regions_take_their_chunks_here(void **state)
{
    (void)state;
    ouro_heap *h = open_heap(NULL);
    ouro_region region;
    ouro_region_source source = ouro__heap_region_source(h);
    ouro__region_init(&region, &source);
    for (int i = 0; i < 1000; i++)
        assert_non_null(ouro__region_alloc(&region, 100));
    assert_true(ouro__heap_blocks(h) > 0);
    ouro__region_clear(&region);
    close_heap(h);
}

/* ---- Two heaps, two threads ---- */

static void *work(void *argument)
{
    ouro_heap *h = open_heap(NULL);
    uint64_t seed = (uintptr_t)argument;
    void *blocks[512] = {0};
    size_t sizes[512];
    for (int i = 0; i < 200000; i++) {
        seed = seed * 6364136223846793005u + 1;
        unsigned at = seed >> 40 & 511;
        if (blocks[at]) {
            ouro__heap_free(h, blocks[at], OURO_HEAP_RAW);
            blocks[at] = NULL;
        } else {
            sizes[at] = seed >> 20 & 1023;
            blocks[at] = ouro__heap_alloc(h, sizes[at], OURO_HEAP_RAW);
        }
    }
    for (int i = 0; i < 512; i++)
        ouro__heap_free(h, blocks[i], OURO_HEAP_RAW);
    close_heap(h);
    return NULL;
}

static void heaps_share_nothing(void **state)
{
    (void)state;
    pthread_t threads[2];
    for (uintptr_t i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, (void *)(i + 1)), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_aligned),
        cmocka_unit_test(size_classes_waste_little),
        cmocka_unit_test(inline_paths_reuse_the_block_just_freed),
        cmocka_unit_test(containers_have_numbers),
        cmocka_unit_test(a_container_keeps_its_first_word),
        cmocka_unit_test(a_container_keeps_its_first_word_in_the_debug_heap),
        cmocka_unit_test(container_pages_wait_for_release),
        cmocka_unit_test(budget_refuses_and_recovers),
        cmocka_unit_test(small_blocks_reach_the_budget_and_no_further),
        cmocka_unit_test(what_is_free_in_pages_serves_any_block),
        cmocka_unit_test(the_reserve_is_for_the_entitled),
        cmocka_unit_test(charges_count_in_the_budget),
        cmocka_unit_test(faults_come_when_told),
        cmocka_unit_test(limited_addresses_are_used_and_refused_after),
        cmocka_unit_test(zeroed_memory_is_zero_and_fresh_memory_untouched),
        cmocka_unit_test(huge_blocks_grow_without_copying),
        cmocka_unit_test(huge_blocks_made_again_use_the_same_memory),
        cmocka_unit_test(shrinking_gives_back),
        cmocka_unit_test(dropping_all_but_a_few_gives_back),
        cmocka_unit_test(a_small_heap_is_tidied_when_it_grows),
        cmocka_unit_test(unused_memory_goes_back_after_the_delay),
        cmocka_unit_test(taps_hear_everything),
        cmocka_unit_test(statistics_are_exact),
        cmocka_unit_test(regions_take_their_chunks_here),
        cmocka_unit_test(heaps_share_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
