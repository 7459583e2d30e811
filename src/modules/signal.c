/* The _signal module: what a program does when a signal arrives.
 *
 * The process has one table of what arrived, for its handlers can reach nothing else: the C handler marks the signal there
 * and sets the breaker of the runtime that asked for it. That runtime calls the Python handler at its next safe point. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "modules/modules.h"
#include "modules/support.h"
#include "object/slot.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module_state.h"
#include "types/protocol.h"
#include "types/set.h"
#include "types/str.h"
#include "types/struct_sequence.h"
#include "types/tuple.h"
#include "types/types.h"
#include "vm/vm.h"

enum { SIGNALS = NSIG };

/* Signals belong to the process, so this does. */
static struct {
    _Atomic(ouro_runtime *) runtime; /* that takes signals; NULL: none */
    atomic_bool arrived[SIGNALS];
    atomic_int wakeup_fd; /* that each signal's number is written to, plus 1; 0: none */
    atomic_bool wakeup_warns;
} process;

static void on_signal(int number)
{
    int error = errno;
    atomic_store(&process.arrived[number], true);
    ouro_runtime *rt = atomic_load(&process.runtime);
    if (rt)
        atomic_fetch_or(&rt->breaker, OURO_BREAK_SIGNAL);
    int fd = atomic_load(&process.wakeup_fd) - 1;
    if (fd >= 0) {
        unsigned char byte = (unsigned char)number;
        ssize_t written = write(fd, &byte, 1);
        (void)written; /* a full pipe wakes as well */
    }
    errno = error;
}

static const char key;

/* The list of handlers by number: borrowed. */
static ouro_list *handlers(ouro_runtime *rt)
{
    return (ouro_list *)ouro__module_object(rt, &key);
}

static int number_of(ouro_runtime *rt, ouro_object *o, int *number)
{
    if (ouro__as_int32(rt, o, number) < 0)
        return -1;
    if (*number >= 1 && *number < SIGNALS)
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "signal number out of range");
    return -1;
}

/* --- running handlers ------------------------------------------------------------------------------------ */

static int run_handler(ouro_runtime *rt, int number)
{
    ouro_object *handler = handlers(rt)->items[number];
    if (!ouro__is_callable(rt, handler))
        return 0; /* it was set to be ignored since */
    ouro_incref(handler);
    ouro_object *frame = ouro__frame_object_at(rt, 0), *given = ouro__int_new(rt, number), *result = NULL;
    if (!frame)
        ouro__error_clear(rt); /* nothing runs, or there is no memory to show what does */
    if (given)
        result = ouro__call2(rt, handler, given, frame ? frame : OURO_NONE(rt));
    ouro_xdecref(rt, frame);
    ouro_xdecref(rt, given);
    ouro_decref(rt, handler);
    ouro_xdecref(rt, result);
    return result ? 0 : -1;
}

/* The hook of safe points. One that arrives meanwhile sets the breaker again, for the next. */
static int run_handlers(ouro_runtime *rt)
{
    if (!handlers(rt) || atomic_load(&process.runtime) != rt)
        return 0;
    for (int number = 1; number < SIGNALS; number++) {
        if (!atomic_exchange(&process.arrived[number], false))
            continue;
        if (run_handler(rt, number) < 0) {
            /* What else arrived waits for the next safe point. */
            atomic_fetch_or(&rt->breaker, OURO_BREAK_SIGNAL);
            return -1;
        }
    }
    return 0;
}

/* The hook of closing: what this runtime took over goes back to the system's default. */
static void forget(ouro_runtime *rt)
{
    ouro_runtime *owner = rt;
    if (!handlers(rt) || !atomic_compare_exchange_strong(&process.runtime, &owner, NULL))
        return;
    atomic_store(&process.wakeup_fd, 0);
    for (int number = 1; number < SIGNALS; number++) {
        struct sigaction now;
        if (sigaction(number, NULL, &now) == 0 && now.sa_handler == on_signal)
            signal(number, SIG_DFL);
        atomic_store(&process.arrived[number], false);
    }
}

/* --- handlers -------------------------------------------------------------------------------------------- */

