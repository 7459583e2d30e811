/* Telling trace and profile functions what happens. See trace.h. */
#include "vm/trace.h"

#include <stdatomic.h>

#include "compiler/format.h"
#include "object/slot.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/fast.h"
#include "vm/interpret.h"
#include "vm/traceback.h"

static const char *const event_names[] = {"call",   "line",   "exception",   "return",
                                          "opcode", "c_call", "c_exception", "c_return"};

/* Which table the loop uses follows from what is set. */
static void choose_dispatch(ouro_runtime *rt)
{
    ouro_vm *vm = rt->python->vm;
    bool on = ((vm->trace || vm->profile) && !vm->tracing) || vm->unbound;
    rt->dispatch = on ? vm->traced_targets : vm->targets;
    if (on)
        atomic_fetch_or(&rt->breaker, OURO_BREAK_TRACE);
    else
        atomic_fetch_and(&rt->breaker, ~(uint32_t)OURO_BREAK_TRACE);
}

void ouro__trace_unbound(ouro_runtime *rt, ouro_frame_object *f, bool is)
{
    if (f->unbound == is)
        return;
    f->unbound = is;
    rt->python->vm->unbound += is ? 1u : -1u;
    choose_dispatch(rt);
}

/* UnboundLocalError when an instruction reads a local that is not bound. 0 or -1. */
static int check_operands(ouro_runtime *rt, const ouro_frame *frame)
{
    uint64_t i = *frame->pc;
    unsigned op = ouro__base_opcode(ouro__op(i)), flags = ouro__flags(i);
    const char *format = ouro__opcode_formats[op];
    const unsigned fields[] = {ouro__a(i), ouro__b(i), ouro__c(i)};
    if (op == OURO_OP_MAKE_CELL || op == OURO_OP_DELETE_LOCAL)
        return 0; /* may be empty; says so itself */
    for (unsigned n = 0; n < 3; n++) {
        bool source = format[n] == OURO_FIELD_SRC &&
                      !(flags & (n == 1 ? OURO_CONST_B : OURO_CONST_C | OURO_IMM_C)) &&
                      (op != OURO_OP_RAISE || ouro__a(i) >= n);
        if (!source && format[n] != OURO_FIELD_READ && format[n] != OURO_FIELD_KILLABLE)
            continue;
        if (fields[n] < frame->code->local_count && !frame->registers[fields[n]])
            return ouro__unbound_local(rt, frame->code, fields[n]);
    }
    return 0;
}

/* Frames that are traced already have been at their lines meanwhile. */
static void forget_lines(ouro_runtime *rt)
{
    ouro_vm *vm = rt->python->vm;
    for (ouro_frame *frame = vm->frame; frame > vm->frames; frame--)
        if (frame->object && frame->object->trace)
            frame->object->traced_line = ouro__frame_object_line(frame->object);
}

void ouro__trace_set(ouro_runtime *rt, ouro_object **which, ouro_object *function)
{
    ouro_object *old = *which;
    *which = function ? ouro_ref(function) : NULL;
    bool was_on = ouro__tracing(rt);
    choose_dispatch(rt);
    if (!was_on && ouro__tracing(rt))
        forget_lines(rt);
    ouro_xdecref(rt, old);
}

ouro_object *ouro__trace_call_traced(ouro_runtime *rt, ouro_object *function, ouro_object *args)
{
    ouro_vm *vm = rt->python->vm;
    uint32_t tracing = vm->tracing;
    vm->tracing = 0; /* as in CPython 3.11: `function` has to call settrace */
    ouro_object *result = ouro__call_tuple(rt, function, args, NULL);
    vm->tracing = tracing;
    choose_dispatch(rt);
    return result;
}

