/* Making and freeing objects. */
#ifndef OURO_OBJECT_ALLOC_H
#define OURO_OBJECT_ALLOC_H

#include "object/runtime.h"

/* ouro__heap_free inline, for blocks that are known to be whole and this heap's, not NULL: those of one page's size
 * class go back without a call. */
static inline void ouro__block_free(ouro_runtime *rt, void *block, enum ouro_heap_kind kind)
{
    ouro_heap *h = &rt->heap;
    if (ouro__likely(ouro__heap_page_of_small(h, block) != NULL))
        ouro__heap_delete(h, block, 1, kind);
    else
        ouro__heap_free(h, block, kind);
}

/* The young vector is full: makes room. 0, or -1 (no exception set) when memory is refused. */
int ouro__young_grow(ouro_runtime *rt);

/* Counts one more container; a collection becomes due when there are enough. */
static inline void ouro__container_counted(ouro_runtime *rt)
{
    if (++rt->young_count > rt->young_threshold)
        rt->breaker |= OURO_BREAK_COLLECT;
}

/* Enters a fresh container block in the young vector and counts it. 0, or -1 when memory is refused. */
static inline int ouro__container_born(ouro_runtime *rt, ouro_object *o)
{
    if (!(o->word & OURO_LISTED)) {
        if (ouro__unlikely(rt->young_next == rt->young_end) && ouro__young_grow(rt) < 0)
            return -1;
        *rt->young_next++ = o;
    }
    ouro__container_counted(rt);
    return 0;
}

/* A fresh leaf object of constant size: count one, word as given, the rest not initialized.
 * NULL with MemoryError set. */
static inline void *ouro__new_leaf(ouro_runtime *rt, size_t size, uint32_t word)
{
    ouro_object *o = ouro__heap_new(&rt->heap, size, OURO_HEAP_OBJECT);
    if (ouro__unlikely(!o))
        return ouro__no_memory(rt);
    o->refcount = 1;
    o->word = word;
    return o;
}

/* A fresh container of constant size: count one, not tracked yet (ouro__track), the rest not initialized.
 * `word` is the type's word without flags. NULL with MemoryError set. Never runs a program's code. */
static inline void *ouro__new_container(ouro_runtime *rt, size_t size, uint32_t word)
{
    ouro_object *o = ouro__heap_new(&rt->heap, size, OURO_HEAP_CONTAINER);
    if (ouro__unlikely(!o))
        return ouro__no_memory(rt);
    if (ouro__unlikely(ouro__container_born(rt, o) < 0)) {
        ouro__heap_delete(&rt->heap, o, size, OURO_HEAP_CONTAINER);
        return ouro__no_memory(rt);
    }
    o->refcount = 1;
    o->word = word | OURO_LISTED;
    return o;
}

/* The same for sizes known only at run time; `type` says whether it is a container. All bytes behind the header
 * are zero, instances of classes that count their class have taken their reference to it. Not tracked. */
ouro_object *ouro__new_object(ouro_runtime *rt, ouro_type *type, size_t size);

/* Gives back the block of an object made by any of the above, whose references are gone. Keeps LISTED. */
static inline void ouro__free_block_inline(ouro_runtime *rt, ouro_object *o)
{
    if (!ouro__is_container(rt, o)) {
        ouro__block_free(rt, o, OURO_HEAP_OBJECT);
        return;
    }
    o->refcount = 0;
    o->word &= OURO_LISTED;
    rt->young_count -= rt->young_count > 0;
    ouro__block_free(rt, o, OURO_HEAP_CONTAINER);
}
void ouro__free_block(ouro_runtime *rt, ouro_object *o);

static inline void ouro__track(ouro_object *o)
{
    o->word |= OURO_TRACKED;
}

/* An untracked object carries none of the collector's scratch flags. */
static inline void ouro__untrack(ouro_object *o)
{
    o->word &= ~(uint32_t)(OURO_TRACKED | OURO_MARKED | OURO_GREY);
}

/* What a container that holds `o` must itself be tracked for: o can be, or come to be, in a cycle. */
static inline bool ouro__may_be_tracked(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__is_container(rt, o) &&
           (o->word & OURO_TRACKED || !(ouro__type_of(rt, o)->flags & OURO_TYPE_TRACKED_BY_CONTENT));
}

/* Buffers that an object owns, counted in the heap. NULL with MemoryError set. */
static inline void *ouro__buffer_alloc(ouro_runtime *rt, size_t size)
{
    void *p = ouro__heap_alloc(&rt->heap, size, OURO_HEAP_RAW);
    return ouro__likely(p != NULL) ? p : ouro__no_memory(rt);
}

static inline void *ouro__buffer_resize(ouro_runtime *rt, void *buffer, size_t size)
{
    void *p = ouro__heap_resize(&rt->heap, buffer, size);
    return ouro__likely(p != NULL) ? p : ouro__no_memory(rt);
}

static inline void ouro__buffer_free(ouro_runtime *rt, void *buffer)
{
    if (buffer)
        ouro__block_free(rt, buffer, OURO_HEAP_RAW);
}

#endif
