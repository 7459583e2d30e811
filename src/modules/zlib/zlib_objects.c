/* Compressors and decompressors of the zlib module, which take their data piece by piece. */
#include <limits.h>
#include <string.h>

#include "modules/zlib/zlib_library.h"
#include "object/slot.h"
#include "types/buffer.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/slice.h"
#include "types/tuple.h"
#include "types/types.h"

enum { DEFAULT_ROOM = 16 * 1024 };

typedef struct zlib_object {
    ouro_object head;
    const ouro__zlib *z;
    z_stream stream;                            /* it knows its own address: the object never moves */
    ouro_object *unused_data, *unconsumed_tail; /* bytes; of decompressors */
    ouro_object *dictionary;                    /* bytes-like, or NULL */
    bool is_open;                               /* the stream has a state of the library's */
    bool inflates, eof;
} zlib_object;

static zlib_object *object_of(ouro_object *o)
{
    return (zlib_object *)o;
}

static zlib_object *object_new(ouro_runtime *rt, enum ouro_type_id id)
{
    const ouro__zlib *z = ouro__zlib_load(rt);
    zlib_object *o = z ? ouro__new_container(rt, sizeof *o, OURO_WORD(id)) : NULL;
    if (!o)
        return NULL;
    memset((char *)o + sizeof o->head, 0, sizeof *o - sizeof o->head);
    o->z = z;
    o->inflates = id == OURO_T_ZLIB_DECOMPRESS;
    ouro__zlib_stream_init(rt, &o->stream);
    ouro__slot_init(&o->unused_data, OURO_EMPTY_BYTES(rt));
    ouro__slot_init(&o->unconsumed_tail, OURO_EMPTY_BYTES(rt));
    return o;
}

static int close_stream(zlib_object *o)
{
    if (!o->is_open)
        return Z_OK;
    o->is_open = false;
    return o->inflates ? o->z->inflateEnd_function(&o->stream) : o->z->deflateEnd_function(&o->stream);
}

static void destroy(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    close_stream(object_of(o));
}

/* An object that could not be made whole. NULL. */
static void *fail(ouro_runtime *rt, zlib_object *o)
{
    ouro_decref(rt, &o->head);
    return NULL;
}

static ouro_object *made(zlib_object *o)
{
    ouro__track(&o->head);
    return &o->head;
}

/* A builder's bytes, or nothing when an exception is set. */
static ouro_object *output(ouro_runtime *rt, ouro__bytes_builder *out)
{
    if (!rt->error)
        return ouro__bytes_builder_finish(out);
    ouro__bytes_builder_discard(out);
    return NULL;
}

/* --- Compress -------------------------------------------------------------------------------------------- */

static bool dictionary_fits(ouro_runtime *rt, const ouro__byte_loan *loan)
{
    if (loan->length <= UINT_MAX)
        return true;
    ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "zdict length does not fit in an unsigned int");
    return false;
}

static bool set_deflate_dictionary(ouro_runtime *rt, zlib_object *o, const ouro__byte_loan *loan)
{
    int status = o->z->deflateSetDictionary_function(&o->stream, loan->data, (unsigned)loan->length);
    if (status == Z_OK)
        return true;
    ouro__raise(rt, OURO_T_VALUE_ERROR,
                status == Z_STREAM_ERROR ? "Invalid dictionary" : "deflateSetDictionary()");
    return false;
}

static bool open_deflate(ouro_runtime *rt, zlib_object *o, const int numbers[5])
{
    int status = o->z->deflateInit2__function(&o->stream, numbers[0], numbers[1], numbers[2], numbers[3],
                                              numbers[4], ZLIB_VERSION, (int)sizeof o->stream);
    o->is_open = status == Z_OK;
    if (status == Z_MEM_ERROR)
        ouro__raise(rt, OURO_T_MEMORY_ERROR, "Can't allocate memory for compression object");
    else if (status == Z_STREAM_ERROR)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Invalid initialization option");
    else if (status != Z_OK)
        ouro__zlib_error(rt, &o->stream, status, "while creating compression object");
    return o->is_open;
}

