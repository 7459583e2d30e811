/* The select module: waiting until descriptors are ready. */
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "modules/modules.h"
#include "modules/support.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/tuple.h"
#include "types/types.h"

/* --- time ------------------------------------------------------------------------------------------------ */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Seconds to wait; infinite when None or not given. 0, or -1 with TypeError "WHAT must be ..." */
static int as_timeout(ouro_runtime *rt, ouro_object *o, double scale, const char *wrong, double *seconds)
{
    *seconds = INFINITY;
    if (!o || o == OURO_NONE(rt))
        return 0;
    const ouro_type *type = ouro__type_of(rt, o);
    if (!type->number || (!type->number->to_float && !type->number->index)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s", wrong);
        return -1;
    }
    if (ouro__as_double(rt, o, seconds) < 0)
        return -1;
    *seconds *= scale;
    if (isnan(*seconds)) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Invalid value NaN (not a number)");
        return -1;
    }
    if (*seconds > 9.2e9 || *seconds < -9.2e9) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "timestamp too large to convert to C _PyTime_t");
        return -1;
    }
    return 0;
}

/* Milliseconds for poll, rounded up; -1: for ever. */
static int as_milliseconds(double seconds)
{
    if (isinf(seconds) || seconds < 0)
        return -1;
    double ms = ceil(seconds * 1e3);
    return ms > INT_MAX ? INT_MAX : (int)ms;
}

/* --- select ---------------------------------------------------------------------------------------------- */

/* One of the three sequences: the objects with their descriptors. */
typedef struct watched {
    ouro_object *items; /* tuple, owned */
    int fds[FD_SETSIZE];
    fd_set set;
} watched;

static int collect(ouro_runtime *rt, ouro_object *sequence, watched *w, int *highest)
{
    FD_ZERO(&w->set);
    const ouro_type *type = ouro__type_of(rt, sequence);
    if (!type->iter && !type->getitem) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "arguments 1-3 must be sequences");
        return -1;
    }
    w->items = ouro__tuple_from_iterable(rt, sequence);
    if (!w->items)
        return -1;
    ouro_tuple *t = (ouro_tuple *)w->items;
    if (t->count > FD_SETSIZE) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "too many file descriptors in select()");
        return -1;
    }
    for (size_t i = 0; i < t->count; i++) {
        int fd = ouro__as_descriptor(rt, t->items[i]);
        if (fd < 0)
            return -1;
        if (fd >= FD_SETSIZE) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "filedescriptor out of range in select()");
            return -1;
        }
        w->fds[i] = fd;
        FD_SET(fd, &w->set);
        if (fd > *highest)
            *highest = fd;
    }
    return 0;
}

