/* The _contextvars module: variables whose values belong to a context (PEP 567).
 *
 * A context keeps its values in a dict that copies of it share until one of them sets a variable: copying a context, which
 * schedulers do for every task, costs nothing. Iterators share the dict too, so they never see a change. */
#include "modules/modules.h"
#include "modules/support.h"
#include "types/dict.h"
#include "types/dict_views.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/module_state.h"
#include "types/str.h"
#include "types/types.h"

typedef struct context {
    ouro_object head;
    ouro_object *values; /* dict by variable */
    bool entered;
} context;

typedef struct context_variable {
    ouro_object head;
    ouro_object *name;
    ouro_object *fallback; /* NULL: none */
} context_variable;

typedef struct context_token {
    ouro_object head;
    ouro_object *context, *variable;
    ouro_object *old_value; /* NULL: it had none */
    bool used;
} context_token;

static const uint16_t context_fields[] = {offsetof(context, values), 0};
static const uint16_t variable_fields[] = {offsetof(context_variable, name),
                                           offsetof(context_variable, fallback), 0};
static const uint16_t token_fields[] = {offsetof(context_token, context), offsetof(context_token, variable),
                                        offsetof(context_token, old_value), 0};

static bool is_variable(const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_CONTEXT_VARIABLE);
}

/* ---- Contexts ---- */

/* values borrowed; NULL: none. */
static ouro_object *context_with(ouro_runtime *rt, ouro_object *values)
{
    ouro_object *dict = values ? ouro_ref(values) : ouro__dict_new(rt);
    context *c = dict ? ouro__new_container(rt, sizeof *c, OURO_WORD(OURO_T_CONTEXT)) : NULL;
    if (!c) {
        ouro_xdecref(rt, dict);
        return NULL;
    }
    ouro__slot_init(&c->values, dict);
    c->entered = false;
    ouro__track(&c->head);
    return &c->head;
}

static const char current_key; /* of the current context */

/* NULL with MemoryError. */
static ouro_object **current_slot(ouro_runtime *rt)
{
    return ouro__module_object_place(rt, &current_key);
}

/* The current context, made when there is none yet: borrowed. */
static context *current(ouro_runtime *rt)
{
    ouro_object **slot = current_slot(rt);
    if (slot && !*slot && (*slot = context_with(rt, NULL)))
        ((context *)*slot)->entered = true;
    return slot ? (context *)*slot : NULL;
}

/* The dict of a context to write to: its own alone. Borrowed. */
static ouro_object *own_values(ouro_runtime *rt, context *c)
{
    if (c->values && c->values->refcount == 1)
        return c->values;
    ouro_object *copy = c->values ? ouro__dict_copy(rt, c->values) : ouro__dict_new(rt);
    if (copy)
        ouro__slot_set(rt, c, &c->values, copy);
    return copy;
}

static ouro_object *context_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    (void)cls, (void)args;
    if (nargs || (kwnames && ((ouro_tuple *)kwnames)->count))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "Context() does not accept any arguments");
    return context_with(rt, NULL);
}

OURO_METHOD(context_run)
{
    context *c = (context *)self;
    if (!nargs)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "run() missing 1 required positional argument");
    if (c->entered)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "cannot enter context: %R is already entered", self);
    if (!current(rt))
        return NULL;
    ouro_object **slot = current_slot(rt), *outer = *slot;
    *slot = ouro_ref(self);
    c->entered = true;
    ouro_object *result = ouro__call(rt, args[0], args + 1, nargs - 1, kwnames);
    c->entered = false;
    *slot = outer;
    ouro_decref(rt, self);
    return result;
}

OURO_METHOD(context_copy)
{
    OURO_NO_ARGUMENTS;
    return context_with(rt, ((context *)self)->values);
}

/* The value of a variable in a context: borrowed; NULL when it has none, or with TypeError. */
static ouro_object *look_up(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    if (!is_variable(key))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "a ContextVar key was expected, got %R", key);
    ouro_object *values = ((context *)self)->values;
    return values ? ouro__dict_get(rt, values, key) : NULL;
}

static ouro_object *context_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    ouro_object *value = look_up(rt, self, key);
    if (value)
        return ouro_ref(value);
    return rt->error ? NULL : ouro__raise_object(rt, OURO_T_KEY_ERROR, key);
}