OURO_C_FUNCTION(signal_default_int_handler)
{
    ouro_object *interrupt =
        ouro__exception_new(rt, ouro__class_at(rt, OURO_T_KEYBOARD_INTERRUPT), OURO_EMPTY_TUPLE(rt));
    return interrupt ? ouro__raise_instance(rt, interrupt) : NULL;
}

static bool is_number(ouro_runtime *rt, ouro_object *o, void (*handler)(int))
{
    int64_t value;
    return ouro__is_int(rt, o) && ouro__int_as_int64(rt, o, &value) == 0 &&
           value == (int64_t)(intptr_t)handler;
}

static int install(int number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, NULL);
}

OURO_C_FUNCTION(signal_signal)
{
    int number;
    if (ouro__as_int32(rt, args[0], &number) < 0)
        return NULL;
    void (*action)(int) = on_signal;
    if (!ouro__is_callable(rt, args[1])) {
        if (is_number(rt, args[1], SIG_IGN))
            action = SIG_IGN;
        else if (is_number(rt, args[1], SIG_DFL))
            action = SIG_DFL;
        else
            return ouro__raise(rt, OURO_T_TYPE_ERROR,
                               "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    }
    if (number < 1 || number >= SIGNALS)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "signal number out of range");
    if (ouro__check_interrupt(rt) < 0)
        return NULL;
    if (install(number, action) < 0)
        return ouro__raise_system(rt);
    ouro_object **slot = &handlers(rt)->items[number];
    return ouro__slot_exchange(rt, handlers(rt), slot, ouro_ref(args[1]));
}

OURO_C_FUNCTION(signal_getsignal)
{
    int number;
    return number_of(rt, args[0], &number) < 0 ? NULL : ouro_ref(handlers(rt)->items[number]);
}

OURO_C_FUNCTION(signal_siginterrupt)
{
    int number;
    struct sigaction action;
    if (number_of(rt, args[0], &number) < 0)
        return NULL;
    int flag = ouro__truth(rt, args[1]);
    if (flag < 0)
        return NULL;
    if (sigaction(number, NULL, &action) < 0)
        return ouro__raise_system(rt);
    action.sa_flags = flag ? action.sa_flags & ~SA_RESTART : action.sa_flags | SA_RESTART;
    return sigaction(number, &action, NULL) < 0 ? ouro__raise_system(rt) : OURO_NONE(rt);
}

OURO_C_FUNCTION(signal_set_wakeup_fd)
{
    OURO_PARSE(a, "set_wakeup_fd", 1, 1, 1, 1, "", "warn_on_full_buffer");
    int fd;
    bool warns = true;
    if (ouro__as_int32(rt, a[0], &fd) < 0 || ouro__optional_bool(rt, a[1], &warns) < 0)
        return NULL;
    if (fd != -1) {
        int flags = fcntl(fd, F_GETFL);
        if (flags < 0)
            return errno == EBADF ? ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid fd")
                                  : ouro__raise_system(rt);
        if (!(flags & O_NONBLOCK))
            return ouro__raise(rt, OURO_T_VALUE_ERROR, "the fd %d must be in non-blocking mode", fd);
    }
    atomic_store(&process.wakeup_warns, warns);
    return ouro__int_new(rt, atomic_exchange(&process.wakeup_fd, fd + 1) - 1);
}

/* --- sending --------------------------------------------------------------------------------------------- */

static ouro_object *after_sending(ouro_runtime *rt, int error)
{
    if (error)
        return ouro__raise_errno(rt, error, NULL);
    return ouro__check_interrupt(rt) < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(signal_raise)
{
    int number;
    if (ouro__as_int32(rt, args[0], &number) < 0)
        return NULL;
    return after_sending(rt, raise(number) ? errno : 0);
}

OURO_C_FUNCTION(signal_pthread_kill)
{
    int64_t thread;
    int number;
    if (ouro__as_int64(rt, args[0], &thread) < 0 || ouro__as_int32(rt, args[1], &number) < 0)
        return NULL;
    return after_sending(rt, pthread_kill((pthread_t)thread, number));
}

OURO_C_FUNCTION(signal_pidfd_send)
{
    int fd, number, flags = 0;
    if (ouro__as_int32(rt, args[0], &fd) < 0 || ouro__as_int32(rt, args[1], &number) < 0 ||
        (nargs > 3 && ouro__as_int32(rt, args[3], &flags) < 0))
        return NULL;
    if (nargs > 2 && args[2] != OURO_NONE(rt))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "siginfo must be None");
    return after_sending(rt, syscall(SYS_pidfd_send_signal, fd, number, NULL, flags) < 0 ? errno : 0);
}

OURO_C_FUNCTION(signal_alarm)
{
    int seconds;
    return ouro__as_int32(rt, args[0], &seconds) < 0 ? NULL : ouro__int_new(rt, alarm((unsigned)seconds));
}

OURO_C_FUNCTION(signal_pause)
{
    pause();
    return ouro__check_interrupt(rt) < 0 ? NULL : OURO_NONE(rt);
}

/* --- timers ---------------------------------------------------------------------------------------------- */

OURO_BUILTIN_TYPE(itimer_error) = {
    .id = OURO_T_ITIMER_ERROR,
    .base_id = OURO_T_OS_ERROR,
    .module = "signal",
    .slots = {.name = "signal.itimer_error",
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_BASE |
                       OURO_TYPE_IS_EXCEPTION},
};

static int as_timeval(ouro_runtime *rt, ouro_object *o, struct timeval *t)
{
    double seconds;
    if (!o) {
        *t = (struct timeval){0};
        return 0;
    }
    if (ouro__as_double(rt, o, &seconds) < 0)
        return -1;
    double micros = ceil(seconds * 1e6);
    if (isnan(seconds) || micros > 9e18 || micros < -9e18) {
        ouro__raise(rt, isnan(seconds) ? OURO_T_VALUE_ERROR : OURO_T_OVERFLOW_ERROR,
                    isnan(seconds) ? "Invalid value NaN (not a number)"
                                   : "timestamp out of range for platform time_t");
        return -1;
    }
    int64_t whole = (int64_t)micros;
    t->tv_sec = whole / 1000000 - (whole % 1000000 < 0);
    t->tv_usec = whole - t->tv_sec * 1000000;
    return 0;
}

static ouro_object *timer_error(ouro_runtime *rt)
{
    int error = errno;
    ouro_object *arguments[2] = {ouro__int_new(rt, error), ouro__str_from_cstring(rt, strerror(error))};
    ouro_object *tuple = ouro__tuple_from_owned(rt, arguments, 2);
    ouro_object *exception =
        tuple ? ouro__exception_new(rt, ouro__class_at(rt, OURO_T_ITIMER_ERROR), tuple) : NULL;
    ouro_xdecref(rt, tuple);
    return exception ? ouro__raise_instance(rt, exception) : NULL;
}

static ouro_object *timer_value(ouro_runtime *rt, const struct itimerval *timer)
{
    ouro_object *items[2] = {
        ouro__float_new(rt, (double)timer->it_value.tv_sec + 1e-6 * (double)timer->it_value.tv_usec),
        ouro__float_new(rt, (double)timer->it_interval.tv_sec + 1e-6 * (double)timer->it_interval.tv_usec)};
    return ouro__tuple_from_owned(rt, items, 2);
}

OURO_C_FUNCTION(signal_setitimer)
{
    int which;
    struct itimerval timer, before;
    if (ouro__as_int32(rt, args[0], &which) < 0 || as_timeval(rt, args[1], &timer.it_value) < 0 ||
        as_timeval(rt, nargs > 2 ? args[2] : NULL, &timer.it_interval) < 0)
        return NULL;
    return setitimer((__itimer_which_t)which, &timer, &before) < 0 ? timer_error(rt)
                                                                   : timer_value(rt, &before);
}

OURO_C_FUNCTION(signal_getitimer)
{
    int which;
    struct itimerval timer;
    if (ouro__as_int32(rt, args[0], &which) < 0)
        return NULL;
    return getitimer((__itimer_which_t)which, &timer) < 0 ? timer_error(rt) : timer_value(rt, &timer);
}

/* --- sets of signals ------------------------------------------------------------------------------------- */

static int as_set(ouro_runtime *rt, ouro_object *signals, sigset_t *set)
{
    ouro_iteration it;
    ouro_object *item;
    sigemptyset(set);
    if (ouro__iterate(rt, &it, signals) < 0)
        return -1;
    int status = 0;
    while (status == 0 && (item = ouro__iterate_next(rt, &it))) {
        int64_t number;
        status = ouro__as_int64(rt, item, &number);
        ouro_decref(rt, item);
        if (status == 0 && (number <= 0 || number >= SIGNALS)) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "signal number %lld out of range [1; %d]", (long long)number,
                        SIGNALS - 1);
            status = -1;
        } else if (status == 0) {
            (void)sigaddset(set, (int)number); /* those of the C library's own are left out */
        }
    }
    return ouro__iterate_end(rt, &it) < 0 ? -1 : status;
}

