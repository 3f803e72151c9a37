/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All that the driver tells of its resources. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "setup.h"
#include "setup_info.h"

enum {
	RESOURCE_INFO = 15,
	DEVICE_INFO = 16,
	CONNECTION_INFO = 17,
	PEER_DEVICE_INFO = 18,
	RESOURCE_STATS = 19,
	DEVICE_STATS = 20,
	CONNECTION_STATS = 21,
	PEER_DEVICE_STATS = 22
};

static uint32_t
get(const struct nl_reply *r, unsigned nest, unsigned attr)
{
	return nl_get_u32(r->body, nest, attr, 0);
}

static void
take_name(const struct nl_reply *r, char name[INFO_NAME])
{
	snprintf(name, INFO_NAME, "%s",
	    nl_get_str(r->body, KERN_CONTEXT, CONTEXT_RESOURCE));
}

void
info_take_resource(const struct nl_reply *r, struct info_resource *out)
{
	memset(out, 0, sizeof(*out));
	take_name(r, out->name);
	out->role = get(r, RESOURCE_INFO, 1);
	out->susp = (int)get(r, RESOURCE_INFO, 2);
	out->susp_nod = (int)get(r, RESOURCE_INFO, 3);
	out->susp_fen = (int)get(r, RESOURCE_INFO, 4);
	out->write_ordering = get(r, RESOURCE_STATS, 1);
}

void
info_take_connection(const struct nl_reply *r, struct info_connection *out)
{
	struct nl_attr a;

	memset(out, 0, sizeof(*out));
	take_name(r, out->resource);
	out->conn = get(r, CONNECTION_INFO, 1);
	out->role = get(r, CONNECTION_INFO, 2);
	out->congested = (int)get(r, CONNECTION_STATS, 1);
	out->has_addresses =
	    nl_find_nested(r->body, KERN_CONTEXT, CONTEXT_PEER_ADDR, &a) == 0;
}

void
info_take_device(const struct nl_reply *r, struct info_device *out)
{
	memset(out, 0, sizeof(*out));
	take_name(r, out->resource);
	out->minor = r->minor;
	out->volume = get(r, KERN_CONTEXT, CONTEXT_VOLUME);
	out->disk = get(r, DEVICE_INFO, 1);
	out->size = nl_get_u64(r->body, DEVICE_STATS, 1);
	out->read = nl_get_u64(r->body, DEVICE_STATS, 2);
	out->written = nl_get_u64(r->body, DEVICE_STATS, 3);
	out->al_writes = nl_get_u64(r->body, DEVICE_STATS, 4);
	out->bm_writes = nl_get_u64(r->body, DEVICE_STATS, 5);
	out->upper_pending = get(r, DEVICE_STATS, 6);
	out->lower_pending = get(r, DEVICE_STATS, 7);
	out->upper_blocked = (int)get(r, DEVICE_STATS, 8);
	out->lower_blocked = (int)get(r, DEVICE_STATS, 9);
	out->al_suspended = (int)get(r, DEVICE_STATS, 10);
}

void
info_take_peer_device(const struct nl_reply *r, struct info_device *out)
{
	out->state.conn = get(r, PEER_DEVICE_INFO, 1);
	out->state.peer_disk = get(r, PEER_DEVICE_INFO, 2);
	out->state.user_isp = (int)get(r, PEER_DEVICE_INFO, 3);
	out->state.peer_isp = (int)get(r, PEER_DEVICE_INFO, 4);
	out->state.aftr_isp = (int)get(r, PEER_DEVICE_INFO, 5);
	out->received = nl_get_u64(r->body, PEER_DEVICE_STATS, 1);
	out->sent = nl_get_u64(r->body, PEER_DEVICE_STATS, 2);
	out->pending = get(r, PEER_DEVICE_STATS, 3);
	out->unacked = get(r, PEER_DEVICE_STATS, 4);
	out->out_of_sync = nl_get_u64(r->body, PEER_DEVICE_STATS, 5);
}

static int
add_resource(void *ctx, const struct nl_reply *r)
{
	struct info *in = ctx;

	if (in->n_resources < INFO_MAX)
		info_take_resource(r, &in->resources[in->n_resources++]);
	return 0;
}

static int
add_connection(void *ctx, const struct nl_reply *r)
{
	struct info *in = ctx;

	if (in->n_connections < INFO_MAX)
		info_take_connection(r, &in->connections[in->n_connections++]);
	return 0;
}

