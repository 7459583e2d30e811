/* Assignments and deletions: to names, attributes, items, sequences of targets. The value is evaluated before
 * the targets' parts, targets from left to right. */
#include "compiler/compiler.h"

#include "types/tuple.h"

static const ouro_name *attribute_name(ouro_compiler *c, const ouro_expr *e)
{
    return ouro__mangle_name(c, c->unit->scope->private_name, e->attribute.attr);
}

/* Counts the attributes that a method stores on self: they size its instances. */
static void note_attribute(ouro_compiler *c, const ouro_expr *target, const ouro_name *attr)
{
    ouro_unit *u = c->unit;
    const ouro_expr *o = target->attribute.value;
    if (!u->first_parameter || o->kind != OURO_AST_NAME || o->name.id != u->first_parameter)
        return;
    if (ouro__pointer_map_get(&u->stored_on_self, attr) != OURO_MAP_MISSING)
        return;
    if (ouro__pointer_map_add(&u->stored_on_self, c->region, attr, 0) < 0)
        ouro__fail_memory(c);
}

static void emit_store_attribute(ouro_compiler *c, ouro_expr *target, ouro_operand o, ouro_operand value)
{
    const ouro_name *attr = attribute_name(c, target);
    ouro__forbid_name(c, target->attribute.attr, OURO_AST_STORE);
    note_attribute(c, target, attr);
    ouro_ins *ins = ouro__emit_unary(c, OURO_OP_STORE_ATTR, OURO_DISCARD, value, ouro__name_number(c, attr));
    ins->a = o.reg;
    if (o.kind == OURO_OPERAND_TEMPORARY)
        ins->flags |= OURO_KILL_A;
}

static void emit_store_item(ouro_compiler *c, ouro_operand o, ouro_operand index, ouro_operand value)
{
    ouro_ins *ins = ouro__emit_binary(c, OURO_OP_SETITEM, 0, OURO_DISCARD, index, value, false);
    ins->a = o.reg;
    if (o.kind == OURO_OPERAND_TEMPORARY)
        ins->flags |= OURO_KILL_A;
}

static ouro_operand object_before(ouro_compiler *c, ouro_expr *e, const ouro_expr *later)
{
    return ouro__in_register(c, ouro__expr_before(c, e, later));
}

/* ---- unpacking ---- */

static void check_stars(ouro_compiler *c, const ouro_expr_list *elts, uint32_t *star)
{
    *star = elts->count;
    for (uint32_t i = 0; i < elts->count; i++) {
        if (elts->items[i]->kind != OURO_AST_STARRED)
            continue;
        if (*star < elts->count)
            ouro__fail_syntax(c, c->unit->span, "multiple starred expressions in assignment");
        *star = i;
    }
    if (*star < elts->count && (*star > 255 || elts->count - *star - 1 > 255))
        ouro__fail_syntax(c, c->unit->span, "too many expressions in star-unpacking assignment");
}

static void store_items(ouro_compiler *c, const ouro_expr_list *elts, uint32_t first)
{
    for (uint32_t i = 0; i < elts->count; i++) {
        ouro_expr *target = elts->items[i];
        if (target->kind == OURO_AST_STARRED)
            target = target->starred.value;
        ouro__store(c, target, ouro__temporary(first + i));
    }
}

/* The first of consecutive registers, when the targets are locals that have such: often, since registers are
 * given out in the order in which the code meets the names. Else OURO_DISCARD. */
static uint32_t consecutive_locals(ouro_compiler *c, const ouro_expr_list *elts)
{
    uint32_t first = OURO_DISCARD;
    for (uint32_t i = 0; i < elts->count; i++) {
        const ouro_expr *target = elts->items[i];
        uint32_t reg =
            target->kind == OURO_AST_NAME ? ouro__local_register(c, target->name.id) : OURO_DISCARD;
        if (reg == OURO_DISCARD || (i > 0 && reg != first + i) || target->name.id == c->names.debug)
            return OURO_DISCARD;
        if (i == 0)
            first = reg;
    }
    return first;
}

