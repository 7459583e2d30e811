/* The _socket module: the class socket and the functions on descriptors. A socket with a timeout is non-blocking for the
 * system; waiting is done here, so that signals and the timeout end it. */
#include "modules/socket/socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "modules/modules.h"
#include "types/buffer.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/module_state.h"
#include "types/str.h"
#include "types/types.h"

typedef struct socket_object {
    ouro_object head;
    int fd; /* -1: closed */
    int family, type, protocol;
    double timeout; /* seconds; negative: none */
} socket_object;

/* What new sockets begin with. */
typedef struct socket_state {
    ouro_module_state state;
    double timeout;
} socket_state;

static const char state_key;

static socket_object *as_socket(ouro_object *o)
{
    return (socket_object *)o;
}

static double default_timeout(ouro_runtime *rt)
{
    socket_state *state = ouro__module_state(rt, &state_key);
    return state ? state->timeout : -1;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- waiting ---- */

/* Until the socket is ready or `deadline` has passed: 0, or -1 with TimeoutError or what a handler raised. */
static int wait_ready(ouro_runtime *rt, socket_object *s, short events, double deadline)
{
    for (;;) {
        double left = ceil((deadline - now()) * 1e3);
        struct pollfd p = {.fd = s->fd, .events = events};
        int n = left < 0 ? 0 : poll(&p, 1, left > INT_MAX ? INT_MAX : (int)left);
        if (n > 0)
            return 0;
        if (n == 0) {
            ouro__raise(rt, OURO_T_TIMEOUT_ERROR, "timed out");
            return -1;
        }
        if (ouro__interrupted(rt) <= 0) {
            ouro__raise_system(rt);
            return -1;
        }
    }
}

/* Whether a call that failed is to be made again. */
static bool again(ouro_runtime *rt, const socket_object *s)
{
    if (rt->error)
        return false;
    if (errno == EINTR)
        return ouro__interrupted(rt) > 0;
    return s->timeout > 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

/* A system call on `s`, waited for within its timeout: `result` is -1 with errno or an exception. */
#define TRANSFER(result, s, events, deadline, call)                                                                  \
    do {                                                                                                             \
        if ((s)->timeout > 0 && wait_ready(rt, s, events, deadline) < 0)                                             \
            (result) = -1;                                                                                           \
        else                                                                                                         \
            (result) = (call);                                                                                       \
    } while ((result) < 0 && again(rt, s))

static double deadline_of(const socket_object *s)
{
    return s->timeout > 0 ? now() + s->timeout : 0;
}

static int set_nonblocking(ouro_runtime *rt, int fd, bool on)
{
    int value = on;
    if (ioctl(fd, FIONBIO, &value) == 0)
        return 0;
    ouro__raise_system(rt);
    return -1;
}

/* Seconds, -1 for None. */
static int as_timeout(ouro_runtime *rt, ouro_object *o, double *seconds)
{
    *seconds = -1;
    if (o == OURO_NONE(rt))
        return 0;
    if (ouro__as_double(rt, o, seconds) < 0)
        return -1;
    if (isnan(*seconds))
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Invalid value NaN (not a number)");
    else if (*seconds < 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Timeout value out of range");
    else if (*seconds > 9.2e9)
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "timestamp too large to convert to C _PyTime_t");
    else
        return 0;
    return -1;
}

static ouro_object *timeout_object(ouro_runtime *rt, double seconds)
{
    return seconds < 0 ? OURO_NONE(rt) : ouro__float_new(rt, seconds);
}

/* ---- making and closing ---- */

static ouro_object *socket_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    socket_object *s = (socket_object *)ouro__instance_new(rt, cls);
    if (s) {
        s->fd = -1;
        s->timeout = default_timeout(rt);
    }
    return (ouro_object *)s;
}

/* The descriptor that the program gave, with what was not said about it asked of the system. */
static int adopt(ouro_runtime *rt, socket_object *s, int fd, int *family, int *type, int *protocol)
{
    ouro_socket_address address = {.length = sizeof address.storage};
    socklen_t length = sizeof(int);
    if (getsockname(fd, (struct sockaddr *)&address.storage, &address.length) < 0 && (*family == -1 || errno == EBADF || errno == ENOTSOCK))
        return ouro__raise_system(rt), -1;
    if (*family == -1)
        *family = address.storage.ss_family;
    if (*type == -1 && getsockopt(fd, SOL_SOCKET, SO_TYPE, type, &length) < 0)
        return ouro__raise_system(rt), -1;
    length = sizeof(int);
    if (*protocol == -1 && getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, protocol, &length) < 0)
        return ouro__raise_system(rt), -1;
    s->fd = fd;
    return 0;
}

