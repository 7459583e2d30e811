/* types.GenericAlias: list[int]. Behaves as the class it was made from, and remembers its arguments (PEP 585). */
#include "types/generic_alias.h"

#include "types/class_internal.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

typedef struct generic_alias {
    ouro_object head;
    ouro_object *origin, *args;
    ouro_object *parameters; /* NULL: not collected yet */
    uint64_t unpacked;       /* made by *list[int] */
} generic_alias;

static const uint16_t alias_fields[] = {offsetof(generic_alias, origin), offsetof(generic_alias, args),
                                        offsetof(generic_alias, parameters), 0};

static inline generic_alias *as_alias(ouro_object *o)
{
    return (generic_alias *)o;
}

/* --- making ---------------------------------------------------------------------------------------------- */

static ouro_object *make(ouro_runtime *rt, ouro_object *cls, ouro_object *origin, ouro_object *item)
{
    ouro_object *args = ouro__is_tuple(rt, item) ? ouro_ref(item) : ouro__tuple_from(rt, &item, 1);
    generic_alias *a = args ? (generic_alias *)ouro__instance_new(rt, cls) : NULL;
    if (!a) {
        ouro_xdecref(rt, args);
        return NULL;
    }
    ouro__slot_init(&a->origin, ouro_ref(origin));
    ouro__slot_init(&a->args, args);
    return &a->head;
}

ouro_object *ouro__generic_alias_new(ouro_runtime *rt, ouro_object *origin, ouro_object *item)
{
    return make(rt, ouro__class_at(rt, OURO_T_GENERIC_ALIAS), origin, item);
}

bool ouro__is_generic_alias(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_GENERIC_ALIAS) ||
           ouro__is_subtype(rt, ouro__class_of(rt, o), ouro__class_at(rt, OURO_T_GENERIC_ALIAS));
}

ouro_object *ouro__generic_class_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                         size_t nargs, ouro_object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    return ouro__generic_alias_new(rt, self, args[0]);
}

static ouro_object *alias_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    if (ouro__check_arity(rt, "GenericAlias", nargs, kwnames, 2, 2) < 0)
        return NULL;
    return make(rt, cls, args[0], args[1]);
}

/* --- text ------------------------------------------------------------------------------------------------ */

static int has_attribute(ouro_runtime *rt, ouro_object *o, const char *text)
{
    ouro_object *name = ouro__str_intern_cstring(rt, text), *value;
    int found = name ? ouro__getattr_optional(rt, o, name, &value) : -1;
    ouro_xdecref(rt, name);
    if (found > 0)
        ouro_decref(rt, value);
    return found;
}

static int write_owned(ouro_str_builder *b, ouro_object *text)
{
    int status = text ? ouro__builder_str(b, text) : -1;
    ouro_xdecref(b->rt, text);
    return status;
}

int ouro__write_type_argument(ouro_str_builder *b, ouro_object *o)
{
    ouro_runtime *rt = b->rt;
    if (o == OURO_ELLIPSIS(rt))
        return ouro__builder_ascii(b, "...", 3);
    int generic = has_attribute(rt, o, "__origin__");
    if (generic > 0)
        generic = has_attribute(rt, o, "__args__");
    if (generic)
        return generic < 0 ? -1 : write_owned(b, ouro__repr(rt, o));
    ouro_object *qualname = NULL, *module = NULL;
    int found = ouro__getattr_optional(rt, o, NAME(rt, __qualname__), &qualname);
    if (found > 0)
        found = ouro__getattr_optional(rt, o, NAME(rt, __module__), &module);
    int status = -1;
    if (found > 0 && module != OURO_NONE(rt)) {
        bool bare = ouro__is_str(rt, module) && ouro__str_equals_ascii(module, "builtins");
        status =
            write_owned(b, bare ? ouro__str(rt, qualname) : ouro__str_format(rt, "%S.%S", module, qualname));
    } else if (found >= 0) {
        status = write_owned(b, ouro__repr(rt, o));
    }
    ouro_xdecref(rt, qualname);
    ouro_xdecref(rt, module);
    return status;
}

