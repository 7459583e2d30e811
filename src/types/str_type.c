/* The type str and its iterators. */
#include "object/slot.h"
#include "types/bytes_impl.h"
#include "types/format.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/slice.h"
#include "types/str_encode.h"
#include "types/str_methods.h"
#include "types/tuple.h"
#include "types/types.h"

static ouro_object *str_str(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_exact(rt, o);
}

static int64_t str_hash(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_hash64(rt, o);
}

static int64_t str_length(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return (int64_t)ouro__str_length(o);
}

static void str_destroy(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__str_is_interned(o))
        ouro__interned_remove(rt, (ouro_str *)o);
}

/* With the room behind the characters that one which grew where it stands may have: then its whole block. */
static size_t str_size_of(ouro_runtime *rt, ouro_object *o)
{
    size_t bytes = (size_t)((char *)ouro__str_data(o) - (char *)o) +
                   ((ouro__str_length(o) + 1) << ouro__str_kind(o)) + ouro__end_bytes(ouro__type_of(rt, o));
    size_t block = ouro__heap_usable(&rt->heap, o);
    return block > ouro__heap_usable_of_size(&rt->heap, bytes) ? block : bytes;
}

static ouro_object *str_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if (!ouro__is_str(rt, a) || !ouro__is_str(rt, b))
        return ouro__not_implemented(rt);
    if (op == OURO_EQ || op == OURO_NE)
        return ouro__bool(rt, ouro__str_equal(a, b) == (op == OURO_EQ));
    int order = a == b ? 0 : ouro__str_compare(a, b);
    return ouro__bool(rt, ouro__order_holds(order, op));
}

static ouro_object *get_slice(ouro_runtime *rt, ouro_object *o, ouro_object *slice)
{
    int64_t start, stop, step, count;
    if (ouro__slice_resolve(rt, slice, (int64_t)ouro__str_length(o), &start, &stop, &step, &count) < 0)
        return NULL;
    if (count == 0)
        return OURO_EMPTY_STR(rt);
    if (step == 1)
        return ouro__str_slice(rt, o, (size_t)start, (size_t)start + (size_t)count);
    ouro__text t = ouro__text_of_str(o);
    uint32_t all = 0;
    for (int64_t i = 0; i < count; i++)
        all |= ouro__text_char(&t, (size_t)(start + i * step));
    if (count == 1)
        return ouro__str_item(rt, o, (size_t)start);
    ouro_str *s = ouro__str_alloc(rt, (size_t)count, all);
    if (!s)
        return NULL;
    int kind = ouro__str_kind(s);
    void *to = ouro__str_data(s);
    for (int64_t i = 0; i < count; i++)
        ouro__char_put(to, kind, (size_t)i, ouro__text_char(&t, (size_t)(start + i * step)));
    return (ouro_object *)s;
}

static ouro_object *str_item(ouro_runtime *rt, ouro_object *o, int64_t index)
{
    if ((uint64_t)index >= ouro__str_length(o))
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "string index out of range");
    return ouro__str_item(rt, o, (size_t)index);
}

static ouro_object *str_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    int64_t index;
    if (ouro__int_is_small(key)) {
        index = ((ouro_int *)key)->value;
    } else if (ouro__is_exactly(key, OURO_T_SLICE)) {
        return get_slice(rt, o, key);
    } else {
        const ouro_number_slots *number = ouro__type_of(rt, key)->number;
        if (!number || !number->index)
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "string indices must be integers, not '%T'", key);
        if (ouro__index_int64(rt, key, false, &index) < 0)
            return NULL;
    }
    return str_item(rt, o, index < 0 ? index + (int64_t)ouro__str_length(o) : index);
}

static ouro_object *str_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!ouro__is_str(rt, b))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "can only concatenate str (not \"%T\") to str", b);
    return ouro__str_concat(rt, a, b);
}

static ouro_object *str_remainder(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!ouro__is_str(rt, a))
        return ouro__not_implemented(rt);
    return ouro__str_percent(rt, a, b);
}

/* str(bytes, encoding, errors). */
static ouro_object *decode(ouro_runtime *rt, ouro_object *o, ouro_object *encoding, ouro_object *errors)
{
    if (ouro__is_str(rt, o))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "decoding str is not supported");
    if (!ouro__is_bytes_like(rt, o))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "decoding to str: need a bytes-like object, %T found", o);
    return ouro__decode_object(rt, o, encoding, errors);
}

