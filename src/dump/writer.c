/* See writer.h. */
#include "dump/writer.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "dump/checksum.h"

enum { VARINT = 10, RECORD_MOST = 8 * VARINT + OURO__DUMP_STRING_MOST };

/* ---- Bytes ---- */

static void write_out(ouro__dump_writer *w, const uint8_t *data, size_t size)
{
    while (size && !w->error) {
        ssize_t n = write(w->fd, data, size);
        if (n < 0 && errno != EINTR)
            w->error = errno;
        if (n <= 0)
            continue;
        w->bytes += (uint64_t)n;
        data += n;
        size -= (size_t)n;
    }
}

static void put_fixed(uint8_t *at, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        at[i] = (uint8_t)(value >> 8 * i);
}

static void flush(ouro__dump_writer *w, uint32_t kind)
{
    uint8_t *payload = w->block + OURO__DUMP_BLOCK_HEADER;
    put_fixed(w->block, kind, 4);
    put_fixed(w->block + 4, w->used, 4);
    put_fixed(w->block + 8, ouro__crc32(ouro__crc32(0, w->block, 8), payload, w->used), 4);
    write_out(w, w->block, OURO__DUMP_BLOCK_HEADER + w->used);
    w->used = 0;
}

static void put_byte(ouro__dump_writer *w, unsigned value)
{
    w->block[OURO__DUMP_BLOCK_HEADER + w->used++] = (uint8_t)value;
}

static void put(ouro__dump_writer *w, uint64_t value)
{
    while (value > 127) {
        put_byte(w, (unsigned)(value & 127) | 128);
        value >>= 7;
    }
    put_byte(w, (unsigned)value);
}

static void put_bytes(ouro__dump_writer *w, const char *text, size_t length)
{
    put(w, length);
    memcpy(w->block + OURO__DUMP_BLOCK_HEADER + w->used, text, length);
    w->used += length;
}

static void end_list(ouro__dump_writer *w)
{
    if (w->listing)
        put_byte(w, OURO__REFERENCES_END);
    w->listing = false;
}

/* Records do not go over the end of a block. */
static void begin_record(ouro__dump_writer *w, unsigned kind)
{
    end_list(w);
    if (w->used + RECORD_MOST > OURO__DUMP_BLOCK_MOST)
        flush(w, OURO__DUMP_RECORDS);
    put_byte(w, kind);
}

/* ---- Records ---- */

void ouro__dump_begin(ouro__dump_writer *w, uint32_t flags)
{
    uint8_t header[OURO__DUMP_HEADER];
    memcpy(header, ouro__dump_magic, sizeof ouro__dump_magic);
    put_fixed(header + 8, OURO__DUMP_VERSION, 4);
    put_fixed(header + 12, flags, 4);
    put_fixed(header + 16, ouro__crc32(0, header, 16), 4);
    write_out(w, header, sizeof header);
}

/* At most `most` bytes of it, no character cut. */
static size_t fitting(const char *text, size_t length, size_t most)
{
    if (length <= most)
        return length;
    while (most && ((uint8_t)text[most] & 0xc0) == 0x80)
        most--;
    return most;
}

uint64_t ouro__dump_string(ouro__dump_writer *w, const char *text, size_t length)
{
    if (!length)
        return 0;
    begin_record(w, OURO__DUMP_STRING);
    put_bytes(w, text, fitting(text, length, OURO__DUMP_STRING_MOST));
    return ++w->strings;
}

static size_t slot_of(const void *address)
{
    return (uint64_t)(uintptr_t)address * 0x9e3779b97f4a7c15ull >> 32 & (OURO__DUMP_NAMES - 1);
}

uint64_t ouro__dump_recall(const ouro__dump_writer *w, const void *address)
{
    const ouro__dump_name *name = &w->names[slot_of(address)];
    return name->address == address ? name->number : 0;
}

void ouro__dump_remember(ouro__dump_writer *w, const void *address, uint64_t number)
{
    w->names[slot_of(address)] = (ouro__dump_name){address, number};
}

void ouro__dump_type(ouro__dump_writer *w, uint64_t name, uint64_t module)
{
    begin_record(w, OURO__DUMP_TYPE);
    put(w, name);
    put(w, module);
    w->types++;
}

uint64_t ouro__dump_place(ouro__dump_writer *w, uint64_t caller, uint64_t file, uint64_t function,
                          uint64_t line)
{
    begin_record(w, OURO__DUMP_PLACE);
    put(w, caller);
    put(w, file);
    put(w, function);
    put(w, line);
    return ++w->places;
}

void ouro__dump_root(ouro__dump_writer *w, unsigned kind, uint64_t name, uint64_t place, uint64_t id)
{
    begin_record(w, OURO__DUMP_ROOT);
    put(w, kind);
    put(w, name);
    put(w, place);
    put(w, ouro__zigzag((int64_t)(id - w->last_root)));
    w->last_root = id;
    w->roots++;
}

void ouro__dump_object(ouro__dump_writer *w, const ouro__dumped_object *o)
{
    unsigned flags = o->flags | (o->place ? OURO__DUMPED_STACK : 0);
    begin_record(w, OURO__DUMP_OBJECT);
    put(w, flags | (o->preview_length ? OURO__DUMPED_PREVIEW : 0));
    put(w, ouro__zigzag((int64_t)(o->id - w->last_object)));
    put(w, o->type);
    put(w, o->bytes);
    put(w, o->count);
    if (o->place)
        put(w, o->place);
    if (o->preview_length)
        put_bytes(w, o->preview, fitting(o->preview, o->preview_length, OURO__DUMP_PREVIEW_MOST));
    w->last_object = w->last_target = o->id;
    w->objects++;
}

void ouro__dump_reference(ouro__dump_writer *w, unsigned kind, uint64_t target, uint64_t value)
{
    if (!w->listing || w->used + 3 * VARINT > OURO__DUMP_BLOCK_MOST) {
        begin_record(w, OURO__DUMP_REFERENCES);
        w->listing = true;
    }
    put(w, ouro__zigzag((int64_t)(target - w->last_target)) << 3 | kind);
    if (kind == OURO__REFERENCE_INDEX || kind == OURO__REFERENCE_ATTRIBUTE || kind == OURO__REFERENCE_NAMED)
        put(w, value);
    w->last_target = target;
    w->references++;
}

int ouro__dump_finish(ouro__dump_writer *w, uint64_t heap_bytes, bool incomplete)
{
    end_list(w);
    if (w->used)
        flush(w, OURO__DUMP_RECORDS);
    const uint64_t totals[OURO__DUMP_TOTALS] = {
        w->objects, w->references, w->strings, w->types,
        w->places,  w->roots,      heap_bytes, incomplete ? OURO__DUMP_INCOMPLETE : 0,
    };
    for (int i = 0; i < OURO__DUMP_TOTALS; i++)
        put_fixed(w->block + OURO__DUMP_BLOCK_HEADER + 8 * i, totals[i], 8);
    w->used = 8 * OURO__DUMP_TOTALS;
    flush(w, OURO__DUMP_END);
    return w->error;
}
