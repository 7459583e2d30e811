/* The table of nodes. See nodes.h. */
#include "modules/ast/nodes.h"

/* clang-format off: rows */
#define WIDTH(s, m) sizeof(((s *)0)->m)
#define FIELDS(...)                                                                                          \
    (const ast_field[])                                                                                      \
    {                                                                                                        \
        __VA_ARGS__,                                                                                         \
        {                                                                                                    \
            0                                                                                                \
        }                                                                                                    \
    }
#define NO_FIELDS                                                                                            \
    (const ast_field[])                                                                                      \
    {                                                                                                        \
        {                                                                                                    \
            0                                                                                                \
        }                                                                                                    \
    }
#define F_ONE(name, type, s, m)                                                                              \
    {                                                                                                        \
        name, type, AST_ONE, WIDTH(s, m), false, offsetof(s, m), 0                                           \
    }
#define F_OPT(name, type, s, m)                                                                              \
    {                                                                                                        \
        name, type, AST_OPTIONAL, WIDTH(s, m), false, offsetof(s, m), 0                                      \
    }
#define F_LIST(name, type, s, m)                                                                             \
    {                                                                                                        \
        name, type, AST_MANY, WIDTH(s, m.items[0]), false, offsetof(s, m.items), offsetof(s, m.count)        \
    }
#define F_HOLES(name, type, s, items, count)                                                                 \
    {                                                                                                        \
        name, type, AST_MANY, WIDTH(s, items[0]), true, offsetof(s, items), offsetof(s, count)               \
    }
#define F_ITEMS(name, type, s, items, count)                                                                 \
    {                                                                                                        \
        name, type, AST_MANY, WIDTH(s, items[0]), false, offsetof(s, items), offsetof(s, count)              \
    }
#define TYPE_COMMENT(s, m) F_OPT("type_comment", AST_STRING, s, m)

/* Fields of statements, expressions and patterns, by the member of their union. */
#define S(name, type, m) F_ONE(name, type, ouro_stmt, m)
#define S_OPT(name, type, m) F_OPT(name, type, ouro_stmt, m)
#define S_LIST(name, type, m) F_LIST(name, type, ouro_stmt, m)
#define X(name, type, m) F_ONE(name, type, ouro_expr, m)
#define X_OPT(name, type, m) F_OPT(name, type, ouro_expr, m)
#define X_LIST(name, type, m) F_LIST(name, type, ouro_expr, m)
#define P(name, type, m) F_ONE(name, type, ouro_pattern, m)
#define P_OPT(name, type, m) F_OPT(name, type, ouro_pattern, m)
#define P_LIST(name, type, m) F_LIST(name, type, ouro_pattern, m)

static const ast_node mod_nodes[] = {
    [OURO_AST_MODULE] = {"Module",
                         FIELDS(F_LIST("body", AST_STMT, ouro_module_node, body),
                                F_LIST("type_ignores", AST_TYPE_IGNORE, ouro_module_node, type_ignores))},
    [OURO_AST_INTERACTIVE] = {"Interactive", FIELDS(F_LIST("body", AST_STMT, ouro_module_node, body))},
    [OURO_AST_EXPRESSION] = {"Expression", FIELDS(F_ONE("body", AST_EXPR, ouro_module_node, expr))},
    [OURO_AST_FUNCTIONTYPE] = {"FunctionType",
                               FIELDS(F_LIST("argtypes", AST_EXPR, ouro_module_node, argtypes),
                                      F_ONE("returns", AST_EXPR, ouro_module_node, expr))},
};

#define FUNCTION                                                                                             \
    FIELDS(S("name", AST_IDENTIFIER, functiondef.name), S("args", AST_ARGUMENTS, functiondef.args),          \
           S_LIST("body", AST_STMT, functiondef.body),                                                       \
           S_LIST("decorator_list", AST_EXPR, functiondef.decorator_list),                                   \
           S_OPT("returns", AST_EXPR, functiondef.returns),                                                  \
           TYPE_COMMENT(ouro_stmt, functiondef.type_comment))
#define FOR                                                                                                  \
    FIELDS(S("target", AST_EXPR, for_.target), S("iter", AST_EXPR, for_.iter),                               \
           S_LIST("body", AST_STMT, for_.body), S_LIST("orelse", AST_STMT, for_.orelse),                     \
           TYPE_COMMENT(ouro_stmt, for_.type_comment))
