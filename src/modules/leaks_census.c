/* Censuses. See leaks.h. */
#include "modules/leaks.h"

#include "object/size.h"
#include "trace/tracer.h"
#include "types/type_ids.h"

#include <string.h>

enum { FIRST_ROOM = 1024 };

typedef struct census_walk {
    ouro_runtime *rt;
    ouro__census *census;
    bool all;
} census_walk;

/* Whether a block is an object, and of which type. */
static bool is_object(ouro_runtime *rt, void *block, enum ouro_heap_kind kind, uint32_t *type)
{
    const ouro_object *o = block;
    if (kind == OURO_HEAP_RAW)
        return false;
    *type = o->word >> 8;
    return *type && *type < rt->type_count &&
           ouro__type_of(rt, o)->class_object; /* else freed, or being made */
}

/* The place that allocated a block; 0 when it is not traced. */
static uint32_t place_of(ouro_runtime *rt, const void *block)
{
    uint32_t stack = ouro__tracer_stack_of(rt, block);
    return stack == OURO_STACK_NONE ? 0 : ouro__stacks_node(&rt->sites->stacks, stack)->place;
}

bool ouro__census_place(ouro_runtime *rt, void *block, enum ouro_heap_kind kind, uint32_t *type,
                        uint32_t *place)
{
    return is_object(rt, block, kind, type) && (*place = place_of(rt, block)) != 0;
}

/* With its buffers. Those of objects being made are left alone. */
static size_t bytes_of(ouro_runtime *rt, ouro_object *o, size_t block_bytes, enum ouro_heap_kind kind)
{
    const ouro_type *type = ouro__type_of(rt, o);
    bool complete = kind == OURO_HEAP_CONTAINER
                        ? (o->word & OURO_TRACKED) || type->flags & OURO_TYPE_UNTRACKABLE
                        : o->word >> 8 == OURO_T_BYTEARRAY;
    return complete ? ouro__object_size(rt, o) : block_bytes;
}

static ouro__census_row *slot_of(const ouro__census *c, uint32_t type, uint32_t place)
{
    ouro__census_row *rows = c->memory.memory;
    size_t slot = (type * 0x9e3779b1u ^ place * 0x85ebca6bu) & (c->room - 1);
    while (rows[slot].count && (rows[slot].type != type || rows[slot].place != place))
        slot = (slot + 1) & (c->room - 1);
    return &rows[slot];
}

/* Makes room for one row more. */
static bool make_room(ouro_runtime *rt, ouro__census *c)
{
    if (c->rows < c->room / 2)
        return true;
    ouro__census wider = {.room = c->room ? c->room * 2 : FIRST_ROOM, .rows = c->rows};
    if (!ouro__growing_reserve(&rt->heap, &wider.memory, wider.room * sizeof(ouro__census_row)))
        return false;
    const ouro__census_row *rows = c->memory.memory;
    for (size_t i = 0; i < c->room; i++)
        if (rows[i].count)
            *slot_of(&wider, rows[i].type, rows[i].place) = rows[i];
    ouro__growing_release(&rt->heap, &c->memory);
    *c = wider;
    return true;
}

/* ouro_heap_visit */
static int count_block(void *context, void *block, size_t usable, enum ouro_heap_kind kind)
{
    census_walk *walk = context;
    uint32_t type, place;
    if (!is_object(walk->rt, block, kind, &type) || (!(place = place_of(walk->rt, block)) && !walk->all))
        return 0;
    if (!make_room(walk->rt, walk->census))
        return -1;
    ouro__census_row *row = slot_of(walk->census, type, place);
    if (!row->count) {
        *row = (ouro__census_row){.type = type, .place = place};
        walk->census->rows++;
    }
    row->count++;
    row->bytes += bytes_of(walk->rt, block, usable, kind);
    return 0;
}

bool ouro__census_take(ouro_runtime *rt, ouro__census *c, bool all)
{
    return rt->tracer && ouro__heap_walk(&rt->heap, count_block, &(census_walk){rt, c, all}) == 0;
}

ouro__census_row ouro__census_find(const ouro__census *c, uint32_t type, uint32_t place)
{
    return c->room ? *slot_of(c, type, place) : (ouro__census_row){0};
}

void ouro__census_release(ouro_runtime *rt, ouro__census *c)
{
    ouro__growing_release(&rt->heap, &c->memory);
    *c = (ouro__census){0};
}
