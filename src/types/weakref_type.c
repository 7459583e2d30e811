/* weakref.ref and the weak proxies, over the core's table of weak references. */
#include "types/weakref_type.h"

#include "object/dealloc.h"
#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

static const uint16_t weakref_fields[] = {offsetof(ouro_weakref, callback), 0};

static inline ouro_weakref *as_weakref(ouro_object *o)
{
    return (ouro_weakref *)o;
}

void ouro__call_weakref_callback(ouro_runtime *rt, ouro_object *callback, ouro_object *weakref)
{
    ouro_object *result = ouro__call1(rt, callback, weakref);
    if (result)
        ouro_decref(rt, result);
    else
        ouro__report_unraisable(rt, NULL, callback);
}

/* --- making ---------------------------------------------------------------------------------------------- */

static void weakref_destroy(ouro_runtime *rt, ouro_object *o)
{
    ouro__weakref_unlink(rt, as_weakref(o));
}

/* One without a callback of exactly this type, which can be shared: owned, or NULL. */
static ouro_object *find_basic(ouro_runtime *rt, ouro_object *o, enum ouro_type_id id)
{
    for (ouro_weakref *ref = ouro__weakrefs_of(rt, o); ref; ref = ref->older)
        if (ouro__is_exactly(&ref->head, id) && !ref->callback && !ref->hidden &&
            ref->rank != OURO_WEAKREF_OTHER)
            return ouro__is_dying(rt, &ref->head) ? NULL : ouro_ref(ref);
    return NULL;
}

static ouro_object *make(ouro_runtime *rt, ouro_type *type, ouro_object *o, ouro_object *callback,
                         enum ouro_weakref_rank rank)
{
    ouro_type *target = ouro__type_of(rt, o);
    if (!(target->flags & OURO_TYPE_WEAKLY_REFERENCEABLE))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot create weak reference to '%T' object", o);
    ouro_weakref *ref = (ouro_weakref *)ouro__instance_new(rt, type->class_object);
    if (!ref)
        return NULL;
    ref->hash = -1;
    ouro__slot_init(&ref->callback, callback ? ouro_ref(callback) : NULL);
    if (ouro__weakref_link(rt, ref, o, callback ? OURO_WEAKREF_OTHER : rank) < 0) {
        ouro_decref(rt, &ref->head);
        return NULL;
    }
    return &ref->head;
}

ouro_object *ouro__weakref_new(ouro_runtime *rt, ouro_object *o, ouro_object *callback)
{
    ouro_object *shared = callback ? NULL : find_basic(rt, o, OURO_T_WEAKREF);
    return shared
               ? shared
               : make(rt, ouro__type_at(rt, OURO_WORD(OURO_T_WEAKREF)), o, callback, OURO_WEAKREF_BASIC_REF);
}

ouro_object *ouro__weak_proxy_new(ouro_runtime *rt, ouro_object *o, ouro_object *callback)
{
    enum ouro_type_id id = ouro__is_callable(rt, o) ? OURO_T_WEAK_CALLABLE_PROXY : OURO_T_WEAK_PROXY;
    ouro_object *shared = callback ? NULL : find_basic(rt, o, id);
    return shared ? shared
                  : make(rt, ouro__type_at(rt, OURO_WORD(id)), o, callback, OURO_WEAKREF_BASIC_PROXY);
}

static ouro_object *weakref_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    (void)kwnames;
    if (ouro__check_arity(rt, "__new__", nargs, NULL, 1, 2) < 0)
        return NULL;
    ouro_object *callback = nargs > 1 && args[1] != OURO_NONE(rt) ? args[1] : NULL;
    if (cls == ouro__class_at(rt, OURO_T_WEAKREF))
        return ouro__weakref_new(rt, args[0], callback);
    return make(rt, ((ouro_class *)cls)->type, args[0], callback, OURO_WEAKREF_OTHER);
}

static int weakref_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                        ouro_object *kwnames)
{
    (void)self;
    (void)args;
    if (kwnames && ((ouro_tuple *)kwnames)->count) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "ref() takes no keyword arguments");
        return -1;
    }
    return ouro__check_arity(rt, "__init__", nargs, NULL, 1, 2);
}

/* --- ref ------------------------------------------------------------------------------------------------- */

