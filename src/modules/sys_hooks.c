/* See sys_hooks.h. */
#include "modules/sys_hooks.h"

#include <stdio.h>
#include <string.h>

#include "modules/traceback_format.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "modules/io/stdio.h"
#include "types/tuple.h"
#include "vm/traceback.h"
#include "vm/vm.h"

/* sys.NAME, borrowed; NULL when it is missing. */
static ouro_object *sys_entry(ouro_runtime *rt, ouro_object *name)
{
    return rt->python->sys_dict ? ouro__dict_get_str(rt, rt->python->sys_dict, name) : NULL;
}

/* The same; NULL when it is None too. */
static ouro_object *sys_value(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *value = sys_entry(rt, name);
    return value == OURO_NONE(rt) ? NULL : value;
}

/* Whether the program put None in the place of sys.NAME: it wants to hear nothing. */
static bool is_none(ouro_runtime *rt, ouro_object *name)
{
    return sys_entry(rt, name) == OURO_NONE(rt);
}

static int write_text(ouro_runtime *rt, ouro_object *file, ouro_object *text)
{
    if (ouro__is_text_io(file))
        return ouro__text_io_write(rt, file, text);
    ouro_object *result = ouro__call_method(rt, file, NAME(rt, write), 1, text);
    ouro_xdecref(rt, result);
    return result ? 0 : -1;
}

void ouro__write_stderr(ouro_runtime *rt, ouro_object *text)
{
    ouro_object *file = sys_value(rt, NAME(rt, stderr));
    if (text && file) {
        ouro_incref(file);
        if (write_text(rt, file, text) == 0) {
            ouro_object *flushed = ouro__call_method(rt, file, NAME(rt, flush), 0);
            ouro_xdecref(rt, flushed);
        }
        ouro_decref(rt, file);
    } else if (text && ouro__str_is_ascii(text) && !is_none(rt, NAME(rt, stderr))) {
        fprintf(stderr, "%s", (const char *)ouro__str_data(text));
    }
    ouro__error_clear(rt);
    ouro_xdecref(rt, text);
}

/* Shows an exception; without memory for its text, at least its class. */
static void show(ouro_runtime *rt, ouro_object *exception)
{
    ouro_object *text = ouro__format_exception(rt, exception);
    if (!text) {
        ouro__error_clear(rt);
        fprintf(stderr, "%s\n", ouro__type_of(rt, exception)->name);
        return;
    }
    ouro__write_stderr(rt, text);
}

void ouro__show_thread_exception(ouro_runtime *rt, ouro_object *name, ouro_object *exception)
{
    ouro__write_stderr(rt, ouro__str_format(rt, "Exception in thread %S:\n", name));
    show(rt, exception);
}

