/* str.format and format_map: replacement fields {name.attr[key]!conversion:spec}, nested to a depth of two. */
#include "types/dict.h"
#include "types/int.h"
#include "types/str_methods.h"
#include "types/tuple.h"

typedef struct formatter {
    ouro_runtime *rt;
    ouro_object *source;
    ouro__text text;
    ouro_object *const *args;
    size_t nargs;
    ouro_object *mapping; /* borrowed: keyword arguments or format_map's */
    bool is_map;
    int64_t automatic;              /* index of the next {} */
    enum { UNDECIDED, AUTOMATIC, MANUAL } numbering;
} formatter;

static int value_error(formatter *f, const char *message)
{
    ouro__raise(f->rt, OURO_T_VALUE_ERROR, "%s", message);
    return -1;
}

static uint32_t at(const formatter *f, size_t i)
{
    return ouro__text_char(&f->text, i);
}

/* The number that [start, stop) is; -1 when it is none, -2 with ValueError. */
static int64_t as_number(formatter *f, size_t start, size_t stop)
{
    int64_t n = 0;
    if (start == stop)
        return -1;
    for (size_t i = start; i < stop; i++) {
        uint32_t c = at(f, i);
        if (c - '0' >= 10)
            return -1;
        if (n > (INT64_MAX - (int64_t)(c - '0')) / 10) {
            value_error(f, "Too many decimal digits in format string");
            return -2;
        }
        n = n * 10 + (c - '0');
    }
    return n;
}

static int use_numbering(formatter *f, bool automatic)
{
    if (f->numbering == UNDECIDED)
        f->numbering = automatic ? AUTOMATIC : MANUAL;
    if ((f->numbering == AUTOMATIC) == automatic)
        return 0;
    return value_error(f, automatic ? "cannot switch from manual field specification to automatic field numbering"
                                    : "cannot switch from automatic field numbering to manual field specification");
}

/* The argument that the first part of a field's name, [start, stop), says. Owned. */
static ouro_object *first_object(formatter *f, size_t start, size_t stop)
{
    int64_t index = as_number(f, start, stop);
    if (index == -2)
        return NULL;
    if (index >= 0 || start == stop) {
        if (use_numbering(f, start == stop) < 0)
            return NULL;
        if (start == stop)
            index = f->automatic++;
    }
    if (index < 0) {
        ouro_object *key = ouro__str_slice(f->rt, f->source, start, stop), *value = NULL;
        if (!key)
            return NULL;
        if (f->mapping)
            value = ouro__getitem(f->rt, f->mapping, key);
        else
            ouro__raise_object(f->rt, OURO_T_KEY_ERROR, key);
        ouro_decref(f->rt, key);
        return value;
    }
    if (f->is_map) {
        value_error(f, "Format string contains positional fields");
        return NULL;
    }
    if ((size_t)index >= f->nargs)
        return ouro__raise(f->rt, OURO_T_INDEX_ERROR, "Replacement index %lld out of range for positional args tuple",
                           (long long)index);
    return ouro__same(f->args[index]);
}

/* Follows .name and [key] in [i, stop), taking `o` over. Owned. */
static ouro_object *follow(formatter *f, ouro_object *o, size_t i, size_t stop)
{
    while (o && i < stop) {
        ouro_object *key = NULL, *next = NULL;
        bool item = at(f, i) == '[';
        if (!item && at(f, i) != '.') {
            value_error(f, "Only '.' or '[' may follow ']' in format field specifier");
            goto step;
        }
        size_t start = ++i;
        while (i < stop && (item ? at(f, i) != ']' : at(f, i) != '.' && at(f, i) != '['))
            i++;
        if (item && i == stop) {
            value_error(f, "Missing ']' in format string");
            goto step;
        }
        if (i == start) {
            value_error(f, "Empty attribute in format string");
            goto step;
        }
        int64_t index = item ? as_number(f, start, i) : -1;
        if (index == -2)
            goto step;
        key = index >= 0 ? ouro__int_new(f->rt, index) : ouro__str_slice(f->rt, f->source, start, i);
        if (key && !item)
            key = ouro__str_intern(f->rt, key);
        if (key)
            next = item ? ouro__getitem(f->rt, o, key) : ouro__getattr(f->rt, o, key);
        i += item;
step:
        ouro_xdecref(f->rt, key);
        ouro_decref(f->rt, o);
        o = next;
    }
    return o;
}

static ouro_object *field_object(formatter *f, size_t start, size_t stop)
{
    size_t i = start;
    while (i < stop && at(f, i) != '.' && at(f, i) != '[')
        i++;
    return follow(f, first_object(f, start, i), i, stop);
}

static ouro_object *convert(formatter *f, ouro_object *o, uint32_t conversion)
{
    switch (conversion) {
    case 'r':
        return ouro__repr(f->rt, o);
    case 's':
        return ouro__str(f->rt, o);
    case 'a':
        return ouro__ascii(f->rt, o);
    default:
        if (conversion > 32 && conversion < 127)
            return ouro__raise(f->rt, OURO_T_VALUE_ERROR, "Unknown conversion specifier %c", (int)conversion);
        return ouro__raise(f->rt, OURO_T_VALUE_ERROR, "Unknown conversion specifier \\x%x", conversion);
    }
}

