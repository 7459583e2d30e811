/* The _csv module: reading and writing of separated values, by dialect. */
#include "modules/modules.h"
#include "object/slot.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module_state.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"

enum quoting { QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTINGS };
#define NOT_SET UINT32_MAX /* no such character */

/* ---- the state of the runtime ---- */

typedef struct csv_state {
    ouro_module_state head;
    ouro_object *dialects; /* dict: name -> Dialect */
    int64_t field_limit;
} csv_state;

static const char key;

static void clear(ouro_runtime *rt, ouro_module_state *state)
{
    ouro__slot_clear(rt, state, &((csv_state *)state)->dialects);
}

/* NULL with MemoryError. */
static csv_state *get_state(ouro_runtime *rt)
{
    csv_state *s = ouro__module_state(rt, &key);
    if (!s) {
        s = ouro__module_state_add(rt, &key, sizeof *s);
        if (!s)
            return NULL;
        s->head.clear = clear;
        s->field_limit = 128 * 1024;
    }
    if (!s->dialects)
        s->dialects = ouro__dict_new(rt);
    return s->dialects ? s : NULL;
}

/* ---- dialects ---- */

typedef struct dialect {
    ouro_object head;
    ouro_object *lineterminator; /* str */
    uint32_t delimiter, quotechar, escapechar;
    uint8_t quoting; /* enum quoting */
    bool doublequote, skipinitialspace, strict;
} dialect;

enum {
    DELIMITER,
    DOUBLEQUOTE,
    ESCAPECHAR,
    LINETERMINATOR,
    QUOTECHAR,
    QUOTING,
    SKIPINITIALSPACE,
    STRICT,
    OPTIONS
};
static const char *const option_names[OPTIONS] = {"delimiter",        "doublequote", "escapechar",
                                                  "lineterminator",   "quotechar",   "quoting",
                                                  "skipinitialspace", "strict"};

static int wrong(ouro_runtime *rt, const char *format, const char *name, ouro_object *value)
{
    ouro__raise(rt, OURO_T_TYPE_ERROR, format, name, value);
    return -1;
}

static int set_char(ouro_runtime *rt, uint32_t *to, int option, ouro_object *value, bool or_none)
{
    const char *name = option_names[option];
    if (!value)
        return 0;
    *to = NOT_SET;
    if (or_none && value == OURO_NONE(rt))
        return 0;
    if (!ouro__is_str(rt, value))
        return wrong(rt, or_none ? "\"%s\" must be string or None, not %T" : "\"%s\" must be string, not %T",
                     name, value);
    if (ouro__str_length(value) != 1)
        return wrong(rt, "\"%s\" must be a 1-character string", name, value);
    *to = ouro__str_char(value, 0);
    return 0;
}

static int set_bool(ouro_runtime *rt, bool *to, ouro_object *value)
{
    int truth = value ? ouro__truth(rt, value) : *to;
    *to = truth > 0;
    return truth < 0 ? -1 : 0;
}

/* Fills a dialect from the options given (borrowed, NULL: not given): 0, or -1 with TypeError. */
static int set_options(ouro_runtime *rt, dialect *d, ouro_object **option)
{
    d->delimiter = ',';
    d->quotechar = '"';
    d->escapechar = NOT_SET;
    d->quoting = QUOTE_MINIMAL;
    d->doublequote = true;
    if (set_char(rt, &d->delimiter, DELIMITER, option[DELIMITER], false) < 0 ||
        set_bool(rt, &d->doublequote, option[DOUBLEQUOTE]) < 0 ||
        set_char(rt, &d->escapechar, ESCAPECHAR, option[ESCAPECHAR], true) < 0)
        return -1;
    ouro_object *terminator = option[LINETERMINATOR];
    if (terminator && terminator != OURO_NONE(rt) && !ouro__is_str(rt, terminator))
        return wrong(rt, "\"%s\" must be a string", "lineterminator", terminator);
    if (set_char(rt, &d->quotechar, QUOTECHAR, option[QUOTECHAR], true) < 0)
        return -1;
    int64_t quoting = QUOTE_MINIMAL;
    if (option[QUOTING]) {
        if (!ouro__is_exactly(option[QUOTING], OURO_T_INT))
            return wrong(rt, "\"%s\" must be an integer", "quoting", option[QUOTING]);
        (void)ouro__int_as_int64(rt, option[QUOTING], &quoting);
    } else if (d->quotechar == NOT_SET) {
        quoting = QUOTE_NONE;
    }
    if (set_bool(rt, &d->skipinitialspace, option[SKIPINITIALSPACE]) < 0 ||
        set_bool(rt, &d->strict, option[STRICT]) < 0)
        return -1;
    const char *message = quoting < 0 || quoting >= QUOTINGS ? "bad \"quoting\" value"
                          : quoting != QUOTE_NONE && d->quotechar == NOT_SET
                              ? "quotechar must be set if quoting enabled"
                          : terminator == OURO_NONE(rt) ? "lineterminator must be set"
                                                        : NULL;
    if (message) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s", message);
        return -1;
    }
    d->quoting = (uint8_t)quoting;
    ouro_object *end = terminator ? ouro_ref(terminator) : ouro__str_from_cstring(rt, "\r\n");
    ouro__slot_set(rt, d, &d->lineterminator, end);
    return end ? 0 : -1;
}

