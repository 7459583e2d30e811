/* The itertools module: its types stand beside this file. */
#include "modules/itertools/itertools.h"

#include "modules/modules.h"

#define EACH_TYPE(X)                                                                                         \
    X(accumulate, "accumulate")                                                                              \
    X(chain, "chain")                                                                                        \
    X(combinations, "combinations")                                                                          \
    X(combinations_with_replacement, "combinations_with_replacement")                                        \
    X(compress, "compress")                                                                                  \
    X(count, "count")                                                                                        \
    X(cycle, "cycle")                                                                                        \
    X(dropwhile, "dropwhile")                                                                                \
    X(filterfalse, "filterfalse")                                                                            \
    X(groupby, "groupby")                                                                                    \
    X(grouper, "_grouper")                                                                                   \
    X(islice, "islice")                                                                                      \
    X(pairwise, "pairwise")                                                                                  \
    X(permutations, "permutations")                                                                          \
    X(product, "product")                                                                                    \
    X(repeat, "repeat")                                                                                      \
    X(starmap, "starmap")                                                                                    \
    X(takewhile, "takewhile")                                                                                \
    X(tee, "_tee")                                                                                           \
    X(tee_dataobject, "_tee_dataobject")                                                                     \
    X(zip_longest, "zip_longest")

#define DECLARE(variable, name) extern const ouro_builtin_type ouro__builtin_##variable;
EACH_TYPE(DECLARE)

static int exec(ouro_runtime *rt, ouro_object *module)
{
#define ENTRY(variable, name) {&ouro__builtin_##variable, name},
    static const ouro_module_type types[] = {EACH_TYPE(ENTRY){NULL, NULL}};
    return ouro__module_add_types(rt, module, types);
}

static const ouro_method_def functions[] = {
    {"tee", ouro__tee, 0, 1, 2,
     "tee($module, iterable, n=2, /)\n--\n\nReturns a tuple of n independent iterators over the items of one "
     "iterable."},
    {0},
};

const ouro_module_def ouro__module_itertools = {
    "itertools", functions, exec, "Iterators over infinite, selected, joined, grouped and combined items."};