static int context_contains(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    ouro_object *value = look_up(rt, self, key);
    return rt->error ? -1 : value != NULL;
}

OURO_METHOD(context_get)
{
    (void)kwnames;
    ouro_object *value = look_up(rt, self, args[0]);
    if (rt->error)
        return NULL;
    return ouro_ref(value ? value : nargs > 1 ? args[1] : OURO_NONE(rt));
}

static int64_t context_length(ouro_runtime *rt, ouro_object *self)
{
    (void)rt;
    ouro_object *values = ((context *)self)->values;
    return values ? (int64_t)ouro__dict_count(values) : 0;
}

static ouro_object *iterate_values(ouro_runtime *rt, ouro_object *self, enum ouro_type_id id)
{
    ouro_object *values = ((context *)self)->values;
    return values ? ouro__dict_iterator_new(rt, id, values) : ouro__bad_internal_call(rt, "Context");
}

static ouro_object *context_iter(ouro_runtime *rt, ouro_object *self)
{
    return iterate_values(rt, self, OURO_T_DICT_KEY_ITERATOR);
}

OURO_METHOD(context_keys)
{
    OURO_NO_ARGUMENTS;
    return iterate_values(rt, self, OURO_T_DICT_KEY_ITERATOR);
}

OURO_METHOD(context_values)
{
    OURO_NO_ARGUMENTS;
    return iterate_values(rt, self, OURO_T_DICT_VALUE_ITERATOR);
}

OURO_METHOD(context_items)
{
    OURO_NO_ARGUMENTS;
    return iterate_values(rt, self, OURO_T_DICT_ITEM_ITERATOR);
}

static ouro_object *context_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if ((op != OURO_EQ && op != OURO_NE) || !ouro__is_exactly(a, OURO_T_CONTEXT) ||
        !ouro__is_exactly(b, OURO_T_CONTEXT) || !((context *)a)->values || !((context *)b)->values)
        return OURO_NOT_IMPLEMENTED(rt);
    ouro_object *left = ouro_ref(((context *)a)->values), *right = ouro_ref(((context *)b)->values);
    ouro_object *answer = ouro__compare(rt, left, right, op);
    ouro_decref(rt, left);
    ouro_decref(rt, right);
    return answer;
}

static const ouro_method_def context_methods[] = {
    {"run", context_run, OURO_METH_KEYWORDS, 0, -1, NULL},
    {"copy", context_copy, 0, 0, 0, "copy($self, /)\n--\n\nReturn a shallow copy of the context object."},
    {"get", context_get, 0, 1, 2,
     "get($self, key, default=None, /)\n--\n\nReturn the value for `key` if `key` has the value in the "
     "context object.\n\nIf `key` does "
     "not exist, return `default`. If `default` is not given,\nreturn None."},
    {"items", context_items, 0, 0, 0, "items($self, /)\n--\n\nThe variables and their values, as pairs."},
    {"keys", context_keys, 0, 0, 0, "keys($self, /)\n--\n\nThe variables in the context object."},
    {"values", context_values, 0, 0, 0, "values($self, /)\n--\n\nThe values in the context object."},
    {0},
};

OURO_BUILTIN_TYPE(context) = {
    .id = OURO_T_CONTEXT,
    .slots = {.name = "_contextvars.Context",
              .size = sizeof(context),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE,
              .fields = context_fields,
              .hash = ouro__hash_not_implemented,
              .compare = context_compare,
              .iter = context_iter,
              .length = context_length,
              .getitem = context_getitem,
              .contains = context_contains,
              .new_ = context_new},
    .methods = context_methods,
    .module = "_contextvars",
};

/* ---- Variables ---- */

