/* The compiler under stress: memory refused at each allocation, sources nested without end, a whole library.
 */
#include <ftw.h>

#include "compiling.h"

static const char every_construct[] =
    "from __future__ import annotations\n"
    "import a.b.c as d, e.f\n"
    "from . import g as h\n"
    "x: int = [1, *y, 'text']\n"
    "@deco(1)\n"
    "class C(B, metaclass=M, **k):\n"
    "    'doc'\n"
    "    a: 'ann' = 1\n"
    "    def m(self, p, /, q=(1, 2), *r, s={1: 2}, **t) -> int:\n"
    "        nonlocal_ = 5\n"
    "        def inner():\n"
    "            nonlocal nonlocal_\n"
    "            nonlocal_ += super().m(p, *r, **t)\n"
    "            return __class__\n"
    "        self.x, (y, *z) = self.y = q\n"
    "        try:\n"
    "            with open(x) as f, g:\n"
    "                for i in range(10):\n"
    "                    if i == 3 or not i: continue\n"
    "                    elif i in [1, 2]: break\n"
    "                else: return f'{i!r:>{y}} {x}'\n"
    "        except (A, B) as e: raise X from e\n"
    "        except: raise\n"
    "        else: del y, self.x, z[0:1]\n"
    "        finally: yield (w := 1) if a < b < c else lambda: (yield)\n"
    "        return {k: v for k, v in z if k} | {i for i in z} | {**a, 'b': 1}\n"
    "    async def n(self):\n"
    "        async with a as b:\n"
    "            async for c in d: await e\n"
    "        return [i async for i in self]\n"
    "match x:\n"
    "    case [1, a, *_] | {'k': a} | C(a, z=None) if a: pass\n"
    "    case str() as s: assert s, 'message'\n"
    "try: pass\n"
    "except* E as e: print(e, sep='')\n"
    "x[1:2] **= -3 // 2j\n"
    "print(1 is x, b'bytes', 10 ** 30, 1.5, global_, sep='')\n";

static void every_refused_allocation_is_a_memory_error(void **state)
{
    ouro_runtime *rt = *state;
    const ouro_compile_options options = {.mode = OURO_COMPILE_EXEC};
    bool done = false;
    ouro_object *filename = ouro__str_from_cstring(rt, "<test>");
    for (uint64_t n = 1; !done; n++) {
        for (uint64_t count = 0; count < 2; count++) { /* from there on all, and this one alone */
            ouro__heap_fail(&rt->heap, n, count);
            ouro_object *code =
                ouro__compile(rt, every_construct, sizeof every_construct - 1, filename, &options);
            ouro__heap_fail(&rt->heap, 0, 0);
            if (code) {
                check_invariants((ouro_code *)code, "every construct");
                ouro_decref(rt, code);
                done = true;
                continue;
            }
            assert_true(ouro__error_is(rt, OURO_T_MEMORY_ERROR));
            ouro__error_clear(rt);
        }
    }
    ouro_decref(rt, filename);
}

/* Compiles prefix, `count` times the middle, suffix: code whose invariants hold, or one of the errors. */
static void nested(ouro_runtime *rt, const char *prefix, const char *middle, int count, const char *suffix)
{
    const ouro_compile_options options = {.mode = OURO_COMPILE_EXEC};
    size_t length = strlen(middle), size = strlen(prefix) + length * (size_t)count + strlen(suffix) + 1;
    char *source = malloc(size), *at = source + sprintf(source, "%s", prefix);
    for (int i = 0; i < count; i++, at += length)
        memcpy(at, middle, length);
    strcpy(at, suffix);
    ouro_code *code = compile_with(rt, source, strlen(source), "<test>", &options);
    if (code) {
        check_invariants(code, middle);
        ouro_decref(rt, &code->head);
    } else {
        assert_true(ouro__error_is(rt, OURO_T_RECURSION_ERROR) || ouro__error_is(rt, OURO_T_SYNTAX_ERROR) ||
                    ouro__error_is(rt, OURO_T_MEMORY_ERROR));
        ouro__error_clear(rt);
    }
    free(source);
}

static void deep_sources_do_not_exhaust_the_stack(void **state)
{
    ouro_runtime *rt = *state;
    const int many = 100000;
    nested(rt, "x = ", "1 + ", many, "1\n");
    nested(rt, "x = ", "y + ", many, "1\n");
    nested(rt, "x = a", ".b", many, "\n");
    nested(rt, "x = a", "[0]", many, "\n");
    nested(rt, "x = a", "()", many, "\n");
    nested(rt, "a", ".b()", many, "\n");
    nested(rt, "x = ", "-", many, "1\n");
    nested(rt, "x = ", "not ", many, "1\n");
    nested(rt, "x = ", "[", many, "\n");
    nested(rt, "x = ", "a if b else ", many, "1\n");
    nested(rt, "x = ", "lambda: ", many, "1\n");
    nested(rt, "x = ", "a or ", many, "1\n");
    nested(rt, "x = ", "a() < ", many, "1\n");
    nested(rt, "x = [", "a, ", many, "]\n");
    nested(rt, "f(", "a, ", many, ")\n");
    nested(rt, "x = {", "a: b, ", many, "}\n");
    nested(rt, "a", " = a", many, "\n");
    nested(rt, "if a: pass\n", "elif b: pass\n", 20000, "else: pass\n");
}

static ouro_runtime *walking; /* for nftw, which passes nothing on */
static unsigned files, errors;

static int compile_file(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    size_t length = strlen(path), size = (size_t)info->st_size;
    (void)where;
    if (kind != FTW_F || length < 3 || strcmp(path + length - 3, ".py") != 0)
        return 0;
    FILE *file = fopen(path, "rb");
    if (!file)
        return 0;
    char *source = malloc(size + 1);
    size = fread(source, 1, size, file);
    fclose(file);
    const ouro_compile_options options = {.mode = OURO_COMPILE_EXEC, .from_file = true};
    ouro_code *code = compile_with(walking, source, size, path, &options);
    files++;
    if (code) {
        check_invariants(code, path);
        ouro_decref(walking, &code->head);
    } else { /* files that are faulty on purpose, or in an encoding that is not known */
        assert_true(ouro__error_is(walking, OURO_T_SYNTAX_ERROR));
        ouro__error_clear(walking);
        errors++;
    }
    free(source);
    return 0;
}

static void the_standard_library_keeps_the_invariants(void **state)
{
    walking = *state;
    files = errors = 0;
    if (nftw("/usr/lib/python3.11", compile_file, 16, FTW_PHYS) != 0 || files == 0)
        skip();
    assert_true(errors < files / 50);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_runtime, close_runtime)
    const struct CMUnitTest tests[] = {
        TEST(every_refused_allocation_is_a_memory_error),
        TEST(deep_sources_do_not_exhaust_the_stack),
        TEST(the_standard_library_keeps_the_invariants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
