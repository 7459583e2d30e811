/* FileIO: an unbuffered stream of bytes over a file descriptor. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "modules/audit.h"
#include "modules/io/io.h"

enum { TRANSFER_MAX = 0x7ffff000, READ_ALL_FIRST = 8192 };

static const uint16_t fields[] = {offsetof(ouro_file_io, name), 0};

static ouro_file_io *file_of(ouro_object *o)
{
    return (ouro_file_io *)o;
}

/* --- the calls ------------------------------------------------------------------------------------------- */

/* What a call that failed gives: -2 where it would have to wait, else -1 with the exception set. */
static int64_t failed(ouro_runtime *rt)
{
    if (!rt->error && errno == EAGAIN)
        return -2;
    ouro__raise_system(rt);
    return -1;
}

int64_t ouro__file_io_read(ouro_runtime *rt, ouro_file_io *f, void *data, size_t length)
{
    ssize_t n;
    if (f->fd < 0) {
        ouro__io_closed(rt);
        return -1;
    }
    OURO_RETRY(n, read(f->fd, data, length > TRANSFER_MAX ? TRANSFER_MAX : length));
    return n >= 0 ? n : failed(rt);
}

int64_t ouro__file_io_write(ouro_runtime *rt, ouro_file_io *f, const void *data, size_t length)
{
    ssize_t n;
    if (f->fd < 0) {
        ouro__io_closed(rt);
        return -1;
    }
    OURO_RETRY(n, write(f->fd, data, length > TRANSFER_MAX ? TRANSFER_MAX : length));
    return n >= 0 ? n : failed(rt);
}

int64_t ouro__file_io_seek(ouro_runtime *rt, ouro_file_io *f, int64_t offset, int whence)
{
    if (f->fd < 0) {
        ouro__io_closed(rt);
        return -1;
    }
    off_t position = lseek(f->fd, offset, whence);
    if (f->seekable < 0)
        f->seekable = position >= 0;
    if (position < 0)
        ouro__raise_system(rt);
    return position;
}

/* --- opening --------------------------------------------------------------------------------------------- */

static int bad_mode(ouro_runtime *rt)
{
    ouro__raise(rt, OURO_T_VALUE_ERROR,
                "Must have exactly one of create/read/write/append mode and at most one plus");
    return -1;
}

/* The flags for open(), or -1 with ValueError. */
static int parse_mode(ouro_runtime *rt, ouro_file_io *f, const char *mode)
{
    int flags = O_CLOEXEC;
    bool chosen = false, plus = false;
    for (const char *p = mode; *p; p++) {
        if (strchr("xrwa", *p)) {
            if (chosen)
                return bad_mode(rt);
            chosen = true;
            f->created = *p == 'x';
            f->appending = *p == 'a';
            f->readable = *p == 'r';
            f->writable = *p != 'r';
            flags |= *p == 'x'   ? O_EXCL | O_CREAT
                     : *p == 'w' ? O_CREAT | O_TRUNC
                     : *p == 'a' ? O_APPEND | O_CREAT
                                 : 0;
        } else if (*p == '+') {
            if (plus)
                return bad_mode(rt);
            plus = true;
            f->readable = f->writable = true;
        } else if (*p != 'b') {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid mode: %s", mode);
            return -1;
        }
        if (plus)
            f->readable = f->writable = true;
    }
    if (!chosen)
        return bad_mode(rt);
    return flags | (f->readable && f->writable ? O_RDWR : f->readable ? O_RDONLY : O_WRONLY);
}

static const char *mode_text(const ouro_file_io *f)
{
    return f->created     ? f->readable ? "xb+" : "xb"
           : f->appending ? f->readable ? "ab+" : "ab"
           : f->readable  ? f->writable ? "rb+" : "rb"
                          : "wb";
}

