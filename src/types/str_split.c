/* Cutting strings in pieces, and off their ends. */
#include "types/int.h"
#include "types/str_methods.h"

static ouro_object *split(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                          ouro_object *kwnames, bool from_right)
{
    static const char *const names[] = {"sep", "maxsplit", NULL};
    static const ouro_signature split_signature = {"split", names, 0, 2, 0, 0},
                                rsplit_signature = {"rsplit", names, 0, 2, 0, 0};
    ouro_object *out[2];
    int64_t most = -1;
    if (ouro__parse_arguments(rt, from_right ? &rsplit_signature : &split_signature, args, nargs, kwnames,
                              out) < 0 ||
        (out[1] && ouro__index_argument(rt, out[1], &most) < 0))
        return NULL;
    ouro__text t = ouro__text_of_str(self), separator;
    bool blanks = !out[0] || out[0] == OURO_NONE(rt);
    if (!blanks) {
        if (!ouro__is_str(rt, out[0]))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "must be str or None, not %T", out[0]);
        separator = ouro__text_of_str(out[0]);
    }
    return ouro__text_split(rt, self, &t, blanks ? NULL : &separator, most, from_right, ouro__str_slice);
}

OURO__STR_METHOD(split)
{
    return split(rt, self, args, nargs, kwnames, false);
}

OURO__STR_METHOD(rsplit)
{
    return split(rt, self, args, nargs, kwnames, true);
}

OURO__STR_METHOD(splitlines)
{
    static const char *const names[] = {"keepends", NULL};
    static const ouro_signature signature = {"splitlines", names, 0, 1, 0, 0};
    ouro_object *keep;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &keep) < 0)
        return NULL;
    int64_t keep_ends = 0;
    if (keep && ouro__index_int64(rt, keep, true, &keep_ends) < 0)
        return NULL;
    ouro__text t = ouro__text_of_str(self);
    return ouro__text_split_lines(rt, self, &t, keep_ends != 0, ouro__str_slice);
}

static ouro_object *partition(ouro_runtime *rt, ouro_object *self, ouro_object *separator, bool from_right)
{
    if (!ouro__is_str(rt, separator))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "must be str, not %T", separator);
    ouro__text t = ouro__text_of_str(self), needle = ouro__text_of_str(separator);
    return ouro__text_partition(rt, self, &t, separator, &needle, from_right, OURO_EMPTY_STR(rt),
                                ouro__str_slice);
}

OURO__STR_METHOD(partition)
{
    return partition(rt, self, args[0], false);
}

OURO__STR_METHOD(rpartition)
{
    return partition(rt, self, args[0], true);
}

static ouro_object *strip(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                          int sides, const char *name)
{
    ouro__text t = ouro__text_of_str(self), chars;
    bool blanks = nargs == 0 || args[0] == OURO_NONE(rt);
    if (!blanks) {
        if (!ouro__is_str(rt, args[0]))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s arg must be None or str", name);
        chars = ouro__text_of_str(args[0]);
    }
    size_t start, stop;
    ouro__text_strip(&t, blanks ? NULL : &chars, sides, &start, &stop);
    return ouro__str_slice(rt, self, start, stop);
}

OURO__STR_METHOD(strip)
{
    return strip(rt, self, args, nargs, OURO__STRIP_LEFT | OURO__STRIP_RIGHT, "strip");
}

OURO__STR_METHOD(lstrip)
{
    return strip(rt, self, args, nargs, OURO__STRIP_LEFT, "lstrip");
}

OURO__STR_METHOD(rstrip)
{
    return strip(rt, self, args, nargs, OURO__STRIP_RIGHT, "rstrip");
}
