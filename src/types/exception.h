/* Exceptions: their objects, raising them, looking at the pending one. Classes are the static types of type_ids.h. */
#ifndef OURO_TYPES_EXCEPTION_H
#define OURO_TYPES_EXCEPTION_H

#include "object/attrs.h"
#include "types/method.h"

/* BaseException and what most classes use. Classes with more (StopIteration.value, OSError.errno, SyntaxError...,
 * ImportError, UnicodeError, SystemExit.code, NameError.name, AttributeError.name and .obj) extend it. */
typedef struct ouro_exception {
    ouro_object head;
    uint64_t attrs;    /* attribute word (attrs.h) of capacity 0: a dict when something is stored */
    ouro_object *args; /* tuple */
    ouro_object *traceback, *context, *cause; /* NULL: None */
    uint64_t suppress_context;
} ouro_exception;

/* Classes with attributes of their own keep them in `extra`, in the order of these indexes; NULL: None. */
typedef struct ouro_exception_extended {
    ouro_exception base;
    ouro_object *extra[];
} ouro_exception_extended;

enum {
    OURO_STOP_ITERATION_VALUE = 0,
    OURO_SYSTEM_EXIT_CODE = 0,
    OURO_NAME_ERROR_NAME = 0,
    OURO_ATTRIBUTE_ERROR_OBJ = 0,
    OURO_ATTRIBUTE_ERROR_NAME,
    OURO_IMPORT_ERROR_MSG = 0,
    OURO_IMPORT_ERROR_NAME,
    OURO_IMPORT_ERROR_PATH,
    OURO_OS_ERROR_ERRNO = 0,
    OURO_OS_ERROR_STRERROR,
    OURO_OS_ERROR_FILENAME,
    OURO_OS_ERROR_FILENAME2,
    OURO_OS_ERROR_WRITTEN, /* characters_written */
    OURO_SYNTAX_ERROR_MSG = 0,
    OURO_SYNTAX_ERROR_FILENAME,
    OURO_SYNTAX_ERROR_LINENO,
    OURO_SYNTAX_ERROR_OFFSET,
    OURO_SYNTAX_ERROR_TEXT,
    OURO_SYNTAX_ERROR_END_LINENO,
    OURO_SYNTAX_ERROR_END_OFFSET,
    OURO_SYNTAX_ERROR_PRINT_FILE_AND_LINE,
    OURO_UNICODE_ERROR_ENCODING = 0,
    OURO_UNICODE_ERROR_OBJECT,
    OURO_UNICODE_ERROR_START,
    OURO_UNICODE_ERROR_END,
    OURO_UNICODE_ERROR_REASON,
    OURO_EXCEPTION_GROUP_MESSAGE = 0,
    OURO_EXCEPTION_GROUP_EXCEPTIONS,
};

/* An attribute of an exception of such a class: borrowed, None when not set. */
static inline ouro_object *ouro__exception_extra(ouro_runtime *rt, ouro_object *exception, int index)
{
    ouro_object *value = ((ouro_exception_extended *)exception)->extra[index];
    return value ? value : OURO_NONE(rt);
}

/* All exception classes, bases before what derives from them. */
extern const ouro_builtin_type ouro__builtin_exceptions[];
extern const size_t ouro__builtin_exception_count;
/* Fills the store of MemoryErrors; after the classes are made. 0 or -1. */
int ouro__exceptions_init(ouro_runtime *rt);
void ouro__exceptions_destroy(ouro_runtime *rt);
/* MemoryError's finalizer: puts the dying object back in the store. */
void ouro__memory_error_finalize(ouro_runtime *rt, ouro_object *o);

static inline bool ouro__is_exception(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__type_of(rt, o)->flags & OURO_TYPE_IS_EXCEPTION;
}

/* Raise: set the pending exception (context is chained to the one being handled) and return NULL. The format is
 * ouro__str_format's. When memory is refused, MemoryError is pending instead. */
void *ouro__raise(ouro_runtime *rt, enum ouro_type_id cls, const char *format, ...);
/* With one argument object (borrowed), as KeyError(key) wants it. */
void *ouro__raise_object(ouro_runtime *rt, enum ouro_type_id cls, ouro_object *argument);
/* An instance (taken over), as `raise instance` does it. */
void *ouro__raise_instance(ouro_runtime *rt, ouro_object *exception_owned);
/* UnicodeDecodeError or UnicodeEncodeError; `object` borrowed. */
void *ouro__raise_unicode(ouro_runtime *rt, enum ouro_type_id cls, const char *encoding, ouro_object *object,
                          int64_t start, int64_t end, const char *reason);
/* OSError (or its subclass for the errno) with strerror and filename (NULL: none). */
void *ouro__raise_errno(ouro_runtime *rt, int error, ouro_object *filename);
void *ouro__raise_name_error(ouro_runtime *rt, enum ouro_type_id cls, const char *format, ouro_object *name);
void *ouro__raise_attribute_error(ouro_runtime *rt, ouro_object *o,
                                  ouro_object *name); /* "'T' object has no attribute 'x'" */
/* A pending AttributeError that tells neither object nor name gets these: loading `name` of `o` ended with it. */
void ouro__complete_attribute_error(ouro_runtime *rt, ouro_object *o, ouro_object *name);
void *ouro__raise_stop_iteration(ouro_runtime *rt, ouro_object *value); /* borrowed; NULL: None */
void *ouro__bad_internal_call(ouro_runtime *rt, const char *where);     /* SystemError */

static inline bool ouro__error_pending(const ouro_runtime *rt)
{
    return rt->error != NULL;
}
/* The pending exception is an instance of the class (or a subclass). */
bool ouro__error_is(ouro_runtime *rt, enum ouro_type_id cls);
/* Takes the pending exception away: owned, NULL when none. */
ouro_object *ouro__error_take(ouro_runtime *rt);
/* Makes an exception (taken over) pending again, as it was taken: no chaining. */
void ouro__error_restore(ouro_runtime *rt, ouro_object *exception_owned);
void ouro__error_clear(ouro_runtime *rt);
/* When StopIteration is pending, clears it and gives its value (owned); else NULL. */
ouro_object *ouro__error_take_stop_value(ouro_runtime *rt);

/* The new_ slot that allocates and keeps the arguments, for those of single classes to build on. */
ouro_object *ouro__base_exception_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args,
                                      size_t nargs, ouro_object *kwnames);
/* A new exception object: cls is an exception class, args a tuple (borrowed). Calls the class: may run code. Owned. */
ouro_object *ouro__exception_new(ouro_runtime *rt, ouro_object *cls, ouro_object *args);
/* `raise what from cause` of the language: what is a class or instance (borrowed), cause may be NULL. Sets the pending one. */
void ouro__raise_statement(ouro_runtime *rt, ouro_object *what, ouro_object *cause);
/* except matching: cls is a class or a tuple of classes. 1, 0, -1 (TypeError: "catching classes that do not inherit..."). */
int ouro__exception_matches(ouro_runtime *rt, ouro_object *exception, ouro_object *cls);

/* Reports a pending exception that nobody can catch (in __del__, in callbacks) on sys.stderr in CPython's form
 * ("Exception ignored in: <...>") through sys.unraisablehook, and clears it. `where` may be NULL. */
void ouro__report_unraisable(ouro_runtime *rt, const char *message, ouro_object *where);

/* Raises KeyboardInterrupt when one was asked for: 0, or -1. What waits for the operating system calls it after EINTR. */
int ouro__check_interrupt(ouro_runtime *rt);

#endif
