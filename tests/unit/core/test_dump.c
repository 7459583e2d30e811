/* Dumps: what is written is read; what is not whole is refused, wherever it was cut or changed; they are written when there is
 * no memory left. */
#include "support.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dump/dump.h"
#include "dump/export.h"
#include "graph/graph.h"
#include "object/size.h"

enum { MOST = 60, GRAPHS = 300, FLIPS = 4000 };

static uint64_t seed = 88172645463325252u;

static uint32_t below(uint32_t bound)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 33) % bound;
}

/* ---- Files ---- */

struct file {
    int fd;
    size_t size;
    uint8_t *bytes;
};

static struct file make_file(void)
{
    struct file f = {.fd = memfd_create("dump", MFD_CLOEXEC)};
    assert_true(f.fd >= 0);
    return f;
}

static void map_file(struct file *f)
{
    f->size = (size_t)lseek(f->fd, 0, SEEK_END);
    f->bytes = malloc(f->size);
    assert_non_null(f->bytes);
    assert_int_equal(pread(f->fd, f->bytes, f->size, 0), f->size);
}

static void close_file(struct file *f)
{
    close(f->fd);
    free(f->bytes);
}

static struct file dump_runtime(ouro_runtime *rt)
{
    struct file f = make_file();
    assert_int_equal(ouro_dump_write_fd(rt, f.fd), 0);
    map_file(&f);
    return f;
}

static ouro_dump *read_whole(const struct file *f)
{
    ouro_dump_error error;
    ouro_dump *d = ouro_dump_read(f->bytes, f->size, &error);
    if (!d)
        fail_msg("%s", error.message);
    return d;
}

/* A writer of its own, for dumps that no runtime would write. */
static ouro__dump_writer *begin_dump(struct file *f)
{
    ouro__dump_writer *w = calloc(1, sizeof *w);
    assert_non_null(w);
    *f = make_file();
    w->fd = f->fd;
    ouro__dump_begin(w, OURO__DUMP_COUNTS);
    ouro__dump_type(w, ouro__dump_string(w, "thing", 5), ouro__dump_string(w, "things", 6));
    return w;
}

static void end_dump(ouro__dump_writer *w, struct file *f)
{
    assert_int_equal(ouro__dump_finish(w, 0, false), 0);
    free(w);
    map_file(f);
}

static void put_object(ouro__dump_writer *w, uint64_t id, uint64_t count, const char *preview)
{
    ouro__dump_object(
        w, &(ouro__dumped_object){
               .id = id, .bytes = 10, .count = count, .preview = preview, .preview_length = strlen(preview)});
}

/* ---- Runtimes ---- */

/* Objects that refer to each other at random, some of them held by nothing else. */
static size_t plant(ouro_runtime *rt, void **held)
{
    void *objects[MOST];
    uint32_t count = 1 + below(MOST - 1), kept = 0;
    for (uint32_t i = 0; i < count; i++)
        objects[i] = below(3) == 0 ? (void *)new_leaf(rt, i) : new_list(rt, below(4));
    for (uint32_t edges = below(count * 3); edges; edges--) {
        ouro_object *from = objects[below(count)], *to = objects[below(count)];
        if (from->word >> 8 == LIST)
            assert_int_equal(list_append(rt, (list *)from, ouro_ref(to)), 0);
    }
    for (uint32_t i = 0; i < count; i++)
        if (below(4) == 0)
            held[kept++] = objects[i];
        else
            ouro_decref(rt, objects[i]);
    return kept;
}

static void expect_same_references(const ouro__graph *g, const ouro_dump *d, uint32_t node, uint32_t number)
{
    uint32_t first, end;
    ouro_dump_references(d, number, &first, &end);
    assert_int_equal(end - first, g->forward.first[node + 1] - g->forward.first[node]);
    for (uint32_t i = 0; i < end - first; i++) {
        ouro_dump_reference r = {.size = sizeof r};
        ouro_dump_object to = {.size = sizeof to};
        assert_true(ouro_dump_reference_at(d, first + i, &r));
        assert_int_equal(r.from, number);
        assert_true(ouro_dump_object_at(d, r.to, &to));
        assert_int_equal(to.id, (uintptr_t)g->objects[g->forward.edges[g->forward.first[node] + i]]);
    }
}

