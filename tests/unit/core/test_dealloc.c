/* Deallocation: order, resurrection, depth, deferral, class objects. */
#include "support.h"

#include <string.h>

enum { NAMED = 50, CLASSES, INSTANCES_FIRST };

/* What happened, as a string of tags. */
typedef struct record {
    char text[4096];
    size_t length;
    ouro_object *saved;
    bool save, drop_left;
} record;

static record *record_of(ouro_runtime *rt)
{
    return (record *)rt->python;
}

static void note(ouro_runtime *rt, const char *what, int64_t tag)
{
    record *r = record_of(rt);
    r->length +=
        (size_t)snprintf(r->text + r->length, sizeof r->text - r->length, "%s%lld ", what, (long long)tag);
}

static void named_finalize(ouro_runtime *rt, ouro_object *o)
{
    record *r = record_of(rt);
    assert_int_equal(o->refcount, 1);
    assert_true(o->word & OURO_TRACKED);
    if (!r->drop_left)
        note(rt, "f", ((node *)o)->tag);
    if (r->save)
        r->saved = ouro_ref(o);
    if (r->drop_left)
        ouro__slot_clear(rt, o, &((node *)o)->left);
}

static void named_destroy(ouro_runtime *rt, ouro_object *o)
{
    if (!record_of(rt)->drop_left)
        note(rt, "d", ((node *)o)->tag);
}

static ouro_runtime *open_recording(record *r)
{
    memset(r, 0, sizeof *r);
    ouro_runtime *rt = open_runtime(NULL);
    rt->python = (struct ouro_python *)r;
    ouro_type *type = add_type(rt, NAMED, "named", OURO_LAYOUT_LEAF, sizeof(node));
    type->fields = node_fields;
    type->flags |= OURO_TYPE_HAS_DEL;
    type->finalize = named_finalize;
    type->destroy = named_destroy;
    return rt;
}

static node *new_named(ouro_runtime *rt, int64_t tag, void *left, void *right)
{
    node *o = new_fixed(rt, NAMED);
    o->left = left;
    o->right = right;
    o->tag = tag;
    return o;
}

/* Python: class N with __del__ and slots left, right: del of a tree prints 1 2 4 5 3 6. */
static void finalizers_run_depth_first_and_before_the_children(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r);
    node *tree =
        new_named(rt, 1, new_named(rt, 2, new_named(rt, 4, NULL, NULL), new_named(rt, 5, NULL, NULL)),
                  new_named(rt, 3, NULL, new_named(rt, 6, NULL, NULL)));
    ouro_decref(rt, &tree->head);
    assert_string_equal(r.text, "f1 f2 f4 d4 f5 d5 d2 f3 f6 d6 d3 d1 ");
    close_runtime(rt);
}

static void lists_and_tuples_drop_from_the_last_item(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r);
    list *l = new_list(rt, 0);
    tuple *t = new_tuple(rt, 3);
    for (int i = 0; i < 3; i++) {
        list_append(rt, l, new_named(rt, i, NULL, NULL));
        t->items[i] = (ouro_object *)new_named(rt, 10 + i, NULL, NULL);
    }
    ouro_decref(rt, &l->head);
    ouro_decref(rt, &t->head);
    assert_string_equal(r.text, "f2 d2 f1 d1 f0 d0 f12 d12 f11 d11 f10 d10 ");
    close_runtime(rt);
}

static void attributes_drop_in_order_and_dicts_too(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r);
    attrs *a = new_attrs(rt, 2), *d = new_attrs(rt, 0);
    a->attrs.slots[0] = (ouro_object *)new_named(rt, 1, NULL, NULL);
    a->attrs.slots[1] = (ouro_object *)new_named(rt, 2, NULL, NULL);
    d->attrs.word = (uint64_t)(uintptr_t)new_named(rt, 3, NULL, NULL) | OURO_ATTRS_DICT;
    ouro_decref(rt, &a->head);
    ouro_decref(rt, &d->head);
    assert_string_equal(r.text, "f1 d1 f2 d2 f3 d3 ");
    close_runtime(rt);
}

