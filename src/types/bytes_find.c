/* Looking for bytes in bytes: find, count, startswith, replace and their kin. */
#include "types/bytes_methods.h"
#include "types/int.h"
#include "types/tuple.h"

/* What is looked for: bytes-like, or an int that is one byte. */
typedef struct needle {
    ouro__byte_loan loan;
    ouro__text text;
    uint8_t byte;
} needle;

static bool borrow_needle(ouro_runtime *rt, ouro_object *o, needle *n)
{
    if (!ouro__bytes_borrow(rt, o, &n->loan))
        return false;
    n->text = ouro__loan_text(&n->loan);
    return true;
}

/* false with an exception; else the loan is to be given back. */
static bool needle_of(ouro_runtime *rt, ouro_object *o, needle *n)
{
    if (ouro__is_bytes_like(rt, o))
        return borrow_needle(rt, o, n);
    const ouro_number_slots *number = ouro__type_of(rt, o)->number;
    if (!number || !number->index) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "argument should be integer or bytes-like object, not '%T'", o);
        return false;
    }
    int64_t value;
    if (ouro__index_int64(rt, o, true, &value) < 0)
        return false;
    if (value < 0 || value > 255) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "byte must be in range(0, 256)");
        return false;
    }
    n->byte = (uint8_t)value;
    n->text = (ouro__text){&n->byte, 1, 0, true};
    n->loan.buffer.owner = NULL;
    return true;
}

/* -2 with an exception, -1 not found; `count`: how often instead. */
static int64_t search(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                      bool from_right, bool count)
{
    needle n;
    size_t start, stop;
    /* The bounds first: finding them may run code that changes a needle. */
    if (ouro__text_bounds(rt, args + 1, nargs - 1, ouro__bytes_text(rt, self).length, &start, &stop) < 0 ||
        !needle_of(rt, args[0], &n))
        return -2;
    ouro__text t = ouro__bytes_text(rt, self);
    int64_t found = count ? 0 : -1;
    if (start <= stop && stop <= t.length) {
        ouro__text part = ouro__text_part(&t, start, stop);
        if (count)
            found = (int64_t)ouro__text_count(&part, &n.text, SIZE_MAX);
        else
            found = from_right ? ouro__text_rfind(&part, &n.text) : ouro__text_find(&part, &n.text);
        if (!count && found >= 0)
            found += (int64_t)start;
    }
    ouro__bytes_return(rt, &n.loan);
    return found;
}

static ouro_object *index_or_raise(ouro_runtime *rt, int64_t at)
{
    if (at == -1)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "subsection not found");
    return at < 0 ? NULL : ouro__int_new(rt, at);
}

OURO__BYTES_METHOD(find)
{
    int64_t at = search(rt, self, args, nargs, false, false);
    return at < -1 ? NULL : ouro__int_new(rt, at);
}

OURO__BYTES_METHOD(rfind)
{
    int64_t at = search(rt, self, args, nargs, true, false);
    return at < -1 ? NULL : ouro__int_new(rt, at);
}

OURO__BYTES_METHOD(index)
{
    return index_or_raise(rt, search(rt, self, args, nargs, false, false));
}

OURO__BYTES_METHOD(rindex)
{
    return index_or_raise(rt, search(rt, self, args, nargs, true, false));
}

OURO__BYTES_METHOD(count)
{
    int64_t n = search(rt, self, args, nargs, false, true);
    return n < 0 ? NULL : ouro__int_new(rt, n);
}

int ouro__bytes_contains(ouro_runtime *rt, ouro_object *o, ouro_object *item)
{
    const ouro_number_slots *number = ouro__type_of(rt, item)->number;
    needle n;
    if (number && number->index ? !needle_of(rt, item, &n) : !borrow_needle(rt, item, &n))
        return -1;
    ouro__text t = ouro__bytes_text(rt, o);
    int found = ouro__text_find(&t, &n.text) >= 0;
    ouro__bytes_return(rt, &n.loan);
    return found;
}

static bool text_has_affix(const ouro__text *t, const ouro__text *affix, bool at_end)
{
    if (affix->length > t->length)
        return false;
    size_t start = at_end ? t->length - affix->length : 0;
    ouro__text part = ouro__text_part(t, start, start + affix->length);
    return ouro__text_equal(&part, affix);
}

