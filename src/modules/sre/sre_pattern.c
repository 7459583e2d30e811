/* re.Pattern: subjects, and the methods that look for matches in them. */
#include "modules/sre/sre.h"

#include "object/slot.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/generic_alias.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/list.h"
#include "types/mapping_proxy.h"
#include "types/protocol.h"
#include "types/text.h"
#include "types/tuple.h"
#include "types/types.h"
#include "vm/import.h"

enum { SPANS_ON_STACK = 32 };

/* ---- subjects ---- */

int ouro__sre_subject_init(ouro_runtime *rt, sre_pattern *p, ouro_object *object, int64_t pos, int64_t endpos,
                           sre_subject *s)
{
    *s = (sre_subject){.object = object};
    if (ouro__is_str(rt, object)) {
        s->data = ouro__str_data(object);
        s->kind = ouro__str_kind(object);
        s->length = (int64_t)ouro__str_length(object);
    } else {
        if (!ouro__has_buffer(rt, object)) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "expected string or bytes-like object, got '%T'", object);
            return -1;
        }
        if (ouro__buffer_get(rt, object, &s->buffer, OURO_BUFFER_SIMPLE) < 0)
            return -1;
        s->is_bytes = true;
        s->data = s->buffer.data;
        s->length = s->buffer.length;
    }
    if (p->is_bytes >= 0 && p->is_bytes != s->is_bytes) {
        ouro__sre_subject_done(rt, s);
        ouro__raise(rt, OURO_T_TYPE_ERROR,
                    p->is_bytes ? "cannot use a bytes pattern on a string-like object"
                                : "cannot use a string pattern on a bytes-like object");
        return -1;
    }
    s->pos = pos < 0 ? 0 : pos > s->length ? s->length : pos;
    s->endpos = endpos < 0 ? 0 : endpos > s->length ? s->length : endpos;
    return 0;
}

void ouro__sre_subject_done(ouro_runtime *rt, sre_subject *s)
{
    ouro__buffer_release(rt, &s->buffer);
    ouro__buffer_free(rt, s->wide);
    s->wide = NULL;
}

ouro_object *ouro__sre_slice(ouro_runtime *rt, const sre_subject *s, int64_t start, int64_t stop)
{
    if (start == 0 && stop == s->length &&
        (ouro__is_exactly(s->object, OURO_T_STR) || ouro__is_exactly(s->object, OURO_T_BYTES)))
        return ouro_ref(s->object);
    if (s->is_bytes)
        return ouro__bytes_new(rt, (const char *)s->data + start, (size_t)(stop - start));
    return ouro__str_slice(rt, s->object, (size_t)start, (size_t)stop);
}

/* A search that goes on: what findall, sub, split and scanners have in common. */
typedef struct search {
    ouro_runtime *rt;
    sre_pattern *p;
    sre_subject subject;
    int64_t at; /* where the next one begins; -1: the search is over */
    bool must_advance;
    int64_t *spans, on_stack[SPANS_ON_STACK];
    uint32_t last_index;
} search;

/* Room for the spans; 0 or -1. */
static int spans_begin(search *s, ouro_runtime *rt, sre_pattern *p)
{
    size_t count = 2 * ((size_t)p->groups + 1);
    s->rt = rt;
    s->p = p;
    s->must_advance = false;
    s->spans = count > SPANS_ON_STACK ? ouro__buffer_alloc(rt, count * sizeof *s->spans) : s->on_stack;
    return s->spans ? 0 : -1;
}

static void spans_end(search *s)
{
    if (s->spans != s->on_stack)
        ouro__buffer_free(s->rt, s->spans);
}

/* Borrows the subject; 0 or -1. */
static int search_begin(search *s, ouro_runtime *rt, sre_pattern *p, ouro_object *object, int64_t pos,
                        int64_t endpos)
{
    if (ouro__sre_subject_init(rt, p, object, pos, endpos, &s->subject) < 0)
        return -1;
    if (spans_begin(s, rt, p) < 0) {
        ouro__sre_subject_done(rt, &s->subject);
        return -1;
    }
    s->at = s->subject.pos;
    return 0;
}

static void search_end(search *s)
{
    spans_end(s);
    ouro__sre_subject_done(s->rt, &s->subject);
}

