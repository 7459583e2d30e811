/* Call stacks, interned as a tree. Places and nodes stand in arrays, each with an open hash table of numbers beside it,
 * at most half full. */
#include "trace/stacks.h"

#include <string.h>

enum { INDEX_FIRST = 4096 }; /* slots, a power of two */

static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t h = (a ^ b * 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu;
    return h ^ h >> 32;
}

static uint64_t hash_of_place(const ouro_place *p)
{
    return mix((uintptr_t)p->file >> 4, mix((uintptr_t)p->function >> 4, (uint32_t)p->line));
}

static uint64_t hash_of_node(const ouro__stack_node *n)
{
    return mix(n->parent, n->place);
}

static uint64_t hash_of(const ouro__stacks *s, const ouro__growing *index, uint32_t number)
{
    if (index == &s->place_index)
        return hash_of_place((const ouro_place *)s->places.memory + number);
    return hash_of_node(ouro__stacks_node(s, number));
}

static void index_insert(ouro__growing *index, uint64_t hash, uint32_t number)
{
    uint32_t *slots = index->memory;
    size_t mask = index->bytes / sizeof *slots - 1, i = hash & mask;
    while (slots[i])
        i = (i + 1) & mask;
    slots[i] = number;
}

/* Room for the numbers below `count` and one more. */
static bool index_reserve(ouro_runtime *rt, ouro__stacks *s, ouro__growing *index, uint32_t count)
{
    if (index->bytes / sizeof(uint32_t) > (size_t)count * 2)
        return true;
    ouro__growing larger = {0};
    size_t slots = index->bytes ? index->bytes / sizeof(uint32_t) * 2 : INDEX_FIRST;
    if (!ouro__growing_reserve(&rt->heap, &larger, slots * sizeof(uint32_t)))
        return false;
    for (uint32_t n = 1; n < count; n++)
        index_insert(&larger, hash_of(s, index, n), n);
    ouro__growing_release(&rt->heap, index);
    *index = larger;
    return true;
}

bool ouro__stacks_init(ouro_runtime *rt, ouro__stacks *s, bool texts)
{
    *s = (ouro__stacks){.place_count = 1, .node_count = 1, .texts = texts};
    if (!index_reserve(rt, s, &s->place_index, 1) || !index_reserve(rt, s, &s->node_index, 1) ||
        !ouro__growing_reserve(&rt->heap, &s->places, sizeof(ouro_place)) ||
        !ouro__growing_reserve(&rt->heap, &s->nodes, 2 * sizeof(ouro__stack_node))) {
        ouro__stacks_destroy(rt, s);
        return false;
    }
    ((ouro__stack_node *)s->nodes.memory)[OURO_STACK_ROOT] = (ouro__stack_node){0};
    index_insert(&s->node_index, hash_of(s, &s->node_index, OURO_STACK_ROOT), OURO_STACK_ROOT);
    s->node_count = OURO_STACK_ROOT + 1;
    return true;
}

void ouro__stacks_destroy(ouro_runtime *rt, ouro__stacks *s)
{
    ouro_place *places = s->places.memory;
    for (uint32_t n = 1; n < s->place_count && !s->texts; n++) {
        ouro_decref(rt, (ouro_object *)places[n].file);
        ouro_decref(rt, (ouro_object *)places[n].function);
    }
    ouro__growing_release(&rt->heap, &s->places);
    ouro__growing_release(&rt->heap, &s->nodes);
    ouro__growing_release(&rt->heap, &s->place_index);
    ouro__growing_release(&rt->heap, &s->node_index);
    *s = (ouro__stacks){0};
}

/* Its number, 0 when memory is refused. */
static uint32_t intern_place(ouro_runtime *rt, ouro__stacks *s, const ouro_place *place)
{
    if (!index_reserve(rt, s, &s->place_index, s->place_count))
        return 0;
    uint64_t hash = hash_of_place(place);
    const uint32_t *slots = s->place_index.memory;
    size_t mask = s->place_index.bytes / sizeof *slots - 1;
    for (size_t i = hash & mask; slots[i]; i = (i + 1) & mask) {
        const ouro_place *p = (const ouro_place *)s->places.memory + slots[i];
        if (p->file == place->file && p->function == place->function && p->line == place->line)
            return slots[i];
    }
    if (!ouro__growing_reserve(&rt->heap, &s->places, ((size_t)s->place_count + 1) * sizeof *place))
        return 0;
    ((ouro_place *)s->places.memory)[s->place_count] = *place;
    if (!s->texts) {
        ouro_incref((ouro_object *)place->file);
        ouro_incref((ouro_object *)place->function);
    }
    index_insert(&s->place_index, hash, s->place_count);
    return s->place_count++;
}

uint32_t ouro__stacks_enter(ouro_runtime *rt, ouro__stacks *s, uint32_t parent, const ouro_place *place)
{
    ouro__stack_node node = {parent, intern_place(rt, s, place), ouro__stacks_node(s, parent)->depth + 1};
    if (!node.place || s->node_count == UINT32_MAX || !index_reserve(rt, s, &s->node_index, s->node_count))
        return OURO_STACK_NONE;
    uint64_t hash = hash_of_node(&node);
    const uint32_t *slots = s->node_index.memory;
    size_t mask = s->node_index.bytes / sizeof *slots - 1;
    for (size_t i = hash & mask; slots[i]; i = (i + 1) & mask) {
        const ouro__stack_node *n = ouro__stacks_node(s, slots[i]);
        if (n->parent == parent && n->place == node.place)
            return slots[i];
    }
    if (!ouro__growing_reserve(&rt->heap, &s->nodes, ((size_t)s->node_count + 1) * sizeof node))
        return OURO_STACK_NONE;
    ((ouro__stack_node *)s->nodes.memory)[s->node_count] = node;
    index_insert(&s->node_index, hash, s->node_count);
    return s->node_count++;
}
