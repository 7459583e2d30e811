/* From source text to a code object: parse, fold constants, find the scopes, emit, assemble. */
#include "compiler/compiler.h"

#include <string.h>

#include "types/bytes.h"
#include "types/codecs.h"
#include "types/protocol.h"
#include "types/tuple.h"

/* ---- memory of a compilation: a region over the runtime's heap ---- */

static void *take_from_heap(void *context, size_t size)
{
    ouro_runtime *rt = context;
    return ouro__heap_alloc(&rt->heap, size, OURO_HEAP_RAW);
}

static void give_to_heap(void *context, void *memory, size_t size)
{
    (void)size;
    ouro__buffer_free(context, memory);
}

/* ---- __future__ ---- */

static bool known_feature(const char *name)
{
    static const char *const known[] = {"nested_scopes",
                                        "generators",
                                        "division",
                                        "absolute_import",
                                        "with_statement",
                                        "print_function",
                                        "unicode_literals",
                                        "barry_as_FLUFL",
                                        "generator_stop",
                                        "annotations",
                                        NULL};
    for (const char *const *k = known; *k; k++)
        if (strcmp(*k, name) == 0)
            return true;
    return false;
}

static void take_features(ouro_compiler *c, const ouro_stmt *s)
{
    ouro_span span = s->span;
    span.end_column = OURO_NO_COLUMN;
    for (uint32_t i = 0; i < s->importfrom.names.count; i++) {
        const char *name = s->importfrom.names.items[i]->name->bytes;
        if (strcmp(name, "annotations") == 0)
            c->future |= OURO_CO_FUTURE_ANNOTATIONS;
        else if (strcmp(name, "braces") == 0)
            ouro__fail_syntax(c, span, "not a chance");
        else if (!known_feature(name))
            ouro__fail_syntax(c, span, "future feature %s is not defined", name);
    }
}

static bool is_future_import(const ouro_stmt *s)
{
    return s->kind == OURO_AST_IMPORTFROM && s->importfrom.level == 0 && s->importfrom.module &&
           strcmp(s->importfrom.module->bytes, "__future__") == 0;
}

/* Future imports stand at the top: behind a docstring and each other only. One further down is found when it
 * is emitted, where this has marked those at the top. */
static void find_features(ouro_compiler *c)
{
    const ouro_stmt_list *body = &c->tree->body;
    if (c->tree->kind == OURO_AST_EXPRESSION)
        return;
    bool done = false, first = true;
    for (uint32_t i = 0; i < body->count && !done; i++, first = false) {
        ouro_stmt *s = body->items[i];
        if (is_future_import(s)) {
            take_features(c, s);
            c->last_future = s;
        } else {
            bool string = s->kind == OURO_AST_EXPR && s->expr.value->kind == OURO_CONSTANT &&
                          s->expr.value->constant.kind == OURO_CONSTANT_STRING;
            done = !(first && string);
        }
    }
}

/* ---- the phases ---- */

static void intern_names(ouro_compiler *c)
{
    c->names.class_ = ouro__name(c, "__class__");
    c->names.super_ = ouro__name(c, "super");
    c->names.debug = ouro__name(c, "__debug__");
    c->names.dot_zero = ouro__name(c, ".0");
    c->names.annotations = ouro__name(c, "__annotations__");
    c->names.module_ = ouro__name(c, "__module__");
    c->names.name_ = ouro__name(c, "__name__");
    c->names.qualname = ouro__name(c, "__qualname__");
    c->names.doc = ouro__name(c, "__doc__");
    c->names.classcell = ouro__name(c, "__classcell__");
}

static int forward_warning(void *context, ouro_warning_kind kind, const char *message, uint32_t line)
{
    return ouro__warn_at_line(context, kind, message, line);
}

/* The text of the pending exception in the region, when it is one that a codec raises over what it is given; else NULL. */
static const char *codec_error(ouro_compiler *c, ouro_region *region)
{
    ouro_runtime *rt = c->rt;
    if (!ouro__error_is(rt, OURO_T_VALUE_ERROR) && !ouro__error_is(rt, OURO_T_LOOKUP_ERROR))
        return NULL;
    ouro_object *error = ouro__error_take(rt), *text = ouro__str(rt, error);
    char *owned = NULL;
    size_t length;
    const char *bytes = text ? ouro__str_wtf8(rt, text, &length, &owned) : NULL;
    const char *copy = bytes ? ouro__region_copy(region, bytes, length) : NULL;
    if (bytes && !copy)
        ouro__no_memory(rt);
    if (owned)
        ouro__buffer_free(rt, owned);
    ouro_xdecref(rt, text);
    ouro_decref(rt, error);
    return copy;
}

/* ouro_parse_input.decode, by the registry of codecs. */
static const char *decode_source(void *context, ouro_region *region, const char *encoding, const char *bytes,
                                 size_t length, size_t *decoded, const char **message)
{
    ouro_compiler *c = context;
    ouro_runtime *rt = c->rt;
    ouro_object *source = ouro__bytes_new(rt, bytes, length);
    ouro_object *name = source ? ouro__str_from_cstring(rt, encoding) : NULL;
    ouro_object *text = name ? ouro__codec_decode(rt, source, name, NULL, true) : NULL;
    char *owned = NULL;
    const char *utf8 = text ? ouro__str_utf8(rt, text, decoded, &owned) : NULL;
    const char *copy = utf8 ? ouro__region_copy(region, utf8, *decoded) : NULL;
    if (utf8 && !copy)
        ouro__no_memory(rt);
    if (owned)
        ouro__buffer_free(rt, owned);
    ouro_xdecref(rt, text);
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, source);
    if (!copy)
        *message = codec_error(c, region);
    return copy;
}