/* 1 with spans set, 0, -1. */
static int search_next(search *s, int how)
{
    int found =
        ouro__sre_run(s->rt, s->p, &s->subject, s->at, how, s->must_advance, s->spans, &s->last_index);
    if (found > 0) {
        s->must_advance = s->spans[0] == s->spans[1];
        s->at = s->spans[1];
    }
    return found;
}

/* A group's text; None, or "" if `empty`, when it did not match. */
static ouro_object *group_text(search *s, uint32_t group, bool empty)
{
    const int64_t *span = s->spans + 2 * (size_t)group;
    if (span[0] >= 0)
        return ouro__sre_slice(s->rt, &s->subject, span[0], span[1] < span[0] ? span[0] : span[1]);
    if (!empty)
        return ouro_ref(OURO_NONE(s->rt));
    return s->subject.is_bytes ? ouro__bytes_new(s->rt, "", 0) : ouro_ref(OURO_EMPTY_STR(s->rt));
}

/* ---- arguments ---- */

static const char *const range_names[] = {"string", "pos", "endpos", NULL};

static int get_range(ouro_runtime *rt, const ouro_signature *signature, ouro_object *const *args,
                     size_t nargs, ouro_object *kwnames, ouro_object **string, int64_t *pos, int64_t *endpos)
{
    ouro_object *out[3];
    *pos = 0;
    *endpos = INT64_MAX;
    if (ouro__parse_arguments(rt, signature, args, nargs, kwnames, out) < 0)
        return -1;
    if ((out[1] && ouro__index_int64(rt, out[1], true, pos) < 0) ||
        (out[2] && ouro__index_int64(rt, out[2], true, endpos) < 0))
        return -1;
    *string = out[0];
    return 0;
}

/* ---- one match ---- */

static ouro_object *one_match(ouro_runtime *rt, sre_pattern *p, int how, const ouro_signature *signature,
                              ouro_object *const *args, size_t nargs, ouro_object *kwnames)
{
    ouro_object *string, *match = NULL;
    int64_t pos, endpos;
    search s;
    if (get_range(rt, signature, args, nargs, kwnames, &string, &pos, &endpos) < 0 ||
        search_begin(&s, rt, p, string, pos, endpos) < 0)
        return NULL;
    int found = search_next(&s, how);
    if (found > 0)
        match = ouro__sre_match_new(rt, p, &s.subject, s.spans, s.last_index);
    else if (found == 0)
        match = ouro_ref(OURO_NONE(rt));
    search_end(&s);
    return match;
}

