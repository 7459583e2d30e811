/* The exception classes: one table, a few families of constructors, their attributes.
 *
 * All share ouro_exception; classes with attributes of their own (StopIteration.value, OSError.errno ...) append references
 * that members and `fields` describe, so traversal, deallocation and attribute access need no code here. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "object/slot.h"
#include "types/buffer.h"
#include "types/bytes.h"
#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception_group.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

#define EXTRA(n) (uint16_t)(sizeof(ouro_exception) + (n) * sizeof(ouro_object *))
#define BASE_FIELDS                                                                                                  \
    offsetof(ouro_exception, args), offsetof(ouro_exception, traceback), offsetof(ouro_exception, context),          \
        offsetof(ouro_exception, cause)

static const uint16_t fields_0[] = {BASE_FIELDS, 0};
static const uint16_t fields_1[] = {BASE_FIELDS, EXTRA(0), 0};
static const uint16_t fields_2[] = {BASE_FIELDS, EXTRA(0), EXTRA(1), 0};
static const uint16_t fields_3[] = {BASE_FIELDS, EXTRA(0), EXTRA(1), EXTRA(2), 0};

static const uint16_t fields_5[] = {BASE_FIELDS, EXTRA(0), EXTRA(1), EXTRA(2), EXTRA(3), EXTRA(4), 0};
static const uint16_t fields_8[] = {BASE_FIELDS, EXTRA(0), EXTRA(1), EXTRA(2), EXTRA(3),
                                    EXTRA(4),    EXTRA(5), EXTRA(6), EXTRA(7), 0};

static ouro_exception_extended *extended(ouro_object *o)
{
    return (ouro_exception_extended *)o;
}

static void set_extra(ouro_runtime *rt, ouro_object *self, int index, ouro_object *value_borrowed)
{
    ouro__slot_set(rt, self, &extended(self)->extra[index], value_borrowed ? ouro_ref(value_borrowed) : NULL);
}

static int set_args(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs)
{
    ouro_object *tuple = ouro__tuple_from(rt, args, nargs);
    if (!tuple)
        return -1;
    ouro__slot_set(rt, self, &((ouro_exception *)self)->args, tuple);
    return 0;
}

/* BaseException: construction and text. */

ouro_object *ouro__base_exception_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                      ouro_object *kwnames)
{
    (void)kwnames;
    ouro_type *type = ((ouro_class *)cls)->type;
    ouro_object *self = ouro__new_object(rt, type, type->size);
    if (!self)
        return NULL;
    ouro__slot_init(&((ouro_exception *)self)->args, ouro_ref(OURO_EMPTY_TUPLE(rt)));
    if (nargs && set_args(rt, self, args, nargs) < 0) {
        ouro_decref(rt, self);
        return NULL;
    }
    ouro__track(self);
    return self;
}

static int reject_keywords(ouro_runtime *rt, ouro_object *self, ouro_object *kwnames)
{
    if (kwnames && ((ouro_tuple *)kwnames)->count) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%T() takes no keyword arguments", self);
        return -1;
    }
    return 0;
}

static int base_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                     ouro_object *kwnames)
{
    if (reject_keywords(rt, self, kwnames) < 0)
        return -1;
    return set_args(rt, self, args, nargs);
}

static ouro_object *base_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_tuple *args = (ouro_tuple *)((ouro_exception *)self)->args;
    if (!args || args->count == 0)
        return ouro_ref(OURO_EMPTY_STR(rt));
    if (args->count == 1)
        return ouro__str(rt, args->items[0]);
    return ouro__str(rt, (ouro_object *)args);
}

/* The class's name without the module, as repr shows it. */
static const char *bare_name(ouro_runtime *rt, ouro_object *self)
{
    const char *name = ouro__type_of(rt, self)->name;
    const char *dot = strrchr(name, '.');
    return dot ? dot + 1 : name;
}

static ouro_object *base_repr(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *args = ((ouro_exception *)self)->args;
    if (!args)
        args = OURO_EMPTY_TUPLE(rt);
    if (((ouro_tuple *)args)->count == 1)
        return ouro__str_format(rt, "%s(%R)", bare_name(rt, self), ((ouro_tuple *)args)->items[0]);
    return ouro__str_format(rt, "%s%R", bare_name(rt, self), args);
}

/* BaseException: attributes. */

static ouro_object *or_none(ouro_runtime *rt, ouro_object *value)
{
    return ouro_ref(value ? value : OURO_NONE(rt));
}

static ouro_object *get_args(ouro_runtime *rt, ouro_object *self)
{
    return or_none(rt, ((ouro_exception *)self)->args);
}

static int put_args(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!value) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "args may not be deleted");
        return -1;
    }
    ouro_object *tuple = ouro__tuple_from_iterable(rt, value);
    if (!tuple)
        return -1;
    ouro__slot_set(rt, self, &((ouro_exception *)self)->args, tuple);
    return 0;
}

static ouro_object *get_traceback(ouro_runtime *rt, ouro_object *self)
{
    return or_none(rt, ((ouro_exception *)self)->traceback);
}

