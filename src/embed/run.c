/* Running programs in __main__, and its globals. */
#include <string.h>

#include "compiler/compile.h"
#include "embed/embed.h"
#include "ouro/python.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/method.h"
#include "types/protocol.h"
#include "types/str.h"
#include "vm/import.h"
#include "vm/read_file.h"
#include "vm/vm.h"

ouro_object *ouro__main_dict(ouro_runtime *rt)
{
    ouro_object *module = ouro__dict_get_str(rt, rt->python->modules, NAME(rt, __main__));
    if (module && ouro__is_exactly(module, OURO_T_MODULE))
        return ouro__module_dict(module);
    return rt->error ? NULL : ouro__raise(rt, OURO_T_RUNTIME_ERROR, "lost __main__");
}

/* Whether a program looks at its own __loader__, which only importlib can make. */
static bool names_loader(ouro_runtime *rt, const ouro_code *code)
{
    for (uint32_t i = 0; i < code->name_count; i++)
        if (ouro__constant(code, i) == NAME(rt, __loader__))
            return true;
    return false;
}

ouro_object *ouro__run_source(ouro_runtime *rt, const char *source, size_t length, const char *filename, int mode,
                              bool is_str)
{
    ouro__enter_stack(rt);
    ouro_object *globals = ouro__main_dict(rt);
    ouro_object *name = globals ? ouro__str_from_filesystem(rt, filename, strlen(filename)) : NULL;
    if (!name)
        return NULL;
    uint32_t options = rt->python->options;
    ouro_compile_options compile = {
        .mode = (enum ouro_compile_mode)mode,
        .optimize = options & OURO_OPTION_OPTIMIZE_2 ? 2 : options & OURO_OPTION_OPTIMIZE ? 1 : 0,
        .source_is_str = is_str,
        .from_file = !is_str,
    };
    ouro_object *code = ouro__compile(rt, source, length, name, &compile);
    ouro_decref(rt, name);
    if (!code)
        return NULL;
    ouro_object *result = NULL;
    ouro_incref(globals);
    if (!names_loader(rt, (ouro_code *)code) || ouro__importlib_need_specs(rt) >= 0)
        result = ouro__run_code(rt, code, globals, globals);
    ouro_decref(rt, globals);
    ouro_decref(rt, code);
    return result;
}

static int finish(ouro_runtime *rt, ouro_object *result)
{
    if (!result)
        return -1;
    ouro_decref(rt, result);
    return 0;
}

int ouro_exec(ouro_runtime *rt, const char *source, const char *filename)
{
    return finish(rt, ouro__run_source(rt, source, strlen(source), filename, OURO_COMPILE_EXEC, true));
}

ouro_object *ouro_eval(ouro_runtime *rt, const char *expression)
{
    return ouro__run_source(rt, expression, strlen(expression), "<string>", OURO_COMPILE_EVAL, true);
}

/* Where the second line begins: its end stays, so that lines keep their numbers. */
static size_t after_first_line(const char *source, size_t length)
{
    const char *end = memchr(source, '\n', length);
    return end ? (size_t)(end - source) : length;
}

int ouro__exec_file(ouro_runtime *rt, const char *path, bool skip_first_line)
{
    char *source;
    size_t length;
    if (ouro__read_file(rt, path, &source, &length) < 0)
        return -1;
    size_t start = skip_first_line ? after_first_line(source, length) : 0;
    ouro_object *globals = ouro__main_dict(rt);
    ouro_object *name = globals ? ouro__str_from_filesystem(rt, path, strlen(path)) : NULL;
    ouro_object *result = NULL;
    if (name && ouro__dict_set(rt, globals, NAME(rt, __file__), name) == 0 &&
        ouro__dict_set(rt, globals, NAME(rt, __cached__), OURO_NONE(rt)) == 0 && ouro__importlib_dress_main(rt) == 0)
        result = ouro__run_source(rt, source + start, length - start, path, OURO_COMPILE_EXEC, false);
    ouro_xdecref(rt, name);
    ouro__buffer_free(rt, source);
    return finish(rt, result);
}

int ouro_exec_file(ouro_runtime *rt, const char *path)
{
    return ouro__exec_file(rt, path, false);
}

ouro_object *ouro_get(ouro_runtime *rt, const char *name)
{
    ouro__enter_stack(rt);
    ouro_object *globals = ouro__main_dict(rt);
    ouro_object *value = globals ? ouro__dict_get_cstring(rt, globals, name) : NULL;
    if (value)
        return ouro_ref(value);
    return rt->error ? NULL : ouro__raise(rt, OURO_T_NAME_ERROR, "name '%s' is not defined", name);
}

int ouro_set(ouro_runtime *rt, const char *name, ouro_object *value)
{
    ouro__enter_stack(rt);
    ouro_object *globals = ouro__main_dict(rt);
    return globals ? ouro__dict_set_cstring(rt, globals, name, value) : -1;
}
