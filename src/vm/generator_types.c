/* The types of generators, coroutines and async generators: methods, attributes, how they are traversed and
 * end. */
#include "vm/generator.h"

#include "object/slot.h"
#include "object/traverse.h"
#include "types/buffer.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"
#include "vm/async.h"
#include "vm/frame_object.h"
#include "vm/interpret.h"

extern const ouro_method_def ouro__async_generator_methods[];
extern const struct ouro_extra_slots ouro__async_generator_extra;
    /* __aiter__, __anext__ */ /* async_generator.c */

static ouro_object *name_at(ouro_runtime *rt, ouro_generator *g, int n)
{
    if (g->names)
        return ((ouro_tuple *)g->names)->items[n];
    ouro_function *f = (ouro_function *)g->function;
    return n ? ouro__function_qualname(rt, f) : ouro__function_name(rt, f);
}

static ouro_object *extra_of(ouro_runtime *rt, const ouro_generator *g)
{
    return g->names ? ((ouro_tuple *)g->names)->items[2] : OURO_NONE(rt);
}

/* ---- methods ---- */

/* What a step means to a caller of send, next and throw: a value, or StopIteration. */
static ouro_object *step_result(ouro_runtime *rt, int step, ouro_object *result)
{
    if (step == 1)
        return result;
    if (step == 0) {
        ouro__raise_stop_iteration(rt, result == OURO_NONE(rt) ? NULL : result);
        ouro_decref(rt, result);
    }
    return NULL;
}

static ouro_object *generator_next(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *result = NULL;
    int step = ouro__generator_send(rt, ouro__as_generator(o), OURO_NONE(rt), &result);
    if (step == 0 && result == OURO_NONE(rt)) {
        ouro_decref(rt, result);
        return NULL;
    }
    return step_result(rt, step, result);
}

static ouro_object *method_send(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    (void)nargs, (void)kwnames;
    ouro_object *result = NULL;
    int step = ouro__generator_send(rt, ouro__as_generator(self), args[0], &result);
    return step_result(rt, step, result);
}

static ouro_object *method_throw(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)kwnames;
    ouro_object *exception = ouro__throw_arguments(rt, args, nargs), *result = NULL;
    if (!exception)
        return NULL;
    int step = ouro__generator_throw(rt, ouro__as_generator(self), exception, &result);
    return step_result(rt, step, result);
}

static ouro_object *method_close(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return ouro__generator_close(rt, ouro__as_generator(self));
}

/* What coroutines have their own texts for. */
static const ouro_method_def coroutine_methods[] = {
    {"send", method_send, 0, 1, 1,
     "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration."},
    {"throw", method_throw, 0, 1, 3,
     "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine."},
    {"close", method_close, 0, 0, 0, "close() -> raise GeneratorExit inside coroutine."},
    {0},
};

static const ouro_method_def generator_methods[] = {
    {"send", method_send, 0, 1, 1,
     "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration."},
    {"throw", method_throw, 0, 1, 3,
     "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator."},
    {"close", method_close, 0, 0, 0, "close() -> raise GeneratorExit inside generator."},
    {0},
};

/* ---- attributes ---- */

static ouro_object *get_name(ouro_runtime *rt, ouro_object *o)
{
    return ouro_ref(name_at(rt, ouro__as_generator(o), 0));
}

static ouro_object *get_qualname(ouro_runtime *rt, ouro_object *o)
{
    return ouro_ref(name_at(rt, ouro__as_generator(o), 1));
}

static int set_name_at(ouro_runtime *rt, ouro_object *o, int n, ouro_object *value)
{
    if (!value || !ouro__is_str(rt, value)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s must be set to a string object",
                    n ? "__qualname__" : "__name__");
        return -1;
    }
    ouro_generator *g = ouro__as_generator(o);
    ouro_object *names =
        ouro__tuple_of(rt, 3, n ? name_at(rt, g, 0) : value, n ? value : name_at(rt, g, 1), extra_of(rt, g));
    if (!names)
        return -1;
    ouro__slot_set(rt, g, &g->names, names);
    return 0;
}

int ouro__generator_set_extra(ouro_runtime *rt, ouro_generator *g, ouro_object *extra)
{
    ouro_object *names = ouro__tuple_of(rt, 3, name_at(rt, g, 0), name_at(rt, g, 1), extra);
    if (!names)
        return -1;
    ouro__slot_set(rt, g, &g->names, names);
    return 0;
}

