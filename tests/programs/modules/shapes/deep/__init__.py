sibling_value = "from deep"