static bool is_dialect(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_CSV_DIALECT) ||
           ouro__is_subtype(rt, ouro__class_of(rt, o), ouro__class_at(rt, OURO_T_CSV_DIALECT));
}

static ouro_object *find_dialect(ouro_runtime *rt, ouro_object *name)
{
    csv_state *s = get_state(rt);
    ouro_object *found = s ? ouro__dict_get(rt, s->dialects, name) : NULL;
    if (found)
        return ouro_ref(found);
    return rt->error ? NULL : ouro__raise(rt, OURO_T_CSV_ERROR, "unknown dialect");
}

/* Takes from `base` what was not given; found values are kept in `owned`. 0 or -1. */
static int inherit_options(ouro_runtime *rt, ouro_object *base, ouro_object **option, ouro_object **owned)
{
    for (int i = 0; i < OPTIONS; i++) {
        if (option[i])
            continue;
        ouro_object *name = ouro__str_intern_cstring(rt, option_names[i]);
        if (!name)
            return -1;
        owned[i] = option[i] = ouro__getattr(rt, base, name);
        ouro_decref(rt, name);
        if (!option[i]) {
            if (ouro__error_is(rt, OURO_T_MEMORY_ERROR))
                return -1;
            ouro__error_clear(rt);
        }
    }
    return 0;
}

static ouro_object *make_dialect(ouro_runtime *rt, ouro_object *cls, ouro_object *base, ouro_object **option)
{
    ouro_object *owned[OPTIONS] = {NULL};
    dialect *d = NULL;
    if (!base || inherit_options(rt, base, option, owned) == 0) {
        d = (dialect *)ouro__instance_new(rt, cls);
        if (d && set_options(rt, d, option) < 0) {
            ouro_decref(rt, &d->head);
            d = NULL;
        }
    }
    for (int i = 0; i < OPTIONS; i++)
        ouro_xdecref(rt, owned[i]);
    return (ouro_object *)d;
}

/* Dialect(base=None, **options): owned. */
static ouro_object *dialect_of(ouro_runtime *rt, ouro_object *cls, ouro_object *base,
                               ouro_object *const *values, ouro_object *kwnames)
{
    ouro_object *option[OPTIONS] = {NULL};
    size_t count = kwnames ? ((ouro_tuple *)kwnames)->count : 0, given = 0;
    for (size_t k = 0; k < count; k++) {
        ouro_object *name = ((ouro_tuple *)kwnames)->items[k];
        int i = 0;
        while (i < OPTIONS && !ouro__str_equals_ascii(name, option_names[i]))
            i++;
        if (i < OPTIONS) {
            option[i] = values[k];
            given++;
        } else if (ouro__str_equals_ascii(name, "dialect") && !base) {
            base = values[k];
        } else {
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "'%U' is an invalid keyword argument for this function",
                               name);
        }
    }
    if (base == OURO_NONE(rt))
        base = NULL;
    base = !base ? NULL : ouro__is_str(rt, base) ? find_dialect(rt, base) : ouro_ref(base);
    if (!base && rt->error)
        return NULL;
    if (base && !given && is_dialect(rt, base) && ouro__is_exactly(base, OURO_T_CSV_DIALECT))
        return base;
    ouro_object *d = make_dialect(rt, cls, base, option);
    ouro_xdecref(rt, base);
    return d;
}

