/* Memory crimes, each committed and each named: in the debug heap by its report, in the ordinary heap by what
 * hardening notices, and by AddressSanitizer and valgrind through poisoned bytes.
 *
 * The last two end the process, so the program runs itself again with the crime's name as its argument. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "heap/heap.h"
#include "heap/poison.h"

typedef struct {
    int count;
    char last[2048];
    int line;
} witness;

static void take_down(void *context, const char *report)
{
    witness *w = context;
    w->count++;
    snprintf(w->last, sizeof w->last, "%s", report);
}

static bool program_site(void *context, ouro_heap_site *site)
{
    *site = (ouro_heap_site){"program.py", ((witness *)context)->line};
    return true;
}

static ouro_heap *open_heap(witness *w, bool debug)
{
    ouro_heap_options options = {.debug = debug};
    ouro_heap *h = malloc(sizeof *h);
    assert_int_equal(ouro__heap_init(h, &options), 0);
    *w = (witness){.line = 17};
    h->crime = take_down;
    h->crime_context = w;
    h->site = program_site;
    h->site_context = w;
    return h;
}

static void close_heap(ouro_heap *h)
{
    ouro__heap_destroy(h);
    free(h);
}

static void expect_report(witness *w, const char *crime, const char *block)
{
    assert_int_equal(w->count, 1);
    if (!strstr(w->last, crime) || !strstr(w->last, block))
        fail_msg("expected a report of %s on %s, got: %s", crime, block, w->last);
    w->count = 0;
}

static const size_t sizes[] = {1, 7, 8, 24, 100, 1000, 8000, 30000, 90000, 3 << 20, 6 << 20};
enum { SIZES = sizeof sizes / sizeof *sizes };

/* The compiler must not know better than to commit these crimes. */
static void spoil(char *volatile p, ptrdiff_t at)
{
    ((volatile char *)p)[at] ^= 0x55;
}

static void overflow_and_underflow(void **state)
{
    (void)state;
    witness w;
    ouro_heap *h = open_heap(&w, true);
    char text[80];
    for (unsigned kind = 0; kind < OURO_HEAP_KINDS; kind++)
        for (int i = 0; i < SIZES; i++) {
            if (kind == OURO_HEAP_CONTAINER && sizes[i] < 16)
                continue;
            snprintf(text, sizeof text, "of %zu bytes", sizes[i]);
            char *p = ouro__heap_alloc(h, sizes[i], kind);
            assert_int_equal(ouro__heap_usable(h, p), sizes[i]);
            spoil(p, (ptrdiff_t)sizes[i]);
            assert_int_equal(ouro__heap_check(h), 1);
            expect_report(&w, "buffer overflow", text);
            assert_non_null(strstr(w.last, "allocated at program.py:17 by"));
            spoil(p, -1);
            ouro__heap_free(h, p, kind);
            expect_report(&w, "buffer underflow", text);
        }
    assert_int_equal(ouro__heap_check(h), 0);
    close_heap(h);
}

static void use_after_free(void **state)
{
    (void)state;
    witness w;
    ouro_heap *h = open_heap(&w, true);
    for (unsigned kind = 0; kind < OURO_HEAP_KINDS; kind++)
        for (int i = 3; i < SIZES - 2; i++) {
            char *p = ouro__heap_alloc_zeroed(h, sizes[i], kind);
            w.line = 21;
            ouro__heap_free(h, p, kind);
            w.line = 17;
            assert_true((unsigned char)p[8] == 0xDE); /* what is read is no plausible value */
            spoil(p, 9);
            assert_int_equal(ouro__heap_check(h), 1);
            expect_report(&w, "use after free (the byte at offset 9", "allocated at program.py:17");
            assert_non_null(strstr(w.last, "freed at program.py:21"));
        }
    char *p = ouro__heap_alloc(h, 48, OURO_HEAP_RAW);
    ouro__heap_free(h, p, OURO_HEAP_RAW);
    spoil(p, 40);
    for (int i = 0; i < 5000; i++) /* found when its reuse is no longer delayed */
        ouro__heap_free(h, ouro__heap_alloc(h, 48, OURO_HEAP_RAW), OURO_HEAP_RAW);
    expect_report(&w, "use after free", "of 48 bytes");
    close_heap(h);
}

