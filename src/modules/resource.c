/* The module resource: what the process uses and may use. */
#include "modules/resource.h"

#include <sys/resource.h>
#include <unistd.h>

#include "modules/modules.h"
#include "modules/support.h"
#include "types/float.h"
#include "types/int.h"
#include "types/struct_sequence.h"
#include "types/types.h"

enum { FIELDS = 16 };

static const ouro_member_def fields[] = {
    OURO_FIELD(0, "ru_utime", "user time used"),
    OURO_FIELD(1, "ru_stime", "system time used"),
    OURO_FIELD(2, "ru_maxrss", "max. resident set size"),
    OURO_FIELD(3, "ru_ixrss", "shared memory size"),
    OURO_FIELD(4, "ru_idrss", "unshared data size"),
    OURO_FIELD(5, "ru_isrss", "unshared stack size"),
    OURO_FIELD(6, "ru_minflt", "page faults not requiring I/O"),
    OURO_FIELD(7, "ru_majflt", "page faults requiring I/O"),
    OURO_FIELD(8, "ru_nswap", "number of swap outs"),
    OURO_FIELD(9, "ru_inblock", "block input operations"),
    OURO_FIELD(10, "ru_oublock", "block output operations"),
    OURO_FIELD(11, "ru_msgsnd", "IPC messages sent"),
    OURO_FIELD(12, "ru_msgrcv", "IPC messages received"),
    OURO_FIELD(13, "ru_nsignals", "signals received"),
    OURO_FIELD(14, "ru_nvcsw", "voluntary context switches"),
    OURO_FIELD(15, "ru_nivcsw", "involuntary context switches"),
    {0},
};

static OURO_BUILTIN_TYPE(struct_rusage) = {
    .id = OURO_T_STRUCT_RUSAGE,
    .base_id = OURO_T_TUPLE,
    .members = fields,
    .methods = ouro__struct_sequence_methods,
    .module = "resource",
    .doc = "struct_rusage: Result from getrusage.\n\nThis object may be accessed either as a tuple of its "
           "fields, in their "
           "order,\nor by their names.",
    .slots = {.name = "resource.struct_rusage",
              OURO_STRUCT_SEQUENCE_SLOTS(FIELDS),
              .flags = OURO_STRUCT_SEQUENCE_FLAGS,
              .new_ = ouro__struct_sequence_make},
};

static ouro_object *seconds(ouro_runtime *rt, struct timeval t)
{
    return ouro__float_new(rt, (double)t.tv_sec + (double)t.tv_usec * 1e-6);
}

ouro_object *ouro__resource_usage(ouro_runtime *rt, const struct rusage *u)
{
    ouro_object *items[FIELDS] = {seconds(rt, u->ru_utime), seconds(rt, u->ru_stime)};
    const long counts[FIELDS - 2] = {u->ru_maxrss, u->ru_ixrss,    u->ru_idrss,   u->ru_isrss,   u->ru_minflt,
                                     u->ru_majflt, u->ru_nswap,    u->ru_inblock, u->ru_oublock, u->ru_msgsnd,
                                     u->ru_msgrcv, u->ru_nsignals, u->ru_nvcsw,   u->ru_nivcsw};
    for (int i = 2; i < FIELDS; i++)
        items[i] = ouro__int_new(rt, counts[i - 2]);
    return ouro__struct_sequence_new(rt, OURO_T_STRUCT_RUSAGE, items, FIELDS);
}

OURO_C_FUNCTION(resource_getrusage)
{
    int who;
    struct rusage usage;
    if (ouro__as_int32(rt, args[0], &who) < 0)
        return NULL;
    if (getrusage(who, &usage) == 0)
        return ouro__resource_usage(rt, &usage);
    return errno == EINVAL ? ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid who parameter")
                           : ouro__raise_system(rt);
}

/* A resource's number: -1 with an exception. */
static int as_resource(ouro_runtime *rt, ouro_object *o)
{
    int resource;
    if (ouro__as_int32(rt, o, &resource) < 0)
        return -1;
    if (resource >= 0 && resource < (int)RLIM_NLIMITS)
        return resource;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid resource specified");
    return -1;
}

static ouro_object *limits_of(ouro_runtime *rt, const struct rlimit *limit)
{
    return ouro__pack(rt, 2, ouro__int_new(rt, (int64_t)limit->rlim_cur),
                      ouro__int_new(rt, (int64_t)limit->rlim_max));
}

