/* The abstract classes of streams, and what all streams share. */
#include "modules/io/io.h"

#include <stdarg.h>

/* --- calls by name --------------------------------------------------------------------------------------- */

ouro_object *ouro__io_attribute(ouro_runtime *rt, ouro_object *o, const char *name)
{
    ouro_object *key = ouro__str_intern_cstring(rt, name);
    ouro_object *value = key ? ouro__getattr(rt, o, key) : NULL;
    ouro_xdecref(rt, key);
    return value;
}

int ouro__io_attribute_optional(ouro_runtime *rt, ouro_object *o, const char *name, ouro_object **value)
{
    ouro_object *key = ouro__str_intern_cstring(rt, name);
    int found = key ? ouro__getattr_optional(rt, o, key, value) : -1;
    ouro_xdecref(rt, key);
    return found;
}

ouro_object *ouro__io_call(ouro_runtime *rt, ouro_object *o, const char *name, size_t n, ...)
{
    ouro_object *arguments[4], *method = ouro__io_attribute(rt, o, name);
    if (!method)
        return NULL;
    va_list list;
    va_start(list, n);
    for (size_t i = 0; i < n; i++)
        arguments[i] = va_arg(list, ouro_object *);
    va_end(list);
    ouro_object *result = ouro__call(rt, method, arguments, n, NULL);
    ouro_decref(rt, method);
    return result;
}

static int truth_of(ouro_runtime *rt, ouro_object *value_owned)
{
    int truth = value_owned ? ouro__truth(rt, value_owned) : -1;
    ouro_xdecref(rt, value_owned);
    return truth;
}

int ouro__io_is(ouro_runtime *rt, ouro_object *o, const char *attribute)
{
    return truth_of(rt, ouro__io_attribute(rt, o, attribute));
}

int ouro__io_ask(ouro_runtime *rt, ouro_object *o, const char *method)
{
    return truth_of(rt, ouro__io_call(rt, o, method, 0));
}

/* --- errors ---------------------------------------------------------------------------------------------- */

void *ouro__io_unsupported(ouro_runtime *rt, const char *message)
{
    return ouro__raise(rt, OURO_T_UNSUPPORTED_OPERATION, "%s", message);
}

void *ouro__io_closed(ouro_runtime *rt)
{
    return ouro__raise(rt, OURO_T_VALUE_ERROR, "I/O operation on closed file.");
}

void ouro__io_chain(ouro_runtime *rt, ouro_object *earlier_owned)
{
    if (!earlier_owned)
        return;
    if (!rt->error) {
        ouro__error_restore(rt, earlier_owned);
        return;
    }
    ouro_exception *later = (ouro_exception *)rt->error;
    if (&later->head == earlier_owned)
        ouro_decref(rt, earlier_owned);
    else
        ouro__slot_set(rt, later, &later->context, earlier_owned);
}

bool ouro__io_was_interrupted(ouro_runtime *rt)
{
    if (!rt->error || !ouro__error_is(rt, OURO_T_INTERRUPTED_ERROR))
        return false;
    ouro__error_clear(rt);
    return true;
}

void *ouro__io_would_block(ouro_runtime *rt, int64_t written)
{
    ouro_object *arguments[3] = {ouro__int_new(rt, EAGAIN),
                                 ouro__str_from_cstring(rt, "write could not complete without blocking"),
                                 ouro__int_new(rt, written)};
    ouro_object *exception =
        arguments[0] && arguments[1] && arguments[2]
            ? ouro__call(rt, ouro__class_at(rt, OURO_T_BLOCKING_IO_ERROR), arguments, 3, NULL)
            : NULL;
    for (int i = 0; i < 3; i++)
        ouro_xdecref(rt, arguments[i]);
    return exception ? ouro__raise_instance(rt, exception) : NULL;
}