/* The descriptor that an opener gives: -1 with an exception. */
static int call_opener(ouro_runtime *rt, ouro_object *opener, ouro_object *name, int flags)
{
    ouro_object *number = ouro__int_new(rt, flags),
                *result = number ? ouro__call2(rt, opener, name, number) : NULL;
    ouro_xdecref(rt, number);
    if (!result)
        return -1;
    int fd = -1;
    if (!ouro__is_int(rt, result))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "expected integer from opener");
    else if (ouro__as_int32(rt, result, &fd) == 0 && fd < 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "opener returned %d", fd);
    ouro_decref(rt, result);
    if (fd >= 0 && !rt->error && fcntl(fd, F_SETFD, FD_CLOEXEC) < 0) {
        ouro__raise_system(rt);
        close(fd);
        return -1;
    }
    return rt->error ? -1 : fd;
}

static int open_by_name(ouro_runtime *rt, ouro_object *name, int flags, ouro_object *opener)
{
    if (opener && opener != OURO_NONE(rt))
        return call_opener(rt, opener, name, flags);
    ouro_object *path = ouro__path_bytes(rt, name);
    if (!path)
        return -1;
    ouro_object *given = ouro__int_new(rt, flags);
    int fd = given ? ouro__audit(rt, "open", 3, name, NULL, given) : -1;
    ouro_xdecref(rt, given);
    if (fd < 0) {
        ouro_decref(rt, path);
        return -1;
    }
    OURO_RETRY(fd, open((const char *)((ouro_bytes *)path)->data, flags, 0666));
    if (fd < 0 && !rt->error)
        ouro__raise_errno(rt, errno, name);
    ouro_decref(rt, path);
    return fd;
}

/* What is open must be a file, not a directory; takes note of its block size. */
static int examine(ouro_runtime *rt, ouro_file_io *f, ouro_object *name)
{
    struct stat st;
    int result;
    f->block_size = OURO_IO_BUFFER_SIZE;
    OURO_RETRY(result, fstat(f->fd, &st));
    if (result < 0) {
        if (errno == EBADF || rt->error) {
            ouro__raise_system(rt);
            return -1;
        }
        return 0; /* whatever else: go on without */
    }
    if (S_ISDIR(st.st_mode)) {
        ouro__raise_errno(rt, EISDIR, name);
        return -1;
    }
    if (st.st_blksize > 1)
        f->block_size = st.st_blksize;
    return 0;
}

/* A descriptor given as the file: 1, 0 when it is no number, -1. */
static int given_descriptor(ouro_runtime *rt, ouro_object *file, int *fd)
{
    const ouro_type *type = ouro__type_of(rt, file);
    if (!type->number || !type->number->index)
        return 0;
    if (ouro__as_int32(rt, file, fd) < 0) {
        if (!ouro__error_is(rt, OURO_T_OVERFLOW_ERROR))
            return -1;
        ouro__error_clear(rt);
        return 0;
    }
    if (*fd >= 0)
        return 1;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "negative file descriptor");
    return -1;
}

static void forget(ouro_file_io *f)
{
    f->created = f->readable = f->writable = f->appending = false;
    f->seekable = -1;
    f->close_fd = true;
}

static int close_descriptor(ouro_runtime *rt, ouro_file_io *f)
{
    int fd = f->fd;
    f->fd = -1;
    if (fd >= 0 && close(fd) < 0 && errno != EINTR) {
        ouro__raise_system(rt);
        return -1;
    }
    return 0;
}

/* Opening failed after all: a descriptor that was given stays the giver's. Keeps the exception. */
static void abandon(ouro_runtime *rt, ouro_file_io *f, bool given)
{
    ouro_object *error = ouro__error_take(rt);
    if (given)
        f->fd = -1;
    else if (close_descriptor(rt, f) < 0)
        ouro__error_clear(rt);
    ouro__error_restore(rt, error);
}

