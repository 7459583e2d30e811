/* The posix module: the operating system's calls, for os to build on. Its functions stand in the files of this folder by
 * what they are about. */
#include "modules/posix/posix.h"

#include "modules/modules.h"

extern const ouro_int_constant ouro__posix_constants[];
int ouro__posix_put_names(ouro_runtime *rt, ouro_object *dict);
int ouro__posix_put_environment(ouro_runtime *rt, ouro_object *dict);

static const ouro_module_type types[] = {
    {&ouro__builtin_stat_result, "stat_result"},     {&ouro__builtin_statvfs_result, "statvfs_result"},
    {&ouro__builtin_terminal_size, "terminal_size"}, {&ouro__builtin_times_result, "times_result"},
    {&ouro__builtin_uname_result, "uname_result"},   {&ouro__builtin_waitid_result, "waitid_result"},
    {&ouro__builtin_sched_param, "sched_param"},     {&ouro__builtin_dir_entry, "DirEntry"},
    {&ouro__builtin_scandir_iterator, NULL},         {0},
};

static const ouro_method_def *const tables[] = {
    ouro__posix_stat_functions,       ouro__posix_file_functions,   ouro__posix_time_functions,
    ouro__posix_descriptor_functions, ouro__posix_vector_functions, ouro__posix_process_functions,
    ouro__posix_spawn_functions,      ouro__posix_wait_functions,   ouro__posix_identity_functions,
    ouro__posix_scheduling_functions, ouro__posix_system_functions, ouro__posix_xattr_functions,
    ouro__posix_scandir_functions,
};

/* What os looks at to say which functions take dir_fd, descriptors and follow_symlinks. */
static const char *const have[] = {
    "HAVE_EVENTFD",      "HAVE_FACCESSAT", "HAVE_FCHDIR",    "HAVE_FCHMOD",    "HAVE_FCHMODAT",
    "HAVE_FCHOWN",       "HAVE_FCHOWNAT",  "HAVE_FEXECVE",   "HAVE_FDOPENDIR", "HAVE_FPATHCONF",
    "HAVE_FSTATAT",      "HAVE_FSTATVFS",  "HAVE_FTRUNCATE", "HAVE_FUTIMENS",  "HAVE_FUTIMES",
    "HAVE_FUTIMESAT",    "HAVE_LINKAT",    "HAVE_LCHOWN",    "HAVE_LSTAT",     "HAVE_LUTIMES",
    "HAVE_MEMFD_CREATE", "HAVE_MKDIRAT",   "HAVE_MKFIFOAT",  "HAVE_MKNODAT",   "HAVE_OPENAT",
    "HAVE_READLINKAT",   "HAVE_RENAMEAT",  "HAVE_SYMLINKAT", "HAVE_UNLINKAT",  "HAVE_UTIMENSAT",
};

static ouro_object *have_functions(ouro_runtime *rt)
{
    ouro_object *list = ouro__list_new(rt, sizeof have / sizeof *have);
    for (size_t i = 0; list && i < sizeof have / sizeof *have; i++) {
        ouro_object *name = ouro__str_from_cstring(rt, have[i]);
        if (!name || ouro__list_append_owned(rt, (ouro_list *)list, name) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    ouro_object *dict = ouro__module_dict(module);
    if (ouro__module_add_types(rt, module, types) < 0)
        return -1;
    for (size_t i = 0; types[i].def; i++)
        if (types[i].def->base_id == OURO_T_TUPLE &&
            ouro__struct_sequence_complete(rt, (enum ouro_type_id)types[i].def->id) < 0)
            return -1;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (ouro__put_functions(rt, module, tables[i]) < 0)
            return -1;
    if (ouro__put_constants(rt, dict, ouro__posix_constants) < 0 || ouro__posix_put_names(rt, dict) < 0 ||
        ouro__posix_put_environment(rt, dict) < 0 ||
        ouro__put(rt, dict, "_have_functions", have_functions(rt)) < 0)
        return -1;
    return ouro__dict_set_cstring(rt, dict, "error", ouro__class_at(rt, OURO_T_OS_ERROR));
}

const ouro_module_def ouro__module_posix = {"posix", NULL, exec,
                                            "This module provides access to operating system functionality "
                                            "that is\nstandardized by the C Standard and the POSIX "
                                            "standard (a thinly\ndisguised Unix interface).  Refer to the "
                                            "library manual and\ncorresponding Unix manual entries for "
                                            "more information on calls."};
