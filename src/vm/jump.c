/* Setting f_lineno: where a traced frame goes on.
 *
 * A place may be gone to when all that it expects in temporaries (iterators of loops, what `with` will call, the
 * exceptions of handlers) is there in the same order and of the same kind; what is there beyond is dropped. */
#include <string.h>

#include "compiler/compiler.h"
#include "compiler/format.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/types.h"
#include "vm/fast.h"
#include "vm/interpret.h"
#include "vm/trace.h"

enum kind { KIND_UNKNOWN, KIND_ITERATOR, KIND_CONTEXT, KIND_EXCEPTION, KIND_OUTER_EXCEPTION };

static int refuse(ouro_runtime *rt, const char *message)
{
    ouro__raise(rt, OURO_T_VALUE_ERROR, "%s", message);
    return -1;
}

/* A copy of the code with all instructions in their base form, for the verifier: its instructions are a buffer. */
static int copy_base(ouro_runtime *rt, const ouro_code *code, ouro_code *copy)
{
    size_t bytes = code->instruction_count * sizeof *code->instructions;
    *copy = *code;
    copy->instructions = ouro__buffer_alloc(rt, bytes);
    if (!copy->instructions)
        return -1;
    memcpy(copy->instructions, code->instructions, bytes);
    for (uint32_t pc = 0; pc < code->instruction_count;) {
        unsigned op = ouro__base_opcode(ouro__op(copy->instructions[pc]));
        copy->instructions[pc] = (copy->instructions[pc] & ~(uint64_t)0xff) | op;
        pc += 1u + ouro__opcode_words[op];
    }
    return 0;
}

/* What an instruction leaves in a register: -1 when it does not write it. */
static int kind_written(uint64_t i, unsigned reg)
{
    unsigned op = ouro__op(i), a = ouro__a(i);
    if ((op == OURO_OP_WITH_ENTER || op == OURO_OP_ASYNC_WITH_ENTER) && a == reg)
        return KIND_CONTEXT;
    if (a != reg || ouro__opcode_formats[op][0] != OURO_FIELD_DEST)
        return -1;
    if (op == OURO_OP_GET_ITER || op == OURO_OP_GET_AITER)
        return KIND_ITERATOR;
    return op == OURO_OP_EXC_PUSH ? KIND_OUTER_EXCEPTION : KIND_UNKNOWN;
}

/* Whether a handler begins at `pc` with its exception in a register. */
static bool catches_into(const ouro_code *base, uint32_t pc, unsigned reg)
{
    for (uint32_t n = 0; n < base->handler_count; n++)
        if (base->handlers[n].handler == pc && base->handlers[n].depth == reg)
            return true;
    return false;
}

/* What a live temporary is, by what was last written to it in the order of the text: blocks nest. */
static enum kind kind_of(const ouro_code *base, uint32_t at, unsigned reg)
{
    enum kind kind = KIND_UNKNOWN;
    for (uint32_t pc = 0; pc <= at;) {
        if (catches_into(base, pc, reg))
            kind = KIND_EXCEPTION;
        if (pc == at)
            break;
        uint64_t i = base->instructions[pc];
        int written = kind_written(i, reg);
        if (written >= 0 && ouro__op(i) == OURO_OP_MOVE && catches_into(base, pc, ouro__b(i)))
            written = KIND_EXCEPTION; /* a handler moves it up first */
        if (written >= 0)
            kind = (enum kind)written;
        pc += 1u + ouro__opcode_words[ouro__op(base->instructions[pc])];
    }
    return kind;
}

/* Whether what the frame has in a register can be what is expected. */
static bool fits(ouro_runtime *rt, ouro_object *o, enum kind from, enum kind to)
{
    if (!o || from != to)
        return false;
    switch (to) {
    case KIND_ITERATOR:
        return ouro__type_of(rt, o)->next != NULL;
    case KIND_CONTEXT:
        return true;
    case KIND_EXCEPTION:
        return ouro__is_exception(rt, o);
    case KIND_OUTER_EXCEPTION:
        return o == OURO_NONE(rt) || ouro__is_exception(rt, o);
    default:
        return false;
    }
}