/* UnsupportedOperation adds nothing to OSError but a second base. */
OURO_BUILTIN_TYPE(unsupported_operation) = {
    .id = OURO_T_UNSUPPORTED_OPERATION,
    .base_id = OURO_T_OS_ERROR,
    .second_base_id = OURO_T_VALUE_ERROR,
    .module = "io",
    .slots = {.name = "io.UnsupportedOperation",
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_BASE |
                       OURO_TYPE_IS_EXCEPTION},
};

/* --- checks ---------------------------------------------------------------------------------------------- */

static int check(ouro_runtime *rt, ouro_object *o, const char *method, const char *message)
{
    ouro_object *answer = ouro__io_call(rt, o, method, 0);
    if (!answer)
        return -1;
    bool yes = answer == OURO_TRUE(rt);
    ouro_decref(rt, answer);
    if (!yes)
        ouro__io_unsupported(rt, message);
    return yes ? 0 : -1;
}

int ouro__io_check_readable(ouro_runtime *rt, ouro_object *o)
{
    return check(rt, o, "readable", "File or stream is not readable.");
}

int ouro__io_check_writable(ouro_runtime *rt, ouro_object *o)
{
    return check(rt, o, "writable", "File or stream is not writable.");
}

int ouro__io_check_seekable(ouro_runtime *rt, ouro_object *o)
{
    return check(rt, o, "seekable", "File or stream is not seekable.");
}

static int check_open(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *closed;
    int found = ouro__io_attribute_optional(rt, o, "closed", &closed);
    if (found <= 0)
        return found;
    int truth = truth_of(rt, closed);
    if (truth > 0)
        ouro__io_closed(rt);
    return truth ? -1 : 0;
}

int ouro__io_size(ouro_runtime *rt, ouro_object *const *args, size_t nargs, int64_t *size)
{
    *size = -1;
    if (nargs == 0 || args[0] == OURO_NONE(rt))
        return 0;
    const ouro_type *type = ouro__type_of(rt, args[0]);
    if (!type->number || !type->number->index) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "argument should be integer or None, not '%T'", args[0]);
        return -1;
    }
    return ouro__index_argument(rt, args[0], size);
}

int ouro__io_target(ouro_runtime *rt, ouro_object *o, const char *method, ouro_buffer *buffer)
{
    if (ouro__buffer_get(rt, o, buffer, OURO_BUFFER_WRITABLE) == 0)
        return 0;
    if (ouro__error_is(rt, OURO_T_TYPE_ERROR) || ouro__error_is(rt, OURO_T_BUFFER_ERROR)) {
        ouro__error_clear(rt);
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument must be read-write bytes-like object, not %T",
                    method, o);
    }
    return -1;
}

/* --- _IOBase --------------------------------------------------------------------------------------------- */

static const char closed_mark[] = "__IOBase_closed";

static int is_marked_closed(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *value;
    int found = ouro__io_attribute_optional(rt, self, closed_mark, &value);
    return found <= 0 ? found : truth_of(rt, value);
}

static ouro_object *base_get_closed(ouro_runtime *rt, ouro_object *self)
{
    int closed = is_marked_closed(rt, self);
    return closed < 0 ? NULL : ouro__bool(rt, closed);
}

