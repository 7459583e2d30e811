/* re.Match. */
#include "modules/sre/sre.h"

#include "object/slot.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/tuple.h"
#include "types/types.h"

ouro_object *ouro__sre_call_re(ouro_runtime *rt, const char *name, ouro_object *a, ouro_object *b,
                               ouro_object *c);

ouro_object *ouro__sre_match_new(ouro_runtime *rt, sre_pattern *p, const sre_subject *s, const int64_t *spans,
                                 uint32_t last_index)
{
    size_t count = 2 * ((size_t)p->groups + 1);
    sre_match *m = (sre_match *)ouro__new_object(rt, ouro__type_at(rt, OURO_WORD(OURO_T_SRE_MATCH)),
                                                 sizeof *m + count * sizeof *m->spans);
    if (!m)
        return NULL;
    ouro__slot_init(&m->string, ouro_ref(s->object));
    ouro__slot_init(&m->pattern, ouro_ref(p));
    m->pos = s->pos;
    m->endpos = s->endpos;
    m->last_index = last_index;
    m->groups = p->groups + 1;
    memcpy(m->spans, spans, count * sizeof *spans);
    ouro__track(&m->head);
    return &m->head;
}

/* ---- groups ---- */

/* The number of a group given by number or name, or -1 with IndexError or another exception. */
static int64_t group_number(ouro_runtime *rt, sre_match *m, ouro_object *which)
{
    int64_t number = -1;
    if (ouro__is_int(rt, which)) {
        (void)ouro__int_as_int64(rt, which, &number);
    } else if (ouro__type_of(rt, which)->number && ouro__type_of(rt, which)->number->index) {
        if (ouro__index_int64(rt, which, true, &number) < 0)
            return -1;
    } else {
        ouro_object *found = ouro__dict_get(rt, ((sre_pattern *)m->pattern)->groupindex, which);
        if (!found && rt->error)
            return -1;
        if (found && ouro__is_int(rt, found))
            (void)ouro__int_as_int64(rt, found, &number);
    }
    if (number >= 0 && number < m->groups)
        return number;
    ouro__raise(rt, OURO_T_INDEX_ERROR, "no such group");
    return -1;
}

/* A group's text, or `otherwise` (borrowed) when it did not match; owned. */
static ouro_object *group_text(ouro_runtime *rt, sre_match *m, int64_t group, ouro_object *otherwise)
{
    int64_t start = m->spans[2 * group], stop = m->spans[2 * group + 1];
    if (m->string == OURO_NONE(rt) || start < 0)
        return ouro_ref(otherwise);
    sre_subject s;
    sre_pattern anything = {.is_bytes = -1};
    if (ouro__sre_subject_init(rt, &anything, m->string, 0, INT64_MAX, &s) < 0)
        return NULL;
    /* a buffer may have shrunk since */
    start = start > s.length ? s.length : start;
    stop = stop > s.length ? s.length : stop < start ? start : stop;
    ouro_object *text = ouro__sre_slice(rt, &s, start, stop);
    ouro__sre_subject_done(rt, &s);
    return text;
}

static ouro_object *group_by(ouro_runtime *rt, sre_match *m, ouro_object *which)
{
    int64_t group = group_number(rt, m, which);
    return group < 0 ? NULL : group_text(rt, m, group, OURO_NONE(rt));
}

OURO_METHOD(match_group)
{
    (void)kwnames;
    sre_match *m = (sre_match *)self;
    if (nargs == 0)
        return group_text(rt, m, 0, OURO_NONE(rt));
    if (nargs == 1)
        return group_by(rt, m, args[0]);
    ouro_tuple *tuple = ouro__tuple_alloc(rt, nargs);
    for (size_t i = 0; tuple && i < nargs; i++) {
        ouro_object *text = group_by(rt, m, args[i]);
        if (!text) {
            ouro_decref(rt, &tuple->head);
            return NULL;
        }
        ouro__slot_init(&tuple->items[i], text);
    }
    if (tuple)
        ouro__tuple_ready(rt, tuple);
    return (ouro_object *)tuple;
}

static ouro_object *match_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    return group_by(rt, (sre_match *)self, key);
}

static const char *const default_names[] = {"default", NULL};

