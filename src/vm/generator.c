/* Generators and coroutines: making, resuming, suspending; send, throw and close; yield from. */
#include "vm/generator.h"

#include <string.h>

#include "object/slot.h"
#include "object/traverse.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"
#include "vm/async.h"
#include "vm/frame_object.h"
#include "vm/interpret.h"
#include "vm/trace.h"

extern const ouro_method_def ouro__async_generator_methods[]; /* async_generator.c */

static ouro_generator *as_generator(ouro_object *o)
{
    return (ouro_generator *)o;
}

static ouro_code *code_of(const ouro_generator *g)
{
    return (ouro_code *)((ouro_function *)g->function)->code;
}

static enum ouro_type_id kind_of(const ouro_code *code)
{
    if (code->flags & OURO_CO_COROUTINE)
        return OURO_T_COROUTINE;
    return code->flags & OURO_CO_ASYNC_GENERATOR ? OURO_T_ASYNC_GENERATOR : OURO_T_GENERATOR;
}

/* What the messages call it. */
static const char *noun(const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_COROUTINE)         ? "coroutine"
           : ouro__is_exactly(o, OURO_T_ASYNC_GENERATOR) ? "async generator"
                                                         : "generator";
}

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

ouro_object *ouro__generator_locals(const ouro_generator *g)
{
    uint32_t own = code_of(g)->register_count;
    return g->count > own ? g->registers[own] : NULL;
}

ouro_object *ouro__generator_new(ouro_runtime *rt, ouro_function *f, ouro_object **registers,
                                 ouro_object *locals)
{
    ouro_code *code = (ouro_code *)f->code;
    ouro_type *type = ouro__type_at(rt, OURO_WORD(kind_of(code)));
    size_t count = code->register_count + (locals != NULL);
    ouro_generator *g = NULL;
    if (count <= UINT16_MAX)
        g = (ouro_generator *)ouro__new_object(rt, type, sizeof *g + count * sizeof *registers);
    else
        ouro__no_memory(rt);
    if (!g) {
        ouro_object *error = ouro__error_take(rt);
        ouro_frame *frame = rt->python->vm->frame;
        ouro_object **top = frame->top;
        if (registers + count > top)
            frame->top = registers + count;
        for (size_t n = 0; n < code->local_count; n++) {
            ouro_object *o = registers[n];
            registers[n] = NULL;
            ouro_xdecref(rt, o);
        }
        frame->top = top;
        ouro__error_restore(rt, error);
        return NULL;
    }
    g->count = (uint16_t)count;
    ouro__slot_init(&g->function, ouro_ref(f));
    for (size_t n = 0; n < code->local_count; n++) {
        ouro__slot_init(&g->registers[n], registers[n]);
        registers[n] = NULL;
    }
    if (locals)
        ouro__slot_init(&g->registers[count - 1], ouro_ref(locals));
    ouro__track(&g->head);
    if (ouro__unlikely(rt->python->vm->origin_depth != 0) && ouro__is_exactly(&g->head, OURO_T_COROUTINE) &&
        ouro__coroutine_track_origin(rt, g) < 0) {
        ouro_decref(rt, &g->head);
        return NULL;
    }
    return &g->head;
}

/* Its frame, above the running one and at its pc. It is not running yet. */
static ouro__always_inline ouro_frame *push(ouro_runtime *rt, ouro_generator *g)
{
    ouro_vm *vm = rt->python->vm;
    ouro_function *f = (ouro_function *)g->function;
    ouro_frame *frame = ouro__frame_push_at(rt, vm, f, g->registers, vm->frame->top);
    if (ouro__unlikely(!frame))
        return NULL;
    frame->generator = g;
    frame->flags |= OURO_FRAME_GENERATOR;
    if (ouro__unlikely(g->count > frame->code->register_count))
        frame->locals = ouro__generator_locals(g);
    frame->pc = frame->code->instructions + g->pc;
    if (g->frame_object) {
        frame->object = (ouro_frame_object *)g->frame_object;
        frame->object->frame = frame;
        frame->flags |= OURO_FRAME_OBJECT;
        g->frame_object = NULL;
    }
    return frame;
}

