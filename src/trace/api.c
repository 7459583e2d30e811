/* The public functions of tracing (ouro/trace.h), and the places of a C program that tells its own. */
#include "ouro/trace.h"
#include "object/versioned.h"
#include "trace/tracer.h"

#include <string.h>

_Static_assert((int)OURO_TRACE_LOST == (int)OURO_STACK_NONE &&
                   (int)OURO_TRACE_NOWHERE == (int)OURO_STACK_ROOT,
               "the numbers are handed out as they are");

/* ---- Where a C program is ---- */

static uint32_t stack_told(ouro_runtime *rt, ouro__sites *sites)
{
    ouro_tracer *t = rt->tracer;
    ouro_trace_frame frames[OURO_TRACE_WHERE_MOST];
    int most = t->config.frames < OURO_TRACE_WHERE_MOST ? (int)t->config.frames : OURO_TRACE_WHERE_MOST;
    int count = t->config.where ? t->config.where(t->config.where_context, frames, most) : 0;
    uint32_t stack = OURO_STACK_ROOT;
    for (int i = (count < most ? count : most) - 1; i >= 0 && stack; i--) {
        const ouro_trace_frame *f = &frames[i];
        const ouro_place place = {f->file ? f->file : "", f->function ? f->function : "", f->line};
        stack = ouro__stacks_enter(rt, &sites->stacks, stack, &place);
    }
    return stack;
}

/* ouro_tracer_tap */
static void allocated(void *context, ouro__page *page, void *block, size_t size)
{
    ouro_runtime *rt = context;
    if (!rt->tracer->paused)
        ouro__tracer_note(rt, rt->tracer, page, block, size, stack_told(rt, &rt->tracer->sites));
}

/* ---- On and off ---- */

int ouro_trace_start(ouro_runtime *rt, const ouro_trace_config *config)
{
    ouro_trace_config known = OURO_TRACE_CONFIG_INIT;
    if (config)
        memcpy(&known, config, config->size < sizeof known ? config->size : sizeof known);
    if (known.frames < 1 || known.frames > OURO_TRACER_MOST_FRAMES)
        return -1;
    if (!known.where && rt->hooks.trace_frames)
        return rt->hooks.trace_frames(rt, (uint32_t)known.frames);
    return ouro__tracer_start(rt, &(ouro_tracer_config){.frames = (uint32_t)known.frames,
                                                        .allocated = allocated,
                                                        .here = stack_told,
                                                        .texts = true,
                                                        .where = known.where,
                                                        .where_context = known.context});
}

void ouro_trace_stop(ouro_runtime *rt)
{
    ouro__tracer_stop(rt);
}

bool ouro_trace_is_on(ouro_runtime *rt)
{
    return rt->tracer != NULL;
}

int ouro_trace_clear(ouro_runtime *rt)
{
    return ouro__tracer_clear(rt);
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
                                   .own = ouro__tracer_bytes(t)};
    ouro__copy_out(figures, &all, figures->size, sizeof all);
}

void ouro_trace_reset_peak(ouro_runtime *rt)
{
    if (rt->tracer)
        ouro__tracer_reset_peak(rt->tracer);
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

void ouro_trace_each(ouro_runtime *rt,
                     bool (*visit)(ouro_runtime *rt, const ouro_trace_block *block, void *context),
                     void *context)
{
    ouro__tracer_each(rt, visit_record, &(struct visiting){rt, visit, context});
}

uint32_t ouro_trace_stack_of(ouro_runtime *rt, const void *block)
{
    return ouro__tracer_stack_of(rt, block);
}

uint32_t ouro_trace_here(ouro_runtime *rt)
{
    return rt->tracer ? rt->tracer->config.here(rt, &rt->tracer->sites) : OURO_STACK_NONE;
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

/* ---- Stacks ---- */

/* Its node, when it is a number of now. */
static const ouro__stack_node *node_of(ouro_runtime *rt, uint32_t stack)
{
    const ouro__sites *s = ouro__sites_of(rt);
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
    return node_of(rt, stack) ? ouro__stacks_place(&ouro__sites_of(rt)->stacks, stack)->line : 0;
}

static size_t copy_text(ouro_runtime *rt, const void *name, char *text, size_t room)
{
    if (name && !ouro__sites_of(rt)->stacks.texts)
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
    return copy_text(rt, node_of(rt, stack) ? ouro__stacks_place(&ouro__sites_of(rt)->stacks, stack)->file : NULL,
                     text, room);
}

size_t ouro_trace_function(ouro_runtime *rt, uint32_t stack, char *text, size_t room)
{
    return copy_text(rt, node_of(rt, stack) ? ouro__stacks_place(&ouro__sites_of(rt)->stacks, stack)->function : NULL,
                     text, room);
}
