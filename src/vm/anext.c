/* The built-in functions aiter() and anext(), and the awaitable that anext() with a default gives: it awaits what
 * __anext__ gave, and answers the end of the iteration with the default. */
#include "object/slot.h"
#include "types/buffer.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/method.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/types.h"
#include "vm/async.h"
#include "vm/interpret.h"

typedef struct anext_awaitable {
    ouro_object head;
    ouro_object *awaited, *fallback;
} anext_awaitable;

static ouro_object *awaitable_new(ouro_runtime *rt, ouro_object *awaited, ouro_object *fallback)
{
    anext_awaitable *a = ouro__new_container(rt, sizeof *a, OURO_WORD(OURO_T_ANEXT_AWAITABLE));
    if (!a)
        return NULL;
    ouro__slot_init(&a->awaited, ouro_ref(awaited));
    ouro__slot_init(&a->fallback, ouro_ref(fallback));
    ouro__track(&a->head);
    return &a->head;
}

/* The end of the iteration becomes the end of the awaiting. */
static ouro_object *outcome(ouro_runtime *rt, anext_awaitable *a, ouro_object *result)
{
    if (result || !ouro__error_is(rt, OURO_T_STOP_ASYNC_ITERATION))
        return result;
    ouro__error_clear(rt);
    return ouro__raise_stop_iteration(rt, a->fallback);
}

/* Calls a method of the iterator behind. */
static ouro_object *pass_on(ouro_runtime *rt, ouro_object *self, ouro_object *name, ouro_object *const *args,
                            size_t nargs)
{
    anext_awaitable *a = (anext_awaitable *)self;
    ouro_object *iterator = ouro__get_awaitable(rt, a->awaited, 0);
    ouro_object *method = iterator ? ouro__getattr(rt, iterator, name) : NULL;
    ouro_object *result = method ? ouro__call(rt, method, args, nargs, NULL) : NULL;
    ouro_xdecref(rt, method);
    ouro_xdecref(rt, iterator);
    return outcome(rt, a, result);
}

static ouro_object *awaitable_next(ouro_runtime *rt, ouro_object *self)
{
    anext_awaitable *a = (anext_awaitable *)self;
    ouro_object *iterator = ouro__get_awaitable(rt, a->awaited, 0), *result = NULL;
    if (iterator && ouro__type_of(rt, iterator)->next)
        result = ouro__type_of(rt, iterator)->next(rt, iterator);
    else if (iterator)
        result = ouro__call_method(rt, iterator, NAME(rt, send), 1, OURO_NONE(rt));
    ouro_xdecref(rt, iterator);
    return outcome(rt, a, result);
}

OURO_C_FUNCTION(awaitable_send)
{
    return pass_on(rt, self, NAME(rt, send), args, nargs);
}

OURO_C_FUNCTION(awaitable_throw)
{
    return pass_on(rt, self, NAME(rt, throw), args, nargs);
}

OURO_C_FUNCTION(awaitable_close)
{
    return pass_on(rt, self, NAME(rt, close), args, nargs);
}

static ouro_object *self_iter(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return ouro_ref(o);
}

static const ouro_method_def awaitable_methods[] = {
    {"send", awaitable_send, 0, 1, 1, NULL},
    {"throw", awaitable_throw, 0, 1, 3, NULL},
    {"close", awaitable_close, 0, 0, 0, NULL},
    {0},
};

static const uint16_t awaitable_fields[] = {offsetof(anext_awaitable, awaited),
                                            offsetof(anext_awaitable, fallback), 0};

static const ouro_extra_slots awaitable_extra = {.await = self_iter};

OURO_BUILTIN_TYPE(anext_awaitable) = {
    .id = OURO_T_ANEXT_AWAITABLE,
    .slots = {.name = "anext_awaitable",
              .size = sizeof(anext_awaitable),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .fields = awaitable_fields,
              .iter = self_iter,
              .next = awaitable_next,
              .extra = &awaitable_extra},
    .methods = awaitable_methods,
};

/* ---- the functions ---- */

OURO_C_FUNCTION(builtin_aiter)
{
    ouro_object *method = ouro__lookup_special(rt, args[0], NAME(rt, __aiter__));
    if (!method)
        return ouro__error_pending(rt)
                   ? NULL
                   : ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object is not an async iterable", args[0]);
    ouro_object *iterator = ouro__call0(rt, method);
    ouro_decref(rt, method);
    if (!iterator || ouro__class_lookup(rt, ouro__type_of(rt, iterator), NAME(rt, __anext__)))
        return iterator;
    if (!ouro__error_pending(rt))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "aiter() returned not an async iterator of type '%T'", iterator);
    ouro_decref(rt, iterator);
    return NULL;
}

OURO_C_FUNCTION(builtin_anext)
{
    ouro_object *method = ouro__lookup_special(rt, args[0], NAME(rt, __anext__));
    if (!method)
        return ouro__error_pending(rt)
                   ? NULL
                   : ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object is not an async iterator", args[0]);
    ouro_object *awaited = ouro__call0(rt, method);
    ouro_decref(rt, method);
    if (!awaited || nargs == 1)
        return awaited;
    ouro_object *result = awaitable_new(rt, awaited, args[1]);
    ouro_decref(rt, awaited);
    return result;
}

const ouro_method_def ouro__async_builtins[] = {
    {"aiter", builtin_aiter, 0, 1, 1,
     "aiter($module, async_iterable, /)\n--\n\nReturn an AsyncIterator for an AsyncIterable object."},
    {"anext", builtin_anext, 0, 1, 2,
     "anext($module, aiterator, default=<unrepresentable>, /)\n--\n\nReturn an awaitable for the next item "
     "of an async "
     "iterator.\n\nIf a default is given and the iterator is at its end, the awaitable gives the "
     "default\ninstead of "
     "raising StopAsyncIteration."},
    {0},
};
