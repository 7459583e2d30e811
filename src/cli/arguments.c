/* See arguments.h. */
#include "cli/arguments.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] = "usage: ouro [option] ... [-c cmd | file | -] [arg] ...\n";

void cli_print_help(void)
{
    fputs(usage, stdout);
    fputs("Runs Python 3.11 programs.\n"
          "\n"
          "  file               run this program; - reads it from standard input\n"
          "  -c cmd             run these statements\n"
          "  arg ...            passed to the program in sys.argv[1:]\n"
          "\n"
          "  --memory-limit N   at most N bytes of memory (64M, 2G); past it a program gets MemoryError\n"
          "  --stats            at exit, a table of memory and collections on stderr\n"
          "  -B                 accepted; bytecode caches are never written\n"
          "  -E                 ignore the environment's PYTHON* variables\n"
          "  -I                 isolated: -E, and the program's folder is not searched for modules\n"
          "  -O, -OO            without assertions; and without docstrings\n"
          "  -u                 unbuffered standard output and error (also PYTHONUNBUFFERED)\n"
          "  -V, --version      print the version and exit\n"
          "  -h, --help         print this text and exit\n"
          "\n"
          "In the environment: PYTHONHASHSEED, PYTHONPATH; OURO_HEAP=debug checks every block of memory.\n",
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

/* --memory-limit N or --memory-limit=N; *index moves past a separate value. */
static int long_option(int argc, char **argv, int *index, cli_arguments *out)
{
    const char *option = argv[*index];
    static const char limit[] = "--memory-limit";
    if (strcmp(option, "--help") == 0) {
        out->help = true;
    } else if (strcmp(option, "--version") == 0) {
        out->version = true;
    } else if (strcmp(option, "--stats") == 0) {
        out->statistics = true;
    } else if (strncmp(option, limit, sizeof limit - 1) == 0 &&
               (option[sizeof limit - 1] == '=' || option[sizeof limit - 1] == 0)) {
        const char *value = option + sizeof limit;
        if (option[sizeof limit - 1] == 0) {
            if (++*index >= argc)
                return complain("Argument expected for the %s option\n", limit);
            value = argv[*index];
        }
        if (cli_parse_size(value, &out->memory_limit) < 0 || out->memory_limit == 0)
            return complain("ouro: --memory-limit: '%s' is no size; give a number of bytes, such as 64M\n", value);
    } else {
        return complain("unknown option %s\n", option);
    }
    return 0;
}

static int short_options(int argc, char **argv, int *index, cli_arguments *out)
{
    for (const char *letter = argv[*index] + 1; *letter; letter++) {
        switch (*letter) {
        case 'c':
            out->code = letter[1] ? letter + 1 : ++*index < argc ? argv[*index] : NULL;
            if (!out->code)
                return complain("Argument expected for the %s option\n", "-c");
            return 0;
        case 'B':
            out->no_bytecode = true;
            break;
        case 'E':
            out->ignore_environment = true;
            break;
        case 'I':
            out->isolated = out->ignore_environment = true;
            break;
        case 'O':
            out->optimize++;
            break;
        case 'V':
            out->version = true;
            break;
        case 'h':
        case '?':
            out->help = true;
            break;
        case 'u':
            out->unbuffered = true;
            break;
        default: {
            char name[3] = {'-', *letter, 0};
            return complain("Unknown option: %s\n", name);
        }
        }
    }
    return 0;
}

int cli_parse(int argc, char **argv, cli_arguments *out)
{
    *out = (cli_arguments){0};
    int i = 1;
    for (; i < argc && !out->code; i++) {
        if (argv[i][0] != '-' || argv[i][1] == 0)
            break;
        if (strcmp(argv[i], "--") == 0) {
            i++;
            break;
        }
        int status = argv[i][1] == '-' ? long_option(argc, argv, &i, out) : short_options(argc, argv, &i, out);
        if (status)
            return status;
    }
    if (!out->code) {
        if (i < argc && strcmp(argv[i], "-") != 0)
            out->program = argv[i];
        else
            out->from_stdin = true;
        if (i < argc)
            i++;
    }
    out->rest = argv + i;
    out->rest_count = argc - i;
    return 0;
}
