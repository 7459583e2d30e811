/* BytesIO: a stream of bytes in memory. */
#include "modules/io/io.h"

static ouro_bytes_io *io_of(ouro_object *o)
{
    return (ouro_bytes_io *)o;
}

static int check_open(ouro_runtime *rt, ouro_bytes_io *b)
{
    if (!b->closed)
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "I/O operation on closed file.");
    return -1;
}

static int check_exports(ouro_runtime *rt, ouro_bytes_io *b)
{
    if (!b->exports)
        return 0;
    ouro__raise(rt, OURO_T_BUFFER_ERROR, "Existing exports of data: object cannot be re-sized");
    return -1;
}

/* Room for `size` bytes; keeps the length. */
static int reserve(ouro_runtime *rt, ouro_bytes_io *b, size_t size)
{
    if (size <= b->capacity)
        return 0;
    size_t capacity =
        size < b->capacity * 9 / 8 ? b->capacity + b->capacity / 8 + 16 : size + (size < 64 ? 64 - size : 0);
    uint8_t *larger = b->data ? ouro__buffer_resize(rt, b->data, capacity) : ouro__buffer_alloc(rt, capacity);
    if (!larger)
        return -1;
    b->data = larger;
    b->capacity = capacity;
    return 0;
}

/* Writes at the position; what lies between the end and it becomes zero. 0 or -1. */
static int put(ouro_runtime *rt, ouro_bytes_io *b, const void *data, size_t length)
{
    if (length > SIZE_MAX / 2 - b->position) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "new position too large");
        return -1;
    }
    size_t end = b->position + length;
    if (reserve(rt, b, end) < 0)
        return -1;
    if (b->position > b->length)
        memset(b->data + b->length, 0, b->position - b->length);
    memcpy(b->data + b->position, data, length);
    b->position = end;
    if (end > b->length)
        b->length = end;
    return 0;
}

/* The next `size` bytes at most (-1: all). */
static ouro_object *take(ouro_runtime *rt, ouro_bytes_io *b, int64_t size)
{
    size_t left = b->position < b->length ? b->length - b->position : 0;
    size_t n = size < 0 || (size_t)size > left ? left : (size_t)size;
    ouro_object *bytes = ouro__bytes_new(rt, n ? b->data + b->position : NULL, n);
    if (bytes)
        b->position += n;
    return bytes;
}

/* Bytes up to the end of the line, at most `limit` (-1: any number). */
static size_t line_length(const ouro_bytes_io *b, int64_t limit)
{
    if (b->position >= b->length)
        return 0;
    size_t left = b->length - b->position;
    if (limit >= 0 && (size_t)limit < left)
        left = (size_t)limit;
    const uint8_t *start = b->data + b->position, *newline = left ? memchr(start, '\n', left) : NULL;
    return newline ? (size_t)(newline - start) + 1 : left;
}

OURO_C_FUNCTION(bytes_write)
{
    ouro_bytes_io *b = io_of(self);
    ouro_buffer buffer;
    if (check_open(rt, b) < 0 || check_exports(rt, b) < 0 ||
        ouro__buffer_get(rt, args[0], &buffer, OURO_BUFFER_SIMPLE) < 0)
        return NULL;
    /* Lending may have run code of the program's. */
    bool ok = check_open(rt, b) == 0 && check_exports(rt, b) == 0 &&
              (buffer.length == 0 || put(rt, b, buffer.data, (size_t)buffer.length) == 0);
    int64_t length = buffer.length;
    ouro__buffer_release(rt, &buffer);
    return ok ? ouro__int_new(rt, length) : NULL;
}