#define ONE_MATCH(name, how)                                                                                 \
    OURO_METHOD(pattern_##name)                                                                              \
    {                                                                                                        \
        static const ouro_signature signature = {#name, range_names, 0, 3, 1, 0};                            \
        return one_match(rt, (sre_pattern *)self, how, &signature, args, nargs, kwnames);                    \
    }

ONE_MATCH(match, SRE_PREFIX)
ONE_MATCH(fullmatch, SRE_FULL)
ONE_MATCH(search, SRE_SEARCH)

/* ---- all matches ---- */

static ouro_object *found_item(search *s)
{
    if (s->p->groups < 2)
        return group_text(s, s->p->groups, true);
    ouro_tuple *tuple = ouro__tuple_alloc(s->rt, s->p->groups);
    for (uint32_t i = 0; tuple && i < s->p->groups; i++) {
        ouro_object *item = group_text(s, i + 1, true);
        if (!item) {
            ouro_decref(s->rt, &tuple->head);
            return NULL;
        }
        ouro__slot_init(&tuple->items[i], item);
    }
    if (tuple)
        ouro__tuple_ready(s->rt, tuple);
    return (ouro_object *)tuple;
}

OURO_METHOD(pattern_findall)
{
    static const ouro_signature signature = {"findall", range_names, 0, 3, 1, 0};
    ouro_object *string;
    int64_t pos, endpos;
    search s;
    if (get_range(rt, &signature, args, nargs, kwnames, &string, &pos, &endpos) < 0 ||
        search_begin(&s, rt, (sre_pattern *)self, string, pos, endpos) < 0)
        return NULL;
    ouro_object *list = ouro__list_new(rt, 0);
    int found = list ? 0 : -1;
    while (list && (found = search_next(&s, SRE_SEARCH)) > 0) {
        ouro_object *item = found_item(&s);
        if (!item || ouro__list_append_owned(rt, (ouro_list *)list, item) < 0) {
            found = -1;
            break;
        }
    }
    search_end(&s);
    if (found == 0)
        return list;
    ouro_xdecref(rt, list);
    return NULL;
}

OURO_METHOD(pattern_scanner)
{
    static const ouro_signature signature = {"scanner", range_names, 0, 3, 1, 0};
    ouro_object *string;
    int64_t pos, endpos;
    if (get_range(rt, &signature, args, nargs, kwnames, &string, &pos, &endpos) < 0)
        return NULL;
    return ouro__sre_scanner_new(rt, (sre_pattern *)self, string, pos, endpos);
}

OURO_METHOD(pattern_finditer)
{
    static const ouro_signature signature = {"finditer", range_names, 0, 3, 1, 0};
    ouro_object *string, *iterator = NULL;
    int64_t pos, endpos;
    if (get_range(rt, &signature, args, nargs, kwnames, &string, &pos, &endpos) < 0)
        return NULL;
    ouro_object *scanner = ouro__sre_scanner_new(rt, (sre_pattern *)self, string, pos, endpos);
    ouro_object *name = scanner ? ouro__str_intern_cstring(rt, "search") : NULL;
    ouro_object *next = name ? ouro__getattr(rt, scanner, name) : NULL;
    if (next)
        iterator = ouro__callable_iterator_new(rt, next, OURO_NONE(rt));
    ouro_xdecref(rt, next);
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, scanner);
    return iterator;
}

/* Appends the subject's part; 0 or -1. */
static int append_part(search *s, ouro_object *list, int64_t start, int64_t stop)
{
    ouro_object *part = ouro__sre_slice(s->rt, &s->subject, start, stop);
    return part ? ouro__list_append_owned(s->rt, (ouro_list *)list, part) : -1;
}

OURO_METHOD(pattern_split)
{
    static const char *const names[] = {"string", "maxsplit", NULL};
    static const ouro_signature signature = {"split", names, 0, 2, 1, 0};
    ouro_object *out[2];
    int64_t most = 0, last = 0;
    sre_pattern *p = (sre_pattern *)self;
    search s;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0 ||
        (out[1] && ouro__index_argument(rt, out[1], &most) < 0) ||
        search_begin(&s, rt, p, out[0], 0, INT64_MAX) < 0)
        return NULL;
    ouro_object *list = ouro__list_new(rt, 0);
    int status = list ? 1 : -1;
    for (int64_t n = 0; status > 0 && (most == 0 || n < most); n++) {
        if ((status = search_next(&s, SRE_SEARCH)) <= 0)
            break;
        if (append_part(&s, list, last, s.spans[0]) < 0)
            status = -1;
        for (uint32_t i = 1; status > 0 && i <= p->groups; i++) {
            ouro_object *item = group_text(&s, i, false);
            if (!item || ouro__list_append_owned(rt, (ouro_list *)list, item) < 0)
                status = -1;
        }
        last = s.at;
    }
    if (status >= 0 && append_part(&s, list, last, s.subject.endpos) < 0)
        status = -1;
    search_end(&s);
    if (status >= 0)
        return list;
    ouro_xdecref(rt, list);
    return NULL;
}

/* ---- substitution ---- */

/* re.name(a, b, c): c may be NULL. */
ouro_object *ouro__sre_call_re(ouro_runtime *rt, const char *name, ouro_object *a, ouro_object *b,
                               ouro_object *c)
{
    ouro_object *module = ouro__import_cstring(rt, "re"), *result = NULL;
    ouro_object *text = module ? ouro__str_intern_cstring(rt, name) : NULL;
    ouro_object *function = text ? ouro__getattr(rt, module, text) : NULL;
    if (function) {
        ouro_object *args[] = {a, b, c};
        result = ouro__call(rt, function, args, c ? 3 : 2, NULL);
    }
    ouro_xdecref(rt, function);
    ouro_xdecref(rt, text);
    ouro_xdecref(rt, module);
    return result;
}

