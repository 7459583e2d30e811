/* The _struct module: values to and from bytes, as a format says. */
#include <string.h>

#include "modules/modules.h"
#include "object/slot.h"
#include "types/bytearray.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/struct_format.h"
#include "types/tuple.h"
#include "types/types.h"

typedef struct struct_object {
    ouro_object head;
    ouro_object *format;         /* bytes; NULL before __init__ */
    ouro__struct_layout *layout; /* NULL before __init__ */
    uint64_t users;              /* methods that run code while they look at the layout */
} struct_object;

typedef struct unpack_iterator {
    ouro_object head;
    ouro_object *structure; /* NULL: exhausted */
    ouro_buffer buffer;
    int64_t position;
} unpack_iterator;

static struct_object *struct_of(ouro_object *o)
{
    return (struct_object *)o;
}

/* --- packing --------------------------------------------------------------------------------------------- */

static int fail_to_pack(ouro_runtime *rt, const ouro__item *item, ouro_object *value, enum ouro__packing why)
{
    /* Items in the other byte order have always been packed by other code, with other words. */
    bool foreign = ouro__item_is_foreign(item), small = item->size < 4 && !foreign,
         has_sign = ouro__item_least(item) < 0;
    switch (why) {
    case OURO__PACK_RAISED:
        if (!ouro__is_int(rt, value) || !ouro__error_is(rt, OURO_T_OVERFLOW_ERROR))
            break;
        ouro__error_clear(rt);
        ouro__raise(rt, OURO_T_STRUCT_ERROR, "int too large to convert");
        break;
    case OURO__PACK_NO_INTEGER:
        ouro__raise(rt, OURO_T_STRUCT_ERROR, "required argument is not an integer");
        break;
    case OURO__PACK_TOO_LARGE:
        ouro__raise(rt, OURO_T_STRUCT_ERROR,
                    item->code == 'P' || (foreign && item->size == 8) ? "int too large to convert"
                                                                      : "argument out of range");
        break;
    case OURO__PACK_NO_FLOAT:
        ouro__raise(rt, OURO_T_STRUCT_ERROR, "required argument is not a float");
        break;
    case OURO__PACK_FLOAT_RANGE:
        if (ouro__is_int(rt, value))
            ouro__raise(rt, OURO_T_STRUCT_ERROR, "int too large to convert");
        else
            ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "float too large to pack with %c format", item->code);
        break;
    case OURO__PACK_RANGE:
        if (small)
            ouro__raise(rt, OURO_T_STRUCT_ERROR, "%s%s format requires %lld <= number <= %llu",
                        has_sign ? "" : "u", item->size == 1 ? "byte" : "short",
                        (long long)ouro__item_least(item), (unsigned long long)ouro__item_most(item));
        else
            ouro__raise(rt, OURO_T_STRUCT_ERROR, "'%c' format requires %lld <= number <= %llu", item->code,
                        (long long)ouro__item_least(item), (unsigned long long)ouro__item_most(item));
        break;
    default:
        ouro__raise(rt, OURO_T_STRUCT_ERROR, "char format requires a bytes object of length 1");
    }
    return -1;
}

/* 's', and 'p' with its length in the first byte. */
static int pack_string(ouro_runtime *rt, const ouro__struct_part *part, uint8_t *to, ouro_object *value)
{
    ouro__byte_view view;
    bool pascal = part->item.code == 'p';
    if (!ouro__is_bytes(rt, value) && !ouro__is_bytearray(rt, value)) {
        ouro__raise(rt, OURO_T_STRUCT_ERROR, "argument for '%c' must be a bytes object", part->item.code);
        return -1;
    }
    if (!ouro__bytes_view(rt, value, &view))
        return -1;
    size_t room = (size_t)part->count;
    if (room == 0)
        return 0;
    room -= pascal;
    size_t length = view.length < room ? view.length : room;
    if (length)
        memcpy(to + pascal, view.data, length);
    if (pascal)
        *to = (uint8_t)(length < 255 ? length : 255);
    return 0;
}

