/* Reading dumps. Nothing in the file is believed: every number is checked before it is used, and no memory is taken for what
 * is not there. */
#include "dump/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dump/checksum.h"

#define ADVICE_CUT "it was cut off: copy it again, or write it anew where there is room"
#define ADVICE_DAMAGED "it is damaged: copy it again, or write it anew"

enum { COUNT_MOST = UINT32_MAX - 2 };
#define ID_LIMIT (UINT64_C(1) << 56)

struct reading {
    const ouro__dump_source *source;
    ouro_dump *dump;
    ouro_dump_error *error;
    uint64_t offset; /* in the file, of what was read last; of the block's content */
    const uint8_t *at, *end;
    uint64_t last_object, last_target, last_root;
    uint64_t next_index;
    bool key_before; /* the last reference went to a key */
    uint8_t block[OURO__DUMP_BLOCK_MOST];
};

/* ---- Complaints ---- */

void ouro__dump_complain(ouro_dump_error *error, uint64_t offset, const char *message)
{
    error->offset = offset;
    error->no_memory = false;
    snprintf(error->message, sizeof error->message, "byte %" PRIu64 ": %.170s", offset, message);
}

static bool no_memory(ouro_dump_error *error)
{
    *error = (ouro_dump_error){.no_memory = true, .message = "there is not enough memory to read this dump"};
    return false;
}

static bool complain_at(struct reading *r, uint64_t offset, const char *message)
{
    ouro__dump_complain(r->error, offset, message);
    return false;
}

/* Of what stands in the block. */
static bool damaged(struct reading *r, const char *what)
{
    char message[sizeof r->error->message];
    snprintf(message, sizeof message, "%s; " ADVICE_DAMAGED, what);
    return complain_at(r, r->offset + (uint64_t)(r->at - r->block), message);
}

/* ---- Memory ---- */

/* Room for `more` items behind those that are there. */
static bool reserve(ouro__vector *v, size_t more, size_t item_size)
{
    if (more <= v->room - v->count)
        return true;
    size_t room = v->room ? v->room + v->room / 2 : 64;
    room = room < v->count + more ? v->count + more : room;
    void *items = realloc(v->items, room * item_size);
    if (!items)
        return false;
    v->items = items;
    v->room = room;
    return true;
}

void *ouro__vector_add(ouro__vector *v, size_t item_size)
{
    return reserve(v, 1, item_size) ? (char *)v->items + v->count++ * item_size : NULL;
}

static void *add(struct reading *r, ouro__vector *v, size_t item_size)
{
    if (v->count >= COUNT_MOST) {
        damaged(r, "there are more than 4 billion of these");
        return NULL;
    }
    void *item = ouro__vector_add(v, item_size);
    if (!item)
        no_memory(r->error);
    return item;
}

/* ---- Numbers and texts ---- */

static bool get(struct reading *r, uint64_t *value)
{
    uint64_t result = 0;
    for (unsigned shift = 0;; shift += 7) {
        if (r->at == r->end)
            return damaged(r, "a record goes over the end of its block");
        uint8_t byte = *r->at++;
        if (shift == 63 && byte > 1)
            return damaged(r, "a number has more than 64 bits");
        result |= (uint64_t)(byte & 127) << shift;
        if (!(byte & 128))
            break;
    }
    *value = result;
    return true;
}

/* A number below `limit`. */
static bool get_below(struct reading *r, uint64_t limit, uint32_t *value, const char *what)
{
    uint64_t wide;
    if (!get(r, &wide))
        return false;
    *value = (uint32_t)wide;
    return wide < limit || damaged(r, what);
}

static bool get_string_number(struct reading *r, uint32_t *value)
{
    return get_below(r, r->dump->strings.count, value, "it names a string that is not there");
}

static bool get_place(struct reading *r, uint32_t *value)
{
    return get_below(r, r->dump->places.count + 1, value, "it names a place that is not there");
}

