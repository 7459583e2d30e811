/* PCRE2 behind a door: its libraries, loaded when a pattern first needs them; compiling what sre_translate.c wrote; and
 * matching, with our heap under it and signals let in. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>

#include "modules/sre/sre.h"
#include "os/os.h"
#include "types/exception.h"
#include "vm/vm.h"

enum {
    MATCH_BYTES_KEPT = 256 * 1024, /* more is not held for the next match */
    FEWEST_SPANS = 16,
};

/* ---- the state of the runtime ---- */

static const char key;

static void *allocate(size_t size, void *rt)
{
    return ouro__heap_alloc(&((ouro_runtime *)rt)->heap, size, OURO_HEAP_RAW);
}

static void release(void *block, void *rt)
{
    ouro__buffer_free(rt, block);
}

/* The same for match data, counted, so that what a deep match took is not held for the next one. */
static void *allocate_counted(size_t size, void *state)
{
    sre_state *s = state;
    void *block = allocate(size, s->rt);
    if (block)
        s->match_bytes += ouro__heap_usable(&s->rt->heap, block);
    return block;
}

static void release_counted(void *block, void *state)
{
    sre_state *s = state;
    if (block)
        s->match_bytes -= ouro__heap_usable(&s->rt->heap, block);
    release(block, s->rt);
}

static void library_close(sre_library *l)
{
    if (!l->handle)
        return;
    if (l->match_data)
        l->match_data_free(l->match_data);
    if (l->match_context)
        l->match_context_free(l->match_context);
    if (l->compile_context)
        l->compile_context_free(l->compile_context);
    if (l->general)
        l->general_context_free(l->general);
    if (l->counted)
        l->general_context_free(l->counted);
    ouro__os_library_close(l->handle);
    *l = (sre_library){0};
}

static void destroy(ouro_runtime *rt, ouro_module_state *state)
{
    sre_state *s = (sre_state *)state;
    for (int i = 0; i < 3; i++)
        library_close(&s->libraries[i]);
    ouro__buffer_free(rt, s->cased);
}

sre_state *ouro__sre_state(ouro_runtime *rt)
{
    sre_state *s = ouro__module_state(rt, &key);
    if (!s && (s = ouro__module_state_add(rt, &key, sizeof *s)) != NULL) {
        s->head.destroy = destroy;
        s->rt = rt;
    }
    return s;
}

/* ---- loading ---- */

/* Refuses to go deeper when the C stack ends. */
static int compile_guard(uint32_t depth, void *rt)
{
    (void)depth;
    return ouro__stack_low(rt);
}

static int at_callout(void *block, void *data)
{
    const sre_library *l = data;
    ouro_runtime *rt = l->rt;
    if (((pcre2_callout_block *)block)->callout_string_length)
        return ouro__sre_round(l, block);
    if (ouro__likely(!rt->breaker))
        return 0;
    return ouro__safepoint(rt) < 0 ? PCRE2_ERROR_CALLOUT : 0;
}

static bool find_functions(sre_library *l, int bits)
{
    const struct {
        const char *name;
        void *place;
    } functions[] = {
        {"general_context_create", &l->general_context_create},
        {"general_context_free", &l->general_context_free},
        {"compile_context_create", &l->compile_context_create},
        {"compile_context_free", &l->compile_context_free},
        {"set_newline", &l->set_newline},
        {"set_parens_nest_limit", &l->set_parens_nest_limit},
        {"set_compile_recursion_guard", &l->set_compile_recursion_guard},
        {"compile", &l->compile},
        {"code_free", &l->code_free},
        {"match_context_create", &l->match_context_create},
        {"match_context_free", &l->match_context_free},
        {"set_match_limit", &l->set_match_limit},
        {"set_depth_limit", &l->set_depth_limit},
        {"set_heap_limit", &l->set_heap_limit},
        {"set_callout", &l->set_callout},
        {"match_data_create", &l->match_data_create},
        {"match_data_free", &l->match_data_free},
        {"match", &l->match},
        {"get_ovector_pointer", &l->get_ovector_pointer},
        {"get_mark", &l->get_mark},
    };
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        char name[64];
        snprintf(name, sizeof name, "pcre2_%s_%d", functions[i].name, bits);
        void *function = ouro__os_library_symbol(l->handle, name);
        if (!function)
            return false;
        memcpy(functions[i].place, &function, sizeof function);
    }
    return true;
}