static ouro_object *alias_repr(ouro_runtime *rt, ouro_object *o)
{
    generic_alias *a = as_alias(o);
    ouro_tuple *args = (ouro_tuple *)a->args;
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    int status = ouro__enter_recursion(rt, " while getting the repr of an object") ? 0 : -1;
    bool entered = status == 0;
    if (status == 0 && a->unpacked)
        status = ouro__builder_char(&b, '*');
    if (status == 0)
        status = ouro__write_type_argument(&b, a->origin);
    if (status == 0)
        status = ouro__builder_char(&b, '[');
    for (size_t i = 0; i < args->count && status == 0; i++) {
        if (i)
            status = ouro__builder_ascii(&b, ", ", 2);
        if (status == 0)
            status = ouro__write_type_argument(&b, args->items[i]);
    }
    if (status == 0 && !args->count) /* tuple[()] */
        status = ouro__builder_ascii(&b, "()", 2);
    if (status == 0)
        status = ouro__builder_char(&b, ']');
    if (entered)
        ouro__leave_recursion(rt);
    if (status == 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

/* --- type variables -------------------------------------------------------------------------------------- */

static bool list_has(const ouro_list *l, const ouro_object *o)
{
    for (uint32_t i = 0; i < l->count; i++)
        if (l->items[i] == o)
            return true;
    return false;
}

static int collect(ouro_runtime *rt, ouro_object *list, ouro_object *argument)
{
    if (ouro__is_class(rt, argument))
        return 0;
    int variable = has_attribute(rt, argument, "__typing_subst__");
    if (variable)
        return variable < 0                            ? -1
               : list_has((ouro_list *)list, argument) ? 0
                                                       : ouro__list_append(rt, list, argument);
    ouro_object *name = ouro__str_intern_cstring(rt, "__parameters__"), *inner = NULL;
    int found = name ? ouro__getattr_optional(rt, argument, name, &inner) : -1;
    ouro_xdecref(rt, name);
    int status = found < 0 ? -1 : 0;
    if (found > 0 && ouro__is_tuple(rt, inner)) {
        ouro_tuple *t = (ouro_tuple *)inner;
        for (size_t i = 0; i < t->count && status == 0; i++)
            if (!list_has((ouro_list *)list, t->items[i]))
                status = ouro__list_append(rt, list, t->items[i]);
    }
    ouro_xdecref(rt, inner);
    return status;
}

ouro_object *ouro__type_parameters(ouro_runtime *rt, ouro_object *args)
{
    ouro_object *list = ouro__list_new(rt, 0), *result = NULL;
    int status = list ? 0 : -1;
    for (size_t i = 0; i < ((ouro_tuple *)args)->count && status == 0; i++)
        status = collect(rt, list, ((ouro_tuple *)args)->items[i]);
    if (status == 0)
        result = ouro__list_to_tuple(rt, list);
    ouro_xdecref(rt, list);
    return result;
}

/* What stands for a type variable. */
static ouro_object *value_of(const ouro_tuple *parameters, const ouro_tuple *values,
                             const ouro_object *variable)
{
    for (size_t i = 0; i < parameters->count; i++)
        if (parameters->items[i] == variable)
            return values->items[i];
    return NULL;
}

/* One argument with its variables replaced: owned. */
static ouro_object *substitute(ouro_runtime *rt, ouro_object *argument, const ouro_tuple *parameters,
                               const ouro_tuple *values)
{
    if (ouro__is_class(rt, argument))
        return ouro_ref(argument);
    ouro_object *name = ouro__str_intern_cstring(rt, "__typing_subst__"), *hook, *inner;
    int found = name ? ouro__getattr_optional(rt, argument, name, &hook) : -1;
    ouro_xdecref(rt, name);
    if (found < 0)
        return NULL;
    if (found) {
        ouro_object *value = value_of(parameters, values, argument);
        ouro_object *result = value ? ouro__call1(rt, hook, value) : ouro_ref(argument);
        ouro_decref(rt, hook);
        return result;
    }
    name = ouro__str_intern_cstring(rt, "__parameters__");
    found = name ? ouro__getattr_optional(rt, argument, name, &inner) : -1;
    ouro_xdecref(rt, name);
    if (found < 0)
        return NULL;
    ouro_object *result = NULL;
    if (found && ouro__is_tuple(rt, inner) && ((ouro_tuple *)inner)->count) {
        ouro_tuple *t = (ouro_tuple *)inner, *item = ouro__tuple_alloc(rt, t->count);
        for (size_t i = 0; item && i < t->count; i++) {
            ouro_object *value = value_of(parameters, values, t->items[i]);
            ouro__slot_init(&item->items[i], ouro_ref(value ? value : t->items[i]));
        }
        if (item) {
            ouro__tuple_ready(rt, item);
            result = ouro__getitem(rt, argument, &item->head);
            ouro_decref(rt, &item->head);
        }
    } else {
        result = ouro_ref(argument);
    }
    if (found)
        ouro_decref(rt, inner);
    return result;
}

/* Lets type variables of variable number gather their values. Takes over and returns the tuple of values. */
static ouro_object *prepare_values(ouro_runtime *rt, ouro_object *self, const ouro_tuple *parameters,
                                   ouro_object *values)
{
    ouro_object *name = ouro__str_intern_cstring(rt, "__typing_prepare_subst__");
    for (size_t i = 0; name && values && i < parameters->count; i++) {
        ouro_object *hook;
        int found = ouro__getattr_optional(rt, parameters->items[i], name, &hook);
        if (!found)
            continue;
        ouro_object *given = found > 0 ? ouro__call2(rt, hook, self, values) : NULL;
        if (found > 0)
            ouro_decref(rt, hook);
        ouro_decref(rt, values);
        values = given ? ouro__tuple_from_iterable(rt, given) : NULL;
        ouro_xdecref(rt, given);
    }
    if (!name && values) {
        ouro_decref(rt, values);
        values = NULL;
    }
    ouro_xdecref(rt, name);
    return values;
}

ouro_object *ouro__type_substitute(ouro_runtime *rt, ouro_object *self, ouro_object *args,
                                   ouro_object *parameters, ouro_object *item)
{
    ouro_tuple *p = (ouro_tuple *)parameters, *t = (ouro_tuple *)args;
    if (!p->count)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%R is not a generic class", self);
    ouro_object *values = ouro__is_tuple(rt, item) ? ouro_ref(item) : ouro__tuple_from(rt, &item, 1);
    values = values ? prepare_values(rt, self, p, values) : NULL;
    if (!values)
        return NULL;
    size_t given = ((ouro_tuple *)values)->count;
    ouro_tuple *result = NULL;
    if (given != p->count)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "Too %s arguments for %R; actual %zu, expected %zu",
                    given > p->count ? "many" : "few", self, given, p->count);
    else
        result = ouro__tuple_alloc(rt, t->count);
    for (size_t i = 0; result && i < t->count; i++) {
        ouro_object *argument = substitute(rt, t->items[i], p, (ouro_tuple *)values);
        if (!argument) {
            ouro_decref(rt, &result->head);
            result = NULL;
            break;
        }
        ouro__slot_init(&result->items[i], argument);
    }
    if (result)
        ouro__tuple_ready(rt, result);
    ouro_decref(rt, values);
    return (ouro_object *)result;
}

/* --- behaviour ------------------------------------------------------------------------------------------- */

static ouro_object *get_parameters(ouro_runtime *rt, ouro_object *o)
{
    generic_alias *a = as_alias(o);
    if (!a->parameters) {
        ouro_object *parameters = ouro__type_parameters(rt, a->args);
        if (!parameters)
            return NULL;
        ouro__slot_set(rt, a, &a->parameters, parameters);
    }
    return ouro_ref(a->parameters);
}

static ouro_object *alias_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *item)
{
    ouro_object *parameters = get_parameters(rt, o);
    ouro_object *args = parameters ? ouro__type_substitute(rt, o, as_alias(o)->args, parameters, item) : NULL;
    ouro_object *result = args ? make(rt, ouro__class_of(rt, o), as_alias(o)->origin, args) : NULL;
    if (result)
        as_alias(result)->unpacked = as_alias(o)->unpacked;
    ouro_xdecref(rt, args);
    ouro_xdecref(rt, parameters);
    return result;
}

