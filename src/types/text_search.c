/* Searching in runs of characters. */
#include "types/protocol.h"
#include "types/text.h"

#include <wchar.h>

#define T uint8_t
#define N uint8_t
#define FN(x) x##_b11
#define BACKWARDS 1
#include "types/text_search_impl.h"

#define T uint16_t
#define N uint8_t
#define FN(x) x##_f21
#define BACKWARDS 0
#include "types/text_search_impl.h"
#define T uint16_t
#define N uint8_t
#define FN(x) x##_b21
#define BACKWARDS 1
#include "types/text_search_impl.h"

#define T uint16_t
#define N uint16_t
#define FN(x) x##_f22
#define BACKWARDS 0
#include "types/text_search_impl.h"
#define T uint16_t
#define N uint16_t
#define FN(x) x##_b22
#define BACKWARDS 1
#include "types/text_search_impl.h"

#define T uint32_t
#define N uint8_t
#define FN(x) x##_f41
#define BACKWARDS 0
#include "types/text_search_impl.h"
#define T uint32_t
#define N uint8_t
#define FN(x) x##_b41
#define BACKWARDS 1
#include "types/text_search_impl.h"

#define T uint32_t
#define N uint16_t
#define FN(x) x##_f42
#define BACKWARDS 0
#include "types/text_search_impl.h"
#define T uint32_t
#define N uint16_t
#define FN(x) x##_b42
#define BACKWARDS 1
#include "types/text_search_impl.h"

#define T uint32_t
#define N uint32_t
#define FN(x) x##_f44
#define BACKWARDS 0
#include "types/text_search_impl.h"
#define T uint32_t
#define N uint32_t
#define FN(x) x##_b44
#define BACKWARDS 1
#include "types/text_search_impl.h"

int64_t ouro__text_find_char(const ouro__text *t, uint32_t c)
{
    const void *found;
    if (t->kind == 0) {
        found = c < 0x100 && t->length ? memchr(t->data, (int)c, t->length) : NULL;
        return found ? (const char *)found - (const char *)t->data : -1;
    }
    if (t->kind == 2) {
        _Static_assert(sizeof(wchar_t) == 4, "wmemchr looks for 4-byte characters");
        found = t->length ? wmemchr((const wchar_t *)t->data, (wchar_t)c, t->length) : NULL;
        return found ? (const uint32_t *)found - (const uint32_t *)t->data : -1;
    }
    if (c < 0x10000)
        for (size_t i = 0; i < t->length; i++)
            if (((const uint16_t *)t->data)[i] == c)
                return (int64_t)i;
    return -1;
}

int64_t ouro__text_rfind_char(const ouro__text *t, uint32_t c)
{
    if (t->kind == 0) {
        const void *found = c < 0x100 && t->length ? memrchr(t->data, (int)c, t->length) : NULL;
        return found ? (const char *)found - (const char *)t->data : -1;
    }
    for (size_t i = t->length; i-- > 0;)
        if (ouro__text_char(t, i) == c)
            return (int64_t)i;
    return -1;
}

int64_t ouro__text_find(const ouro__text *t, const ouro__text *needle)
{
    size_t n = t->length, m = needle->length;
    if (m <= 1)
        return m == 0 ? 0 : ouro__text_find_char(t, ouro__text_char(needle, 0));
    if (m > n || needle->kind > t->kind)
        return -1;
    switch (t->kind * 3 + needle->kind) {
    case 0: {
        const void *found =
            memmem(t->data, n, needle->data, m); /* two-way in the C library, and vectorized */
        return found ? (const char *)found - (const char *)t->data : -1;
    }
    case 3:
        return two_way_f21(t->data, n, needle->data, m);
    case 4:
        return two_way_f22(t->data, n, needle->data, m);
    case 6:
        return two_way_f41(t->data, n, needle->data, m);
    case 7:
        return two_way_f42(t->data, n, needle->data, m);
    default:
        return two_way_f44(t->data, n, needle->data, m);
    }
}

