/* How a runtime is set up: what sys.flags, sys.warnoptions and their like show, and what follows from them. */
#ifndef OURO_MODULES_SYS_CONFIG_H
#define OURO_MODULES_SYS_CONFIG_H

#include "object/runtime.h"

typedef struct ouro_sys_config {
    /* sys.flags; optimize, isolated and hash_randomization come from ouro_options. */
    int debug, inspect, interactive, dont_write_bytecode, no_user_site, no_site, verbose, bytes_warning,
        quiet, dev_mode, utf8_mode, warn_default_encoding, safe_path, import_time;
    bool ignore_environment;
    int trace_frames;                /* tracemalloc is on from the start; 0: it is not */
    size_t sample_bytes;             /* samples are taken from the start, one for so many bytes; 0: none */
    int64_t max_str_digits;          /* -1: the default */
    const char *const *warn_options; /* these and the next two ended by NULL; NULL: none */
    const char *const *x_options;    /* "name" or "name=value" */
    const char *const *original_arguments;
    const char *cache_prefix;     /* sys.pycache_prefix; NULL: ours */
    const char *standard_library; /* sys._stdlib_dir; NULL: looked for on sys.path */
    const char *check_hash_based; /* _imp.check_hash_based_pycs; a literal; NULL: "default" */
} ouro_sys_config;

#define OURO_SYS_CONFIG_INIT ((ouro_sys_config){.max_str_digits = -1})

/* Fills sys: 0, or -1 with an exception. Once for a runtime, after its modules are made. */
int ouro__sys_configure(ouro_runtime *rt, const ouro_sys_config *config);

#endif
