/* Public structures that begin with their size, so that programs compiled against another version of a header fit. */
#ifndef OURO_OBJECT_VERSIONED_H
#define OURO_OBJECT_VERSIONED_H

#include <stddef.h>
#include <string.h>

/* Fills what the caller's version of a structure of `size` bytes has room for of the `known` ones, `size` itself
 * excepted. */
static inline void ouro__copy_out(void *to, const void *from, size_t size, size_t known)
{
    if (size > sizeof(size_t))
        memcpy((char *)to + sizeof(size_t), (const char *)from + sizeof(size_t),
               (size < known ? size : known) - sizeof(size_t));
}

#endif
