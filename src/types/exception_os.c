/* OSError: the class for an errno, and its attributes. */
#include "types/exception_types.h"

#include <errno.h>

#include "types/dict.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

static const struct {
    int error;
    uint16_t id;
} classes_of_errno[] = {
    {EAGAIN, OURO_T_BLOCKING_IO_ERROR},
    {EALREADY, OURO_T_BLOCKING_IO_ERROR},
    {EINPROGRESS, OURO_T_BLOCKING_IO_ERROR},
    {EPIPE, OURO_T_BROKEN_PIPE_ERROR},
    {ESHUTDOWN, OURO_T_BROKEN_PIPE_ERROR},
    {ECHILD, OURO_T_CHILD_PROCESS_ERROR},
    {ECONNABORTED, OURO_T_CONNECTION_ABORTED_ERROR},
    {ECONNREFUSED, OURO_T_CONNECTION_REFUSED_ERROR},
    {ECONNRESET, OURO_T_CONNECTION_RESET_ERROR},
    {EEXIST, OURO_T_FILE_EXISTS_ERROR},
    {ENOENT, OURO_T_FILE_NOT_FOUND_ERROR},
    {EISDIR, OURO_T_IS_A_DIRECTORY_ERROR},
    {ENOTDIR, OURO_T_NOT_A_DIRECTORY_ERROR},
    {EINTR, OURO_T_INTERRUPTED_ERROR},
    {EACCES, OURO_T_PERMISSION_ERROR},
    {EPERM, OURO_T_PERMISSION_ERROR},
    {ESRCH, OURO_T_PROCESS_LOOKUP_ERROR},
    {ETIMEDOUT, OURO_T_TIMEOUT_ERROR},
};

static ouro_object *class_of_errno(ouro_runtime *rt, int64_t error)
{
    for (size_t i = 0; i < sizeof classes_of_errno / sizeof *classes_of_errno; i++) {
        if (classes_of_errno[i].error == error)
            return ouro__class_at(rt, (enum ouro_type_id)classes_of_errno[i].id);
    }
    return ouro__class_at(rt, OURO_T_OS_ERROR);
}

/* The third argument of BlockingIOError is how much was written, when it is a number. */
static bool counts_written(ouro_runtime *rt, ouro_object *self, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    return type->number && type->number->index &&
           ouro__is_subtype(rt, ouro__class_of(rt, self), ouro__class_at(rt, OURO_T_BLOCKING_IO_ERROR));
}

static ouro_object *get_characters_written(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *written = ((ouro_exception_extended *)self)->extra[OURO_OS_ERROR_WRITTEN];
    return written ? ouro_ref(written) : ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "characters_written");
}

static int set_characters_written(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    ouro_object **slot = &((ouro_exception_extended *)self)->extra[OURO_OS_ERROR_WRITTEN];
    if (!value && !*slot) {
        ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "characters_written");
        return -1;
    }
    ouro_object *number = value ? ouro__index(rt, value) : NULL;
    if (value && !number)
        return -1;
    ouro__slot_set(rt, self, slot, number);
    return 0;
}

const ouro_getset_def ouro__os_error_getsets[] = {
    {"characters_written", get_characters_written, set_characters_written, NULL},
    {0},
};

/* OSError(errno, strerror[, filename[, winerror[, filename2]]]); other forms keep only args. */
static int os_error_fill(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs)
{
    size_t kept = nargs;
    if (nargs >= 2 && nargs <= 5) {
        set_extra(rt, self, OURO_OS_ERROR_ERRNO, args[0]);
        set_extra(rt, self, OURO_OS_ERROR_STRERROR, args[1]);
        if (nargs >= 3 && counts_written(rt, self, args[2])) {
            ouro_object *written = ouro__index(rt, args[2]);
            if (!written)
                return -1;
            set_extra(rt, self, OURO_OS_ERROR_WRITTEN, written);
            ouro_decref(rt, written);
        } else if (nargs >= 3 && args[2] != OURO_NONE(rt)) {
            set_extra(rt, self, OURO_OS_ERROR_FILENAME, args[2]);
            if (nargs == 5 && args[4] != OURO_NONE(rt))
                set_extra(rt, self, OURO_OS_ERROR_FILENAME2, args[4]);
            kept = 2;
        }
    }
    return ouro__exception_set_args(rt, self, args, kept);
}

