/* What the files of the recorder behind ouro/capture.h and `-X capture=FILE` share.
 *
 * Records are made when the program allocates, at collections and at safe points, never by a clock or a signal, and go through
 * no block of the heap. */
#ifndef OURO_CAPTURE_INTERNAL_H
#define OURO_CAPTURE_INTERNAL_H

#include <sys/types.h>

#include "object/runtime.h"
#include "ouro/capture.h"
#include "trace/sampler.h"
#include "trace/tracer.h"

/* Kinds of records; docs/formats.md has what they hold. */
enum {
    CAPTURE_START = 1,
    CAPTURE_TEXT,
    CAPTURE_STACK,
    CAPTURE_TYPE,
    CAPTURE_POINT,
    CAPTURE_COLLECTION,
    CAPTURE_SNAPSHOT,
    CAPTURE_FLOW,
    CAPTURE_CENSUS,
    CAPTURE_LAYOUTS,
    CAPTURE_BOXES,
    CAPTURE_GARBAGE,
    CAPTURE_CYCLES,
    CAPTURE_CHILD,
    CAPTURE_END,
    CAPTURE_BLIND,
    CAPTURE_KINDS,
};

/* Why a snapshot or census was taken. */
enum { CAPTURE_WHY_PEAK, CAPTURE_WHY_TIME, CAPTURE_WHY_EXIT };

/* ---- output.c: the file ---- */

typedef struct capture_output {
    int fd; /* -1: closed, or it failed */
    dev_t device;
    ino_t file;
    pid_t process; /* that it belongs to */
    uint64_t written;
    ouro__growing gathered; /* whole records, and the one being made */
    size_t length, record;  /* bytes gathered; where the record being made begins */
    bool lost;              /* memory for the record being made was refused */
} capture_output;

/* False with errno set. */
bool capture_output_open(ouro_runtime *rt, capture_output *o, const char *file);
void capture_output_close(ouro_runtime *rt, capture_output *o);
/* A record: begin, then its fields, then end. It is dropped whole when there is no memory for it. */
void capture_begin(ouro_runtime *rt, capture_output *o, uint8_t kind);
void capture_put(ouro_runtime *rt, capture_output *o, uint64_t number);
void capture_put_text(ouro_runtime *rt, capture_output *o, const char *text, size_t length);
void capture_finish(ouro_runtime *rt, capture_output *o);
/* Hands what is gathered to the system. False when it does not take it: the output is closed then. */
bool capture_flush(ouro_runtime *rt, capture_output *o);

/* ---- tally.c: sums by a key ---- */

typedef struct capture_sum {
    uint64_t key; /* 0: free slot */
    uint64_t bytes, count;
} capture_sum;

typedef struct capture_tally {
    ouro__growing slots; /* of capture_sum, open addressing, at most half full */
    size_t used;
} capture_tally;

/* The sum of a key (not 0), a new one when there is none yet; NULL when memory is refused. */
capture_sum *capture_tally_at(ouro_runtime *rt, capture_tally *t, uint64_t key);
void capture_tally_clear(capture_tally *t);
void capture_tally_release(ouro_runtime *rt, capture_tally *t);
/* Its slots, in use or not. */
static inline size_t capture_tally_room(const capture_tally *t)
{
    return t->slots.bytes / sizeof(capture_sum);
}

/* ---- The recorder ---- */

/* What a stack allocated and what of it is live. */
typedef struct capture_flow {
    uint64_t live, live_blocks, total, total_blocks;
} capture_flow;

/* What is known of a type: its number in the file, and sums of the census being taken. */
typedef struct capture_type {
    const void *identity; /* of the type when it was named: its descriptor may come to be another's */
    uint32_t number;      /* of its TYPE record, 0: none yet */
    uint32_t attributes;  /* the most that an instance has */
    uint64_t count, bytes;
    uint64_t plain;                  /* of these bytes: instances with their attributes, nothing else */
    uint64_t garbage, garbage_bytes; /* found by the collector so far */
} capture_type;

enum { CAPTURE_CYCLES_MOST = 64, CAPTURE_ATTRIBUTE = 64, CAPTURE_NAME = 4096 };

/* An attribute that closed cycles. */
typedef struct capture_cycle {
    uint32_t type, target; /* indexes of types; 0: free */
    char attribute[CAPTURE_ATTRIBUTE];
    uint64_t now; /* in the collection that is looked at */
    uint64_t count, bytes;
} capture_cycle;

