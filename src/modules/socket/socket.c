/* The _socket module: what stands behind the socket module. */
#include "modules/socket/socket.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "modules/audit.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/types.h"

OURO_C_FUNCTION(close_descriptor)
{
    int fd;
    if (ouro__as_int32(rt, args[0], &fd) < 0)
        return NULL;
    return close(fd) < 0 && errno != ECONNRESET ? ouro__raise_system(rt) : OURO_NONE(rt);
}

OURO_C_FUNCTION(dup_descriptor)
{
    int fd, copy;
    if (ouro__as_int32(rt, args[0], &fd) < 0)
        return NULL;
    OURO_RETRY(copy, fcntl(fd, F_DUPFD_CLOEXEC, 0));
    return copy < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, copy);
}

OURO_C_FUNCTION(make_pair)
{
    int family = AF_UNIX, type = SOCK_STREAM, proto = 0, fds[2];
    if ((nargs > 0 && ouro__as_int32(rt, args[0], &family) < 0) ||
        (nargs > 1 && ouro__as_int32(rt, args[1], &type) < 0) ||
        (nargs > 2 && ouro__as_int32(rt, args[2], &proto) < 0))
        return NULL;
    if (socketpair(family, type | SOCK_CLOEXEC, proto, fds) < 0)
        return ouro__raise_system(rt);
    ouro_object *first = ouro__socket_wrap(rt, fds[0], family, type, proto);
    if (!first) {
        close(fds[1]);
        return NULL;
    }
    return ouro__pack(rt, 2, first, ouro__socket_wrap(rt, fds[1], family, type, proto));
}

OURO_C_FUNCTION(get_default_timeout)
{
    const int64_t *timeout = ouro__socket_default_timeout(rt);
    return timeout ? ouro__socket_timeout_value(rt, *timeout) : NULL;
}

OURO_C_FUNCTION(set_default_timeout)
{
    int64_t timeout, *kept;
    if (ouro__socket_as_timeout(rt, args[0], &timeout) < 0 || !(kept = ouro__socket_default_timeout(rt)))
        return NULL;
    *kept = timeout;
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(get_host_name)
{
    char name[1024];
    if (ouro__audit(rt, "socket.gethostname", 0) < 0)
        return NULL;
    if (gethostname(name, sizeof name - 1) < 0)
        return ouro__raise_system(rt);
    name[sizeof name - 1] = 0;
    return ouro__filesystem_decode(rt, name);
}

OURO_C_FUNCTION(set_host_name)
{
    ouro_object *name = ouro__is_bytes(rt, args[0]) ? ouro_ref(args[0]) : ouro__path_bytes(rt, args[0]);
    if (!name)
        return NULL;
    ouro_object *result = NULL;
    if (ouro__audit(rt, "socket.sethostname", 1, args[0]) == 0)
        result = sethostname((const char *)((ouro_bytes *)name)->data, ((ouro_bytes *)name)->length) < 0
                     ? ouro__raise_system(rt)
                     : OURO_NONE(rt);
    ouro_decref(rt, name);
    return result;
}

/* The size of control data whose payload has the given length; -1 with OverflowError. */
static int64_t control_length(ouro_runtime *rt, ouro_object *o, const char *name)
{
    int64_t length;
    if (ouro__index_argument(rt, o, &length) < 0)
        return -1;
    if (length < 0 || length > INT_MAX - (int64_t)CMSG_SPACE(0) - (int64_t)sizeof(size_t)) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "%s() argument out of range", name);
        return -1;
    }
    return length;
}

OURO_C_FUNCTION(cmsg_len)
{
    int64_t length = control_length(rt, args[0], "CMSG_LEN");
    return length < 0 ? NULL : ouro__int_new(rt, (int64_t)CMSG_LEN((size_t)length));
}

OURO_C_FUNCTION(cmsg_space)
{
    int64_t length = control_length(rt, args[0], "CMSG_SPACE");
    return length < 0 ? NULL : ouro__int_new(rt, (int64_t)CMSG_SPACE((size_t)length));
}

static const ouro_method_def functions[] = {
    {"close", close_descriptor, 0, 1, 1,
     "close(integer) -> None\n\nClose an integer socket file descriptor."},
    {"dup", dup_descriptor, 0, 1, 1,
     "dup(integer) -> integer\n\nDuplicate an integer socket file descriptor."},
    {"socketpair", make_pair, OURO_METH_TAKES, 0, 3,
     "socketpair([family[, type [, proto]]]) -> (socket object, socket object)\n\nCreate a pair of sockets "
     "connected with each other."},
    {"getdefaulttimeout", get_default_timeout, 0, 0, 0,
     "getdefaulttimeout() -> timeout\n\nReturn the timeout in seconds that new sockets get, or None."},
    {"setdefaulttimeout", set_default_timeout, 0, 1, 1,
     "setdefaulttimeout(timeout)\n\nSet the timeout in seconds that new sockets get."},
    {"gethostname", get_host_name, 0, 0, 0, "gethostname() -> string\n\nReturn the name of this host."},
    {"sethostname", set_host_name, OURO_METH_TAKES, 1, 1, "sethostname(name)\n\nSet the name of this host."},
    {"CMSG_LEN", cmsg_len, OURO_METH_TAKES, 1, 1,
     "CMSG_LEN(length) -> control message length\n\nReturn the length of an ancillary data item with that "
     "much data, without padding."},
    {"CMSG_SPACE", cmsg_space, OURO_METH_TAKES, 1, 1,
     "CMSG_SPACE(length) -> buffer size\n\nReturn the room that an ancillary data item with that much data "
     "takes."},
    {0},
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_socket, "socket"},
                                             {&ouro__builtin_gai_error, "gaierror"},
                                             {&ouro__builtin_host_error, "herror"},
                                             {0}};
    ouro_object *dict = ouro__module_dict(module);
    if (ouro__module_add_types(rt, module, types) < 0 ||
        ouro__put_constants(rt, dict, ouro__socket_constants) < 0 ||
        ouro__put_functions(rt, module, ouro__socket_name_functions) < 0 ||
        ouro__put_functions(rt, module, ouro__socket_number_functions) < 0 ||
        ouro__put_functions(rt, module, ouro__socket_interface_functions) < 0)
        return -1;
    if (ouro__dict_set_cstring(rt, dict, "SocketType", ouro__class_at(rt, OURO_T_SOCKET)) < 0 ||
        ouro__dict_set_cstring(rt, dict, "error", ouro__class_at(rt, OURO_T_OS_ERROR)) < 0 ||
        ouro__dict_set_cstring(rt, dict, "timeout", ouro__class_at(rt, OURO_T_TIMEOUT_ERROR)) < 0)
        return -1;
    return ouro__dict_set_cstring(rt, dict, "has_ipv6", OURO_TRUE(rt));
}

const ouro_module_def ouro__module_socket = {
    "_socket", functions, exec,
    "Implementation module for socket operations.\n\nSee the socket module for documentation."};