/* What is put for each match: text or a function (owned); *is_function. */
static ouro_object *replacement(ouro_runtime *rt, sre_pattern *p, ouro_object *given, bool *is_function)
{
    *is_function = ouro__is_callable(rt, given);
    if (*is_function)
        return ouro_ref(given);
    bool plain = false;
    sre_subject text;
    sre_pattern anything = {.is_bytes = -1};
    if (ouro__sre_subject_init(rt, &anything, given, 0, INT64_MAX, &text) == 0) {
        ouro__text characters = {text.data, (size_t)text.length, text.kind, text.is_bytes};
        plain = ouro__text_find_char(&characters, '\\') < 0;
        ouro__sre_subject_done(rt, &text);
    } else if (ouro__error_is(rt, OURO_T_MEMORY_ERROR)) {
        return NULL;
    } else {
        ouro__error_clear(rt);
    }
    if (plain)
        return ouro_ref(given);
    ouro_object *parsed = ouro__sre_call_re(rt, "_subx", &p->head, given, NULL);
    *is_function = parsed && ouro__is_callable(rt, parsed);
    return parsed;
}

/* The pieces put together; the list is taken over. */
static ouro_object *join(ouro_runtime *rt, ouro_object *list, bool bytes)
{
    ouro_object *empty = bytes ? ouro__bytes_new(rt, "", 0) : OURO_EMPTY_STR(rt), *result = NULL;
    if (empty && !bytes) {
        result = ouro__str_join(rt, empty, ((ouro_list *)list)->items, ((ouro_list *)list)->count);
    } else if (empty) {
        ouro_object *name = ouro__str_intern_cstring(rt, "join");
        result = name ? ouro__call_method(rt, empty, name, 1, list) : NULL;
        ouro_xdecref(rt, name);
    }
    ouro_xdecref(rt, empty);
    ouro_decref(rt, list);
    return result;
}

/* Appends what is put for the match just found: 0 or -1. */
static int put_replacement(search *s, ouro_object *list, ouro_object *with, bool is_function)
{
    ouro_runtime *rt = s->rt;
    ouro_object *item;
    if (is_function) {
        ouro_object *match = ouro__sre_match_new(rt, s->p, &s->subject, s->spans, s->last_index);
        item = match ? ouro__call1(rt, with, match) : NULL;
        ouro_xdecref(rt, match);
    } else {
        item = ouro_ref(with);
    }
    if (!item)
        return -1;
    if (item != OURO_NONE(rt))
        return ouro__list_append_owned(rt, (ouro_list *)list, item);
    ouro_decref(rt, item);
    return 0;
}

/* The new text, and how many times something was put in *n. */
static ouro_object *substitute(ouro_runtime *rt, sre_pattern *p, ouro_object *with, ouro_object *string,
                               int64_t most, int64_t *n)
{
    bool is_function;
    search s;
    *n = 0;
    with = replacement(rt, p, with, &is_function);
    if (!with)
        return NULL;
    if (search_begin(&s, rt, p, string, 0, INT64_MAX) < 0) {
        ouro_decref(rt, with);
        return NULL;
    }
    ouro_object *list = ouro__list_new(rt, 0), *result = NULL;
    int64_t copied = 0;
    int status = list ? 1 : -1;
    while (status > 0 && (most == 0 || *n < most)) {
        if ((status = search_next(&s, SRE_SEARCH)) <= 0)
            break;
        int64_t stop = s.spans[1];
        if ((copied < s.spans[0] && append_part(&s, list, copied, s.spans[0]) < 0) ||
            put_replacement(&s, list, with, is_function) < 0)
            status = -1;
        copied = stop;
        ++*n;
    }
    if (status >= 0 && copied < s.subject.endpos && append_part(&s, list, copied, s.subject.endpos) < 0)
        status = -1;
    bool bytes = s.subject.is_bytes;
    search_end(&s);
    ouro_decref(rt, with);
    if (status < 0)
        ouro_xdecref(rt, list);
    else
        result = join(rt, list, bytes);
    return result;
}

static ouro_object *sub(ouro_runtime *rt, sre_pattern *p, const ouro_signature *signature,
                        ouro_object *const *args, size_t nargs, ouro_object *kwnames, bool counted)
{
    ouro_object *out[3];
    int64_t most = 0, n;
    if (ouro__parse_arguments(rt, signature, args, nargs, kwnames, out) < 0 ||
        (out[2] && ouro__index_argument(rt, out[2], &most) < 0))
        return NULL;
    ouro_object *text = substitute(rt, p, out[0], out[1], most, &n);
    if (!text || !counted)
        return text;
    ouro_object *items[2] = {text, ouro__int_new(rt, n)};
    if (items[1])
        return ouro__tuple_from_owned(rt, items, 2);
    ouro_decref(rt, text);
    return NULL;
}

