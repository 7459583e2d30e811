/* What the files of the _csv module share: its state and dialects. */
#ifndef OURO_MODULES_CSV_CSV_H
#define OURO_MODULES_CSV_CSV_H

#include "types/method.h"
#include "types/module_state.h"
#include "types/types.h"

enum quoting { QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTINGS };
#define NOT_SET UINT32_MAX /* no such character */

typedef struct csv_state {
    ouro_module_state head;
    ouro_object *dialects; /* dict: name -> Dialect */
    int64_t field_limit;
} csv_state;

typedef struct dialect {
    ouro_object head;
    ouro_object *lineterminator; /* str */
    uint32_t delimiter, quotechar, escapechar;
    uint8_t quoting; /* enum quoting */
    bool doublequote, skipinitialspace, strict;
} dialect;

/* csv.c: NULL with MemoryError. */
csv_state *ouro__csv_state(ouro_runtime *rt);

/* dialect.c. A registered dialect: owned. */
ouro_object *ouro__csv_find_dialect(ouro_runtime *rt, ouro_object *name);
/* Dialect(base=None, **options): owned. */
ouro_object *ouro__csv_dialect_of(ouro_runtime *rt, ouro_object *cls, ouro_object *base,
                                  ouro_object *const *values, ouro_object *kwnames);
/* The dialect that argument 2 of a function and the keywords say: owned; NULL with an exception. */
ouro_object *ouro__csv_get_dialect(ouro_runtime *rt, const char *function, ouro_object *const *args,
                                   size_t nargs, ouro_object *kwnames);

/* reader.c, writer.c: reader() and writer(). */
OURO_SHARED_C_FUNCTION(ouro__csv_new_reader);
OURO_SHARED_C_FUNCTION(ouro__csv_new_writer);

extern const ouro_builtin_type ouro__builtin_csv_dialect, ouro__builtin_csv_reader, ouro__builtin_csv_writer;

#endif
