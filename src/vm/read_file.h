/* Whole files into memory. */
#ifndef OURO_VM_READ_FILE_H
#define OURO_VM_READ_FILE_H

#include "object/runtime.h"

/* The bytes of a file in a buffer of the heap (*contents, to be freed with ouro__buffer_free): 0, or -1 with OSError. */
int ouro__read_file(ouro_runtime *rt, const char *path, char **contents, size_t *length);

#endif
