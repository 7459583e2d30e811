/* The ouro command: runs a program and reports what it left. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/arguments.h"
#include "cli/statistics.h"
#include "compiler/compile.h"
#include "embed/embed.h"
#include "modules/io/stdio.h"
#include "modules/sys_hooks.h"
#include "ouro/heap.h"
#include "ouro/python.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/state.h"
#include "types/str.h"
#include "vm/read_file.h"

static const char standard_library[] = "/usr/lib/python3.11";

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
    int status = append_text(rt, argv, a->program ? a->program : a->code ? "-c" : a->from_stdin ? "-" : "");
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

/* The program's folder (or "" for -c and -), PYTHONPATH, the standard library. */
static int set_path(ouro_runtime *rt, const cli_arguments *a)
{
    ouro_object *path = rt->python->sys_path;
    if (!a->isolated) {
        char resolved[PATH_MAX];
        if (a->program) {
            if (!realpath(a->program, resolved))
                resolved[0] = 0;
            char *slash = strrchr(resolved, '/');
            if (slash)
                slash[slash == resolved] = 0;
            if (append_text(rt, path, resolved) < 0)
                return -1;
        } else if (append_text(rt, path, "") < 0) {
            return -1;
        }
    }
    if (!a->ignore_environment && append_directories(rt, getenv("PYTHONPATH")) < 0)
        return -1;
    struct stat status;
    if (stat(standard_library, &status) == 0 && append_text(rt, path, standard_library) < 0)
        return -1;
    return 0;
}

static int set_executable(ouro_runtime *rt)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path);
    ouro_object *text = ouro__str_from_filesystem(rt, path, length > 0 ? (size_t)length : 0);
    int status = text ? ouro__dict_set_cstring(rt, rt->python->sys_dict, "executable", text) : -1;
    ouro_xdecref(rt, text);
    return status;
}

/* -u, PYTHONUNBUFFERED. */
static void set_buffering(ouro_runtime *rt, const cli_arguments *a)
{
    const char *asked = a->ignore_environment ? NULL : getenv("PYTHONUNBUFFERED");
    if (!a->unbuffered && !(asked && *asked))
        return;
    static const char *const names[] = {"stdout", "stderr"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ouro_object *stream = ouro__dict_get_cstring(rt, rt->python->sys_dict, names[i]);
        if (stream && ouro__is_text_io(stream))
            ouro__text_io_set_unbuffered(rt, stream);
    }
    ouro__error_clear(rt);
}

/* ---- Running ---- */

static ouro_object *run_stdin(ouro_runtime *rt)
{
    char *source;
    size_t length;
    if (ouro__read_file(rt, "/dev/stdin", &source, &length) < 0)
        return NULL;
    ouro_object *result = ouro__run_source(rt, source, length, "<stdin>", OURO_COMPILE_EXEC, false);
    ouro__buffer_free(rt, source);
    return result;
}

/* The program's path from the root on, as __file__ and tracebacks have it: as given where that cannot be had. */
static void absolute_path(char absolute[PATH_MAX], const char *program)
{
    char folder[PATH_MAX];
    if (program[0] == '/' || !getcwd(folder, sizeof folder) ||
        snprintf(absolute, PATH_MAX, "%s/%s", folder, program) >= PATH_MAX)
        snprintf(absolute, PATH_MAX, "%s", program);
}

/* Whether the program's file can be read; if not, says so as python3 does. */
static int check_program(const char *program)
{
    struct stat status;
    char absolute[PATH_MAX];
    absolute_path(absolute, program);
    if (stat(program, &status) == 0 && S_ISDIR(status.st_mode)) {
        fprintf(stderr, "ouro: can't find '__main__' module in '%s'\n", absolute);
        return 1;
    }
    if (access(program, R_OK) != 0) {
        fprintf(stderr, "ouro: can't open file '%s': [Errno %d] %s\n", absolute, errno, strerror(errno));
        return 2;
    }
    return 0;
}

static int run(ouro_runtime *rt, const cli_arguments *a)
{
    int status = 0;
    if (set_arguments(rt, a) == 0 && set_path(rt, a) == 0 && set_executable(rt) == 0) {
        if (a->program) {
            char absolute[PATH_MAX];
            absolute_path(absolute, a->program);
            status = ouro_exec_file(rt, absolute);
        } else {
            ouro_object *result = a->code ? ouro__run_source(rt, a->code, strlen(a->code), "<string>", OURO_COMPILE_EXEC, true)
                                          : run_stdin(rt);
            ouro_xdecref(rt, result);
        }
    }
    (void)status;
    return rt->error ? ouro__handle_uncaught(rt) : 0;
}

/* PYTHONHASHSEED: -1 for random; -2 after a message when it is no number. */
static int64_t hash_seed(const cli_arguments *a)
{
    const char *text = a->ignore_environment ? NULL : getenv("PYTHONHASHSEED");
    if (!text || !*text || strcmp(text, "random") == 0)
        return -1;
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (*end || text[0] == '-' || errno || value > UINT32_MAX) {
        fprintf(stderr,
                "Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range "
                "[0; 4294967295]\n");
        return -2;
    }
    return (int64_t)value;
}

/* Says why there is no runtime: with a limit, what it would have to be is found by starting without one. */
static void report_no_start(const ouro_options *options)
{
    enum { STEP = 1 << 16, ROOM = 1 << 17 /* for a small program */, RESERVE_SHARE = 64 /* start-up may not use */ };
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

int main(int argc, char **argv)
{
    cli_arguments arguments;
    int status = cli_parse(argc, argv, &arguments);
    if (status)
        return status;
    if (arguments.help) {
        cli_print_help();
        return 0;
    }
    if (arguments.version) {
        printf("Ouro %s (Python %s)\n", ouro_version(), ouro_python_version());
        return 0;
    }
    if (arguments.program && (status = check_program(arguments.program)))
        return status;
    ouro_options options = OURO_OPTIONS_INIT;
    options.memory_limit = arguments.memory_limit;
    options.optimize = arguments.optimize;
    options.isolated = arguments.isolated;
    options.hash_seed = hash_seed(&arguments);
    if (options.hash_seed == -2)
        return 1;
    ouro_runtime *rt = ouro_open(&options);
    if (!rt) {
        report_no_start(&options);
        return 1;
    }
    catch_signals(rt);
    set_buffering(rt, &arguments);
    status = run(rt, &arguments);
    bool interrupted = status == 130;
    if (rt->python->hooks.run_exit_functions)
        rt->python->hooks.run_exit_functions(rt);
    if (ouro__flush_streams(rt) < 0)
        status = 120;
    if (arguments.statistics)
        cli_print_statistics(rt);
    interrupted_runtime = NULL;
    int64_t left = ouro_close(rt);
    if (left < 0 && status == 0)
        status = 120;
    if (left > 0 && getenv("OURO_CHECK_LEAKS"))
        status = 99;
    return interrupted ? die_interrupted() : status;
}
