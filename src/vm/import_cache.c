/* Cache files of compiled modules: where importlib puts them, in a form of our own behind importlib's header of 16 bytes
 * (magic number, flags, time and size of the source). A file that is stale, cut off, damaged or foreign is as good as none. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/compile.h"
#include "object/slot.h"
#include "types/bytes.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/memoryview.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/import.h"
#include "vm/marshal.h"
#include "vm/read_file.h"

enum { HEADER = 16, FLAGS_KNOWN = 3 };

void ouro__cache_magic(ouro_runtime *rt, uint8_t magic[4])
{
    uint32_t code = ouro__marshal_code_magic(rt);
    uint32_t folded = (code >> 16 ^ code) | 0x8000; /* CPython's own numbers are small */
    magic[0] = (uint8_t)folded;
    magic[1] = (uint8_t)(folded >> 8);
    magic[2] = '\r'; /* a file that went through a text conversion shows it */
    magic[3] = '\n';
}

static uint32_t read_word(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static void write_word(uint8_t *bytes, uint32_t word)
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(word >> 8 * i);
}

/* The code behind the header: owned. NULL without an exception, or with EOFError: what is there is not good. */
static ouro_object *code_in(ouro_runtime *rt, const uint8_t *bytes, size_t length)
{
    ouro_object *code = ouro__marshal_load_own(rt, bytes + HEADER, length - HEADER);
    if (code && !ouro__is_exactly(code, OURO_T_CODE)) {
        ouro_decref(rt, code);
        return NULL;
    }
    if (!code && (ouro__error_is(rt, OURO_T_VALUE_ERROR) || ouro__error_is(rt, OURO_T_TYPE_ERROR)))
        ouro__error_clear(rt);
    return code;
}

static bool header_is_ours(ouro_runtime *rt, const uint8_t *bytes, size_t length)
{
    uint8_t magic[4];
    ouro__cache_magic(rt, magic);
    return length >= HEADER && memcmp(bytes, magic, sizeof magic) == 0;
}

/* ---- importlib's own two files ---- */

typedef struct source_file {
    char *path, *cache; /* buffers; cache NULL: nowhere */
    uint8_t header[HEADER];
} source_file;

/* A str as a path for the system, in a buffer of its own: NULL with an exception, or without one when it cannot be one. */
static char *path_of(ouro_runtime *rt, ouro_object *text_owned)
{
    size_t length;
    char *owned = NULL, *copy = NULL;
    const char *text = text_owned ? ouro__str_wtf8(rt, text_owned, &length, &owned) : NULL;
    if (text && strlen(text) == length && (copy = ouro__buffer_alloc(rt, length + 1)))
        memcpy(copy, text, length + 1);
    ouro__buffer_free(rt, owned);
    ouro_xdecref(rt, text_owned);
    return copy;
}

/* Beside where importlib would put the cache of the same file: its code differs in the name of its file. */
static char *cache_path(ouro_runtime *rt, ouro_object *directory, const char *name)
{
    ouro_object *prefix = ouro__dict_get_cstring(rt, rt->python->sys_dict, "pycache_prefix");
    if (!prefix || !ouro__is_str(rt, prefix) || ouro__str_length(directory) == 0 ||
        ouro__str_char(directory, 0) != '/')
        return NULL;
    uint32_t options = rt->python->options;
    const char *level = options & OURO_OPTION_OPTIMIZE_2 ? ".opt-2"
                        : options & OURO_OPTION_OPTIMIZE ? ".opt-1"
                                                         : "";
    return path_of(
        rt, ouro__str_format(rt, "%U%U/importlib/%s.frozen-ouro-311%s.pyc", prefix, directory, name, level));
}

/* 1, 0: no such file, -1. */
static int find_source(ouro_runtime *rt, ouro_object *directory, const char *name, source_file *file)
{
    *file = (source_file){.path = path_of(rt, ouro__str_format(rt, "%U/importlib/%s.py", directory, name))};
    struct stat status;
    if (!file->path || stat(file->path, &status) < 0 || !S_ISREG(status.st_mode)) {
        ouro__buffer_free(rt, file->path);
        return rt->error ? -1 : 0;
    }
    ouro__cache_magic(rt, file->header);
    write_word(file->header + 8, (uint32_t)status.st_mtime);
    write_word(file->header + 12, (uint32_t)status.st_size);
    file->cache = cache_path(rt, directory, name);
    if (!rt->error)
        return 1;
    ouro__buffer_free(rt, file->path);
    return -1;
}

