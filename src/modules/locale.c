/* The module _locale: the C library's locale.
 *
 * All of the runtime reads and writes numbers as the C locale has them, with functions of the C library too.
 * So the process keeps LC_NUMERIC at "C", and the one that the program chose is in force only while one of
 * these functions runs. */
#include <langinfo.h>
#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "modules/modules.h"
#include "modules/support.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/module_state.h"
#include "types/str.h"
#include "types/types.h"

typedef struct chosen {
    ouro_module_state state;
    char *numeric; /* LC_NUMERIC; buffer, NULL: "C" */
} chosen;

static const char key;

OURO_BUILTIN_TYPE(locale_error) = {
    .id = OURO_T_LOCALE_ERROR,
    .base_id = OURO_T_EXCEPTION,
    .module = "locale",
    .slots = {.name = "locale.Error",
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_BASE |
                       OURO_TYPE_IS_EXCEPTION},
};

static void forget(ouro_runtime *rt, ouro_module_state *state)
{
    ouro__buffer_free(rt, ((chosen *)state)->numeric);
}

static chosen *choice(ouro_runtime *rt)
{
    chosen *c = ouro__module_state(rt, &key);
    if (!c && (c = ouro__module_state_add(rt, &key, sizeof *c)))
        c->state.destroy = forget;
    return c;
}

/* Between these two the program's LC_NUMERIC is in force. The first: NULL with MemoryError. */
static chosen *enter(ouro_runtime *rt)
{
    chosen *c = choice(rt);
    if (c && c->numeric)
        setlocale(LC_NUMERIC, c->numeric);
    return c;
}

static void leave(void)
{
    setlocale(LC_NUMERIC, "C");
}

/* Remembers what LC_NUMERIC is now: 0, or -1 with MemoryError. */
static int remember(ouro_runtime *rt, chosen *c)
{
    const char *name = setlocale(LC_NUMERIC, NULL);
    char *copy = NULL;
    if (name && strcmp(name, "C") != 0) {
        size_t size = strlen(name) + 1;
        copy = ouro__buffer_alloc(rt, size);
        if (!copy)
            return -1;
        memcpy(copy, name, size);
    }
    ouro__buffer_free(rt, c->numeric);
    c->numeric = copy;
    return 0;
}

/* What the C library gives, in the locale's encoding, as text: owned. */
static ouro_object *decoded(ouro_runtime *rt, const char *text)
{
    return text ? ouro__filesystem_decode(rt, text)
                : ouro__raise(rt, OURO_T_LOCALE_ERROR, "locale query failed");
}

/* A str as bytes ended by zero, owned; "str or None" with None giving *bytes NULL. -1 with an exception. */
static int optional_text(ouro_runtime *rt, const char *function, ouro_object *o, bool only,
                         ouro_object **bytes)
{
    *bytes = NULL;
    if (!o || o == OURO_NONE(rt))
        return 0;
    if (!ouro__is_str(rt, o)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR,
                    only ? "%s() argument must be str or None, not %V"
                         : "%s() argument 2 must be str or None, not %V",
                    function, o);
        return -1;
    }
    if (ouro__str_find_char(o, 0, 0, ouro__str_length(o)) >= 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "embedded null character");
    else
        *bytes = ouro__path_bytes(rt, o);
    return *bytes ? 0 : -1;
}

static const char *text_of(ouro_object *bytes)
{
    return bytes ? (const char *)((ouro_bytes *)bytes)->data : NULL;
}

/* ---- The locale ---- */

OURO_C_FUNCTION(locale_setlocale)
{
    int category;
    ouro_object *name, *result = NULL;
    if (ouro__as_int32(rt, args[0], &category) < 0 ||
        optional_text(rt, "setlocale", nargs > 1 ? args[1] : NULL, false, &name) < 0)
        return NULL;
    chosen *c = enter(rt);
    if (c) {
        const char *now = setlocale(category, text_of(name));
        if (now)
            result = decoded(rt, now);
        else
            ouro__raise(rt, OURO_T_LOCALE_ERROR, name ? "unsupported locale setting" : "locale query failed");
        if (result && name && remember(rt, c) < 0) {
            ouro_decref(rt, result);
            result = NULL;
        }
        leave();
    }
    ouro_xdecref(rt, name);
    return result;
}

