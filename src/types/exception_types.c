/* The exception classes: one table, and the families whose constructors differ little from BaseException. */
#include "types/exception_types.h"

#include "types/dict.h"
#include "types/exception_group.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

#define BASE_FIELDS                                                                                          \
    offsetof(ouro_exception, args), offsetof(ouro_exception, traceback), offsetof(ouro_exception, context),  \
        offsetof(ouro_exception, cause)

static const uint16_t fields_0[] = {BASE_FIELDS, 0};
static const uint16_t fields_1[] = {BASE_FIELDS, EXTRA(0), 0};
static const uint16_t fields_2[] = {BASE_FIELDS, EXTRA(0), EXTRA(1), 0};
static const uint16_t fields_3[] = {BASE_FIELDS, EXTRA(0), EXTRA(1), EXTRA(2), 0};

static const uint16_t fields_5[] = {BASE_FIELDS, EXTRA(0), EXTRA(1), EXTRA(2), EXTRA(3), EXTRA(4), 0};
static const uint16_t fields_8[] = {BASE_FIELDS, EXTRA(0), EXTRA(1), EXTRA(2), EXTRA(3),
                                    EXTRA(4),    EXTRA(5), EXTRA(6), EXTRA(7), 0};

/* StopIteration.value, SystemExit.code: the first argument, or all of them. */

static int first_argument_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    if (ouro__base_exception_init(rt, self, args, nargs, kwnames) < 0)
        return -1;
    bool all =
        nargs > 1 && ouro__is_subtype(rt, ouro__class_of(rt, self), ouro__class_at(rt, OURO_T_SYSTEM_EXIT));
    set_extra(rt, self, 0, nargs == 0 ? NULL : all ? ((ouro_exception *)self)->args : args[0]);
    return 0;
}

/* Keyword attributes: NameError(name=), AttributeError(obj=, name=), ImportError(name=, path=). */

static int keyword_attributes(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames, const char *function, const char *const *names,
                              int first_extra)
{
    int count = 0;
    while (names[count])
        count++;
    ouro_object *values[2] = {NULL, NULL};
    ouro_signature signature = {function, names, 0, 0, 0, (uint8_t)count};
    if (ouro__parse_arguments(rt, &signature, args + nargs, 0, kwnames, values) < 0)
        return -1;
    if (ouro__exception_set_args(rt, self, args, nargs) < 0)
        return -1;
    for (int i = 0; i < count; i++)
        set_extra(rt, self, first_extra + i, values[i]);
    return 0;
}

static int name_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                           ouro_object *kwnames)
{
    static const char *const names[] = {"name", NULL};
    return keyword_attributes(rt, self, args, nargs, kwnames, "NameError", names, OURO_NAME_ERROR_NAME);
}

static int attribute_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    static const char *const names[] = {"obj", "name", NULL};
    return keyword_attributes(rt, self, args, nargs, kwnames, "AttributeError", names,
                              OURO_ATTRIBUTE_ERROR_OBJ);
}

static int import_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    static const char *const names[] = {"name", "path", NULL};
    if (keyword_attributes(rt, self, args, nargs, kwnames, "ImportError", names, OURO_IMPORT_ERROR_NAME) < 0)
        return -1;
    set_extra(rt, self, OURO_IMPORT_ERROR_MSG, nargs == 1 ? args[0] : NULL);
    return 0;
}

static ouro_object *import_error_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *message = extended(self)->extra[OURO_IMPORT_ERROR_MSG];
    if (message && ouro__is_exactly(message, OURO_T_STR))
        return ouro_ref(message);
    return ouro__base_exception_str(rt, self);
}

static ouro_object *key_error_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_tuple *args = (ouro_tuple *)((ouro_exception *)self)->args;
    if (args && args->count == 1)
        return ouro__repr(rt, args->items[0]);
    return ouro__base_exception_str(rt, self);
}

