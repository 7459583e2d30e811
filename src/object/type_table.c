/* The table of type descriptors: static ones at fixed indexes, the others given out and taken back. The table is
 * committed as it grows; what is committed counts in the heap's budget. */
#include "object/type_table.h"

#include "os/os.h"

#include <string.h>

enum { TABLE_STEP = 64 * 1024 };

static bool commit_up_to(ouro_runtime *rt, size_t wanted)
{
    size_t size = (wanted + TABLE_STEP - 1) & ~(size_t)(TABLE_STEP - 1);
    if (size <= rt->types_committed)
        return true;
    size_t more = size - rt->types_committed;
    if (ouro__heap_charge(&rt->heap, (ptrdiff_t)more) < 0)
        return false;
    if (!ouro__os_commit((char *)rt + OURO_TYPES_OFFSET + rt->types_committed, more)) {
        ouro__heap_charge(&rt->heap, -(ptrdiff_t)more);
        return false;
    }
    rt->types_committed = size;
    return true;
}

static uint32_t new_index(ouro_runtime *rt)
{
    uint32_t index = rt->free_type;
    if (index) {
        rt->free_type = ouro__type_at(rt, index << 8)->version;
        return index;
    }
    if (rt->type_count == OURO_TYPES_MAX || !commit_up_to(rt, (size_t)(rt->type_count + 1) * sizeof(ouro_type)))
        return 0;
    return rt->type_count++;
}

ouro_type *ouro__type_add(ouro_runtime *rt, uint32_t index)
{
    if (rt->type_count < OURO_STATIC_TYPES) {
        if (!commit_up_to(rt, OURO_STATIC_TYPES * sizeof(ouro_type)))
            return ouro__no_memory(rt);
        rt->type_count = OURO_STATIC_TYPES;
    }
    if (!index && !(index = new_index(rt)))
        return ouro__no_memory(rt);
    ouro_type *type = ouro__type_at(rt, index << 8);
    memset(type, 0, sizeof *type);
    type->word = index << 8;
    return type;
}

void ouro__type_release(ouro_runtime *rt, ouro_type *type)
{
    if (rt->hooks.type_released)
        rt->hooks.type_released(rt, type);
    uint32_t index = type->word >> 8;
    memset(type, 0, sizeof *type);
    type->version = rt->free_type;
    rt->free_type = index;
}
