/* Awaiting, asynchronous iteration and context managers. */
#include "vm/async.h"

#include "object/slot.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/str.h"
#include "vm/generator.h"
#include "vm/import.h"
#include "vm/interpret.h"

static bool is_iterator(ouro_runtime *rt, ouro_object *o)
{
    return ouro__type_of(rt, o)->next != NULL;
}

/* The iterator for awaiting `o`: owned. NULL without an exception when it cannot be awaited. */
static ouro_object *await_iterator(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__is_exactly(o, OURO_T_COROUTINE))
        return ouro_ref(o);
    if (ouro__is_exactly(o, OURO_T_GENERATOR)) {
        ouro_generator *g = (ouro_generator *)o;
        if (((ouro_code *)((ouro_function *)g->function)->code)->flags & OURO_CO_ITERABLE_COROUTINE)
            return ouro_ref(o);
    }
    ouro_object *method = ouro__lookup_special(rt, o, NAME(rt, __await__));
    if (!method)
        return NULL;
    ouro_object *iterator = ouro__call0(rt, method);
    ouro_decref(rt, method);
    if (!iterator)
        return NULL;
    if (ouro__is_exactly(iterator, OURO_T_COROUTINE))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__await__() returned a coroutine");
    else if (!is_iterator(rt, iterator))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__await__() returned non-iterator of type '%T'", iterator);
    else
        return iterator;
    ouro_decref(rt, iterator);
    return NULL;
}

ouro_object *ouro__get_awaitable(ouro_runtime *rt, ouro_object *o, unsigned where)
{
    ouro_object *iterator = await_iterator(rt, o);
    if (!iterator && !ouro__error_pending(rt)) {
        if (where)
            ouro__raise(rt, OURO_T_TYPE_ERROR,
                        "'async with' received an object from %s that does not implement __await__: %T",
                        where == 1 ? "__aenter__" : "__aexit__", o);
        else
            ouro__raise(rt, OURO_T_TYPE_ERROR, "object %T can't be used in 'await' expression", o);
        return NULL;
    }
    if (iterator && ouro__is_exactly(iterator, OURO_T_COROUTINE) &&
        ouro__generator_delegate((ouro_generator *)iterator)) {
        ouro_decref(rt, iterator);
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "coroutine is being awaited already");
    }
    return iterator;
}

/* The result of calling a special method without arguments; *found tells whether there is one. */
static ouro_object *call_special(ouro_runtime *rt, ouro_object *o, ouro_object *name, bool *found)
{
    ouro_object *method = ouro__lookup_special(rt, o, name);
    *found = method != NULL;
    if (!method)
        return NULL;
    ouro_object *result = ouro__call0(rt, method);
    ouro_decref(rt, method);
    return result;
}

ouro_object *ouro__get_aiter(ouro_runtime *rt, ouro_object *o)
{
    bool found;
    ouro_object *iterator = call_special(rt, o, NAME(rt, __aiter__), &found);
    if (!found && !ouro__error_pending(rt))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "'async for' requires an object with __aiter__ method, got %T", o);
    if (!iterator)
        return NULL;
    if (ouro__class_lookup(rt, ouro__type_of(rt, iterator), NAME(rt, __anext__)))
        return iterator;
    if (!ouro__error_pending(rt))
        ouro__raise(rt, OURO_T_TYPE_ERROR,
                    "'async for' received an object from __aiter__ that does not implement __anext__: %T",
                    iterator);
    ouro_decref(rt, iterator);
    return NULL;
}

