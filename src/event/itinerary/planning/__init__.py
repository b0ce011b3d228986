"""The homeland visit being planned, published and told to those it changes something for."""
