/* The built-in functions that statements call: `import` and `class`. */
#include "types/method.h"
#include "vm/import.h"
#include "vm/vm.h"

const ouro_method_def ouro__vm_builtins[] = {
    {"__build_class__", ouro__build_class, OURO_METH_KEYWORDS, 2, -1,
     "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper function used "
     "by the class "
     "statement."},
    {"__import__", ouro__builtin_import, OURO_METH_KEYWORDS, 1, 5,
     "__import__($module, /, name, globals=None, locals=None, fromlist=(),\n           "
     "level=0)\n--\n\nImport a module."},
    {0},
};
