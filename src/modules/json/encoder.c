/* _json.make_encoder: writes a value and all within it as JSON on one line. */
#include <math.h>

#include "modules/json/json.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"

typedef struct encoder {
    ouro_object head;
    ouro_object *markers; /* dict by id of the containers that are being written, or None */
    ouro_object *fallback, *encode, *indent, *key_separator, *item_separator, *sort_keys, *skip_keys;
    bool allow_nan, sorts, skips;
    enum { BY_CALL, ASCII, UNICODE } strings; /* how strs are written */
} encoder;

static const uint16_t fields[] = {
    offsetof(encoder, markers),   offsetof(encoder, fallback),      offsetof(encoder, encode),
    offsetof(encoder, indent),    offsetof(encoder, key_separator), offsetof(encoder, item_separator),
    offsetof(encoder, sort_keys), offsetof(encoder, skip_keys),     0};

static int put_value(const encoder *e, ouro_str_builder *out, ouro_object *o);

static int put_word(ouro_str_builder *out, const char *word)
{
    return ouro__builder_ascii(out, word, strlen(word));
}

static int put_str(const encoder *e, ouro_str_builder *out, ouro_object *o)
{
    if (e->strings != BY_CALL)
        return ouro__json_put_string(out, o, e->strings == ASCII);
    ouro_runtime *rt = out->rt;
    ouro_object *text = ouro__call1(rt, e->encode, o);
    int status = -1;
    if (text && !ouro__is_str(rt, text))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "encoder() must return a string, not %T", text);
    else if (text)
        status = ouro__builder_str(out, text);
    ouro_xdecref(rt, text);
    return status;
}

/* As int.__repr__ has it, whatever a subclass says. */
static int put_int(ouro_str_builder *out, ouro_object *o)
{
    ouro_object *text = ouro__type_at(out->rt, OURO_WORD(OURO_T_INT))->repr(out->rt, o);
    int status = text ? ouro__builder_str(out, text) : -1;
    ouro_xdecref(out->rt, text);
    return status;
}

static int put_float(const encoder *e, ouro_str_builder *out, ouro_object *o)
{
    double value = ((ouro_float *)o)->value;
    if (isfinite(value)) {
        char text[OURO_FLOAT_REPR_MAX];
        int length = ouro__float_repr(value, text);
        return ouro__builder_ascii(out, text, (size_t)length);
    }
    if (e->allow_nan)
        return put_word(out, isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    ouro__raise(out->rt, OURO_T_VALUE_ERROR, "Out of range float values are not JSON compliant");
    return -1;
}

/* ---- Containers ---- */

/* Notes that `o` is being written: the mark, owned, or None when no one asks. NULL with ValueError when it is so already. */
static ouro_object *mark(const encoder *e, ouro_runtime *rt, ouro_object *o)
{
    if (e->markers == OURO_NONE(rt))
        return ouro_ref(OURO_NONE(rt));
    ouro_object *id = ouro__int_from_uint64(rt, (uintptr_t)o);
    int known = id ? ouro__dict_contains(rt, e->markers, id) : -1;
    if (known > 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Circular reference detected");
    if (known != 0 || ouro__dict_set(rt, e->markers, id, o) < 0) {
        ouro_xdecref(rt, id);
        return NULL;
    }
    return id;
}

/* Takes the mark off again; `status` is what came of the writing. */
static int unmark(const encoder *e, ouro_runtime *rt, ouro_object *id, int status)
{
    if (status == 0 && id != OURO_NONE(rt))
        status = ouro__dict_delete(rt, e->markers, id);
    ouro_decref(rt, id);
    return status;
}

/* A list or tuple. What runs meanwhile may change the list. */
static int put_items(const encoder *e, ouro_str_builder *out, ouro_object *sequence)
{
    ouro_runtime *rt = out->rt;
    bool is_list = ouro__is_list(rt, sequence);
    for (size_t i = 0;; i++) {
        const ouro_list *list = (ouro_list *)sequence;
        const ouro_tuple *tuple = (ouro_tuple *)sequence;
        if (i >= (is_list ? (size_t)list->count : (size_t)tuple->count))
            return 0;
        ouro_object *item = ouro_ref(is_list ? list->items[i] : tuple->items[i]);
        int status = i && ouro__builder_str(out, e->item_separator) < 0 ? -1 : put_value(e, out, item);
        ouro_decref(rt, item);
        if (status < 0)
            return -1;
    }
}

/* A member's name. 0 or -1; 1: it is to be left out. */
static int put_name(const encoder *e, ouro_str_builder *out, ouro_object *key, bool first)
{
    ouro_runtime *rt = out->rt;
    bool is_float = ouro__is_float(rt, key), is_int = ouro__is_int(rt, key), is_str = ouro__is_str(rt, key);
    if (!is_float && !is_int && !is_str && key != OURO_NONE(rt)) {
        if (e->skips)
            return 1;
        ouro__raise(rt, OURO_T_TYPE_ERROR, "keys must be str, int, float, bool or None, not %T", key);
        return -1;
    }
    if (!first && ouro__builder_str(out, e->item_separator) < 0)
        return -1;
    if (is_str)
        return put_str(e, out, key);
    ouro_str_builder text;
    ouro__builder_init(&text, rt);
    if ((is_float ? put_float(e, &text, key) : put_value(e, &text, key)) < 0) {
        ouro__builder_discard(&text);
        return -1;
    }
    ouro_object *name = ouro__builder_finish(&text);
    int status = name ? put_str(e, out, name) : -1;
    ouro_xdecref(rt, name);
    return status;
}

static int put_members(const encoder *e, ouro_str_builder *out, ouro_list *items)
{
    ouro_runtime *rt = out->rt;
    bool first = true;
    for (uint32_t i = 0; i < items->count; i++) {
        ouro_object *pair = items->items[i];
        if (!ouro__is_tuple(rt, pair) || ((ouro_tuple *)pair)->count != 2) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "items must return 2-tuples");
            return -1;
        }
        ouro_object *const *parts = ((ouro_tuple *)pair)->items;
        int status = put_name(e, out, parts[0], first);
        if (status > 0)
            continue;
        first = false;
        if (status < 0 || ouro__builder_str(out, e->key_separator) < 0 || put_value(e, out, parts[1]) < 0)
            return -1;
    }
    return 0;
}

