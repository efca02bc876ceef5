"""The workshop: turns views into things on the screen and into files."""
