/* The type array, its iterator and the module. */
#include <string.h>

#include "modules/array/array.h"
#include "modules/modules.h"
#include "object/slot.h"
#include "types/bytearray.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/slice.h"
#include "types/str_impl.h"
#include "types/tuple.h"
#include "types/types.h"
#include "vm/import.h"

/* --- construction ---------------------------------------------------------------------------------------- */

static int fill(ouro_runtime *rt, ouro_array *a, ouro_object *initial)
{
    ouro__byte_view view;
    if (ouro__is_bytes(rt, initial) || ouro__is_bytearray(rt, initial))
        return ouro__bytes_view(rt, initial, &view) ? ouro__array_from_bytes(rt, a, view.data, view.length)
                                                    : -1;
    if (ouro__is_str(rt, initial))
        return ouro__array_from_text(rt, a, initial);
    if (ouro__is_array(rt, initial) && ouro__array_of(initial)->kind != a->kind) {
        ouro_array *other = ouro__array_of(initial);
        for (int64_t i = 0; i < other->length; i++) {
            ouro_object *value = ouro__array_get(rt, other->kind, other->data + i * other->kind->size);
            int status = value ? ouro__array_append(rt, a, value) : -1;
            ouro_xdecref(rt, value);
            if (status < 0)
                return -1;
        }
        return 0;
    }
    return ouro__array_extend(rt, a, initial);
}

ouro_object *ouro__array_make(ouro_runtime *rt, ouro_object *cls, const ouro__array_kind *kind,
                              ouro_object *initial)
{
    if (initial && kind->code != 'u') {
        if (ouro__is_str(rt, initial))
            return ouro__raise(rt, OURO_T_TYPE_ERROR,
                               "cannot use a str to initialize an array with typecode '%c'", kind->code);
        if (ouro__is_array(rt, initial) && ouro__array_of(initial)->kind->code == 'u')
            return ouro__raise(rt, OURO_T_TYPE_ERROR,
                               "cannot use a unicode array to initialize an array with typecode '%c'",
                               kind->code);
    }
    ouro_object *o = ouro__array_alloc(rt, cls, kind, 0);
    if (o && initial && fill(rt, ouro__array_of(o), initial) < 0) {
        ouro_decref(rt, o);
        return NULL;
    }
    return o;
}

static ouro_object *array_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    if (kwnames && ((ouro_tuple *)kwnames)->count && ouro__is_builtin_class(cls, OURO_T_ARRAY))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "array.array() takes no keyword arguments");
    if (nargs < 1 || nargs > 2)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "array() takes at %s argument%s (%zu given)",
                           nargs ? "most 2" : "least 1", nargs ? "s" : "", nargs);
    if (!ouro__is_str(rt, args[0]) || ouro__str_length(args[0]) != 1)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "array() argument 1 must be a unicode character, not %T",
                           args[0]);
    const ouro__array_kind *kind = ouro__array_kind_of(ouro__str_char(args[0], 0));
    if (!kind)
        return ouro__raise(rt, OURO_T_VALUE_ERROR,
                           "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    return ouro__array_make(rt, cls, kind, nargs > 1 ? args[1] : NULL);
}

static void array_destroy(ouro_runtime *rt, ouro_object *o)
{
    ouro__buffer_free(rt, ouro__array_of(o)->data);
    ouro__array_of(o)->data = NULL;
    ouro__array_of(o)->length = ouro__array_of(o)->capacity = 0;
}

/* --- lending --------------------------------------------------------------------------------------------- */

static int get_buffer(ouro_runtime *rt, ouro_object *o, ouro_buffer *buffer, int flags)
{
    ouro_array *a = ouro__array_of(o);
    (void)rt;
    (void)flags;
    ouro__buffer_fill(buffer, ouro__array_data(a), ouro__array_bytes(a), false);
    buffer->item_size = buffer->stride_of_one = a->kind->size;
    buffer->shape_of_one = a->length;
    buffer->format = a->kind->format;
    a->exports++;
    return 0;
}

static void release_buffer(ouro_runtime *rt, ouro_object *o, ouro_buffer *buffer)
{
    (void)rt;
    (void)buffer;
    ouro__array_of(o)->exports--;
}

static const ouro_extra_slots extra = {.get_buffer = get_buffer, .release_buffer = release_buffer};

/* --- slots ----------------------------------------------------------------------------------------------- */