static int parse_socket(ouro_runtime *rt, ouro_object *const *args, size_t nargs, ouro_object *kwnames, ouro_object **a)
{
    static const char *const names[] = {"family", "type", "proto", "fileno", NULL};
    static const ouro_signature signature = {"socket", names, 0, 4, 0, 0};
    return ouro__parse_arguments(rt, &signature, args, nargs, kwnames, a);
}

static int socket_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs, ouro_object *kwnames)
{
    socket_object *s = as_socket(self);
    ouro_object *a[5];
    int family = -1, type = -1, protocol = -1;
    if (parse_socket(rt, args, nargs, kwnames, a) < 0 || ouro__optional_int32(rt, a[0], &family) < 0 ||
        ouro__optional_int32(rt, a[1], &type) < 0 || ouro__optional_int32(rt, a[2], &protocol) < 0)
        return -1;
    if (a[3] && a[3] != OURO_NONE(rt)) {
        int fd;
        if (ouro__as_int32(rt, a[3], &fd) < 0)
            return -1;
        if (fd < 0) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "negative file descriptor");
            return -1;
        }
        if (adopt(rt, s, fd, &family, &type, &protocol) < 0)
            return -1;
    } else {
        family = family == -1 ? AF_INET : family;
        type = type == -1 ? SOCK_STREAM : type;
        protocol = protocol == -1 ? 0 : protocol;
        int fd = socket(family, type | SOCK_CLOEXEC, protocol);
        if (fd < 0) {
            ouro__raise_system(rt);
            return -1;
        }
        s->fd = fd;
    }
    s->family = family;
    s->type = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
    s->protocol = protocol;
    s->timeout = type & SOCK_NONBLOCK ? 0 : default_timeout(rt);
    return s->timeout >= 0 ? set_nonblocking(rt, s->fd, true) : 0;
}

/* One that was not closed: ResourceWarning, and it is. */
static void socket_finalize(ouro_runtime *rt, ouro_object *o)
{
    socket_object *s = as_socket(o);
    if (s->fd < 0)
        return;
    ouro_object *pending = ouro__error_take(rt), *text = ouro__repr(rt, o);
    if (!text || ouro__warn(rt, OURO_T_RESOURCE_WARNING, "unclosed %U", text) < 0)
        ouro__report_unraisable(rt, NULL, o);
    ouro_xdecref(rt, text);
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
    if (pending)
        ouro__error_restore(rt, pending);
}

static ouro_object *socket_repr(ouro_runtime *rt, ouro_object *o)
{
    socket_object *s = as_socket(o);
    return ouro__str_format(rt, "<socket object, fd=%d, family=%d, type=%d, proto=%d>", s->fd, s->family, s->type,
                            s->protocol);
}