static ouro_object *dialect_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    if (nargs > 1)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "function takes at most 9 arguments (%zu given)",
                           nargs + (kwnames ? ((ouro_tuple *)kwnames)->count : 0));
    return dialect_of(rt, cls, nargs ? args[0] : NULL, args + nargs, kwnames);
}

static ouro_object *char_or_none(ouro_runtime *rt, uint32_t c)
{
    return c == NOT_SET ? ouro_ref(OURO_NONE(rt)) : ouro__str_from_char(rt, c);
}

#define GETTER(name, value)                                                                                  \
    static ouro_object *get_##name(ouro_runtime *rt, ouro_object *self)                                      \
    {                                                                                                        \
        const dialect *d = (const dialect *)self;                                                            \
        return value;                                                                                        \
    }

GETTER(delimiter, char_or_none(rt, d->delimiter))
GETTER(quotechar, char_or_none(rt, d->quotechar))
GETTER(escapechar, char_or_none(rt, d->escapechar))
GETTER(lineterminator, ouro_ref(d->lineterminator ? d->lineterminator : OURO_NONE(rt)))
GETTER(quoting, ouro__int_new(rt, d->quoting))
GETTER(doublequote, ouro__bool(rt, d->doublequote))
GETTER(skipinitialspace, ouro__bool(rt, d->skipinitialspace))
GETTER(strict, ouro__bool(rt, d->strict))

OURO_C_FUNCTION(dialect_reduce)
{
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot pickle 'Dialect' instances");
}

static const ouro_getset_def dialect_getsets[] = {
    {"delimiter", get_delimiter, NULL, NULL},
    {"doublequote", get_doublequote, NULL, NULL},
    {"escapechar", get_escapechar, NULL, NULL},
    {"lineterminator", get_lineterminator, NULL, NULL},
    {"quotechar", get_quotechar, NULL, NULL},
    {"quoting", get_quoting, NULL, NULL},
    {"skipinitialspace", get_skipinitialspace, NULL, NULL},
    {"strict", get_strict, NULL, NULL},
    {0},
};
static const ouro_method_def dialect_methods[] = {
    {"__reduce__", dialect_reduce, 0, 0, -1, NULL}, {"__reduce_ex__", dialect_reduce, 0, 0, -1, NULL}, {0}};
static const uint16_t dialect_fields[] = {offsetof(dialect, lineterminator), 0};

static OURO_BUILTIN_TYPE(csv_dialect) = {
    .id = OURO_T_CSV_DIALECT,
    .slots = {.name = "_csv.Dialect",
              .size = sizeof(dialect),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE,
              .fields = dialect_fields,
              .new_ = dialect_new},
    .methods = dialect_methods,
    .getsets = dialect_getsets,
    .doc = "CSV dialect\n\nThe Dialect type records CSV dialect options.",
    .module = "_csv",
};

/* ---- reading ---- */

enum state {
    START_RECORD,
    START_FIELD,
    ESCAPED_CHAR,
    IN_FIELD,
    IN_QUOTED_FIELD,
    ESCAPE_IN_QUOTED_FIELD,
    QUOTE_IN_QUOTED_FIELD,
    EAT_CRNL,
    AFTER_ESCAPED_CRNL,
};
#define END_OF_LINE (UINT32_MAX - 1)

typedef struct reader {
    ouro_object head;
    ouro_object *input, *dialect;
    int64_t line_num;
} reader;

/* One record being read. */
typedef struct record {
    ouro_runtime *rt;
    const dialect *d;
    ouro_object *fields; /* list, owned */
    ouro_str_builder field;
    enum state state;
    bool numeric;
    int64_t limit;
} record;

