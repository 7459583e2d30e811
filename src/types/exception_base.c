/* BaseException: construction, text, the attributes of every exception, pickling. */
#include "types/exception_types.h"

#include "types/dict.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

int ouro__exception_set_args(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs)
{
    ouro_object *tuple = ouro__tuple_from(rt, args, nargs);
    if (!tuple)
        return -1;
    ouro__slot_set(rt, self, &((ouro_exception *)self)->args, tuple);
    return 0;
}

ouro_object *ouro__base_exception_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args,
                                      size_t nargs, ouro_object *kwnames)
{
    (void)kwnames;
    ouro_type *type = ((ouro_class *)cls)->type;
    ouro_object *self = ouro__new_object(rt, type, type->size);
    if (!self)
        return NULL;
    ouro__slot_init(&((ouro_exception *)self)->args, ouro_ref(OURO_EMPTY_TUPLE(rt)));
    if (nargs && ouro__exception_set_args(rt, self, args, nargs) < 0) {
        ouro_decref(rt, self);
        return NULL;
    }
    ouro__track(self);
    return self;
}

int ouro__exception_reject_keywords(ouro_runtime *rt, ouro_object *self, ouro_object *kwnames)
{
    if (kwnames && ((ouro_tuple *)kwnames)->count) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%T() takes no keyword arguments", self);
        return -1;
    }
    return 0;
}

int ouro__base_exception_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    if (ouro__exception_reject_keywords(rt, self, kwnames) < 0)
        return -1;
    return ouro__exception_set_args(rt, self, args, nargs);
}

ouro_object *ouro__base_exception_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_tuple *args = (ouro_tuple *)((ouro_exception *)self)->args;
    if (!args || args->count == 0)
        return ouro_ref(OURO_EMPTY_STR(rt));
    if (args->count == 1)
        return ouro__str(rt, args->items[0]);
    return ouro__str(rt, (ouro_object *)args);
}

/* The class's name without the module, as repr shows it. */
static const char *bare_name(ouro_runtime *rt, ouro_object *self)
{
    const char *name = ouro__type_of(rt, self)->name;
    const char *dot = strrchr(name, '.');
    return dot ? dot + 1 : name;
}

ouro_object *ouro__base_exception_repr(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *args = ((ouro_exception *)self)->args;
    if (!args)
        args = OURO_EMPTY_TUPLE(rt);
    if (((ouro_tuple *)args)->count == 1)
        return ouro__str_format(rt, "%s(%R)", bare_name(rt, self), ((ouro_tuple *)args)->items[0]);
    return ouro__str_format(rt, "%s%R", bare_name(rt, self), args);
}

/* BaseException: attributes. */

static ouro_object *or_none(ouro_runtime *rt, ouro_object *value)
{
    return ouro_ref(value ? value : OURO_NONE(rt));
}

static ouro_object *get_args(ouro_runtime *rt, ouro_object *self)
{
    return or_none(rt, ((ouro_exception *)self)->args);
}

static int put_args(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!value) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "args may not be deleted");
        return -1;
    }
    ouro_object *tuple = ouro__tuple_from_iterable(rt, value);
    if (!tuple)
        return -1;
    ouro__slot_set(rt, self, &((ouro_exception *)self)->args, tuple);
    return 0;
}

static ouro_object *get_traceback(ouro_runtime *rt, ouro_object *self)
{
    return or_none(rt, ((ouro_exception *)self)->traceback);
}

static int put_traceback(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!value) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__traceback__ may not be deleted");
        return -1;
    }
    if (value != OURO_NONE(rt) && !ouro__is_exactly(value, OURO_T_TRACEBACK)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__traceback__ must be a traceback or None");
        return -1;
    }
    ouro__slot_set(rt, self, &((ouro_exception *)self)->traceback,
                   value == OURO_NONE(rt) ? NULL : ouro_ref(value));
    return 0;
}

static ouro_object *get_context(ouro_runtime *rt, ouro_object *self)
{
    return or_none(rt, ((ouro_exception *)self)->context);
}

static ouro_object *get_cause(ouro_runtime *rt, ouro_object *self)
{
    return or_none(rt, ((ouro_exception *)self)->cause);
}

