/* Matching the arguments of a call to the parameters of a function written in C. */
#include "types/exception.h"
#include "types/method.h"
#include "types/str.h"
#include "types/tuple.h"

static size_t count_names(const ouro_signature *s)
{
    size_t n = 0;
    while (s->names[n])
        n++;
    return n;
}

static int too_many(ouro_runtime *rt, const ouro_signature *s, size_t nargs, size_t keywords, size_t names)
{
    if (nargs + keywords > names)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() takes at most %zu %sargument%s (%zu given)", s->function,
                    names, nargs ? "" : "keyword ", names == 1 ? "" : "s", nargs + keywords);
    else if (!s->positional)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() takes no positional arguments", s->function);
    else
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() takes %s %d positional argument%s (%zu given)", s->function,
                    s->required < s->positional ? "at most" : "exactly", s->positional,
                    s->positional == 1 ? "" : "s", nargs);
    return -1;
}

/* Puts one keyword argument in its place. */
static int place_keyword(ouro_runtime *rt, const ouro_signature *s, ouro_object *name, ouro_object *value,
                         size_t nargs, size_t names, ouro_object **out)
{
    for (size_t i = s->positional_only; i < names; i++) {
        if (!ouro__str_equals_ascii(name, s->names[i]))
            continue;
        if (i < nargs) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "argument for %s() given by name ('%U') and position (%zu)",
                        s->function, name, i + 1);
            return -1;
        }
        out[i] = value;
        return 0;
    }
    return 1; /* unknown */
}

static int missing_argument(ouro_runtime *rt, const ouro_signature *s, size_t nargs, size_t i)
{
    if (i < s->positional_only)
        ouro__raise(
            rt, OURO_T_TYPE_ERROR, "%s() takes %s %d positional argument%s (%zu given)", s->function,
            s->positional_only < s->positional || s->required < s->positional ? "at least" : "exactly",
            s->required < s->positional_only ? s->required : s->positional_only,
            (s->required < s->positional_only ? s->required : s->positional_only) == 1 ? "" : "s", nargs);
    else
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() missing required argument '%s' (pos %zu)", s->function,
                    s->names[i], i + 1);
    return -1;
}

int ouro__parse_arguments(ouro_runtime *rt, const ouro_signature *s, ouro_object *const *args, size_t nargs,
                          ouro_object *kwnames, ouro_object **out)
{
    size_t names = count_names(s);
    size_t keywords = kwnames ? ((ouro_tuple *)kwnames)->count : 0;
    if (ouro__unlikely(nargs + keywords > names || nargs > s->positional))
        return too_many(rt, s, nargs, keywords, names);
    for (size_t i = 0; i < names; i++)
        out[i] = i < nargs ? args[i] : NULL;
    ouro_object *unknown = NULL;
    for (size_t k = 0; k < keywords; k++) {
        ouro_object *name = ((ouro_tuple *)kwnames)->items[k];
        int placed = place_keyword(rt, s, name, args[nargs + k], nargs, names, out);
        if (placed < 0)
            return -1;
        if (placed && !unknown)
            unknown = name;
    }
    for (size_t i = nargs; i < s->required; i++)
        if (!out[i])
            return missing_argument(rt, s, nargs, i);
    if (unknown) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "'%U' is an invalid keyword argument for %s()", unknown,
                    s->function);
        return -1;
    }
    return 0;
}
