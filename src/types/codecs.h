/* Encodings: the decoders and encoders built in, the error handlers, and the registry that names all others.
 *
 * A decoder or encoder is a loop of its own around ouro__decoding or ouro__encoding, which hold the input, the place in it
 * and the output, and deal with what is no text (or does not fit) as the caller's error handler says. */
#ifndef OURO_TYPES_CODECS_H
#define OURO_TYPES_CODECS_H

#include "types/bytes_builder.h"
#include "types/text.h"

/* The handlers that need no call; all others, surrogatepass and namereplace among them, are looked up and called. */
enum ouro__codec_handler {
    OURO__STRICT,
    OURO__IGNORE,
    OURO__REPLACE,
    OURO__BACKSLASHREPLACE,
    OURO__XMLCHARREFREPLACE,
    OURO__SURROGATEESCAPE,
    OURO__CALLED_HANDLER,
};

typedef struct ouro__decoding {
    ouro_runtime *rt;
    const char *encoding; /* as exceptions name it */
    ouro_object *errors;  /* str, borrowed; NULL: strict */
    const uint8_t *data;
    size_t length, at;
    bool final; /* nothing follows: what is cut off at the end is an error, else it is left */
    ouro_str_builder out;
    enum ouro__codec_handler handler;
    ouro_object *callback, *exception, *input; /* owned; made at the first error that needs them */
} ouro__decoding;

/* Borrows all of it. */
void ouro__decoding_init(ouro__decoding *d, ouro_runtime *rt, const char *encoding, ouro_object *errors,
                         const uint8_t *data, size_t length, bool final);
/* The bytes [start, stop) are no text: puts what stands for them and sets d->at. The handler may also have put other bytes
 * in place of the input. 0 or -1. */
int ouro__decoding_error(ouro__decoding *d, size_t start, size_t stop, const char *reason);
/* The text, owned, or NULL when `status` is -1; d is done with. */
ouro_object *ouro__decoding_finish(ouro__decoding *d, int status);

typedef struct ouro__encoding ouro__encoding;
struct ouro__encoding {
    ouro_runtime *rt;
    const char *encoding, *reason; /* as exceptions name them */
    ouro_object *source, *errors;  /* strs, borrowed; errors NULL: strict */
    ouro__text text;
    size_t at;
    ouro__bytes_builder out;
    /* Puts the bytes of one character: 0, 1 when it does not fit, -1. With `try` it puts nothing. */
    int (*put)(ouro__encoding *e, uint32_t c, bool try);
    int width;          /* bytes of a unit: 1, 2 or 4 */
    bool one_by_one;    /* errors are of single characters, not of runs */
    bool called_escape; /* surrogateescape is called like any handler */
    bool ascii_text;    /* what handlers give as text must be ASCII */
    enum ouro__codec_handler handler;
    ouro_object *callback, *exception;
    const void *context; /* of put */
    ouro_object *mapping;
};

/* Encodes all of e->text, which with the fields above but `handler`, `callback`, `exception` and `out` is set: owned bytes. */
ouro_object *ouro__encoding_run(ouro__encoding *e);

/* The decoders. `used`, when given, gets the number of bytes decoded. Owned. */
ouro_object *ouro__decode_utf8(ouro_runtime *rt, const uint8_t *data, size_t length, ouro_object *errors,
                               bool final, size_t *used);
/* order: -1 little-endian, 1 big-endian, 0 by the mark at the beginning; set to what was found. */
ouro_object *ouro__decode_utf16(ouro_runtime *rt, const uint8_t *data, size_t length, ouro_object *errors,
                                int *order, bool final, size_t *used);
ouro_object *ouro__decode_utf32(ouro_runtime *rt, const uint8_t *data, size_t length, ouro_object *errors,
                                int *order, bool final, size_t *used);
ouro_object *ouro__decode_utf7(ouro_runtime *rt, const uint8_t *data, size_t length, ouro_object *errors,
                               bool final, size_t *used);
ouro_object *ouro__decode_ascii(ouro_runtime *rt, const uint8_t *data, size_t length, ouro_object *errors);
/* mapping: a str, or what is asked for each byte; NULL: Latin-1. */
ouro_object *ouro__decode_charmap(ouro_runtime *rt, const uint8_t *data, size_t length, ouro_object *errors,
                                  ouro_object *mapping);
ouro_object *ouro__decode_unicode_escape(ouro_runtime *rt, const uint8_t *data, size_t length,
                                         ouro_object *errors, bool final, size_t *used);
ouro_object *ouro__decode_raw_unicode_escape(ouro_runtime *rt, const uint8_t *data, size_t length,
                                             ouro_object *errors, bool final, size_t *used);