static const ouro_member_def stop_iteration_members[] = {MEMBER("value", OURO_STOP_ITERATION_VALUE), {0}};
static const ouro_member_def system_exit_members[] = {MEMBER("code", OURO_SYSTEM_EXIT_CODE), {0}};
static const ouro_member_def name_error_members[] = {MEMBER("name", OURO_NAME_ERROR_NAME), {0}};
static const ouro_member_def attribute_error_members[] = {
    MEMBER("obj", OURO_ATTRIBUTE_ERROR_OBJ), MEMBER("name", OURO_ATTRIBUTE_ERROR_NAME), {0}};
static const ouro_member_def import_error_members[] = {MEMBER("msg", OURO_IMPORT_ERROR_MSG),
                                                       MEMBER("name", OURO_IMPORT_ERROR_NAME),
                                                       MEMBER("path", OURO_IMPORT_ERROR_PATH),
                                                       {0}};

/* name and path are not among an ImportError's arguments: they travel with its attributes. */
OURO_METHOD(import_error_reduce)
{
    (void)args, (void)nargs, (void)kwnames;
    ouro_exception *e = (ouro_exception *)self;
    uint64_t word = ouro__attrs_of(rt, ouro__type_of(rt, self), self)->word;
    ouro_object *name = extended(self)->extra[OURO_IMPORT_ERROR_NAME],
                *path = extended(self)->extra[OURO_IMPORT_ERROR_PATH];
    if (!name && !path)
        return ouro__base_exception_reduce(rt, self, NULL, 0, NULL);
    ouro_object *own = ouro__attrs_pointer(word) ? ouro__instance_dict(rt, self) : NULL, *state = NULL,
                *result = NULL;
    if (own || !ouro__attrs_pointer(word))
        state = own ? ouro__dict_copy(rt, own) : ouro__dict_new(rt);
    if (state && (!name || ouro__dict_set_cstring(rt, state, "name", name) == 0) &&
        (!path || ouro__dict_set_cstring(rt, state, "path", path) == 0))
        result = ouro__tuple_of(rt, (size_t)3, ouro__class_of(rt, self), e->args, state);
    ouro_xdecref(rt, state);
    return result;
}

static const ouro_method_def import_error_methods[] = {{"__reduce__", import_error_reduce, 0, 0, 0, NULL},
                                                       {0}};

/* A family of classes: what its constructor, text and attributes are. */
#define FAMILY_plain                                                                                         \
    0, fields_0, ouro__base_exception_init, ouro__base_exception_new, ouro__base_exception_str, NULL, NULL,  \
        NULL
#define FAMILY_base                                                                                          \
    0, fields_0, ouro__base_exception_init, ouro__base_exception_new, ouro__base_exception_str,              \
        ouro__base_exception_methods, ouro__base_exception_getsets, NULL
#define FAMILY_stop_iteration                                                                                \
    1, fields_1, first_argument_init, NULL, ouro__base_exception_str, NULL, NULL, stop_iteration_members
#define FAMILY_system_exit                                                                                   \
    1, fields_1, first_argument_init, NULL, ouro__base_exception_str, NULL, NULL, system_exit_members
#define FAMILY_name_error                                                                                    \
    1, fields_1, name_error_init, NULL, ouro__base_exception_str, NULL, NULL, name_error_members
#define FAMILY_attribute_error                                                                               \
    2, fields_2, attribute_error_init, NULL, ouro__base_exception_str, NULL, NULL, attribute_error_members
#define FAMILY_import_error                                                                                  \
    3, fields_3, import_error_init, NULL, import_error_str, import_error_methods, NULL, import_error_members
#define FAMILY_key_error 0, fields_0, ouro__base_exception_init, NULL, key_error_str, NULL, NULL, NULL
#define FAMILY_memory_error                                                                                  \
    0, fields_0, ouro__base_exception_init, ouro__base_exception_new, ouro__base_exception_str, NULL, NULL,  \
        NULL
#define FAMILY_os_error                                                                                      \
    5, fields_5, ouro__os_error_init, ouro__os_error_new, ouro__os_error_str, ouro__os_error_methods,        \
        ouro__os_error_getsets, ouro__os_error_members
#define FAMILY_os_error_kind                                                                                 \
    5, fields_5, ouro__os_error_init, NULL, ouro__os_error_str, ouro__os_error_methods,                      \
        ouro__os_error_getsets, ouro__os_error_members