/* How digits are grouped: a list of numbers, 0 at its end where the last one is repeated. Owned. */
static ouro_object *grouping(ouro_runtime *rt, const char *groups)
{
    ouro_object *list = ouro__list_new(rt, 0);
    for (bool more = list && groups[0]; more; groups++) {
        more = *groups && *groups != CHAR_MAX;
        ouro_object *number = ouro__int_new(rt, *groups);
        if (!number || ouro__list_append_owned(rt, (ouro_list *)list, number) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

static int put_texts(ouro_runtime *rt, ouro_object *dict, const char *const *names_and_texts)
{
    for (; names_and_texts[0]; names_and_texts += 2)
        if (ouro__put(rt, dict, names_and_texts[0], decoded(rt, names_and_texts[1])) < 0)
            return -1;
    return 0;
}

static int put_conventions(ouro_runtime *rt, ouro_object *dict, const struct lconv *l)
{
    const char *const money[] = {"int_curr_symbol",   l->int_curr_symbol,   "currency_symbol",
                                 l->currency_symbol,  "mon_decimal_point",  l->mon_decimal_point,
                                 "mon_thousands_sep", l->mon_thousands_sep, NULL};
    const char *const signs[] = {"positive_sign", l->positive_sign, "negative_sign", l->negative_sign, NULL};
    const char *const numeric[] = {"decimal_point", l->decimal_point, "thousands_sep", l->thousands_sep,
                                   NULL};
    const ouro_int_constant numbers[] = {
        {"int_frac_digits", l->int_frac_digits},
        {"frac_digits", l->frac_digits},
        {"p_cs_precedes", l->p_cs_precedes},
        {"p_sep_by_space", l->p_sep_by_space},
        {"n_cs_precedes", l->n_cs_precedes},
        {"n_sep_by_space", l->n_sep_by_space},
        {"p_sign_posn", l->p_sign_posn},
        {"n_sign_posn", l->n_sign_posn},
        {0},
    };
    return put_texts(rt, dict, money) < 0 ||
                   ouro__put(rt, dict, "mon_grouping", grouping(rt, l->mon_grouping)) < 0 ||
                   put_texts(rt, dict, signs) < 0 || ouro__put_constants(rt, dict, numbers) < 0 ||
                   put_texts(rt, dict, numeric) < 0
               ? -1
               : ouro__put(rt, dict, "grouping", grouping(rt, l->grouping));
}

OURO_C_FUNCTION(locale_localeconv)
{
    ouro_object *dict = ouro__dict_new(rt);
    if (!dict || !enter(rt)) {
        ouro_xdecref(rt, dict);
        return NULL;
    }
    int status = put_conventions(rt, dict, localeconv());
    leave();
    if (status == 0)
        return dict;
    ouro_decref(rt, dict);
    return NULL;
}

OURO_C_FUNCTION(locale_getencoding)
{
    return ouro__str_from_cstring(rt, nl_langinfo(CODESET));
}

/* ---- Order ---- */

/* A str as wide characters ended by zero: a buffer. */
static wchar_t *wide(ouro_runtime *rt, ouro_object *text)
{
    size_t length = ouro__str_length(text);
    wchar_t *out = ouro__buffer_alloc(rt, (length + 1) * sizeof *out);
    for (size_t i = 0; out && i < length; i++) {
        out[i] = (wchar_t)ouro__str_char(text, i);
        if (!out[i]) {
            ouro__buffer_free(rt, out);
            return ouro__raise(rt, OURO_T_VALUE_ERROR, "embedded null character");
        }
    }
    if (out)
        out[length] = 0;
    return out;
}

OURO_C_FUNCTION(locale_strcoll)
{
    for (int i = 0; i < 2; i++)
        if (!ouro__is_str(rt, args[i]))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "strcoll() argument %d must be str, not %V", i + 1,
                               args[i]);
    wchar_t *a = wide(rt, args[0]), *b = a ? wide(rt, args[1]) : NULL;
    ouro_object *order = b ? ouro__int_new(rt, wcscoll(a, b)) : NULL;
    ouro__buffer_free(rt, a);
    ouro__buffer_free(rt, b);
    return order;
}

OURO_C_FUNCTION(locale_strxfrm)
{
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "strxfrm() argument must be str, not %V", args[0]);
    _Static_assert(sizeof(wchar_t) == sizeof(uint32_t), "wide characters are code points");
    wchar_t *text = wide(rt, args[0]);
    if (!text)
        return NULL;
    size_t length = wcsxfrm(NULL, text, 0);
    wchar_t *form = ouro__buffer_alloc(rt, (length + 1) * sizeof *form);
    ouro_object *result = NULL;
    if (form) {
        wcsxfrm(form, text, length + 1);
        result = ouro__str_from_ucs4(rt, (const uint32_t *)form, length);
    }
    ouro__buffer_free(rt, form);
    ouro__buffer_free(rt, text);
    return result;
}

/* ---- Messages ---- */

OURO_C_FUNCTION(locale_gettext)
{
    ouro_object *text = ouro__path_bytes(rt, args[0]);
    ouro_object *result = text ? decoded(rt, gettext(text_of(text))) : NULL;
    ouro_xdecref(rt, text);
    return result;
}

static ouro_object *domain_text(ouro_runtime *rt, ouro_object *domain, ouro_object *message, int category)
{
    ouro_object *where, *text = NULL, *result = NULL;
    if (optional_text(rt, "dgettext", domain, true, &where) < 0)
        return NULL;
    if ((text = ouro__path_bytes(rt, message)))
        result = decoded(rt, dcgettext(text_of(where), text_of(text), category));
    ouro_xdecref(rt, text);
    ouro_xdecref(rt, where);
    return result;
}

OURO_C_FUNCTION(locale_dgettext)
{
    return domain_text(rt, args[0], args[1], LC_MESSAGES);
}

OURO_C_FUNCTION(locale_dcgettext)
{
    int category;
    return ouro__as_int32(rt, args[2], &category) < 0 ? NULL : domain_text(rt, args[0], args[1], category);
}

OURO_C_FUNCTION(locale_textdomain)
{
    ouro_object *name;
    if (optional_text(rt, "textdomain", args[0], true, &name) < 0)
        return NULL;
    const char *now = textdomain(text_of(name));
    ouro_object *result = now ? decoded(rt, now) : ouro__raise_system(rt);
    ouro_xdecref(rt, name);
    return result;
}

/* bindtextdomain and bind_textdomain_codeset: `bind` of a domain and an optional text. */
static ouro_object *bind_domain(ouro_runtime *rt, const char *function, ouro_object *const *args,
                                char *(*bind)(const char *, const char *), bool may_fail)
{
    ouro_object *value, *result = NULL;
    ouro_object *domain = ouro__path_bytes(rt, args[0]);
    if (domain && may_fail && ((ouro_bytes *)domain)->length == 0)
        ouro__raise(rt, OURO_T_LOCALE_ERROR, "domain must be a non-empty string");
    if (domain && !rt->error && optional_text(rt, function, args[1], false, &value) == 0) {
        const char *now = bind(text_of(domain), text_of(value));
        result = now ? decoded(rt, now) : may_fail ? ouro__raise_system(rt) : ouro_ref(OURO_NONE(rt));
        ouro_xdecref(rt, value);
    }
    ouro_xdecref(rt, domain);
    return result;
}

OURO_C_FUNCTION(locale_bindtextdomain)
{
    return bind_domain(rt, "bindtextdomain", args, bindtextdomain, true);
}

OURO_C_FUNCTION(locale_bind_codeset)
{
    return bind_domain(rt, "bind_textdomain_codeset", args, bind_textdomain_codeset, false);
}

/* ---- The module ---- */

#define X(name) {#name, name},
static const ouro_int_constant categories[] = {
    /* clang-format off */
    X(LC_CTYPE) X(LC_TIME) X(LC_COLLATE) X(LC_MONETARY) X(LC_MESSAGES) X(LC_NUMERIC) X(LC_ALL) X(CHAR_MAX) {0}
    /* clang-format on */
};
/* What nl_langinfo may be asked for. */
static const ouro_int_constant items[] = {
    /* clang-format off */
    X(DAY_1) X(DAY_2) X(DAY_3) X(DAY_4) X(DAY_5) X(DAY_6) X(DAY_7)
    X(ABDAY_1) X(ABDAY_2) X(ABDAY_3) X(ABDAY_4) X(ABDAY_5) X(ABDAY_6) X(ABDAY_7)
    X(MON_1) X(MON_2) X(MON_3) X(MON_4) X(MON_5) X(MON_6) X(MON_7) X(MON_8) X(MON_9) X(MON_10) X(MON_11) X(MON_12)
    X(ABMON_1) X(ABMON_2) X(ABMON_3) X(ABMON_4) X(ABMON_5) X(ABMON_6) X(ABMON_7) X(ABMON_8) X(ABMON_9) X(ABMON_10)
    X(ABMON_11) X(ABMON_12) X(RADIXCHAR) X(THOUSEP) X(CRNCYSTR) X(D_FMT) X(D_T_FMT) X(T_FMT) X(AM_STR) X(PM_STR)
    X(CODESET) X(T_FMT_AMPM) X(ERA) X(ERA_D_FMT) X(ERA_D_T_FMT) X(ERA_T_FMT) X(ALT_DIGITS) X(YESEXPR) X(NOEXPR)
    X(_DATE_FMT) {0}
    /* clang-format on */
};
#undef X

OURO_C_FUNCTION(locale_nl_langinfo)
{
    int item;
    if (ouro__as_int32(rt, args[0], &item) < 0)
        return NULL;
    const ouro_int_constant *known = items;
    while (known->name && known->value != item)
        known++;
    if (!known->name)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "unsupported langinfo constant");
    if (!enter(rt))
        return NULL;
    ouro_object *result = decoded(rt, nl_langinfo(item));
    leave();
    return result;
}

