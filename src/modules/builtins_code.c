/* Built-in functions about code and namespaces: compile, exec, eval, globals, locals, vars, dir. */
#include <string.h>

#include "compiler/compile.h"
#include "modules/builtins.h"
#include "types/bytes.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

/* Source given to compile, exec or eval: text of a str or the bytes of a bytes object. */
typedef struct source_text {
    const char *bytes;
    size_t length;
    char *owned;
    bool is_str;
} source_text;

static int take_source(ouro_runtime *rt, ouro_object *o, const char *function, const char *accepted,
                       source_text *source)
{
    *source = (source_text){0};
    if (ouro__is_str(rt, o)) {
        source->is_str = true;
        source->bytes = ouro__str_utf8(rt, o, &source->length, &source->owned);
        if (!source->bytes)
            return -1;
    } else if (ouro__is_bytes(rt, o)) {
        source->bytes = (const char *)((ouro_bytes *)o)->data;
        source->length = ((ouro_bytes *)o)->length;
    } else {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() arg 1 must be a %s", function, accepted);
        return -1;
    }
    if (memchr(source->bytes, 0, source->length)) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "source code string cannot contain null bytes");
        ouro__buffer_free(rt, source->owned);
        return -1;
    }
    return 0;
}

static uint32_t future_of_caller(ouro_runtime *rt)
{
    struct ouro_vm *vm = rt->python->vm;
    return vm && vm->frame && vm->frame->code ? vm->frame->code->flags & OURO_CO_FUTURE_ANNOTATIONS : 0;
}

OURO_C_FUNCTION(builtin_compile)
{
    static const char *const names[] = {"source", "filename", "mode", "flags", "dont_inherit", "optimize",
                                        "_feature_version", NULL};
    static const ouro_signature signature = {"compile", names, 0, 6, 3, 1};
    ouro_object *values[7];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, values) < 0)
        return NULL;
    if (!ouro__is_str(rt, values[1]) && !ouro__is_bytes(rt, values[1]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "expected str, bytes or os.PathLike object, not %T", values[1]);
    if (!ouro__is_str(rt, values[2]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "compile() argument 'mode' must be str, not %V", values[2]);
    int64_t numbers[3] = {0, 0, -1}; /* flags, dont_inherit, optimize */
    for (int i = 0; i < 3; i++) {
        if (values[3 + i] && ouro__index_int64(rt, values[3 + i], false, &numbers[i]) < 0)
            return NULL;
    }
    ouro_compile_options options = {.optimize = numbers[2] < 0 ? 0 : (int)numbers[2]};
    options.future = (uint32_t)numbers[0] & OURO_CO_FUTURE_ANNOTATIONS;
    if (!numbers[1])
        options.future |= future_of_caller(rt);
    options.dont_imply_dedent = numbers[0] & 0x200;
    if (numbers[0] & 0x400)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "compile(): syntax trees (ast.PyCF_ONLY_AST) are not supported");
    if (numbers[0] & ~(int64_t)(0x1000000 | 0x200 | 0x2000 | 0x1ff0000))
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "compile(): unrecognised flags");
    if (ouro__str_equals_ascii(values[2], "exec"))
        options.mode = OURO_COMPILE_EXEC;
    else if (ouro__str_equals_ascii(values[2], "eval"))
        options.mode = OURO_COMPILE_EVAL;
    else if (ouro__str_equals_ascii(values[2], "single"))
        options.mode = OURO_COMPILE_SINGLE;
    else
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "compile() mode must be 'exec', 'eval' or 'single'");
    source_text source;
    if (take_source(rt, values[0], "compile", "string, bytes or AST object", &source) < 0)
        return NULL;
    options.source_is_str = source.is_str;
    ouro_object *filename = ouro__is_str(rt, values[1])
                                ? ouro_ref(values[1])
                                : ouro__str_from_filesystem(rt, (char *)((ouro_bytes *)values[1])->data,
                                                            ((ouro_bytes *)values[1])->length);
    ouro_object *code = filename ? ouro__compile(rt, source.bytes, source.length, filename, &options) : NULL;
    ouro_xdecref(rt, filename);
    ouro__buffer_free(rt, source.owned);
    return code;
}

