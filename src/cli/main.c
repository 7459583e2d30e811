/* The ouro command: runs a program and reports what it left. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ouro/capture.h"
#include "cli/arguments.h"
#include "cli/config.h"
#include "cli/prompt.h"
#include "cli/statistics.h"
#include "compiler/compile.h"
#include "embed/embed.h"
#include "modules/faulthandler.h"
#include "modules/io/stdio.h"
#include "modules/sys_hooks.h"
#include "ouro/heap.h"
#include "ouro/python.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/state.h"
#include "types/protocol.h"
#include "types/str.h"
#include "vm/import.h"
#include "vm/read_file.h"
#include "vm/vm.h"

/* Where CPython looks for the standard library before the folder. */
static const char library_archive[] = "/usr/lib/python311.zip";

/* The runtime that Ctrl-C interrupts. */
static ouro_runtime *volatile interrupted_runtime;

static void on_interrupt(int signal)
{
    (void)signal;
    if (interrupted_runtime)
        ouro_interrupt(interrupted_runtime);
}

static void catch_signals(ouro_runtime *rt)
{
    interrupted_runtime = rt;
    struct sigaction action = {.sa_handler = on_interrupt};
    sigemptyset(&action.sa_mask);
    struct sigaction before;
    /* A shell's background job ignores Ctrl-C: leave it so. */
    if (sigaction(SIGINT, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a write beyond the limit for files fails, then */
}

/* Ends the process as an uncaught Ctrl-C does, so that a shell sees it. */
static int die_interrupted(void)
{
    signal(SIGINT, SIG_DFL);
    kill(getpid(), SIGINT);
    return 130;
}

/* ---- sys.argv, sys.path, sys.executable ---- */

static int append_text(ouro_runtime *rt, ouro_object *list, const char *bytes)
{
    ouro_object *text = ouro__str_from_filesystem(rt, bytes, strlen(bytes));
    int status = text ? ouro__list_append(rt, list, text) : -1;
    ouro_xdecref(rt, text);
    return status;
}

static int set_arguments(ouro_runtime *rt, const cli_arguments *a)
{
    ouro_object *argv = ouro__list_new(rt, 0);
    if (!argv)
        return -1;
    const char *first = a->tool      ? a->tool
                        : a->program ? a->program
                        : a->code    ? "-c"
                        : a->module  ? "-m"
                        : a->dash    ? "-"
                                     : "";
    int status = append_text(rt, argv, first);
    for (int i = 0; status == 0 && i < a->rest_count; i++)
        status = append_text(rt, argv, a->rest[i]);
    if (status == 0)
        status = ouro__dict_set_cstring(rt, rt->python->sys_dict, "argv", argv);
    ouro_decref(rt, argv);
    return status;
}

/* Each directory of a list separated by colons. */
static int append_directories(ouro_runtime *rt, const char *list)
{
    while (list && *list) {
        size_t length = strcspn(list, ":");
        ouro_object *text = ouro__str_from_filesystem(rt, list, length);
        int status = text ? ouro__list_append(rt, rt->python->sys_path, text) : -1;
        ouro_xdecref(rt, text);
        if (status < 0)
            return -1;
        list += length + (list[length] == ':');
    }
    return 0;
}

/* What the program itself adds: its folder, the current one for -m, "" for -c and -. */
static int append_own_folder(ouro_runtime *rt, const cli_arguments *a)
{
    char folder[PATH_MAX] = "";
    if (a->module && !getcwd(folder, sizeof folder))
        return 0;
    if (a->program) {
        if (!realpath(a->program, folder))
            folder[0] = 0;
        char *slash = strrchr(folder, '/');
        if (slash)
            slash[slash == folder] = 0;
    }
    return append_text(rt, rt->python->sys_path, folder);
}

/* The folder of the modules that come with the command, as seen from the command's: where it is installed, or
 * in the tree it was built in. Behind the standard library: before the packages that site adds, after
 * PYTHONPATH. */
static int append_own_modules(ouro_runtime *rt)
{
    static const char *const places[] = {OURO_MODULES_FROM_COMMAND, "ouro-lib"};
    char command[PATH_MAX], folder[PATH_MAX], resolved[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", command, sizeof command - 1);
    command[length > 0 ? length : 0] = 0;
    char *slash = strrchr(command, '/');
    for (size_t i = 0; slash && i < sizeof places / sizeof *places; i++) {
        int written = snprintf(folder, sizeof folder, "%.*s/%s", (int)(slash - command), command, places[i]);
        if (written < (int)sizeof folder && realpath(folder, resolved))
            return append_text(rt, rt->python->sys_path, resolved);
    }
    return 0;
}

/* The program's own folder, or the program itself when it is a folder or zip file; PYTHONPATH; the standard
 * library; the modules that come with the command. */
static int set_path(ouro_runtime *rt, const cli_arguments *a, const cli_config *config, const char *container)
{
    if (container) {
        if (append_text(rt, rt->python->sys_path, container) < 0)
            return -1;
    } else if (!a->tool && !config->sys.safe_path && append_own_folder(rt, a) < 0) {
        return -1;
    }
    if (append_directories(rt, config->python_path) < 0 ||
        append_text(rt, rt->python->sys_path, library_archive) < 0)
        return -1;
    if (config->sys.standard_library &&
        append_text(rt, rt->python->sys_path, config->sys.standard_library) < 0)
        return -1;
    return append_own_modules(rt);
}

static int set_executable(ouro_runtime *rt)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path);
    ouro_object *text = ouro__str_from_filesystem(rt, path, length > 0 ? (size_t)length : 0);
    int status = text ? ouro__dict_set_cstring(rt, rt->python->sys_dict, "executable", text) : -1;
    if (status == 0)
        status = ouro__dict_set_cstring(rt, rt->python->sys_dict, "_base_executable", text);
    ouro_xdecref(rt, text);
    return status;
}

/* -u, PYTHONUNBUFFERED. */
static void unbuffer(ouro_runtime *rt)
{
    static const char *const names[] = {"stdout", "stderr"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ouro_object *stream = ouro__dict_get_cstring(rt, rt->python->sys_dict, names[i]);
        if (stream && ouro__is_text_io(stream))
            ouro__text_io_set_unbuffered(rt, stream);
    }
    ouro__error_clear(rt);
}

/* ---- Running ---- */

static int finish(ouro_runtime *rt, ouro_object *result)
{
    ouro_xdecref(rt, result);
    return rt->error ? -1 : 0;
}

static int run_stdin(ouro_runtime *rt)
{
    char *source;
    size_t length;
    ouro_object *globals = ouro__main_dict(rt),
                *name = globals ? ouro__str_from_cstring(rt, "<stdin>") : NULL;
    int status = name ? ouro__dict_set(rt, globals, NAME(rt, __file__), name) : -1;
    ouro_xdecref(rt, name);
    if (status < 0 || ouro__read_file(rt, "/dev/stdin", &source, &length) < 0)
        return -1;
    status = finish(rt, ouro__run_source(rt, source, length, "<stdin>", OURO_COMPILE_EXEC, false));
    ouro__buffer_free(rt, source);
    return status;
}

/* runpy._run_module_as_main(name, alter_argv) */
static int run_module(ouro_runtime *rt, const char *name, bool alter_argv)
{
    ouro_object *runpy = ouro__import_cstring(rt, "runpy");
    ouro_object *function = runpy ? ouro_getattr(rt, runpy, "_run_module_as_main") : NULL;
    ouro_object *text = function ? ouro__str_from_filesystem(rt, name, strlen(name)) : NULL, *result = NULL;
    ouro_xdecref(rt, runpy);
    if (text)
        result = ouro__call2(rt, function, text, ouro__bool(rt, alter_argv));
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, text);
    ouro_xdecref(rt, function);
    if (error)
        ouro__error_restore(rt, error);
    return finish(rt, result);
}

