/* mappingproxy: a mapping that can only be read. */
#ifndef OURO_TYPES_MAPPING_PROXY_H
#define OURO_TYPES_MAPPING_PROXY_H

#include "types/statics.h"

typedef struct ouro_mapping_proxy {
    ouro_object head;
    ouro_object *mapping;
} ouro_mapping_proxy;

ouro_object *ouro__mapping_proxy_new(ouro_runtime *rt, ouro_object *mapping); /* borrowed; owned result */

#endif
