/* Setting f_lineno: where a traced frame goes on. */
#include "types/exception.h"
#include "vm/trace.h"

int ouro__frame_jump(ouro_runtime *rt, ouro_object *frame, ouro_object *line)
{
    (void)frame, (void)line;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "f_lineno can only be set in a trace function");
    return -1;
}
