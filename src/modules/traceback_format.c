/* See traceback_format.h. Layout, limits and the rules for the position marks are CPython 3.11's (PEP 657). */
#include "modules/traceback_format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "modules/suggestions.h"
#include "syntax/parser.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception_group.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/text.h"
#include "types/tuple.h"
#include "vm/traceback.h"
#include "vm/vm.h"

enum { SHOWN_REPEATS = 3, DEFAULT_LIMIT = 1000, SHOWN_MEMBERS = 15, SHOWN_GROUPS = 10 };

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

static int add_cstring(ouro_str_builder *b, const char *text)
{
    return ouro__builder_utf8(b, text, strlen(text));
}

static int add_repeated(ouro_str_builder *b, char c, int64_t count)
{
    while (count-- > 0) {
        if (ouro__builder_char(b, (uint32_t)(uint8_t)c) < 0)
            return -1;
    }
    return 0;
}

/* Takes over `text`, which may be NULL (made in vain). */
static int add_owned(ouro_str_builder *b, ouro_object *text)
{
    int status = text ? ouro__builder_str(b, text) : -1;
    ouro_xdecref(b->rt, text);
    return status;
}

/* What begins a line inside `depth` exception groups. */
static int add_margin(ouro_str_builder *b, int depth)
{
    return depth == 0 ? 0 : add_repeated(b, ' ', 2 * depth) < 0 ? -1 : add_cstring(b, "| ");
}

/* ---- Source lines ---- */

/* Once the modules are gone, so is io, and no lines are read any more. */
static bool can_read_source(ouro_runtime *rt)
{
    ouro_object *modules = rt->python->modules;
    return modules && (!rt->closing || ouro__dict_count(modules) > 0);
}

ouro_object *ouro__source_line(ouro_runtime *rt, ouro_object *filename, int32_t number)
{
    size_t length;
    char *owned = NULL;
    const char *path = ouro__str_wtf8(rt, filename, &length, &owned);
    if (!path)
        return NULL;
    FILE *file = path[0] == '<' ? NULL : fopen(path, "re");
    ouro__buffer_free(rt, owned);
    if (!file)
        return NULL;
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size = -1;
    for (int32_t i = 0; i < number; i++) {
        size = getline(&line, &capacity, file);
        if (size < 0)
            break;
    }
    fclose(file);
    ouro_object *text = NULL;
    if (size >= 0) {
        while (size > 0 && (line[size - 1] == '\n' || line[size - 1] == '\r'))
            size--;
        const char *start = line;
        if (number == 1 && size >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0) {
            start += 3;
            size -= 3;
        }
        text = ouro__str_from_utf8(rt, start, (size_t)size);
        if (!text && ouro__error_is(rt, OURO_T_UNICODE_DECODE_ERROR)) {
            ouro__error_clear(rt);
            text = ouro__str_from_latin1(rt, (const uint8_t *)start, (size_t)size);
        }
    }
    free(line);
    return text;
}

/* ---- Position marks ---- */

/* Where within the line the marks stand, in characters. middle_start -1: all marks are alike. */
typedef struct marks {
    int64_t start, end;
    int64_t middle_start, middle_end;
} marks;

