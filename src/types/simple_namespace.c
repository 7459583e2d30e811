/* types.SimpleNamespace: attributes given by keywords. */
#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

typedef struct simple_namespace {
    ouro_object head;
    uint64_t attrs;
} simple_namespace;

static ouro_object *namespace_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__instance_new(rt, cls);
}

static int namespace_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                          ouro_object *kwnames)
{
    if (nargs) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "no positional arguments expected");
        return -1;
    }
    ouro_object *dict = ouro__instance_dict(rt, self);
    for (size_t i = 0; dict && kwnames && i < ((ouro_tuple *)kwnames)->count; i++)
        if (ouro__dict_set(rt, dict, ((ouro_tuple *)kwnames)->items[i], args[i]) < 0)
            return -1;
    return dict ? 0 : -1;
}

static int write_items(ouro_runtime *rt, ouro_str_builder *b, ouro_object *dict)
{
    ouro_object *key, *value;
    bool first = true;
    for (size_t position = 0; ouro__dict_next(rt, dict, &position, &key, &value);) {
        if (!ouro__is_str(rt, key) || !ouro__str_length(key))
            continue;
        if ((!first && ouro__builder_ascii(b, ", ", 2) < 0) || ouro__builder_str(b, key) < 0 ||
            ouro__builder_char(b, '=') < 0 || ouro__builder_repr(b, value) < 0)
            return -1;
        first = false;
    }
    return 0;
}

static ouro_object *namespace_repr(ouro_runtime *rt, ouro_object *self)
{
    const char *name =
        ouro__is_exactly(self, OURO_T_SIMPLE_NAMESPACE) ? "namespace" : ouro__type_of(rt, self)->name;
    int entered = ouro__repr_enter(rt, self);
    if (entered)
        return entered < 0 ? NULL : ouro__str_format(rt, "%s(...)", name);
    ouro_object *dict = ouro__instance_dict(rt, self);
    ouro_object *copy = dict ? ouro__dict_copy(rt, dict) : NULL, *result = NULL; /* repr runs code */
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    if (copy && ouro__builder_utf8(&b, name, strlen(name)) == 0 && ouro__builder_char(&b, '(') == 0 &&
        write_items(rt, &b, copy) == 0 && ouro__builder_char(&b, ')') == 0)
        result = ouro__builder_finish(&b);
    else
        ouro__builder_discard(&b);
    ouro_xdecref(rt, copy);
    ouro__repr_leave(rt, self);
    return result;
}

static ouro_object *namespace_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    ouro_object *cls = ouro__class_at(rt, OURO_T_SIMPLE_NAMESPACE);
    if (!ouro__is_subtype(rt, ouro__class_of(rt, a), cls) ||
        !ouro__is_subtype(rt, ouro__class_of(rt, b), cls))
        return OURO_NOT_IMPLEMENTED(rt);
    ouro_object *da = ouro__instance_dict(rt, a), *db = da ? ouro__instance_dict(rt, b) : NULL;
    return db ? ouro__compare(rt, da, db, op) : NULL;
}

OURO_C_FUNCTION(namespace_reduce)
{
    ouro_object *dict = ouro__instance_dict(rt, self), *none = dict ? ouro__tuple_of(rt, 0) : NULL;
    ouro_object *result = none ? ouro__tuple_of(rt, 3, ouro__class_of(rt, self), none, dict) : NULL;
    ouro_xdecref(rt, none);
    return result;
}

static const ouro_method_def namespace_methods[] = {
    {"__reduce__", namespace_reduce, 0, 0, 0, "What pickling needs."},
    {0},
};
static const ouro_getset_def namespace_getsets[] = {{"__dict__", ouro__get_own_dict, NULL, NULL}, {0}};

OURO_BUILTIN_TYPE(simple_namespace) = {
    .id = OURO_T_SIMPLE_NAMESPACE,
    .slots = {.name = "types.SimpleNamespace",
              .size = sizeof(simple_namespace),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE,
              .attrs_offset = offsetof(simple_namespace, attrs),
              .repr = namespace_repr,
              .compare = namespace_compare,
              .new_ = namespace_new,
              .init = namespace_init},
    .methods = namespace_methods,
    .getsets = namespace_getsets,
    .doc = "A simple attribute-based namespace.\n\nSimpleNamespace(**kwargs)",
};
