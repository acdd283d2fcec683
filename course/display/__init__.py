"""What participants look at: the house chart style, pictures, tables and explorers, each with the same in words."""
