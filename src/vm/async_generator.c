/* Asynchronous generators, and the awaitable steps that their methods give (PEP 525). A step drives the generator as awaiting
 * wants it: what the generator awaits passes through, an item ends the step as StopIteration(item). */
#include "object/slot.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/method.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"
#include "vm/generator.h"
#include "vm/interpret.h"

enum step_kind { STEP_SEND, STEP_THROW, STEP_CLOSE };
enum step_state { STEP_FRESH, STEP_STARTED, STEP_DONE };

typedef struct async_step {
    ouro_object head;
    ouro_object *generator;
    ouro_object *value; /* what is sent first; the tuple of arguments of athrow */
    uint32_t kind, state;
} async_step;

static async_step *as_step(ouro_object *o)
{
    return (async_step *)o;
}

static ouro_object *step_new(ouro_runtime *rt, ouro_object *generator, enum step_kind kind,
                             ouro_object *value)
{
    async_step *s = ouro__new_container(rt, sizeof *s, OURO_WORD(OURO_T_ASYNC_GENERATOR_STEP));
    if (!s)
        return NULL;
    ouro__slot_init(&s->generator, ouro_ref(generator));
    ouro__slot_init(&s->value, ouro_ref(value));
    s->kind = kind;
    s->state = STEP_FRESH;
    ouro__track(&s->head);
    return &s->head;
}

/* How a generator left or paused, seen by who awaits the step. */
static ouro_object *outcome(ouro_runtime *rt, async_step *s, int step, ouro_object *result)
{
    ouro_generator *g = (ouro_generator *)s->generator;
    if (step == 1 && !g->item)
        return result;
    s->state = STEP_DONE;
    if (step != 1 && (step == 0 || ouro__error_is(rt, OURO_T_STOP_ASYNC_ITERATION) ||
                      ouro__error_is(rt, OURO_T_GENERATOR_EXIT)))
        g->closed = 1;
    if (step == 1 && s->kind == STEP_CLOSE) {
        ouro_decref(rt, result);
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "async generator ignored GeneratorExit");
    }
    if (step == 1) {
        ouro__raise_stop_iteration(rt, result);
        ouro_decref(rt, result);
        return NULL;
    }
    if (step == 0)
        ouro_decref(rt, result);
    if (s->kind == STEP_CLOSE && (step == 0 || ouro__error_is(rt, OURO_T_GENERATOR_EXIT) ||
                                  ouro__error_is(rt, OURO_T_STOP_ASYNC_ITERATION))) {
        ouro__error_clear(rt);
        return ouro__raise_stop_iteration(rt, NULL);
    }
    if (step == 0)
        ouro__raise_instance(rt, ouro__exception_new(rt, ouro__class_at(rt, OURO_T_STOP_ASYNC_ITERATION),
                                                     OURO_EMPTY_TUPLE(rt)));
    return NULL;
}

/* The exception with which a throwing step begins: owned. */
static ouro_object *first_exception(ouro_runtime *rt, async_step *s)
{
    if (s->kind == STEP_CLOSE)
        return ouro__exception_new(rt, ouro__class_at(rt, OURO_T_GENERATOR_EXIT), OURO_EMPTY_TUPLE(rt));
    ouro_tuple *args = (ouro_tuple *)s->value;
    return ouro__throw_arguments(rt, args->items, args->count);
}

static ouro_object *step_send(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    async_step *s = as_step(self);
    ouro_generator *g = (ouro_generator *)s->generator;
    ouro_object *result = NULL;
    if (s->state == STEP_DONE)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "cannot reuse already awaited %s",
                           s->kind == STEP_SEND ? "__anext__()/asend()" : "aclose()/athrow()");
    bool fresh = s->state == STEP_FRESH;
    s->state = STEP_STARTED;
    if (fresh && g->state == OURO_GENERATOR_FINISHED)
        return outcome(rt, s, 0, ouro_ref(OURO_NONE(rt)));
    if (fresh && s->kind != STEP_SEND) {
        ouro_object *exception = first_exception(rt, s);
        if (!exception)
            return NULL;
        int step = ouro__generator_throw(rt, g, exception, &result);
        return outcome(rt, s, step, result);
    }
    if (fresh && value == OURO_NONE(rt))
        value = s->value;
    int step = ouro__generator_send(rt, g, value, &result);
    return outcome(rt, s, step, result);
}

