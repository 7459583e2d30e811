/* Statements read one after the other. */
#ifndef OURO_CLI_PROMPT_H
#define OURO_CLI_PROMPT_H

#include "object/runtime.h"

/* Reads statements from sys.stdin and runs them in __main__ until the input ends or one exits: the exit
 * status. */
int cli_prompt(ouro_runtime *rt, bool greet);

#endif
