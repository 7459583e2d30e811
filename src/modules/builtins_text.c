/* Built-in functions that make, show and read text. */
#include "modules/builtins.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/str.h"
#include "modules/io/stdio.h"

OURO_C_FUNCTION(builtin_repr)
{
    return ouro__repr(rt, args[0]);
}

OURO_C_FUNCTION(builtin_ascii)
{
    return ouro__ascii(rt, args[0]);
}

OURO_C_FUNCTION(builtin_format)
{
    if (nargs == 2 && !ouro__is_str(rt, args[1]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "format() argument 2 must be str, not %V", args[1]);
    return ouro__format(rt, args[0], nargs == 2 ? args[1] : NULL);
}

/* A stream named in sys: borrowed; NULL with RuntimeError "lost sys.x", or without an exception when it is None. */
static ouro_object *sys_stream(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *stream = ouro__dict_get_str(rt, rt->python->sys_dict, name);
    if (!stream && !ouro__error_pending(rt))
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "lost sys.%U", name);
    return stream == OURO_NONE(rt) ? NULL : stream;
}

/* Writes str(o) to any file-like object. */
static int write_object(ouro_runtime *rt, ouro_object *file, ouro_object *o)
{
    ouro_object *text = ouro__str(rt, o);
    if (!text)
        return -1;
    int status;
    if (ouro__is_text_io(file)) {
        status = ouro__text_io_write(rt, file, text);
    } else {
        ouro_object *result = ouro__call_method(rt, file, NAME(rt, write), 1, text);
        status = result ? 0 : -1;
        ouro_xdecref(rt, result);
    }
    ouro_decref(rt, text);
    return status;
}

/* sep and end: a str, or None for the usual. -1 with TypeError. */
static int separator(ouro_runtime *rt, const char *name, ouro_object **value)
{
    if (*value == OURO_NONE(rt))
        *value = NULL;
    if (!*value || ouro__is_str(rt, *value))
        return 0;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "%s must be None or a string, not %T", name, *value);
    return -1;
}

OURO_C_FUNCTION(builtin_print)
{
    static const char *const names[] = {"sep", "end", "file", "flush", NULL};
    static const ouro_signature signature = {"print", names, 0, 0, 0, 4};
    ouro_object *options[4] = {NULL, NULL, NULL, NULL};
    if (kwnames && ouro__parse_arguments(rt, &signature, args + nargs, 0, kwnames, options) < 0)
        return NULL;
    if (separator(rt, "sep", &options[0]) < 0 || separator(rt, "end", &options[1]) < 0)
        return NULL;
    ouro_object *file = options[2];
    if (!file || file == OURO_NONE(rt)) {
        file = sys_stream(rt, NAME(rt, stdout));
        if (!file)
            return ouro__error_pending(rt) ? NULL : ouro_ref(OURO_NONE(rt));
    }
    int flush = options[3] ? ouro__truth(rt, options[3]) : 0;
    if (flush < 0)
        return NULL;
    ouro_incref(file);
    ouro_statics *statics = ouro__statics(rt);
    ouro_object *space = &statics->latin1[' '].head, *newline = &statics->latin1['\n'].head;
    int status = 0;
    for (size_t i = 0; i < nargs && status == 0; i++) {
        if (i > 0)
            status = write_object(rt, file, options[0] ? options[0] : space);
        if (status == 0)
            status = write_object(rt, file, args[i]);
    }
    if (status == 0)
        status = write_object(rt, file, options[1] ? options[1] : newline);
    if (status == 0 && flush) {
        ouro_object *result = ouro__call_method(rt, file, NAME(rt, flush), 0);
        status = result ? 0 : -1;
        ouro_xdecref(rt, result);
    }
    ouro_decref(rt, file);
    return status < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

/* A prompt is shown as well as the stream can: one that cannot be flushed is no error. */
static void flush_prompt(ouro_runtime *rt, ouro_object *stream)
{
    ouro_object *result = ouro__call_method(rt, stream, NAME(rt, flush), 0);
    if (!result)
        ouro__error_clear(rt);
    ouro_xdecref(rt, result);
}

OURO_C_FUNCTION(builtin_input)
{
    ouro_object *in = sys_stream(rt, NAME(rt, stdin));
    if (!in)
        return ouro__error_pending(rt) ? NULL : ouro__raise(rt, OURO_T_RUNTIME_ERROR, "input(): lost sys.stdin");
    ouro_object *out = sys_stream(rt, NAME(rt, stdout));
    if (!out)
        return ouro__error_pending(rt) ? NULL : ouro__raise(rt, OURO_T_RUNTIME_ERROR, "input(): lost sys.stdout");
    ouro_incref(in);
    ouro_incref(out);
    ouro_object *line = NULL;
    bool shown = nargs == 0 || write_object(rt, out, args[0]) == 0;
    if (shown) {
        flush_prompt(rt, out);
        line = ouro__is_text_io(in) ? ouro__text_io_readline(rt, in) : ouro__call_method(rt, in, NAME(rt, readline), 0);
    }
    ouro_decref(rt, in);
    ouro_decref(rt, out);
    if (!line)
        return NULL;
    if (!ouro__is_str(rt, line)) {
        ouro_decref(rt, line);
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "object.readline() returned non-string");
    }
    size_t length = ouro__str_length(line);
    if (length == 0) {
        ouro_decref(rt, line);
        return ouro__raise(rt, OURO_T_EOF_ERROR, "EOF when reading a line");
    }
    if (ouro__str_char(line, length - 1) != '\n')
        return line;
    ouro_object *bare = ouro__str_slice(rt, line, 0, length - 1);
    ouro_decref(rt, line);
    return bare;
}

const ouro_method_def ouro__builtins_text[] = {
    {"ascii", builtin_ascii, 0, 1, 1, "ascii($module, obj, /)\n--\n\nReturn repr(obj) with all non-ASCII escaped."},
    {"format", builtin_format, 0, 1, 2,
     "format($module, value, format_spec='', /)\n--\n\nReturn value.__format__(format_spec)."},
    {"input", builtin_input, 0, 0, 1,
     "input($module, prompt='', /)\n--\n\nRead a line from standard input, without its newline."},
    {"print", builtin_print, OURO_METH_KEYWORDS, 0, -1,
     "print($module, /, *args, sep=' ', end='\\n', file=None, flush=False)\n--\n\nPrint the values to a stream."},
    {"repr", builtin_repr, 0, 1, 1, "repr($module, obj, /)\n--\n\nReturn the representation of the object."},
    {0},
};
