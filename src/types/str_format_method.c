/* str.format and format_map: replacement fields {name.attr[key]!conversion:spec}, nested to a depth of two. */
#include "types/dict.h"
#include "types/int.h"
#include "types/str_format.h"
#include "types/str_methods.h"
#include "types/tuple.h"
#include "types/unicode.h"

typedef struct formatter {
    ouro__format_text t;
    ouro_object *const *args;
    size_t nargs;
    ouro_object *mapping; /* borrowed: keyword arguments or format_map's */
    bool is_map;
    int64_t automatic; /* index of the next {} */
    enum { UNDECIDED, AUTOMATIC, MANUAL } numbering;
} formatter;

static int value_error(const ouro__format_text *t, const char *message)
{
    ouro__raise(t->rt, OURO_T_VALUE_ERROR, "%s", message);
    return -1;
}

static uint32_t at(const ouro__format_text *t, size_t i)
{
    return ouro__text_char(&t->text, i);
}

int64_t ouro__format_number(const ouro__format_text *t, size_t start, size_t stop)
{
    int64_t n = 0;
    if (start == stop)
        return -1;
    for (size_t i = start; i < stop; i++) {
        int digit = ouro__char_decimal(at(t, i));
        if (digit < 0)
            return -1;
        if (n > (INT64_MAX - digit) / 10) {
            value_error(t, "Too many decimal digits in format string");
            return -2;
        }
        n = n * 10 + digit;
    }
    return n;
}

static int use_numbering(formatter *f, bool automatic)
{
    if (f->numbering == UNDECIDED)
        f->numbering = automatic ? AUTOMATIC : MANUAL;
    if ((f->numbering == AUTOMATIC) == automatic)
        return 0;
    return value_error(
        &f->t, automatic ? "cannot switch from manual field specification to automatic field numbering"
                         : "cannot switch from automatic field numbering to manual field specification");
}

/* The argument that the first part of a field's name, [start, stop), says. Owned. */
static ouro_object *first_object(formatter *f, size_t start, size_t stop)
{
    int64_t index = ouro__format_number(&f->t, start, stop);
    if (index == -2)
        return NULL;
    if (index >= 0 || start == stop) {
        if (use_numbering(f, start == stop) < 0)
            return NULL;
        if (start == stop)
            index = f->automatic++;
    }
    if (index < 0) {
        ouro_object *key = ouro__str_slice(f->t.rt, f->t.source, start, stop), *value = NULL;
        if (!key)
            return NULL;
        if (f->mapping)
            value = ouro__getitem(f->t.rt, f->mapping, key);
        else
            ouro__raise_object(f->t.rt, OURO_T_KEY_ERROR, key);
        ouro_decref(f->t.rt, key);
        return value;
    }
    if (f->is_map) {
        value_error(&f->t, "Format string contains positional fields");
        return NULL;
    }
    if ((size_t)index >= f->nargs)
        return ouro__raise(f->t.rt, OURO_T_INDEX_ERROR,
                           "Replacement index %lld out of range for positional args tuple", (long long)index);
    return ouro__same(f->args[index]);
}

ouro_object *ouro__format_step(const ouro__format_text *t, size_t *i, size_t stop, bool *item)
{
    *item = at(t, *i) == '[';
    if (!*item && at(t, *i) != '.') {
        value_error(t, "Only '.' or '[' may follow ']' in format field specifier");
        return NULL;
    }
    size_t start = ++*i;
    while (*i < stop && (*item ? at(t, *i) != ']' : at(t, *i) != '.' && at(t, *i) != '['))
        ++*i;
    if ((*item && *i == stop) || *i == start) {
        value_error(t, *item && *i == stop ? "Missing ']' in format string"
                                           : "Empty attribute in format string");
        return NULL;
    }
    int64_t index = *item ? ouro__format_number(t, start, *i) : -1;
    if (index == -2)
        return NULL;
    ouro_object *key =
        index >= 0 ? ouro__int_new(t->rt, index) : ouro__str_slice(t->rt, t->source, start, *i);
    if (key && !*item)
        key = ouro__str_intern(t->rt, key);
    *i += *item;
    return key;
}

size_t ouro__format_first_part(const ouro__format_text *t, size_t start, size_t stop)
{
    while (start < stop && at(t, start) != '.' && at(t, start) != '[')
        start++;
    return start;
}

static ouro_object *field_object(formatter *f, size_t start, size_t stop)
{
    size_t i = ouro__format_first_part(&f->t, start, stop);
    ouro_object *o = first_object(f, start, i);
    while (o && i < stop) {
        bool item;
        ouro_object *key = ouro__format_step(&f->t, &i, stop, &item), *next = NULL;
        if (key)
            next = item ? ouro__getitem(f->t.rt, o, key) : ouro__getattr(f->t.rt, o, key);
        ouro_xdecref(f->t.rt, key);
        ouro_decref(f->t.rt, o);
        o = next;
    }
    return o;
}