ouro_frame *ouro__generator_resume(ouro_runtime *rt, ouro_generator *g, ouro_object *value)
{
    ouro_vm *vm = rt->python->vm;
    ouro_frame *frame = push(rt, g);
    if (ouro__unlikely(!frame)) {
        ouro__generator_abandon(rt, g); /* the exception is its own: it has ended */
        ouro_object *error = ouro__error_take(rt);
        ouro_xdecref(rt, value);
        ouro__error_restore(rt, error);
        return NULL;
    }
    bool suspended = g->state == OURO_GENERATOR_SUSPENDED;
    g->state = OURO_GENERATOR_RUNNING;
    g->exc.outer = vm->exc_state;
    vm->exc_state = &g->exc;
    vm->frame = frame;
    if (value && suspended) {
        ouro_object **a = &g->registers[ouro__a(*frame->pc)], *old = *a;
        *a = value;
        frame->pc++;
        ouro_xdecref(rt, old);
    } else {
        ouro_xdecref(rt, value);
    }
    return frame;
}

static void pop(ouro_runtime *rt, ouro_frame *frame)
{
    rt->python->recursion_depth--;
    rt->python->vm->frame = frame - 1;
    if (ouro__unlikely(frame->flags & OURO_FRAME_TRIM))
        ouro__stack_trim(rt);
}

/* Off the stack; what it handles stays with it. */
static void leave(ouro_runtime *rt, ouro_frame *frame, ouro_generator *g)
{
    rt->python->vm->exc_state = g->exc.outer;
    g->exc.outer = NULL;
    pop(rt, frame);
}

/* The frame object stays with the generator. */
static void keep_frame_object(ouro_frame *frame, ouro_generator *g)
{
    if (ouro__unlikely(frame->flags & OURO_FRAME_OBJECT)) {
        frame->object->frame = NULL;
        g->frame_object = &frame->object->head;
    }
}

void ouro__generator_suspend(ouro_runtime *rt, ouro_frame *frame)
{
    ouro_generator *g = frame->generator;
    g->pc = (uint32_t)(frame->pc - frame->code->instructions);
    g->state = OURO_GENERATOR_SUSPENDED;
    keep_frame_object(frame, g);
    leave(rt, frame, g);
}

void ouro__generator_finish(ouro_runtime *rt, ouro_frame *frame)
{
    ouro_generator *g = frame->generator;
    ouro_object *error = ouro__error_take(rt), *handled = g->exc.handled;
    if (frame->flags & OURO_FRAME_OBJECT)
        ouro__frame_object_detach(rt, frame);
    g->state = OURO_GENERATOR_FINISHED;
    g->exc.handled = NULL;
    leave(rt, frame, g);
    if (ouro__unlikely(ouro__generator_locals(g) != NULL))
        ouro_decref(rt, ouro__slot_take(rt, g, &g->registers[g->count - 1]));
    ouro_xdecref(rt, handled);
    if (error)
        ouro__error_restore(rt, error);
}

int ouro__generator_busy(ouro_runtime *rt, ouro_generator *g)
{
    ouro__raise(rt, OURO_T_VALUE_ERROR, "%s already executing", noun(&g->head));
    return -1;
}