static ouro_object *read_cache(ouro_runtime *rt, const source_file *file)
{
    char *contents;
    size_t length;
    if (access(file->cache, R_OK) < 0)
        return NULL;
    if (ouro__read_file(rt, file->cache, &contents, &length) < 0) {
        if (ouro__error_is(rt, OURO_T_OS_ERROR))
            ouro__error_clear(rt);
        return NULL;
    }
    ouro_object *code = NULL;
    if (length >= HEADER && memcmp(contents, file->header, HEADER) == 0)
        code = code_in(rt, (const uint8_t *)contents, length);
    if (!code && rt->error && ouro__error_is(rt, OURO_T_EOF_ERROR))
        ouro__error_clear(rt);
    ouro__buffer_free(rt, contents);
    return code;
}

static void make_directories(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        mkdir(path, 0777);
        *slash = '/';
    }
}

static bool write_whole(int fd, const uint8_t *data, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, data, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        data += n;
        length -= (size_t)n;
    }
    return true;
}

/* Another process never sees half a file. Without a place to write there is no cache, and nobody is told. */
static void write_cache(ouro_runtime *rt, const source_file *file, ouro_object *code)
{
    ouro_object *bytes = ouro__marshal_dump(rt, code, OURO_MARSHAL_VERSION);
    size_t length = strlen(file->cache) + 32;
    char *temporary = bytes ? ouro__buffer_alloc(rt, length) : NULL;
    if (temporary) {
        snprintf(temporary, length, "%s.%ld", file->cache, (long)getpid());
        int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, fd = open(temporary, flags, 0666);
        if (fd < 0 && errno == ENOENT) {
            make_directories(temporary);
            fd = open(temporary, flags, 0666);
        }
        if (fd >= 0) {
            ouro_bytes *data = (ouro_bytes *)bytes;
            bool whole = write_whole(fd, file->header, HEADER) && write_whole(fd, data->data, data->length);
            whole = close(fd) == 0 && whole;
            if (!whole || rename(temporary, file->cache) < 0)
                unlink(temporary);
        }
    }
    ouro__buffer_free(rt, temporary);
    ouro_xdecref(rt, bytes);
    ouro__error_clear(rt);
}

static bool may_write(ouro_runtime *rt)
{
    ouro_object *flag = ouro__dict_get_cstring(rt, rt->python->sys_dict, "dont_write_bytecode");
    int is = flag ? ouro__truth(rt, flag) : 0;
    ouro__error_clear(rt);
    return is == 0;
}

static ouro_object *compile_source(ouro_runtime *rt, const source_file *file, ouro_object *shown)
{
    char *source;
    size_t length;
    if (ouro__read_file(rt, file->path, &source, &length) < 0)
        return NULL;
    uint32_t options = rt->python->options;
    ouro_compile_options compile = {
        .mode = OURO_COMPILE_EXEC,
        .optimize = options & OURO_OPTION_OPTIMIZE_2 ? 2
                    : options & OURO_OPTION_OPTIMIZE ? 1
                                                     : 0,
    };
    ouro_object *code = ouro__compile(rt, source, length, shown, &compile);
    ouro__buffer_free(rt, source);
    return code;
}

ouro_object *ouro__cached_bootstrap(ouro_runtime *rt, ouro_object *directory, const char *name,
                                    const char *filename)
{
    source_file file;
    if (find_source(rt, directory, name, &file) <= 0)
        return NULL;
    ouro_object *shown = ouro__str_from_cstring(rt, filename);
    ouro_object *code = shown && file.cache ? read_cache(rt, &file) : NULL;
    if (!code && shown && !rt->error) {
        code = compile_source(rt, &file, shown);
        if (code && file.cache && may_write(rt))
            write_cache(rt, &file, code);
    }
    ouro_xdecref(rt, shown);
    ouro__buffer_free(rt, file.cache);
    ouro__buffer_free(rt, file.path);
    return code;
}

/* ---- what importlib asks of a cache file ---- */

static void remember(ouro_runtime *rt, ouro_import *import, ouro_object *bytes, ouro_object *code)
{
    ouro_object *old_bytes = import->bytes, *old_code = import->code;
    import->bytes = bytes;
    import->code = code;
    ouro_xdecref(rt, old_bytes);
    ouro_xdecref(rt, old_code);
}

static void *raise_damaged(ouro_runtime *rt, ouro_object *name, ouro_object *details)
{
    ouro_object *path = ouro__is_dict(rt, details) ? ouro__dict_get_str(rt, details, NAME(rt, path)) : NULL;
    if (rt->error)
        return NULL;
    return ouro__raise_import_error(rt, OURO_T_IMPORT_ERROR,
                                    ouro__str_format(rt, "bad marshal data in %R", name), name, path);
}