static int save_field(record *r)
{
    ouro_object *field = ouro__builder_finish(&r->field);
    ouro__builder_init(&r->field, r->rt);
    if (field && r->numeric) {
        r->numeric = false;
        ouro_object *number = ouro__call1(r->rt, ouro__class_at(r->rt, OURO_T_FLOAT), field);
        ouro_decref(r->rt, field);
        field = number;
    }
    return field ? ouro__list_append_owned(r->rt, (ouro_list *)r->fields, field) : -1;
}

static int add_char(record *r, uint32_t c, enum state next)
{
    r->state = next;
    if ((int64_t)r->field.length >= r->limit) {
        ouro__raise(r->rt, OURO_T_CSV_ERROR, "field larger than field limit (%lld)", (long long)r->limit);
        return -1;
    }
    return ouro__builder_char(&r->field, c);
}

static int end_field(record *r, enum state next)
{
    r->state = next;
    return save_field(r);
}

static bool ends_line(uint32_t c)
{
    return c == '\n' || c == '\r' || c == END_OF_LINE;
}

static enum state behind_line(uint32_t c)
{
    return c == END_OF_LINE ? START_RECORD : EAT_CRNL;
}

static int start_field(record *r, uint32_t c)
{
    const dialect *d = r->d;
    if (ends_line(c))
        return end_field(r, behind_line(c));
    if (c == d->quotechar && d->quoting != QUOTE_NONE) {
        r->state = IN_QUOTED_FIELD;
        return 0;
    }
    if (c == d->escapechar) {
        r->state = ESCAPED_CHAR;
        return 0;
    }
    if (c == ' ' && d->skipinitialspace)
        return 0;
    if (c == d->delimiter)
        return save_field(r);
    r->numeric = d->quoting == QUOTE_NONNUMERIC;
    return add_char(r, c, IN_FIELD);
}

/* Keeps the state of a field that goes on behind an escaped line end: that line's end does not end the record. */
static int in_field(record *r, uint32_t c)
{
    if (ends_line(c))
        return end_field(r, behind_line(c));
    if (c == r->d->escapechar) {
        r->state = ESCAPED_CHAR;
        return 0;
    }
    return c == r->d->delimiter ? end_field(r, START_FIELD) : add_char(r, c, r->state);
}

/* Behind a quote in a quoted field: the first of two, or the end. */
static int behind_quote(record *r, uint32_t c)
{
    const dialect *d = r->d;
    if (c == d->quotechar && d->quoting != QUOTE_NONE)
        return add_char(r, c, IN_QUOTED_FIELD);
    if (c == d->delimiter)
        return end_field(r, START_FIELD);
    if (ends_line(c))
        return end_field(r, behind_line(c));
    if (!d->strict)
        return add_char(r, c, IN_FIELD);
    ouro_object *a = ouro__str_from_char(r->rt, d->delimiter),
                *b = a ? ouro__str_from_char(r->rt, d->quotechar) : NULL;
    if (b)
        ouro__raise(r->rt, OURO_T_CSV_ERROR, "'%U' expected after '%U'", a, b);
    ouro_xdecref(r->rt, a);
    ouro_xdecref(r->rt, b);
    return -1;
}

static int take_char(record *r, uint32_t c)
{
    const dialect *d = r->d;
    switch (r->state) {
    case START_RECORD:
        if (c == END_OF_LINE)
            return 0;
        if (c == '\n' || c == '\r') {
            r->state = EAT_CRNL;
            return 0;
        }
        r->state = START_FIELD;
        return start_field(r, c);
    case START_FIELD:
        return start_field(r, c);
    case ESCAPED_CHAR:
        if (c == '\n' || c == '\r')
            return add_char(r, c, AFTER_ESCAPED_CRNL);
        return add_char(r, c == END_OF_LINE ? '\n' : c, IN_FIELD);
    case AFTER_ESCAPED_CRNL:
        return c == END_OF_LINE ? 0 : in_field(r, c);
    case IN_FIELD:
        return in_field(r, c);
    case IN_QUOTED_FIELD:
        if (c == END_OF_LINE)
            return 0;
        if (c == d->escapechar) {
            r->state = ESCAPE_IN_QUOTED_FIELD;
            return 0;
        }
        if (c == d->quotechar && d->quoting != QUOTE_NONE) {
            r->state = d->doublequote ? QUOTE_IN_QUOTED_FIELD : IN_FIELD;
            return 0;
        }
        return add_char(r, c, IN_QUOTED_FIELD);
    case ESCAPE_IN_QUOTED_FIELD:
        return add_char(r, c == END_OF_LINE ? '\n' : c, IN_QUOTED_FIELD);
    case QUOTE_IN_QUOTED_FIELD:
        return behind_quote(r, c);
    default: /* EAT_CRNL */
        if (c == END_OF_LINE)
            r->state = START_RECORD;
        else if (c != '\n' && c != '\r') {
            ouro__raise(r->rt, OURO_T_CSV_ERROR,
                        "new-line character seen in unquoted field - do you need to open the file in "
                        "universal-newline mode?");
            return -1;
        }
        return 0;
    }
}

