/* See pointer_map.h. Few entries are searched in order; past that, open addressing over entry numbers. */
#include "compiler/pointer_map.h"

#include <string.h>

enum { FEW = 8 };

static uint32_t hash_pointer(const void *key)
{
    return (uint32_t)(((uint64_t)(uintptr_t)key >> 4) * 0x9E3779B97F4A7C15ull >> 32);
}

uint32_t ouro__pointer_map_get(const ouro_pointer_map *map, const void *key)
{
    if (!map->index) {
        for (uint32_t i = 0; i < map->count; i++)
            if (map->entries[i].key == key)
                return map->entries[i].value;
        return OURO_MAP_MISSING;
    }
    for (uint32_t at = hash_pointer(key);; at++) {
        uint32_t entry = map->index[at & map->index_mask];
        if (entry == 0)
            return OURO_MAP_MISSING;
        if (map->entries[entry - 1].key == key)
            return map->entries[entry - 1].value;
    }
}

static void enter_index(ouro_pointer_map *map, uint32_t number)
{
    uint32_t at = hash_pointer(map->entries[number].key);
    while (map->index[at & map->index_mask])
        at++;
    map->index[at & map->index_mask] = number + 1;
}

static int grow(ouro_pointer_map *map, ouro_region *region)
{
    uint32_t capacity = map->capacity ? map->capacity * 2 : FEW;
    void *entries = ouro__region_alloc(region, capacity * sizeof *map->entries);
    if (!entries)
        return -1;
    if (map->count)
        memcpy(entries, map->entries, map->count * sizeof *map->entries);
    map->entries = entries;
    map->capacity = capacity;
    if (capacity <= FEW)
        return 0;
    map->index = ouro__region_alloc(region, capacity * 2 * sizeof *map->index);
    if (!map->index)
        return -1;
    map->index_mask = capacity * 2 - 1;
    for (uint32_t i = 0; i < map->count; i++)
        enter_index(map, i);
    return 0;
}

int ouro__pointer_map_add(ouro_pointer_map *map, ouro_region *region, const void *key, uint32_t value)
{
    if (map->count == map->capacity && grow(map, region) < 0)
        return -1;
    map->entries[map->count].key = key;
    map->entries[map->count].value = value;
    map->count++;
    if (map->index)
        enter_index(map, map->count - 1);
    return 0;
}
