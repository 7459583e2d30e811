/* The socket type: making and ending sockets, their addresses, options and timeouts; gaierror and herror. */
#include "modules/socket/socket.h"

#include <fcntl.h>
#include <math.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "modules/audit.h"
#include "types/float.h"
#include "types/module_state.h"

enum { OPTION_MAX = 1024, BACKLOG = SOMAXCONN < 128 ? SOMAXCONN : 128 };

/* --- errors ---------------------------------------------------------------------------------------------- */

const ouro_builtin_type ouro__builtin_gai_error = {
    .id = OURO_T_GAI_ERROR,
    .base_id = OURO_T_OS_ERROR,
    .module = "socket",
    .slots = {.name = "socket.gaierror",
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_BASE | OURO_TYPE_IS_EXCEPTION},
};

const ouro_builtin_type ouro__builtin_host_error = {
    .id = OURO_T_HOST_ERROR,
    .base_id = OURO_T_OS_ERROR,
    .module = "socket",
    .slots = {.name = "socket.herror",
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_BASE | OURO_TYPE_IS_EXCEPTION},
};

static void *raise_coded(ouro_runtime *rt, enum ouro_type_id id, int error, const char *text)
{
    ouro_object *tuple = ouro__pack(rt, 2, ouro__int_new(rt, error), ouro__str_from_cstring(rt, text));
    ouro_object *exception = tuple ? ouro__exception_new(rt, ouro__class_at(rt, id), tuple) : NULL;
    ouro_xdecref(rt, tuple);
    return exception ? ouro__raise_instance(rt, exception) : NULL;
}

void *ouro__raise_gai(ouro_runtime *rt, int error)
{
    if (error == EAI_SYSTEM)
        return ouro__raise_system(rt);
    return raise_coded(rt, OURO_T_GAI_ERROR, error, gai_strerror(error));
}

void *ouro__raise_host(ouro_runtime *rt, int error)
{
    return raise_coded(rt, OURO_T_HOST_ERROR, error, hstrerror(error));
}

/* --- timeouts -------------------------------------------------------------------------------------------- */

typedef struct socket_state {
    ouro_module_state state;
    int64_t default_timeout;
} socket_state;

int64_t *ouro__socket_default_timeout(ouro_runtime *rt)
{
    socket_state *s = ouro__module_state(rt, &ouro__builtin_socket);
    if (!s) {
        s = ouro__module_state_add(rt, &ouro__builtin_socket, sizeof *s);
        if (!s)
            return NULL;
        s->default_timeout = -1;
    }
    return &s->default_timeout;
}

int ouro__socket_as_timeout(ouro_runtime *rt, ouro_object *o, int64_t *timeout)
{
    *timeout = -1;
    if (o == OURO_NONE(rt))
        return 0;
    double seconds;
    if (ouro__type_of(rt, o)->flags & OURO_TYPE_IS_FLOAT) {
        if (ouro__as_double(rt, o, &seconds) < 0)
            return -1;
    } else {
        int64_t whole;
        if (ouro__as_int64(rt, o, &whole) < 0) {
            if (!ouro__error_is(rt, OURO_T_OVERFLOW_ERROR))
                return -1;
            ouro__error_clear(rt);
            whole = INT64_MAX;
        }
        seconds = (double)whole;
    }
    if (isnan(seconds))
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Invalid value NaN (not a number)");
    else if (seconds > 9.2e9 || seconds < -9.2e9)
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "timestamp out of range for platform time_t");
    else if (seconds < 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Timeout value out of range");
    else
        *timeout = (int64_t)ceil(seconds * 1e9);
    return rt->error ? -1 : 0;
}

ouro_object *ouro__socket_timeout_value(ouro_runtime *rt, int64_t timeout)
{
    return timeout < 0 ? OURO_NONE(rt) : ouro__float_new(rt, (double)timeout / 1e9);
}

/* The descriptor waits only when the socket waits for ever: 0, or -1 with errno. */
static int set_blocking(int fd, bool blocking)
{
    int off = !blocking;
    return ioctl(fd, FIONBIO, &off);
}