static void random_graphs_come_back_whole(void **state)
{
    (void)state;
    ouro_runtime *rt = open_runtime(NULL);
    for (int round = 0; round < GRAPHS; round++) {
        void *held[MOST];
        size_t kept = plant(rt, held);
        struct file f = dump_runtime(rt);
        ouro_dump *d = read_whole(&f);
        ouro__graph g;
        ouro__dominators dominators;
        assert_true(ouro__graph_take(rt, &g, true));
        assert_true(
            ouro__dominators_find(&g, &(ouro__dominators_question){.bytes = ouro__object_size}, &dominators));
        ouro_dump_figures figures = {.size = sizeof figures};
        ouro_dump_get(d, &figures);
        assert_int_equal(figures.lost, 0);
        assert_true(figures.objects >= g.nodes);
        for (uint32_t node = 0; node < g.nodes; node++) {
            uint32_t number = ouro_dump_find(d, (uintptr_t)g.objects[node]);
            uint64_t retained;
            ouro_dump_object o = {.size = sizeof o};
            assert_true(ouro_dump_object_at(d, number, &o));
            assert_int_equal(o.bytes, ouro__object_size(rt, g.objects[node]));
            assert_int_equal(o.tracked, node < g.tracked);
            assert_int_equal(o.root, ouro__graph_is_root(&g, node));
            expect_same_references(&g, d, node, number);
            assert_true(ouro_dump_retained(d, number, &retained));
            assert_int_equal(retained, dominators.retained[node]);
        }
        ouro__dominators_release(&dominators);
        ouro__graph_release(&g);
        ouro_dump_close(d);
        close_file(&f);
        while (kept)
            ouro_decref(rt, held[--kept]);
        ouro__gc_collect(rt, 2);
    }
    close_runtime(rt);
}

/* ---- Files that are not whole ---- */

static struct file small_dump(void)
{
    struct file f;
    ouro__dump_writer *w = begin_dump(&f);
    uint64_t name = ouro__dump_string(w, "name", 4);
    uint64_t place = ouro__dump_place(w, 0, ouro__dump_string(w, "file.py", 7), name, 12);
    ouro__dump_root(w, OURO_DUMP_ROOT_FRAME, name, place, 100);
    put_object(w, 100, 2, "");
    ouro__dump_reference(w, OURO__REFERENCE_ATTRIBUTE, 104, name);
    ouro__dump_reference(w, OURO__REFERENCE_NEXT, 100, 0);
    put_object(w, 104, 1, "'a value'");
    end_dump(w, &f);
    return f;
}

static void expect_refused(const uint8_t *bytes, size_t size)
{
    ouro_dump_error error;
    ouro_dump *d = ouro_dump_read(bytes, size, &error);
    assert_null(d);
    assert_true(strncmp(error.message, "byte ", 5) == 0);
    assert_true(error.offset <= size);
}

static void a_dump_that_is_cut_anywhere_is_refused(void **state)
{
    (void)state;
    struct file f = small_dump();
    ouro_dump_close(read_whole(&f));
    for (size_t size = 0; size < f.size; size++)
        expect_refused(f.bytes, size);
    uint8_t *longer = calloc(1, f.size + 1);
    memcpy(longer, f.bytes, f.size);
    expect_refused(longer, f.size + 1);
    free(longer);
    close_file(&f);
}

