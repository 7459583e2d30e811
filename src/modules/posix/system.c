/* The system and the process's surroundings: names, limits, environment, randomness, times. */
#include <limits.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "modules/posix/configuration_names.h"
#include "modules/posix/posix.h"
#include "types/float.h"

/* --- uname and times ------------------------------------------------------------------------------------- */

static const ouro_member_def uname_fields[] = {
    OURO_FIELD(0, "sysname", "operating system name"),
    OURO_FIELD(1, "nodename", "name of machine on network (implementation-defined)"),
    OURO_FIELD(2, "release", "operating system release"),
    OURO_FIELD(3, "version", "operating system version"),
    OURO_FIELD(4, "machine", "hardware identifier"),
    {0},
};

OURO_BUILTIN_TYPE(uname_result) = {
    .id = OURO_T_UNAME_RESULT,
    .base_id = OURO_T_TUPLE,
    .members = uname_fields,
    .methods = ouro__struct_sequence_methods,
    .module = "posix",
    .doc = "uname_result: Result from os.uname().",
    .slots = {.name = "posix.uname_result",
              OURO_STRUCT_SEQUENCE_SLOTS(5),
              .flags = OURO_STRUCT_SEQUENCE_FLAGS,
              .new_ = ouro__struct_sequence_make},
};

OURO_C_FUNCTION(posix_uname)
{
    struct utsname u;
    if (uname(&u) < 0)
        return ouro__raise_system(rt);
    ouro_object *items[5] = {ouro__filesystem_decode(rt, u.sysname), ouro__filesystem_decode(rt, u.nodename),
                             ouro__filesystem_decode(rt, u.release), ouro__filesystem_decode(rt, u.version),
                             ouro__filesystem_decode(rt, u.machine)};
    return ouro__struct_sequence_new(rt, OURO_T_UNAME_RESULT, items, 5);
}

static const ouro_member_def times_fields[] = {
    OURO_FIELD(0, "user", "user time"),
    OURO_FIELD(1, "system", "system time"),
    OURO_FIELD(2, "children_user", "user time of children"),
    OURO_FIELD(3, "children_system", "system time of children"),
    OURO_FIELD(4, "elapsed", "elapsed time since an arbitrary point in the past"),
    {0},
};

OURO_BUILTIN_TYPE(times_result) = {
    .id = OURO_T_TIMES_RESULT,
    .base_id = OURO_T_TUPLE,
    .members = times_fields,
    .methods = ouro__struct_sequence_methods,
    .module = "posix",
    .doc = "times_result: Result from os.times().",
    .slots = {.name = "posix.times_result",
              OURO_STRUCT_SEQUENCE_SLOTS(5),
              .flags = OURO_STRUCT_SEQUENCE_FLAGS,
              .new_ = ouro__struct_sequence_make},
};

OURO_C_FUNCTION(posix_times)
{
    struct tms t;
    clock_t elapsed = times(&t);
    if (elapsed == (clock_t)-1)
        return ouro__raise_system(rt);
    double ticks = (double)sysconf(_SC_CLK_TCK);
    const clock_t values[5] = {t.tms_utime, t.tms_stime, t.tms_cutime, t.tms_cstime, elapsed};
    ouro_object *items[5];
    for (int i = 0; i < 5; i++)
        items[i] = ouro__float_new(rt, (double)values[i] / ticks);
    return ouro__struct_sequence_new(rt, OURO_T_TIMES_RESULT, items, 5);
}

/* --- limits ---------------------------------------------------------------------------------------------- */

/* A number, or a name in the table. */
static int configuration_number(ouro_runtime *rt, ouro_object *o, const ouro_int_constant *names, int *out)
{
    if (ouro__is_int(rt, o))
        return ouro__as_int32(rt, o, out);
    if (!ouro__is_str(rt, o)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "configuration names must be strings or integers");
        return -1;
    }
    for (; names->name; names++)
        if (ouro__str_equals_ascii(o, names->name)) {
            *out = (int)names->value;
            return 0;
        }
    ouro__raise(rt, OURO_T_VALUE_ERROR, "unrecognized configuration name");
    return -1;
}

OURO_C_FUNCTION(posix_sysconf)
{
    int name;
    if (configuration_number(rt, args[0], sysconf_names, &name) < 0)
        return NULL;
    errno = 0;
    long value = sysconf(name);
    return value == -1 && errno ? ouro__raise_system(rt) : ouro__int_new(rt, value);
}

