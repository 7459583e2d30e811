/* After a unit has been emitted: threads jumps, drops what cannot be reached, and drops the checks of locals
 * that are certainly bound. Works on the list of instructions before it is assembled; exceptions are edges to
 * the handlers. */
#include "compiler/format.h"

#include <string.h>

#include "compiler/compiler.h"

static bool ends_path(uint8_t op)
{
    return op == OURO_OP_JUMP || op == OURO_OP_JUMP_BACK || op == OURO_OP_RETURN || op == OURO_OP_RAISE ||
           op == OURO_OP_RERAISE;
}

static uint32_t target_of(const ouro_unit *u, const ouro_ins *ins)
{
    return u->labels[ins->target];
}

/* ---- jumps ---- */

/* A jump to a jump goes where that one goes. Only JUMP_BACK may go backward: it is the safe point of loops.
 */
static void thread_jumps(ouro_unit *u)
{
    for (uint32_t i = 0; i < u->count; i++) {
        ouro_ins *ins = &u->code[i];
        if (ins->target == OURO_NO_LABEL || ins->op == OURO_OP_JUMP_BACK)
            continue;
        for (int hops = 0; hops < 16; hops++) {
            uint32_t at = target_of(u, ins);
            if (at >= u->count)
                break;
            const ouro_ins *there = &u->code[at];
            if (there->op == OURO_OP_RETURN && ins->op == OURO_OP_JUMP) {
                ouro_span span = there->span.line == OURO_NO_LINE ? ins->span : there->span;
                *ins = *there; /* as short as the jump */
                ins->span = span;
                break;
            }
            if (there->op == OURO_OP_JUMP) {
                ins->target = there->target;
            } else if (there->op == OURO_OP_JUMP_BACK && ins->op == OURO_OP_JUMP &&
                       target_of(u, there) <= i) {
                ins->op = OURO_OP_JUMP_BACK;
                ins->target = there->target;
                break;
            } else {
                break;
            }
        }
    }
}

static void reach(ouro_unit *u, bool *reached, uint32_t *stack, uint32_t *depth, uint32_t at)
{
    if (at >= u->count || reached[at])
        return;
    reached[at] = true;
    stack[(*depth)++] = at;
}

static void drop_unreachable(ouro_compiler *c, ouro_unit *u)
{
    bool *reached = ouro__region_need(c, u->count + 1);
    uint32_t *stack = ouro__region_need(c, (u->count + 1) * sizeof *stack), depth = 0;
    reach(u, reached, stack, &depth, 0);
    while (depth > 0) {
        uint32_t at = stack[--depth];
        const ouro_ins *ins = &u->code[at];
        if (ins->handler)
            reach(u, reached, stack, &depth, u->labels[u->catches[ins->handler - 1].label]);
        if (ins->target != OURO_NO_LABEL)
            reach(u, reached, stack, &depth, target_of(u, ins));
        if (!ends_path(ins->op))
            reach(u, reached, stack, &depth, at + 1);
    }
    for (uint32_t i = 0; i < u->count; i++)
        u->code[i].dead = !reached[i];
}

/* Removes dead instructions; labels follow. */
static void compact(ouro_compiler *c, ouro_unit *u)
{
    uint32_t *moved = ouro__region_need(c, (u->count + 1) * sizeof *moved), kept = 0;
    for (uint32_t i = 0; i < u->count; i++) {
        moved[i] = kept;
        if (!u->code[i].dead)
            u->code[kept++] = u->code[i];
    }
    moved[u->count] = kept;
    for (uint32_t i = 0; i < u->label_count; i++)
        if (u->labels[i] != OURO_NO_LABEL)
            u->labels[i] = moved[u->labels[i]];
    u->count = kept;
}

/* What is left of one that has a line (break, continue) is the line. */
static void drop_jumps_to_next(ouro_unit *u)
{
    for (uint32_t i = 0; i < u->count; i++) {
        ouro_ins *ins = &u->code[i];
        if (ins->op != OURO_OP_JUMP || target_of(u, ins) != i + 1)
            continue;
        ins->op = OURO_OP_NOP;
        ins->target = OURO_NO_LABEL;
        ins->dead = ins->span.line == OURO_NO_LINE;
    }
}

/* ---- lines ---- */

/* How many ways lead to each instruction; more than one counts as two. */
static uint8_t *count_ways(ouro_compiler *c, const ouro_unit *u)
{
    uint8_t *ways = ouro__region_need(c, u->count + 1);
    for (uint32_t i = 0; i < u->count; i++) {
        const ouro_ins *ins = &u->code[i];
        if (!ends_path(ins->op))
            ways[i + 1] += ways[i + 1] < 2;
        if (ins->target != OURO_NO_LABEL && target_of(u, ins) < u->count)
            ways[target_of(u, ins)] += ways[target_of(u, ins)] < 2;
        if (ins->handler)
            ways[u->labels[u->catches[ins->handler - 1].label]] = 2;
    }
    return ways;
}

