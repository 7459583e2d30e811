/* From objects to a tree that the compiler takes: attributes are read in the order of the grammar, each value checked for
 * its type; then the tree as a whole (validate.c). Any object at all may come in, and reading its attributes may run code. */
#include <stdio.h>

#include "modules/ast/ast.h"
#include "modules/ast/classes.h"
#include "modules/ast/validate.h"
#include "types/bytes.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"

typedef struct reader {
    ouro_runtime *rt;
    ast_state *state;
    ouro_region *region;
    ouro_module_node *root;
    ouro_object *kept; /* list */
} reader;

static void *read_node(reader *r, unsigned group, ouro_object *o);

static void *need(reader *r, size_t size)
{
    void *memory = ouro__region_alloc(r->region, size);
    return memory ? memory : ouro__no_memory(r->rt);
}

/* ---- values ---- */

static int read_int(reader *r, ouro_object *o, int32_t *out)
{
    ouro_runtime *rt = r->rt;
    if (!(ouro__type_of(rt, o)->flags & OURO_TYPE_IS_INT)) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid integer value: %R", o);
        return -1;
    }
    int64_t value = ouro__int_is_small(o) ? ((ouro_int *)o)->value : INT64_MAX;
    if (value < INT32_MIN || value > INT32_MAX) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C int");
        return -1;
    }
    *out = (int32_t)value;
    return 0;
}

static int read_name(reader *r, ouro_object *o, const ouro_name **out)
{
    ouro_runtime *rt = r->rt;
    *out = NULL;
    if (o == OURO_NONE(rt))
        return 0;
    if (!ouro__is_exactly(o, OURO_T_STR)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "AST identifier must be of type str");
        return -1;
    }
    size_t length;
    char *owned;
    const char *bytes = ouro__str_utf8(rt, o, &length, &owned);
    if (!bytes)
        return -1;
    *out = ouro__syntax_intern(r->root, r->region, bytes, length);
    if (owned)
        ouro__buffer_free(rt, owned);
    if (!*out)
        ouro__no_memory(rt);
    return *out ? 0 : -1;
}

static int read_string(reader *r, ouro_object *o)
{
    if (ouro__is_exactly(o, OURO_T_STR) || ouro__is_exactly(o, OURO_T_BYTES))
        return 0;
    ouro__raise(r->rt, OURO_T_TYPE_ERROR, "AST string must be of type str");
    return -1;
}

/* The text of a str or bytes constant, copied into the region. */
static int read_text(reader *r, ouro_object *o, ouro_constant *k)
{
    ouro_runtime *rt = r->rt;
    char *owned = NULL;
    const char *bytes;
    if (k->kind == OURO_CONSTANT_STRING) {
        bytes = ouro__str_wtf8(rt, o, &k->length, &owned);
        k->ascii = ouro__str_is_ascii(o);
    } else {
        bytes = (const char *)((ouro_bytes *)o)->data;
        k->length = ((ouro_bytes *)o)->length;
    }
    if (!bytes)
        return -1;
    k->bytes = ouro__region_copy(r->region, bytes, k->length);
    if (owned)
        ouro__buffer_free(rt, owned);
    if (!k->bytes)
        ouro__no_memory(rt);
    return k->bytes ? 0 : -1;
}

static int read_constant(reader *r, ouro_object *o, ouro_constant *k)
{
    ouro_runtime *rt = r->rt;
    *k = (ouro_constant){.kind = OURO_CONSTANT_GIVEN, .bytes = (const char *)o};
    if (o == OURO_NONE(rt))
        k->kind = OURO_CONSTANT_NONE;
    else if (o == OURO_TRUE(rt))
        k->kind = OURO_CONSTANT_TRUE;
    else if (o == OURO_FALSE(rt))
        k->kind = OURO_CONSTANT_FALSE;
    else if (o == OURO_ELLIPSIS(rt))
        k->kind = OURO_CONSTANT_ELLIPSIS;
    else if (ouro__is_exactly(o, OURO_T_STR))
        k->kind = OURO_CONSTANT_STRING;
    else if (ouro__is_exactly(o, OURO_T_BYTES))
        k->kind = OURO_CONSTANT_BYTES;
    if (k->kind == OURO_CONSTANT_STRING || k->kind == OURO_CONSTANT_BYTES)
        return read_text(r, o, k);
    return k->kind == OURO_CONSTANT_GIVEN ? ouro__list_append(rt, r->kept, o) : 0;
}

