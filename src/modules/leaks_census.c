/* Censuses. See leaks.h. */
#include "modules/leaks.h"

#include "trace/tracer.h"
#include "types/type_ids.h"

#include <string.h>

enum { FIRST_ROOM = 1024 };

typedef struct census_walk {
    ouro_runtime *rt;
    ouro__census *census;
} census_walk;

bool ouro__census_place(ouro_runtime *rt, void *block, enum ouro_heap_kind kind, uint32_t *type,
                        uint32_t *place)
{
    if (kind == OURO_HEAP_RAW)
        return false;
    const ouro_object *o = block;
    *type = o->word >> 8;
    if (*type == 0 || *type >= rt->type_count || !ouro__type_of(rt, o)->class_object)
        return false; /* freed, or being made */
    uint32_t stack = ouro__tracer_stack_of(rt, block);
    if (stack == OURO_STACK_NONE || stack == OURO_STACK_ROOT)
        return false;
    *place = ouro__stacks_node(&rt->tracer->sites.stacks, stack)->place;
    return true;
}

/* With its buffers. Those of objects being made are left alone. */
static size_t bytes_of(ouro_runtime *rt, ouro_object *o, size_t block_bytes, enum ouro_heap_kind kind)
{
    const ouro_type *type = ouro__type_of(rt, o);
    bool complete =
        (kind == OURO_HEAP_CONTAINER && (o->word & OURO_TRACKED || type->flags & OURO_TYPE_UNTRACKABLE)) ||
        o->word >> 8 == OURO_T_BYTEARRAY;
    return type->size_of && complete ? type->size_of(rt, o) : block_bytes;
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
    if (!ouro__census_place(walk->rt, block, kind, &type, &place))
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

bool ouro__census_take(ouro_runtime *rt, ouro__census *c)
{
    return rt->tracer && ouro__heap_walk(&rt->heap, count_block, &(census_walk){rt, c}) == 0;
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
