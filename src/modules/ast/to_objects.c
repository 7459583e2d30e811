/* From the parser's tree to objects of the `ast` module's classes. */
#include <stdlib.h>

#include "modules/ast/ast.h"
#include "modules/ast/classes.h"
#include "types/bytes.h"
#include "types/class_internal.h"
#include "types/complex.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

enum { FRAMES_OF_ONE_CALL = 3 }; /* the tree may be deeper than calls by this factor */

typedef struct writer {
    ouro_runtime *rt;
    ast_state *state;
    uint32_t depth;
} writer;

static ouro_object *make_node(writer *w, unsigned group, const void *node);

static ouro_object *make_constant(ouro_runtime *rt, const ouro_constant *k)
{
    switch (k->kind) {
    case OURO_CONSTANT_FALSE:
        return ouro_ref(OURO_FALSE(rt));
    case OURO_CONSTANT_TRUE:
        return ouro_ref(OURO_TRUE(rt));
    case OURO_CONSTANT_ELLIPSIS:
        return ouro_ref(OURO_ELLIPSIS(rt));
    case OURO_CONSTANT_INT:
        return ouro__int_from_digits(rt, k->bytes, k->length, k->base);
    case OURO_CONSTANT_FLOAT:
        return ouro__float_new(rt, strtod(k->bytes, NULL));
    case OURO_CONSTANT_IMAGINARY:
        return ouro__complex_new(rt, 0.0, strtod(k->bytes, NULL));
    case OURO_CONSTANT_STRING: {
        ouro_object *s = ouro__str_from_wtf8(rt, k->bytes, k->length);
        return s && ouro__str_is_name_like(s) ? ouro__str_intern(rt, s) : s;
    }
    case OURO_CONSTANT_BYTES:
        return ouro__bytes_new(rt, k->bytes, k->length);
    default:
        return ouro_ref(OURO_NONE(rt));
    }
}

static int64_t read_int(const void *place, unsigned width)
{
    return width == 1 ? *(const uint8_t *)place : *(const int32_t *)place;
}

static ouro_object *make_name(ouro_runtime *rt, const ouro_name *name)
{
    if (!name)
        return ouro_ref(OURO_NONE(rt));
    ouro_object *s = ouro__str_from_utf8(rt, name->bytes, name->length);
    return s ? ouro__str_intern(rt, s) : NULL;
}

/* One value of a field. */
static ouro_object *make_value(writer *w, const ast_field *f, const char *place)
{
    ouro_runtime *rt = w->rt;
    switch (f->type) {
    case AST_IDENTIFIER:
        return make_name(rt, *(const ouro_name *const *)(const void *)place);
    case AST_INT:
        return ouro__int_new(rt, read_int(place, f->width));
    case AST_STRING:
        if (f->width != 1)
            return make_name(rt, *(const ouro_name *const *)(const void *)place);
        return *(const bool *)place ? ouro__str_from_char(rt, 'u') : ouro_ref(OURO_NONE(rt));
    case AST_CONSTANT: {
        const ouro_constant single = {.kind = *(const uint8_t *)place};
        return make_constant(rt, f->width == 1 ? &single : (const ouro_constant *)(const void *)place);
    }
    default:
        if (ouro__ast_groups[f->type].form == AST_ENUMERATION)
            return ouro_ref(w->state->nodes[f->type][*(const uint8_t *)place].single);
        return make_node(w, f->type, *(const void *const *)(const void *)place);
    }
}

static ouro_object *make_list(writer *w, const ast_field *f, const char *node)
{
    uint32_t count = f->place == AST_NO_PLACE ? 0 : *(const uint32_t *)(const void *)(node + f->length);
    const char *items = count ? *(const char *const *)(const void *)(node + f->place) : NULL;
    ouro_object *list = ouro__list_new(w->rt, count);
    for (uint32_t i = 0; list && i < count; i++) {
        ouro_object *item = make_value(w, f, items + (size_t)i * f->width);
        if (!item || ouro__list_append_owned(w->rt, (ouro_list *)list, item) < 0) {
            ouro_decref(w->rt, list);
            return NULL;
        }
    }
    return list;
}

static ouro_object *make_field(writer *w, const ast_field *f, const char *node)
{
    if (f->count == AST_MANY)
        return make_list(w, f, node);
    return f->place == AST_NO_PLACE ? ouro_ref(OURO_NONE(w->rt)) : make_value(w, f, node + f->place);
}

/* Sets an attribute of a fresh node; the value is taken over, NULL: failed. */
static int store(writer *w, ouro_object *o, ouro_object *name, ouro_object *value)
{
    bool missing;
    int status = value ? ouro__attrs_store(w->rt, ouro__type_of(w->rt, o), o, name, value, &missing) : -1;
    ouro_xdecref(w->rt, value);
    return status;
}

static int store_places(writer *w, ouro_object *o, const ouro_span *span)
{
    const uint32_t values[] = {span->line, span->column, span->end_line, span->end_column};
    for (size_t i = 0; i < 4; i++)
        if (store(w, o, ((ouro_tuple *)w->state->places)->items[i], ouro__int_new(w->rt, values[i])) < 0)
            return -1;
    return 0;
}

static ouro_object *fill_node(writer *w, unsigned group, const char *node)
{
    const ast_group *g = &ouro__ast_groups[group];
    unsigned kind = g->form == AST_SUM ? *(const uint8_t *)(node + g->kind) : 0;
    const ast_class *c = &w->state->nodes[group][kind];
    const ast_field *fields = g->nodes[kind].fields;
    ouro_object *o = ouro__instance_new(w->rt, c->cls);
    int status = o ? 0 : -1;
    for (size_t i = 0; status == 0 && fields[i].name; i++)
        status = store(w, o, ((ouro_tuple *)c->fields)->items[i], make_field(w, &fields[i], node));
    if (status == 0 && g->span != AST_NO_PLACE)
        status = store_places(w, o, (const ouro_span *)(const void *)(node + g->span));
    if (status == 0)
        return o;
    ouro_xdecref(w->rt, o);
    return NULL;
}

static ouro_object *make_node(writer *w, unsigned group, const void *node)
{
    if (!node)
        return ouro_ref(OURO_NONE(w->rt));
    if (w->depth >= w->rt->python->recursion_limit * (uint64_t)FRAMES_OF_ONE_CALL || ouro__stack_low(w->rt))
        return ouro__raise(w->rt, OURO_T_RECURSION_ERROR,
                           "maximum recursion depth exceeded during ast construction");
    w->depth++;
    ouro_object *o = fill_node(w, group, node);
    w->depth--;
    return o;
}

ouro_object *ouro__ast_to_object(ouro_runtime *rt, const ouro_module_node *tree)
{
    writer w = {.rt = rt, .state = ouro__ast_state(rt)};
    return w.state ? make_node(&w, AST_MOD, tree) : NULL;
}
