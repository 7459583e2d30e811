/* The module faulthandler: where the program is, written on a descriptor when a fatal signal arrives, when a chosen one does, or
 * after a time.
 *
 * What a handler of signals does here is safe in one: it reads frames and code, and calls write(). The timer's signal is sent to the
 * thread that asked for it, so the frames do not change while they are read. */
#include "modules/faulthandler.h"

#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "modules/modules.h"
#include "modules/support.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/module_state.h"
#include "types/str.h"
#include "vm/stack.h"

enum { SIGNALS = NSIG, FRAMES_MOST = 100, TEXT_MOST = 500, STACK_SIZE = 64 << 10 };

/* Where to write, and what becomes of the signal. */
typedef struct watch {
    ouro_object *file; /* owned, or NULL */
    int fd;
    bool on, all_threads, chain;
    struct sigaction before;
} watch;

typedef struct faults {
    ouro_module_state state;
    ouro_runtime *rt;
    bool enabled, timed, exits;
    watch fatal;                  /* file, fd and all_threads of enable() */
    struct sigaction previous[5]; /* of fatal_signals */
    watch chosen[SIGNALS];
    watch late;
    timer_t timer;
    char header[64]; /* that the timer's signal writes */
    void *stack;     /* for handlers when the thread's own is used up; buffer */
} faults;

static const struct {
    int number;
    const char *name;
} fatal_signals[] = {
    {SIGBUS, "Bus error"}, {SIGILL, "Illegal instruction"}, {SIGFPE, "Floating point exception"},
    {SIGABRT, "Aborted"},  {SIGSEGV, "Segmentation fault"},
};
enum { FATAL_SIGNALS = sizeof fatal_signals / sizeof *fatal_signals };

static const char key;
/* Handlers of signals can reach nothing else: those of the runtime that came first. */
static _Atomic(faults *) active;

/* ---- Writing, in a handler too ---- */

static void put(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, text, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        text += written;
        length -= (size_t)written;
    }
}

static void put_text(int fd, const char *text)
{
    put(fd, text, strlen(text));
}

static void put_hex(int fd, uint64_t value, int width)
{
    char text[16];
    for (int i = width; i-- > 0; value >>= 4)
        text[i] = "0123456789abcdef"[value & 15];
    put(fd, text, (size_t)width);
}

static void put_number(int fd, uint32_t value)
{
    char text[10];
    size_t i = sizeof text;
    do
        text[--i] = (char)('0' + value % 10);
    while (value /= 10);
    put(fd, text + i, sizeof text - i);
}

static void put_str(int fd, const ouro_object *text)
{
    size_t length = text ? ouro__str_length(text) : 0, most = length < TEXT_MOST ? length : TEXT_MOST;
    if (!text)
        put_text(fd, "???");
    for (size_t i = 0; i < most; i++) {
        uint32_t c = ouro__str_char(text, i);
        char plain = (char)c;
        if (c >= ' ' && c < 127) {
            put(fd, &plain, 1);
        } else {
            put_text(fd, c < 0x100 ? "\\x" : c < 0x10000 ? "\\u" : "\\U");
            put_hex(fd, c, c < 0x100 ? 2 : c < 0x10000 ? 4 : 8);
        }
    }
    if (most < length)
        put_text(fd, "...");
}

static void put_frame(int fd, const ouro_frame *frame)
{
    const ouro_code *code = frame->code;
    int32_t line = ouro__code_line(code, (uint32_t)(frame->pc - code->instructions));
    put_text(fd, "  File \"");
    put_str(fd, code->filename);
    put_text(fd, "\", line ");
    if (line >= 0)
        put_number(fd, (uint32_t)line);
    else
        put_text(fd, "???");
    put_text(fd, " in ");
    put_str(fd, code->name);
    put_text(fd, "\n");
}

static void put_stack(int fd, const ouro_runtime *rt)
{
    const ouro_vm *vm = rt->python->vm;
    if (!vm || vm->frame == vm->frames) {
        put_text(fd, "  <no Python frame>\n");
        return;
    }
    int count = 0;
    for (const ouro_frame *frame = vm->frame; frame != vm->frames; frame--) {
        if (count++ == FRAMES_MOST) {
            put_text(fd, "  ...\n");
            return;
        }
        put_frame(fd, frame);
    }
}