/* layout->values values to layout->size bytes. */
static int pack_values(ouro_runtime *rt, const ouro__struct_layout *layout, uint8_t *to,
                       ouro_object *const *values)
{
    memset(to, 0, (size_t)layout->size);
    for (size_t i = 0; i < layout->part_count; i++) {
        const ouro__struct_part *part = &layout->parts[i];
        uint8_t *at = to + part->offset;
        if (ouro__is_byte_string_code(part->item.code)) {
            if (pack_string(rt, part, at, *values++) < 0)
                return -1;
            continue;
        }
        for (int64_t n = part->count; n > 0; n--, at += part->item.size, values++) {
            enum ouro__packing result = ouro__item_pack(rt, &part->item, at, *values);
            if (result != OURO__PACKED)
                return fail_to_pack(rt, &part->item, *values, result);
        }
    }
    return 0;
}

static int64_t size_of(const ouro__struct_layout *layout)
{
    return layout ? layout->size : -1;
}

static int64_t values_of(const ouro__struct_layout *layout)
{
    return layout ? layout->values : -1;
}

static ouro_object *pack(ouro_runtime *rt, const ouro__struct_layout *layout, ouro_object *const *values,
                         size_t count)
{
    if (!layout || (int64_t)count != layout->values)
        return ouro__raise(rt, OURO_T_STRUCT_ERROR, "pack expected %lld items for packing (got %zu)",
                           (long long)values_of(layout), count);
    ouro_object *bytes = ouro__bytes_new(rt, NULL, (size_t)layout->size);
    if (bytes && layout->size && pack_values(rt, layout, ((ouro_bytes *)bytes)->data, values) < 0) {
        ouro_decref(rt, bytes);
        return NULL;
    }
    return bytes;
}

/* Where `offset` is in a buffer: 0 or -1 with struct.error. */
static int resolve_offset(ouro_runtime *rt, const char *function, const char *verb, int64_t size,
                          const ouro_buffer *buffer, int64_t *offset)
{
    int64_t at = *offset, length = buffer->length;
    bool unpacks = verb[0] == 'u';
    if (at < 0) {
        if (at + size > 0) {
            ouro__raise(rt, OURO_T_STRUCT_ERROR,
                        unpacks ? "not enough data to unpack %lld bytes at offset %lld"
                                : "no space to pack %lld bytes at offset %lld",
                        (long long)size, (long long)at);
            return -1;
        }
        if (at + length < 0) {
            ouro__raise(rt, OURO_T_STRUCT_ERROR, "offset %lld out of range for %lld-byte buffer",
                        (long long)at, (long long)length);
            return -1;
        }
        at += length;
    }
    if (length - at < size) {
        ouro__raise(rt, OURO_T_STRUCT_ERROR,
                    "%s requires a buffer of at least %llu bytes for %sing %lld bytes at offset %lld (actual "
                    "buffer size is %lld)",
                    function, (unsigned long long)size + (unsigned long long)at, verb, (long long)size,
                    (long long)at, (long long)length);
        return -1;
    }
    *offset = at;
    return 0;
}

static ouro_object *pack_to(ouro_runtime *rt, const ouro__struct_layout *layout, ouro_object *const *args,
                            size_t nargs, const ouro_buffer *buffer)
{
    int64_t offset;
    (void)nargs;
    if (ouro__index_int64(rt, args[1], false, &offset) < 0 ||
        resolve_offset(rt, "pack_into", "pack", layout->size, buffer, &offset) < 0 ||
        (layout->size && pack_values(rt, layout, buffer->data + offset, args + 2) < 0))
        return NULL;
    return OURO_NONE(rt);
}

/* args: buffer, offset, values. */
static ouro_object *pack_into(ouro_runtime *rt, const ouro__struct_layout *layout, ouro_object *const *args,
                              size_t nargs)
{
    ouro_buffer buffer;
    if (nargs < 2)
        return ouro__raise(rt, OURO_T_STRUCT_ERROR, "pack_into expected %s argument",
                           nargs ? "offset" : "buffer");
    if (!layout || (int64_t)nargs - 2 != layout->values)
        return ouro__raise(rt, OURO_T_STRUCT_ERROR, "pack_into expected %lld items for packing (got %zu)",
                           (long long)values_of(layout), nargs - 2);
    if (ouro__buffer_get(rt, args[0], &buffer, OURO_BUFFER_WRITABLE) < 0) {
        ouro__error_clear(rt);
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "argument must be read-write bytes-like object, not %T",
                           args[0]);
    }
    ouro_object *result = pack_to(rt, layout, args, nargs, &buffer);
    ouro__buffer_release(rt, &buffer);
    return result;
}

