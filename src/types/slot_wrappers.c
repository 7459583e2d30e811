/* Slots of built-in types seen from the language: wrapper_descriptor (int.__add__) and, bound, method-wrapper
 * ((1).__add__). */
#include "types/slot_wrappers.h"
#include "types/exception.h"
#include "types/object_reduce.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

typedef struct method_wrapper {
    ouro_object head;
    ouro_wrapper_descriptor *descr;
    ouro_object *self;
} method_wrapper;

static const uint16_t descriptor_fields[] = {offsetof(ouro_wrapper_descriptor, cls), 0};
static const uint16_t wrapper_fields[] = {offsetof(method_wrapper, descr), offsetof(method_wrapper, self), 0};

static inline ouro_wrapper_descriptor *as_descriptor(ouro_object *o)
{
    return (ouro_wrapper_descriptor *)o;
}

ouro_object *ouro__wrapper_descriptor_new(ouro_runtime *rt, ouro_object *cls, const ouro_slot_def *def)
{
    ouro_wrapper_descriptor *d = ouro__new_leaf(rt, sizeof *d, OURO_WORD(OURO_T_WRAPPER_DESCRIPTOR));
    if (!d)
        return NULL;
    d->def = def;
    ouro__slot_init(&d->cls, ouro_ref(cls));
    return &d->head;
}

/* --- calling --------------------------------------------------------------------------------------------- */

/* Of a tuple of arguments, or (bare) of the argument that there must be: CPython words them apart by a space. */
static bool expect(ouro_runtime *rt, size_t nargs, size_t min, size_t max, bool bare)
{
    if (nargs >= min && nargs <= max)
        return true;
    if (!bare)
        ouro__raise(rt, OURO_T_TYPE_ERROR, " expected %s%zu argument%s, got %zu",
                    min == max    ? ""
                    : nargs < min ? "at least "
                                  : "at most ",
                    nargs < min ? min : max, (nargs < min ? min : max) == 1 ? "" : "s", nargs);
    else
        ouro__raise(rt, OURO_T_TYPE_ERROR, "expected %zu argument%s, got %zu", min, min == 1 ? "" : "s",
                    nargs);
    return false;
}

static ouro_object *none_or_failed(ouro_runtime *rt, int status)
{
    return status < 0 ? NULL : OURO_NONE(rt);
}

static ouro_object *bool_or_failed(ouro_runtime *rt, int truth)
{
    return truth < 0 ? NULL : ouro__bool(rt, truth);
}

/* object.__setattr__ must not get past the checks of a built-in type in between. */
static bool may_set_attributes(ouro_runtime *rt, const ouro_wrapper_descriptor *d, ouro_object *self)
{
    ouro_class *c = (ouro_class *)ouro__class_of(rt, self);
    while (c && c->type->flags & OURO_TYPE_HEAP)
        c = (ouro_class *)c->base;
    if (!c || c->type->setattr == ((ouro_class *)d->cls)->type->setattr)
        return true;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "can't apply this %s to %T object", d->def->name, self);
    return false;
}

static ouro_object *call_setattr(ouro_runtime *rt, const ouro_wrapper_descriptor *d, ouro_object *self,
                                 ouro_object *given, ouro_object *value)
{
    if (!may_set_attributes(rt, d, self))
        return NULL;
    ouro_object *name = ouro__attribute_name(rt, given);
    if (!name)
        return NULL;
    int status = ((ouro_class *)d->cls)->type->setattr(rt, self, name, value);
    ouro_decref(rt, name);
    return none_or_failed(rt, status);
}

static ouro_object *call_getattr(ouro_runtime *rt, const ouro_type *type, ouro_object *self,
                                 ouro_object *given)
{
    ouro_object *name = ouro__attribute_name(rt, given);
    if (!name)
        return NULL;
    ouro_object *result = type->getattr(rt, self, name);
    ouro_decref(rt, name);
    return result;
}

static ouro_object *call_repeat(ouro_runtime *rt, ouro_slot_function f, ouro_object *self, ouro_object *count)
{
    int64_t n;
    if (ouro__index_int64(rt, count, false, &n) < 0)
        return NULL;
    return ((ouro_object * (*)(ouro_runtime *, ouro_object *, int64_t)) f)(rt, self, n);
}