static ouro_object *weakref_call(ouro_runtime *rt, ouro_object *o, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)args;
    if (ouro__unlikely(nargs || (kwnames && ((ouro_tuple *)kwnames)->count))) {
        if (kwnames && ((ouro_tuple *)kwnames)->count)
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "weakref() takes no keyword arguments");
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "weakref expected 0 arguments, got %zu", nargs);
    }
    ouro_object *referent = ouro__weakref_get(as_weakref(o));
    return referent ? referent : OURO_NONE(rt);
}

static int64_t weakref_hash(ouro_runtime *rt, ouro_object *o)
{
    ouro_weakref *ref = as_weakref(o);
    if (ref->hash != -1)
        return ref->hash;
    ouro_object *referent = ouro__weakref_get(ref);
    if (!referent) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "weak object has gone away");
        return -1;
    }
    ref->hash = ouro__hash(rt, referent);
    ouro_decref(rt, referent);
    return ref->hash;
}

static bool is_ref(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_subtype(rt, ouro__class_of(rt, o), ouro__class_at(rt, OURO_T_WEAKREF));
}

/* By what they refer to while that lives, by identity afterwards. */
static ouro_object *weakref_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if ((op != OURO_EQ && op != OURO_NE) || !is_ref(rt, a) || !is_ref(rt, b))
        return OURO_NOT_IMPLEMENTED(rt);
    ouro_object *left = ouro__weakref_get(as_weakref(a));
    ouro_object *right = left ? ouro__weakref_get(as_weakref(b)) : NULL, *result;
    if (right)
        result = ouro__compare(rt, left, right, op);
    else
        result = (a == b) == (op == OURO_EQ) ? OURO_TRUE(rt) : OURO_FALSE(rt);
    ouro_xdecref(rt, right);
    ouro_xdecref(rt, left);
    return result;
}

static ouro_object *weakref_repr(ouro_runtime *rt, ouro_object *o)
{
    size_t address = (size_t)(uintptr_t)o;
    ouro_object *referent = ouro__weakref_get(as_weakref(o)), *name, *result;
    if (!referent)
        return ouro__str_format(rt, "<weakref at 0x%zx; dead>", address);
    int found = ouro__getattr_optional(rt, referent, NAME(rt, __name__), &name);
    if (found < 0)
        result = NULL;
    else if (found && ouro__is_str(rt, name))
        result = ouro__str_format(rt, "<weakref at 0x%zx; to '%T' at 0x%zx (%U)>", address, referent,
                                  (size_t)(uintptr_t)referent, name);
    else
        result = ouro__str_format(rt, "<weakref at 0x%zx; to '%T' at 0x%zx>", address, referent,
                                  (size_t)(uintptr_t)referent);
    if (found > 0)
        ouro_decref(rt, name);
    ouro_decref(rt, referent);
    return result;
}

static const ouro_member_def weakref_members[] = {
    {"__callback__", offsetof(ouro_weakref, callback), true, true, NULL},
    {0},
};

OURO_BUILTIN_TYPE(weakref) = {
    .id = OURO_T_WEAKREF,
    .slots = {.name = "weakref.ReferenceType",
              .size = sizeof(ouro_weakref),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE,
              .fields = weakref_fields,
              .destroy = weakref_destroy,
              .repr = weakref_repr,
              .hash = weakref_hash,
              .compare = weakref_compare,
              .call = weakref_call,
              .new_ = weakref_new,
              .init = weakref_init},
    .members = weakref_members,
};

/* --- proxies --------------------------------------------------------------------------------------------- */

static bool is_proxy(const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_WEAK_PROXY) || ouro__is_exactly(o, OURO_T_WEAK_CALLABLE_PROXY);
}

/* What a proxy stands for, or any other object itself: owned; ReferenceError. */
static ouro_object *unwrap(ouro_runtime *rt, ouro_object *o)
{
    if (!is_proxy(o))
        return ouro_ref(o);
    ouro_object *referent = ouro__weakref_get(as_weakref(o));
    return referent ? referent
                    : ouro__raise(rt, OURO_T_REFERENCE_ERROR, "weakly-referenced object no longer exists");
}

/* `expression` with the referent in `target`; `failed` when it is gone. */
#define THROUGH(type, failed, expression)                                                                    \
    ouro_object *target = unwrap(rt, o);                                                                     \
    if (!target)                                                                                             \
        return failed;                                                                                       \
    type result = expression;                                                                                \
    ouro_decref(rt, target);                                                                                 \
    return result