OURO_C_FUNCTION(sys_excepthook)
{
    if (!ouro__is_exception(rt, args[1])) {
        ouro__write_stderr(
            rt, ouro__str_format(rt, "TypeError: print_exception(): Exception expected for value, %T found\n",
                                 args[1]));
        return ouro_ref(OURO_NONE(rt));
    }
    ouro_exception *e = (ouro_exception *)args[1];
    if (!e->traceback && ouro__is_exactly(args[2], OURO_T_TRACEBACK))
        e->traceback = ouro_ref(args[2]);
    show(rt, args[1]);
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(sys_displayhook)
{
    if (args[0] == OURO_NONE(rt))
        return ouro_ref(OURO_NONE(rt));
    if (ouro__dict_set_cstring(rt, rt->python->builtins, "_", OURO_NONE(rt)) < 0)
        return NULL;
    ouro_object *file = sys_value(rt, NAME(rt, stdout));
    if (!file)
        return rt->error ? NULL : ouro__raise(rt, OURO_T_RUNTIME_ERROR, "lost sys.stdout");
    ouro_object *text = ouro__repr(rt, args[0]);
    if (!text)
        return NULL;
    ouro_incref(file);
    int status = write_text(rt, file, text);
    ouro_decref(rt, text);
    if (status == 0)
        status = write_text(rt, file, &ouro__statics(rt)->latin1['\n'].head);
    ouro_decref(rt, file);
    if (status < 0 || ouro__dict_set_cstring(rt, rt->python->builtins, "_", args[0]) < 0)
        return NULL;
    return ouro_ref(OURO_NONE(rt));
}

/* What stands above the traceback of an exception that could not be raised. */
static ouro_object *unraisable_head(ouro_runtime *rt, const char *message, ouro_object *where)
{
    if (!where)
        return message ? ouro__str_format(rt, "%s:\n", message) : ouro_ref(OURO_EMPTY_STR(rt));
    ouro_object *head = ouro__str_format(rt, "%s: %R\n", message ? message : "Exception ignored in", where);
    if (!head) {
        ouro__error_clear(rt);
        head =
            ouro__str_format(rt, "%s: <object repr() failed>\n", message ? message : "Exception ignored in");
    }
    return head;
}

static void show_unraisable(ouro_runtime *rt, ouro_object *exception, const char *message, ouro_object *where)
{
    ouro__write_stderr(rt, unraisable_head(rt, message, where));
    ouro_exception *e = (ouro_exception *)exception;
    /* Only the exception itself: neither cause nor context. */
    ouro_object *context = e->context, *cause = e->cause;
    e->context = e->cause = NULL;
    show(rt, exception);
    ouro_xdecref(rt, e->context);
    ouro_xdecref(rt, e->cause);
    e->context = context;
    e->cause = cause;
}

/* The default hook: takes an object with exc_type, exc_value, exc_traceback, err_msg and object. */
OURO_C_FUNCTION(sys_unraisablehook)
{
    ouro_object *name = ouro__str_intern_cstring(rt, "exc_value"),
                *object_name = ouro__str_intern_cstring(rt, "object"),
                *message_name = ouro__str_intern_cstring(rt, "err_msg");
    ouro_object *exception = NULL, *where = NULL, *message = NULL;
    int found =
        name && object_name && message_name ? ouro__getattr_optional(rt, args[0], name, &exception) : -1;
    if (found > 0 && ouro__getattr_optional(rt, args[0], object_name, &where) >= 0 &&
        ouro__getattr_optional(rt, args[0], message_name, &message) >= 0 &&
        ouro__is_exception(rt, exception)) {
        size_t length;
        char *owned = NULL;
        const char *text =
            message && ouro__is_str(rt, message) ? ouro__str_utf8(rt, message, &length, &owned) : NULL;
        show_unraisable(rt, exception, text, where == OURO_NONE(rt) ? NULL : where);
        ouro__buffer_free(rt, owned);
    } else if (!rt->error) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "sys.unraisablehook argument type must be UnraisableHookArgs");
    }
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, object_name);
    ouro_xdecref(rt, message_name);
    ouro_xdecref(rt, exception);
    ouro_xdecref(rt, where);
    ouro_xdecref(rt, message);
    return rt->error ? NULL : ouro_ref(OURO_NONE(rt));
}

/* An object with the attributes that a replaced sys.unraisablehook expects. */
static ouro_object *hook_arguments(ouro_runtime *rt, ouro_object *exception, const char *message,
                                   ouro_object *where)
{
    ouro_object *namespace_class = ouro__class_at(rt, OURO_T_SIMPLE_NAMESPACE);
    ouro_object *o = namespace_class ? ouro__call0(rt, namespace_class) : NULL;
    ouro_object *text = message ? ouro__str_from_cstring(rt, message) : ouro_ref(OURO_NONE(rt));
    ouro_object *traceback = ((ouro_exception *)exception)->traceback;
    const struct {
        const char *name;
        ouro_object *value;
    } attributes[] = {
        {"exc_type", ouro__class_of(rt, exception)},
        {"exc_value", exception},
        {"exc_traceback", traceback ? traceback : OURO_NONE(rt)},
        {"err_msg", text},
        {"object", where ? where : OURO_NONE(rt)},
    };
    for (size_t i = 0; o && text && i < sizeof attributes / sizeof *attributes; i++) {
        ouro_object *name = ouro__str_intern_cstring(rt, attributes[i].name);
        int status = name ? ouro__setattr(rt, o, name, attributes[i].value) : -1;
        ouro_xdecref(rt, name);
        if (status < 0) {
            ouro_decref(rt, o);
            o = NULL;
        }
    }
    ouro_xdecref(rt, text);
    return o;
}

