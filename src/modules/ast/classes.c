/* Making the classes of nodes from the table: names, documented signatures, `_fields`, defaults; and AST, the base of
 * all, with what it does in C. */
#include "modules/ast/classes.h"

#include <string.h>

#include "modules/ast/ast.h"
#include "object/alloc.h"
#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

/* ---- what AST does ---- */

/* How many of its arguments a node has names for; *fields (owned) is NULL when its class has none. */
static int64_t count_fields(ouro_runtime *rt, ouro_object *self, ouro_object *name, ouro_object **fields)
{
    int found = ouro__getattr_optional(rt, ouro__class_of(rt, self), name, fields);
    if (found <= 0) {
        *fields = NULL;
        return found;
    }
    int64_t count = ouro__length(rt, *fields);
    if (count < 0)
        ouro_decref(rt, *fields);
    return count;
}

static const char *class_name(ouro_runtime *rt, ouro_object *self)
{
    const char *name = ouro__type_of(rt, self)->name, *dot = strrchr(name, '.');
    return dot ? dot + 1 : name;
}

static int set_positional(ouro_runtime *rt, ouro_object *self, ouro_object *fields, size_t i,
                          ouro_object *value)
{
    ouro_object *index = ouro__int_new(rt, (int64_t)i);
    ouro_object *name = index ? ouro__getitem(rt, fields, index) : NULL;
    int status = name ? ouro__setattr(rt, self, name, value) : -1;
    ouro_xdecref(rt, index);
    ouro_xdecref(rt, name);
    return status;
}

/* Whether a keyword names a field that a positional argument has set: 1 with TypeError, 0, -1. */
static int was_positional(ouro_runtime *rt, ouro_object *self, ouro_object *fields, size_t nargs,
                          ouro_object *key)
{
    for (size_t i = 0; i < nargs; i++) {
        ouro_object *index = ouro__int_new(rt, (int64_t)i);
        ouro_object *name = index ? ouro__getitem(rt, fields, index) : NULL;
        int same = name ? ouro__compare_bool(rt, name, key, OURO_EQ) : -1;
        ouro_xdecref(rt, index);
        ouro_xdecref(rt, name);
        if (same > 0)
            ouro__raise(rt, OURO_T_TYPE_ERROR, "%s got multiple values for argument '%U'",
                        class_name(rt, self), key);
        if (same)
            return same;
    }
    return 0;
}

static int fill_node(ouro_runtime *rt, ouro_object *self, ouro_object *fields, ouro_object *const *args,
                     size_t nargs, ouro_object *kwnames)
{
    for (size_t i = 0; i < nargs; i++)
        if (set_positional(rt, self, fields, i, args[i]) < 0)
            return -1;
    for (size_t i = 0; kwnames && i < ((ouro_tuple *)kwnames)->count; i++) {
        ouro_object *key = ((ouro_tuple *)kwnames)->items[i];
        if (fields && was_positional(rt, self, fields, nargs, key))
            return -1;
        if (ouro__setattr(rt, self, key, args[nargs + i]) < 0)
            return -1;
    }
    return 0;
}

OURO_C_FUNCTION(ast_init)
{
    ast_state *state = ouro__ast_state(rt);
    ouro_object *fields;
    int64_t count = state ? count_fields(rt, self, ((ouro_tuple *)state->names)->items[0], &fields) : -1;
    if (count < 0)
        return NULL;
    int status = -1;
    if ((uint64_t)count < nargs)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s constructor takes at most %zd positional argument%s",
                    class_name(rt, self), (size_t)count, count == 1 ? "" : "s");
    else
        status = fill_node(rt, self, fields, args, nargs, kwnames);
    ouro_xdecref(rt, fields);
    return status < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(ast_reduce)
{
    ouro_object *dict;
    int found = ouro__getattr_optional(rt, self, NAME(rt, __dict__), &dict);
    if (found < 0)
        return NULL;
    ouro_object *none = ouro__tuple_from(rt, NULL, 0);
    ouro_object *result = NULL;
    if (none)
        result = found ? ouro__tuple_of(rt, 3, ouro__class_of(rt, self), none, dict)
                       : ouro__tuple_of(rt, 2, ouro__class_of(rt, self), none);
    ouro_xdecref(rt, none);
    if (found)
        ouro_decref(rt, dict);
    return result;
}

