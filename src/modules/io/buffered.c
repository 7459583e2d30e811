/* BufferedReader, BufferedWriter and BufferedRandom: a buffer of bytes before a raw stream. Here are the
 * classes: making, checks, positions, closing; buffered.h says how the buffer is used. */
#include "modules/io/buffered.h"

static const uint16_t fields[] = {offsetof(ouro_buffered, raw), 0};

/* --- checks --------------------------------------------------------------------------------------------- */

int ouro__buffered_check(ouro_runtime *rt, ouro_buffered *b)
{
    if (b->ok)
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR,
                b->detached ? "raw stream has been detached" : "I/O operation on uninitialized object");
    return -1;
}

int ouro__buffered_closed(ouro_runtime *rt, ouro_buffered *b)
{
    if (ouro__buffered_check(rt, b) < 0)
        return -1;
    if (b->direct)
        return ((ouro_file_io *)b->raw)->fd < 0;
    return ouro__io_is(rt, b->raw, "closed");
}

/* 0, or -1 with ValueError `message`. */
int ouro__buffered_check_open(ouro_runtime *rt, ouro_buffered *b, const char *message)
{
    int closed = ouro__buffered_closed(rt, b);
    if (closed > 0 && read_ahead(b) == 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "%s", message);
    return closed < 0 || (closed && read_ahead(b) == 0) ? -1 : 0;
}

int ouro__buffered_enter(ouro_runtime *rt, ouro_buffered *b)
{
    if (b->busy) {
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "reentrant call inside %R", (ouro_object *)b);
        return -1;
    }
    b->busy = true;
    return 0;
}

void ouro__buffered_leave(ouro_buffered *b)
{
    b->busy = false;
}

/* A reader has nothing of its own to flush. */
OURO_C_FUNCTION(reader_flush)
{
    if (ouro__buffered_check(rt, buffered_of(self)) < 0)
        return NULL;
    return ouro__io_call(rt, buffered_of(self)->raw, "flush", 0);
}

/* --- positions ------------------------------------------------------------------------------------------ */

OURO_C_FUNCTION(buffered_tell)
{
    ouro_buffered *b = buffered_of(self);
    if (ouro__buffered_check(rt, b) < 0)
        return NULL;
    int64_t n = ouro__raw_tell(rt, b);
    return n < 0 ? NULL : ouro__int_new(rt, n - raw_offset(b));
}

/* Within what was read: the new position, -1 when it is not there (no exception) or unknown (an
 * exception). */
static int64_t seek_in_buffer(ouro_runtime *rt, ouro_buffered *b, int64_t target, int whence)
{
    int64_t current = ouro__raw_known_position(rt, b);
    if (current < 0)
        return -1;
    int64_t at = current - raw_offset(b), offset = whence == SEEK_SET ? target - at : target;
    if (offset < -b->position || offset > read_ahead(b))
        return -1;
    b->position += offset;
    return at + offset;
}

static int64_t seek_to(ouro_runtime *rt, ouro_buffered *b, int64_t target, int whence)
{
    if (whence <= SEEK_CUR && b->readable && has_read(b)) {
        int64_t n = seek_in_buffer(rt, b, target, whence);
        if (n >= 0 || rt->error)
            return n;
    }
    if (b->writable && ouro__buffered_flush_written(rt, b) < 0)
        return -1;
    if (whence == SEEK_CUR)
        target -= raw_offset(b);
    int64_t n = ouro__raw_seek(rt, b, target, whence);
    if (n >= 0) {
        b->raw_position = -1;
        if (b->readable)
            reset_read(b);
    }
    return n;
}

OURO_C_FUNCTION(buffered_seek)
{
    ouro_buffered *b = buffered_of(self);
    int64_t target;
    int whence = 0;
    if (ouro__buffered_check(rt, b) < 0 || (nargs > 1 && ouro__as_int32(rt, args[1], &whence) < 0))
        return NULL;
    if (whence < 0 || whence > SEEK_HOLE)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "whence value %d unsupported", whence);
    int closed = ouro__buffered_closed(rt, b);
    if (closed)
        return closed < 0 ? NULL : ouro__raise(rt, OURO_T_VALUE_ERROR, "seek of closed file");
    if (ouro__io_check_seekable(rt, b->raw) < 0 || ouro__as_int64(rt, args[0], &target) < 0 ||
        ouro__buffered_enter(rt, b) < 0)
        return NULL;
    int64_t n = seek_to(rt, b, target, whence);
    ouro__buffered_leave(b);
    return n < 0 ? NULL : ouro__int_new(rt, n);
}

