/* The public functions of tracing (ouro/trace.h), and the places of a C program that tells its own. */
#include "ouro/trace.h"
#include "object/versioned.h"
#include "os/os.h"
#include "trace/sampler.h"
#include "trace/tracer.h"

#include <string.h>

_Static_assert((int)OURO_TRACE_LOST == (int)OURO_STACK_NONE &&
                   (int)OURO_TRACE_NOWHERE == (int)OURO_STACK_ROOT,
               "the numbers are handed out as they are");

/* ---- Where a C program is ---- */

static uint32_t stack_told(ouro_runtime *rt, ouro__sites *sites, uint32_t shown, ouro_trace_where where,
                           void *context)
{
    ouro_trace_frame frames[OURO_TRACE_WHERE_MOST];
    int most = shown < OURO_TRACE_WHERE_MOST ? (int)shown : OURO_TRACE_WHERE_MOST;
    int count = where ? where(context, frames, most) : 0;
    uint32_t stack = OURO_STACK_ROOT;
    for (int i = (count < most ? count : most) - 1; i >= 0 && stack; i--) {
        const ouro_trace_frame *f = &frames[i];
        const ouro_place place = {f->file ? f->file : "", f->function ? f->function : "", f->line};
        stack = ouro__stacks_enter(rt, &sites->stacks, stack, &place);
    }
    return stack;
}

static uint32_t told_to_tracer(ouro_runtime *rt, ouro__sites *sites)
{
    const ouro_tracer_config *c = &rt->tracer->config;
    return stack_told(rt, sites, c->frames, c->where, c->where_context);
}

static uint32_t told_to_sampler(ouro_runtime *rt, ouro__sites *sites)
{
    const ouro__sampler_config *c = ouro__sampler_config_of(rt->sampler);
    return stack_told(rt, sites, c->frames, c->where, c->where_context);
}

/* ouro_tracer_tap */
static void allocated(void *context, ouro__page *page, void *block, size_t size)
{
    ouro_runtime *rt = context;
    if (!rt->tracer->paused)
        ouro__tracer_note(rt, rt->tracer, page, block, size, told_to_tracer(rt, rt->sites));
}

/* ---- On and off ---- */

static int start_sampling(ouro_runtime *rt, const ouro_trace_config *config)
{
    if (rt->sampler)
        return 0;
    const ouro__sampler_config own = {.mean = config->sample_bytes,
                                      .frames = (uint32_t)config->frames,
                                      .seed = config->seed,
                                      .texts = true,
                                      .here = told_to_sampler,
                                      .where = config->where,
                                      .where_context = config->context};
    bool has_frames = !config->where && rt->hooks.sample_frames;
    return has_frames ? rt->hooks.sample_frames(rt, &own) : ouro__sampler_start(rt, &own);
}

int ouro_trace_start(ouro_runtime *rt, const ouro_trace_config *config)
{
    ouro_trace_config known = OURO_TRACE_CONFIG_INIT;
    if (config)
        memcpy(&known, config, config->size < sizeof known ? config->size : sizeof known);
    if (known.frames < 1 || known.frames > OURO_TRACER_MOST_FRAMES)
        return -1;
    if (known.sample_bytes)
        return start_sampling(rt, &known);
    if (!known.where && rt->hooks.trace_frames)
        return rt->hooks.trace_frames(rt, (uint32_t)known.frames);
    return ouro__tracer_start(rt, &(ouro_tracer_config){.frames = (uint32_t)known.frames,
                                                        .allocated = allocated,
                                                        .here = told_to_tracer,
                                                        .texts = true,
                                                        .where = known.where,
                                                        .where_context = known.context});
}

void ouro_trace_stop(ouro_runtime *rt)
{
    ouro__tracer_stop(rt);
    ouro__sampler_stop(rt);
}

bool ouro_trace_is_on(ouro_runtime *rt)
{
    return rt->tracer || rt->sampler;
}

bool ouro_trace_is_sampling(ouro_runtime *rt)
{
    return rt->sampler != NULL;
}

int ouro_trace_clear(ouro_runtime *rt)
{
    if (ouro__tracer_clear(rt) == 0 && (!rt->sampler || ouro__sampler_clear(rt) == 0))
        return 0;
    ouro_trace_stop(rt);
    return -1;
}