/* --- making and ending ----------------------------------------------------------------------------------- */

static int init_socket(ouro_runtime *rt, ouro_socket *s, int fd, int family, int type, int proto)
{
    int64_t *timeout = ouro__socket_default_timeout(rt);
    if (!timeout)
        return -1;
    s->fd = fd;
    s->family = family;
    s->type = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
    s->proto = proto;
    if (type & SOCK_NONBLOCK) {
        s->timeout = 0;
        return 0;
    }
    s->timeout = *timeout;
    if (*timeout >= 0 && set_blocking(fd, false) < 0) {
        s->fd = -1;
        ouro__raise_system(rt);
        return -1;
    }
    return 0;
}

static ouro_object *socket_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ouro_object *self = ouro__instance_new(rt, cls);
    if (self) {
        ouro__socket_of(self)->fd = -1;
        ouro__socket_of(self)->timeout = -1;
    }
    return self;
}

ouro_object *ouro__socket_wrap(ouro_runtime *rt, int fd, int family, int type, int proto)
{
    ouro_object *self = socket_new(rt, ouro__class_at(rt, OURO_T_SOCKET), NULL, 0, NULL);
    if (self && init_socket(rt, ouro__socket_of(self), fd, family, type, proto) == 0)
        return self;
    close(fd);
    ouro_xdecref(rt, self);
    return NULL;
}

/* An option whose value is an int: 0, or -1 with OSError. */
static int int_option(ouro_runtime *rt, int fd, int option, int *value)
{
    socklen_t length = sizeof *value;
    if (getsockopt(fd, SOL_SOCKET, option, value, &length) == 0)
        return 0;
    ouro__raise_system(rt);
    return -1;
}

/* What was not said of a descriptor that was given, the system tells. */
static int inspect(ouro_runtime *rt, int fd, int *family, int *type, int *proto)
{
    ouro_socket_address address;
    address.length = sizeof address.storage;
    if (getsockname(fd, &address.any, &address.length) < 0) {
        if (*family == -1 || errno == EBADF || errno == ENOTSOCK) {
            ouro__raise_system(rt);
            return -1;
        }
    } else if (*family == -1) {
        *family = address.any.sa_family;
    }
    if (*type == -1 && int_option(rt, fd, SO_TYPE, type) < 0)
        return -1;
    return *proto == -1 ? int_option(rt, fd, SO_PROTOCOL, proto) : 0;
}

static int socket_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs, ouro_object *kwnames)
{
    static const char *const names[] = {"family", "type", "proto", "fileno", NULL};
    static const ouro_signature signature = {"socket", names, 0, 4, 0, 0};
    ouro_object *a[4];
    ouro_socket *s = ouro__socket_of(self);
    int family = -1, type = -1, proto = -1, fd;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, a) < 0 ||
        ouro__optional_int32(rt, a[0], &family) < 0 || ouro__optional_int32(rt, a[1], &type) < 0 ||
        ouro__optional_int32(rt, a[2], &proto) < 0 ||
        ouro__audit(rt, "socket.__new__", 4, self, a[0], a[1], a[2]) < 0)
        return -1;
    if (a[3] && a[3] != OURO_NONE(rt)) {
        if (ouro__as_int32(rt, a[3], &fd) < 0)
            return -1;
        if (fd < 0) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "negative file descriptor");
            return -1;
        }
        return inspect(rt, fd, &family, &type, &proto) < 0 ? -1 : init_socket(rt, s, fd, family, type, proto);
    }
    family = family == -1 ? AF_INET : family;
    type = type == -1 ? SOCK_STREAM : type;
    proto = proto == -1 ? 0 : proto;
    fd = socket(family, type | SOCK_CLOEXEC, proto);
    if (fd < 0) {
        ouro__raise_system(rt);
        return -1;
    }
    if (init_socket(rt, s, fd, family, type, proto) == 0)
        return 0;
    s->fd = -1;
    close(fd);
    return -1;
}

