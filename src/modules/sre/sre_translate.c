/* The opcodes of a pattern, written as a pattern of PCRE2. What is written holds groups, quantifiers, assertions and single
 * characters in the forms that mean the same in both; characters and classes are spelled out by sre_charset.c. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>

#include "modules/sre/sre.h"
#include "types/exception.h"
#include "types/protocol.h"

enum { REPEAT_MAX = 65535 }; /* PCRE2's */

typedef struct translation {
    sre_writer w;
    sre_pattern *p;
    const uint32_t *words;
    uint32_t options;
    uint32_t opened, closed; /* groups so far */
    uint32_t *open_groups;   /* the open ones, innermost last; as many as there are groups */
    uint32_t open_count;
    uint32_t repeat_depth;           /* repetitions around */
    uint32_t repeats, small_repeats; /* so far that can end at more than one place */
} translation;

static int invalid(translation *t)
{
    ouro__raise(t->w.rt, OURO_T_RUNTIME_ERROR, "invalid SRE code");
    return -1;
}

static int put(translation *t, const char *text)
{
    return ouro__builder_ascii(t->w.out, text, strlen(text));
}

static int write_sequence(translation *t, size_t at, size_t end);

/* ---- the extent of an item ---- */

/* Where the item at `at` ends, 0 when it goes past `end` or is no opcode. */
static size_t item_end(translation *t, size_t at, size_t end)
{
    const uint32_t *words = t->words;
    size_t left = end - at, next;
    switch (words[at]) {
    case SRE_FAILURE:
    case SRE_SUCCESS:
    case SRE_ANY:
    case SRE_ANY_ALL:
        return at + 1;
    case SRE_AT:
    case SRE_CATEGORY:
    case SRE_LITERAL:
    case SRE_NOT_LITERAL:
    case SRE_LITERAL_IGNORE:
    case SRE_NOT_LITERAL_IGNORE:
    case SRE_LITERAL_LOC_IGNORE:
    case SRE_NOT_LITERAL_LOC_IGNORE:
    case SRE_LITERAL_UNI_IGNORE:
    case SRE_NOT_LITERAL_UNI_IGNORE:
    case SRE_MARK:
    case SRE_GROUPREF:
    case SRE_GROUPREF_IGNORE:
    case SRE_GROUPREF_LOC_IGNORE:
    case SRE_GROUPREF_UNI_IGNORE:
        return left >= 2 ? at + 2 : 0;
    case SRE_INFO:
    case SRE_IN:
    case SRE_IN_IGNORE:
    case SRE_IN_LOC_IGNORE:
    case SRE_IN_UNI_IGNORE:
    case SRE_ASSERT:
    case SRE_ASSERT_NOT:
    case SRE_ATOMIC_GROUP:
    case SRE_REPEAT_ONE:
    case SRE_MIN_REPEAT_ONE:
    case SRE_POSSESSIVE_REPEAT_ONE:
        next = left >= 3 ? at + 1 + words[at + 1] : 0;
        return next > at + 2 && next <= end ? next : 0;
    case SRE_REPEAT:
    case SRE_POSSESSIVE_REPEAT:
        next = left >= 5 ? at + 1 + words[at + 1] : 0;
        return next >= at + 4 && next < end ? next + 1 : 0;
    case SRE_BRANCH:
        for (next = at + 1; next < end && words[next]; next += words[next])
            if (words[next] > end - next)
                return 0;
        return next < end ? next + 1 : 0;
    case SRE_GROUPREF_EXISTS: {
        next = left >= 3 ? at + 2 + words[at + 2] - 1 : 0;
        if (next < at + 3 || next > end)
            return 0;
        size_t i = at + 3;
        while (i && i < next) {
            if (words[i] == SRE_JUMP && i + 2 == next) { /* there is another part */
                size_t behind = i + 1 + words[i + 1];
                return behind >= next && behind <= end ? behind : 0;
            }
            i = item_end(t, i, next);
        }
        return i == next ? next : 0;
    }
    default:
        return 0;
    }
}

/* ---- single characters ---- */

