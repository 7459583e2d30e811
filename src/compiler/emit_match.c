/* Match statements. The subject stands in a register until its case is decided; parts of it that a pattern
 * takes out stand in registers behind it. A pattern that does not match jumps to the case's one exit, where
 * all those registers are emptied: those not reached yet are empty anyway. Names are bound when the whole
 * pattern has matched. */
#include "compiler/compiler.h"

#include "types/int.h"
#include "types/set.h"
#include "types/tuple.h"

typedef struct capture {
    const ouro_name *name;
    uint32_t reg;
} capture;

typedef struct pattern_state {
    capture *captures;
    uint32_t count, capacity;
    uint32_t fail;    /* label */
    uint32_t highest; /* first register that no pattern of the case has used */
    bool allow_irrefutable;
} pattern_state;

static void match(ouro_compiler *c, pattern_state *m, ouro_pattern *p, uint32_t subject);

static uint32_t take(ouro_compiler *c, pattern_state *m)
{
    uint32_t reg = ouro__push(c);
    if (m->highest < c->unit->top)
        m->highest = c->unit->top;
    return reg;
}

static uint32_t take_many(ouro_compiler *c, pattern_state *m, uint32_t count)
{
    uint32_t first = c->unit->top;
    for (uint32_t i = 0; i < count; i++)
        take(c, m);
    return first;
}

static void bind(ouro_compiler *c, pattern_state *m, const ouro_name *name, uint32_t reg)
{
    ouro__forbid_name(c, name, OURO_AST_STORE);
    for (uint32_t i = 0; i < m->count; i++)
        if (m->captures[i].name == name)
            ouro__fail_syntax(c, c->unit->span, "multiple assignments to name %R in pattern",
                              ouro__name_object(c, name));
    m->captures = ouro__region_room(c, m->captures, m->count, &m->capacity, sizeof *m->captures);
    m->captures[m->count++] = (capture){name, reg};
}

static bool is_wildcard(const ouro_pattern *p)
{
    return p->kind == OURO_AST_MATCHAS && !p->matchas.name && !p->matchas.pattern;
}

static bool is_star_wildcard(const ouro_pattern *p)
{
    return p->kind == OURO_AST_MATCHSTAR && !p->matchstar.name;
}

static void submatch(ouro_compiler *c, pattern_state *m, ouro_pattern *p, uint32_t subject)
{
    bool before = m->allow_irrefutable;
    m->allow_irrefutable = true;
    match(c, m, p, subject);
    m->allow_irrefutable = before;
}

static ouro_operand number(ouro_compiler *c, int64_t n)
{
    return ouro__constant_operand(c, ouro__keep(c, ouro__int_new(c->rt, n)));
}

/* Jumps out unless `op` gives a true value for the subject. */
static void require(ouro_compiler *c, pattern_state *m, enum ouro_opcode op, uint32_t subject)
{
    uint32_t reg = c->unit->top;
    ouro__emit(c, op, 0, reg, subject, 0);
    ouro__emit_jump_if(c, OURO_OP_JUMP_IF_FALSE, ouro__temporary(reg), m->fail);
}

static void require_length(ouro_compiler *c, pattern_state *m, uint32_t subject, enum ouro_opcode jump,
                           uint32_t length)
{
    uint32_t reg = ouro__push(c);
    ouro__emit(c, OURO_OP_GET_LEN, 0, reg, subject, 0);
    ouro__emit_binary(c, jump, OURO_NEGATE, OURO_DISCARD, ouro__temporary(reg), number(c, length), true)
        ->target = m->fail;
    ouro__pop(c, reg);
}

/* ---- literals and names ---- */

static void match_value(ouro_compiler *c, pattern_state *m, ouro_pattern *p, uint32_t subject)
{
    ouro_expr *e = p->matchvalue.value;
    uint32_t mark = c->unit->top;
    if (e->kind != OURO_CONSTANT && e->kind != OURO_AST_ATTRIBUTE)
        ouro__fail_syntax(c, p->span, "patterns may only match literals and attribute lookups");
    ouro_operand value = ouro__expr(c, e);
    c->unit->span = p->span;
    ouro__emit_binary(c, OURO_OP_JUMP_EQUAL, OURO_NEGATE, OURO_DISCARD, ouro__local(subject), value, true)
        ->target = m->fail;
    ouro__pop(c, mark);
}