/* _classify_pyc(data, name, exc_details): the flags; ImportError or EOFError when the file is not good. Looking whether
 * it is good means reading it, so the code is kept for _compile_bytecode, which comes next. */
static ouro_object *classify(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    (void)self, (void)kwnames;
    ouro_import *import = ouro__import_state(rt);
    if (!import)
        return NULL;
    const ouro_bytes *data = ouro__is_exactly(args[0], OURO_T_BYTES) ? (ouro_bytes *)args[0] : NULL;
    if (!data || !header_is_ours(rt, data->data, data->length) ||
        read_word(data->data + 4) & ~(uint32_t)FLAGS_KNOWN)
        return import->classify ? ouro__call(rt, import->classify, args, nargs, NULL)
                                : raise_damaged(rt, args[1], args[2]);
    ouro_object *code = code_in(rt, data->data, data->length);
    if (!code)
        return rt->error ? NULL : raise_damaged(rt, args[1], args[2]);
    remember(rt, import, ouro_ref(args[0]), code);
    return ouro__int_new(rt, read_word(data->data + 4));
}

/* Whether this shows the file that was classified last. */
static bool is_remembered(const ouro_import *import, ouro_object *data)
{
    if (!import->bytes || !ouro__is_exactly(data, OURO_T_MEMORYVIEW))
        return false;
    const ouro_memoryview *view = (ouro_memoryview *)data;
    return view->data == ((ouro_bytes *)import->bytes)->data + HEADER;
}

