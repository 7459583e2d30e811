/* What os.h promises. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <string.h>

#include "os/os.h"

static const size_t MIB = 1 << 20;

/* Sanitizers have memory of their own, which comes and goes with ours. */
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
enum { EXACT = 0 };
#else
enum { EXACT = 1 };
#endif

static void reserved_memory_is_aligned_and_costs_nothing(void **state)
{
    (void)state;
    size_t before = ouro__os_resident();
    char *p = ouro__os_reserve(1024 * MIB, 4 * MIB);
    assert_non_null(p);
    assert_int_equal((uintptr_t)p % (4 * MIB), 0);
    assert_true(ouro__os_commit(p + 8 * MIB, 32 * MIB));
    assert_true(!EXACT || ouro__os_resident() < before + 8 * MIB);
    memset(p + 8 * MIB, 1, 32 * MIB);
    assert_true(ouro__os_resident() >= before + 30 * MIB);
    ouro__os_decommit(p + 8 * MIB, 32 * MIB);
    assert_true(!EXACT || ouro__os_resident() < before + 8 * MIB);
    assert_int_equal(p[9 * MIB], 0);
    ouro__os_uncommit(p + 8 * MIB, 32 * MIB);
    assert_true(ouro__os_commit(p + 8 * MIB, MIB));
    assert_int_equal(p[8 * MIB], 0);
    ouro__os_release(p, 1024 * MIB);
    assert_null(ouro__os_reserve(SIZE_MAX - 8192, 8192));
    assert_null(ouro__os_reserve(SIZE_MAX / 2, 8192));
}

static void mappings_grow_and_keep_their_bytes(void **state)
{
    (void)state;
    char *p = ouro__os_map(MIB);
    assert_non_null(p);
    p[MIB - 1] = 9;
    p = ouro__os_remap(p, MIB, 256 * MIB);
    assert_non_null(p);
    assert_int_equal(p[MIB - 1], 9);
    assert_int_equal(p[256 * MIB - 1], 0);
    assert_null(ouro__os_remap(p, 256 * MIB, SIZE_MAX / 2 & ~(MIB - 1)));
    assert_int_equal(p[MIB - 1], 9);
    p = ouro__os_remap(p, 256 * MIB, MIB);
    assert_int_equal(p[MIB - 1], 9);
    ouro__os_release(p, MIB);
    assert_null(ouro__os_map(SIZE_MAX / 2 & ~(MIB - 1)));
}

static void clocks_go_forward(void **state)
{
    (void)state;
    uint64_t last = ouro__os_clock(), coarse = ouro__os_clock_coarse();
    for (int i = 0; i < 1000; i++) {
        uint64_t now = ouro__os_clock(), now_coarse = ouro__os_clock_coarse();
        assert_true(now >= last && now_coarse >= coarse);
        last = now;
        coarse = now_coarse;
    }
    assert_true(last + 1000000000 > coarse);
}

static void *check_stack(void *argument)
{
    char *low, *high;
    (void)argument;
    assert_true(ouro__os_stack_bounds(&low, &high));
    char *here = __builtin_frame_address(0);
    assert_true(low < here && here < high);
    assert_true((size_t)(high - low) >= 64 * 1024);
    return NULL;
}

static void the_stack_is_found_in_every_thread(void **state)
{
    (void)state;
    pthread_t thread;
    check_stack(NULL);
    assert_int_equal(pthread_create(&thread, NULL, check_stack, NULL), 0);
    pthread_join(thread, NULL);
}

static void resident_memory_is_told(void **state)
{
    (void)state;
    size_t now = ouro__os_resident(), peak = ouro__os_resident_peak();
    assert_true(now > 100 * 1024 && now < (size_t)64 << 30);
    assert_true(peak > 100 * 1024);
    char *p = ouro__os_map(40 * MIB);
    memset(p, 1, 40 * MIB);
    ouro__os_release(p, 40 * MIB);
    assert_true(ouro__os_resident_peak() >= ouro__os_resident() + 30 * MIB);
    assert_int_equal(ouro__os_page_size() & (ouro__os_page_size() - 1), 0);
}

static void random_bytes_differ(void **state)
{
    (void)state;
    uint64_t a[4] = {0}, b[4] = {0};
    ouro__os_random(a, sizeof a);
    ouro__os_random(b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    for (int i = 0; i < 4; i++)
        assert_true(a[i] != 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reserved_memory_is_aligned_and_costs_nothing),
        cmocka_unit_test(mappings_grow_and_keep_their_bytes),
        cmocka_unit_test(clocks_go_forward),
        cmocka_unit_test(the_stack_is_found_in_every_thread),
        cmocka_unit_test(resident_memory_is_told),
        cmocka_unit_test(random_bytes_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
