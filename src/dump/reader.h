/* What has been read of a dump. */
#ifndef OURO_DUMP_READER_H
#define OURO_DUMP_READER_H

#include "dump/format.h"
#include "ouro/dump.h"

/* A vector; memory comes from malloc, since there is no runtime. */
typedef struct ouro__vector {
    void *items;
    size_t count, room; /* in items */
} ouro__vector;

typedef struct ouro__read_object {
    uint64_t id, bytes;
    uint32_t type, place, count;
    uint32_t preview; /* a text */
    uint32_t first;   /* of its references */
    uint32_t flags;
} ouro__read_object;

typedef struct ouro__read_place {
    uint32_t caller, file, function, line;
} ouro__read_place;

typedef struct ouro__read_type {
    uint32_t name, module; /* strings */
} ouro__read_type;

typedef struct ouro__read_root {
    uint64_t id;
    uint32_t kind, name, place, object;
} ouro__read_root;

/* A label in 32 bits: the kind, and below it what belongs to it: an index, a string. */
enum { OURO__LABEL_SHIFT = 29, OURO__LABEL_MASK = (1 << OURO__LABEL_SHIFT) - 1 };

struct ouro_dump {
    uint32_t flags;
    uint64_t heap_bytes, lost, bytes;
    bool incomplete;
    ouro__vector text;    /* of char: all texts, each with a zero at its end; the first is "" */
    ouro__vector strings; /* of uint32_t: texts; the first is "" */
    ouro__vector types, places, objects, roots;
    ouro__vector labels;     /* of uint32_t, by reference */
    ouro__vector target_ids; /* of uint64_t: while it is read */
    uint32_t references;
    uint32_t *first;                   /* by object, and one more */
    uint32_t *targets;                 /* by reference */
    uint32_t *back_first, *back_edges; /* the same the other way round: the referrers */
    uint64_t *ids;                     /* sorted, and the objects that they are of */
    uint32_t *numbers;
    uint32_t *buckets; /* where ids with equal upper bits begin */
    unsigned bucket_shift;
    uint8_t *is_root;
    /* Made when asked for. */
    uint32_t *dominators, *holders;
    uint64_t *retained;
};

#define OURO__ITEM(type, vector, i) (&((type *)(vector).items)[i])

static inline const ouro__read_object *ouro__dump_object_of(const ouro_dump *d, uint32_t number)
{
    return OURO__ITEM(const ouro__read_object, d->objects, number);
}

/* The id that the program knows an object by. */
static inline uint64_t ouro__dump_id_of(const ouro_dump *d, uint32_t number)
{
    return ouro__dump_object_of(d, number)->id << (d->flags >> OURO__DUMP_ID_SHIFT & 7);
}

static inline uint32_t ouro__dump_objects_count(const ouro_dump *d)
{
    return (uint32_t)d->objects.count;
}

static inline const char *ouro__dump_text_at(const ouro_dump *d, uint32_t text)
{
    return (const char *)d->text.items + text;
}

static inline const char *ouro__dump_string_at(const ouro_dump *d, uint32_t string)
{
    return ouro__dump_text_at(d, *OURO__ITEM(const uint32_t, d->strings, string));
}

/* A new item at the end, of any content; NULL when memory is refused. */
void *ouro__vector_add(ouro__vector *v, size_t item_size);

/* Reading from anywhere: bytes read, less than asked for only at the end; -1 with errno set. */
typedef struct ouro__dump_source {
    int64_t (*read)(void *context, void *bytes, size_t size);
    void *context;
    bool trusting; /* for tests: neither check sums nor totals are looked at */
} ouro__dump_source;

ouro_dump *ouro__dump_read_from(const ouro__dump_source *source, ouro_dump_error *error);
/* By the id of the file. */
uint32_t ouro__dump_find_raw(const ouro_dump *d, uint64_t id);
/* Resolves ids and makes the tables that every dump has. False: `error` is filled in. */
bool ouro__dump_index(ouro_dump *d, ouro_dump_error *error);
void ouro__dump_complain(ouro_dump_error *error, uint64_t offset, const char *message);
/* Bytes of memory that it takes. */
size_t ouro__dump_memory(const ouro_dump *d);
/* Makes d->retained and d->dominators, or d->holders. False when memory is refused. */
bool ouro__dump_find_retained(ouro_dump *d);
bool ouro__dump_find_holders(ouro_dump *d);

#endif