OURO_C_FUNCTION(bytes_writelines)
{
    ouro_iteration it;
    ouro_object *line;
    if (check_open(rt, io_of(self)) < 0 || ouro__iterate(rt, &it, args[0]) < 0)
        return NULL;
    int status = 0;
    while (status == 0 && (line = ouro__iterate_next(rt, &it))) {
        ouro_object *count = bytes_write(rt, self, &line, 1, NULL);
        status = count ? 0 : -1;
        ouro_xdecref(rt, count);
        ouro_decref(rt, line);
    }
    return ouro__iterate_end(rt, &it) < 0 || status < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(bytes_read)
{
    int64_t size;
    if (check_open(rt, io_of(self)) < 0 || ouro__io_size(rt, args, nargs, &size) < 0)
        return NULL;
    return take(rt, io_of(self), size);
}

OURO_C_FUNCTION(bytes_readline)
{
    int64_t limit;
    if (check_open(rt, io_of(self)) < 0 || ouro__io_size(rt, args, nargs, &limit) < 0)
        return NULL;
    return take(rt, io_of(self), (int64_t)line_length(io_of(self), limit));
}

OURO_C_FUNCTION(bytes_readlines)
{
    ouro_bytes_io *b = io_of(self);
    int64_t hint, length = 0;
    if (check_open(rt, b) < 0 || ouro__io_size(rt, args, nargs, &hint) < 0)
        return NULL;
    ouro_object *list = ouro__list_new(rt, 0);
    size_t n;
    while (list && (n = line_length(b, -1)) > 0) {
        ouro_object *line = take(rt, b, (int64_t)n);
        if (!line || ouro__list_append_owned(rt, (ouro_list *)list, line) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
        length += (int64_t)n;
        if (hint > 0 && length >= hint)
            break;
    }
    return list;
}

OURO_C_FUNCTION(bytes_readinto)
{
    ouro_bytes_io *b = io_of(self);
    ouro_buffer buffer;
    if (check_open(rt, b) < 0 || ouro__io_target(rt, args[0], "readinto", &buffer) < 0)
        return NULL;
    size_t left = b->position < b->length ? b->length - b->position : 0;
    size_t n = (size_t)buffer.length < left ? (size_t)buffer.length : left;
    if (n)
        memmove(buffer.data, b->data + b->position, n);
    b->position += n;
    ouro__buffer_release(rt, &buffer);
    return ouro__int_new(rt, (int64_t)n);
}

static ouro_object *bytes_next(ouro_runtime *rt, ouro_object *self)
{
    if (check_open(rt, io_of(self)) < 0)
        return NULL;
    size_t n = line_length(io_of(self), -1);
    return n ? take(rt, io_of(self), (int64_t)n) : NULL;
}

static ouro_object *bytes_iter(ouro_runtime *rt, ouro_object *self)
{
    return check_open(rt, io_of(self)) < 0 ? NULL : ouro_ref(self);
}

OURO_C_FUNCTION(bytes_seek)
{
    ouro_bytes_io *b = io_of(self);
    int64_t offset;
    int whence = 0;
    if (ouro__as_int64(rt, args[0], &offset) < 0 || (nargs > 1 && ouro__as_int32(rt, args[1], &whence) < 0) ||
        check_open(rt, b) < 0)
        return NULL;
    if (whence == 0 && offset < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "negative seek value %lld", (long long)offset);
    if (whence < 0 || whence > 2)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid whence (%d, should be 0, 1 or 2)", whence);
    size_t from = whence == 0 ? 0 : whence == 1 ? b->position : b->length;
    if (offset > 0 && (size_t)offset > (size_t)INT64_MAX - from)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "new position too large");
    int64_t position = (int64_t)from + offset;
    b->position = position < 0 ? 0 : (size_t)position;
    return ouro__int_new(rt, (int64_t)b->position);
}

OURO_C_FUNCTION(bytes_tell)
{
    return check_open(rt, io_of(self)) < 0 ? NULL : ouro__int_new(rt, (int64_t)io_of(self)->position);
}

OURO_C_FUNCTION(bytes_truncate)
{
    ouro_bytes_io *b = io_of(self);
    if (check_open(rt, b) < 0 || check_exports(rt, b) < 0)
        return NULL;
    int64_t size = (int64_t)b->position;
    if (nargs && args[0] != OURO_NONE(rt) && ouro__index_argument(rt, args[0], &size) < 0)
        return NULL;
    if (size < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "negative size value %lld", (long long)size);
    if ((size_t)size < b->length) {
        b->length = (size_t)size;
        if (b->capacity > 4096 && b->length < b->capacity / 2 && b->length) {
            uint8_t *smaller = ouro__heap_resize(&rt->heap, b->data, b->length);
            if (smaller) {
                b->data = smaller;
                b->capacity = b->length;
            }
        }
    }
    return ouro__int_new(rt, size);
}

OURO_C_FUNCTION(bytes_getvalue)
{
    return check_open(rt, io_of(self)) < 0 ? NULL
                                           : ouro__bytes_new(rt, io_of(self)->data, io_of(self)->length);
}

OURO_C_FUNCTION(bytes_close)
{
    ouro_bytes_io *b = io_of(self);
    if (check_exports(rt, b) < 0)
        return NULL;
    b->closed = true;
    ouro__buffer_free(rt, b->data);
    b->data = NULL;
    b->length = b->capacity = 0;
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(bytes_true)
{
    return check_open(rt, io_of(self)) < 0 ? NULL : OURO_TRUE(rt);
}

OURO_C_FUNCTION(bytes_isatty)
{
    return check_open(rt, io_of(self)) < 0 ? NULL : OURO_FALSE(rt);
}

OURO_C_FUNCTION(bytes_flush)
{
    return check_open(rt, io_of(self)) < 0 ? NULL : OURO_NONE(rt);
}

/* --- state ----------------------------------------------------------------------------------------------- */

OURO_C_FUNCTION(bytes_getstate)
{
    ouro_bytes_io *b = io_of(self);
    if (check_open(rt, b) < 0)
        return NULL;
    ouro_attrs *attrs = ouro__attrs_of(rt, ouro__type_of(rt, self), self);
    ouro_object *dict = OURO_NONE(rt);
    if (ouro__attrs_pointer(attrs->word)) {
        ouro_object *own = ouro__instance_dict(rt, self);
        dict = own ? ouro__dict_copy(rt, own) : NULL;
        if (!dict)
            return NULL;
    }
    ouro_object *items[3] = {ouro__bytes_new(rt, b->data, b->length), ouro__int_new(rt, (int64_t)b->position),
                             dict};
    if (items[0] && items[1])
        return ouro__tuple_from_owned(rt, items, 3);
    for (int i = 0; i < 3; i++)
        ouro_xdecref(rt, items[i]);
    return NULL;
}

static int restore(ouro_runtime *rt, ouro_object *self, ouro_object *const *items)
{
    ouro_bytes_io *b = io_of(self);
    int64_t position;
    b->length = b->position = 0;
    ouro_object *count = bytes_write(rt, self, &items[0], 1, NULL);
    if (!count)
        return -1;
    ouro_decref(rt, count);
    if (!ouro__is_int(rt, items[1])) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "second item of state must be an integer, not %T", items[1]);
        return -1;
    }
    if (ouro__as_int64(rt, items[1], &position) < 0)
        return -1;
    if (position < 0) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "position value cannot be negative");
        return -1;
    }
    b->position = (size_t)position;
    if (items[2] == OURO_NONE(rt))
        return 0;
    if (!ouro__is_dict(rt, items[2])) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "third item of state should be a dict, got a %T", items[2]);
        return -1;
    }
    ouro_object *dict = ouro__instance_dict(rt, self);
    return dict ? ouro__dict_update(rt, dict, items[2]) : -1;
}