OURO_C_FUNCTION(socket_close)
{
    socket_object *s = as_socket(self);
    int fd = s->fd;
    s->fd = -1;
    if (fd >= 0 && close(fd) < 0 && errno != ECONNRESET)
        return ouro__raise_system(rt);
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(socket_detach)
{
    int fd = as_socket(self)->fd;
    as_socket(self)->fd = -1;
    return ouro__int_new(rt, fd);
}

OURO_C_FUNCTION(socket_fileno)
{
    return ouro__int_new(rt, as_socket(self)->fd);
}

/* ---- connections ---- */

OURO_C_FUNCTION(socket_accept)
{
    socket_object *s = as_socket(self);
    ouro_socket_address address = {.length = sizeof address.storage};
    double deadline = deadline_of(s);
    int fd;
    TRANSFER(fd, s, POLLIN, deadline,
             accept4(s->fd, (struct sockaddr *)&address.storage, &address.length, SOCK_CLOEXEC));
    if (fd < 0)
        return ouro__raise_system(rt);
    ouro_object *result = ouro__pack(rt, 2, ouro__int_new(rt, fd), ouro__socket_address_object(rt, &address));
    if (!result)
        close(fd);
    return result;
}

OURO_C_FUNCTION(socket_bind)
{
    socket_object *s = as_socket(self);
    ouro_socket_address address;
    if (ouro__socket_address_parse(rt, "bind", s->family, args[0], &address) < 0)
        return NULL;
    return bind(s->fd, (struct sockaddr *)&address.storage, address.length) < 0 ? ouro__raise_system(rt) : OURO_NONE(rt);
}

OURO_C_FUNCTION(socket_listen)
{
    int backlog = SOMAXCONN < 128 ? SOMAXCONN : 128;
    if (nargs && ouro__as_int32(rt, args[0], &backlog) < 0)
        return NULL;
    return listen(as_socket(self)->fd, backlog < 0 ? 0 : backlog) < 0 ? ouro__raise_system(rt) : OURO_NONE(rt);
}

/* 0 or an error number, or -1 with an exception. */
static int connect_to(ouro_runtime *rt, socket_object *s, const ouro_socket_address *address)
{
    if (connect(s->fd, (const struct sockaddr *)&address->storage, address->length) == 0)
        return 0;
    int error = errno;
    bool interrupted = error == EINTR;
    if (interrupted && ouro__check_interrupt(rt) < 0)
        return -1;
    if (!(interrupted && s->timeout != 0) && !(error == EINPROGRESS && s->timeout > 0))
        return error;
    if (wait_ready(rt, s, POLLOUT, s->timeout > 0 ? deadline_of(s) : INFINITY) < 0)
        return -1;
    socklen_t length = sizeof error;
    return getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0 ? errno : error == EISCONN ? 0 : error;
}

OURO_C_FUNCTION(socket_connect)
{
    socket_object *s = as_socket(self);
    ouro_socket_address address;
    if (ouro__socket_address_parse(rt, "connect", s->family, args[0], &address) < 0)
        return NULL;
    int error = connect_to(rt, s, &address);
    return error < 0 ? NULL : error ? ouro__raise_errno(rt, error, NULL) : OURO_NONE(rt);
}

OURO_C_FUNCTION(socket_connect_ex)
{
    socket_object *s = as_socket(self);
    ouro_socket_address address;
    if (ouro__socket_address_parse(rt, "connect_ex", s->family, args[0], &address) < 0)
        return NULL;
    int error = connect_to(rt, s, &address);
    if (error < 0 && ouro__error_is(rt, OURO_T_TIMEOUT_ERROR)) {
        ouro__error_clear(rt);
        error = EWOULDBLOCK;
    }
    return error < 0 ? NULL : ouro__int_new(rt, error);
}

OURO_C_FUNCTION(socket_shutdown)
{
    int how;
    if (ouro__as_int32(rt, args[0], &how) < 0)
        return NULL;
    return shutdown(as_socket(self)->fd, how) < 0 ? ouro__raise_system(rt) : OURO_NONE(rt);
}

OURO_C_FUNCTION(socket_getsockname)
{
    ouro_socket_address address = {.length = sizeof address.storage};
    return getsockname(as_socket(self)->fd, (struct sockaddr *)&address.storage, &address.length) < 0
               ? ouro__raise_system(rt)
               : ouro__socket_address_object(rt, &address);
}

OURO_C_FUNCTION(socket_getpeername)
{
    ouro_socket_address address = {.length = sizeof address.storage};
    return getpeername(as_socket(self)->fd, (struct sockaddr *)&address.storage, &address.length) < 0
               ? ouro__raise_system(rt)
               : ouro__socket_address_object(rt, &address);
}

/* ---- data ---- */

/* Receives at most `size` bytes: their count or -1; with `address`, who sent them. */
static int64_t receive(ouro_runtime *rt, socket_object *s, void *to, size_t size, int flags, ouro_socket_address *address)
{
    double deadline = deadline_of(s);
    int64_t n;
    struct sockaddr *from = address ? (struct sockaddr *)&address->storage : NULL;
    if (address)
        address->length = sizeof address->storage;
    TRANSFER(n, s, POLLIN, deadline, recvfrom(s->fd, to, size, flags, from, address ? &address->length : NULL));
    if (n < 0)
        ouro__raise_system(rt);
    return n;
}

/* recv and recvfrom. */
static ouro_object *receive_bytes(ouro_runtime *rt, ouro_object *self, const char *name, ouro_object *const *args,
                                  size_t nargs, ouro_socket_address *address)
{
    int64_t size;
    int flags = 0;
    if (ouro__ssize(rt, args[0], &size) < 0 || (nargs > 1 && ouro__as_int32(rt, args[1], &flags) < 0))
        return NULL;
    if (size < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "negative buffersize in %s", name);
    char *room = ouro__buffer_alloc(rt, size ? (size_t)size : 1);
    if (!room)
        return NULL;
    int64_t n = receive(rt, as_socket(self), room, (size_t)size, flags, address);
    ouro_object *bytes = n < 0 ? NULL : ouro__bytes_new(rt, room, (size_t)n);
    ouro__buffer_free(rt, room);
    return bytes;
}

OURO_C_FUNCTION(socket_recv)
{
    return receive_bytes(rt, self, "recv", args, nargs, NULL);
}

OURO_C_FUNCTION(socket_recvfrom)
{
    ouro_socket_address address;
    ouro_object *bytes = receive_bytes(rt, self, "recvfrom", args, nargs, &address);
    return bytes ? ouro__pack(rt, 2, bytes, ouro__socket_address_object(rt, &address)) : NULL;
}

/* recv_into and recvfrom_into: the count of bytes, or -1. */
static int64_t receive_into(ouro_runtime *rt, ouro_object *self, const char *name, ouro_object *const *a,
                            ouro_socket_address *address)
{
    int64_t size = 0, n = -1;
    int flags = 0;
    ouro_buffer buffer;
    if ((a[1] && ouro__ssize(rt, a[1], &size) < 0) || ouro__optional_int32(rt, a[2], &flags) < 0 ||
        ouro__buffer_get(rt, a[0], &buffer, OURO_BUFFER_WRITABLE) < 0)
        return -1;
    if (size < 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "negative buffersize in %s", name);
    else if (size > buffer.length)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "buffer too small for requested bytes");
    else
        n = receive(rt, as_socket(self), buffer.data, (size_t)(size ? size : buffer.length), flags, address);
    ouro__buffer_release(rt, &buffer);
    return n;
}

