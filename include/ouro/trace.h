/* Tracing: which place of the program allocated each block of the heap, and who had called it there. Costs
 * nothing while it is off.
 *
 * Or a sample of them, which costs next to nothing while it is on: blocks are drawn at random, one for so many
 * bytes in the mean, and what is known of all is estimated from them, without bias and with the error that is
 * to be expected. Both may be on at once; they share the numbers of stacks.
 *
 * A runtime with a language traces the frames of its programs. A C program tells by a callback where it
 * stands. A stack of calls is a number, the same for equal stacks: its innermost place is read with
 * ouro_trace_file and the like, the stack of its caller with ouro_trace_caller. Numbers hold until tracing is
 * stopped or cleared. */
#ifndef OURO_TRACE_H
#define OURO_TRACE_H

#include "ouro/object.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    OURO_TRACE_LOST = 0,        /* no stack: the block is not traced */
    OURO_TRACE_NOWHERE = 1,     /* the empty stack: nothing ran, or nobody told */
    OURO_TRACE_WHERE_MOST = 128 /* frames that a callback may tell */
};

/* The texts stay as they are, at the same address, while tracing is on (as string constants do): equal
 * addresses are equal places. NULL is taken as "". */
typedef struct ouro_trace_frame {
    const char *file, *function;
    int line;
} ouro_trace_frame;

/* Where the program is: fills `frames` from the innermost on, at most `most`, and returns how many. Called
 * for each block that is allocated; may not use the runtime. */
typedef int (*ouro_trace_where)(void *context, ouro_trace_frame *frames, int most);

typedef struct ouro_trace_config {
    size_t size; /* sizeof(ouro_trace_config): set by OURO_TRACE_CONFIG_INIT */
    int frames;  /* of a stack that are shown: the language's tracemalloc module goes by it. A callback is
                               asked for no more. 1 to 65535 */
    ouro_trace_where where; /* NULL: the language's frames, if there is one */
    void *context;          /* of `where` */
    size_t sample_bytes;    /* bytes from one sample to the next, in the mean: 524288 is a good choice; 0:
                               every block is traced */
    uint64_t seed;          /* of the random numbers that draw samples; 0: unpredictable ones */
} ouro_trace_config;

#ifdef __cplusplus
#define OURO_TRACE_CONFIG_INIT (ouro_trace_config{sizeof(ouro_trace_config), 25, NULL, NULL, 0, 0})
#else
#define OURO_TRACE_CONFIG_INIT ((ouro_trace_config){.size = sizeof(ouro_trace_config), .frames = 25})
#endif

/* Traces what is allocated from now on, or takes samples; nothing changes when that is on already. `config` may be
 * NULL. 0, or -1 when memory is refused, `frames` is out of range, or the other of the two is on with places of the
 * other kind, the language's frames or a callback's texts (no exception is set). */
OURO_API int ouro_trace_start(ouro_runtime *rt, const ouro_trace_config *config);
/* Ends both, and forgets all that was traced. */
OURO_API void ouro_trace_stop(ouro_runtime *rt);
OURO_API bool ouro_trace_is_on(ouro_runtime *rt);
/* Whether it is on and takes samples. */
OURO_API bool ouro_trace_is_sampling(ouro_runtime *rt);
/* Forgets what was traced so far, and goes on. 0, or -1 when memory is refused: it is off then. */
OURO_API int ouro_trace_clear(ouro_runtime *rt);

typedef struct ouro_trace_figures {
    size_t size;        /* sizeof(ouro_trace_figures): set by the caller */
    size_t bytes, peak; /* in traced blocks, as they were asked for: now, and at most */
    size_t blocks;      /* of them */
    size_t lost;        /* blocks that there was no memory to trace */
    size_t own;         /* bytes that tracing itself takes */
} ouro_trace_figures;

/* Fills `figures` as far as its `size` says; zeros while tracing is off. While only samples are taken, bytes, peak
 * and blocks are estimates of what they are for all blocks. */
OURO_API void ouro_trace_get(ouro_runtime *rt, ouro_trace_figures *figures);
OURO_API void ouro_trace_reset_peak(ouro_runtime *rt);

typedef struct ouro_trace_block {
    uintptr_t address;
    size_t bytes;    /* as they were asked for */
    uint32_t domain; /* 0: the heap */
    uint32_t stack;
} ouro_trace_block;