ouro_object *ouro__coroutine_origin(ouro_runtime *rt, ouro_generator *g)
{
    return ouro_ref(extra_of(rt, g));
}

static int set_name(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    return set_name_at(rt, o, 0, value);
}

static int set_qualname(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    return set_name_at(rt, o, 1, value);
}

static ouro_object *get_frame(ouro_runtime *rt, ouro_object *o)
{
    return ouro__generator_frame_object(rt, ouro__as_generator(o));
}

static ouro_object *get_code(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return ouro_ref(ouro__generator_code(ouro__as_generator(o)));
}

static ouro_object *get_running(ouro_runtime *rt, ouro_object *o)
{
    return ouro__bool(rt, ouro__as_generator(o)->state == OURO_GENERATOR_RUNNING);
}

static ouro_object *get_stepping(ouro_runtime *rt, ouro_object *o)
{
    return ouro__bool(rt, ouro__as_generator(o)->stepping);
}

static ouro_object *get_suspended(ouro_runtime *rt, ouro_object *o)
{
    return ouro__bool(rt, ouro__as_generator(o)->state == OURO_GENERATOR_SUSPENDED);
}

static ouro_object *get_delegate(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *delegate = ouro__generator_delegate(ouro__as_generator(o));
    return ouro_ref(delegate ? delegate : OURO_NONE(rt));
}

#define NAME_GETSETS(kind)                                                                                   \
    {"__name__", get_name, set_name, "name of the " kind},                                                   \
    {                                                                                                        \
        "__qualname__", get_qualname, set_qualname, "qualified name of the " kind                            \
    }

static const ouro_getset_def generator_getsets[] = {
    NAME_GETSETS("generator"),
    {"gi_frame", get_frame, NULL, NULL},
    {"gi_running", get_running, NULL, NULL},
    {"gi_suspended", get_suspended, NULL, NULL},
    {"gi_yieldfrom", get_delegate, NULL, "object being iterated by yield from, or None"},
    {0},
};
static const ouro_getset_def generator_fields_shown[] = {
    {"gi_code", get_code, NULL, NULL},
    {0},
};

static ouro_object *get_origin(ouro_runtime *rt, ouro_object *o)
{
    return ouro__coroutine_origin(rt, ouro__as_generator(o));
}

static const ouro_getset_def coroutine_getsets[] = {
    NAME_GETSETS("coroutine"),
    {"cr_frame", get_frame, NULL, NULL},
    {"cr_running", get_running, NULL, NULL},
    {"cr_suspended", get_suspended, NULL, NULL},
    {"cr_await", get_delegate, NULL, "object being awaited on, or None"},
    {0},
};
static const ouro_getset_def coroutine_fields_shown[] = {
    {"cr_code", get_code, NULL, NULL},
    {"cr_origin", get_origin, NULL, NULL},
    {0},
};

/* ---- the types ---- */

static ouro_object *generator_repr(ouro_runtime *rt, ouro_object *o)
{
    const char *kind =
        ouro__is_exactly(o, OURO_T_ASYNC_GENERATOR) ? "async_generator" : ouro__generator_noun(o);
    return ouro__str_format(rt, "<%s object %U at 0x%llx>", kind, name_at(rt, ouro__as_generator(o), 1),
                            (unsigned long long)(uintptr_t)o);
}

static ouro_object *self_iter(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return ouro_ref(o);
}

/* PEP 342: what is suspended within try or with sees GeneratorExit when its generator dies. */
static void generator_finalize(ouro_runtime *rt, ouro_object *o)
{
    ouro_generator *g = ouro__as_generator(o);
    if (g->state != OURO_GENERATOR_CREATED && g->state != OURO_GENERATOR_SUSPENDED)
        return;
    ouro_object *error = ouro__error_take(rt), *finalizer = extra_of(rt, g);
    if (ouro__is_exactly(o, OURO_T_ASYNC_GENERATOR) && finalizer != OURO_NONE(rt) && !g->closed) {
        ouro_incref(finalizer); /* an event loop's: it may close the generator later */
        ouro_object *result = ouro__call(rt, finalizer, &o, 1, NULL);
        if (!result)
            ouro__report_unraisable(rt, NULL, o);
        ouro_xdecref(rt, result);
        ouro_decref(rt, finalizer);
    } else if (g->state == OURO_GENERATOR_CREATED && ouro__is_exactly(o, OURO_T_COROUTINE)) {
        ouro__coroutine_never_awaited(rt, o);
    } else if (g->state == OURO_GENERATOR_SUSPENDED) {
        ouro_object *result = ouro__generator_close(rt, g);
        if (!result)
            ouro__report_unraisable(rt, NULL, o);
        ouro_xdecref(rt, result);
    }
    if (error)
        ouro__error_restore(rt, error);
}

