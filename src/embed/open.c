/* Opening and closing a runtime with the language in it. */
#include <stdlib.h>
#include <string.h>

#include "embed/embed.h"
#include "gc/gc.h"
#include "modules/dump_language.h"
#include "modules/modules.h"
#include "modules/sys_hooks.h"
#include "modules/version.h"
#include "ouro/capture.h"
#include "ouro/python.h"
#include "types/module_state.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/method.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/types.h"
#include "vm/allocation_site.h"
#include "vm/vm.h"

static int append_path(ouro_runtime *rt, const char *directory)
{
    ouro_object *text = ouro__str_from_filesystem(rt, directory, strlen(directory));
    int status = text ? ouro__list_append(rt, rt->python->sys_path, text) : -1;
    ouro_xdecref(rt, text);
    return status;
}

/* __main__ with its usual names. */
static int make_main(ouro_runtime *rt)
{
    ouro_object *name = ouro_ref(NAME(rt, __main__));
    ouro_object *module = ouro__module_new(rt, name, NULL);
    ouro_decref(rt, name);
    if (!module)
        return -1;
    int status = ouro__dict_set(rt, rt->python->modules, NAME(rt, __main__), module);
    ouro_object *builtins = ouro__dict_get_str(rt, rt->python->modules, NAME(rt, builtins));
    if (status == 0)
        status = ouro__dict_set(rt, ouro__module_dict(module), NAME(rt, __builtins__), builtins);
    ouro_decref(rt, module);
    return status;
}

static int sample_from_start(ouro_runtime *rt, size_t mean)
{
    return ouro__sample_allocations(rt, &(ouro__sampler_config){.mean = mean, .frames = OURO_SAMPLER_FRAMES});
}

static int open_language(ouro_runtime *rt, const ouro_options *options, const ouro_sys_config *config)
{
    if (ouro__gc_init(rt) < 0 || ouro__types_init(rt, options->hash_seed) < 0)
        return -1;
    ouro_python *python = rt->python;
    python->options = (options->optimize > 0 ? OURO_OPTION_OPTIMIZE : 0) |
                      (options->optimize > 1 ? OURO_OPTION_OPTIMIZE_2 : 0) |
                      (config->ignore_environment ? OURO_OPTION_IGNORE_ENVIRONMENT : 0) |
                      (options->isolated ? OURO_OPTION_ISOLATED | OURO_OPTION_IGNORE_ENVIRONMENT : 0) |
                      (options->hash_seed == 0 ? OURO_OPTION_FIXED_HASH_SEED : 0);
    rt->hooks.dump = &ouro__dump_python;
    if (options->dump_on_oom && ouro_dump_on_oom(rt, options->dump_on_oom) < 0)
        return -1;
    if (ouro__vm_init(rt) < 0 || ouro__modules_init(rt) < 0 || make_main(rt) < 0 ||
        ouro__sys_configure(rt, config) < 0 ||
        (config->trace_frames && ouro__trace_allocations(rt, (uint32_t)config->trace_frames) < 0) ||
        (config->sample_bytes && sample_from_start(rt, config->sample_bytes) < 0))
        return -1;
    for (const char *const *directory = options->path; directory && *directory; directory++) {
        if (append_path(rt, *directory) < 0)
            return -1;
    }
    return 0;
}

ouro_runtime *ouro_open(const ouro_options *options)
{
    return ouro__open_configured(options, &OURO_SYS_CONFIG_INIT);
}

ouro_runtime *ouro__open_configured(const ouro_options *options, const ouro_sys_config *config)
{
    /* Programs compiled against an earlier header know fewer options than we do, later ones more. */
    ouro_options known = OURO_OPTIONS_INIT;
    if (options)
        memcpy(&known, options, options->size < sizeof known ? options->size : sizeof known);
    ouro_core_options core = {.memory_limit = known.memory_limit, .debug_heap = known.debug_heap};
    ouro_runtime *rt = ouro__runtime_create(&core);
    if (!rt)
        return NULL;
    if (open_language(rt, &known, config) < 0) {
        ouro_close(rt);
        return NULL;
    }
    return rt;
}

/* ---- Closing ---- */

/* Sets the values of a module's dict to None: first the names with one leading underscore, then all others
 * but __builtins__, so that finalizers find what they need as long as possible (as CPython does). */
static void clear_module_dict(ouro_runtime *rt, ouro_object *dict)
{
    for (int pass = 0; pass < 2; pass++) {
        size_t position = 0;
        ouro_object *key, *value;
        while (ouro__dict_next(rt, dict, &position, &key, &value)) {
            if (value == OURO_NONE(rt) || !ouro__is_str(rt, key))
                continue;
            bool underscore = ouro__str_length(key) > 0 && ouro__str_char(key, 0) == '_';
            bool dunder = underscore && ouro__str_length(key) > 1 && ouro__str_char(key, 1) == '_';
            if (pass == 0 ? underscore && !dunder : !ouro__str_equals_ascii(key, "__builtins__")) {
                ouro_incref(key);
                if (ouro__dict_set(rt, dict, key, OURO_NONE(rt)) < 0)
                    ouro__error_clear(rt);
                ouro_decref(rt, key);
            }
        }
    }
}

