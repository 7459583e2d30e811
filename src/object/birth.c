#include "object/birth.h"

uint64_t ouro__birth_serial(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    (void)o;
    return 0;
}