void ouro__generator_convert_stop(ouro_runtime *rt, ouro_object *generator)
{
    bool stop = ouro__error_is(rt, OURO_T_STOP_ITERATION);
    bool stop_async = !stop && ouro__is_exactly(generator, OURO_T_ASYNC_GENERATOR) &&
                      ouro__error_is(rt, OURO_T_STOP_ASYNC_ITERATION);
    if (ouro__likely(!stop && !stop_async))
        return;
    ouro_object *cause = ouro__error_take(rt);
    ouro__raise(rt, OURO_T_RUNTIME_ERROR, "%s raised %s", noun(generator),
                stop ? "StopIteration" : "StopAsyncIteration");
    ouro_object *error = ouro__error_take(rt);
    if (ouro__is_exactly(error, OURO_T_RUNTIME_ERROR)) {
        ouro_exception *e = (ouro_exception *)error;
        ouro__slot_set(rt, e, &e->cause, ouro_ref(cause));
        ouro__slot_set(rt, e, &e->context, ouro_ref(cause));
        e->suppress_context = 1;
    }
    ouro_decref(rt, cause);
    ouro__error_restore(rt, error);
}

/* Runs a generator on. value NULL: the exception that is pending is thrown in at its pc. 1 it yielded, 0 it
 * returned *result, -1. */
static int run(ouro_runtime *rt, ouro_generator *g, ouro_object *value, ouro_object **result)
{
    if (ouro__unlikely(ouro__stack_low(rt))) {
        ouro_xdecref(rt, value);
        ouro__raise(rt, OURO_T_RECURSION_ERROR, "maximum recursion depth exceeded");
        ouro__generator_abandon(rt, g);
        return -1;
    }
    ouro_object *error = value ? NULL : ouro__error_take(rt);
    bool unstarted = !value && g->state == OURO_GENERATOR_CREATED && !g->pc;
    ouro_ref(g); /* it may lose its last owner while it runs */
    ouro_frame *frame = ouro__generator_resume(rt, g, value);
    int step = -1;
    if (frame) {
        frame->flags |= OURO_FRAME_FROM_C | (unstarted ? OURO_FRAME_UNSTARTED : 0);
        if (error && g->exc.handled)
            ouro__raise_instance(rt, error); /* in the context of what it handles */
        else if (error)
            ouro__error_restore(rt, error);
        error = NULL;
        *result = ouro__execute(rt, value ? OURO_EXECUTE : OURO_EXECUTE_THROWING);
        if (*result)
            step = g->state == OURO_GENERATOR_SUSPENDED;
    }
    ouro_object *pending = ouro__error_take(rt);
    ouro_xdecref(rt, error);
    ouro_decref(rt, &g->head);
    if (pending)
        ouro__error_restore(rt, pending);
    return step;
}

/* gen.send: as ouro__send. */
int ouro__generator_send(ouro_runtime *rt, ouro_generator *g, ouro_object *value, ouro_object **result)
{
    switch (g->state) {
    case OURO_GENERATOR_RUNNING:
        return ouro__generator_busy(rt, g);
    case OURO_GENERATOR_FINISHED:
        if (ouro__is_exactly(&g->head, OURO_T_COROUTINE)) {
            ouro__raise(rt, OURO_T_RUNTIME_ERROR, "cannot reuse already awaited coroutine");
            return -1;
        }
        *result = ouro_ref(OURO_NONE(rt));
        return 0;
    case OURO_GENERATOR_CREATED:
        if (value != OURO_NONE(rt)) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "can't send non-None value to a just-started %s",
                        noun(&g->head));
            return -1;
        }
        break;
    default:
        break;
    }
    return run(rt, g, ouro_ref(value), result);
}

int ouro__send(ouro_runtime *rt, ouro_object *iterator, ouro_object *value, ouro_object **result)
{
    if (ouro__is_exactly(iterator, OURO_T_GENERATOR) || ouro__is_exactly(iterator, OURO_T_COROUTINE))
        return ouro__generator_send(rt, as_generator(iterator), value, result);
    ouro_type *type = ouro__type_of(rt, iterator);
    if (value == OURO_NONE(rt) && type->next)
        *result = type->next(rt, iterator);
    else
        *result = ouro__call_method(rt, iterator, NAME(rt, send), 1, value);
    if (*result)
        return 1;
    if (!ouro__error_pending(rt)) {
        *result = ouro_ref(OURO_NONE(rt));
        return 0;
    }
    if (!ouro__error_is(rt, OURO_T_STOP_ITERATION))
        return -1;
    *result = ouro__error_take_stop_value(rt);
    return *result ? 0 : -1;
}

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
    ouro_object *result;
    int step = ouro__generator_send(rt, as_generator(o), OURO_NONE(rt), &result);
    if (step == 0 && result == OURO_NONE(rt)) {
        ouro_decref(rt, result);
        return NULL;
    }
    return step_result(rt, step, result);
}

