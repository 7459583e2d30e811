/* The immortal objects, at a fixed place behind the runtime (object/runtime.h), found by arithmetic.
 * types/statics.c fills them. */
#ifndef OURO_TYPES_STATICS_H
#define OURO_TYPES_STATICS_H

#include "object/alloc.h"
#include "types/type_ids.h"

enum {
    OURO_SMALL_INT_MIN = -5,
    OURO_SMALL_INT_MAX = 256,
    OURO_SMALL_INTS = OURO_SMALL_INT_MAX - OURO_SMALL_INT_MIN + 1
};

typedef struct ouro_statics {
    ouro_object none, ellipsis, not_implemented;
    struct {
        ouro_object head;
        int64_t value;
    } false_, true_, small_ints[OURO_SMALL_INTS]; /* as ouro_int */
    struct {
        ouro_object head;
        uint64_t count;
    } empty_tuple, empty_bytes; /* as ouro_tuple; as ouro_bytes, followed by the zero byte */
    uint64_t empty_bytes_end;
    struct {
        ouro_object head;
        uint32_t hash, meta;
        char data[8];
    } empty_str, latin1[256]; /* as ouro_str */
} ouro_statics;

_Static_assert(sizeof(ouro_statics) <= OURO_STATICS_SIZE, "the immortals have outgrown their room");

static inline ouro_statics *ouro__statics(ouro_runtime *rt)
{
    return (ouro_statics *)((char *)rt + OURO_STATICS_OFFSET);
}

/* Borrowed. They are immortal: taking and giving back references is allowed and free. */
#define OURO_NONE(rt) (&ouro__statics(rt)->none)
#define OURO_ELLIPSIS(rt) (&ouro__statics(rt)->ellipsis)
#define OURO_NOT_IMPLEMENTED(rt) (&ouro__statics(rt)->not_implemented)
#define OURO_TRUE(rt) (&ouro__statics(rt)->true_.head)
#define OURO_FALSE(rt) (&ouro__statics(rt)->false_.head)
#define OURO_EMPTY_TUPLE(rt) (&ouro__statics(rt)->empty_tuple.head)
#define OURO_EMPTY_BYTES(rt) (&ouro__statics(rt)->empty_bytes.head)
#define OURO_EMPTY_STR(rt) (&ouro__statics(rt)->empty_str.head)

/* Sets up all of the above. Allocates nothing. */
void ouro__statics_init(ouro_runtime *rt);

#endif