ouro_object *ouro__get_anext(ouro_runtime *rt, ouro_object *iterator)
{
    bool found;
    ouro_object *next = call_special(rt, iterator, NAME(rt, __anext__), &found);
    if (!found && !ouro__error_pending(rt))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "'async for' requires an iterator with __anext__ method, got %T",
                    iterator);
    if (!next)
        return NULL;
    ouro_object *awaitable = await_iterator(rt, next);
    if (!awaitable) {
        ouro_object *cause = ouro__error_take(rt);
        ouro__raise(rt, OURO_T_TYPE_ERROR, "'async for' received an invalid object from __anext__: %T", next);
        ouro_object *error = ouro__error_take(rt);
        if (cause && ouro__is_exactly(error, OURO_T_TYPE_ERROR)) {
            ouro__slot_set(rt, error, &((ouro_exception *)error)->cause, ouro_ref(cause));
            ouro__slot_set(rt, error, &((ouro_exception *)error)->context, ouro_ref(cause));
            ((ouro_exception *)error)->suppress_context = 1;
        }
        ouro__error_restore(rt, error);
        ouro_xdecref(rt, cause);
    }
    ouro_decref(rt, next);
    return awaitable;
}

int ouro__async_with_enter(ouro_runtime *rt, ouro_object *manager, ouro_object **out)
{
    const char *lacks = "'%T' object does not support the asynchronous context manager protocol%s";
    ouro_object *enter = ouro__lookup_special(rt, manager, NAME(rt, __aenter__));
    if (!enter) {
        if (!ouro__error_pending(rt))
            ouro__raise(rt, OURO_T_TYPE_ERROR, lacks, manager, "");
        return -1;
    }
    ouro_object *leave = ouro__lookup_special(rt, manager, NAME(rt, __aexit__)), *result = NULL;
    if (leave)
        result = ouro__call0(rt, enter);
    else if (!ouro__error_pending(rt))
        ouro__raise(rt, OURO_T_TYPE_ERROR, lacks, manager, " (missed __aexit__ method)");
    ouro_object *error = ouro__error_take(rt);
    ouro_decref(rt, enter);
    if (!result)
        ouro_xdecref(rt, leave);
    if (error)
        ouro__error_restore(rt, error);
    if (!result)
        return -1;
    out[0] = leave;
    out[1] = result;
    return 0;
}

/* warnings._warn_unawaited_coroutine, which also tells where the coroutine was made: 1 it has
 * warned, 0 it could not. */
static int warn_through_module(ouro_runtime *rt, ouro_object *coroutine)
{
    ouro_object *module;
    if (!rt->closing)
        module = ouro__import_cstring(rt, "warnings");
    else if ((module = ouro__dict_get_cstring(rt, rt->python->modules, "warnings")))
        ouro_incref(module);
    ouro_object *name = module ? ouro__str_from_cstring(rt, "_warn_unawaited_coroutine") : NULL;
    ouro_object *function = name ? ouro__getattr(rt, module, name) : NULL;
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, module);
    if (!function) {
        ouro__error_clear(rt);
        return 0;
    }
    ouro_object *result = ouro__call(rt, function, &coroutine, 1, NULL);
    ouro_decref(rt, function);
    int warned = result || ouro__error_is(rt, OURO_T_RUNTIME_WARNING);
    if (!result)
        ouro__report_unraisable(rt, NULL, coroutine);
    ouro_xdecref(rt, result);
    return warned;
}

void ouro__coroutine_never_awaited(ouro_runtime *rt, ouro_object *coroutine)
{
    if (rt->python->modules && warn_through_module(rt, coroutine))
        return;
    int (*warn)(ouro_runtime *, int, const char *) = rt->python->hooks.warn;
    ouro_function *f = (ouro_function *)((ouro_generator *)coroutine)->function;
    ouro_object *text =
        ouro__str_format(rt, "coroutine '%U' was never awaited", ouro__function_qualname(rt, f));
    size_t length;
    char *owned = NULL;
    const char *utf8 = text ? ouro__str_wtf8(rt, text, &length, &owned) : NULL;
    if (utf8 && warn && warn(rt, OURO_T_RUNTIME_WARNING, utf8) < 0)
        ouro__report_unraisable(rt, NULL, coroutine);
    ouro__error_clear(rt);
    if (owned)
        ouro__buffer_free(rt, owned);
    ouro_xdecref(rt, text);
}
