/* A text stream over a file descriptor: UTF-8, a buffer in front. */
#include "types/text_stream.h"


#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "types/class.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/types.h"

enum { BUFFER_SIZE = 8192 };

typedef struct text_stream {
    ouro_object head;
    int fd;
    bool line_buffered, unbuffered, readable, closed, at_end;
    const char *name, *mode, *errors; /* static */
    size_t start, end;                /* of the bytes waiting in the buffer */
    size_t capacity;
    char *buffer; /* made at the first use */
} text_stream;

ouro_object *ouro__text_stream_new(ouro_runtime *rt, int fd, const char *name, const char *mode, bool line_buffered,
                                   const char *errors)
{
    text_stream *s = ouro__new_leaf(rt, sizeof *s, OURO_WORD(OURO_T_TEXT_STREAM));
    if (!s)
        return NULL;
    memset((char *)s + sizeof s->head, 0, sizeof *s - sizeof s->head);
    s->fd = fd;
    s->name = name;
    s->mode = mode;
    s->errors = errors;
    s->line_buffered = line_buffered;
    s->readable = mode[0] == 'r';
    return &s->head;
}

void ouro__text_stream_set_unbuffered(ouro_object *stream)
{
    text_stream *s = (text_stream *)stream;
    s->unbuffered = true;
    s->line_buffered = false;
}

static void destroy(ouro_runtime *rt, ouro_object *o)
{
    text_stream *s = (text_stream *)o;
    if (!s->readable) {
        /* What is left is written as far as the system takes it; nobody is left to tell. */
        while (s->start < s->end) {
            ssize_t n = write(s->fd, s->buffer + s->start, s->end - s->start);
            if (n <= 0)
                break;
            s->start += (size_t)n;
        }
    }
    ouro__buffer_free(rt, s->buffer);
}

static int need_buffer(ouro_runtime *rt, text_stream *s)
{
    if (s->buffer)
        return 0;
    s->buffer = ouro__buffer_alloc(rt, BUFFER_SIZE);
    s->capacity = s->buffer ? BUFFER_SIZE : 0;
    return s->buffer ? 0 : -1;
}

/* After a failed system call: false when it was only interrupted, by nothing that the program must hear of. */
static bool failed_for_good(ouro_runtime *rt)
{
    if (errno == EINTR)
        return ouro__check_interrupt(rt) < 0;
    ouro__raise_errno(rt, errno, NULL);
    return true;
}

int ouro__text_stream_flush(ouro_runtime *rt, ouro_object *stream)
{
    text_stream *s = (text_stream *)stream;
    if (s->readable)
        return 0;
    while (s->start < s->end) {
        ssize_t written = write(s->fd, s->buffer + s->start, s->end - s->start);
        if (written >= 0)
            s->start += (size_t)written;
        else if (failed_for_good(rt))
            return -1;
    }
    s->start = s->end = 0;
    return 0;
}

void ouro__text_stream_discard(ouro_object *stream)
{
    ((text_stream *)stream)->start = ((text_stream *)stream)->end = 0;
}

static int check_usable(ouro_runtime *rt, text_stream *s, bool reading)
{
    if (s->closed)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "I/O operation on closed file.");
    else if (reading != s->readable)
        ouro__raise(rt, OURO_T_OS_ERROR, reading ? "not readable" : "not writable");
    else
        return 0;
    return -1;
}

static int put(ouro_runtime *rt, text_stream *s, const char *bytes, size_t length)
{
    if (need_buffer(rt, s) < 0)
        return -1;
    while (length > s->capacity - s->end) {
        size_t part = s->capacity - s->end;
        memcpy(s->buffer + s->end, bytes, part);
        s->end += part;
        bytes += part;
        length -= part;
        if (ouro__text_stream_flush(rt, &s->head) < 0)
            return -1;
    }
    memcpy(s->buffer + s->end, bytes, length);
    s->end += length;
    return 0;
}

