/* sendmsg and recvmsg: data in several buffers, with ancillary data such as descriptors on their way. */
#include "modules/socket/socket.h"

#include <limits.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "modules/audit.h"

#define METHOD(name)                                                                                         \
    ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,           \
                      ouro_object *kwnames)

/* --- buffers --------------------------------------------------------------------------------------------- */

/* Loans of the memory of every item of a sequence. */
typedef struct gathered {
    ouro_buffer *buffers;
    struct iovec *vectors;
    size_t count;
} gathered;

static void let_go(ouro_runtime *rt, gathered *g)
{
    for (size_t i = 0; i < g->count; i++)
        ouro__buffer_release(rt, &g->buffers[i]);
    ouro__buffer_free(rt, g->buffers);
    ouro__buffer_free(rt, g->vectors);
}

/* A tuple of what the argument has: owned; TypeError when it cannot be iterated over. */
static ouro_object *items_of(ouro_runtime *rt, ouro_object *o, const char *otherwise)
{
    ouro_object *items = ouro__tuple_from_iterable(rt, o);
    if (!items && ouro__error_is(rt, OURO_T_TYPE_ERROR) && !ouro__type_of(rt, o)->iter &&
        !ouro__type_of(rt, o)->getitem) {
        ouro__error_clear(rt);
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s", otherwise);
    }
    return items;
}

static int gather_items(ouro_runtime *rt, const ouro_tuple *items, bool writable, gathered *g)
{
    if (items->count > IOV_MAX) {
        ouro__raise(rt, OURO_T_OS_ERROR, "%s() argument 1 is too long",
                    writable ? "recvmsg_into" : "sendmsg");
        return -1;
    }
    size_t room = items->count + 1;
    g->buffers = ouro__buffer_alloc(rt, room * sizeof *g->buffers);
    g->vectors = ouro__buffer_alloc(rt, room * sizeof *g->vectors);
    if (!g->buffers || !g->vectors)
        return -1;
    for (size_t i = 0; i < items->count; i++) {
        ouro_buffer *b = &g->buffers[i];
        *b = (ouro_buffer){0};
        if (ouro__buffer_get(rt, items->items[i], b, writable ? OURO_BUFFER_WRITABLE : OURO_BUFFER_SIMPLE) <
            0) {
            if (writable &&
                (ouro__error_is(rt, OURO_T_BUFFER_ERROR) || ouro__error_is(rt, OURO_T_TYPE_ERROR))) {
                ouro__error_clear(rt);
                ouro__raise(
                    rt, OURO_T_TYPE_ERROR,
                    "recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers");
            }
            return -1;
        }
        g->vectors[i] = (struct iovec){.iov_base = b->data, .iov_len = (size_t)b->length};
        g->count++;
    }
    return 0;
}

/* `*g` must be let go of in any case. */
static int gather(ouro_runtime *rt, ouro_object *o, bool writable, gathered *g)
{
    ouro_object *items = items_of(rt, o,
                                  writable ? "recvmsg_into() argument 1 must be an iterable"
                                           : "sendmsg() argument 1 must be an iterable");
    if (!items)
        return -1;
    int status = gather_items(rt, (ouro_tuple *)items, writable, g);
    ouro_decref(rt, items);
    return status;
}

/* --- ancillary data to send ------------------------------------------------------------------------------ */

/* The three of one item, as a tuple: owned. */
static ouro_object *control_item(ouro_runtime *rt, ouro_object *o)
{
    static const char who[] = "[sendmsg() ancillary data items]() argument must be";
    const ouro_type *type = ouro__type_of(rt, o);
    if (!type->getitem || !type->length || (type->flags & OURO_TYPE_IS_DICT))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s 3-item sequence, not %V", who, o);
    ouro_object *item = ouro__tuple_from_iterable(rt, o);
    if (item && ((ouro_tuple *)item)->count != 3) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s sequence of length 3, not %zu", who,
                    (size_t)((ouro_tuple *)item)->count);
        ouro_decref(rt, item);
        return NULL;
    }
    return item;
}

