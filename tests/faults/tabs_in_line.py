if True:
	value = [1,	2]; other	= value[5]
