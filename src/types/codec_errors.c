/* What decoders and encoders do with what is no text or does not fit: the quick ways for the common error handlers, and
 * the call of all others. */
#include "types/codecs.h"

#include <stdio.h>

#include "object/slot.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/tuple.h"

static enum ouro__codec_handler handler_by_name(ouro_object *errors)
{
    static const char *const names[] = {
        [OURO__STRICT] = "strict",
        [OURO__IGNORE] = "ignore",
        [OURO__REPLACE] = "replace",
        [OURO__BACKSLASHREPLACE] = "backslashreplace",
        [OURO__XMLCHARREFREPLACE] = "xmlcharrefreplace",
        [OURO__SURROGATEESCAPE] = "surrogateescape",
    };
    if (!errors)
        return OURO__STRICT;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ouro__str_equals_ascii(errors, names[i]))
            return (enum ouro__codec_handler)i;
    return OURO__CALLED_HANDLER;
}

/* ---- the exceptions ---- */

static ouro_object **extra(ouro_object *exception, int index)
{
    return &((ouro_exception_extended *)exception)->extra[index];
}

static int set_index(ouro_runtime *rt, ouro_object *exception, int index, size_t value)
{
    ouro_object *number = ouro__int_new(rt, (int64_t)value);
    if (!number)
        return -1;
    ouro__slot_set(rt, exception, extra(exception, index), number);
    return 0;
}

int ouro__unicode_error_set(ouro_runtime *rt, ouro_object *exception, size_t start, size_t end,
                            const char *reason)
{
    ouro_object *text = ouro__str_from_cstring(rt, reason);
    if (!text)
        return -1;
    ouro__slot_set(rt, exception, extra(exception, OURO_UNICODE_ERROR_REASON), text);
    return set_index(rt, exception, OURO_UNICODE_ERROR_START, start) < 0
               ? -1
               : set_index(rt, exception, OURO_UNICODE_ERROR_END, end);
}

int ouro__unicode_error_range(ouro_runtime *rt, ouro_object *exception, bool bytes, ouro_object **object,
                              size_t *start, size_t *end)
{
    ouro_object *o = *extra(exception, OURO_UNICODE_ERROR_OBJECT);
    if (!o || !(bytes ? ouro__is_bytes(rt, o) : ouro__is_str(rt, o))) {
        if (!o)
            ouro__raise(rt, OURO_T_TYPE_ERROR, "object attribute not set");
        else
            ouro__raise(rt, OURO_T_TYPE_ERROR,
                        bytes ? "object attribute must be bytes" : "object attribute must be unicode");
        return -1;
    }
    int64_t length = (int64_t)(bytes ? ((ouro_bytes *)o)->length : ouro__str_length(o)),
            bounds[2] = {0, length};
    for (int i = 0; i < 2; i++) {
        ouro_object *number = *extra(exception, i ? OURO_UNICODE_ERROR_END : OURO_UNICODE_ERROR_START);
        if (number && ouro__is_int(rt, number))
            (void)ouro__int_as_int64(rt, number, &bounds[i]);
    }
    if (bounds[0] >= length)
        bounds[0] = length - 1;
    if (bounds[0] < 0)
        bounds[0] = 0;
    if (bounds[1] < 1)
        bounds[1] = 1;
    if (bounds[1] > length)
        bounds[1] = length;
    *object = o;
    *start = (size_t)bounds[0];
    *end = (size_t)(bounds[1] > bounds[0] ? bounds[1] : bounds[0]);
    return 0;
}

static ouro_object *make_error(ouro_runtime *rt, enum ouro_type_id cls, const char *encoding,
                               ouro_object *object, size_t start, size_t stop, const char *reason)
{
    ouro__raise_unicode(rt, cls, encoding, object, (int64_t)start, (int64_t)stop, reason);
    if (!ouro__error_is(rt, cls))
        return NULL;
    ouro_object *exception = ouro__error_take(rt);
    ouro__slot_clear(rt, exception, &((ouro_exception *)exception)->context);
    return exception;
}

/* Calls the handler with the exception: (replacement, place to go on from). The first owned; NULL with an exception. */
static ouro_object *call_handler(ouro_runtime *rt, ouro_object *callback, ouro_object *exception,
                                 bool bytes_too, const char *wrong, int64_t *place)
{
    ouro_object *pair = ouro__call1(rt, callback, exception);
    if (!pair)
        return NULL;
    ouro_object *replacement = NULL;
    if (!ouro__is_tuple(rt, pair) || ((ouro_tuple *)pair)->count != 2) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s", wrong);
    } else {
        ouro_object *first = ((ouro_tuple *)pair)->items[0], *second = ((ouro_tuple *)pair)->items[1];
        if (!ouro__is_str(rt, first) && !(bytes_too && ouro__is_bytes(rt, first)))
            ouro__raise(rt, OURO_T_TYPE_ERROR, "%s", wrong);
        else if (ouro__index_int64(rt, second, false, place) == 0)
            replacement = ouro_ref(first);
        else if (ouro__error_is(rt, OURO_T_TYPE_ERROR))
            ouro__raise(rt, OURO_T_TYPE_ERROR, "%s", wrong);
    }
    ouro_decref(rt, pair);
    return replacement;
}

