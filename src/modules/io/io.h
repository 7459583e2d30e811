/* What the files of the _io module share.
 *
 * Layers: FileIO (a descriptor), a buffer of bytes before it, text on top. Each calls the one below by its
 * methods, so that any of them can be a program's own class; where the one below is exactly ours, it is
 * called directly. */
#ifndef OURO_MODULES_IO_IO_H
#define OURO_MODULES_IO_IO_H

#include <string.h>

#include "modules/support.h"
#include "object/slot.h"
#include "types/buffer.h"
#include "types/bytes.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/leaf.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"

enum { OURO_IO_BUFFER_SIZE = 8192 };

/* All streams begin like this. */
typedef struct ouro_io_base {
    ouro_object head;
    uint64_t attrs; /* attribute word of capacity 0: a dict once something is stored */
} ouro_io_base;

typedef struct ouro_file_io {
    ouro_io_base base;
    ouro_object *name; /* as opened; NULL: not set */
    int fd;            /* -1: closed or not opened */
    int64_t block_size;
    bool created, readable, writable, appending, close_fd, finalizing;
    int8_t seekable; /* -1: not asked yet */
} ouro_file_io;

typedef struct ouro_bytes_io {
    ouro_io_base base;
    uint8_t *data;                     /* NULL while capacity is 0 */
    size_t length, capacity, position; /* position may be past the end */
    uint64_t exports;                  /* loans that hold the buffer where it is */
    bool closed;
} ouro_bytes_io;

/* BufferedReader, BufferedWriter and BufferedRandom. buffered.h says what the positions mean. */
typedef struct ouro_buffered {
    ouro_io_base base;
    ouro_object *raw; /* NULL: detached, or never made */
    uint8_t *buffer;  /* made at the first use */
    int64_t size;
    int64_t abs_position; /* of the raw stream; -1: unknown */
    int64_t position, raw_position, read_end, write_position, write_end;
    bool readable, writable, ok, detached, finalizing, busy;
    bool direct; /* both this and the raw stream are exactly ours */
} ouro_buffered;

typedef struct ouro_rw_pair {
    ouro_io_base base;
    ouro_object *reader, *writer; /* Buffered...; NULL: not made */
} ouro_rw_pair;

#define OURO_IO_FLAGS                                                                                        \
    (OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_BASE | OURO_TYPE_HAS_DEL)
#define OURO_IO_SLOTS(struct_type)                                                                           \
    .flags = OURO_IO_FLAGS, .size = sizeof(struct_type), .layout = OURO_LAYOUT_LEAF,                         \
    .attrs_offset = offsetof(ouro_io_base, attrs)

extern const ouro_builtin_type ouro__builtin_io_base, ouro__builtin_raw_io_base,
    ouro__builtin_buffered_io_base, ouro__builtin_text_io_base, ouro__builtin_file_io, ouro__builtin_bytes_io,
    ouro__builtin_bytes_io_buffer, ouro__builtin_buffered_reader, ouro__builtin_buffered_writer,
    ouro__builtin_buffered_random, ouro__builtin_buffered_rw_pair, ouro__builtin_text_io_wrapper,
    ouro__builtin_string_io, ouro__builtin_newline_decoder, ouro__builtin_unsupported_operation;

/* --- calls by name -------------------------------------------------------------------------------------- */

/* o.name(args...): n borrowed objects follow. Owned. */
ouro_object *ouro__io_call(ouro_runtime *rt, ouro_object *o, const char *name, size_t n, ...);
ouro_object *ouro__io_attribute(ouro_runtime *rt, ouro_object *o, const char *name);
/* 1 found (owned), 0 missing, -1. */
int ouro__io_attribute_optional(ouro_runtime *rt, ouro_object *o, const char *name, ouro_object **value);
/* Truth of an attribute, or of what a method without arguments gives: 1, 0, -1. */
int ouro__io_is(ouro_runtime *rt, ouro_object *o, const char *attribute);
int ouro__io_ask(ouro_runtime *rt, ouro_object *o, const char *method);

/* io.UnsupportedOperation. NULL. */
void *ouro__io_unsupported(ouro_runtime *rt, const char *message);
void *ouro__io_closed(ouro_runtime *rt); /* ValueError "I/O operation on closed file." */
/* The other exception, taken earlier, becomes pending, or the context of the one that is. */
void ouro__io_chain(ouro_runtime *rt, ouro_object *earlier_owned);
/* After a failed call: whether the exception was InterruptedError (now cleared): the call is to be made
 * again. */
bool ouro__io_was_interrupted(ouro_runtime *rt);
/* BlockingIOError(EAGAIN, "write could not complete without blocking", written). NULL. */
void *ouro__io_would_block(ouro_runtime *rt, int64_t written);

/* --- base.c --------------------------------------------------------------------------------------------- */

/* 0, or -1 with UnsupportedOperation: asks o.readable() and so on. */
int ouro__io_check_readable(ouro_runtime *rt, ouro_object *o);
int ouro__io_check_writable(ouro_runtime *rt, ouro_object *o);
int ouro__io_check_seekable(ouro_runtime *rt, ouro_object *o);
/* Closes what a program forgot to close: the finalize slot. */
void ouro__io_finalize(ouro_runtime *rt, ouro_object *o);
/* The close method of the base class. */
ouro_object *ouro__io_base_close(ouro_runtime *rt, ouro_object *self);
/* An optional size: -1 when not given or None. 0 or -1 with TypeError. */
int ouro__io_size(ouro_runtime *rt, ouro_object *const *args, size_t nargs, int64_t *size);
/* Borrows writable memory: 0, or -1 with "METHOD() argument must be read-write bytes-like object, not
 * str". */
