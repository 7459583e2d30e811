/* Dumps in the formats of other tools, and choosing among their objects. */
#ifndef OURO_DUMP_EXPORT_H
#define OURO_DUMP_EXPORT_H

#include "dump/reader.h"

/* These write to a file that is open. 0, or -1 with errno set (ENOMEM where tables are refused). */

/* A line for each object, below a line with the names of the columns. */
int ouro__dump_export_csv(ouro_dump *d, int fd);
/* One object with "objects", "references", "roots" and "places". */
int ouro__dump_export_json(ouro_dump *d, int fd);
/* As the memory panel of Chrome's developer tools loads it. */
int ouro__dump_export_heapsnapshot(ouro_dump *d, int fd);

/* What objects are sorted by. */
enum ouro__dump_key {
    OURO__KEY_NUMBER,
    OURO__KEY_BYTES,
    OURO__KEY_RETAINED,
    OURO__KEY_REFERENCES,
    OURO__KEY_REFERRERS,
};

typedef struct ouro__dump_choice {
    const uint8_t *types; /* by type: whether it is wanted; NULL: all are */
    const char *text;     /* that the value contains; NULL: any */
    enum ouro__dump_key key;
    uint32_t limit;
    /* The result: the largest first, of equals the lower number first. */
    uint32_t *numbers; /* room for `limit` */
    uint32_t count;
    uint64_t matched, bytes; /* of all that are wanted */
} ouro__dump_choice;

/* Needs d->retained for that key. */
void ouro__dump_choose(const ouro_dump *d, ouro__dump_choice *choice);

#endif