static ouro_object *array_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro_array *a = ouro__array_of(o);
    ouro_object *name = ((ouro_class *)ouro__class_of(rt, o))->name;
    if (a->length == 0)
        return ouro__str_format(rt, "%U('%c')", name, a->kind->code);
    ouro_object *method = ouro__str_intern_cstring(rt, a->kind->code == 'u' ? "tounicode" : "tolist");
    ouro_object *content = method ? ouro__call_method(rt, o, method, 0) : NULL;
    ouro_object *text = content ? ouro__str_format(rt, "%U('%c', %R)", name, a->kind->code, content) : NULL;
    ouro_xdecref(rt, content);
    ouro_xdecref(rt, method);
    return text;
}

static int64_t array_length(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return ouro__array_of(o)->length;
}

static size_t array_size_of(ouro_runtime *rt, ouro_object *o)
{
    return ouro__type_of(rt, o)->size + (size_t)ouro__array_of(o)->capacity * ouro__array_of(o)->kind->size;
}

/* Compares two items as objects: the result of `op`, owned. */
static ouro_object *compare_items(ouro_runtime *rt, ouro_array *a, ouro_array *b, int64_t i, int op)
{
    ouro_object *x = ouro__array_get(rt, a->kind, a->data + i * a->kind->size);
    ouro_object *y = x ? ouro__array_get(rt, b->kind, b->data + i * b->kind->size) : NULL;
    ouro_object *result = y ? ouro__compare(rt, x, y, op) : NULL;
    ouro_xdecref(rt, x);
    ouro_xdecref(rt, y);
    return result;
}

static ouro_object *array_compare(ouro_runtime *rt, ouro_object *left, ouro_object *right, int op)
{
    if (!ouro__is_array(rt, left) || !ouro__is_array(rt, right))
        return OURO_NOT_IMPLEMENTED(rt);
    ouro_array *a = ouro__array_of(left), *b = ouro__array_of(right);
    int64_t common = a->length < b->length ? a->length : b->length, i = 0;
    if (a->length != b->length && (op == OURO_EQ || op == OURO_NE))
        return ouro__bool(rt, op == OURO_NE);
    if (a->kind == b->kind && a->kind->is_integer)
        while (i < common &&
               memcmp(a->data + i * a->kind->size, b->data + i * b->kind->size, a->kind->size) == 0)
            i++;
    for (; i < common; i++) {
        ouro_object *equal = compare_items(rt, a, b, i, OURO_EQ);
        int is_equal = equal ? ouro__truth(rt, equal) : -1;
        ouro_xdecref(rt, equal);
        if (is_equal < 0)
            return NULL;
        if (!is_equal)
            return op == OURO_EQ || op == OURO_NE ? ouro__bool(rt, op == OURO_NE)
                                                  : compare_items(rt, a, b, i, op);
    }
    return ouro__bool(rt, ouro__lengths_compare((uint64_t)a->length, (uint64_t)b->length, op));
}

static ouro_object *array_item(ouro_runtime *rt, ouro_object *o, int64_t index)
{
    ouro_array *a = ouro__array_of(o);
    if (index < 0 || index >= a->length)
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "array index out of range");
    return ouro__array_get(rt, a->kind, a->data + index * a->kind->size);
}

/* What the key is, with CPython's words for arrays. */
static enum ouro_subscript subscript(ouro_runtime *rt, ouro_object *key, int64_t *index)
{
    const ouro_number_slots *number = ouro__type_of(rt, key)->number;
    if (ouro__is_slice(key))
        return OURO_SUBSCRIPT_SLICE;
    if (!number || !number->index) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "array indices must be integers");
        return OURO_SUBSCRIPT_FAILED;
    }
    return ouro__index_int64(rt, key, false, index) < 0 ? OURO_SUBSCRIPT_FAILED : OURO_SUBSCRIPT_INDEX;
}

static ouro_object *get_slice(ouro_runtime *rt, ouro_array *a, ouro_object *slice)
{
    int64_t start, stop, step;
    if (ouro__slice_unpack(rt, slice, &start, &stop, &step) < 0)
        return NULL;
    int64_t count = ouro__slice_adjust(a->length, &start, &stop, step);
    ouro_object *made = ouro__array_alloc_exact(rt, a->kind, count);
    size_t size = a->kind->size;
    if (made && step == 1 && count)
        memcpy(ouro__array_of(made)->data, a->data + (size_t)start * size, (size_t)count * size);
    for (int64_t i = 0; made && step != 1 && i < count; i++)
        memcpy(ouro__array_of(made)->data + (size_t)i * size, a->data + (size_t)(start + i * step) * size,
               size);
    return made;
}

static ouro_object *array_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    int64_t index;
    switch (subscript(rt, key, &index)) {
    case OURO_SUBSCRIPT_INDEX:
        return array_item(rt, o, index < 0 ? index + ouro__array_of(o)->length : index);
    case OURO_SUBSCRIPT_SLICE:
        return get_slice(rt, ouro__array_of(o), key);
    default:
        return NULL;
    }
}

