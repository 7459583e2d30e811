/* The _thread module for programs of one thread: locks that count and refuse as they should, and no second thread.
 *
 * Whoever waits for a lock waits for a signal handler to release it, or for the end of its patience. */
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>
#include <sys/syscall.h>

#include "modules/modules.h"
#include "modules/support.h"
#include "modules/sys_hooks.h"
#include "modules/thread.h"
#include "os/os.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"
#include "types/struct_sequence.h"
#include "types/types.h"

#define TIMEOUT_MAX 9223372036.0 /* seconds: 2^63 nanoseconds */

static uint64_t thread_id(void)
{
    return (uint64_t)(uintptr_t)pthread_self();
}

/* --- waiting --------------------------------------------------------------------------------------------- */

/* acquire()'s arguments: seconds to wait, less than 0 for ever, 0 not at all. 0, or -1 with an exception. */
static int parse_patience(ouro_runtime *rt, const char *function, ouro_object *const *args, size_t nargs,
                          ouro_object *kwnames, double *patience)
{
    static const char *const names[] = {"blocking", "timeout", NULL};
    const ouro_signature signature = {function, names, 0, 2, 0, 0};
    ouro_object *out[2];
    bool blocking = true;
    *patience = -1;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0 ||
        ouro__optional_bool(rt, out[0], &blocking) < 0 ||
        (out[1] && ouro__as_double(rt, out[1], patience) < 0))
        return -1;
    const char *wrong = isnan(*patience)                   ? "Invalid value NaN (not a number)"
                        : !blocking && *patience != -1     ? "can't specify a timeout for a non-blocking call"
                        : *patience < 0 && *patience != -1 ? "timeout value must be positive"
                                                           : NULL;
    if (wrong)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "%s", wrong);
    else if (*patience > TIMEOUT_MAX)
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR,
                    *patience > 9.2e18 ? "timestamp out of range for platform time_t"
                                       : "timeout value is too large");
    if (rt->error)
        return -1;
    if (!blocking)
        *patience = 0;
    return 0;
}

int ouro__wait_while(ouro_runtime *rt, const volatile uint64_t *busy, double patience)
{
    const uint64_t slice =
        20 * 1000 * 1000; /* ns: a handler that ran just before a sleep is noticed after it */
    uint64_t now = ouro__os_clock(), end = patience < 0 ? UINT64_MAX : now + (uint64_t)(patience * 1e9);
    while (*busy && now < end) {
        uint64_t rest = end - now < slice ? end - now : slice;
        struct timespec nap = {0, (long)rest};
        nanosleep(&nap, NULL);
        if (ouro__check_interrupt(rt) < 0)
            return -1;
        now = ouro__os_clock();
    }
    return !*busy;
}

/* --- lock ------------------------------------------------------------------------------------------------ */

typedef struct lock {
    ouro_object head;
    uint64_t locked;
} lock;

static ouro_object *new_lock(ouro_runtime *rt)
{
    return ouro__instance_new(rt, ouro__class_at(rt, OURO_T_LOCK));
}

OURO_METHOD(lock_acquire)
{
    double patience;
    if (parse_patience(rt, "acquire", args, nargs, kwnames, &patience) < 0)
        return NULL;
    lock *l = (lock *)self;
    int free = ouro__wait_while(rt, &l->locked, patience);
    if (free > 0)
        l->locked = 1;
    return free < 0 ? NULL : ouro_ref(free ? OURO_TRUE(rt) : OURO_FALSE(rt));
}

OURO_C_FUNCTION(lock_release)
{
    lock *l = (lock *)self;
    if (!l->locked)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "release unlocked lock");
    l->locked = 0;
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(lock_enter)
{
    return lock_acquire(rt, self, NULL, 0, NULL);
}

OURO_C_FUNCTION(lock_locked)
{
    return ouro_ref(((lock *)self)->locked ? OURO_TRUE(rt) : OURO_FALSE(rt));
}

OURO_C_FUNCTION(lock_at_fork_reinit)
{
    ((lock *)self)->locked = 0;
    return ouro_ref(OURO_NONE(rt));
}

static ouro_object *lock_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro__str_format(rt, "<%s %s object at 0x%llx>", ((lock *)self)->locked ? "locked" : "unlocked",
                            ouro__type_of(rt, self)->name, (unsigned long long)(uintptr_t)self);
}

#define ACQUIRE_DOC(name)                                                                                    \
    name "(blocking=True, timeout=-1) -> bool\n\nTake the lock, waiting for it unless told otherwise; tell " \
         "whether it was "                                                                                   \
         "taken."