ouro_object *ouro__zlib_compressobj(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t nargs, ouro_object *kwnames)
{
    static const char *const names[] = {"level", "method", "wbits", "memLevel", "strategy", "zdict", NULL};
    static const ouro_signature signature = {"compressobj", names, 0, 6, 0, 0};
    ouro_object *out[6];
    int numbers[5] = {Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS, 8, Z_DEFAULT_STRATEGY};
    ouro__byte_loan loan = {0};
    (void)self;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    for (int i = 0; i < 5; i++)
        if (ouro__zlib_int(rt, out[i], &numbers[i]) < 0)
            return NULL;
    if (out[5] && !ouro__bytes_borrow(rt, out[5], &loan))
        return NULL;
    zlib_object *o = dictionary_fits(rt, &loan) ? object_new(rt, OURO_T_ZLIB_COMPRESS) : NULL;
    bool whole = o && open_deflate(rt, o, numbers) && (!out[5] || set_deflate_dictionary(rt, o, &loan));
    ouro__bytes_return(rt, &loan);
    if (!o)
        return NULL;
    return whole ? made(o) : fail(rt, o);
}

/* Runs the stream over the input; the status of zlib. An exception may be set. */
static int deflate_data(ouro_runtime *rt, zlib_object *o, ouro__zlib_input input, int mode, const char *what,
                        ouro__bytes_builder *out)
{
    int status = Z_OK;
    do {
        ouro__zlib_feed(&o->stream, &input);
        do {
            if (ouro__zlib_room(out, &o->stream, DEFAULT_ROOM, 0) < 0)
                return Z_MEM_ERROR;
            status = o->is_open ? o->z->deflate_function(&o->stream, mode) : Z_STREAM_ERROR;
            ouro__zlib_take(out, &o->stream);
            if (status == Z_STREAM_ERROR) {
                ouro__zlib_error(rt, &o->stream, status, what);
                return status;
            }
        } while (o->stream.avail_out == 0);
    } while (input.length);
    return status;
}

OURO_C_FUNCTION(compress_compress)
{
    static const char *const names[] = {"", NULL};
    static const ouro_signature signature = {"compress", names, 1, 1, 1, 0};
    ouro_object *data;
    ouro__byte_loan loan;
    ouro__bytes_builder out;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &data) < 0 ||
        !ouro__bytes_borrow(rt, data, &loan))
        return NULL;
    ouro__bytes_builder_init(&out, rt);
    deflate_data(rt, object_of(self), (ouro__zlib_input){loan.data, loan.length}, Z_NO_FLUSH,
                 "while compressing data", &out);
    ouro__bytes_return(rt, &loan);
    return output(rt, &out);
}

OURO_C_FUNCTION(compress_flush)
{
    zlib_object *o = object_of(self);
    int mode = Z_FINISH;
    ouro__bytes_builder out;
    if (nargs && ouro__zlib_int(rt, args[0], &mode) < 0)
        return NULL;
    if (mode == Z_NO_FLUSH)
        return OURO_EMPTY_BYTES(rt);
    ouro__bytes_builder_init(&out, rt);
    int status = deflate_data(rt, o, (ouro__zlib_input){0}, mode, "while flushing", &out);
    if (!rt->error && status == Z_STREAM_END && mode == Z_FINISH) {
        status = close_stream(o);
        if (status != Z_OK)
            ouro__zlib_error(rt, &o->stream, status, "while finishing compression");
    } else if (!rt->error && status != Z_OK && status != Z_BUF_ERROR) {
        ouro__zlib_error(rt, &o->stream, status, "while flushing");
    }
    return output(rt, &out);
}