/* The library for a kind, loaded; NULL with ImportError or MemoryError. */
static sre_library *get_library(ouro_runtime *rt, sre_state *s, int kind)
{
    sre_library *l = &s->libraries[kind];
    if (l->handle)
        return l;
    char name[32];
    int bits = 8 << kind;
    snprintf(name, sizeof name, "libpcre2-%d.so.0", bits);
    l->handle = ouro__os_library_open(name);
    if (!l->handle || !find_functions(l, bits)) {
        if (l->handle)
            ouro__os_library_close(l->handle);
        *l = (sre_library){0};
        return ouro__raise(rt, OURO_T_IMPORT_ERROR, "regular expressions need the library %s", name);
    }
    l->general = l->general_context_create(allocate, release, rt);
    l->counted = l->general ? l->general_context_create(allocate_counted, release_counted, s) : NULL;
    l->compile_context = l->counted ? l->compile_context_create(l->general) : NULL;
    l->match_context = l->compile_context ? l->match_context_create(l->general) : NULL;
    if (!l->match_context) {
        library_close(l);
        return ouro__no_memory(rt);
    }
    l->set_newline(l->compile_context, PCRE2_NEWLINE_LF);
    l->set_parens_nest_limit(l->compile_context, UINT32_MAX);
    l->set_compile_recursion_guard(l->compile_context, compile_guard, rt);
    l->set_match_limit(l->match_context, UINT32_MAX);
    l->set_depth_limit(l->match_context, UINT32_MAX);
    l->set_heap_limit(l->match_context, UINT32_MAX);
    l->set_callout(l->match_context, at_callout, l);
    l->rt = rt;
    l->kind = kind;
    int counts = ouro__sre_try_rounds(l);
    if (counts < 0) {
        library_close(l);
        return NULL;
    }
    l->counts_rounds = counts;
    return l;
}

/* ---- compiling ---- */

enum { COMPILE_NO_MEMORY = 121, COMPILE_TOO_LARGE = 120, COMPILE_TOO_DEEP = 133 }; /* PCRE2's error numbers */

static void *raise_compile(ouro_runtime *rt, int error)
{
    switch (error) {
    case COMPILE_NO_MEMORY:
        return ouro__no_memory(rt);
    case COMPILE_TOO_LARGE:
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "regular expression code size limit exceeded");
    case COMPILE_TOO_DEEP:
        return ouro__raise(rt, OURO_T_RECURSION_ERROR,
                           "maximum recursion depth exceeded while compiling a regular expression");
    default:
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "invalid SRE code (%d)", error);
    }
}

/* The written pattern, ASCII, in the code units of a library. NULL with MemoryError. */
static void *widen_text(ouro_runtime *rt, const ouro_str_builder *text, int kind)
{
    char *units = ouro__buffer_alloc(rt, (text->length << kind) + 1);
    for (size_t i = 0; units && i < text->length; i++)
        ouro__char_put(units, kind, i, (uint8_t)text->data[i]);
    return units;
}

/* Compiles for subjects of `kind` with the library for `library_kind`: 0 or -1, *too_large when it does not go in. */
static int compile_for(ouro_runtime *rt, sre_pattern *p, int kind, bool *too_large)
{
    ouro_str_builder text;
    uint32_t options;
    sre_library *l = get_library(rt, p->state, kind);
    if (!l || ouro__sre_translate(rt, p, kind, &text, &options) < 0)
        return -1;
    void *units = widen_text(rt, &text, kind);
    size_t length = text.length, place;
    ouro__builder_discard(&text);
    if (!units)
        return -1;
    int error;
    p->compiled[kind].code = l->compile(units, length, options, &error, &place, l->compile_context);
    ouro__buffer_free(rt, units);
    if (p->compiled[kind].code)
        return 0;
    *too_large = error == COMPILE_TOO_LARGE;
    if (!*too_large || kind == 2)
        raise_compile(rt, error);
    return -1;
}

int ouro__sre_prepare(ouro_runtime *rt, sre_pattern *p, int kind)
{
    bool too_large = false;
    if (p->widened >> kind & 1)
        kind = 2;
    if (p->compiled[kind].code)
        return kind;
    if (compile_for(rt, p, kind, &too_large) == 0)
        return kind;
    if (!too_large || kind == 2)
        return -1;
    p->widened |= (uint8_t)(1 << kind); /* the 32-bit library's patterns may be larger */
    return ouro__sre_prepare(rt, p, 2);
}

void ouro__sre_free_compiled(sre_pattern *p)
{
    for (int kind = 0; kind < 3 && p->state; kind++) {
        sre_library *l = &p->state->libraries[kind];
        if (p->compiled[kind].code)
            l->code_free(p->compiled[kind].code);
        p->compiled[kind] = (sre_compiled){0};
    }
}

/* ---- matching ---- */