static int put_traceback(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!value) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__traceback__ may not be deleted");
        return -1;
    }
    if (value != OURO_NONE(rt) && !ouro__is_exactly(value, OURO_T_TRACEBACK)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__traceback__ must be a traceback or None");
        return -1;
    }
    ouro__slot_set(rt, self, &((ouro_exception *)self)->traceback,
                   value == OURO_NONE(rt) ? NULL : ouro_ref(value));
    return 0;
}

static ouro_object *get_context(ouro_runtime *rt, ouro_object *self)
{
    return or_none(rt, ((ouro_exception *)self)->context);
}

static ouro_object *get_cause(ouro_runtime *rt, ouro_object *self)
{
    return or_none(rt, ((ouro_exception *)self)->cause);
}

/* Checks a value for __context__ or __cause__; *out is NULL for None. */
static int chained(ouro_runtime *rt, ouro_object *value, const char *what, ouro_object **out)
{
    if (!value) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__%s__ may not be deleted", what);
        return -1;
    }
    *out = value == OURO_NONE(rt) ? NULL : value;
    if (*out && !ouro__is_exception(rt, value)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "exception %s must be None or derive from BaseException", what);
        return -1;
    }
    return 0;
}

static int put_context(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    ouro_object *context;
    if (chained(rt, value, "context", &context) < 0)
        return -1;
    ouro__slot_set(rt, self, &((ouro_exception *)self)->context, context ? ouro_ref(context) : NULL);
    return 0;
}

static int put_cause(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    ouro_object *cause;
    if (chained(rt, value, "cause", &cause) < 0)
        return -1;
    ((ouro_exception *)self)->suppress_context = 1;
    ouro__slot_set(rt, self, &((ouro_exception *)self)->cause, cause ? ouro_ref(cause) : NULL);
    return 0;
}

static ouro_object *get_suppress(ouro_runtime *rt, ouro_object *self)
{
    return ouro__bool(rt, ((ouro_exception *)self)->suppress_context != 0);
}

static int put_suppress(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!value) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "can't delete numeric/char attribute");
        return -1;
    }
    if (!ouro__is_exactly(value, OURO_T_BOOL)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "attribute value type must be bool");
        return -1;
    }
    ((ouro_exception *)self)->suppress_context = value == OURO_TRUE(rt);
    return 0;
}

static const ouro_getset_def base_getsets[] = {
    {"args", get_args, put_args, NULL},
    {"__traceback__", get_traceback, put_traceback, NULL},
    {"__context__", get_context, put_context, "exception context"},
    {"__cause__", get_cause, put_cause, "exception cause"},
    {"__suppress_context__", get_suppress, put_suppress, NULL},
    {"__dict__", ouro__get_own_dict, ouro__put_own_dict, NULL},
    {0},
};

static ouro_object *with_traceback(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                   ouro_object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    return put_traceback(rt, self, args[0]) < 0 ? NULL : ouro_ref(self);
}

static ouro_object *add_note(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "note must be a str, not '%T'", args[0]);
    ouro_object *notes;
    int found = ouro__getattr_optional(rt, self, NAME(rt, __notes__), &notes);
    if (found < 0)
        return NULL;
    if (!found) {
        notes = ouro__list_new(rt, 1);
        if (!notes)
            return NULL;
        if (ouro__setattr(rt, self, NAME(rt, __notes__), notes) < 0) {
            ouro_decref(rt, notes);
            return NULL;
        }
    }
    int status = -1;
    if (!ouro__is_list(rt, notes))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "Cannot add note: __notes__ is not a list");
    else
        status = ouro__list_append(rt, notes, args[0]);
    ouro_decref(rt, notes);
    return status < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

/* (class, args) or (class, args, attributes), for copy and pickle. */
static ouro_object *base_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    ouro_object *own = ((ouro_exception *)self)->args;
    uint64_t word = ouro__attrs_of(rt, ouro__type_of(rt, self), self)->word;
    if (!ouro__attrs_pointer(word))
        return ouro__tuple_of(rt, (size_t)2, ouro__class_of(rt, self), own);
    ouro_object *dict = ouro__instance_dict(rt, self);
    return dict ? ouro__tuple_of(rt, (size_t)3, ouro__class_of(rt, self), own, dict) : NULL;
}

static ouro_object *base_setstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    if (args[0] == OURO_NONE(rt))
        return ouro_ref(OURO_NONE(rt));
    if (!ouro__is_dict(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "state is not a dictionary");
    size_t position = 0;
    ouro_object *key, *value;
    while (ouro__dict_next(rt, args[0], &position, &key, &value)) {
        if (ouro__setattr(rt, self, key, value) < 0)
            return NULL;
    }
    return ouro_ref(OURO_NONE(rt));
}

static const ouro_method_def base_methods[] = {
    {"with_traceback", with_traceback, 0, 1, 1,
     "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self."},
    {"add_note", add_note, 0, 1, 1, "Exception.add_note(note) --\n    add a note to the exception"},
    {"__reduce__", base_reduce, 0, 0, 0, NULL},
    {"__setstate__", base_setstate, 0, 1, 1, NULL},
    {0},
};

