/* Looking for bytes in bytes: find, count, startswith, replace and their kin. */
#include "types/bytes_methods.h"
#include "types/int.h"
#include "types/tuple.h"

/* A needle: bytes-like, or an int that is one byte, kept in *byte. false with an exception. */
static bool needle_of(ouro_runtime *rt, ouro_object *o, uint8_t *byte, ouro__text *needle)
{
    if (ouro__is_bytes_like(rt, o))
        return ouro__bytes_argument(rt, o, needle);
    const ouro_number_slots *number = ouro__type_of(rt, o)->number;
    if (!number || !number->index) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "argument should be integer or bytes-like object, not '%T'", o);
        return false;
    }
    int64_t value;
    if (ouro__index_int64(rt, o, true, &value) < 0)
        return false;
    if (value < 0 || value > 255) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "byte must be in range(0, 256)");
        return false;
    }
    *byte = (uint8_t)value;
    *needle = (ouro__text){byte, 1, 0, true};
    return true;
}

/* -2 with an exception, -1 not found; `count`: how often instead. */
static int64_t search(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs, bool from_right, bool count)
{
    ouro__text needle;
    uint8_t byte;
    size_t start, stop;
    /* The bounds first: finding them may run code that changes a needle. */
    if (ouro__text_bounds(rt, args + 1, nargs - 1, ouro__bytes_text(rt, self).length, &start, &stop) < 0 ||
        !needle_of(rt, args[0], &byte, &needle))
        return -2;
    ouro__text t = ouro__bytes_text(rt, self);
    if (start > stop || stop > t.length)
        return count ? 0 : -1;
    ouro__text part = ouro__text_part(&t, start, stop);
    if (count)
        return (int64_t)ouro__text_count(&part, &needle, SIZE_MAX);
    int64_t at = from_right ? ouro__text_rfind(&part, &needle) : ouro__text_find(&part, &needle);
    return at < 0 ? -1 : at + (int64_t)start;
}

static ouro_object *index_or_raise(ouro_runtime *rt, int64_t at)
{
    if (at == -1)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "subsection not found");
    return at < 0 ? NULL : ouro__int_new(rt, at);
}

OURO__BYTES_METHOD(find)
{
    int64_t at = search(rt, self, args, nargs, false, false);
    return at < -1 ? NULL : ouro__int_new(rt, at);
}

OURO__BYTES_METHOD(rfind)
{
    int64_t at = search(rt, self, args, nargs, true, false);
    return at < -1 ? NULL : ouro__int_new(rt, at);
}

OURO__BYTES_METHOD(index)
{
    return index_or_raise(rt, search(rt, self, args, nargs, false, false));
}

OURO__BYTES_METHOD(rindex)
{
    return index_or_raise(rt, search(rt, self, args, nargs, true, false));
}

OURO__BYTES_METHOD(count)
{
    int64_t n = search(rt, self, args, nargs, false, true);
    return n < 0 ? NULL : ouro__int_new(rt, n);
}

int ouro__bytes_contains(ouro_runtime *rt, ouro_object *o, ouro_object *item)
{
    const ouro_number_slots *number = ouro__type_of(rt, item)->number;
    ouro__text needle;
    uint8_t byte;
    if (number && number->index ? !needle_of(rt, item, &byte, &needle) : !ouro__bytes_argument(rt, item, &needle))
        return -1;
    ouro__text t = ouro__bytes_text(rt, o);
    return ouro__text_find(&t, &needle) >= 0;
}

static bool affix_matches(const ouro__text *t, const ouro__text *affix, bool at_end)
{
    if (affix->length > t->length)
        return false;
    size_t start = at_end ? t->length - affix->length : 0;
    ouro__text part = ouro__text_part(t, start, start + affix->length);
    return ouro__text_equal(&part, affix);
}

static ouro_object *has_affix(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs, bool at_end)
{
    size_t start, stop;
    if (ouro__text_bounds(rt, args + 1, nargs - 1, ouro__bytes_text(rt, self).length, &start, &stop) < 0)
        return NULL;
    ouro__text t = ouro__bytes_text(rt, self), affix;
    bool possible = start <= stop && stop <= t.length;
    if (possible)
        t = ouro__text_part(&t, start, stop);
    if (ouro__is_tuple(rt, args[0])) {
        const ouro_tuple *several = (ouro_tuple *)args[0];
        for (size_t i = 0; i < several->count; i++) {
            if (!ouro__bytes_argument(rt, several->items[i], &affix))
                return NULL;
            if (possible && affix_matches(&t, &affix, at_end))
                return OURO_TRUE(rt);
        }
        return OURO_FALSE(rt);
    }
    if (!ouro__is_bytes_like(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s first arg must be bytes or a tuple of bytes, not %T",
                           at_end ? "endswith" : "startswith", args[0]);
    if (!ouro__bytes_argument(rt, args[0], &affix))
        return NULL;
    return ouro__bool(rt, possible && affix_matches(&t, &affix, at_end));
}

OURO__BYTES_METHOD(startswith)
{
    return has_affix(rt, self, args, nargs, false);
}

OURO__BYTES_METHOD(endswith)
{
    return has_affix(rt, self, args, nargs, true);
}

static ouro_object *remove_affix(ouro_runtime *rt, ouro_object *self, ouro_object *o, bool at_end)
{
    ouro__text t = ouro__bytes_text(rt, self), affix;
    if (!ouro__bytes_argument(rt, o, &affix))
        return NULL;
    size_t cut = affix_matches(&t, &affix, at_end) ? affix.length : 0;
    return ouro__bytes_piece(rt, self, at_end ? 0 : cut, at_end ? t.length - cut : t.length);
}

OURO__BYTES_METHOD(removeprefix)
{
    return remove_affix(rt, self, args[0], false);
}

OURO__BYTES_METHOD(removesuffix)
{
    return remove_affix(rt, self, args[0], true);
}

OURO__BYTES_METHOD(replace)
{
    ouro__text t, old, new_;
    int64_t most = -1;
    if ((nargs > 2 && ouro__index_int64(rt, args[2], false, &most) < 0) || !ouro__bytes_argument(rt, args[0], &old) ||
        !ouro__bytes_argument(rt, args[1], &new_))
        return NULL;
    t = ouro__bytes_text(rt, self);
    size_t count = most == 0 || old.length > t.length ? 0 : ouro__text_count(&t, &old, most < 0 ? SIZE_MAX : (size_t)most);
    if (count == 0)
        return ouro__bytes_piece(rt, self, 0, t.length);
    size_t added, kept = t.length - count * old.length;
    if (__builtin_mul_overflow(count, new_.length, &added) || added + kept >= OURO__STR_LENGTH_MAX)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "replace bytes is too long");
    uint8_t *to;
    ouro_object *result = ouro__bytes_like(rt, self, added + kept, &to);
    if (!result || added + kept == 0)
        return result;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        ouro__text rest = ouro__text_part(&t, at, t.length);
        size_t keep = old.length ? (size_t)ouro__text_find(&rest, &old) : i > 0;
        memcpy(to, rest.data, keep);
        to += keep;
        if (new_.length)
            memcpy(to, new_.data, new_.length);
        to += new_.length;
        at += keep + old.length;
    }
    memcpy(to, (const uint8_t *)t.data + at, t.length - at);
    return result;
}