static const void *subject_data(ouro_runtime *rt, sre_subject *s, int kind)
{
    if (kind == s->kind)
        return s->data;
    if (!s->wide) {
        s->wide = ouro__buffer_alloc(rt, ((size_t)s->length + 1) * sizeof *s->wide);
        if (s->wide)
            ouro__chars_copy(s->wide, 2, s->data, s->kind, (size_t)s->length);
    }
    return s->wide;
}

/* The number that a mark's name is. */
static uint32_t mark_number(const void *mark, int kind)
{
    uint32_t number = 0;
    for (size_t i = 0; mark && ouro__char_at(mark, kind, i); i++)
        number = number * 10 + (ouro__char_at(mark, kind, i) - '0');
    return number;
}

static void read_spans(const sre_pattern *p, const sre_library *l, void *match_data, int count, int kind,
                       int64_t *spans, uint32_t *last_index)
{
    const size_t *ovector = l->get_ovector_pointer(match_data);
    for (uint32_t i = 0; i <= p->groups; i++) {
        bool matched = (int)i < count && ovector[2 * i] != PCRE2_UNSET;
        spans[2 * i] = matched ? (int64_t)ovector[2 * i] : -1;
        spans[2 * i + 1] = matched ? (int64_t)ovector[2 * i + 1] : -1;
    }
    *last_index = 0;
    if (p->needs_marks) {
        *last_index = mark_number(l->get_mark(match_data), kind);
        return;
    }
    for (uint32_t i = p->groups; i-- > 0 && !*last_index;)
        if (spans[2 * (p->close_order[i] + 1)] >= 0)
            *last_index = p->close_order[i] + 1;
}

static int raise_match(ouro_runtime *rt, int error)
{
    if (error == PCRE2_ERROR_CALLOUT && rt->error)
        return -1;
    if (error == PCRE2_ERROR_NOMEMORY || error == PCRE2_ERROR_HEAPLIMIT || error == PCRE2_ERROR_MATCHLIMIT ||
        error == PCRE2_ERROR_DEPTHLIMIT)
        ouro__no_memory(rt);
    else
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "internal error in regular expression engine (%d)", error);
    return -1;
}

/* Match data for `spans` spans, with their number in *room: what the last match left, whose memory for going back (20 KiB at least) is
 * too much for every pattern to have its own. Taken: code let in by a callout may match meanwhile. NULL with MemoryError. */
static void *take_match_data(ouro_runtime *rt, sre_library *l, uint32_t spans, uint32_t *room)
{
    void *match_data = l->match_data;
    l->match_data = NULL;
    *room = l->match_spans;
    if (match_data && *room >= spans)
        return match_data;
    if (match_data)
        l->match_data_free(match_data);
    *room = spans < FEWEST_SPANS ? FEWEST_SPANS : spans;
    match_data = l->match_data_create(*room, l->counted);
    return match_data ? match_data : ouro__no_memory(rt);
}

static void give_match_data(sre_library *l, void *match_data, uint32_t room, bool keep)
{
    if (l->match_data || !keep) {
        l->match_data_free(match_data);
        return;
    }
    l->match_data = match_data;
    l->match_spans = room;
}

int ouro__sre_run(ouro_runtime *rt, sre_pattern *p, sre_subject *s, int64_t start, int how, bool must_advance,
                  int64_t *spans, uint32_t *last_index)
{
    if (start > s->endpos)
        return 0;
    int kind = ouro__sre_prepare(rt, p, s->kind);
    if (kind < 0)
        return -1;
    const void *data = subject_data(rt, s, kind);
    if (!data)
        return -1;
    sre_library *l = &p->state->libraries[kind];
    sre_compiled *c = &p->compiled[kind];
    uint32_t room;
    void *match_data = take_match_data(rt, l, p->groups + 1, &room);
    if (!match_data)
        return -1;
    uint32_t options = how == SRE_SEARCH   ? 0
                       : how == SRE_PREFIX ? PCRE2_ANCHORED
                                           : PCRE2_ANCHORED | PCRE2_ENDANCHORED;
    if (must_advance)
        options |= PCRE2_NOTEMPTY_ATSTART;
    size_t before = p->state->match_bytes;
    int count =
        l->match(c->code, data, (size_t)s->endpos, (size_t)start, options, match_data, l->match_context);
    bool grew = p->state->match_bytes > before + MATCH_BYTES_KEPT;
    if (count > 0 && spans)
        read_spans(p, l, match_data, count, kind, spans, last_index);
    give_match_data(l, match_data, room, !grew);
    return count > 0 ? 1 : count == PCRE2_ERROR_NOMATCH ? 0 : raise_match(rt, count);
}
