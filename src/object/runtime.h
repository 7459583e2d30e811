/* The runtime: all state of one instance. Nothing in the library is static and mutable.
 *
 * One reserved region of address space holds it:
 *   0                    struct ouro_runtime
 *   OURO_STATICS_OFFSET  room for the immortal objects of the language (types/statics.h lays it out)
 *   OURO_TYPES_OFFSET    the type table, 256 bytes a type, committed as it grows
 * so that types and immortals are found by arithmetic from the runtime's address. */
#ifndef OURO_OBJECT_RUNTIME_H
#define OURO_OBJECT_RUNTIME_H

#include "heap/heap.h"
#include "object/type.h"

#define OURO_STATICS_OFFSET ((size_t)64 * 1024)
#define OURO_STATICS_SIZE ((size_t)64 * 1024)
#define OURO_TYPES_OFFSET ((size_t)128 * 1024)
#define OURO_TYPES_MAX ((uint32_t)1 << 20)

/* Type indexes below this are fixed at compile time (object/type_table.h and types/type_ids.h). */
#define OURO_STATIC_TYPES 512

/* Reasons to stop at the next safe point, in ouro_runtime.breaker. */
enum {
    OURO_BREAK_COLLECT = 1u << 0,  /* the young generation is over its threshold */
    OURO_BREAK_PRESSURE = 1u << 1, /* the budget runs low: collect fully */
    OURO_BREAK_PRUNE = 1u << 2,    /* the heap waits for freed containers to leave the young vector */
    OURO_BREAK_SIGNAL = 1u << 3,
    OURO_BREAK_STOP = 1u << 4,    /* asked by another thread of the host: interrupt the program */
    OURO_BREAK_TRACE = 1u << 5,   /* the program is traced or profiled: stays set meanwhile */
    OURO_BREAK_SHARE = 1u << 6,   /* a share of the budget was passed: tell the program */
    OURO_BREAK_CAPTURE = 1u << 7, /* a census of all objects is due: capture/internal.h */
    OURO_BREAK_POINT = 1u << 8,   /* so many blocks were allocated: take a census (modules/leaks.h) */
    OURO_BREAK_SAMPLE = 1u << 9,  /* look at a sampled object for its type, before it is gone */
};

struct ouro__sampler_config; /* trace/sampler.h */

/* What the floors above give to the core. Any may be NULL. */
typedef struct ouro_hooks {
    /* Sets rt->error to a MemoryError without allocating. NULL: the core's own placeholder is set. */
    void (*raise_memory)(ouro_runtime *rt);
    /* Calls callback(weakref) for the language and reports what it raises. */
    void (*weakref_callback)(ouro_runtime *rt, ouro_object *callback, ouro_object *weakref);
    /* Memory was refused, and this is to be told as an exception: may look at everything, and change nothing. */
    void (*out_of_memory)(ouro_runtime *rt);
    /* A static type's or class's descriptor is about to be reused: drop what hangs on it. */
    void (*type_released)(ouro_runtime *rt, ouro_type *type);
    /* Ends tracing: set while the runtime is traced or sampled. */
    void (*trace_stop)(ouro_runtime *rt);
    /* Begins to trace with the language's frames as places: as ouro__tracer_start. */
    int (*trace_frames)(ouro_runtime *rt, uint32_t frames);
    /* Begins to sample with them: as ouro__sampler_start, which gets the rest of its configuration from here. */
    int (*sample_frames)(ouro_runtime *rt, const struct ouro__sampler_config *config);
    /* Forgets the numbers of stacks that frames have noted. */
    void (*trace_forget)(ouro_runtime *rt);
    /* The name of a place as UTF-8, as ouro_trace_file gives it. */
    size_t (*trace_text)(ouro_runtime *rt, const void *name, char *text, size_t room);
    /* What OURO_BREAK_CAPTURE asks for: set while a capture is recorded. May not run a program's code. */
    void (*capture)(ouro_runtime *rt);
    /* The program is to trace, or sample, by itself while that is on: if a capture does so, it gives way. */
    void (*trace_yield)(ouro_runtime *rt);
    /* Another process was started: its command line, ended by NULL, or NULL when it is a copy of this one;
     * called in that copy too, with 0 for `pid`. */
    void (*child_started)(ouro_runtime *rt, int64_t pid, char *const *arguments);
    /* The process is about to end without the runtime being closed. */
    void (*capture_end)(ouro_runtime *rt, int status);
    /* What dumps say of objects beyond what the core knows. */
    const struct ouro__dump_language *dump;
} ouro_hooks;

typedef struct ouro_core_options {
    size_t memory_limit; /* bytes; 0: none */
    bool debug_heap;     /* also switched on by OURO_HEAP=debug in the environment */
    /* tests: restricted young collection at every Nth allocation of a container; 0 off */
    uint32_t collect_every;
    uint32_t collect_full_every;
    uint64_t fail_at;    /* tests: the Nth allocation is refused; 0 off */
    uint64_t fail_count; /* how many from there on; 0: all */
    bool report_leaks;   /* blocks left at the end are reported on stderr; also OURO_LEAKS=report */
    bool abort_on_leak;  /* tests: and then abort(); also OURO_LEAKS=abort */
} ouro_core_options;

