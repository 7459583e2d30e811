/* TextIOWrapper: text over a binary stream. Here are the class, its settings and its attributes. */
#include "modules/io/text_io.h"

#include <stdlib.h>

#include "modules/io/stdio.h"

static const uint16_t fields[] = {
    offsetof(ouro_text_io, buffer),
    offsetof(ouro_text_io, encoding),
    offsetof(ouro_text_io, errors),
    offsetof(ouro_text_io, mode),
    offsetof(ouro_text_io, newline),
    offsetof(ouro_text_io, write_newline),
    offsetof(ouro_text_io, encoder),
    offsetof(ouro_text_io, decoder),
    offsetof(ouro_text_io, decoded),
    offsetof(ouro_text_io, snapshot),
    0,
};

/* --- checks --------------------------------------------------------------------------------------------- */

int ouro__text_check(ouro_runtime *rt, ouro_text_io *t)
{
    if (t->ok)
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR,
                t->detached ? "underlying buffer has been detached"
                            : "I/O operation on uninitialized object");
    return -1;
}

/* Whether it is closed: 1, 0, -1. */
static int is_closed(ouro_runtime *rt, ouro_text_io *t)
{
    if (ouro__is_buffered(t->buffer))
        return ouro__buffered_closed(rt, (ouro_buffered *)t->buffer);
    return ouro__io_is(rt, t->buffer, "closed");
}

int ouro__text_check_open(ouro_runtime *rt, ouro_text_io *t)
{
    if (ouro__text_check(rt, t) < 0)
        return -1;
    int closed = is_closed(rt, t);
    if (closed > 0)
        ouro__io_closed(rt);
    return closed ? -1 : 0;
}

/* --- making --------------------------------------------------------------------------------------------- */

static ouro_object *text_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__subclass_instance(rt, cls, sizeof(ouro_text_io));
}

static void set_newline(ouro_runtime *rt, ouro_text_io *t, ouro_object *newline)
{
    bool none = !newline || newline == OURO_NONE(rt);
    t->universal = none || ouro__str_length(newline) == 0;
    t->read_translate = none;
    ouro__slot_set(rt, t, &t->newline, none || t->universal ? NULL : ouro_ref(newline));
    bool changes = !none && !t->universal && !ouro__str_equals_ascii(newline, "\n");
    ouro__slot_set(rt, t, &t->write_newline, changes ? ouro_ref(newline) : NULL);
}

/* The name that encoding=None, "locale" and others stand for: owned. */
static ouro_object *encoding_name(ouro_runtime *rt, ouro_object *encoding)
{
    if (encoding && encoding != OURO_NONE(rt) && !ouro__str_equals_ascii(encoding, "locale"))
        return ouro_ref(encoding);
    return ouro__str_from_cstring(rt, rt->python->options & OURO_OPTION_UTF8 ? "utf-8" : "UTF-8");
}

static int ask_buffer(ouro_runtime *rt, ouro_text_io *t, ouro_object *buffer)
{
    if (ouro__is_buffered(buffer)) {
        const ouro_buffered *b = (ouro_buffered *)buffer;
        if (b->ok && b->direct) {
            ouro_file_io *f = (ouro_file_io *)b->raw;
            if (f->fd < 0) {
                ouro__io_closed(rt);
                return -1;
            }
            t->readable = f->readable;
            t->writable = f->writable;
            t->has_read1 = b->readable;
            int seekable = ouro__io_ask(rt, b->raw, "seekable");
            t->seekable = t->telling = seekable > 0;
            return seekable < 0 ? -1 : 0;
        }
    }
    ouro_object *read1;
    int readable = ouro__io_ask(rt, buffer, "readable"),
        writable = readable < 0 ? -1 : ouro__io_ask(rt, buffer, "writable");
    int seekable = writable < 0 ? -1 : ouro__io_ask(rt, buffer, "seekable");
    int found = seekable < 0 ? -1 : ouro__io_attribute_optional(rt, buffer, "read1", &read1);
    if (found > 0)
        ouro_decref(rt, read1);
    t->readable = readable > 0;
    t->writable = writable > 0;
    t->seekable = t->telling = seekable > 0;
    t->has_read1 = found > 0;
    return found < 0 ? -1 : 0;
}

/* A stream that does not begin at the start of its file must not write a byte order mark. */
static int find_start(ouro_runtime *rt, ouro_text_io *t)
{
    if (!t->seekable || !t->encoder)
        return 0;
    ouro_object *position = ouro__io_call(rt, t->buffer, "tell", 0);
    if (!position)
        return -1;
    int at_start = ouro__compare_bool(rt, position, ouro__int_new(rt, 0), OURO_EQ);
    ouro_decref(rt, position);
    return at_start < 0 ? -1 : at_start ? 0 : ouro__text_reset_encoder(rt, t, false);
}

