/* What dumps say of the language's objects. */
#ifndef OURO_MODULES_DUMP_LANGUAGE_H
#define OURO_MODULES_DUMP_LANGUAGE_H

#include "dump/dump.h"

extern const ouro__dump_language ouro__dump_python;

#endif