static int open_file(ouro_runtime *rt, ouro_file_io *f, ouro_object *file, const char *mode, bool close_fd,
                     ouro_object *opener)
{
    int fd, flags = parse_mode(rt, f, mode), given = flags < 0 ? -1 : given_descriptor(rt, file, &fd);
    if (given < 0)
        return -1;
    if (given) {
        f->fd = fd;
        f->close_fd = close_fd;
    } else {
        if (!close_fd) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "Cannot use closefd=False with file name");
            return -1;
        }
        f->fd = open_by_name(rt, file, flags, opener);
        if (f->fd < 0)
            return -1;
    }
    if (examine(rt, f, file) < 0) {
        abandon(rt, f, given);
        return -1;
    }
    if (ouro__is_exactly((ouro_object *)f, OURO_T_FILE_IO)) {
        ouro__slot_set(rt, f, &f->name, ouro_ref(file));
    } else if (ouro__setattr(rt, (ouro_object *)f, NAME(rt, name), file) < 0) {
        abandon(rt, f, given);
        return -1;
    }
    if (f->appending)
        (void)lseek(f->fd, 0, SEEK_END); /* a pipe has no end to go to */
    return 0;
}

static ouro_object *file_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    ouro_file_io *f = ouro__subclass_instance(rt, cls, sizeof *f);
    if (!f)
        return NULL;
    f->fd = -1;
    f->block_size = OURO_IO_BUFFER_SIZE;
    forget(f);
    return (ouro_object *)f;
}

static int file_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                     ouro_object *kwnames)
{
    static const char *const names[] = {"file", "mode", "closefd", "opener", NULL};
    static const ouro_signature signature = {"FileIO", names, 0, 4, 1, 0};
    ouro_file_io *f = file_of(self);
    ouro_object *a[4];
    bool close_fd = true;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, a) < 0 ||
        ouro__optional_bool(rt, a[2], &close_fd) < 0)
        return -1;
    if (a[1] && !ouro__is_str(rt, a[1])) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "FileIO() argument 'mode' must be str, not %T", a[1]);
        return -1;
    }
    if (f->fd >= 0) {
        if (f->close_fd && close_descriptor(rt, f) < 0)
            return -1;
        f->fd = -1;
    }
    forget(f);
    size_t length;
    char *owned = NULL;
    const char *mode = a[1] ? ouro__str_utf8(rt, a[1], &length, &owned) : "r";
    int status = mode ? open_file(rt, f, a[0], mode, close_fd, a[3]) : -1;
    ouro__buffer_free(rt, owned);
    return status;
}

ouro_object *ouro__file_io_from_fd(ouro_runtime *rt, int fd, const char *mode, bool close_fd,
                                   ouro_object *name)
{
    ouro_file_io *f = (ouro_file_io *)file_new(rt, ouro__class_at(rt, OURO_T_FILE_IO), NULL, 0, NULL);
    if (!f)
        return NULL;
    if (parse_mode(rt, f, mode) < 0) {
        ouro_decref(rt, (ouro_object *)f);
        return NULL;
    }
    f->fd = fd;
    f->close_fd = close_fd;
    ouro__slot_init(&f->name, name ? ouro_ref(name) : ouro__int_new(rt, fd));
    return (ouro_object *)f;
}

/* --- methods --------------------------------------------------------------------------------------------- */

static int check_open(ouro_runtime *rt, ouro_file_io *f)
{
    if (f->fd >= 0)
        return 0;
    ouro__io_closed(rt);
    return -1;
}

static int check_mode(ouro_runtime *rt, ouro_file_io *f, bool reading)
{
    if (check_open(rt, f) < 0)
        return -1;
    if (reading ? f->readable : f->writable)
        return 0;
    ouro__io_unsupported(rt, reading ? "File not open for reading" : "File not open for writing");
    return -1;
}

/* How much to make room for: up to the end of the file, when that is known. */
static size_t bytes_left(const ouro_file_io *f)
{
    struct stat st;
    off_t at = lseek(f->fd, 0, SEEK_CUR);
    if (at < 0 || fstat(f->fd, &st) < 0 || st.st_size < at)
        return READ_ALL_FIRST;
    return (size_t)(st.st_size - at) + 1;
}

