/* What coroutines have beyond generators: the iterator that __await__ gives, and where each was made. */
#include "object/slot.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/method.h"
#include "types/protocol.h"
#include "types/tuple.h"
#include "types/types.h"
#include "vm/async.h"
#include "vm/generator.h"
#include "vm/interpret.h"

typedef struct coroutine_wrapper {
    ouro_object head;
    ouro_object *coroutine;
} coroutine_wrapper;

static const uint16_t wrapper_fields[] = {offsetof(coroutine_wrapper, coroutine), 0};

static ouro_generator *wrapped(ouro_object *o)
{
    return (ouro_generator *)((coroutine_wrapper *)o)->coroutine;
}

ouro_object *ouro__coroutine_wrapper_new(ouro_runtime *rt, ouro_object *coroutine)
{
    coroutine_wrapper *w = ouro__new_container(rt, sizeof *w, OURO_WORD(OURO_T_COROUTINE_WRAPPER));
    if (!w)
        return NULL;
    ouro__slot_init(&w->coroutine, ouro_ref(coroutine));
    ouro__track(&w->head);
    return &w->head;
}

/* A coroutine's step for who iterates: a value, or StopIteration with what it returned. */
static ouro_object *step_value(ouro_runtime *rt, int step, ouro_object *result)
{
    if (step == 1)
        return result;
    if (step == 0) {
        ouro__raise_stop_iteration(rt, result == OURO_NONE(rt) ? NULL : result);
        ouro_decref(rt, result);
    }
    return NULL;
}

static ouro_object *wrapper_send(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    ouro_object *result = NULL;
    int step = ouro__generator_send(rt, wrapped(self), value, &result);
    return step_value(rt, step, result);
}

static ouro_object *wrapper_next(ouro_runtime *rt, ouro_object *self)
{
    return wrapper_send(rt, self, OURO_NONE(rt));
}

static ouro_object *wrapper_iter(ouro_runtime *rt, ouro_object *self)
{
    (void)rt;
    return ouro_ref(self);
}

OURO_C_FUNCTION(method_send)
{
    return wrapper_send(rt, self, args[0]);
}

OURO_C_FUNCTION(method_throw)
{
    ouro_object *exception = ouro__throw_arguments(rt, args, nargs), *result = NULL;
    if (!exception)
        return NULL;
    int step = ouro__generator_throw(rt, wrapped(self), exception, &result);
    return step_value(rt, step, result);
}

OURO_C_FUNCTION(method_close)
{
    return ouro__generator_close(rt, wrapped(self));
}

static const ouro_method_def wrapper_methods[] = {
    {"send", method_send, 0, 1, 1,
     "send(arg) -> send 'arg' into coroutine\nreturn next iterated value or raise StopIteration."},
    {"throw", method_throw, 0, 1, 3, "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine."},
    {"close", method_close, 0, 0, 0, "close() -> raise GeneratorExit inside coroutine."},
    {0},
};

OURO_BUILTIN_TYPE(coroutine_wrapper) = {
    .id = OURO_T_COROUTINE_WRAPPER,
    .slots = {.name = "coroutine_wrapper",
              .size = sizeof(coroutine_wrapper),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .fields = wrapper_fields,
              .kept_fields = 1,
              .iter = wrapper_iter,
              .next = wrapper_next},
    .methods = wrapper_methods,
    .doc = "A wrapper object implementing __await__ for coroutines.",
};

/* (file, line, function) of a frame: owned. */
static ouro_object *place(ouro_runtime *rt, const ouro_frame *frame)
{
    const ouro_code *code = frame->code;
    ouro_object *line = ouro__int_new(rt, ouro__code_line(code, (uint32_t)(frame->pc - code->instructions)));
    ouro_object *triple = line ? ouro__tuple_of(rt, 3, code->filename, line, code->name) : NULL;
    ouro_xdecref(rt, line);
    return triple;
}

int ouro__coroutine_track_origin(ouro_runtime *rt, ouro_generator *g)
{
    const ouro_vm *vm = rt->python->vm;
    size_t depth = (size_t)(vm->frame - vm->frames);
    if (depth > vm->origin_depth)
        depth = vm->origin_depth;
    ouro_tuple *origin = ouro__tuple_alloc(rt, depth);
    int status = origin ? 0 : -1;
    for (size_t n = 0; status == 0 && n < depth; n++) {
        ouro_object *triple = place(rt, vm->frame - n);
        if (triple)
            ouro__slot_init(&origin->items[n], triple);
        else
            status = -1;
    }
    if (status == 0 && depth)
        ouro__tuple_ready(rt, origin);
    if (status == 0)
        status = ouro__generator_set_extra(rt, g, &origin->head);
    ouro_xdecref(rt, (ouro_object *)origin);
    return status;
}