#define CONDITION(m)                                                                                         \
    FIELDS(S("test", AST_EXPR, m.test), S_LIST("body", AST_STMT, m.body),                                    \
           S_LIST("orelse", AST_STMT, m.orelse))
#define WITH                                                                                                 \
    FIELDS(S_LIST("items", AST_WITHITEM, with.items), S_LIST("body", AST_STMT, with.body),                   \
           TYPE_COMMENT(ouro_stmt, with.type_comment))
#define TRY                                                                                                  \
    FIELDS(S_LIST("body", AST_STMT, try_.body), S_LIST("handlers", AST_EXCEPTHANDLER, try_.handlers),        \
           S_LIST("orelse", AST_STMT, try_.orelse), S_LIST("finalbody", AST_STMT, try_.finalbody))
#define SCOPE FIELDS(S_LIST("names", AST_IDENTIFIER, global.names))

static const ast_node stmt_nodes[] = {
    [OURO_AST_FUNCTIONDEF] = {"FunctionDef", FUNCTION},
    [OURO_AST_ASYNCFUNCTIONDEF] = {"AsyncFunctionDef", FUNCTION},
    [OURO_AST_CLASSDEF] = {"ClassDef", FIELDS(S("name", AST_IDENTIFIER, classdef.name),
                                              S_LIST("bases", AST_EXPR, classdef.bases),
                                              S_LIST("keywords", AST_KEYWORD, classdef.keywords),
                                              S_LIST("body", AST_STMT, classdef.body),
                                              S_LIST("decorator_list", AST_EXPR, classdef.decorator_list))},
    [OURO_AST_RETURN] = {"Return", FIELDS(S_OPT("value", AST_EXPR, ret.value))},
    [OURO_AST_DELETE] = {"Delete", FIELDS(S_LIST("targets", AST_EXPR, delete_.targets))},
    [OURO_AST_ASSIGN] = {"Assign", FIELDS(S_LIST("targets", AST_EXPR, assign.targets),
                                          S("value", AST_EXPR, assign.value),
                                          TYPE_COMMENT(ouro_stmt, assign.type_comment))},
    [OURO_AST_AUGASSIGN] = {"AugAssign",
                            FIELDS(S("target", AST_EXPR, augassign.target), S("op", AST_OPERATOR, op),
                                   S("value", AST_EXPR, augassign.value))},
    [OURO_AST_ANNASSIGN] = {"AnnAssign", FIELDS(S("target", AST_EXPR, annassign.target),
                                                S("annotation", AST_EXPR, annassign.annotation),
                                                S_OPT("value", AST_EXPR, annassign.value),
                                                S("simple", AST_INT, annassign.simple))},
    [OURO_AST_FOR] = {"For", FOR},
    [OURO_AST_ASYNCFOR] = {"AsyncFor", FOR},
    [OURO_AST_WHILE] = {"While", CONDITION(while_)},
    [OURO_AST_IF] = {"If", CONDITION(if_)},
    [OURO_AST_WITH] = {"With", WITH},
    [OURO_AST_ASYNCWITH] = {"AsyncWith", WITH},
    [OURO_AST_MATCH] = {"Match", FIELDS(S("subject", AST_EXPR, match.subject),
                                        S_LIST("cases", AST_MATCH_CASE, match.cases))},
    [OURO_AST_RAISE] = {"Raise",
                        FIELDS(S_OPT("exc", AST_EXPR, raise.exc), S_OPT("cause", AST_EXPR, raise.cause))},
    [OURO_AST_TRY] = {"Try", TRY},
    [OURO_AST_TRYSTAR] = {"TryStar", TRY},
    [OURO_AST_ASSERT] = {"Assert",
                         FIELDS(S("test", AST_EXPR, assert_.test), S_OPT("msg", AST_EXPR, assert_.msg))},
    [OURO_AST_IMPORT] = {"Import", FIELDS(S_LIST("names", AST_ALIAS, import.names))},
    [OURO_AST_IMPORTFROM] = {"ImportFrom", FIELDS(S_OPT("module", AST_IDENTIFIER, importfrom.module),
                                                  S_LIST("names", AST_ALIAS, importfrom.names),
                                                  S_OPT("level", AST_INT, importfrom.level))},
    [OURO_AST_GLOBAL] = {"Global", SCOPE},
    [OURO_AST_NONLOCAL] = {"Nonlocal", SCOPE},
    [OURO_AST_EXPR] = {"Expr", FIELDS(S("value", AST_EXPR, expr.value))},
    [OURO_AST_PASS] = {"Pass", NO_FIELDS},
    [OURO_AST_BREAK] = {"Break", NO_FIELDS},
    [OURO_AST_CONTINUE] = {"Continue", NO_FIELDS},
};

