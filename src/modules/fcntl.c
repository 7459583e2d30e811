/* The fcntl module: control of descriptors, and locks on files. */
#include <fcntl.h>
#include <linux/fs.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "modules/modules.h"
#include "modules/support.h"
#include "types/buffer.h"
#include "types/bytes.h"
#include "types/class.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"

#include <string.h>

enum { ARGUMENT_MAX = 1024 };

/* Bytes-like or text argument, copied with a zero behind it: its length, -1 with an exception, -2 when it is neither. */
static int64_t copy_argument(ouro_runtime *rt, const char *function, ouro_object *o, char *to)
{
    const void *data;
    size_t length;
    char *owned = NULL;
    ouro_buffer buffer = {0};
    if (ouro__is_str(rt, o)) {
        data = ouro__str_utf8(rt, o, &length, &owned);
        if (!data)
            return -1;
    } else if (ouro__has_buffer(rt, o)) {
        if (ouro__buffer_get(rt, o, &buffer, OURO_BUFFER_SIMPLE) < 0)
            return -1;
        data = buffer.data;
        length = (size_t)buffer.length;
    } else {
        return -2;
    }
    int64_t result = (int64_t)length;
    if (length > ARGUMENT_MAX) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "%s argument 3 is too long", function);
        result = -1;
    } else {
        memcpy(to, data, length);
        to[length] = 0;
    }
    ouro__buffer_free(rt, owned);
    ouro__buffer_release(rt, &buffer);
    return result;
}

static int as_unsigned(ouro_runtime *rt, ouro_object *o, unsigned *out)
{
    uint64_t value;
    if (ouro__as_uint64_masked(rt, o, &value) < 0)
        return -1;
    *out = (unsigned)value;
    return 0;
}

OURO_C_FUNCTION(fcntl_fcntl)
{
    int fd = ouro__as_descriptor(rt, args[0]), code, result;
    if (fd < 0 || ouro__as_int32(rt, args[1], &code) < 0)
        return NULL;
    char argument[ARGUMENT_MAX + 1];
    int64_t length = nargs > 2 ? copy_argument(rt, "fcntl", args[2], argument) : -2;
    if (length == -1)
        return NULL;
    if (length >= 0) {
        OURO_RETRY(result, fcntl(fd, code, argument));
        return result < 0 ? ouro__raise_system(rt) : ouro__bytes_new(rt, argument, (size_t)length);
    }
    unsigned value = 0;
    if (nargs > 2 && as_unsigned(rt, args[2], &value) < 0)
        return NULL;
    OURO_RETRY(result, fcntl(fd, code, (int)value));
    return result < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, result);
}

/* ioctl on memory that the call may change: the program's own, or a copy of it. */
static ouro_object *ioctl_in_place(ouro_runtime *rt, int fd, unsigned code, ouro_buffer *buffer)
{
    int result;
    char copy[ARGUMENT_MAX + 1];
    bool copied = buffer->length <= ARGUMENT_MAX;
    if (copied) {
        memcpy(copy, buffer->data, (size_t)buffer->length);
        copy[buffer->length] = 0;
    }
    OURO_RETRY(result, ioctl(fd, code, copied ? (void *)copy : (void *)buffer->data));
    if (copied)
        memcpy(buffer->data, copy, (size_t)buffer->length);
    return result < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, result);
}

OURO_C_FUNCTION(fcntl_ioctl)
{
    int fd = ouro__as_descriptor(rt, args[0]), result, mutate = nargs > 3 ? ouro__truth(rt, args[3]) : 1;
    unsigned code, value = 0;
    if (fd < 0 || mutate < 0 || as_unsigned(rt, args[1], &code) < 0)
        return NULL;
    if (nargs > 2 && mutate && !ouro__is_str(rt, args[2]) && ouro__has_buffer(rt, args[2])) {
        ouro_buffer buffer;
        if (ouro__buffer_get(rt, args[2], &buffer, OURO_BUFFER_WRITABLE) == 0) {
            ouro_object *done = ioctl_in_place(rt, fd, code, &buffer);
            ouro__buffer_release(rt, &buffer);
            return done;
        }
        if (!ouro__error_is(rt, OURO_T_BUFFER_ERROR))
            return NULL;
        ouro__error_clear(rt); /* read-only: a copy is changed and returned */
    }
    char argument[ARGUMENT_MAX + 1];
    int64_t length = nargs > 2 ? copy_argument(rt, "ioctl", args[2], argument) : -2;
    if (length == -1)
        return NULL;
    if (length >= 0) {
        OURO_RETRY(result, ioctl(fd, code, argument));
        return result < 0 ? ouro__raise_system(rt) : ouro__bytes_new(rt, argument, (size_t)length);
    }
    if (nargs > 2 && as_unsigned(rt, args[2], &value) < 0)
        return NULL;
    OURO_RETRY(result, ioctl(fd, code, (unsigned long)value));
    return result < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, result);
}