/* A copy in the same state. */
static ouro_object *copy(ouro_runtime *rt, zlib_object *from)
{
    const char *kind = from->inflates ? "decompression" : "compression";
    zlib_object *o = object_new(rt, from->inflates ? OURO_T_ZLIB_DECOMPRESS : OURO_T_ZLIB_COMPRESS);
    if (!o)
        return NULL;
    int status = Z_STREAM_ERROR;
    if (from->is_open)
        status = from->inflates ? o->z->inflateCopy_function(&o->stream, &from->stream)
                                : o->z->deflateCopy_function(&o->stream, &from->stream);
    o->is_open = status == Z_OK;
    if (status == Z_OK) {
        ouro__slot_set(rt, o, &o->unused_data, ouro_ref(from->unused_data));
        ouro__slot_set(rt, o, &o->unconsumed_tail, ouro_ref(from->unconsumed_tail));
        if (from->dictionary)
            ouro__slot_init(&o->dictionary, ouro_ref(from->dictionary));
        o->eof = from->eof;
        return made(o);
    }
    if (status == Z_STREAM_ERROR)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Inconsistent stream state");
    else if (status == Z_MEM_ERROR)
        ouro__raise(rt, OURO_T_MEMORY_ERROR, "Can't allocate memory for %s object", kind);
    else
        ouro__zlib_error(rt, &from->stream, status,
                         from->inflates ? "while copying decompression object"
                                        : "while copying compression object");
    return fail(rt, o);
}

OURO_C_FUNCTION(object_copy)
{
    return copy(rt, object_of(self));
}

static const ouro_method_def compress_methods[] = {
    {"compress", compress_compress, OURO_METH_KEYWORDS, 0, -1,
     "compress($self, data, /)\n--\n\nReturns a bytes object containing compressed data."},
    {"flush", compress_flush, 0, 0, 1,
     "flush($self, mode=zlib.Z_FINISH, /)\n--\n\nReturn a bytes object containing any remaining compressed "
     "data."},
    {"copy", object_copy, 0, 0, 0, "copy($self, /)\n--\n\nReturn a copy of the compression object."},
    {"__copy__", object_copy, 0, 0, 0, "__copy__($self, /)\n--\n\n"},
    {"__deepcopy__", object_copy, 0, 1, 1, "__deepcopy__($self, memo, /)\n--\n\n"},
    {0},
};

/* --- Decompress ------------------------------------------------------------------------------------------ */

static bool set_inflate_dictionary(ouro_runtime *rt, zlib_object *o)
{
    ouro__byte_loan loan;
    if (!ouro__bytes_borrow(rt, o->dictionary, &loan))
        return false;
    int status = Z_OK;
    bool fits = dictionary_fits(rt, &loan);
    if (fits)
        status = o->z->inflateSetDictionary_function(&o->stream, loan.data, (unsigned)loan.length);
    ouro__bytes_return(rt, &loan);
    if (status != Z_OK)
        ouro__zlib_error(rt, &o->stream, status, "while setting zdict");
    return fits && status == Z_OK;
}

static bool open_inflate(ouro_runtime *rt, zlib_object *o, int wbits)
{
    int status = o->z->inflateInit2__function(&o->stream, wbits, ZLIB_VERSION, (int)sizeof o->stream);
    o->is_open = status == Z_OK;
    if (status == Z_MEM_ERROR)
        ouro__raise(rt, OURO_T_MEMORY_ERROR, "Can't allocate memory for decompression object");
    else if (status == Z_STREAM_ERROR)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Invalid initialization option");
    else if (status != Z_OK)
        ouro__zlib_error(rt, &o->stream, status, "while creating decompression object");
    return o->is_open && (!o->dictionary || wbits >= 0 || set_inflate_dictionary(rt, o));
}

ouro_object *ouro__zlib_decompressobj(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t nargs, ouro_object *kwnames)
{
    static const char *const names[] = {"wbits", "zdict", NULL};
    static const ouro_signature signature = {"decompressobj", names, 0, 2, 0, 0};
    ouro_object *out[2];
    int wbits = MAX_WBITS;
    (void)self;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0 ||
        ouro__zlib_int(rt, out[0], &wbits) < 0)
        return NULL;
    if (out[1] && !ouro__has_buffer(rt, out[1]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "zdict argument must support the buffer protocol");
    zlib_object *o = object_new(rt, OURO_T_ZLIB_DECOMPRESS);
    if (!o)
        return NULL;
    if (out[1])
        ouro__slot_init(&o->dictionary, ouro_ref(out[1]));
    return open_inflate(rt, o, wbits) ? made(o) : fail(rt, o);
}