static void a_resurrected_object_is_whole_and_is_not_finalized_again(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r);
    node *n = new_named(rt, 1, NULL, NULL);
    n->left = (ouro_object *)new_node(rt, NULL, NULL);
    r.save = true;
    ouro_decref(rt, &n->head);
    assert_string_equal(r.text, "f1 ");
    assert_ptr_equal(r.saved, n);
    assert_int_equal(n->head.refcount, 1);
    assert_int_equal(n->left->refcount, 1);
    ouro_decref(rt, r.saved);
    assert_string_equal(r.text, "f1 d1 ");
    close_runtime(rt);
}

static void the_pending_exception_survives_finalizers(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r);
    node *n = new_named(rt, 1, NULL, NULL);
    ouro__no_memory(rt);
    ouro_object *error = rt->error;
    assert_non_null(error);
    ouro_decref(rt, &n->head);
    assert_ptr_equal(rt->error, error);
    rt->error = NULL;
    close_runtime(rt);
}

/* Each finalizer drops the next object itself, so that every end happens inside another finalizer. */
static void a_million_nested_finalizers_do_not_exhaust_the_stack(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r);
    r.drop_left = true;
    size_t before = blocks(rt);
    node *top = NULL;
    for (int i = 0; i < 1000000; i++)
        top = new_named(rt, i, top, NULL);
    ouro_decref(rt, &top->head);
    assert_true(blocks(rt) <= before + 8);
    assert_int_equal(rt->dealloc_depth, 0);
    assert_null(rt->dealloc_queue);
    close_runtime(rt);
}

/* ---- Leaves with finalizers, and what holds them ---- */

static void leaf_finalize(ouro_runtime *rt, ouro_object *o)
{
    note(rt, "l", ((leaf *)o)->value);
}

static void leaves_can_have_finalizers(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r);
    ouro__type_at(rt, LEAF << 8)->flags |= OURO_TYPE_HAS_DEL;
    ouro__type_at(rt, LEAF << 8)->finalize = leaf_finalize;
    ouro_object *one = new_leaf(rt, 1);
    ouro_decref(rt, one);
    node *n = new_named(rt, 2, new_leaf(rt, 3), new_leaf(rt, 4));
    ouro_decref(rt, &n->head);
    assert_string_equal(r.text, "l1 f2 l3 l4 d2 ");
    close_runtime(rt);
}

/* ---- Class objects ---- */

static void class_destroy(ouro_runtime *rt, ouro_object *o)
{
    note(rt, "class", 0);
    ouro__type_release(rt, ouro__type_at(rt, (uint32_t)((leaf *)o)->value << 8));
}

/* A class whose instances count it: the object, and through `index` its type's index. */
static ouro_object *new_class(ouro_runtime *rt, uint32_t *index)
{
    ouro_type *meta = add_type(rt, CLASSES, "class", OURO_LAYOUT_LEAF, sizeof(leaf));
    meta->destroy = class_destroy;
    ouro_type *type = ouro__type_add(rt, 0);
    *index = type->word >> 8;
    leaf *class_object = new_fixed(rt, CLASSES);
    class_object->value = *index;
    type->name = "instance";
    type->size = sizeof(node);
    type->fields = node_fields;
    type->flags = OURO_TYPE_CONTAINER | OURO_TYPE_COUNTS_CLASS | OURO_TYPE_HEAP;
    type->class_object = &class_object->head;
    return &class_object->head;
}

