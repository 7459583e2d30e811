/* readline: editing, history and completion of lines at a terminal by libedit, which is loaded with this module.
 *
 * What libedit calls gets nothing of ours as an argument, so the thread remembers which runtime reads
 * a line meanwhile. */
#include "modules/readline.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "modules/modules.h"
#include "os/os.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/module_state.h"
#include "types/protocol.h"
#include "types/str.h"

/* libedit's declarations of what is used, as readline's manual has them. */
typedef struct history_entry {
    const char *line;
    void *data;
} history_entry;
typedef char *entry_function(const char *text, int state);
typedef char **attempted_function(const char *text, int start, int end);
#define FUNCTIONS(X)                                                                                         \
    X(readline, char *(*)(const char *))                                                                     \
    X(add_history, int (*)(const char *))                                                                    \
    X(clear_history, void (*)(void))                                                                         \
    X(history_get, history_entry *(*)(int))                                                                  \
    X(read_history, int (*)(const char *))                                                                   \
    X(write_history, int (*)(const char *))                                                                  \
    X(using_history, void (*)(void))                                                                         \
    X(stifle_history, void (*)(int))                                                                         \
    X(rl_initialize, int (*)(void))                                                                          \
    X(rl_parse_and_bind, int (*)(const char *))                                                              \
    X(rl_completion_matches, char **(*)(const char *, entry_function *))                                     \
    X(rl_insert_text, int (*)(const char *))                                                                 \
    X(rl_line_buffer, char **)                                                                               \
    X(rl_readline_name, const char **)                                                                       \
    X(rl_attempted_completion_function, attempted_function **)                                               \
    X(rl_attempted_completion_over, int *)                                                                   \
    X(rl_completion_append_character, int *)                                                                 \
    X(rl_completer_word_break_characters, char **)                                                           \
    X(rl_catch_signals, int *)                                                                               \
    X(history_length, int *)

typedef struct editor {
    ouro_module_state state;
    ouro_object *completer; /* owned, or NULL */
    char *delimiters;       /* buffer, or NULL */
    int begin, end;         /* of what is completed */
    int history_most;       /* lines to write; negative: all */
#define X(name, type) __typeof__((type)0) name;
    FUNCTIONS(X)
#undef X
} editor;

static const char key;
static _Thread_local ouro_runtime *reader;

static void clear(ouro_runtime *rt, ouro_module_state *state)
{
    editor *e = (editor *)state;
    ouro_object *completer = e->completer;
    e->completer = NULL;
    ouro_xdecref(rt, completer);
}

static void unload(ouro_runtime *rt, ouro_module_state *state)
{
    editor *e = (editor *)state;
    *e->rl_completer_word_break_characters = NULL;
    *e->rl_attempted_completion_function = NULL;
    ouro__buffer_free(rt, e->delimiters);
    /* libedit stays loaded: what it has allocated is reached from its own variables alone, and the next
     * rl_initialize frees it. */
}

/* What the completer has for a text: a copy for libedit, or NULL. What it raises ends the completion. */
static char *complete(const char *text, int state)
{
    ouro_runtime *rt = reader;
    editor *e = ouro__module_state(rt, &key);
    if (!e || !e->completer)
        return NULL;
    ouro_object *completer = ouro_ref(e->completer),
                *word = ouro__str_from_filesystem(rt, text, strlen(text));
    ouro_object *number = word ? ouro__int_new(rt, state) : NULL, *args[2] = {word, number};
    ouro_object *found = number ? ouro__call(rt, completer, args, 2, NULL) : NULL;
    char *result = NULL;
    if (found && ouro__is_str(rt, found)) {
        size_t length;
        char *owned = NULL;
        const char *utf8 = ouro__str_utf8(rt, found, &length, &owned);
        result = utf8 ? strdup(utf8) : NULL;
        ouro__buffer_free(rt, owned);
    }
    ouro_xdecref(rt, found);
    ouro_xdecref(rt, number);
    ouro_xdecref(rt, word);
    ouro_decref(rt, completer);
    ouro__error_clear(rt);
    return result;
}

