/* All of the core's API: counted, collected objects for C programs, without a language. Link with
 * libouro-core. */
#ifndef OURO_CORE_H
#define OURO_CORE_H

#include "ouro/dump.h"
#include "ouro/error.h"
#include "ouro/gc.h"
#include "ouro/graph.h"
#include "ouro/heap.h"
#include "ouro/object.h"
#include "ouro/runtime.h"
#include "ouro/slot.h"
#include "ouro/trace.h"
#include "ouro/type.h"
#include "ouro/weakref.h"

#endif