/* --- unpacking ------------------------------------------------------------------------------------------- */

static ouro_object *unpack(ouro_runtime *rt, const ouro__struct_layout *layout, const uint8_t *from)
{
    ouro_tuple *t = ouro__tuple_alloc(rt, (size_t)layout->values);
    if (!t || layout->values == 0)
        return (ouro_object *)t;
    if (ouro__struct_unpack(rt, layout, from, t->items) < 0) {
        memset(t->items, 0, (size_t)layout->values * sizeof *t->items);
        ouro_decref(rt, &t->head);
        return NULL;
    }
    ouro__tuple_ready(rt, t);
    return &t->head;
}

static ouro_object *unpack_all(ouro_runtime *rt, const ouro__struct_layout *layout, ouro_object *o)
{
    ouro_buffer buffer;
    if (ouro__buffer_get(rt, o, &buffer, OURO_BUFFER_SIMPLE) < 0)
        return NULL;
    ouro_object *result = NULL;
    if (layout && buffer.length == layout->size)
        result = unpack(rt, layout, buffer.data);
    else
        ouro__raise(rt, OURO_T_STRUCT_ERROR, "unpack requires a buffer of %lld bytes",
                    (long long)size_of(layout));
    ouro__buffer_release(rt, &buffer);
    return result;
}

static ouro_object *unpack_from(ouro_runtime *rt, const ouro__struct_layout *layout, ouro_object *o,
                                ouro_object *offset_object)
{
    ouro_buffer buffer;
    int64_t offset = 0;
    if (ouro__buffer_get(rt, o, &buffer, OURO_BUFFER_SIMPLE) < 0)
        return NULL;
    ouro_object *result = NULL;
    if (!offset_object || ouro__index_argument(rt, offset_object, &offset) == 0) {
        if (!layout)
            ouro__raise(rt, OURO_T_STRUCT_ERROR, "unpack_from requires an initialized Struct");
        else if (resolve_offset(rt, "unpack_from", "unpack", layout->size, &buffer, &offset) == 0)
            result = unpack(rt, layout, buffer.data + offset);
    }
    ouro__buffer_release(rt, &buffer);
    return result;
}

/* --- Struct ---------------------------------------------------------------------------------------------- */

/* The format as bytes: owned. */
static ouro_object *format_bytes(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__is_bytes(rt, o))
        return ouro_ref(o);
    if (!ouro__is_str(rt, o))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "Struct() argument 1 must be a str or bytes object, not %T",
                           o);
    if (ouro__str_is_ascii(o))
        return ouro__bytes_new(rt, ouro__str_data(o), ouro__str_length(o));
    int64_t i = 0;
    while (ouro__str_char(o, (size_t)i) < 128)
        i++;
    return ouro__raise_unicode(rt, OURO_T_UNICODE_ENCODE_ERROR, "ascii", o, i, i + 1,
                               "ordinal not in range(128)");
}

/* A buffer to be freed. NULL with an exception. */
static ouro__struct_layout *parse(ouro_runtime *rt, ouro_object *format)
{
    const char *why;
    bool ascii = ouro__is_str(rt, format) && ouro__str_is_ascii(format); /* no copy for the common kind */
    ouro_object *bytes = ascii ? ouro_ref(format) : format_bytes(rt, format);
    if (!bytes)
        return NULL;
    ouro__struct_layout *layout =
        ascii ? ouro__struct_parse(rt, ouro__str_data(bytes), ouro__str_length(bytes), &why)
              : ouro__struct_parse(rt, (const char *)((ouro_bytes *)bytes)->data,
                                   ((ouro_bytes *)bytes)->length, &why);
    if (!layout && why)
        ouro__raise(rt, OURO_T_STRUCT_ERROR, "%s", why);
    ouro_decref(rt, bytes);
    return layout;
}

static ouro_object *struct_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__instance_new(rt, cls);
}

