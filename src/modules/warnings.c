/* The _warnings module, and the doors through which the runtime's own warnings come. See warn.h. */
#include "modules/modules.h"
#include "modules/support.h"
#include "modules/warn.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "vm/frame_object.h"
#include "vm/vm.h"

/* ---- where a warning is about ---- */

/* globals["__warningregistry__"], made when it is not there: owned. */
static ouro_object *registry_of(ouro_runtime *rt, ouro_object *globals)
{
    ouro_object *registry = ouro__dict_get_cstring(rt, globals, "__warningregistry__");
    if (registry)
        return ouro_ref(registry);
    if (rt->error || !(registry = ouro__dict_new(rt)))
        return NULL;
    if (ouro__dict_set_cstring(rt, globals, "__warningregistry__", registry) < 0) {
        ouro_decref(rt, registry);
        return NULL;
    }
    return registry;
}

static bool contains(ouro_runtime *rt, ouro_object *text, const char *part)
{
    size_t length;
    char *owned = NULL;
    const char *utf8 = ouro__str_wtf8(rt, text, &length, &owned);
    bool is = utf8 && strstr(utf8, part);
    ouro__buffer_free(rt, owned);
    ouro__error_clear(rt);
    return is;
}

/* Frames of importlib are not what a warning is about. */
static bool is_internal(ouro_runtime *rt, ouro_frame_object *frame)
{
    ouro_object *filename = ((ouro_code *)frame->code)->filename;
    return contains(rt, filename, "importlib") && contains(rt, filename, "_bootstrap");
}

/* The frame object `depth` calls up: owned, NULL without an exception when there is none. */
static ouro_frame_object *frame_at(ouro_runtime *rt, int64_t depth)
{
    if (!rt->python->vm || !ouro__vm_running(rt->python->vm))
        return NULL;
    ouro_object *frame = ouro__frame_object_at(rt, depth);
    if (!frame && ouro__error_is(rt, OURO_T_VALUE_ERROR))
        ouro__error_clear(rt);
    return (ouro_frame_object *)frame;
}

/* The frame that `level` counts to: owned or NULL. */
static ouro_frame_object *frame_of_level(ouro_runtime *rt, int64_t level)
{
    int64_t depth = 0;
    ouro_frame_object *frame = frame_at(rt, 0);
    bool all = level <= 0 || (frame && is_internal(rt, frame));
    while (frame && --level > 0) {
        do {
            ouro_decref(rt, &frame->head);
            frame = frame_at(rt, ++depth);
        } while (frame && !all && is_internal(rt, frame));
    }
    return frame;
}

/* A warning about the caller that `level` counts to. */
static int warn_at_level(ouro_runtime *rt, ouro_object *category, ouro_object *message, int64_t level, ouro_object *source)
{
    ouro_frame_object *frame = frame_of_level(rt, level);
    if (rt->error)
        return -1;
    ouro_object *globals = frame ? ((ouro_function *)frame->function)->globals : rt->python->sys_dict;
    if (!globals)
        return 0;
    ouro_incref(globals);
    ouro_warning w = {.category = category, .message = message, .source = source, .lineno = 1};
    w.filename = frame ? ouro_ref(((ouro_code *)frame->code)->filename) : ouro__str_from_cstring(rt, "sys");
    if (frame)
        w.lineno = ouro__frame_object_line(frame);
    if (w.filename)
        w.registry = registry_of(rt, globals);
    if (w.registry) {
        ouro_object *name = ouro__dict_get_str(rt, globals, NAME(rt, __name__));
        w.module = name && ouro__is_str(rt, name) ? ouro_ref(name) : rt->error ? NULL : ouro__str_from_cstring(rt, "<string>");
    }
    int status = w.module ? ouro__warning_issue(rt, &w) : -1;
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, w.module);
    ouro_xdecref(rt, w.registry);
    ouro_xdecref(rt, w.filename);
    ouro_decref(rt, globals);
    if (frame)
        ouro_decref(rt, &frame->head);
    if (error)
        ouro__error_restore(rt, error);
    return status;
}

/* ---- the runtime's own ---- */

int ouro__warn_explicit(ouro_runtime *rt, ouro_object *category, ouro_object *text, ouro_object *filename,
                        int32_t lineno)
{
    return ouro__warning_issue(
        rt, &(ouro_warning){.category = category, .message = text, .filename = filename, .lineno = lineno});
}

int ouro__warn_about(ouro_runtime *rt, int type_id, ouro_object *text, ouro_object *source)
{
    return warn_at_level(rt, ouro__class_at(rt, (enum ouro_type_id)type_id), text, 1, source);
}

int ouro__warn_here(ouro_runtime *rt, int type_id, const char *message)
{
    ouro_object *text = ouro__str_from_wtf8(rt, message, strlen(message));
    int status = text ? ouro__warn_about(rt, type_id, text, NULL) : -1;
    ouro_xdecref(rt, text);
    return status;
}

/* ---- functions ---- */