OURO_C_FUNCTION(buffered_truncate)
{
    ouro_buffered *b = buffered_of(self);
    if (ouro__buffered_check(rt, b) < 0)
        return NULL;
    int closed = ouro__buffered_closed(rt, b);
    if (closed)
        return closed < 0 ? NULL : ouro__raise(rt, OURO_T_VALUE_ERROR, "truncate of closed file");
    if (!b->writable)
        return ouro__io_unsupported(rt, "truncate");
    if (ouro__buffered_enter(rt, b) < 0)
        return NULL;
    ouro_object *result = NULL;
    if (ouro__buffered_flush_and_rewind(rt, b) == 0)
        result = ouro__io_call(rt, b->raw, "truncate", 1, nargs ? args[0] : OURO_NONE(rt));
    if (result && ouro__raw_tell(rt, b) < 0)
        ouro__error_clear(rt);
    ouro__buffered_leave(b);
    return result;
}

/* --- closing -------------------------------------------------------------------------------------------- */

static void free_buffer(ouro_runtime *rt, ouro_buffered *b)
{
    ouro__buffer_free(rt, b->buffer);
    b->buffer = NULL;
    reset_read(b);
    reset_write(b);
}

OURO_C_FUNCTION(buffered_dealloc_warn)
{
    ouro_buffered *b = buffered_of(self);
    if (b->ok && b->raw) {
        ouro_object *result = ouro__io_call(rt, b->raw, "_dealloc_warn", 1, args[0]);
        ouro_xdecref(rt, result);
        ouro__error_clear(rt);
    }
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(buffered_close)
{
    ouro_buffered *b = buffered_of(self);
    int closed = ouro__buffered_closed(rt, b);
    if (closed)
        return closed < 0 ? NULL : OURO_NONE(rt);
    if (b->finalizing)
        (void)buffered_dealloc_warn(rt, self, &self, 1, NULL);
    ouro_object *flushed = ouro__io_call(rt, self, "flush", 0);
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, flushed);
    ouro_object *result = b->raw ? ouro__io_call(rt, b->raw, "close", 0) : OURO_NONE(rt);
    if (!b->busy)
        free_buffer(rt, b);
    if (!error)
        return result;
    ouro__io_chain(rt, error);
    ouro_xdecref(rt, result);
    return NULL;
}

OURO_C_FUNCTION(buffered_detach)
{
    ouro_buffered *b = buffered_of(self);
    if (ouro__buffered_check(rt, b) < 0)
        return NULL;
    ouro_object *flushed = ouro__io_call(rt, self, "flush", 0);
    if (!flushed)
        return NULL;
    ouro_decref(rt, flushed);
    if (ouro__buffered_check(rt, b) < 0)
        return NULL;
    b->detached = true;
    b->ok = b->direct = false;
    return ouro__slot_take(rt, b, &b->raw);
}

/* --- what the raw stream answers ------------------------------------------------------------------------ */

#define PASS(method)                                                                                         \
    OURO_C_FUNCTION(buffered_##method)                                                                       \
    {                                                                                                        \
        return ouro__buffered_check(rt, buffered_of(self)) < 0                                               \
                   ? NULL                                                                                    \
                   : ouro__io_call(rt, buffered_of(self)->raw, #method, 0);                                  \
    }
PASS(seekable)
PASS(readable)
PASS(writable)
PASS(fileno)
PASS(isatty)

static ouro_object *pass_attribute(ouro_runtime *rt, ouro_object *self, const char *name)
{
    return ouro__buffered_check(rt, buffered_of(self)) < 0
               ? NULL
               : ouro__io_attribute(rt, buffered_of(self)->raw, name);
}

static ouro_object *get_closed(ouro_runtime *rt, ouro_object *self)
{
    return pass_attribute(rt, self, "closed");
}

static ouro_object *get_name(ouro_runtime *rt, ouro_object *self)
{
    return pass_attribute(rt, self, "name");
}

static ouro_object *get_mode(ouro_runtime *rt, ouro_object *self)
{
    return pass_attribute(rt, self, "mode");
}

static ouro_object *buffered_repr(ouro_runtime *rt, ouro_object *self)
{
    const char *type = ouro__type_of(rt, self)->name;
    ouro_object *name;
    int found = ouro__getattr_optional(rt, self, NAME(rt, name), &name);
    if (found < 0) {
        if (!ouro__error_is(rt, OURO_T_VALUE_ERROR))
            return NULL;
        ouro__error_clear(rt);
    }
    if (found <= 0)
        return ouro__str_format(rt, "<%s>", type);
    ouro_object *text = NULL;
    int entered = ouro__repr_enter(rt, self);
    if (entered > 0)
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "reentrant call inside %s.__repr__", type);
    if (entered == 0) {
        text = ouro__str_format(rt, "<%s name=%R>", type, name);
        ouro__repr_leave(rt, self);
    }
    ouro_decref(rt, name);
    return text;
}

OURO_C_FUNCTION(buffered_sizeof)
{
    return ouro__int_new(rt, (int64_t)ouro__type_of(rt, self)->size +
                                 (buffered_of(self)->buffer ? buffered_of(self)->size : 0));
}

/* --- making --------------------------------------------------------------------------------------------- */

static ouro_object *buffered_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    ouro_buffered *b = ouro__subclass_instance(rt, cls, sizeof *b);
    if (b) {
        b->read_end = b->write_end = -1;
        b->abs_position = -1;
    }
    return (ouro_object *)b;
}