static bool set_in_order(const uint32_t *set, size_t count)
{
    for (size_t i = 0; i < count;) {
        size_t left = count - i;
        switch (set[i]) {
        case SRE_FAILURE:
            return left == 1;
        case SRE_NEGATE:
            i += 1;
            break;
        case SRE_LITERAL:
            i += 2;
            break;
        case SRE_CATEGORY:
            if (left < 2 || set[i + 1] >= SRE_CATEGORIES)
                return false;
            i += 2;
            break;
        case SRE_RANGE:
        case SRE_RANGE_UNI_IGNORE:
            i += 3;
            break;
        case SRE_CHARSET:
            i += 9;
            break;
        case SRE_BIGCHARSET:
            if (left < 66 || set[i + 1] > 256 || left < 66 + (size_t)set[i + 1] * 8)
                return false;
            for (size_t k = 0; k < 256; k++)
                if ((set[i + 2 + k / 4] >> k % 4 * 8 & 255) >= set[i + 1])
                    return false;
            i += 66 + (size_t)set[i + 1] * 8;
            break;
        default:
            return false;
        }
    }
    return false;
}

static bool is_one_char(uint32_t op)
{
    switch (op) {
    case SRE_ANY:
    case SRE_ANY_ALL:
    case SRE_CATEGORY:
    case SRE_LITERAL:
    case SRE_NOT_LITERAL:
    case SRE_LITERAL_IGNORE:
    case SRE_NOT_LITERAL_IGNORE:
    case SRE_LITERAL_LOC_IGNORE:
    case SRE_NOT_LITERAL_LOC_IGNORE:
    case SRE_LITERAL_UNI_IGNORE:
    case SRE_NOT_LITERAL_UNI_IGNORE:
    case SRE_IN:
    case SRE_IN_IGNORE:
    case SRE_IN_LOC_IGNORE:
    case SRE_IN_UNI_IGNORE:
        return true;
    default:
        return false;
    }
}

static int write_one_char(translation *t, size_t at, size_t next)
{
    const uint32_t *words = t->words;
    switch (words[at]) {
    case SRE_ANY:
        return put(t, "\\N");
    case SRE_ANY_ALL:
        return put(t, ".");
    case SRE_CATEGORY:
        return words[at + 1] < SRE_CATEGORIES ? ouro__sre_write_category(&t->w, words[at + 1]) : invalid(t);
    case SRE_IN:
    case SRE_IN_IGNORE:
    case SRE_IN_LOC_IGNORE:
    case SRE_IN_UNI_IGNORE:
        if (!set_in_order(words + at + 2, next - at - 2))
            return invalid(t);
        return ouro__sre_write_set(&t->w, (enum sre_opcode)words[at], words + at + 2, next - at - 2);
    default:
        return ouro__sre_write_literal(&t->w, (enum sre_opcode)words[at], words[at + 1]);
    }
}

/* ---- places ---- */

static int write_boundary(translation *t, uint32_t category, bool boundary)
{
    /* neither matches in an empty subject */
    static const char *const pieces[2][5] = {{"(?:(?!\\A\\z)(?:(?<=", ")(?=", ")|(?<!", ")(?!", ")))"},
                                             {"(?:(?<=", ")(?!", ")|(?<!", ")(?=", "))"}};
    for (int i = 0; i < 5; i++)
        if (put(t, pieces[boundary][i]) < 0 || (i < 4 && ouro__sre_write_category(&t->w, category) < 0))
            return -1;
    return 0;
}

static int write_at(translation *t, uint32_t where)
{
    switch (where) {
    case SRE_AT_BEGINNING:
    case SRE_AT_BEGINNING_STRING:
        return put(t, "\\A");
    case SRE_AT_BEGINNING_LINE:
        return put(t, "^"); /* PCRE2_MULTILINE and PCRE2_ALT_CIRCUMFLEX are on */
    case SRE_AT_END:
        return put(t, "\\Z");
    case SRE_AT_END_LINE:
        return put(t, "$");
    case SRE_AT_END_STRING:
        return put(t, "\\z");
    case SRE_AT_BOUNDARY:
    case SRE_AT_NON_BOUNDARY:
        if (t->p->is_bytes != 1)
            return write_boundary(t, SRE_CATEGORY_WORD, where == SRE_AT_BOUNDARY);
        return put(t, where == SRE_AT_BOUNDARY ? "\\b" : "(?:(?!\\A\\z)\\B)");
    case SRE_AT_LOC_BOUNDARY:
    case SRE_AT_LOC_NON_BOUNDARY:
        return write_boundary(t, SRE_CATEGORY_LOC_WORD, where == SRE_AT_LOC_BOUNDARY);
    case SRE_AT_UNI_BOUNDARY:
    case SRE_AT_UNI_NON_BOUNDARY:
        t->options |=
            PCRE2_UCP; /* only for this and for references: nothing else that is written depends on it */
        return put(t, where == SRE_AT_UNI_BOUNDARY ? "\\b" : "(?:(?!\\A\\z)\\B)");
    default:
        return invalid(t);
    }
}

