/* collections.OrderedDict for its iterators and views. */
#ifndef OURO_MODULES_ORDERED_DICT_H
#define OURO_MODULES_ORDERED_DICT_H

#include "modules/collections/collections.h"
#include "types/dict_table.h"

/* A dict as such: dicts are ordered, and move items to either end. */
typedef struct ouro_ordered_dict {
    ouro_dict dict;
    uint64_t attrs;
} ouro_ordered_dict;

enum ouro_ordered_part { OURO_ORDERED_KEYS, OURO_ORDERED_VALUES, OURO_ORDERED_ITEMS };

ouro_object *ouro__ordered_iterator(ouro_runtime *rt, ouro_object *dict, enum ouro_ordered_part part,
                                    bool backwards);
ouro_object *ouro__ordered_view(ouro_runtime *rt, ouro_object *dict, enum ouro_ordered_part part);

#endif
