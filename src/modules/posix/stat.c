/* stat and its kin, and the struct sequences that they give. */
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "modules/posix/posix.h"
#include "types/float.h"

static const ouro_member_def stat_fields[] = {
    OURO_FIELD(0, "st_mode", "protection bits"),
    OURO_FIELD(1, "st_ino", "inode"),
    OURO_FIELD(2, "st_dev", "device"),
    OURO_FIELD(3, "st_nlink", "number of hard links"),
    OURO_FIELD(4, "st_uid", "user ID of owner"),
    OURO_FIELD(5, "st_gid", "group ID of owner"),
    OURO_FIELD(6, "st_size", "total size, in bytes"),
    OURO_FIELD(10, "st_atime", "time of last access"),
    OURO_FIELD(11, "st_mtime", "time of last modification"),
    OURO_FIELD(12, "st_ctime", "time of last change"),
    OURO_FIELD(13, "st_atime_ns", "time of last access in nanoseconds"),
    OURO_FIELD(14, "st_mtime_ns", "time of last modification in nanoseconds"),
    OURO_FIELD(15, "st_ctime_ns", "time of last change in nanoseconds"),
    OURO_FIELD(16, "st_blksize", "blocksize for filesystem I/O"),
    OURO_FIELD(17, "st_blocks", "number of blocks allocated"),
    OURO_FIELD(18, "st_rdev", "device type (if inode device)"),
    {0},
};
static const uint16_t stat_hidden[] = {OURO_FIELD_OFFSET(10), OURO_FIELD_OFFSET(11),
                                       OURO_FIELD_OFFSET(12), OURO_FIELD_OFFSET(13),
                                       OURO_FIELD_OFFSET(14), OURO_FIELD_OFFSET(15),
                                       OURO_FIELD_OFFSET(16), OURO_FIELD_OFFSET(17),
                                       OURO_FIELD_OFFSET(18), 0};
enum { STAT_FIELDS = 19 };

/* The times given as seconds alone stand for those with a fraction, too. */
static ouro_object *stat_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    ouro_object *made = ouro__struct_sequence_make(rt, cls, args, nargs, kwnames);
    for (int i = 7; made && i <= 9; i++) {
        ouro_object **items = ((ouro_tuple *)made)->items;
        if (items[i + 3] == OURO_NONE(rt))
            ouro__slot_set(rt, made, &items[i + 3], ouro_ref(items[i]));
    }
    return made;
}

OURO_BUILTIN_TYPE(stat_result) = {
    .id = OURO_T_STAT_RESULT,
    .base_id = OURO_T_TUPLE,
    .members = stat_fields,
    .methods = ouro__struct_sequence_methods,
    .module = "os",
    .doc = "stat_result: Result from stat, fstat, or lstat.\n\nIts items can be had as a tuple of ten, or by "
           "their names.",
    .slots = {.name = "os.stat_result",
              OURO_STRUCT_SEQUENCE_SLOTS(10),
              .flags = OURO_STRUCT_SEQUENCE_FLAGS,
              .fields = stat_hidden,
              .new_ = stat_new},
};

static const ouro_member_def statvfs_fields[] = {
    OURO_FIELD(0, "f_bsize", NULL),   OURO_FIELD(1, "f_frsize", NULL), OURO_FIELD(2, "f_blocks", NULL),
    OURO_FIELD(3, "f_bfree", NULL),   OURO_FIELD(4, "f_bavail", NULL), OURO_FIELD(5, "f_files", NULL),
    OURO_FIELD(6, "f_ffree", NULL),   OURO_FIELD(7, "f_favail", NULL), OURO_FIELD(8, "f_flag", NULL),
    OURO_FIELD(9, "f_namemax", NULL), OURO_FIELD(10, "f_fsid", NULL),  {0},
};
static const uint16_t statvfs_hidden[] = {OURO_FIELD_OFFSET(10), 0};

OURO_BUILTIN_TYPE(statvfs_result) = {
    .id = OURO_T_STATVFS_RESULT,
    .base_id = OURO_T_TUPLE,
    .members = statvfs_fields,
    .methods = ouro__struct_sequence_methods,
    .module = "os",
    .doc = "statvfs_result: Result from statvfs or fstatvfs.",
    .slots = {.name = "os.statvfs_result",
              OURO_STRUCT_SEQUENCE_SLOTS(10),
              .flags = OURO_STRUCT_SEQUENCE_FLAGS,
              .fields = statvfs_hidden,
              .new_ = ouro__struct_sequence_make},
};

