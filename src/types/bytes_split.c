/* Cutting bytes in pieces, and joining pieces. */
#include "types/int.h"
#include "types/bytearray.h"
#include "types/bytes_builder.h"
#include "types/bytes_methods.h"
#include "types/list.h"
#include "types/tuple.h"

static ouro_object *split(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs, ouro_object *kwnames,
                          bool from_right)
{
    static const char *const names[] = {"sep", "maxsplit", NULL};
    static const ouro_signature split_signature = {"split", names, 0, 2, 0, 0}, rsplit_signature = {"rsplit", names, 0, 2, 0, 0};
    ouro_object *out[2];
    int64_t most = -1;
    if (ouro__parse_arguments(rt, from_right ? &rsplit_signature : &split_signature, args, nargs, kwnames, out) < 0 ||
        (out[1] && ouro__index_int64(rt, out[1], false, &most) < 0))
        return NULL;
    ouro__text separator;
    bool blanks = !out[0] || out[0] == OURO_NONE(rt);
    if (!blanks && !ouro__bytes_argument(rt, out[0], &separator))
        return NULL;
    ouro__text t = ouro__bytes_text(rt, self);
    return ouro__text_split(rt, self, &t, blanks ? NULL : &separator, most, from_right, ouro__bytes_piece);
}

OURO__BYTES_METHOD(split)
{
    return split(rt, self, args, nargs, kwnames, false);
}

OURO__BYTES_METHOD(rsplit)
{
    return split(rt, self, args, nargs, kwnames, true);
}

OURO__BYTES_METHOD(splitlines)
{
    static const char *const names[] = {"keepends", NULL};
    static const ouro_signature signature = {"splitlines", names, 0, 1, 0, 0};
    ouro_object *keep;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &keep) < 0)
        return NULL;
    int64_t keep_ends = 0;
    if (keep && ouro__index_int64(rt, keep, true, &keep_ends) < 0)
        return NULL;
    ouro__text t = ouro__bytes_text(rt, self);
    return ouro__text_split_lines(rt, self, &t, keep_ends != 0, ouro__bytes_piece);
}

/* The three parts of a bytearray are objects of their own, whatever they hold. */
static ouro_object *partition_array(ouro_runtime *rt, ouro_object *self, const ouro__text *t, const ouro__text *needle,
                                    bool from_right)
{
    if (!needle->length)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "empty separator");
    int64_t at = from_right ? ouro__text_rfind(t, needle) : ouro__text_find(t, needle);
    size_t start = at >= 0 ? (size_t)at : from_right ? 0 : t->length, stop = at < 0 ? start : start + needle->length;
    ouro_object *parts[3] = {ouro__bytes_piece(rt, self, 0, start), ouro__bytes_piece(rt, self, start, stop),
                             ouro__bytes_piece(rt, self, stop, t->length)};
    if (parts[0] && parts[1] && parts[2])
        return ouro__tuple_from_owned(rt, parts, 3);
    for (int i = 0; i < 3; i++)
        ouro_xdecref(rt, parts[i]);
    return NULL;
}

static ouro_object *partition(ouro_runtime *rt, ouro_object *self, ouro_object *o, bool from_right)
{
    ouro__text t = ouro__bytes_text(rt, self), needle;
    if (!ouro__bytes_argument(rt, o, &needle))
        return NULL;
    if (ouro__is_bytearray(rt, self))
        return partition_array(rt, self, &t, &needle, from_right);
    return ouro__text_partition(rt, self, &t, o, &needle, from_right, OURO_EMPTY_BYTES(rt), ouro__bytes_piece);
}

OURO__BYTES_METHOD(partition)
{
    return partition(rt, self, args[0], false);
}

OURO__BYTES_METHOD(rpartition)
{
    return partition(rt, self, args[0], true);
}

static ouro_object *strip(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs, int sides)
{
    ouro__text t = ouro__bytes_text(rt, self), chars;
    bool blanks = nargs == 0 || args[0] == OURO_NONE(rt);
    if (!blanks && !ouro__bytes_argument(rt, args[0], &chars))
        return NULL;
    size_t start, stop;
    ouro__text_strip(&t, blanks ? NULL : &chars, sides, &start, &stop);
    return ouro__bytes_piece(rt, self, start, stop);
}

OURO__BYTES_METHOD(strip)
{
    return strip(rt, self, args, nargs, OURO__STRIP_LEFT | OURO__STRIP_RIGHT);
}

OURO__BYTES_METHOD(lstrip)
{
    return strip(rt, self, args, nargs, OURO__STRIP_LEFT);
}

OURO__BYTES_METHOD(rstrip)
{
    return strip(rt, self, args, nargs, OURO__STRIP_RIGHT);
}

static ouro_object *join_list(ouro_runtime *rt, ouro_object *self, ouro_list *list)
{
    ouro__bytes_builder b;
    ouro__bytes_builder_init(&b, rt);
    for (size_t i = 0; i < list->count; i++) {
        ouro__byte_view view;
        ouro__text separator = ouro__bytes_text(rt, self);
        if (!ouro__is_bytes_like(rt, list->items[i])) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "sequence item %zu: expected a bytes-like object, %T found", i, list->items[i]);
            goto failed;
        }
        if ((i && ouro__bytes_put(&b, separator.data, separator.length) < 0) || !ouro__bytes_view(rt, list->items[i], &view) ||
            ouro__bytes_put(&b, view.data, view.length) < 0)
            goto failed;
    }
    uint8_t *to;
    ouro_object *o = ouro__bytes_like(rt, self, b.length, &to);
    if (o && b.length)
        memcpy(to, b.data, b.length);
    ouro__bytes_builder_discard(&b);
    return o;
failed:
    ouro__bytes_builder_discard(&b);
    return NULL;
}

OURO__BYTES_METHOD(join)
{
    const ouro_type *type = ouro__type_of(rt, args[0]);
    if (!type->iter && !type->getitem)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "can only join an iterable");
    ouro_object *list = ouro__list_from_iterable(rt, args[0]);
    if (!list)
        return NULL;
    ouro_object *result;
    ouro_list *l = (ouro_list *)list;
    if (l->count == 1 && ouro__is_exactly(l->items[0], OURO_T_BYTES) && ouro__is_exactly(self, OURO_T_BYTES))
        result = ouro__same(l->items[0]);
    else
        result = join_list(rt, self, l);
    ouro_decref(rt, list);
    return result;
}
