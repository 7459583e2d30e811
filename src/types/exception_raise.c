/* Raising exceptions, and looking at the pending one.
 *
 * MemoryError is raised without allocating: a store of instances is made at the start; one that dies goes back to it
 * through its finalizer. When the store is empty one last shared instance serves. */
#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>

#include "object/slot.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

/* Makes `exception` (taken over) the pending one in place of any other. */
static void set_pending(ouro_runtime *rt, ouro_object *exception)
{
    ouro_object *old = rt->error;
    rt->error = exception;
    ouro_xdecref(rt, old);
}

/* Sets __context__ to the exception being handled, as long as that makes no circle. */
static void chain_context(ouro_runtime *rt, ouro_object *exception)
{
    ouro_language_hooks *hooks = &rt->python->hooks;
    ouro_object *handled = hooks->handled_exception ? hooks->handled_exception(rt) : NULL;
    if (!handled || handled == exception)
        return;
    /* The new exception may stand in the chain already: cut it out there. `slow` meets a circle made by hand. */
    ouro_exception *at = (ouro_exception *)handled, *slow = at;
    bool step = false;
    while (at->context) {
        if (at->context == exception) {
            ouro__slot_clear(rt, at, &at->context);
            break;
        }
        at = (ouro_exception *)at->context;
        if (at == slow)
            break;
        if (step)
            slow = (ouro_exception *)slow->context;
        step = !step;
    }
    ouro__slot_set(rt, exception, &((ouro_exception *)exception)->context, ouro_ref(handled));
}

void *ouro__raise_instance(ouro_runtime *rt, ouro_object *exception)
{
    if (exception != rt->python->last_memory_error)
        chain_context(rt, exception);
    set_pending(rt, exception);
    return NULL;
}

/* A fresh instance of a static class with the given argument (taken over; NULL: none); NULL with MemoryError set. */
static ouro_object *make(ouro_runtime *rt, enum ouro_type_id cls, ouro_object *argument)
{
    ouro_type *type = ouro__type_at(rt, OURO_WORD(cls));
    ouro_object *o = ouro__new_object(rt, type, type->size);
    ouro_object *args = !argument ? ouro_ref(OURO_EMPTY_TUPLE(rt))
                        : o       ? ouro__tuple_from(rt, &argument, 1)
                                  : NULL;
    ouro_xdecref(rt, argument);
    if (!o || !args) {
        ouro_xdecref(rt, o);
        ouro_xdecref(rt, args);
        return NULL;
    }
    ouro__slot_init(&((ouro_exception *)o)->args, args);
    ouro__track(o);
    return o;
}

static void set_extra(ouro_runtime *rt, ouro_object *exception, int index, ouro_object *value)
{
    ouro__slot_set(rt, exception, &((ouro_exception_extended *)exception)->extra[index],
                   value ? ouro_ref(value) : NULL);
}

void *ouro__raise(ouro_runtime *rt, enum ouro_type_id cls, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    ouro_object *message = ouro__str_vformat(rt, format, arguments);
    va_end(arguments);
    if (!message)
        return NULL;
    ouro_object *exception = make(rt, cls, message);
    return exception ? ouro__raise_instance(rt, exception) : NULL;
}

void *ouro__raise_object(ouro_runtime *rt, enum ouro_type_id cls, ouro_object *argument)
{
    ouro_object *exception = make(rt, cls, ouro_ref(argument));
    return exception ? ouro__raise_instance(rt, exception) : NULL;
}

