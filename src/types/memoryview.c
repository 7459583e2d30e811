/* The type memoryview, its loan and its iterator. Subscripts are in memoryview_item.c, comparing in memoryview_compare.c,
 * casts in memoryview_cast.c. */
#include "types/memoryview.h"

#include <string.h>

#include "object/slot.h"
#include "types/bytes_methods.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"

static ouro_memoryview *view_of(ouro_object *o)
{
    return (ouro_memoryview *)o;
}

/* --- the loan -------------------------------------------------------------------------------------------- */

static void managed_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    ouro_object *owner = ((ouro_managed_buffer *)o)->buffer.owner;
    if (owner)
        visit(rt, owner, context);
}

static ouro_object *managed_drain(ouro_runtime *rt, ouro_object *o)
{
    return ouro__buffer_end(rt, &((ouro_managed_buffer *)o)->buffer);
}

OURO_BUILTIN_TYPE(managed_buffer) = {
    .id = OURO_T_MANAGED_BUFFER,
    .slots = {.name = "managedbuffer",
              .size = sizeof(ouro_managed_buffer),
              .layout = OURO_LAYOUT_CALLBACK,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .traverse = managed_traverse,
              .drain = managed_drain},
};

static ouro_managed_buffer *managed_new(ouro_runtime *rt, ouro_object *o)
{
    ouro_managed_buffer *managed = ouro__new_container(rt, sizeof *managed, OURO_WORD(OURO_T_MANAGED_BUFFER));
    if (!managed)
        return NULL;
    if (ouro__buffer_get(rt, o, &managed->buffer, OURO_BUFFER_STRIDED) < 0) {
        ouro_decref(rt, &managed->head);
        return NULL;
    }
    ouro__track(&managed->head);
    return managed;
}

/* --- views ----------------------------------------------------------------------------------------------- */

/* With everything but the loan at zero. Not tracked. */
static ouro_memoryview *alloc(ouro_runtime *rt, int dimensions)
{
    ouro_memoryview *m;
    ouro_type *type = ouro__type_at(rt, OURO_WORD(OURO_T_MEMORYVIEW));
    m = (ouro_memoryview *)ouro__new_object(rt, type, sizeof *m + 2 * (size_t)dimensions * sizeof(int64_t));
    if (!m)
        return NULL;
    m->dimensions = dimensions;
    m->hash = -1;
    return m;
}

ouro_object *ouro__memoryview_new(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__is_exactly(o, OURO_T_MEMORYVIEW))
        return ouro__view_check(rt, view_of(o)) < 0
                   ? NULL
                   : (ouro_object *)ouro__view_again(rt, view_of(o), view_of(o)->dimensions);
    if (!ouro__has_buffer(rt, o))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "memoryview: a bytes-like object is required, not '%T'", o);
    ouro_managed_buffer *managed = managed_new(rt, o);
    if (!managed)
        return NULL;
    const ouro_buffer *b = &managed->buffer;
    ouro_memoryview *m = alloc(rt, b->dimensions);
    if (!m) {
        ouro_decref(rt, &managed->head);
        return NULL;
    }
    ouro__slot_init(&m->managed, managed);
    m->data = b->data;
    m->format = b->format;
    m->length = b->length;
    m->item_size = b->item_size;
    m->read_only = b->read_only;
    for (int i = 0; i < b->dimensions; i++) {
        ouro__view_shape(m)[i] = b->shape[i];
        ouro__view_strides(m)[i] = b->strides[i];
    }
    ouro__track(&m->head);
    return &m->head;
}

ouro_memoryview *ouro__view_again(ouro_runtime *rt, ouro_memoryview *m, int dimensions)
{
    ouro_memoryview *made = alloc(rt, dimensions);
    if (!made)
        return NULL;
    ouro__slot_init(&made->managed, ouro_ref(m->managed));
    made->data = m->data;
    made->format = m->format;
    made->length = m->length;
    made->item_size = m->item_size;
    made->read_only = m->read_only;
    if (dimensions == m->dimensions)
        memcpy(made->shape_and_strides, m->shape_and_strides, 2 * (size_t)dimensions * sizeof(int64_t));
    ouro__track(&made->head);
    return made;
}

