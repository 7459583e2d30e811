/* The recorder behind `-X capture=FILE`: what a program does with its memory, written while it runs.
 *
 * A capture is a file of records (docs/formats.md) that is only ever added to, and each record reaches the system before
 * the program goes on for long: however the process ends, what was recorded is there. Records are made when the program
 * allocates, at collections and at safe points, never by a clock or a signal, and go through no block of the heap.
 *
 * When the file cannot be written any more, recording ends and the program goes on. */
#ifndef OURO_CAPTURE_CAPTURE_H
#define OURO_CAPTURE_CAPTURE_H

#include "object/runtime.h"

typedef struct ouro_capture_config {
    const char *file;
    bool exact;                   /* each allocation is traced, not a sample of them */
    size_t mean;                  /* bytes between samples, on average; 0: the default */
    const char *const *arguments; /* of the program, ended by NULL; may be NULL */
    const char *children;         /* copies of the process record too, into this name, a dot and their number; NULL: no */
} ouro_capture_config;

/* Begins to record. 0, or -1 with errno set (ENOMEM when memory is refused): then nothing is recorded. Once for a runtime. */
int ouro__capture_start(ouro_runtime *rt, const ouro_capture_config *config);
/* Records what is live now, how the process ended (its exit status) and closes the file. Nothing happens when nothing is
 * recorded. Closing the runtime does it at the latest. */
void ouro__capture_end(ouro_runtime *rt, int status);

#endif