static void socket_finalize(ouro_runtime *rt, ouro_object *self)
{
    ouro_socket *s = ouro__socket_of(self);
    if (s->fd < 0)
        return;
    ouro_object *pending = ouro__error_take(rt), *text = ouro__repr(rt, self);
    if (!text || ouro__warn(rt, OURO_T_RESOURCE_WARNING, "unclosed %U", text) < 0)
        ouro__report_unraisable(rt, NULL, self);
    ouro_xdecref(rt, text);
    if (pending)
        ouro__error_restore(rt, pending);
    int fd = s->fd;
    s->fd = -1;
    if (fd >= 0)
        close(fd);
}

static void socket_destroy(ouro_runtime *rt, ouro_object *self)
{
    (void)rt;
    if (ouro__socket_of(self)->fd >= 0)
        close(ouro__socket_of(self)->fd);
}

static ouro_object *socket_repr(ouro_runtime *rt, ouro_object *self)
{
    const ouro_socket *s = ouro__socket_of(self);
    return ouro__str_format(rt, "<socket object, fd=%d, family=%d, type=%d, proto=%d>", s->fd, s->family, s->type,
                            s->proto);
}

OURO_C_FUNCTION(socket_close)
{
    ouro_socket *s = ouro__socket_of(self);
    int fd = s->fd;
    s->fd = -1;
    /* Data not sent to a peer that is gone is no failure of closing. */
    return fd >= 0 && close(fd) < 0 && errno != ECONNRESET ? ouro__raise_system(rt) : OURO_NONE(rt);
}

OURO_C_FUNCTION(socket_detach)
{
    int fd = ouro__socket_of(self)->fd;
    ouro__socket_of(self)->fd = -1;
    return ouro__int_new(rt, fd);
}

OURO_C_FUNCTION(socket_fileno)
{
    return ouro__int_new(rt, ouro__socket_of(self)->fd);
}

/* --- blocking -------------------------------------------------------------------------------------------- */

