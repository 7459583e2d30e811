/* The _heapq module: a list as a binary heap, with the smallest item (for the _max functions the largest) first.
 *
 * Comparisons can run code of the program, which may change the list: its items are looked up anew after each one, and
 * the list holds every item at any time. */
#include "modules/less.h"
#include "modules/modules.h"
#include "modules/support.h"
#include "types/exception.h"
#include "types/list.h"

/* Whether the item at `a` belongs above the one at `b`: 1, 0, -1 (also when the list has changed its size). */
static inline int belongs_above(ouro_runtime *rt, ouro_list *heap, size_t a, size_t b, bool max)
{
    ouro_object *x = heap->items[max ? b : a], *y = heap->items[max ? a : b];
    if (ouro__less_is_plain(x, y))
        return ouro__less(rt, x, y);
    uint32_t count = heap->count;
    ouro_incref(x);
    ouro_incref(y);
    int less = ouro__less(rt, x, y);
    ouro_decref(rt, x);
    ouro_decref(rt, y);
    if (less >= 0 && heap->count != count) {
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "list changed size during iteration");
        return -1;
    }
    return less;
}

static inline void swap(ouro_list *heap, size_t a, size_t b)
{
    ouro_object *item = heap->items[a];
    ouro__slot_init(&heap->items[a], heap->items[b]);
    ouro__slot_init(&heap->items[b], item);
}

/* Moves the item at `position` up to where it belongs, not above `top`. 0 or -1. */
static int move_up(ouro_runtime *rt, ouro_list *heap, size_t top, size_t position, bool max)
{
    if (position >= heap->count) {
        ouro__raise(rt, OURO_T_INDEX_ERROR, "index out of range");
        return -1;
    }
    while (position > top) {
        size_t parent = (position - 1) / 2;
        int above = belongs_above(rt, heap, position, parent, max);
        if (above <= 0)
            return above;
        swap(heap, position, parent);
        position = parent;
    }
    return 0;
}

/* Moves the item at `position` down: first all the way along the better children, then up to where it belongs, which
 * takes fewer comparisons than stopping at the right place. 0 or -1. */
static int move_down(ouro_runtime *rt, ouro_list *heap, size_t position, bool max)
{
    size_t top = position, count = heap->count;
    if (position >= count) {
        ouro__raise(rt, OURO_T_INDEX_ERROR, "index out of range");
        return -1;
    }
    while (position < count / 2) {
        size_t child = 2 * position + 1;
        if (child + 1 < count) {
            int above = belongs_above(rt, heap, child, child + 1, max);
            if (above < 0)
                return -1;
            child += !above;
        }
        swap(heap, position, child);
        position = child;
    }
    return move_up(rt, heap, top, position, max);
}

/* Takes the first item out: owned. */
static ouro_object *take_first(ouro_runtime *rt, ouro_list *heap, bool max)
{
    if (!heap->count)
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "index out of range");
    ouro_object *last = ouro__list_take(rt, heap, heap->count - 1);
    if (!heap->count)
        return last;
    ouro_object *first = ouro__slot_exchange(rt, heap, &heap->items[0], last);
    if (move_down(rt, heap, 0, max) == 0)
        return first;
    ouro_decref(rt, first);
    return NULL;
}

/* Takes the first item out and puts another in: owned. */
static ouro_object *replace_first(ouro_runtime *rt, ouro_list *heap, ouro_object *item, bool max)
{
    if (!heap->count)
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "index out of range");
    ouro_object *first = ouro__slot_exchange(rt, heap, &heap->items[0], ouro_ref(item));
    if (move_down(rt, heap, 0, max) == 0)
        return first;
    ouro_decref(rt, first);
    return NULL;
}

static ouro_object *make_heap(ouro_runtime *rt, ouro_list *heap, bool max)
{
    for (size_t i = heap->count / 2; i-- > 0;)
        if (move_down(rt, heap, i, max) < 0)
            return NULL;
    return OURO_NONE(rt);
}

