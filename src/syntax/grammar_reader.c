/* The error grammar's text made into tables. The text is ours and right: the tests read all of it, so
 * that only memory can fail here. */
#include "syntax/error_pass.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_RULES = 600, MOST_ITEMS = 24, MOST_ALTERNATIVES = 16 };

typedef struct reader {
    const char *at;
    ouro_region *region;
    grammar *g;
    bool failed;
} reader;

static int read_alternatives(reader *r, int rule);

static void skip_blanks(reader *r)
{
    while (*r->at == ' ')
        r->at++;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t word_length(const char *at)
{
    size_t length = 0;
    while (is_word(at[length]))
        length++;
    return length;
}

static bool same(const char *text, size_t length, const char *name)
{
    return strlen(name) == length && memcmp(text, name, length) == 0;
}

static int token_spelled(const char *text, size_t length)
{
    static const struct {
        const char *spelling;
        uint8_t type;
    } tokens[] = {
#define TOKEN_ENTRY(name, spelling) {spelling, TOKEN_##name},
        OURO_OPERATOR_TOKENS(TOKEN_ENTRY) OURO_KEYWORD_TOKENS(TOKEN_ENTRY)
#undef TOKEN_ENTRY
            {"NAME", TOKEN_NAME},
        {"NUMBER", TOKEN_NUMBER},
        {"STRING", TOKEN_STRING},
        {"NEWLINE", TOKEN_NEWLINE},
        {"TYPE_COMMENT", TOKEN_TYPE_COMMENT},
        {"INDENT", TOKEN_INDENT},
        {"DEDENT", TOKEN_DEDENT},
        {"ENDMARKER", TOKEN_ENDMARKER},
    };
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
        if (same(text, length, tokens[i].spelling))
            return tokens[i].type;
    return -1;
}

static int rule_named(reader *r, const char *name, size_t length)
{
    for (uint32_t i = 0; i < r->g->count; i++)
        if (r->g->rules[i].name_length == length && memcmp(r->g->rules[i].name, name, length) == 0)
            return (int)i;
    return -1;
}

static int add_rule(reader *r, const char *name, size_t length)
{
    if (r->g->count == MOST_RULES) {
        r->failed = true;
        return 0;
    }
    grammar_rule *rule = r->g->rules + r->g->count;
    rule->name = name;
    rule->name_length = (uint32_t)length;
    rule->group = length == 0;
    return (int)r->g->count++;
}

/* One item without its signs: a quoted token, a word, a rule's name, a group. */
static void read_atom(reader *r, grammar_item *item)
{
    char quote = *r->at;
    if (quote == '(') {
        r->at++;
        int group = add_rule(r, "", 0);
        item->kind = ITEM_RULE;
        item->value = (uint16_t)group;
        read_alternatives(r, group);
        r->at++; /* the closing bracket */
        return;
    }
    if (quote == '\'' || quote == '"') {
        const char *from = ++r->at;
        while (*r->at != quote)
            r->at++;
        item->kind = quote == '"' ? ITEM_WORD : ITEM_TOKEN;
        item->word = from;
        item->word_length = (uint32_t)(r->at++ - from);
        if (quote == '\'')
            item->value = (uint16_t)token_spelled(from, item->word_length);
        return;
    }
    size_t length = word_length(r->at);
    const char *name = r->at;
    r->at += length;
    int token = token_spelled(name, length), rule;
    if (same(name, length, "SOFT_KEYWORD")) {
        item->kind = ITEM_SOFT_KEYWORD;
    } else if (name[0] <= 'Z' && token >= 0) {
        item->kind = ITEM_TOKEN;
        item->value = (uint16_t)token;
    } else {
        rule = rule_named(r, name, length);
        item->kind = ITEM_RULE;
        item->value = (uint16_t)(rule >= 0 ? rule : 0);
        r->failed = r->failed || rule < 0;
    }
}

static void read_item(reader *r, grammar_item *item)
{
    if (*r->at == '~') {
        r->at++;
        item->kind = ITEM_CUT;
        return;
    }
    if (r->at[0] == '&' && r->at[1] == '&') {
        item->forced = true;
        r->at += 2;
    } else if (*r->at == '&' || *r->at == '!') {
        item->look = *r->at++;
    }
    read_atom(r, item);
    if (*r->at == '.') { /* what was read is the separator */
        uint8_t separator = (uint8_t)item->value;
        *item = (grammar_item){.separator = separator};
        r->at++;
        read_atom(r, item);
        item->separator = separator;
    }
    if (*r->at == '?' || *r->at == '*' || *r->at == '+')
        item->repeat = *r->at++;
}

static void read_result(reader *r, grammar_alternative *alternative)
{
    static const struct {
        const char *name;
        int kind;
    } kinds[] = {{"Args", PIECE_ARGS},
                 {"Attribute", PIECE_ATTRIBUTE},
                 {"Await", PIECE_AWAIT},
                 {"Call", PIECE_CALL},
                 {"Clause", PIECE_CLAUSE},
                 {"Compare", PIECE_COMPARE},
                 {"Dict", PIECE_DICT},
                 {"DictComp", PIECE_DICTCOMP},
                 {"DoubleStarred", PIECE_DOUBLESTARRED},
                 {"GeneratorExp", PIECE_GENERATOREXP},
                 {"IfExp", PIECE_IFEXP},
                 {"Keyword", PIECE_KEYWORD},
                 {"Lambda", PIECE_LAMBDA},
                 {"List", PIECE_LIST},
                 {"ListComp", PIECE_LISTCOMP},
                 {"NamedExpr", PIECE_NAMEDEXPR},
                 {"Operation", PIECE_OPERATION},
                 {"Other", PIECE_OTHER},
                 {"Set", PIECE_SET},
                 {"SetComp", PIECE_SETCOMP},
                 {"Starred", PIECE_STARRED},
                 {"Subscript", PIECE_SUBSCRIPT},
                 {"Tuple", PIECE_TUPLE},
                 {"Yield", PIECE_YIELD}};
    static const char *const selections[] = {"First", "Second", "Third", "Fourth"};
    const char *name = ++r->at;
    size_t length = word_length(name);
    r->at += length + 1;
    for (int i = 0; i < 4; i++)
        if (same(name, length, selections[i])) {
            alternative->select = i;
            return;
        }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (same(name, length, kinds[i].name)) {
            alternative->make = kinds[i].kind;
            return;
        }
    alternative->action = ouro__error_action_named(name, length);
    r->failed = r->failed || !alternative->action;
}

static void read_alternative(reader *r, int rule, grammar_alternative *alternative)
{
    grammar_item items[MOST_ITEMS] = {{0}};
    *alternative = (grammar_alternative){.select = -1, .make = -1};
    skip_blanks(r);
    while (*r->at != '|' && *r->at != '\n' && *r->at != ')' && *r->at != '{' && !r->failed) {
        if (alternative->count == MOST_ITEMS) {
            r->failed = true;
            return;
        }
        read_item(r, items + alternative->count++);
        skip_blanks(r);
    }
    if (*r->at == '{')
        read_result(r, alternative);
    skip_blanks(r);
    const grammar_item *first = items;
    alternative->grows = first->kind == ITEM_RULE && first->value == rule && !first->look && !first->repeat;
    alternative->items = ouro__region_alloc(r->region, alternative->count * sizeof *items);
    if (alternative->items)
        memcpy(alternative->items, items, alternative->count * sizeof *items);
    else
        r->failed = true;
}

static int read_alternatives(reader *r, int rule)
{
    grammar_alternative alternatives[MOST_ALTERNATIVES];
    uint32_t count = 0;
    for (;;) {
        read_alternative(r, rule, alternatives + count++);
        if (*r->at != '|' || count == MOST_ALTERNATIVES || r->failed)
            break;
        r->at++;
    }
    r->failed = r->failed || *r->at == '|';
    grammar_rule *into = r->g->rules + rule;
    into->alternatives = ouro__region_alloc(r->region, count * sizeof *alternatives);
    if (!into->alternatives) {
        r->failed = true;
        return -1;
    }
    memcpy(into->alternatives, alternatives, count * sizeof *alternatives);
    into->count = count;
    for (uint32_t i = 0; i < count; i++)
        into->grows = into->grows || alternatives[i].grows;
    return 0;
}

/* First the names, so that rules may be used before they are written; then the rules. */
bool ouro__grammar_read(ouro_region *region, grammar *g)
{
    reader r = {.region = region, .g = g};
    g->count = 0;
    g->rules = ouro__region_alloc(region, MOST_RULES * sizeof *g->rules);
    if (!g->rules)
        return false;
    for (r.at = ouro__error_grammar; *r.at; r.at = strchr(r.at, '\n') + 1) {
        grammar_rule *rule = g->rules + add_rule(&r, r.at, word_length(r.at));
        for (const char *sign = r.at + rule->name_length; *sign != ':'; sign++) {
            rule->invalid = rule->invalid || *sign == '!';
            rule->remembered = rule->remembered || *sign == '%';
        }
    }
    int rule = 0;
    for (r.at = ouro__error_grammar; *r.at && !r.failed; r.at++, rule++) {
        r.at = strchr(r.at, ':') + 1;
        read_alternatives(&r, rule);
        r.failed = r.failed || *r.at != '\n';
    }
    return !r.failed;
}

int ouro__grammar_find(const grammar *g, const char *name)
{
    for (uint32_t i = 0; i < g->count; i++)
        if (same(g->rules[i].name, g->rules[i].name_length, name))
            return (int)i;
    return -1;
}
