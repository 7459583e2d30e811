/* What objects and references are called. */
#include "ouro/python.h"

#include "vm/object_labels.h"

size_t ouro_reference_label(ouro_runtime *rt, ouro_object *from, const ouro_object *to, char *buffer,
                            size_t size)
{
    ouro__label label = ouro__label_to(rt, from, to);
    return ouro__label_format(rt, &label, buffer, size);
}

size_t ouro_object_title(ouro_runtime *rt, ouro_object *o, char *buffer, size_t size)
{
    return ouro__object_title(rt, o, buffer, size);
}