static bool is_released(const ouro_memoryview *m)
{
    /* A loan that the collector has ended is as good as released. */
    return !m->managed || !((ouro_managed_buffer *)m->managed)->buffer.owner;
}

int ouro__view_check(ouro_runtime *rt, ouro_memoryview *m)
{
    if (!is_released(m))
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "operation forbidden on released memoryview object");
    return -1;
}

ouro_buffer ouro__view_buffer(ouro_memoryview *m)
{
    return (ouro_buffer){.data = m->data,
                         .length = m->length,
                         .item_size = m->item_size,
                         .format = m->format,
                         .shape = ouro__view_shape(m),
                         .strides = ouro__view_strides(m),
                         .dimensions = m->dimensions,
                         .read_only = m->read_only};
}

bool ouro__view_native_item(const char *format, ouro__item *item)
{
    format += *format == '@';
    /* Half floats came to memoryview after 3.11. */
    return format[0] && !format[1] && !strchr("xspe", format[0]) && ouro__item_describe('@', format[0], item);
}

bool ouro__view_item(ouro_runtime *rt, ouro_memoryview *m, ouro__item *item)
{
    if (ouro__view_native_item(m->format, item))
        return true;
    const char *bare = m->format + (*m->format == '@');
    ouro__raise(rt, OURO_T_NOT_IMPLEMENTED_ERROR,
                bare[0] && !bare[1] ? "memoryview: format %s not supported"
                                    : "memoryview: unsupported format %s",
                bare[0] && !bare[1] ? bare : m->format);
    return false;
}

static bool is_contiguous(ouro_memoryview *m, char order)
{
    ouro_buffer b = ouro__view_buffer(m);
    return ouro__buffer_is_contiguous(&b, order);
}

/* --- lending --------------------------------------------------------------------------------------------- */

static int get_buffer(ouro_runtime *rt, ouro_object *o, ouro_buffer *buffer, int flags)
{
    ouro_memoryview *m = view_of(o);
    const char *wrong = NULL;
    if (ouro__view_check(rt, m) < 0)
        return -1;
    if (flags & OURO_BUFFER_WRITABLE && m->read_only)
        wrong = "memoryview: underlying buffer is not writable";
    else if (!(flags & OURO_BUFFER_STRIDED) && !is_contiguous(m, 'C'))
        wrong = "memoryview: underlying buffer is not C-contiguous";
    if (wrong) {
        ouro__raise(rt, OURO_T_BUFFER_ERROR, "%s", wrong);
        return -1;
    }
    *buffer = ouro__view_buffer(m);
    m->exports++;
    return 0;
}

static void release_buffer(ouro_runtime *rt, ouro_object *o, ouro_buffer *buffer)
{
    (void)rt;
    (void)buffer;
    view_of(o)->exports--;
}

static const ouro_extra_slots extra = {.get_buffer = get_buffer, .release_buffer = release_buffer};

static int release(ouro_runtime *rt, ouro_memoryview *m)
{
    if (is_released(m))
        return 0;
    if (m->exports) {
        ouro__raise(rt, OURO_T_BUFFER_ERROR, "memoryview has %zu exported buffer%s", (size_t)m->exports,
                    m->exports == 1 ? "" : "s");
        return -1;
    }
    ouro__slot_clear(rt, m, &m->managed);
    return 0;
}

/* --- attributes ------------------------------------------------------------------------------------------ */

static ouro_object *numbers_tuple(ouro_runtime *rt, const int64_t *values, int count)
{
    ouro_object *items[OURO_BUFFER_DIMENSIONS_MAX];
    for (int i = 0; i < count; i++) {
        if (!(items[i] = ouro__int_new(rt, values[i]))) {
            while (i-- > 0)
                ouro_decref(rt, items[i]);
            return NULL;
        }
    }
    return ouro__tuple_from_owned(rt, items, (size_t)count);
}

