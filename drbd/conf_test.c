/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbd.conf of each generation: what it becomes, and what is said of errors. */
#include <stdlib.h>
#include <string.h>

#include "../lib/tap.h"
#include "conf.h"

/* The how-to's file, word for word, stray brace and all. */
static const char howto[] =
    "resource drbd0 {\n\n    protocol C;\n\nincon-degr-cmd \"halt -f\";\n\n"
    "startup {\nwfc-timeout 45; # wait for 45 seconds for connection "
    "otherwise continue\ndegr-wfc-timeout 30; # 30 seconds\n}\n\n"
    "disk {\non-io-error panic;\n}\n\n"
    "syncer {\nrate 10M;\ngroup 1;\nal-extents 257;\n}\n\n"
    "on nodo1 {\ndevice /dev/nb0;\ndisk /dev/hda3;\n"
    "address 192.168.0.21:7788;\nmeta-disk /dev/hda1[0];\n}\n\n"
    "on nodo2 {\ndevice /dev/nb0;\ndisk /dev/hda2;\n"
    "address 192.168.0.22:7788;\nmeta-disk /dev/hda1[0];\n}\n}\n}\n";

#define HOSTS \
	"on nodo1 { device /dev/drbd0; disk /dev/hda3; " \
	"address 192.168.0.21:7788; meta-disk /dev/hda1[0]; }\n" \
	"on nodo2 { device /dev/drbd0; disk /dev/hda3; " \
	"address 192.168.0.22:7788; meta-disk /dev/hda1[0]; }\n"

/* The hosts of a resource with that minor, whose port ends so. */
#define ON(minor, port) \
	"on nodo1 { device /dev/nb" minor "; disk /dev/hda" port "; " \
	"address 192.168.0.21:778" port "; meta-disk internal; } " \
	"on nodo2 { device /dev/nb" minor "; disk /dev/hda" port "; " \
	"address 192.168.0.22:778" port "; meta-disk internal; } "

static const char *
value_of(const struct conf *c, enum conf_section s, const char *name)
{
	const struct conf_opt *o = conf_get(c, c->resources, s, name);

	return o == NULL ? "(none)" : o->value == NULL ? "(bare)" : o->value;
}

static const struct diag *
nth(const struct conf *c, int n)
{
	const struct diag *d = c->diags.first;

	while (n-- > 0 && d != NULL)
		d = d->next;
	return d;
}

/* The configuration as dump prints it, less where it came from. */
static char *
dumped(struct conf *c)
{
	char *text = NULL, *body;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	conf_select(c, "nodo1", NULL);
	conf_dump(c, "nodo1", f);
	fclose(f);
	body = strdup(strstr(text, "resource drbd0 {"));
	free(text);
	return body;
}

static void
test_howto(void)
{
	struct conf c, again;
	const struct conf_volume *v;
	char *first, *second;

	is_num(conf_parse(&c, "drbd.conf", howto, strlen(howto)), 0,
	    "the how-to's file is accepted as it is");
	ok(nth(&c, 0) != NULL && nth(&c, 0)->pos.line == 36 &&
		strstr(nth(&c, 0)->text, "stray '}'") != NULL,
	    "a warning names the line of the stray brace");
	ok(nth(&c, 1) != NULL && nth(&c, 1)->pos.line == 18 &&
		strstr(nth(&c, 1)->text, "'group' orders nothing") != NULL,
	    "a warning names the line of 'group', which is alone");
	ok(nth(&c, 2) == NULL, "and nothing else is warned of");
	is_str(value_of(&c, CONF_NET, "protocol"), "C", "protocol is net's");
	is_str(value_of(&c, CONF_DISK, "on-io-error"), "call-local-io-error",
	    "on-io-error panic calls a handler");
	ok(strstr(value_of(&c, CONF_HANDLERS, "local-io-error"), "sysrq") !=
		NULL,
	    "which stops the kernel");
	is_str(value_of(&c, CONF_HANDLERS, "pri-on-incon-degr"), "halt -f",
	    "incon-degr-cmd is a handler");
	is_str(value_of(&c, CONF_DISK, "resync-rate"), "10M",
	    "syncer rate is resync-rate");
	is_str(value_of(&c, CONF_DISK, "c-plan-ahead"), "0",
	    "and nothing plans ahead of it");
	is_str(value_of(&c, CONF_STARTUP, "degr-wfc-timeout"), "30",
	    "startup stays");
	conf_select(&c, "nodo2", NULL);
	v = c.resources->me->volumes;
	ok(v->minor == 0 && v->meta_index == 0, "minor and index are read");
	is_str(v->disk, "/dev/hda2", "each host has its own disk");
	is_str(v->device, "/dev/nb0", "the device keeps its name");
	is_str(c.resources->peer->address, "ipv4:192.168.0.21:7788",
	    "the other host is the peer");
	first = dumped(&c);
	is_num(conf_parse(&again, "dump", first, strlen(first)), 0,
	    "its dump is a configuration");
	ok(again.diags.first == NULL, "without a warning");
	second = dumped(&again);
	ok(strncmp(second, first, strlen(first) - 2) == 0,
	    "that dumps as the same");
	free(first);
	free(second);
	conf_free(&c);
	conf_free(&again);
}

