/* Binding arguments to parameters, in place: the registers of the call-to-be hold what the caller passed, and hold the locals
 * afterwards. Nothing here runs a program's code until the binding has failed or is done. */
#include <stdio.h>
#include <string.h>

#include "types/dict.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/fast.h"

typedef struct binding {
    ouro_runtime *rt;
    ouro_function *function;
    ouro_code *code;
    ouro_object **registers;
    ouro_object **surplus; /* positional arguments beyond the parameters, on the free stack */
    size_t surplus_count;
    ouro_object **keywords; /* values of keyword arguments, on the free stack */
    ouro_object *kwnames;
    size_t given; /* positional arguments */
} binding;

static ouro_object *parameter(const binding *b, size_t n)
{
    return ((ouro_tuple *)b->code->variables)->items[n];
}

static size_t parameters(const binding *b)
{
    return (size_t)b->code->argument_count + b->code->keyword_only_count;
}

static size_t keyword_count(const binding *b)
{
    return b->kwnames ? ((ouro_tuple *)b->kwnames)->count : 0;
}

static ouro_object *qualname(const binding *b)
{
    return ouro__function_qualname(b->rt, b->function);
}

/* Moves `count` references up to free registers. */
static void move_out(ouro_object **to, ouro_object **from, size_t count)
{
    for (size_t n = count; n-- > 0;) {
        ouro_object *o = from[n];
        from[n] = NULL;
        to[n] = o;
    }
}

/* "'a', 'b', and 'c'": owned. */
static ouro_object *enumerate_names(ouro_runtime *rt, ouro_list *names)
{
    ouro_str_builder text;
    ouro__builder_init(&text, rt);
    for (uint32_t n = 0; n < names->count; n++) {
        const char *between = n == 0                 ? ""
                              : n + 1 < names->count ? ", "
                              : names->count > 2     ? ", and "
                                                     : " and ";
        if (ouro__builder_ascii(&text, between, strlen(between)) < 0 ||
            ouro__builder_repr(&text, names->items[n]) < 0) {
            ouro__builder_discard(&text);
            return NULL;
        }
    }
    return ouro__builder_finish(&text);
}

/* Parameters [from, to) that have no value are missing. -1. */
static int raise_missing(binding *b, size_t from, size_t to, const char *kind)
{
    ouro_runtime *rt = b->rt;
    ouro_object *names = ouro__list_new(rt, 0);
    if (!names)
        return -1;
    for (size_t n = from; n < to; n++) {
        if (!b->registers[n] && ouro__list_append(rt, names, parameter(b, n)) < 0) {
            ouro_decref(rt, names);
            return -1;
        }
    }
    size_t count = ((ouro_list *)names)->count;
    ouro_object *text = enumerate_names(rt, (ouro_list *)names);
    if (text)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%U() missing %zu required %s argument%s: %U", qualname(b), count,
                    kind, count == 1 ? "" : "s", text);
    ouro_xdecref(rt, text);
    ouro_decref(rt, names);
    return -1;
}

static int raise_too_many(binding *b)
{
    ouro_runtime *rt = b->rt;
    size_t takes = b->code->argument_count, keyword_only = 0;
    for (size_t n = takes; n < parameters(b); n++)
        keyword_only += b->registers[n] != NULL;
    size_t defaults = b->function->defaults ? ((ouro_tuple *)b->function->defaults)->count : 0;
    char signature[64], more[96] = "";
    if (defaults)
        snprintf(signature, sizeof signature, "from %zu to %zu", takes - defaults, takes);
    else
        snprintf(signature, sizeof signature, "%zu", takes);
    if (keyword_only)
        snprintf(more, sizeof more, " positional argument%s (and %zu keyword-only argument%s)",
                 b->given != 1 ? "s" : "", keyword_only, keyword_only != 1 ? "s" : "");
    ouro__raise(rt, OURO_T_TYPE_ERROR, "%U() takes %s positional argument%s but %zu%s %s given", qualname(b),
                signature, defaults || takes != 1 ? "s" : "", b->given, more,
                b->given == 1 && !keyword_only ? "was" : "were");
    return -1;
}

/* A keyword that names no parameter and has no **kwargs to go to. -1. */
static int raise_unexpected(binding *b, ouro_object *name)
{
    ouro_runtime *rt = b->rt;
    ouro_object *names = ouro__list_new(rt, 0);
    if (!names)
        return -1;
    for (size_t n = 0; n < b->code->positional_only_count; n++) {
        for (size_t j = 0; j < keyword_count(b); j++) {
            if (ouro__str_equal(parameter(b, n), ((ouro_tuple *)b->kwnames)->items[j]) &&
                ouro__list_append(rt, names, parameter(b, n)) < 0) {
                ouro_decref(rt, names);
                return -1;
            }
        }
    }
    ouro_list *list = (ouro_list *)names;
    if (list->count) {
        ouro_object *comma = ouro__str_from_ascii(rt, ", ", 2);
        ouro_object *text = comma ? ouro__str_join(rt, comma, list->items, list->count) : NULL;
        if (text)
            ouro__raise(rt, OURO_T_TYPE_ERROR,
                        "%U() got some positional-only arguments passed as keyword arguments: '%U'",
                        qualname(b), text);
        ouro_xdecref(rt, text);
        ouro_xdecref(rt, comma);
    } else {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%U() got an unexpected keyword argument '%S'", qualname(b), name);
    }
    ouro_decref(rt, names);
    return -1;
}

