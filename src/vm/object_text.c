/* Labels and objects in a few words, written into a buffer of the caller's. */
#include <stdio.h>

#include "types/bytes.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"
#include "types/str_impl.h"
#include "types/tuple.h"
#include "types/unicode.h"
#include "vm/object_labels.h"
#include "vm/vm.h"

enum { CHARACTERS_SHOWN = 40, ITEMS_SHOWN = 4, NESTED_SHOWN = 2 };

/* What does not fit is counted only. */
typedef struct writing {
    char *buffer;
    size_t size, length;
    bool
        full; /* something did not fit: nothing more is written, or characters in the middle would be missing */
} writing;

static void put(writing *w, const char *bytes, size_t count)
{
    w->full |= w->length + count >= w->size;
    if (!w->full)
        memcpy(w->buffer + w->length, bytes, count);
    else if (w->length < w->size)
        w->buffer[w->length] = 0; /* what fitted ends here, unless it has ended before */
    w->length += count;
}

static void put_text(writing *w, const char *text)
{
    put(w, text, strlen(text));
}

static size_t end(writing *w)
{
    if (!w->full)
        w->buffer[w->length] = 0;
    return w->length;
}

/* ---- Strings ---- */

static void put_code_point(writing *w, uint32_t c)
{
    uint8_t bytes[4];
    put(w, (const char *)bytes, (size_t)ouro__utf8_put(bytes, c));
}