static int set_index(ouro_runtime *rt, ouro_array *a, int64_t index, ouro_object *value)
{
    uint8_t item[OURO__ARRAY_ITEM_MAX];
    for (int pass = 0; pass < 2; pass++) { /* making the item may run code that shortens the array */
        int64_t at = index < 0 ? index + a->length : index;
        if (at < 0 || at >= a->length) {
            ouro__raise(rt, OURO_T_INDEX_ERROR, "array assignment index out of range");
            return -1;
        }
        if (!value)
            return ouro__array_splice(rt, a, at, at + 1, 0);
        if (pass == 1)
            memcpy(a->data + at * a->kind->size, item, a->kind->size);
        else if (ouro__array_pack(rt, a->kind, item, value) < 0)
            return -1;
    }
    return 0;
}

static int delete_steps(ouro_runtime *rt, ouro_array *a, int64_t start, int64_t step, int64_t count)
{
    size_t size = a->kind->size;
    if (count == 0)
        return 0;
    if (a->exports)
        return ouro__array_splice(rt, a, 0, 1, 0);
    if (step < 0) {
        start += (count - 1) * step;
        step = -step;
    }
    int64_t to = start, dropped = 0;
    for (int64_t from = start; from < a->length; from++) {
        if (dropped < count && (from - start) == dropped * step)
            dropped++;
        else
            memcpy(a->data + (size_t)to++ * size, a->data + (size_t)from * size, size);
    }
    return ouro__array_splice(rt, a, to, a->length, 0);
}

/* `given` is another array of the same kind, or NULL: delete. */
static int set_slice(ouro_runtime *rt, ouro_array *a, ouro_object *slice, ouro_array *given)
{
    int64_t start, stop, step;
    size_t size = a->kind->size;
    if (ouro__slice_unpack(rt, slice, &start, &stop, &step) < 0)
        return -1;
    int64_t count = ouro__slice_adjust(a->length, &start, &stop, step);
    int64_t needed = given ? given->length : 0;
    if (a->exports && (needed == 0 || count != needed)) {
        ouro__raise(rt, OURO_T_BUFFER_ERROR, "cannot resize an array that is exporting buffers");
        return -1;
    }
    if (step == 1) {
        if (ouro__array_splice(rt, a, start, start + count, needed) < 0)
            return -1;
        if (needed)
            memcpy(a->data + (size_t)start * size, given->data, (size_t)needed * size);
        return 0;
    }
    if (needed == 0)
        return delete_steps(rt, a, start, step, count);
    if (needed != count) {
        ouro__raise(rt, OURO_T_VALUE_ERROR,
                    "attempt to assign array of size %lld to extended slice of size %lld", (long long)needed,
                    (long long)count);
        return -1;
    }
    for (int64_t i = 0; i < count; i++)
        memcpy(a->data + (size_t)(start + i * step) * size, given->data + (size_t)i * size, size);
    return 0;
}

static int assign_slice(ouro_runtime *rt, ouro_array *a, ouro_object *slice, ouro_object *value)
{
    if (!value)
        return set_slice(rt, a, slice, NULL);
    if (!ouro__is_array(rt, value)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "can only assign array (not \"%T\") to array slice", value);
        return -1;
    }
    if (ouro__array_of(value)->kind != a->kind) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "bad argument type for built-in operation");
        return -1;
    }
    ouro_object *copy = NULL;
    if (&a->head == value) {
        if (!(copy = ouro__array_alloc_exact(rt, a->kind, a->length)))
            return -1;
        memcpy(ouro__array_data(ouro__array_of(copy)), ouro__array_data(a), (size_t)ouro__array_bytes(a));
    }
    int status = set_slice(rt, a, slice, ouro__array_of(copy ? copy : value));
    ouro_xdecref(rt, copy);
    return status;
}

static int array_setitem(ouro_runtime *rt, ouro_object *o, ouro_object *key, ouro_object *value)
{
    int64_t index;
    switch (subscript(rt, key, &index)) {
    case OURO_SUBSCRIPT_INDEX:
        return set_index(rt, ouro__array_of(o), index, value);
    case OURO_SUBSCRIPT_SLICE:
        return assign_slice(rt, ouro__array_of(o), key, value);
    default:
        return -1;
    }
}