static void reuse_is_delayed(void **state)
{
    (void)state;
    witness w;
    ouro_heap *h = open_heap(&w, true);
    void *p = ouro__heap_alloc(h, 64, OURO_HEAP_OBJECT);
    ouro__heap_free(h, p, OURO_HEAP_OBJECT);
    assert_int_equal(ouro__heap_blocks(h), 0);
    for (int i = 0; i < 1000; i++) {
        void *q = ouro__heap_alloc(h, 64, OURO_HEAP_OBJECT);
        assert_ptr_not_equal(p, q);
        ouro__heap_free(h, q, OURO_HEAP_OBJECT);
    }
    close_heap(h);
}

static void fresh_bytes_are_no_plausible_values(void **state)
{
    (void)state;
    witness w;
    ouro_heap *h = open_heap(&w, true);
    unsigned char *p = ouro__heap_alloc(h, 100, OURO_HEAP_RAW);
    for (int i = 0; i < 100; i++)
        assert_int_equal(p[i], 0xCE);
    p = ouro__heap_resize(h, p, 200);
    assert_int_equal(p[99], 0xCE);
    ouro__heap_free(h, p, OURO_HEAP_RAW);
    close_heap(h);
}

static void wrong_frees(void **state)
{
    (void)state;
    witness w;
    ouro_heap *h = open_heap(&w, true);
    char local[64];
    for (int i = 0; i < SIZES; i++) {
        char *p = ouro__heap_alloc(h, sizes[i], OURO_HEAP_OBJECT);
        ouro__heap_free(h, p, OURO_HEAP_RAW);
        expect_report(&w, "free as the wrong kind (raw)", "object block");
        ouro__heap_free(h, p, OURO_HEAP_OBJECT);
        ouro__heap_free(h, p, OURO_HEAP_OBJECT);
        if (sizes[i] < 40000) {
            expect_report(&w, "double free", "freed at program.py:17");
            p = ouro__heap_alloc(h, sizes[i], OURO_HEAP_OBJECT);
            ouro__heap_free(h, p + 16, OURO_HEAP_OBJECT);
            expect_report(&w, "foreign pointer", "is no block of this heap");
            ouro__heap_free(h, p, OURO_HEAP_OBJECT);
        } else {
            assert_int_equal(w.count, 1);
            w.count = 0;
        }
    }
    ouro__heap_free(h, local + 16, OURO_HEAP_RAW);
    expect_report(&w, "foreign pointer", "is no block of this heap");
    assert_null(ouro__heap_resize(h, local + 16, 10));
    assert_int_equal(w.count, 1);
    assert_int_equal(ouro__heap_check(h), 0);
    close_heap(h);
}

/* ---- Hardening of the ordinary heap ---- */

static void ordinary_heap_notices(void **state)
{
    (void)state;
    if (ouro__poison_active())
        return;
    witness w;
    ouro_heap *h = open_heap(&w, false);
    char *keep = ouro__heap_new(h, 48, OURO_HEAP_RAW), *p = ouro__heap_new(h, 48, OURO_HEAP_RAW);
    ouro__heap_free(h, p, OURO_HEAP_RAW);
    ouro__heap_free(h, p, OURO_HEAP_RAW);
    assert_int_equal(w.count, 1);
    assert_non_null(strstr(w.last, "double free"));
    w.count = 0;
    memset(p, 'A', 48); /* over the link of the free list */
    assert_int_equal(ouro__heap_check(h), 1);
    w.count = 0;
    assert_non_null(ouro__heap_new(h, 48, OURO_HEAP_RAW));
    assert_non_null(ouro__heap_new(h, 48, OURO_HEAP_RAW)); /* would follow it: refuses to */
    assert_int_equal(w.count, 1);
    assert_non_null(strstr(w.last, "was written over"));
    w.count = 0;
    ouro__heap_free(h, &w, OURO_HEAP_RAW);
    ouro__heap_free(h, keep + 8, OURO_HEAP_RAW);
    assert_int_equal(w.count, 2);
    w.count = 0;
    for (int i = 0; i < 2; i++) { /* a page that holds no block any longer */
        char *lone = ouro__heap_alloc(h, 50000, OURO_HEAP_RAW);
        ouro__heap_free(h, lone, OURO_HEAP_RAW);
        ouro__heap_free(h, lone, OURO_HEAP_RAW);
    }
    assert_int_equal(w.count, 2);
    close_heap(h);
}

