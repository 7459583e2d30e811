/* The module termios: the settings of terminals. */
#include <sys/ioctl.h>
#include <sys/ttydefaults.h>
#include <termios.h>

#include "modules/modules.h"
#include "modules/support.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/list.h"
#include "types/types.h"

static OURO_BUILTIN_TYPE(termios_error) = {
    .id = OURO_T_TERMIOS_ERROR,
    .base_id = OURO_T_EXCEPTION,
    .module = "termios",
    .slots = {.name = "termios.error",
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_BASE |
                       OURO_TYPE_IS_EXCEPTION},
};

/* termios.error(errno, its text), unless an exception is pending. NULL. */
static ouro_object *failed(ouro_runtime *rt)
{
    if (rt->error)
        return NULL;
    int number = errno;
    ouro_object *args[2] = {ouro__int_new(rt, number), ouro__filesystem_decode(rt, strerror(number))};
    ouro_object *error =
        args[0] && args[1] ? ouro__call(rt, ouro__class_at(rt, OURO_T_TERMIOS_ERROR), args, 2, NULL) : NULL;
    ouro_xdecref(rt, args[0]);
    ouro_xdecref(rt, args[1]);
    return error ? ouro__raise_instance(rt, error) : NULL;
}

static ouro_object *done(ouro_runtime *rt, int result)
{
    return result < 0 ? failed(rt) : ouro_ref(OURO_NONE(rt));
}

/* ---- Settings ---- */

/* The special characters: a list of bytes, of numbers where a raw terminal has its counts. Owned. */
static ouro_object *characters_of(ouro_runtime *rt, const struct termios *mode)
{
    ouro_object *items[NCCS];
    for (int i = 0; i < NCCS; i++) {
        bool is_count = !(mode->c_lflag & ICANON) && (i == VMIN || i == VTIME);
        items[i] = is_count ? ouro__int_new(rt, mode->c_cc[i]) : ouro__bytes_new(rt, &mode->c_cc[i], 1);
    }
    ouro_object *tuple = ouro__tuple_from_owned(rt, items, NCCS);
    ouro_object *list = tuple ? ouro__list_from_iterable(rt, tuple) : NULL;
    ouro_xdecref(rt, tuple);
    return list;
}

OURO_C_FUNCTION(termios_tcgetattr)
{
    int fd = ouro__as_descriptor(rt, args[0]), result;
    struct termios mode;
    if (fd < 0)
        return NULL;
    OURO_RETRY(result, tcgetattr(fd, &mode));
    if (result < 0)
        return failed(rt);
    ouro_object *items[7] = {ouro__int_new(rt, mode.c_iflag),
                             ouro__int_new(rt, mode.c_oflag),
                             ouro__int_new(rt, mode.c_cflag),
                             ouro__int_new(rt, mode.c_lflag),
                             ouro__int_new(rt, cfgetispeed(&mode)),
                             ouro__int_new(rt, cfgetospeed(&mode)),
                             characters_of(rt, &mode)};
    ouro_object *tuple = ouro__tuple_from_owned(rt, items, 7);
    ouro_object *list = tuple ? ouro__list_from_iterable(rt, tuple) : NULL;
    ouro_xdecref(rt, tuple);
    return list;
}

/* One special character, as bytes of one or as a number: 0 or -1. */
static int as_character(ouro_runtime *rt, ouro_object *o, cc_t *out)
{
    if (ouro__is_bytes(rt, o) && ((ouro_bytes *)o)->length == 1) {
        *out = ((ouro_bytes *)o)->data[0];
        return 0;
    }
    int64_t value;
    if (!ouro__is_int(rt, o)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR,
                    "tcsetattr: elements of attributes must be characters or integers");
        return -1;
    }
    if (ouro__as_int64(rt, o, &value) < 0)
        return -1;
    *out = (cc_t)value;
    return 0;
}