void *ouro__raise_errno(ouro_runtime *rt, int error, ouro_object *filename)
{
    char buffer[128];
    const char *text = strerror_r(error, buffer, sizeof buffer);
    ouro_object *arguments[3] = {ouro__int_new(rt, error), ouro__str_from_filesystem(rt, text, strlen(text)),
                                 filename};
    ouro_object *tuple = NULL, *exception = NULL;
    if (arguments[0] && arguments[1])
        tuple = ouro__tuple_from(rt, arguments, filename ? 3 : 2);
    if (tuple)
        exception = ouro__call_tuple(rt, ouro__class_at(rt, OURO_T_OS_ERROR), tuple, NULL);
    ouro_xdecref(rt, tuple);
    ouro_xdecref(rt, arguments[0]);
    ouro_xdecref(rt, arguments[1]);
    return exception ? ouro__raise_instance(rt, exception) : NULL;
}

void *ouro__raise_name_error(ouro_runtime *rt, enum ouro_type_id cls, const char *format, ouro_object *name)
{
    ouro_object *message = ouro__str_format(rt, format, name);
    ouro_object *exception = message ? make(rt, cls, message) : NULL;
    if (!exception)
        return NULL;
    if (cls == OURO_T_NAME_ERROR) /* an unbound local has no name that could be another's misspelling */
        set_extra(rt, exception, OURO_NAME_ERROR_NAME, name);
    return ouro__raise_instance(rt, exception);
}

void *ouro__raise_attribute_error(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    ouro_object *message = ouro__is_class(rt, o)
                               ? ouro__str_format(rt, "type object '%N' has no attribute '%U'", o, name)
                               : ouro__str_format(rt, "'%T' object has no attribute '%U'", o, name);
    ouro_object *exception = message ? make(rt, OURO_T_ATTRIBUTE_ERROR, message) : NULL;
    if (!exception)
        return NULL;
    set_extra(rt, exception, OURO_ATTRIBUTE_ERROR_OBJ, o);
    set_extra(rt, exception, OURO_ATTRIBUTE_ERROR_NAME, name);
    return ouro__raise_instance(rt, exception);
}

void ouro__complete_attribute_error(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    if (!ouro__error_is(rt, OURO_T_ATTRIBUTE_ERROR))
        return;
    ouro_exception_extended *exception = (ouro_exception_extended *)rt->error;
    if (exception->extra[OURO_ATTRIBUTE_ERROR_OBJ] || exception->extra[OURO_ATTRIBUTE_ERROR_NAME])
        return;
    set_extra(rt, rt->error, OURO_ATTRIBUTE_ERROR_OBJ, o);
    set_extra(rt, rt->error, OURO_ATTRIBUTE_ERROR_NAME, name);
}

void *ouro__raise_stop_iteration(ouro_runtime *rt, ouro_object *value)
{
    if (value == OURO_NONE(rt))
        value = NULL;
    ouro_object *exception = make(rt, OURO_T_STOP_ITERATION, value ? ouro_ref(value) : NULL);
    if (!exception)
        return NULL;
    set_extra(rt, exception, OURO_STOP_ITERATION_VALUE, value);
    return ouro__raise_instance(rt, exception);
}

void *ouro__raise_unicode(ouro_runtime *rt, enum ouro_type_id cls, const char *encoding, ouro_object *object,
                          int64_t start, int64_t end, const char *reason)
{
    ouro_object *values[5] = {ouro__str_from_cstring(rt, encoding), ouro_ref(object),
                              ouro__int_new(rt, start), ouro__int_new(rt, end),
                              ouro__str_from_cstring(rt, reason)};
    ouro_object *exception = NULL;
    if (values[0] && values[2] && values[3] && values[4])
        exception = make(rt, cls, NULL);
    ouro_object *args = exception ? ouro__tuple_from(rt, values, 5) : NULL;
    if (args) {
        for (int i = 0; i < 5; i++)
            set_extra(rt, exception, i, values[i]);
        ouro__slot_set(rt, exception, &((ouro_exception *)exception)->args, args);
    }
    for (int i = 0; i < 5; i++)
        ouro_xdecref(rt, values[i]);
    if (!args) {
        ouro_xdecref(rt, exception);
        return NULL;
    }
    return ouro__raise_instance(rt, exception);
}

