/* Functions written in C, bound or not (builtin_function_or_method), and bound methods.
 * Calls pass their arguments as an array on the C stack; no tuple is made. */
#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

/* --- argument counts ------------------------------------------------------------------------------------- */

int ouro__check_arity(ouro_runtime *rt, const char *name, size_t nargs, ouro_object *kwnames, int min,
                      int max)
{
    if (ouro__unlikely(kwnames && ((ouro_tuple *)kwnames)->count)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() takes no keyword arguments", name);
        return -1;
    }
    if (ouro__likely(nargs >= (size_t)min && (max < 0 || nargs <= (size_t)max)))
        return 0;
    if (min == max && max == 0)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() takes no arguments (%zu given)", name, nargs);
    else if (min == max && max == 1)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() takes exactly one argument (%zu given)", name, nargs);
    else {
        int bound = nargs < (size_t)min ? min : max;
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s expected %s%d argument%s, got %zu", name,
                    min == max     ? ""
                    : bound == min ? "at least "
                                   : "at most ",
                    bound, bound == 1 ? "" : "s", nargs);
    }
    return -1;
}

/* The class at or above cls that a method of it comes from. */
static ouro_class *definer(ouro_class *cls, const ouro_method_def *def)
{
    for (ouro_class *c = cls; c; c = (ouro_class *)c->base) {
        const ouro_method_def *m = c->builtin ? c->builtin->methods : NULL;
        for (; m && m->name; m++)
            if (m == def)
                return c;
    }
    return cls;
}

/* The name that messages show: with the class before a method of one, the module before a function of one. The class is
 * the one that has the method, or, of a method that was bound to an object before it was called, the object's. */
static int arity_error(ouro_runtime *rt, const ouro_method_def *def, ouro_object *self, bool bound, size_t nargs,
                       ouro_object *kwnames)
{
    bool bare = def->max != def->min || def->max > 1;
    if (def->flags & OURO_METH_TAKES && !(kwnames && ((ouro_tuple *)kwnames)->count)) {
        bool few = nargs < (size_t)def->min;
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() takes at %s %d argument%s (%zu given)", def->name,
                    few ? "least" : "most", few ? def->min : def->max, few && def->min == 1 ? "" : "s",
                    nargs);
        return -1;
    }
    bare &= !(kwnames && ((ouro_tuple *)kwnames)->count);
    bare |= bound && (def->flags & OURO_METH_TAKES || def->max < 0); /* such that take a tuple in CPython */
    if (bare || !self || def->flags & OURO_METH_STATIC)
        return ouro__check_arity(rt, def->name, nargs, kwnames, def->min, def->max);
    ouro_object *name;
    if (ouro__is_exactly(self, OURO_T_MODULE)) {
        ouro_object *module = ouro__getattr(rt, self, NAME(rt, __name__));
        if (!module)
            return -1;
        bool builtins = !ouro__is_str(rt, module) || ouro__str_equals_ascii(module, "builtins");
        name = builtins ? ouro__str_from_cstring(rt, def->name)
                        : ouro__str_format(rt, "%U.%s", module, def->name);
        ouro_decref(rt, module);
    } else {
        ouro_object *cls =
            ouro__is_class(rt, self) && def->flags & OURO_METH_CLASS ? self : ouro__class_of(rt, self);
        if (ouro__is_class(rt, self))
            cls = self;
        else if (!bound)
            cls = &definer((ouro_class *)cls, def)->head;
        name = ouro__str_format(rt, "%U.%s", ((ouro_class *)cls)->qualname, def->name);
    }
    if (!name)
        return -1;
    size_t length;
    char *owned;
    const char *text = ouro__str_wtf8(rt, name, &length, &owned);
    if (text) {
        ouro__check_arity(rt, text, nargs, kwnames, def->min, def->max);
        ouro__buffer_free(rt, owned);
    }
    ouro_decref(rt, name);
    return -1;
}