/* Takes lines until a record is whole: 1, 0 at the end of the input, -1. */
static int read_record(reader *self, record *r)
{
    ouro_runtime *rt = r->rt;
    do {
        ouro_object *line = ouro__next(rt, self->input);
        if (!line) {
            if (rt->error || (!r->field.length && r->state != IN_QUOTED_FIELD))
                return rt->error ? -1 : 0;
            if (r->d->strict) {
                ouro__raise(rt, OURO_T_CSV_ERROR, "unexpected end of data");
                return -1;
            }
            return save_field(r) < 0 ? -1 : 1;
        }
        int status = 0;
        if (!ouro__is_str(rt, line)) {
            ouro__raise(rt, OURO_T_CSV_ERROR,
                        "iterator should return strings, not %T (the file should be opened in text mode)",
                        line);
            status = -1;
        }
        self->line_num += status == 0;
        for (size_t i = 0, length = status < 0 ? 0 : ouro__str_length(line); i < length && status == 0; i++)
            status = take_char(r, ouro__str_char(line, i));
        ouro_decref(rt, line);
        if (status < 0 || take_char(r, END_OF_LINE) < 0)
            return -1;
    } while (r->state != START_RECORD);
    return 1;
}

static ouro_object *reader_next(ouro_runtime *rt, ouro_object *o)
{
    reader *self = (reader *)o;
    csv_state *s = get_state(rt);
    record r = {.rt = rt, .d = (const dialect *)self->dialect, .state = START_RECORD};
    if (!s || !(r.fields = ouro__list_new(rt, 0)))
        return NULL;
    r.limit = s->field_limit;
    ouro__builder_init(&r.field, rt);
    int status = read_record(self, &r);
    ouro__builder_discard(&r.field);
    if (status > 0)
        return r.fields;
    ouro_decref(rt, r.fields);
    return NULL;
}

static ouro_object *get_line_num(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, ((reader *)self)->line_num);
}

static const uint16_t reader_fields[] = {offsetof(reader, input), offsetof(reader, dialect), 0};
static const ouro_member_def reader_members[] = {{"dialect", offsetof(reader, dialect), true, false, NULL},
                                                 {0}};
static const ouro_getset_def reader_getsets[] = {{"line_num", get_line_num, NULL, NULL}, {0}};

static OURO_BUILTIN_TYPE(csv_reader) = {
    .id = OURO_T_CSV_READER,
    .slots = {.name = "_csv.reader",
              .size = sizeof(reader),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .fields = reader_fields,
              .iter = ouro__iter_self,
              .next = reader_next},
    .members = reader_members,
    .getsets = reader_getsets,
    .doc =
        "CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.\n",
    .module = "_csv",
};

/* ---- writing ---- */

typedef struct writer {
    ouro_object head;
    ouro_object *write, *dialect;
} writer;

/* Whether a character of a field needs quotes or an escape. */
static bool is_special(const dialect *d, uint32_t c)
{
    return c == d->delimiter || c == d->escapechar || c == d->quotechar ||
           ouro__str_find_char(d->lineterminator, c, 0, ouro__str_length(d->lineterminator)) >= 0;
}

