/* What becomes of a warning: filters, registries of what was shown already, showing it. See warn.h. */
#include "modules/sys_hooks.h"
#include "modules/traceback_format.h"
#include "modules/warn.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/import.h"

/* ---- state ---- */

static void clear_state(ouro_runtime *rt, ouro_module_state *state)
{
    ouro_warning_state *s = (ouro_warning_state *)state;
    ouro_object *filters = s->filters, *once = s->once;
    s->filters = s->once = NULL;
    ouro_xdecref(rt, filters);
    ouro_xdecref(rt, once);
}

static int add_filter(ouro_runtime *rt, ouro_object *filters, const char *action, enum ouro_type_id category, const char *module)
{
    ouro_object *none = OURO_NONE(rt), *line = ouro__int_new(rt, 0), *what = ouro__str_intern_cstring(rt, action);
    ouro_object *where = module ? ouro__str_intern_cstring(rt, module) : ouro_ref(none), *item = NULL;
    if (line && what && where)
        item = ouro__tuple_of(rt, 5, what, none, ouro__class_at(rt, category), where, line);
    int status = item ? ouro__list_append(rt, filters, item) : -1;
    ouro_xdecref(rt, item);
    ouro_xdecref(rt, where);
    ouro_xdecref(rt, what);
    ouro_xdecref(rt, line);
    return status;
}

/* CPython's: what is meant for developers is shown only where __main__ causes it. */
static ouro_object *default_filters(ouro_runtime *rt)
{
    ouro_object *filters = ouro__list_new(rt, 5);
    if (filters && (add_filter(rt, filters, "default", OURO_T_DEPRECATION_WARNING, "__main__") < 0 ||
                    add_filter(rt, filters, "ignore", OURO_T_DEPRECATION_WARNING, NULL) < 0 ||
                    add_filter(rt, filters, "ignore", OURO_T_PENDING_DEPRECATION_WARNING, NULL) < 0 ||
                    add_filter(rt, filters, "ignore", OURO_T_IMPORT_WARNING, NULL) < 0 ||
                    add_filter(rt, filters, "ignore", OURO_T_RESOURCE_WARNING, NULL) < 0)) {
        ouro_decref(rt, filters);
        return NULL;
    }
    return filters;
}

ouro_warning_state *ouro__warning_state(ouro_runtime *rt)
{
    static const char key;
    ouro_warning_state *state = ouro__module_state(rt, &key);
    if (!state && !(state = ouro__module_state_add(rt, &key, sizeof *state)))
        return NULL;
    state->state.clear = clear_state;
    if (!state->filters)
        state->filters = default_filters(rt);
    if (!state->once)
        state->once = ouro__dict_new(rt);
    return state->filters && state->once ? state : NULL;
}

int ouro__warnings_attribute(ouro_runtime *rt, const char *name, bool import, ouro_object **value)
{
    ouro_object *modules = rt->python->modules, *module = NULL;
    if (!modules || rt->closing)
        return 0;
    module = ouro__dict_get_cstring(rt, modules, "warnings");
    if (module)
        ouro_incref(module);
    else if (!rt->error && import && !(module = ouro__import_cstring(rt, "warnings")) && ouro__error_is(rt, OURO_T_IMPORT_ERROR))
        ouro__error_clear(rt);
    if (!module)
        return rt->error ? -1 : 0;
    ouro_object *key = ouro__str_intern_cstring(rt, name);
    int found = key ? ouro__getattr_optional(rt, module, key, value) : -1;
    ouro_xdecref(rt, key);
    ouro_decref(rt, module);
    return found;
}

/* ---- registries ---- */

static bool usable(ouro_runtime *rt, ouro_object *registry)
{
    return registry && registry != OURO_NONE(rt);
}

