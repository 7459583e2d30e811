/* The registry of encodings and error handlers: search functions, what they found, handlers by name. It begins when it is
 * first asked, by importing the package `encodings`. */
#include "types/codecs.h"

#include "object/slot.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/method.h"
#include "types/module_state.h"
#include "types/protocol.h"
#include "types/str_encode.h"
#include "types/tuple.h"

typedef struct registry {
    ouro_module_state head;
    ouro_object *search;   /* list of functions */
    ouro_object *found;    /* dict: normalized name -> tuple of four */
    ouro_object *handlers; /* dict: name -> function */
    bool started;          /* `encodings` was imported, or could not be */
} registry;

static const char key;

static void clear(ouro_runtime *rt, ouro_module_state *state)
{
    registry *r = (registry *)state;
    ouro__slot_clear(rt, r, &r->search);
    ouro__slot_clear(rt, r, &r->found);
    ouro__slot_clear(rt, r, &r->handlers);
}

static int add_handlers(ouro_runtime *rt, ouro_object *dict)
{
    for (const ouro_method_def *def = ouro__codec_handlers; def->name; def++) {
        ouro_object *function = ouro__builtin_function_new(rt, def, NULL, NULL);
        ouro_object *name =
            function ? ouro__str_from_ascii(rt, def->name, strlen(def->name) - strlen("_errors")) : NULL;
        int status = name ? ouro__dict_set(rt, dict, name, function) : -1;
        ouro_xdecref(rt, name);
        ouro_xdecref(rt, function);
        if (status < 0)
            return -1;
    }
    return 0;
}

/* NULL with MemoryError. */
static registry *get_registry(ouro_runtime *rt)
{
    registry *r = ouro__module_state(rt, &key);
    if (r && r->handlers)
        return r;
    if (!r && !(r = ouro__module_state_add(rt, &key, sizeof *r)))
        return NULL;
    r->head.clear = clear;
    ouro_object *search = ouro__list_new(rt, 0), *found = ouro__dict_new(rt), *handlers = ouro__dict_new(rt);
    if (!search || !found || !handlers || add_handlers(rt, handlers) < 0) {
        ouro_xdecref(rt, search);
        ouro_xdecref(rt, found);
        ouro_xdecref(rt, handlers);
        return NULL;
    }
    ouro__slot_set(rt, r, &r->search, search);
    ouro__slot_set(rt, r, &r->found, found);
    ouro__slot_set(rt, r, &r->handlers, handlers);
    return r;
}

/* Imports `encodings`, which registers its search function, once. */
static int start(ouro_runtime *rt, registry *r)
{
    if (r->started || !rt->python->hooks.import_module)
        return 0;
    r->started = true;
    ouro_object *module = rt->python->hooks.import_module(rt, "encodings");
    ouro_xdecref(rt, module);
    if (module)
        return 0;
    if (!ouro__error_is(rt, OURO_T_IMPORT_ERROR)) {
        r->started = false;
        return -1;
    }
    ouro__error_clear(rt); /* no standard library: only what is built in */
    return 0;
}

int ouro__codec_register(ouro_runtime *rt, ouro_object *search)
{
    registry *r = get_registry(rt);
    if (!r || start(rt, r) < 0)
        return -1;
    if (!ouro__is_callable(rt, search)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "argument must be callable");
        return -1;
    }
    return ouro__list_append(rt, r->search, search);
}

int ouro__codec_unregister(ouro_runtime *rt, ouro_object *search)
{
    registry *r = get_registry(rt);
    if (!r)
        return -1;
    ouro_list *list = (ouro_list *)r->search;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] == search) {
            ouro__dict_clear(rt, r->found);
            ouro_decref(rt, ouro__list_take(rt, list, i));
            break;
        }
    }
    return 0;
}

