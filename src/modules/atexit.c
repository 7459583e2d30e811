/* The atexit module: functions to be called when the program ends. */
#include "modules/modules.h"
#include "modules/support.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module_state.h"
#include "types/protocol.h"
#include "types/tuple.h"

static const char key;

/* The list of (function, arguments, keywords or None): borrowed; NULL without an exception when there is none. */
static ouro_object *registered(ouro_runtime *rt)
{
    return ouro__module_object(rt, &key);
}

/* The last registered first; each is taken off the list before it runs. */
static void run_all(ouro_runtime *rt)
{
    ouro_object *pending = ouro__error_take(rt);
    ouro_object *list = registered(rt);
    /* What they register now is dropped; what they unregister has become None. */
    for (uint32_t i = list ? ((ouro_list *)list)->count : 0; i-- > 0;) {
        if (i >= ((ouro_list *)list)->count || ((ouro_list *)list)->items[i] == OURO_NONE(rt))
            continue;
        ouro_object *entry = ouro_ref(((ouro_list *)list)->items[i]);
        ouro_object *const *items = ((ouro_tuple *)entry)->items;
        ouro_object *result =
            ouro__call_tuple(rt, items[0], items[1], items[2] == OURO_NONE(rt) ? NULL : items[2]);
        if (!result)
            ouro__report_unraisable(rt, "Exception ignored in atexit callback", items[0]);
        ouro_xdecref(rt, result);
        ouro_decref(rt, entry);
    }
    if (list)
        ouro__list_clear(rt, list);
    if (pending)
        ouro__error_restore(rt, pending);
}

OURO_C_FUNCTION(atexit_register)
{
    if (nargs == 0)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "register() takes at least 1 argument (0 given)");
    if (!ouro__is_callable(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "the first argument must be callable");
    ouro_object **list = ouro__module_object_place(rt, &key);
    if (!list || (!*list && !(*list = ouro__list_new(rt, 0))))
        return NULL;
    size_t keywords = kwnames ? ((ouro_tuple *)kwnames)->count : 0;
    ouro_object *dict = keywords ? ouro__dict_new(rt) : OURO_NONE(rt);
    for (size_t i = 0; dict && i < keywords; i++) {
        if (ouro__dict_set(rt, dict, ((ouro_tuple *)kwnames)->items[i], args[nargs + i]) < 0) {
            ouro_decref(rt, dict);
            return NULL;
        }
    }
    ouro_object *positional = dict ? ouro__tuple_from(rt, args + 1, nargs - 1) : NULL;
    ouro_object *entry = positional ? ouro__tuple_of(rt, 3, args[0], positional, dict) : NULL;
    ouro_xdecref(rt, positional);
    ouro_xdecref(rt, dict);
    if (!entry || ouro__list_append_owned(rt, (ouro_list *)*list, entry) < 0)
        return NULL;
    return ouro_ref(args[0]);
}

OURO_C_FUNCTION(atexit_unregister)
{
    ouro_object *list = registered(rt);
    /* Comparing may run code that changes the list. */
    for (uint32_t i = list ? ((ouro_list *)list)->count : 0; i-- > 0;) {
        if (i >= ((ouro_list *)list)->count)
            continue;
        ouro_object *entry = ouro_ref(((ouro_list *)list)->items[i]);
        if (entry == OURO_NONE(rt))
            continue;
        int same = ouro__compare_bool(rt, ((ouro_tuple *)entry)->items[0], args[0], OURO_EQ);
        if (same > 0 && i < ((ouro_list *)list)->count && ((ouro_list *)list)->items[i] == entry) {
            ((ouro_list *)list)->items[i] = ouro_ref(OURO_NONE(rt)); /* the others keep their places */
            ouro_decref(rt, entry);
        }
        ouro_decref(rt, entry);
        if (same < 0)
            return NULL;
    }
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(atexit_clear)
{
    if (registered(rt))
        ouro__list_clear(rt, registered(rt));
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(atexit_run)
{
    run_all(rt);
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(atexit_count)
{
    return ouro__int_new(rt, registered(rt) ? ((ouro_list *)registered(rt))->count : 0);
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    (void)module;
    rt->python->hooks.run_exit_functions = run_all;
    return 0;
}

static const ouro_method_def functions[] = {
    {"register", atexit_register, OURO_METH_KEYWORDS, 0, 0,
     "register(func, *args, **kwargs) -> func\n\nRegister a function to be executed upon normal program "
     "termination"},
    {"unregister", atexit_unregister, 0, 1, 1,
     "unregister(func) -> None\n\nUnregister an exit function which was previously registered"},
    {"_clear", atexit_clear, 0, 0, 0,
     "_clear() -> None\n\nClear the list of previously registered exit functions."},
    {"_run_exitfuncs", atexit_run, 0, 0, 0, "_run_exitfuncs() -> None\n\nRun all registered exit functions."},
    {"_ncallbacks", atexit_count, 0, 0, 0,
     "_ncallbacks() -> int\n\nReturn the number of registered exit functions."},
    {0},
};

const ouro_module_def ouro__module_atexit = {"atexit", functions, exec,
                                             "allow programmer to define multiple exit functions to be "
                                             "executed\nupon normal program termination.\n\nTwo public "
                                             "functions, register and unregister, are defined.\n"};