static void match_singleton(ouro_compiler *c, pattern_state *m, ouro_pattern *p, uint32_t subject)
{
    ouro_operand x = ouro__local(subject);
    if (p->matchsingleton.value == OURO_CONSTANT_NONE) {
        ouro__emit_jump_if(c, OURO_OP_JUMP_IF_NOT_NONE, x, m->fail);
        return;
    }
    uint32_t mark = c->unit->top;
    ouro_operand value = ouro__constant_operand(
        c, p->matchsingleton.value == OURO_CONSTANT_TRUE ? OURO_TRUE(c->rt) : OURO_FALSE(c->rt));
    ouro__emit_binary(c, OURO_OP_JUMP_IS, OURO_NEGATE, OURO_DISCARD, x, value, false)->target = m->fail;
    ouro__pop(c, mark);
}

static void match_as(ouro_compiler *c, pattern_state *m, ouro_pattern *p, uint32_t subject)
{
    if (p->matchas.pattern) {
        match(c, m, p->matchas.pattern, subject);
        bind(c, m, p->matchas.name, subject);
        return;
    }
    if (!m->allow_irrefutable) {
        if (!p->matchas.name)
            ouro__fail_syntax(c, p->span, "wildcard makes remaining patterns unreachable");
        ouro__fail_syntax(c, p->span, "name capture %R makes remaining patterns unreachable",
                          ouro__name_object(c, p->matchas.name));
    }
    if (p->matchas.name)
        bind(c, m, p->matchas.name, subject);
}

/* ---- sequences ---- */

static void match_item(ouro_compiler *c, pattern_state *m, ouro_pattern *p, uint32_t item)
{
    if (p->kind != OURO_AST_MATCHSTAR)
        submatch(c, m, p, item);
    else if (p->matchstar.name)
        bind(c, m, p->matchstar.name, item);
}

static void match_unpacked(ouro_compiler *c, pattern_state *m, const ouro_pattern_list *parts, uint32_t star,
                           uint32_t subject)
{
    uint32_t after = parts->count - star - 1;
    if (star < parts->count && (star > 255 || after > 255))
        ouro__fail_syntax(c, c->unit->span, "too many expressions in star-unpacking sequence pattern");
    uint32_t first = take_many(c, m, parts->count);
    if (star < parts->count)
        ouro__emit(c, OURO_OP_UNPACK_EX, 0, first, subject, star | after << 8);
    else
        ouro__emit(c, OURO_OP_UNPACK, 0, first, subject, parts->count);
    for (uint32_t i = 0; i < parts->count; i++)
        match_item(c, m, parts->items[i], first + i);
}

/* [a, *_, b]: the items are fetched one by one, the rest is never made. */
static void match_indexed(ouro_compiler *c, pattern_state *m, const ouro_pattern_list *parts, uint32_t star,
                          uint32_t subject)
{
    for (uint32_t i = 0; i < parts->count; i++) {
        ouro_pattern *p = parts->items[i];
        if (i == star || is_wildcard(p))
            continue;
        uint32_t item = take(c, m);
        if (i < star) {
            ouro__emit_binary(c, OURO_OP_GETITEM, 0, item, ouro__local(subject), number(c, i), true);
        } else {
            ouro__emit(c, OURO_OP_GET_LEN, 0, item, subject, 0);
            ouro__emit_binary(c, OURO_OP_SUBTRACT, 0, item, ouro__temporary(item),
                              number(c, parts->count - i), true);
            ouro__emit_binary(c, OURO_OP_GETITEM, 0, item, ouro__local(subject), ouro__temporary(item), true);
        }
        submatch(c, m, p, item);
    }
}