/* The argument `heap`, which must be a list; `which` says which argument it is. */
static ouro_list *heap_of(ouro_runtime *rt, const char *function, const char *which, ouro_object *o)
{
    if (ouro__is_list(rt, o))
        return (ouro_list *)o;
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument%s must be list, not %T", function, which, o);
}

OURO_C_FUNCTION(heapq_heappush)
{
    ouro_list *heap = heap_of(rt, "heappush", " 1", args[0]);
    if (!heap || ouro__list_append(rt, args[0], args[1]) < 0)
        return NULL;
    return move_up(rt, heap, 0, heap->count - 1u, false) < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(heapq_heappop)
{
    ouro_list *heap = heap_of(rt, "heappop", "", args[0]);
    return heap ? take_first(rt, heap, false) : NULL;
}

OURO_C_FUNCTION(heapq_heapreplace)
{
    ouro_list *heap = heap_of(rt, "heapreplace", " 1", args[0]);
    return heap ? replace_first(rt, heap, args[1], false) : NULL;
}

OURO_C_FUNCTION(heapq_heappushpop)
{
    ouro_list *heap = heap_of(rt, "heappushpop", " 1", args[0]);
    if (!heap)
        return NULL;
    if (!heap->count)
        return ouro_ref(args[1]);
    ouro_object *first = ouro_ref(heap->items[0]);
    int less = ouro__less(rt, first, args[1]);
    ouro_decref(rt, first);
    if (less <= 0)
        return less < 0 ? NULL : ouro_ref(args[1]);
    return replace_first(rt, heap, args[1], false);
}

OURO_C_FUNCTION(heapq_heapify)
{
    ouro_list *heap = heap_of(rt, "heapify", "", args[0]);
    return heap ? make_heap(rt, heap, false) : NULL;
}

OURO_C_FUNCTION(heapq_heappop_max)
{
    ouro_list *heap = heap_of(rt, "_heappop_max", "", args[0]);
    return heap ? take_first(rt, heap, true) : NULL;
}

OURO_C_FUNCTION(heapq_heapreplace_max)
{
    ouro_list *heap = heap_of(rt, "_heapreplace_max", " 1", args[0]);
    return heap ? replace_first(rt, heap, args[1], true) : NULL;
}

OURO_C_FUNCTION(heapq_heapify_max)
{
    ouro_list *heap = heap_of(rt, "_heapify_max", "", args[0]);
    return heap ? make_heap(rt, heap, true) : NULL;
}

static const ouro_method_def functions[] = {
    {"heappush", heapq_heappush, 0, 2, 2,
     "heappush($module, heap, item, /)\n--\n\nPush item onto heap, maintaining the heap invariant."},
    {"heappushpop", heapq_heappushpop, 0, 2, 2,
     "heappushpop($module, heap, item, /)\n--\n\nPush item on the heap, then pop and return the smallest "
     "item from the heap.\n\n"
     "Faster than heappush() followed by a separate call to heappop()."},
    {"heappop", heapq_heappop, 0, 1, 1,
     "heappop($module, heap, /)\n--\n\nPop the smallest item off the heap, maintaining the heap invariant."},
    {"heapreplace", heapq_heapreplace, 0, 2, 2,
     "heapreplace($module, heap, item, /)\n--\n\nPop and return the current smallest value, and add the new "
     "item.\n\nFaster than "
     "heappop() followed by heappush(). The value returned may be larger than the item added."},
    {"heapify", heapq_heapify, 0, 1, 1,
     "heapify($module, heap, /)\n--\n\nTransform list into a heap, in-place, in O(len(heap)) time."},
    {"_heappop_max", heapq_heappop_max, 0, 1, 1,
     "_heappop_max($module, heap, /)\n--\n\nMaxheap variant of heappop."},
    {"_heapify_max", heapq_heapify_max, 0, 1, 1,
     "_heapify_max($module, heap, /)\n--\n\nMaxheap variant of heapify."},
    {"_heapreplace_max", heapq_heapreplace_max, 0, 2, 2,
     "_heapreplace_max($module, heap, item, /)\n--\n\nMaxheap variant of heapreplace."},
    {0},
};

const ouro_module_def ouro__module_heapq = {"_heapq", functions, NULL, "Lists as priority queues."};
