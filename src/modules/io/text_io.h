/* TextIOWrapper, as its files share it.
 *
 * Bytes go through a codec: UTF-8, ASCII and Latin-1 are decoded and encoded directly (`codec`), all others
 * by the codec objects of the registry. */
#ifndef OURO_MODULES_IO_TEXT_IO_H
#define OURO_MODULES_IO_TEXT_IO_H

#include "modules/io/io.h"
#include "types/codecs.h"

enum { OURO_CODEC_OBJECT = -1 };

typedef struct ouro_text_io {
    ouro_io_base base;
    ouro_object *buffer;                   /* NULL: detached, or never made */
    ouro_object *encoding, *errors, *mode; /* str; mode may be anything that a program sets, NULL: none */
    ouro_object *newline;                  /* that ends lines when reading; NULL: None */
    ouro_object *write_newline;            /* that \n becomes; NULL: stays */
    ouro_object *encoder, *decoder;        /* of the registry; NULL: not needed, or cannot write or read */
    ouro_object *decoded;                  /* read and not yet given out; NULL: nothing */
    ouro_object *snapshot;                 /* bytes that `decoded` came from; NULL: none */
    uint64_t snapshot_flags;               /* the decoder's state before them */
    size_t decoded_used;                   /* characters of `decoded` given out */
    uint8_t *pending;                      /* encoded and not yet written to the buffer */
    size_t pending_count, pending_capacity;
    int64_t chunk_size;
    double bytes_per_char;
    int8_t codec;                      /* enum ouro__codec, or OURO_CODEC_OBJECT */
    uint8_t partial[4], partial_count; /* of a character whose bytes have not all come */
    uint8_t seen;                      /* line ends */
    bool pending_cr;
    bool ok, detached, readable, writable, line_buffering, write_through, universal, read_translate,
        write_translate;
    bool seekable, telling, has_read1, at_start, finalizing;
} ouro_text_io;

static inline ouro_text_io *text_of(ouro_object *o)
{
    return (ouro_text_io *)o;
}

static inline bool has_char(ouro_object *text, uint32_t c)
{
    return ouro__str_find_char(text, c, 0, ouro__str_length(text)) >= 0;
}

/* codec.c: chooses and makes the codec; sets encoding and errors (borrowed). 0 or -1. */
int ouro__text_set_codec(ouro_runtime *rt, ouro_text_io *t, ouro_object *encoding, ouro_object *errors);
/* Bytes (borrowed, bytes-like) to text, line ends translated. Owned. */
ouro_object *ouro__text_decode(ouro_runtime *rt, ouro_text_io *t, ouro_object *bytes, bool final);
/* The same of memory. */
ouro_object *ouro__text_decode_memory(ouro_runtime *rt, ouro_text_io *t, const uint8_t *data, size_t length,
                                      bool final);
/* The decoder's state: the bytes that it holds back (owned) and its flags. */
int ouro__text_get_state(ouro_runtime *rt, ouro_text_io *t, ouro_object **held, uint64_t *flags);
/* Back to a state without bytes held back. */
int ouro__text_set_state(ouro_runtime *rt, ouro_text_io *t, uint64_t flags);
int ouro__text_reset_decoder(ouro_runtime *rt, ouro_text_io *t);
int ouro__text_reset_encoder(ouro_runtime *rt, ouro_text_io *t, bool start_of_stream);
/* Appends the text's bytes to `pending`: how many, or -1. */
int64_t ouro__text_encode(ouro_runtime *rt, ouro_text_io *t, ouro_object *text);

/* wrapper.c */
int ouro__text_check(ouro_runtime *rt, ouro_text_io *t);      /* made and not detached: 0 or -1 */
int ouro__text_check_open(ouro_runtime *rt, ouro_text_io *t); /* and not closed */

/* wrapper_write.c */
int ouro__text_write_pending(ouro_runtime *rt, ouro_text_io *t);
int ouro__text_flush_all(ouro_runtime *rt, ouro_text_io *t); /* calls the flush method */
void ouro__text_drop_decoded(ouro_runtime *rt, ouro_text_io *t);
OURO_SHARED_C_FUNCTION(ouro__text_write);
OURO_SHARED_C_FUNCTION(ouro__text_flush);

/* wrapper_read.c */
OURO_SHARED_C_FUNCTION(ouro__text_read);
OURO_SHARED_C_FUNCTION(ouro__text_readline);
ouro_object *ouro__text_next(ouro_runtime *rt, ouro_object *self);

/* position.c */
OURO_SHARED_C_FUNCTION(ouro__text_tell);
OURO_SHARED_C_FUNCTION(ouro__text_seek);

#endif
