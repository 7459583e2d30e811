/* How generators and coroutines run: making, resuming, suspending; send, throw and close; yield from. */
#include "vm/generator.h"

#include <string.h>

#include "object/slot.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/tuple.h"
#include "vm/async.h"
#include "vm/frame_object.h"
#include "vm/interpret.h"
#include "vm/trace.h"

static enum ouro_type_id kind_of(const ouro_code *code)
{
    if (code->flags & OURO_CO_COROUTINE)
        return OURO_T_COROUTINE;
    return code->flags & OURO_CO_ASYNC_GENERATOR ? OURO_T_ASYNC_GENERATOR : OURO_T_GENERATOR;
}

const char *ouro__generator_noun(const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_COROUTINE)         ? "coroutine"
           : ouro__is_exactly(o, OURO_T_ASYNC_GENERATOR) ? "async generator"
                                                         : "generator";
}

ouro_object *ouro__generator_locals(const ouro_generator *g)
{
    uint32_t own = ouro__generator_code(g)->register_count;
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
    ouro__raise(rt, OURO_T_VALUE_ERROR, "%s already executing", ouro__generator_noun(&g->head));
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
    ouro__raise(rt, OURO_T_RUNTIME_ERROR, "%s raised %s", ouro__generator_noun(generator),
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
                        ouro__generator_noun(&g->head));
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
        return ouro__generator_send(rt, ouro__as_generator(iterator), value, result);
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
    if (ouro__unlikely(ouro__tracing(rt)) && ouro__trace_exception(rt, rt->python->vm->frame) < 0)
        return -1;
    *result = ouro__error_take_stop_value(rt);
    return *result ? 0 : -1;
}

/* ---- throwing and closing ---- */

ouro_object *ouro__generator_delegate(ouro_generator *g)
{
    if (g->state != OURO_GENERATOR_SUSPENDED)
        return NULL;
    uint64_t i = ouro__generator_code(g)->instructions[g->pc];
    if (ouro__op(i) != OURO_OP_YIELD || !(ouro__flags(i) & OURO_INPLACE))
        return NULL;
    return g->registers[ouro__c(i)];
}

/* The delegation of a suspended generator has ended with a value (taken over): it goes on behind its SEND. */
static int end_delegation(ouro_runtime *rt, ouro_generator *g, ouro_object *value, ouro_object **result)
{
    ouro_code *code = ouro__generator_code(g);
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
        result = ouro__generator_close(rt, ouro__as_generator(iterator));
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
        return throw_through(rt, g, ouro__as_generator(iterator), exception, result);
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
    ouro_code *code = ouro__generator_code(g);
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
    ouro_code *code = ouro__generator_code(g);
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
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "%s ignored GeneratorExit",
                           ouro__generator_noun(&g->head));
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
