/* The zlib module: whole strings at once, check sums, constants. */
#include <limits.h>

#include "modules/crc32.h"
#include "modules/modules.h"
#include "modules/zlib/zlib_library.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/types.h"

enum { DEFAULT_ROOM = 16 * 1024, MEMORY_LEVEL = 8 };

/* --- compress -------------------------------------------------------------------------------------------- */

/* Runs the stream over all of the input: the status of zlib, or INT_MIN with MemoryError. */
static int deflate_all(const ouro__zlib *z, z_stream *stream, ouro__zlib_input input,
                       ouro__bytes_builder *out)
{
    int status;
    do {
        ouro__zlib_feed(stream, &input);
        do {
            if (ouro__zlib_room(out, stream, DEFAULT_ROOM, 0) < 0)
                return INT_MIN;
            status = z->deflate_function(stream, input.length ? Z_NO_FLUSH : Z_FINISH);
            ouro__zlib_take(out, stream);
            if (status == Z_STREAM_ERROR)
                return status;
        } while (stream->avail_out == 0);
    } while (status != Z_STREAM_END);
    return status;
}

static ouro_object *compress_bytes(ouro_runtime *rt, const ouro__zlib *z, const ouro__byte_loan *data,
                                   int level, int wbits)
{
    z_stream stream;
    ouro__bytes_builder out;
    ouro__zlib_stream_init(rt, &stream);
    int status = z->deflateInit2__function(&stream, level, Z_DEFLATED, wbits, MEMORY_LEVEL,
                                           Z_DEFAULT_STRATEGY, ZLIB_VERSION, (int)sizeof stream);
    if (status == Z_MEM_ERROR)
        return ouro__raise(rt, OURO_T_MEMORY_ERROR, "Out of memory while compressing data");
    if (status == Z_STREAM_ERROR)
        return ouro__raise(rt, OURO_T_ZLIB_ERROR, "Bad compression level");
    if (status != Z_OK)
        return ouro__zlib_error(rt, &stream, status, "while compressing data");
    ouro__bytes_builder_init(&out, rt);
    status = deflate_all(z, &stream, (ouro__zlib_input){data->data, data->length}, &out);
    if (status != Z_STREAM_END && status != INT_MIN)
        ouro__zlib_error(rt, &stream, status, "while compressing data");
    z->deflateEnd_function(&stream);
    if (status == Z_STREAM_END)
        return ouro__bytes_builder_finish(&out);
    ouro__bytes_builder_discard(&out);
    return NULL;
}

OURO_C_FUNCTION(zlib_compress)
{
    static const char *const names[] = {"", "level", "wbits", NULL};
    static const ouro_signature signature = {"compress", names, 1, 3, 1, 0};
    ouro_object *out[3];
    int level = Z_DEFAULT_COMPRESSION, wbits = MAX_WBITS;
    ouro__byte_loan loan;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0 ||
        ouro__zlib_int(rt, out[1], &level) < 0 || ouro__zlib_int(rt, out[2], &wbits) < 0)
        return NULL;
    const ouro__zlib *z = ouro__zlib_load(rt);
    if (!z || !ouro__bytes_borrow(rt, out[0], &loan))
        return NULL;
    ouro_object *result = compress_bytes(rt, z, &loan, level, wbits);
    ouro__bytes_return(rt, &loan);
    return result;
}

/* --- decompress ------------------------------------------------------------------------------------------ */

static int inflate_all(const ouro__zlib *z, z_stream *stream, ouro__zlib_input input, size_t first,
                       ouro__bytes_builder *out)
{
    int status;
    do {
        ouro__zlib_feed(stream, &input);
        do {
            if (ouro__zlib_room(out, stream, first, 0) < 0)
                return INT_MIN;
            status = z->inflate_function(stream, input.length ? Z_NO_FLUSH : Z_FINISH);
            ouro__zlib_take(out, stream);
            if (status != Z_OK && status != Z_BUF_ERROR && status != Z_STREAM_END)
                return status;
        } while (stream->avail_out == 0 && status != Z_STREAM_END);
    } while (status != Z_STREAM_END && input.length);
    return status;
}