/* The name as the search functions get it: lower case, everything but letters, digits and dots as single underscores. */
static ouro_object *normalize(ouro_runtime *rt, ouro_object *encoding)
{
    ouro_str_builder b;
    bool gap = false;
    ouro__builder_init(&b, rt);
    for (size_t i = 0, length = ouro__str_length(encoding); i < length; i++) {
        uint32_t c = ouro__str_char(encoding, i);
        bool plain = c < 128 &&
                     ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.');
        if (!plain) {
            gap = true;
            continue;
        }
        if ((gap && b.length && ouro__builder_char(&b, '_') < 0) ||
            ouro__builder_char(&b, c >= 'A' && c <= 'Z' ? c + 32 : c) < 0) {
            ouro__builder_discard(&b);
            return NULL;
        }
        gap = false;
    }
    ouro_object *name = ouro__builder_finish(&b);
    return name ? ouro__str_intern(rt, name) : NULL;
}

static bool is_entry(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_tuple(rt, o) && ((ouro_tuple *)o)->count == 4;
}

ouro_object *ouro__codec_lookup(ouro_runtime *rt, ouro_object *encoding)
{
    registry *r = get_registry(rt);
    if (!r || start(rt, r) < 0)
        return NULL;
    ouro_object *name = normalize(rt, encoding);
    if (!name)
        return NULL;
    ouro_object *entry = ouro__dict_get(rt, r->found, name);
    if (entry || rt->error) {
        ouro_decref(rt, name);
        return entry ? ouro_ref(entry) : NULL;
    }
    for (size_t i = 0; i < ((ouro_list *)r->search)->count; i++) {
        ouro_object *function = ouro_ref(((ouro_list *)r->search)->items[i]);
        entry = ouro__call1(rt, function, name);
        ouro_decref(rt, function);
        if (!entry || entry != OURO_NONE(rt))
            break;
        entry = NULL;
    }
    if (entry && !is_entry(rt, entry)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "codec search functions must return 4-tuples");
        ouro_decref(rt, entry);
        entry = NULL;
    } else if (entry && (!r->found || ouro__dict_set(rt, r->found, name, entry) < 0)) {
        ouro_decref(rt, entry);
        entry = NULL;
    } else if (!entry && !rt->error) {
        ouro__raise(rt, OURO_T_LOOKUP_ERROR, "unknown encoding: %U", encoding);
    }
    ouro_decref(rt, name);
    return entry;
}

int ouro__codec_register_error(ouro_runtime *rt, ouro_object *name, ouro_object *handler)
{
    registry *r = get_registry(rt);
    if (!r)
        return -1;
    if (!ouro__is_callable(rt, handler)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "handler must be callable");
        return -1;
    }
    return ouro__dict_set(rt, r->handlers, name, handler);
}

ouro_object *ouro__codec_lookup_error(ouro_runtime *rt, ouro_object *name)
{
    registry *r = get_registry(rt);
    if (!r)
        return NULL;
    ouro_object *handler =
        name ? ouro__dict_get(rt, r->handlers, name) : ouro__dict_get_cstring(rt, r->handlers, "strict");
    if (!handler)
        return rt->error ? NULL
                         : ouro__raise(rt, OURO_T_LOOKUP_ERROR, "unknown error handler name '%U'", name);
    return ouro_ref(handler);
}

int ouro__codec_check(ouro_runtime *rt, ouro_object *encoding, ouro_object *errors)
{
    if (ouro__likely(!(rt->python->options & OURO_OPTION_DEVELOPMENT)))
        return 0;
    if (encoding && ouro__codec_by_name(encoding) == OURO__OTHER_CODEC) {
        ouro_object *entry = ouro__codec_lookup(rt, encoding);
        if (!entry)
            return -1;
        ouro_decref(rt, entry);
    }
    ouro_object *handler = errors ? ouro__codec_lookup_error(rt, errors) : OURO_NONE(rt);
    if (!handler)
        return -1;
    if (errors)
        ouro_decref(rt, handler);
    return 0;
}

/* ---- coding through an entry ---- */

