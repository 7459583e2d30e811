/* The code type: what the compiler made, and the attributes that the language shows of it. Positions are
 * decoded on demand. */
#include "compiler/code.h"

#include <string.h>

#include "object/slot.h"
#include "trace/sites.h"
#include "types/bytes.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"

static const uint16_t code_fields[] = {
    offsetof(ouro_code, name),       offsetof(ouro_code, qualname),  offsetof(ouro_code, filename),
    offsetof(ouro_code, constants),  offsetof(ouro_code, variables), offsetof(ouro_code, cell_names),
    offsetof(ouro_code, free_names), offsetof(ouro_code, docstring), 0};

ouro_code *ouro__code_new(ouro_runtime *rt)
{
    ouro_code *code = ouro__new_container(rt, sizeof *code, OURO_WORD(OURO_T_CODE));
    if (code)
        memset((char *)code + sizeof(ouro_object), 0, sizeof *code - sizeof(ouro_object));
    return code;
}

static void code_destroy(ouro_runtime *rt, ouro_object *o)
{
    ouro_code *code = (ouro_code *)o;
    if (rt->sites)
        ouro__sites_forget_places(rt->sites);
    void *const buffers[] = {code->instructions, code->positions, code->handlers, code->cell_of_local};
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        if (buffers[i])
            ouro__buffer_free(rt, buffers[i]);
}

static size_t code_size_of(ouro_runtime *rt, ouro_object *o)
{
    const ouro_code *code = (const ouro_code *)o;
    (void)rt;
    return sizeof *code + code->instruction_count * sizeof *code->instructions + code->positions_size +
           code->handler_count * sizeof *code->handlers + (code->cell_of_local ? code->local_count : 0);
}

/* ---- positions ---- */

typedef struct position_reader {
    const uint8_t *at, *end;
    uint32_t line, words; /* words: end of the last run */
    ouro_position now;
} position_reader;

