/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names and texts for the driver's numbers (linux/drbd.h of 6.12). */
#include "kern.h"

static const char *const error_texts[] = {
    "No further Information available.",
    "Local address(port) already in use.",
    "Remote address(port) already in use.",
    "Can not open backing device.",
    "Can not open meta device.",
    "Lower device already in use.",
    "Lower device is not a block device.",
    "Meta device is not a block device.",
    "Open of lower device failed.",
    "Open of meta device failed.",
    "Low.dev. smaller than requested DRBD-dev. size.",
    "Meta device too small.",
    "You have to use the disk command first.",
    "Lower device is already claimed. This usually means it is mounted.",
    "Meta device is already claimed. This usually means it is mounted.",
    "Lower device / meta device / index combination invalid.",
    "The device is larger than this driver supports.",
    "IO error(s) occurred during initial access to meta-data.\n",
    "No valid meta-data signature found.\n\n"
    "\t==> Use 'drbdadm create-md res' to initialize meta-data area. <==\n",
    "The 'cram-hmac-alg' you specified is not known in the kernel.",
    "The 'cram-hmac-alg' you specified is not a digest.",
    "kmalloc() failed. Out of memory?",
    "--discard-my-data not allowed when primary.",
    "Device is attached to a disk (use detach first)",
    "Device has a net-config (use disconnect first)",
    "UnknownMandatoryTag",
    "Device minor not allocated",
    "Resulting device state would be invalid",
    "Interrupted by Signal",
    "Resize not allowed during resync.",
    "Need one Primary node to resize.",
    "The resync-after minor number is invalid",
    "This would cause a resync-after dependency cycle",
    "Sync-pause flag is already set",
    "Sync-pause flag is already cleared",
    "Disk state is lower than outdated",
    "Kernel does not know how to handle your request.",
    "Device does not have a disk-config",
    "Protocol C required",
    "vmalloc() failed. Out of memory?",
    "The 'data-integrity-alg' you specified is not known in the kernel.",
    "The 'data-integrity-alg' you specified is not a digest.",
    "Invalid cpu-mask.",
    "The 'csums-alg' you specified is not known in the kernel.",
    "The 'csums-alg' you specified is not a digest.",
    "The 'verify-alg' you specified is not known in the kernel.",
    "The 'verify-alg' you specified is not a digest.",
    "Can not change csums-alg while resync is in progress",
    "Can not change verify-alg while online verify runs",
    "Can only attach to the data we lost last (see kernel log).",
    "Need to be StandAlone",
    "Permission denied. CAP_SYS_ADMIN necessary",
    "Protocol version 93 required to use --assume-clean",
    "Fencing policy resource-and-stonith only with prot B or C allowed",
    "on-congestion policy pull-ahead only with prot A allowed",
    "Sync-pause flag is already cleared.\n"
    "Note: Resync pause caused by a local resync-after dependency.",
    "Sync-pause flag is already cleared.\n"
    "Note: Resync pause caused by the peer node.",
    "Unknown resource",
    "Resource still in use (delete all minors first)",
    "Minor still configured (down it first)",
    "Minor or volume exists already (delete it first)",
    "Invalid configuration request",
    "Prot version 100 required in order to change\n"
    "these network options while connected",
    "Can not clear allow_two_primaries as long as\n"
    "there a primaries on both sides",
    "Unclean meta-data found.\nYou need to 'drbdadm apply-al res'\n",
    "DRBD need to be connected for online MD layout change\n",
    "Resulting AL area too big\n",
    "Resulting AL are too small\n",
    "Resulting AL does not fit into available meta data space\n",
    "Implicit device shrinking not allowed. See kernel log.\n",
};

static const char *const state_texts[] = {
    "Unknown error",
    "Multiple primaries not allowed by config",
    "Need access to UpToDate data",
    "Unknown error",
    "Can not resync without local disk",
    "Can not resync without remote disk",
    "Refusing to be Outdated while Connected",
    "Refusing to be Primary while peer is not outdated",
    "Can not start OV/resync since it is already active",
    "Can not disconnect a StandAlone device",
    "State change was refused by peer node",
    "Device is diskless, the requested operation requires a disk",
    "Device is held open by someone",
    "Have no net/connection configuration",
    "Need a verify algorithm to start online verify",
    "Need a connection to start verify or resync",
    "Disk state is lower than outdated",
    "Peer does not support protocol",
    "In transient state, retry after next state change",
    "Concurrent state changes detected and aborted",
    "Other vol primary on peer not allowed by config",
    "Need a connection for a graceful disconnect/outdate peer",
};

static const char *const role_names[] = {"Unknown", "Primary", "Secondary"};
static const char *const conn_names[] = {"StandAlone", "Disconnecting",
    "Unconnected", "Timeout", "BrokenPipe", "NetworkFailure", "ProtocolError",
    "TearDown", "WFConnection", "WFReportParams", "Connected", "StartingSyncS",
    "StartingSyncT", "WFBitMapS", "WFBitMapT", "WFSyncUUID", "SyncSource",
    "SyncTarget", "VerifyS", "VerifyT", "PausedSyncS", "PausedSyncT", "Ahead",
    "Behind"};
static const char *const disk_names[] = {"Diskless", "Attaching", "Failed",
    "Negotiating", "Inconsistent", "Outdated", "DUnknown", "Consistent",
    "UpToDate"};

#define NAMED(names, n) \
	((n) < sizeof(names) / sizeof((names)[0]) ? (names)[n] : "?")

const char *
kern_role_name(unsigned role)
{
	return NAMED(role_names, role);
}

const char *
kern_conn_name(unsigned conn)
{
	return NAMED(conn_names, conn);
}

const char *
kern_disk_name(unsigned disk)
{
	return NAMED(disk_names, disk);
}

const char *
kern_text(int ret)
{
	if (ret >= KERN_NO_ERROR)
		return NAMED(error_texts, (unsigned)(ret - KERN_NO_ERROR));
	return NAMED(state_texts, 0U - (unsigned)ret);
}

int
kern_is_success(int ret)
{
	return ret == KERN_NO_ERROR || (ret >= 1 && ret <= 4);
}

int
kern_exit_code(int ret)
{
	if (kern_is_success(ret))
		return 0;
	if (ret > 0)
		return 10;
	switch (ret) {
	case KERN_SS_NO_UP_TO_DATE_DISK:
		return 17;
	case KERN_SS_LOWER_THAN_OUTDATED:
		return 5;
	case -4: /* no local disk */
		return 16;
	default:
		return 11;
	}
}

void
kern_complain(const char *who, const struct nl_reply *r)
{
	struct nl_cursor c = r->body;
	struct nl_attr a;
	int title = 0;

	fprintf(stderr, "%s: %s: (%d) %s\n", who,
	    r->ret > 0 ? "Failure" : "State change failed", r->ret,
	    kern_text(r->ret));
	if (nl_find(c, KERN_REPLY, &a) != 0)
		return;
	c = (struct nl_cursor){a.data, a.data + a.len};
	while (nl_next(&c, &a) == 1) {
		if (a.type != REPLY_TEXT)
			continue;
		if (title++ == 0)
			fprintf(stderr, "additional info from kernel:\n");
		fprintf(stderr, "%s\n", nl_str(&a));
	}
}