OURO_C_FUNCTION(posix_confstr)
{
    int name;
    if (configuration_number(rt, args[0], confstr_names, &name) < 0)
        return NULL;
    errno = 0;
    size_t length = confstr(name, NULL, 0);
    if (length == 0)
        return errno ? ouro__raise_system(rt) : OURO_NONE(rt);
    char *buffer = ouro__buffer_alloc(rt, length);
    if (!buffer)
        return NULL;
    confstr(name, buffer, length);
    ouro_object *result = ouro__str_from_filesystem(rt, buffer, length - 1);
    ouro__buffer_free(rt, buffer);
    return result;
}

OURO_C_FUNCTION(posix_pathconf)
{
    OURO_PARSE(a, "pathconf", 0, 2, 2, 0, "path", "name");
    ouro_path path = OURO_PATH_OR_FD("pathconf");
    int name;
    if (ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    ouro_object *result = NULL;
    if (configuration_number(rt, a[1], pathconf_names, &name) == 0) {
        errno = 0;
        long value = path.name ? pathconf(path.name, name) : fpathconf(path.fd, name);
        if (value != -1 || !errno)
            result = ouro__int_new(rt, value);
        else if (errno == EINVAL)
            ouro__raise_system(rt);
        else
            ouro__path_error(rt, &path, NULL);
    }
    ouro__path_drop(rt, &path);
    return result;
}

OURO_C_FUNCTION(posix_fpathconf)
{
    int fd = ouro__as_descriptor(rt, args[0]), name;
    if (fd < 0 || configuration_number(rt, args[1], pathconf_names, &name) < 0)
        return NULL;
    errno = 0;
    long value = fpathconf(fd, name);
    return value == -1 && errno ? ouro__raise_system(rt) : ouro__int_new(rt, value);
}

OURO_C_FUNCTION(posix_cpu_count)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? OURO_NONE(rt) : ouro__int_new(rt, count);
}

OURO_C_FUNCTION(posix_getloadavg)
{
    double load[3];
    if (getloadavg(load, 3) != 3)
        return ouro__raise(rt, OURO_T_OS_ERROR, "Load averages are unobtainable");
    ouro_object *items[3] = {ouro__float_new(rt, load[0]), ouro__float_new(rt, load[1]),
                             ouro__float_new(rt, load[2])};
    return ouro__tuple_from_owned(rt, items, 3);
}

OURO_C_FUNCTION(posix_strerror)
{
    int number;
    if (ouro__as_int32(rt, args[0], &number) < 0)
        return NULL;
    char buffer[128];
    return ouro__filesystem_decode(rt, strerror_r(number, buffer, sizeof buffer));
}

OURO_C_FUNCTION(posix_sync)
{
    sync();
    return OURO_NONE(rt);
}

/* --- the environment ------------------------------------------------------------------------------------- */

/* A name or value for the environment: owned bytes. */
static ouro_object *environment_text(ouro_runtime *rt, ouro_object *o)
{
    return ouro__path_bytes(rt, o);
}

static const char *bytes_of(ouro_object *o)
{
    return (const char *)((ouro_bytes *)o)->data;
}

OURO_C_FUNCTION(posix_putenv)
{
    ouro_object *name = environment_text(rt, args[0]), *value = name ? environment_text(rt, args[1]) : NULL,
                *result = NULL;
    if (value) {
        if (strchr(bytes_of(name), '='))
            ouro__raise(rt, OURO_T_VALUE_ERROR, "illegal environment variable name");
        else
            result = ouro__none_or_system(rt, setenv(bytes_of(name), bytes_of(value), 1));
    }
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, value);
    return result;
}

OURO_C_FUNCTION(posix_unsetenv)
{
    ouro_object *name = environment_text(rt, args[0]);
    ouro_object *result = name ? ouro__none_or_system(rt, unsetenv(bytes_of(name))) : NULL;
    ouro_xdecref(rt, name);
    return result;
}

/* --- randomness ------------------------------------------------------------------------------------------ */

static ouro_object *random_bytes(ouro_runtime *rt, int64_t length, unsigned flags, bool whole)
{
    ouro_object *bytes = ouro__bytes_new(rt, NULL, (size_t)length);
    if (!bytes || length == 0)
        return bytes;
    uint8_t *data = ((ouro_bytes *)bytes)->data;
    int64_t done = 0;
    do {
        ssize_t n;
        OURO_RETRY(n, getrandom(data + done, (size_t)(length - done), flags));
        if (n < 0) {
            ouro_decref(rt, bytes);
            return ouro__raise_system(rt);
        }
        done += n;
    } while (whole && done < length);
    if (done == length)
        return bytes;
    ouro_object *shorter = ouro__bytes_new(rt, data, (size_t)done);
    ouro_decref(rt, bytes);
    return shorter;
}

