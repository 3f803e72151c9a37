/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands' side of the client socket. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "ctl_protocol.h"
#include "paths.h"

#define ANSWER_S 10

int
ctl_connect(void)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	struct timeval limit = {.tv_sec = ANSWER_S};
	char path[PATHS_MAX];
	int e, fd;

	paths_join(path, paths_run(), CTL_SOCKET);
	if (strlen(path) >= sizeof(a.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(a.sun_path, path, strlen(path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return -1;
	/* A daemon that hangs must not hang its commands, too. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) ==
		-1 ||
	    connect(fd, (struct sockaddr *)&a, sizeof(a)) == -1) {
		e = errno;
		close(fd);
		errno = e;
		return -1;
	}
	return fd;
}

int
ctl_ask(const char *line, char *answer, size_t room)
{
	int e, fd = ctl_connect();
	size_t len = 0;
	ssize_t n = 0;

	if (fd == -1)
		return -1;
	if (send(fd, line, strlen(line), MSG_NOSIGNAL) == -1 ||
	    send(fd, "\n", 1, MSG_NOSIGNAL) == -1)
		n = -1;
	while (n != -1 && len + 1 < room &&
	       (n = read(fd, answer + len, room - 1 - len)) > 0)
		len += (size_t)n;
	answer[len] = '\0';
	e = errno;
	close(fd);
	errno = e;
	return n == -1 ? -1 : 0;
}