/* The program's path from the root on, as __file__ and tracebacks have it: as given where that cannot be
 * had. */
static void absolute_path(char absolute[PATH_MAX], const char *program)
{
    char folder[PATH_MAX];
    if (program[0] == '/' || !getcwd(folder, sizeof folder) ||
        snprintf(absolute, PATH_MAX, "%s/%s", folder, program) >= PATH_MAX)
        snprintf(absolute, PATH_MAX, "%s", program);
}

/* Whether the end of a file is that of a zip file: its last record, behind which only a comment stands. */
static bool ends_as_zip(const char *path)
{
    enum { RECORD = 22, COMMENT_MAX = UINT16_MAX };
    static const char mark[4] = {'P', 'K', 5, 6};
    char *tail = NULL;
    bool is = false;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size >= RECORD) {
        size_t length = status.st_size < RECORD + COMMENT_MAX ? (size_t)status.st_size : RECORD + COMMENT_MAX;
        tail = malloc(length);
        ssize_t n = tail ? pread(fd, tail, length, status.st_size - (off_t)length) : 0;
        for (ssize_t i = n - RECORD; i >= 0 && !is; i--)
            is = memcmp(tail + i, mark, sizeof mark) == 0 &&
                 i + RECORD + (uint8_t)tail[i + 20] + ((uint8_t)tail[i + 21] << 8) == n;
    }
    if (fd >= 0)
        close(fd);
    free(tail);
    return is;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* What a program's path leads to. */