static uint32_t get_varint(position_reader *r)
{
    uint32_t value = 0;
    for (int shift = 0;; shift += 7) {
        uint8_t byte = *r->at++;
        value |= (uint32_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return value;
    }
}

static position_reader read_positions(const ouro_code *code)
{
    return (position_reader){
        .at = code->positions, .end = code->positions + code->positions_size, .line = code->first_line};
}

static bool next_run(position_reader *r)
{
    if (r->at >= r->end)
        return false;
    uint32_t words = get_varint(r);
    r->words += words >> 1;
    r->now = (ouro_position){-1, -1, -1, -1};
    if (words & 1)
        return true;
    uint32_t by = get_varint(r);
    r->line += (by >> 1) ^ (0u - (by & 1));
    r->now.line = (int32_t)r->line;
    r->now.end_line = (int32_t)(r->line + get_varint(r));
    r->now.column = (int32_t)get_varint(r) - 1;
    if (r->now.column >= 0)
        r->now.end_column = (int32_t)get_varint(r);
    return true;
}

ouro_position ouro__code_position(const ouro_code *code, uint32_t pc)
{
    position_reader r = read_positions(code);
    while (next_run(&r))
        if (pc < r.words)
            return r.now;
    return (ouro_position){-1, -1, -1, -1};
}

/* Skips numbers, the first of which is *first: false when they are cut off or too long. */
static bool skip_numbers(const ouro_code *code, uint32_t *at, unsigned count, uint8_t *first)
{
    for (unsigned n = 0; n < count; n++) {
        uint32_t from = *at;
        do {
            if (*at >= code->positions_size || *at - from >= 5)
                return false;
        } while (code->positions[(*at)++] & 0x80);
        if (n == 0)
            *first = code->positions[from];
    }
    return true;
}

bool ouro__code_positions_whole(const ouro_code *code)
{
    uint8_t first = 0;
    for (uint32_t at = 0; at < code->positions_size;) {
        if (!skip_numbers(code, &at, 1, &first))
            return false;
        if (first & 1)
            continue;
        if (!skip_numbers(code, &at, 2, &first) || !skip_numbers(code, &at, 1, &first) ||
            (first != 0 && !skip_numbers(code, &at, 1, &first)))
            return false;
    }
    return true;
}

void ouro__code_lines(const ouro_code *code, int32_t *lines)
{
    position_reader r = read_positions(code);
    uint32_t word = 0;
    while (next_run(&r))
        while (word < r.words && word < code->instruction_count)
            lines[word++] = r.now.line;
    while (word < code->instruction_count)
        lines[word++] = -1;
}

static ouro_object *finish_iterator(ouro_runtime *rt, ouro_object *list)
{
    ouro_object *iterator = ouro__iter(rt, list);
    ouro_decref(rt, list);
    return iterator;
}

/* A tuple; negative numbers stand for None. */
static int append_ints(ouro_runtime *rt, ouro_object *list, const int64_t *values, size_t count)
{
    ouro_tuple *t = ouro__tuple_alloc(rt, count);
    if (!t)
        return -1;
    for (size_t i = 0; i < count; i++) {
        t->items[i] = values[i] < 0 ? ouro_ref(OURO_NONE(rt)) : ouro__int_new(rt, values[i]);
        if (!t->items[i]) {
            ouro_decref(rt, &t->head);
            return -1;
        }
    }
    ouro__tuple_ready(rt, t);
    return ouro__list_append_owned(rt, (ouro_list *)list, &t->head);
}

/* Offsets are those of co_code. */
static ouro_object *code_co_lines(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ouro_object *list = ouro__list_new(rt, 0);
    if (!list)
        return NULL;
    position_reader r = read_positions((ouro_code *)self);
    int64_t run[3] = {0, 0, -1};
    for (bool more = next_run(&r); more;) {
        run[0] = run[1];
        run[2] = r.now.line;
        while (more && r.now.line == run[2]) {
            run[1] = (int64_t)r.words * OURO_CODE_WORD;
            more = next_run(&r);
        }
        if (append_ints(rt, list, run, 3) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return finish_iterator(rt, list);
}

static ouro_object *code_co_positions(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t nargs, ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ouro_object *list = ouro__list_new(rt, 0);
    if (!list)
        return NULL;
    position_reader r = read_positions((ouro_code *)self);
    for (uint64_t at = 0; next_run(&r);) {
        const int64_t place[] = {r.now.line, r.now.end_line, r.now.column, r.now.end_column};
        uint64_t end = (uint64_t)r.words * OURO_POSITIONS_OF_WORD;
        int status = at < end ? append_ints(rt, list, place, 4) : 0;
        for (at += at < end; at < end && status == 0; at++)
            status = ouro__list_append(rt, list, ((ouro_list *)list)->items[((ouro_list *)list)->count - 1]);
        if (status < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return finish_iterator(rt, list);
}

/* ---- attributes ---- */

#define NUMBER(name, expression)                                                                             \
    static ouro_object *get_##name(ouro_runtime *rt, ouro_object *self)                                      \
    {                                                                                                        \
        const ouro_code *code = (const ouro_code *)self;                                                     \
        return ouro__int_new(rt, (int64_t)(expression));                                                     \
    }
#define OBJECT(name, field)                                                                                  \
    static ouro_object *get_##name(ouro_runtime *rt, ouro_object *self)                                      \
    {                                                                                                        \
        (void)rt;                                                                                            \
        return ouro_ref(((ouro_code *)self)->field);                                                         \
    }

static uint64_t tuple_count(const ouro_object *o)
{
    return ((const ouro_tuple *)o)->count;
}

/* Registers that are variables, less the cells that are no parameters or locals of their own. */
static uint64_t parameter_count(const ouro_code *code)
{
    return (uint64_t)code->argument_count + code->keyword_only_count +
           ((code->flags & OURO_CO_VARARGS) != 0) + ((code->flags & OURO_CO_VARKEYWORDS) != 0);
}

static uint64_t variable_count(const ouro_code *code)
{
    uint64_t count = code->local_count, parameters = parameter_count(code);
    while (code->cell_of_local && count > parameters && code->cell_of_local[count - 1])
        count--;
    return count;
}

NUMBER(co_argcount, code->argument_count)
NUMBER(co_posonlyargcount, code->positional_only_count)
NUMBER(co_kwonlyargcount, code->keyword_only_count)
NUMBER(co_nlocals, variable_count(code))
NUMBER(co_stacksize, code->register_count - code->local_count)
NUMBER(co_flags, code->flags)
NUMBER(co_firstlineno, code->first_line)
OBJECT(co_name, name)
OBJECT(co_qualname, qualname)
OBJECT(co_filename, filename)
OBJECT(co_cellvars, cell_names)
OBJECT(co_freevars, free_names)

static ouro_object *get_co_varnames(ouro_runtime *rt, ouro_object *self)
{
    const ouro_code *code = (const ouro_code *)self;
    return ouro__tuple_slice(rt, code->variables, 0, variable_count(code));
}

static ouro_object *get_co_names(ouro_runtime *rt, ouro_object *self)
{
    const ouro_code *code = (const ouro_code *)self;
    return ouro__tuple_slice(rt, code->constants, 0, code->name_count);
}

static ouro_object *get_co_consts(ouro_runtime *rt, ouro_object *self)
{
    const ouro_code *code = (const ouro_code *)self;
    return ouro__tuple_slice(rt, code->constants, code->name_count, tuple_count(code->constants));
}

static ouro_object *get_co_code(ouro_runtime *rt, ouro_object *self)
{
    const ouro_code *code = (const ouro_code *)self;
    size_t size = (size_t)code->instruction_count * sizeof *code->instructions;
    uint64_t *base = rt->python->hooks.base_instructions ? ouro__buffer_alloc(rt, size + 1) : NULL;
    if (!base)
        return rt->error ? NULL : ouro__bytes_new(rt, code->instructions, size);
    rt->python->hooks.base_instructions(code, base);
    ouro_object *bytes = ouro__bytes_new(rt, base, size);
    ouro__buffer_free(rt, base);
    return bytes;
}

/* As the compiler packed them, of no use to others. */
static ouro_object *get_co_linetable(ouro_runtime *rt, ouro_object *self)
{
    const ouro_code *code = (const ouro_code *)self;
    return ouro__bytes_new(rt, code->positions, code->positions_size);
}

static ouro_object *get_co_exceptiontable(ouro_runtime *rt, ouro_object *self)
{
    const ouro_code *code = (const ouro_code *)self;
    return ouro__bytes_new(rt, code->handlers, (size_t)code->handler_count * sizeof *code->handlers);
}

static ouro_object *code_repr(ouro_runtime *rt, ouro_object *o)
{
    const ouro_code *code = (const ouro_code *)o;
    return ouro__str_format(rt, "<code object %U at 0x%llx, file \"%U\", line %u>", code->name,
                            (unsigned long long)(uintptr_t)o, code->filename, (unsigned)code->first_line);
}

static uint64_t add_to_fingerprint(uint64_t hash, const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ ((const uint8_t *)bytes)[i]) * 0x100000001b3ull;
    return hash;
}

void ouro__code_set_fingerprint(ouro_code *code)
{
    uint64_t hash = add_to_fingerprint(0xcbf29ce484222325ull, code->instructions,
                                       (size_t)code->instruction_count * sizeof *code->instructions);
    hash = add_to_fingerprint(hash, code->handlers, code->handler_count * sizeof *code->handlers);
    code->fingerprint = add_to_fingerprint(hash, code->positions, code->positions_size);
}

/* ---- equality: same name, place, signature, constants and instructions ---- */

static bool same_shape(const ouro_code *a, const ouro_code *b)
{
    return a->first_line == b->first_line && a->flags == b->flags && a->argument_count == b->argument_count &&
           a->positional_only_count == b->positional_only_count &&
           a->keyword_only_count == b->keyword_only_count && a->local_count == b->local_count &&
           a->instruction_count == b->instruction_count && a->fingerprint == b->fingerprint &&
           ouro__str_equal(a->name, b->name);
}

static int equal_codes(ouro_runtime *rt, const ouro_code *a, const ouro_code *b)
{
    if (!same_shape(a, b))
        return 0;
    ouro_object *const pairs[][2] = {{a->constants, b->constants},
                                     {a->variables, b->variables},
                                     {a->cell_names, b->cell_names},
                                     {a->free_names, b->free_names}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        int same = ouro__compare_bool(rt, pairs[i][0], pairs[i][1], OURO_EQ);
        if (same <= 0)
            return same;
    }
    return 1;
}

static ouro_object *code_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if ((op != OURO_EQ && op != OURO_NE) || !ouro__is_exactly(b, OURO_T_CODE))
        return OURO_NOT_IMPLEMENTED(rt);
    int same = a == b ? 1 : equal_codes(rt, (ouro_code *)a, (ouro_code *)b);
    return same < 0 ? NULL : ouro__bool(rt, (op == OURO_EQ) == same);
}

static int64_t code_hash(ouro_runtime *rt, ouro_object *o)
{
    const ouro_code *code = (const ouro_code *)o;
    ouro_object *const parts[] = {code->name, code->constants, code->variables, code->cell_names,
                                  code->free_names};
    uint64_t hash = code->first_line * 1000003ull ^ code->instruction_count;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        int64_t h = ouro__hash(rt, parts[i]);
        if (h == -1)
            return -1;
        hash = hash * 0x9E3779B97F4A7C15ull ^ (uint64_t)h;
    }
    return (int64_t)hash == -1 ? -2 : (int64_t)hash;
}

/* The name of a variable by its number: locals, cells, then free variables. */
static ouro_object *code_varname(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)nargs, (void)kwnames;
    const ouro_code *code = (const ouro_code *)self;
    int64_t number;
    if (ouro__index_int64(rt, args[0], true, &number) < 0)
        return NULL;
    int64_t locals = code->local_count, free = (int64_t)tuple_count(code->free_names);
    if (number < 0 || number >= locals + free)
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "tuple index out of range");
    return ouro_ref(number < locals ? ((ouro_tuple *)code->variables)->items[number]
                                    : ((ouro_tuple *)code->free_names)->items[number - locals]);
}