void *ouro__bad_internal_call(ouro_runtime *rt, const char *where)
{
    return ouro__raise(rt, OURO_T_SYSTEM_ERROR, "%s: bad argument to internal function", where);
}

bool ouro__error_is(ouro_runtime *rt, enum ouro_type_id cls)
{
    return rt->error && ouro__is_subtype(rt, ouro__class_of(rt, rt->error), ouro__class_at(rt, cls));
}

ouro_object *ouro__error_take(ouro_runtime *rt)
{
    ouro_object *error = rt->error;
    rt->error = NULL;
    return error;
}

void ouro__error_restore(ouro_runtime *rt, ouro_object *exception)
{
    set_pending(rt, exception);
}

void ouro__error_clear(ouro_runtime *rt)
{
    set_pending(rt, NULL);
}

ouro_object *ouro__error_take_stop_value(ouro_runtime *rt)
{
    if (!ouro__error_is(rt, OURO_T_STOP_ITERATION))
        return NULL;
    ouro_object *error = ouro__error_take(rt);
    ouro_object *value = ouro_ref(ouro__exception_extra(rt, error, OURO_STOP_ITERATION_VALUE));
    ouro_decref(rt, error);
    return value;
}

ouro_object *ouro__exception_new(ouro_runtime *rt, ouro_object *cls, ouro_object *args)
{
    ouro_object *exception = ouro__call_tuple(rt, cls, args, NULL);
    if (exception && !ouro__is_exception(rt, exception)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR,
                    "calling %R should have returned an instance of BaseException, not %R", cls,
                    ouro__class_of(rt, exception));
        ouro_decref(rt, exception);
        return NULL;
    }
    return exception;
}

static bool is_exception_class(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_class(rt, o) && (((ouro_class *)o)->type->flags & OURO_TYPE_IS_EXCEPTION);
}

/* The instance that a class or instance stands for (owned), or NULL with `message` as TypeError. */
static ouro_object *instantiate(ouro_runtime *rt, ouro_object *what, const char *message)
{
    if (is_exception_class(rt, what))
        return ouro__exception_new(rt, what, OURO_EMPTY_TUPLE(rt));
    if (ouro__is_exception(rt, what))
        return ouro_ref(what);
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s", message);
}

void ouro__raise_statement(ouro_runtime *rt, ouro_object *what, ouro_object *cause)
{
    ouro_object *exception = instantiate(rt, what, "exceptions must derive from BaseException");
    if (!exception)
        return;
    if (cause) {
        ouro_object *origin = NULL;
        if (cause != OURO_NONE(rt)) {
            origin = instantiate(rt, cause, "exception causes must derive from BaseException");
            if (!origin) {
                ouro_decref(rt, exception);
                return;
            }
        }
        ((ouro_exception *)exception)->suppress_context = 1;
        ouro__slot_set(rt, exception, &((ouro_exception *)exception)->cause, origin);
    }
    ouro__raise_instance(rt, exception);
}

int ouro__exception_matches(ouro_runtime *rt, ouro_object *exception, ouro_object *cls)
{
    static const char message[] = "catching classes that do not inherit from BaseException is not allowed";
    if (is_exception_class(rt, cls))
        return ouro__is_subtype(rt, ouro__class_of(rt, exception), cls);
    if (!ouro__is_tuple(rt, cls)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, message);
        return -1;
    }
    ouro_tuple *classes = (ouro_tuple *)cls;
    for (uint64_t i = 0; i < classes->count; i++) {
        if (!is_exception_class(rt, classes->items[i])) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, message);
            return -1;
        }
    }
    for (uint64_t i = 0; i < classes->count; i++) {
        if (ouro__is_subtype(rt, ouro__class_of(rt, exception), classes->items[i]))
            return 1;
    }
    return 0;
}