enum { PROGRAM_SOURCE, PROGRAM_CONTAINER, PROGRAM_MISSING };

/* Fills in its path from the root on; says so as python3 does when it cannot be read. */
static int look_at_program(const char *program, char absolute[PATH_MAX])
{
    struct stat status;
    absolute_path(absolute, program);
    if (stat(program, &status) == 0 && S_ISDIR(status.st_mode))
        return PROGRAM_CONTAINER;
    if (access(program, R_OK) != 0) {
        fprintf(stderr, "ouro: can't open file '%s': [Errno %d] %s\n", absolute, errno, strerror(errno));
        return PROGRAM_MISSING;
    }
    return ends_as_zip(program) ? PROGRAM_CONTAINER : PROGRAM_SOURCE;
}

/* Filters given on the command line are read by the warnings module, in Python. */
static void read_warn_options(ouro_runtime *rt, const cli_config *config)
{
    if (!config->warn_options[0])
        return;
    ouro_object *module = ouro__import_cstring(rt, "warnings");
    ouro_xdecref(rt, module);
    if (!module) {
        fputs("'import warnings' failed; traceback:\n", stderr);
        ouro__show_uncaught(rt);
    }
}

/* dict[name] = value, which is taken over and may be NULL. */
static int put(ouro_runtime *rt, ouro_object *dict, const char *name, ouro_object *value)
{
    int status = value ? ouro__dict_set_cstring(rt, dict, name, value) : -1;
    ouro_xdecref(rt, value);
    return status;
}

/* A file of compiled code, as importlib loads it. */
static int run_compiled(ouro_runtime *rt, const char *path)
{
    ouro_object *globals = ouro__main_dict(rt), *result = NULL;
    ouro_object *machinery = globals ? ouro__import_cstring(rt, "importlib.machinery") : NULL;
    ouro_object *cls = machinery ? ouro_getattr(rt, machinery, "SourcelessFileLoader") : NULL;
    ouro_object *name = cls ? ouro__str_from_filesystem(rt, path, strlen(path)) : NULL;
    ouro_object *loader = name ? ouro__call2(rt, cls, NAME(rt, __main__), name) : NULL;
    ouro_object *get = loader ? ouro_getattr(rt, loader, "get_code") : NULL;
    ouro_object *code = get ? ouro__call1(rt, get, NAME(rt, __main__)) : NULL;
    if (code && put(rt, globals, "__file__", ouro_ref(name)) == 0 &&
        put(rt, globals, "__loader__", ouro_ref(loader)) == 0 &&
        put(rt, globals, "__cached__", ouro_ref(OURO_NONE(rt))) == 0)
        result = ouro__run_code(rt, code, globals, globals);
    ouro_object *error = ouro__error_take(rt);
    ouro_object *const held[] = {code, get, loader, name, cls, machinery};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        ouro_xdecref(rt, held[i]);
    if (error)
        ouro__error_restore(rt, error);
    return finish(rt, result);
}

