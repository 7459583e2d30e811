/* os.h for Linux: mmap, madvise, /proc and the vdso clocks. */
#include "os/os.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

size_t ouro__os_page_size(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

static void *map(size_t size, int protection, int flags)
{
    void *memory = mmap(NULL, size, protection, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

void *ouro__os_reserve(size_t size, size_t alignment)
{
    if (size > SIZE_MAX - alignment)
        return NULL;
    char *memory = map(size + alignment, PROT_NONE, MAP_NORESERVE);
    if (!memory)
        return NULL;
    size_t before = -(uintptr_t)memory & (alignment - 1);
    if (before)
        munmap(memory, before);
    munmap(memory + before + size, alignment - before);
    return memory + before;
}

bool ouro__os_commit(void *memory, size_t size)
{
    return mprotect(memory, size, PROT_READ | PROT_WRITE) == 0;
}

void ouro__os_decommit(void *memory, size_t size)
{
    int saved = errno;
    if (madvise(memory, size, MADV_DONTNEED) < 0) /* locked memory stays, but must read as zero */
        memset(memory, 0, size);
    errno = saved;
}

void ouro__os_uncommit(void *memory, size_t size)
{
    ouro__os_decommit(memory, size);
    mprotect(memory, size, PROT_NONE);
}

void ouro__os_release(void *memory, size_t size)
{
    munmap(memory, size);
}

void *ouro__os_map(size_t size)
{
    return map(size, PROT_READ | PROT_WRITE, 0);
}

void *ouro__os_remap(void *memory, size_t old_size, size_t new_size)
{
    void *moved = mremap(memory, old_size, new_size, MREMAP_MAYMOVE);
    return moved == MAP_FAILED ? NULL : moved;
}

void ouro__os_prefer_huge_pages(void *memory, size_t size, bool prefer)
{
    int saved = errno;
    madvise(memory, size, prefer ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
    errno = saved;
}

/* Reads a small file of /proc whole; false when it cannot. Allocates nothing. */
static bool read_file(const char *path, char *text, size_t room)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    size_t length = 0;
    ssize_t got;
    while (length < room - 1 && (got = read(file, text + length, room - 1 - length)) > 0)
        length += (size_t)got;
    text[length] = 0;
    close(file);
    return length > 0;
}

size_t ouro__os_resident(void)
{
    char text[256];
    if (!read_file("/proc/self/statm", text, sizeof text))
        return 0;
    char *pages = strchr(text, ' ');
    return pages ? strtoull(pages, NULL, 10) * ouro__os_page_size() : 0;
}

size_t ouro__os_resident_peak(void)
{
    char text[4096];
    char *line = read_file("/proc/self/status", text, sizeof text) ? strstr(text, "VmHWM:") : NULL;
    return line ? strtoull(line + strlen("VmHWM:"), NULL, 10) * 1024 : 0;
}

size_t ouro__os_address_space_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) < 0 || limit.rlim_cur == RLIM_INFINITY)
        return SIZE_MAX;
    return (size_t)limit.rlim_cur;
}

static uint64_t read_clock(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t ouro__os_clock(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

uint64_t ouro__os_clock_coarse(void)
{
    return read_clock(CLOCK_MONOTONIC_COARSE);
}

bool ouro__os_stack_bounds(char **low, char **high)
{
    pthread_attr_t attributes;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0)
        return false;
    void *bottom;
    size_t size;
    bool known = pthread_attr_getstack(&attributes, &bottom, &size) == 0;
    pthread_attr_destroy(&attributes);
    if (known) {
        *low = bottom;
        *high = (char *)bottom + size;
    }
    return known;
}

char *ouro__os_stack_claim(char *low)
{
    enum { MOST = 64 << 20, LEAST = 64 << 10 };
    char *here = (char *)__builtin_frame_address(0);
    if (ouro__os_address_space_limit() == SIZE_MAX)
        return low;
    if (here - low > MOST)
        low = here - MOST;
    /* A system call answers with an error where touching the page would be a fault; what it writes there is nobody's. */
    while (here - low > LEAST && getrandom(low, 1, GRND_NONBLOCK) < 0 && errno == EFAULT)
        low += (here - low) / 8;
    return low;
}

void ouro__os_random(void *bytes, size_t size)
{
    unsigned char *next = bytes;
    while (size) {
        ssize_t got = getrandom(next, size, GRND_NONBLOCK);
        if (got > 0) {
            next += got;
            size -= (size_t)got;
        } else if (errno != EINTR) {
            break;
        }
    }
    uint64_t state = ouro__os_clock() ^ (uintptr_t)bytes ^ ((uint64_t)getpid() << 32);
    for (; size; size--) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        *next++ = (unsigned char)(state >> 56);
    }
}

void *ouro__os_library_open(const char *name)
{
    return dlopen(name, RTLD_NOW | RTLD_LOCAL);
}

void *ouro__os_library_symbol(void *library, const char *name)
{
    return dlsym(library, name);
}

bool ouro__os_library_keep(void *function)
{
    Dl_info info;
    struct link_map *map = NULL;
    if (!dladdr1(function, &info, (void **)&map, RTLD_DL_LINKMAP) || !map)
        return false;
    if (!*map->l_name) /* the program itself */
        return true;
    void *library = dlopen(map->l_name, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
    if (library)
        dlclose(library);
    return library;
}

void ouro__os_library_close(void *library)
{
    dlclose(library);
}