/* The one use of a proxy that survives its referent: then it is None that is named. */
static ouro_object *proxy_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *target = ouro__weakref_get(as_weakref(o));
    if (!target)
        target = OURO_NONE(rt);
    ouro_object *text = ouro__str_format(rt, "<weakproxy at 0x%zx to %T at 0x%zx>", (size_t)(uintptr_t)o,
                                         target, (size_t)(uintptr_t)target);
    ouro_decref(rt, target);
    return text;
}
static ouro_object *proxy_str(ouro_runtime *rt, ouro_object *o)
{
    THROUGH(ouro_object *, NULL, ouro__str(rt, target));
}
static ouro_object *proxy_getattr(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    THROUGH(ouro_object *, NULL, ouro__getattr(rt, target, name));
}
static int proxy_setattr(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object *value)
{
    THROUGH(int, -1, ouro__setattr(rt, target, name, value));
}
static ouro_object *proxy_call(ouro_runtime *rt, ouro_object *o, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    THROUGH(ouro_object *, NULL, ouro__call(rt, target, args, nargs, kwnames));
}
static ouro_object *proxy_iter(ouro_runtime *rt, ouro_object *o)
{
    THROUGH(ouro_object *, NULL, ouro__iter(rt, target));
}

static ouro_object *next_through(ouro_runtime *rt, ouro_object *target)
{
    if (!ouro__type_of(rt, target)->next)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "Weakref proxy referenced a non-iterator '%T' object",
                           target);
    return ouro__type_of(rt, target)->next(rt, target);
}
static ouro_object *proxy_next(ouro_runtime *rt, ouro_object *o)
{
    THROUGH(ouro_object *, NULL, next_through(rt, target));
}
static int64_t proxy_length(ouro_runtime *rt, ouro_object *o)
{
    THROUGH(int64_t, -1, ouro__length(rt, target));
}
static ouro_object *proxy_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    THROUGH(ouro_object *, NULL, ouro__getitem(rt, target, key));
}
static int proxy_setitem(ouro_runtime *rt, ouro_object *o, ouro_object *key, ouro_object *value)
{
    THROUGH(int, -1, ouro__setitem(rt, target, key, value));
}
static int proxy_contains(ouro_runtime *rt, ouro_object *o, ouro_object *item)
{
    THROUGH(int, -1, ouro__contains(rt, target, item));
}
static int proxy_truth(ouro_runtime *rt, ouro_object *o)
{
    THROUGH(int, -1, ouro__truth(rt, target));
}

typedef ouro_object *(*binary_function)(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a,
                                        ouro_object *b);

static ouro_object *proxy_operator(ouro_runtime *rt, binary_function f, enum ouro_binary_op op,
                                   ouro_object *a, ouro_object *b)
{
    ouro_object *left = unwrap(rt, a);
    ouro_object *right = left ? unwrap(rt, b) : NULL;
    ouro_object *result = right ? f(rt, op, left, right) : NULL;
    ouro_xdecref(rt, right);
    ouro_xdecref(rt, left);
    return result;
}

static ouro_object *proxy_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    ouro_object *left = unwrap(rt, a);
    ouro_object *right = left ? unwrap(rt, b) : NULL;
    ouro_object *result = right ? ouro__compare(rt, left, right, op) : NULL;
    ouro_xdecref(rt, right);
    ouro_xdecref(rt, left);
    return result;
}

#define OPERATORS(X)                                                                                         \
    X(ADD)                                                                                                   \
    X(SUBTRACT)                                                                                              \
    X(MULTIPLY)                                                                                              \
    X(MATMUL)                                                                                                \
    X(TRUE_DIVIDE)                                                                                           \
    X(FLOOR_DIVIDE)                                                                                          \
    X(REMAINDER)                                                                                             \
    X(POWER)                                                                                                 \
    X(LSHIFT)                                                                                                \
    X(RSHIFT)                                                                                                \
    X(AND)                                                                                                   \
    X(OR)                                                                                                    \
    X(XOR)                                                                                                   \
    X(DIVMOD)

