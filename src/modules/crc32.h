/* CRC-32, and the low bits of ints that check sums go on from. */
#ifndef OURO_MODULES_CRC32_H
#define OURO_MODULES_CRC32_H

#include "dump/checksum.h"
#include "types/statics.h"

/* The low 32 bits of an int, two's complement. 0, or -1 with TypeError or MemoryError. */
int ouro__low_bits(ouro_runtime *rt, ouro_object *o, uint32_t *bits);

#endif