static ouro_object *str_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                            ouro_object *kwnames)
{
    static const char *const names[] = {"object", "encoding", "errors", NULL};
    static const ouro_signature signature = {"str", names, 0, 3, 0, 0};
    ouro_object *out[3], *s;
    if (nargs == 1 && !kwnames) {
        s = ouro__str(rt, args[0]);
    } else {
        if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
            return NULL;
        for (int i = 1; i < 3; i++)
            if (out[i] && !ouro__is_str(rt, out[i]))
                return ouro__raise(rt, OURO_T_TYPE_ERROR, "str() argument '%s' must be str, not %V", names[i],
                                   out[i]);
        if (!out[0])
            s = OURO_EMPTY_STR(rt);
        else
            s = out[1] || out[2] ? decode(rt, out[0], out[1], out[2]) : ouro__str(rt, out[0]);
    }
    if (!s || ouro__is_builtin_class(cls, OURO_T_STR))
        return s;
    ouro_object *o = ouro__str_to_class(rt, cls, s);
    ouro_decref(rt, s);
    return o;
}

/* Both kinds of iterator. They hold an exact str, so they can be in no cycle. */
typedef struct str_iterator {
    ouro_object head;
    ouro_object *string; /* NULL: exhausted */
    uint64_t position;
} str_iterator;

static const uint16_t iterator_fields[] = {offsetof(str_iterator, string), 0};

static ouro_object *str_iter(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *string = ouro__str_exact(rt, o);
    if (!string)
        return NULL;
    uint32_t word = OURO_WORD(ouro__str_is_ascii(o) ? OURO_T_STR_ASCII_ITERATOR : OURO_T_STR_ITERATOR);
    str_iterator *it = ouro__new_leaf(rt, sizeof *it, word);
    if (!it) {
        ouro_decref(rt, string);
        return NULL;
    }
    ouro__slot_init(&it->string, string);
    it->position = 0;
    return &it->head;
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *o)
{
    str_iterator *it = (str_iterator *)o;
    if (!it->string)
        return NULL;
    if (it->position < ouro__str_length(it->string))
        return ouro__str_item(rt, it->string, it->position++);
    ouro__slot_clear(rt, it, &it->string);
    return NULL;
}

static ouro_object *iterator_iter(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return ouro__same(o);
}

OURO_C_FUNCTION(iterator_length_hint)
{
    str_iterator *it = (str_iterator *)self;
    return ouro__int_new(rt, it->string ? (int64_t)(ouro__str_length(it->string) - it->position) : 0);
}

OURO_C_FUNCTION(iterator_reduce)
{
    str_iterator *it = (str_iterator *)self;
    if (!it->string)
        return ouro__iterator_reduce(rt, "iter", OURO_EMPTY_STR(rt), NULL);
    return ouro__iterator_reduce(rt, "iter", ouro_ref(it->string), ouro__int_new(rt, (int64_t)it->position));
}

OURO_C_FUNCTION(iterator_setstate)
{
    str_iterator *it = (str_iterator *)self;
    int64_t position;
    if (ouro__index_int64(rt, args[0], false, &position) < 0)
        return NULL;
    if (it->string) {
        size_t length = ouro__str_length(it->string);
        it->position = position < 0 ? 0 : (uint64_t)position > length ? length : (uint64_t)position;
    }
    return OURO_NONE(rt);
}

static const ouro_method_def iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, 0, 0, 0, "How many items are left."},
    {"__reduce__", iterator_reduce, 0, 0, 0, "What pickle makes the iterator from."},
    {"__setstate__", iterator_setstate, 0, 1, 1, "Sets the position."},
    {0},
};

#define ITERATOR_SLOTS(shown)                                                                                \
    {                                                                                                        \
        .name = shown, .flags = OURO_TYPE_IMMUTABLE | OURO_TYPE_DISALLOW_NEW, .size = sizeof(str_iterator),  \
        .layout = OURO_LAYOUT_LEAF, .fields = iterator_fields, .iter = iterator_iter, .next = iterator_next, \
    }

OURO_BUILTIN_TYPE(str_iterator) = {
    .id = OURO_T_STR_ITERATOR,
    .slots = ITERATOR_SLOTS("str_iterator"),
    .methods = iterator_methods,
};

OURO_BUILTIN_TYPE(str_ascii_iterator) = {
    .id = OURO_T_STR_ASCII_ITERATOR,
    .slots = ITERATOR_SLOTS("str_ascii_iterator"),
    .methods = iterator_methods,
};

OURO_C_FUNCTION(str_format)
{
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "__format__() argument must be str, not %V", args[0]);
    return ouro__format_str(rt, self, args[0]);
}

