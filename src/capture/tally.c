/* Sums by a key: a hash table in memory of its own. */
#include "capture/internal.h"

#include <string.h>

enum { FIRST = 1024 };

static capture_sum *slot(const capture_tally *t, uint64_t key)
{
    capture_sum *slots = t->slots.memory;
    size_t mask = capture_tally_room(t) - 1;
    uint64_t hash = key * 0x9e3779b97f4a7c15u;
    size_t i = (hash ^ hash >> 32) & mask;
    while (slots[i].key && slots[i].key != key)
        i = (i + 1) & mask;
    return &slots[i];
}

static bool grow(ouro_runtime *rt, capture_tally *t)
{
    capture_tally larger = {.used = t->used};
    size_t room = capture_tally_room(t);
    if (!ouro__growing_reserve(&rt->heap, &larger.slots, (room ? room * 2 : FIRST) * sizeof(capture_sum)))
        return false;
    const capture_sum *old = t->slots.memory;
    for (size_t i = 0; i < room; i++)
        if (old[i].key)
            *slot(&larger, old[i].key) = old[i];
    ouro__growing_release(&rt->heap, &t->slots);
    *t = larger;
    return true;
}

capture_sum *capture_tally_at(ouro_runtime *rt, capture_tally *t, uint64_t key)
{
    if ((t->used + 1) * 2 > capture_tally_room(t) && !grow(rt, t))
        return NULL;
    capture_sum *found = slot(t, key);
    if (!found->key) {
        found->key = key;
        t->used++;
    }
    return found;
}

void capture_tally_clear(capture_tally *t)
{
    if (t->used)
        memset(t->slots.memory, 0, capture_tally_room(t) * sizeof(capture_sum));
    t->used = 0;
}

void capture_tally_release(ouro_runtime *rt, capture_tally *t)
{
    ouro__growing_release(&rt->heap, &t->slots);
    t->used = 0;
}
