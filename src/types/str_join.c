/* Joining and repeating strings. */
#include "types/list.h"
#include "types/str_methods.h"
#include "types/tuple.h"

ouro_object *ouro__str_join(ouro_runtime *rt, ouro_object *separator, ouro_object *const *pieces,
                            size_t count)
{
    if (count == 0)
        return OURO_EMPTY_STR(rt);
    uint32_t widest = count > 1 ? ouro__str_widest(separator) : 0;
    size_t gap = ouro__str_length(separator), length;
    if (__builtin_mul_overflow(gap, count - 1, &length))
        length = OURO__STR_LENGTH_MAX;
    for (size_t i = 0; i < count; i++) {
        if (ouro__unlikely(!ouro__is_str(rt, pieces[i])))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "sequence item %zu: expected str instance, %T found", i,
                               pieces[i]);
        uint32_t w = ouro__str_widest(pieces[i]);
        widest = w > widest ? w : widest;
        if (__builtin_add_overflow(length, ouro__str_length(pieces[i]), &length) ||
            length >= OURO__STR_LENGTH_MAX)
            return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "join() result is too long for a Python string");
    }
    if (count == 1 && ouro__is_exactly(pieces[0], OURO_T_STR))
        return ouro__same(pieces[0]);
    if (length <= 1) { /* single characters are shared */
        ouro_object *found = OURO_EMPTY_STR(rt);
        for (size_t i = 0; i < count; i++)
            if (ouro__str_length(pieces[i]))
                found = pieces[i];
        return length ? ouro__str_item(rt, gap && count > 1 ? separator : found, 0) : OURO_EMPTY_STR(rt);
    }
    ouro_str *s = ouro__str_alloc(rt, length, widest);
    if (!s)
        return NULL;
    int kind = ouro__str_kind(s), gap_kind = ouro__str_kind(separator);
    char *to = ouro__str_data(s);
    const void *between = ouro__str_data(separator);
    for (size_t i = 0; i < count; i++) {
        if (i && gap) {
            ouro__chars_copy(to, kind, between, gap_kind, gap);
            to += gap << kind;
        }
        size_t n = ouro__str_length(pieces[i]);
        ouro__chars_copy(to, kind, ouro__str_data(pieces[i]), ouro__str_kind(pieces[i]), n);
        to += n << kind;
    }
    return (ouro_object *)s;
}

OURO__STR_METHOD(join)
{
    ouro_object *iterable = args[0];
    if (ouro__is_exactly(iterable,
                         OURO_T_LIST)) /* nothing in joining runs a program's code: the list stays as it is */
        return ouro__str_join(rt, self, ((ouro_list *)iterable)->items, ((ouro_list *)iterable)->count);
    if (ouro__is_exactly(iterable, OURO_T_TUPLE))
        return ouro__str_join(rt, self, ((ouro_tuple *)iterable)->items, ((ouro_tuple *)iterable)->count);
    const ouro_type *type = ouro__type_of(rt, iterable);
    if (!type->iter && !type->getitem)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "can only join an iterable");
    ouro_object *list = ouro__list_from_iterable(rt, iterable);
    if (!list)
        return NULL;
    ouro_object *s = ouro__str_join(rt, self, ((ouro_list *)list)->items, ((ouro_list *)list)->count);
    ouro_decref(rt, list);
    return s;
}

ouro_object *ouro__str_repeat(ouro_runtime *rt, ouro_object *s, int64_t count)
{
    size_t length = ouro__str_length(s), total;
    if (count <= 0 || length == 0)
        return OURO_EMPTY_STR(rt);
    if (count == 1)
        return ouro__str_exact(rt, s);
    if (__builtin_mul_overflow(length, (size_t)count, &total) || total > INT64_MAX)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "repeated string is too long");
    ouro_str *r = ouro__str_alloc(rt, total, ouro__str_widest(s));
    if (!r)
        return NULL;
    int kind = ouro__str_kind(s);
    char *to = ouro__str_data(r);
    size_t bytes = total << kind, done = length << kind;
    if (done == 1) {
        memset(to, *(uint8_t *)ouro__str_data(s), bytes);
        return (ouro_object *)r;
    }
    memcpy(to, ouro__str_data(s), done);
    while (done < bytes) { /* doubling */
        size_t more = done < bytes - done ? done : bytes - done;
        memcpy(to + done, to, more);
        done += more;
    }
    return (ouro_object *)r;
}
