/* See warn.h. The default filters are CPython's: what is meant for developers is shown only where __main__ causes it. */
#include "modules/warn.h"

#include "modules/sys_hooks.h"
#include "modules/traceback_format.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

/* Where a warning is about. `module` and `registry` (of what was shown already) may be NULL. */
typedef struct place {
    ouro_object *filename, *module, *registry;
    int32_t lineno;
} place;

/* warnings.warn_explicit, owned, when the program has imported that module: 1, else 0; -1 with an exception. */
static int find_filter(ouro_runtime *rt, ouro_object **function)
{
    ouro_object *modules = rt->python->modules;
    ouro_object *module = modules && !rt->closing ? ouro__dict_get_cstring(rt, modules, "warnings") : NULL;
    if (!module)
        return rt->error ? -1 : 0;
    ouro_object *name = ouro__str_intern_cstring(rt, "warn_explicit");
    if (!name)
        return -1;
    *function = ouro__getattr(rt, module, name);
    ouro_decref(rt, name);
    if (*function)
        return 1;
    if (!ouro__error_is(rt, OURO_T_ATTRIBUTE_ERROR)) /* it is being imported */
        return -1;
    ouro__error_clear(rt);
    return 0;
}

static bool is_ignored(ouro_runtime *rt, ouro_object *category, ouro_object *module)
{
    static const enum ouro_type_id quiet[] = {OURO_T_DEPRECATION_WARNING, OURO_T_PENDING_DEPRECATION_WARNING,
                                              OURO_T_IMPORT_WARNING, OURO_T_RESOURCE_WARNING};
    bool main = module && ouro__is_str(rt, module) && ouro__str_equals_ascii(module, "__main__");
    for (size_t i = 0; i < sizeof quiet / sizeof *quiet; i++)
        if (ouro__is_subtype(rt, category, ouro__class_at(rt, quiet[i])))
            return !(main && quiet[i] == OURO_T_DEPRECATION_WARNING);
    return false;
}

/* Notes the warning in the registry: 1 when it stands there already, 0, -1. */
static int note(ouro_runtime *rt, ouro_object *category, ouro_object *text, const place *where)
{
    if (!where->registry)
        return 0;
    ouro_object *line = ouro__int_new(rt, where->lineno);
    ouro_object *parts[] = {text, category, line};
    ouro_object *key = line ? ouro__tuple_from(rt, parts, 3) : NULL;
    ouro_xdecref(rt, line);
    if (!key)
        return -1;
    int known = ouro__dict_contains(rt, where->registry, key);
    if (known == 0)
        known = ouro__dict_set(rt, where->registry, key, OURO_TRUE(rt)) < 0 ? -1 : 0;
    ouro_decref(rt, key);
    return known;
}

static ouro_object *without_indent(ouro_runtime *rt, ouro_object *line)
{
    size_t start = 0, end = ouro__str_length(line);
    while (start < end && (ouro__str_char(line, start) == ' ' || ouro__str_char(line, start) == '\t' ||
                           ouro__str_char(line, start) == '\f'))
        start++;
    return ouro__str_slice(rt, line, start, end);
}

/* In one piece, so that lines of others do not come between. */
static int show(ouro_runtime *rt, ouro_object *category, ouro_object *text, const place *where)
{
    ouro_object *line = ouro__source_line(rt, where->filename, where->lineno);
    ouro_object *bare = line ? without_indent(rt, line) : NULL;
    ouro_xdecref(rt, line);
    ouro__error_clear(rt); /* then without the line */
    const char *format = bare ? "%U:%d: %N: %U\n  %U\n" : "%U:%d: %N: %U\n";
    ouro_object *shown = ouro__str_format(rt, format, where->filename, (int)where->lineno, category, text, bare);
    ouro_xdecref(rt, bare);
    if (shown)
        ouro__write_stderr(rt, shown);
    return shown ? 0 : -1;
}

static int ask_filter(ouro_runtime *rt, ouro_object *filter, ouro_object *category, ouro_object *text,
                      const place *where)
{
    ouro_object *line = ouro__int_new(rt, where->lineno);
    ouro_object *args[] = {text, category, where->filename, line, where->module, where->registry};
    size_t count = where->module && where->registry ? 6 : 4;
    ouro_object *result = line ? ouro__call(rt, filter, args, count, NULL) : NULL;
    ouro_xdecref(rt, line);
    ouro_xdecref(rt, result);
    return result ? 0 : -1;
}

static int warn(ouro_runtime *rt, ouro_object *category, ouro_object *text, const place *where)
{
    ouro_object *filter;
    int found = find_filter(rt, &filter);
    if (found > 0) {
        int status = ask_filter(rt, filter, category, text, where);
        ouro_decref(rt, filter);
        return status;
    }
    if (found < 0)
        return -1;
    if (is_ignored(rt, category, where->module))
        return 0;
    int known = note(rt, category, text, where);
    return known ? (known < 0 ? -1 : 0) : show(rt, category, text, where);
}

int ouro__warn_explicit(ouro_runtime *rt, ouro_object *category, ouro_object *text, ouro_object *filename,
                        int32_t lineno)
{
    return warn(rt, category, text, &(place){.filename = filename, .lineno = lineno});
}

/* globals["__warningregistry__"], made when it is not there: borrowed. NULL with an exception. */
static ouro_object *registry_of(ouro_runtime *rt, ouro_object *globals)
{
    ouro_object *registry = ouro__dict_get_cstring(rt, globals, "__warningregistry__");
    if (registry && ouro__is_dict(rt, registry))
        return registry;
    if (rt->error || !(registry = ouro__dict_new(rt)))
        return NULL;
    int status = ouro__dict_set_cstring(rt, globals, "__warningregistry__", registry);
    ouro_decref(rt, registry);
    return status < 0 ? NULL : registry;
}

int ouro__warn_here(ouro_runtime *rt, int type_id, const char *message)
{
    ouro_object *globals = ouro__current_globals(rt), *text = ouro__str_from_cstring(rt, message);
    ouro_object *filename = NULL;
    place where = {.lineno = 1};
    if (globals) {
        ouro_frame *frame = rt->python->vm->frame;
        where.lineno = ouro__code_line(frame->code, (uint32_t)(frame->pc - frame->code->instructions));
        where.module = ouro__dict_get_str(rt, globals, NAME(rt, __name__));
        where.registry = rt->error ? NULL : registry_of(rt, globals);
        filename = ouro_ref(frame->code->filename);
    } else {
        filename = ouro__str_from_cstring(rt, "sys");
    }
    where.filename = filename;
    int status = text && filename && !rt->error ? warn(rt, ouro__class_at(rt, (enum ouro_type_id)type_id), text, &where)
                                                : -1;
    ouro_xdecref(rt, text);
    ouro_xdecref(rt, filename);
    return status;
}