OURO_C_FUNCTION(socket_recv_into)
{
    OURO_PARSE(a, "recv_into", 0, 3, 1, 0, "buffer", "nbytes", "flags");
    int64_t n = receive_into(rt, self, "recv_into", a, NULL);
    return n < 0 ? NULL : ouro__int_new(rt, n);
}

OURO_C_FUNCTION(socket_recvfrom_into)
{
    OURO_PARSE(a, "recvfrom_into", 0, 3, 1, 0, "buffer", "nbytes", "flags");
    ouro_socket_address address;
    int64_t n = receive_into(rt, self, "recvfrom_into", a, &address);
    return n < 0 ? NULL : ouro__pack(rt, 2, ouro__int_new(rt, n), ouro__socket_address_object(rt, &address));
}

static int64_t transmit(ouro_runtime *rt, socket_object *s, const void *data, size_t size, int flags, double deadline,
                        const ouro_socket_address *to)
{
    int64_t n;
    TRANSFER(n, s, POLLOUT, deadline,
             sendto(s->fd, data, size, flags, to ? (const struct sockaddr *)&to->storage : NULL, to ? to->length : 0));
    if (n < 0)
        ouro__raise_system(rt);
    return n;
}

OURO_C_FUNCTION(socket_send)
{
    socket_object *s = as_socket(self);
    int flags = 0;
    ouro_buffer buffer;
    if ((nargs > 1 && ouro__as_int32(rt, args[1], &flags) < 0) ||
        ouro__buffer_get(rt, args[0], &buffer, OURO_BUFFER_SIMPLE) < 0)
        return NULL;
    int64_t n = transmit(rt, s, buffer.data, (size_t)buffer.length, flags, deadline_of(s), NULL);
    ouro__buffer_release(rt, &buffer);
    return n < 0 ? NULL : ouro__int_new(rt, n);
}