/* 1 when the registry has the key, 0, -1. It is emptied when the filters changed since it was filled. */
static int already_warned(ouro_runtime *rt, ouro_warning_state *state, ouro_object *registry, ouro_object *key, bool set)
{
    ouro_object *version = ouro__dict_get_cstring(rt, registry, "version");
    int64_t number;
    if (rt->error)
        return -1;
    if (version && ouro__is_int(rt, version) && ouro__int_as_int64(rt, version, &number) == 0 && number == state->version) {
        ouro_object *value = ouro__dict_get(rt, registry, key);
        int is = value ? ouro__truth(rt, value) : rt->error ? -1 : 0;
        if (is)
            return is;
    } else {
        ouro__error_clear(rt);
        ouro__dict_clear(rt, registry);
        ouro_object *now = ouro__int_new(rt, state->version);
        int status = now ? ouro__dict_set_cstring(rt, registry, "version", now) : -1;
        ouro_xdecref(rt, now);
        if (status < 0)
            return -1;
    }
    return set ? ouro__dict_set(rt, registry, key, OURO_TRUE(rt)) : 0;
}

static int note_once(ouro_runtime *rt, ouro_warning_state *state, ouro_object *registry, ouro_object *text,
                     ouro_object *category)
{
    ouro_object *key = ouro__tuple_of(rt, 2, text, category);
    int known = key ? already_warned(rt, state, registry, key, true) : -1;
    ouro_xdecref(rt, key);
    return known;
}

/* The registry of the action "once", of the warnings module when that is imported: owned. */
static ouro_object *once_registry(ouro_runtime *rt, ouro_warning_state *state)
{
    ouro_object *registry;
    int found = ouro__warnings_attribute(rt, "onceregistry", false, &registry);
    if (found < 0)
        return NULL;
    if (!found)
        return ouro_ref(state->once);
    if (!ouro__is_dict(rt, registry)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "_warnings.onceregistry must be a dict, not '%T'", registry);
        ouro_decref(rt, registry);
        return NULL;
    }
    return registry;
}

/* ---- filters ---- */

/* A pattern: None, a text, or a regular expression. 1, 0, -1. */
static int matches(ouro_runtime *rt, ouro_object *pattern, ouro_object *text)
{
    if (pattern == OURO_NONE(rt))
        return 1;
    if (ouro__is_exactly(pattern, OURO_T_STR))
        return ouro__compare_bool(rt, pattern, text, OURO_EQ);
    ouro_object *result = ouro__call_method(rt, pattern, NAME(rt, match), 1, text);
    int is = result ? ouro__truth(rt, result) : -1;
    ouro_xdecref(rt, result);
    return is;
}

/* 1 when the filter is about the warning, 0, -1. */
static int applies(ouro_runtime *rt, const ouro_tuple *filter, const ouro_warning *w, ouro_object *text)
{
    int is = matches(rt, filter->items[1], text);
    if (is > 0)
        is = matches(rt, filter->items[3], w->module);
    if (is > 0)
        is = ouro__issubclass(rt, w->category, filter->items[2]);
    int64_t line;
    if (is <= 0)
        return is;
    if (ouro__index_int64(rt, filter->items[4], true, &line) < 0)
        return -1;
    return line == 0 || line == w->lineno;
}

/* The filters that hold now: owned. */
static ouro_object *current_filters(ouro_runtime *rt, ouro_warning_state *state)
{
    ouro_object *filters;
    int found = ouro__warnings_attribute(rt, "filters", false, &filters);
    if (found < 0)
        return NULL;
    if (!found)
        return ouro_ref(state->filters);
    if (!ouro__is_list(rt, filters)) {
        ouro_decref(rt, filters);
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "_warnings.filters must be a list");
    }
    ouro_object *old = state->filters; /* these hold on when the module loses them */
    state->filters = ouro_ref(filters);
    ouro_xdecref(rt, old);
    return filters;
}

static ouro_object *default_action(ouro_runtime *rt)
{
    ouro_object *action;
    int found = ouro__warnings_attribute(rt, "defaultaction", false, &action);
    if (found <= 0)
        return found < 0 ? NULL : ouro__str_intern_cstring(rt, "default");
    if (ouro__is_str(rt, action))
        return action;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "_warnings.defaultaction must be a string, not '%T'", action);
    ouro_decref(rt, action);
    return NULL;
}

