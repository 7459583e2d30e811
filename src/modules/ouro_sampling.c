/* The _ouro_sampling module, under lib/ouro/sampling.py: samples of the program's blocks. The sampler itself is src/trace. */
#include "modules/modules.h"
#include "modules/support.h"
#include "os/os.h"
#include "types/class.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/allocation_site.h"

/* ---- On and off ---- */

OURO_C_FUNCTION(start)
{
    int64_t mean, seed;
    int frames;
    if (ouro__index_int64(rt, args[0], false, &mean) < 0 || ouro__as_int32(rt, args[1], &frames) < 0 ||
        ouro__index_int64(rt, args[2], true, &seed) < 0)
        return NULL;
    if (mean < 1)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "the mean must be at least one byte");
    if (frames < 1 || frames > OURO_TRACER_MOST_FRAMES)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "the number of frames must be in range [1; %d]",
                           OURO_TRACER_MOST_FRAMES);
    const ouro__sampler_config config = {
        .mean = (size_t)mean, .frames = (uint32_t)frames, .seed = (uint64_t)seed};
    return ouro__sample_allocations(rt, &config) < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(stop)
{
    ouro__sampler_stop(rt);
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(get_mean)
{
    if (!rt->sampler)
        return ouro_ref(OURO_NONE(rt));
    return ouro__int_from_uint64(rt, ouro__sampler_config_of(rt->sampler)->mean);
}

/* ---- Rows ---- */

/* What the sampler shows is copied first, since making objects changes it. */
typedef struct copied {
    ouro__growing memory;
    size_t count, room;
} copied;

static bool copy_begin(ouro_runtime *rt, copied *c, size_t room, size_t bytes)
{
    *c = (copied){.room = room};
    if (ouro__growing_reserve(&rt->heap, &c->memory, (room + 1) * bytes))
        return true;
    ouro__no_memory(rt);
    return false;
}

/* The rows that row_at makes of what was copied, which is released. */
static ouro_object *rows_of(ouro_runtime *rt, copied *c,
                            ouro_object *(*row_at)(ouro_runtime *rt, const copied *c, size_t i))
{
    ouro_object *list = ouro__list_new(rt, 0);
    for (size_t i = 0; list && i < c->count; i++) {
        ouro_object *row = row_at(rt, c, i);
        int status = row ? ouro__list_append(rt, list, row) : -1;
        ouro_xdecref(rt, row);
        if (status < 0) {
            ouro_decref(rt, list);
            list = NULL;
        }
    }
    ouro__growing_release(&rt->heap, &c->memory);
    return list;
}

/* The name of a type; None for word 0: owned. A type that is no longer has none either. */
static ouro_object *type_name(ouro_runtime *rt, uint32_t word)
{
    ouro_object *cls =
        word && word != OURO_SAMPLE_UNTOLD ? (ouro_object *)ouro__type_at(rt, word)->class_object : NULL;
    return cls ? ouro_ref(((const ouro_class *)cls)->name) : ouro_ref(OURO_NONE(rt));
}

static bool copy_sample(void *context, const ouro__sample *sample)
{
    copied *c = context;
    ((ouro__sample *)c->memory.memory)[c->count++] = *sample;
    return true;
}

/* (type name or None, bytes, weight, stack, seconds). */
static ouro_object *sample_row(ouro_runtime *rt, const copied *c, size_t i)
{
    const ouro__sample *sample = (const ouro__sample *)c->memory.memory + i;
    return ouro__pack(rt, 5, type_name(rt, sample->word), ouro__int_from_uint64(rt, sample->size),
                      ouro__float_new(rt, sample->weight), ouro__int_from_uint64(rt, sample->stack),
                      ouro__float_new(rt, (double)(ouro__os_clock() - sample->time) * 1e-9));
}

OURO_C_FUNCTION(get_samples)
{
    copied c;
    if (!copy_begin(rt, &c, rt->sampler ? ouro__sampler_live(rt->sampler) : 0, sizeof(ouro__sample)))
        return NULL;
    ouro__sampler_each(rt, copy_sample, &c);
    return rows_of(rt, &c, sample_row);
}

typedef struct keyed_totals {
    uint32_t key;
    ouro__sample_totals totals;
} keyed_totals;

static bool count_totals(void *context, uint32_t key, const ouro__sample_totals *totals)
{
    (void)key, (void)totals;
    ++*(size_t *)context;
    return true;
}

static bool copy_totals(void *context, uint32_t key, const ouro__sample_totals *totals)
{
    copied *c = context;
    if (c->count < c->room)
        ((keyed_totals *)c->memory.memory)[c->count++] = (keyed_totals){key, *totals};
    return true;
}

/* (key, live bytes, their variance, bytes allocated so far, samples, live samples); owned key. */
static ouro_object *totals_row(ouro_runtime *rt, ouro_object *key, const ouro__sample_totals *t)
{
    return ouro__pack(rt, 6, key, ouro__float_new(rt, t->live_bytes),
                      ouro__float_new(rt, t->live_variance > 0 ? t->live_variance : 0),
                      ouro__float_new(rt, t->bytes), ouro__int_from_uint64(rt, t->samples),
                      ouro__int_from_uint64(rt, t->live_samples));
}

static ouro_object *stack_row(ouro_runtime *rt, const copied *c, size_t i)
{
    const keyed_totals *t = (const keyed_totals *)c->memory.memory + i;
    return totals_row(rt, ouro__int_from_uint64(rt, t->key), &t->totals);
}

static ouro_object *type_row(ouro_runtime *rt, const copied *c, size_t i)
{
    const keyed_totals *t = (const keyed_totals *)c->memory.memory + i;
    ouro_object *key =
        t->key == OURO_SAMPLE_UNTOLD ? ouro__str_from_cstring(rt, "(unknown)") : type_name(rt, t->key);
    return totals_row(rt, key, &t->totals);
}

OURO_C_FUNCTION(get_stacks)
{
    size_t count = 0;
    copied c;
    if (rt->sampler)
        ouro__sampler_each_stack(rt->sampler, count_totals, &count);
    if (!copy_begin(rt, &c, count, sizeof(keyed_totals)))
        return NULL;
    if (rt->sampler)
        ouro__sampler_each_stack(rt->sampler, copy_totals, &c);
    return rows_of(rt, &c, stack_row);
}

OURO_C_FUNCTION(get_types)
{
    size_t count = 0;
    copied c;
    if (rt->sampler)
        ouro__sampler_each_type(rt, count_totals, &count);
    if (!copy_begin(rt, &c, count, sizeof(keyed_totals)))
        return NULL;
    if (rt->sampler)
        ouro__sampler_each_type(rt, copy_totals, &c);
    return rows_of(rt, &c, type_row);
}

/* The totals of all: as rows of stacks have them, with key None. */
OURO_C_FUNCTION(get_totals)
{
    ouro__sample_totals all = {0};
    if (rt->sampler)
        all = ouro__sampler_totals(rt->sampler);
    return totals_row(rt, ouro_ref(OURO_NONE(rt)), &all);
}

/* ---- Stacks ---- */

/* (file, line, function) of the innermost frame of a stack other than the root: owned. */
static ouro_object *frame_of(ouro_runtime *rt, const ouro__stacks *s, uint32_t stack)
{
    const ouro_place place = *ouro__stacks_place(s, stack); /* what is made moves the tree's */
    ouro_object *line = ouro__int_new(rt, place.line > 0 ? place.line : 0);
    if (s->texts)
        return ouro__pack(rt, 3, ouro__str_from_cstring(rt, place.file), line,
                          ouro__str_from_cstring(rt, place.function));
    return ouro__pack(rt, 3, ouro_ref((ouro_object *)place.file), line,
                      ouro_ref((ouro_object *)place.function));
}

OURO_C_FUNCTION(get_traceback)
{
    int64_t stack;
    if (ouro__index_int64(rt, args[0], false, &stack) < 0)
        return NULL;
    const ouro__sites *sites = rt->sampler ? rt->sites : NULL;
    if (!sites || stack <= OURO_STACK_NONE || stack >= (int64_t)sites->stacks.node_count)
        return ouro__pack(rt, 0);
    uint32_t node = (uint32_t)stack, depth = ouro__stacks_node(&sites->stacks, node)->depth,
             most = ouro__sampler_config_of(rt->sampler)->frames, count = depth < most ? depth : most;
    ouro_tuple *traceback = ouro__tuple_alloc(rt, count);
    for (uint32_t i = 0; traceback && i < count; i++) {
        traceback->items[i] = frame_of(rt, &sites->stacks, node);
        if (!traceback->items[i]) {
            ouro_decref(rt, &traceback->head);
            return NULL;
        }
        node = ouro__stacks_node(&sites->stacks, node)->parent;
    }
    if (!traceback)
        return NULL;
    ouro__tuple_ready(rt, traceback);
    return &traceback->head;
}

OURO_C_FUNCTION(get_memory)
{
    return ouro__int_from_uint64(rt, rt->sampler ? ouro__sampler_bytes(rt) : 0);
}

static const ouro_method_def functions[] = {
    {"start", start, 0, 3, 3,
     "start($module, mean, frames, seed, /)\n--\n\nTake samples, one for so many bytes in the mean. Seed 0: "
     "at random."},
    {"stop", stop, 0, 0, 0, "stop($module, /)\n--\n\nTake no more, and forget those that were taken."},
    {"mean", get_mean, 0, 0, 0,
     "mean($module, /)\n--\n\nBytes from one sample to the next; None while none are taken."},
    {"samples", get_samples, 0, 0, 0,
     "samples($module, /)\n--\n\n[(type or None, bytes, weight, stack, seconds), ...] of the blocks in use."},
    {"stacks", get_stacks, 0, 0, 0,
     "stacks($module, /)\n--\n\n[(stack, live bytes, variance, bytes so far, samples, live samples), ...]."},
    {"types", get_types, 0, 0, 0, "types($module, /)\n--\n\nThe same by names of types, None for buffers."},
    {"totals", get_totals, 0, 0, 0, "totals($module, /)\n--\n\nThe same for all together."},
    {"traceback", get_traceback, 0, 1, 1,
     "traceback($module, stack, /)\n--\n\n((file, line, function), ...) of a stack's number, innermost "
     "first."},
    {"memory", get_memory, 0, 0, 0, "memory($module, /)\n--\n\nBytes that sampling itself takes."},
    {0},
};

const ouro_module_def ouro__module_ouro_sampling = {"_ouro_sampling", functions, NULL,
                                                    "Samples of the program's blocks of memory."};
