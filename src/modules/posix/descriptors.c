/* File descriptors: opening, reading, writing, duplicating, their flags, terminals. */
#include <limits.h>
#include <pty.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/sendfile.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include "modules/audit.h"
#include "modules/posix/posix.h"
#include "types/buffer.h"

enum { READ_MAX = 0x7ffff000 }; /* what Linux reads or writes at once */

OURO_C_FUNCTION(posix_open)
{
    OURO_PARSE(a, "open", 0, 3, 2, 1, "path", "flags", "mode", "dir_fd");
    ouro_path path = OURO_PATH("open");
    int flags, mode = 0777, dir_fd, fd;
    if (ouro__as_int32(rt, a[1], &flags) < 0 || ouro__optional_int32(rt, a[2], &mode) < 0 ||
        ouro__dir_fd(rt, a[3], &dir_fd) < 0 || ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    fd = ouro__audit(rt, "open", 3, path.object, NULL, a[1]);
    if (fd == 0)
        OURO_RETRY(fd, openat(dir_fd, path.name, flags | O_CLOEXEC, mode));
    ouro_object *result = fd < 0 ? ouro__path_error(rt, &path, NULL) : ouro__int_new(rt, fd);
    ouro__path_drop(rt, &path);
    return result;
}

OURO_C_FUNCTION(posix_close)
{
    OURO_PARSE(a, "close", 0, 1, 1, 0, "fd");
    int fd;
    if (ouro__as_int32(rt, a[0], &fd) < 0)
        return NULL;
    /* Never made again after EINTR: the descriptor is gone already. */
    return close(fd) < 0 && errno != EINTR ? ouro__raise_system(rt) : OURO_NONE(rt);
}

OURO_C_FUNCTION(posix_closerange)
{
    int low, high;
    if (ouro__as_int32(rt, args[0], &low) < 0 || ouro__as_int32(rt, args[1], &high) < 0)
        return NULL;
    if (low < 0)
        low = 0;
    if (high > low)
        (void)close_range((unsigned)low, (unsigned)(high - 1), 0);
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(posix_dup)
{
    int fd, copy;
    if (ouro__as_int32(rt, args[0], &fd) < 0)
        return NULL;
    OURO_RETRY(copy, fcntl(fd, F_DUPFD_CLOEXEC, 0));
    return copy < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, copy);
}

OURO_C_FUNCTION(posix_dup2)
{
    OURO_PARSE(a, "dup2", 0, 3, 2, 0, "fd", "fd2", "inheritable");
    int from, to, result;
    bool inheritable = true;
    if (ouro__as_int32(rt, a[0], &from) < 0 || ouro__as_int32(rt, a[1], &to) < 0 ||
        ouro__optional_bool(rt, a[2], &inheritable) < 0)
        return NULL;
    if (from < 0 || to < 0) {
        errno = EBADF;
        return ouro__raise_system(rt);
    }
    OURO_RETRY(result, inheritable  ? dup2(from, to)
                       : from == to ? fcntl(from, F_SETFD, FD_CLOEXEC) < 0 ? -1 : to
                                    : dup3(from, to, O_CLOEXEC));
    return result < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, result);
}

OURO_C_FUNCTION(posix_pipe)
{
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) < 0)
        return ouro__raise_system(rt);
    ouro_object *items[2] = {ouro__int_new(rt, fds[0]), ouro__int_new(rt, fds[1])};
    return ouro__tuple_from_owned(rt, items, 2);
}

OURO_C_FUNCTION(posix_pipe2)
{
    int fds[2], flags;
    if (ouro__as_int32(rt, args[0], &flags) < 0)
        return NULL;
    if (pipe2(fds, flags) < 0)
        return ouro__raise_system(rt);
    ouro_object *items[2] = {ouro__int_new(rt, fds[0]), ouro__int_new(rt, fds[1])};
    return ouro__tuple_from_owned(rt, items, 2);
}

/* --- reading and writing --------------------------------------------------------------------------------- */

