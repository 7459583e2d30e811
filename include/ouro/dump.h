/* Dumps: all objects of a runtime in a file, and reading such files, which needs no runtime.
 *
 * A dump says of each object what type it has, how many bytes go with it, what refers to it and under which name; a short
 * text for its value; where it was allocated, when tracing was on (trace.h); and what the runtime itself holds: modules, and
 * the variables of the frames that ran. docs/formats.md describes the file. */
#ifndef OURO_DUMP_H
#define OURO_DUMP_H

#include "ouro/object.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Writing ---- */

/* Writes a dump of all objects that the collector tracks and all that these and the runtime reach. No code of the program
 * runs, nothing is allocated from the heap; what it needs from the system (about a 32nd of what untracked objects take,
 * and 100 KiB) is counted in the budget as far as that has room. 0, or -1 with errno set and no exception; a file that could
 * not be written whole is refused by those who read it. */
OURO_API int ouro_dump_write(ouro_runtime *rt, const char *path);
/* The same to a file that is open; `fd` stays open. */
OURO_API int ouro_dump_write_fd(ouro_runtime *rt, int fd);
/* Writes a dump to `path` when memory is refused for the first time, before the program is told; one line on stderr says so. The
 * file is written anew if memory is refused while twice as much is in use.
 * NULL: no longer. 0, or -1 when memory for that is refused. */
OURO_API int ouro_dump_on_oom(ouro_runtime *rt, const char *path);

/* ---- Reading ---- */

typedef struct ouro_dump ouro_dump;

enum { OURO_DUMP_NONE = UINT32_MAX }; /* no object */

typedef struct ouro_dump_error {
    uint64_t offset;   /* of the byte in the file at which it was noticed */
    char message[200]; /* what is wrong, and what to do about it: UTF-8, no newline */
    bool no_memory;
} ouro_dump_error;

/* Reads and checks a dump. NULL, with `error` filled in, when it cannot be read, is no dump, is damaged, cut off, or of
 * another version. Takes memory in proportion to the file, at most some 40 bytes for each of its. */
OURO_API ouro_dump *ouro_dump_open(const char *path, ouro_dump_error *error);
/* The same from a file that is open, from where it stands on; `fd` stays open. */
OURO_API ouro_dump *ouro_dump_read_fd(int fd, ouro_dump_error *error);
/* The same from memory, which is not used any more afterwards. */
OURO_API ouro_dump *ouro_dump_read(const void *bytes, size_t size, ouro_dump_error *error);
/* NULL is allowed. */
OURO_API void ouro_dump_close(ouro_dump *dump);

typedef struct ouro_dump_figures {
    size_t size;         /* sizeof(ouro_dump_figures): set by the caller */
    uint32_t objects;    /* numbered from 0, in the order of the file */
    uint32_t references; /* from one of them to another */
    uint32_t types, places, roots;
    uint64_t bytes;      /* of all objects */
    uint64_t heap_bytes; /* that the runtime had in use, for whatever; 0: not told */
    uint64_t lost;       /* references to what the dump does not describe: left out */
    bool incomplete;     /* memory was refused while it was written */
} ouro_dump_figures;

/* Fills `figures` as far as its `size` says. */
OURO_API void ouro_dump_get(const ouro_dump *dump, ouro_dump_figures *figures);

/* Texts are UTF-8, good until the dump is closed, "" where there is none. */
typedef struct ouro_dump_object {
    size_t size; /* sizeof(ouro_dump_object): set by the caller */
    uint64_t id; /* that the writer gave it: equal in two dumps of one process, if it is the same object */
    uint64_t bytes;
    uint64_t count; /* references to it that the runtime counts; 0: not told */
    const char *type, *module, *value;
    uint32_t place; /* 0: not told */
    uint32_t type_number;
    bool tracked, immortal, root;
} ouro_dump_object;

/* False when there are not so many. */
OURO_API bool ouro_dump_object_at(const ouro_dump *dump, uint32_t number, ouro_dump_object *object);
/* The number of the object with this id; OURO_DUMP_NONE when there is none. */
OURO_API uint32_t ouro_dump_find(const ouro_dump *dump, uint64_t id);

typedef struct ouro_dump_reference {
    size_t size; /* sizeof(ouro_dump_reference): set by the caller */
    uint32_t from, to;
    char label[64]; /* `.name`, `[3]`, `['key']`, or words; "" when not told; cut where it is longer */
} ouro_dump_reference;

/* The references of an object are numbered [first, end). */
OURO_API void ouro_dump_references(const ouro_dump *dump, uint32_t number, uint32_t *first, uint32_t *end);
/* False when there are not so many. */
OURO_API bool ouro_dump_reference_at(const ouro_dump *dump, uint32_t reference, ouro_dump_reference *result);

enum ouro_dump_root_kind {
    OURO_DUMP_ROOT_RUNTIME,
    OURO_DUMP_ROOT_MODULE,
    OURO_DUMP_ROOT_FRAME, /* a variable of a frame that ran */
    OURO_DUMP_ROOT_OTHER,
    OURO_DUMP_ROOT_KINDS
};

typedef struct ouro_dump_root {
    size_t size; /* sizeof(ouro_dump_root): set by the caller */
    enum ouro_dump_root_kind kind;
    const char *name;
    uint32_t place, object;
} ouro_dump_root;

/* False when there are not so many. */
OURO_API bool ouro_dump_root_at(const ouro_dump *dump, uint32_t root, ouro_dump_root *result);

typedef struct ouro_dump_place {
    size_t size; /* sizeof(ouro_dump_place): set by the caller */
    const char *file, *function;
    uint32_t line;
    uint32_t caller; /* 0: none */
} ouro_dump_place;

/* Of numbers from 1. False when there are not so many. */
OURO_API bool ouro_dump_place_at(const ouro_dump *dump, uint32_t place, ouro_dump_place *result);

/* ---- Asking ---- */

/* What follows makes tables at the first call: false (or OURO_DUMP_NONE) when memory is refused. */

/* The objects that refer to one: numbers, as many as *count says, one for each reference. */
OURO_API bool ouro_dump_referrers(ouro_dump *dump, uint32_t number, const uint32_t **numbers,
                                  uint32_t *count);
/* Bytes that would go with an object, its own included. */
OURO_API bool ouro_dump_retained(ouro_dump *dump, uint32_t number, uint64_t *bytes);
/* The object without which this one would go, too; OURO_DUMP_NONE when there is none but the roots. */
OURO_API bool ouro_dump_dominator(ouro_dump *dump, uint32_t number, uint32_t *dominator);
/* The object before this one on a shortest path from what holds it; OURO_DUMP_NONE where that begins. Roots that have a name
 * come first. */
OURO_API bool ouro_dump_holder(ouro_dump *dump, uint32_t number, uint32_t *holder);

#ifdef __cplusplus
}
#endif
#endif
