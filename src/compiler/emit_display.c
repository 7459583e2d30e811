/* Displays of tuples, lists, sets and dicts, and f-strings: their parts are laid out in registers, or put in
 * one by one. */
#include "compiler/compiler.h"

#include "types/set.h"
#include "types/tuple.h"

/* Past so many items a display is built piece by piece rather than in registers. */
enum { MOST_REGISTERS = 30, MOST_PAIRS = 15, MOST_STRINGS = 100 };

static bool has_starred(const ouro_expr_list *elts)
{
    for (uint32_t i = 0; i < elts->count; i++)
        if (elts->items[i]->kind == OURO_AST_STARRED)
            return true;
    return false;
}

static ouro_object *constant_items(ouro_compiler *c, const ouro_expr_list *elts, bool as_set)
{
    for (uint32_t i = 0; i < elts->count; i++)
        if (elts->items[i]->kind != OURO_CONSTANT)
            return NULL;
    ouro_object **items = ouro__region_need(c, elts->count * sizeof *items);
    for (uint32_t i = 0; i < elts->count; i++)
        items[i] = ouro__constant_object(c, elts->items[i]);
    ouro_object *o = ouro__keep(c, ouro__tuple_from(c->rt, items, elts->count));
    if (as_set)
        o = ouro__constant_frozenset(c, o);
    return ouro__constant_unique(c, o);
}

static const struct display {
    uint8_t build, append, extend;
} displays[] = {
    [OURO_BUILD_AS_TUPLE] = {OURO_OP_BUILD_TUPLE, OURO_OP_LIST_APPEND, OURO_OP_LIST_EXTEND},
    [OURO_BUILD_AS_LIST] = {OURO_OP_BUILD_LIST, OURO_OP_LIST_APPEND, OURO_OP_LIST_EXTEND},
    [OURO_BUILD_AS_SET] = {OURO_OP_BUILD_SET, OURO_OP_SET_ADD, OURO_OP_SET_UPDATE},
};

/* Item by item, into the temporary at the top. */
static void grow_display(ouro_compiler *c, const ouro_expr_list *elts, enum ouro_sequence_kind kind)
{
    const struct display *d = &displays[kind];
    ouro_span span = c->unit->span;
    uint32_t first = c->unit->top, i = 0;
    bool starts_big = elts->count > MOST_REGISTERS;
    while (!starts_big && i < elts->count && elts->items[i]->kind != OURO_AST_STARRED)
        ouro__expr_push(c, elts->items[i++]);
    c->unit->span = span;
    ouro__emit(c, kind == OURO_BUILD_AS_SET ? OURO_OP_BUILD_SET : OURO_OP_BUILD_LIST, 0, first, first, i);
    ouro__pop(c, first + 1);
    for (; i < elts->count; i++) {
        bool starred = elts->items[i]->kind == OURO_AST_STARRED;
        ouro_operand x = ouro__expr(c, starred ? elts->items[i]->starred.value : elts->items[i]);
        c->unit->span = span;
        ouro__emit_unary(c, (enum ouro_opcode)(starred ? d->extend : d->append), first, x, 0);
        ouro__pop(c, first + 1);
    }
    if (kind == OURO_BUILD_AS_TUPLE)
        ouro__emit(c, OURO_OP_LIST_TO_TUPLE, 0, first, first, 0);
    ouro__pop(c, first);
}

void ouro__display_into(ouro_compiler *c, const ouro_expr_list *elts, enum ouro_sequence_kind kind,
                        uint32_t dest)
{
    ouro_span span = c->unit->span;
    uint32_t first = c->unit->top;
    bool starred = has_starred(elts);
    ouro_object *constant =
        elts->count > 2 && !starred ? constant_items(c, elts, kind == OURO_BUILD_AS_SET) : NULL;
    if (constant && kind == OURO_BUILD_AS_TUPLE) {
        ouro__emit_constant(c, dest, constant);
        return;
    }
    if (!constant && !starred && elts->count <= MOST_REGISTERS) {
        for (uint32_t i = 0; i < elts->count; i++)
            ouro__expr_push(c, elts->items[i]);
        c->unit->span = span;
        ouro__emit(c, (enum ouro_opcode)displays[kind].build, 0, dest, first, elts->count);
        ouro__pop(c, first);
        return;
    }
    if (constant) {
        ouro__emit(c, (enum ouro_opcode)displays[kind].build, 0, first, first, 0);
        ouro__push(c);
        ouro__emit_unary(c, (enum ouro_opcode)displays[kind].extend, first,
                         ouro__constant_operand(c, constant), 0);
        ouro__pop(c, first);
    } else {
        grow_display(c, elts, kind);
    }
    ouro__emit_move(c, dest, ouro__temporary(first));
}

static bool constant_keys(const ouro_expr *e)
{
    for (uint32_t i = 0; i < e->dict.count; i++)
        if (!e->dict.keys[i] || e->dict.keys[i]->kind != OURO_CONSTANT)
            return false;
    return true;
}

