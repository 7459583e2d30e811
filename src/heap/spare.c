/* Spare mappings: what huge blocks left, kept for a while for the next ones.
 *
 * A huge block that is freed and soon made again would pay for every page twice, for taking it and for having
 * it cleared. So its mapping stays, counted as idle, until arena.c finds that too much lies idle or has for
 * too long. Spares are cut and joined like any free memory: a block takes the front of one, and one that
 * grows takes from the spare right behind it. Only pieces of one mapping of the system are joined (they have
 * one `origin`), since the system does not move across two. */
#include "heap/internal.h"
#include "heap/poison.h"
#include "os/os.h"

static void count_idle(ouro_heap *h, size_t bytes)
{
    h->spare_bytes += bytes;
    h->idle += bytes;
}

static void count_busy(ouro_heap *h, size_t bytes)
{
    h->spare_bytes -= bytes;
    h->idle -= bytes;
    if (h->idle < h->idle_low)
        h->idle_low = h->idle;
}

static void forget(ouro_heap *h, unsigned i)
{
    h->spares[i] = h->spares[--h->spare_count];
}

static void poison(const ouro_heap *h, char *memory, size_t bytes, bool on)
{
    if (!(h->mode & OURO__MODE_POISONED))
        return;
    if (on)
        ouro__poison(memory, bytes);
    else
        ouro__unpoison(memory, bytes, true);
}

/* Gives the last `bytes` of a spare back to the system. */
static void release_tail(ouro_heap *h, unsigned i, size_t bytes)
{
    ouro__spare *spare = &h->spares[i];
    char *tail = spare->memory + spare->bytes - bytes;
    spare->bytes -= bytes;
    poison(h, tail, bytes, false); /* whoever gets these addresses next knows nothing of our poison */
    ouro__os_release(tail, bytes);
    count_busy(h, bytes);
    ouro__give_bytes(h, bytes);
    if (!spare->bytes)
        forget(h, i);
}

static unsigned smallest(const ouro_heap *h)
{
    unsigned found = 0;
    for (unsigned i = 1; i < h->spare_count; i++)
        if (h->spares[i].bytes < h->spares[found].bytes)
            found = i;
    return found;
}

/* The smallest spare of at least `bytes`, else the largest of all; -1 when there is none. */
static int best_fit(const ouro_heap *h, size_t bytes)
{
    int found = -1;
    for (unsigned i = 0; i < h->spare_count; i++) {
        size_t have = h->spares[i].bytes, best = found < 0 ? 0 : h->spares[found].bytes;
        if (have >= bytes ? best < bytes || have < best : have > best)
            found = (int)i;
    }
    return found;
}

static size_t cut_front(ouro_heap *h, unsigned i, size_t most)
{
    ouro__spare *spare = &h->spares[i];
    size_t bytes = spare->bytes < most ? spare->bytes : most;
    poison(h, spare->memory, bytes, false);
    spare->memory += bytes;
    spare->bytes -= bytes;
    count_busy(h, bytes);
    ouro__watch(h);
    if (!spare->bytes)
        forget(h, i);
    return bytes;
}

size_t ouro__spare_take(ouro_heap *h, size_t most, char **memory, uint64_t *origin)
{
    int i = best_fit(h, most);
    /* What is much smaller would be moved for little. */
    if (i < 0 || h->spares[i].bytes < most / 2)
        return 0;
    *memory = h->spares[i].memory;
    *origin = h->spares[i].origin;
    return cut_front(h, (unsigned)i, most);
}

size_t ouro__spare_take_behind(ouro_heap *h, const char *end, uint64_t origin, size_t most)
{
    for (unsigned i = 0; i < h->spare_count; i++)
        if (h->spares[i].memory == end && h->spares[i].origin == origin)
            return cut_front(h, i, most);
    return 0;
}

void ouro__spare_give(ouro_heap *h, char *memory, size_t bytes, uint64_t origin)
{
    poison(h, memory, bytes, true);
    count_idle(h, bytes);
    for (unsigned i = h->spare_count; i-- > 0;) {
        ouro__spare *other = &h->spares[i];
        if (other->origin != origin ||
            (other->memory + other->bytes != memory && memory + bytes != other->memory))
            continue;
        memory = other->memory < memory ? other->memory : memory;
        bytes += other->bytes;
        forget(h, i);
    }
    if (h->spare_count == OURO__SPARES) {
        unsigned i = smallest(h);
        release_tail(h, i, h->spares[i].bytes);
    }
    h->spares[h->spare_count++] = (ouro__spare){memory, bytes, origin};
}

void ouro__spare_trim(ouro_heap *h, size_t keep)
{
    while (h->spare_count && h->idle > keep) {
        unsigned i = smallest(h);
        size_t over = (h->idle - keep + h->page_bytes - 1) & ~(h->page_bytes - 1);
        release_tail(h, i, over < h->spares[i].bytes ? over : h->spares[i].bytes);
    }
}
