/* array: numbers of one C type, one behind the other. */
#ifndef OURO_MODULES_ARRAY_H
#define OURO_MODULES_ARRAY_H

#include "types/buffer.h"
#include "types/class.h"
#include "types/method.h"

/* A kind of item. */
typedef struct ouro__array_kind {
    char code;
    uint8_t size;
    bool is_integer, is_signed;
    const char *format; /* of its buffers */
    int machine_format; /* in pickles */
} ouro__array_kind;

/* All kinds, ended by code 0. */
extern const ouro__array_kind ouro__array_kinds[];

typedef struct ouro_array {
    ouro_object head;
    uint8_t *data;            /* NULL while capacity is 0 */
    int64_t length, capacity; /* in items */
    uint64_t exports;         /* while there are any, the length cannot change */
    const ouro__array_kind *kind;
} ouro_array;

static inline ouro_array *ouro__array_of(ouro_object *o)
{
    return (ouro_array *)o;
}

bool ouro__is_array(ouro_runtime *rt, ouro_object *o);
/* NULL: none with that code. */
const ouro__array_kind *ouro__array_kind_of(uint32_t code);
/* A new array of the class, its items not set. Owned. */
ouro_object *ouro__array_alloc(ouro_runtime *rt, ouro_object *cls, const ouro__array_kind *kind,
                               int64_t length);
/* The same of the class array itself. */
ouro_object *ouro__array_alloc_exact(ouro_runtime *rt, const ouro__array_kind *kind, int64_t length);
/* Makes room for `count` items, not set, in the place of those from start to stop. 0, or -1 with BufferError or MemoryError. */
int ouro__array_splice(ouro_runtime *rt, ouro_array *a, int64_t start, int64_t stop, int64_t count);

enum { OURO__ARRAY_ITEM_MAX = 8 };
/* An item as an object: owned. */
ouro_object *ouro__array_get(ouro_runtime *rt, const ouro__array_kind *kind, const uint8_t *from);
/* An object as an item. Runs code. 0, or -1 with TypeError or OverflowError. */
int ouro__array_pack(ouro_runtime *rt, const ouro__array_kind *kind, uint8_t *to, ouro_object *value);

/* Appends one value, all values of an iterable, the items in bytes, the characters of a str. 0 or -1. */
int ouro__array_append(ouro_runtime *rt, ouro_array *a, ouro_object *value);
int ouro__array_extend(ouro_runtime *rt, ouro_array *a, ouro_object *iterable);
int ouro__array_from_bytes(ouro_runtime *rt, ouro_array *a, const uint8_t *bytes, size_t length);
int ouro__array_from_text(ouro_runtime *rt, ouro_array *a, ouro_object *text);

/* array(typecode, initializer). */
ouro_object *ouro__array_make(ouro_runtime *rt, ouro_object *cls, const ouro__array_kind *kind,
                              ouro_object *initial);

static inline int64_t ouro__array_bytes(const ouro_array *a)
{
    return a->length * a->kind->size;
}

/* Never NULL. */
static inline uint8_t *ouro__array_data(const ouro_array *a)
{
    return a->data ? a->data : (uint8_t *)(uintptr_t) "";
}

extern const ouro_method_def ouro__array_methods[];
/* array_pickle.c */
ouro_object *ouro__array_reduce_ex(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t nargs, ouro_object *kwnames);
ouro_object *ouro__array_reconstructor(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                       size_t nargs, ouro_object *kwnames);

#endif
