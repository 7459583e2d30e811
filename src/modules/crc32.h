/* CRC-32 without a library, and the low bits of ints that check sums go on from. */
#ifndef OURO_MODULES_CRC32_H
#define OURO_MODULES_CRC32_H

#include "types/statics.h"

/* The check sum of more bytes behind those whose check sum is `crc` (0: none yet). */
uint32_t ouro__crc32(uint32_t crc, const uint8_t *data, size_t length);
/* The low 32 bits of an int, two's complement. 0, or -1 with TypeError or MemoryError. */
int ouro__low_bits(ouro_runtime *rt, ouro_object *o, uint32_t *bits);

#endif
