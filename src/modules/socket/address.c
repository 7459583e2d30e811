/* Socket addresses: (host, port) pairs, their IPv6 form and paths of the local domain, to structures and back; the functions
 * that look names up. */
#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "modules/socket/socket.h"
#include "types/buffer.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"

void *ouro__socket_resolver_error(ouro_runtime *rt, int code)
{
    if (code == EAI_SYSTEM)
        return ouro__raise_system(rt);
    ouro_object *arguments = ouro__pack(rt, 2, ouro__int_new(rt, code), ouro__str_from_cstring(rt, gai_strerror(code)));
    ouro_object *cls = ouro__class_at(rt, OURO_T_ADDRESS_INFO_ERROR);
    ouro_object *exception = arguments ? ouro__exception_new(rt, cls, arguments) : NULL;
    ouro_xdecref(rt, arguments);
    if (exception)
        ouro__raise_instance(rt, exception);
    return NULL;
}

/* A host's or service's name as bytes (owned): str through IDNA when it is not ASCII, bytes as they are. */
static ouro_object *name_bytes(ouro_runtime *rt, ouro_object *o, const char *wrong)
{
    ouro_object *bytes;
    if (ouro__is_str(rt, o)) {
        ouro_object *method = ouro__str_from_cstring(rt, "encode");
        ouro_object *encoding = ouro__str_from_cstring(rt, ouro__str_is_ascii(o) ? "ascii" : "idna");
        bytes = method && encoding ? ouro__call_method(rt, o, method, 1, encoding) : NULL;
        ouro_xdecref(rt, method);
        ouro_xdecref(rt, encoding);
    } else if (ouro__is_exactly(o, OURO_T_BYTES)) {
        bytes = ouro_ref(o);
    } else if (ouro__is_exactly(o, OURO_T_BYTEARRAY)) {
        bytes = ouro__buffer_to_bytes(rt, o);
    } else {
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s", wrong);
    }
    if (bytes && strlen((const char *)((ouro_bytes *)bytes)->data) != ((ouro_bytes *)bytes)->length) {
        ouro_decref(rt, bytes);
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "host name must not contain null character");
    }
    return bytes;
}

/* The address of a host in `family`; "" is any, "<broadcast>" all. */
static int host_address(ouro_runtime *rt, ouro_object *host, int family, ouro_socket_address *out)
{
    ouro_object *bytes = name_bytes(rt, host, "str, bytes or bytearray expected");
    if (!bytes)
        return -1;
    const char *name = (const char *)((ouro_bytes *)bytes)->data;
    struct addrinfo hints = {.ai_family = family, .ai_socktype = SOCK_DGRAM}, *found = NULL;
    struct sockaddr_in *in = (struct sockaddr_in *)&out->storage;
    int code = 0;
    memset(&out->storage, 0, sizeof out->storage);
    if (strcmp(name, "<broadcast>") == 0 && family == AF_INET) {
        *in = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = INADDR_BROADCAST};
        out->length = sizeof *in;
    } else {
        if (!*name)
            hints.ai_flags = AI_PASSIVE;
        code = getaddrinfo(*name ? name : NULL, *name ? NULL : "0", &hints, &found);
        if (code == 0 && found->ai_addrlen <= sizeof out->storage) {
            memcpy(&out->storage, found->ai_addr, found->ai_addrlen);
            out->length = found->ai_addrlen;
        }
        if (found)
            freeaddrinfo(found);
    }
    ouro_decref(rt, bytes);
    if (code)
        ouro__socket_resolver_error(rt, code);
    return code ? -1 : 0;
}

static int as_port(ouro_runtime *rt, const char *function, ouro_object *o, uint16_t *port)
{
    int value;
    if (ouro__as_int32(rt, o, &value) < 0) {
        if (!ouro__error_is(rt, OURO_T_OVERFLOW_ERROR))
            return -1;
        ouro__error_clear(rt);
        value = -1;
    }
    if (value < 0 || value > 0xffff) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "%s(): port must be 0-65535.", function);
        return -1;
    }
    *port = htons((uint16_t)value);
    return 0;
}

