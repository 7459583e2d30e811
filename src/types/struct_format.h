/* The formats of the struct module: what their items look like in memory, and items as objects. memoryview, array and
 * _struct stand on this. */
#ifndef OURO_TYPES_STRUCT_FORMAT_H
#define OURO_TYPES_STRUCT_FORMAT_H

#include "types/statics.h"

/* A kind of item. In native formats sizes and alignments are the C compiler's, in the others fixed, without alignment. */
typedef struct ouro__item {
    char code; /* 'b', 'i', 'd', ...; in layouts also 's', 'p' */
    uint8_t size, alignment;
    bool native;
    bool big_endian;
} ouro__item;

enum { OURO__ITEM_SIZE_MAX = 8 };

/* The item of a code in the byte order '@', '=', '<', '>' or '!'. false when there is none. */
bool ouro__item_describe(char order, char code, ouro__item *item);

/* An item as an object, for all codes but 's' and 'p'. Owned. `from` need not be aligned. */
ouro_object *ouro__item_unpack(ouro_runtime *rt, const ouro__item *item, const uint8_t *from);

/* Why a value could not be packed: each caller has words of its own for it. */
enum ouro__packing {
    OURO__PACKED,
    OURO__PACK_RAISED,      /* the exception is set */
    OURO__PACK_NO_INTEGER,  /* integers: it is none, and has no __index__ */
    OURO__PACK_TOO_LARGE,   /* integers: it fits no C type of the same sign */
    OURO__PACK_RANGE,       /* integers: it fits one, but not the item */
    OURO__PACK_NO_FLOAT,    /* floats: TypeError was raised and is cleared */
    OURO__PACK_FLOAT_RANGE, /* floats: it is too large for the item */
    OURO__PACK_NO_BYTE,     /* 'c': no bytes */
    OURO__PACK_BYTE_LENGTH, /* 'c': not one byte */
};
/* Writes item->size bytes to `to`, unless it fails. Runs __index__, __float__ or __bool__ before it writes. */
enum ouro__packing ouro__item_pack(ouro_runtime *rt, const ouro__item *item, uint8_t *to, ouro_object *value);
/* Its bytes stand in the other order than this computer's. */
bool ouro__item_is_foreign(const ouro__item *item);
/* The lowest and highest value of a signed integer item, the highest of an unsigned one. */
int64_t ouro__item_least(const ouro__item *item);
uint64_t ouro__item_most(const ouro__item *item);

/* A part of a format: `count` items one behind the other, or for 's' and 'p' one of `count` bytes. Pad bytes are no part. */
typedef struct ouro__struct_part {
    ouro__item item;
    int64_t offset, count;
} ouro__struct_part;

typedef struct ouro__struct_layout {
    int64_t size;   /* in bytes */
    int64_t values; /* how many objects it packs */
    size_t part_count;
    ouro__struct_part parts[];
} ouro__struct_layout;

/* A buffer for ouro__buffer_free. NULL: *why is what is wrong with the format, and no exception is set, or *why is NULL and
 * MemoryError is. */
ouro__struct_layout *ouro__struct_parse(ouro_runtime *rt, const char *format, size_t length,
                                        const char **why);
/* The values as objects, owned, to layout->values places. 0, or -1 with nothing left there. */
int ouro__struct_unpack(ouro_runtime *rt, const ouro__struct_layout *layout, const uint8_t *from,
                        ouro_object **values);

static inline bool ouro__is_byte_string_code(char code)
{
    return code == 's' || code == 'p';
}

#endif
