/* translate and maketrans. */
#include "types/dict.h"
#include "types/int_impl.h"
#include "types/str_methods.h"

/* What a table says of a character: kept for ASCII, so that each is looked up once. */
enum { UNKNOWN = -1, DELETED = -2, TEXT = -3 }; /* else the character itself */

/* Looks c up. *to: DELETED, a character, or TEXT with *text (owned). -1 with an exception. */
static int look_up(ouro_runtime *rt, ouro_object *table, uint32_t c, int64_t *to, ouro_object **text)
{
    ouro_object *key = ouro__int_new(rt, c), *value = key ? ouro__getitem(rt, table, key) : NULL;
    ouro_xdecref(rt, key);
    *to = c;
    if (!value) {
        if (!key || !ouro__error_is(rt, OURO_T_LOOKUP_ERROR))
            return -1;
        ouro__error_clear(rt);
        return 0;
    }
    if (ouro__is_str(rt, value)) {
        if (ouro__str_length(value) == 1) {
            *to = ouro__str_char(value, 0);
        } else {
            *to = TEXT;
            *text = value;
            return 0;
        }
    } else if (value == OURO_NONE(rt)) {
        *to = DELETED;
    } else if (!ouro__is_int(rt, value)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "character mapping must return integer, None or str");
        *to = UNKNOWN;
    } else if (ouro__int_as_int64(rt, value, to) < 0 || *to < 0 || *to > 0x10ffff) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "character mapping must be in range(0x110000)");
        *to = UNKNOWN;
    }
    ouro_decref(rt, value);
    return *to == UNKNOWN ? -1 : 0;
}

static int put_translated(ouro_str_builder *b, ouro_object *table, uint32_t c, int64_t known[128])
{
    int64_t to = c < 128 ? known[c] : UNKNOWN;
    if (to == UNKNOWN) {
        ouro_object *text = NULL;
        if (look_up(b->rt, table, c, &to, &text) < 0)
            return -1;
        if (to == TEXT) {
            int status = ouro__builder_str(b, text);
            ouro_decref(b->rt, text);
            return status;
        }
        if (c < 128)
            known[c] = to;
    }
    return to == DELETED ? 0 : ouro__builder_char(b, (uint32_t)to);
}

OURO__STR_METHOD(translate)
{
    int64_t known[128];
    for (int i = 0; i < 128; i++)
        known[i] = UNKNOWN;
    ouro__text t = ouro__text_of_str(self);
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    for (size_t i = 0; i < t.length; i++) {
        if (put_translated(&b, args[0], ouro__text_char(&t, i), known) < 0) {
            ouro__builder_discard(&b);
            return NULL;
        }
    }
    return ouro__builder_finish(&b);
}

static int set_char(ouro_runtime *rt, ouro_object *table, uint32_t c, ouro_object *value)
{
    ouro_object *key = ouro__int_new(rt, c);
    int status = key && value ? ouro__dict_set(rt, table, key, value) : -1;
    ouro_xdecref(rt, key);
    return status;
}

static int fill_from_dict(ouro_runtime *rt, ouro_object *table, ouro_object *from)
{
    size_t position = 0;
    ouro_object *key, *value;
    while (ouro__dict_next(rt, from, &position, &key, &value)) {
        int status;
        if (ouro__is_str(rt, key)) {
            if (ouro__str_length(key) != 1) {
                ouro__raise(rt, OURO_T_VALUE_ERROR, "string keys in translate table must be of length 1");
                return -1;
            }
            status = set_char(rt, table, ouro__str_char(key, 0), value);
        } else if (ouro__is_int(rt, key)) {
            status = ouro__dict_set(rt, table, key, value);
        } else {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "keys in translate table must be strings or integers");
            return -1;
        }
        if (status < 0)
            return -1;
    }
    return 0;
}

static int fill_from_texts(ouro_runtime *rt, ouro_object *table, ouro_object *const *args, size_t nargs)
{
    if (!ouro__need_str(rt, args[1], "maketrans", 2) ||
        (nargs > 2 && !ouro__need_str(rt, args[2], "maketrans", 3)))
        return -1;
    if (!ouro__is_str(rt, args[0])) {
        ouro__raise(rt, OURO_T_TYPE_ERROR,
                    "first maketrans argument must be a string if there is a second argument");
        return -1;
    }
    if (ouro__str_length(args[0]) != ouro__str_length(args[1])) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "the first two maketrans arguments must have equal length");
        return -1;
    }
    for (size_t i = 0, n = ouro__str_length(args[0]); i < n; i++) {
        ouro_object *value = ouro__int_new(rt, ouro__str_char(args[1], i));
        int status = set_char(rt, table, ouro__str_char(args[0], i), value);
        ouro_xdecref(rt, value);
        if (status < 0)
            return -1;
    }
    for (size_t i = 0, n = nargs > 2 ? ouro__str_length(args[2]) : 0; i < n; i++)
        if (set_char(rt, table, ouro__str_char(args[2], i), OURO_NONE(rt)) < 0)
            return -1;
    return 0;
}

OURO__STR_METHOD(maketrans)
{
    ouro_object *table = ouro__dict_new(rt);
    if (!table)
        return NULL;
    int status;
    if (nargs > 1) {
        status = fill_from_texts(rt, table, args, nargs);
    } else if (ouro__is_exactly(args[0], OURO_T_DICT)) {
        status = fill_from_dict(rt, table, args[0]);
    } else {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "if you give only one argument to maketrans it must be a dict");
        status = -1;
    }
    if (status == 0)
        return table;
    ouro_decref(rt, table);
    return NULL;
}
