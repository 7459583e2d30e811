/* The _leaks module, under lib/ouro/tools/leaks.py and lib/ouro/tracking.py: points in the run of a program, and
 * what grew between them. See leaks.h. */
#include "modules/leaks.h"

#include "gc/gc.h"
#include "modules/modules.h"
#include "modules/support.h"
#include "os/os.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module_state.h"
#include "types/str_impl.h"
#include "types/tuple.h"
#include "vm/allocation_site.h"

#include <stdatomic.h>
#include <string.h>

static const char key; /* of leaks_state */

/* Points are one part in APART of the run so far from each other, or a distance that grows. When they have
 * taken this much time in all, and one part in SHARE of the run beyond that, they are FAR_APART; past one part in
 * LARGE_SHARE there are none. */
static const uint64_t free_ns = 1000000000;
enum { APART = 12, FAR_APART = 6, SHARE = 25, LARGE_SHARE = 2 };

typedef struct point {
    double clock; /* blocks allocated so far, or calls: see begin() */
    double seconds;
    ouro_object *label; /* owned; NULL: taken because of bytes or calls, and may go again */
    ouro__census census;
} point;

typedef struct leaks_state {
    ouro_module_state head;
    ouro__tap tap;
    bool on, taking;
    uint64_t step;                /* blocks from one tick to the next */
    uint64_t ticked_at, imported; /* the last tick; blocks of modules being imported */
    uint64_t calls, call_at, call_step;
    uint64_t began_ns, spent_ns;
    size_t count, lost;
    point points[OURO__POINTS_MOST];
} leaks_state;

/* ---- Points ---- */

static void drop_point(ouro_runtime *rt, point *p)
{
    ouro__census_release(rt, &p->census);
    ouro_xdecref(rt, p->label);
    *p = (point){0};
}

static void drop_all(ouro_runtime *rt, leaks_state *state)
{
    while (state->count)
        drop_point(rt, &state->points[--state->count]);
}

/* Every second point that nobody asked for goes. */
static void thin_out(ouro_runtime *rt, leaks_state *state)
{
    size_t kept = 0, unnamed = 0;
    for (size_t i = 0; i < state->count; i++) {
        point *p = &state->points[i];
        if (!p->label && unnamed++ % 2) {
            drop_point(rt, p);
            continue;
        }
        point moved = *p;
        *p = (point){0};
        state->points[kept++] = moved;
    }
    state->count = kept;
    state->step *= 2;
    state->call_step *= 2;
}

/* Collects, and takes a census. `label` NULL: none. */
static void take_point(ouro_runtime *rt, leaks_state *state, double clock, ouro_object *label)
{
    if (state->taking)
        return;
    state->taking = state->tap.silent = true;
    uint64_t before = ouro__os_clock();
    ouro__gc_collect(rt, OURO_GENERATIONS - 1);
    if (state->count == OURO__POINTS_MOST)
        thin_out(rt, state);
    point p = {.clock = clock, .seconds = (double)(before - state->began_ns - state->spent_ns) * 1e-9};
    if (state->count < OURO__POINTS_MOST && ouro__census_take(rt, &p.census, false)) {
        p.label = label ? ouro_ref(label) : NULL;
        state->points[state->count++] = p;
    } else {
        ouro__census_release(rt, &p.census);
        state->lost++;
    }
    state->spent_ns += ouro__os_clock() - before;
    state->taking = state->tap.silent = false;
}

static bool spent_more(const leaks_state *state, uint64_t share)
{
    return state->spent_ns > free_ns + (ouro__os_clock() - state->began_ns) / share;
}

/* To the next point. */
static uint64_t distance(const leaks_state *state, uint64_t so_far, uint64_t step)
{
    uint64_t part = so_far / (spent_more(state, SHARE) ? FAR_APART : APART);
    return part > step ? part : step;
}

/* ---- While the program runs ---- */

/* Whether a module is being imported: what that allocates is the program's, but no work of it. */
static bool importing(ouro_runtime *rt)
{
    static const char machinery[] = "<frozen importlib";
    const ouro_vm *vm = rt->python->vm;
    for (const ouro_frame *frame = vm->frame; frame > vm->frames; frame--) {
        const ouro_object *file = frame->code ? (ouro_object *)frame->code->filename : NULL;
        size_t i = 0;
        while (file && i < sizeof machinery - 1 && i < ouro__str_length(file) &&
               ouro__str_char(file, i) == (uint32_t)machinery[i])
            i++;
        if (i == sizeof machinery - 1)
            return true;
    }
    return false;
}

/* ouro_language_hooks.take_point */
static void tick(ouro_runtime *rt)
{
    leaks_state *state = ouro__module_state(rt, &key);
    if (!state || !state->on || !rt->tracer || rt->tracer->paused || rt->closing ||
        state->tap.allocated < state->tap.tick_at)
        return;
    if (importing(rt))
        state->imported += state->tap.allocated - state->ticked_at;
    else if (!spent_more(state, LARGE_SHARE))
        take_point(rt, state, (double)(state->tap.allocated - state->imported), NULL);
    state->ticked_at = state->tap.allocated;
    state->tap.tick_at =
        state->tap.allocated + distance(state, state->tap.allocated - state->imported, state->step);
}

