/* The tables over a dump that has been read: objects by id, referrers, roots; and what is made from these when asked for. */
#include "dump/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/flow.h"

struct pair {
    uint64_t id;
    uint32_t number;
};

static int by_id(const void *a, const void *b)
{
    uint64_t x = ((const struct pair *)a)->id, y = ((const struct pair *)b)->id;
    return (x > y) - (x < y);
}

static bool refused(ouro_dump_error *error)
{
    *error = (ouro_dump_error){.no_memory = true, .message = "there is not enough memory to read this dump"};
    return false;
}

/* ---- Ids ---- */

static uint32_t bucket_of(const ouro_dump *d, uint64_t id)
{
    return (uint32_t)((id - d->ids[0]) >> d->bucket_shift);
}

/* Equal stretches of the range of ids, at most two for each object. */
static bool make_buckets(ouro_dump *d)
{
    uint32_t count = ouro__dump_objects_count(d);
    uint64_t range = count ? d->ids[count - 1] - d->ids[0] : 0;
    while (range >> d->bucket_shift >= (uint64_t)count * 2 + 1)
        d->bucket_shift++;
    uint32_t buckets = (uint32_t)(range >> d->bucket_shift) + 1;
    d->buckets = malloc(((size_t)buckets + 1) * sizeof *d->buckets);
    if (!d->buckets)
        return false;
    for (uint32_t i = 0, b = 0; b <= buckets; b++) {
        while (i < count && bucket_of(d, d->ids[i]) < b)
            i++;
        d->buckets[b] = i;
    }
    return true;
}

static bool sort_ids(ouro_dump *d, ouro_dump_error *error)
{
    uint32_t count = ouro__dump_objects_count(d);
    struct pair *pairs = malloc(((size_t)count + 1) * sizeof *pairs);
    d->ids = malloc(((size_t)count + 1) * sizeof *d->ids);
    d->numbers = malloc(((size_t)count + 1) * sizeof *d->numbers);
    bool good = pairs && d->ids && d->numbers;
    for (uint32_t i = 0; good && i < count; i++)
        pairs[i] = (struct pair){ouro__dump_object_of(d, i)->id, i};
    if (good && count)
        qsort(pairs, count, sizeof *pairs, by_id);
    for (uint32_t i = 0; good && i < count; i++) {
        d->ids[i] = pairs[i].id;
        d->numbers[i] = pairs[i].number;
    }
    free(pairs);
    if (!good || !make_buckets(d))
        return refused(error);
    for (uint32_t i = 1; i < count; i++)
        if (d->ids[i] == d->ids[i - 1]) {
            char message[120];
            snprintf(message, sizeof message, "object %llx is described twice; it is damaged: write it anew",
                     (unsigned long long)d->ids[i]);
            ouro__dump_complain(error, 0, message);
            return false;
        }
    return true;
}

uint32_t ouro__dump_find_raw(const ouro_dump *d, uint64_t id)
{
    uint32_t count = ouro__dump_objects_count(d);
    if (!count || id < d->ids[0] || id > d->ids[count - 1])
        return OURO_DUMP_NONE;
    uint32_t bucket = bucket_of(d, id), low = d->buckets[bucket], high = d->buckets[bucket + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (d->ids[middle] == id)
            return d->numbers[middle];
        if (d->ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return OURO_DUMP_NONE;
}

/* ---- References ---- */

/* A value whose key is not there is a reference like any other. */
static uint32_t without_key(uint32_t label, bool key_lost)
{
    bool is_value = label >> OURO__LABEL_SHIFT == OURO__REFERENCE_VALUE;
    return key_lost && is_value ? (uint32_t)OURO__REFERENCE_OTHER << OURO__LABEL_SHIFT : label;
}

/* From ids to numbers; what leads nowhere is left out. */
static bool resolve(ouro_dump *d)
{
    size_t references = d->labels.count, kept = 0;
    uint32_t count = ouro__dump_objects_count(d), *labels = d->labels.items;
    const uint64_t *ids = d->target_ids.items;
    d->first = malloc(((size_t)count + 1) * sizeof *d->first);
    d->targets = malloc((references + 1) * sizeof *d->targets);
    if (!d->first || !d->targets)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        size_t end = i + 1 < count ? ouro__dump_object_of(d, i + 1)->first : references;
        bool lost = false;
        d->first[i] = (uint32_t)kept;
        for (size_t e = ouro__dump_object_of(d, i)->first; e < end; e++) {
            uint32_t target = ouro__dump_find_raw(d, ids[e]), label = without_key(labels[e], lost);
            lost = target == OURO_DUMP_NONE;
            if (lost)
                continue;
            d->targets[kept] = target;
            labels[kept++] = label;
        }
    }
    d->first[count] = d->references = (uint32_t)kept;
    d->lost = references - kept;
    free(d->target_ids.items);
    d->target_ids = (ouro__vector){0};
    return true;
}

/* Counting sort by target, as src/graph/graph.c does it. */
static bool turn(ouro_dump *d)
{
    uint32_t count = ouro__dump_objects_count(d);
    uint32_t *first = calloc((size_t)count + 2, sizeof *first);
    uint32_t *edges = malloc(((size_t)d->references + 1) * sizeof *edges);
    d->back_first = first;
    d->back_edges = edges;
    if (!first || !edges)
        return false;
    for (uint32_t e = 0; e < d->references; e++)
        first[d->targets[e] + 2]++;
    for (uint32_t i = 0; i < count; i++)
        first[i + 2] += first[i + 1];
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t e = d->first[i]; e < d->first[i + 1]; e++)
            edges[first[d->targets[e] + 1]++] = i;
    return true;
}

/* ---- Roots ---- */

