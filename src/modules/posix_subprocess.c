/* The _posixsubprocess module: fork_exec, what subprocess starts programs with.
 *
 * Between fork and exec the child does only what is safe there: no memory is allocated. (A preexec_fn asks for the
 * interpreter, and gets it, as in CPython, at its own risk.) */
#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "modules/modules.h"
#include "modules/posix/posix.h"

typedef struct plan {
    char **argv, **programs, **environment;
    const char *directory; /* NULL: stay */
    int *kept;             /* descriptors, ascending */
    size_t kept_count;
    int stdin_read, stdin_write, stdout_read, stdout_write, stderr_read, stderr_write, error_read,
        error_write;
    bool close_fds, restore_signals, new_session;
    int process_group; /* -1: stay */
    gid_t *groups;
    int64_t group_count; /* -1: leave them */
    uint32_t uid, gid;
    bool set_uid, set_gid;
    int umask; /* -1: leave it */
    ouro_object *preexec;
} plan;

/* --- in the child ---------------------------------------------------------------------------------------- */

static int set_inheritable(int fd)
{
    int flags = fcntl(fd, F_GETFD);
    return flags < 0 ? -1 : fcntl(fd, F_SETFD, flags & ~FD_CLOEXEC);
}

/* Puts `from` in the place of a standard descriptor. */
static int take_place(int from, int to)
{
    if (from == to)
        return set_inheritable(from);
    return from == -1 ? 0 : dup2(from, to) < 0 ? -1 : 0;
}

/* Closes all from 3 on but those kept, in runs between them. */
static void close_others(const plan *p)
{
    int start = 3;
    for (size_t i = 0; i < p->kept_count; i++) {
        if (p->kept[i] < start)
            continue;
        if (p->kept[i] > start)
            (void)close_range((unsigned)start, (unsigned)p->kept[i] - 1, 0);
        start = p->kept[i] + 1;
    }
    (void)close_range((unsigned)start, ~0u, 0);
}

static int arrange_descriptors(plan *p)
{
    for (size_t i = 0; i < p->kept_count; i++)
        if (p->kept[i] != p->error_write && set_inheritable(p->kept[i]) < 0)
            return -1;
    const int parents[] = {p->stdin_write, p->stdout_read, p->stderr_read, p->error_read};
    for (size_t i = 0; i < sizeof parents / sizeof *parents; i++)
        if (parents[i] != -1)
            close(parents[i]);
    /* One that is to be moved must not be overwritten before. */
    if (p->stdout_write == 0 && (p->stdout_write = dup(p->stdout_write)) < 0)
        return -1;
    while (p->stderr_write == 0 || p->stderr_write == 1)
        if ((p->stderr_write = dup(p->stderr_write)) < 0)
            return -1;
    return take_place(p->stdin_read, 0) < 0 || take_place(p->stdout_write, 1) < 0 ||
                   take_place(p->stderr_write, 2) < 0
               ? -1
               : 0;
}

static int change_identity(const plan *p)
{
    if (p->group_count >= 0 && setgroups((size_t)p->group_count, p->groups) < 0)
        return -1;
    if (p->set_gid && setregid(p->gid, p->gid) < 0)
        return -1;
    return p->set_uid && setreuid(p->uid, p->uid) < 0 ? -1 : 0;
}

/* What the parent reads: "OSError:ERRNO:" and, when it was not exec that failed, "noexec". */
static void report(int fd, const char *kind, int error, const char *tail)
{
    char text[64];
    size_t n = 0;
    for (const char *c = kind; *c; c++)
        text[n++] = *c;
    text[n++] = ':';
    char digits[12];
    int count = 0;
    unsigned value = (unsigned)error;
    do {
        digits[count++] = "0123456789ABCDEF"[value & 15];
    } while (value >>= 4);
    while (count)
        text[n++] = digits[--count];
    text[n++] = ':';
    for (const char *c = tail; *c; c++)
        text[n++] = *c;
    ssize_t written = write(fd, text, n);
    (void)written;
}

static int prepare(plan *p)
{
    if (arrange_descriptors(p) < 0)
        return -1;
    if (p->directory && chdir(p->directory) < 0)
        return -1;
    if (p->umask >= 0)
        umask((mode_t)p->umask);
    if (p->restore_signals) {
        signal(SIGPIPE, SIG_DFL);
        signal(SIGXFSZ, SIG_DFL);
    }
    if (p->new_session && setsid() < 0)
        return -1;
    if (p->process_group >= 0 && setpgid(0, p->process_group) < 0)
        return -1;
    return change_identity(p);
}

/* Does not come back. */
static void run_child(ouro_runtime *rt, plan *p)
{
    if (prepare(p) < 0) {
        report(p->error_write, "OSError", errno, "noexec");
        _exit(255);
    }
    if (p->preexec) {
        ouro__after_fork(rt, true);
        ouro_object *result = ouro__call0(rt, p->preexec);
        if (!result) {
            report(p->error_write, "SubprocessError", 0, "Exception occurred in preexec_fn.");
            _exit(255);
        }
    }
    if (p->close_fds)
        close_others(p);
    int saved = 0;
    for (char **program = p->programs; *program; program++) {
        if (p->environment)
            execve(*program, p->argv, p->environment);
        else
            execv(*program, p->argv);
        if (errno != ENOENT && errno != ENOTDIR && !saved)
            saved = errno;
    }
    report(p->error_write, "OSError", saved ? saved : errno, "");
    _exit(255);
}

/* --- the arguments --------------------------------------------------------------------------------------- */

