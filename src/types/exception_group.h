/* BaseExceptionGroup and ExceptionGroup (PEP 654): several exceptions as one. */
#ifndef OURO_TYPES_EXCEPTION_GROUP_H
#define OURO_TYPES_EXCEPTION_GROUP_H

#include "types/class.h"
#include "types/exception.h"
#include "types/tuple.h"

static inline bool ouro__is_exception_group(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_exception(rt, o) &&
           ouro__is_subtype(rt, ouro__class_of(rt, o), ouro__class_at(rt, OURO_T_BASE_EXCEPTION_GROUP));
}

/* The exceptions of a group, borrowed. */
static inline ouro_tuple *ouro__group_exceptions(ouro_object *group)
{
    return (ouro_tuple *)((ouro_exception_extended *)group)->extra[OURO_EXCEPTION_GROUP_EXCEPTIONS];
}

/* What of `group` is a leaf of one of the exceptions in `keep` (a list): nested as in the group, with its metadata.
 * Owned, None when nothing is. */
ouro_object *ouro__group_project(ouro_runtime *rt, ouro_object *group, ouro_object *keep);
/* BaseExceptionGroup("", exceptions), which is an ExceptionGroup when it can be. Owned. */
ouro_object *ouro__group_of(ouro_runtime *rt, ouro_object *exceptions);

/* The parts of the class table. */
ouro_object *ouro__exception_group_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args,
                                       size_t nargs, ouro_object *kwnames);
ouro_object *ouro__exception_group_str(ouro_runtime *rt, ouro_object *self);
extern const ouro_method_def ouro__exception_group_methods[];
extern const ouro_member_def ouro__exception_group_members[];

#endif
