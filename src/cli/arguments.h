/* The command line of `ouro`. */
#ifndef OURO_CLI_ARGUMENTS_H
#define OURO_CLI_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct cli_arguments {
    const char *program; /* a path, or NULL with `code`, `module` or `from_stdin` */
    const char *code;    /* -c */
    const char *module;  /* -m */
    const char *tool;    /* one of the commands that look at memory, such as "mem" */
    bool from_stdin;     /* "-", or no program */
    bool dash;           /* it was "-" */
    bool help, statistics, ignore_environment, isolated, unbuffered, skip_first_line;
    int version, optimize, debug, inspect, no_bytecode, no_user_site, no_site, verbose, bytes_warning, quiet,
        safe_path;
    size_t memory_limit;
    const char *dump_on_oom;
    const char *check_hash_based;           /* a literal, or NULL */
    const char **warn_options, **x_options; /* owned arrays, ended by NULL */
    size_t warn_count, x_count;
    char **rest; /* the program's own arguments, ended by NULL */
    int rest_count;
} cli_arguments;

/* 0, or 2 (the exit status) after a message on stderr. */
int cli_parse(int argc, char **argv, cli_arguments *arguments);
void cli_arguments_free(cli_arguments *arguments);
void cli_print_help(void);
/* "64M" and the like as bytes: 0, or -1. */
int cli_parse_size(const char *text, size_t *bytes);

#endif
