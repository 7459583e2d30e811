/* A core runtime: heap, counted objects, collector; no language. A language runtime (python.h) is one too,
 * and everything of the core API but opening and closing works on it.
 *
 * A runtime is used by one thread at a time. Several share nothing and run in parallel. */
#ifndef OURO_RUNTIME_H
#define OURO_RUNTIME_H

#include "ouro/object.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ouro_core_config {
    size_t size;         /* sizeof(ouro_core_config): set by OURO_CORE_CONFIG_INIT */
    size_t memory_limit; /* bytes that the runtime may take from the system; 0: no limit */
    bool debug_heap;     /* guards, fill patterns and reports for memory errors; slower */
    bool report_leaks;   /* closing writes to stderr what blocks were left, by type */
} ouro_core_config;

#ifdef __cplusplus
#define OURO_CORE_CONFIG_INIT (ouro_core_config{sizeof(ouro_core_config), 0, false, false})
#else
#define OURO_CORE_CONFIG_INIT ((ouro_core_config){.size = sizeof(ouro_core_config)})
#endif

/* A fresh runtime. `config` may be NULL. NULL when memory is refused. */
OURO_API ouro_runtime *ouro_core_open(const ouro_core_config *config);
/* Collects what is unreachable (finalizers run), then releases all memory of the runtime. References and
 * types that the program still holds are dead afterwards; no finalizer runs for what they held. Returns how
 * many blocks that were (0: the program gave back all it took). */
OURO_API size_t ouro_core_close(ouro_runtime *rt);

/* Allocating never runs a program's code: collections that are due wait for this call. Programs that make
 * cycles call it now and then where finalizers and callbacks may run, such as once a round of their main
 * loop. Costs a load while nothing is due. */
OURO_API void ouro_safepoint(ouro_runtime *rt);

#ifdef __cplusplus
}
#endif
#endif
