/* Slot functions of classes written in Python: each finds the special method on the type and calls it with the object
 * first, without making a bound method where a plain function is found. */
#include "types/slot_dispatch.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"

/* --- finding and calling --------------------------------------------------------------------------------- */

int ouro__method_find(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object **f, bool *bind)
{
    ouro_type *type = ouro__type_of(rt, o);
    ouro_object *found = ouro__class_lookup(rt, type, name);
    if (!found) {
        *f = NULL;
        return rt->error ? -1 : 0;
    }
    ouro_type *found_type = ouro__type_of(rt, found);
    ouro_incref(found);
    *f = found;
    *bind = found_type->flags & OURO_TYPE_METHOD_DESCRIPTOR;
    if (*bind || !found_type->descr_get)
        return 1;
    *f = found_type->descr_get(rt, found, o, type->class_object);
    ouro_decref(rt, found);
    return *f ? 1 : -1;
}

/* Calls a special method with up to two arguments. 1 with *result (NULL when it failed), 0 when it is missing. */
static int call_special(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object **result,
                        size_t nargs, ouro_object *a, ouro_object *b)
{
    ouro_object *f;
    bool bind;
    int found = ouro__method_find(rt, o, name, &f, &bind);
    *result = NULL;
    if (found <= 0)
        return found < 0;
    ouro_object *args[3] = {o, a, b};
    *result = bind ? ouro__call(rt, f, args, nargs + 1, NULL) : ouro__call(rt, f, args + 1, nargs, NULL);
    ouro_decref(rt, f);
    return 1;
}

/* The same for methods that must be there. */
static ouro_object *call_required(ouro_runtime *rt, ouro_object *o, ouro_object *name, size_t nargs,
                                  ouro_object *a, ouro_object *b)
{
    ouro_object *result;
    if (!call_special(rt, o, name, &result, nargs, a, b))
        return ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "%U", name);
    return result;
}

static ouro_object *call_or_not_implemented(ouro_runtime *rt, ouro_object *o, ouro_object *name,
                                            ouro_object *a)
{
    ouro_object *result;
    return call_special(rt, o, name, &result, 1, a, NULL) ? result : OURO_NOT_IMPLEMENTED(rt);
}

static int as_status(ouro_runtime *rt, ouro_object *result)
{
    if (!result)
        return -1;
    ouro_decref(rt, result);
    return 0;
}

/* --- basics ---------------------------------------------------------------------------------------------- */

ouro_object *ouro__dispatch_repr(ouro_runtime *rt, ouro_object *o)
{
    return call_required(rt, o, NAME(rt, __repr__), 0, NULL, NULL);
}

ouro_object *ouro__dispatch_str(ouro_runtime *rt, ouro_object *o)
{
    return call_required(rt, o, NAME(rt, __str__), 0, NULL, NULL);
}

int64_t ouro__dispatch_hash(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *found = ouro__class_lookup(rt, ouro__type_of(rt, o), NAME(rt, __hash__));
    if (!found && rt->error)
        return -1;
    if (!found || found == OURO_NONE(rt))
        return ouro__hash_not_implemented(rt, o);
    ouro_object *result = call_required(rt, o, NAME(rt, __hash__), 0, NULL, NULL);
    if (!result)
        return -1;
    if (!ouro__is_int(rt, result)) {
        ouro_decref(rt, result);
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__hash__ method should return an integer");
        return -1;
    }
    int64_t h;
    if (ouro__int_as_int64(rt, result, &h) < 0)
        h = ouro__int_hash(rt, result);
    ouro_decref(rt, result);
    return h == -1 ? -2 : h;
}

ouro_object *ouro__dispatch_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    ouro_object *const names[] = {NAME(rt, __lt__), NAME(rt, __le__), NAME(rt, __eq__),
                                  NAME(rt, __ne__), NAME(rt, __gt__), NAME(rt, __ge__)};
    ouro_object *f;
    bool bind;
    int found = ouro__method_find(rt, a, names[op], &f, &bind);
    if (found <= 0) { /* what cannot be looked up counts as not there */
        ouro__error_clear(rt);
        return OURO_NOT_IMPLEMENTED(rt);
    }
    ouro_object *result = bind ? ouro__call_prepend(rt, f, a, &b, 1, NULL) : ouro__call(rt, f, &b, 1, NULL);
    ouro_decref(rt, f);
    return result;
}

