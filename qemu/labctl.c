/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The client of the lab's daemon: sends one command to DIR/ctl, shows what
 * comes back, exits with its status. For `console` the terminal is raw and
 * the escape key (Ctrl-]) leaves. 3: no lab is up.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

enum { FRAME_MAX = 65536, ESCAPE = 0x1d, NO_LAB = 3 };

static struct termios cooked;
static int raw;

static void
restore(void)
{
	if (raw)
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &cooked);
}

static void
put(int fd, const void *bytes, size_t len)
{
	const uint8_t *p = bytes;
	ssize_t n;

	for (; len > 0; p += n, len -= (size_t)n) {
		n = write(fd, p, len);
		if (n < 0 && errno == EINTR)
			n = 0;
		else if (n < 0)
			exit(1);
	}
}

static void
frame(int fd, char type, const void *bytes, size_t len)
{
	uint8_t head[5] = {(uint8_t)type};
	uint32_t n = (uint32_t)len;

	memcpy(head + 1, &n, sizeof(n));
	put(fd, head, sizeof(head));
	put(fd, bytes, len);
}

/* read exactly len bytes; 0, or -1 at the end */
static int
get(int fd, void *to, size_t len)
{
	uint8_t *p = to;
	ssize_t n;

	for (; len > 0; p += n, len -= (size_t)n) {
		n = read(fd, p, len);
		if (n < 0 && errno == EINTR)
			n = 0;
		else if (n <= 0)
			return -1;
	}
	return 0;
}

static int
reach(const char *dir)
{
	struct sockaddr_un sun = {.sun_family = AF_UNIX, .sun_path = "ctl"};
	int here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), fd;

	/* the whole path may be longer than an address can be */
	if (here < 0 || chdir(dir) < 0)
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&sun, sizeof(sun)) < 0) {
		close(fd);
		fd = -1;
	}
	if (fchdir(here) < 0)
		err(1, "back to the working folder");
	close(here);
	return fd;
}

static void
send_args(int fd, int argc, char **argv)
{
	char args[FRAME_MAX];
	size_t len = 0, n;
	int i;

	for (i = 0; i < argc; i++) {
		n = strlen(argv[i]) + 1;
		if (n > sizeof(args) - len)
			errx(2, "the arguments are too long");
		memcpy(args + len, argv[i], n);
		len += n;
	}
	frame(fd, 'a', args, len);
}

/* keys to the console; 1 when the escape key was among them, 0 otherwise */
static int
keys(int fd)
{
	uint8_t key[256], *stop;
	ssize_t n = read(STDIN_FILENO, key, sizeof(key));

	if (n <= 0)
		return 1;
	stop = memchr(key, ESCAPE, (size_t)n);
	if (stop)
		n = stop - key;
	if (n > 0)
		frame(fd, 'i', key, (size_t)n);
	return stop != NULL;
}

static void
go_raw(void)
{
	struct termios t;

	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &cooked) < 0)
		return;
	t = cooked;
	cfmakeraw(&t);
	raw = 1;
	atexit(restore);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &t);
	fprintf(stderr, "Ctrl-] leaves the console.\r\n");
}

int
main(int argc, char **argv)
{
	static uint8_t bytes[FRAME_MAX];
	struct pollfd p[2];
	uint8_t head[5];
	uint32_t len;
	int fd, console;

	if (argc < 3)
		errx(2, "usage: labctl DIR COMMAND [ARGUMENT…]");
	if ((fd = reach(argv[1])) < 0) {
		fprintf(stderr, "pair: no lab is up; `pair up` starts one\n");
		return NO_LAB;
	}
	console = strcmp(argv[2], "console") == 0;
	send_args(fd, argc - 2, argv + 2);
	if (console)
		go_raw();
	p[0] = (struct pollfd){fd, POLLIN, 0};
	p[1] = (struct pollfd){console ? STDIN_FILENO : -1, POLLIN, 0};
	for (;;) {
		if (poll(p, 2, -1) < 0 && errno != EINTR)
			err(1, "poll");
		if (p[1].revents && keys(fd))
			return 0;
		if (p[0].revents == 0)
			continue;
		if (get(fd, head, sizeof(head)) < 0)
			break;
		memcpy(&len, head + 1, sizeof(len));
		if (len > sizeof(bytes) || get(fd, bytes, len) < 0)
			break;
		if (head[0] == 'x')
			return bytes[0];
		put(head[0] == 'e' ? STDERR_FILENO : STDOUT_FILENO, bytes, len);
	}
	if (strcmp(argv[2], "down") == 0)
		return 0;
	restore();
	fprintf(stderr, "pair: the lab has gone down\n");
	return 1;
}