static bool get_id(struct reading *r, uint64_t *last)
{
    uint64_t delta;
    if (!get(r, &delta))
        return false;
    *last += (uint64_t)ouro__unzigzag(delta);
    return *last < ID_LIMIT || damaged(r, "an object's id is out of range");
}

/* Length of the UTF-8 character at `at`, 0 when it is none, or one that a terminal would obey. */
static size_t character(const uint8_t *at, const uint8_t *end)
{
    static const uint8_t firsts[] = {0, 0, 0xc2, 0xe0, 0xf0}, lasts[] = {0, 0, 0xdf, 0xef, 0xf4};
    if (*at < 0x80)
        return *at >= 0x20 && *at != 0x7f;
    for (size_t n = 2; n <= 4; n++) {
        if (*at < firsts[n] || *at > lasts[n])
            continue;
        for (size_t i = 1; i < n; i++)
            if (at + i == end || (at[i] & 0xc0) != 0x80)
                return 0;
        bool overlong = (*at == 0xe0 && at[1] < 0xa0) || (*at == 0xf0 && at[1] < 0x90);
        bool outside = (*at == 0xed && at[1] > 0x9f) || (*at == 0xf4 && at[1] > 0x8f);
        bool control = *at == 0xc2 && at[1] < 0xa0;
        return overlong || outside || control ? 0 : n;
    }
    return 0;
}

/* A text of at most `most` bytes; a question mark stands for each byte that cannot be shown. */
static bool get_text(struct reading *r, size_t most, uint32_t *text)
{
    uint32_t length;
    ouro__vector *all = &r->dump->text;
    if (!get_below(r, most + 1, &length, "a text is too long"))
        return false;
    if (length > (size_t)(r->end - r->at))
        return damaged(r, "a text goes over the end of its block");
    if (all->count + length + 1 >= COUNT_MOST)
        return damaged(r, "there are more than 4 billion bytes of text");
    if (!reserve(all, length + (size_t)1, 1))
        return no_memory(r->error);
    *text = (uint32_t)all->count;
    char *to = (char *)all->items + all->count;
    for (const uint8_t *end = r->at + length; r->at < end;) {
        size_t n = character(r->at, end);
        if (!n)
            *to++ = '?';
        for (size_t i = 0; i < n; i++)
            *to++ = (char)r->at[i];
        r->at += n ? n : 1;
    }
    *to = 0;
    all->count += length + (size_t)1;
    return true;
}

/* ---- Records ---- */

static bool read_string(struct reading *r)
{
    uint32_t text, *string;
    if (!get_text(r, OURO__DUMP_STRING_MOST, &text) || !(string = add(r, &r->dump->strings, sizeof *string)))
        return false;
    *string = text;
    return true;
}

static bool read_type(struct reading *r)
{
    ouro__read_type type, *item;
    if (!get_string_number(r, &type.name) || !get_string_number(r, &type.module) ||
        !(item = add(r, &r->dump->types, sizeof *item)))
        return false;
    *item = type;
    return true;
}

static bool read_place(struct reading *r)
{
    ouro__read_place place, *item;
    if (!get_place(r, &place.caller) || !get_string_number(r, &place.file) ||
        !get_string_number(r, &place.function) ||
        !get_below(r, INT32_MAX, &place.line, "a line's number is out of range") ||
        !(item = add(r, &r->dump->places, sizeof *item)))
        return false;
    *item = place;
    return true;
}

static bool read_object(struct reading *r)
{
    ouro_dump *d = r->dump;
    ouro__read_object o = {.first = (uint32_t)d->labels.count}, *item;
    uint64_t count;
    if (!get_below(r, OURO__DUMPED_FLAGS + 1, &o.flags,
                   "an object has flags that this version does not know") ||
        !get_id(r, &r->last_object) ||
        !get_below(r, d->types.count, &o.type, "an object has a type that is not there") ||
        !get(r, &o.bytes) || !get(r, &count) || (o.flags & OURO__DUMPED_STACK && !get_place(r, &o.place)) ||
        (o.flags & OURO__DUMPED_PREVIEW && !get_text(r, OURO__DUMP_PREVIEW_MOST, &o.preview)))
        return false;
    if (o.bytes > INT64_MAX - d->bytes)
        return damaged(r, "the objects have more bytes than there are");
    o.id = r->last_target = r->last_object;
    o.count = count < UINT32_MAX ? (uint32_t)count : UINT32_MAX;
    d->bytes += o.bytes;
    r->next_index = 0;
    r->key_before = false;
    if (!(item = add(r, &d->objects, sizeof *item)))
        return false;
    *item = o;
    return true;
}