/* The dicts to run in: borrowed, except that *owned receives locals() of the caller when that is what runs. */
static int namespaces(ouro_runtime *rt, const char *function, ouro_object **globals, ouro_object **locals,
                      ouro_object **owned)
{
    ouro_object *none = OURO_NONE(rt);
    *owned = NULL;
    if (*locals == none)
        *locals = NULL;
    if (*globals == none)
        *globals = NULL;
    if (*globals && !ouro__is_dict(rt, *globals)) {
        if (strcmp(function, "eval") == 0)
            ouro__raise(rt, OURO_T_TYPE_ERROR,
                        ouro__type_of(rt, *globals)->getitem
                            ? "globals must be a real dict; try eval(code, {}, mapping)"
                            : "globals must be a dict");
        else
            ouro__raise(rt, OURO_T_TYPE_ERROR, "exec() globals must be a dict, not %T", *globals);
        return -1;
    }
    if (*locals && !ouro__type_of(rt, *locals)->getitem) {
        if (strcmp(function, "eval") == 0)
            ouro__raise(rt, OURO_T_TYPE_ERROR, "locals must be a mapping");
        else
            ouro__raise(rt, OURO_T_TYPE_ERROR, "locals must be a mapping or None, not %T", *locals);
        return -1;
    }
    if (!*globals) {
        *globals = ouro__current_globals(rt);
        if (!*globals) {
            ouro__raise(rt, OURO_T_SYSTEM_ERROR, "globals and locals cannot be NULL");
            return -1;
        }
        if (!*locals) {
            *locals = *owned = ouro__current_locals(rt);
            if (!*locals)
                return -1;
        }
    }
    if (!*locals)
        *locals = *globals;
    int has = ouro__dict_contains(rt, *globals, NAME(rt, __builtins__));
    if (has == 0)
        has = ouro__dict_set(rt, *globals, NAME(rt, __builtins__), rt->python->builtins);
    if (has < 0) {
        ouro_xdecref(rt, *owned);
        return -1;
    }
    return 0;
}

static ouro_object *run_source(ouro_runtime *rt, const char *function, enum ouro_compile_mode mode, ouro_object *source,
                               ouro_object *globals, ouro_object *locals)
{
    ouro_object *owned, *code;
    if (namespaces(rt, function, &globals, &locals, &owned) < 0)
        return NULL;
    if (ouro__is_exactly(source, OURO_T_CODE)) {
        code = ouro_ref(source);
        uint64_t free_names = ((ouro_tuple *)((ouro_code *)code)->free_names)->count;
        if (free_names) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "code object passed to %s() may not contain free variables", function);
            ouro_decref(rt, code);
            code = NULL;
        }
    } else {
        source_text text;
        code = NULL;
        if (take_source(rt, source, function, "string, bytes or code object", &text) == 0) {
            const char *bytes = text.bytes;
            size_t length = text.length;
            while (mode == OURO_COMPILE_EVAL && length && (*bytes == ' ' || *bytes == '\t')) {
                bytes++;
                length--;
            }
            ouro_compile_options options = {.mode = mode, .source_is_str = text.is_str, .future = future_of_caller(rt)};
            ouro_object *filename = ouro__str_from_cstring(rt, "<string>");
            if (filename)
                code = ouro__compile(rt, bytes, length, filename, &options);
            ouro_xdecref(rt, filename);
            ouro__buffer_free(rt, text.owned);
        }
    }
    ouro_object *result = code ? ouro__run_code(rt, code, globals, locals) : NULL;
    ouro_xdecref(rt, code);
    ouro_xdecref(rt, owned);
    return result;
}