/* ---- groups ---- */

static int write_mark(translation *t, uint32_t mark)
{
    uint32_t group = mark / 2;
    if (group >= t->p->groups)
        return invalid(t);
    if (mark % 2 == 0) {
        if (group != t->opened)
            return invalid(t);
        t->open_groups[t->open_count++] = group;
        t->opened++;
        return put(t, "(");
    }
    if (!t->open_count || t->open_groups[t->open_count - 1] != group)
        return invalid(t);
    t->open_count--;
    t->p->close_order[t->closed++] = group;
    if (!t->p->needs_marks)
        return put(t, ")");
    char text[24];
    snprintf(text, sizeof text, ")(*:%u)", group + 1);
    return put(t, text);
}

/* Letters and digits alone would run into what follows. */
static int write_reference(translation *t, uint32_t op, uint32_t group)
{
    char text[32];
    if (group >= t->p->groups)
        return invalid(t);
    if (op == SRE_GROUPREF_UNI_IGNORE)
        t->options |= PCRE2_UCP;
    snprintf(text, sizeof text, op == SRE_GROUPREF ? "\\g{%u}" : "(?i:\\g{%u})", group + 1);
    return put(t, text);
}

static int write_group(translation *t, const char *open, size_t at, size_t end)
{
    return put(t, open) < 0 || write_sequence(t, at, end) < 0 ? -1 : put(t, ")");
}

/* (?:.|\n), in either order, is any character: written as one, it is repeated without a place to come back to for each (which would take
 * PCRE2 some 128 bytes a character). */
static bool is_any_character(const uint32_t *words, size_t at, size_t next)
{
    static const size_t lengths[2] = {4, 5}; /* skip, ANY, JUMP, distance; with a LITERAL: one more */
    if (words[at] != SRE_BRANCH || next - at != 1 + lengths[0] + lengths[1] + 1)
        return false;
    for (int newline_first = 0; newline_first < 2; newline_first++) {
        size_t any = at + 1 + (newline_first ? lengths[1] : 0),
               newline = at + 1 + (newline_first ? 0 : lengths[0]);
        if (words[any] == lengths[0] && words[any + 1] == SRE_ANY && words[any + 2] == SRE_JUMP &&
            any + 3 + words[any + 3] == next && words[newline] == lengths[1] &&
            words[newline + 1] == SRE_LITERAL && words[newline + 2] == '\n' &&
            words[newline + 3] == SRE_JUMP && newline + 4 + words[newline + 4] == next)
            return true;
    }
    return false;
}

static int write_branch(translation *t, size_t at, size_t next)
{
    const uint32_t *words = t->words;
    if (is_any_character(words, at, next))
        return put(t, ".");
    if (put(t, "(?:") < 0)
        return -1;
    for (size_t i = at + 1; words[i]; i += words[i]) {
        size_t jump = i + words[i] - 2;
        if (words[i] < 3 || words[jump] != SRE_JUMP || jump + 1 + words[jump + 1] != next)
            return invalid(t);
        if ((i > at + 1 && put(t, "|") < 0) || write_sequence(t, i + 1, jump) < 0)
            return -1;
    }
    return put(t, ")");
}

