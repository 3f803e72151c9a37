/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdadm: its command line, its verbs, and which resources they mean. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/num.h"
#include "adm.h"
#include "adm_verb.h"
#include "opt.h"

enum { MAX_RESOURCES = 64 };

/* What the command line says. */
struct request {
	const char *verb;
	const char *names[MAX_RESOURCES];
	int n_names;
	int help;
};

static const char default_file[] = "/etc/drbd.conf";
static const char defaults_file[] = "/etc/drbd.defaults";

static int
usage(FILE *f)
{
	const struct adm_verb *v;
	int column = 0;

	fprintf(f,
	    "usage: drbdadm [-d] [-v] [-c FILE] [--peer HOST] COMMAND "
	    "[--option ...] all|RESOURCE[/VOLUME] ...\n"
	    "  -d, --dry-run      print the commands, do nothing\n"
	    "  -v, --verbose      print the commands, too\n"
	    "  -c, --config-file  instead of %s\n"
	    "commands:\n",
	    default_file);
	for (v = adm_verbs; v->name != NULL; v++)
		if (!(v->flags & ADM_HIDDEN))
			fprintf(f, "  %-18s%s", v->name,
			    ++column % 4 == 0 ? "\n" : "");
	fprintf(f, "%s", column % 4 == 0 ? "" : "\n");
	return f == stdout ? 0 : ADM_USAGE;
}

/* The value of an option that has one; NULL after telling that it is not
 * there. */
static const char *
option_value(int *argc, char ***argv)
{
	const char *equals = strchr(**argv, '=');

	if (equals != NULL)
		return equals + 1;
	if (*argc < 2) {
		fprintf(stderr, "drbdadm: %s wants a value\n", **argv);
		return NULL;
	}
	--*argc;
	return *++*argv;
}

static int
is_option(const char *word, const char *letter, const char *name)
{
	size_t len = strlen(name);

	return (letter != NULL && strcmp(word, letter) == 0) ||
	       (strncmp(word, name, len) == 0 &&
		   (word[len] == '\0' || word[len] == '='));
}

static int
add_extra(struct adm *a, const char *word)
{
	if (a->n_extra == ADM_MAX_EXTRA)
		return usage(stderr);
	a->extra[a->n_extra++] = word;
	return 0;
}

static int
take_option(struct adm *a, struct request *q, int *argc, char ***argv)
{
	const char *word = **argv, *value = "";

	if (is_option(word, "-d", "--dry-run")) {
		a->dry_run = 1;
	} else if (is_option(word, "-v", "--verbose")) {
		a->verbose = 1;
	} else if (is_option(word, "-h", "--help")) {
		q->help = 1;
	} else if (is_option(word, "-c", "--config-file")) {
		a->file = value = option_value(argc, argv);
	} else if (is_option(word, "-P", "--peer")) {
		a->peer = value = option_value(argc, argv);
	} else if (is_option(word, "-W", "--setup-option")) {
		value = option_value(argc, argv);
		if (value != NULL)
			return add_extra(a, value);
	} else if (is_option(word, "-V", "--version")) {
		q->verb = "version";
	} else if (is_option(word, "-s", "--drbdsetup") ||
		   is_option(word, "-m", "--drbdmeta") ||
		   is_option(word, "-n", "--sh-varname")) {
		/* there is one program, and it is this */
		value = option_value(argc, argv);
	} else if (is_option(word, "-S", "--stacked")) {
		fprintf(stderr, "drbdadm: stacked resources are not "
				"supported\n");
		return ADM_USAGE;
	} else if (strcmp(word, "--") != 0) {
		/* of drbdsetup, before the verb too: -- --force primary r0 */
		return add_extra(a, word);
	}
	return value == NULL ? ADM_USAGE : 0;
}

static int
parse_arguments(struct adm *a, struct request *q, int argc, char **argv)
{
	int code = 0;

	for (; argc > 0 && code == 0; argc--, argv++) {
		if ((*argv)[0] == '-' && (*argv)[1] != '\0')
			code = take_option(a, q, &argc, &argv);
		else if (q->verb == NULL)
			q->verb = *argv;
		else if (q->n_names < MAX_RESOURCES)
			q->names[q->n_names++] = *argv;
		else
			code = usage(stderr);
	}
	return code;
}