/* Calls a trace or profile function, which is not traced itself: owned. */
static ouro_object *tell(ouro_runtime *rt, ouro_object *function, ouro_frame_object *f,
                         enum ouro_trace_event event, ouro_object *arg)
{
    ouro_vm *vm = rt->python->vm;
    ouro_object *name = ouro__str_intern_cstring(rt, event_names[event]);
    if (!name || ouro__frame_object_show_locals(rt, f) < 0) {
        ouro_xdecref(rt, name);
        return NULL;
    }
    ouro_object *args[3] = {&f->head, name, arg ? arg : OURO_NONE(rt)};
    ouro_incref(&f->head);
    ouro_incref(function);
    uint8_t outer = f->event;
    f->event = (uint8_t)(event + 1);
    vm->tracing++;
    choose_dispatch(rt);
    ouro_object *result = ouro__call(rt, function, args, 3, NULL);
    vm->tracing--;
    choose_dispatch(rt);
    f->event = outer;
    ouro_object *error = result ? NULL : ouro__error_take(rt);
    if (ouro__frame_object_take_locals(rt, f) < 0 && result) {
        ouro_decref(rt, result);
        result = NULL;
    }
    if (error) {
        ouro__error_clear(rt);
        ouro__error_restore(rt, error);
    }
    error = result ? NULL : ouro__error_take(rt);
    ouro_decref(rt, name);
    ouro_decref(rt, function);
    ouro_decref(rt, &f->head);
    if (error)
        ouro__error_restore(rt, error);
    return result;
}

/* One that raises is put off, its exception goes on. The frame that it was told of stands twice in the traceback when it runs on to its
 * own end from there: as what called the function, and as what fails. -1. */
static int put_off(ouro_runtime *rt, ouro_object **which, ouro_frame *frame, enum ouro_trace_event event)
{
    if (event != OURO_TRACE_CALL && event != OURO_TRACE_RETURN)
        ouro__traceback_add(rt, frame);
    ouro_object *error = ouro__error_take(rt);
    ouro__trace_set(rt, which, NULL);
    ouro__error_restore(rt, error);
    return -1;
}

static int tell_trace(ouro_runtime *rt, ouro_frame *frame, enum ouro_trace_event event, ouro_object *arg)
{
    ouro_vm *vm = rt->python->vm;
    if (!vm->trace || vm->tracing || (event != OURO_TRACE_CALL && !(frame->object && frame->object->trace)))
        return 0;
    ouro_frame_object *f = ouro__frame_object_of(rt, frame);
    if (!f)
        return -1;
    ouro_object *result = tell(rt, event == OURO_TRACE_CALL ? vm->trace : f->trace, f, event, arg);
    if (!result) {
        ouro_object *error = ouro__error_take(rt);
        ouro__slot_clear(rt, f, &f->trace);
        ouro__error_restore(rt, error);
        return put_off(rt, &vm->trace, frame, event);
    }
    if (result == OURO_NONE(rt))
        ouro_decref(rt, result);
    else
        ouro__slot_set(rt, f, &f->trace, result);
    return 0;
}

static int tell_profile(ouro_runtime *rt, ouro_frame *frame, enum ouro_trace_event event, ouro_object *arg)
{
    ouro_vm *vm = rt->python->vm;
    if (!vm->profile || vm->tracing)
        return 0;
    ouro_frame_object *f = ouro__frame_object_of(rt, frame);
    ouro_object *result = f ? tell(rt, vm->profile, f, event, arg) : NULL;
    if (!result)
        return f ? put_off(rt, &vm->profile, frame, event) : -1;
    ouro_decref(rt, result);
    return 0;
}

static int enter(ouro_runtime *rt, ouro_frame *frame, bool fresh)
{
    ouro_vm *vm = rt->python->vm;
    ouro_frame_object *f = ouro__frame_object_of(rt, frame);
    if (!f)
        return -1;
    f->traced_line = ouro__frame_object_line(f);
    if (fresh)
        f->shown_line = (int32_t)frame->code->first_line;
    int status = tell_trace(rt, frame, OURO_TRACE_CALL, NULL);
    if (status == 0)
        status = tell_profile(rt, frame, OURO_TRACE_CALL, NULL);
    f->shown_line = 0;
    vm->fresh = fresh ? frame : NULL;
    return status;
}

