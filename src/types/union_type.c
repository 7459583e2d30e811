/* types.UnionType: int | str (PEP 604). */
#include "types/class_internal.h"
#include "types/exception.h"
#include "types/generic_alias.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"

typedef struct union_type {
    ouro_object head;
    ouro_object *args;
    ouro_object *parameters; /* NULL: not collected yet */
} union_type;

static const uint16_t union_fields[] = {offsetof(union_type, args), offsetof(union_type, parameters), 0};

static inline union_type *as_union(ouro_object *o)
{
    return (union_type *)o;
}

static bool is_member(ouro_runtime *rt, ouro_object *o)
{
    return o == OURO_NONE(rt) || ouro__is_class(rt, o) || ouro__is_generic_alias(rt, o) ||
           ouro__is_exactly(o, OURO_T_UNION);
}

/* Appends a member unless it is there; classes are the same by identity, aliases by equality. */
static int add_member(ouro_runtime *rt, ouro_object *list, ouro_object *o)
{
    if (o == OURO_NONE(rt))
        o = ouro__class_at(rt, OURO_T_NONE);
    ouro_list *l = (ouro_list *)list;
    for (uint32_t i = 0; i < l->count; i++) {
        int same = l->items[i] == o;
        if (!same && ouro__is_generic_alias(rt, o) && ouro__is_generic_alias(rt, l->items[i]))
            same = ouro__compare_bool(rt, l->items[i], o, OURO_EQ);
        if (same)
            return same < 0 ? -1 : 0;
    }
    return ouro__list_append(rt, list, o);
}

static int add_members(ouro_runtime *rt, ouro_object *list, ouro_object *o)
{
    if (!ouro__is_exactly(o, OURO_T_UNION))
        return add_member(rt, list, o);
    ouro_tuple *t = (ouro_tuple *)as_union(o)->args;
    for (size_t i = 0; i < t->count; i++)
        if (add_member(rt, list, t->items[i]) < 0)
            return -1;
    return 0;
}

/* The union of a list's members, or the only one. */
static ouro_object *from_list(ouro_runtime *rt, ouro_object *list)
{
    if (((ouro_list *)list)->count == 1)
        return ouro_ref(((ouro_list *)list)->items[0]);
    ouro_object *args = ouro__list_to_tuple(rt, list);
    union_type *u = args ? ouro__new_container(rt, sizeof *u, OURO_WORD(OURO_T_UNION)) : NULL;
    if (!u) {
        ouro_xdecref(rt, args);
        return NULL;
    }
    ouro__slot_init(&u->args, args);
    ouro__slot_init(&u->parameters, NULL);
    ouro__track(&u->head);
    return &u->head;
}

ouro_object *ouro__union_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!is_member(rt, a) || !is_member(rt, b))
        return OURO_NOT_IMPLEMENTED(rt);
    ouro_object *list = ouro__list_new(rt, 2), *result = NULL;
    if (list && add_members(rt, list, a) == 0 && add_members(rt, list, b) == 0)
        result = from_list(rt, list);
    ouro_xdecref(rt, list);
    return result;
}

static ouro_object *union_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro_tuple *t = (ouro_tuple *)as_union(o)->args;
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    int status = 0;
    for (size_t i = 0; i < t->count && status == 0; i++) {
        if (i)
            status = ouro__builder_ascii(&b, " | ", 3);
        if (status == 0 && t->items[i] == ouro__class_at(rt, OURO_T_NONE))
            status = ouro__builder_ascii(&b, "None", 4);
        else if (status == 0)
            status = ouro__write_type_argument(&b, t->items[i]);
    }
    if (status == 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

/* Unions are the same whatever the order. */
static ouro_object *union_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if ((op != OURO_EQ && op != OURO_NE) || !ouro__is_exactly(b, OURO_T_UNION))
        return OURO_NOT_IMPLEMENTED(rt);
    ouro_object *left = ouro__frozenset_new(rt, as_union(a)->args);
    ouro_object *right = left ? ouro__frozenset_new(rt, as_union(b)->args) : NULL;
    ouro_object *result = right ? ouro__compare(rt, left, right, op) : NULL;
    ouro_xdecref(rt, left);
    ouro_xdecref(rt, right);
    return result;
}

static int64_t union_hash(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *members = ouro__frozenset_new(rt, as_union(o)->args);
    int64_t h = members ? ouro__hash(rt, members) : -1;
    ouro_xdecref(rt, members);
    return h;
}

static ouro_object *get_parameters(ouro_runtime *rt, ouro_object *o)
{
    union_type *u = as_union(o);
    if (!u->parameters) {
        ouro_object *parameters = ouro__type_parameters(rt, u->args);
        if (!parameters)
            return NULL;
        ouro__slot_set(rt, u, &u->parameters, parameters);
    }
    return ouro_ref(u->parameters);
}

static ouro_object *union_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *item)
{
    ouro_object *parameters = get_parameters(rt, o);
    ouro_object *args = parameters ? ouro__type_substitute(rt, o, as_union(o)->args, parameters, item) : NULL;
    ouro_xdecref(rt, parameters);
    if (!args)
        return NULL;
    ouro_tuple *t = (ouro_tuple *)args;
    ouro_object *result = ouro_ref(t->items[0]);
    for (size_t i = 1; result && i < t->count; i++) {
        ouro_object *next = ouro__binary(rt, OURO_OR, result, t->items[i]);
        ouro_decref(rt, result);
        result = next;
    }
    ouro_decref(rt, args);
    return result;
}

typedef int (*check_function)(ouro_runtime *rt, ouro_object *o, ouro_object *cls);

static int check(ouro_runtime *rt, ouro_object *self, ouro_object *o, check_function f, const char *name)
{
    ouro_tuple *t = (ouro_tuple *)as_union(self)->args;
    for (size_t i = 0; i < t->count; i++)
        if (ouro__is_generic_alias(rt, t->items[i])) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument 2 cannot be a parameterized generic", name);
            return -1;
        }
    int answer = 0;
    for (size_t i = 0; i < t->count && answer == 0; i++)
        answer = f(rt, o, t->items[i]);
    return answer;
}

int ouro__union_has_instance(ouro_runtime *rt, ouro_object *self, ouro_object *o)
{
    return check(rt, self, o, ouro__isinstance, "isinstance");
}

int ouro__union_has_subclass(ouro_runtime *rt, ouro_object *self, ouro_object *cls)
{
    if (ouro__is_class(rt, cls))
        return check(rt, self, cls, ouro__issubclass, "issubclass");
    ouro__raise(rt, OURO_T_TYPE_ERROR, "issubclass() arg 1 must be a class");
    return -1;
}

static const ouro_getset_def union_getsets[] = {
    {"__parameters__", get_parameters, NULL, "the type variables among the members"},
    {0},
};
static const ouro_member_def union_members[] = {
    {"__args__", offsetof(union_type, args), true, false, NULL},
    {0},
};
static const ouro_number_slots union_number = {.binary[OURO_OR] = ouro__union_or};

OURO_BUILTIN_TYPE(union) = {
    .id = OURO_T_UNION,
    .slots = {.name = "types.UnionType",
              .size = sizeof(union_type),
              .flags = OURO_TYPE_CONTAINER,
              .fields = union_fields,
              .repr = union_repr,
              .hash = union_hash,
              .compare = union_compare,
              .getitem = union_getitem,
              .number = &union_number},
    .getsets = union_getsets,
    .members = union_members,
    .doc = "Several classes, any of which will do: int | str",
};
