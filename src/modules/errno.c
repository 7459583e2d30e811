/* The errno module: the system's error numbers by name. */
#include <errno.h>

#include "modules/modules.h"
#include "modules/support.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"

#define X(name) {#name, name},
static const ouro_int_constant numbers[] = {
    /* clang-format off */
    X(EOPNOTSUPP) X(EWOULDBLOCK)
    X(E2BIG) X(EACCES) X(EADDRINUSE) X(EADDRNOTAVAIL) X(EADV) X(EAFNOSUPPORT) X(EAGAIN) X(EALREADY) X(EBADE)
    X(EBADF) X(EBADFD) X(EBADMSG) X(EBADR) X(EBADRQC) X(EBADSLT) X(EBFONT) X(EBUSY) X(ECANCELED) X(ECHILD)
    X(ECHRNG) X(ECOMM) X(ECONNABORTED) X(ECONNREFUSED) X(ECONNRESET) X(EDEADLK) X(EDEADLOCK) X(EDESTADDRREQ)
    X(EDOM) X(EDOTDOT) X(EDQUOT) X(EEXIST) X(EFAULT) X(EFBIG) X(EHOSTDOWN) X(EHOSTUNREACH) X(EIDRM)
    X(EILSEQ) X(EINPROGRESS) X(EINTR) X(EINVAL) X(EIO) X(EISCONN) X(EISDIR) X(EISNAM) X(EKEYEXPIRED)
    X(EKEYREJECTED) X(EKEYREVOKED) X(EL2HLT) X(EL2NSYNC) X(EL3HLT) X(EL3RST) X(ELIBACC) X(ELIBBAD)
    X(ELIBEXEC) X(ELIBMAX) X(ELIBSCN) X(ELNRNG) X(ELOOP) X(EMEDIUMTYPE) X(EMFILE) X(EMLINK) X(EMSGSIZE)
    X(EMULTIHOP) X(ENAMETOOLONG) X(ENAVAIL) X(ENETDOWN) X(ENETRESET) X(ENETUNREACH) X(ENFILE) X(ENOANO)
    X(ENOBUFS) X(ENOCSI) X(ENODATA) X(ENODEV) X(ENOENT) X(ENOEXEC) X(ENOKEY) X(ENOLCK) X(ENOLINK)
    X(ENOMEDIUM) X(ENOMEM) X(ENOMSG) X(ENONET) X(ENOPKG) X(ENOPROTOOPT) X(ENOSPC) X(ENOSR) X(ENOSTR)
    X(ENOSYS) X(ENOTBLK) X(ENOTCONN) X(ENOTDIR) X(ENOTEMPTY) X(ENOTNAM) X(ENOTRECOVERABLE) X(ENOTSOCK)
    X(ENOTSUP) X(ENOTTY) X(ENOTUNIQ) X(ENXIO) X(EOVERFLOW) X(EOWNERDEAD) X(EPERM)
    X(EPFNOSUPPORT) X(EPIPE) X(EPROTO) X(EPROTONOSUPPORT) X(EPROTOTYPE) X(ERANGE) X(EREMCHG) X(EREMOTE)
    X(EREMOTEIO) X(ERESTART) X(ERFKILL) X(EROFS) X(ESHUTDOWN) X(ESOCKTNOSUPPORT) X(ESPIPE) X(ESRCH)
    X(ESRMNT) X(ESTALE) X(ESTRPIPE) X(ETIME) X(ETIMEDOUT) X(ETOOMANYREFS) X(ETXTBSY) X(EUCLEAN) X(EUNATCH)
    X(EUSERS) X(EXDEV) X(EXFULL)
    /* clang-format on */
    {0},
};
#undef X

/* Both ways; of two names for one number, errorcode keeps the one added last, as the order of these has it. */
static int exec(ouro_runtime *rt, ouro_object *module)
{
    ouro_object *dict = ouro__module_dict(module), *codes = ouro__dict_new(rt);
    if (ouro__put(rt, dict, "errorcode", codes) < 0)
        return -1;
    for (const ouro_int_constant *c = numbers; c->name; c++) {
        ouro_object *name = ouro__str_intern_cstring(rt, c->name), *number = ouro__int_new(rt, c->value);
        int status = name && number && ouro__dict_set(rt, codes, number, name) == 0
                         ? ouro__dict_set(rt, dict, name, number)
                         : -1;
        ouro_xdecref(rt, name);
        ouro_xdecref(rt, number);
        if (status < 0)
            return -1;
    }
    return 0;
}

const ouro_module_def ouro__module_errno = {
    "errno", NULL, exec,
    "This module makes available standard errno system symbols.\n\nThe value of each symbol is the "
    "corresponding integer "
    "value,\ne.g., on most systems, errno.ENOENT equals the integer 2.\n\nThe dictionary errno.errorcode "
    "maps numeric codes "
    "to symbol names,\ne.g., errno.errorcode[2] could be the string 'ENOENT'.\n\nSymbols that are not "
    "relevant to the "
    "underlying system are not defined.\n\nTo map error codes to error messages, use the function "
    "os.strerror(),\ne.g. "
    "os.strerror(2) could return 'No such file or directory'."};