ouro_object *ouro__file_io_read_all(ouro_runtime *rt, ouro_file_io *f)
{
    if (check_open(rt, f) < 0)
        return NULL;
    size_t capacity = bytes_left(f), length = 0;
    uint8_t *data = ouro__buffer_alloc(rt, capacity);
    int64_t n = 0;
    while (data) {
        n = ouro__file_io_read(rt, f, data + length, capacity - length);
        if (n <= 0)
            break;
        length += (size_t)n;
        if (length == capacity) {
            uint8_t *larger = ouro__buffer_resize(rt, data, capacity += capacity / 2 + READ_ALL_FIRST);
            if (!larger)
                n = -1;
            else
                data = larger;
            if (n < 0)
                break;
        }
    }
    ouro_object *result = !data || n == -1         ? NULL
                          : n == -2 && length == 0 ? OURO_NONE(rt)
                                                   : ouro__bytes_new(rt, data, length);
    ouro__buffer_free(rt, data);
    return result;
}

OURO_C_FUNCTION(file_readall)
{
    return ouro__file_io_read_all(rt, file_of(self));
}

OURO_C_FUNCTION(file_read)
{
    ouro_file_io *f = file_of(self);
    int64_t size;
    if (ouro__io_size(rt, args, nargs, &size) < 0 || check_mode(rt, f, true) < 0)
        return NULL;
    if (size < 0)
        return ouro__file_io_read_all(rt, f);
    if (size > TRANSFER_MAX)
        size = TRANSFER_MAX;
    ouro_object *bytes = ouro__bytes_new(rt, NULL, (size_t)size);
    if (!bytes)
        return NULL;
    int64_t n = ouro__file_io_read(rt, f, ((ouro_bytes *)bytes)->data, (size_t)size);
    if (n == size)
        return bytes;
    ouro_object *result = n == -1   ? NULL
                          : n == -2 ? OURO_NONE(rt)
                                    : ouro__bytes_new(rt, ((ouro_bytes *)bytes)->data, (size_t)n);
    ouro_decref(rt, bytes);
    return result;
}

static ouro_object *count_or_none(ouro_runtime *rt, int64_t n)
{
    return n == -1 ? NULL : n == -2 ? OURO_NONE(rt) : ouro__int_new(rt, n);
}

OURO_C_FUNCTION(file_readinto)
{
    ouro_buffer buffer;
    if (ouro__io_target(rt, args[0], "readinto", &buffer) < 0)
        return NULL;
    int64_t n = check_mode(rt, file_of(self), true) < 0
                    ? -1
                    : ouro__file_io_read(rt, file_of(self), buffer.data, (size_t)buffer.length);
    ouro__buffer_release(rt, &buffer);
    return count_or_none(rt, n);
}

OURO_C_FUNCTION(file_write)
{
    ouro_buffer buffer;
    if (ouro__buffer_get(rt, args[0], &buffer, OURO_BUFFER_SIMPLE) < 0)
        return NULL;
    int64_t n = check_mode(rt, file_of(self), false) < 0
                    ? -1
                    : ouro__file_io_write(rt, file_of(self), buffer.data, (size_t)buffer.length);
    ouro__buffer_release(rt, &buffer);
    return count_or_none(rt, n);
}

OURO_C_FUNCTION(file_seek)
{
    int64_t offset;
    int whence = 0;
    if (check_open(rt, file_of(self)) < 0 || ouro__as_int64(rt, args[0], &offset) < 0 ||
        (nargs > 1 && ouro__as_int32(rt, args[1], &whence) < 0))
        return NULL;
    int64_t position = ouro__file_io_seek(rt, file_of(self), offset, whence);
    return position < 0 ? NULL : ouro__int_new(rt, position);
}

OURO_C_FUNCTION(file_tell)
{
    int64_t position = ouro__file_io_seek(rt, file_of(self), 0, SEEK_CUR);
    return position < 0 ? NULL : ouro__int_new(rt, position);
}