typedef struct ouro_capture {
    ouro_runtime *rt;
    capture_output output;
    bool exact;
    bool blind; /* the program took the tracer: stacks are no longer known */
    bool told_blind;
    size_t mean;
    uint64_t most;         /* bytes of the file */
    ouro_sampler *sampler; /* that we started */
    uint64_t started;      /* ouro__os_clock then; all times count from it */
    uint64_t next_point, next_latest;
    uint64_t next_census, next_peak_census; /* no sooner than then, with no peak and at one */
    size_t since_tick;                      /* bytes allocated since */
    size_t peak;                            /* live bytes at the last snapshot of a peak */
    size_t census_peak;                     /* live bytes that the last census at a peak was asked for at */
    bool census_due;                        /* and it was not taken yet */
    size_t resident_peak;
    ouro__growing flows;  /* of capture_flow, by stack (exact) */
    ouro__growing named;  /* of uint32_t, by stack: its number in the file */
    uint32_t stack_count; /* numbers given so far */
    capture_tally texts;  /* by address of the name: its number is `count` */
    uint32_t text_count;
    ouro__growing types; /* of capture_type, by type index */
    uint32_t type_numbers;
    capture_tally rows;  /* of the snapshot or census being made */
    capture_tally kinds; /* bytes by stack and type, of the census being made */
    capture_cycle cycles[CAPTURE_CYCLES_MOST];
    ouro__growing steps, edges; /* of a search through garbage */
    size_t before_collection;   /* live bytes when the collector had found garbage; 0: it found none */
    uint64_t next_search, unsearched, unsearched_bytes;
    ouro__growing path; /* of uint32_t: stacks on the way to a known one */
    ouro_heap_stats stats;
    char children
        [CAPTURE_NAME]; /* what captures of copies of this process are named after; "": none are made */
} ouro_capture;

/* ---- source.c: allocations, as the tracer or the sampler tells them ---- */

/* 0, or -1 when memory is refused. */
int capture_source_start(ouro_capture *c);
void capture_source_stop(ouro_capture *c);
/* Bytes that are live in traced blocks (sampled: an estimate). */
size_t capture_live(const ouro_capture *c);
/* The stacks that the numbers are of; NULL when they are no longer known. */
const ouro__stacks *capture_stacks(ouro_capture *c);
/* Brings c->flows up to date. */
void capture_source_sum(ouro_capture *c);
/* The stack that allocated a block; OURO_STACK_NONE when it is not traced. */
uint32_t capture_stack_of(ouro_capture *c, const void *block);

/* ---- recorder.c ---- */

/* Nanoseconds since recording began. */
uint64_t capture_time(const ouro_capture *c);
/* Whether this process may still write: a forked child may not. */
bool capture_is_open(ouro_capture *c);
/* Called now and then while the program allocates: may not use the heap. */
void capture_tick(ouro_capture *c);

/* names.c: numbers of stacks and types in the file, written when they are first needed. 0 when memory is refused. */
uint32_t capture_stack(ouro_capture *c, uint32_t stack);
/* The number that a stack was given already, or 0. */
static inline uint32_t capture_known_stack(const ouro_capture *c, uint32_t stack)
{
    return stack < c->named.bytes / sizeof(uint32_t) ? ((const uint32_t *)c->named.memory)[stack] : 0;
}
/* What is known of a type; NULL when memory is refused. */
capture_type *capture_type_at(ouro_capture *c, uint32_t type_index);
uint32_t capture_type_number(ouro_capture *c, uint32_t type_index);

/* snapshot.c */
void capture_snapshot(ouro_capture *c, int why);
/* garbage.c: what a collection found, while it still is; and its sums so far, as records. */
void capture_condemned(ouro_runtime *rt, ouro_object *const *found, size_t count);
void capture_put_garbage(ouro_capture *c);
/* kinds.c: types by stack. In a census: begin, add what is exactly known, put. */
void capture_kinds_begin(ouro_capture *c);
void capture_kind_add(ouro_capture *c, uint32_t stack, uint32_t type_index, uint64_t bytes);
void capture_put_kinds(ouro_capture *c);
/* census.c: at a safe point. */
void capture_census(ouro_capture *c, int why);

#endif
