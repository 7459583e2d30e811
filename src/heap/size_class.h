/* Size classes: 8 bytes apart up to 128, then eight to a doubling (about 12.5 % apart) up to 32 KiB.
 *
 * Computed, not looked up, so that a compiler folds the class of a constant size. */
#ifndef OURO_HEAP_SIZE_CLASS_H
#define OURO_HEAP_SIZE_CLASS_H

#include <stddef.h>

/* What a block is for; pages are separated by kind. */
enum ouro_heap_kind {
    OURO_HEAP_RAW,       /* buffers; the only blocks that can be resized */
    OURO_HEAP_OBJECT,    /* objects that can be in no cycle */
    OURO_HEAP_CONTAINER, /* objects that can; see heap.h for their first 8 bytes */
    OURO_HEAP_KINDS
};

enum { OURO__CLASSES = 80, OURO__SMALL_MAX = 32768 };

/* For sizes up to OURO__SMALL_MAX. Size 0 is taken as 1, and no container is under 16. */
static inline unsigned ouro__size_class(size_t size, enum ouro_heap_kind kind)
{
    if (kind == OURO_HEAP_CONTAINER && size < 16)
        size = 16;
    if (size <= 128)
        return size ? (unsigned)(size - 1) >> 3 : 0;
    unsigned last = (unsigned)size - 1, log2 = 31 - (unsigned)__builtin_clz(last);
    return 16 + (log2 - 7) * 8 + ((last >> (log2 - 3)) & 7);
}

static inline size_t ouro__class_bytes(unsigned size_class)
{
    if (size_class < 16)
        return (size_class + 1) * 8;
    return (size_t)(size_class % 8 + 9) << (size_class / 8 + 2);
}

#endif