static const char *const sub_names[] = {"repl", "string", "count", NULL};

OURO_METHOD(pattern_sub)
{
    static const ouro_signature signature = {"sub", sub_names, 0, 3, 2, 0};
    return sub(rt, (sre_pattern *)self, &signature, args, nargs, kwnames, false);
}

OURO_METHOD(pattern_subn)
{
    static const ouro_signature signature = {"subn", sub_names, 0, 3, 2, 0};
    return sub(rt, (sre_pattern *)self, &signature, args, nargs, kwnames, true);
}

/* ---- scanners ---- */

typedef struct scanner {
    ouro_object head;
    ouro_object *pattern, *string;
    sre_subject subject; /* its buffer stays borrowed, so that it keeps its size */
    int64_t at;          /* -1: over */
    bool must_advance, running;
} scanner;

ouro_object *ouro__sre_scanner_new(ouro_runtime *rt, sre_pattern *p, ouro_object *string, int64_t pos,
                                   int64_t endpos)
{
    sre_subject subject;
    if (ouro__sre_subject_init(rt, p, string, pos, endpos, &subject) < 0)
        return NULL;
    scanner *s = ouro__new_container(rt, sizeof *s, OURO_WORD(OURO_T_SRE_SCANNER));
    if (!s) {
        ouro__sre_subject_done(rt, &subject);
        return NULL;
    }
    ouro__slot_init(&s->pattern, ouro_ref(p));
    ouro__slot_init(&s->string, ouro_ref(string));
    s->subject = subject; /* the reference to its owner moves along */
    s->at = subject.pos;
    s->must_advance = s->running = false;
    ouro__track(&s->head);
    return &s->head;
}

static void scanner_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    scanner *s = (scanner *)o;
    ouro_object *const held[] = {s->pattern, s->string, s->subject.buffer.owner};
    for (int i = 0; i < 3; i++)
        if (held[i])
            visit(rt, held[i], context);
}

static ouro_object *scanner_drain(ouro_runtime *rt, ouro_object *o)
{
    scanner *s = (scanner *)o;
    s->at = -1;
    if (s->subject.buffer.owner)
        return ouro__buffer_end(rt, &s->subject.buffer);
    return ouro__slot_take(rt, s, s->pattern ? &s->pattern : &s->string);
}

static void scanner_destroy(ouro_runtime *rt, ouro_object *o)
{
    ouro__buffer_free(rt, ((scanner *)o)->subject.wide);
}

static ouro_object *scanner_next(ouro_runtime *rt, scanner *self, int how)
{
    search s;
    if (self->at < 0)
        return ouro_ref(OURO_NONE(rt));
    if (self->running)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "regular expression scanner already executing");
    if (spans_begin(&s, rt, (sre_pattern *)self->pattern) < 0)
        return NULL;
    s.subject = self->subject; /* lent: the scanner lives as long as this call */
    s.at = self->at;
    s.must_advance = self->must_advance;
    self->running = true;
    int found = search_next(&s, how);
    self->running = false;
    self->subject.wide = s.subject.wide;
    ouro_object *match = NULL;
    if (found > 0)
        match = ouro__sre_match_new(rt, s.p, &s.subject, s.spans, s.last_index);
    else if (found == 0)
        match = ouro_ref(OURO_NONE(rt));
    if (found >= 0) {
        self->at = found > 0 ? s.at : -1;
        self->must_advance = s.must_advance;
    }
    spans_end(&s);
    return match;
}

OURO_METHOD(scanner_match)
{
    OURO_NO_ARGUMENTS;
    return scanner_next(rt, (scanner *)self, SRE_PREFIX);
}

OURO_METHOD(scanner_search)
{
    OURO_NO_ARGUMENTS;
    return scanner_next(rt, (scanner *)self, SRE_SEARCH);
}

static const ouro_method_def scanner_methods[] = {
    {"match", scanner_match, 0, 0, 0, "match($self, /)\n--\n\n"},
    {"search", scanner_search, 0, 0, 0, "search($self, /)\n--\n\n"},
    {0},
};

static const ouro_member_def scanner_members[] = {{"pattern", offsetof(scanner, pattern), true, false, NULL},
                                                  {0}};

