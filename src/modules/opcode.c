/* The module _opcode: there for what imports it, but the effects on a stack that it tells are of another machine. */
#include "modules/modules.h"
#include "modules/support.h"

OURO_C_FUNCTION(opcode_stack_effect)
{
    OURO_PARSE(a, "stack_effect", 2, 2, 1, 1, "", "", "jump");
    int opcode;
    if (ouro__as_int32(rt, a[0], &opcode) < 0)
        return NULL;
    return ouro__raise(rt, OURO_T_NOT_IMPLEMENTED_ERROR,
                       "the instructions of Ouro's register machine have no stack to have an effect on");
}

/* None, as where nothing was counted. */
OURO_C_FUNCTION(opcode_specialization)
{
    return ouro_ref(OURO_NONE(rt));
}

static const ouro_method_def functions[] = {
    {"stack_effect", opcode_stack_effect, OURO_METH_KEYWORDS, 0, -1,
     "stack_effect($module, opcode, oparg=None, /, *, jump=None)\n--\n\nRaises NotImplementedError: code is "
     "for a machine "
     "with registers."},
    {"get_specialization_stats", opcode_specialization, 0, 0, 0,
     "get_specialization_stats($module, /)\n--\n\nReturn the specialization stats"},
    {0},
};

const ouro_module_def ouro__module_opcode = {"_opcode", functions, NULL, "Opcode support module."};