OURO_C_FUNCTION(socket_sendall)
{
    socket_object *s = as_socket(self);
    int flags = 0;
    ouro_buffer buffer;
    if ((nargs > 1 && ouro__as_int32(rt, args[1], &flags) < 0) ||
        ouro__buffer_get(rt, args[0], &buffer, OURO_BUFFER_SIMPLE) < 0)
        return NULL;
    double deadline = deadline_of(s);
    int64_t sent = 0, n = 0;
    do { /* between the pieces the program's handlers run */
        n = transmit(rt, s, buffer.data + sent, (size_t)(buffer.length - sent), flags, deadline, NULL);
        sent += n < 0 ? 0 : n;
    } while (n >= 0 && sent < buffer.length && ouro__check_interrupt(rt) == 0);
    bool whole = n >= 0 && sent == buffer.length;
    ouro__buffer_release(rt, &buffer);
    return whole ? OURO_NONE(rt) : NULL;
}

OURO_C_FUNCTION(socket_sendto)
{
    socket_object *s = as_socket(self);
    int flags = 0;
    ouro_buffer buffer;
    ouro_socket_address address;
    if ((nargs > 2 && ouro__as_int32(rt, args[1], &flags) < 0) ||
        ouro__socket_address_parse(rt, "sendto", s->family, args[nargs - 1], &address) < 0 ||
        ouro__buffer_get(rt, args[0], &buffer, OURO_BUFFER_SIMPLE) < 0)
        return NULL;
    int64_t n = transmit(rt, s, buffer.data, (size_t)buffer.length, flags, deadline_of(s), &address);
    ouro__buffer_release(rt, &buffer);
    return n < 0 ? NULL : ouro__int_new(rt, n);
}

/* ---- options ---- */

OURO_C_FUNCTION(socket_setblocking)
{
    socket_object *s = as_socket(self);
    int blocking = ouro__truth(rt, args[0]);
    if (blocking < 0 || set_nonblocking(rt, s->fd, !blocking) < 0)
        return NULL;
    s->timeout = blocking ? -1 : 0;
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(socket_getblocking)
{
    return ouro__bool(rt, as_socket(self)->timeout != 0);
}

OURO_C_FUNCTION(socket_settimeout)
{
    socket_object *s = as_socket(self);
    double seconds;
    if (as_timeout(rt, args[0], &seconds) < 0 || set_nonblocking(rt, s->fd, seconds >= 0) < 0)
        return NULL;
    s->timeout = seconds;
    return OURO_NONE(rt);
}

static ouro_object *get_timeout(ouro_runtime *rt, ouro_object *self)
{
    return timeout_object(rt, as_socket(self)->timeout);
}

OURO_C_FUNCTION(socket_gettimeout)
{
    return get_timeout(rt, self);
}

OURO_C_FUNCTION(socket_setsockopt)
{
    int level, option, value = 0, status;
    int64_t length = 0;
    int fd = as_socket(self)->fd;
    if (ouro__as_int32(rt, args[0], &level) < 0 || ouro__as_int32(rt, args[1], &option) < 0)
        return NULL;
    if (nargs == 4) {
        if (args[2] != OURO_NONE(rt))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "setsockopt() argument 3 must be None, not %T", args[2]);
        if (ouro__as_int64(rt, args[3], &length) < 0)
            return NULL;
        status = setsockopt(fd, level, option, NULL, (socklen_t)length);
    } else if (ouro__is_int(rt, args[2])) {
        if (ouro__as_int32(rt, args[2], &value) < 0)
            return NULL;
        status = setsockopt(fd, level, option, &value, sizeof value);
    } else {
        ouro_buffer buffer;
        if (ouro__buffer_get(rt, args[2], &buffer, OURO_BUFFER_SIMPLE) < 0)
            return NULL;
        status = setsockopt(fd, level, option, buffer.data, (socklen_t)buffer.length);
        ouro__buffer_release(rt, &buffer);
    }
    return status < 0 ? ouro__raise_system(rt) : OURO_NONE(rt);
}

