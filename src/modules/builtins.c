/* The builtins module: functions from the builtins_*.c files, types, exceptions, constants. */
#include "modules/builtins.h"
#include "modules/io/stdio.h"

#include "modules/breakpoint.h"
#include "modules/modules.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/str.h"
#include "vm/vm.h"

static const struct {
    const char *name;
    enum ouro_type_id id;
} types[] = {
    {"bool", OURO_T_BOOL},
    {"bytearray", OURO_T_BYTEARRAY},
    {"memoryview", OURO_T_MEMORYVIEW},
    {"bytes", OURO_T_BYTES},
    {"classmethod", OURO_T_CLASSMETHOD},
    {"complex", OURO_T_COMPLEX},
    {"dict", OURO_T_DICT},
    {"enumerate", OURO_T_ENUMERATE},
    {"filter", OURO_T_FILTER},
    {"float", OURO_T_FLOAT},
    {"frozenset", OURO_T_FROZENSET},
    {"int", OURO_T_INT},
    {"list", OURO_T_LIST},
    {"map", OURO_T_MAP},
    {"memoryview", OURO_T_MEMORYVIEW},
    {"object", OURO_T_OBJECT},
    {"property", OURO_T_PROPERTY},
    {"range", OURO_T_RANGE},
    {"reversed", OURO_T_REVERSED},
    {"set", OURO_T_SET},
    {"slice", OURO_T_SLICE},
    {"staticmethod", OURO_T_STATICMETHOD},
    {"str", OURO_T_STR},
    {"super", OURO_T_SUPER},
    {"tuple", OURO_T_TUPLE},
    {"type", OURO_T_TYPE},
    {"zip", OURO_T_ZIP},
};

static int add_functions(ouro_runtime *rt, ouro_object *module, const ouro_method_def *def)
{
    for (; def->name; def++) {
        ouro_object *function = ouro__builtin_function_new(rt, def, module, NAME(rt, builtins));
        int status =
            function ? ouro__dict_set_cstring(rt, ouro__module_dict(module), def->name, function) : -1;
        ouro_xdecref(rt, function);
        if (status < 0)
            return -1;
    }
    return 0;
}

/* open is io's, and says so. */
static int add_open(ouro_runtime *rt, ouro_object *dict)
{
    ouro_object *name = ouro__str_intern_cstring(rt, "io");
    ouro_object *function = name ? ouro__builtin_function_new(rt, &ouro__io_open_def, NULL, name) : NULL;
    int status = function ? ouro__dict_set(rt, dict, NAME(rt, open), function) : -1;
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, function);
    return status;
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    const ouro_method_def *const tables[] = {
        ouro__builtins_objects, ouro__builtins_iteration, ouro__builtins_numbers, ouro__builtins_text,
        ouro__builtins_code,    ouro__vm_builtins,        ouro__async_builtins,   ouro__builtins_breakpoint};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (add_functions(rt, module, tables[i]) < 0)
            return -1;
    }
    ouro_object *dict = ouro__module_dict(module);
    if (add_open(rt, dict) < 0)
        return -1;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        ouro_object *cls = ouro__class_at(rt, types[i].id);
        if (cls && ouro__dict_set_cstring(rt, dict, types[i].name, cls) < 0)
            return -1;
    }
    for (size_t i = 0; i < ouro__builtin_exception_count; i++) {
        const ouro_builtin_type *type = &ouro__builtin_exceptions[i];
        if (ouro__dict_set_cstring(rt, dict, type->slots.name,
                                   ouro__class_at(rt, (enum ouro_type_id)type->id)) < 0)
            return -1;
    }
    const struct {
        const char *name;
        ouro_object *value;
    } values[] = {
        {"None", OURO_NONE(rt)},
        {"Ellipsis", OURO_ELLIPSIS(rt)},
        {"NotImplemented", OURO_NOT_IMPLEMENTED(rt)},
        {"False", OURO_FALSE(rt)},
        {"True", OURO_TRUE(rt)},
        {"__debug__", rt->python->options & OURO_OPTION_OPTIMIZE ? OURO_FALSE(rt) : OURO_TRUE(rt)},
        {"EnvironmentError", ouro__class_at(rt, OURO_T_OS_ERROR)},
        {"IOError", ouro__class_at(rt, OURO_T_OS_ERROR)},
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (ouro__dict_set_cstring(rt, dict, values[i].name, values[i].value) < 0)
            return -1;
    }
    return 0;
}

static const ouro_method_def no_functions[] = {{0}};

const ouro_module_def ouro__module_builtins = {"builtins", no_functions, exec,
                                               "Built-in functions, types, exceptions, and other objects."};
