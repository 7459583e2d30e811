/* How the system shares out the processor: policies, priorities, affinity. */
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include "modules/posix/posix.h"
#include "types/float.h"
#include "types/set.h"

static const ouro_member_def param_fields[] = {OURO_FIELD(0, "sched_priority", "the scheduling priority"),
                                               {0}};

/* Takes the priority itself, not a sequence. */
static ouro_object *param_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    (void)cls;
    OURO_PARSE(a, "sched_param", 0, 1, 1, 0, "sched_priority");
    ouro_object *items[1] = {ouro_ref(a[0])};
    return ouro__struct_sequence_new(rt, OURO_T_SCHED_PARAM, items, 1);
}

OURO_C_FUNCTION(param_reduce)
{
    ouro_object *arguments = ouro__tuple_of(rt, 1, ((ouro_tuple *)self)->items[0]);
    ouro_object *pair = arguments ? ouro__tuple_of(rt, 2, ouro__class_of(rt, self), arguments) : NULL;
    ouro_xdecref(rt, arguments);
    return pair;
}

static const ouro_method_def param_methods[] = {{"__reduce__", param_reduce, 0, 0, 0, NULL}, {0}};

OURO_BUILTIN_TYPE(sched_param) = {
    .id = OURO_T_SCHED_PARAM,
    .base_id = OURO_T_TUPLE,
    .members = param_fields,
    .methods = param_methods,
    .module = "posix",
    .doc = "sched_param(sched_priority)\n--\n\nCurrently has only one field: sched_priority",
    .slots = {.name = "posix.sched_param",
              OURO_STRUCT_SEQUENCE_SLOTS(1),
              .flags = OURO_STRUCT_SEQUENCE_FLAGS,
              .new_ = param_new},
};

static int as_param(ouro_runtime *rt, ouro_object *o, struct sched_param *param)
{
    if (!ouro__is_exactly(o, OURO_T_SCHED_PARAM)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "must have a sched_param object");
        return -1;
    }
    return ouro__as_int32(rt, ((ouro_tuple *)o)->items[0], &param->sched_priority);
}

static ouro_object *int_or_system(ouro_runtime *rt, int value)
{
    return value < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, value);
}

OURO_C_FUNCTION(posix_priority_max)
{
    OURO_PARSE(a, "sched_get_priority_max", 0, 1, 1, 0, "policy");
    int policy;
    return ouro__as_int32(rt, a[0], &policy) < 0 ? NULL : int_or_system(rt, sched_get_priority_max(policy));
}

OURO_C_FUNCTION(posix_priority_min)
{
    OURO_PARSE(a, "sched_get_priority_min", 0, 1, 1, 0, "policy");
    int policy;
    return ouro__as_int32(rt, a[0], &policy) < 0 ? NULL : int_or_system(rt, sched_get_priority_min(policy));
}

OURO_C_FUNCTION(posix_getscheduler)
{
    int pid;
    return ouro__as_int32(rt, args[0], &pid) < 0 ? NULL : int_or_system(rt, sched_getscheduler(pid));
}

OURO_C_FUNCTION(posix_setscheduler)
{
    int pid, policy;
    struct sched_param param;
    if (ouro__as_int32(rt, args[0], &pid) < 0 || ouro__as_int32(rt, args[1], &policy) < 0 ||
        as_param(rt, args[2], &param) < 0)
        return NULL;
    return ouro__none_or_system(rt, sched_setscheduler(pid, policy, &param));
}

OURO_C_FUNCTION(posix_getparam)
{
    int pid;
    struct sched_param param;
    if (ouro__as_int32(rt, args[0], &pid) < 0)
        return NULL;
    if (sched_getparam(pid, &param) < 0)
        return ouro__raise_system(rt);
    ouro_object *items[1] = {ouro__int_new(rt, param.sched_priority)};
    return ouro__struct_sequence_new(rt, OURO_T_SCHED_PARAM, items, 1);
}

OURO_C_FUNCTION(posix_setparam)
{
    int pid;
    struct sched_param param;
    if (ouro__as_int32(rt, args[0], &pid) < 0 || as_param(rt, args[1], &param) < 0)
        return NULL;
    return ouro__none_or_system(rt, sched_setparam(pid, &param));
}

OURO_C_FUNCTION(posix_rr_get_interval)
{
    int pid;
    struct timespec interval;
    if (ouro__as_int32(rt, args[0], &pid) < 0)
        return NULL;
    if (sched_rr_get_interval(pid, &interval) < 0)
        return ouro__raise_system(rt);
    return ouro__float_new(rt, (double)interval.tv_sec + 1e-9 * (double)interval.tv_nsec);
}

