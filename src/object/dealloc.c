/* Deallocation: what happens when a count falls to zero. Never recursion, however deep the dead data.
 *
 * A depth-first walk over the dead. Each dead container takes its references out one by one (the cursor is in
 * the object: fields become NULL, counts shrink), and a child that falls to zero is begun: finalizer, weak
 * references, untracking. Leaves are freed on the spot; a dead container is descended into, its own count
 * word, which nobody needs any more, holding the way back to its parent: a 32-bit container index, 0 at the
 * end. So a chain of any length needs no memory, and the order of finalizers is the one that recursion would
 * give, which is CPython's.
 *
 * Flags of the dead, which are never tracked (on tracked objects they are the collector's): GREY, its end has
 * begun; MARKED, it waits for that, GREY then telling whether it was tracked. Containers wait in
 * rt->dealloc_queue when they die while a type's `clear` runs, inside the disposal of an object that is no
 * container, or below many nested finalizers.
 *
 * The rule that bounds C recursion: an object that is no container holds references to leaves and to its
 * class, or at least to no chain of non-containers longer than its type knows. docs/objects.md has the
 * picture. */
#include "object/dealloc.h"

#include "object/alloc.h"
#include "object/birth.h"
#include "object/layout.h"
#include "object/slot.h"
#include "object/traverse.h"
#include "object/weakref.h"
#include "os/assert.h"

enum { DYING = OURO_GREY, WAITING = OURO_MARKED, WAS_TRACKED = OURO_GREY };

/* Deaths inside a finalizer inside a death and so on, this deep, wait for the innermost walk: a chain whose
 * links are dropped by finalizers must reach neither the end of the C stack nor the program's recursion
 * limit. */
enum { NESTED_MAX = 50 };

bool ouro__is_dying(ouro_runtime *rt, const ouro_object *o)
{
    if (!ouro__is_container(rt, o))
        return o->refcount == 0;
    return !(o->word & OURO_TRACKED) && o->word & (DYING | WAITING);
}

void ouro__finalize(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    if (!(type->flags & OURO_TYPE_HAS_DEL) || o->word & OURO_FINALIZED)
        return;
    o->word |= OURO_FINALIZED;
    struct ouro__aside aside = ouro__code_begin(rt);
    type->finalize(rt, o);
    ouro__code_end(rt, aside);
}

struct ouro__aside ouro__code_begin(ouro_runtime *rt)
{
    struct ouro__aside aside = {rt->error, rt->dealloc_deferred};
    rt->error = NULL;
    rt->dealloc_deferred = false;
    return aside;
}

void ouro__code_end(ouro_runtime *rt, struct ouro__aside aside)
{
    ouro_object *left = rt->error;
    rt->error = NULL;
    ouro_xdecref(rt, left);
    rt->error = aside.error;
    rt->dealloc_deferred = aside.deferred;
}

/* ---- The queue ---- */

static void enqueue(ouro_runtime *rt, ouro_object *o)
{
    bool tracked = o->word & OURO_TRACKED;
    ouro__assert(ouro__is_container(rt, o) && (tracked || !(o->word & (DYING | WAITING))));
    o->word = (o->word & ~(uint32_t)(OURO_TRACKED | WAS_TRACKED)) | WAITING | (tracked ? WAS_TRACKED : 0);
    if (o->word & OURO_WEAKLY_REFERENCED)
        ouro__weakrefs_hide(rt, o, true);
    o->refcount = rt->dealloc_queue ? ouro__container_index(&rt->heap, rt->dealloc_queue) : 0;
    rt->dealloc_queue = o;
}

static ouro_object *linked(ouro_runtime *rt, const ouro_object *o)
{
    return o->refcount ? ouro__container_at(&rt->heap, o->refcount) : NULL;
}

/* Moves what waits onto the walk's stack, the oldest on top, and returns the new top. */
static ouro_object *take_queue(ouro_runtime *rt, ouro_object *top)
{
    ouro_object *o = rt->dealloc_queue;
    rt->dealloc_queue = NULL;
    while (o) {
        ouro_object *older = linked(rt, o);
        o->refcount = top ? ouro__container_index(&rt->heap, top) : 0;
        top = o;
        o = older;
    }
    return top;
}

/* ---- The end of one object ---- */