/* Escapes in bytes, as in a bytes literal. Owned bytes. */
ouro_object *ouro__decode_escape(ouro_runtime *rt, const uint8_t *data, size_t length, ouro_object *errors);

/* The encoders: owned bytes. order as above, 0: native with a mark. */
ouro_object *ouro__encode_utf8(ouro_runtime *rt, ouro_object *s, ouro_object *errors);
ouro_object *ouro__encode_utf16(ouro_runtime *rt, ouro_object *s, ouro_object *errors, int order);
ouro_object *ouro__encode_utf32(ouro_runtime *rt, ouro_object *s, ouro_object *errors, int order);
ouro_object *ouro__encode_utf7(ouro_runtime *rt, ouro_object *s, ouro_object *errors);
ouro_object *ouro__encode_ascii(ouro_runtime *rt, ouro_object *s, ouro_object *errors);
ouro_object *ouro__encode_latin1(ouro_runtime *rt, ouro_object *s, ouro_object *errors);
ouro_object *ouro__encode_charmap(ouro_runtime *rt, ouro_object *s, ouro_object *errors,
                                  ouro_object *mapping);
ouro_object *ouro__encode_unicode_escape(ouro_runtime *rt, ouro_object *s);
ouro_object *ouro__encode_raw_unicode_escape(ouro_runtime *rt, ouro_object *s);
/* The map from characters to bytes that a str of up to 256 characters stands for: an EncodingMap or a dict. */
ouro_object *ouro__charmap_build(ouro_runtime *rt, ouro_object *s);

/* The names of encodings that need no registry: NULL is UTF-8. */
enum ouro__codec {
    OURO__UTF8,
    OURO__UTF8_SIG,
    OURO__ASCII,
    OURO__LATIN1,
    OURO__UTF16,
    OURO__UTF16_LE,
    OURO__UTF16_BE,
    OURO__UTF32,
    OURO__UTF32_LE,
    OURO__UTF32_BE,
    OURO__OTHER_CODEC,
};
enum ouro__codec ouro__codec_by_name(ouro_object *encoding);
/* The handler of errors: "strict", which NULL stands for too. */
static inline bool ouro__is_strict(ouro_object *errors)
{
    return !errors || ouro__str_equals_ascii(errors, "strict");
}
/* Those that CPython finds in its registry: their errors name them. */
static inline bool ouro__codec_is_registered(enum ouro__codec codec)
{
    return codec == OURO__UTF8_SIG || codec == OURO__UTF16_LE || codec == OURO__UTF16_BE ||
           codec == OURO__UTF32_LE || codec == OURO__UTF32_BE;
}

/* The registry (codec_registry.c). */
int ouro__codec_register(ouro_runtime *rt, ouro_object *search);
int ouro__codec_unregister(ouro_runtime *rt, ouro_object *search);
/* The entry of an encoding: a tuple of four, owned. LookupError "unknown encoding: x". */
ouro_object *ouro__codec_lookup(ouro_runtime *rt, ouro_object *encoding);
int ouro__codec_register_error(ouro_runtime *rt, ouro_object *name, ouro_object *handler);
/* Owned. LookupError "unknown error handler name 'x'". NULL is strict. */
ouro_object *ouro__codec_lookup_error(ouro_runtime *rt, ouro_object *name);
/* In development mode, and for the names given (each may be NULL): 0, or -1 with LookupError. Else 0. */
int ouro__codec_check(ouro_runtime *rt, ouro_object *encoding, ouro_object *errors);
/* codecs.encode and codecs.decode: any object by any codec; with `text` only those that encode text, with their results
 * checked, as str.encode and bytes.decode have it. Owned. */
ouro_object *ouro__codec_encode(ouro_runtime *rt, ouro_object *o, ouro_object *encoding, ouro_object *errors,
                                bool text);
ouro_object *ouro__codec_decode(ouro_runtime *rt, ouro_object *o, ouro_object *encoding, ouro_object *errors,
                                bool text);

/* Wraps the pending exception, when it is of a plain kind whose class can carry a text alone, in one that names the codec. */
void ouro__codec_name_in_error(ouro_runtime *rt, bool encoding, ouro_object *name);

/* The built-in handlers by name (codec_handlers.c), name NULL at the end. */
extern const ouro_method_def ouro__codec_handlers[];
/* The place that an exception of UTF errors names, within its object: 0, or -1 with TypeError. */
int ouro__unicode_error_range(ouro_runtime *rt, ouro_object *exception, bool bytes, ouro_object **object,
                              size_t *start, size_t *end);
/* Sets the place and the reason of one. */
int ouro__unicode_error_set(ouro_runtime *rt, ouro_object *exception, size_t start, size_t end,
                            const char *reason);

#endif