static int start(ouro_runtime *rt, ouro_buffered *b, ouro_object *raw, int64_t size, bool readable,
                 bool writable)
{
    b->ok = b->detached = false;
    if (size <= 0) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "buffer size must be strictly positive");
        return -1;
    }
    if (size > INT64_MAX / 2) {
        ouro__no_memory(rt);
        return -1;
    }
    free_buffer(rt, b);
    b->size = size;
    b->readable = readable;
    b->writable = writable;
    b->position = b->raw_position = 0;
    b->abs_position = -1;
    uint32_t index = ouro__type_index((ouro_object *)b);
    b->direct = ouro__is_exactly(raw, OURO_T_FILE_IO) && index >= OURO_T_BUFFERED_READER &&
                index <= OURO_T_BUFFERED_RANDOM;
    ouro__slot_set(rt, b, &b->raw, ouro_ref(raw));
    if (!b->direct && ouro__raw_tell(rt, b) < 0) {
        if (!ouro__error_is(rt, OURO_T_EXCEPTION))
            return -1;
        ouro__error_clear(rt);
    }
    b->ok = true;
    return 0;
}

static int init(ouro_runtime *rt, ouro_object *self, const ouro_signature *signature,
                ouro_object *const *args, size_t nargs, ouro_object *kwnames, bool readable, bool writable)
{
    ouro_object *a[2];
    int64_t size = OURO_IO_BUFFER_SIZE;
    buffered_of(self)->ok = buffered_of(self)->detached = false;
    if (ouro__parse_arguments(rt, signature, args, nargs, kwnames, a) < 0 ||
        (a[1] && ouro__index_argument(rt, a[1], &size) < 0))
        return -1;
    if (readable && writable && ouro__io_check_seekable(rt, a[0]) < 0)
        return -1;
    if ((readable && ouro__io_check_readable(rt, a[0]) < 0) ||
        (writable && ouro__io_check_writable(rt, a[0]) < 0))
        return -1;
    return start(rt, buffered_of(self), a[0], size, readable, writable);
}

static const char *const init_names[] = {"raw", "buffer_size", NULL};
#define INIT(kind, type_name, readable, writable)                                                            \
    static int kind##_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,      \
                           ouro_object *kwnames)                                                             \
    {                                                                                                        \
        static const ouro_signature signature = {type_name, init_names, 0, 2, 1, 0};                         \
        return init(rt, self, &signature, args, nargs, kwnames, readable, writable);                         \
    }
INIT(reader, "BufferedReader", true, false)
INIT(writer, "BufferedWriter", false, true)
INIT(random, "BufferedRandom", true, true)

ouro_object *ouro__buffered_new(ouro_runtime *rt, enum ouro_type_id id, ouro_object *raw, int64_t size)
{
    ouro_object *self = buffered_new(rt, ouro__class_at(rt, id), NULL, 0, NULL);
    if (self && start(rt, buffered_of(self), raw, size, id != OURO_T_BUFFERED_WRITER,
                      id != OURO_T_BUFFERED_READER) < 0) {
        ouro_decref(rt, self);
        return NULL;
    }
    return self;
}

static void buffered_destroy(ouro_runtime *rt, ouro_object *self)
{
    ouro__buffer_free(rt, buffered_of(self)->buffer);
}

static size_t buffered_size(ouro_runtime *rt, ouro_object *self)
{
    return ouro__type_of(rt, self)->size + (buffered_of(self)->buffer ? (size_t)buffered_of(self)->size : 0);
}

OURO_IO_FINALIZING(ouro_buffered)

static const ouro_getset_def getsets[] = {
    {"closed", get_closed, NULL, NULL},
    {"name", get_name, NULL, NULL},
    {"mode", get_mode, NULL, NULL},
    {"_finalizing", get_finalizing, set_finalizing, NULL},
    {0},
};

static const ouro_member_def members[] = {{"raw", offsetof(ouro_buffered, raw), true, false, NULL}, {0}};

