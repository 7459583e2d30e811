/* The command line and the environment together: how the runtime is to be set up. */
#ifndef OURO_CLI_CONFIG_H
#define OURO_CLI_CONFIG_H

#include "cli/arguments.h"
#include "modules/sys_config.h"
#include "ouro/python.h"

typedef struct cli_config {
    ouro_options options;
    ouro_sys_config sys;
    const char *python_path; /* PYTHONPATH, or NULL */
    const char *capture;     /* -X capture=FILE[,exact][,mean=BYTES][,children], or NULL */
    bool capture_child;      /* it is a parent's, so the file is FILE.PID */
    bool unbuffered, inspect, faulthandler;
    char *warnings;            /* owned: PYTHONWARNINGS, cut at its commas */
    const char **warn_options; /* owned */
} cli_config;

/* Reads the PYTHON* variables unless they are to be ignored. 0, or the exit status after a message on
 * stderr. */
int cli_configure(char **argv, const cli_arguments *arguments, cli_config *config);
void cli_config_free(cli_config *config);

#endif
