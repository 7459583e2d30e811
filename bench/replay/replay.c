/* Replays recorded allocation traces against this heap and others: time, peak and final resident memory.
 *
 *     replay [-r ROUNDS] [-a NAME,NAME] TRACE...
 *
 * Every run is a forked child on one and the same core, the allocators taking turns (A B C A B C ...). Each
 * block's first bytes are written on allocation and checked on free and after realloc. What is live at the
 * end of the trace is freed, then the final resident memory is taken. Medians are printed, and beside the
 * time its ratio to the first allocator's. */
#include "allocators.h"
#include "trace.h"

#include "heap/heap.h"
#include "os/os.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    char *block;
    uint32_t size;
} slot;

typedef struct {
    double ns_per_event, peak_mib, final_mib, faults;
} result;

enum { MOST_ROUNDS = 101 };

static void die(const char *what)
{
    fprintf(stderr, "replay: %s\n", what);
    exit(1);
}

static inline void touch(char *block, uint32_t size, uint32_t mark)
{
    if (!block)
        die("an allocation failed");
    if (size >= 4)
        memcpy(block, &mark, 4);
}

static inline void check(const char *block, uint32_t size, uint32_t mark)
{
    uint32_t found = mark;
    if (size >= 4)
        memcpy(&found, block, 4);
    if (found != mark)
        die("a block does not hold what was written");
}

/* One replay loop for each way of calling, so that no way pays for another's. */
#define REPLAY_LOOP(name, CONTEXT, MALLOC, CALLOC, REALLOC, FREE)                                            \
    static void name(CONTEXT context, const trace *t, slot *slots)                                           \
    {                                                                                                        \
        (void)context;                                                                                       \
        for (const trace_event *e = t->events, *end = e + t->count; e < end; e++) {                          \
            uint32_t mark = e->slot_op >> 2, size = e->size;                                                 \
            slot *s = &slots[mark];                                                                          \
            switch (e->slot_op & 3) {                                                                        \
            case TRACE_MALLOC:                                                                               \
                s->block = MALLOC(size);                                                                     \
                touch(s->block, s->size = size, mark);                                                       \
                break;                                                                                       \
            case TRACE_CALLOC:                                                                               \
                s->block = CALLOC(size);                                                                     \
                check(s->block, size, 0);                                                                    \
                touch(s->block, s->size = size, mark);                                                       \
                break;                                                                                       \
            case TRACE_REALLOC:                                                                              \
                s->block = REALLOC(s->block, size);                                                          \
                check(s->block, s->size < size ? s->size : size, mark);                                      \
                touch(s->block, s->size = size, mark);                                                       \
                break;                                                                                       \
            default:                                                                                         \
                check(s->block, s->size, mark);                                                              \
                FREE(s->block, s->size);                                                                     \
                s->block = NULL;                                                                             \
            }                                                                                                \
        }                                                                                                    \
        for (uint64_t i = 0; i < t->slots; i++)                                                              \
            if (slots[i].block) {                                                                            \
                check(slots[i].block, slots[i].size, (uint32_t)i);                                           \
                FREE(slots[i].block, slots[i].size);                                                         \
            }                                                                                                \
    }

#define CALL_MALLOC(size) context->malloc(size)
#define CALL_CALLOC(size) context->calloc(1, size)
#define CALL_REALLOC(block, size) context->realloc(block, size)
#define CALL_FREE(block, size) context->free(block)
REPLAY_LOOP(replay_library, const allocator *, CALL_MALLOC, CALL_CALLOC, CALL_REALLOC, CALL_FREE)

#define HEAP_MALLOC(size) ouro__heap_alloc(context, size, OURO_HEAP_RAW)
#define HEAP_CALLOC(size) ouro__heap_alloc_zeroed(context, size, OURO_HEAP_RAW)
#define HEAP_REALLOC(block, size) ouro__heap_resize(context, block, size)
#define HEAP_FREE(block, size) ouro__heap_free(context, block, OURO_HEAP_RAW)
REPLAY_LOOP(replay_calls, ouro_heap *, HEAP_MALLOC, HEAP_CALLOC, HEAP_REALLOC, HEAP_FREE)

/* A block that was resized may stand in a class that its size does not tell; any small class's inline free
 * serves any other, and a large block is told by its size or, after a resize, by its page. */
#define INLINE_MALLOC(size) ouro__heap_new(context, size, OURO_HEAP_RAW)
#define INLINE_FREE(block, size) ouro__heap_delete(context, block, size, OURO_HEAP_RAW)
REPLAY_LOOP(replay_inline, ouro_heap *, INLINE_MALLOC, HEAP_CALLOC, HEAP_REALLOC, INLINE_FREE)

static uint64_t now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static long page_faults(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_minflt;
}

static void reset_peak(void)
{
    int file = open("/proc/self/clear_refs", O_WRONLY);
    if (file < 0 || write(file, "5", 1) != 1)
        fprintf(stderr, "replay: cannot reset the peak; it counts from the start of the process\n");
    if (file >= 0)
        close(file);
}

