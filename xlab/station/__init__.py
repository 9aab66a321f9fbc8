"""The station's end of the link: finding the kit, being paired with it, proving the key, sending what is heard."""
