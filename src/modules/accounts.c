/* The modules pwd and grp: the system's users and groups. */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>

#include "modules/modules.h"
#include "modules/posix/posix.h"

static ouro_object *text(ouro_runtime *rt, const char *s)
{
    return s ? ouro__filesystem_decode(rt, s) : OURO_NONE(rt);
}

/* A name argument as bytes: owned. */
static ouro_object *name_argument(ouro_runtime *rt, const char *function, ouro_object *o)
{
    if (ouro__is_str(rt, o))
        return ouro__path_bytes(rt, o);
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument must be str, not %T", function, o);
}

/* An id argument: 0; 1 when no id can be so large or small (KeyError); -1. */
static int id_argument(ouro_runtime *rt, ouro_object *o, const char *kind, uint32_t *id)
{
    if (ouro__as_id(rt, o, kind, id) == 0)
        return 0;
    if (!ouro__error_is(rt, OURO_T_OVERFLOW_ERROR))
        return -1;
    ouro__error_clear(rt);
    return 1;
}

static void *not_found(ouro_runtime *rt, const char *function, const char *what, ouro_object *key)
{
    ouro_object *message =
        ouro__str_format(rt, strcmp(what, "name") == 0 ? "%s(): %s not found: %R" : "%s(): %s not found: %S",
                         function, what, key);
    if (message)
        ouro__raise_object(rt, OURO_T_KEY_ERROR, message);
    ouro_xdecref(rt, message);
    return NULL;
}

/* --- pwd ------------------------------------------------------------------------------------------------- */

static const ouro_member_def passwd_fields[] = {
    OURO_FIELD(0, "pw_name", "user name"),      OURO_FIELD(1, "pw_passwd", "password"),
    OURO_FIELD(2, "pw_uid", "user id"),         OURO_FIELD(3, "pw_gid", "group id"),
    OURO_FIELD(4, "pw_gecos", "real name"),     OURO_FIELD(5, "pw_dir", "home directory"),
    OURO_FIELD(6, "pw_shell", "shell program"), {0},
};

static OURO_BUILTIN_TYPE(struct_passwd) = {
    .id = OURO_T_STRUCT_PASSWD,
    .base_id = OURO_T_TUPLE,
    .members = passwd_fields,
    .methods = ouro__struct_sequence_methods,
    .module = "pwd",
    .doc = "pwd.struct_passwd: Results from getpw*() routines.",
    .slots = {.name = "pwd.struct_passwd",
              OURO_STRUCT_SEQUENCE_SLOTS(7),
              .flags = OURO_STRUCT_SEQUENCE_FLAGS,
              .new_ = ouro__struct_sequence_make},
};

static ouro_object *passwd_new(ouro_runtime *rt, const struct passwd *p)
{
    ouro_object *items[7] = {text(rt, p->pw_name),        text(rt, p->pw_passwd), ouro__id_new(rt, p->pw_uid),
                             ouro__id_new(rt, p->pw_gid), text(rt, p->pw_gecos),  text(rt, p->pw_dir),
                             text(rt, p->pw_shell)};
    return ouro__struct_sequence_new(rt, OURO_T_STRUCT_PASSWD, items, 7);
}

/* The lookup by id (name NULL) or by name, with as much room as it takes. */
static ouro_object *find_user(ouro_runtime *rt, const char *name, uid_t uid, bool *found)
{
    *found = false;
    for (size_t size = 1024;; size *= 2) {
        char *buffer = ouro__buffer_alloc(rt, size);
        if (!buffer)
            return NULL;
        struct passwd entry, *result = NULL;
        int error = name ? getpwnam_r(name, &entry, buffer, size, &result)
                         : getpwuid_r(uid, &entry, buffer, size, &result);
        *found = result != NULL;
        ouro_object *o = result ? passwd_new(rt, result) : NULL;
        ouro__buffer_free(rt, buffer);
        if (error != ERANGE)
            return o;
    }
}

OURO_C_FUNCTION(pwd_getpwuid)
{
    uint32_t uid;
    bool found = false;
    int status = id_argument(rt, args[0], "uid", &uid);
    if (status < 0)
        return NULL;
    ouro_object *result = status ? NULL : find_user(rt, NULL, uid, &found);
    return result || found || rt->error ? result : not_found(rt, "getpwuid", "uid", args[0]);
}

OURO_C_FUNCTION(pwd_getpwnam)
{
    bool found;
    ouro_object *name = name_argument(rt, "getpwnam", args[0]);
    if (!name)
        return NULL;
    ouro_object *result = find_user(rt, (const char *)((ouro_bytes *)name)->data, 0, &found);
    ouro_decref(rt, name);
    return result || found || rt->error ? result : not_found(rt, "getpwnam", "name", args[0]);
}

OURO_C_FUNCTION(pwd_getpwall)
{
    ouro_object *list = ouro__list_new(rt, 0);
    struct passwd *entry;
    setpwent();
    while (list && (entry = getpwent())) {
        ouro_object *o = passwd_new(rt, entry);
        if (!o || ouro__list_append_owned(rt, (ouro_list *)list, o) < 0) {
            ouro_decref(rt, list);
            list = NULL;
        }
    }
    endpwent();
    return list;
}