#define CONTEXT X("ctx", AST_EXPR_CONTEXT, context)
#define COMPREHENSION                                                                                        \
    FIELDS(X("elt", AST_EXPR, listcomp.elt), X_LIST("generators", AST_COMPREHENSION, listcomp.generators))

static const ast_node expr_nodes[] = {
    [OURO_AST_BOOLOP] = {"BoolOp",
                         FIELDS(X("op", AST_BOOLOP, op), X_LIST("values", AST_EXPR, boolop.values))},
    [OURO_AST_NAMEDEXPR] = {"NamedExpr", FIELDS(X("target", AST_EXPR, namedexpr.target),
                                                X("value", AST_EXPR, namedexpr.value))},
    [OURO_AST_BINOP] = {"BinOp", FIELDS(X("left", AST_EXPR, binop.left), X("op", AST_OPERATOR, op),
                                        X("right", AST_EXPR, binop.right))},
    [OURO_AST_UNARYOP] = {"UnaryOp",
                          FIELDS(X("op", AST_UNARYOP, op), X("operand", AST_EXPR, unaryop.operand))},
    [OURO_AST_LAMBDA] = {"Lambda",
                         FIELDS(X("args", AST_ARGUMENTS, lambda.args), X("body", AST_EXPR, lambda.body))},
    [OURO_AST_IFEXP] = {"IfExp", FIELDS(X("test", AST_EXPR, ifexp.test), X("body", AST_EXPR, ifexp.body),
                                        X("orelse", AST_EXPR, ifexp.orelse))},
    [OURO_AST_DICT] = {"Dict", FIELDS(F_HOLES("keys", AST_EXPR, ouro_expr, dict.keys, dict.count),
                                      F_ITEMS("values", AST_EXPR, ouro_expr, dict.values, dict.count))},
    [OURO_AST_SET] = {"Set", FIELDS(X_LIST("elts", AST_EXPR, set.elts))},
    [OURO_AST_LISTCOMP] = {"ListComp", COMPREHENSION},
    [OURO_AST_SETCOMP] = {"SetComp", COMPREHENSION},
    [OURO_AST_DICTCOMP] = {"DictComp",
                           FIELDS(X("key", AST_EXPR, dictcomp.key), X("value", AST_EXPR, dictcomp.value),
                                  X_LIST("generators", AST_COMPREHENSION, dictcomp.generators))},
    [OURO_AST_GENERATOREXP] = {"GeneratorExp", COMPREHENSION},
    [OURO_AST_AWAIT] = {"Await", FIELDS(X("value", AST_EXPR, await.value))},
    [OURO_AST_YIELD] = {"Yield", FIELDS(X_OPT("value", AST_EXPR, yield.value))},
    [OURO_AST_YIELDFROM] = {"YieldFrom", FIELDS(X("value", AST_EXPR, yieldfrom.value))},
    [OURO_AST_COMPARE] = {"Compare",
                          FIELDS(X("left", AST_EXPR, compare.left),
                                 F_ITEMS("ops", AST_CMPOP, ouro_expr, compare.ops, compare.comparators.count),
                                 X_LIST("comparators", AST_EXPR, compare.comparators))},
    [OURO_AST_CALL] = {"Call", FIELDS(X("func", AST_EXPR, call.func), X_LIST("args", AST_EXPR, call.args),
                                      X_LIST("keywords", AST_KEYWORD, call.keywords))},
    [OURO_AST_FORMATTEDVALUE] = {"FormattedValue",
                                 FIELDS(X("value", AST_EXPR, formattedvalue.value),
                                        X("conversion", AST_INT, formattedvalue.conversion),
                                        X_OPT("format_spec", AST_EXPR, formattedvalue.format_spec))},
    [OURO_AST_JOINEDSTR] = {"JoinedStr", FIELDS(X_LIST("values", AST_EXPR, joinedstr.values))},
    [OURO_CONSTANT] = {"Constant",
                       FIELDS(X("value", AST_CONSTANT, constant), X_OPT("kind", AST_STRING, constant.has_u))},
    [OURO_AST_ATTRIBUTE] = {"Attribute", FIELDS(X("value", AST_EXPR, attribute.value),
                                                X("attr", AST_IDENTIFIER, attribute.attr), CONTEXT)},
    [OURO_AST_SUBSCRIPT] = {"Subscript", FIELDS(X("value", AST_EXPR, subscript.value),
                                                X("slice", AST_EXPR, subscript.slice), CONTEXT)},
    [OURO_AST_STARRED] = {"Starred", FIELDS(X("value", AST_EXPR, starred.value), CONTEXT)},
    [OURO_AST_NAME] = {"Name", FIELDS(X("id", AST_IDENTIFIER, name.id), CONTEXT)},
    [OURO_AST_LIST] = {"List", FIELDS(X_LIST("elts", AST_EXPR, list.elts), CONTEXT)},
    [OURO_AST_TUPLE] = {"Tuple", FIELDS(X_LIST("elts", AST_EXPR, tuple.elts), CONTEXT)},
    [OURO_AST_SLICE] = {"Slice",
                        FIELDS(X_OPT("lower", AST_EXPR, slice.lower), X_OPT("upper", AST_EXPR, slice.upper),
                               X_OPT("step", AST_EXPR, slice.step))},
};