static void match_sequence(ouro_compiler *c, pattern_state *m, ouro_pattern *p, uint32_t subject)
{
    const ouro_pattern_list *parts = &p->matchsequence.patterns;
    uint32_t star = parts->count;
    bool only_wildcards = true, star_wildcard = false;
    for (uint32_t i = 0; i < parts->count; i++) {
        const ouro_pattern *part = parts->items[i];
        if (part->kind == OURO_AST_MATCHSTAR) {
            if (star < parts->count)
                ouro__fail_syntax(c, p->span, "multiple starred names in sequence pattern");
            star = i;
            star_wildcard = is_star_wildcard(part);
            only_wildcards &= star_wildcard;
        } else {
            only_wildcards &= is_wildcard(part);
        }
    }
    require(c, m, OURO_OP_MATCH_SEQUENCE, subject);
    if (star == parts->count)
        require_length(c, m, subject, OURO_OP_JUMP_EQUAL, parts->count);
    else if (parts->count > 1)
        require_length(c, m, subject, OURO_OP_JUMP_GREATER_EQUAL, parts->count - 1);
    if (only_wildcards)
        return;
    if (star_wildcard)
        match_indexed(c, m, parts, star, subject);
    else
        match_unpacked(c, m, parts, star, subject);
}

/* ---- mappings and classes ---- */

static void check_keys(ouro_compiler *c, const ouro_pattern *p)
{
    ouro_object *seen = ouro__keep(c, ouro__set_new(c->rt, NULL));
    for (uint32_t i = 0; i < p->matchmapping.keys.count; i++) {
        ouro_expr *key = p->matchmapping.keys.items[i];
        if (key->kind == OURO_AST_ATTRIBUTE)
            continue;
        if (key->kind != OURO_CONSTANT)
            ouro__fail_syntax(c, p->span,
                              "mapping pattern keys may only match literals and attribute lookups");
        ouro_object *o = ouro__constant_object(c, key);
        int found = ouro__set_contains(c->rt, seen, o);
        if (found > 0)
            ouro__fail_syntax(c, p->span, "mapping pattern checks duplicate key (%R)", o);
        if (found < 0 || ouro__set_add(c->rt, seen, o) < 0)
            ouro__fail(c);
    }
}

static void match_mapping(ouro_compiler *c, pattern_state *m, ouro_pattern *p, uint32_t subject)
{
    const ouro_expr_list *keys = &p->matchmapping.keys;
    require(c, m, OURO_OP_MATCH_MAPPING, subject);
    if (keys->count == 0 && !p->matchmapping.rest)
        return;
    if (keys->count)
        require_length(c, m, subject, OURO_OP_JUMP_GREATER_EQUAL, keys->count);
    check_keys(c, p);
    c->unit->span = p->span;
    uint32_t tuple = c->unit->top;
    ouro__display_into(c, keys, OURO_BUILD_AS_TUPLE, tuple);
    take(c, m);
    c->unit->span = p->span;
    uint32_t values = take(c, m);
    ouro__emit_binary(c, OURO_OP_MATCH_KEYS, 0, values, ouro__local(subject), ouro__local(tuple), false);
    ouro__emit_jump_if(c, OURO_OP_JUMP_IF_NONE, ouro__local(values), m->fail);
    uint32_t first = take_many(c, m, keys->count);
    if (keys->count)
        ouro__emit(c, OURO_OP_UNPACK, 0, first, values, keys->count);
    for (uint32_t i = 0; i < keys->count; i++)
        submatch(c, m, p->matchmapping.patterns.items[i], first + i);
    if (!p->matchmapping.rest)
        return;
    c->unit->span = p->span;
    uint32_t rest = take(c, m);
    ouro__emit_binary(c, OURO_OP_MATCH_REST, 0, rest, ouro__local(subject), ouro__local(tuple), false);
    bind(c, m, p->matchmapping.rest, rest);
}

