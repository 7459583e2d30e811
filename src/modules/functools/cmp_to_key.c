/* functools.cmp_to_key: objects that compare by a function of two arguments. */
#include "modules/functools/functools.h"
#include "types/exception.h"
#include "types/int.h"

typedef struct key_wrapper {
    ouro_object head;
    ouro_object *function, *object; /* object NULL: the key function itself */
} key_wrapper;

static const uint16_t key_fields[] = {offsetof(key_wrapper, function), offsetof(key_wrapper, object), 0};

static ouro_object *wrap(ouro_runtime *rt, ouro_object *function, ouro_object *object)
{
    key_wrapper *k = ouro__new_container(rt, sizeof *k, OURO_WORD(OURO_T_KEY_WRAPPER));
    if (!k)
        return NULL;
    ouro__slot_init(&k->function, ouro_ref(function));
    ouro__slot_init(&k->object, object ? ouro_ref(object) : NULL);
    ouro__track(&k->head);
    return &k->head;
}

static ouro_object *key_call(ouro_runtime *rt, ouro_object *f, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    static const char *const names[] = {"obj", NULL};
    static const ouro_signature signature = {"K", names, 0, 1, 1, 0};
    ouro_object *object = nargs == 1 ? args[0] : NULL;
    if ((!object || kwnames) && ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &object) < 0)
        return NULL;
    ouro_object *function = ((key_wrapper *)f)->function;
    return function ? wrap(rt, function, object) : ouro__bad_internal_call(rt, "cmp_to_key");
}

static ouro_object *key_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if (!ouro__is_exactly(a, OURO_T_KEY_WRAPPER) || !ouro__is_exactly(b, OURO_T_KEY_WRAPPER))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "other argument must be K instance");
    key_wrapper *left = (key_wrapper *)a, *right = (key_wrapper *)b;
    if (!left->object || !right->object)
        return ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "object");
    ouro_object *result = ouro__call2(rt, left->function, left->object, right->object);
    if (!result)
        return NULL;
    ouro_object *answer = ouro__compare(rt, result, ouro__int_new(rt, 0), op);
    ouro_decref(rt, result);
    return answer;
}

static const ouro_member_def key_members[] = {
    {"obj", offsetof(key_wrapper, object), false, true, "Value wrapped by a key function."},
    {0},
};

OURO_BUILTIN_TYPE(key_wrapper) = {
    .id = OURO_T_KEY_WRAPPER,
    .slots = {.name = "functools.KeyWrapper",
              .size = sizeof(key_wrapper),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .fields = key_fields,
              .call = key_call,
              .hash = ouro__hash_not_implemented,
              .compare = key_compare},
    .members = key_members,
    .module = "functools",
};

ouro_object *ouro__cmp_to_key(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    (void)self;
    static const char *const names[] = {"mycmp", NULL};
    static const ouro_signature signature = {"cmp_to_key", names, 0, 1, 1, 0};
    ouro_object *function;
    return ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &function) < 0
               ? NULL
               : wrap(rt, function, NULL);
}
