/* Writing: each field is quoted or escaped where the dialect needs it. */
#include "modules/csv/csv.h"

#include "object/slot.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/protocol.h"
#include "types/str.h"

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

OURO_BUILTIN_TYPE(csv_writer) = {
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

OURO_SHARED_C_FUNCTION(ouro__csv_new_writer)
{
    ouro_object *write;
    if (nargs < 1 || nargs > 2)
        return ouro__csv_get_dialect(rt, "", args, nargs, kwnames);
    int found = ouro__getattr_optional(rt, args[0], NAME(rt, write), &write);
    if (found < 0)
        return NULL;
    if (!found || !ouro__is_callable(rt, write)) {
        if (found)
            ouro_decref(rt, write);
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "argument 1 must have a \"write\" method");
    }
    ouro_object *d = ouro__csv_get_dialect(rt, "", args, nargs, kwnames);
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
