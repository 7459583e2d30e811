/* The standard streams. */
#include "modules/io/stdio.h"

#include <stdlib.h>

#include "modules/io/io.h"

int ouro__stdio_init(ouro_runtime *rt)
{
    static const ouro_module_type types[] = {
        {&ouro__builtin_io_base, NULL},
        {&ouro__builtin_raw_io_base, NULL},
        {&ouro__builtin_buffered_io_base, NULL},
        {&ouro__builtin_text_io_base, NULL},
        {&ouro__builtin_file_io, NULL},
        {&ouro__builtin_buffered_reader, NULL},
        {&ouro__builtin_buffered_writer, NULL},
        {&ouro__builtin_text_io_wrapper, NULL},
        {&ouro__builtin_unsupported_operation, NULL},
        {0},
    };
    if (ouro__module_add_types(rt, NULL, types) < 0)
        return -1;
    /* A class that io makes, as it were, and gives a module. */
    ouro__type_at(rt, OURO_WORD(OURO_T_UNSUPPORTED_OPERATION))->flags &= ~(uint32_t)OURO_TYPE_IMMUTABLE;
    return 0;
}

/* The name of the locale for characters. */
static const char *locale_name(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return "C";
}

bool ouro__stdio_locale_is_plain(void)
{
    const char *name = locale_name();
    return strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0;
}

const char *ouro__stdio_errors(void)
{
    /* The C locale, and those that stand for it (PEP 538). */
    static const char *const lenient[] = {"C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8"};
    const char *name = locale_name();
    for (size_t i = 0; i < sizeof lenient / sizeof *lenient; i++)
        if (strcmp(name, lenient[i]) == 0)
            return "surrogateescape";
    return "strict";
}

/* PYTHONIOENCODING, "encoding:errors", either of which may be missing. NULL: not set. */
static const char *asked(ouro_runtime *rt)
{
    const char *text =
        rt->python->options & OURO_OPTION_IGNORE_ENVIRONMENT ? NULL : getenv("PYTHONIOENCODING");
    return text && *text ? text : NULL;
}

static ouro_object *make_text(ouro_runtime *rt, ouro_object *buffer, bool line_buffered, const char *errors,
                              bool is_stderr)
{
    const char *settings = asked(rt), *colon = settings ? strchr(settings, ':') : NULL;
    size_t width = settings ? colon ? (size_t)(colon - settings) : strlen(settings) : 0;
    if (colon && colon[1] && !is_stderr)
        errors = colon + 1;
    else if (settings && !is_stderr)
        errors = "strict";
    ouro_object *encoding =
        width ? ouro__str_from_filesystem(rt, settings, width) : ouro__str_intern_cstring(rt, "utf-8");
    ouro_object *handler = ouro__str_intern_cstring(rt, errors), *newline = ouro__str_from_char(rt, '\n'),
                *stream = NULL;
    if (encoding && handler && newline)
        stream = ouro__text_io_new(rt, buffer, encoding, handler, newline, line_buffered, false);
    ouro_xdecref(rt, encoding);
    ouro_xdecref(rt, handler);
    return stream;
}

ouro_object *ouro__stdio_new(ouro_runtime *rt, int fd, const char *name, const char *mode, bool line_buffered,
                             const char *errors)
{
    bool reading = mode[0] == 'r';
    ouro_object *label = ouro__str_from_cstring(rt, name), *stream = NULL;
    ouro_object *raw = label ? ouro__file_io_from_fd(rt, fd, mode, false, label) : NULL;
    ouro_object *buffer =
        raw ? ouro__buffered_new(rt, reading ? OURO_T_BUFFERED_READER : OURO_T_BUFFERED_WRITER, raw,
                                 OURO_IO_BUFFER_SIZE)
            : NULL;
    if (buffer)
        stream = make_text(rt, buffer, line_buffered, errors, fd == 2);
    if (stream) {
        ouro_object *text = ouro__str_from_cstring(rt, mode);
        if (text)
            ouro__text_io_set_mode(rt, stream, text);
        ouro_xdecref(rt, text);
    }
    ouro_xdecref(rt, label);
    ouro_xdecref(rt, raw);
    ouro_xdecref(rt, buffer);
    return stream;
}
