class Person:
    def __init__(self, name):
        self.name = name


people = [Person("Ada"), Person("Alan")]
print([person.name.upper() + person.surname.lower() for person in people])
