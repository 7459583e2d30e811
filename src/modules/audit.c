/* sys.addaudithook and sys.audit. */
#include "modules/audit.h"

#include <stdarg.h>

#include "modules/support.h"
#include "types/list.h"
#include "types/module_state.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

static const char key; /* of the list of functions */

static ouro_list *hooks(ouro_runtime *rt)
{
    return (ouro_list *)ouro__module_object(rt, &key);
}

static int call_hooks(ouro_runtime *rt, ouro_object *event, ouro_object *arguments)
{
    int status = 0;
    for (uint32_t i = 0; status == 0 && hooks(rt) && i < hooks(rt)->count; i++) {
        ouro_object *hook = ouro_ref(hooks(rt)->items[i]), *result = ouro__call2(rt, hook, event, arguments);
        status = result ? 0 : -1;
        ouro_xdecref(rt, result);
        ouro_decref(rt, hook);
    }
    return status;
}

int ouro__audit(ouro_runtime *rt, const char *event, size_t n, ...)
{
    if (ouro__likely(!hooks(rt)))
        return 0;
    ouro_object *items[4];
    va_list list;
    va_start(list, n);
    for (size_t i = 0; i < n; i++) {
        items[i] = va_arg(list, ouro_object *);
        if (!items[i])
            items[i] = OURO_NONE(rt);
    }
    va_end(list);
    ouro_object *name = ouro__str_from_cstring(rt, event),
                *arguments = name ? ouro__tuple_from(rt, items, n) : NULL;
    int status = arguments ? call_hooks(rt, name, arguments) : -1;
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, arguments);
    return status;
}

OURO_C_FUNCTION(sys_audit)
{
    if (nargs == 0)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "audit() missing 1 required positional argument: 'event'");
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "expected str for argument 'event', not %T", args[0]);
    if (!hooks(rt))
        return OURO_NONE(rt);
    ouro_object *arguments = ouro__tuple_from(rt, args + 1, nargs - 1);
    int status = arguments ? call_hooks(rt, args[0], arguments) : -1;
    ouro_xdecref(rt, arguments);
    return status < 0 ? NULL : OURO_NONE(rt);
}

/* Hooks that are there already may refuse: with an Exception, which is then silent. */
OURO_C_FUNCTION(sys_addaudithook)
{
    OURO_PARSE(a, "addaudithook", 0, 1, 1, 0, "hook");
    if (ouro__audit(rt, "sys.addaudithook", 0) < 0) {
        if (!ouro__error_is(rt, OURO_T_EXCEPTION))
            return NULL;
        ouro__error_clear(rt);
        return OURO_NONE(rt);
    }
    ouro_object **state = ouro__module_object_place(rt, &key);
    if (!state || (!*state && !(*state = ouro__list_new(rt, 0))))
        return NULL;
    return ouro__list_append(rt, *state, a[0]) < 0 ? NULL : OURO_NONE(rt);
}

const ouro_method_def ouro__sys_audit_functions[] = {
    {"addaudithook", sys_addaudithook, OURO_METH_KEYWORDS, 0, 0,
     "addaudithook($module, /, hook)\n--\n\nAdds a new audit hook callback."},
    {"audit", sys_audit, 0, 0, -1, "audit(event, *args)\n\nPasses the event to any hooks that are attached."},
    {0},
};
