/* The debug heap: guards around blocks, fill patterns, delayed reuse, and a record of where each block came
 * from and went to, so that a memory crime is found and named.
 *
 * A slot is laid out as
 *
 *     16 bytes for the free list | record | 16 guard bytes | block | guard bytes to the end, at least 16
 *
 * so that the record of a freed block stays readable until the slot is used again. Freed blocks are filled,
 * except a container's first 8 bytes, and wait in a ring before their slots are given back; a write to one is
 * found when it leaves the ring, when its slot is used again, or by ouro__heap_check. Records of sites are
 * kept in memory of malloc, outside the budget. */
#include "heap/debug.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FRESH_BYTE = 0xCE, FREED_BYTE = 0xDE, GUARD_BYTE = 0xFE, GUARD = 16, LINKS = 16 };
enum { RING_BLOCKS = 4096, RING_BYTES = 4 << 20, RING_LARGEST = RING_BYTES / 16 };

#define MAGIC_LIVE 0x6f75726f6c697665u /* each with the slot's address laid over it */
#define MAGIC_FREED 0x6f75726f66726565u

typedef struct {
    unsigned char links[LINKS];
    uint64_t magic;
    uint64_t size;
    uint32_t made_file, made_line, freed_file, freed_line; /* files by number, 0 unknown */
    void *made_by, *freed_by;                              /* return addresses */
    unsigned char guard[GUARD];
} debug_record;

_Static_assert(sizeof(debug_record) % 16 == 0, "blocks behind the record stay aligned");

struct ouro__debug {
    char *ring[RING_BLOCKS];
    size_t ring_first, ring_count, ring_bytes;
    char **files;
    uint32_t file_count, file_room;
};

int ouro__debug_init(ouro_heap *h)
{
    h->debug = calloc(1, sizeof *h->debug);
    if (!h->debug)
        return -1;
    h->mode |= OURO__MODE_DEBUG;
    h->front = sizeof(debug_record);
    h->rear = GUARD;
    return 0;
}

void ouro__debug_destroy(ouro_heap *h)
{
    for (uint32_t i = 0; i < h->debug->file_count; i++)
        free(h->debug->files[i]);
    free(h->debug->files);
    free(h->debug);
    h->debug = NULL;
}

size_t ouro__debug_delayed(const ouro_heap *h)
{
    return h->debug->ring_count;
}

static debug_record *record_of(const ouro_heap *h, const char *block)
{
    return (debug_record *)(block - h->front);
}

static bool has_magic(const debug_record *record, uint64_t magic)
{
    return record->magic == (magic ^ (uintptr_t)record);
}

/* ---- Where the program is ---- */

static uint32_t file_number(struct ouro__debug *debug, const char *file)
{
    if (!file)
        return 0;
    for (uint32_t i = debug->file_count; i-- > 0;)
        if (strcmp(debug->files[i], file) == 0)
            return i + 1;
    if (debug->file_count == debug->file_room) {
        uint32_t room = debug->file_room ? 2 * debug->file_room : 16;
        char **files = realloc(debug->files, room * sizeof *files);
        if (!files)
            return 0;
        debug->files = files;
        debug->file_room = room;
    }
    char *copy = strdup(file);
    if (!copy)
        return 0;
    debug->files[debug->file_count++] = copy;
    return debug->file_count;
}

static void note_site(ouro_heap *h, uint32_t *file, uint32_t *line)
{
    ouro_heap_site site = {0};
    *file = *line = 0;
    if (h->site && h->site(h->site_context, &site)) {
        *file = file_number(h->debug, site.file);
        *line = (uint32_t)site.line;
    }
}

/* ---- Reports ---- */

static const char *kind_name(unsigned kind)
{
    return kind == OURO_HEAP_RAW ? "raw" : kind == OURO_HEAP_OBJECT ? "object" : "container";
}

