/* Addresses of sockets: from the language's tuples and texts to the system's structures, and back. */
#include "modules/socket/socket.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <stddef.h>
#include <string.h>

#include "types/bytearray.h"
#include "types/codecs.h"

/* --- host names ------------------------------------------------------------------------------------------ */

/* ASCII whose labels have 1 to 63 characters (the last may be empty): IDNA leaves it as it is. */
static bool is_plain_name(ouro_object *text)
{
    if (!ouro__str_is_ascii(text))
        return false;
    const char *p = ouro__str_data(text), *end = p + ouro__str_length(text);
    size_t label = 0;
    for (; p < end; p++) {
        if (*p != '.')
            label++;
        else if (label == 0 || label > 63)
            return false;
        else
            label = 0;
    }
    return label <= 63;
}

static ouro_object *encode_name(ouro_runtime *rt, ouro_object *text)
{
    if (is_plain_name(text))
        return ouro__bytes_new(rt, ouro__str_data(text), ouro__str_length(text));
    ouro_object *encoding = ouro__str_from_ascii(rt, "idna", 4);
    ouro_object *bytes = encoding ? ouro__codec_encode(rt, text, encoding, NULL, true) : NULL;
    ouro_xdecref(rt, encoding);
    return bytes;
}

ouro_object *ouro__socket_host(ouro_runtime *rt, ouro_object *o, const char *otherwise)
{
    ouro_object *bytes;
    if (ouro__is_str(rt, o))
        bytes = encode_name(rt, o);
    else if (ouro__is_bytes(rt, o))
        bytes = ouro_ref(o);
    else if (ouro__type_of(rt, o)->word == OURO_WORD(OURO_T_BYTEARRAY))
        bytes = ouro__buffer_to_bytes(rt, o);
    else
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s%T", otherwise, o);
    if (!bytes)
        return NULL;
    const ouro_bytes *b = (ouro_bytes *)bytes;
    if (strlen((const char *)b->data) != b->length) {
        ouro_decref(rt, bytes);
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "host name must not contain null character");
    }
    return bytes;
}

static int take_first(ouro_runtime *rt, const char *name, const struct addrinfo *hints, bool only,
                      ouro_socket_address *address)
{
    struct addrinfo *list = NULL;
    int error = getaddrinfo(name, name ? NULL : "0", hints, &list);
    if (error) {
        ouro__raise_gai(rt, error);
        return -1;
    }
    int status = 0;
    if (only && list->ai_next) {
        ouro__raise(rt, OURO_T_OS_ERROR, "wildcard resolved to multiple address");
        status = -1;
    } else {
        address->length = list->ai_addrlen;
        memcpy(&address->storage, list->ai_addr, list->ai_addrlen);
    }
    freeaddrinfo(list);
    return status;
}

int ouro__socket_resolve(ouro_runtime *rt, const char *name, int family, ouro_socket_address *address)
{
    memset(address, 0, sizeof *address);
    if (!*name) {
        struct addrinfo hints = {.ai_family = family, .ai_socktype = SOCK_DGRAM, .ai_flags = AI_PASSIVE};
        return take_first(rt, NULL, &hints, true, address);
    }
    bool broadcast = strcmp(name, "<broadcast>") == 0 || strcmp(name, "255.255.255.255") == 0;
    if (broadcast && family != AF_INET && family != AF_UNSPEC) {
        ouro__raise(rt, OURO_T_OS_ERROR, "address family mismatched");
        return -1;
    }
    if (broadcast || ((family == AF_INET || family == AF_UNSPEC) && inet_pton(AF_INET, name, &address->in.sin_addr) > 0)) {
        if (broadcast)
            address->in.sin_addr.s_addr = htonl(INADDR_BROADCAST);
        address->in.sin_family = AF_INET;
        address->length = sizeof address->in;
        return 0;
    }
    if ((family == AF_INET6 || family == AF_UNSPEC) && !strchr(name, '%') &&
        inet_pton(AF_INET6, name, &address->in6.sin6_addr) > 0) {
        address->in6.sin6_family = AF_INET6;
        address->length = sizeof address->in6;
        return 0;
    }
    struct addrinfo hints = {.ai_family = family};
    return take_first(rt, name, &hints, false, address);
}