/* What is said to be one, and whatever has references that no object in the dump holds. */
static bool find_roots(ouro_dump *d)
{
    uint32_t count = ouro__dump_objects_count(d), kept = 0;
    d->is_root = calloc((size_t)count + 1, 1);
    if (!d->is_root)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        const ouro__read_object *o = ouro__dump_object_of(d, i);
        uint32_t inside = d->back_first[i + 1] - d->back_first[i];
        d->is_root[i] = o->flags & (OURO__DUMPED_ROOT | OURO__DUMPED_IMMORTAL) ||
                        (d->flags & OURO__DUMP_COUNTS && o->count > inside);
    }
    for (uint32_t i = 0; i < d->roots.count; i++) {
        ouro__read_root *root = OURO__ITEM(ouro__read_root, d->roots, i);
        root->object = ouro__dump_find_raw(d, root->id);
        if (root->object == OURO_DUMP_NONE)
            continue;
        d->is_root[root->object] = 1;
        *OURO__ITEM(ouro__read_root, d->roots, kept++) = *root;
    }
    d->lost += d->roots.count - kept;
    d->roots.count = kept;
    return true;
}

bool ouro__dump_index(ouro_dump *d, ouro_dump_error *error)
{
    return sort_ids(d, error) && ((resolve(d) && turn(d) && find_roots(d)) || refused(error));
}

/* ---- Accounts ---- */

size_t ouro__dump_memory(const ouro_dump *d)
{
    size_t count = d->objects.count + 1, references = d->references + (size_t)1;
    size_t bytes = d->text.room + d->strings.room * sizeof(uint32_t) +
                   d->types.room * sizeof(ouro__read_type) + d->places.room * sizeof(ouro__read_place) +
                   d->roots.room * sizeof(ouro__read_root) + d->objects.room * sizeof(ouro__read_object) +
                   d->labels.room * sizeof(uint32_t);
    bytes += references * 2 * sizeof(uint32_t); /* targets, back_edges */
    bytes += count * (sizeof *d->ids + 4 * sizeof(uint32_t) + sizeof *d->is_root);
    bytes += d->retained ? count * (sizeof *d->retained + sizeof *d->dominators) : 0;
    return bytes + (d->holders ? count * sizeof *d->holders : 0);
}

/* ---- Retained sizes ---- */

static bool is_root(const void *context, uint32_t number)
{
    return ((const ouro_dump *)context)->is_root[number];
}

bool ouro__dump_find_retained(ouro_dump *d)
{
    if (d->retained)
        return true;
    size_t count = ouro__dump_objects_count(d);
    uint32_t *dominators = calloc(count + 1, sizeof *dominators);
    uint64_t *retained = malloc((count + 1) * sizeof *retained);
    uint32_t *scratch = calloc(count + 1, OURO__FLOW_ARRAYS * sizeof *scratch);
    bool good = dominators && retained && scratch;
    for (uint32_t i = 0; good && i < count; i++)
        retained[i] = ouro__dump_object_of(d, i)->bytes;
    if (good) {
        const ouro__flow flow = {.nodes = (uint32_t)count,
                                 .first = d->first,
                                 .edges = d->targets,
                                 .back_first = d->back_first,
                                 .back_edges = d->back_edges,
                                 .is_root = is_root,
                                 .context = d,
                                 .aside = OURO__FLOW_NONE,
                                 .scratch = scratch};
        ouro__flow_dominators(&flow, dominators, retained, NULL);
        d->dominators = dominators;
        d->retained = retained;
    } else {
        free(dominators);
        free(retained);
    }
    free(scratch);
    return good;
}

/* ---- Paths ---- */

/* Breadth first, from what stands in the queue on: holders[n] is the node before it and one. */
static uint32_t spread(const ouro_dump *d, uint32_t *queue, uint32_t at, uint32_t end)
{
    for (; at < end; at++)
        for (uint32_t e = d->first[queue[at]]; e < d->first[queue[at] + 1]; e++) {
            uint32_t next = d->targets[e];
            if (d->holders[next])
                continue;
            d->holders[next] = queue[at] + 1;
            queue[end++] = next;
        }
    return end;
}

/* A beginning is its own holder. */
static uint32_t begin_at(const ouro_dump *d, uint32_t *queue, uint32_t end, uint32_t number)
{
    if (d->holders[number])
        return end;
    d->holders[number] = number + 1;
    queue[end] = number;
    return end + 1;
}

/* What has a name (a variable, a module) explains more than what the runtime holds, and that more than chance: in this order
 * they are begun with, each when what the ones before reach is known. */
bool ouro__dump_find_holders(ouro_dump *d)
{
    if (d->holders)
        return true;
    uint32_t count = ouro__dump_objects_count(d), end = 0;
    uint32_t *queue = malloc(((size_t)count + 1) * sizeof *queue);
    d->holders = calloc((size_t)count + 1, sizeof *d->holders);
    if (!queue || !d->holders) {
        free(queue);
        free(d->holders);
        d->holders = NULL;
        return false;
    }
    for (int named = 1; named >= 0; named--) {
        uint32_t at = end;
        for (uint32_t i = 0; i < d->roots.count; i++) {
            const ouro__read_root *root = OURO__ITEM(const ouro__read_root, d->roots, i);
            bool has_name = root->kind == OURO_DUMP_ROOT_MODULE || root->kind == OURO_DUMP_ROOT_FRAME;
            if (has_name == named)
                end = begin_at(d, queue, end, root->object);
        }
        end = spread(d, queue, at, end);
    }
    uint32_t at = end;
    for (uint32_t i = 0; i < count; i++)
        if (d->is_root[i])
            end = begin_at(d, queue, end, i);
    spread(d, queue, at, end);
    free(queue);
    return true;
}
