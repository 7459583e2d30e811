/* Loading libcrypto. See libcrypto.h. */
#include "modules/hashes/libcrypto.h"

#include <string.h>

#include "os/os.h"
#include "types/exception.h"

static const char key;
static const char file[] = "libcrypto.so.3";

static void unload(ouro_runtime *rt, ouro_module_state *state)
{
    (void)rt;
    ouro__libcrypto *c = (ouro__libcrypto *)state;
    for (size_t i = 0; i < OURO__LIBCRYPTO_METHODS; i++)
        if (c->methods[i])
            c->free_method(c->methods[i]);
    ouro__os_library_close(c->handle);
}

static bool find_functions(void *handle, ouro__libcrypto *c)
{
    const struct {
        const char *name;
        void *place;
    } functions[] = {
        {"EVP_MD_CTX_new", &c->new_context},      {"EVP_MD_CTX_free", &c->free_context},
        {"EVP_MD_CTX_copy_ex", &c->copy_context}, {"EVP_MD_fetch", &c->fetch},
        {"EVP_MD_free", &c->free_method},         {"ERR_set_mark", &c->set_mark},
        {"ERR_pop_to_mark", &c->pop_to_mark},     {"ERR_clear_last_mark", &c->clear_last_mark},
        {"EVP_DigestInit_ex", &c->init},          {"EVP_DigestUpdate", &c->update},
        {"EVP_DigestFinal_ex", &c->final},        {"EVP_DigestFinalXOF", &c->final_xof},
    };
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *symbol = ouro__os_library_symbol(handle, functions[i].name);
        if (!symbol)
            return false;
        memcpy(functions[i].place, &symbol, sizeof symbol);
    }
    return true;
}

ouro__libcrypto *ouro__libcrypto_load(ouro_runtime *rt)
{
    ouro__libcrypto *c = ouro__module_state(rt, &key), found = {.handle = NULL};
    if (c)
        return c;
    void *handle = ouro__os_library_open(file);
    if (!handle)
        return ouro__raise(rt, OURO_T_IMPORT_ERROR, "the library %s cannot be loaded", file);
    if (!find_functions(handle, &found))
        ouro__raise(rt, OURO_T_IMPORT_ERROR, "the library %s lacks functions", file);
    else
        c = ouro__module_state_add(rt, &key, sizeof *c);
    if (!c) {
        ouro__os_library_close(handle);
        return NULL;
    }
    ouro_module_state state = c->state;
    *c = found;
    c->uses_heap = ouro__libcrypto_use_heap(handle);
    c->state = state;
    c->handle = handle;
    c->state.destroy = unload;
    return c;
}
