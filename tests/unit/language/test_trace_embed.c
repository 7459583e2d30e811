/* Tracing a Python program from C: its frames are the places, and its tracemalloc shows what C traces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <ouro.h>

#include <cmocka.h>

static const char program[] = "def make():\n"
                              "    return bytearray(1000)\n"
                              "def gr\xc3\xb6\xc3\x9f"
                              "e():\n"
                              "    return make()\n"
                              "made = gr\xc3\xb6\xc3\x9f"
                              "e()\n";

static int tell(void *context, ouro_trace_frame *frames, int most)
{
    (void)most;
    frames[0] = (ouro_trace_frame){"host.c", "tell", *(int *)context};
    return 1;
}

static void frames_of_python_are_the_places(void **unused)
{
    (void)unused;
    ouro_runtime *rt = ouro_open(NULL);
    assert_int_equal(ouro_trace_start(rt, NULL), 0);
    assert_int_equal(ouro_exec(rt, program, "m\xc3\xbc.py"), 0);
    ouro_object *made = ouro_get(rt, "made");
    uint32_t stack = ouro_trace_stack_of(rt, made);
    const char *const functions[] = {"make", "gr\xc3\xb6\xc3\x9f\145",
                                     "<module>"}; /* an e right behind would belong to the last escape */
    const int lines[] = {2, 4, 5};
    assert_int_equal(ouro_trace_depth(rt, stack), 3);
    for (int i = 0; i < 3; i++, stack = ouro_trace_caller(rt, stack)) {
        char text[32];
        assert_int_equal(ouro_trace_file(rt, stack, text, sizeof text), 6);
        assert_string_equal(text, "m\xc3\xbc.py");
        assert_int_equal(ouro_trace_file(rt, stack, text, 3), 6); /* no half of a character */
        assert_string_equal(text, "m");
        ouro_trace_function(rt, stack, text, sizeof text);
        assert_string_equal(text, functions[i]);
        assert_int_equal(ouro_trace_line(rt, stack), lines[i]);
    }
    assert_int_equal(stack, OURO_TRACE_NOWHERE);
    assert_int_equal(ouro_trace_clear(rt), 0);
    assert_int_equal(ouro_exec(rt, program, "again.py"), 0);
    ouro_decref(rt, made);
    made = ouro_get(rt, "made");
    assert_int_equal(ouro_trace_depth(rt, ouro_trace_stack_of(rt, made)), 3);
    ouro_decref(rt, made);
    assert_int_equal(ouro_close(rt), 0);
}

static void run(ouro_runtime *rt, const char *source)
{
    if (ouro_exec(rt, source, "p.py") == 0)
        return;
    char *text = ouro_error_text(rt);
    fail_msg("%s", text);
}

static void tracemalloc_shows_the_places_of_the_host(void **unused)
{
    (void)unused;
    ouro_runtime *rt = ouro_open(NULL);
    int line = 42;
    ouro_trace_config config = OURO_TRACE_CONFIG_INIT;
    config.where = tell;
    config.context = &line;
    assert_int_equal(ouro_trace_start(rt, &config), 0);
    run(rt, "import _tracemalloc as t\n"
            "o = [1]\n"
            "assert t._get_object_traceback(o) == (('host.c', 42),)\n"
            "assert any(trace[0] == 9 and trace[1] == 500 for trace in t._get_traces()) is False\n");
    assert_int_equal(ouro_trace_track(rt, 9, 4096, 500), 0);
    run(rt, "assert (9, 500, (('host.c', 42),), 1) in t._get_traces()\n"
            "t.clear_traces()\n"
            "assert t._get_object_traceback([o]) == (('host.c', 42),)\n"
            "t.stop()\n"
            "t.start(5)\n"
            "assert t._get_object_traceback([o]) == (('p.py', 6),)\n");
    assert_int_equal(ouro_close(rt), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_of_python_are_the_places),
        cmocka_unit_test(tracemalloc_shows_the_places_of_the_host),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