static void store_int(char *place, unsigned width, int32_t value)
{
    if (width == 1)
        *(uint8_t *)place = value != 0;
    else
        *(int32_t *)(void *)place = value;
}

/* The value of an enumeration. */
static int read_choice(reader *r, unsigned group, ouro_object *o, uint8_t *out)
{
    const ast_group *g = &ouro__ast_groups[group];
    for (unsigned i = 0; i < g->count; i++) {
        int fits = ouro__isinstance(r->rt, o, r->state->nodes[group][i].cls);
        if (fits < 0)
            return -1;
        if (fits) {
            *out = (uint8_t)i;
            return 0;
        }
    }
    ouro__raise(r->rt, OURO_T_TYPE_ERROR, "expected some sort of %s, but got %R", g->name, o);
    return -1;
}

/* Where values that the tree does not keep are read to. */
typedef union spare {
    ouro_constant constant;
    const ouro_name *name;
    void *node;
} spare;

static int read_value(reader *r, const ast_field *f, ouro_object *o, void *place)
{
    switch (f->type) {
    case AST_IDENTIFIER:
        return read_name(r, o, place);
    case AST_INT: {
        int32_t value;
        if (read_int(r, o, &value) < 0)
            return -1;
        store_int(place, f->width, value);
        return 0;
    }
    case AST_STRING:
        if (f->width == 1)
            *(bool *)place = true;
        return read_string(r, o);
    case AST_CONSTANT: {
        if (f->width != 1)
            return read_constant(r, o, place);
        ouro_constant k;
        int status = read_constant(r, o, &k);
        *(uint8_t *)place = k.kind;
        return status;
    }
    default:
        if (ouro__ast_groups[f->type].form == AST_ENUMERATION)
            return read_choice(r, f->type, o, place);
        if (ouro__ast_groups[f->type].form != AST_PRODUCT && o == OURO_NONE(r->rt)) {
            *(void **)place = NULL;
            return 0;
        }
        return (*(void **)place = read_node(r, f->type, o)) ? 0 : -1;
    }
}

/* ---- fields ---- */

static int missing_field(reader *r, const char *field, const char *owner)
{
    ouro__raise(r->rt, OURO_T_TYPE_ERROR, "required field \"%s\" missing from %s", field, owner);
    return -1;
}

static int read_items(reader *r, const ast_field *f, const char *owner, ouro_object *o, char *items)
{
    ouro_list *list = (ouro_list *)o;
    uint32_t count = list->count;
    for (uint32_t i = 0; i < count; i++) {
        ouro_object *item = ouro_ref(list->items[i]);
        spare unused = {.node = NULL};
        int status = read_value(r, f, item, items ? (void *)(items + (size_t)i * f->width) : (void *)&unused);
        ouro_decref(r->rt, item);
        if (status < 0)
            return -1;
        /* Of expressions and statements the validation tells this, since some may be left out. */
        bool pointer = items && f->width == sizeof(void *) && f->type != AST_EXPR && f->type != AST_STMT;
        if (pointer && !*(void **)(void *)(items + (size_t)i * f->width)) {
            ouro__raise(r->rt, OURO_T_VALUE_ERROR, "None disallowed in %s list",
                        ouro__ast_type_name(f->type));
            return -1;
        }
        if (list->count != count) {
            ouro__raise(r->rt, OURO_T_RUNTIME_ERROR, "%s field \"%s\" changed size during iteration", owner,
                        f->name);
            return -1;
        }
    }
    return 0;
}

