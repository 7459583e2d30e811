/* Units, instructions, registers, constants and names: what the emitters of expressions and statements stand
 * on. */
#include "compiler/compiler.h"

#include <stdlib.h>
#include <string.h>

enum {
    NARROW_CONSTANTS = 48000, /* constants past this are loaded with the wide instruction */
    MAX_REGISTERS = 65000,
};

/* ---- units ---- */

static int compare_symbols(const void *a, const void *b)
{
    return strcmp((*(ouro_symbol *const *)a)->name->bytes, (*(ouro_symbol *const *)b)->name->bytes);
}

static bool is_free(const ouro_symbol *symbol)
{
    return symbol->scope == OURO_SCOPE_FREE || (symbol->flags & OURO_DEF_FREE_CLASS);
}

/* The symbols that become cells, or free names: parameters in their order, then the others sorted. */
static ouro_symbol **select_symbols(ouro_compiler *c, const ouro_scope *scope, bool free, uint32_t *count)
{
    ouro_symbol **list = ouro__region_need(c, (scope->map.count + 1) * sizeof *list);
    *count = 0;
    uint32_t parameters = 0;
    for (uint32_t i = 0; i < scope->map.count; i++) {
        ouro_symbol *symbol = &scope->symbols[i];
        if (free ? is_free(symbol) : symbol->scope == OURO_SCOPE_CELL) {
            parameters += (symbol->flags & OURO_DEF_PARAM) != 0; /* they stand first among the symbols */
            list[(*count)++] = symbol;
        }
    }
    if (*count > parameters)
        qsort(list + parameters, *count - parameters, sizeof *list, compare_symbols);
    return list;
}

/* Registers: parameters, other locals in the order in which the code meets them, then cells that are no
 * parameters. */
static void place_symbols(ouro_compiler *c, ouro_unit *u)
{
    ouro_scope *scope = u->scope;
    uint32_t plain = scope->parameter_count;
    for (uint32_t i = 0; i < scope->map.count; i++)
        scope->symbols[i].place = 0; /* what stands in a finally body is emitted more than once */
    for (uint32_t i = 0; i < scope->parameter_count; i++)
        scope->symbols[i].place = i + 1;
    if (scope->kind == OURO_FUNCTION_SCOPE)
        for (uint32_t i = scope->parameter_count; i < scope->map.count; i++)
            plain += scope->symbols[i].scope == OURO_SCOPE_LOCAL;
    u->next_local = scope->parameter_count;
    u->local_count = plain;
    u->cells = select_symbols(c, scope, false, &u->cell_count);
    u->free = select_symbols(c, scope, true, &u->free_count);
    for (uint32_t i = 0; i < u->cell_count; i++)
        if (!(u->cells[i]->flags & OURO_DEF_PARAM))
            u->cells[i]->place = ++u->local_count;
    for (uint32_t i = 0; i < u->free_count; i++)
        u->free[i]->place = i + 1;
    scope->free = u->free;
    scope->free_count = u->free_count;
    if (scope->needs_class_cell)
        u->local_count++;
    u->local_names = ouro__region_need(c, (u->local_count + 1) * sizeof *u->local_names);
    for (uint32_t i = 0; i < scope->parameter_count; i++)
        u->local_names[i] = scope->symbols[i].name;
    for (uint32_t i = 0; i < u->cell_count; i++)
        u->local_names[u->cells[i]->place - 1] = u->cells[i]->name;
    if (scope->needs_class_cell)
        u->local_names[u->local_count - 1] = c->names.class_;
}

static bool is_function_like(const ouro_unit *u)
{
    return u->scope->kind == OURO_FUNCTION_SCOPE && !u->scope->comprehension;
}

static ouro_object *make_qualname(ouro_compiler *c, const ouro_unit *u, const ouro_name *name)
{
    const ouro_unit *outer = u->outer;
    if (!outer || !outer->outer)
        return u->name;
    if (u->scope->name && name == u->scope->name) { /* a def or class statement */
        const ouro_symbol *symbol =
            ouro__scope_find(outer->scope, ouro__mangle_name(c, outer->scope->private_name, name));
        if (symbol && symbol->scope == OURO_SCOPE_GLOBAL_EXPLICIT)
            return u->name;
    }
    return ouro__keep(c, ouro__str_format(c->rt, is_function_like(outer) ? "%U.<locals>.%U" : "%U.%U",
                                          outer->qualname, u->name));
}

