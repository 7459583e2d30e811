/* When what is recorded: points of time, snapshots at peaks and now and then, censuses. */
#include "capture/internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "gc/gc.h"
#include "os/os.h"

enum {
    MS = 1000 * 1000,
    MEAN = 64 * 1024,
    POINT_MS = 10,
    LATEST_MS = 1000, /* between snapshots of what is live, when there is no new peak */
    COST_SHARE = 50,  /* a point or census comes no sooner than so many times what the last one took */
    PEAK_SHARE = 20,  /* and a census at a new peak no sooner than so many times */
    PEAK_LEAST = 64 * 1024,
    FILE_MOST = 64 << 20,
    THIN_SHARE = 8, /* after each so great a part of the file's most, everything is recorded half as often */
};

uint64_t capture_time(const ouro_capture *c)
{
    return ouro__os_clock() - c->started;
}

bool capture_is_open(ouro_capture *c)
{
    return c->output.fd >= 0 && c->output.process == getpid();
}

/* How much rarer everything is than in the beginning. */
static uint64_t thinning(const ouro_capture *c)
{
    uint64_t times = c->output.written * THIN_SHARE / c->most;
    return UINT64_C(1) << (times < THIN_SHARE ? times : THIN_SHARE);
}

static bool has_room(const ouro_capture *c)
{
    return c->output.written < c->most;
}

static void put_point(ouro_capture *c)
{
    ouro_runtime *rt = c->rt;
    ouro__heap_stats(&rt->heap, &c->stats);
    size_t resident = ouro__os_resident();
    if (resident > c->resident_peak)
        c->resident_peak = resident;
    if (!capture_stacks(c) && !c->told_blind) {
        c->told_blind = true;
        capture_begin(rt, &c->output, CAPTURE_BLIND);
        capture_put(rt, &c->output, capture_time(c));
        capture_finish(rt, &c->output);
    }
    capture_begin(rt, &c->output, CAPTURE_POINT);
    capture_put(rt, &c->output, capture_time(c));
    capture_put(rt, &c->output, resident);
    capture_put(rt, &c->output, c->stats.bytes);
    capture_put(rt, &c->output, c->stats.committed);
    capture_finish(rt, &c->output);
}

/* The next one, after one that began then: so many times later than what that took, and not before `least`. */
static uint64_t later(uint64_t began, uint64_t share, uint64_t least)
{
    uint64_t now = ouro__os_clock(), cost = (now - began) * share;
    return now + (cost > least ? cost : least);
}

static void point(ouro_capture *c)
{
    uint64_t began = ouro__os_clock();
    put_point(c);
    c->next_point = later(began, COST_SHARE, POINT_MS * MS * thinning(c));
}

static void latest(ouro_capture *c)
{
    uint64_t began = ouro__os_clock();
    capture_snapshot(c, CAPTURE_WHY_TIME);
    capture_put_garbage(c);
    c->next_latest = later(began, COST_SHARE, LATEST_MS * (uint64_t)MS * thinning(c));
}

void capture_tick(ouro_capture *c)
{
    size_t live = capture_live(c);
    bool peak = live > c->peak + c->peak / 20 + PEAK_LEAST;
    uint64_t now = ouro__os_clock_coarse();
    if ((!peak && now < c->next_point) || !capture_is_open(c) || !has_room(c))
        return;
    if (peak) {
        c->peak = live;
        put_point(c);
        capture_snapshot(c, CAPTURE_WHY_PEAK);
    } else {
        point(c);
    }
    if (now >= c->next_latest)
        latest(c);
    if (live > c->census_peak + c->census_peak / 8 + PEAK_LEAST && now >= c->next_peak_census) {
        c->census_peak = live;
        c->census_due = true;
    }
    if (c->census_due || now >= c->next_census)
        c->rt->breaker |= OURO_BREAK_CAPTURE;
    capture_flush(c->rt, &c->output);
}

