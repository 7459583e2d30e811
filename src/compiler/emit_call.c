/* Calls. The callable and its arguments stand in consecutive registers, the window, so that the callee finds
 * its parameters in place; a call with starred arguments, or with very many, gathers them in a tuple and a
 * dict. */
#include "compiler/compiler.h"

#include "types/tuple.h"

enum { MOST_ARGUMENTS = 200 };

static bool unpacks(const ouro_expr_list *args, const ouro_keyword_list *keywords)
{
    for (uint32_t i = 0; i < args->count; i++)
        if (args->items[i]->kind == OURO_AST_STARRED)
            return true;
    for (uint32_t i = 0; i < keywords->count; i++)
        if (!keywords->items[i]->arg)
            return true;
    return args->count + keywords->count > MOST_ARGUMENTS;
}

static void check_callee(ouro_compiler *c, ouro_expr *e)
{
    ouro_expr *func = e->call.func;
    switch ((ouro_expr_kind)func->kind) {
    case OURO_CONSTANT:
    case OURO_AST_TUPLE:
    case OURO_AST_LIST:
    case OURO_AST_LISTCOMP:
    case OURO_AST_DICT:
    case OURO_AST_DICTCOMP:
    case OURO_AST_SET:
    case OURO_AST_SETCOMP:
    case OURO_AST_GENERATOREXP:
    case OURO_AST_JOINEDSTR:
    case OURO_AST_FORMATTEDVALUE:
        ouro__warn_syntax(c, e->span, "'%s' object is not callable; perhaps you missed a comma?",
                          ouro__literal_type(c, func));
        break;
    default:
        break;
    }
}

void ouro__check_keywords(ouro_compiler *c, const ouro_keyword_list *keywords)
{
    ouro_pointer_map seen = {0};
    for (uint32_t i = 0; i < keywords->count; i++) {
        const ouro_keyword *k = keywords->items[i];
        if (!k->arg)
            continue;
        ouro__forbid_name(c, k->arg, OURO_AST_STORE);
        if (ouro__pointer_map_get(&seen, k->arg) != OURO_MAP_MISSING)
            ouro__fail_syntax(c, k->span, "keyword argument repeated: %s", k->arg->bytes);
        if (ouro__pointer_map_add(&seen, c->region, k->arg, i) < 0)
            ouro__fail_memory(c);
    }
}

/* The constant with the tuple of the names of keywords[from .. to - 1]. */
static ouro_object *keyword_names(ouro_compiler *c, const ouro_keyword_list *keywords, uint32_t from,
                                  uint32_t to)
{
    ouro_object **names = ouro__region_need(c, (to - from) * sizeof *names);
    for (uint32_t i = from; i < to; i++)
        names[i - from] = ouro__name_object(c, keywords->items[i]->arg);
    return ouro__constant_unique(c, ouro__keep(c, ouro__tuple_from(c->rt, names, to - from)));
}

/* The positional arguments as one object behind the callable; `extra` of them are there already. */
static void gather_positional(ouro_compiler *c, uint32_t base, uint32_t extra, const ouro_expr_list *args)
{
    uint32_t list = base + 1, i = 0;
    ouro_span span = c->unit->span;
    if (extra == 0 && args->count == 1 && args->items[0]->kind == OURO_AST_STARRED) {
        ouro__expr_push(c, args->items[0]->starred.value);
        return;
    }
    while (i < args->count && i < MOST_ARGUMENTS && args->items[i]->kind != OURO_AST_STARRED)
        ouro__expr_push(c, args->items[i++]);
    c->unit->span = span;
    if (i == args->count) {
        ouro__emit(c, OURO_OP_BUILD_TUPLE, 0, list, list, extra + i);
        ouro__pop(c, list);
        ouro__push(c);
        return;
    }
    ouro__emit(c, OURO_OP_BUILD_LIST, 0, list, list, extra + i);
    ouro__pop(c, list);
    ouro__push(c);
    for (; i < args->count; i++) {
        bool starred = args->items[i]->kind == OURO_AST_STARRED;
        ouro_operand x = ouro__expr(c, starred ? args->items[i]->starred.value : args->items[i]);
        c->unit->span = span;
        ouro__emit_unary(c, starred ? OURO_OP_LIST_EXTEND : OURO_OP_LIST_APPEND, list, x, 0);
        ouro__pop(c, list + 1);
    }
    ouro__emit(c, OURO_OP_LIST_TO_TUPLE, 0, list, list, 0);
}