static const ast_node context_nodes[] = {[OURO_AST_LOAD] = {"Load", NO_FIELDS},
                                         [OURO_AST_STORE] = {"Store", NO_FIELDS},
                                         [OURO_AST_DEL] = {"Del", NO_FIELDS}};

static const ast_node boolop_nodes[] = {
    [OURO_AST_AND] = {"And", NO_FIELDS}, [OURO_AST_OR] = {"Or", NO_FIELDS}};

static const ast_node operator_nodes[] = {
    [OURO_AST_ADD] = {"Add", NO_FIELDS},           [OURO_AST_SUB] = {"Sub", NO_FIELDS},
    [OURO_AST_MULT] = {"Mult", NO_FIELDS},         [OURO_AST_MATMULT] = {"MatMult", NO_FIELDS},
    [OURO_AST_DIV] = {"Div", NO_FIELDS},           [OURO_AST_MOD] = {"Mod", NO_FIELDS},
    [OURO_AST_POW] = {"Pow", NO_FIELDS},           [OURO_AST_LSHIFT] = {"LShift", NO_FIELDS},
    [OURO_AST_RSHIFT] = {"RShift", NO_FIELDS},     [OURO_AST_BITOR] = {"BitOr", NO_FIELDS},
    [OURO_AST_BITXOR] = {"BitXor", NO_FIELDS},     [OURO_AST_BITAND] = {"BitAnd", NO_FIELDS},
    [OURO_AST_FLOORDIV] = {"FloorDiv", NO_FIELDS},
};

static const ast_node unaryop_nodes[] = {[OURO_AST_INVERT] = {"Invert", NO_FIELDS},
                                         [OURO_AST_NOT] = {"Not", NO_FIELDS},
                                         [OURO_AST_UADD] = {"UAdd", NO_FIELDS},
                                         [OURO_AST_USUB] = {"USub", NO_FIELDS}};

static const ast_node cmpop_nodes[] = {
    [OURO_AST_EQ] = {"Eq", NO_FIELDS}, [OURO_AST_NOTEQ] = {"NotEq", NO_FIELDS},
    [OURO_AST_LT] = {"Lt", NO_FIELDS}, [OURO_AST_LTE] = {"LtE", NO_FIELDS},
    [OURO_AST_GT] = {"Gt", NO_FIELDS}, [OURO_AST_GTE] = {"GtE", NO_FIELDS},
    [OURO_AST_IS] = {"Is", NO_FIELDS}, [OURO_AST_ISNOT] = {"IsNot", NO_FIELDS},
    [OURO_AST_IN] = {"In", NO_FIELDS}, [OURO_AST_NOTIN] = {"NotIn", NO_FIELDS}};