static ouro_object *read_bytes(ouro_runtime *rt, int fd, int64_t length, int64_t offset)
{
    if (length < 0) {
        errno = EINVAL;
        return ouro__raise_system(rt);
    }
    size_t wanted = length > READ_MAX ? READ_MAX : (size_t)length;
    ouro_object *bytes = ouro__bytes_new(rt, NULL, wanted);
    if (!bytes)
        return NULL;
    uint8_t *data = ((ouro_bytes *)bytes)->data;
    ssize_t n;
    OURO_RETRY(n, offset < 0 ? read(fd, data, wanted) : pread(fd, data, wanted, offset));
    ouro_object *result = bytes;
    if (n < 0)
        result = ouro__raise_system(rt);
    else if ((size_t)n < wanted)
        result = ouro__bytes_new(rt, data, (size_t)n);
    if (result != bytes)
        ouro_decref(rt, bytes);
    return result;
}

OURO_C_FUNCTION(posix_read)
{
    int fd;
    int64_t length;
    if (ouro__as_int32(rt, args[0], &fd) < 0 || ouro__as_int64(rt, args[1], &length) < 0)
        return NULL;
    return read_bytes(rt, fd, length, -1);
}

OURO_C_FUNCTION(posix_pread)
{
    int fd, length;
    int64_t offset;
    if (ouro__as_int32(rt, args[0], &fd) < 0 || ouro__as_int32(rt, args[1], &length) < 0 ||
        ouro__as_int64(rt, args[2], &offset) < 0)
        return NULL;
    if (offset < 0) {
        errno = EINVAL;
        return ouro__raise_system(rt);
    }
    return read_bytes(rt, fd, length, offset);
}

static ouro_object *write_bytes(ouro_runtime *rt, int fd, ouro_object *data, int64_t offset)
{
    ouro_buffer buffer;
    if (ouro__buffer_get(rt, data, &buffer, OURO_BUFFER_SIMPLE) < 0)
        return NULL;
    size_t length = buffer.length > READ_MAX ? READ_MAX : (size_t)buffer.length;
    ssize_t n;
    OURO_RETRY(n, offset < 0 ? write(fd, buffer.data, length) : pwrite(fd, buffer.data, length, offset));
    int error = errno;
    ouro__buffer_release(rt, &buffer);
    errno = error;
    return n < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, n);
}

OURO_C_FUNCTION(posix_write)
{
    int fd;
    return ouro__as_int32(rt, args[0], &fd) < 0 ? NULL : write_bytes(rt, fd, args[1], -1);
}

OURO_C_FUNCTION(posix_pwrite)
{
    int fd;
    int64_t offset;
    if (ouro__as_int32(rt, args[0], &fd) < 0 || ouro__as_int64(rt, args[2], &offset) < 0)
        return NULL;
    if (offset < 0) {
        errno = EINVAL;
        return ouro__raise_system(rt);
    }
    return write_bytes(rt, fd, args[1], offset);
}

OURO_C_FUNCTION(posix_lseek)
{
    int fd, how;
    int64_t position;
    if (ouro__as_int32(rt, args[0], &fd) < 0 || ouro__as_int64(rt, args[1], &position) < 0 ||
        ouro__as_int32(rt, args[2], &how) < 0)
        return NULL;
    off_t result = lseek(fd, position, how);
    return result < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, result);
}

OURO_C_FUNCTION(posix_sendfile)
{
    OURO_PARSE(a, "sendfile", 0, 4, 4, 0, "out_fd", "in_fd", "offset", "count");
    int out, in;
    int64_t offset, count;
    ssize_t n;
    if (ouro__as_int32(rt, a[0], &out) < 0 || ouro__as_int32(rt, a[1], &in) < 0 ||
        ouro__as_int64(rt, a[3], &count) < 0)
        return NULL;
    if (a[2] == OURO_NONE(rt)) {
        OURO_RETRY(n, sendfile(out, in, NULL, (size_t)count));
    } else {
        if (ouro__as_int64(rt, a[2], &offset) < 0)
            return NULL;
        OURO_RETRY(n, sendfile(out, in, &offset, (size_t)count));
    }
    return n < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, n);
}

/* copy_file_range and splice: two offsets that may be None. */
static int optional_offset(ouro_runtime *rt, ouro_object *o, int64_t *value, int64_t **place)
{
    *place = NULL;
    if (!o || o == OURO_NONE(rt))
        return 0;
    *place = value;
    return ouro__as_int64(rt, o, value);
}

