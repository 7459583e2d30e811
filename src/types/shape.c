/* Shapes: which attribute stands in which slot of an instance.
 *
 * A class has a tree of shapes; an edge is the addition of a name. Instances that got the same attributes in the same
 * order share a shape. Shapes live as long as their class. A tree that grows past its limit stops growing, and
 * instances that would need a new shape take a dict. */
#include "types/class_internal.h"
#include "types/str.h"

enum {
    SHAPE_SLOTS_MAX = 120, /* attributes in slots; more go to a dict */
    SHAPE_TREE_MAX = 512,  /* nodes of one class */
    SHAPE_TABLE_FROM = 9,  /* attributes from which on a table is worth its room */
};

struct ouro_shape_entry {
    ouro_object *name; /* borrowed from the shape that added it */
    uint32_t slot;
};

static inline uint32_t name_hash(const ouro_object *name)
{
    return (uint32_t)(((uintptr_t)name >> 3) * 0x9E3779B1u >> 7);
}

/* 0, or -1 without an exception. */
static int make_table(ouro_runtime *rt, ouro_shape *shape)
{
    uint32_t size = 16;
    while (size < shape->count * 2)
        size *= 2;
    struct ouro_shape_entry *table = ouro__heap_alloc_zeroed(&rt->heap, size * sizeof *table, OURO_HEAP_RAW);
    if (!table)
        return -1;
    for (const ouro_shape *s = shape; s->parent; s = s->parent) {
        uint32_t i = name_hash(s->name) & (size - 1);
        while (table[i].name)
            i = (i + 1) & (size - 1);
        table[i] = (struct ouro_shape_entry){s->name, s->count - 1};
    }
    shape->table = table;
    shape->table_size = size;
    return 0;
}

int64_t ouro__shape_find(ouro_runtime *rt, const ouro_shape *shape, ouro_object *name)
{
    if (shape->count >= SHAPE_TABLE_FROM &&
        (shape->table || make_table(rt, (ouro_shape *)(uintptr_t)shape) == 0)) {
        uint32_t mask = shape->table_size - 1;
        for (uint32_t i = name_hash(name) & mask; shape->table[i].name; i = (i + 1) & mask)
            if (shape->table[i].name == name)
                return shape->table[i].slot;
        return -1;
    }
    for (const ouro_shape *s = shape; s->parent; s = s->parent)
        if (s->name == name)
            return (int64_t)s->count - 1;
    return -1;
}

ouro_shape *ouro__shape_root(ouro_runtime *rt, ouro_class *c)
{
    if (!c->root_shape) {
        ouro_shape *root = ouro__heap_alloc_zeroed(&rt->heap, sizeof *root, OURO_HEAP_RAW);
        if (!root)
            return NULL;
        root->owner = c;
        c->root_shape = root;
        c->shape_count = 1;
    }
    return c->root_shape;
}

ouro_shape *ouro__shape_add(ouro_runtime *rt, ouro_shape *shape, ouro_object *name)
{
    for (ouro_shape **place = &shape->children; *place; place = &(*place)->sibling) {
        ouro_shape *child = *place;
        if (child->name != name)
            continue;
        *place = child->sibling; /* what is wanted now will be wanted again: to the front */
        child->sibling = shape->children;
        shape->children = child;
        return child;
    }
    ouro_class *c = shape->owner;
    if (shape->count >= SHAPE_SLOTS_MAX || c->shape_count >= SHAPE_TREE_MAX)
        return NULL;
    ouro_shape *child = ouro__heap_alloc_zeroed(&rt->heap, sizeof *child, OURO_HEAP_RAW);
    if (!child)
        return NULL;
    ouro_incref(name);
    child->name = name;
    child->parent = shape;
    child->owner = c;
    child->count = shape->count + 1;
    child->sibling = shape->children;
    shape->children = child;
    c->shape_count++;
    return child;
}

void ouro__shapes_destroy(ouro_runtime *rt, ouro_class *c)
{
    ouro_shape *s = c->root_shape;
    c->root_shape = NULL;
    while (s) {
        if (s->children) { /* down to a leaf, cutting it off on the way */
            ouro_shape *child = s->children;
            s->children = child->sibling;
            s = child;
            continue;
        }
        ouro_shape *up = s->parent;
        ouro_xdecref(rt, s->name);
        ouro__buffer_free(rt, s->table);
        ouro__buffer_free(rt, s);
        s = up;
    }
}
