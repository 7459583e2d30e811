/* Which type most of what a stack allocated has: of what is live at a census. A list's or dict's room counts as the list or
 * dict, other buffers as nothing. */
#include "capture/internal.h"

enum { LITTLE = 4096 /* of all: less than one in so many is not told */, STACK_SHIFT = 32 };

void capture_kind_add(ouro_capture *c, uint32_t stack, uint32_t type_index, uint64_t bytes)
{
    if (stack <= OURO_STACK_ROOT || !type_index)
        return;
    capture_sum *sum = capture_tally_at(c->rt, &c->kinds, (uint64_t)stack << STACK_SHIFT | type_index);
    if (sum)
        sum->bytes += bytes;
}

static bool add_sample(void *context, const ouro__sample *sample)
{
    capture_kind_add(context, sample->stack, sample->word >> 8,
                     (uint64_t)(sample->weight * (double)sample->size));
    return true;
}

void capture_kinds_begin(ouro_capture *c)
{
    capture_tally_clear(&c->kinds);
    if (!c->exact && capture_stacks(c))
        ouro__sampler_each(c->rt, add_sample, c);
}

/* In c->rows: of each stack its first type, as `count`, and the bytes of that. The sum of all that was found. */
static uint64_t find_first(ouro_capture *c)
{
    uint64_t all = 0;
    capture_tally_clear(&c->rows);
    const capture_sum *sums = c->kinds.slots.memory;
    for (size_t i = 0; i < capture_tally_room(&c->kinds); i++) {
        capture_sum *first =
            sums[i].key ? capture_tally_at(c->rt, &c->rows, sums[i].key >> STACK_SHIFT) : NULL;
        all += sums[i].bytes;
        if (first && sums[i].bytes > first->bytes) {
            first->bytes = sums[i].bytes;
            first->count = (uint32_t)sums[i].key;
        }
    }
    return all;
}

void capture_put_kinds(ouro_capture *c)
{
    uint64_t least = find_first(c) / LITTLE;
    capture_sum *rows = c->rows.slots.memory;
    size_t room = capture_tally_room(&c->rows);
    if (!c->rows.used)
        return;
    for (size_t i = 0; i < room; i++) /* to numbers of the file; what has none is left out */
        if (rows[i].key) {
            uint32_t stack = rows[i].bytes >= least ? capture_stack(c, (uint32_t)rows[i].key) : 0;
            rows[i].count = stack ? capture_type_number(c, (uint32_t)rows[i].count) : 0;
        }
    capture_begin(c->rt, &c->output, CAPTURE_KINDS);
    capture_put(c->rt, &c->output, capture_time(c));
    for (size_t i = 0; i < room; i++)
        if (rows[i].key && rows[i].count) {
            capture_put(c->rt, &c->output, capture_known_stack(c, (uint32_t)rows[i].key));
            capture_put(c->rt, &c->output, rows[i].count);
            capture_put(c->rt, &c->output, rows[i].bytes);
        }
    capture_finish(c->rt, &c->output);
}
