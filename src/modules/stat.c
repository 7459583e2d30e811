/* The _stat module: what a file's mode says. */
#include <sys/stat.h>

#include "modules/modules.h"
#include "modules/support.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"

static int as_mode(ouro_runtime *rt, ouro_object *o, mode_t *mode)
{
    int64_t value;
    if (ouro__as_int64(rt, o, &value) < 0)
        return -1;
    if (value < 0) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "can't convert negative value to unsigned int");
        return -1;
    }
    if (value > UINT32_MAX) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "mode out of range");
        return -1;
    }
    *mode = (mode_t)value;
    return 0;
}

#define TEST(name, ...)                                                                                      \
    OURO_C_FUNCTION(name)                                                                                    \
    {                                                                                                        \
        mode_t mode;                                                                                         \
        if (as_mode(rt, args[0], &mode) < 0)                                                                 \
            return NULL;                                                                                     \
        return ouro__bool(rt, (__VA_ARGS__));                                                                \
    }
TEST(stat_isdir, S_ISDIR(mode))
TEST(stat_ischr, S_ISCHR(mode))
TEST(stat_isblk, S_ISBLK(mode))
TEST(stat_isreg, S_ISREG(mode))
TEST(stat_isfifo, S_ISFIFO(mode))
TEST(stat_islnk, S_ISLNK(mode))
TEST(stat_issock, S_ISSOCK(mode))
TEST(stat_none, (mode & S_IFMT) > S_IFMT) /* what other systems have */

OURO_C_FUNCTION(stat_imode)
{
    mode_t mode;
    return as_mode(rt, args[0], &mode) < 0 ? NULL : ouro__int_new(rt, mode & 07777);
}

OURO_C_FUNCTION(stat_ifmt)
{
    mode_t mode;
    return as_mode(rt, args[0], &mode) < 0 ? NULL : ouro__int_new(rt, mode & S_IFMT);
}

static char kind_letter(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFREG:
        return '-';
    case S_IFDIR:
        return 'd';
    case S_IFLNK:
        return 'l';
    case S_IFBLK:
        return 'b';
    case S_IFCHR:
        return 'c';
    case S_IFIFO:
        return 'p';
    case S_IFSOCK:
        return 's';
    default:
        return '?';
    }
}

OURO_C_FUNCTION(stat_filemode)
{
    mode_t mode;
    if (as_mode(rt, args[0], &mode) < 0)
        return NULL;
    char text[11] = {kind_letter(mode)};
    for (int i = 0; i < 9; i++)
        text[1 + i] = mode & (0400u >> i) ? "rwx"[i % 3] : '-';
    static const struct {
        mode_t bit;
        int place;
        char with, without;
    } special[] = {{S_ISUID, 3, 's', 'S'}, {S_ISGID, 6, 's', 'S'}, {S_ISVTX, 9, 't', 'T'}};
    for (int i = 0; i < 3; i++)
        if (mode & special[i].bit)
            text[special[i].place] = text[special[i].place] == 'x' ? special[i].with : special[i].without;
    return ouro__str_from_ascii(rt, text, 10);
}

static const ouro_method_def functions[] = {
    {"S_ISDIR", stat_isdir, 0, 1, 1, "S_ISDIR(mode) -> bool\n\nReturn True if mode is from a directory."},
    {"S_ISCHR", stat_ischr, 0, 1, 1,
     "S_ISCHR(mode) -> bool\n\nReturn True if mode is from a character special device file."},
    {"S_ISBLK", stat_isblk, 0, 1, 1,
     "S_ISBLK(mode) -> bool\n\nReturn True if mode is from a block special device file."},
    {"S_ISREG", stat_isreg, 0, 1, 1, "S_ISREG(mode) -> bool\n\nReturn True if mode is from a regular file."},
    {"S_ISFIFO", stat_isfifo, 0, 1, 1,
     "S_ISFIFO(mode) -> bool\n\nReturn True if mode is from a FIFO (named pipe)."},
    {"S_ISLNK", stat_islnk, 0, 1, 1, "S_ISLNK(mode) -> bool\n\nReturn True if mode is from a symbolic link."},
    {"S_ISSOCK", stat_issock, 0, 1, 1, "S_ISSOCK(mode) -> bool\n\nReturn True if mode is from a socket."},
    {"S_ISDOOR", stat_none, 0, 1, 1, "S_ISDOOR(mode) -> bool\n\nReturn True if mode is from a door."},
    {"S_ISPORT", stat_none, 0, 1, 1, "S_ISPORT(mode) -> bool\n\nReturn True if mode is from an event port."},
    {"S_ISWHT", stat_none, 0, 1, 1, "S_ISWHT(mode) -> bool\n\nReturn True if mode is from a whiteout."},
    {"S_IMODE", stat_imode, 0, 1, 1, "The part of a mode that chmod() can set."},
    {"S_IFMT", stat_ifmt, 0, 1, 1, "The part of a mode that says what kind of file it is."},
    {"filemode", stat_filemode, 0, 1, 1, "A file's mode as '-rwxrwxrwx'."},
    {0},
};

#define X(name) {#name, name},
static const ouro_int_constant constants[] = {
    /* clang-format off */
    X(S_IFDIR) X(S_IFCHR) X(S_IFBLK) X(S_IFREG) X(S_IFIFO) X(S_IFLNK) X(S_IFSOCK) X(S_ISUID) X(S_ISGID) X(S_ISVTX)
    X(S_IREAD) X(S_IWRITE) X(S_IEXEC) X(S_IRWXU) X(S_IRUSR) X(S_IWUSR) X(S_IXUSR) X(S_IRWXG) X(S_IRGRP) X(S_IWGRP)
    X(S_IXGRP) X(S_IRWXO) X(S_IROTH) X(S_IWOTH) X(S_IXOTH)
    /* clang-format on */
    {"S_IFDOOR", 0},
    {"S_IFPORT", 0},
    {"S_IFWHT", 0},
    {"S_ENFMT", S_ISGID},
    {"UF_NODUMP", 1},
    {"UF_IMMUTABLE", 2},
    {"UF_APPEND", 4},
    {"UF_OPAQUE", 8},
    {"UF_NOUNLINK", 16},
    {"UF_COMPRESSED", 32},
    {"UF_HIDDEN", 0x8000},
    {"SF_ARCHIVED", 0x10000},
    {"SF_IMMUTABLE", 0x20000},
    {"SF_APPEND", 0x40000},
    {"SF_NOUNLINK", 0x100000},
    {"SF_SNAPSHOT", 0x200000},
    {"ST_MODE", 0},
    {"ST_INO", 1},
    {"ST_DEV", 2},
    {"ST_NLINK", 3},
    {"ST_UID", 4},
    {"ST_GID", 5},
    {"ST_SIZE", 6},
    {"ST_ATIME", 7},
    {"ST_MTIME", 8},
    {"ST_CTIME", 9},
    {0},
};
#undef X

static int exec(ouro_runtime *rt, ouro_object *module)
{
    return ouro__put_constants(rt, ouro__module_dict(module), constants);
}

const ouro_module_def ouro__module_stat = {"_stat", functions, exec, "What the bits of a file's mode mean."};
