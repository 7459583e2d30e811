#include "types/method.h"
ouro_object *ouro__generic_class_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs, ouro_object *kwnames){(void)self;(void)args;(void)nargs;(void)kwnames;return OURO_NONE(rt);}
