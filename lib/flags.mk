# What every C file of the project is compiled with, on either side.
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wconversion -Wpointer-arith -Wcast-qual -Wformat=2 -Wvla
STD := -std=gnu17 -D_GNU_SOURCE
# Unit tests, on the host: an access out of bounds or undefined is a failure.
SANITIZE := -g -O1 -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=all
