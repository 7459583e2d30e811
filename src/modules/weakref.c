/* The _weakref module. */
#include "object/dealloc.h"
#include "object/weakref.h"

#include "modules/modules.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/weakref_type.h"

OURO_C_FUNCTION(weakref_getweakrefcount)
{
    int64_t count = 0;
    for (ouro_weakref *ref = ouro__weakrefs_of(rt, args[0]); ref; ref = ref->older)
        count++;
    return ouro__int_new(rt, count);
}

OURO_C_FUNCTION(weakref_getweakrefs)
{
    ouro_object *list = ouro__list_new(rt, 0);
    for (ouro_weakref *ref = ouro__weakrefs_of(rt, args[0]); list && ref; ref = ref->older) {
        if (!ouro__is_dying(rt, &ref->head) && ouro__list_append(rt, list, &ref->head) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

OURO_C_FUNCTION(weakref_proxy)
{
    return ouro__weak_proxy_new(rt, args[0], nargs > 1 && args[1] != OURO_NONE(rt) ? args[1] : NULL);
}

/* Removes a key from a dict when the weak reference stored there is dead; used by the weak dictionaries. */
OURO_C_FUNCTION(weakref_remove_dead)
{
    if (!ouro__is_dict(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "_remove_dead_weakref() argument 1 must be dict, not %V",
                           args[0]);
    ouro_object *value = ouro__dict_get(rt, args[0], args[1]);
    if (!value)
        return rt->error ? NULL : ouro_ref(OURO_NONE(rt));
    if (!ouro__is_subtype(rt, ouro__class_of(rt, value), ouro__class_at(rt, OURO_T_WEAKREF)))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "not a weakref");
    if (!((ouro_weakref *)value)->referent && ouro__dict_pop(rt, args[0], args[1], NULL) < 0)
        return NULL;
    return ouro_ref(OURO_NONE(rt));
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const struct {
        const char *name;
        enum ouro_type_id id;
    } types[] = {
        {"ref", OURO_T_WEAKREF},
        {"ReferenceType", OURO_T_WEAKREF},
        {"ProxyType", OURO_T_WEAK_PROXY},
        {"CallableProxyType", OURO_T_WEAK_CALLABLE_PROXY},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (ouro__dict_set_cstring(rt, ouro__module_dict(module), types[i].name,
                                   ouro__class_at(rt, types[i].id)) < 0)
            return -1;
    }
    return 0;
}

static const ouro_method_def functions[] = {
    {"_remove_dead_weakref", weakref_remove_dead, 0, 2, 2,
     "_remove_dead_weakref($module, dct, key, /)\n--\n\nAtomically remove key from dict if it points to a "
     "dead weakref."},
    {"getweakrefcount", weakref_getweakrefcount, 0, 1, 1,
     "getweakrefcount($module, object, /)\n--\n\nReturn the number of weak references to 'object'."},
    {"getweakrefs", weakref_getweakrefs, 0, 1, 1,
     "getweakrefs($module, object, /)\n--\n\nReturn a list of all weak reference objects pointing to "
     "'object'."},
    {"proxy", weakref_proxy, 0, 1, 2,
     "proxy($module, object, callback=None, /)\n--\n\nCreate a proxy object that weakly references "
     "'object'."},
    {0},
};

const ouro_module_def ouro__module_weakref = {"_weakref", functions, exec, "Weak-reference support module."};
