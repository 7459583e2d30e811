/* The references of an object, by layout, for loops that want them without a call.
 *
 * ouro__each_reference is meant to be inlined with a `visit` that is inlined too; only OURO_LAYOUT_CALLBACK
 * costs calls. Whoever uses it sees each counted reference exactly once, the one to the class object last. */
#ifndef OURO_OBJECT_LAYOUT_H
#define OURO_OBJECT_LAYOUT_H

#include "object/attrs.h"

typedef struct ouro__tuple_layout {
    ouro_object head;
    uint64_t count;
    ouro_object *items[];
} ouro__tuple_layout;

typedef struct ouro__list_layout {
    ouro_object head;
    ouro_object **items;
    uint32_t count;
} ouro__list_layout;

#define ouro__always_inline inline __attribute__((always_inline))

static inline ouro_object **ouro__field_at(ouro_object *o, uint16_t offset)
{
    return (ouro_object **)((char *)o + offset);
}

static ouro__always_inline void ouro__each_item(ouro_runtime *rt, ouro_object *const *items, size_t count,
                                                ouro_visit visit, void *context)
{
    for (size_t i = 0; i < count; i++)
        if (items[i])
            visit(rt, items[i], context);
}

/* The dict is a part of its instance: what it refers to is reported, not the dict itself. */
static inline void ouro__each_private_attribute(ouro_runtime *rt, ouro_object *dict, ouro_visit visit,
                                                void *context)
{
    ouro__type_of(rt, dict)->traverse(rt, dict, visit, context);
}

static ouro__always_inline void ouro__each_attribute(ouro_runtime *rt, const ouro_type *type, ouro_object *o,
                                                     ouro_visit visit, void *context)
{
    ouro_attrs *attrs = ouro__attrs_of(rt, type, o);
    uint64_t word = attrs->word;
    if (ouro__unlikely(ouro__attrs_is_private(word)))
        ouro__each_private_attribute(rt, (ouro_object *)ouro__attrs_pointer(word), visit, context);
    else if (ouro__attrs_is_dict(word))
        visit(rt, (ouro_object *)ouro__attrs_pointer(word), context);
    else
        ouro__each_item(rt, attrs->slots, ouro__attrs_capacity(word), visit, context);
}

static ouro__always_inline void ouro__each_reference(ouro_runtime *rt, const ouro_type *type, ouro_object *o,
                                                     ouro_visit visit, void *context)
{
    if (type->fields)
        for (const uint16_t *field = type->fields; *field; field++) {
            ouro_object *child = *ouro__field_at(o, *field);
            if (child)
                visit(rt, child, context);
        }
    if (type->attrs_offset)
        ouro__each_attribute(rt, type, o, visit, context);
    switch (type->layout) {
    case OURO_LAYOUT_TUPLE: {
        ouro__tuple_layout *tuple = (ouro__tuple_layout *)o;
        ouro__each_item(rt, tuple->items, tuple->count, visit, context);
        break;
    }
    case OURO_LAYOUT_LIST: {
        ouro__list_layout *list = (ouro__list_layout *)o;
        ouro__each_item(rt, list->items, list->count, visit, context);
        break;
    }
    case OURO_LAYOUT_CALLBACK:
        if (type->traverse)
            type->traverse(rt, o, visit, context);
        break;
    }
    if (type->flags & OURO_TYPE_COUNTS_CLASS && type->class_object)
        visit(rt, type->class_object, context);
}

/* True for an object that is no container and ends with its block: no references, finalizer or weak
 * references. */
static inline bool ouro__is_plain_leaf(const ouro_type *type, uint32_t word)
{
    uint32_t flags = type->flags;
    if (type->layout != OURO_LAYOUT_LEAF || type->fields || type->attrs_offset ||
        flags & (OURO_TYPE_HAS_DEL | OURO_TYPE_COUNTS_CLASS | OURO_TYPE_CONTAINER))
        return false;
    return !(flags & OURO_TYPE_WEAKLY_REFERENCEABLE && word & OURO_WEAKLY_REFERENCED);
}

#endif
