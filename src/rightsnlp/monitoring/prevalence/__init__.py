"""How much of a collection has a label, corrected for the errors of the classifier that scored it."""