static inline ouro_object *call_def(ouro_runtime *rt, const ouro_method_def *def, ouro_object *self, bool bound,
                                    ouro_object *const *args, size_t nargs, ouro_object *kwnames)
{
    if (!(def->flags & OURO_METH_KEYWORDS)) {
        bool fits = nargs >= (size_t)def->min && (def->max < 0 || nargs <= (size_t)def->max);
        if (ouro__unlikely(!fits || (kwnames && ((ouro_tuple *)kwnames)->count))) {
            arity_error(rt, def, self, bound, nargs, kwnames);
            return NULL;
        }
    }
    return def->function(rt, self, args, nargs, kwnames);
}

ouro_object *ouro__call_def(ouro_runtime *rt, const ouro_method_def *def, ouro_object *self,
                            ouro_object *const *args, size_t nargs, ouro_object *kwnames)
{
    return call_def(rt, def, self, false, args, nargs, kwnames);
}

/* --- builtin_function_or_method -------------------------------------------------------------------------- */

static const uint16_t function_fields[] = {offsetof(ouro_builtin_function, self),
                                           offsetof(ouro_builtin_function, module), 0};

static inline ouro_builtin_function *as_function(ouro_object *o)
{
    return (ouro_builtin_function *)o;
}

ouro_object *ouro__builtin_function_new(ouro_runtime *rt, const ouro_method_def *def, ouro_object *self,
                                        ouro_object *module)
{
    ouro_builtin_function *f = ouro__new_container(rt, sizeof *f, OURO_WORD(OURO_T_BUILTIN_FUNCTION));
    if (ouro__unlikely(!f))
        return NULL;
    f->def = def;
    ouro__slot_init(&f->self, self ? ouro_ref(self) : NULL);
    ouro__slot_init(&f->module, module ? ouro_ref(module) : NULL);
    ouro__track(&f->head);
    return &f->head;
}

static ouro_object *function_call(ouro_runtime *rt, ouro_object *o, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    ouro_builtin_function *f = as_function(o);
    return call_def(rt, f->def, f->self, true, args, nargs, kwnames);
}

static bool is_plain_function(const ouro_builtin_function *f)
{
    return !f->self || ouro__is_exactly(f->self, OURO_T_MODULE);
}

static ouro_object *function_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro_builtin_function *f = as_function(o);
    if (is_plain_function(f))
        return ouro__str_format(rt, "<built-in function %s>", f->def->name);
    return ouro__str_format(rt, "<built-in method %s of %T object at 0x%zx>", f->def->name, f->self,
                            (size_t)(uintptr_t)f->self);
}

static ouro_object *function_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if ((op != OURO_EQ && op != OURO_NE) || !ouro__is_exactly(b, OURO_T_BUILTIN_FUNCTION))
        return OURO_NOT_IMPLEMENTED(rt);
    bool equal = as_function(a)->self == as_function(b)->self &&
                 as_function(a)->def->function == as_function(b)->def->function;
    return equal == (op == OURO_EQ) ? OURO_TRUE(rt) : OURO_FALSE(rt);
}

static inline uint64_t rotated(const void *p)
{
    uint64_t v = (uint64_t)(uintptr_t)p;
    return v >> 4 | v << 60;
}

static int64_t function_hash(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    uint64_t code = (uint64_t)(uintptr_t)as_function(o)->def->function;
    int64_t h = (int64_t)(rotated(as_function(o)->self) ^ (code >> 4 | code << 60));
    return h == -1 ? -2 : h;
}

static ouro_object *function_name(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_from_cstring(rt, as_function(o)->def->name);
}
static ouro_object *function_qualname(ouro_runtime *rt, ouro_object *o)
{
    ouro_builtin_function *f = as_function(o);
    if (is_plain_function(f))
        return function_name(rt, o);
    ouro_object *cls = ouro__is_class(rt, f->self) ? f->self : ouro__class_of(rt, f->self);
    return ouro__str_format(rt, "%U.%s", ((ouro_class *)cls)->qualname, f->def->name);
}
static ouro_object *function_doc(ouro_runtime *rt, ouro_object *o)
{
    return ouro__doc_text(rt, as_function(o)->def->name, as_function(o)->def->doc);
}
static ouro_object *function_signature(ouro_runtime *rt, ouro_object *o)
{
    return ouro__doc_signature(rt, as_function(o)->def->name, as_function(o)->def->doc);
}

