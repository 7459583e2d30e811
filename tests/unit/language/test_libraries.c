/* Where the memory of libraries comes from: the contexts of digests are counted, limited and given back, and what libcrypto keeps
 * for itself outlives the runtime that loaded it. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "ouro.h"

#define MIB ((size_t)1 << 20)

static ouro_runtime *open_limited(size_t limit)
{
    ouro_options options = OURO_OPTIONS_INIT;
    options.memory_limit = limit;
    ouro_runtime *rt = ouro_open(&options);
    assert_non_null(rt);
    return rt;
}

static void run(ouro_runtime *rt, const char *source)
{
    if (ouro_exec(rt, source, "test.py") < 0)
        fail_msg("%s", ouro_error_text(rt));
}

static size_t in_use(ouro_runtime *rt)
{
    ouro_memory memory = {.size = sizeof memory};
    ouro_memory_get(rt, &memory);
    return memory.bytes;
}

static void contexts_of_digests_are_of_the_heap(void **state)
{
    (void)state;
    ouro_runtime *rt = open_limited(0);
    run(rt, "import _sha512, _sha3, _md5\n"
            "l = [None] * 3000\n"
            "def fill(make):\n"
            "    for i in range(3000): l[i] = make(b'abc')\n"
            "def empty():\n"
            "    for i in range(3000): l[i] = None\n"
            "fill(_sha512.sha512); empty()\n");
    static const struct {
        const char *fill;
        size_t context; /* bytes of libcrypto's state alone */
    } cases[] = {{"fill(_sha512.sha512)", 200},
                 {"fill(_sha3.sha3_256)", 400},
                 {"fill(lambda d: _md5.md5(d).copy())", 92}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t before = in_use(rt);
        run(rt, cases[i].fill);
        assert_true(in_use(rt) - before > 3000 * cases[i].context);
        run(rt, "empty()");
        assert_true(in_use(rt) < before + 4096);
    }
    assert_int_equal(ouro_close(rt), 0);
}

static void a_limit_stops_digests(void **state)
{
    (void)state;
    ouro_runtime *rt = open_limited(8 * MIB);
    run(rt, "import _sha3\n"
            "l = []\n"
            "try:\n"
            "    while len(l) < 100000: l.append(_sha3.sha3_512())\n"
            "except MemoryError: stopped = len(l)\n"
            "kept = l[:10]; l.clear(); del l\n"
            "assert 1000 < stopped < 20000, stopped\n"
            "try: copies = [kept[0].copy() for i in range(100000)]\n"
            "except MemoryError: copies = None\n"
            "assert copies is None\n"
            "assert kept[0].hexdigest()[:8] == 'a69f73cc'\n");
    assert_int_equal(ouro_close(rt), 0);
}

static void *digest(void *result)
{
    for (int i = 0; i < 20; i++) {
        ouro_runtime *rt = ouro_open(NULL);
        if (!rt ||
            ouro_exec(rt,
                      "import _md5, _sha256\n"
                      "assert _md5.md5(b'abc').hexdigest()[:8] == '90015098'\n"
                      "l = [_sha256.sha256(bytes([n])) for n in range(200)]\n"
                      "assert l[97].copy().hexdigest()[:8] == 'ca978112'\n",
                      "test.py") < 0 ||
            ouro_close(rt) != 0)
            return NULL;
    }
    return result;
}

/* The second runtime finds libcrypto as the first left it, whose heap is gone. */
static void runtimes_share_libcrypto(void **state)
{
    (void)state;
    int done;
    pthread_t threads[2];
    assert_ptr_equal(digest(&done), &done);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, digest, &done), 0);
    for (int i = 0; i < 2; i++) {
        void *result;
        pthread_join(threads[i], &result);
        assert_ptr_equal(result, &done);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contexts_of_digests_are_of_the_heap),
        cmocka_unit_test(a_limit_stops_digests),
        cmocka_unit_test(runtimes_share_libcrypto),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
