/* The _sre module: what re's Python part calls. */
#include "modules/sre/sre.h"

#include "modules/modules.h"
#include "object/slot.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/tuple.h"
#include "types/types.h"

/* A C int or, `is_unsigned`, a code word; false with an exception. */
static bool get_number(ouro_runtime *rt, ouro_object *o, int64_t low, int64_t high, int64_t *value)
{
    ouro_object *number = ouro__index(rt, o);
    if (!number)
        return false;
    bool fits = ouro__int_as_int64(rt, number, value) == 0 && *value >= low && *value <= high;
    ouro_decref(rt, number);
    if (!fits)
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C int");
    return fits;
}

static int read_words(ouro_runtime *rt, sre_pattern *p, ouro_list *code)
{
    p->word_count = code->count;
    p->words = ouro__buffer_alloc(rt, (code->count + 1) * sizeof *p->words);
    if (!p->words)
        return -1;
    for (size_t i = 0; i < p->word_count; i++) {
        ouro_object *item = code->items[i];
        int64_t value = 0;
        if (!ouro__is_int(rt, item)) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "an integer is required");
            return -1;
        }
        if (ouro__int_as_int64(rt, item, &value) < 0 || value < 0 || value > UINT32_MAX) {
            ouro__raise(rt, OURO_T_OVERFLOW_ERROR,
                        ouro__int_sign(rt, item) < 0 ? "can't convert negative value to unsigned int"
                                                     : "regular expression code size limit exceeded");
            return -1;
        }
        p->words[i] = (uint32_t)value;
    }
    p->words[p->word_count] = SRE_FAILURE;
    return 0;
}

OURO_C_FUNCTION(sre_compile)
{
    static const char *const names[] = {"pattern",    "flags",      "code", "groups",
                                        "groupindex", "indexgroup", NULL};
    static const ouro_signature signature = {"compile", names, 0, 6, 6, 0};
    ouro_object *out[6];
    int64_t flags, groups;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0 ||
        !get_number(rt, out[1], INT32_MIN, INT32_MAX, &flags))
        return NULL;
    if (!ouro__is_list(rt, out[2]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "compile() argument 'code' must be list, not %T", out[2]);
    if (!get_number(rt, out[3], INT64_MIN, INT64_MAX, &groups))
        return NULL;
    if (!ouro__is_dict(rt, out[4]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "compile() argument 'groupindex' must be dict, not %T",
                           out[4]);
    if (!ouro__is_tuple(rt, out[5]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "compile() argument 'indexgroup' must be tuple, not %T",
                           out[5]);
    if (groups < 0 || groups > INT32_MAX / 2)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "invalid SRE code");
    sre_state *state = ouro__sre_state(rt);
    sre_pattern *p =
        state
            ? (sre_pattern *)ouro__new_object(rt, ouro__type_at(rt, OURO_WORD(OURO_T_SRE_PATTERN)), sizeof *p)
            : NULL;
    if (!p)
        return NULL;
    ouro__slot_init(&p->pattern, ouro_ref(out[0]));
    ouro__slot_init(&p->groupindex, ouro_ref(out[4]));
    ouro__slot_init(&p->indexgroup, ouro_ref(out[5]));
    p->state = state;
    p->flags = (uint32_t)flags;
    p->groups = (uint32_t)groups;
    p->is_bytes = out[0] == OURO_NONE(rt) ? -1 : !ouro__is_str(rt, out[0]);
    p->close_order = ouro__buffer_alloc(rt, ((size_t)groups + 1) * sizeof *p->close_order);
    bool usable = p->is_bytes != 1 || ouro__has_buffer(rt, out[0]);
    if (!usable)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "expected string or bytes-like object, got '%T'", out[0]);
    if (!usable || !p->close_order || read_words(rt, p, (ouro_list *)out[2]) < 0 ||
        ouro__sre_prepare(rt, p, 0) < 0) {
        ouro_decref(rt, &p->head);
        return NULL;
    }
    ouro__track(&p->head);
    return &p->head;
}

