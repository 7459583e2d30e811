/* Calls beyond what the loop does inline: any callable, any arguments. Functions, methods and classes with an
 * __init__ in Python get a frame of their own in the running loop; all else is called through its type's
 * slot. */
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/method.h"
#include "types/tuple.h"
#include "vm/generator.h"
#include "vm/interpret.h"

#include <string.h>

static size_t name_count(ouro_object *kwnames)
{
    return kwnames ? ((ouro_tuple *)kwnames)->count : 0;
}

/* Whether a window lies on the value stack; those of a generator's frame are in its object. */
static bool on_stack(const ouro_vm *vm, ouro_object **window)
{
    return window >= vm->stack && window < vm->stack_end;
}

/* Code that runs now has its registers from the running frame's top on: a window that reaches above is
 * claimed by the frame meanwhile. The top as it was, to be put back. */
static ouro_object **claim(ouro_vm *vm, ouro_object **window, size_t count)
{
    ouro_object **top = vm->frame->top;
    if (on_stack(vm, window) && window + count > top)
        vm->frame->top = window + count;
    return top;
}

/* Empties a window; a pending exception stays. */
static void drop_window(ouro_runtime *rt, ouro_object **window, size_t count)
{
    ouro_object *error = ouro__error_take(rt);
    ouro_frame *frame = rt->python->vm->frame;
    ouro_object **top = claim(rt->python->vm, window, count);
    for (size_t n = 0; n < count; n++) {
        ouro_object *o = window[n];
        window[n] = NULL;
        ouro_xdecref(rt, o);
    }
    frame->top = top;
    if (error)
        ouro__error_restore(rt, error);
}

/* Makes sure that registers up to `end` may be used: 1 memory was added, 0, -1. */
static int ensure(ouro_runtime *rt, ouro_object **end)
{
    if (ouro__likely(end <= rt->python->vm->stack_limit))
        return 0;
    return ouro__stack_grow(rt, end) < 0 ? -1 : 1;
}

/* The stack grew for a call: it shrinks when that returns, or now. */
static int give_back_later(ouro_runtime *rt, int grew, int step)
{
    if (grew > 0 && step == OURO_STEP_PUSHED)
        rt->python->vm->frame->flags |= OURO_FRAME_TRIM;
    else if (grew > 0)
        ouro__stack_trim(rt);
    return step;
}

static bool makes_generator(const ouro_code *code)
{
    return code->flags & (OURO_CO_GENERATOR | OURO_CO_COROUTINE | OURO_CO_ASYNC_GENERATOR);
}

/* Whether a call is more than a frame: code of a module or class that was made a function has its globals for locals. */
static bool is_special(const ouro_code *code)
{
    return makes_generator(code) || !(code->flags & OURO_CO_OPTIMIZED);
}

static void give_locals(ouro_frame *frame, ouro_object *locals)
{
    frame->locals = ouro_ref(locals);
    frame->flags |= OURO_FRAME_LOCALS;
}

/* window[0] is a function; the window lies on the value stack with enough room behind. */
static int call_function(ouro_runtime *rt, ouro_object **window, size_t nargs, ouro_object *kwnames,
                         ouro_object **result)
{
    ouro_vm *vm = rt->python->vm;
    ouro_function *f = (ouro_function *)window[0];
    ouro_code *code = (ouro_code *)f->code;
    if (ouro__unlikely(code->simple_call == 0))
        code->simple_call = ouro__code_is_simple(code) ? code->argument_count + 1u : UINT32_MAX;
    if (kwnames || code->simple_call != nargs + 1) {
        if (ouro__bind_arguments(rt, f, window + 1, nargs, kwnames) < 0) {
            drop_window(rt, window, 1);
            return OURO_STEP_ERROR;
        }
    }
    bool special = is_special(code);
    if (ouro__unlikely(special) && makes_generator(code)) {
        ouro_object *locals = code->flags & OURO_CO_OPTIMIZED ? NULL : f->globals;
        *result = ouro__generator_new(rt, f, window + 1, locals);
        drop_window(rt, window, 1);
        return *result ? OURO_STEP_DONE : OURO_STEP_ERROR;
    }
    ouro_frame *callee = ouro__frame_push(rt, vm, f, window + 1);
    if (ouro__unlikely(!callee)) {
        drop_window(rt, window, 1 + (size_t)code->local_count);
        return OURO_STEP_ERROR;
    }
    if (ouro__unlikely(special))
        give_locals(callee, f->globals);
    vm->frame = callee;
    return OURO_STEP_PUSHED;
}