/* Calls visit for each traced block until it returns false; it may neither allocate nor free. While only
 * samples are taken these are the traced ones. */
OURO_API void ouro_trace_each(ouro_runtime *rt,
                              bool (*visit)(ouro_runtime *rt, const ouro_trace_block *block, void *context),
                              void *context);
/* The stack that allocated a block of the heap, such as an object; OURO_TRACE_LOST when it is not traced. */
OURO_API uint32_t ouro_trace_stack_of(ouro_runtime *rt, const void *block);
/* The stack that runs; OURO_TRACE_LOST when tracing is off or memory is refused. */
OURO_API uint32_t ouro_trace_here(ouro_runtime *rt);

/* What samples tell of all blocks. An estimate lies within twice its error of what is true in 95 of 100 cases, when
 * there are more than a few samples. */
typedef struct ouro_trace_estimate {
    size_t size;                       /* sizeof(ouro_trace_estimate): set by the caller */
    double live_bytes, live_error;     /* in blocks that are in use, as asked for; and the standard error */
    double live_blocks;                /* of them */
    double bytes, bytes_error, blocks; /* the same of all since sampling began, freed ones included */
    uint64_t live_samples, samples;    /* that this was estimated from */
} ouro_trace_estimate;

/* Of all blocks: fills it as far as its `size` says; zeros while no samples are taken. */
OURO_API void ouro_trace_estimate_all(ouro_runtime *rt, ouro_trace_estimate *estimate);
/* Calls visit with the estimate of each stack that has samples, until it returns false; it may neither allocate nor
 * free. OURO_TRACE_LOST: those for whose stack there was no memory. */
OURO_API void ouro_trace_estimate_stacks(ouro_runtime *rt,
                                         bool (*visit)(ouro_runtime *rt, uint32_t stack,
                                                       const ouro_trace_estimate *estimate, void *context),
                                         void *context);

typedef struct ouro_trace_sample {
    uintptr_t address; /* of the block: an object, or a buffer when there is no type */
    size_t bytes;      /* as they were asked for */
    double weight;     /* blocks like it that it stands for, at least 1 */
    double age;        /* seconds since it was allocated */
    uint32_t stack;
    ouro_type *type; /* of the object; NULL: it is a buffer */
} ouro_trace_sample;

/* Calls visit for each sample in use until it returns false; it may neither allocate nor free. */
OURO_API void ouro_trace_each_sample(ouro_runtime *rt,
                                     bool (*visit)(ouro_runtime *rt, const ouro_trace_sample *sample,
                                                   void *context),
                                     void *context);

/* The caller's stack; OURO_TRACE_NOWHERE behind the outermost place, and of itself. These functions take numbers
 * that the runtime gave, other than OURO_TRACE_LOST, while they hold. */
OURO_API uint32_t ouro_trace_caller(ouro_runtime *rt, uint32_t stack);
/* Frames of a stack; 0 of OURO_TRACE_NOWHERE. */
OURO_API size_t ouro_trace_depth(ouro_runtime *rt, uint32_t stack);
/* Of its innermost place; 0 of OURO_TRACE_NOWHERE. */
OURO_API int ouro_trace_line(ouro_runtime *rt, uint32_t stack);
/* As snprintf: writes at most `room` bytes of UTF-8, a zero at the end included, and returns how many the whole text
 * has without it. Empty of OURO_TRACE_NOWHERE. Allocate nothing. */
OURO_API size_t ouro_trace_file(ouro_runtime *rt, uint32_t stack, char *text, size_t room);
OURO_API size_t ouro_trace_function(ouro_runtime *rt, uint32_t stack, char *text, size_t room);

/* Memory that is not the heap's, in a domain of the caller's own (not 0), allocated where the program is now. What was
 * told of this address before is replaced. 0, or -1 when tracing is off or memory is refused. */
OURO_API int ouro_trace_track(ouro_runtime *rt, uint32_t domain, uintptr_t address, size_t bytes);
/* Nothing happens when it is not tracked. */
OURO_API void ouro_trace_untrack(ouro_runtime *rt, uint32_t domain, uintptr_t address);

#ifdef __cplusplus
}
#endif
#endif