OURO_C_FUNCTION(socket_getsockopt)
{
    int level, option, size = 0, value = 0, fd = as_socket(self)->fd;
    char room[1024];
    if (ouro__as_int32(rt, args[0], &level) < 0 || ouro__as_int32(rt, args[1], &option) < 0 ||
        (nargs > 2 && ouro__as_int32(rt, args[2], &size) < 0))
        return NULL;
    if (size < 0 || size > (int)sizeof room)
        return ouro__raise(rt, OURO_T_OS_ERROR, "getsockopt buflen out of range");
    socklen_t length = size ? (socklen_t)size : sizeof value;
    if (getsockopt(fd, level, option, size ? (void *)room : &value, &length) < 0)
        return ouro__raise_system(rt);
    return size ? ouro__bytes_new(rt, room, length) : ouro__int_new(rt, value);
}

/* ---- the class ---- */

static const ouro_method_def methods[] = {
    {"_accept", socket_accept, 0, 0, 0, "_accept() -> (integer, address info)\n\nWait for an incoming connection."},
    {"bind", socket_bind, 0, 1, 1, "bind(address)\n\nBind the socket to a local address."},
    {"close", socket_close, 0, 0, 0, "close()\n\nClose the socket.  It cannot be used after this call."},
    {"connect", socket_connect, 0, 1, 1, "connect(address)\n\nConnect the socket to a remote address."},
    {"connect_ex", socket_connect_ex, 0, 1, 1, "connect_ex(address) -> errno\n\nLike connect(address), but with an error number for a result."},
    {"detach", socket_detach, 0, 0, 0, "detach()\n\nClose the socket object without closing the underlying file descriptor."},
    {"fileno", socket_fileno, 0, 0, 0, "fileno() -> integer\n\nReturn the integer file descriptor of the socket."},
    {"getpeername", socket_getpeername, 0, 0, 0, "getpeername() -> address info\n\nReturn the address of the remote endpoint."},
    {"getsockname", socket_getsockname, 0, 0, 0, "getsockname() -> address info\n\nReturn the address of the local endpoint."},
    {"getsockopt", socket_getsockopt, 0, 2, 3, "getsockopt(level, option[, buffersize]) -> value\n\nGet a socket option."},
    {"setsockopt", socket_setsockopt, 0, 3, 4, "setsockopt(level, option, value)\n\nSet a socket option."},
    {"listen", socket_listen, 0, 0, 1, "listen([backlog])\n\nEnable a server to accept connections."},
    {"recv", socket_recv, 0, 1, 2, "recv(buffersize[, flags]) -> data\n\nReceive up to buffersize bytes from the socket."},
    {"recv_into", socket_recv_into, OURO_METH_KEYWORDS, 0, -1, "recv_into(buffer, [nbytes[, flags]]) -> nbytes_read"},
    {"recvfrom", socket_recvfrom, 0, 1, 2, "recvfrom(buffersize[, flags]) -> (data, address info)"},
    {"recvfrom_into", socket_recvfrom_into, OURO_METH_KEYWORDS, 0, -1,
     "recvfrom_into(buffer[, nbytes[, flags]]) -> (nbytes, address info)"},
    {"send", socket_send, 0, 1, 2, "send(data[, flags]) -> count\n\nSend a data string to the socket."},
    {"sendall", socket_sendall, 0, 1, 2, "sendall(data[, flags])\n\nSend a data string to the socket, all of it."},
    {"sendto", socket_sendto, 0, 2, 3, "sendto(data[, flags], address) -> count\n\nLike send() but with the destination."},
    {"setblocking", socket_setblocking, 0, 1, 1, "setblocking(flag)\n\nSet the socket to blocking (flag is true) or non-blocking (false)."},
    {"getblocking", socket_getblocking, 0, 0, 0, "getblocking()\n\nReturns True if socket is in blocking mode, or False if it\nis in non-blocking mode."},
    {"settimeout", socket_settimeout, 0, 1, 1, "settimeout(timeout)\n\nSet a timeout on socket operations."},
    {"gettimeout", socket_gettimeout, 0, 0, 0, "gettimeout() -> timeout\n\nReturns the timeout in seconds (float) of socket operations."},
    {"shutdown", socket_shutdown, 0, 1, 1, "shutdown(flag)\n\nShut down the reading side, the writing side or both."},
    {0},
};