static int parse_internet(ouro_runtime *rt, const char *function, int family, ouro_object *o, ouro_socket_address *out)
{
    const char *name = family == AF_INET ? "AF_INET" : "AF_INET6";
    size_t most = family == AF_INET ? 2 : 4;
    if (!ouro__is_tuple(rt, o)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s(): %s address must be tuple, not %T", function, name, o);
        return -1;
    }
    ouro_tuple *t = (ouro_tuple *)o;
    if (t->count < 2 || t->count > most) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s address must be a %s", name,
                    family == AF_INET ? "pair (host, port)" : "tuple (host, port[, flowinfo[, scopeid]])");
        return -1;
    }
    uint16_t port;
    int64_t flow = 0, scope = 0;
    if (host_address(rt, t->items[0], family, out) < 0 || as_port(rt, function, t->items[1], &port) < 0 ||
        (t->count > 2 && ouro__as_int64(rt, t->items[2], &flow) < 0) ||
        (t->count > 3 && ouro__as_int64(rt, t->items[3], &scope) < 0))
        return -1;
    if (flow < 0 || flow > 0xfffff) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "%s(): flowinfo must be 0-1048575.", function);
        return -1;
    }
    if (family == AF_INET) {
        ((struct sockaddr_in *)&out->storage)->sin_port = port;
        return 0;
    }
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&out->storage;
    in6->sin6_port = port;
    in6->sin6_flowinfo = htonl((uint32_t)flow);
    if (scope)
        in6->sin6_scope_id = (uint32_t)scope;
    return 0;
}

static int parse_local(ouro_runtime *rt, ouro_object *o, ouro_socket_address *out)
{
    struct sockaddr_un *un = (struct sockaddr_un *)&out->storage;
    ouro_object *bytes = ouro__is_str(rt, o) ? ouro__filesystem_encode(rt, o) : ouro__buffer_to_bytes(rt, o);
    if (!bytes)
        return -1;
    const char *path = (const char *)((ouro_bytes *)bytes)->data;
    size_t length = ((ouro_bytes *)bytes)->length;
    bool abstract = length > 0 && path[0] == 0, fits = length + !abstract <= sizeof un->sun_path;
    memset(un, 0, sizeof *un);
    un->sun_family = AF_UNIX;
    if (fits)
        memcpy(un->sun_path, path, length);
    out->length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + !abstract);
    ouro_decref(rt, bytes);
    if (!fits)
        ouro__raise(rt, OURO_T_OS_ERROR, "AF_UNIX path too long");
    return fits ? 0 : -1;
}

int ouro__socket_address_parse(ouro_runtime *rt, const char *function, int family, ouro_object *o,
                               ouro_socket_address *out)
{
    if (family == AF_INET || family == AF_INET6)
        return parse_internet(rt, function, family, o, out);
    if (family == AF_UNIX)
        return parse_local(rt, o, out);
    ouro__raise(rt, OURO_T_OS_ERROR, "%s(): bad family", function);
    return -1;
}

static ouro_object *host_text(ouro_runtime *rt, int family, const void *address)
{
    char text[INET6_ADDRSTRLEN];
    return inet_ntop(family, address, text, sizeof text) ? ouro__str_from_cstring(rt, text) : ouro__raise_system(rt);
}

static ouro_object *local_object(ouro_runtime *rt, const ouro_socket_address *address)
{
    const struct sockaddr_un *un = (const struct sockaddr_un *)&address->storage;
    size_t length = address->length - offsetof(struct sockaddr_un, sun_path);
    if (address->length <= offsetof(struct sockaddr_un, sun_path))
        return ouro__str_from_cstring(rt, "");
    if (un->sun_path[0] == 0)
        return ouro__bytes_new(rt, un->sun_path, length);
    return ouro__str_from_filesystem(rt, un->sun_path, strnlen(un->sun_path, length));
}

ouro_object *ouro__socket_address_object(ouro_runtime *rt, const ouro_socket_address *address)
{
    if (address->length == 0)
        return OURO_NONE(rt);
    switch (address->storage.ss_family) {
    case AF_INET: {
        const struct sockaddr_in *in = (const struct sockaddr_in *)&address->storage;
        return ouro__pack(rt, 2, host_text(rt, AF_INET, &in->sin_addr), ouro__int_new(rt, ntohs(in->sin_port)));
    }
    case AF_INET6: {
        const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)&address->storage;
        return ouro__pack(rt, 4, host_text(rt, AF_INET6, &in6->sin6_addr), ouro__int_new(rt, ntohs(in6->sin6_port)),
                          ouro__int_new(rt, ntohl(in6->sin6_flowinfo)), ouro__int_new(rt, in6->sin6_scope_id));
    }
    case AF_UNIX:
        return local_object(rt, address);
    default: {
        const struct sockaddr *any = (const struct sockaddr *)&address->storage;
        return ouro__pack(rt, 2, ouro__int_new(rt, any->sa_family),
                          ouro__bytes_new(rt, any->sa_data, address->length - offsetof(struct sockaddr, sa_data)));
    }
    }
}

