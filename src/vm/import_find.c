/* Finding modules on a search path, and running their source. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/compile.h"
#include "object/slot.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/types.h"
#include "vm/import.h"
#include "vm/vm.h"

/* Kind of file at a path (str): S_IFREG, S_IFDIR, 0 for none; -1 with an exception set. */
static int kind_of_file(ouro_runtime *rt, ouro_object *path)
{
    size_t length;
    char *owned;
    const char *text = ouro__str_wtf8(rt, path, &length, &owned);
    if (!text)
        return -1;
    struct stat status;
    int kind = 0;
    if (strlen(text) == length && stat(text, &status) == 0)
        kind = (int)(status.st_mode & S_IFMT);
    if (owned)
        ouro__buffer_free(rt, owned);
    return kind;
}

/* directory/name and suffix. */
static ouro_object *join(ouro_runtime *rt, ouro_object *directory, ouro_object *name, const char *suffix)
{
    size_t length = ouro__str_length(directory);
    bool slash = length > 0 && ouro__str_char(directory, length - 1) != '/';
    return ouro__str_format(rt, "%U%s%U%s", directory, slash ? "/" : "", name, suffix);
}

static int add_portion(ouro_runtime *rt, ouro_object **list, ouro_object *directory)
{
    if (!*list) {
        *list = ouro__list_new(rt, 0);
        if (!*list)
            return -1;
    }
    return ouro__list_append(rt, *list, directory);
}

/* Looks in one directory: 1 found, 0 not (a portion of a namespace package goes to *portions), -1. */
static int find_in(ouro_runtime *rt, ouro_object *tail, ouro_object *directory, ouro_found_module *found,
                   ouro_object **portions)
{
    ouro_object *package = join(rt, directory, tail, ""), *init = NULL, *file = NULL;
    int done = -1, kind = package ? kind_of_file(rt, package) : -1;
    bool is_directory = kind == S_IFDIR;
    if (kind < 0)
        goto out;
    if (is_directory) {
        init = ouro__str_format(rt, "%U/__init__.py", package);
        kind = init ? kind_of_file(rt, init) : -1;
        if (kind < 0)
            goto out;
        if (kind == S_IFREG) {
            if (add_portion(rt, &found->packages, package) < 0)
                goto out;
            found->file = init;
            init = NULL;
            done = 1;
            goto out;
        }
    }
    file = join(rt, directory, tail, ".py");
    kind = file ? kind_of_file(rt, file) : -1;
    if (kind < 0)
        goto out;
    if (kind == S_IFREG) {
        found->file = file;
        file = NULL;
        done = 1;
    } else {
        done = is_directory && add_portion(rt, portions, package) < 0 ? -1 : 0;
    }
out:
    ouro_xdecref(rt, file);
    ouro_xdecref(rt, init);
    ouro_xdecref(rt, package);
    return done;
}

/* A directory of the search path from the root on, so that what is found there is known by one name wherever the
 * program goes later: owned. It stays as it is where the current directory is gone. */
static ouro_object *absolute(ouro_runtime *rt, ouro_object *directory)
{
    char current[PATH_MAX];
    if ((ouro__str_length(directory) && ouro__str_char(directory, 0) == '/') || !getcwd(current, sizeof current))
        return ouro_ref(directory);
    ouro_object *base = ouro__str_from_filesystem(rt, current, strlen(current));
    ouro_object *whole = base && ouro__str_length(directory) ? join(rt, base, directory, "") : base ? ouro_ref(base) : NULL;
    ouro_xdecref(rt, base);
    return whole;
}

int ouro__find_module(ouro_runtime *rt, ouro_object *tail, ouro_object *path, ouro_found_module *found)
{
    found->file = found->packages = NULL;
    ouro_iteration it;
    if (ouro__iterate(rt, &it, path) < 0)
        return -1;
    ouro_object *directory, *portions = NULL;
    int done = 0;
    while (done == 0 && (directory = ouro__iterate_next(rt, &it))) {
        if (ouro__is_str(rt, directory)) {
            ouro_object *whole = absolute(rt, directory);
            done = whole ? find_in(rt, tail, whole, found, &portions) : -1;
            ouro_xdecref(rt, whole);
        }
        ouro_decref(rt, directory);
    }
    if (ouro__iterate_end(rt, &it) < 0)
        done = -1;
    if (done == 0 && portions) {
        found->packages = portions;
        return 1;
    }
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, portions);
    if (done < 0) {
        ouro_xdecref(rt, found->file);
        ouro_xdecref(rt, found->packages);
    }
    if (error)
        ouro__error_restore(rt, error);
    return done;
}