static ouro_object *get_family(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, as_socket(self)->family);
}

static ouro_object *get_type(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, as_socket(self)->type);
}

static ouro_object *get_protocol(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, as_socket(self)->protocol);
}

static const ouro_getset_def getsets[] = {
    {"family", get_family, NULL, "the socket family"},
    {"type", get_type, NULL, "the socket type"},
    {"proto", get_protocol, NULL, "the socket protocol"},
    {"timeout", get_timeout, NULL, "the socket timeout"},
    {0},
};

OURO_BUILTIN_TYPE(socket) = {
    .id = OURO_T_SOCKET,
    .slots = {.name = "_socket.socket",
              .size = sizeof(socket_object),
              .flags = OURO_TYPE_BASE | OURO_TYPE_HAS_DEL,
              .finalize = socket_finalize,
              .repr = socket_repr,
              .new_ = socket_new,
              .init = socket_init},
    .methods = methods,
    .getsets = getsets,
    .module = "_socket",
    .doc = "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object\n"
           "socket(family=-1, type=-1, proto=-1, fileno=None) -> socket object\n\nOpen a socket of the given type.",
};

#define ERROR_FLAGS OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_BASE | OURO_TYPE_IS_EXCEPTION

OURO_BUILTIN_TYPE(address_info_error) = {
    .id = OURO_T_ADDRESS_INFO_ERROR,
    .base_id = OURO_T_OS_ERROR,
    .module = "socket",
    .slots = {.name = "socket.gaierror", .flags = ERROR_FLAGS},
};

OURO_BUILTIN_TYPE(host_error) = {
    .id = OURO_T_HOST_ERROR,
    .base_id = OURO_T_OS_ERROR,
    .module = "socket",
    .slots = {.name = "socket.herror", .flags = ERROR_FLAGS},
};

/* ---- functions ---- */

OURO_C_FUNCTION(socket_close_descriptor)
{
    int fd = ouro__as_descriptor(rt, args[0]);
    if (fd < 0)
        return NULL;
    return close(fd) < 0 && errno != ECONNRESET ? ouro__raise_system(rt) : OURO_NONE(rt);
}

OURO_C_FUNCTION(socket_dup)
{
    int fd = ouro__as_descriptor(rt, args[0]);
    if (fd < 0)
        return NULL;
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    return copy < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, copy);
}

static ouro_object *wrap(ouro_runtime *rt, int fd, int family, int type, int protocol)
{
    socket_object *s = (socket_object *)socket_new(rt, ouro__class_at(rt, OURO_T_SOCKET), NULL, 0, NULL);
    if (!s) {
        close(fd);
        return NULL;
    }
    s->fd = fd;
    s->family = family;
    s->type = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
    s->protocol = protocol;
    s->timeout = type & SOCK_NONBLOCK ? 0 : s->timeout;
    if (s->timeout >= 0 && set_nonblocking(rt, fd, true) < 0) {
        close(fd);
        s->fd = -1;
        ouro_decref(rt, &s->head);
        return NULL;
    }
    return &s->head;
}

OURO_C_FUNCTION(socket_socketpair)
{
    int family = AF_UNIX, type = SOCK_STREAM, protocol = 0, fds[2];
    if ((nargs > 0 && ouro__as_int32(rt, args[0], &family) < 0) || (nargs > 1 && ouro__as_int32(rt, args[1], &type) < 0) ||
        (nargs > 2 && ouro__as_int32(rt, args[2], &protocol) < 0))
        return NULL;
    if (socketpair(family, type | SOCK_CLOEXEC, protocol, fds) < 0)
        return ouro__raise_system(rt);
    ouro_object *first = wrap(rt, fds[0], family, type, protocol);
    if (!first) {
        close(fds[1]);
        return NULL;
    }
    return ouro__pack(rt, 2, first, wrap(rt, fds[1], family, type, protocol));
}

OURO_C_FUNCTION(socket_getdefaulttimeout)
{
    return timeout_object(rt, default_timeout(rt));
}

