/* Loading zlib, and streams. See zlib_library.h. */
#include "modules/zlib/zlib_library.h"

#include <limits.h>
#include <string.h>

#include "os/os.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"

static const char key;

static void unload(ouro_runtime *rt, ouro_module_state *state)
{
    (void)rt;
    ouro__os_library_close(((ouro__zlib *)state)->handle);
}

const ouro__zlib *ouro__zlib_load(ouro_runtime *rt)
{
    ouro__zlib *z = ouro__module_state(rt, &key);
    if (z)
        return z;
    void *handle = ouro__os_library_open("libz.so.1");
    if (!handle)
        return ouro__raise(rt, OURO_T_IMPORT_ERROR, "the library libz.so.1 cannot be loaded");
#define X(name) void *name##_symbol = ouro__os_library_symbol(handle, #name);
    OURO__ZLIB_FUNCTIONS(X)
#undef X
    bool whole = true;
#define X(name) whole = whole && name##_symbol;
    OURO__ZLIB_FUNCTIONS(X)
#undef X
    if (!whole)
        ouro__raise(rt, OURO_T_IMPORT_ERROR, "the library libz.so.1 lacks functions");
    z = whole ? ouro__module_state_add(rt, &key, sizeof *z) : NULL;
    if (!z) {
        ouro__os_library_close(handle);
        return NULL;
    }
    z->handle = handle;
    z->state.destroy = unload;
#define X(name) memcpy(&z->name##_function, &name##_symbol, sizeof(void *));
    OURO__ZLIB_FUNCTIONS(X)
#undef X
    return z;
}

static void *stream_alloc(void *rt, unsigned count, unsigned size)
{
    size_t bytes;
    if (__builtin_mul_overflow((size_t)count, (size_t)size, &bytes))
        return NULL;
    return ouro__heap_alloc(&((ouro_runtime *)rt)->heap, bytes, OURO_HEAP_RAW);
}

static void stream_free(void *rt, void *memory)
{
    ouro__buffer_free(rt, memory);
}

void ouro__zlib_stream_init(ouro_runtime *rt, z_stream *stream)
{
    *stream = (z_stream){.zalloc = stream_alloc, .zfree = stream_free, .opaque = rt};
}

void ouro__zlib_feed(z_stream *stream, ouro__zlib_input *input)
{
    stream->avail_in = input->length < UINT_MAX ? (unsigned)input->length : UINT_MAX;
    stream->next_in = input->data;
    input->data += stream->avail_in;
    input->length -= stream->avail_in;
}

int ouro__zlib_room(ouro__bytes_builder *out, z_stream *stream, size_t first, size_t limit)
{
    size_t more = out->length ? out->length : first; /* twice as much each time */
    if (limit && more > limit - out->length)
        more = limit - out->length;
    if (more == 0 && limit)
        return 0;
    if (more > UINT_MAX)
        more = UINT_MAX;
    if (ouro__bytes_reserve(out, more) < 0)
        return -1;
    stream->next_out = out->data + out->length;
    stream->avail_out = (unsigned)more;
    return 1;
}

void ouro__zlib_take(ouro__bytes_builder *out, z_stream *stream)
{
    if (stream->next_out)
        out->length = (size_t)(stream->next_out - out->data);
    stream->next_out = NULL;
}

void *ouro__zlib_error(ouro_runtime *rt, const z_stream *stream, int error, const char *what)
{
    const char *why = error == Z_VERSION_ERROR ? "library version mismatch" : stream->msg;
    if (error == Z_MEM_ERROR)
        return ouro__no_memory(rt);
    if (!why)
        why = error == Z_BUF_ERROR      ? "incomplete or truncated stream"
              : error == Z_STREAM_ERROR ? "inconsistent stream state"
              : error == Z_DATA_ERROR   ? "invalid input data"
                                        : NULL;
    return ouro__raise(rt, OURO_T_ZLIB_ERROR, why ? "Error %d %s: %s" : "Error %d %s", error, what, why);
}

int ouro__zlib_int(ouro_runtime *rt, ouro_object *o, int *out)
{
    int64_t value;
    if (!o)
        return 0;
    ouro_object *index = ouro__index(rt, o);
    if (!index)
        return -1;
    bool fits = ouro__int_as_int64(rt, index, &value) == 0;
    ouro_decref(rt, index);
    if (!fits || value < INT_MIN || value > INT_MAX) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C %s",
                    fits ? "int" : "long");
        return -1;
    }
    *out = (int)value;
    return 0;
}
