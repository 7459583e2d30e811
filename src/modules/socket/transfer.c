/* Sending and receiving, and how calls wait: a socket with a timeout does not block, poll waits for it. Interrupted calls
 * are made again once the handlers of signals have run. */
#include "modules/socket/socket.h"

#include <limits.h>
#include <time.h>

int64_t ouro__socket_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int ouro__socket_wait(ouro_runtime *rt, int fd, short events, int64_t deadline)
{
    struct pollfd p = {.fd = fd, .events = events};
    for (;;) {
        int64_t ms = -1;
        if (deadline >= 0) {
            int64_t left = deadline - ouro__socket_now();
            ms = left <= 0 ? 0 : (left + 999999) / 1000000;
            if (ms > INT_MAX)
                ms = INT_MAX;
        }
        int n = poll(&p, 1, (int)ms);
        if (n > 0)
            return 0;
        if (n == 0 && deadline >= 0 && ouro__socket_now() >= deadline) {
            ouro__raise(rt, OURO_T_TIMEOUT_ERROR, "timed out");
            return -1;
        }
        if (n < 0 && ouro__interrupted(rt) <= 0) {
            ouro__raise_system(rt);
            return -1;
        }
    }
}

/* With the deadline given: sendall has one for many calls. */
static ssize_t call_until(ouro_runtime *rt, ouro_socket *s, short events, ouro_socket_call call, void *data,
                          int64_t deadline)
{
    for (;;) {
        if (s->timeout > 0 && s->fd >= 0 && ouro__socket_wait(rt, s->fd, events, deadline) < 0)
            return -1;
        /* A handler of a signal may have closed the socket: the descriptor is read anew each time. */
        ssize_t result;
        OURO_RETRY(result, call(s->fd, data));
        if (result >= 0)
            return result;
        if (rt->error || s->timeout <= 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) {
            ouro__raise_system(rt);
            return -1;
        }
    }
}

static int64_t deadline_of(const ouro_socket *s)
{
    return s->timeout > 0 ? ouro__socket_now() + s->timeout : -1;
}

ssize_t ouro__socket_call(ouro_runtime *rt, ouro_socket *s, short events, ouro_socket_call call, void *data)
{
    return call_until(rt, s, events, call, data, deadline_of(s));
}

int ouro__socket_writable(ouro_runtime *rt, const char *function, ouro_object *o, ouro_buffer *buffer)
{
    if (ouro__buffer_get(rt, o, buffer, OURO_BUFFER_WRITABLE) == 0)
        return 0;
    if (ouro__error_is(rt, OURO_T_BUFFER_ERROR) || ouro__error_is(rt, OURO_T_TYPE_ERROR)) {
        ouro__error_clear(rt);
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument 1 must be read-write bytes-like object, not %V",
                    function, o);
    }
    return -1;
}

/* --- receiving ------------------------------------------------------------------------------------------- */

typedef struct transfer {
    void *data;
    size_t length;
    int flags;
    bool with_address;
    ouro_socket_address address;
} transfer;

static ssize_t receive_once(int fd, void *context)
{
    transfer *t = context;
    if (!t->with_address)
        return recv(fd, t->data, t->length, t->flags);
    t->address.length = sizeof t->address.storage;
    return recvfrom(fd, t->data, t->length, t->flags, &t->address.any, &t->address.length);
}

static ssize_t receive(ouro_runtime *rt, ouro_object *self, transfer *t)
{
    ssize_t n = ouro__socket_call(rt, ouro__socket_of(self), POLLIN, receive_once, t);
    /* With MSG_TRUNC the system tells of more than there was room for. */
    return n > 0 && (size_t)n > t->length ? (ssize_t)t->length : n;
}

/* (length[, flags]) received as bytes: owned. */
static ouro_object *receive_bytes(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                  const char *function, transfer *t)
{
    int64_t length;
    if (ouro__index_argument(rt, args[0], &length) < 0 ||
        (nargs > 1 && ouro__as_int32(rt, args[1], &t->flags) < 0))
        return NULL;
    if (length < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "negative buffersize in %s", function);
    ouro_bytes *bytes = (ouro_bytes *)ouro__bytes_new(rt, NULL, (size_t)length);
    if (!bytes)
        return NULL;
    /* Short bytes may be shared, so they are not received into. */
    uint8_t little[1];
    t->data = length > 1 ? bytes->data : little;
    t->length = (size_t)length;
    ssize_t n = receive(rt, self, t);
    if (n > 1 && n == length)
        return (ouro_object *)bytes;
    ouro_object *result = n < 0 ? NULL : ouro__bytes_new(rt, t->data, (size_t)n);
    ouro_decref(rt, (ouro_object *)bytes);
    return result;
}

#define METHOD(name)                                                                                         \
    ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,           \
                      ouro_object *kwnames)

METHOD(ouro__socket_recv)
{
    (void)kwnames;
    transfer t = {0};
    return receive_bytes(rt, self, args, nargs, "recv", &t);
}

