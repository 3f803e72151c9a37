/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A configuration written out as XML, as drbdadm dump-xml of 8.4 does. */
#include <stdio.h>
#include <string.h>

#include "addr.h"
#include "conf.h"

/* A line that begins level steps to the right. */
__attribute__((format(printf, 3, 4))) static void
line(FILE *f, int level, const char *fmt, ...)
{
	va_list ap;

	fprintf(f, "%*s", 4 * level, "");
	va_start(ap, fmt);
	vfprintf(f, fmt, ap);
	va_end(ap);
}

static void
escaped(FILE *f, const char *s)
{
	for (; *s != '\0'; s++) {
		switch (*s) {
		case '&':
			fputs("&amp;", f);
			break;
		case '<':
			fputs("&lt;", f);
			break;
		case '>':
			fputs("&gt;", f);
			break;
		case '"':
			fputs("&quot;", f);
			break;
		default:
			fputc(*s, f);
		}
	}
}

static void
element(FILE *f, int level, const char *tag, const char *text, const char *end)
{
	line(f, level, "<%s>", tag);
	escaped(f, text);
	fprintf(f, "</%s>\n", end);
}

static void
section(FILE *f, int level, const char *name, const struct conf_opt *o)
{
	const char *value;

	if (o == NULL)
		return;
	line(f, level, "<section name=\"%s\">\n", name);
	for (; o != NULL; o = o->next) {
		value = o->value;
		if (value == NULL && o->desc->kind == OPT_BOOL)
			value = "yes";
		line(f, level + 1, "<option name=\"%s\"", o->desc->name);
		if (value != NULL) {
			fputs(" value=\"", f);
			escaped(f, value);
			fputc('"', f);
		}
		fputs("/>\n", f);
	}
	line(f, level, "</section>\n");
}

static void
sections(FILE *f, int level, const struct conf_resource *r)
{
	int s;

	for (s = 0; s < CONF_SECTIONS; s++)
		section(f, level, conf_section_name((enum conf_section)s),
		    r->opts[s]);
}

static void
volume(FILE *f, int level, const struct conf_volume *v)
{
	char tag[32];

	line(f, level, "<volume vnr=\"%u\">\n", v->number);
	snprintf(tag, sizeof(tag), "device minor=\"%d\"", v->minor);
	element(f, level + 1, tag, v->device != NULL ? v->device : "",
	    "device");
	element(f, level + 1, "disk", v->disk, "disk");
	snprintf(tag, sizeof(tag), "meta-disk");
	if (v->meta_index >= 0)
		snprintf(tag, sizeof(tag), "meta-disk index=\"%d\"",
		    v->meta_index);
	element(f, level + 1, tag, v->meta_disk, "meta-disk");
	section(f, level + 1, "disk", v->disk_opts);
	line(f, level, "</volume>\n");
}

static void
host(FILE *f, int level, const struct conf_host *h)
{
	const struct conf_name *n;
	const struct conf_volume *v;
	char text[ADDR_TEXT_BYTES];
	const char *port = strrchr(h->address, ':'), *ip = h->address + 5;
	size_t len = (size_t)(port - ip);

	line(f, level, "<host %s=\"%s", h->names != NULL ? "name" : "floating",
	    h->names != NULL ? "" : "1");
	for (n = h->names; n != NULL; n = n->next) {
		escaped(f, n->name);
		fputs(n->next != NULL ? " " : "", f);
	}
	fputs("\">\n", f);
	for (v = h->volumes; v != NULL; v = v->next)
		volume(f, level + 1, v);
	/* an IPv6 address without its brackets */
	snprintf(text, sizeof(text), "%.*s", (int)(*ip == '[' ? len - 2 : len),
	    *ip == '[' ? ip + 1 : ip);
	line(f, level + 1,
	    "<address family=\"%.4s\" port=\"%s\">%s</address>\n", h->address,
	    port + 1, text);
	line(f, level, "</host>\n");
}

/* What of the global section has a place in this form. */
static void
global(FILE *f, const struct conf *c)
{
	static const struct {
		const char *name, *attribute; /* NULL: only that it is there */
	} known[] = {{"disable-ip-verification", NULL},
	    {"minor-count", "count"}, {"dialog-refresh", "refresh"}};
	const struct conf_opt *o;
	int any = 0;
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		o = conf_in_list(c->global,
		    opt_find(OPT_GLOBAL, OPT_NONE, known[i].name));
		if (o == NULL)
			continue;
		if (!any++)
			line(f, 1, "<global>\n");
		line(f, 2, "<%s", known[i].name);
		if (known[i].attribute != NULL)
			fprintf(f, " %s=\"%s\"", known[i].attribute, o->value);
		fputs("/>\n", f);
	}
	if (any)
		line(f, 1, "</global>\n");
}

static void
resource(FILE *f, int level, const struct conf_resource *r)
{
	const struct conf_host *h;

	line(f, level, "<resource name=\"");
	escaped(f, r->name);
	fprintf(f, "\" conf-file-line=\"");
	escaped(f, r->pos.file);
	fprintf(f, ":%u\">\n", r->pos.line);
	for (h = r->hosts; h != NULL; h = h->next)
		host(f, level + 1, h);
	sections(f, level + 1, r);
	line(f, level, "</resource>\n");
}

void
conf_dump_xml(const struct conf *c, const struct conf_resource *only, FILE *f)
{
	const struct conf_resource *r;

	if (only != NULL) {
		resource(f, 0, only);
		return;
	}
	fprintf(f, "<config file=\"");
	escaped(f, c->file);
	fprintf(f, "\">\n");
	global(f, c);
	if (c->common.pos.line != 0) {
		line(f, 1, "<common>\n");
		sections(f, 2, &c->common);
		line(f, 1, "</common>\n");
	}
	for (r = c->resources; r != NULL; r = r->next)
		resource(f, 1, r);
	fprintf(f, "</config>\n");
}
