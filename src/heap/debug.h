/* The debug heap, as dress.c calls it; debug.c explains it. */
#ifndef OURO_HEAP_DEBUG_H
#define OURO_HEAP_DEBUG_H

#include "heap/internal.h"

int ouro__debug_init(ouro_heap *h);
void ouro__debug_destroy(ouro_heap *h);
char *ouro__debug_dress(ouro_heap *h, char *slot, size_t size, enum ouro_heap_kind kind, bool zero);
char *ouro__debug_undress(ouro_heap *h, char *block, enum ouro_heap_kind kind);
size_t ouro__debug_bytes(const ouro_heap *h, const char *block);
size_t ouro__debug_delayed(const ouro_heap *h);
bool ouro__debug_relieve(ouro_heap *h);
/* How many crimes against this slot were found, and reported. */
size_t ouro__debug_check_slot(ouro_heap *h, char *slot);

#endif
