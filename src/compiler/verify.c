/* The verifier: walks a code object by its control flow and checks what opcodes.h promises to the
 * interpreter.
 *
 * For each register it tracks whether it certainly or possibly holds something. A temporary that is read
 * certainly holds something and is read by an instruction that may do so; what is killed is a temporary;
 * nothing may be live above the window of a call; a write does not silently hit another live temporary;
 * registers, constants, jumps and handlers are in range. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/code.h"
#include "compiler/compiler.h"
#include "compiler/format.h"
#include "types/tuple.h"

typedef struct verifier {
    const ouro_code *code;
    uint32_t words;    /* of a set of registers */
    bool locals;       /* a local must certainly be bound where it is read, too */
    uint8_t *begins;   /* by word: an instruction begins there */
    uint64_t **states; /* by word: sets must, may; NULL: not reached */
    uint32_t *queue;
    bool *queued;
    uint32_t queue_count;
    uint64_t *now, *before; /* must, may of the running instruction */
    char *text;
    size_t text_size;
    const char *wrong;
} verifier;

static void fail(verifier *v, uint32_t pc, const char *what, long detail)
{
    if (v->wrong)
        return;
    snprintf(v->text, v->text_size, "at %u (%s): %s %ld", (unsigned)pc,
             ouro__opcode_names[ouro__op(v->code->instructions[pc])], what, detail);
    v->wrong = v->text;
}

static uint64_t *must(verifier *v, uint64_t *state)
{
    (void)v;
    return state;
}

static uint64_t *may(verifier *v, uint64_t *state)
{
    return state + v->words;
}

static bool get(const uint64_t *set, uint32_t reg)
{
    return set[reg / 64] >> reg % 64 & 1;
}

static void put(uint64_t *set, uint32_t reg, bool value)
{
    if (value)
        set[reg / 64] |= 1ull << reg % 64;
    else
        set[reg / 64] &= ~(1ull << reg % 64);
}

static bool is_temporary(const verifier *v, uint32_t reg)
{
    return reg >= v->code->local_count;
}

static bool in_range(verifier *v, uint32_t pc, uint32_t reg)
{
    if (reg < v->code->register_count)
        return true;
    fail(v, pc, "register out of range:", reg);
    return false;
}

/* Temporaries are empty; a local may hold anything. */
static void set_live(verifier *v, uint32_t reg, bool live)
{
    put(must(v, v->now), reg, live);
    put(may(v, v->now), reg, live);
}

static void read(verifier *v, uint32_t pc, uint32_t reg)
{
    uint8_t op = ouro__op(v->code->instructions[pc]);
    bool may_be_empty = op == OURO_OP_MAKE_CELL || op == OURO_OP_CHECK_BOUND || op == OURO_OP_DELETE_LOCAL;
    if (in_range(v, pc, reg) && (is_temporary(v, reg) || (v->locals && !may_be_empty)) &&
        !get(must(v, v->now), reg))
        fail(v, pc, "reads a register that may be empty:", reg);
}

static void consume(verifier *v, uint32_t pc, uint32_t reg)
{
    read(v, pc, reg);
    if (!is_temporary(v, reg) && ouro__op(v->code->instructions[pc]) != OURO_OP_DELETE_LOCAL &&
        ouro__op(v->code->instructions[pc]) != OURO_OP_MAKE_CELL)
        fail(v, pc, "empties a local:", reg);
    if (reg < v->code->register_count)
        set_live(v, reg, false);
}

static bool is_constant(const verifier *v, uint32_t number)
{
    return number < ((const ouro_tuple *)v->code->constants)->count;
}

static void check_constant(verifier *v, uint32_t pc, uint32_t number, bool name)
{
    if (!is_constant(v, number))
        fail(v, pc, "constant out of range:", number);
    else if (name && (number >= v->code->name_count ||
                      !ouro__is_exactly(ouro__constant(v->code, number), OURO_T_STR)))
        fail(v, pc, "not a name:", number);
}

static void source(verifier *v, uint32_t pc, uint32_t value, bool is_c)
{
    uint8_t flags = ouro__flags(v->code->instructions[pc]);
    if (is_c && (flags & OURO_IMM_C))
        return;
    if (flags & (is_c ? OURO_CONST_C : OURO_CONST_B)) {
        check_constant(v, pc, value, false);
        return;
    }
    if (flags & (is_c ? OURO_KILL_C : OURO_KILL_B))
        consume(v, pc, value);
    else
        read(v, pc, value);
}