static int take_kept(ouro_runtime *rt, plan *p, ouro_object *fds)
{
    if (!ouro__is_tuple(rt, fds)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "fork_exec() argument 4 must be tuple, not %T", fds);
        return -1;
    }
    ouro_tuple *t = (ouro_tuple *)fds;
    p->kept = ouro__buffer_alloc(rt, (t->count + 1) * sizeof *p->kept);
    int before = -1;
    for (size_t i = 0; p->kept && i < t->count; i++) {
        int64_t fd;
        if (!ouro__is_int(rt, t->items[i]) || ouro__int_as_int64(rt, t->items[i], &fd) < 0 || fd <= before ||
            fd > INT32_MAX) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "bad value(s) in fds_to_keep");
            return -1;
        }
        p->kept[p->kept_count++] = before = (int)fd;
    }
    return p->kept ? 0 : -1;
}

static int take_groups(ouro_runtime *rt, plan *p, ouro_object *groups)
{
    p->group_count = -1;
    if (groups == OURO_NONE(rt))
        return 0;
    if (!ouro__is_list(rt, groups)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "setgroups argument must be a list");
        return -1;
    }
    ouro_list *l = (ouro_list *)groups;
    p->groups = ouro__buffer_alloc(rt, ((size_t)l->count + 1) * sizeof *p->groups);
    if (!p->groups)
        return -1;
    for (uint32_t i = 0; i < l->count; i++)
        if (ouro__as_id(rt, l->items[i], "gid", &p->groups[i]) < 0)
            return -1;
    p->group_count = l->count;
    return 0;
}

static int take_id(ouro_runtime *rt, ouro_object *o, const char *kind, uint32_t *id, bool *set)
{
    *set = o != OURO_NONE(rt);
    return *set ? ouro__as_id(rt, o, kind, id) : 0;
}

/* process_args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite,
 * errpipe_read, errpipe_write, restore_signals, start_new_session, process_group, gid, extra_groups, uid, umask, preexec_fn
 * and allow_vfork. */
static int take_plan(ouro_runtime *rt, plan *p, ouro_object *const *args, ouro_object **directory)
{
    int *const fds[] = {&p->stdin_read,  &p->stdin_write,  &p->stdout_read, &p->stdout_write,
                        &p->stderr_read, &p->stderr_write, &p->error_read,  &p->error_write};
    if (ouro__optional_bool(rt, args[2], &p->close_fds) < 0 || take_kept(rt, p, args[3]) < 0)
        return -1;
    for (int i = 0; i < 8; i++)
        if (ouro__as_int32(rt, args[6 + i], fds[i]) < 0)
            return -1;
    if (ouro__optional_bool(rt, args[14], &p->restore_signals) < 0 ||
        ouro__optional_bool(rt, args[15], &p->new_session) < 0 ||
        ouro__as_int32(rt, args[16], &p->process_group) < 0 ||
        take_id(rt, args[17], "gid", &p->gid, &p->set_gid) < 0 || take_groups(rt, p, args[18]) < 0 ||
        take_id(rt, args[19], "uid", &p->uid, &p->set_uid) < 0 || ouro__as_int32(rt, args[20], &p->umask) < 0)
        return -1;
    p->preexec = args[21] == OURO_NONE(rt) ? NULL : args[21];
    if (p->close_fds && p->error_write < 3) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "errpipe_write must be >= 3");
        return -1;
    }
    p->programs = ouro__string_array(rt, args[1]);
    p->argv = p->programs ? ouro__string_array(rt, args[0]) : NULL;
    if (!p->argv)
        return -1;
    if (args[5] != OURO_NONE(rt) && !(p->environment = ouro__string_array(rt, args[5])))
        return -1;
    if (args[4] != OURO_NONE(rt)) {
        *directory = ouro__path_bytes(rt, args[4]);
        if (!*directory)
            return -1;
        p->directory = (const char *)((ouro_bytes *)*directory)->data;
    }
    return 0;
}

static void drop_plan(ouro_runtime *rt, plan *p)
{
    ouro__string_array_free(rt, p->argv);
    ouro__string_array_free(rt, p->programs);
    ouro__string_array_free(rt, p->environment);
    ouro__buffer_free(rt, p->kept);
    ouro__buffer_free(rt, p->groups);
}

OURO_C_FUNCTION(fork_exec)
{
    plan p = {.group_count = -1};
    ouro_object *directory = NULL, *result = NULL;
    if (take_plan(rt, &p, args, &directory) == 0) {
        /* Signals wait until the child has no handlers of ours any more. */
        if (p.preexec)
            ouro__before_fork(rt);
        pid_t pid = fork();
        if (pid == 0)
            run_child(rt, &p);
        int error = errno;
        if (pid > 0 && rt->hooks.child_started)
            rt->hooks.child_started(rt, pid, p.argv);
        if (p.preexec)
            ouro__after_fork(rt, false);
        errno = error;
        result = pid < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, pid);
    }
    ouro_xdecref(rt, directory);
    drop_plan(rt, &p);
    return result;
}

static const ouro_method_def functions[] = {
    {"fork_exec", fork_exec, 0, 23, 23,
     "fork_exec(args, executable_list, close_fds, pass_fds, cwd, env,\n          p2cread, p2cwrite, c2pread, "
     "c2pwrite,\n          errread, errwrite, errpipe_read, errpipe_write,\n          restore_signals, "
     "call_setsid, pgid_to_set,\n          gid, groups_list, uid,\n          preexec_fn)\n\nForks a child "
     "process, closes parent file descriptors as appropriate in the\nchild and dups the few that are needed "
     "before calling exec() in the child\nprocess."},
    {0},
};

const ouro_module_def ouro__module_posixsubprocess = {"_posixsubprocess", functions, NULL,
                                                      "A POSIX helper for the subprocess module."};