static const ouro_method_def lock_methods[] = {
    {"acquire_lock", lock_acquire, OURO_METH_KEYWORDS, 0, -1, ACQUIRE_DOC("acquire")},
    {"acquire", lock_acquire, OURO_METH_KEYWORDS, 0, -1, ACQUIRE_DOC("acquire")},
    {"release_lock", lock_release, 0, 0, 0, "release()\n\nGive the lock back."},
    {"release", lock_release, 0, 0, 0, "release()\n\nGive the lock back."},
    {"locked_lock", lock_locked, 0, 0, 0, "locked() -> bool\n\nWhether it is taken."},
    {"locked", lock_locked, 0, 0, 0, "locked() -> bool\n\nWhether it is taken."},
    {"__enter__", lock_enter, 0, 0, 0, NULL},
    {"__exit__", lock_release, 0, 0, -1, NULL},
    {"_at_fork_reinit", lock_at_fork_reinit, 0, 0, 0, NULL},
    {0},
};

static OURO_BUILTIN_TYPE(lock) = {
    .id = OURO_T_LOCK,
    .slots = {.name = "_thread.lock",
              .size = sizeof(lock),
              .flags = OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_DISALLOW_NEW,
              .repr = lock_repr},
    .methods = lock_methods,
    .doc = "What allocate_lock() gives: only one at a time has it, and anyone may give it back.",
    .module = "_thread",
};

/* --- RLock ----------------------------------------------------------------------------------------------- */

typedef struct rlock {
    ouro_object head;
    uint64_t count, owner;
} rlock;

static bool is_own(const rlock *l)
{
    return l->count && l->owner == thread_id();
}

static ouro_object *rlock_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return ouro__instance_new(rt, cls);
}

OURO_METHOD(rlock_acquire)
{
    double patience;
    if (parse_patience(rt, "acquire", args, nargs, kwnames, &patience) < 0)
        return NULL;
    rlock *l = (rlock *)self;
    int free = is_own(l) ? 1 : ouro__wait_while(rt, &l->count, patience);
    if (free < 0)
        return NULL;
    if (free && l->count == UINT64_MAX)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Internal lock count overflowed");
    if (free) {
        l->count++;
        l->owner = thread_id();
    }
    return ouro_ref(free ? OURO_TRUE(rt) : OURO_FALSE(rt));
}

OURO_C_FUNCTION(rlock_release)
{
    rlock *l = (rlock *)self;
    if (!is_own(l))
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "cannot release un-acquired lock");
    if (--l->count == 0)
        l->owner = 0;
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(rlock_enter)
{
    return rlock_acquire(rt, self, NULL, 0, NULL);
}

OURO_C_FUNCTION(rlock_is_owned)
{
    return ouro_ref(is_own((rlock *)self) ? OURO_TRUE(rt) : OURO_FALSE(rt));
}

OURO_C_FUNCTION(rlock_recursion_count)
{
    return ouro__int_new(rt, is_own((rlock *)self) ? (int64_t)((rlock *)self)->count : 0);
}

OURO_C_FUNCTION(rlock_release_save)
{
    rlock *l = (rlock *)self;
    if (!l->count)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "cannot release un-acquired lock");
    ouro_object *saved =
        ouro__pack(rt, 2, ouro__int_from_uint64(rt, l->count), ouro__int_from_uint64(rt, l->owner));
    if (saved)
        l->count = l->owner = 0;
    return saved;
}

OURO_C_FUNCTION(rlock_acquire_restore)
{
    rlock *l = (rlock *)self;
    uint64_t count, owner;
    ouro_tuple *saved = (ouro_tuple *)args[0];
    if (!ouro__is_tuple(rt, args[0]) || saved->count != 2)
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "_acquire_restore() argument 1 must be a tuple of 2, not %T", args[0]);
    if (ouro__as_uint64_masked(rt, saved->items[0], &count) < 0 ||
        ouro__as_uint64_masked(rt, saved->items[1], &owner) < 0 || ouro__wait_while(rt, &l->count, -1) < 0)
        return NULL;
    l->count = count;
    l->owner = owner;
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(rlock_at_fork_reinit)
{
    ((rlock *)self)->count = ((rlock *)self)->owner = 0;
    return ouro_ref(OURO_NONE(rt));
}

static ouro_object *rlock_repr(ouro_runtime *rt, ouro_object *self)
{
    rlock *l = (rlock *)self;
    return ouro__str_format(rt, "<%s %s object owner=%llu count=%llu at 0x%llx>",
                            l->count ? "locked" : "unlocked", ouro__type_of(rt, self)->name,
                            (unsigned long long)l->owner, (unsigned long long)l->count,
                            (unsigned long long)(uintptr_t)self);
}

