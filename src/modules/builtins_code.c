/* Built-in functions about code and namespaces: compile, exec, eval, globals, locals, vars, dir. */
#include <string.h>

#include "compiler/compile.h"
#include "modules/ast/ast.h"
#include "modules/builtins.h"
#include "modules/support.h"
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

int ouro__take_source(ouro_runtime *rt, ouro_object *o, const char *function, const char *accepted,
                      ouro_source_text *source)
{
    *source = (ouro_source_text){0};
    if (ouro__is_str(rt, o)) {
        source->is_str = true;
        source->bytes = ouro__str_utf8(rt, o, &source->length, &source->owned);
        if (!source->bytes)
            return -1;
    } else if (ouro__is_bytes(rt, o)) {
        source->bytes = (const char *)((ouro_bytes *)o)->data;
        source->length = ((ouro_bytes *)o)->length;
    } else if (ouro__has_buffer(rt, o) && ouro__buffer_get(rt, o, &source->loan, OURO_BUFFER_SIMPLE) == 0) {
        source->bytes = (const char *)source->loan.data;
        source->length = (size_t)source->loan.length;
    } else {
        if (ouro__error_is(rt, OURO_T_MEMORY_ERROR))
            return -1;
        ouro__error_clear(rt);
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() arg 1 must be a %s", function, accepted);
        return -1;
    }
    if (memchr(source->bytes, 0, source->length)) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "source code string cannot contain null bytes");
        ouro__drop_source(rt, source);
        return -1;
    }
    return 0;
}

void ouro__drop_source(ouro_runtime *rt, ouro_source_text *source)
{
    ouro__buffer_free(rt, source->owned);
    ouro__buffer_release(rt, &source->loan);
}

/* A path as bytes or str, or, which is deprecated, what else lends bytes. Owned. */
static ouro_object *take_path(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__is_str(rt, o) || ouro__is_bytes(rt, o) || !ouro__has_buffer(rt, o))
        return ouro__fspath(rt, o);
    if (ouro__warn(rt, OURO_T_DEPRECATION_WARNING, "path should be string, bytes, or os.PathLike, not %T",
                   o) < 0)
        return NULL;
    return ouro__buffer_to_bytes(rt, o);
}

ouro_object *ouro__take_filename(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *path = take_path(rt, o);
    if (path && ouro__is_bytes(rt, path)) {
        const ouro_bytes *bytes = (const ouro_bytes *)path;
        ouro_object *text = ouro__str_from_filesystem(rt, (const char *)bytes->data, bytes->length);
        ouro_decref(rt, path);
        path = text;
    }
    if (path && ouro__str_find_char(path, 0, 0, ouro__str_length(path)) >= 0) {
        ouro_decref(rt, path);
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "embedded null character");
    }
    return path;
}

static uint32_t future_of_caller(ouro_runtime *rt)
{
    struct ouro_vm *vm = rt->python->vm;
    return vm && vm->frame && vm->frame->code ? vm->frame->code->flags & OURO_CO_FUTURE_ANNOTATIONS : 0;
}

/* ---- compile() ---- */

/* What flags may be given. */
enum {
    FUTURE_FLAGS = 0x1ff0000 | 0x10, /* those of __future__, and the obsolete one of nested scopes */
    COMPILE_FLAGS = OURO_PYCF_ONLY_AST | OURO_PYCF_TYPE_COMMENTS | OURO_PYCF_ALLOW_TOP_LEVEL_AWAIT |
                    OURO_PYCF_DONT_IMPLY_DEDENT | OURO_PYCF_ALLOW_INCOMPLETE_INPUT,
};