/* --- from the language ----------------------------------------------------------------------------------- */

static int parse_unix(ouro_runtime *rt, ouro_object *o, ouro_socket_address *address)
{
    ouro_object *encoded = NULL;
    if (ouro__is_str(rt, o) && !(encoded = ouro__filesystem_encode(rt, o)))
        return -1;
    ouro_buffer path = {0};
    int status = ouro__buffer_get(rt, encoded ? encoded : o, &path, OURO_BUFFER_SIMPLE);
    if (status == 0) {
        /* An empty name and one that begins with a zero are abstract: they need no zero behind them. */
        bool abstract = path.length == 0 || path.data[0] == 0;
        if ((size_t)path.length + !abstract > sizeof address->un.sun_path) {
            ouro__raise(rt, OURO_T_OS_ERROR, "AF_UNIX path too long");
            status = -1;
        } else {
            address->un.sun_family = AF_UNIX;
            if (path.length)
                memcpy(address->un.sun_path, path.data, (size_t)path.length);
            address->length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + (size_t)path.length);
        }
    }
    ouro__buffer_release(rt, &path);
    ouro_xdecref(rt, encoded);
    return status;
}

static int as_unsigned(ouro_runtime *rt, ouro_object *o, uint32_t *out)
{
    uint64_t value;
    if (ouro__as_uint64_masked(rt, o, &value) < 0)
        return -1;
    *out = (uint32_t)value;
    return 0;
}

/* The items of a tuple of `least` to `most`; NULL with TypeError. */
static ouro_object *const *address_items(ouro_runtime *rt, ouro_object *o, size_t least, size_t most, const char *caller,
                                         const char *family, const char *form, size_t *count)
{
    if (!ouro__is_tuple(rt, o))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s(): %s address must be tuple, not %T", caller, family, o);
    ouro_tuple *t = (ouro_tuple *)o;
    if (t->count < least || t->count > most)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s address must be a %s", family, form);
    *count = t->count;
    return t->items;
}

static int as_port(ouro_runtime *rt, ouro_object *o, const char *caller, in_port_t *out)
{
    int port;
    if (ouro__as_int32(rt, o, &port) < 0) {
        if (!ouro__error_is(rt, OURO_T_OVERFLOW_ERROR))
            return -1;
        ouro__error_clear(rt);
        port = -1;
    }
    if (port < 0 || port > 0xffff) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "%s(): port must be 0-65535.", caller);
        return -1;
    }
    *out = htons((uint16_t)port);
    return 0;
}

static int parse_in(ouro_runtime *rt, ouro_object *o, const char *caller, ouro_socket_address *address)
{
    size_t count = 0;
    in_port_t port;
    ouro_object *const *items = address_items(rt, o, 2, 2, caller, "AF_INET", "pair (host, port)", &count);
    ouro_object *host = items ? ouro__socket_host(rt, items[0], "str, bytes or bytearray expected, not ") : NULL;
    int status = host ? as_port(rt, items[1], caller, &port) : -1;
    if (status == 0)
        status = ouro__socket_resolve(rt, (const char *)((ouro_bytes *)host)->data, AF_INET, address);
    if (status == 0)
        address->in.sin_port = port;
    ouro_xdecref(rt, host);
    return status;
}

static int parse_in6(ouro_runtime *rt, ouro_object *o, const char *caller, ouro_socket_address *address)
{
    size_t count = 0;
    in_port_t port;
    uint32_t flow = 0, scope = 0;
    ouro_object *const *items =
        address_items(rt, o, 2, 4, caller, "AF_INET6", "tuple (host, port[, flowinfo[, scopeid]])", &count);
    ouro_object *host = items ? ouro__socket_host(rt, items[0], "str, bytes or bytearray expected, not ") : NULL;
    if (!host)
        return -1;
    int status = as_port(rt, items[1], caller, &port);
    if (status == 0 && ((count > 2 && as_unsigned(rt, items[2], &flow) < 0) ||
                        (count > 3 && as_unsigned(rt, items[3], &scope) < 0)))
        status = -1;
    if (status == 0 && flow > 0xfffff) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "%s(): flowinfo must be 0-1048575.", caller);
        status = -1;
    }
    if (status == 0)
        status = ouro__socket_resolve(rt, (const char *)((ouro_bytes *)host)->data, AF_INET6, address);
    ouro_decref(rt, host);
    if (status == 0) {
        address->in6.sin6_port = port;
        address->in6.sin6_flowinfo = htonl(flow);
        address->in6.sin6_scope_id = scope;
    }
    return status;
}