static void a_class_goes_after_its_last_instance_and_its_index_is_used_again(void **state)
{
    (void)state;
    record r;
    ouro_runtime *rt = open_recording(&r);
    uint32_t index, next;
    ouro_object *class_object = new_class(rt, &index);
    node *a = new_fixed(rt, index), *b = new_fixed(rt, index);
    assert_int_equal(class_object->refcount, 3);
    ouro_decref(rt, class_object);
    a->left = (ouro_object *)b;
    ouro_decref(rt, &a->head);
    assert_string_equal(r.text, "class0 ");
    class_object = new_class(rt, &next);
    assert_int_equal(next, index);
    /* In a cycle: instance and class, the class found through the instances' uncounted-by-field reference. */
    a = new_fixed(rt, next);
    a->left = ouro_ref(a);
    ouro_decref(rt, class_object);
    ouro_decref(rt, &a->head);
    assert_int_equal(ouro__gc_collect(rt, 2), 2);
    assert_string_equal(r.text, "class0 class0 ");
    close_runtime(rt);
}

/* ---- Depth and counts ---- */

static void deep_data_of_every_layout_goes(void **state)
{
    (void)state;
    ouro_runtime *rt = open_runtime(NULL);
    size_t before = blocks(rt);
    ouro_object *top = NULL;
    for (int i = 0; i < 1000000; i++) {
        void *next = NULL;
        switch (i % 5) {
        case 0: {
            list *l = new_list(rt, 1);
            if (top)
                list_append(rt, l, top);
            next = l;
            break;
        }
        case 1: {
            tuple *t = new_tuple(rt, 2);
            t->items[0] = top;
            next = t;
            break;
        }
        case 2:
            next = new_node(rt, NULL, top);
            break;
        case 3: {
            attrs *a = new_attrs(rt, 2);
            a->attrs.slots[1] = top;
            next = a;
            break;
        }
        default: {
            bag *b = new_fixed(rt, BAG);
            b->items[2] = top;
            next = b;
        }
        }
        top = next;
    }
    assert_int_equal(ouro__gc_collect(rt, 2), 0);
    ouro_decref(rt, top);
    assert_true(blocks(rt) <= before + 8);
    close_runtime(rt);
}

static void a_saturated_count_stands_still(void **state)
{
    (void)state;
    ouro_runtime *rt = open_runtime(NULL);
    node *n = new_node(rt, NULL, NULL);
    n->head.refcount = OURO_IMMORTAL - 1;
    ouro_incref(&n->head);
    assert_int_equal(n->head.refcount, OURO_IMMORTAL);
    ouro_incref(&n->head);
    ouro_decref(rt, &n->head);
    assert_int_equal(n->head.refcount, OURO_IMMORTAL);
    list *l = new_list(rt, 1);
    list_append(rt, l, n);
    n->left = ouro_ref(l);
    ouro_decref(rt, &l->head);
    assert_int_equal(ouro__gc_collect(rt, 2), 0); /* an immortal holds it */
    assert_int_equal(n->head.refcount, OURO_IMMORTAL);
    n->head.refcount = 1;
    assert_int_equal(ouro__gc_collect(rt, 2), 2);
    close_runtime(rt);
}

static void a_block_used_again_stands_in_the_young_vector_once(void **state)
{
    (void)state;
    ouro_runtime *rt = open_runtime(NULL);
    ouro__gc_set_enabled(rt, false);
    for (int i = 0; i < 100000; i++)
        ouro_decref(rt, &new_node(rt, NULL, NULL)->head);
    assert_true(rt->young_next - rt->young_start < 10);
    assert_int_equal(rt->young_count, 0);
    close_runtime(rt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finalizers_run_depth_first_and_before_the_children),
        cmocka_unit_test(lists_and_tuples_drop_from_the_last_item),
        cmocka_unit_test(attributes_drop_in_order_and_dicts_too),
        cmocka_unit_test(a_resurrected_object_is_whole_and_is_not_finalized_again),
        cmocka_unit_test(the_pending_exception_survives_finalizers),
        cmocka_unit_test(a_million_nested_finalizers_do_not_exhaust_the_stack),
        cmocka_unit_test(leaves_can_have_finalizers),
        cmocka_unit_test(a_class_goes_after_its_last_instance_and_its_index_is_used_again),
        cmocka_unit_test(deep_data_of_every_layout_goes),
        cmocka_unit_test(a_saturated_count_stands_still),
        cmocka_unit_test(a_block_used_again_stands_in_the_young_vector_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
