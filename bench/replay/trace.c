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
    for (uint64_t i = 0; i < t->count; i++)
        if (t->events[i].slot_op >> 2 >= t->slots)
            return false;
    return true;
}

bool trace_load(trace *t, const char *path)
{
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