OURO_C_FUNCTION(posix_copy_file_range)
{
    OURO_PARSE(a, "copy_file_range", 0, 5, 3, 0, "src", "dst", "count", "offset_src", "offset_dst");
    int from, to;
    int64_t count, from_value, to_value, *from_offset, *to_offset;
    ssize_t n;
    if (ouro__as_int32(rt, a[0], &from) < 0 || ouro__as_int32(rt, a[1], &to) < 0 ||
        ouro__as_int64(rt, a[2], &count) < 0 || optional_offset(rt, a[3], &from_value, &from_offset) < 0 ||
        optional_offset(rt, a[4], &to_value, &to_offset) < 0)
        return NULL;
    if (count < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "negative value for 'count' not allowed");
    OURO_RETRY(n, copy_file_range(from, from_offset, to, to_offset, (size_t)count, 0));
    return n < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, n);
}

OURO_C_FUNCTION(posix_splice)
{
    OURO_PARSE(a, "splice", 0, 6, 3, 0, "src", "dst", "count", "offset_src", "offset_dst", "flags");
    int from, to, flags = 0;
    int64_t count, from_value, to_value, *from_offset, *to_offset;
    ssize_t n;
    if (ouro__as_int32(rt, a[0], &from) < 0 || ouro__as_int32(rt, a[1], &to) < 0 ||
        ouro__as_int64(rt, a[2], &count) < 0 || optional_offset(rt, a[3], &from_value, &from_offset) < 0 ||
        optional_offset(rt, a[4], &to_value, &to_offset) < 0 || ouro__optional_int32(rt, a[5], &flags) < 0)
        return NULL;
    if (count < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "negative value for 'count' not allowed");
    OURO_RETRY(n, splice(from, from_offset, to, to_offset, (size_t)count, (unsigned)flags));
    return n < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, n);
}

/* --- state of descriptors -------------------------------------------------------------------------------- */

static ouro_object *sync_with(ouro_runtime *rt, ouro_object *o, int (*call)(int))
{
    int fd = ouro__as_descriptor(rt, o), result;
    if (fd < 0)
        return NULL;
    OURO_RETRY(result, call(fd));
    return ouro__none_or_system(rt, result);
}

OURO_C_FUNCTION(posix_fsync)
{
    OURO_PARSE(a, "fsync", 0, 1, 1, 0, "fd");
    return sync_with(rt, a[0], fsync);
}

OURO_C_FUNCTION(posix_fdatasync)
{
    OURO_PARSE(a, "fdatasync", 0, 1, 1, 0, "fd");
    return sync_with(rt, a[0], fdatasync);
}

OURO_C_FUNCTION(posix_isatty)
{
    int fd;
    return ouro__as_int32(rt, args[0], &fd) < 0 ? NULL : ouro__bool(rt, isatty(fd));
}

OURO_C_FUNCTION(posix_get_inheritable)
{
    int fd;
    if (ouro__as_int32(rt, args[0], &fd) < 0)
        return NULL;
    int flags = fcntl(fd, F_GETFD);
    return flags < 0 ? ouro__raise_system(rt) : ouro__bool(rt, !(flags & FD_CLOEXEC));
}

OURO_C_FUNCTION(posix_set_inheritable)
{
    int fd, inheritable;
    if (ouro__as_int32(rt, args[0], &fd) < 0 || ouro__as_int32(rt, args[1], &inheritable) < 0)
        return NULL;
    int flags = fcntl(fd, F_GETFD);
    if (flags < 0)
        return ouro__raise_system(rt);
    int wanted = inheritable ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC;
    return ouro__none_or_system(rt, wanted == flags ? 0 : fcntl(fd, F_SETFD, wanted));
}

OURO_C_FUNCTION(posix_get_blocking)
{
    int fd;
    if (ouro__as_int32(rt, args[0], &fd) < 0)
        return NULL;
    int flags = fcntl(fd, F_GETFL);
    return flags < 0 ? ouro__raise_system(rt) : ouro__bool(rt, !(flags & O_NONBLOCK));
}

OURO_C_FUNCTION(posix_set_blocking)
{
    int fd;
    if (ouro__as_int32(rt, args[0], &fd) < 0)
        return NULL;
    int blocking = ouro__truth(rt, args[1]);
    if (blocking < 0)
        return NULL;
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0)
        return ouro__raise_system(rt);
    return ouro__none_or_system(rt, fcntl(fd, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK));
}

