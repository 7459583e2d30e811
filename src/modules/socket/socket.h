/* What the files of _socket share: addresses as structures and as Python's tuples. */
#ifndef OURO_MODULES_SOCKET_SOCKET_H
#define OURO_MODULES_SOCKET_SOCKET_H

#include <sys/socket.h>

#include "modules/support.h"
#include "types/method.h"

typedef struct ouro_socket_address {
    struct sockaddr_storage storage;
    socklen_t length;
} ouro_socket_address;

/* The address that a program wrote for `function` on a socket of `family`. 0, or -1 with TypeError, OverflowError, OSError
 * or socket.gaierror. */
int ouro__socket_address_parse(ouro_runtime *rt, const char *function, int family, ouro_object *o,
                               ouro_socket_address *out);
/* As programs see it: owned. */
ouro_object *ouro__socket_address_object(ouro_runtime *rt, const ouro_socket_address *address);
/* socket.gaierror of a result of getaddrinfo or getnameinfo: NULL. */
void *ouro__socket_resolver_error(ouro_runtime *rt, int code);

extern const ouro_method_def ouro__socket_resolver_functions[];
extern const ouro_constant ouro__socket_constants[];

#endif
