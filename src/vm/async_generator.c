/* Asynchronous generators, and the awaitable steps that their methods give (PEP 525). A step drives the generator as awaiting
 * wants it: what the generator awaits passes through, an item ends the step as StopIteration(item). */
#include "object/slot.h"
#include "types/buffer.h"
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

enum step_state { STEP_FRESH, STEP_STARTED, STEP_DONE };

typedef struct async_step {
    ouro_object head;
    ouro_object *generator;
    ouro_object
        *value; /* of asend: what is sent first; of athrow: the tuple of its arguments; of aclose: None */
    uint32_t state;
} async_step;

static async_step *as_step(ouro_object *o)
{
    return (async_step *)o;
}

static ouro_object *step_new(ouro_runtime *rt, ouro_object *generator, enum ouro_type_id id,
                             ouro_object *value)
{
    async_step *s = ouro__new_container(rt, sizeof *s, OURO_WORD(id));
    if (!s)
        return NULL;
    ouro__slot_init(&s->generator, ouro_ref(generator));
    ouro__slot_init(&s->value, ouro_ref(value));
    s->state = STEP_FRESH;
    ouro__track(&s->head);
    return &s->head;
}

static bool is_throw(const async_step *s)
{
    return ouro__is_exactly(&s->head, OURO_T_ASYNC_GENERATOR_THROW_STEP);
}

static bool is_close(ouro_runtime *rt, const async_step *s)
{
    return is_throw(s) && s->value == OURO_NONE(rt);
}

static void *raise_stop_async_iteration(ouro_runtime *rt)
{
    ouro_object *exception =
        ouro__exception_new(rt, ouro__class_at(rt, OURO_T_STOP_ASYNC_ITERATION), OURO_EMPTY_TUPLE(rt));
    return exception ? ouro__raise_instance(rt, exception) : NULL;
}

/* How a generator left or paused, seen by who awaits the step: NULL when the step is over, with StopIteration(item)
 * or an error; else what it awaits, owned. */
static ouro_object *outcome(ouro_runtime *rt, ouro_generator *g, int step, ouro_object *result)
{
    if (step == 1 && !g->item)
        return result;
    g->stepping = 0;
    if (step == 1)
        ouro__raise_stop_iteration(rt, result);
    else if (step == 0)
        raise_stop_async_iteration(rt);
    ouro_xdecref(rt, result);
    if (step != 1 &&
        (ouro__error_is(rt, OURO_T_STOP_ASYNC_ITERATION) || ouro__error_is(rt, OURO_T_GENERATOR_EXIT)))
        g->closed = 1;
    return NULL;
}

/* The same for aclose(): the generator may await on its way out, and give no more items. */
static ouro_object *close_outcome(ouro_runtime *rt, async_step *s, int step, ouro_object *result)
{
    ouro_generator *g = (ouro_generator *)s->generator;
    if (step == 1 && !g->item)
        return result;
    g->stepping = 0;
    s->state = STEP_DONE;
    ouro_xdecref(rt, result);
    if (step == 1)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "async generator ignored GeneratorExit");
    if (step < 0) {
        if (!ouro__error_is(rt, OURO_T_STOP_ASYNC_ITERATION) && !ouro__error_is(rt, OURO_T_GENERATOR_EXIT))
            return NULL;
        ouro__error_clear(rt);
    }
    return ouro__raise_stop_iteration(rt, NULL);
}

static ouro_object *send_step(ouro_runtime *rt, async_step *s, ouro_object *value)
{
    ouro_generator *g = (ouro_generator *)s->generator;
    if (s->state == STEP_DONE)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "cannot reuse already awaited __anext__()/asend()");
    if (s->state == STEP_FRESH) {
        if (g->stepping)
            return ouro__raise(rt, OURO_T_RUNTIME_ERROR,
                               "anext(): asynchronous generator is already running");
        if (value == OURO_NONE(rt))
            value = s->value;
        s->state = STEP_STARTED;
    }
    g->stepping = 1;
    ouro_object *result = NULL;
    int step = ouro__generator_send(rt, g, value, &result);
    result = outcome(rt, g, step, result);
    if (!result)
        s->state = STEP_DONE;
    return result;
}

/* The first step of athrow() and aclose(). */
static ouro_object *start_throw(ouro_runtime *rt, async_step *s, ouro_object *value)
{
    ouro_generator *g = (ouro_generator *)s->generator;
    bool closes = is_close(rt, s);
    if (g->stepping) {
        s->state = STEP_DONE;
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "%s(): asynchronous generator is already running",
                           closes ? "aclose" : "athrow");
    }
    if (g->closed) {
        s->state = STEP_DONE;
        return raise_stop_async_iteration(rt);
    }
    if (value != OURO_NONE(rt))
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "can't send non-None value to a just-started coroutine");
    s->state = STEP_STARTED;
    ouro_object *exception, *result = NULL;
    if (closes) {
        exception = ouro__exception_new(rt, ouro__class_at(rt, OURO_T_GENERATOR_EXIT), OURO_EMPTY_TUPLE(rt));
    } else {
        const ouro_tuple *args = (ouro_tuple *)s->value;
        exception = ouro__throw_arguments(rt, args->items, args->count);
    }
    if (!exception) {
        s->state = STEP_DONE;
        return NULL;
    }
    g->stepping = 1;
    g->closed |= closes;
    int step = ouro__generator_throw(rt, g, exception, &result);
    if (closes)
        return close_outcome(rt, s, step, result);
    result = outcome(rt, g, step, result);
    if (!result)
        s->state = STEP_DONE;
    return result;
}