/* Takes any arguments: __init__ looks at them. */
OURO_C_FUNCTION(ast_new)
{
    if (!nargs || !ouro__is_class(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "AST.__new__(): not enough arguments");
    ast_state *state = ouro__ast_state(rt);
    if (!state)
        return NULL;
    if (!ouro__is_subtype(rt, args[0], state->base))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "AST.__new__(%N): %N is not a subtype of AST", args[0],
                           args[0]);
    return ouro__object_new(rt, args[0], NULL, 0, NULL);
}

static const ouro_method_def base_new = {"__new__", ast_new, OURO_METH_KEYWORDS | OURO_METH_STATIC,
                                         0,         -1,      "Create and return a new object."};

static const ouro_method_def base_methods[AST_METHODS] = {
    {"__init__", ast_init, OURO_METH_KEYWORDS, 0, -1,
     "__init__($self, /, *args, **kwargs)\n--\n\nInitialize self.  See help(type(self)) for accurate "
     "signature."},
    {"__reduce__", ast_reduce, 0, 0, 0, NULL},
};

/* ---- signatures: "Return(expr? value)" ---- */

static int put(ouro_str_builder *b, const char *text)
{
    return ouro__builder_ascii(b, text, strlen(text));
}

static int put_signature(ouro_str_builder *b, const ast_node *node)
{
    static const char *const marks[] = {[AST_ONE] = " ", [AST_OPTIONAL] = "? ", [AST_MANY] = "* "};
    int status = put(b, node->name);
    for (const ast_field *f = node->fields; f->name && status == 0; f++) {
        status = put(b, f == node->fields ? "(" : ", ");
        status = status < 0 ? -1 : put(b, ouro__ast_type_name(f->type));
        status = status < 0 ? -1 : put(b, marks[f->count]);
        status = status < 0 ? -1 : put(b, f->name);
    }
    return status == 0 && node->fields->name ? put(b, ")") : status;
}

/* "sum = A(...)\n    | B(...)", the alternatives under each other; those of an enumeration in one line. */
static int put_alternatives(ouro_str_builder *b, const ast_group *g)
{
    int status = put(b, g->name);
    status = status < 0 ? -1 : put(b, " = ");
    for (unsigned i = 0; i < g->count && status == 0; i++) {
        if (i && g->form != AST_ENUMERATION) {
            status = put(b, "\n");
            for (size_t n = strlen(g->name) + 1; n > 0 && status == 0; n--)
                status = put(b, " ");
            status = status < 0 ? -1 : put(b, "| ");
        } else if (i) {
            status = put(b, " | ");
        }
        status = status < 0 ? -1 : put_signature(b, &g->nodes[i]);
    }
    return status;
}