int ouro__io_target(ouro_runtime *rt, ouro_object *o, const char *method, ouro_buffer *buffer);
/* The getset _finalizing needs a flag in the object; this makes both of its functions. */
#define OURO_IO_FINALIZING(struct_type)                                                                      \
    static ouro_object *get_finalizing(ouro_runtime *rt, ouro_object *self)                                  \
    {                                                                                                        \
        return ouro__bool(rt, ((struct_type *)self)->finalizing);                                            \
    }                                                                                                        \
    static int set_finalizing(ouro_runtime *rt, ouro_object *self, ouro_object *value)                       \
    {                                                                                                        \
        int truth = value ? ouro__truth(rt, value) : 0;                                                      \
        ((struct_type *)self)->finalizing = truth > 0;                                                       \
        return truth < 0 ? -1 : 0;                                                                           \
    }

/* --- file.c --------------------------------------------------------------------------------------------- */

/* A fresh FileIO on a descriptor, not opened anew; name borrowed (NULL: the descriptor). For the standard
 * streams. */
ouro_object *ouro__file_io_from_fd(ouro_runtime *rt, int fd, const char *mode, bool close_fd,
                                   ouro_object *name);
/* Reads or writes: the count, -2 when it would block, -1 with an exception. */
int64_t ouro__file_io_read(ouro_runtime *rt, ouro_file_io *f, void *data, size_t length);
int64_t ouro__file_io_write(ouro_runtime *rt, ouro_file_io *f, const void *data, size_t length);
int64_t ouro__file_io_seek(ouro_runtime *rt, ouro_file_io *f, int64_t offset, int whence);
ouro_object *ouro__file_io_read_all(ouro_runtime *rt, ouro_file_io *f);
/* ResourceWarning for `source` when the file is still open. Keeps the pending exception. */
void ouro__file_io_warn_unclosed(ouro_runtime *rt, ouro_file_io *f, ouro_object *source);

/* --- buffered.c ----------------------------------------------------------------------------------------- */

ouro_object *ouro__buffered_new(ouro_runtime *rt, enum ouro_type_id id, ouro_object *raw, int64_t size);
static inline bool ouro__is_buffered(const ouro_object *o)
{
    uint32_t index = o->word >> 8;
    return index >= OURO_T_BUFFERED_READER && index <= OURO_T_BUFFERED_RANDOM;
}
/* Methods, without an arguments array. `size` -1: all. Owned. */
ouro_object *ouro__buffered_read(ouro_runtime *rt, ouro_buffered *b, int64_t size);
ouro_object *ouro__buffered_read1(ouro_runtime *rt, ouro_buffered *b, int64_t size);
/* The count written, or -1 with an exception. */
int64_t ouro__buffered_write(ouro_runtime *rt, ouro_buffered *b, const void *data, size_t length);
int ouro__buffered_flush(ouro_runtime *rt, ouro_buffered *b);
/* Whether it is closed: 1, 0, -1. */
int ouro__buffered_closed(ouro_runtime *rt, ouro_buffered *b);

/* --- text ----------------------------------------------------------------------------------------------- */

/* Line ends: looks for one from `start` on. True with *end behind it; else *end is how much needs no second
 * look. `universal` sees \n, \r, \r\n; `newline` (NULL: \n) is what else ends lines. */
bool ouro__io_find_line_end(ouro_object *text, size_t start, bool translated, bool universal,
                            ouro_object *newline, size_t *end);
/* newline as an argument of open: a str, None or not given (NULL). 0 or -1 with TypeError, ValueError. */
int ouro__io_check_newline(ouro_runtime *rt, ouro_object *newline);

typedef struct ouro_newline_decoder {
    ouro_object head;
    ouro_object *decoder; /* NULL: not made; None: the input is text */
    ouro_object *errors;
    bool pending_cr, translate;
    uint8_t seen; /* OURO_SEEN_... */
} ouro_newline_decoder;
enum { OURO_SEEN_CR = 1, OURO_SEEN_LF = 2, OURO_SEEN_CRLF = 4 };

/* Translates (and takes note of) the line ends of decoded text (taken over). *pending_cr: one was held back.
 * Owned. */
ouro_object *ouro__io_translate(ouro_runtime *rt, ouro_object *text_owned, bool translate, bool final,
                                bool *pending_cr, uint8_t *seen);
/* newlines attribute: None, a str or a tuple of them. Owned. */
ouro_object *ouro__io_newlines(ouro_runtime *rt, uint8_t seen);

/* wrapper.c: on a binary buffer; encoding, errors, newline may be NULL. Owned. */
ouro_object *ouro__text_io_new(ouro_runtime *rt, ouro_object *buffer, ouro_object *encoding,
                               ouro_object *errors, ouro_object *newline, bool line_buffering,
                               bool write_through);
void ouro__text_io_set_mode(ouro_runtime *rt, ouro_object *wrapper, ouro_object *mode); /* borrowed */

#endif
