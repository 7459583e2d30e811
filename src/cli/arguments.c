/* See arguments.h. */
#include "cli/arguments.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] = "usage: ouro [option] ... [-c cmd | -m mod | file | -] [arg] ...\n";

/* Modules of lib/ouro/tools. A program of such a name is run as ./NAME. */
static const char *const tools[] = {"diff", "heap", "leaks", "mem"};

void cli_print_help(void)
{
    fputs(usage, stdout);
    fputs("Runs Python 3.11 programs.\n"
          "\n"
          "  file               run this program; - reads it from standard input\n"
          "  -c cmd             run these statements\n"
          "  -m mod             run this module\n"
          "  arg ...            passed to the program in sys.argv[1:]\n"
          "  A folder or zip file with a __main__.py is a program, too.\n"
          "\n"
          "  mem, leaks, heap, diff\n"
          "                     commands that look at memory: ouro mem --help tells more\n"
          "\n"
          "  --memory-limit N   at most N bytes of memory (64M, 2G); past it a program gets MemoryError\n"
          "  --dump-on-oom FILE when memory is refused, write all objects to FILE: ouro heap reads it\n"
          "  --stats            at exit, a table of memory and collections on stderr\n"
          "  -b                 warn of str(bytes) and of comparing bytes with str; -bb: errors\n"
          "  -B                 write no cache of compiled modules (also PYTHONDONTWRITEBYTECODE)\n"
          "  -E                 ignore the environment's PYTHON* variables\n"
          "  -i                 after the program, read further statements (also PYTHONINSPECT)\n"
          "  -I                 isolated: -E, -P and -s\n"
          "  -O, -OO            without assertions; and without docstrings (also PYTHONOPTIMIZE)\n"
          "  -P                 do not search the program's folder for modules (also PYTHONSAFEPATH)\n"
          "  -q                 no greeting at the prompt\n"
          "  -u                 unbuffered standard output and error (also PYTHONUNBUFFERED)\n"
          "  -v                 tell of every import (also PYTHONVERBOSE)\n"
          "  -W arg             what becomes of warnings: action:message:category:module:line (also "
          "PYTHONWARNINGS)\n"
          "  -x                 skip the first line of the program\n"
          "  -X opt             capture=FILE, dev, dump_on_oom=FILE, faulthandler, importtime,\n"
          "                     int_max_str_digits=N, pycache_prefix=PATH, sample[=BYTES],\n"
          "                     tracemalloc[=FRAMES], utf8, warn_default_encoding\n"
          "  -d, -s, -S         accepted\n"
          "  --check-hash-based-pycs always|default|never\n"
          "                     when caches that carry a hash are compared with their source\n"
          "  -V, --version      print the version and exit\n"
          "  -h, --help         print this text and exit\n"
          "\n"
          "In the environment: PYTHONHASHSEED, PYTHONPATH, PYTHONPYCACHEPREFIX, PYTHONINTMAXSTRDIGITS;\n"
          "XDG_CACHE_HOME is where caches go; OURO_HEAP=debug checks every block of memory.\n",
          stdout);
}

int cli_parse_size(const char *text, size_t *bytes)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (end == text || text[0] == '-' || errno)
        return -1;
    unsigned shift = 0;
    switch (*end) {
    case 'k':
    case 'K':
        shift = 10;
        break;
    case 'm':
    case 'M':
        shift = 20;
        break;
    case 'g':
    case 'G':
        shift = 30;
        break;
    case 't':
    case 'T':
        shift = 40;
        break;
    }
    if (shift) {
        end++;
        if (*end == 'i')
            end++;
        if (*end == 'B')
            end++;
    }
    if (*end || value > SIZE_MAX >> shift)
        return -1;
    *bytes = (size_t)value << shift;
    return 0;
}

static int complain(const char *format, const char *what)
{
    fprintf(stderr, format, what);
    fputs(usage, stderr);
    fputs("Try `ouro --help' for more information.\n", stderr);
    return 2;
}

/* Whether the option at *index is `name`, whose value may follow after "=" or as the next argument: *index moves past that.
 * *value is NULL when there is none. */
static bool has_value(int argc, char **argv, int *index, const char *name, const char **value)
{
    size_t length = strlen(name);
    if (strncmp(argv[*index], name, length) != 0)
        return false;
    char behind = argv[*index][length];
    if (behind != '=' && behind != 0)
        return false;
    *value = behind ? argv[*index] + length + 1 : ++*index < argc ? argv[*index] : NULL;
    return true;
}