static ouro_object *decompress_bytes(ouro_runtime *rt, const ouro__zlib *z, const ouro__byte_loan *data,
                                     int wbits, size_t first)
{
    z_stream stream;
    ouro__bytes_builder out;
    ouro__zlib_stream_init(rt, &stream);
    int status = z->inflateInit2__function(&stream, wbits, ZLIB_VERSION, (int)sizeof stream);
    if (status == Z_MEM_ERROR)
        return ouro__raise(rt, OURO_T_MEMORY_ERROR, "Out of memory while decompressing data");
    if (status != Z_OK)
        return ouro__zlib_error(rt, &stream, status, "while preparing to decompress data");
    ouro__bytes_builder_init(&out, rt);
    status = inflate_all(z, &stream, (ouro__zlib_input){data->data, data->length}, first, &out);
    if (status == Z_MEM_ERROR)
        ouro__raise(rt, OURO_T_MEMORY_ERROR, "Out of memory while decompressing data");
    else if (status != Z_STREAM_END && status != INT_MIN)
        ouro__zlib_error(rt, &stream, status == Z_OK ? Z_BUF_ERROR : status, "while decompressing data");
    z->inflateEnd_function(&stream);
    if (status == Z_STREAM_END)
        return ouro__bytes_builder_finish(&out);
    ouro__bytes_builder_discard(&out);
    return NULL;
}

OURO_C_FUNCTION(zlib_decompress)
{
    static const char *const names[] = {"", "wbits", "bufsize", NULL};
    static const ouro_signature signature = {"decompress", names, 1, 3, 1, 0};
    ouro_object *out[3];
    int wbits = MAX_WBITS;
    int64_t size = DEFAULT_ROOM;
    ouro__byte_loan loan;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0 ||
        ouro__zlib_int(rt, out[1], &wbits) < 0 || (out[2] && ouro__index_argument(rt, out[2], &size) < 0))
        return NULL;
    if (size < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "bufsize must be non-negative");
    const ouro__zlib *z = ouro__zlib_load(rt);
    if (!z || !ouro__bytes_borrow(rt, out[0], &loan))
        return NULL;
    ouro_object *result = decompress_bytes(rt, z, &loan, wbits, size ? (size_t)size : 1);
    ouro__bytes_return(rt, &loan);
    return result;
}

/* --- check sums ------------------------------------------------------------------------------------------ */

typedef uLong (*check_sum)(uLong sum, const Bytef *data, uInt length);

static ouro_object *sum_of(ouro_runtime *rt, check_sum function, uint32_t sum, ouro_object *const *args,
                           size_t nargs)
{
    ouro__byte_loan loan;
    ouro__zlib_input input;
    z_stream piece = {0};
    if ((nargs > 1 && ouro__low_bits(rt, args[1], &sum) < 0) || !ouro__bytes_borrow(rt, args[0], &loan))
        return NULL;
    input = (ouro__zlib_input){loan.data, loan.length};
    do {
        ouro__zlib_feed(&piece, &input);
        sum = (uint32_t)function(sum, piece.next_in, piece.avail_in);
    } while (input.length);
    ouro__bytes_return(rt, &loan);
    return ouro__int_new(rt, sum);
}

OURO_C_FUNCTION(zlib_adler32)
{
    const ouro__zlib *z = ouro__zlib_load(rt);
    return z ? sum_of(rt, z->adler32_function, 1, args, nargs) : NULL;
}

OURO_C_FUNCTION(zlib_crc32)
{
    const ouro__zlib *z = ouro__zlib_load(rt);
    return z ? sum_of(rt, z->crc32_function, 0, args, nargs) : NULL;
}

/* --- the module ------------------------------------------------------------------------------------------ */

