/* The objects that retain most of those with the same dominator. */
#include "graph/graph.h"

static bool is_smaller(const ouro__dominated *a, const ouro__dominated *b)
{
    return a->retained != b->retained ? a->retained < b->retained : a->node > b->node;
}

/* `rows` is a heap with the smallest in front, but for the row at `at`, which may be too large for its place. */
static void sift_down(ouro__dominated *rows, size_t count, size_t at)
{
    ouro__dominated row = rows[at];
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && is_smaller(&rows[child + 1], &rows[child]))
            child++;
        if (!is_smaller(&rows[child], &row))
            break;
        rows[at] = rows[child];
    }
    rows[at] = row;
}

static void sift_up(ouro__dominated *rows, size_t at)
{
    ouro__dominated row = rows[at];
    for (; at && is_smaller(&row, &rows[(at - 1) / 2]); at = (at - 1) / 2)
        rows[at] = rows[(at - 1) / 2];
    rows[at] = row;
}

uint32_t ouro__dominators_largest(const ouro__dominators *d, uint32_t under, ouro__dominated *rows,
                                  size_t room)
{
    const ouro__graph *g = d->graph;
    uint32_t found = 0;
    size_t count = 0;
    for (uint32_t node = 0; node < g->nodes; node++) {
        if (d->of[node] != under || g->objects[node]->refcount & OURO_IMMORTAL)
            continue;
        ouro__dominated row = {d->retained[node], node, d->count[node]};
        found++;
        if (count < room) {
            rows[count] = row;
            sift_up(rows, count++);
        } else if (room && is_smaller(&rows[0], &row)) {
            rows[0] = row;
            sift_down(rows, count, 0);
        }
    }
    while (count > 1) { /* the smallest goes to the end */
        ouro__dominated smallest = rows[0];
        rows[0] = rows[--count];
        rows[count] = smallest;
        sift_down(rows, count, 0);
    }
    return found;
}
