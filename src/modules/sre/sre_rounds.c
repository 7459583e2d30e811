/* When a repetition whose rounds may be empty ends.
 *
 * CPython's matcher asks, before each round that it need not have (there were m already), whether the last such round
 * began at this very place; then there are no more. PCRE2 instead goes through all rounds of a bounded repetition, empty
 * or not (and writes its body down as often), and ends one without bounds after the first empty round, also where that
 * was one of the m. So such a repetition is written as one without bounds, with callouts:
 *
 *     x{0,n}     (?C'eG,0,n')(?:(?C'rG,0,n')x)*
 *     x{m,n}     (?C'eG,m,n')(?:(?C'rG,m,n')x|(?C'sG,m,n')){m+1,}
 *     x{m,n}?    (?C'eG,m,n')(?:(?C'sG,m,n')|(?C'rG,m,n')x){m+1,}?
 *
 * `e` (enter) forgets, `r` counts a round, but refuses it when there were n, or when the last optional one began here,
 * `s` lets the first optional round be skipped. Behind the m-th copy of the group, PCRE2 ends the loop as CPython does.
 *
 * What is counted must be as it was when the matcher goes back. PCRE2 keeps its captures in frames that are copied going
 * on and dropped going back, and a callout sees those of the running frame. So a pattern has groups behind its own that
 * never match anything (in a DEFINE), one for each such repetition, and their places hold the count and where the last
 * optional round began. PCRE2 does not promise that what a callout writes there stays: whether it does is tried when a
 * library is loaded, and if not, repetitions are written as they are. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>

#include "modules/sre/sre.h"
#include "types/exception.h"

static size_t read_number(const sre_library *l, const pcre2_callout_block *b, size_t *i)
{
    size_t number = 0;
    for (; *i < b->callout_string_length; ++*i) {
        uint32_t c = ouro__char_at(b->callout_string, l->kind, *i);
        if (c < '0' || c > '9')
            break;
        number = number * 10 + (c - '0');
    }
    ++*i; /* the comma */
    return number;
}

int ouro__sre_round(const sre_library *l, void *callout_block)
{
    pcre2_callout_block *b = callout_block;
    size_t i = 1, counter = read_number(l, b, &i), min = read_number(l, b, &i), max = read_number(l, b, &i);
    PCRE2_SIZE *begun = &b->offset_vector[2 * counter], *count = begun + 1;
    switch (ouro__char_at(b->callout_string, l->kind, 0)) {
    case 'e':
        *begun = PCRE2_UNSET;
        *count = 0;
        return 0;
    case 'r':
        if (*count >= min) {
            if (*count >= max || *begun == b->current_position)
                return 1;
            *begun = b->current_position;
        }
        ++*count;
        return 0;
    default:
        return *count != min;
    }
}

int ouro__sre_put_round(ouro_str_builder *out, char what, uint32_t counter, uint32_t min, uint32_t max)
{
    char text[64];
    int length = snprintf(text, sizeof text, "(?C'%c%u,%u,%u')", what, counter, min, max);
    return ouro__builder_ascii(out, text, (size_t)length);
}

int ouro__sre_try_rounds(sre_library *l)
{
    /* On "ab": the first round is empty and the second refused; going back, the first takes "a", the second is empty.
     * Where nothing stays of what is written, the second takes "a". */
    static const char pattern[] = "(?C'e2,0,2')(?:(?C'r2,0,2')(|a)){0,2}b(?(DEFINE)())", subject[] = "ab";
    uint32_t units[2][sizeof pattern];
    for (size_t i = 0; i < sizeof pattern; i++)
        ouro__char_put(units[0], l->kind, i, (uint8_t)pattern[i]);
    for (size_t i = 0; i < sizeof subject; i++)
        ouro__char_put(units[1], l->kind, i, (uint8_t)subject[i]);
    int error;
    size_t place;
    void *code = l->compile(units[0], sizeof pattern - 1, 0, &error, &place, l->compile_context);
    void *match_data = code ? l->match_data_create(3, l->counted) : NULL;
    int count =
        match_data ? l->match(code, units[1], sizeof subject - 1, 0, 0, match_data, l->match_context) : 0;
    bool stays = false;
    if (count == 2) {
        const size_t *spans = l->get_ovector_pointer(match_data);
        stays = spans[2] == 1 && spans[3] == 1;
    }
    if (match_data)
        l->match_data_free(match_data);
    if (code)
        l->code_free(code);
    if (!match_data || count == PCRE2_ERROR_NOMEMORY) {
        ouro__no_memory(l->rt);
        return -1;
    }
    return stays;
}