static const ast_node comprehension_nodes[] = {
    {"comprehension", FIELDS(F_ONE("target", AST_EXPR, ouro_comprehension, target),
                             F_ONE("iter", AST_EXPR, ouro_comprehension, iter),
                             F_LIST("ifs", AST_EXPR, ouro_comprehension, ifs),
                             F_ONE("is_async", AST_INT, ouro_comprehension, is_async))}};

static const ast_node excepthandler_nodes[] = {
    {"ExceptHandler", FIELDS(F_OPT("type", AST_EXPR, ouro_excepthandler, type),
                             F_OPT("name", AST_IDENTIFIER, ouro_excepthandler, name),
                             F_LIST("body", AST_STMT, ouro_excepthandler, body))}};

static const ast_node arguments_nodes[] = {
    {"arguments",
     FIELDS(F_LIST("posonlyargs", AST_ARG, ouro_arguments, posonlyargs),
            F_LIST("args", AST_ARG, ouro_arguments, args), F_OPT("vararg", AST_ARG, ouro_arguments, vararg),
            F_LIST("kwonlyargs", AST_ARG, ouro_arguments, kwonlyargs),
            F_HOLES("kw_defaults", AST_EXPR, ouro_arguments, kw_defaults.items, kw_defaults.count),
            F_OPT("kwarg", AST_ARG, ouro_arguments, kwarg),
            F_LIST("defaults", AST_EXPR, ouro_arguments, defaults))}};

static const ast_node arg_nodes[] = {{"arg", FIELDS(F_ONE("arg", AST_IDENTIFIER, ouro_arg, arg),
                                                    F_OPT("annotation", AST_EXPR, ouro_arg, annotation),
                                                    TYPE_COMMENT(ouro_arg, type_comment))}};

static const ast_node keyword_nodes[] = {{"keyword", FIELDS(F_OPT("arg", AST_IDENTIFIER, ouro_keyword, arg),
                                                            F_ONE("value", AST_EXPR, ouro_keyword, value))}};

static const ast_node alias_nodes[] = {
    {"alias", FIELDS(F_ONE("name", AST_IDENTIFIER, ouro_alias, name),
                     F_OPT("asname", AST_IDENTIFIER, ouro_alias, asname))}};

static const ast_node withitem_nodes[] = {
    {"withitem", FIELDS(F_ONE("context_expr", AST_EXPR, ouro_withitem, context_expr),
                        F_OPT("optional_vars", AST_EXPR, ouro_withitem, optional_vars))}};

static const ast_node match_case_nodes[] = {
    {"match_case", FIELDS(F_ONE("pattern", AST_PATTERN, ouro_match_case, pattern),
                          F_OPT("guard", AST_EXPR, ouro_match_case, guard),
                          F_LIST("body", AST_STMT, ouro_match_case, body))}};

static const ast_node pattern_nodes[] = {
    [OURO_AST_MATCHVALUE] = {"MatchValue", FIELDS(P("value", AST_EXPR, matchvalue.value))},
    [OURO_AST_MATCHSINGLETON] = {"MatchSingleton", FIELDS(P("value", AST_CONSTANT, matchsingleton.value))},
    [OURO_AST_MATCHSEQUENCE] = {"MatchSequence",
                                FIELDS(P_LIST("patterns", AST_PATTERN, matchsequence.patterns))},
    [OURO_AST_MATCHMAPPING] = {"MatchMapping", FIELDS(P_LIST("keys", AST_EXPR, matchmapping.keys),
                                                      P_LIST("patterns", AST_PATTERN, matchmapping.patterns),
                                                      P_OPT("rest", AST_IDENTIFIER, matchmapping.rest))},
    [OURO_AST_MATCHCLASS] = {"MatchClass",
                             FIELDS(P("cls", AST_EXPR, matchclass.cls),
                                    P_LIST("patterns", AST_PATTERN, matchclass.patterns),
                                    P_LIST("kwd_attrs", AST_IDENTIFIER, matchclass.kwd_attrs),
                                    P_LIST("kwd_patterns", AST_PATTERN, matchclass.kwd_patterns))},
    [OURO_AST_MATCHSTAR] = {"MatchStar", FIELDS(P_OPT("name", AST_IDENTIFIER, matchstar.name))},
    [OURO_AST_MATCHAS] = {"MatchAs", FIELDS(P_OPT("pattern", AST_PATTERN, matchas.pattern),
                                            P_OPT("name", AST_IDENTIFIER, matchas.name))},
    [OURO_AST_MATCHOR] = {"MatchOr", FIELDS(P_LIST("patterns", AST_PATTERN, matchor.patterns))},
};

