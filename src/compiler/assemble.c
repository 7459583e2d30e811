/* From a unit's instructions to a code object: sizes and offsets, words, the table of handlers, the table of
 * positions. */
#include "compiler/format.h"

#include <string.h>

#include "compiler/compiler.h"
#include "types/tuple.h"

/* ---- sizes ---- */

static bool is_short_jump(const ouro_ins *ins)
{
    return ouro__opcode_formats[ins->op][0] == OURO_FIELD_OFFSET;
}

/* Word offsets of all instructions (and of the end). A fused jump whose target is out of reach of 16 bits
 * becomes an inverted one over a JUMP: `far`. */
static uint32_t *lay_out(ouro_compiler *c, ouro_unit *u, bool *far)
{
    uint32_t *offsets = ouro__region_need(c, (u->count + 1) * sizeof *offsets);
    for (bool changed = true; changed;) {
        changed = false;
        uint64_t at = 0;
        for (uint32_t i = 0; i < u->count; i++) {
            offsets[i] = (uint32_t)at;
            at += 1u + ouro__opcode_words[u->code[i].op] + far[i];
        }
        if (at > INT32_MAX)
            ouro__fail_syntax(c, u->span, "too much code in one block");
        offsets[u->count] = (uint32_t)at;
        for (uint32_t i = 0; i < u->count; i++) {
            const ouro_ins *ins = &u->code[i];
            if (far[i] || !is_short_jump(ins))
                continue;
            int64_t by = (int64_t)offsets[u->labels[ins->target]] - (int64_t)offsets[i + 1];
            if (by < INT16_MIN || by > INT16_MAX)
                far[i] = changed = true;
        }
    }
    return offsets;
}

/* ---- words ---- */

static uint16_t narrow(ouro_compiler *c, uint32_t value)
{
    if (value > UINT16_MAX)
        ouro__fail_syntax(c, c->unit->span, "too many names and constants in one block of code");
    return (uint16_t)value;
}

static uint16_t field(ouro_compiler *c, const ouro_ins *ins, uint32_t value, char format, bool constant)
{
    if (value & OURO_NAME_OPERAND)
        return narrow(c, value & ~OURO_NAME_OPERAND);
    if ((constant && format == OURO_FIELD_SRC) || format == OURO_FIELD_CONSTANT)
        return narrow(c, value + c->unit->names.count);
    if (format == OURO_FIELD_SRC && (ins->flags & OURO_IMM_C))
        return (uint16_t)value;
    return narrow(c, value);
}

static void write_jump(uint64_t *word, int64_t by)
{
    *word = OURO_INSTRUCTION(OURO_OP_JUMP, 0, 0, (uint32_t)by & 0xffff, (uint32_t)by >> 16);
}

static uint64_t extra_word(const ouro_compiler *c, const ouro_ins *ins)
{
    if (ouro__opcode_formats[ins->op][3] != OURO_FIELD_CONSTANT)
        return ins->extra;
    uint64_t names = c->unit->names.count;
    return ins->op == OURO_OP_MATCH_CLASS ? ins->extra + (names << 32) : ins->extra + names;
}

static void write_instruction(ouro_compiler *c, const ouro_unit *u, uint32_t i, const uint32_t *offsets,
                              bool far, uint64_t *words)
{
    const ouro_ins *ins = &u->code[i];
    const char *format = ouro__opcode_formats[ins->op];
    uint64_t *word = &words[offsets[i]];
    int64_t by =
        ins->target == OURO_NO_LABEL ? 0 : (int64_t)offsets[u->labels[ins->target]] - (int64_t)offsets[i + 1];
    uint32_t a = ins->a, b = ins->b, cc = ins->c, flags = ins->flags;
    if (ins->op == OURO_OP_LOAD_CONST_WIDE) {
        b += u->names.count;
        *word = OURO_INSTRUCTION(ins->op, flags, a, b & 0xffff, b >> 16);
        return;
    }
    if (is_short_jump(ins)) {
        if (far) {
            flags ^= OURO_NEGATE;
            write_jump(word + 1, by);
            by = 1;
        }
        a = (uint16_t)by;
    } else if (format[1] == OURO_FIELD_OFFSET) {
        b = (uint32_t)by & 0xffff;
        cc = (uint32_t)by >> 16;
    }
    *word = OURO_INSTRUCTION(ins->op, flags, field(c, ins, a, format[0], false),
                             field(c, ins, b, format[1], flags & OURO_CONST_B),
                             field(c, ins, cc, format[2], flags & OURO_CONST_C));
    if (ouro__opcode_words[ins->op])
        word[1] = format[3] == OURO_FIELD_OFFSET ? (uint64_t)by : extra_word(c, ins);
}

/* ---- registers ---- */

static uint32_t at_least(uint32_t count, uint32_t reg)
{
    return count > reg ? count : reg + 1;
}