int
adm_load(struct adm *a, int warnings)
{
	const char *node = getenv("__DRBD_NODE__");
	int code;

	if (node != NULL)
		snprintf(a->node, sizeof(a->node), "%s", node);
	else if (gethostname(a->node, sizeof(a->node) - 1) != 0)
		a->node[0] = '\0';
	if (a->file == NULL)
		a->file = default_file;
	code = conf_read(&a->conf, a->file,
	    strcmp(a->file, default_file) == 0 ? defaults_file : NULL);
	if (code == 20 && a->conf.diags.first == NULL) {
		fprintf(stderr, "Can not open '%s': %s.\n", a->file,
		    strerror(errno));
		return code;
	}
	diag_print(&a->conf.diags, stderr, warnings);
	if (code == 0)
		conf_select(&a->conf, a->node, a->peer);
	return code;
}

/* Run a verb on one resource, or on one volume of it. */
static int
run_on(struct adm *a, const struct adm_verb *verb,
    const struct conf_resource *r, const struct conf_volume *only)
{
	struct adm_volume v = {r, NULL};
	int code, first = 0;

	if (!(verb->flags & ADM_VOLUMES))
		return verb->run(a, verb, v);
	for (v.vol = r->me->volumes; v.vol != NULL; v.vol = v.vol->next) {
		if (only != NULL && v.vol != only)
			continue;
		code = verb->run(a, verb, v);
		if (first == 0)
			first = code;
	}
	return first;
}

/* NAME, NAME/VOLUME or a device: the resource, and *vol if one is meant. */
static const struct conf_resource *
find_named(const struct adm *a, const char *name,
    const struct conf_volume **vol)
{
	const struct conf_resource *r = conf_resource(&a->conf, name);
	const char *slash = strrchr(name, '/');
	int minor = conf_device_minor(name);
	long long number;
	char base[128];

	*vol = NULL;
	if (r == NULL && slash != NULL &&
	    num_parse(slash + 1, 0, 65534, &number) == 0) {
		snprintf(base, sizeof(base), "%.*s", (int)(slash - name), name);
		r = conf_resource(&a->conf, base);
		if (r != NULL && r->me != NULL)
			*vol = conf_volume(r->me->volumes, (unsigned)number);
		if (*vol == NULL)
			r = NULL;
	}
	if (r == NULL && minor >= 0) {
		for (r = a->conf.resources; r != NULL; r = r->next) {
			*vol = r->me == NULL ? NULL : r->me->volumes;
			while (*vol != NULL && (*vol)->minor != minor)
				*vol = (*vol)->next;
			if (*vol != NULL)
				break;
		}
	}
	return r;
}

/* The resources that names mean; NULL at the end of list. */
static int
select_resources(const struct adm *a, const struct request *q,
    const struct conf_resource **list, const struct conf_volume **vols)
{
	const struct conf_resource *r;
	int i, n = 0;

	if (a->conf.resources == NULL) {
		fprintf(stderr, "no resources defined!\n");
		return ADM_USAGE;
	}
	for (i = 0; i < q->n_names; i++) {
		if (strcmp(q->names[i], "all") == 0) {
			for (r = a->conf.resources; r != NULL; r = r->next) {
				if (r->me == NULL || n >= MAX_RESOURCES - 1)
					continue;
				vols[n] = NULL;
				list[n++] = r;
			}
			if (n > 0)
				continue;
			fprintf(stderr,
			    "WARN: no normal resources defined for this host "
			    "(%s)!?\nMisspelled name of the local machine "
			    "with the 'on' keyword ?\n",
			    a->node);
			return ADM_USAGE;
		}
		r = find_named(a, q->names[i], &vols[n]);
		if (r == NULL || r->me == NULL || n >= MAX_RESOURCES - 1) {
			fprintf(stderr,
			    "'%s' not defined in your config "
			    "(for this host).\n",
			    q->names[i]);
			return ADM_USAGE;
		}
		list[n++] = r;
	}
	list[n] = NULL;
	return 0;
}

/* What scripts read of drbd-utils: which driver there is, and that the tools
 * are of its generation. */