static int read_mode(ouro_runtime *rt, ouro_object *const *items, struct termios *mode)
{
    int64_t numbers[6];
    for (int i = 0; i < 6; i++)
        if (ouro__as_int64(rt, items[i], &numbers[i]) < 0)
            return -1;
    if (!ouro__is_list(rt, items[6]) || ((ouro_list *)items[6])->count != NCCS) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "tcsetattr: attributes[6] must be %d element list", NCCS);
        return -1;
    }
    for (uint32_t i = 0; i < NCCS && i < ((ouro_list *)items[6])->count; i++)
        if (as_character(rt, ((ouro_list *)items[6])->items[i], &mode->c_cc[i]) < 0)
            return -1;
    mode->c_iflag = (tcflag_t)numbers[0];
    mode->c_oflag = (tcflag_t)numbers[1];
    mode->c_cflag = (tcflag_t)numbers[2];
    mode->c_lflag = (tcflag_t)numbers[3];
    if (cfsetispeed(mode, (speed_t)numbers[4]) < 0 || cfsetospeed(mode, (speed_t)numbers[5]) < 0) {
        failed(rt);
        return -1;
    }
    return 0;
}

OURO_C_FUNCTION(termios_tcsetattr)
{
    int fd = ouro__as_descriptor(rt, args[0]), when, result;
    if (fd < 0 || ouro__as_int32(rt, args[1], &when) < 0)
        return NULL;
    if (!ouro__is_list(rt, args[2]) || ((ouro_list *)args[2])->count != 7)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "tcsetattr, arg 3: must be 7 element list");
    struct termios mode;
    OURO_RETRY(result, tcgetattr(fd, &mode)); /* what the list does not tell stays */
    if (result < 0)
        return failed(rt);
    ouro_object *items = ouro__list_to_tuple(rt, args[2]);
    int status = items ? read_mode(rt, ((ouro_tuple *)items)->items, &mode) : -1;
    ouro_xdecref(rt, items);
    if (status < 0)
        return NULL;
    OURO_RETRY(result, tcsetattr(fd, when, &mode));
    return done(rt, result);
}

/* ---- The line ---- */

#define LINE_FUNCTION(function)                                                                              \
    OURO_C_FUNCTION(termios_##function)                                                                      \
    {                                                                                                        \
        int fd = ouro__as_descriptor(rt, args[0]), how, result;                                              \
        if (fd < 0 || ouro__as_int32(rt, args[1], &how) < 0)                                                 \
            return NULL;                                                                                     \
        OURO_RETRY(result, function(fd, how));                                                               \
        return done(rt, result);                                                                             \
    }
LINE_FUNCTION(tcsendbreak)
LINE_FUNCTION(tcflush)
LINE_FUNCTION(tcflow)

OURO_C_FUNCTION(termios_tcdrain)
{
    int fd = ouro__as_descriptor(rt, args[0]), result;
    if (fd < 0)
        return NULL;
    OURO_RETRY(result, tcdrain(fd));
    return done(rt, result);
}

/* ---- The window ---- */

OURO_C_FUNCTION(termios_tcgetwinsize)
{
    int fd = ouro__as_descriptor(rt, args[0]);
    struct winsize size;
    if (fd < 0)
        return NULL;
    if (ioctl(fd, TIOCGWINSZ, &size) < 0)
        return failed(rt);
    return ouro__pack(rt, 2, ouro__int_new(rt, size.ws_row), ouro__int_new(rt, size.ws_col));
}

static int as_sides(ouro_runtime *rt, ouro_object *o, int64_t sides[2])
{
    static const char message[] = "tcsetwinsize, arg 2: must be a two-item sequence";
    ouro_object *items = ouro__tuple_from_iterable(rt, o);
    int status = -1;
    if (!items && ouro__error_is(rt, OURO_T_TYPE_ERROR)) {
        ouro__error_clear(rt);
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s", message);
    } else if (items && ((ouro_tuple *)items)->count != 2) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s", message);
    } else if (items) {
        ouro_object *const *parts = ((ouro_tuple *)items)->items;
        status = ouro__as_int64(rt, parts[0], &sides[0]) < 0 ? -1 : ouro__as_int64(rt, parts[1], &sides[1]);
    }
    ouro_xdecref(rt, items);
    return status;
}