static ouro_object *attribute_names(ouro_compiler *c, const ouro_pattern *p)
{
    const ouro_name_list *attrs = &p->matchclass.kwd_attrs;
    ouro_object **names = ouro__region_need(c, (attrs->count + 1) * sizeof *names);
    for (uint32_t i = 0; i < attrs->count; i++) {
        c->unit->span = p->matchclass.kwd_patterns.items[i]->span;
        ouro__forbid_name(c, attrs->items[i], OURO_AST_STORE);
        for (uint32_t j = i + 1; j < attrs->count; j++)
            if (attrs->items[i] == attrs->items[j])
                ouro__fail_syntax(c, p->matchclass.kwd_patterns.items[j]->span,
                                  "attribute name repeated in class pattern: %s", attrs->items[i]->bytes);
        names[i] = ouro__name_object(c, attrs->items[i]);
    }
    return ouro__constant_unique(c, ouro__keep(c, ouro__tuple_from(c->rt, names, attrs->count)));
}

static void match_class(ouro_compiler *c, pattern_state *m, ouro_pattern *p, uint32_t subject)
{
    uint32_t positional = p->matchclass.patterns.count, count = positional + p->matchclass.kwd_patterns.count;
    ouro_object *names = attribute_names(c, p);
    uint32_t mark = c->unit->top;
    ouro_operand cls = ouro__expr(c, p->matchclass.cls);
    c->unit->span = p->span;
    ouro__pop(c, mark);
    uint32_t parts = take(c, m);
    ouro_ins *ins = ouro__emit_binary(c, OURO_OP_MATCH_CLASS, 0, parts, ouro__local(subject), cls, false);
    ins->extra = (uint64_t)ouro__constant_number(c, names) << 32 | positional;
    ouro__emit_jump_if(c, OURO_OP_JUMP_IF_NONE, ouro__local(parts), m->fail);
    uint32_t first = take_many(c, m, count);
    if (count)
        ouro__emit(c, OURO_OP_UNPACK, 0, first, parts, count);
    for (uint32_t i = 0; i < count; i++)
        submatch(c, m,
                 i < positional ? p->matchclass.patterns.items[i]
                                : p->matchclass.kwd_patterns.items[i - positional],
                 first + i);
}

/* ---- alternatives ---- */

static uint32_t find_capture(const pattern_state *m, const ouro_name *name)
{
    for (uint32_t i = 0; i < m->count; i++)
        if (m->captures[i].name == name)
            return i;
    return m->count;
}

/* Each alternative leaves its captures where the first one's have their registers. */
static void match_or(ouro_compiler *c, pattern_state *m, ouro_pattern *p, uint32_t subject)
{
    const ouro_pattern_list *parts = &p->matchor.patterns;
    uint32_t matched = ouro__label(c), mark = c->unit->top, names = 0, inner = mark;
    capture *common = NULL;
    for (uint32_t i = 0; i < parts->count; i++) {
        bool last = i + 1 == parts->count;
        /* The registers for the common captures are known behind the first alternative: until then room is
         * left for as many as there can be names. */
        pattern_state alternative = {.fail = ouro__label(c),
                                     .allow_irrefutable = last && m->allow_irrefutable};
        if (i == 0) {
            names = ouro__pattern_names(parts->items[0]);
            take_many(c, m, names);
            inner = c->unit->top;
        }
        alternative.highest = inner;
        match(c, &alternative, parts->items[i], subject);
        if (i == 0)
            common = alternative.captures, names = alternative.count;
        if (alternative.count != names)
            ouro__fail_syntax(c, c->unit->span, "alternative patterns bind different names");
        for (uint32_t j = 0; j < names; j++) {
            uint32_t at = find_capture(&alternative, common[j].name);
            if (at == names)
                ouro__fail_syntax(c, c->unit->span, "alternative patterns bind different names");
            ouro__emit_move(c, mark + j, ouro__local(alternative.captures[at].reg));
        }
        c->unit->span = p->span;
        ouro__emit_clear(c, inner, alternative.highest - inner);
        if (m->highest < alternative.highest)
            m->highest = alternative.highest;
        ouro__emit_jump(c, matched);
        ouro__place(c, alternative.fail);
        ouro__emit_clear(c, inner, alternative.highest - inner);
        ouro__pop(c, inner);
    }
    ouro__emit_jump(c, m->fail);
    ouro__place(c, matched);
    for (uint32_t j = 0; j < names; j++)
        bind(c, m, common[j].name, mark + j);
}