static const ast_node type_ignore_nodes[] = {
    {"TypeIgnore", FIELDS(F_ONE("lineno", AST_INT, ouro_type_ignore, line),
                          F_ONE("tag", AST_STRING, ouro_type_ignore, tag))}};

#define COUNT(nodes) sizeof(nodes) / sizeof *(nodes)
#define ENUMERATION(name, nodes)                                                                             \
    {                                                                                                        \
        name, nodes, COUNT(nodes), AST_ENUMERATION, false, 1, 0, AST_NO_PLACE                                \
    }
#define PRODUCT(name, nodes, s)                                                                              \
    {                                                                                                        \
        name, nodes, 1, AST_PRODUCT, false, sizeof(s), 0, AST_NO_PLACE                                       \
    }
#define PLACED(name, nodes, form, s)                                                                         \
    {                                                                                                        \
        name, nodes, 1, form, true, sizeof(s), 0, offsetof(s, span)                                          \
    }

const ast_group ouro__ast_groups[AST_GROUPS] = {
    [AST_MOD] = {"mod", mod_nodes, COUNT(mod_nodes), AST_SUM, false, sizeof(ouro_module_node),
                 offsetof(ouro_module_node, kind), AST_NO_PLACE},
    [AST_STMT] = {"stmt", stmt_nodes, COUNT(stmt_nodes), AST_SUM, true, sizeof(ouro_stmt),
                  offsetof(ouro_stmt, kind), offsetof(ouro_stmt, span)},
    [AST_EXPR] = {"expr", expr_nodes, COUNT(expr_nodes), AST_SUM, true, sizeof(ouro_expr),
                  offsetof(ouro_expr, kind), offsetof(ouro_expr, span)},
    [AST_EXPR_CONTEXT] = ENUMERATION("expr_context", context_nodes),
    [AST_BOOLOP] = ENUMERATION("boolop", boolop_nodes),
    [AST_OPERATOR] = ENUMERATION("operator", operator_nodes),
    [AST_UNARYOP] = ENUMERATION("unaryop", unaryop_nodes),
    [AST_CMPOP] = ENUMERATION("cmpop", cmpop_nodes),
    [AST_COMPREHENSION] = PRODUCT("comprehension", comprehension_nodes, ouro_comprehension),
    [AST_EXCEPTHANDLER] = PLACED("excepthandler", excepthandler_nodes, AST_WRAPPED, ouro_excepthandler),
    [AST_ARGUMENTS] = PRODUCT("arguments", arguments_nodes, ouro_arguments),
    [AST_ARG] = PLACED("arg", arg_nodes, AST_PRODUCT, ouro_arg),
    [AST_KEYWORD] = PLACED("keyword", keyword_nodes, AST_PRODUCT, ouro_keyword),
    [AST_ALIAS] = PLACED("alias", alias_nodes, AST_PRODUCT, ouro_alias),
    [AST_WITHITEM] = PRODUCT("withitem", withitem_nodes, ouro_withitem),
    [AST_MATCH_CASE] = PRODUCT("match_case", match_case_nodes, ouro_match_case),
    [AST_PATTERN] = {"pattern", pattern_nodes, COUNT(pattern_nodes), AST_SUM, false, sizeof(ouro_pattern),
                     offsetof(ouro_pattern, kind), offsetof(ouro_pattern, span)},
    [AST_TYPE_IGNORE] = {"type_ignore", type_ignore_nodes, 1, AST_WRAPPED, false, sizeof(ouro_type_ignore), 0,
                         AST_NO_PLACE},
};
/* clang-format on */

const char *ouro__ast_type_name(unsigned type)
{
    static const char *const others[] = {"identifier", "int", "string", "constant"};
    return type < AST_GROUPS ? ouro__ast_groups[type].name : others[type - AST_GROUPS];
}