/* Two lists that share their count in the tree must have the same: what differs is told by the validation, as the mark of
 * the node. */
static int read_list(reader *r, const ast_field *f, const char *owner, ouro_object *o, char *node,
                     bool second)
{
    if (!ouro__is_list(r->rt, o)) {
        ouro__raise(r->rt, OURO_T_TYPE_ERROR, "%s field \"%s\" must be a list, not a %T", owner, f->name, o);
        return -1;
    }
    char *items = NULL;
    uint32_t count = ((ouro_list *)o)->count;
    if (f->place != AST_NO_PLACE) {
        uint32_t *length = (uint32_t *)(void *)(node + f->length);
        items = need(r, count ? (size_t)count * f->width : 1);
        if (!items)
            return -1;
        *(char **)(void *)(node + f->place) = items;
        if (second && *length != count)
            ((ouro_expr *)(void *)node)->mark = 1;
        *length = count;
    }
    return read_items(r, f, owner, o, items);
}

/* The attribute of a field into the node. */
static int read_field(reader *r, const ast_field *f, const char *owner, ouro_object *name, ouro_object *o,
                      char *node, bool second)
{
    ouro_runtime *rt = r->rt;
    ouro_object *value;
    int found = ouro__getattr_optional(rt, o, name, &value);
    if (found < 0)
        return -1;
    bool absent = !found || (f->count == AST_OPTIONAL && value == OURO_NONE(rt));
    int status = 0;
    if (!found && f->count != AST_OPTIONAL) {
        status = missing_field(r, f->name, owner);
    } else if (!absent) {
        spare unused = {.node = NULL};
        if (f->count == AST_MANY)
            status = read_list(r, f, owner, value, node, second);
        else
            status = read_value(r, f, value,
                                f->place == AST_NO_PLACE ? (void *)&unused : (void *)(node + f->place));
    }
    if (found)
        ouro_decref(rt, value);
    return status;
}

/* lineno and so on, which `owner` must have; without an end, the beginning stands for it. */
static int read_places(reader *r, const ast_group *g, ouro_object *o, ouro_span *span)
{
    int32_t values[4] = {0};
    for (size_t i = 0; i < 4; i++) {
        ouro_object *name = ((ouro_tuple *)r->state->places)->items[i], *value;
        int found = ouro__getattr_optional(r->rt, o, name, &value);
        if (found < 0)
            return -1;
        bool may_lack = i >= 2 && g->end_none;
        if (!found && !may_lack) {
            static const char *const names[] = {"lineno", "col_offset", "end_lineno", "end_col_offset"};
            return missing_field(r, names[i], g->name);
        }
        int status = 0;
        if (!found || (may_lack && value == OURO_NONE(r->rt)))
            values[i] = values[i - 2];
        else
            status = read_int(r, value, &values[i]);
        if (found)
            ouro_decref(r->rt, value);
        if (status < 0)
            return -1;
    }
    *span = (ouro_span){(uint32_t)values[0], (uint32_t)values[1], (uint32_t)values[2], (uint32_t)values[3]};
    return 0;
}

/* A node that has to be there was None. */
static int check_required(reader *r, const ast_node *n, const ast_field *f, const char *node)
{
    bool pointer =
        f->type < AST_GROUPS ? ouro__ast_groups[f->type].form != AST_ENUMERATION : f->type == AST_IDENTIFIER;
    if (f->count != AST_ONE || f->place == AST_NO_PLACE || !pointer ||
        *(void *const *)(const void *)(node + f->place))
        return 0;
    ouro__raise(r->rt, OURO_T_VALUE_ERROR, "field '%s' is required for %s", f->name, n->name);
    return -1;
}