static ouro_object *set_timeout(ouro_runtime *rt, ouro_object *self, int64_t timeout)
{
    ouro_socket *s = ouro__socket_of(self);
    if (set_blocking(s->fd, timeout < 0) < 0)
        return ouro__raise_system(rt);
    s->timeout = timeout;
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(socket_setblocking)
{
    int64_t blocking;
    return ouro__as_int64(rt, args[0], &blocking) < 0 ? NULL : set_timeout(rt, self, blocking ? -1 : 0);
}

OURO_C_FUNCTION(socket_getblocking)
{
    return ouro__bool(rt, ouro__socket_of(self)->timeout != 0);
}

OURO_C_FUNCTION(socket_settimeout)
{
    int64_t timeout;
    return ouro__socket_as_timeout(rt, args[0], &timeout) < 0 ? NULL : set_timeout(rt, self, timeout);
}

OURO_C_FUNCTION(socket_gettimeout)
{
    return ouro__socket_timeout_value(rt, ouro__socket_of(self)->timeout);
}

/* --- addresses ------------------------------------------------------------------------------------------- */

OURO_C_FUNCTION(socket_bind)
{
    ouro_socket_address address;
    ouro_socket *s = ouro__socket_of(self);
    if (ouro__socket_parse_address(rt, s, args[0], "bind", &address) < 0 ||
        ouro__audit(rt, "socket.bind", 2, self, args[0]) < 0)
        return NULL;
    return bind(s->fd, &address.any, address.length) < 0 ? ouro__raise_system(rt) : OURO_NONE(rt);
}

/* Once connecting has begun it goes on by itself: what is left is to wait for its end. 0 or errno; -1 with an exception, that
 * of a timeout only when it is wanted. */
static int finish_connecting(ouro_runtime *rt, ouro_socket *s, bool raise)
{
    int64_t deadline = s->timeout > 0 ? ouro__socket_now() + s->timeout : -1;
    if (ouro__socket_wait(rt, s->fd, POLLOUT, deadline) < 0) {
        if (raise || !ouro__error_is(rt, OURO_T_TIMEOUT_ERROR))
            return -1;
        ouro__error_clear(rt);
        return EWOULDBLOCK;
    }
    int error;
    if (int_option(rt, s->fd, SO_ERROR, &error) < 0)
        return -1;
    return error == EISCONN ? 0 : error;
}

static int connect_socket(ouro_runtime *rt, ouro_socket *s, const ouro_socket_address *address, bool raise)
{
    if (connect(s->fd, &address->any, address->length) == 0)
        return 0;
    int error = errno;
    if (error == EINTR) {
        if (ouro__check_interrupt(rt) < 0)
            return -1;
        if (s->timeout == 0)
            return error;
    } else if (error != EINPROGRESS || s->timeout <= 0) {
        return error;
    }
    return finish_connecting(rt, s, raise);
}

OURO_C_FUNCTION(socket_connect)
{
    ouro_socket_address address;
    ouro_socket *s = ouro__socket_of(self);
    if (ouro__socket_parse_address(rt, s, args[0], "connect", &address) < 0 ||
        ouro__audit(rt, "socket.connect", 2, self, args[0]) < 0)
        return NULL;
    int error = connect_socket(rt, s, &address, true);
    return error < 0 ? NULL : error ? ouro__raise_errno(rt, error, NULL) : OURO_NONE(rt);
}

OURO_C_FUNCTION(socket_connect_ex)
{
    ouro_socket_address address;
    ouro_socket *s = ouro__socket_of(self);
    if (ouro__socket_parse_address(rt, s, args[0], "connect_ex", &address) < 0 ||
        ouro__audit(rt, "socket.connect", 2, self, args[0]) < 0)
        return NULL;
    int error = connect_socket(rt, s, &address, false);
    return error < 0 ? NULL : ouro__int_new(rt, error);
}

OURO_C_FUNCTION(socket_listen)
{
    int backlog = BACKLOG;
    if (nargs && ouro__as_int32(rt, args[0], &backlog) < 0)
        return NULL;
    return listen(ouro__socket_of(self)->fd, backlog < 0 ? 0 : backlog) < 0 ? ouro__raise_system(rt) : OURO_NONE(rt);
}

static ssize_t accept_once(int fd, void *context)
{
    ouro_socket_address *address = context;
    address->length = sizeof address->storage;
    return accept4(fd, &address->any, &address->length, SOCK_CLOEXEC);
}

OURO_C_FUNCTION(socket_accept)
{
    ouro_socket_address address;
    int fd = (int)ouro__socket_call(rt, ouro__socket_of(self), POLLIN, accept_once, &address);
    if (fd < 0)
        return NULL;
    ouro_object *pair = ouro__pack(rt, 2, ouro__int_new(rt, fd),
                                   ouro__socket_make_address(rt, &address.any, address.length));
    if (!pair)
        close(fd);
    return pair;
}

OURO_C_FUNCTION(socket_getsockname)
{
    ouro_socket_address address;
    address.length = sizeof address.storage;
    if (getsockname(ouro__socket_of(self)->fd, &address.any, &address.length) < 0)
        return ouro__raise_system(rt);
    return ouro__socket_make_address(rt, &address.any, address.length);
}

OURO_C_FUNCTION(socket_getpeername)
{
    ouro_socket_address address;
    address.length = sizeof address.storage;
    if (getpeername(ouro__socket_of(self)->fd, &address.any, &address.length) < 0)
        return ouro__raise_system(rt);
    return ouro__socket_make_address(rt, &address.any, address.length);
}

OURO_C_FUNCTION(socket_shutdown)
{
    int how;
    if (ouro__as_int32(rt, args[0], &how) < 0)
        return NULL;
    return shutdown(ouro__socket_of(self)->fd, how) < 0 ? ouro__raise_system(rt) : OURO_NONE(rt);
}

/* --- options --------------------------------------------------------------------------------------------- */

OURO_C_FUNCTION(socket_getsockopt)
{
    int level, option, length = 0, fd = ouro__socket_of(self)->fd;
    if (ouro__as_int32(rt, args[0], &level) < 0 || ouro__as_int32(rt, args[1], &option) < 0 ||
        (nargs > 2 && ouro__as_int32(rt, args[2], &length) < 0))
        return NULL;
    char data[OPTION_MAX];
    int value = 0;
    socklen_t size = length ? (socklen_t)length : sizeof value;
    if (length < 0 || length > OPTION_MAX)
        return ouro__raise(rt, OURO_T_OS_ERROR, "getsockopt buflen out of range");
    if (getsockopt(fd, level, option, length ? (void *)data : &value, &size) < 0)
        return ouro__raise_system(rt);
    return length ? ouro__bytes_new(rt, data, size) : ouro__int_new(rt, value);
}

OURO_C_FUNCTION(socket_setsockopt)
{
    int level, option, value, fd = ouro__socket_of(self)->fd, status;
    if (nargs != 3 && !(nargs == 4 && args[2] == OURO_NONE(rt)))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "setsockopt() takes exactly 3 arguments (%zu given)", nargs);
    if (ouro__as_int32(rt, args[0], &level) < 0 || ouro__as_int32(rt, args[1], &option) < 0)
        return NULL;
    if (nargs == 4) {
        int64_t length;
        if (ouro__as_int64(rt, args[3], &length) < 0)
            return NULL;
        if (length < 0 || length > UINT32_MAX)
            return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "optlen out of range");
        status = setsockopt(fd, level, option, NULL, (socklen_t)length);
    } else if (ouro__is_int(rt, args[2])) {
        if (ouro__as_int32(rt, args[2], &value) < 0)
            return NULL;
        status = setsockopt(fd, level, option, &value, sizeof value);
    } else {
        ouro_buffer buffer = {0};
        if (ouro__buffer_get(rt, args[2], &buffer, OURO_BUFFER_SIMPLE) < 0)
            return NULL;
        status = setsockopt(fd, level, option, buffer.data, (socklen_t)buffer.length);
        int error = errno;
        ouro__buffer_release(rt, &buffer);
        errno = error;
    }
    return status < 0 ? ouro__raise_system(rt) : OURO_NONE(rt);
}