static ouro_object *alias_call(ouro_runtime *rt, ouro_object *o, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    ouro_object *made = ouro__call(rt, as_alias(o)->origin, args, nargs, kwnames);
    ouro_object *name = made ? ouro__str_intern_cstring(rt, "__orig_class__") : NULL;
    if (name && ouro__setattr(rt, made, name, o) < 0 &&
        (ouro__error_is(rt, OURO_T_ATTRIBUTE_ERROR) || ouro__error_is(rt, OURO_T_TYPE_ERROR)))
        ouro__error_clear(rt); /* it keeps no attributes */
    ouro_xdecref(rt, name);
    if (made && rt->error) {
        ouro_decref(rt, made);
        return NULL;
    }
    return made;
}

/* Names that are the alias's own; all others are the class's. */
static ouro_object *alias_getattr(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    static const char *const own[] = {"__class__",       "__origin__",     "__args__",
                                      "__unpacked__",    "__parameters__", "__typing_unpacked_tuple_args__",
                                      "__mro_entries__", "__reduce_ex__",  "__reduce__",
                                      "__copy__",        "__deepcopy__"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (ouro__str_equals_ascii(name, own[i]))
            return ouro__generic_getattr(rt, o, name);
    return ouro__getattr(rt, as_alias(o)->origin, name);
}

static ouro_object *alias_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if ((op != OURO_EQ && op != OURO_NE) || !ouro__is_generic_alias(rt, b))
        return OURO_NOT_IMPLEMENTED(rt);
    int equal = as_alias(a)->unpacked == as_alias(b)->unpacked;
    if (equal)
        equal = ouro__compare_bool(rt, as_alias(a)->origin, as_alias(b)->origin, OURO_EQ);
    if (equal > 0)
        equal = ouro__compare_bool(rt, as_alias(a)->args, as_alias(b)->args, OURO_EQ);
    return equal < 0 ? NULL : (equal > 0) == (op == OURO_EQ) ? OURO_TRUE(rt) : OURO_FALSE(rt);
}

