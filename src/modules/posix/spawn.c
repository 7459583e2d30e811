/* posix_spawn and posix_spawnp. */
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include "modules/posix/posix.h"

typedef struct spawn {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    short flags;
} spawn;

enum { SPAWN_OPEN, SPAWN_CLOSE, SPAWN_DUP2 };

/* The items behind the tag as C ints, or TypeError. */
static int action_ints(ouro_runtime *rt, ouro_tuple *action, size_t count, int *out, const char *shape)
{
    if (action->count != count + 1) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s file_action tuple must have %zu elements", shape, count + 1);
        return -1;
    }
    for (size_t i = 0; i < count; i++)
        if (ouro__as_int32(rt, action->items[1 + i], &out[i]) < 0)
            return -1;
    return 0;
}

static int add_open(ouro_runtime *rt, spawn *s, ouro_tuple *action)
{
    int fd, flags, mode;
    if (action->count != 5) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "A open file_action tuple must have 5 elements");
        return -1;
    }
    if (ouro__as_int32(rt, action->items[1], &fd) < 0 || ouro__as_int32(rt, action->items[3], &flags) < 0 ||
        ouro__as_int32(rt, action->items[4], &mode) < 0)
        return -1;
    ouro_object *path = ouro__path_bytes(rt, action->items[2]);
    if (!path)
        return -1;
    int error = posix_spawn_file_actions_addopen(&s->actions, fd, (const char *)((ouro_bytes *)path)->data,
                                                 flags, (mode_t)mode);
    ouro_decref(rt, path);
    if (error)
        ouro__raise_errno(rt, error, NULL);
    return error ? -1 : 0;
}

static int add_action(ouro_runtime *rt, spawn *s, ouro_object *o)
{
    int tag, values[2], error = 0;
    if (!ouro__is_tuple(rt, o) || ((ouro_tuple *)o)->count == 0) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "Each file_actions element must be a non-empty tuple");
        return -1;
    }
    ouro_tuple *action = (ouro_tuple *)o;
    if (ouro__as_int32(rt, action->items[0], &tag) < 0)
        return -1;
    switch (tag) {
    case SPAWN_OPEN:
        return add_open(rt, s, action);
    case SPAWN_CLOSE:
        if (action_ints(rt, action, 1, values, "A close") < 0)
            return -1;
        error = posix_spawn_file_actions_addclose(&s->actions, values[0]);
        break;
    case SPAWN_DUP2:
        if (action_ints(rt, action, 2, values, "A dup2") < 0)
            return -1;
        error = posix_spawn_file_actions_adddup2(&s->actions, values[0], values[1]);
        break;
    default:
        ouro__raise(rt, OURO_T_TYPE_ERROR, "Unknown file_actions identifier");
        return -1;
    }
    if (error)
        ouro__raise_errno(rt, error, NULL);
    return error ? -1 : 0;
}

static int add_actions(ouro_runtime *rt, spawn *s, ouro_object *actions)
{
    ouro_iteration it;
    ouro_object *action;
    if (!ouro__type_of(rt, actions)->getitem && !ouro__type_of(rt, actions)->iter) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "file_actions must be a sequence or None");
        return -1;
    }
    if (ouro__iterate(rt, &it, actions) < 0)
        return -1;
    int status = 0;
    while (status == 0 && (action = ouro__iterate_next(rt, &it))) {
        status = add_action(rt, s, action);
        ouro_decref(rt, action);
    }
    return ouro__iterate_end(rt, &it) < 0 ? -1 : status;
}

/* An iterable of signal numbers. */
static int signal_set(ouro_runtime *rt, ouro_object *signals, sigset_t *set)
{
    ouro_iteration it;
    ouro_object *item;
    sigemptyset(set);
    if (ouro__iterate(rt, &it, signals) < 0)
        return -1;
    int status = 0, number;
    while (status == 0 && (item = ouro__iterate_next(rt, &it))) {
        status = ouro__as_int32(rt, item, &number);
        if (status == 0 && (number <= 0 || number >= NSIG)) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "signal number %d out of range [1; %d]", number, NSIG - 1);
            status = -1;
        } else if (status == 0) {
            (void)sigaddset(set, number);
        }
        ouro_decref(rt, item);
    }
    return ouro__iterate_end(rt, &it) < 0 ? -1 : status;
}

static int add_scheduler(ouro_runtime *rt, spawn *s, ouro_object *scheduler)
{
    if (!ouro__is_tuple(rt, scheduler) || ((ouro_tuple *)scheduler)->count != 2) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "A scheduler tuple must have two elements");
        return -1;
    }
    ouro_object *const *items = ((ouro_tuple *)scheduler)->items;
    int policy;
    struct sched_param parameter;
    if (!ouro__is_exactly(items[1], OURO_T_SCHED_PARAM)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "must have a sched_param object");
        return -1;
    }
    if (ouro__as_int32(rt, ((ouro_tuple *)items[1])->items[0], &parameter.sched_priority) < 0)
        return -1;
    if (items[0] != OURO_NONE(rt)) {
        if (ouro__as_int32(rt, items[0], &policy) < 0)
            return -1;
        posix_spawnattr_setschedpolicy(&s->attributes, policy);
        s->flags |= POSIX_SPAWN_SETSCHEDULER;
    }
    posix_spawnattr_setschedparam(&s->attributes, &parameter);
    s->flags |= POSIX_SPAWN_SETSCHEDPARAM;
    return 0;
}