/* A command of lib/ouro/tools: its main() gives the exit status; sys.argv[1:] are its arguments. */
static int run_tool(ouro_runtime *rt, const char *name)
{
    char source[128];
    int length = snprintf(source, sizeof source, "from ouro.tools import %s\nraise SystemExit(%s.main())\n",
                          name, name);
    return finish(rt, ouro__run_source(rt, source, (size_t)length, "<ouro>", OURO_COMPILE_EXEC, false));
}

static int run_program(ouro_runtime *rt, const cli_arguments *a, const char *path, bool container)
{
    if (container)
        return run_module(rt, "__main__", false);
    if (a->tool)
        return run_tool(rt, a->tool);
    if (a->program && ends_with(a->program, ".pyc"))
        return run_compiled(rt, path);
    if (a->program)
        return ouro__exec_file(rt, path, a->skip_first_line);
    if (a->module)
        return run_module(rt, a->module, true);
    if (a->code)
        return finish(rt,
                      ouro__run_source(rt, a->code, strlen(a->code), "<string>", OURO_COMPILE_EXEC, true));
    return run_stdin(rt);
}

/* Whether statements are read once the program is through: it may have asked for that itself. */
static bool wants_prompt(const cli_arguments *a, const cli_config *config)
{
    const char *text = a->ignore_environment ? NULL : getenv("PYTHONINSPECT");
    return config->inspect || (text && *text);
}

/* `path` is the program's from the root on. */
static int run(ouro_runtime *rt, const cli_arguments *a, const cli_config *config, const char *path,
               bool container)
{
    if (set_arguments(rt, a) < 0 || set_path(rt, a, config, container ? path : NULL) < 0 ||
        set_executable(rt) < 0)
        return ouro__handle_uncaught(rt);
    read_warn_options(rt, config);
    if (a->from_stdin && (isatty(STDIN_FILENO) || config->inspect))
        return cli_prompt(rt, !config->sys.quiet);
    run_program(rt, a, path, container);
    if (!wants_prompt(a, config))
        return ouro__handle_uncaught(rt);
    ouro__show_uncaught(rt);
    return cli_prompt(rt, false);
}

/* Says why there is no runtime: with a limit, what it would have to be is found by starting without one. */
static void report_no_start(const ouro_options *options)
{
    enum {
        STEP = 1 << 16,
        ROOM = 1 << 17 /* for a small program */,
        RESERVE_SHARE = 64 /* start-up may not use */
    };
    ouro_options without = *options;
    without.memory_limit = 0;
    ouro_runtime *rt = options->memory_limit ? ouro_open(&without) : NULL;
    if (!rt) {
        fprintf(stderr, "ouro: not enough memory to start\n");
        return;
    }
    ouro_memory memory = {.size = sizeof memory};
    ouro_memory_get(rt, &memory);
    ouro_close(rt);
    size_t least = memory.committed_peak + memory.committed_peak / (RESERVE_SHARE - 1) + ROOM;
    fprintf(stderr, "ouro: the memory limit of %zu bytes is too small to start; give %zuK or more\n",
            options->memory_limit, (least + STEP - 1) / STEP * (STEP / 1024));
}

/* The command line without our own options, ended by NULL: to be freed; NULL when memory is refused. */
static const char **command_line(const cli_arguments *a)
{
    const char **line = calloc((size_t)a->rest_count + 3, sizeof *line);
    size_t n = 0;
    if (!line)
        return NULL;
    if (!a->program && (a->module || a->code))
        line[n++] = a->module ? "-m" : "-c";
    line[n++] = a->program ? a->program : a->module ? a->module : a->code ? a->code : "-";
    for (int i = 0; i < a->rest_count; i++)
        line[n++] = a->rest[i];
    return line;
}