static ouro_object *step_next(ouro_runtime *rt, ouro_object *self)
{
    return step_send(rt, self, OURO_NONE(rt));
}

static ouro_object *method_step_send(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                     size_t nargs, ouro_object *kwnames)
{
    (void)nargs, (void)kwnames;
    return step_send(rt, self, args[0]);
}

static ouro_object *method_step_throw(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t nargs, ouro_object *kwnames)
{
    (void)kwnames;
    async_step *s = as_step(self);
    ouro_object *exception, *result = NULL;
    if (s->state == STEP_DONE)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "cannot reuse already awaited aclose()/athrow()");
    s->state = STEP_STARTED;
    exception = ouro__throw_arguments(rt, args, nargs);
    if (!exception)
        return NULL;
    int step = ouro__generator_throw(rt, (ouro_generator *)s->generator, exception, &result);
    return outcome(rt, s, step, result);
}

static ouro_object *method_step_close(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t nargs, ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    as_step(self)->state = STEP_DONE;
    return ouro_ref(OURO_NONE(rt));
}

static ouro_object *method_self(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    (void)rt, (void)args, (void)nargs, (void)kwnames;
    return ouro_ref(self);
}

static ouro_object *self_iter(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return ouro_ref(o);
}

static const ouro_method_def step_methods[] = {
    {"send", method_step_send, 0, 1, 1, NULL},
    {"throw", method_step_throw, 0, 1, 3, NULL},
    {"close", method_step_close, 0, 0, 0, NULL},
    {"__await__", method_self, 0, 0, 0, NULL},
    {0},
};

static const uint16_t step_fields[] = {offsetof(async_step, generator), offsetof(async_step, value), 0};

OURO_BUILTIN_TYPE(async_generator_step) = {
    .id = OURO_T_ASYNC_GENERATOR_STEP,
    .slots = {.name = "async_generator_asend",
              .size = sizeof(async_step),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .fields = step_fields,
              .iter = self_iter,
              .next = step_next},
    .methods = step_methods,
};

/* ---- the generator ---- */

/* The first step of a generator tells the event loop of it. 0, or -1 with the exception of the hook. */
static int ask_hooks(ouro_runtime *rt, ouro_object *self)
{
    ouro_generator *g = (ouro_generator *)self;
    const ouro_vm *vm = rt->python->vm;
    if (g->hooked)
        return 0;
    g->hooked = 1;
    if (vm->finalizer && ouro__generator_set_extra(rt, g, vm->finalizer) < 0)
        return -1;
    ouro_object *hook = vm->first_iteration;
    if (!hook)
        return 0;
    ouro_incref(hook);
    ouro_object *result = ouro__call(rt, hook, &self, 1, NULL);
    ouro_decref(rt, hook);
    ouro_xdecref(rt, result);
    return result ? 0 : -1;
}

static ouro_object *first_step(ouro_runtime *rt, ouro_object *self, enum step_kind kind, ouro_object *value)
{
    return ask_hooks(rt, self) < 0 ? NULL : step_new(rt, self, kind, value);
}

static ouro_object *method_anext(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return first_step(rt, self, STEP_SEND, OURO_NONE(rt));
}

static ouro_object *method_asend(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)nargs, (void)kwnames;
    return first_step(rt, self, STEP_SEND, args[0]);
}

static ouro_object *method_athrow(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    (void)kwnames;
    ouro_object *given = ouro__tuple_from(rt, args, nargs);
    ouro_object *step = given ? first_step(rt, self, STEP_THROW, given) : NULL;
    ouro_xdecref(rt, given);
    return step;
}

static ouro_object *method_aclose(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return first_step(rt, self, STEP_CLOSE, OURO_NONE(rt));
}

const ouro_method_def ouro__async_generator_methods[] = {
    {"__aiter__", method_self, 0, 0, 0, "Return an awaitable, that resolves in asynchronous iterator."},
    {"__anext__", method_anext, 0, 0, 0, "Return a value or raise StopAsyncIteration."},
    {"asend", method_asend, 0, 1, 1, "asend(v) -> send 'v' in generator."},
    {"athrow", method_athrow, 0, 1, 3, "athrow(typ[,val[,tb]]) -> raise exception in generator."},
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, "See PEP 585"},
    {"aclose", method_aclose, 0, 0, 0, "aclose() -> raise GeneratorExit inside generator."},
    {0},
};
