/* See crc32.h. */
#include "modules/crc32.h"

#include "types/int.h"
#include "types/protocol.h"

int ouro__low_bits(ouro_runtime *rt, ouro_object *o, uint32_t *bits)
{
    int64_t value;
    ouro_object *index = ouro__index(rt, o);
    if (!index)
        return -1;
    if (ouro__int_as_int64(rt, index, &value) < 0) {
        ouro_object *mask = ouro__int_new(rt, UINT32_MAX);
        ouro_object *low = mask ? ouro__int_binary(rt, OURO_AND, index, mask) : NULL;
        ouro_xdecref(rt, mask);
        if (!low) {
            ouro_decref(rt, index);
            return -1;
        }
        ouro__int_as_int64(rt, low, &value);
        ouro_decref(rt, low);
    }
    ouro_decref(rt, index);
    *bits = (uint32_t)value;
    return 0;
}
