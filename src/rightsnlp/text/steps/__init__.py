"""The steps of normalising, each a pure function of a text that says where its characters came from."""