/* Puts a field's text; *quoted may become true (then the caller puts quotes around). 0 or -1. */
static int put_text(ouro_str_builder *b, const dialect *d, ouro_object *text, bool *quoted)
{
    for (size_t i = 0, length = text ? ouro__str_length(text) : 0; i < length; i++) {
        uint32_t c = ouro__str_char(text, i);
        if (is_special(d, c)) {
            bool escape =
                d->quoting == QUOTE_NONE || (c == d->quotechar ? !d->doublequote : c == d->escapechar);
            if (d->quoting != QUOTE_NONE && c == d->quotechar && d->doublequote &&
                ouro__builder_char(b, c) < 0)
                return -1;
            if (escape && d->escapechar == NOT_SET) {
                ouro__raise(b->rt, OURO_T_CSV_ERROR, "need to escape, but no escapechar set");
                return -1;
            }
            if (escape && ouro__builder_char(b, d->escapechar) < 0)
                return -1;
            *quoted |= !escape;
        }
        if (ouro__builder_char(b, c) < 0)
            return -1;
    }
    return 0;
}

static int put_field(ouro_str_builder *line, const dialect *d, ouro_object *text, bool quoted)
{
    ouro_str_builder b;
    ouro__builder_init(&b, line->rt);
    ouro_object *field = put_text(&b, d, text, &quoted) == 0 ? ouro__builder_finish(&b) : NULL;
    if (!field) {
        ouro__builder_discard(&b);
        return -1;
    }
    int status = (quoted && ouro__builder_char(line, d->quotechar) < 0) ||
                         ouro__builder_str(line, field) < 0 ||
                         (quoted && ouro__builder_char(line, d->quotechar) < 0)
                     ? -1
                     : 0;
    ouro_decref(line->rt, field);
    return status;
}

static bool is_number(ouro_runtime *rt, ouro_object *o)
{
    const ouro_number_slots *n = ouro__type_of(rt, o)->number;
    return (n && (n->index || n->to_int || n->to_float)) || ouro__is_exactly(o, OURO_T_COMPLEX);
}

static int put_value(ouro_str_builder *line, const dialect *d, ouro_object *value)
{
    ouro_runtime *rt = line->rt;
    bool quoted = d->quoting == QUOTE_ALL || (d->quoting == QUOTE_NONNUMERIC && !is_number(rt, value));
    if (value == OURO_NONE(rt))
        return put_field(line, d, NULL, quoted);
    ouro_object *text = ouro__is_str(rt, value) ? ouro_ref(value) : ouro__str(rt, value);
    int status = text ? put_field(line, d, text, quoted) : -1;
    ouro_xdecref(rt, text);
    return status;
}

static int put_row(ouro_str_builder *line, const dialect *d, ouro_object *row)
{
    ouro_runtime *rt = line->rt;
    ouro_iteration it;
    ouro_object *value;
    if (ouro__iterate(rt, &it, row) < 0) {
        if (ouro__error_is(rt, OURO_T_TYPE_ERROR)) {
            ouro__error_clear(rt);
            ouro__raise(rt, OURO_T_CSV_ERROR, "iterable expected, not %T", row);
        }
        return -1;
    }
    size_t count = 0;
    int status = 0;
    while (status == 0 && (value = ouro__iterate_next(rt, &it)) != NULL) {
        if ((count++ && ouro__builder_char(line, d->delimiter) < 0) || put_value(line, d, value) < 0)
            status = -1;
        ouro_decref(rt, value);
    }
    if (ouro__iterate_end(rt, &it) < 0)
        return -1;
    if (status == 0 && count && !line->length) { /* one empty field: an empty line would be none */
        if (d->quoting == QUOTE_NONE) {
            ouro__raise(rt, OURO_T_CSV_ERROR, "single empty field record must be quoted");
            return -1;
        }
        status = put_field(line, d, NULL, true);
    }
    return status < 0 ? -1 : ouro__builder_str(line, d->lineterminator);
}

static ouro_object *write_row(ouro_runtime *rt, writer *w, ouro_object *row)
{
    ouro_str_builder line;
    ouro__builder_init(&line, rt);
    if (put_row(&line, (const dialect *)w->dialect, row) < 0) {
        ouro__builder_discard(&line);
        return NULL;
    }
    ouro_object *text = ouro__builder_finish(&line), *result = text ? ouro__call1(rt, w->write, text) : NULL;
    ouro_xdecref(rt, text);
    return result;
}

