/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Instead of files and of the driver: bytes that the fuzzer writes. */
#include <errno.h>
#include <linux/netlink.h>
#include <string.h>

#include "../files.h"
#include "../nlsock.h"
#include "fake.h"

const char *fake_text;
size_t fake_text_bytes;

static struct nl_cursor answers;

void
fake_answers(const uint8_t *data, size_t size)
{
	answers = (struct nl_cursor){data, data + size};
}

char *
files_read(struct arena *a, const char *file, size_t *len)
{
	(void)file;
	if (fake_text == NULL) {
		errno = ENOENT;
		return NULL;
	}
	*len = fake_text_bytes;
	return arena_strn(a, fake_text, fake_text_bytes);
}

const char **
files_find(struct arena *a, const char *path)
{
	(void)path;
	return arena_alloc(a, sizeof(char *));
}

int
nlsock_open(struct nlsock *s)
{
	s->fd = -1;
	errno = ENOENT;
	return answers.p == NULL ? -1 : 0;
}

void
nlsock_close(struct nlsock *s)
{
	s->fd = -1;
}

int
nlsock_call(struct nlsock *s, struct nl_msg *m, struct nl_reply *r)
{
	if (nl_finish(m, 35, NLM_F_REQUEST, ++s->seq) != 0)
		return -1;
	if (nl_next_message(&answers, r) == 1)
		return 0;
	errno = EBADMSG;
	return -1;
}

int
nlsock_dump(struct nlsock *s, struct nl_msg *m,
    int (*fn)(void *ctx, const struct nl_reply *r), void *ctx)
{
	struct nl_reply r;
	int rc;

	if (nl_finish(m, 35, NLM_F_REQUEST | NLM_F_DUMP, ++s->seq) != 0)
		return -1;
	while ((rc = nl_next_message(&answers, &r)) == 1) {
		if (r.type == NLMSG_DONE)
			return 0;
		rc = fn(ctx, &r);
		if (rc != 0)
			return rc;
	}
	return rc;
}

int
nlsock_listen(struct nlsock *s)
{
	(void)s;
	return -1;
}

int
nlsock_events(struct nlsock *s, void (*fn)(void *ctx, const struct nl_reply *r),
    void *ctx)
{
	(void)s;
	(void)fn;
	(void)ctx;
	return 0;
}