static uint32_t count_registers(const ouro_unit *u)
{
    uint32_t count = u->local_count;
    for (uint32_t i = 0; i < u->count; i++) {
        const ouro_ins *ins = &u->code[i];
        const char *format = ouro__opcode_formats[ins->op];
        const uint32_t fields[] = {ins->a, ins->b, ins->c};
        for (int f = 0; f < 3; f++) {
            bool src = format[f] == OURO_FIELD_SRC &&
                       !(ins->flags & (f == 1 ? OURO_CONST_B : OURO_CONST_C | OURO_IMM_C));
            if (src || format[f] == OURO_FIELD_DEST || format[f] == OURO_FIELD_READ ||
                format[f] == OURO_FIELD_CONSUMED || format[f] == OURO_FIELD_KILLABLE)
                count = at_least(count, fields[f]);
        }
        if (ouro__instruction_results(ins->op) == 2)
            count = at_least(count, ins->a + 1);
        ouro_register_range range = ouro__instruction_range(ins->op, ins->flags, ins->a, ins->b, ins->c);
        if (range.count)
            count = at_least(count, range.first + range.count - 1);
    }
    for (uint32_t i = 0; i < u->catch_count; i++)
        if (u->labels[u->catches[i].label] != OURO_NO_LABEL)
            count = at_least(count, u->catches[i].depth);
    return count;
}

/* ---- tables ---- */

static uint32_t make_handlers(ouro_compiler *c, const ouro_unit *u, const uint32_t *offsets,
                              ouro_handler *out)
{
    uint32_t count = 0;
    (void)c;
    for (uint32_t i = 0; i < u->count;) {
        uint32_t handler = u->code[i].handler, from = i;
        while (i < u->count && u->code[i].handler == handler)
            i++;
        if (!handler)
            continue;
        const ouro_catch *k = &u->catches[handler - 1];
        if (out)
            out[count] = (ouro_handler){offsets[from], offsets[i], offsets[u->labels[k->label]], k->depth};
        count++;
    }
    return count;
}

static uint8_t *put_varint(uint8_t *at, uint32_t value)
{
    for (; value >= 0x80; value >>= 7)
        *at++ = (uint8_t)(value | 0x80);
    *at++ = (uint8_t)value;
    return at;
}

static bool same_span(const ouro_span *a, const ouro_span *b)
{
    return a->line == b->line && a->column == b->column && a->end_line == b->end_line &&
           a->end_column == b->end_column;
}

/* Runs of instructions with one position: words << 1, difference of lines (zigzag), lines further, column + 1, end column; of a
 * place without columns (an empty one) there is only a 0 for them, of none only words << 1 | 1. See ouro__code_position. */
static size_t encode_positions(const ouro_unit *u, const uint32_t *offsets, uint8_t *out)
{
    uint8_t *at = out;
    uint32_t line = u->first_line;
    for (uint32_t i = 0; i < u->count;) {
        const ouro_span *span = &u->code[i].span;
        uint32_t from = i;
        while (i < u->count && same_span(&u->code[i].span, span))
            i++;
        int64_t by = (int64_t)span->line - (int64_t)line;
        at = put_varint(at, (offsets[i] - offsets[from]) << 1 | (span->line == OURO_NO_LINE));
        if (span->line == OURO_NO_LINE)
            continue;
        at = put_varint(at, ((uint32_t)by << 1) ^ (uint32_t)(by >> 63));
        at = put_varint(at, span->end_line - span->line);
        bool empty = span->line == span->end_line && span->column == span->end_column;
        at = put_varint(at, empty ? 0 : span->column + 1);
        if (!empty)
            at = put_varint(at, span->end_column);
        line = span->line;
    }
    return (size_t)(at - out);
}

/* ---- tuples ---- */

static ouro_object *pool_tuple(ouro_compiler *c, const ouro_unit *u)
{
    uint32_t names = u->names.count, count = names + u->constants.count;
    ouro_object **items = ouro__region_need(c, (count + 1) * sizeof *items);
    for (uint32_t i = 0; i < names; i++)
        items[i] = ouro__name_object(c, u->names.entries[i].key);
    for (uint32_t i = 0; i < u->constants.count; i++)
        items[names + i] = (ouro_object *)(uintptr_t)u->constants.entries[i].key;
    return ouro__keep(c, ouro__tuple_from(c->rt, items, count));
}

static ouro_object *name_tuple(ouro_compiler *c, const ouro_name *const *names, uint32_t count)
{
    ouro_object **items = ouro__region_need(c, (count + 1) * sizeof *items);
    for (uint32_t i = 0; i < count; i++)
        items[i] = ouro__name_object(c, names[i]);
    return ouro__keep(c, ouro__tuple_from(c->rt, items, count));
}

