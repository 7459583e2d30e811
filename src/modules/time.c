/* The time module. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "modules/modules.h"
#include "modules/support.h"
#include "types/class.h"
#include "vm/import.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/struct_sequence.h"
#include "types/tuple.h"
#include "vm/vm.h"

enum { NS_PER_S = 1000000000 };

static int64_t clock_ns(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (int64_t)t.tv_sec * NS_PER_S + t.tv_nsec;
}

static ouro_object *seconds(ouro_runtime *rt, clockid_t clock)
{
    return ouro__float_new(rt, (double)clock_ns(clock) * 1e-9);
}

#define CLOCK_FUNCTIONS(name, clock)                                                                         \
    OURO_C_FUNCTION(time_##name)                                                                             \
    {                                                                                                        \
        return seconds(rt, clock);                                                                           \
    }                                                                                                        \
    OURO_C_FUNCTION(time_##name##_ns)                                                                        \
    {                                                                                                        \
        return ouro__int_new(rt, clock_ns(clock));                                                           \
    }

CLOCK_FUNCTIONS(time, CLOCK_REALTIME)
CLOCK_FUNCTIONS(monotonic, CLOCK_MONOTONIC)
CLOCK_FUNCTIONS(perf_counter, CLOCK_MONOTONIC)
CLOCK_FUNCTIONS(process_time, CLOCK_PROCESS_CPUTIME_ID)
CLOCK_FUNCTIONS(thread_time, CLOCK_THREAD_CPUTIME_ID)

/* Seconds given as a float or an integer. */
static int seconds_of(ouro_runtime *rt, ouro_object *o, double *out)
{
    int64_t whole;
    if (!ouro__is_float(rt, o) && !ouro__is_int(rt, o)) {
        if (ouro__index_int64(rt, o, true, &whole) < 0)
            return -1;
        *out = (double)whole;
        return 0;
    }
    return ouro__as_double(rt, o, out);
}

OURO_C_FUNCTION(time_sleep)
{
    double wanted;
    if (seconds_of(rt, args[0], &wanted) < 0)
        return NULL;
    if (isnan(wanted))
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "Invalid value NaN (not a number)");
    if (wanted < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "sleep length must be non-negative");
    if (wanted > 9.2e9)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "timestamp too large to convert to C _PyTime_t");
    int64_t end = clock_ns(CLOCK_MONOTONIC) + (int64_t)ceil(wanted * 1e9);
    struct timespec until = {(time_t)(end / NS_PER_S), (long)(end % NS_PER_S)};
    int error;
    while ((error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL)) == EINTR) {
        if (ouro__safepoint(rt) < 0)
            return NULL;
    }
    return error ? ouro__raise_errno(rt, error, NULL) : ouro_ref(OURO_NONE(rt));
}

static ouro_object *to_struct(ouro_runtime *rt, const struct tm *t)
{
    const int values[9] = {t->tm_year + 1900, t->tm_mon + 1,        t->tm_mday,     t->tm_hour, t->tm_min,
                           t->tm_sec,         (t->tm_wday + 6) % 7, t->tm_yday + 1, t->tm_isdst};
    ouro_object *items[11];
    for (int i = 0; i < 9; i++)
        items[i] = ouro__int_new(rt, values[i]);
    items[9] = ouro__str_from_filesystem(rt, t->tm_zone, strlen(t->tm_zone));
    items[10] = ouro__int_new(rt, t->tm_gmtoff);
    return ouro__struct_sequence_new(rt, OURO_T_STRUCT_TIME, items, 11);
}

/* The time in seconds given as the optional first argument, or now. */
static int timestamp(ouro_runtime *rt, ouro_object *const *args, size_t nargs, time_t *out)
{
    if (nargs == 0 || args[0] == OURO_NONE(rt)) {
        *out = time(NULL);
        return 0;
    }
    double value;
    if (seconds_of(rt, args[0], &value) < 0)
        return -1;
    if (isnan(value)) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Invalid value NaN (not a number)");
        return -1;
    }
    if (value >= 9.2e18 || value <= -9.2e18) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "timestamp out of range for platform time_t");
        return -1;
    }
    *out = (time_t)floor(value);
    return 0;
}

