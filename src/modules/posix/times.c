/* os.utime: setting the times of a file. */
#include <math.h>
#include <sys/stat.h>

#include "modules/posix/posix.h"
#include "types/float.h"

enum { NS_PER_S = 1000000000 };

/* Whole and broken seconds of a number, rounded down. */
static int seconds(ouro_runtime *rt, ouro_object *o, struct timespec *t)
{
    if (ouro__is_float(rt, o)) {
        double value, whole;
        if (ouro__as_double(rt, o, &value) < 0)
            return -1;
        if (isnan(value)) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "Invalid value NaN (not a number)");
            return -1;
        }
        double part = floor(modf(value, &whole) * 1e9);
        if (part < 0) {
            part += 1e9;
            whole -= 1;
        }
        if (!(whole >= -0x1p63 && whole < 0x1p63)) {
            ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "timestamp out of range for platform time_t");
            return -1;
        }
        t->tv_sec = (time_t)whole;
        t->tv_nsec = (long)part;
        return 0;
    }
    ouro_object *number = ouro__index(rt, o);
    if (!number)
        return -1;
    int64_t value;
    int status = ouro__int_as_int64(rt, number, &value);
    ouro_decref(rt, number);
    if (status < 0) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "timestamp out of range for platform time_t");
        return -1;
    }
    t->tv_sec = value;
    t->tv_nsec = 0;
    return 0;
}

/* Nanoseconds as any int. */
static int nanoseconds(ouro_runtime *rt, ouro_object *o, struct timespec *t)
{
    ouro_object *scale = ouro__int_new(rt, NS_PER_S),
                *pair = scale ? ouro__binary(rt, OURO_DIVMOD, o, scale) : NULL;
    ouro_xdecref(rt, scale);
    if (!pair)
        return -1;
    int64_t whole = 0, part = 0;
    int status = -1;
    if (!ouro__is_tuple(rt, pair) || ((ouro_tuple *)pair)->count != 2)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%T.__divmod__() must return a 2-tuple, not %T", o, pair);
    else if (ouro__as_int64(rt, ((ouro_tuple *)pair)->items[0], &whole) == 0 &&
             ouro__as_int64(rt, ((ouro_tuple *)pair)->items[1], &part) == 0)
        status = 0;
    ouro_decref(rt, pair);
    t->tv_sec = whole;
    t->tv_nsec = (long)part;
    return status;
}

static int two_times(ouro_runtime *rt, ouro_object *times, ouro_object *ns, struct timespec *t)
{
    if (times && times != OURO_NONE(rt) && ns) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "utime: you may specify either 'times' or 'ns' but not both");
        return -1;
    }
    ouro_object *given = ns ? ns : times;
    if (!given || (!ns && given == OURO_NONE(rt))) {
        t[0].tv_nsec = t[1].tv_nsec = UTIME_NOW;
        t[0].tv_sec = t[1].tv_sec = 0;
        return 0;
    }
    if (!ouro__is_tuple(rt, given) || ((ouro_tuple *)given)->count != 2) {
        ouro__raise(rt, OURO_T_TYPE_ERROR,
                    ns ? "utime: 'ns' must be a tuple of two ints"
                       : "utime: 'times' must be either a tuple of two ints or None");
        return -1;
    }
    for (int i = 0; i < 2; i++)
        if ((ns ? nanoseconds : seconds)(rt, ((ouro_tuple *)given)->items[i], &t[i]) < 0)
            return -1;
    return 0;
}

OURO_C_FUNCTION(posix_utime)
{
    OURO_PARSE(a, "utime", 0, 2, 1, 3, "path", "times", "ns", "dir_fd", "follow_symlinks");
    ouro_path path = OURO_PATH_OR_FD("utime");
    struct timespec t[2];
    int dir_fd;
    bool follow = true;
    if (two_times(rt, a[1], a[2], t) < 0 || ouro__dir_fd(rt, a[3], &dir_fd) < 0 ||
        ouro__optional_bool(rt, a[4], &follow) < 0 || ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    if (ouro__dir_fd_and_fd(rt, "utime", dir_fd, &path) < 0 ||
        ouro__fd_and_follow(rt, "utime", &path, follow) < 0) {
        ouro__path_drop(rt, &path);
        return NULL;
    }
    return ouro__path_done(rt, &path,
                           path.name ? utimensat(dir_fd, path.name, t, follow ? 0 : AT_SYMLINK_NOFOLLOW)
                                     : futimens(path.fd, t));
}

const ouro_method_def ouro__posix_time_functions[] = {
    {"utime", posix_utime, OURO_METH_KEYWORDS, 0, 0,
     "utime($module, /, path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True)\n--\n\nSet the "
     "access and modified time of path."},
    {0},
};