/* --- the type -------------------------------------------------------------------------------------------- */

static ouro_object *get_family(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, ouro__socket_of(self)->family);
}

static ouro_object *get_type(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, ouro__socket_of(self)->type);
}

static ouro_object *get_proto(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, ouro__socket_of(self)->proto);
}

static ouro_object *get_timeout(ouro_runtime *rt, ouro_object *self)
{
    return ouro__socket_timeout_value(rt, ouro__socket_of(self)->timeout);
}

static const ouro_getset_def getsets[] = {
    {"family", get_family, NULL, "the socket family"},
    {"type", get_type, NULL, "the socket type"},
    {"proto", get_proto, NULL, "the socket protocol"},
    {"timeout", get_timeout, NULL, "the socket timeout"},
    {0},
};

static const ouro_method_def methods[] = {
    {"_accept", socket_accept, 0, 0, 0, "_accept() -> (integer, address info)\n\nWait for a connection: the descriptor of its socket, and the address of the client."},
    {"bind", socket_bind, 0, 1, 1, "bind(address)\n\nBind the socket to a local address."},
    {"close", socket_close, 0, 0, 0, "close()\n\nClose the socket.  It cannot be used after this call."},
    {"connect", socket_connect, 0, 1, 1, "connect(address)\n\nConnect the socket to a remote address."},
    {"connect_ex", socket_connect_ex, 0, 1, 1, "connect_ex(address) -> errno\n\nConnect, and return the error number instead of raising an exception."},
    {"detach", socket_detach, 0, 0, 0, "detach()\n\nGive up the descriptor, which stays open, and return it."},
    {"fileno", socket_fileno, 0, 0, 0, "fileno() -> integer\n\nReturn the integer file descriptor of the socket."},
    {"getblocking", socket_getblocking, 0, 0, 0, "getblocking()\n\nWhether operations on the socket wait."},
    {"getpeername", socket_getpeername, 0, 0, 0, "getpeername() -> address info\n\nReturn the address of the remote endpoint."},
    {"getsockname", socket_getsockname, 0, 0, 0, "getsockname() -> address info\n\nReturn the address of the local endpoint."},
    {"getsockopt", socket_getsockopt, OURO_METH_TAKES, 2, 3, "getsockopt(level, option[, buffersize]) -> value\n\nGet a socket option: an integer, or bytes when a size is given."},
    {"gettimeout", socket_gettimeout, 0, 0, 0, "gettimeout() -> timeout\n\nReturn the timeout in seconds, or None."},
    {"listen", socket_listen, OURO_METH_TAKES, 0, 1, "listen([backlog])\n\nLet the socket accept connections."},
    {"recv", ouro__socket_recv, OURO_METH_TAKES, 1, 2, "recv(buffersize[, flags]) -> data\n\nReceive up to buffersize bytes; none at the end of the stream."},
    {"recv_into", ouro__socket_recv_into, OURO_METH_KEYWORDS, 0, 0, "recv_into(buffer, [nbytes[, flags]]) -> nbytes_read\n\nReceive into a buffer."},
    {"recvfrom", ouro__socket_recvfrom, OURO_METH_TAKES, 1, 2, "recvfrom(buffersize[, flags]) -> (data, address info)\n\nReceive data and the address of its sender."},
    {"recvfrom_into", ouro__socket_recvfrom_into, OURO_METH_KEYWORDS, 0, 0, "recvfrom_into(buffer[, nbytes[, flags]]) -> (nbytes, address info)\n\nReceive into a buffer, with the address of the sender."},
    {"recvmsg", ouro__socket_recvmsg, OURO_METH_TAKES, 1, 3, "recvmsg(bufsize[, ancbufsize[, flags]]) -> (data, ancdata, msg_flags, address)\n\nReceive data and ancillary data."},
    {"recvmsg_into", ouro__socket_recvmsg_into, OURO_METH_TAKES, 1, 3, "recvmsg_into(buffers[, ancbufsize[, flags]]) -> (nbytes, ancdata, msg_flags, address)\n\nReceive data into buffers, and ancillary data."},
    {"send", ouro__socket_send, OURO_METH_TAKES, 1, 2, "send(data[, flags]) -> count\n\nSend data, perhaps not all of it."},
    {"sendall", ouro__socket_sendall, OURO_METH_TAKES, 1, 2, "sendall(data[, flags])\n\nSend all of the data."},
    {"sendmsg", ouro__socket_sendmsg, OURO_METH_TAKES, 1, 4, "sendmsg(buffers[, ancdata[, flags[, address]]]) -> count\n\nSend data gathered from buffers, and ancillary data."},
    {"sendto", ouro__socket_sendto, 0, 0, -1, "sendto(data[, flags], address) -> count\n\nSend data to an address."},
    {"setblocking", socket_setblocking, 0, 1, 1, "setblocking(flag)\n\nLet operations wait, or not."},
    {"setsockopt", socket_setsockopt, 0, 0, -1, "setsockopt(level, option, value: int)\nsetsockopt(level, option, value: buffer)\nsetsockopt(level, option, None, optlen: int)\n\nSet a socket option."},
    {"settimeout", socket_settimeout, 0, 1, 1, "settimeout(timeout)\n\nSet how many seconds operations wait; None: for ever."},
    {"shutdown", socket_shutdown, 0, 1, 1, "shutdown(flag)\n\nShut down one or both directions of the connection."},
    {0},
};

const ouro_builtin_type ouro__builtin_socket = {
    .id = OURO_T_SOCKET,
    .slots = {.name = "_socket.socket",
              .flags = OURO_TYPE_BASE,
              .size = sizeof(ouro_socket),
              .layout = OURO_LAYOUT_LEAF,
              .destroy = socket_destroy,
              .finalize = socket_finalize,
              .repr = socket_repr,
              .new_ = socket_new,
              .init = socket_init},
    .methods = methods,
    .getsets = getsets,
    .module = "_socket",
    .doc = "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object\nsocket(family=-1, type=-1, proto=-1, "
           "fileno=None) -> socket object\n\nOpen a socket: an endpoint of a network connection. It is not inheritable. "
           "With a fileno,\nfamily, type and proto are those of the descriptor unless they are given.",
};
