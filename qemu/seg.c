/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One Ethernet segment: learning bridge, faults, frames under way. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "seg.h"

struct seg_late {
	struct seg_late *next;
	struct mono due;
	struct seg_port *from;
	size_t len;
	uint8_t frame[];
};

int
seg_join(struct seg *s, struct seg_port *port)
{
	int i;

	for (i = 0; i < SEG_PORTS; i++)
		if (s->ports[i] == NULL) {
			s->ports[i] = port;
			port->seg = s;
			port->up = 1;
			return 0;
		}
	errno = ENOSPC;
	return -1;
}

static void
forget(struct seg_port *port)
{
	int i;

	for (i = 0; i < SEG_STATIONS; i++)
		if (port->seg->stations[i].port == port)
			port->seg->stations[i].port = NULL;
}

void
seg_leave(struct seg_port *port)
{
	struct seg *s = port->seg;
	struct seg_late **at, *late;
	int i;

	if (s == NULL)
		return;
	forget(port);
	for (i = 0; i < SEG_PORTS; i++)
		if (s->ports[i] == port)
			s->ports[i] = NULL;
	for (at = &s->late; (late = *at) != NULL;)
		if (late->from == port) {
			*at = late->next;
			free(late);
		} else
			at = &late->next;
	port->seg = NULL;
}

void
seg_port_set(struct seg_port *port, int up)
{
	port->up = up;
	if (!up)
		forget(port);
}

static struct seg_port *
lookup(struct seg *s, const uint8_t *mac)
{
	int i;

	for (i = 0; i < SEG_STATIONS; i++)
		if (s->stations[i].port &&
		    memcmp(s->stations[i].mac, mac, 6) == 0)
			return s->stations[i].port;
	return NULL;
}

static void
learn(struct seg *s, const uint8_t *mac, struct seg_port *port)
{
	int i;

	if (mac[0] & 1) /* no station sends from a group address */
		return;
	for (i = 0; i < SEG_STATIONS; i++)
		if (memcmp(s->stations[i].mac, mac, 6) == 0)
			break;
	if (i == SEG_STATIONS) {
		i = s->next_station;
		s->next_station = (i + 1) % SEG_STATIONS;
		memcpy(s->stations[i].mac, mac, 6);
	}
	s->stations[i].port = port;
}

static void
deliver(struct seg *s, struct seg_port *from, const uint8_t *frame, size_t len)
{
	struct seg_port *to, *p;
	int i;

	if (s->capture)
		s->capture(s->capture_arg, frame, len);
	to = frame[0] & 1 ? NULL : lookup(s, frame);
	for (i = 0; i < SEG_PORTS; i++) {
		p = s->ports[i];
		if (p && p != from && p->up && (!to || to == p) &&
		    strcmp(p->name, s->fault.oneway) != 0)
			p->tx(p->arg, frame, len);
	}
}

static void
postpone(struct seg *s, struct seg_port *from, const uint8_t *frame, size_t len,
    struct mono due)
{
	struct seg_late *late = malloc(sizeof(*late) + len), **at;

	if (late == NULL)
		return; /* a lost frame, as any cable may lose one */
	late->due = due;
	late->from = from;
	late->len = len;
	memcpy(late->frame, frame, len);
	for (at = &s->late; *at && (*at)->due.us <= due.us; at = &(*at)->next)
		;
	late->next = *at;
	*at = late;
}

void
seg_input(struct seg_port *from, const uint8_t *frame, size_t len,
    struct mono now)
{
	struct seg *s = from->seg;
	uint8_t copy[SEG_FRAME_MAX];
	struct fate fate;
	int i;

	if (s == NULL || !from->up || len < 14 || len > sizeof(copy))
		return;
	learn(s, frame + 6, from);
	fate = fault_decide(&s->fault);
	if (fate.copies == 0) {
		s->lost++;
		return;
	}
	if (fate.corrupt) {
		memcpy(copy, frame, len);
		fault_corrupt(&s->fault, copy, len);
		frame = copy;
	}
	for (i = 0; i < fate.copies; i++)
		if (fate.delay_us[i] > 0)
			postpone(s, from, frame, len,
			    (struct mono){now.us + fate.delay_us[i]});
		else
			deliver(s, from, frame, len);
}

struct mono
seg_run(struct seg *s, struct mono now)
{
	struct seg_late *late;

	while ((late = s->late) != NULL && late->due.us <= now.us) {
		s->late = late->next;
		if (late->from->up)
			deliver(s, late->from, late->frame, late->len);
		free(late);
	}
	return s->late ? s->late->due : (struct mono){-1};
}