/* ---- throwing and closing ---- */

ouro_object *ouro__generator_delegate(ouro_generator *g)
{
    if (g->state != OURO_GENERATOR_SUSPENDED)
        return NULL;
    uint64_t i = code_of(g)->instructions[g->pc];
    if (ouro__op(i) != OURO_OP_YIELD || !(ouro__flags(i) & OURO_INPLACE))
        return NULL;
    return g->registers[ouro__c(i)];
}

/* The delegation of a suspended generator has ended with a value (taken over): it goes on behind its SEND. */
static int end_delegation(ouro_runtime *rt, ouro_generator *g, ouro_object *value, ouro_object **result)
{
    ouro_code *code = code_of(g);
    const uint64_t *back = &code->instructions[g->pc + 1];
    const uint64_t *send = back + 1 + ouro__bc(*back);
    /* As if the SEND had just ended: its A gets the value, and the frame starts at its target. */
    uint32_t target = (uint32_t)(send + 2 + (int64_t)send[1] - code->instructions);
    ouro_object **a = &g->registers[ouro__a(*send)], *old = *a;
    *a = value;
    g->pc = target;
    g->state = OURO_GENERATOR_CREATED; /* nothing is to be put where a YIELD wants it */
    ouro_xdecref(rt, old);
    return run(rt, g, ouro_ref(OURO_NONE(rt)), result);
}

static int throw_here(ouro_runtime *rt, ouro_generator *g, ouro_object *exception, ouro_object **result)
{
    if (g->state == OURO_GENERATOR_FINISHED && ouro__is_exactly(&g->head, OURO_T_COROUTINE)) {
        ouro_decref(rt, exception);
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "cannot reuse already awaited coroutine");
        return -1;
    }
    ouro__error_restore(rt, exception);
    if (g->state == OURO_GENERATOR_FINISHED)
        return -1;
    return run(rt, g, NULL, result);
}

static int close_iterator(ouro_runtime *rt, ouro_object *iterator)
{
    ouro_object *result;
    if (ouro__is_exactly(iterator, OURO_T_GENERATOR) || ouro__is_exactly(iterator, OURO_T_COROUTINE)) {
        result = ouro__generator_close(rt, as_generator(iterator));
    } else {
        ouro_object *close;
        int found = ouro__getattr_optional(rt, iterator, NAME(rt, close), &close);
        if (found <= 0) {
            if (found < 0)
                ouro__report_unraisable(rt, NULL, iterator);
            return 0;
        }
        result = ouro__call0(rt, close);
        ouro_decref(rt, close);
    }
    ouro_xdecref(rt, result);
    return result ? 0 : -1;
}

/* Throws into the generator delegated to, with the frame of the one that delegates under it. */
static int throw_through(ouro_runtime *rt, ouro_generator *g, ouro_generator *delegate,
                         ouro_object *exception, ouro_object **result)
{
    ouro_frame *frame = push(rt, g);
    if (!frame)
        return -1;
    rt->python->vm->frame = frame;
    int step = ouro__generator_throw(rt, delegate, ouro_ref(exception), result);
    ouro_object *error = ouro__error_take(rt);
    keep_frame_object(frame, g);
    pop(rt, frame);
    if (error)
        ouro__error_restore(rt, error);
    return step;
}