OURO_C_FUNCTION(posix_lockf)
{
    int fd, command, result;
    int64_t length;
    if (ouro__as_int32(rt, args[0], &fd) < 0 || ouro__as_int32(rt, args[1], &command) < 0 ||
        ouro__as_int64(rt, args[2], &length) < 0)
        return NULL;
    OURO_RETRY(result, lockf(fd, command, length));
    return ouro__none_or_system(rt, result);
}

/* posix_fadvise and posix_fallocate give the error instead of setting errno. */
OURO_C_FUNCTION(posix_fallocate_)
{
    int fd, result;
    int64_t offset, length;
    if (ouro__as_int32(rt, args[0], &fd) < 0 || ouro__as_int64(rt, args[1], &offset) < 0 ||
        ouro__as_int64(rt, args[2], &length) < 0)
        return NULL;
    while ((result = posix_fallocate(fd, offset, length)) == EINTR)
        if (ouro__check_interrupt(rt) < 0)
            return NULL;
    return result ? ouro__raise_errno(rt, result, NULL) : OURO_NONE(rt);
}

OURO_C_FUNCTION(posix_fadvise_)
{
    int fd, advice, result;
    int64_t offset, length;
    if (ouro__as_int32(rt, args[0], &fd) < 0 || ouro__as_int64(rt, args[1], &offset) < 0 ||
        ouro__as_int64(rt, args[2], &length) < 0 || ouro__as_int32(rt, args[3], &advice) < 0)
        return NULL;
    while ((result = posix_fadvise(fd, offset, length, advice)) == EINTR)
        if (ouro__check_interrupt(rt) < 0)
            return NULL;
    return result ? ouro__raise_errno(rt, result, NULL) : OURO_NONE(rt);
}

/* --- special files --------------------------------------------------------------------------------------- */

OURO_C_FUNCTION(posix_memfd_create)
{
    OURO_PARSE(a, "memfd_create", 0, 2, 1, 0, "name", "flags");
    int flags = MFD_CLOEXEC;
    if (ouro__optional_int32(rt, a[1], &flags) < 0)
        return NULL;
    ouro_object *name = ouro__path_bytes(rt, a[0]);
    if (!name)
        return NULL;
    int fd = memfd_create((const char *)((ouro_bytes *)name)->data, (unsigned)flags);
    ouro_object *result = fd < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, fd);
    ouro_decref(rt, name);
    return result;
}

OURO_C_FUNCTION(posix_eventfd)
{
    OURO_PARSE(a, "eventfd", 0, 2, 1, 0, "initval", "flags");
    int64_t first;
    int flags = EFD_CLOEXEC;
    if (ouro__as_int64(rt, a[0], &first) < 0 || ouro__optional_int32(rt, a[1], &flags) < 0)
        return NULL;
    if (first < 0 || first > UINT32_MAX)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C unsigned int");
    int fd = eventfd((unsigned)first, flags);
    return fd < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, fd);
}

OURO_C_FUNCTION(posix_eventfd_read)
{
    OURO_PARSE(a, "eventfd_read", 0, 1, 1, 0, "fd");
    int fd = ouro__as_descriptor(rt, a[0]), result;
    eventfd_t value;
    if (fd < 0)
        return NULL;
    OURO_RETRY(result, eventfd_read(fd, &value));
    return result < 0 ? ouro__raise_system(rt) : ouro__int_from_uint64(rt, value);
}

OURO_C_FUNCTION(posix_eventfd_write)
{
    OURO_PARSE(a, "eventfd_write", 0, 2, 2, 0, "fd", "value");
    int fd = ouro__as_descriptor(rt, a[0]), result;
    uint64_t value;
    if (fd < 0 || ouro__as_uint64_masked(rt, a[1], &value) < 0)
        return NULL;
    OURO_RETRY(result, eventfd_write(fd, value));
    return ouro__none_or_system(rt, result);
}

/* --- terminals ------------------------------------------------------------------------------------------- */

OURO_C_FUNCTION(posix_ttyname)
{
    int fd;
    char name[PATH_MAX];
    if (ouro__as_int32(rt, args[0], &fd) < 0)
        return NULL;
    int error = ttyname_r(fd, name, sizeof name);
    return error ? ouro__raise_errno(rt, error, NULL) : ouro__filesystem_decode(rt, name);
}