OURO_C_FUNCTION(sre_getcodesize)
{
    return ouro__int_new(rt, SRE_CODE_BITS / 8);
}

static bool get_character(ouro_runtime *rt, ouro_object *o, int64_t *c)
{
    return get_number(rt, o, INT32_MIN, INT32_MAX, c);
}

OURO_C_FUNCTION(sre_ascii_iscased)
{
    int64_t c;
    if (!get_character(rt, args[0], &c))
        return NULL;
    return ouro__bool(rt, (uint64_t)(c | 32) - 'a' < 26 && c < 128);
}

OURO_C_FUNCTION(sre_ascii_tolower)
{
    int64_t c;
    if (!get_character(rt, args[0], &c))
        return NULL;
    return ouro__int_new(rt, c >= 'A' && c <= 'Z' ? c + 32 : c);
}

OURO_C_FUNCTION(sre_unicode_iscased)
{
    int64_t c;
    if (!get_character(rt, args[0], &c))
        return NULL;
    return ouro__bool(rt, c >= 0 && c < 0x110000 &&
                              (ouro__sre_lower((uint32_t)c) != c || ouro__sre_upper((uint32_t)c) != c));
}

OURO_C_FUNCTION(sre_unicode_tolower)
{
    int64_t c;
    if (!get_character(rt, args[0], &c))
        return NULL;
    return ouro__int_new(rt, c >= 0 && c < 0x110000 ? (int64_t)ouro__sre_lower((uint32_t)c) : c);
}

static int put_number(ouro_runtime *rt, ouro_object *module, const char *name, int64_t value)
{
    ouro_object *number = ouro__int_new(rt, value);
    int status = number ? ouro__dict_set_cstring(rt, ouro__module_dict(module), name, number) : -1;
    ouro_xdecref(rt, number);
    return status;
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_sre_pattern, NULL},
                                             {&ouro__builtin_sre_match, NULL},
                                             {&ouro__builtin_sre_scanner, NULL},
                                             {NULL, NULL}};
    if (ouro__module_add_types(rt, module, types) < 0 || put_number(rt, module, "MAGIC", SRE_MAGIC) < 0 ||
        put_number(rt, module, "CODESIZE", SRE_CODE_BITS / 8) < 0 ||
        put_number(rt, module, "MAXREPEAT", SRE_MAXREPEAT) < 0 ||
        put_number(rt, module, "MAXGROUPS", INT32_MAX / 2) < 0)
        return -1;
    ouro_object *text = ouro__str_from_cstring(rt, " Ouro's regular expressions, on PCRE2 ");
    int status = text ? ouro__dict_set_cstring(rt, ouro__module_dict(module), "copyright", text) : -1;
    ouro_xdecref(rt, text);
    return status;
}

static const ouro_method_def functions[] = {
    {"compile", sre_compile, OURO_METH_KEYWORDS, 0, -1,
     "compile($module, /, pattern, flags, code, groups, groupindex,\n        indexgroup)\n--\n\n"},
    {"getcodesize", sre_getcodesize, 0, 0, 0, "getcodesize($module, /)\n--\n\n"},
    {"ascii_iscased", sre_ascii_iscased, 0, 1, 1, "ascii_iscased($module, character, /)\n--\n\n"},
    {"unicode_iscased", sre_unicode_iscased, 0, 1, 1, "unicode_iscased($module, character, /)\n--\n\n"},
    {"ascii_tolower", sre_ascii_tolower, 0, 1, 1, "ascii_tolower($module, character, /)\n--\n\n"},
    {"unicode_tolower", sre_unicode_tolower, 0, 1, 1, "unicode_tolower($module, character, /)\n--\n\n"},
    {0},
};

const ouro_module_def ouro__module_sre = {"_sre", functions, exec, NULL};