/* One item behind the `*used` bytes of control data, which grow by it. */
static int add_control(ouro_runtime *rt, const ouro_tuple *item, uint8_t **control, size_t *used)
{
    int level, type;
    ouro_buffer data = {0};
    if (ouro__as_int32(rt, item->items[0], &level) < 0 || ouro__as_int32(rt, item->items[1], &type) < 0 ||
        ouro__buffer_get(rt, item->items[2], &data, OURO_BUFFER_SIMPLE) < 0)
        return -1;
    int status = -1;
    uint8_t *grown = NULL;
    if (data.length > INT_MAX - 1024)
        ouro__raise(rt, OURO_T_OS_ERROR, "ancillary data item too large");
    else if (*used + CMSG_SPACE((size_t)data.length) > INT_MAX)
        ouro__raise(rt, OURO_T_OS_ERROR, "too much ancillary data");
    else
        grown = ouro__buffer_alloc(rt, *used + CMSG_SPACE((size_t)data.length));
    if (grown) {
        if (*used)
            memcpy(grown, *control, *used);
        memset(grown + *used, 0, CMSG_SPACE((size_t)data.length));
        struct cmsghdr *header = (struct cmsghdr *)(void *)(grown + *used);
        header->cmsg_level = level;
        header->cmsg_type = type;
        header->cmsg_len = CMSG_LEN((size_t)data.length);
        if (data.length)
            memcpy(CMSG_DATA(header), data.data, (size_t)data.length);
        *used += CMSG_SPACE((size_t)data.length);
        ouro__buffer_free(rt, *control);
        *control = grown;
        status = 0;
    }
    ouro__buffer_release(rt, &data);
    return status;
}

/* `*control` must be freed in any case. */
static int make_control(ouro_runtime *rt, ouro_object *o, uint8_t **control, size_t *used)
{
    ouro_object *items = items_of(rt, o, "sendmsg() argument 2 must be an iterable");
    if (!items)
        return -1;
    const ouro_tuple *t = (ouro_tuple *)items;
    int status = 0;
    for (size_t i = 0; i < t->count && status == 0; i++) {
        ouro_object *item = control_item(rt, t->items[i]);
        status = item ? add_control(rt, (ouro_tuple *)item, control, used) : -1;
        ouro_xdecref(rt, item);
    }
    ouro_decref(rt, items);
    return status;
}

/* --- sending --------------------------------------------------------------------------------------------- */

typedef struct message {
    struct msghdr header;
    int flags;
} message;

static ssize_t send_once(int fd, void *context)
{
    message *m = context;
    return sendmsg(fd, &m->header, m->flags);
}

METHOD(ouro__socket_sendmsg)
{
    (void)kwnames;
    message m = {0};
    gathered g = {0};
    ouro_socket *s = ouro__socket_of(self);
    ouro_socket_address address;
    uint8_t *control = NULL;
    size_t used = 0;
    ssize_t n = gather(rt, args[0], false, &g);
    if (n == 0 && nargs > 1)
        n = make_control(rt, args[1], &control, &used);
    if (n == 0 && nargs > 2)
        n = ouro__as_int32(rt, args[2], &m.flags);
    if (n == 0 && nargs > 3 && args[3] != OURO_NONE(rt)) {
        n = ouro__socket_parse_address(rt, s, args[3], "sendmsg", &address);
        if (n == 0)
            n = ouro__audit(rt, "socket.sendmsg", 2, self, args[3]);
        m.header.msg_name = &address.any;
        m.header.msg_namelen = address.length;
    } else if (n == 0) {
        n = ouro__audit(rt, "socket.sendmsg", 2, self, NULL);
    }
    if (n == 0) {
        m.header.msg_iov = g.vectors;
        m.header.msg_iovlen = g.count;
        m.header.msg_control = control;
        m.header.msg_controllen = used;
        n = ouro__socket_call(rt, s, POLLOUT, send_once, &m);
    }
    let_go(rt, &g);
    ouro__buffer_free(rt, control);
    return n < 0 ? NULL : ouro__int_new(rt, n);
}

/* --- receiving ------------------------------------------------------------------------------------------- */

typedef struct received {
    message m;
    ouro_socket_address address;
    uint8_t *control;
    size_t room; /* of control */
} received;

static ssize_t receive_once(int fd, void *context)
{
    received *r = context;
    r->m.header.msg_name = &r->address.any;
    r->m.header.msg_namelen = sizeof r->address.storage;
    r->m.header.msg_control = r->control;
    r->m.header.msg_controllen = r->room;
    return recvmsg(fd, &r->m.header, r->m.flags);
}

/* How many bytes of a header's data are really there: control data may have been cut short. */
static size_t data_there(const struct msghdr *header, const struct cmsghdr *c)
{
    const uint8_t *end = (const uint8_t *)header->msg_control + header->msg_controllen, *data = CMSG_DATA(c);
    size_t length = c->cmsg_len > CMSG_LEN(0) ? c->cmsg_len - CMSG_LEN(0) : 0;
    return data >= end ? 0 : length < (size_t)(end - data) ? length : (size_t)(end - data);
}