OURO_C_FUNCTION(fcntl_flock)
{
    int fd = ouro__as_descriptor(rt, args[0]), operation, result;
    if (fd < 0 || ouro__as_int32(rt, args[1], &operation) < 0)
        return NULL;
    OURO_RETRY(result, flock(fd, operation));
    return result < 0 ? ouro__raise_system(rt) : OURO_NONE(rt);
}

OURO_C_FUNCTION(fcntl_lockf)
{
    int fd = ouro__as_descriptor(rt, args[0]), operation, whence = 0, result;
    int64_t length = 0, start = 0;
    if (fd < 0 || ouro__as_int32(rt, args[1], &operation) < 0 ||
        (nargs > 2 && ouro__as_int64(rt, args[2], &length) < 0) ||
        (nargs > 3 && ouro__as_int64(rt, args[3], &start) < 0) ||
        (nargs > 4 && ouro__as_int32(rt, args[4], &whence) < 0))
        return NULL;
    struct flock lock = {.l_whence = (short)whence, .l_start = start, .l_len = length};
    if (operation == LOCK_UN)
        lock.l_type = F_UNLCK;
    else if (operation & LOCK_SH)
        lock.l_type = F_RDLCK;
    else if (operation & LOCK_EX)
        lock.l_type = F_WRLCK;
    else
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "unrecognized lockf argument");
    OURO_RETRY(result, fcntl(fd, operation & LOCK_NB ? F_SETLK : F_SETLKW, &lock));
    return result < 0 ? ouro__raise_system(rt) : OURO_NONE(rt);
}

static const ouro_method_def functions[] = {
    {"fcntl", fcntl_fcntl, 0, 2, 3,
     "fcntl($module, fd, cmd, arg=0, /)\n--\n\nPerform the operation `cmd` on file descriptor fd."},
    {"ioctl", fcntl_ioctl, 0, 2, 4,
     "ioctl($module, fd, request, arg=0, mutate_flag=True, /)\n--\n\nPerform the operation request on file "
     "descriptor fd."},
    {"flock", fcntl_flock, 0, 2, 2,
     "flock($module, fd, operation, /)\n--\n\nPerform the lock operation `operation` on file descriptor "
     "`fd`."},
    {"lockf", fcntl_lockf, 0, 2, 5,
     "lockf($module, fd, cmd, len=0, start=0, whence=0, /)\n--\n\nA wrapper around the fcntl() locking "
     "calls."},
    {0},
};

#define X(name) {#name, (int64_t)(unsigned)(name)},
static const ouro_int_constant constants[] = {
    /* clang-format off */
    X(DN_ACCESS) X(DN_ATTRIB) X(DN_CREATE) X(DN_DELETE) X(DN_MODIFY) X(DN_MULTISHOT) X(DN_RENAME) X(FASYNC)
    X(FD_CLOEXEC) X(F_ADD_SEALS) X(F_DUPFD) X(F_DUPFD_CLOEXEC) X(F_EXLCK) X(F_GETFD) X(F_GETFL)
    X(F_GETLEASE) X(F_GETLK) X(F_GETLK64) X(F_GETOWN) X(F_GETPIPE_SZ) X(F_GETSIG) X(F_GET_SEALS) X(F_NOTIFY)
    X(F_OFD_GETLK) X(F_OFD_SETLK) X(F_OFD_SETLKW) X(F_RDLCK) X(F_SEAL_GROW) X(F_SEAL_SEAL) X(F_SEAL_SHRINK)
    X(F_SEAL_WRITE) X(F_SETFD) X(F_SETFL) X(F_SETLEASE) X(F_SETLK) X(F_SETLK64) X(F_SETLKW) X(F_SETLKW64)
    X(F_SETOWN) X(F_SETPIPE_SZ) X(F_SETSIG) X(F_SHLCK) X(F_UNLCK) X(F_WRLCK) X(LOCK_EX) X(LOCK_MAND)
    X(LOCK_NB) X(LOCK_READ) X(LOCK_RW) X(LOCK_SH) X(LOCK_UN) X(LOCK_WRITE)
    /* clang-format on */
    {0},
};
#undef X

static int exec(ouro_runtime *rt, ouro_object *module)
{
    return ouro__put_constants(rt, ouro__module_dict(module), constants);
}

const ouro_module_def ouro__module_fcntl = {
    "fcntl", functions, exec,
    "This module performs file control and I/O control on file\ndescriptors.  It is an interface to the "
    "fcntl() and ioctl() "
    "Unix\nroutines.  File descriptors can be obtained with the fileno() method of\na file or socket "
    "object."};
