/* CRC-32 with the polynomial of zlib and PNG. */
#ifndef OURO_DUMP_CHECKSUM_H
#define OURO_DUMP_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* The check sum of more bytes behind those whose check sum is `crc` (0: none yet). */
uint32_t ouro__crc32(uint32_t crc, const uint8_t *data, size_t length);

#endif