OURO_C_FUNCTION(builtin_eval)
{
    return run_source(rt, "eval", OURO_COMPILE_EVAL, args[0], nargs > 1 ? args[1] : OURO_NONE(rt),
                      nargs > 2 ? args[2] : OURO_NONE(rt));
}

OURO_C_FUNCTION(builtin_exec)
{
    static const char *const names[] = {"", "", "", "closure", NULL};
    static const ouro_signature signature = {"exec", names, 3, 3, 1, 1};
    ouro_object *values[4];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, values) < 0)
        return NULL;
    if (values[3] && values[3] != OURO_NONE(rt))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "closure argument is only valid for code objects with free variables");
    ouro_object *result = run_source(rt, "exec", OURO_COMPILE_EXEC, values[0], values[1] ? values[1] : OURO_NONE(rt),
                                     values[2] ? values[2] : OURO_NONE(rt));
    if (!result)
        return NULL;
    ouro_decref(rt, result);
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(builtin_globals)
{
    ouro_object *globals = ouro__current_globals(rt);
    return ouro_ref(globals ? globals : OURO_NONE(rt));
}

OURO_C_FUNCTION(builtin_locals)
{
    return ouro__current_locals(rt);
}

OURO_C_FUNCTION(builtin_vars)
{
    if (nargs == 0)
        return ouro__current_locals(rt);
    ouro_object *dict;
    int found = ouro__getattr_optional(rt, args[0], NAME(rt, __dict__), &dict);
    if (found == 0)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "vars() argument must have __dict__ attribute");
    return found > 0 ? dict : NULL;
}

/* Sorted names: of the caller's namespace, or what o.__dir__() gives. */
OURO_C_FUNCTION(builtin_dir)
{
    ouro_object *names;
    if (nargs == 0) {
        ouro_object *locals = ouro__current_locals(rt);
        if (!locals)
            return NULL;
        names = ouro__call_method(rt, locals, NAME(rt, keys), 0);
        ouro_decref(rt, locals);
    } else {
        ouro_object *method = ouro__lookup_special(rt, args[0], NAME(rt, __dir__));
        if (!method && !ouro__error_pending(rt))
            ouro__raise(rt, OURO_T_TYPE_ERROR, "object does not provide __dir__");
        names = method ? ouro__call0(rt, method) : NULL;
        ouro_xdecref(rt, method);
    }
    ouro_object *list = names ? ouro__list_from_iterable(rt, names) : NULL;
    ouro_xdecref(rt, names);
    if (list && ouro__list_sort(rt, list, NULL, false) < 0) {
        ouro_decref(rt, list);
        return NULL;
    }
    return list;
}

const ouro_method_def ouro__builtins_code[] = {
    {"compile", builtin_compile, OURO_METH_KEYWORDS, 0, -1,
     "compile($module, /, source, filename, mode, flags=0,\n        dont_inherit=False, optimize=-1, *, "
     "_feature_version=-1)\n--\n\nCompile source into a code object."},
    {"dir", builtin_dir, 0, 0, 1, "dir([object]) -> list of strings"},
    {"eval", builtin_eval, 0, 1, 3,
     "eval($module, source, globals=None, locals=None, /)\n--\n\nEvaluate an expression or code object."},
    {"exec", builtin_exec, OURO_METH_KEYWORDS, 0, -1,
     "exec($module, source, globals=None, locals=None, /, *, closure=None)\n--\n\nRun statements or a code object."},
    {"globals", builtin_globals, 0, 0, 0,
     "globals($module, /)\n--\n\nReturn the dictionary of the current global variables."},
    {"locals", builtin_locals, 0, 0, 0, "locals($module, /)\n--\n\nReturn the current local variables."},
    {"vars", builtin_vars, 0, 0, 1, "vars([object]) -> dictionary"},
    {0},
};