/* The parameter that a keyword names, or -1. */
static int64_t find_parameter(const binding *b, ouro_object *name)
{
    size_t count = parameters(b);
    for (size_t n = b->code->positional_only_count; n < count; n++) {
        if (parameter(b, n) == name)
            return (int64_t)n;
    }
    for (size_t n = b->code->positional_only_count; n < count; n++) {
        if (ouro__str_equal(parameter(b, n), name))
            return (int64_t)n;
    }
    return -1;
}

static int bind_keyword(binding *b, size_t j, ouro_object *kwargs)
{
    ouro_runtime *rt = b->rt;
    ouro_object *name = ((ouro_tuple *)b->kwnames)->items[j];
    if (!ouro__is_str(rt, name)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%U() keywords must be strings", qualname(b));
        return -1;
    }
    int64_t place = find_parameter(b, name);
    if (place < 0) {
        if (!kwargs)
            return raise_unexpected(b, name);
        ouro_object *value = b->keywords[j];
        b->keywords[j] = NULL;
        return ouro__dict_set_owned(rt, kwargs, ouro_ref(name), value);
    }
    if (b->registers[place]) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%U() got multiple values for argument '%S'", qualname(b), name);
        return -1;
    }
    b->registers[place] = b->keywords[j];
    b->keywords[j] = NULL;
    return 0;
}

static int bind_keywords(binding *b)
{
    ouro_object *kwargs = NULL;
    if (b->code->flags & OURO_CO_VARKEYWORDS) {
        kwargs = ouro__dict_new(b->rt);
        if (!kwargs)
            return -1;
        b->registers[parameters(b) + !!(b->code->flags & OURO_CO_VARARGS)] = kwargs;
    }
    for (size_t j = 0; j < keyword_count(b); j++) {
        if (bind_keyword(b, j, kwargs) < 0)
            return -1;
    }
    return 0;
}

static int bind_surplus(binding *b)
{
    if (!(b->code->flags & OURO_CO_VARARGS))
        return 0;
    ouro_object *rest = ouro__tuple_from_owned(b->rt, b->surplus, b->surplus_count);
    for (size_t n = 0; n < b->surplus_count; n++)
        b->surplus[n] = NULL;
    if (!rest)
        return -1;
    b->registers[parameters(b)] = rest;
    return 0;
}

static int bind_defaults(binding *b)
{
    size_t takes = b->code->argument_count;
    if (b->given < takes) {
        ouro_tuple *defaults = (ouro_tuple *)b->function->defaults;
        size_t count = defaults ? defaults->count : 0, first = count < takes ? takes - count : 0;
        for (size_t n = b->given; n < first; n++) {
            if (!b->registers[n])
                return raise_missing(b, b->given, first, "positional");
        }
        for (size_t n = b->given > first ? b->given : first; n < takes; n++) {
            if (!b->registers[n])
                b->registers[n] = ouro_ref(defaults->items[n - first + (count > takes ? count - takes : 0)]);
        }
    }
    bool missing = false;
    for (size_t n = takes; n < parameters(b); n++) {
        if (b->registers[n])
            continue;
        ouro_object *defaults = b->function->keyword_defaults, *value = NULL;
        if (defaults) {
            value = ouro__dict_get(b->rt, defaults, parameter(b, n));
            if (!value && ouro__error_pending(b->rt))
                return -1;
        }
        if (value)
            b->registers[n] = ouro_ref(value);
        else
            missing = true;
    }
    return missing ? raise_missing(b, takes, parameters(b), "keyword-only") : 0;
}

int ouro__bind_arguments(ouro_runtime *rt, ouro_function *f, ouro_object **registers, size_t nargs,
                         ouro_object *kwnames)
{
    ouro_code *code = (ouro_code *)f->code;
    binding b = {
        .rt = rt, .function = f, .code = code, .registers = registers, .kwnames = kwnames, .given = nargs};
    size_t keywords = keyword_count(&b), takes = code->argument_count;
    size_t used = code->register_count > nargs + keywords ? code->register_count : nargs + keywords;
    b.keywords = registers + used;
    b.surplus = b.keywords + keywords;
    if (keywords)
        move_out(b.keywords, registers + nargs, keywords);
    if (nargs > takes) {
        b.surplus_count = nargs - takes;
        move_out(b.surplus, registers + takes, b.surplus_count);
    }
    ouro_frame *frame = rt->python->vm->frame;
    ouro_object **top = frame->top;
    frame->top = b.surplus + b.surplus_count; /* odd keywords may run code: not over what lies here */
    int done = bind_surplus(&b);
    if (done == 0 && (keywords || (code->flags & OURO_CO_VARKEYWORDS)))
        done = bind_keywords(&b);
    if (done == 0 && nargs > takes && !(code->flags & OURO_CO_VARARGS))
        done = raise_too_many(&b);
    if (done == 0)
        done = bind_defaults(&b);
    if (done < 0) {
        ouro_object *error = ouro__error_take(rt);
        ouro__drop_registers(rt, registers, used + keywords + b.surplus_count);
        ouro__error_restore(rt, error);
    }
    frame->top = top;
    return done;
}
