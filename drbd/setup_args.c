/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdsetup: the command line, and the request that it stands for. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "../lib/num.h"
#include "addr.h"
#include "conf.h"
#include "setup.h"

/* How many words each context wants. */
static const int context_words[] = {
    [CTX_MINOR] = 1,
    [CTX_RESOURCE] = 1,
    [CTX_NEW_MINOR] = 3,
    [CTX_ATTACH] = 4,
    [CTX_CONNECT] = 3,
    [CTX_CONNECTION] = 2,
};

static int
usage(const struct setup_command *c, const char *problem)
{
	fprintf(stderr, "drbdsetup %s: %s\nusage: drbdsetup %s %s\n", c->name,
	    problem, c->name, c->help);
	return SETUP_USAGE;
}

/* Switches that are no option of the driver. 1 when word is one. */
static int
take_switch(struct setup_args *a, const char *word)
{
	static const struct {
		const char *name;
		size_t at;
	} switches[] = {
	    {"--set-defaults", offsetof(struct setup_args, set_defaults)},
	    {"--verbose", offsetof(struct setup_args, verbose)},
	    {"--statistics", offsetof(struct setup_args, statistics)},
	    {"--show-defaults", offsetof(struct setup_args, show_defaults)},
	    {"--now", offsetof(struct setup_args, now)},
	    {"--timestamps", offsetof(struct setup_args, timestamps)},
	    {"--color=always", offsetof(struct setup_args, color)},
	};
	size_t i;
	int on = 1;

	for (i = 0; i < sizeof(switches) / sizeof(switches[0]); i++) {
		if (strcmp(word, switches[i].name) == 0) {
			memcpy((char *)a + switches[i].at, &on, sizeof(on));
			return 1;
		}
	}
	/* what may be given and changes nothing */
	return strncmp(word, "--color", 7) == 0 ||
	       strcmp(word, "--create-device") == 0;
}

static int
take_option(struct setup_args *a, const struct setup_command *c, int *argc,
    char ***argv)
{
	const char *word = **argv + 2;
	const struct opt_desc *d;
	const char *value = NULL;
	char name[48];
	size_t len = strcspn(word, "=");
	int64_t v;

	snprintf(name, sizeof(name), "%.*s", (int)len, word);
	d = opt_find((enum opt_group)c->groups[0], (enum opt_group)c->groups[1],
	    name);
	if (d == NULL || d->group == OPT_NONE) {
		fprintf(stderr, "drbdsetup %s: unrecognized option '--%s'\n",
		    c->name, word);
		return SETUP_USAGE;
	}
	if (word[len] == '=') {
		value = word + len + 1;
	} else if (d->kind != OPT_BOOL && d->kind != OPT_FLAG && *argc > 1) {
		value = *++*argv;
		--*argc;
	}
	switch (opt_value(d, value, &v)) {
	case OPT_OK:
		break;
	case OPT_RANGE:
		/* the driver itself brings a number into its range */
		if (v >= -1 && v <= UINT32_MAX)
			break;
		/* fallthrough */
	default:
		fprintf(stderr, "Option --%s: invalid argument '%s'\n", d->name,
		    value == NULL ? "" : value);
		return SETUP_USAGE;
	}
	if (d->kind == OPT_STR && value == NULL) {
		fprintf(stderr, "Option --%s: value expected\n", d->name);
		return SETUP_USAGE;
	}
	if (a->n_given == SETUP_MAX_ARGS)
		return usage(c, "too many options");
	a->given[a->n_given].desc = d;
	a->given[a->n_given++].value = value;
	return 0;
}

int
setup_parse(struct setup_args *a, const struct setup_command *c, int argc,
    char **argv)
{
	int wanted = context_words[c->context], code;

	memset(a, 0, sizeof(*a));
	for (; argc > 0; argc--, argv++) {
		if (strncmp(*argv, "--", 2) == 0) {
			if ((*argv)[2] == '\0' || take_switch(a, *argv))
				continue;
			code = take_option(a, c, &argc, &argv);
			if (code != 0)
				return code;
			continue;
		}
		if (a->n_words == (int)(sizeof(a->words) / sizeof(a->words[0])))
			return usage(c, "too many words");
		a->words[a->n_words++] = *argv;
	}
	if (c->context == CTX_MAYBE)
		return a->n_words > 1 ? usage(c, "too many words") : 0;
	if (a->n_words != wanted)
		return usage(c,
		    a->n_words < wanted ? "too few words" : "too many words");
	return 0;
}

