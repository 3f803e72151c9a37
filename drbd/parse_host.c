/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbd.conf: hosts, their addresses and volumes. */
#include <stdio.h>
#include <string.h>

#include "../lib/num.h"
#include "addr.h"
#include "parse.h"

enum { MAX_MINOR = (1 << 20) - 1, MAX_VOLUME = 65534, MAX_INDEX = 1 << 20 };

int
conf_device_minor(const char *device)
{
	static const char *const prefixes[] = {
	    "/dev/drbd", "drbd", "/dev/nb", "minor-", ""};
	long long minor;
	size_t i, len;

	for (i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		len = strlen(prefixes[i]);
		if (strncmp(device, prefixes[i], len) == 0 &&
		    num_parse(device + len, 0, MAX_MINOR, &minor) == 0)
			return (int)minor;
	}
	return -1;
}

struct conf_volume *
conf_volume(struct conf_volume *list, unsigned number)
{
	while (list != NULL && list->number != number)
		list = list->next;
	return list;
}

static struct conf_volume *
add_volume(struct parser *p, struct conf_volume **list, unsigned number,
    struct pos pos)
{
	struct conf_volume *v = conf_volume(*list, number);

	if (v != NULL)
		return v;
	v = arena_alloc(&p->conf->arena, sizeof(*v));
	v->number = number;
	v->pos = pos;
	v->minor = -1;
	v->meta_index = CONF_META_NONE;
	while (*list != NULL)
		list = &(*list)->next;
	*list = v;
	return v;
}

/* A number as a word; -1 after an error. */
static long long
take_number(struct parser *p, const char *what, long long max)
{
	struct pos pos = parse_pos(p);
	const char *text = parse_value(p, what);
	long long n;

	if (text == NULL)
		return -1;
	if (num_parse(text, 0, max, &n) == 0)
		return n;
	diag_add(&p->conf->diags, 10, pos,
	    "'%s' is not a valid number, expected %s of 0..%lld", text, what,
	    max);
	parse_recover(p);
	return -1;
}

/* The name says a minor of its own, and it is the one that is told. */
static void
check_device_name(struct parser *p, struct conf_volume *v, struct pos pos)
{
	int named = conf_device_minor(v->device);
	const char *base = v->device;
	struct diags *diags = &p->conf->diags;

	if (strncmp(base, "/dev/", 5) == 0)
		base += 5;
	if (strncmp(base, "drbd", 4) != 0 &&
	    !(strncmp(base, "nb", 2) == 0 && named >= 0)) {
		diag_add(diags, 10, pos,
		    "device name must start with /dev/drbd\n"
		    "\t(/dev/ is optional, but drbd is required)");
	}
	if (v->minor < 0) {
		v->minor = named;
		if (named < 0)
			diag_add(diags, 10, pos,
			    "no minor given nor device name contains a minor "
			    "number");
		return;
	}
	if (v->minor != named && strncmp(base, "drbd_", 5) != 0)
		diag_add(diags, 10, pos,
		    "explicit minor number must match with device name\n"
		    "\tTry \"device /dev/drbd%d minor %d;\",\n"
		    "\tor leave off either device name or explicit minor.\n"
		    "\tArbitrary device names must start with /dev/drbd_\n"
		    "\tmind the '_'! (/dev/ is optional, but drbd_ is "
		    "required)",
		    v->minor, v->minor);
}

static void
parse_device(struct parser *p, struct conf_volume *v, struct pos pos)
{
	const char *word = parse_value(p, "device name | minor");
	long long minor = -1;

	if (word == NULL)
		return;
	if (strcmp(word, "minor") != 0) {
		v->device = strncmp(word, "drbd", 4) == 0
				? arena_printf(&p->conf->arena, "/dev/%s", word)
				: word;
		if (p->x.token.type == LEX_WORD &&
		    strcmp(p->x.token.text, "minor") == 0) {
			lex_next(&p->x);
			word = "minor";
		}
	}
	if (strcmp(word, "minor") == 0) {
		minor = take_number(p, "a minor", MAX_MINOR);
		if (minor < 0)
			return;
	}
	v->minor = (int)minor;
	if (v->device != NULL)
		check_device_name(p, v, pos);
	parse_expect(p, ';');
}

static void
parse_meta_disk(struct parser *p, struct conf_volume *v, int flexible)
{
	const char *word = parse_value(p, "internal | a device");
	long long index;

	if (word == NULL)
		return;
	v->meta_disk = word;
	v->meta_index = CONF_META_FLEXIBLE;
	if (strcmp(word, "internal") == 0)
		v->meta_index = CONF_META_INTERNAL;
	if (!flexible && lex_is(&p->x, '[')) {
		lex_next(&p->x);
		index = take_number(p, "an index", MAX_INDEX);
		if (index < 0 || parse_expect(p, ']') != 0)
			return;
		v->meta_index = (int)index;
	}
	parse_expect(p, ';');
}

static void
parse_volume(struct parser *p, struct conf_volume **list, struct pos pos)
{
	long long number = take_number(p, "a volume number", MAX_VOLUME);
	struct conf_volume *v, *inner;
	struct pos opened = parse_pos(p);
	const char *word;

	if (number < 0)
		return;
	v = add_volume(p, list, (unsigned)number, pos);
	v->explicit = 1;
	if (parse_expect(p, '{') != 0)
		return;
	while (parse_more(p, "volume", opened)) {
		word = parse_value(p, "device | disk | meta-disk");
		if (word == NULL)
			continue;
		if (strcmp(word, "disk") == 0 && lex_is(&p->x, '{')) {
			parse_disk_options(p, &v->disk_opts);
			continue;
		}
		/* the parts go to this volume: as if it were alone */
		inner = v->next;
		v->next = NULL;
		v->number = 0;
		if (strcmp(word, "volume") == 0 ||
		    !parse_volume_part(p, &v, word)) {
			parse_error(p,
			    "Parse error: 'device | disk | meta-disk' "
			    "expected,\n\tbut got '%s'",
			    word);
			parse_recover(p);
		}
		v->number = (unsigned)number;
		v->next = inner;
	}
}