/* What the first filter that applies says: str, owned. *item (owned) is the filter, or NULL. */
static ouro_object *find_action(ouro_runtime *rt, ouro_warning_state *state, const ouro_warning *w, ouro_object *text,
                                ouro_object **item)
{
    ouro_object *filters = current_filters(rt, state), *action = NULL;
    int is = filters ? 0 : -1;
    *item = NULL;
    for (size_t i = 0; is == 0 && i < ((ouro_list *)filters)->count; i++) {
        ouro_object *filter = ouro_ref(((ouro_list *)filters)->items[i]);
        ouro_tuple *parts = (ouro_tuple *)filter;
        if (!ouro__is_tuple(rt, filter) || parts->count != 5) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "_warnings.filters item %zu isn't a 5-tuple", i);
            is = -1;
        } else if (!ouro__is_str(rt, parts->items[0])) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "action must be a string, not '%T'", parts->items[0]);
            is = -1;
        } else {
            is = applies(rt, parts, w, text);
        }
        if (is > 0) {
            action = ouro_ref(parts->items[0]);
            *item = ouro_ref(filter);
        }
        ouro_object *error = ouro__error_take(rt);
        ouro_decref(rt, filter);
        if (error)
            ouro__error_restore(rt, error);
    }
    ouro_xdecref(rt, filters);
    return action || is < 0 ? action : default_action(rt);
}

/* ---- showing ---- */

static ouro_object *without_indent(ouro_runtime *rt, ouro_object *line)
{
    size_t start = 0, end = ouro__str_length(line);
    while (start < end && (ouro__str_char(line, start) == ' ' || ouro__str_char(line, start) == '\t' ||
                           ouro__str_char(line, start) == '\f'))
        start++;
    return ouro__str_slice(rt, line, start, end);
}

/* In one piece, so that lines of others do not come between. */
static int show_plainly(ouro_runtime *rt, const ouro_warning *w, ouro_object *category, ouro_object *text)
{
    ouro_object *line = w->source_line ? ouro_ref(w->source_line) : NULL, *bare = NULL;
    if (!line && ouro__is_str(rt, w->filename))
        line = ouro__source_line(rt, w->filename, (int32_t)w->lineno);
    if (line && ouro__is_str(rt, line))
        bare = without_indent(rt, line);
    ouro_xdecref(rt, line);
    ouro__error_clear(rt); /* then without the line */
    const char *format = bare ? "%S:%lld: %N: %S\n  %U\n" : "%S:%lld: %N: %S\n";
    ouro_object *shown = ouro__str_format(rt, format, w->filename, (long long)w->lineno, category, text, bare);
    ouro_xdecref(rt, bare);
    if (shown)
        ouro__write_stderr(rt, shown);
    return shown ? 0 : -1;
}

static int show(ouro_runtime *rt, const ouro_warning *w, ouro_object *category, ouro_object *message, ouro_object *text)
{
    ouro_object *function, *cls, *none = OURO_NONE(rt);
    int found = ouro__warnings_attribute(rt, "_showwarnmsg", w->source != NULL, &function);
    if (found <= 0)
        return found < 0 ? -1 : show_plainly(rt, w, category, text);
    ouro_object *shown = NULL, *result = NULL, *line = ouro__int_new(rt, w->lineno);
    if (!ouro__is_callable(rt, function)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "warnings._showwarnmsg() must be set to a callable");
    } else if (line && (found = ouro__warnings_attribute(rt, "WarningMessage", false, &cls)) > 0) {
        ouro_object *args[] = {message, category, w->filename, line, none, none, w->source ? w->source : none};
        shown = ouro__call(rt, cls, args, 7, NULL);
        ouro_decref(rt, cls);
    } else if (line && found == 0) {
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "unable to get warnings.WarningMessage");
    }
    if (shown)
        result = ouro__call1(rt, function, shown);
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, result);
    ouro_xdecref(rt, shown);
    ouro_xdecref(rt, line);
    ouro_decref(rt, function);
    if (error)
        ouro__error_restore(rt, error);
    return result ? 0 : -1;
}

/* ---- all of it ---- */