/* sys values that may hold objects of the program. */
static void reset_sys(ouro_runtime *rt)
{
    static const char *const names[] = {"path",
                                        "argv",
                                        "ps1",
                                        "ps2",
                                        "last_type",
                                        "last_value",
                                        "last_traceback",
                                        "path_hooks",
                                        "path_importer_cache",
                                        "meta_path"};
    ouro_object *dict = rt->python->sys_dict;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (ouro__dict_get_cstring(rt, dict, names[i]) &&
            ouro__dict_set_cstring(rt, dict, names[i], OURO_NONE(rt)) < 0)
            ouro__error_clear(rt);
    }
    static const char *const streams[][2] = {
        {"stdin", "__stdin__"}, {"stdout", "__stdout__"}, {"stderr", "__stderr__"}};
    for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
        ouro_object *first = ouro__dict_get_cstring(rt, dict, streams[i][1]);
        if (first && ouro__dict_set_cstring(rt, dict, streams[i][0], first) < 0)
            ouro__error_clear(rt);
    }
    if (rt->python->builtins && ouro__dict_get_cstring(rt, rt->python->builtins, "_"))
        (void)ouro__dict_set_cstring(rt, rt->python->builtins, "_", OURO_NONE(rt));
    ouro__error_clear(rt);
}

static bool is_module(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_subtype(rt, ouro__class_of(rt, o), ouro__class_at(rt, OURO_T_MODULE));
}

/* Modules die with sys.modules; those that something still holds have their dicts cleared, the last imported
 * first. Needs no memory. */
static void close_modules(ouro_runtime *rt)
{
    ouro_python *python = rt->python;
    ouro_object *modules = python->modules;
    if (!modules)
        return;
    ouro_module *watched = NULL;
    size_t position = 0;
    ouro_object *key, *value;
    while (ouro__dict_next(rt, modules, &position, &key, &value)) {
        ouro_object *dict = is_module(rt, value) ? ouro__module_dict(value) : NULL;
        if (dict && dict != python->sys_dict && dict != python->builtins)
            ouro__module_watch(&watched, value);
    }
    ouro__dict_clear(rt, modules);
    ouro__gc_collect(rt, OURO_GENERATIONS - 1);
    for (ouro_object *module; (module = ouro__module_take(&watched));) {
        ouro_object *dict = ouro__module_dict(module);
        if (dict)
            clear_module_dict(rt, dict);
        ouro_decref(rt, module);
    }
    ouro__gc_collect(rt, OURO_GENERATIONS - 1);
}

static void drop(ouro_runtime *rt, ouro_object **reference)
{
    ouro_object *o = *reference;
    *reference = NULL;
    ouro_xdecref(rt, o);
}

static void close_language(ouro_runtime *rt)
{
    ouro_python *python = rt->python;
    if (rt->gc) {
        rt->gc->phase = NULL;
        rt->gc->garbage = NULL;
        ouro__gc_set_enabled(rt, false);
        ouro__gc_unfreeze(rt);
    }
    if (python->hooks.forget_signals)
        python->hooks.forget_signals(rt);
    ouro__module_states_clear(rt);
    python->hooks.report_unraisable = NULL;
    if (python->sys_dict)
        clear_module_dict(rt, python->sys_dict);
    if (python->builtins)
        clear_module_dict(rt, python->builtins);
    if (python->vm)
        ouro__vm_forget_hooks(rt);
    if (rt->gc)
        ouro__gc_collect(rt, OURO_GENERATIONS - 1);
    ouro__module_states_clear(rt); /* what dying objects put there again */
    drop(rt, &python->sys_dict);
    drop(rt, &python->modules);
    drop(rt, &python->sys_path);
    ouro__error_clear(rt);
    if (python->builtins)
        ouro__dict_clear(rt, python->builtins);
    if (rt->gc)
        ouro__gc_collect(rt, OURO_GENERATIONS - 1);
    drop(rt, &python->builtins); /* last: what ran until here may have looked for it */
}

int64_t ouro_close(ouro_runtime *rt)
{
    if (!rt)
        return 0;
    ouro__enter_stack(rt);
    int64_t left = 0;
    if (rt->python) {
        ouro__error_clear(rt);
        if (rt->python->hooks.run_exit_functions)
            rt->python->hooks.run_exit_functions(rt);
        if (rt->python->sys_dict && ouro__flush_streams(rt) < 0)
            left = -1;
        ouro_capture_stop(rt, 0);
        rt->closing = true;
        if (rt->python->sys_dict) {
            reset_sys(rt);
            close_modules(rt);
            if (ouro__flush_streams(rt) < 0)
                left = -1;
        }
        ouro__trace_allocations_stop(rt);
        ouro__sampler_stop(rt);
        close_language(rt);
        if (rt->python->vm)
            ouro__vm_destroy(rt);
        ouro__types_destroy(rt);
    }
    if (rt->gc)
        ouro__gc_destroy(rt);
    int64_t blocks = (int64_t)ouro__runtime_check_leaks(rt);
    ouro__runtime_destroy(rt);
    return left < 0 ? left : blocks;
}

const char *ouro_version(void)
{
    return OURO_VERSION;
}

const char *ouro_python_version(void)
{
    return OURO_PYTHON_VERSION;
}