int
parse_volume_part(struct parser *p, struct conf_volume **list, const char *name)
{
	struct pos pos = {p->file, p->x.last_line};
	struct conf_volume *v;

	if (strcmp(name, "volume") == 0) {
		parse_volume(p, list, pos);
		return 1;
	}
	if (strcmp(name, "device") != 0 && strcmp(name, "disk") != 0 &&
	    strcmp(name, "meta-disk") != 0 &&
	    strcmp(name, "flexible-meta-disk") != 0)
		return 0;
	v = add_volume(p, list, 0, pos);
	if (strcmp(name, "device") == 0) {
		parse_device(p, v, pos);
	} else if (strcmp(name, "disk") == 0) {
		v->disk = parse_value(p, "a device");
		if (v->disk != NULL)
			parse_expect(p, ';');
	} else {
		parse_meta_disk(p, v, name[0] == 'f');
	}
	return 1;
}

/* [ipv4|ipv6] address:port, up to what follows it; NULL after an error. */
static const char *
take_address(struct parser *p)
{
	static const char *const families[] = {
	    "ipv4", "ipv6", "sdp", "ssocks", "sci"};
	struct pos pos = parse_pos(p);
	const char *family = NULL, *text = "";
	struct addr a;
	size_t i;

	for (i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (p->x.token.type == LEX_WORD &&
		    strcmp(p->x.token.text, families[i]) == 0)
			family = families[i];
	if (family != NULL)
		lex_next(&p->x);
	if (family != NULL && strncmp(family, "ip", 2) != 0) {
		diag_add(&p->conf->diags, 10, pos,
		    "address family '%s' is not supported, expected ipv4 or "
		    "ipv6",
		    family);
		parse_recover(p);
		return NULL;
	}
	while (p->x.token.type == LEX_WORD || p->x.token.type == LEX_STRING ||
	       lex_is(&p->x, '[') || lex_is(&p->x, ']')) {
		text = arena_printf(&p->conf->arena, "%s%s", text,
		    p->x.token.text);
		lex_next(&p->x);
	}
	if (family == NULL)
		family = text[0] == '[' ? "ipv6" : "ipv4";
	if (*text == '\0') {
		parse_expected(p, "an address");
		parse_recover(p);
		return NULL;
	}
	if (strrchr(text, ':') == NULL || text[strlen(text) - 1] == ']') {
		parse_expected(p, ":");
		parse_recover(p);
		return NULL;
	}
	text = arena_printf(&p->conf->arena, "%s:%s", family, text);
	if (addr_parse(&a, text) != 0) {
		diag_add(&p->conf->diags, 10, pos,
		    "'%s' is not an address, expected as in %s", text + 5,
		    family[3] == '6' ? "[fd00::21]:7788" : "192.168.0.21:7788");
	}
	return text;
}

static struct conf_host *
add_host(struct parser *p, struct conf_resource *r, struct pos pos)
{
	struct conf_host *h = arena_alloc(&p->conf->arena, sizeof(*h));
	struct conf_host **end = &r->hosts;

	while (*end != NULL)
		end = &(*end)->next;
	*end = h;
	h->pos = pos;
	return h;
}

static void
host_block(struct parser *p, struct conf_host *h)
{
	struct pos opened = parse_pos(p), pos;
	const char *word;

	if (parse_expect(p, '{') != 0)
		return;
	while (parse_more(p, "on", opened)) {
		pos = parse_pos(p);
		word = parse_value(p, "device | disk | address | meta-disk | "
				      "flexible-meta-disk | volume");
		if (word == NULL)
			continue;
		if (strcmp(word, "address") == 0 && h->names != NULL) {
			const char *address = take_address(p);

			if (address == NULL)
				continue;
			h->address = address;
			parse_expect(p, ';');
		} else if (strcmp(word, "proxy") == 0) {
			diag_add(&p->conf->diags, 10, pos,
			    "'proxy' is not supported: DRBD Proxy is a "
			    "separate product");
			parse_recover(p);
		} else if (!parse_volume_part(p, &h->volumes, word)) {
			diag_add(&p->conf->diags, 10, pos,
			    "Parse error: 'device | disk | address | "
			    "meta-disk | flexible-meta-disk | volume' "
			    "expected,\n\tbut got '%s'",
			    word);
			parse_recover(p);
		}
	}
}

void
parse_on(struct parser *p, struct conf_resource *r, struct pos pos)
{
	struct conf_host *h = add_host(p, r, pos);
	struct conf_name **end = &h->names;
	struct conf_name *n;

	while (p->x.token.type == LEX_WORD || p->x.token.type == LEX_STRING) {
		n = arena_alloc(&p->conf->arena, sizeof(*n));
		n->name = p->x.token.text;
		*end = n;
		end = &n->next;
		lex_next(&p->x);
	}
	if (h->names == NULL) {
		h->names = arena_alloc(&p->conf->arena, sizeof(*n));
		h->names->name = "";
		parse_expected(p, "a host name");
	}
	host_block(p, h);
}

void
parse_floating(struct parser *p, struct conf_resource *r, struct pos pos)
{
	struct conf_host *h = add_host(p, r, pos);

	h->address = take_address(p);
	if (h->address == NULL)
		return;
	if (lex_is(&p->x, ';'))
		lex_next(&p->x);
	else
		host_block(p, h);
}
