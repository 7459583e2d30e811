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

typedef struct object_state {
    ouro_module_state state;
    ouro_object *object; /* owned, or NULL */
} object_state;

static void drop_object(ouro_runtime *rt, ouro_module_state *state)
{
    ouro_object *object = ((object_state *)state)->object;
    ((object_state *)state)->object = NULL;
    ouro_xdecref(rt, object);
}

ouro_object *ouro__module_object(ouro_runtime *rt, const void *key)
{
    const object_state *kept = ouro__module_state(rt, key);
    return kept ? kept->object : NULL;
}

ouro_object **ouro__module_object_place(ouro_runtime *rt, const void *key)
{
    object_state *kept = ouro__module_state(rt, key);
    if (!kept && (kept = ouro__module_state_add(rt, key, sizeof *kept)))
        kept->state.clear = drop_object;
    return kept ? &kept->object : NULL;
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
