# What is wrong with a number on the form of answers and hours; stands after the name of its field.
choosing-faults-between = is { $given }; give { $low } to { $high }