static void a_dump_with_any_bit_changed_is_refused(void **state)
{
    (void)state;
    struct file f = small_dump();
    for (size_t bit = 0; bit < f.size * 8; bit++) {
        f.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        expect_refused(f.bytes, f.size);
        f.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    close_file(&f);
}

static void large_dumps_with_bytes_changed_are_refused(void **state)
{
    (void)state;
    ouro_runtime *rt = open_runtime(NULL);
    list *all = new_list(rt, 4);
    for (int i = 0; i < 20000; i++)
        assert_int_equal(list_append(rt, all, (ouro_object *)new_leaf(rt, i)), 0);
    struct file f = dump_runtime(rt);
    assert_true(f.size > 2 * OURO__DUMP_BLOCK_MOST);
    ouro_dump_close(read_whole(&f));
    for (int i = 0; i < FLIPS / 20; i++) {
        size_t at = below((uint32_t)f.size);
        uint8_t before = f.bytes[at];
        f.bytes[at] ^= (uint8_t)(1 + below(255));
        expect_refused(f.bytes, f.size);
        f.bytes[at] = before;
        expect_refused(f.bytes, at);
    }
    close_file(&f);
    ouro_decref(rt, &all->head);
    close_runtime(rt);
}

static void other_versions_are_refused_by_name(void **state)
{
    (void)state;
    struct file f = small_dump();
    ouro_dump_error error;
    f.bytes[8] = 9;
    assert_null(ouro_dump_read(f.bytes, f.size, &error));
    assert_int_equal(error.offset, 8);
    assert_non_null(strstr(error.message, "version 9"));
    assert_null(ouro_dump_read("#!/bin/sh\necho", 14, &error));
    assert_non_null(strstr(error.message, "no dump"));
    assert_null(ouro_dump_open("/no/such/file", &error));
    assert_string_equal(error.message, strerror(ENOENT));
    close_file(&f);
}

/* ---- Content ---- */

static void expect_label(const ouro_dump *d, uint32_t reference, const char *label, uint64_t id)
{
    ouro_dump_reference r = {.size = sizeof r};
    ouro_dump_object o = {.size = sizeof o};
    assert_true(ouro_dump_reference_at(d, reference, &r));
    assert_string_equal(r.label, label);
    assert_true(ouro_dump_object_at(d, r.to, &o));
    assert_int_equal(o.id, id);
}

static void references_have_their_labels(void **state)
{
    (void)state;
    struct file f;
    ouro__dump_writer *w = begin_dump(&f);
    uint64_t name = ouro__dump_string(w, "a\n\xff\xc3\xa4", 5), part = ouro__dump_string(w, "a part", 6);
    put_object(w, 10, 5, "");
    ouro__dump_reference(w, OURO__REFERENCE_NEXT, 11, 0);
    ouro__dump_reference(w, OURO__REFERENCE_NEXT, 11, 0);
    ouro__dump_reference(w, OURO__REFERENCE_INDEX, 11, 7);
    ouro__dump_reference(w, OURO__REFERENCE_NEXT, 99, 0); /* not in the dump */
    ouro__dump_reference(w, OURO__REFERENCE_ATTRIBUTE, 11, name);
    ouro__dump_reference(w, OURO__REFERENCE_KEY, 11, 0);
    ouro__dump_reference(w, OURO__REFERENCE_VALUE, 10, 0);
    ouro__dump_reference(w, OURO__REFERENCE_KEY, 98, 0); /* nor this one: its value has no key */
    ouro__dump_reference(w, OURO__REFERENCE_VALUE, 11, 0);
    ouro__dump_reference(w, OURO__REFERENCE_NAMED, 11, part);
    ouro__dump_reference(w, OURO__REFERENCE_OTHER, 10, 0);
    put_object(w, 11, 7, "'key'");
    end_dump(w, &f);
    ouro_dump *d = read_whole(&f);
    ouro_dump_figures figures = {.size = sizeof figures};
    ouro_dump_get(d, &figures);
    assert_int_equal(figures.references, 9);
    assert_int_equal(figures.lost, 2);
    static const struct {
        const char *label;
        uint64_t id;
    } expected[] = {{"[0]", 11}, {"[1]", 11},     {"[7]", 11}, {".a??\xc3\xa4", 11},
                    {"key", 11}, {"['key']", 10}, {"", 11},    {"a part", 11},
                    {"", 10}};
    for (uint32_t i = 0; i < 9; i++)
        expect_label(d, i, expected[i].label, expected[i].id);
    ouro_dump_object o = {.size = sizeof o};
    assert_true(ouro_dump_object_at(d, 0, &o));
    assert_true(o.root); /* counted five times, referred to twice */
    assert_string_equal(o.type, "thing");
    assert_string_equal(o.module, "things");
    assert_true(ouro_dump_object_at(d, 1, &o));
    assert_false(o.root);
    assert_false(ouro_dump_object_at(d, 2, &o));
    ouro_dump_close(d);
    close_file(&f);
}

static void an_object_described_twice_is_refused(void **state)
{
    (void)state;
    struct file f;
    ouro__dump_writer *w = begin_dump(&f);
    put_object(w, 10, 1, "");
    put_object(w, 10, 1, "");
    end_dump(w, &f);
    ouro_dump_error error;
    assert_null(ouro_dump_read(f.bytes, f.size, &error));
    assert_non_null(strstr(error.message, "twice"));
    close_file(&f);
}

static void a_long_chain_needs_no_stack(void **state)
{
    (void)state;
    enum { LENGTH = 300000 };
    struct file f;
    ouro__dump_writer *w = begin_dump(&f);
    for (uint64_t id = 1; id <= LENGTH; id++) {
        put_object(w, id, 1, "");
        if (id < LENGTH)
            ouro__dump_reference(w, OURO__REFERENCE_NEXT, id + 1, 0);
    }
    end_dump(w, &f);
    ouro_dump *d = read_whole(&f);
    uint64_t retained;
    uint32_t holder = LENGTH - 1, steps = 0;
    assert_true(ouro_dump_retained(d, 0, &retained));
    assert_int_equal(retained, 10 * LENGTH);
    while (ouro_dump_holder(d, holder, &holder) && holder != OURO_DUMP_NONE)
        steps++;
    assert_int_equal(steps, LENGTH - 1);
    ouro_dump_close(d);
    close_file(&f);
}

static void the_largest_are_chosen_in_order(void **state)
{
    (void)state;
    struct file f;
    ouro__dump_writer *w = begin_dump(&f);
    for (uint64_t id = 1; id <= 100; id++)
        ouro__dump_object(w, &(ouro__dumped_object){.id = id, .bytes = id * 37 % 50});
    end_dump(w, &f);
    ouro_dump *d = read_whole(&f);
    uint32_t numbers[100];
    for (uint32_t limit = 0; limit <= 100; limit++) {
        ouro__dump_choice c = {.key = OURO__KEY_BYTES, .limit = limit, .numbers = numbers};
        ouro__dump_choose(d, &c);
        assert_int_equal(c.count, limit);
        assert_int_equal(c.matched, 100);
        for (uint32_t i = 1; i < limit; i++) {
            uint64_t a = (numbers[i - 1] + 1) * 37 % 50, b = (numbers[i] + 1) * 37 % 50;
            assert_true(a > b || (a == b && numbers[i - 1] < numbers[i]));
        }
        if (limit)
            assert_int_equal((numbers[0] + 1) * 37 % 50, 49);
    }
    ouro_dump_close(d);
    close_file(&f);
}

/* ---- Without memory ---- */

static size_t count_objects(const char *path)
{
    ouro_dump_error error;
    ouro_dump *d = ouro_dump_open(path, &error);
    if (!d)
        return 0;
    size_t count = d->objects.count;
    ouro_dump_close(d);
    return count;
}

static void a_dump_is_written_when_memory_is_refused(void **state)
{
    (void)state;
    char path[] = "/tmp/test_dump_XXXXXX";
    close(mkstemp(path));
    ouro_runtime *rt = open_runtime(NULL);
    list *all = new_list(rt, 4);
    assert_int_equal(ouro_dump_on_oom(rt, path), 0);
    ouro__heap_set_budget(&rt->heap, rt->heap.committed + (4 << 20));
    size_t charged = rt->heap.charged, count = 0;
    fflush(stderr);
    int before = dup(STDERR_FILENO), silence = memfd_create("stderr", MFD_CLOEXEC);
    dup2(silence, STDERR_FILENO);
    for (leaf *one;; count++) {
        one = ouro__new_leaf(rt, sizeof *one, LEAF << 8);
        if (!one || list_append(rt, all, &one->head) < 0)
            break;
        one->value = (int64_t)count;
    }
    assert_int_equal(rt->heap.charged, charged);
    size_t written = count_objects(path);
    assert_true(written >= count && written < count + 2000);
    unlink(path);
    assert_null(ouro__new_leaf(rt, (size_t)1 << 30, LEAF << 8)); /* not the first time */
    dup2(before, STDERR_FILENO);
    close(before);
    close(silence);
    assert_int_equal(access(path, F_OK), -1);
    rt->error = NULL;
    ouro__heap_set_budget(&rt->heap, 0);
    ouro_decref(rt, &all->head);
    close_runtime(rt);
}

static void a_file_that_cannot_be_written_is_told(void **state)
{
    (void)state;
    ouro_runtime *rt = open_runtime(NULL);
    assert_int_equal(ouro_dump_write(rt, "/no/such/folder/dump"), -1);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(ouro_dump_write(rt, "/dev/full"), -1);
    assert_int_equal(errno, ENOSPC);
    close_runtime(rt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_graphs_come_back_whole),
        cmocka_unit_test(a_dump_that_is_cut_anywhere_is_refused),
        cmocka_unit_test(a_dump_with_any_bit_changed_is_refused),
        cmocka_unit_test(large_dumps_with_bytes_changed_are_refused),
        cmocka_unit_test(other_versions_are_refused_by_name),
        cmocka_unit_test(references_have_their_labels),
        cmocka_unit_test(an_object_described_twice_is_refused),
        cmocka_unit_test(a_long_chain_needs_no_stack),
        cmocka_unit_test(the_largest_are_chosen_in_order),
        cmocka_unit_test(a_dump_is_written_when_memory_is_refused),
        cmocka_unit_test(a_file_that_cannot_be_written_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