static void unpack(ouro_compiler *c, const ouro_expr_list *elts, ouro_operand value)
{
    uint32_t star, mark = c->unit->top;
    check_stars(c, elts, &star);
    uint32_t first = star == elts->count ? consecutive_locals(c, elts) : OURO_DISCARD;
    if (first != OURO_DISCARD) {
        ouro__emit_unary(c, OURO_OP_UNPACK, OURO_DISCARD, value, elts->count)->a = first;
        return;
    }
    if (star < elts->count)
        ouro__emit_unary(c, OURO_OP_UNPACK_EX, mark, value, star | (elts->count - star - 1) << 8);
    else
        ouro__emit_unary(c, OURO_OP_UNPACK, mark, value, elts->count);
    for (uint32_t i = 0; i < elts->count; i++)
        ouro__push(c);
    store_items(c, elts, mark);
    ouro__pop(c, mark);
}

/* ---- targets ---- */

void ouro__store(ouro_compiler *c, ouro_expr *target, ouro_operand value)
{
    uint32_t mark = c->unit->top;
    ouro__enter(c);
    switch (target->kind) {
    case OURO_AST_NAME:
        c->unit->span = target->span;
        ouro__emit_store_name(c, target->name.id, value);
        break;
    case OURO_AST_ATTRIBUTE: {
        ouro_operand o = object_before(c, target->attribute.value, NULL);
        c->unit->span = ouro__attribute_span(target->span, target);
        emit_store_attribute(c, target, o, value);
        break;
    }
    case OURO_AST_SUBSCRIPT: {
        ouro_operand o = object_before(c, target->subscript.value, target->subscript.slice);
        ouro_operand index = ouro__expr(c, target->subscript.slice);
        c->unit->span = target->span;
        emit_store_item(c, o, index, value);
        break;
    }
    case OURO_AST_TUPLE:
    case OURO_AST_LIST:
        c->unit->span = target->span;
        unpack(c, &target->tuple.elts, value);
        break;
    default:
        ouro__fail_syntax(c, target->span, "starred assignment target must be in a list or tuple");
    }
    ouro__pop(c, mark);
    ouro__leave(c);
}

static void delete_part(ouro_compiler *c, ouro_expr *target)
{
    uint32_t mark = c->unit->top;
    switch (target->kind) {
    case OURO_AST_NAME:
        c->unit->span = target->span;
        ouro__emit_delete_name(c, target->name.id);
        break;
    case OURO_AST_ATTRIBUTE: {
        ouro_operand o = ouro__expr(c, target->attribute.value);
        c->unit->span = ouro__attribute_span(target->span, target);
        ouro__forbid_name(c, target->attribute.attr, OURO_AST_DEL);
        ouro__emit_unary(c, OURO_OP_DELETE_ATTR, OURO_DISCARD, o,
                         ouro__name_number(c, attribute_name(c, target)))
            ->a = 0;
        break;
    }
    case OURO_AST_SUBSCRIPT: {
        ouro_operand o = ouro__expr_before(c, target->subscript.value, target->subscript.slice);
        ouro_operand index = ouro__expr(c, target->subscript.slice);
        c->unit->span = target->span;
        ouro__emit_binary(c, OURO_OP_DELITEM, 0, OURO_DISCARD, o, index, false)->a = 0;
        break;
    }
    case OURO_AST_STARRED:
        ouro__fail_syntax(c, target->span, "can't use starred expression here");
    default:
        for (uint32_t i = 0; i < target->tuple.elts.count; i++)
            ouro__delete(c, target->tuple.elts.items[i]);
    }
    ouro__pop(c, mark);
}

void ouro__delete(ouro_compiler *c, ouro_expr *target)
{
    ouro__enter(c);
    delete_part(c, target);
    ouro__leave(c);
}

/* ---- statements ---- */

static bool starred(const ouro_expr_list *elts)
{
    for (uint32_t i = 0; i < elts->count; i++)
        if (elts->items[i]->kind == OURO_AST_STARRED)
            return true;
    return false;
}