ouro_object *ouro__io_base_close(ouro_runtime *rt, ouro_object *self)
{
    int closed = is_marked_closed(rt, self);
    if (closed)
        return closed < 0 ? NULL : OURO_NONE(rt);
    ouro_object *flushed = ouro__io_call(rt, self, "flush", 0);
    ouro_object *error = ouro__error_take(rt), *mark = ouro__str_intern_cstring(rt, closed_mark);
    if (mark)
        (void)ouro__setattr(rt, self, mark, OURO_TRUE(rt));
    ouro_xdecref(rt, mark);
    ouro__io_chain(rt, error);
    ouro_xdecref(rt, flushed);
    return rt->error ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(base_close)
{
    return ouro__io_base_close(rt, self);
}

OURO_C_FUNCTION(base_flush)
{
    int closed = is_marked_closed(rt, self);
    return closed < 0 ? NULL : closed ? ouro__io_closed(rt) : OURO_NONE(rt);
}

OURO_C_FUNCTION(base_seek)
{
    return ouro__io_unsupported(rt, "seek");
}

OURO_C_FUNCTION(base_tell)
{
    return ouro__io_call(rt, self, "seek", 2, ouro__int_new(rt, 0), ouro__int_new(rt, 1));
}

OURO_C_FUNCTION(base_truncate)
{
    return ouro__io_unsupported(rt, "truncate");
}

OURO_C_FUNCTION(base_fileno)
{
    return ouro__io_unsupported(rt, "fileno");
}

OURO_C_FUNCTION(base_false)
{
    return OURO_FALSE(rt);
}

OURO_C_FUNCTION(base_isatty)
{
    return check_open(rt, self) < 0 ? NULL : OURO_FALSE(rt);
}

OURO_C_FUNCTION(base_check_closed)
{
    return check_open(rt, self) < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(base_check_readable)
{
    return ouro__io_check_readable(rt, self) < 0 ? NULL : OURO_TRUE(rt);
}

OURO_C_FUNCTION(base_check_writable)
{
    return ouro__io_check_writable(rt, self) < 0 ? NULL : OURO_TRUE(rt);
}

OURO_C_FUNCTION(base_check_seekable)
{
    return ouro__io_check_seekable(rt, self) < 0 ? NULL : OURO_TRUE(rt);
}

OURO_C_FUNCTION(base_enter)
{
    return check_open(rt, self) < 0 ? NULL : ouro_ref(self);
}

OURO_C_FUNCTION(base_exit)
{
    return ouro__io_call(rt, self, "close", 0);
}

/* How many bytes up to the end of the line can be read at once: those that peek() shows. */
static int64_t line_ahead(ouro_runtime *rt, ouro_object *self, ouro_object *peek, int64_t left)
{
    if (!peek)
        return 1;
    ouro_object *ahead;
    do {
        ahead = ouro__io_call(rt, self, "peek", 1, ouro__int_new(rt, 1));
    } while (!ahead && ouro__io_was_interrupted(rt));
    if (!ahead)
        return -1;
    int64_t count = 1;
    if (!ouro__is_bytes(rt, ahead)) {
        ouro__raise(rt, OURO_T_OS_ERROR, "peek() should have returned a bytes object, not '%T' object",
                    ahead);
        count = -1;
    } else if (((ouro_bytes *)ahead)->length > 0) {
        const ouro_bytes *bytes = (ouro_bytes *)ahead;
        size_t length = left >= 0 && (size_t)left < bytes->length ? (size_t)left : bytes->length;
        const uint8_t *newline = memchr(bytes->data, '\n', length);
        count = newline ? newline - bytes->data + 1 : (int64_t)length;
    }
    ouro_decref(rt, ahead);
    return count;
}

/* A growing run of bytes. */
typedef struct line_buffer {
    uint8_t *data;
    size_t length, capacity;
} line_buffer;

static int line_append(ouro_runtime *rt, line_buffer *line, const ouro_bytes *bytes)
{
    if (bytes->length > line->capacity - line->length) {
        size_t capacity = (line->length + bytes->length) * 2;
        uint8_t *larger =
            line->data ? ouro__buffer_resize(rt, line->data, capacity) : ouro__buffer_alloc(rt, capacity);
        if (!larger)
            return -1;
        line->data = larger;
        line->capacity = capacity;
    }
    memcpy(line->data + line->length, bytes->data, bytes->length);
    line->length += bytes->length;
    return 0;
}

/* One read of a part of the line: 1, 0 at its end, -1. */
static int read_part(ouro_runtime *rt, ouro_object *self, ouro_object *peek, int64_t limit, line_buffer *line)
{
    int64_t left = limit < 0 ? -1 : limit - (int64_t)line->length;
    int64_t count = line_ahead(rt, self, peek, left);
    ouro_object *size = count < 0 ? NULL : ouro__int_new(rt, count), *part = NULL;
    do {
        part = size ? ouro__io_call(rt, self, "read", 1, size) : NULL;
    } while (!part && size && ouro__io_was_interrupted(rt));
    ouro_xdecref(rt, size);
    if (!part)
        return -1;
    int status = -1;
    if (!ouro__is_bytes(rt, part)) {
        ouro__raise(rt, OURO_T_OS_ERROR, "read() should have returned a bytes object, not '%T' object", part);
    } else if (((ouro_bytes *)part)->length == 0) {
        status = 0;
    } else {
        status = line_append(rt, line, (ouro_bytes *)part);
        if (status == 0)
            status = line->data[line->length - 1] != '\n';
    }
    ouro_decref(rt, part);
    return status;
}

OURO_C_FUNCTION(base_readline)
{
    int64_t limit;
    ouro_object *peek = NULL;
    if (ouro__io_size(rt, args, nargs, &limit) < 0 ||
        ouro__io_attribute_optional(rt, self, "peek", &peek) < 0)
        return NULL;
    line_buffer line = {0};
    int more = 1;
    while (more > 0 && (limit < 0 || (int64_t)line.length < limit))
        more = read_part(rt, self, peek, limit, &line);
    ouro_xdecref(rt, peek);
    ouro_object *result = more < 0 ? NULL : ouro__bytes_new(rt, line.data, line.length);
    ouro__buffer_free(rt, line.data);
    return result;
}

OURO_C_FUNCTION(base_readlines)
{
    int64_t hint, length = 0;
    if (ouro__io_size(rt, args, nargs, &hint) < 0)
        return NULL;
    if (hint <= 0)
        return ouro__list_from_iterable(rt, self);
    ouro_object *list = ouro__list_new(rt, 0), *line;
    ouro_iteration it;
    if (!list || ouro__iterate(rt, &it, self) < 0) {
        ouro_xdecref(rt, list);
        return NULL;
    }
    int status = 0;
    while (status == 0 && length <= hint && (line = ouro__iterate_next(rt, &it))) {
        int64_t size = ouro__length(rt, line);
        status = ouro__list_append_owned(rt, (ouro_list *)list, line) < 0 || size < 0 ? -1 : 0;
        length += size;
    }
    if (ouro__iterate_end(rt, &it) == 0 && status == 0)
        return list;
    ouro_decref(rt, list);
    return NULL;
}

OURO_C_FUNCTION(base_writelines)
{
    ouro_iteration it;
    ouro_object *line;
    if (check_open(rt, self) < 0 || ouro__iterate(rt, &it, args[0]) < 0)
        return NULL;
    int status = 0;
    while (status == 0 && (line = ouro__iterate_next(rt, &it))) {
        ouro_object *result;
        do {
            result = ouro__io_call(rt, self, "write", 1, line);
        } while (!result && ouro__io_was_interrupted(rt));
        status = result ? 0 : -1;
        ouro_xdecref(rt, result);
        ouro_decref(rt, line);
    }
    return ouro__iterate_end(rt, &it) < 0 || status < 0 ? NULL : OURO_NONE(rt);
}

static ouro_object *base_iter(ouro_runtime *rt, ouro_object *self)
{
    return check_open(rt, self) < 0 ? NULL : ouro_ref(self);
}

static ouro_object *base_next(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *line = ouro__call_method(rt, self, NAME(rt, readline), 0);
    if (!line)
        return NULL;
    int64_t length = ouro__length(rt, line);
    if (length > 0)
        return line;
    ouro_decref(rt, line);
    return NULL;
}

void ouro__io_finalize(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *pending = ouro__error_take(rt), *closed = NULL;
    /* One whose state cannot be asked is left alone. */
    int found = ouro__io_attribute_optional(rt, o, "closed", &closed);
    int is_closed = found > 0 ? truth_of(rt, closed) : 1;
    ouro__error_clear(rt);
    if (is_closed == 0) {
        ouro_object *mark = ouro__str_intern_cstring(rt, "_finalizing");
        if (mark && ouro__setattr(rt, o, mark, OURO_TRUE(rt)) < 0)
            ouro__error_clear(rt);
        ouro_xdecref(rt, mark);
        ouro_object *result = ouro__call_method(rt, o, NAME(rt, close), 0);
        ouro_xdecref(rt, result);
        ouro__error_clear(rt); /* as CPython does outside its development mode */
    }
    if (pending)
        ouro__error_restore(rt, pending);
}

static ouro_object *base_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__subclass_instance(rt, cls, sizeof(ouro_io_base));
}

static int base_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                     ouro_object *kwnames)
{
    (void)rt;
    (void)self;
    (void)args;
    (void)nargs;
    (void)kwnames;
    return 0;
}

