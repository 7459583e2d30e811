/* StringIO: a text stream in memory, in characters as wide as its widest. */
#include "modules/io/io.h"

#include "types/str_impl.h"

typedef struct string_io {
    ouro_io_base base;
    void *data;                        /* NULL while capacity is 0 */
    size_t length, capacity, position; /* in characters; position may be past the end */
    ouro_object *newline;              /* as given: "" "\n" "\r" "\r\n"; NULL: None */
    uint8_t kind, seen;
    bool ok, closed, universal, translate; /* what is written: \r\n and \r are seen; become \n */
} string_io;

static const uint16_t fields[] = {offsetof(string_io, newline), 0};

static string_io *io_of(ouro_object *o)
{
    return (string_io *)o;
}

static int check(ouro_runtime *rt, string_io *s)
{
    if (s->ok && !s->closed)
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "%s",
                s->ok ? "I/O operation on closed file" : "I/O operation on uninitialized object");
    return -1;
}

/* Room for `size` characters of this kind at least. */
static int reserve(ouro_runtime *rt, string_io *s, size_t size, int kind)
{
    if (kind < s->kind)
        kind = s->kind;
    if (size <= s->capacity && kind == s->kind)
        return 0;
    size_t capacity = size <= s->capacity ? s->capacity : size + size / 4 + 16;
    if (capacity > OURO__STR_LENGTH_MAX) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "new buffer size too large");
        return -1;
    }
    void *data = kind == s->kind && s->data ? ouro__buffer_resize(rt, s->data, capacity << kind)
                                            : ouro__buffer_alloc(rt, capacity << kind);
    if (!data)
        return -1;
    if (kind != s->kind && s->data) {
        ouro__chars_copy(data, kind, s->data, s->kind, s->length);
        ouro__buffer_free(rt, s->data);
    }
    s->data = data;
    s->kind = (uint8_t)kind;
    s->capacity = capacity;
    return 0;
}

/* Writes decoded text at the position; a gap before it becomes zeros. */
static int put(ouro_runtime *rt, string_io *s, ouro_object *text)
{
    size_t length = ouro__str_length(text);
    int kind = ouro__str_kind(text);
    if (length == 0)
        return 0;
    if (s->position > OURO__STR_LENGTH_MAX - length) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "new position too large");
        return -1;
    }
    size_t end = s->position + length;
    if (reserve(rt, s, end, kind) < 0)
        return -1;
    if (s->position > s->length)
        memset((char *)s->data + (s->length << s->kind), 0, (s->position - s->length) << s->kind);
    ouro__chars_copy((char *)s->data + (s->position << s->kind), s->kind, ouro__str_data(text), kind, length);
    s->position = end;
    if (end > s->length)
        s->length = end;
    return 0;
}

