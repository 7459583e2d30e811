/* The command line of `ouro`. */
#ifndef OURO_CLI_ARGUMENTS_H
#define OURO_CLI_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct cli_arguments {
    const char *program;  /* a path, or NULL with `code` or `from_stdin` */
    const char *code;     /* -c */
    bool from_stdin;      /* "-", or no program */
    bool help, version, statistics, no_bytecode, ignore_environment, isolated, unbuffered;
    int optimize;
    size_t memory_limit;
    char **rest; /* the program's own arguments, ended by NULL */
    int rest_count;
} cli_arguments;

/* 0, or 2 (the exit status) after a message on stderr. */
int cli_parse(int argc, char **argv, cli_arguments *arguments);
void cli_print_help(void);
/* "64M" and the like as bytes: 0, or -1. */
int cli_parse_size(const char *text, size_t *bytes);

#endif
