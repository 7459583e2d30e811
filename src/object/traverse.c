/* Following and taking out the references of one object, whatever its layout: the general forms, one call an
 * object or a reference. The collector and deallocation have inlined forms of their own for what is
 * common. */
#include "object/traverse.h"

#include "object/layout.h"
#include "object/slot.h"

void ouro__traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    ouro__each_reference(rt, ouro__type_of(rt, o), o, visit, context);
}

static ouro_object *drain_fields(ouro_runtime *rt, const ouro_type *type, ouro_object *o)
{
    for (const uint16_t *field = type->fields; *field; field++) {
        ouro_object *child = ouro__slot_take(rt, o, ouro__field_at(o, *field));
        if (child)
            return child;
    }
    return NULL;
}

static ouro_object *drain_attributes(ouro_runtime *rt, const ouro_type *type, ouro_object *o)
{
    ouro_attrs *attrs = ouro__attrs_of(rt, type, o);
    uint64_t word = attrs->word;
    if (ouro__attrs_is_dict(word))
        return ouro__attrs_take_dict(rt, attrs);
    for (unsigned i = 0; i < ouro__attrs_capacity(word); i++) {
        ouro_object *child = ouro__slot_take(rt, o, &attrs->slots[i]);
        if (child)
            return child;
    }
    return NULL;
}

static ouro_object *drain_tuple(ouro_object *o)
{
    ouro__tuple_layout *tuple = (ouro__tuple_layout *)o;
    while (tuple->count) {
        ouro_object *child = tuple->items[--tuple->count];
        if (child)
            return child;
    }
    return NULL;
}

static ouro_object *drain_list(ouro_object *o)
{
    ouro__list_layout *list = (ouro__list_layout *)o;
    while (list->count) {
        ouro_object *child = list->items[--list->count];
        if (child)
            return child;
    }
    return NULL;
}

ouro_object *ouro__drain(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    ouro_object *child = NULL;
    if (type->fields && (child = drain_fields(rt, type, o)))
        return child;
    if (type->attrs_offset && (child = drain_attributes(rt, type, o)))
        return child;
    switch (type->layout) {
    case OURO_LAYOUT_TUPLE:
        return drain_tuple(o);
    case OURO_LAYOUT_LIST:
        return drain_list(o);
    case OURO_LAYOUT_CALLBACK:
        return type->drain ? type->drain(rt, o) : NULL;
    }
    return NULL;
}
