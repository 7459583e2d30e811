/* Text to bytes and back. */
#ifndef OURO_TYPES_STR_ENCODE_H
#define OURO_TYPES_STR_ENCODE_H

#include "types/statics.h"

/* str.encode and bytes.decode: encoding and errors are strs or NULL ("utf-8", "strict"). Owned. Unknown names: LookupError. */
ouro_object *ouro__encode(ouro_runtime *rt, ouro_object *s, ouro_object *encoding, ouro_object *errors);
ouro_object *ouro__decode_object(ouro_runtime *rt, ouro_object *bytes_like, ouro_object *encoding,
                                 ouro_object *errors);

#endif