OURO_C_FUNCTION(bytes_setstate)
{
    if (!ouro__is_tuple(rt, args[0]) || ((ouro_tuple *)args[0])->count < 3)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%T.__setstate__ argument should be 3-tuple, got %T", self,
                           args[0]);
    if (check_exports(rt, io_of(self)) < 0)
        return NULL;
    return restore(rt, self, ((ouro_tuple *)args[0])->items) < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(bytes_sizeof)
{
    return ouro__int_new(rt, (int64_t)(ouro__type_of(rt, self)->size + io_of(self)->capacity));
}

/* --- its buffer ------------------------------------------------------------------------------------------ */

typedef struct io_buffer {
    ouro_object head;
    ouro_object *source; /* BytesIO */
} io_buffer;

static const uint16_t io_buffer_fields[] = {offsetof(io_buffer, source), 0};

static int lend(ouro_runtime *rt, ouro_object *o, ouro_buffer *buffer, int flags)
{
    ouro_bytes_io *b = io_of(((io_buffer *)o)->source);
    (void)rt;
    (void)flags;
    ouro__buffer_fill(buffer, b->data ? b->data : (const uint8_t *)"", (int64_t)b->length, false);
    b->exports++;
    return 0;
}

static void end_loan(ouro_runtime *rt, ouro_object *o, ouro_buffer *buffer)
{
    (void)rt;
    (void)buffer;
    io_of(((io_buffer *)o)->source)->exports--;
}

static const ouro_extra_slots io_buffer_extra = {.get_buffer = lend, .release_buffer = end_loan};

OURO_BUILTIN_TYPE(bytes_io_buffer) = {
    .id = OURO_T_BYTES_IO_BUFFER,
    .slots = {.name = "_io._BytesIOBuffer",
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .size = sizeof(io_buffer),
              .layout = OURO_LAYOUT_LEAF,
              .fields = io_buffer_fields,
              .extra = &io_buffer_extra},
    .module = "_io",
};

OURO_C_FUNCTION(bytes_getbuffer)
{
    if (check_open(rt, io_of(self)) < 0)
        return NULL;
    io_buffer *lender = ouro__new_container(rt, sizeof *lender, OURO_WORD(OURO_T_BYTES_IO_BUFFER));
    if (!lender)
        return NULL;
    ouro__slot_init(&lender->source, ouro_ref(self));
    ouro__track(&lender->head);
    ouro_object *view = ouro__call1(rt, ouro__class_at(rt, OURO_T_MEMORYVIEW), &lender->head);
    ouro_decref(rt, &lender->head);
    return view;
}

/* --- the type -------------------------------------------------------------------------------------------- */

static ouro_object *bytes_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__subclass_instance(rt, cls, sizeof(ouro_bytes_io));
}