static ouro_object *get_dict(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *dict = ouro__instance_dict(rt, self);
    return dict ? ouro_ref(dict) : NULL;
}

static const ouro_method_def base_methods[] = {
    {"seek", base_seek, 0, 0, -1, "Change stream position."},
    {"tell", base_tell, 0, 0, 0, "tell($self, /)\n--\n\nReturn current stream position."},
    {"truncate", base_truncate, 0, 0, -1, "Truncate file to size bytes."},
    {"flush", base_flush, 0, 0, 0, "flush($self, /)\n--\n\nFlush write buffers, if applicable."},
    {"close", base_close, 0, 0, 0, "close($self, /)\n--\n\nFlush and close the IO object."},
    {"seekable", base_false, 0, 0, 0,
     "seekable($self, /)\n--\n\nReturn whether object supports random access."},
    {"readable", base_false, 0, 0, 0,
     "readable($self, /)\n--\n\nReturn whether object was opened for reading."},
    {"writable", base_false, 0, 0, 0,
     "writable($self, /)\n--\n\nReturn whether object was opened for writing."},
    {"_checkClosed", base_check_closed, 0, 0, -1, NULL},
    {"_checkSeekable", base_check_seekable, 0, 0, -1, NULL},
    {"_checkReadable", base_check_readable, 0, 0, -1, NULL},
    {"_checkWritable", base_check_writable, 0, 0, -1, NULL},
    {"fileno", base_fileno, 0, 0, 0,
     "fileno($self, /)\n--\n\nReturns underlying file descriptor if one exists."},
    {"isatty", base_isatty, 0, 0, 0,
     "isatty($self, /)\n--\n\nReturn whether this is an 'interactive' stream."},
    {"__enter__", base_enter, 0, 0, 0, NULL},
    {"__exit__", base_exit, 0, 0, -1, NULL},
    {"readline", base_readline, 0, 0, 1,
     "readline($self, size=-1, /)\n--\n\nRead and return a line from the stream."},
    {"readlines", base_readlines, 0, 0, 1,
     "readlines($self, hint=-1, /)\n--\n\nReturn a list of lines from the stream."},
    {"writelines", base_writelines, 0, 1, 1,
     "writelines($self, lines, /)\n--\n\nWrite a list of lines to stream."},
    {0},
};