static bool begin_with_code(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    if (type->flags & OURO_TYPE_HAS_DEL && !(o->word & OURO_FINALIZED)) {
        o->refcount = 1;
        ouro__finalize(rt, o);
        if ((int32_t)o->refcount < 0 || --o->refcount)
            return false;
        type = ouro__type_of(rt, o);
    }
    if (type->flags & OURO_TYPE_CONTAINER)
        o->word = (o->word & ~(uint32_t)(OURO_TRACKED | WAITING)) | DYING;
    if (type->flags & OURO_TYPE_WEAKLY_REFERENCEABLE && o->word & OURO_WEAKLY_REFERENCED)
        ouro__weakrefs_clear(rt, o);
    return true;
}

/* What comes before an object's references are dropped. False: its finalizer has resurrected it. The count is
 * zero before; afterwards a dying container's count word is free for the link. */
static inline bool begin_container(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    if (ouro__unlikely(type->flags & OURO_TYPE_HAS_DEL || o->word & OURO_WEAKLY_REFERENCED))
        return begin_with_code(rt, o);
    o->word = (o->word & ~(uint32_t)(OURO_TRACKED | WAITING)) | DYING;
    return true;
}

/* Makes a container from the queue what it was, with the given count. */
static void stop_waiting(ouro_runtime *rt, ouro_object *o, uint32_t refcount)
{
    if (o->word & WAS_TRACKED)
        ouro__track(o);
    o->word &= ~(uint32_t)(WAITING | WAS_TRACKED);
    o->refcount = refcount;
    if (o->word & OURO_WEAKLY_REFERENCED)
        ouro__weakrefs_hide(rt, o, false);
}

ouro_object *ouro__dealloc_next_waiting(ouro_runtime *rt)
{
    ouro_object *o = rt->dealloc_queue;
    if (o) {
        rt->dealloc_queue = linked(rt, o);
        stop_waiting(rt, o, 1);
    }
    return o;
}

/* What comes after. The reference to the class object, if the object held one, is handed over. */
static inline ouro_object *finish(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    ouro_object *class_object = type->flags & OURO_TYPE_COUNTS_CLASS ? type->class_object : NULL;
    if (type->destroy)
        type->destroy(rt, o);
    if (ouro__unlikely(ouro__notes_birth(type)))
        ouro__birth_forget(rt, o);
    ouro__free_block_inline(rt, o);
    return class_object;
}

static void free_plain_leaf(ouro_runtime *rt, const ouro_type *type, ouro_object *o)
{
    if (type->destroy)
        type->destroy(rt, o);
    ouro__block_free(rt, o, OURO_HEAP_OBJECT);
}

/* The whole end of an object that is no container. Containers that die with it go to the queue. */
static void dispose_other(ouro_runtime *rt, ouro_object *o)
{
    if (!begin_with_code(rt, o))
        return;
    bool deferred = rt->dealloc_deferred;
    rt->dealloc_deferred = true;
    ouro_object *child;
    while ((child = ouro__drain(rt, o)))
        ouro_decref(rt, child);
    ouro_xdecref(rt, finish(rt, o));
    rt->dealloc_deferred = deferred;
}

/* ---- The walk ---- */

/* Gives one reference back. True: it was the last one, to a container, which is still to be begun. */
static inline bool drop(ouro_runtime *rt, ouro_object *child)
{
    if ((int32_t)child->refcount < 0 || --child->refcount)
        return false;
    if (ouro__is_container(rt, child))
        return true;
    const ouro_type *type = ouro__type_of(rt, child);
    if (ouro__likely(ouro__is_plain_leaf(type, child->word)))
        free_plain_leaf(rt, type, child);
    else
        dispose_other(rt, child);
    return false;
}

/* Most lists and tuples die with items that live on or are plain leaves: these go at once, without a place on
 * the walk's stack, and no code runs. */

/* Whether the object's items are all that it refers to, and nothing but its destroy function is called at its
 * end. */
static inline bool is_plain_sequence(const ouro_type *type, uint32_t word)
{
    uint32_t code = OURO_TYPE_HAS_DEL | OURO_TYPE_COUNTS_CLASS;
    return (type->layout == OURO_LAYOUT_LIST || type->layout == OURO_LAYOUT_TUPLE) && !type->fields &&
           !type->attrs_offset && !(type->flags & code) && !(word & (OURO_WEAKLY_REFERENCED | WAITING));
}

/* Gives back the references of the last items, as long as that runs no code and no container dies; returns
 * how many items are left. */
