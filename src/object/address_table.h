/* A table from an object's address to what only few objects have: behind a flag of the object or its type, so
 * that all others pay nothing. Looking up and taking out never allocate. */
#ifndef OURO_OBJECT_ADDRESS_TABLE_H
#define OURO_OBJECT_ADDRESS_TABLE_H

#include "object/runtime.h"

typedef struct ouro__address_entry {
    ouro_object *object; /* NULL: free */
    void *value;
    uint64_t serial; /* order of entry: larger is later */
} ouro__address_entry;

typedef struct ouro__address_table {
    ouro__address_entry *entries; /* NULL: no room yet */
    size_t mask, count;
    uint64_t next_serial;
} ouro__address_table;

/* NULL: not there. The entry stays where it is until the next change of the table. */
ouro__address_entry *ouro__address_find(const ouro__address_table *table, const ouro_object *o);
/* The entry of `o`, made if there is none (value NULL). NULL, without exception, when memory is refused. */
ouro__address_entry *ouro__address_enter(ouro_runtime *rt, ouro__address_table *table, ouro_object *o);
void ouro__address_remove(ouro__address_table *table, ouro__address_entry *entry);
/* Gives back room that is not needed. */
void ouro__address_shrink(ouro_runtime *rt, ouro__address_table *table);
void ouro__address_release(ouro_runtime *rt, ouro__address_table *table);

#endif
