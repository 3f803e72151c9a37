/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A capture file in the classic pcap format. */
#include <errno.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "pcap.h"

int
pcap_open(struct pcap *p, const char *path)
{
	/* magic, version 2.4, zone, accuracy, longest frame, Ethernet */
	static const uint32_t head[] = {
	    0xa1b2c3d4, 2 | 4 << 16, 0, 0, 65535, 1};

	p->failed = 0;
	p->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (p->fd < 0)
		return -1;
	if (write(p->fd, head, sizeof(head)) != (ssize_t)sizeof(head)) {
		p->failed = errno;
		close(p->fd);
		p->fd = -1;
		errno = p->failed;
		return -1;
	}
	return 0;
}

void
pcap_frame(void *pcap, const uint8_t *frame, size_t len)
{
	struct pcap *p = pcap;
	struct timespec t;
	uint32_t head[4];
	struct iovec part[2] = {{head, sizeof(head)}, {0}};

	clock_gettime(CLOCK_REALTIME, &t);
	head[0] = (uint32_t)t.tv_sec;
	head[1] = (uint32_t)(t.tv_nsec / 1000);
	head[2] = head[3] = (uint32_t)len;
	part[1].iov_base = (void *)(uintptr_t)frame;
	part[1].iov_len = len;
	if (!p->failed &&
	    writev(p->fd, part, 2) != (ssize_t)(sizeof(head) + len))
		p->failed = errno ? errno : EIO;
}

void
pcap_close(struct pcap *p)
{
	if (p->fd >= 0)
		close(p->fd);
	p->fd = -1;
}
