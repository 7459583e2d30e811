/* groupby, and the iterators over its groups. A group shares the items with the groupby that gave it out: it lasts until
 * that moves on. */
#include "modules/itertools/itertools.h"
#include "types/dict.h"

typedef struct groupby_iterator {
    ouro_object head;
    ouro_object *iterator, *function; /* function may be None */
    ouro_object *target_key;          /* of the group given out last; NULL: none yet */
    ouro_object *key, *value;         /* of the item looked at; value is NULL once given out */
    ouro_object *pair;                /* the tuple given out last */
    const void *group; /* the group given out last, while it may give items: an address to compare with */
} groupby_iterator;

typedef struct grouper {
    ouro_object head;
    ouro_object *parent, *target_key;
} grouper;

static const uint16_t groupby_iterator_fields[] = {offsetof(groupby_iterator, iterator),
                                                   offsetof(groupby_iterator, function),
                                                   offsetof(groupby_iterator, target_key),
                                                   offsetof(groupby_iterator, key),
                                                   offsetof(groupby_iterator, value),
                                                   offsetof(groupby_iterator, pair),
                                                   0};
static const uint16_t grouper_fields[] = {offsetof(grouper, parent), offsetof(grouper, target_key), 0};

static ouro_object *groupby_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    static const char *const names[] = {"iterable", "key", NULL};
    static const ouro_signature signature = {"groupby", names, 0, 2, 1, 0};
    ouro_object *given[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return NULL;
    ouro_object *iterator = ouro__iter(rt, given[0]);
    groupby_iterator *g = iterator ? (groupby_iterator *)ouro__instance_new(rt, cls) : NULL;
    if (!g) {
        ouro_xdecref(rt, iterator);
        return NULL;
    }
    ouro__slot_init(&g->iterator, iterator);
    ouro__slot_init(&g->function, given[1] ? ouro_ref(given[1]) : OURO_NONE(rt));
    return &g->head;
}

/* Looks at the next item: 0, or -1 when there is none or it failed. */
static int groupby_step(ouro_runtime *rt, groupby_iterator *g)
{
    if (!g->iterator || !g->function)
        return -1;
    ouro_object *value = ouro__next_item(rt, g->iterator);
    if (!value)
        return -1;
    ouro_object *key = g->function == OURO_NONE(rt) ? ouro_ref(value) : ouro__call1(rt, g->function, value);
    if (!key) {
        ouro_decref(rt, value);
        return -1;
    }
    ouro__slot_set(rt, g, &g->value, value);
    ouro__slot_set(rt, g, &g->key, key);
    return 0;
}

/* Whether the item looked at has this key: 1, 0, -1. Comparing may run code that changes either. */
static int same_key(ouro_runtime *rt, ouro_object *target, const groupby_iterator *g)
{
    if (target == g->key)
        return 1;
    ouro_object *key = ouro_ref(g->key);
    ouro_incref(target);
    int equal = ouro__compare_bool(rt, target, key, OURO_EQ);
    ouro_decref(rt, target);
    ouro_decref(rt, key);
    return equal;
}

static ouro_object *grouper_of(ouro_runtime *rt, groupby_iterator *g, ouro_object *target_key)
{
    grouper *group = ouro__new_container(rt, sizeof *group, OURO_WORD(OURO_T_GROUPER));
    if (!group)
        return NULL;
    ouro__slot_init(&group->parent, ouro_ref(g));
    ouro__slot_init(&group->target_key, ouro_ref(target_key));
    ouro__track(&group->head);
    g->group = group;
    return &group->head;
}

static ouro_object *groupby_next(ouro_runtime *rt, ouro_object *o)
{
    groupby_iterator *g = (groupby_iterator *)o;
    if (ouro__too_deep(rt))
        return NULL;
    g->group = NULL;
    for (;;) { /* on to the first item of another group */
        if (g->key) {
            if (!g->target_key)
                break;
            int same = same_key(rt, g->target_key, g);
            if (same < 0)
                return NULL;
            if (!same)
                break;
        }
        if (groupby_step(rt, g) < 0)
            return NULL;
    }
    if (!g->key)
        return NULL;
    ouro__slot_set(rt, g, &g->target_key, ouro_ref(g->key));
    ouro_object *key = ouro_ref(g->key);
    ouro_object *group = grouper_of(rt, g, key);
    if (!group) {
        ouro_decref(rt, key);
        return NULL;
    }
    return ouro__tuple_pair(rt, g, &g->pair, key, group);
}

