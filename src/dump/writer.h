/* Writes the records of a dump to a file, a block at a time, with the memory that it has been given and no other. Knows
 * nothing of objects: an id is any number below 2^56 that tells one from another.
 *
 * Nothing here fails on its own: the first error of the file is kept, and what follows is not written. */
#ifndef OURO_DUMP_WRITER_H
#define OURO_DUMP_WRITER_H

#include <stdbool.h>

#include "dump/format.h"

enum { OURO__DUMP_NAMES = 2048 };

typedef struct ouro__dump_name {
    const void *address;
    uint64_t number;
} ouro__dump_name;

/* About 96 KiB. Begins as zeros but for `fd`. */
typedef struct ouro__dump_writer {
    int fd;
    int error; /* errno of what went wrong; 0: nothing */
    bool listing;
    size_t used;
    uint64_t bytes; /* written so far */
    uint64_t objects, references, strings, types, places, roots;
    uint64_t last_object, last_target, last_root;
    ouro__dump_name names[OURO__DUMP_NAMES]; /* of strings written lately */
    uint8_t block[OURO__DUMP_BLOCK_HEADER + OURO__DUMP_BLOCK_MOST];
} ouro__dump_writer;

typedef struct ouro__dumped_object {
    uint64_t id, type, bytes, count;
    uint64_t place; /* 0: not known */
    unsigned flags; /* without those of place and preview */
    const char *preview;
    size_t preview_length;
} ouro__dumped_object;

void ouro__dump_begin(ouro__dump_writer *w, uint32_t flags);
/* The number of a string: of UTF-8, cut to what fits. 0 for an empty one. */
uint64_t ouro__dump_string(ouro__dump_writer *w, const char *text, size_t length);
/* The number of the string that was written for this address lately; 0: none. What is written by ouro__dump_string next may be
 * put there with ouro__dump_remember. */
uint64_t ouro__dump_recall(const ouro__dump_writer *w, const void *address);
void ouro__dump_remember(ouro__dump_writer *w, const void *address, uint64_t number);
/* Types are numbered from 0, places (frames of call stacks) from 1, in the order in which they are written. */
void ouro__dump_type(ouro__dump_writer *w, uint64_t name, uint64_t module);
uint64_t ouro__dump_place(ouro__dump_writer *w, uint64_t caller, uint64_t file, uint64_t function,
                          uint64_t line);
void ouro__dump_root(ouro__dump_writer *w, unsigned kind, uint64_t name, uint64_t place, uint64_t id);
void ouro__dump_object(ouro__dump_writer *w, const ouro__dumped_object *o);
/* A reference of the object that was written last. `value`: the index, the string of an attribute or name. */
void ouro__dump_reference(ouro__dump_writer *w, unsigned kind, uint64_t target, uint64_t value);
/* Writes what is left and the end. 0, or the errno of what went wrong. */
int ouro__dump_finish(ouro__dump_writer *w, uint64_t heap_bytes, bool incomplete);

#endif