/* A character as repr() shows it between quotes. */
static void put_escaped(writing *w, uint32_t c, char quote)
{
    char escape[16];
    if (c == (uint32_t)quote || c == '\\') {
        put(w, (char[]){'\\', (char)c}, 2);
    } else if (c == '\n' || c == '\r' || c == '\t') {
        put_text(w, c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t");
    } else if (c < 0x110000 && ouro__char_properties(c) & OURO_CHAR_PRINTABLE) {
        put_code_point(w, c);
    } else {
        const char *form = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
        put(w, escape, (size_t)snprintf(escape, sizeof escape, form, (unsigned)c));
    }
}

/* A str as it is, for names: what cannot be encoded or seen is escaped. */
static void put_name(ouro_runtime *rt, writing *w, ouro_object *name)
{
    size_t length = name && ouro__is_str(rt, name) ? ouro__str_length(name) : 0;
    for (size_t i = 0; i < length; i++)
        put_escaped(w, ouro__str_char(name, i), 0);
}

static char choose_quote(const ouro_object *s, size_t shown)
{
    bool apostrophe = false;
    for (size_t i = 0; i < shown; i++) {
        if (ouro__str_char(s, i) == '"')
            return '\'';
        apostrophe |= ouro__str_char(s, i) == '\'';
    }
    return apostrophe ? '"' : '\'';
}

static void put_str(writing *w, const ouro_object *s)
{
    size_t length = ouro__str_length(s), shown = length > CHARACTERS_SHOWN ? CHARACTERS_SHOWN : length;
    char quote = choose_quote(s, shown);
    put(w, &quote, 1);
    for (size_t i = 0; i < shown; i++)
        put_escaped(w, ouro__str_char(s, i), quote);
    put_text(w, shown < length ? "..." : "");
    put(w, &quote, 1);
}

static void put_bytes(writing *w, const ouro_bytes *b)
{
    size_t shown = b->length > CHARACTERS_SHOWN ? CHARACTERS_SHOWN : b->length;
    put_text(w, "b'");
    for (size_t i = 0; i < shown; i++) {
        char escape[8];
        if (b->data[i] < 0x7f)
            put_escaped(w, b->data[i], '\'');
        else
            put(w, escape, (size_t)snprintf(escape, sizeof escape, "\\x%02x", b->data[i]));
    }
    put_text(w, shown < b->length ? "...'" : "'");
}

/* ---- Values ---- */

static void put_class(ouro_runtime *rt, writing *w, const ouro_class *c)
{
    if (c->qualname)
        put_name(rt, w, c->qualname);
    else
        put_text(w, c->type ? c->type->name : "class");
}

static void put_title(ouro_runtime *rt, writing *w, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    if (type->flags & OURO_TYPE_IS_CLASS) {
        put_text(w, "class ");
        put_class(rt, w, (const ouro_class *)o);
    } else if (ouro__is_exactly(o, OURO_T_MODULE)) {
        ouro_object *dict = ouro__module_dict(o);
        ouro_object *name = dict ? ouro__dict_get_str(rt, dict, NAME(rt, __name__)) : NULL;
        put_text(w, "module ");
        put_name(rt, w, name);
    } else if (ouro__is_exactly(o, OURO_T_FUNCTION) && ((ouro_function *)o)->code) {
        put_text(w, "function ");
        put_name(rt, w, ((ouro_code *)((ouro_function *)o)->code)->qualname);
    } else if (ouro__is_exactly(o, OURO_T_CODE)) {
        put_text(w, "code ");
        put_name(rt, w, ((ouro_code *)o)->qualname);
    } else {
        put_text(w, type->name);
    }
}

/* Exactly these types: the repr() of others is the program's. False: nothing was written. */
static bool put_simple(ouro_runtime *rt, writing *w, ouro_object *o)
{
    char number[OURO_FLOAT_REPR_MAX > 32 ? OURO_FLOAT_REPR_MAX : 32];
    if (o == OURO_NONE(rt))
        put_text(w, "None");
    else if (o == OURO_TRUE(rt) || o == OURO_FALSE(rt))
        put_text(w, o == OURO_TRUE(rt) ? "True" : "False");
    else if (o == OURO_ELLIPSIS(rt))
        put_text(w, "Ellipsis");
    else if (ouro__int_is_small(o))
        put(w, number, (size_t)snprintf(number, sizeof number, "%lld", (long long)((ouro_int *)o)->value));
    else if (ouro__float_is_exact(o))
        put(w, number, (size_t)ouro__float_repr(((ouro_float *)o)->value, number));
    else if (ouro__is_exactly(o, OURO_T_STR))
        put_str(w, o);
    else if (ouro__is_exactly(o, OURO_T_BYTES))
        put_bytes(w, (const ouro_bytes *)o);
    else
        return false;
    return true;
}

/* `depth`: so deep tuples are looked into. */
static void put_value(ouro_runtime *rt, writing *w, ouro_object *o, int depth)
{
    if (put_simple(rt, w, o))
        return;
    const ouro_tuple *t = (const ouro_tuple *)o;
    if (!ouro__is_exactly(o, OURO_T_TUPLE) || (!depth && t->count)) {
        put_text(w, "<");
        put_title(rt, w, o);
        put_text(w, ">");
        return;
    }
    put_text(w, "(");
    for (size_t i = 0; i < t->count && i < ITEMS_SHOWN; i++) {
        put_text(w, i ? ", " : "");
        put_value(rt, w, t->items[i], depth - 1);
    }
    put_text(w, t->count > ITEMS_SHOWN ? ", ...)" : t->count == 1 ? ",)" : ")");
}

size_t ouro__object_short_repr(ouro_runtime *rt, ouro_object *o, char *buffer, size_t size)
{
    writing w = {buffer, size, 0, false};
    put_value(rt, &w, o, NESTED_SHOWN);
    return end(&w);
}

size_t ouro__object_title(ouro_runtime *rt, ouro_object *o, char *buffer, size_t size)
{
    writing w = {buffer, size, 0, false};
    put_title(rt, &w, o);
    return end(&w);
}

/* ---- Labels ---- */

size_t ouro__label_format(ouro_runtime *rt, const ouro__label *label, char *buffer, size_t size)
{
    static const char *const fixed[OURO__LABEL_KINDS] = {
        [OURO__LABEL_REFERENCE] = "reference",
        [OURO__LABEL_MEMBER] = ".",
        [OURO__LABEL_ATTRIBUTE] = ".",
        [OURO__LABEL_VALUE] = "[",
        [OURO__LABEL_KEY] = "key",
        [OURO__LABEL_ELEMENT] = "element",
        [OURO__LABEL_LOCAL] = "local ",
        [OURO__LABEL_TEMPORARY] = "temporary",
        [OURO__LABEL_CELL] = "variable ",
    };
    writing w = {buffer, size, 0, false};
    char number[16];
    put_text(&w, fixed[label->kind] ? fixed[label->kind] : "");
    switch (label->kind) {
    case OURO__LABEL_MEMBER:
    case OURO__LABEL_PART:
        put_text(&w, label->text);
        break;
    case OURO__LABEL_ITEM:
        put(&w, number, (size_t)snprintf(number, sizeof number, "[%u]", (unsigned)label->number));
        break;
    case OURO__LABEL_VALUE:
        if (label->name)
            put_value(rt, &w, label->name, NESTED_SHOWN);
        put_text(&w, "]");
        break;
    case OURO__LABEL_ATTRIBUTE:
    case OURO__LABEL_LOCAL:
    case OURO__LABEL_CELL:
        put_name(rt, &w, label->name);
        break;
    default:
        break;
    }
    return end(&w);
}