/* An exception that no Python frame raised has at least the place where it came up. */
static ouro_object *with_place(ouro_runtime *rt, ouro_object *exception)
{
    struct ouro_vm *vm = rt->python->vm;
    if (((ouro_exception *)exception)->traceback || !vm || !ouro__vm_running(vm))
        return exception;
    ouro__error_restore(rt, exception);
    ouro__traceback_add(rt, vm->frame);
    return ouro__error_take(rt);
}

void ouro__sys_report_unraisable(ouro_runtime *rt, const char *message, ouro_object *where)
{
    ouro_object *exception = ouro__error_take(rt);
    if (!exception)
        return;
    size_t kept = rt->heap.reserve_kept;
    rt->heap.reserve_kept = 0; /* as in ouro__handle_uncaught */
    exception = with_place(rt, exception);
    ouro_object *hook = sys_value(rt, NAME(rt, unraisablehook));
    bool replaced = hook && !(ouro__is_exactly(hook, OURO_T_BUILTIN_FUNCTION) &&
                              ((ouro_builtin_function *)hook)->def->function == sys_unraisablehook);
    if (!replaced) {
        show_unraisable(rt, exception, message, where);
    } else {
        ouro_incref(hook);
        ouro_object *arguments = hook_arguments(rt, exception, message, where);
        ouro_object *result = arguments ? ouro__call1(rt, hook, arguments) : NULL;
        ouro_xdecref(rt, arguments);
        if (!result && rt->error) {
            ouro_object *second = ouro__error_take(rt);
            show_unraisable(rt, second, "Exception ignored in sys.unraisablehook", hook);
            ouro_decref(rt, second);
        }
        ouro_xdecref(rt, result);
        ouro_decref(rt, hook);
    }
    ouro_decref(rt, exception);
    ouro__error_clear(rt);
    rt->heap.reserve_kept = kept;
}

/* SystemExit's status; shows a message that is no number. */
static int exit_status(ouro_runtime *rt, ouro_object *exception)
{
    ouro_object *code = ouro__exception_extra(rt, exception, OURO_SYSTEM_EXIT_CODE);
    if (code == OURO_NONE(rt))
        return 0;
    if (ouro__is_int(rt, code)) {
        int64_t value;
        return ouro__int_as_int64(rt, code, &value) < 0 ? 255 : (int)(value & 0xff);
    }
    ouro_object *text = ouro__str(rt, code);
    ouro__write_stderr(rt, text);
    ouro__write_stderr(rt, ouro_ref(&ouro__statics(rt)->latin1['\n'].head));
    return 1;
}

/* Calls sys.excepthook; the exit status that it asks for, else `status`. */
static int report_uncaught(ouro_runtime *rt, ouro_object *exception, int status)
{
    ouro_object *hook = sys_entry(rt, NAME(rt, excepthook));
    if (!hook) {
        ouro__write_stderr(rt, ouro__str_from_cstring(rt, "sys.excepthook is missing\n"));
        show(rt, exception);
    } else {
        ouro_incref(hook);
        ouro_object *traceback = ((ouro_exception *)exception)->traceback;
        ouro_object *arguments[3] = {ouro__class_of(rt, exception), exception,
                                     traceback ? traceback : OURO_NONE(rt)};
        ouro_object *result = ouro__call(rt, hook, arguments, 3, NULL);
        if (!result && rt->error) {
            ouro_object *second = ouro__error_take(rt);
            if (ouro__is_subtype(rt, ouro__class_of(rt, second), ouro__class_at(rt, OURO_T_SYSTEM_EXIT))) {
                status = exit_status(rt, second);
            } else {
                ouro__write_stderr(rt, ouro__str_from_cstring(rt, "Error in sys.excepthook:\n"));
                show(rt, second);
                ouro__write_stderr(rt, ouro__str_from_cstring(rt, "\nOriginal exception was:\n"));
                show(rt, exception);
            }
            ouro_decref(rt, second);
        }
        ouro_xdecref(rt, result);
        ouro_decref(rt, hook);
    }
    return status;
}