#define GETTER(name, expression)                                                                             \
    static ouro_object *get_##name(ouro_runtime *rt, ouro_object *o)                                         \
    {                                                                                                        \
        ouro_memoryview *m = view_of(o);                                                                     \
        return ouro__view_check(rt, m) < 0 ? NULL : (expression);                                            \
    }

GETTER(obj, ouro_ref(((ouro_managed_buffer *)m->managed)->buffer.owner))
GETTER(nbytes, ouro__int_new(rt, m->length))
GETTER(readonly, ouro__bool(rt, m->read_only))
GETTER(itemsize, ouro__int_new(rt, m->item_size))
GETTER(format, ouro__str_from_cstring(rt, m->format))
GETTER(ndim, ouro__int_new(rt, m->dimensions))
GETTER(shape, numbers_tuple(rt, ouro__view_shape(m), m->dimensions))
GETTER(strides, numbers_tuple(rt, ouro__view_strides(m), m->dimensions))
GETTER(suboffsets, OURO_EMPTY_TUPLE(rt))
GETTER(c_contiguous, ouro__bool(rt, is_contiguous(m, 'C')))
GETTER(f_contiguous, ouro__bool(rt, is_contiguous(m, 'F')))
GETTER(contiguous, ouro__bool(rt, is_contiguous(m, 'C') || is_contiguous(m, 'F')))

static const ouro_getset_def getsets[] = {
    {"obj", get_obj, NULL, "The underlying object of the memoryview."},
    {"nbytes", get_nbytes, NULL,
     "The amount of space in bytes that the array would use in\n a contiguous representation."},
    {"readonly", get_readonly, NULL, "A bool indicating whether the memory is read only."},
    {"itemsize", get_itemsize, NULL, "The size in bytes of each element of the memoryview."},
    {"format", get_format, NULL,
     "A string containing the format (in struct module style)\n for each element in the view."},
    {"ndim", get_ndim, NULL,
     "An integer indicating how many dimensions of a multi-dimensional\n array the memory represents."},
    {"shape", get_shape, NULL,
     "A tuple of ndim integers giving the shape of the memory\n as an N-dimensional array."},
    {"strides", get_strides, NULL,
     "A tuple of ndim integers giving the size in bytes to access\n each element for each dimension of the "
     "array."},
    {"suboffsets", get_suboffsets, NULL, "A tuple of integers used internally for PIL-style arrays."},
    {"c_contiguous", get_c_contiguous, NULL, "A bool indicating whether the memory is C contiguous."},
    {"f_contiguous", get_f_contiguous, NULL, "A bool indicating whether the memory is Fortran contiguous."},
    {"contiguous", get_contiguous, NULL, "A bool indicating whether the memory is contiguous."},
    {0},
};

/* --- methods --------------------------------------------------------------------------------------------- */

OURO_C_FUNCTION(view_release)
{
    return release(rt, view_of(self)) < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(view_enter)
{
    return ouro__view_check(rt, view_of(self)) < 0 ? NULL : ouro_ref(self);
}

/* The bytes in the order 'C', 'F' or 'A' (as they lie, when they lie together). Owned. */
static ouro_object *to_bytes(ouro_runtime *rt, ouro_memoryview *m, char order)
{
    if (ouro__view_check(rt, m) < 0)
        return NULL;
    ouro_buffer b = ouro__view_buffer(m);
    ouro_object *bytes = ouro__bytes_new(rt, NULL, (size_t)m->length);
    if (bytes && m->length) {
        if (order == 'A')
            order = ouro__buffer_is_contiguous(&b, 'F') ? 'F' : 'C';
        ouro__buffer_copy_out(&b, ((ouro_bytes *)bytes)->data, order);
    }
    return bytes;
}

OURO_C_FUNCTION(view_tobytes)
{
    static const char *const names[] = {"order", NULL};
    static const ouro_signature signature = {"tobytes", names, 0, 1, 0, 0};
    ouro_object *order;
    char c = 'C';
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &order) < 0 ||
        ouro__view_check(rt, view_of(self)) < 0)
        return NULL;
    if (order && order != OURO_NONE(rt)) {
        if (!ouro__is_str(rt, order))
            return ouro__raise(rt, OURO_T_TYPE_ERROR,
                               "tobytes() argument 'order' must be str or None, not %T", order);
        c = ouro__str_length(order) == 1 && ouro__str_is_ascii(order) ? (char)ouro__str_char(order, 0) : 0;
        if (!c || !strchr("CFA", c))
            return ouro__raise(rt, OURO_T_VALUE_ERROR, "order must be 'C', 'F' or 'A'");
    }
    return to_bytes(rt, view_of(self), c);
}

