/* The sampler: notes a few of the blocks that the heap hands out, each with its stack and its age, and says what all of
 * them must be like. Cheap enough to be left on.
 *
 * Blocks are drawn as by a Poisson process over the bytes that are handed out: one of b bytes with the probability
 * p = 1 - exp(-b / mean), independently of all others (heap/sampling.h tells how). A sample stands for 1/p blocks like
 * it, its weight, so sums over samples of weight * what is asked are unbiased estimates of the sums over all blocks;
 * their variance is estimated by the sum of weight * (weight - 1) * what is asked, squared.
 *
 * The tracer (tracer.h) may be on as well: they share the tree of stacks (sites.h), which are read in the same ways
 * (ouro_trace_caller and the like). */
#ifndef OURO_TRACE_SAMPLER_H
#define OURO_TRACE_SAMPLER_H

#include "ouro/trace.h"
#include "trace/sites.h"

typedef struct ouro__sample {
    uintptr_t address; /* of the block: an object, or a buffer when `kind` is OURO_HEAP_RAW */
    size_t size;       /* bytes that were asked for; as a buffer was last resized where it stands */
    double weight;     /* blocks like it that it stands for, at least 1 */
    uint64_t time;     /* when it was allocated: nanoseconds of ouro__os_clock */
    uint32_t stack; /* that allocated it, a node of the sampler's tree; OURO_STACK_NONE: no memory for that */
    uint32_t word;  /* its type's word, for ouro__type_at, as last seen; 0: not yet looked at, or a buffer */
    uint8_t kind;   /* enum ouro_heap_kind */
} ouro__sample;

/* Told of samples while the sampler is on. Any function may be NULL. They may not use the heap (memory for their own
 * tables: trace/memory.h), nor keep the pointer. A buffer that is resized to another place or size class, or is larger than
 * OURO__SMALL_MAX, is told as freed and may then be sampled anew. */
typedef struct ouro__sample_listener {
    /* A block was handed out: nothing is written to it yet, `word` is 0. */
    void (*on_sample)(void *context, const ouro__sample *sample);
    /* What type it has has become known: at the next safe point or sample, or when the samples are looked at. Not for
     * buffers, nor for those that were freed before. */
    void (*on_sample_typed)(void *context, const ouro__sample *sample);
    /* It is given back; `time` is now. */
    void (*on_sample_freed)(void *context, const ouro__sample *sample, uint64_t time);
    void *context;
} ouro__sample_listener;

enum { OURO_SAMPLER_MEAN = 512 << 10, OURO_SAMPLER_FRAMES = 25 };

typedef struct ouro__sampler_config {
    size_t mean;     /* bytes from one sample to the next, in the mean; 0 is OURO_SAMPLER_MEAN */
    uint32_t frames; /* of a stack that are shown, innermost first */
    uint64_t seed;   /* of the random numbers; 0: an unpredictable one */
    bool texts;      /* places are texts, not objects */
    uint32_t (*here)(ouro_runtime *rt,
                     ouro__sites *sites); /* the stack that runs, or OURO_STACK_NONE; uses no heap */
    ouro_trace_where where;               /* of a C program: for `here` */
    void *where_context;
} ouro__sampler_config;

/* What one stack, or all of them, allocated: estimates. */
typedef struct ouro__sample_totals {
    double live_bytes, live_variance; /* in blocks not yet freed */
    double live_blocks;
    double bytes, bytes_variance; /* allocated since the sampler was started */
    double blocks;
    uint64_t live_samples, samples;
} ouro__sample_totals;

typedef struct ouro_sampler ouro_sampler;

/* Begins to sample. 0; -1 when memory is refused, a sampler is on, or the tracer with places of the other kind (no
 * exception is set). */
int ouro__sampler_start(ouro_runtime *rt, const ouro__sampler_config *config);
/* Forgets all samples, telling nobody. Numbers of stacks mean nothing from then on, unless the tracer uses them. */
void ouro__sampler_stop(ouro_runtime *rt);
/* rt->sampler is not NULL while it is on. */
/* Forgets all samples and goes on; to be called while it is on. 0, or -1 when memory is refused: then it is off. */
int ouro__sampler_clear(ouro_runtime *rt);

/* NULL: nobody. Copied. To be called while the sampler is on. */
void ouro__sampler_listen(ouro_sampler *s, const ouro__sample_listener *listener);
const ouro__sampler_config *ouro__sampler_config_of(const ouro_sampler *s);

/* Calls visit for each live sample, in no order, until it returns false; it may not use the heap. */
void ouro__sampler_each(ouro_runtime *rt, bool (*visit)(void *context, const ouro__sample *sample),
                        void *context);
/* The sample at this address, or NULL. */
const ouro__sample *ouro__sampler_find(const ouro_sampler *s, const void *block);
size_t ouro__sampler_live(const ouro_sampler *s); /* how many there are */

/* The standard error of an estimate with this variance. */
double ouro__standard_error(double variance);
/* Of all stacks together. */
ouro__sample_totals ouro__sampler_totals(const ouro_sampler *s);
/* Calls visit for each stack of which a sample was taken, until it returns false; it may not use the heap. */
void ouro__sampler_each_stack(const ouro_sampler *s,
                              bool (*visit)(void *context, uint32_t stack, const ouro__sample_totals *totals),
                              void *context);

/* The most live_bytes that there were, since the sampler was started or this was reset. */
double ouro__sampler_peak(const ouro_sampler *s);
void ouro__sampler_reset_peak(ouro_sampler *s);
/* The same by types: the word of each, 0 for buffers, OURO_SAMPLE_UNTOLD for objects that were gone before they were looked
 * at, and those of types that are gone. */
#define OURO_SAMPLE_UNTOLD UINT32_MAX
void ouro__sampler_each_type(ouro_runtime *rt,
                             bool (*visit)(void *context, uint32_t word, const ouro__sample_totals *totals),
                             void *context);
/* At a safe point, when OURO_BREAK_SAMPLE is set: looks at the latest sample for its type. */
void ouro__sampler_look(ouro_runtime *rt);

/* Samples that there was no memory to note. */
size_t ouro__sampler_lost(const ouro_sampler *s);
/* Bytes that the sampler itself takes, the tree of stacks included; to be called while it is on. */
size_t ouro__sampler_bytes(ouro_runtime *rt);

#endif
