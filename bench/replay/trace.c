#include "trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_events(trace *t, FILE *file)
{
    if (fread(&t->count, 8, 1, file) != 1 || fread(&t->slots, 8, 1, file) != 1)
        return false;
    if (t->count > SIZE_MAX / sizeof *t->events || t->slots > UINT32_MAX >> 2)
        return false;
    t->events = malloc(t->count * sizeof *t->events);
    if (!t->events || fread(t->events, sizeof *t->events, t->count, file) != t->count)
        return false;
    for (uint64_t i = 0; i < t->count; i++) {
        if (t->events[i].slot_op >> 2 >= t->slots)
            return false;
        if (t->events[i].size == 0) /* CPython asks for a byte then; realloc to none would free */
            t->events[i].size = 1;
    }
    return true;
}

/* A million live blocks of 16 to 128 bytes, then two million of them, at random, freed and made again. */
static bool make_random(trace *t)
{
    enum { LIVE = 1000000, PAIRS = 2000000 };
    uint64_t state = 1;
    *t = (trace){.count = LIVE + 2 * PAIRS, .slots = LIVE};
    t->events = malloc(t->count * sizeof *t->events);
    if (!t->events)
        return false;
    trace_event *e = t->events;
    for (uint32_t i = 0; i < LIVE; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        *e++ = (trace_event){i << 2 | TRACE_MALLOC, 16 + (uint32_t)(state >> 40) % 8 * 16};
    }
    for (uint32_t i = 0; i < PAIRS; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        uint32_t slot = (uint32_t)(state >> 33) % LIVE;
        *e++ = (trace_event){slot << 2 | TRACE_FREE, 0};
        *e++ = (trace_event){slot << 2 | TRACE_MALLOC, 16 + (uint32_t)(state >> 28) % 8 * 16};
    }
    return true;
}

bool trace_load(trace *t, const char *path)
{
    if (strcmp(path, "random") == 0)
        return make_random(t);
    size_t length = strlen(path);
    bool compressed = length > 4 && strcmp(path + length - 4, ".zst") == 0;
    char command[4096];
    snprintf(command, sizeof command, "zstd -dcq '%s'", path);
    FILE *file = compressed ? popen(command, "r") : fopen(path, "rb");
    bool good = file && read_events(t, file);
    if (file)
        compressed ? pclose(file) : fclose(file);
    if (!good)
        fprintf(stderr, "%s: not a trace, or it cannot be read\n", path);
    return good;
}