static ouro_object *nanoseconds(ouro_runtime *rt, const struct timespec *t)
{
    int64_t ns;
    if (!__builtin_mul_overflow((int64_t)t->tv_sec, INT64_C(1000000000), &ns) &&
        !__builtin_add_overflow(ns, (int64_t)t->tv_nsec, &ns))
        return ouro__int_new(rt, ns);
    ouro_object *seconds = ouro__int_new(rt, t->tv_sec), *scale = ouro__int_new(rt, 1000000000),
                *scaled = NULL, *rest = ouro__int_new(rt, t->tv_nsec), *sum = NULL;
    if (seconds && scale && rest)
        scaled = ouro__int_binary(rt, OURO_MULTIPLY, seconds, scale);
    if (scaled)
        sum = ouro__int_binary(rt, OURO_ADD, scaled, rest);
    ouro_xdecref(rt, seconds);
    ouro_xdecref(rt, scale);
    ouro_xdecref(rt, rest);
    ouro_xdecref(rt, scaled);
    return sum;
}

ouro_object *ouro__stat_result_new(ouro_runtime *rt, const struct stat *st)
{
    ouro_object *items[STAT_FIELDS];
    items[0] = ouro__int_new(rt, st->st_mode);
    items[1] = ouro__int_from_uint64(rt, st->st_ino);
    items[2] = ouro__int_from_uint64(rt, st->st_dev);
    items[3] = ouro__int_new(rt, (int64_t)st->st_nlink);
    items[4] = ouro__id_new(rt, st->st_uid);
    items[5] = ouro__id_new(rt, st->st_gid);
    items[6] = ouro__int_new(rt, st->st_size);
    const struct timespec *times[3] = {&st->st_atim, &st->st_mtim, &st->st_ctim};
    for (int i = 0; i < 3; i++) {
        items[7 + i] = ouro__int_new(rt, times[i]->tv_sec);
        items[10 + i] = ouro__float_new(rt, (double)times[i]->tv_sec + 1e-9 * (double)times[i]->tv_nsec);
        items[13 + i] = nanoseconds(rt, times[i]);
    }
    items[16] = ouro__int_new(rt, st->st_blksize);
    items[17] = ouro__int_new(rt, st->st_blocks);
    items[18] = ouro__int_from_uint64(rt, st->st_rdev);
    return ouro__struct_sequence_new(rt, OURO_T_STAT_RESULT, items, STAT_FIELDS);
}

static ouro_object *do_stat(ouro_runtime *rt, const char *function, ouro_object *which, ouro_object *dir,
                            bool follow)
{
    ouro_path path = {.function = function, .allow_fd = function[0] == 's', .fd = -1};
    int dir_fd;
    struct stat st;
    ouro_object *result = NULL;
    if (ouro__dir_fd(rt, dir, &dir_fd) < 0 || ouro__path_from(rt, &path, which) < 0)
        return NULL;
    if (ouro__dir_fd_and_fd(rt, function, dir_fd, &path) == 0 &&
        ouro__fd_and_follow(rt, function, &path, follow) == 0) {
        int status = path.name ? fstatat(dir_fd, path.name, &st, follow ? 0 : AT_SYMLINK_NOFOLLOW)
                               : fstat(path.fd, &st);
        result = status < 0 ? ouro__path_error(rt, &path, NULL) : ouro__stat_result_new(rt, &st);
    }
    ouro__path_drop(rt, &path);
    return result;
}

OURO_C_FUNCTION(posix_stat)
{
    OURO_PARSE(a, "stat", 0, 1, 1, 2, "path", "dir_fd", "follow_symlinks");
    bool follow = true;
    return ouro__optional_bool(rt, a[2], &follow) < 0 ? NULL : do_stat(rt, "stat", a[0], a[1], follow);
}

OURO_C_FUNCTION(posix_lstat)
{
    OURO_PARSE(a, "lstat", 0, 1, 1, 1, "path", "dir_fd");
    return do_stat(rt, "lstat", a[0], a[1], false);
}

OURO_C_FUNCTION(posix_fstat)
{
    OURO_PARSE(a, "fstat", 0, 1, 1, 0, "fd");
    int fd, result;
    struct stat st;
    if (ouro__as_int32(rt, a[0], &fd) < 0)
        return NULL;
    OURO_RETRY(result, fstat(fd, &st));
    return result < 0 ? ouro__raise_system(rt) : ouro__stat_result_new(rt, &st);
}

static ouro_object *statvfs_result_new(ouro_runtime *rt, const struct statvfs *s)
{
    ouro_object *items[11] = {
        ouro__int_from_uint64(rt, s->f_bsize),  ouro__int_from_uint64(rt, s->f_frsize),
        ouro__int_from_uint64(rt, s->f_blocks), ouro__int_from_uint64(rt, s->f_bfree),
        ouro__int_from_uint64(rt, s->f_bavail), ouro__int_from_uint64(rt, s->f_files),
        ouro__int_from_uint64(rt, s->f_ffree),  ouro__int_from_uint64(rt, s->f_favail),
        ouro__int_from_uint64(rt, s->f_flag),   ouro__int_from_uint64(rt, s->f_namemax),
        ouro__int_from_uint64(rt, s->f_fsid),
    };
    return ouro__struct_sequence_new(rt, OURO_T_STATVFS_RESULT, items, 11);
}

