/* The sampler. See sampler.h. */
#include "trace/sampler.h"

#include <math.h>
#include <stdatomic.h>

#include "heap/sampling.h"
#include "os/os.h"

enum { SLOTS_FIRST = 256 };

typedef struct type_totals {
    const ouro_object *class; /* that the type was of: its number may be another's later */
    ouro__sample_totals totals;
} type_totals;

struct ouro_sampler {
    ouro__growing samples; /* of ouro__sample, open addressing, at most half full; address 0: free */
    size_t room, live;     /* slots, a power of two; and those in use */
    ouro__growing stacks;  /* of ouro__sample_totals, by the number of the stack */
    ouro__growing types;   /* of type_totals, by the type's number; 0: buffers */
    ouro__sample_totals all;
    ouro__sample_totals untold; /* objects whose type is not known */
    double live_peak;           /* bytes */
    uintptr_t untyped;          /* the latest sample, if it is an object whose type is not known; or 0 */
    size_t lost;
    ouro__sample_listener listener;
    ouro__sampler_config config;
};

/* ---- The table ---- */

static size_t home_of(uintptr_t address, size_t room)
{
    uint64_t hash = (uint64_t)address * 0x9e3779b97f4a7c15u;
    return (hash ^ hash >> 32) & (room - 1);
}

/* Its slot, or the free one where it belongs. */
static ouro__sample *slot_of(const ouro__growing *samples, size_t room, uintptr_t address)
{
    ouro__sample *slots = samples->memory;
    size_t i = home_of(address, room);
    while (slots[i].address && slots[i].address != address)
        i = (i + 1) & (room - 1);
    return &slots[i];
}

static ouro__sample *find(const ouro_sampler *s, uintptr_t address)
{
    ouro__sample *slot = s->live ? slot_of(&s->samples, s->room, address) : NULL;
    return slot && slot->address ? slot : NULL;
}

static bool reserve(ouro_heap *h, ouro_sampler *s)
{
    if ((s->live + 1) * 2 <= s->room)
        return true;
    size_t room = s->room ? s->room * 2 : SLOTS_FIRST;
    ouro__growing larger = {0};
    if (!ouro__growing_reserve(h, &larger, room * sizeof(ouro__sample)))
        return false;
    const ouro__sample *old = s->samples.memory;
    for (size_t i = 0; i < s->room; i++)
        if (old[i].address)
            *slot_of(&larger, room, old[i].address) = old[i];
    ouro__growing_release(h, &s->samples);
    s->samples = larger;
    s->room = room;
    return true;
}

/* What was pushed behind it by its being there moves up. */
static void vacate(ouro_sampler *s, ouro__sample *slot)
{
    ouro__sample *slots = s->samples.memory;
    size_t hole = (size_t)(slot - slots), mask = s->room - 1;
    for (size_t i = (hole + 1) & mask; slots[i].address; i = (i + 1) & mask) {
        size_t home = home_of(slots[i].address, s->room);
        if (((i - home) & mask) >= ((i - hole) & mask)) {
            slots[hole] = slots[i];
            hole = i;
        }
    }
    slots[hole] = (ouro__sample){0};
    s->live--;
}

/* ---- Totals ---- */

static double variance_of(const ouro__sample *sample)
{
    return sample->weight * (sample->weight - 1) * (double)sample->size * (double)sample->size;
}

static void add_live(ouro__sample_totals *t, const ouro__sample *sample)
{
    t->live_bytes += sample->weight * (double)sample->size;
    t->live_variance += variance_of(sample);
    t->live_blocks += sample->weight;
    t->live_samples++;
}

static void take_live(ouro__sample_totals *t, const ouro__sample *sample)
{
    t->live_bytes -= sample->weight * (double)sample->size;
    t->live_variance -= variance_of(sample);
    t->live_blocks -= sample->weight;
    if (--t->live_samples == 0) /* what rounding left */
        t->live_bytes = t->live_variance = t->live_blocks = 0;
}

static void add_new(ouro__sample_totals *t, const ouro__sample *sample)
{
    add_live(t, sample);
    t->bytes += sample->weight * (double)sample->size;
    t->bytes_variance += variance_of(sample);
    t->blocks += sample->weight;
    t->samples++;
}

static void add_up(ouro__sample_totals *t, const ouro__sample_totals *more, double sign)
{
    t->live_bytes += sign * more->live_bytes;
    t->live_variance += sign * more->live_variance;
    t->live_blocks += sign * more->live_blocks;
    t->bytes += sign * more->bytes;
    t->bytes_variance += sign * more->bytes_variance;
    t->blocks += sign * more->blocks;
    t->live_samples += sign > 0 ? more->live_samples : -more->live_samples;
    t->samples += sign > 0 ? more->samples : -more->samples;
}

static ouro__sample_totals *totals_of(const ouro_sampler *s, uint32_t stack)
{
    return (ouro__sample_totals *)s->stacks.memory + stack;
}

