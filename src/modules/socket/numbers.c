/* Numbers of the network: byte order, IP addresses as text and packed; and the interfaces. */
#include "modules/socket/socket.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <string.h>

/* --- byte order ------------------------------------------------------------------------------------------ */

static ouro_object *swap16(ouro_runtime *rt, const char *name, ouro_object *o)
{
    int64_t value;
    if (ouro__as_int64(rt, o, &value) < 0)
        return NULL;
    if (value < INT32_MIN || value > INT32_MAX)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "signed integer is %s",
                           value < 0 ? "less than minimum" : "greater than maximum");
    if (value < 0)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR,
                           "%s: can't convert negative Python int to C 16-bit unsigned integer", name);
    if (value > 0xffff)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR,
                           "%s: Python int too large to convert to C 16-bit unsigned integer", name);
    return ouro__int_new(rt, htons((uint16_t)value));
}

/* An int of 64 bits without sign. */
static int as_uint64(ouro_runtime *rt, ouro_object *o, uint64_t *out)
{
    if (ouro__int_sign(rt, o) < 0) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "can't convert negative value to unsigned int");
        return -1;
    }
    if (ouro__int_as_uint64(rt, o, out) < 0) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C unsigned long");
        return -1;
    }
    return 0;
}

static ouro_object *swap32(ouro_runtime *rt, ouro_object *o)
{
    uint64_t value;
    if (!ouro__is_int(rt, o))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "expected int, %T found", o);
    if (as_uint64(rt, o, &value) < 0)
        return NULL;
    if (value > UINT32_MAX)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "int larger than 32 bits");
    return ouro__int_new(rt, htonl((uint32_t)value));
}

OURO_C_FUNCTION(host_to_net_short)
{
    return swap16(rt, "htons", args[0]);
}

OURO_C_FUNCTION(net_to_host_short)
{
    return swap16(rt, "ntohs", args[0]);
}

OURO_C_FUNCTION(swap_long)
{
    return swap32(rt, args[0]);
}

/* --- IP addresses ---------------------------------------------------------------------------------------- */

enum { ADDRESS_TEXT_MAX = 64 }; /* longer than any address that is well-formed */

/* Copies a str argument: 1, 0 when it is too long to be an address, or -1 with an exception. */
static int copy_text(ouro_runtime *rt, ouro_object *o, const char *function, int position,
                     char to[ADDRESS_TEXT_MAX])
{
    if (!ouro__is_str(rt, o)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument %d must be str, not %V", function, position, o);
        return -1;
    }
    size_t length;
    char *owned = NULL;
    const char *text = ouro__str_utf8(rt, o, &length, &owned);
    int status = -1;
    if (text && strlen(text) != length) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "embedded null character");
    } else if (text) {
        status = length < ADDRESS_TEXT_MAX;
        if (status)
            memcpy(to, text, length + 1);
    }
    ouro__buffer_free(rt, owned);
    return status;
}

OURO_C_FUNCTION(ip_aton)
{
    char text[ADDRESS_TEXT_MAX];
    struct in_addr number;
    int status = copy_text(rt, args[0], "inet_aton", 1, text);
    if (status < 0)
        return NULL;
    if (!status || !inet_aton(text, &number))
        return ouro__raise(rt, OURO_T_OS_ERROR, "illegal IP address string passed to inet_aton");
    return ouro__bytes_new(rt, &number, sizeof number);
}

OURO_C_FUNCTION(ip_pton)
{
    char text[ADDRESS_TEXT_MAX];
    uint8_t number[sizeof(struct in6_addr)];
    int family;
    if (ouro__as_int32(rt, args[0], &family) < 0)
        return NULL;
    int status = copy_text(rt, args[1], "inet_pton", 2, text);
    if (status < 0)
        return NULL;
    int valid = inet_pton(family, status ? text : "", number);
    if (valid < 0)
        return ouro__raise_system(rt);
    if (!valid)
        return ouro__raise(rt, OURO_T_OS_ERROR, "illegal IP address string passed to inet_pton");
    return ouro__bytes_new(rt, number, family == AF_INET ? 4 : 16);
}

static ouro_object *number_text(ouro_runtime *rt, int family, const void *number)
{
    char text[INET6_ADDRSTRLEN];
    return inet_ntop(family, number, text, sizeof text) ? ouro__str_from_cstring(rt, text)
                                                        : ouro__raise_system(rt);
}

/* Copies packed bytes of at most 16: their length. */
static int64_t copy_packed(ouro_runtime *rt, ouro_object *o, uint8_t to[16])
{
    ouro_buffer buffer = {0};
    if (ouro__buffer_get(rt, o, &buffer, OURO_BUFFER_SIMPLE) < 0)
        return -1;
    int64_t length = buffer.length;
    if (length && length <= 16)
        memcpy(to, buffer.data, (size_t)length);
    ouro__buffer_release(rt, &buffer);
    return length;
}