/* One option, as the driver wants it. */
static void
put_option(struct nl_msg *m, const struct opt_desc *d, const char *value)
{
	unsigned type = d->attr | (d->noflag ? 0 : (unsigned)NL_MANDATORY);
	int64_t v = 0;

	opt_value(d, value, &v);
	switch (d->wire) {
	case WIRE_U8:
		nl_put_u8(m, type, (uint8_t)v);
		break;
	case WIRE_U64:
		nl_put_u64(m, type, (uint64_t)v);
		break;
	case WIRE_STR:
		nl_put_str(m, type, value);
		break;
	default:
		nl_put_u32(m, type, (uint32_t)v);
	}
}

static int
put_address(struct nl_msg *m, unsigned type, const char *text)
{
	struct addr a;

	if (addr_parse(&a, text) != 0) {
		fprintf(stderr,
		    "'%s' is not an address, expected as in "
		    "192.168.0.21:7788\n",
		    text);
		return -1;
	}
	nl_put(m, type | NL_MANDATORY, &a.sa, a.len);
	return 0;
}

static int
put_context(struct nl_msg *m, const struct setup_command *c,
    const struct setup_args *a)
{
	const char *const *w = a->words;
	long long volume;

	if (c->context == CTX_MINOR || c->context == CTX_ATTACH)
		return 0;
	nl_open(m, KERN_CONTEXT);
	if (c->context != CTX_CONNECTION)
		nl_put_str(m, CONTEXT_RESOURCE | NL_MANDATORY, *w++);
	if (c->context == CTX_NEW_MINOR) {
		if (num_parse(w[1], 0, 65534, &volume) != 0) {
			fprintf(stderr,
			    "'%s' is not a volume number, "
			    "expected 0..65534\n",
			    w[1]);
			return -1;
		}
		nl_put_u32(m, CONTEXT_VOLUME | NL_MANDATORY, (uint32_t)volume);
	}
	if (c->context == CTX_CONNECT || c->context == CTX_CONNECTION) {
		if (put_address(m, CONTEXT_MY_ADDR, w[0]) != 0 ||
		    put_address(m, CONTEXT_PEER_ADDR, w[1]) != 0)
			return -1;
	}
	nl_close(m);
	return 0;
}

static int
put_disks(struct nl_msg *m, const struct setup_args *a)
{
	const char *index = a->words[3];
	long long n;

	if (strcmp(index, "internal") == 0) {
		n = CONF_META_INTERNAL;
	} else if (strncmp(index, "flex", 4) == 0) {
		n = CONF_META_FLEXIBLE;
	} else if (num_parse(index, 0, 1 << 20, &n) != 0) {
		fprintf(stderr,
		    "'%s' is not an index, expected internal, "
		    "flexible or a number\n",
		    index);
		return -1;
	}
	nl_put_str(m, DISK_BACKING, a->words[1]);
	nl_put_str(m, DISK_META, a->words[2]);
	nl_put_u32(m, DISK_META_INDEX, (uint32_t)n);
	return 0;
}

int
setup_minor(const char *device)
{
	int minor = conf_device_minor(device);

	if (minor < 0)
		fprintf(stderr,
		    "Cannot determine minor device number of device '%s'\n",
		    device);
	return minor;
}

int
setup_request(struct nl_msg *m, const struct setup_command *c,
    const struct setup_args *a)
{
	const char *device = NULL;
	uint32_t minor = NL_NO_MINOR;
	unsigned nest = opt_nest((enum opt_group)c->groups[0]);
	int i, n;

	if (c->context == CTX_MINOR || c->context == CTX_ATTACH)
		device = a->words[0];
	if (c->context == CTX_NEW_MINOR)
		device = a->words[1];
	if (device != NULL) {
		n = setup_minor(device);
		if (n < 0)
			return SETUP_USAGE;
		minor = (uint32_t)n;
	}
	nl_begin(m, c->op, minor, a->set_defaults ? NL_SET_DEFAULTS : 0);
	if (put_context(m, c, a) != 0)
		return SETUP_USAGE;
	if (nest == 0 ||
	    (a->n_given == 0 && c->context != CTX_ATTACH && !a->set_defaults))
		return 0;
	nl_open(m, nest);
	for (i = 0; i < a->n_given; i++)
		put_option(m, a->given[i].desc, a->given[i].value);
	if (c->context == CTX_ATTACH && put_disks(m, a) != 0)
		return SETUP_USAGE;
	nl_close(m);
	return 0;
}