static int64_t utf8_size(uint32_t c)
{
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

static int64_t characters_before(ouro_object *line, int64_t bytes)
{
    int64_t count = 0, length = (int64_t)ouro__str_length(line);
    while (count < length && bytes > 0) {
        bytes -= utf8_size(ouro__str_char(line, (size_t)count));
        count++;
    }
    return count;
}

/* When the marked text is a binary operation or a subscription, finds its operator or brackets. */
static void find_middle(ouro_runtime *rt, ouro_object *line, marks *m)
{
    ouro_object *segment = ouro__str_slice(rt, line, (size_t)m->start, (size_t)m->end);
    size_t length = 0;
    char *owned = NULL;
    const char *text = segment ? ouro__str_utf8(rt, segment, &length, &owned) : NULL;
    if (!text) {
        ouro__error_clear(rt);
        ouro_xdecref(rt, segment);
        return;
    }
    ouro_region region;
    ouro_region_source source = ouro__heap_region_source(&rt->heap);
    ouro__region_init(&region, &source);
    ouro_parse_input input = {.source = text,
                              .length = length,
                              .mode = OURO_PARSE_EXEC,
                              .flags = OURO_PARSE_IGNORE_COOKIE,
                              .stack_limit = rt->c_stack_limit};
    ouro_module_node *module;
    ouro_syntax_error error;
    int64_t start = -1, end = -1;
    if (ouro__parse(&input, &region, &module, &error) == OURO_PARSE_OK && module->body.count == 1 &&
        module->body.items[0]->kind == OURO_AST_EXPR) {
        ouro_expr *e = module->body.items[0]->expr.value;
        if (e->kind == OURO_AST_BINOP) {
            uint32_t right = e->binop.right->span.column;
            for (uint32_t i = e->binop.left->span.end_column; i < right; i++) {
                if (is_blank((uint8_t)text[i]))
                    continue;
                start = i;
                end = i + 1;
                if (i + 1 < right && !is_blank((uint8_t)text[i + 1]))
                    end++;
                break;
            }
        } else if (e->kind == OURO_AST_SUBSCRIPT) {
            start = e->subscript.value->span.end_column;
            end = e->subscript.slice->span.end_column + 1;
        }
    }
    if (start >= 0) {
        m->middle_start = m->start + characters_before(segment, start);
        m->middle_end = m->start + characters_before(segment, end);
    }
    ouro__region_clear(&region);
    ouro__buffer_free(rt, owned);
    ouro_decref(rt, segment);
}

/* The line of ~ and ^ under a source line of which `stripped` characters were left out in front. */
static int add_marks(ouro_str_builder *b, int depth, ouro_object *line, int64_t stripped,
                     const ouro_position *position)
{
    if (position->line < 0 || position->end_line < 0 || position->column < 0 || position->end_column < 0)
        return 0;
    int64_t length = (int64_t)ouro__str_length(line);
    marks m = {characters_before(line, position->column), characters_before(line, position->end_column), -1,
               -1};
    if (position->line == position->end_line) {
        if (m.end > m.start)
            find_middle(b->rt, line, &m);
    } else {
        for (m.end = length; m.end > 0 && is_blank(ouro__str_char(line, (size_t)m.end - 1));)
            m.end--;
    }
    if (m.end - m.start == length - stripped && m.middle_start < 0)
        return 0;
    if (add_margin(b, depth) < 0 || add_cstring(b, "    ") < 0)
        return -1;
    for (int64_t i = stripped; i < m.end; i++) {
        char c = i < m.start                                                       ? ' '
                 : m.middle_start < 0 || (i >= m.middle_start && i < m.middle_end) ? '^'
                                                                                   : '~';
        if (ouro__builder_char(b, (uint32_t)(uint8_t)c) < 0)
            return -1;
    }
    return ouro__builder_char(b, '\n');
}

/* ---- Entries ---- */

static int add_entry(ouro_str_builder *b, int depth, ouro_traceback *t)
{
    ouro_runtime *rt = b->rt;
    ouro_code *code = (ouro_code *)t->frame->code;
    ouro_position position = ouro__code_position(code, t->offset / OURO_CODE_WORD);
    int32_t number = ouro__traceback_line(t);
    if (add_margin(b, depth) < 0 ||
        add_owned(b, ouro__str_format(rt, "  File \"%U\", line %d, in %U\n", code->filename, (int)number,
                                      code->name)) < 0)
        return -1;
    ouro_object *line = can_read_source(rt) ? ouro__source_line(rt, code->filename, number) : NULL;
    if (!line)
        return rt->error ? -1 : 0;
    size_t length = ouro__str_length(line), stripped = 0;
    while (stripped < length && is_blank(ouro__str_char(line, stripped)))
        stripped++;
    int status = add_margin(b, depth);
    if (status == 0)
        status = add_cstring(b, "    ");
    if (status == 0)
        status = ouro__builder_slice(b, line, stripped, length);
    if (status == 0)
        status = ouro__builder_char(b, '\n');
    if (status == 0 && position.line == number)
        status = add_marks(b, depth, line, (int64_t)stripped, &position);
    ouro_decref(rt, line);
    return status;
}

static bool same_place(ouro_traceback *a, ouro_traceback *b)
{
    return a && a->frame->code == b->frame->code && ouro__traceback_line(a) == ouro__traceback_line(b);
}

static int add_repeats(ouro_str_builder *b, int depth, int64_t repeats)
{
    if (repeats <= SHOWN_REPEATS)
        return 0;
    char text[64];
    repeats -= SHOWN_REPEATS;
    snprintf(text, sizeof text, "  [Previous line repeated %lld more time%s]\n", (long long)repeats,
             repeats > 1 ? "s" : "");
    return add_margin(b, depth) < 0 ? -1 : add_cstring(b, text);
}

static int64_t traceback_limit(ouro_runtime *rt)
{
    int64_t limit = DEFAULT_LIMIT;
    ouro_object *value = ouro__dict_get_cstring(rt, rt->python->sys_dict, "tracebacklimit");
    ouro__error_clear(rt);
    if (value && ouro__is_int(rt, value))
        (void)ouro__int_as_int64(rt, value, &limit);
    return limit;
}

static int add_header(ouro_str_builder *b, int depth, bool group)
{
    if (group && depth == 1)
        return add_cstring(b, "  + Exception Group Traceback (most recent call last):\n");
    if (add_margin(b, depth) < 0 || (group && add_cstring(b, "Exception Group ") < 0))
        return -1;
    return add_cstring(b, "Traceback (most recent call last):\n");
}

static int add_traceback(ouro_str_builder *b, int depth, ouro_object *traceback, bool group)
{
    int64_t limit = traceback_limit(b->rt), entries = 0, repeats = 0;
    if (limit <= 0)
        return 0;
    ouro_traceback *t = (ouro_traceback *)traceback, *last = NULL;
    for (ouro_traceback *at = t; at; at = (ouro_traceback *)at->next)
        entries++;
    for (; entries > limit; entries--)
        t = (ouro_traceback *)t->next;
    if (add_header(b, depth, group) < 0)
        return -1;
    for (; t; last = t, t = (ouro_traceback *)t->next) {
        if (!same_place(last, t)) {
            if (add_repeats(b, depth, repeats) < 0)
                return -1;
            repeats = 0;
        }
        repeats++;
        if (repeats <= SHOWN_REPEATS && add_entry(b, depth, t) < 0)
            return -1;
    }
    return add_repeats(b, depth, repeats);
}

/* ---- SyntaxError's own place ---- */

static int64_t extra_number(ouro_runtime *rt, ouro_object *exception, int index, int64_t fallback)
{
    ouro_object *o = ouro__exception_extra(rt, exception, index);
    int64_t value = fallback;
    if (ouro__is_int(rt, o))
        (void)ouro__int_as_int64(rt, o, &value);
    return value;
}

static int64_t utf8_length(ouro_object *text, int64_t from, int64_t to)
{
    int64_t length = 0;
    for (int64_t i = from; i < to; i++)
        length += utf8_size(ouro__str_char(text, (size_t)i));
    return length;
}

static int add_error_text(ouro_str_builder *b, ouro_object *text, int64_t offset, int64_t end_offset)
{
    int64_t carets = end_offset > 0 && end_offset > offset ? end_offset - offset : 1;
    int64_t start = 0, end = (int64_t)ouro__str_length(text);
    offset--;
    while (start < end && is_blank(ouro__str_char(text, (size_t)start))) {
        start++;
        offset--;
    }
    int64_t length = utf8_length(text, start, end); /* in bytes, as an error in a file counts */
    if (length > 0 && ouro__str_char(text, (size_t)end - 1) == '\n')
        length--;
    if (offset > length)
        offset = length;
    for (;;) {
        int64_t newline = ouro__str_find_char(text, '\n', (size_t)start, (size_t)end);
        int64_t before = newline < 0 ? offset : utf8_length(text, start, newline);
        if (before >= offset)
            break;
        offset -= before + 1;
        start = newline + 1;
    }
    int status = add_cstring(b, "    ");
    if (status == 0)
        status = ouro__builder_slice(b, text, (size_t)start, (size_t)end);
    if (status == 0 && (end == start || ouro__str_char(text, (size_t)end - 1) != '\n'))
        status = ouro__builder_char(b, '\n');
    if (status < 0 || offset < 0)
        return status;
    if (add_repeated(b, ' ', offset + 4) < 0 || add_repeated(b, '^', carets) < 0)
        return -1;
    return ouro__builder_char(b, '\n');
}

static int add_syntax_place(ouro_str_builder *b, int depth, ouro_object *exception)
{
    ouro_runtime *rt = b->rt;
    ouro_object *filename = ouro__exception_extra(rt, exception, OURO_SYNTAX_ERROR_FILENAME);
    ouro_object *text = ouro__exception_extra(rt, exception, OURO_SYNTAX_ERROR_TEXT);
    int64_t line = extra_number(rt, exception, OURO_SYNTAX_ERROR_LINENO, -1);
    int64_t end_line = extra_number(rt, exception, OURO_SYNTAX_ERROR_END_LINENO, line);
    int64_t offset = extra_number(rt, exception, OURO_SYNTAX_ERROR_OFFSET, -1);
    int64_t end_offset = extra_number(rt, exception, OURO_SYNTAX_ERROR_END_OFFSET, -1);
    if (line < 0)
        return 0;
    if (add_margin(b, depth) < 0)
        return -1;
    int status =
        ouro__is_str(rt, filename)
            ? add_owned(b, ouro__str_format(rt, "  File \"%U\", line %lld\n", filename, (long long)line))
            : add_owned(b, ouro__str_format(rt, "  File \"<string>\", line %lld\n", (long long)line));
    if (status < 0 || !ouro__is_str(rt, text))
        return status;
    int64_t size = (int64_t)ouro__str_length(text);
    if (!ouro__is_exactly(exception,
                          OURO_T_SYNTAX_ERROR)) /* of indentation errors only the beginning is marked */
        end_offset = -1;
    else if (end_line > line)
        end_offset = size;
    if (end_offset > size + 1)
        end_offset = size + 1;
    return add_error_text(b, text, offset, end_offset);
}

/* ---- Exceptions ---- */

static int add_class_name(ouro_str_builder *b, ouro_object *exception)
{
    ouro_runtime *rt = b->rt;
    ouro_object *cls = ouro__class_of(rt, exception), *module, *qualname;
    int found = ouro__getattr_optional(rt, cls, NAME(rt, __module__), &module);
    if (found <= 0) {
        ouro__error_clear(rt);
        module = NULL;
    }
    int status = 0;
    if (!module || !ouro__is_str(rt, module))
        status = add_cstring(b, "<unknown>.");
    else if (!ouro__str_equals_ascii(module, "builtins") && !ouro__str_equals_ascii(module, "__main__"))
        status = ouro__builder_str(b, module) < 0 ? -1 : ouro__builder_char(b, '.');
    ouro_xdecref(rt, module);
    if (status < 0)
        return -1;
    found = ouro__getattr_optional(rt, cls, NAME(rt, __qualname__), &qualname);
    if (found <= 0 || !ouro__is_str(rt, qualname)) {
        ouro__error_clear(rt);
        if (found > 0)
            ouro_decref(rt, qualname);
        return add_cstring(b, "<unknown>");
    }
    return add_owned(b, qualname);
}

/* Text of more than one line, each behind the margin. */
static int add_lines(ouro_str_builder *b, int depth, ouro_object *text)
{
    if (depth == 0)
        return ouro__builder_str(b, text);
    ouro__text t = ouro__text_of_str(text);
    ouro_object *lines = ouro__text_split_lines(b->rt, text, &t, true, ouro__str_slice);
    int status = lines ? 0 : -1;
    for (uint32_t i = 0; status == 0 && i < ((ouro_list *)lines)->count; i++) {
        status = add_margin(b, depth);
        if (status == 0)
            status = ouro__builder_str(b, ((ouro_list *)lines)->items[i]);
    }
    ouro_xdecref(b->rt, lines);
    return status;
}

/* A note (taken over), or when it could not be made (NULL) the words instead. */
static int add_note(ouro_str_builder *b, int depth, ouro_object *text, const char *words)
{
    int status;
    if (text) {
        status = add_lines(b, depth, text);
        ouro_decref(b->rt, text);
    } else {
        ouro__error_clear(b->rt);
        status = add_margin(b, depth) < 0 ? -1 : add_cstring(b, words);
    }
    return status < 0 ? -1 : ouro__builder_char(b, '\n');
}

static int add_notes(ouro_str_builder *b, int depth, ouro_object *exception)
{
    ouro_runtime *rt = b->rt;
    ouro_object *notes;
    int found = ouro__getattr_optional(rt, exception, NAME(rt, __notes__), &notes);
    if (found <= 0) {
        ouro__error_clear(rt);
        return 0;
    }
    int status = 0;
    if (!ouro__is_sequence(rt, notes)) {
        status = add_note(b, depth, ouro__repr(rt, notes), "<__notes__ repr() failed>");
        ouro_decref(rt, notes);
        return status;
    }
    ouro_iteration it;
    ouro_object *note;
    if (ouro__iterate(rt, &it, notes) < 0) {
        ouro_decref(rt, notes);
        return -1;
    }
    while (status == 0 && (note = ouro__iterate_next(rt, &it))) {
        ouro_object *text = ouro__str(rt, note);
        ouro_decref(rt, note);
        status = add_note(b, depth, text, "<note str() failed>");
    }
    if (ouro__iterate_end(rt, &it) < 0)
        status = -1;
    ouro_decref(rt, notes);
    return status;
}

static int add_message(ouro_str_builder *b, int depth, ouro_object *exception, bool syntax)
{
    ouro_runtime *rt = b->rt;
    ouro_object *shown = syntax ? ouro__exception_extra(rt, exception, OURO_SYNTAX_ERROR_MSG) : exception;
    if (add_margin(b, depth) < 0 || add_class_name(b, exception) < 0)
        return -1;
    int status = 0;
    ouro_object *text = shown == OURO_NONE(rt) ? ouro_ref(OURO_EMPTY_STR(rt)) : ouro__str(rt, shown);
    if (!text) {
        ouro__error_clear(rt);
        status = add_cstring(b, ": <exception str() failed>");
    } else {
        if (ouro__str_length(text))
            status = add_cstring(b, ": ");
        if (status == 0)
            status = ouro__builder_str(b, text);
        ouro_decref(rt, text);
    }
    ouro_object *meant = status == 0 ? ouro__suggestion(rt, exception) : NULL;
    if (meant)
        status = add_owned(b, ouro__str_format(rt, ". Did you mean: %R?", meant));
    ouro_xdecref(rt, meant);
    if (status == 0)
        status = ouro__builder_char(b, '\n');
    return status < 0 ? -1 : add_notes(b, depth, exception);
}

static int add_one(ouro_str_builder *b, int depth, ouro_object *exception)
{
    ouro_runtime *rt = b->rt;
    ouro_object *traceback = ((ouro_exception *)exception)->traceback;
    if (traceback && add_traceback(b, depth, traceback, ouro__is_exception_group(rt, exception)) < 0)
        return -1;
    bool syntax =
        ouro__is_subtype(rt, ouro__class_of(rt, exception), ouro__class_at(rt, OURO_T_SYNTAX_ERROR));
    if (syntax && add_syntax_place(b, depth, exception) < 0)
        return -1;
    return add_message(b, depth, exception, syntax);
}

/* ---- Chains and groups ---- */

/* All that has been shown, or is about to be: what stands in it is not shown again as the cause or context of another.
 * Counted, since showing an exception runs code that may let go of it. */
typedef struct printing {
    ouro_str_builder b;
    ouro_object **seen; /* a buffer */
    size_t count, capacity;
    bool open; /* the innermost group's last line is still to be drawn */
} printing;

/* The exception that is shown before this one, and the words between them; NULL: none. */
static ouro_object *shown_before(ouro_object *exception, const char **words)
{
    ouro_exception *e = (ouro_exception *)exception;
    if (e->cause) {
        *words = "The above exception was the direct cause of the following exception:\n";
        return e->cause;
    }
    if (e->context && !e->suppress_context) {
        *words = "During handling of the above exception, another exception occurred:\n";
        return e->context;
    }
    return NULL;
}

static int see(printing *p, ouro_object *exception)
{
    if (p->count == p->capacity) {
        size_t capacity = p->capacity ? p->capacity * 2 : 8;
        ouro_object **larger = ouro__buffer_resize(p->b.rt, p->seen, capacity * sizeof *larger);
        if (!larger)
            return -1;
        p->seen = larger;
        p->capacity = capacity;
    }
    p->seen[p->count++] = ouro_ref(exception);
    return 0;
}

static bool was_seen(const printing *p, const ouro_object *exception)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->seen[i] == exception)
            return true;
    return false;
}