ouro_object *ouro__dispatch_call(ouro_runtime *rt, ouro_object *o, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    ouro_object *f;
    bool bind;
    int found = ouro__method_find(rt, o, NAME(rt, __call__), &f, &bind);
    if (found < 0)
        return NULL;
    if (!found)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object is not callable", o);
    ouro_object *result =
        bind ? ouro__call_prepend(rt, f, o, args, nargs, kwnames) : ouro__call(rt, f, args, nargs, kwnames);
    ouro_decref(rt, f);
    return result;
}

/* True when the class says None: it does not want what it would inherit. */
static bool is_refused(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    return ouro__class_lookup(rt, ouro__type_of(rt, o), name) == OURO_NONE(rt);
}

ouro_object *ouro__dispatch_iter(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *result;
    if (is_refused(rt, o, NAME(rt, __iter__)))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object is not iterable", o);
    if (call_special(rt, o, NAME(rt, __iter__), &result, 0, NULL, NULL))
        return result;
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object is not iterable", o);
}

ouro_object *ouro__dispatch_next(ouro_runtime *rt, ouro_object *o)
{
    return call_required(rt, o, NAME(rt, __next__), 0, NULL, NULL);
}

/* --- attributes ------------------------------------------------------------------------------------------ */

/* __getattribute__, then __getattr__ when that raises AttributeError. */
ouro_object *ouro__dispatch_getattr(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    ouro_type *type = ouro__type_of(rt, o);
    ouro_object *get = ouro__class_lookup(rt, type, NAME(rt, __getattribute__));
    if (!get && rt->error)
        return NULL;
    ouro_object *result;
    bool hook = ouro__class_lookup(rt, type, NAME(rt, __getattr__)) != NULL;
    if (get && ouro__is_exactly(get, OURO_T_WRAPPER_DESCRIPTOR)) {
        ouro_type *owner = ((ouro_class *)((ouro_wrapper_descriptor *)get)->cls)->type;
        if (owner->getattr == ouro__generic_getattr && hook) {
            int found = ouro__generic_getattr_optional(rt, o, name, &result);
            if (found > 0)
                return result;
            if (found < 0) { /* a property may raise AttributeError too */
                if (!ouro__error_is(rt, OURO_T_ATTRIBUTE_ERROR))
                    return NULL;
                ouro__error_clear(rt);
            }
            return call_required(rt, o, NAME(rt, __getattr__), 1, name, NULL);
        }
        result = owner->getattr(rt, o, name);
    } else {
        result = call_required(rt, o, NAME(rt, __getattribute__), 1, name, NULL);
    }
    if (result || !hook || !rt->error || !ouro__error_is(rt, OURO_T_ATTRIBUTE_ERROR))
        return result;
    ouro__error_clear(rt);
    return call_required(rt, o, NAME(rt, __getattr__), 1, name, NULL);
}

int ouro__dispatch_setattr(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object *value)
{
    return as_status(rt, value ? call_required(rt, o, NAME(rt, __setattr__), 2, name, value)
                               : call_required(rt, o, NAME(rt, __delattr__), 1, name, NULL));
}

ouro_object *ouro__dispatch_descr_get(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *cls)
{
    ouro_object *result;
    if (!call_special(rt, descr, NAME(rt, __get__), &result, 2, o ? o : OURO_NONE(rt),
                      cls ? cls : OURO_NONE(rt)))
        return ouro_ref(descr); /* only __set__ or __delete__ */
    return result;
}

int ouro__dispatch_descr_set(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *value)
{
    return as_status(rt, value ? call_required(rt, descr, NAME(rt, __set__), 2, o, value)
                               : call_required(rt, descr, NAME(rt, __delete__), 1, o, NULL));
}