static int start(ouro_runtime *rt, ouro_text_io *t, ouro_object *buffer, ouro_object *encoding,
                 ouro_object *errors, ouro_object *newline, bool line_buffering, bool write_through)
{
    t->ok = t->detached = false;
    if (ouro__io_check_newline(rt, newline) < 0)
        return -1;
    ouro__text_drop_decoded(rt, t);
    ouro__slot_clear(rt, t, &t->snapshot);
    t->pending_count = 0;
    t->chunk_size = OURO_IO_BUFFER_SIZE;
    t->bytes_per_char = 0;
    t->seen = 0;
    t->line_buffering = line_buffering;
    t->write_through = write_through;
    set_newline(rt, t, newline);
    if (ask_buffer(rt, t, buffer) < 0)
        return -1;
    if (errors && errors != OURO_NONE(rt) && ouro__codec_check(rt, NULL, errors) < 0)
        return -1;
    ouro_object *name = encoding_name(rt, encoding);
    ouro_object *handler =
        errors && errors != OURO_NONE(rt) ? ouro_ref(errors) : ouro__str_intern_cstring(rt, "strict");
    int status = name && handler ? ouro__text_set_codec(rt, t, name, handler) : -1;
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, handler);
    if (status < 0)
        return -1;
    ouro__slot_set(rt, t, &t->buffer, ouro_ref(buffer));
    if (find_start(rt, t) < 0)
        return -1;
    t->ok = true;
    return 0;
}

/* A str, None or not given; its UTF-8 has no zero byte. */
static int check_text(ouro_runtime *rt, const char *function, const char *name, ouro_object *o)
{
    if (!o || o == OURO_NONE(rt))
        return 0;
    if (!ouro__is_str(rt, o)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument '%s' must be str or None, not %T", function, name,
                    o);
        return -1;
    }
    if (!has_char(o, 0))
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "embedded null character");
    return -1;
}

static int text_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                     ouro_object *kwnames)
{
    static const char *const names[] = {"buffer",         "encoding",      "errors", "newline",
                                        "line_buffering", "write_through", NULL};
    static const ouro_signature signature = {"TextIOWrapper", names, 0, 6, 1, 0};
    ouro_object *a[6];
    bool line_buffering = false, write_through = false;
    text_of(self)->ok = false;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, a) < 0 ||
        check_text(rt, "TextIOWrapper", "encoding", a[1]) < 0 ||
        check_text(rt, "TextIOWrapper", "newline", a[3]) < 0 ||
        ouro__optional_bool(rt, a[4], &line_buffering) < 0 ||
        ouro__optional_bool(rt, a[5], &write_through) < 0)
        return -1;
    if (a[2] && a[2] != OURO_NONE(rt) && !ouro__is_str(rt, a[2])) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "TextIOWrapper() argument 'errors' must be str or None, not %T",
                    a[2]);
        return -1;
    }
    if (check_text(rt, "TextIOWrapper", "errors", a[2]) < 0)
        return -1;
    return start(rt, text_of(self), a[0], a[1], a[2], a[3], line_buffering, write_through);
}

ouro_object *ouro__text_io_new(ouro_runtime *rt, ouro_object *buffer, ouro_object *encoding,
                               ouro_object *errors, ouro_object *newline, bool line_buffering,
                               bool write_through)
{
    ouro_object *self = text_new(rt, ouro__class_at(rt, OURO_T_TEXT_IO_WRAPPER), NULL, 0, NULL);
    if (self &&
        start(rt, text_of(self), buffer, encoding, errors, newline, line_buffering, write_through) < 0) {
        ouro_decref(rt, self);
        return NULL;
    }
    return self;
}

void ouro__text_io_set_mode(ouro_runtime *rt, ouro_object *wrapper, ouro_object *mode)
{
    ouro__slot_set(rt, wrapper, &text_of(wrapper)->mode, ouro_ref(mode));
}

/* --- changing, closing ---------------------------------------------------------------------------------- */

/* A truth value that may be None or missing: keeps what is there. */
static int optional_setting(ouro_runtime *rt, ouro_object *o, bool *setting)
{
    if (!o || o == OURO_NONE(rt))
        return 0;
    int64_t value;
    if (ouro__as_int64(rt, o, &value) < 0)
        return -1;
    *setting = value != 0;
    return 0;
}

