# -*- coding: latin-1 -*-
name = "café"; raise ValueError(name + "è")
