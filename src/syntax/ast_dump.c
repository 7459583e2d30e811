/* The tree as text, in exactly the form of ast.dump(tree, include_attributes=True) of Python 3.11, so
 * that the parser can be compared with CPython's over any source. */
#include "syntax/token.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct dump {
    ouro_region *region;
    char *text;
    size_t length, capacity;
    const char *stack_limit;
    bool attributes;
    bool failed;
    bool first; /* no field of the node in work has been written */
} dump;

/* ---- output ---- */

static void put(dump *d, const char *bytes, size_t length)
{
    if (d->failed)
        return;
    if (d->length + length + 1 > d->capacity) {
        size_t capacity = (d->length + length + 1) * 2;
        char *grown = ouro__region_alloc(d->region, capacity);
        if (!grown) {
            d->failed = true;
            return;
        }
        if (d->length)
            memcpy(grown, d->text, d->length);
        d->text = grown;
        d->capacity = capacity;
    }
    memcpy(d->text + d->length, bytes, length);
    d->length += length;
    d->text[d->length] = '\0';
}

static void puts_(dump *d, const char *text)
{
    put(d, text, strlen(text));
}

__attribute__((format(printf, 2, 3))) static void putf(dump *d, const char *format, ...)
{
    char buffer[128];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(buffer, sizeof buffer, format, arguments);
    va_end(arguments);
    put(d, buffer, (size_t)length);
}

static void open_node(dump *d, const char *name)
{
    if ((const char *)__builtin_frame_address(0) <= d->stack_limit)
        d->failed = true;
    puts_(d, name);
    puts_(d, "(");
    d->first = true;
}

static void field(dump *d, const char *name)
{
    if (!d->first)
        puts_(d, ", ");
    d->first = false;
    puts_(d, name);
    puts_(d, "=");
}

static void close_node(dump *d)
{
    puts_(d, ")");
    d->first = false;
}

static void close_with_span(dump *d, ouro_span span)
{
    if (d->attributes) {
        field(d, "lineno");
        putf(d, "%u, col_offset=%u, end_lineno=%u, end_col_offset=%u", span.line, span.column, span.end_line,
             span.end_column);
    }
    close_node(d);
}

/* ---- constants ---- */

static uint32_t decode(const char *at, const char *end, int *length)
{
    return ouro__utf8_decode(at, end, length);
}

static void put_repr(dump *d, const char *bytes, size_t length, bool is_bytes)
{
    char quote = memchr(bytes, '\'', length) && !memchr(bytes, '"', length) ? '"' : '\'';
    put(d, &quote, 1);
    const char *end = bytes + length;
    for (int step = 1; bytes < end; bytes += step) {
        uint32_t c = (unsigned char)*bytes;
        step = 1;
        if (!is_bytes)
            c = decode(bytes, end, &step);
        if (c == (unsigned char)quote || c == '\\')
            putf(d, "\\%c", (char)c);
        else if (c == '\t')
            puts_(d, "\\t");
        else if (c == '\n')
            puts_(d, "\\n");
        else if (c == '\r')
            puts_(d, "\\r");
        else if (is_bytes ? c >= ' ' && c < 0x7F : ouro__is_printable(c))
            put(d, bytes, (size_t)step);
        else
            putf(d, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)c);
    }
    put(d, &quote, 1);
}

