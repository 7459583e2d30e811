/* Safe points: where a program may be interrupted, its garbage collected. */
#include "gc/gc.h"
#include "trace/sampler.h"
#include "types/exception.h"
#include "vm/vm.h"

#include <stdatomic.h>

int ouro__safepoint(ouro_runtime *rt)
{
    uint32_t asked = atomic_load_explicit(&rt->breaker, memory_order_acquire);
    if (asked & (OURO_BREAK_COLLECT | OURO_BREAK_PRESSURE | OURO_BREAK_PRUNE))
        ouro__gc_safepoint(rt);
    if (ouro__unlikely(asked & OURO_BREAK_CAPTURE)) {
        atomic_fetch_and(&rt->breaker, ~(uint32_t)OURO_BREAK_CAPTURE);
        if (rt->hooks.capture)
            rt->hooks.capture(rt);
    }
    if (ouro__unlikely(asked & OURO_BREAK_SHARE)) {
        atomic_fetch_and(&rt->breaker, ~(uint32_t)OURO_BREAK_SHARE);
        if (rt->python->hooks.tell_pressure && rt->python->hooks.tell_pressure(rt) < 0)
            return -1;
    }
    if (ouro__unlikely(asked & OURO_BREAK_POINT)) {
        atomic_fetch_and(&rt->breaker, ~(uint32_t)OURO_BREAK_POINT);
        if (rt->python->hooks.take_point)
            rt->python->hooks.take_point(rt);
    }
    if (ouro__unlikely(asked & OURO_BREAK_SAMPLE))
        ouro__sampler_look(rt);
    return ouro__unlikely(asked & (OURO_BREAK_SIGNAL | OURO_BREAK_STOP)) ? ouro__check_interrupt(rt) : 0;
}
