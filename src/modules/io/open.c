/* io.open, and the _io module. */
#include <unistd.h>

#include "modules/io/io.h"
#include "modules/io/stdio.h"
#include "modules/modules.h"

/* What a mode string asks for. */
typedef struct open_mode {
    bool creating, reading, writing, appending, updating, text, binary;
    char raw[8]; /* for FileIO */
} open_mode;

static int parse_mode(ouro_runtime *rt, ouro_object *mode, open_mode *m)
{
    *m = (open_mode){0};
    size_t length = mode ? ouro__str_length(mode) : 0;
    uint32_t seen = 0;
    static const char letters[] = "xrwa+tb";
    for (size_t i = 0; i < length; i++) {
        uint32_t c = ouro__str_char(mode, i);
        const char *letter = c && c < 128 ? strchr(letters, (int)c) : NULL;
        if (!letter || seen & 1u << (letter - letters)) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid mode: '%U'", mode);
            return -1;
        }
        seen |= 1u << (letter - letters);
    }
    bool *const flags[] = {&m->creating, &m->reading, &m->writing, &m->appending,
                           &m->updating, &m->text,    &m->binary};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        *flags[i] = mode ? seen >> i & 1 : i == 1;
    char *p = m->raw;
    for (size_t i = 0; i < 5; i++)
        if (*flags[i])
            *p++ = letters[i];
    *p = 0;
    return 0;
}

static bool is_given(ouro_runtime *rt, ouro_object *o)
{
    return o && o != OURO_NONE(rt);
}

static int check_mode(ouro_runtime *rt, const open_mode *m, ouro_object *const *a, int buffering)
{
    const char *wrong = NULL;
    if (m->text && m->binary)
        wrong = "can't have text and binary mode at once";
    else if (m->creating + m->reading + m->writing + m->appending > 1)
        wrong = "must have exactly one of create/read/write/append mode";
    else if (m->binary && is_given(rt, a[3]))
        wrong = "binary mode doesn't take an encoding argument";
    else if (m->binary && is_given(rt, a[4]))
        wrong = "binary mode doesn't take an errors argument";
    else if (m->binary && is_given(rt, a[5]))
        wrong = "binary mode doesn't take a newline argument";
    if (wrong) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "%s", wrong);
        return -1;
    }
    if (m->binary && buffering == 1)
        return ouro__warn(rt, OURO_T_RUNTIME_WARNING,
                          "line buffering (buffering=1) isn't supported in binary mode, the default buffer "
                          "size will be used");
    return 0;
}

static int check_texts(ouro_runtime *rt, ouro_object *const *a)
{
    static const char *const names[] = {NULL, "mode", NULL, "encoding", "errors", "newline"};
    for (int i = 1; i < 6; i++) {
        if (!names[i] || !a[i] || ouro__is_str(rt, a[i]) || (i > 1 && a[i] == OURO_NONE(rt)))
            continue;
        ouro__raise(rt, OURO_T_TYPE_ERROR, "open() argument '%s' must be str%s, not %T", names[i],
                    i > 1 ? " or None" : "", a[i]);
        return -1;
    }
    return 0;
}

/* FileIO(file, mode, closefd, opener), made as the class would make it. */
static ouro_object *open_raw(ouro_runtime *rt, ouro_object *file, const open_mode *m, ouro_object *close_fd,
                             ouro_object *opener)
{
    ouro_object *mode = ouro__str_from_cstring(rt, m->raw);
    if (!mode)
        return NULL;
    ouro_object *arguments[4] = {file, mode, close_fd ? close_fd : OURO_TRUE(rt),
                                 opener ? opener : OURO_NONE(rt)};
    ouro_object *raw = ouro__call(rt, ouro__class_at(rt, OURO_T_FILE_IO), arguments, 4, NULL);
    ouro_decref(rt, mode);
    return raw;
}

static ouro_object *make_buffer(ouro_runtime *rt, const open_mode *m, ouro_object *raw, int64_t size,
                                ouro_object *mode)
{
    if (!m->updating && !m->creating && !m->writing && !m->appending && !m->reading)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "unknown mode: '%U'", mode);
    static const ouro_module_type random[] = {{&ouro__builtin_buffered_random, NULL}, {0}};
    if (m->updating && (ouro__module_add_types(rt, NULL, random) < 0 || ouro__io_check_seekable(rt, raw) < 0))
        return NULL;
    return ouro__buffered_new(rt,
                              m->updating  ? OURO_T_BUFFERED_RANDOM
                              : m->reading ? OURO_T_BUFFERED_READER
                                           : OURO_T_BUFFERED_WRITER,
                              raw, size);
}

/* A stream that is not to be given out after all is closed; the exception stays. */
static void *abandon(ouro_runtime *rt, ouro_object *stream_owned)
{
    ouro_object *error = ouro__error_take(rt);
    ouro_object *result = ouro__call_method(rt, stream_owned, NAME(rt, close), 0);
    ouro_xdecref(rt, result);
    ouro__io_chain(rt, error);
    ouro_decref(rt, stream_owned);
    return NULL;
}