OURO_C_FUNCTION(writer_writerow)
{
    return write_row(rt, (writer *)self, args[0]);
}

OURO_C_FUNCTION(writer_writerows)
{
    ouro_iteration it;
    ouro_object *row;
    if (ouro__iterate(rt, &it, args[0]) < 0)
        return NULL;
    while ((row = ouro__iterate_next(rt, &it)) != NULL) {
        ouro_object *result = write_row(rt, (writer *)self, row);
        ouro_decref(rt, row);
        if (!result)
            break;
        ouro_decref(rt, result);
    }
    return ouro__iterate_end(rt, &it) < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

static const ouro_method_def writer_methods[] = {
    {"writerow", writer_writerow, 0, 1, 1,
     "writerow(iterable)\n\nWrite the fields of the iterable as one record."},
    {"writerows", writer_writerows, 0, 1, 1,
     "writerows(iterable of iterables)\n\nWrite each of them as one record."},
    {0},
};
static const uint16_t writer_fields[] = {offsetof(writer, write), offsetof(writer, dialect), 0};
static const ouro_member_def writer_members[] = {{"dialect", offsetof(writer, dialect), true, false, NULL},
                                                 {0}};

static OURO_BUILTIN_TYPE(csv_writer) = {
    .id = OURO_T_CSV_WRITER,
    .slots = {.name = "_csv.writer",
              .size = sizeof(writer),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .fields = writer_fields},
    .methods = writer_methods,
    .members = writer_members,
    .doc = "CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV format from "
           "sequence input.\n",
    .module = "_csv",
};

/* ---- the module ---- */

/* Argument 1, and the dialect that argument 2 and the keywords say: owned; NULL with an exception. */
static ouro_object *get_dialect(ouro_runtime *rt, const char *function, ouro_object *const *args,
                                size_t nargs, ouro_object *kwnames)
{
    if (nargs < 1 || nargs > 2)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s expected at %s argument%s, got %zu", function,
                           nargs ? "most 2" : "least 1", nargs ? "s" : "", nargs);
    return dialect_of(rt, ouro__class_at(rt, OURO_T_CSV_DIALECT), nargs > 1 ? args[1] : NULL, args + nargs,
                      kwnames);
}

OURO_C_FUNCTION(csv_reader)
{
    if (nargs < 1 || nargs > 2)
        return get_dialect(rt, "", args, nargs, kwnames);
    ouro_object *input = ouro__iter(rt, args[0]),
                *d = input ? get_dialect(rt, "", args, nargs, kwnames) : NULL;
    reader *r = d ? ouro__new_container(rt, sizeof *r, OURO_WORD(OURO_T_CSV_READER)) : NULL;
    if (!r) {
        ouro_xdecref(rt, input);
        ouro_xdecref(rt, d);
        return NULL;
    }
    ouro__slot_init(&r->input, input);
    ouro__slot_init(&r->dialect, d);
    r->line_num = 0;
    ouro__track(&r->head);
    return &r->head;
}

OURO_C_FUNCTION(csv_writer)
{
    ouro_object *write;
    if (nargs < 1 || nargs > 2)
        return get_dialect(rt, "", args, nargs, kwnames);
    int found = ouro__getattr_optional(rt, args[0], NAME(rt, write), &write);
    if (found < 0)
        return NULL;
    if (!found || !ouro__is_callable(rt, write)) {
        if (found)
            ouro_decref(rt, write);
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "argument 1 must have a \"write\" method");
    }
    ouro_object *d = get_dialect(rt, "", args, nargs, kwnames);
    writer *w = d ? ouro__new_container(rt, sizeof *w, OURO_WORD(OURO_T_CSV_WRITER)) : NULL;
    if (!w) {
        ouro_decref(rt, write);
        ouro_xdecref(rt, d);
        return NULL;
    }
    ouro__slot_init(&w->write, write);
    ouro__slot_init(&w->dialect, d);
    ouro__track(&w->head);
    return &w->head;
}

