/* Processes: forking, replacing the program, signals, sessions and groups of processes. */
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "modules/posix/posix.h"
#include "types/module_state.h"

/* --- arrays for exec ------------------------------------------------------------------------------------- */

void ouro__string_array_free(ouro_runtime *rt, char **array)
{
    for (char **p = array; p && *p; p++)
        ouro__buffer_free(rt, *p);
    ouro__buffer_free(rt, array);
}

/* A zero-ended copy of the parts; NULL with an exception. */
static char *copy_text(ouro_runtime *rt, ouro_bytes *a, const char *between, ouro_bytes *b)
{
    size_t middle = strlen(between), length = a->length + middle + (b ? b->length : 0);
    char *text = ouro__buffer_alloc(rt, length + 1);
    if (!text)
        return NULL;
    memcpy(text, a->data, a->length);
    memcpy(text + a->length, between, middle);
    if (b)
        memcpy(text + a->length + middle, b->data, b->length);
    text[length] = 0;
    return text;
}

static char **array_alloc(ouro_runtime *rt, size_t count)
{
    char **array = ouro__buffer_alloc(rt, (count + 1) * sizeof *array);
    for (size_t i = 0; array && i <= count; i++)
        array[i] = NULL;
    return array;
}

char **ouro__string_array(ouro_runtime *rt, ouro_object *sequence)
{
    ouro_object *items = ouro__tuple_from_iterable(rt, sequence);
    if (!items)
        return NULL;
    size_t count = ((ouro_tuple *)items)->count;
    char **array = array_alloc(rt, count);
    for (size_t i = 0; array && i < count; i++) {
        ouro_object *bytes = ouro__path_bytes(rt, ((ouro_tuple *)items)->items[i]);
        array[i] = bytes ? copy_text(rt, (ouro_bytes *)bytes, "", NULL) : NULL;
        ouro_xdecref(rt, bytes);
        if (!array[i]) {
            ouro__string_array_free(rt, array);
            array = NULL;
        }
    }
    ouro_decref(rt, items);
    return array;
}

/* One "KEY=value". */
static char *environment_entry(ouro_runtime *rt, ouro_object *key, ouro_object *value)
{
    ouro_object *name = ouro__path_bytes(rt, key), *text = name ? ouro__path_bytes(rt, value) : NULL;
    char *entry = NULL;
    if (text) {
        const ouro_bytes *b = (ouro_bytes *)name;
        if (b->length == 0 || memchr(b->data + 1, '=', b->length - 1) || b->data[0] == '=')
            ouro__raise(rt, OURO_T_VALUE_ERROR, "illegal environment variable name");
        else
            entry = copy_text(rt, (ouro_bytes *)name, "=", (ouro_bytes *)text);
    }
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, text);
    return entry;
}

char **ouro__environment_array(ouro_runtime *rt, ouro_object *mapping)
{
    ouro_object *keys = ouro__call_method(rt, mapping, NAME(rt, keys), 0);
    ouro_object *list = keys ? ouro__list_from_iterable(rt, keys) : NULL;
    ouro_xdecref(rt, keys);
    if (!list)
        return NULL;
    size_t count = ((ouro_list *)list)->count;
    char **array = array_alloc(rt, count);
    for (size_t i = 0; array && i < count && i < ((ouro_list *)list)->count; i++) {
        ouro_object *key = ((ouro_list *)list)->items[i], *value = ouro__getitem(rt, mapping, key);
        array[i] = value ? environment_entry(rt, key, value) : NULL;
        ouro_xdecref(rt, value);
        if (!array[i]) {
            ouro__string_array_free(rt, array);
            array = NULL;
        }
    }
    ouro_decref(rt, list);
    return array;
}

/* --- exec ------------------------------------------------------------------------------------------------ */

static bool is_sequence(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_list(rt, o) || ouro__is_tuple(rt, o);
}