static ouro_object *broken_down(ouro_runtime *rt, ouro_object *const *args, size_t nargs,
                                struct tm *(*convert)(const time_t *, struct tm *))
{
    time_t when;
    struct tm t;
    if (timestamp(rt, args, nargs, &when) < 0)
        return NULL;
    errno = 0;
    if (!convert(&when, &t))
        return ouro__raise_errno(rt, errno ? errno : EINVAL, NULL);
    return to_struct(rt, &t);
}

OURO_C_FUNCTION(time_gmtime)
{
    return broken_down(rt, args, nargs, gmtime_r);
}

OURO_C_FUNCTION(time_localtime)
{
    return broken_down(rt, args, nargs, localtime_r);
}

/* A struct_time or 9-tuple as struct tm; -1 with TypeError, ValueError or OverflowError. */
static int from_struct(ouro_runtime *rt, ouro_object *o, const char *caller, struct tm *t)
{
    if (ouro__is_tuple(rt, o) && ((ouro_tuple *)o)->count != 9) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s(): illegal time tuple argument", caller);
        return -1;
    }
    if (!ouro__is_tuple(rt, o)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "Tuple or struct_time argument required");
        return -1;
    }
    int64_t v[9];
    for (int i = 0; i < 9; i++) {
        if (ouro__index_int64(rt, ((ouro_tuple *)o)->items[i], false, &v[i]) < 0)
            return -1;
        if (v[i] > INT32_MAX || v[i] < INT32_MIN) {
            ouro__raise(rt, OURO_T_OVERFLOW_ERROR,
                        v[i] > 0 ? "signed integer is greater than maximum"
                                 : "signed integer is less than minimum");
            return -1;
        }
    }
    *t = (struct tm){.tm_year = (int)(v[0] - 1900),
                     .tm_mon = (int)v[1] - 1,
                     .tm_mday = (int)v[2],
                     .tm_hour = (int)v[3],
                     .tm_min = (int)v[4],
                     .tm_sec = (int)v[5],
                     .tm_wday = (int)((v[6] + 1) % 7),
                     .tm_yday = (int)v[7] - 1,
                     .tm_isdst = (int)v[8]};
    return 0;
}

/* What strftime and asctime refuse. 0 stands for the first month, day and day of the year. */
static int check_fields(ouro_runtime *rt, struct tm *t)
{
    if (t->tm_mon == -1)
        t->tm_mon = 0;
    if (t->tm_mday == 0)
        t->tm_mday = 1;
    if (t->tm_yday == -1)
        t->tm_yday = 0;
    const char *wrong = t->tm_mon < 0 || t->tm_mon > 11      ? "month out of range"
                        : t->tm_mday < 0 || t->tm_mday > 31  ? "day of month out of range"
                        : t->tm_hour < 0 || t->tm_hour > 23  ? "hour out of range"
                        : t->tm_min < 0 || t->tm_min > 59    ? "minute out of range"
                        : t->tm_sec < 0 || t->tm_sec > 61    ? "seconds out of range"
                        : t->tm_wday < 0                     ? "day of week out of range"
                        : t->tm_yday < 0 || t->tm_yday > 365 ? "day of year out of range"
                                                             : NULL;
    if (!wrong)
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "%s", wrong);
    return -1;
}

static int struct_or_now(ouro_runtime *rt, ouro_object *o, const char *caller, struct tm *t)
{
    if (o)
        return from_struct(rt, o, caller, t) < 0 ? -1 : check_fields(rt, t);
    time_t now = time(NULL);
    localtime_r(&now, t);
    return 0;
}

