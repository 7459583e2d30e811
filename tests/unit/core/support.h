/* What the tests of the object floor and the collector share: a runtime with a few types of each layout. */
#ifndef OURO_TESTS_SUPPORT_H
#define OURO_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "gc/gc.h"
#include "object/alloc.h"
#include "object/attrs.h"
#include "object/slot.h"
#include "object/traverse.h"
#include "object/type_table.h"
#include "object/weakref.h"

enum { LEAF = 20, LIST, TUPLE, NODE, ATTRS, BAG, TAGGED };

/* No references: a number. */
typedef struct leaf {
    ouro_object head;
    int64_t value;
} leaf;

typedef struct list {
    ouro_object head;
    ouro_object **items;
    uint32_t count, capacity;
} list;

typedef struct tuple {
    ouro_object head;
    uint64_t count;
    ouro_object *items[];
} tuple;

/* Fields: left, right; finalizer: `on_finalize` of the fixture's. */
typedef struct node {
    ouro_object head;
    ouro_object *left, *right;
    int64_t tag;
} node;

/* An attribute word with slots behind. */
typedef struct attrs {
    ouro_object head;
    ouro_attrs attrs;
} attrs;

/* Traverse and drain by callback: a fixed number of references. */
enum { BAG_SIZE = 4 };
typedef struct bag {
    ouro_object head;
    ouro_object *items[BAG_SIZE];
} bag;

static const uint16_t node_fields[] = {offsetof(node, left), offsetof(node, right), 0};

static inline void list_destroy(ouro_runtime *rt, ouro_object *o)
{
    ouro__buffer_free(rt, ((list *)o)->items);
}

static inline void bag_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    for (int i = 0; i < BAG_SIZE; i++)
        if (((bag *)o)->items[i])
            visit(rt, ((bag *)o)->items[i], context);
}

static inline ouro_object *bag_drain(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    for (int i = 0; i < BAG_SIZE; i++) {
        ouro_object *child = ((bag *)o)->items[i];
        ((bag *)o)->items[i] = NULL;
        if (child)
            return child;
    }
    return NULL;
}

static inline ouro_type *add_type(ouro_runtime *rt, uint32_t index, const char *name, unsigned layout,
                                  size_t size)
{
    ouro_type *type = ouro__type_add(rt, index);
    if (!type)
        abort();
    type->name = name;
    type->layout = (uint8_t)layout;
    type->size = (uint32_t)size;
    type->flags =
        index == LEAF ? OURO_TYPE_WEAKLY_REFERENCEABLE : OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE;
    return type;
}

static inline ouro_runtime *open_runtime(const ouro_core_options *given)
{
    ouro_core_options options = {0};
    if (given)
        options = *given;
    options.abort_on_leak = true;
    ouro_runtime *rt = ouro__runtime_create(&options);
    if (!rt)
        return NULL;
    if (ouro__gc_init(rt) < 0) {
        rt->error = NULL;
        ouro__runtime_destroy(rt);
        return NULL;
    }
    add_type(rt, LEAF, "leaf", OURO_LAYOUT_LEAF, sizeof(leaf));
    add_type(rt, LIST, "list", OURO_LAYOUT_LIST, sizeof(list))->destroy = list_destroy;
    add_type(rt, TUPLE, "tuple", OURO_LAYOUT_TUPLE, sizeof(tuple))->flags |= OURO_TYPE_NO_CLEAR;
    add_type(rt, NODE, "node", OURO_LAYOUT_LEAF, sizeof(node))->fields = node_fields;
    add_type(rt, ATTRS, "attrs", OURO_LAYOUT_LEAF, sizeof(attrs))->attrs_offset = offsetof(attrs, attrs);
    ouro_type *type = add_type(rt, BAG, "bag", OURO_LAYOUT_CALLBACK, sizeof(bag));
    type->traverse = bag_traverse;
    type->drain = bag_drain;
    return rt;
}

static inline void close_runtime(ouro_runtime *rt)
{
    ouro__gc_collect(rt, 2);
    ouro__gc_collect(rt, 2);
    ouro__gc_destroy(rt);
    ouro__runtime_destroy(rt);
}

/* Each of these gives an owned object, tracked, or NULL with the exception set. */

static inline ouro_object *new_leaf(ouro_runtime *rt, int64_t value)
{
    leaf *o = ouro__new_leaf(rt, sizeof *o, LEAF << 8);
    if (o)
        o->value = value;
    return (ouro_object *)o;
}

static inline list *new_list(ouro_runtime *rt, uint32_t capacity)
{
    list *o = ouro__new_container(rt, sizeof *o, LIST << 8);
    if (!o)
        return NULL;
    o->items = NULL;
    o->count = 0;
    o->capacity = capacity;
    if (capacity && !(o->items = ouro__buffer_alloc(rt, capacity * sizeof *o->items))) {
        ouro_decref(rt, &o->head);
        return NULL;
    }
    ouro__track(&o->head);
    return o;
}

/* Takes `item` over, also on failure. */
static inline int list_append(ouro_runtime *rt, list *o, void *item)
{
    if (o->count == o->capacity) {
        uint32_t capacity = o->capacity ? o->capacity * 2 : 4;
        ouro_object **items = ouro__buffer_resize(rt, o->items, capacity * sizeof *items);
        if (!items) {
            ouro_decref(rt, item);
            return -1;
        }
        o->items = items;
        o->capacity = capacity;
    }
    ouro__slot_init(&o->items[o->count], item);
    o->count++;
    return 0;
}

static inline tuple *new_tuple(ouro_runtime *rt, size_t count)
{
    ouro_type *type = ouro__type_at(rt, TUPLE << 8);
    tuple *o = (tuple *)ouro__new_object(rt, type, sizeof *o + count * sizeof o->items[0]);
    if (!o)
        return NULL;
    o->count = count;
    ouro__track(&o->head);
    return o;
}

static inline void *new_fixed(ouro_runtime *rt, uint32_t index)
{
    ouro_type *type = ouro__type_at(rt, index << 8);
    ouro_object *o = ouro__new_object(rt, type, type->size);
    if (o)
        ouro__track(o);
    return o;
}

/* The references taken over, NULL allowed. */
static inline node *new_node(ouro_runtime *rt, void *left, void *right)
{
    node *o = new_fixed(rt, NODE);
    if (o) {
        o->left = left;
        o->right = right;
    }
    return o;
}

static inline attrs *new_attrs(ouro_runtime *rt, unsigned capacity)
{
    ouro_type *type = ouro__type_at(rt, ATTRS << 8);
    attrs *o = (attrs *)ouro__new_object(rt, type, sizeof *o + capacity * sizeof(ouro_object *));
    if (!o)
        return NULL;
    o->attrs.word = (uint64_t)capacity << 48;
    ouro__track(&o->head);
    return o;
}

static inline size_t blocks(ouro_runtime *rt)
{
    return ouro__heap_blocks(&rt->heap);
}

#endif