static ouro_object *signature(ouro_runtime *rt, const ast_group *g, const ast_node *node)
{
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    if ((node ? put_signature(&b, node) : put_alternatives(&b, g)) == 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

/* ---- classes ---- */

enum { NAME_FIELDS, NAME_ATTRIBUTES, NAME_MATCH_ARGS, NAME_MODULE, NAME_DOC, NAME_COUNT };
static const char *const class_names[NAME_COUNT] = {"_fields", "_attributes", "__match_args__", "__module__",
                                                    "__doc__"};
enum { PLACE_COUNT = 4 };
static const char *const place_names[PLACE_COUNT] = {"lineno", "col_offset", "end_lineno", "end_col_offset"};

static ouro_object *names_tuple(ouro_runtime *rt, const char *const *names, size_t count)
{
    ouro_tuple *t = ouro__tuple_alloc(rt, count);
    for (size_t i = 0; t && i < count; i++) {
        ouro_object *name = ouro__str_intern_cstring(rt, names[i]);
        if (!name) {
            ouro_decref(rt, &t->head);
            return NULL;
        }
        ouro__slot_init(&t->items[i], name);
    }
    return t ? &t->head : NULL;
}

static ouro_object *field_names(ouro_runtime *rt, const ast_node *node)
{
    const char *names[8];
    size_t count = 0;
    for (const ast_field *f = node->fields; f->name; f++)
        names[count++] = f->name;
    return names_tuple(rt, names, count);
}

static int set_name(ouro_runtime *rt, const ast_state *state, ouro_object *space, int name,
                    ouro_object *value)
{
    return ouro__dict_set(rt, space, ((ouro_tuple *)state->names)->items[name], value);
}

/* A class's namespace with what all have: owned. `doc` is taken over, NULL: failed. */
static ouro_object *new_namespace(ouro_runtime *rt, const ast_state *state, ouro_object *fields,
                                  ouro_object *doc)
{
    ouro_object *space = doc ? ouro__dict_new(rt) : NULL,
                *module = space ? ouro__str_intern_cstring(rt, "ast") : NULL;
    int status = module ? set_name(rt, state, space, NAME_MODULE, module) : -1;
    status = status < 0 ? -1 : set_name(rt, state, space, NAME_DOC, doc);
    status = status < 0 ? -1 : set_name(rt, state, space, NAME_FIELDS, fields);
    status = status < 0 ? -1 : set_name(rt, state, space, NAME_MATCH_ARGS, fields);
    ouro_xdecref(rt, module);
    ouro_xdecref(rt, doc);
    if (status == 0)
        return space;
    ouro_xdecref(rt, space);
    return NULL;
}

/* The names of positions, and the defaults of those that may be left out. */
static int add_places(ouro_runtime *rt, const ast_state *state, const ast_group *g, ouro_object *space)
{
    ouro_object *none = OURO_NONE(rt);
    ouro_object *const *names = ((ouro_tuple *)state->places)->items;
    if (g->span == AST_NO_PLACE) {
        ouro_object *empty = ouro__tuple_from(rt, NULL, 0);
        int status = empty ? set_name(rt, state, space, NAME_ATTRIBUTES, empty) : -1;
        ouro_xdecref(rt, empty);
        return status;
    }
    int status = set_name(rt, state, space, NAME_ATTRIBUTES, state->places);
    for (int i = 2; i < PLACE_COUNT && g->end_none && status == 0; i++)
        status = ouro__dict_set(rt, space, names[i], none);
    return status;
}

static int add_defaults(ouro_runtime *rt, const ast_node *node, ouro_object *fields, ouro_object *space)
{
    for (size_t i = 0; node->fields[i].name; i++)
        if (node->fields[i].count == AST_OPTIONAL &&
            ouro__dict_set(rt, space, ((ouro_tuple *)fields)->items[i], OURO_NONE(rt)) < 0)
            return -1;
    return 0;
}

/* type(name, (base,), space); `space` is taken over, NULL: failed. */
static ouro_object *make_class(ouro_runtime *rt, const char *name, ouro_object *base, ouro_object *space)
{
    ouro_object *text = space ? ouro__str_intern_cstring(rt, name) : NULL;
    ouro_object *bases = text ? ouro__tuple_of(rt, 1, base) : NULL;
    ouro_object *cls =
        bases ? ouro__class_new(rt, ouro__class_at(rt, OURO_T_TYPE), text, bases, space, NULL, NULL) : NULL;
    ouro_xdecref(rt, bases);
    ouro_xdecref(rt, text);
    ouro_xdecref(rt, space);
    return cls;
}

static int put_method(ouro_runtime *rt, ouro_object *cls, const char *name, ouro_object *method_owned)
{
    ouro_object *key = method_owned ? ouro__str_intern_cstring(rt, name) : NULL;
    int status = key ? ouro__type_setattr(rt, cls, key, method_owned) : -1;
    ouro_xdecref(rt, key);
    ouro_xdecref(rt, method_owned);
    return status;
}

static int make_base(ouro_runtime *rt, ast_state *state)
{
    ouro_object *empty = ouro__tuple_from(rt, NULL, 0);
    ouro_object *space = empty ? new_namespace(rt, state, empty, ouro_ref(OURO_NONE(rt))) : NULL;
    if (space && set_name(rt, state, space, NAME_ATTRIBUTES, empty) < 0) {
        ouro_decref(rt, space);
        space = NULL;
    }
    ouro_xdecref(rt, empty);
    ouro_object *cls = make_class(rt, "AST", ouro__class_at(rt, OURO_T_OBJECT), space);
    int status =
        cls ? put_method(rt, cls, "__new__", ouro__builtin_function_new(rt, &base_new, NULL, NULL)) : -1;
    for (size_t i = 0; status == 0 && i < AST_METHODS; i++) {
        state->methods[i] = ouro__method_descriptor_new(rt, cls, &base_methods[i]);
        status =
            put_method(rt, cls, base_methods[i].name, state->methods[i] ? ouro_ref(state->methods[i]) : NULL);
    }
    state->base = cls;
    return status;
}

static int make_node_class(ouro_runtime *rt, ast_state *state, const ast_group *g, const ast_node *node,
                           ast_class *out, ouro_object *base)
{
    out->fields = field_names(rt, node);
    ouro_object *space = out->fields ? new_namespace(rt, state, out->fields, signature(rt, g, node)) : NULL;
    if (space && (add_defaults(rt, node, out->fields, space) < 0 ||
                  (g->form == AST_PRODUCT && add_places(rt, state, g, space) < 0))) {
        ouro_decref(rt, space);
        space = NULL;
    }
    out->cls = make_class(rt, node->name, base, space);
    if (out->cls && g->form == AST_ENUMERATION)
        out->single = ouro__instance_new(rt, out->cls);
    return out->cls && (out->single || g->form != AST_ENUMERATION) ? 0 : -1;
}

static int make_group(ouro_runtime *rt, ast_state *state, unsigned group)
{
    const ast_group *g = &ouro__ast_groups[group];
    ouro_object *base = state->base;
    state->nodes[group] = ouro__heap_alloc_zeroed(&rt->heap, g->count * sizeof(ast_class), OURO_HEAP_RAW);
    if (!state->nodes[group]) {
        ouro__no_memory(rt);
        return -1;
    }
    if (g->form != AST_PRODUCT) {
        ouro_object *empty = ouro__tuple_from(rt, NULL, 0);
        ouro_object *space = empty ? new_namespace(rt, state, empty, signature(rt, g, NULL)) : NULL;
        ouro_xdecref(rt, empty);
        if (space && add_places(rt, state, g, space) < 0) {
            ouro_decref(rt, space);
            space = NULL;
        }
        base = state->groups[group] = make_class(rt, g->name, base, space);
        if (!base)
            return -1;
    }
    for (unsigned i = 0; i < g->count; i++)
        if (make_node_class(rt, state, g, &g->nodes[i], &state->nodes[group][i], base) < 0)
            return -1;
    return 0;
}

/* ---- the state ---- */

static void drop(ouro_runtime *rt, ouro_object **slot)
{
    ouro_object *o = *slot;
    *slot = NULL;
    ouro_xdecref(rt, o);
}

/* AST's methods hold AST and are out of the collector's sight: they have to let go of it. */
static void release_methods(ouro_runtime *rt, ast_state *state)
{
    for (size_t i = 0; i < AST_METHODS; i++) {
        ouro_method_descriptor *method = (ouro_method_descriptor *)state->methods[i];
        if (method)
            ouro__slot_set(rt, method, &method->cls, ouro_ref(ouro__class_at(rt, OURO_T_OBJECT)));
        drop(rt, &state->methods[i]);
    }
}

static void clear_state(ouro_runtime *rt, ouro_module_state *head)
{
    ast_state *state = (ast_state *)head;
    release_methods(rt, state);
    for (unsigned group = 0; group < AST_GROUPS; group++) {
        drop(rt, &state->groups[group]);
        for (unsigned i = 0; state->nodes[group] && i < ouro__ast_groups[group].count; i++) {
            drop(rt, &state->nodes[group][i].single);
            drop(rt, &state->nodes[group][i].cls);
            drop(rt, &state->nodes[group][i].fields);
        }
        ouro__buffer_free(rt, state->nodes[group]);
        state->nodes[group] = NULL;
    }
    drop(rt, &state->base);
    drop(rt, &state->places);
    drop(rt, &state->names);
}

static int fill_state(ouro_runtime *rt, ast_state *state)
{
    state->names = names_tuple(rt, class_names, NAME_COUNT);
    state->places = state->names ? names_tuple(rt, place_names, PLACE_COUNT) : NULL;
    if (!state->places || make_base(rt, state) < 0)
        return -1;
    for (unsigned group = 0; group < AST_GROUPS; group++)
        if (make_group(rt, state, group) < 0)
            return -1;
    return 0;
}

static const char key;

ast_state *ouro__ast_state(ouro_runtime *rt)
{
    ast_state *state = ouro__module_state(rt, &key);
    if (state && state->base)
        return state;
    if (!state)
        state = ouro__module_state_add(rt, &key, sizeof *state);
    if (!state)
        return NULL;
    state->head.clear = clear_state;
    if (fill_state(rt, state) == 0)
        return state;
    clear_state(rt, &state->head);
    return NULL;
}

int ouro__ast_is_node(ouro_runtime *rt, ouro_object *o)
{
    ast_state *state = ouro__module_state(rt, &key); /* before the classes are made nothing is a node */
    return state && state->base ? ouro__isinstance(rt, o, state->base) : 0;
}