static const ouro_getset_def base_getsets[] = {
    {"__dict__", get_dict, NULL, NULL},
    {"closed", base_get_closed, NULL, NULL},
    {0},
};

OURO_BUILTIN_TYPE(io_base) = {
    .id = OURO_T_IO_BASE,
    .slots = {.name = "_io._IOBase",
              OURO_IO_SLOTS(ouro_io_base),
              .finalize = ouro__io_finalize,
              .iter = base_iter,
              .next = base_next,
              .new_ = base_new,
              .init = base_init},
    .methods = base_methods,
    .getsets = base_getsets,
    .module = "_io",
    .doc = "The abstract base class for all I/O classes.",
};

/* --- _RawIOBase ------------------------------------------------------------------------------------------ */

OURO_C_FUNCTION(raw_read)
{
    int64_t size = -1;
    if (nargs && ouro__index_argument(rt, args[0], &size) < 0)
        return NULL;
    if (size < 0)
        return ouro__io_call(rt, self, "readall", 0);
    ouro_object *space = ouro__int_new(rt, size);
    ouro_object *array = space ? ouro__call1(rt, ouro__class_at(rt, OURO_T_BYTEARRAY), space) : NULL;
    ouro_xdecref(rt, space);
    ouro_object *count = array ? ouro__io_call(rt, self, "readinto", 1, array) : NULL, *result = NULL;
    int64_t n;
    if (count == OURO_NONE(rt)) {
        result = count;
    } else if (count && ouro__index_argument(rt, count, &n) == 0) {
        ouro_buffer buffer;
        if (ouro__buffer_get(rt, array, &buffer, OURO_BUFFER_SIMPLE) == 0) {
            if (n < 0 || n > buffer.length)
                ouro__raise(rt, OURO_T_VALUE_ERROR, "readinto returned %lld outside buffer size %lld",
                            (long long)n, (long long)buffer.length);
            else
                result = ouro__bytes_new(rt, buffer.data, (size_t)n);
            ouro__buffer_release(rt, &buffer);
        }
    }
    ouro_xdecref(rt, array);
    ouro_xdecref(rt, count);
    return result;
}