OURO_C_FUNCTION(posix_openpty)
{
    int ends[2];
    if (openpty(&ends[0], &ends[1], NULL, NULL, NULL) < 0)
        return ouro__raise_system(rt);
    for (int i = 0; i < 2; i++)
        (void)fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    ouro_object *items[2] = {ouro__int_new(rt, ends[0]), ouro__int_new(rt, ends[1])};
    return ouro__tuple_from_owned(rt, items, 2);
}

OURO_C_FUNCTION(posix_login_tty)
{
    int fd;
    return ouro__as_int32(rt, args[0], &fd) < 0 ? NULL : ouro__none_or_system(rt, login_tty(fd));
}

OURO_C_FUNCTION(posix_ctermid)
{
    char name[L_ctermid];
    return ouro__filesystem_decode(rt, ctermid(name));
}

OURO_C_FUNCTION(posix_tcgetpgrp)
{
    int fd;
    if (ouro__as_int32(rt, args[0], &fd) < 0)
        return NULL;
    pid_t group = tcgetpgrp(fd);
    return group < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, group);
}

OURO_C_FUNCTION(posix_tcsetpgrp)
{
    int fd, group;
    if (ouro__as_int32(rt, args[0], &fd) < 0 || ouro__as_int32(rt, args[1], &group) < 0)
        return NULL;
    return ouro__none_or_system(rt, tcsetpgrp(fd, group));
}

static const ouro_member_def size_fields[] = {
    OURO_FIELD(0, "columns", "width of the terminal window in characters"),
    OURO_FIELD(1, "lines", "height of the terminal window in characters"),
    {0},
};

OURO_BUILTIN_TYPE(terminal_size) = {
    .id = OURO_T_TERMINAL_SIZE,
    .base_id = OURO_T_TUPLE,
    .members = size_fields,
    .methods = ouro__struct_sequence_methods,
    .module = "os",
    .doc = "A tuple of (columns, lines) for holding terminal window size",
    .slots = {.name = "os.terminal_size",
              OURO_STRUCT_SEQUENCE_SLOTS(2),
              .flags = OURO_STRUCT_SEQUENCE_FLAGS,
              .new_ = ouro__struct_sequence_make},
};

OURO_C_FUNCTION(posix_get_terminal_size)
{
    int fd = STDOUT_FILENO;
    if (nargs && ouro__as_int32(rt, args[0], &fd) < 0)
        return NULL;
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) < 0)
        return ouro__raise_system(rt);
    ouro_object *items[2] = {ouro__int_new(rt, size.ws_col), ouro__int_new(rt, size.ws_row)};
    return ouro__struct_sequence_new(rt, OURO_T_TERMINAL_SIZE, items, 2);
}

OURO_C_FUNCTION(posix_device_encoding)
{
    OURO_PARSE(a, "device_encoding", 0, 1, 1, 0, "fd");
    int fd;
    if (ouro__as_int32(rt, a[0], &fd) < 0)
        return NULL;
    return fd >= 0 && isatty(fd) ? ouro__str_from_cstring(rt, "UTF-8") : OURO_NONE(rt);
}

