/* Dumps to files, on demand and when memory is refused. */
#include "dump/dump.h"

#include "os/os.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static size_t rounded(size_t bytes)
{
    size_t page = ouro__os_page_size();
    return (bytes + page - 1) / page * page;
}

static int failed(int error)
{
    errno = error;
    return -1;
}

int ouro_dump_write_fd(ouro_runtime *rt, int fd)
{
    size_t bytes = rounded(sizeof(ouro__dump_writer));
    ouro__dump_writer *w = ouro__os_map(bytes);
    if (!w)
        return failed(ENOMEM);
    w->fd = fd;
    int error = ouro__dump_objects(rt, w);
    ouro__os_release(w, bytes);
    return error ? failed(error) : 0;
}

static int open_for_dump(const char *path)
{
    int fd;
    do
        fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    while (fd < 0 && errno == EINTR);
    return fd;
}

int ouro_dump_write(ouro_runtime *rt, const char *path)
{
    int fd = open_for_dump(path);
    if (fd < 0)
        return -1;
    int status = ouro_dump_write_fd(rt, fd), error = errno;
    if (close(fd) < 0 && status == 0)
        return -1;
    return status < 0 ? failed(error) : 0;
}

/* ---- When memory is refused ---- */

/* All that is needed then is there from the start; what is not touched costs nothing. */
struct ouro__dump_on_oom {
    size_t busy; /* bytes in use when the last one was written */
    const char *path;
    ouro__dump_writer writer;
};

/* Without stdio, which may allocate. */
static void say(const char *text)
{
    ssize_t n = write(STDERR_FILENO, text, strlen(text));
    (void)n; /* there is nobody else to tell */
}

static void report(const struct ouro__dump_on_oom *state, int error)
{
    char figures[128];
    say(error ? "ouro: out of memory; the dump could not be written to "
              : "ouro: out of memory; dump written to ");
    say(state->path);
    if (error)
        snprintf(figures, sizeof figures, ": %s\n", strerror(error));
    else
        snprintf(figures, sizeof figures, " (%llu objects)\n", (unsigned long long)state->writer.objects);
    say(figures);
}

/* ouro_hooks.out_of_memory. What was refused because it was far too large says little: when memory is refused while twice as much
 * is in use, that is the dump to have. */
static void write_now(ouro_runtime *rt)
{
    struct ouro__dump_on_oom *state = rt->dump_on_oom;
    size_t busy = rt->heap.committed - rt->heap.idle;
    if (busy < state->busy * 2 || rt->dispensable || rt->closing)
        return;
    state->busy = busy;
    memset(&state->writer, 0, sizeof state->writer);
    int before = errno, fd = open_for_dump(state->path), error = errno;
    if (fd >= 0) {
        state->writer.fd = fd;
        error = ouro__dump_objects(rt, &state->writer);
        if (close(fd) < 0 && !error)
            error = errno;
    }
    report(state, error);
    errno = before;
}

int ouro_dump_on_oom(ouro_runtime *rt, const char *path)
{
    if (rt->dump_on_oom)
        ouro__os_release(rt->dump_on_oom, rt->dump_on_oom_bytes);
    rt->dump_on_oom = NULL;
    rt->hooks.out_of_memory = NULL;
    if (!path)
        return 0;
    size_t length = strlen(path) + 1, bytes = rounded(sizeof(struct ouro__dump_on_oom) + length);
    struct ouro__dump_on_oom *state = ouro__os_map(bytes);
    if (!state)
        return -1;
    state->path = memcpy(state + 1, path, length);
    rt->dump_on_oom = state;
    rt->dump_on_oom_bytes = bytes;
    rt->hooks.out_of_memory = write_now;
    return 0;
}