static uint32_t code_flags(const ouro_compiler *c, const ouro_scope *scope)
{
    uint32_t flags = c->future;
    if (scope->kind != OURO_FUNCTION_SCOPE)
        return flags | (scope->async_def && scope->coroutine ? OURO_CO_COROUTINE : 0u);
    flags |= OURO_CO_NEWLOCALS | OURO_CO_OPTIMIZED;
    if (scope->nested)
        flags |= OURO_CO_NESTED;
    if (scope->generator)
        flags |= scope->coroutine ? OURO_CO_ASYNC_GENERATOR : OURO_CO_GENERATOR;
    else if (scope->coroutine)
        flags |= OURO_CO_COROUTINE;
    return flags;
}

void ouro__unit_enter(ouro_compiler *c, ouro_scope *scope, const ouro_name *name, uint32_t first_line)
{
    ouro_unit *u = ouro__region_need(c, sizeof *u);
    u->outer = c->unit;
    u->scope = scope;
    u->first_line = first_line;
    u->name = ouro__name_object(c, name);
    u->qualname = make_qualname(c, u, name);
    u->flags = code_flags(c, scope);
    u->argument_count = 0;
    place_symbols(c, u);
    u->top = u->local_count;
    u->span = (ouro_span){first_line, 0, first_line, 0};
    c->unit = u;
    if (u->flags & (OURO_CO_GENERATOR | OURO_CO_COROUTINE | OURO_CO_ASYNC_GENERATOR))
        ouro__emit(c, OURO_OP_NOP, 0, 0, 0, 0); /* where it is before it runs: outside every handler */
    for (uint32_t i = 0; i < u->cell_count; i++)
        ouro__emit(c, OURO_OP_MAKE_CELL, 0, u->cells[i]->place - 1, u->cells[i]->place - 1, 0);
    if (scope->needs_class_cell)
        ouro__emit(c, OURO_OP_MAKE_CELL, 0, u->local_count - 1, u->local_count - 1, 0);
}

ouro_object *ouro__unit_leave(ouro_compiler *c)
{
    ouro_unit *u = c->unit;
    ouro_scope *scope = u->scope;
    for (uint32_t i = 0; scope->kind == OURO_FUNCTION_SCOPE && i < scope->map.count; i++) {
        ouro_symbol *symbol = &scope->symbols[i]; /* locals that the code never met */
        if (symbol->scope == OURO_SCOPE_LOCAL && symbol->place == 0) {
            u->local_names[u->next_local] = symbol->name;
            symbol->place = ++u->next_local;
        }
    }
    ouro__flow(c, u);
    ouro_object *code = ouro__assemble(c, u);
    c->unit = u->outer;
    return code;
}

/* ---- instructions ---- */

ouro_ins *ouro__emit(ouro_compiler *c, enum ouro_opcode op, unsigned flags, uint32_t a, uint32_t b,
                     uint32_t cc)
{
    ouro_unit *u = c->unit;
    u->code = ouro__region_room(c, u->code, u->count, &u->capacity, sizeof *u->code);
    ouro_ins *ins = &u->code[u->count++];
    *ins = (ouro_ins){.op = (uint8_t)op,
                      .flags = (uint8_t)flags,
                      .a = a,
                      .b = b,
                      .c = cc,
                      .target = OURO_NO_LABEL,
                      .handler = u->handler,
                      .span = u->span};
    return ins;
}

bool ouro__is_temporary(const ouro_compiler *c, uint32_t reg)
{
    return reg >= c->unit->local_count;
}

/* Field for a src operand; flags gains what belongs to it. */
static uint32_t source(ouro_compiler *c, ouro_operand x, bool is_c, uint32_t dest, unsigned *flags)
{
    if (x.kind == OURO_OPERAND_CONSTANT) {
        *flags |= is_c ? OURO_CONST_C : OURO_CONST_B;
        return ouro__constant_number(c, x.object);
    }
    if (x.kind == OURO_OPERAND_TEMPORARY && x.reg != dest)
        *flags |= is_c ? OURO_KILL_C : OURO_KILL_B;
    return x.reg;
}

