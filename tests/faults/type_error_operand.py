def describe(name, age):
    return "name: " + name + ", age: " + age


describe("Ada", 36)
