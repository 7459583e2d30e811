/* Whole files into memory. */
#include "vm/read_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "types/exception.h"
#include "types/str.h"

static int read_all(ouro_runtime *rt, int fd, char **contents, size_t *length)
{
    struct stat status;
    if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        return -1;
    }
    size_t capacity = 4096;
    if (S_ISREG(status.st_mode) && status.st_size > 0)
        capacity = (size_t)status.st_size + 1;
    *length = 0;
    *contents = ouro__buffer_alloc(rt, capacity);
    while (*contents) {
        if (*length == capacity) {
            char *larger = ouro__buffer_resize(rt, *contents, capacity * 2);
            if (!larger)
                break;
            *contents = larger;
            capacity *= 2;
        }
        ssize_t n = read(fd, *contents + *length, capacity - *length);
        if (n == 0)
            return 0;
        if (n > 0)
            *length += (size_t)n;
        else if (errno != EINTR || ouro__check_interrupt(rt) < 0)
            break;
    }
    ouro__buffer_free(rt, *contents);
    *contents = NULL;
    return -1;
}

int ouro__read_file(ouro_runtime *rt, const char *path, char **contents, size_t *length)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int status = fd < 0 ? -1 : read_all(rt, fd, contents, length);
    if (status < 0 && !rt->error) {
        int error = errno;
        ouro_object *name = ouro__str_from_filesystem(rt, path, strlen(path));
        if (name)
            ouro__raise_errno(rt, error, name);
        ouro_xdecref(rt, name);
    }
    if (fd >= 0)
        close(fd);
    return status;
}
