/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Netlink messages: what is sent is what drbd-utils send, byte by byte; what
 * comes back is understood, whatever it is. */
#include <stdlib.h>
#include <string.h>

#include "../lib/num.h"
#include "../lib/tap.h"
#include "setup.h"
#include "setup_info.h"

static FILE *
open_fixture(const char *name)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), FIXTURES "/%s", name);
	f = fopen(path, "r");
	if (f == NULL) {
		printf("Bail out! %s: cannot be opened\n", path);
		exit(1);
	}
	return f;
}

static size_t
unhex(unsigned char *out, size_t cap, const char *hex)
{
	unsigned long long v;
	char pair[3] = "";
	size_t n;

	for (n = 0; n < cap && hex[2 * n] != '\0' && hex[2 * n] != '\n'; n++) {
		memcpy(pair, hex + 2 * n, 2);
		if (num_parse_hex(pair, 255, &v) != 0)
			break;
		out[n] = (unsigned char)v;
	}
	return n;
}

/* One line of t/requests: the words of a command, and the message. */
static void
test_request(char *line, const char *hex)
{
	static unsigned char want[NL_BYTES];
	static struct nl_msg m;
	const struct setup_command *c;
	struct setup_args a;
	char *argv[32], *word, *save = NULL, title[300];
	size_t len = unhex(want, sizeof(want), hex);
	int argc = 0, code = -1;

	line[strcspn(line, "\n")] = '\0';
	snprintf(title, sizeof(title), "%s", line);
	for (word = strtok_r(line, " ", &save); word != NULL && argc < 32;
	     word = strtok_r(NULL, " ", &save))
		argv[argc++] = word;
	c = setup_find(argv[0]);
	if (c != NULL && setup_parse(&a, c, argc - 1, argv + 1) == 0)
		code = setup_request(&m, c, &a);
	ok(code == 0 && nl_finish(&m, 35, 1, 1) == 0 && m.len == len + 16 &&
		memcmp(m.buf + 16, want, len) == 0,
	    "drbdsetup %s", title);
}

static void
test_requests(void)
{
	static char line[4096], hex[16384];
	FILE *f = open_fixture("requests");

	while (fgets(line, sizeof(line), f) != NULL)
		if (line[0] != '#' && fgets(hex, sizeof(hex), f) != NULL)
			test_request(line, hex);
	fclose(f);
}

static void
test_reply(void)
{
	static unsigned char bytes[NL_BYTES];
	static char hex[2 * NL_BYTES];
	FILE *f = open_fixture("status-reply");
	struct kern_state st;
	struct nl_cursor c;
	struct nl_reply r;
	size_t len, cut, i, messages = 0;

	if (fgets(hex, sizeof(hex), f) == NULL)
		hex[0] = '\0';
	fclose(f);
	len = unhex(bytes, sizeof(bytes), hex);
	c = (struct nl_cursor){bytes, bytes + len};
	is_num(nl_next_message(&c, &r), 1, "a reply of the driver is read");
	is_num(r.ret, KERN_NO_ERROR, "its return code is no error");
	kern_state(&r, &st);
	ok(st.known && st.minor == 0 && strcmp(st.resource, "drbd0") == 0,
	    "the device and its resource are known");
	ok(st.role == ROLE_PRIMARY && st.conn == CONN_WF_CONNECTION &&
		st.disk == DISK_STATE_UP_TO_DATE,
	    "role, connection and disk are read");
	ok(st.uuids[0] == 0x3859f01d127b66e1 && st.bits_total == 76800 &&
		st.bits_oos == 76736,
	    "UUIDs and bits are read");
	is_str(nl_get_str(r.body, KERN_DISK_CONF, DISK_BACKING), "/dev/vda",
	    "the backing device is read");
	is_num(nl_get_u32(r.body, KERN_DISK_CONF, 10, 0), 257,
	    "an option is read");

	/* any length and any byte may be wrong: nothing is read outside */
	for (cut = 0; cut < len; cut++) {
		unsigned char *copy = malloc(cut + 1);

		memcpy(copy, bytes, cut);
		c = (struct nl_cursor){copy, copy + cut};
		while (nl_next_message(&c, &r) == 1)
			kern_state(&r, &st);
		free(copy);
	}
	for (i = 0; i < len; i++) {
		unsigned char saved = bytes[i];

		bytes[i] = (unsigned char)(saved ^ 0xff);
		c = (struct nl_cursor){bytes, bytes + len};
		while (nl_next_message(&c, &r) == 1) {
			kern_state(&r, &st);
			messages++;
		}
		bytes[i] = saved;
	}
	ok(messages > 0, "a reply may be cut or wrong anywhere");
}