/* StopIteration.value, SystemExit.code: the first argument, or all of them. */

static int first_argument_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    if (base_init(rt, self, args, nargs, kwnames) < 0)
        return -1;
    bool all = nargs > 1 && ouro__is_subtype(rt, ouro__class_of(rt, self), ouro__class_at(rt, OURO_T_SYSTEM_EXIT));
    set_extra(rt, self, 0, nargs == 0 ? NULL : all ? ((ouro_exception *)self)->args : args[0]);
    return 0;
}

/* Keyword attributes: NameError(name=), AttributeError(obj=, name=), ImportError(name=, path=). */

static int keyword_attributes(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames, const char *function, const char *const *names, int first_extra)
{
    int count = 0;
    while (names[count])
        count++;
    ouro_object *values[2] = {NULL, NULL};
    ouro_signature signature = {function, names, 0, 0, 0, (uint8_t)count};
    if (ouro__parse_arguments(rt, &signature, args + nargs, 0, kwnames, values) < 0)
        return -1;
    if (set_args(rt, self, args, nargs) < 0)
        return -1;
    for (int i = 0; i < count; i++)
        set_extra(rt, self, first_extra + i, values[i]);
    return 0;
}

static int name_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                           ouro_object *kwnames)
{
    static const char *const names[] = {"name", NULL};
    return keyword_attributes(rt, self, args, nargs, kwnames, "NameError", names, OURO_NAME_ERROR_NAME);
}

static int attribute_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    static const char *const names[] = {"obj", "name", NULL};
    return keyword_attributes(rt, self, args, nargs, kwnames, "AttributeError", names, OURO_ATTRIBUTE_ERROR_OBJ);
}

static int import_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    static const char *const names[] = {"name", "path", NULL};
    if (keyword_attributes(rt, self, args, nargs, kwnames, "ImportError", names, OURO_IMPORT_ERROR_NAME) < 0)
        return -1;
    set_extra(rt, self, OURO_IMPORT_ERROR_MSG, nargs == 1 ? args[0] : NULL);
    return 0;
}

static ouro_object *import_error_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *message = extended(self)->extra[OURO_IMPORT_ERROR_MSG];
    if (message && ouro__is_exactly(message, OURO_T_STR))
        return ouro_ref(message);
    return base_str(rt, self);
}

static ouro_object *key_error_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_tuple *args = (ouro_tuple *)((ouro_exception *)self)->args;
    if (args && args->count == 1)
        return ouro__repr(rt, args->items[0]);
    return base_str(rt, self);
}

/* OSError: the class for an errno, and its attributes. */

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

static const ouro_getset_def os_error_getsets[] = {
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
    return set_args(rt, self, args, kept);
}

static ouro_object *os_error_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
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

static int os_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                         ouro_object *kwnames)
{
    if (reject_keywords(rt, self, kwnames) < 0)
        return -1;
    return os_error_fill(rt, self, args, nargs);
}

static ouro_object *os_error_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_exception_extended *e = extended(self);
    ouro_object *number = ouro__exception_extra(rt, self, OURO_OS_ERROR_ERRNO);
    ouro_object *text = ouro__exception_extra(rt, self, OURO_OS_ERROR_STRERROR);
    if (e->extra[OURO_OS_ERROR_FILENAME]) {
        if (e->extra[OURO_OS_ERROR_FILENAME2])
            return ouro__str_format(rt, "[Errno %S] %S: %R -> %R", number, text, e->extra[OURO_OS_ERROR_FILENAME],
                                    e->extra[OURO_OS_ERROR_FILENAME2]);
        return ouro__str_format(rt, "[Errno %S] %S: %R", number, text, e->extra[OURO_OS_ERROR_FILENAME]);
    }
    if (e->extra[OURO_OS_ERROR_ERRNO] && e->extra[OURO_OS_ERROR_STRERROR])
        return ouro__str_format(rt, "[Errno %S] %S", number, text);
    return base_str(rt, self);
}

/* SyntaxError(msg, (filename, lineno, offset, text[, end_lineno, end_offset])). */

static int syntax_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    if (base_init(rt, self, args, nargs, kwnames) < 0)
        return -1;
    if (nargs >= 1)
        set_extra(rt, self, OURO_SYNTAX_ERROR_MSG, args[0]);
    if (nargs != 2)
        return 0;
    ouro_object *info = ouro__tuple_from_iterable(rt, args[1]);
    if (!info)
        return -1;
    size_t count = ((ouro_tuple *)info)->count;
    int status = -1;
    if (count != 4 && count != 6) {
        if (count < 4)
            ouro__raise(rt, OURO_T_TYPE_ERROR, "function missing required argument '%s' (pos %zu)",
                        count == 0   ? "filename"
                        : count == 1 ? "lineno"
                        : count == 2 ? "offset"
                                     : "text",
                        count + 1);
        else if (count == 5)
            ouro__raise(rt, OURO_T_TYPE_ERROR, "end_offset must be provided when end_lineno is provided");
        else
            ouro__raise(rt, OURO_T_TYPE_ERROR, "function takes at most 6 arguments (%zu given)", count);
    } else {
        for (size_t i = 0; i < count; i++)
            set_extra(rt, self, OURO_SYNTAX_ERROR_FILENAME + (int)i, ((ouro_tuple *)info)->items[i]);
        status = 0;
    }
    ouro_decref(rt, info);
    return status;
}

