/* The list of what modules keep for a runtime. */
#include "types/module_state.h"

#include "object/alloc.h"

void *ouro__module_state(ouro_runtime *rt, const void *key)
{
    ouro_module_state *state = rt->python->module_states;
    while (state && state->key != key)
        state = state->next;
    return state;
}

void *ouro__module_state_add(ouro_runtime *rt, const void *key, size_t size)
{
    ouro_module_state *state = ouro__heap_alloc_zeroed(&rt->heap, size, OURO_HEAP_RAW);
    if (!state)
        return ouro__no_memory(rt);
    state->key = key;
    state->next = rt->python->module_states;
    rt->python->module_states = state;
    return state;
}

void ouro__module_states_clear(ouro_runtime *rt)
{
    for (ouro_module_state *state = rt->python->module_states; state; state = state->next)
        if (state->clear)
            state->clear(rt, state);
}

void ouro__module_states_destroy(ouro_runtime *rt)
{
    ouro_module_state *state;
    while ((state = rt->python->module_states)) {
        rt->python->module_states = state->next;
        if (state->destroy)
            state->destroy(rt, state);
        ouro__buffer_free(rt, state);
    }
}
