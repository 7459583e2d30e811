/* ouro.on_pressure: telling a program that its memory limit comes near. */
#ifndef OURO_MODULES_PRESSURE_H
#define OURO_MODULES_PRESSURE_H

#include "types/method.h"

/* on_pressure(share, callback): a function of the ouro module. */
ouro_object *ouro__on_pressure(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames);

#endif