static void links_are_not_addresses(void **state)
{
    (void)state;
    if (ouro__poison_active())
        return;
    witness w;
    ouro_heap *h = open_heap(&w, false);
    uintptr_t *p = ouro__heap_new(h, 64, OURO_HEAP_RAW), *q = ouro__heap_new(h, 64, OURO_HEAP_RAW);
    ouro__heap_delete(h, p, 64, OURO_HEAP_RAW);
    ouro__heap_delete(h, q, 64, OURO_HEAP_RAW);
    assert_true(*q != (uintptr_t)p && *q >> 48 != 0);
    close_heap(h);
}

/* ---- The sanitizers ---- */

static int commit_crime(const char *name)
{
    ouro_heap *h = malloc(sizeof *h);
    if (ouro__heap_init(h, NULL) < 0)
        return 3;
    char *p = ouro__heap_alloc(h, 40, OURO_HEAP_OBJECT);
    char *q = ouro__heap_new(h, 40, OURO_HEAP_OBJECT), *big = ouro__heap_alloc(h, 50000, OURO_HEAP_RAW);
    memset(p, 1, 40), memset(q, 1, 40), memset(big, 1, 50000);
    if (strcmp(name, "overflow") == 0)
        spoil(p, 40);
    else if (strcmp(name, "large overflow") == 0)
        spoil(big, 50000);
    else if (strcmp(name, "use after free") == 0)
        ouro__heap_delete(h, q, 40, OURO_HEAP_OBJECT), spoil(q, 20);
    else if (strcmp(name, "read after free") == 0)
        ouro__heap_delete(h, q, 40, OURO_HEAP_OBJECT), *(volatile char *)p = ((volatile char *)q)[0];
    ouro__heap_destroy(h);
    free(h);
    return 0;
}

#if OURO__ASAN || (OURO__VALGRIND && !defined(__SANITIZE_THREAD__))
/* Runs this program again to commit a crime; what it wrote, and its status. */
static int run_again(const char *prefix, const char *crime, char *text, size_t room)
{
    char self[1024], command[2048];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    assert_true(length > 0);
    self[length] = 0;
    snprintf(command, sizeof command, "%s '%s' '%s' 2>&1", prefix, self, crime);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t got = fread(text, 1, room - 1, pipe);
    text[got] = 0;
    while (fgetc(pipe) != EOF)
        ;
    return pclose(pipe);
}

static const char *const crimes[] = {"overflow", "large overflow", "use after free", "read after free"};
#endif

static void address_sanitizer_reports(void **state)
{
    (void)state;
#if OURO__ASAN
    char text[4096];
    for (size_t i = 0; i < sizeof crimes / sizeof *crimes; i++) {
        assert_int_not_equal(run_again("", crimes[i], text, sizeof text), 0);
        assert_non_null(strstr(text, "AddressSanitizer: use-after-poison"));
    }
    assert_int_equal(run_again("", "none", text, sizeof text), 0);
#else
    skip();
#endif
}

static void valgrind_reports(void **state)
{
    (void)state;
#if OURO__VALGRIND && !OURO__ASAN && !defined(__SANITIZE_THREAD__)
    char text[8192];
    if (access("/usr/bin/valgrind", X_OK) != 0)
        skip();
    const char *valgrind = "/usr/bin/valgrind --error-exitcode=9";
    for (size_t i = 0; i < sizeof crimes / sizeof *crimes; i++) {
        int status = run_again(valgrind, crimes[i], text, sizeof text);
        if (WEXITSTATUS(status) != 9 || !strstr(text, "Invalid"))
            fail_msg("valgrind saw no %s: %s", crimes[i], text);
    }
    int status = run_again(valgrind, "none", text, sizeof text);
    if (status != 0)
        fail_msg("valgrind complains of nothing: %s", text);
#else
    skip();
#endif
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overflow_and_underflow),
        cmocka_unit_test(use_after_free),
        cmocka_unit_test(reuse_is_delayed),
        cmocka_unit_test(fresh_bytes_are_no_plausible_values),
        cmocka_unit_test(wrong_frees),
        cmocka_unit_test(ordinary_heap_notices),
        cmocka_unit_test(links_are_not_addresses),
        cmocka_unit_test(address_sanitizer_reports),
        cmocka_unit_test(valgrind_reports),
    };
    if (argc > 1)
        return commit_crime(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