/* Puts an exception and those shown before it, back to the first, at the end of what was seen. */
static int see_chain(printing *p, ouro_object *exception)
{
    const char *words;
    if (see(p, exception) < 0)
        return -1;
    for (ouro_object *at = shown_before(exception, &words); at && !was_seen(p, at);
         at = shown_before(at, &words))
        if (see(p, at) < 0)
            return -1;
    return 0;
}

static int add_between(ouro_str_builder *b, int depth, const char *words)
{
    if (add_margin(b, depth) < 0 || add_cstring(b, "\n") < 0 || add_margin(b, depth) < 0 ||
        add_cstring(b, words) < 0)
        return -1;
    return add_margin(b, depth) < 0 ? -1 : add_cstring(b, "\n");
}

static int add_chain(printing *p, int depth, ouro_object *exception);

/* The line above the member at an index. */
static int add_rule(ouro_str_builder *b, int depth, size_t index)
{
    char text[96];
    if (index < SHOWN_MEMBERS)
        snprintf(text, sizeof text, "%s+---------------- %zu ----------------\n", index ? "  " : "+-",
                 index + 1);
    else
        snprintf(text, sizeof text, "  +---------------- ... ----------------\n");
    return add_repeated(b, ' ', 2 * depth) < 0 ? -1 : add_cstring(b, text);
}