void ouro__codec_name_in_error(ouro_runtime *rt, bool encoding, ouro_object *name)
{
    ouro_object *exception = rt->error;
    ouro_type *type = exception ? ouro__type_of(rt, exception) : NULL;
    ouro_type *plain = ouro__type_at(rt, OURO_WORD(OURO_T_BASE_EXCEPTION));
    if (!type || type->new_ != plain->new_ || type->init != plain->init || type->size != plain->size)
        return;
    ouro_exception *e = (ouro_exception *)exception;
    ouro_tuple *args = (ouro_tuple *)e->args;
    if (e->attrs & ~(uint64_t)0 ||
        (args->count && (args->count > 1 || !ouro__is_exactly(args->items[0], OURO_T_STR))))
        return;
    exception = ouro__error_take(rt);
    ouro_object *text =
        ouro__str_format(rt, "%s with '%U' codec failed (%N: %S)", encoding ? "encoding" : "decoding", name,
                         ouro__class_of(rt, exception), exception);
    ouro_object *wrapped = text ? ouro__call1(rt, ouro__class_of(rt, exception), text) : NULL;
    ouro_xdecref(rt, text);
    if (!wrapped) {
        ouro__error_clear(rt);
        ouro__error_restore(rt, exception);
        return;
    }
    ouro_exception *w = (ouro_exception *)wrapped;
    ouro__slot_set(rt, wrapped, &w->context, ouro_ref(exception));
    ouro__slot_set(rt, wrapped, &w->cause, exception);
    w->suppress_context = 1;
    ouro__error_restore(rt, wrapped);
}

/* Whether the codec is one of text: what says otherwise is its attribute _is_text_encoding. 1, 0, -1. */
static int is_text_encoding(ouro_runtime *rt, ouro_object *entry)
{
    if (ouro__is_exactly(entry, OURO_T_TUPLE))
        return 1;
    ouro_object *name = ouro__str_intern_cstring(rt, "_is_text_encoding"), *value;
    int status = name ? ouro__getattr_optional(rt, entry, name, &value) : -1;
    ouro_xdecref(rt, name);
    if (status > 0) {
        status = ouro__truth(rt, value);
        ouro_decref(rt, value);
    } else if (status == 0) {
        status = 1;
    }
    return status;
}

/* The first item of the pair that the codec's function gives for o; owned. */
static ouro_object *code(ouro_runtime *rt, ouro_object *o, ouro_object *encoding, ouro_object *errors,
                         bool text, int which)
{
    ouro_object *entry = ouro__codec_lookup(rt, encoding), *result = NULL;
    if (!entry)
        return NULL;
    int fits = text ? is_text_encoding(rt, entry) : 1;
    if (fits == 0)
        ouro__raise(rt, OURO_T_LOOKUP_ERROR, "'%U' is not a text encoding; use %s to handle arbitrary codecs",
                    encoding, which == 0 ? "codecs.encode()" : "codecs.decode()");
    ouro_object *function = fits > 0 ? ouro_ref(((ouro_tuple *)entry)->items[which]) : NULL;
    ouro_decref(rt, entry);
    if (!function)
        return NULL;
    ouro_object *pair = errors ? ouro__call2(rt, function, o, errors) : ouro__call1(rt, function, o);
    ouro_decref(rt, function);
    if (!pair) {
        ouro__codec_name_in_error(rt, which == 0, encoding);
        return NULL;
    }
    if (!ouro__is_tuple(rt, pair) || ((ouro_tuple *)pair)->count != 2)
        ouro__raise(rt, OURO_T_TYPE_ERROR,
                    which == 0 ? "encoder must return a tuple (object, integer)"
                               : "decoder must return a tuple (object,integer)");
    else
        result = ouro_ref(((ouro_tuple *)pair)->items[0]);
    ouro_decref(rt, pair);
    return result;
}

