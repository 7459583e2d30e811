/* Sampling: a few of the blocks that are handed out, drawn at random, are told to the floor above; so are their ends.
 *
 * Draws. Each kind and size class counts down, in blocks, to its next sample. The counts are geometric, so that each
 * block of b bytes (its class's) is drawn with p = 1 - exp(-b / mean), independently of all others; together they draw as
 * a Poisson process over bytes does. Larger blocks share one countdown, in bytes.
 *
 * Nothing is counted on the fast paths that was not counted before. Of a class's current page it is known how many
 * blocks were allocated (`rest`) and freed (`fuse`) since it was last armed. Until the next slow moment no more can be
 * allocated than its free list has blocks, plus the frees that its fuse allows: it is armed so that this is no more than
 * what is left of the countdown, by a short fuse and, where the list is long, by a mark in one of its links, which sends
 * allocation the slow way. At each slow moment what was allocated is taken off the countdown, and the page armed anew:
 * the logarithm of the countdown in slow moments for each sample. The last few blocks all go the slow way.
 *
 * Sampled blocks live in pages of their own, whose frees go the slow way; no other page's do. */
#ifndef OURO_HEAP_SAMPLING_H
#define OURO_HEAP_SAMPLING_H

#include "heap/heap.h"

/* The functions may not use the heap. `size` is what was asked for. */
typedef struct ouro_heap_sampling {
    double mean;   /* bytes from one sample to the next, more than 0 */
    uint64_t seed; /* of the random numbers */
    /* `weight`: 1/p. Nothing is written to the block yet. */
    void (*sampled)(void *context, void *block, size_t size, enum ouro_heap_kind kind, double weight);
    /* Before a sample is given back. Blocks larger than OURO__SMALL_MAX, and those that came before sampling began, may be
     * told without being one. */
    void (*freed)(void *context, void *block);
    /* A sample was resized where it stands and stays what it is. One that moves is told as freed, its new place drawn
     * for like any new block; so is a larger one wherever it is resized. */
    void (*resized)(void *context, void *block, size_t size);
    void *context;
} ouro_heap_sampling;

/* Begins to sample; NULL ends it. 0, or -1 when memory is refused or it is on already. */
int ouro__heap_sample(ouro_heap *h, const ouro_heap_sampling *config);
size_t ouro__heap_sampling_bytes(const ouro_heap *h); /* what it takes */

#endif