OURO_C_FUNCTION(str_getnewargs)
{
    ouro_object *copy =
        ouro__str_from_chars(rt, ouro__str_data(self), ouro__str_kind(self), ouro__str_length(self));
    return copy ? ouro__tuple_from_owned(rt, &copy, 1) : NULL;
}

#define M(name, flags, min, max, doc)                                                                        \
    {                                                                                                        \
#name, ouro__str_m_##name, flags, min, max, doc                                                      \
    }
static const ouro_method_def methods[] = {
    M(capitalize, 0, 0, 0,
      "capitalize($self, /)\n--\n\nThe first character in upper case, the others in lower case."),
    M(casefold, 0, 0, 0, "casefold($self, /)\n--\n\nA form for comparing without regard to case."),
    M(center, 0, 1, 2,
      "center($self, width, fillchar=' ', /)\n--\n\nThe string in the middle of `width` characters."),
    M(count, OURO_METH_TAKES, 1, 3,
      "S.count(sub[, start[, end]]) -> int\n\nHow often sub occurs in S[start:end] without overlaps."),
    M(encode, OURO_METH_KEYWORDS, 0, -1,
      "encode($self, /, encoding='utf-8', errors='strict')\n--\n\nThe string as bytes of the encoding."),
    M(endswith, OURO_METH_TAKES, 1, 3,
      "S.endswith(suffix[, start[, end]]) -> bool\n\nWhether S ends with the suffix, or one of a tuple."),
    M(expandtabs, OURO_METH_KEYWORDS, 0, -1,
      "expandtabs($self, /, tabsize=8)\n--\n\nSpaces in the place of tabs."),
    M(find, OURO_METH_TAKES, 1, 3,
      "S.find(sub[, start[, end]]) -> int\n\nThe lowest index in S[start:end] where sub is found, or -1."),
    M(format, OURO_METH_KEYWORDS, 0, -1,
      "S.format(*args, **kwargs) -> str\n\nS with its replacement fields filled in."),
    M(format_map, 0, 1, 1,
      "S.format_map(mapping) -> str\n\nS with its replacement fields filled in from the mapping."),
    M(index, OURO_METH_TAKES, 1, 3,
      "S.index(sub[, start[, end]]) -> int\n\nAs find, but ValueError when sub is not found."),
    M(isalnum, 0, 0, 0,
      "isalnum($self, /)\n--\n\nWhether all characters are letters or digits, and there is one."),
    M(isalpha, 0, 0, 0, "isalpha($self, /)\n--\n\nWhether all characters are letters, and there is one."),
    M(isascii, 0, 0, 0, "isascii($self, /)\n--\n\nWhether all characters are ASCII."),
    M(isdecimal, 0, 0, 0,
      "isdecimal($self, /)\n--\n\nWhether all characters are decimal digits, and there is one."),
    M(isdigit, 0, 0, 0, "isdigit($self, /)\n--\n\nWhether all characters are digits, and there is one."),
    M(isidentifier, 0, 0, 0,
      "isidentifier($self, /)\n--\n\nWhether the string is an identifier of the language."),
    M(islower, 0, 0, 0,
      "islower($self, /)\n--\n\nWhether all cased characters are in lower case, and there is one."),
    M(isnumeric, 0, 0, 0, "isnumeric($self, /)\n--\n\nWhether all characters are numeric, and there is one."),
    M(isprintable, 0, 0, 0, "isprintable($self, /)\n--\n\nWhether repr shows all characters as they are."),
    M(isspace, 0, 0, 0, "isspace($self, /)\n--\n\nWhether all characters are blanks, and there is one."),
    M(istitle, 0, 0, 0, "istitle($self, /)\n--\n\nWhether each word begins with a capital, the rest small."),
    M(isupper, 0, 0, 0,
      "isupper($self, /)\n--\n\nWhether all cased characters are in upper case, and there is one."),
    M(join, 0, 1, 1,
      "join($self, iterable, /)\n--\n\nThe strings of the iterable, with this one between them.\n\n"
      "'.'.join(['ab', 'pq', 'rs']) is 'ab.pq.rs'."),
    M(ljust, 0, 1, 2,
      "ljust($self, width, fillchar=' ', /)\n--\n\nThe string at the left of `width` characters."),
    M(lower, 0, 0, 0, "lower($self, /)\n--\n\nThe string in lower case."),
    M(lstrip, 0, 0, 1,
      "lstrip($self, chars=None, /)\n--\n\nWithout blanks, or the characters given, at the start."),
    M(maketrans, OURO_METH_STATIC, 1, 3,
      "A table for translate(): from a dict, or from two strings of equal length, the\n"
      "characters of a third being deleted."),
    M(partition, 0, 1, 1,
      "partition($self, sep, /)\n--\n\nWhat stands before the first separator, it, and what follows."),
    M(removeprefix, 0, 1, 1, "removeprefix($self, prefix, /)\n--\n\nWithout the prefix, if it is there."),
    M(removesuffix, 0, 1, 1, "removesuffix($self, suffix, /)\n--\n\nWithout the suffix, if it is there."),
    M(replace, 0, 2, 3,
      "replace($self, old, new, count=-1, /)\n--\n\nWith `new` for each, or the first `count`, of `old`."),
    M(rfind, OURO_METH_TAKES, 1, 3,
      "S.rfind(sub[, start[, end]]) -> int\n\nThe highest index in S[start:end] where sub is found, or -1."),
    M(rindex, OURO_METH_TAKES, 1, 3,
      "S.rindex(sub[, start[, end]]) -> int\n\nAs rfind, but ValueError when sub is not found."),
    M(rjust, 0, 1, 2,
      "rjust($self, width, fillchar=' ', /)\n--\n\nThe string at the right of `width` characters."),
    M(rpartition, 0, 1, 1,
      "rpartition($self, sep, /)\n--\n\nWhat stands before the last separator, it, and what follows."),
    M(rsplit, OURO_METH_KEYWORDS, 0, -1,
      "rsplit($self, /, sep=None, maxsplit=-1)\n--\n\nThe pieces between separators; the last ones when "
      "limited."),
    M(rstrip, 0, 0, 1,
      "rstrip($self, chars=None, /)\n--\n\nWithout blanks, or the characters given, at the end."),
    M(split, OURO_METH_KEYWORDS, 0, -1,
      "split($self, /, sep=None, maxsplit=-1)\n--\n\nThe pieces between separators; the first ones when "
      "limited."),
    M(splitlines, OURO_METH_KEYWORDS, 0, -1,
      "splitlines($self, /, keepends=False)\n--\n\nThe lines of the string."),
    M(startswith, OURO_METH_TAKES, 1, 3,
      "S.startswith(prefix[, start[, end]]) -> bool\n\nWhether S starts with the prefix, or one of a tuple."),
    M(strip, 0, 0, 1,
      "strip($self, chars=None, /)\n--\n\nWithout blanks, or the characters given, at both ends."),
    M(swapcase, 0, 0, 0, "swapcase($self, /)\n--\n\nUpper case for lower case, and the reverse."),
    M(title, 0, 0, 0, "title($self, /)\n--\n\nEach word with a capital, the rest small."),
    M(translate, 0, 1, 1,
      "translate($self, table, /)\n--\n\nEach character as the table says: a string, a code point, or None."),
    M(upper, 0, 0, 0, "upper($self, /)\n--\n\nThe string in upper case."),
    M(zfill, 0, 1, 1, "zfill($self, width, /)\n--\n\nZeros behind the sign, up to `width` characters."),
    {"__format__", str_format, 0, 1, 1,
     "__format__($self, format_spec, /)\n--\n\nFormats as the specifier says."},
    {"__getnewargs__", str_getnewargs, 0, 0, 0, NULL},
    {0},
};

static const ouro_number_slots numbers = {.binary = {[OURO_REMAINDER] = str_remainder}};
static const ouro_sequence_slots sequence = {
    .concat = str_concat, .repeat = ouro__str_repeat, .item = str_item};

OURO_BUILTIN_TYPE(str) = {
    .id = OURO_T_STR,
    .slots =
        {
            .name = "str",
            .flags = OURO_TYPE_BASE | OURO_TYPE_IS_STR | OURO_TYPE_IMMUTABLE,
            .size = sizeof(ouro_str),
            .item_size = 1,
            .layout = OURO_LAYOUT_LEAF,
            .destroy = str_destroy,
            .size_of = str_size_of,
            .repr = ouro__str_repr,
            .str = str_str,
            .hash = str_hash,
            .compare = str_compare,
            .iter = str_iter,
            .length = str_length,
            .getitem = str_getitem,
            .contains = ouro__str_contains,
            .new_ = str_new,
            .number = &numbers,
            .sequence = &sequence,
        },
    .methods = methods,
    .doc = "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n"
           "The object as text: with an encoding or errors the text that its bytes are, else what its "
           "__str__()\n"
           "gives, or its repr(). The encoding is 'utf-8' and errors 'strict' when not given.",
};