/* The text with what takes the place of each \n. Owned. */
static ouro_object *with_newlines(ouro_runtime *rt, ouro_object *text, ouro_object *newline)
{
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    size_t from = 0, length = ouro__str_length(text);
    int64_t at;
    int status = 0;
    while (status == 0 && (at = ouro__str_find_char(text, '\n', from, length)) >= 0) {
        status = ouro__builder_slice(&b, text, from, (size_t)at) < 0 ? -1 : ouro__builder_str(&b, newline);
        from = (size_t)at + 1;
    }
    if (status == 0 && ouro__builder_slice(&b, text, from, length) == 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

static int write_text(ouro_runtime *rt, string_io *s, ouro_object *text)
{
    ouro_object *decoded = ouro_ref(text);
    if (s->universal) {
        bool held = false;
        decoded = ouro__io_translate(rt, decoded, s->translate, true, &held, &s->seen);
    }
    if (decoded && s->newline && ouro__str_length(s->newline) > 0 &&
        !ouro__str_equals_ascii(s->newline, "\n")) {
        ouro_object *translated = with_newlines(rt, decoded, s->newline);
        ouro_decref(rt, decoded);
        decoded = translated;
    }
    int status = decoded ? put(rt, s, decoded) : -1;
    ouro_xdecref(rt, decoded);
    return status;
}

OURO_C_FUNCTION(string_write)
{
    if (check(rt, io_of(self)) < 0)
        return NULL;
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "string argument expected, got '%T'", args[0]);
    if (write_text(rt, io_of(self), args[0]) < 0)
        return NULL;
    return ouro__int_new(rt, (int64_t)ouro__str_length(args[0]));
}

/* The next `size` characters at most (-1: all). */
static ouro_object *take(ouro_runtime *rt, string_io *s, int64_t size)
{
    size_t left = s->position < s->length ? s->length - s->position : 0;
    size_t n = size < 0 || (size_t)size > left ? left : (size_t)size;
    if (n == 0)
        return OURO_EMPTY_STR(rt);
    ouro_object *text = ouro__str_from_chars(rt, (char *)s->data + (s->position << s->kind), s->kind, n);
    if (text)
        s->position += n;
    return text;
}

OURO_C_FUNCTION(string_read)
{
    int64_t size;
    if (check(rt, io_of(self)) < 0 || ouro__io_size(rt, args, nargs, &size) < 0)
        return NULL;
    return take(rt, io_of(self), size);
}

/* Whether a line ends behind the character at `i`, and how many characters its end has. */
static size_t end_at(const string_io *s, size_t i)
{
    uint32_t c = ouro__char_at(s->data, s->kind, i);
    uint32_t next = i + 1 < s->length ? ouro__char_at(s->data, s->kind, i + 1) : 0;
    if (s->universal && !s->translate)
        return c == '\n' ? 1 : c == '\r' ? 1 + (next == '\n') : 0;
    if (!s->newline || ouro__str_length(s->newline) == 0)
        return c == '\n';
    uint32_t first = ouro__str_char(s->newline, 0);
    if (ouro__str_length(s->newline) == 1)
        return c == first;
    return c == first && next == ouro__str_char(s->newline, 1) ? 2 : 0;
}

static ouro_object *read_line(ouro_runtime *rt, string_io *s, int64_t limit)
{
    size_t end = s->position, stop = s->length;
    if (limit >= 0 && s->position < s->length && (size_t)limit < s->length - s->position)
        stop = s->position + (size_t)limit;
    size_t width = 0;
    while (end < stop && !(width = end_at(s, end)))
        end++;
    if (width)
        end += width;
    if (end > stop)
        end = stop;
    return end <= s->position ? OURO_EMPTY_STR(rt) : take(rt, s, (int64_t)(end - s->position));
}

OURO_C_FUNCTION(string_readline)
{
    int64_t limit;
    if (check(rt, io_of(self)) < 0 || ouro__io_size(rt, args, nargs, &limit) < 0)
        return NULL;
    return read_line(rt, io_of(self), limit);
}

static ouro_object *string_next(ouro_runtime *rt, ouro_object *self)
{
    if (check(rt, io_of(self)) < 0)
        return NULL;
    ouro_object *line;
    if (ouro__is_exactly(self, OURO_T_STRING_IO)) {
        line = read_line(rt, io_of(self), -1);
    } else {
        line = ouro__call_method(rt, self, NAME(rt, readline), 0);
        if (line && !ouro__is_str(rt, line)) {
            ouro__raise(rt, OURO_T_OS_ERROR, "readline() should have returned an str object, not '%T'", line);
            ouro_decref(rt, line);
            return NULL;
        }
    }
    if (line && ouro__str_length(line) == 0) {
        ouro_decref(rt, line);
        return NULL;
    }
    return line;
}

OURO_C_FUNCTION(string_seek)
{
    string_io *s = io_of(self);
    int64_t offset;
    int whence = 0;
    if (ouro__as_int64(rt, args[0], &offset) < 0 || (nargs > 1 && ouro__as_int32(rt, args[1], &whence) < 0) ||
        check(rt, s) < 0)
        return NULL;
    if (whence < 0 || whence > 2)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "Invalid whence (%d, should be 0, 1 or 2)", whence);
    if (offset < 0 && whence == 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "Negative seek position %lld", (long long)offset);
    if (whence && offset)
        return ouro__raise(rt, OURO_T_OS_ERROR, "Can't do nonzero cur-relative seeks");
    s->position = whence == 0 ? (size_t)offset : whence == 1 ? s->position : s->length;
    return ouro__int_new(rt, (int64_t)s->position);
}

OURO_C_FUNCTION(string_tell)
{
    return check(rt, io_of(self)) < 0 ? NULL : ouro__int_new(rt, (int64_t)io_of(self)->position);
}

OURO_C_FUNCTION(string_truncate)
{
    string_io *s = io_of(self);
    if (check(rt, s) < 0)
        return NULL;
    int64_t size = (int64_t)s->position;
    if (nargs && args[0] != OURO_NONE(rt) && ouro__index_argument(rt, args[0], &size) < 0)
        return NULL;
    if (size < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "Negative size value %lld", (long long)size);
    if ((size_t)size < s->length)
        s->length = (size_t)size;
    return ouro__int_new(rt, size);
}