static void
test_limits(void)
{
	static struct nl_msg m;
	char big[NL_BYTES];

	memset(big, 'x', sizeof(big));
	nl_begin(&m, KERN_CONNECT, NL_NO_MINOR, 0);
	nl_open(&m, KERN_CONTEXT);
	nl_put(&m, CONTEXT_RESOURCE, big, sizeof(big));
	nl_close(&m);
	ok(nl_finish(&m, 35, 1, 1) == -1,
	    "a message that does not fit is refused");
	is_num(kern_exit_code(-2), 17, "no UpToDate data is exit 17");
	is_num(kern_exit_code(127), 10, "a failure is exit 10");
	is_num(kern_exit_code(-12), 11, "a refused state is exit 11");
	is_num(kern_exit_code(-16), 5, "lower than outdated is exit 5");
	is_num(kern_exit_code(2), 0, "nothing to do is no failure");
	is_str(kern_text(9999), "?", "an unknown code has a text, too");
}

/* What events prints of a message with those attributes of the state. */
static const char *
event_line(uint32_t reason, void (*more)(struct nl_msg *m))
{
	static struct nl_msg m;
	static char *text;
	struct setup_args args = {0};
	struct nl_cursor c;
	struct nl_reply r;
	FILE *saved = stdout;
	size_t len;

	nl_begin(&m, KERN_EVENT, 0, KERN_NO_ERROR);
	nl_open(&m, KERN_CONTEXT);
	nl_put_str(&m, CONTEXT_RESOURCE, "drbd0");
	nl_put_u32(&m, CONTEXT_VOLUME, 0);
	nl_close(&m);
	if (reason != 0) {
		nl_open(&m, KERN_STATE);
		nl_put_u32(&m, STATE_REASON, reason);
		/* WFConnection Primary/Unknown UpToDate/Outdated */
		nl_put_u32(&m, STATE_CURRENT, 1 | 8 << 4 | 8 << 9 | 5 << 13);
		if (more != NULL)
			more(&m);
		nl_close(&m);
	}
	nl_finish(&m, 35, 0, 63);
	c = (struct nl_cursor){m.buf, m.buf + m.len};
	free(text);
	text = NULL;
	stdout = open_memstream(&text, &len);
	if (nl_next_message(&c, &r) == 1)
		events_print_old(&args, &r);
	fclose(stdout);
	stdout = saved;
	return text;
}

static void
add_change(struct nl_msg *m)
{
	nl_put_u32(m, STATE_PREVIOUS, 1 | 8 << 4 | 8 << 9 | 6 << 13);
	nl_put_u32(m, STATE_NEW, 1 | 8 << 4 | 8 << 9 | 5 << 13 | 5 << 18);
}

static void
add_helper(struct nl_msg *m)
{
	nl_put_str(m, STATE_HELPER, "fence-peer");
	nl_put_u32(m, STATE_HELPER_EXIT, 0x400);
}

static void
add_progress(struct nl_msg *m)
{
	nl_put_u64(m, STATE_RS_TOTAL, 2000);
	nl_put_u64(m, STATE_BITS_OOS, 501);
}

/* The lines that drbd-utils 9.22 printed: ../shared reference/drbd. */
static void
test_events(void)
{
#define STATE(what, disk, flags) \
	"63 " what " 0,drbd0[0] { cs:WFConnection ro:Primary/Unknown " \
	"ds:UpToDate/" disk " " flags " }\n"
	is_str(event_line(1, NULL), STATE("ST", "Outdated", "r---"),
	    "events: a state");
	is_str(event_line(2, add_change),
	    STATE("ST-prev", "DUnknown", "r---") STATE("ST-new", "Outdated",
		"ra-u") STATE("ST", "Outdated", "r---"),
	    "events: a change of it");
	is_str(event_line(3, add_helper), "63 UH 0,drbd0[0] fence-peer\n",
	    "events: a helper is called");
	is_str(event_line(4, add_helper),
	    "63 UH-post 0,drbd0[0] fence-peer 0x0400\n",
	    "events: and what it said");
	is_str(event_line(5, add_progress), "63 SP 0,drbd0[0] 74.9\n",
	    "events: how far a resync is");
	is_str(event_line(0, NULL), "63 R - drbd0\n",
	    "events: what has no state");
}

int
main(void)
{
	test_events();
	test_requests();
	test_reply();
	test_limits();
	return tap_done();
}