static ouro_object *array_concat(ouro_runtime *rt, ouro_object *left, ouro_object *right)
{
    if (!ouro__is_array(rt, right))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "can only append array (not \"%T\") to array", right);
    ouro_array *a = ouro__array_of(left), *b = ouro__array_of(right);
    if (a->kind != b->kind)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "bad argument type for built-in operation");
    ouro_object *made = ouro__array_alloc_exact(rt, a->kind, a->length + b->length);
    if (made) {
        uint8_t *to = ouro__array_data(ouro__array_of(made));
        memcpy(to, ouro__array_data(a), (size_t)ouro__array_bytes(a));
        memcpy(to + ouro__array_bytes(a), ouro__array_data(b), (size_t)ouro__array_bytes(b));
    }
    return made;
}

static ouro_object *array_inplace_concat(ouro_runtime *rt, ouro_object *o, ouro_object *other)
{
    if (!ouro__is_array(rt, other))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "can only extend array with array (not \"%T\")", other);
    return ouro__array_extend(rt, ouro__array_of(o), other) < 0 ? NULL : ouro_ref(o);
}

/* Repeats what stands in the first `length` of `total` bytes. */
static void repeat_bytes(uint8_t *data, int64_t length, int64_t total)
{
    while (length && length < total) {
        int64_t more = length < total - length ? length : total - length;
        memcpy(data + length, data, (size_t)more);
        length += more;
    }
}

static ouro_object *array_repeat(ouro_runtime *rt, ouro_object *o, int64_t count)
{
    ouro_array *a = ouro__array_of(o);
    int64_t length;
    if (__builtin_mul_overflow(a->length, count < 0 ? 0 : count, &length))
        return ouro__no_memory(rt);
    ouro_object *made = ouro__array_alloc_exact(rt, a->kind, length);
    if (made && length) {
        memcpy(ouro__array_of(made)->data, a->data, (size_t)ouro__array_bytes(a));
        repeat_bytes(ouro__array_of(made)->data, ouro__array_bytes(a), length * a->kind->size);
    }
    return made;
}

static ouro_object *array_inplace_repeat(ouro_runtime *rt, ouro_object *o, int64_t count)
{
    ouro_array *a = ouro__array_of(o);
    int64_t length, old = a->length;
    if (__builtin_mul_overflow(old, count < 0 ? 0 : count, &length))
        return ouro__no_memory(rt);
    if (length < old ? ouro__array_splice(rt, a, 0, old, 0) < 0
                     : ouro__array_splice(rt, a, old, old, length - old) < 0)
        return NULL;
    repeat_bytes(a->data, old * a->kind->size, length * a->kind->size);
    return ouro_ref(o);
}

static ouro_object *get_typecode(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_from_char(rt, (uint32_t)ouro__array_of(o)->kind->code);
}

static ouro_object *get_itemsize(ouro_runtime *rt, ouro_object *o)
{
    return ouro__int_new(rt, ouro__array_of(o)->kind->size);
}

static const ouro_getset_def getsets[] = {
    {"typecode", get_typecode, NULL, "the typecode character used to create the array"},
    {"itemsize", get_itemsize, NULL, "the size, in bytes, of one array item"},
    {0},
};

/* --- the iterator ---------------------------------------------------------------------------------------- */

static ouro_object *array_iter(ouro_runtime *rt, ouro_object *o)
{
    return ouro__position_iterator_new(rt, OURO_T_ARRAY_ITERATOR, o, 0);
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *o)
{
    ouro_position_iterator *it = (ouro_position_iterator *)o;
    if (!it->sequence)
        return NULL;
    if (it->position < ouro__array_of(it->sequence)->length)
        return array_item(rt, it->sequence, it->position++);
    ouro__slot_clear(rt, it, &it->sequence);
    return NULL;
}

OURO_C_FUNCTION(iterator_reduce)
{
    ouro_position_iterator *it = (ouro_position_iterator *)self;
    ouro_object *iter = ouro__dict_get_cstring(rt, rt->python->builtins, "iter");
    if (!iter)
        return rt->error ? NULL : ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "iter");
    ouro_object *arguments = ouro__tuple_of(rt, 1, it->sequence ? it->sequence : OURO_EMPTY_TUPLE(rt));
    ouro_object *position = arguments && it->sequence ? ouro__int_new(rt, it->position) : NULL,
                *result = NULL;
    if (arguments && !it->sequence)
        result = ouro__tuple_of(rt, 2, iter, arguments);
    else if (position)
        result = ouro__tuple_of(rt, 3, iter, arguments, position);
    ouro_xdecref(rt, position);
    ouro_xdecref(rt, arguments);
    return result;
}

