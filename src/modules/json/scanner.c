/* _json.make_scanner: reads one value of JSON, and all within it, from a place of a text. */
#include "modules/json/json.h"
#include "types/dict.h"
#include "types/float_impl.h"
#include "types/int.h"
#include "types/list.h"

typedef struct scanner {
    ouro_object head;
    ouro_object *strict, *object_hook, *object_pairs_hook, *parse_float, *parse_int, *parse_constant;
} scanner;

static const uint16_t fields[] = {offsetof(scanner, strict),
                                  offsetof(scanner, object_hook),
                                  offsetof(scanner, object_pairs_hook),
                                  offsetof(scanner, parse_float),
                                  offsetof(scanner, parse_int),
                                  offsetof(scanner, parse_constant),
                                  0};

static const struct {
    const char *name;
    uint16_t offset;
} settings[] = {
    {"strict", offsetof(scanner, strict)},
    {"object_hook", offsetof(scanner, object_hook)},
    {"object_pairs_hook", offsetof(scanner, object_pairs_hook)},
    {"parse_float", offsetof(scanner, parse_float)},
    {"parse_int", offsetof(scanner, parse_int)},
    {"parse_constant", offsetof(scanner, parse_constant)},
};

/* One call of a scanner: the objects are borrowed, but for the names of members seen so far. */
typedef struct scan {
    ouro_runtime *rt;
    const scanner *settings;
    ouro_object *text;
    const void *data;
    int64_t length;
    int kind;
    bool strict;
    ouro_object *names; /* dict, so that equal names are one object; NULL: none yet */
} scan;

static inline uint32_t char_at(const scan *s, int64_t i)
{
    return s->kind == 0   ? ((const uint8_t *)s->data)[i]
           : s->kind == 1 ? ((const uint16_t *)s->data)[i]
                          : ((const uint32_t *)s->data)[i];
}

/* The character at an index that may be the end: then none that JSON has. */
static inline uint32_t peek(const scan *s, int64_t i)
{
    return i < s->length ? char_at(s, i) : 0;
}

static inline int64_t skip_space(const scan *s, int64_t i)
{
    for (;; i++) {
        uint32_t c = peek(s, i);
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
            return i;
    }
}

static bool is_here(const scan *s, int64_t i, const char *word)
{
    for (; *word; word++, i++)
        if (peek(s, i) != (uint32_t)*word)
            return false;
    return true;
}

static inline bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static void *stop_at(ouro_runtime *rt, int64_t at)
{
    ouro_object *index = ouro__int_new(rt, at);
    if (index)
        ouro__raise_stop_iteration(rt, index);
    ouro_xdecref(rt, index);
    return NULL;
}

/* ---- Numbers and constants ---- */

static ouro_object *make_float(const scan *s, int64_t start, int64_t end)
{
    double value;
    const char *data = (const char *)s->data + ((size_t)start << s->kind);
    int status = ouro__float_parse(s->rt, data, s->kind, (size_t)(end - start), &value);
    return status < 0 ? NULL : ouro__float_new(s->rt, value);
}

static ouro_object *make_int(const scan *s, int64_t start, int64_t end)
{
    enum { SURE = 18 }; /* digits that 63 bits hold */
    if (end - start <= SURE) {
        bool negative = char_at(s, start) == '-';
        int64_t value = 0;
        for (int64_t i = start + negative; i < end; i++)
            value = value * 10 + (int64_t)(char_at(s, i) - '0');
        return ouro__int_new(s->rt, negative ? -value : value);
    }
    ouro_object *digits = ouro__str_slice(s->rt, s->text, (size_t)start, (size_t)end);
    ouro_object *value = digits ? ouro__int_from_str(s->rt, digits, 10) : NULL;
    ouro_xdecref(s->rt, digits);
    return value;
}

/* The end of a number that begins at `start`, or -1 when there is none; *fraction: it is no int. */
static int64_t number_end(const scan *s, int64_t start, bool *fraction)
{
    int64_t i = start + (peek(s, start) == '-');
    *fraction = false;
    if (!is_digit(peek(s, i)))
        return -1;
    if (char_at(s, i++) != '0')
        while (is_digit(peek(s, i)))
            i++;
    if (peek(s, i) == '.' && is_digit(peek(s, i + 1))) {
        *fraction = true;
        for (i += 2; is_digit(peek(s, i));)
            i++;
    }
    if (peek(s, i) == 'e' || peek(s, i) == 'E') {
        int64_t digits = i + 1 + (peek(s, i + 1) == '+' || peek(s, i + 1) == '-');
        if (is_digit(peek(s, digits))) {
            *fraction = true;
            for (i = digits + 1; is_digit(peek(s, i));)
                i++;
        }
    }
    return i;
}