/* With all threads, which is one, its number is told after `thread`. */
static void dump(int fd, const ouro_runtime *rt, bool all_threads, const char *thread)
{
    if (all_threads) {
        put_text(fd, thread);
        put_text(fd, " 0x");
        put_hex(fd, (uint64_t)(uintptr_t)pthread_self(), 16);
    } else {
        put_text(fd, "Stack");
    }
    put_text(fd, " (most recent call first):\n");
    put_stack(fd, rt);
}

/* ---- Handlers ---- */

static void on_fatal(int number)
{
    int error = errno;
    faults *f = atomic_load(&active);
    int which = 0;
    while (which < FATAL_SIGNALS - 1 && fatal_signals[which].number != number)
        which++;
    if (f && f->enabled) {
        sigaction(number, &f->previous[which], NULL); /* so that it ends the process next time */
        put_text(f->fatal.fd, "Fatal Python error: ");
        put_text(f->fatal.fd, fatal_signals[which].name);
        put_text(f->fatal.fd, "\n\n");
        dump(f->fatal.fd, f->rt, f->fatal.all_threads, "Current thread");
    } else {
        signal(number, SIG_DFL);
    }
    errno = error;
    raise(number);
}

static void on_chosen(int number)
{
    int error = errno;
    faults *f = atomic_load(&active);
    watch *w = f ? &f->chosen[number] : NULL;
    if (w && w->on) {
        dump(w->fd, f->rt, w->all_threads, "Current thread");
        if (w->chain) {
            struct sigaction ours;
            sigaction(number, &w->before, &ours);
            errno = error;
            raise(number);
            sigset_t one, old; /* let what was raised arrive now, while the former action is in force */
            sigemptyset(&one);
            sigaddset(&one, number);
            pthread_sigmask(SIG_UNBLOCK, &one, &old);
            pthread_sigmask(SIG_SETMASK, &old, NULL);
            sigaction(number, &ours, NULL);
        }
    }
    errno = error;
}

static void on_time(int number)
{
    (void)number;
    int error = errno;
    faults *f = atomic_load(&active);
    if (f && f->timed) {
        put_text(f->late.fd, f->header);
        dump(f->late.fd, f->rt, true, "Thread");
        if (f->exits)
            _exit(1);
    }
    errno = error;
}

/* ---- State ---- */

static void set_file(ouro_runtime *rt, watch *w, ouro_object *file_owned)
{
    ouro_object *old = w->file;
    w->file = file_owned;
    ouro_xdecref(rt, old);
}

static bool disable(ouro_runtime *rt, faults *f)
{
    bool was = f->enabled;
    f->enabled = false;
    for (int i = 0; was && i < FATAL_SIGNALS; i++)
        sigaction(fatal_signals[i].number, &f->previous[i], NULL);
    set_file(rt, &f->fatal, NULL);
    return was;
}

static void cancel(ouro_runtime *rt, faults *f)
{
    if (f->timed) {
        f->timed = false;
        timer_delete(f->timer);
    }
    set_file(rt, &f->late, NULL);
}

static bool unregister(ouro_runtime *rt, faults *f, int number)
{
    watch *w = &f->chosen[number];
    bool was = w->on;
    if (was)
        sigaction(number, &w->before, NULL);
    w->on = false;
    set_file(rt, w, NULL);
    return was;
}

static void clear(ouro_runtime *rt, ouro_module_state *state)
{
    faults *f = (faults *)state;
    cancel(rt, f);
    disable(rt, f);
    for (int i = 1; i < SIGNALS; i++)
        unregister(rt, f, i);
}

static void destroy(ouro_runtime *rt, ouro_module_state *state)
{
    faults *f = (faults *)state;
    stack_t now;
    if (f->stack && sigaltstack(NULL, &now) == 0 && now.ss_sp == f->stack)
        sigaltstack(&(stack_t){.ss_flags = SS_DISABLE}, NULL);
    ouro__buffer_free(rt, f->stack);
    faults *own = f;
    atomic_compare_exchange_strong(&active, &own, NULL);
}

