/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Is a struct msg one that msg_decode may have made? The one at hand comes
 * from a process that strangers talk to: any byte may be wrong.
 */
#include <string.h>

#include "msg.h"
#include "msg_fields.h"

/* Its length is less than the room, and it is fit for the log. */
static bool
good_text(const char *s, size_t room)
{
	const char *end = memchr(s, '\0', room);

	return end != NULL &&
	       msg_printable((struct cursor){s, (size_t)(end - s)});
}

bool
msg_check(const struct msg *m)
{
	const struct {
		const char *text;
		size_t room;
	} texts[] = {
	    {m->src, sizeof(m->src)},
	    {m->dest, sizeof(m->dest)},
	    {m->node, sizeof(m->node)},
	    {m->st, sizeof(m->st)},
	    {m->info, sizeof(m->info)},
	    {m->result, sizeof(m->result)},
	    {m->client, sizeof(m->client)},
	    {m->ipaddr, sizeof(m->ipaddr)},
	    {m->nodelist, sizeof(m->nodelist)},
	    {m->dop_res, sizeof(m->dop_res)},
	    {m->ld, sizeof(m->ld)},
	    {m->claim, sizeof(m->claim)},
	    {m->conf, sizeof(m->conf)},
	};
	const bool *const bools[] = {&m->protocol, &m->has_hold, &m->has_stable,
	    &m->stable, &m->has_uuid, &m->has_destuuid, &m->has_num_ping,
	    &m->from_client};

	if ((unsigned)m->type >= MSG_TYPES ||
	    (unsigned)m->method >= AUTH_METHODS || (unsigned)m->hold > HOLD_ALL)
		return false;
	/* As a byte: a bool that is neither may be anything. */
	for (unsigned i = 0; i < sizeof(bools) / sizeof(*bools); i++)
		if (*(const unsigned char *)bools[i] > 1)
			return false;
	for (unsigned i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (!good_text(texts[i].text, texts[i].room))
			return false;
	return m->src[0] != '\0' &&
	       (m->seq != 0 || m->type == MSG_ACK || m->type == MSG_REXMIT);
}