ouro_object *ouro__os_error_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    int64_t error;
    if (cls == ouro__class_at(rt, OURO_T_OS_ERROR) && nargs >= 2 && ouro__is_int(rt, args[0]) &&
        ouro__int_as_int64(rt, args[0], &error) == 0)
        cls = class_of_errno(rt, error);
    ouro_object *self = ouro__base_exception_new(rt, cls, args, nargs, kwnames);
    if (self && os_error_fill(rt, self, args, nargs) < 0) {
        ouro_decref(rt, self);
        return NULL;
    }
    return self;
}

int ouro__os_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                        ouro_object *kwnames)
{
    if (ouro__exception_reject_keywords(rt, self, kwnames) < 0)
        return -1;
    return os_error_fill(rt, self, args, nargs);
}

ouro_object *ouro__os_error_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_exception_extended *e = extended(self);
    ouro_object *number = ouro__exception_extra(rt, self, OURO_OS_ERROR_ERRNO);
    ouro_object *text = ouro__exception_extra(rt, self, OURO_OS_ERROR_STRERROR);
    if (e->extra[OURO_OS_ERROR_FILENAME]) {
        if (e->extra[OURO_OS_ERROR_FILENAME2])
            return ouro__str_format(rt, "[Errno %S] %S: %R -> %R", number, text,
                                    e->extra[OURO_OS_ERROR_FILENAME], e->extra[OURO_OS_ERROR_FILENAME2]);
        return ouro__str_format(rt, "[Errno %S] %S: %R", number, text, e->extra[OURO_OS_ERROR_FILENAME]);
    }
    if (e->extra[OURO_OS_ERROR_ERRNO] && e->extra[OURO_OS_ERROR_STRERROR])
        return ouro__str_format(rt, "[Errno %S] %S", number, text);
    return ouro__base_exception_str(rt, self);
}

const ouro_member_def ouro__os_error_members[] = {MEMBER("errno", OURO_OS_ERROR_ERRNO),
                                                  MEMBER("strerror", OURO_OS_ERROR_STRERROR),
                                                  MEMBER("filename", OURO_OS_ERROR_FILENAME),
                                                  MEMBER("filename2", OURO_OS_ERROR_FILENAME2),
                                                  {0}};

/* An OSError cut its file names off its arguments: they go back there. */
OURO_METHOD(os_error_reduce)
{
    ouro_exception *e = (ouro_exception *)self;
    ouro_object *file = extended(self)->extra[OURO_OS_ERROR_FILENAME],
                *other = extended(self)->extra[OURO_OS_ERROR_FILENAME2], *whole;
    ouro_tuple *given = (ouro_tuple *)e->args;
    if (given->count != 2 || !file)
        return ouro__base_exception_reduce(rt, self, args, nargs, kwnames);
    if (other) /* the fourth argument is Windows' number of the error */
        whole = ouro__tuple_of(rt, (size_t)5, given->items[0], given->items[1], file, OURO_NONE(rt), other);
    else
        whole = ouro__tuple_of(rt, (size_t)3, given->items[0], given->items[1], file);
    if (!whole)
        return NULL;
    ouro_object *result = NULL;
    uint64_t word = ouro__attrs_of(rt, ouro__type_of(rt, self), self)->word;
    ouro_object *own = ouro__attrs_pointer(word) ? ouro__instance_dict(rt, self) : NULL;
    if (own)
        result = ouro__tuple_of(rt, (size_t)3, ouro__class_of(rt, self), whole, own);
    else if (!ouro__attrs_pointer(word))
        result = ouro__tuple_of(rt, (size_t)2, ouro__class_of(rt, self), whole);
    ouro_decref(rt, whole);
    return result;
}

const ouro_method_def ouro__os_error_methods[] = {{"__reduce__", os_error_reduce, 0, 0, 0, NULL}, {0}};
