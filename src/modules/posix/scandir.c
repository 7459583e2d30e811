/* os.scandir and the entries that it gives. */
#include <dirent.h>
#include <string.h>
#include <unistd.h>

#include "modules/posix/posix.h"

/* --- DirEntry -------------------------------------------------------------------------------------------- */

typedef struct dir_entry {
    ouro_object head;
    ouro_object *name, *path; /* str, or both bytes */
    ouro_object *stat, *lstat; /* stat_result once asked for; NULL before */
    int64_t inode;
    int32_t dir_fd; /* of os.scandir(fd); AT_FDCWD */
    uint8_t kind;   /* DT_... */
} dir_entry;

static const uint16_t entry_fields[] = {offsetof(dir_entry, name), offsetof(dir_entry, path), offsetof(dir_entry, stat),
                                        offsetof(dir_entry, lstat), 0};

/* A fresh stat_result of the entry: NULL with an exception. */
static ouro_object *fetch_stat(ouro_runtime *rt, dir_entry *e, bool follow)
{
    ouro_path path = OURO_PATH("DirEntry");
    if (ouro__path_from(rt, &path, e->dir_fd == AT_FDCWD ? e->path : e->name) < 0)
        return NULL;
    struct stat st;
    int status = fstatat(e->dir_fd, path.name, &st, follow ? 0 : AT_SYMLINK_NOFOLLOW);
    if (status < 0)
        ouro__raise_errno(rt, errno, e->path);
    ouro__path_drop(rt, &path);
    return status < 0 ? NULL : ouro__stat_result_new(rt, &st);
}

/* The cached stat_result: borrowed. */
static ouro_object *entry_lstat(ouro_runtime *rt, dir_entry *e)
{
    if (!e->lstat) {
        ouro_object *fresh = fetch_stat(rt, e, false);
        if (!fresh)
            return NULL;
        ouro__slot_set(rt, e, &e->lstat, fresh);
    }
    return e->lstat;
}

static int is_link(ouro_runtime *rt, dir_entry *e);

static ouro_object *entry_stat(ouro_runtime *rt, dir_entry *e, bool follow)
{
    if (!follow)
        return entry_lstat(rt, e);
    if (e->stat)
        return e->stat;
    int link = is_link(rt, e);
    if (link < 0)
        return NULL;
    ouro_object *fresh = link ? fetch_stat(rt, e, true) : entry_lstat(rt, e);
    if (!fresh)
        return NULL;
    ouro__slot_set(rt, e, &e->stat, link ? fresh : ouro_ref(fresh));
    return e->stat;
}

/* Whether its mode, links followed or not, is of the kind. What is not there is of none. 1, 0, -1. */
static int has_mode(ouro_runtime *rt, dir_entry *e, bool follow, mode_t kind)
{
    bool link = e->kind == DT_LNK;
    if (e->kind == DT_UNKNOWN || (follow && link)) {
        ouro_object *result = entry_stat(rt, e, follow);
        if (!result) {
            if (!ouro__error_is(rt, OURO_T_FILE_NOT_FOUND_ERROR))
                return -1;
            ouro__error_clear(rt);
            return 0;
        }
        int64_t mode;
        if (ouro__as_int64(rt, ((ouro_tuple *)result)->items[0], &mode) < 0)
            return -1;
        return ((mode_t)mode & S_IFMT) == kind;
    }
    return kind == S_IFDIR ? e->kind == DT_DIR : kind == S_IFREG ? e->kind == DT_REG : link;
}

static int is_link(ouro_runtime *rt, dir_entry *e)
{
    return e->kind == DT_UNKNOWN ? has_mode(rt, e, false, S_IFLNK) : e->kind == DT_LNK;
}

/* The only argument, follow_symlinks: 1, 0, -1. */
static int follows(ouro_runtime *rt, const char *function, ouro_object *const *args, size_t nargs, ouro_object *kwnames)
{
    static const char *const names[] = {"follow_symlinks", NULL};
    const ouro_signature signature = {function, names, 0, 0, 0, 1};
    ouro_object *given;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &given) < 0)
        return -1;
    return given ? ouro__truth(rt, given) : 1;
}

static ouro_object *bool_or_error(ouro_runtime *rt, int status)
{
    return status < 0 ? NULL : ouro__bool(rt, status);
}

OURO_C_FUNCTION(entry_is_dir)
{
    int follow = follows(rt, "is_dir", args, nargs, kwnames);
    return follow < 0 ? NULL : bool_or_error(rt, has_mode(rt, (dir_entry *)self, follow, S_IFDIR));
}

OURO_C_FUNCTION(entry_is_file)
{
    int follow = follows(rt, "is_file", args, nargs, kwnames);
    return follow < 0 ? NULL : bool_or_error(rt, has_mode(rt, (dir_entry *)self, follow, S_IFREG));
}

