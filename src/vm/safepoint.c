/* Safe points: where a program may be interrupted, its garbage collected. */
#include "gc/gc.h"
#include "types/class.h"
#include "types/exception.h"
#include "vm/vm.h"

#include <stdatomic.h>

int ouro__safepoint(ouro_runtime *rt)
{
    uint32_t asked = atomic_load_explicit(&rt->breaker, memory_order_acquire);
    if (asked & (OURO_BREAK_COLLECT | OURO_BREAK_PRESSURE | OURO_BREAK_PRUNE))
        ouro__gc_safepoint(rt);
    if (!(asked & (OURO_BREAK_SIGNAL | OURO_BREAK_STOP)))
        return 0;
    atomic_fetch_and(&rt->breaker, ~(uint32_t)(OURO_BREAK_SIGNAL | OURO_BREAK_STOP));
    ouro_object *interrupt = ouro__exception_new(rt, ouro__class_at(rt, OURO_T_KEYBOARD_INTERRUPT), OURO_EMPTY_TUPLE(rt));
    if (interrupt)
        ouro__raise_instance(rt, interrupt);
    return -1;
}
