/* What the files of the exception classes share.
 *
 * All classes share ouro_exception; classes with attributes of their own (StopIteration.value, OSError.errno
 * ...) append references that members and `fields` describe, so traversal, deallocation and attribute access
 * need no code. */
#ifndef OURO_TYPES_EXCEPTION_TYPES_H
#define OURO_TYPES_EXCEPTION_TYPES_H

#include "object/slot.h"
#include "types/class_internal.h"
#include "types/exception.h"

/* Where reference number n of a class's own stands. */
#define EXTRA(n) (uint16_t)(sizeof(ouro_exception) + (n) * sizeof(ouro_object *))

#define MEMBER(name, index)                                                                                  \
    {                                                                                                        \
        name, EXTRA(index), false, true, NULL                                                                \
    }

static inline ouro_exception_extended *extended(ouro_object *o)
{
    return (ouro_exception_extended *)o;
}

static inline void set_extra(ouro_runtime *rt, ouro_object *self, int index, ouro_object *value_borrowed)
{
    ouro__slot_set(rt, self, &extended(self)->extra[index], value_borrowed ? ouro_ref(value_borrowed) : NULL);
}

/* exception_base.c: BaseException. */
int ouro__base_exception_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames);
/* 0, or -1 with TypeError when there are keywords. */
int ouro__exception_reject_keywords(ouro_runtime *rt, ouro_object *self, ouro_object *kwnames);
/* 0 or -1. */
int ouro__exception_set_args(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs);
ouro_object *ouro__base_exception_str(ouro_runtime *rt, ouro_object *self);
ouro_object *ouro__base_exception_repr(ouro_runtime *rt, ouro_object *self);
ouro_object *ouro__base_exception_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                         size_t nargs, ouro_object *kwnames);
extern const ouro_method_def ouro__base_exception_methods[];
extern const ouro_getset_def ouro__base_exception_getsets[], ouro__base_exception_fields_shown[];

/* exception_os.c: OSError and its kinds. */
ouro_object *ouro__os_error_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames);
int ouro__os_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                        ouro_object *kwnames);
ouro_object *ouro__os_error_str(ouro_runtime *rt, ouro_object *self);
extern const ouro_method_def ouro__os_error_methods[];
extern const ouro_getset_def ouro__os_error_getsets[];
extern const ouro_member_def ouro__os_error_members[];

/* exception_syntax.c: SyntaxError and its kinds. */
int ouro__syntax_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                            ouro_object *kwnames);
ouro_object *ouro__syntax_error_str(ouro_runtime *rt, ouro_object *self);
extern const ouro_member_def ouro__syntax_error_members[];

/* exception_unicode.c: UnicodeError's kinds. */
int ouro__unicode_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames);
ouro_object *ouro__unicode_decode_str(ouro_runtime *rt, ouro_object *self);
ouro_object *ouro__unicode_encode_str(ouro_runtime *rt, ouro_object *self);
extern const ouro_member_def ouro__unicode_error_members[];

#endif
