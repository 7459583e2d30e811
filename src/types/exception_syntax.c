/* SyntaxError(msg, (filename, lineno, offset, text[, end_lineno, end_offset])). */
#include "types/exception_types.h"

#include <string.h>

#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

int ouro__syntax_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                            ouro_object *kwnames)
{
    if (ouro__base_exception_init(rt, self, args, nargs, kwnames) < 0)
        return -1;
    if (nargs >= 1)
        set_extra(rt, self, OURO_SYNTAX_ERROR_MSG, args[0]);
    if (nargs != 2)
        return 0;
    ouro_object *info = ouro__tuple_from_iterable(rt, args[1]);
    if (!info)
        return -1;
    size_t count = ((ouro_tuple *)info)->count;
    int status = -1;
    if (count != 4 && count != 6) {
        if (count < 4)
            ouro__raise(rt, OURO_T_TYPE_ERROR, "function missing required argument '%s' (pos %zu)",
                        count == 0   ? "filename"
                        : count == 1 ? "lineno"
                        : count == 2 ? "offset"
                                     : "text",
                        count + 1);
        else if (count == 5)
            ouro__raise(rt, OURO_T_TYPE_ERROR, "end_offset must be provided when end_lineno is provided");
        else
            ouro__raise(rt, OURO_T_TYPE_ERROR, "function takes at most 6 arguments (%zu given)", count);
    } else {
        for (size_t i = 0; i < count; i++)
            set_extra(rt, self, OURO_SYNTAX_ERROR_FILENAME + (int)i, ((ouro_tuple *)info)->items[i]);
        status = 0;
    }
    ouro_decref(rt, info);
    return status;
}

ouro_object *ouro__syntax_error_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *message = ouro__exception_extra(rt, self, OURO_SYNTAX_ERROR_MSG);
    ouro_object *file = extended(self)->extra[OURO_SYNTAX_ERROR_FILENAME];
    ouro_object *line = extended(self)->extra[OURO_SYNTAX_ERROR_LINENO];
    bool has_file = file && ouro__is_str(rt, file);
    bool has_line = line && ouro__is_exactly(line, OURO_T_INT);
    ouro_object *base = NULL;
    if (has_file) {
        int64_t slash = -1;
        size_t length = ouro__str_length(file);
        for (size_t i = 0; i < length; i++) {
            if (ouro__str_char(file, i) == '/')
                slash = (int64_t)i;
        }
        base = ouro__str_slice(rt, file, (size_t)(slash + 1), length);
        if (!base)
            return NULL;
    }
    ouro_object *text;
    if (has_file && has_line)
        text = ouro__str_format(rt, "%S (%U, line %S)", message, base, line);
    else if (has_file)
        text = ouro__str_format(rt, "%S (%U)", message, base);
    else if (has_line)
        text = ouro__str_format(rt, "%S (line %S)", message, line);
    else
        text = ouro__str(rt, message);
    ouro_xdecref(rt, base);
    return text;
}

const ouro_member_def ouro__syntax_error_members[] = {
    MEMBER("msg", OURO_SYNTAX_ERROR_MSG),
    MEMBER("filename", OURO_SYNTAX_ERROR_FILENAME),
    MEMBER("lineno", OURO_SYNTAX_ERROR_LINENO),
    MEMBER("offset", OURO_SYNTAX_ERROR_OFFSET),
    MEMBER("text", OURO_SYNTAX_ERROR_TEXT),
    MEMBER("end_lineno", OURO_SYNTAX_ERROR_END_LINENO),
    MEMBER("end_offset", OURO_SYNTAX_ERROR_END_OFFSET),
    MEMBER("print_file_and_line", OURO_SYNTAX_ERROR_PRINT_FILE_AND_LINE),
    {0}};