static int add_rest(ouro_str_builder *b, int depth, size_t count)
{
    char text[64];
    snprintf(text, sizeof text, "and %zu more exception%s\n", count, count > 1 ? "s" : "");
    return add_margin(b, depth) < 0 ? -1 : add_cstring(b, text);
}

/* The last line below the members, once where several groups end together. */
static int add_end(printing *p, int depth)
{
    if (!p->open)
        return 0;
    p->open = false;
    if (add_repeated(&p->b, ' ', 2 * depth) < 0)
        return -1;
    return add_cstring(&p->b, "+------------------------------------\n");
}

static int add_group(printing *p, int depth, ouro_object *group)
{
    if (depth > SHOWN_GROUPS) {
        char text[64];
        snprintf(text, sizeof text, "... (max_group_depth is %d)\n", SHOWN_GROUPS);
        return add_margin(&p->b, depth) < 0 ? -1 : add_cstring(&p->b, text);
    }
    if (depth == 0)
        depth = 1;
    if (add_one(&p->b, depth, group) < 0)
        return -1;
    ouro_tuple *members = ouro__group_exceptions(group);
    for (size_t i = 0; i < members->count && i <= SHOWN_MEMBERS; i++) {
        if (add_rule(&p->b, depth, i) < 0)
            return -1;
        p->open = i + 1 == members->count || i == SHOWN_MEMBERS;
        int status = i < SHOWN_MEMBERS ? add_chain(p, depth + 1, members->items[i])
                                       : add_rest(&p->b, depth + 1, members->count - i);
        if (status < 0)
            return -1;
    }
    return add_end(p, depth + 1);
}

