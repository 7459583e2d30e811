/* See sys_config.h. Caches of compiled modules go where the desktop's base directory specification has caches, never beside the
 * sources. */
#include "modules/sys_config.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "modules/support.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/struct_sequence.h"
#include "vm/import.h"

static ouro_object *flags(ouro_runtime *rt, const ouro_sys_config *c)
{
    uint32_t options = rt->python->options;
    int64_t values[18] = {
        c->debug,
        c->inspect,
        c->interactive,
        options & OURO_OPTION_OPTIMIZE_2 ? 2
        : options & OURO_OPTION_OPTIMIZE ? 1
                                         : 0,
        !!(options & OURO_OPTION_NO_BYTECODE),
        c->no_user_site,
        c->no_site,
        !!(options & OURO_OPTION_IGNORE_ENVIRONMENT),
        c->verbose,
        c->bytes_warning,
        c->quiet,
        !(options & OURO_OPTION_FIXED_HASH_SEED),
        !!(options & OURO_OPTION_ISOLATED),
        c->dev_mode,
        c->utf8_mode,
        c->warn_default_encoding,
        c->safe_path,
        c->max_str_digits,
    };
    ouro_object *items[18];
    for (int i = 0; i < 18; i++)
        items[i] = i == 13 || i == 16 ? ouro__bool(rt, values[i]) : ouro__int_new(rt, values[i]);
    return ouro__struct_sequence_new(rt, OURO_T_FLAGS, items, 18);
}

/* A list of texts, owned. */
static ouro_object *texts(ouro_runtime *rt, const char *const *list)
{
    ouro_object *all = ouro__list_new(rt, 0);
    for (; all && list && *list; list++) {
        ouro_object *text = ouro__filesystem_decode(rt, *list);
        if (!text || ouro__list_append(rt, all, text) < 0) {
            ouro_decref(rt, all);
            all = NULL;
        }
        ouro_xdecref(rt, text);
    }
    return all;
}

/* sys._xoptions: a name without a value is True. Owned. */
static ouro_object *x_options(ouro_runtime *rt, const char *const *list)
{
    ouro_object *dict = ouro__dict_new(rt);
    for (; dict && list && *list; list++) {
        size_t length = strcspn(*list, "=");
        ouro_object *name = ouro__str_from_filesystem(rt, *list, length);
        ouro_object *value =
            (*list)[length] ? ouro__filesystem_decode(rt, *list + length + 1) : ouro__bool(rt, true);
        if (!name || !value || ouro__dict_set(rt, dict, name, value) < 0) {
            ouro_decref(rt, dict);
            dict = NULL;
        }
        ouro_xdecref(rt, name);
        ouro_xdecref(rt, value);
    }
    return dict;
}

/* $XDG_CACHE_HOME/ouro, by default ~/.cache/ouro: a str, or None when there is no such place. Owned. */
static ouro_object *cache_directory(ouro_runtime *rt)
{
    const char *base = getenv("XDG_CACHE_HOME"), *under = "/ouro";
    if (!base || base[0] != '/') { /* the specification: what is not absolute is not set */
        base = getenv("HOME");
        under = "/.cache/ouro";
    }
    if (!base || base[0] != '/') {
        const struct passwd *user = getpwuid(getuid());
        base = user ? user->pw_dir : NULL;
    }
    if (!base || base[0] != '/')
        return ouro_ref(OURO_NONE(rt));
    size_t length = strlen(base);
    while (length > 1 && base[length - 1] == '/')
        length--;
    ouro_object *folder = ouro__str_from_filesystem(rt, base, length);
    ouro_object *whole = folder ? ouro__str_format(rt, "%U%s", folder, under) : NULL;
    ouro_xdecref(rt, folder);
    return whole;
}

/* sys.pycache_prefix and dont_write_bytecode: without a place, nothing is written. */
static int set_cache(ouro_runtime *rt, ouro_object *dict, const ouro_sys_config *c)
{
    ouro_object *prefix =
        c->cache_prefix ? ouro__filesystem_decode(rt, c->cache_prefix) : cache_directory(rt);
    if (!prefix)
        return -1;
    bool quiet = prefix == OURO_NONE(rt) || rt->python->options & OURO_OPTION_NO_BYTECODE;
    if (ouro__put(rt, dict, "dont_write_bytecode", ouro__bool(rt, quiet)) < 0) {
        ouro_decref(rt, prefix);
        return -1;
    }
    return ouro__put(rt, dict, "pycache_prefix", prefix);
}

int ouro__sys_configure(ouro_runtime *rt, const ouro_sys_config *c)
{
    ouro_object *dict = rt->python->sys_dict;
    if (c->dont_write_bytecode)
        rt->python->options |= OURO_OPTION_NO_BYTECODE;
    if (c->verbose)
        rt->python->options |= OURO_OPTION_VERBOSE;
    if (c->bytes_warning)
        rt->python->options |= OURO_OPTION_BYTES_WARNING;
    if (c->dev_mode)
        rt->python->options |= OURO_OPTION_DEVELOPMENT;
    if (c->import_time)
        rt->python->options |= OURO_OPTION_IMPORT_TIME;
    if (c->utf8_mode)
        rt->python->options |= OURO_OPTION_UTF8;
    if (c->no_site)
        rt->python->options |= OURO_OPTION_NO_SITE;
    if (c->max_str_digits >= 0)
        rt->python->max_str_digits = (uint32_t)c->max_str_digits;
    if (c->check_hash_based) {
        ouro_import *import = ouro__import_state(rt);
        if (!import)
            return -1;
        import->check_hash_based = c->check_hash_based;
    }
    if (ouro__put(rt, dict, "flags", flags(rt, c)) < 0 ||
        ouro__put(rt, dict, "warnoptions", texts(rt, c->warn_options)) < 0 ||
        ouro__put(rt, dict, "orig_argv", texts(rt, c->original_arguments)) < 0 ||
        ouro__put(rt, dict, "_xoptions", x_options(rt, c->x_options)) < 0 || set_cache(rt, dict, c) < 0)
        return -1;
    if (!c->standard_library)
        return 0;
    return ouro__put(rt, dict, "_stdlib_dir", ouro__filesystem_decode(rt, c->standard_library));
}
