/* Memory for the tracer's own tables. It comes straight from the operating system, since a tap of the heap may not use
 * the heap, and counts in the heap's budget. */
#ifndef OURO_TRACE_MEMORY_H
#define OURO_TRACE_MEMORY_H

#include "heap/heap.h"

/* A mapping that grows; zeroed beyond what was written. Begins as {0}. */
typedef struct ouro__growing {
    void *memory;
    size_t bytes;
} ouro__growing;

/* Makes room for `bytes`, at least doubling. False when the budget or the system refuses: nothing is changed then. The
 * memory may move. */
bool ouro__growing_reserve(ouro_heap *h, ouro__growing *g, size_t bytes);
void ouro__growing_release(ouro_heap *h, ouro__growing *g);

#endif
