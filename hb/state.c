/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Generation, uuid, the peer: written whole or not at all. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "../lib/num.h"
#include "paths.h"
#include "state.h"

static int
write_all(int fd, const void *data, size_t len)
{
	ssize_t n = write(fd, data, len);

	if (n == -1)
		return -1;
	if ((size_t)n != len) {
		errno = ENOSPC;
		return -1;
	}
	return fsync(fd);
}

/* A new file beside the old one, then renamed over it. */
static int
replace(const char *dir, const char *name, const void *data, size_t len)
{
	char path[PATHS_MAX], fresh[PATHS_MAX + 8];
	int fd, e, dirfd;

	paths_join(path, dir, name);
	snprintf(fresh, sizeof(fresh), "%s.new", path);
	fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd == -1)
		return -1;
	e = write_all(fd, data, len);
	close(fd);
	if (e == -1 || rename(fresh, path) == -1)
		return -1;
	dirfd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dirfd == -1)
		return -1;
	e = fsync(dirfd);
	close(dirfd);
	/* tmpfs and overlays may not know how: then there is nothing to sync.
	 */
	return e == -1 && errno != EINVAL ? -1 : 0;
}

static ssize_t
slurp(const char *dir, const char *name, void *data, size_t room)
{
	char path[PATHS_MAX];
	int fd = open(paths_join(path, dir, name), O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd == -1)
		return errno == ENOENT ? 0 : -1;
	n = read(fd, data, room);
	close(fd);
	return n;
}

uint64_t
state_generation(const char *dir)
{
	char text[32], *digits = text;
	long long gen = 0;
	ssize_t n = slurp(dir, "hb_generation", text, sizeof(text) - 1);

	if (n == -1)
		return 0;
	text[n] = '\0';
	digits += strspn(text, " ");
	digits[strcspn(digits, "\n")] = '\0';
	if (n > 0 && num_parse(digits, 0, INT64_MAX - 1, &gen) == -1)
		return 0;
	n = snprintf(text, sizeof(text), "%15lld\n", ++gen);
	if (replace(dir, "hb_generation", text, (size_t)n) == -1)
		return 0;
	return (uint64_t)gen;
}

int
state_uuid(const char *dir, uint8_t uuid[MSG_UUID_SIZE])
{
	ssize_t n = slurp(dir, "hb_uuid", uuid, MSG_UUID_SIZE);

	if (n == MSG_UUID_SIZE)
		return 0;
	if (n == -1 || getrandom(uuid, MSG_UUID_SIZE, 0) != MSG_UUID_SIZE)
		return -1;
	uuid[6] = (uint8_t)((uuid[6] & 0x0f) | 0x40); /* RFC 4122, random */
	uuid[8] = (uint8_t)((uuid[8] & 0x3f) | 0x80);
	return replace(dir, "hb_uuid", uuid, MSG_UUID_SIZE) == -1 ? -1 : 1;
}

struct identity
state_peer(const char *dir)
{
	struct identity id;

	if (slurp(dir, "hb_peer", &id, sizeof(id)) != sizeof(id))
		memset(&id, 0, sizeof(id));
	return id;
}

int
state_keep_peer(const char *dir, const struct identity *id)
{
	return replace(dir, "hb_peer", id, sizeof(*id));
}