/* Throws into the iterator delegated to. 2: it has no throw, throw here. Else as a step. */
static int throw_into(ouro_runtime *rt, ouro_generator *g, ouro_object *iterator, ouro_object *exception,
                      ouro_object **result)
{
    if (ouro__is_exactly(iterator, OURO_T_GENERATOR) || ouro__is_exactly(iterator, OURO_T_COROUTINE))
        return throw_through(rt, g, as_generator(iterator), exception, result);
    ouro_object *method;
    int found = ouro__getattr_optional(rt, iterator, NAME(rt, throw), &method);
    if (found <= 0)
        return found < 0 ? -1 : 2;
    *result = ouro__call1(rt, method, exception);
    ouro_decref(rt, method);
    if (*result)
        return 1;
    if (!ouro__error_is(rt, OURO_T_STOP_ITERATION))
        return -1;
    *result = ouro__error_take_stop_value(rt);
    return *result ? 0 : -1;
}

static bool is_generator_exit(ouro_runtime *rt, ouro_object *exception)
{
    return ouro__is_subtype(rt, ouro__class_of(rt, exception), ouro__class_at(rt, OURO_T_GENERATOR_EXIT));
}

int ouro__generator_throw(ouro_runtime *rt, ouro_generator *g, ouro_object *exception, ouro_object **result)
{
    if (g->state == OURO_GENERATOR_RUNNING) {
        ouro_decref(rt, exception);
        return ouro__generator_busy(rt, g);
    }
    ouro_object *delegate = ouro__generator_delegate(g);
    if (!delegate)
        return throw_here(rt, g, exception, result);
    ouro_ref(delegate);
    /* Meanwhile the generator counts as running: it must not be resumed. */
    g->state = OURO_GENERATOR_RUNNING;
    int step;
    if (is_generator_exit(rt, exception))
        step = close_iterator(rt, delegate) < 0 ? -1 : 2;
    else if (ouro__enter_recursion(rt, " while calling a Python object")) {
        step = throw_into(rt, g, delegate, exception, result);
        ouro__leave_recursion(rt);
    } else {
        step = -1;
    }
    g->state = OURO_GENERATOR_SUSPENDED;
    ouro_object *pending = step < 0 ? ouro__error_take(rt) : NULL;
    ouro_decref(rt, delegate);
    switch (step) {
    case 1:
        ouro_decref(rt, exception);
        return 1;
    case 0:
        ouro_decref(rt, exception);
        return end_delegation(rt, g, *result, result);
    case 2:
        return throw_here(rt, g, exception, result);
    default:
        ouro_decref(rt, exception);
        return throw_here(rt, g, pending, result);
    }
}

void ouro__generator_abandon(ouro_runtime *rt, ouro_generator *g)
{
    ouro_code *code = code_of(g);
    g->state = OURO_GENERATOR_FINISHED;
    ouro_frame_object *f = (ouro_frame_object *)g->frame_object;
    g->frame_object = NULL;
    if (f)
        ouro__frame_object_orphan(rt, f, g->pc);
    ouro_object *error = ouro__error_take(rt), *handled = g->exc.handled;
    g->exc.handled = NULL;
    for (unsigned n = g->count; n-- > code->local_count;) {
        ouro_object *o = ouro__slot_take(rt, g, &g->registers[n]);
        ouro_xdecref(rt, o);
    }
    for (unsigned n = 0; n < code->local_count; n++) {
        ouro_object *o = ouro__slot_take(rt, g, &g->registers[n]);
        ouro_xdecref(rt, o);
    }
    ouro_xdecref(rt, handled);
    ouro_xdecref(rt, (ouro_object *)f);
    if (error)
        ouro__error_restore(rt, error);
}

/* Whether an exception raised where it is suspended would meet a handler. */
static bool has_handler(const ouro_generator *g)
{
    ouro_code *code = code_of(g);
    for (uint32_t n = 0; n < code->handler_count; n++) {
        if (g->pc >= code->handlers[n].start && g->pc < code->handlers[n].end)
            return true;
    }
    return false;
}