/* The category of a message: borrowed, NULL with TypeError. */
static ouro_object *category_of(ouro_runtime *rt, ouro_object *message, ouro_object *category)
{
    ouro_object *base = ouro__class_at(rt, OURO_T_WARNING);
    int is = ouro__isinstance(rt, message, base);
    if (is)
        return is < 0 ? NULL : ouro__class_of(rt, message);
    if (!category || category == OURO_NONE(rt))
        return ouro__class_at(rt, OURO_T_USER_WARNING);
    is = ouro__is_class(rt, category) ? ouro__issubclass(rt, category, base) : 0;
    if (is == 0)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "category must be a Warning subclass, not '%T'", category);
    return is > 0 ? category : NULL;
}

static ouro_object *optional(ouro_runtime *rt, ouro_object *o)
{
    return o == OURO_NONE(rt) ? NULL : o;
}

OURO_C_FUNCTION(warnings_warn)
{
    OURO_PARSE(out, "warn", 0, 4, 1, 0, "message", "category", "stacklevel", "source");
    int64_t level = 1;
    if (out[2] && ouro__as_int64(rt, out[2], &level) < 0)
        return NULL;
    ouro_object *category = category_of(rt, out[0], out[1]);
    if (!category || warn_at_level(rt, category, out[0], level, optional(rt, out[3])) < 0)
        return NULL;
    return ouro_ref(OURO_NONE(rt));
}

/* The line of a module's source that its loader gives: owned; NULL, maybe with an exception. */
static ouro_object *line_from_loader(ouro_runtime *rt, ouro_object *globals, int64_t number)
{
    ouro_object *loader = ouro__dict_get_str(rt, globals, NAME(rt, __loader__));
    ouro_object *module = loader ? ouro__dict_get_str(rt, globals, NAME(rt, __name__)) : NULL;
    ouro_object *get = module ? ouro__str_intern_cstring(rt, "get_source") : NULL, *method = NULL, *line = NULL;
    if (get && ouro__getattr_optional(rt, loader, get, &method) > 0) {
        ouro_object *source = ouro__call1(rt, method, module);
        ouro_object *split = source && source != OURO_NONE(rt) ? ouro__str_intern_cstring(rt, "splitlines") : NULL;
        ouro_object *lines = split ? ouro__call_method(rt, source, split, 0) : NULL;
        if (lines && ouro__is_list(rt, lines) && number >= 1 && number <= (int64_t)((ouro_list *)lines)->count)
            line = ouro_ref(((ouro_list *)lines)->items[number - 1]);
        ouro_xdecref(rt, lines);
        ouro_xdecref(rt, split);
        ouro_xdecref(rt, source);
        ouro_decref(rt, method);
    }
    ouro_xdecref(rt, get);
    return line;
}

OURO_C_FUNCTION(warnings_warn_explicit)
{
    OURO_PARSE(out, "warn_explicit", 0, 8, 4, 0, "message", "category", "filename", "lineno", "module", "registry",
               "module_globals", "source");
    int line;
    if (!ouro__is_str(rt, out[2]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "warn_explicit() argument 3 must be str, not %V", out[2]);
    if (ouro__as_int32(rt, out[3], &line) < 0)
        return NULL;
    ouro_object *globals = optional(rt, out[6]), *shown = NULL;
    if (globals && !ouro__is_dict(rt, globals))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "module_globals must be a dict, not '%T'", globals);
    ouro_object *category = category_of(rt, out[0], out[1]);
    if (!category || (globals && !(shown = line_from_loader(rt, globals, line)) && rt->error))
        return NULL;
    ouro_warning w = {.category = category, .message = out[0], .filename = out[2], .module = out[4], .registry = out[5],
                      .source_line = shown, .source = optional(rt, out[7]), .lineno = line};
    int status = ouro__warning_issue(rt, &w);
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, shown);
    if (error)
        ouro__error_restore(rt, error);
    return status < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(warnings_filters_mutated)
{
    ouro_warning_state *state = ouro__warning_state(rt);
    if (!state)
        return NULL;
    state->version++;
    return ouro_ref(OURO_NONE(rt));
}

static const ouro_method_def functions[] = {
    {"_filters_mutated", warnings_filters_mutated, 0, 0, 0, NULL},
    {"warn", warnings_warn, OURO_METH_KEYWORDS, 1, 4,
     "warn($module, /, message, category=None, stacklevel=1, source=None)\n--\n\nIssue a warning, or maybe ignore it or raise "
     "an exception."},
    {"warn_explicit", warnings_warn_explicit, OURO_METH_KEYWORDS, 4, 8, "Issue a warning about a place of a source."},
    {0},
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    ouro_warning_state *state = ouro__warning_state(rt);
    ouro_object *dict = ouro__module_dict(module);
    if (!state || ouro__dict_set_cstring(rt, dict, "filters", state->filters) < 0 ||
        ouro__dict_set_cstring(rt, dict, "_onceregistry", state->once) < 0)
        return -1;
    return ouro__put(rt, dict, "_defaultaction", ouro__str_from_cstring(rt, "default"));
}

const ouro_module_def ouro__module_warnings = {
    "_warnings", functions, exec,
    "_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter start-up."};
