path = 'C:\Users'
