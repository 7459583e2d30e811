text = "e\u0301"; known = {"é́": 1, "😀": [1]}; print("😀😀", known["😀"][3], "ä")