static int long_option(int argc, char **argv, int *index, cli_arguments *out)
{
    const char *option = argv[*index], *value;
    static const char limit[] = "--memory-limit", oom[] = "--dump-on-oom";
    static const char hashed[] = "--check-hash-based-pycs";
    if (strcmp(option, hashed) == 0) {
        static const char *const modes[] = {"default", "always", "never"};
        const char *mode = ++*index < argc ? argv[*index] : NULL;
        if (!mode)
            return complain("Argument expected for the %s option\n", hashed);
        for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
            if (strcmp(mode, modes[i]) == 0)
                out->check_hash_based = modes[i];
        if (!out->check_hash_based)
            return complain("%s must be one of 'default', 'always', or 'never'\n", hashed);
    } else if (strcmp(option, "--help") == 0) {
        out->help = true;
    } else if (strcmp(option, "--version") == 0) {
        out->version = true;
    } else if (strcmp(option, "--stats") == 0) {
        out->statistics = true;
    } else if (has_value(argc, argv, index, oom, &value)) {
        if (!value || !*value)
            return complain("Argument expected for the %s option\n", oom);
        out->dump_on_oom = value;
    } else if (has_value(argc, argv, index, limit, &value)) {
        if (!value)
            return complain("Argument expected for the %s option\n", limit);
        if (cli_parse_size(value, &out->memory_limit) < 0 || out->memory_limit == 0)
            return complain("ouro: --memory-limit: '%s' is no size; give a number of bytes, such as 64M\n",
                            value);
    } else {
        return complain("unknown option %s\n", option);
    }
    return 0;
}

/* Which field counts a letter without a value. */
static int *counter(cli_arguments *out, char letter)
{
    switch (letter) {
    case 'B':
        return &out->no_bytecode;
    case 'O':
        return &out->optimize;
    case 'P':
        return &out->safe_path;
    case 'S':
        return &out->no_site;
    case 'V':
        return &out->version;
    case 'b':
        return &out->bytes_warning;
    case 'd':
        return &out->debug;
    case 'i':
        return &out->inspect;
    case 'q':
        return &out->quiet;
    case 's':
        return &out->no_user_site;
    case 'v':
        return &out->verbose;
    default:
        return NULL;
    }
}

/* Keeps the value of a letter that has one. */
static void keep_value(cli_arguments *out, char letter, const char *value)
{
    if (letter == 'c')
        out->code = value;
    else if (letter == 'm')
        out->module = value;
    else if (letter == 'W')
        out->warn_options[out->warn_count++] = value;
    else
        out->x_options[out->x_count++] = value;
}

static const char *tool_named(const char *name)
{
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        if (strcmp(name, tools[i]) == 0)
            return tools[i];
    return NULL;
}

static int short_options(int argc, char **argv, int *index, cli_arguments *out)
{
    for (const char *letter = argv[*index] + 1; *letter; letter++) {
        char name[3] = {'-', *letter, 0};
        int *count = counter(out, *letter);
        if (count) {
            ++*count;
            continue;
        }
        if (strchr("cmWX", *letter)) {
            const char *value = letter[1] ? letter + 1 : ++*index < argc ? argv[*index] : NULL;
            if (!value)
                return complain("Argument expected for the %s option\n", name);
            keep_value(out, *letter, value);
            return 0;
        }
        switch (*letter) {
        case 'E':
            out->ignore_environment = true;
            break;
        case 'I':
            out->isolated = out->ignore_environment = true;
            out->no_user_site = out->safe_path = 1;
            break;
        case 'h':
        case '?':
            out->help = true;
            break;
        case 'R': /* hashes are random anyhow */
            break;
        case 'u':
            out->unbuffered = true;
            break;
        case 'x':
            out->skip_first_line = true;
            break;
        default:
            return complain("Unknown option: %s\n", name);
        }
    }
    return 0;
}

int cli_parse(int argc, char **argv, cli_arguments *out)
{
    *out = (cli_arguments){0};
    out->warn_options = calloc((size_t)argc + 1, sizeof *out->warn_options);
    out->x_options = calloc((size_t)argc + 1, sizeof *out->x_options);
    if (!out->warn_options || !out->x_options) {
        fputs("ouro: not enough memory to start\n", stderr);
        return 2;
    }
    int i = 1;
    for (; i < argc && !out->code && !out->module; i++) {
        if (argv[i][0] != '-' || argv[i][1] == 0)
            break;
        if (strcmp(argv[i], "--") == 0) {
            i++;
            break;
        }
        int status =
            argv[i][1] == '-' ? long_option(argc, argv, &i, out) : short_options(argc, argv, &i, out);
        if (status)
            return status;
    }
    if (!out->code && !out->module) {
        out->tool = i < argc ? tool_named(argv[i]) : NULL;
        if (!out->tool && i < argc && strcmp(argv[i], "-") != 0)
            out->program = argv[i];
        else
            out->from_stdin = !out->tool;
        out->dash = out->from_stdin && i < argc;
        if (i < argc)
            i++;
    }
    out->rest = argv + i;
    out->rest_count = argc - i;
    return 0;
}

void cli_arguments_free(cli_arguments *arguments)
{
    free(arguments->warn_options);
    free(arguments->x_options);
}