static ouro_object *throw_step(ouro_runtime *rt, async_step *s, ouro_object *value)
{
    ouro_generator *g = (ouro_generator *)s->generator;
    if (s->state == STEP_DONE)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "cannot reuse already awaited aclose()/athrow()");
    if (g->state == OURO_GENERATOR_FINISHED) {
        s->state = STEP_DONE;
        return ouro__raise_stop_iteration(rt, NULL);
    }
    if (s->state == STEP_FRESH)
        return start_throw(rt, s, value);
    ouro_object *result = NULL;
    int step = ouro__generator_send(rt, g, value, &result);
    return is_close(rt, s) ? close_outcome(rt, s, step, result) : outcome(rt, g, step, result);
}

static ouro_object *step_send(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    async_step *s = as_step(self);
    return is_throw(s) ? throw_step(rt, s, value) : send_step(rt, s, value);
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
    ouro_generator *g = (ouro_generator *)s->generator;
    if (s->state == STEP_DONE)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "cannot reuse already awaited %s",
                           is_throw(s) ? "aclose()/athrow()" : "__anext__()/asend()");
    ouro_object *exception = ouro__throw_arguments(rt, args, nargs), *result = NULL;
    if (!exception)
        return NULL;
    int step = ouro__generator_throw(rt, g, exception, &result);
    if (is_close(rt, s))
        return close_outcome(rt, s, step, result);
    result = outcome(rt, g, step, result);
    if (!result && !is_throw(s))
        s->state = STEP_DONE;
    return result;
}

static ouro_object *method_step_close(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t nargs, ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    as_step(self)->state = STEP_DONE;
    return ouro_ref(OURO_NONE(rt));
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
    {0},
};

static const uint16_t step_fields[] = {offsetof(async_step, generator), offsetof(async_step, value), 0};

static const ouro_extra_slots step_extra = {.await = self_iter};

#define STEP_SLOTS                                                                                           \
    .size = sizeof(async_step), .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,                       \
    .fields = step_fields, .iter = self_iter, .next = step_next, .extra = &step_extra

OURO_BUILTIN_TYPE(async_generator_step) = {
    .id = OURO_T_ASYNC_GENERATOR_STEP,
    .slots = {.name = "async_generator_asend", STEP_SLOTS},
    .methods = step_methods,
};

OURO_BUILTIN_TYPE(async_generator_throw_step) = {
    .id = OURO_T_ASYNC_GENERATOR_THROW_STEP,
    .slots = {.name = "async_generator_athrow", STEP_SLOTS},
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

static ouro_object *first_step(ouro_runtime *rt, ouro_object *self, enum ouro_type_id id, ouro_object *value)
{
    return ask_hooks(rt, self) < 0 ? NULL : step_new(rt, self, id, value);
}

static ouro_object *generator_anext(ouro_runtime *rt, ouro_object *self)
{
    return first_step(rt, self, OURO_T_ASYNC_GENERATOR_STEP, OURO_NONE(rt));
}

static ouro_object *method_asend(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)nargs, (void)kwnames;
    return first_step(rt, self, OURO_T_ASYNC_GENERATOR_STEP, args[0]);
}

static ouro_object *method_athrow(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    (void)kwnames;
    ouro_object *given = ouro__tuple_from(rt, args, nargs);
    ouro_object *step = given ? first_step(rt, self, OURO_T_ASYNC_GENERATOR_THROW_STEP, given) : NULL;
    ouro_xdecref(rt, given);
    return step;
}

static ouro_object *method_aclose(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return first_step(rt, self, OURO_T_ASYNC_GENERATOR_THROW_STEP, OURO_NONE(rt));
}

const ouro_method_def ouro__async_generator_methods[] = {
    {"asend", method_asend, 0, 1, 1, "asend(v) -> send 'v' in generator."},
    {"athrow", method_athrow, 0, 1, 3, "athrow(typ[,val[,tb]]) -> raise exception in generator."},
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, "See PEP 585"},
    {"aclose", method_aclose, 0, 0, 0, "aclose() -> raise GeneratorExit inside generator."},
    {0},
};

const ouro_extra_slots ouro__async_generator_extra = {.aiter = self_iter, .anext = generator_anext};