static uint32_t make_label(unsigned kind, uint64_t value)
{
    return (uint32_t)kind << OURO__LABEL_SHIFT |
           (uint32_t)(value < OURO__LABEL_MASK ? value : OURO__LABEL_MASK);
}

/* What belongs to a reference of this kind. */
static bool read_label(struct reading *r, unsigned kind, uint32_t *label)
{
    uint64_t index = 0;
    uint32_t string = 0;
    switch (kind) {
    case OURO__REFERENCE_NEXT:
        index = r->next_index;
        break;
    case OURO__REFERENCE_INDEX:
        if (!get(r, &index))
            return false;
        break;
    case OURO__REFERENCE_ATTRIBUTE:
    case OURO__REFERENCE_NAMED:
        if (!get_string_number(r, &string))
            return false;
        index = string;
        break;
    case OURO__REFERENCE_VALUE:
        if (!r->key_before)
            return damaged(r, "a value stands behind no key");
        break;
    default:
        break;
    }
    if (kind == OURO__REFERENCE_NEXT || kind == OURO__REFERENCE_INDEX)
        r->next_index = index + 1;
    r->key_before = kind == OURO__REFERENCE_KEY;
    *label = make_label(kind == OURO__REFERENCE_NEXT ? OURO__REFERENCE_INDEX : kind, index);
    return true;
}

static bool read_references(struct reading *r)
{
    ouro_dump *d = r->dump;
    if (!d->objects.count)
        return damaged(r, "references stand before the first object");
    for (;;) {
        uint64_t head, *target;
        uint32_t label, *item;
        if (!get(r, &head))
            return false;
        unsigned kind = head & 7;
        if (kind == OURO__REFERENCES_END)
            return true;
        r->last_target += (uint64_t)ouro__unzigzag(head >> 3);
        if (r->last_target >= ID_LIMIT)
            return damaged(r, "an object's id is out of range");
        if (!read_label(r, kind, &label) || !(item = add(r, &d->labels, sizeof *item)) ||
            !(target = add(r, &d->target_ids, sizeof *target)))
            return false;
        *item = label;
        *target = r->last_target;
    }
}

static bool read_root(struct reading *r)
{
    ouro__read_root root = {.object = OURO_DUMP_NONE}, *item;
    if (!get_below(r, OURO_DUMP_ROOT_KINDS, &root.kind,
                   "a root is of a kind that this version does not know") ||
        !get_string_number(r, &root.name) || !get_place(r, &root.place) || !get_id(r, &r->last_root) ||
        !(item = add(r, &r->dump->roots, sizeof *item)))
        return false;
    root.id = r->last_root;
    *item = root;
    return true;
}

static bool read_records(struct reading *r)
{
    while (r->at < r->end) {
        bool good;
        switch (*r->at++) {
        case OURO__DUMP_STRING:
            good = read_string(r);
            break;
        case OURO__DUMP_TYPE:
            good = read_type(r);
            break;
        case OURO__DUMP_PLACE:
            good = read_place(r);
            break;
        case OURO__DUMP_OBJECT:
            good = read_object(r);
            break;
        case OURO__DUMP_REFERENCES:
            good = read_references(r);
            break;
        case OURO__DUMP_ROOT:
            good = read_root(r);
            break;
        default:
            r->at--;
            good = damaged(r, "there is no such record");
            break;
        }
        if (!good)
            return false;
    }
    return true;
}

/* ---- Blocks ---- */

