/* Allocation traces: little-endian u64 events, u64 slots, then per event u32 (slot << 2 | op), u32 size.
 * A slot names a live block. The file may be compressed with zstd. */
#ifndef OURO_BENCH_TRACE_H
#define OURO_BENCH_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum trace_op { TRACE_MALLOC, TRACE_FREE, TRACE_REALLOC, TRACE_CALLOC };

typedef struct {
    uint32_t slot_op, size;
} trace_event;

typedef struct {
    uint64_t count, slots;
    trace_event *events;
} trace;

/* Reads a trace, or makes one where `path` is "random"; on failure says why on stderr. */
bool trace_load(trace *t, const char *path);

#endif