static int take_mode(ouro_runtime *rt, ouro_object *mode, bool only_tree, ouro_compile_options *options)
{
    static const char *const modes[] = {[OURO_COMPILE_EXEC] = "exec",
                                        [OURO_COMPILE_EVAL] = "eval",
                                        [OURO_COMPILE_SINGLE] = "single",
                                        [OURO_COMPILE_FUNCTION_TYPE] = "func_type"};
    for (unsigned i = 0; i < sizeof modes / sizeof *modes; i++) {
        if (!ouro__str_equals_ascii(mode, modes[i]))
            continue;
        options->mode = (enum ouro_compile_mode)i;
        if (i != OURO_COMPILE_FUNCTION_TYPE || only_tree)
            return 0;
        ouro__raise(rt, OURO_T_VALUE_ERROR, "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
        return -1;
    }
    ouro__raise(rt, OURO_T_VALUE_ERROR,
                only_tree ? "compile() mode must be 'exec', 'eval', 'single' or 'func_type'"
                          : "compile() mode must be 'exec', 'eval' or 'single'");
    return -1;
}

static int default_optimization(const ouro_runtime *rt)
{
    uint32_t options = rt->python->options;
    return options & OURO_OPTION_OPTIMIZE_2 ? 2 : options & OURO_OPTION_OPTIMIZE ? 1 : 0;
}

/* The arguments mode, flags, dont_inherit and optimize. */
static int take_options(ouro_runtime *rt, ouro_object *const *values, int64_t *flags,
                        ouro_compile_options *options)
{
    int64_t numbers[3] = {0, 0, -1};
    if (!ouro__is_str(rt, values[0])) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "compile() argument 'mode' must be str, not %V", values[0]);
        return -1;
    }
    for (int i = 0; i < 3; i++)
        if (values[1 + i] && ouro__index_int64(rt, values[1 + i], false, &numbers[i]) < 0)
            return -1;
    *flags = numbers[0];
    if (*flags & ~(int64_t)(FUTURE_FLAGS | COMPILE_FLAGS)) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "compile(): unrecognised flags");
        return -1;
    }
    if (numbers[2] < -1 || numbers[2] > 2) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "compile(): invalid optimize value");
        return -1;
    }
    options->optimize = numbers[2] < 0 ? default_optimization(rt) : (int)numbers[2];
    options->future = (uint32_t)*flags & OURO_CO_FUTURE_ANNOTATIONS;
    if (!numbers[1])
        options->future |= future_of_caller(rt);
    options->type_comments = *flags & OURO_PYCF_TYPE_COMMENTS;
    options->top_level_await = *flags & OURO_PYCF_ALLOW_TOP_LEVEL_AWAIT;
    options->dont_imply_dedent = *flags & OURO_PYCF_DONT_IMPLY_DEDENT;
    options->tell_incomplete = *flags & OURO_PYCF_ALLOW_INCOMPLETE_INPUT;
    return take_mode(rt, values[0], *flags & OURO_PYCF_ONLY_AST, options);
}

typedef struct tree_source {
    ouro_object *node;
    enum ouro_compile_mode mode;
    ouro_object *kept; /* list: what the tree refers to */
} tree_source;

static struct ouro_module_node *make_tree(ouro_runtime *rt, void *context, struct ouro_region *region)
{
    const tree_source *source = context;
    return ouro__ast_from_object(rt, source->node, source->mode, region, source->kept);
}

static ouro_object *compile_tree(ouro_runtime *rt, ouro_object *node, ouro_object *filename,
                                 ouro_compile_options *options)
{
    tree_source source = {node, options->mode, ouro__list_new(rt, 0)};
    if (!source.kept)
        return NULL;
    const ouro_compile_tree tree = {.make = make_tree, .context = &source};
    options->tree = &tree;
    ouro_object *code = ouro__compile(rt, "", 0, filename, options);
    ouro_decref(rt, source.kept);
    return code;
}

static ouro_object *compile_source(ouro_runtime *rt, ouro_object *o, ouro_object *filename, bool only_tree,
                                   ouro_compile_options *options)
{
    static const ouro_compile_tree to_object = {.use = ouro__ast_to_object};
    int is_node = ouro__ast_is_node(rt, o);
    if (is_node < 0)
        return NULL;
    if (is_node)
        return only_tree ? ouro_ref(o) : compile_tree(rt, o, filename, options);
    ouro_source_text source;
    if (ouro__take_source(rt, o, "compile", "string, bytes or AST object", &source) < 0)
        return NULL;
    options->source_is_str = source.is_str;
    options->tree = only_tree ? &to_object : NULL;
    ouro_object *result = ouro__compile(rt, source.bytes, source.length, filename, options);
    ouro__drop_source(rt, &source);
    return result;
}

/* The minor version whose syntax a tree is to be made of: negative, or without a tree, the newest. */
static int take_feature_version(ouro_runtime *rt, ouro_object *o, bool only_tree,
                                ouro_compile_options *options)
{
    int64_t version = -1;
    if (o && ouro__index_int64(rt, o, false, &version) < 0)
        return -1;
    if (only_tree && version >= 0)
        options->feature_version = version < UINT16_MAX ? (unsigned)version + 1 : 0;
    return 0;
}

