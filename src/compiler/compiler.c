/* The compiler's ground: failing, warnings, memory, names. See compiler.h. */
#include "compiler/compiler.h"

#include <string.h>
#include <sys/stat.h>

#include "object/slot.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/tuple.h"

enum { MAX_DEPTH = 6000 };

void ouro__fail(ouro_compiler *c)
{
    longjmp(c->failed, 1);
}

void ouro__fail_memory(ouro_compiler *c)
{
    ouro__no_memory(c->rt);
    ouro__fail(c);
}

static ouro_object *text_or_none(ouro_compiler *c, const char *text)
{
    return text ? ouro__keep(c, ouro__str_from_wtf8(c->rt, text, strlen(text))) : OURO_NONE(c->rt);
}

static ouro_object *number(ouro_compiler *c, int64_t n)
{
    return ouro__keep(c, ouro__int_new(c->rt, n));
}

_Noreturn static void raise_with(ouro_compiler *c, enum ouro_type_id cls, ouro_object *message,
                                 ouro_object *where)
{
    ouro_object *args = ouro__keep(c, ouro__tuple_of(c->rt, 2, message, where));
    ouro_object *exception =
        ouro__exception_new(c->rt, ouro__type_at(c->rt, OURO_WORD(cls))->class_object, args);
    if (exception)
        ouro__raise_instance(c->rt, exception);
    ouro__fail(c);
}

_Noreturn static void raise_alone(ouro_compiler *c, ouro_object *exception)
{
    if (exception)
        ouro__raise_instance(c->rt, exception);
    ouro__fail(c);
}

static ouro_object *with_message(ouro_compiler *c, enum ouro_type_id cls, ouro_object *message)
{
    ouro_object *alone = ouro__keep(c, ouro__tuple_of(c->rt, 1, message));
    return ouro__exception_new(c->rt, ouro__type_at(c->rt, OURO_WORD(cls))->class_object, alone);
}

static void set_extra(ouro_compiler *c, ouro_object *exception, int n, ouro_object *value)
{
    ouro_exception_extended *e = (ouro_exception_extended *)exception;
    ouro__slot_set(c->rt, e, &e->extra[n], ouro_ref(value));
}

/* What is found before code is emitted has its place in the attributes alone, not in args. */
_Noreturn static void raise_placed_afterwards(ouro_compiler *c, ouro_object *message,
                                              const ouro_syntax_error *place)
{
    ouro_object *exception = ouro__keep(c, with_message(c, OURO_T_SYNTAX_ERROR, message));
    bool open = place->end_column == OURO_NO_COLUMN;
    set_extra(c, exception, OURO_SYNTAX_ERROR_FILENAME, c->filename);
    set_extra(c, exception, OURO_SYNTAX_ERROR_LINENO, number(c, place->line));
    set_extra(c, exception, OURO_SYNTAX_ERROR_OFFSET, number(c, place->column));
    set_extra(c, exception, OURO_SYNTAX_ERROR_TEXT, text_or_none(c, place->text));
    set_extra(c, exception, OURO_SYNTAX_ERROR_END_LINENO, number(c, place->end_line));
    set_extra(c, exception, OURO_SYNTAX_ERROR_END_OFFSET,
              open ? OURO_NONE(c->rt) : number(c, place->end_column));
    raise_alone(c, ouro_ref(exception));
}

/* Raises SyntaxError(message, (filename, line, column, text, end line, end column)). */
_Noreturn static void raise_at(ouro_compiler *c, enum ouro_type_id cls, ouro_object *message,
                               const ouro_syntax_error *place)
{
    ouro_runtime *rt = c->rt;
    bool placed = place->line != 0, open = place->end_column == OURO_NO_COLUMN;
    if (!placed &&
        c->options->from_file) { /* the file as a whole: its name is in the message, where it matters */
        raise_alone(c, with_message(c, cls, message));
    }
    if (place->whole) {
        ouro_object *where =
            ouro__keep(c, ouro__tuple_of(rt, 4, c->filename, number(c, 0), number(c, -1), OURO_NONE(rt)));
        raise_with(c, cls, message, where);
    }
    ouro_object *where =
        ouro__keep(c, ouro__tuple_of(rt, 6, c->filename, number(c, place->line), number(c, place->column),
                                     text_or_none(c, place->text), number(c, placed ? place->end_line : 0),
                                     number(c, open     ? -1
                                               : placed ? (int64_t)place->end_column
                                                        : 0)));
    raise_with(c, cls, message, where);
}

/* CPython reads the line from the file of that name: what came from no file has no text. */
static bool from_file(const ouro_compiler *c)
{
    struct stat about;
    const char *name = c->input->filename;
    return name[0] != '<' && (c->options->from_file || (stat(name, &about) == 0 && S_ISREG(about.st_mode)));
}

void ouro__fail_syntax(ouro_compiler *c, ouro_span span, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    ouro_object *message = ouro__str_vformat(c->rt, format, arguments);
    va_end(arguments);
    ouro__keep(c, message);
    ouro_syntax_error place = {0};
    bool open = span.end_column == OURO_NO_COLUMN;
    if (open)
        span.end_column = span.column;
    ouro__syntax_error_at(c->input, c->region, span, "", &place);
    if (open)
        place.end_column = OURO_NO_COLUMN;
    if (!from_file(c))
        place.text = NULL;
    if (!c->unit)
        raise_placed_afterwards(c, message, &place);
    raise_at(c, OURO_T_SYNTAX_ERROR, message, &place);
}

