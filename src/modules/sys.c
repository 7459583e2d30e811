/* The sys module: constants, what the interpreter runs on, settings. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "modules/audit.h"
#include "modules/modules.h"
#include "modules/breakpoint.h"
#include "modules/sys_hooks.h"
#include "modules/sys_memory.h"
#include "modules/sys_platform.h"
#include "modules/sys_async.h"
#include "modules/sys_trace.h"
#include "modules/version.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "vm/import.h"
#include "types/struct_sequence.h"
#include "modules/io/stdio.h"
#include "types/tuple.h"
#include "vm/vm.h"

#ifdef __clang__
#define COMPILER "Clang " __clang_version__
#else
#define COMPILER "GCC " __VERSION__
#endif

enum { DEFAULT_MAX_STR_DIGITS = 4300, MAX_STR_DIGITS_THRESHOLD = 640 };

static ouro_object *none(ouro_runtime *rt)
{
    return ouro_ref(OURO_NONE(rt));
}

/* ---- Functions ---- */

OURO_C_FUNCTION(sys_exit)
{
    ouro_object *cls = ouro__class_at(rt, OURO_T_SYSTEM_EXIT), *exception;
    if (nargs &&
        ouro__is_tuple(rt, args[0])) /* the exception's arguments, as everywhere where one is made late */
        exception = ouro__call_tuple(rt, cls, args[0], NULL);
    else
        exception = ouro__call1(rt, cls, nargs ? args[0] : OURO_NONE(rt));
    return exception ? ouro__raise_instance(rt, exception) : NULL;
}

OURO_C_FUNCTION(sys_exc_info)
{
    ouro_object *exception = ouro__handled_exception(rt);
    if (!exception)
        return ouro__tuple_of(rt, (size_t)3, OURO_NONE(rt), OURO_NONE(rt), OURO_NONE(rt));
    ouro_object *traceback = ((ouro_exception *)exception)->traceback;
    return ouro__tuple_of(rt, (size_t)3, ouro__class_of(rt, exception), exception,
                          traceback ? traceback : OURO_NONE(rt));
}

OURO_C_FUNCTION(sys_exception)
{
    ouro_object *exception = ouro__handled_exception(rt);
    return exception ? ouro_ref(exception) : none(rt);
}

OURO_C_FUNCTION(sys_getframe)
{
    int64_t depth = 0;
    if (nargs && ouro__index_int64(rt, args[0], false, &depth) < 0)
        return NULL;
    return ouro__frame_object_at(rt, depth < 0 ? 0 : depth);
}

OURO_C_FUNCTION(sys_getrecursionlimit)
{
    return ouro__int_new(rt, rt->python->recursion_limit);
}

OURO_C_FUNCTION(sys_setrecursionlimit)
{
    int64_t limit;
    if (ouro__index_int64(rt, args[0], true, &limit) < 0)
        return NULL;
    if (limit > INT32_MAX || limit < INT32_MIN)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C int");
    if (limit < 1)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "recursion limit must be greater or equal than 1");
    uint32_t depth = rt->python->recursion_depth;
    if (depth >= (uint32_t)limit)
        return ouro__raise(
            rt, OURO_T_RECURSION_ERROR,
            "cannot set the recursion limit to %lld at the recursion depth %u: the limit is too low",
            (long long)limit, (unsigned)depth);
    rt->python->recursion_limit = (uint32_t)limit;
    return none(rt);
}

OURO_C_FUNCTION(sys_getdefaultencoding)
{
    return ouro__str_from_cstring(rt, "utf-8");
}

OURO_C_FUNCTION(sys_getfilesystemencodeerrors)
{
    return ouro__str_from_cstring(rt, "surrogateescape");
}

OURO_C_FUNCTION(sys_get_int_max_str_digits)
{
    return ouro__int_new(rt, rt->python->max_str_digits);
}

OURO_C_FUNCTION(sys_set_int_max_str_digits)
{
    static const char *const names[] = {"maxdigits", NULL};
    static const ouro_signature signature = {"set_int_max_str_digits", names, 0, 1, 1, 0};
    ouro_object *value;
    int64_t digits;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &value) < 0 ||
        ouro__index_int64(rt, value, false, &digits) < 0)
        return NULL;
    if ((digits != 0 && digits < MAX_STR_DIGITS_THRESHOLD) || digits > INT32_MAX)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "maxdigits must be 0 or larger than %d",
                           MAX_STR_DIGITS_THRESHOLD);
    rt->python->max_str_digits = (uint32_t)digits;
    return none(rt);
}

OURO_C_FUNCTION(sys_is_finalizing)
{
    return ouro__bool(rt, rt->closing);
}

