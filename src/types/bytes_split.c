/* Cutting bytes in pieces, and joining pieces. */
#include "types/int.h"
#include "types/bytearray.h"
#include "types/bytes_builder.h"
#include "types/bytes_methods.h"
#include "types/list.h"
#include "types/tuple.h"

static ouro_object *split(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                          ouro_object *kwnames, bool from_right)
{
    static const char *const names[] = {"sep", "maxsplit", NULL};
    static const ouro_signature split_signature = {"split", names, 0, 2, 0, 0},
                                rsplit_signature = {"rsplit", names, 0, 2, 0, 0};
    ouro_object *out[2];
    int64_t most = -1;
    if (ouro__parse_arguments(rt, from_right ? &rsplit_signature : &split_signature, args, nargs, kwnames,
                              out) < 0 ||
        (out[1] && ouro__index_argument(rt, out[1], &most) < 0))
        return NULL;
    ouro__text t = ouro__bytes_text(rt, self);
    if (!out[0] || out[0] == OURO_NONE(rt))
        return ouro__text_split(rt, self, &t, NULL, most, from_right, ouro__bytes_piece);
    ouro__byte_loan loan;
    if (!ouro__bytes_borrow(rt, out[0], &loan))
        return NULL;
    ouro__text separator = ouro__loan_text(&loan);
    ouro_object *list = ouro__text_split(rt, self, &t, &separator, most, from_right, ouro__bytes_piece);
    ouro__bytes_return(rt, &loan);
    return list;
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
static ouro_object *partition_array(ouro_runtime *rt, ouro_object *self, const ouro__text *t,
                                    const ouro__text *needle, bool from_right)
{
    if (!needle->length)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "empty separator");
    int64_t at = from_right ? ouro__text_rfind(t, needle) : ouro__text_find(t, needle);
    size_t start = at >= 0      ? (size_t)at
                   : from_right ? 0
                                : t->length,
           stop = at < 0 ? start : start + needle->length;
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
    ouro__byte_loan loan;
    if (!ouro__bytes_borrow(rt, o, &loan))
        return NULL;
    ouro__text t = ouro__bytes_text(rt, self), needle = ouro__loan_text(&loan);
    ouro_object *parts = ouro__is_bytearray(rt, self)
                             ? partition_array(rt, self, &t, &needle, from_right)
                             : ouro__text_partition(rt, self, &t, o, &needle, from_right,
                                                    OURO_EMPTY_BYTES(rt), ouro__bytes_piece);
    ouro__bytes_return(rt, &loan);
    return parts;
}

OURO__BYTES_METHOD(partition)
{
    return partition(rt, self, args[0], false);
}

OURO__BYTES_METHOD(rpartition)
{
    return partition(rt, self, args[0], true);
}

static ouro_object *strip(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                          int sides)
{
    ouro__text t = ouro__bytes_text(rt, self);
    ouro__byte_loan loan = {0};
    bool blanks = nargs == 0 || args[0] == OURO_NONE(rt);
    if (!blanks && !ouro__bytes_borrow(rt, args[0], &loan))
        return NULL;
    ouro__text chars = ouro__loan_text(&loan);
    size_t start, stop;
    ouro__text_strip(&t, blanks ? NULL : &chars, sides, &start, &stop);
    ouro__bytes_return(rt, &loan);
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

/* 0 or -1. */
static int put_item(ouro_runtime *rt, ouro__bytes_builder *b, size_t i, ouro_object *item)
{
    ouro__byte_loan loan;
    if (!ouro__bytes_borrow(rt, item, &loan)) {
        ouro__error_clear(rt); /* whatever it was */
        ouro__raise(rt, OURO_T_TYPE_ERROR, "sequence item %zu: expected a bytes-like object, %T found", i,
                    item);
        return -1;
    }
    int status = ouro__bytes_put(b, loan.data, loan.length);
    ouro__bytes_return(rt, &loan);
    return status;
}

static ouro_object *join_list(ouro_runtime *rt, ouro_object *self, ouro_list *list)
{
    ouro__bytes_builder b;
    ouro__bytes_builder_init(&b, rt);
    for (size_t i = 0; i < list->count; i++) {
        ouro__text separator = ouro__bytes_text(rt, self);
        if ((i && ouro__bytes_put(&b, separator.data, separator.length) < 0) ||
            put_item(rt, &b, i, list->items[i]) < 0) {
            ouro__bytes_builder_discard(&b);
            return NULL;
        }
    }
    uint8_t *to;
    ouro_object *o = ouro__bytes_like(rt, self, b.length, &to);
    if (o && b.length)
        memcpy(to, b.data, b.length);
    ouro__bytes_builder_discard(&b);
    return o;
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
