/* The table of `ouro --stats`. */
#ifndef OURO_CLI_STATISTICS_H
#define OURO_CLI_STATISTICS_H

#include "object/runtime.h"

void cli_print_statistics(ouro_runtime *rt);

#endif