ouro_object *ouro__codec_encode(ouro_runtime *rt, ouro_object *o, ouro_object *encoding, ouro_object *errors,
                                bool text)
{
    ouro_object *result = code(rt, o, encoding, errors, text, 0);
    if (!result || !text || ouro__is_bytes(rt, result))
        return result;
    ouro_object *bytes = NULL;
    if (ouro__is_exactly(result, OURO_T_BYTEARRAY)) {
        ouro_object *message = ouro__str_format(
            rt,
            "encoder %U returned bytearray instead of bytes; use codecs.encode() to encode to "
            "arbitrary types",
            encoding);
        size_t length;
        char *owned = NULL;
        const char *utf8 = message ? ouro__str_utf8(rt, message, &length, &owned) : NULL;
        if (utf8 &&
            (!rt->python->hooks.warn || rt->python->hooks.warn(rt, OURO_T_RUNTIME_WARNING, utf8) == 0))
            bytes = ouro__buffer_to_bytes(rt, result);
        ouro__buffer_free(rt, owned);
        ouro_xdecref(rt, message);
    } else {
        ouro__raise(
            rt, OURO_T_TYPE_ERROR,
            "'%U' encoder returned '%T' instead of 'bytes'; use codecs.encode() to encode to arbitrary types",
            encoding, result);
    }
    ouro_decref(rt, result);
    return bytes;
}

ouro_object *ouro__codec_decode(ouro_runtime *rt, ouro_object *o, ouro_object *encoding, ouro_object *errors,
                                bool text)
{
    ouro_object *result = code(rt, o, encoding, errors, text, 1);
    if (!result || !text || ouro__is_str(rt, result))
        return result;
    ouro__raise(
        rt, OURO_T_TYPE_ERROR,
        "'%U' decoder returned '%T' instead of 'str'; use codecs.decode() to decode to arbitrary types",
        encoding, result);
    ouro_decref(rt, result);
    return NULL;
}

/* ---- names that need no registry ---- */

static const struct {
    const char *name;
    enum ouro__codec codec;
} known[] = {
    {"utf_8", OURO__UTF8},         {"utf8", OURO__UTF8},          {"u8", OURO__UTF8},
    {"cp65001", OURO__UTF8},       {"utf", OURO__UTF8},           {"utf_8_sig", OURO__UTF8_SIG},
    {"utf8_sig", OURO__UTF8_SIG},  {"ascii", OURO__ASCII},        {"us_ascii", OURO__ASCII},
    {"646", OURO__ASCII},          {"iso646_us", OURO__ASCII},    {"latin_1", OURO__LATIN1},
    {"latin1", OURO__LATIN1},      {"latin", OURO__LATIN1},       {"l1", OURO__LATIN1},
    {"iso_8859_1", OURO__LATIN1},  {"iso8859_1", OURO__LATIN1},   {"8859", OURO__LATIN1},
    {"cp819", OURO__LATIN1},       {"iso8859", OURO__LATIN1},     {"utf_16", OURO__UTF16},
    {"utf16", OURO__UTF16},        {"u16", OURO__UTF16},          {"utf_16_le", OURO__UTF16_LE},
    {"utf_16le", OURO__UTF16_LE},  {"utf_16_be", OURO__UTF16_BE}, {"utf_16be", OURO__UTF16_BE},
    {"utf_32", OURO__UTF32},       {"utf32", OURO__UTF32},        {"u32", OURO__UTF32},
    {"utf_32_le", OURO__UTF32_LE}, {"utf_32le", OURO__UTF32_LE},  {"utf_32_be", OURO__UTF32_BE},
    {"utf_32be", OURO__UTF32_BE},
};

enum ouro__codec ouro__codec_by_name(ouro_object *encoding)
{
    if (!encoding)
        return OURO__UTF8;
    char plain[16];
    size_t n = 0, length = ouro__str_length(encoding);
    bool gap = false;
    for (size_t i = 0; i < length; i++) {
        uint32_t c = ouro__str_char(encoding, i);
        if (c >= 'A' && c <= 'Z')
            c += 32;
        if (c >= 128 || !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.')) {
            gap = n > 0;
            continue;
        }
        if (n + 3 > sizeof plain)
            return OURO__OTHER_CODEC;
        if (gap)
            plain[n++] = '_';
        gap = false;
        plain[n++] = (char)c;
    }
    plain[n] = 0;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, plain) == 0)
            return known[i].codec;
    return OURO__OTHER_CODEC;
}