/* What stands after the file in -X capture=FILE[,exact][,mean=BYTES][,children], cut off from it. */
static bool parse_capture(char *file, ouro_capture_options *options)
{
    char *comma;
    while ((comma = strrchr(file, ','))) {
        *comma = 0;
        if (strcmp(comma + 1, "exact") == 0)
            options->exact = true;
        else if (strcmp(comma + 1, "children") == 0)
            options->children = file;
        else if (strncmp(comma + 1, "mean=", 5) != 0 || cli_parse_size(comma + 6, &options->mean) != 0)
            return false;
    }
    return *file;
}

/* Begins to record: 0, or the exit status after a message. A process whose parent asked for it goes on without. */
static int start_capture(ouro_runtime *rt, const cli_arguments *a, const cli_config *cli)
{
    char *file = strdup(cli->capture), *own = NULL;
    const char **line = command_line(a);
    ouro_capture_options options = OURO_CAPTURE_OPTIONS_INIT;
    options.arguments = line;
    size_t room = strlen(cli->capture) + 24;
    bool good = file && parse_capture(file, &options);
    if (good && cli->capture_child && (own = malloc(room)))
        snprintf(own, room, "%s.%ld", file, (long)getpid());
    if (!file || !line || (cli->capture_child && good && !own))
        fputs("ouro: not enough memory to start\n", stderr);
    else if (!good && !cli->capture_child)
        fputs("ouro: -X capture takes a file, and after it ,exact or ,mean=BYTES or ,children\n", stderr);
    else if (good && ouro_capture_start(rt, own ? own : file, &options) < 0 && !cli->capture_child)
        fprintf(stderr, "ouro: cannot record into '%s': %s\n", file, strerror(errno));
    free(own);
    free(file);
    free(line);
    return rt->capture || cli->capture_child ? 0 : 2;
}

/* Opens a runtime for the program, runs it, closes it: the exit status. */
static int open_and_run(const cli_arguments *arguments, cli_config *config)
{
    char path[PATH_MAX];
    bool container = false;
    if (arguments->program) {
        int kind = look_at_program(arguments->program, path);
        if (kind == PROGRAM_MISSING)
            return 2;
        container = kind == PROGRAM_CONTAINER;
    }
    struct stat library;
    if (stat(ouro__standard_library, &library) == 0)
        config->sys.standard_library = ouro__standard_library;
    ouro_runtime *rt = ouro__open_configured(&config->options, &config->sys);
    if (!rt) {
        report_no_start(&config->options);
        return 1;
    }
    catch_signals(rt);
    if (config->faulthandler && ouro__faulthandler_enable(rt, NULL, true) < 0)
        ouro__error_clear(rt); /* without stderr there is nowhere to tell of faults */
    if (config->unbuffered)
        unbuffer(rt);
    int status = config->capture ? start_capture(rt, arguments, config) : 0;
    if (status) {
        ouro_close(rt);
        return status;
    }
    status = run(rt, arguments, config, path, container);
    bool interrupted = status == OURO_STATUS_INTERRUPTED;
    if (rt->python->hooks.run_exit_functions)
        rt->python->hooks.run_exit_functions(rt);
    if (ouro__flush_streams(rt) < 0)
        status = 120;
    if (arguments->statistics)
        cli_print_statistics(rt);
    interrupted_runtime = NULL;
    ouro_capture_stop(rt, status);
    int64_t left = ouro_close(rt);
    if (left < 0 && status == 0)
        status = 120;
    const char *asked = getenv("OURO_CHECK_LEAKS");
    if (left > 0 && asked && strcmp(asked, "0") != 0)
        status = 99;
    return interrupted ? die_interrupted() : status;
}

int main(int argc, char **argv)
{
    cli_arguments arguments;
    cli_config config = {0};
    int status = cli_parse(argc, argv, &arguments);
    if (status == 0 && arguments.help) {
        cli_print_help();
    } else if (status == 0 && arguments.version) {
        printf("Ouro %s (Python %s)\n", ouro_version(), ouro_python_version());
    } else if (status == 0) {
        status = cli_configure(argv, &arguments, &config);
        if (status == 0)
            status = open_and_run(&arguments, &config);
    }
    cli_config_free(&config);
    cli_arguments_free(&arguments);
    return status;
}