void ouro__fail_parse(ouro_compiler *c, const ouro_syntax_error *error)
{
    switch (error->kind) {
    case OURO_ERROR_SYNTAX:
    case OURO_ERROR_INDENTATION:
    case OURO_ERROR_TAB: {
        static const enum ouro_type_id classes[] = {[OURO_ERROR_SYNTAX] = OURO_T_SYNTAX_ERROR,
                                                    [OURO_ERROR_INDENTATION] = OURO_T_INDENTATION_ERROR,
                                                    [OURO_ERROR_TAB] = OURO_T_TAB_ERROR};
        raise_at(c, classes[error->kind], text_or_none(c, error->message), error);
    }
    case OURO_ERROR_VALUE:
        ouro__raise(c->rt, OURO_T_VALUE_ERROR, "%s", error->message);
        break;
    case OURO_ERROR_RECURSION:
        ouro__raise(c->rt, OURO_T_RECURSION_ERROR, "%s", error->message);
        break;
    case OURO_ERROR_NONE:
    case OURO_ERROR_MEMORY:
        ouro__no_memory(c->rt);
        break;
    case OURO_ERROR_CALLBACK:
        break;
    }
    ouro__fail(c);
}

static int warn_by_hook(ouro_compiler *c, enum ouro_type_id category, const char *message, uint32_t line)
{
    ouro_runtime *rt = c->rt;
    ouro_object *text = ouro__str_from_cstring(rt, message);
    int status = text ? rt->python->hooks.warn_explicit(rt, ouro__class_at(rt, category), text, c->filename,
                                                        (int32_t)line)
                      : -1;
    ouro_xdecref(rt, text);
    if (status == 0 || !ouro__error_is(rt, category))
        return status;
    ouro__error_clear(rt); /* a filter says "error": that is a SyntaxError */
    return 1;
}

int ouro__warn_at_line(ouro_compiler *c, ouro_warning_kind kind, const char *message, uint32_t line)
{
    enum ouro_type_id category =
        kind == OURO_SYNTAX_WARNING ? OURO_T_SYNTAX_WARNING : OURO_T_DEPRECATION_WARNING;
    if (c->options->warn)
        return c->options->warn(c->rt, c->options->warn_context, category, message, c->filename, line);
    return c->rt->python->hooks.warn_explicit ? warn_by_hook(c, category, message, line) : 0;
}

void ouro__warn_syntax(ouro_compiler *c, ouro_span span, const char *format, ...)
{
    if (!c->input->warn)
        return;
    va_list arguments;
    va_start(arguments, format);
    ouro_object *message = ouro__str_vformat(c->rt, format, arguments);
    va_end(arguments);
    ouro__keep(c, message);
    size_t length;
    char *owned;
    const char *text = ouro__str_wtf8(c->rt, message, &length, &owned);
    if (!text)
        ouro__fail(c);
    text = ouro__region_copy(c->region, text, length);
    if (owned)
        ouro__buffer_free(c->rt, owned);
    if (!text)
        ouro__fail_memory(c);
    int outcome = ouro__warn_at_line(c, OURO_SYNTAX_WARNING, text, span.line);
    if (outcome < 0)
        ouro__fail(c);
    if (outcome > 0)
        ouro__fail_syntax(c, span, "%s", text);
}

void *ouro__region_need(ouro_compiler *c, size_t size)
{
    void *block = ouro__region_alloc(c->region, size);
    if (!block)
        ouro__fail_memory(c);
    return block;
}

void *ouro__region_room(ouro_compiler *c, void *items, uint32_t count, uint32_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    uint32_t larger = *capacity ? *capacity * 2 : 8;
    void *room = ouro__region_need(c, larger * size);
    if (count)
        memcpy(room, items, count * size);
    *capacity = larger;
    return room;
}

ouro_object *ouro__keep(ouro_compiler *c, ouro_object *owned)
{
    if (!owned)
        ouro__fail(c);
    if (c->kept_count == c->kept_capacity) {
        uint32_t larger = c->kept_capacity ? c->kept_capacity * 2 : 64;
        ouro_object **room = ouro__region_alloc(c->region, larger * sizeof *room);
        if (!room) {
            ouro_decref(c->rt, owned);
            ouro__fail_memory(c);
        }
        if (c->kept_count)
            memcpy(room, c->kept, c->kept_count * sizeof *room);
        c->kept = room;
        c->kept_capacity = larger;
    }
    c->kept[c->kept_count++] = owned;
    return owned;
}

void ouro__enter(ouro_compiler *c)
{
    if (++c->depth <= MAX_DEPTH && !ouro__stack_low(c->rt))
        return;
    ouro__raise(c->rt, OURO_T_RECURSION_ERROR, "maximum recursion depth exceeded during compilation");
    ouro__fail(c);
}

const ouro_name *ouro__name(ouro_compiler *c, const char *bytes)
{
    const ouro_name *name = bytes ? ouro__syntax_intern(c->tree, c->region, bytes, strlen(bytes)) : NULL;
    if (!name)
        ouro__fail_memory(c);
    return name;
}

ouro_object *ouro__name_object(ouro_compiler *c, const ouro_name *name)
{
    uint32_t number = ouro__pointer_map_get(&c->name_objects, name);
    if (number != OURO_MAP_MISSING)
        return c->kept[number];
    ouro_object *text = ouro__str_from_utf8(c->rt, name->bytes, name->length);
    ouro_object *o = ouro__keep(c, text ? ouro__str_intern(c->rt, text) : NULL);
    if (ouro__pointer_map_add(&c->name_objects, c->region, name, c->kept_count - 1) < 0)
        ouro__fail_memory(c);
    return o;
}