static void replay(const allocator *a, const trace *t, slot *slots)
{
    if (a->library) {
        replay_library(a, t, slots);
        return;
    }
    static ouro_heap h;
    if (ouro__heap_init(&h, NULL) < 0)
        die("the heap cannot be opened");
    (strcmp(a->name, "ouro") == 0 ? replay_inline : replay_calls)(&h, t, slots);
    /* Not destroyed: final resident memory is what a running program would keep. */
}

static result run_here(const allocator *a, const trace *t)
{
    slot *slots = malloc(t->slots * sizeof *slots);
    if (!slots)
        die("out of memory");
    memset(slots, 0xff, t->slots * sizeof *slots);
    memset(slots, 0, t->slots * sizeof *slots);
    reset_peak();
    size_t before = ouro__os_resident();
    long faults = page_faults();
    uint64_t start = now_ns();
    replay(a, t, slots);
    uint64_t time = now_ns() - start;
    faults = page_faults() - faults;
    double mib = 1 << 20;
    return (result){(double)time / (double)t->count,
                    ((double)ouro__os_resident_peak() - (double)before) / mib,
                    ((double)ouro__os_resident() - (double)before) / mib, (double)faults};
}

static result run_in_child(const allocator *a, const trace *t)
{
    int ends[2];
    result r = {0};
    if (pipe(ends) < 0)
        die("no pipe");
    pid_t child = fork();
    if (child < 0)
        die("no fork");
    if (child == 0) {
        r = run_here(a, t);
        _exit(write(ends[1], &r, sizeof r) != sizeof r);
    }
    close(ends[1]);
    ssize_t got = read(ends[0], &r, sizeof r);
    close(ends[0]);
    waitpid(child, NULL, 0);
    if (got != sizeof r)
        die("a run failed");
    return r;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(const result *results, int rounds, size_t offset)
{
    double values[MOST_ROUNDS];
    for (int i = 0; i < rounds; i++)
        memcpy(&values[i], (const char *)&results[i] + offset, sizeof(double));
    qsort(values, (size_t)rounds, sizeof *values, by_value);
    return values[rounds / 2];
}

static void compare(const allocator *list, size_t count, const char *path, int rounds)
{
    trace t;
    static result results[16][MOST_ROUNDS];
    if (!trace_load(&t, path))
        exit(1);
    for (int round = 0; round < rounds; round++)
        for (size_t i = 0; i < count; i++)
            results[i][round] = run_in_child(&list[i], &t);
    printf("%s: %llu events, %d rounds\n  %-10s %8s %7s %10s %11s %8s\n", path, (unsigned long long)t.count,
           rounds, "", "ns/event", "ratio", "peak MiB", "final MiB", "faults");
    double first = median(results[0], rounds, offsetof(result, ns_per_event));
    for (size_t i = 0; i < count; i++) {
        double ns = median(results[i], rounds, offsetof(result, ns_per_event));
        printf("  %-10s %8.2f %7.2f %10.1f %11.1f %8.0f\n", list[i].name, ns, ns / first,
               median(results[i], rounds, offsetof(result, peak_mib)),
               median(results[i], rounds, offsetof(result, final_mib)),
               median(results[i], rounds, offsetof(result, faults)));
    }
    fflush(stdout);
    free(t.events);
}

static bool chosen(const char *names, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = names; at && *at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
        if (strncmp(at, name, length) == 0 && (at[length] == 0 || at[length] == ','))
            return true;
    return names == NULL;
}

/* jemalloc wants more static thread-local storage than dlopen has to give unless told before the start. */
static void ask_for_thread_storage(char **argv)
{
    if (getenv("GLIBC_TUNABLES"))
        return;
    setenv("GLIBC_TUNABLES", "glibc.rtld.optional_static_tls=65536", 1);
    execv("/proc/self/exe", argv);
}

int main(int argc, char **argv)
{
    ask_for_thread_storage(argv);
    int rounds = 7, option;
    const char *names = NULL;
    while ((option = getopt(argc, argv, "r:a:")) != -1) {
        if (option == 'r')
            rounds = atoi(optarg);
        else if (option == 'a')
            names = optarg;
        else
            return 2;
    }
    if (rounds < 1 || rounds > MOST_ROUNDS || optind == argc) {
        fprintf(stderr, "usage: replay [-r ROUNDS] [-a NAME,NAME] TRACE...\n");
        return 2;
    }
    cpu_set_t core;
    CPU_ZERO(&core);
    CPU_SET(sched_getcpu(), &core);
    sched_setaffinity(0, sizeof core, &core);
    allocator list[16];
    size_t count = 0;
    for (size_t i = 0; i < allocator_count; i++) {
        list[count] = allocators[i];
        if (!chosen(names, list[count].name))
            continue;
        if (allocator_open(&list[count]))
            count++;
        else
            fprintf(stderr, "replay: %s is not installed, left out\n", list[count].name);
    }
    for (int i = optind; i < argc && count; i++)
        compare(list, count, argv[i], rounds);
    return 0;
}