/* A place given by a handler in an input of `length`: 0, or -1 with IndexError. */
static int settle_place(ouro_runtime *rt, int64_t place, size_t length, size_t *at)
{
    int64_t from_start = place < 0 ? place + (int64_t)length : place;
    if (from_start < 0 || from_start > (int64_t)length) {
        ouro__raise(rt, OURO_T_INDEX_ERROR, "position %lld from error handler out of bounds",
                    (long long)from_start);
        return -1;
    }
    *at = (size_t)from_start;
    return 0;
}

/* ---- decoding ---- */

void ouro__decoding_init(ouro__decoding *d, ouro_runtime *rt, const char *encoding, ouro_object *errors,
                         const uint8_t *data, size_t length, bool final)
{
    *d = (ouro__decoding){.rt = rt,
                          .encoding = encoding,
                          .errors = errors,
                          .data = data,
                          .length = length,
                          .final = final,
                          .handler = handler_by_name(errors)};
    ouro__builder_init(&d->out, rt);
}

ouro_object *ouro__decoding_finish(ouro__decoding *d, int status)
{
    ouro_object *text = NULL;
    if (status == 0)
        text = ouro__builder_finish(&d->out);
    else
        ouro__builder_discard(&d->out);
    ouro_xdecref(d->rt, d->callback);
    ouro_xdecref(d->rt, d->exception);
    ouro_xdecref(d->rt, d->input);
    return text;
}

static int make_exception(ouro__decoding *d, size_t start, size_t stop, const char *reason)
{
    if (d->exception)
        return ouro__unicode_error_set(d->rt, d->exception, start, stop, reason);
    ouro_object *bytes = d->input ? ouro_ref(d->input) : ouro__bytes_new(d->rt, d->data, d->length);
    if (bytes)
        d->exception =
            make_error(d->rt, OURO_T_UNICODE_DECODE_ERROR, d->encoding, bytes, start, stop, reason);
    ouro_xdecref(d->rt, bytes);
    return d->exception ? 0 : -1;
}

static int raise_decode(ouro__decoding *d, size_t start, size_t stop, const char *reason)
{
    if (make_exception(d, start, stop, reason) == 0)
        ouro__raise_instance(d->rt, ouro_ref(d->exception));
    return -1;
}

static int call_decode_handler(ouro__decoding *d, size_t start, size_t stop, const char *reason)
{
    ouro_runtime *rt = d->rt;
    if (!d->callback && !(d->callback = ouro__codec_lookup_error(rt, d->errors)))
        return -1;
    if (make_exception(d, start, stop, reason) < 0)
        return -1;
    int64_t place;
    ouro_object *text = call_handler(rt, d->callback, d->exception, false,
                                     "decoding error handler must return (str, int) tuple", &place);
    if (!text)
        return -1;
    int status = -1;
    ouro_object *input = *extra(d->exception, OURO_UNICODE_ERROR_OBJECT);
    if (!input || !ouro__is_bytes(rt, input)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "exception attribute object must be bytes");
    } else if (settle_place(rt, place, ((ouro_bytes *)input)->length, &d->at) == 0) {
        ouro_incref(input);
        ouro_xdecref(rt, d->input);
        d->input = input;
        d->data = ((ouro_bytes *)input)->data;
        d->length = ((ouro_bytes *)input)->length;
        status = ouro__builder_str(&d->out, text);
    }
    ouro_decref(rt, text);
    return status;
}

int ouro__decoding_error(ouro__decoding *d, size_t start, size_t stop, const char *reason)
{
    char text[8];
    d->at = stop;
    switch (d->handler) {
    case OURO__STRICT:
        return raise_decode(d, start, stop, reason);
    case OURO__IGNORE:
        return 0;
    case OURO__REPLACE:
        return ouro__builder_char(&d->out, 0xfffd);
    case OURO__BACKSLASHREPLACE:
        for (size_t i = start; i < stop; i++) {
            snprintf(text, sizeof text, "\\x%02x", d->data[i]);
            if (ouro__builder_ascii(&d->out, text, 4) < 0)
                return -1;
        }
        return 0;
    case OURO__SURROGATEESCAPE: {
        size_t i = start; /* as many as are not ASCII */
        while (i < stop && d->data[i] >= 0x80)
            if (ouro__builder_char(&d->out, 0xdc00u + d->data[i++]) < 0)
                return -1;
        if (i == start)
            return raise_decode(d, start, stop, reason);
        d->at = i;
        return 0;
    }
    default:
        return call_decode_handler(d, start, stop, reason);
    }
}

/* ---- encoding ---- */

