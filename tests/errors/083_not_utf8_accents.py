# café
été = = 1
