/* types.CodeType(...) and replace(): a code object from what the attributes of another say, changed or not.
 *
 * co_code, co_linetable and co_exceptiontable are in this project's own formats: they come from code that the
 * compiler made. They are verified like a cache file from elsewhere; what does not pass is a ValueError. */
#include "compiler/code.h"

#include <string.h>

#include "compiler/compiler.h"
#include "object/slot.h"
#include "types/bytes.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/method.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

enum part {
    ARGCOUNT,
    POSONLYARGCOUNT,
    KWONLYARGCOUNT,
    NLOCALS,
    STACKSIZE,
    FLAGS,
    CODE,
    CONSTS,
    NAMES,
    VARNAMES,
    FILENAME,
    NAME_,
    QUALNAME,
    FIRSTLINENO,
    LINETABLE,
    EXCEPTIONTABLE,
    FREEVARS,
    CELLVARS,
    PARTS,
    NEEDED = FREEVARS,
};

static const char *const part_names[PARTS + 1] = {"co_argcount",
                                                  "co_posonlyargcount",
                                                  "co_kwonlyargcount",
                                                  "co_nlocals",
                                                  "co_stacksize",
                                                  "co_flags",
                                                  "co_code",
                                                  "co_consts",
                                                  "co_names",
                                                  "co_varnames",
                                                  "co_filename",
                                                  "co_name",
                                                  "co_qualname",
                                                  "co_firstlineno",
                                                  "co_linetable",
                                                  "co_exceptiontable",
                                                  "co_freevars",
                                                  "co_cellvars",
                                                  NULL};

typedef struct parts {
    ouro_object *const *given; /* PARTS of them; those left out are NULL */
    int64_t numbers[PARTS];
} parts;

static bool is_number(enum part part)
{
    return part <= FLAGS || part == FIRSTLINENO;
}

static int refuse(ouro_runtime *rt, const char *message)
{
    ouro__raise(rt, OURO_T_VALUE_ERROR, "code: %s", message);
    return -1;
}

static const char *type_name(enum part part)
{
    if (part >= FILENAME && part <= QUALNAME)
        return "str";
    return part == CODE || part == LINETABLE || part == EXCEPTIONTABLE ? "bytes" : "tuple";
}

static bool has_type(ouro_runtime *rt, enum part part, ouro_object *o)
{
    char first = type_name(part)[0];
    return first == 's' ? ouro__is_str(rt, o) : first == 'b' ? ouro__is_bytes(rt, o) : ouro__is_tuple(rt, o);
}

/* The type of every part, and the value of numbers. */
static int take_parts(ouro_runtime *rt, parts *p)
{
    for (enum part part = 0; part < PARTS; part++) {
        ouro_object *o = p->given[part];
        if (!o)
            continue;
        if (is_number(part)) {
            if (ouro__index_int64(rt, o, false, &p->numbers[part]) < 0)
                return -1;
            if (p->numbers[part] > INT32_MAX || p->numbers[part] < INT32_MIN) {
                ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C int");
                return -1;
            }
            if (p->numbers[part] < 0) {
                ouro__raise(rt, OURO_T_VALUE_ERROR, "%s must be a positive integer", part_names[part]);
                return -1;
            }
            continue;
        }
        if (has_type(rt, part, o))
            continue;
        ouro__raise(rt, OURO_T_TYPE_ERROR, "code() argument %d must be %s, not %V", (int)part + 1,
                    type_name(part), o);
        return -1;
    }
    return 0;
}

static size_t count_of(ouro_object *tuple)
{
    return tuple ? ((ouro_tuple *)tuple)->count : 0;
}

static ouro_object *exact_str(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_format(rt, "%U", o);
}

/* Interned names in front, then other objects: a tuple, owned. */
static ouro_object *name_tuple(ouro_runtime *rt, ouro_object *names, ouro_object *others)
{
    size_t count = count_of(names), all = count + count_of(others);
    ouro_tuple *t = ouro__tuple_alloc(rt, all);
    if (!t)
        return NULL;
    for (size_t i = 0; i < all; i++) {
        ouro_object *o =
            i < count ? ((ouro_tuple *)names)->items[i] : ((ouro_tuple *)others)->items[i - count];
        ouro_object *exact = NULL;
        if (i >= count)
            exact = ouro_ref(o);
        else if (!ouro__is_str(rt, o))
            ouro__raise(rt, OURO_T_TYPE_ERROR, "name tuples must contain only strings, not '%T'", o);
        else if ((exact = exact_str(rt, o)))
            exact = ouro__str_intern(rt, exact);
        if (!exact) {
            ouro_decref(rt, &t->head);
            return NULL;
        }
        ouro__slot_init(&t->items[i], exact);
    }
    ouro__tuple_ready(rt, t);
    return &t->head;
}