struct ouro_gc;             /* gc/gc.h */
struct ouro_tracer;         /* trace/tracer.h */
struct ouro__sites;         /* trace/sites.h */
struct ouro_sampler;        /* trace/sampler.h */
struct ouro_capture;        /* capture/internal.h */
struct ouro__dump_language; /* dump/dump.h */
struct ouro__dump_on_oom;   /* dump/file.c */
struct ouro__tables;        /* object/tables.h */
struct ouro_python;         /* types/state.h: everything of the language */

struct ouro_runtime {
    ouro_heap heap;

    /* The young vector: containers allocated since the last young collection, each listed once, freed ones
     * possibly among them (their type index is 0). */
    ouro_object **young_next, **young_end, **young_start;
    ouro_object *
        *young_limit;        /* end of the room; young_end is lower where tests want to be asked more often */
    int32_t young_count;     /* containers allocated less containers freed since then, at least 0 */
    int32_t young_threshold; /* above this the breaker is set; INT32_MAX while collection is off */
    _Atomic uint32_t breaker;
    const void *const *dispatch; /* the interpreter's: where each opcode goes, by what is on (vm/trace.h) */

    bool young_grows; /* the young vector is being resized */
    /* Called when the young vector is full, before it grows: may empty it. Never runs a program's code. */
    void (*young_full)(ouro_runtime *rt);

    ouro_object *error;     /* the pending exception, owned; NULL: none */
    ouro_object core_error; /* stands for MemoryError while no language gives a better one; immortal */

    uint32_t type_count;      /* indexes in use, from 0 */
    uint32_t free_type;       /* head of the list of released indexes (linked through .version), 0: none */
    uint32_t next_version;    /* last attribute version given out */
    uint32_t dealloc_depth;   /* nested deallocations on the C stack */
    ouro_object *dealloc_top; /* object being drained by the innermost walk */
    ouro_object
        *dealloc_queue;    /* dead containers that wait for the innermost walk, newest first (dealloc.c) */
    bool dealloc_deferred; /* deaths of containers go to the queue: a type's clear runs */

    struct ouro__tables *tables;
    struct ouro_gc *gc;
    struct ouro_tracer *tracer;            /* NULL: allocations are not traced */
    struct ouro_sampler *sampler;          /* NULL: nor sampled */
    struct ouro__sites *sites;             /* the stacks of both; NULL while neither is on */
    struct ouro_capture *capture;          /* NULL: nothing is recorded */
    struct ouro__dump_on_oom *dump_on_oom; /* a mapping (dump/file.c); NULL: no dump is written then */
    size_t dump_on_oom_bytes;
    struct ouro_python *python;
    ouro_hooks hooks;

    char *c_stack_limit;               /* lowest address that C recursion may reach; see ouro__stack_low */
    char *c_stack_start, *c_stack_end; /* the stack that this limit is of; see ouro__enter_stack */
    size_t region_size;
    size_t types_committed;
    bool dispensable;       /* what is being made can be done without: not worth a collection */
    bool memory_error_gone; /* one was dealt with, since the collector last looked */
    bool closing;
    bool leaks_checked;
    ouro_core_options options;
};

_Static_assert(sizeof(ouro_runtime) <= OURO_STATICS_OFFSET, "the runtime has outgrown its room");

#define ouro__likely(x) __builtin_expect(!!(x), 1)
#define ouro__unlikely(x) __builtin_expect(!!(x), 0)

static inline ouro_type *ouro__type_at(ouro_runtime *rt, uint32_t word)
{
    return (ouro_type *)((char *)rt + OURO_TYPES_OFFSET + (word & ~(uint32_t)OURO_FLAG_MASK));
}

static inline ouro_type *ouro__type_of(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__type_at(rt, o->word);
}

static inline uint32_t ouro__type_index(const ouro_object *o)
{
    return o->word >> 8;
}

/* True when `o` is exactly of the static type with this index. */
static inline bool ouro__is_exactly(const ouro_object *o, uint32_t index)
{
    return o->word >> 8 == index;
}

static inline bool ouro__is_container(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__heap_is_container(&rt->heap, o);
}

/* True when less than the guard is left of the C stack: stop recursing and raise. */
static inline bool ouro__stack_low(const ouro_runtime *rt)
{
    char here;
    return (char *)__builtin_frame_address(0) < rt->c_stack_limit || &here < rt->c_stack_limit;
}

/* Takes the limit of the C stack from the calling thread. */
void ouro__set_stack_limit(ouro_runtime *rt);

/* To be called where a host may come in from another thread than before. Costs two comparisons while it does
 * not. */
static inline void ouro__enter_stack(ouro_runtime *rt)
{
    char *here = (char *)__builtin_frame_address(0);
    if (ouro__unlikely(here < rt->c_stack_start || here >= rt->c_stack_end))
        ouro__set_stack_limit(rt);
}

/* Makes the core of a runtime (heap, type table, weak references; no collector, no language). NULL:
 * refused. */
ouro_runtime *ouro__runtime_create(const ouro_core_options *options);
/* Releases everything, after the leak check. Objects left over are gone without finalizers: the floors above
 * have closed before. */
void ouro__runtime_destroy(ouro_runtime *rt);
/* How many blocks are left, the core's own not counted. If the options say so, writes to stderr which, by
 * type, and aborts. The first call does it; destroying the runtime makes up for it. */
size_t ouro__runtime_check_leaks(ouro_runtime *rt);

/* Sets the pending exception to MemoryError; allocates nothing; returns NULL. */
void *ouro__no_memory(ouro_runtime *rt);

#endif
