"""Charts drawn by this program: for the eye, the mouse, the keyboard and the ear."""