OURO_C_FUNCTION(csv_register_dialect)
{
    csv_state *s = get_state(rt);
    if (!s)
        return NULL;
    if (nargs && nargs <= 2 && !ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "dialect name must be a string");
    ouro_object *d = get_dialect(rt, "register_dialect", args, nargs, kwnames);
    int status = d ? ouro__dict_set(rt, s->dialects, args[0], d) : -1;
    ouro_xdecref(rt, d);
    return status < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(csv_unregister_dialect)
{
    csv_state *s = get_state(rt);
    int removed = s ? ouro__dict_pop(rt, s->dialects, args[0], NULL) : -1;
    if (removed == 0)
        return ouro__raise(rt, OURO_T_CSV_ERROR, "unknown dialect");
    return removed < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(csv_get_dialect)
{
    return find_dialect(rt, args[0]);
}

OURO_C_FUNCTION(csv_list_dialects)
{
    csv_state *s = get_state(rt);
    return s ? ouro__dict_keys_list(rt, s->dialects) : NULL;
}

OURO_C_FUNCTION(csv_field_size_limit)
{
    csv_state *s = get_state(rt);
    if (!s)
        return NULL;
    int64_t before = s->field_limit;
    if (nargs) {
        int64_t limit;
        if (!ouro__is_exactly(args[0], OURO_T_INT))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "limit must be an integer");
        if (ouro__int_as_int64(rt, args[0], &limit) < 0)
            return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C long");
        s->field_limit = limit;
    }
    return ouro__int_new(rt, before);
}

static OURO_BUILTIN_TYPE(csv_error) = {
    .id = OURO_T_CSV_ERROR,
    .base_id = OURO_T_EXCEPTION,
    .slots = {.name = "_csv.Error", .flags = OURO_TYPE_BASE},
    .module = "_csv",
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_csv_error, "Error"},
                                             {&ouro__builtin_csv_dialect, "Dialect"},
                                             {&ouro__builtin_csv_reader, "Reader"},
                                             {&ouro__builtin_csv_writer, "Writer"},
                                             {NULL, NULL}};
    static const char *const names[QUOTINGS] = {"QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC",
                                                "QUOTE_NONE"};
    ouro_object *dict = ouro__module_dict(module);
    csv_state *s = get_state(rt);
    if (!s || ouro__module_add_types(rt, module, types) < 0 ||
        ouro__dict_set_cstring(rt, dict, "_dialects", s->dialects) < 0)
        return -1;
    for (int i = 0; i < QUOTINGS; i++) {
        if (ouro__dict_set_cstring(rt, dict, names[i], ouro__int_new(rt, i)) <
            0) /* small ints are immortal */
            return -1;
    }
    ouro_object *version = ouro__str_from_cstring(rt, "1.0");
    int status = version ? ouro__dict_set_cstring(rt, dict, "__version__", version) : -1;
    ouro_xdecref(rt, version);
    return status;
}

static const ouro_method_def functions[] = {
    {"reader", csv_reader, OURO_METH_KEYWORDS, 0, -1,
     "    csv_reader = reader(iterable [, dialect='excel']\n                        [optional keyword "
     "args])\n"},
    {"writer", csv_writer, OURO_METH_KEYWORDS, 0, -1,
     "    csv_writer = csv.writer(fileobj [, dialect='excel']\n                            [optional keyword "
     "args])\n"},
    {"register_dialect", csv_register_dialect, OURO_METH_KEYWORDS, 0, -1,
     "Create a mapping from a string name to a dialect class."},
    {"unregister_dialect", csv_unregister_dialect, 0, 1, 1,
     "unregister_dialect($module, /, name)\n--\n\nDelete the name/dialect mapping associated with a string "
     "name."},
    {"get_dialect", csv_get_dialect, 0, 1, 1,
     "get_dialect($module, /, name)\n--\n\nReturn the dialect instance associated with name."},
    {"list_dialects", csv_list_dialects, 0, 0, 0,
     "list_dialects($module, /)\n--\n\nReturn a list of all known dialect names."},
    {"field_size_limit", csv_field_size_limit, 0, 0, 1, "Sets an upper limit on parsed fields."},
    {0},
};

const ouro_module_def ouro__module_csv = {"_csv", functions, exec, "CSV parsing and writing.\n"};
