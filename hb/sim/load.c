/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A scenario's configuration, copied to where authkeys has mode 600. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "load.h"

static const char *const names[] = {"ha.cf", "haresources", "authkeys"};

char *
load_text(const char *dir, const char *file)
{
	char path[512], *text;
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, file);
	f = fopen(path, "re");
	if (f == NULL)
		return NULL;
	text = malloc(1 << 20);
	if (text == NULL)
		abort();
	n = fread(text, 1, (1 << 20) - 1, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

static int
copy(const char *dir, const char *file, const char *node, const char *to)
{
	char name[128], path[512], *text;
	size_t n;
	int fd;

	snprintf(name, sizeof(name), "%s.%s", file, node);
	text = load_text(dir, name);
	if (text == NULL)
		text = load_text(dir, file);
	if (text == NULL) {
		snprintf(path, sizeof(path), "%s/../default", dir);
		text = load_text(path, file);
	}
	if (text == NULL) {
		fprintf(stderr, "sim: %s/%s: %s\n", dir, file, strerror(errno));
		return -1;
	}
	n = strlen(text);
	fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd == -1 || write(fd, text, n) != (ssize_t)n) {
		fprintf(stderr, "sim: %s: %s\n", to, strerror(errno));
		abort();
	}
	close(fd);
	free(text);
	return 0;
}

static void
report(void *arg, bool warning, const char *file, int line, const char *text)
{
	const char *dir = arg, *slash = strrchr(file, '/');

	if (!warning)
		fprintf(stderr, "sim: %s/%s:%d: %s\n", dir,
		    slash == NULL ? file : slash + 1, line, text);
}

static int
load(const char *dir, const char *node, const char *authkeys, struct conf *conf)
{
	char tmp[] = "/tmp/sim.XXXXXX", path[64], where[512];
	struct conf_sink sink = {.report = report, .arg = where};
	int e = 0;

	snprintf(where, sizeof(where), "%s", dir);
	if (mkdtemp(tmp) == NULL) {
		perror("sim: /tmp");
		return -1;
	}
	for (unsigned i = 0; i < 3 && e == 0; i++) {
		snprintf(path, sizeof(path), "%s/%s", tmp, names[i]);
		e = copy(dir, i == 2 ? authkeys : names[i], node, path);
	}
	if (e == 0 && conf_read(conf, tmp, node, &sink) != 0)
		e = -1;
	for (unsigned i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/%s", tmp, names[i]);
		unlink(path);
	}
	rmdir(tmp);
	return e;
}

int
load_conf(const char *dir, const char *node, struct conf *conf)
{
	return load(dir, node, "authkeys", conf);
}

int
load_keys(const char *dir, const char *file, struct auth_keys *keys)
{
	static struct conf conf;

	if (load(dir, "nodo1", file, &conf) == -1)
		return -1;
	*keys = conf.keys;
	return 0;
}