static const char *explain(enum kind kind)
{
    if (kind == KIND_ITERATOR)
        return "can't jump into the body of a for loop";
    if (kind == KIND_EXCEPTION || kind == KIND_OUTER_EXCEPTION)
        return "can't jump into an 'except' block as there's no exception";
    return "incompatible stacks";
}

/* NULL when the frame may go on at `to`, where `live` holds: otherwise what is wrong. */
static const char *check(ouro_runtime *rt, ouro_frame *frame, const ouro_code *base, uint32_t to,
                         const uint8_t *live)
{
    uint32_t from = (uint32_t)(frame->pc - frame->code->instructions);
    if (from == to)
        return NULL;
    for (unsigned reg = base->local_count; reg < base->register_count; reg++) {
        if (!live[reg])
            continue;
        enum kind kind = kind_of(base, to, reg);
        if (!fits(rt, frame->registers[reg], kind_of(base, from, reg), kind))
            return explain(kind);
    }
    return NULL;
}

static unsigned depth_of(const ouro_code *base, const uint8_t *live)
{
    unsigned depth = 0;
    for (unsigned reg = base->local_count; reg < base->register_count; reg++)
        depth += live[reg];
    return depth;
}

/* The line at or behind `line` that has instructions, or -1. */
static int32_t line_not_before(const ouro_code *base, const int32_t *lines, int32_t line)
{
    int32_t found = -1;
    for (uint32_t pc = 0; pc < base->instruction_count;) {
        int32_t here = lines[pc];
        unsigned op = ouro__op(base->instructions[pc]);
        if (here >= line && op != OURO_OP_MAKE_CELL && (found < 0 || here < found))
            found = here;
        pc += 1u + ouro__opcode_words[op];
    }
    return found;
}

/* What a compiler puts behind a block, with the block's last line. */
static bool ends_block(unsigned op)
{
    return op == OURO_OP_JUMP || op == OURO_OP_JUMP_BACK || op == OURO_OP_EXC_POP || op == OURO_OP_CLEAR ||
           op == OURO_OP_RERAISE || op == OURO_OP_MOVE || op == OURO_OP_RETURN;
}

/* Whether some run of the line's instructions begins with more than that. */
static bool holds_statement(const ouro_code *base, const int32_t *lines, int32_t line)
{
    int32_t before = -1;
    for (uint32_t pc = 0; pc < base->instruction_count;) {
        int32_t here = lines[pc];
        unsigned op = ouro__op(base->instructions[pc]);
        if (here == line && before != line && !ends_block(op))
            return true;
        before = here >= 0 ? here : before;
        pc += 1u + ouro__opcode_words[op];
    }
    return false;
}

/* Where the line begins, the deepest place that may be gone to; `live` is left as it is there. -1 with ValueError. */
static int64_t find_target(ouro_runtime *rt, ouro_frame *frame, const ouro_code *base, const int32_t *lines,
                           int32_t line, uint8_t *live)
{
    const char *wrong = "cannot find bytecode for specified line";
    int64_t best = -1;
    unsigned best_depth = 0;
    int32_t before = -1;
    bool has_statement = holds_statement(base, lines, line);
    for (uint32_t pc = 0; pc < base->instruction_count;) {
        int32_t here = lines[pc];
        unsigned op = ouro__op(base->instructions[pc]);
        bool begins =
            here == line && before != line && op != OURO_OP_MAKE_CELL && !(has_statement && ends_block(op));
        if (here >= 0)
            before = here;
        if (begins && ouro__code_live(base, pc, live)) {
            const char *problem = check(rt, frame, base, pc, live);
            unsigned depth = depth_of(base, live);
            if (problem && best < 0)
                wrong = problem;
            if (!problem && (best < 0 || depth > best_depth)) {
                best = pc;
                best_depth = depth;
            }
        }
        pc += 1u + ouro__opcode_words[op];
    }
    if (best < 0)
        return refuse(rt, wrong);
    return ouro__code_live(base, (uint32_t)best, live) ? best : refuse(rt, wrong);
}