OURO_C_FUNCTION(termios_tcsetwinsize)
{
    int fd = ouro__as_descriptor(rt, args[0]);
    int64_t sides[2];
    struct winsize size;
    if (fd < 0 || as_sides(rt, args[1], sides) < 0)
        return NULL;
    if (ioctl(fd, TIOCGWINSZ, &size) < 0)
        return failed(rt);
    size.ws_row = (unsigned short)sides[0];
    size.ws_col = (unsigned short)sides[1];
    if (size.ws_row != sides[0] || size.ws_col != sides[1])
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "winsize value(s) out of range.");
    return done(rt, ioctl(fd, TIOCSWINSZ, &size));
}

/* ---- The module ---- */

static const ouro_method_def functions[] = {
    {"tcgetattr", termios_tcgetattr, 0, 1, 1,
     "tcgetattr($module, fd, /)\n--\n\nGet the tty attributes for file descriptor fd."},
    {"tcsetattr", termios_tcsetattr, 0, 3, 3,
     "tcsetattr($module, fd, when, attributes, /)\n--\n\nSet the tty attributes for file descriptor fd."},
    {"tcsendbreak", termios_tcsendbreak, 0, 2, 2,
     "tcsendbreak($module, fd, duration, /)\n--\n\nSend a break on file descriptor fd."},
    {"tcdrain", termios_tcdrain, 0, 1, 1,
     "tcdrain($module, fd, /)\n--\n\nWait until all output written to file descriptor fd has been "
     "transmitted."},
    {"tcflush", termios_tcflush, 0, 2, 2,
     "tcflush($module, fd, queue, /)\n--\n\nDiscard queued data on file descriptor fd."},
    {"tcflow", termios_tcflow, 0, 2, 2,
     "tcflow($module, fd, action, /)\n--\n\nSuspend or resume input or output on file descriptor fd."},
    {"tcgetwinsize", termios_tcgetwinsize, 0, 1, 1,
     "tcgetwinsize($module, fd, /)\n--\n\nGet the tty winsize for file descriptor fd."},
    {"tcsetwinsize", termios_tcsetwinsize, 0, 2, 2,
     "tcsetwinsize($module, fd, winsize, /)\n--\n\nSet the tty winsize for file descriptor fd."},
    {0},
};