static int struct_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                       ouro_object *kwnames)
{
    static const char *const names[] = {"format", NULL};
    static const ouro_signature signature = {"Struct", names, 0, 1, 1, 0};
    ouro_object *format;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &format) < 0)
        return -1;
    struct_object *s = struct_of(self);
    if (s->users) {
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "Struct cannot be initialized while it is used");
        return -1;
    }
    ouro_object *bytes = format_bytes(rt, format);
    ouro__struct_layout *layout = bytes ? parse(rt, bytes) : NULL;
    if (!layout) {
        ouro_xdecref(rt, bytes);
        return -1;
    }
    ouro__buffer_free(rt, s->layout);
    s->layout = layout;
    ouro__slot_set(rt, s, &s->format, bytes);
    return 0;
}

static void struct_destroy(ouro_runtime *rt, ouro_object *o)
{
    ouro__buffer_free(rt, struct_of(o)->layout);
    struct_of(o)->layout = NULL;
}

OURO_C_FUNCTION(struct_pack)
{
    struct_of(self)->users++;
    ouro_object *result = pack(rt, struct_of(self)->layout, args, nargs);
    struct_of(self)->users--;
    return result;
}

OURO_C_FUNCTION(struct_pack_into)
{
    struct_of(self)->users++;
    ouro_object *result = pack_into(rt, struct_of(self)->layout, args, nargs);
    struct_of(self)->users--;
    return result;
}

OURO_C_FUNCTION(struct_unpack)
{
    return unpack_all(rt, struct_of(self)->layout, args[0]);
}

OURO_C_FUNCTION(struct_unpack_from)
{
    static const char *const names[] = {"buffer", "offset", NULL};
    static const ouro_signature signature = {"unpack_from", names, 0, 2, 1, 0};
    ouro_object *out[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    struct_of(self)->users++;
    ouro_object *result = unpack_from(rt, struct_of(self)->layout, out[0], out[1]);
    struct_of(self)->users--;
    return result;
}

static ouro_object *iter_unpack(ouro_runtime *rt, ouro_object *structure, ouro_object *o)
{
    int64_t size = size_of(struct_of(structure)->layout);
    if (size <= 0)
        return ouro__raise(rt, OURO_T_STRUCT_ERROR, "cannot iteratively unpack with a struct of length %lld",
                           (long long)size);
    unpack_iterator *it = ouro__new_container(rt, sizeof *it, OURO_WORD(OURO_T_UNPACK_ITERATOR));
    if (!it)
        return NULL;
    it->position = 0;
    ouro__slot_init(&it->structure, ouro_ref(structure));
    if (ouro__buffer_get(rt, o, &it->buffer, OURO_BUFFER_SIMPLE) == 0) {
        if (it->buffer.length % size == 0) {
            ouro__track(&it->head);
            return &it->head;
        }
        ouro__raise(rt, OURO_T_STRUCT_ERROR,
                    "iterative unpacking requires a buffer of a multiple of %lld bytes", (long long)size);
    }
    ouro_decref(rt, &it->head);
    return NULL;
}

OURO_C_FUNCTION(struct_iter_unpack)
{
    return iter_unpack(rt, self, args[0]);
}

OURO_C_FUNCTION(struct_sizeof)
{
    const ouro__struct_layout *layout = struct_of(self)->layout;
    size_t parts = layout ? sizeof *layout + layout->part_count * sizeof *layout->parts : 0;
    return ouro__int_new(rt, (int64_t)(ouro__type_of(rt, self)->size + parts));
}

static ouro_object *get_size(ouro_runtime *rt, ouro_object *o)
{
    return ouro__int_new(rt, size_of(struct_of(o)->layout));
}

static ouro_object *get_format(ouro_runtime *rt, ouro_object *o)
{
    const ouro_bytes *format = (ouro_bytes *)struct_of(o)->format;
    return format ? ouro__str_from_latin1(rt, format->data, format->length) : OURO_EMPTY_STR(rt);
}

static const ouro_method_def struct_methods[] = {
    {"pack", struct_pack, 0, 0, -1,
     "S.pack(v1, v2, ...) -> bytes\n\nThe values as bytes, as the format S.format says."},
    {"pack_into", struct_pack_into, 0, 0, -1,
     "S.pack_into(buffer, offset, v1, v2, ...)\n\nWrites the values to the buffer from the offset on."},
    {"unpack", struct_unpack, 0, 1, 1,
     "unpack($self, buffer, /)\n--\n\nThe values of a buffer of S.size bytes."},
    {"unpack_from", struct_unpack_from, OURO_METH_KEYWORDS, 0, -1,
     "unpack_from($self, /, buffer, offset=0)\n--\n\nThe values that stand at the offset."},
    {"iter_unpack", struct_iter_unpack, 0, 1, 1,
     "iter_unpack($self, buffer, /)\n--\n\nAn iterator over the values of one piece of the buffer after the "
     "other."},
    {"__sizeof__", struct_sizeof, 0, 0, 0, "S.__sizeof__() -> size of S in memory, in bytes"},
    {0},
};

static const ouro_getset_def struct_getsets[] = {
    {"format", get_format, NULL, "struct format string"},
    {"size", get_size, NULL, "struct size in bytes"},
    {0},
};

static const uint16_t struct_fields[] = {offsetof(struct_object, format), 0};

static OURO_BUILTIN_TYPE(Struct) = {
    .id = OURO_T_STRUCT,
    .slots = {.name = "_struct.Struct",
              .flags = OURO_TYPE_BASE | OURO_TYPE_WEAKLY_REFERENCEABLE,
              .size = sizeof(struct_object),
              .layout = OURO_LAYOUT_LEAF,
              .fields = struct_fields,
              .destroy = struct_destroy,
              .new_ = struct_new,
              .init = struct_init},
    .methods = struct_methods,
    .getsets = struct_getsets,
    .doc = "Struct(fmt) --> compiled struct object",
    .module = "_struct",
};

/* --- the iterator ---------------------------------------------------------------------------------------- */

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *o)
{
    unpack_iterator *it = (unpack_iterator *)o;
    const ouro__struct_layout *layout = it->structure ? struct_of(it->structure)->layout : NULL;
    if (layout && layout->size > 0 && it->buffer.owner && it->buffer.length - it->position >= layout->size) {
        ouro_object *values = unpack(rt, layout, it->buffer.data + it->position);
        it->position += layout->size;
        return values;
    }
    ouro__slot_clear(rt, it, &it->structure);
    ouro__buffer_release(rt, &it->buffer);
    return NULL;
}