static uint64_t fixed(const uint8_t *at, int bytes)
{
    uint64_t value = 0;
    for (int i = 0; i < bytes; i++)
        value |= (uint64_t)at[i] << 8 * i;
    return value;
}

/* Fills `bytes`. */
static bool take(struct reading *r, uint8_t *bytes, size_t size, uint64_t *offset)
{
    int64_t n = r->source->read(r->source->context, bytes, size);
    char message[128];
    if (n < 0) {
        snprintf(message, sizeof message, "it cannot be read: %s", strerror(errno));
        return complain_at(r, *offset, message);
    }
    *offset += (uint64_t)n;
    return (size_t)n == size || complain_at(r, *offset, "the file ends too early: " ADVICE_CUT);
}

static bool read_header(struct reading *r)
{
    uint8_t header[OURO__DUMP_HEADER];
    char message[128];
    int64_t n = r->source->read(r->source->context, header, sizeof ouro__dump_magic);
    if (n < 0)
        return complain_at(r, 0, strerror(errno));
    if (n == 0)
        return complain_at(r, 0, "the file is empty: " ADVICE_CUT);
    size_t same = 0;
    while (same < (size_t)n && header[same] == ouro__dump_magic[same])
        same++;
    if (same < sizeof ouro__dump_magic)
        return complain_at(r, same,
                           same == (size_t)n
                               ? "the file ends too early: " ADVICE_CUT
                               : "this is no dump: give a file that ouro.dump() or --dump-on-oom wrote");
    r->offset = sizeof ouro__dump_magic;
    if (!take(r, header + r->offset, sizeof header - r->offset, &r->offset))
        return false;
    uint64_t version = fixed(header + 8, 4);
    if (version != OURO__DUMP_VERSION) {
        snprintf(message, sizeof message,
                 "a dump of version %" PRIu64 "; this reads version %d: use the tools of that version",
                 version, OURO__DUMP_VERSION);
        return complain_at(r, 8, message);
    }
    if (!r->source->trusting && ouro__crc32(0, header, 16) != fixed(header + 16, 4))
        return complain_at(r, 16, "the header's check sum is wrong; " ADVICE_DAMAGED);
    r->dump->flags = (uint32_t)fixed(header + 12, 4);
    return !(r->dump->flags & ~(uint32_t)OURO__DUMP_FLAGS) ||
           complain_at(r, 12, "a flag in the header is not known; " ADVICE_DAMAGED);
}

static bool read_end(struct reading *r)
{
    ouro_dump *d = r->dump;
    const size_t counts[] = {d->objects.count, d->labels.count, d->strings.count - 1,
                             d->types.count,   d->places.count, d->roots.count};
    if (r->end - r->at != 8 * OURO__DUMP_TOTALS)
        return damaged(r, "the end is of another length");
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++, r->at += 8)
        if (fixed(r->at, 8) != counts[i] && !r->source->trusting)
            return damaged(r, "there are not as many records as the end says");
    d->heap_bytes = fixed(r->at, 8);
    d->incomplete = fixed(r->at + 8, 8) & OURO__DUMP_INCOMPLETE;
    if (fixed(r->at + 8, 8) & ~(uint64_t)OURO__DUMP_INCOMPLETE)
        return damaged(r, "the end has flags that this version does not know");
    uint8_t more;
    return r->source->read(r->source->context, &more, 1) == 0 ||
           complain_at(r, r->offset + 8 * OURO__DUMP_TOTALS,
                       "something stands behind the end; " ADVICE_DAMAGED);
}