/* The keyword arguments: file_actions, setpgroup, resetids, setsid, setsigmask, setsigdef, scheduler. */
static int add_options(ouro_runtime *rt, spawn *s, ouro_object *const *given)
{
    int group;
    int reset = 0, session = 0;
    sigset_t set;
    if (given[0] && given[0] != OURO_NONE(rt) && add_actions(rt, s, given[0]) < 0)
        return -1;
    if (given[1]) {
        if (ouro__as_int32(rt, given[1], &group) < 0)
            return -1;
        posix_spawnattr_setpgroup(&s->attributes, group);
        s->flags |= POSIX_SPAWN_SETPGROUP;
    }
    if (ouro__optional_int32(rt, given[2], &reset) < 0 || ouro__optional_int32(rt, given[3], &session) < 0)
        return -1;
    s->flags = (short)(s->flags | (reset ? POSIX_SPAWN_RESETIDS : 0) | (session ? POSIX_SPAWN_SETSID : 0));
    if (given[4]) {
        if (signal_set(rt, given[4], &set) < 0)
            return -1;
        posix_spawnattr_setsigmask(&s->attributes, &set);
        s->flags |= POSIX_SPAWN_SETSIGMASK;
    }
    if (given[5]) {
        if (signal_set(rt, given[5], &set) < 0)
            return -1;
        posix_spawnattr_setsigdefault(&s->attributes, &set);
        s->flags |= POSIX_SPAWN_SETSIGDEF;
    }
    if (given[6] && given[6] != OURO_NONE(rt) && add_scheduler(rt, s, given[6]) < 0)
        return -1;
    posix_spawnattr_setflags(&s->attributes, s->flags);
    return 0;
}

static ouro_object *run_spawn(ouro_runtime *rt, const char *function, bool search, ouro_object *const *a)
{
    ouro_path path = OURO_PATH(function);
    spawn s = {.flags = 0};
    char **argv = NULL, **environment = NULL;
    ouro_object *result = NULL;
    if (ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    posix_spawn_file_actions_init(&s.actions);
    posix_spawnattr_init(&s.attributes);
    if (!ouro__is_list(rt, a[1]) && !ouro__is_tuple(rt, a[1]))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s: argv must be a tuple or list", function);
    else if (!ouro__type_of(rt, a[2])->getitem || ouro__is_list(rt, a[2]) || ouro__is_tuple(rt, a[2]))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s: environment must be a mapping object", function);
    else if ((argv = ouro__string_array(rt, a[1])) && (!argv[0] || !argv[0][0]))
        ouro__raise(rt, OURO_T_VALUE_ERROR,
                    argv[0] ? "%s: argv first element cannot be empty" : "%s: argv must not be empty",
                    function);
    else if (argv && (environment = ouro__environment_array(rt, a[2])) && add_options(rt, &s, a + 3) == 0) {
        pid_t pid;
        int error = (search ? posix_spawnp : posix_spawn)(&pid, path.name, &s.actions, &s.attributes, argv,
                                                          environment);
        result = error ? ouro__raise_errno(rt, error, path.object) : ouro__int_new(rt, pid);
    }
    posix_spawn_file_actions_destroy(&s.actions);
    posix_spawnattr_destroy(&s.attributes);
    ouro__string_array_free(rt, argv);
    ouro__string_array_free(rt, environment);
    ouro__path_drop(rt, &path);
    return result;
}

OURO_C_FUNCTION(posix_posix_spawn)
{
    OURO_PARSE(a, "posix_spawn", 3, 3, 3, 7, "path", "argv", "env", "file_actions", "setpgroup", "resetids",
               "setsid", "setsigmask", "setsigdef", "scheduler");
    return run_spawn(rt, "posix_spawn", false, a);
}

OURO_C_FUNCTION(posix_posix_spawnp)
{
    OURO_PARSE(a, "posix_spawnp", 3, 3, 3, 7, "path", "argv", "env", "file_actions", "setpgroup", "resetids",
               "setsid", "setsigmask", "setsigdef", "scheduler");
    return run_spawn(rt, "posix_spawnp", true, a);
}

const ouro_method_def ouro__posix_spawn_functions[] = {
    {"posix_spawn", posix_posix_spawn, OURO_METH_KEYWORDS, 0, 0,
     "posix_spawn($module, path, argv, env, /, *, file_actions=(),\n            setpgroup=<unrepresentable>, "
     "resetids=False, setsid=False,\n            setsigmask=(), setsigdef=(), "
     "scheduler=<unrepresentable>)\n--\n\nExecute the program specified by path in a new process."},
    {"posix_spawnp", posix_posix_spawnp, OURO_METH_KEYWORDS, 0, 0, NULL},
    {0},
};