OURO_METHOD(groupby_reduce)
{
    OURO_NO_ARGUMENTS;
    groupby_iterator *g = (groupby_iterator *)self;
    ouro_object *arguments = ouro__tuple_of(rt, 2, g->iterator ? g->iterator : OURO_NONE(rt),
                                            g->function ? g->function : OURO_NONE(rt));
    if (g->target_key && g->key && g->value)
        return ouro__reduce_state(rt, self, arguments,
                                  ouro__tuple_of(rt, 3, g->key, g->value, g->target_key));
    return ouro__reduce(rt, self, arguments);
}

OURO_METHOD(groupby_setstate)
{
    (void)nargs, (void)kwnames;
    groupby_iterator *g = (groupby_iterator *)self;
    if (!ouro__is_tuple(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "state is not a tuple");
    const ouro_tuple *state = (const ouro_tuple *)args[0];
    if (state->count != 3)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "function takes exactly 3 arguments (%zu given)",
                           (size_t)state->count);
    ouro__slot_set(rt, g, &g->key, ouro_ref(state->items[0]));
    ouro__slot_set(rt, g, &g->value, ouro_ref(state->items[1]));
    ouro__slot_set(rt, g, &g->target_key, ouro_ref(state->items[2]));
    return OURO_NONE(rt);
}

static const ouro_method_def groupby_methods[] = {
    {"__reduce__", groupby_reduce, 0, 0, 0, OURO_REDUCE_DOC},
    {"__setstate__", groupby_setstate, 0, 1, 1, OURO_SETSTATE_DOC},
    {0},
};

OURO_ITERATOR_TYPE(
    groupby, OURO_T_GROUP_BY, groupby_iterator, groupby_new, groupby_next, NULL, groupby_methods,
    "groupby(iterable, key=None)\n--\n\nPairs of a key and an iterator over the consecutive items that have "
    "it. key: the function that tells it; None: the item itself.");

/* ---- A group ---- */

static ouro_object *grouper_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    (void)cls;
    if (ouro__check_unpacked(rt, "_grouper", nargs, kwnames, 2, 2) < 0)
        return NULL;
    if (!ouro__is_subtype(rt, ouro__class_of(rt, args[0]), ouro__class_at(rt, OURO_T_GROUP_BY)))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "_grouper() argument 1 must be itertools.groupby, not %T",
                           args[0]);
    return grouper_of(rt, (groupby_iterator *)args[0], args[1]);
}

static ouro_object *grouper_next(ouro_runtime *rt, ouro_object *o)
{
    grouper *group = (grouper *)o;
    groupby_iterator *g = (groupby_iterator *)group->parent;
    if (!g || !group->target_key || g->group != group || ouro__too_deep(rt))
        return NULL;
    if (!g->value && groupby_step(rt, g) < 0)
        return NULL;
    if (!g->key)
        return NULL;
    int same = same_key(rt, group->target_key, g);
    if (same <= 0)
        return NULL;
    return ouro__slot_take(rt, g, &g->value);
}

OURO_METHOD(grouper_reduce)
{
    OURO_NO_ARGUMENTS;
    grouper *group = (grouper *)self;
    if (group->parent && ((groupby_iterator *)group->parent)->group == group)
        return ouro__reduce(rt, self, ouro__tuple_of(rt, 2, group->parent, group->target_key));
    ouro_object *iter = ouro__dict_get_cstring(rt, rt->python->builtins, "iter");
    return iter ? ouro__pack(rt, 2, ouro_ref(iter), ouro__pack(rt, 1, OURO_EMPTY_TUPLE(rt)))
                : ouro__bad_internal_call(rt, "_grouper.__reduce__");
}

static const ouro_method_def grouper_methods[] = {
    {"__reduce__", grouper_reduce, 0, 0, 0, OURO_REDUCE_DOC},
    {0},
};

OURO_BUILTIN_TYPE(grouper) = {
    .id = OURO_T_GROUPER,
    .slots = {.name = "itertools._grouper",
              .size = sizeof(grouper),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_CONTAINER,
              .fields = grouper_fields,
              .iter = ouro__iter_self,
              .next = grouper_next,
              .new_ = grouper_new},
    .methods = grouper_methods,
    .module = "itertools",
};