/* --- containers ------------------------------------------------------------------------------------------ */

/* What __len__ gave: checked and consumed. */
static int64_t length_of_result(ouro_runtime *rt, ouro_object *result)
{
    if (!result)
        return -1;
    ouro_object *index = ouro__index(rt, result);
    ouro_decref(rt, result);
    if (!index)
        return -1;
    int64_t n = -1;
    if (ouro__int_sign(rt, index) < 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "__len__() should return >= 0");
    else if (ouro__int_as_int64(rt, index, &n) < 0) {
        n = -1;
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "cannot fit 'int' into an index-sized integer");
    }
    ouro_decref(rt, index);
    return n;
}

int64_t ouro__dispatch_length(ouro_runtime *rt, ouro_object *o)
{
    return length_of_result(rt, call_required(rt, o, NAME(rt, __len__), 0, NULL, NULL));
}

ouro_object *ouro__dispatch_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    return call_required(rt, o, NAME(rt, __getitem__), 1, key, NULL);
}

int ouro__dispatch_setitem(ouro_runtime *rt, ouro_object *o, ouro_object *key, ouro_object *value)
{
    return as_status(rt, value ? call_required(rt, o, NAME(rt, __setitem__), 2, key, value)
                               : call_required(rt, o, NAME(rt, __delitem__), 1, key, NULL));
}

int ouro__dispatch_contains(ouro_runtime *rt, ouro_object *o, ouro_object *item)
{
    if (is_refused(rt, o, NAME(rt, __contains__))) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object is not a container", o);
        return -1;
    }
    ouro_object *result;
    if (!call_special(rt, o, NAME(rt, __contains__), &result, 1, item, NULL))
        return ouro__contains_by_iteration(rt, o, item);
    if (!result)
        return -1;
    int truth = ouro__truth(rt, result);
    ouro_decref(rt, result);
    return truth;
}

int ouro__dispatch_truth(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *result;
    if (!call_special(rt, o, NAME(rt, __bool__), &result, 0, NULL, NULL)) {
        if (!call_special(rt, o, NAME(rt, __len__), &result, 0, NULL, NULL))
            return 1;
        int64_t n = length_of_result(rt, result);
        return n < 0 ? -1 : n > 0;
    }
    if (!result)
        return -1;
    int truth = result == OURO_TRUE(rt);
    if (!ouro__is_exactly(result, OURO_T_BOOL)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__bool__ should return bool, returned %T", result);
        truth = -1;
    }
    ouro_decref(rt, result);
    return truth;
}

/* --- life ------------------------------------------------------------------------------------------------ */

ouro_object *ouro__dispatch_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    ouro_object *f = ouro__getattr(rt, cls, NAME(rt, __new__));
    if (!f)
        return NULL;
    ouro_object *result = ouro__call_prepend(rt, f, cls, args, nargs, kwnames);
    ouro_decref(rt, f);
    return result;
}

int ouro__dispatch_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                        ouro_object *kwnames)
{
    ouro_object *f;
    bool bind;
    int found = ouro__method_find(rt, self, NAME(rt, __init__), &f, &bind);
    if (found < 0)
        return -1;
    if (!found) {
        ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "%U", NAME(rt, __init__));
        return -1;
    }
    ouro_object *result = bind ? ouro__call_prepend(rt, f, self, args, nargs, kwnames)
                               : ouro__call(rt, f, args, nargs, kwnames);
    ouro_decref(rt, f);
    if (!result)
        return -1;
    int status = 0;
    if (result != OURO_NONE(rt)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__init__() should return None, not '%T'", result);
        status = -1;
    }
    ouro_decref(rt, result);
    return status;
}

/* PEP 442: errors are reported, the pending exception stays. */
void ouro__dispatch_finalize(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *pending = ouro__error_take(rt);
    ouro_object *f = NULL, *result = NULL;
    bool bind;
    int found = ouro__method_find(rt, o, NAME(rt, __del__), &f, &bind);
    if (found > 0)
        result = bind ? ouro__call1(rt, f, o) : ouro__call0(rt, f);
    if (result)
        ouro_decref(rt, result);
    else if (rt->error)
        ouro__report_unraisable(rt, NULL, f);
    ouro_xdecref(rt, f);
    if (pending)
        ouro__error_restore(rt, pending);
}