static int as_limits(ouro_runtime *rt, ouro_object *o, struct rlimit *limit)
{
    ouro_object *tuple = ouro__tuple_from_iterable(rt, o);
    if (!tuple)
        return -1;
    int64_t soft, hard;
    int status = -1;
    const ouro_tuple *t = (ouro_tuple *)tuple;
    if (t->count != 2)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "expected a tuple of 2 integers");
    else if (ouro__as_int64(rt, t->items[0], &soft) == 0 && ouro__as_int64(rt, t->items[1], &hard) == 0)
        status = 0;
    ouro_decref(rt, tuple);
    if (status == 0)
        *limit = (struct rlimit){(rlim_t)soft, (rlim_t)hard};
    return status;
}

static ouro_object *refused(ouro_runtime *rt)
{
    if (errno == EINVAL)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "current limit exceeds maximum limit");
    if (errno == EPERM)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "not allowed to raise maximum limit");
    return ouro__raise_system(rt);
}

OURO_C_FUNCTION(resource_getrlimit)
{
    int resource = as_resource(rt, args[0]);
    struct rlimit limit;
    if (resource < 0)
        return NULL;
    return getrlimit(resource, &limit) < 0 ? ouro__raise_system(rt) : limits_of(rt, &limit);
}

OURO_C_FUNCTION(resource_setrlimit)
{
    int resource = as_resource(rt, args[0]);
    struct rlimit limit;
    if (resource < 0 || as_limits(rt, args[1], &limit) < 0)
        return NULL;
    return setrlimit(resource, &limit) < 0 ? refused(rt) : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(resource_prlimit)
{
    int pid, resource;
    struct rlimit limit, old;
    if (ouro__as_int32(rt, args[0], &pid) < 0 || (resource = as_resource(rt, args[1])) < 0)
        return NULL;
    bool change = nargs > 2 && args[2] != OURO_NONE(rt);
    if (change && as_limits(rt, args[2], &limit) < 0)
        return NULL;
    if (prlimit(pid, (enum __rlimit_resource)resource, change ? &limit : NULL, &old) == 0)
        return limits_of(rt, &old);
    return errno == EINVAL ? refused(rt) : ouro__raise_system(rt);
}

OURO_C_FUNCTION(resource_getpagesize)
{
    return ouro__int_new(rt, sysconf(_SC_PAGESIZE));
}

static const ouro_method_def functions[] = {
    {"getrusage", resource_getrusage, 0, 1, 1, "getrusage($module, who, /)\n--\n\n"},
    {"getrlimit", resource_getrlimit, 0, 1, 1, "getrlimit($module, resource, /)\n--\n\n"},
    {"setrlimit", resource_setrlimit, 0, 2, 2, "setrlimit($module, resource, limits, /)\n--\n\n"},
    {"prlimit", resource_prlimit, 0, 2, 3, "prlimit(pid, resource, [limits])"},
    {"getpagesize", resource_getpagesize, 0, 0, 0, "getpagesize($module, /)\n--\n\n"},
    {0},
};

#define X(name) {#name, (int64_t)name},
static const ouro_int_constant constants[] = {
    /* clang-format off */
    X(RLIMIT_CPU) X(RLIMIT_FSIZE) X(RLIMIT_DATA) X(RLIMIT_STACK) X(RLIMIT_CORE) X(RLIMIT_NOFILE) X(RLIMIT_OFILE)
    X(RLIMIT_AS) X(RLIMIT_RSS) X(RLIMIT_NPROC) X(RLIMIT_MEMLOCK) X(RLIMIT_MSGQUEUE) X(RLIMIT_NICE) X(RLIMIT_RTPRIO)
    X(RLIMIT_RTTIME) X(RLIMIT_SIGPENDING) X(RUSAGE_SELF) X(RUSAGE_CHILDREN) X(RUSAGE_THREAD) X(RLIM_INFINITY) {0}
    /* clang-format on */
};
#undef X

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_struct_rusage, "struct_rusage"}, {NULL, NULL}};
    ouro_object *dict = ouro__module_dict(module);
    return ouro__module_add_types(rt, module, types) < 0 ||
                   ouro__struct_sequence_complete(rt, OURO_T_STRUCT_RUSAGE) < 0 ||
                   ouro__put(rt, dict, "error", ouro_ref(ouro__class_at(rt, OURO_T_OS_ERROR))) < 0
               ? -1
               : ouro__put_constants(rt, dict, constants);
}

const ouro_module_def ouro__module_resource = {"resource", functions, exec, NULL};
