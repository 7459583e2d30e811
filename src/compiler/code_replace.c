/* code.replace(): a copy of a code object with other names, constants or places.
 *
 * What the instructions and their caches rely on cannot be replaced: the counts, the instructions themselves, the names
 * that they look up, the flags that say how a call works, the types of constants. Giving these again as they are is allowed, as tools do. */
#include "compiler/code.h"

#include <string.h>

#include "object/slot.h"
#include "types/bytes.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/method.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"

enum part {
    ARGCOUNT,
    POSONLYARGCOUNT,
    KWONLYARGCOUNT,
    NLOCALS,
    STACKSIZE,
    FLAGS,
    FIRSTLINENO, /* ints */
    CODE,
    CONSTS,
    NAMES,
    VARNAMES,
    FREEVARS,
    CELLVARS,
    FILENAME,
    NAME_,
    QUALNAME,
    LINETABLE,
    EXCEPTIONTABLE,
    PARTS
};

static const char *const part_names[PARTS + 1] = {
    "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals",  "co_stacksize",
    "co_flags",    "co_firstlineno",     "co_code",           "co_consts",   "co_names",
    "co_varnames", "co_freevars",        "co_cellvars",       "co_filename", "co_name",
    "co_qualname", "co_linetable",       "co_exceptiontable", NULL};

/* Flags that say nothing about how a call works. */
enum { FREE_FLAGS = OURO_CO_NESTED | OURO_CO_ITERABLE_COROUTINE | OURO_CO_FUTURE_ANNOTATIONS };

static int refuse(ouro_runtime *rt, enum part part)
{
    ouro__raise(rt, OURO_T_VALUE_ERROR, "code: %s cannot be replaced", part_names[part]);
    return -1;
}

static bool has_type(ouro_runtime *rt, enum part part, ouro_object *o, const char **wanted)
{
    if (part >= FILENAME && part <= QUALNAME)
        return *wanted = "str", ouro__is_str(rt, o);
    if (part >= CONSTS && part <= CELLVARS)
        return *wanted = "tuple", ouro__is_tuple(rt, o);
    return *wanted = "bytes", ouro__is_bytes(rt, o);
}

/* Parts that must be what they are. */
static int check_same(ouro_runtime *rt, ouro_object *self, enum part part, ouro_object *given)
{
    ouro_object *name = ouro__str_intern_cstring(rt, part_names[part]);
    ouro_object *now = name ? ouro__getattr(rt, self, name) : NULL;
    int same = now ? ouro__compare_bool(rt, now, given, OURO_EQ) : -1;
    ouro_xdecref(rt, now);
    ouro_xdecref(rt, name);
    return same < 0 ? -1 : same ? 0 : refuse(rt, part);
}

/* An int, also where an object stands for one: 0, or -1. */
static int check_number(ouro_runtime *rt, ouro_object *self, enum part part, ouro_object *given,
                        ouro_code *copy)
{
    int64_t value;
    if (ouro__index_int64(rt, given, false, &value) < 0)
        return -1;
    if (part != FLAGS && part != FIRSTLINENO)
        return check_same(rt, self, part, given);
    if (value < INT32_MIN || value > INT32_MAX) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C int");
        return -1;
    }
    if (value < 0) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "%s must be a positive integer", part_names[part]);
        return -1;
    }
    if (part == FIRSTLINENO)
        copy->first_line = (uint32_t)value;
    else if (((uint32_t)value ^ copy->flags) & ~(uint32_t)FREE_FLAGS)
        return refuse(rt, part);
    else
        copy->flags = (uint32_t)value;
    return 0;
}

/* A constant may stand for another when no instruction can tell by its type. */
static int can_stand_for(ouro_runtime *rt, ouro_object *fresh, ouro_object *old)
{
    if (fresh == old)
        return 1;
    if ((fresh->word ^ old->word) & ~(uint32_t)OURO_FLAG_MASK)
        return 0;
    if (ouro__is_exactly(old, OURO_T_CODE))
        return ((ouro_tuple *)((ouro_code *)fresh)->free_names)->count ==
               ((ouro_tuple *)((ouro_code *)old)->free_names)->count;
    if (ouro__is_exactly(old, OURO_T_TUPLE))
        return ouro__compare_bool(rt, fresh, old, OURO_EQ);
    return 1;
}

/* `slice` takes the place of the items from `start` on of the tuple in `slot`, which is copied. */
static int replace_items(ouro_runtime *rt, ouro_code *copy, ouro_object **slot, size_t start,
                         const ouro_tuple *slice)
{
    const ouro_tuple *old = (ouro_tuple *)*slot;
    ouro_tuple *fresh = ouro__tuple_alloc(rt, old->count);
    if (!fresh)
        return -1;
    for (size_t i = 0; i < old->count; i++) {
        bool inside = i >= start && i - start < slice->count;
        ouro__slot_init(&fresh->items[i], ouro_ref(inside ? slice->items[i - start] : old->items[i]));
    }
    ouro__tuple_ready(rt, fresh);
    ouro__slot_set(rt, copy, slot, &fresh->head);
    return 0;
}

