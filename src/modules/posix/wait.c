/* Waiting for children, and reading what their statuses say. */
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "modules/posix/posix.h"
#include "modules/resource.h"
#include "vm/import.h"
#include "types/float.h"

static const ouro_member_def waitid_fields[] = {
    OURO_FIELD(0, "si_pid", NULL),    OURO_FIELD(1, "si_uid", NULL),  OURO_FIELD(2, "si_signo", NULL),
    OURO_FIELD(3, "si_status", NULL), OURO_FIELD(4, "si_code", NULL), {0},
};

OURO_BUILTIN_TYPE(waitid_result) = {
    .id = OURO_T_WAITID_RESULT,
    .base_id = OURO_T_TUPLE,
    .members = waitid_fields,
    .methods = ouro__struct_sequence_methods,
    .module = "posix",
    .doc = "waitid_result: Result from waitid.",
    .slots = {.name = "posix.waitid_result",
              OURO_STRUCT_SEQUENCE_SLOTS(5),
              .flags = OURO_STRUCT_SEQUENCE_FLAGS,
              .new_ = ouro__struct_sequence_make},
};

static ouro_object *pid_and_status(ouro_runtime *rt, pid_t pid, int status)
{
    if (pid < 0)
        return ouro__raise_system(rt);
    ouro_object *items[2] = {ouro__int_new(rt, pid), ouro__int_new(rt, status)};
    return ouro__tuple_from_owned(rt, items, 2);
}

OURO_C_FUNCTION(posix_wait)
{
    int status = 0;
    pid_t pid;
    OURO_RETRY(pid, wait(&status));
    return pid_and_status(rt, pid, status);
}

OURO_C_FUNCTION(posix_waitpid)
{
    int which, options, status = 0;
    pid_t pid;
    if (ouro__as_int32(rt, args[0], &which) < 0 || ouro__as_int32(rt, args[1], &options) < 0)
        return NULL;
    OURO_RETRY(pid, waitpid(which, &status, options));
    return pid_and_status(rt, pid, status);
}

/* Owned. */
static ouro_object *usage_new(ouro_runtime *rt, const struct rusage *usage)
{
    ouro_object *module = ouro__import_cstring(rt, "resource"); /* which makes the type */
    ouro_object *o = module ? ouro__resource_usage(rt, usage) : NULL;
    ouro_xdecref(rt, module);
    return o;
}

static ouro_object *with_usage(ouro_runtime *rt, pid_t pid, int status, const struct rusage *usage)
{
    if (pid < 0)
        return ouro__raise_system(rt);
    ouro_object *items[3] = {ouro__int_new(rt, pid), ouro__int_new(rt, status), usage_new(rt, usage)};
    if (!items[2]) {
        ouro_xdecref(rt, items[0]);
        ouro_xdecref(rt, items[1]);
        return NULL;
    }
    return ouro__tuple_from_owned(rt, items, 3);
}

OURO_C_FUNCTION(posix_wait3)
{
    OURO_PARSE(a, "wait3", 0, 1, 1, 0, "options");
    int options, status = 0;
    struct rusage usage = {0};
    pid_t pid;
    if (ouro__as_int32(rt, a[0], &options) < 0)
        return NULL;
    OURO_RETRY(pid, wait3(&status, options, &usage));
    return with_usage(rt, pid, status, &usage);
}

OURO_C_FUNCTION(posix_wait4)
{
    OURO_PARSE(a, "wait4", 0, 2, 2, 0, "pid", "options");
    int which, options, status = 0;
    struct rusage usage = {0};
    pid_t pid;
    if (ouro__as_int32(rt, a[0], &which) < 0 || ouro__as_int32(rt, a[1], &options) < 0)
        return NULL;
    OURO_RETRY(pid, wait4(which, &status, options, &usage));
    return with_usage(rt, pid, status, &usage);
}

OURO_C_FUNCTION(posix_waitid)
{
    int kind, which, options, result;
    if (ouro__as_int32(rt, args[0], &kind) < 0 || ouro__as_int32(rt, args[1], &which) < 0 ||
        ouro__as_int32(rt, args[2], &options) < 0)
        return NULL;
    siginfo_t info = {0};
    OURO_RETRY(result, waitid((idtype_t)kind, (id_t)which, &info, options));
    if (result < 0)
        return ouro__raise_system(rt);
    if (info.si_pid == 0)
        return OURO_NONE(rt);
    ouro_object *items[5] = {ouro__int_new(rt, info.si_pid), ouro__id_new(rt, info.si_uid),
                             ouro__int_new(rt, info.si_signo), ouro__int_new(rt, info.si_status),
                             ouro__int_new(rt, info.si_code)};
    return ouro__struct_sequence_new(rt, OURO_T_WAITID_RESULT, items, 5);
}

#define STATUS_FUNCTION(name, make)                                                                          \
    OURO_C_FUNCTION(posix_##name)                                                                            \
    {                                                                                                        \
        OURO_PARSE(a, #name, 0, 1, 1, 0, "status");                                                          \
        int status;                                                                                          \
        return ouro__as_int32(rt, a[0], &status) < 0 ? NULL : make(rt, name(status));                        \
    }
STATUS_FUNCTION(WCOREDUMP, ouro__bool)
STATUS_FUNCTION(WIFCONTINUED, ouro__bool)
STATUS_FUNCTION(WIFSTOPPED, ouro__bool)
STATUS_FUNCTION(WIFSIGNALED, ouro__bool)
STATUS_FUNCTION(WIFEXITED, ouro__bool)
STATUS_FUNCTION(WEXITSTATUS, ouro__int_new)
STATUS_FUNCTION(WTERMSIG, ouro__int_new)
STATUS_FUNCTION(WSTOPSIG, ouro__int_new)

OURO_C_FUNCTION(posix_waitstatus_to_exitcode)
{
    OURO_PARSE(a, "waitstatus_to_exitcode", 0, 1, 1, 0, "status");
    int status;
    if (ouro__as_int32(rt, a[0], &status) < 0)
        return NULL;
    if (WIFEXITED(status))
        return ouro__int_new(rt, WEXITSTATUS(status));
    if (WIFSIGNALED(status))
        return ouro__int_new(rt, -WTERMSIG(status));
    if (WIFSTOPPED(status))
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "process stopped by delivery of signal %d",
                           WSTOPSIG(status));
    return ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid wait status: %d", status);
}

const ouro_method_def ouro__posix_wait_functions[] = {
    {"wait", posix_wait, 0, 0, 0, "wait($module, /)\n--\n\nWait for completion of a child process."},
    {"waitpid", posix_waitpid, 0, 2, 2,
     "waitpid($module, pid, options, /)\n--\n\nWait for completion of a given child process."},
    {"wait3", posix_wait3, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"wait4", posix_wait4, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"waitid", posix_waitid, 0, 3, 3, NULL},
    {"WCOREDUMP", posix_WCOREDUMP, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"WIFCONTINUED", posix_WIFCONTINUED, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"WIFSTOPPED", posix_WIFSTOPPED, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"WIFSIGNALED", posix_WIFSIGNALED, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"WIFEXITED", posix_WIFEXITED, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"WEXITSTATUS", posix_WEXITSTATUS, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"WTERMSIG", posix_WTERMSIG, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"WSTOPSIG", posix_WSTOPSIG, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"waitstatus_to_exitcode", posix_waitstatus_to_exitcode, OURO_METH_KEYWORDS, 0, 0, NULL},
    {0},
};