/* text has an error with that exit code, on that line, saying what. */
static void
refuses(const char *text, int code, unsigned line, const char *what)
{
	struct conf c;
	const struct diag *d;
	int got = conf_parse(&c, "f", text, strlen(text));

	for (d = c.diags.first; d != NULL; d = d->next)
		if (d->code != 0 && strstr(d->text, what) != NULL)
			break;
	ok(got == code && d != NULL && d->pos.line == line,
	    "line %u is refused with %d: %s", line, code, what);
	if (got != code || d == NULL || d->pos.line != line) {
		printf("# code %d\n", got);
		for (d = c.diags.first; d != NULL; d = d->next)
			printf("# line %u: %s\n", d->pos.line, d->text);
	}
	conf_free(&c);
}

static void
test_errors(void)
{
	struct conf c;
	const struct diag *d;
	int errors = 0;
	static const char many[] =
	    "resource r0 {\n protocol X;\n net { timeout 601;\n foo 3;\n }\n"
	    " disk { resync-rate 5G; }\n" HOSTS "}\nfoo bar;\n";

	refuses("resource r0 {\n protocol C\n" HOSTS "}\n", 10, 3,
	    "';' expected");
	refuses("resource r0 {\n net { foo 3; }\n" HOSTS "}", 10, 2,
	    "'an option keyword' expected");
	refuses("resource r0 {\n net { timeout abc; }\n" HOSTS "}", 20, 2,
	    "'abc' is not a valid number");
	refuses("resource r0 {\n net { timeout 601; }\n" HOSTS "}", 10, 2,
	    "601 out of range [1..600]");
	refuses("resource r0 {\n syncer { rate 5G; }\n" HOSTS "}", 10, 2,
	    "5G => 5242880k out of range [1..4194304]k");
	refuses("resource r0 {\n protocol D;\n" HOSTS "}", 10, 2,
	    "should be one of A,B,C");
	refuses("resource r0 {\n net { }\n net { }\n" HOSTS "}", 10, 3,
	    "conflicting use of net section 'r0:net'");
	refuses("resource r0 {\n" HOSTS "}\nresource r0 {\n" HOSTS "}", 10, 5,
	    "conflicting use of resource section 'r0'");
	refuses("resource r0 {\n" HOSTS "}\nresource r0 {\n net { x; }\n}\n"
		"resource r1 {\n" HOSTS "}",
	    10, 9, "conflicting use of IP '192.168.0.21:7788'");
	refuses("global { }\ncommon { }\nglobal { minor-count 1; }", 10, 3,
	    "conflicting use of global section 'global'");
	refuses("resource r0 {\n" HOSTS "}\nresource r1 {\n" HOSTS "}", 10, 6,
	    "conflicting use of IP '192.168.0.21:7788'");
	refuses("resource r0 {\n on a { device /dev/drbd0; address "
		"1.2.3.4:1; meta-disk internal; }\n}",
	    10, 2, "'disk' keyword missing");
	refuses("resource r0 {\n on a { device /dev/sdz; }\n}", 10, 2,
	    "device name must start with /dev/drbd");
	refuses("resource r0 {\n on a { device /dev/drbd0 minor 1; }\n}", 10, 2,
	    "explicit minor number must match");
	refuses("resource r0 {\n on a { address 192.168.0.1; }\n}", 10, 2,
	    "':' expected");
	refuses("resource r0 {\n on a { address 999.1.1.1:7788; }\n}", 10, 2,
	    "'999.1.1.1:7788' is not an address");
	refuses("resource r0 {\n on a { meta-disk /dev/hda1[0; }\n}", 10, 2,
	    "']' expected");
	refuses("resource r0 {\n handlers { split-brain \"foo; }\n" HOSTS "}",
	    10, 2, "Unterminated double quoted string");
	refuses("resource r0 {\n protocol = C;\n" HOSTS "}", 10, 2,
	    "a value for protocol");
	refuses("common { protocol C;\n" HOSTS "}", 10, 2,
	    "no host sections allowed");
	refuses("skip { foo {\n", 10, 1, "reached eof while parsing");
	refuses("foo bar;\n", 10, 1, "'global | common | resource");
	refuses("resource r0 {\n stacked-on-top-of r1 { }\n" HOSTS "}", 10, 2,
	    "third site");
	refuses("resource r0 {\n proxy { }\n" HOSTS "}", 10, 2,
	    "DRBD Proxy is a separate product");
	refuses("include \"/nonexistent/file\";\n", 20, 1,
	    "Can not open '/nonexistent/file'");

	is_num(conf_parse(&c, "f", many, strlen(many)), 10,
	    "a file with many errors is refused");
	for (d = c.diags.first; d != NULL; d = d->next)
		errors += d->code != 0;
	is_num(errors, 5, "and all of them are found in one pass");
	conf_free(&c);
}