static int replace_constants(ouro_runtime *rt, ouro_code *copy, ouro_object *given)
{
    const ouro_tuple *fresh = (ouro_tuple *)given, *old = (ouro_tuple *)copy->constants;
    if (fresh->count != old->count - copy->name_count)
        return refuse(rt, CONSTS);
    for (size_t i = 0; i < fresh->count; i++) {
        int fits = can_stand_for(rt, fresh->items[i], old->items[copy->name_count + i]);
        if (fits <= 0)
            return fits < 0 ? -1 : refuse(rt, CONSTS);
    }
    return replace_items(rt, copy, &copy->constants, copy->name_count, fresh);
}

/* Other names, as many as there were; interned, as lookups want them. */
static int replace_names(ouro_runtime *rt, ouro_code *copy, enum part part, ouro_object **slot,
                         ouro_object *given)
{
    const ouro_tuple *names = (ouro_tuple *)given;
    size_t count = ((ouro_tuple *)*slot)->count;
    if (names->count != count)
        return refuse(rt, part);
    ouro_tuple *interned = ouro__tuple_alloc(rt, count);
    if (!interned)
        return -1;
    int status = 0;
    for (size_t i = 0; i < count && status == 0; i++) {
        if (!ouro__is_str(rt, names->items[i])) {
            ouro__raise(rt, OURO_T_SYSTEM_ERROR, "non-string found in code slot");
            status = -1;
        } else {
            ouro_object *exact = ouro__str_format(rt, "%U", names->items[i]);
            ouro_object *name = exact ? ouro__str_intern(rt, exact) : NULL;
            ouro__slot_init(&interned->items[i], name);
            status = name ? 0 : -1;
        }
    }
    if (status == 0) {
        ouro__tuple_ready(rt, interned);
        status = replace_items(rt, copy, slot, 0, interned);
    }
    ouro_decref(rt, &interned->head);
    return status;
}

static int replace_tuple(ouro_runtime *rt, ouro_object *self, ouro_code *copy, enum part part,
                         ouro_object *given)
{
    switch (part) {
    case CONSTS:
        return replace_constants(rt, copy, given);
    case FREEVARS:
        return replace_names(rt, copy, part, &copy->free_names, given);
    default:
        return check_same(rt, self, part, given);
    }
}

static int replace_part(ouro_runtime *rt, ouro_object *self, ouro_code *copy, enum part part,
                        ouro_object *given)
{
    if (part <= FIRSTLINENO)
        return check_number(rt, self, part, given, copy);
    const char *wanted;
    if (!has_type(rt, part, given, &wanted)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "replace() argument '%s' must be %s, not %V", part_names[part],
                    wanted, given);
        return -1;
    }
    if (part >= CONSTS && part <= CELLVARS)
        return replace_tuple(rt, self, copy, part, given);
    if (part < FILENAME || part > QUALNAME)
        return check_same(rt, self, part, given);
    ouro_object **slot = part == FILENAME ? &copy->filename : part == NAME_ ? &copy->name : &copy->qualname;
    ouro_object *text = ouro__str_format(rt, "%U", given);
    if (text)
        ouro__slot_set(rt, copy, slot, text);
    return text ? 0 : -1;
}

static void *copy_buffer(ouro_runtime *rt, const void *from, size_t size, bool *failed)
{
    if (!from || *failed)
        return NULL;
    void *to = ouro__buffer_alloc(rt, size);
    if (to)
        memcpy(to, from, size);
    else
        *failed = true;
    return to;
}

/* The caches in the instructions come along: what guards them holds for the copy as well. */
static ouro_code *copy_code(ouro_runtime *rt, const ouro_code *code)
{
    ouro_code *copy = ouro__code_new(rt);
    if (!copy)
        return NULL;
    ouro_object head = copy->head;
    *copy = *code;
    copy->head = head;
    copy->simple_call = 0;
    ouro_object *const shared[] = {copy->name,      copy->qualname,   copy->filename,   copy->constants,
                                   copy->variables, copy->cell_names, copy->free_names, copy->docstring};
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        if (shared[i])
            ouro_incref(shared[i]);
    bool failed = false;
    copy->instructions =
        copy_buffer(rt, code->instructions, code->instruction_count * sizeof *code->instructions, &failed);
    copy->positions = copy_buffer(rt, code->positions, code->positions_size, &failed);
    copy->handlers = copy_buffer(rt, code->handlers, code->handler_count * sizeof *code->handlers, &failed);
    copy->cell_of_local = copy_buffer(rt, code->cell_of_local, code->local_count, &failed);
    if (!failed)
        return copy;
    ouro_decref(rt, &copy->head);
    return NULL;
}

ouro_object *ouro__code_replace(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    static const ouro_signature signature = {"replace", part_names, 0, 0, 0, PARTS};
    ouro_object *given[PARTS];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return NULL;
    ouro_code *copy = copy_code(rt, (ouro_code *)self);
    if (!copy)
        return NULL;
    for (enum part part = 0; part < PARTS; part++)
        if (given[part] && replace_part(rt, self, copy, part, given[part]) < 0) {
            ouro_decref(rt, &copy->head);
            return NULL;
        }
    return &copy->head;
}