static ouro_object *syntax_error_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *message = ouro__exception_extra(rt, self, OURO_SYNTAX_ERROR_MSG);
    ouro_object *file = extended(self)->extra[OURO_SYNTAX_ERROR_FILENAME];
    ouro_object *line = extended(self)->extra[OURO_SYNTAX_ERROR_LINENO];
    bool has_file = file && ouro__is_str(rt, file);
    bool has_line = line && ouro__is_exactly(line, OURO_T_INT);
    ouro_object *base = NULL;
    if (has_file) {
        int64_t slash = -1;
        size_t length = ouro__str_length(file);
        for (size_t i = 0; i < length; i++) {
            if (ouro__str_char(file, i) == '/')
                slash = (int64_t)i;
        }
        base = ouro__str_slice(rt, file, (size_t)(slash + 1), length);
        if (!base)
            return NULL;
    }
    ouro_object *text;
    if (has_file && has_line)
        text = ouro__str_format(rt, "%S (%U, line %S)", message, base, line);
    else if (has_file)
        text = ouro__str_format(rt, "%S (%U)", message, base);
    else if (has_line)
        text = ouro__str_format(rt, "%S (line %S)", message, line);
    else
        text = ouro__str(rt, message);
    ouro_xdecref(rt, base);
    return text;
}

/* UnicodeError and its kinds: (encoding, object, start, end, reason). */

static int unicode_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    if (base_init(rt, self, args, nargs, kwnames) < 0)
        return -1;
    bool translate =
        ouro__is_subtype(rt, ouro__class_of(rt, self), ouro__class_at(rt, OURO_T_UNICODE_TRANSLATE_ERROR));
    size_t expected = translate ? 4 : 5;
    if (nargs != expected) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "function takes exactly %zu arguments (%zu given)", expected, nargs);
        return -1;
    }
    for (size_t i = 0; i < expected; i++) {
        int index = (int)i + (translate ? 1 : 0);
        if ((index == OURO_UNICODE_ERROR_ENCODING || index == OURO_UNICODE_ERROR_REASON) &&
            !ouro__is_str(rt, args[i])) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "argument %zu must be str, not %V", i + 1, args[i]);
            return -1;
        }
        if ((index == OURO_UNICODE_ERROR_START || index == OURO_UNICODE_ERROR_END) &&
            !ouro__is_int(rt, args[i])) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object cannot be interpreted as an integer", args[i]);
            return -1;
        }
    }
    bool decode = ouro__is_subtype(rt, ouro__class_of(rt, self), ouro__class_at(rt, OURO_T_UNICODE_DECODE_ERROR));
    ouro_object *object = decode && !ouro__is_bytes(rt, args[1]) ? ouro__buffer_to_bytes(rt, args[1]) : NULL; /* as it is now */
    if (decode && !object && rt->error)
        return -1;
    for (size_t i = 0; i < expected; i++) {
        int index = (int)i + (translate ? 1 : 0);
        set_extra(rt, self, index, object && index == OURO_UNICODE_ERROR_OBJECT ? object : args[i]);
    }
    ouro_xdecref(rt, object);
    return 0;
}

static int64_t extra_index(ouro_runtime *rt, ouro_object *self, int index)
{
    int64_t value = 0;
    ouro_object *o = extended(self)->extra[index];
    if (o && ouro__is_int(rt, o))
        (void)ouro__int_as_int64(rt, o, &value);
    return value;
}

static ouro_object *unicode_decode_str(ouro_runtime *rt, ouro_object *self)
{
    if (!extended(self)->extra[OURO_UNICODE_ERROR_OBJECT])
        return ouro_ref(OURO_EMPTY_STR(rt));
    ouro_object *encoding = ouro__exception_extra(rt, self, OURO_UNICODE_ERROR_ENCODING);
    ouro_object *object = ouro__exception_extra(rt, self, OURO_UNICODE_ERROR_OBJECT);
    ouro_object *reason = ouro__exception_extra(rt, self, OURO_UNICODE_ERROR_REASON);
    int64_t start = extra_index(rt, self, OURO_UNICODE_ERROR_START);
    int64_t end = extra_index(rt, self, OURO_UNICODE_ERROR_END);
    int64_t length = ouro__length(rt, object);
    if (length < 0)
        return NULL;
    if (start >= 0 && start < length && end == start + 1) {
        ouro_object *index = ouro__int_new(rt, start);
        ouro_object *byte = index ? ouro__getitem(rt, object, index) : NULL;
        ouro_xdecref(rt, index);
        int64_t value = 0;
        if (!byte)
            return NULL;
        (void)ouro__int_as_int64(rt, byte, &value);
        ouro_decref(rt, byte);
        return ouro__str_format(rt, "'%S' codec can't decode byte 0x%02x in position %lld: %S", encoding,
                                (unsigned)value, (long long)start, reason);
    }
    return ouro__str_format(rt, "'%S' codec can't decode bytes in position %lld-%lld: %S", encoding,
                            (long long)start, (long long)end - 1, reason);
}

