/* Looking for text in text: find, count, startswith, replace and their kin. */
#include "types/int.h"
#include "types/str_methods.h"
#include "types/tuple.h"

/* The needle and the stretch to search, from the arguments (needle[, start[, stop]]). false with an exception; *start is past
 * the stretch when nothing can be found. */
static bool prepare(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                    ouro__text *stretch, ouro__text *needle, size_t *start)
{
    *stretch = ouro__text_of_str(self);
    size_t stop;
    if (ouro__text_bounds(rt, args + 1, nargs - 1, stretch->length, start, &stop) < 0)
        return false;
    if (!ouro__is_str(rt, args[0])) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "must be str, not %T", args[0]);
        return false;
    }
    *needle = ouro__text_of_str(args[0]);
    if (*start > stop)
        *start = SIZE_MAX;
    else
        *stretch = ouro__text_part(stretch, *start, stop);
    return true;
}

/* The index, -1, or -2 with an exception. */
static int64_t search(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                      bool from_right)
{
    ouro__text t, needle;
    size_t start;
    if (!prepare(rt, self, args, nargs, &t, &needle, &start))
        return -2;
    if (start == SIZE_MAX)
        return -1;
    int64_t at = from_right ? ouro__text_rfind(&t, &needle) : ouro__text_find(&t, &needle);
    return at < 0 ? -1 : at + (int64_t)start;
}

static ouro_object *index_or_raise(ouro_runtime *rt, int64_t at)
{
    if (at == -1)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "substring not found");
    return at < 0 ? NULL : ouro__int_new(rt, at);
}

OURO__STR_METHOD(find)
{
    int64_t at = search(rt, self, args, nargs, false);
    return at < -1 ? NULL : ouro__int_new(rt, at);
}

OURO__STR_METHOD(rfind)
{
    int64_t at = search(rt, self, args, nargs, true);
    return at < -1 ? NULL : ouro__int_new(rt, at);
}

OURO__STR_METHOD(index)
{
    return index_or_raise(rt, search(rt, self, args, nargs, false));
}

OURO__STR_METHOD(rindex)
{
    return index_or_raise(rt, search(rt, self, args, nargs, true));
}

OURO__STR_METHOD(count)
{
    ouro__text t, needle;
    size_t start;
    if (!prepare(rt, self, args, nargs, &t, &needle, &start))
        return NULL;
    return ouro__int_new(rt, start == SIZE_MAX ? 0 : (int64_t)ouro__text_count(&t, &needle, SIZE_MAX));
}

static bool affix_matches(const ouro__text *t, const ouro__text *affix, bool at_end)
{
    if (affix->length > t->length)
        return false;
    size_t start = at_end ? t->length - affix->length : 0;
    ouro__text part = ouro__text_part(t, start, start + affix->length);
    return ouro__text_equal(&part, affix);
}

static ouro_object *has_affix(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                              bool at_end)
{
    const char *name = at_end ? "endswith" : "startswith";
    ouro__text t = ouro__text_of_str(self);
    size_t start, stop;
    if (ouro__text_bounds(rt, args + 1, nargs - 1, t.length, &start, &stop) < 0)
        return NULL;
    bool possible = start <= stop;
    if (possible)
        t = ouro__text_part(&t, start, stop);
    if (ouro__is_str(rt, args[0])) {
        ouro__text affix = ouro__text_of_str(args[0]);
        return ouro__bool(rt, possible && affix_matches(&t, &affix, at_end));
    }
    if (!ouro__is_tuple(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s first arg must be str or a tuple of str, not %T", name,
                           args[0]);
    const ouro_tuple *several = (ouro_tuple *)args[0];
    for (size_t i = 0; i < several->count; i++) {
        if (!ouro__is_str(rt, several->items[i]))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "tuple for %s must only contain str, not %T", name,
                               several->items[i]);
        ouro__text affix = ouro__text_of_str(several->items[i]);
        if (possible && affix_matches(&t, &affix, at_end))
            return OURO_TRUE(rt);
    }
    return OURO_FALSE(rt);
}

OURO__STR_METHOD(startswith)
{
    return has_affix(rt, self, args, nargs, false);
}

OURO__STR_METHOD(endswith)
{
    return has_affix(rt, self, args, nargs, true);
}