/* --- numbers --------------------------------------------------------------------------------------------- */

/* Whether the right operand's class has a reflected method other than the left's. 1, 0, -1. */
static int is_overloaded(ouro_runtime *rt, ouro_object *left, ouro_object *right, ouro_object *name)
{
    ouro_object *r, *l;
    int found = ouro__getattr_optional(rt, ouro__class_of(rt, right), name, &r);
    if (found <= 0)
        return found;
    found = ouro__getattr_optional(rt, ouro__class_of(rt, left), name, &l);
    int result = found < 0 ? -1 : 1;
    if (found > 0) {
        result = ouro__compare_bool(rt, r, l, OURO_NE);
        ouro_decref(rt, l);
    }
    ouro_decref(rt, r);
    return result;
}

static bool has_binary(const ouro_type *type, enum ouro_binary_op op, ouro_binary_slot slot)
{
    return type->number && type->number->binary[op] == slot;
}

/* The operand of a subclass with a reflected method of its own goes first. */
static ouro_object *dispatch_binary(ouro_runtime *rt, enum ouro_binary_op op, ouro_binary_slot slot,
                                    ouro_object *name, ouro_object *reflected, ouro_object *a, ouro_object *b)
{
    ouro_type *ta = ouro__type_of(rt, a), *tb = ouro__type_of(rt, b);
    bool try_right = ta != tb && has_binary(tb, op, slot);
    if (has_binary(ta, op, slot)) {
        if (try_right && ouro__is_subtype(rt, tb->class_object, ta->class_object)) {
            int overloaded = is_overloaded(rt, a, b, reflected);
            if (overloaded < 0)
                return NULL;
            if (overloaded) {
                ouro_object *result = call_or_not_implemented(rt, b, reflected, a);
                if (result != OURO_NOT_IMPLEMENTED(rt))
                    return result;
                try_right = false;
            }
        }
        ouro_object *result = call_or_not_implemented(rt, a, name, b);
        if (result != OURO_NOT_IMPLEMENTED(rt) || ta == tb)
            return result;
    }
    return try_right ? call_or_not_implemented(rt, b, reflected, a) : OURO_NOT_IMPLEMENTED(rt);
}

#define BINARY(ENUM, name, sign)                                                                             \
    ouro_object *ouro__dispatch_##name(ouro_runtime *rt, ouro_object *a, ouro_object *b)                     \
    {                                                                                                        \
        return dispatch_binary(rt, OURO_##ENUM, ouro__dispatch_##name, NAME(rt, __##name##__),               \
                               NAME(rt, __r##name##__), a, b);                                               \
    }
#define INPLACE(ENUM, name, sign)                                                                            \
    ouro_object *ouro__dispatch_i##name(ouro_runtime *rt, ouro_object *a, ouro_object *b)                    \
    {                                                                                                        \
        return call_required(rt, a, NAME(rt, __i##name##__), 1, b, NULL);                                    \
    }
OURO_BINARY_NAMES(BINARY)
OURO_BINARY_NAMES(INPLACE)
BINARY(POWER, pow, "**")
INPLACE(POWER, pow, "**=")
BINARY(DIVMOD, divmod, "")

ouro_object *ouro__dispatch_power3(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *modulus)
{
    ouro_type *type = ouro__type_of(rt, a);
    if (!type->number || type->number->power3 != ouro__dispatch_power3)
        return OURO_NOT_IMPLEMENTED(rt);
    return call_required(rt, a, NAME(rt, __pow__), 2, b, modulus);
}

#define UNARY(slot, name, text)                                                                              \
    ouro_object *ouro__dispatch_unary_##name(ouro_runtime *rt, ouro_object *o)                               \
    {                                                                                                        \
        return call_required(rt, o, NAME(rt, __##name##__), 0, NULL, NULL);                                  \
    }
OURO_UNARY_NAMES(UNARY)