static int write_condition(translation *t, size_t at, size_t next)
{
    const uint32_t *words = t->words;
    char text[24];
    size_t behind_yes = at + 2 + words[at + 2] - 1;
    if (words[at + 1] >= t->p->groups)
        return invalid(t);
    snprintf(text, sizeof text, "(?(%u)", words[at + 1] + 1);
    if (put(t, text) < 0)
        return -1;
    if (behind_yes == next) /* one part only: the end of this item is that of the part */
        return write_sequence(t, at + 3, next) < 0 ? -1 : put(t, ")");
    if (write_sequence(t, at + 3, behind_yes - 2) < 0 || put(t, "|") < 0 ||
        write_sequence(t, behind_yes, next) < 0)
        return -1;
    return put(t, ")");
}

static int write_assertion(translation *t, size_t at, size_t next)
{
    bool not = t->words[at] == SRE_ASSERT_NOT, behind = t->words[at + 2] != 0;
    if (next < at + 4 || t->words[next - 1] != SRE_SUCCESS)
        return invalid(t);
    return write_group(t, behind ? not ? "(?<!" : "(?<=" : not ? "(?!" : "(?=", at + 3, next - 1);
}

/* ---- repetition ---- */

/* Whether the closing brackets of groups [first, opened) in a repeated body do not tell which closed last: only if one of
 * them holds all others do they. */
static void note_repeated_groups(translation *t, uint32_t first)
{
    if (t->opened - first > 1 && t->p->close_order[t->closed - 1] != first)
        t->p->needs_marks = true;
}

static int put_quantifier(translation *t, uint32_t min, uint32_t max, const char *suffix)
{
    char text[40];
    if (max == SRE_MAXREPEAT && min < 2)
        snprintf(text, sizeof text, "%c%s", min ? '+' : '*', suffix);
    else if (min == 0 && max == 1)
        snprintf(text, sizeof text, "?%s", suffix);
    else if (max == SRE_MAXREPEAT)
        snprintf(text, sizeof text, "{%u,}%s", min, suffix);
    else
        snprintf(text, sizeof text, "{%u,%u}%s", min, max, suffix);
    return put(t, text);
}

/* In a possessive repetition a round, too, keeps the first match that it finds. */
static int write_body(translation *t, size_t body, size_t end, bool possessive)
{
    if (is_one_char(t->words[body]) && item_end(t, body, end) == end)
        return write_one_char(t, body, end);
    if (is_any_character(t->words, body, end))
        return put(t, ".");
    t->repeat_depth++;
    int status = write_group(t, possessive ? "(?>" : "(?:", body, end);
    t->repeat_depth--;
    return status;
}

/* A body repeated more often than PCRE2 counts: several repetitions in a row, or of repetitions. */
static int write_long_repeat(translation *t, size_t body, size_t end, uint32_t min, uint32_t max,
                             const char *suffix, bool possessive)
{
    uint32_t opened = t->opened;
    while (min > REPEAT_MAX || (max != SRE_MAXREPEAT && max > REPEAT_MAX)) {
        uint32_t fixed = min > REPEAT_MAX ? REPEAT_MAX : min;
        uint32_t most = max == SRE_MAXREPEAT ? fixed : REPEAT_MAX;
        if (write_body(t, body, end, possessive) < 0 || put_quantifier(t, fixed, most, suffix) < 0)
            return -1;
        if (t->opened != opened) { /* its groups cannot be written twice */
            ouro__raise(t->w.rt, OURO_T_OVERFLOW_ERROR, "the repetition number is too large");
            return -1;
        }
        min -= fixed;
        max -= max == SRE_MAXREPEAT ? 0 : most;
    }
    return write_body(t, body, end, possessive) < 0 ? -1 : put_quantifier(t, min, max, suffix);
}

/* Whether the items may match without moving on; yes where it is not plain. */
static bool may_be_empty(translation *t, size_t at, size_t end)
{
    const uint32_t *words = t->words;
    if (!ouro__enter_recursion(t->w.rt, " while compiling a regular expression"))
        return true;
    bool empty = true;
    while (at < end && empty) {
        size_t next = item_end(t, at, end);
        if (!next)
            break; /* said when it is written */
        switch (words[at]) {
        case SRE_FAILURE:
            empty = false;
            break;
        case SRE_BRANCH:
            empty = false;
            for (size_t i = at + 1; words[i] > 2 && !empty; i += words[i])
                empty = may_be_empty(t, i + 1, i + words[i] - 2);
            break;
        case SRE_ATOMIC_GROUP:
            empty = may_be_empty(t, at + 2, next - 1);
            break;
        case SRE_REPEAT_ONE:
        case SRE_MIN_REPEAT_ONE:
        case SRE_POSSESSIVE_REPEAT_ONE:
        case SRE_REPEAT:
        case SRE_POSSESSIVE_REPEAT:
            empty = words[at + 2] == 0 || may_be_empty(t, at + 4, next - 1);
            break;
        default:
            empty = !is_one_char(words[at]);
        }
        at = next;
    }
    ouro__leave_recursion(t->w.rt);
    return empty;
}