static const ouro_getset_def function_getsets[] = {
    {"__name__", function_name, NULL, NULL},
    {"__qualname__", function_qualname, NULL, NULL},
    {"__doc__", function_doc, NULL, NULL},
    {"__text_signature__", function_signature, NULL, NULL},
    {0},
};
static const ouro_member_def function_members[] = {
    {"__self__", offsetof(ouro_builtin_function, self), true, true, NULL},
    {"__module__", offsetof(ouro_builtin_function, module), false, true, NULL},
    {0},
};

/* (getattr, (o, name)), for pickling. Owned. */
static ouro_object *reduce_to_getattr(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    ouro_object *getattr = ouro__dict_get_cstring(rt, rt->python->builtins, "getattr");
    ouro_object *arguments = getattr ? ouro__tuple_of(rt, 2, o, name) : NULL;
    ouro_object *result = arguments ? ouro__tuple_of(rt, 2, getattr, arguments) : NULL;
    ouro_xdecref(rt, arguments);
    if (!getattr && !rt->error)
        return ouro__bad_internal_call(rt, "__reduce__");
    return result;
}

OURO_C_FUNCTION(function_reduce)
{
    ouro_builtin_function *f = (ouro_builtin_function *)self;
    ouro_object *name = ouro__str_from_cstring(rt, f->def->name);
    if (!name || !f->self || ouro__is_exactly(f->self, OURO_T_MODULE))
        return name; /* found again in its module */
    ouro_object *result = reduce_to_getattr(rt, f->self, name);
    ouro_decref(rt, name);
    return result;
}

static const ouro_method_def function_methods[] = {
    {"__reduce__", function_reduce, 0, 0, 0, NULL},
    {0},
};

OURO_BUILTIN_TYPE(builtin_function) = {
    .id = OURO_T_BUILTIN_FUNCTION,
    .slots = {.name = "builtin_function_or_method",
              .size = sizeof(ouro_builtin_function),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE,
              .fields = function_fields,
              .repr = function_repr,
              .call = function_call,
              .compare = function_compare,
              .hash = function_hash},
    .methods = function_methods,
    .getsets = function_getsets,
    .members = function_members,
};

/* --- bound methods --------------------------------------------------------------------------------------- */

static const uint16_t bound_fields[] = {offsetof(ouro_bound_method, function),
                                        offsetof(ouro_bound_method, self), 0};

static inline ouro_bound_method *as_bound(ouro_object *o)
{
    return (ouro_bound_method *)o;
}

ouro_object *ouro__bound_method_new(ouro_runtime *rt, ouro_object *function, ouro_object *self)
{
    ouro_bound_method *m = ouro__new_container(rt, sizeof *m, OURO_WORD(OURO_T_METHOD));
    if (ouro__unlikely(!m))
        return NULL;
    ouro__slot_init(&m->function, ouro_ref(function));
    ouro__slot_init(&m->self, ouro_ref(self));
    ouro__track(&m->head);
    return &m->head;
}

ouro_object *ouro__call_prepend(ouro_runtime *rt, ouro_object *f, ouro_object *first,
                                ouro_object *const *args, size_t nargs, ouro_object *kwnames)
{
    ouro_object *small[10], **all = small;
    size_t total = nargs + (kwnames ? ((ouro_tuple *)kwnames)->count : 0);
    if (ouro__unlikely(total >= sizeof small / sizeof *small)) {
        all = ouro__buffer_alloc(rt, (total + 1) * sizeof *all);
        if (!all)
            return NULL;
    }
    all[0] = first;
    for (size_t i = 0; i < total; i++)
        all[i + 1] = args[i];
    ouro_object *result = ouro__call(rt, f, all, nargs + 1, kwnames);
    if (ouro__unlikely(all != small))
        ouro__buffer_free(rt, all);
    return result;
}

static ouro_object *bound_call(ouro_runtime *rt, ouro_object *o, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    ouro_bound_method *m = as_bound(o);
    if (ouro__unlikely(!m->function || !m->self))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "the method was cleared");
    /* The method may be the caller's last reference to them. */
    ouro_object *f = ouro_ref(m->function), *self = ouro_ref(m->self);
    ouro_object *result = ouro__call_prepend(rt, f, self, args, nargs, kwnames);
    ouro_decref(rt, self);
    ouro_decref(rt, f);
    return result;
}

