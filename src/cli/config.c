/* See config.h. Where both a switch and a variable say something, the larger number holds, as with
 * CPython. */
#include "cli/config.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "modules/io/stdio.h"
#include "trace/sampler.h"

/* A variable that is set and not empty, or NULL. */
static const char *variable(const cli_arguments *a, const char *name)
{
    const char *text = a->ignore_environment ? NULL : getenv(name);
    return text && *text ? text : NULL;
}

/* The number that a variable gives; what is none counts as 1. */
static int level(const cli_arguments *a, const char *name, int least)
{
    const char *text = variable(a, name);
    if (!text)
        return least;
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (*end || errno || value < 0 || value > INT_MAX)
        value = 1;
    return value > least ? (int)value : least;
}

/* What x_option gives for an option without a value. */
static const char no_value[] = "";

/* The value of -X name, NULL when it is not given. The last one counts. */
static const char *x_option(const cli_arguments *a, const char *name)
{
    size_t length = strlen(name);
    for (size_t i = a->x_count; i-- > 0;) {
        const char *option = a->x_options[i];
        if (strncmp(option, name, length) == 0 && (option[length] == 0 || option[length] == '='))
            return option[length] ? option + length + 1 : no_value;
    }
    return NULL;
}

/* PYTHONHASHSEED: -1 for random; -2 after a message when it is no number. */
static int64_t hash_seed(const cli_arguments *a)
{
    const char *text = variable(a, "PYTHONHASHSEED");
    if (!text || strcmp(text, "random") == 0)
        return -1;
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (*end || text[0] == '-' || errno || value > UINT32_MAX) {
        fprintf(stderr, "Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an "
                        "integer in range "
                        "[0; 4294967295]\n");
        return -2;
    }
    return (int64_t)value;
}

/* The limit for conversions between int and str: 0, or -1 after a message. */
static int digits(const cli_arguments *a, int64_t *out)
{
    enum { LEAST = 640 };
    const char *where = "-X int_max_str_digits", *text = x_option(a, "int_max_str_digits");
    if (!text) {
        where = "PYTHONINTMAXSTRDIGITS";
        text = variable(a, where);
    }
    *out = -1;
    if (!text)
        return 0;
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (end == text || *end || errno || (value != 0 && value < LEAST) || value > INT_MAX) {
        fprintf(stderr,
                "Fatal Python error: config_init_int_max_str_digits: %s: invalid limit; must be >= %d or 0 "
                "for unlimited.\n",
                where, LEAST);
        return -1;
    }
    *out = value;
    return 0;
}

/* How many frames tracemalloc shows, 0 when it is not to start: -X, else the variable. 0, or -1 after a
 * message. */
static int trace_frames(const cli_arguments *a, int *out)
{
    enum { MOST = 65535 };
    const char *where = "-X tracemalloc=NFRAME", *text = x_option(a, "tracemalloc");
    if (!text) {
        where = "PYTHONTRACEMALLOC";
        text = variable(a, where);
    }
    *out = text == no_value;
    if (!text || !*text)
        return 0;
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (*end || errno || value < 0 || value > MOST) {
        fprintf(stderr, "Fatal Python error: config_init_tracemalloc: %s: invalid number of frames\n", where);
        return -1;
    }
    *out = (int)value;
    return 0;
}

/* Bytes from one sample of the program's memory to the next, 0 when none are to be taken; not with tracemalloc, which shows
 * `frames`. 0, or -1 after a message. */
static int sample_bytes(const cli_arguments *a, int frames, size_t *out)
{
    const char *text = x_option(a, "sample");
    *out = text && !*text ? OURO_SAMPLER_MEAN : 0;
    if (text && *text && (cli_parse_size(text, out) < 0 || *out == 0)) {
        fprintf(stderr, "ouro: -X sample=BYTES: invalid number of bytes: %s\n", text);
        return -1;
    }
    if (*out && frames) {
        fputs("ouro: -X sample and tracemalloc exclude each other\n", stderr);
        return -1;
    }
    return 0;
}

/* Development mode, then PYTHONWARNINGS, then -W, then -b: what comes later goes first. 0, or -1 without
 * memory. */
