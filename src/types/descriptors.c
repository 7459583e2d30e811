/* Descriptors of built-in classes: methods, class methods, attributes with C functions, attributes at an offset.
 *
 * Those of methods are leaves: they stand in built-in classes only, which live as long as the runtime, so nothing that
 * they hold needs the collector. The others also stand in classes of programs (__dict__, __slots__). */
#include "types/class_internal.h"
#include "types/end_slots.h"
#include "types/exception.h"
#include "types/object_reduce.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

/* --- documentation --------------------------------------------------------------------------------------- */

/* Where the text behind a leading "name(...)\n--\n\n" starts; the signature between the name and the dashes. */
static const char *split_doc(const char *name, const char *doc, const char **signature, size_t *length)
{
    size_t n = strlen(name);
    const char *dash;
    if (strncmp(doc, name, n) == 0 && doc[n] == '(' && (dash = strstr(doc, ")\n--\n\n"))) {
        *signature = doc + n;
        *length = (size_t)(dash + 1 - *signature);
        return dash + 6;
    }
    *signature = NULL;
    return doc;
}

ouro_object *ouro__doc_text(ouro_runtime *rt, const char *name, const char *doc)
{
    const char *signature;
    size_t length;
    return doc ? ouro__str_from_cstring(rt, split_doc(name, doc, &signature, &length)) : OURO_NONE(rt);
}

ouro_object *ouro__doc_signature(ouro_runtime *rt, const char *name, const char *doc)
{
    const char *signature = NULL;
    size_t length = 0;
    if (doc)
        split_doc(name, doc, &signature, &length);
    return signature ? ouro__str_from_utf8(rt, signature, length) : OURO_NONE(rt);
}

static ouro_object *qualified(ouro_runtime *rt, ouro_object *cls, const char *name)
{
    return ouro__str_format(rt, "%U.%s", ((ouro_class *)cls)->qualname, name);
}

/* --- methods --------------------------------------------------------------------------------------------- */

static const uint16_t method_fields[] = {offsetof(ouro_method_descriptor, cls), 0};

static inline const ouro_method_descriptor *as_method(ouro_object *o)
{
    return (const ouro_method_descriptor *)o;
}

ouro_object *ouro__method_descriptor_new(ouro_runtime *rt, ouro_object *cls, const ouro_method_def *def)
{
    uint32_t word =
        OURO_WORD(def->flags & OURO_METH_CLASS ? OURO_T_CLASS_METHOD_DESCRIPTOR : OURO_T_METHOD_DESCRIPTOR);
    ouro_method_descriptor *d = ouro__new_leaf(rt, sizeof *d, word);
    if (!d)
        return NULL;
    d->def = def;
    ouro__slot_init(&d->cls, ouro_ref(cls));
    return &d->head;
}

static ouro_object *method_repr(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_format(rt, "<method '%s' of '%N' objects>", as_method(o)->def->name, as_method(o)->cls);
}

static bool applies(ouro_runtime *rt, ouro_object *cls, ouro_object *o, const char *name)
{
    if (ouro__class_of(rt, o) == cls || ouro__is_subtype(rt, ouro__class_of(rt, o), cls))
        return true;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "descriptor '%s' for '%N' objects doesn't apply to a '%T' object",
                name, cls, o);
    return false;
}

static ouro_object *method_get(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *cls)
{
    (void)cls;
    const ouro_method_descriptor *d = as_method(descr);
    if (!o)
        return ouro_ref(descr);
    return applies(rt, d->cls, o, d->def->name) ? ouro__builtin_function_new(rt, d->def, o, NULL) : NULL;
}

static ouro_object *method_call(ouro_runtime *rt, ouro_object *o, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    const ouro_method_descriptor *d = as_method(o);
    if (ouro__unlikely(nargs == 0))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "unbound method %U.%s() needs an argument",
                           ((ouro_class *)d->cls)->qualname, d->def->name);
    if (ouro__unlikely(!applies(rt, d->cls, args[0], d->def->name)))
        return NULL;
    return ouro__call_def(rt, d->def, args[0], args + 1, nargs - 1, kwnames);
}