/* The arguments of execv and execve, checked. */
static char **exec_arguments(ouro_runtime *rt, const char *function, ouro_object *arguments)
{
    if (!is_sequence(rt, arguments))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() arg 2 must be a tuple or list", function);
    char **argv = ouro__string_array(rt, arguments);
    if (argv && (!argv[0] || !argv[0][0])) {
        ouro__raise(rt, OURO_T_VALUE_ERROR,
                    argv[0] ? "%s() arg 2 first element cannot be empty" : "%s() arg 2 must not be empty",
                    function);
        ouro__string_array_free(rt, argv);
        return NULL;
    }
    return argv;
}

OURO_C_FUNCTION(posix_execv)
{
    ouro_path path = OURO_PATH("execv");
    if (ouro__path_from(rt, &path, args[0]) < 0)
        return NULL;
    char **argv = exec_arguments(rt, "execv", args[1]);
    if (argv) {
        execv(path.name, argv);
        ouro__raise_errno(rt, errno, NULL); /* as CPython: execve alone names the file */
    }
    ouro__string_array_free(rt, argv);
    ouro__path_drop(rt, &path);
    return NULL;
}

OURO_C_FUNCTION(posix_execve)
{
    OURO_PARSE(a, "execve", 0, 3, 3, 0, "path", "argv", "env");
    ouro_path path = OURO_PATH_OR_FD("execve");
    if (ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    char **argv = NULL, **environment = NULL;
    if (!is_sequence(rt, a[1]))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "execve: argv must be a tuple or list");
    else if (!ouro__type_of(rt, a[2])->getitem || is_sequence(rt, a[2]) || ouro__is_str(rt, a[2]))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "execve: environment must be a mapping object");
    else if ((argv = ouro__string_array(rt, a[1]))) {
        if (!argv[0] || !argv[0][0])
            ouro__raise(rt, OURO_T_VALUE_ERROR,
                        argv[0] ? "execve: argv first element cannot be empty"
                                : "execve: argv must not be empty");
        else
            environment = ouro__environment_array(rt, a[2]);
    }
    if (environment) {
        if (path.name)
            execve(path.name, argv, environment);
        else
            fexecve(path.fd, argv, environment);
        ouro__path_error(rt, &path, NULL);
    }
    ouro__string_array_free(rt, argv);
    ouro__string_array_free(rt, environment);
    ouro__path_drop(rt, &path);
    return NULL;
}

/* --- fork ------------------------------------------------------------------------------------------------ */

enum { BEFORE, AFTER_IN_CHILD, AFTER_IN_PARENT, WHENS };

static const char fork_key; /* of a tuple of lists */

/* The lists of functions, made when they are wanted: borrowed. */
static ouro_object *fork_functions(ouro_runtime *rt, int when, bool make)
{
    ouro_object *kept = ouro__module_object(rt, &fork_key), **place;
    if (!kept && make && (place = ouro__module_object_place(rt, &fork_key))) {
        ouro_object *lists[WHENS];
        for (int i = 0; i < WHENS; i++)
            lists[i] = ouro__list_new(rt, 0);
        if (lists[0] && lists[1] && lists[2]) {
            *place = kept = ouro__tuple_from_owned(rt, lists, WHENS);
        } else {
            for (int i = 0; i < WHENS; i++)
                ouro_xdecref(rt, lists[i]);
        }
    }
    return kept ? ((ouro_tuple *)kept)->items[when] : NULL;
}

/* What they raise is reported. `backwards`: the last registered first. */
static void run_fork_functions(ouro_runtime *rt, int when, bool backwards)
{
    ouro_object *registered = fork_functions(rt, when, false);
    ouro_list *list = registered ? (ouro_list *)ouro__list_from_iterable(rt, registered) : NULL;
    if (registered && !list)
        ouro__report_unraisable(rt, NULL, NULL);
    for (uint32_t i = 0; list && i < list->count; i++) {
        ouro_object *function = list->items[backwards ? list->count - 1 - i : i];
        ouro_object *result = ouro__call0(rt, function);
        if (!result)
            ouro__report_unraisable(rt, NULL, function);
        ouro_xdecref(rt, result);
    }
    ouro_xdecref(rt, (ouro_object *)list);
}

