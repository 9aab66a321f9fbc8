"""How the lab looks and speaks: tokens, badge animals, fonts, words. Data and pure functions, no drawing."""