OURO_BUILTIN_TYPE(sre_scanner) = {
    .id = OURO_T_SRE_SCANNER,
    .slots = {.name = "_sre.SRE_Scanner",
              .size = sizeof(scanner),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .layout = OURO_LAYOUT_CALLBACK,
              .traverse = scanner_traverse,
              .drain = scanner_drain,
              .destroy = scanner_destroy},
    .methods = scanner_methods,
    .members = scanner_members,
    .module = "_sre",
};

/* ---- the object ---- */

static void pattern_destroy(ouro_runtime *rt, ouro_object *self)
{
    sre_pattern *p = (sre_pattern *)self;
    ouro__sre_free_compiled(p);
    ouro__buffer_free(rt, p->words);
    ouro__buffer_free(rt, p->close_order);
}

static ouro_object *pattern_repr(ouro_runtime *rt, ouro_object *self)
{
    static const struct {
        const char *name;
        uint32_t flag;
    } flags[] = {
        {"re.TEMPLATE", SRE_FLAG_TEMPLATE}, {"re.IGNORECASE", SRE_FLAG_IGNORECASE},
        {"re.LOCALE", SRE_FLAG_LOCALE},     {"re.MULTILINE", SRE_FLAG_MULTILINE},
        {"re.DOTALL", SRE_FLAG_DOTALL},     {"re.UNICODE", SRE_FLAG_UNICODE},
        {"re.VERBOSE", SRE_FLAG_VERBOSE},   {"re.DEBUG", SRE_FLAG_DEBUG},
        {"re.ASCII", SRE_FLAG_ASCII},
    };
    enum { SHOWN = 200 };
    sre_pattern *p = (sre_pattern *)self;
    uint32_t left = p->flags;
    if (p->is_bytes == 0 &&
        (left & (SRE_FLAG_LOCALE | SRE_FLAG_UNICODE | SRE_FLAG_ASCII)) == SRE_FLAG_UNICODE)
        left &= ~(uint32_t)SRE_FLAG_UNICODE;
    ouro_object *text = ouro__repr(rt, p->pattern);
    if (!text)
        return NULL;
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    size_t length = ouro__str_length(text);
    int status = ouro__builder_ascii(&b, "re.compile(", 11) < 0 ||
                         ouro__builder_slice(&b, text, 0, length < SHOWN ? length : SHOWN) < 0
                     ? -1
                     : 0;
    const char *before = ", ";
    for (size_t i = 0; i < sizeof flags / sizeof *flags && status == 0; i++) {
        if (left & flags[i].flag) {
            if (ouro__builder_ascii(&b, before, strlen(before)) < 0 ||
                ouro__builder_ascii(&b, flags[i].name, strlen(flags[i].name)) < 0)
                status = -1;
            left &= ~flags[i].flag;
            before = "|";
        }
    }
    if (status == 0 && left) {
        ouro_object *rest = ouro__str_format(rt, "%s0x%x", before, left);
        status = rest ? ouro__builder_str(&b, rest) : -1;
        ouro_xdecref(rt, rest);
    }
    ouro_decref(rt, text);
    if (status == 0 && ouro__builder_char(&b, ')') == 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

static int64_t pattern_hash(ouro_runtime *rt, ouro_object *self)
{
    sre_pattern *p = (sre_pattern *)self;
    int64_t hash = ouro__hash(rt, p->pattern);
    if (hash == -1)
        return -1;
    hash ^= (int64_t)ouro__hash_bytes(rt, p->words, p->word_count * sizeof *p->words) ^ p->flags ^
            p->is_bytes ^ (int64_t)p->word_count;
    return hash == -1 ? -2 : hash;
}

static ouro_object *pattern_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if ((op != OURO_EQ && op != OURO_NE) || !ouro__is_exactly(b, OURO_T_SRE_PATTERN) ||
        !ouro__is_exactly(a, OURO_T_SRE_PATTERN))
        return OURO_NOT_IMPLEMENTED(rt);
    const sre_pattern *p = (sre_pattern *)a, *q = (sre_pattern *)b;
    int equal = p == q;
    if (!equal && p->flags == q->flags && p->is_bytes == q->is_bytes && p->word_count == q->word_count &&
        memcmp(p->words, q->words, p->word_count * sizeof *p->words) == 0)
        equal = ouro__compare_bool(rt, p->pattern, q->pattern, OURO_EQ);
    return equal < 0 ? NULL : ouro__bool(rt, equal == (op == OURO_EQ));
}

OURO_METHOD(pattern_copy)
{
    (void)rt;
    OURO_NO_ARGUMENTS;
    return ouro_ref(self);
}

static ouro_object *get_flags(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, ((sre_pattern *)self)->flags);
}