static const ouro_method_def rlock_methods[] = {
    {"acquire", rlock_acquire, OURO_METH_KEYWORDS, 0, -1, ACQUIRE_DOC("acquire")},
    {"release", rlock_release, 0, 0, 0, "release()\n\nGive the lock back, as often as it was taken."},
    {"_is_owned", rlock_is_owned, 0, 0, 0, NULL},
    {"_recursion_count", rlock_recursion_count, 0, 0, 0, NULL},
    {"_acquire_restore", rlock_acquire_restore, 0, 1, 1, NULL},
    {"_release_save", rlock_release_save, 0, 0, 0, NULL},
    {"__enter__", rlock_enter, 0, 0, 0, NULL},
    {"__exit__", rlock_release, 0, 0, -1, NULL},
    {"_at_fork_reinit", rlock_at_fork_reinit, 0, 0, 0, NULL},
    {0},
};

static OURO_BUILTIN_TYPE(rlock) = {
    .id = OURO_T_RLOCK,
    .slots = {.name = "_thread.RLock",
              .size = sizeof(rlock),
              .flags = OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_BASE,
              .repr = rlock_repr,
              .new_ = rlock_new},
    .methods = rlock_methods,
    .doc = "A lock that its owner may take again, and gives back as often.",
    .module = "_thread",
};

/* --- _local ---------------------------------------------------------------------------------------------- */

typedef struct local {
    ouro_object head;
    uint64_t attrs;
} local;

static ouro_object *local_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    (void)args;
    if ((nargs || (kwnames && ((ouro_tuple *)kwnames)->count)) &&
        ouro__refuses_keywords(rt, cls, OURO_T_THREAD_LOCAL))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "Initialization arguments are not supported");
    return ouro__instance_new(rt, cls);
}

static ouro_object *local_dict(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *dict = ouro__instance_dict(rt, self);
    return dict ? ouro_ref(dict) : NULL;
}

static const ouro_getset_def local_getsets[] = {{"__dict__", local_dict, NULL, NULL}, {0}};

static OURO_BUILTIN_TYPE(local) = {
    .id = OURO_T_THREAD_LOCAL,
    .slots = {.name = "_thread._local",
              .size = sizeof(local),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE | OURO_TYPE_WEAKLY_REFERENCEABLE,
              .attrs_offset = offsetof(local, attrs),
              .new_ = local_new},
    .getsets = local_getsets,
    .doc = "Thread-local data",
    .module = "_thread",
};

/* --- functions ------------------------------------------------------------------------------------------- */

OURO_C_FUNCTION(thread_start_new_thread)
{
    const char *wrong = NULL;
    if (!ouro__is_callable(rt, args[0]))
        wrong = "first arg must be callable";
    else if (!ouro__is_tuple(rt, args[1]))
        wrong = "2nd arg must be a tuple";
    else if (nargs > 2 && !ouro__is_dict(rt, args[2]))
        wrong = "optional 3rd arg must be a dictionary";
    if (wrong)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s", wrong);
    return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "can't start new thread");
}

OURO_C_FUNCTION(thread_allocate_lock)
{
    return new_lock(rt);
}

OURO_C_FUNCTION(thread_exit)
{
    ouro__raise_statement(rt, ouro__class_at(rt, OURO_T_SYSTEM_EXIT), NULL);
    return NULL;
}

OURO_C_FUNCTION(thread_interrupt_main)
{
    int number = SIGINT;
    struct sigaction action;
    if (ouro__optional_int32(rt, nargs ? args[0] : NULL, &number) < 0)
        return NULL;
    if (number < 1 || number > SIGRTMAX)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "signal number out of range");
    /* A signal that the program does not handle is nothing to it. */
    if (sigaction(number, NULL, &action) == 0 && action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN)
        raise(number);
    return ouro__check_interrupt(rt) < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(thread_get_ident)
{
    return ouro__int_from_uint64(rt, thread_id());
}

OURO_C_FUNCTION(thread_get_native_id)
{
    return ouro__int_new(rt, syscall(SYS_gettid));
}

OURO_C_FUNCTION(thread_count)
{
    return ouro__int_new(rt, 0);
}

/* What a new thread would have: checked, and good for nothing else. */
OURO_C_FUNCTION(thread_stack_size)
{
    int64_t size = 0;
    if (nargs && ouro__index_argument(rt, args[0], &size) < 0)
        return NULL;
    if (size < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "size must be 0 or a positive value");
    if (size && size < 32768)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "size not valid: %lld bytes", (long long)size);
    int64_t old = rt->python->thread_stack_size;
    if (nargs)
        rt->python->thread_stack_size = size;
    return ouro__int_new(rt, old);
}