static bool is_return_without_line(const ouro_unit *u, uint32_t at)
{
    return at < u->count && u->code[at].op == OURO_OP_RETURN && u->code[at].span.line == OURO_NO_LINE;
}

/* A jump to a return that has no line, where others lead too, gets one of its own behind all other code: it has the jump's line. */
static void copy_returns(ouro_compiler *c, ouro_unit *u)
{
    uint8_t *ways = count_ways(c, u);
    for (uint32_t i = 0, count = u->count; i < count; i++) {
        uint32_t label = u->code[i].target;
        if (label == OURO_NO_LABEL || u->code[i].span.line == OURO_NO_LINE)
            continue;
        uint32_t at = u->labels[label];
        if (at >= count || ways[at] < 2 || !is_return_without_line(u, at))
            continue;
        ouro_ins copy = u->code[at];
        copy.span = u->code[i].span;
        ways[at]--;
        label = ouro__label(c);
        ouro__place(c, label);
        u->code[i].target = label;
        u->code = ouro__region_room(c, u->code, u->count, &u->capacity, sizeof *u->code);
        u->code[u->count++] = copy;
    }
}

/* An instruction without a line has that of the one before it where only that leads to it. What the next one has is found
 * before, as far as only jumps backward come from behind. */
static void spread_lines(ouro_compiler *c, ouro_unit *u)
{
    uint8_t *ways = count_ways(c, u);
    for (uint32_t i = 0; i < u->count; i++) {
        ouro_ins *ins = &u->code[i];
        if (i == 0 && ins->span.line == OURO_NO_LINE)
            ins->span = (ouro_span){u->first_line, 0, u->first_line, 0};
        if (ins->span.line == OURO_NO_LINE)
            continue;
        uint32_t to[2] = {ends_path(ins->op) ? u->count : i + 1,
                          ins->target == OURO_NO_LABEL ? u->count : target_of(u, ins)};
        for (int n = 0; n < 2; n++)
            if (to[n] < u->count && ways[to[n]] == 1 && u->code[to[n]].span.line == OURO_NO_LINE)
                u->code[to[n]].span = ins->span;
    }
}

/* A NOP is there for its line: it goes where the instruction before or behind it stands for the same one. */
static void drop_nops(ouro_compiler *c, ouro_unit *u)
{
    bool begins = u->flags & (OURO_CO_GENERATOR | OURO_CO_COROUTINE | OURO_CO_ASYNC_GENERATOR);
    uint8_t *ways = count_ways(c, u);
    for (uint32_t i = begins; i + 1 < u->count; i++) {
        ouro_ins *ins = &u->code[i], *next = ins + 1;
        if (ins->op != OURO_OP_NOP)
            continue;
        bool alone = ways[i + 1] < 2; /* nothing else leads to the next one */
        if (alone && next->span.line == OURO_NO_LINE)
            next->span = ins->span;
        if (next->span.line == ins->span.line || (i > 0 && ways[i] < 2 && !ends_path(ins[-1].op) && !ins[-1].dead &&
                                                  ins[-1].span.line == ins->span.line))
            ins->dead = true;
    }
}

/* ---- bound locals: a forward analysis over basic blocks, meeting by intersection ---- */

typedef struct analysis {
    ouro_unit *u;
    uint32_t words;     /* of a set of locals */
    uint32_t *block_of; /* instruction -> block that begins there + 1, 0: none */
    uint32_t *first;    /* block -> its first instruction; one more at the end */
    uint32_t block_count;
    uint64_t *in; /* sets at the beginning of each block */
    bool *reached, *queued;
    uint32_t *queue;
    uint32_t queue_count;
} analysis;

static void begin_block(analysis *a, uint32_t at)
{
    if (at < a->u->count)
        a->block_of[at] = 1;
}

static void find_blocks(ouro_compiler *c, analysis *a)
{
    ouro_unit *u = a->u;
    a->block_of = ouro__region_need(c, (u->count + 1) * sizeof *a->block_of);
    begin_block(a, 0);
    for (uint32_t i = 0; i < u->count; i++) {
        const ouro_ins *ins = &u->code[i];
        if (ins->target != OURO_NO_LABEL) {
            begin_block(a, target_of(u, ins));
            begin_block(a, i + 1);
        } else if (ends_path(ins->op)) {
            begin_block(a, i + 1);
        }
        if (ins->handler)
            begin_block(a, u->labels[u->catches[ins->handler - 1].label]);
    }
    for (uint32_t i = 0; i < u->count; i++)
        if (a->block_of[i])
            a->block_of[i] = ++a->block_count;
    a->first = ouro__region_need(c, (a->block_count + 1) * sizeof *a->first);
    for (uint32_t i = 0; i < u->count; i++)
        if (a->block_of[i])
            a->first[a->block_of[i] - 1] = i;
    a->first[a->block_count] = u->count;
}