static const ouro_method_def pwd_functions[] = {
    {"getpwuid", pwd_getpwuid, 0, 1, 1,
     "getpwuid($module, uidobj, /)\n--\n\nReturn the password database entry for the given numeric user ID."},
    {"getpwnam", pwd_getpwnam, 0, 1, 1,
     "getpwnam($module, name, /)\n--\n\nReturn the password database entry for the given user name."},
    {"getpwall", pwd_getpwall, 0, 0, 0,
     "getpwall($module, /)\n--\n\nReturn a list of all available password database entries."},
    {0},
};

static int pwd_exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_struct_passwd, "struct_passwd"}, {0}};
    return ouro__module_add_types(rt, module, types) < 0
               ? -1
               : ouro__struct_sequence_complete(rt, OURO_T_STRUCT_PASSWD);
}

const ouro_module_def ouro__module_pwd = {"pwd", pwd_functions, pwd_exec,
                                          "This module provides access to the Unix password database."};

/* --- grp ------------------------------------------------------------------------------------------------- */

static const ouro_member_def group_fields[] = {
    OURO_FIELD(0, "gr_name", "group name"),
    OURO_FIELD(1, "gr_passwd", "password"),
    OURO_FIELD(2, "gr_gid", "group id"),
    OURO_FIELD(3, "gr_mem", "group members"),
    {0},
};

static OURO_BUILTIN_TYPE(struct_group) = {
    .id = OURO_T_STRUCT_GROUP,
    .base_id = OURO_T_TUPLE,
    .members = group_fields,
    .methods = ouro__struct_sequence_methods,
    .module = "grp",
    .doc = "grp.struct_group: Results from getgr*() routines.",
    .slots = {.name = "grp.struct_group",
              OURO_STRUCT_SEQUENCE_SLOTS(4),
              .flags = OURO_STRUCT_SEQUENCE_FLAGS,
              .new_ = ouro__struct_sequence_make},
};

static ouro_object *group_new(ouro_runtime *rt, const struct group *g)
{
    ouro_object *members = ouro__list_new(rt, 0);
    for (char **member = g->gr_mem; members && *member; member++) {
        ouro_object *name = text(rt, *member);
        if (!name || ouro__list_append_owned(rt, (ouro_list *)members, name) < 0) {
            ouro_decref(rt, members);
            members = NULL;
        }
    }
    if (!members)
        return NULL;
    ouro_object *items[4] = {text(rt, g->gr_name), text(rt, g->gr_passwd), ouro__id_new(rt, g->gr_gid),
                             members};
    return ouro__struct_sequence_new(rt, OURO_T_STRUCT_GROUP, items, 4);
}

static ouro_object *find_group(ouro_runtime *rt, const char *name, gid_t gid, bool *found)
{
    *found = false;
    for (size_t size = 1024;; size *= 2) {
        char *buffer = ouro__buffer_alloc(rt, size);
        if (!buffer)
            return NULL;
        struct group entry, *result = NULL;
        int error = name ? getgrnam_r(name, &entry, buffer, size, &result)
                         : getgrgid_r(gid, &entry, buffer, size, &result);
        *found = result != NULL;
        ouro_object *o = result ? group_new(rt, result) : NULL;
        ouro__buffer_free(rt, buffer);
        if (error != ERANGE)
            return o;
    }
}

OURO_C_FUNCTION(grp_getgrgid)
{
    OURO_PARSE(a, "getgrgid", 0, 1, 1, 0, "id");
    uint32_t gid;
    bool found = false;
    int status = id_argument(rt, a[0], "gid", &gid);
    if (status < 0)
        return NULL;
    ouro_object *result = status ? NULL : find_group(rt, NULL, gid, &found);
    return result || found || rt->error ? result : not_found(rt, "getgrgid", "gid", a[0]);
}

OURO_C_FUNCTION(grp_getgrnam)
{
    OURO_PARSE(a, "getgrnam", 0, 1, 1, 0, "name");
    bool found;
    ouro_object *name = name_argument(rt, "getgrnam", a[0]);
    if (!name)
        return NULL;
    ouro_object *result = find_group(rt, (const char *)((ouro_bytes *)name)->data, 0, &found);
    ouro_decref(rt, name);
    return result || found || rt->error ? result : not_found(rt, "getgrnam", "name", a[0]);
}

OURO_C_FUNCTION(grp_getgrall)
{
    ouro_object *list = ouro__list_new(rt, 0);
    struct group *entry;
    setgrent();
    while (list && (entry = getgrent())) {
        ouro_object *o = group_new(rt, entry);
        if (!o || ouro__list_append_owned(rt, (ouro_list *)list, o) < 0) {
            ouro_decref(rt, list);
            list = NULL;
        }
    }
    endgrent();
    return list;
}

static const ouro_method_def grp_functions[] = {
    {"getgrgid", grp_getgrgid, OURO_METH_KEYWORDS, 0, 0,
     "getgrgid($module, /, id)\n--\n\nReturn the group database entry for the given numeric group ID."},
    {"getgrnam", grp_getgrnam, OURO_METH_KEYWORDS, 0, 0,
     "getgrnam($module, /, name)\n--\n\nReturn the group database entry for the given group name."},
    {"getgrall", grp_getgrall, 0, 0, 0,
     "getgrall($module, /)\n--\n\nReturn a list of all available group entries, in arbitrary order."},
    {0},
};

static int grp_exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_struct_group, "struct_group"}, {0}};
    return ouro__module_add_types(rt, module, types) < 0
               ? -1
               : ouro__struct_sequence_complete(rt, OURO_T_STRUCT_GROUP);
}

const ouro_module_def ouro__module_grp = {"grp", grp_functions, grp_exec,
                                          "Access to the Unix group database."};