/* Instructions that take the name of their register from the variables of the code. */
static bool names_register(uint8_t op)
{
    return op == OURO_OP_CHECK_BOUND || op == OURO_OP_LOAD_CELL || op == OURO_OP_DELETE_CELL;
}

static void one_field(verifier *v, uint32_t pc, char format, uint32_t value, int which)
{
    uint64_t word = v->code->instructions[pc];
    switch (format) {
    case OURO_FIELD_READ:
        read(v, pc, value);
        if (is_temporary(v, value) && names_register(ouro__op(word)))
            fail(v, pc, "not a local:", value);
        break;
    case OURO_FIELD_CONSUMED:
        consume(v, pc, value);
        break;
    case OURO_FIELD_KILLABLE:
        if (ouro__flags(word) & OURO_KILL_A)
            consume(v, pc, value);
        else
            read(v, pc, value);
        break;
    case OURO_FIELD_SRC:
        if (ouro__op(word) != OURO_OP_RAISE || ouro__a(word) >= (unsigned)which)
            source(v, pc, value, which == 2);
        break;
    case OURO_FIELD_NAME:
        check_constant(v, pc, value, true);
        break;
    case OURO_FIELD_CONSTANT:
        check_constant(v, pc, value, false);
        break;
    case OURO_FIELD_CLOSURE:
        if (value >= ((const ouro_tuple *)v->code->free_names)->count)
            fail(v, pc, "closure cell out of range:", value);
        break;
    default:
        break;
    }
}

static bool is_call(uint8_t op)
{
    return op >= OURO_OP_CALL && op <= OURO_OP_CALL_EX;
}

static void check_range(verifier *v, uint32_t pc)
{
    uint64_t word = v->code->instructions[pc];
    uint8_t op = ouro__op(word);
    ouro_register_range range =
        ouro__instruction_range(op, ouro__flags(word), ouro__a(word), ouro__b(word), ouro__c(word));
    for (uint32_t i = 0; i < range.count; i++) {
        uint32_t reg = range.first + i;
        if (!in_range(v, pc, reg))
            return;
        if (op == OURO_OP_CLEAR) {
            set_live(v, reg, false);
        } else if (op == OURO_OP_UNPACK || op == OURO_OP_UNPACK_EX) {
            if (is_temporary(v, reg) && get(may(v, v->now), reg))
                fail(v, pc, "unpacks over a live register:", reg);
            set_live(v, reg, true);
        } else if ((op == OURO_OP_CALL_EX && i == 2) ||
                   (op >= OURO_OP_CALL_METHOD && op <= OURO_OP_CALL_METHOD_KW && i == 0 &&
                    op != OURO_OP_CALL_KW)) {
            set_live(v, reg, false); /* may be empty */
        } else {
            consume(v, pc, reg);
        }
    }
    if (!is_call(op))
        return;
    for (uint32_t reg = range.first + range.count; reg < v->code->register_count; reg++)
        if (get(may(v, v->now), reg))
            fail(v, pc, "calls below a live register:", reg);
}

/* What the destination overwrites must be a source of the same instruction, or the instruction a plain move.
 */
static void check_results(verifier *v, uint32_t pc)
{
    uint64_t word = v->code->instructions[pc];
    uint8_t op = ouro__op(word);
    unsigned count = ouro__instruction_results(op);
    const char *format = ouro__opcode_formats[op];
    for (unsigned i = 0; i < count; i++) {
        uint32_t reg = ouro__a(word) + i;
        if (!in_range(v, pc, reg))
            return;
        bool source_too = (format[1] == OURO_FIELD_SRC && ouro__b(word) == reg) ||
                          (format[2] == OURO_FIELD_SRC && ouro__c(word) == reg) ||
                          (format[1] == OURO_FIELD_READ && ouro__b(word) == reg);
        bool spec = op == OURO_OP_FORMAT_VALUE && (ouro__c(word) & 4);
        if (spec && !get(must(v, v->now), reg))
            fail(v, pc, "has no format spec in register", reg);
        if (is_temporary(v, reg) && get(may(v, v->now), reg) && !source_too && !spec && op != OURO_OP_MOVE)
            fail(v, pc, "overwrites a live register:", reg);
        set_live(v, reg, true);
    }
}

/* ---- control flow ---- */

