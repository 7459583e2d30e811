/* Open addressing with linear probing; an entry is taken out by shifting back what follows, so that there are
 * no graves. Only entering can grow the table, and so only entering can fail; it also takes the chance to
 * shrink a table that has emptied. */
#include "object/address_table.h"

enum { FIRST_ROOM = 16, SHRINK_FROM = 1024 };

static size_t home(const ouro__address_table *table, const ouro_object *o)
{
    return (size_t)(((uintptr_t)o >> 3) * 0x9e3779b97f4a7c15ull >> 20) & table->mask;
}

/* The object's entry, or the free one where it would stand. */
static ouro__address_entry *place_of(const ouro__address_table *table, const ouro_object *o)
{
    size_t i = home(table, o);
    while (table->entries[i].object && table->entries[i].object != o)
        i = (i + 1) & table->mask;
    return &table->entries[i];
}

static int resize(ouro_runtime *rt, ouro__address_table *table, size_t room)
{
    ouro__address_entry *entries = ouro__heap_alloc_zeroed(&rt->heap, room * sizeof *entries, OURO_HEAP_RAW);
    if (!entries)
        return -1;
    /* The old table is read only now: making room may have run a collection that took entries out. */
    ouro__address_entry *old = table->entries;
    size_t old_room = old ? table->mask + 1 : 0;
    table->entries = entries;
    table->mask = room - 1;
    for (size_t i = 0; i < old_room; i++)
        if (old[i].object)
            *place_of(table, old[i].object) = old[i];
    ouro__heap_free(&rt->heap, old, OURO_HEAP_RAW);
    return 0;
}

static int make_room(ouro_runtime *rt, ouro__address_table *table)
{
    if (!table->entries)
        return resize(rt, table, FIRST_ROOM);
    size_t room = table->mask + 1;
    if ((table->count + 1) * 4 > room * 3)
        return resize(rt, table, room * 2);
    if (room > SHRINK_FROM && table->count * 16 < room)
        resize(rt, table, room / 4); /* refused: it stays large, but making room may have released it */
    return table->entries ? 0 : resize(rt, table, FIRST_ROOM);
}

ouro__address_entry *ouro__address_find(const ouro__address_table *table, const ouro_object *o)
{
    if (!table->entries)
        return NULL;
    ouro__address_entry *entry = place_of(table, o);
    return entry->object ? entry : NULL;
}

ouro__address_entry *ouro__address_enter(ouro_runtime *rt, ouro__address_table *table, ouro_object *o)
{
    ouro__address_entry *entry = ouro__address_find(table, o);
    if (entry)
        return entry;
    if (make_room(rt, table) < 0)
        return NULL;
    entry = place_of(table, o);
    *entry = (ouro__address_entry){.object = o, .serial = ++table->next_serial};
    table->count++;
    return entry;
}

void ouro__address_remove(ouro__address_table *table, ouro__address_entry *entry)
{
    size_t hole = (size_t)(entry - table->entries);
    for (size_t i = (hole + 1) & table->mask; table->entries[i].object; i = (i + 1) & table->mask) {
        size_t distance = (i - home(table, table->entries[i].object)) & table->mask;
        if (distance >= ((i - hole) & table->mask)) {
            table->entries[hole] = table->entries[i];
            hole = i;
        }
    }
    table->entries[hole].object = NULL;
    table->count--;
}

void ouro__address_shrink(ouro_runtime *rt, ouro__address_table *table)
{
    size_t room = FIRST_ROOM;
    if (!table->count) {
        ouro__heap_free(&rt->heap, table->entries, OURO_HEAP_RAW);
        table->entries = NULL;
        table->mask = 0;
        return;
    }
    while (room < table->count * 2)
        room *= 2;
    if (room * 2 <= table->mask)
        resize(rt, table, room); /* refused: it stays large */
}

void ouro__address_release(ouro_runtime *rt, ouro__address_table *table)
{
    ouro__heap_free(&rt->heap, table->entries, OURO_HEAP_RAW);
    *table = (ouro__address_table){0};
}