/* A repetition whose rounds may be empty, with what makes it end as sre_rounds.c says. */
static int write_counted(translation *t, size_t body, size_t end, uint32_t min, uint32_t max,
                         const char *suffix)
{
    ouro_str_builder *out = t->w.out;
    bool skips_first = min && *suffix == '?', skips_last = min && *suffix != '?';
    uint32_t counter = t->p->groups + 1 + t->p->counters++;
    if (ouro__sre_put_round(out, 'e', counter, min, max) < 0 || put(t, "(?:") < 0)
        return -1;
    if (skips_first && (ouro__sre_put_round(out, 's', counter, min, max) < 0 || put(t, "|") < 0))
        return -1;
    if (ouro__sre_put_round(out, 'r', counter, min, max) < 0 || write_body(t, body, end, *suffix == '+') < 0)
        return -1;
    if (skips_last && (put(t, "|") < 0 || ouro__sre_put_round(out, 's', counter, min, max) < 0))
        return -1;
    return put(t, ")") < 0 ? -1 : put_quantifier(t, min ? min + 1 : 0, SRE_MAXREPEAT, suffix);
}

/* PCRE2 itself ends x* after an empty round; where there is at most one round, or as many as there must be, no other is
 * asked for. */
static bool needs_counter(translation *t, size_t body, size_t end, uint32_t min, uint32_t max)
{
    return t->p->state->libraries[t->w.kind].counts_rounds && min != max && max > 1 && min < REPEAT_MAX &&
           (min || max != SRE_MAXREPEAT) && !is_one_char(t->words[body]) && may_be_empty(t, body, end);
}

static int write_repeat(translation *t, size_t body, size_t end, uint32_t min, uint32_t max,
                        const char *suffix)
{
    if (min > max)
        return invalid(t);
    /* Between two repetitions, or inside one, where the search may go through all combinations, signals are let in. */
    if (min != max) {
        bool small = max - min < 4 && max != SRE_MAXREPEAT && !t->repeat_depth;
        if ((small ? t->small_repeats++ >= 8 : t->repeats++ > 0) && put(t, "(?C1)") < 0)
            return -1;
    }
    uint32_t opened = t->opened;
    bool counted = needs_counter(t, body, end, min, max);
    bool long_possessive = *suffix == '+' && (min > REPEAT_MAX || (max > REPEAT_MAX && max != SRE_MAXREPEAT));
    if (!counted && long_possessive) {
        if (put(t, "(?>") < 0 || write_long_repeat(t, body, end, min, max, "", true) < 0 || put(t, ")") < 0)
            return -1;
    } else if (counted) {
        if (write_counted(t, body, end, min, max, suffix) < 0)
            return -1;
    } else if (min > REPEAT_MAX || (max > REPEAT_MAX && max != SRE_MAXREPEAT)) {
        if (put(t, "(?:") < 0 || write_long_repeat(t, body, end, min, max, suffix, false) < 0 ||
            put(t, ")") < 0)
            return -1;
    } else if (write_body(t, body, end, *suffix == '+') < 0 || put_quantifier(t, min, max, suffix) < 0) {
        return -1;
    }
    if (max > 1)
        note_repeated_groups(t, opened);
    return 0;
}

/* ---- everything ---- */