static bool contains(ouro_object *names, ouro_object *name)
{
    for (size_t i = 0; i < count_of(names); i++)
        if (ouro__str_equal(((ouro_tuple *)names)->items[i], name))
            return true;
    return false;
}

/* Registers: the variables, then the cells that are none. Which of them are cells goes to
 * code->cell_of_local. */
static int set_variables(ouro_runtime *rt, ouro_code *code, ouro_object *varnames)
{
    ouro_tuple *cells = (ouro_tuple *)code->cell_names;
    size_t count = count_of(varnames), extra = 0;
    ouro_tuple *own = ouro__tuple_alloc(rt, cells->count);
    if (!own)
        return -1;
    for (size_t i = 0; i < cells->count; i++)
        if (!contains(varnames, cells->items[i]))
            ouro__slot_init(&own->items[extra++], ouro_ref(cells->items[i]));
    for (size_t i = extra; i < cells->count; i++)
        ouro__slot_init(&own->items[i], ouro_ref(OURO_NONE(rt)));
    ouro__tuple_ready(rt, own);
    ouro_object *tail = ouro__tuple_slice(rt, &own->head, 0, extra);
    ouro_decref(rt, &own->head);
    if (!tail)
        return -1;
    code->variables = name_tuple(rt, varnames, tail);
    ouro_decref(rt, tail);
    if (!code->variables)
        return -1;
    code->local_count = (uint16_t)(count + extra);
    if (!cells->count)
        return 0;
    code->cell_of_local = ouro__buffer_alloc(rt, count + extra);
    if (!code->cell_of_local)
        return -1;
    for (size_t i = 0; i < count + extra; i++)
        code->cell_of_local[i] = contains(code->cell_names, ((ouro_tuple *)code->variables)->items[i]);
    return 0;
}

static int copy_bytes(ouro_runtime *rt, ouro_object *o, size_t unit, void *buffer, uint32_t *count)
{
    const ouro_bytes *bytes = (const ouro_bytes *)o;
    if (bytes->length % unit || bytes->length / unit > UINT32_MAX / 2)
        return refuse(rt,
                      unit == sizeof(uint64_t) ? "co_code is malformed" : "co_exceptiontable is malformed");
    if (bytes->length == 0)
        return 0;
    void *copy = ouro__buffer_alloc(rt, bytes->length);
    if (!copy)
        return -1;
    memcpy(copy, bytes->data, bytes->length);
    memcpy(buffer, &copy, sizeof copy);
    *count = (uint32_t)(bytes->length / unit);
    return 0;
}

/* The counts agree with the names and each other. */
static int check_counts(ouro_runtime *rt, const parts *p)
{
    const int64_t *n = p->numbers;
    if (n[POSONLYARGCOUNT] > n[ARGCOUNT])
        return refuse(rt, "co_posonlyargcount > co_argcount");
    int64_t parameters =
        n[ARGCOUNT] + n[KWONLYARGCOUNT] + !!(n[FLAGS] & OURO_CO_VARARGS) + !!(n[FLAGS] & OURO_CO_VARKEYWORDS);
    if (parameters > (int64_t)count_of(p->given[VARNAMES]))
        return refuse(rt, "co_varnames is too small");
    if ((size_t)n[NLOCALS] != count_of(p->given[VARNAMES]))
        return refuse(rt, "co_nlocals != len(co_varnames)");
    if (n[NLOCALS] + n[STACKSIZE] + (int64_t)count_of(p->given[CELLVARS]) > 65000)
        return refuse(rt, "too many registers");
    return 0;
}

static int fill_objects(ouro_runtime *rt, ouro_code *code, const parts *p)
{
    ouro_object *empty = OURO_EMPTY_TUPLE(rt), *const *given = p->given;
    if (!(code->filename = exact_str(rt, given[FILENAME])) || !(code->name = exact_str(rt, given[NAME_])) ||
        !(code->qualname = exact_str(rt, given[QUALNAME])) ||
        !(code->constants = name_tuple(rt, given[NAMES], given[CONSTS])) ||
        !(code->cell_names = name_tuple(rt, given[CELLVARS] ? given[CELLVARS] : empty, NULL)) ||
        !(code->free_names = name_tuple(rt, given[FREEVARS] ? given[FREEVARS] : empty, NULL)))
        return -1;
    const ouro_tuple *constants = (ouro_tuple *)given[CONSTS];
    if ((p->numbers[FLAGS] & OURO_CO_OPTIMIZED) && constants->count &&
        ouro__is_exactly(constants->items[0], OURO_T_STR))
        code->docstring = ouro_ref(constants->items[0]);
    return set_variables(rt, code, given[VARNAMES]);
}