/* ---- Figures ---- */

void ouro_trace_get(ouro_runtime *rt, ouro_trace_figures *figures)
{
    const ouro_tracer *t = rt->tracer;
    ouro_trace_figures all = {0};
    if (t)
        all = (ouro_trace_figures){.bytes = t->current,
                                   .peak = t->peak,
                                   .blocks = t->blocks,
                                   .lost = t->lost,
                                   .own = ouro__tracer_bytes(rt)};
    else if (rt->sampler)
        all = (ouro_trace_figures){.bytes = (size_t)ouro__sampler_totals(rt->sampler).live_bytes,
                                   .peak = (size_t)ouro__sampler_peak(rt->sampler),
                                   .blocks = (size_t)ouro__sampler_totals(rt->sampler).live_blocks,
                                   .lost = ouro__sampler_lost(rt->sampler),
                                   .own = ouro__sampler_bytes(rt)};
    ouro__copy_out(figures, &all, figures->size, sizeof all);
}

void ouro_trace_reset_peak(ouro_runtime *rt)
{
    if (rt->tracer)
        ouro__tracer_reset_peak(rt->tracer);
    if (rt->sampler)
        ouro__sampler_reset_peak(rt->sampler);
}

/* ---- Blocks ---- */

struct visiting {
    ouro_runtime *rt;
    bool (*visit)(ouro_runtime *rt, const ouro_trace_block *block, void *context);
    void *context;
};

static bool visit_record(void *context, const ouro__large_record *record)
{
    const struct visiting *v = context;
    const ouro_trace_block block = {record->address, record->size, record->domain, record->stack};
    return v->visit(v->rt, &block, v->context);
}

static bool visit_sampled(void *context, const ouro__sample *sample)
{
    const struct visiting *v = context;
    const ouro_trace_block block = {sample->address, sample->size, 0, sample->stack};
    return v->visit(v->rt, &block, v->context);
}

void ouro_trace_each(ouro_runtime *rt,
                     bool (*visit)(ouro_runtime *rt, const ouro_trace_block *block, void *context),
                     void *context)
{
    struct visiting v = {rt, visit, context};
    if (rt->tracer)
        ouro__tracer_each(rt, visit_record, &v);
    else
        ouro__sampler_each(rt, visit_sampled, &v);
}

uint32_t ouro_trace_stack_of(ouro_runtime *rt, const void *block)
{
    const ouro__sample *sample = rt->sampler ? ouro__sampler_find(rt->sampler, block) : NULL;
    return sample ? sample->stack : ouro__tracer_stack_of(rt, block);
}

uint32_t ouro_trace_here(ouro_runtime *rt)
{
    if (rt->tracer)
        return rt->tracer->config.here(rt, rt->sites);
    if (rt->sampler)
        return ouro__sampler_config_of(rt->sampler)->here(rt, rt->sites);
    return OURO_STACK_NONE;
}

int ouro_trace_track(ouro_runtime *rt, uint32_t domain, uintptr_t address, size_t bytes)
{
    if (!rt->tracer || domain == 0 || address == 0)
        return -1;
    return ouro__tracer_track(rt, domain, address, bytes, ouro_trace_here(rt));
}

void ouro_trace_untrack(ouro_runtime *rt, uint32_t domain, uintptr_t address)
{
    if (domain != 0 && address != 0)
        ouro__tracer_untrack(rt, domain, address);
}

/* ---- Samples ---- */

static ouro_trace_estimate estimate_of(const ouro__sample_totals *t)
{
    return (ouro_trace_estimate){.size = sizeof(ouro_trace_estimate),
                                 .live_bytes = t->live_bytes,
                                 .live_error = ouro__standard_error(t->live_variance),
                                 .live_blocks = t->live_blocks,
                                 .bytes = t->bytes,
                                 .bytes_error = ouro__standard_error(t->bytes_variance),
                                 .blocks = t->blocks,
                                 .live_samples = t->live_samples,
                                 .samples = t->samples};
}