OURO_C_FUNCTION(time_mktime)
{
    struct tm t;
    if (from_struct(rt, args[0], "mktime", &t) < 0)
        return NULL;
    t.tm_wday = -1; /* set by mktime unless it fails */
    time_t when = mktime(&t);
    if (when == (time_t)-1 && t.tm_wday == -1)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "mktime argument out of range");
    return ouro__float_new(rt, (double)when);
}

static ouro_object *as_ctime(ouro_runtime *rt, const struct tm *t)
{
    static const char days[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    return ouro__str_format(rt, "%.3s %.3s%3d %02d:%02d:%02d %d", days + 3 * t->tm_wday,
                            months + 3 * t->tm_mon, t->tm_mday, t->tm_hour, t->tm_min, t->tm_sec,
                            1900 + t->tm_year);
}

OURO_C_FUNCTION(time_asctime)
{
    struct tm t;
    return struct_or_now(rt, nargs ? args[0] : NULL, "asctime", &t) < 0 ? NULL : as_ctime(rt, &t);
}

OURO_C_FUNCTION(time_ctime)
{
    time_t when;
    struct tm t;
    if (timestamp(rt, args, nargs, &when) < 0)
        return NULL;
    if (!localtime_r(&when, &t))
        return ouro__raise_errno(rt, errno, NULL);
    return as_ctime(rt, &t);
}

/* The zone that a struct_time carries beside its nine numbers, which lives as long as it and *owned. */
static int zone_of(ouro_runtime *rt, ouro_object *o, struct tm *t, char **owned)
{
    if (!ouro__is_exactly(o, OURO_T_STRUCT_TIME))
        return 0;
    ouro_object *const *hidden = ((ouro_tuple *)o)->items + 9;
    int64_t offset;
    size_t length;
    if (hidden[0] != OURO_NONE(rt) && !(t->tm_zone = ouro__str_utf8(rt, hidden[0], &length, owned)))
        return -1;
    if (hidden[1] == OURO_NONE(rt))
        return 0;
    if (ouro__index_int64(rt, hidden[1], true, &offset) < 0)
        return -1;
    t->tm_gmtoff = (long)offset;
    return 0;
}

OURO_C_FUNCTION(time_strftime)
{
    struct tm t;
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "strftime() argument 1 must be str, not %V", args[0]);
    if (struct_or_now(rt, nargs > 1 ? args[1] : NULL, "strftime", &t) < 0)
        return NULL;
    size_t length;
    char *owned = NULL, *zone = NULL;
    if (nargs > 1 && zone_of(rt, args[1], &t, &zone) < 0)
        return NULL;
    const char *format = ouro__str_utf8(rt, args[0], &length, &owned);
    ouro_object *result = NULL;
    /* An empty result and a buffer too small look alike: give up past a size that no format needs. */
    for (size_t size = 256; format && !result && !rt->error; size *= 2) {
        char *buffer = ouro__buffer_alloc(rt, size);
        if (!buffer)
            break;
        size_t used = strftime(buffer, size, format, &t);
        if (used > 0 || size > 256 * (length + 1))
            result = ouro__str_from_filesystem(rt, buffer, used);
        ouro__buffer_free(rt, buffer);
    }
    ouro__buffer_free(rt, owned);
    ouro__buffer_free(rt, zone);
    return result;
}

/* --- clocks by number ------------------------------------------------------------------------------------ */

static int clock_reading(ouro_runtime *rt, ouro_object *o, int (*read)(clockid_t, struct timespec *),
                         struct timespec *t)
{
    int clock;
    if (ouro__as_int32(rt, o, &clock) < 0)
        return -1;
    if (read(clock, t) == 0)
        return 0;
    ouro__raise_errno(rt, errno, NULL);
    return -1;
}

OURO_C_FUNCTION(time_clock_gettime)
{
    struct timespec t;
    if (clock_reading(rt, args[0], clock_gettime, &t) < 0)
        return NULL;
    return ouro__float_new(rt, (double)t.tv_sec + 1e-9 * (double)t.tv_nsec);
}