static ouro_object *value_of(ouro_runtime *rt, string_io *s)
{
    return s->length ? ouro__str_from_chars(rt, s->data, s->kind, s->length) : OURO_EMPTY_STR(rt);
}

OURO_C_FUNCTION(string_getvalue)
{
    return check(rt, io_of(self)) < 0 ? NULL : value_of(rt, io_of(self));
}

static void drop_data(ouro_runtime *rt, string_io *s)
{
    ouro__buffer_free(rt, s->data);
    s->data = NULL;
    s->length = s->capacity = 0;
    s->kind = 0;
}

OURO_C_FUNCTION(string_close)
{
    io_of(self)->closed = true;
    drop_data(rt, io_of(self));
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(string_true)
{
    return check(rt, io_of(self)) < 0 ? NULL : OURO_TRUE(rt);
}

/* --- state ----------------------------------------------------------------------------------------------- */

OURO_C_FUNCTION(string_getstate)
{
    string_io *s = io_of(self);
    if (check(rt, s) < 0)
        return NULL;
    ouro_object *dict = OURO_NONE(rt);
    if (ouro__attrs_pointer(s->base.attrs)) {
        ouro_object *own = ouro__instance_dict(rt, self);
        dict = own ? ouro__dict_copy(rt, own) : NULL;
        if (!dict)
            return NULL;
    }
    ouro_object *items[4] = {value_of(rt, s), s->newline ? ouro_ref(s->newline) : OURO_NONE(rt),
                             ouro__int_new(rt, (int64_t)s->position), dict};
    if (items[0] && items[2])
        return ouro__tuple_from_owned(rt, items, 4);
    for (int i = 0; i < 4; i++)
        ouro_xdecref(rt, items[i]);
    return NULL;
}

/* The newline argument. 0 or -1. */
static int set_newline(ouro_runtime *rt, string_io *s, ouro_object *newline)
{
    if (newline && newline != OURO_NONE(rt) && !ouro__is_str(rt, newline)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "newline must be str or None, not %T", newline);
        return -1;
    }
    if (newline && newline != OURO_NONE(rt)) {
        static const char *const legal[] = {"", "\n", "\r", "\r\n"};
        bool ok = false;
        for (int i = 0; i < 4; i++)
            ok |= ouro__str_equals_ascii(newline, legal[i]);
        if (!ok) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "illegal newline value: %R", newline);
            return -1;
        }
    }
    ouro_object *kept = !newline                   ? ouro_ref(ouro__str_latin1_char(rt, '\n'))
                        : newline == OURO_NONE(rt) ? NULL
                                                   : ouro_ref(newline);
    ouro__slot_set(rt, s, &s->newline, kept);
    s->universal = !kept || ouro__str_length(kept) == 0;
    s->translate = !kept;
    return 0;
}

static int start(ouro_runtime *rt, string_io *s, ouro_object *value, ouro_object *newline)
{
    s->ok = false;
    s->closed = false;
    s->seen = 0;
    s->position = 0;
    if (value && value != OURO_NONE(rt) && !ouro__is_str(rt, value)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "initial_value must be str or None, not %T", value);
        return -1;
    }
    if (set_newline(rt, s, newline) < 0)
        return -1;
    drop_data(rt, s);
    s->ok = true;
    if (value && value != OURO_NONE(rt) && write_text(rt, s, value) < 0)
        return -1;
    s->position = 0;
    return 0;
}

static int string_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                       ouro_object *kwnames)
{
    static const char *const names[] = {"initial_value", "newline", NULL};
    static const ouro_signature signature = {"StringIO", names, 0, 2, 0, 0};
    ouro_object *a[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, a) < 0)
        return -1;
    return start(rt, io_of(self), a[0], a[1]);
}

