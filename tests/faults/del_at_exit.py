# exit: 0
class Kept:
    def __del__(self):
        print("freed")
        self.missing


kept = Kept()