static ouro_object *layers(ouro_runtime *rt, ouro_object *raw_owned, const open_mode *m, int buffering,
                           ouro_object *const *a)
{
    ouro_file_io *f = (ouro_file_io *)raw_owned;
    bool line_buffering = false;
    if (buffering == 1 || (buffering < 0 && isatty(f->fd))) {
        buffering = -1;
        line_buffering = true;
    }
    int64_t size = buffering < 0 ? f->block_size : buffering;
    if (size == 0) {
        if (m->binary)
            return raw_owned;
        ouro__raise(rt, OURO_T_VALUE_ERROR, "can't have unbuffered text I/O");
        return abandon(rt, raw_owned);
    }
    ouro_object *buffer = make_buffer(rt, m, raw_owned, size, a[1]);
    if (!buffer)
        return abandon(rt, raw_owned);
    ouro_decref(rt, raw_owned);
    if (m->binary)
        return buffer;
    ouro_object *text = ouro__text_io_new(rt, buffer, a[3], a[4], a[5], line_buffering, false);
    if (!text)
        return abandon(rt, buffer);
    ouro_decref(rt, buffer);
    ouro_object *mode = a[1] ? ouro_ref(a[1]) : ouro__str_from_char(rt, 'r');
    if (!mode)
        return abandon(rt, text);
    ouro__text_io_set_mode(rt, text, mode);
    ouro_decref(rt, mode);
    return text;
}

static ouro_object *io_open(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                            ouro_object *kwnames)
{
    (void)self;
    OURO_PARSE(a, "open", 0, 8, 1, 0, "file", "mode", "buffering", "encoding", "errors", "newline", "closefd",
               "opener");
    int buffering = -1;
    open_mode m;
    if (check_texts(rt, a) < 0 || ouro__optional_int32(rt, a[2], &buffering) < 0)
        return NULL;
    const ouro_type *type = ouro__type_of(rt, a[0]);
    bool is_number = type->number && type->number->index;
    ouro_object *file = is_number ? ouro_ref(a[0]) : ouro__fspath(rt, a[0]);
    if (!file)
        return NULL;
    ouro_object *raw = parse_mode(rt, a[1], &m) == 0 && check_mode(rt, &m, a, buffering) == 0
                           ? open_raw(rt, file, &m, a[6], a[7])
                           : NULL;
    ouro_decref(rt, file);
    return raw ? layers(rt, raw, &m, buffering, a) : NULL;
}

OURO_C_FUNCTION(io_open_code)
{
    OURO_PARSE(a, "open_code", 0, 1, 1, 0, "path");
    if (!ouro__is_str(rt, a[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "open_code() argument 'path' must be str, not %T", a[0]);
    ouro_object *mode = ouro__str_from_cstring(rt, "rb");
    ouro_object *arguments[2] = {a[0], mode};
    ouro_object *result = mode ? io_open(rt, self, arguments, 2, NULL) : NULL;
    ouro_xdecref(rt, mode);
    return result;
}

OURO_C_FUNCTION(io_text_encoding)
{
    if (args[0] != OURO_NONE(rt))
        return ouro_ref(args[0]);
    return ouro__str_intern_cstring(rt, "locale");
}

static const char open_doc[] =
    "open($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, newline=None, "
    "closefd=True, "
    "opener=None)\n--\n\nOpen file and return a stream.  Raise OSError upon failure.";

const ouro_method_def ouro__io_open_def = {"open", io_open, OURO_METH_KEYWORDS, 0, 0, open_doc};

static const ouro_method_def functions[] = {
    {"open_code", io_open_code, OURO_METH_KEYWORDS, 0, 0,
     "open_code($module, /, path)\n--\n\nOpens the provided file with the intent to import the contents."},
    {"text_encoding", io_text_encoding, 0, 1, 2,
     "text_encoding($module, encoding, stacklevel=2, /)\n--\n\nA helper function to choose the text "
     "encoding."},
    {0},
};

static const ouro_module_type types[] = {
    {&ouro__builtin_io_base, "_IOBase"},
    {&ouro__builtin_raw_io_base, "_RawIOBase"},
    {&ouro__builtin_buffered_io_base, "_BufferedIOBase"},
    {&ouro__builtin_text_io_base, "_TextIOBase"},
    {&ouro__builtin_file_io, "FileIO"},
    {&ouro__builtin_bytes_io, "BytesIO"},
    {&ouro__builtin_bytes_io_buffer, NULL},
    {&ouro__builtin_string_io, "StringIO"},
    {&ouro__builtin_buffered_reader, "BufferedReader"},
    {&ouro__builtin_buffered_writer, "BufferedWriter"},
    {&ouro__builtin_buffered_random, "BufferedRandom"},
    {&ouro__builtin_buffered_rw_pair, "BufferedRWPair"},
    {&ouro__builtin_text_io_wrapper, "TextIOWrapper"},
    {&ouro__builtin_newline_decoder, "IncrementalNewlineDecoder"},
    {&ouro__builtin_unsupported_operation, "UnsupportedOperation"},
    {0},
};

/* io.open and the built-in function are one object. */
static int share_open(ouro_runtime *rt, ouro_object *dict)
{
    ouro_object *shared = ouro__dict_get_str(rt, rt->python->builtins, NAME(rt, open));
    if (shared && ouro__is_exactly(shared, OURO_T_BUILTIN_FUNCTION) &&
        ((ouro_builtin_function *)shared)->def == &ouro__io_open_def)
        return ouro__dict_set(rt, dict, NAME(rt, open), shared);
    return ouro__put(rt, dict, "open", ouro__builtin_function_new(rt, &ouro__io_open_def, NULL, NULL));
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    ouro_object *dict = ouro__module_dict(module);
    if (share_open(rt, dict) < 0)
        return -1;
    if (ouro__module_add_types(rt, module, types) < 0 ||
        ouro__put(rt, dict, "DEFAULT_BUFFER_SIZE", ouro__int_new(rt, OURO_IO_BUFFER_SIZE)) < 0)
        return -1;
    return ouro__dict_set_cstring(rt, dict, "BlockingIOError", ouro__class_at(rt, OURO_T_BLOCKING_IO_ERROR));
}

const ouro_module_def ouro__module_io = {"_io", functions, exec,
                                         "The io module provides the Python interfaces to stream handling."};
