/* functools.partial: a function with some of its arguments given. */
#include "modules/functools/functools.h"
#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/str.h"

typedef struct partial {
    ouro_object head;
    uint64_t attrs;
    ouro_object *function, *args, *keywords; /* args: tuple; keywords: dict */
} partial;

static const uint16_t partial_fields[] = {offsetof(partial, function), offsetof(partial, args),
                                          offsetof(partial, keywords), 0};

static partial *as_partial(ouro_object *o)
{
    return (partial *)o;
}

static bool has_attributes(ouro_runtime *rt, ouro_object *o)
{
    return ouro__attrs_pointer(ouro__attrs_of(rt, ouro__type_of(rt, o), o)->word) != NULL;
}

static ouro_object *partial_call(ouro_runtime *rt, ouro_object *f, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames);

/* ---- Making ---- */

static ouro_object *join_args(ouro_runtime *rt, const ouro_tuple *first, ouro_object *const *args,
                              size_t nargs)
{
    if (!first || !first->count)
        return ouro__tuple_from(rt, args, nargs);
    ouro_tuple *all = ouro__tuple_alloc(rt, first->count + nargs);
    if (!all)
        return NULL;
    for (size_t i = 0; i < first->count; i++)
        ouro__slot_init(&all->items[i], ouro_ref(first->items[i]));
    for (size_t i = 0; i < nargs; i++)
        ouro__slot_init(&all->items[first->count + i], ouro_ref(args[i]));
    ouro__tuple_ready(rt, all);
    return &all->head;
}

static ouro_object *join_keywords(ouro_runtime *rt, ouro_object *first, ouro_object *kwnames,
                                  ouro_object *const *values)
{
    ouro_object *all = first ? ouro__dict_copy(rt, first) : ouro__dict_new(rt);
    for (size_t i = 0; all && kwnames && i < ((ouro_tuple *)kwnames)->count; i++) {
        if (ouro__dict_set(rt, all, ((ouro_tuple *)kwnames)->items[i], values[i]) < 0) {
            ouro_decref(rt, all);
            return NULL;
        }
    }
    return all;
}

static ouro_object *partial_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    if (!nargs)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "type 'partial' takes at least one argument");
    ouro_object *function = args[0];
    if (!ouro__is_callable(rt, function))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "the first argument must be callable");
    const partial *inner = NULL; /* a partial of a partial is one */
    if (ouro__type_of(rt, function)->call == partial_call && !has_attributes(rt, function) &&
        as_partial(function)->function)
        inner = as_partial(function);
    ouro_object *all = join_args(rt, inner ? (const ouro_tuple *)inner->args : NULL, args + 1, nargs - 1);
    ouro_object *keywords =
        all ? join_keywords(rt, inner ? inner->keywords : NULL, kwnames, args + nargs) : NULL;
    partial *p = keywords ? (partial *)ouro__instance_new(rt, cls) : NULL;
    if (!p) {
        ouro_xdecref(rt, all);
        ouro_xdecref(rt, keywords);
        return NULL;
    }
    ouro__slot_init(&p->function, ouro_ref(inner ? inner->function : function));
    ouro__slot_init(&p->args, all);
    ouro__slot_init(&p->keywords, keywords);
    return &p->head;
}

/* ---- Calling ---- */

/* Where a keyword stands among some names, or `count`. */
static size_t name_index(ouro_object *const *names, size_t count, ouro_object *name)
{
    for (size_t i = 0; i < count; i++)
        if (names[i] == name)
            return i;
    for (size_t i = 0; i < count; i++)
        if (ouro__str_equal(names[i], name))
            return i;
    return count;
}

/* Calls with the keywords of a partial and those of the call, which come first in importance and last in order. `all` has
 * room for the values of both behind nargs arguments. */
