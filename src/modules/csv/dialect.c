/* Dialects: the options of a format, checked, inherited from other dialects and kept by name. */
#include "modules/csv/csv.h"

#include "object/slot.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

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

ouro_object *ouro__csv_find_dialect(ouro_runtime *rt, ouro_object *name)
{
    csv_state *s = ouro__csv_state(rt);
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

ouro_object *ouro__csv_dialect_of(ouro_runtime *rt, ouro_object *cls, ouro_object *base,
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
    base = !base ? NULL : ouro__is_str(rt, base) ? ouro__csv_find_dialect(rt, base) : ouro_ref(base);
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
    return ouro__csv_dialect_of(rt, cls, nargs ? args[0] : NULL, args + nargs, kwnames);
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

OURO_BUILTIN_TYPE(csv_dialect) = {
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

ouro_object *ouro__csv_get_dialect(ouro_runtime *rt, const char *function, ouro_object *const *args,
                                   size_t nargs, ouro_object *kwnames)
{
    if (nargs < 1 || nargs > 2)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s expected at %s argument%s, got %zu", function,
                           nargs ? "most 2" : "least 1", nargs ? "s" : "", nargs);
    return ouro__csv_dialect_of(rt, ouro__class_at(rt, OURO_T_CSV_DIALECT), nargs > 1 ? args[1] : NULL,
                                args + nargs, kwnames);
}