/* pow(base, exponent[, modulus]). */
static ouro_object *call_power(ouro_runtime *rt, const ouro_type *type, ouro_object *base,
                               ouro_object *exponent, ouro_object *modulus)
{
    if (!modulus || modulus == OURO_NONE(rt))
        return type->number->binary[OURO_POWER](rt, base, exponent);
    return type->number->power3 ? type->number->power3(rt, base, exponent, modulus)
                                : OURO_NOT_IMPLEMENTED(rt);
}

static ouro_object *call_get(ouro_runtime *rt, const ouro_type *type, ouro_object *self,
                             ouro_object *const *args, size_t nargs)
{
    ouro_object *o = args[0] == OURO_NONE(rt) ? NULL : args[0];
    ouro_object *cls = nargs < 2 || args[1] == OURO_NONE(rt) ? NULL : args[1];
    if (!o && !cls)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "__get__(None, None) is invalid");
    return type->descr_get(rt, self, o, cls);
}

static ouro_object *call_int64(ouro_runtime *rt, int64_t value, bool failed)
{
    return failed ? NULL : ouro__int_new(rt, value);
}

/* How many arguments behind self, for those that take no keywords: at least, at most. */
static const uint8_t wrap_arity[][2] = {
    [WRAP_UNARY] = {0, 0},
    [WRAP_BINARY] = {1, 1},
    [WRAP_REFLECTED] = {1, 1},
    [WRAP_POWER] = {1, 2},
    [WRAP_REFLECTED_POWER] = {1, 2},
    [WRAP_REPEAT] = {1, 1},
    [WRAP_COMPARE] = {1, 1},
    [WRAP_HASH] = {0, 0},
    [WRAP_LENGTH] = {0, 0},
    [WRAP_TRUTH] = {0, 0},
    [WRAP_NEXT] = {0, 0},
    [WRAP_GETATTR] = {1, 1},
    [WRAP_SETATTR] = {2, 2},
    [WRAP_DELATTR] = {1, 1},
    [WRAP_GET] = {1, 2},
    [WRAP_SET] = {2, 2},
    [WRAP_DELETE] = {1, 1},
    [WRAP_SETITEM] = {2, 2},
    [WRAP_DELITEM] = {1, 1},
    [WRAP_CONTAINS] = {1, 1},
    [WRAP_FINALIZE] = {0, 0},
};

static ouro_object *call_next(ouro_runtime *rt, const ouro_type *type, ouro_object *self)
{
    ouro_object *item = type->next(rt, self);
    if (!item && !rt->error)
        return ouro__raise_stop_iteration(rt, NULL);
    return item;
}

static ouro_object *call_wrapped(ouro_runtime *rt, const ouro_wrapper_descriptor *d, ouro_object *self,
                                 ouro_object *const *args, size_t nargs, ouro_object *kwnames)
{
    const ouro_type *type = ((ouro_class *)d->cls)->type;
    const ouro_slot_def *def = d->def;
    if (def->wrap == WRAP_CALL)
        return type->call(rt, self, args, nargs, kwnames);
    if (def->wrap == WRAP_INIT)
        return none_or_failed(rt, type->init(rt, self, args, nargs, kwnames));
    if (kwnames && ((ouro_tuple *)kwnames)->count)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "wrapper %s() takes no keyword arguments", def->name);
    size_t min = wrap_arity[def->wrap][0], max = wrap_arity[def->wrap][1];
    if (!expect(rt, nargs, min, max, max <= 1 && def->wrap != WRAP_REPEAT))
        return NULL;
    ouro_slot_function f = ouro__slot_get(type, def);
    int64_t n;
    switch ((enum ouro_wrap)def->wrap) {
    case WRAP_UNARY:
        return ((ouro_unary_slot)f)(rt, self);
    case WRAP_BINARY:
        return ((ouro_binary_slot)f)(rt, self, args[0]);
    case WRAP_REFLECTED:
        return ((ouro_binary_slot)f)(rt, args[0], self);
    case WRAP_POWER:
        return call_power(rt, type, self, args[0], nargs > 1 ? args[1] : NULL);
    case WRAP_REFLECTED_POWER:
        return call_power(rt, type, args[0], self, nargs > 1 ? args[1] : NULL);
    case WRAP_REPEAT:
        return call_repeat(rt, f, self, args[0]);
    case WRAP_COMPARE:
        return type->compare(rt, self, args[0], def->op);
    case WRAP_HASH:
        n = type->hash(rt, self);
        return call_int64(rt, n, n == -1);
    case WRAP_LENGTH:
        n = type->length(rt, self);
        return call_int64(rt, n, n == -1);
    case WRAP_TRUTH:
        return bool_or_failed(rt, type->truth(rt, self));
    case WRAP_NEXT:
        return call_next(rt, type, self);
    case WRAP_GETATTR:
        return call_getattr(rt, type, self, args[0]);
    case WRAP_SETATTR:
        return call_setattr(rt, d, self, args[0], args[1]);
    case WRAP_DELATTR:
        return call_setattr(rt, d, self, args[0], NULL);
    case WRAP_GET:
        return call_get(rt, type, self, args, nargs);
    case WRAP_SET:
        return none_or_failed(rt, type->descr_set(rt, self, args[0], args[1]));
    case WRAP_DELETE:
        return none_or_failed(rt, type->descr_set(rt, self, args[0], NULL));
    case WRAP_SETITEM:
        return none_or_failed(rt, type->setitem(rt, self, args[0], args[1]));
    case WRAP_DELITEM:
        return none_or_failed(rt, type->setitem(rt, self, args[0], NULL));
    case WRAP_CONTAINS:
        return bool_or_failed(rt, type->contains(rt, self, args[0]));
    case WRAP_FINALIZE:
        type->finalize(rt, self);
        return OURO_NONE(rt);
    case WRAP_NONE:
    case WRAP_CALL:
    case WRAP_INIT:
        break;
    }
    return ouro__bad_internal_call(rt, "slot wrapper");
}