/* The members of a dict as a list of its own: owned. */
static ouro_object *items_of(const encoder *e, ouro_runtime *rt, ouro_object *dict)
{
    ouro_object *list;
    if (ouro__is_exactly(dict, OURO_T_DICT)) {
        list = ouro__dict_items_list(rt, dict);
    } else {
        ouro_object *name = ouro__str_intern_cstring(rt, "items");
        ouro_object *method = name ? ouro__getattr(rt, dict, name) : NULL;
        ouro_object *items = method ? ouro__call0(rt, method) : NULL;
        list = items ? ouro__list_from_iterable(rt, items) : NULL;
        ouro_xdecref(rt, items);
        ouro_xdecref(rt, method);
        ouro_xdecref(rt, name);
    }
    if (list && e->sorts && ouro__list_sort(rt, list, NULL, false) < 0) {
        ouro_decref(rt, list);
        return NULL;
    }
    return list;
}

static int put_dict(const encoder *e, ouro_str_builder *out, ouro_object *dict)
{
    if (ouro__dict_count(dict) == 0)
        return put_word(out, "{}");
    ouro_runtime *rt = out->rt;
    ouro_object *id = mark(e, rt, dict);
    if (!id)
        return -1;
    ouro_object *items = items_of(e, rt, dict);
    int status = !items || ouro__builder_char(out, '{') < 0 || put_members(e, out, (ouro_list *)items) < 0
                     ? -1
                     : ouro__builder_char(out, '}');
    ouro_xdecref(rt, items);
    return unmark(e, rt, id, status);
}

static int put_sequence(const encoder *e, ouro_str_builder *out, ouro_object *o)
{
    ouro_runtime *rt = out->rt;
    if ((ouro__is_list(rt, o) ? (size_t)((ouro_list *)o)->count : (size_t)((ouro_tuple *)o)->count) == 0)
        return put_word(out, "[]");
    ouro_object *id = mark(e, rt, o);
    if (!id)
        return -1;
    int status =
        ouro__builder_char(out, '[') < 0 || put_items(e, out, o) < 0 ? -1 : ouro__builder_char(out, ']');
    return unmark(e, rt, id, status);
}

/* What the program's function makes of an object that JSON does not know. */
static int put_other(const encoder *e, ouro_str_builder *out, ouro_object *o)
{
    ouro_runtime *rt = out->rt;
    ouro_object *id = mark(e, rt, o);
    if (!id)
        return -1;
    ouro_object *replacement = ouro__call1(rt, e->fallback, o);
    int status = replacement ? put_value(e, out, replacement) : -1;
    ouro_xdecref(rt, replacement);
    return unmark(e, rt, id, status);
}