/* Checks a value for __context__ or __cause__; *out is NULL for None. */
static int chained(ouro_runtime *rt, ouro_object *value, const char *what, ouro_object **out)
{
    if (!value) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__%s__ may not be deleted", what);
        return -1;
    }
    *out = value == OURO_NONE(rt) ? NULL : value;
    if (*out && !ouro__is_exception(rt, value)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "exception %s must be None or derive from BaseException", what);
        return -1;
    }
    return 0;
}

static int put_context(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    ouro_object *context;
    if (chained(rt, value, "context", &context) < 0)
        return -1;
    ouro__slot_set(rt, self, &((ouro_exception *)self)->context, context ? ouro_ref(context) : NULL);
    return 0;
}

static int put_cause(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    ouro_object *cause;
    if (chained(rt, value, "cause", &cause) < 0)
        return -1;
    ((ouro_exception *)self)->suppress_context = 1;
    ouro__slot_set(rt, self, &((ouro_exception *)self)->cause, cause ? ouro_ref(cause) : NULL);
    return 0;
}

static ouro_object *get_suppress(ouro_runtime *rt, ouro_object *self)
{
    return ouro__bool(rt, ((ouro_exception *)self)->suppress_context != 0);
}

static int put_suppress(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!value) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "can't delete numeric/char attribute");
        return -1;
    }
    if (!ouro__is_exactly(value, OURO_T_BOOL)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "attribute value type must be bool");
        return -1;
    }
    ((ouro_exception *)self)->suppress_context = value == OURO_TRUE(rt);
    return 0;
}

const ouro_getset_def ouro__base_exception_getsets[] = {
    {"args", get_args, put_args, NULL},
    {"__traceback__", get_traceback, put_traceback, NULL},
    {"__context__", get_context, put_context, "exception context"},
    {"__cause__", get_cause, put_cause, "exception cause"},
    {"__dict__", ouro__get_own_dict, ouro__put_own_dict, NULL},
    {0},
};

const ouro_getset_def ouro__base_exception_fields_shown[] = {
    {"__suppress_context__", get_suppress, put_suppress, NULL},
    {0},
};

static ouro_object *with_traceback(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t nargs, ouro_object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    return put_traceback(rt, self, args[0]) < 0 ? NULL : ouro_ref(self);
}

static ouro_object *add_note(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "note must be a str, not '%T'", args[0]);
    ouro_object *notes;
    int found = ouro__getattr_optional(rt, self, NAME(rt, __notes__), &notes);
    if (found < 0)
        return NULL;
    if (!found) {
        notes = ouro__list_new(rt, 1);
        if (!notes)
            return NULL;
        if (ouro__setattr(rt, self, NAME(rt, __notes__), notes) < 0) {
            ouro_decref(rt, notes);
            return NULL;
        }
    }
    int status = -1;
    if (!ouro__is_list(rt, notes))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "Cannot add note: __notes__ is not a list");
    else
        status = ouro__list_append(rt, notes, args[0]);
    ouro_decref(rt, notes);
    return status < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

/* (class, args) or (class, args, attributes), for copy and pickle. */
ouro_object *ouro__base_exception_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                         size_t nargs, ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    ouro_object *own = ((ouro_exception *)self)->args;
    uint64_t word = ouro__attrs_of(rt, ouro__type_of(rt, self), self)->word;
    if (!ouro__attrs_pointer(word))
        return ouro__tuple_of(rt, (size_t)2, ouro__class_of(rt, self), own);
    ouro_object *dict = ouro__instance_dict(rt, self);
    return dict ? ouro__tuple_of(rt, (size_t)3, ouro__class_of(rt, self), own, dict) : NULL;
}

static ouro_object *base_setstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    if (args[0] == OURO_NONE(rt))
        return ouro_ref(OURO_NONE(rt));
    if (!ouro__is_dict(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "state is not a dictionary");
    size_t position = 0;
    ouro_object *key, *value;
    while (ouro__dict_next(rt, args[0], &position, &key, &value)) {
        if (ouro__setattr(rt, self, key, value) < 0)
            return NULL;
    }
    return ouro_ref(OURO_NONE(rt));
}

const ouro_method_def ouro__base_exception_methods[] = {
    {"with_traceback", with_traceback, 0, 1, 1,
     "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self."},
    {"add_note", add_note, 0, 1, 1, "Exception.add_note(note) --\n    add a note to the exception"},
    {"__reduce__", ouro__base_exception_reduce, 0, 0, 0, NULL},
    {"__setstate__", base_setstate, 0, 1, 1, NULL},
    {0},
};
