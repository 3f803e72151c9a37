/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For a guest: sends full UDP packets as fast as its card can, to a port where
 * nobody listens.
 *   flood ADDRESS SECONDS
 */
#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>

#include "../lib/num.h"

enum { DISCARD = 9, AT_ONCE = 50 };

int
main(int argc, char **argv)
{
	struct sockaddr_in to = {
	    .sin_family = AF_INET, .sin_port = htons(DISCARD)};
	static const char packet[1472];
	struct timespec now, end;
	long long seconds;
	int fd;

	if (argc != 3 || inet_pton(AF_INET, argv[1], &to.sin_addr) != 1 ||
	    num_parse(argv[2], 1, 600, &seconds) != 0)
		errx(2, "usage: flood ADDRESS SECONDS");
	if ((fd = socket(AF_INET, SOCK_DGRAM, 0)) < 0)
		err(1, "socket");
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += seconds;
	do {
		/* what the card has no room for is dropped */
		for (int i = 0; i < AT_ONCE; i++)
			(void)sendto(fd, packet, sizeof(packet), 0,
			    (struct sockaddr *)&to, sizeof(to));
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while (now.tv_sec < end.tv_sec);
	return 0;
}