/* Registers that binding may need behind window[0]. */
static size_t room_for(const ouro_function *f, size_t nargs, ouro_object *kwnames)
{
    return 2 * (nargs + name_count(kwnames)) + ((ouro_code *)f->code)->register_count + 4;
}

/* Moves a window that lies in a generator's registers to the free part of the value stack. */
static ouro_object **to_stack(ouro_runtime *rt, ouro_object **window, size_t count)
{
    ouro_vm *vm = rt->python->vm;
    if (on_stack(vm, window))
        return window;
    ouro_object **top = vm->frame->top;
    for (size_t n = 0; n < count; n++) {
        top[n] = window[n];
        window[n] = NULL;
    }
    return top;
}

/* Calls a function with `shift` more places to be made before its arguments. */
static int call_in_place(ouro_runtime *rt, ouro_object **window, ouro_function *f, ouro_object *first,
                         ouro_object *below, size_t nargs, ouro_object *kwnames, ouro_object **result)
{
    size_t count = 1 + nargs + name_count(kwnames);
    ouro_vm *vm = rt->python->vm;
    ouro_object **end =
        (on_stack(vm, window) ? window : vm->frame->top) + count + room_for(f, nargs + 1, kwnames);
    int grew = ensure(rt, end);
    if (grew < 0) {
        drop_window(rt, window, count);
        return OURO_STEP_ERROR;
    }
    window = to_stack(rt, window, count);
    ouro_object *callable = window[0];
    size_t shift = (first != NULL) + (below != NULL);
    if (shift)
        memmove(window + 1 + shift, window + 1, (count - 1) * sizeof *window);
    if (below) /* an instance to be initialized: it stays in window[0] */
        window[0] = ouro_ref(below);
    ouro_object **base = window + (below != NULL);
    if (shift)
        base[0] = ouro_ref(f);
    if (first)
        base[1] = ouro_ref(first);
    int step = give_back_later(rt, grew, call_function(rt, base, nargs + (first != NULL), kwnames, result));
    if (shift) { /* only now: the arguments lay where code that this runs has its registers */
        ouro_object *error = ouro__error_take(rt);
        ouro_decref(rt, callable);
        if (error)
            ouro__error_restore(rt, error);
    }
    return step;
}

static void *init_returned(ouro_runtime *rt, ouro_object *value)
{
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "__init__() should return None, not '%T'", value);
}

/* A class whose instances are made by object.__new__ and initialized by a function: 0 when `callable` is none
 * such. */
static int instantiate(ouro_runtime *rt, ouro_object **window, size_t nargs, ouro_object *kwnames,
                       ouro_object **result, int *step)
{
    ouro_object *cls = window[0];
    if (ouro__type_of(rt, cls)->call != ouro__type_at(rt, OURO_WORD(OURO_T_TYPE))->call)
        return 0;
    ouro_type *type = ((ouro_class *)cls)->type;
    if (type->new_ != ouro__type_at(rt, OURO_WORD(OURO_T_OBJECT))->new_ || (type->flags & OURO_TYPE_ABSTRACT))
        return 0;
    ouro_object *init = ouro__class_lookup(rt, type, NAME(rt, __init__));
    if (!init || !ouro__is_exactly(init, OURO_T_FUNCTION))
        return 0;
    size_t count = 1 + nargs + name_count(kwnames);
    ouro_object *instance = ouro__instance_new(rt, cls);
    if (!instance) {
        drop_window(rt, window, count);
        *step = OURO_STEP_ERROR;
        return 1;
    }
    ouro_vm *vm = rt->python->vm;
    ouro_object **base = on_stack(vm, window) ? window : vm->frame->top;
    *step = call_in_place(rt, window, (ouro_function *)init, instance, instance, nargs, kwnames, result);
    if (*step == OURO_STEP_PUSHED) {
        vm->frame->flags |= OURO_FRAME_INIT;
        ouro_decref(rt, instance);
        return 1;
    }
    if (*step == OURO_STEP_DONE) { /* __init__ was a generator function */
        init_returned(rt, *result);
        drop_window(rt, result, 1);
        *step = OURO_STEP_ERROR;
    }
    ouro_object *error = ouro__error_take(rt);
    if (base[0] == instance) {
        base[0] = NULL;
        ouro_decref(rt, instance);
    }
    ouro_decref(rt, instance);
    ouro__error_restore(rt, error);
    return 1;
}

void ouro__init_failed(ouro_runtime *rt, ouro_frame *frame)
{
    ouro_object *error = ouro__error_take(rt), *instance = frame->registers[-2];
    frame->registers[-2] = NULL;
    ouro_decref(rt, instance);
    ouro__error_restore(rt, error);
}

