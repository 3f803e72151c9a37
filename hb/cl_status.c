/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cl_status(1): what the daemon knows, one question at a time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "applets.h"
#include "ctl_protocol.h"

enum { OK = 0, STOPPED = 1, BAD_ARGUMENT = 11, NO_ANSWER = 13 };

static const char usage[] =
    "usage: cl_status hbstatus [-v] | listnodes [-n|-p] | rscstatus [-m]\n"
    "       cl_status nodestatus|nodetype|nodeweight|nodesite [-m] NODE\n"
    "       cl_status listhblinks [-m] NODE | hblinkstatus [-m] NODE LINK\n"
    "       cl_status clientstatus [-m] NODE CLIENT | hbparameter -p NAME\n";

static char answer[16384];

/* Walk over the daemon's lines: words of each one that begins with what. */
struct lines {
	char *at, *save;
};

static bool
next_line(struct lines *l, const char *what, char *word[4])
{
	static char none[] = "";
	char *line;

	while ((line = strtok_r(l->at, "\n", &l->save)) != NULL) {
		char *save = NULL, *w;
		unsigned n = 0;

		l->at = NULL;
		word[0] = word[1] = word[2] = word[3] = none;
		/* The last word is the rest of the line. */
		for (w = strtok_r(line, " ", &save); w != NULL && n < 3;
		     w = strtok_r(NULL, n < 2 ? " " : "", &save))
			word[n++] = w;
		if (strcmp(word[0], "link") == 0) {
			/* link NODE LINK STATUS: cut the rest once more */
			char *status = strchr(word[2], ' ');

			if (status != NULL) {
				*status = '\0';
				word[3] = status + 1;
			}
		}
		if (strcmp(word[0], what) == 0)
			return true;
	}
	return false;
}

static struct lines
begin(void)
{
	static char copy[sizeof(answer)];

	memcpy(copy, answer, sizeof(copy));
	return (struct lines){copy, NULL};
}

/* The third word of `node NAME TYPE STATUS`, or the fourth. */
static const char *
node_word(const char *node, bool status)
{
	struct lines l = begin();
	char *word[4], *space;

	while (next_line(&l, "node", word)) {
		if (strcasecmp(word[1], node) != 0)
			continue;
		space = strchr(word[2], ' ');
		if (space == NULL)
			return word[2];
		*space = '\0';
		return status ? space + 1 : word[2];
	}
	return NULL;
}

static int
unknown_node(const char *node)
{
	fprintf(stderr,
	    "cl_status: %s: no such node, expected one of "
	    "`cl_status listnodes`\n",
	    node);
	return BAD_ARGUMENT;
}

static int
listnodes(const char *type)
{
	struct lines l = begin();
	char *word[4], *space;

	while (next_line(&l, "node", word)) {
		if ((space = strchr(word[2], ' ')) != NULL)
			*space = '\0';
		if (type == NULL || strcmp(type, word[2]) == 0)
			printf("%s\n", word[1]);
	}
	return OK;
}

static int
node_question(const char *what, bool words, const char *node)
{
	bool is_status = strcmp(what, "nodestatus") == 0;
	const char *v = node_word(node, is_status);

	if (v == NULL)
		return unknown_node(node);
	if (strcmp(what, "nodeweight") == 0)
		v = "100";
	else if (strcmp(what, "nodesite") == 0)
		v = "";
	if (!words)
		printf("%s\n", v);
	else if (is_status)
		printf("The cluster node %s is %s\n", node, v);
	else
		printf("The %s of cluster node %s is %s\n", what + 4, node, v);
	return OK;
}

static int
links(bool words, const char *node, const char *link)
{
	struct lines l = begin();
	char *word[4];

	if (node_word(node, true) == NULL)
		return unknown_node(node);
	l = begin();
	while (next_line(&l, "link", word)) {
		if (strcasecmp(word[1], node) != 0)
			continue;
		if (link == NULL) {
			printf("\t%s\n", word[2]);
		} else if (strcmp(word[2], link) == 0) {
			if (words)
				printf("The heartbeat link %s of %s is %s\n",
				    link, node, word[3]);
			else
				printf("%s\n", word[3]);
			return OK;
		}
	}
	if (link == NULL)
		return OK;
	fprintf(stderr,
	    "cl_status: %s: no such link, expected one of "
	    "`cl_status listhblinks %s`\n",
	    link, node);
	return BAD_ARGUMENT;
}