static ouro_object *unicode_encode_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *object = ouro__exception_extra(rt, self, OURO_UNICODE_ERROR_OBJECT);
    if (!ouro__is_str(rt, object))
        return ouro_ref(OURO_EMPTY_STR(rt));
    bool translate = !extended(self)->extra[OURO_UNICODE_ERROR_ENCODING];
    ouro_object *encoding = ouro__exception_extra(rt, self, OURO_UNICODE_ERROR_ENCODING);
    ouro_object *reason = ouro__exception_extra(rt, self, OURO_UNICODE_ERROR_REASON);
    int64_t start = extra_index(rt, self, OURO_UNICODE_ERROR_START);
    int64_t end = extra_index(rt, self, OURO_UNICODE_ERROR_END);
    if (start >= 0 && start < (int64_t)ouro__str_length(object) && end == start + 1) {
        uint32_t c = ouro__str_char(object, (size_t)start);
        const char *format = c <= 0xff     ? "\\x%02x"
                             : c <= 0xffff ? "\\u%04x"
                                           : "\\U%08x";
        char escaped[16];
        snprintf(escaped, sizeof escaped, format, (unsigned)c);
        if (translate)
            return ouro__str_format(rt, "can't translate character '%s' in position %lld: %S", escaped,
                                    (long long)start, reason);
        return ouro__str_format(rt, "'%S' codec can't encode character '%s' in position %lld: %S", encoding, escaped,
                                (long long)start, reason);
    }
    if (translate)
        return ouro__str_format(rt, "can't translate characters in position %lld-%lld: %S", (long long)start,
                                (long long)end - 1, reason);
    return ouro__str_format(rt, "'%S' codec can't encode characters in position %lld-%lld: %S", encoding,
                            (long long)start, (long long)end - 1, reason);
}

/* Members. */

#define MEMBER(name, index) {name, EXTRA(index), false, true, NULL}

static const ouro_member_def stop_iteration_members[] = {MEMBER("value", OURO_STOP_ITERATION_VALUE), {0}};
static const ouro_member_def system_exit_members[] = {MEMBER("code", OURO_SYSTEM_EXIT_CODE), {0}};
static const ouro_member_def name_error_members[] = {MEMBER("name", OURO_NAME_ERROR_NAME), {0}};
static const ouro_member_def attribute_error_members[] = {
    MEMBER("obj", OURO_ATTRIBUTE_ERROR_OBJ), MEMBER("name", OURO_ATTRIBUTE_ERROR_NAME), {0}};
static const ouro_member_def import_error_members[] = {MEMBER("msg", OURO_IMPORT_ERROR_MSG),
                                                       MEMBER("name", OURO_IMPORT_ERROR_NAME),
                                                       MEMBER("path", OURO_IMPORT_ERROR_PATH),
                                                       {0}};
static const ouro_member_def os_error_members[] = {MEMBER("errno", OURO_OS_ERROR_ERRNO),
                                                   MEMBER("strerror", OURO_OS_ERROR_STRERROR),
                                                   MEMBER("filename", OURO_OS_ERROR_FILENAME),
                                                   MEMBER("filename2", OURO_OS_ERROR_FILENAME2),
                                                   {0}};
static const ouro_member_def syntax_error_members[] = {
    MEMBER("msg", OURO_SYNTAX_ERROR_MSG),
    MEMBER("filename", OURO_SYNTAX_ERROR_FILENAME),
    MEMBER("lineno", OURO_SYNTAX_ERROR_LINENO),
    MEMBER("offset", OURO_SYNTAX_ERROR_OFFSET),
    MEMBER("text", OURO_SYNTAX_ERROR_TEXT),
    MEMBER("end_lineno", OURO_SYNTAX_ERROR_END_LINENO),
    MEMBER("end_offset", OURO_SYNTAX_ERROR_END_OFFSET),
    MEMBER("print_file_and_line", OURO_SYNTAX_ERROR_PRINT_FILE_AND_LINE),
    {0}};
static const ouro_member_def unicode_members[] = {MEMBER("encoding", OURO_UNICODE_ERROR_ENCODING),
                                                  MEMBER("object", OURO_UNICODE_ERROR_OBJECT),
                                                  MEMBER("start", OURO_UNICODE_ERROR_START),
                                                  MEMBER("end", OURO_UNICODE_ERROR_END),
                                                  MEMBER("reason", OURO_UNICODE_ERROR_REASON),
                                                  {0}};

