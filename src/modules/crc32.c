/* CRC-32 with the polynomial of zlib and PNG, four bits at a time. */
#include "modules/crc32.h"

#include "types/int.h"
#include "types/protocol.h"

uint32_t ouro__crc32(uint32_t crc, const uint8_t *data, size_t length)
{
    static const uint32_t table[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    crc = ~crc;
    for (size_t i = 0; i < length; i++) {
        crc ^= data[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return ~crc;
}

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