static ouro_object *from_set(ouro_runtime *rt, const sigset_t *set)
{
    ouro_object *result = ouro__call0(rt, ouro__class_at(rt, OURO_T_SET));
    for (int number = 1; result && number < SIGNALS; number++) {
        if (sigismember(set, number) == 1 && ouro__set_add(rt, result, ouro__int_new(rt, number)) < 0) {
            ouro_decref(rt, result);
            return NULL;
        }
    }
    return result;
}

OURO_C_FUNCTION(signal_pthread_sigmask)
{
    int how;
    sigset_t mask, before;
    if (ouro__as_int32(rt, args[0], &how) < 0 || as_set(rt, args[1], &mask) < 0)
        return NULL;
    int error = pthread_sigmask(how, &mask, &before);
    if (error)
        return ouro__raise_errno(rt, error, NULL);
    return ouro__check_interrupt(rt) < 0 ? NULL : from_set(rt, &before);
}

OURO_C_FUNCTION(signal_sigpending)
{
    sigset_t set;
    return sigpending(&set) < 0 ? ouro__raise_system(rt) : from_set(rt, &set);
}

OURO_C_FUNCTION(signal_valid)
{
    sigset_t set;
    sigemptyset(&set);
    for (int number = 1; number < SIGNALS; number++)
        (void)sigaddset(&set, number);
    return from_set(rt, &set);
}

