/* The types of None, Ellipsis and NotImplemented. */
#include "types/protocol.h"
#include "types/exception.h"
#include "types/str.h"
#include "types/types.h"

static ouro_object *give(ouro_runtime *rt, ouro_object *o, size_t nargs, ouro_object *kwnames)
{
    if (nargs || kwnames)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s takes no arguments",
                           o == OURO_ELLIPSIS(rt) ? "EllipsisType" : ouro__type_of(rt, o)->name);
    return o;
}

#define SINGLETON_NEW(name, object)                                                                          \
    static ouro_object *name(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,     \
                             ouro_object *kwnames)                                                           \
    {                                                                                                        \
        (void)cls;                                                                                           \
        (void)args;                                                                                          \
        return give(rt, object(rt), nargs, kwnames);                                                         \
    }
SINGLETON_NEW(none_new, OURO_NONE)
SINGLETON_NEW(ellipsis_new, OURO_ELLIPSIS)
SINGLETON_NEW(not_implemented_new, OURO_NOT_IMPLEMENTED)

#define SINGLETON_REPR(name, text)                                                                           \
    static ouro_object *name(ouro_runtime *rt, ouro_object *o)                                               \
    {                                                                                                        \
        (void)o;                                                                                             \
        return ouro__str_intern_cstring(rt, text);                                                           \
    }
SINGLETON_REPR(none_repr, "None")
SINGLETON_REPR(ellipsis_repr, "Ellipsis")
SINGLETON_REPR(not_implemented_repr, "NotImplemented")

static int none_truth(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    (void)o;
    return 0;
}

static int not_implemented_truth(ouro_runtime *rt, ouro_object *o)
{
    (void)o;
    if (rt->python->hooks.warn &&
        rt->python->hooks.warn(rt, OURO_T_DEPRECATION_WARNING,
                               "NotImplemented should not be used in a boolean context") < 0)
        return -1;
    return 1;
}

/* How pickle finds them: by name. */
OURO_C_FUNCTION(reduce)
{
    return ouro__repr(rt, self);
}

static const ouro_method_def methods[] = {
    {"__reduce__", reduce, 0, 0, 0, NULL},
    {0},
};

OURO_BUILTIN_TYPE(none) = {
    .id = OURO_T_NONE,
    .slots = {.name = "NoneType",
              .flags = OURO_TYPE_IMMUTABLE,
              .size = sizeof(ouro_object),
              .layout = OURO_LAYOUT_LEAF,
              .repr = none_repr,
              .truth = none_truth,
              .new_ = none_new},
};

OURO_BUILTIN_TYPE(ellipsis) = {
    .id = OURO_T_ELLIPSIS,
    .slots = {.name = "ellipsis",
              .flags = OURO_TYPE_IMMUTABLE,
              .size = sizeof(ouro_object),
              .layout = OURO_LAYOUT_LEAF,
              .repr = ellipsis_repr,
              .new_ = ellipsis_new},
    .methods = methods,
};

OURO_BUILTIN_TYPE(not_implemented) = {
    .id = OURO_T_NOT_IMPLEMENTED,
    .slots = {.name = "NotImplementedType",
              .flags = OURO_TYPE_IMMUTABLE,
              .size = sizeof(ouro_object),
              .layout = OURO_LAYOUT_LEAF,
              .repr = not_implemented_repr,
              .truth = not_implemented_truth,
              .new_ = not_implemented_new},
    .methods = methods,
};