static int warnings(const cli_arguments *a, cli_config *c)
{
    const char *text = variable(a, "PYTHONWARNINGS");
    size_t count = a->warn_count + 4;
    for (const char *comma = text; comma; comma = strchr(comma + 1, ','))
        count++;
    c->warn_options = calloc(count, sizeof *c->warn_options);
    c->warnings = text ? strdup(text) : NULL;
    if (!c->warn_options || (text && !c->warnings))
        return -1;
    size_t n = 0;
    if (c->sys.dev_mode)
        c->warn_options[n++] = "default";
    char *rest = c->warnings;
    for (char *option; rest && (option = strsep(&rest, ","));)
        if (*option)
            c->warn_options[n++] = option;
    for (size_t i = 0; i < a->warn_count; i++)
        c->warn_options[n++] = a->warn_options[i];
    if (c->sys.bytes_warning)
        c->warn_options[n++] = c->sys.bytes_warning > 1 ? "error::BytesWarning" : "default::BytesWarning";
    c->sys.warn_options = c->warn_options;
    return 0;
}

static void set_flags(const cli_arguments *a, ouro_sys_config *sys)
{
    sys->debug = level(a, "PYTHONDEBUG", a->debug);
    sys->inspect = level(a, "PYTHONINSPECT", a->inspect);
    sys->interactive = a->inspect;
    sys->dont_write_bytecode = level(a, "PYTHONDONTWRITEBYTECODE", a->no_bytecode) > 0;
    sys->no_user_site = level(a, "PYTHONNOUSERSITE", a->no_user_site) > 0;
    sys->no_site = a->no_site > 0;
    sys->verbose = level(a, "PYTHONVERBOSE", a->verbose);
    sys->bytes_warning = a->bytes_warning;
    sys->quiet = a->quiet;
    sys->safe_path = a->safe_path || variable(a, "PYTHONSAFEPATH");
    const char *developer = variable(a, "PYTHONDEVMODE");
    sys->dev_mode = x_option(a, "dev") || developer;
    const char *utf8 = x_option(a, "utf8");
    const char *utf8_variable = variable(a, "PYTHONUTF8");
    sys->utf8_mode = utf8            ? strcmp(utf8, "0") != 0
                     : utf8_variable ? strcmp(utf8_variable, "0") != 0
                                     : ouro__stdio_locale_is_plain();
    sys->import_time = x_option(a, "importtime") || variable(a, "PYTHONPROFILEIMPORTTIME");
    sys->warn_default_encoding =
        x_option(a, "warn_default_encoding") || variable(a, "PYTHONWARNDEFAULTENCODING");
    const char *prefix = x_option(a, "pycache_prefix");
    sys->cache_prefix = prefix ? prefix : variable(a, "PYTHONPYCACHEPREFIX");
    if (sys->cache_prefix && !*sys->cache_prefix)
        sys->cache_prefix = NULL;
    sys->ignore_environment = a->ignore_environment;
    sys->check_hash_based = a->check_hash_based;
}

/* -X capture, or what the process that started this one has left in the environment for those it starts. */
static void choose_capture(const cli_arguments *a, cli_config *c)
{
    c->capture = x_option(a, "capture");
    if (c->capture && strstr(c->capture, ",children")) {
        setenv("OURO_CAPTURE", c->capture, 1); /* refused: children are not recorded */
    } else if (!c->capture && !a->tool) {
        c->capture = getenv("OURO_CAPTURE");
        c->capture_child = c->capture != NULL;
    }
}

int cli_configure(char **argv, const cli_arguments *a, cli_config *c)
{
    *c = (cli_config){.options = OURO_OPTIONS_INIT, .sys = OURO_SYS_CONFIG_INIT};
    set_flags(a, &c->sys);
    c->sys.original_arguments = (const char *const *)argv;
    c->sys.x_options = a->x_options;
    c->options.memory_limit = a->memory_limit;
    const char *dump = x_option(a, "dump_on_oom");
    c->options.dump_on_oom = a->dump_on_oom ? a->dump_on_oom : dump && *dump ? dump : NULL;
    c->options.optimize = level(a, "PYTHONOPTIMIZE", a->optimize);
    c->options.isolated = a->isolated;
    c->options.hash_seed = hash_seed(a);
    if (c->options.hash_seed == -2 || digits(a, &c->sys.max_str_digits) < 0 ||
        trace_frames(a, &c->sys.trace_frames) < 0 ||
        sample_bytes(a, c->sys.trace_frames, &c->sys.sample_bytes) < 0)
        return 1;
    c->python_path = variable(a, "PYTHONPATH");
    choose_capture(a, c);
    c->unbuffered = a->unbuffered || variable(a, "PYTHONUNBUFFERED");
    c->inspect = c->sys.inspect > 0;
    c->faulthandler = x_option(a, "faulthandler") || variable(a, "PYTHONFAULTHANDLER") || c->sys.dev_mode;
    if (warnings(a, c) == 0)
        return 0;
    fputs("ouro: not enough memory to start\n", stderr);
    return 1;
}

void cli_config_free(cli_config *config)
{
    free(config->warnings);
    free(config->warn_options);
}
