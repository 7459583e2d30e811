/* Cells, and what is said when a variable is not bound. */
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/method.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/interpret.h"

#define UNBOUND_LOCAL "cannot access local variable '%U' where it is not associated with a value"
#define UNBOUND_FREE                                                                                         \
    "cannot access free variable '%U' where it is not associated with a value in enclosing scope"

int ouro__unbound_local(ouro_runtime *rt, const ouro_code *code, unsigned local)
{
    ouro_object *name = ((ouro_tuple *)code->variables)->items[local];
    ouro__raise_name_error(rt, OURO_T_UNBOUND_LOCAL_ERROR, UNBOUND_LOCAL, name);
    return -1;
}

int ouro__unbound_cell(ouro_runtime *rt, const ouro_code *code, ouro_object *name)
{
    (void)code;
    ouro__raise_name_error(rt, OURO_T_UNBOUND_LOCAL_ERROR, UNBOUND_LOCAL, name);
    return -1;
}

int ouro__unbound_free(ouro_runtime *rt, const ouro_code *code, unsigned index)
{
    ouro_object *name = ((ouro_tuple *)code->free_names)->items[index];
    ouro__raise_name_error(rt, OURO_T_NAME_ERROR, UNBOUND_FREE, name);
    return -1;
}

ouro_object *ouro__load_class_free(ouro_runtime *rt, ouro_frame *frame, unsigned index, ouro_object *name)
{
    if (frame->locals) {
        if (ouro__is_exactly(frame->locals, OURO_T_DICT)) {
            ouro_object *value = ouro__dict_get(rt, frame->locals, name);
            if (value)
                return ouro_ref(value);
            if (ouro__error_pending(rt))
                return NULL;
        } else {
            ouro_object *value = ouro__getitem(rt, frame->locals, name);
            if (value || !ouro__error_is(rt, OURO_T_KEY_ERROR))
                return value;
            ouro__error_clear(rt);
        }
    }
    ouro_object *value = ((ouro_cell *)((ouro_tuple *)frame->function->closure)->items[index])->contents;
    if (value)
        return ouro_ref(value);
    ouro__unbound_free(rt, frame->code, index);
    return NULL;
}