static int fill(ouro_runtime *rt, ouro_code *code, const parts *p)
{
    const int64_t *n = p->numbers;
    char why[200];
    if (check_counts(rt, p) < 0 || fill_objects(rt, code, p) < 0 ||
        copy_bytes(rt, p->given[CODE], sizeof(uint64_t), &code->instructions, &code->instruction_count) < 0 ||
        copy_bytes(rt, p->given[LINETABLE], 1, &code->positions, &code->positions_size) < 0 ||
        copy_bytes(rt, p->given[EXCEPTIONTABLE], sizeof(ouro_handler), &code->handlers,
                   &code->handler_count) < 0)
        return -1;
    code->first_line = (uint32_t)n[FIRSTLINENO];
    code->flags = (uint32_t)n[FLAGS];
    code->name_count = (uint32_t)count_of(p->given[NAMES]);
    code->register_count = (uint16_t)(code->local_count + n[STACKSIZE]);
    code->argument_count = (uint16_t)n[ARGCOUNT];
    code->positional_only_count = (uint16_t)n[POSONLYARGCOUNT];
    code->keyword_only_count = (uint16_t)n[KWONLYARGCOUNT];
    if (!code->instruction_count)
        return refuse(rt, "co_code is malformed");
    if (!ouro__code_positions_whole(code))
        return refuse(rt, "co_linetable is malformed");
    const char *wrong = ouro__code_verify_bound(code, why, sizeof why);
    if (wrong) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "code: co_code is none of this interpreter's: %s", wrong);
        return -1;
    }
    ouro__code_set_fingerprint(code);
    return 0;
}

ouro_object *ouro__code_from_parts(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                   ouro_object *kwnames)
{
    (void)cls;
    if (kwnames && ((ouro_tuple *)kwnames)->count)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "code() takes no keyword arguments");
    if (nargs < NEEDED || nargs > PARTS)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "code expected at %s %d arguments, got %d",
                           nargs < NEEDED ? "least" : "most", nargs < NEEDED ? NEEDED : PARTS, (int)nargs);
    ouro_object *given[PARTS] = {NULL};
    memcpy(given, args, nargs * sizeof *given);
    parts p = {.given = given};
    if (take_parts(rt, &p) < 0)
        return NULL;
    ouro_code *code = ouro__code_new(rt);
    if (code && fill(rt, code, &p) < 0) {
        ouro_decref(rt, &code->head);
        return NULL;
    }
    return code ? &code->head : NULL;
}

/* ---- replace() ---- */

/* A part that is not given is as it was: owned. */
static ouro_object *part_of(ouro_runtime *rt, ouro_object *code, enum part part, ouro_object *given)
{
    if (given)
        return ouro_ref(given);
    ouro_object *name = ouro__str_intern_cstring(rt, part_names[part]);
    ouro_object *value = name ? ouro__getattr(rt, code, name) : NULL;
    ouro_xdecref(rt, name);
    return value;
}

static int check_given(ouro_runtime *rt, enum part part, ouro_object *o)
{
    bool names = part == NAMES || part == VARNAMES || part == FREEVARS || part == CELLVARS;
    for (size_t i = 0; o && names && ouro__is_tuple(rt, o) && i < count_of(o); i++)
        if (!ouro__is_str(rt, ((ouro_tuple *)o)->items[i])) {
            ouro__raise(rt, OURO_T_SYSTEM_ERROR, "non-string found in code slot");
            return -1;
        }
    if (!o || is_number(part) || has_type(rt, part, o))
        return 0;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "replace() argument '%s' must be %s, not %V", part_names[part],
                type_name(part), o);
    return -1;
}

ouro_object *ouro__code_replace(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    static const ouro_signature signature = {"replace", part_names, 0, 0, 0, PARTS};
    ouro_object *given[PARTS], *parts[PARTS];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return NULL;
    for (enum part part = 0; part < PARTS; part++)
        if (check_given(rt, part, given[part]) < 0)
            return NULL;
    unsigned count = 0;
    while (count < PARTS && (parts[count] = part_of(rt, self, (enum part)count, given[count])))
        count++;
    ouro_object *code = count == PARTS ? ouro__code_from_parts(rt, NULL, parts, PARTS, NULL) : NULL;
    ouro_object *error = ouro__error_take(rt);
    while (count > 0)
        ouro_decref(rt, parts[--count]);
    if (error)
        ouro__error_restore(rt, error);
    if (code)
        ((ouro_code *)code)->attribute_stores = ((ouro_code *)self)->attribute_stores;
    return code;
}
