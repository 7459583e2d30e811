/* The methods of str, which stand in several files: ouro__str_m_lower and so on. */
#ifndef OURO_TYPES_STR_METHODS_H
#define OURO_TYPES_STR_METHODS_H

#include "types/method.h"
#include "types/protocol.h"
#include "types/text.h"

#define OURO__STR_METHOD(name)                                                                               \
    ouro_object *ouro__str_m_##name(                                                                         \
        ouro_runtime *rt __attribute__((unused)), ouro_object *self __attribute__((unused)),                 \
        ouro_object *const *args __attribute__((unused)), size_t nargs __attribute__((unused)),              \
        ouro_object *kwnames __attribute__((unused)))

/* str_case.c */
OURO__STR_METHOD(capitalize);
OURO__STR_METHOD(casefold);
OURO__STR_METHOD(lower);
OURO__STR_METHOD(swapcase);
OURO__STR_METHOD(title);
OURO__STR_METHOD(upper);
OURO__STR_METHOD(isalnum);
OURO__STR_METHOD(isalpha);
OURO__STR_METHOD(isascii);
OURO__STR_METHOD(isdecimal);
OURO__STR_METHOD(isdigit);
OURO__STR_METHOD(isidentifier);
OURO__STR_METHOD(islower);
OURO__STR_METHOD(isnumeric);
OURO__STR_METHOD(isprintable);
OURO__STR_METHOD(isspace);
OURO__STR_METHOD(istitle);
OURO__STR_METHOD(isupper);
/* str_find.c */
OURO__STR_METHOD(count);
OURO__STR_METHOD(endswith);
OURO__STR_METHOD(find);
OURO__STR_METHOD(index);
OURO__STR_METHOD(removeprefix);
OURO__STR_METHOD(removesuffix);
OURO__STR_METHOD(replace);
OURO__STR_METHOD(rfind);
OURO__STR_METHOD(rindex);
OURO__STR_METHOD(startswith);
int ouro__str_contains(ouro_runtime *rt, ouro_object *o, ouro_object *item);
/* str_split.c */
OURO__STR_METHOD(lstrip);
OURO__STR_METHOD(partition);
OURO__STR_METHOD(rpartition);
OURO__STR_METHOD(rsplit);
OURO__STR_METHOD(rstrip);
OURO__STR_METHOD(split);
OURO__STR_METHOD(splitlines);
OURO__STR_METHOD(strip);
/* str_pad.c */
OURO__STR_METHOD(center);
OURO__STR_METHOD(expandtabs);
OURO__STR_METHOD(ljust);
OURO__STR_METHOD(rjust);
OURO__STR_METHOD(zfill);
/* str_translate.c */
OURO__STR_METHOD(maketrans);
OURO__STR_METHOD(translate);
/* str_join.c */
OURO__STR_METHOD(join);
ouro_object *ouro__str_repeat(ouro_runtime *rt, ouro_object *s, int64_t count);
/* str_encode.c */
OURO__STR_METHOD(encode);
/* str_format_method.c */
OURO__STR_METHOD(format);
OURO__STR_METHOD(format_map);

/* One argument that must be a str: false with "name() argument 1 must be str, not int". */
static inline bool ouro__need_str(ouro_runtime *rt, ouro_object *o, const char *function, int position)
{
    if (ouro__likely(ouro__is_str(rt, o)))
        return true;
    if (position > 0)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument %d must be str, not %V", function, position, o);
    else
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument must be str, not %T", function, o);
    return false;
}

#endif
