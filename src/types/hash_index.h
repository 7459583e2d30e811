/* The index of a hash table whose entries stand in a row of their own: dict and set.
 *
 * A slot of the index is 0 (never used) or the number of an entry plus one in its low `log2` bits, and what is left of
 * its 8, 16 or 32 bits is a part of the key's hash, so that nearly all entries looked at are the right one. Slots are
 * never emptied singly: that an entry was deleted is seen in the entry. */
#ifndef OURO_TYPES_HASH_INDEX_H
#define OURO_TYPES_HASH_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"

enum { OURO__INDEX_LOG2_MAX = 31 };

#define OURO__GOLDEN 0x9E3779B97F4A7C15ull

/* Bits of a slot, given the log2 of the number of slots. */
static inline unsigned ouro__index_slot_bits(unsigned log2)
{
    return log2 <= 6 ? 8 : log2 <= 12 ? 16 : 32;
}

static inline size_t ouro__index_bytes(unsigned log2)
{
    return ((size_t)1 << log2) * (ouro__index_slot_bits(log2) / 8);
}

static inline uint32_t ouro__index_read(const void *index, unsigned slot_bits, size_t i)
{
    switch (slot_bits) {
    case 8:
        return ((const uint8_t *)index)[i];
    case 16:
        return ((const uint16_t *)index)[i];
    default:
        return ((const uint32_t *)index)[i];
    }
}

static inline void ouro__index_write(void *index, unsigned slot_bits, size_t i, uint32_t slot)
{
    switch (slot_bits) {
    case 8:
        ((uint8_t *)index)[i] = (uint8_t)slot;
        break;
    case 16:
        ((uint16_t *)index)[i] = (uint16_t)slot;
        break;
    default:
        ((uint32_t *)index)[i] = slot;
        break;
    }
}

/* The part of a hash (its top slot_bits bits, in `top`) that a slot keeps, in its place; and whether a slot has it. */
static inline uint32_t ouro__index_fragment(uint32_t top, unsigned log2, unsigned slot_bits)
{
    return (uint32_t)((uint64_t)top << log2) & (uint32_t)((1ull << slot_bits) - 1);
}

static inline bool ouro__index_matches(uint32_t slot, uint32_t fragment, unsigned log2)
{
    return (slot ^ fragment) >> log2 == 0;
}

static inline uint32_t ouro__index_entry(uint32_t slot, unsigned log2)
{
    return (slot & (((uint32_t)1 << log2) - 1)) - 1;
}

/* ---- Keys ---- */

/* Ints whose hash is told by arithmetic; tables of only these, or of only exact strs, do not store hashes. */
static inline bool ouro__int_hashes_simply(const ouro_object *o)
{
    return ouro__int_is_small(o) && (uint64_t)((const ouro_int *)o)->value + (1ull << 60) < 1ull << 61;
}

static inline int64_t ouro__simple_int_hash(const ouro_object *o)
{
    int64_t value = ((const ouro_int *)o)->value;
    return value == -1 ? -2 : value;
}

static inline bool ouro__str_is_exact(const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_STR);
}

/* hash(key). -1: failed. */
static inline int64_t ouro__key_hash(ouro_runtime *rt, ouro_object *key)
{
    if (ouro__likely(ouro__str_is_exact(key)))
        return ouro__str_hash64(rt, key);
    if (ouro__int_hashes_simply(key))
        return ouro__simple_int_hash(key);
    return ouro__hash(rt, key);
}

/* Equality of two different objects with equal hashes, without running code of the program: 1, 0; -1: not known. */
static inline int ouro__keys_equal_quickly(const ouro_object *a, const ouro_object *b)
{
    if (ouro__str_is_exact(a) && ouro__str_is_exact(b))
        return ouro__str_equal(a, b);
    if (ouro__int_is_small(a) && ouro__int_is_small(b))
        return ((const ouro_int *)a)->value == ((const ouro_int *)b)->value;
    return -1;
}

#endif
