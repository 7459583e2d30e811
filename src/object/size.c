/* The size of one object, by its type. */
#include "object/size.h"

static size_t private_dict_size(ouro_runtime *rt, uint64_t word)
{
    return ouro__attrs_is_private(word) ? ouro__object_size(rt, ouro__attrs_pointer(word)) : 0;
}

size_t ouro__object_size(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    if (type->size_of)
        return type->size_of(rt, o);
    if (type->attrs_offset && type->attrs_offset != OURO_ATTRS_AT_END) {
        uint64_t word = ouro__attrs_of(rt, type, o)->word;
        return type->size + ouro__attrs_capacity(word) * sizeof(ouro_object *) + private_dict_size(rt, word);
    }
    return type->item_size ? ouro__heap_usable(&rt->heap, o) : type->size;
}