static int parse_netlink(ouro_runtime *rt, ouro_object *o, const char *caller, ouro_socket_address *address)
{
    size_t count = 0;
    ouro_object *const *items = address_items(rt, o, 2, 2, caller, "AF_NETLINK", "pair (pid, groups)", &count);
    if (!items || as_unsigned(rt, items[0], &address->netlink.nl_pid) < 0 ||
        as_unsigned(rt, items[1], &address->netlink.nl_groups) < 0)
        return -1;
    address->netlink.nl_family = AF_NETLINK;
    address->length = sizeof address->netlink;
    return 0;
}

static int parse_vm(ouro_runtime *rt, ouro_object *o, const char *caller, ouro_socket_address *address)
{
    size_t count = 0;
    uint32_t cid, port;
    ouro_object *const *items = address_items(rt, o, 2, 2, caller, "AF_VSOCK", "pair (CID, port)", &count);
    if (!items || as_unsigned(rt, items[0], &cid) < 0 || as_unsigned(rt, items[1], &port) < 0)
        return -1;
    address->vm.svm_family = AF_VSOCK;
    address->vm.svm_cid = cid;
    address->vm.svm_port = port;
    address->length = sizeof address->vm;
    return 0;
}

/* (interface, protocol[, packet type[, hardware type[, hardware address]]]) */
static int parse_packet(ouro_runtime *rt, ouro_object *o, const char *caller,
                        ouro_socket_address *address)
{
    size_t count = 0;
    int protocol, packet_type = 0, hardware_type = 0;
    ouro_object *const *items = address_items(rt, o, 2, 5, caller, "AF_PACKET",
                                              "tuple of two to five elements", &count);
    if (!items)
        return -1;
    if (!ouro__is_str(rt, items[0])) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "AF_PACKET address must be a tuple of two to five elements");
        return -1;
    }
    if (ouro__as_int32(rt, items[1], &protocol) < 0 || (count > 2 && ouro__as_int32(rt, items[2], &packet_type) < 0) ||
        (count > 3 && ouro__as_int32(rt, items[3], &hardware_type) < 0))
        return -1;
    if (protocol < 0 || protocol > 0xffff) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "%s(): proto must be 0-65535.", caller);
        return -1;
    }
    ouro_buffer hardware = {0};
    if (count > 4 && ouro__buffer_get(rt, items[4], &hardware, OURO_BUFFER_SIMPLE) < 0)
        return -1;
    if (hardware.length > 8) {
        ouro__buffer_release(rt, &hardware);
        ouro__raise(rt, OURO_T_VALUE_ERROR, "hardware address must be 8 bytes or less");
        return -1;
    }
    if (hardware.length)
        memcpy(address->packet.sll_addr, hardware.data, (size_t)hardware.length);
    address->packet.sll_halen = (unsigned char)hardware.length;
    ouro__buffer_release(rt, &hardware);
    ouro_object *name = ouro__path_bytes(rt, items[0]);
    if (!name)
        return -1;
    unsigned index = if_nametoindex((const char *)((ouro_bytes *)name)->data);
    ouro_decref(rt, name);
    if (!index) {
        ouro__raise_system(rt);
        return -1;
    }
    address->packet.sll_family = AF_PACKET;
    address->packet.sll_protocol = htons((uint16_t)protocol);
    address->packet.sll_ifindex = (int)index;
    address->packet.sll_pkttype = (unsigned char)packet_type;
    address->packet.sll_hatype = (unsigned short)hardware_type;
    address->length = sizeof address->packet;
    return 0;
}