/* The interval at which threads take turns, in seconds: whole microseconds, as CPython keeps it. */
OURO_C_FUNCTION(sys_setswitchinterval)
{
    double interval;
    if (ouro__as_double(rt, args[0], &interval) < 0)
        return NULL;
    if (!(interval > 0))
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "switch interval must be strictly positive");
    double microseconds = interval * 1e6;
    rt->python->switch_interval = microseconds < 1.0                 ? 1
                                  : microseconds < (double)INT64_MAX ? (int64_t)microseconds
                                                                     : INT64_MAX;
    return none(rt);
}

OURO_C_FUNCTION(sys_getswitchinterval)
{
    return ouro__float_new(rt, 1e-6 * (double)rt->python->switch_interval);
}

static const ouro_method_def functions[] = {
    {"_getframe", sys_getframe, 0, 0, 1,
     "_getframe($module, depth=0, /)\n--\n\nReturn a frame object from the call stack."},
    {"exc_info", sys_exc_info, 0, 0, 0,
     "exc_info($module, /)\n--\n\nReturn current exception information: (type, value, traceback)."},
    {"exception", sys_exception, 0, 0, 0, "exception($module, /)\n--\n\nReturn the current exception."},
    {"exit", sys_exit, 0, 0, 1,
     "exit($module, status=None, /)\n--\n\nExit the interpreter by raising SystemExit(status)."},
    {"get_int_max_str_digits", sys_get_int_max_str_digits, 0, 0, 0,
     "get_int_max_str_digits($module, /)\n--\n\nReturn the maximum string digits limit for non-binary "
     "int<->str "
     "conversions."},
    {"getdefaultencoding", sys_getdefaultencoding, 0, 0, 0,
     "getdefaultencoding($module, /)\n--\n\nReturn the current default encoding used by the Unicode "
     "implementation."},
    {"getfilesystemencodeerrors", sys_getfilesystemencodeerrors, 0, 0, 0,
     "getfilesystemencodeerrors($module, /)\n--\n\nReturn the error mode used for Unicode to OS filename "
     "conversion."},
    {"getfilesystemencoding", sys_getdefaultencoding, 0, 0, 0,
     "getfilesystemencoding($module, /)\n--\n\nReturn the encoding used to convert Unicode filenames to OS "
     "filenames."},
    {"getrecursionlimit", sys_getrecursionlimit, 0, 0, 0,
     "getrecursionlimit($module, /)\n--\n\nReturn the current value of the recursion limit."},
    {"getswitchinterval", sys_getswitchinterval, 0, 0, 0,
     "getswitchinterval($module, /)\n--\n\nReturn the current thread switch interval."},
    {"is_finalizing", sys_is_finalizing, 0, 0, 0,
     "is_finalizing($module, /)\n--\n\nReturn True if Python is exiting."},
    {"set_int_max_str_digits", sys_set_int_max_str_digits, OURO_METH_KEYWORDS, 0, -1,
     "set_int_max_str_digits($module, /, maxdigits)\n--\n\nSet the maximum string digits limit for "
     "non-binary int<->str "
     "conversions."},
    {"setrecursionlimit", sys_setrecursionlimit, 0, 1, 1,
     "setrecursionlimit($module, limit, /)\n--\n\nSet the maximum depth of the Python interpreter stack to "
     "n."},
    {"setswitchinterval", sys_setswitchinterval, 0, 1, 1,
     "setswitchinterval($module, interval, /)\n--\n\nSet the ideal thread switching delay, in seconds."},
    {0},
};

/* ---- Values ---- */

/* sys.name = value; value is taken over and may be NULL (making it failed). */
static int put(ouro_runtime *rt, ouro_object *dict, const char *name, ouro_object *value)
{
    int status = value ? ouro__dict_set_cstring(rt, dict, name, value) : -1;
    ouro_xdecref(rt, value);
    return status;
}

static ouro_object *text(ouro_runtime *rt, const char *utf8)
{
    return ouro__str_from_cstring(rt, utf8);
}

/* The counts of fields of the struct sequences that are this module's. */
static int complete_sequences(ouro_runtime *rt)
{
    static const enum ouro_type_id ids[] = {OURO_T_FLAGS,    OURO_T_VERSION_INFO, OURO_T_FLOAT_INFO,
                                            OURO_T_INT_INFO, OURO_T_HASH_INFO,    OURO_T_ASYNCGEN_HOOKS};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (ouro__struct_sequence_complete(rt, ids[i]) < 0)
            return -1;
    return 0;
}

static ouro_object *version_info(ouro_runtime *rt)
{
    ouro_object *items[] = {ouro__int_new(rt, 3), ouro__int_new(rt, 11), ouro__int_new(rt, OURO_PYTHON_MICRO),
                            text(rt, "final"), ouro__int_new(rt, 0)};
    return ouro__struct_sequence_new(rt, OURO_T_VERSION_INFO, items, 5);
}

