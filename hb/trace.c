/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is sent and heard, as debug lines: each message one. */
#include <stdio.h>

#include "log.h"
#include "trace.h"

/* Those that come all the time are for the second level. */
static unsigned
level_of(enum msg_type type)
{
	return type == MSG_STATUS || type == MSG_ACK || type == MSG_REXMIT ||
		       type == MSG_REQNODES || type == MSG_REPNODES
		   ? 2
		   : 1;
}

static size_t
add(char *line, size_t n, size_t room, const char *name, const char *value)
{
	if (value[0] == '\0' || n >= room)
		return n;
	return n + (size_t)snprintf(line + n, room - n, " %s=%s", name, value);
}

void
trace_message(const char *what, const char *link, const struct msg *m)
{
	char line[400], seq[16];
	size_t n;

	if (!log_wants(level_of(m->type)))
		return;
	snprintf(seq, sizeof(seq), "%x", (unsigned)m->seq);
	n = (size_t)snprintf(line, sizeof(line), "%s%s%s %s", what,
	    link[0] == '\0' ? "" : " by ", link,
	    m->type == MSG_OTHER ? "a message of unknown type"
				 : msg_type_name(m->type));
	n = add(line, n, sizeof(line), "src", m->src);
	n = add(line, n, sizeof(line), "dest", m->dest);
	n = add(line, n, sizeof(line), "seq", seq);
	n = add(line, n, sizeof(line), "st", m->st);
	if (m->type == MSG_RESOURCE || m->type == MSG_ASK_RESOURCES ||
	    m->type == MSG_TAKEOVER)
		n = add(line, n, sizeof(line), "rsc_hold",
		    msg_hold_name(m->hold));
	n = add(line, n, sizeof(line), "info", m->info);
	(void)add(line, n, sizeof(line), "ipaddr", m->ipaddr);
	log_debug("%s", line);
}