ouro_object *ouro__generator_close(ouro_runtime *rt, ouro_generator *g)
{
    if (g->state == OURO_GENERATOR_FINISHED)
        return ouro_ref(OURO_NONE(rt));
    if (g->state == OURO_GENERATOR_RUNNING) {
        ouro__generator_busy(rt, g);
        return NULL;
    }
    if (g->state == OURO_GENERATOR_CREATED ||
        (!has_handler(g) && !ouro__generator_delegate(g) && !ouro__tracing(rt))) {
        ouro_ref(g);
        ouro__generator_abandon(rt, g);
        ouro_decref(rt, &g->head);
        return ouro_ref(OURO_NONE(rt));
    }
    ouro_object *exception =
        ouro__exception_new(rt, ouro__class_at(rt, OURO_T_GENERATOR_EXIT), OURO_EMPTY_TUPLE(rt));
    if (!exception)
        return NULL;
    ouro_object *result;
    int step = ouro__generator_throw(rt, g, exception, &result);
    if (step == 1) {
        ouro_decref(rt, result);
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "%s ignored GeneratorExit", noun(&g->head));
    }
    if (step == 0) {
        ouro_decref(rt, result);
        return ouro_ref(OURO_NONE(rt));
    }
    if (!ouro__error_is(rt, OURO_T_STOP_ITERATION) && !ouro__error_is(rt, OURO_T_GENERATOR_EXIT))
        return NULL;
    ouro__error_clear(rt);
    return ouro_ref(OURO_NONE(rt));
}

/* The exception that throw(type, value, traceback) means: owned. */
ouro_object *ouro__throw_arguments(ouro_runtime *rt, ouro_object *const *args, size_t nargs)
{
    ouro_object *none = OURO_NONE(rt), *what = args[0],
                *value = nargs > 1 && args[1] != none ? args[1] : NULL;
    ouro_object *traceback = nargs > 2 && args[2] != none ? args[2] : NULL, *exception;
    if (traceback && !ouro__is_exactly(traceback, OURO_T_TRACEBACK))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "throw() third argument must be a traceback object");
    if (ouro__is_class(rt, what) && ouro__is_subtype(rt, what, ouro__class_at(rt, OURO_T_BASE_EXCEPTION))) {
        if (value && ouro__is_exception(rt, value) && ouro__is_subtype(rt, ouro__class_of(rt, value), what)) {
            exception = ouro_ref(value);
        } else {
            ouro_object *arguments = !value                      ? ouro_ref(OURO_EMPTY_TUPLE(rt))
                                     : ouro__is_tuple(rt, value) ? ouro_ref(value)
                                                                 : ouro__tuple_of(rt, 1, value);
            if (!arguments)
                return NULL;
            exception = ouro__exception_new(rt, what, arguments);
            ouro_decref(rt, arguments);
            if (exception && !ouro__is_exception(rt, exception)) {
                ouro__raise(rt, OURO_T_TYPE_ERROR,
                            "calling %R should have returned an instance of BaseException, not %T", what,
                            exception);
                ouro_decref(rt, exception);
                exception = NULL;
            }
            if (!exception) /* what went wrong is thrown in its place */
                exception = ouro__error_take(rt);
        }
    } else if (ouro__is_exception(rt, what)) {
        if (value)
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "instance exception may not have a separate value");
        exception = ouro_ref(what);
    } else {
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "exceptions must be classes or instances deriving from BaseException, not %T",
                           what);
    }
    if (exception && traceback)
        ouro__slot_set(rt, exception, &((ouro_exception *)exception)->traceback, ouro_ref(traceback));
    return exception;
}

/* ---- methods ---- */

static ouro_object *method_send(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    (void)nargs, (void)kwnames;
    ouro_object *result;
    int step = ouro__generator_send(rt, as_generator(self), args[0], &result);
    return step_result(rt, step, result);
}

static ouro_object *method_throw(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)kwnames;
    ouro_object *exception = ouro__throw_arguments(rt, args, nargs), *result;
    if (!exception)
        return NULL;
    int step = ouro__generator_throw(rt, as_generator(self), exception, &result);
    return step_result(rt, step, result);
}