/* False at the end, too: then `*ended` is set. */
static bool read_block(struct reading *r, bool *ended)
{
    uint8_t header[OURO__DUMP_BLOCK_HEADER];
    uint64_t offset = r->offset;
    if (!take(r, header, sizeof header, &offset))
        return false;
    uint64_t kind = fixed(header, 4), length = fixed(header + 4, 4);
    if (length > OURO__DUMP_BLOCK_MOST)
        return complain_at(r, r->offset + 4, "a block is too long; " ADVICE_DAMAGED);
    r->offset = offset;
    r->at = r->block;
    r->end = r->block + length;
    if (!take(r, r->block, length, &offset))
        return false;
    if (!r->source->trusting &&
        ouro__crc32(ouro__crc32(0, header, 8), r->block, length) != fixed(header + 8, 4))
        return complain_at(r, r->offset - 4, "a check sum is wrong; " ADVICE_DAMAGED);
    if (kind == OURO__DUMP_END)
        return *ended = read_end(r), false;
    if (kind != OURO__DUMP_RECORDS && kind < OURO__DUMP_OPTIONAL)
        return complain_at(r, r->offset - OURO__DUMP_BLOCK_HEADER, "there is no such block; " ADVICE_DAMAGED);
    if (kind == OURO__DUMP_RECORDS && !read_records(r))
        return false;
    r->offset = offset;
    return true;
}

static bool read_all(struct reading *r)
{
    ouro_dump *d = r->dump;
    bool ended = false;
    char *nothing = ouro__vector_add(&d->text, 1);
    uint32_t *none = nothing ? ouro__vector_add(&d->strings, sizeof *none) : NULL;
    if (!none)
        return no_memory(r->error);
    *nothing = 0;
    *none = 0;
    if (!read_header(r))
        return false;
    while (read_block(r, &ended))
        ;
    return ended;
}

ouro_dump *ouro__dump_read_from(const ouro__dump_source *source, ouro_dump_error *error)
{
    *error = (ouro_dump_error){0};
    struct reading *r = malloc(sizeof *r);
    ouro_dump *d = calloc(1, sizeof *d);
    bool good = r && d;
    if (good) {
        memset(r, 0, offsetof(struct reading, block));
        r->source = source;
        r->dump = d;
        r->error = error;
        good = read_all(r) && ouro__dump_index(d, error);
    } else {
        no_memory(error);
    }
    free(r);
    if (good)
        return d;
    ouro_dump_close(d);
    return NULL;
}

void ouro_dump_close(ouro_dump *d)
{
    if (!d)
        return;
    ouro__vector *const vectors[] = {&d->text,  &d->strings, &d->types,  &d->places,
                                     &d->roots, &d->objects, &d->labels, &d->target_ids};
    void *const tables[] = {d->first,   d->targets, d->back_first, d->back_edges, d->ids,     d->numbers,
                            d->buckets, d->is_root, d->dominators, d->holders,    d->retained};
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        free(vectors[i]->items);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        free(tables[i]);
    free(d);
}

/* ---- Sources ---- */

static int64_t read_file(void *context, void *bytes, size_t size)
{
    const int *fd = context;
    size_t done = 0;
    while (done < size) {
        ssize_t n = read(*fd, (char *)bytes + done, size - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        done += (size_t)n;
    }
    return (int64_t)done;
}

ouro_dump *ouro_dump_read_fd(int fd, ouro_dump_error *error)
{
    return ouro__dump_read_from(&(ouro__dump_source){read_file, &fd, false}, error);
}

ouro_dump *ouro_dump_open(const char *path, ouro_dump_error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        *error = (ouro_dump_error){0};
        snprintf(error->message, sizeof error->message, "%s", strerror(errno));
        return NULL;
    }
    ouro_dump *d = ouro_dump_read_fd(fd, error);
    close(fd);
    return d;
}

struct memory {
    const uint8_t *at, *end;
};

static int64_t read_memory(void *context, void *bytes, size_t size)
{
    struct memory *m = context;
    size_t n = size < (size_t)(m->end - m->at) ? size : (size_t)(m->end - m->at);
    if (n)
        memcpy(bytes, m->at, n);
    m->at += n;
    return (int64_t)n;
}

ouro_dump *ouro_dump_read(const void *bytes, size_t size, ouro_dump_error *error)
{
    struct memory m = {bytes, (const uint8_t *)bytes + size};
    return ouro__dump_read_from(&(ouro__dump_source){read_memory, &m, false}, error);
}
