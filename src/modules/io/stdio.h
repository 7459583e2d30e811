/* The standard streams: text streams made with the runtime, and reached from C without a call by name. */
#ifndef OURO_MODULES_IO_STDIO_H
#define OURO_MODULES_IO_STDIO_H

#include "types/method.h"

/* Makes the types that the standard streams are of. 0 or -1. */
int ouro__stdio_init(ouro_runtime *rt);
/* A text stream on a descriptor, owned. `name` as in its repr: "<stdout>"; mode "r" or "w"; `errors` as of codecs. */
ouro_object *ouro__stdio_new(ouro_runtime *rt, int fd, const char *name, const char *mode, bool line_buffered,
                             const char *errors);
/* Whether the locale's encoding is that of the C locale, in which Python takes UTF-8 and escapes what is none. */
bool ouro__stdio_locale_is_plain(void);
/* How standard input and output treat what is no UTF-8: "strict" or "surrogateescape". */
const char *ouro__stdio_errors(void);

/* The function open. */
extern const ouro_method_def ouro__io_open_def;

static inline bool ouro__is_text_io(const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_TEXT_IO_WRAPPER);
}
/* Of an object that ouro__is_text_io holds for. */
int ouro__text_io_write(ouro_runtime *rt, ouro_object *self, ouro_object *text); /* a str: 0 or -1 */
int ouro__text_io_flush(ouro_runtime *rt, ouro_object *self);
ouro_object *ouro__text_io_readline(ouro_runtime *rt, ouro_object *self);
/* Drops what could not be written, so that closing does not try again. */
void ouro__text_io_discard(ouro_runtime *rt, ouro_object *self);
/* From now on each write goes straight to the system. */
void ouro__text_io_set_unbuffered(ouro_runtime *rt, ouro_object *self);

#endif