static ouro_object *method_name(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_from_cstring(rt, as_method(o)->def->name);
}
static ouro_object *method_qualname(ouro_runtime *rt, ouro_object *o)
{
    return qualified(rt, as_method(o)->cls, as_method(o)->def->name);
}
static ouro_object *method_doc(ouro_runtime *rt, ouro_object *o)
{
    return ouro__doc_text(rt, as_method(o)->def->name, as_method(o)->def->doc);
}
static ouro_object *method_signature(ouro_runtime *rt, ouro_object *o)
{
    return ouro__doc_signature(rt, as_method(o)->def->name, as_method(o)->def->doc);
}

static const ouro_getset_def method_getsets[] = {
    {"__qualname__", method_qualname, NULL, NULL},
    {"__doc__", method_doc, NULL, NULL},
    {"__text_signature__", method_signature, NULL, NULL},
    {0},
};
static const ouro_getset_def method_fields_shown[] = {
    {"__name__", method_name, NULL, NULL},
    {0},
};
static const ouro_member_def method_members[] = {
    {"__objclass__", offsetof(ouro_method_descriptor, cls), true, false, NULL},
    {0},
};

OURO_BUILTIN_TYPE(method_descriptor) = {
    .id = OURO_T_METHOD_DESCRIPTOR,
    .slots = {.name = "method_descriptor",
              .size = sizeof(ouro_method_descriptor),
              .flags = OURO_TYPE_METHOD_DESCRIPTOR,
              .fields = method_fields,
              .repr = method_repr,
              .call = method_call,
              .descr_get = method_get},
    .methods = ouro__attribute_methods,
    .getsets = method_getsets,
    .shown_fields = method_fields_shown,
    .members = method_members,
};

/* --- class methods --------------------------------------------------------------------------------------- */

static ouro_object *classmethod_bind(ouro_runtime *rt, const ouro_method_descriptor *d, ouro_object *cls)
{
    if (!ouro__is_class(rt, cls))
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "descriptor '%s' for type '%N' needs a type, not a '%T' as arg 2", d->def->name,
                           d->cls, cls);
    if (!ouro__is_subtype(rt, cls, d->cls))
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "descriptor '%s' requires a subtype of '%N' but received '%N'", d->def->name,
                           d->cls, cls);
    return ouro__builtin_function_new(rt, d->def, cls, NULL);
}

static ouro_object *classmethod_get(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *cls)
{
    return classmethod_bind(rt, as_method(descr), cls ? cls : ouro__class_of(rt, o));
}

static ouro_object *classmethod_call(ouro_runtime *rt, ouro_object *o, ouro_object *const *args, size_t nargs,
                                     ouro_object *kwnames)
{
    const ouro_method_descriptor *d = as_method(o);
    if (nargs == 0)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "descriptor '%s' of '%N' object needs an argument",
                           d->def->name, d->cls);
    ouro_object *bound = classmethod_bind(rt, d, args[0]);
    if (!bound)
        return NULL;
    ouro_object *result = ouro__call(rt, bound, args + 1, nargs - 1, kwnames);
    ouro_decref(rt, bound);
    return result;
}

OURO_BUILTIN_TYPE(classmethod_descriptor) = {
    .id = OURO_T_CLASS_METHOD_DESCRIPTOR,
    .slots = {.name = "classmethod_descriptor",
              .size = sizeof(ouro_method_descriptor),
              .fields = method_fields,
              .repr = method_repr,
              .call = classmethod_call,
              .descr_get = classmethod_get},
    .getsets = method_getsets,
    .shown_fields = method_fields_shown,
    .members = method_members,
};

/* --- attributes with functions --------------------------------------------------------------------------- */

static const uint16_t getset_fields[] = {offsetof(ouro_getset_descriptor, cls), 0};

static inline const ouro_getset_descriptor *as_getset(ouro_object *o)
{
    return (const ouro_getset_descriptor *)o;
}

ouro_object *ouro__getset_descriptor_new(ouro_runtime *rt, ouro_object *cls, const ouro_getset_def *def)
{
    ouro_getset_descriptor *d = ouro__new_container(rt, sizeof *d, OURO_WORD(OURO_T_GETSET_DESCRIPTOR));
    if (!d)
        return NULL;
    d->def = def;
    ouro__slot_init(&d->cls, ouro_ref(cls));
    if (((ouro_class *)cls)->type->flags & OURO_TYPE_HEAP)
        ouro__track(&d->head);
    return &d->head;
}