OURO__STR_METHOD(removeprefix)
{
    if (!ouro__need_str(rt, args[0], "removeprefix", 0))
        return NULL;
    ouro__text t = ouro__text_of_str(self), affix = ouro__text_of_str(args[0]);
    if (affix_matches(&t, &affix, false))
        return ouro__str_slice(rt, self, affix.length, t.length);
    return ouro__str_exact(rt, self);
}

OURO__STR_METHOD(removesuffix)
{
    if (!ouro__need_str(rt, args[0], "removesuffix", 0))
        return NULL;
    ouro__text t = ouro__text_of_str(self), affix = ouro__text_of_str(args[0]);
    if (affix_matches(&t, &affix, true))
        return ouro__str_slice(rt, self, 0, t.length - affix.length);
    return ouro__str_exact(rt, self);
}

int ouro__str_contains(ouro_runtime *rt, ouro_object *o, ouro_object *item)
{
    if (!ouro__is_str(rt, item)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "'in <string>' requires string as left operand, not %T", item);
        return -1;
    }
    ouro__text t = ouro__text_of_str(o), needle = ouro__text_of_str(item);
    return ouro__text_find(&t, &needle) >= 0;
}

/* replace_found for ASCII, whose result is ASCII and of a known length, over 1. */
static ouro_object *replace_ascii(ouro_runtime *rt, const ouro__text *t, const ouro__text *old,
                                  const ouro__text *new_, size_t length, size_t count)
{
    ouro_str *s = ouro__str_alloc(rt, length, 0x7f);
    if (!s)
        return NULL;
    char *to = ouro__str_data(s);
    const char *from = t->data, *end = from + t->length;
    for (size_t i = 0; i < count; i++) {
        ouro__text rest = {from, (size_t)(end - from), 0, false};
        size_t keep = old->length ? (size_t)ouro__text_find(&rest, old) : i > 0;
        memcpy(to, from, keep);
        memcpy(to + keep, new_->data, new_->length);
        to += keep + new_->length;
        from += keep + old->length;
    }
    memcpy(to, from, (size_t)(end - from));
    return (ouro_object *)s;
}

/* Copies `t` with the first `count` occurrences of `old` (known to be there) replaced. */
static ouro_object *replace_found(ouro_runtime *rt, const ouro__text *t, const ouro__text *old,
                                  const ouro__text *new_, uint32_t widest, size_t count)
{
    size_t added, kept = t->length - count * old->length;
    if (__builtin_mul_overflow(count, new_->length, &added) || added + kept >= OURO__STR_LENGTH_MAX)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "replace string is too long");
    if (widest < 0x80 && added + kept > 1)
        return replace_ascii(rt, t, old, new_, added + kept, count);
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        ouro__text rest = ouro__text_part(t, at, t->length);
        size_t keep = old->length ? (size_t)ouro__text_find(&rest, old) : i > 0;
        if (ouro__builder_chars(&b, rest.data, t->kind, keep, widest) < 0 ||
            ouro__builder_chars(&b, new_->data, new_->kind, new_->length, widest) < 0)
            goto failed;
        at += keep + old->length;
    }
    ouro__text rest = ouro__text_part(t, at, t->length);
    if (ouro__builder_chars(&b, rest.data, t->kind, rest.length, widest) < 0)
        goto failed;
    return ouro__builder_finish(&b);
failed:
    ouro__builder_discard(&b);
    return NULL;
}

static ouro_object *replace(ouro_runtime *rt, ouro_object *self, ouro_object *old, ouro_object *new_,
                            int64_t most)
{
    ouro__text t = ouro__text_of_str(self), from = ouro__text_of_str(old), to = ouro__text_of_str(new_);
    size_t count = most == 0 || from.length > t.length
                       ? 0
                       : ouro__text_count(&t, &from, most < 0 ? SIZE_MAX : (size_t)most);
    if (count == 0 || ouro__text_equal(&from, &to))
        return ouro__str_exact(rt, self);
    uint32_t widest = ouro__str_widest(self), other = ouro__str_widest(new_);
    return replace_found(rt, &t, &from, &to, widest > other ? widest : other, count);
}

OURO__STR_METHOD(replace)
{
    int64_t most = -1;
    if (!ouro__need_str(rt, args[0], "replace", 1) || !ouro__need_str(rt, args[1], "replace", 2) ||
        (nargs > 2 && ouro__index_argument(rt, args[2], &most) < 0))
        return NULL;
    return replace(rt, self, args[0], args[1], most);
}