OURO_C_FUNCTION(posix_sched_yield)
{
    return ouro__none_or_system(rt, sched_yield());
}

/* --- affinity ------------------------------------------------------------------------------------------- */

enum { CPUS_MAX = 1 << 16 };

static int collect_cpus(ouro_runtime *rt, ouro_object *cpus, cpu_set_t *set, size_t size)
{
    ouro_iteration it;
    ouro_object *item;
    if (ouro__iterate(rt, &it, cpus) < 0)
        return -1;
    int status = 0;
    while (status == 0 && (item = ouro__iterate_next(rt, &it))) {
        int64_t cpu = 0;
        if (!ouro__is_int(rt, item)) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "expected an iterator of ints, but iterator yielded %R",
                        ouro__class_of(rt, item));
            status = -1;
        } else if (ouro__int_as_int64(rt, item, &cpu) < 0 || cpu > CPUS_MAX - 1) {
            ouro__raise(rt, OURO_T_OVERFLOW_ERROR, cpu < 0 ? "negative CPU number" : "CPU number too large");
            status = -1;
        } else if (cpu < 0) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "negative CPU number");
            status = -1;
        } else {
            CPU_SET_S((size_t)cpu, size, set);
        }
        ouro_decref(rt, item);
    }
    return ouro__iterate_end(rt, &it) < 0 ? -1 : status;
}

static cpu_set_t *empty_cpu_set(ouro_runtime *rt, size_t size)
{
    cpu_set_t *set = ouro__buffer_alloc(rt, size);
    if (set)
        CPU_ZERO_S(size, set);
    return set;
}

OURO_C_FUNCTION(posix_setaffinity)
{
    int pid;
    size_t size = CPU_ALLOC_SIZE(CPUS_MAX);
    cpu_set_t *set = ouro__as_int32(rt, args[0], &pid) < 0 ? NULL : empty_cpu_set(rt, size);
    if (!set)
        return NULL;
    ouro_object *result = NULL;
    if (collect_cpus(rt, args[1], set, size) == 0)
        result = ouro__none_or_system(rt, sched_setaffinity(pid, size, set));
    ouro__buffer_free(rt, set);
    return result;
}

/* The numbers of a cpu_set_t as a set: owned. */
static ouro_object *set_of_cpus(ouro_runtime *rt, const cpu_set_t *set, size_t size)
{
    ouro_object *cpus = ouro__set_new(rt, NULL);
    for (size_t i = 0; cpus && i < CPUS_MAX; i++) {
        if (!CPU_ISSET_S(i, size, set))
            continue;
        ouro_object *cpu = ouro__int_new(rt, (int64_t)i);
        int status = cpu ? ouro__set_add(rt, cpus, cpu) : -1;
        ouro_xdecref(rt, cpu);
        if (status < 0) {
            ouro_decref(rt, cpus);
            return NULL;
        }
    }
    return cpus;
}

OURO_C_FUNCTION(posix_getaffinity)
{
    int pid;
    size_t size = CPU_ALLOC_SIZE(CPUS_MAX);
    cpu_set_t *set = ouro__as_int32(rt, args[0], &pid) < 0 ? NULL : empty_cpu_set(rt, size);
    if (!set)
        return NULL;
    ouro_object *cpus =
        sched_getaffinity(pid, size, set) < 0 ? ouro__raise_system(rt) : set_of_cpus(rt, set, size);
    ouro__buffer_free(rt, set);
    return cpus;
}

const ouro_method_def ouro__posix_scheduling_functions[] = {
    {"sched_get_priority_max", posix_priority_max, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"sched_get_priority_min", posix_priority_min, OURO_METH_KEYWORDS, 0, 0, NULL},
    {"sched_getscheduler", posix_getscheduler, 0, 1, 1, NULL},
    {"sched_setscheduler", posix_setscheduler, 0, 3, 3, NULL},
    {"sched_getparam", posix_getparam, 0, 1, 1, NULL},
    {"sched_setparam", posix_setparam, 0, 2, 2, NULL},
    {"sched_rr_get_interval", posix_rr_get_interval, 0, 1, 1, NULL},
    {"sched_yield", posix_sched_yield, 0, 0, 0, NULL},
    {"sched_setaffinity", posix_setaffinity, 0, 2, 2, NULL},
    {"sched_getaffinity", posix_getaffinity, 0, 1, 1, NULL},
    {0},
};