static const ouro_method_def code_methods[] = {
    {"_varname_from_oparg", code_varname, 0, 1, 1, NULL},
    {"co_lines", code_co_lines, 0, 0, 0,
     "co_lines($self, /)\n--\n\nIterator of (start, end, line) over the instructions."},
    {"co_positions", code_co_positions, 0, 0, 0,
     "co_positions($self, /)\n--\n\nIterator of (line, end line, column, end column), one for each two "
     "bytes of co_code."},
    {"replace", ouro__code_replace, OURO_METH_KEYWORDS, 0, -1,
     "replace($self, /, **changes)\n--\n\nReturn a copy of the code object with new values for the specified "
     "fields."},
    {0},
};

static const ouro_getset_def code_getsets[] = {
    {"co_code", get_co_code, NULL, NULL},
    {"co_varnames", get_co_varnames, NULL, NULL},
    {"co_cellvars", get_co_cellvars, NULL, NULL},
    {"co_freevars", get_co_freevars, NULL, NULL},
    {0},
};
static const ouro_getset_def code_fields_shown[] = {
    {"co_argcount", get_co_argcount, NULL, NULL},
    {"co_consts", get_co_consts, NULL, NULL},
    {"co_exceptiontable", get_co_exceptiontable, NULL, NULL},
    {"co_filename", get_co_filename, NULL, NULL},
    {"co_firstlineno", get_co_firstlineno, NULL, NULL},
    {"co_flags", get_co_flags, NULL, NULL},
    {"co_kwonlyargcount", get_co_kwonlyargcount, NULL, NULL},
    {"co_linetable", get_co_linetable, NULL, NULL},
    {"co_name", get_co_name, NULL, NULL},
    {"co_names", get_co_names, NULL, NULL},
    {"co_nlocals", get_co_nlocals, NULL, NULL},
    {"co_posonlyargcount", get_co_posonlyargcount, NULL, NULL},
    {"co_qualname", get_co_qualname, NULL, NULL},
    {"co_stacksize", get_co_stacksize, NULL, NULL},
    {0},
};

OURO_BUILTIN_TYPE(code) = {
    .id = OURO_T_CODE,
    .slots = {.name = "code",
              .size = sizeof(ouro_code),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_TRACKED_BY_CONTENT,
              .new_ = ouro__code_from_parts,
              .fields = code_fields,
              .destroy = code_destroy,
              .size_of = code_size_of,
              .repr = code_repr,
              .hash = code_hash,
              .compare = code_compare},
    .methods = code_methods,
    .getsets = code_getsets,
    .shown_fields = code_fields_shown,
    .doc = "Create a code object from its parts, as the attributes of another give them.",
};
