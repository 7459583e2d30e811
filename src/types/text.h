/* Algorithms on runs of characters that str and bytes share: searching in linear time, splitting, stripping. */
#ifndef OURO_TYPES_TEXT_H
#define OURO_TYPES_TEXT_H

#include "types/str_impl.h"
#include "types/unicode.h"

/* A borrowed run of characters; kind as in str (0 for bytes). */
typedef struct ouro__text {
    const void *data;
    size_t length;
    int kind;
    bool is_bytes; /* blanks and line ends are ASCII's only */
} ouro__text;

static inline ouro__text ouro__text_of_str(const void *s)
{
    return (ouro__text){ouro__str_data(s), ouro__str_length(s), ouro__str_kind(s), false};
}

static inline ouro__text ouro__text_part(const ouro__text *t, size_t start, size_t stop)
{
    return (ouro__text){ouro__chars_from(t->data, t->kind, start), stop - start, t->kind, t->is_bytes};
}

static inline uint32_t ouro__text_char(const ouro__text *t, size_t i)
{
    return ouro__char_at(t->data, t->kind, i);
}

/* Index of the first or last occurrence, or -1. The empty needle is found at the start (or the end). Time is linear in the
 * lengths whatever they hold (two-way string matching). */
int64_t ouro__text_find(const ouro__text *t, const ouro__text *needle);
int64_t ouro__text_rfind(const ouro__text *t, const ouro__text *needle);
int64_t ouro__text_find_char(const ouro__text *t, uint32_t c);
int64_t ouro__text_rfind_char(const ouro__text *t, uint32_t c);
/* Occurrences that do not overlap, at most `most`; of the empty needle length + 1. */
size_t ouro__text_count(const ouro__text *t, const ouro__text *needle, size_t most);
bool ouro__text_equal(const ouro__text *a, const ouro__text *b);

static inline bool ouro__text_is_blank(const ouro__text *t, uint32_t c)
{
    if (ouro__likely(c < 128))
        return c == ' ' || c - '\t' < 5 || (!t->is_bytes && c - 0x1c < 4);
    return !t->is_bytes && (ouro__char_properties(c) & OURO_CHAR_SPACE);
}

/* Makes str or bytes of source[start:stop], whose characters are the text's. Owned. */
typedef ouro_object *(*ouro__make_piece)(ouro_runtime *rt, ouro_object *source, size_t start, size_t stop);

/* A list of pieces. separator NULL: runs of blanks. most < 0: no limit. */
ouro_object *ouro__text_split(ouro_runtime *rt, ouro_object *source, const ouro__text *t,
                              const ouro__text *separator, int64_t most, bool from_right,
                              ouro__make_piece make);
ouro_object *ouro__text_split_lines(ouro_runtime *rt, ouro_object *source, const ouro__text *t,
                                    bool keep_ends, ouro__make_piece make);
/* (before, separator, after); not found: all of it with two empties behind it, or before it when from the right. */
ouro_object *ouro__text_partition(ouro_runtime *rt, ouro_object *source, const ouro__text *t,
                                  ouro_object *separator, const ouro__text *needle, bool from_right,
                                  ouro_object *empty, ouro__make_piece make);

enum { OURO__STRIP_LEFT = 1, OURO__STRIP_RIGHT = 2 };
/* What is left without the characters in `chars` (NULL: blanks) at the ends. */
void ouro__text_strip(const ouro__text *t, const ouro__text *chars, int sides, size_t *start, size_t *stop);

/* Optional [start[, stop]] arguments of searching methods, as a slice's: 0 or -1. May leave start > stop. */
int ouro__text_bounds(ouro_runtime *rt, ouro_object *const *args, size_t nargs, size_t length, size_t *start,
                      size_t *stop);
/* A slice index: None leaves *out; other things must have __index__. 0 or -1 with TypeError. */
int ouro__slice_index(ouro_runtime *rt, ouro_object *o, int64_t *out);

#endif