/* After the filter: 1 when it is to be shown, 0 not, -1. */
static int note(ouro_runtime *rt, ouro_warning_state *state, const ouro_warning *w, ouro_object *text, ouro_object *action,
                ouro_object *key, ouro_object *item)
{
    if (ouro__str_equals_ascii(action, "always"))
        return 1;
    if (usable(rt, w->registry) && ouro__dict_set(rt, w->registry, key, OURO_TRUE(rt)) < 0)
        return -1;
    int known = 0;
    if (ouro__str_equals_ascii(action, "once")) {
        ouro_object *registry = usable(rt, w->registry) ? ouro_ref(w->registry) : once_registry(rt, state);
        known = registry ? note_once(rt, state, registry, text, w->category) : -1;
        ouro_xdecref(rt, registry);
    } else if (ouro__str_equals_ascii(action, "module")) {
        if (usable(rt, w->registry))
            known = note_once(rt, state, w->registry, text, w->category);
    } else if (!ouro__str_equals_ascii(action, "default")) {
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "Unrecognized action (%R) in warnings.filters:\n %R", action, item ? item : OURO_NONE(rt));
        known = -1;
    }
    return known < 0 ? -1 : !known;
}

/* `w` has its category, module and text settled; message is an instance of the category. */
static int decide(ouro_runtime *rt, ouro_warning_state *state, const ouro_warning *w, ouro_object *message, ouro_object *text)
{
    ouro_object *line = ouro__int_new(rt, w->lineno), *item = NULL, *action = NULL;
    ouro_object *key = line ? ouro__tuple_of(rt, 3, text, w->category, line) : NULL;
    ouro_xdecref(rt, line);
    int status = key ? 0 : -1;
    if (status == 0 && usable(rt, w->registry))
        status = already_warned(rt, state, w->registry, key, false);
    if (status == 0 && !(action = find_action(rt, state, w, text, &item)))
        status = -1;
    if (status == 0 && ouro__str_equals_ascii(action, "error")) {
        ouro__raise_instance(rt, ouro_ref(message));
        status = -1;
    } else if (status == 0 && !ouro__str_equals_ascii(action, "ignore")) {
        status = note(rt, state, w, text, action, key, item);
        if (status > 0)
            status = show(rt, w, w->category, message, text);
    }
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, key);
    ouro_xdecref(rt, action);
    ouro_xdecref(rt, item);
    if (error)
        ouro__error_restore(rt, error);
    return status < 0 ? -1 : 0;
}

/* "name" of "name.py"; "<unknown>" of nothing. Owned. */
static ouro_object *module_of(ouro_runtime *rt, ouro_object *filename)
{
    if (!ouro__is_str(rt, filename))
        return ouro__str(rt, filename);
    size_t length = ouro__str_length(filename);
    if (length == 0)
        return ouro__str_from_cstring(rt, "<unknown>");
    bool ends = length >= 3 && ouro__str_char(filename, length - 3) == '.' && ouro__str_char(filename, length - 2) == 'p' &&
                ouro__str_char(filename, length - 1) == 'y';
    return ends ? ouro__str_slice(rt, filename, 0, length - 3) : ouro_ref(filename);
}

int ouro__warning_issue(ouro_runtime *rt, const ouro_warning *warning)
{
    if (warning->module == OURO_NONE(rt))
        return 0;
    ouro_warning_state *state = ouro__warning_state(rt);
    if (!state)
        return -1;
    ouro_warning w = *warning;
    if (usable(rt, w.registry) && !ouro__is_dict(rt, w.registry)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "'registry' must be a dict or None");
        return -1;
    }
    ouro_object *text, *message, *module = w.module ? ouro_ref(w.module) : module_of(rt, w.filename);
    if (ouro__isinstance(rt, w.message, ouro__class_at(rt, OURO_T_WARNING)) > 0) {
        text = ouro__str(rt, w.message);
        message = ouro_ref(w.message);
        w.category = ouro__class_of(rt, w.message);
    } else {
        text = ouro_ref(w.message);
        message = rt->error ? NULL : ouro__call1(rt, w.category, w.message);
    }
    w.module = module;
    int status = module && text && message ? decide(rt, state, &w, message, text) : -1;
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, module);
    ouro_xdecref(rt, text);
    ouro_xdecref(rt, message);
    if (error)
        ouro__error_restore(rt, error);
    return status;
}