/* A stack for handlers, unless the thread has one. Without memory for it, one overflow less is told of. */
static void make_stack(ouro_runtime *rt, faults *f)
{
    stack_t now;
    if (f->stack || sigaltstack(NULL, &now) < 0 || !(now.ss_flags & SS_DISABLE))
        return;
    f->stack = ouro__heap_alloc(&rt->heap, STACK_SIZE, OURO_HEAP_RAW);
    if (f->stack)
        sigaltstack(&(stack_t){.ss_sp = f->stack, .ss_size = STACK_SIZE}, NULL);
}

/* NULL with an exception: no memory, or another runtime of this process has the signals. */
static faults *get_faults(ouro_runtime *rt)
{
    faults *f = ouro__module_state(rt, &key), *nobody = NULL;
    if (!f && (f = ouro__module_state_add(rt, &key, sizeof *f))) {
        f->rt = rt;
        f->state.clear = clear;
        f->state.destroy = destroy;
    }
    if (f && !atomic_compare_exchange_strong(&active, &nobody, f) && nobody != f)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "another runtime of this process handles its faults");
    return f;
}

static int install(int number, void (*handler)(int), int flags, struct sigaction *before)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, before);
}

/* ---- Arguments ---- */

/* Calls a method of the file without arguments: owned. */
static ouro_object *call_method(ouro_runtime *rt, ouro_object *file, const char *name)
{
    ouro_object *text = ouro__str_intern_cstring(rt, name),
                *method = text ? ouro__getattr(rt, file, text) : NULL;
    ouro_object *result = method ? ouro__call0(rt, method) : NULL;
    ouro_xdecref(rt, method);
    ouro_xdecref(rt, text);
    return result;
}

/* The descriptor of an argument: an int, a file, or NULL and None for sys.stderr. *file is owned, NULL for an int. -1 with an
 * exception. */
static int descriptor_of(ouro_runtime *rt, ouro_object *o, ouro_object **file)
{
    *file = NULL;
    if (!o || o == OURO_NONE(rt)) {
        o = ouro__dict_get_cstring(rt, rt->python->sys_dict, "stderr");
        if (!o || o == OURO_NONE(rt)) {
            if (!rt->error)
                ouro__raise(rt, OURO_T_RUNTIME_ERROR, o ? "sys.stderr is None" : "unable to get sys.stderr");
            return -1;
        }
    } else if (ouro__is_int(rt, o)) {
        int fd;
        if (ouro__as_int32(rt, o, &fd) < 0)
            return -1;
        if (fd < 0)
            ouro__raise(rt, OURO_T_VALUE_ERROR, "file is not a valid file descripter");
        return fd < 0 ? -1 : fd;
    }
    int64_t fd = -1;
    ouro_incref(o);
    ouro_object *number = call_method(rt, o, "fileno");
    bool valid = number && ouro__is_int(rt, number) && ouro__int_as_int64(rt, number, &fd) == 0 && fd >= 0 &&
                 fd <= INT_MAX;
    if (number && !valid)
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "file.fileno() is not a valid file descriptor");
    ouro_xdecref(rt, number);
    if (!valid) {
        ouro_decref(rt, o);
        return -1;
    }
    ouro_object *flushed = call_method(rt, o, "flush");
    if (!flushed)
        ouro__error_clear(rt);
    ouro_xdecref(rt, flushed);
    *file = o;
    return (int)fd;
}

static int as_signal(ouro_runtime *rt, ouro_object *o)
{
    int number;
    if (ouro__as_int32(rt, o, &number) < 0)
        return -1;
    for (int i = 0; i < FATAL_SIGNALS; i++) {
        if (number == fatal_signals[i].number) {
            ouro__raise(rt, OURO_T_RUNTIME_ERROR, "signal %d cannot be registered, use enable() instead",
                        number);
            return -1;
        }
    }
    if (number >= 1 && number < SIGNALS)
        return number;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "signal number out of range");
    return -1;
}

/* ---- Functions ---- */

