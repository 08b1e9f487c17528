"""The demonstration site: the campaign of the two documents it was made for, in words of our own."""
