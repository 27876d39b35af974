"""The pages of the window. None knows another; they meet in the shell."""