static void small_dict_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    uint32_t first = c->unit->top, count = e->dict.count;
    bool constant = count > 1 && constant_keys(e);
    for (uint32_t i = 0; i < count; i++) {
        if (!constant)
            ouro__expr_push(c, e->dict.keys[i]);
        ouro__expr_push(c, e->dict.values[i]);
    }
    c->unit->span = e->span;
    if (constant) {
        ouro_expr_list keys = {e->dict.keys, count};
        uint32_t number = ouro__constant_number(c, constant_items(c, &keys, false));
        ouro__emit(c, OURO_OP_BUILD_CONST_KEY_MAP, 0, dest, first, count)->extra = number;
    } else {
        ouro__emit(c, OURO_OP_BUILD_MAP, 0, dest, first, count);
    }
    ouro__pop(c, first);
}

void ouro__dict_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    uint32_t first = c->unit->top;
    bool unpacks = false;
    for (uint32_t i = 0; i < e->dict.count; i++)
        unpacks |= !e->dict.keys[i];
    if (!unpacks && e->dict.count <= MOST_PAIRS) {
        small_dict_into(c, e, dest);
        return;
    }
    ouro__emit(c, OURO_OP_BUILD_MAP, 0, first, first, 0);
    ouro__push(c);
    for (uint32_t i = 0; i < e->dict.count; i++) {
        if (e->dict.keys[i]) {
            ouro_operand key = ouro__expr_before(c, e->dict.keys[i], e->dict.values[i]);
            ouro_operand value = ouro__expr(c, e->dict.values[i]);
            c->unit->span = e->span;
            ouro__emit_binary(c, OURO_OP_MAP_ADD, 0, first, key, value, false);
        } else {
            ouro_operand mapping = ouro__expr(c, e->dict.values[i]);
            c->unit->span = e->span;
            ouro__emit_unary(c, OURO_OP_DICT_UPDATE, first, mapping, 0);
        }
        ouro__pop(c, first + 1);
    }
    ouro__pop(c, first);
    ouro__emit_move(c, dest, ouro__temporary(first));
}

/* ---- f-strings ---- */

static ouro_object *constant_spec(ouro_compiler *c, ouro_expr *spec)
{
    if (spec->kind == OURO_AST_JOINEDSTR && spec->joinedstr.values.count == 1)
        spec = spec->joinedstr.values.items[0];
    return spec->kind == OURO_CONSTANT ? ouro__constant_object(c, spec) : NULL;
}

void ouro__formatted_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    uint32_t mark = c->unit->top, how = 0;
    ouro_expr *spec = e->formattedvalue.format_spec;
    switch (e->formattedvalue.conversion) {
    case 's':
        how = 1;
        break;
    case 'r':
        how = 2;
        break;
    case 'a':
        how = 3;
        break;
    case -1:
        break;
    default:
        ouro__raise(c->rt, OURO_T_SYSTEM_ERROR, "Unrecognized conversion character %d",
                    e->formattedvalue.conversion);
        ouro__fail(c);
    }
    if (!spec) {
        ouro_operand x = ouro__expr(c, e->formattedvalue.value);
        c->unit->span = e->span;
        ouro__emit_unary(c, OURO_OP_FORMAT_VALUE, dest, x, how);
        ouro__pop(c, mark);
        return;
    }
    /* The spec's register receives the result: a constant one is put below the value, so that no move is
     * needed. */
    ouro_object *constant = constant_spec(c, spec);
    uint32_t at = ouro__push(c);
    ouro_operand x = ouro__expr_before(c, e->formattedvalue.value, spec);
    if (constant)
        ouro__emit_constant(c, at, constant);
    else
        at = ouro__expr_push(c, spec);
    c->unit->span = e->span;
    ouro__emit_unary(c, OURO_OP_FORMAT_VALUE, at, x, how | 4);
    ouro__pop(c, mark);
    ouro__emit_move(c, dest, ouro__temporary(at));
}

void ouro__joined_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    const ouro_expr_list *values = &e->joinedstr.values;
    uint32_t first = c->unit->top;
    if (values->count == 0) {
        ouro__emit_constant(c, dest, ouro__constant_unique(c, OURO_EMPTY_STR(c->rt)));
        return;
    }
    if (values->count == 1) {
        ouro__expr_into(c, values->items[0], dest);
        return;
    }
    for (uint32_t i = 0; i < values->count; i++) {
        if (c->unit->top - first == MOST_STRINGS) {
            ouro__emit(c, OURO_OP_BUILD_STRING, 0, first, first, MOST_STRINGS);
            ouro__pop(c, first + 1);
        }
        ouro__expr_push(c, values->items[i]);
    }
    c->unit->span = e->span;
    ouro__emit(c, OURO_OP_BUILD_STRING, 0, dest, first, c->unit->top - first);
    ouro__pop(c, first);
}