OURO_C_FUNCTION(file_truncate)
{
    ouro_file_io *f = file_of(self);
    int64_t size;
    int result;
    if (check_mode(rt, f, false) < 0)
        return NULL;
    if (nargs == 0 || args[0] == OURO_NONE(rt)) {
        size = ouro__file_io_seek(rt, f, 0, SEEK_CUR);
        if (size < 0)
            return NULL;
    } else if (ouro__as_int64(rt, args[0], &size) < 0) {
        return NULL;
    }
    OURO_RETRY(result, ftruncate(f->fd, size));
    return result < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, size);
}

void ouro__file_io_warn_unclosed(ouro_runtime *rt, ouro_file_io *f, ouro_object *source)
{
    if (f->fd < 0 || !f->close_fd)
        return;
    ouro__warn_unclosed(rt, "file", source);
}

OURO_C_FUNCTION(file_dealloc_warn)
{
    ouro__file_io_warn_unclosed(rt, file_of(self), args[0]);
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(file_close)
{
    ouro_file_io *f = file_of(self);
    ouro_object *closed = ouro__io_base_close(rt, self);
    if (!f->close_fd) {
        f->fd = -1;
        return closed;
    }
    ouro_object *error = ouro__error_take(rt);
    if (f->finalizing)
        ouro__file_io_warn_unclosed(rt, f, self);
    (void)close_descriptor(rt, f);
    ouro__io_chain(rt, error);
    ouro_xdecref(rt, closed);
    return rt->error ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(file_fileno)
{
    return check_open(rt, file_of(self)) < 0 ? NULL : ouro__int_new(rt, file_of(self)->fd);
}

OURO_C_FUNCTION(file_isatty)
{
    return check_open(rt, file_of(self)) < 0 ? NULL : ouro__bool(rt, isatty(file_of(self)->fd));
}

OURO_C_FUNCTION(file_readable)
{
    return check_open(rt, file_of(self)) < 0 ? NULL : ouro__bool(rt, file_of(self)->readable);
}

OURO_C_FUNCTION(file_writable)
{
    return check_open(rt, file_of(self)) < 0 ? NULL : ouro__bool(rt, file_of(self)->writable);
}

OURO_C_FUNCTION(file_seekable)
{
    ouro_file_io *f = file_of(self);
    if (check_open(rt, f) < 0)
        return NULL;
    if (f->seekable < 0)
        f->seekable = lseek(f->fd, 0, SEEK_CUR) >= 0;
    return ouro__bool(rt, f->seekable);
}

static ouro_object *file_repr(ouro_runtime *rt, ouro_object *self)
{
    ouro_file_io *f = file_of(self);
    const char *type = "_io.FileIO";
    if (f->fd < 0)
        return ouro__str_format(rt, "<%s [closed]>", type);
    ouro_object *name;
    int found = ouro__getattr_optional(rt, self, NAME(rt, name), &name);
    if (found < 0)
        return NULL;
    const char *close_fd = f->close_fd ? "True" : "False";
    if (!found)
        return ouro__str_format(rt, "<%s fd=%d mode='%s' closefd=%s>", type, f->fd, mode_text(f), close_fd);
    ouro_object *text = NULL;
    int entered = ouro__repr_enter(rt, self);
    if (entered > 0)
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "reentrant call inside %s.__repr__",
                    ouro__type_of(rt, self)->name);
    if (entered == 0) {
        text = ouro__str_format(rt, "<%s name=%R mode='%s' closefd=%s>", type, name, mode_text(f), close_fd);
        ouro__repr_leave(rt, self);
    }
    ouro_decref(rt, name);
    return text;
}

static void file_destroy(ouro_runtime *rt, ouro_object *self)
{
    /* The finalizer closed it, unless a subclass kept it from doing so. */
    ouro_file_io *f = file_of(self);
    (void)rt;
    if (f->fd >= 0 && f->close_fd)
        close(f->fd);
    f->fd = -1;
}

/* --- attributes ------------------------------------------------------------------------------------------ */

static ouro_object *get_name(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *name = file_of(self)->name;
    return name ? ouro_ref(name) : ouro__raise_attribute_error(rt, self, NAME(rt, name));
}

static int set_name(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    ouro_file_io *f = file_of(self);
    if (!value && !f->name) {
        ouro__raise_attribute_error(rt, self, NAME(rt, name));
        return -1;
    }
    ouro__slot_set(rt, self, &f->name, value ? ouro_ref(value) : NULL);
    return 0;
}

static ouro_object *get_closed(ouro_runtime *rt, ouro_object *self)
{
    return ouro__bool(rt, file_of(self)->fd < 0);
}

static ouro_object *get_closefd(ouro_runtime *rt, ouro_object *self)
{
    return ouro__bool(rt, file_of(self)->close_fd);
}

static ouro_object *get_mode(ouro_runtime *rt, ouro_object *self)
{
    return ouro__str_from_cstring(rt, mode_text(file_of(self)));
}

static ouro_object *get_block_size(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, file_of(self)->block_size);
}