#define COMMON_METHODS                                                                                       \
    {"detach", buffered_detach,                                                                              \
     0,        0,                                                                                            \
     0,        "detach($self, /)\n--\n\nDisconnect this buffer from its raw stream."},                       \
        {"close", buffered_close, 0, 0, 0, NULL}, {"seekable", buffered_seekable, 0, 0, 0, NULL},            \
        {"fileno", buffered_fileno, 0, 0, 0, NULL}, {"isatty", buffered_isatty, 0, 0, 0, NULL},              \
        {"_dealloc_warn", buffered_dealloc_warn, 0, 1, 1, NULL},                                             \
        {"seek", buffered_seek, 0, 1, 2, "seek($self, target, whence=0, /)\n--\n\n"},                        \
        {"tell", buffered_tell, 0, 0, 0, "tell($self, /)\n--\n\n"},                                          \
        {"truncate", buffered_truncate, 0, 0, 1, "truncate($self, pos=None, /)\n--\n\n"},                    \
    {                                                                                                        \
        "__sizeof__", buffered_sizeof, 0, 0, 0, NULL                                                         \
    }
#define READ_METHODS                                                                                         \
    {"readable", buffered_readable, 0, 0, 0, NULL},                                                          \
        {"read", ouro__buffered_read_method, 0, 0, 1, "read($self, size=-1, /)\n--\n\n"},                    \
        {"peek", ouro__buffered_peek_method, 0, 0, 1, "peek($self, size=0, /)\n--\n\n"},                     \
        {"read1", ouro__buffered_read1_method, 0, 0, 1, "read1($self, size=-1, /)\n--\n\n"},                 \
        {"readinto", ouro__buffered_readinto_method, 0, 1, 1, "readinto($self, buffer, /)\n--\n\n"},         \
        {"readinto1", ouro__buffered_readinto1_method, 0, 1, 1, "readinto1($self, buffer, /)\n--\n\n"},      \
    {                                                                                                        \
        "readline", ouro__buffered_readline_method, 0, 0, 1, "readline($self, size=-1, /)\n--\n\n"           \
    }
#define WRITE_METHODS                                                                                        \
    {"writable", buffered_writable, 0, 0, 0, NULL},                                                          \
    {                                                                                                        \
        "write", ouro__buffered_write_method, 0, 1, 1,                                                       \
            "write($self, buffer, /)\n--\n\nWrite the given buffer to the IO stream."                        \
    }

static const ouro_method_def reader_methods[] = {
    COMMON_METHODS, READ_METHODS, {"flush", reader_flush, 0, 0, 0, NULL}, {0}};
static const ouro_method_def writer_methods[] = {
    COMMON_METHODS, WRITE_METHODS, {"flush", ouro__buffered_flush_method, 0, 0, 0, NULL}, {0}};
static const ouro_method_def random_methods[] = {
    COMMON_METHODS, READ_METHODS, WRITE_METHODS, {"flush", ouro__buffered_flush_method, 0, 0, 0, NULL}, {0}};

#define BUFFERED_TYPE(kind, id_, name_, next_, doc_)                                                         \
    OURO_BUILTIN_TYPE(buffered_##kind) = {                                                                   \
        .id = id_,                                                                                           \
        .base_id = OURO_T_BUFFERED_IO_BASE,                                                                  \
        .methods = kind##_methods,                                                                           \
        .getsets = getsets,                                                                                  \
        .members = members,                                                                                  \
        .module = "_io",                                                                                     \
        .doc = doc_,                                                                                         \
        .slots = {.name = name_,                                                                             \
                  OURO_IO_SLOTS(ouro_buffered),                                                              \
                  .fields = fields,                                                                          \
                  .destroy = buffered_destroy,                                                               \
                  .size_of = buffered_size,                                                                  \
                  .repr = buffered_repr,                                                                     \
                  .next = next_,                                                                             \
                  .new_ = buffered_new,                                                                      \
                  .init = kind##_init},                                                                      \
    }

BUFFERED_TYPE(reader, OURO_T_BUFFERED_READER, "_io.BufferedReader", ouro__buffered_next,
              "BufferedReader(raw, buffer_size=8192)\n--\n\nCreate a new buffered reader using the given "
              "readable raw IO object.");
BUFFERED_TYPE(
    writer, OURO_T_BUFFERED_WRITER, "_io.BufferedWriter", NULL,
    "BufferedWriter(raw, buffer_size=8192)\n--\n\nA buffer for a writeable sequential RawIO object.");
BUFFERED_TYPE(random, OURO_T_BUFFERED_RANDOM, "_io.BufferedRandom", ouro__buffered_next,
              "BufferedRandom(raw, buffer_size=8192)\n--\n\nA buffered interface to random access streams.");