OURO_C_FUNCTION(raw_readall)
{
    line_buffer all = {0};
    ouro_object *size = ouro__int_new(rt, OURO_IO_BUFFER_SIZE), *result = NULL;
    while (size && !result) {
        ouro_object *part = ouro__io_call(rt, self, "read", 1, size);
        if (!part) {
            if (ouro__io_was_interrupted(rt))
                continue;
            break;
        }
        if (part == OURO_NONE(rt) && all.length == 0) {
            result = part;
            break;
        }
        if (part != OURO_NONE(rt) && !ouro__is_bytes(rt, part)) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "read() should return bytes");
            ouro_decref(rt, part);
            break;
        }
        bool end = part == OURO_NONE(rt) || ((ouro_bytes *)part)->length == 0;
        int status = end ? 0 : line_append(rt, &all, (ouro_bytes *)part);
        ouro_decref(rt, part);
        if (status < 0)
            break;
        if (end)
            result = ouro__bytes_new(rt, all.data, all.length);
    }
    ouro_xdecref(rt, size);
    ouro__buffer_free(rt, all.data);
    return result;
}

OURO_C_FUNCTION(raw_not_implemented)
{
    ouro_object *exception =
        ouro__exception_new(rt, ouro__class_at(rt, OURO_T_NOT_IMPLEMENTED_ERROR), OURO_EMPTY_TUPLE(rt));
    return exception ? ouro__raise_instance(rt, exception) : NULL;
}

static const ouro_method_def raw_methods[] = {
    {"read", raw_read, 0, 0, 1, "read($self, size=-1, /)\n--\n\n"},
    {"readall", raw_readall, 0, 0, 0, "readall($self, /)\n--\n\nRead until EOF, using multiple read() call."},
    {"readinto", raw_not_implemented, 0, 0, -1, NULL},
    {"write", raw_not_implemented, 0, 0, -1, NULL},
    {0},
};

OURO_BUILTIN_TYPE(raw_io_base) = {
    .id = OURO_T_RAW_IO_BASE,
    .base_id = OURO_T_IO_BASE,
    .slots = {.name = "_io._RawIOBase", OURO_IO_SLOTS(ouro_io_base)},
    .methods = raw_methods,
    .module = "_io",
    .doc = "Base class for raw binary I/O.",
};

/* --- _BufferedIOBase ------------------------------------------------------------------------------------- */

OURO_C_FUNCTION(buffered_no_detach)
{
    return ouro__io_unsupported(rt, "detach");
}

OURO_C_FUNCTION(buffered_no_read)
{
    return ouro__io_unsupported(rt, "read");
}

OURO_C_FUNCTION(buffered_no_read1)
{
    return ouro__io_unsupported(rt, "read1");
}

OURO_C_FUNCTION(buffered_no_write)
{
    return ouro__io_unsupported(rt, "write");
}