/* Puts what the stream left of the input away: behind the end in unused_data, before it in unconsumed_tail. 0 or -1. */
static int save_rest(ouro_runtime *rt, zlib_object *o, const uint8_t *end, int status)
{
    const uint8_t *rest = o->stream.next_in;
    size_t length = rest ? (size_t)(end - rest) : 0;
    if (status == Z_STREAM_END && length) {
        const ouro_bytes *old = (ouro_bytes *)o->unused_data;
        ouro_object *all = ouro__bytes_new(rt, NULL, old->length + length);
        if (!all)
            return -1;
        memcpy(((ouro_bytes *)all)->data, old->data, old->length);
        memcpy(((ouro_bytes *)all)->data + old->length, rest, length);
        ouro__slot_set(rt, o, &o->unused_data, all);
    }
    o->stream.avail_in = 0;
    o->stream.next_in = NULL;
    /* A tail that there was is replaced at the end, too, as it has always been. */
    if ((length && status != Z_STREAM_END) || ((ouro_bytes *)o->unconsumed_tail)->length) {
        ouro_object *tail = ouro__bytes_new(rt, rest, length);
        if (!tail)
            return -1;
        ouro__slot_set(rt, o, &o->unconsumed_tail, tail);
    }
    return 0;
}

/* One call of the library, with the dictionary when it asks for it. *again: it is to be called again. */
static int inflate_step(ouro_runtime *rt, zlib_object *o, int mode, bool *again)
{
    int status = o->is_open ? o->z->inflate_function(&o->stream, mode) : Z_STREAM_ERROR;
    *again = false;
    if (status == Z_NEED_DICT && o->dictionary)
        *again = set_inflate_dictionary(rt, o);
    return status;
}

static bool is_fine(int status)
{
    return status == Z_OK || status == Z_BUF_ERROR || status == Z_STREAM_END;
}

/* Runs the stream over the input until it ends, fails, or `limit` bytes (0: no limit) came out. An exception may be set. */
static int inflate_data(ouro_runtime *rt, zlib_object *o, ouro__zlib_input *input, bool flushes, size_t first,
                        size_t limit, ouro__bytes_builder *out)
{
    int status = Z_OK;
    bool again = false;
    do {
        ouro__zlib_feed(&o->stream, input);
        do {
            int room = ouro__zlib_room(out, &o->stream, first, limit);
            if (room <= 0)
                return room < 0 ? Z_MEM_ERROR : status;
            status = inflate_step(rt, o,
                                  !flushes        ? Z_SYNC_FLUSH
                                  : input->length ? Z_NO_FLUSH
                                                  : Z_FINISH,
                                  &again);
            ouro__zlib_take(out, &o->stream);
            if (rt->error || (!again && !is_fine(status)))
                return status;
        } while (again || (o->stream.avail_out == 0 && status != Z_STREAM_END));
    } while (status != Z_STREAM_END && input->length);
    return status;
}

/* Both methods: gives what came out. */
static ouro_object *run(ouro_runtime *rt, zlib_object *o, const uint8_t *data, size_t length, bool flushes,
                        size_t first, size_t limit)
{
    ouro__bytes_builder out;
    ouro__zlib_input input = {data, length};
    ouro__bytes_builder_init(&out, rt);
    int status = inflate_data(rt, o, &input, flushes, first, limit, &out);
    if (rt->error || save_rest(rt, o, data + length, status) < 0)
        return output(rt, &out);
    if (status == Z_STREAM_END) {
        o->eof = true;
        status = flushes ? close_stream(o) : Z_OK;
        if (status != Z_OK)
            ouro__zlib_error(rt, &o->stream, status, "while finishing decompression");
    } else if (!is_fine(status) && (!flushes || status == Z_MEM_ERROR)) {
        ouro__zlib_error(rt, &o->stream, status, "while decompressing data");
    }
    return output(rt, &out);
}