static ouro_object *call_with_keywords(ouro_runtime *rt, const partial *p, ouro_object **all, size_t nargs,
                                       ouro_object *kwnames, ouro_object *const *values)
{
    size_t given = kwnames ? ((ouro_tuple *)kwnames)->count : 0, kept = ouro__dict_count(p->keywords),
           count = 0;
    ouro_object *key, *value, *names[16], **list = names;
    if (kept + given > 16 && !(list = ouro__buffer_alloc(rt, (kept + given) * sizeof *list)))
        return NULL;
    bool are_strings = true;
    for (size_t position = 0; count < kept && ouro__dict_next(rt, p->keywords, &position, &key, &value);
         count++) {
        are_strings = are_strings && ouro__is_str(rt, key);
        list[count] = key;
        all[nargs + count] = value;
    }
    ouro_object *result = NULL;
    if (!are_strings) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "keywords must be strings");
    } else {
        for (size_t i = 0; i < given; i++) {
            ouro_object *name = ((ouro_tuple *)kwnames)->items[i];
            size_t place = name_index(list, count, name);
            list[place] = name;
            all[nargs + place] = values[i];
            count += place == count;
        }
        ouro_object *tuple = ouro__tuple_from(rt, list, count);
        if (tuple) { /* the callee may change the dict: hold its values */
            for (size_t i = 0; i < count; i++)
                ouro_incref(all[nargs + i]);
            result = ouro__call(rt, p->function, all, nargs, tuple);
            for (size_t i = 0; i < count; i++)
                ouro_decref(rt, all[nargs + i]);
            ouro_decref(rt, tuple);
        }
    }
    if (list != names)
        ouro__buffer_free(rt, list);
    return result;
}

static ouro_object *call_joined(ouro_runtime *rt, const partial *p, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    const ouro_tuple *first = (const ouro_tuple *)p->args;
    size_t given = kwnames ? ((ouro_tuple *)kwnames)->count : 0, kept = ouro__dict_count(p->keywords);
    size_t total = first->count + nargs + given + kept;
    ouro_object *few[12], **all = few, *result;
    if (total > 12 && !(all = ouro__buffer_alloc(rt, total * sizeof *all)))
        return NULL;
    memcpy(all, first->items, first->count * sizeof *all);
    for (size_t i = 0; i < nargs; i++)
        all[first->count + i] = args[i];
    if (kept) {
        result = call_with_keywords(rt, p, all, first->count + nargs, kwnames, args + nargs);
    } else {
        for (size_t i = 0; i < given; i++)
            all[first->count + nargs + i] = args[nargs + i];
        result = ouro__call(rt, p->function, all, first->count + nargs, given ? kwnames : NULL);
    }
    if (all != few)
        ouro__buffer_free(rt, all);
    return result;
}

static ouro_object *partial_call(ouro_runtime *rt, ouro_object *f, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    partial *p = as_partial(f);
    if (!p->function || !p->args || !p->keywords)
        return ouro__bad_internal_call(rt, "partial");
    /* __setstate__ in the callee may change all of it */
    partial held = {
        .function = ouro_ref(p->function), .args = ouro_ref(p->args), .keywords = ouro_ref(p->keywords)};
    ouro_object *result = call_joined(rt, &held, args, nargs, kwnames);
    ouro_decref(rt, held.function);
    ouro_decref(rt, held.args);
    ouro_decref(rt, held.keywords);
    return result;
}

/* ---- Text ---- */

static int write_owned(ouro_str_builder *b, ouro_object *text)
{
    int status = text ? ouro__builder_str(b, text) : -1;
    ouro_xdecref(b->rt, text);
    return status;
}

static int write_partial(ouro_runtime *rt, ouro_str_builder *b, const partial *p)
{
    ouro_object *key, *value;
    int status = write_owned(b, ouro__str_format(rt, "%R", p->function));
    for (size_t i = 0; status == 0 && i < ((ouro_tuple *)p->args)->count; i++)
        status = write_owned(b, ouro__str_format(rt, ", %R", ((ouro_tuple *)p->args)->items[i]));
    for (size_t position = 0; status == 0 && ouro__dict_next(rt, p->keywords, &position, &key, &value);) {
        ouro_incref(key);
        ouro_incref(value);
        status = write_owned(b, ouro__str_format(rt, ", %S=%R", key, value));
        ouro_decref(rt, key);
        ouro_decref(rt, value);
    }
    return status;
}