OURO_C_FUNCTION(signal_sigwait)
{
    sigset_t set;
    int number, error;
    if (as_set(rt, args[0], &set) < 0)
        return NULL;
    while ((error = sigwait(&set, &number)) == EINTR)
        if (ouro__check_interrupt(rt) < 0)
            return NULL;
    return error ? ouro__raise_errno(rt, error, NULL) : ouro__int_new(rt, number);
}

static const ouro_member_def siginfo_fields[] = {
    OURO_FIELD(0, "si_signo", "signal number"),
    OURO_FIELD(1, "si_code", "signal code"),
    OURO_FIELD(2, "si_errno", "errno associated with this signal"),
    OURO_FIELD(3, "si_pid", "sending process ID"),
    OURO_FIELD(4, "si_uid", "real user ID of sending process"),
    OURO_FIELD(5, "si_status", "exit value or signal"),
    OURO_FIELD(6, "si_band", "band event for SIGPOLL"),
    {0},
};

OURO_BUILTIN_TYPE(struct_siginfo) = {
    .id = OURO_T_STRUCT_SIGINFO,
    .base_id = OURO_T_TUPLE,
    .members = siginfo_fields,
    .methods = ouro__struct_sequence_methods,
    .module = "signal",
    .doc = "struct_siginfo: Result from sigwaitinfo or sigtimedwait.",
    .slots = {.name = "signal.struct_siginfo",
              OURO_STRUCT_SEQUENCE_SLOTS(7),
              .flags = OURO_STRUCT_SEQUENCE_FLAGS,
              .new_ = ouro__struct_sequence_make},
};

static ouro_object *siginfo_new(ouro_runtime *rt, const siginfo_t *info)
{
    ouro_object *items[7] = {ouro__int_new(rt, info->si_signo), ouro__int_new(rt, info->si_code),
                             ouro__int_new(rt, info->si_errno), ouro__int_new(rt, info->si_pid),
                             ouro__int_new(rt, info->si_uid),   ouro__int_new(rt, info->si_status),
                             ouro__int_new(rt, info->si_band)};
    return ouro__struct_sequence_new(rt, OURO_T_STRUCT_SIGINFO, items, 7);
}