static ouro_object *float_info(ouro_runtime *rt)
{
    ouro_object *items[] = {
        ouro__float_new(rt, DBL_MAX),
        ouro__int_new(rt, DBL_MAX_EXP),
        ouro__int_new(rt, DBL_MAX_10_EXP),
        ouro__float_new(rt, DBL_MIN),
        ouro__int_new(rt, DBL_MIN_EXP),
        ouro__int_new(rt, DBL_MIN_10_EXP),
        ouro__int_new(rt, DBL_DIG),
        ouro__int_new(rt, DBL_MANT_DIG),
        ouro__float_new(rt, DBL_EPSILON),
        ouro__int_new(rt, FLT_RADIX),
        ouro__int_new(rt, 1),
    };
    return ouro__struct_sequence_new(rt, OURO_T_FLOAT_INFO, items, 11);
}

static ouro_object *int_info(ouro_runtime *rt)
{
    ouro_object *items[] = {ouro__int_new(rt, 64), ouro__int_new(rt, 8),
                            ouro__int_new(rt, DEFAULT_MAX_STR_DIGITS),
                            ouro__int_new(rt, MAX_STR_DIGITS_THRESHOLD)};
    return ouro__struct_sequence_new(rt, OURO_T_INT_INFO, items, 4);
}

static ouro_object *hash_info(ouro_runtime *rt)
{
    ouro_object *items[] = {ouro__int_new(rt, 64),      ouro__int_new(rt, (INT64_C(1) << 61) - 1),
                            ouro__int_new(rt, 314159),  ouro__int_new(rt, 0),
                            ouro__int_new(rt, 1000003), text(rt, "siphash13"),
                            ouro__int_new(rt, 64),      ouro__int_new(rt, 128),
                            ouro__int_new(rt, 0)};
    return ouro__struct_sequence_new(rt, OURO_T_HASH_INFO, items, 9);
}

static ouro_object *module_names(ouro_runtime *rt)
{
    ouro_object *list = ouro__list_new(rt, 0);
    for (size_t i = 0; list && ouro__modules[i]; i++) {
        ouro_object *name = text(rt, ouro__modules[i]->name);
        if (!name || ouro__list_append(rt, list, name) < 0) {
            ouro_decref(rt, list);
            list = NULL;
        }
        ouro_xdecref(rt, name);
    }
    ouro_object *names =
        list && ouro__list_sort(rt, list, NULL, false) == 0 ? ouro__list_to_tuple(rt, list) : NULL;
    ouro_xdecref(rt, list);
    return names;
}

/* The platform's multiarch name, where sysconfig looks for what the standard library was configured with. */
#if defined(__x86_64__)
static const char multiarch[] = "x86_64-linux-gnu";
#elif defined(__aarch64__)
static const char multiarch[] = "aarch64-linux-gnu";
#else
static const char multiarch[] = "";
#endif

/* sys.implementation. */
static ouro_object *implementation(ouro_runtime *rt)
{
    ouro_object *o = ouro__call0(rt, ouro__class_at(rt, OURO_T_SIMPLE_NAMESPACE));
    ouro_object *dict = o ? ouro__instance_dict(rt, o) : NULL;
    if (!dict || put(rt, dict, "name", text(rt, "ouro")) < 0 ||
        put(rt, dict, "cache_tag", text(rt, "ouro-311")) < 0 ||
        put(rt, dict, "version", version_info(rt)) < 0 ||
        put(rt, dict, "hexversion", ouro__int_new(rt, OURO_PYTHON_HEXVERSION)) < 0 ||
        put(rt, dict, "_multiarch", text(rt, multiarch)) < 0) {
        ouro_xdecref(rt, o);
        return NULL;
    }
    return o;
}

/* Puts a value under __name__: what the program may want back after it has changed the name itself. */
static int put_original(ouro_runtime *rt, ouro_object *dict, const char *name, ouro_object *value)
{
    char hidden[24];
    snprintf(hidden, sizeof hidden, "__%s__", name);
    return ouro__dict_set_cstring(rt, dict, hidden, value);
}

