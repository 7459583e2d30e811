/* Telling a program that its memory limit comes near. The heap calls `watch` when what is in use leaves the stretch between
 * two shares that are watched; it notes which were passed, and the next safe point calls their callbacks. */
#include "modules/pressure.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/module_state.h"
#include "types/protocol.h"

static const char key;

enum { WATCHED_MOST = 16 };

struct watched {
    double share;
    ouro_object *callback; /* owned */
    bool passed;           /* and not fallen below since */
    bool pending;          /* its callback is to be called */
};

typedef struct pressure_state {
    ouro_module_state head;
    ouro_runtime *rt;
    struct watched watched[WATCHED_MOST];
    size_t count;
} pressure_state;

/* ouro_heap.watch */
static void watch(void *context)
{
    pressure_state *state = context;
    ouro_heap *h = &state->rt->heap;
    size_t used = h->committed - h->idle, low = 0, high = SIZE_MAX;
    for (size_t i = 0; i < state->count; i++) {
        struct watched *w = &state->watched[i];
        size_t level = h->budget ? (size_t)(w->share * (double)h->budget) : SIZE_MAX;
        if (used >= level && !w->passed) {
            w->pending = true;
            state->rt->breaker |= OURO_BREAK_SHARE;
        }
        w->passed = used >= level;
        if (w->passed && level > low)
            low = level;
        if (!w->passed && level < high)
            high = level;
    }
    h->watch_low = low;
    h->watch_high = high;
}

/* ouro_language_hooks.tell_pressure */
static int tell(ouro_runtime *rt)
{
    pressure_state *state = ouro__module_state(rt, &key);
    for (size_t i = 0; state && i < state->count; i++) {
        if (!state->watched[i].pending)
            continue;
        state->watched[i].pending = false;
        ouro_object *callback = ouro_ref(state->watched[i].callback), *result = ouro__call0(rt, callback);
        ouro_decref(rt, callback);
        if (!result) {
            rt->breaker |= OURO_BREAK_SHARE; /* what else is pending waits for the next safe point */
            return -1;
        }
        ouro_decref(rt, result);
    }
    return 0;
}

/* ouro_module_state.clear */
static void clear(ouro_runtime *rt, ouro_module_state *head)
{
    pressure_state *state = (pressure_state *)head;
    rt->heap.watch = NULL;
    while (state->count)
        ouro_decref(rt, state->watched[--state->count].callback);
}

static pressure_state *state_of(ouro_runtime *rt)
{
    pressure_state *state = ouro__module_state(rt, &key);
    if (!state && (state = ouro__module_state_add(rt, &key, sizeof *state)) != NULL) {
        state->head.clear = clear;
        state->rt = rt;
    }
    return state;
}

/* Takes the callback of a share away: owned, NULL when there is none. */
static ouro_object *forget(pressure_state *state, double share)
{
    for (size_t i = 0; i < state->count; i++) {
        if (state->watched[i].share != share)
            continue;
        ouro_object *callback = state->watched[i].callback;
        state->watched[i] = state->watched[--state->count];
        return callback;
    }
    return NULL;
}

ouro_object *ouro__on_pressure(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    (void)self, (void)nargs, (void)kwnames;
    double share;
    if (ouro__as_double(rt, args[0], &share) < 0)
        return NULL;
    if (!(share > 0 && share <= 1))
        return ouro__raise(rt, OURO_T_VALUE_ERROR,
                           "on_pressure() takes a share of the limit above 0 and at most 1");
    bool none = args[1] == OURO_NONE(rt);
    if (!none && !ouro__is_callable(rt, args[1]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "on_pressure() takes a callable, or None");
    pressure_state *state = state_of(rt);
    if (!state)
        return NULL;
    ouro_object *before = forget(state, share);
    bool full = !none && state->count == WATCHED_MOST;
    if (!none && !full)
        state->watched[state->count++] = (struct watched){share, ouro_ref(args[1]), false, false};
    rt->heap.watch_context = state;
    rt->heap.watch = state->count && !rt->closing ? watch : NULL;
    rt->python->hooks.tell_pressure = tell;
    watch(state);
    ouro_xdecref(rt, before);
    if (full)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "on_pressure() watches at most %d shares", WATCHED_MOST);
    return ouro_ref(OURO_NONE(rt));
}