OURO_METHOD(match_groups)
{
    static const ouro_signature signature = {"groups", default_names, 0, 1, 0, 0};
    sre_match *m = (sre_match *)self;
    ouro_object *otherwise;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &otherwise) < 0)
        return NULL;
    ouro_tuple *tuple = ouro__tuple_alloc(rt, m->groups - 1);
    for (uint32_t i = 1; tuple && i < m->groups; i++) {
        ouro_object *text = group_text(rt, m, i, otherwise ? otherwise : OURO_NONE(rt));
        if (!text) {
            ouro_decref(rt, &tuple->head);
            return NULL;
        }
        ouro__slot_init(&tuple->items[i - 1], text);
    }
    if (tuple)
        ouro__tuple_ready(rt, tuple);
    return (ouro_object *)tuple;
}

OURO_METHOD(match_groupdict)
{
    static const ouro_signature signature = {"groupdict", default_names, 0, 1, 0, 0};
    sre_match *m = (sre_match *)self;
    ouro_object *otherwise, *key, *value;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &otherwise) < 0)
        return NULL;
    ouro_object *result = ouro__dict_new(rt), *index = ((sre_pattern *)m->pattern)->groupindex;
    int64_t hash;
    for (size_t at = 0; result && ouro__dict_next_hashed(rt, index, &at, &key, &value, &hash);) {
        ouro_incref(key);
        int64_t group = group_number(rt, m, key);
        ouro_object *text =
            group < 0 ? NULL : group_text(rt, m, group, otherwise ? otherwise : OURO_NONE(rt));
        int status = text ? ouro__dict_set_hashed(rt, result, key, hash, text) : -1;
        ouro_xdecref(rt, text);
        ouro_decref(rt, key);
        if (status < 0) {
            ouro_decref(rt, result);
            result = NULL;
        }
    }
    return result;
}

static int64_t optional_group(ouro_runtime *rt, sre_match *m, ouro_object *const *args, size_t nargs)
{
    return nargs ? group_number(rt, m, args[0]) : 0;
}

OURO_METHOD(match_start)
{
    (void)kwnames;
    sre_match *m = (sre_match *)self;
    int64_t group = optional_group(rt, m, args, nargs);
    return group < 0 ? NULL : ouro__int_new(rt, m->spans[2 * group]);
}

OURO_METHOD(match_end)
{
    (void)kwnames;
    sre_match *m = (sre_match *)self;
    int64_t group = optional_group(rt, m, args, nargs);
    return group < 0 ? NULL : ouro__int_new(rt, m->spans[2 * group + 1]);
}

static ouro_object *span_pair(ouro_runtime *rt, const sre_match *m, int64_t group)
{
    ouro_object *items[2] = {ouro__int_new(rt, m->spans[2 * group]),
                             ouro__int_new(rt, m->spans[2 * group + 1])};
    if (items[0] && items[1])
        return ouro__tuple_from_owned(rt, items, 2);
    ouro_xdecref(rt, items[0]);
    ouro_xdecref(rt, items[1]);
    return NULL;
}

OURO_METHOD(match_span)
{
    (void)kwnames;
    sre_match *m = (sre_match *)self;
    int64_t group = optional_group(rt, m, args, nargs);
    return group < 0 ? NULL : span_pair(rt, m, group);
}

OURO_METHOD(match_expand)
{
    static const char *const names[] = {"template", NULL};
    static const ouro_signature signature = {"expand", names, 0, 1, 1, 0};
    ouro_object *text;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &text) < 0)
        return NULL;
    return ouro__sre_call_re(rt, "_expand", ((sre_match *)self)->pattern, self, text);
}

OURO_METHOD(match_copy)
{
    (void)rt;
    OURO_NO_ARGUMENTS;
    return ouro_ref(self);
}

/* ---- attributes ---- */

static ouro_object *get_regs(ouro_runtime *rt, ouro_object *self)
{
    sre_match *m = (sre_match *)self;
    if (!m->regs) {
        ouro_tuple *tuple = ouro__tuple_alloc(rt, m->groups);
        for (uint32_t i = 0; tuple && i < m->groups; i++) {
            ouro_object *pair = span_pair(rt, m, i);
            if (!pair) {
                ouro_decref(rt, &tuple->head);
                return NULL;
            }
            ouro__slot_init(&tuple->items[i], pair);
        }
        if (!tuple)
            return NULL;
        ouro__tuple_ready(rt, tuple);
        ouro__slot_set(rt, m, &m->regs, tuple);
    }
    return ouro_ref(m->regs);
}

static ouro_object *get_lastindex(ouro_runtime *rt, ouro_object *self)
{
    uint32_t last = ((sre_match *)self)->last_index;
    return last ? ouro__int_new(rt, last) : ouro_ref(OURO_NONE(rt));
}

