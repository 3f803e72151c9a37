/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cl_status(1): what the daemon knows, one question at a time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "applets.h"
#include "ctl_protocol.h"

/* As Heartbeat's; scripts test them. */
enum { OK = 0, STOPPED = 1, BAD_ARGUMENT = 11, NO_ANSWER = 13 };

static const char usage[] =
    "usage: cl_status hbstatus [-v] | listnodes [-mnpv] | rscstatus [-m]\n"
    "       cl_status nodestatus|nodetype|nodeweight|nodesite [-m] NODE\n"
    "       cl_status listhblinks [-mv] NODE | hblinkstatus [-m] NODE LINK\n"
    "       cl_status clientstatus NODE CLIENT [MS]\n"
    "       cl_status hbparameter [-m] -p NAME\n"
    "  -m  a sentence, for people     -n  normal nodes only\n"
    "  -p  ping nodes only            -v  links and states, too\n";

static struct {
	bool words, verbose;
	const char *type; /* of nodes that are listed; NULL: all */
	const char *parameter;
} opt;

static char answer[16384];

/* The daemon's lines, one after the other: `link NODE LINK STATUS` …  */
struct line {
	const char *next;
	char text[512];
	char *word[4]; /* the last one is the rest */
};

static bool
next_line(struct line *l, const char *what)
{
	static char none[] = "";
	const char *end;
	char *p;

	while (*l->next != '\0') {
		end = strchrnul(l->next, '\n');
		snprintf(l->text, sizeof(l->text), "%.*s", (int)(end - l->next),
		    l->next);
		l->next = *end == '\0' ? end : end + 1;
		p = l->text;
		for (unsigned i = 0; i < 4; i++) {
			l->word[i] = p == NULL ? none : p;
			if (p != NULL && i < 3 && (p = strchr(p, ' ')) != NULL)
				*p++ = '\0';
		}
		if (strcmp(l->word[0], what) == 0)
			return true;
	}
	return false;
}

/* The line of that kind about name, or about name and its link. */
static bool
find(struct line *l, const char *what, const char *name, const char *link)
{
	l->next = answer;
	while (next_line(l, what))
		if (strcasecmp(l->word[1], name) == 0 &&
		    (link == NULL || strcmp(l->word[2], link) == 0))
			return true;
	return false;
}

static int
unknown(const char *what, const char *name, int status)
{
	fprintf(stderr, "cl_status: %s: no such %s here\n", name, what);
	return status;
}

static int
listhblinks(const char *node)
{
	struct line l;

	if (!find(&l, "node", node, NULL))
		return unknown("node", node, NO_ANSWER);
	if (opt.words)
		printf("\tthis node has the following heartbeat links:\n");
	l.next = answer;
	while (next_line(&l, "link"))
		if (strcasecmp(l.word[1], node) == 0)
			printf(opt.verbose ? "\t%s\t%s\n" : "\t%s\n", l.word[2],
			    l.word[3]);
	return OK;
}

static int
listnodes(void)
{
	struct line l = {.next = answer};

	if (opt.words)
		printf("The nodes are as follow:\n");
	while (next_line(&l, "node")) {
		if (opt.type != NULL && strcmp(opt.type, l.word[2]) != 0)
			continue;
		if (!opt.verbose) {
			printf("%s\n", l.word[1]);
			continue;
		}
		printf("\n%s\t%s\t(nodetype: %s)\n", l.word[1], l.word[3],
		    l.word[2]);
		listhblinks(l.word[1]);
	}
	return OK;
}

static int
node_question(const char *what, const char *node)
{
	struct line l;
	const char *v;

	if (!find(&l, "node", node, NULL))
		return unknown("node", node, BAD_ARGUMENT);
	v = *what == 's' ? what[1] == 't' ? l.word[3] : "" : /* status, site */
		*what == 't' ? l.word[2]
			     : "100";
	if (!opt.words)
		printf("%s\n", v);
	else if (*what == 't')
		printf("The node %s's type: %s\n", node, v);
	else if (strcmp(what, "status") == 0)
		printf("The cluster node %s is %s\n", node, v);
	else
		printf("The %s of the cluster node %s is %s\n", what, node, v);
	return OK;
}

