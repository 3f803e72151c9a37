/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bridge and its faults, with hand-made frames and a clock of its own. */
#include "fault.h"
#include "seg.h"
#include "../lib/tap.h"

struct sink {
	int frames;
	uint8_t last[64];
};

static void
count(void *arg, const uint8_t *frame, size_t len)
{
	struct sink *s = arg;

	s->frames++;
	memcpy(s->last, frame, len < sizeof(s->last) ? len : sizeof(s->last));
}

static struct sink at[3], seen;
static struct seg lan = {.name = "eth0"};
static struct seg_port a = {.name = "a", .tx = count, .arg = &at[0]},
		       b = {.name = "b", .tx = count, .arg = &at[1]},
		       c = {.name = "c", .tx = count, .arg = &at[2]};

static void
clear(void)
{
	memset(at, 0, sizeof(at));
	memset(&seen, 0, sizeof(seen));
}

/* a frame between stations 02:…:to and 02:…:from; 0xff broadcasts */
static void
send_frame(struct seg_port *port, uint8_t to, uint8_t from, int64_t now_us)
{
	uint8_t frame[60] = {2, 0, 0, 0, 0, to, 2, 0, 0, 0, 0, from, 8, 0};

	if (to == 0xff)
		memset(frame, 0xff, 6);
	seg_input(port, frame, sizeof(frame), (struct mono){now_us});
}

static void
bridge(void)
{
	send_frame(&a, 2, 1, 0);
	ok(at[1].frames == 1 && at[2].frames == 1 && at[0].frames == 0,
	    "a frame for an unknown station goes to all ports but its own");
	clear();
	send_frame(&b, 1, 2, 0);
	ok(at[0].frames == 1 && at[2].frames == 0,
	    "a frame for a learned station goes to its port only");
	clear();
	send_frame(&c, 0xff, 1, 0);
	send_frame(&b, 1, 2, 0);
	ok(at[2].frames == 1 && at[0].frames == 1,
	    "a station that speaks at another port has moved there");
	clear();
	send_frame(&a, 0xff, 1, 0);
	ok(at[1].frames == 1 && at[2].frames == 1,
	    "a broadcast reaches everybody");
	clear();
	seg_port_set(&b, 0);
	send_frame(&a, 2, 1, 0);
	send_frame(&b, 1, 2, 0);
	ok(at[1].frames == 0 && at[0].frames == 0,
	    "an unplugged port neither hears nor is heard");
	ok(at[2].frames == 1, "what was learned of an unplugged port is "
			      "forgotten");
	seg_port_set(&b, 1);
	clear();
	seg_input(&a, (const uint8_t *)"short", 5, (struct mono){0});
	ok(at[1].frames == 0, "a frame without a whole header goes nowhere");
}

static void
faults(void)
{
	struct fault *f = &lan.fault;
	char text[128];
	int i;

	ok(fault_set(f, "loss=20") == NULL, "loss=20 is understood");
	clear();
	for (i = 0; i < 10000; i++)
		send_frame(&a, 0xff, 1, 0);
	ok(at[1].frames > 7700 && at[1].frames < 8300,
	    "loss=20 takes about a fifth of the frames");
	fault_set(f, "clear");
	fault_set(f, "dup=100");
	clear();
	send_frame(&a, 0xff, 1, 0);
	is_num(at[1].frames, 2, "dup=100 doubles each frame");
	fault_set(f, "clear");
	fault_set(f, "corrupt=100");
	clear();
	send_frame(&a, 0xff, 1, 0);
	for (i = 12, text[0] = 0; i < 60; i++)
		text[0] = (char)(text[0] | (at[1].last[i] ^ (i == 12 ? 8 : 0)));
	ok(text[0] != 0 && at[1].last[0] == 0xff && at[1].last[11] == 1,
	    "corrupt=100 changes the frame, not its addresses");
	fault_set(f, "clear");
	ok(fault_set(f, "delay=50±10") == NULL, "delay=50±10 is understood");
	clear();
	for (i = 0; i < 100; i++)
		send_frame(&a, 0xff, 1, 1000000);
	seg_run(&lan, (struct mono){1039000});
	is_num(at[1].frames, 0, "nothing comes before the shortest delay");
	i = (int)(seg_run(&lan, (struct mono){1050000}).us > 1050000);
	ok(at[1].frames > 20 && at[1].frames < 80 && i,
	    "about half of it has come at the mean, and more is announced");
	ok(seg_run(&lan, (struct mono){1060000}).us < 0 && at[1].frames == 100,
	    "all of it has come after the longest delay");
	fault_set(f, "clear");
	fault_set(f, "oneway=a");
	clear();
	send_frame(&a, 0xff, 1, 0);
	send_frame(&b, 0xff, 2, 0);
	ok(at[1].frames == 1 && at[0].frames == 0,
	    "oneway=a: a is heard but hears nothing");
	fault_show(f, text, sizeof(text));
	is_str(text, "loss=0.000 dup=0.000 corrupt=0.000 delay=0±0 oneway=a",
	    "the faults are shown as they are written");
	fault_set(f, "clear");
	fault_show(f, text, sizeof(text));
	is_str(text, "none", "no faults are shown as none");
	ok(fault_set(f, "loss=101") && fault_set(f, "loss=x") &&
		fault_set(f, "loss=1.2345") && fault_set(f, "delay=5±9") &&
		fault_set(f, "speed=1") && fault_set(f, "delay="),
	    "a word that makes no sense is refused");
}

int
main(void)
{
	lan.fault.seed = 1;
	seg_join(&lan, &a);
	seg_join(&lan, &b);
	seg_join(&lan, &c);
	bridge();
	faults();
	fault_set(&lan.fault, "delay=5");
	clear();
	send_frame(&a, 0xff, 1, 0);
	seg_leave(&a);
	seg_run(&lan, (struct mono){10000});
	is_num(at[1].frames, 0, "what a port had under way leaves with it");
	return tap_done();
}