static ouro_object *partial_repr(ouro_runtime *rt, ouro_object *o)
{
    partial *p = as_partial(o);
    if (!p->function || !p->args || !p->keywords)
        return ouro__bad_internal_call(rt, "partial");
    int entered = ouro__repr_enter(rt, o);
    if (entered)
        return entered < 0 ? NULL : ouro__str_from_ascii(rt, "...", 3);
    partial held = {
        .function = ouro_ref(p->function), .args = ouro_ref(p->args), .keywords = ouro_ref(p->keywords)};
    const char *name = ouro__type_of(rt, o)->name;
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    bool whole = ouro__builder_utf8(&b, name, strlen(name)) == 0 && ouro__builder_char(&b, '(') == 0 &&
                 write_partial(rt, &b, &held) == 0 && ouro__builder_char(&b, ')') == 0;
    ouro_decref(rt, held.function);
    ouro_decref(rt, held.args);
    ouro_decref(rt, held.keywords);
    ouro__repr_leave(rt, o);
    if (whole)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

/* ---- Pickling ---- */

OURO_METHOD(partial_reduce)
{
    OURO_NO_ARGUMENTS;
    partial *p = as_partial(self);
    ouro_object *dict = has_attributes(rt, self) ? ouro__instance_dict(rt, self) : OURO_NONE(rt);
    if (!dict || !p->function)
        return NULL;
    return ouro__reduce_state(rt, self, ouro__tuple_of(rt, 1, p->function),
                              ouro__tuple_of(rt, 4, p->function, p->args, p->keywords, dict));
}

OURO_METHOD(partial_setstate)
{
    (void)nargs, (void)kwnames;
    const ouro_tuple *state = (const ouro_tuple *)args[0];
    if (!ouro__is_tuple(rt, args[0]) || state->count != 4 || !ouro__is_callable(rt, state->items[0]) ||
        !ouro__is_tuple(rt, state->items[1]) ||
        (state->items[2] != OURO_NONE(rt) && !ouro__is_dict(rt, state->items[2])))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "invalid partial state");
    ouro_object *positional = ouro__is_exactly(state->items[1], OURO_T_TUPLE)
                                  ? ouro_ref(state->items[1])
                                  : ouro__tuple_from_iterable(rt, state->items[1]);
    ouro_object *keywords = state->items[2] == OURO_NONE(rt) ? ouro__dict_new(rt)
                            : ouro__is_exactly(state->items[2], OURO_T_DICT)
                                ? ouro_ref(state->items[2])
                                : ouro__dict_copy(rt, state->items[2]);
    ouro_object *dict = state->items[3] == OURO_NONE(rt) ? ouro__dict_new(rt) : ouro_ref(state->items[3]);
    partial *p = as_partial(self);
    bool plain = state->items[3] == OURO_NONE(rt) && !has_attributes(rt, self);
    if (!positional || !keywords || !dict || (!plain && ouro__instance_dict_def.set(rt, self, dict) < 0)) {
        ouro_xdecref(rt, positional);
        ouro_xdecref(rt, keywords);
        ouro_xdecref(rt, dict);
        return NULL;
    }
    ouro_decref(rt, dict);
    ouro__slot_set(rt, p, &p->function, ouro_ref(state->items[0]));
    ouro__slot_set(rt, p, &p->args, positional);
    ouro__slot_set(rt, p, &p->keywords, keywords);
    return OURO_NONE(rt);
}

static ouro_object *get_dict(ouro_runtime *rt, ouro_object *self)
{
    return ouro__instance_dict_def.get(rt, self);
}

static int set_dict(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (value)
        return ouro__instance_dict_def.set(rt, self, value);
    ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot delete __dict__");
    return -1;
}

static const ouro_getset_def partial_getsets[] = {{"__dict__", get_dict, set_dict, NULL}, {0}};

static const ouro_member_def partial_members[] = {
    {"func", offsetof(partial, function), true, false, "function object to use in future partial calls"},
    {"args", offsetof(partial, args), true, false, "tuple of arguments to future partial calls"},
    {"keywords", offsetof(partial, keywords), true, false,
     "dictionary of keyword arguments to future partial calls"},
    {0},
};

static const ouro_method_def partial_methods[] = {
    {"__reduce__", partial_reduce, 0, 0, 0, NULL},
    {"__setstate__", partial_setstate, 0, 1, 1, NULL},
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, "See PEP 585"},
    {0},
};

OURO_BUILTIN_TYPE(partial) = {
    .id = OURO_T_PARTIAL,
    .slots = {.name = "functools.partial",
              .size = sizeof(partial),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE | OURO_TYPE_WEAKLY_REFERENCEABLE,
              .fields = partial_fields,
              .attrs_offset = offsetof(partial, attrs),
              .repr = partial_repr,
              .call = partial_call,
              .new_ = partial_new},
    .methods = partial_methods,
    .getsets = partial_getsets,
    .members = partial_members,
    .doc = "partial(func, *args, **keywords) - new function with partial application\n    of the given "
           "arguments and keywords.\n",
    .module = "functools",
};