static void
test_generations(void)
{
	static const char volumes[] =
	    "resource r0 { net { protocol C; }\n"
	    "volume 0 { device /dev/drbd0; disk /dev/a; meta-disk internal; }"
	    "volume 1 { device minor 5; disk /dev/b; meta-disk /dev/c[1];"
	    " disk { resync-rate 2M; } }\n"
	    "on nodo1 { address 192.168.0.21:7788; }\n"
	    "on nodo2 { address ipv6 [fd00::22]:7788; } }";
	static const char syncer[] =
	    "common { syncer { rate 5M; verify-alg crc32c; } }\n"
	    "resource r0 { syncer { c-plan-ahead 7; cpu-mask 1; }\n"
	    "net { no-tcp-cork; always-asbp; }\n"
	    "handlers { outdate-peer \"/bin/x -t 5\"; }\n" HOSTS "}";
	struct conf c;
	struct conf_volume *v;

	is_num(conf_parse(&c, "f", volumes, strlen(volumes)), 0,
	    "volumes at resource level are 8.4's");
	conf_select(&c, "nodo1", NULL);
	v = c.resources->me->volumes;
	ok(v != NULL && v->next != NULL && v->next->minor == 5 &&
		v->next->meta_index == 1 && v->meta_index == CONF_META_INTERNAL,
	    "each host inherits them");
	ok(v->next->disk_opts != NULL &&
		strcmp(v->next->disk_opts->value, "2M") == 0,
	    "with their own disk options");
	is_str(c.resources->peer->address, "ipv6:[fd00::22]:7788",
	    "addresses may be of IPv6");
	conf_free(&c);

	is_num(conf_parse(&c, "f", syncer, strlen(syncer)), 0,
	    "8.3's syncer section is taken");
	is_str(value_of(&c, CONF_DISK, "resync-rate"), "5M",
	    "what common says holds");
	is_str(value_of(&c, CONF_DISK, "c-plan-ahead"), "7",
	    "what the resource says goes before it");
	is_str(value_of(&c, CONF_NET, "verify-alg"), "crc32c",
	    "algorithms go to net");
	is_str(value_of(&c, CONF_OPTIONS, "cpu-mask"), "1",
	    "the cpu-mask goes to options");
	is_str(value_of(&c, CONF_NET, "tcp-cork"), "no", "no-… means no");
	is_str(value_of(&c, CONF_NET, "always-asbp"), "(bare)",
	    "a bare name means yes");
	is_str(value_of(&c, CONF_HANDLERS, "fence-peer"), "/bin/x -t 5",
	    "outdate-peer is fence-peer");
	conf_free(&c);

	is_num(conf_device_minor("/dev/nb3"), 3, "/dev/nb3 is minor 3");
	is_num(conf_device_minor("/dev/drbd12"), 12, "/dev/drbd12 is 12");
	is_num(conf_device_minor("minor-4"), 4, "the kernel's minor-4 is 4");
	is_num(conf_device_minor("7"), 7, "a number is itself");
	is_num(conf_device_minor("/dev/sda1"), -1, "/dev/sda1 is none");
	is_num(conf_device_minor("9999999"), -1, "nor what is too large");
}