OURO_C_FUNCTION(string_setstate)
{
    string_io *s = io_of(self);
    if (!ouro__is_tuple(rt, args[0]) || ((ouro_tuple *)args[0])->count < 4)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%T.__setstate__ argument should be 4-tuple, got %T", self,
                           args[0]);
    ouro_object *const *items = ((ouro_tuple *)args[0])->items;
    int64_t position;
    if (s->closed) {
        check(rt, s);
        return NULL;
    }
    /* The value has been translated already when it was written. */
    if (start(rt, s, NULL, items[1]) < 0)
        return NULL;
    if (!ouro__is_str(rt, items[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "initial_value must be str or None, not %T", items[0]);
    if (put(rt, s, items[0]) < 0)
        return NULL;
    s->position = 0;
    if (!ouro__is_int(rt, items[2]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "third item of state must be an integer, got %T", items[2]);
    if (ouro__as_int64(rt, items[2], &position) < 0)
        return NULL;
    if (position < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "position value cannot be negative");
    s->position = (size_t)position;
    if (items[3] == OURO_NONE(rt))
        return OURO_NONE(rt);
    if (!ouro__is_dict(rt, items[3]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "fourth item of state should be a dict, got a %T",
                           items[3]);
    ouro_object *dict = ouro__instance_dict(rt, self);
    return dict && ouro__dict_update(rt, dict, items[3]) == 0 ? OURO_NONE(rt) : NULL;
}

/* --- the type -------------------------------------------------------------------------------------------- */

static ouro_object *string_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__subclass_instance(rt, cls, sizeof(string_io));
}

static void string_destroy(ouro_runtime *rt, ouro_object *self)
{
    ouro__buffer_free(rt, io_of(self)->data);
}

static size_t string_size(ouro_runtime *rt, ouro_object *self)
{
    return ouro__type_of(rt, self)->size + (io_of(self)->capacity << io_of(self)->kind);
}

static ouro_object *get_closed(ouro_runtime *rt, ouro_object *self)
{
    if (!io_of(self)->ok)
        return check(rt, io_of(self)) < 0 ? NULL : NULL;
    return ouro__bool(rt, io_of(self)->closed);
}

static ouro_object *get_line_buffering(ouro_runtime *rt, ouro_object *self)
{
    return check(rt, io_of(self)) < 0 ? NULL : OURO_FALSE(rt);
}

static ouro_object *get_newlines(ouro_runtime *rt, ouro_object *self)
{
    if (check(rt, io_of(self)) < 0)
        return NULL;
    return io_of(self)->universal ? ouro__io_newlines(rt, io_of(self)->seen) : OURO_NONE(rt);
}

static const ouro_getset_def getsets[] = {
    {"closed", get_closed, NULL, NULL},
    {"newlines", get_newlines, NULL, NULL},
    {"line_buffering", get_line_buffering, NULL, NULL},
    {0},
};

static const ouro_method_def methods[] = {
    {"close", string_close, 0, 0, 0, "close($self, /)\n--\n\nClose the IO object."},
    {"getvalue", string_getvalue, 0, 0, 0,
     "getvalue($self, /)\n--\n\nRetrieve the entire contents of the object."},
    {"read", string_read, 0, 0, 1,
     "read($self, size=-1, /)\n--\n\nRead at most size characters, returned as a string."},
    {"readline", string_readline, 0, 0, 1, "readline($self, size=-1, /)\n--\n\nRead until newline or EOF."},
    {"tell", string_tell, 0, 0, 0, "tell($self, /)\n--\n\nTell the current file position."},
    {"truncate", string_truncate, 0, 0, 1, "truncate($self, pos=None, /)\n--\n\nTruncate size to pos."},
    {"seek", string_seek, 0, 1, 2, "seek($self, pos, whence=0, /)\n--\n\nChange stream position."},
    {"write", string_write, 0, 1, 1, "write($self, s, /)\n--\n\nWrite string to file."},
    {"seekable", string_true, 0, 0, 0,
     "seekable($self, /)\n--\n\nReturns True if the IO object can be seeked."},
    {"readable", string_true, 0, 0, 0,
     "readable($self, /)\n--\n\nReturns True if the IO object can be read."},
    {"writable", string_true, 0, 0, 0,
     "writable($self, /)\n--\n\nReturns True if the IO object can be written."},
    {"__getstate__", string_getstate, 0, 0, 0, NULL},
    {"__setstate__", string_setstate, 0, 1, 1, NULL},
    {0},
};

OURO_BUILTIN_TYPE(string_io) = {
    .id = OURO_T_STRING_IO,
    .base_id = OURO_T_TEXT_IO_BASE,
    .slots = {.name = "_io.StringIO",
              OURO_IO_SLOTS(string_io),
              .fields = fields,
              .destroy = string_destroy,
              .size_of = string_size,
              .next = string_next,
              .new_ = string_new,
              .init = string_init},
    .methods = methods,
    .getsets = getsets,
    .module = "_io",
    .doc =
        "StringIO(initial_value='', newline='\\n')\n--\n\nText I/O implementation using an in-memory buffer.",
};