/* A program expects the user's encoding to be in force from its start; who runs us may have said
 * otherwise. */
static void take_encoding(void)
{
    const char *now = setlocale(LC_CTYPE, NULL);
    if (now && strcmp(now, "C") == 0)
        setlocale(LC_CTYPE, "");
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_locale_error, "Error"}, {NULL, NULL}};
    take_encoding();
    return ouro__module_add_types(rt, module, types) < 0 ||
                   ouro__put_constants(rt, ouro__module_dict(module), categories) < 0
               ? -1
               : ouro__put_constants(rt, ouro__module_dict(module), items);
}

static const ouro_method_def functions[] = {
    {"setlocale", locale_setlocale, 0, 1, 2,
     "setlocale($module, category, locale=None, /)\n--\n\nActivates/queries locale processing."},
    {"localeconv", locale_localeconv, 0, 0, 0,
     "localeconv($module, /)\n--\n\nReturns numeric and monetary locale-specific parameters."},
    {"strcoll", locale_strcoll, 0, 2, 2,
     "strcoll($module, os1, os2, /)\n--\n\nCompares two strings according to the locale."},
    {"strxfrm", locale_strxfrm, 0, 1, 1,
     "strxfrm($module, string, /)\n--\n\nReturn a string that can be used as a key for locale-aware "
     "comparisons."},
    {"nl_langinfo", locale_nl_langinfo, 0, 1, 1,
     "nl_langinfo($module, key, /)\n--\n\nReturn the value for the locale information associated with key."},
    {"getencoding", locale_getencoding, 0, 0, 0,
     "getencoding($module, /)\n--\n\nGet the current locale encoding."},
    {"gettext", locale_gettext, 0, 1, 1,
     "gettext($module, msg, /)\n--\n\ngettext(msg) -> string\n\nReturn translation of msg."},
    {"dgettext", locale_dgettext, 0, 2, 2,
     "dgettext($module, domain, msg, /)\n--\n\ndgettext(domain, msg) -> string\n\nReturn translation of msg "
     "in domain."},
    {"dcgettext", locale_dcgettext, 0, 3, 3,
     "dcgettext($module, domain, msg, category, /)\n--\n\nReturn translation of msg in domain and category."},
    {"textdomain", locale_textdomain, 0, 1, 1,
     "textdomain($module, domain, /)\n--\n\nSet the C library's text domain to domain, returning the new "
     "domain."},
    {"bindtextdomain", locale_bindtextdomain, 0, 2, 2,
     "bindtextdomain($module, domain, dir, /)\n--\n\nBind the C library's domain to dir."},
    {"bind_textdomain_codeset", locale_bind_codeset, 0, 2, 2,
     "bind_textdomain_codeset($module, domain, codeset, /)\n--\n\nBind the C library's domain to codeset."},
    {0},
};

const ouro_module_def ouro__module_locale = {"_locale", functions, exec, "Support for POSIX locales."};
