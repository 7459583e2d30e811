/* Dumps of a C program's Python: what a frame held when memory was refused, read through the public interface. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "ouro.h"

static const char program[] = "class Item:\n"
                              "    def __init__(self, number):\n"
                              "        self.number = number\n"
                              "def fill():\n"
                              "    hoard = []\n"
                              "    while True:\n"
                              "        hoard.append(Item(len(hoard)))\n"
                              "fill()\n";

/* stderr goes nowhere meanwhile. */
static int exec_in_silence(ouro_runtime *rt, const char *source)
{
    int before = dup(STDERR_FILENO);
    assert_non_null(freopen("/dev/null", "w", stderr));
    int status = ouro_exec(rt, source, "hoard.py");
    fflush(stderr);
    dup2(before, STDERR_FILENO);
    close(before);
    return status;
}

static uint32_t find_root(const ouro_dump *d, const char *name, ouro_dump_place *place)
{
    ouro_dump_root root = {.size = sizeof root};
    for (uint32_t i = 0; ouro_dump_root_at(d, i, &root); i++)
        if (root.kind == OURO_DUMP_ROOT_FRAME && strcmp(root.name, name) == 0) {
            assert_true(ouro_dump_place_at(d, root.place, place));
            return root.object;
        }
    return OURO_DUMP_NONE;
}

static void expect_hoard(const ouro_dump *d)
{
    ouro_dump_place place = {.size = sizeof place};
    uint32_t hoard = find_root(d, "hoard", &place), first, end;
    ouro_dump_object o = {.size = sizeof o};
    ouro_dump_reference r = {.size = sizeof r};
    assert_true(ouro_dump_object_at(d, hoard, &o));
    assert_string_equal(o.type, "list");
    assert_string_equal(place.file, "hoard.py");
    assert_string_equal(place.function, "fill");
    assert_int_equal(place.line, 7);
    ouro_dump_references(d, hoard, &first, &end);
    assert_true(end - first > 1000);
    assert_true(ouro_dump_reference_at(d, first + 999, &r));
    assert_string_equal(r.label, "[999]");
    assert_true(ouro_dump_object_at(d, r.to, &o));
    assert_string_equal(o.type, "Item");
    assert_string_equal(o.module, "__main__");
    assert_false(o.root);
}

static void a_frame_is_seen_when_memory_was_refused(void **state)
{
    (void)state;
    char path[] = "/tmp/test_dump_XXXXXX";
    close(mkstemp(path));
    ouro_options options = OURO_OPTIONS_INIT;
    options.memory_limit = 8 << 20;
    options.dump_on_oom = path;
    ouro_runtime *rt = ouro_open(&options);
    assert_non_null(rt);
    assert_int_equal(exec_in_silence(rt, program), -1);
    assert_string_equal(ouro_error_class(rt), "MemoryError");
    ouro_error_clear(rt);
    ouro_dump_error error;
    ouro_dump *d = ouro_dump_open(path, &error);
    if (!d)
        fail_msg("%s", error.message);
    expect_hoard(d);
    ouro_dump_close(d);
    assert_int_equal(ouro_dump_on_oom(rt, NULL), 0);
    unlink(path);
    assert_int_equal(exec_in_silence(rt, program), -1);
    ouro_error_clear(rt);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(ouro_close(rt), 0);
}

static void a_dump_is_written_when_asked_for(void **state)
{
    (void)state;
    char path[] = "/tmp/test_dump_XXXXXX";
    close(mkstemp(path));
    ouro_runtime *rt = ouro_open(NULL);
    assert_int_equal(
        ouro_exec(rt, "class Alone: pass\nalone = Alone()\nalone.name = 'the only one'\n", "x.py"), 0);
    ouro_object *alone = ouro_get(rt, "alone");
    assert_int_equal(ouro_dump_write(rt, path), 0);
    ouro_dump_error error;
    ouro_dump *d = ouro_dump_open(path, &error);
    assert_non_null(d);
    uint32_t number = ouro_dump_find(d, (uintptr_t)alone), holder;
    ouro_dump_object o = {.size = sizeof o};
    uint64_t retained;
    assert_true(ouro_dump_object_at(d, number, &o));
    assert_string_equal(o.type, "Alone");
    assert_true(o.root); /* this test holds it, too */
    assert_true(ouro_dump_retained(d, number, &retained) && retained > o.bytes);
    assert_true(ouro_dump_holder(d, number, &holder));
    assert_true(ouro_dump_object_at(d, holder, &o));
    assert_string_equal(o.type, "dict");
    ouro_dump_close(d);
    unlink(path);
    ouro_decref(rt, alone);
    assert_int_equal(ouro_close(rt), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_is_seen_when_memory_was_refused),
        cmocka_unit_test(a_dump_is_written_when_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