int64_t ouro__text_rfind(const ouro__text *t, const ouro__text *needle)
{
    size_t n = t->length, m = needle->length;
    if (m <= 1)
        return m == 0 ? (int64_t)n : ouro__text_rfind_char(t, ouro__text_char(needle, 0));
    if (m > n || needle->kind > t->kind)
        return -1;
    int64_t from_end;
    switch (t->kind * 3 + needle->kind) {
    case 0:
        from_end = two_way_b11(t->data, n, needle->data, m);
        break;
    case 3:
        from_end = two_way_b21(t->data, n, needle->data, m);
        break;
    case 4:
        from_end = two_way_b22(t->data, n, needle->data, m);
        break;
    case 6:
        from_end = two_way_b41(t->data, n, needle->data, m);
        break;
    case 7:
        from_end = two_way_b42(t->data, n, needle->data, m);
        break;
    default:
        from_end = two_way_b44(t->data, n, needle->data, m);
        break;
    }
    return from_end < 0 ? -1 : (int64_t)(n - m) - from_end;
}

size_t ouro__text_count(const ouro__text *t, const ouro__text *needle, size_t most)
{
    if (needle->length == 0)
        return t->length < most ? t->length + 1 : most;
    size_t count = 0;
    ouro__text rest = *t;
    if (needle->length == 1 && t->kind == 0) {
        uint32_t c = ouro__text_char(needle, 0);
        for (size_t i = 0; i < t->length; i++)
            count += ((const uint8_t *)t->data)[i] == c;
        return count < most ? count : most;
    }
    while (count < most) {
        int64_t at = ouro__text_find(&rest, needle);
        if (at < 0)
            break;
        count++;
        rest = ouro__text_part(&rest, (size_t)at + needle->length, rest.length);
    }
    return count;
}

bool ouro__text_equal(const ouro__text *a, const ouro__text *b)
{
    if (a->length != b->length)
        return false;
    if (a->kind == b->kind)
        return memcmp(a->data, b->data, a->length << a->kind) == 0;
    for (size_t i = 0; i < a->length; i++)
        if (ouro__text_char(a, i) != ouro__text_char(b, i))
            return false;
    return true;
}

void ouro__text_strip(const ouro__text *t, const ouro__text *chars, int sides, size_t *start, size_t *stop)
{
    size_t i = 0, j = t->length;
#define STRIPPED(k)                                                                                          \
    (chars ? ouro__text_find_char(chars, ouro__text_char(t, k)) >= 0                                         \
           : ouro__text_is_blank(t, ouro__text_char(t, k)))
    if (sides & OURO__STRIP_LEFT)
        while (i < j && STRIPPED(i))
            i++;
    if (sides & OURO__STRIP_RIGHT)
        while (j > i && STRIPPED(j - 1))
            j--;
#undef STRIPPED
    *start = i;
    *stop = j;
}

int64_t ouro__str_find(const void *s, const void *needle, size_t start, size_t stop)
{
    ouro__text t = ouro__text_of_str(s), n = ouro__text_of_str(needle);
    if (stop > t.length)
        stop = t.length;
    if (start > stop)
        return -1;
    ouro__text part = ouro__text_part(&t, start, stop);
    int64_t at = ouro__text_find(&part, &n);
    return at < 0 ? -1 : at + (int64_t)start;
}

int64_t ouro__str_find_char(const void *s, uint32_t c, size_t start, size_t stop)
{
    ouro__text t = ouro__text_of_str(s);
    if (stop > t.length)
        stop = t.length;
    if (start >= stop)
        return -1;
    ouro__text part = ouro__text_part(&t, start, stop);
    int64_t at = ouro__text_find_char(&part, c);
    return at < 0 ? -1 : at + (int64_t)start;
}

int ouro__slice_index(ouro_runtime *rt, ouro_object *o, int64_t *out)
{
    if (o == OURO_NONE(rt))
        return 0;
    const ouro_number_slots *number = ouro__type_of(rt, o)->number;
    if (number && number->index)
        return ouro__index_int64(rt, o, true, out);
    ouro__raise(rt, OURO_T_TYPE_ERROR, "slice indices must be integers or None or have an __index__ method");
    return -1;
}

/* Counts from the end when negative, and stays between 0 and length. */
static size_t clamp(int64_t i, size_t length)
{
    if (i < 0)
        i += (int64_t)length;
    return i < 0 ? 0 : (size_t)i;
}

int ouro__text_bounds(ouro_runtime *rt, ouro_object *const *args, size_t nargs, size_t length, size_t *start,
                      size_t *stop)
{
    int64_t from = 0, to = INT64_MAX;
    if ((nargs > 0 && ouro__slice_index(rt, args[0], &from) < 0) ||
        (nargs > 1 && ouro__slice_index(rt, args[1], &to) < 0))
        return -1;
    *start = clamp(from, length);
    *stop = clamp(to, length);
    if (*stop > length)
        *stop = length;
    return 0;
}