OURO_C_FUNCTION(faulthandler_dump_traceback)
{
    OURO_PARSE(a, "dump_traceback", 0, 2, 0, 0, "file", "all_threads");
    bool all_threads = true;
    ouro_object *file;
    if (ouro__optional_bool(rt, a[1], &all_threads) < 0)
        return NULL;
    int fd = descriptor_of(rt, a[0], &file);
    if (fd < 0)
        return NULL;
    dump(fd, rt, all_threads, "Current thread");
    ouro_xdecref(rt, file);
    return ouro__check_interrupt(rt) < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

int ouro__faulthandler_enable(ouro_runtime *rt, ouro_object *file_argument, bool all_threads)
{
    ouro_object *file;
    faults *f = get_faults(rt);
    int fd = f ? descriptor_of(rt, file_argument, &file) : -1;
    if (fd < 0)
        return -1;
    set_file(rt, &f->fatal, file);
    f->fatal.fd = fd;
    f->fatal.all_threads = all_threads;
    make_stack(rt, f);
    for (int i = 0; !f->enabled && i < FATAL_SIGNALS; i++)
        install(fatal_signals[i].number, on_fatal, SA_NODEFER, &f->previous[i]);
    f->enabled = true;
    return 0;
}

OURO_C_FUNCTION(faulthandler_enable)
{
    OURO_PARSE(a, "enable", 0, 2, 0, 0, "file", "all_threads");
    bool all_threads = true;
    if (ouro__optional_bool(rt, a[1], &all_threads) < 0 ||
        ouro__faulthandler_enable(rt, a[0], all_threads) < 0)
        return NULL;
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(faulthandler_disable)
{
    faults *f = ouro__module_state(rt, &key);
    return ouro__bool(rt, f && disable(rt, f));
}

OURO_C_FUNCTION(faulthandler_is_enabled)
{
    const faults *f = ouro__module_state(rt, &key);
    return ouro__bool(rt, f && f->enabled);
}

OURO_C_FUNCTION(faulthandler_register)
{
    OURO_PARSE(a, "register", 0, 4, 1, 0, "signum", "file", "all_threads", "chain");
    bool all_threads = true, chain = false;
    if (ouro__optional_bool(rt, a[2], &all_threads) < 0 || ouro__optional_bool(rt, a[3], &chain) < 0)
        return NULL;
    int number = as_signal(rt, a[0]);
    faults *f = number < 0 ? NULL : get_faults(rt);
    ouro_object *file;
    int fd = f ? descriptor_of(rt, a[1], &file) : -1;
    if (fd < 0)
        return NULL;
    watch *w = &f->chosen[number];
    make_stack(rt, f);
    if (!w->on && install(number, on_chosen, SA_RESTART, &w->before) < 0) {
        ouro_xdecref(rt, file);
        return ouro__raise_system(rt);
    }
    set_file(rt, w, file);
    w->fd = fd;
    w->all_threads = all_threads;
    w->chain = chain;
    w->on = true;
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(faulthandler_unregister)
{
    int number = as_signal(rt, args[0]);
    faults *f = number < 0 ? NULL : ouro__module_state(rt, &key);
    return number < 0 ? NULL : ouro__bool(rt, f && unregister(rt, f, number));
}

/* "Timeout (0:00:01.500000)!\n" */
static void format_header(faults *f, uint64_t microseconds)
{
    uint64_t seconds = microseconds / 1000000, rest = microseconds % 1000000;
    int length =
        snprintf(f->header, sizeof f->header, "Timeout (%llu:%02u:%02u", (unsigned long long)(seconds / 3600),
                 (unsigned)(seconds / 60 % 60), (unsigned)(seconds % 60));
    if (rest)
        length += snprintf(f->header + length, sizeof f->header - (size_t)length, ".%06u", (unsigned)rest);
    snprintf(f->header + length, sizeof f->header - (size_t)length, ")!\n");
}

static int start_timer(ouro_runtime *rt, faults *f, double seconds, bool repeat)
{
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGRTMAX};
    event._sigev_un._tid = (pid_t)syscall(SYS_gettid);
    double whole;
    struct timespec after = {.tv_nsec = (long)(modf(seconds, &whole) * 1e9)};
    after.tv_sec = (time_t)whole;
    struct itimerspec times = {.it_value = after};
    if (repeat)
        times.it_interval = after;
    if (install(SIGRTMAX, on_time, SA_RESTART, NULL) < 0 ||
        timer_create(CLOCK_MONOTONIC, &event, &f->timer) < 0) {
        ouro__raise_system(rt);
        return -1;
    }
    f->timed = true;
    if (timer_settime(f->timer, 0, &times, NULL) == 0)
        return 0;
    ouro__raise_system(rt);
    cancel(rt, f);
    return -1;
}

OURO_C_FUNCTION(faulthandler_later)
{
    OURO_PARSE(a, "dump_traceback_later", 0, 4, 1, 0, "timeout", "repeat", "file", "exit");
    double seconds;
    bool repeat = false, exits = false;
    if (ouro__optional_bool(rt, a[1], &repeat) < 0 || ouro__optional_bool(rt, a[3], &exits) < 0 ||
        ouro__as_timeout(rt, a[0], &seconds) < 0)
        return NULL;
    if (seconds < 1e-6)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "timeout must be greater than 0");
    faults *f = get_faults(rt);
    ouro_object *file;
    int fd = f ? descriptor_of(rt, a[2], &file) : -1;
    if (fd < 0)
        return NULL;
    cancel(rt, f);
    format_header(f, (uint64_t)(seconds * 1e6));
    set_file(rt, &f->late, file);
    f->late.fd = fd;
    f->exits = exits;
    make_stack(rt, f);
    return start_timer(rt, f, seconds, repeat) < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(faulthandler_cancel)
{
    faults *f = ouro__module_state(rt, &key);
    if (f)
        cancel(rt, f);
    return ouro_ref(OURO_NONE(rt));
}

/* For tests of the handlers: without a core file. */
static ouro_object *die_of(ouro_runtime *rt, int number)
{
    raise(number);
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(faulthandler_sigsegv)
{
    return die_of(rt, SIGSEGV);
}

OURO_C_FUNCTION(faulthandler_sigabrt)
{
    return die_of(rt, SIGABRT);
}

OURO_C_FUNCTION(faulthandler_sigfpe)
{
    return die_of(rt, SIGFPE);
}

static const ouro_method_def functions[] = {
    {"enable", faulthandler_enable, OURO_METH_KEYWORDS, 0, -1,
     "enable(file=sys.stderr, all_threads=True): enable the fault handler"},
    {"disable", faulthandler_disable, 0, 0, 0, "disable(): disable the fault handler"},
    {"is_enabled", faulthandler_is_enabled, 0, 0, 0, "is_enabled()->bool: check if the handler is enabled"},
    {"dump_traceback", faulthandler_dump_traceback, OURO_METH_KEYWORDS, 0, -1,
     "dump_traceback(file=sys.stderr, all_threads=True): dump the traceback into file"},
    {"dump_traceback_later", faulthandler_later, OURO_METH_KEYWORDS, 0, -1,
     "dump_traceback_later(timeout, repeat=False, file=sys.stderr, exit=False):\ndump the traceback after "
     "timeout "
     "seconds, again and again if repeat is true.\nIf exit is true, end the process then."},
    {"cancel_dump_traceback_later", faulthandler_cancel, 0, 0, 0,
     "cancel_dump_traceback_later():\ncancel the previous call to dump_traceback_later()."},
    {"register", faulthandler_register, OURO_METH_KEYWORDS, 0, -1,
     "register(signum, file=sys.stderr, all_threads=True, chain=False): register a handler for the signal "
     "'signum': dump "
     "the traceback into file"},
    {"unregister", faulthandler_unregister, 0, 1, 1,
     "unregister(signum): unregister the handler of the signal 'signum' registered by register()"},
    {"_sigsegv", faulthandler_sigsegv, 0, 0, 1, "_sigsegv(release_gil=False): raise a SIGSEGV signal"},
    {"_sigabrt", faulthandler_sigabrt, 0, 0, 0, "_sigabrt(): raise a SIGABRT signal"},
    {"_sigfpe", faulthandler_sigfpe, 0, 0, 0, "_sigfpe(): raise a SIGFPE signal"},
    {0},
};

const ouro_module_def ouro__module_faulthandler = {"faulthandler", functions, NULL, "faulthandler module."};