/* _compile_bytecode(data, name=None, bytecode_path=None, source_path=None) */
static ouro_object *compile_bytecode(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                     size_t nargs, ouro_object *kwnames)
{
    (void)self;
    static const char *const names[] = {"data", "name", "bytecode_path", "source_path", NULL};
    static const ouro_signature signature = {"_compile_bytecode", names, 0, 4, 1, 0};
    ouro_object *given[4];
    ouro_import *import = ouro__import_state(rt);
    if (!import || ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return NULL;
    if (!is_remembered(import, given[0]) || rt->python->options & OURO_OPTION_VERBOSE)
        return import->compile ? ouro__call(rt, import->compile, args, nargs, kwnames)
                               : ouro__raise(rt, OURO_T_IMPORT_ERROR, "importlib is gone");
    ouro_object *code = ouro_ref(import->code);
    remember(rt, import, NULL, NULL);
    if (given[3] && ouro__is_str(rt, given[3]) &&
        ouro__code_set_filename(rt, (ouro_code *)code, given[3]) < 0) {
        ouro_decref(rt, code);
        return NULL;
    }
    return code;
}

const ouro_method_def ouro__cache_classify = {
    "_classify_pyc",
    classify,
    0,
    3,
    3,
    "_classify_pyc(data, name, exc_details)\n--\n\nReturn the flags of a cache "
    "file whose contents are good."};
const ouro_method_def ouro__cache_compile = {"_compile_bytecode",
                                             compile_bytecode,
                                             OURO_METH_KEYWORDS,
                                             1,
                                             4,
                                             "_compile_bytecode(data, name=None, bytecode_path=None, "
                                             "source_path=None)\n--\n\nReturn the code in a cache file."};

static void set_filename(ouro_runtime *rt, ouro_code *code, ouro_object *filename)
{
    ouro__slot_set(rt, code, &code->filename, ouro_ref(filename));
}

/* Code within code is found in its constants; the work list holds those whose constants are to be looked at. */
int ouro__code_set_filename(ouro_runtime *rt, ouro_code *code, ouro_object *filename)
{
    if (ouro__str_equal(code->filename, filename))
        return 0;
    ouro_object *old = ouro_ref(code->filename), *work = ouro__list_new(rt, 8);
    int status = work ? ouro__list_append(rt, work, &code->head) : -1;
    while (status == 0 && ((ouro_list *)work)->count) {
        ouro_list *list = (ouro_list *)work;
        ouro_code *next = (ouro_code *)ouro__list_take(rt, list, list->count - 1);
        const ouro_tuple *constants = (ouro_tuple *)next->constants;
        for (uint64_t i = 0; status == 0 && i < constants->count; i++) {
            ouro_code *inner = (ouro_code *)constants->items[i];
            if (ouro__is_exactly(&inner->head, OURO_T_CODE) && ouro__str_equal(inner->filename, old))
                status = ouro__list_append(rt, work, &inner->head);
        }
        if (status == 0)
            set_filename(rt, next, filename);
        ouro_decref(rt, &next->head);
    }
    ouro_xdecref(rt, work);
    ouro_decref(rt, old);
    return status;
}

/* ---- zip files on sys.path ---- */

/* Whether a path leads into a file: "a.zip" or "a.zip/folder". */
static bool leads_into_file(char *path)
{
    struct stat status;
    for (;;) {
        if (stat(path, &status) == 0)
            return S_ISREG(status.st_mode);
        char *slash = strrchr(path, '/');
        if (!slash || slash == path)
            return false;
        *slash = 0;
    }
}

/* What was looked at while zipimport was being imported is to be looked at again. */
static int forget_misses(ouro_runtime *rt)
{
    ouro_object *cache = ouro__dict_get_cstring(rt, rt->python->sys_dict, "path_importer_cache");
    ouro_object *keys = cache && ouro__is_dict(rt, cache) ? ouro__dict_keys_list(rt, cache) : NULL;
    int status = rt->error ? -1 : 0;
    for (size_t i = 0; status == 0 && keys && i < ((ouro_list *)keys)->count; i++) {
        ouro_object *key = ((ouro_list *)keys)->items[i];
        if (ouro__dict_get(rt, cache, key) == OURO_NONE(rt) && ouro__dict_pop(rt, cache, key, NULL) < 0)
            status = -1;
    }
    ouro_xdecref(rt, keys);
    return status;
}

/* The module, which is found also while sys.path does not lead to the standard library. Owned. */
static ouro_object *import_zipimport(ouro_runtime *rt)
{
    ouro_import *import = rt->python->import;
    ouro_object *path = ouro__dict_get_str(rt, rt->python->sys_dict, NAME(rt, path));
    bool extend = path && ouro__is_list(rt, path) && import->library;
    if (extend && ouro__list_append(rt, ouro_ref(path), import->library) < 0) {
        ouro_decref(rt, path);
        return NULL;
    }
    import->finds_zip = true;
    ouro_object *module = ouro__import_cstring(rt, "zipimport");
    import->finds_zip = false;
    ouro_list *list = (ouro_list *)path;
    if (extend) {
        ouro_object *error = ouro__error_take(rt);
        if (list->count && list->items[list->count - 1] == import->library)
            ouro_decref(rt, ouro__list_take(rt, list, list->count - 1));
        ouro_decref(rt, path);
        if (error)
            ouro__error_restore(rt, error);
    }
    return module;
}

/* zipimport's class takes the place of the hook in sys.path_hooks. Owned. */
static ouro_object *real_importer(ouro_runtime *rt)
{
    ouro_object *module = import_zipimport(rt), *cls = NULL;
    if (module && forget_misses(rt) < 0) {
        ouro_decref(rt, module);
        return NULL;
    }
    ouro_object *name = module ? ouro__str_intern_cstring(rt, "zipimporter") : NULL;
    if (name)
        cls = ouro__getattr(rt, module, name);
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, module);
    ouro_object *hooks = cls ? ouro__dict_get_cstring(rt, rt->python->sys_dict, "path_hooks") : NULL;
    for (size_t i = 0; hooks && ouro__is_list(rt, hooks) && i < ((ouro_list *)hooks)->count; i++) {
        ouro_object **slot = &((ouro_list *)hooks)->items[i];
        if (ouro__is_exactly(*slot, OURO_T_BUILTIN_FUNCTION) &&
            ((ouro_builtin_function *)*slot)->def == &ouro__zip_hook) {
            ouro__slot_set(rt, hooks, slot, ouro_ref(cls));
            break;
        }
    }
    return cls;
}

/* A hook of sys.path_hooks. zipimport is a large module, not to be loaded as long as no path leads into a file. */
static ouro_object *zip_hook(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    (void)self, (void)nargs, (void)kwnames;
    char *path = ouro__is_str(rt, args[0]) ? path_of(rt, ouro_ref(args[0])) : NULL;
    if (rt->error)
        return NULL;
    ouro_import *import = ouro__import_state(rt);
    bool into = path && import && !import->finds_zip && leads_into_file(path);
    ouro__buffer_free(rt, path);
    if (!import)
        return NULL;
    if (!into)
        return ouro__raise_import_error(rt, OURO_T_IMPORT_ERROR,
                                        ouro__str_format(rt, "not a Zip file: %R", args[0]), NULL, args[0]);
    ouro_object *cls = real_importer(rt), *importer = cls ? ouro__call1(rt, cls, args[0]) : NULL;
    ouro_xdecref(rt, cls);
    return importer;
}

const ouro_method_def ouro__zip_hook = {
    "zipimporter", zip_hook, 0, 1, 1, "zipimporter(path, /)\n--\n\nReturn an importer for a zip file."};
