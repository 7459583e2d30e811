/* Making and freeing objects: what is not inline. */
#include "object/alloc.h"

#include "heap/internal.h"
#include "object/attrs.h"
#include "object/birth.h"


enum { YOUNG_FIRST = 2048 };

static int enlarge(ouro_runtime *rt)
{
    size_t room = (size_t)(rt->young_limit - rt->young_start);
    room = room ? room * 2 : YOUNG_FIRST;
    rt->young_grows = true;
    ouro_object **vector = ouro__heap_resize(&rt->heap, rt->young_start, room * sizeof *vector);
    rt->young_grows = false;
    if (!vector)
        return -1;
    /* Refused memory may have been looked for by a collection that has taken entries out. */
    rt->young_next = vector + (rt->young_next - rt->young_start);
    rt->young_start = vector;
    rt->young_limit = vector + room;
    return 0;
}

int ouro__young_grow(ouro_runtime *rt)
{
    if (rt->young_full && rt->young_next > rt->young_start)
        rt->young_full(rt);
    size_t free = (size_t)(rt->young_limit - rt->young_next),
           room = (size_t)(rt->young_limit - rt->young_start);
    if (free <= room / 2 && enlarge(rt) < 0 && !free)
        return -1;
    free = (size_t)(rt->young_limit - rt->young_next);
    uint32_t every = rt->options.collect_every;
    rt->young_end = rt->young_next + (every && every < free ? every : free);
    return 0;
}

ouro_object *ouro__new_object(ouro_runtime *rt, ouro_type *type, size_t size)
{
    bool container = type->flags & OURO_TYPE_CONTAINER;
    enum ouro_heap_kind kind = container ? OURO_HEAP_CONTAINER : OURO_HEAP_OBJECT;
    ouro_object *o = ouro__heap_alloc_zeroed(&rt->heap, size, kind);
    if (!o)
        return ouro__no_memory(rt);
    if (container && ouro__container_born(rt, o) < 0) {
        ouro__heap_free(&rt->heap, o, kind);
        return ouro__no_memory(rt);
    }
    o->refcount = 1;
    o->word = type->word | (container ? OURO_LISTED : 0);
    if (type->attrs_offset == OURO_ATTRS_AT_END)
        ouro__attrs_of(rt, type, o)->word = 0; /* the block may be larger than what was zeroed */
    if (type->flags & OURO_TYPE_COUNTS_CLASS)
        ouro_incref(type->class_object);
    if (ouro__notes_birth(type))
        ouro__birth_note(rt, o);
    return o;
}

void ouro__free_block(ouro_runtime *rt, ouro_object *o)
{
    ouro__free_block_inline(rt, o);
}
