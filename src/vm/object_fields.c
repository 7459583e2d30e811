/* The names of what the built-in types have in single fields (type->fields), in the order of the fields: those that the language
 * shows as attributes with a dot, the others in words. What stands in a table of members of the type (exceptions,
 * struct sequences) needs no name here. */
#include "vm/object_labels.h"

#define EXCEPTION ".args\0.__traceback__\0.__context__\0.__cause__\0"
#define ITERATED "sequence\0"
#define OF_DICT "dictionary\0"
#define WITH_FUNCTION "function\0iterator\0"
#define GETTER "arguments\0work\0keywords\0"
#define COMBINING "pool\0row\0"
#define ZLIB ".unused_data\0.unconsumed_tail\0dictionary\0"

/* By type: a name after the other, each ended by a zero. */
static const char *const names[OURO_STATIC_TYPES] = {
    [OURO_T_FUNCTION] = ".__code__\0.__globals__\0.__closure__\0.__defaults__\0.__kwdefaults__\0attributes\0",
    [OURO_T_METHOD] = ".__func__\0.__self__\0",
    [OURO_T_BUILTIN_FUNCTION] = ".__self__\0.__module__\0",
    [OURO_T_METHOD_DESCRIPTOR] = ".__objclass__\0",
    [OURO_T_CLASS_METHOD_DESCRIPTOR] = ".__objclass__\0",
    [OURO_T_WRAPPER_DESCRIPTOR] = ".__objclass__\0",
    [OURO_T_METHOD_WRAPPER] = "descriptor\0.__self__\0",
    [OURO_T_GETSET_DESCRIPTOR] = ".__objclass__\0",
    [OURO_T_MEMBER_DESCRIPTOR] = ".__objclass__\0.__name__\0",
    [OURO_T_PROPERTY] = ".fget\0.fset\0.fdel\0.__doc__\0name\0",
    [OURO_T_CLASSMETHOD] = ".__func__\0",
    [OURO_T_STATICMETHOD] = ".__func__\0",
    [OURO_T_SUPER] = ".__thisclass__\0.__self__\0.__self_class__\0",
    [OURO_T_CELL] = ".cell_contents\0",
    [OURO_T_CODE] =
        ".co_name\0.co_qualname\0.co_filename\0.co_consts\0.co_varnames\0.co_cellvars\0.co_freevars\0"
        "docstring\0",
    [OURO_T_FRAME] = ".f_back\0.f_locals\0function\0.f_code\0.f_trace\0",
    [OURO_T_TRACEBACK] = ".tb_next\0.tb_frame\0",
    [OURO_T_ASYNC_GENERATOR_STEP] = "generator\0value\0",
    [OURO_T_ASYNC_GENERATOR_THROW_STEP] = "generator\0value\0",
    [OURO_T_COROUTINE_WRAPPER] = "coroutine\0",
    [OURO_T_ANEXT_AWAITABLE] = "awaitable\0default\0",
    [OURO_T_GENERIC_ALIAS] = ".__origin__\0.__args__\0.__parameters__\0",
    [OURO_T_GENERIC_ALIAS_ITERATOR] = "alias\0",
    [OURO_T_UNION] = ".__args__\0.__parameters__\0",
    [OURO_T_WEAKREF] = ".__callback__\0",
    [OURO_T_WEAK_PROXY] = "callback\0",
    [OURO_T_WEAK_CALLABLE_PROXY] = "callback\0",
    [OURO_T_SLICE] = ".start\0.stop\0.step\0",
    [OURO_T_RANGE] = "bounds\0",
    [OURO_T_MEMORYVIEW] = "buffer\0",
    [OURO_T_MAPPING_PROXY] = "mapping\0",
    [OURO_T_BASE_EXCEPTION] = EXCEPTION,
    [OURO_T_OS_ERROR] = EXCEPTION ".errno\0.strerror\0.filename\0.filename2\0.characters_written\0",
    /* views and iterators */
    [OURO_T_DICT_KEYS] = OF_DICT,
    [OURO_T_DICT_VALUES] = OF_DICT,
    [OURO_T_DICT_ITEMS] = OF_DICT,
    [OURO_T_DICT_KEY_ITERATOR] = OF_DICT,
    [OURO_T_DICT_VALUE_ITERATOR] = OF_DICT,
    [OURO_T_DICT_ITEM_ITERATOR] = OF_DICT "pair\0",
    [OURO_T_DICT_REVERSE_KEY_ITERATOR] = OF_DICT,
    [OURO_T_DICT_REVERSE_VALUE_ITERATOR] = OF_DICT,
    [OURO_T_DICT_REVERSE_ITEM_ITERATOR] = OF_DICT "pair\0",
    [OURO_T_TUPLE_ITERATOR] = ITERATED,
    [OURO_T_LIST_ITERATOR] = ITERATED,
    [OURO_T_LIST_REVERSE_ITERATOR] = ITERATED,
    [OURO_T_SET_ITERATOR] = "set\0",
    [OURO_T_LONG_RANGE_ITERATOR] = "next\0step\0left\0length\0",
    [OURO_T_STR_ITERATOR] = "string\0",
    [OURO_T_STR_ASCII_ITERATOR] = "string\0",
    [OURO_T_BYTES_ITERATOR] = "bytes\0",
    [OURO_T_BYTEARRAY_ITERATOR] = ITERATED,
    [OURO_T_MEMORY_ITERATOR] = ITERATED,
    [OURO_T_SEQUENCE_ITERATOR] = ITERATED,
    [OURO_T_CALLABLE_ITERATOR] = "function\0sentinel\0",
    [OURO_T_REVERSED] = ITERATED,
    [OURO_T_ENUMERATE] = "iterator\0index\0pair\0",
    [OURO_T_ZIP] = "iterators\0row\0",
    [OURO_T_MAP] = "iterators\0function\0",
    [OURO_T_FILTER] = WITH_FUNCTION,
    /* modules */
    [OURO_T_STRUCT] = ".format\0",
    [OURO_T_UNPACK_ITERATOR] = "struct\0",
    [OURO_T_ARRAY_ITERATOR] = ITERATED,
    [OURO_T_ZLIB_COMPRESS] = ZLIB,
    [OURO_T_ZLIB_DECOMPRESS] = ZLIB,
    [OURO_T_ITEM_GETTER] = GETTER,
    [OURO_T_ATTR_GETTER] = GETTER,
    [OURO_T_METHOD_CALLER] = GETTER,
    [OURO_T_PARTIAL] = ".func\0.args\0.keywords\0",
    [OURO_T_KEY_WRAPPER] = "function\0.obj\0",
    [OURO_T_LRU_CACHE] = "function\0cache\0info type\0mark\0",
    [OURO_T_ACCUMULATE] = "iterator\0function\0total\0initial\0",
    [OURO_T_CHAIN] = "source\0active\0",
    [OURO_T_COMBINATIONS] = COMBINING,
    [OURO_T_COMBINATIONS_REPEATED] = COMBINING,
    [OURO_T_PERMUTATIONS] = COMBINING,
    [OURO_T_PRODUCT] = COMBINING,
    [OURO_T_COMPRESS] = "data\0selectors\0",
    [OURO_T_COUNT] = "next\0step\0",
    [OURO_T_CYCLE] = "iterator\0saved\0",
    [OURO_T_DROP_WHILE] = WITH_FUNCTION,
    [OURO_T_FILTER_FALSE] = WITH_FUNCTION,
    [OURO_T_STAR_MAP] = WITH_FUNCTION,
    [OURO_T_TAKE_WHILE] = WITH_FUNCTION,
    [OURO_T_GROUP_BY] = "iterator\0function\0target key\0key\0value\0pair\0",
    [OURO_T_GROUPER] = "parent\0target key\0",
    [OURO_T_ISLICE] = "iterator\0",
    [OURO_T_PAIRWISE] = "iterator\0old\0pair\0",
    [OURO_T_REPEAT] = "element\0",
    [OURO_T_TEE] = "data\0",
    [OURO_T_TEE_DATA] = "iterator\0next\0",
    [OURO_T_ZIP_LONGEST] = "iterators\0fill\0row\0",
    [OURO_T_DEQUE_ITERATOR] = "deque\0",
    [OURO_T_DEQUE_REVERSE_ITERATOR] = "deque\0",
    [OURO_T_DEFAULT_DICT] = ".default_factory\0",
    [OURO_T_TUPLE_GETTER] = ".__doc__\0",
    [OURO_T_ORDERED_DICT_ITERATOR] = OF_DICT "pair\0",
    [OURO_T_CONTEXT] = "values\0",
    [OURO_T_CONTEXT_VARIABLE] = ".name\0default\0",
    [OURO_T_CONTEXT_TOKEN] = "context\0.var\0.old_value\0",
    [OURO_T_DIR_ENTRY] = ".name\0.path\0status\0link's status\0",
    [OURO_T_SCANDIR_ITERATOR] = "path\0",
    [OURO_T_POLL] = "events\0",
    [OURO_T_FILE_IO] = ".name\0",
    [OURO_T_BYTES_IO_BUFFER] = "source\0",
    [OURO_T_BUFFERED_READER] = ".raw\0",
    [OURO_T_BUFFERED_WRITER] = ".raw\0",
    [OURO_T_BUFFERED_RANDOM] = ".raw\0",
    [OURO_T_BUFFERED_RW_PAIR] = "reader\0writer\0",
    [OURO_T_TEXT_IO_WRAPPER] =
        ".buffer\0.encoding\0.errors\0.mode\0newline\0written newline\0encoder\0decoder\0"
        "decoded\0snapshot\0",
    [OURO_T_STRING_IO] = "newline\0",
    [OURO_T_NEWLINE_DECODER] = "decoder\0errors\0",
    [OURO_T_FORMATTER_ITERATOR] = "source\0",
    [OURO_T_FIELD_NAME_ITERATOR] = "source\0",
    [OURO_T_SRE_PATTERN] = ".pattern\0.groupindex\0groups' names\0",
    [OURO_T_SRE_MATCH] = ".string\0.re\0.regs\0",
    [OURO_T_CSV_DIALECT] = ".lineterminator\0",
    [OURO_T_CSV_READER] = "input\0.dialect\0",
    [OURO_T_CSV_WRITER] = "write\0.dialect\0",
    [OURO_T_JSON_SCANNER] =
        ".strict\0.object_hook\0object_pairs_hook\0.parse_float\0.parse_int\0.parse_constant\0",
    [OURO_T_JSON_ENCODER] =
        ".markers\0.default\0.encoder\0.indent\0.key_separator\0.item_separator\0.sort_keys\0"
        ".skipkeys\0",
    [OURO_T_SIMPLE_QUEUE] = "items\0",
    [OURO_T_SYMTABLE_ENTRY] = ".id\0.name\0.symbols\0.varnames\0.children\0.type\0.nested\0.lineno\0",
};

const char *ouro__field_name(uint32_t id, size_t n)
{
    const char *name = id < OURO_STATIC_TYPES ? names[id] : NULL;
    while (name && *name && n--)
        name += __builtin_strlen(name) + 1;
    return name && *name ? name : NULL;
}
