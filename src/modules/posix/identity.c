/* Who the process is: ids of users, groups, sessions. */
#include <grp.h>
#include <limits.h>
#include <unistd.h>

#include "modules/posix/posix.h"

#define GET_ID(name)                                                                                         \
    OURO_C_FUNCTION(posix_##name)                                                                            \
    {                                                                                                        \
        return ouro__id_new(rt, name());                                                                     \
    }
GET_ID(getuid)
GET_ID(geteuid)
GET_ID(getgid)
GET_ID(getegid)

#define GET_PROCESS(name)                                                                                    \
    OURO_C_FUNCTION(posix_##name)                                                                            \
    {                                                                                                        \
        return ouro__int_new(rt, name());                                                                    \
    }
GET_PROCESS(getpid)
GET_PROCESS(getppid)
GET_PROCESS(getpgrp)

/* Sets one id (kind is "uid" or "gid"). */
#define SET_ID(name, kind)                                                                                   \
    OURO_C_FUNCTION(posix_##name)                                                                            \
    {                                                                                                        \
        uint32_t id;                                                                                         \
        return ouro__as_id(rt, args[0], kind, &id) < 0 ? NULL : ouro__none_or_system(rt, name(id));          \
    }
SET_ID(setuid, "uid")
SET_ID(seteuid, "uid")
SET_ID(setgid, "gid")
SET_ID(setegid, "gid")

#define SET_TWO(name, kind)                                                                                  \
    OURO_C_FUNCTION(posix_##name)                                                                            \
    {                                                                                                        \
        uint32_t real, effective;                                                                            \
        if (ouro__as_id(rt, args[0], kind, &real) < 0 || ouro__as_id(rt, args[1], kind, &effective) < 0)     \
            return NULL;                                                                                     \
        return ouro__none_or_system(rt, name(real, effective));                                              \
    }
SET_TWO(setreuid, "uid")
SET_TWO(setregid, "gid")

#define SET_THREE(name, kind)                                                                                \
    OURO_C_FUNCTION(posix_##name)                                                                            \
    {                                                                                                        \
        uint32_t real, effective, saved;                                                                     \
        if (ouro__as_id(rt, args[0], kind, &real) < 0 || ouro__as_id(rt, args[1], kind, &effective) < 0 ||   \
            ouro__as_id(rt, args[2], kind, &saved) < 0)                                                      \
            return NULL;                                                                                     \
        return ouro__none_or_system(rt, name(real, effective, saved));                                       \
    }
SET_THREE(setresuid, "uid")
SET_THREE(setresgid, "gid")

static ouro_object *three_ids(ouro_runtime *rt, int status, const uint32_t *ids)
{
    if (status < 0)
        return ouro__raise_system(rt);
    ouro_object *items[3];
    for (int i = 0; i < 3; i++)
        items[i] = ouro__id_new(rt, ids[i]);
    return ouro__tuple_from_owned(rt, items, 3);
}

OURO_C_FUNCTION(posix_getresuid)
{
    uid_t ids[3];
    return three_ids(rt, getresuid(&ids[0], &ids[1], &ids[2]), ids);
}

OURO_C_FUNCTION(posix_getresgid)
{
    gid_t ids[3];
    return three_ids(rt, getresgid(&ids[0], &ids[1], &ids[2]), ids);
}

/* --- groups ---------------------------------------------------------------------------------------------- */

static ouro_object *list_of_ids(ouro_runtime *rt, const gid_t *groups, int count)
{
    ouro_object *list = ouro__list_new(rt, (size_t)count);
    for (int i = 0; list && i < count; i++) {
        ouro_object *id = ouro__id_new(rt, groups[i]);
        if (!id || ouro__list_append_owned(rt, (ouro_list *)list, id) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

OURO_C_FUNCTION(posix_getgroups)
{
    for (;;) {
        int count = getgroups(0, NULL);
        if (count < 0)
            return ouro__raise_system(rt);
        gid_t *groups = ouro__buffer_alloc(rt, ((size_t)count + 1) * sizeof *groups);
        if (!groups)
            return NULL;
        int found = getgroups(count, groups);
        ouro_object *list = found >= 0 ? list_of_ids(rt, groups, found) : NULL;
        bool again = found < 0 && errno == EINVAL; /* there are more now */
        if (found < 0 && !again)
            ouro__raise_system(rt);
        ouro__buffer_free(rt, groups);
        if (!again)
            return list;
    }
}

OURO_C_FUNCTION(posix_setgroups)
{
    if (!ouro__type_of(rt, args[0])->getitem)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "setgroups argument must be a sequence");
    ouro_object *items = ouro__tuple_from_iterable(rt, args[0]);
    if (!items)
        return NULL;
    ouro_tuple *t = (ouro_tuple *)items;
    gid_t groups[256];
    ouro_object *result = NULL;
    size_t i = 0;
    if (t->count > sizeof groups / sizeof *groups)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "too many groups");
    else {
        while (i < t->count && ouro__as_id(rt, t->items[i], "gid", &groups[i]) == 0)
            i++;
        if (i == t->count)
            result = ouro__none_or_system(rt, setgroups(i, groups));
    }
    ouro_decref(rt, items);
    return result;
}

OURO_C_FUNCTION(posix_getgrouplist)
{
    uint32_t base;
    if (ouro__as_id(rt, args[1], "gid", &base) < 0)
        return NULL;
    ouro_object *user = ouro__path_bytes(rt, args[0]), *list = NULL;
    for (int room = 64; user && !list && !rt->error; room *= 2) {
        gid_t *groups = ouro__buffer_alloc(rt, (size_t)room * sizeof *groups);
        int count = room;
        if (groups && getgrouplist((const char *)((ouro_bytes *)user)->data, base, groups, &count) >= 0)
            list = list_of_ids(rt, groups, count);
        ouro__buffer_free(rt, groups);
    }
    ouro_xdecref(rt, user);
    return list;
}

OURO_C_FUNCTION(posix_initgroups)
{
    uint32_t base;
    ouro_object *user = ouro__path_bytes(rt, args[0]), *result = NULL;
    if (user && ouro__as_id(rt, args[1], "gid", &base) == 0)
        result = ouro__none_or_system(rt, initgroups((const char *)((ouro_bytes *)user)->data, base));
    ouro_xdecref(rt, user);
    return result;
}

OURO_C_FUNCTION(posix_getlogin)
{
    char name[LOGIN_NAME_MAX + 1];
    int error = getlogin_r(name, sizeof name);
    return error ? ouro__raise_errno(rt, error, NULL) : ouro__filesystem_decode(rt, name);
}

/* --- sessions and groups of processes -------------------------------------------------------------------- */

OURO_C_FUNCTION(posix_setsid)
{
    return ouro__none_or_system(rt, setsid());
}

OURO_C_FUNCTION(posix_setpgrp)
{
    return ouro__none_or_system(rt, setpgid(0, 0));
}

OURO_C_FUNCTION(posix_setpgid)
{
    int pid, group;
    if (ouro__as_int32(rt, args[0], &pid) < 0 || ouro__as_int32(rt, args[1], &group) < 0)
        return NULL;
    return ouro__none_or_system(rt, setpgid(pid, group));
}

OURO_C_FUNCTION(posix_getsid)
{
    int pid;
    if (ouro__as_int32(rt, args[0], &pid) < 0)
        return NULL;
    pid_t session = getsid(pid);
    return session < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, session);
}

OURO_C_FUNCTION(posix_getpgid)
{
    OURO_PARSE(a, "getpgid", 0, 1, 1, 0, "pid");
    int pid;
    if (ouro__as_int32(rt, a[0], &pid) < 0)
        return NULL;
    pid_t group = getpgid(pid);
    return group < 0 ? ouro__raise_system(rt) : ouro__int_new(rt, group);
}

const ouro_method_def ouro__posix_identity_functions[] = {
    {"getuid", posix_getuid, 0, 0, 0, NULL},
    {"geteuid", posix_geteuid, 0, 0, 0, NULL},
    {"getgid", posix_getgid, 0, 0, 0, NULL},
    {"getegid", posix_getegid, 0, 0, 0, NULL},
    {"getpid", posix_getpid, 0, 0, 0, NULL},
    {"getppid", posix_getppid, 0, 0, 0, NULL},
    {"getpgrp", posix_getpgrp, 0, 0, 0, NULL},
    {"setuid", posix_setuid, 0, 1, 1, NULL},
    {"seteuid", posix_seteuid, 0, 1, 1, NULL},
    {"setgid", posix_setgid, 0, 1, 1, NULL},
    {"setegid", posix_setegid, 0, 1, 1, NULL},
    {"setreuid", posix_setreuid, 0, 2, 2, NULL},
    {"setregid", posix_setregid, 0, 2, 2, NULL},
    {"setresuid", posix_setresuid, 0, 3, 3, NULL},
    {"setresgid", posix_setresgid, 0, 3, 3, NULL},
    {"getresuid", posix_getresuid, 0, 0, 0, NULL},
    {"getresgid", posix_getresgid, 0, 0, 0, NULL},
    {"getgroups", posix_getgroups, 0, 0, 0, NULL},
    {"setgroups", posix_setgroups, 0, 1, 1, NULL},
    {"getgrouplist", posix_getgrouplist, 0, 2, 2, NULL},
    {"initgroups", posix_initgroups, 0, 2, 2, NULL},
    {"getlogin", posix_getlogin, 0, 0, 0, NULL},
    {"setsid", posix_setsid, 0, 0, 0, NULL},
    {"setpgrp", posix_setpgrp, 0, 0, 0, NULL},
    {"setpgid", posix_setpgid, 0, 2, 2, NULL},
    {"getsid", posix_getsid, 0, 1, 1, NULL},
    {"getpgid", posix_getpgid, OURO_METH_KEYWORDS, 0, 0, NULL},
    {0},
};
