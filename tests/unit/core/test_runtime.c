/* The runtime itself: start-up that is refused memory, options from the environment, the leak check, the type table. */
#include "support.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void start_up_survives_every_refusal(void **state)
{
    (void)state;
    bool opened = false;
    for (uint64_t nth = 1; !opened; nth++) {
        ouro_core_options options = {.fail_at = nth, .abort_on_leak = true};
        ouro_runtime *rt = ouro__runtime_create(&options);
        if (!rt)
            continue;
        if (ouro__gc_init(rt) < 0) {
            assert_non_null(rt->error);
            ouro__runtime_destroy(rt);
            continue;
        }
        opened = true;
        assert_true(nth > 1);
        ouro__heap_fail(&rt->heap, 0, 0);
        ouro__gc_destroy(rt);
        ouro__runtime_destroy(rt);
    }
}

static void a_limit_too_small_to_start_is_a_refusal(void **state)
{
    (void)state;
    for (size_t limit = 4096; limit < 400 * 1024; limit += 40 * 1024) {
        ouro_runtime *rt = ouro__runtime_create(&(ouro_core_options){.memory_limit = limit});
        if (rt && ouro__gc_init(rt) == 0)
            ouro__gc_destroy(rt);
        ouro__runtime_destroy(rt);
    }
}

static void the_environment_sets_the_tests_options(void **state)
{
    (void)state;
    setenv("OURO_HEAP", "debug", 1);
    setenv("OURO_FAIL_AT", "100:7", 1);
    setenv("OURO_COLLECT_EVERY", "3:50", 1);
    setenv("OURO_LEAKS", "report", 1);
    ouro_runtime *rt = ouro__runtime_create(NULL);
    unsetenv("OURO_HEAP");
    unsetenv("OURO_FAIL_AT");
    unsetenv("OURO_COLLECT_EVERY");
    unsetenv("OURO_LEAKS");
    assert_true(rt->options.debug_heap);
    assert_int_equal(rt->options.fail_at, 100);
    assert_int_equal(rt->options.fail_count, 7);
    assert_int_equal(rt->options.collect_every, 3);
    assert_int_equal(rt->options.collect_full_every, 50);
    assert_true(rt->options.report_leaks);
    ouro__runtime_destroy(rt);
}

static void leaks_are_counted_and_abort_when_asked(void **state)
{
    (void)state;
    ouro_runtime *rt = open_runtime(NULL);
    node *n = new_node(rt, new_leaf(rt, 1), NULL);
    void *buffer = ouro__buffer_alloc(rt, 100);
    assert_non_null(n);
    assert_non_null(buffer);
    ouro__gc_destroy(rt);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stderr))
            _exit(1);
        ouro__runtime_destroy(rt);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    rt->options.abort_on_leak = false;
    assert_int_equal(ouro__runtime_check_leaks(rt), 3);
    ouro__runtime_destroy(rt);
}

static void type_indexes_are_given_out_and_used_again(void **state)
{
    (void)state;
    ouro_runtime *rt = open_runtime(NULL);
    enum { MANY = 5000 };
    static uint32_t indexes[MANY];
    for (int i = 0; i < MANY; i++) {
        ouro_type *type = ouro__type_add(rt, 0);
        assert_non_null(type);
        assert_ptr_equal(ouro__type_at(rt, type->word), type);
        assert_true(type->word >> 8 >= OURO_STATIC_TYPES);
        type->name = "x";
        indexes[i] = type->word;
    }
    uint32_t count = rt->type_count;
    for (int i = 0; i < MANY; i += 2)
        ouro__type_release(rt, ouro__type_at(rt, indexes[i]));
    for (int i = 0; i < MANY; i += 2) {
        ouro_type *type = ouro__type_add(rt, 0);
        assert_null(type->name);
        assert_int_equal(type->version, 0);
    }
    assert_int_equal(rt->type_count, count);
    close_runtime(rt);
}

static void the_type_table_counts_in_the_budget(void **state)
{
    (void)state;
    ouro_runtime *rt = open_runtime(&(ouro_core_options){.memory_limit = (size_t)1 << 20});
    int made = 0;
    while (made < 100000 && ouro__type_add(rt, 0))
        made++;
    assert_true(made > 256 && made < 4096);
    assert_ptr_equal(rt->error, &rt->core_error);
    rt->error = NULL;
    close_runtime(rt);
}

static void the_c_stack_is_known(void **state)
{
    (void)state;
    ouro_runtime *rt = open_runtime(NULL);
    assert_non_null(rt->c_stack_limit);
    assert_false(ouro__stack_low(rt));
    char *limit = rt->c_stack_limit;
    rt->c_stack_limit = (char *)__builtin_frame_address(0) + 4096;
    assert_true(ouro__stack_low(rt));
    rt->c_stack_limit = limit;
    close_runtime(rt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(start_up_survives_every_refusal),
        cmocka_unit_test(a_limit_too_small_to_start_is_a_refusal),
        cmocka_unit_test(the_environment_sets_the_tests_options),
        cmocka_unit_test(leaks_are_counted_and_abort_when_asked),
        cmocka_unit_test(type_indexes_are_given_out_and_used_again),
        cmocka_unit_test(the_type_table_counts_in_the_budget),
        cmocka_unit_test(the_c_stack_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
