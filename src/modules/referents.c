/* The references of an object in the order in which CPython's traverse functions visit them. */
#include "modules/referents.h"

#include "object/layout.h"
#include "types/dict.h"

static void each_of_dict(ouro_runtime *rt, ouro_object *dict, ouro_visit visit, void *context)
{
    bool with_keys = ((ouro_dict *)dict)->keys->kind != OURO_DICT_STR_KEYS;
    ouro_object *key, *value;
    for (size_t position = 0; ouro__dict_next(rt, dict, &position, &key, &value);) {
        visit(rt, value, context);
        if (with_keys)
            visit(rt, key, context);
    }
}

static void each_of_attributes(ouro_runtime *rt, const ouro_type *type, ouro_object *o, ouro_visit visit,
                               void *context)
{
    uint64_t word = ouro__attrs_of(rt, type, o)->word;
    if (ouro__attrs_is_private(word))
        each_of_dict(rt, ouro__attrs_pointer(word), visit, context);
    else
        ouro__each_attribute(rt, type, o, visit, context);
}

static void each_from_last(ouro_runtime *rt, ouro_object *const *items, size_t count, ouro_visit visit,
                           void *context)
{
    while (count-- > 0)
        if (items[count])
            visit(rt, items[count], context);
}

void ouro__each_shown_referent(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    const ouro_type *type = ouro__type_of(rt, o);
    for (const uint16_t *field = type->fields; field && *field; field++)
        each_from_last(rt, ouro__field_at(o, *field), 1, visit, context);
    if (type->attrs_offset)
        each_of_attributes(rt, type, o, visit, context);
    if (type->flags & OURO_TYPE_COUNTS_CLASS)
        visit(rt, type->class_object, context);
    if (type->layout == OURO_LAYOUT_TUPLE)
        each_from_last(rt, ((ouro__tuple_layout *)o)->items, ((ouro__tuple_layout *)o)->count, visit,
                       context);
    else if (type->layout == OURO_LAYOUT_LIST)
        each_from_last(rt, ((ouro__list_layout *)o)->items, ((ouro__list_layout *)o)->count, visit, context);
    else if (ouro__is_dict(rt, o))
        each_of_dict(rt, o, visit, context);
    else if (type->layout == OURO_LAYOUT_CALLBACK && type->traverse)
        type->traverse(rt, o, visit, context);
}