/* a, b = x, y needs no tuple: all values first, then all stores. */
static bool assign_pairwise(ouro_compiler *c, ouro_expr *target, ouro_expr *value)
{
    enum { MOST = 30 };
    if (target->kind != OURO_AST_TUPLE && target->kind != OURO_AST_LIST)
        return false;
    const ouro_expr_list *targets = &target->tuple.elts;
    uint32_t first = c->unit->top, count = targets->count;
    if (count == 0 || count > MOST || starred(targets))
        return false;
    if (value->kind == OURO_CONSTANT) {
        ouro_object *o = ouro__constant_object(c, value);
        if (!ouro__is_exactly(o, OURO_T_TUPLE) || ((ouro_tuple *)o)->count != count)
            return false;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t mark = c->unit->top;
            ouro__store(c, targets->items[i], ouro__constant_operand(c, ((ouro_tuple *)o)->items[i]));
            ouro__pop(c, mark);
        }
        return true;
    }
    if (value->kind != OURO_AST_TUPLE && value->kind != OURO_AST_LIST)
        return false;
    if (value->tuple.elts.count != count || starred(&value->tuple.elts))
        return false;
    for (uint32_t i = 0; i < count; i++)
        ouro__expr_push(c, value->tuple.elts.items[i]);
    store_items(c, targets, first);
    ouro__pop(c, first);
    return true;
}

/* Straight into the register of a local. */
static bool assign_local(ouro_compiler *c, ouro_expr *target, ouro_expr *value)
{
    if (target->kind != OURO_AST_NAME)
        return false;
    c->unit->span = target->span;
    ouro__forbid_name(c, target->name.id, OURO_AST_STORE);
    uint32_t reg = ouro__local_register(c, target->name.id);
    if (reg == OURO_DISCARD)
        return false;
    ouro__expr_into(c, value, reg);
    return true;
}

void ouro__assign_statement(ouro_compiler *c, ouro_stmt *s)
{
    const ouro_expr_list *targets = &s->assign.targets;
    uint32_t mark = c->unit->top;
    if (targets->count == 1 && (assign_local(c, targets->items[0], s->assign.value) ||
                                assign_pairwise(c, targets->items[0], s->assign.value)))
        return;
    ouro_operand x = ouro__expr_before(c, s->assign.value, targets->items[0]);
    if (targets->count > 1 && x.kind == OURO_OPERAND_LOCAL) { /* the first target may rebind it */
        uint32_t reg = ouro__push(c);
        ouro__emit_move(c, reg, x);
        x = ouro__temporary(reg);
    }
    for (uint32_t i = 0; i < targets->count; i++)
        ouro__store(c, targets->items[i], i + 1 < targets->count ? ouro__borrowed(x) : x);
    ouro__pop(c, mark);
}

/* What comes between evaluating the object of an augmented target and using it last. */
static const ouro_expr *riskier(const ouro_expr *a, const ouro_expr *b)
{
    return a->kind == OURO_AST_NAME || a->kind == OURO_CONSTANT ? b : a;
}

static void augment(ouro_compiler *c, ouro_stmt *s, uint32_t dest, ouro_operand left)
{
    ouro_operand right = ouro__expr(c, s->augassign.value);
    c->unit->span = s->span;
    ouro__emit_binary(c, ouro__binary_opcode(s->op), OURO_INPLACE, dest, left, right,
                      s->op != OURO_AST_MATMULT);
}

static void augment_name(ouro_compiler *c, ouro_stmt *s)
{
    ouro_expr *target = s->augassign.target, *value = s->augassign.value;
    const ouro_name *name = target->name.id;
    c->unit->span = target->span;
    ouro__forbid_name(c, name, OURO_AST_STORE);
    uint32_t reg = ouro__local_register(c, name);
    if (reg == OURO_DISCARD) {
        ouro_operand x = ouro__emit_load_name(c, name);
        augment(c, s, x.reg, x);
        c->unit->span = target->span;
        ouro__emit_store_name(c, name, x);
        return;
    }
    ouro_operand x = ouro__emit_load_name(c, name);
    if (x.rebindable && value->kind != OURO_AST_NAME && value->kind != OURO_CONSTANT) {
        uint32_t copy = ouro__push(c);
        ouro__emit_move(c, copy, x);
        x = ouro__temporary(copy);
    }
    augment(c, s, reg, x);
}

static void augment_attribute(ouro_compiler *c, ouro_stmt *s)
{
    ouro_expr *target = s->augassign.target;
    ouro_operand o = object_before(c, target->attribute.value, s->augassign.value);
    c->unit->span = ouro__attribute_span(target->span, target);
    uint32_t reg = ouro__push(c);
    ouro__emit_unary(c, OURO_OP_LOAD_ATTR, reg, ouro__borrowed(o),
                     ouro__name_number(c, attribute_name(c, target)));
    augment(c, s, reg, ouro__temporary(reg));
    c->unit->span = ouro__attribute_span(target->span, target);
    emit_store_attribute(c, target, o, ouro__temporary(reg));
}