void ouro__before_fork(ouro_runtime *rt)
{
    run_fork_functions(rt, BEFORE, true);
}

void ouro__after_fork(ouro_runtime *rt, bool in_child)
{
    run_fork_functions(rt, in_child ? AFTER_IN_CHILD : AFTER_IN_PARENT, false);
}

OURO_C_FUNCTION(posix_register_at_fork)
{
    OURO_PARSE(a, "register_at_fork", 0, 0, 0, 3, "before", "after_in_child", "after_in_parent");
    static const char *const names[WHENS] = {"before", "after_in_child", "after_in_parent"};
    if (!a[0] && !a[1] && !a[2])
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "At least one argument is required.");
    for (int i = 0; i < WHENS; i++)
        if (a[i] && !ouro__is_callable(rt, a[i]))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "'%s' must be callable, not %T", names[i], a[i]);
    for (int i = 0; i < WHENS; i++) {
        ouro_object *list = a[i] ? fork_functions(rt, i, true) : NULL;
        if (a[i] && (!list || ouro__list_append(rt, list, a[i]) < 0))
            return NULL;
    }
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(posix_fork)
{
    ouro__before_fork(rt);
    pid_t pid = fork();
    int error = errno;
    if (pid >= 0 && rt->hooks.child_started)
        rt->hooks.child_started(rt, pid, NULL);
    ouro__after_fork(rt, pid == 0);
    errno = error;
    return pid < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, pid);
}

OURO_C_FUNCTION(posix_forkpty)
{
    int terminal = -1;
    ouro__before_fork(rt);
    pid_t pid = forkpty(&terminal, NULL, NULL, NULL);
    int error = errno;
    if (pid >= 0 && rt->hooks.child_started)
        rt->hooks.child_started(rt, pid, NULL);
    ouro__after_fork(rt, pid == 0);
    errno = error;
    if (pid < 0)
        return ouro__raise_system(rt);
    ouro_object *items[2] = {ouro__int_new(rt, pid), ouro__int_new(rt, terminal)};
    return ouro__tuple_from_owned(rt, items, 2);
}

/* --- ends and signals ------------------------------------------------------------------------------------ */

OURO_C_FUNCTION(posix__exit)
{
    OURO_PARSE(a, "_exit", 0, 1, 1, 0, "status");
    int status;
    if (ouro__as_int32(rt, a[0], &status) < 0)
        return NULL;
    if (rt->hooks.capture_end)
        rt->hooks.capture_end(rt, status);
    _exit(status);
}

OURO_C_FUNCTION(posix_abort)
{
    abort();
}