/* keywords[from .. to - 1], all named, as a dict in a fresh temporary. */
static uint32_t gather_named(ouro_compiler *c, const ouro_keyword_list *keywords, uint32_t from, uint32_t to)
{
    uint32_t dict = c->unit->top;
    ouro_span span = c->unit->span;
    if (to - from > MOST_ARGUMENTS) {
        ouro__emit(c, OURO_OP_BUILD_MAP, 0, dict, dict, 0);
        ouro__push(c);
        for (uint32_t i = from; i < to; i++) {
            ouro_operand key = ouro__constant_operand(c, ouro__name_object(c, keywords->items[i]->arg));
            ouro_operand value = ouro__expr(c, keywords->items[i]->value);
            c->unit->span = span;
            ouro__emit_binary(c, OURO_OP_MAP_ADD, 0, dict, key, value, false);
            ouro__pop(c, dict + 1);
        }
        return dict;
    }
    for (uint32_t i = from; i < to; i++)
        ouro__expr_push(c, keywords->items[i]->value);
    c->unit->span = span;
    uint32_t number = ouro__constant_number(c, keyword_names(c, keywords, from, to));
    ouro__emit(c, OURO_OP_BUILD_CONST_KEY_MAP, 0, dict, dict, to - from)->extra = number;
    ouro__pop(c, dict);
    return ouro__push(c);
}

/* All keywords as a dict behind the positional arguments. */
static void gather_keywords(ouro_compiler *c, uint32_t base, const ouro_keyword_list *keywords)
{
    uint32_t dict = c->unit->top, i = 0;
    ouro_span span = c->unit->span;
    while (i < keywords->count) {
        uint32_t from = i;
        while (i < keywords->count && keywords->items[i]->arg)
            i++;
        if (i > from && from == 0) {
            gather_named(c, keywords, from, i);
            continue;
        }
        if (from == 0) {
            ouro__emit(c, OURO_OP_BUILD_MAP, 0, dict, dict, 0);
            ouro__push(c);
        }
        ouro_operand more = i > from ? ouro__temporary(gather_named(c, keywords, from, i))
                                     : ouro__expr(c, keywords->items[i++]->value);
        c->unit->span = span;
        ouro__emit_unary(c, OURO_OP_DICT_MERGE, dict, more, base);
        ouro__pop(c, dict + 1);
    }
}

void ouro__call_with(ouro_compiler *c, uint32_t base, uint32_t extra, bool method, const ouro_expr_list *args,
                     const ouro_keyword_list *keywords, uint32_t dest)
{
    ouro_span span = c->unit->span;
    if (unpacks(args, keywords)) {
        gather_positional(c, base, extra, args);
        if (keywords->count)
            gather_keywords(c, base, keywords);
        c->unit->span = span;
        ouro__emit(c, OURO_OP_CALL_EX, 0, dest, base, 0);
        return;
    }
    for (uint32_t i = 0; i < args->count; i++)
        ouro__expr_push(c, args->items[i]);
    for (uint32_t i = 0; i < keywords->count; i++)
        ouro__expr_push(c, keywords->items[i]->value);
    c->unit->span = span;
    uint32_t count = extra + args->count + keywords->count;
    if (keywords->count == 0) {
        ouro__emit(c, method ? OURO_OP_CALL_METHOD : OURO_OP_CALL, 0, dest, base, count);
        return;
    }
    uint32_t names = ouro__constant_number(c, keyword_names(c, keywords, 0, keywords->count));
    ouro__emit(c, method ? OURO_OP_CALL_METHOD_KW : OURO_OP_CALL_KW, 0, dest, base, count)->extra = names;
}

static void method_call_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    ouro_expr *func = e->call.func;
    uint32_t base = c->unit->top;
    ouro_operand x = ouro__expr(c, func->attribute.value);
    c->unit->span = ouro__attribute_span(func->span, func);
    ouro__pop(c, base);
    ouro__emit_unary(
        c, OURO_OP_LOAD_METHOD, base, x,
        ouro__name_number(c, ouro__mangle_name(c, c->unit->scope->private_name, func->attribute.attr)));
    ouro__push(c);
    ouro__push(c);
    c->unit->span = ouro__attribute_span(e->span, func);
    ouro__call_with(c, base, 0, true, &e->call.args, &e->call.keywords, dest);
    ouro__pop(c, base);
}

void ouro__call_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    ouro_expr *func = e->call.func;
    c->unit->span = e->span;
    ouro__check_keywords(c, &e->call.keywords);
    if (func->kind == OURO_AST_ATTRIBUTE && !unpacks(&e->call.args, &e->call.keywords)) {
        method_call_into(c, e, dest);
        return;
    }
    check_callee(c, e);
    uint32_t base = ouro__expr_push(c, func);
    c->unit->span = e->span;
    ouro__call_with(c, base, 0, false, &e->call.args, &e->call.keywords, dest);
    ouro__pop(c, base);
}