static const ouro_method_def functions[] = {
    {"adler32", zlib_adler32, 0, 1, 2,
     "adler32($module, data, value=1, /)\n--\n\nCompute an Adler-32 checksum of data."},
    {"compress", zlib_compress, OURO_METH_KEYWORDS, 0, -1,
     "compress($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)\n--\n\nReturns a bytes object "
     "containing compressed data."},
    {"compressobj", ouro__zlib_compressobj, OURO_METH_KEYWORDS, 0, -1,
     "compressobj($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED,\n            wbits=MAX_WBITS, "
     "memLevel=DEF_MEM_LEVEL,\n"
     "            strategy=Z_DEFAULT_STRATEGY, zdict=None)\n--\n\nReturn a compressor object."},
    {"crc32", zlib_crc32, 0, 1, 2,
     "crc32($module, data, value=0, /)\n--\n\nCompute a CRC-32 checksum of data."},
    {"decompress", zlib_decompress, OURO_METH_KEYWORDS, 0, -1,
     "decompress($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)\n--\n\nReturns a bytes object "
     "containing the uncompressed data."},
    {"decompressobj", ouro__zlib_decompressobj, OURO_METH_KEYWORDS, 0, -1,
     "decompressobj($module, /, wbits=MAX_WBITS, zdict=b\'\')\n--\n\nReturn a decompressor object."},
    {0},
};

static OURO_BUILTIN_TYPE(zlib_error) = {
    .id = OURO_T_ZLIB_ERROR,
    .base_id = OURO_T_EXCEPTION,
    .slots = {.name = "error", .flags = OURO_TYPE_BASE},
    .module = "zlib",
};

static int add_text(ouro_runtime *rt, ouro_object *dict, const char *name, const char *text)
{
    ouro_object *s = ouro__str_from_cstring(rt, text);
    int status = s ? ouro__dict_set_cstring(rt, dict, name, s) : -1;
    ouro_xdecref(rt, s);
    return status;
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {
        {&ouro__builtin_zlib_error, "error"},
        {&ouro__builtin_zlib_compress, NULL},
        {&ouro__builtin_zlib_decompress, NULL},
        {0},
    };
    static const struct {
        const char *name;
        int value;
    } constants[] = {
        {"MAX_WBITS", MAX_WBITS},
        {"DEFLATED", Z_DEFLATED},
        {"DEF_MEM_LEVEL", MEMORY_LEVEL},
        {"DEF_BUF_SIZE", DEFAULT_ROOM},
#define CONSTANT(name) {#name, name}
        CONSTANT(Z_NO_COMPRESSION),
        CONSTANT(Z_BEST_SPEED),
        CONSTANT(Z_BEST_COMPRESSION),
        CONSTANT(Z_DEFAULT_COMPRESSION),
        CONSTANT(Z_FILTERED),
        CONSTANT(Z_HUFFMAN_ONLY),
        CONSTANT(Z_RLE),
        CONSTANT(Z_FIXED),
        CONSTANT(Z_DEFAULT_STRATEGY),
        CONSTANT(Z_NO_FLUSH),
        CONSTANT(Z_PARTIAL_FLUSH),
        CONSTANT(Z_SYNC_FLUSH),
        CONSTANT(Z_FULL_FLUSH),
        CONSTANT(Z_FINISH),
        CONSTANT(Z_BLOCK),
        CONSTANT(Z_TREES),
#undef CONSTANT
    };
    const ouro__zlib *z = ouro__zlib_load(rt);
    ouro_object *dict = ouro__module_dict(module);
    if (!z || ouro__module_add_types(rt, module, types) < 0)
        return -1;
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        ouro_object *value = ouro__int_new(rt, constants[i].value);
        int status = value ? ouro__dict_set_cstring(rt, dict, constants[i].name, value) : -1;
        ouro_xdecref(rt, value);
        if (status < 0)
            return -1;
    }
    return add_text(rt, dict, "ZLIB_VERSION", ZLIB_VERSION) < 0 ||
                   add_text(rt, dict, "ZLIB_RUNTIME_VERSION", z->zlibVersion_function()) < 0
               ? -1
               : add_text(rt, dict, "__version__", "1.0");
}

const ouro_module_def ouro__module_zlib = {
    .name = "zlib",
    .functions = functions,
    .exec = exec,
    .doc = "Compression and decompression with zlib, which is loaded with this module.",
};