static int change_codec(ouro_runtime *rt, ouro_text_io *t, ouro_object *encoding, ouro_object *errors)
{
    bool no_encoding = !encoding || encoding == OURO_NONE(rt), no_errors = !errors || errors == OURO_NONE(rt);
    if (no_encoding && no_errors)
        return 0;
    ouro_object *name = no_encoding ? ouro_ref(t->encoding) : encoding_name(rt, encoding);
    ouro_object *handler = !no_errors    ? ouro_ref(errors)
                           : no_encoding ? ouro_ref(t->errors)
                                         : ouro__str_intern_cstring(rt, "strict");
    int status = name && handler ? ouro__text_set_codec(rt, t, name, handler) : -1;
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, handler);
    return status < 0 ? -1 : find_start(rt, t);
}

OURO_C_FUNCTION(text_reconfigure)
{
    OURO_PARSE(a, "reconfigure", 0, 0, 0, 5, "encoding", "errors", "newline", "line_buffering",
               "write_through");
    ouro_text_io *t = text_of(self);
    if (ouro__text_check(rt, t) < 0)
        return NULL;
    ouro_object *none = OURO_NONE(rt);
    bool line_buffering = t->line_buffering, write_through = t->write_through;
    if (t->decoded && ((a[0] && a[0] != none) || (a[1] && a[1] != none) || a[2]))
        return ouro__io_unsupported(
            rt, "It is not possible to set the encoding or newline of stream after the first read");
    static const char *const names[] = {"encoding", "errors", "newline"};
    for (int i = 0; i < 3; i++)
        if (a[i] && a[i] != none && !ouro__is_str(rt, a[i]))
            return ouro__raise(rt, OURO_T_TYPE_ERROR,
                               "reconfigure() argument '%s' must be str or None, not %T", names[i], a[i]);
    if (ouro__io_check_newline(rt, a[2]) < 0 || optional_setting(rt, a[3], &line_buffering) < 0 ||
        optional_setting(rt, a[4], &write_through) < 0 || ouro__text_flush_all(rt, t) < 0)
        return NULL;
    t->bytes_per_char = 0;
    if (a[2]) {
        set_newline(rt, t, a[2]);
        t->seen = 0;
        t->pending_cr = false;
    }
    if (change_codec(rt, t, a[0], a[1]) < 0)
        return NULL;
    t->line_buffering = line_buffering;
    t->write_through = write_through;
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(text_detach)
{
    ouro_text_io *t = text_of(self);
    if (ouro__text_check(rt, t) < 0 || ouro__text_flush_all(rt, t) < 0 || ouro__text_check(rt, t) < 0)
        return NULL;
    t->detached = true;
    t->ok = false;
    return ouro__slot_take(rt, t, &t->buffer);
}

OURO_C_FUNCTION(text_close)
{
    ouro_text_io *t = text_of(self);
    if (ouro__text_check(rt, t) < 0)
        return NULL;
    int closed = is_closed(rt, t);
    if (closed)
        return closed < 0 ? NULL : OURO_NONE(rt);
    if (t->finalizing) {
        ouro_object *warned = ouro__io_call(rt, t->buffer, "_dealloc_warn", 1, self);
        ouro_xdecref(rt, warned);
        ouro__error_clear(rt);
    }
    ouro_object *flushed = ouro__call_method(rt, self, NAME(rt, flush), 0), *error = ouro__error_take(rt);
    ouro_xdecref(rt, flushed);
    ouro_object *result = t->buffer ? ouro__io_call(rt, t->buffer, "close", 0) : OURO_NONE(rt);
    if (!error)
        return result;
    ouro__io_chain(rt, error);
    ouro_xdecref(rt, result);
    return NULL;
}

OURO_C_FUNCTION(text_truncate)
{
    ouro_text_io *t = text_of(self);
    if (ouro__text_check(rt, t) < 0 || ouro__text_flush_all(rt, t) < 0)
        return NULL;
    return ouro__io_call(rt, t->buffer, "truncate", 1, nargs ? args[0] : OURO_NONE(rt));
}

#define PASS(method)                                                                                         \
    OURO_C_FUNCTION(text_##method)                                                                           \
    {                                                                                                        \
        return ouro__text_check(rt, text_of(self)) < 0                                                       \
                   ? NULL                                                                                    \
                   : ouro__io_call(rt, text_of(self)->buffer, #method, 0);                                   \
    }
PASS(seekable)
PASS(readable)
PASS(writable)
PASS(fileno)
PASS(isatty)

/* --- the standard streams ------------------------------------------------------------------------------- */

void ouro__text_io_discard(ouro_runtime *rt, ouro_object *self)
{
    ouro_text_io *t = text_of(self);
    (void)rt;
    t->pending_count = 0;
    if (t->buffer && ouro__is_buffered(t->buffer)) {
        ((ouro_buffered *)t->buffer)->write_position = 0;
        ((ouro_buffered *)t->buffer)->write_end = -1;
    }
}

void ouro__text_io_set_unbuffered(ouro_runtime *rt, ouro_object *self)
{
    ouro_text_io *t = text_of(self);
    t->write_through = true;
    if (!ouro__is_exactly(t->buffer, OURO_T_BUFFERED_WRITER))
        return;
    /* The buffer lets go of the file, which it would close. */
    ouro_buffered *b = (ouro_buffered *)t->buffer;
    b->ok = b->direct = false;
    b->detached = true;
    ouro__slot_set(rt, t, &t->buffer, ouro__slot_take(rt, b, &b->raw));
}

/* --- attributes ----------------------------------------------------------------------------------------- */

static ouro_object *get_name(ouro_runtime *rt, ouro_object *self)
{
    return ouro__text_check(rt, text_of(self)) < 0 ? NULL
                                                   : ouro__getattr(rt, text_of(self)->buffer, NAME(rt, name));
}

static ouro_object *get_closed(ouro_runtime *rt, ouro_object *self)
{
    return ouro__text_check(rt, text_of(self)) < 0 ? NULL
                                                   : ouro__io_attribute(rt, text_of(self)->buffer, "closed");
}

static ouro_object *get_newlines(ouro_runtime *rt, ouro_object *self)
{
    ouro_text_io *t = text_of(self);
    if (ouro__text_check(rt, t) < 0)
        return NULL;
    return t->readable && t->universal ? ouro__io_newlines(rt, t->seen) : OURO_NONE(rt);
}

static ouro_object *get_errors(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *errors = text_of(self)->errors; /* also of a stream that is detached */
    return errors ? ouro_ref(errors) : ouro__text_check(rt, text_of(self)) < 0 ? NULL : OURO_NONE(rt);
}

static ouro_object *get_mode(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *mode = text_of(self)->mode;
    if (mode)
        return ouro_ref(mode);
    ouro_object *name = ouro__str_intern_cstring(rt, "mode");
    if (name)
        ouro__raise_attribute_error(rt, self, name);
    ouro_xdecref(rt, name);
    return NULL;
}

static int set_mode(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    ouro__slot_set(rt, self, &text_of(self)->mode, value ? ouro_ref(value) : NULL);
    return 0;
}

static ouro_object *get_chunk_size(ouro_runtime *rt, ouro_object *self)
{
    return ouro__text_check(rt, text_of(self)) < 0 ? NULL : ouro__int_new(rt, text_of(self)->chunk_size);
}

static int set_chunk_size(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    int64_t size;
    if (ouro__text_check(rt, text_of(self)) < 0)
        return -1;
    if (!value) {
        ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "cannot delete attribute");
        return -1;
    }
    if (ouro__index_argument(rt, value, &size) < 0) {
        if (ouro__error_is(rt, OURO_T_INDEX_ERROR)) {
            ouro__error_clear(rt);
            ouro__raise(rt, OURO_T_VALUE_ERROR, "cannot fit '%T' into an index-sized integer", value);
        }
        return -1;
    }
    if (size <= 0) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "a strictly positive integer is required");
        return -1;
    }
    text_of(self)->chunk_size = size;
    return 0;
}

