people = [{"name": "Ada", "age": 36}, {"name": "Alan"}]
people.sort(key=lambda person: person["age"])
