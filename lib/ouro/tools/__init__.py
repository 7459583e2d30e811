"""The commands of `ouro` that look at a program's memory: a module each, whose main() `ouro NAME ...` runs."""