static ouro_object *variable_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    static const char *const names[] = {"", "default", NULL};
    static const ouro_signature signature = {"ContextVar", names, 1, 1, 1, 1};
    ouro_object *given[2];
    (void)cls;
    if (nargs > 1 && nargs + (kwnames ? ((ouro_tuple *)kwnames)->count : 0) <= 2)
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "ContextVar() takes at most 1 positional argument (%zu given)", nargs);
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return NULL;
    if (!ouro__is_str(rt, given[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "context variable name must be a str");
    context_variable *v = ouro__new_container(rt, sizeof *v, OURO_WORD(OURO_T_CONTEXT_VARIABLE));
    if (!v)
        return NULL;
    ouro__slot_init(&v->name, ouro_ref(given[0]));
    ouro__slot_init(&v->fallback, given[1] ? ouro_ref(given[1]) : NULL);
    ouro__track(&v->head);
    return &v->head;
}

static ouro_object *variable_repr(ouro_runtime *rt, ouro_object *self)
{
    const context_variable *v = (const context_variable *)self;
    if (!v->name)
        return ouro__bad_internal_call(rt, "ContextVar");
    return v->fallback
               ? ouro__str_format(rt, "<ContextVar name=%R default=%R at 0x%zx>", v->name, v->fallback,
                                  (size_t)(uintptr_t)self)
               : ouro__str_format(rt, "<ContextVar name=%R at 0x%zx>", v->name, (size_t)(uintptr_t)self);
}

OURO_METHOD(variable_get)
{
    (void)kwnames;
    if (nargs > 1)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "get expected at most 1 argument, got %zu", nargs);
    context *c = (context *)ouro__module_object(rt, &current_key);
    ouro_object *value = c && c->values ? ouro__dict_get(rt, c->values, self) : NULL;
    if (value)
        return ouro_ref(value);
    if (rt->error)
        return NULL;
    value = nargs ? args[0] : ((context_variable *)self)->fallback;
    return value ? ouro_ref(value) : ouro__raise_object(rt, OURO_T_LOOKUP_ERROR, self);
}

OURO_METHOD(variable_set)
{
    (void)nargs, (void)kwnames;
    context *c = current(rt);
    ouro_object *values = c ? own_values(rt, c) : NULL;
    if (!values)
        return NULL;
    ouro_object *old = ouro__dict_get(rt, values, self);
    context_token *t = rt->error ? NULL : ouro__new_container(rt, sizeof *t, OURO_WORD(OURO_T_CONTEXT_TOKEN));
    if (!t)
        return NULL;
    ouro__slot_init(&t->context, ouro_ref(c));
    ouro__slot_init(&t->variable, ouro_ref(self));
    ouro__slot_init(&t->old_value, old ? ouro_ref(old) : NULL);
    t->used = false;
    ouro__track(&t->head);
    if (ouro__dict_set(rt, values, self, args[0]) == 0)
        return &t->head;
    ouro_decref(rt, &t->head);
    return NULL;
}

OURO_METHOD(variable_reset)
{
    (void)nargs, (void)kwnames;
    context_token *t = (context_token *)args[0];
    if (!ouro__is_exactly(args[0], OURO_T_CONTEXT_TOKEN))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "expected an instance of Token, got %R", args[0]);
    if (t->used)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "%R has already been used once", args[0]);
    if (t->variable != self)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "%R was created by a different ContextVar", args[0]);
    context *c = current(rt);
    if (!c)
        return NULL;
    if (t->context != &c->head)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "%R was created in a different Context", args[0]);
    ouro_object *values = own_values(rt, c);
    if (!values)
        return NULL;
    t->used = true;
    int status =
        t->old_value ? ouro__dict_set(rt, values, self, t->old_value) : ouro__dict_delete(rt, values, self);
    if (status < 0 && !t->old_value && ouro__error_is(rt, OURO_T_KEY_ERROR)) {
        ouro__error_clear(rt);
        return ouro__raise_object(rt, OURO_T_LOOKUP_ERROR, self);
    }
    return status < 0 ? NULL : OURO_NONE(rt);
}

static const ouro_method_def variable_methods[] = {
    {"get", variable_get, 0, 0, -1,
     "Return a value for the context variable for the current context.\n\nIf there is no value for the "
     "variable in the current "
     "context: the default given here,\nor else that of the variable, or else a LookupError."},
    {"set", variable_set, 0, 1, 1,
     "set($self, value, /)\n--\n\nCall to set a new value for the context variable in the current "
     "context.\n\nReturns a Token object "
     "that can be used to restore the variable to its previous\nvalue via the `ContextVar.reset()` method."},
    {"reset", variable_reset, 0, 1, 1,
     "reset($self, token, /)\n--\n\nReset the context variable.\n\nThe variable is reset to the value it had "
     "before the "
     "`ContextVar.set()` that\ncreated the token was used."},
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, "See PEP 585"},
    {0},
};

static const ouro_member_def variable_members[] = {
    {"name", offsetof(context_variable, name), true, false, NULL}, {0}};