/* Descriptors that came with a message nobody will see. */
static void close_received(struct msghdr *header)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c; c = CMSG_NXTHDR(header, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        size_t count = data_there(header, c) / sizeof(int);
        for (size_t i = 0; i < count; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(c) + i * sizeof fd, sizeof fd);
            close(fd);
        }
    }
}

static ouro_object *control_list(ouro_runtime *rt, struct msghdr *header)
{
    ouro_object *list = ouro__list_new(rt, 0);
    for (struct cmsghdr *c = header->msg_controllen ? CMSG_FIRSTHDR(header) : NULL; list && c;
         c = CMSG_NXTHDR(header, c)) {
        ouro_object *item =
            ouro__pack(rt, 3, ouro__int_new(rt, c->cmsg_level), ouro__int_new(rt, c->cmsg_type),
                       ouro__bytes_new(rt, CMSG_DATA(c), data_there(header, c)));
        if (!item || ouro__list_append_owned(rt, (ouro_list *)list, item) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

/* The arguments after the first. */
static int prepare(ouro_runtime *rt, ouro_object *const *args, size_t nargs, received *r)
{
    int64_t room = 0;
    if ((nargs > 1 && ouro__index_argument(rt, args[1], &room) < 0) ||
        (nargs > 2 && ouro__as_int32(rt, args[2], &r->m.flags) < 0))
        return -1;
    if (room < 0 || room > INT_MAX) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid ancillary data buffer length");
        return -1;
    }
    r->room = (size_t)room;
    return !room || (r->control = ouro__buffer_alloc(rt, r->room)) ? 0 : -1;
}

/* (what(context, count), ancillary data, flags, address): owned. */
static ouro_object *receive(ouro_runtime *rt, ouro_object *self, received *r,
                            ouro_object *(*what)(ouro_runtime *, void *, ssize_t), void *context)
{
    ssize_t n = ouro__socket_call(rt, ouro__socket_of(self), POLLIN, receive_once, r);
    if (n < 0)
        return NULL;
    struct msghdr *header = &r->m.header;
    ouro_object *control = control_list(rt, header);
    ouro_object *result = NULL;
    if (control) {
        size_t most = sizeof r->address.storage;
        socklen_t length = header->msg_namelen < most ? header->msg_namelen : (socklen_t)most;
        result = ouro__pack(rt, 4, what(rt, context, n), control, ouro__int_new(rt, header->msg_flags),
                            ouro__socket_make_address(rt, &r->address.any, length));
    }
    if (!result)
        close_received(header);
    return result;
}

static ouro_object *as_bytes(ouro_runtime *rt, void *context, ssize_t n)
{
    const struct iovec *v = context;
    return ouro__bytes_new(rt, v->iov_base, (size_t)n < v->iov_len ? (size_t)n : v->iov_len);
}

static ouro_object *as_count(ouro_runtime *rt, void *context, ssize_t n)
{
    (void)context;
    return ouro__int_new(rt, n);
}

METHOD(ouro__socket_recvmsg)
{
    (void)kwnames;
    int64_t length;
    if (ouro__index_argument(rt, args[0], &length) < 0)
        return NULL;
    if (length < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "negative buffer size in recvmsg()");
    received r = {0};
    ouro_object *result = NULL;
    struct iovec v = {.iov_len = (size_t)length};
    if (prepare(rt, args, nargs, &r) == 0 && (v.iov_base = ouro__buffer_alloc(rt, (size_t)length + 1))) {
        r.m.header.msg_iov = &v;
        r.m.header.msg_iovlen = 1;
        result = receive(rt, self, &r, as_bytes, &v);
        ouro__buffer_free(rt, v.iov_base);
    }
    ouro__buffer_free(rt, r.control);
    return result;
}

METHOD(ouro__socket_recvmsg_into)
{
    (void)kwnames;
    received r = {0};
    gathered g = {0};
    ouro_object *result = NULL;
    if (gather(rt, args[0], true, &g) == 0 && prepare(rt, args, nargs, &r) == 0) {
        r.m.header.msg_iov = g.vectors;
        r.m.header.msg_iovlen = g.count;
        result = receive(rt, self, &r, as_count, NULL);
    }
    let_go(rt, &g);
    ouro__buffer_free(rt, r.control);
    return result;
}