static void describe_site(const ouro_heap *h, char *text, size_t room, uint32_t file, uint32_t line, void *by)
{
    Dl_info info;
    int length = 0;
    text[0] = 0;
    if (file)
        length = snprintf(text, room, " at %s:%u", h->debug->files[file - 1], line);
    if (!by || length < 0 || (size_t)length >= room)
        return;
    if (dladdr(by, &info) && info.dli_sname)
        snprintf(text + length, room - (size_t)length, " by %s+%#zx", info.dli_sname,
                 (size_t)((char *)by - (char *)info.dli_saddr));
    else if (dladdr(by, &info) && info.dli_fname)
        snprintf(text + length, room - (size_t)length, " by %s+%#zx", info.dli_fname,
                 (size_t)((char *)by - (char *)info.dli_fbase));
    else
        snprintf(text + length, room - (size_t)length, " by %p", by);
}

/* "what: a raw block of 24 bytes at 0x..., allocated at f.py:3 by main+0x12" and where it was freed. */
static void report(const ouro_heap *h, const debug_record *record, const char *what)
{
    char made[400], freed[400];
    const char *block = (const char *)record + h->front;
    describe_site(h, made, sizeof made, record->made_file, record->made_line, record->made_by);
    describe_site(h, freed, sizeof freed, record->freed_file, record->freed_line, record->freed_by);
    bool gone = has_magic(record, MAGIC_FREED);
    ouro__heap_crime(h, "%s: a %s block of %llu bytes at %p, allocated%s%s%s", what,
                     kind_name(ouro__slot_kind(h, record)), (unsigned long long)record->size,
                     (const void *)block, made[0] ? made : " at an unknown place", gone ? ", freed" : "",
                     gone ? freed : "");
}

/* ---- Guards and fill patterns ---- */

/* Offset of the first byte that is not `byte`, or `size`. */
static size_t first_other(const unsigned char *bytes, size_t size, unsigned char byte)
{
    size_t i = 0;
    while (i < size && bytes[i] == byte)
        i++;
    return i;
}

static unsigned char *rear_guard(const ouro_heap *h, const debug_record *record, size_t *size)
{
    unsigned char *guard = (unsigned char *)record + h->front + record->size;
    *size = ouro__slot_bytes(h, record) - h->front - record->size;
    return guard;
}

/* Reports damaged guards and mends them, so that each is told once. How many were damaged. */
static size_t check_guards(const ouro_heap *h, debug_record *record)
{
    size_t wrong = 0, size, at = GUARD;
    char what[160];
    while (at > 0 && record->guard[at - 1] == GUARD_BYTE)
        at--;
    if (at) {
        snprintf(what, sizeof what, "buffer underflow (the byte %zu before the block was changed to %#x)",
                 GUARD - at + 1, record->guard[at - 1]);
        report(h, record, what);
        memset(record->guard, GUARD_BYTE, GUARD);
        wrong++;
    }
    unsigned char *guard = rear_guard(h, record, &size);
    at = first_other(guard, size, GUARD_BYTE);
    if (at < size) {
        snprintf(what, sizeof what, "buffer overflow (the byte at offset %llu was changed to %#x)",
                 (unsigned long long)record->size + at, guard[at]);
        report(h, record, what);
        memset(guard, GUARD_BYTE, size);
        wrong++;
    }
    return wrong;
}

static size_t first_byte_filled(const ouro_heap *h, const debug_record *record)
{
    return ouro__slot_kind(h, record) == OURO_HEAP_CONTAINER ? 8 : 0;
}

/* The same for a freed block: guards and filling. */
static size_t check_freed(const ouro_heap *h, debug_record *record)
{
    char what[160];
    unsigned char *block = (unsigned char *)record + h->front;
    size_t from = first_byte_filled(h, record), wrong = check_guards(h, record);
    if (record->size <= from)
        return wrong;
    size_t at = from + first_other(block + from, record->size - from, FREED_BYTE);
    if (at < record->size) {
        snprintf(what, sizeof what, "use after free (the byte at offset %zu was changed to %#x)", at,
                 block[at]);
        report(h, record, what);
        memset(block + from, FREED_BYTE, record->size - from);
        wrong++;
    }
    return wrong;
}

/* ---- Blocks ---- */