OURO_BUILTIN_TYPE(context_variable) = {
    .id = OURO_T_CONTEXT_VARIABLE,
    .slots = {.name = "_contextvars.ContextVar",
              .size = sizeof(context_variable),
              .flags = OURO_TYPE_CONTAINER,
              .fields = variable_fields,
              .repr = variable_repr,
              .new_ = variable_new},
    .methods = variable_methods,
    .members = variable_members,
    .module = "_contextvars",
};

/* ---- Tokens ---- */

static ouro_object *token_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    (void)cls;
    OURO_NO_ARGUMENTS;
    return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "Tokens can only be created by ContextVars");
}

static ouro_object *token_repr(ouro_runtime *rt, ouro_object *self)
{
    const context_token *t = (const context_token *)self;
    return ouro__str_format(rt, "<Token%s var=%R at 0x%zx>", t->used ? " used" : "",
                            t->variable ? t->variable : OURO_NONE(rt), (size_t)(uintptr_t)self);
}

static ouro_object *get_old_value(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *old = ((context_token *)self)->old_value;
    if (old)
        return ouro_ref(old);
    ouro_object *dict = ouro__class_dict(rt, ouro__class_at(rt, OURO_T_CONTEXT_TOKEN));
    ouro_object *missing = dict ? ouro__dict_get_cstring(rt, dict, "MISSING") : NULL;
    return missing ? ouro_ref(missing) : rt->error ? NULL : ouro__bad_internal_call(rt, "Token.MISSING");
}

static const ouro_getset_def token_getsets[] = {{"old_value", get_old_value, NULL, NULL}, {0}};
static const ouro_member_def token_members[] = {{"var", offsetof(context_token, variable), true, false, NULL},
                                                {0}};
static const ouro_method_def token_methods[] = {
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, "See PEP 585"},
    {0},
};

OURO_BUILTIN_TYPE(context_token) = {
    .id = OURO_T_CONTEXT_TOKEN,
    .slots = {.name = "_contextvars.Token",
              .size = sizeof(context_token),
              .flags = OURO_TYPE_CONTAINER,
              .fields = token_fields,
              .repr = token_repr,
              .hash = ouro__hash_not_implemented,
              .new_ = token_new},
    .methods = token_methods,
    .getsets = token_getsets,
    .members = token_members,
    .module = "_contextvars",
};

static ouro_object *missing_repr(ouro_runtime *rt, ouro_object *self)
{
    (void)self;
    return ouro__str_from_cstring(rt, "<Token.MISSING>");
}

OURO_BUILTIN_TYPE(context_token_missing) = {
    .id = OURO_T_CONTEXT_TOKEN_MISSING,
    .slots = {.name = "Token.MISSING",
              .size = sizeof(ouro_object),
              .flags = OURO_TYPE_DISALLOW_NEW,
              .repr = missing_repr},
};

/* ---- The module ---- */

OURO_C_FUNCTION(copy_context)
{
    context *c = current(rt);
    return c ? context_with(rt, c->values) : NULL;
}

static const ouro_method_def functions[] = {
    {"copy_context", copy_context, 0, 0, 0, "copy_context($module, /)\n--\n\nA copy of the current context."},
    {0},
};

/* Makes Token.MISSING unless it is there. */
static int make_missing(ouro_runtime *rt)
{
    ouro_object *dict = ouro__class_dict(rt, ouro__class_at(rt, OURO_T_CONTEXT_TOKEN));
    if (!dict || ouro__dict_get_cstring(rt, dict, "MISSING"))
        return dict ? 0 : -1;
    ouro_object *missing = ouro__new_leaf(rt, sizeof *missing, OURO_WORD(OURO_T_CONTEXT_TOKEN_MISSING));
    int status = missing ? ouro__dict_set_cstring(rt, dict, "MISSING", missing) : -1;
    ouro_xdecref(rt, missing);
    return status;
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_context, "Context"},
                                             {&ouro__builtin_context_variable, "ContextVar"},
                                             {&ouro__builtin_context_token, "Token"},
                                             {&ouro__builtin_context_token_missing, NULL},
                                             {NULL, NULL}};
    return ouro__module_add_types(rt, module, types) < 0 ? -1 : make_missing(rt);
}

const ouro_module_def ouro__module_contextvars = {"_contextvars", functions, exec, "Context Variables"};