/* UTF-8 with the stream's error handler: stderr escapes lone surrogates, stdout refuses them. */
static const char *encode(ouro_runtime *rt, text_stream *s, ouro_object *text, size_t *length, char **owned)
{
    if (strcmp(s->errors, "strict") == 0)
        return ouro__str_utf8(rt, text, length, owned);
    const char *bytes = ouro__str_wtf8(rt, text, length, owned);
    if (!bytes || ouro__str_is_ascii(text))
        return bytes;
    size_t surrogates = 0;
    for (size_t i = 0; i + 2 < *length; i++)
        surrogates += (uint8_t)bytes[i] == 0xed && (uint8_t)bytes[i + 1] >= 0xa0;
    if (!surrogates)
        return bytes;
    char *escaped = ouro__buffer_alloc(rt, *length + surrogates * 3 + 1);
    if (!escaped) {
        ouro__buffer_free(rt, *owned);
        *owned = NULL;
        return NULL;
    }
    size_t n = 0;
    for (size_t i = 0; i < *length; i++) {
        if (i + 2 < *length && (uint8_t)bytes[i] == 0xed && (uint8_t)bytes[i + 1] >= 0xa0) {
            static const char digits[] = "0123456789abcdef";
            unsigned c = 0xd000u | ((unsigned)(uint8_t)bytes[i + 1] & 0x3f) << 6 | ((unsigned)(uint8_t)bytes[i + 2] & 0x3f);
            escaped[n++] = '\\';
            escaped[n++] = 'u';
            for (int shift = 12; shift >= 0; shift -= 4)
                escaped[n++] = digits[c >> shift & 15];
            i += 2;
        } else {
            escaped[n++] = bytes[i];
        }
    }
    ouro__buffer_free(rt, *owned);
    *owned = escaped;
    *length = n;
    return escaped;
}

int ouro__text_stream_write(ouro_runtime *rt, ouro_object *stream, ouro_object *text)
{
    text_stream *s = (text_stream *)stream;
    if (check_usable(rt, s, false) < 0)
        return -1;
    size_t length;
    char *owned = NULL;
    const char *bytes = encode(rt, s, text, &length, &owned);
    if (!bytes)
        return -1;
    int status = put(rt, s, bytes, length);
    if (status == 0 && (s->unbuffered || (s->line_buffered && memchr(bytes, '\n', length))))
        status = ouro__text_stream_flush(rt, stream);
    ouro__buffer_free(rt, owned);
    return status;
}

/* Reads more bytes behind those waiting: 1, 0 at the end of the file, -1. */
static int fill(ouro_runtime *rt, text_stream *s)
{
    if (need_buffer(rt, s) < 0)
        return -1;
    if (s->start > 0) {
        memmove(s->buffer, s->buffer + s->start, s->end - s->start);
        s->end -= s->start;
        s->start = 0;
    }
    if (s->end == s->capacity) {
        char *larger = ouro__buffer_resize(rt, s->buffer, s->capacity * 2);
        if (!larger)
            return -1;
        s->buffer = larger;
        s->capacity *= 2;
    }
    ssize_t n;
    while ((n = read(s->fd, s->buffer + s->end, s->capacity - s->end)) < 0) {
        if (failed_for_good(rt))
            return -1;
    }
    s->end += (size_t)n;
    return n > 0;
}

ouro_object *ouro__text_stream_readline(ouro_runtime *rt, ouro_object *stream)
{
    text_stream *s = (text_stream *)stream;
    if (check_usable(rt, s, true) < 0)
        return NULL;
    size_t searched = 0, length;
    for (;;) {
        size_t waiting = s->end - s->start;
        const char *newline =
            waiting > searched ? memchr(s->buffer + s->start + searched, '\n', waiting - searched) : NULL;
        if (newline) {
            length = (size_t)(newline - (s->buffer + s->start)) + 1;
            break;
        }
        searched = waiting;
        int more = fill(rt, s);
        if (more < 0)
            return NULL;
        if (!more) {
            length = waiting;
            break;
        }
    }
    if (length == 0)
        return ouro_ref(OURO_EMPTY_STR(rt));
    ouro_object *line = ouro__str_from_filesystem(rt, s->buffer + s->start, length);
    if (line)
        s->start += length;
    return line;
}

OURO_C_FUNCTION(method_write)
{
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "write() argument must be str, not %V", args[0]);
    if (ouro__text_stream_write(rt, self, args[0]) < 0)
        return NULL;
    return ouro__int_new(rt, (int64_t)ouro__str_length(args[0]));
}