#define BINARY(OP)                                                                                           \
    static ouro_object *proxy_##OP(ouro_runtime *rt, ouro_object *a, ouro_object *b)                         \
    {                                                                                                        \
        return proxy_operator(rt, ouro__binary, OURO_##OP, a, b);                                            \
    }                                                                                                        \
    static ouro_object *proxy_inplace_##OP(ouro_runtime *rt, ouro_object *a, ouro_object *b)                 \
    {                                                                                                        \
        return proxy_operator(rt, ouro__inplace, OURO_##OP, a, b);                                           \
    }
OPERATORS(BINARY)
#undef BINARY

#define UNARY(OP)                                                                                            \
    static ouro_object *proxy_##OP(ouro_runtime *rt, ouro_object *o)                                         \
    {                                                                                                        \
        THROUGH(ouro_object *, NULL, ouro__unary(rt, OURO_##OP, target));                                    \
    }
UNARY(NEGATIVE)
UNARY(POSITIVE)
UNARY(ABSOLUTE)
UNARY(INVERT)
#undef UNARY

static ouro_object *proxy_to_int(ouro_runtime *rt, ouro_object *o)
{
    THROUGH(ouro_object *, NULL, ouro__call1(rt, ouro__class_at(rt, OURO_T_INT), target));
}
static ouro_object *proxy_to_float(ouro_runtime *rt, ouro_object *o)
{
    THROUGH(ouro_object *, NULL, ouro__call1(rt, ouro__class_at(rt, OURO_T_FLOAT), target));
}
static ouro_object *proxy_index(ouro_runtime *rt, ouro_object *o)
{
    THROUGH(ouro_object *, NULL, ouro__index(rt, target));
}

static const ouro_number_slots proxy_number = {
    .binary =
        {
#define BINARY(OP) [OURO_##OP] = proxy_##OP,
            OPERATORS(BINARY)
#undef BINARY
        },
    .inplace =
        {
#define BINARY(OP) [OURO_##OP] = proxy_inplace_##OP,
            OPERATORS(BINARY)
#undef BINARY
        },
    .unary = {proxy_NEGATIVE, proxy_POSITIVE, proxy_ABSOLUTE, proxy_INVERT},
    .to_int = proxy_to_int,
    .to_float = proxy_to_float,
    .index = proxy_index,
};

static ouro_object *proxy_bytes(ouro_runtime *rt, ouro_object *o, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    THROUGH(ouro_object *, NULL, ouro__call_method(rt, target, NAME(rt, __bytes__), 0));
}

static ouro_object *proxy_reversed(ouro_runtime *rt, ouro_object *o, ouro_object *const *args, size_t nargs,
                                   ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    THROUGH(ouro_object *, NULL, ouro__call_method(rt, target, NAME(rt, __reversed__), 0));
}

static const ouro_method_def proxy_methods[] = {
    {"__bytes__", proxy_bytes, 0, 0, 0, NULL},
    {"__reversed__", proxy_reversed, 0, 0, 0, NULL},
    {0},
};

#define PROXY_SLOTS                                                                                          \
    .size = sizeof(ouro_weakref), .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,                     \
    .fields = weakref_fields, .destroy = weakref_destroy, .repr = proxy_repr, .str = proxy_str,              \
    .hash = ouro__hash_not_implemented, .compare = proxy_compare, .getattr = proxy_getattr,                  \
    .setattr = proxy_setattr, .iter = proxy_iter, .next = proxy_next, .length = proxy_length,                \
    .getitem = proxy_getitem, .setitem = proxy_setitem, .contains = proxy_contains, .truth = proxy_truth,    \
    .number = &proxy_number

OURO_BUILTIN_TYPE(weak_proxy) = {
    .id = OURO_T_WEAK_PROXY,
    .slots = {.name = "weakref.ProxyType", PROXY_SLOTS},
    .methods = proxy_methods,
};

OURO_BUILTIN_TYPE(weak_callable_proxy) = {
    .id = OURO_T_WEAK_CALLABLE_PROXY,
    .slots = {.name = "weakref.CallableProxyType", PROXY_SLOTS, .call = proxy_call},
    .methods = proxy_methods,
};

/* --- __weakref__ ----------------------------------------------------------------------------------------- */

static ouro_object *get_weakref(ouro_runtime *rt, ouro_object *o)
{
    ouro_weakref *first = ouro__weakrefs_of(rt, o);
    return first ? ouro_ref(first) : OURO_NONE(rt);
}

const ouro_getset_def ouro__instance_weakref_def = {"__weakref__", get_weakref, NULL,
                                                    "list of weak references to the object (if defined)"};
