/* isinstance and issubclass. */
#include "types/class_internal.h"
#include "types/exception.h"
#include "types/generic_alias.h"
#include "types/protocol.h"
#include "types/tuple.h"

/* __bases__ of something that is not a class but has such a tuple: owned, or NULL (with or without exception). */
static ouro_object *abstract_bases(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *bases;
    if (ouro__getattr_optional(rt, o, NAME(rt, __bases__), &bases) <= 0)
        return NULL;
    if (ouro__is_tuple(rt, bases))
        return bases;
    ouro_decref(rt, bases);
    return NULL;
}

static int abstract_issubclass(ouro_runtime *rt, ouro_object *sub, ouro_object *cls)
{
    if (sub == cls)
        return 1;
    if (!ouro__enter_recursion(rt, " in __issubclass__"))
        return -1;
    ouro_object *bases = abstract_bases(rt, sub);
    int answer = !bases && rt->error ? -1 : 0;
    for (size_t i = 0; bases && answer == 0 && i < ((ouro_tuple *)bases)->count; i++)
        answer = abstract_issubclass(rt, ((ouro_tuple *)bases)->items[i], cls);
    ouro_xdecref(rt, bases);
    ouro__leave_recursion(rt);
    return answer;
}

static int check_is_class(ouro_runtime *rt, ouro_object *cls, const char *message)
{
    ouro_object *bases = abstract_bases(rt, cls);
    if (bases) {
        ouro_decref(rt, bases);
        return 0;
    }
    if (!rt->error)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s", message);
    return -1;
}

int ouro__isinstance_plain(ouro_runtime *rt, ouro_object *o, ouro_object *cls)
{
    ouro_object *given;
    if (ouro__is_class(rt, cls)) {
        if (ouro__is_subtype(rt, ouro__class_of(rt, o), cls))
            return 1;
        /* __class__ may say something else (proxies). */
        if (ouro__type_of(rt, o)->getattr == ouro__generic_getattr &&
            !(ouro__type_of(rt, o)->flags & OURO_TYPE_HEAP))
            return 0;
        int found = ouro__getattr_optional(rt, o, NAME(rt, __class__), &given);
        if (found <= 0)
            return found;
        int answer =
            given != ouro__class_of(rt, o) && ouro__is_class(rt, given) && ouro__is_subtype(rt, given, cls);
        ouro_decref(rt, given);
        return answer;
    }
    if (check_is_class(rt, cls, "isinstance() arg 2 must be a type, a tuple of types, or a union") < 0)
        return -1;
    int found = ouro__getattr_optional(rt, o, NAME(rt, __class__), &given);
    if (found <= 0)
        return found;
    int answer = abstract_issubclass(rt, given, cls);
    ouro_decref(rt, given);
    return answer;
}

int ouro__issubclass_plain(ouro_runtime *rt, ouro_object *sub, ouro_object *cls)
{
    if (ouro__is_class(rt, sub) && ouro__is_class(rt, cls))
        return ouro__is_subtype(rt, sub, cls);
    if (check_is_class(rt, sub, "issubclass() arg 1 must be a class") < 0 ||
        check_is_class(rt, cls, "issubclass() arg 2 must be a class, a tuple of classes, or a union") < 0)
        return -1;
    return abstract_issubclass(rt, sub, cls);
}

typedef int (*check_function)(ouro_runtime *rt, ouro_object *o, ouro_object *cls);

static int check_tuple(ouro_runtime *rt, ouro_object *o, ouro_object *classes, check_function check)
{
    if (!ouro__enter_recursion(rt, " in __instancecheck__"))
        return -1;
    int answer = 0;
    for (size_t i = 0; answer == 0 && i < ((ouro_tuple *)classes)->count; i++)
        answer = check(rt, o, ((ouro_tuple *)classes)->items[i]);
    ouro__leave_recursion(rt);
    return answer;
}

static int check_by_hook(ouro_runtime *rt, ouro_object *o, ouro_object *cls, ouro_object *name,
                         check_function plain)
{
    ouro_object *hook = ouro__lookup_special(rt, cls, name);
    if (!hook)
        return rt->error ? -1 : plain(rt, o, cls);
    ouro_object *result = NULL;
    if (ouro__enter_recursion(rt, " in __instancecheck__")) {
        result = ouro__call1(rt, hook, o);
        ouro__leave_recursion(rt);
    }
    ouro_decref(rt, hook);
    if (!result)
        return -1;
    int answer = ouro__truth(rt, result);
    ouro_decref(rt, result);
    return answer;
}

int ouro__isinstance(ouro_runtime *rt, ouro_object *o, ouro_object *cls)
{
    if (ouro__class_of(rt, o) == cls)
        return 1;
    if (ouro__is_exactly(cls, OURO_T_TYPE))
        return ouro__isinstance_plain(rt, o, cls);
    if (ouro__is_tuple(rt, cls))
        return check_tuple(rt, o, cls, ouro__isinstance);
    if (ouro__is_exactly(cls, OURO_T_UNION))
        return ouro__union_has_instance(rt, cls, o);
    return check_by_hook(rt, o, cls, NAME(rt, __instancecheck__), ouro__isinstance_plain);
}

int ouro__issubclass(ouro_runtime *rt, ouro_object *sub, ouro_object *cls)
{
    if (ouro__is_exactly(cls, OURO_T_TYPE))
        return sub == cls ? 1 : ouro__issubclass_plain(rt, sub, cls);
    if (ouro__is_tuple(rt, cls))
        return check_tuple(rt, sub, cls, ouro__issubclass);
    if (ouro__is_exactly(cls, OURO_T_UNION))
        return ouro__union_has_subclass(rt, cls, sub);
    return check_by_hook(rt, sub, cls, NAME(rt, __subclasscheck__), ouro__issubclass_plain);
}