/* Goes to a place: temporaries that are not expected there go, from the last to the first; locals may be
 * unbound that must not be. */
static void go(ouro_runtime *rt, ouro_frame *frame, const ouro_code *base, uint32_t to, const uint8_t *live)
{
    uint32_t from = (uint32_t)(frame->pc - frame->code->instructions);
    ouro_object **r = frame->registers;
    frame->pc = frame->code->instructions + to;
    for (unsigned reg = 0; reg < base->local_count; reg++)
        if (!r[reg])
            ouro__trace_unbound(rt, frame->object, true);
    for (unsigned reg = base->register_count; reg-- > base->local_count;) {
        ouro_object *o = r[reg];
        if (live[reg] || !o)
            continue;
        r[reg] = NULL;
        if (kind_of(base, from, reg) == KIND_OUTER_EXCEPTION) {
            ouro_exc_state *state = frame->generator ? &frame->generator->exc : NULL;
            for (ouro_exc_state *s = rt->python->vm->exc_state; s && !state; s = s->outer)
                state = s;
            ouro_object *handled = state->handled;
            state->handled = o == OURO_NONE(rt) ? NULL : o;
            o = handled;
        }
        ouro_xdecref(rt, o);
    }
}

static int jump(ouro_runtime *rt, ouro_frame_object *f, int32_t line)
{
    ouro_code base;
    const ouro_code *code = (ouro_code *)f->code;
    if (copy_base(rt, code, &base) < 0)
        return -1;
    int status = -1;
    uint8_t *live = ouro__buffer_alloc(rt, code->register_count + 1u);
    int32_t *lines = live ? ouro__buffer_alloc(rt, (code->instruction_count + 1u) * sizeof *lines) : NULL;
    if (lines)
        ouro__code_lines(code, lines);
    int32_t there = lines ? line_not_before(&base, lines, line) : -1;
    if (lines && there < 0) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "line %d comes after the current code block", (int)line);
    } else if (lines) {
        int64_t target = find_target(rt, f->frame, &base, lines, there, live);
        if (target >= 0) {
            go(rt, f->frame, &base, (uint32_t)target, live);
            f->traced_line = there;
            status = 0;
        }
    }
    ouro__buffer_free(rt, lines);
    ouro__buffer_free(rt, live);
    ouro__buffer_free(rt, base.instructions);
    return status;
}

int ouro__frame_jump(ouro_runtime *rt, ouro_object *frame, ouro_object *line)
{
    ouro_frame_object *f = (ouro_frame_object *)frame;
    if (!line) {
        ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "cannot delete attribute");
        return -1;
    }
    if (!ouro__is_exactly(line, OURO_T_INT))
        return refuse(rt, "lineno must be an integer");
    if (f->event <= OURO_TRACE_CALL + 1) /* in CPython's words, also when it is told of nothing */
        return refuse(rt, "can't jump from the 'call' trace event of a new frame");
    if (f->event != OURO_TRACE_LINE + 1 || !f->frame)
        return refuse(rt, "can only jump from a 'line' trace event");
    if (!f->trace)
        return refuse(rt, "f_lineno can only be set by a trace function");
    int64_t number;
    if (ouro__int_as_int64(rt, line, &number) < 0 || number > INT32_MAX || number < INT32_MIN) {
        ouro__error_clear(rt);
        return refuse(rt, "lineno out of range");
    }
    if (number < ((ouro_code *)f->code)->first_line) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "line %d comes before the current code block", (int)number);
        return -1;
    }
    return jump(rt, f, (int32_t)number);
}
