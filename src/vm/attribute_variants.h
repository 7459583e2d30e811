/* What attribute instructions that meet instances of several types found for each of them.
 *
 * An inline cache holds one type. When another comes, the lookup and the choice of the specialised form would be made again at
 * every change; so what a cache was told is remembered by type version and name, too. An entry holds good as long as the version
 * does, as the cache itself. */
#ifndef OURO_VM_ATTRIBUTE_VARIANTS_H
#define OURO_VM_ATTRIBUTE_VARIANTS_H

#include "types/class.h"

typedef struct ouro_attribute_variant {
    ouro_object *name; /* owned, so that its address stays its own; NULL: empty */
    uint64_t words[3]; /* of the cache; the first has the version in its low half */
    uint8_t op, base;
} ouro_attribute_variant;

/* What `base` is to do with the name in instances of the type: NULL when that is not known. */
const ouro_attribute_variant *ouro__variant_find(ouro_runtime *rt, const ouro_type *type, ouro_object *name,
                                                 unsigned base);
/* The same form and cache for the instruction. */
void ouro__variant_apply(const uint64_t *pc, const ouro_attribute_variant *variant);
/* Remembers what a specialised instruction was told, when its guard is a type version. */
void ouro__variant_add(ouro_runtime *rt, const uint64_t *pc, ouro_object *name);
void ouro__variants_destroy(ouro_runtime *rt);

#endif