/* readinto by way of read. */
static ouro_object *read_into(ouro_runtime *rt, ouro_object *self, ouro_object *target, const char *method)
{
    ouro_buffer buffer;
    if (ouro__io_target(rt, target, method[4] ? "readinto1" : "readinto", &buffer) < 0)
        return NULL;
    ouro_object *size = ouro__int_new(rt, buffer.length), *result = NULL;
    ouro_object *data = size ? ouro__io_call(rt, self, method, 1, size) : NULL;
    ouro_xdecref(rt, size);
    if (data && !ouro__is_bytes(rt, data)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "read() should return bytes");
    } else if (data) {
        const ouro_bytes *bytes = (ouro_bytes *)data;
        if (bytes->length > (size_t)buffer.length) {
            ouro__raise(rt, OURO_T_VALUE_ERROR,
                        "read() returned too much data: %lld bytes requested, %lld returned",
                        (long long)buffer.length, (long long)bytes->length);
        } else {
            memcpy(buffer.data, bytes->data, bytes->length);
            result = ouro__int_new(rt, (int64_t)bytes->length);
        }
    }
    ouro_xdecref(rt, data);
    ouro__buffer_release(rt, &buffer);
    return result;
}

OURO_C_FUNCTION(buffered_base_readinto)
{
    return read_into(rt, self, args[0], "read");
}

OURO_C_FUNCTION(buffered_base_readinto1)
{
    return read_into(rt, self, args[0], "read1");
}

static const ouro_method_def buffered_methods[] = {
    {"detach", buffered_no_detach, 0, 0, 0,
     "detach($self, /)\n--\n\nDisconnect this buffer from its underlying raw stream and return it."},
    {"read", buffered_no_read, 0, 0, -1, "Read and return up to n bytes."},
    {"read1", buffered_no_read1, 0, 0, -1,
     "Read and return up to n bytes, with at most one read() call to the underlying raw stream."},
    {"readinto", buffered_base_readinto, 0, 1, 1, "readinto($self, buffer, /)\n--\n\n"},
    {"readinto1", buffered_base_readinto1, 0, 1, 1, "readinto1($self, buffer, /)\n--\n\n"},
    {"write", buffered_no_write, 0, 0, -1, "Write the given buffer to the IO stream."},
    {0},
};

OURO_BUILTIN_TYPE(buffered_io_base) = {
    .id = OURO_T_BUFFERED_IO_BASE,
    .base_id = OURO_T_IO_BASE,
    .slots = {.name = "_io._BufferedIOBase", OURO_IO_SLOTS(ouro_io_base)},
    .methods = buffered_methods,
    .module = "_io",
    .doc = "Base class for buffered IO objects.",
};

/* --- _TextIOBase ----------------------------------------------------------------------------------------- */

OURO_C_FUNCTION(text_no_readline)
{
    return ouro__io_unsupported(rt, "readline");
}

static ouro_object *text_get_none(ouro_runtime *rt, ouro_object *self)
{
    (void)self;
    return OURO_NONE(rt);
}

static const ouro_method_def text_methods[] = {
    {"detach", buffered_no_detach, 0, 0, 0,
     "Separate the underlying buffer from the TextIOBase and return it."},
    {"read", buffered_no_read, 0, 0, -1, "Read at most n characters from stream."},
    {"readline", text_no_readline, 0, 0, -1, "Read until newline or EOF."},
    {"write", buffered_no_write, 0, 0, -1, "Write string to stream."},
    {0},
};

static const ouro_getset_def text_getsets[] = {
    {"encoding", text_get_none, NULL, "Encoding of the text stream.\n\nSubclasses should override.\n"},
    {"newlines", text_get_none, NULL, "Line endings translated so far."},
    {"errors", text_get_none, NULL,
     "The error setting of the decoder or encoder.\n\nSubclasses should override.\n"},
    {0},
};

OURO_BUILTIN_TYPE(text_io_base) = {
    .id = OURO_T_TEXT_IO_BASE,
    .base_id = OURO_T_IO_BASE,
    .slots = {.name = "_io._TextIOBase", OURO_IO_SLOTS(ouro_io_base)},
    .methods = text_methods,
    .getsets = text_getsets,
    .module = "_io",
    .doc = "Base class for text I/O.",
};
