/* The prompt: each statement is compiled when it is whole, and what it raises is shown. At a terminal its
 * lines are edited. */
#include "cli/prompt.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "compiler/compile.h"
#include "embed/embed.h"
#include "modules/readline.h"
#include "modules/sys_hooks.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/str.h"
#include "vm/vm.h"

/* sys.ps1 or ps2, put there when it is missing: its str, owned, or NULL. No exception is left. */
static ouro_object *prompt_text(ouro_runtime *rt, const char *name, const char *fallback)
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
    ouro_object *shown = prompt ? ouro__str(rt, prompt) : NULL;
    ouro__error_clear(rt);
    return shown;
}

/* Whether lines come from somebody who types them. */
static bool is_typed(ouro_runtime *rt)
{
    return isatty(0) && isatty(1) && ouro__readline_ready(rt);
}

/* A line with its end, edited at the terminal; the empty str at the end of the input. */
static ouro_object *edit_line(ouro_runtime *rt, ouro_object *prompt)
{
    size_t length;
    char *owned = NULL;
    const char *text = ouro__str_utf8(rt, prompt, &length, &owned);
    if (!text)
        ouro__error_clear(rt);
    ouro_object *line = ouro__readline(rt, text ? text : "");
    ouro__buffer_free(rt, owned);
    if (!line)
        return rt->error ? NULL : ouro_ref(OURO_EMPTY_STR(rt));
    return ouro__str_append(rt, line, &ouro__statics(rt)->latin1['\n'].head);
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
        .optimize = options & OURO_OPTION_OPTIMIZE_2 ? 2
                    : options & OURO_OPTION_OPTIMIZE ? 1
                                                     : 0,
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

/* Whether a statement is one with a block, which more lines may follow until a blank one. */
static bool has_block(ouro_object *source)
{
    static const char *const words[] = {"if",  "while", "for",   "try",  "with",
                                        "def", "class", "async", "match"};
    size_t length = ouro__str_length(source), start = 0, end;
    while (start < length && strchr("\r\n", (int)ouro__str_char(source, start)))
        start++;
    for (end = start;
         end < length && ouro__str_char(source, end) >= 'a' && ouro__str_char(source, end) <= 'z';)
        end++;
    if (start < length && ouro__str_char(source, start) == '@')
        return true;
    for (size_t n = 0; n < sizeof words / sizeof *words; n++) {
        size_t same = 0;
        while (same < end - start && words[n][same] &&
               ouro__str_char(source, start + same) == (uint8_t)words[n][same])
            same++;
        if (same != end - start || words[n][same])
            continue;
        if (strcmp(words[n], "match") != 0)
            return true;
        for (size_t i = start; i + 1 < length; i++) /* a name, unless there are indented lines */
            if (ouro__str_char(source, i) == '\n' && ouro__str_char(source, i + 1) == ' ')
                return true;
    }
    return false;
}

/* The prompt and what is answered. */
static ouro_object *ask(ouro_runtime *rt, bool typed, const char *name, const char *fallback)
{
    ouro_object *prompt = prompt_text(rt, name, fallback);
    if (!typed) {
        ouro__write_stderr(rt, prompt);
        return read_line(rt);
    }
    ouro_object *line = edit_line(rt, prompt ? prompt : OURO_EMPTY_STR(rt));
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, prompt);
    if (error)
        ouro__error_restore(rt, error);
    return line;
}

/* The next whole statement: code, owned. NULL with an exception, or without one at the end of the input. */
static ouro_object *read_statement(ouro_runtime *rt, bool typed)
{
    ouro_object *source = ouro_ref(OURO_EMPTY_STR(rt));
    for (;;) {
        bool fresh = ouro__str_length(source) == 0, more = false;
        ouro_object *line = ask(rt, typed, fresh ? "ps1" : "ps2", fresh ? ">>> " : "... ");
        bool end = line && ouro__str_length(line) == 0, blank = line && is_blank(line);
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
        bool open = code ? !blank && has_block(source) : more && !end;
        if (!open) {
            ouro_decref(rt, source);
            return code;
        }
        ouro_xdecref(rt, code);
        ouro__error_clear(rt);
    }
}

/* Completion by rlcompleter, when it is there. */
static void complete_names(ouro_runtime *rt)
{
    static const char set_up[] =
        "import readline, rlcompleter\nreadline.parse_and_bind('bind ^I rl_complete')\n";
    ouro_object *globals = ouro__dict_new(rt),
                *name = globals ? ouro__str_from_cstring(rt, "<prompt>") : NULL;
    ouro_compile_options options = {.mode = OURO_COMPILE_EXEC, .source_is_str = true};
    ouro_object *code = name ? ouro__compile(rt, set_up, sizeof set_up - 1, name, &options) : NULL;
    ouro_object *result = code ? ouro__run_code(rt, code, globals, globals) : NULL;
    ouro__error_clear(rt);
    ouro_xdecref(rt, result);
    ouro_xdecref(rt, code);
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, globals);
}

/* What debuggers look at afterwards. */
static void keep_last(ouro_runtime *rt)
{
    ouro_object *exception = ouro__error_take(rt), *traceback = ((ouro_exception *)exception)->traceback;
    ouro_object *dict = rt->python->sys_dict;
    if (ouro__dict_set_cstring(rt, dict, "last_type", ouro__class_of(rt, exception)) < 0 ||
        ouro__dict_set_cstring(rt, dict, "last_value", exception) < 0 ||
        ouro__dict_set_cstring(rt, dict, "last_traceback", traceback ? traceback : OURO_NONE(rt)) < 0)
        ouro__error_clear(rt);
    ouro__error_restore(rt, exception);
}

int cli_prompt(ouro_runtime *rt, bool greet)
{
    bool typed = is_typed(rt);
    if (greet)
        fprintf(stderr,
                "Ouro %s (Python %s) on linux\n"
                "Type \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n",
                ouro_version(), ouro_python_version());
    if (typed)
        complete_names(rt);
    for (;;) {
        ouro_object *code = read_statement(rt, typed), *globals = code ? ouro__main_dict(rt) : NULL;
        if (!code && !rt->error)
            break;
        ouro_object *result = globals ? ouro__run_code(rt, code, globals, globals) : NULL;
        ouro_xdecref(rt, result);
        ouro_xdecref(rt, code);
        if (rt->error && ouro__error_is(rt, OURO_T_SYSTEM_EXIT))
            return ouro__handle_uncaught(rt);
        if (rt->error && ouro__error_is(rt, OURO_T_KEYBOARD_INTERRUPT) && !code) {
            ouro__error_clear(rt);
            ouro__write_stderr(rt, ouro__str_from_cstring(rt, "\nKeyboardInterrupt\n"));
        } else if (rt->error) {
            keep_last(rt);
            ouro__show_uncaught(rt);
        }
    }
    fputc('\n', stderr);
    return 0;
}