OURO_C_FUNCTION(posix_kill)
{
    int pid, number;
    if (ouro__as_int32(rt, args[0], &pid) < 0 || ouro__as_int32(rt, args[1], &number) < 0)
        return NULL;
    if (kill(pid, number) < 0)
        return ouro__raise_system(rt);
    return ouro__check_interrupt(rt) < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(posix_killpg)
{
    int group, number;
    if (ouro__as_int32(rt, args[0], &group) < 0 || ouro__as_int32(rt, args[1], &number) < 0)
        return NULL;
    if (killpg(group, number) < 0)
        return ouro__raise_system(rt);
    return ouro__check_interrupt(rt) < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(posix_pidfd_open)
{
    OURO_PARSE(a, "pidfd_open", 0, 2, 1, 0, "pid", "flags");
    int pid, flags = 0;
    if (ouro__as_int32(rt, a[0], &pid) < 0 || ouro__optional_int32(rt, a[1], &flags) < 0)
        return NULL;
    long fd = syscall(SYS_pidfd_open, pid, (unsigned)flags);
    return fd < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, fd);
}

OURO_C_FUNCTION(posix_nice)
{
    int increment;
    if (ouro__as_int32(rt, args[0], &increment) < 0)
        return NULL;
    errno = 0;
    int value = nice(increment);
    return value == -1 && errno ? ouro__raise_system(rt) : ouro__int_new(rt, value);
}

OURO_C_FUNCTION(posix_getpriority)
{
    OURO_PARSE(a, "getpriority", 0, 2, 2, 0, "which", "who");
    int which, who;
    if (ouro__as_int32(rt, a[0], &which) < 0 || ouro__as_int32(rt, a[1], &who) < 0)
        return NULL;
    errno = 0;
    int value = getpriority((__priority_which_t)which, (id_t)who);
    return value == -1 && errno ? ouro__raise_system(rt) : ouro__int_new(rt, value);
}

OURO_C_FUNCTION(posix_setpriority)
{
    OURO_PARSE(a, "setpriority", 0, 3, 3, 0, "which", "who", "priority");
    int which, who, priority;
    if (ouro__as_int32(rt, a[0], &which) < 0 || ouro__as_int32(rt, a[1], &who) < 0 ||
        ouro__as_int32(rt, a[2], &priority) < 0)
        return NULL;
    return ouro__none_or_system(rt, setpriority((__priority_which_t)which, (id_t)who, priority));
}

OURO_C_FUNCTION(posix_system)
{
    OURO_PARSE(a, "system", 0, 1, 1, 0, "command");
    ouro_object *command = ouro__path_bytes(rt, a[0]);
    if (!command)
        return NULL;
    int status = system((const char *)((ouro_bytes *)command)->data);
    ouro_decref(rt, command);
    return ouro__int_new(rt, status);
}

const ouro_method_def ouro__posix_process_functions[] = {
    {"execv", posix_execv, 0, 2, 2,
     "execv($module, path, argv, /)\n--\n\nExecute an executable path with arguments, replacing current "
     "process."},
    {"execve", posix_execve, OURO_METH_KEYWORDS, 0, 0,
     "execve($module, /, path, argv, env)\n--\n\nExecute an executable path with arguments, replacing "
     "current process."},
    {"register_at_fork", posix_register_at_fork, OURO_METH_KEYWORDS, 0, 0,
     "register_at_fork($module, /, *, before=<unrepresentable>,\n                 "
     "after_in_child=<unrepresentable>,\n                 after_in_parent=<unrepresentable>)\n--\n\nRegister "
     "callables to be called when forking a new process."},
    {"fork", posix_fork, 0, 0, 0,
     "fork($module, /)\n--\n\nFork a child process.\n\nReturn 0 to child process and PID of child to parent "
     "process."},
    {"forkpty", posix_forkpty, 0, 0, 0,
     "forkpty($module, /)\n--\n\nFork a new process with a new pseudo-terminal as controlling tty."},
    {"_exit", posix__exit, OURO_METH_KEYWORDS, 0, 0,
     "_exit($module, /, status)\n--\n\nExit to the system with specified status, without normal exit "
     "processing."},
    {"abort", posix_abort, 0, 0, 0, "abort($module, /)\n--\n\nAbort the interpreter immediately."},
    {"kill", posix_kill, 0, 2, 2, "kill($module, pid, signal, /)\n--\n\nKill a process with a signal."},
    {"killpg", posix_killpg, 0, 2, 2,
     "killpg($module, pgid, signal, /)\n--\n\nKill a process group with a signal."},
    {"pidfd_open", posix_pidfd_open, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"nice", posix_nice, 0, 1, 1,
     "nice($module, increment, /)\n--\n\nAdd increment to the priority of process and return the new "
     "priority."},
    {"getpriority", posix_getpriority, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"setpriority", posix_setpriority, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"system", posix_system, OURO_METH_KEYWORDS, 0, 0,
     "system($module, /, command)\n--\n\nExecute the command in a subshell."},
    {0},
};