OURO_C_FUNCTION(thread_excepthook)
{
    if (!ouro__is_exactly(args[0], OURO_T_EXCEPT_HOOK_ARGS))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "_thread.excepthook argument type must be ExceptHookArgs");
    ouro_object **fields = ((ouro_tuple *)args[0])->items; /* class, exception, traceback, thread */
    if (fields[0] == ouro__class_at(rt, OURO_T_SYSTEM_EXIT))
        return ouro_ref(OURO_NONE(rt));
    ouro_object *name = fields[3] == OURO_NONE(rt) ? ouro__int_from_uint64(rt, thread_id())
                                                   : ouro__getattr(rt, fields[3], NAME(rt, name));
    if (!name)
        return NULL;
    ouro__show_thread_exception(rt, name, fields[1]);
    ouro_decref(rt, name);
    return ouro_ref(OURO_NONE(rt));
}

static const ouro_member_def hook_fields[] = {
    OURO_FIELD(0, "exc_type", "Exception type"),
    OURO_FIELD(1, "exc_value", "Exception value"),
    OURO_FIELD(2, "exc_traceback", "Exception traceback"),
    OURO_FIELD(3, "thread", "Thread"),
    {0},
};

static OURO_BUILTIN_TYPE(except_hook_args) = {
    .id = OURO_T_EXCEPT_HOOK_ARGS,
    .base_id = OURO_T_TUPLE,
    .slots = {.name = "_thread._ExceptHookArgs",
              OURO_STRUCT_SEQUENCE_SLOTS(4),
              .flags = OURO_STRUCT_SEQUENCE_FLAGS,
              .new_ = ouro__struct_sequence_make},
    .members = hook_fields,
    .methods = ouro__struct_sequence_methods,
    .module = "_thread",
    .doc = "ExceptHookArgs\n\nType used to pass arguments to threading.excepthook.",
};

static const ouro_method_def functions[] = {
    {"start_new_thread", thread_start_new_thread, 0, 2, 3,
     "start_new_thread(function, args[, kwargs])\n\nRaise RuntimeError: there is one thread."},
    {"start_new", thread_start_new_thread, 0, 2, 3,
     "start_new(function, args[, kwargs])\n\nThe same as start_new_thread()."},
    {"allocate_lock", thread_allocate_lock, 0, 0, 0, "allocate_lock() -> lock object"},
    {"allocate", thread_allocate_lock, 0, 0, 0, "allocate() -> lock object\n\nThe same as allocate_lock()."},
    {"exit_thread", thread_exit, 0, 0, 0, "exit_thread()\n\nThe same as exit()."},
    {"exit", thread_exit, 0, 0, 0, "exit()\n\nRaise SystemExit."},
    {"interrupt_main", thread_interrupt_main, 0, 0, 1,
     "interrupt_main(signum=signal.SIGINT, /)\n\nMake it seem that the signal has arrived."},
    {"get_ident", thread_get_ident, 0, 0, 0,
     "get_ident() -> integer\n\nA nonzero number that names the thread."},
    {"get_native_id", thread_get_native_id, 0, 0, 0,
     "get_native_id() -> integer\n\nThe operating system's number of the thread."},
    {"_count", thread_count, 0, 0, 0, "_count() -> integer\n\nHow many threads run beside the main one."},
    {"stack_size", thread_stack_size, 0, 0, 1,
     "stack_size([size]) -> size\n\nThe stack size of new threads, in bytes."},
    {"_set_sentinel", thread_allocate_lock, 0, 0, 0, "_set_sentinel() -> lock"},
    {"_excepthook", thread_excepthook, 0, 1, 1, "excepthook(exc_type, exc_value, exc_traceback, thread)"},
    {0},
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_lock, "LockType"},
                                             {&ouro__builtin_rlock, "RLock"},
                                             {&ouro__builtin_local, "_local"},
                                             {&ouro__builtin_except_hook_args, "_ExceptHookArgs"},
                                             {NULL, NULL}};
    ouro_object *dict = ouro__module_dict(module);
    if (ouro__module_add_types(rt, module, types) < 0 ||
        ouro__struct_sequence_complete(rt, OURO_T_EXCEPT_HOOK_ARGS) < 0)
        return -1;
    if (ouro__dict_set_cstring(rt, dict, "error", ouro__class_at(rt, OURO_T_RUNTIME_ERROR)) < 0)
        return -1;
    return ouro__put(rt, dict, "TIMEOUT_MAX", ouro__float_new(rt, TIMEOUT_MAX));
}

const ouro_module_def ouro__module_thread = {"_thread", functions, exec,
                                             "Locks, and what else programs of one thread ask of threads."};