void ouro_trace_estimate_all(ouro_runtime *rt, ouro_trace_estimate *estimate)
{
    ouro__sample_totals totals = {0};
    if (rt->sampler)
        totals = ouro__sampler_totals(rt->sampler);
    ouro_trace_estimate all = estimate_of(&totals);
    ouro__copy_out(estimate, &all, estimate->size, sizeof all);
}

struct visiting_stacks {
    ouro_runtime *rt;
    bool (*visit)(ouro_runtime *rt, uint32_t stack, const ouro_trace_estimate *estimate, void *context);
    void *context;
};

static bool visit_totals(void *context, uint32_t stack, const ouro__sample_totals *totals)
{
    const struct visiting_stacks *v = context;
    ouro_trace_estimate estimate = estimate_of(totals);
    return v->visit(v->rt, stack, &estimate, v->context);
}

void ouro_trace_estimate_stacks(ouro_runtime *rt,
                                bool (*visit)(ouro_runtime *rt, uint32_t stack,
                                              const ouro_trace_estimate *estimate, void *context),
                                void *context)
{
    struct visiting_stacks v = {rt, visit, context};
    if (rt->sampler)
        ouro__sampler_each_stack(rt->sampler, visit_totals, &v);
}

struct visiting_samples {
    ouro_runtime *rt;
    bool (*visit)(ouro_runtime *rt, const ouro_trace_sample *sample, void *context);
    void *context;
    uint64_t now;
};

static bool visit_sample(void *context, const ouro__sample *sample)
{
    const struct visiting_samples *v = context;
    const ouro_trace_sample told = {.address = sample->address,
                                    .bytes = sample->size,
                                    .weight = sample->weight,
                                    .age = (double)(v->now - sample->time) * 1e-9,
                                    .stack = sample->stack,
                                    .type = sample->word ? ouro__type_at(v->rt, sample->word) : NULL};
    return v->visit(v->rt, &told, v->context);
}

void ouro_trace_each_sample(ouro_runtime *rt,
                            bool (*visit)(ouro_runtime *rt, const ouro_trace_sample *sample, void *context),
                            void *context)
{
    struct visiting_samples v = {rt, visit, context, ouro__os_clock()};
    ouro__sampler_each(rt, visit_sample, &v);
}

/* ---- Stacks ---- */

/* Its node, when it is a number of now. */
static const ouro__stack_node *node_of(ouro_runtime *rt, uint32_t stack)
{
    const ouro__sites *s = rt->sites;
    bool known = s && stack > OURO_STACK_ROOT && stack < s->stacks.node_count;
    return known ? ouro__stacks_node(&s->stacks, stack) : NULL;
}

uint32_t ouro_trace_caller(ouro_runtime *rt, uint32_t stack)
{
    const ouro__stack_node *node = node_of(rt, stack);
    return node ? node->parent : OURO_STACK_ROOT;
}

size_t ouro_trace_depth(ouro_runtime *rt, uint32_t stack)
{
    const ouro__stack_node *node = node_of(rt, stack);
    return node ? node->depth : 0;
}

int ouro_trace_line(ouro_runtime *rt, uint32_t stack)
{
    return node_of(rt, stack) ? ouro__stacks_place(&rt->sites->stacks, stack)->line : 0;
}

static size_t copy_text(ouro_runtime *rt, const void *name, char *text, size_t room)
{
    if (name && !rt->sites->stacks.texts)
        return rt->hooks.trace_text(rt, name, text, room);
    size_t length = name ? strlen(name) : 0, fits = length < room ? length : room - 1;
    if (room) {
        if (fits)
            memcpy(text, name, fits);
        text[fits] = 0;
    }
    return length;
}

size_t ouro_trace_file(ouro_runtime *rt, uint32_t stack, char *text, size_t room)
{
    return copy_text(rt, node_of(rt, stack) ? ouro__stacks_place(&rt->sites->stacks, stack)->file : NULL,
                     text, room);
}

size_t ouro_trace_function(ouro_runtime *rt, uint32_t stack, char *text, size_t room)
{
    return copy_text(rt, node_of(rt, stack) ? ouro__stacks_place(&rt->sites->stacks, stack)->function : NULL,
                     text, room);
}
