/* The built-in text streams: sys.stdin, stdout and stderr before (and without) the io module. */
#ifndef OURO_TYPES_TEXT_STREAM_H
#define OURO_TYPES_TEXT_STREAM_H

#include "types/method.h"

/* Owned. `line_buffered`: each newline is written out at once. `name` as in repr: "<stdout>". errors: as of codecs. */
ouro_object *ouro__text_stream_new(ouro_runtime *rt, int fd, const char *name, const char *mode, bool line_buffered,
                                   const char *errors);
/* From now on each write goes straight to the system. */
void ouro__text_stream_set_unbuffered(ouro_object *stream);
static inline bool ouro__is_text_stream(const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_TEXT_STREAM);
}
/* Appends a str: 0, or -1 with OSError, UnicodeEncodeError ... set. */
int ouro__text_stream_write(ouro_runtime *rt, ouro_object *stream, ouro_object *text);
int ouro__text_stream_flush(ouro_runtime *rt, ouro_object *stream);
/* A line with its newline (the empty str at the end of the file); owned. */
ouro_object *ouro__text_stream_readline(ouro_runtime *rt, ouro_object *stream);
/* Drops what could not be written, so that closing does not try again. */
void ouro__text_stream_discard(ouro_object *stream);

#endif
