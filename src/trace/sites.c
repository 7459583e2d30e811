/* Where blocks are allocated. See sites.h. */
#include "trace/sites.h"

#include <string.h>

#include "trace/sampler.h"
#include "trace/tracer.h"

bool ouro__sites_init(ouro_runtime *rt, ouro__sites *s, bool texts)
{
    *s = (ouro__sites){0};
    return ouro__stacks_init(rt, &s->stacks, texts) &&
           ouro__growing_reserve(&rt->heap, &s->cache, OURO_SITES_CACHE * sizeof(ouro__stack_memo));
}

void ouro__sites_destroy(ouro_runtime *rt, ouro__sites *s)
{
    ouro__growing_release(&rt->heap, &s->cache);
    ouro__stacks_destroy(rt, &s->stacks);
}

ouro__sites *ouro__sites_of(ouro_runtime *rt)
{
    if (rt->tracer)
        return &rt->tracer->sites;
    return rt->sampler ? ouro__sampler_sites(rt->sampler) : NULL;
}

void ouro__sites_forget_places(ouro__sites *s)
{
    if (++s->epoch == 0) /* the numbers begin again */
        memset(s->cache.memory, 0, OURO_SITES_CACHE * sizeof(ouro__stack_memo));
}