/* At a safe point: all objects are whole. */
static void at_safepoint(ouro_runtime *rt)
{
    ouro_capture *c = rt->capture;
    uint64_t began = ouro__os_clock();
    if (!capture_is_open(c) || !has_room(c) || (began < c->next_census && !c->census_due))
        return;
    capture_census(c, c->census_due ? CAPTURE_WHY_PEAK : CAPTURE_WHY_TIME);
    c->census_due = false;
    c->next_peak_census = later(began, PEAK_SHARE, 0);
    c->next_census = later(began, COST_SHARE, 5 * POINT_MS * MS * thinning(c));
    capture_flush(rt, &c->output);
}

/* ---- Collections ---- */

static void collected(ouro_runtime *rt, int generation, uint64_t took, int64_t found)
{
    ouro_capture *c = rt->capture;
    size_t before = c->before_collection, after = capture_live(c);
    c->before_collection = 0;
    if (!capture_is_open(c) || !has_room(c))
        return;
    capture_output *o = &c->output;
    capture_begin(rt, o, CAPTURE_COLLECTION);
    capture_put(rt, o, capture_time(c) - took);
    capture_put(rt, o, (uint64_t)generation);
    capture_put(rt, o, took);
    capture_put(rt, o, (uint64_t)found);
    capture_put(rt, o, before > after ? before - after : 0);
    capture_finish(rt, o);
    if (o->length > ouro__os_page_size()) /* else with the next point */
        capture_flush(rt, o);
}

/* ---- Other processes ---- */

/* Without arguments: a copy of its parent. */
static void put_start(ouro_capture *c, const char *const *arguments)
{
    ouro_runtime *rt = c->rt;
    capture_output *o = &c->output;
    size_t count = 0;
    while (arguments && arguments[count])
        count++;
    capture_begin(rt, o, CAPTURE_START);
    capture_put(rt, o, c->exact);
    capture_put(rt, o, c->exact ? 0 : c->mean);
    capture_put(rt, o, (uint64_t)getpid());
    capture_put(rt, o, count);
    for (size_t i = 0; i < count; i++)
        capture_put_text(rt, o, arguments[i], strlen(arguments[i]));
    capture_put(rt, o, c->started);
    capture_put(rt, o, (uint64_t)getppid());
    capture_finish(rt, o);
}

/* The first records of a file. */
static void begin(ouro_capture *c, const char *const *arguments)
{
    put_start(c, arguments);
    point(c);
    c->peak = capture_live(c);
    capture_flush(c->rt, &c->output);
}

/* In a copy of the process, whose file is its own: nothing was named in it yet. What was live before the copy was made is
 * live in it. */
static void begin_copy(ouro_capture *c)
{
    ouro_runtime *rt = c->rt;
    char name[CAPTURE_NAME + 16];
    capture_output_close(rt, &c->output);
    if (!*c->children)
        return;
    snprintf(name, sizeof name, "%s.%ld", c->children, (long)getpid());
    if (!capture_output_open(rt, &c->output, name))
        return;
    ouro__growing_release(&rt->heap, &c->named);
    ouro__growing_release(&rt->heap, &c->types);
    capture_tally_clear(&c->texts);
    memset(c->cycles, 0, sizeof c->cycles);
    c->stack_count = c->text_count = c->type_numbers = 0;
    c->census_peak = c->resident_peak = c->before_collection = 0;
    c->next_latest = c->next_census = c->next_peak_census = c->next_search = 0;
    c->unsearched = c->unsearched_bytes = 0;
    c->census_due = c->told_blind = false;
    c->started = ouro__os_clock();
    begin(c, NULL);
}

enum { ARGUMENTS_MOST = 16, ARGUMENT_MOST = 200 };

static void child_started(ouro_runtime *rt, int64_t pid, char *const *arguments)
{
    ouro_capture *c = rt->capture;
    size_t count = 0;
    if (pid == 0)
        begin_copy(c);
    if (pid == 0 || !capture_is_open(c) || !has_room(c))
        return;
    while (count < ARGUMENTS_MOST && arguments && arguments[count])
        count++;
    capture_begin(rt, &c->output, CAPTURE_CHILD);
    capture_put(rt, &c->output, capture_time(c));
    capture_put(rt, &c->output, (uint64_t)pid);
    capture_put(rt, &c->output, count);
    for (size_t i = 0; i < count; i++)
        capture_put_text(rt, &c->output, arguments[i], strnlen(arguments[i], ARGUMENT_MOST));
    capture_finish(rt, &c->output);
    capture_flush(rt, &c->output);
}