static ouro_object *get_groups(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, ((sre_pattern *)self)->groups);
}

static ouro_object *get_groupindex(ouro_runtime *rt, ouro_object *self)
{
    return ouro__mapping_proxy_new(rt, ((sre_pattern *)self)->groupindex);
}

#define RANGE_DOC(name, text) #name "($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\n" text

static const ouro_method_def pattern_methods[] = {
    {"match", pattern_match, OURO_METH_KEYWORDS, 0, -1,
     RANGE_DOC(match, "Matches zero or more characters at the beginning of the string.")},
    {"fullmatch", pattern_fullmatch, OURO_METH_KEYWORDS, 0, -1,
     RANGE_DOC(fullmatch, "Matches against all of the string.")},
    {"search", pattern_search, OURO_METH_KEYWORDS, 0, -1,
     RANGE_DOC(
         search,
         "Scan through string looking for a match, and return a corresponding match object instance.\n\n"
         "Return None if no position in the string matches.")},
    {"sub", pattern_sub, OURO_METH_KEYWORDS, 0, -1,
     "sub($self, /, repl, string, count=0)\n--\n\nThe string with its leftmost non-overlapping matches "
     "replaced by repl."},
    {"subn", pattern_subn, OURO_METH_KEYWORDS, 0, -1,
     "subn($self, /, repl, string, count=0)\n--\n\nThe tuple (new_string, number_of_subs_made) of what sub "
     "gives."},
    {"findall", pattern_findall, OURO_METH_KEYWORDS, 0, -1,
     RANGE_DOC(findall, "Return a list of all non-overlapping matches of pattern in string.")},
    {"split", pattern_split, OURO_METH_KEYWORDS, 0, -1,
     "split($self, /, string, maxsplit=0)\n--\n\nSplit string by the occurrences of pattern."},
    {"finditer", pattern_finditer, OURO_METH_KEYWORDS, 0, -1,
     RANGE_DOC(finditer,
               "Return an iterator over all non-overlapping matches for the RE pattern in string.\n\n"
               "For each match, the iterator returns a match object.")},
    {"scanner", pattern_scanner, OURO_METH_KEYWORDS, 0, -1, RANGE_DOC(scanner, "")},
    {"__copy__", pattern_copy, 0, 0, 0, "__copy__($self, /)\n--\n\n"},
    {"__deepcopy__", pattern_copy, 0, 1, 1, "__deepcopy__($self, memo, /)\n--\n\n"},
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, "See PEP 585"},
    {0},
};

static const ouro_member_def pattern_members[] = {
    {"pattern", offsetof(sre_pattern, pattern), true, false,
     "The pattern string from which the RE object was compiled."},
    {0}};
static const ouro_getset_def pattern_getsets[] = {
    {"groupindex", get_groupindex, NULL, "A dictionary mapping group names to group numbers."},
    {0},
};
static const ouro_getset_def pattern_fields_shown[] = {
    {"flags", get_flags, NULL, "The regex matching flags."},
    {"groups", get_groups, NULL, "The number of capturing groups in the pattern."},
    {0},
};
static const uint16_t pattern_fields[] = {offsetof(sre_pattern, pattern), offsetof(sre_pattern, groupindex),
                                          offsetof(sre_pattern, indexgroup), 0};

OURO_BUILTIN_TYPE(sre_pattern) = {
    .id = OURO_T_SRE_PATTERN,
    .slots = {.name = "re.Pattern",
              .size = sizeof(sre_pattern),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW | OURO_TYPE_WEAKLY_REFERENCEABLE,
              .fields = pattern_fields,
              .destroy = pattern_destroy,
              .repr = pattern_repr,
              .hash = pattern_hash,
              .compare = pattern_compare},
    .methods = pattern_methods,
    .members = pattern_members,
    .getsets = pattern_getsets,
    .shown_fields = pattern_fields_shown,
    .doc = "Compiled regular expression object.",
    .module = "re",
};