int ouro__show_uncaught(ouro_runtime *rt)
{
    ouro_object *exception = ouro__error_take(rt);
    if (!exception)
        return 0;
    bool interrupted =
        ouro__is_subtype(rt, ouro__class_of(rt, exception), ouro__class_at(rt, OURO_T_KEYBOARD_INTERRUPT));
    int status = interrupted ? OURO_STATUS_INTERRUPTED : 1;
    ouro_object *out = sys_value(rt, NAME(rt, stdout));
    if (out && ouro__is_text_io(out) && ouro__text_io_flush(rt, out) < 0) {
        ouro__text_io_discard(rt, out);
        ouro__error_clear(rt);
    }
    /* Who reports that memory is short gets what was kept for that. */
    size_t kept = rt->heap.reserve_kept;
    rt->heap.reserve_kept = 0;
    status = report_uncaught(rt, exception, status);
    rt->heap.reserve_kept = kept;
    ouro_decref(rt, exception);
    return status;
}

int ouro__handle_uncaught(ouro_runtime *rt)
{
    if (!rt->error || !ouro__error_is(rt, OURO_T_SYSTEM_EXIT))
        return ouro__show_uncaught(rt);
    ouro_object *exception = ouro__error_take(rt);
    int status = exit_status(rt, exception);
    ouro_decref(rt, exception);
    return status;
}

/* Whether a stream says that it is closed; without an answer it is not. */
static bool is_closed(ouro_runtime *rt, ouro_object *file)
{
    ouro_object *name = ouro__str_intern_cstring(rt, "closed"), *value = NULL;
    bool is = name && ouro__getattr_optional(rt, file, name, &value) > 0 && ouro__truth(rt, value) > 0;
    ouro__error_clear(rt);
    ouro_xdecref(rt, value);
    ouro_xdecref(rt, name);
    return is;
}

int ouro__flush_streams(ouro_runtime *rt)
{
    int status = 0;
    ouro_object *names[2] = {NAME(rt, stdout), NAME(rt, stderr)};
    for (int i = 0; i < 2; i++) {
        ouro_object *file = sys_value(rt, names[i]);
        if (!file)
            continue;
        ouro_incref(file);
        ouro_object *result =
            is_closed(rt, file) ? ouro_ref(OURO_NONE(rt)) : ouro__call_method(rt, file, NAME(rt, flush), 0);
        if (!result) {
            if (i == 0) {
                ouro__sys_report_unraisable(rt, NULL, file);
                status = -1;
            }
            ouro__error_clear(rt);
            if (ouro__is_text_io(file))
                ouro__text_io_discard(rt, file);
        }
        ouro_xdecref(rt, result);
        ouro_decref(rt, file);
    }
    return status;
}

const ouro_method_def ouro__sys_hook_functions[] = {
    {"displayhook", sys_displayhook, 0, 1, 1,
     "displayhook($module, object, /)\n--\n\nPrint an object to sys.stdout and also save it in builtins._"},
    {"excepthook", sys_excepthook, 0, 3, 3,
     "excepthook($module, exctype, value, traceback, /)\n--\n\nHandle an exception by displaying it with a "
     "traceback on "
     "sys.stderr."},
    {"unraisablehook", sys_unraisablehook, 0, 1, 1,
     "unraisablehook($module, unraisable, /)\n--\n\nHandle an unraisable exception."},
    {0},
};