/* name and path are not among an ImportError's arguments: they travel with its attributes. */
OURO_METHOD(import_error_reduce)
{
    (void)args, (void)nargs, (void)kwnames;
    ouro_exception *e = (ouro_exception *)self;
    uint64_t word = ouro__attrs_of(rt, ouro__type_of(rt, self), self)->word;
    ouro_object *name = extended(self)->extra[OURO_IMPORT_ERROR_NAME], *path = extended(self)->extra[OURO_IMPORT_ERROR_PATH];
    if (!name && !path)
        return base_reduce(rt, self, NULL, 0, NULL);
    ouro_object *own = ouro__attrs_pointer(word) ? ouro__instance_dict(rt, self) : NULL, *state = NULL, *result = NULL;
    if (own || !ouro__attrs_pointer(word))
        state = own ? ouro__dict_copy(rt, own) : ouro__dict_new(rt);
    if (state && (!name || ouro__dict_set_cstring(rt, state, "name", name) == 0) &&
        (!path || ouro__dict_set_cstring(rt, state, "path", path) == 0))
        result = ouro__tuple_of(rt, (size_t)3, ouro__class_of(rt, self), e->args, state);
    ouro_xdecref(rt, state);
    return result;
}

static const ouro_method_def import_error_methods[] = {{"__reduce__", import_error_reduce, 0, 0, 0, NULL}, {0}};

