/* An exception as text, the way the interpreter shows it when nobody caught it. */
#ifndef OURO_MODULES_TRACEBACK_FORMAT_H
#define OURO_MODULES_TRACEBACK_FORMAT_H

#include "object/runtime.h"

/* Tracebacks with source lines and position marks, causes and contexts, the message, notes: a str, owned. NULL with an
 * exception (MemoryError) set. */
ouro_object *ouro__format_exception(ouro_runtime *rt, ouro_object *exception);
/* Only "Traceback (most recent call last):" and its entries; the empty str without a traceback. */
ouro_object *ouro__format_traceback(ouro_runtime *rt, ouro_object *traceback);
/* Line `number` of a file without its end (str, owned); NULL without an exception when there is none (with MemoryError
 * when memory is refused). */
ouro_object *ouro__source_line(ouro_runtime *rt, ouro_object *filename, int32_t number);

#endif