static ouro_object *symbol_tuple(ouro_compiler *c, ouro_symbol *const *symbols, uint32_t count,
                                 const ouro_name *extra)
{
    const ouro_name **names = ouro__region_need(c, (count + 1) * sizeof *names);
    for (uint32_t i = 0; i < count; i++)
        names[i] = symbols[i]->name;
    if (extra)
        names[count++] = extra;
    return name_tuple(c, names, count);
}

/* ---- the object ---- */

static void *copy_buffer(ouro_compiler *c, const void *bytes, size_t size)
{
    if (size == 0)
        return NULL;
    void *buffer = ouro__buffer_alloc(c->rt, size);
    if (!buffer)
        ouro__fail(c);
    return memcpy(buffer, bytes, size);
}

static uint64_t fingerprint(uint64_t hash, const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ ((const uint8_t *)bytes)[i]) * 0x100000001b3ull;
    return hash;
}

static void fill_buffers(ouro_compiler *c, ouro_unit *u, ouro_code *code)
{
    bool *far = ouro__region_need(c, u->count + 1);
    uint32_t *offsets = lay_out(c, u, far), size = offsets[u->count];
    uint64_t *words = ouro__region_need(c, (size_t)(size + 1) * sizeof *words);
    for (uint32_t i = 0; i < u->count; i++)
        write_instruction(c, u, i, offsets, far[i], words);
    code->instructions = copy_buffer(c, words, (size_t)size * sizeof *words);
    code->instruction_count = size;
    uint32_t handlers = make_handlers(c, u, offsets, NULL);
    ouro_handler *table = ouro__region_need(c, (handlers + 1) * sizeof *table);
    make_handlers(c, u, offsets, table);
    code->handlers = copy_buffer(c, table, handlers * sizeof *table);
    code->handler_count = handlers;
    uint8_t *positions = ouro__region_need(c, (size_t)u->count * 25 + 1);
    size_t length = encode_positions(u, offsets, positions);
    code->positions = copy_buffer(c, positions, length);
    code->positions_size = (uint32_t)length;
    code->fingerprint = fingerprint(0xcbf29ce484222325ull, words, (size_t)size * sizeof *words);
    code->fingerprint = fingerprint(code->fingerprint, table, handlers * sizeof *table);
    code->fingerprint = fingerprint(code->fingerprint, positions, length);
}

static void fill_cells(ouro_compiler *c, const ouro_unit *u, ouro_code *code)
{
    bool class_cell = u->scope->needs_class_cell;
    if (u->cell_count == 0 && !class_cell)
        return;
    uint8_t *map = ouro__region_need(c, u->local_count);
    for (uint32_t i = 0; i < u->cell_count; i++)
        map[u->cells[i]->place - 1] = 1;
    if (class_cell)
        map[u->local_count - 1] = 1;
    code->cell_of_local = copy_buffer(c, map, u->local_count);
}

static uint16_t narrow_count(ouro_compiler *c, uint32_t count)
{
    if (count > 65000)
        ouro__fail_syntax(c, c->unit->span, "too many local variables and temporaries in one block of code");
    return (uint16_t)count;
}

ouro_object *ouro__assemble(ouro_compiler *c, ouro_unit *u)
{
    ouro_object *constants = pool_tuple(c, u), *variables = name_tuple(c, u->local_names, u->local_count);
    ouro_object *cells =
        symbol_tuple(c, u->cells, u->cell_count, u->scope->needs_class_cell ? c->names.class_ : NULL);
    ouro_object *free = symbol_tuple(c, u->free, u->free_count, NULL);
    ouro_code *code = ouro__code_new(c->rt);
    ouro__keep(c, (ouro_object *)code);
    code->name = ouro_ref(u->name);
    code->qualname = ouro_ref(u->qualname);
    code->filename = ouro_ref(c->filename);
    code->constants = ouro_ref(constants);
    code->variables = ouro_ref(variables);
    code->cell_names = ouro_ref(cells);
    code->free_names = ouro_ref(free);
    code->docstring = u->docstring ? ouro_ref(u->docstring) : NULL;
    code->first_line = u->first_line;
    code->flags = u->flags;
    code->name_count = u->names.count;
    code->register_count = narrow_count(c, count_registers(u));
    code->local_count = narrow_count(c, u->local_count);
    code->argument_count = narrow_count(c, u->argument_count);
    code->positional_only_count = narrow_count(c, u->positional_only_count);
    code->keyword_only_count = narrow_count(c, u->keyword_only_count);
    code->attribute_stores = narrow_count(c, u->stored_on_self.count);
    fill_cells(c, u, code);
    fill_buffers(c, u, code);
#ifdef OURO_ASSERTIONS
    char text[200];
    const char *wrong = ouro__code_verify(code, text, sizeof text);
    if (wrong) {
        ouro__raise(c->rt, OURO_T_SYSTEM_ERROR, "the compiler made wrong code for %U at line %u: %s", u->name,
                    (unsigned)u->first_line, wrong);
        ouro__fail(c);
    }
#endif
    return (ouro_object *)code;
}