/* An OSError cut its file names off its arguments: they go back there. */
OURO_METHOD(os_error_reduce)
{
    ouro_exception *e = (ouro_exception *)self;
    ouro_object *file = extended(self)->extra[OURO_OS_ERROR_FILENAME], *other = extended(self)->extra[OURO_OS_ERROR_FILENAME2], *whole;
    ouro_tuple *given = (ouro_tuple *)e->args;
    if (given->count != 2 || !file)
        return base_reduce(rt, self, args, nargs, kwnames);
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

static const ouro_method_def os_error_methods[] = {{"__reduce__", os_error_reduce, 0, 0, 0, NULL}, {0}};

/* A family of classes: what its constructor, text and attributes are. */
#define FAMILY_plain 0, fields_0, base_init, ouro__base_exception_new, base_str, NULL, NULL, NULL
#define FAMILY_base 0, fields_0, base_init, ouro__base_exception_new, base_str, base_methods, base_getsets, NULL
#define FAMILY_stop_iteration 1, fields_1, first_argument_init, ouro__base_exception_new, base_str, NULL, NULL, stop_iteration_members
#define FAMILY_system_exit 1, fields_1, first_argument_init, ouro__base_exception_new, base_str, NULL, NULL, system_exit_members
#define FAMILY_name_error 1, fields_1, name_error_init, ouro__base_exception_new, base_str, NULL, NULL, name_error_members
#define FAMILY_attribute_error                                                                                       \
    2, fields_2, attribute_error_init, ouro__base_exception_new, base_str, NULL, NULL, attribute_error_members
#define FAMILY_import_error 3, fields_3, import_error_init, ouro__base_exception_new, import_error_str, import_error_methods, NULL, import_error_members
#define FAMILY_key_error 0, fields_0, base_init, ouro__base_exception_new, key_error_str, NULL, NULL, NULL
#define FAMILY_memory_error 0, fields_0, base_init, ouro__base_exception_new, base_str, NULL, NULL, NULL
#define FAMILY_os_error 5, fields_5, os_error_init, os_error_new, os_error_str, os_error_methods, os_error_getsets, os_error_members
#define FAMILY_syntax_error 8, fields_8, syntax_error_init, ouro__base_exception_new, syntax_error_str, NULL, NULL, syntax_error_members
#define FAMILY_group                                                                                                 \
    2, fields_2, base_init, ouro__exception_group_new, ouro__exception_group_str, ouro__exception_group_methods, NULL, \
        ouro__exception_group_members
#define FAMILY_inherited 2, fields_2, NULL, NULL, NULL, NULL, NULL, NULL
#define FAMILY_unicode_decode 5, fields_5, unicode_error_init, ouro__base_exception_new, unicode_decode_str, NULL, NULL, unicode_members
#define FAMILY_unicode_encode 5, fields_5, unicode_error_init, ouro__base_exception_new, unicode_encode_str, NULL, NULL, unicode_members

#define CLASS(id, base, name, family, doc) CLASS_OF(id, base, name, doc, FAMILY_##family)
#define CLASS_OF(id, base, name, doc, ...) CLASS_WITH(id, base, name, doc, __VA_ARGS__)
#define CLASS_WITH(id_, base_, name_, doc_, extra_, fields_, init_, new__, str_, methods_, getsets_, members_)       \
    {                                                                                                                \
        .id = OURO_T_##id_, .base_id = OURO_T_##base_,                                                               \
        .second_base_id = OURO_T_##id_ == OURO_T_EXCEPTION_GROUP ? OURO_T_EXCEPTION : 0, .methods = methods_,        \
        .getsets = getsets_, .members = members_, .doc = doc_,                                                       \
        .slots = {.name = name_,                                                                                     \
                  .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE | OURO_TYPE_IS_EXCEPTION |                            \
                           (OURO_T_##id_ == OURO_T_MEMORY_ERROR ? OURO_TYPE_HAS_DEL : 0),                            \
                  .size = EXTRA(extra_),                                                                             \
                  .layout = OURO_LAYOUT_LEAF,                                                                        \
                  .attrs_offset = offsetof(ouro_exception, attrs),                                                   \
                  .fields = fields_,                                                                                 \
                  .finalize = OURO_T_##id_ == OURO_T_MEMORY_ERROR ? ouro__memory_error_finalize : NULL,              \
                  .repr = base_repr,                                                                                 \
                  .str = str_,                                                                                       \
                  .new_ = new__,                                                                                     \
                  .init = init_},                                                                                    \
    }

const ouro_builtin_type ouro__builtin_exceptions[] = {
    CLASS(BASE_EXCEPTION, OBJECT, "BaseException", base, "Common base class for all exceptions"),
    CLASS(GENERATOR_EXIT, BASE_EXCEPTION, "GeneratorExit", plain, "Request that a generator exit."),
    CLASS(KEYBOARD_INTERRUPT, BASE_EXCEPTION, "KeyboardInterrupt", plain, "Program interrupted by user."),
    CLASS(SYSTEM_EXIT, BASE_EXCEPTION, "SystemExit", system_exit, "Request to exit from the interpreter."),
    CLASS(BASE_EXCEPTION_GROUP, BASE_EXCEPTION, "BaseExceptionGroup", group, "A combination of multiple unrelated exceptions."),
    CLASS(EXCEPTION, BASE_EXCEPTION, "Exception", plain, "Common base class for all non-exit exceptions."),
    CLASS(EXCEPTION_GROUP, BASE_EXCEPTION_GROUP, "ExceptionGroup", inherited, NULL),
    CLASS(ARITHMETIC_ERROR, EXCEPTION, "ArithmeticError", plain, "Base class for arithmetic errors."),
    CLASS(FLOATING_POINT_ERROR, ARITHMETIC_ERROR, "FloatingPointError", plain, "Floating point operation failed."),
    CLASS(OVERFLOW_ERROR, ARITHMETIC_ERROR, "OverflowError", plain, "Result too large to be represented."),
    CLASS(ZERO_DIVISION_ERROR, ARITHMETIC_ERROR, "ZeroDivisionError", plain, "Second argument to a division or modulo operation was zero."),
    CLASS(ASSERTION_ERROR, EXCEPTION, "AssertionError", plain, "Assertion failed."),
    CLASS(ATTRIBUTE_ERROR, EXCEPTION, "AttributeError", attribute_error, "Attribute not found."),
    CLASS(BUFFER_ERROR, EXCEPTION, "BufferError", plain, "Buffer error."),
    CLASS(EOF_ERROR, EXCEPTION, "EOFError", plain, "Read beyond end of file."),
    CLASS(IMPORT_ERROR, EXCEPTION, "ImportError", import_error, "Import can't find module, or can't find name in module."),
    CLASS(MODULE_NOT_FOUND_ERROR, IMPORT_ERROR, "ModuleNotFoundError", import_error, "Module not found."),
    CLASS(LOOKUP_ERROR, EXCEPTION, "LookupError", plain, "Base class for lookup errors."),
    CLASS(INDEX_ERROR, LOOKUP_ERROR, "IndexError", plain, "Sequence index out of range."),
    CLASS(KEY_ERROR, LOOKUP_ERROR, "KeyError", key_error, "Mapping key not found."),
    CLASS(MEMORY_ERROR, EXCEPTION, "MemoryError", memory_error, "Out of memory."),
    CLASS(NAME_ERROR, EXCEPTION, "NameError", name_error, "Name not found globally."),
    CLASS(UNBOUND_LOCAL_ERROR, NAME_ERROR, "UnboundLocalError", name_error, "Local name referenced but not bound to a value."),
    CLASS(OS_ERROR, EXCEPTION, "OSError", os_error, "Base class for I/O related errors."),
    CLASS(BLOCKING_IO_ERROR, OS_ERROR, "BlockingIOError", os_error, "I/O operation would block."),
    CLASS(CHILD_PROCESS_ERROR, OS_ERROR, "ChildProcessError", os_error, "Child process error."),
    CLASS(CONNECTION_ERROR, OS_ERROR, "ConnectionError", os_error, "Connection error."),
    CLASS(BROKEN_PIPE_ERROR, CONNECTION_ERROR, "BrokenPipeError", os_error, "Broken pipe."),
    CLASS(CONNECTION_ABORTED_ERROR, CONNECTION_ERROR, "ConnectionAbortedError", os_error, "Connection aborted."),
    CLASS(CONNECTION_REFUSED_ERROR, CONNECTION_ERROR, "ConnectionRefusedError", os_error, "Connection refused."),
    CLASS(CONNECTION_RESET_ERROR, CONNECTION_ERROR, "ConnectionResetError", os_error, "Connection reset."),
    CLASS(FILE_EXISTS_ERROR, OS_ERROR, "FileExistsError", os_error, "File already exists."),
    CLASS(FILE_NOT_FOUND_ERROR, OS_ERROR, "FileNotFoundError", os_error, "File not found."),
    CLASS(INTERRUPTED_ERROR, OS_ERROR, "InterruptedError", os_error, "Interrupted by signal."),
    CLASS(IS_A_DIRECTORY_ERROR, OS_ERROR, "IsADirectoryError", os_error, "Operation doesn't work on directories."),
    CLASS(NOT_A_DIRECTORY_ERROR, OS_ERROR, "NotADirectoryError", os_error, "Operation only works on directories."),
    CLASS(PERMISSION_ERROR, OS_ERROR, "PermissionError", os_error, "Not enough permissions."),
    CLASS(PROCESS_LOOKUP_ERROR, OS_ERROR, "ProcessLookupError", os_error, "Process not found."),
    CLASS(TIMEOUT_ERROR, OS_ERROR, "TimeoutError", os_error, "Timeout expired."),
    CLASS(REFERENCE_ERROR, EXCEPTION, "ReferenceError", plain, "Weak ref proxy used after referent went away."),
    CLASS(RUNTIME_ERROR, EXCEPTION, "RuntimeError", plain, "Unspecified run-time error."),
    CLASS(NOT_IMPLEMENTED_ERROR, RUNTIME_ERROR, "NotImplementedError", plain, "Method or function hasn't been implemented yet."),
    CLASS(RECURSION_ERROR, RUNTIME_ERROR, "RecursionError", plain, "Recursion limit exceeded."),
    CLASS(STOP_ASYNC_ITERATION, EXCEPTION, "StopAsyncIteration", plain, "Signal the end from iterator.__anext__()."),
    CLASS(STOP_ITERATION, EXCEPTION, "StopIteration", stop_iteration, "Signal the end from iterator.__next__()."),
    CLASS(SYNTAX_ERROR, EXCEPTION, "SyntaxError", syntax_error, "Invalid syntax."),
    CLASS(INDENTATION_ERROR, SYNTAX_ERROR, "IndentationError", syntax_error, "Improper indentation."),
    CLASS(TAB_ERROR, INDENTATION_ERROR, "TabError", syntax_error, "Improper mixture of spaces and tabs."),
    CLASS(SYSTEM_ERROR, EXCEPTION, "SystemError", plain, "Internal error in the Python interpreter.\n\nPlease report this to the Python maintainer, along with the traceback,\nthe Python version, and the hardware/OS platform and version."),
    CLASS(TYPE_ERROR, EXCEPTION, "TypeError", plain, "Inappropriate argument type."),
    CLASS(VALUE_ERROR, EXCEPTION, "ValueError", plain, "Inappropriate argument value (of correct type)."),
    CLASS(UNICODE_ERROR, VALUE_ERROR, "UnicodeError", plain, "Unicode related error."),
    CLASS(UNICODE_DECODE_ERROR, UNICODE_ERROR, "UnicodeDecodeError", unicode_decode, "Unicode decoding error."),
    CLASS(UNICODE_ENCODE_ERROR, UNICODE_ERROR, "UnicodeEncodeError", unicode_encode, "Unicode encoding error."),
    CLASS(UNICODE_TRANSLATE_ERROR, UNICODE_ERROR, "UnicodeTranslateError", unicode_encode, "Unicode translation error."),
    CLASS(WARNING, EXCEPTION, "Warning", plain, "Base class for warning categories."),
    CLASS(BYTES_WARNING, WARNING, "BytesWarning", plain, "Base class for warnings about bytes and buffer related problems, mostly\nrelated to conversion from str or comparing to str."),
    CLASS(DEPRECATION_WARNING, WARNING, "DeprecationWarning", plain, "Base class for warnings about deprecated features."),
    CLASS(ENCODING_WARNING, WARNING, "EncodingWarning", plain, "Base class for warnings about encodings."),
    CLASS(FUTURE_WARNING, WARNING, "FutureWarning", plain, "Base class for warnings about constructs that will change semantically\nin the future."),
    CLASS(IMPORT_WARNING, WARNING, "ImportWarning", plain, "Base class for warnings about probable mistakes in module imports"),
    CLASS(PENDING_DEPRECATION_WARNING, WARNING, "PendingDeprecationWarning", plain, "Base class for warnings about features which will be deprecated\nin the future."),
    CLASS(RESOURCE_WARNING, WARNING, "ResourceWarning", plain, "Base class for warnings about resource usage."),
    CLASS(RUNTIME_WARNING, WARNING, "RuntimeWarning", plain, "Base class for warnings about dubious runtime behavior."),
    CLASS(SYNTAX_WARNING, WARNING, "SyntaxWarning", plain, "Base class for warnings about dubious syntax."),
    CLASS(UNICODE_WARNING, WARNING, "UnicodeWarning", plain, "Base class for warnings about Unicode related problems, mostly\nrelated to conversion problems."),
    CLASS(USER_WARNING, WARNING, "UserWarning", plain, "Base class for warnings generated by user code."),
};

const size_t ouro__builtin_exception_count = sizeof ouro__builtin_exceptions / sizeof *ouro__builtin_exceptions;