OURO_C_FUNCTION(entry_is_symlink)
{
    return bool_or_error(rt, is_link(rt, (dir_entry *)self));
}

OURO_C_FUNCTION(entry_m_stat)
{
    int follow = follows(rt, "stat", args, nargs, kwnames);
    ouro_object *result = follow < 0 ? NULL : entry_stat(rt, (dir_entry *)self, follow);
    return result ? ouro_ref(result) : NULL;
}

OURO_C_FUNCTION(entry_inode)
{
    return ouro__int_from_uint64(rt, (uint64_t)((dir_entry *)self)->inode);
}

OURO_C_FUNCTION(entry_fspath)
{
    return ouro_ref(((dir_entry *)self)->path);
}

static ouro_object *entry_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro__str_format(rt, "<DirEntry %R>", ((dir_entry *)self)->name);
}

static const ouro_method_def entry_methods[] = {
    {"is_dir", entry_is_dir, OURO_METH_KEYWORDS, 0, 0, "is_dir($self, /, *, follow_symlinks=True)\n--\n\nReturn True if the entry is a directory; cached per entry."},
    {"is_file", entry_is_file, OURO_METH_KEYWORDS, 0, 0, "is_file($self, /, *, follow_symlinks=True)\n--\n\nReturn True if the entry is a file; cached per entry."},
    {"is_symlink", entry_is_symlink, 0, 0, 0, "is_symlink($self, /)\n--\n\nReturn True if the entry is a symbolic link; cached per entry."},
    {"stat", entry_m_stat, OURO_METH_KEYWORDS, 0, 0, "stat($self, /, *, follow_symlinks=True)\n--\n\nReturn stat_result object for the entry; cached per entry."},
    {"inode", entry_inode, 0, 0, 0, "inode($self, /)\n--\n\nReturn inode of the entry; cached per entry."},
    {"__fspath__", entry_fspath, 0, 0, 0, "__fspath__($self, /)\n--\n\nReturns the path for the entry."},
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, "See PEP 585"},
    {0},
};

static const ouro_member_def entry_members[] = {
    {"name", offsetof(dir_entry, name), true, false,
     "the entry's base filename, relative to scandir() \"path\" argument"},
    {"path", offsetof(dir_entry, path), true, false,
     "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)"},
    {0},
};

OURO_BUILTIN_TYPE(dir_entry) = {
    .id = OURO_T_DIR_ENTRY,
    .slots = {.name = "posix.DirEntry",
              .flags = OURO_TYPE_DISALLOW_NEW,
              .size = sizeof(dir_entry),
              .layout = OURO_LAYOUT_LEAF,
              .fields = entry_fields,
              .repr = entry_repr},
    .methods = entry_methods,
    .members = entry_members,
    .module = "posix",
};

/* --- the iterator ---------------------------------------------------------------------------------------- */

typedef struct scandir_iterator {
    ouro_object head;
    ouro_object *path; /* the directory as given, str or bytes; NULL: an open descriptor */
    DIR *dir;          /* NULL: closed */
    int32_t fd;        /* given: borrowed */
    bool is_bytes;
} scandir_iterator;

static const uint16_t iterator_fields[] = {offsetof(scandir_iterator, path), 0};

static void close_directory(scandir_iterator *it)
{
    DIR *dir = it->dir;
    it->dir = NULL;
    if (!dir)
        return;
    if (it->fd >= 0)
        rewinddir(dir); /* the descriptor shares its position with the one given */
    closedir(dir);
}

static void iterator_destroy(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    close_directory((scandir_iterator *)o);
}

static void iterator_finalize(ouro_runtime *rt, ouro_object *o)
{
    scandir_iterator *it = (scandir_iterator *)o;
    if (!it->dir)
        return;
    ouro__warn_unclosed(rt, "scandir iterator", o);
    close_directory(it);
}

/* The directory and the name with one slash between. */
static ouro_object *join(ouro_runtime *rt, ouro_object *directory, const char *name, bool is_bytes)
{
    size_t length = strlen(name);
    if (is_bytes) {
        ouro_bytes *head = (ouro_bytes *)directory;
        bool slash = head->length > 0 && head->data[head->length - 1] != '/';
        ouro_bytes *joined = (ouro_bytes *)ouro__bytes_new(rt, NULL, head->length + slash + length);
        if (!joined)
            return NULL;
        memcpy(joined->data, head->data, head->length);
        if (slash)
            joined->data[head->length] = '/';
        memcpy(joined->data + head->length + slash, name, length);
        return &joined->head;
    }
    ouro_object *tail = ouro__str_from_filesystem(rt, name, length);
    size_t before = ouro__str_length(directory);
    bool slash = before > 0 && ouro__str_char(directory, before - 1) != '/';
    ouro_object *joined = tail ? ouro__str_format(rt, slash ? "%U/%U" : "%U%U", directory, tail) : NULL;
    ouro_xdecref(rt, tail);
    return joined;
}