OURO_C_FUNCTION(view_hex)
{
    ouro_object *bytes = to_bytes(rt, view_of(self), 'C');
    ouro_object *text = bytes ? ouro__bytes_m_hex(rt, bytes, args, nargs, kwnames) : NULL;
    ouro_xdecref(rt, bytes);
    return text;
}

/* Lists in lists, at most as deep as there may be dimensions. */
static ouro_object *list_of(ouro_runtime *rt, ouro_memoryview *m, const ouro__item *item, const uint8_t *at,
                            int axis)
{
    if (axis == m->dimensions)
        return ouro__item_unpack(rt, item, at);
    int64_t count = ouro__view_shape(m)[axis], stride = ouro__view_strides(m)[axis];
    ouro_object *list = ouro__list_new(rt, (size_t)count);
    for (int64_t i = 0; list && i < count; i++, at += stride) {
        ouro_object *part = list_of(rt, m, item, at, axis + 1);
        if (!part || ouro__list_append_owned(rt, (ouro_list *)list, part) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

OURO_C_FUNCTION(view_tolist)
{
    ouro_memoryview *m = view_of(self);
    ouro__item item;
    if (ouro__view_check(rt, m) < 0 || !ouro__view_item(rt, m, &item))
        return NULL;
    return list_of(rt, m, &item, m->data, 0);
}

OURO_C_FUNCTION(view_toreadonly)
{
    ouro_memoryview *m = view_of(self);
    if (ouro__view_check(rt, m) < 0)
        return NULL;
    ouro_memoryview *made = ouro__view_again(rt, m, m->dimensions);
    if (made)
        made->read_only = true;
    return (ouro_object *)made;
}

static const ouro_method_def methods[] = {
    {"release", view_release, 0, 0, 0,
     "release($self, /)\n--\n\nRelease the underlying buffer exposed by the memoryview object."},
    {"tobytes", view_tobytes, OURO_METH_KEYWORDS, 0, -1,
     "tobytes($self, /, order='C')\n--\n\nThe data as bytes, in the order 'C', 'F', or with 'A' as it lies."},
    {"hex", view_hex, OURO_METH_KEYWORDS, 0, -1,
     "hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\nThe data as hexadecimal digits."},
    {"tolist", view_tolist, 0, 0, 0,
     "tolist($self, /)\n--\n\nReturn the data in the buffer as a list of elements."},
    {"cast", ouro__view_cast, OURO_METH_KEYWORDS, 0, -1,
     "cast($self, /, format, shape=<unrepresentable>)\n--\n\nCast a memoryview to a new format or shape."},
    {"toreadonly", view_toreadonly, 0, 0, 0,
     "toreadonly($self, /)\n--\n\nReturn a readonly version of the memoryview."},
    {"__enter__", view_enter, 0, 0, 0, NULL},
    {"__exit__", view_release, 0, 0, -1, NULL},
    {0},
};

/* --- slots ----------------------------------------------------------------------------------------------- */

static ouro_object *view_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    static const char *const names[] = {"object", NULL};
    static const ouro_signature signature = {"memoryview", names, 0, 1, 1, 0};
    ouro_object *o;
    (void)cls;
    return ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &o) < 0 ? NULL
                                                                               : ouro__memoryview_new(rt, o);
}

static ouro_object *view_repr(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_format(rt, is_released(view_of(o)) ? "<released memory at 0x%zx>" : "<memory at 0x%zx>",
                            (size_t)(uintptr_t)o);
}

/* That of equal bytes. */
static int64_t view_hash(ouro_runtime *rt, ouro_object *o)
{
    ouro_memoryview *m = view_of(o);
    ouro__item item;
    if (m->hash != -1)
        return m->hash;
    if (ouro__view_check(rt, m) < 0)
        return -1;
    if (!m->read_only) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "cannot hash writable memoryview object");
        return -1;
    }
    if (!ouro__view_native_item(m->format, &item) || !strchr("Bbc", item.code)) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
        return -1;
    }
    /* Who lends must be hashable itself; asking it may run code. */
    ouro_object *owner = ouro_ref(((ouro_managed_buffer *)m->managed)->buffer.owner);
    int64_t hash = ouro__hash(rt, owner);
    ouro_decref(rt, owner);
    ouro_object *bytes = hash == -1 ? NULL : to_bytes(rt, m, 'C');
    if (!bytes)
        return -1;
    m->hash = ouro__hash(rt, bytes);
    ouro_decref(rt, bytes);
    return m->hash;
}

