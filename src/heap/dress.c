/* Dressed blocks: red zones for AddressSanitizer and valgrind.
 *
 * Layout of a slot: the block at its start, then poisoned bytes, at least 16; the last 8 hold the size that
 * was asked for, or FREED. All of a free slot is poisoned, except a container's first 8 bytes. */
#include "heap/internal.h"
#include "heap/poison.h"

#include <string.h>

enum { REAR = 16 };
#define FREED UINT64_MAX

int ouro__dress_init(ouro_heap *h, bool debug)
{
    (void)debug;
    if (ouro__poison_active()) {
        h->mode |= OURO__MODE_POISONED;
        h->rear = REAR;
    }
    return 0;
}

void ouro__dress_destroy(ouro_heap *h)
{
    if (h->mode & OURO__MODE_POISONED && h->base)
        for (unsigned z = 0; z < 2; z++)
            ouro__unpoison(h->base + h->zones[z].first * OURO__ARENA_BYTES,
                           (h->zones[z].opened - h->zones[z].first) * OURO__ARENA_BYTES, true);
}

bool ouro__dress_relieve(ouro_heap *h)
{
    (void)h;
    return false;
}

static uint64_t *size_word(char *slot, size_t slot_bytes)
{
    return (uint64_t *)(slot + slot_bytes - 8);
}

char *ouro__dress(ouro_heap *h, char *slot, size_t size, enum ouro_heap_kind kind, bool zero)
{
    size_t slot_bytes = ouro__slot_bytes(h, slot), kept = kind == OURO_HEAP_CONTAINER ? 8 : 0;
    ouro__poison(slot + kept, slot_bytes - kept);
    ouro__poke(size_word(slot, slot_bytes), size, true);
    if (size > kept)
        ouro__unpoison(slot + kept, size - kept, false);
    if (zero && size > kept)
        memset(slot + kept, 0, size - kept);
    return slot;
}

size_t ouro__dressed_bytes(const ouro_heap *h, const char *block)
{
    size_t slot_bytes = ouro__slot_bytes(h, block);
    uint64_t size = slot_bytes ? ouro__peek(size_word((char *)block, slot_bytes), true) : 0;
    return size == FREED ? 0 : (size_t)size;
}

char *ouro__undress(ouro_heap *h, char *block, enum ouro_heap_kind kind)
{
    size_t slot_bytes = ouro__slot_bytes(h, block), kept = kind == OURO_HEAP_CONTAINER ? 8 : 0;
    if (slot_bytes == 0 || ouro__dressed_bytes(h, block) == 0) {
        ouro__heap_crime(h, "free of %p, which is no block in use of this heap", (void *)block);
        return NULL;
    }
    ouro__poke(size_word(block, slot_bytes), FREED, true);
    ouro__poison(block + kept, slot_bytes - kept);
    return block;
}

size_t ouro__dressed_delayed(const ouro_heap *h)
{
    (void)h;
    return 0;
}

size_t ouro__dressed_overhead(const ouro_heap *h)
{
    (void)h;
    return 0;
}

size_t ouro__dressed_check(ouro_heap *h)
{
    (void)h;
    return 0;
}