static ouro_object *getset_repr(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_format(rt, "<attribute '%s' of '%N' objects>", as_getset(o)->def->name,
                            as_getset(o)->cls);
}

static ouro_object *getset_get(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *cls)
{
    (void)cls;
    const ouro_getset_descriptor *d = as_getset(descr);
    if (!o)
        return ouro_ref(descr);
    if (!applies(rt, d->cls, o, d->def->name))
        return NULL;
    if (!d->def->get)
        return ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "attribute '%s' of '%N' objects is not readable",
                           d->def->name, d->cls);
    return d->def->get(rt, o);
}

static int getset_set(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *value)
{
    const ouro_getset_descriptor *d = as_getset(descr);
    if (!applies(rt, d->cls, o, d->def->name))
        return -1;
    if (d->def->set)
        return d->def->set(rt, o, value);
    ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "attribute '%s' of '%N' objects is not writable", d->def->name,
                d->cls);
    return -1;
}

static ouro_object *getset_name(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_from_cstring(rt, as_getset(o)->def->name);
}
static ouro_object *getset_qualname(ouro_runtime *rt, ouro_object *o)
{
    return qualified(rt, as_getset(o)->cls, as_getset(o)->def->name);
}
static ouro_object *getset_doc(ouro_runtime *rt, ouro_object *o)
{
    const char *doc = as_getset(o)->def->doc;
    return doc ? ouro__str_from_cstring(rt, doc) : OURO_NONE(rt);
}

static const ouro_getset_def getset_getsets[] = {
    {"__qualname__", getset_qualname, NULL, NULL},
    {"__doc__", getset_doc, NULL, NULL},
    {0},
};
static const ouro_getset_def getset_fields_shown[] = {
    {"__name__", getset_name, NULL, NULL},
    {0},
};
static const ouro_member_def getset_members[] = {
    {"__objclass__", offsetof(ouro_getset_descriptor, cls), true, false, NULL},
    {0},
};

OURO_BUILTIN_TYPE(getset_descriptor) = {
    .id = OURO_T_GETSET_DESCRIPTOR,
    .slots = {.name = "getset_descriptor",
              .size = sizeof(ouro_getset_descriptor),
              .flags = OURO_TYPE_CONTAINER,
              .fields = getset_fields,
              .repr = getset_repr,
              .descr_get = getset_get,
              .descr_set = getset_set},
    .getsets = getset_getsets,
    .shown_fields = getset_fields_shown,
    .members = getset_members,
};

/* --- attributes at an offset ----------------------------------------------------------------------------- */

static const uint16_t member_fields[] = {offsetof(ouro_member_descriptor, cls),
                                         offsetof(ouro_member_descriptor, name), 0};

static inline const ouro_member_descriptor *as_member(ouro_object *o)
{
    return (const ouro_member_descriptor *)o;
}

/* What the descriptors of all shown fields have for a definition. */
static const ouro_member_def shown_field = {.read_only = true};

/* The same for slots that are counted from the instance's end. */
static const ouro_member_def end_slot = {.read_only = false};

static inline ouro_object **slot_of(ouro_runtime *rt, const ouro_member_descriptor *d, ouro_object *o)
{
    if (d->def == &end_slot)
        return ouro__end_slot(rt, ouro__type_of(rt, o), o, d->offset);
    return (ouro_object **)((char *)o + d->offset);
}

static inline const ouro_getset_def *computed(const ouro_member_descriptor *d)
{
    return d->def == &shown_field ? (const ouro_getset_def *)(uintptr_t)d->offset : NULL;
}

ouro_object *ouro__shown_field_new(ouro_runtime *rt, ouro_object *cls, const ouro_getset_def *def)
{
    ouro_object *name = ouro__str_intern_cstring(rt, def->name);
    ouro_object *d =
        name ? ouro__member_descriptor_new(rt, cls, &shown_field, name, (size_t)(uintptr_t)def) : NULL;
    ouro_xdecref(rt, name);
    return d;
}

