/* Cutting runs of characters in pieces. */
#include "types/list.h"
#include "types/text.h"
#include "types/tuple.h"

/* What is common to the ways of splitting: the list being made. */
typedef struct splitter {
    ouro_runtime *rt;
    ouro_object *source, *list;
    ouro__make_piece make;
} splitter;

static int put(splitter *s, size_t start, size_t stop)
{
    ouro_object *piece = s->make(s->rt, s->source, start, stop);
    return piece ? ouro__list_append_owned(s->rt, (ouro_list *)s->list, piece) : -1;
}

static int split_blanks(splitter *s, const ouro__text *t, size_t most)
{
    size_t i = 0, n = t->length, count = 0;
    for (;;) {
        while (i < n && ouro__text_is_blank(t, ouro__text_char(t, i)))
            i++;
        if (i == n)
            return 0;
        size_t start = i;
        if (count == most) /* the rest, with the blanks at its end */
            return put(s, start, n);
        while (i < n && !ouro__text_is_blank(t, ouro__text_char(t, i)))
            i++;
        if (put(s, start, i) < 0)
            return -1;
        count++;
    }
}

static int rsplit_blanks(splitter *s, const ouro__text *t, size_t most)
{
    size_t i = t->length, count = 0;
    for (;;) {
        while (i > 0 && ouro__text_is_blank(t, ouro__text_char(t, i - 1)))
            i--;
        if (i == 0)
            return 0;
        size_t stop = i;
        if (count == most)
            return put(s, 0, stop);
        while (i > 0 && !ouro__text_is_blank(t, ouro__text_char(t, i - 1)))
            i--;
        if (put(s, i, stop) < 0)
            return -1;
        count++;
    }
}

static int split_separator(splitter *s, const ouro__text *t, const ouro__text *separator, size_t most)
{
    size_t start = 0;
    for (size_t count = 0; count < most; count++) {
        ouro__text rest = ouro__text_part(t, start, t->length);
        int64_t at = ouro__text_find(&rest, separator);
        if (at < 0)
            break;
        if (put(s, start, start + (size_t)at) < 0)
            return -1;
        start += (size_t)at + separator->length;
    }
    return put(s, start, t->length);
}

static int rsplit_separator(splitter *s, const ouro__text *t, const ouro__text *separator, size_t most)
{
    size_t stop = t->length;
    for (size_t count = 0; count < most; count++) {
        ouro__text rest = ouro__text_part(t, 0, stop);
        int64_t at = ouro__text_rfind(&rest, separator);
        if (at < 0)
            break;
        if (put(s, (size_t)at + separator->length, stop) < 0)
            return -1;
        stop = (size_t)at;
    }
    return put(s, 0, stop);
}

ouro_object *ouro__text_split(ouro_runtime *rt, ouro_object *source, const ouro__text *t,
                              const ouro__text *separator, int64_t most, bool from_right,
                              ouro__make_piece make)
{
    if (separator && separator->length == 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "empty separator");
    splitter s = {rt, source, ouro__list_new(rt, 0), make};
    if (!s.list)
        return NULL;
    size_t limit = most < 0 ? SIZE_MAX : (size_t)most;
    int status = separator ? (from_right ? rsplit_separator : split_separator)(&s, t, separator, limit)
                           : (from_right ? rsplit_blanks : split_blanks)(&s, t, limit);
    if (status == 0 && (!from_right || ouro__list_reverse(rt, s.list) == 0))
        return s.list;
    ouro_decref(rt, s.list);
    return NULL;
}

static bool ends_line(const ouro__text *t, uint32_t c)
{
    if (c == '\n' || c == '\r')
        return true;
    return !t->is_bytes &&
           (c == 0x0b || c == 0x0c || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029);
}

ouro_object *ouro__text_split_lines(ouro_runtime *rt, ouro_object *source, const ouro__text *t,
                                    bool keep_ends, ouro__make_piece make)
{
    splitter s = {rt, source, ouro__list_new(rt, 0), make};
    if (!s.list)
        return NULL;
    for (size_t i = 0, n = t->length; i < n;) {
        size_t start = i;
        while (i < n && !ends_line(t, ouro__text_char(t, i)))
            i++;
        size_t stop = i;
        if (i < n) {
            bool pair = ouro__text_char(t, i) == '\r' && i + 1 < n && ouro__text_char(t, i + 1) == '\n';
            i += pair ? 2 : 1;
        }
        if (put(&s, start, keep_ends ? i : stop) < 0) {
            ouro_decref(rt, s.list);
            return NULL;
        }
    }
    return s.list;
}

ouro_object *ouro__text_partition(ouro_runtime *rt, ouro_object *source, const ouro__text *t,
                                  ouro_object *separator, const ouro__text *needle, bool from_right,
                                  ouro_object *empty, ouro__make_piece make)
{
    if (needle->length == 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "empty separator");
    int64_t at = from_right ? ouro__text_rfind(t, needle) : ouro__text_find(t, needle);
    ouro_object *three[3];
    if (at < 0) {
        ouro_object *all = make(rt, source, 0, t->length);
        if (!all)
            return NULL;
        three[0] = from_right ? ouro__same(empty) : all;
        three[1] = ouro__same(empty);
        three[2] = from_right ? all : ouro__same(empty);
        return ouro__tuple_from_owned(rt, three, 3);
    }
    three[0] = make(rt, source, 0, (size_t)at);
    three[1] = ouro__same(separator);
    three[2] = make(rt, source, (size_t)at + needle->length, t->length);
    if (three[0] && three[2])
        return ouro__tuple_from_owned(rt, three, 3);
    for (int i = 0; i < 3; i++)
        ouro_xdecref(rt, three[i]);
    return NULL;
}