/* --- wrapper_descriptor ---------------------------------------------------------------------------------- */

static ouro_object *descriptor_repr(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_format(rt, "<slot wrapper '%s' of '%N' objects>", as_descriptor(o)->def->name,
                            as_descriptor(o)->cls);
}

static ouro_object *descriptor_call(ouro_runtime *rt, ouro_object *o, ouro_object *const *args, size_t nargs,
                                    ouro_object *kwnames)
{
    const ouro_wrapper_descriptor *d = as_descriptor(o);
    if (!nargs)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "descriptor '%s' of '%N' object needs an argument",
                           d->def->name, d->cls);
    if (!ouro__is_subtype(rt, ouro__class_of(rt, args[0]), d->cls))
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "descriptor '%s' requires a '%N' object but received a '%T'", d->def->name, d->cls,
                           args[0]);
    return call_wrapped(rt, d, args[0], args + 1, nargs - 1, kwnames);
}

static ouro_object *descriptor_get(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *cls)
{
    (void)cls;
    ouro_wrapper_descriptor *d = as_descriptor(descr);
    if (!o)
        return ouro_ref(descr);
    if (!ouro__is_subtype(rt, ouro__class_of(rt, o), d->cls))
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "descriptor '%s' for '%N' objects doesn't apply to a '%T' object", d->def->name,
                           d->cls, o);
    method_wrapper *w = ouro__new_container(rt, sizeof *w, OURO_WORD(OURO_T_METHOD_WRAPPER));
    if (!w)
        return NULL;
    ouro__slot_init((ouro_object **)&w->descr, ouro_ref(d));
    ouro__slot_init(&w->self, ouro_ref(o));
    ouro__track(&w->head);
    return &w->head;
}

static ouro_object *descriptor_name(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_from_cstring(rt, as_descriptor(o)->def->name);
}
static ouro_object *descriptor_qualname(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_format(rt, "%U.%s", ((ouro_class *)as_descriptor(o)->cls)->qualname,
                            as_descriptor(o)->def->name);
}
static ouro_object *descriptor_doc(ouro_runtime *rt, ouro_object *o)
{
    const ouro_wrapper_descriptor *d = as_descriptor(o);
    return d->def->text ? ouro__str_from_cstring(rt, d->def->text) : ouro_ref(OURO_NONE(rt));
}
static ouro_object *descriptor_signature(ouro_runtime *rt, ouro_object *o)
{
    const char *signature = as_descriptor(o)->def->signature;
    return signature ? ouro__str_from_cstring(rt, signature) : ouro_ref(OURO_NONE(rt));
}