static int put_value(const encoder *e, ouro_str_builder *out, ouro_object *o)
{
    ouro_runtime *rt = out->rt;
    if (ouro__is_str(rt, o))
        return put_str(e, out, o);
    if (o == OURO_NONE(rt))
        return put_word(out, "null");
    if (ouro__is_exactly(o, OURO_T_BOOL))
        return put_word(out, o == ouro__bool(rt, true) ? "true" : "false");
    if (ouro__is_int(rt, o))
        return put_int(out, o);
    if (ouro__is_float(rt, o))
        return put_float(e, out, o);
    if (!ouro__enter_recursion(rt, " while encoding a JSON object"))
        return -1;
    int status = ouro__is_list(rt, o) || ouro__is_tuple(rt, o) ? put_sequence(e, out, o)
                 : ouro__is_dict(rt, o)                        ? put_dict(e, out, o)
                                                               : put_other(e, out, o);
    ouro__leave_recursion(rt);
    return status;
}

/* ---- The type ---- */

/* A list of one str. */
static ouro_object *encoder_call(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    OURO_PARSE(a, "_iterencode", 0, 2, 2, 0, "obj", "_current_indent_level");
    int64_t level;
    if (ouro__index_argument(rt, a[1], &level) < 0)
        return NULL;
    ouro_str_builder out;
    ouro__builder_init(&out, rt);
    if (put_value((encoder *)self, &out, a[0]) < 0) {
        ouro__builder_discard(&out);
        return NULL;
    }
    ouro_object *text = ouro__builder_finish(&out), *list = text ? ouro__list_new(rt, 1) : NULL;
    if (!list) {
        ouro_xdecref(rt, text);
        return NULL;
    }
    if (ouro__list_append_owned(rt, (ouro_list *)list, text) == 0)
        return list;
    ouro_decref(rt, list);
    return NULL;
}

/* Whether the function for strs is one of this module's. */
static int kind_of(ouro_object *encode)
{
    if (!ouro__is_exactly(encode, OURO_T_BUILTIN_FUNCTION))
        return BY_CALL;
    const ouro_method_def *def = ((ouro_builtin_function *)encode)->def;
    return def == &ouro__json_functions[OURO__JSON_ENCODE_ASCII] ? ASCII
           : def == &ouro__json_functions[OURO__JSON_ENCODE]     ? UNICODE
                                                                 : BY_CALL;
}

static ouro_object *encoder_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    OURO_PARSE(a, "make_encoder", 0, 9, 9, 0, "markers", "default", "encoder", "indent", "key_separator",
               "item_separator", "sort_keys", "skipkeys", "allow_nan");
    for (int i = 4; i < 6; i++)
        if (!ouro__is_str(rt, a[i]))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "make_encoder() argument %d must be str, not %V", i + 1,
                               a[i]);
    int sorts = ouro__truth(rt, a[6]), skips = sorts < 0 ? -1 : ouro__truth(rt, a[7]),
        allow_nan = skips < 0 ? -1 : ouro__truth(rt, a[8]);
    if (allow_nan < 0)
        return NULL;
    if (a[0] != OURO_NONE(rt) && !ouro__is_dict(rt, a[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "make_encoder() argument 1 must be dict or None, not %T",
                           a[0]);
    encoder *e = (encoder *)ouro__instance_new(rt, cls);
    if (!e)
        return NULL;
    for (int i = 0; i < 8; i++)
        ouro__slot_init((ouro_object **)((char *)e + fields[i]), ouro_ref(a[i]));
    e->allow_nan = allow_nan;
    e->sorts = sorts;
    e->skips = skips;
    e->strings = kind_of(a[2]);
    return &e->head;
}

static const ouro_member_def members[] = {
    {"markers", offsetof(encoder, markers), true, false, "markers"},
    {"default", offsetof(encoder, fallback), true, false, "default"},
    {"encoder", offsetof(encoder, encode), true, false, "encoder"},
    {"indent", offsetof(encoder, indent), true, false, "indent"},
    {"key_separator", offsetof(encoder, key_separator), true, false, "key_separator"},
    {"item_separator", offsetof(encoder, item_separator), true, false, "item_separator"},
    {"sort_keys", offsetof(encoder, sort_keys), true, false, "sort_keys"},
    {"skipkeys", offsetof(encoder, skip_keys), true, false, "skipkeys"},
    {0},
};

OURO_BUILTIN_TYPE(json_encoder) = {
    .id = OURO_T_JSON_ENCODER,
    .slots = {.name = "_json.Encoder",
              .size = sizeof(encoder),
              .flags = OURO_TYPE_CONTAINER,
              .fields = fields,
              .call = encoder_call,
              .new_ = encoder_new},
    .members = members,
    .module = "_json",
    .doc = "_iterencode(obj, _current_indent_level) -> iterable",
};
