/* The _functools module: reduce, and the types that stand beside this file. */
#include "modules/functools/functools.h"

#include "modules/modules.h"
#include "types/exception.h"

OURO_C_FUNCTION(functools_reduce)
{
    ouro_iteration it;
    if (ouro__check_arity(rt, "reduce", nargs, kwnames, 2, 3) < 0)
        return NULL;
    if (ouro__iterate(rt, &it, args[1]) < 0) {
        if (ouro__error_is(rt, OURO_T_TYPE_ERROR)) {
            ouro__error_clear(rt);
            ouro__raise(rt, OURO_T_TYPE_ERROR, "reduce() arg 2 must support iteration");
        }
        return NULL;
    }
    ouro_object *result = nargs > 2 ? ouro_ref(args[2]) : ouro__iterate_next(rt, &it), *item;
    if (!result && !rt->error)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "reduce() of empty iterable with no initial value");
    while (result && (item = ouro__iterate_next(rt, &it))) {
        ouro_object *pair[] = {result, item};
        ouro_object *next = ouro__call(rt, args[0], pair, 2, NULL);
        ouro_decref(rt, result);
        ouro_decref(rt, item);
        result = next;
    }
    if (ouro__iterate_end(rt, &it) == 0)
        return result;
    ouro_xdecref(rt, result);
    return NULL;
}

static const ouro_method_def functions[] = {
    {"reduce", functools_reduce, OURO_METH_KEYWORDS, 0, -1,
     "reduce(function, iterable[, initial]) -> value\n\nApply a function of two arguments to the items of an "
     "iterable from left "
     "to right, so that\none value remains: reduce(lambda x, y: x+y, [1, 2, 3, 4, 5]) is "
     "((((1+2)+3)+4)+5).\nThe initial value, "
     "if given, stands before the items, and is the result when there are none."},
    {"cmp_to_key", ouro__cmp_to_key, OURO_METH_KEYWORDS, 0, -1,
     "cmp_to_key($module, /, mycmp)\n--\n\nConvert a cmp= function into a key= function."},
    {0},
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_partial, "partial"},
                                             {&ouro__builtin_key_wrapper, NULL},
                                             {&ouro__builtin_lru_cache, "_lru_cache_wrapper"},
                                             {NULL, NULL}};
    return ouro__module_add_types(rt, module, types);
}

const ouro_module_def ouro__module_functools = {"_functools", functions, exec,
                                                "Tools that operate on functions."};
