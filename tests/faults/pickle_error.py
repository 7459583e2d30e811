# without: _pickle
import pickle

pickle.dumps(lambda x: x)