static void augment_item(ouro_compiler *c, ouro_stmt *s)
{
    ouro_expr *target = s->augassign.target, *value = s->augassign.value;
    ouro_operand o = object_before(c, target->subscript.value, riskier(target->subscript.slice, value));
    ouro_operand index = ouro__expr_before(c, target->subscript.slice, value);
    c->unit->span = target->span;
    uint32_t reg = ouro__push(c);
    ouro__emit_binary(c, OURO_OP_GETITEM, 0, reg, ouro__borrowed(o), ouro__borrowed(index), true);
    augment(c, s, reg, ouro__temporary(reg));
    c->unit->span = target->span;
    emit_store_item(c, o, index, ouro__temporary(reg));
}

/* The parser makes no such tree, but a program may. */
_Noreturn static void refuse_target(ouro_compiler *c, const ouro_expr *target, const char *what)
{
    ouro__raise(c->rt, OURO_T_SYSTEM_ERROR, "invalid node type (%d) for %s assignment", target->kind + 1,
                what);
    ouro__fail(c);
}

void ouro__augmented_statement(ouro_compiler *c, ouro_stmt *s)
{
    uint32_t mark = c->unit->top;
    switch (s->augassign.target->kind) {
    case OURO_AST_NAME:
        augment_name(c, s);
        break;
    case OURO_AST_ATTRIBUTE:
        augment_attribute(c, s);
        break;
    case OURO_AST_SUBSCRIPT:
        augment_item(c, s);
        break;
    default:
        refuse_target(c, s->augassign.target, "augmented");
    }
    ouro__pop(c, mark);
}

/* ---- annotations ---- */

static void annotate_name(ouro_compiler *c, ouro_stmt *s)
{
    uint32_t mark = c->unit->top;
    ouro_expr *target = s->annassign.target, *annotation = s->annassign.annotation;
    ouro_operand x = c->future & OURO_CO_FUTURE_ANNOTATIONS
                         ? ouro__constant_operand(c, ouro__unparse(c, annotation))
                         : ouro__expr(c, annotation);
    c->unit->span = s->span;
    ouro_operand all = ouro__in_register(c, ouro__emit_load_name(c, c->names.annotations));
    const ouro_name *mangled = ouro__mangle_name(c, c->unit->scope->private_name, target->name.id);
    emit_store_item(c, all, ouro__constant_operand(c, ouro__name_object(c, mangled)), x);
    ouro__pop(c, mark);
}

static void discard_part(ouro_compiler *c, ouro_expr *e)
{
    if (e)
        ouro__expr_discard(c, e);
}

/* o[i]: annotation, without a value: the parts are evaluated for their effects. */
static void evaluate_target(ouro_compiler *c, ouro_expr *target)
{
    if (target->kind == OURO_AST_ATTRIBUTE) {
        ouro__forbid_name(c, target->attribute.attr, OURO_AST_STORE);
        discard_part(c, target->attribute.value);
    } else if (target->kind == OURO_AST_SUBSCRIPT) {
        discard_part(c, target->subscript.value);
        discard_part(c, target->subscript.slice);
    }
}

void ouro__annotated_statement(ouro_compiler *c, ouro_stmt *s)
{
    ouro_expr *target = s->annassign.target;
    bool postponed = c->future & OURO_CO_FUTURE_ANNOTATIONS,
         kept = c->unit->scope->kind != OURO_FUNCTION_SCOPE;
    uint32_t mark = c->unit->top;
    if (target->kind != OURO_AST_NAME && target->kind != OURO_AST_ATTRIBUTE &&
        target->kind != OURO_AST_SUBSCRIPT)
        refuse_target(c, target, "annotated");
    if (s->annassign.value && !assign_local(c, target, s->annassign.value)) {
        ouro_operand x = ouro__expr_before(c, s->annassign.value, target);
        ouro__store(c, target, x);
        ouro__pop(c, mark);
    }
    c->unit->span = s->span;
    if (target->kind == OURO_AST_NAME)
        ouro__forbid_name(c, target->name.id, OURO_AST_STORE);
    else if (!s->annassign.value)
        evaluate_target(c, target);
    if (s->annassign.simple && kept)
        annotate_name(c, s);
    else if (!s->annassign.simple && kept && !postponed)
        ouro__expr_discard(c, s->annassign.annotation);
}
