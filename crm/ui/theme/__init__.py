"""The look: colours, sizes, style and icons, light and dark."""
