/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A capture file in the classic pcap format (tcpdump, wireshark). */
#ifndef PCAP_H
#define PCAP_H

#include <stddef.h>
#include <stdint.h>

struct pcap {
	int fd;
	int failed; /* errno of the first write that failed */
};

/* Create path and write its header; 0, or -1 with errno. */
int pcap_open(struct pcap *p, const char *path);
/* Add one frame with the present time; the file is whole after each. */
void pcap_frame(void *pcap, const uint8_t *frame, size_t len);
void pcap_close(struct pcap *p);

#endif