static int
add_device(void *ctx, const struct nl_reply *r)
{
	struct info *in = ctx;

	if (in->n_devices < INFO_MAX)
		info_take_device(r, &in->devices[in->n_devices++]);
	return 0;
}

static int
dump(struct nlsock *s, uint8_t op,
    int (*fn)(void *ctx, const struct nl_reply *r), struct info *in)
{
	struct nl_msg m;

	nl_begin(&m, op, NL_NO_MINOR, 0);
	if (nlsock_dump(s, &m, fn, in) == 0)
		return 0;
	fprintf(stderr, "drbdsetup: no answer of the kernel: %s\n",
	    strerror(errno));
	return SETUP_USAGE;
}

int
info_read(struct nlsock *s, struct info *in)
{
	struct kern_state st;
	struct nl_reply r;
	int code, i;

	memset(in, 0, sizeof(*in));
	code = dump(s, KERN_GET_RESOURCES, add_resource, in);
	if (code == 0)
		code = dump(s, KERN_GET_CONNECTIONS, add_connection, in);
	if (code == 0)
		code = dump(s, KERN_GET_DEVICES, add_device, in);
	/* GET_STATUS has what GET_PEER_DEVICES tells, and the progress */
	for (i = 0; code == 0 && i < in->n_devices; i++) {
		struct info_device *d = &in->devices[i];

		if (kern_get_state(s, d->minor, &st, &r) != 0 || !st.known)
			continue;
		d->state = st;
		d->sent = nl_get_u64(r.body, KERN_STATE, 15);
		d->received = nl_get_u64(r.body, KERN_STATE, 16);
		d->out_of_sync = st.bits_oos * 8;
		d->pending = nl_get_u32(r.body, KERN_STATE, 22, 0) +
			     nl_get_u32(r.body, KERN_STATE, 23, 0);
	}
	return code;
}

const struct info_connection *
info_connection(const struct info *in, const char *resource)
{
	int i;

	for (i = 0; i < in->n_connections; i++)
		if (strcmp(in->connections[i].resource, resource) == 0 &&
		    (in->connections[i].has_addresses ||
			in->connections[i].conn != CONN_STANDALONE))
			return &in->connections[i];
	return NULL;
}

int
info_count_devices(const struct info *in, const char *resource)
{
	int i, n = 0;

	for (i = 0; i < in->n_devices; i++)
		n += strcmp(in->devices[i].resource, resource) == 0;
	return n;
}

int
info_is_connected(unsigned conn)
{
	return conn >= CONN_WF_REPORT_PARAMS;
}

const char *
info_connection_name(unsigned conn)
{
	if (conn == CONN_WF_CONNECTION)
		return "Connecting";
	return info_is_connected(conn) ? "Connected" : kern_conn_name(conn);
}

const char *
info_replication(unsigned conn)
{
	if (conn < CONN_CONNECTED)
		return "Off";
	return conn == CONN_CONNECTED ? "Established" : kern_conn_name(conn);
}

const char *
info_suspended(const struct info_resource *r)
{
	if (r->susp)
		return "user";
	if (r->susp_nod)
		return "no-data";
	return r->susp_fen ? "fencing" : "no";
}

const char *
info_resync_suspended(const struct info_device *d)
{
	if (d->state.user_isp)
		return "user";
	if (d->state.peer_isp)
		return "peer";
	return d->state.aftr_isp ? "dependency" : "no";
}

const char *
info_blocked(const struct info_device *d)
{
	if (d->upper_blocked)
		return d->lower_blocked ? "upper,lower" : "upper";
	return d->lower_blocked ? "lower" : "no";
}

const char *
info_write_ordering(unsigned n)
{
	static const char *const names[] = {
	    "none", "drain", "flush", "barrier"};

	return n < 4 ? names[n] : "unknown";
}

int
info_is_syncing(unsigned conn)
{
	return conn >= CONN_SYNC_SOURCE && conn <= CONN_PAUSED_SYNC_T;
}

unsigned
info_synced_permille(const struct kern_state *st)
{
	uint64_t left =
	    st->bits_oos < st->rs_total ? st->bits_oos : st->rs_total;

	if (st->rs_total == 0)
		return 1000;
	return (unsigned)((st->rs_total - left) * 1000 / st->rs_total);
}
