/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lwIP core on hand-made frames; no sockets, no clock. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>

#include "../../lib/tap.h"
#include "arp.h"

static const uint8_t own[6] = {0x52, 0x54, 0, 0, 0, 0x20};
static const uint8_t low[6] = {0x52, 0x54, 0, 0, 0, 0x10};
static const uint8_t high[6] = {0x52, 0x54, 0, 0, 0, 0x30};

static uint8_t last[64];
static size_t last_len;
static int frames;
static int fail_with;

static int
sender(void *arg, const void *frame, size_t len)
{
	(void)arg;
	if (fail_with != 0) {
		errno = fail_with;
		return -1;
	}
	frames++;
	last_len = len;
	memcpy(last, frame, len < sizeof(last) ? len : sizeof(last));
	return 0;
}

/* The sentence's frame is exactly the 42 bytes that hex spells. */
static void
is_frame(const char *hex, const char *what)
{
	char got[2 * 64 + 1] = "";

	for (size_t i = 0; i < last_len && i < sizeof(last); i++)
		snprintf(got + 2 * i, 3, "%02x", last[i]);
	is_str(got, hex, what);
}

/* An ARP frame to everybody from hw, 192.168.0.SPA about 192.168.0.TPA. */
static size_t
make(uint8_t f[42], int op, const uint8_t *hw, int spa, int tpa)
{
	static const uint8_t head[] = {0x08, 0x06, 0, 1, 8, 0, 6, 4, 0};
	static const uint8_t net[] = {192, 168, 0};

	memset(f, 0, 42);
	memset(f, 0xff, 6);
	memcpy(f + 6, hw, 6);
	memcpy(f + 12, head, sizeof(head));
	f[21] = (uint8_t)op;
	memcpy(f + 22, hw, 6);
	if (spa != 0) {
		memcpy(f + 28, net, 3);
		f[31] = (uint8_t)spa;
	}
	memcpy(f + 38, net, 3);
	f[41] = (uint8_t)tpa;
	return 42;
}

static void
begin(struct arp *a)
{
	struct in_addr ip;

	inet_pton(AF_INET, "192.168.0.88", &ip);
	frames = 0;
	fail_with = 0;
	if (arp_open(a, ip, own, sender, NULL) == -1)
		exit(1);
}

/* Step until the probe is over; the ticks that it took. */
static int
step_to_end(struct arp *a)
{
	int ticks = 0;
	int n = 0;
	int t;

	while ((t = arp_step(a)) > 0 && n++ < 1000)
		ticks += t;
	return ticks;
}

static void
announcing(void)
{
	struct arp a;

	begin(&a);
	ok(arp_announce_request(&a) == 0, "a request is announced");
	/* as captured from the real send_arp, with our addresses */
	is_frame("ffffffffffff525400000020"
		 "0806"
		 "0001080006040001"
		 "525400000020c0a80058"
		 "000000000000c0a80058",
	    "its frame is the real one's: broadcast, target hardware 0");
	ok(arp_announce_reply(&a) == 0, "a reply is announced");
	is_frame("ffffffffffff525400000020"
		 "0806"
		 "0001080006040002"
		 "525400000020c0a80058"
		 "525400000020c0a80058",
	    "its frame is the real one's: broadcast, target is the sender");
	fail_with = ENETDOWN;
	errno = 0;
	ok(arp_announce_request(&a) == -1 && errno == ENETDOWN,
	    "a request that cannot be sent says why");
	errno = 0;
	ok(arp_announce_reply(&a) == -1 && errno == ENETDOWN,
	    "a reply that cannot be sent says why");
	fail_with = 0;
	ok(arp_announce_request(&a) == 0, "the failure does not stick");
	arp_close(&a);
}

static void
free_address(void)
{
	struct arp a;

	begin(&a);
	arp_probe(&a);
	is_num(arp_step(&a), 10, "the first probe goes out at once");
	is_frame("ffffffffffff525400000020"
		 "0806"
		 "0001080006040001"
		 "52540000002000000000"
		 "000000000000c0a80058",
	    "it asks as 0.0.0.0, so that no cache learns from it");
	is_num(arp_step(&a), 10, "the second follows after 10 ticks");
	ok(arp_step(&a) == 20 && frames == 3 && a.state == ARP_PROBING,
	    "the third after 10 more, and then it waits for 20");
	ok(arp_step(&a) == 0 && a.state == ARP_FREE,
	    "an address that nobody answers for is free");
	is_num(frames, 3, "and was not announced");
	arp_close(&a);
}