/* The totals of a type; NULL when memory is refused. */
static ouro__sample_totals *totals_of_type(ouro_runtime *rt, uint32_t word)
{
    ouro_sampler *s = rt->sampler;
    uint32_t index = word >> 8;
    if (!ouro__growing_reserve(&rt->heap, &s->types, ((size_t)index + 1) * sizeof(type_totals)))
        return NULL;
    type_totals *t = (type_totals *)s->types.memory + index;
    const ouro_object *class = word ? (const ouro_object *)ouro__type_at(rt, word)->class_object : NULL;
    if (t->class != class) {
        add_up(&s->untold, &t->totals, 1);
        *t = (type_totals){.class = class};
    }
    return &t->totals;
}

/* The totals by types that a live sample is counted in. */
static ouro__sample_totals *kind_of(ouro_runtime *rt, const ouro__sample *sample)
{
    bool told = sample->word || sample->kind == OURO_HEAP_RAW;
    ouro__sample_totals *t = told ? totals_of_type(rt, sample->word) : NULL;
    return t ? t : &rt->sampler->untold;
}

static void note_peak(ouro_sampler *s)
{
    if (s->all.live_bytes > s->live_peak)
        s->live_peak = s->all.live_bytes;
}

/* ---- What the heap tells ---- */

/* Looks at an object for its type, once that is written there. */
static void learn_type(ouro_runtime *rt, ouro__sample *sample)
{
    if (sample->word || sample->kind == OURO_HEAP_RAW)
        return;
    const ouro_object *o = (const ouro_object *)sample->address;
    uint32_t index = ouro__type_index(o);
    if (index == 0 || index >= rt->type_count)
        return;
    ouro__sample_totals *t = totals_of_type(rt, o->word & ~(uint32_t)OURO_FLAG_MASK);
    if (!t)
        return;
    sample->word = o->word & ~(uint32_t)OURO_FLAG_MASK;
    ouro__sample_totals one = {0};
    add_new(&one, sample);
    add_up(&rt->sampler->untold, &one, -1);
    add_up(t, &one, 1);
    const ouro__sample_listener *l = &rt->sampler->listener;
    if (l->on_sample_typed)
        l->on_sample_typed(l->context, sample);
}

static void learn_latest(ouro_runtime *rt, ouro_sampler *s)
{
    ouro__sample *sample = s->untyped ? find(s, s->untyped) : NULL;
    s->untyped = 0;
    if (sample)
        learn_type(rt, sample);
}

static void sampled(void *context, void *block, size_t size, enum ouro_heap_kind kind, double weight)
{
    ouro_runtime *rt = context;
    ouro_sampler *s = rt->sampler;
    learn_latest(rt, s);
    uint32_t stack = s->config.here(rt, rt->sites);
    if (!reserve(&rt->heap, s) || !ouro__growing_reserve(&rt->heap, &s->types, sizeof(type_totals)) ||
        !ouro__growing_reserve(&rt->heap, &s->stacks, ((size_t)stack + 1) * sizeof(ouro__sample_totals))) {
        s->lost++;
        return;
    }
    ouro__sample *sample = slot_of(&s->samples, s->room, (uintptr_t)block);
    *sample = (ouro__sample){.address = (uintptr_t)block,
                             .size = size,
                             .weight = weight,
                             .time = ouro__os_clock(),
                             .stack = stack,
                             .kind = (uint8_t)kind};
    s->live++;
    add_new(&s->all, sample);
    add_new(totals_of(s, stack), sample);
    add_new(kind_of(rt, sample), sample);
    note_peak(s);
    if (kind != OURO_HEAP_RAW) {
        s->untyped = sample->address;
        rt->breaker |= OURO_BREAK_SAMPLE;
    }
    if (s->listener.on_sample)
        s->listener.on_sample(s->listener.context, sample);
}

static void freed(void *context, void *block)
{
    ouro_runtime *rt = context;
    ouro_sampler *s = rt->sampler;
    ouro__sample *sample = find(s, (uintptr_t)block);
    if (!sample)
        return;
    learn_type(rt, sample);
    take_live(&s->all, sample);
    take_live(totals_of(s, sample->stack), sample);
    take_live(kind_of(rt, sample), sample);
    if (s->listener.on_sample_freed)
        s->listener.on_sample_freed(s->listener.context, sample, ouro__os_clock());
    vacate(s, sample);
}

static void resized(void *context, void *block, size_t size)
{
    ouro_runtime *rt = context;
    ouro_sampler *s = rt->sampler;
    ouro__sample *sample = find(s, (uintptr_t)block);
    if (!sample)
        return;
    take_live(&s->all, sample);
    take_live(totals_of(s, sample->stack), sample);
    take_live(kind_of(rt, sample), sample);
    sample->size = size;
    add_live(&s->all, sample);
    add_live(totals_of(s, sample->stack), sample);
    add_live(kind_of(rt, sample), sample);
    note_peak(s);
}

/* ---- On and off ---- */

static int begin(ouro_runtime *rt, ouro_sampler *s)
{
    uint64_t seed = s->config.seed;
    if (!seed)
        ouro__os_random(&seed, sizeof seed);
    rt->sampler = s;
    return ouro__heap_sample(&rt->heap, &(ouro_heap_sampling){.mean = (double)s->config.mean,
                                                              .seed = seed,
                                                              .sampled = sampled,
                                                              .freed = freed,
                                                              .resized = resized,
                                                              .context = rt});
}

