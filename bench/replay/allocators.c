#include "allocators.h"

#include <dlfcn.h>
#include <string.h>

const allocator allocators[] = {
    {.name = "ouro"},      /* inlined in the replay: sizes are known on free, as they are in the runtime */
    {.name = "ouro-call"}, /* the general functions, called like everybody else's */
    {.name = "glibc",
     .library = "libc.so.6",
     .malloc_name = "malloc",
     .calloc_name = "calloc",
     .realloc_name = "realloc",
     .free_name = "free"},
    {.name = "mimalloc",
     .library = "libmimalloc.so.2.0",
     .malloc_name = "mi_malloc",
     .calloc_name = "mi_calloc",
     .realloc_name = "mi_realloc",
     .free_name = "mi_free"},
    {.name = "jemalloc",
     .library = "libjemalloc.so.2",
     .malloc_name = "malloc",
     .calloc_name = "calloc",
     .realloc_name = "realloc",
     .free_name = "free"},
    {.name = "pymalloc",
     .library = "libpython3.11.so.1.0",
     .malloc_name = "PyObject_Malloc",
     .calloc_name = "PyObject_Calloc",
     .realloc_name = "PyObject_Realloc",
     .free_name = "PyObject_Free"},
};
const size_t allocator_count = sizeof allocators / sizeof *allocators;

/* dlsym gives a data pointer; copying its bytes is the portable way to a function pointer. */
static bool find(void *library, const char *name, void *function)
{
    void *symbol = dlsym(library, name);
    memcpy(function, &symbol, sizeof symbol);
    return symbol != NULL;
}

bool allocator_open(allocator *a)
{
    if (!a->library)
        return true;
    void *library = dlopen(a->library, RTLD_NOW | RTLD_LOCAL);
    return library && find(library, a->malloc_name, &a->malloc) &&
           find(library, a->calloc_name, &a->calloc) && find(library, a->realloc_name, &a->realloc) &&
           find(library, a->free_name, &a->free);
}