void ouro__report_unraisable(ouro_runtime *rt, const char *message, ouro_object *where)
{
    if (rt->python->hooks.report_unraisable)
        rt->python->hooks.report_unraisable(rt, message, where);
    ouro__error_clear(rt);
}

/* MemoryError. */

enum { STORE = sizeof((ouro_python *)0)->memory_errors / sizeof(ouro_object *) };

static void raise_memory(ouro_runtime *rt)
{
    ouro_python *python = rt->python;
    ouro_object *exception;
    if (python->memory_error_count) {
        exception = python->memory_errors[--python->memory_error_count];
    } else {
        exception = ouro_ref(python->last_memory_error);
        ouro_exception *e = (ouro_exception *)exception;
        ouro__slot_clear(rt, e, &e->traceback);
        ouro__slot_clear(rt, e, &e->context);
        ouro__slot_clear(rt, e, &e->cause);
    }
    ouro__raise_instance(rt, exception);
}

void ouro__memory_error_finalize(ouro_runtime *rt, ouro_object *o)
{
    ouro_python *python = rt->python;
    rt->memory_error_gone |= !rt->dispensable;
    if (!ouro__is_exactly(o, OURO_T_MEMORY_ERROR) || python->memory_error_count == STORE || rt->closing)
        return;
    ouro_exception *e = (ouro_exception *)o;
    if (ouro__attrs_pointer(e->attrs) || (o->word & OURO_WEAKLY_REFERENCED) ||
        e->args != OURO_EMPTY_TUPLE(rt))
        return;
    ouro__slot_clear(rt, e, &e->traceback);
    ouro__slot_clear(rt, e, &e->context);
    ouro__slot_clear(rt, e, &e->cause);
    e->suppress_context = 0;
    o->word &= ~(uint32_t)OURO_FINALIZED;
    /* Dropping those may have run code that filled the store or took this object. */
    if (python->memory_error_count < STORE && o->refcount == 1)
        python->memory_errors[python->memory_error_count++] = ouro_ref(o);
}

int ouro__exceptions_init(ouro_runtime *rt)
{
    ouro_python *python = rt->python;
    while (python->memory_error_count < STORE) {
        ouro_object *exception = make(rt, OURO_T_MEMORY_ERROR, NULL);
        if (!exception)
            return -1;
        python->memory_errors[python->memory_error_count++] = exception;
    }
    python->last_memory_error = make(rt, OURO_T_MEMORY_ERROR, NULL);
    if (!python->last_memory_error)
        return -1;
    rt->hooks.raise_memory = raise_memory;
    return 0;
}

void ouro__exceptions_destroy(ouro_runtime *rt)
{
    ouro_python *python = rt->python;
    rt->hooks.raise_memory = NULL;
    while (python->memory_error_count) {
        ouro_object *exception = python->memory_errors[--python->memory_error_count];
        exception->word |= OURO_FINALIZED;
        ouro_decref(rt, exception);
    }
    if (python->last_memory_error) {
        python->last_memory_error->word |= OURO_FINALIZED;
        ouro_decref(rt, python->last_memory_error);
        python->last_memory_error = NULL;
    }
}

int ouro__check_interrupt(ouro_runtime *rt)
{
    const uint32_t interrupts = OURO_BREAK_SIGNAL | OURO_BREAK_STOP;
    if (!(atomic_load_explicit(&rt->breaker, memory_order_acquire) & interrupts))
        return 0;
    uint32_t asked = atomic_fetch_and(&rt->breaker, ~interrupts);
    if (!(asked & OURO_BREAK_STOP) && rt->python->hooks.run_signal_handlers)
        return rt->python->hooks.run_signal_handlers(rt);
    ouro_object *interrupt =
        ouro__exception_new(rt, ouro__class_at(rt, OURO_T_KEYBOARD_INTERRUPT), OURO_EMPTY_TUPLE(rt));
    if (interrupt)
        ouro__raise_instance(rt, interrupt);
    return -1;
}
