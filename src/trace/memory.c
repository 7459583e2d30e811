/* Memory for the tracer's own tables. */
#include "trace/memory.h"

#include "os/os.h"

enum { LEAST = 16 * 1024 };

bool ouro__growing_reserve(ouro_heap *h, ouro__growing *g, size_t bytes)
{
    if (bytes <= g->bytes)
        return true;
    size_t wanted = g->bytes ? g->bytes * 2 : LEAST, page = ouro__os_page_size();
    if (wanted < bytes)
        wanted = (bytes + page - 1) / page * page;
    if (!ouro__heap_charge_now(h, wanted - g->bytes))
        return false;
    void *memory = g->memory ? ouro__os_remap(g->memory, g->bytes, wanted) : ouro__os_map(wanted);
    if (!memory) {
        ouro__heap_charge(h, -(ptrdiff_t)(wanted - g->bytes));
        return false;
    }
    *g = (ouro__growing){memory, wanted};
    return true;
}

void ouro__growing_release(ouro_heap *h, ouro__growing *g)
{
    if (!g->memory)
        return;
    ouro__os_release(g->memory, g->bytes);
    ouro__heap_charge(h, -(ptrdiff_t)g->bytes);
    *g = (ouro__growing){0};
}