static ouro_object *get_line_buffering(ouro_runtime *rt, ouro_object *self)
{
    return ouro__bool(rt, text_of(self)->line_buffering);
}

static ouro_object *get_write_through(ouro_runtime *rt, ouro_object *self)
{
    return ouro__bool(rt, text_of(self)->write_through);
}

OURO_IO_FINALIZING(ouro_text_io)

/* " NAME=value" of an attribute, when it is there. */
static int put_attribute(ouro_runtime *rt, ouro_str_builder *b, ouro_object *self, const char *name)
{
    ouro_object *value;
    int found = ouro__io_attribute_optional(rt, self, name, &value);
    if (found < 0) {
        if (!ouro__error_is(rt, OURO_T_VALUE_ERROR)) /* detached */
            return -1;
        ouro__error_clear(rt);
        return 0;
    }
    ouro_object *text = found ? ouro__str_format(rt, " %s=%R", name, value) : OURO_EMPTY_STR(rt);
    if (found)
        ouro_decref(rt, value);
    int status = text ? ouro__builder_str(b, text) : -1;
    ouro_xdecref(rt, text);
    return status;
}

static ouro_object *text_repr(ouro_runtime *rt, ouro_object *self)
{
    ouro_text_io *t = text_of(self);
    if (!t->ok && !t->detached && ouro__text_check(rt, t) < 0)
        return NULL;
    int entered = ouro__repr_enter(rt, self);
    if (entered > 0)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "reentrant call inside %s.__repr__",
                           ouro__type_of(rt, self)->name);
    if (entered < 0)
        return NULL;
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    static const char head[] = "<_io.TextIOWrapper";
    int status = ouro__builder_ascii(&b, head, sizeof head - 1);
    if (status == 0)
        status = put_attribute(rt, &b, self, "name");
    if (status == 0)
        status = put_attribute(rt, &b, self, "mode");
    ouro_object *tail = status == 0 ? ouro__str_format(rt, " encoding=%R>", t->encoding) : NULL;
    status = tail ? ouro__builder_str(&b, tail) : -1;
    ouro_xdecref(rt, tail);
    ouro__repr_leave(rt, self);
    if (status == 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

static void text_destroy(ouro_runtime *rt, ouro_object *self)
{
    ouro__buffer_free(rt, text_of(self)->pending);
}

static size_t text_size(ouro_runtime *rt, ouro_object *self)
{
    return ouro__type_of(rt, self)->size + text_of(self)->pending_capacity;
}

static const ouro_method_def methods[] = {
    {"detach", text_detach, 0, 0, 0, "detach($self, /)\n--\n\n"},
    {"reconfigure", text_reconfigure, OURO_METH_KEYWORDS, 0, 0,
     "reconfigure($self, /, *, encoding=None, errors=None, newline=None,\n            line_buffering=None, "
     "write_through=None)\n--\n\nReconfigure the text stream with new parameters."},
    {"write", ouro__text_write, 0, 1, 1, "write($self, text, /)\n--\n\n"},
    {"read", ouro__text_read, 0, 0, 1, "read($self, size=-1, /)\n--\n\n"},
    {"readline", ouro__text_readline, 0, 0, 1, "readline($self, size=-1, /)\n--\n\n"},
    {"flush", ouro__text_flush, 0, 0, 0, "flush($self, /)\n--\n\n"},
    {"close", text_close, 0, 0, 0, "close($self, /)\n--\n\n"},
    {"fileno", text_fileno, 0, 0, 0, "fileno($self, /)\n--\n\n"},
    {"seekable", text_seekable, 0, 0, 0, "seekable($self, /)\n--\n\n"},
    {"readable", text_readable, 0, 0, 0, "readable($self, /)\n--\n\n"},
    {"writable", text_writable, 0, 0, 0, "writable($self, /)\n--\n\n"},
    {"isatty", text_isatty, 0, 0, 0, "isatty($self, /)\n--\n\n"},
    {"seek", ouro__text_seek, 0, 1, 2, "seek($self, cookie, whence=0, /)\n--\n\n"},
    {"tell", ouro__text_tell, 0, 0, 0, "tell($self, /)\n--\n\n"},
    {"truncate", text_truncate, 0, 0, 1, "truncate($self, pos=None, /)\n--\n\n"},
    {0},
};

static const ouro_member_def members[] = {
    {"encoding", offsetof(ouro_text_io, encoding), true, false, NULL},
    {"buffer", offsetof(ouro_text_io, buffer), true, false, NULL},
    {0},
};

static const ouro_getset_def getsets[] = {
    {"line_buffering", get_line_buffering, NULL, NULL},
    {"write_through", get_write_through, NULL, NULL},
    {"_finalizing", get_finalizing, set_finalizing, NULL},
    {"name", get_name, NULL, NULL},
    {"closed", get_closed, NULL, NULL},
    {"newlines", get_newlines, NULL, NULL},
    {"errors", get_errors, NULL, NULL},
    {"mode", get_mode, set_mode, NULL},
    {"_CHUNK_SIZE", get_chunk_size, set_chunk_size, NULL},
    {0},
};

OURO_BUILTIN_TYPE(text_io_wrapper) = {
    .id = OURO_T_TEXT_IO_WRAPPER,
    .base_id = OURO_T_TEXT_IO_BASE,
    .slots = {.name = "_io.TextIOWrapper",
              OURO_IO_SLOTS(ouro_text_io),
              .fields = fields,
              .destroy = text_destroy,
              .size_of = text_size,
              .repr = text_repr,
              .next = ouro__text_next,
              .new_ = text_new,
              .init = text_init},
    .methods = methods,
    .getsets = getsets,
    .members = members,
    .module = "_io",
    .doc = "TextIOWrapper(buffer, encoding=None, errors=None, newline=None,\n              "
           "line_buffering=False, write_through=False)\n"
           "--\n\nCharacter and line based layer over a BufferedIOBase object, buffer.",
};