static ouro_object *scan_number(const scan *s, int64_t start, int64_t *next)
{
    ouro_runtime *rt = s->rt;
    bool fraction;
    int64_t end = number_end(s, start, &fraction);
    if (end < 0)
        return stop_at(rt, start);
    *next = end;
    ouro_object *parse = fraction ? s->settings->parse_float : s->settings->parse_int;
    if (parse == ouro__class_at(rt, fraction ? OURO_T_FLOAT : OURO_T_INT))
        return fraction ? make_float(s, start, end) : make_int(s, start, end);
    ouro_object *text = ouro__str_slice(rt, s->text, (size_t)start, (size_t)end);
    ouro_object *value = text ? ouro__call1(rt, parse, text) : NULL;
    ouro_xdecref(rt, text);
    return value;
}

/* NaN and the infinities, as parse_constant has them; NULL without an exception when there is none here. */
static ouro_object *scan_constant(const scan *s, int64_t start, int64_t *next)
{
    static const char *const words[] = {"NaN", "Infinity", "-Infinity"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!is_here(s, start, words[i]))
            continue;
        ouro_object *name = ouro__str_from_cstring(s->rt, words[i]);
        ouro_object *value = name ? ouro__call1(s->rt, s->settings->parse_constant, name) : NULL;
        ouro_xdecref(s->rt, name);
        *next = start + (int64_t)strlen(words[i]);
        return value;
    }
    return NULL;
}

/* ---- Objects and arrays ---- */

static ouro_object *scan_value(scan *s, int64_t at, int64_t *next);

static ouro_object *scan_name(scan *s, int64_t at, int64_t *next)
{
    ouro_runtime *rt = s->rt;
    ouro_object *name = ouro__json_scan_string(rt, s->text, at + 1, s->strict, next);
    if (!name || (!s->names && !(s->names = ouro__dict_new(rt)))) {
        ouro_xdecref(rt, name);
        return NULL;
    }
    ouro_object *known = ouro__dict_set_default(rt, s->names, name, name);
    ouro_decref(rt, name);
    return known ? ouro_ref(known) : NULL;
}

/* "name": value, entered in `members` (a dict, or a list of pairs). Where it ends; -1 with an exception. */
static int64_t scan_member(scan *s, ouro_object *members, bool pairs, int64_t at)
{
    ouro_runtime *rt = s->rt;
    if (peek(s, at) != '"') {
        ouro__json_error(rt, "Expecting property name enclosed in double quotes", s->text, at);
        return -1;
    }
    ouro_object *name = scan_name(s, at, &at);
    if (!name)
        return -1;
    at = skip_space(s, at);
    ouro_object *value = NULL;
    if (peek(s, at) != ':')
        ouro__json_error(rt, "Expecting ':' delimiter", s->text, at);
    else
        value = scan_value(s, skip_space(s, at + 1), &at);
    int status = -1;
    if (value && !pairs) {
        status = ouro__dict_set(rt, members, name, value);
    } else if (value) {
        ouro_object *pair = ouro__tuple_of(rt, 2, name, value);
        status = pair ? ouro__list_append_owned(rt, (ouro_list *)members, pair) : -1;
    }
    ouro_xdecref(rt, value);
    ouro_decref(rt, name);
    return status < 0 ? -1 : at;
}

/* The members or items up to the closing bracket, into `into`. Where it ends, or -1. */
static int64_t scan_all(scan *s, ouro_object *into, bool array, bool pairs, int64_t at)
{
    const uint32_t close = array ? ']' : '}';
    at = skip_space(s, at);
    if (peek(s, at) == close)
        return at + 1;
    for (;;) {
        if (array) {
            ouro_object *item = scan_value(s, at, &at);
            if (!item || ouro__list_append_owned(s->rt, (ouro_list *)into, item) < 0)
                return -1;
        } else if ((at = scan_member(s, into, pairs, at)) < 0) {
            return -1;
        }
        at = skip_space(s, at);
        if (peek(s, at) == close)
            return at + 1;
        if (peek(s, at) != ',') {
            ouro__json_error(s->rt, "Expecting ',' delimiter", s->text, at);
            return -1;
        }
        at = skip_space(s, at + 1);
    }
}

static ouro_object *scan_array(scan *s, int64_t at, int64_t *next)
{
    ouro_object *list = ouro__list_new(s->rt, 0);
    if (list && (*next = scan_all(s, list, true, false, at + 1)) >= 0)
        return list;
    ouro_xdecref(s->rt, list);
    return NULL;
}

