/* The table of type descriptors: static ones at fixed indexes, the others given out and taken back. The table
 * is committed as it grows; what is committed counts in the heap's budget. */
#include "object/type_table.h"

#include "os/os.h"

#include <string.h>

enum { TABLE_STEP = 64 * 1024 };

static bool commit_up_to(ouro_runtime *rt, size_t wanted)
{
    size_t size = (wanted + TABLE_STEP - 1) & ~(size_t)(TABLE_STEP - 1);
    while (size > rt->types_committed) {
        size_t from = rt->types_committed, more = size - from;
        if (ouro__heap_charge(&rt->heap, (ptrdiff_t)more) < 0)
            return false;
        bool trimmed = rt->types_committed != from; /* to make room */
        bool done = !trimmed && ouro__os_commit((char *)rt + OURO_TYPES_OFFSET + from, more);
        if (done)
            rt->types_committed = size;
        else
            ouro__heap_charge(&rt->heap, -(ptrdiff_t)more);
        if (!done && !trimmed)
            return false;
    }
    return true;
}

static uint32_t new_index(ouro_runtime *rt)
{
    uint32_t index = rt->free_type;
    if (index) {
        rt->free_type = ouro__type_at(rt, index << 8)->version;
        return index;
    }
    if (rt->type_count == OURO_TYPES_MAX ||
        !commit_up_to(rt, (size_t)(rt->type_count + 1) * sizeof(ouro_type)))
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

/* The free indexes below `count` alone stay in their list. */
static void forget_free_types(ouro_runtime *rt, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t index = rt->free_type, next; index; index = next) {
        ouro_type *type = ouro__type_at(rt, index << 8);
        next = type->version;
        if (index < count) {
            type->version = kept;
            kept = index;
        }
    }
    rt->free_type = kept;
}

void ouro__type_table_trim(ouro_runtime *rt)
{
    uint32_t count = rt->type_count;
    while (count > OURO_STATIC_TYPES && !ouro__type_at(rt, (count - 1) << 8)->word)
        count--;
    size_t size = ((size_t)count * sizeof(ouro_type) + TABLE_STEP - 1) & ~(size_t)(TABLE_STEP - 1);
    if (count <= OURO_STATIC_TYPES || size >= rt->types_committed)
        return;
    forget_free_types(rt, count);
    rt->type_count = count;
    size_t gone = rt->types_committed - size;
    ouro__os_uncommit((char *)rt + OURO_TYPES_OFFSET + size, gone);
    ouro__heap_charge(&rt->heap, -(ptrdiff_t)gone);
    rt->types_committed = size;
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