OURO_C_FUNCTION(signal_sigwaitinfo)
{
    sigset_t set;
    siginfo_t info;
    int result;
    if (as_set(rt, args[0], &set) < 0)
        return NULL;
    OURO_RETRY(result, sigwaitinfo(&set, &info));
    return result < 0 ? ouro__raise_system(rt) : siginfo_new(rt, &info);
}

OURO_C_FUNCTION(signal_sigtimedwait)
{
    sigset_t set;
    siginfo_t info;
    double seconds;
    if (as_set(rt, args[0], &set) < 0 || ouro__as_double(rt, args[1], &seconds) < 0)
        return NULL;
    if (!(seconds >= 0))
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "timeout must be non-negative");
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double end = (double)now.tv_sec + 1e-9 * (double)now.tv_nsec + seconds;
    for (;;) {
        if (seconds > 9e8)
            seconds = 9e8;
        struct timespec t = {(time_t)seconds, (long)((seconds - floor(seconds)) * 1e9)};
        if (sigtimedwait(&set, &info, &t) >= 0)
            return siginfo_new(rt, &info);
        if (errno == EAGAIN)
            return OURO_NONE(rt);
        if (errno != EINTR)
            return ouro__raise_system(rt);
        if (ouro__check_interrupt(rt) < 0)
            return NULL;
        clock_gettime(CLOCK_MONOTONIC, &now);
        seconds = end - ((double)now.tv_sec + 1e-9 * (double)now.tv_nsec);
        if (seconds < 0)
            return OURO_NONE(rt);
    }
}

OURO_C_FUNCTION(signal_strsignal)
{
    int number;
    if (number_of(rt, args[0], &number) < 0)
        return NULL;
    const char *text = strsignal(number);
    return !text || strstr(text, "Unknown signal") ? OURO_NONE(rt) : ouro__str_from_cstring(rt, text);
}

/* --- the module ------------------------------------------------------------------------------------------ */

static const ouro_method_def functions[] = {
    {"default_int_handler", signal_default_int_handler, 0, 2, 2,
     "default_int_handler($module, signalnum, frame, /)\n--\n\nThe default handler for SIGINT installed by "
     "Python."},
    {"signal", signal_signal, 0, 2, 2,
     "signal($module, signalnum, handler, /)\n--\n\nSet the action for the given signal."},
    {"getsignal", signal_getsignal, 0, 1, 1,
     "getsignal($module, signalnum, /)\n--\n\nReturn the current action for the given signal."},
    {"siginterrupt", signal_siginterrupt, 0, 2, 2,
     "siginterrupt($module, signalnum, flag, /)\n--\n\nChange system call restart behaviour."},
    {"set_wakeup_fd", signal_set_wakeup_fd, OURO_METH_KEYWORDS, 0, 0,
     "set_wakeup_fd(fd, *, warn_on_full_buffer=True) -> fd\n\nSets the fd to be written to (with the signal "
     "number) when a signal comes in."},
    {"raise_signal", signal_raise, 0, 1, 1,
     "raise_signal($module, signalnum, /)\n--\n\nSend a signal to the executing process."},
    {"pthread_kill", signal_pthread_kill, 0, 2, 2, NULL},
    {"pidfd_send_signal", signal_pidfd_send, 0, 2, 4, NULL},
    {"alarm", signal_alarm, 0, 1, 1,
     "alarm($module, seconds, /)\n--\n\nArrange for SIGALRM to arrive after the given number of seconds."},
    {"pause", signal_pause, 0, 0, 0, "pause($module, /)\n--\n\nWait until a signal arrives."},
    {"setitimer", signal_setitimer, 0, 2, 3,
     "setitimer($module, which, seconds, interval=0.0, /)\n--\n\nSets given itimer."},
    {"getitimer", signal_getitimer, 0, 1, 1,
     "getitimer($module, which, /)\n--\n\nReturns current value of given itimer."},
    {"pthread_sigmask", signal_pthread_sigmask, 0, 2, 2, NULL},
    {"sigpending", signal_sigpending, 0, 0, 0, NULL},
    {"valid_signals", signal_valid, 0, 0, 0, NULL},
    {"sigwait", signal_sigwait, 0, 1, 1, NULL},
    {"sigwaitinfo", signal_sigwaitinfo, 0, 1, 1, NULL},
    {"sigtimedwait", signal_sigtimedwait, 0, 2, 2, NULL},
    {"strsignal", signal_strsignal, 0, 1, 1,
     "strsignal($module, signalnum, /)\n--\n\nReturn the system description of the given signal."},
    {0},
};