METHOD(ouro__socket_recvfrom)
{
    (void)kwnames;
    transfer t = {.with_address = true};
    ouro_object *data = receive_bytes(rt, self, args, nargs, "recvfrom", &t);
    return data ? ouro__pack(rt, 2, data, ouro__socket_make_address(rt, &t.address.any, t.address.length))
                : NULL;
}

static ssize_t receive_into(ouro_runtime *rt, ouro_object *self, ouro_object *const *a, const char *function,
                            const char *too_small, transfer *t)
{
    int64_t wanted = 0;
    ouro_buffer buffer = {0};
    if (ouro__socket_writable(rt, function, a[0], &buffer) < 0)
        return -1;
    ssize_t n = -1;
    if ((a[1] && ouro__index_argument(rt, a[1], &wanted) < 0) ||
        ouro__optional_int32(rt, a[2], &t->flags) < 0)
        n = -1;
    else if (wanted < 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "negative buffersize in %s", function);
    else if (wanted > buffer.length)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "%s", too_small);
    else {
        t->data = buffer.data;
        t->length = (size_t)(wanted ? wanted : buffer.length);
        n = receive(rt, self, t);
    }
    ouro__buffer_release(rt, &buffer);
    return n;
}

METHOD(ouro__socket_recv_into)
{
    OURO_PARSE(a, "recv_into", 0, 3, 1, 0, "buffer", "nbytes", "flags");
    transfer t = {0};
    ssize_t n = receive_into(rt, self, a, "recv_into", "buffer too small for requested bytes", &t);
    return n < 0 ? NULL : ouro__int_new(rt, n);
}

METHOD(ouro__socket_recvfrom_into)
{
    OURO_PARSE(a, "recvfrom_into", 0, 3, 1, 0, "buffer", "nbytes", "flags");
    transfer t = {.with_address = true};
    ssize_t n =
        receive_into(rt, self, a, "recvfrom_into", "nbytes is greater than the length of the buffer", &t);
    return n < 0 ? NULL
                 : ouro__pack(rt, 2, ouro__int_new(rt, n),
                              ouro__socket_make_address(rt, &t.address.any, t.address.length));
}

/* --- sending --------------------------------------------------------------------------------------------- */

static ssize_t send_once(int fd, void *context)
{
    transfer *t = context;
    if (!t->with_address)
        return send(fd, t->data, t->length, t->flags);
    return sendto(fd, t->data, t->length, t->flags, &t->address.any, t->address.length);
}

/* send(data, flags=0): 0 with the buffer to be released, or -1. */
static int take_data(ouro_runtime *rt, ouro_object *const *args, size_t nargs, transfer *t,
                     ouro_buffer *buffer)
{
    if ((nargs > 1 && ouro__as_int32(rt, args[1], &t->flags) < 0) ||
        ouro__buffer_get(rt, args[0], buffer, OURO_BUFFER_SIMPLE) < 0)
        return -1;
    t->data = buffer->data;
    t->length = (size_t)buffer->length;
    return 0;
}

METHOD(ouro__socket_send)
{
    (void)kwnames;
    transfer t = {0};
    ouro_buffer buffer = {0};
    if (take_data(rt, args, nargs, &t, &buffer) < 0)
        return NULL;
    ssize_t n = ouro__socket_call(rt, ouro__socket_of(self), POLLOUT, send_once, &t);
    ouro__buffer_release(rt, &buffer);
    return n < 0 ? NULL : ouro__int_new(rt, n);
}

static int send_everything(ouro_runtime *rt, ouro_socket *s, transfer *t)
{
    int64_t deadline = deadline_of(s);
    do {
        ssize_t n = call_until(rt, s, POLLOUT, send_once, t, deadline);
        if (n < 0 || ouro__check_interrupt(rt) < 0)
            return -1;
        t->data = (uint8_t *)t->data + n;
        t->length -= (size_t)n;
    } while (t->length);
    return 0;
}

METHOD(ouro__socket_sendall)
{
    (void)kwnames;
    transfer t = {0};
    ouro_buffer buffer = {0};
    if (take_data(rt, args, nargs, &t, &buffer) < 0)
        return NULL;
    int status = send_everything(rt, ouro__socket_of(self), &t);
    ouro__buffer_release(rt, &buffer);
    return status < 0 ? NULL : OURO_NONE(rt);
}

METHOD(ouro__socket_sendto)
{
    (void)kwnames;
    if (nargs < 2 || nargs > 3)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "sendto() takes 2 or 3 arguments (%zu given)", nargs);
    transfer t = {.with_address = true};
    ouro_buffer buffer = {0};
    if ((nargs > 2 && ouro__as_int32(rt, args[1], &t.flags) < 0) ||
        ouro__buffer_get(rt, args[0], &buffer, OURO_BUFFER_SIMPLE) < 0)
        return NULL;
    t.data = buffer.data;
    t.length = (size_t)buffer.length;
    ssize_t n = ouro__socket_parse_address(rt, ouro__socket_of(self), args[nargs - 1], "sendto", &t.address);
    if (n == 0)
        n = ouro__socket_call(rt, ouro__socket_of(self), POLLOUT, send_once, &t);
    ouro__buffer_release(rt, &buffer);
    return n < 0 ? NULL : ouro__int_new(rt, n);
}
