/* Dressed blocks: the debug heap's (debug.c), and red zones for AddressSanitizer and valgrind (here).
 *
 * With red zones, the block stands at the start of its slot, then come poisoned bytes, at least 16; the last
 * 8 hold the size that was asked for, or FREED. All of a free slot is poisoned, except a container's first 8
 * bytes. The debug heap has guards instead, and no poison. */
#include "heap/debug.h"
#include "heap/poison.h"

#include <string.h>

enum { REAR = 16 };
#define FREED UINT64_MAX

int ouro__dress_init(ouro_heap *h, bool debug)
{
    if (debug)
        return ouro__debug_init(h);
    if (ouro__poison_active()) {
        h->mode |= OURO__MODE_POISONED;
        h->rear = REAR;
    }
    return 0;
}

void ouro__dress_destroy(ouro_heap *h)
{
    if (h->debug)
        ouro__debug_destroy(h);
    if (h->mode & OURO__MODE_POISONED)
        for (unsigned z = 0; z < 2; z++)
            ouro__unpoison(h->base + h->zones[z].first * OURO__ARENA_BYTES,
                           (h->zones[z].opened - h->zones[z].first) * OURO__ARENA_BYTES, true);
}

bool ouro__dress_relieve(ouro_heap *h)
{
    return h->debug && ouro__debug_relieve(h);
}

static uint64_t *size_word(char *slot, size_t slot_bytes)
{
    return (uint64_t *)(slot + slot_bytes - 8);
}

static size_t bytes_kept(enum ouro_heap_kind kind)
{
    return kind == OURO_HEAP_CONTAINER ? 8 : 0;
}

char *ouro__dress(ouro_heap *h, char *slot, size_t size, enum ouro_heap_kind kind, bool zero)
{
    if (h->debug)
        return ouro__debug_dress(h, slot, size, kind, zero);
    size_t slot_bytes = ouro__slot_bytes(h, slot), kept = bytes_kept(kind);
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
    if (h->debug)
        return ouro__debug_bytes(h, block);
    size_t slot_bytes = ouro__slot_bytes(h, block);
    uint64_t size = slot_bytes ? ouro__peek(size_word((char *)block, slot_bytes), true) : 0;
    return size == FREED ? 0 : (size_t)size;
}

char *ouro__undress(ouro_heap *h, char *block, enum ouro_heap_kind kind)
{
    if (h->debug)
        return ouro__debug_undress(h, block, kind);
    size_t slot_bytes = ouro__slot_bytes(h, block), kept = bytes_kept(kind);
    if (!ouro__slot_starts(h, block) || ouro__dressed_bytes(h, block) == 0) {
        ouro__heap_crime(h, "free of %p, which is no block in use of this heap", (void *)block);
        return NULL;
    }
    ouro__poke(size_word(block, slot_bytes), FREED, true);
    ouro__poison(block + kept, slot_bytes - kept);
    return block;
}

size_t ouro__dressed_delayed(const ouro_heap *h)
{
    return h->debug ? ouro__debug_delayed(h) : 0;
}

size_t ouro__dressed_check(ouro_heap *h, char *slot)
{
    return h->debug ? ouro__debug_check_slot(h, slot) : 0;
}
