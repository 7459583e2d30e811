/* The resolver: names of hosts, services and protocols. */
#include "modules/socket/socket.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "modules/audit.h"

/* Text without zero characters in it, as an argument of a system function; *owned as ouro__str_utf8 has it. */
static const char *plain_text(ouro_runtime *rt, ouro_object *o, const char *function, int position, char **owned)
{
    size_t length;
    *owned = NULL;
    if (!ouro__is_str(rt, o))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument %d must be str, not %V", function, position, o);
    const char *text = ouro__str_utf8(rt, o, &length, owned);
    if (text && strlen(text) != length) {
        ouro__buffer_free(rt, *owned);
        *owned = NULL;
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "embedded null character");
    }
    return text;
}

static const char *bytes_data(ouro_object *o)
{
    return (const char *)((ouro_bytes *)o)->data;
}

/* --- getaddrinfo and getnameinfo ------------------------------------------------------------------------- */

/* The port as the resolver wants it: owned bytes; NULL without an exception for None. */
static ouro_object *service_of(ouro_runtime *rt, ouro_object *o)
{
    if (o == OURO_NONE(rt))
        return NULL;
    if (ouro__is_int(rt, o)) {
        int64_t port;
        if (ouro__as_int64(rt, o, &port) < 0)
            return NULL;
        char text[24];
        int length = snprintf(text, sizeof text, "%lld", (long long)port);
        return ouro__bytes_new(rt, text, (size_t)length);
    }
    if (ouro__is_bytes(rt, o))
        return ouro_ref(o);
    if (!ouro__is_str(rt, o))
        return ouro__raise(rt, OURO_T_OS_ERROR, "Int or String expected");
    size_t length;
    char *owned = NULL;
    const char *text = ouro__str_utf8(rt, o, &length, &owned);
    ouro_object *bytes = text ? ouro__bytes_new(rt, text, length) : NULL;
    ouro__buffer_free(rt, owned);
    return bytes;
}

static ouro_object *addrinfo_list(ouro_runtime *rt, const struct addrinfo *a)
{
    ouro_object *list = ouro__list_new(rt, 0);
    for (; list && a; a = a->ai_next) {
        const char *name = a->ai_canonname ? a->ai_canonname : "";
        ouro_object *item = ouro__pack(rt, 5, ouro__int_new(rt, a->ai_family), ouro__int_new(rt, a->ai_socktype),
                                       ouro__int_new(rt, a->ai_protocol), ouro__filesystem_decode(rt, name),
                                       ouro__socket_make_address(rt, a->ai_addr, a->ai_addrlen));
        if (!item || ouro__list_append_owned(rt, (ouro_list *)list, item) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

OURO_C_FUNCTION(get_addrinfo)
{
    OURO_PARSE(a, "getaddrinfo", 0, 6, 2, 0, "host", "port", "family", "type", "proto", "flags");
    struct addrinfo hints = {.ai_family = AF_UNSPEC}, *list = NULL;
    if (ouro__optional_int32(rt, a[2], &hints.ai_family) < 0 || ouro__optional_int32(rt, a[3], &hints.ai_socktype) < 0 ||
        ouro__optional_int32(rt, a[4], &hints.ai_protocol) < 0 || ouro__optional_int32(rt, a[5], &hints.ai_flags) < 0)
        return NULL;
    ouro_object *host = NULL, *service = NULL, *result = NULL;
    if (ouro__is_str(rt, a[0]) || ouro__is_bytes(rt, a[0]))
        host = ouro__socket_host(rt, a[0], "");
    else if (a[0] != OURO_NONE(rt))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "getaddrinfo() argument 1 must be string or None");
    if (!rt->error)
        service = service_of(rt, a[1]);
    if (!rt->error && ouro__audit(rt, "socket.getaddrinfo", 5, a[0], a[1], a[2], a[3], a[4]) == 0) {
        int error = getaddrinfo(host ? bytes_data(host) : NULL, service ? bytes_data(service) : NULL, &hints, &list);
        result = error ? ouro__raise_gai(rt, error) : addrinfo_list(rt, list);
        if (!error)
            freeaddrinfo(list);
    }
    ouro_xdecref(rt, host);
    ouro_xdecref(rt, service);
    return result;
}

/* The numbers of (host, port[, flowinfo[, scope]]): 0, or -1 with an exception. */
static int sockaddr_numbers(ouro_runtime *rt, const ouro_tuple *t, int *port, uint64_t *flow, uint64_t *scope)
{
    if (t->count < 2 || t->count > 4 || !ouro__is_str(rt, t->items[0])) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "getnameinfo(): illegal sockaddr argument");
        return -1;
    }
    if (ouro__as_int32(rt, t->items[1], port) < 0 || (t->count > 2 && ouro__as_uint64_masked(rt, t->items[2], flow) < 0) ||
        (t->count > 3 && ouro__as_uint64_masked(rt, t->items[3], scope) < 0))
        return -1;
    if ((uint32_t)*flow > 0xfffff) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "getnameinfo(): flowinfo must be 0-1048575.");
        return -1;
    }
    return 0;
}