/* ---- The module's functions ---- */

/* ouro_module_state.clear */
static void clear(ouro_runtime *rt, ouro_module_state *head)
{
    leaks_state *state = (leaks_state *)head;
    ouro__tap_off(&state->tap);
    state->on = false;
    rt->python->hooks.take_point = NULL;
    drop_all(rt, state);
}

static leaks_state *state_of(ouro_runtime *rt)
{
    leaks_state *state = ouro__module_state(rt, &key);
    if (!state && (state = ouro__module_state_add(rt, &key, sizeof *state)) != NULL) {
        state->head.clear = clear;
        state->tap.rt = rt;
        state->tap.tick_at = UINT64_MAX;
    }
    return state;
}

ouro__tap *ouro__tap_of(ouro_runtime *rt)
{
    leaks_state *state = state_of(rt);
    return state ? &state->tap : NULL;
}

OURO_C_FUNCTION(leaks_begin)
{
    int64_t step, call_step;
    leaks_state *state = state_of(rt);
    if (!state || ouro__as_int64(rt, args[0], &step) < 0 || ouro__as_int64(rt, args[1], &call_step) < 0)
        return NULL;
    if (step < 0 || call_step < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "begin() takes distances of at least 0");
    clear(rt, &state->head);
    if (ouro__tap_on(rt, &state->tap) < 0)
        return NULL;
    state->step = (uint64_t)step;
    state->call_step = state->call_at = (uint64_t)call_step;
    state->tap.allocated = state->ticked_at = state->imported = state->calls = state->spent_ns = state->lost =
        0;
    state->tap.tick_at = step ? state->step : UINT64_MAX;
    state->began_ns = ouro__os_clock();
    state->on = true;
    rt->python->hooks.take_point = tick;
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(leaks_end)
{
    leaks_state *state = state_of(rt);
    if (!state)
        return NULL;
    clear(rt, &state->head);
    ouro__trace_allocations_stop(rt);
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(leaks_pause)
{
    bool on = args[0] == OURO_TRUE(rt);
    if (rt->tracer)
        rt->tracer->paused = on;
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(leaks_point)
{
    leaks_state *state = state_of(rt);
    if (!state)
        return NULL;
    if (state->on)
        take_point(rt, state,
                   (double)(state->call_step ? state->calls + 1 : state->tap.allocated - state->imported),
                   args[0]);
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(leaks_call)
{
    leaks_state *state = ouro__module_state(rt, &key);
    if (state && state->on && ++state->calls >= state->call_at && state->call_step) {
        if (!spent_more(state, LARGE_SHARE))
            take_point(rt, state, (double)state->calls, NULL);
        state->call_at = state->calls + distance(state, state->calls, state->call_step);
    }
    return ouro_ref(OURO_NONE(rt));
}

/* [(clock, seconds, label or None), ...]: owned. */
OURO_C_FUNCTION(leaks_points)
{
    leaks_state *state = state_of(rt);
    ouro_object *list = state ? ouro__list_new(rt, state->count) : NULL;
    for (size_t i = 0; list && i < state->count; i++) {
        const point *p = &state->points[i];
        ouro_object *row = ouro__pack(rt, 3, ouro__float_new(rt, p->clock), ouro__float_new(rt, p->seconds),
                                      ouro_ref(p->label ? p->label : OURO_NONE(rt)));
        if (!row || ouro__list_append_owned(rt, (ouro_list *)list, row) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

/* The figures of a row at every point: a tuple of counts and one of bytes; owned. */
static ouro_object *series(ouro_runtime *rt, const leaks_state *state, const ouro__census_row *row,
                           bool bytes)
{
    ouro_tuple *tuple = ouro__tuple_alloc(rt, state->count);
    for (size_t i = 0; tuple && i < state->count; i++) {
        ouro__census_row at = ouro__census_find(&state->points[i].census, row->type, row->place);
        tuple->items[i] = ouro__int_from_uint64(rt, bytes ? at.bytes : at.count);
        if (!tuple->items[i]) {
            ouro_decref(rt, &tuple->head);
            return NULL;
        }
    }
    if (!tuple)
        return NULL;
    ouro__tuple_ready(rt, tuple);
    return &tuple->head;
}

/* (class, file, line, function, counts, bytes, type, place): owned. */
static ouro_object *group(ouro_runtime *rt, const leaks_state *state, const ouro__census_row *row)
{
    const ouro_place place =
        ((const ouro_place *)rt->sites->stacks.places.memory)[row->place]; /* it may move */
    ouro_object *cls = ouro__type_at(rt, row->type << 8)->class_object;
    return ouro__pack(rt, 8, ouro_ref(cls ? cls : OURO_NONE(rt)), ouro_ref((ouro_object *)place.file),
                      ouro__int_new(rt, place.line), ouro_ref((ouro_object *)place.function),
                      series(rt, state, row, false), series(rt, state, row, true),
                      ouro__int_from_uint64(rt, row->type), ouro__int_from_uint64(rt, row->place));
}

OURO_C_FUNCTION(leaks_groups)
{
    int64_t least;
    leaks_state *state = state_of(rt);
    if (!state || ouro__as_int64(rt, args[0], &least) < 0)
        return NULL;
    ouro_object *list = ouro__list_new(rt, 0);
    if (!list || !state->count || !rt->tracer)
        return list;
    const point *first = &state->points[0], *last = &state->points[state->count - 1];
    const ouro__census_row *rows = last->census.memory.memory;
    for (size_t i = 0; i < last->census.room; i++) {
        const ouro__census_row *row = &rows[i];
        uint64_t before = ouro__census_find(&first->census, row->type, row->place).bytes;
        if (!row->count || row->bytes < before + (uint64_t)least)
            continue;
        ouro_object *item = group(rt, state, row);
        if (!item || ouro__list_append_owned(rt, (ouro_list *)list, item) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

typedef struct object_search {
    ouro_runtime *rt;
    uint64_t type, place, number;
    ouro_object *found;
} object_search;

/* ouro_heap_visit */
static int look_for(void *context, void *block, size_t usable, enum ouro_heap_kind kind)
{
    (void)usable;
    object_search *search = context;
    uint32_t type, place;
    if (!ouro__census_place(search->rt, block, kind, &type, &place) || type != search->type ||
        place != search->place || search->number-- > 0)
        return 0;
    search->found = block;
    return 1;
}

OURO_C_FUNCTION(leaks_object)
{
    object_search search = {.rt = rt};
    if (ouro__int_as_uint64(rt, args[0], &search.type) < 0 ||
        ouro__int_as_uint64(rt, args[1], &search.place) < 0 ||
        ouro__int_as_uint64(rt, args[2], &search.number) < 0)
        return NULL;
    if (rt->tracer)
        (void)ouro__heap_walk(&rt->heap, look_for, &search);
    return ouro_ref(search.found ? search.found : OURO_NONE(rt));
}

OURO_C_FUNCTION(leaks_figures)
{
    leaks_state *state = state_of(rt);
    if (!state)
        return NULL;
    return ouro__pack(rt, 5, ouro__int_from_uint64(rt, state->tap.allocated - state->imported),
                      ouro__int_from_uint64(rt, state->calls),
                      ouro__float_new(rt, (double)state->spent_ns * 1e-9),
                      ouro__int_from_uint64(rt, state->lost), ouro__bool(rt, ouro__tap_stands(&state->tap)));
}

static const ouro_method_def functions[] = {
    {"begin", leaks_begin, 0, 2, 2,
     "begin($module, blocks, calls, /)\n--\n\nTrace allocations, and take a point whenever so many bytes "
     "were "
     "allocated, or at "
     "each so-many-th\ncall(); 0: not because of that. Points of before are forgotten."},
    {"call", leaks_call, 0, 0, 0, "call($module, /)\n--\n\nCount a call: see begin()."},
    {"end", leaks_end, 0, 0, 0, "end($module, /)\n--\n\nForget all points, and trace no more."},
    {"figures", leaks_figures, 0, 0, 0,
     "figures($module, /)\n--\n\nBlocks allocated and calls counted so far, seconds that points have taken, "
     "points that there "
     "was\nno memory for, whether the program has left the tracer alone."},
    {"groups", leaks_groups, 0, 1, 1,
     "groups($module, bytes, /)\n--\n\nWhat grew by so many bytes from the first point to the last: a list "
     "of (class, file, "
     "line, function,\nnumber of objects at each point, their bytes at each point, index of the type, number "
     "of the place)."},
    {"object", leaks_object, 0, 3, 3,
     "object($module, type, place, n, /)\n--\n\nThe n-th object of a group, from 0; None when there are not "
     "so many."},
    {"pause", leaks_pause, 0, 1, 1,
     "pause($module, on, /)\n--\n\nWhether what is allocated from now on is left out of all censuses."},
    {"point", leaks_point, 0, 1, 1, "point($module, label, /)\n--\n\nCollect, and take a point."},
    {"track_done", ouro__track_done, 0, 0, 0,
     "track_done($module, /)\n--\n\nAfter track_stop(): what follows is the program's again."},
    {"track_start", ouro__track_start, 0, 0, 0,
     "track_start($module, /)\n--\n\nCollect, and count from now on."},
    {"track_stop", ouro__track_stop, 0, 0, 0,
     "track_stop($module, /)\n--\n\nWhat happened since the latest track_start(): (blocks allocated, their "
     "bytes, most bytes at once, whether that is "
     "all,\nsites, changes). Sites is a list of (file, line, function, blocks, bytes), changes one of "
     "(class, file, line, "
     "function,\nobjects more, bytes more) as a collection has left them. Nothing counts until "
     "track_done()."},
    {"points", leaks_points, 0, 0, 0,
     "points($module, /)\n--\n\nThe points taken: a list of (blocks allocated or calls so far, seconds, "
     "label "
     "or None)."},
    {0},
};

const ouro_module_def ouro__module_leaks = {"_leaks", functions, NULL, "What grows while a program runs."};
