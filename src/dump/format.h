/* The format of dumps, as docs/formats.md describes it: what the writer and the reader share. */
#ifndef OURO_DUMP_FORMAT_H
#define OURO_DUMP_FORMAT_H

#include <stddef.h>
#include <stdint.h>

static const uint8_t ouro__dump_magic[8] = {0x89, 'H', 'E', 'A', 'P', '\r', '\n', 0x1a};

enum {
    OURO__DUMP_VERSION = 1,
    OURO__DUMP_HEADER = 20,       /* magic, version, flags, check sum of these */
    OURO__DUMP_BLOCK_HEADER = 12, /* kind, length, check sum of these and the content */
    OURO__DUMP_BLOCK_MOST = 65536,
    OURO__DUMP_STRING_MOST = 1024,
    OURO__DUMP_PREVIEW_MOST = 255,
    OURO__DUMP_TOTALS = 8, /* numbers of 8 bytes in the end block */
};

/* Flags of the header. */
enum {
    OURO__DUMP_COUNTS = 1, /* objects tell how many references to them are counted */
    OURO__DUMP_ID_SHIFT =
        8, /* from here on, three bits: an id times 2 to this power is what the program knows it by */
    OURO__DUMP_FLAGS = OURO__DUMP_COUNTS | 7 << OURO__DUMP_ID_SHIFT,
};

/* Kinds of blocks. A reader skips what it does not know from OPTIONAL on. */
enum { OURO__DUMP_RECORDS = 1, OURO__DUMP_END = 2 };
#define OURO__DUMP_OPTIONAL UINT32_C(0x80000000)

/* Kinds of records: the first byte of each. */
enum {
    OURO__DUMP_STRING = 1,
    OURO__DUMP_TYPE = 2,
    OURO__DUMP_PLACE = 3,
    OURO__DUMP_OBJECT = 4,
    OURO__DUMP_REFERENCES = 5,
    OURO__DUMP_ROOT = 6,
};

/* Kinds of references: the low three bits of each. */
enum {
    OURO__REFERENCE_OTHER,
    OURO__REFERENCE_NEXT,  /* an item, at the index behind the last one; 0 at first */
    OURO__REFERENCE_INDEX, /* an item; its index follows */
    OURO__REFERENCE_ATTRIBUTE,
    OURO__REFERENCE_VALUE, /* under the key that the reference before went to */
    OURO__REFERENCE_KEY,
    OURO__REFERENCE_NAMED, /* a variable, a part of the object */
    OURO__REFERENCES_END,
};

/* Flags of objects. */
enum {
    OURO__DUMPED_TRACKED = 1,
    OURO__DUMPED_ROOT = 2,
    OURO__DUMPED_IMMORTAL = 4,
    OURO__DUMPED_STACK = 8,    /* the place where it was allocated is told */
    OURO__DUMPED_PREVIEW = 16, /* its value is told */
    OURO__DUMPED_FLAGS = 31,
};

/* Flags in the end block. */
enum { OURO__DUMP_INCOMPLETE = 1 };

static inline uint64_t ouro__zigzag(int64_t value)
{
    return (uint64_t)value << 1 ^ (uint64_t)(value >> 63);
}

static inline int64_t ouro__unzigzag(uint64_t value)
{
    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

#endif
