/* Where blocks are allocated. See sites.h. */
#include "trace/sites.h"

#include <string.h>

#include "trace/sampler.h"
#include "trace/tracer.h"

static void stop_all(ouro_runtime *rt)
{
    ouro__tracer_stop(rt);
    ouro__sampler_stop(rt);
}

static void destroy(ouro_runtime *rt, ouro__sites *s)
{
    ouro__growing_release(&rt->heap, &s->cache);
    ouro__stacks_destroy(rt, &s->stacks);
    ouro__heap_free(&rt->heap, s, OURO_HEAP_RAW);
}

bool ouro__sites_acquire(ouro_runtime *rt, bool texts)
{
    ouro__sites *s = rt->sites;
    if (s) {
        bool alike = s->stacks.texts == texts;
        s->users += alike;
        return alike;
    }
    s = ouro__heap_alloc_zeroed(&rt->heap, sizeof *s, OURO_HEAP_RAW);
    if (!s)
        return false;
    s->users = 1;
    if (!ouro__stacks_init(rt, &s->stacks, texts) ||
        !ouro__growing_reserve(&rt->heap, &s->cache, OURO_SITES_CACHE * sizeof(ouro__stack_memo))) {
        destroy(rt, s);
        return false;
    }
    rt->sites = s;
    rt->hooks.trace_stop = stop_all;
    return true;
}

void ouro__sites_release(ouro_runtime *rt)
{
    ouro__sites *s = rt->sites;
    if (--s->users)
        return;
    rt->sites = NULL;
    rt->hooks.trace_stop = NULL;
    destroy(rt, s);
}

void ouro__sites_forget_places(ouro__sites *s)
{
    if (++s->epoch == 0) /* the numbers begin again */
        memset(s->cache.memory, 0, OURO_SITES_CACHE * sizeof(ouro__stack_memo));
}
