/* What the files of the posix module share: paths, results, the tables of functions. */
#ifndef OURO_MODULES_POSIX_POSIX_H
#define OURO_MODULES_POSIX_POSIX_H

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "modules/support.h"
#include "types/bytes.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/struct_sequence.h"
#include "types/tuple.h"
#include "types/types.h"

extern const ouro_method_def ouro__posix_stat_functions[], ouro__posix_file_functions[],
    ouro__posix_time_functions[], ouro__posix_descriptor_functions[], ouro__posix_vector_functions[],
    ouro__posix_process_functions[], ouro__posix_spawn_functions[], ouro__posix_wait_functions[],
    ouro__posix_identity_functions[], ouro__posix_scheduling_functions[], ouro__posix_system_functions[],
    ouro__posix_xattr_functions[], ouro__posix_scandir_functions[];

extern const ouro_builtin_type ouro__builtin_stat_result, ouro__builtin_statvfs_result,
    ouro__builtin_terminal_size, ouro__builtin_times_result, ouro__builtin_uname_result,
    ouro__builtin_waitid_result, ouro__builtin_sched_param, ouro__builtin_dir_entry,
    ouro__builtin_scandir_iterator;

/* A path argument. */
typedef struct ouro_path {
    const char *function; /* as named in messages */
    const char *argument; /* NULL: "path" */
    bool nullable, allow_fd;
    int fd;              /* -1: a name */
    const char *name;    /* for the system, ended by zero; NULL: fd, or None was given */
    bool is_bytes;       /* bytes were given: names in results are bytes, too */
    ouro_object *object; /* as errors show it: owned */
    ouro_object *bytes;  /* holds `name`: owned */
} ouro_path;

#define OURO_PATH(function_name)                                                                             \
    {                                                                                                        \
        .function = function_name, .fd = -1                                                                  \
    }
#define OURO_PATH_OR_FD(function_name)                                                                       \
    {                                                                                                        \
        .function = function_name, .fd = -1, .allow_fd = true                                                \
    }

/* Fills it from an argument (NULL: not given, as None): 0, or -1 with TypeError, ValueError... */
int ouro__path_from(ouro_runtime *rt, ouro_path *path, ouro_object *o);
void ouro__path_drop(ouro_runtime *rt, ouro_path *path);
/* OSError of errno with the path (and the second, or NULL), unless an exception is pending. NULL. */
void *ouro__path_error(ouro_runtime *rt, ouro_path *path, ouro_path *second);
/* The end of a function that only does something: drops the path, None or the error. */
ouro_object *ouro__path_done(ouro_runtime *rt, ouro_path *path, int result);

/* dir_fd: AT_FDCWD when not given or None. */
int ouro__dir_fd(ouro_runtime *rt, ouro_object *o, int *fd);
/* ValueErrors of arguments that exclude each other: 0 or -1. */
int ouro__dir_fd_and_fd(ouro_runtime *rt, const char *function, int dir_fd, const ouro_path *path);
int ouro__fd_and_follow(ouro_runtime *rt, const char *function, const ouro_path *path, bool follow);

ouro_object *ouro__none_or_system(ouro_runtime *rt, int result);
ouro_object *ouro__stat_result_new(ouro_runtime *rt, const struct stat *st);
/* uid_t and gid_t of an int; -1 stands for "leave as it is". */
int ouro__as_id(ouro_runtime *rt, ouro_object *o, const char *kind, uint32_t *id);
ouro_object *ouro__id_new(ouro_runtime *rt, uint32_t id);
/* Entries of a list or tuple of strings (or paths) as a NULL-ended array for exec: NULL with an exception. */
char **ouro__string_array(ouro_runtime *rt, ouro_object *sequence);
void ouro__string_array_free(ouro_runtime *rt, char **array);
/* What os.register_at_fork was given, around fork. */
void ouro__before_fork(ouro_runtime *rt);
void ouro__after_fork(ouro_runtime *rt, bool in_child);
/* A mapping as "KEY=value" strings for exec. */
char **ouro__environment_array(ouro_runtime *rt, ouro_object *mapping);

#endif