static void end(ouro_runtime *rt, ouro_sampler *s)
{
    rt->sampler = NULL;
    ouro__growing_release(&rt->heap, &s->samples);
    ouro__growing_release(&rt->heap, &s->stacks);
    ouro__growing_release(&rt->heap, &s->types);
    ouro__sites_release(rt);
    ouro__heap_free(&rt->heap, s, OURO_HEAP_RAW);
}

int ouro__sampler_start(ouro_runtime *rt, const ouro__sampler_config *config)
{
    if (rt->sampler)
        return -1;
    ouro_sampler *s = ouro__heap_alloc_zeroed(&rt->heap, sizeof *s, OURO_HEAP_RAW);
    if (!s)
        return -1;
    s->config = *config;
    if (!s->config.mean)
        s->config.mean = OURO_SAMPLER_MEAN;
    if (!ouro__sites_acquire(rt, config->texts)) {
        ouro__heap_free(&rt->heap, s, OURO_HEAP_RAW);
        return -1;
    }
    if (begin(rt, s) < 0) {
        end(rt, s);
        return -1;
    }
    return 0;
}

void ouro__sampler_stop(ouro_runtime *rt)
{
    if (!rt->sampler)
        return;
    ouro__heap_sample(&rt->heap, NULL);
    end(rt, rt->sampler);
}

int ouro__sampler_clear(ouro_runtime *rt)
{
    const ouro__sampler_config config = rt->sampler->config;
    const ouro__sample_listener listener = rt->sampler->listener;
    ouro__sampler_stop(rt);
    if (rt->hooks.trace_forget)
        rt->hooks.trace_forget(rt);
    if (ouro__sampler_start(rt, &config) < 0)
        return -1;
    rt->sampler->listener = listener;
    return 0;
}

/* ---- Looking ---- */

void ouro__sampler_listen(ouro_sampler *s, const ouro__sample_listener *listener)
{
    s->listener = listener ? *listener : (ouro__sample_listener){0};
}

const ouro__sampler_config *ouro__sampler_config_of(const ouro_sampler *s)
{
    return &s->config;
}

void ouro__sampler_each(ouro_runtime *rt, bool (*visit)(void *context, const ouro__sample *sample),
                        void *context)
{
    ouro_sampler *s = rt->sampler;
    ouro__sample *slots = s ? s->samples.memory : NULL;
    for (size_t i = 0; slots && i < s->room; i++) {
        if (!slots[i].address)
            continue;
        learn_type(rt, &slots[i]);
        if (!visit(context, &slots[i]))
            return;
    }
}

const ouro__sample *ouro__sampler_find(const ouro_sampler *s, const void *block)
{
    return find(s, (uintptr_t)block);
}

size_t ouro__sampler_live(const ouro_sampler *s)
{
    return s->live;
}

double ouro__standard_error(double variance)
{
    return variance > 0 ? sqrt(variance) : 0; /* rounding may leave less */
}

ouro__sample_totals ouro__sampler_totals(const ouro_sampler *s)
{
    return s->all;
}

void ouro__sampler_each_stack(const ouro_sampler *s,
                              bool (*visit)(void *context, uint32_t stack, const ouro__sample_totals *totals),
                              void *context)
{
    size_t count = s->stacks.bytes / sizeof(ouro__sample_totals);
    for (uint32_t stack = 0; stack < count; stack++)
        if (totals_of(s, stack)->samples && !visit(context, stack, totals_of(s, stack)))
            return;
}

void ouro__sampler_each_type(ouro_runtime *rt,
                             bool (*visit)(void *context, uint32_t word, const ouro__sample_totals *totals),
                             void *context)
{
    ouro_sampler *s = rt->sampler;
    size_t count = s->types.bytes / sizeof(type_totals);
    for (uint32_t index = 0; index < count; index++) {
        ouro__sample_totals *t = totals_of_type(rt, index << 8);
        if (t && t->samples && !visit(context, index << 8, t))
            return;
    }
    if (s->untold.samples)
        visit(context, OURO_SAMPLE_UNTOLD, &s->untold);
}

void ouro__sampler_look(ouro_runtime *rt)
{
    atomic_fetch_and(&rt->breaker, ~(uint32_t)OURO_BREAK_SAMPLE);
    if (rt->sampler)
        learn_latest(rt, rt->sampler);
}

double ouro__sampler_peak(const ouro_sampler *s)
{
    return s->live_peak;
}

void ouro__sampler_reset_peak(ouro_sampler *s)
{
    s->live_peak = s->all.live_bytes;
}

size_t ouro__sampler_lost(const ouro_sampler *s)
{
    return s->lost;
}

size_t ouro__sampler_bytes(ouro_runtime *rt)
{
    const ouro_sampler *s = rt->sampler;
    return sizeof *s + ouro__sites_bytes(rt->sites) + s->samples.bytes + s->stacks.bytes + s->types.bytes +
           ouro__heap_sampling_bytes(&rt->heap);
}