OURO_C_FUNCTION(ip_ntoa)
{
    uint8_t packed[16];
    int64_t length = copy_packed(rt, args[0], packed);
    if (length < 0)
        return NULL;
    if (length != 4)
        return ouro__raise(rt, OURO_T_OS_ERROR, "packed IP wrong length for inet_ntoa");
    return number_text(rt, AF_INET, packed);
}

OURO_C_FUNCTION(ip_ntop)
{
    uint8_t packed[16];
    int family;
    if (ouro__as_int32(rt, args[0], &family) < 0)
        return NULL;
    int64_t length = copy_packed(rt, args[1], packed);
    if (length < 0)
        return NULL;
    if (family != AF_INET && family != AF_INET6)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "unknown address family %d", family);
    if (length != (family == AF_INET ? 4 : 16))
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid length of packed IP address string");
    return number_text(rt, family, packed);
}

const ouro_method_def ouro__socket_number_functions[] = {
    {"ntohs", net_to_host_short, 0, 1, 1,
     "ntohs(integer) -> integer\n\nConvert a 16-bit integer from network to host byte order."},
    {"ntohl", swap_long, 0, 1, 1,
     "ntohl(integer) -> integer\n\nConvert a 32-bit integer from network to host byte order."},
    {"htons", host_to_net_short, 0, 1, 1,
     "htons(integer) -> integer\n\nConvert a 16-bit integer from host to network byte order."},
    {"htonl", swap_long, 0, 1, 1,
     "htonl(integer) -> integer\n\nConvert a 32-bit integer from host to network byte order."},
    {"inet_aton", ip_aton, OURO_METH_TAKES, 1, 1,
     "inet_aton(string) -> bytes giving packed 32-bit IP representation\n\nConvert an IP address as text "
     "(123.45.67.89) to 32-bit packed binary format."},
    {"inet_ntoa", ip_ntoa, OURO_METH_TAKES, 1, 1,
     "inet_ntoa(packed_ip) -> ip_address_string\n\nConvert an IP address from 32-bit packed binary format to "
     "text."},
    {"inet_pton", ip_pton, OURO_METH_TAKES, 2, 2,
     "inet_pton(af, ip) -> packed IP address string\n\nConvert an IP address as text to packed format."},
    {"inet_ntop", ip_ntop, OURO_METH_TAKES, 2, 2,
     "inet_ntop(af, packed_ip) -> string formatted IP address\n\nConvert a packed IP address of the given "
     "family to text."},
    {0},
};

/* --- interfaces ------------------------------------------------------------------------------------------ */

OURO_C_FUNCTION(interface_list)
{
    struct if_nameindex *all = if_nameindex();
    if (!all)
        return ouro__raise_system(rt);
    ouro_object *list = ouro__list_new(rt, 0);
    for (const struct if_nameindex *p = all; list && p->if_index && p->if_name; p++) {
        ouro_object *item =
            ouro__pack(rt, 2, ouro__int_new(rt, p->if_index), ouro__filesystem_decode(rt, p->if_name));
        if (!item || ouro__list_append_owned(rt, (ouro_list *)list, item) < 0) {
            ouro_decref(rt, list);
            list = NULL;
        }
    }
    if_freenameindex(all);
    return list;
}

OURO_C_FUNCTION(interface_index)
{
    ouro_object *name = ouro__path_bytes(rt, args[0]);
    if (!name)
        return NULL;
    unsigned index = if_nametoindex((const char *)((ouro_bytes *)name)->data);
    ouro_decref(rt, name);
    return index ? ouro__int_new(rt, index) : ouro__raise(rt, OURO_T_OS_ERROR, "no interface with this name");
}

OURO_C_FUNCTION(interface_name)
{
    uint64_t index;
    char name[IF_NAMESIZE];
    if (!ouro__is_int(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "an integer is required");
    if (as_uint64(rt, args[0], &index) < 0)
        return NULL;
    return if_indextoname((unsigned)index, name) ? ouro__filesystem_decode(rt, name) : ouro__raise_system(rt);
}

const ouro_method_def ouro__socket_interface_functions[] = {
    {"if_nameindex", interface_list, 0, 0, 0,
     "if_nameindex()\n\nReturn a list of (index, name) of the network interfaces."},
    {"if_nametoindex", interface_index, OURO_METH_TAKES, 1, 1,
     "if_nametoindex(if_name)\n\nReturn the index of the interface with that name."},
    {"if_indextoname", interface_name, 0, 1, 1,
     "if_indextoname(if_index)\n\nReturn the name of the interface with that index."},
    {0},
};
