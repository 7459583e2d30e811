/* A side table from the address of each object whose type has a finalizer to the order of its birth. */
#include "object/birth.h"

#include "object/tables.h"

void ouro__birth_note(ouro_runtime *rt, ouro_object *o)
{
    ouro__birth_forget(rt, o); /* an entry left over by a type that lost its finalizer */
    ouro__address_enter(rt, &rt->tables->births, o);
}

void ouro__birth_forget(ouro_runtime *rt, ouro_object *o)
{
    ouro__address_entry *entry = ouro__address_find(&rt->tables->births, o);
    if (entry)
        ouro__address_remove(&rt->tables->births, entry);
}

uint64_t ouro__birth_serial(ouro_runtime *rt, ouro_object *o)
{
    ouro__address_entry *entry = ouro__address_find(&rt->tables->births, o);
    return entry ? entry->serial : 0;
}
