/* A plain prompt: each statement is compiled when it is whole, and what it raises is shown. */
#include "cli/prompt.h"

#include <stdio.h>
#include <string.h>

#include "compiler/compile.h"
#include "embed/embed.h"
#include "modules/sys_hooks.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/str.h"
#include "vm/vm.h"

/* sys.ps1 or ps2, put there when it is missing. */
static void show_prompt(ouro_runtime *rt, const char *name, const char *fallback)
{
    ouro_object *prompt = ouro__dict_get_cstring(rt, rt->python->sys_dict, name);
    if (!prompt && !rt->error) {
        ouro_object *text = ouro__str_from_cstring(rt, fallback);
        if (text)
            ouro__dict_set_cstring(rt, rt->python->sys_dict, name, text);
        ouro_xdecref(rt, text);
        prompt = ouro__dict_get_cstring(rt, rt->python->sys_dict, name);
    }
    ouro__flush_streams(rt);
    if (prompt)
        ouro__write_stderr(rt, ouro__str(rt, prompt));
    ouro__error_clear(rt);
}

/* A line of sys.stdin with its end: str, owned; the empty str at the end of the input. */
static ouro_object *read_line(ouro_runtime *rt)
{
    ouro_object *file = ouro__dict_get_str(rt, rt->python->sys_dict, NAME(rt, stdin));
    if (!file || file == OURO_NONE(rt))
        return rt->error ? NULL : ouro_ref(OURO_EMPTY_STR(rt));
    ouro_incref(file);
    ouro_object *line = ouro__call_method(rt, file, NAME(rt, readline), 0);
    ouro_decref(rt, file);
    if (line && !ouro__is_str(rt, line)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "sys.stdin.readline() returned non-string (type %T)", line);
        ouro_decref(rt, line);
        line = NULL;
    }
    return line;
}

/* Compiles what was read so far: NULL with an exception; with *more, it is a beginning. */
static ouro_object *compile(ouro_runtime *rt, ouro_object *source, bool *more)
{
    size_t length;
    char *owned = NULL;
    const char *text = ouro__str_utf8(rt, source, &length, &owned);
    ouro_object *name = text ? ouro__str_from_cstring(rt, "<stdin>") : NULL, *code = NULL;
    uint32_t options = rt->python->options;
    ouro_compile_options compile = {
        .mode = OURO_COMPILE_SINGLE,
        .optimize = options & OURO_OPTION_OPTIMIZE_2 ? 2 : options & OURO_OPTION_OPTIMIZE ? 1 : 0,
        .source_is_str = true,
        .dont_imply_dedent = true,
        .incomplete = more,
    };
    if (name)
        code = ouro__compile(rt, text, length, name, &compile);
    ouro_xdecref(rt, name);
    ouro__buffer_free(rt, owned);
    return code;
}

/* A statement with nothing in it: the blank line between two. */
static bool is_blank(ouro_object *text)
{
    for (size_t i = 0; i < ouro__str_length(text); i++)
        if (!strchr(" \t\f\r\n", (int)ouro__str_char(text, i)))
            return false;
    return true;
}

/* The next whole statement: code, owned. NULL with an exception, or without one at the end of the input. */
static ouro_object *read_statement(ouro_runtime *rt)
{
    ouro_object *source = ouro_ref(OURO_EMPTY_STR(rt));
    for (;;) {
        bool fresh = ouro__str_length(source) == 0, more = false;
        show_prompt(rt, fresh ? "ps1" : "ps2", fresh ? ">>> " : "... ");
        ouro_object *line = read_line(rt);
        bool end = line && ouro__str_length(line) == 0;
        if (line && !end)
            source = ouro__str_append(rt, source, line);
        ouro_xdecref(rt, line);
        if (!line || !source || (end && fresh) || rt->error) {
            ouro_xdecref(rt, source);
            return NULL;
        }
        if (fresh && is_blank(source)) {
            ouro_decref(rt, source);
            source = ouro_ref(OURO_EMPTY_STR(rt));
            continue;
        }
        ouro_object *code = compile(rt, source, end ? NULL : &more);
        if (code || !more || end) {
            ouro_decref(rt, source);
            return code;
        }
        ouro__error_clear(rt);
    }
}

int cli_prompt(ouro_runtime *rt, bool greet)
{
    if (greet)
        fprintf(stderr, "Ouro %s (Python %s)\n", ouro_version(), ouro_python_version());
    for (;;) {
        ouro_object *code = read_statement(rt), *globals = code ? ouro__main_dict(rt) : NULL;
        if (!code && !rt->error)
            break;
        ouro_object *result = globals ? ouro__run_code(rt, code, globals, globals) : NULL;
        ouro_xdecref(rt, result);
        ouro_xdecref(rt, code);
        if (rt->error && ouro__error_is(rt, OURO_T_SYSTEM_EXIT))
            return ouro__handle_uncaught(rt);
        if (rt->error)
            ouro__show_uncaught(rt);
    }
    fputc('\n', stderr);
    return 0;
}
