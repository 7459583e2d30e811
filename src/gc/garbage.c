/* The end of garbage, in CPython's order (PEP 442): weak references are cleared and the callbacks of those
 * outside the garbage called; finalizers run, once for each object; what they brought back is found by a
 * second trial deletion over the condemned; the rest is cleared by draining, which lets counting free it.
 *
 * A program's code runs here, so any condemned object may go at any time and its block be reused. An entry of
 * `found` counts only while it is MARKED and tracked: a fresh object never is. Blocks stay readable, because
 * pages of containers are not given back before the collection ends. */
#include "gc/internal.h"

#include "object/alloc.h"
#include "object/birth.h"
#include "object/dealloc.h"
#include "object/slot.h"
#include "object/traverse.h"
#include "object/weakref.h"

#include <stdarg.h>
#include <stdio.h>

void gc_log(ouro_runtime *rt, const char *format, ...)
{
    char line[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (rt->gc->log)
        rt->gc->log(rt, line);
    else
        fprintf(stderr, "%s\n", line);
}

static bool condemned(const ouro_object *o)
{
    return (o->word & (OURO_TRACKED | OURO_MARKED)) == (OURO_TRACKED | OURO_MARKED);
}

/* ---- Some of the condemned, in order of age ---- */

struct ordered {
    uint64_t serial;
    size_t position; /* in `found`, where serials are equal */
};

static bool is_later(const struct ordered *a, const struct ordered *b)
{
    return a->serial != b->serial ? a->serial > b->serial : a->position > b->position;
}

static void sift_down(struct ordered *heap, size_t root, size_t count)
{
    for (size_t child; (child = root * 2 + 1) < count; root = child) {
        if (child + 1 < count && is_later(&heap[child + 1], &heap[child]))
            child++;
        if (!is_later(&heap[child], &heap[root]))
            return;
        struct ordered swapped = heap[root];
        heap[root] = heap[child];
        heap[child] = swapped;
    }
}

static void sort(struct ordered *array, size_t count)
{
    for (size_t i = count / 2; i-- > 0;)
        sift_down(array, i, count);
    for (size_t end = count; end-- > 1;) {
        struct ordered swapped = array[0];
        array[0] = array[end];
        array[end] = swapped;
        sift_down(array, 0, end);
    }
}

typedef bool (*choose)(ouro_runtime *rt, ouro_object *o);
typedef uint64_t (*serial_of)(ouro_runtime *rt, ouro_object *o);
typedef void (*act)(ouro_runtime *rt, ouro_object *o, void *context);

/* Does `action` to the chosen of the condemned, oldest first; in the order of `found` where memory for
 * sorting is refused. Returns how many there were. */
static size_t in_order_of_age(ouro_runtime *rt, ouro_object **found, size_t count, choose chosen,
                              serial_of serial, act action, void *context)
{
    size_t some = 0, at = 0;
    for (size_t i = 0; i < count; i++)
        some += condemned(found[i]) && chosen(rt, found[i]);
    if (!some)
        return 0;
    struct ordered *order =
        some > 1 ? ouro__heap_alloc(&rt->heap, some * sizeof *order, OURO_HEAP_RAW) : NULL;
    if (order) {
        for (size_t i = 0; i < count; i++)
            if (condemned(found[i]) && chosen(rt, found[i]))
                order[at++] = (struct ordered){serial(rt, found[i]), i};
        sort(order, some);
        for (size_t i = 0; i < some; i++)
            if (condemned(found[order[i].position]))
                action(rt, found[order[i].position], context);
        ouro__heap_free(&rt->heap, order, OURO_HEAP_RAW);
    } else {
        for (size_t i = 0; i < count; i++)
            if (condemned(found[i]) && chosen(rt, found[i]))
                action(rt, found[i], context);
    }
    return some;
}

/* ---- Weak references ---- */

static bool is_weakly_referenced(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return o->word & OURO_WEAKLY_REFERENCED;
}

/* Unlinks all weak references to `o`, and puts those to be called on the end of a list through `older`,
 * held. */
static void take_weakrefs(ouro_runtime *rt, ouro_object *o, void *context)
{
    ouro_weakref ***end = context, *ref;
    while ((ref = ouro__weakrefs_of(rt, o))) {
        ouro__weakref_unlink(rt, ref);
        if (!ouro__weakref_has_callback(ref) || ouro__is_dying(rt, &ref->head))
            continue;
        if (ouro__is_container(rt, &ref->head) && condemned(&ref->head))
            continue;
        ouro_incref(&ref->head);
        **end = ref;
        *end = &ref->older;
    }
}

/* Returns how many weak references died of it, which CPython counts among the collected. */
static int64_t clear_weakrefs(ouro_runtime *rt, ouro_object **found, size_t count)
{
    ouro_weakref *first = NULL, **end = &first;
    in_order_of_age(rt, found, count, is_weakly_referenced, ouro__weakrefs_serial, take_weakrefs, &end);
    int64_t died = 0;
    while (first) {
        ouro_weakref *ref = first;
        first = ref->older;
        ref->older = NULL;
        ouro__weakref_notify(rt, ref);
        died += ref->head.refcount == 1;
        ouro_decref(rt, &ref->head);
    }
    return died;
}

/* ---- Finalizers ---- */

static bool wants_finalizing(ouro_runtime *rt, ouro_object *o)
{
    return !(o->word & OURO_FINALIZED) && ouro__type_of(rt, o)->flags & OURO_TYPE_HAS_DEL;
}

static void finalize_one(ouro_runtime *rt, ouro_object *o, void *context)
{
    (void)context;
    if (!wants_finalizing(rt, o))
        return;
    ouro_incref(o);
    ouro__finalize(rt, o);
    ouro_decref(rt, o);
}

/* ---- The second look ---- */

/* Finalizers have run: leaves condemned only what is still unreachable. Members are GREY while it lasts.
 * Returns how many entries of `found` are left to look at. */
static size_t look_again(ouro_runtime *rt, ouro_object **found, size_t count)
{
    size_t left = 0;
    for (size_t i = 0; i < count; i++)
        if (condemned(found[i])) {
            found[i]->word = (found[i]->word & ~(uint32_t)OURO_MARKED) | OURO_GREY;
            found[left++] = found[i];
        }
    uint32_t bits = OURO_TRACKED | OURO_GREY;
    gc_set set = {.mask = bits, .match = bits, .vector = found, .length = left};
    bool known = gc_trial_deletion(rt, &set) || gc_side_deletion(rt, &set);
#if OURO_ASSERTIONS
    ouro__assert(!known || gc_side_agrees(rt, &set));
#endif
    for (size_t i = 0; i < left; i++)
        found[i]->word &= ~(uint32_t)(known ? OURO_GREY : OURO_GREY | OURO_MARKED);
    return left;
}

/* ---- Clearing ---- */

static void save(ouro_runtime *rt, ouro_object *o)
{
    if (rt->gc->garbage && rt->gc->garbage(rt, o) < 0) {
        ouro_object *error = rt->error;
        rt->error = NULL;
        ouro_xdecref(rt, error);
    }
}

static void clear(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    if (type->flags & OURO_TYPE_NO_CLEAR)
        return;
    ouro_object *child;
    ouro_incref(o);
    if (type->kept_fields) {
        for (const uint16_t *field = type->fields + type->kept_fields; *field; field++)
            ouro_xdecref(rt, ouro__slot_take(rt, o, (ouro_object **)((char *)o + *field)));
    } else {
        while ((child = ouro__drain(rt, o)))
            ouro_decref(rt, child);
    }
    ouro_decref(rt, o);
}

static void clear_all(ouro_runtime *rt, ouro_object **found, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!condemned(found[i]))
            continue;
        if (rt->gc->debug & OURO_GC_DEBUG_SAVEALL)
            save(rt, found[i]);
        else
            clear(rt, found[i]);
        if (condemned(found[i]))
            found[i]->word &= ~(uint32_t)OURO_MARKED;
    }
}

int64_t gc_end_garbage(ouro_runtime *rt, ouro_object **found, size_t count)
{
    if (rt->gc->debug & OURO_GC_DEBUG_COLLECTABLE)
        for (size_t i = 0; i < count; i++)
            gc_log(rt, "gc: collectable <%s %p>", ouro__type_of(rt, found[i])->name, (void *)found[i]);
    if (rt->gc->condemned)
        rt->gc->condemned(rt, found, count);
    int64_t collected = clear_weakrefs(rt, found, count);
    if (in_order_of_age(rt, found, count, wants_finalizing, ouro__birth_serial, finalize_one, NULL))
        count = look_again(rt, found, count);
    for (size_t i = 0; i < count; i++)
        collected += condemned(found[i]);
    clear_all(rt, found, count);
    return collected;
}
