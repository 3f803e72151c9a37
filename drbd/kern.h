/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the driver can be asked, and what its answers mean. */
#ifndef KERN_H
#define KERN_H

#include <stdio.h>

#include "nlsock.h"

/* Operations: linux/drbd_genl.h of 6.12. */
enum {
	KERN_EVENT = 1,
	KERN_GET_STATUS = 2,
	KERN_NEW_MINOR = 5,
	KERN_DEL_MINOR = 6,
	KERN_NEW_RESOURCE = 7,
	KERN_DEL_RESOURCE = 8,
	KERN_RESOURCE_OPTS = 9,
	KERN_CONNECT = 10,
	KERN_DISCONNECT = 11,
	KERN_ATTACH = 12,
	KERN_RESIZE = 13,
	KERN_PRIMARY = 14,
	KERN_SECONDARY = 15,
	KERN_NEW_UUID = 16,
	KERN_VERIFY = 17,
	KERN_DETACH = 18,
	KERN_INVALIDATE = 19,
	KERN_INVALIDATE_PEER = 20,
	KERN_PAUSE_SYNC = 21,
	KERN_RESUME_SYNC = 22,
	KERN_SUSPEND_IO = 23,
	KERN_RESUME_IO = 24,
	KERN_OUTDATE = 25,
	KERN_GET_TIMEOUT_TYPE = 26,
	KERN_DOWN = 27,
	KERN_DISK_OPTS = 28,
	KERN_NET_OPTS = 29,
	KERN_GET_RESOURCES = 30,
	KERN_GET_DEVICES = 31,
	KERN_GET_CONNECTIONS = 32,
	KERN_GET_PEER_DEVICES = 33,
	KERN_RESOURCE_STATE = 34,
	KERN_DEVICE_STATE = 35,
	KERN_CONNECTION_STATE = 36,
	KERN_PEER_DEVICE_STATE = 37,
	KERN_GET_INITIAL_STATE = 38,
	KERN_HELPER = 40,
	KERN_INITIAL_STATE_DONE = 41
};

/* Nests, and the attributes that are used by name. */
enum {
	KERN_REPLY = 1,
	REPLY_TEXT = 1,
	KERN_CONTEXT = 2,
	CONTEXT_VOLUME = 1,
	CONTEXT_RESOURCE = 2,
	CONTEXT_MY_ADDR = 3,
	CONTEXT_PEER_ADDR = 4,
	KERN_DISK_CONF = 3,
	DISK_BACKING = 1,
	DISK_META = 2,
	DISK_META_INDEX = 3,
	KERN_RES_OPTS = 4,
	KERN_NET_CONF = 5,
	NET_PROTOCOL = 6,
	KERN_STATE = 8,
	STATE_REASON = 1,
	STATE_CURRENT = 2,
	STATE_CAPACITY = 3,
	STATE_UUIDS = 7,
	STATE_DISK_FLAGS = 8,
	STATE_BITS_TOTAL = 9,
	STATE_BITS_OOS = 10,
	STATE_RS_TOTAL = 11,
	STATE_RS_FAILED = 12,
	STATE_PREVIOUS = 5,
	STATE_NEW = 6,
	STATE_HELPER = 13,
	STATE_HELPER_EXIT = 14,
	KERN_TIMEOUT = 11,
	TIMEOUT_TYPE = 1
};

/* Return codes that something depends on (the texts: kern_text). */
enum {
	KERN_NO_ERROR = 101,
	KERN_ERR_NET_CONFIGURED = 125,
	KERN_ERR_MINOR_INVALID = 127,
	KERN_ERR_RES_NOT_KNOWN = 158,
	KERN_SS_TWO_PRIMARIES = -1,
	KERN_SS_NO_UP_TO_DATE_DISK = -2,
	KERN_SS_CONNECTED_OUTDATES = -6,
	KERN_SS_LOWER_THAN_OUTDATED = -16,
	KERN_SS_IN_TRANSIENT_STATE = -18
};

enum kern_conn {
	CONN_STANDALONE = 0,
	CONN_DISCONNECTING = 1,
	CONN_WF_CONNECTION = 8,
	CONN_WF_REPORT_PARAMS = 9,
	CONN_CONNECTED = 10,
	CONN_SYNC_SOURCE = 16,
	CONN_SYNC_TARGET = 17,
	CONN_VERIFY_S = 18,
	CONN_VERIFY_T = 19,
	CONN_PAUSED_SYNC_T = 21
};

enum kern_disk {
	DISK_STATE_DISKLESS = 0,
	DISK_STATE_INCONSISTENT = 4,
	DISK_STATE_OUTDATED = 5,
	DISK_STATE_UP_TO_DATE = 8
};

enum { ROLE_PRIMARY = 1, ROLE_SECONDARY = 2 };

/* The state of a device, as GET_STATUS tells it. */
struct kern_state {
	int known;      /* the minor exists */
	int configured; /* it has a disk or a connection */
	uint32_t minor, volume;
	char resource[128];
	unsigned role, peer_role, conn, disk, peer_disk;
	int susp, aftr_isp, peer_isp, user_isp, susp_nod, susp_fen;
	uint64_t uuids[4];
	uint32_t md_flags;
	uint64_t bits_total, bits_oos, rs_total, rs_failed;
};

/* An exit code of drbdsetup for a return code: 0, 10, 17, 5, 16 or 11. */
int kern_exit_code(int ret);
int kern_is_success(int ret);

/* The text of a return code. */
const char *kern_text(int ret);

/* Print "who: Failure: (n) text" with what the kernel adds, to stderr. */
void kern_complain(const char *who, const struct nl_reply *r);

const char *kern_role_name(unsigned role);
const char *kern_conn_name(unsigned conn);
const char *kern_disk_name(unsigned disk);

/* Role, connection, disk and flags as the driver packs them. */
void kern_take_bits(struct kern_state *st, uint32_t bits);

/* Take the state out of a reply to GET_STATUS. */
void kern_state(const struct nl_reply *r, struct kern_state *st);

/* Ask for a minor's. 0 (known tells whether there is one); -1 with errno. */
int kern_get_state(struct nlsock *s, uint32_t minor, struct kern_state *st,
    struct nl_reply *r);

#endif
