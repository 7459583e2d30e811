/* All of the API: the language (ouro/python.h), captures (ouro/capture.h) and the core underneath (ouro-core.h). Link with libouro. */
#ifndef OURO_H
#define OURO_H

#include "ouro-core.h"
#include "ouro/capture.h"
#include "ouro/python.h"

#endif