char *ouro__debug_dress(ouro_heap *h, char *slot, size_t size, enum ouro_heap_kind kind, bool zero)
{
    debug_record *record = (debug_record *)slot;
    char *block = slot + h->front;
    bool small = ouro__slot_bytes(h, slot) <= OURO__SMALL_MAX;
    if (small && has_magic(record, MAGIC_FREED))
        check_freed(h, record);
    size_t kept = kind == OURO_HEAP_CONTAINER ? 8 : 0, rest;
    *record = (debug_record){.magic = MAGIC_LIVE ^ (uintptr_t)record, .size = size, .made_by = h->caller};
    note_site(h, &record->made_file, &record->made_line);
    memset(record->guard, GUARD_BYTE, GUARD);
    if (size > kept)
        memset(block + kept, zero ? 0 : FRESH_BYTE, size - kept);
    unsigned char *guard = rear_guard(h, record, &rest);
    memset(guard, GUARD_BYTE, rest);
    return block;
}

size_t ouro__debug_bytes(const ouro_heap *h, const char *block)
{
    const debug_record *record = record_of(h, block);
    if (ouro__slot_bytes(h, record) == 0 || !has_magic(record, MAGIC_LIVE))
        return 0;
    return record->size;
}

/* Gives the oldest slot of the ring back to its page. */
static void leave_ring(ouro_heap *h)
{
    struct ouro__debug *debug = h->debug;
    char *slot = debug->ring[debug->ring_first];
    debug->ring_first = (debug->ring_first + 1) % RING_BLOCKS;
    debug->ring_count--;
    debug->ring_bytes -= ouro__slot_bytes(h, slot);
    check_freed(h, (debug_record *)slot);
    ouro__slot_give(h, slot);
}

bool ouro__debug_relieve(ouro_heap *h)
{
    bool any = h->debug->ring_count;
    while (h->debug->ring_count)
        leave_ring(h);
    return any;
}

/* Whether `block` is one in use; reports what is wrong with freeing it otherwise. */
static bool may_be_freed(ouro_heap *h, char *block, enum ouro_heap_kind kind)
{
    debug_record *record = record_of(h, block);
    if (ouro__slot_bytes(h, record) == 0 || !ouro__slot_starts(h, record)) {
        ouro__heap_crime(h, "free of a foreign pointer: %p is no block of this heap%s", (void *)block,
                         ouro__heap_owns(h, block) ? ", but points into one" : "");
        return false;
    }
    if (has_magic(record, MAGIC_FREED)) {
        report(h, record, "double free");
        return false;
    }
    if (!has_magic(record, MAGIC_LIVE)) {
        ouro__heap_crime(h, "buffer underflow, or free of a foreign pointer: the record before %p is damaged",
                         (void *)block);
        return false;
    }
    if (ouro__slot_kind(h, record) != kind) {
        char what[80];
        snprintf(what, sizeof what, "free as the wrong kind (%s)", kind_name(kind));
        report(h, record, what);
        return false;
    }
    return true;
}

char *ouro__debug_undress(ouro_heap *h, char *block, enum ouro_heap_kind kind)
{
    struct ouro__debug *debug = h->debug;
    if (!may_be_freed(h, block, kind))
        return NULL;
    debug_record *record = record_of(h, block);
    check_guards(h, record);
    note_site(h, &record->freed_file, &record->freed_line);
    record->freed_by = h->caller;
    record->magic = MAGIC_FREED ^ (uintptr_t)record;
    size_t from = first_byte_filled(h, record), slot_bytes = ouro__slot_bytes(h, record);
    if (record->size > from)
        memset(block + from, FREED_BYTE, record->size - from);
    if (slot_bytes > RING_LARGEST)
        return (char *)record;
    while (debug->ring_count == RING_BLOCKS ||
           (debug->ring_count && debug->ring_bytes + slot_bytes > RING_BYTES))
        leave_ring(h);
    debug->ring[(debug->ring_first + debug->ring_count) % RING_BLOCKS] = (char *)record;
    debug->ring_count++;
    debug->ring_bytes += slot_bytes;
    return NULL;
}

size_t ouro__debug_check_slot(ouro_heap *h, char *slot)
{
    debug_record *record = (debug_record *)slot;
    if (has_magic(record, MAGIC_LIVE))
        return check_guards(h, record);
    return has_magic(record, MAGIC_FREED) ? check_freed(h, record) : 0;
}