static void visit_one(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    if (o)
        visit(rt, o, context);
}

static void generator_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    ouro_generator *g = ouro__as_generator(o);
    for (unsigned n = 0; n < g->count; n++)
        visit_one(rt, g->registers[n], visit, context);
    visit_one(rt, g->exc.handled, visit, context);
    if (g->frame_object) { /* not tracked: its references are reported here */
        visit(rt, g->frame_object, context);
        ouro__traverse(rt, g->frame_object, visit, context);
    }
    visit_one(rt, g->names, visit, context);
    visit_one(rt, g->function, visit, context);
}

/* Temporaries from the last to the first as in unwinding, then the locals, then what the generator itself is
 * made of. */
static ouro_object *generator_drain(ouro_runtime *rt, ouro_object *o)
{
    ouro_generator *g = ouro__as_generator(o);
    g->state = OURO_GENERATOR_FINISHED;
    ouro_function *f = (ouro_function *)g->function;
    unsigned locals = f && f->code ? ((ouro_code *)f->code)->local_count : 0;
    for (unsigned n = g->count; n-- > locals;) {
        if (g->registers[n])
            return ouro__slot_take(rt, g, &g->registers[n]);
    }
    for (unsigned n = 0; n < locals && n < g->count; n++) {
        if (g->registers[n])
            return ouro__slot_take(rt, g, &g->registers[n]);
    }
    if (g->exc.handled)
        return ouro__slot_take(rt, g, &g->exc.handled);
    if (g->frame_object) { /* one that outlives its generator must not look for it */
        ouro__frame_object_orphan(rt, (ouro_frame_object *)g->frame_object, g->pc);
        return ouro__slot_take(rt, g, &g->frame_object);
    }
    if (g->names)
        return ouro__slot_take(rt, g, &g->names);
    return ouro__slot_take(rt, g, &g->function);
}

#define GENERATOR_SLOTS                                                                                      \
    .size = sizeof(ouro_generator), .item_size = sizeof(ouro_object *), .layout = OURO_LAYOUT_CALLBACK,      \
    .flags =                                                                                                 \
        OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_DISALLOW_NEW | OURO_TYPE_HAS_DEL,   \
    .traverse = generator_traverse, .drain = generator_drain, .finalize = generator_finalize,                \
    .repr = generator_repr

OURO_BUILTIN_TYPE(generator) = {
    .id = OURO_T_GENERATOR,
    .slots = {.name = "generator", GENERATOR_SLOTS, .iter = self_iter, .next = generator_next},
    .methods = generator_methods,
    .getsets = generator_getsets,
    .shown_fields = generator_fields_shown,
};

static const ouro_extra_slots coroutine_extra = {.await = ouro__coroutine_wrapper_new};

OURO_BUILTIN_TYPE(coroutine) = {
    .id = OURO_T_COROUTINE,
    .slots = {.name = "coroutine", GENERATOR_SLOTS, .extra = &coroutine_extra},
    .methods = coroutine_methods,
    .getsets = coroutine_getsets,
    .shown_fields = coroutine_fields_shown,
};

static const ouro_getset_def async_generator_getsets[] = {
    NAME_GETSETS("async generator"),
    {"ag_frame", get_frame, NULL, NULL},
    {"ag_await", get_delegate, NULL, "object being awaited on, or None"},
    {0},
};
static const ouro_getset_def async_generator_fields_shown[] = {
    {"ag_code", get_code, NULL, NULL},
    {"ag_running", get_stepping, NULL, NULL},
    {0},
};

OURO_BUILTIN_TYPE(async_generator) = {
    .id = OURO_T_ASYNC_GENERATOR,
    .slots = {.name = "async_generator", GENERATOR_SLOTS, .extra = &ouro__async_generator_extra},
    .methods = ouro__async_generator_methods,
    .getsets = async_generator_getsets,
    .shown_fields = async_generator_fields_shown,
};