/* ---- looking names up ---- */

/* The entries that were found, as getaddrinfo's list: owned. */
static ouro_object *info_list(ouro_runtime *rt, const struct addrinfo *found)
{
    ouro_object *list = ouro__list_new(rt, 0);
    for (const struct addrinfo *i = found; list && i; i = i->ai_next) {
        ouro_socket_address address = {.length = i->ai_addrlen};
        memcpy(&address.storage, i->ai_addr, i->ai_addrlen);
        ouro_object *entry = ouro__pack(rt, 5, ouro__int_new(rt, i->ai_family), ouro__int_new(rt, i->ai_socktype),
                                        ouro__int_new(rt, i->ai_protocol),
                                        ouro__str_from_cstring(rt, i->ai_canonname ? i->ai_canonname : ""),
                                        ouro__socket_address_object(rt, &address));
        if (!entry || ouro__list_append_owned(rt, (ouro_list *)list, entry) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

/* The service to look up: bytes (owned) or None. */
static ouro_object *service_bytes(ouro_runtime *rt, ouro_object *o)
{
    if (o == OURO_NONE(rt))
        return ouro_ref(o);
    if (!ouro__is_int(rt, o))
        return name_bytes(rt, o, "Int or String expected");
    int64_t port;
    if (ouro__as_int64(rt, o, &port) < 0)
        return NULL;
    char digits[24];
    return ouro__bytes_new(rt, digits, (size_t)snprintf(digits, sizeof digits, "%lld", (long long)port));
}

OURO_C_FUNCTION(socket_getaddrinfo)
{
    OURO_PARSE(a, "getaddrinfo", 0, 6, 2, 0, "host", "port", "family", "type", "proto", "flags");
    struct addrinfo hints = {0}, *found = NULL;
    if (ouro__optional_int32(rt, a[2], &hints.ai_family) < 0 || ouro__optional_int32(rt, a[3], &hints.ai_socktype) < 0 ||
        ouro__optional_int32(rt, a[4], &hints.ai_protocol) < 0 || ouro__optional_int32(rt, a[5], &hints.ai_flags) < 0)
        return NULL;
    ouro_object *none = OURO_NONE(rt), *result = NULL;
    ouro_object *host = a[0] == none ? ouro_ref(none)
                                     : name_bytes(rt, a[0], "getaddrinfo() argument 1 must be string or None");
    ouro_object *service = host ? service_bytes(rt, a[1]) : NULL;
    if (service) {
        int code = getaddrinfo(host == none ? NULL : (const char *)((ouro_bytes *)host)->data,
                               service == none ? NULL : (const char *)((ouro_bytes *)service)->data, &hints, &found);
        result = code ? ouro__socket_resolver_error(rt, code) : info_list(rt, found);
        if (found)
            freeaddrinfo(found);
    }
    ouro_xdecref(rt, service);
    ouro_xdecref(rt, host);
    return result;
}

OURO_C_FUNCTION(socket_getnameinfo)
{
    int flags;
    if (!ouro__is_tuple(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "getnameinfo() argument 1 must be a tuple");
    ouro_tuple *t = (ouro_tuple *)args[0];
    ouro_socket_address address;
    char host[NI_MAXHOST], service[NI_MAXSERV];
    if (ouro__as_int32(rt, args[1], &flags) < 0 ||
        parse_internet(rt, "getnameinfo", t->count > 2 ? AF_INET6 : AF_INET, args[0], &address) < 0)
        return NULL;
    int code = getnameinfo((struct sockaddr *)&address.storage, address.length, host, sizeof host, service, sizeof service,
                           flags);
    if (code)
        return ouro__socket_resolver_error(rt, code);
    return ouro__pack(rt, 2, ouro__str_from_cstring(rt, host), ouro__str_from_cstring(rt, service));
}

OURO_C_FUNCTION(socket_gethostbyname)
{
    ouro_socket_address address;
    if (host_address(rt, args[0], AF_INET, &address) < 0)
        return NULL;
    return host_text(rt, AF_INET, &((struct sockaddr_in *)&address.storage)->sin_addr);
}

OURO_C_FUNCTION(socket_gethostname)
{
    char name[1025] = {0};
    return gethostname(name, sizeof name - 1) < 0 ? ouro__raise_system(rt)
                                                  : ouro__str_from_filesystem(rt, name, strlen(name));
}

/* The text of an argument without zero bytes: borrowed, or NULL with an exception. *owned is to be freed. */
static const char *text_argument(ouro_runtime *rt, const char *function, ouro_object *o, char **owned)
{
    size_t length;
    *owned = NULL;
    if (!ouro__is_str(rt, o))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument 1 must be str, not %T", function, o);
    const char *text = ouro__str_utf8(rt, o, &length, owned);
    if (text && strlen(text) != length) {
        ouro__buffer_free(rt, *owned);
        *owned = NULL;
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "embedded null character");
    }
    return text;
}

OURO_C_FUNCTION(socket_getservbyname)
{
    char *owned[2] = {NULL, NULL};
    const char *name = text_argument(rt, "getservbyname", args[0], &owned[0]);
    const char *protocol = name && nargs > 1 ? text_argument(rt, "getservbyname", args[1], &owned[1]) : NULL;
    ouro_object *result = NULL;
    if (name && (nargs < 2 || protocol)) {
        struct servent entry, *found = NULL;
        char room[4096];
        getservbyname_r(name, protocol, &entry, room, sizeof room, &found);
        result = found ? ouro__int_new(rt, ntohs((uint16_t)found->s_port))
                       : ouro__raise(rt, OURO_T_OS_ERROR, "service/proto not found");
    }
    ouro__buffer_free(rt, owned[0]);
    ouro__buffer_free(rt, owned[1]);
    return result;
}

OURO_C_FUNCTION(socket_getservbyport)
{
    char *owned = NULL;
    uint16_t port;
    if (as_port(rt, "getservbyport", args[0], &port) < 0)
        return NULL;
    const char *protocol = nargs > 1 ? text_argument(rt, "getservbyport", args[1], &owned) : NULL;
    if (nargs > 1 && !protocol)
        return NULL;
    struct servent entry, *found = NULL;
    char room[4096];
    getservbyport_r(port, protocol, &entry, room, sizeof room, &found);
    ouro__buffer_free(rt, owned);
    return found ? ouro__str_from_cstring(rt, found->s_name)
                 : ouro__raise(rt, OURO_T_OS_ERROR, "port/proto not found");
}

OURO_C_FUNCTION(socket_getprotobyname)
{
    char *owned;
    const char *name = text_argument(rt, "getprotobyname", args[0], &owned);
    if (!name)
        return NULL;
    struct protoent entry, *found = NULL;
    char room[4096];
    getprotobyname_r(name, &entry, room, sizeof room, &found);
    ouro__buffer_free(rt, owned);
    return found ? ouro__int_new(rt, found->p_proto) : ouro__raise(rt, OURO_T_OS_ERROR, "protocol not found");
}

OURO_C_FUNCTION(socket_inet_aton)
{
    char *owned;
    struct in_addr address;
    const char *text = text_argument(rt, "inet_aton", args[0], &owned);
    if (!text)
        return NULL;
    int good = inet_aton(text, &address);
    ouro__buffer_free(rt, owned);
    return good ? ouro__bytes_new(rt, &address, sizeof address)
                : ouro__raise(rt, OURO_T_OS_ERROR, "illegal IP address string passed to inet_aton");
}

/* Packed bytes of an address of the family as text. */
static ouro_object *packed_text(ouro_runtime *rt, int family, ouro_object *packed, const char *wrong_length)
{
    ouro_buffer buffer;
    if (ouro__buffer_get(rt, packed, &buffer, OURO_BUFFER_SIMPLE) < 0)
        return NULL;
    size_t size = family == AF_INET ? sizeof(struct in_addr) : sizeof(struct in6_addr);
    ouro_object *result = (size_t)buffer.length == size ? host_text(rt, family, buffer.data)
                                                        : ouro__raise(rt, family == AF_INET && wrong_length[0] == 'p'
                                                                              ? OURO_T_OS_ERROR
                                                                              : OURO_T_VALUE_ERROR,
                                                                      "%s", wrong_length);
    ouro__buffer_release(rt, &buffer);
    return result;
}

OURO_C_FUNCTION(socket_inet_ntoa)
{
    return packed_text(rt, AF_INET, args[0], "packed IP wrong length");
}

OURO_C_FUNCTION(socket_inet_ntop)
{
    int family;
    if (ouro__as_int32(rt, args[0], &family) < 0)
        return NULL;
    if (family != AF_INET && family != AF_INET6)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "unknown address family %d", family);
    return packed_text(rt, family, args[1], "invalid length of packed IP address string");
}

OURO_C_FUNCTION(socket_inet_pton)
{
    int family;
    char *owned;
    struct in6_addr address;
    if (ouro__as_int32(rt, args[0], &family) < 0)
        return NULL;
    const char *text = text_argument(rt, "inet_pton", args[1], &owned);
    if (!text)
        return NULL;
    int good = inet_pton(family, text, &address);
    ouro__buffer_free(rt, owned);
    if (good == 1)
        return ouro__bytes_new(rt, &address, family == AF_INET ? sizeof(struct in_addr) : sizeof address);
    return good < 0 ? ouro__raise_system(rt)
                    : ouro__raise(rt, OURO_T_OS_ERROR, "illegal IP address string passed to inet_pton");
}

OURO_C_FUNCTION(socket_if_nametoindex)
{
    ouro_object *name = ouro__path_bytes(rt, args[0]);
    if (!name)
        return NULL;
    unsigned index = if_nametoindex((const char *)((ouro_bytes *)name)->data);
    ouro_decref(rt, name);
    return index ? ouro__int_new(rt, index) : ouro__raise(rt, OURO_T_OS_ERROR, "no interface with this name");
}

OURO_C_FUNCTION(socket_if_indextoname)
{
    int64_t index;
    char name[IF_NAMESIZE + 1];
    if (ouro__as_int64(rt, args[0], &index) < 0)
        return NULL;
    return if_indextoname((unsigned)index, name) ? ouro__str_from_filesystem(rt, name, strlen(name)) : ouro__raise_system(rt);
}

const ouro_method_def ouro__socket_resolver_functions[] = {
    {"getaddrinfo", socket_getaddrinfo, OURO_METH_KEYWORDS, 0, -1,
     "getaddrinfo(host, port [, family, type, proto, flags])\n    -> list of (family, type, proto, canonname, sockaddr)\n\n"
     "Resolve host and port into addrinfo struct."},
    {"getnameinfo", socket_getnameinfo, 0, 2, 2, "getnameinfo(sockaddr, flags) --> (host, port)\n\nGet host and port for a sockaddr."},
    {"gethostbyname", socket_gethostbyname, 0, 1, 1, "gethostbyname(host) -> address\n\nReturn the IP address (a string of the form '255.255.255.255') for a host."},
    {"gethostname", socket_gethostname, 0, 0, 0, "gethostname() -> string\n\nReturn the current host name."},
    {"getservbyname", socket_getservbyname, 0, 1, 2, "getservbyname(servicename[, protocolname]) -> integer\n\nThe port of a service."},
    {"getservbyport", socket_getservbyport, 0, 1, 2, "getservbyport(port[, protocolname]) -> string\n\nThe service of a port."},
    {"getprotobyname", socket_getprotobyname, 0, 1, 1, "getprotobyname(name) -> integer\n\nReturn the protocol number for the named protocol.  (Rarely used.)"},
    {"inet_aton", socket_inet_aton, 0, 1, 1, "inet_aton(string) -> bytes giving packed 32-bit IP representation"},
    {"inet_ntoa", socket_inet_ntoa, 0, 1, 1, "inet_ntoa(packed_ip) -> ip_address_string"},
    {"inet_pton", socket_inet_pton, 0, 2, 2, "inet_pton(af, ip) -> packed IP address string"},
    {"inet_ntop", socket_inet_ntop, 0, 2, 2, "inet_ntop(af, packed_ip) -> string formatted IP address"},
    {"if_nametoindex", socket_if_nametoindex, 0, 1, 1, "if_nametoindex(if_name)\n\nReturns the interface index corresponding to the interface name if_name."},
    {"if_indextoname", socket_if_indextoname, 0, 1, 1, "if_indextoname(if_index)\n\nReturns the interface name corresponding to the interface index if_index."},
    {0},
};