/* State flows into the block at an instruction. */
static void flow_into(analysis *a, uint32_t at, const uint64_t *state)
{
    uint32_t block = a->block_of[at] - 1;
    uint64_t *in = &a->in[(size_t)block * a->words];
    bool changed = !a->reached[block];
    for (uint32_t w = 0; w < a->words; w++) {
        uint64_t met = a->reached[block] ? in[w] & state[w] : state[w];
        changed |= met != in[w];
        in[w] = met;
    }
    a->reached[block] = true;
    if (changed && !a->queued[block]) {
        a->queued[block] = true;
        a->queue[a->queue_count++] = block;
    }
}

static void set_local(const analysis *a, uint64_t *state, uint32_t reg, bool bound)
{
    if (reg >= a->u->local_count)
        return;
    if (bound)
        state[reg / 64] |= 1ull << reg % 64;
    else
        state[reg / 64] &= ~(1ull << reg % 64);
}

static void transfer(const analysis *a, const ouro_ins *ins, uint64_t *state)
{
    if (ins->op == OURO_OP_CHECK_BOUND)
        set_local(a, state, ins->a, true);
    else if (ins->op == OURO_OP_DELETE_LOCAL)
        set_local(a, state, ins->a, false);
    else if (ins->op == OURO_OP_UNPACK)
        for (uint32_t i = 0; i < ins->c; i++)
            set_local(a, state, ins->a + i, true);
    else if (ouro__opcode_formats[ins->op][0] == OURO_FIELD_DEST)
        set_local(a, state, ins->a, true);
}

static void run_block(analysis *a, uint32_t block, uint64_t *state)
{
    ouro_unit *u = a->u;
    memcpy(state, &a->in[(size_t)block * a->words], a->words * sizeof *state);
    for (uint32_t i = a->first[block]; i < a->first[block + 1]; i++) {
        const ouro_ins *ins = &u->code[i];
        if (ins->handler)
            flow_into(a, u->labels[u->catches[ins->handler - 1].label], state);
        if (ins->op == OURO_OP_FOR_ITER)
            flow_into(a, target_of(u, ins), state);
        transfer(a, ins, state);
        if (ins->target != OURO_NO_LABEL)
            flow_into(a, target_of(u, ins), state);
        if (ends_path(ins->op))
            return;
    }
    if (a->first[block + 1] < u->count)
        flow_into(a, a->first[block + 1], state);
}

static void drop_checks(ouro_compiler *c, ouro_unit *u)
{
    enum { MOST_WORDS = 1 << 22 };
    analysis a = {.u = u, .words = (u->local_count + 63) / 64};
    bool any = false;
    for (uint32_t i = 0; i < u->count && !any; i++)
        any = u->code[i].op == OURO_OP_CHECK_BOUND;
    if (!any)
        return;
    find_blocks(c, &a);
    if ((uint64_t)a.block_count * a.words > MOST_WORDS)
        return; /* the checks stay: correct, only slower */
    a.in = ouro__region_need(c, (size_t)a.block_count * a.words * sizeof *a.in);
    a.reached = ouro__region_need(c, a.block_count);
    a.queued = ouro__region_need(c, a.block_count);
    a.queue = ouro__region_need(c, a.block_count * sizeof *a.queue);
    uint64_t *state = ouro__region_need(c, a.words * sizeof *state);
    for (uint32_t i = 0; i < u->scope->parameter_count; i++)
        set_local(&a, state, i, true);
    flow_into(&a, 0, state);
    while (a.queue_count > 0) {
        uint32_t block = a.queue[--a.queue_count];
        a.queued[block] = false;
        run_block(&a, block, state);
    }
    for (uint32_t block = 0; block < a.block_count; block++) {
        memcpy(state, &a.in[(size_t)block * a.words], a.words * sizeof *state);
        for (uint32_t i = a.first[block]; i < a.first[block + 1]; i++) {
            ouro_ins *ins = &u->code[i];
            if (ins->op == OURO_OP_CHECK_BOUND && (state[ins->a / 64] >> ins->a % 64 & 1))
                ins->dead = true;
            transfer(&a, ins, state);
        }
    }
}

void ouro__flow(ouro_compiler *c, ouro_unit *u)
{
    thread_jumps(u);
    drop_unreachable(c, u);
    compact(c, u);
    drop_jumps_to_next(u);
    compact(c, u);
    drop_checks(c, u);
    compact(c, u);
    drop_nops(c, u);
    compact(c, u);
    copy_returns(c, u);
    spread_lines(c, u);
}
