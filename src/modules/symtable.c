/* The _symtable module: the compiler's symbol tables as objects, for the system's symtable. */
#include "compiler/compile.h"
#include "compiler/symtable.h"
#include "modules/builtins.h"
#include "modules/modules.h"
#include "object/slot.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/types.h"

/* What a symbol's number is made of: flags, and above them what the name means. */
enum {
    DEF_GLOBAL = 1,
    DEF_LOCAL = 2,
    DEF_PARAM = 4,
    DEF_NONLOCAL = 8,
    USE = 16,
    DEF_FREE = 32,
    DEF_FREE_CLASS = 64,
    DEF_IMPORT = 128,
    DEF_BOUND = DEF_LOCAL | DEF_PARAM | DEF_IMPORT,
    DEF_ANNOT = 256,
    DEF_COMP_ITER = 512,
    SCOPE_OFF = 11,
    SCOPE_MASK = 15,
};

enum { TYPE_FUNCTION, TYPE_CLASS, TYPE_MODULE };

typedef struct entry {
    ouro_object head;
    ouro_object *id, *name, *symbols, *varnames, *children, *type, *nested, *lineno;
} entry;

static const uint16_t entry_fields[] = {
    offsetof(entry, id),       offsetof(entry, name),     offsetof(entry, symbols),
    offsetof(entry, varnames), offsetof(entry, children), offsetof(entry, type),
    offsetof(entry, nested),   offsetof(entry, lineno),   0};

static const ouro_member_def entry_members[] = {
    {"id", offsetof(entry, id), true, false, NULL},
    {"name", offsetof(entry, name), true, false, NULL},
    {"symbols", offsetof(entry, symbols), true, false, NULL},
    {"varnames", offsetof(entry, varnames), true, false, NULL},
    {"children", offsetof(entry, children), true, false, NULL},
    {"nested", offsetof(entry, nested), true, false, NULL},
    {"type", offsetof(entry, type), true, false, NULL},
    {"lineno", offsetof(entry, lineno), true, false, NULL},
    {0},
};

static ouro_object *entry_repr(ouro_runtime *rt, ouro_object *o)
{
    const entry *e = (const entry *)o;
    return ouro__str_format(rt, "<symtable entry %U(%S), line %S>", e->name, e->id, e->lineno);
}

OURO_BUILTIN_TYPE(symtable_entry) = {
    .id = OURO_T_SYMTABLE_ENTRY,
    .slots = {.name = "symtable entry",
              .size = sizeof(entry),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .fields = entry_fields,
              .repr = entry_repr},
    .members = entry_members,
};

/* ---- one scope ---- */

static ouro_object *name_object(ouro_runtime *rt, const ouro_name *name)
{
    ouro_object *s = ouro__str_from_utf8(rt, name->bytes, name->length);
    return s ? ouro__str_intern(rt, s) : NULL;
}

static ouro_object *scope_name(ouro_runtime *rt, const ouro_scope *scope)
{
    static const char *const names[] = {[OURO_AST_LISTCOMP + 1] = "listcomp",
                                        [OURO_AST_SETCOMP + 1] = "setcomp",
                                        [OURO_AST_DICTCOMP + 1] = "dictcomp",
                                        [OURO_AST_GENERATOREXP + 1] = "genexpr"};
    if (scope->comprehension)
        return ouro__str_intern_cstring(rt, names[scope->comprehension]);
    return name_object(rt, scope->name);
}

static int64_t symbol_number(const ouro_symbol *symbol)
{
    static const uint16_t pairs[][2] = {
        {OURO_DEF_GLOBAL, DEF_GLOBAL},     {OURO_DEF_LOCAL, DEF_LOCAL}, {OURO_DEF_PARAM, DEF_PARAM},
        {OURO_DEF_NONLOCAL, DEF_NONLOCAL}, {OURO_DEF_USE, USE},         {OURO_DEF_FREE_CLASS, DEF_FREE_CLASS},
        {OURO_DEF_IMPORT, DEF_IMPORT},     {OURO_DEF_ANNOT, DEF_ANNOT}, {OURO_DEF_COMP_ITER, DEF_COMP_ITER}};
    int64_t number = (int64_t)symbol->scope << SCOPE_OFF;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (symbol->flags & pairs[i][0])
            number |= pairs[i][1];
    return number;
}

static int add_symbol(ouro_runtime *rt, entry *e, const ouro_symbol *symbol)
{
    ouro_object *name = name_object(rt, symbol->name), *number = ouro__int_new(rt, symbol_number(symbol));
    int status = name && number ? ouro__dict_set(rt, e->symbols, name, number) : -1;
    if (status == 0 && (symbol->flags & OURO_DEF_PARAM))
        status = ouro__list_append(rt, e->varnames, name);
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, number);
    return status;
}

static ouro_object *make_entry(ouro_runtime *rt, const ouro_scope *scope);

static int add_children(ouro_runtime *rt, entry *e, const ouro_scope *scope)
{
    for (const ouro_scope *child = scope->children; child; child = child->sibling) {
        ouro_object *made = make_entry(rt, child);
        if (!made || ouro__list_append_owned(rt, (ouro_list *)e->children, made) < 0)
            return -1;
    }
    return 0;
}

