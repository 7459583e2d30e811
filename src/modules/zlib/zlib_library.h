/* zlib, loaded when the module zlib is imported, with the memory of its streams from the runtime's heap. */
#ifndef OURO_MODULES_ZLIB_LIBRARY_H
#define OURO_MODULES_ZLIB_LIBRARY_H

#define ZLIB_CONST
#include <zlib.h>

#include "types/bytes_builder.h"
#include "types/module_state.h"

#define OURO__ZLIB_FUNCTIONS(X)                                                                              \
    X(deflateInit2_)                                                                                         \
    X(deflate)                                                                                               \
    X(deflateEnd)                                                                                            \
    X(deflateCopy)                                                                                           \
    X(deflateSetDictionary)                                                                                  \
    X(inflateInit2_)                                                                                         \
    X(inflate)                                                                                               \
    X(inflateEnd)                                                                                            \
    X(inflateCopy)                                                                                           \
    X(inflateSetDictionary)                                                                                  \
    X(crc32)                                                                                                 \
    X(adler32)                                                                                               \
    X(zlibVersion)

typedef struct ouro__zlib {
    ouro_module_state state;
    void *handle;
#define X(name) __typeof__(&name) name##_function;
    OURO__ZLIB_FUNCTIONS(X)
#undef X
} ouro__zlib;

/* The library of this runtime, loaded when it is not yet. NULL with ImportError or MemoryError. */
const ouro__zlib *ouro__zlib_load(ouro_runtime *rt);

/* A stream that takes its memory from the heap. */
void ouro__zlib_stream_init(ouro_runtime *rt, z_stream *stream);

/* What goes in and comes out of a call, in pieces that a stream's counters can hold. */
typedef struct ouro__zlib_input {
    const uint8_t *data;
    size_t length; /* not yet given to the stream */
} ouro__zlib_input;

/* Gives the stream more of the input. */
void ouro__zlib_feed(z_stream *stream, ouro__zlib_input *input);
/* Makes room for more output, at most up to `limit` bytes in all (0: no limit): 1, 0 when the limit is reached, -1. The caller
 * takes what was written over with ouro__zlib_take. */
int ouro__zlib_room(ouro__bytes_builder *out, z_stream *stream, size_t first, size_t limit);
void ouro__zlib_take(ouro__bytes_builder *out, z_stream *stream);

/* zlib.error "Error -3 while decompressing data: invalid block type", or MemoryError. NULL. */
void *ouro__zlib_error(ouro_runtime *rt, const z_stream *stream, int error, const char *what);

extern const struct ouro_builtin_type ouro__builtin_zlib_compress, ouro__builtin_zlib_decompress;
ouro_object *ouro__zlib_compressobj(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t nargs, ouro_object *kwnames);
ouro_object *ouro__zlib_decompressobj(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t nargs, ouro_object *kwnames);
/* An int argument of C's int. 0, or -1 with TypeError or OverflowError. */
int ouro__zlib_int(ouro_runtime *rt, ouro_object *o, int *out);

#endif