int ouro__trace_enter(ouro_runtime *rt, ouro_frame *frame)
{
    bool fresh = frame->pc == frame->code->instructions;
    if (!fresh)
        frame->pc--; /* at its YIELD, of which it is told */
    return enter(rt, frame, fresh);
}

void ouro__trace_thrown(ouro_runtime *rt, ouro_frame *frame)
{
    ouro_object *exception = ouro__error_take(rt);
    int status = enter(rt, frame, ouro__op(*frame->pc) != OURO_OP_YIELD);
    if (status == 0)
        ouro__error_restore(rt, exception);
    else
        ouro_xdecref(rt, exception);
}

/* What stands for no part of the program's text: cells are made, a generator begins, a loop goes
 * back to its head. */
static bool is_silent(const ouro_frame *frame)
{
    uint64_t i = *frame->pc;
    uint32_t pc = (uint32_t)(frame->pc - frame->code->instructions);
    if (ouro__op(i) == OURO_OP_MAKE_CELL || (pc == 0 && frame->generator))
        return true;
    return ouro__op(i) == OURO_OP_JUMP_BACK &&
           ouro__code_line(frame->code, pc) == ouro__code_line(frame->code, pc + 1 + (uint32_t)ouro__bc(i));
}

/* The line event, when the instruction is one that begins a line or goes back. `before` ran last. */
static int tell_line(ouro_runtime *rt, ouro_frame *frame, const uint64_t *before)
{
    ouro_vm *vm = rt->python->vm;
    ouro_frame_object *f = frame->object;
    if (is_silent(frame))
        return f->opcodes ? tell_trace(rt, frame, OURO_TRACE_OPCODE, NULL) : 0;
    bool fresh = vm->fresh == frame;
    vm->fresh = NULL;
    int32_t line = ouro__frame_object_line(f);
    bool back =
        frame->pc < before || (frame->pc == before && ouro__op(*before) == OURO_OP_JUMP_BACK && !fresh);
    if (back && ouro__op(*before) == OURO_OP_JUMP_BACK && before - frame->pc < 8 &&
        ouro__op(*frame->pc) == OURO_OP_SEND)
        back = false; /* the loop of a delegation is nobody's */
    bool tell = line >= 0 && (fresh || back || line != f->traced_line);
    if (line >= 0)
        f->traced_line = line;
    if (tell && !f->no_lines && tell_trace(rt, frame, OURO_TRACE_LINE, NULL) < 0)
        return -1;
    return f->opcodes ? tell_trace(rt, frame, OURO_TRACE_OPCODE, NULL) : 0;
}

int ouro__trace_instruction(ouro_runtime *rt, ouro_frame *frame, const uint64_t *pc)
{
    const uint64_t *before = frame->pc;
    frame->pc = pc;
    bool told = !rt->python->vm->tracing;
    if (told && rt->python->vm->trace && frame->object && frame->object->trace &&
        tell_line(rt, frame, before) < 0)
        return -1;
    if (ouro__unlikely(frame->object && frame->object->unbound) && check_operands(rt, frame) < 0)
        return -1;
    if (!told)
        return 0;
    uint64_t i = *frame->pc;
    if (ouro__op(i) != OURO_OP_RETURN && ouro__op(i) != OURO_OP_YIELD)
        return 0;
    unsigned b = ouro__b(i);
    ouro_object *value = OURO_FLAG(i, OURO_CONST_B) ? ouro__constant(frame->code, b) : frame->registers[b];
    ouro_incref(value);
    int status = tell_trace(rt, frame, OURO_TRACE_RETURN, value);
    if (status == 0)
        status = tell_profile(rt, frame, OURO_TRACE_RETURN, value);
    ouro_object *error = status < 0 ? ouro__error_take(rt) : NULL;
    ouro_decref(rt, value);
    if (error)
        ouro__error_restore(rt, error);
    return status;
}