static ouro_object *get_lastgroup(ouro_runtime *rt, ouro_object *self)
{
    sre_match *m = (sre_match *)self;
    ouro_tuple *names = (ouro_tuple *)((sre_pattern *)m->pattern)->indexgroup;
    return ouro_ref(m->last_index && m->last_index < names->count ? names->items[m->last_index]
                                                                  : OURO_NONE(rt));
}

static ouro_object *get_pos(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, ((sre_match *)self)->pos);
}

static ouro_object *get_endpos(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_new(rt, ((sre_match *)self)->endpos);
}

static ouro_object *match_repr(ouro_runtime *rt, ouro_object *self)
{
    enum { SHOWN = 50 };
    sre_match *m = (sre_match *)self;
    ouro_object *text = group_text(rt, m, 0, OURO_NONE(rt)), *shown = text ? ouro__repr(rt, text) : NULL,
                *result = NULL;
    ouro_xdecref(rt, text);
    if (shown && ouro__str_length(shown) > SHOWN) {
        ouro_object *cut = ouro__str_slice(rt, shown, 0, SHOWN);
        ouro_decref(rt, shown);
        shown = cut;
    }
    if (shown)
        result =
            ouro__str_format(rt, "<%s object; span=(%lld, %lld), match=%U>", ouro__type_of(rt, self)->name,
                             (long long)m->spans[0], (long long)m->spans[1], shown);
    ouro_xdecref(rt, shown);
    return result;
}

static const ouro_method_def match_methods[] = {
    {"group", match_group, 0, 0, -1,
     "group([group1, ...]) -> str or tuple.\nReturn subgroup(s) of the match by indices or names.\nFor 0 "
     "returns the entire match."},
    {"start", match_start, 0, 0, 1,
     "start($self, group=0, /)\n--\n\nReturn index of the start of the substring matched by group."},
    {"end", match_end, 0, 0, 1,
     "end($self, group=0, /)\n--\n\nReturn index of the end of the substring matched by group."},
    {"span", match_span, 0, 0, 1,
     "span($self, group=0, /)\n--\n\nFor match object m, return the 2-tuple (m.start(group), m.end(group))."},
    {"groups", match_groups, OURO_METH_KEYWORDS, 0, -1,
     "groups($self, /, default=None)\n--\n\nReturn a tuple containing all the subgroups of the match, from "
     "1."},
    {"groupdict", match_groupdict, OURO_METH_KEYWORDS, 0, -1,
     "groupdict($self, /, default=None)\n--\n\nReturn a dictionary containing all the named subgroups of the "
     "match, keyed by the "
     "subgroup name."},
    {"expand", match_expand, OURO_METH_KEYWORDS, 0, -1,
     "expand($self, /, template)\n--\n\nReturn the string obtained by doing backslash substitution on the "
     "string template, as done by "
     "the sub() method."},
    {"__copy__", match_copy, 0, 0, 0, "__copy__($self, /)\n--\n\n"},
    {"__deepcopy__", match_copy, 0, 1, 1, "__deepcopy__($self, memo, /)\n--\n\n"},
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, "See PEP 585"},
    {0},
};

static const ouro_member_def match_members[] = {
    {"string", offsetof(sre_match, string), true, false, "The string passed to match() or search()."},
    {"re", offsetof(sre_match, pattern), true, false, "The regular expression object."},
    {0},
};
static const ouro_getset_def match_getsets[] = {
    {"lastindex", get_lastindex, NULL, "The integer index of the last matched capturing group."},
    {"lastgroup", get_lastgroup, NULL, "The name of the last matched capturing group."},
    {"regs", get_regs, NULL, NULL},
    {0},
};
static const ouro_getset_def match_fields_shown[] = {
    {"pos", get_pos, NULL, "The index into the string at which the RE engine started looking for a match."},
    {"endpos", get_endpos, NULL, "The index into the string beyond which the RE engine will not go."},
    {0},
};
static const uint16_t match_fields[] = {offsetof(sre_match, string), offsetof(sre_match, pattern),
                                        offsetof(sre_match, regs), 0};

OURO_BUILTIN_TYPE(sre_match) = {
    .id = OURO_T_SRE_MATCH,
    .slots = {.name = "re.Match",
              .size = sizeof(sre_match),
              .item_size = 2 * sizeof(int64_t),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .fields = match_fields,
              .repr = match_repr,
              .getitem = match_getitem},
    .methods = match_methods,
    .members = match_members,
    .getsets = match_getsets,
    .shown_fields = match_fields_shown,
    .doc = "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.",
    .module = "re",
};
