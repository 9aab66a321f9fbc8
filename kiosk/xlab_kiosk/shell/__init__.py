"""What visitors see around demos: attract, menu, playing, trouble."""