static void
address_in_use(void)
{
	struct arp a;
	uint8_t f[42];

	begin(&a);
	arp_probe(&a);
	arp_step(&a);
	arp_input(&a, f, make(f, 2, high, 88, 0));
	ok(a.state == ARP_IN_USE && memcmp(a.other, high, 6) == 0,
	    "an answer to the probe names the hardware address of the owner");
	is_num(step_to_end(&a), 0, "the probe is over at once");
	arp_close(&a);

	begin(&a);
	arp_probe(&a);
	arp_step(&a);
	arp_input(&a, f, make(f, 1, high, 88, 1));
	ok(a.state == ARP_IN_USE,
	    "the owner is noticed when it asks for somebody else too");
	arp_close(&a);

	begin(&a);
	arp_probe(&a);
	while (frames < 3)
		arp_step(&a);
	arp_input(&a, f, make(f, 2, low, 88, 0));
	ok(a.state == ARP_IN_USE, "a late answer to the last probe counts");
	arp_close(&a);
}

static void
others(void)
{
	struct arp a;
	uint8_t f[42];

	begin(&a);
	arp_probe(&a);
	arp_step(&a);
	arp_input(&a, f, make(f, 1, high, 1, 88));
	arp_input(&a, f, make(f, 2, high, 89, 0));
	make(f, 2, high, 88, 0);
	arp_input(&a, f, 41);
	arp_input(&a, f, 14);
	arp_input(&a, f, 0);
	f[16] = 0x86; /* protocol */
	arp_input(&a, f, 42);
	make(f, 2, high, 88, 0);
	f[12] = 0x86; /* Ethernet type */
	arp_input(&a, f, 42);
	arp_input(&a, f, make(f, 1, own, 0, 88));
	arp_input(&a, f, make(f, 2, own, 88, 0));
	ok(a.state == ARP_PROBING,
	    "questions for the address, other addresses, short and foreign "
	    "frames and our own are no conflict");
	step_to_end(&a);
	ok(a.state == ARP_FREE, "and the address is still found free");
	arp_close(&a);
}

static void
rivals(void)
{
	struct arp a;
	uint8_t f[42];
	int n;

	begin(&a);
	arp_probe(&a);
	arp_step(&a);
	arp_input(&a, f, make(f, 1, low, 0, 88));
	ok(a.state == ARP_RIVAL && memcmp(a.other, low, 6) == 0,
	    "a rival with a lower hardware address goes first");
	arp_close(&a);

	begin(&a);
	arp_probe(&a);
	arp_step(&a);
	arp_input(&a, f, make(f, 1, high, 0, 88));
	ok(a.state == ARP_PROBING,
	    "a rival with a higher hardware address gives way");
	frames = 0;
	n = step_to_end(&a);
	ok(a.state == ARP_FREE && n == ARP_PROBE_TICKS && frames == 3,
	    "and the probe is made again from its beginning");
	arp_close(&a);

	begin(&a);
	arp_probe(&a);
	for (n = 0; a.state == ARP_PROBING && n < 1000; n++) {
		arp_input(&a, f, make(f, 1, high, 0, 88));
		arp_step(&a);
	}
	ok(a.state == ARP_RIVAL && n <= ARP_STEPS_MAX + 1,
	    "a rival that never gives way does not make the probe endless");
	arp_close(&a);
}

static void
broken_link(void)
{
	struct arp a;

	begin(&a);
	fail_with = ENETDOWN;
	arp_probe(&a);
	errno = 0;
	ok(arp_step(&a) == -1 && errno == ENETDOWN,
	    "a probe that cannot be sent says why");
	ok(a.state == ARP_PROBING, "and the address is not called free");
	arp_close(&a);
}

int
main(void)
{
	/* what is not freed at the end is reported by the leak sanitizer */
	announcing();
	free_address();
	address_in_use();
	others();
	rivals();
	broken_link();
	return tap_done();
}