#define X(name) {#name, name},
static const ouro_int_constant constants[] = {
    /* clang-format off */
    X(B0) X(B1000000) X(B110) X(B115200) X(B1152000) X(B1200) X(B134) X(B150) X(B1500000) X(B1800) X(B19200)
    X(B200) X(B2000000) X(B230400) X(B2400) X(B2500000) X(B300) X(B3000000) X(B3500000) X(B38400)
    X(B4000000) X(B460800) X(B4800) X(B50) X(B500000) X(B57600) X(B576000) X(B600) X(B75) X(B921600)
    X(B9600) X(BRKINT) X(BS0) X(BS1) X(BSDLY) X(CBAUD) X(CBAUDEX) X(CDSUSP) X(CEOF) X(CEOL) X(CEOT)
    X(CERASE) X(CFLUSH) X(CIBAUD) X(CINTR) X(CKILL) X(CLNEXT) X(CLOCAL) X(CQUIT) X(CR0) X(CR1) X(CR2) X(CR3)
    X(CRDLY) X(CREAD) X(CRPRNT) X(CRTSCTS) X(CS5) X(CS6) X(CS7) X(CS8) X(CSIZE) X(CSTART) X(CSTOP) X(CSTOPB)
    X(CSUSP) X(CWERASE) X(ECHO) X(ECHOCTL) X(ECHOE) X(ECHOK) X(ECHOKE) X(ECHONL) X(ECHOPRT) X(EXTA) X(EXTB)
    X(FF0) X(FF1) X(FFDLY) X(FIOASYNC) X(FIOCLEX) X(FIONBIO) X(FIONCLEX) X(FIONREAD) X(FLUSHO) X(HUPCL)
    X(ICANON) X(ICRNL) X(IEXTEN) X(IGNBRK) X(IGNCR) X(IGNPAR) X(IMAXBEL) X(INLCR) X(INPCK) X(IOCSIZE_MASK)
    X(IOCSIZE_SHIFT) X(ISIG) X(ISTRIP) X(IUCLC) X(IXANY) X(IXOFF) X(IXON) X(NCC) X(NCCS) X(NL0) X(NL1)
    X(NLDLY) X(NOFLSH) X(N_MOUSE) X(N_PPP) X(N_SLIP) X(N_STRIP) X(N_TTY) X(OCRNL) X(OFDEL) X(OFILL) X(OLCUC)
    X(ONLCR) X(ONLRET) X(ONOCR) X(OPOST) X(PARENB) X(PARMRK) X(PARODD) X(PENDIN) X(TAB0) X(TAB1) X(TAB2)
    X(TAB3) X(TABDLY) X(TCFLSH) X(TCGETA) X(TCGETS) X(TCIFLUSH) X(TCIOFF) X(TCIOFLUSH) X(TCION) X(TCOFLUSH)
    X(TCOOFF) X(TCOON) X(TCSADRAIN) X(TCSAFLUSH) X(TCSANOW) X(TCSBRK) X(TCSBRKP) X(TCSETA) X(TCSETAF)
    X(TCSETAW) X(TCSETS) X(TCSETSF) X(TCSETSW) X(TCXONC) X(TIOCCONS) X(TIOCEXCL) X(TIOCGETD) X(TIOCGICOUNT)
    X(TIOCGLCKTRMIOS) X(TIOCGPGRP) X(TIOCGSERIAL) X(TIOCGSOFTCAR) X(TIOCGWINSZ) X(TIOCINQ) X(TIOCLINUX)
    X(TIOCMBIC) X(TIOCMBIS) X(TIOCMGET) X(TIOCMIWAIT) X(TIOCMSET) X(TIOCM_CAR) X(TIOCM_CD) X(TIOCM_CTS)
    X(TIOCM_DSR) X(TIOCM_DTR) X(TIOCM_LE) X(TIOCM_RI) X(TIOCM_RNG) X(TIOCM_RTS) X(TIOCM_SR) X(TIOCM_ST)
    X(TIOCNOTTY) X(TIOCNXCL) X(TIOCOUTQ) X(TIOCPKT) X(TIOCPKT_DATA) X(TIOCPKT_DOSTOP) X(TIOCPKT_FLUSHREAD)
    X(TIOCPKT_FLUSHWRITE) X(TIOCPKT_NOSTOP) X(TIOCPKT_START) X(TIOCPKT_STOP) X(TIOCSCTTY) X(TIOCSERCONFIG)
    X(TIOCSERGETLSR) X(TIOCSERGETMULTI) X(TIOCSERGSTRUCT) X(TIOCSERGWILD) X(TIOCSERSETMULTI) X(TIOCSERSWILD)
    X(TIOCSER_TEMT) X(TIOCSETD) X(TIOCSLCKTRMIOS) X(TIOCSPGRP) X(TIOCSSERIAL) X(TIOCSSOFTCAR) X(TIOCSTI)
    X(TIOCSWINSZ) X(TOSTOP) X(VDISCARD) X(VEOF) X(VEOL) X(VEOL2) X(VERASE) X(VINTR) X(VKILL) X(VLNEXT)
    X(VMIN) X(VQUIT) X(VREPRINT) X(VSTART) X(VSTOP) X(VSUSP) X(VSWTC) {"VSWTCH", VSWTC}, X(VT0) X(VT1) X(VTDLY)
    X(VTIME) X(VWERASE) X(XCASE) X(XTABS) {0}
    /* clang-format on */
};
#undef X

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_termios_error, "error"}, {NULL, NULL}};
    return ouro__module_add_types(rt, module, types) < 0
               ? -1
               : ouro__put_constants(rt, ouro__module_dict(module), constants);
}

const ouro_module_def ouro__module_termios = {
    "termios", functions, exec, "This module provides an interface to the Posix calls for tty I/O control."};