static int set_block_size(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!value) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "can't delete numeric/char attribute");
        return -1;
    }
    return ouro__as_int64(rt, value, &file_of(self)->block_size);
}

OURO_IO_FINALIZING(ouro_file_io)

static const ouro_getset_def getsets[] = {
    {"name", get_name, set_name, NULL},
    {"closed", get_closed, NULL, "True if the file is closed"},
    {"closefd", get_closefd, NULL, "True if the file descriptor will be closed by close()."},
    {"mode", get_mode, NULL, "String giving the file mode"},
    {"_blksize", get_block_size, set_block_size, NULL},
    {"_finalizing", get_finalizing, set_finalizing, NULL},
    {0},
};

static const ouro_method_def methods[] = {
    {"read", file_read, 0, 0, 1,
     "read($self, size=-1, /)\n--\n\nRead at most size bytes, returned as bytes."},
    {"readall", file_readall, 0, 0, 0,
     "readall($self, /)\n--\n\nRead all data from the file, returned as bytes."},
    {"readinto", file_readinto, 0, 1, 1, "readinto($self, buffer, /)\n--\n\nSame as RawIOBase.readinto()."},
    {"write", file_write, 0, 1, 1,
     "write($self, b, /)\n--\n\nWrite buffer b to file, return number of bytes written."},
    {"seek", file_seek, 0, 1, 2,
     "seek($self, pos, whence=0, /)\n--\n\nMove to new file position and return the file position."},
    {"tell", file_tell, 0, 0, 0, "tell($self, /)\n--\n\nCurrent file position."},
    {"truncate", file_truncate, 0, 0, 1,
     "truncate($self, size=None, /)\n--\n\nTruncate the file to at most size bytes and return the truncated "
     "size."},
    {"close", file_close, 0, 0, 0, "close($self, /)\n--\n\nClose the file."},
    {"seekable", file_seekable, 0, 0, 0, "seekable($self, /)\n--\n\nTrue if file supports random-access."},
    {"readable", file_readable, 0, 0, 0, "readable($self, /)\n--\n\nTrue if file was opened in a read mode."},
    {"writable", file_writable, 0, 0, 0,
     "writable($self, /)\n--\n\nTrue if file was opened in a write mode."},
    {"fileno", file_fileno, 0, 0, 0,
     "fileno($self, /)\n--\n\nReturn the underlying file descriptor (an integer)."},
    {"isatty", file_isatty, 0, 0, 0,
     "isatty($self, /)\n--\n\nTrue if the file is connected to a TTY device."},
    {"_dealloc_warn", file_dealloc_warn, 0, 1, 1, NULL},
    {0},
};

OURO_BUILTIN_TYPE(file_io) = {
    .id = OURO_T_FILE_IO,
    .base_id = OURO_T_RAW_IO_BASE,
    .slots = {.name = "_io.FileIO",
              OURO_IO_SLOTS(ouro_file_io),
              .fields = fields,
              .destroy = file_destroy,
              .repr = file_repr,
              .new_ = file_new,
              .init = file_init},
    .methods = methods,
    .getsets = getsets,
    .module = "_io",
    .doc = "FileIO(file, mode='r', closefd=True, opener=None)\n--\n\nOpen a file.",
};
