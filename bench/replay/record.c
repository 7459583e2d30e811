/* Records what a Python program asks of CPython 3.11's allocators, all three domains, as a trace for replay:
 *
 *     record [-n EVENTS] OUT.tr PROGRAM.py [ARGUMENT...]
 *
 * Embeds libpython and puts hooks around its allocators (PyMem_SetAllocator) before the interpreter starts,
 * so that nothing is missed and the program needs no change. A lock orders the raw domain's threads. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OP_MALLOC, OP_FREE, OP_REALLOC, OP_CALLOC };

typedef struct {
    void *block; /* NULL: empty */
    uint32_t slot;
} entry;

static struct {
    FILE *file;
    uint64_t events, most;
    entry *table; /* open addressing, by address */
    size_t room, used;
    uint32_t *free_slots;
    size_t free_count, free_room;
    uint32_t slots;
    pthread_mutex_t lock;
} record = {.most = UINT64_MAX, .lock = PTHREAD_MUTEX_INITIALIZER};

static void die(const char *what)
{
    fprintf(stderr, "record: %s\n", what);
    _exit(1);
}

/* ---- Addresses to slots ---- */

static size_t home(const void *block)
{
    return (size_t)(((uintptr_t)block >> 3) * 0x9e3779b97f4a7c15u >> 20) & (record.room - 1);
}

static entry *find(const void *block)
{
    size_t i = home(block);
    while (record.table[i].block && record.table[i].block != block)
        i = (i + 1) & (record.room - 1);
    return &record.table[i];
}

static void grow(void)
{
    entry *old = record.table;
    size_t old_room = record.room;
    record.room = old_room ? 2 * old_room : 1 << 16;
    record.table = calloc(record.room, sizeof *record.table);
    if (!record.table)
        die("out of memory");
    for (size_t i = 0; i < old_room; i++)
        if (old[i].block)
            *find(old[i].block) = old[i];
    free(old);
}

static uint32_t new_slot(void *block)
{
    if (2 * ++record.used > record.room)
        grow();
    uint32_t slot = record.free_count ? record.free_slots[--record.free_count] : record.slots++;
    *find(block) = (entry){block, slot};
    return slot;
}

/* The slot of a block that goes; false when the block came before recording began. */
static bool drop_slot(void *block, uint32_t *slot)
{
    entry *e = record.room ? find(block) : NULL;
    if (!e || !e->block)
        return false;
    *slot = e->slot;
    size_t mask = record.room - 1, hole = (size_t)(e - record.table);
    for (size_t i = (hole + 1) & mask; record.table[i].block; i = (i + 1) & mask)
        if (((i - home(record.table[i].block)) & mask) >= ((i - hole) & mask)) {
            record.table[hole] = record.table[i];
            hole = i;
        }
    record.table[hole].block = NULL;
    record.used--;
    return true;
}

static void release_slot(uint32_t slot)
{
    if (record.free_count == record.free_room) {
        record.free_room = record.free_room ? 2 * record.free_room : 1024;
        record.free_slots = realloc(record.free_slots, record.free_room * sizeof *record.free_slots);
        if (!record.free_slots)
            die("out of memory");
    }
    record.free_slots[record.free_count++] = slot;
}

/* ---- Events ---- */

static bool recording(void)
{
    return record.file && record.events < record.most;
}

static void put(uint32_t slot, unsigned op, size_t size)
{
    uint32_t event[2] = {slot << 2 | op, size > UINT32_MAX ? UINT32_MAX : (uint32_t)size};
    if (fwrite(event, sizeof event, 1, record.file) != 1)
        die("the trace cannot be written");
    record.events++;
}

static void note_new(void *block, unsigned op, size_t size)
{
    pthread_mutex_lock(&record.lock);
    if (block && recording())
        put(new_slot(block), op, size);
    pthread_mutex_unlock(&record.lock);
}

static void note_free(void *block)
{
    uint32_t slot;
    pthread_mutex_lock(&record.lock);
    if (block && recording() && drop_slot(block, &slot)) {
        put(slot, OP_FREE, 0);
        release_slot(slot);
    }
    pthread_mutex_unlock(&record.lock);
}

/* ---- Hooks: their context is the real allocator ---- */

static void *hook_malloc(void *context, size_t size)
{
    PyMemAllocatorEx *real = context;
    void *block = real->malloc(real->ctx, size);
    note_new(block, OP_MALLOC, size);
    return block;
}

static void *hook_calloc(void *context, size_t count, size_t size)
{
    PyMemAllocatorEx *real = context;
    void *block = real->calloc(real->ctx, count, size);
    note_new(block, OP_CALLOC, count * size);
    return block;
}

static void hook_free(void *context, void *block)
{
    PyMemAllocatorEx *real = context;
    note_free(block); /* before another thread can be given the address */
    real->free(real->ctx, block);
}

static void *hook_realloc(void *context, void *block, size_t size)
{
    PyMemAllocatorEx *real = context;
    uint32_t slot = 0;
    if (!block)
        return hook_malloc(context, size);
    pthread_mutex_lock(&record.lock); /* held throughout: the old address may be another thread's at once */
    bool known = recording() && drop_slot(block, &slot);
    void *moved = real->realloc(real->ctx, block, size);
    void *now = moved ? moved : block;
    if (known) {
        if (2 * ++record.used > record.room)
            grow();
        *find(now) = (entry){now, slot};
        if (moved)
            put(slot, OP_REALLOC, size);
    } else if (moved && recording()) {
        put(new_slot(moved), OP_MALLOC, size);
    }
    pthread_mutex_unlock(&record.lock);
    return moved;
}

/* All three domains are served by the raw one's allocator: pymalloc would pass large requests on to the raw
 * domain, and they would be recorded twice. */
static void install(void)
{
    static PyMemAllocatorEx real;
    static const PyMemAllocatorDomain domains[] = {PYMEM_DOMAIN_RAW, PYMEM_DOMAIN_MEM, PYMEM_DOMAIN_OBJ};
    PyMem_GetAllocator(PYMEM_DOMAIN_RAW, &real);
    PyMemAllocatorEx hooks = {&real, hook_malloc, hook_calloc, hook_realloc, hook_free};
    for (int i = 0; i < 3; i++)
        PyMem_SetAllocator(domains[i], &hooks);
}

static void write_header(void)
{
    uint64_t header[2] = {record.events, record.slots ? record.slots : 1};
    rewind(record.file);
    if (fwrite(header, sizeof header, 1, record.file) != 1 || fclose(record.file) != 0)
        die("the trace cannot be written");
    record.file = NULL;
}

int main(int argc, char **argv)
{
    int option;
    while ((option = getopt(argc, argv, "+n:")) == 'n')
        record.most = strtoull(optarg, NULL, 10);
    if (option != -1 || argc - optind < 2) {
        fprintf(stderr, "usage: record [-n EVENTS] OUT.tr PROGRAM.py [ARGUMENT...]\n");
        return 2;
    }
    record.file = fopen(argv[optind], "wb");
    uint64_t nothing[2] = {0};
    if (!record.file || fwrite(nothing, sizeof nothing, 1, record.file) != 1)
        die("the trace cannot be written");
    argv[optind] = argv[0]; /* Python sees: record PROGRAM.py ARGUMENT... */
    install();
    int status = Py_BytesMain(argc - optind, argv + optind);
    pthread_mutex_lock(&record.lock);
    write_header();
    fprintf(stderr, "record: %llu events, at most %u blocks\n", (unsigned long long)record.events,
            record.slots);
    return status;
}