OURO_C_FUNCTION(iterator_setstate)
{
    ouro_position_iterator *it = (ouro_position_iterator *)self;
    int64_t position;
    if (ouro__index_argument(rt, args[0], &position) < 0)
        return NULL;
    if (it->sequence) {
        int64_t length = ouro__array_of(it->sequence)->length;
        it->position = position < 0 ? 0 : position > length ? length : position;
    }
    return OURO_NONE(rt);
}

static const ouro_method_def iterator_methods[] = {
    {"__reduce__", iterator_reduce, 0, 0, 0,
     "__reduce__($self, /)\n--\n\nReturn state information for pickling."},
    {"__setstate__", iterator_setstate, 0, 1, 1,
     "__setstate__($self, state, /)\n--\n\nSet state information for unpickling."},
    {0},
};

static const uint16_t iterator_fields[] = {offsetof(ouro_position_iterator, sequence), 0};

static OURO_BUILTIN_TYPE(array_iterator) = {
    .id = OURO_T_ARRAY_ITERATOR,
    .slots = {.name = "array.arrayiterator",
              .size = sizeof(ouro_position_iterator),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .fields = iterator_fields,
              .iter = ouro__iter_self,
              .next = iterator_next},
    .methods = iterator_methods,
    .module = "array",
};

static const ouro_sequence_slots sequence = {.concat = array_concat,
                                             .inplace_concat = array_inplace_concat,
                                             .repeat = array_repeat,
                                             .inplace_repeat = array_inplace_repeat,
                                             .item = array_item};

static OURO_BUILTIN_TYPE(array) = {
    .id = OURO_T_ARRAY,
    .slots = {.name = "array.array",
              .flags = OURO_TYPE_BASE | OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_SEQUENCE_PATTERN,
              .size = sizeof(ouro_array),
              .layout = OURO_LAYOUT_LEAF,
              .destroy = array_destroy,
              .size_of = array_size_of,
              .repr = array_repr,
              .str = array_repr,
              .hash = ouro__hash_not_implemented,
              .compare = array_compare,
              .iter = array_iter,
              .length = array_length,
              .getitem = array_getitem,
              .setitem = array_setitem,
              .new_ = array_new,
              .sequence = &sequence,
              .extra = &extra},
    .methods = ouro__array_methods,
    .getsets = getsets,
    .doc = "array(typecode [, initializer]) -> array\n\nNumbers of one C type, which the typecode names: b B "
           "h H i I l L q Q "
           "(integers), f d (floats), u (characters).",
    .module = "array",
};

/* --- the module ------------------------------------------------------------------------------------------ */

/* Arrays are mutable sequences to the abstract classes, when there is a standard library that has them. */
static int register_sequence(ouro_runtime *rt)
{
    ouro_object *module = ouro__import_cstring(rt, "_collections_abc");
    if (!module) {
        if (!ouro__error_is(rt, OURO_T_IMPORT_ERROR))
            return -1;
        ouro__error_clear(rt);
        return 0;
    }
    ouro_object *name = ouro__str_intern_cstring(rt, "MutableSequence"),
                *method = ouro__str_intern_cstring(rt, "register");
    ouro_object *cls = name && method ? ouro__getattr(rt, module, name) : NULL;
    ouro_object *result =
        cls ? ouro__call_method(rt, cls, method, 1, ouro__class_at(rt, OURO_T_ARRAY)) : NULL;
    int status = result ? 0 : -1;
    ouro_xdecref(rt, result);
    ouro_xdecref(rt, cls);
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, method);
    ouro_decref(rt, module);
    return status;
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {
        {&ouro__builtin_array, "array"},
        {&ouro__builtin_array_iterator, NULL},
        {0},
    };
    char codes[16] = "";
    for (size_t i = 0; ouro__array_kinds[i].code; i++)
        codes[i] = ouro__array_kinds[i].code;
    if (ouro__module_add_types(rt, module, types) < 0 || register_sequence(rt) < 0)
        return -1;
    ouro_object *dict = ouro__module_dict(module), *text = ouro__str_from_cstring(rt, codes);
    int status = text ? ouro__dict_set_cstring(rt, dict, "typecodes", text) : -1;
    ouro_xdecref(rt, text);
    return status < 0 ? -1 : ouro__dict_set_cstring(rt, dict, "ArrayType", ouro__class_at(rt, OURO_T_ARRAY));
}

static const ouro_method_def functions[] = {
    {"_array_reconstructor", ouro__array_reconstructor, 0, 4, 4,
     "_array_reconstructor($module, arraytype, typecode, mformat_code, items, /)\n--\n\nInternal. Used for "
     "pickling support."},
    {0},
};

const ouro_module_def ouro__module_array = {
    .name = "array",
    .functions = functions,
    .exec = exec,
    .doc = "Sequences of numbers of one C type, which take as much room as in C.",
};