#define FAMILY_syntax_error                                                                                  \
    8, fields_8, ouro__syntax_error_init, NULL, ouro__syntax_error_str, NULL, NULL, ouro__syntax_error_members
#define FAMILY_group                                                                                         \
    2, fields_2, ouro__base_exception_init, ouro__exception_group_new, ouro__exception_group_str,            \
        ouro__exception_group_methods, NULL, ouro__exception_group_members
#define FAMILY_inherited 2, fields_2, NULL, NULL, NULL, NULL, NULL, NULL
#define FAMILY_unicode_decode                                                                                \
    5, fields_5, ouro__unicode_error_init, ouro__base_exception_new, ouro__unicode_decode_str, NULL, NULL,   \
        ouro__unicode_error_members
#define FAMILY_unicode_encode                                                                                \
    5, fields_5, ouro__unicode_error_init, ouro__base_exception_new, ouro__unicode_encode_str, NULL, NULL,   \
        ouro__unicode_error_members

#define CLASS(id, base, name, family, doc) CLASS_OF(id, base, name, doc, FAMILY_##family)
#define CLASS_OF(id, base, name, doc, ...) CLASS_WITH(id, base, name, doc, __VA_ARGS__)
#define CLASS_WITH(id_, base_, name_, doc_, extra_, fields_, init_, new__, str_, methods_, getsets_,         \
                   members_)                                                                                 \
    {                                                                                                        \
        .id = OURO_T_##id_, .base_id = OURO_T_##base_,                                                       \
        .second_base_id = OURO_T_##id_ == OURO_T_EXCEPTION_GROUP ? OURO_T_EXCEPTION : 0,                     \
        .methods = methods_, .getsets = getsets_, .members = members_, .doc = doc_,                          \
        .shown_fields = OURO_T_##id_ == OURO_T_BASE_EXCEPTION ? ouro__base_exception_fields_shown : NULL,    \
        .slots = {.name = name_,                                                                             \
                  .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE | OURO_TYPE_IS_EXCEPTION |                   \
                           (OURO_T_##id_ == OURO_T_MEMORY_ERROR ? OURO_TYPE_HAS_DEL : 0),                    \
                  .size = EXTRA(extra_),                                                                     \
                  .layout = OURO_LAYOUT_LEAF,                                                                \
                  .attrs_offset = offsetof(ouro_exception, attrs),                                           \
                  .fields = fields_,                                                                         \
                  .finalize = OURO_T_##id_ == OURO_T_MEMORY_ERROR ? ouro__memory_error_finalize : NULL,      \
                  .repr = ouro__base_exception_repr,                                                         \
                  .str = str_,                                                                               \
                  .new_ = new__,                                                                             \
                  .init = init_},                                                                            \
    }

const ouro_builtin_type ouro__builtin_exceptions[] = {
    CLASS(BASE_EXCEPTION, OBJECT, "BaseException", base, "Common base class for all exceptions"),
    CLASS(GENERATOR_EXIT, BASE_EXCEPTION, "GeneratorExit", plain, "Request that a generator exit."),
    CLASS(KEYBOARD_INTERRUPT, BASE_EXCEPTION, "KeyboardInterrupt", plain, "Program interrupted by user."),
    CLASS(SYSTEM_EXIT, BASE_EXCEPTION, "SystemExit", system_exit, "Request to exit from the interpreter."),
    CLASS(BASE_EXCEPTION_GROUP, BASE_EXCEPTION, "BaseExceptionGroup", group,
          "A combination of multiple unrelated exceptions."),
    CLASS(EXCEPTION, BASE_EXCEPTION, "Exception", plain, "Common base class for all non-exit exceptions."),
    CLASS(EXCEPTION_GROUP, BASE_EXCEPTION_GROUP, "ExceptionGroup", inherited, NULL),
    CLASS(ARITHMETIC_ERROR, EXCEPTION, "ArithmeticError", plain, "Base class for arithmetic errors."),
    CLASS(FLOATING_POINT_ERROR, ARITHMETIC_ERROR, "FloatingPointError", plain,
          "Floating point operation failed."),
    CLASS(OVERFLOW_ERROR, ARITHMETIC_ERROR, "OverflowError", plain, "Result too large to be represented."),
    CLASS(ZERO_DIVISION_ERROR, ARITHMETIC_ERROR, "ZeroDivisionError", plain,
          "Second argument to a division or modulo operation was zero."),
    CLASS(ASSERTION_ERROR, EXCEPTION, "AssertionError", plain, "Assertion failed."),
    CLASS(ATTRIBUTE_ERROR, EXCEPTION, "AttributeError", attribute_error, "Attribute not found."),
    CLASS(BUFFER_ERROR, EXCEPTION, "BufferError", plain, "Buffer error."),
    CLASS(EOF_ERROR, EXCEPTION, "EOFError", plain, "Read beyond end of file."),
    CLASS(IMPORT_ERROR, EXCEPTION, "ImportError", import_error,
          "Import can't find module, or can't find name in module."),
    CLASS(MODULE_NOT_FOUND_ERROR, IMPORT_ERROR, "ModuleNotFoundError", import_error, "Module not found."),
    CLASS(LOOKUP_ERROR, EXCEPTION, "LookupError", plain, "Base class for lookup errors."),
    CLASS(INDEX_ERROR, LOOKUP_ERROR, "IndexError", plain, "Sequence index out of range."),
    CLASS(KEY_ERROR, LOOKUP_ERROR, "KeyError", key_error, "Mapping key not found."),
    CLASS(MEMORY_ERROR, EXCEPTION, "MemoryError", memory_error, "Out of memory."),
    CLASS(NAME_ERROR, EXCEPTION, "NameError", name_error, "Name not found globally."),
    CLASS(UNBOUND_LOCAL_ERROR, NAME_ERROR, "UnboundLocalError", name_error,
          "Local name referenced but not bound to a value."),
    CLASS(OS_ERROR, EXCEPTION, "OSError", os_error, "Base class for I/O related errors."),
    CLASS(BLOCKING_IO_ERROR, OS_ERROR, "BlockingIOError", os_error_kind, "I/O operation would block."),
    CLASS(CHILD_PROCESS_ERROR, OS_ERROR, "ChildProcessError", os_error_kind, "Child process error."),
    CLASS(CONNECTION_ERROR, OS_ERROR, "ConnectionError", os_error_kind, "Connection error."),
    CLASS(BROKEN_PIPE_ERROR, CONNECTION_ERROR, "BrokenPipeError", os_error_kind, "Broken pipe."),
    CLASS(CONNECTION_ABORTED_ERROR, CONNECTION_ERROR, "ConnectionAbortedError", os_error_kind,
          "Connection aborted."),
    CLASS(CONNECTION_REFUSED_ERROR, CONNECTION_ERROR, "ConnectionRefusedError", os_error_kind,
          "Connection refused."),
    CLASS(CONNECTION_RESET_ERROR, CONNECTION_ERROR, "ConnectionResetError", os_error_kind,
          "Connection reset."),
    CLASS(FILE_EXISTS_ERROR, OS_ERROR, "FileExistsError", os_error_kind, "File already exists."),
    CLASS(FILE_NOT_FOUND_ERROR, OS_ERROR, "FileNotFoundError", os_error_kind, "File not found."),
    CLASS(INTERRUPTED_ERROR, OS_ERROR, "InterruptedError", os_error_kind, "Interrupted by signal."),
    CLASS(IS_A_DIRECTORY_ERROR, OS_ERROR, "IsADirectoryError", os_error_kind,
          "Operation doesn't work on directories."),
    CLASS(NOT_A_DIRECTORY_ERROR, OS_ERROR, "NotADirectoryError", os_error_kind,
          "Operation only works on directories."),
    CLASS(PERMISSION_ERROR, OS_ERROR, "PermissionError", os_error_kind, "Not enough permissions."),
    CLASS(PROCESS_LOOKUP_ERROR, OS_ERROR, "ProcessLookupError", os_error_kind, "Process not found."),
    CLASS(TIMEOUT_ERROR, OS_ERROR, "TimeoutError", os_error_kind, "Timeout expired."),
    CLASS(REFERENCE_ERROR, EXCEPTION, "ReferenceError", plain,
          "Weak ref proxy used after referent went away."),
    CLASS(RUNTIME_ERROR, EXCEPTION, "RuntimeError", plain, "Unspecified run-time error."),
    CLASS(NOT_IMPLEMENTED_ERROR, RUNTIME_ERROR, "NotImplementedError", plain,
          "Method or function hasn't been implemented yet."),
    CLASS(RECURSION_ERROR, RUNTIME_ERROR, "RecursionError", plain, "Recursion limit exceeded."),
    CLASS(STOP_ASYNC_ITERATION, EXCEPTION, "StopAsyncIteration", plain,
          "Signal the end from iterator.__anext__()."),
    CLASS(STOP_ITERATION, EXCEPTION, "StopIteration", stop_iteration,
          "Signal the end from iterator.__next__()."),
    CLASS(SYNTAX_ERROR, EXCEPTION, "SyntaxError", syntax_error, "Invalid syntax."),
    CLASS(INDENTATION_ERROR, SYNTAX_ERROR, "IndentationError", syntax_error, "Improper indentation."),
    CLASS(TAB_ERROR, INDENTATION_ERROR, "TabError", syntax_error, "Improper mixture of spaces and tabs."),
    CLASS(SYSTEM_ERROR, EXCEPTION, "SystemError", plain,
          "Internal error in the Python interpreter.\n\nPlease report this to the Python maintainer, along "
          "with the traceback,\nthe Python version, and the hardware/OS platform and version."),
    CLASS(TYPE_ERROR, EXCEPTION, "TypeError", plain, "Inappropriate argument type."),
    CLASS(VALUE_ERROR, EXCEPTION, "ValueError", plain, "Inappropriate argument value (of correct type)."),
    CLASS(UNICODE_ERROR, VALUE_ERROR, "UnicodeError", plain, "Unicode related error."),
    CLASS(UNICODE_DECODE_ERROR, UNICODE_ERROR, "UnicodeDecodeError", unicode_decode,
          "Unicode decoding error."),
    CLASS(UNICODE_ENCODE_ERROR, UNICODE_ERROR, "UnicodeEncodeError", unicode_encode,
          "Unicode encoding error."),
    CLASS(UNICODE_TRANSLATE_ERROR, UNICODE_ERROR, "UnicodeTranslateError", unicode_encode,
          "Unicode translation error."),
    CLASS(WARNING, EXCEPTION, "Warning", plain, "Base class for warning categories."),
    CLASS(BYTES_WARNING, WARNING, "BytesWarning", plain,
          "Base class for warnings about bytes and buffer related problems, mostly\nrelated to conversion "
          "from str or comparing to str."),
    CLASS(DEPRECATION_WARNING, WARNING, "DeprecationWarning", plain,
          "Base class for warnings about deprecated features."),
    CLASS(ENCODING_WARNING, WARNING, "EncodingWarning", plain, "Base class for warnings about encodings."),
    CLASS(FUTURE_WARNING, WARNING, "FutureWarning", plain,
          "Base class for warnings about constructs that will change semantically\nin the future."),
    CLASS(IMPORT_WARNING, WARNING, "ImportWarning", plain,
          "Base class for warnings about probable mistakes in module imports"),
    CLASS(PENDING_DEPRECATION_WARNING, WARNING, "PendingDeprecationWarning", plain,
          "Base class for warnings about features which will be deprecated\nin the future."),
    CLASS(RESOURCE_WARNING, WARNING, "ResourceWarning", plain,
          "Base class for warnings about resource usage."),
    CLASS(RUNTIME_WARNING, WARNING, "RuntimeWarning", plain,
          "Base class for warnings about dubious runtime behavior."),
    CLASS(SYNTAX_WARNING, WARNING, "SyntaxWarning", plain, "Base class for warnings about dubious syntax."),
    CLASS(UNICODE_WARNING, WARNING, "UnicodeWarning", plain,
          "Base class for warnings about Unicode related problems, mostly\nrelated to conversion problems."),
    CLASS(USER_WARNING, WARNING, "UserWarning", plain, "Base class for warnings generated by user code."),
};

const size_t ouro__builtin_exception_count =
    sizeof ouro__builtin_exceptions / sizeof *ouro__builtin_exceptions;