static bool parse(ouro_compiler *c, ouro_parse_input *in)
{
    ouro_syntax_error error = {0};
    int status = ouro__parse(in, c->region, &c->tree, &error);
    if (status == OURO_PARSE_INCOMPLETE && c->options->incomplete)
        *c->options->incomplete = true;
    if (status != OURO_PARSE_OK)
        ouro__fail_parse(c, &error);
    return true;
}

static ouro_object *emit_module(ouro_compiler *c)
{
    ouro_scope *scope = ouro__scope_of(c, c->tree);
    ouro__unit_enter(c, scope, ouro__name(c, "<module>"), 1);
    if (c->tree->kind == OURO_AST_EXPRESSION) {
        ouro__return_operand(c, ouro__expr(c, c->tree->expr));
        return ouro__unit_leave(c);
    }
    uint32_t skip = 0;
    ouro_object *doc = c->tree->kind == OURO_AST_MODULE ? ouro__docstring(c, &c->tree->body, &skip) : NULL;
    if (ouro__finds_annotations(&c->tree->body))
        ouro__emit(c, OURO_OP_SETUP_ANNOTATIONS, 0, 0, 0, 0);
    if (doc) {
        c->unit->span = c->tree->body.items[0]->span;
        ouro__emit_store_name(c, c->names.doc, ouro__constant_operand(c, doc));
    }
    ouro_stmt_list rest = {c->tree->body.items + skip, c->tree->body.count - skip};
    ouro__statements(c, &rest);
    ouro__no_line(c);
    ouro__return_operand(c, ouro__constant_operand(c, OURO_NONE(c->rt)));
    return ouro__unit_leave(c);
}

static ouro_object *needed(ouro_compiler *c, ouro_object *o)
{
    if (!o)
        ouro__fail(c);
    return o;
}

static ouro_object *run(ouro_compiler *c, ouro_parse_input *in)
{
    const ouro_compile_tree *tree = c->options->tree;
    if (tree && tree->make) {
        c->tree = tree->make(c->rt, tree->context, c->region);
        if (!c->tree)
            ouro__fail(c);
    } else {
        parse(c, in);
    }
    if (tree && tree->use)
        return needed(c, tree->use(c->rt, c->tree));
    intern_names(c);
    find_features(c);
    if (tree && tree->use_scopes) {
        ouro__symtable_build(c);
        return needed(c, tree->use_scopes(c->rt, ouro__scope_of(c, c->tree)));
    }
    ouro__fold_module(c);
    ouro__symtable_build(c);
    return ouro_ref(emit_module(c));
}

/* The only frame that longjmp returns to: it keeps nothing in variables that change behind setjmp. */
static ouro_object *run_guarded(ouro_compiler *c, ouro_parse_input *in)
{
    if (setjmp(c->failed))
        return NULL;
    return run(c, in);
}

static unsigned parse_flags(const ouro_compile_options *options)
{
    return (options->source_is_str ? (unsigned)OURO_PARSE_IGNORE_COOKIE : 0) |
           (options->from_file ? (unsigned)OURO_PARSE_FROM_FILE : 0) |
           (options->type_comments ? (unsigned)OURO_PARSE_TYPE_COMMENTS : 0) |
           (options->incomplete || options->tell_incomplete ? (unsigned)OURO_PARSE_ALLOW_INCOMPLETE : 0) |
           (options->tell_incomplete ? (unsigned)OURO_PARSE_TELL_INCOMPLETE : 0) |
           (options->dont_imply_dedent ? (unsigned)OURO_PARSE_DONT_IMPLY_DEDENT : 0);
}

ouro_object *ouro__compile(ouro_runtime *rt, const char *source, size_t length, ouro_object *filename,
                           const ouro_compile_options *options)
{
    static const ouro_parse_mode modes[] = {[OURO_COMPILE_EXEC] = OURO_PARSE_EXEC,
                                            [OURO_COMPILE_EVAL] = OURO_PARSE_EVAL,
                                            [OURO_COMPILE_SINGLE] = OURO_PARSE_SINGLE,
                                            [OURO_COMPILE_FUNCTION_TYPE] = OURO_PARSE_FUNCTION_TYPE};
    size_t name_length;
    char *name_owned;
    const char *name = ouro__str_wtf8(rt, filename, &name_length, &name_owned);
    if (!name)
        return NULL;
    ouro_region region;
    ouro__region_init(&region, &(ouro_region_source){take_from_heap, give_to_heap, rt});
    ouro_compiler *c = ouro__region_alloc(&region, sizeof *c);
    ouro_object *code = NULL;
    if (c) {
        ouro_parse_input in = {
            .source = source,
            .length = length,
            .filename = name,
            .mode = modes[options->mode],
            .flags = parse_flags(options),
            .feature_version = options->feature_version,
            .stack_limit = rt->c_stack_limit,
            .most_digits = rt->python->max_str_digits ? rt->python->max_str_digits : UINT32_MAX,
            .warn = options->warn || rt->python->hooks.warn_explicit ? forward_warning : NULL,
            .warn_context = c,
            .decode = decode_source,
            .decode_context = c,
        };
        c->rt = rt;
        c->region = &region;
        c->input = &in;
        c->options = options;
        c->filename = filename;
        c->future = options->future & OURO_CO_FUTURE_ANNOTATIONS;
        c->optimize = options->optimize;
        code = run_guarded(c, &in);
        while (c->kept_count > 0)
            ouro_decref(rt, c->kept[--c->kept_count]);
    } else {
        ouro__no_memory(rt);
    }
    ouro__region_clear(&region);
    if (name_owned)
        ouro__buffer_free(rt, name_owned);
    return code;
}