static int write_item(translation *t, size_t at, size_t next)
{
    const uint32_t *words = t->words;
    switch (words[at]) {
    case SRE_FAILURE:
        return put(t, "(?!)");
    case SRE_INFO:
        return 0;
    case SRE_AT:
        return write_at(t, words[at + 1]);
    case SRE_MARK:
        return write_mark(t, words[at + 1]);
    case SRE_GROUPREF:
    case SRE_GROUPREF_IGNORE:
    case SRE_GROUPREF_LOC_IGNORE:
    case SRE_GROUPREF_UNI_IGNORE:
        return write_reference(t, words[at], words[at + 1]);
    case SRE_BRANCH:
        return write_branch(t, at, next);
    case SRE_GROUPREF_EXISTS:
        return write_condition(t, at, next);
    case SRE_ASSERT:
    case SRE_ASSERT_NOT:
        return write_assertion(t, at, next);
    case SRE_ATOMIC_GROUP:
        return words[next - 1] == SRE_SUCCESS ? write_group(t, "(?>", at + 2, next - 1) : invalid(t);
    case SRE_REPEAT_ONE:
    case SRE_MIN_REPEAT_ONE:
    case SRE_POSSESSIVE_REPEAT_ONE:
        if (next < at + 6 || words[next - 1] != SRE_SUCCESS)
            return invalid(t);
        return write_repeat(t, at + 4, next - 1, words[at + 2], words[at + 3],
                            words[at] == SRE_REPEAT_ONE       ? ""
                            : words[at] == SRE_MIN_REPEAT_ONE ? "?"
                                                              : "+");
    case SRE_REPEAT: {
        uint32_t until = words[next - 1];
        if (until != SRE_MAX_UNTIL && until != SRE_MIN_UNTIL)
            return invalid(t);
        return write_repeat(t, at + 4, next - 1, words[at + 2], words[at + 3],
                            until == SRE_MAX_UNTIL ? "" : "?");
    }
    case SRE_POSSESSIVE_REPEAT:
        if (words[next - 1] != SRE_SUCCESS)
            return invalid(t);
        return write_repeat(t, at + 4, next - 1, words[at + 2], words[at + 3], "+");
    default:
        return is_one_char(words[at]) ? write_one_char(t, at, next) : invalid(t);
    }
}

static int write_sequence(translation *t, size_t at, size_t end)
{
    uint32_t open = t->open_count;
    if (!ouro__enter_recursion(t->w.rt, " while compiling a regular expression"))
        return -1;
    int status = 0;
    while (at < end && status == 0) {
        size_t next = item_end(t, at, end);
        status = next ? write_item(t, at, next) : invalid(t);
        at = next;
    }
    ouro__leave_recursion(t->w.rt);
    return status == 0 && t->open_count != open ? invalid(t) : status;
}

static int write_pattern(translation *t)
{
    if (!t->p->word_count || t->words[t->p->word_count - 1] != SRE_SUCCESS)
        return invalid(t);
    if (put(t, "(?C1)") < 0 || write_sequence(t, 0, t->p->word_count - 1) < 0)
        return -1;
    if (t->opened != t->p->groups || t->closed != t->opened)
        return invalid(t);
    if (!t->p->counters)
        return 0;
    if (put(t, "(?(DEFINE)") < 0)
        return -1;
    for (uint32_t i = 0; i < t->p->counters; i++)
        if (put(t, "()") < 0)
            return -1;
    return put(t, ")");
}

int ouro__sre_translate(ouro_runtime *rt, sre_pattern *p, int kind, ouro_str_builder *out, uint32_t *options)
{
    static const uint32_t limits[] = {0x100, 0x10000, 0x110000};
    bool marks_before;
    int status;
    do { /* a second time when marks are found to be needed */
        translation t = {.w = {.rt = rt, .state = p->state, .out = out, .kind = kind, .limit = limits[kind]},
                         .p = p,
                         .words = p->words,
                         .options = PCRE2_MULTILINE | PCRE2_DOTALL | PCRE2_ALT_CIRCUMFLEX};
        marks_before = p->needs_marks;
        p->counters = 0;
        ouro__builder_init(out, rt);
        t.open_groups = ouro__buffer_alloc(rt, (p->groups + 1) * sizeof *t.open_groups);
        status = t.open_groups ? write_pattern(&t) : -1;
        ouro__buffer_free(rt, t.open_groups);
        ouro__buffer_free(rt, t.w.set);
        *options = t.options;
        if (status < 0 || p->needs_marks != marks_before)
            ouro__builder_discard(out);
    } while (status == 0 && p->needs_marks != marks_before);
    return status;
}