/* Whether the text (NULL: none can match) has it: 1, 0, -1 with TypeError. */
static int affix_matches(ouro_runtime *rt, const ouro__text *t, ouro_object *o, bool at_end)
{
    ouro__byte_loan loan;
    if (!ouro__bytes_borrow(rt, o, &loan))
        return -1;
    ouro__text affix = ouro__loan_text(&loan);
    int matches = t && text_has_affix(t, &affix, at_end);
    ouro__bytes_return(rt, &loan);
    return matches;
}

static ouro_object *has_affix(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                              bool at_end)
{
    size_t start, stop;
    if (ouro__text_bounds(rt, args + 1, nargs - 1, ouro__bytes_text(rt, self).length, &start, &stop) < 0)
        return NULL;
    ouro__text t = ouro__bytes_text(rt, self);
    const ouro__text *where = start <= stop && stop <= t.length ? &t : NULL;
    if (where)
        t = ouro__text_part(&t, start, stop);
    if (ouro__is_tuple(rt, args[0])) {
        const ouro_tuple *several = (ouro_tuple *)args[0];
        for (size_t i = 0; i < several->count; i++) {
            int matches = affix_matches(rt, where, several->items[i], at_end);
            if (matches)
                return matches < 0 ? NULL : OURO_TRUE(rt);
        }
        return OURO_FALSE(rt);
    }
    if (!ouro__is_bytes_like(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s first arg must be bytes or a tuple of bytes, not %T",
                           at_end ? "endswith" : "startswith", args[0]);
    int matches = affix_matches(rt, where, args[0], at_end);
    return matches < 0 ? NULL : ouro__bool(rt, matches);
}

OURO__BYTES_METHOD(startswith)
{
    return has_affix(rt, self, args, nargs, false);
}

OURO__BYTES_METHOD(endswith)
{
    return has_affix(rt, self, args, nargs, true);
}

static ouro_object *remove_affix(ouro_runtime *rt, ouro_object *self, ouro_object *o, bool at_end)
{
    ouro__byte_loan loan;
    if (!ouro__bytes_borrow(rt, o, &loan))
        return NULL;
    ouro__text t = ouro__bytes_text(rt, self), affix = ouro__loan_text(&loan);
    size_t cut = text_has_affix(&t, &affix, at_end) ? affix.length : 0;
    ouro__bytes_return(rt, &loan);
    return ouro__bytes_piece(rt, self, at_end ? 0 : cut, at_end ? t.length - cut : t.length);
}

OURO__BYTES_METHOD(removeprefix)
{
    return remove_affix(rt, self, args[0], false);
}

OURO__BYTES_METHOD(removesuffix)
{
    return remove_affix(rt, self, args[0], true);
}

static ouro_object *replace(ouro_runtime *rt, ouro_object *self, const ouro__byte_loan *old_bytes,
                            const ouro__byte_loan *new_, int64_t most)
{
    ouro__text t = ouro__bytes_text(rt, self), old = ouro__loan_text(old_bytes);
    size_t count = most == 0 || old.length > t.length
                       ? 0
                       : ouro__text_count(&t, &old, most < 0 ? SIZE_MAX : (size_t)most);
    if (count == 0)
        return ouro__bytes_piece(rt, self, 0, t.length);
    size_t added, kept = t.length - count * old.length;
    if (__builtin_mul_overflow(count, new_->length, &added) || added + kept >= OURO__STR_LENGTH_MAX)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "replace bytes is too long");
    uint8_t *to;
    ouro_object *result = ouro__bytes_like(rt, self, added + kept, &to);
    if (!result || added + kept == 0)
        return result;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        ouro__text rest = ouro__text_part(&t, at, t.length);
        size_t keep = old.length ? (size_t)ouro__text_find(&rest, &old) : i > 0;
        memcpy(to, rest.data, keep);
        to += keep;
        if (new_->length)
            memcpy(to, new_->data, new_->length);
        to += new_->length;
        at += keep + old.length;
    }
    memcpy(to, (const uint8_t *)t.data + at, t.length - at);
    return result;
}

OURO__BYTES_METHOD(replace)
{
    int64_t most = -1;
    ouro__byte_loan old, new_;
    if ((nargs > 2 && ouro__index_argument(rt, args[2], &most) < 0) || !ouro__bytes_borrow(rt, args[0], &old))
        return NULL;
    ouro_object *result = NULL;
    if (ouro__bytes_borrow(rt, args[1], &new_)) {
        result = replace(rt, self, &old, &new_, most);
        ouro__bytes_return(rt, &new_);
    }
    ouro__bytes_return(rt, &old);
    return result;
}