OURO_C_FUNCTION(decompress_decompress)
{
    static const char *const names[] = {"", "max_length", NULL};
    static const ouro_signature signature = {"decompress", names, 1, 2, 1, 0};
    ouro_object *out[2];
    int64_t limit = 0;
    ouro__byte_loan loan;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0 ||
        (out[1] && ouro__index_argument(rt, out[1], &limit) < 0))
        return NULL;
    if (limit < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "max_length must be non-negative");
    if (!ouro__bytes_borrow(rt, out[0], &loan))
        return NULL;
    ouro_object *result =
        run(rt, object_of(self), loan.data, loan.length, false, DEFAULT_ROOM, (size_t)limit);
    ouro__bytes_return(rt, &loan);
    return result;
}

OURO_C_FUNCTION(decompress_flush)
{
    zlib_object *o = object_of(self);
    int64_t first = DEFAULT_ROOM;
    if (nargs && ouro__index_argument(rt, args[0], &first) < 0)
        return NULL;
    if (first <= 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "length must be greater than zero");
    ouro_object *tail = ouro_ref(o->unconsumed_tail);
    ouro_object *result =
        run(rt, o, ((ouro_bytes *)tail)->data, ((ouro_bytes *)tail)->length, true, (size_t)first, 0);
    ouro_decref(rt, tail);
    return result;
}

static ouro_object *get_eof(ouro_runtime *rt, ouro_object *o)
{
    return ouro__bool(rt, object_of(o)->eof);
}

static const ouro_getset_def decompress_getsets[] = {{"eof", get_eof, NULL, NULL}, {0}};

static const ouro_member_def decompress_members[] = {
    {"unused_data", offsetof(zlib_object, unused_data), true, false, NULL},
    {"unconsumed_tail", offsetof(zlib_object, unconsumed_tail), true, false, NULL},
    {0},
};

static const ouro_method_def decompress_methods[] = {
    {"decompress", decompress_decompress, OURO_METH_KEYWORDS, 0, -1,
     "decompress($self, data, /, max_length=0)\n--\n\nReturn a bytes object containing the decompressed "
     "version of the data."},
    {"flush", decompress_flush, 0, 0, 1,
     "flush($self, length=zlib.DEF_BUF_SIZE, /)\n--\n\nReturn a bytes object containing any remaining "
     "decompressed data."},
    {"copy", object_copy, 0, 0, 0, "copy($self, /)\n--\n\nReturn a copy of the decompression object."},
    {"__copy__", object_copy, 0, 0, 0, "__copy__($self, /)\n--\n\n"},
    {"__deepcopy__", object_copy, 0, 1, 1, "__deepcopy__($self, memo, /)\n--\n\n"},
    {0},
};

static const uint16_t fields[] = {offsetof(zlib_object, unused_data), offsetof(zlib_object, unconsumed_tail),
                                  offsetof(zlib_object, dictionary), 0};

#define SLOTS(name_)                                                                                         \
    {                                                                                                        \
        .name = name_, .size = sizeof(zlib_object), .layout = OURO_LAYOUT_LEAF,                              \
        .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW, .fields = fields, .destroy = destroy,         \
    }

OURO_BUILTIN_TYPE(zlib_compress) = {.id = OURO_T_ZLIB_COMPRESS,
                                    .slots = SLOTS("zlib.Compress"),
                                    .methods = compress_methods,
                                    .module = "zlib"};

OURO_BUILTIN_TYPE(zlib_decompress) = {
    .id = OURO_T_ZLIB_DECOMPRESS,
    .slots = SLOTS("zlib.Decompress"),
    .methods = decompress_methods,
    .getsets = decompress_getsets,
    .members = decompress_members,
    .module = "zlib",
};