OURO_C_FUNCTION(iterator_length_hint)
{
    unpack_iterator *it = (unpack_iterator *)self;
    int64_t size = it->structure ? size_of(struct_of(it->structure)->layout) : 0;
    return ouro__int_new(rt, size > 0 && it->buffer.owner ? (it->buffer.length - it->position) / size : 0);
}

static void iterator_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    ouro_object *owner = ((unpack_iterator *)o)->buffer.owner;
    if (owner)
        visit(rt, owner, context);
}

static ouro_object *iterator_drain(ouro_runtime *rt, ouro_object *o)
{
    return ouro__buffer_end(rt, &((unpack_iterator *)o)->buffer);
}

static const ouro_method_def iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, 0, 0, 0, NULL},
    {0},
};

static const uint16_t iterator_fields[] = {offsetof(unpack_iterator, structure), 0};

static OURO_BUILTIN_TYPE(unpack_iterator) = {
    .id = OURO_T_UNPACK_ITERATOR,
    .slots = {.name = "_struct.unpack_iterator",
              .size = sizeof(unpack_iterator),
              .layout = OURO_LAYOUT_CALLBACK,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .fields = iterator_fields,
              .traverse = iterator_traverse,
              .drain = iterator_drain,
              .iter = ouro__iter_self,
              .next = iterator_next},
    .methods = iterator_methods,
    .module = "_struct",
};

/* --- the module ------------------------------------------------------------------------------------------ */

OURO_C_FUNCTION(module_calcsize)
{
    ouro__struct_layout *layout = parse(rt, args[0]);
    ouro_object *size = layout ? ouro__int_new(rt, layout->size) : NULL;
    ouro__buffer_free(rt, layout);
    return size;
}

