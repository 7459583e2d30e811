/* A listing of a code object: one line an instruction, operands by name, the handlers behind. Inner code
 * objects follow. */
#include <stdio.h>

#include "compiler/code.h"
#include "compiler/format.h"
#include "types/exception.h"
#include "types/str.h"
#include "types/tuple.h"

typedef struct listing {
    ouro_runtime *rt;
    ouro_code *code;
    ouro_str_builder out;
    bool failed;
} listing;

static void put_object(listing *l, ouro_object *owned)
{
    if (!owned) {
        l->failed = true;
        return;
    }
    if (!l->failed && ouro__builder_str(&l->out, owned) < 0)
        l->failed = true;
    ouro_decref(l->rt, owned);
}

#define PUT(l, ...) put_object(l, ouro__str_format((l)->rt, __VA_ARGS__))

static void put_constant(listing *l, uint32_t number)
{
    ouro_object *o = ouro__constant(l->code, number);
    if (ouro__is_exactly(o, OURO_T_CODE))
        PUT(l, "<code %U>", ((ouro_code *)o)->qualname);
    else
        PUT(l, "%R", o);
}

static void put_register(listing *l, uint32_t reg)
{
    if (reg < l->code->local_count)
        PUT(l, "%U", ((ouro_tuple *)l->code->variables)->items[reg]);
    else
        PUT(l, "t%u", (unsigned)(reg - l->code->local_count));
}

static void put_source(listing *l, uint64_t word, uint32_t value, bool is_c)
{
    uint8_t flags = ouro__flags(word);
    if (is_c && (flags & OURO_IMM_C)) {
        PUT(l, "%d", (int)(int16_t)value);
    } else if (flags & (is_c ? OURO_CONST_C : OURO_CONST_B)) {
        put_constant(l, value);
    } else {
        put_register(l, value);
        if (flags & (is_c ? OURO_KILL_C : OURO_KILL_B))
            PUT(l, "!");
    }
}

static void put_field(listing *l, uint64_t word, char format, uint32_t value, int which)
{
    if (format == OURO_FIELD_NONE || format == OURO_FIELD_OFFSET)
        return;
    PUT(l, " ");
    switch (format) {
    case OURO_FIELD_SRC:
        put_source(l, word, value, which == 2);
        break;
    case OURO_FIELD_NAME:
        PUT(l, "%U", ouro__constant(l->code, value));
        break;
    case OURO_FIELD_CONSTANT:
        put_constant(l, value);
        break;
    case OURO_FIELD_CLOSURE:
        PUT(l, "%U", ((ouro_tuple *)l->code->free_names)->items[value]);
        break;
    case OURO_FIELD_NUMBER:
        PUT(l, "#%u", (unsigned)value);
        break;
    default:
        put_register(l, value);
        if (format == OURO_FIELD_CONSUMED ||
            (format == OURO_FIELD_KILLABLE && (ouro__flags(word) & OURO_KILL_A)))
            PUT(l, "!");
    }
}

static void put_target(listing *l, uint32_t pc, uint64_t word, uint32_t next)
{
    const char *format = ouro__opcode_formats[ouro__op(word)];
    if (format[0] == OURO_FIELD_OFFSET)
        PUT(l, " -> %d", (int)next + (int16_t)ouro__a(word));
    else if (format[1] == OURO_FIELD_OFFSET)
        PUT(l, " -> %d", (int)next + ouro__bc(word));
    else if (format[3] == OURO_FIELD_OFFSET)
        PUT(l, " -> %d", (int)((int64_t)next + (int64_t)l->code->instructions[pc + 1]));
}

static void put_instruction(listing *l, uint32_t pc, uint32_t next)
{
    uint64_t word = l->code->instructions[pc];
    uint8_t op = ouro__op(word), flags = ouro__flags(word);
    const char *format = ouro__opcode_formats[op];
    char head[80];
    snprintf(head, sizeof head, "%5d %5u  %s", (int)ouro__code_line(l->code, pc), (unsigned)pc,
             ouro__opcode_names[op]);
    PUT(l, "%s", head);
    put_field(l, word, format[0], ouro__a(word), 0);
    put_field(l, word, format[1], ouro__b(word), 1);
    put_field(l, word, format[2], ouro__c(word), 2);
    if (format[3] == OURO_FIELD_CONSTANT) {
        uint64_t extra = l->code->instructions[pc + 1];
        PUT(l, " ");
        put_constant(l, (uint32_t)(op == OURO_OP_MATCH_CLASS ? extra >> 32 : extra));
    }
    put_target(l, pc, word, next);
    if (op == OURO_OP_MAKE_FUNCTION)
        PUT(l, " parts=%u", (unsigned)flags);
    else if (flags & OURO_INPLACE)
        PUT(l, op >= OURO_OP_ADD && op <= OURO_OP_XOR ? " in place"
               : op == OURO_OP_YIELD                  ? " delegated"
                                                      : " negated");
    PUT(l, "\n");
}

static void put_code(listing *l)
{
    ouro_code *code = l->code;
    PUT(l, "%U: %u registers, %u locals\n", code->qualname, (unsigned)code->register_count,
        (unsigned)code->local_count);
    for (uint32_t pc = 0; pc < code->instruction_count && !l->failed;) {
        uint8_t op = ouro__op(code->instructions[pc]);
        if (op >= OURO_OP_COUNT) { /* it has run: instructions have been specialised */
            PUT(l, "  ...\n");
            break;
        }
        uint32_t next = pc + 1 + ouro__opcode_words[op];
        put_instruction(l, pc, next);
        pc = next;
    }
    for (uint32_t i = 0; i < code->handler_count && !l->failed; i++) {
        const ouro_handler *h = &code->handlers[i];
        PUT(l, "  %u .. %u: handler %u, depth ", (unsigned)h->start, (unsigned)h->end, (unsigned)h->handler);
        put_register(l, h->depth);
        PUT(l, "\n");
    }
    const ouro_tuple *constants = (const ouro_tuple *)code->constants;
    for (uint64_t i = 0; i < constants->count && !l->failed; i++) {
        if (!ouro__is_exactly(constants->items[i], OURO_T_CODE))
            continue;
        ouro_object *inner = ouro__code_disassemble(l->rt, (ouro_code *)constants->items[i]);
        PUT(l, "\n");
        put_object(l, inner);
    }
}

ouro_object *ouro__code_disassemble(ouro_runtime *rt, ouro_code *code)
{
    listing l = {.rt = rt, .code = code};
    if (ouro__stack_low(rt))
        return ouro__raise(rt, OURO_T_RECURSION_ERROR, "maximum recursion depth exceeded");
    ouro__builder_init(&l.out, rt);
    put_code(&l);
    if (!l.failed)
        return ouro__builder_finish(&l.out);
    ouro__builder_discard(&l.out);
    return NULL;
}
