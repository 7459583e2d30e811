/* Unwinding: from a pending exception to the handler that takes it, and frames that leave. Context managers. */
#include "types/exception.h"

#include "types/class.h"
#include "types/tuple.h"
#include "vm/fast.h"
#include "vm/frame_object.h"
#include "vm/trace.h"
#include "vm/traceback.h"

static const ouro_handler *find_handler(const ouro_code *code, uint32_t pc)
{
    for (uint32_t n = 0; n < code->handler_count; n++) {
        const ouro_handler *h = &code->handlers[n];
        if (pc >= h->start && pc < h->end)
            return h;
    }
    return NULL;
}

void ouro__frame_clear_locals(ouro_runtime *rt, ouro_frame *frame)
{
    if (frame->flags & OURO_FRAME_OBJECT)
        ouro__frame_object_detach(rt, frame);
    ouro__drop_registers(rt, frame->registers, frame->code->local_count);
}

/* A handler that has let an exception pass through leaves no trace: the frame is where it was raised. */
static void show_origin(ouro_frame *frame, const ouro_exception *exception)
{
    if (!frame->generator) {
        frame->pc = frame->code->instructions + frame->origin;
        return;
    }
    const ouro_traceback *t = (const ouro_traceback *)exception->traceback;
    if (t && frame->object && t->frame == frame->object)
        frame->pc = frame->code->instructions + t->offset / OURO_CODE_WORD;
}

/* An error leaves the getter that a specialised load called: it becomes the load's, as with one that is not. */
static void leave_getter(ouro_runtime *rt, ouro_frame *frame)
{
    const ouro_frame *caller = frame - 1;
    if (frame->flags & (OURO_FRAME_FROM_C | OURO_FRAME_GENERATOR) ||
        (uint8_t)*caller->pc != OURO_OP_LOAD_ATTR_PROPERTY)
        return;
    const ouro_tuple *constants = (ouro_tuple *)caller->code->constants;
    ouro_object *self = frame->registers[0];
    if (self && ouro__is_exactly(self, OURO_T_CELL))
        self = ((ouro_cell *)self)->contents;
    if (self && ouro__type_of(rt, self)->version == (uint32_t)caller->pc[1]) /* not bound to something else */
        ouro__complete_attribute_error(rt, self, constants->items[ouro__c(*caller->pc)]);
}

const uint64_t *ouro__vm_unwind(ouro_runtime *rt, ouro_frame *frame)
{
    const ouro_code *code = frame->code;
    const ouro_handler *h = frame->flags & OURO_FRAME_UNSTARTED
                                ? NULL
                                : find_handler(code, (uint32_t)(frame->pc - code->instructions));
    if (!h)
        leave_getter(rt, frame);
    /* What is dropped here may run code, which must not see the exception. */
    ouro_object *exception = ouro__error_take(rt);
    bool passes = ouro__op(*frame->pc) == OURO_OP_RERAISE && ouro__a(*frame->pc);
    if (h) {
        if (!passes)
            frame->origin = (uint32_t)(frame->pc - code->instructions);
        ouro__drop_down(rt, frame->registers + h->depth, code->register_count - h->depth);
        frame->registers[h->depth] = exception;
        return code->instructions + h->handler;
    }
    if (passes)
        show_origin(frame, (ouro_exception *)exception);
    if (ouro__unlikely(ouro__tracing(rt)))
        exception = ouro__trace_unwind(rt, frame, exception);
    ouro__drop_down(rt, frame->registers + code->local_count, code->register_count - code->local_count);
    ouro__frame_clear_locals(rt, frame);
    ouro__error_restore(rt, exception);
    return NULL;
}

void ouro__frame_pop(ouro_runtime *rt, ouro_frame *frame)
{
    ouro_vm *vm = rt->python->vm;
    unsigned flags = frame->flags;
    ouro_object *callable = frame->registers[-1], *locals = frame->locals;
    frame->registers[-1] = NULL;
    if (flags & OURO_FRAME_OBJECT) /* asked for while its locals went */
        ouro__frame_object_detach(rt, frame);
    rt->python->recursion_depth--;
    vm->frame = frame - 1;
    if (flags & OURO_FRAME_TRIM)
        ouro__stack_trim(rt);
    ouro_object *error = ouro__error_take(rt);
    ouro__xdrop(rt, locals);
    ouro__xdrop(rt, callable);
    if (error)
        ouro__error_restore(rt, error);
}

/* A special method of a context manager, bound; TypeError in CPython's words. */
static ouro_object *manager_method(ouro_runtime *rt, ouro_object *manager, ouro_object *name,
                                   const char *more)
{
    ouro_object *method = ouro__lookup_special(rt, manager, name);
    if (!method && !ouro__error_pending(rt))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object does not support the context manager protocol%s",
                    manager, more);
    return method;
}

int ouro__vm_with_enter(ouro_runtime *rt, ouro_object *manager, ouro_object **out)
{
    ouro_object *enter = manager_method(rt, manager, NAME(rt, __enter__), "");
    if (!enter)
        return -1;
    ouro_object *leave = manager_method(rt, manager, NAME(rt, __exit__), " (missed __exit__ method)");
    if (!leave) {
        ouro_decref(rt, enter);
        return -1;
    }
    ouro_object *result = ouro__call0(rt, enter);
    ouro_decref(rt, enter);
    if (!result) {
        ouro_decref(rt, leave);
        return -1;
    }
    out[0] = leave;
    out[1] = result;
    return 0;
}

ouro_object *ouro__vm_with_exit(ouro_runtime *rt, ouro_object *leave, ouro_object *exception)
{
    ouro_object *none = OURO_NONE(rt), *args[3] = {none, none, none};
    if (exception) {
        ouro_object *traceback = ((ouro_exception *)exception)->traceback;
        args[0] = ouro__class_of(rt, exception);
        args[1] = exception;
        args[2] = traceback ? traceback : none;
    }
    return ouro__call(rt, leave, args, 3, NULL);
}

ouro_object *ouro__handled_exception(ouro_runtime *rt)
{
    for (ouro_exc_state *s = rt->python->vm->exc_state; s; s = s->outer) {
        if (s->handled)
            return s->handled;
    }
    return NULL;
}
