/* The side tables of a runtime. */
#ifndef OURO_OBJECT_TABLES_H
#define OURO_OBJECT_TABLES_H

#include "object/address_table.h"

struct ouro__tables {
    ouro__address_table weakrefs; /* value: the first weak reference (weakref.c) */
    ouro__address_table births;   /* of objects with a finalizer (birth.c) */
};

#endif
