/* The encodings built in, and what to do with what does not fit. */
#ifndef OURO_TYPES_STR_CODECS_H
#define OURO_TYPES_STR_CODECS_H

#include "types/str_encode.h"
#include "types/str_impl.h"

enum ouro__codec {
    OURO__UTF8,
    OURO__UTF8_SIG,
    OURO__ASCII,
    OURO__LATIN1,
    OURO__UTF16, /* with a byte order mark, native order */
    OURO__UTF16_LE,
    OURO__UTF16_BE,
    OURO__UTF32,
    OURO__UTF32_LE,
    OURO__UTF32_BE,
};

enum ouro__codec_errors {
    OURO__STRICT,
    OURO__IGNORE,
    OURO__REPLACE,
    OURO__BACKSLASHREPLACE,
    OURO__XMLCHARREFREPLACE,
    OURO__SURROGATEESCAPE,
    OURO__SURROGATEPASS,
    OURO__UNKNOWN_ERRORS, /* matters only when an error comes */
};

/* -1 with LookupError "unknown encoding: x". NULL is utf-8. */
int ouro__codec_by_name(ouro_runtime *rt, ouro_object *encoding);
enum ouro__codec_errors ouro__errors_by_name(ouro_object *errors);
const char *ouro__codec_name(enum ouro__codec codec);
/* LookupError "unknown error handler name 'x'". */
void *ouro__raise_unknown_handler(ouro_runtime *rt, ouro_object *errors);

#endif
