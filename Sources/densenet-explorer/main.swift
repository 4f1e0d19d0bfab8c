print("densenet-explorer")