static ouro_object *convert(formatter *f, ouro_object *o, uint32_t conversion)
{
    switch (conversion) {
    case 'r':
        return ouro__repr(f->t.rt, o);
    case 's':
        return ouro__str(f->t.rt, o);
    case 'a':
        return ouro__ascii(f->t.rt, o);
    default:
        if (conversion > 32 && conversion < 127)
            return ouro__raise(f->t.rt, OURO_T_VALUE_ERROR, "Unknown conversion specifier %c",
                               (int)conversion);
        return ouro__raise(f->t.rt, OURO_T_VALUE_ERROR, "Unknown conversion specifier \\x%x", conversion);
    }
}

/* Reads the field behind the brace at *i, and sets *i behind its end. */
static int read_field(const ouro__format_text *t, size_t *i, size_t end, ouro__format_piece *out)
{
    size_t k = *i, depth = 1;
    bool in_brackets = false;
    out->has_field = true;
    out->name_start = k;
    while (k < end) { /* the name ends at ! or :, brackets apart */
        uint32_t c = at(t, k);
        if (c == '{' && !in_brackets)
            return value_error(t, "unexpected '{' in field name");
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
        return value_error(t, "expected '}' before end of string");
    uint32_t c = at(t, k++);
    if (c == '!') {
        if (k >= end)
            return value_error(t, "end of string while looking for conversion specifier");
        out->conversion = at(t, k++);
        if (k >= end)
            return value_error(t, "unmatched '{' in format spec");
        c = at(t, k++);
        if (c != ':' && c != '}')
            return value_error(t, "expected ':' after conversion specifier");
    }
    out->spec_start = k;
    if (c == '}') {
        out->spec_start = out->stop = k - 1;
        *i = k;
        return 0;
    }
    for (; k < end; k++) {
        c = at(t, k);
        if (c == '{') {
            out->nested = true;
            depth++;
        } else if (c == '}' && --depth == 0) {
            out->stop = k;
            *i = k + 1;
            return 0;
        }
    }
    return value_error(t, "unmatched '{' in format spec");
}

int ouro__format_next(const ouro__format_text *t, size_t *i, size_t end, ouro__format_piece *out)
{
    if (*i >= end)
        return 0;
    size_t start = *i, k = start;
    while (k < end && at(t, k) != '{' && at(t, k) != '}')
        k++;
    *out = (ouro__format_piece){.literal_start = start, .literal_stop = k};
    *i = k;
    if (k == end)
        return 1;
    uint32_t c = at(t, k++);
    *i = k;
    if (k < end && at(t, k) == c) { /* doubled: itself */
        out->literal_stop = k;
        *i = k + 1;
        return 1;
    }
    if (c == '}')
        return value_error(t, "Single '}' encountered in format string");
    if (k == end)
        return value_error(t, "Single '{' encountered in format string");
    return read_field(t, i, end, out) < 0 ? -1 : 1;
}

static ouro_object *build(formatter *f, size_t start, size_t end, int depth);

static int put_field(formatter *f, ouro_str_builder *b, const ouro__format_piece *field, int depth)
{
    ouro_runtime *rt = f->t.rt;
    ouro_object *o = field_object(f, field->name_start, field->name_stop), *spec = NULL, *text = NULL;
    int status = -1;
    if (o && field->conversion) {
        ouro_object *converted = convert(f, o, field->conversion);
        ouro_decref(rt, o);
        o = converted;
    }
    if (o)
        spec = field->nested ? build(f, field->spec_start, field->stop, depth - 1)
                             : ouro__str_slice(rt, f->t.source, field->spec_start, field->stop);
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
    ouro__format_piece piece;
    int status;
    if (depth == 0)
        return value_error(&f->t, "Max string recursion exceeded");
    while ((status = ouro__format_next(&f->t, &i, end, &piece)) > 0) {
        if (ouro__builder_slice(b, f->t.source, piece.literal_start, piece.literal_stop) < 0 ||
            (piece.has_field && put_field(f, b, &piece, depth) < 0))
            return -1;
    }
    return status;
}

static ouro_object *build(formatter *f, size_t start, size_t end, int depth)
{
    ouro_str_builder b;
    ouro__builder_init(&b, f->t.rt);
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
    formatter f = {
        .t = {rt, self, ouro__text_of_str(self)}, .args = args, .nargs = nargs, .mapping = keywords};
    ouro_object *result = build(&f, 0, f.t.text.length, 2);
    ouro_xdecref(rt, keywords);
    return result;
}

OURO__STR_METHOD(format_map)
{
    formatter f = {.t = {rt, self, ouro__text_of_str(self)}, .mapping = args[0], .is_map = true};
    return build(&f, 0, f.t.text.length, 2);
}
