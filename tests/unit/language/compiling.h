/* What the compiler's tests share: a runtime with the whole language, compiling a text, its listing and
 * attributes. */
#ifndef OURO_TESTS_COMPILING_H
#define OURO_TESTS_COMPILING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "compiler/compile.h"
#include "compiler/compiler.h"
#include "ouro/python.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

#define UNUSED __attribute__((unused))

static UNUSED int open_runtime(void **state)
{
    ouro_options options = OURO_OPTIONS_INIT;
    *state = ouro_open(&options);
    return *state ? 0 : -1;
}

static UNUSED int close_runtime(void **state)
{
    return ouro_close(*state) == 0 ? 0 : -1;
}

static UNUSED ouro_code *compile_with(ouro_runtime *rt, const char *source, size_t length, const char *file,
                                      const ouro_compile_options *options)
{
    ouro_object *filename = ouro__str_from_cstring(rt, file);
    assert_non_null(filename);
    ouro_object *code = ouro__compile(rt, source, length, filename, options);
    ouro_decref(rt, filename);
    return (ouro_code *)code;
}

static UNUSED ouro_code *compile_text(ouro_runtime *rt, const char *source)
{
    const ouro_compile_options options = {.mode = OURO_COMPILE_EXEC};
    ouro_code *code = compile_with(rt, source, strlen(source), "<test>", &options);
    if (!code)
        fail_msg("does not compile: %s", source);
    return code;
}

/* The text of a str in malloc'd memory; the str is dropped. */
static UNUSED char *take_text(ouro_runtime *rt, ouro_object *owned)
{
    size_t length;
    char *buffer;
    assert_non_null(owned);
    const char *text = ouro__str_wtf8(rt, owned, &length, &buffer);
    assert_non_null(text);
    char *copy = strdup(text);
    if (buffer)
        ouro__buffer_free(rt, buffer);
    ouro_decref(rt, owned);
    return copy;
}

static UNUSED ouro_code *inner_code(ouro_code *code, const char *name)
{
    const ouro_tuple *constants = (const ouro_tuple *)code->constants;
    for (uint64_t i = 0; i < constants->count; i++) {
        if (!ouro__is_exactly(constants->items[i], OURO_T_CODE))
            continue;
        ouro_code *inner = (ouro_code *)constants->items[i];
        if (ouro__str_equals_ascii(inner->name, name))
            return inner;
        inner = inner_code(inner, name);
        if (inner)
            return inner;
    }
    return NULL;
}

/* Every code object in `code` keeps the interpreter's invariants. */
static UNUSED void check_invariants(ouro_code *code, const char *where)
{
    char buffer[200];
    const char *wrong = ouro__code_verify(code, buffer, sizeof buffer);
    if (wrong)
        fail_msg("%s, code at line %u: %s", where, (unsigned)code->first_line, wrong);
    const ouro_tuple *constants = (const ouro_tuple *)code->constants;
    for (uint64_t i = 0; i < constants->count; i++)
        if (ouro__is_exactly(constants->items[i], OURO_T_CODE))
            check_invariants((ouro_code *)constants->items[i], where);
}

#endif