OURO_C_FUNCTION(method_writelines)
{
    ouro_iteration it;
    if (ouro__iterate(rt, &it, args[0]) < 0)
        return NULL;
    ouro_object *line;
    int status = 0;
    while (status == 0 && (line = ouro__iterate_next(rt, &it))) {
        ouro_object *count = method_write(rt, self, &line, 1, NULL);
        ouro_decref(rt, line);
        ouro_xdecref(rt, count);
        status = count ? 0 : -1;
    }
    if (ouro__iterate_end(rt, &it) < 0)
        status = -1;
    return status < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(method_flush)
{
    if (((text_stream *)self)->closed)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "I/O operation on closed file.");
    return ouro__text_stream_flush(rt, self) < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(method_close)
{
    if (ouro__text_stream_flush(rt, self) < 0)
        return NULL;
    ((text_stream *)self)->closed = true;
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(method_readline)
{
    return ouro__text_stream_readline(rt, self);
}

/* All lines up to the end, joined. */
OURO_C_FUNCTION(method_read)
{
    ouro_str_builder all;
    ouro__builder_init(&all, rt);
    for (;;) {
        ouro_object *line = ouro__text_stream_readline(rt, self);
        bool end = line && ouro__str_length(line) == 0;
        int status = line ? ouro__builder_str(&all, line) : -1;
        ouro_xdecref(rt, line);
        if (status < 0) {
            ouro__builder_discard(&all);
            return NULL;
        }
        if (end)
            return ouro__builder_finish(&all);
    }
}

OURO_C_FUNCTION(method_fileno)
{
    return ouro__int_new(rt, ((text_stream *)self)->fd);
}

OURO_C_FUNCTION(method_isatty)
{
    return ouro__bool(rt, isatty(((text_stream *)self)->fd));
}

OURO_C_FUNCTION(method_readable)
{
    return ouro__bool(rt, ((text_stream *)self)->readable);
}

OURO_C_FUNCTION(method_writable)
{
    return ouro__bool(rt, !((text_stream *)self)->readable);
}

static ouro_object *iter_self(ouro_runtime *rt, ouro_object *self)
{
    (void)rt;
    return ouro_ref(self);
}

static ouro_object *next_line(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *line = ouro__text_stream_readline(rt, self);
    if (line && ouro__str_length(line) == 0) {
        ouro_decref(rt, line);
        return NULL;
    }
    return line;
}

static ouro_object *stream_repr(ouro_runtime *rt, ouro_object *self)
{
    text_stream *s = (text_stream *)self;
    return ouro__str_format(rt, "<_io.TextIOWrapper name='%s' mode='%s' encoding='utf-8'>", s->name, s->mode);
}

static ouro_object *get_name(ouro_runtime *rt, ouro_object *self)
{
    return ouro__str_from_cstring(rt, ((text_stream *)self)->name);
}

static ouro_object *get_mode(ouro_runtime *rt, ouro_object *self)
{
    return ouro__str_from_cstring(rt, ((text_stream *)self)->mode);
}

static ouro_object *get_encoding(ouro_runtime *rt, ouro_object *self)
{
    (void)self;
    return ouro__str_from_cstring(rt, "utf-8");
}

static ouro_object *get_errors(ouro_runtime *rt, ouro_object *self)
{
    return ouro__str_from_cstring(rt, ((text_stream *)self)->errors);
}

static ouro_object *get_closed(ouro_runtime *rt, ouro_object *self)
{
    return ouro__bool(rt, ((text_stream *)self)->closed);
}

static ouro_object *get_line_buffering(ouro_runtime *rt, ouro_object *self)
{
    return ouro__bool(rt, ((text_stream *)self)->line_buffered);
}

static ouro_object *get_write_through(ouro_runtime *rt, ouro_object *self)
{
    return ouro__bool(rt, ((text_stream *)self)->unbuffered);
}

static const ouro_method_def methods[] = {
    {"close", method_close, 0, 0, 0, NULL},       {"fileno", method_fileno, 0, 0, 0, NULL},
    {"flush", method_flush, 0, 0, 0, NULL},       {"isatty", method_isatty, 0, 0, 0, NULL},
    {"read", method_read, 0, 0, 0, NULL},         {"readable", method_readable, 0, 0, 0, NULL},
    {"readline", method_readline, 0, 0, 0, NULL}, {"writable", method_writable, 0, 0, 0, NULL},
    {"write", method_write, 0, 1, 1, NULL},       {"writelines", method_writelines, 0, 1, 1, NULL},
    {0},
};

static const ouro_getset_def getsets[] = {
    {"closed", get_closed, NULL, NULL},
    {"encoding", get_encoding, NULL, NULL},
    {"errors", get_errors, NULL, NULL},
    {"line_buffering", get_line_buffering, NULL, NULL},
    {"write_through", get_write_through, NULL, NULL},
    {"mode", get_mode, NULL, NULL},
    {"name", get_name, NULL, NULL},
    {0},
};

OURO_BUILTIN_TYPE(text_stream) = {
    .id = OURO_T_TEXT_STREAM,
    .slots = {.name = "_io.TextIOWrapper",
              .flags = OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_DISALLOW_NEW,
              .size = sizeof(text_stream),
              .layout = OURO_LAYOUT_LEAF,
              .destroy = destroy,
              .repr = stream_repr,
              .iter = iter_self,
              .next = next_line},
    .methods = methods,
    .getsets = getsets,
    .module = "_io",
};