static ouro_object *method_close(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return ouro__generator_close(rt, as_generator(self));
}

/* What coroutines have their own texts for. */
OURO_C_FUNCTION(coroutine_await)
{
    return ouro__coroutine_wrapper_new(rt, self);
}

static const ouro_method_def coroutine_methods[] = {
    {"send", method_send, 0, 1, 1,
     "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration."},
    {"throw", method_throw, 0, 1, 3,
     "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine."},
    {"close", method_close, 0, 0, 0, "close() -> raise GeneratorExit inside coroutine."},
    {"__await__", coroutine_await, 0, 0, 0, "Return an iterator to be used in await expression."},
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
    return ouro_ref(name_at(rt, as_generator(o), 0));
}

static ouro_object *get_qualname(ouro_runtime *rt, ouro_object *o)
{
    return ouro_ref(name_at(rt, as_generator(o), 1));
}

static int set_name_at(ouro_runtime *rt, ouro_object *o, int n, ouro_object *value)
{
    if (!value || !ouro__is_str(rt, value)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s must be set to a string object",
                    n ? "__qualname__" : "__name__");
        return -1;
    }
    ouro_generator *g = as_generator(o);
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
    return ouro__generator_frame_object(rt, as_generator(o));
}

static ouro_object *get_code(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return ouro_ref(code_of(as_generator(o)));
}

static ouro_object *get_running(ouro_runtime *rt, ouro_object *o)
{
    return ouro__bool(rt, as_generator(o)->state == OURO_GENERATOR_RUNNING);
}

static ouro_object *get_stepping(ouro_runtime *rt, ouro_object *o)
{
    return ouro__bool(rt, as_generator(o)->stepping);
}

static ouro_object *get_suspended(ouro_runtime *rt, ouro_object *o)
{
    return ouro__bool(rt, as_generator(o)->state == OURO_GENERATOR_SUSPENDED);
}

static ouro_object *get_delegate(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *delegate = ouro__generator_delegate(as_generator(o));
    return ouro_ref(delegate ? delegate : OURO_NONE(rt));
}

#define NAME_GETSETS(noun)                                                                                   \
    {"__name__", get_name, set_name, "name of the " noun},                                                   \
    {                                                                                                        \
        "__qualname__", get_qualname, set_qualname, "qualified name of the " noun                            \
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
    return ouro__coroutine_origin(rt, as_generator(o));
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
    const char *kind = ouro__is_exactly(o, OURO_T_ASYNC_GENERATOR) ? "async_generator" : noun(o);
    return ouro__str_format(rt, "<%s object %U at 0x%llx>", kind, name_at(rt, as_generator(o), 1),
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
    ouro_generator *g = as_generator(o);
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
    ouro_generator *g = as_generator(o);
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

/* Temporaries from the last to the first as in unwinding, then the locals, then what the generator itself is made of. */
static ouro_object *generator_drain(ouro_runtime *rt, ouro_object *o)
{
    ouro_generator *g = as_generator(o);
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

OURO_BUILTIN_TYPE(coroutine) = {
    .id = OURO_T_COROUTINE,
    .slots = {.name = "coroutine", GENERATOR_SLOTS},
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
    .slots = {.name = "async_generator", GENERATOR_SLOTS},
    .methods = ouro__async_generator_methods,
    .getsets = async_generator_getsets,
    .shown_fields = async_generator_fields_shown,
};

ouro_object *ouro__yield_from_iter(ouro_runtime *rt, const ouro_code *code, ouro_object *o)
{
    if (ouro__is_exactly(o, OURO_T_COROUTINE)) {
        if (code->flags & (OURO_CO_COROUTINE | OURO_CO_ITERABLE_COROUTINE))
            return ouro_ref(o);
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    if (ouro__is_exactly(o, OURO_T_GENERATOR))
        return ouro_ref(o);
    return ouro__iter(rt, o);
}
