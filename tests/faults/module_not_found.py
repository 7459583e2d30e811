import json
import no_such_module.inner