ouro_object *ouro__init_result(ouro_runtime *rt, ouro_frame *frame, ouro_object *value)
{
    if (ouro__unlikely(value != OURO_NONE(rt))) {
        init_returned(rt, value);
        ouro_decref(rt, value);
        ouro__init_failed(rt, frame);
        return NULL;
    }
    ouro_object *instance = frame->registers[-2];
    frame->registers[-2] = NULL;
    return instance;
}

int ouro__begin_call(ouro_runtime *rt, ouro_object **window, size_t nargs, ouro_object *kwnames,
                     ouro_object **result)
{
    ouro_object *callable = window[0];
    if (ouro__is_exactly(callable, OURO_T_FUNCTION))
        return call_in_place(rt, window, (ouro_function *)callable, NULL, NULL, nargs, kwnames, result);
    if (ouro__is_exactly(callable, OURO_T_METHOD)) {
        ouro_bound_method *m = (ouro_bound_method *)callable;
        if (ouro__is_exactly(m->function, OURO_T_FUNCTION))
            return call_in_place(rt, window, (ouro_function *)m->function, m->self, NULL, nargs, kwnames,
                                 result);
    }
    int step;
    if (ouro__is_class(rt, callable) && instantiate(rt, window, nargs, kwnames, result, &step))
        return step;
    ouro_vm *vm = rt->python->vm;
    size_t count = 1 + nargs + name_count(kwnames);
    ouro_object **top = claim(vm, window, count);
    *result = ouro__call(rt, callable, window + 1, nargs, kwnames);
    vm->frame->top = top;
    drop_window(rt, window, count);
    return *result ? OURO_STEP_DONE : OURO_STEP_ERROR;
}

/* The positional arguments of f(*o): a tuple, owned. */
static ouro_object *star_arguments(ouro_runtime *rt, ouro_object *callable, ouro_object *o)
{
    if (ouro__is_exactly(o, OURO_T_TUPLE))
        return ouro_ref(o);
    ouro_type *type = ouro__type_of(rt, o);
    if (!type->iter && !type->getitem) {
        ouro_object *name = ouro__callable_name(rt, callable);
        if (name)
            ouro__raise(rt, OURO_T_TYPE_ERROR, "%U argument after * must be an iterable, not %T", name, o);
        ouro_xdecref(rt, name);
        return NULL;
    }
    return ouro__tuple_from_iterable(rt, o);
}

/* Copies callable, arguments and keyword values to the free stack; *names: tuple of keywords, owned, or NULL.
 */
static int spread(ouro_runtime *rt, ouro_object **base, ouro_object *callable, ouro_tuple *args,
                  ouro_object *kwargs, ouro_object **names)
{
    *names = NULL;
    size_t keywords = kwargs ? ouro__dict_count(kwargs) : 0;
    if (keywords) {
        ouro_tuple *t = ouro__tuple_alloc(rt, keywords);
        if (!t)
            return -1;
        size_t position = 0, n = 0;
        ouro_object *key, *value;
        while (n < keywords && ouro__dict_next(rt, kwargs, &position, &key, &value)) {
            t->items[n] = ouro_ref(key);
            base[1 + args->count + n] = ouro_ref(value);
            n++;
        }
        ouro__tuple_ready(rt, t);
        *names = (ouro_object *)t;
    }
    base[0] = ouro_ref(callable);
    for (size_t n = 0; n < args->count; n++)
        base[1 + n] = ouro_ref(args->items[n]);
    return 0;
}

/* callable, args (a tuple) and kwargs (or NULL) are the caller's; nothing of the running frame's window is
 * left. */
static int call_spread(ouro_runtime *rt, ouro_object *callable, ouro_object *args, ouro_object *kwargs,
                       ouro_object **result)
{
    size_t keywords = kwargs ? ouro__dict_count(kwargs) : 0, count = ((ouro_tuple *)args)->count;
    bool framed = ouro__is_exactly(callable, OURO_T_FUNCTION) || ouro__is_exactly(callable, OURO_T_METHOD) ||
                  ouro__is_class(rt, callable);
    if (!keywords && !framed) {
        *result = ouro__call(rt, callable, ((ouro_tuple *)args)->items, count, NULL);
        return *result ? OURO_STEP_DONE : OURO_STEP_ERROR;
    }
    ouro_object **base = rt->python->vm->frame->top, *names;
    int grew = ensure(rt, base + 1 + count + keywords);
    if (grew < 0)
        return OURO_STEP_ERROR;
    int step = OURO_STEP_ERROR;
    if (spread(rt, base, callable, (ouro_tuple *)args, kwargs, &names) == 0)
        step = ouro__begin_call(rt, base, count, names, result);
    step = give_back_later(rt, grew, step);
    ouro_xdecref(rt, names);
    return step;
}