static ouro_object *entry_new(ouro_runtime *rt, scandir_iterator *it, const struct dirent *found)
{
    size_t length = strlen(found->d_name);
    dir_entry *e = ouro__new_leaf(rt, sizeof *e, OURO_WORD(OURO_T_DIR_ENTRY));
    if (!e)
        return NULL;
    memset((char *)e + sizeof e->head, 0, sizeof *e - sizeof e->head);
    e->inode = (int64_t)found->d_ino;
    e->kind = found->d_type;
    e->dir_fd = it->fd >= 0 ? it->fd : AT_FDCWD;
    e->name = it->is_bytes ? ouro__bytes_new(rt, found->d_name, length)
                           : ouro__str_from_filesystem(rt, found->d_name, length);
    if (e->name)
        e->path = it->path ? join(rt, it->path, found->d_name, it->is_bytes) : ouro_ref(e->name);
    if (e->path)
        return &e->head;
    ouro_decref(rt, &e->head);
    return NULL;
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *o)
{
    scandir_iterator *it = (scandir_iterator *)o;
    while (it->dir) {
        errno = 0;
        struct dirent *found = readdir(it->dir);
        if (!found) {
            if (errno)
                ouro__raise_errno(rt, errno, it->path);
            close_directory(it);
            return NULL;
        }
        const char *name = found->d_name;
        if (name[0] != '.' || (name[1] && (name[1] != '.' || name[2]))) {
            ouro_object *entry = entry_new(rt, it, found);
            if (!entry)
                close_directory(it);
            return entry;
        }
    }
    return NULL;
}

OURO_C_FUNCTION(iterator_close)
{
    close_directory((scandir_iterator *)self);
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(iterator_enter)
{
    return ouro_ref(self);
}

static const ouro_method_def iterator_methods[] = {
    {"__enter__", iterator_enter, 0, 0, 0, NULL},
    {"__exit__", iterator_close, 0, 0, -1, NULL},
    {"close", iterator_close, 0, 0, 0, NULL},
    {0},
};

OURO_BUILTIN_TYPE(scandir_iterator) = {
    .id = OURO_T_SCANDIR_ITERATOR,
    .slots = {.name = "posix.ScandirIterator",
              .flags = OURO_TYPE_DISALLOW_NEW | OURO_TYPE_HAS_DEL,
              .size = sizeof(scandir_iterator),
              .layout = OURO_LAYOUT_LEAF,
              .fields = iterator_fields,
              .destroy = iterator_destroy,
              .finalize = iterator_finalize,
              .iter = ouro__iter_self,
              .next = iterator_next},
    .methods = iterator_methods,
    .module = "posix",
};

static int open_directory(ouro_runtime *rt, scandir_iterator *it, ouro_path *path)
{
    if (path->fd >= 0) {
        it->fd = path->fd;
        int copy = fcntl(path->fd, F_DUPFD_CLOEXEC, 0);
        it->dir = copy < 0 ? NULL : fdopendir(copy);
        if (!it->dir && copy >= 0) {
            int error = errno;
            close(copy);
            errno = error;
        }
    } else {
        it->path = path->object ? ouro_ref(path->object) : ouro__str_from_char(rt, '.');
        if (!it->path)
            return -1;
        it->is_bytes = path->is_bytes;
        if (it->is_bytes && path->bytes != path->object)
            ouro__slot_set(rt, it, &it->path, ouro_ref(path->bytes));
        it->dir = opendir(path->name ? path->name : ".");
    }
    if (it->dir)
        return 0;
    ouro__path_error(rt, path, NULL);
    return -1;
}

OURO_C_FUNCTION(posix_scandir)
{
    OURO_PARSE(a, "scandir", 0, 1, 0, 0, "path");
    ouro_path path = {.function = "scandir", .nullable = true, .allow_fd = true, .fd = -1};
    if (ouro__path_from(rt, &path, a[0]) < 0)
        return NULL;
    scandir_iterator *it = ouro__new_leaf(rt, sizeof *it, OURO_WORD(OURO_T_SCANDIR_ITERATOR));
    if (it) {
        memset((char *)it + sizeof it->head, 0, sizeof *it - sizeof it->head);
        it->fd = -1;
        if (open_directory(rt, it, &path) < 0) {
            ouro_decref(rt, &it->head);
            it = NULL;
        }
    }
    ouro__path_drop(rt, &path);
    return it ? &it->head : NULL;
}

const ouro_method_def ouro__posix_scandir_functions[] = {
    {"scandir", posix_scandir, OURO_METH_KEYWORDS, 0, 0, "scandir($module, /, path=None)\n--\n\nReturn an iterator of DirEntry objects for given path."},
    {0},
};