/* Packs by the format that comes before the other arguments. */
static ouro_object *pack_by_format(ouro_runtime *rt, ouro_object *const *args, size_t nargs,
                                   ouro_object *(*packs)(ouro_runtime *, const ouro__struct_layout *,
                                                         ouro_object *const *, size_t))
{
    if (nargs == 0)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "missing format argument");
    ouro__struct_layout *layout = parse(rt, args[0]);
    ouro_object *result = layout ? packs(rt, layout, args + 1, nargs - 1) : NULL;
    ouro__buffer_free(rt, layout);
    return result;
}

OURO_C_FUNCTION(module_pack)
{
    return pack_by_format(rt, args, nargs, pack);
}

OURO_C_FUNCTION(module_pack_into)
{
    return pack_by_format(rt, args, nargs, pack_into);
}

OURO_C_FUNCTION(module_unpack)
{
    ouro__struct_layout *layout = parse(rt, args[0]);
    ouro_object *values = layout ? unpack_all(rt, layout, args[1]) : NULL;
    ouro__buffer_free(rt, layout);
    return values;
}

OURO_C_FUNCTION(module_unpack_from)
{
    static const char *const names[] = {"", "buffer", "offset", NULL};
    static const ouro_signature signature = {"unpack_from", names, 1, 3, 2, 0};
    ouro_object *out[3];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    ouro__struct_layout *layout = parse(rt, out[0]);
    ouro_object *values = layout ? unpack_from(rt, layout, out[1], out[2]) : NULL;
    ouro__buffer_free(rt, layout);
    return values;
}

OURO_C_FUNCTION(module_iter_unpack)
{
    ouro_object *structure = ouro__call1(rt, ouro__class_at(rt, OURO_T_STRUCT), args[0]);
    ouro_object *iterator = structure ? iter_unpack(rt, structure, args[1]) : NULL;
    ouro_xdecref(rt, structure);
    return iterator;
}

/* Formats are not kept: reading one again costs less than finding it. */
OURO_C_FUNCTION(module_clearcache)
{
    return OURO_NONE(rt);
}

static const ouro_method_def functions[] = {
    {"_clearcache", module_clearcache, 0, 0, 0, "_clearcache($module, /)\n--\n\nClear the internal cache."},
    {"calcsize", module_calcsize, 0, 1, 1,
     "calcsize($module, format, /)\n--\n\nHow many bytes the format takes."},
    {"iter_unpack", module_iter_unpack, 0, 2, 2,
     "iter_unpack($module, format, buffer, /)\n--\n\nAn iterator over the values of one piece of the buffer "
     "after the other."},
    {"pack", module_pack, 0, 0, -1,
     "pack(format, v1, v2, ...) -> bytes\n\nThe values as bytes, as the format says."},
    {"pack_into", module_pack_into, 0, 0, -1,
     "pack_into(format, buffer, offset, v1, v2, ...)\n\nWrites the values to the buffer from the offset on."},
    {"unpack", module_unpack, 0, 2, 2,
     "unpack($module, format, buffer, /)\n--\n\nThe values of a buffer of the format's size."},
    {"unpack_from", module_unpack_from, OURO_METH_KEYWORDS, 0, -1,
     "unpack_from($module, format, /, buffer, offset=0)\n--\n\nThe values that stand at the offset."},
    {0},
};

static OURO_BUILTIN_TYPE(struct_error) = {
    .id = OURO_T_STRUCT_ERROR,
    .base_id = OURO_T_EXCEPTION,
    .slots = {.name = "error", .flags = OURO_TYPE_BASE},
    .module = "struct",
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {
        {&ouro__builtin_struct_error, "error"},
        {&ouro__builtin_Struct, "Struct"},
        {&ouro__builtin_unpack_iterator, NULL},
        {0},
    };
    return ouro__module_add_types(rt, module, types);
}

const ouro_module_def ouro__module_struct = {
    .name = "_struct",
    .functions = functions,
    .exec = exec,
    .doc =
        "Values to and from bytes that lie like C structs.\n\n"
        "The first character of a format is the byte order: @ native with native sizes and alignment (the "
        "default), = native, "
        "< little-endian, > or ! big-endian.\nItems, with a count before them: x pad byte, c char, b B h H i "
        "I l L q Q integers, "
        "n N sizes, ? bool, e f d floats, P pointer, s and p (where the count is the length) byte strings.",
};