static int
rscstatus(bool words)
{
	struct lines l = begin();
	char *word[4];

	if (!next_line(&l, "rsc", word))
		return NO_ANSWER;
	if (words)
		printf("This node is holding %s resources.\n", word[1]);
	else
		printf("%s\n", word[1]);
	return OK;
}

static int
parameter(const char *name)
{
	struct lines l = begin();
	char *word[4];

	while (next_line(&l, "param", word))
		if (strcmp(word[1], name) == 0) {
			printf("%s\n", word[2]);
			return OK;
		}
	fprintf(stderr, "cl_status: %s: is not set in ha.cf\n", name);
	return STOPPED;
}

static int
clientstatus(const char *node, const char *client)
{
	struct lines l = begin();
	char *word[4];

	if (node_word(node, true) == NULL)
		return unknown_node(node);
	l = begin();
	if (next_line(&l, "self", word) && strcasecmp(word[1], node) != 0) {
		fprintf(stderr,
		    "cl_status: %s: clients of the other node are "
		    "not known here\n",
		    node);
		return NO_ANSWER;
	}
	while (next_line(&l, "client", word))
		if (strcmp(word[1], client) == 0) {
			printf("online\n");
			return OK;
		}
	printf("offline\n");
	return OK;
}

static int
hbstatus(bool verbose)
{
	struct lines l;
	char *word[4];

	printf("Heartbeat is running on this machine.\n");
	if (!verbose)
		return OK;
	printf("version: " APPLET_VERSION "\nmanaged by: \"haresources\"\n");
	l = begin();
	while (next_line(&l, "node", word))
		printf("node %s: %s\n", word[1], word[2]);
	l = begin();
	while (next_line(&l, "link", word))
		printf("link %s/%s: %s\n", word[1], word[2], word[3]);
	return OK;
}

int
cl_status_main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "", *name = NULL;
	const char *type = NULL;
	bool words = false, verbose = false;
	int c, n;

	if (strcmp(what, "-h") == 0 || strcmp(what, "--help") == 0) {
		fputs(usage, stdout);
		return OK;
	}
	optind = 2;
	while (argc > 1 && (c = getopt(argc, argv, "mnpv")) != -1) {
		switch (c) {
		case 'm':
			words = true;
			break;
		case 'n':
			type = "normal";
			break;
		case 'p':
			type = "ping";
			break;
		case 'v':
			verbose = true;
			break;
		default:
			fputs(usage, stderr);
			return BAD_ARGUMENT;
		}
	}
	n = argc - optind;
	name = n > 0 ? argv[optind] : NULL;
	if (ctl_ask("dump", answer, sizeof(answer)) == -1) {
		if (strcmp(what, "hbstatus") == 0)
			printf("Heartbeat is stopped on this machine.\n");
		else
			fprintf(stderr,
			    "ERROR: Cannot signon with heartbeat\n"
			    "REASON: hb_api_signon: Can't initiate connection "
			    "to heartbeat\n");
		return STOPPED;
	}
	if (strcmp(what, "hbstatus") == 0 && n == 0)
		return hbstatus(verbose);
	if (strcmp(what, "listnodes") == 0 && n == 0)
		return listnodes(type);
	if (strcmp(what, "rscstatus") == 0 && n == 0)
		return rscstatus(words);
	if (strncmp(what, "node", 4) == 0 && n == 1 &&
	    (strcmp(what + 4, "status") == 0 || strcmp(what + 4, "type") == 0 ||
		strcmp(what + 4, "site") == 0 ||
		strcmp(what + 4, "weight") == 0))
		return node_question(what, words, name);
	if (strcmp(what, "listhblinks") == 0 && n == 1)
		return links(words, name, NULL);
	if (strcmp(what, "hblinkstatus") == 0 && n == 2)
		return links(words, name, argv[optind + 1]);
	if (strcmp(what, "clientstatus") == 0 && (n == 2 || n == 3))
		return clientstatus(name, argv[optind + 1]);
	if (strcmp(what, "hbparameter") == 0 && n == 1 && type != NULL)
		return parameter(name);
	fputs(usage, stderr);
	return BAD_ARGUMENT;
}