static int fill_entry(ouro_runtime *rt, entry *e, const ouro_scope *scope)
{
    static const uint8_t types[] = {[OURO_MODULE_SCOPE] = TYPE_MODULE,
                                    [OURO_CLASS_SCOPE] = TYPE_CLASS,
                                    [OURO_FUNCTION_SCOPE] = TYPE_FUNCTION,
                                    [OURO_ANNOTATION_SCOPE] = TYPE_FUNCTION};
    ouro__slot_init(&e->id, ouro__int_new(rt, (int64_t)(uintptr_t)e));
    ouro__slot_init(&e->name, scope_name(rt, scope));
    ouro__slot_init(&e->symbols, ouro__dict_new(rt));
    ouro__slot_init(&e->varnames, ouro__list_new(rt, 0));
    ouro__slot_init(&e->children, ouro__list_new(rt, 0));
    ouro__slot_init(&e->type, ouro__int_new(rt, types[scope->kind]));
    ouro__slot_init(&e->nested, ouro__int_new(rt, scope->nested));
    ouro__slot_init(&e->lineno, ouro__int_new(rt, scope->line));
    if (!e->id || !e->name || !e->symbols || !e->varnames || !e->children || !e->type || !e->nested ||
        !e->lineno)
        return -1;
    for (uint32_t i = 0; i < scope->map.count; i++)
        if (add_symbol(rt, e, &scope->symbols[i]) < 0)
            return -1;
    return add_children(rt, e, scope);
}

static ouro_object *make_entry(ouro_runtime *rt, const ouro_scope *scope)
{
    if (ouro__stack_low(rt))
        return ouro__raise(rt, OURO_T_RECURSION_ERROR, "maximum recursion depth exceeded during compilation");
    entry *e = ouro__new_container(rt, sizeof *e, OURO_WORD(OURO_T_SYMTABLE_ENTRY));
    if (!e)
        return NULL;
    memset((char *)e + sizeof e->head, 0, sizeof *e - sizeof e->head);
    if (fill_entry(rt, e, scope) < 0) {
        ouro_decref(rt, &e->head);
        return NULL;
    }
    ouro__track(&e->head);
    return &e->head;
}

/* ---- the module ---- */

static int take_mode(ouro_runtime *rt, ouro_object *mode, ouro_compile_options *options)
{
    static const char *const modes[] = {
        [OURO_COMPILE_EXEC] = "exec", [OURO_COMPILE_EVAL] = "eval", [OURO_COMPILE_SINGLE] = "single"};
    for (unsigned i = 0; i < sizeof modes / sizeof *modes; i++) {
        if (ouro__str_equals_ascii(mode, modes[i])) {
            options->mode = (enum ouro_compile_mode)i;
            return 0;
        }
    }
    ouro__raise(rt, OURO_T_VALUE_ERROR, "symtable() arg 3 must be 'exec' or 'eval' or 'single'");
    return -1;
}

OURO_C_FUNCTION(symtable_symtable)
{
    static const ouro_compile_tree tree = {.use_scopes = make_entry};
    ouro_compile_options options = {.tree = &tree};
    if (!ouro__is_str(rt, args[2]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "symtable() argument 3 must be str, not %V", args[2]);
    ouro_object *filename = ouro__take_filename(rt, args[1]), *result = NULL;
    ouro_source_text source;
    if (filename && ouro__take_source(rt, args[0], "symtable", "string or bytes object", &source) == 0) {
        options.source_is_str = source.is_str;
        if (take_mode(rt, args[2], &options) == 0)
            result = ouro__compile(rt, source.bytes, source.length, filename, &options);
        ouro__drop_source(rt, &source);
    }
    ouro_xdecref(rt, filename);
    return result;
}

static const ouro_method_def functions[] = {
    {"symtable", symtable_symtable, 0, 3, 3,
     "symtable($module, source, filename, startstr, /)\n--\n\n"
     "Return symbol and scope dictionaries used internally by compiler."},
    {0},
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_symtable_entry, NULL}, {NULL, NULL}};
    static const struct {
        const char *name;
        int value;
    } numbers[] = {
        {"USE", USE},
        {"DEF_GLOBAL", DEF_GLOBAL},
        {"DEF_NONLOCAL", DEF_NONLOCAL},
        {"DEF_LOCAL", DEF_LOCAL},
        {"DEF_PARAM", DEF_PARAM},
        {"DEF_FREE", DEF_FREE},
        {"DEF_FREE_CLASS", DEF_FREE_CLASS},
        {"DEF_IMPORT", DEF_IMPORT},
        {"DEF_BOUND", DEF_BOUND},
        {"DEF_ANNOT", DEF_ANNOT},
        {"TYPE_FUNCTION", TYPE_FUNCTION},
        {"TYPE_CLASS", TYPE_CLASS},
        {"TYPE_MODULE", TYPE_MODULE},
        {"LOCAL", OURO_SCOPE_LOCAL},
        {"GLOBAL_EXPLICIT", OURO_SCOPE_GLOBAL_EXPLICIT},
        {"GLOBAL_IMPLICIT", OURO_SCOPE_GLOBAL_IMPLICIT},
        {"FREE", OURO_SCOPE_FREE},
        {"CELL", OURO_SCOPE_CELL},
        {"SCOPE_OFF", SCOPE_OFF},
        {"SCOPE_MASK", SCOPE_MASK},
    };
    ouro_object *dict = ouro__module_dict(module);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        ouro_object *number = ouro__int_new(rt, numbers[i].value);
        int status = number ? ouro__dict_set_cstring(rt, dict, numbers[i].name, number) : -1;
        ouro_xdecref(rt, number);
        if (status < 0)
            return -1;
    }
    return ouro__module_add_types(rt, module, types);
}

const ouro_module_def ouro__module_symtable = {"_symtable", functions, exec, NULL};
