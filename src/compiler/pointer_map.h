/* A map from pointers to small numbers that remembers the order of insertion, in a region. */
#ifndef OURO_COMPILER_POINTER_MAP_H
#define OURO_COMPILER_POINTER_MAP_H

#include "heap/region.h"

#include <stdint.h>

typedef struct ouro_pointer_map {
    struct ouro_pointer_map_entry {
        const void *key;
        uint32_t value;
    } * entries;
    uint32_t count, capacity;
    uint32_t *index; /* entry number + 1; 0: free. Absent while there are few entries */
    uint32_t index_mask;
} ouro_pointer_map;

#define OURO_MAP_MISSING UINT32_MAX

/* The value of a key, or OURO_MAP_MISSING. */
uint32_t ouro__pointer_map_get(const ouro_pointer_map *map, const void *key);
/* Adds a key that is not there yet. 0, or -1 when the region refuses. */
int ouro__pointer_map_add(ouro_pointer_map *map, ouro_region *region, const void *key, uint32_t value);

#endif