const ouro_method_def ouro__posix_descriptor_functions[] = {
    {"open", posix_open, OURO_METH_KEYWORDS, 0, 0,
     "open($module, /, path, flags, mode=511, *, dir_fd=None)\n--\n\nOpen a file for low level IO.  Returns "
     "a file descriptor (integer)."},
    {"close", posix_close, OURO_METH_KEYWORDS, 0, 0, "close($module, /, fd)\n--\n\nClose a file descriptor."},
    {"closerange", posix_closerange, 0, 2, 2,
     "closerange($module, fd_low, fd_high, /)\n--\n\nCloses all file descriptors in [fd_low, fd_high), "
     "ignoring errors."},
    {"dup", posix_dup, 0, 1, 1, "dup($module, fd, /)\n--\n\nReturn a duplicate of a file descriptor."},
    {"dup2", posix_dup2, OURO_METH_KEYWORDS, 0, 0,
     "dup2($module, /, fd, fd2, inheritable=True)\n--\n\nDuplicate file descriptor."},
    {"pipe", posix_pipe, 0, 0, 0, "pipe($module, /)\n--\n\nCreate a pipe."},
    {"pipe2", posix_pipe2, 0, 1, 1,
     "pipe2($module, flags, /)\n--\n\nCreate a pipe with flags set atomically."},
    {"read", posix_read, 0, 2, 2,
     "read($module, fd, length, /)\n--\n\nRead from a file descriptor.  Returns a bytes object."},
    {"pread", posix_pread, 0, 3, 3,
     "pread($module, fd, length, offset, /)\n--\n\nRead a number of bytes from a file descriptor starting at "
     "a particular offset."},
    {"write", posix_write, 0, 2, 2,
     "write($module, fd, data, /)\n--\n\nWrite a bytes object to a file descriptor."},
    {"pwrite", posix_pwrite, 0, 3, 3,
     "pwrite($module, fd, buffer, offset, /)\n--\n\nWrite bytes to a file descriptor starting at a "
     "particular offset."},
    {"lseek", posix_lseek, 0, 3, 3,
     "lseek($module, fd, position, whence, /)\n--\n\nSet the position of a file descriptor.  Return the new "
     "position."},
    {"sendfile", posix_sendfile, OURO_METH_KEYWORDS, 0, 0,
     "sendfile($module, /, out_fd, in_fd, offset, count)\n--\n\nCopy count bytes from file descriptor in_fd "
     "to file descriptor out_fd."},
    {"copy_file_range", posix_copy_file_range, OURO_METH_KEYWORDS, 0, 0,
     "copy_file_range($module, /, src, dst, count, offset_src=None,\n                "
     "offset_dst=None)\n--\n\nCopy count bytes from one file descriptor to another."},
    {"splice", posix_splice, OURO_METH_KEYWORDS, 0, 0,
     "splice($module, /, src, dst, count, offset_src=None, offset_dst=None,\n       flags=0)\n--\n\nTransfer "
     "count bytes from one pipe to a descriptor or vice versa."},
    {"fsync", posix_fsync, OURO_METH_KEYWORDS, 0, 0,
     "fsync($module, /, fd)\n--\n\nForce write of fd to disk."},
    {"fdatasync", posix_fdatasync, OURO_METH_KEYWORDS, 0, 0,
     "fdatasync($module, /, fd)\n--\n\nForce write of fd to disk without forcing update of metadata."},
    {"isatty", posix_isatty, 0, 1, 1,
     "isatty($module, fd, /)\n--\n\nReturn True if the fd is connected to a terminal."},
    {"get_inheritable", posix_get_inheritable, 0, 1, 1,
     "get_inheritable($module, fd, /)\n--\n\nGet the close-on-exe flag of the specified file descriptor."},
    {"set_inheritable", posix_set_inheritable, 0, 2, 2,
     "set_inheritable($module, fd, inheritable, /)\n--\n\nSet the inheritable flag of the specified file "
     "descriptor."},
    {"get_blocking", posix_get_blocking, 0, 1, 1,
     "get_blocking($module, fd, /)\n--\n\nGet the blocking mode of the file descriptor."},
    {"set_blocking", posix_set_blocking, 0, 2, 2,
     "set_blocking($module, fd, blocking, /)\n--\n\nSet the blocking mode of the specified file descriptor."},
    {"lockf", posix_lockf, 0, 3, 3,
     "lockf($module, fd, command, length, /)\n--\n\nApply, test or remove a POSIX lock on an open file "
     "descriptor."},
    {"posix_fallocate", posix_fallocate_, 0, 3, 3,
     "posix_fallocate($module, fd, offset, length, /)\n--\n\nEnsure a file has allocated at least a "
     "particular number of bytes on disk."},
    {"posix_fadvise", posix_fadvise_, 0, 4, 4,
     "posix_fadvise($module, fd, offset, length, advice, /)\n--\n\nAnnounce an intention to access data in a "
     "specific pattern."},
    {"memfd_create", posix_memfd_create, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"eventfd", posix_eventfd, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"eventfd_read", posix_eventfd_read, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"eventfd_write", posix_eventfd_write, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"ttyname", posix_ttyname, 0, 1, 1, NULL},
    {"openpty", posix_openpty, 0, 0, 0, NULL},
    {"login_tty", posix_login_tty, 0, 1, 1, NULL},
    {"ctermid", posix_ctermid, 0, 0, 0, NULL},
    {"tcgetpgrp", posix_tcgetpgrp, 0, 1, 1, NULL},
    {"tcsetpgrp", posix_tcsetpgrp, 0, 2, 2, NULL},
    {"get_terminal_size", posix_get_terminal_size, 0, 0, 1, NULL},
    {"device_encoding", posix_device_encoding, OURO_METH_KEYWORDS, 0, 0, NULL},
    {0},
};
