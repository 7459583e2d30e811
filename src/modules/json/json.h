/* What the files of the module _json share. */
#ifndef OURO_MODULES_JSON_H
#define OURO_MODULES_JSON_H

#include "modules/support.h"
#include "types/str_impl.h"
#include "types/types.h"

extern const ouro_builtin_type ouro__builtin_json_scanner, ouro__builtin_json_encoder;

/* Raises json.JSONDecodeError for a place of the text. NULL. */
void *ouro__json_error(ouro_runtime *rt, const char *message, ouro_object *text, int64_t position);

/* The string whose text begins at `begin`, behind the quotation mark: owned, and *end is behind the closing one. `strict`: without
 * control characters. NULL with JSONDecodeError. */
ouro_object *ouro__json_scan_string(ouro_runtime *rt, ouro_object *text, int64_t begin, bool strict,
                                    int64_t *end);

/* Adds a str in quotation marks with what must be escaped; `ascii`: and all that is not ASCII. 0 or -1. */
int ouro__json_put_string(ouro_str_builder *out, ouro_object *text, bool ascii);

/* encode_basestring_ascii and encode_basestring, which an encoder knows when it is given them. */
extern const ouro_method_def ouro__json_functions[];
enum { OURO__JSON_ENCODE_ASCII, OURO__JSON_ENCODE };

/* "first argument must be a string, not int". 0 or -1. */
int ouro__json_check_text(ouro_runtime *rt, ouro_object *o);

#endif