static int raise_encode(ouro__encoding *e, size_t start, size_t stop)
{
    if (e->exception ? ouro__unicode_error_set(e->rt, e->exception, start, stop, e->reason) == 0
                     : (e->exception = make_error(e->rt, OURO_T_UNICODE_ENCODE_ERROR, e->encoding, e->source,
                                                  start, stop, e->reason)) != NULL)
        ouro__raise_instance(e->rt, ouro_ref(e->exception));
    return -1;
}

/* Characters that stand for others: 1 when one of them does not fit either. */
static int put_ascii(ouro__encoding *e, const char *text)
{
    int status = 0;
    for (; *text && status == 0; text++)
        status = e->put(e, (uint8_t)*text, false);
    return status;
}

static int call_encode_handler(ouro__encoding *e, size_t start, size_t stop)
{
    ouro_runtime *rt = e->rt;
    if (!e->callback && !(e->callback = ouro__codec_lookup_error(rt, e->errors)))
        return -1;
    if (e->exception) {
        if (ouro__unicode_error_set(rt, e->exception, start, stop, e->reason) < 0)
            return -1;
    } else if (!(e->exception = make_error(rt, OURO_T_UNICODE_ENCODE_ERROR, e->encoding, e->source, start,
                                           stop, e->reason))) {
        return -1;
    }
    int64_t place;
    ouro_object *replacement =
        call_handler(rt, e->callback, e->exception, true,
                     "encoding error handler must return (str/bytes, int) tuple", &place);
    if (!replacement)
        return -1;
    int status = settle_place(rt, place, e->text.length, &e->at);
    if (status == 0 && ouro__is_bytes(rt, replacement)) {
        size_t length = ((ouro_bytes *)replacement)->length;
        status = length % (size_t)e->width
                     ? 1
                     : ouro__bytes_put(&e->out, ((ouro_bytes *)replacement)->data, length);
    } else if (status == 0) {
        ouro__text t = ouro__text_of_str(replacement);
        if (e->ascii_text && !ouro__str_is_ascii(replacement))
            status = 1;
        for (size_t i = 0; i < t.length && status == 0; i++)
            status = e->put(e, ouro__text_char(&t, i), false);
    }
    ouro_decref(rt, replacement);
    return status > 0 ? raise_encode(e, start, stop) : status;
}

/* What stands for one character: 0, 1 when even that does not fit, -1. */
static int put_substitute(ouro__encoding *e, uint32_t c)
{
    char text[16];
    switch (e->handler) {
    case OURO__REPLACE:
        return put_ascii(e, "?");
    case OURO__BACKSLASHREPLACE:
        snprintf(text, sizeof text, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
        return put_ascii(e, text);
    default:
        snprintf(text, sizeof text, "&#%u;", c);
        return put_ascii(e, text);
    }
}

/* The characters [start, stop) do not fit. */
static int encoding_error(ouro__encoding *e, size_t start, size_t stop)
{
    e->at = stop;
    switch (e->handler) {
    case OURO__STRICT:
        return raise_encode(e, start, stop);
    case OURO__IGNORE:
        return 0;
    case OURO__REPLACE:
    case OURO__BACKSLASHREPLACE:
    case OURO__XMLCHARREFREPLACE:
        for (size_t i = start; i < stop; i++) {
            int status = put_substitute(e, ouro__text_char(&e->text, i));
            if (status)
                return status < 0 ? -1 : raise_encode(e, start, stop);
        }
        return 0;
    case OURO__SURROGATEESCAPE:
        for (; !e->called_escape && start < stop; start++) {
            uint32_t c = ouro__text_char(&e->text, start);
            uint8_t byte = (uint8_t)(c - 0xdc00);
            if (c - 0xdc80 >= 0x80)
                break;
            if (ouro__bytes_put(&e->out, &byte, 1) < 0)
                return -1;
        }
        if (start == stop)
            return 0;
        /* fallthrough */
    default:
        return call_encode_handler(e, start, stop);
    }
}

static int encode_all(ouro__encoding *e)
{
    while (e->at < e->text.length) {
        int status = e->put(e, ouro__text_char(&e->text, e->at), false);
        if (status < 0)
            return -1;
        if (status == 0) {
            e->at++;
            continue;
        }
        size_t stop = e->at + 1;
        while (!e->one_by_one && stop < e->text.length &&
               (status = e->put(e, ouro__text_char(&e->text, stop), true)) > 0)
            stop++;
        if (status < 0 || encoding_error(e, e->at, stop) < 0)
            return -1;
    }
    return 0;
}

ouro_object *ouro__encoding_run(ouro__encoding *e)
{
    e->handler = handler_by_name(e->errors);
    int status = encode_all(e);
    ouro_xdecref(e->rt, e->callback);
    ouro_xdecref(e->rt, e->exception);
    if (status == 0)
        return ouro__bytes_builder_finish(&e->out);
    ouro__bytes_builder_discard(&e->out);
    return NULL;
}