ouro_ins *ouro__emit_binary(ouro_compiler *c, enum ouro_opcode op, unsigned flags, uint32_t dest,
                            ouro_operand x, ouro_operand y, bool immediate)
{
    uint32_t b = source(c, x, false, dest, &flags), second;
    int32_t value;
    if (immediate && y.kind == OURO_OPERAND_CONSTANT && ouro__fits_immediate(y.object, &value)) {
        flags |= OURO_IMM_C;
        second = (uint16_t)value;
    } else {
        second = source(c, y, true, dest, &flags);
    }
    return ouro__emit(c, op, flags, dest, b, second);
}

ouro_ins *ouro__emit_unary(ouro_compiler *c, enum ouro_opcode op, uint32_t dest, ouro_operand x, uint32_t cc)
{
    unsigned flags = 0;
    uint32_t b = source(c, x, false, dest, &flags);
    return ouro__emit(c, op, flags, dest, b, cc);
}

ouro_ins *ouro__emit_move(ouro_compiler *c, uint32_t dest, ouro_operand x)
{
    if (x.kind != OURO_OPERAND_CONSTANT && x.reg == dest)
        return NULL;
    return ouro__emit_unary(c, OURO_OP_MOVE, dest, x, 0);
}

void ouro__emit_clear(ouro_compiler *c, uint32_t reg, uint32_t count)
{
    if (count)
        ouro__emit(c, OURO_OP_CLEAR, 0, reg, count, 0);
}

ouro_operand ouro__in_register(ouro_compiler *c, ouro_operand x)
{
    if (x.kind != OURO_OPERAND_CONSTANT)
        return x;
    uint32_t reg = ouro__push(c);
    ouro__emit_move(c, reg, x);
    return ouro__temporary(reg);
}

uint32_t ouro__push(ouro_compiler *c)
{
    ouro_unit *u = c->unit;
    if (u->top >= MAX_REGISTERS)
        ouro__fail_syntax(c, u->span, "too many local variables and temporaries in one block of code");
    return u->top++;
}

/* ---- jumps ---- */

uint32_t ouro__label(ouro_compiler *c)
{
    ouro_unit *u = c->unit;
    u->labels = ouro__region_room(c, u->labels, u->label_count, &u->label_capacity, sizeof *u->labels);
    u->labels[u->label_count] = OURO_NO_LABEL;
    return u->label_count++;
}

void ouro__place(ouro_compiler *c, uint32_t label)
{
    c->unit->labels[label] = c->unit->count;
}

void ouro__emit_jump(ouro_compiler *c, uint32_t label)
{
    ouro__emit(c, OURO_OP_JUMP, 0, 0, 0, 0)->target = label;
}

void ouro__emit_jump_back(ouro_compiler *c, uint32_t label)
{
    ouro__emit(c, OURO_OP_JUMP_BACK, 0, 0, 0, 0)->target = label;
}

void ouro__emit_jump_if(ouro_compiler *c, enum ouro_opcode op, ouro_operand x, uint32_t label)
{
    if (x.kind == OURO_OPERAND_CONSTANT) {
        uint32_t reg = ouro__push(c);
        ouro__emit_move(c, reg, x);
        ouro__pop(c, reg);
        x = ouro__temporary(reg);
    }
    ouro__emit(c, op, x.kind == OURO_OPERAND_TEMPORARY ? OURO_KILL_A : 0, x.reg, 0, 0)->target = label;
}

uint32_t ouro__catch(ouro_compiler *c, uint32_t label, uint32_t depth)
{
    ouro_unit *u = c->unit;
    u->catches = ouro__region_room(c, u->catches, u->catch_count, &u->catch_capacity, sizeof *u->catches);
    u->catches[u->catch_count] = (ouro_catch){label, depth};
    return ++u->catch_count;
}

/* ---- constants ---- */