/* The parts of one field, between its braces. */
typedef struct field {
    size_t name_start, name_stop, spec_start, stop;
    uint32_t conversion; /* 0: none */
    bool nested;         /* the specifier holds fields */
} field;

/* Reads the field behind the brace at *i, and sets *i behind its end. */
static int read_field(formatter *f, size_t *i, size_t end, field *out)
{
    size_t k = *i, depth = 1;
    bool in_brackets = false;
    *out = (field){.name_start = k};
    while (k < end) { /* the name ends at ! or :, brackets apart */
        uint32_t c = at(f, k);
        if (c == '{')
            return value_error(f, "unexpected '{' in field name");
        if (c == '[') {
            in_brackets = true;
        } else if (c == ']') {
            in_brackets = false;
        } else if (!in_brackets && (c == '}' || c == ':' || c == '!')) {
            break;
        }
        k++;
    }
    out->name_stop = k;
    if (k >= end)
        return value_error(f, "expected '}' before end of string");
    uint32_t c = at(f, k++);
    if (c == '!') {
        if (k >= end)
            return value_error(f, "end of string while looking for conversion specifier");
        out->conversion = at(f, k++);
        if (k >= end)
            return value_error(f, "unmatched '{' in format spec");
        c = at(f, k++);
        if (c != ':' && c != '}')
            return value_error(f, "expected ':' after conversion specifier");
    }
    out->spec_start = k;
    if (c == '}') {
        out->spec_start = out->stop = k - 1;
        *i = k;
        return 0;
    }
    for (; k < end; k++) {
        c = at(f, k);
        if (c == '{') {
            out->nested = true;
            depth++;
        } else if (c == '}' && --depth == 0) {
            out->stop = k;
            *i = k + 1;
            return 0;
        }
    }
    return value_error(f, "unmatched '{' in format spec");
}

static ouro_object *build(formatter *f, size_t start, size_t end, int depth);

static int put_field(formatter *f, ouro_str_builder *b, const field *field, int depth)
{
    ouro_runtime *rt = f->rt;
    ouro_object *o = field_object(f, field->name_start, field->name_stop), *spec = NULL, *text = NULL;
    int status = -1;
    if (o && field->conversion) {
        ouro_object *converted = convert(f, o, field->conversion);
        ouro_decref(rt, o);
        o = converted;
    }
    if (o)
        spec = field->nested ? build(f, field->spec_start, field->stop, depth - 1)
                             : ouro__str_slice(rt, f->source, field->spec_start, field->stop);
    if (spec)
        text = ouro__format(rt, o, spec);
    if (text)
        status = ouro__builder_str(b, text);
    ouro_xdecref(rt, o);
    ouro_xdecref(rt, spec);
    ouro_xdecref(rt, text);
    return status;
}

static int build_into(formatter *f, ouro_str_builder *b, size_t i, size_t end, int depth)
{
    if (depth == 0)
        return value_error(f, "Max string recursion exceeded");
    while (i < end) {
        size_t start = i;
        while (i < end && at(f, i) != '{' && at(f, i) != '}')
            i++;
        if (ouro__builder_slice(b, f->source, start, i) < 0)
            return -1;
        if (i == end)
            return 0;
        uint32_t c = at(f, i++);
        if (i < end && at(f, i) == c) { /* doubled: itself */
            if (ouro__builder_char(b, c) < 0)
                return -1;
            i++;
            continue;
        }
        if (c == '}')
            return value_error(f, "Single '}' encountered in format string");
        if (i == end)
            return value_error(f, "Single '{' encountered in format string");
        field field;
        if (read_field(f, &i, end, &field) < 0 || put_field(f, b, &field, depth) < 0)
            return -1;
    }
    return 0;
}

static ouro_object *build(formatter *f, size_t start, size_t end, int depth)
{
    ouro_str_builder b;
    ouro__builder_init(&b, f->rt);
    if (build_into(f, &b, start, end, depth) == 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

OURO__STR_METHOD(format)
{
    ouro_object *keywords = NULL;
    if (kwnames) {
        keywords = ouro__dict_new(rt);
        const ouro_tuple *names = (ouro_tuple *)kwnames;
        for (size_t i = 0; keywords && i < names->count; i++) {
            if (ouro__dict_set(rt, keywords, names->items[i], args[nargs + i]) < 0) {
                ouro_decref(rt, keywords);
                keywords = NULL;
            }
        }
        if (!keywords)
            return NULL;
    }
    formatter f = {.rt = rt, .source = self, .text = ouro__text_of_str(self), .args = args, .nargs = nargs, .mapping = keywords};
    ouro_object *result = build(&f, 0, f.text.length, 2);
    ouro_xdecref(rt, keywords);
    return result;
}

OURO__STR_METHOD(format_map)
{
    formatter f = {.rt = rt, .source = self, .text = ouro__text_of_str(self), .mapping = args[0], .is_map = true};
    return build(&f, 0, f.text.length, 2);
}
