/* The _string module: the grammar of format strings, for string.Formatter. */
#include "modules/modules.h"
#include "object/slot.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str_format.h"
#include "types/tuple.h"
#include "types/types.h"

/* Both iterators: over the pieces of a format string, and over the parts of a field's name. */
typedef struct format_iterator {
    ouro_object head;
    ouro_object *source; /* str */
    size_t at;
} format_iterator;

static const uint16_t fields[] = {offsetof(format_iterator, source), 0};

static ouro_object *iterator_new(ouro_runtime *rt, enum ouro_type_id type, ouro_object *source, size_t at)
{
    format_iterator *it = ouro__new_leaf(rt, sizeof *it, OURO_WORD(type));
    if (it) {
        ouro__slot_init(&it->source, ouro_ref(source));
        it->at = at;
    }
    return (ouro_object *)it;
}

static ouro__format_text text_of(ouro_runtime *rt, const format_iterator *it)
{
    return (ouro__format_text){rt, it->source, ouro__text_of_str(it->source)};
}

/* ---- pieces: (literal, field name, specifier, conversion) ---- */

static ouro_object *next_piece(ouro_runtime *rt, ouro_object *self)
{
    format_iterator *it = (format_iterator *)self;
    ouro__format_text t = text_of(rt, it);
    ouro__format_piece p;
    if (ouro__format_next(&t, &it->at, t.text.length, &p) <= 0)
        return NULL;
    ouro_object *items[4] = {ouro__str_slice(rt, t.source, p.literal_start, p.literal_stop), OURO_NONE(rt),
                             OURO_NONE(rt), OURO_NONE(rt)};
    if (p.has_field) {
        items[1] = ouro__str_slice(rt, t.source, p.name_start, p.name_stop);
        items[2] = ouro__str_slice(rt, t.source, p.spec_start, p.stop);
        if (p.conversion)
            items[3] = ouro__str_from_char(rt, p.conversion);
    }
    if (items[0] && items[1] && items[2] && items[3])
        return ouro__tuple_from_owned(rt, items, 4);
    for (int i = 0; i < 4; i++)
        ouro_xdecref(rt, items[i]);
    return NULL;
}

OURO_BUILTIN_TYPE(formatter_iterator) = {
    .id = OURO_T_FORMATTER_ITERATOR,
    .slots = {.name = "formatteriterator",
              .size = sizeof(format_iterator),
              .flags = OURO_TYPE_DISALLOW_NEW,
              .fields = fields,
              .iter = ouro__iter_self,
              .next = next_piece},
};

static bool check(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__is_str(rt, o))
        return true;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "expected str, got %T", o);
    return false;
}

OURO_C_FUNCTION(string_formatter_parser)
{
    return check(rt, args[0]) ? iterator_new(rt, OURO_T_FORMATTER_ITERATOR, args[0], 0) : NULL;
}

/* ---- parts of a name: (is it an attribute, name or key) ---- */

static ouro_object *next_part(ouro_runtime *rt, ouro_object *self)
{
    format_iterator *it = (format_iterator *)self;
    ouro__format_text t = text_of(rt, it);
    bool item;
    if (it->at >= t.text.length)
        return NULL;
    ouro_object *key = ouro__format_step(&t, &it->at, t.text.length, &item);
    if (!key)
        return NULL;
    ouro_object *items[2] = {ouro__bool(rt, !item), key};
    return ouro__tuple_from_owned(rt, items, 2);
}

OURO_BUILTIN_TYPE(field_name_iterator) = {
    .id = OURO_T_FIELD_NAME_ITERATOR,
    .slots = {.name = "fieldnameiterator",
              .size = sizeof(format_iterator),
              .flags = OURO_TYPE_DISALLOW_NEW,
              .fields = fields,
              .iter = ouro__iter_self,
              .next = next_part},
};

OURO_C_FUNCTION(string_formatter_field_name_split)
{
    if (!check(rt, args[0]))
        return NULL;
    ouro__format_text t = {rt, args[0], ouro__text_of_str(args[0])};
    size_t stop = ouro__format_first_part(&t, 0, t.text.length);
    int64_t number = ouro__format_number(&t, 0, stop);
    if (number == -2)
        return NULL;
    ouro_object *items[2] = {number >= 0 ? ouro__int_new(rt, number) : ouro__str_slice(rt, args[0], 0, stop),
                             iterator_new(rt, OURO_T_FIELD_NAME_ITERATOR, args[0], stop)};
    if (items[0] && items[1])
        return ouro__tuple_from_owned(rt, items, 2);
    ouro_xdecref(rt, items[0]);
    ouro_xdecref(rt, items[1]);
    return NULL;
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {
        {&ouro__builtin_formatter_iterator, NULL}, {&ouro__builtin_field_name_iterator, NULL}, {NULL, NULL}};
    return ouro__module_add_types(rt, module, types);
}

static const ouro_method_def functions[] = {
    {"formatter_parser", string_formatter_parser, 0, 1, 1, "parse the argument as a format string"},
    {"formatter_field_name_split", string_formatter_field_name_split, 0, 1, 1,
     "split the argument as a field name"},
    {0},
};

const ouro_module_def ouro__module_string = {"_string", functions, exec, "string helper module"};