static uint32_t pool_number(ouro_compiler *c, ouro_object *o)
{
    ouro_pointer_map *pool = &c->unit->constants;
    uint32_t number = ouro__pointer_map_get(pool, o);
    if (number != OURO_MAP_MISSING)
        return number;
    number = pool->count;
    if (ouro__pointer_map_add(pool, c->region, o, number) < 0)
        ouro__fail_memory(c);
    return number;
}

uint32_t ouro__constant_number(ouro_compiler *c, ouro_object *o)
{
    uint32_t number = pool_number(c, o);
    if (number >= 49152)
        ouro__fail_syntax(c, c->unit->span, "too many constants in one block of code");
    return number;
}

uint32_t ouro__name_number(ouro_compiler *c, const ouro_name *name)
{
    ouro_pointer_map *names = &c->unit->names;
    uint32_t number = ouro__pointer_map_get(names, name);
    if (number == OURO_MAP_MISSING) {
        number = names->count;
        if (ouro__pointer_map_add(names, c->region, name, number) < 0)
            ouro__fail_memory(c);
    }
    return number | OURO_NAME_OPERAND;
}

void ouro__emit_constant(ouro_compiler *c, uint32_t dest, ouro_object *o)
{
    uint32_t number = pool_number(c, o);
    if (number < NARROW_CONSTANTS)
        ouro__emit(c, OURO_OP_MOVE, OURO_CONST_B, dest, number, 0);
    else
        ouro__emit(c, OURO_OP_LOAD_CONST_WIDE, 0, dest, number, 0);
}

ouro_operand ouro__constant_operand(ouro_compiler *c, ouro_object *o)
{
    ouro_pointer_map *pool = &c->unit->constants;
    o = ouro__constant_unique(c, o);
    if (pool->count < NARROW_CONSTANTS || ouro__pointer_map_get(pool, o) < NARROW_CONSTANTS)
        return (ouro_operand){OURO_OPERAND_CONSTANT, 0, o, false};
    uint32_t reg = ouro__push(c);
    ouro__emit_constant(c, reg, o);
    return ouro__temporary(reg);
}

/* ---- names ---- */

enum access { ACCESS_FAST, ACCESS_CELL, ACCESS_FREE, ACCESS_GLOBAL, ACCESS_NAME };

/* How the unit reaches a (mangled) name; *place: its register or closure index. */
static enum access find_access(ouro_compiler *c, const ouro_name *mangled, uint32_t *place)
{
    ouro_unit *u = c->unit;
    bool function = u->scope->kind == OURO_FUNCTION_SCOPE;
    ouro_symbol *symbol = ouro__scope_find(u->scope, mangled);
    switch (symbol ? symbol->scope : OURO_SCOPE_GLOBAL_IMPLICIT) {
    case OURO_SCOPE_LOCAL:
        if (!function)
            return ACCESS_NAME;
        if (symbol->place == 0) {
            u->local_names[u->next_local] = mangled;
            symbol->place = ++u->next_local;
        }
        *place = symbol->place - 1;
        return ACCESS_FAST;
    case OURO_SCOPE_CELL:
        *place = symbol->place - 1;
        return ACCESS_CELL;
    case OURO_SCOPE_FREE:
        *place = symbol->place - 1;
        return ACCESS_FREE;
    case OURO_SCOPE_GLOBAL_EXPLICIT:
        return ACCESS_GLOBAL;
    default:
        return function ? ACCESS_GLOBAL : ACCESS_NAME;
    }
}

static const ouro_name *mangled_here(ouro_compiler *c, const ouro_name *name)
{
    return ouro__mangle_name(c, c->unit->scope->private_name, name);
}

uint32_t ouro__local_register(ouro_compiler *c, const ouro_name *name)
{
    uint32_t place;
    return find_access(c, mangled_here(c, name), &place) == ACCESS_FAST ? place : OURO_DISCARD;
}

