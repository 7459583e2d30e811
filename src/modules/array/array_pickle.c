/* Pickles of arrays: their items as bytes and a number that says how they lie, so that other machines can read them. */
#include <string.h>

#include "modules/array/array.h"
#include "types/bytes.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/str_encode.h"
#include "types/struct_format.h"
#include "types/tuple.h"
#include "vm/import.h"

enum { MACHINE_FORMATS = 22, FIRST_FLOAT = 14, FIRST_TEXT = 18 };

/* How the items of a machine format lie. */
static ouro__item item_of(int64_t format)
{
    static const char codes[FIRST_TEXT + 1] = "BbHHhhIIiiQQqqffdd";
    ouro__item item;
    ouro__item_describe(format >= 2 && format & 1 ? '>' : '<', codes[format], &item);
    return item;
}

/* The kind of integers of the same size and sign. */
static const ouro__array_kind *kind_like(const ouro__item *item)
{
    const ouro__array_kind *k = ouro__array_kinds;
    while (!k->is_integer || k->size != item->size || k->is_signed != (ouro__item_least(item) < 0))
        k++;
    return k;
}

static ouro_object *from_numbers(ouro_runtime *rt, ouro_object *cls, const ouro__array_kind *kind,
                                 int64_t format, const ouro_bytes *bytes)
{
    ouro__item item = item_of(format);
    if (bytes->length % item.size)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "string length not a multiple of item size");
    if (format < FIRST_FLOAT)
        kind = kind_like(&item);
    ouro_object *o = ouro__array_alloc(rt, cls, kind, 0);
    for (size_t i = 0; o && i < bytes->length; i += item.size) {
        ouro_object *value = ouro__item_unpack(rt, &item, bytes->data + i);
        int status = value ? ouro__array_append(rt, ouro__array_of(o), value) : -1;
        ouro_xdecref(rt, value);
        if (status < 0) {
            ouro_decref(rt, o);
            return NULL;
        }
    }
    return o;
}

static ouro_object *from_text(ouro_runtime *rt, ouro_object *cls, const ouro__array_kind *kind,
                              int64_t format, ouro_object *bytes)
{
    static const char *const codecs[] = {"utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"};
    ouro_object *codec = ouro__str_from_cstring(rt, codecs[format - FIRST_TEXT]);
    ouro_object *text = codec ? ouro__decode_object(rt, bytes, codec, NULL) : NULL;
    ouro_object *o = text ? ouro__array_make(rt, cls, kind, text) : NULL;
    ouro_xdecref(rt, text);
    ouro_xdecref(rt, codec);
    return o;
}

ouro_object *ouro__array_reconstructor(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                       size_t nargs, ouro_object *kwnames)
{
    int64_t format;
    (void)self;
    (void)nargs;
    (void)kwnames;
    if (!ouro__is_str(rt, args[1]) || ouro__str_length(args[1]) != 1)
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "_array_reconstructor() argument 2 must be a unicode character, not %T", args[1]);
    if (ouro__index_int64(rt, args[2], true, &format) < 0)
        return NULL;
    if (!ouro__is_class(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "first argument must be a type object, not %T", args[0]);
    if (!ouro__is_subtype(rt, args[0], ouro__class_at(rt, OURO_T_ARRAY)))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%N is not a subtype of array.array", args[0]);
    const ouro__array_kind *kind = ouro__array_kind_of(ouro__str_char(args[1], 0));
    if (!kind)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "second argument must be a valid type code");
    if (format < 0 || format >= MACHINE_FORMATS)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "third argument must be a valid machine format code.");
    if (!ouro__is_bytes(rt, args[3]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "fourth argument should be bytes, not %T", args[3]);
    if (format == kind->machine_format)
        return ouro__array_make(rt, args[0], kind, args[3]);
    return format >= FIRST_TEXT ? from_text(rt, args[0], kind, format, args[3])
                                : from_numbers(rt, args[0], kind, format, (ouro_bytes *)args[3]);
}

/* self.name(), or module array's attribute of that name when `self` is NULL. Owned. */
static ouro_object *call_own(ouro_runtime *rt, ouro_object *self, const char *name)
{
    ouro_object *text = ouro__str_intern_cstring(rt, name), *result = NULL;
    if (text && self) {
        result = ouro__call_method(rt, self, text, 0);
    } else if (text) {
        ouro_object *module = ouro__import_cstring(rt, "array");
        result = module ? ouro__getattr(rt, module, text) : NULL;
        ouro_xdecref(rt, module);
    }
    ouro_xdecref(rt, text);
    return result;
}

/* (maker, arguments, state); takes over all but the maker, also on failure; NULLs mean that making them failed. */
static ouro_object *reduced(ouro_runtime *rt, ouro_object *maker, ouro_object *arguments, ouro_object *state)
{
    ouro_object *result = maker && arguments && state ? ouro__tuple_of(rt, 3, maker, arguments, state) : NULL;
    ouro_xdecref(rt, arguments);
    ouro_xdecref(rt, state);
    return result;
}

ouro_object *ouro__array_reduce_ex(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t nargs, ouro_object *kwnames)
{
    ouro_array *a = ouro__array_of(self);
    ouro_object *state, *cls = ouro__class_of(rt, self), *result = NULL;
    int64_t protocol;
    (void)nargs;
    (void)kwnames;
    if (!ouro__is_int(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "__reduce_ex__ argument should be an integer");
    if (ouro__index_int64(rt, args[0], true, &protocol) < 0)
        return NULL;
    int found = ouro__getattr_optional(rt, self, NAME(rt, __dict__), &state);
    if (found <= 0)
        state = found < 0 ? NULL : ouro_ref(OURO_NONE(rt));
    ouro_object *code = state ? ouro__str_from_char(rt, (uint32_t)a->kind->code) : NULL;
    if (!code) {
        ouro_xdecref(rt, state);
        return NULL;
    }
    ouro_object *content = call_own(rt, self, protocol < 3 ? "tolist" : "tobytes");
    if (!content) {
        ouro_decref(rt, state);
    } else if (protocol < 3) {
        result = reduced(rt, cls, ouro__tuple_of(rt, 2, code, content), state);
    } else {
        ouro_object *maker = call_own(rt, NULL, "_array_reconstructor"),
                    *format = ouro__int_new(rt, a->kind->machine_format);
        result = reduced(rt, maker,
                         maker && format ? ouro__tuple_of(rt, 4, cls, code, format, content) : NULL, state);
        ouro_xdecref(rt, format);
        ouro_xdecref(rt, maker);
    }
    ouro_xdecref(rt, content);
    ouro_decref(rt, code);
    return result;
}