static char **attempt(const char *text, int start, int end)
{
    editor *e = reader ? ouro__module_state(reader, &key) : NULL;
    if (!e)
        return NULL;
    e->begin = start;
    e->end = end;
    *e->rl_attempted_completion_over = 1; /* no names of files */
    *e->rl_completion_append_character = 0;
    return e->rl_completion_matches(text, complete);
}

static int set_delimiters(ouro_runtime *rt, editor *e, const char *text, size_t length)
{
    char *copy = ouro__buffer_alloc(rt, length + 1);
    if (!copy)
        return -1;
    memcpy(copy, text, length);
    copy[length] = 0;
    *e->rl_completer_word_break_characters = copy;
    ouro__buffer_free(rt, e->delimiters);
    e->delimiters = copy;
    return 0;
}

/* The library of this runtime: NULL with ImportError or MemoryError. */
static editor *load(ouro_runtime *rt)
{
    static const char delimiters[] = " \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?";
    editor *e = ouro__module_state(rt, &key);
    if (e)
        return e;
    void *handle = ouro__os_library_open("libedit.so.2");
    if (!handle)
        return ouro__raise(rt, OURO_T_IMPORT_ERROR, "the library libedit.so.2 cannot be loaded");
    editor found = {.history_most = -1};
    bool whole = true;
#define X(name, type)                                                                                        \
    do {                                                                                                     \
        void *symbol_ = ouro__os_library_symbol(handle, #name);                                              \
        whole = whole && symbol_;                                                                            \
        memcpy(&found.name, &symbol_, sizeof symbol_);                                                       \
    } while (0);
    FUNCTIONS(X)
#undef X
    if (!whole)
        ouro__raise(rt, OURO_T_IMPORT_ERROR, "the library libedit.so.2 lacks functions");
    e = whole ? ouro__module_state_add(rt, &key, sizeof *e) : NULL;
    if (!e) {
        ouro__os_library_close(handle);
        return NULL;
    }
    found.state = e->state;
    *e = found;
    e->state.clear = clear;
    e->state.destroy = unload;
    *e->rl_readline_name = "python";
    *e->rl_catch_signals = 0;
    e->rl_initialize();
    e->using_history();
    *e->rl_attempted_completion_function = attempt;
    return set_delimiters(rt, e, delimiters, sizeof delimiters - 1) < 0 ? NULL : e;
}

bool ouro__readline_ready(ouro_runtime *rt)
{
    if (load(rt))
        return true;
    ouro__error_clear(rt);
    return false;
}

ouro_object *ouro__readline(ouro_runtime *rt, const char *prompt)
{
    editor *e = load(rt);
    if (!e)
        return NULL;
    reader = rt;
    errno = 0;
    char *line = e->readline(prompt);
    reader = NULL;
    if (ouro__check_interrupt(rt) < 0) {
        free(line);
        return NULL;
    }
    if (!line)
        return NULL;
    if (*line)
        e->add_history(line);
    ouro_object *text = ouro__str_from_filesystem(rt, line, strlen(line));
    free(line);
    return text;
}

/* ---- the module ---- */

/* Calls with a str as UTF-8; NULL with an exception when it is none. */
static const char *text_of(ouro_runtime *rt, ouro_object *o, char **owned)
{
    size_t length;
    *owned = NULL;
    if (ouro__is_str(rt, o))
        return ouro__str_utf8(rt, o, &length, owned);
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "argument must be str, not %T", o);
}