static int digit_value(char c)
{
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

/* Digits of any base in decimal: schoolbook, which serves for literals. */
static void put_int(dump *d, const ouro_constant *c)
{
    if (c->base == 10) {
        const char *digits = c->bytes;
        while (*digits == '0' && digits[1])
            digits++;
        puts_(d, digits);
        return;
    }
    size_t room = c->length / 7 + 2, used = 1;
    uint32_t *limbs = ouro__region_alloc(d->region, room * sizeof *limbs); /* base 10^9, lowest first */
    if (!limbs) {
        d->failed = true;
        return;
    }
    for (size_t i = 0; i < c->length; i++) {
        uint64_t carry = (uint64_t)digit_value(c->bytes[i]);
        for (size_t j = 0; j < used; j++) {
            carry += (uint64_t)limbs[j] * c->base;
            limbs[j] = (uint32_t)(carry % 1000000000u);
            carry /= 1000000000u;
        }
        if (carry)
            limbs[used++] = (uint32_t)carry;
    }
    putf(d, "%u", limbs[used - 1]);
    while (--used)
        putf(d, "%09u", limbs[used - 1]);
}

/* The shortest digits that read back the same, in repr's form. */
static void put_float(dump *d, const char *literal, bool imaginary)
{
    double value = strtod(literal, NULL);
    char text[40];
    int digits = 1;
    do
        snprintf(text, sizeof text, "%.*e", digits - 1, value);
    while (strtod(text, NULL) != value && ++digits <= 17);
    if (value - value != 0) {
        puts_(d, imaginary ? "infj" : "inf");
        return;
    }
    char *mark = strchr(text, 'e');
    int exponent = atoi(mark + 1);
    char plain[40] = {text[0]};
    size_t count = 1;
    for (const char *c = text + 1; c < mark; c++)
        if (*c != '.')
            plain[count++] = *c;
    if (exponent >= -4 && exponent < 16) {
        snprintf(text, sizeof text, "%.*f", (int)count - 1 > exponent ? (int)count - 1 - exponent : 0, value);
        puts_(d, text);
        if (!strchr(text, '.') && !imaginary)
            puts_(d, ".0");
    } else {
        putf(d, "%c%s%.*se%c%02d", plain[0], count > 1 ? "." : "", (int)count - 1, plain + 1,
             exponent < 0 ? '-' : '+', abs(exponent));
    }
    if (imaginary)
        puts_(d, "j");
}

static void put_singleton(dump *d, int kind)
{
    puts_(d, kind == OURO_CONSTANT_NONE ? "None" : kind == OURO_CONSTANT_TRUE ? "True" : "False");
}

static void put_constant(dump *d, const ouro_constant *c)
{
    switch ((ouro_constant_kind)c->kind) {
    case OURO_CONSTANT_NONE:
    case OURO_CONSTANT_FALSE:
    case OURO_CONSTANT_TRUE:
        put_singleton(d, c->kind);
        break;
    case OURO_CONSTANT_ELLIPSIS:
        puts_(d, "Ellipsis");
        break;
    case OURO_CONSTANT_INT:
        put_int(d, c);
        break;
    case OURO_CONSTANT_FLOAT:
        put_float(d, c->bytes, false);
        break;
    case OURO_CONSTANT_IMAGINARY:
        put_float(d, c->bytes, true);
        break;
    case OURO_CONSTANT_STRING:
        put_repr(d, c->bytes, c->length, false);
        break;
    case OURO_CONSTANT_BYTES:
        puts_(d, "b");
        put_repr(d, c->bytes, c->length, true);
        break;
    }
}

/* ---- fields ---- */

static void put_expr(dump *d, const ouro_expr *e);
static void put_stmt(dump *d, const ouro_stmt *s);
static void put_pattern(dump *d, const ouro_pattern *p);

static void name_field(dump *d, const char *field_name, const ouro_name *name)
{
    if (!name)
        return;
    field(d, field_name);
    put_repr(d, name->bytes, name->length, false);
}

static void expr_field(dump *d, const char *field_name, const ouro_expr *e)
{
    if (!e)
        return;
    field(d, field_name);
    put_expr(d, e);
}

#define LIST_FIELD(d, field_name, list, put_item)                                                            \
    do {                                                                                                     \
        field(d, field_name);                                                                                \
        puts_(d, "[");                                                                                       \
        for (uint32_t i_ = 0; i_ < (list).count; i_++) {                                                     \
            if (i_)                                                                                          \
                puts_(d, ", ");                                                                              \
            put_item(d, (list).items[i_]);                                                                   \
        }                                                                                                    \
        puts_(d, "]");                                                                                       \
        (d)->first = false;                                                                                  \
    } while (0)

static void expr_list(dump *d, const char *field_name, ouro_expr_list list)
{
    LIST_FIELD(d, field_name, list, put_expr);
}

static void stmt_list(dump *d, const char *field_name, ouro_stmt_list list)
{
    LIST_FIELD(d, field_name, list, put_stmt);
}

static void pattern_list(dump *d, const char *field_name, ouro_pattern_list list)
{
    LIST_FIELD(d, field_name, list, put_pattern);
}

static void put_name(dump *d, const ouro_name *name)
{
    put_repr(d, name->bytes, name->length, false);
}

static void name_list(dump *d, const char *field_name, ouro_name_list list)
{
    LIST_FIELD(d, field_name, list, put_name);
}

static void context_field(dump *d, const ouro_expr *e)
{
    static const char *const names[] = {"Load()", "Store()", "Del()"};
    field(d, "ctx");
    puts_(d, names[e->context]);
}

static void put_comprehension(dump *d, const ouro_comprehension *c)
{
    open_node(d, "comprehension");
    expr_field(d, "target", c->target);
    expr_field(d, "iter", c->iter);
    expr_list(d, "ifs", c->ifs);
    field(d, "is_async");
    puts_(d, c->is_async ? "1" : "0");
    close_node(d);
}

static void generators_field(dump *d, ouro_comprehension_list list)
{
    LIST_FIELD(d, "generators", list, put_comprehension);
}

static void put_keyword(dump *d, const ouro_keyword *k)
{
    open_node(d, "keyword");
    name_field(d, "arg", k->arg);
    expr_field(d, "value", k->value);
    close_with_span(d, k->span);
}

static void keywords_field(dump *d, ouro_keyword_list list)
{
    LIST_FIELD(d, "keywords", list, put_keyword);
}

static void put_arg(dump *d, const ouro_arg *a)
{
    open_node(d, "arg");
    name_field(d, "arg", a->arg);
    expr_field(d, "annotation", a->annotation);
    close_with_span(d, a->span);
}

static void arg_list(dump *d, const char *field_name, ouro_arg_list list)
{
    LIST_FIELD(d, field_name, list, put_arg);
}

static void arguments_field(dump *d, const ouro_arguments *a)
{
    field(d, "args");
    open_node(d, "arguments");
    arg_list(d, "posonlyargs", a->posonlyargs);
    arg_list(d, "args", a->args);
    if (a->vararg) {
        field(d, "vararg");
        put_arg(d, a->vararg);
    }
    arg_list(d, "kwonlyargs", a->kwonlyargs);
    expr_list(d, "kw_defaults", a->kw_defaults);
    if (a->kwarg) {
        field(d, "kwarg");
        put_arg(d, a->kwarg);
    }
    expr_list(d, "defaults", a->defaults);
    close_node(d);
}

/* ---- nodes ---- */

static const char *const binary_names[] = {"Add()",    "Sub()",    "Mult()",    "MatMult()", "Div()",
                                           "Mod()",    "Pow()",    "LShift()",  "RShift()",  "BitOr()",
                                           "BitXor()", "BitAnd()", "FloorDiv()"};
static const char *const unary_names[] = {"Invert()", "Not()", "UAdd()", "USub()"};
static const char *const compare_names[] = {"Eq()",  "NotEq()", "Lt()",    "LtE()", "Gt()",
                                            "GtE()", "Is()",    "IsNot()", "In()",  "NotIn()"};

static void put_fields(dump *d, const ouro_expr *e)
{
    switch ((ouro_expr_kind)e->kind) {
    case OURO_AST_BOOLOP:
        field(d, "op");
        puts_(d, e->op == OURO_AST_AND ? "And()" : "Or()");
        expr_list(d, "values", e->boolop.values);
        break;
    case OURO_AST_NAMEDEXPR:
        expr_field(d, "target", e->namedexpr.target);
        expr_field(d, "value", e->namedexpr.value);
        break;
    case OURO_AST_BINOP:
        expr_field(d, "left", e->binop.left);
        field(d, "op");
        puts_(d, binary_names[e->op]);
        expr_field(d, "right", e->binop.right);
        break;
    case OURO_AST_UNARYOP:
        field(d, "op");
        puts_(d, unary_names[e->op]);
        expr_field(d, "operand", e->unaryop.operand);
        break;
    case OURO_AST_LAMBDA:
        arguments_field(d, e->lambda.args);
        expr_field(d, "body", e->lambda.body);
        break;
    case OURO_AST_IFEXP:
        expr_field(d, "test", e->ifexp.test);
        expr_field(d, "body", e->ifexp.body);
        expr_field(d, "orelse", e->ifexp.orelse);
        break;
    case OURO_AST_DICT:
        expr_list(d, "keys", (ouro_expr_list){e->dict.keys, e->dict.count});
        expr_list(d, "values", (ouro_expr_list){e->dict.values, e->dict.count});
        break;
    case OURO_AST_SET:
        expr_list(d, "elts", e->set.elts);
        break;
    case OURO_AST_LISTCOMP:
    case OURO_AST_SETCOMP:
    case OURO_AST_GENERATOREXP:
        expr_field(d, "elt", e->listcomp.elt);
        generators_field(d, e->listcomp.generators);
        break;
    case OURO_AST_DICTCOMP:
        expr_field(d, "key", e->dictcomp.key);
        expr_field(d, "value", e->dictcomp.value);
        generators_field(d, e->dictcomp.generators);
        break;
    case OURO_AST_AWAIT:
    case OURO_AST_YIELD:
    case OURO_AST_YIELDFROM:
        expr_field(d, "value", e->await.value);
        break;
    case OURO_AST_COMPARE:
        expr_field(d, "left", e->compare.left);
        field(d, "ops");
        for (uint32_t i = 0; i < e->compare.comparators.count; i++) {
            puts_(d, i ? ", " : "[");
            puts_(d, compare_names[e->compare.ops[i]]);
        }
        puts_(d, "]");
        expr_list(d, "comparators", e->compare.comparators);
        break;
    case OURO_AST_CALL:
        expr_field(d, "func", e->call.func);
        expr_list(d, "args", e->call.args);
        keywords_field(d, e->call.keywords);
        break;
    case OURO_AST_FORMATTEDVALUE:
        expr_field(d, "value", e->formattedvalue.value);
        field(d, "conversion");
        putf(d, "%d", e->formattedvalue.conversion);
        expr_field(d, "format_spec", e->formattedvalue.format_spec);
        break;
    case OURO_AST_JOINEDSTR:
        expr_list(d, "values", e->joinedstr.values);
        break;
    case OURO_CONSTANT:
        field(d, "value");
        put_constant(d, &e->constant);
        if (e->constant.has_u) {
            field(d, "kind");
            puts_(d, "'u'");
        }
        break;
    case OURO_AST_ATTRIBUTE:
        expr_field(d, "value", e->attribute.value);
        name_field(d, "attr", e->attribute.attr);
        context_field(d, e);
        break;
    case OURO_AST_SUBSCRIPT:
        expr_field(d, "value", e->subscript.value);
        expr_field(d, "slice", e->subscript.slice);
        context_field(d, e);
        break;
    case OURO_AST_STARRED:
        expr_field(d, "value", e->starred.value);
        context_field(d, e);
        break;
    case OURO_AST_NAME:
        name_field(d, "id", e->name.id);
        context_field(d, e);
        break;
    case OURO_AST_LIST:
    case OURO_AST_TUPLE:
        expr_list(d, "elts", e->list.elts);
        context_field(d, e);
        break;
    case OURO_AST_SLICE:
        expr_field(d, "lower", e->slice.lower);
        expr_field(d, "upper", e->slice.upper);
        expr_field(d, "step", e->slice.step);
        break;
    }
}

static void put_expr(dump *d, const ouro_expr *e)
{
    static const char *const names[] = {
        "BoolOp",    "NamedExpr", "BinOp",   "UnaryOp",        "Lambda",       "IfExp",    "Dict",
        "Set",       "ListComp",  "SetComp", "DictComp",       "GeneratorExp", "Await",    "Yield",
        "YieldFrom", "Compare",   "Call",    "FormattedValue", "JoinedStr",    "Constant", "Attribute",
        "Subscript", "Starred",   "Name",    "List",           "Tuple",        "Slice"};
    if (!e) {
        puts_(d, "None");
        return;
    }
    if (d->failed)
        return;
    open_node(d, names[e->kind]);
    put_fields(d, e);
    close_with_span(d, e->span);
}

static void put_pattern(dump *d, const ouro_pattern *p)
{
    static const char *const names[] = {"MatchValue", "MatchSingleton", "MatchSequence", "MatchMapping",
                                        "MatchClass", "MatchStar",      "MatchAs",       "MatchOr"};
    if (d->failed)
        return;
    open_node(d, names[p->kind]);
    switch ((ouro_pattern_kind)p->kind) {
    case OURO_AST_MATCHVALUE:
        expr_field(d, "value", p->matchvalue.value);
        break;
    case OURO_AST_MATCHSINGLETON:
        field(d, "value");
        put_singleton(d, p->matchsingleton.value);
        break;
    case OURO_AST_MATCHSEQUENCE:
    case OURO_AST_MATCHOR:
        pattern_list(d, "patterns", p->matchsequence.patterns);
        break;
    case OURO_AST_MATCHMAPPING:
        expr_list(d, "keys", p->matchmapping.keys);
        pattern_list(d, "patterns", p->matchmapping.patterns);
        name_field(d, "rest", p->matchmapping.rest);
        break;
    case OURO_AST_MATCHCLASS:
        expr_field(d, "cls", p->matchclass.cls);
        pattern_list(d, "patterns", p->matchclass.patterns);
        name_list(d, "kwd_attrs", p->matchclass.kwd_attrs);
        pattern_list(d, "kwd_patterns", p->matchclass.kwd_patterns);
        break;
    case OURO_AST_MATCHSTAR:
        name_field(d, "name", p->matchstar.name);
        break;
    case OURO_AST_MATCHAS:
        if (p->matchas.pattern) {
            field(d, "pattern");
            put_pattern(d, p->matchas.pattern);
        }
        name_field(d, "name", p->matchas.name);
        break;
    }
    close_with_span(d, p->span);
}

static void put_match_case(dump *d, const ouro_match_case *c)
{
    open_node(d, "match_case");
    field(d, "pattern");
    put_pattern(d, c->pattern);
    expr_field(d, "guard", c->guard);
    stmt_list(d, "body", c->body);
    close_node(d);
}

static void put_handler(dump *d, const ouro_excepthandler *h)
{
    open_node(d, "ExceptHandler");
    expr_field(d, "type", h->type);
    name_field(d, "name", h->name);
    stmt_list(d, "body", h->body);
    close_with_span(d, h->span);
}

static void put_alias(dump *d, const ouro_alias *a)
{
    open_node(d, "alias");
    name_field(d, "name", a->name);
    name_field(d, "asname", a->asname);
    close_with_span(d, a->span);
}

static void put_withitem(dump *d, const ouro_withitem *w)
{
    open_node(d, "withitem");
    expr_field(d, "context_expr", w->context_expr);
    expr_field(d, "optional_vars", w->optional_vars);
    close_node(d);
}

static void put_stmt_fields(dump *d, const ouro_stmt *s)
{
    switch ((ouro_stmt_kind)s->kind) {
    case OURO_AST_FUNCTIONDEF:
    case OURO_AST_ASYNCFUNCTIONDEF:
        name_field(d, "name", s->functiondef.name);
        arguments_field(d, s->functiondef.args);
        stmt_list(d, "body", s->functiondef.body);
        expr_list(d, "decorator_list", s->functiondef.decorator_list);
        expr_field(d, "returns", s->functiondef.returns);
        break;
    case OURO_AST_CLASSDEF:
        name_field(d, "name", s->classdef.name);
        expr_list(d, "bases", s->classdef.bases);
        keywords_field(d, s->classdef.keywords);
        stmt_list(d, "body", s->classdef.body);
        expr_list(d, "decorator_list", s->classdef.decorator_list);
        break;
    case OURO_AST_RETURN:
    case OURO_AST_EXPR:
        expr_field(d, "value", s->ret.value);
        break;
    case OURO_AST_DELETE:
        expr_list(d, "targets", s->delete_.targets);
        break;
    case OURO_AST_ASSIGN:
        expr_list(d, "targets", s->assign.targets);
        expr_field(d, "value", s->assign.value);
        break;
    case OURO_AST_AUGASSIGN:
        expr_field(d, "target", s->augassign.target);
        field(d, "op");
        puts_(d, binary_names[s->op]);
        expr_field(d, "value", s->augassign.value);
        break;
    case OURO_AST_ANNASSIGN:
        expr_field(d, "target", s->annassign.target);
        expr_field(d, "annotation", s->annassign.annotation);
        expr_field(d, "value", s->annassign.value);
        field(d, "simple");
        puts_(d, s->annassign.simple ? "1" : "0");
        break;
    case OURO_AST_FOR:
    case OURO_AST_ASYNCFOR:
        expr_field(d, "target", s->for_.target);
        expr_field(d, "iter", s->for_.iter);
        stmt_list(d, "body", s->for_.body);
        stmt_list(d, "orelse", s->for_.orelse);
        break;
    case OURO_AST_WHILE:
    case OURO_AST_IF:
        expr_field(d, "test", s->if_.test);
        stmt_list(d, "body", s->if_.body);
        stmt_list(d, "orelse", s->if_.orelse);
        break;
    case OURO_AST_WITH:
    case OURO_AST_ASYNCWITH:
        LIST_FIELD(d, "items", s->with.items, put_withitem);
        stmt_list(d, "body", s->with.body);
        break;
    case OURO_AST_MATCH:
        expr_field(d, "subject", s->match.subject);
        LIST_FIELD(d, "cases", s->match.cases, put_match_case);
        break;
    case OURO_AST_RAISE:
        expr_field(d, "exc", s->raise.exc);
        expr_field(d, "cause", s->raise.cause);
        break;
    case OURO_AST_TRY:
    case OURO_AST_TRYSTAR:
        stmt_list(d, "body", s->try_.body);
        LIST_FIELD(d, "handlers", s->try_.handlers, put_handler);
        stmt_list(d, "orelse", s->try_.orelse);
        stmt_list(d, "finalbody", s->try_.finalbody);
        break;
    case OURO_AST_ASSERT:
        expr_field(d, "test", s->assert_.test);
        expr_field(d, "msg", s->assert_.msg);
        break;
    case OURO_AST_IMPORT:
        LIST_FIELD(d, "names", s->import.names, put_alias);
        break;
    case OURO_AST_IMPORTFROM:
        name_field(d, "module", s->importfrom.module);
        LIST_FIELD(d, "names", s->importfrom.names, put_alias);
        field(d, "level");
        putf(d, "%u", s->importfrom.level);
        break;
    case OURO_AST_GLOBAL:
    case OURO_AST_NONLOCAL:
        name_list(d, "names", s->global.names);
        break;
    case OURO_AST_PASS:
    case OURO_AST_BREAK:
    case OURO_AST_CONTINUE:
        break;
    }
}

static void put_stmt(dump *d, const ouro_stmt *s)
{
    static const char *const names[] = {"FunctionDef", "AsyncFunctionDef",
                                        "ClassDef",    "Return",
                                        "Delete",      "Assign",
                                        "AugAssign",   "AnnAssign",
                                        "For",         "AsyncFor",
                                        "While",       "If",
                                        "With",        "AsyncWith",
                                        "Match",       "Raise",
                                        "Try",         "TryStar",
                                        "Assert",      "Import",
                                        "ImportFrom",  "Global",
                                        "Nonlocal",    "Expr",
                                        "Pass",        "Break",
                                        "Continue"};
    if (d->failed)
        return;
    open_node(d, names[s->kind]);
    put_stmt_fields(d, s);
    close_with_span(d, s->span);
}

char *ouro__ast_dump(const ouro_module_node *module, bool attributes, ouro_region *region,
                     const void *stack_limit, size_t *length)
{
    dump d = {.region = region, .attributes = attributes, .stack_limit = stack_limit};
    static const char *const names[] = {"Module", "Interactive", "Expression"};
    open_node(&d, names[module->kind]);
    if (module->kind == OURO_AST_EXPRESSION)
        expr_field(&d, "body", module->expr);
    else
        stmt_list(&d, "body", module->body);
    if (module->kind == OURO_AST_MODULE) {
        field(&d, "type_ignores");
        puts_(&d, "[]");
    }
    close_node(&d);
    *length = d.length;
    return d.failed ? NULL : d.text;
}