static int read_fields(reader *r, unsigned group, unsigned kind, ouro_object *o, char *node)
{
    const ast_group *g = &ouro__ast_groups[group];
    const ast_node *n = &g->nodes[kind];
    const ast_class *c = &r->state->nodes[group][kind];
    uint16_t length = 0;
    for (size_t i = 0; n->fields[i].name; i++) {
        const ast_field *f = &n->fields[i];
        bool second = f->count == AST_MANY && f->place != AST_NO_PLACE && length == f->length;
        if (read_field(r, f, n->name, ((ouro_tuple *)c->fields)->items[i], o, node, second) < 0)
            return -1;
        if (f->count == AST_MANY)
            length = f->length;
    }
    if (g->form == AST_PRODUCT && g->span != AST_NO_PLACE &&
        read_places(r, g, o, (ouro_span *)(void *)(node + g->span)) < 0)
        return -1;
    for (const ast_field *f = n->fields; f->name; f++)
        if (check_required(r, n, f, node) < 0)
            return -1;
    return 0;
}

/* ---- nodes ---- */

static int find_kind(reader *r, unsigned group, ouro_object *o, unsigned *kind)
{
    const ast_group *g = &ouro__ast_groups[group];
    /* Nearly all are of a class itself, not of one derived from it. */
    for (unsigned i = 0; i < g->count; i++) {
        if (r->state->nodes[group][i].cls == ouro__class_of(r->rt, o)) {
            *kind = i;
            return 0;
        }
    }
    uint8_t choice = 0;
    if (read_choice(r, group, o, &choice) < 0)
        return -1;
    *kind = choice;
    return 0;
}

static void *make_node(reader *r, unsigned group, ouro_object *o)
{
    const ast_group *g = &ouro__ast_groups[group];
    unsigned kind = 0;
    ouro_span span = {0};
    if (g->form != AST_PRODUCT) {
        if (g->span != AST_NO_PLACE && read_places(r, g, o, &span) < 0)
            return NULL;
        if (find_kind(r, group, o, &kind) < 0)
            return NULL;
    }
    char *node = need(r, g->size);
    if (!node)
        return NULL;
    if (g->form == AST_SUM)
        node[g->kind] = (char)kind;
    if (g->form != AST_PRODUCT && g->span != AST_NO_PLACE)
        *(ouro_span *)(void *)(node + g->span) = span;
    return read_fields(r, group, kind, o, node) < 0 ? NULL : node;
}

static void *read_node(reader *r, unsigned group, ouro_object *o)
{
    char where[64];
    snprintf(where, sizeof where, " while traversing '%s' node", ouro__ast_groups[group].name);
    if (!ouro__enter_recursion(r->rt, where))
        return NULL;
    void *node = make_node(r, group, o);
    ouro__leave_recursion(r->rt);
    return node;
}

ouro_module_node *ouro__ast_from_object(ouro_runtime *rt, ouro_object *o, enum ouro_compile_mode mode,
                                        ouro_region *region, ouro_object *kept)
{
    static const unsigned kinds[] = {[OURO_COMPILE_EXEC] = OURO_AST_MODULE,
                                     [OURO_COMPILE_EVAL] = OURO_AST_EXPRESSION,
                                     [OURO_COMPILE_SINGLE] = OURO_AST_INTERACTIVE,
                                     [OURO_COMPILE_FUNCTION_TYPE] = OURO_AST_FUNCTIONTYPE};
    unsigned kind = kinds[mode];
    reader r = {.rt = rt, .state = ouro__ast_state(rt), .region = region, .kept = kept};
    if (!r.state)
        return NULL;
    int fits = ouro__isinstance(rt, o, r.state->nodes[AST_MOD][kind].cls);
    if (fits < 0)
        return NULL;
    if (!fits)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "expected %s node, got %T",
                           ouro__ast_groups[AST_MOD].nodes[kind].name, o);
    r.root = ouro__syntax_new_root(region);
    if (!r.root)
        return ouro__no_memory(rt);
    const ouro_module_node *tree = read_node(&r, AST_MOD, o);
    if (!tree)
        return NULL;
    struct ouro_name_table *names = r.root->names;
    *r.root = *tree;
    r.root->names = names;
    return ouro__ast_validate(rt, r.root) < 0 ? NULL : r.root;
}
