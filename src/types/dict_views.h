/* Views of a dict and its iterators. */
#ifndef OURO_TYPES_DICT_VIEWS_H
#define OURO_TYPES_DICT_VIEWS_H

#include "types/dict.h"

typedef struct ouro_dict_view {
    ouro_object head;
    ouro_object *dict;
} ouro_dict_view;

typedef struct ouro_dict_iterator {
    ouro_object head;
    ouro_object *dict; /* NULL when exhausted */
    uint32_t position; /* place to look at next; reversed: one past it */
    uint32_t expected; /* items that the dict had */
    uint32_t left;     /* items still to come */
    uint32_t failed;   /* the dict has changed; every further step fails too */
} ouro_dict_iterator;

typedef struct ouro_dict_item_iterator {
    ouro_dict_iterator iterator;
    ouro_object *pair; /* given out last, or NULL */
} ouro_dict_item_iterator;

ouro_object *ouro__dict_view_new(ouro_runtime *rt, enum ouro_type_id id, ouro_object *dict);
/* id: one of the six iterator types. */
ouro_object *ouro__dict_iterator_new(ouro_runtime *rt, enum ouro_type_id id, ouro_object *dict);
ouro_object *ouro__dict_iter(ouro_runtime *rt, ouro_object *dict);
ouro_object *ouro__dict_reversed(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames);

#endif
