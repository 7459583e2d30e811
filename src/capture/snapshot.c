/* What is live, and what was allocated in all, by the stack that allocated it. Stacks with next to nothing are summed up in
 * one row of stack 0, so that a record stays small. */
#include "capture/internal.h"

enum { LITTLE = 4096 /* of the sum: less than one in so many */ };

static uint64_t amount(const capture_flow *flow, bool total)
{
    return total ? flow->total : flow->live;
}

static uint64_t sum(const ouro_capture *c, bool total)
{
    const capture_flow *flows = c->flows.memory;
    uint64_t bytes = 0;
    for (size_t i = 0; i < c->flows.bytes / sizeof *flows; i++)
        bytes += amount(&flows[i], total);
    return bytes;
}

/* Rows of (stack, bytes, blocks), the last one of stack 0. */
static void put_rows(ouro_capture *c, bool total)
{
    capture_output *o = &c->output;
    const capture_flow *flows = c->flows.memory;
    size_t count = c->flows.bytes / sizeof *flows;
    uint64_t least = sum(c, total) / LITTLE, rest_bytes = 0, rest_blocks = 0;
    for (size_t stack = 0; stack < count; stack++) {
        uint64_t bytes = amount(&flows[stack], total);
        uint64_t blocks = total ? flows[stack].total_blocks : flows[stack].live_blocks;
        uint32_t number = bytes && bytes >= least ? capture_known_stack(c, (uint32_t)stack) : 0;
        if (number) {
            capture_put(c->rt, o, number);
            capture_put(c->rt, o, bytes);
            capture_put(c->rt, o, blocks);
        } else {
            rest_bytes += bytes;
            rest_blocks += blocks;
        }
    }
    capture_put(c->rt, o, 0);
    capture_put(c->rt, o, rest_bytes);
    capture_put(c->rt, o, rest_blocks);
}

/* Their stacks are written before the record that names them. */
static void name_stacks(ouro_capture *c, bool total)
{
    const capture_flow *flows = c->flows.memory;
    uint64_t least = sum(c, total) / LITTLE;
    for (size_t stack = 0; stack < c->flows.bytes / sizeof *flows; stack++) {
        uint64_t bytes = amount(&flows[stack], total);
        if (bytes && bytes >= least)
            capture_stack(c, (uint32_t)stack);
    }
}

static void put_record(ouro_capture *c, int kind, int why)
{
    bool total = kind == CAPTURE_FLOW;
    name_stacks(c, total);
    capture_begin(c->rt, &c->output, (uint8_t)kind);
    capture_put(c->rt, &c->output, capture_time(c));
    if (!total) {
        capture_put(c->rt, &c->output, (uint64_t)why);
        capture_put(c->rt, &c->output, c->stats.bytes);
    }
    put_rows(c, total);
    capture_finish(c->rt, &c->output);
}

void capture_snapshot(ouro_capture *c, int why)
{
    if (!capture_stacks(c))
        return;
    capture_source_sum(c);
    put_record(c, CAPTURE_SNAPSHOT, why);
    if (why != CAPTURE_WHY_PEAK)
        put_record(c, CAPTURE_FLOW, why);
}