void ouro__emit_load_name_into(ouro_compiler *c, const ouro_name *name, uint32_t dest)
{
    uint32_t place = 0;
    const ouro_name *mangled = mangled_here(c, name);
    enum access access = find_access(c, mangled, &place);
    switch (access) {
    case ACCESS_FAST:
        ouro__emit(c, OURO_OP_CHECK_BOUND, 0, place, 0, 0);
        ouro__emit_move(c, dest, ouro__local(place));
        break;
    case ACCESS_CELL:
        ouro__emit(c, OURO_OP_LOAD_CELL, 0, dest, place, 0);
        break;
    case ACCESS_FREE:
        if (c->unit->scope->kind == OURO_CLASS_SCOPE)
            ouro__emit(c, OURO_OP_LOAD_CLASS_FREE, 0, dest, place, 0);
        else
            ouro__emit(c, OURO_OP_LOAD_FREE, 0, dest, place, 0);
        break;
    case ACCESS_GLOBAL:
    case ACCESS_NAME:
        ouro__emit(c, access == ACCESS_NAME ? OURO_OP_LOAD_NAME : OURO_OP_LOAD_GLOBAL, 0, dest,
                   ouro__name_number(c, mangled), 0);
        break;
    }
}

ouro_operand ouro__assigned_local(ouro_compiler *c, const ouro_name *name, uint32_t reg)
{
    ouro_operand x = ouro__local(reg);
    x.rebindable = ouro__scope_find(c->unit->scope, mangled_here(c, name))->flags & OURO_DEF_WALRUS;
    return x;
}

ouro_operand ouro__emit_load_name(ouro_compiler *c, const ouro_name *name)
{
    uint32_t reg = ouro__local_register(c, name);
    if (reg != OURO_DISCARD) {
        ouro__emit(c, OURO_OP_CHECK_BOUND, 0, reg, 0, 0);
        return ouro__assigned_local(c, name, reg);
    }
    ouro__emit_load_name_into(c, name, c->unit->top);
    return ouro__temporary(ouro__push(c));
}

void ouro__forbid_name(ouro_compiler *c, const ouro_name *name, ouro_context context)
{
    if (name == c->names.debug && context != OURO_AST_LOAD)
        ouro__fail_syntax(c, c->unit->span,
                          context == OURO_AST_STORE ? "cannot assign to __debug__"
                                                    : "cannot delete __debug__");
}

void ouro__emit_store_name(ouro_compiler *c, const ouro_name *name, ouro_operand value)
{
    uint32_t place = 0;
    const ouro_name *mangled = mangled_here(c, name);
    unsigned flags = 0;
    ouro__forbid_name(c, name, OURO_AST_STORE);
    enum access access = find_access(c, mangled, &place);
    if (access == ACCESS_FAST) {
        ouro__emit_move(c, place, value);
        return;
    }
    static const uint8_t ops[] = {[ACCESS_CELL] = OURO_OP_STORE_CELL,
                                  [ACCESS_FREE] = OURO_OP_STORE_FREE,
                                  [ACCESS_GLOBAL] = OURO_OP_STORE_GLOBAL,
                                  [ACCESS_NAME] = OURO_OP_STORE_NAME};
    uint32_t b = source(c, value, false, OURO_DISCARD, &flags);
    if (access >= ACCESS_GLOBAL)
        place = ouro__name_number(c, mangled);
    ouro__emit(c, (enum ouro_opcode)ops[access], flags, place, b, 0);
}

void ouro__emit_delete_name(ouro_compiler *c, const ouro_name *name)
{
    uint32_t place = 0;
    const ouro_name *mangled = mangled_here(c, name);
    ouro__forbid_name(c, name, OURO_AST_DEL);
    switch (find_access(c, mangled, &place)) {
    case ACCESS_FAST:
        ouro__emit(c, OURO_OP_DELETE_LOCAL, 0, place, 0, 0);
        break;
    case ACCESS_CELL:
        ouro__emit(c, OURO_OP_DELETE_CELL, 0, place, 0, 0);
        break;
    case ACCESS_FREE:
        ouro__emit(c, OURO_OP_DELETE_FREE, 0, place, 0, 0);
        break;
    case ACCESS_GLOBAL:
        ouro__emit(c, OURO_OP_DELETE_GLOBAL, 0, ouro__name_number(c, mangled), 0, 0);
        break;
    case ACCESS_NAME:
        ouro__emit(c, OURO_OP_DELETE_NAME, 0, ouro__name_number(c, mangled), 0, 0);
        break;
    }
}