int ouro__trace_exception(ouro_runtime *rt, ouro_frame *frame)
{
    if (!(frame->object && frame->object->trace) || !rt->error)
        return 0;
    ouro_object *exception = ouro__error_take(rt), *traceback = ((ouro_exception *)exception)->traceback;
    ouro_object *arg = ouro__tuple_of(rt, (size_t)3, ouro__class_of(rt, exception), exception,
                                      traceback ? traceback : OURO_NONE(rt));
    int status = arg ? tell_trace(rt, frame, OURO_TRACE_EXCEPTION, arg) : -1;
    ouro_object *error = status < 0 ? ouro__error_take(rt) : NULL;
    ouro_xdecref(rt, arg);
    if (error)
        ouro_decref(rt, exception);
    ouro__error_restore(rt, error ? error : exception);
    return status;
}

int ouro__trace_result(ouro_runtime *rt, ouro_frame *frame, ouro_object *value)
{
    if (!(frame->object && frame->object->trace))
        return 0;
    ouro__raise_stop_iteration(rt, value);
    if (!ouro__error_is(rt, OURO_T_STOP_ITERATION) || ouro__trace_exception(rt, frame) < 0)
        return -1;
    ouro__error_clear(rt);
    return 0;
}

ouro_object *ouro__trace_unwind(ouro_runtime *rt, ouro_frame *frame, ouro_object *exception)
{
    int status = tell_trace(rt, frame, OURO_TRACE_RETURN, NULL);
    if (status == 0)
        status = tell_profile(rt, frame, OURO_TRACE_RETURN, NULL);
    if (status == 0)
        return exception;
    ouro_object *error = ouro__error_take(rt);
    ouro_decref(rt, exception);
    return error;
}

/* ---- calls of C functions ---- */

/* The callable of a window as the profile function gets it: owned; NULL without an exception when it is none in C. */
static ouro_object *c_function(ouro_runtime *rt, ouro_object **window, size_t nargs)
{
    if (ouro__is_exactly(window[0], OURO_T_BUILTIN_FUNCTION))
        return ouro_ref(window[0]);
    if (!ouro__is_exactly(window[0], OURO_T_METHOD_DESCRIPTOR) || nargs == 0)
        return NULL;
    return ouro__builtin_function_new(rt, ((ouro_method_descriptor *)window[0])->def, window[1], NULL);
}

int ouro__trace_c_call(ouro_runtime *rt, ouro_frame *frame, uint64_t i, ouro_object **result, unsigned *words)
{
    unsigned op = ouro__op(i);
    bool keywords = op == OURO_OP_CALL_KW || op == OURO_OP_CALL_METHOD_KW;
    bool method = op == OURO_OP_CALL_METHOD || op == OURO_OP_CALL_METHOD_KW;
    bool spread = op == OURO_OP_CALL_EX;
    if (!keywords && !method && !spread && op != OURO_OP_CALL)
        return 0;
    ouro_object **window = frame->registers + ouro__b(i);
    size_t nargs = ouro__c(i);
    if (method && !window[0])
        window++;
    else if (method)
        nargs++;
    ouro_object *names = keywords ? ouro__constant(frame->code, (unsigned)frame->pc[1]) : NULL;
    if (names)
        nargs -= ((ouro_tuple *)names)->count;
    ouro_object *function = c_function(rt, window, spread ? 0 : nargs);
    if (!function)
        return rt->error ? -1 : 0;
    int status = tell_profile(rt, frame, OURO_TRACE_C_CALL, function);
    if (status == 0)
        status = spread ? ouro__begin_call_ex(rt, window, result)
                        : ouro__begin_call(rt, window, nargs, names, result);
    else
        status = OURO_STEP_ERROR;
    ouro_object *error = status == OURO_STEP_ERROR ? ouro__error_take(rt) : NULL;
    if (rt->python->vm->profile &&
        tell_profile(rt, frame, error ? OURO_TRACE_C_EXCEPTION : OURO_TRACE_C_RETURN, function) < 0) {
        ouro_xdecref(rt, error ? error : *result);
        error = ouro__error_take(rt);
    }
    ouro_decref(rt, function);
    *words = spread ? 1 : 2;
    if (!error)
        return 1;
    ouro__error_restore(rt, error);
    return -1;
}
