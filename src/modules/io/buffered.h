/* The buffer of BufferedReader, BufferedWriter and BufferedRandom, as its files share it.
 *
 * The buffer holds a window of the raw stream. In it, `position` is where the program stands and
 * `raw_position` where the raw stream stands. [0, read_end) was read (read_end is -1 when nothing valid is
 * there), [write_position, write_end) waits to be written (write_end is -1: nothing). abs_position is the raw
 * stream's own position, as far as it is known.
 *
 * While the raw stream's methods run the object is `busy`: they may be a program's, and must not come back
 * in. */
#ifndef OURO_MODULES_IO_BUFFERED_H
#define OURO_MODULES_IO_BUFFERED_H

#include <unistd.h>

#include "modules/io/io.h"

enum { WOULD_BLOCK = -2 };

static inline ouro_buffered *buffered_of(ouro_object *o)
{
    return (ouro_buffered *)o;
}

static inline bool has_read(const ouro_buffered *b)
{
    return b->readable && b->read_end != -1;
}

static inline bool has_written(const ouro_buffered *b)
{
    return b->writable && b->write_end != -1;
}

/* Bytes that can be read without the raw stream. */
static inline int64_t read_ahead(const ouro_buffered *b)
{
    return has_read(b) ? b->read_end - b->position : 0;
}

/* How far the raw stream is ahead of the program. */
static inline int64_t raw_offset(const ouro_buffered *b)
{
    return (has_read(b) || has_written(b)) && b->raw_position >= 0 ? b->raw_position - b->position : 0;
}

static inline void reset_read(ouro_buffered *b)
{
    b->read_end = -1;
}

static inline void reset_write(ouro_buffered *b)
{
    b->write_position = 0;
    b->write_end = -1;
}

static inline void advance_to(ouro_buffered *b, int64_t position)
{
    b->position = position;
    if (has_read(b) && b->read_end < position)
        b->read_end = position;
}

static inline int need_buffer(ouro_runtime *rt, ouro_buffered *b)
{
    if (!b->buffer)
        b->buffer = ouro__buffer_alloc(rt, (size_t)b->size);
    return b->buffer ? 0 : -1;
}

/* --- buffered.c: checks; 0, or -1 with an exception ----------------------------------------------------- */

int ouro__buffered_check(ouro_runtime *rt, ouro_buffered *b); /* made and not detached */
/* Open, or with something left to read; else ValueError `message`. */
int ouro__buffered_check_open(ouro_runtime *rt, ouro_buffered *b, const char *message);
/* Around all that calls the raw stream: busy, or RuntimeError when it was already. */
int ouro__buffered_enter(ouro_runtime *rt, ouro_buffered *b);
void ouro__buffered_leave(ouro_buffered *b);

/* --- buffered_raw.c: the raw stream; -1 with an exception ----------------------------------------------- */

/* Reads or writes once: the count (0 read: end), or WOULD_BLOCK. */
int64_t ouro__raw_read(ouro_runtime *rt, ouro_buffered *b, uint8_t *data, int64_t length);
int64_t ouro__raw_write(ouro_runtime *rt, ouro_buffered *b, const uint8_t *data, int64_t length);
/* The raw stream's position, asked, after a seek, or as known (asked when it is not). */
int64_t ouro__raw_tell(ouro_runtime *rt, ouro_buffered *b);
int64_t ouro__raw_seek(ouro_runtime *rt, ouro_buffered *b, int64_t target, int whence);
int64_t ouro__raw_known_position(ouro_runtime *rt, ouro_buffered *b);

/* --- buffered_read.c ------------------------------------------------------------------------------------ */

ouro_object *ouro__buffered_next(ouro_runtime *rt, ouro_object *self);
/* Methods. */
OURO_SHARED_C_FUNCTION(ouro__buffered_read_method);
OURO_SHARED_C_FUNCTION(ouro__buffered_read1_method);
OURO_SHARED_C_FUNCTION(ouro__buffered_readinto_method);
OURO_SHARED_C_FUNCTION(ouro__buffered_readinto1_method);
OURO_SHARED_C_FUNCTION(ouro__buffered_peek_method);
OURO_SHARED_C_FUNCTION(ouro__buffered_readline_method);

/* --- buffered_write.c: 0, or -1 with an exception ------------------------------------------------------- */

int ouro__buffered_flush_written(ouro_runtime *rt, ouro_buffered *b); /* what waits goes out */
/* And the raw stream comes to where the program is. */
int ouro__buffered_flush_and_rewind(ouro_runtime *rt, ouro_buffered *b);

/* Methods. */
OURO_SHARED_C_FUNCTION(ouro__buffered_write_method);
OURO_SHARED_C_FUNCTION(ouro__buffered_flush_method);

#endif
