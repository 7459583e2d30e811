/* Writing through a buffer: bytes wait in it until it is full or flushed. */
#include "modules/io/buffered.h"

int ouro__buffered_flush_written(ouro_runtime *rt, ouro_buffered *b)
{
    if (!has_written(b) || b->write_position == b->write_end) {
        reset_write(b);
        return 0;
    }
    int64_t rewind = raw_offset(b) + (b->position - b->write_position);
    if (rewind != 0) {
        if (ouro__raw_seek(rt, b, -rewind, SEEK_CUR) < 0)
            return -1;
        b->raw_position -= rewind;
    }
    while (b->write_position < b->write_end) {
        int64_t n = ouro__raw_write(rt, b, b->buffer + b->write_position, b->write_end - b->write_position);
        if (n == WOULD_BLOCK)
            ouro__io_would_block(rt, 0);
        if (n < 0)
            return -1;
        b->write_position += n;
        b->raw_position = b->write_position;
        if (ouro__check_interrupt(rt) < 0)
            return -1;
    }
    reset_write(b);
    return 0;
}

/* What waits goes out, and the raw stream comes to where the program is. */
int ouro__buffered_flush_and_rewind(ouro_runtime *rt, ouro_buffered *b)
{
    if (ouro__buffered_flush_written(rt, b) < 0)
        return -1;
    if (!b->readable)
        return 0;
    int64_t n = raw_offset(b) ? ouro__raw_seek(rt, b, -raw_offset(b), SEEK_CUR) : 0;
    reset_read(b);
    return n == -1 ? -1 : 0;
}
/* The system would not take what waits: makes as much room as there is for the new bytes. The count, or -1
 * with BlockingIOError when not all of them fit. */
static int64_t keep_blocked(ouro_runtime *rt, ouro_buffered *b, const uint8_t *data, int64_t length)
{
    if (!ouro__error_is(rt, OURO_T_BLOCKING_IO_ERROR))
        return -1;
    ouro__error_clear(rt);
    if (b->readable)
        reset_read(b);
    memmove(b->buffer, b->buffer + b->write_position, (size_t)(b->write_end - b->write_position));
    b->write_end -= b->write_position;
    b->raw_position -= b->write_position;
    b->position -= b->write_position;
    b->write_position = 0;
    int64_t room = b->size - b->write_end, n = length < room ? length : room;
    memcpy(b->buffer + b->write_end, data, (size_t)n);
    b->write_end += n;
    b->position += n;
    if (n == length)
        return n;
    ouro__io_would_block(rt, n);
    return -1;
}

/* What does not fit the buffer: it is emptied, and more than a buffer's worth goes straight out. */
static int64_t write_through(ouro_runtime *rt, ouro_buffered *b, const uint8_t *data, int64_t length)
{
    if (ouro__buffered_flush_written(rt, b) < 0)
        return keep_blocked(rt, b, data, length);
    int64_t offset = raw_offset(b), done = 0;
    if (offset != 0) {
        if (ouro__raw_seek(rt, b, -offset, SEEK_CUR) < 0)
            return -1;
        b->raw_position -= offset;
    }
    while (length - done > b->size) {
        int64_t n = ouro__raw_write(rt, b, data + done, length - done);
        if (n == -1)
            return -1;
        if (n == WOULD_BLOCK) {
            memcpy(b->buffer, data + done, (size_t)b->size);
            b->raw_position = 0;
            advance_to(b, b->size);
            b->write_position = 0;
            b->write_end = b->size;
            ouro__io_would_block(rt, done + b->size);
            return -1;
        }
        done += n;
        if (ouro__check_interrupt(rt) < 0)
            return -1;
    }
    if (b->readable)
        reset_read(b);
    memcpy(b->buffer, data + done, (size_t)(length - done));
    b->write_position = 0;
    b->write_end = length - done;
    advance_to(b, length - done);
    b->raw_position = 0;
    return length;
}

static int64_t write_bytes(ouro_runtime *rt, ouro_buffered *b, const uint8_t *data, int64_t length)
{
    if (need_buffer(rt, b) < 0)
        return -1;
    if (!has_read(b) && !has_written(b)) {
        b->position = 0;
        b->raw_position = 0;
    }
    if (length > b->size - b->position)
        return write_through(rt, b, data, length);
    memcpy(b->buffer + b->position, data, (size_t)length);
    if (!has_written(b) || b->write_position > b->position)
        b->write_position = b->position;
    advance_to(b, b->position + length);
    if (b->write_end < b->position)
        b->write_end = b->position;
    return length;
}

int64_t ouro__buffered_write(ouro_runtime *rt, ouro_buffered *b, const void *data, size_t length)
{
    int closed = ouro__buffered_closed(rt, b);
    if (closed > 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "write to closed file");
    if (closed || ouro__buffered_enter(rt, b) < 0)
        return -1;
    int64_t n = write_bytes(rt, b, data, (int64_t)length);
    ouro__buffered_leave(b);
    return n;
}

OURO_SHARED_C_FUNCTION(ouro__buffered_write_method)
{
    ouro_buffered *b = buffered_of(self);
    ouro_buffer buffer;
    if (ouro__buffered_check(rt, b) < 0 || ouro__buffer_get(rt, args[0], &buffer, OURO_BUFFER_SIMPLE) < 0)
        return NULL;
    int64_t n = ouro__buffered_write(rt, b, buffer.data, (size_t)buffer.length);
    ouro__buffer_release(rt, &buffer);
    return n < 0 ? NULL : ouro__int_new(rt, n);
}

int ouro__buffered_flush(ouro_runtime *rt, ouro_buffered *b)
{
    int closed = ouro__buffered_closed(rt, b);
    if (closed > 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "flush of closed file");
    if (closed || ouro__buffered_enter(rt, b) < 0)
        return -1;
    int status = ouro__buffered_flush_and_rewind(rt, b);
    ouro__buffered_leave(b);
    return status;
}

OURO_SHARED_C_FUNCTION(ouro__buffered_flush_method)
{
    return ouro__buffered_flush(rt, buffered_of(self)) < 0 ? NULL : OURO_NONE(rt);
}