static ouro_object *scan_object(scan *s, int64_t at, int64_t *next)
{
    ouro_runtime *rt = s->rt;
    const scanner *set = s->settings;
    bool pairs = set->object_pairs_hook != OURO_NONE(rt);
    ouro_object *members = pairs ? ouro__list_new(rt, 0) : ouro__dict_new(rt);
    if (!members || (*next = scan_all(s, members, false, pairs, at + 1)) < 0) {
        ouro_xdecref(rt, members);
        return NULL;
    }
    ouro_object *hook = pairs ? set->object_pairs_hook : set->object_hook;
    if (hook == OURO_NONE(rt))
        return members;
    ouro_object *made = ouro__call1(rt, hook, members);
    ouro_decref(rt, members);
    return made;
}

/* The value at `at`, owned; *next is behind it. NULL with StopIteration(place) when there is none. */
static ouro_object *scan_value(scan *s, int64_t at, int64_t *next)
{
    ouro_runtime *rt = s->rt;
    ouro_object *value;
    uint32_t c = peek(s, at);
    switch (c) {
    case '"':
        return ouro__json_scan_string(rt, s->text, at + 1, s->strict, next);
    case '{':
    case '[':
        if (!ouro__enter_recursion(rt, c == '{' ? " while decoding a JSON object from a unicode string"
                                                : " while decoding a JSON array from a unicode string"))
            return NULL;
        value = c == '{' ? scan_object(s, at, next) : scan_array(s, at, next);
        ouro__leave_recursion(rt);
        return value;
    case 'n':
    case 't':
    case 'f':
        if (!is_here(s, at, c == 'n' ? "null" : c == 't' ? "true" : "false"))
            break;
        *next = at + (c == 'f' ? 5 : 4);
        return c == 'n' ? ouro_ref(OURO_NONE(rt)) : ouro__bool(rt, c == 't');
    case 'N':
    case 'I':
    case '-':
        value = scan_constant(s, at, next);
        if (value || rt->error)
            return value;
        break;
    default:
        break;
    }
    return scan_number(s, at, next);
}

/* ---- The type ---- */

static ouro_object *scanner_call(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    OURO_PARSE(a, "scan_once", 0, 2, 2, 0, "string", "idx");
    int64_t at, next;
    if (ouro__index_argument(rt, a[1], &at) < 0 || ouro__json_check_text(rt, a[0]) < 0)
        return NULL;
    if (at < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "idx cannot be negative");
    const scanner *set = (scanner *)self;
    scan s = {.rt = rt,
              .settings = set,
              .text = a[0],
              .data = ouro__str_data(a[0]),
              .length = (int64_t)ouro__str_length(a[0]),
              .kind = ouro__str_kind(a[0]),
              .strict = set->strict == ouro__bool(rt, true)};
    if (at >= s.length)
        return stop_at(rt, at);
    ouro_object *value = scan_value(&s, at, &next);
    ouro_xdecref(rt, s.names);
    return value ? ouro__pack(rt, 2, value, ouro__int_new(rt, next)) : NULL;
}

static ouro_object *scanner_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    OURO_PARSE(a, "make_scanner", 0, 1, 1, 0, "context");
    ouro_object *self = ouro__instance_new(rt, cls);
    for (size_t i = 0; self && i < sizeof settings / sizeof *settings; i++) {
        ouro_object *name = ouro__str_intern_cstring(rt, settings[i].name);
        ouro_object *value = name ? ouro__getattr(rt, a[0], name) : NULL;
        ouro_xdecref(rt, name);
        int truth = value && i == 0 ? ouro__truth(rt, value) : 0;
        if (value && i == 0) {
            ouro_decref(rt, value);
            value = truth < 0 ? NULL : ouro__bool(rt, truth);
        }
        if (!value) {
            ouro_decref(rt, self);
            return NULL;
        }
        ouro__slot_set(rt, self, (ouro_object **)((char *)self + settings[i].offset), value);
    }
    return self;
}

static const ouro_member_def members[] = {
    {"strict", offsetof(scanner, strict), true, false, "strict"},
    {"object_hook", offsetof(scanner, object_hook), true, false, "object_hook"},
    {"object_pairs_hook", offsetof(scanner, object_pairs_hook), true, false, NULL},
    {"parse_float", offsetof(scanner, parse_float), true, false, "parse_float"},
    {"parse_int", offsetof(scanner, parse_int), true, false, "parse_int"},
    {"parse_constant", offsetof(scanner, parse_constant), true, false, "parse_constant"},
    {0},
};

OURO_BUILTIN_TYPE(json_scanner) = {
    .id = OURO_T_JSON_SCANNER,
    .slots = {.name = "_json.Scanner",
              .size = sizeof(scanner),
              .flags = OURO_TYPE_CONTAINER,
              .fields = fields,
              .call = scanner_call,
              .new_ = scanner_new},
    .members = members,
    .module = "_json",
    .doc = "JSON scanner object",
};