static ouro_object *ready_list(ouro_runtime *rt, const watched *w, const fd_set *ready)
{
    ouro_object *list = ouro__list_new(rt, 0);
    const ouro_tuple *t = (ouro_tuple *)w->items;
    for (size_t i = 0; list && i < t->count; i++) {
        if (FD_ISSET(w->fds[i], ready) && ouro__list_append(rt, list, t->items[i]) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

static ouro_object *wait_for(ouro_runtime *rt, watched *w, int highest, double seconds)
{
    double end = now() + seconds;
    fd_set sets[3];
    for (;;) {
        for (int i = 0; i < 3; i++)
            sets[i] = w[i].set;
        struct timeval t, *timeout = isinf(seconds) ? NULL : &t;
        double micros = timeout ? ceil(seconds * 1e6) : 0;
        t.tv_sec = (time_t)(micros / 1e6);
        t.tv_usec = (suseconds_t)(micros - (double)t.tv_sec * 1e6);
        int n = select(highest + 1, &sets[0], &sets[1], &sets[2], timeout);
        if (n >= 0)
            break;
        if (errno != EINTR)
            return ouro__raise_system(rt);
        if (ouro__check_interrupt(rt) < 0)
            return NULL;
        if (timeout && (seconds = end - now()) < 0) {
            for (int i = 0; i < 3; i++)
                FD_ZERO(&sets[i]);
            break;
        }
    }
    ouro_object *lists[3] = {ready_list(rt, &w[0], &sets[0]), ready_list(rt, &w[1], &sets[1]),
                             ready_list(rt, &w[2], &sets[2])};
    if (lists[0] && lists[1] && lists[2])
        return ouro__tuple_from_owned(rt, lists, 3);
    for (int i = 0; i < 3; i++)
        ouro_xdecref(rt, lists[i]);
    return NULL;
}

OURO_C_FUNCTION(select_select)
{
    double seconds;
    if (as_timeout(rt, nargs > 3 ? args[3] : NULL, 1, "timeout must be a float or None", &seconds) < 0)
        return NULL;
    if (seconds < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "timeout must be non-negative");
    watched *w = ouro__buffer_alloc(rt, 3 * sizeof *w);
    if (!w)
        return NULL;
    int highest = -1, status = 0;
    for (int i = 0; i < 3; i++)
        w[i].items = NULL;
    for (int i = 0; i < 3 && status == 0; i++)
        status = collect(rt, args[i], &w[i], &highest);
    ouro_object *result = status < 0 ? NULL : wait_for(rt, w, highest, seconds);
    for (int i = 0; i < 3; i++)
        ouro_xdecref(rt, w[i].items);
    ouro__buffer_free(rt, w);
    return result;
}

/* --- poll ------------------------------------------------------------------------------------------------ */

typedef struct poller {
    ouro_object head;
    ouro_object *events; /* dict: descriptor to mask */
    bool busy;
} poller;

static const uint16_t poller_fields[] = {offsetof(poller, events), 0};

static int as_mask(ouro_runtime *rt, ouro_object *o, uint32_t highest, uint32_t *mask)
{
    int64_t value;
    if (ouro__as_int64(rt, o, &value) < 0)
        return -1;
    if (value >= 0 && value <= highest) {
        *mask = (uint32_t)value;
        return 0;
    }
    if (value < 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "value must be positive");
    else
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large for C unsigned %s",
                    highest > 0xffff ? "int" : "short");
    return -1;
}

static int poll_set(ouro_runtime *rt, poller *p, int fd, uint32_t mask)
{
    ouro_object *key = ouro__int_new(rt, fd), *value = ouro__int_new(rt, mask);
    int status = key && value ? ouro__dict_set(rt, p->events, key, value) : -1;
    ouro_xdecref(rt, key);
    ouro_xdecref(rt, value);
    return status;
}

OURO_C_FUNCTION(poll_register)
{
    uint32_t mask = POLLIN | POLLPRI | POLLOUT;
    int fd = ouro__as_descriptor(rt, args[0]);
    if (fd < 0 || (nargs > 1 && as_mask(rt, args[1], 0xffff, &mask) < 0))
        return NULL;
    return poll_set(rt, (poller *)self, fd, mask) < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(poll_modify)
{
    poller *p = (poller *)self;
    uint32_t mask;
    int fd = ouro__as_descriptor(rt, args[0]);
    if (fd < 0 || as_mask(rt, args[1], 0xffff, &mask) < 0)
        return NULL;
    ouro_object *key = ouro__int_new(rt, fd);
    int there = key ? ouro__dict_contains(rt, p->events, key) : -1;
    ouro_xdecref(rt, key);
    if (there == 0) {
        errno = ENOENT;
        return ouro__raise_system(rt);
    }
    return there < 0 || poll_set(rt, p, fd, mask) < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(poll_unregister)
{
    int fd = ouro__as_descriptor(rt, args[0]);
    ouro_object *key = fd < 0 ? NULL : ouro__int_new(rt, fd);
    int status = key ? ouro__dict_delete(rt, ((poller *)self)->events, key) : -1;
    ouro_xdecref(rt, key);
    return status < 0 ? NULL : OURO_NONE(rt);
}

static ouro_object *fd_event(ouro_runtime *rt, int fd, uint32_t events)
{
    ouro_object *items[2] = {ouro__int_new(rt, fd), ouro__int_new(rt, events)};
    return ouro__tuple_from_owned(rt, items, 2);
}

static ouro_object *poll_results(ouro_runtime *rt, const struct pollfd *fds, size_t count)
{
    ouro_object *list = ouro__list_new(rt, 0);
    for (size_t i = 0; list && i < count; i++) {
        if (!fds[i].revents)
            continue;
        ouro_object *pair = fd_event(rt, fds[i].fd, (uint16_t)fds[i].revents);
        if (!pair || ouro__list_append_owned(rt, (ouro_list *)list, pair) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

static struct pollfd *poll_array(ouro_runtime *rt, poller *p, size_t *count)
{
    *count = ouro__dict_count(p->events);
    struct pollfd *fds = ouro__buffer_alloc(rt, (*count + 1) * sizeof *fds);
    size_t position = 0, i = 0;
    ouro_object *key, *value;
    while (fds && ouro__dict_next(rt, p->events, &position, &key, &value)) {
        int64_t fd, mask;
        (void)ouro__int_as_int64(rt, key, &fd);
        (void)ouro__int_as_int64(rt, value, &mask);
        fds[i++] = (struct pollfd){.fd = (int)fd, .events = (short)mask};
    }
    return fds;
}

OURO_C_FUNCTION(poll_poll)
{
    poller *p = (poller *)self;
    double seconds;
    if (as_timeout(rt, nargs ? args[0] : NULL, 1e-3, "timeout must be an integer or None", &seconds) < 0)
        return NULL;
    if (p->busy)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "concurrent poll() invocation");
    size_t count;
    struct pollfd *fds = poll_array(rt, p, &count);
    if (!fds)
        return NULL;
    double end = now() + seconds;
    bool forever = isinf(seconds) || seconds < 0;
    int n;
    p->busy = true;
    while ((n = poll(fds, count, forever ? -1 : as_milliseconds(seconds))) < 0 && errno == EINTR) {
        if (ouro__check_interrupt(rt) < 0)
            break;
        if (!forever && (seconds = end - now()) < 0) {
            n = 0;
            break;
        }
    }
    p->busy = false;
    ouro_object *result = n < 0 ? ouro__raise_system(rt) : poll_results(rt, fds, n ? count : 0);
    ouro__buffer_free(rt, fds);
    return result;
}

static const ouro_method_def poll_methods[] = {
    {"register", poll_register, 0, 1, 2,
     "register($self, fd, eventmask=select.POLLIN | select.POLLPRI | select.POLLOUT, /)\n--\n\nRegister a "
     "file descriptor with the polling object."},
    {"modify", poll_modify, 0, 2, 2,
     "modify($self, fd, eventmask, /)\n--\n\nModify an already registered file descriptor."},
    {"unregister", poll_unregister, 0, 1, 1,
     "unregister($self, fd, /)\n--\n\nRemove a file descriptor being tracked by the polling object."},
    {"poll", poll_poll, 0, 0, 1,
     "poll($self, timeout=None, /)\n--\n\nPolls the set of registered file descriptors."},
    {0},
};

static OURO_BUILTIN_TYPE(poll) = {
    .id = OURO_T_POLL,
    .slots = {.name = "select.poll",
              .flags = OURO_TYPE_DISALLOW_NEW,
              .size = sizeof(poller),
              .layout = OURO_LAYOUT_LEAF,
              .fields = poller_fields},
    .methods = poll_methods,
    .module = "select",
};

OURO_C_FUNCTION(select_poll)
{
    ouro_object *events = ouro__dict_new(rt);
    poller *p = events ? ouro__new_leaf(rt, sizeof *p, OURO_WORD(OURO_T_POLL)) : NULL;
    if (!p) {
        ouro_xdecref(rt, events);
        return NULL;
    }
    p->events = events;
    p->busy = false;
    return &p->head;
}

/* --- epoll ----------------------------------------------------------------------------------------------- */

typedef struct epoller {
    ouro_object head;
    int fd; /* -1: closed */
} epoller;

static int check_open(ouro_runtime *rt, epoller *e)
{
    if (e->fd >= 0)
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "I/O operation on closed epoll object");
    return -1;
}

static ouro_object *epoll_wrap(ouro_runtime *rt, int fd)
{
    epoller *e = fd < 0 ? ouro__raise_system(rt) : ouro__new_leaf(rt, sizeof *e, OURO_WORD(OURO_T_EPOLL));
    if (e)
        e->fd = fd;
    else if (fd >= 0)
        close(fd);
    return (ouro_object *)e;
}

static ouro_object *epoll_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    (void)cls;
    OURO_PARSE(a, "epoll", 0, 2, 0, 0, "sizehint", "flags");
    int hint = -1, flags = 0;
    if (ouro__optional_int32(rt, a[0], &hint) < 0 || ouro__optional_int32(rt, a[1], &flags) < 0)
        return NULL;
    if (hint != -1 && hint <= 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "negative sizehint");
    if (flags && flags != EPOLL_CLOEXEC)
        return ouro__raise(rt, OURO_T_OS_ERROR, "invalid flags");
    return epoll_wrap(rt, epoll_create1(EPOLL_CLOEXEC));
}

OURO_C_FUNCTION(epoll_fromfd)
{
    int fd;
    return ouro__as_int32(rt, args[0], &fd) < 0 ? NULL : epoll_wrap(rt, fd);
}

OURO_C_FUNCTION(epoll_close)
{
    epoller *e = (epoller *)self;
    int fd = e->fd;
    e->fd = -1;
    return fd >= 0 && close(fd) < 0 ? ouro__raise_system(rt) : OURO_NONE(rt);
}

OURO_C_FUNCTION(epoll_fileno)
{
    return check_open(rt, (epoller *)self) < 0 ? NULL : ouro__int_new(rt, ((epoller *)self)->fd);
}

static ouro_object *control(ouro_runtime *rt, epoller *e, int operation, ouro_object *target,
                            ouro_object *mask)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLPRI | EPOLLOUT};
    int fd = ouro__as_descriptor(rt, target);
    uint32_t events = event.events;
    if (fd < 0 || (mask && as_mask(rt, mask, UINT32_MAX, &events) < 0) || check_open(rt, e) < 0)
        return NULL;
    event.events = events;
    event.data.fd = fd;
    return epoll_ctl(e->fd, operation, fd, &event) < 0 ? ouro__raise_system(rt) : OURO_NONE(rt);
}

OURO_C_FUNCTION(epoll_register)
{
    OURO_PARSE(a, "register", 0, 2, 1, 0, "fd", "eventmask");
    return control(rt, (epoller *)self, EPOLL_CTL_ADD, a[0], a[1]);
}

OURO_C_FUNCTION(epoll_modify)
{
    OURO_PARSE(a, "modify", 0, 2, 2, 0, "fd", "eventmask");
    return control(rt, (epoller *)self, EPOLL_CTL_MOD, a[0], a[1]);
}

OURO_C_FUNCTION(epoll_unregister)
{
    OURO_PARSE(a, "unregister", 0, 1, 1, 0, "fd");
    return control(rt, (epoller *)self, EPOLL_CTL_DEL, a[0], NULL);
}

static ouro_object *epoll_results(ouro_runtime *rt, const struct epoll_event *events, int count)
{
    ouro_object *list = ouro__list_new(rt, 0);
    for (int i = 0; list && i < count; i++) {
        ouro_object *pair = fd_event(rt, events[i].data.fd, events[i].events);
        if (!pair || ouro__list_append_owned(rt, (ouro_list *)list, pair) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

OURO_C_FUNCTION(epoll_poll)
{
    OURO_PARSE(a, "poll", 0, 2, 0, 0, "timeout", "maxevents");
    epoller *e = (epoller *)self;
    double seconds;
    int most = -1, n;
    if (check_open(rt, e) < 0 ||
        as_timeout(rt, a[0], 1, "timeout must be an integer or None", &seconds) < 0 ||
        ouro__optional_int32(rt, a[1], &most) < 0)
        return NULL;
    if (most == -1)
        most = FD_SETSIZE - 1;
    else if (most < 1)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "maxevents must be greater than 0, got %d", most);
    struct epoll_event *events = ouro__buffer_alloc(rt, (size_t)most * sizeof *events);
    if (!events)
        return NULL;
    double end = now() + seconds;
    bool forever = isinf(seconds) || seconds < 0;
    while ((n = epoll_wait(e->fd, events, most, forever ? -1 : as_milliseconds(seconds))) < 0 &&
           errno == EINTR) {
        if (ouro__check_interrupt(rt) < 0)
            break;
        if (!forever && (seconds = end - now()) < 0) {
            n = 0;
            break;
        }
    }
    ouro_object *result = n < 0 ? ouro__raise_system(rt) : epoll_results(rt, events, n);
    ouro__buffer_free(rt, events);
    return result;
}

OURO_C_FUNCTION(epoll_enter)
{
    return check_open(rt, (epoller *)self) < 0 ? NULL : ouro_ref(self);
}

static ouro_object *get_closed(ouro_runtime *rt, ouro_object *self)
{
    return ouro__bool(rt, ((epoller *)self)->fd < 0);
}

static void epoll_destroy(ouro_runtime *rt, ouro_object *self)
{
    (void)rt;
    if (((epoller *)self)->fd >= 0)
        close(((epoller *)self)->fd);
}

static const ouro_getset_def epoll_getsets[] = {
    {"closed", get_closed, NULL, "True if the epoll handler is closed"}, {0}};

static const ouro_method_def epoll_methods[] = {
    {"fromfd", epoll_fromfd, OURO_METH_CLASS, 1, 1,
     "fromfd($type, fd, /)\n--\n\nCreate an epoll object from a given control fd."},
    {"close", epoll_close, 0, 0, 0, "close($self, /)\n--\n\nClose the epoll control file descriptor."},
    {"fileno", epoll_fileno, 0, 0, 0, "fileno($self, /)\n--\n\nReturn the epoll control file descriptor."},
    {"register", epoll_register, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"modify", epoll_modify, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"unregister", epoll_unregister, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"poll", epoll_poll, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"__enter__", epoll_enter, 0, 0, 0, NULL},
    {"__exit__", epoll_close, 0, 0, -1, NULL},
    {0},
};

static OURO_BUILTIN_TYPE(epoll) = {
    .id = OURO_T_EPOLL,
    .slots = {.name = "select.epoll",
              .size = sizeof(epoller),
              .layout = OURO_LAYOUT_LEAF,
              .destroy = epoll_destroy,
              .new_ = epoll_new},
    .methods = epoll_methods,
    .getsets = epoll_getsets,
    .module = "select",
    .doc = "select.epoll(sizehint=-1, flags=0)\n\nReturns an epolling object",
};

/* --- the module ------------------------------------------------------------------------------------------ */

static const ouro_method_def functions[] = {
    {"select", select_select, 0, 3, 4,
     "select($module, rlist, wlist, xlist, timeout=None, /)\n--\n\nWait until one or more file descriptors "
     "are ready for some kind of I/O."},
    {"poll", select_poll, 0, 0, 0, "poll($module, /)\n--\n\nReturns a polling object."},
    {0},
};

#define X(name) {#name, (int64_t)(uint32_t)(name)},
static const ouro_int_constant constants[] = {
    /* clang-format off */
    X(EPOLLERR) X(EPOLLET) X(EPOLLEXCLUSIVE) X(EPOLLHUP) X(EPOLLIN) X(EPOLLMSG) X(EPOLLONESHOT) X(EPOLLOUT) X(EPOLLPRI)
    X(EPOLLRDBAND) X(EPOLLRDHUP) X(EPOLLRDNORM) X(EPOLLWRBAND) X(EPOLLWRNORM) X(EPOLL_CLOEXEC) X(PIPE_BUF) X(POLLERR)
    X(POLLHUP) X(POLLIN) X(POLLMSG) X(POLLNVAL) X(POLLOUT) X(POLLPRI) X(POLLRDBAND) X(POLLRDHUP) X(POLLRDNORM)
    X(POLLWRBAND) X(POLLWRNORM)
    /* clang-format on */
    {0},
};
#undef X

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {
        {&ouro__builtin_poll, NULL}, {&ouro__builtin_epoll, "epoll"}, {0}};
    ouro_object *dict = ouro__module_dict(module);
    if (ouro__module_add_types(rt, module, types) < 0 || ouro__put_constants(rt, dict, constants) < 0)
        return -1;
    return ouro__dict_set_cstring(rt, dict, "error", ouro__class_at(rt, OURO_T_OS_ERROR));
}

const ouro_module_def ouro__module_select = {"select", functions, exec,
                                             "This module supports asynchronous I/O on multiple file "
                                             "descriptors.\n\n*** IMPORTANT NOTICE ***\nOn Windows, only "
                                             "sockets are supported; on Unix, all file descriptors."};