/* The most resident memory that any child had that was waited for. */
static uint64_t children_peak(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_CHILDREN, &usage) == 0 ? (uint64_t)usage.ru_maxrss * 1024 : 0;
}

/* ---- Begin and end ---- */

static void release(ouro_capture *c)
{
    ouro_runtime *rt = c->rt;
    ouro__growing *const memory[] = {&c->flows, &c->named, &c->types, &c->path, &c->steps, &c->edges};
    for (size_t i = 0; i < sizeof memory / sizeof *memory; i++)
        ouro__growing_release(&rt->heap, memory[i]);
    capture_tally_release(rt, &c->texts);
    capture_tally_release(rt, &c->rows);
    capture_tally_release(rt, &c->kinds);
    ouro__os_release(c, sizeof *c);
    ouro__heap_charge(&rt->heap, -(ptrdiff_t)sizeof *c);
    rt->capture = NULL;
    rt->hooks.capture = NULL;
    rt->hooks.capture_end = NULL;
    rt->hooks.child_started = NULL;
    rt->gc->collected = NULL;
    rt->gc->condemned = NULL;
}

int ouro_capture_start(ouro_runtime *rt, const char *file, const ouro_capture_options *given)
{
    ouro_capture_options options = OURO_CAPTURE_OPTIONS_INIT;
    if (given)
        memcpy(&options, given, given->size < sizeof options ? given->size : sizeof options);
    if (rt->capture) {
        errno = EBUSY;
        return -1;
    }
    if (options.children && strlen(options.children) >= CAPTURE_NAME) {
        errno = ENAMETOOLONG;
        return -1;
    }
    ouro_capture *c = ouro__heap_charge_now(&rt->heap, sizeof *c) ? ouro__os_map(sizeof *c) : NULL;
    if (!c) {
        errno = ENOMEM;
        return -1;
    }
    c->rt = rt;
    c->exact = options.exact;
    c->mean = options.mean ? options.mean : MEAN;
    c->most = options.most ? options.most : FILE_MOST;
    c->started = ouro__os_clock();
    rt->capture = c;
    if (options.children)
        memcpy(c->children, options.children, strlen(options.children));
    if (!capture_output_open(rt, &c->output, file) || capture_source_start(c) < 0) {
        int error = c->output.fd < 0 ? errno : ENOMEM;
        capture_output_close(rt, &c->output);
        release(c);
        errno = error;
        return -1;
    }
    rt->hooks.capture = at_safepoint;
    rt->hooks.capture_end = ouro_capture_stop;
    rt->hooks.child_started = child_started;
    rt->gc->collected = collected;
    rt->gc->condemned = capture_condemned;
    begin(c, options.arguments);
    return 0;
}

void ouro_capture_stop(ouro_runtime *rt, int status)
{
    ouro_capture *c = rt->capture;
    if (!c)
        return;
    if (capture_is_open(c)) {
        put_point(c);
        capture_snapshot(c, CAPTURE_WHY_EXIT);
        capture_census(c, CAPTURE_WHY_EXIT);
        capture_put_garbage(c);
        size_t peak = ouro__os_resident_peak();
        capture_begin(rt, &c->output, CAPTURE_END);
        capture_put(rt, &c->output, capture_time(c));
        capture_put(rt, &c->output, (uint64_t)status & 0xff);
        capture_put(rt, &c->output, peak > c->resident_peak ? peak : c->resident_peak);
        capture_put(rt, &c->output, rt->heap.committed_peak);
        capture_put(rt, &c->output, children_peak());
        capture_finish(rt, &c->output);
        capture_flush(rt, &c->output);
    }
    capture_source_stop(c);
    capture_output_close(rt, &c->output);
    release(c);
}
