/* How the collector and deallocation find the slots behind a value of varying size. See end_slots.h. */
#include "types/end_slots.h"

#include "object/slot.h"

static void traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    const ouro_type *type = ouro__type_of(rt, o);
    for (size_t i = 0; i < type->slot_count; i++) {
        ouro_object *child = *ouro__end_slot(rt, type, o, i);
        if (child)
            visit(rt, child, context);
    }
}

static ouro_object *drain(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    for (size_t i = 0; i < type->slot_count; i++) {
        ouro_object **slot = ouro__end_slot(rt, type, o, i);
        if (*slot)
            return ouro__slot_take(rt, o, slot);
    }
    return NULL;
}

void ouro__end_slots_add(ouro_type *type, const ouro_type *base, size_t added)
{
    type->slot_count = (uint16_t)(base->slot_count + added);
    if (type->slot_count) {
        type->layout = OURO_LAYOUT_CALLBACK;
        type->traverse = traverse;
        type->drain = drain;
    }
}

void ouro__end_slots_clear(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    for (size_t i = 0; i < type->slot_count; i++)
        *ouro__end_slot(rt, type, o, i) = NULL;
}