OURO_C_FUNCTION(posix_statvfs)
{
    OURO_PARSE(a, "statvfs", 0, 1, 1, 0, "path");
    ouro_path path = OURO_PATH_OR_FD("statvfs");
    struct statvfs s;
    if (ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    int status = path.name ? statvfs(path.name, &s) : fstatvfs(path.fd, &s);
    ouro_object *result = status < 0 ? ouro__path_error(rt, &path, NULL) : statvfs_result_new(rt, &s);
    ouro__path_drop(rt, &path);
    return result;
}

OURO_C_FUNCTION(posix_fstatvfs)
{
    int fd, result;
    struct statvfs s;
    if (ouro__as_int32(rt, args[0], &fd) < 0)
        return NULL;
    OURO_RETRY(result, fstatvfs(fd, &s));
    return result < 0 ? ouro__raise_system(rt) : statvfs_result_new(rt, &s);
}

OURO_C_FUNCTION(posix_access)
{
    OURO_PARSE(a, "access", 0, 2, 2, 3, "path", "mode", "dir_fd", "effective_ids", "follow_symlinks");
    ouro_path path = OURO_PATH("access");
    int dir_fd, mode;
    bool effective = false, follow = true;
    if (ouro__dir_fd(rt, a[2], &dir_fd) < 0 || ouro__as_int32(rt, a[1], &mode) < 0 ||
        ouro__optional_bool(rt, a[3], &effective) < 0 || ouro__optional_bool(rt, a[4], &follow) < 0 ||
        ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    int status =
        faccessat(dir_fd, path.name, mode, (effective ? AT_EACCESS : 0) | (follow ? 0 : AT_SYMLINK_NOFOLLOW));
    ouro__path_drop(rt, &path);
    return ouro__bool(rt, status == 0);
}

static int as_device(ouro_runtime *rt, ouro_object *o, uint64_t *device)
{
    return ouro__as_uint64_masked(rt, o, device);
}

OURO_C_FUNCTION(posix_major)
{
    uint64_t device;
    return as_device(rt, args[0], &device) < 0 ? NULL : ouro__int_new(rt, major(device));
}

OURO_C_FUNCTION(posix_minor)
{
    uint64_t device;
    return as_device(rt, args[0], &device) < 0 ? NULL : ouro__int_new(rt, minor(device));
}

OURO_C_FUNCTION(posix_makedev)
{
    int high, low;
    if (ouro__as_int32(rt, args[0], &high) < 0 || ouro__as_int32(rt, args[1], &low) < 0)
        return NULL;
    return ouro__int_from_uint64(rt, makedev((unsigned)high, (unsigned)low));
}

const ouro_method_def ouro__posix_stat_functions[] = {
    {"stat", posix_stat, OURO_METH_KEYWORDS, 0, 0,
     "stat($module, /, path, *, dir_fd=None, follow_symlinks=True)\n--\n\nPerform a stat system call on the "
     "given path."},
    {"lstat", posix_lstat, OURO_METH_KEYWORDS, 0, 0,
     "lstat($module, /, path, *, dir_fd=None)\n--\n\nPerform a stat system call on the given path, without "
     "following symbolic links."},
    {"fstat", posix_fstat, OURO_METH_KEYWORDS, 0, 0,
     "fstat($module, /, fd)\n--\n\nPerform a stat system call on the given file descriptor."},
    {"statvfs", posix_statvfs, OURO_METH_KEYWORDS, 0, 0,
     "statvfs($module, /, path)\n--\n\nPerform a statvfs system call on the given path."},
    {"fstatvfs", posix_fstatvfs, 0, 1, 1,
     "fstatvfs($module, fd, /)\n--\n\nPerform an fstatvfs system call on the given fd."},
    {"access", posix_access, OURO_METH_KEYWORDS, 0, 0,
     "access($module, /, path, mode, *, dir_fd=None, effective_ids=False,\n       "
     "follow_symlinks=True)\n--\n\nUse the real uid/gid to test for access to a path."},
    {"major", posix_major, 0, 1, 1,
     "major($module, device, /)\n--\n\nExtracts a device major number from a raw device number."},
    {"minor", posix_minor, 0, 1, 1,
     "minor($module, device, /)\n--\n\nExtracts a device minor number from a raw device number."},
    {"makedev", posix_makedev, 0, 2, 2,
     "makedev($module, major, minor, /)\n--\n\nComposes a raw device number from the major and minor device "
     "numbers."},
    {0},
};