OURO_C_FUNCTION(builtin_compile)
{
    static const char *const names[] = {"source",   "filename",         "mode", "flags", "dont_inherit",
                                        "optimize", "_feature_version", NULL};
    static const ouro_signature signature = {"compile", names, 0, 6, 3, 1};
    ouro_object *values[7];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, values) < 0)
        return NULL;
    ouro_object *filename = ouro__take_filename(rt, values[1]), *result = NULL;
    if (!filename)
        return NULL;
    ouro_compile_options options = {0};
    int64_t flags;
    if (take_options(rt, values + 2, &flags, &options) == 0 &&
        take_feature_version(rt, values[6], flags & OURO_PYCF_ONLY_AST, &options) == 0)
        result = compile_source(rt, values[0], filename, flags & OURO_PYCF_ONLY_AST, &options);
    ouro_decref(rt, filename);
    return result;
}

/* ---- exec() and eval() ---- */

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

/* Whether the closure (or NULL) is what the code's free variables ask for: 0, or -1 with TypeError. */
static int check_closure(ouro_runtime *rt, const char *function, ouro_object *code, ouro_object *closure)
{
    uint64_t wanted = ((ouro_tuple *)((ouro_code *)code)->free_names)->count;
    bool fits =
        closure && ouro__is_exactly(closure, OURO_T_TUPLE) && ((ouro_tuple *)closure)->count == wanted;
    for (uint64_t n = 0; fits && n < wanted; n++)
        fits = ouro__is_exactly(((ouro_tuple *)closure)->items[n], OURO_T_CELL);
    if (fits ? wanted > 0 : !closure && !wanted)
        return 0;
    if (!wanted)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot use a closure with this code object");
    else if (strcmp(function, "eval") == 0)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "code object passed to eval() may not contain free variables");
    else
        ouro__raise(rt, OURO_T_TYPE_ERROR, "code object requires a closure of exactly length %lld",
                    (long long)wanted);
    return -1;
}

static ouro_object *run_source(ouro_runtime *rt, const char *function, enum ouro_compile_mode mode,
                               ouro_object *source, ouro_object *globals, ouro_object *locals,
                               ouro_object *closure)
{
    ouro_object *owned, *code;
    if (namespaces(rt, function, &globals, &locals, &owned) < 0)
        return NULL;
    if (ouro__is_exactly(source, OURO_T_CODE)) {
        code = check_closure(rt, function, source, closure) == 0 ? ouro_ref(source) : NULL;
    } else if (closure) {
        code = ouro__raise(rt, OURO_T_TYPE_ERROR, "closure can only be used when source is a code object");
    } else {
        ouro_source_text text;
        code = NULL;
        if (ouro__take_source(rt, source, function, "string, bytes or code object", &text) == 0) {
            const char *bytes = text.bytes;
            size_t length = text.length;
            while (mode == OURO_COMPILE_EVAL && length && (*bytes == ' ' || *bytes == '\t')) {
                bytes++;
                length--;
            }
            ouro_compile_options options = {
                .mode = mode, .source_is_str = text.is_str, .future = future_of_caller(rt)};
            ouro_object *filename = ouro__str_from_cstring(rt, "<string>");
            if (filename)
                code = ouro__compile(rt, bytes, length, filename, &options);
            ouro_xdecref(rt, filename);
            ouro__drop_source(rt, &text);
        }
    }
    ouro_object *result = code ? ouro__run_closure(rt, code, globals, locals, closure) : NULL;
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, code);
    ouro_xdecref(rt, owned);
    if (error)
        ouro__error_restore(rt, error);
    return result;
}

OURO_C_FUNCTION(builtin_eval)
{
    return run_source(rt, "eval", OURO_COMPILE_EVAL, args[0], nargs > 1 ? args[1] : OURO_NONE(rt),
                      nargs > 2 ? args[2] : OURO_NONE(rt), NULL);
}

OURO_C_FUNCTION(builtin_exec)
{
    static const char *const names[] = {"", "", "", "closure", NULL};
    static const ouro_signature signature = {"exec", names, 3, 3, 1, 1};
    ouro_object *values[4];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, values) < 0)
        return NULL;
    ouro_object *result =
        run_source(rt, "exec", OURO_COMPILE_EXEC, values[0], values[1] ? values[1] : OURO_NONE(rt),
                   values[2] ? values[2] : OURO_NONE(rt), values[3] == OURO_NONE(rt) ? NULL : values[3]);
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
     "exec($module, source, globals=None, locals=None, /, *, closure=None)\n--\n\nRun statements or a code "
     "object."},
    {"globals", builtin_globals, 0, 0, 0,
     "globals($module, /)\n--\n\nReturn the dictionary of the current global variables."},
    {"locals", builtin_locals, 0, 0, 0, "locals($module, /)\n--\n\nReturn the current local variables."},
    {"vars", builtin_vars, 0, 0, 1, "vars([object]) -> dictionary"},
    {0},
};