/* 0.7's groups: c is the first, and b the last. */
static void
test_groups(void)
{
	static const char groups[] =
	    "resource a { syncer { group 1; al-extents 61; }\n" ON("0",
		"1") "}\n"
		     "resource b { syncer { group 7; }\n" ON("1",
			 "2") "}\n"
			      "resource c {\n" ON("2",
				  "3") "}\n"
				       "resource d { syncer { group 7; }\n"
				       "disk { resync-after c; } " ON("3",
					   "4") "}\n";
	struct conf c;
	struct conf_resource *r;

	is_num(conf_parse(&c, "f", groups, strlen(groups)), 0,
	    "groups of 0.7 are taken");
	is_str(value_of(&c, CONF_DISK, "resync-after"), "c",
	    "who has none is of group 0 and goes first");
	is_str(value_of(&c, CONF_DISK, "al-extents"), "67",
	    "fewer extents than the driver has become its least");
	r = c.resources->next;
	is_str(conf_get(&c, r, CONF_DISK, "resync-after")->value, "a",
	    "the next group waits for the one before, whatever its number");
	ok(nth(&c, 0) != NULL && nth(&c, 0)->pos.line == 1 &&
		strstr(nth(&c, 0)->text, "al-extents 61") != NULL &&
		nth(&c, 2) != NULL && nth(&c, 2)->pos.line == 3 &&
		strstr(nth(&c, 2)->text, "'resync-after a'") != NULL,
	    "warnings name the lines");
	r = r->next->next;
	is_str(conf_get(&c, r, CONF_DISK, "resync-after")->value, "c",
	    "resync-after goes before group");
	conf_free(&c);
	refuses("resource a {\n syncer { group x; }\n" HOSTS "}", 10, 2,
	    "group: 'x' is not a valid number");
}

static void
test_fencing(void)
{
	static const char no_handler[] =
	    "resource r0 {\n disk { fencing resource-only; }\n" HOSTS "}";
	static const char handler[] =
	    "common { handlers { fence-peer x; } }\n"
	    "resource r0 { disk { fencing resource-only; }\n" HOSTS "}";
	static const char none[] =
	    "resource r0 { disk { fencing dont-care; }\n" HOSTS "}";
	struct conf c;

	is_num(conf_parse(&c, "f", no_handler, strlen(no_handler)), 0,
	    "fencing without a handler is taken");
	ok(nth(&c, 0) != NULL && nth(&c, 0)->pos.line == 2 &&
		strstr(nth(&c, 0)->text, "fence-peer") != NULL,
	    "with a warning that names the line");
	conf_free(&c);
	conf_parse(&c, "f", handler, strlen(handler));
	ok(nth(&c, 0) == NULL, "with one in common there is none");
	conf_free(&c);
	conf_parse(&c, "f", none, strlen(none));
	ok(nth(&c, 0) == NULL, "nor without fencing");
	conf_free(&c);
}

/* What a quoted string may hold, and what dump makes of it. */
static void
test_strings(void)
{
	static const char text[] =
	    "resource r0 { handlers { split-brain \"a \\\"b\\\" \\\\c $d\"; }\n"
	    "device minor 0; disk \"/dev/my disk\"; meta-disk internal;\n"
	    "on a { address 1.2.3.4:1; } on b { address 1.2.3.5:1; } }";
	static const char odd[] = "resource \"\001;\" { }";
	struct conf c;
	char *out;

	is_num(conf_parse(&c, "f", text, strlen(text)), 0,
	    "quotes may stand in a string");
	is_str(value_of(&c, CONF_HANDLERS, "split-brain"), "a \"b\" \\c $d",
	    "behind a backslash, which is none of it");
	c.resources->name = "drbd0";
	out = dumped(&c);
	ok(strstr(out, "\"a \\\"b\\\" \\\\c $d\";") != NULL,
	    "dump puts it there again");
	ok(strstr(out, "\"/dev/my disk\";") != NULL,
	    "and quotes a name with a blank");
	free(out);
	conf_free(&c);
	conf_parse(&c, "f", odd, strlen(odd));
	out = NULL;
	{
		size_t len;
		FILE *f = open_memstream(&out, &len);

		conf_dump(&c, "a", f);
		fclose(f);
	}
	ok(strstr(out, "resource \"\001;\" {") != NULL,
	    "and a character that is no word's");
	free(out);
	conf_free(&c);
	refuses("resource r0 {\n handlers { split-brain \"x\\\n\"; }\n" HOSTS
		"}",
	    10, 2, "Unterminated double quoted string");
}

/* Every beginning of a file must be read without an accident. */
static void
test_truncated(void)
{
	struct conf c;
	size_t len;

	for (len = 0; len < strlen(howto); len++) {
		conf_parse(&c, "f", howto, len);
		conf_select(&c, "nodo1", NULL);
		conf_free(&c);
	}
	ok(len == strlen(howto), "a file may end anywhere");
}

int
main(void)
{
	test_howto();
	test_errors();
	test_generations();
	test_groups();
	test_fencing();
	test_strings();
	test_truncated();
	return tap_done();
}