static int put_stream(ouro_runtime *rt, ouro_object *dict, int fd, const char *name, const char *label,
                      const char *mode, bool line_buffered, const char *errors)
{
    struct stat status;
    ouro_object *stream =
        fstat(fd, &status) < 0 ? none(rt) : ouro__stdio_new(rt, fd, label, mode, line_buffered, errors);
    if (!stream || put_original(rt, dict, name, stream) < 0) {
        ouro_xdecref(rt, stream);
        return -1;
    }
    return put(rt, dict, name, stream);
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    ouro_object *dict = ouro__module_dict(module);
    ouro_python *python = rt->python;
    if (!python->max_str_digits)
        python->max_str_digits = DEFAULT_MAX_STR_DIGITS;
    static const uint16_t one = 1;
    bool tty = isatty(1);
    if (put(rt, dict, "abiflags", text(rt, "")) < 0 || put(rt, dict, "_framework", text(rt, "")) < 0 ||
        put(rt, dict, "_home", none(rt)) < 0 ||
        put(rt, dict, "_stdlib_dir", text(rt, ouro__standard_library)) < 0 ||
        put(rt, dict, "api_version", ouro__int_new(rt, 1013)) < 0 ||
        put(rt, dict, "argv", ouro__list_new(rt, 0)) < 0 ||
        put(rt, dict, "builtin_module_names", module_names(rt)) < 0 ||
        put(rt, dict, "byteorder", text(rt, *(const uint8_t *)&one ? "little" : "big")) < 0 ||
        put(rt, dict, "copyright", text(rt, "Copyright (c) 2026 The Ouro authors.")) < 0 ||
        put(rt, dict, "exec_prefix", text(rt, "/usr")) < 0 || put(rt, dict, "prefix", text(rt, "/usr")) < 0 ||
        put(rt, dict, "base_prefix", text(rt, "/usr")) < 0 ||
        put(rt, dict, "base_exec_prefix", text(rt, "/usr")) < 0 ||
        put(rt, dict, "platlibdir", text(rt, "lib")) < 0 || put(rt, dict, "executable", text(rt, "")) < 0 ||
        put(rt, dict, "float_info", float_info(rt)) < 0 ||
        put(rt, dict, "float_repr_style", text(rt, "short")) < 0 ||
        put(rt, dict, "hash_info", hash_info(rt)) < 0 ||
        put(rt, dict, "hexversion", ouro__int_new(rt, OURO_PYTHON_HEXVERSION)) < 0 ||
        put(rt, dict, "implementation", implementation(rt)) < 0 ||
        put(rt, dict, "int_info", int_info(rt)) < 0 ||
        put(rt, dict, "maxsize", ouro__int_new(rt, INT64_MAX)) < 0 ||
        put(rt, dict, "maxunicode", ouro__int_new(rt, 0x10ffff)) < 0 ||
        put(rt, dict, "meta_path", ouro__list_new(rt, 0)) < 0 ||
        put(rt, dict, "path", ouro_ref(python->sys_path)) < 0 ||
        put(rt, dict, "path_hooks", ouro__list_new(rt, 0)) < 0 ||
        put(rt, dict, "path_importer_cache", ouro__dict_new(rt)) < 0 ||
        put(rt, dict, "platform", text(rt, "linux")) < 0 ||
        put(rt, dict, "version",
            text(rt, OURO_PYTHON_VERSION " (Ouro " OURO_VERSION ") [" OURO_COMPILER "]")) < 0 ||
        complete_sequences(rt) < 0 || put(rt, dict, "version_info", version_info(rt)) < 0 ||
        ouro__sys_add_platform(rt, dict) < 0 || put(rt, dict, "modules", ouro_ref(python->modules)) < 0)
        return -1;
    const char *errors = ouro__stdio_errors();
    if (ouro__stdio_init(rt) < 0 || put_stream(rt, dict, 0, "stdin", "<stdin>", "r", false, errors) < 0 ||
        put_stream(rt, dict, 1, "stdout", "<stdout>", "w", tty, errors) < 0 ||
        put_stream(rt, dict, 2, "stderr", "<stderr>", "w", true, "backslashreplace") < 0)
        return -1;
    const ouro_method_def *const tables[] = {ouro__sys_audit_functions,   ouro__sys_memory_functions,
                                             ouro__sys_hook_functions,    ouro__sys_breakpoint,
                                             ouro__sys_trace_functions,   ouro__sys_async_functions,
                                             ouro__sys_platform_functions};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        for (const ouro_method_def *def = tables[i]; def->name; def++) {
            ouro_object *function = ouro__builtin_function_new(rt, def, module, NULL);
            if (put(rt, dict, def->name, function) < 0)
                return -1;
        }
    }
    static const char *const kept[] = {"displayhook", "excepthook", "unraisablehook", "breakpointhook"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        ouro_object *hook = ouro__dict_get_cstring(rt, dict, kept[i]);
        if (!hook || put_original(rt, dict, kept[i], hook) < 0)
            return -1;
    }
    return 0;
}

const ouro_module_def ouro__module_sys = {"sys", functions, exec,
                                          "This module provides access to some objects used or maintained by "
                                          "the\ninterpreter and to functions that interact "
                                          "strongly with the interpreter.\n"};
