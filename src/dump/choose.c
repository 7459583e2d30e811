/* Choosing objects: the largest of those that are wanted, kept in a heap whose top is the least of them. */
#include "dump/export.h"

#include <string.h>

static uint64_t key_of(const ouro_dump *d, enum ouro__dump_key key, uint32_t n)
{
    switch (key) {
    case OURO__KEY_BYTES:
        return ouro__dump_object_of(d, n)->bytes;
    case OURO__KEY_RETAINED:
        return d->retained[n];
    case OURO__KEY_REFERENCES:
        return d->first[n + 1] - d->first[n];
    case OURO__KEY_REFERRERS:
        return d->back_first[n + 1] - d->back_first[n];
    default:
        return 0;
    }
}

/* Whether `a` comes before `b` in the result. */
static bool before(const ouro_dump *d, enum ouro__dump_key key, uint32_t a, uint32_t b)
{
    uint64_t x = key_of(d, key, a), y = key_of(d, key, b);
    return x != y ? x > y : a < b;
}

static void sink(const ouro_dump *d, const ouro__dump_choice *c, uint32_t at, uint32_t count)
{
    uint32_t *heap = c->numbers;
    for (uint32_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && before(d, c->key, heap[child], heap[child + 1]))
            child++;
        if (before(d, c->key, heap[child], heap[at]))
            return;
        uint32_t moved = heap[at];
        heap[at] = heap[child];
        heap[child] = moved;
    }
}

static void rise(const ouro_dump *d, const ouro__dump_choice *c, uint32_t at)
{
    uint32_t *heap = c->numbers;
    while (at && before(d, c->key, heap[(at - 1) / 2], heap[at])) {
        uint32_t above = (at - 1) / 2, moved = heap[at];
        heap[at] = heap[above];
        heap[above] = moved;
        at = above;
    }
}

static void consider(const ouro_dump *d, ouro__dump_choice *c, uint32_t n)
{
    if (c->count < c->limit) {
        c->numbers[c->count] = n;
        rise(d, c, c->count++);
    } else if (c->limit && before(d, c->key, n, c->numbers[0])) {
        c->numbers[0] = n;
        sink(d, c, 0, c->count);
    }
}

void ouro__dump_choose(const ouro_dump *d, ouro__dump_choice *c)
{
    c->count = 0;
    c->matched = c->bytes = 0;
    for (uint32_t n = 0; n < ouro__dump_objects_count(d); n++) {
        const ouro__read_object *o = ouro__dump_object_of(d, n);
        if ((c->types && !c->types[o->type]) ||
            (c->text && !strstr(ouro__dump_text_at(d, o->preview), c->text)))
            continue;
        c->matched++;
        c->bytes += o->bytes;
        consider(d, c, n);
    }
    for (uint32_t left = c->count; left > 1;) {
        uint32_t least = c->numbers[0];
        c->numbers[0] = c->numbers[--left];
        c->numbers[left] = least;
        sink(d, c, 0, left);
    }
}
