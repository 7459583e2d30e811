/* Files and directories by name: making, removing, renaming, linking, modes, owners, listing. */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "modules/posix/posix.h"

/* --- one path, one call ---------------------------------------------------------------------------------- */

OURO_C_FUNCTION(posix_mkdir)
{
    OURO_PARSE(a, "mkdir", 0, 2, 1, 1, "path", "mode", "dir_fd");
    ouro_path path = OURO_PATH("mkdir");
    int mode = 0777, dir_fd;
    if (ouro__optional_int32(rt, a[1], &mode) < 0 || ouro__dir_fd(rt, a[2], &dir_fd) < 0 ||
        ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    return ouro__path_done(rt, &path, mkdirat(dir_fd, path.name, (mode_t)mode));
}

OURO_C_FUNCTION(posix_rmdir)
{
    OURO_PARSE(a, "rmdir", 0, 1, 1, 1, "path", "dir_fd");
    ouro_path path = OURO_PATH("rmdir");
    int dir_fd;
    if (ouro__dir_fd(rt, a[1], &dir_fd) < 0 || ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    return ouro__path_done(rt, &path, unlinkat(dir_fd, path.name, AT_REMOVEDIR));
}

static ouro_object *remove_file(ouro_runtime *rt, const char *function, ouro_object *const *a)
{
    ouro_path path = OURO_PATH(function);
    int dir_fd;
    if (ouro__dir_fd(rt, a[1], &dir_fd) < 0 || ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    return ouro__path_done(rt, &path, unlinkat(dir_fd, path.name, 0));
}

OURO_C_FUNCTION(posix_unlink)
{
    OURO_PARSE(a, "unlink", 0, 1, 1, 1, "path", "dir_fd");
    return remove_file(rt, "unlink", a);
}

OURO_C_FUNCTION(posix_remove)
{
    OURO_PARSE(a, "remove", 0, 1, 1, 1, "path", "dir_fd");
    return remove_file(rt, "remove", a);
}

OURO_C_FUNCTION(posix_mkfifo)
{
    OURO_PARSE(a, "mkfifo", 0, 2, 1, 1, "path", "mode", "dir_fd");
    ouro_path path = OURO_PATH("mkfifo");
    int mode = 0666, dir_fd, result;
    if (ouro__optional_int32(rt, a[1], &mode) < 0 || ouro__dir_fd(rt, a[2], &dir_fd) < 0 ||
        ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    OURO_RETRY(result, mkfifoat(dir_fd, path.name, (mode_t)mode));
    if (result < 0 && !rt->error) /* CPython names no file here */
        ouro__raise_system(rt);
    return ouro__path_done(rt, &path, result);
}

OURO_C_FUNCTION(posix_mknod)
{
    OURO_PARSE(a, "mknod", 0, 3, 1, 1, "path", "mode", "device", "dir_fd");
    ouro_path path = OURO_PATH("mknod");
    int mode = 0600, dir_fd, result;
    uint64_t device = 0;
    if (ouro__optional_int32(rt, a[1], &mode) < 0 ||
        (a[2] && ouro__as_uint64_masked(rt, a[2], &device) < 0) || ouro__dir_fd(rt, a[3], &dir_fd) < 0 ||
        ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    OURO_RETRY(result, mknodat(dir_fd, path.name, (mode_t)mode, (dev_t)device));
    if (result < 0 && !rt->error)
        ouro__raise_system(rt);
    return ouro__path_done(rt, &path, result);
}

OURO_C_FUNCTION(posix_chdir)
{
    OURO_PARSE(a, "chdir", 0, 1, 1, 0, "path");
    ouro_path path = OURO_PATH_OR_FD("chdir");
    if (ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    return ouro__path_done(rt, &path, path.name ? chdir(path.name) : fchdir(path.fd));
}

OURO_C_FUNCTION(posix_fchdir)
{
    OURO_PARSE(a, "fchdir", 0, 1, 1, 0, "fd");
    int fd = ouro__as_descriptor(rt, a[0]), result;
    if (fd < 0)
        return NULL;
    OURO_RETRY(result, fchdir(fd));
    return ouro__none_or_system(rt, result);
}

OURO_C_FUNCTION(posix_chroot)
{
    OURO_PARSE(a, "chroot", 0, 1, 1, 0, "path");
    ouro_path path = OURO_PATH("chroot");
    if (ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    return ouro__path_done(rt, &path, chroot(path.name));
}

OURO_C_FUNCTION(posix_truncate)
{
    OURO_PARSE(a, "truncate", 0, 2, 2, 0, "path", "length");
    ouro_path path = OURO_PATH_OR_FD("truncate");
    int64_t length;
    int result;
    if (ouro__as_int64(rt, a[1], &length) < 0 || ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    OURO_RETRY(result, path.name ? truncate(path.name, length) : ftruncate(path.fd, length));
    return ouro__path_done(rt, &path, result);
}

OURO_C_FUNCTION(posix_ftruncate)
{
    int fd, result;
    int64_t length;
    if (ouro__as_int32(rt, args[0], &fd) < 0 || ouro__as_int64(rt, args[1], &length) < 0)
        return NULL;
    OURO_RETRY(result, ftruncate(fd, length));
    return ouro__none_or_system(rt, result);
}

/* --- modes and owners ------------------------------------------------------------------------------------ */

OURO_C_FUNCTION(posix_chmod)
{
    OURO_PARSE(a, "chmod", 0, 2, 2, 2, "path", "mode", "dir_fd", "follow_symlinks");
    ouro_path path = OURO_PATH_OR_FD("chmod");
    int mode, dir_fd;
    bool follow = true;
    if (ouro__as_int32(rt, a[1], &mode) < 0 || ouro__dir_fd(rt, a[2], &dir_fd) < 0 ||
        ouro__optional_bool(rt, a[3], &follow) < 0 || ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    if (!follow && path.fd < 0) {
        ouro__path_drop(rt, &path);
        return ouro__raise(rt, OURO_T_NOT_IMPLEMENTED_ERROR,
                           "chmod: follow_symlinks unavailable on this platform");
    }
    return ouro__path_done(
        rt, &path, path.name ? fchmodat(dir_fd, path.name, (mode_t)mode, 0) : fchmod(path.fd, (mode_t)mode));
}

OURO_C_FUNCTION(posix_fchmod)
{
    OURO_PARSE(a, "fchmod", 0, 2, 2, 0, "fd", "mode");
    int fd, mode, result;
    if (ouro__as_int32(rt, a[0], &fd) < 0 || ouro__as_int32(rt, a[1], &mode) < 0)
        return NULL;
    OURO_RETRY(result, fchmod(fd, (mode_t)mode));
    return ouro__none_or_system(rt, result);
}

OURO_C_FUNCTION(posix_chown)
{
    OURO_PARSE(a, "chown", 0, 3, 3, 2, "path", "uid", "gid", "dir_fd", "follow_symlinks");
    ouro_path path = OURO_PATH_OR_FD("chown");
    uint32_t uid, gid;
    int dir_fd;
    bool follow = true;
    if (ouro__as_id(rt, a[1], "uid", &uid) < 0 || ouro__as_id(rt, a[2], "gid", &gid) < 0 ||
        ouro__dir_fd(rt, a[3], &dir_fd) < 0 || ouro__optional_bool(rt, a[4], &follow) < 0 ||
        ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    if (ouro__dir_fd_and_fd(rt, "chown", dir_fd, &path) < 0 ||
        ouro__fd_and_follow(rt, "chown", &path, follow) < 0) {
        ouro__path_drop(rt, &path);
        return NULL;
    }
    return ouro__path_done(rt, &path,
                           path.name ? fchownat(dir_fd, path.name, uid, gid, follow ? 0 : AT_SYMLINK_NOFOLLOW)
                                     : fchown(path.fd, uid, gid));
}

OURO_C_FUNCTION(posix_lchown)
{
    OURO_PARSE(a, "lchown", 0, 3, 3, 0, "path", "uid", "gid");
    ouro_path path = OURO_PATH("lchown");
    uint32_t uid, gid;
    if (ouro__as_id(rt, a[1], "uid", &uid) < 0 || ouro__as_id(rt, a[2], "gid", &gid) < 0 ||
        ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    return ouro__path_done(rt, &path, lchown(path.name, uid, gid));
}

OURO_C_FUNCTION(posix_fchown)
{
    OURO_PARSE(a, "fchown", 0, 3, 3, 0, "fd", "uid", "gid");
    int fd, result;
    uint32_t uid, gid;
    if (ouro__as_int32(rt, a[0], &fd) < 0 || ouro__as_id(rt, a[1], "uid", &uid) < 0 ||
        ouro__as_id(rt, a[2], "gid", &gid) < 0)
        return NULL;
    OURO_RETRY(result, fchown(fd, uid, gid));
    return ouro__none_or_system(rt, result);
}

OURO_C_FUNCTION(posix_umask)
{
    int mask;
    if (ouro__as_int32(rt, args[0], &mask) < 0)
        return NULL;
    return ouro__int_new(rt, umask((mode_t)mask));
}

/* --- two paths ------------------------------------------------------------------------------------------- */

/* Both, the first dropped again when the second fails. */
static int two_paths(ouro_runtime *rt, ouro_path *first, ouro_object *a, ouro_path *second, ouro_object *b)
{
    if (ouro__path_from(rt, first, a) < 0)
        return -1;
    if (ouro__path_from(rt, second, b) == 0)
        return 0;
    ouro__path_drop(rt, first);
    return -1;
}

static ouro_object *two_done(ouro_runtime *rt, ouro_path *first, ouro_path *second, int result)
{
    if (result < 0)
        ouro__path_error(rt, first, second);
    ouro__path_drop(rt, first);
    ouro__path_drop(rt, second);
    return result < 0 ? NULL : OURO_NONE(rt);
}

static ouro_object *rename_file(ouro_runtime *rt, const char *function, ouro_object *const *a)
{
    ouro_path from = {.function = function, .argument = "src", .fd = -1};
    ouro_path to = {.function = function, .argument = "dst", .fd = -1};
    int from_fd, to_fd;
    if (ouro__dir_fd(rt, a[2], &from_fd) < 0 || ouro__dir_fd(rt, a[3], &to_fd) < 0 ||
        two_paths(rt, &from, a[0], &to, a[1]) < 0)
        return NULL;
    return two_done(rt, &from, &to, renameat(from_fd, from.name, to_fd, to.name));
}

OURO_C_FUNCTION(posix_rename)
{
    OURO_PARSE(a, "rename", 0, 2, 2, 2, "src", "dst", "src_dir_fd", "dst_dir_fd");
    return rename_file(rt, "rename", a);
}

OURO_C_FUNCTION(posix_replace)
{
    OURO_PARSE(a, "replace", 0, 2, 2, 2, "src", "dst", "src_dir_fd", "dst_dir_fd");
    return rename_file(rt, "replace", a);
}

OURO_C_FUNCTION(posix_link)
{
    OURO_PARSE(a, "link", 0, 2, 2, 3, "src", "dst", "src_dir_fd", "dst_dir_fd", "follow_symlinks");
    ouro_path from = {.function = "link", .argument = "src", .fd = -1};
    ouro_path to = {.function = "link", .argument = "dst", .fd = -1};
    int from_fd, to_fd;
    bool follow = true;
    if (ouro__dir_fd(rt, a[2], &from_fd) < 0 || ouro__dir_fd(rt, a[3], &to_fd) < 0 ||
        ouro__optional_bool(rt, a[4], &follow) < 0 || two_paths(rt, &from, a[0], &to, a[1]) < 0)
        return NULL;
    /* With no option given, the plain call, which on Linux links the link itself. */
    bool plain = from_fd == AT_FDCWD && to_fd == AT_FDCWD && follow;
    int result = plain ? link(from.name, to.name)
                       : linkat(from_fd, from.name, to_fd, to.name, follow ? AT_SYMLINK_FOLLOW : 0);
    return two_done(rt, &from, &to, result);
}

OURO_C_FUNCTION(posix_symlink)
{
    OURO_PARSE(a, "symlink", 0, 3, 2, 1, "src", "dst", "target_is_directory", "dir_fd");
    ouro_path from = {.function = "symlink", .argument = "src", .fd = -1};
    ouro_path to = {.function = "symlink", .argument = "dst", .fd = -1};
    int dir_fd;
    bool directory = false;
    if (ouro__optional_bool(rt, a[2], &directory) < 0 || ouro__dir_fd(rt, a[3], &dir_fd) < 0 ||
        two_paths(rt, &from, a[0], &to, a[1]) < 0)
        return NULL;
    return two_done(rt, &from, &to, symlinkat(from.name, dir_fd, to.name));
}

/* --- reading names --------------------------------------------------------------------------------------- */

static ouro_object *as_name(ouro_runtime *rt, bool bytes, const char *text, size_t length)
{
    return bytes ? ouro__bytes_new(rt, text, length) : ouro__str_from_filesystem(rt, text, length);
}

OURO_C_FUNCTION(posix_readlink)
{
    OURO_PARSE(a, "readlink", 0, 1, 1, 1, "path", "dir_fd");
    ouro_path path = OURO_PATH("readlink");
    int dir_fd;
    char target[PATH_MAX + 1];
    if (ouro__dir_fd(rt, a[1], &dir_fd) < 0 || ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    ssize_t length = readlinkat(dir_fd, path.name, target, PATH_MAX);
    ouro_object *result =
        length < 0 ? ouro__path_error(rt, &path, NULL) : as_name(rt, path.is_bytes, target, (size_t)length);
    ouro__path_drop(rt, &path);
    return result;
}

static ouro_object *current_directory(ouro_runtime *rt, bool bytes)
{
    char *folder = getcwd(NULL, 0); /* as long as it takes */
    if (!folder)
        return ouro__raise_system(rt);
    ouro_object *result = as_name(rt, bytes, folder, strlen(folder));
    free(folder);
    return result;
}

OURO_C_FUNCTION(posix_getcwd)
{
    return current_directory(rt, false);
}

OURO_C_FUNCTION(posix_getcwdb)
{
    return current_directory(rt, true);
}

static bool is_dots(const char *name)
{
    return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2]));
}

static ouro_object *list_directory(ouro_runtime *rt, ouro_path *path, DIR *dir)
{
    ouro_object *list = ouro__list_new(rt, 0);
    while (list) {
        errno = 0;
        struct dirent *entry = readdir(dir);
        if (!entry) {
            if (!errno)
                return list;
            ouro__path_error(rt, path, NULL);
            break;
        }
        if (is_dots(entry->d_name))
            continue;
        ouro_object *name = as_name(rt, path->is_bytes, entry->d_name, strlen(entry->d_name));
        if (!name || ouro__list_append_owned(rt, (ouro_list *)list, name) < 0)
            break;
    }
    ouro_xdecref(rt, list);
    return NULL;
}

OURO_C_FUNCTION(posix_listdir)
{
    OURO_PARSE(a, "listdir", 0, 1, 0, 0, "path");
    ouro_path path = {.function = "listdir", .nullable = true, .allow_fd = true, .fd = -1};
    if (ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    DIR *dir;
    if (path.fd >= 0 || (a[0] && !path.name && a[0] != OURO_NONE(rt))) {
        int copy = fcntl(path.fd, F_DUPFD_CLOEXEC, 0);
        dir = copy < 0 ? NULL : fdopendir(copy);
        if (!dir && copy >= 0) {
            int error = errno;
            close(copy);
            errno = error;
        }
    } else {
        dir = opendir(path.name ? path.name : ".");
    }
    ouro_object *list = dir ? list_directory(rt, &path, dir) : ouro__path_error(rt, &path, NULL);
    if (dir) {
        if (path.fd >= 0)
            rewinddir(dir);
        closedir(dir);
    }
    ouro__path_drop(rt, &path);
    return list;
}

OURO_C_FUNCTION(posix_fspath)
{
    OURO_PARSE(a, "fspath", 0, 1, 1, 0, "path");
    return ouro__fspath(rt, a[0]);
}

/* --- os.path.normpath ------------------------------------------------------------------------------------ */

/* Folds "//", "." and ".." of an absolute or relative path, in place; the length of what is left. */
static size_t normalize(uint32_t *p, size_t length)
{
    size_t roots = 0;
    while (roots < length && p[roots] == '/')
        roots++;
    size_t from = roots;
    if (roots > 2)
        roots = 1;                    /* exactly two slashes mean something of their own */
    size_t to = roots, floor = roots; /* what stands below `floor` cannot be taken back */
    while (from < length) {
        size_t end = from;
        while (end < length && p[end] != '/')
            end++;
        size_t part = end - from;
        bool dot = part == 1 && p[from] == '.', dots = part == 2 && p[from] == '.' && p[from + 1] == '.';
        if (dots && to > floor) {
            while (to > floor && p[to - 1] != '/')
                to--;
            if (to > floor)
                to--;
        } else if (part && !dot && !(dots && roots)) {
            if (to > roots)
                p[to++] = '/';
            memmove(p + to, p + from, part * sizeof *p);
            to += part;
            if (dots)
                floor = to;
        }
        from = end + 1;
    }
    return to;
}

OURO_C_FUNCTION(posix_normpath)
{
    OURO_PARSE(a, "_path_normpath", 0, 1, 1, 0, "path");
    if (!ouro__is_str(rt, a[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "_path_normpath() argument 'path' must be str, not %T",
                           a[0]);
    size_t length = ouro__str_length(a[0]);
    uint32_t *chars = ouro__buffer_alloc(rt, (length + 1) * sizeof *chars);
    if (!chars)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        chars[i] = ouro__str_char(a[0], i);
        if (!chars[i]) /* what stands behind a zero is not seen, as in CPython */
            length = i;
    }
    length = normalize(chars, length);
    ouro_object *result = length ? ouro__str_from_ucs4(rt, chars, length) : ouro__str_from_char(rt, '.');
    ouro__buffer_free(rt, chars);
    return result;
}

const ouro_method_def ouro__posix_file_functions[] = {
    {"mkdir", posix_mkdir, OURO_METH_KEYWORDS, 0, 0,
     "mkdir($module, /, path, mode=511, *, dir_fd=None)\n--\n\nCreate a directory."},
    {"rmdir", posix_rmdir, OURO_METH_KEYWORDS, 0, 0,
     "rmdir($module, /, path, *, dir_fd=None)\n--\n\nRemove a directory."},
    {"unlink", posix_unlink, OURO_METH_KEYWORDS, 0, 0,
     "unlink($module, /, path, *, dir_fd=None)\n--\n\nRemove a file (same as remove())."},
    {"remove", posix_remove, OURO_METH_KEYWORDS, 0, 0,
     "remove($module, /, path, *, dir_fd=None)\n--\n\nRemove a file (same as unlink())."},
    {"mkfifo", posix_mkfifo, OURO_METH_KEYWORDS, 0, 0,
     "mkfifo($module, /, path, mode=438, *, dir_fd=None)\n--\n\nCreate a \"fifo\" (a POSIX named pipe)."},
    {"mknod", posix_mknod, OURO_METH_KEYWORDS, 0, 0,
     "mknod($module, /, path, mode=384, device=0, *, dir_fd=None)\n--\n\nCreate a node in the file system."},
    {"chdir", posix_chdir, OURO_METH_KEYWORDS, 0, 0,
     "chdir($module, /, path)\n--\n\nChange the current working directory to the specified path."},
    {"fchdir", posix_fchdir, OURO_METH_KEYWORDS, 0, 0,
     "fchdir($module, /, fd)\n--\n\nChange to the directory of the given file descriptor."},
    {"chroot", posix_chroot, OURO_METH_KEYWORDS, 0, 0,
     "chroot($module, /, path)\n--\n\nChange root directory to path."},
    {"truncate", posix_truncate, OURO_METH_KEYWORDS, 0, 0,
     "truncate($module, /, path, length)\n--\n\nTruncate a file, specified by path, to a specific length."},
    {"ftruncate", posix_ftruncate, 0, 2, 2,
     "ftruncate($module, fd, length, /)\n--\n\nTruncate a file, specified by file descriptor, to a specific "
     "length."},
    {"chmod", posix_chmod, OURO_METH_KEYWORDS, 0, 0,
     "chmod($module, /, path, mode, *, dir_fd=None, follow_symlinks=True)\n--\n\nChange the access "
     "permissions of a file."},
    {"fchmod", posix_fchmod, OURO_METH_KEYWORDS, 0, 0,
     "fchmod($module, /, fd, mode)\n--\n\nChange the access permissions of the file given by file descriptor "
     "fd."},
    {"chown", posix_chown, OURO_METH_KEYWORDS, 0, 0,
     "chown($module, /, path, uid, gid, *, dir_fd=None, follow_symlinks=True)\n--\n\nChange the owner and "
     "group id of path."},
    {"lchown", posix_lchown, OURO_METH_KEYWORDS, 0, 0,
     "lchown($module, /, path, uid, gid)\n--\n\nChange the owner and group id of path, without following "
     "symbolic links."},
    {"fchown", posix_fchown, OURO_METH_KEYWORDS, 0, 0,
     "fchown($module, /, fd, uid, gid)\n--\n\nChange the owner and group id of the file given by file "
     "descriptor."},
    {"umask", posix_umask, 0, 1, 1,
     "umask($module, mask, /)\n--\n\nSet the current numeric umask and return the previous umask."},
    {"rename", posix_rename, OURO_METH_KEYWORDS, 0, 0,
     "rename($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)\n--\n\nRename a file or directory."},
    {"replace", posix_replace, OURO_METH_KEYWORDS, 0, 0,
     "replace($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)\n--\n\nRename a file or directory, "
     "overwriting the destination."},
    {"link", posix_link, OURO_METH_KEYWORDS, 0, 0,
     "link($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None,\n     "
     "follow_symlinks=True)\n--\n\nCreate a hard link to a file."},
    {"symlink", posix_symlink, OURO_METH_KEYWORDS, 0, 0,
     "symlink($module, /, src, dst, target_is_directory=False, *, dir_fd=None)\n--\n\nCreate a symbolic link "
     "pointing to src named dst."},
    {"readlink", posix_readlink, OURO_METH_KEYWORDS, 0, 0,
     "readlink($module, /, path, *, dir_fd=None)\n--\n\nReturn a string representing the path to which the "
     "symbolic link points."},
    {"getcwd", posix_getcwd, 0, 0, 0,
     "getcwd($module, /)\n--\n\nReturn a unicode string representing the current working directory."},
    {"getcwdb", posix_getcwdb, 0, 0, 0,
     "getcwdb($module, /)\n--\n\nReturn a bytes string representing the current working directory."},
    {"listdir", posix_listdir, OURO_METH_KEYWORDS, 0, 0,
     "listdir($module, /, path=None)\n--\n\nReturn a list containing the names of the files in the "
     "directory."},
    {"fspath", posix_fspath, OURO_METH_KEYWORDS, 0, 0,
     "fspath($module, /, path)\n--\n\nReturn the file system path representation of the object."},
    {"_path_normpath", posix_normpath, OURO_METH_KEYWORDS, 0, 0,
     "_path_normpath($module, /, path)\n--\n\nBasic path normalization."},
    {0},
};