OURO_C_FUNCTION(posix_urandom)
{
    int64_t length;
    if (ouro__as_int64(rt, args[0], &length) < 0)
        return NULL;
    if (length < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "negative argument not allowed");
    return random_bytes(rt, length, 0, true);
}

OURO_C_FUNCTION(posix_getrandom)
{
    OURO_PARSE(a, "getrandom", 0, 2, 1, 0, "size", "flags");
    int64_t length;
    int flags = 0;
    if (ouro__as_int64(rt, a[0], &length) < 0 || ouro__optional_int32(rt, a[1], &flags) < 0)
        return NULL;
    if (length < 0) {
        errno = EINVAL;
        return ouro__raise_system(rt);
    }
    return random_bytes(rt, length, (unsigned)flags, false);
}

/* --- what the module's exec puts into it ----------------------------------------------------------------- */

static int put_names(ouro_runtime *rt, ouro_object *dict, const char *name,
                     const ouro_int_constant *constants)
{
    ouro_object *names = ouro__dict_new(rt);
    if (!names)
        return -1;
    int status = ouro__put(rt, dict, name, ouro_ref(names));
    if (status == 0)
        status = ouro__put_constants(rt, names, constants);
    ouro_decref(rt, names);
    return status;
}

int ouro__posix_put_names(ouro_runtime *rt, ouro_object *dict)
{
    return put_names(rt, dict, "sysconf_names", sysconf_names) < 0 ||
                   put_names(rt, dict, "confstr_names", confstr_names) < 0 ||
                   put_names(rt, dict, "pathconf_names", pathconf_names) < 0
               ? -1
               : 0;
}

int ouro__posix_put_environment(ouro_runtime *rt, ouro_object *dict)
{
    ouro_object *environment = ouro__dict_new(rt);
    if (ouro__put(rt, dict, "environ", environment) < 0)
        return -1;
    for (char **entry = environ; entry && *entry; entry++) {
        const char *equals = strchr(*entry, '=');
        if (!equals)
            continue;
        ouro_object *name = ouro__bytes_new(rt, *entry, (size_t)(equals - *entry));
        ouro_object *value = name ? ouro__bytes_new(rt, equals + 1, strlen(equals + 1)) : NULL;
        bool ok = value && ouro__dict_set_default(rt, environment, name, value);
        ouro_xdecref(rt, name);
        ouro_xdecref(rt, value);
        if (!ok)
            return -1;
    }
    return 0;
}

const ouro_method_def ouro__posix_system_functions[] = {
    {"uname", posix_uname, 0, 0, 0,
     "uname($module, /)\n--\n\nReturn an object identifying the current operating system."},
    {"times", posix_times, 0, 0, 0,
     "times($module, /)\n--\n\nReturn a collection containing process timing information."},
    {"sysconf", posix_sysconf, 0, 1, 1,
     "sysconf($module, name, /)\n--\n\nReturn an integer-valued system configuration variable."},
    {"confstr", posix_confstr, 0, 1, 1,
     "confstr($module, name, /)\n--\n\nReturn a string-valued system configuration variable."},
    {"pathconf", posix_pathconf, OURO_METH_KEYWORDS, 0, 0,
     "pathconf($module, /, path, name)\n--\n\nReturn the configuration limit name for the file or directory "
     "path."},
    {"fpathconf", posix_fpathconf, 0, 2, 2,
     "fpathconf($module, fd, name, /)\n--\n\nReturn the configuration limit name for the file descriptor "
     "fd."},
    {"cpu_count", posix_cpu_count, 0, 0, 0,
     "cpu_count($module, /)\n--\n\nReturn the number of CPUs in the system."},
    {"getloadavg", posix_getloadavg, 0, 0, 0,
     "getloadavg($module, /)\n--\n\nReturn average recent system load information."},
    {"strerror", posix_strerror, 0, 1, 1,
     "strerror($module, code, /)\n--\n\nTranslate an error code to a message string."},
    {"sync", posix_sync, 0, 0, 0, "sync($module, /)\n--\n\nForce write of everything to disk."},
    {"putenv", posix_putenv, 0, 2, 2,
     "putenv($module, name, value, /)\n--\n\nChange or add an environment variable."},
    {"unsetenv", posix_unsetenv, 0, 1, 1,
     "unsetenv($module, name, /)\n--\n\nDelete an environment variable."},
    {"urandom", posix_urandom, 0, 1, 1,
     "urandom($module, size, /)\n--\n\nReturn a bytes object containing random bytes suitable for "
     "cryptographic use."},
    {"getrandom", posix_getrandom, OURO_METH_KEYWORDS, 0, 0,
     "getrandom($module, /, size, flags=0)\n--\n\nObtain a series of random bytes."},
    {0},
};