static int64_t view_length(ouro_runtime *rt, ouro_object *o)
{
    ouro_memoryview *m = view_of(o);
    if (ouro__view_check(rt, m) < 0)
        return -1;
    return m->dimensions ? ouro__view_shape(m)[0] : 1;
}

static size_t view_size_of(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return sizeof(ouro_memoryview) + 2 * (size_t)view_of(o)->dimensions * sizeof(int64_t);
}

static ouro_object *view_iter(ouro_runtime *rt, ouro_object *o)
{
    ouro_memoryview *m = view_of(o);
    ouro__item item;
    if (ouro__view_check(rt, m) < 0)
        return NULL;
    if (m->dimensions == 0)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "invalid indexing of 0-dim memory");
    if (m->dimensions != 1)
        return ouro__raise(rt, OURO_T_NOT_IMPLEMENTED_ERROR,
                           "multi-dimensional sub-views are not implemented");
    if (!ouro__view_item(rt, m, &item))
        return NULL;
    return ouro__position_iterator_new(rt, OURO_T_MEMORY_ITERATOR, o, 0);
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *o)
{
    ouro_position_iterator *it = (ouro_position_iterator *)o;
    if (!it->sequence)
        return NULL;
    ouro_memoryview *m = view_of(it->sequence);
    ouro__item item;
    if (it->position < ouro__view_shape(m)[0]) {
        if (ouro__view_check(rt, m) < 0 || !ouro__view_item(rt, m, &item))
            return NULL;
        return ouro__item_unpack(rt, &item, m->data + ouro__view_strides(m)[0] * it->position++);
    }
    ouro__slot_clear(rt, it, &it->sequence);
    return NULL;
}

static const uint16_t iterator_fields[] = {offsetof(ouro_position_iterator, sequence), 0};

OURO_BUILTIN_TYPE(memory_iterator) = {
    .id = OURO_T_MEMORY_ITERATOR,
    .slots = {.name = "memory_iterator",
              .size = sizeof(ouro_position_iterator),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .fields = iterator_fields,
              .iter = ouro__iter_self,
              .next = iterator_next},
};

static const ouro_sequence_slots sequence = {.item = ouro__view_item_at};
static const uint16_t view_fields[] = {offsetof(ouro_memoryview, managed), 0};

OURO_BUILTIN_TYPE(memoryview) = {
    .id = OURO_T_MEMORYVIEW,
    .slots =
        {
            .name = "memoryview",
            .flags = OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_SEQUENCE_PATTERN,
            .size = sizeof(ouro_memoryview),
            .item_size = sizeof(int64_t),
            .layout = OURO_LAYOUT_LEAF,
            .fields = view_fields,
            .size_of = view_size_of,
            .repr = view_repr,
            .hash = view_hash,
            .compare = ouro__view_compare,
            .iter = view_iter,
            .length = view_length,
            .getitem = ouro__view_getitem,
            .setitem = ouro__view_setitem,
            .new_ = view_new,
            .sequence = &sequence,
            .extra = &extra,
        },
    .methods = methods,
    .getsets = getsets,
    .doc = "memoryview(object)\n--\n\nCreate a new memoryview object which references the given object.",
};