/* ---- source ---- */

/* The bytes of an open file, in a buffer; NULL with an exception set. */
static char *read_all(ouro_runtime *rt, int fd, ouro_object *file, size_t *length)
{
    size_t capacity = 4096, used = 0;
    struct stat status;
    if (fstat(fd, &status) == 0 && status.st_size > 0 && (uint64_t)status.st_size < SIZE_MAX / 2)
        capacity = (size_t)status.st_size + 1;
    char *buffer = ouro__buffer_alloc(rt, capacity);
    while (buffer) {
        ssize_t got = read(fd, buffer + used, capacity - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            int error = errno;
            ouro__buffer_free(rt, buffer);
            return ouro__raise_errno(rt, error, file);
        }
        if (got == 0)
            break;
        used += (size_t)got;
        if (used == capacity) {
            char *larger = ouro__buffer_resize(rt, buffer, capacity *= 2);
            if (!larger)
                ouro__buffer_free(rt, buffer);
            buffer = larger;
        }
    }
    *length = used;
    return buffer;
}

static char *read_file(ouro_runtime *rt, ouro_object *file, size_t *length)
{
    size_t path_length;
    char *owned;
    const char *path = ouro__str_wtf8(rt, file, &path_length, &owned);
    if (!path)
        return NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC), error = errno;
    if (owned)
        ouro__buffer_free(rt, owned);
    if (fd < 0)
        return ouro__raise_errno(rt, error, file);
    char *text = read_all(rt, fd, file, length);
    close(fd);
    return text;
}

int ouro__run_module_file(ouro_runtime *rt, ouro_object *module, ouro_object *file)
{
    size_t length = 0;
    char *source = read_file(rt, file, &length);
    if (!source)
        return -1;
    ouro_compile_options options = {.mode = OURO_COMPILE_EXEC, .optimize = -1};
    options.optimize = 0;
    ouro_object *code = ouro__compile(rt, source, length, file, &options);
    ouro__buffer_free(rt, source);
    if (!code)
        return -1;
    ouro_object *globals = ouro__module_dict(module);
    ouro_object *result = ouro__run_code(rt, code, globals, globals);
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, result);
    ouro_decref(rt, code);
    if (error)
        ouro__error_restore(rt, error);
    return result ? 0 : -1;
}

/* ---- the loader object ---- */

typedef struct file_loader {
    ouro_object head;
    ouro_object *name, *path;
} file_loader;

ouro_object *ouro__file_loader_new(ouro_runtime *rt, ouro_object *name, ouro_object *path)
{
    file_loader *loader = ouro__new_container(rt, sizeof *loader, OURO_WORD(OURO_T_FILE_LOADER));
    if (!loader)
        return NULL;
    ouro__slot_init(&loader->name, ouro_ref(name));
    ouro__slot_init(&loader->path, ouro_ref(path));
    return &loader->head;
}

static ouro_object *get_filename(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)rt, (void)args, (void)nargs, (void)kwnames;
    return ouro_ref(((file_loader *)self)->path);
}

static ouro_object *get_source(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    size_t length;
    char *source = read_file(rt, ((file_loader *)self)->path, &length);
    if (!source)
        return NULL;
    ouro_object *text = ouro__str_from_utf8(rt, source, length);
    ouro__buffer_free(rt, source);
    return text;
}

static const ouro_method_def loader_methods[] = {
    {"get_filename", get_filename, 0, 0, 1, "Return the path to the source file as found by the finder."},
    {"get_source", get_source, 0, 0, 1, "The text of the module."},
    {0},
};

static const ouro_member_def loader_members[] = {
    {"name", offsetof(file_loader, name), true, true, NULL},
    {"path", offsetof(file_loader, path), true, true, NULL},
    {0},
};

static const uint16_t loader_fields[] = {offsetof(file_loader, name), offsetof(file_loader, path), 0};

OURO_BUILTIN_TYPE(file_loader) = {
    .id = OURO_T_FILE_LOADER,
    .slots = {.name = "SourceFileLoader",
              .size = sizeof(file_loader),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .fields = loader_fields},
    .methods = loader_methods,
    .members = loader_members,
    .module = "_frozen_importlib_external",
};