int ouro__socket_parse_address(ouro_runtime *rt, const ouro_socket *s, ouro_object *o, const char *caller,
                               ouro_socket_address *address)
{
    memset(address, 0, sizeof *address);
    switch (s->family) {
    case AF_UNIX:
        return parse_unix(rt, o, address);
    case AF_INET:
        return parse_in(rt, o, caller, address);
    case AF_INET6:
        return parse_in6(rt, o, caller, address);
    case AF_NETLINK:
        return parse_netlink(rt, o, caller, address);
    case AF_VSOCK:
        return parse_vm(rt, o, caller, address);
    case AF_PACKET:
        return parse_packet(rt, o, caller, address);
    default:
        ouro__raise(rt, OURO_T_OS_ERROR, "%s(): bad family", caller);
        return -1;
    }
}

/* --- to the language ------------------------------------------------------------------------------------- */

ouro_object *ouro__socket_ip_text(ouro_runtime *rt, const struct sockaddr *address)
{
    char text[INET6_ADDRSTRLEN];
    const void *number = address->sa_family == AF_INET ? (const void *)&((const struct sockaddr_in *)address)->sin_addr
                                                       : (const void *)&((const struct sockaddr_in6 *)address)->sin6_addr;
    if (!inet_ntop(address->sa_family, number, text, sizeof text))
        return ouro__raise_system(rt);
    return ouro__str_from_cstring(rt, text);
}

static ouro_object *make_unix(ouro_runtime *rt, const struct sockaddr_un *un, socklen_t length)
{
    size_t head = offsetof(struct sockaddr_un, sun_path), room = length > head ? length - head : 0;
    if (room > sizeof un->sun_path)
        room = sizeof un->sun_path;
    if (room && !un->sun_path[0])
        return ouro__bytes_new(rt, un->sun_path, room);
    return ouro__str_from_filesystem(rt, un->sun_path, strnlen(un->sun_path, room));
}

static ouro_object *make_packet(ouro_runtime *rt, const struct sockaddr_ll *packet)
{
    char name[IF_NAMESIZE] = "";
    if (!if_indextoname((unsigned)packet->sll_ifindex, name))
        name[0] = 0;
    size_t length = packet->sll_halen < sizeof packet->sll_addr ? packet->sll_halen : sizeof packet->sll_addr;
    return ouro__pack(rt, 5, ouro__filesystem_decode(rt, name), ouro__int_new(rt, ntohs(packet->sll_protocol)),
                      ouro__int_new(rt, packet->sll_pkttype), ouro__int_new(rt, packet->sll_hatype),
                      ouro__bytes_new(rt, packet->sll_addr, length));
}

ouro_object *ouro__socket_make_address(ouro_runtime *rt, const struct sockaddr *address, socklen_t length)
{
    if (length == 0)
        return OURO_NONE(rt);
    switch (address->sa_family) {
    case AF_INET:
        return ouro__pack(rt, 2, ouro__socket_ip_text(rt, address),
                          ouro__int_new(rt, ntohs(((const struct sockaddr_in *)address)->sin_port)));
    case AF_INET6: {
        const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)address;
        return ouro__pack(rt, 4, ouro__socket_ip_text(rt, address), ouro__int_new(rt, ntohs(in6->sin6_port)),
                          ouro__int_new(rt, ntohl(in6->sin6_flowinfo)), ouro__int_new(rt, in6->sin6_scope_id));
    }
    case AF_UNIX:
        return make_unix(rt, (const struct sockaddr_un *)address, length);
    case AF_NETLINK: {
        const struct sockaddr_nl *netlink = (const struct sockaddr_nl *)address;
        return ouro__pack(rt, 2, ouro__int_new(rt, netlink->nl_pid), ouro__int_new(rt, netlink->nl_groups));
    }
    case AF_VSOCK: {
        const struct sockaddr_vm *vm = (const struct sockaddr_vm *)address;
        return ouro__pack(rt, 2, ouro__int_new(rt, vm->svm_cid), ouro__int_new(rt, vm->svm_port));
    }
    case AF_PACKET:
        return make_packet(rt, (const struct sockaddr_ll *)address);
    default:
        return ouro__pack(rt, 2, ouro__int_new(rt, address->sa_family),
                          ouro__bytes_new(rt, address->sa_data, sizeof address->sa_data));
    }
}