static int
hblinkstatus(const char *node, const char *link)
{
	struct line l;

	if (!find(&l, "link", node, link))
		return unknown("link", link, NO_ANSWER);
	if (opt.words)
		printf("The node %s's heartbeat link %s is ", node, link);
	printf("%s\n", l.word[3]);
	return OK;
}

static int
rscstatus(void)
{
	struct line l = {.next = answer};

	if (!next_line(&l, "rsc"))
		return NO_ANSWER;
	printf(opt.words ? "This node is holding %s resources.\n" : "%s\n",
	    l.word[1]);
	return OK;
}

static int
parameter(void)
{
	struct line l;

	if (!find(&l, "param", opt.parameter, NULL))
		return unknown("parameter", opt.parameter, STOPPED);
	if (opt.words)
		printf("Heartbeat parameter %s's value: ", l.word[1]);
	printf("%s%s%s\n", l.word[2], *l.word[3] == '\0' ? "" : " ", l.word[3]);
	return OK;
}

static int
clientstatus(const char *node, const char *client)
{
	struct line l;

	if (!find(&l, "self", node, NULL)) {
		fprintf(stderr,
		    "cl_status: %s: clients are known on their own node "
		    "only\n",
		    node);
		return NO_ANSWER;
	}
	if (!find(&l, "client", client, NULL)) {
		printf("offline\n");
		return STOPPED;
	}
	printf("online\n");
	return OK;
}

static int
hbstatus(void)
{
	if (!opt.verbose) {
		printf("Heartbeat is running on this machine.\n");
		return OK;
	}
	printf("version:\t" APPLET_VERSION "\nmanaged by:\t\"haresources\"\n");
	return listnodes();
}

static int
stopped(const char *what)
{
	if (strcmp(what, "hbstatus") == 0)
		printf("Heartbeat is stopped on this machine.\n");
	else
		fprintf(stderr, "ERROR: Cannot signon with heartbeat\n"
				"REASON: hb_api_signon: Can't initiate "
				"connection to heartbeat\n");
	return STOPPED;
}

/* One question of the command line: 0…2 words after it. */
static int
ask(const char *what, int n, char **word)
{
	static const char *const names[] = {"hbstatus", "listnodes",
	    "rscstatus", "hbparameter", "nodestatus", "nodetype", "nodeweight",
	    "nodesite", "listhblinks", "hblinkstatus", "clientstatus"};
	unsigned i = 0, all = sizeof(names) / sizeof(*names);
	int want;

	while (i < all && strcmp(names[i], what) != 0)
		i++;
	want = i < 4 ? 0 : i < 9 ? 1 : 2;
	if (i == all || n < want || n > want + (i == 10) ||
	    (i == 3) != (opt.parameter != NULL)) {
		fputs(usage, stderr);
		return BAD_ARGUMENT;
	}
	if (ctl_ask("dump", answer, sizeof(answer)) == -1)
		return stopped(what);
	switch (i) {
	case 0:
		return hbstatus();
	case 1:
		return listnodes();
	case 2:
		return rscstatus();
	case 3:
		return parameter();
	case 8:
		return listhblinks(word[0]);
	case 9:
		return hblinkstatus(word[0], word[1]);
	case 10:
		return clientstatus(word[0], word[1]);
	default:
		return node_question(what + 4, word[0]);
	}
}

int
cl_status_main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "-h";
	bool of_parameter = strcmp(what, "hbparameter") == 0;
	char *word[4];
	int c, n = 0;

	if (strcmp(what, "-h") == 0) {
		fputs(usage, stdout);
		return OK;
	}
	optind = 2;
	/* Options may come after the words, too, with any C library. */
	while (optind < argc && n < 4) {
		c = getopt(argc, argv, of_parameter ? "+mp:" : "+mnpv");
		switch (c) {
		case -1:
			if (optind < argc)
				word[n++] = argv[optind++];
			break;
		case 'm':
			opt.words = true;
			break;
		case 'n':
			opt.type = "normal";
			break;
		case 'p':
			opt.type = "ping";
			opt.parameter = of_parameter ? optarg : NULL;
			break;
		case 'v':
			opt.verbose = true;
			break;
		default:
			fputs(usage, stderr);
			return BAD_ARGUMENT;
		}
	}
	return ask(what, n, word);
}
