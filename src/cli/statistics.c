/* What a program's memory looks like when it ends: bytes, pages, objects by type, collections. On stderr. */
#include "cli/statistics.h"

#include <stdio.h>
#include <stdlib.h>

#include "gc/gc.h"
#include "os/os.h"

enum { SHOWN_TYPES = 12 };

/* Objects of one type. */
typedef struct tally {
    uint32_t index;
    size_t count, bytes;
} tally;

typedef struct census {
    ouro_runtime *rt;
    tally *types; /* one for each type index */
} census;

static int count_block(void *context, void *block, size_t usable, enum ouro_heap_kind kind)
{
    census *c = context;
    if (kind == OURO_HEAP_RAW)
        return 0;
    uint32_t index = ouro__type_index(block);
    if (index && index < c->rt->type_count) {
        c->types[index].count++;
        c->types[index].bytes += usable;
    }
    return 0;
}

static int by_bytes(const void *a, const void *b)
{
    const tally *x = a, *y = b;
    return x->bytes < y->bytes ? 1 : x->bytes > y->bytes ? -1 : 0;
}

static void print_bytes(const char *label, size_t bytes)
{
    fprintf(stderr, "  %-28s %12zu", label, bytes);
    if (bytes >= 1024 * 1024)
        fprintf(stderr, "  (%.1f MiB)", (double)bytes / (1024 * 1024));
    else if (bytes >= 1024)
        fprintf(stderr, "  (%.1f KiB)", (double)bytes / 1024);
    fputc('\n', stderr);
}

static void print_memory(ouro_runtime *rt)
{
    ouro_heap_stats *s = malloc(sizeof *s);
    if (!s)
        return;
    ouro__heap_stats(&rt->heap, s);
    size_t capacity = 0, blocks = 0;
    for (int kind = 0; kind < OURO_HEAP_KINDS; kind++) {
        for (int i = 0; i < OURO__CLASSES; i++) {
            capacity += s->classes[kind][i].capacity * s->classes[kind][i].block_bytes;
            blocks += s->classes[kind][i].blocks * s->classes[kind][i].block_bytes;
        }
    }
    fprintf(stderr, "memory\n");
    print_bytes("live bytes", s->bytes);
    print_bytes("taken from the system", s->committed);
    print_bytes("  at most", s->committed_peak);
    print_bytes("resident (whole process)", ouro__os_resident());
    print_bytes("  at most", ouro__os_resident_peak());
    if (s->budget)
        print_bytes("limit", s->budget);
    fprintf(stderr, "  %-28s %12zu\n", "live blocks", s->blocks);
    fprintf(stderr, "  %-28s %12zu\n", "arenas", s->arenas);
    fprintf(stderr, "  %-28s %12zu  (%zu free)\n", "pages in use", s->pages, s->free_pages);
    fprintf(stderr, "  %-28s %11.0f%%\n", "pages filled",
            capacity ? 100.0 * (double)blocks / (double)capacity : 0.0);
    free(s);
}

static void print_types(ouro_runtime *rt)
{
    census c = {rt, calloc(rt->type_count ? rt->type_count : 1, sizeof(tally))};
    if (!c.types)
        return;
    for (uint32_t i = 0; i < rt->type_count; i++)
        c.types[i].index = i;
    ouro__heap_walk(&rt->heap, count_block, &c);
    qsort(c.types, rt->type_count, sizeof *c.types, by_bytes);
    fprintf(stderr, "objects by type                       count        bytes (without buffers)\n");
    for (uint32_t i = 0; i < rt->type_count && i < SHOWN_TYPES && c.types[i].count; i++) {
        const ouro_type *type = ouro__type_at(rt, c.types[i].index << 8);
        fprintf(stderr, "  %-28s %12zu %12zu\n", type->name ? type->name : "?", c.types[i].count,
                c.types[i].bytes);
    }
    free(c.types);
}

static void print_collections(ouro_runtime *rt)
{
    fprintf(stderr, "collections                    runs    collected  uncollectable\n");
    for (int i = 0; i < OURO_GENERATIONS; i++) {
        const ouro_gc_stats *s = &rt->gc->stats[i];
        fprintf(stderr, "  generation %d       %16llu %12llu %14llu\n", i, (unsigned long long)s->collections,
                (unsigned long long)s->collected, (unsigned long long)s->uncollectable);
    }
    fprintf(stderr, "  longest stop %.3f ms, %.3f ms in all\n", (double)rt->gc->longest_stop_ns / 1e6,
            (double)rt->gc->total_ns / 1e6);
}

void cli_print_statistics(ouro_runtime *rt)
{
    print_memory(rt);
    print_types(rt);
    print_collections(rt);
}
