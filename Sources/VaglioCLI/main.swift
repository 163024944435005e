// placeholder replaced by the command line
print("vaglio")