static ouro_object *name_info(ouro_runtime *rt, const ouro_tuple *t, struct addrinfo *found, uint32_t flow,
                              uint32_t scope, int flags)
{
    if (found->ai_next)
        return ouro__raise(rt, OURO_T_OS_ERROR, "sockaddr resolved to multiple addresses");
    if (found->ai_family == AF_INET && t->count != 2)
        return ouro__raise(rt, OURO_T_OS_ERROR, "IPv4 sockaddr must be 2 tuple");
    if (found->ai_family == AF_INET6) {
        struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)(void *)found->ai_addr;
        in6->sin6_flowinfo = htonl(flow);
        in6->sin6_scope_id = scope;
    }
    char host[NI_MAXHOST], service[NI_MAXSERV];
    int error = getnameinfo(found->ai_addr, found->ai_addrlen, host, sizeof host, service, sizeof service, flags);
    if (error)
        return ouro__raise_gai(rt, error);
    return ouro__pack(rt, 2, ouro__filesystem_decode(rt, host), ouro__filesystem_decode(rt, service));
}

OURO_C_FUNCTION(get_nameinfo)
{
    int flags, port;
    uint64_t flow = 0, scope = 0;
    if (ouro__as_int32(rt, args[1], &flags) < 0)
        return NULL;
    if (!ouro__is_tuple(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "getnameinfo() argument 1 must be a tuple");
    const ouro_tuple *t = (ouro_tuple *)args[0];
    char *owned;
    if (sockaddr_numbers(rt, t, &port, &flow, &scope) < 0 || ouro__audit(rt, "socket.getnameinfo", 1, args[0]) < 0)
        return NULL;
    const char *host = plain_text(rt, t->items[0], "getnameinfo", 1, &owned);
    if (!host)
        return NULL;
    char service[16];
    snprintf(service, sizeof service, "%d", port);
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_DGRAM, .ai_flags = AI_NUMERICHOST};
    struct addrinfo *list = NULL;
    int error = getaddrinfo(host, service, &hints, &list);
    ouro_object *result = error ? ouro__raise_gai(rt, error)
                                : name_info(rt, t, list, (uint32_t)flow, (uint32_t)scope, flags);
    if (!error)
        freeaddrinfo(list);
    ouro__buffer_free(rt, owned);
    return result;
}

/* --- gethostbyname and its kin --------------------------------------------------------------------------- */

/* The address that the argument names. */
static int host_argument(ouro_runtime *rt, ouro_object *o, const char *function, const char *event, int family,
                         ouro_socket_address *address, ouro_object **name)
{
    *name = NULL;
    ouro_object *otherwise =
        ouro__str_format(rt, "%s() argument 1 must be str, bytes or bytearray, not ", function);
    if (!otherwise)
        return -1;
    *name = ouro__socket_host(rt, o, ouro__str_data(otherwise));
    ouro_decref(rt, otherwise);
    if (*name && ouro__audit(rt, event, 1, o) == 0 &&
        ouro__socket_resolve(rt, bytes_data(*name), family, address) == 0)
        return 0;
    ouro_xdecref(rt, *name);
    *name = NULL;
    return -1;
}

OURO_C_FUNCTION(get_host_by_name)
{
    ouro_socket_address address;
    ouro_object *name;
    if (host_argument(rt, args[0], "gethostbyname", "socket.gethostbyname", AF_INET, &address, &name) < 0)
        return NULL;
    ouro_decref(rt, name);
    return ouro__socket_ip_text(rt, &address.any);
}

