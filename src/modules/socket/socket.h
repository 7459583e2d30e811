/* What the files of the _socket module share: the socket object, addresses, calls that wait, the tables of functions. */
#ifndef OURO_MODULES_SOCKET_SOCKET_H
#define OURO_MODULES_SOCKET_SOCKET_H

#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/vm_sockets.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>

#include "modules/modules.h"
#include "modules/support.h"
#include "types/buffer.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"

typedef struct ouro_socket {
    ouro_object head;
    int fd; /* -1: closed */
    int family, type, proto;
    int64_t timeout; /* nanoseconds; -1: waits for ever, 0: never waits */
} ouro_socket;

static inline ouro_socket *ouro__socket_of(ouro_object *o)
{
    return (ouro_socket *)o;
}

extern const ouro_builtin_type ouro__builtin_socket, ouro__builtin_gai_error, ouro__builtin_host_error;
extern const ouro_int_constant ouro__socket_constants[];
extern const ouro_method_def ouro__socket_name_functions[], ouro__socket_number_functions[],
    ouro__socket_interface_functions[];

/* Methods of the socket type that stand in files of their own. */
ouro_object *ouro__socket_recv(ouro_runtime *, ouro_object *, ouro_object *const *, size_t, ouro_object *);
ouro_object *ouro__socket_recv_into(ouro_runtime *, ouro_object *, ouro_object *const *, size_t,
                                    ouro_object *);
ouro_object *ouro__socket_recvfrom(ouro_runtime *, ouro_object *, ouro_object *const *, size_t,
                                   ouro_object *);
ouro_object *ouro__socket_recvfrom_into(ouro_runtime *, ouro_object *, ouro_object *const *, size_t,
                                        ouro_object *);
ouro_object *ouro__socket_send(ouro_runtime *, ouro_object *, ouro_object *const *, size_t, ouro_object *);
ouro_object *ouro__socket_sendall(ouro_runtime *, ouro_object *, ouro_object *const *, size_t, ouro_object *);
ouro_object *ouro__socket_sendto(ouro_runtime *, ouro_object *, ouro_object *const *, size_t, ouro_object *);
ouro_object *ouro__socket_sendmsg(ouro_runtime *, ouro_object *, ouro_object *const *, size_t, ouro_object *);
ouro_object *ouro__socket_recvmsg(ouro_runtime *, ouro_object *, ouro_object *const *, size_t, ouro_object *);
ouro_object *ouro__socket_recvmsg_into(ouro_runtime *, ouro_object *, ouro_object *const *, size_t,
                                       ouro_object *);

/* --- address.c ------------------------------------------------------------------------------------------- */

typedef struct ouro_socket_address {
    socklen_t length;
    union {
        struct sockaddr any;
        struct sockaddr_in in;
        struct sockaddr_in6 in6;
        struct sockaddr_un un;
        struct sockaddr_nl netlink;
        struct sockaddr_ll packet;
        struct sockaddr_vm vm;
        struct sockaddr_storage storage;
    };
} ouro_socket_address;

/* An address as the language writes it, for a socket: 0, or -1 with an exception. `caller` names the method in messages. */
int ouro__socket_parse_address(ouro_runtime *rt, const ouro_socket *s, ouro_object *o, const char *caller,
                               ouro_socket_address *address);
/* And back: owned; None when the length is 0. */
ouro_object *ouro__socket_make_address(ouro_runtime *rt, const struct sockaddr *address, socklen_t length);
/* The number of an address alone, as text. Owned. */
ouro_object *ouro__socket_ip_text(ouro_runtime *rt, const struct sockaddr *address);

/* A host name (str, bytes or bytearray) as the resolver wants it: owned bytes. A refusal of another type reads `otherwise`,
 * followed by the name of the type. */
ouro_object *ouro__socket_host(ouro_runtime *rt, ouro_object *o, const char *otherwise);
/* "", "<broadcast>", numbers or a name, as an address of the family (AF_UNSPEC: any): 0, or -1 with an exception. */
int ouro__socket_resolve(ouro_runtime *rt, const char *name, int family, ouro_socket_address *address);

/* --- type.c ---------------------------------------------------------------------------------------------- */

/* gaierror of an error of getaddrinfo, or OSError of errno for EAI_SYSTEM. NULL. */
void *ouro__raise_gai(ouro_runtime *rt, int error);
/* herror of h_errno. NULL. */
void *ouro__raise_host(ouro_runtime *rt, int error);

/* A socket object on an open descriptor, which is closed when that fails. Owned. */
ouro_object *ouro__socket_wrap(ouro_runtime *rt, int fd, int family, int type, int proto);
/* None or seconds as nanoseconds: 0, or -1 with an exception. */
int ouro__socket_as_timeout(ouro_runtime *rt, ouro_object *o, int64_t *timeout);
ouro_object *ouro__socket_timeout_value(ouro_runtime *rt, int64_t timeout);
/* What new sockets get; NULL with MemoryError. */
int64_t *ouro__socket_default_timeout(ouro_runtime *rt);

/* --- transfer.c ------------------------------------------------------------------------------------------ */

/* A system call on the descriptor: its result, or -1 with errno. */
typedef ssize_t (*ouro_socket_call)(int fd, void *data);

/* Makes the call once the socket is ready for `events` (POLLIN, POLLOUT), waiting as its timeout says: the result, or -1
 * with an exception, TimeoutError among them. */
ssize_t ouro__socket_call(ouro_runtime *rt, ouro_socket *s, short events, ouro_socket_call call, void *data);
/* Waits for `events` until the deadline (-1: none): 0; -1 with TimeoutError or what a signal's handler raised. */
int ouro__socket_wait(ouro_runtime *rt, int fd, short events, int64_t deadline);
/* The time that deadlines are of. */
int64_t ouro__socket_now(void);

/* A bytes-like argument that can be written to, else TypeError "f() argument 1 must be read-write bytes-like object". */
int ouro__socket_writable(ouro_runtime *rt, const char *function, ouro_object *o, ouro_buffer *buffer);

#endif