static int64_t alias_hash(ouro_runtime *rt, ouro_object *o)
{
    int64_t origin = ouro__hash(rt, as_alias(o)->origin);
    int64_t args = origin == -1 ? -1 : ouro__hash(rt, as_alias(o)->args);
    if (args == -1)
        return -1;
    return (origin ^ args) == -1 ? -2 : origin ^ args;
}

/* `*list[int]`: an iterator over one unpacked copy. */
static ouro_object *alias_iter(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *copy = ouro__generic_alias_new(rt, as_alias(o)->origin, as_alias(o)->args);
    if (!copy)
        return NULL;
    as_alias(copy)->unpacked = 1;
    ouro_object *tuple = ouro__tuple_from_owned(rt, &copy, 1);
    ouro_object *iterator = tuple ? ouro__iter(rt, tuple) : NULL;
    ouro_xdecref(rt, tuple);
    return iterator;
}

static ouro_object *mro_entries(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__tuple_from(rt, &as_alias(self)->origin, 1);
}

static ouro_object *no_instance_check(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t nargs, ouro_object *kwnames)
{
    (void)self;
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "isinstance() argument 2 cannot be a parameterized generic");
}

static ouro_object *no_subclass_check(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t nargs, ouro_object *kwnames)
{
    (void)self;
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "issubclass() argument 2 cannot be a parameterized generic");
}

static ouro_object *get_unpacked(ouro_runtime *rt, ouro_object *o)
{
    return as_alias(o)->unpacked ? OURO_TRUE(rt) : OURO_FALSE(rt);
}

static ouro_object *get_unpacked_args(ouro_runtime *rt, ouro_object *o)
{
    generic_alias *a = as_alias(o);
    return a->unpacked && a->origin == ouro__class_at(rt, OURO_T_TUPLE) ? ouro_ref(a->args) : OURO_NONE(rt);
}

static const ouro_method_def alias_methods[] = {
    {"__mro_entries__", mro_entries, 0, 1, 1, NULL},
    {"__instancecheck__", no_instance_check, 0, 1, 1, NULL},
    {"__subclasscheck__", no_subclass_check, 0, 1, 1, NULL},
    {0},
};
static const ouro_getset_def alias_getsets[] = {
    {"__parameters__", get_parameters, NULL, "the type variables among the arguments"},
    {"__typing_unpacked_tuple_args__", get_unpacked_args, NULL, NULL},
    {0},
};
static const ouro_getset_def alias_fields_shown[] = {
    {"__unpacked__", get_unpacked, NULL, NULL},
    {0},
};
static const ouro_member_def alias_members[] = {
    {"__origin__", offsetof(generic_alias, origin), true, false, NULL},
    {"__args__", offsetof(generic_alias, args), true, false, NULL},
    {0},
};
static const ouro_number_slots alias_number = {.binary[OURO_OR] = ouro__union_or};

OURO_BUILTIN_TYPE(generic_alias) = {
    .id = OURO_T_GENERIC_ALIAS,
    .slots = {.name = "types.GenericAlias",
              .size = sizeof(generic_alias),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_BASE,
              .fields = alias_fields,
              .repr = alias_repr,
              .hash = alias_hash,
              .compare = alias_compare,
              .call = alias_call,
              .iter = alias_iter,
              .getattr = alias_getattr,
              .getitem = alias_getitem,
              .number = &alias_number,
              .new_ = alias_new},
    .methods = alias_methods,
    .getsets = alias_getsets,
    .shown_fields = alias_fields_shown,
    .members = alias_members,
    .doc = "GenericAlias(origin, args, /)\n--\n\nA class with type arguments (PEP 585).",
};