static inline uint64_t drop_plain_items(ouro_runtime *rt, ouro_object *const *items, uint64_t count)
{
    for (; count > 0; count--) {
        ouro_object *item = items[count - 1];
        if (!item || (int32_t)item->refcount < 0)
            continue;
        if (item->refcount > 1) {
            item->refcount--;
            continue;
        }
        const ouro_type *type = ouro__type_of(rt, item);
        if (!ouro__is_plain_leaf(type, item->word))
            break;
        item->refcount = 0;
        free_plain_leaf(rt, type, item);
    }
    return count;
}

/* For a container whose count has fallen to zero. True: it is gone. False: its end is still to be begun; it
 * may have lost its last items. */
static inline bool ends_at_once(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    if (!is_plain_sequence(type, o->word))
        return false;
    uint64_t left;
    if (type->layout == OURO_LAYOUT_LIST) {
        ouro__list_layout *list = (ouro__list_layout *)o;
        left = list->count = (uint32_t)drop_plain_items(rt, list->items, list->count);
    } else {
        ouro__tuple_layout *tuple = (ouro__tuple_layout *)o;
        left = tuple->count = drop_plain_items(rt, tuple->items, tuple->count);
    }
    if (left)
        return false;
    finish(rt, o);
    return true;
}

/* Each of these drops references of `o` until one was the last to a container, which is returned, or until
 * the queue has something (NULL, *again set), or until none is left (NULL). */

static inline bool stop_for_queue(ouro_runtime *rt, bool *again)
{
    return ouro__unlikely(rt->dealloc_queue != NULL) ? (*again = true) : false;
}

static ouro_object *drop_slots(ouro_runtime *rt, ouro_object **slots, size_t count, bool *again)
{
    for (size_t i = 0; i < count; i++) {
        ouro_object *child = slots[i];
        if (!child)
            continue;
        slots[i] = NULL;
        if (drop(rt, child))
            return child;
        if (stop_for_queue(rt, again))
            return NULL;
    }
    return NULL;
}

static ouro_object *drop_fields(ouro_runtime *rt, const ouro_type *type, ouro_object *o, bool *again)
{
    for (const uint16_t *field = type->fields; *field; field++) {
        ouro_object *child = drop_slots(rt, ouro__field_at(o, *field), 1, again);
        if (child || *again)
            return child;
    }
    return NULL;
}

static ouro_object *drop_attributes(ouro_runtime *rt, const ouro_type *type, ouro_object *o, bool *again)
{
    ouro_attrs *attrs = ouro__attrs_of(rt, type, o);
    uint64_t word = attrs->word;
    if (!ouro__attrs_is_dict(word))
        return drop_slots(rt, attrs->slots, ouro__attrs_capacity(word), again);
    ouro_object *dict = ouro__attrs_take_dict(rt, attrs);
    if (drop(rt, dict))
        return dict;
    stop_for_queue(rt, again);
    return NULL;
}

/* From the last item, as CPython's lists and tuples do. `count` is the object's own, so that it stands right
 * whenever a finalizer runs. What lies ahead is brought near in three steps, each of which reads only what
 * the one before has fetched: the header of an item, the items of that, and the last of these. */
enum { STEP = 8 };

/* Always inlined: gcc takes a function that does nothing but prefetch for one without effect, and drops the
 * call. */
static ouro__always_inline void look_into(ouro_runtime *rt, ouro_object *o)
{
    if (!o || !ouro__is_container(rt, o) || o->refcount != 1)
        return;
    const ouro__list_layout *list = (ouro__list_layout *)o;
    if (ouro__type_of(rt, o)->layout == OURO_LAYOUT_LIST && list->count)
        __builtin_prefetch(list->items[list->count - 1], 1);
}

static ouro__always_inline void look_ahead(ouro_runtime *rt, ouro_object **items, size_t i)
{
    if (i < 3 * STEP)
        return;
    __builtin_prefetch(items[i - 3 * STEP], 1);
    ouro_object *next = items[i - 2 * STEP];
    if (next && ouro__is_container(rt, next))
        __builtin_prefetch(((ouro__list_layout *)next)->items);
    look_into(rt, items[i - STEP]);
}

static ouro_object *drop_list(ouro_runtime *rt, ouro_object *o, bool *again)
{
    ouro__list_layout *list = (ouro__list_layout *)o;
    ouro_object **items = list->items;
    for (uint32_t i = list->count; i > 0;) {
        look_ahead(rt, items, i - 1);
        ouro_object *child = items[--i];
        if (!child)
            continue;
        list->count = i;
        if (drop(rt, child) && !ends_at_once(rt, child))
            return child;
        if (stop_for_queue(rt, again))
            return NULL;
    }
    list->count = 0;
    return NULL;
}