static ouro_object *bound_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro_bound_method *m = as_bound(o);
    ouro_object *name;
    int found = ouro__getattr_optional(rt, m->function, NAME(rt, __qualname__), &name);
    if (found == 0)
        found = ouro__getattr_optional(rt, m->function, NAME(rt, __name__), &name);
    if (found < 0)
        return NULL;
    bool named = found && ouro__is_str(rt, name);
    ouro_object *result = named ? ouro__str_format(rt, "<bound method %U of %R>", name, m->self)
                                : ouro__str_format(rt, "<bound method ? of %R>", m->self);
    if (found)
        ouro_decref(rt, name);
    return result;
}

static ouro_object *bound_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if ((op != OURO_EQ && op != OURO_NE) || !ouro__is_exactly(b, OURO_T_METHOD))
        return OURO_NOT_IMPLEMENTED(rt);
    int equal = ouro__compare_bool(rt, as_bound(a)->function, as_bound(b)->function, OURO_EQ);
    if (equal < 0)
        return NULL;
    equal = equal && as_bound(a)->self == as_bound(b)->self;
    return equal == (op == OURO_EQ) ? OURO_TRUE(rt) : OURO_FALSE(rt);
}

static int64_t bound_hash(ouro_runtime *rt, ouro_object *o)
{
    int64_t h = ouro__hash(rt, as_bound(o)->function);
    if (h == -1)
        return -1;
    h ^= (int64_t)rotated(as_bound(o)->self);
    return h == -1 ? -2 : h;
}

/* What the type itself has, else the function's. */
static ouro_object *bound_getattr(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    ouro_type *type = ouro__type_of(rt, o);
    ouro_object *descr = ouro__class_lookup(rt, type, name);
    if (!descr && rt->error)
        return NULL;
    if (!descr)
        return ouro__getattr(rt, as_bound(o)->function, name);
    ouro_type *descr_type = ouro__type_of(rt, descr);
    return descr_type->descr_get ? descr_type->descr_get(rt, descr, o, type->class_object) : ouro_ref(descr);
}

static ouro_object *bound_get(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *cls)
{
    (void)rt;
    (void)o;
    (void)cls;
    return ouro_ref(descr); /* bound already */
}

static ouro_object *bound_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    (void)cls;
    if (ouro__check_arity(rt, "method", nargs, kwnames, 2, 2) < 0)
        return NULL;
    if (!ouro__is_callable(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "first argument must be callable");
    if (args[1] == OURO_NONE(rt))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "self must not be None");
    return ouro__bound_method_new(rt, args[0], args[1]);
}

static ouro_object *bound_doc(ouro_runtime *rt, ouro_object *o)
{
    return ouro__getattr(rt, as_bound(o)->function, NAME(rt, __doc__));
}

OURO_C_FUNCTION(bound_reduce)
{
    ouro_object *name = ouro__getattr(rt, as_bound(self)->function, NAME(rt, __name__));
    ouro_object *result = name ? reduce_to_getattr(rt, as_bound(self)->self, name) : NULL;
    ouro_xdecref(rt, name);
    return result;
}

static const ouro_method_def bound_methods[] = {
    {"__reduce__", bound_reduce, 0, 0, 0, NULL},
    {0},
};
static const ouro_getset_def bound_getsets[] = {{"__doc__", bound_doc, NULL, NULL}, {0}};
static const ouro_member_def bound_members[] = {
    {"__func__", offsetof(ouro_bound_method, function), true, false,
     "the function (or other callable) implementing a method"},
    {"__self__", offsetof(ouro_bound_method, self), true, false, "the instance to which a method is bound"},
    {0},
};

OURO_BUILTIN_TYPE(method) = {
    .id = OURO_T_METHOD,
    .slots = {.name = "method",
              .size = sizeof(ouro_bound_method),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE,
              .fields = bound_fields,
              .repr = bound_repr,
              .call = bound_call,
              .compare = bound_compare,
              .hash = bound_hash,
              .getattr = bound_getattr,
              .descr_get = bound_get,
              .new_ = bound_new},
    .methods = bound_methods,
    .getsets = bound_getsets,
    .members = bound_members,
    .doc = "Create a bound instance method object.",
};