#define X(name) {#name, (int64_t)(intptr_t)(name)},
static const ouro_int_constant constants[] = {
    /* clang-format off */
    X(SIGABRT) X(SIGALRM) X(SIGBUS) X(SIGCHLD) X(SIGCONT) X(SIGFPE) X(SIGHUP) X(SIGILL) X(SIGINT) X(SIGIO) X(SIGIOT)
    X(SIGKILL) X(SIGPIPE) X(SIGPOLL) X(SIGPROF) X(SIGPWR) X(SIGQUIT) X(SIGSEGV) X(SIGSTKFLT) X(SIGSTOP) X(SIGSYS)
    X(SIGTERM) X(SIGTRAP) X(SIGTSTP) X(SIGTTIN) X(SIGTTOU) X(SIGURG) X(SIGUSR1) X(SIGUSR2) X(SIGVTALRM) X(SIGWINCH)
    X(SIGXCPU) X(SIGXFSZ) X(SIG_BLOCK) X(SIG_SETMASK) X(SIG_UNBLOCK) X(ITIMER_PROF) X(ITIMER_REAL) X(ITIMER_VIRTUAL)
    /* clang-format on */
    {"SIGCLD", SIGCHLD},
    {"NSIG", NSIG},
    {"SIG_DFL", 0},
    {"SIG_IGN", 1},
    {0},
};
#undef X

/* The list of what the system says that signals do now. Owned. */
static ouro_object *current_handlers(ouro_runtime *rt, ouro_object *dict)
{
    ouro_object *interrupt = ouro__dict_get_cstring(rt, dict, "default_int_handler");
    ouro_object *list = interrupt ? ouro__list_new(rt, SIGNALS) : NULL;
    for (int number = 0; list && number < SIGNALS; number++) {
        struct sigaction now = {0};
        ouro_object *handler = OURO_NONE(rt);
        if (number && sigaction(number, NULL, &now) == 0) {
            if (now.sa_handler == SIG_DFL || now.sa_handler == SIG_IGN)
                handler = ouro__int_new(rt, now.sa_handler == SIG_IGN);
            else if (number == SIGINT)
                handler = ouro_ref(interrupt);
        }
        if (ouro__list_append_owned(rt, (ouro_list *)list, handler) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {
        {&ouro__builtin_struct_siginfo, "struct_siginfo"}, {&ouro__builtin_itimer_error, "ItimerError"}, {0}};
    ouro_object *dict = ouro__module_dict(module);
    if (ouro__module_add_types(rt, module, types) < 0 ||
        ouro__struct_sequence_complete(rt, OURO_T_STRUCT_SIGINFO) < 0 ||
        ouro__put_constants(rt, dict, constants) < 0 ||
        ouro__put(rt, dict, "SIGRTMIN", ouro__int_new(rt, SIGRTMIN)) < 0 ||
        ouro__put(rt, dict, "SIGRTMAX", ouro__int_new(rt, SIGRTMAX)) < 0)
        return -1;
    ouro_object **state = ouro__module_object_place(rt, &key);
    if (state && *state)
        return 0;
    if (!state || !(*state = current_handlers(rt, dict)))
        return -1;
    rt->python->hooks.run_signal_handlers = run_handlers;
    rt->python->hooks.forget_signals = forget;
    ouro_runtime *nobody = NULL;
    atomic_compare_exchange_strong(&process.runtime, &nobody, rt);
    /* Where Ctrl-C is caught already, it is caught here from now on. */
    if (atomic_load(&process.runtime) == rt && ouro__is_callable(rt, handlers(rt)->items[SIGINT]))
        (void)install(SIGINT, on_signal);
    return 0;
}

const ouro_module_def ouro__module_signal = {
    "_signal", functions, exec, "This module provides mechanisms to use signal handlers in Python."};
