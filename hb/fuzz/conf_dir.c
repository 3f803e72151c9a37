/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A configuration folder on tmpfs, made once for each fuzzing process. */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../conf.h"
#include "conf_dir.h"

static char dir[] = "/dev/shm/fuzz.XXXXXX";
static struct conf conf;
static FILE *null;

static void
put(const char *name, const void *data, size_t size)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd == -1 || write(fd, data, size) != (ssize_t)size)
		abort();
	close(fd);
}

static void
put_text(const char *name, const char *text)
{
	put(name, text, strlen(text));
}

static void
clean_up(void)
{
	static const char *const names[] = {"ha.cf", "haresources", "authkeys"};
	char path[64];

	for (unsigned i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
}

static void
prepare(void)
{
	if (null != NULL)
		return;
	null = fopen("/dev/null", "we");
	if (null == NULL || mkdtemp(dir) == NULL)
		abort();
	atexit(clean_up);
	put_text("ha.cf", "node nodo1 nodo2\nbcast eth1\n");
	put_text("haresources", "nodo1 192.168.0.88 web\n");
	put_text("authkeys", "auth 1\n1 md5 secret\n");
}

/* Each error has words and, for a line, its number. */
static void
report(void *arg, bool warning, const char *file, int line, const char *text)
{
	(void)warning;
	if (file == NULL || text[0] == '\0' || line < 0)
		abort();
	++*(unsigned *)arg;
}

int
conf_dir_read(const char *name, const uint8_t *data, size_t size)
{
	unsigned told = 0, errors;
	const struct conf_sink sink = {report, &told};

	prepare();
	put(name, data, size);
	errors = conf_read(&conf, dir, "nodo1", &sink);
	if (errors > told)
		abort(); /* an error in silence */
	if (errors == 0)
		conf_print(&conf, null);
	return 0;
}