static int add_exception(printing *p, int depth, ouro_object *exception)
{
    if (ouro__is_exception_group(p->b.rt, exception))
        return add_group(p, depth, exception);
    return add_one(&p->b, depth, exception);
}

/* An exception and what is shown before it: in a group or, at depth 0, by itself. Groups are limited in depth: this ends. */
static int add_chain(printing *p, int depth, ouro_object *exception)
{
    size_t first = p->count;
    if (see_chain(p, exception) < 0)
        return -1;
    bool open = p->open;
    for (size_t i = p->count; i-- > first;) {
        p->open = i == first && open;
        if (add_exception(p, depth, p->seen[i]) < 0)
            return -1;
        const char *words;
        if (i > first && shown_before(p->seen[i - 1], &words) && add_between(&p->b, depth, words) < 0)
            return -1;
    }
    return 0;
}

ouro_object *ouro__format_exception(ouro_runtime *rt, ouro_object *exception)
{
    printing p = {0};
    ouro__builder_init(&p.b, rt);
    int status = add_chain(&p, 0, exception);
    ouro_object *error = ouro__error_take(rt);
    while (p.count)
        ouro_decref(rt, p.seen[--p.count]);
    ouro__buffer_free(rt, p.seen);
    if (error)
        ouro__error_restore(rt, error);
    if (status == 0)
        return ouro__builder_finish(&p.b);
    ouro__builder_discard(&p.b);
    return NULL;
}

ouro_object *ouro__format_traceback(ouro_runtime *rt, ouro_object *traceback)
{
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    if (traceback && traceback != OURO_NONE(rt) && add_traceback(&b, 0, traceback, false) < 0) {
        ouro__builder_discard(&b);
        return NULL;
    }
    return ouro__builder_finish(&b);
}
