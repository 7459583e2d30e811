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
    ouro__os_library_close(((ouro__libcrypto *)state)->handle);
}

static bool find_functions(void *handle, ouro__libcrypto *c)
{
    const struct {
        const char *name;
        void *place;
    } functions[] = {
        {"EVP_MD_CTX_new", &c->new_context},      {"EVP_MD_CTX_free", &c->free_context},
        {"EVP_MD_CTX_copy_ex", &c->copy_context}, {"EVP_get_digestbyname", &c->digest_by_name},
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

const ouro__libcrypto *ouro__libcrypto_load(ouro_runtime *rt)
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
    c->state = state;
    c->handle = handle;
    c->state.destroy = unload;
    return c;
}