static ouro_object *drop_tuple(ouro_runtime *rt, ouro_object *o, bool *again)
{
    ouro__tuple_layout *tuple = (ouro__tuple_layout *)o;
    for (uint64_t i = tuple->count; i > 0;) {
        look_ahead(rt, tuple->items, i - 1);
        ouro_object *child = tuple->items[--i];
        if (!child)
            continue;
        tuple->count = i;
        if (drop(rt, child) && !ends_at_once(rt, child))
            return child;
        if (stop_for_queue(rt, again))
            return NULL;
    }
    tuple->count = 0;
    return NULL;
}

static ouro_object *drop_by_callback(ouro_runtime *rt, const ouro_type *type, ouro_object *o, bool *again)
{
    if (!type->drain)
        return NULL;
    ouro_object *child;
    while ((child = type->drain(rt, o))) {
        if (drop(rt, child))
            return child;
        if (stop_for_queue(rt, again))
            return NULL;
    }
    stop_for_queue(rt, again);
    return NULL;
}

static ouro_object *drop_references(ouro_runtime *rt, ouro_object *o, bool *again)
{
    const ouro_type *type = ouro__type_of(rt, o);
    ouro_object *child;
    if (type->fields && ((child = drop_fields(rt, type, o, again)) || *again))
        return child;
    if (type->attrs_offset && ((child = drop_attributes(rt, type, o, again)) || *again))
        return child;
    switch (type->layout) {
    case OURO_LAYOUT_TUPLE:
        return drop_tuple(rt, o, again);
    case OURO_LAYOUT_LIST:
        return drop_list(rt, o, again);
    case OURO_LAYOUT_CALLBACK:
        return drop_by_callback(rt, type, o, again);
    }
    return NULL;
}

/* Puts a begun container on the walk's stack. */
static inline ouro_object *descend(ouro_runtime *rt, ouro_object *top, ouro_object *o)
{
    o->refcount = top ? ouro__container_index(&rt->heap, top) : 0;
    return o;
}

/* Makes sure that the top of the stack, which may come from the queue, has been begun. */
static ouro_object *begin_top(ouro_runtime *rt, ouro_object *top)
{
    while (top && top->word & WAITING) {
        ouro_object *below = linked(rt, top);
        stop_waiting(rt, top, 0);
        if (begin_container(rt, top))
            return take_queue(rt, descend(rt, below, top));
        top = take_queue(rt, below);
    }
    return top;
}

/* Drops `top`, which is begun, and all that dies with it. */
static void walk(ouro_runtime *rt, ouro_object *top)
{
    while (top) {
        bool again = false;
        rt->dealloc_top = top;
        ouro_object *child = drop_references(rt, top, &again);
        if (!child && !again) {
            ouro_object *dead = top;
            top = linked(rt, top);
            child = finish(rt, dead);
            if (child && !drop(rt, child))
                child = NULL;
        }
        if (child && begin_container(rt, child))
            top = descend(rt, top, child);
        while (ouro__unlikely(rt->dealloc_queue != NULL) || ouro__unlikely(top && top->word & WAITING)) {
            top = take_queue(rt, top);
            top = begin_top(rt, top);
        }
    }
}

/* Anything but a plain leaf. */
static void dispose(ouro_runtime *rt, ouro_object *o)
{
    bool container = ouro__is_container(rt, o);
    if (container && (rt->dealloc_deferred || rt->dealloc_depth >= NESTED_MAX ||
                      (rt->dealloc_depth && ouro__stack_low(rt)))) {
        enqueue(rt, o);
        return;
    }
    if (rt->dealloc_deferred) {
        dispose_other(rt, o);
        return;
    }
    ouro_object *queue = rt->dealloc_queue, *outer = rt->dealloc_top;
    rt->dealloc_queue = NULL;
    rt->dealloc_depth++;
    if (container) {
        if (begin_container(rt, o))
            walk(rt, descend(rt, NULL, o));
    } else {
        dispose_other(rt, o);
    }
    if (rt->dealloc_queue)
        walk(rt, begin_top(rt, take_queue(rt, NULL)));
    rt->dealloc_depth--;
    rt->dealloc_queue = queue;
    rt->dealloc_top = outer;
}

void ouro__dealloc(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    if (ouro__likely(ouro__is_plain_leaf(type, o->word)))
        free_plain_leaf(rt, type, o);
    else
        dispose(rt, o);
}