static ouro_object *name_list(ouro_runtime *rt, char **names)
{
    ouro_object *list = ouro__list_new(rt, 0);
    for (; list && names && *names; names++) {
        ouro_object *item = ouro__filesystem_decode(rt, *names);
        if (!item || ouro__list_append_owned(rt, (ouro_list *)list, item) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

static ouro_object *address_list(ouro_runtime *rt, const struct hostent *h)
{
    ouro_object *list = ouro__list_new(rt, 0);
    for (char **p = h->h_addr_list; list && p && *p; p++) {
        ouro_socket_address address = {0};
        address.any.sa_family = (sa_family_t)h->h_addrtype;
        if (h->h_addrtype == AF_INET)
            memcpy(&address.in.sin_addr, *p, sizeof address.in.sin_addr);
        else
            memcpy(&address.in6.sin6_addr, *p, sizeof address.in6.sin6_addr);
        ouro_object *item = ouro__socket_ip_text(rt, &address.any);
        if (!item || ouro__list_append_owned(rt, (ouro_list *)list, item) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

/* (name, aliases, addresses): owned. By name, or by the number of an address when `name` is NULL. */
static ouro_object *host_entry(ouro_runtime *rt, const char *name, const ouro_socket_address *address)
{
    const void *number = address->any.sa_family == AF_INET ? (const void *)&address->in.sin_addr
                                                           : (const void *)&address->in6.sin6_addr;
    socklen_t length = address->any.sa_family == AF_INET ? sizeof address->in.sin_addr : sizeof address->in6.sin6_addr;
    for (size_t size = 16384;; size *= 2) {
        char *space = ouro__buffer_alloc(rt, size);
        if (!space)
            return NULL;
        struct hostent entry, *found = NULL;
        int wrong = 0;
        int error = name ? gethostbyname_r(name, &entry, space, size, &found, &wrong)
                         : gethostbyaddr_r(number, length, address->any.sa_family, &entry, space, size, &found, &wrong);
        ouro_object *result = NULL;
        if (error != ERANGE)
            result = found ? ouro__pack(rt, 3, ouro__filesystem_decode(rt, found->h_name), name_list(rt, found->h_aliases),
                                        address_list(rt, found))
                           : ouro__raise_host(rt, wrong);
        ouro__buffer_free(rt, space);
        if (error != ERANGE)
            return result;
    }
}

OURO_C_FUNCTION(get_host_by_name_ex)
{
    ouro_socket_address address;
    ouro_object *name;
    if (host_argument(rt, args[0], "gethostbyname_ex", "socket.gethostbyname", AF_INET, &address, &name) < 0)
        return NULL;
    ouro_object *result = host_entry(rt, bytes_data(name), &address);
    ouro_decref(rt, name);
    return result;
}

OURO_C_FUNCTION(get_host_by_addr)
{
    ouro_socket_address address;
    ouro_object *name;
    if (host_argument(rt, args[0], "gethostbyaddr", "socket.gethostbyaddr", AF_UNSPEC, &address, &name) < 0)
        return NULL;
    ouro_decref(rt, name);
    if (address.any.sa_family != AF_INET && address.any.sa_family != AF_INET6)
        return ouro__raise(rt, OURO_T_OS_ERROR, "unsupported address family");
    return host_entry(rt, NULL, &address);
}

/* --- services and protocols ------------------------------------------------------------------------------ */

enum { ENTRY_MAX = 1 << 16 }; /* bytes that an entry may take */

/* The protocol, which need not be given. */
static int optional_text(ouro_runtime *rt, size_t nargs, ouro_object *const *args, const char *function,
                         const char **text, char **owned)
{
    *text = NULL;
    *owned = NULL;
    return nargs < 2 || (*text = plain_text(rt, args[1], function, 2, owned)) ? 0 : -1;
}

OURO_C_FUNCTION(get_service_by_name)
{
    char *owned_name, *owned_protocol = NULL, *space = NULL;
    const char *protocol;
    const char *name = plain_text(rt, args[0], "getservbyname", 1, &owned_name);
    ouro_object *result = NULL;
    if (name && optional_text(rt, nargs, args, "getservbyname", &protocol, &owned_protocol) == 0 &&
        ouro__audit(rt, "socket.getservbyname", 2, args[0], nargs > 1 ? args[1] : NULL) == 0 &&
        (space = ouro__buffer_alloc(rt, ENTRY_MAX))) {
        struct servent entry, *found = NULL;
        getservbyname_r(name, protocol, &entry, space, ENTRY_MAX, &found);
        result = found ? ouro__int_new(rt, ntohs((uint16_t)found->s_port))
                       : ouro__raise(rt, OURO_T_OS_ERROR, "service/proto not found");
    }
    ouro__buffer_free(rt, space);
    ouro__buffer_free(rt, owned_name);
    ouro__buffer_free(rt, owned_protocol);
    return result;
}

OURO_C_FUNCTION(get_service_by_port)
{
    int port;
    char *owned = NULL, *space = NULL;
    const char *protocol;
    ouro_object *result = NULL;
    if (ouro__as_int32(rt, args[0], &port) < 0 ||
        optional_text(rt, nargs, args, "getservbyport", &protocol, &owned) < 0)
        return NULL;
    if (port < 0 || port > 0xffff) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "getservbyport: port must be 0-65535.");
    } else if (ouro__audit(rt, "socket.getservbyport", 2, args[0], nargs > 1 ? args[1] : NULL) == 0 &&
               (space = ouro__buffer_alloc(rt, ENTRY_MAX))) {
        struct servent entry, *found = NULL;
        getservbyport_r(htons((uint16_t)port), protocol, &entry, space, ENTRY_MAX, &found);
        result = found ? ouro__filesystem_decode(rt, found->s_name)
                       : ouro__raise(rt, OURO_T_OS_ERROR, "port/proto not found");
    }
    ouro__buffer_free(rt, space);
    ouro__buffer_free(rt, owned);
    return result;
}

OURO_C_FUNCTION(get_protocol_by_name)
{
    char *owned, *space = NULL;
    const char *name = plain_text(rt, args[0], "getprotobyname", 1, &owned);
    ouro_object *result = NULL;
    if (name && (space = ouro__buffer_alloc(rt, ENTRY_MAX))) {
        struct protoent entry, *found = NULL;
        getprotobyname_r(name, &entry, space, ENTRY_MAX, &found);
        result = found ? ouro__int_new(rt, found->p_proto) : ouro__raise(rt, OURO_T_OS_ERROR, "protocol not found");
    }
    ouro__buffer_free(rt, space);
    ouro__buffer_free(rt, owned);
    return result;
}

const ouro_method_def ouro__socket_name_functions[] = {
    {"getaddrinfo", get_addrinfo, OURO_METH_KEYWORDS, 0, 0, "getaddrinfo(host, port [, family, type, proto, flags])\n    -> list of (family, type, proto, canonname, sockaddr)\n\nResolve host and port into addrinfo structs."},
    {"getnameinfo", get_nameinfo, OURO_METH_TAKES, 2, 2, "getnameinfo(sockaddr, flags) --> (host, port)\n\nGet host and port for a sockaddr."},
    {"gethostbyname", get_host_by_name, OURO_METH_TAKES, 1, 1, "gethostbyname(host) -> address\n\nReturn the IP address of a host, as text."},
    {"gethostbyname_ex", get_host_by_name_ex, OURO_METH_TAKES, 1, 1, "gethostbyname_ex(host) -> (name, aliaslist, addresslist)\n\nReturn the name of a host, its aliases and its IP addresses."},
    {"gethostbyaddr", get_host_by_addr, OURO_METH_TAKES, 1, 1, "gethostbyaddr(host) -> (name, aliaslist, addresslist)\n\nReturn the name of a host, its aliases and its IP addresses, for an address."},
    {"getservbyname", get_service_by_name, OURO_METH_TAKES, 1, 2, "getservbyname(servicename[, protocolname]) -> integer\n\nReturn the port of a service."},
    {"getservbyport", get_service_by_port, OURO_METH_TAKES, 1, 2, "getservbyport(port[, protocolname]) -> string\n\nReturn the name of the service at a port."},
    {"getprotobyname", get_protocol_by_name, OURO_METH_TAKES, 1, 1, "getprotobyname(name) -> integer\n\nReturn the number of a protocol."},
    {0},
};