int ouro__begin_call_ex(ouro_runtime *rt, ouro_object **window, ouro_object **result)
{
    ouro_object *args = star_arguments(rt, window[0], window[1]);
    if (!args) {
        drop_window(rt, window, 3);
        return OURO_STEP_ERROR;
    }
    ouro_object *callable = ouro_ref(window[0]), *kwargs = window[2] ? ouro_ref(window[2]) : NULL;
    drop_window(rt, window, 3);
    int step = call_spread(rt, callable, args, kwargs, result);
    /* Of these, a call that has begun holds all that they held. */
    ouro_object *error = ouro__error_take(rt);
    ouro_decref(rt, args);
    ouro_decref(rt, callable);
    ouro_xdecref(rt, kwargs);
    if (error)
        ouro__error_restore(rt, error);
    return step;
}

/* Runs the frame just pushed to its end. */
static ouro_object *run(ouro_runtime *rt)
{
    rt->python->vm->frame->flags |= OURO_FRAME_FROM_C;
    return ouro__execute(rt, OURO_EXECUTE);
}

static int check_c_stack(ouro_runtime *rt)
{
    if (ouro__likely(!ouro__stack_low(rt)))
        return 0;
    ouro__raise(rt, OURO_T_RECURSION_ERROR, "maximum recursion depth exceeded while calling a Python object");
    return -1;
}

ouro_object *ouro__function_call(ouro_runtime *rt, ouro_object *f, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    if (check_c_stack(rt) < 0)
        return NULL;
    ouro_object **window = rt->python->vm->frame->top, *result;
    size_t count = nargs + name_count(kwnames);
    int grew = ensure(rt, window + 1 + count + room_for((ouro_function *)f, nargs, kwnames));
    if (grew < 0)
        return NULL;
    window[0] = ouro_ref(f);
    for (size_t n = 0; n < count; n++)
        window[1 + n] = ouro_ref(args[n]);
    int step = give_back_later(rt, grew, call_function(rt, window, nargs, kwnames, &result));
    if (step == OURO_STEP_PUSHED)
        return run(rt);
    return step == OURO_STEP_DONE ? result : NULL;
}

ouro_object *ouro__function_call_in(ouro_runtime *rt, ouro_object *f, ouro_object *locals)
{
    if (check_c_stack(rt) < 0)
        return NULL;
    ouro_vm *vm = rt->python->vm;
    ouro_function *function = (ouro_function *)f;
    ouro_code *code = (ouro_code *)function->code;
    ouro_object **window = vm->frame->top;
    int grew = ensure(rt, window + 1 + room_for(function, 0, NULL));
    if (grew < 0)
        return NULL;
    if (!ouro__code_is_simple(code) || code->argument_count) {
        if (ouro__bind_arguments(rt, function, window + 1, 0, NULL) < 0)
            return NULL;
        if (makes_generator(code))
            return ouro__generator_new(rt, function, window + 1, locals);
    }
    ouro_frame *frame = ouro__frame_push(rt, vm, function, window + 1);
    if (!frame) {
        drop_window(rt, window + 1, code->local_count);
        return NULL;
    }
    window[0] = ouro_ref(f);
    give_locals(frame, locals);
    vm->frame = frame;
    give_back_later(rt, grew, OURO_STEP_PUSHED);
    return run(rt);
}

ouro_object *ouro__run_code(ouro_runtime *rt, ouro_object *code, ouro_object *globals, ouro_object *locals)
{
    return ouro__run_closure(rt, code, globals, locals, NULL);
}

ouro_object *ouro__run_closure(ouro_runtime *rt, ouro_object *code, ouro_object *globals, ouro_object *locals,
                               ouro_object *closure)
{
    if (!ouro__dict_get(rt, globals, NAME(rt, __builtins__))) {
        if (ouro__error_pending(rt) ||
            ouro__dict_set(rt, globals, NAME(rt, __builtins__), ouro__builtins_of(rt, globals)) < 0)
            return NULL;
    }
    ouro_object *f = ouro__function_new(rt, code, globals);
    if (!f)
        return NULL;
    if (closure)
        ouro__slot_set(rt, f, &((ouro_function *)f)->closure, ouro_ref(closure));
    ouro_object *result = ouro__function_call_in(rt, f, locals);
    ouro_object *error = ouro__error_take(rt);
    ouro_decref(rt, f);
    if (error)
        ouro__error_restore(rt, error);
    return result;
}