static int bytes_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                      ouro_object *kwnames)
{
    static const char *const names[] = {"initial_bytes", NULL};
    static const ouro_signature signature = {"BytesIO", names, 0, 1, 0, 0};
    ouro_object *initial;
    ouro_bytes_io *b = io_of(self);
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &initial) < 0 || check_exports(rt, b) < 0)
        return -1;
    b->closed = false;
    b->length = b->position = 0;
    if (!initial || initial == OURO_NONE(rt))
        return 0;
    ouro_object *count = bytes_write(rt, self, &initial, 1, NULL);
    ouro_xdecref(rt, count);
    b->position = 0;
    return count ? 0 : -1;
}

static void bytes_destroy(ouro_runtime *rt, ouro_object *self)
{
    ouro__buffer_free(rt, io_of(self)->data);
}

static size_t bytes_size(ouro_runtime *rt, ouro_object *self)
{
    return ouro__type_of(rt, self)->size + io_of(self)->capacity;
}

static ouro_object *get_closed(ouro_runtime *rt, ouro_object *self)
{
    return ouro__bool(rt, io_of(self)->closed);
}

static const ouro_getset_def getsets[] = {{"closed", get_closed, NULL, "True if the file is closed."}, {0}};

static const ouro_method_def methods[] = {
    {"readable", bytes_true, 0, 0, 0, "readable($self, /)\n--\n\nReturns True if the IO object can be read."},
    {"seekable", bytes_true, 0, 0, 0,
     "seekable($self, /)\n--\n\nReturns True if the IO object can be seeked."},
    {"writable", bytes_true, 0, 0, 0,
     "writable($self, /)\n--\n\nReturns True if the IO object can be written."},
    {"close", bytes_close, 0, 0, 0, "close($self, /)\n--\n\nDisable all I/O operations."},
    {"flush", bytes_flush, 0, 0, 0, "flush($self, /)\n--\n\nDoes nothing."},
    {"isatty", bytes_isatty, 0, 0, 0, "isatty($self, /)\n--\n\nAlways returns False."},
    {"tell", bytes_tell, 0, 0, 0, "tell($self, /)\n--\n\nCurrent file position, an integer."},
    {"write", bytes_write, 0, 1, 1, "write($self, b, /)\n--\n\nWrite bytes to file."},
    {"writelines", bytes_writelines, 0, 1, 1, "writelines($self, lines, /)\n--\n\nWrite lines to the file."},
    {"read1", bytes_read, 0, 0, 1,
     "read1($self, size=-1, /)\n--\n\nRead at most size bytes, returned as a bytes object."},
    {"readinto", bytes_readinto, 0, 1, 1, "readinto($self, buffer, /)\n--\n\nRead bytes into buffer."},
    {"readline", bytes_readline, 0, 0, 1,
     "readline($self, size=-1, /)\n--\n\nNext line from the file, as a bytes object."},
    {"readlines", bytes_readlines, 0, 0, 1,
     "readlines($self, size=None, /)\n--\n\nList of bytes objects, each a line from the file."},
    {"read", bytes_read, 0, 0, 1,
     "read($self, size=-1, /)\n--\n\nRead at most size bytes, returned as a bytes object."},
    {"getbuffer", bytes_getbuffer, 0, 0, 0,
     "getbuffer($self, /)\n--\n\nGet a read-write view over the contents of the BytesIO object."},
    {"getvalue", bytes_getvalue, 0, 0, 0,
     "getvalue($self, /)\n--\n\nRetrieve the entire contents of the BytesIO object."},
    {"seek", bytes_seek, 0, 1, 2, "seek($self, pos, whence=0, /)\n--\n\nChange stream position."},
    {"truncate", bytes_truncate, 0, 0, 1,
     "truncate($self, size=None, /)\n--\n\nTruncate the file to at most size bytes."},
    {"__getstate__", bytes_getstate, 0, 0, 0, NULL},
    {"__setstate__", bytes_setstate, 0, 1, 1, NULL},
    {"__sizeof__", bytes_sizeof, 0, 0, 0, NULL},
    {0},
};

OURO_BUILTIN_TYPE(bytes_io) = {
    .id = OURO_T_BYTES_IO,
    .base_id = OURO_T_BUFFERED_IO_BASE,
    .slots = {.name = "_io.BytesIO",
              OURO_IO_SLOTS(ouro_bytes_io),
              .destroy = bytes_destroy,
              .size_of = bytes_size,
              .iter = bytes_iter,
              .next = bytes_next,
              .new_ = bytes_new,
              .init = bytes_init},
    .methods = methods,
    .getsets = getsets,
    .module = "_io",
    .doc = "BytesIO(initial_bytes=b'')\n--\n\nBuffered I/O implementation using an in-memory bytes buffer.",
};
