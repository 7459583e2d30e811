/* Captures: what a program does with its memory, recorded in a file while it runs. `ouro mem --read FILE` reports from it; its
 * format is described with the documentation (docs/formats.md).
 *
 *     ouro_capture_start(rt, "run.capture", NULL);
 *     ouro_exec_file(rt, "program.py");
 *     ouro_capture_stop(rt, 0);
 *
 * A file is only ever added to, and each record reaches the system before the program goes on for long: however the process
 * ends, what was recorded is there. When the file cannot be written any more, recording ends and the program goes on. */
#ifndef OURO_CAPTURE_H
#define OURO_CAPTURE_H

#include "ouro/object.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ouro_capture_options {
    size_t size; /* sizeof(ouro_capture_options): set by OURO_CAPTURE_OPTIONS_INIT */
    bool exact;  /* each allocation is counted, not a sample of them */
    size_t mean; /* bytes from one sample to the next, on average; 0: 64 KiB */
    uint64_t
        most; /* bytes of the file, about; 0: 64 MiB. After each eighth of it everything is recorded half as often */
    const char *const *arguments; /* of the program, ended by NULL, for the report; may be NULL */
    const char *
        children; /* copies of the process (fork) record too, into this name, a dot and their number; NULL: no */
} ouro_capture_options;

#ifdef __cplusplus
#define OURO_CAPTURE_OPTIONS_INIT                                                                            \
    (ouro_capture_options{sizeof(ouro_capture_options), false, 0, 0, NULL, NULL})
#else
#define OURO_CAPTURE_OPTIONS_INIT ((ouro_capture_options){.size = sizeof(ouro_capture_options)})
#endif

/* Begins to record what a runtime of ouro_open does into a file, which is emptied. `options` may be NULL; its texts are
 * copied. 0, or -1 with errno set and nothing recorded: ENOMEM when memory is refused, EBUSY when it records already,
 * ENAMETOOLONG, or why the file cannot be written; no exception is set. Where the program traces or samples its allocations by
 * itself, the lines that allocate are not known. */
OURO_API int ouro_capture_start(ouro_runtime *rt, const char *file, const ouro_capture_options *options);
/* Records what is live now, and `status` (0 to 255) as that which the program ended with; closes the file. Nothing happens when
 * nothing is recorded. ouro_close does it at the latest, with the status 0. */
OURO_API void ouro_capture_stop(ouro_runtime *rt, int status);

#ifdef __cplusplus
}
#endif
#endif
