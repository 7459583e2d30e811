/* Suggestions by edit distance: an insertion, deletion or substitution costs 2, a change of case 1; a candidate may differ by about
 * a third of its characters (the weights and limits are CPython 3.11's). */
#include "modules/suggestions.h"

#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/traceback.h"
#include "vm/vm.h"

enum { MOVE_COST = 2, CASE_COST = 1, LONGEST_NAME = 40, MOST_CANDIDATES = 750 };

static unsigned substitution_cost(uint32_t a, uint32_t b)
{
    if (a == b)
        return 0;
    if ((a & 31) != (b & 31))
        return MOVE_COST;
    if (a >= 'A' && a <= 'Z')
        a += 'a' - 'A';
    if (b >= 'A' && b <= 'Z')
        b += 'a' - 'A';
    return a == b ? CASE_COST : MOVE_COST;
}

static unsigned smaller(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Levenshtein distance, or anything above `limit` when it is above. */
static unsigned distance(ouro_object *a, ouro_object *b, unsigned limit)
{
    size_t start = 0, a_end = ouro__str_length(a), b_end = ouro__str_length(b);
    while (start < a_end && start < b_end && ouro__str_char(a, start) == ouro__str_char(b, start))
        start++;
    while (a_end > start && b_end > start && ouro__str_char(a, a_end - 1) == ouro__str_char(b, b_end - 1)) {
        a_end--;
        b_end--;
    }
    size_t a_size = a_end - start, b_size = b_end - start;
    if (a_size == 0 || b_size == 0)
        return (unsigned)(a_size + b_size) * MOVE_COST;
    if (a_size > LONGEST_NAME || b_size > LONGEST_NAME)
        return limit + 1;
    if (b_size < a_size) {
        ouro_object *o = a;
        a = b;
        b = o;
        size_t size = a_size;
        a_size = b_size;
        b_size = size;
    }
    if ((b_size - a_size) * MOVE_COST > limit)
        return limit + 1;
    unsigned row[LONGEST_NAME], result = 0;
    for (size_t i = 0; i < a_size; i++)
        row[i] = (unsigned)(i + 1) * MOVE_COST;
    for (size_t j = 0; j < b_size; j++) {
        uint32_t c = ouro__str_char(b, start + j);
        unsigned diagonal = (unsigned)j * MOVE_COST, least = ~0u;
        result = diagonal;
        for (size_t i = 0; i < a_size; i++) {
            unsigned substitute = diagonal + substitution_cost(c, ouro__str_char(a, start + i));
            diagonal = row[i];
            result = smaller(smaller(result, diagonal) + MOVE_COST, substitute);
            row[i] = result;
            least = smaller(least, result);
        }
        if (least > limit)
            return limit + 1;
    }
    return result;
}

/* The closest of some names so far. */
typedef struct closest {
    ouro_object *wanted;
    ouro_object *best; /* borrowed from the candidates, which the caller holds */
    unsigned best_distance;
} closest;

static void consider(ouro_runtime *rt, closest *c, ouro_object *name)
{
    if (!ouro__is_str(rt, name) || ouro__str_equal(name, c->wanted))
        return;
    unsigned limit = (unsigned)((ouro__str_length(c->wanted) + ouro__str_length(name) + 3) * MOVE_COST / 6);
    if (c->best)
        limit = smaller(limit, c->best_distance - 1);
    unsigned d = distance(c->wanted, name, limit);
    if (d <= limit && (!c->best || d < c->best_distance)) {
        c->best = name;
        c->best_distance = d;
    }
}

static ouro_object *among(ouro_runtime *rt, ouro_object *wanted, ouro_object *const *names, size_t count)
{
    closest c = {wanted, NULL, 0};
    if (count >= MOST_CANDIDATES)
        return NULL;
    for (size_t i = 0; i < count; i++)
        consider(rt, &c, names[i]);
    return c.best ? ouro_ref(c.best) : NULL;
}

static ouro_object *among_keys(ouro_runtime *rt, ouro_object *wanted, ouro_object *dict)
{
    if (!dict || !ouro__is_dict(rt, dict) || ouro__dict_count(dict) >= MOST_CANDIDATES)
        return NULL;
    closest c = {wanted, NULL, 0};
    size_t position = 0;
    ouro_object *key, *value;
    while (ouro__dict_next(rt, dict, &position, &key, &value))
        consider(rt, &c, key);
    return c.best ? ouro_ref(c.best) : NULL;
}

static ouro_object *for_name(ouro_runtime *rt, ouro_object *exception, ouro_object *name)
{
    ouro_traceback *t = (ouro_traceback *)((ouro_exception *)exception)->traceback;
    if (!t)
        return NULL;
    while (t->next)
        t = (ouro_traceback *)t->next;
    ouro_code *code = (ouro_code *)t->frame->code;
    ouro_tuple *variables = (ouro_tuple *)code->variables;
    ouro_object *found = among(rt, name, variables->items, variables->count);
    if (!found && t->frame->function)
        found = among_keys(rt, name, ((ouro_function *)t->frame->function)->globals);
    if (!found)
        found = among_keys(rt, name, rt->python->builtins);
    return found;
}

static ouro_object *for_attribute(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    ouro_object *method = ouro__lookup_special(rt, o, NAME(rt, __dir__));
    ouro_object *names = method ? ouro__call0(rt, method) : NULL;
    ouro_xdecref(rt, method);
    ouro_object *list = names ? ouro__list_from_iterable(rt, names) : NULL;
    ouro_xdecref(rt, names);
    if (list && ouro__list_sort(rt, list, NULL, false) < 0) {
        ouro_decref(rt, list);
        list = NULL;
    }
    if (!list)
        return NULL;
    ouro_object *found = among(rt, name, ((ouro_list *)list)->items, ((ouro_list *)list)->count);
    ouro_decref(rt, list);
    return found;
}

ouro_object *ouro__suggestion(ouro_runtime *rt, ouro_object *exception)
{
    ouro_object *cls = ouro__class_of(rt, exception), *found = NULL;
    if (ouro__is_subtype(rt, cls, ouro__class_at(rt, OURO_T_NAME_ERROR))) {
        ouro_object *name = ouro__exception_extra(rt, exception, OURO_NAME_ERROR_NAME);
        if (ouro__is_str(rt, name))
            found = for_name(rt, exception, name);
    } else if (ouro__is_subtype(rt, cls, ouro__class_at(rt, OURO_T_ATTRIBUTE_ERROR))) {
        ouro_exception_extended *e = (ouro_exception_extended *)exception;
        ouro_object *o = e->extra[OURO_ATTRIBUTE_ERROR_OBJ], *name = e->extra[OURO_ATTRIBUTE_ERROR_NAME];
        if (o && name && ouro__is_str(rt, name))
            found = for_attribute(rt, o, name);
    }
    ouro__error_clear(rt);
    return found;
}