static const ouro_getset_def descriptor_getsets[] = {
    {"__qualname__", descriptor_qualname, NULL, NULL},
    {"__doc__", descriptor_doc, NULL, NULL},
    {"__text_signature__", descriptor_signature, NULL, NULL},
    {0},
};
static const ouro_getset_def descriptor_fields_shown[] = {
    {"__name__", descriptor_name, NULL, NULL},
    {0},
};
static const ouro_member_def descriptor_members[] = {
    {"__objclass__", offsetof(ouro_wrapper_descriptor, cls), true, false, NULL},
    {0},
};

OURO_BUILTIN_TYPE(wrapper_descriptor) = {
    .id = OURO_T_WRAPPER_DESCRIPTOR,
    .slots = {.name = "wrapper_descriptor",
              .size = sizeof(ouro_wrapper_descriptor),
              .flags = OURO_TYPE_METHOD_DESCRIPTOR,
              .fields = descriptor_fields,
              .repr = descriptor_repr,
              .call = descriptor_call,
              .descr_get = descriptor_get},
    .methods = ouro__attribute_methods,
    .getsets = descriptor_getsets,
    .shown_fields = descriptor_fields_shown,
    .members = descriptor_members,
};

/* --- method-wrapper -------------------------------------------------------------------------------------- */

static inline method_wrapper *as_wrapper(ouro_object *o)
{
    return (method_wrapper *)o;
}

static ouro_object *wrapper_repr(ouro_runtime *rt, ouro_object *o)
{
    method_wrapper *w = as_wrapper(o);
    return ouro__str_format(rt, "<method-wrapper '%s' of %T object at 0x%zx>", w->descr->def->name, w->self,
                            (size_t)(uintptr_t)w->self);
}

static ouro_object *wrapper_call(ouro_runtime *rt, ouro_object *o, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    method_wrapper *w = as_wrapper(o);
    return call_wrapped(rt, w->descr, w->self, args, nargs, kwnames);
}

static ouro_object *wrapper_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if ((op != OURO_EQ && op != OURO_NE) || !ouro__is_exactly(b, OURO_T_METHOD_WRAPPER))
        return OURO_NOT_IMPLEMENTED(rt);
    bool equal = as_wrapper(a)->descr == as_wrapper(b)->descr && as_wrapper(a)->self == as_wrapper(b)->self;
    return ouro__bool(rt, equal == (op == OURO_EQ));
}

static int64_t wrapper_hash(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    uint64_t self = (uint64_t)(uintptr_t)as_wrapper(o)->self,
             descr = (uint64_t)(uintptr_t)as_wrapper(o)->descr;
    int64_t h = (int64_t)((self >> 4 | self << 60) ^ (descr >> 4 | descr << 60));
    return h == -1 ? -2 : h;
}

static ouro_object *wrapper_name(ouro_runtime *rt, ouro_object *o)
{
    return descriptor_name(rt, &as_wrapper(o)->descr->head);
}
static ouro_object *wrapper_qualname(ouro_runtime *rt, ouro_object *o)
{
    return descriptor_qualname(rt, &as_wrapper(o)->descr->head);
}
static ouro_object *wrapper_doc(ouro_runtime *rt, ouro_object *o)
{
    return descriptor_doc(rt, &as_wrapper(o)->descr->head);
}
static ouro_object *wrapper_signature(ouro_runtime *rt, ouro_object *o)
{
    return descriptor_signature(rt, &as_wrapper(o)->descr->head);
}
static ouro_object *wrapper_objclass(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return ouro_ref(as_wrapper(o)->descr->cls);
}

static const ouro_getset_def wrapper_getsets[] = {
    {"__name__", wrapper_name, NULL, NULL},         {"__qualname__", wrapper_qualname, NULL, NULL},
    {"__doc__", wrapper_doc, NULL, NULL},           {"__text_signature__", wrapper_signature, NULL, NULL},
    {"__objclass__", wrapper_objclass, NULL, NULL}, {0},
};
static const ouro_member_def wrapper_members[] = {
    {"__self__", offsetof(method_wrapper, self), true, false, NULL},
    {0},
};

OURO_BUILTIN_TYPE(method_wrapper) = {
    .id = OURO_T_METHOD_WRAPPER,
    .slots = {.name = "method-wrapper",
              .size = sizeof(method_wrapper),
              .flags = OURO_TYPE_CONTAINER,
              .fields = wrapper_fields,
              .repr = wrapper_repr,
              .call = wrapper_call,
              .compare = wrapper_compare,
              .hash = wrapper_hash},
    .methods = ouro__attribute_methods,
    .getsets = wrapper_getsets,
    .members = wrapper_members,
};