OURO_C_FUNCTION(time_clock_gettime_ns)
{
    struct timespec t;
    return clock_reading(rt, args[0], clock_gettime, &t) < 0
               ? NULL
               : ouro__int_new(rt, (int64_t)t.tv_sec * NS_PER_S + t.tv_nsec);
}

OURO_C_FUNCTION(time_clock_getres)
{
    struct timespec t;
    if (clock_reading(rt, args[0], clock_getres, &t) < 0)
        return NULL;
    return ouro__float_new(rt, (double)t.tv_sec + 1e-9 * (double)t.tv_nsec);
}

OURO_C_FUNCTION(time_strptime)
{
    ouro_object *module = ouro__import_cstring(rt, "_strptime");
    ouro_object *name = module ? ouro__str_intern_cstring(rt, "_strptime_time") : NULL;
    ouro_object *function = name ? ouro__getattr(rt, module, name) : NULL;
    ouro_object *result = function ? ouro__call(rt, function, args, nargs, NULL) : NULL;
    ouro_xdecref(rt, function);
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, module);
    return result;
}

OURO_C_FUNCTION(time_get_clock_info)
{
    static const struct {
        const char *name, *implementation;
        clockid_t clock;
        bool monotonic, adjustable;
    } clocks[] = {
        {"time", "clock_gettime(CLOCK_REALTIME)", CLOCK_REALTIME, false, true},
        {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
        {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
        {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", CLOCK_PROCESS_CPUTIME_ID, true, false},
        {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", CLOCK_THREAD_CPUTIME_ID, true, false},
    };
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "get_clock_info() argument 1 must be str, not %T", args[0]);
    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        if (!ouro__str_equals_ascii(args[0], clocks[i].name))
            continue;
        struct timespec t = {0};
        clock_getres(clocks[i].clock, &t);
        ouro_object *info = ouro__call0(rt, ouro__class_at(rt, OURO_T_SIMPLE_NAMESPACE));
        ouro_object *dict = info ? ouro__instance_dict(rt, info) : NULL;
        if (dict &&
            ouro__put(rt, dict, "implementation", ouro__str_from_cstring(rt, clocks[i].implementation)) ==
                0 &&
            ouro__put(rt, dict, "monotonic", ouro__bool(rt, clocks[i].monotonic)) == 0 &&
            ouro__put(rt, dict, "adjustable", ouro__bool(rt, clocks[i].adjustable)) == 0 &&
            ouro__put(rt, dict, "resolution",
                      ouro__float_new(rt, (double)t.tv_sec + 1e-9 * (double)t.tv_nsec)) == 0)
            return info;
        ouro_xdecref(rt, info);
        return NULL;
    }
    return ouro__raise(rt, OURO_T_VALUE_ERROR, "unknown clock");
}

static int put(ouro_runtime *rt, ouro_object *dict, const char *name, ouro_object *value)
{
    int status = value ? ouro__dict_set_cstring(rt, dict, name, value) : -1;
    ouro_xdecref(rt, value);
    return status;
}

static const ouro_int_constant constants[] = {
    {"CLOCK_BOOTTIME", CLOCK_BOOTTIME},
    {"CLOCK_MONOTONIC", CLOCK_MONOTONIC},
    {"CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW},
    {"CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID},
    {"CLOCK_REALTIME", CLOCK_REALTIME},
    {"CLOCK_TAI", CLOCK_TAI},
    {"CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID},
    {"_STRUCT_TM_ITEMS", 11},
    {0},
};

static int put_zone(ouro_runtime *rt, ouro_object *dict)
{
    tzset();
    ouro_object *names[2] = {ouro__str_from_cstring(rt, tzname[0]), ouro__str_from_cstring(rt, tzname[1])};
    if (!names[0] || !names[1]) {
        ouro_xdecref(rt, names[0]);
        ouro_xdecref(rt, names[1]);
        return -1;
    }
    if (put(rt, dict, "tzname", ouro__tuple_from_owned(rt, names, 2)) < 0 ||
        put(rt, dict, "timezone", ouro__int_new(rt, timezone)) < 0 ||
        put(rt, dict, "altzone", ouro__int_new(rt, daylight ? timezone - 3600 : timezone)) < 0 ||
        put(rt, dict, "daylight", ouro__int_new(rt, daylight)) < 0)
        return -1;
    return 0;
}

/* self is the module. */
OURO_C_FUNCTION(time_tzset)
{
    return put_zone(rt, ouro__module_dict(self)) < 0 ? NULL : OURO_NONE(rt);
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    ouro_object *dict = ouro__module_dict(module);
    if (put_zone(rt, dict) < 0 || ouro__put_constants(rt, dict, constants) < 0 ||
        ouro__struct_sequence_complete(rt, OURO_T_STRUCT_TIME) < 0)
        return -1;
    return ouro__dict_set_cstring(rt, dict, "struct_time", ouro__class_at(rt, OURO_T_STRUCT_TIME));
}

static const ouro_method_def functions[] = {
    {"asctime", time_asctime, 0, 0, 1, "asctime([tuple]) -> string"},
    {"clock_getres", time_clock_getres, 0, 1, 1, "clock_getres(clk_id) -> floating point number"},
    {"clock_gettime", time_clock_gettime, 0, 1, 1,
     "clock_gettime(clk_id) -> float\n\nReturn the time of the specified clock."},
    {"clock_gettime_ns", time_clock_gettime_ns, 0, 1, 1, "clock_gettime_ns(clk_id) -> int"},
    {"get_clock_info", time_get_clock_info, 0, 1, 1,
     "get_clock_info(name: str) -> dict\n\nGet information of the specified clock."},
    {"strptime", time_strptime, 0, 1, 2, "strptime(string, format) -> struct_time"},
    {"tzset", time_tzset, 0, 0, 0,
     "tzset()\n\nInitialize, or reinitialize, the local timezone to the value of TZ."},
    {"ctime", time_ctime, 0, 0, 1, "ctime(seconds) -> string"},
    {"gmtime", time_gmtime, 0, 0, 1, "gmtime([seconds]) -> struct_time in UTC"},
    {"localtime", time_localtime, 0, 0, 1, "localtime([seconds]) -> struct_time in local time"},
    {"mktime", time_mktime, 0, 1, 1, "mktime(tuple) -> floating point number"},
    {"monotonic", time_monotonic, 0, 0, 0, "monotonic() -> float\n\nMonotonic clock, cannot go backward."},
    {"monotonic_ns", time_monotonic_ns, 0, 0, 0, "monotonic_ns() -> int"},
    {"perf_counter", time_perf_counter, 0, 0, 0,
     "perf_counter() -> float\n\nPerformance counter for benchmarking."},
    {"perf_counter_ns", time_perf_counter_ns, 0, 0, 0, "perf_counter_ns() -> int"},
    {"process_time", time_process_time, 0, 0, 0, "process_time() -> float\n\nProcess time for profiling."},
    {"process_time_ns", time_process_time_ns, 0, 0, 0, "process_time_ns() -> int"},
    {"sleep", time_sleep, 0, 1, 1, "sleep(seconds)\n\nDelay execution for a given number of seconds."},
    {"strftime", time_strftime, 0, 1, 2, "strftime(format[, tuple]) -> string"},
    {"thread_time", time_thread_time, 0, 0, 0, "thread_time() -> float\n\nThread time for profiling."},
    {"thread_time_ns", time_thread_time_ns, 0, 0, 0, "thread_time_ns() -> int"},
    {"time", time_time, 0, 0, 0,
     "time() -> floating point number\n\nReturn the current time in seconds since the Epoch."},
    {"time_ns", time_time_ns, 0, 0, 0, "time_ns() -> int"},
    {0},
};

const ouro_module_def ouro__module_time = {
    "time", functions, exec, "This module provides various functions to manipulate time values.\n"};
