/* Reading: characters drive a small automaton until a record is whole. */
#include "modules/csv/csv.h"

#include "object/slot.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"

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

/* Keeps the state of a field that goes on behind an escaped line end: that line's end does not end the
 * record. */
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
    csv_state *s = ouro__csv_state(rt);
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

OURO_BUILTIN_TYPE(csv_reader) = {
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

OURO_SHARED_C_FUNCTION(ouro__csv_new_reader)
{
    if (nargs < 1 || nargs > 2)
        return ouro__csv_get_dialect(rt, "", args, nargs, kwnames);
    ouro_object *input = ouro__iter(rt, args[0]),
                *d = input ? ouro__csv_get_dialect(rt, "", args, nargs, kwnames) : NULL;
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
