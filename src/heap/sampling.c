/* Sampling: countdowns, and arming current pages by them. See sampling.h. What it does to pages is in page.c. */
#include "heap/sampling.h"

#include <math.h>

#include "heap/internal.h"
#include "os/os.h"

enum { NEAR = 8 }; /* fewer blocks left than this all go the slow way */

/* ---- Random numbers ---- */

static uint64_t random_bits(struct ouro__sampling *s)
{
    uint64_t z = s->random += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* Bytes to the next sample: exponential. */
static double draw(struct ouro__sampling *s)
{
    return -log(((double)(random_bits(s) >> 11) + 1) * 0x1p-53) * s->config.mean;
}

static double weight_of(const struct ouro__sampling *s, size_t bytes)
{
    return -1 / expm1(-(double)bytes / s->config.mean);
}

/* ---- Countdowns ---- */

static struct ouro__countdown *countdown_of(const ouro_heap *h, const ouro__page *page)
{
    return &h->sampling->classes[page->kind][page->size_class];
}

static void begin_countdown(struct ouro__sampling *s, struct ouro__countdown *c, unsigned size_class)
{
    double blocks = draw(s) / (double)ouro__class_bytes(size_class);
    c->left = blocks < 0x1p62 ? (uint64_t)blocks : (uint64_t)1 << 62;
}

void ouro__sampling_count(ouro_heap *h, const ouro__page *page)
{
    struct ouro__countdown *c = countdown_of(h, page);
    uint32_t allocated = page->rest - c->rest, freed = c->fuse - page->fuse;
    ouro__assert(allocated <= c->left);
    c->left -= allocated < c->left ? allocated : c->left;
    if (c->reach != OURO__REACH_UNKNOWN)
        c->reach += freed - allocated;
    c->rest = page->rest;
    c->fuse = page->fuse;
}

bool ouro__sampling_is_near(const ouro_heap *h, const ouro__page *page)
{
    return countdown_of(h, page)->left < NEAR;
}

/* ---- Arming ---- */

/* Blocks of the parts that are carved, at most, which are not in use. */
static uint32_t listed_most(const ouro__page *page, uint32_t used)
{
    uint32_t in_part = (uint32_t)(OURO__PART_BYTES / ouro__class_bytes(page->size_class)) + 1,
             all = (uint32_t)__builtin_popcount(page->carved) * in_part;
    all = all < page->capacity ? all : page->capacity;
    return all > used ? all - used : 0;
}

/* Sees to it that at most `most` (at least 1) blocks are taken from the list before the slow path: how many. A list that
 * is not sound is left to those who find it so. */
static uint32_t mark_list(const ouro_heap *h, const ouro__page *page, uint32_t most)
{
    const char *block = page->free;
    for (uint32_t taken = 0; taken < most; taken++) {
        if (!ouro__in_range(h, block) || !ouro__block_starts(page, block) || ouro__page_of(h, block) != page)
            return taken; /* the end, a mark, or no link */
        uint64_t *link = ouro__block_link((void *)block, page->kind);
        if (taken + 1 == most)
            *link = ((*link ^ h->key) | OURO__MARK) ^ h->key;
        block = (const char *)(*link ^ h->key);
    }
    return most;
}

void ouro__sampling_arm(ouro_heap *h, ouro__page *page, uint32_t used)
{
    struct ouro__countdown *c = countdown_of(h, page);
    uint32_t listed = listed_most(page, used);
    if (c->reach > listed)
        c->reach = listed;
    page->fuse = used + OURO__FUSE_CURRENT;
    if (page->flags & OURO__PAGE_CHECKED) {
        page->fuse = 1;
    } else if (!(h->mode & OURO__MODE_SLOW) && c->left >= NEAR) {
        if (c->reach > c->left / 2)
            c->reach = mark_list(h, page, (uint32_t)(c->left / 2));
        uint64_t frees = c->left - c->reach + 1;
        page->fuse = frees < OURO__FUSE_CURRENT ? (uint32_t)frees : OURO__FUSE_CURRENT;
    }
    page->rest = used - page->fuse;
    c->rest = page->rest;
    c->fuse = page->fuse;
}

/* ---- Drawing ---- */

bool ouro__sampling_draw(ouro_heap *h, size_t size, enum ouro_heap_kind kind)
{
    struct ouro__sampling *s = h->sampling;
    if (size > OURO__SMALL_MAX) {
        s->left_large -= (double)size;
        if (s->left_large > 0)
            return false;
        s->left_large = draw(s);
        return true;
    }
    unsigned size_class = ouro__size_class(size, kind);
    struct ouro__countdown *c = &s->classes[kind][size_class];
    ouro__page *page = h->current[kind][size_class];
    if (c->left > (page ? page->rest - c->rest : 0))
        return false;
    if (page)
        ouro__sampling_count(h, page);
    begin_countdown(s, c, size_class);
    if (page)
        ouro__page_rearm(h, page);
    return true;
}

void ouro__sampling_tell(ouro_heap *h, void *block, size_t size, size_t slot_size, enum ouro_heap_kind kind)
{
    const struct ouro__sampling *s = h->sampling;
    if (slot_size <= OURO__SMALL_MAX)
        slot_size = ouro__class_bytes(ouro__size_class(slot_size, kind));
    s->config.sampled(s->config.context, block, size, kind, weight_of(s, slot_size));
}

/* ---- On and off ---- */

static size_t table_bytes(const ouro_heap *h)
{
    return (sizeof(struct ouro__sampling) + h->page_bytes - 1) / h->page_bytes * h->page_bytes;
}

size_t ouro__heap_sampling_bytes(const ouro_heap *h)
{
    return h->sampling ? table_bytes(h) : 0;
}

static void stop(ouro_heap *h)
{
    if (!h->sampling)
        return;
    ouro__unsample_pages(h);
    h->mode &= ~(unsigned)OURO__MODE_SAMPLED;
    ouro__sampling_release(h);
    ouro__rearm_current_pages(h);
}

void ouro__sampling_release(ouro_heap *h)
{
    if (!h->sampling)
        return;
    size_t bytes = table_bytes(h);
    ouro__os_release(h->sampling, bytes);
    h->sampling = NULL;
    ouro__heap_charge(h, -(ptrdiff_t)bytes);
}

int ouro__heap_sample(ouro_heap *h, const ouro_heap_sampling *config)
{
    if (!config) {
        stop(h);
        return 0;
    }
    size_t bytes = table_bytes(h);
    if (h->sampling || !(config->mean > 0) || !ouro__heap_charge_now(h, bytes))
        return -1;
    struct ouro__sampling *s = ouro__os_map(bytes);
    if (!s) {
        ouro__heap_charge(h, -(ptrdiff_t)bytes);
        return -1;
    }
    s->config = *config;
    s->random = config->seed;
    for (unsigned kind = 0; kind < OURO_HEAP_KINDS; kind++)
        for (unsigned c = 0; c < OURO__CLASSES; c++) {
            s->classes[kind][c].reach = OURO__REACH_UNKNOWN;
            begin_countdown(s, &s->classes[kind][c], c);
        }
    s->left_large = draw(s);
    h->sampling = s;
    h->mode |= OURO__MODE_SAMPLED;
    ouro__rearm_current_pages(h);
    return 0;
}

/* ---- Verification ---- */

bool ouro__sampling_is_sound(const ouro_heap *h, const ouro__page *page)
{
    const struct ouro__countdown *c = countdown_of(h, page);
    uint32_t allocated = page->rest - c->rest, freed = c->fuse - page->fuse, reach = 0;
    if (h->fast[page->kind][page->size_class] != page)
        return allocated == 0 || h->mode & OURO__MODE_SLOW;
    const char *block = page->free;
    for (; reach < page->capacity && ouro__in_range(h, block) && ouro__page_of(h, block) == page; reach++)
        block = (const char *)(*ouro__block_link((void *)block, page->kind) ^ h->key);
    return allocated <= c->left && reach <= c->reach + freed - allocated &&
           reach + page->fuse - 1 <= c->left - allocated;
}
