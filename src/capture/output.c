/* The file of a capture. Whole records are handed over with single writes to a file opened for appending, so that a
 * capture ends at the end of a record unless the disk was full. */
#include "capture/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HIGH_FD = 200, VARINT_MOST = 10 };

static const char magic[8] = {(char)0x89, 'M', 'E', 'M', 'C', 'A', 'P', 1};

/* A number far from those that programs count on. */
static int move_high(int fd)
{
    int high = fcntl(fd, F_DUPFD_CLOEXEC, HIGH_FD);
    if (high < 0)
        return fd;
    close(fd);
    return high;
}

bool capture_output_open(ouro_runtime *rt, capture_output *o, const char *file)
{
    *o = (capture_output){.fd = -1, .process = getpid()};
    int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    fd = move_high(fd);
    struct stat status;
    if (fstat(fd, &status) < 0 || !ouro__growing_reserve(&rt->heap, &o->gathered, sizeof magic)) {
        close(fd);
        errno = ENOMEM;
        return false;
    }
    o->fd = fd;
    o->device = status.st_dev;
    o->file = status.st_ino;
    memcpy(o->gathered.memory, magic, sizeof magic);
    o->length = sizeof magic;
    return true;
}

/* Whether the descriptor still is that file: a program may close numbers that it did not open. */
static bool is_ours(const capture_output *o)
{
    struct stat status;
    return o->fd >= 0 && fstat(o->fd, &status) == 0 && status.st_dev == o->device && status.st_ino == o->file;
}

void capture_output_close(ouro_runtime *rt, capture_output *o)
{
    if (is_ours(o))
        close(o->fd);
    o->fd = -1;
    o->length = 0;
    ouro__growing_release(&rt->heap, &o->gathered);
}

bool capture_flush(ouro_runtime *rt, capture_output *o)
{
    size_t done = 0;
    bool good = is_ours(o);
    while (good && done < o->length) {
        ssize_t n = write(o->fd, (const char *)o->gathered.memory + done, o->length - done);
        if (n > 0)
            done += (size_t)n;
        else if (n < 0 && errno != EINTR)
            good = false;
    }
    o->written += done;
    o->length = 0;
    if (!good)
        capture_output_close(rt, o);
    return good;
}

static char *more(ouro_runtime *rt, capture_output *o, size_t bytes)
{
    if (o->lost || !ouro__growing_reserve(&rt->heap, &o->gathered, o->length + bytes)) {
        o->lost = true;
        return NULL;
    }
    return (char *)o->gathered.memory + o->length;
}

enum { LENGTH_BYTES = 4 };

/* The length of a record stands in a fixed number of bytes, so that it can be filled in at the end. */
void capture_begin(ouro_runtime *rt, capture_output *o, uint8_t kind)
{
    o->lost = false;
    o->record = o->length;
    char *to = more(rt, o, 1 + LENGTH_BYTES);
    if (to) {
        *to = (char)kind;
        o->length += 1 + LENGTH_BYTES;
    }
}

void capture_put(ouro_runtime *rt, capture_output *o, uint64_t number)
{
    char *to = more(rt, o, VARINT_MOST);
    if (!to)
        return;
    do {
        *to++ = (char)((number & 0x7f) | (number > 0x7f ? 0x80 : 0));
        o->length++;
        number >>= 7;
    } while (number);
}

void capture_put_text(ouro_runtime *rt, capture_output *o, const char *text, size_t length)
{
    capture_put(rt, o, length);
    char *to = more(rt, o, length);
    if (!to)
        return;
    memcpy(to, text, length);
    o->length += length;
}

void capture_finish(ouro_runtime *rt, capture_output *o)
{
    (void)rt;
    if (o->lost) {
        o->length = o->record;
        return;
    }
    uint32_t length = (uint32_t)(o->length - o->record - 1 - LENGTH_BYTES);
    uint8_t *to = (uint8_t *)o->gathered.memory + o->record + 1;
    for (int i = 0; i < LENGTH_BYTES; i++)
        to[i] = (uint8_t)(length >> 8 * i);
}