ouro_object *ouro__member_descriptor_new(ouro_runtime *rt, ouro_object *cls, const ouro_member_def *def,
                                         ouro_object *name, size_t offset)
{
    ouro_object *text = name ? ouro_ref(name) : ouro__str_from_cstring(rt, def->name);
    if (!text)
        return NULL;
    ouro_member_descriptor *d = ouro__new_container(rt, sizeof *d, OURO_WORD(OURO_T_MEMBER_DESCRIPTOR));
    if (!d) {
        ouro_decref(rt, text);
        return NULL;
    }
    d->def = def;
    d->offset = offset;
    ouro__slot_init(&d->cls, ouro_ref(cls));
    ouro__slot_init(&d->name, text);
    if (((ouro_class *)cls)->type->flags & OURO_TYPE_HEAP)
        ouro__track(&d->head);
    return &d->head;
}

ouro_object *ouro__end_slot_descriptor_new(ouro_runtime *rt, ouro_object *cls, ouro_object *name,
                                           size_t number)
{
    return ouro__member_descriptor_new(rt, cls, &end_slot, name, number);
}

static ouro_object *member_repr(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_format(rt, "<member '%U' of '%N' objects>", as_member(o)->name, as_member(o)->cls);
}

static bool member_applies(ouro_runtime *rt, const ouro_member_descriptor *d, ouro_object *o)
{
    if (ouro__class_of(rt, o) == d->cls || ouro__is_subtype(rt, ouro__class_of(rt, o), d->cls))
        return true;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "descriptor '%U' for '%N' objects doesn't apply to a '%T' object",
                d->name, d->cls, o);
    return false;
}

static ouro_object *member_get(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *cls)
{
    (void)cls;
    const ouro_member_descriptor *d = as_member(descr);
    if (!o)
        return ouro_ref(descr);
    if (!member_applies(rt, d, o))
        return NULL;
    if (computed(d))
        return computed(d)->get(rt, o);
    ouro_object *value = *slot_of(rt, d, o);
    if (value)
        return ouro_ref(value);
    if (d->def && d->def->none_if_null)
        return OURO_NONE(rt);
    return ouro__raise_attribute_error(rt, o, d->name);
}

static int member_set(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *value)
{
    const ouro_member_descriptor *d = as_member(descr);
    if (!member_applies(rt, d, o))
        return -1;
    if (computed(d) && computed(d)->set)
        return computed(d)->set(rt, o, value);
    if (d->def && d->def->read_only) {
        ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "readonly attribute");
        return -1;
    }
    ouro_object **slot = slot_of(rt, d, o);
    if (!value && !*slot && !(d->def && d->def->none_if_null)) {
        ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "%U", d->name);
        return -1;
    }
    if (value)
        ouro_incref(value);
    ouro__slot_set(rt, o, slot, value);
    return 0;
}

static ouro_object *member_qualname(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_format(rt, "%U.%U", ((ouro_class *)as_member(o)->cls)->qualname, as_member(o)->name);
}
static ouro_object *member_doc(ouro_runtime *rt, ouro_object *o)
{
    const ouro_member_def *def = as_member(o)->def;
    if (computed(as_member(o)) && computed(as_member(o))->doc)
        return ouro__str_from_cstring(rt, computed(as_member(o))->doc);
    return def && def->doc ? ouro__str_from_cstring(rt, def->doc) : OURO_NONE(rt);
}

static const ouro_getset_def member_getsets[] = {
    {"__qualname__", member_qualname, NULL, NULL},
    {"__doc__", member_doc, NULL, NULL},
    {0},
};
static const ouro_member_def member_members[] = {
    {"__objclass__", offsetof(ouro_member_descriptor, cls), true, false, NULL},
    {"__name__", offsetof(ouro_member_descriptor, name), true, false, NULL},
    {0},
};

OURO_BUILTIN_TYPE(member_descriptor) = {
    .id = OURO_T_MEMBER_DESCRIPTOR,
    .slots = {.name = "member_descriptor",
              .size = sizeof(ouro_member_descriptor),
              .flags = OURO_TYPE_CONTAINER,
              .fields = member_fields,
              .repr = member_repr,
              .descr_get = member_get,
              .descr_set = member_set},
    .methods = ouro__attribute_methods,
    .getsets = member_getsets,
    .members = member_members,
};