static ouro_object *none(ouro_runtime *rt)
{
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(add_history)
{
    char *owned;
    const char *text = text_of(rt, args[0], &owned);
    editor *e = text ? load(rt) : NULL;
    if (e)
        e->add_history(text);
    ouro__buffer_free(rt, owned);
    return e ? none(rt) : NULL;
}

OURO_C_FUNCTION(parse_and_bind)
{
    char *owned;
    const char *text = text_of(rt, args[0], &owned);
    editor *e = text ? load(rt) : NULL;
    if (e)
        e->rl_parse_and_bind(text);
    ouro__buffer_free(rt, owned);
    return e ? none(rt) : NULL;
}

OURO_C_FUNCTION(insert_text)
{
    char *owned;
    const char *text = text_of(rt, args[0], &owned);
    editor *e = text ? load(rt) : NULL;
    if (e)
        e->rl_insert_text(text);
    ouro__buffer_free(rt, owned);
    return e ? none(rt) : NULL;
}

/* Reads or writes the history: the file's name, or ~/.history. */
static ouro_object *with_file(ouro_runtime *rt, ouro_object *const *args, size_t nargs, bool writes)
{
    editor *e = load(rt);
    if (!e)
        return NULL;
    bool named = nargs && args[0] != OURO_NONE(rt);
    char *owned = NULL;
    const char *name = named ? text_of(rt, args[0], &owned) : NULL;
    if (named && !name)
        return NULL;
    if (writes && e->history_most >= 0)
        e->stifle_history(e->history_most);
    int error = writes ? e->write_history(name) : e->read_history(name);
    ouro__buffer_free(rt, owned);
    if (!error)
        return none(rt);
    ouro_object *number = ouro__int_new(rt, error), *text = ouro__str_from_cstring(rt, strerror(error));
    ouro_object *parts[3] = {number, text, named ? args[0] : OURO_NONE(rt)};
    ouro_object *exception =
        number && text ? ouro__call(rt, ouro__class_at(rt, OURO_T_OS_ERROR), parts, 3, NULL) : NULL;
    ouro_xdecref(rt, number);
    ouro_xdecref(rt, text);
    return exception ? ouro__raise_instance(rt, exception) : NULL;
}

OURO_C_FUNCTION(read_history_file)
{
    return with_file(rt, args, nargs, false);
}

OURO_C_FUNCTION(write_history_file)
{
    return with_file(rt, args, nargs, true);
}

OURO_C_FUNCTION(clear_history)
{
    editor *e = load(rt);
    if (!e)
        return NULL;
    e->clear_history();
    return none(rt);
}

OURO_C_FUNCTION(get_current_history_length)
{
    editor *e = load(rt);
    return e ? ouro__int_new(rt, *e->history_length) : NULL;
}

OURO_C_FUNCTION(get_history_item)
{
    int64_t index;
    editor *e = load(rt);
    if (!e || ouro__index_int64(rt, args[0], false, &index) < 0)
        return NULL;
    history_entry *entry = index >= 1 && index <= *e->history_length ? e->history_get((int)index) : NULL;
    return entry && entry->line ? ouro__str_from_filesystem(rt, entry->line, strlen(entry->line)) : none(rt);
}

OURO_C_FUNCTION(get_history_length)
{
    editor *e = load(rt);
    return e ? ouro__int_new(rt, e->history_most) : NULL;
}

OURO_C_FUNCTION(set_history_length)
{
    int64_t length;
    editor *e = load(rt);
    if (!e || ouro__index_int64(rt, args[0], false, &length) < 0)
        return NULL;
    e->history_most = length > INT32_MAX ? INT32_MAX : length < 0 ? -1 : (int)length;
    return none(rt);
}

OURO_C_FUNCTION(get_completer)
{
    editor *e = load(rt);
    return e ? ouro_ref(e->completer ? e->completer : OURO_NONE(rt)) : NULL;
}

OURO_C_FUNCTION(set_completer)
{
    editor *e = load(rt);
    if (!e)
        return NULL;
    ouro_object *old = e->completer;
    e->completer = nargs && args[0] != OURO_NONE(rt) ? ouro_ref(args[0]) : NULL;
    ouro_xdecref(rt, old);
    return none(rt);
}

OURO_C_FUNCTION(get_completer_delims)
{
    editor *e = load(rt);
    return e ? ouro__str_from_cstring(rt, e->delimiters) : NULL;
}

OURO_C_FUNCTION(set_completer_delims)
{
    char *owned;
    const char *text = text_of(rt, args[0], &owned);
    editor *e = text ? load(rt) : NULL;
    int status = e ? set_delimiters(rt, e, text, strlen(text)) : -1;
    ouro__buffer_free(rt, owned);
    return status < 0 ? NULL : none(rt);
}

OURO_C_FUNCTION(get_line_buffer)
{
    editor *e = load(rt);
    const char *line = e && *e->rl_line_buffer ? *e->rl_line_buffer : "";
    return e ? ouro__str_from_filesystem(rt, line, strlen(line)) : NULL;
}

OURO_C_FUNCTION(get_begidx)
{
    editor *e = load(rt);
    return e ? ouro__int_new(rt, e->begin) : NULL;
}

OURO_C_FUNCTION(get_endidx)
{
    editor *e = load(rt);
    return e ? ouro__int_new(rt, e->end) : NULL;
}

static const ouro_method_def functions[] = {
    {"add_history", add_history, 0, 1, 1,
     "add_history($module, string, /)\n--\n\nAdd an item to the history buffer."},
    {"clear_history", clear_history, 0, 0, 0,
     "clear_history($module, /)\n--\n\nClear the current readline history."},
    {"get_begidx", get_begidx, 0, 0, 0,
     "get_begidx($module, /)\n--\n\nGet the beginning index of the completion scope."},
    {"get_completer", get_completer, 0, 0, 0,
     "get_completer($module, /)\n--\n\nGet the current completer function."},
    {"get_completer_delims", get_completer_delims, 0, 0, 0,
     "get_completer_delims($module, /)\n--\n\nGet the word delimiters for completion."},
    {"get_current_history_length", get_current_history_length, 0, 0, 0,
     "get_current_history_length($module, /)\n--\n\nReturn the current (not the maximum) length of history."},
    {"get_endidx", get_endidx, 0, 0, 0,
     "get_endidx($module, /)\n--\n\nGet the ending index of the completion scope."},
    {"get_history_item", get_history_item, 0, 1, 1,
     "get_history_item($module, index, /)\n--\n\nReturn the current contents of history item at one-based "
     "index."},
    {"get_history_length", get_history_length, 0, 0, 0,
     "get_history_length($module, /)\n--\n\nReturn the maximum number of lines written to the history file."},
    {"get_line_buffer", get_line_buffer, 0, 0, 0,
     "get_line_buffer($module, /)\n--\n\nReturn the current contents of the line buffer."},
    {"insert_text", insert_text, 0, 1, 1,
     "insert_text($module, string, /)\n--\n\nInsert text into the line buffer."},
    {"parse_and_bind", parse_and_bind, 0, 1, 1,
     "parse_and_bind($module, string, /)\n--\n\nExecute the init line provided in the string argument."},
    {"read_history_file", read_history_file, 0, 0, 1,
     "read_history_file($module, filename=None, /)\n--\n\nLoad a readline history file."},
    {"set_completer", set_completer, 0, 0, 1,
     "set_completer($module, function=None, /)\n--\n\nSet or remove the completer function."},
    {"set_completer_delims", set_completer_delims, 0, 1, 1,
     "set_completer_delims($module, string, /)\n--\n\nSet the word delimiters for completion."},
    {"set_history_length", set_history_length, 0, 1, 1,
     "set_history_length($module, length, /)\n--\n\nSet the maximum number of lines written to the history "
     "file."},
    {"write_history_file", write_history_file, 0, 0, 1,
     "write_history_file($module, filename=None, /)\n--\n\nSave a readline history file."},
    {0},
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    (void)module;
    return load(rt) ? 0 : -1;
}

const ouro_module_def ouro__module_readline = {
    "readline", functions, exec,
    "Editing, history and completion of lines, by libedit readline, loaded with this module."};