static void flow_into(verifier *v, uint32_t pc, uint32_t target, const uint64_t *state)
{
    if (target >= v->code->instruction_count || !v->begins[target]) {
        fail(v, pc, "goes where no instruction begins:", target);
        return;
    }
    size_t size = 2 * v->words * sizeof *state;
    bool changed = !v->states[target];
    if (changed) {
        v->states[target] = malloc(size);
        if (!v->states[target]) {
            fail(v, pc, "the verifier was refused memory", 0);
            return;
        }
        memcpy(v->states[target], state, size);
    }
    for (uint32_t w = 0; w < v->words; w++) {
        uint64_t *there = v->states[target], all = there[w] & state[w],
                 any = there[v->words + w] | state[v->words + w];
        changed |= all != there[w] || any != there[v->words + w];
        there[w] = all;
        there[v->words + w] = any;
    }
    if (changed && !v->queued[target]) {
        v->queued[target] = true;
        v->queue[v->queue_count++] = target;
    }
}

/* An exception: what stands below the handler's depth stays, as it was before the instruction or after it. */
static void flow_to_handler(verifier *v, uint32_t pc, const uint64_t *state)
{
    const ouro_code *code = v->code;
    for (uint32_t i = 0; i < code->handler_count; i++) {
        const ouro_handler *h = &code->handlers[i];
        if (pc < h->start || pc >= h->end)
            continue;
        if (h->depth < code->local_count || h->depth >= code->register_count) {
            fail(v, pc, "has a handler of wrong depth:", h->depth);
            return;
        }
        uint64_t *caught = malloc(2 * v->words * sizeof *caught);
        if (!caught) {
            fail(v, pc, "the verifier was refused memory", 0);
            return;
        }
        memcpy(caught, state, 2 * v->words * sizeof *caught);
        for (uint32_t reg = h->depth; reg < code->register_count; reg++) {
            put(must(v, caught), reg, reg == h->depth);
            put(may(v, caught), reg, reg == h->depth);
        }
        flow_into(v, pc, h->handler, caught);
        free(caught);
        return;
    }
}

/* The two ways out of a jump that treats its registers differently on each. */
static bool special_jump(verifier *v, uint32_t pc, uint32_t next)
{
    uint64_t word = v->code->instructions[pc];
    uint32_t a = ouro__a(word), b = ouro__b(word);
    switch (ouro__op(word)) {
    case OURO_OP_JUMP_IF_TRUE_OR_CLEAR:
    case OURO_OP_JUMP_IF_FALSE_OR_CLEAR:
        flow_into(v, pc, (uint32_t)((int64_t)next + ouro__bc(word)), v->now);
        set_live(v, a, false);
        break;
    case OURO_OP_FOR_ITER:
        set_live(v, a, get(must(v, v->before), a));
        put(may(v, v->now), a, get(may(v, v->before), a));
        set_live(v, b, false);
        flow_into(v, pc, (uint32_t)((int64_t)next + (int64_t)v->code->instructions[pc + 1]), v->now);
        set_live(v, a, true);
        set_live(v, b, true);
        break;
    case OURO_OP_SEND:
        flow_into(v, pc, (uint32_t)((int64_t)next + (int64_t)v->code->instructions[pc + 1]), v->now);
        break;
    default:
        return false;
    }
    flow_into(v, pc, next, v->now);
    return true;
}

/* Constants that say how an instruction works: code, and tuples of names or keys. */
static bool has_fitting_constant(const verifier *v, uint32_t pc)
{
    uint64_t word = v->code->instructions[pc], extra;
    uint8_t op = ouro__op(word);
    if (op == OURO_OP_MAKE_FUNCTION)
        return ouro__is_exactly(ouro__constant(v->code, ouro__b(word)), OURO_T_CODE);
    if (ouro__opcode_formats[op][3] != OURO_FIELD_CONSTANT)
        return true;
    extra = v->code->instructions[pc + 1];
    unsigned number = (unsigned)(op == OURO_OP_MATCH_CLASS ? extra >> 32 : extra);
    return ouro__is_exactly(ouro__constant(v->code, number), OURO_T_TUPLE);
}