OURO_C_FUNCTION(socket_setdefaulttimeout)
{
    double seconds;
    if (as_timeout(rt, args[0], &seconds) < 0)
        return NULL;
    socket_state *state = ouro__module_state(rt, &state_key);
    if (!state)
        state = ouro__module_state_add(rt, &state_key, sizeof *state);
    if (!state)
        return NULL;
    state->timeout = seconds;
    return OURO_NONE(rt);
}

/* Between the orders of the network and of the machine: the same function either way. */
static ouro_object *swap(ouro_runtime *rt, const char *name, ouro_object *o, int bits)
{
    int64_t value;
    if (!ouro__is_int(rt, o) && bits == 32)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "expected int, %T found", o);
    if (ouro__as_int64(rt, o, &value) < 0)
        return NULL;
    if (value < 0)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR,
                           bits == 16 ? "%s: can't convert negative Python int to C 16-bit unsigned integer"
                                      : "can't convert negative value to unsigned int",
                           name);
    if (value > (bits == 16 ? (int64_t)UINT16_MAX : (int64_t)UINT32_MAX))
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR,
                           bits == 16 ? "%s: Python int too large to convert to C 16-bit unsigned integer"
                                      : "int larger than 32 bits",
                           name);
    return ouro__int_new(rt, bits == 16 ? htons((uint16_t)value) : htonl((uint32_t)value));
}

OURO_C_FUNCTION(socket_ntohs)
{
    return swap(rt, "ntohs", args[0], 16);
}

OURO_C_FUNCTION(socket_htons)
{
    return swap(rt, "htons", args[0], 16);
}

OURO_C_FUNCTION(socket_long)
{
    return swap(rt, "htonl", args[0], 32);
}

static const ouro_method_def functions[] = {
    {"close", socket_close_descriptor, 0, 1, 1, "close(integer) -> None\n\nClose an integer socket file descriptor."},
    {"dup", socket_dup, 0, 1, 1, "dup(integer) -> integer\n\nDuplicate an integer socket file descriptor."},
    {"socketpair", socket_socketpair, 0, 0, 3, "socketpair([family[, type [, proto]]]) -> (socket object, socket object)"},
    {"getdefaulttimeout", socket_getdefaulttimeout, 0, 0, 0, "getdefaulttimeout() -> timeout\n\nReturns the default timeout in seconds (float) for new socket objects."},
    {"setdefaulttimeout", socket_setdefaulttimeout, 0, 1, 1, "setdefaulttimeout(timeout)\n\nSet the default timeout in seconds (float) for new socket objects."},
    {"ntohs", socket_ntohs, 0, 1, 1, "ntohs(integer) -> integer\n\nConvert a 16-bit unsigned integer from network to host byte order."},
    {"htons", socket_htons, 0, 1, 1, "htons(integer) -> integer\n\nConvert a 16-bit unsigned integer from host to network byte order."},
    {"ntohl", socket_long, 0, 1, 1, "ntohl(integer) -> integer\n\nConvert a 32-bit integer from network to host byte order."},
    {"htonl", socket_long, 0, 1, 1, "htonl(integer) -> integer\n\nConvert a 32-bit integer from host to network byte order."},
    {0},
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_socket, "socket"},
                                             {&ouro__builtin_address_info_error, "gaierror"},
                                             {&ouro__builtin_host_error, "herror"},
                                             {0}};
    ouro_object *dict = ouro__module_dict(module);
    if (ouro__module_add_types(rt, module, types) < 0 || ouro__put_constants(rt, dict, ouro__socket_constants) < 0 ||
        ouro__put_functions(rt, module, ouro__socket_resolver_functions) < 0 ||
        ouro__dict_set_cstring(rt, dict, "SocketType", ouro__class_at(rt, OURO_T_SOCKET)) < 0 ||
        ouro__dict_set_cstring(rt, dict, "error", ouro__class_at(rt, OURO_T_OS_ERROR)) < 0 ||
        ouro__dict_set_cstring(rt, dict, "timeout", ouro__class_at(rt, OURO_T_TIMEOUT_ERROR)) < 0)
        return -1;
    return ouro__dict_set_cstring(rt, dict, "has_ipv6", OURO_TRUE(rt));
}

const ouro_module_def ouro__module_socket = {"_socket", functions, exec,
                                             "Implementation module for socket operations.\n\nSee the socket module for "
                                             "documentation."};