static int
version(void)
{
	char line[64] = "";
	FILE *f = fopen("/proc/drbd", "re");
	const char *p;
	unsigned code = 0, part;

	if (f != NULL && fgets(line, sizeof(line), f) != NULL) {
		p = line + strcspn(line, "0123456789");
		for (int i = 0; i < 3; i++) {
			for (part = 0; *p >= '0' && *p <= '9'; p++)
				part = part * 10 + (unsigned)(*p - '0');
			code = code << 8 | (part & 0xff);
			p += *p == '.';
		}
	}
	if (f != NULL)
		fclose(f);
	printf("DRBDADM_API_VERSION=1\n"
	       "DRBD_KERNEL_VERSION_CODE=0x%06x\n"
	       "DRBDADM_VERSION_CODE=0x08040b\n"
	       "DRBDADM_VERSION=8.4.11\n",
	    code);
	return 0;
}

/* The verbs that usage leaves out, for those who write scripts. */
static int
hidden_commands(void)
{
	const struct adm_verb *v;

	printf("for scripts and experts:\n");
	for (v = adm_verbs; v->name != NULL; v++)
		if (v->flags & ADM_HIDDEN)
			printf("  %s\n", v->name);
	printf("what the driver calls, which runs the handler of that name:\n");
	adm_list_events(stdout);
	return 0;
}

static int
run_verb(struct adm *a, const struct adm_verb *verb, struct request *q)
{
	const struct conf_resource *list[MAX_RESOURCES];
	const struct conf_volume *vols[MAX_RESOURCES];
	int i, code, first = 0;

	if (q->n_names == 0) {
		if (verb->none != NULL)
			return verb->none(a, verb);
		if (!(verb->flags & ADM_DEFAULT_ALL)) {
			fprintf(stderr, "No resource names specified\n");
			return ADM_USAGE;
		}
		q->names[q->n_names++] = "all";
	}
	code = select_resources(a, q, list, vols);
	if (code != 0)
		return code;
	/* what is about the whole file does not look at names */
	if (verb->run == NULL && verb->together == NULL)
		return verb->none(a, verb);
	if (verb->together != NULL)
		return verb->together(a, list);
	for (i = 0; list[i] != NULL; i++) {
		if (vols[i] == NULL && (verb->flags & ADM_ONE_VOLUME)) {
			fprintf(stderr,
			    "%s wants one device, as in 'drbdadm %s %s/0'\n",
			    verb->name, verb->name, list[i]->name);
			return ADM_USAGE;
		}
		code = run_on(a, verb, list[i], vols[i]);
		if (first == 0)
			first = code;
	}
	return first;
}

static const struct adm_verb *
find_verb(const char *name)
{
	const struct adm_verb *v;
	char text[32];
	size_t i;

	snprintf(text, sizeof(text), "%s", name);
	for (i = 0; text[i] != '\0'; i++)
		if (text[i] == '_')
			text[i] = '-';
	for (v = adm_verbs; v->name != NULL; v++)
		if (strcmp(v->name, text) == 0)
			return v;
	return NULL;
}

int
adm_main(int argc, char **argv)
{
	struct adm *a = calloc(1, sizeof(*a));
	const struct adm_verb *verb;
	struct request q = {0};
	int code;

	if (a == NULL)
		return ADM_SYSTEM;
	if (argc >= 2 && adm_is_event(argv[1])) {
		free(a);
		return adm_helper(argc, argv);
	}
	code = parse_arguments(a, &q, argc - 1, argv + 1);
	if (code == 0 && (q.help || q.verb == NULL)) {
		code = usage(q.help ? stdout : stderr);
	} else if (code == 0 && strcmp(q.verb, "version") == 0) {
		code = version();
	} else if (code == 0 && strcmp(q.verb, "hidden-commands") == 0) {
		code = hidden_commands();
	} else if (code == 0) {
		verb = find_verb(q.verb);
		if (verb == NULL) {
			usage(stderr);
			fprintf(stderr, "unknown command '%s'\n", q.verb);
			code = ADM_USAGE;
		} else {
			code = adm_load(a, !(verb->flags & ADM_QUIET));
			if (code == 0)
				code = run_verb(a, verb, &q);
		}
	}
	fflush(stdout);
	cmd_free(&a->cmd);
	conf_free(&a->conf);
	free(a);
	return code;
}