static void step(verifier *v, uint32_t pc)
{
    uint64_t word = v->code->instructions[pc];
    uint8_t op = ouro__op(word);
    const char *format = ouro__opcode_formats[op];
    uint32_t next = pc + 1 + ouro__opcode_words[op];
    memcpy(v->now, v->states[pc], 2 * v->words * sizeof *v->now);
    memcpy(v->before, v->now, 2 * v->words * sizeof *v->now);
    flow_to_handler(v, pc, v->before);
    one_field(v, pc, format[0], ouro__a(word), 0);
    one_field(v, pc, format[1], ouro__b(word), 1);
    one_field(v, pc, format[2], ouro__c(word), 2);
    if (format[3] == OURO_FIELD_CONSTANT) {
        uint64_t extra = v->code->instructions[pc + 1];
        check_constant(v, pc, (uint32_t)(op == OURO_OP_MATCH_CLASS ? extra >> 32 : extra), false);
    }
    if (!v->wrong && !has_fitting_constant(v, pc))
        fail(v, pc, "has a constant of the wrong type", 0);
    if (op == OURO_OP_LOAD_CONST_WIDE)
        check_constant(v, pc, (uint32_t)ouro__bc(word), false);
    if (op == OURO_OP_WITH_EXIT && ouro__c(word) != 0xffff)
        read(v, pc, ouro__c(word));
    check_range(v, pc);
    check_results(v, pc);
    if (op == OURO_OP_CHECK_BOUND)
        set_live(v, ouro__a(word), true);
    if (op == OURO_OP_YIELD || op == OURO_OP_FOR_ITER)
        put(may(v, v->now), ouro__a(word), true);
    flow_to_handler(v, pc, v->now);
    if (special_jump(v, pc, next) || op == OURO_OP_RETURN || op == OURO_OP_RAISE || op == OURO_OP_RERAISE)
        return;
    if (format[0] == OURO_FIELD_OFFSET)
        flow_into(v, pc, (uint32_t)((int64_t)next + (int16_t)ouro__a(word)), v->now);
    else if (format[1] == OURO_FIELD_OFFSET)
        flow_into(v, pc, (uint32_t)((int64_t)next + ouro__bc(word)), v->now);
    if (op != OURO_OP_JUMP && op != OURO_OP_JUMP_BACK)
        flow_into(v, pc, next, v->now);
}

static void find_instructions(verifier *v)
{
    const ouro_code *code = v->code;
    uint32_t pc = 0;
    while (pc < code->instruction_count) {
        uint8_t op = ouro__op(code->instructions[pc]);
        if (op >= OURO_OP_COUNT) {
            v->wrong = "an unknown opcode";
            return;
        }
        v->begins[pc] = 1;
        pc += 1u + ouro__opcode_words[op];
    }
    if (pc != code->instruction_count)
        v->wrong = "the last instruction is cut off";
}

/* Walks the code; the states are those before each instruction. */
static const char *walk(const ouro_code *code, char *buffer, size_t size, uint32_t asked, uint8_t *live,
                        bool locals)
{
    uint32_t count = code->instruction_count;
    verifier v = {.code = code,
                  .words = (code->register_count + 63u) / 64u + 1,
                  .text = buffer,
                  .text_size = size,
                  .locals = locals};
    v.begins = calloc(count + 1, 1);
    v.states = calloc(count + 1, sizeof *v.states);
    v.queue = calloc(count + 1, sizeof *v.queue);
    v.queued = calloc(count + 1, 1);
    uint64_t *scratch = calloc(4 * v.words, sizeof *scratch);
    v.now = scratch;
    v.before = scratch ? scratch + 2 * v.words : NULL;
    if (!v.begins || !v.states || !v.queue || !v.queued || !scratch)
        v.wrong = "the verifier was refused memory";
    if (!v.wrong)
        find_instructions(&v);
    uint32_t parameters = (uint32_t)code->argument_count + code->keyword_only_count +
                          !!(code->flags & OURO_CO_VARARGS) + !!(code->flags & OURO_CO_VARKEYWORDS);
    for (uint32_t reg = 0; locals && !v.wrong && reg < parameters && reg < code->register_count; reg++)
        set_live(&v, reg, true);
    if (!v.wrong)
        flow_into(&v, 0, 0, v.now);
    while (!v.wrong && v.queue_count > 0) {
        uint32_t pc = v.queue[--v.queue_count];
        v.queued[pc] = false;
        step(&v, pc);
    }
    for (uint32_t reg = 0; live && !v.wrong && reg < code->register_count; reg++)
        live[reg] = v.states[asked] && get(must(&v, v.states[asked]), reg);
    if (live && !v.wrong && !v.states[asked])
        v.wrong = "not reached";
    for (uint32_t i = 0; v.states && i < count; i++)
        free(v.states[i]);
    free(v.begins);
    free(v.states);
    free(v.queue);
    free(v.queued);
    free(scratch);
    return v.wrong;
}

const char *ouro__code_verify(const ouro_code *code, char *buffer, size_t size)
{
    return walk(code, buffer, size, 0, NULL, false);
}

const char *ouro__code_verify_bound(const ouro_code *code, char *buffer, size_t size)
{
    return walk(code, buffer, size, 0, NULL, true);
}

bool ouro__code_live(const ouro_code *code, uint32_t pc, uint8_t *live)
{
    char text[160];
    return !walk(code, text, sizeof text, pc, live, false);
}