uint32_t ouro__pattern_names(const ouro_pattern *p)
{
    const ouro_pattern_list *parts = NULL, *more = NULL;
    uint32_t count = 0;
    switch ((ouro_pattern_kind)p->kind) {
    case OURO_AST_MATCHVALUE:
    case OURO_AST_MATCHSINGLETON:
        return 0;
    case OURO_AST_MATCHSTAR:
        return p->matchstar.name != NULL;
    case OURO_AST_MATCHAS:
        return (p->matchas.name != NULL) + (p->matchas.pattern ? ouro__pattern_names(p->matchas.pattern) : 0);
    case OURO_AST_MATCHOR:
        return ouro__pattern_names(p->matchor.patterns.items[0]);
    case OURO_AST_MATCHSEQUENCE:
        parts = &p->matchsequence.patterns;
        break;
    case OURO_AST_MATCHMAPPING:
        count = p->matchmapping.rest != NULL;
        parts = &p->matchmapping.patterns;
        break;
    case OURO_AST_MATCHCLASS:
        parts = &p->matchclass.patterns;
        more = &p->matchclass.kwd_patterns;
        break;
    }
    for (uint32_t i = 0; i < parts->count; i++)
        count += ouro__pattern_names(parts->items[i]);
    for (uint32_t i = 0; more && i < more->count; i++)
        count += ouro__pattern_names(more->items[i]);
    return count;
}

static void match(ouro_compiler *c, pattern_state *m, ouro_pattern *p, uint32_t subject)
{
    ouro__enter(c);
    c->unit->span = p->span;
    switch ((ouro_pattern_kind)p->kind) {
    case OURO_AST_MATCHVALUE:
        match_value(c, m, p, subject);
        break;
    case OURO_AST_MATCHSINGLETON:
        match_singleton(c, m, p, subject);
        break;
    case OURO_AST_MATCHSEQUENCE:
        match_sequence(c, m, p, subject);
        break;
    case OURO_AST_MATCHMAPPING:
        match_mapping(c, m, p, subject);
        break;
    case OURO_AST_MATCHCLASS:
        match_class(c, m, p, subject);
        break;
    case OURO_AST_MATCHSTAR: /* only within a sequence */
    case OURO_AST_MATCHAS:
        match_as(c, m, p, subject);
        break;
    case OURO_AST_MATCHOR:
        match_or(c, m, p, subject);
        break;
    }
    ouro__leave(c);
}

/* ---- the statement ---- */

static void match_case(ouro_compiler *c, const ouro_match_case *k, uint32_t subject, bool last, uint32_t end)
{
    uint32_t mark = c->unit->top;
    pattern_state m = {.fail = ouro__label(c), .highest = mark, .allow_irrefutable = last || k->guard};
    match(c, &m, k->pattern, subject);
    c->unit->span = k->pattern->span;
    for (uint32_t i = 0; i < m.count; i++)
        ouro__emit_store_name(c, m.captures[i].name, ouro__local(m.captures[i].reg));
    ouro__emit_clear(c, mark, m.highest - mark);
    ouro__pop(c, mark);
    if (k->guard)
        ouro__jump_if(c, k->guard, m.fail, false);
    ouro__emit_clear(c, subject, 1);
    ouro__statements(c, &k->body);
    ouro__emit_jump(c, end);
    ouro__place(c, m.fail);
    c->unit->span = k->pattern->span;
    ouro__emit_clear(c, mark, m.highest - mark);
}

void ouro__match_statement(ouro_compiler *c, ouro_stmt *s)
{
    uint32_t end = ouro__label(c), subject = ouro__expr_push(c, s->match.subject);
    for (uint32_t i = 0; i < s->match.cases.count; i++)
        match_case(c, s->match.cases.items[i], subject, i + 1 == s->match.cases.count, end);
    ouro__emit_clear(c, subject, 1);
    ouro__pop(c, subject);
    ouro__place(c, end);
}
