/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A configuration written out in the form of 8.4. */
#include <stdio.h>
#include <string.h>

#include "conf.h"
#include "lex.h"

static void
indent(FILE *f, int level)
{
	while (level-- > 0)
		fputs("    ", f);
}

/* Words that the parser takes without quotes. */
static int
is_plain(const char *s)
{
	if (*s == '\0')
		return 0;
	while (lex_is_word_char(*s) && *s != '\\')
		s++;
	return *s == '\0';
}

/* Print a word, in quotes where it needs them. */
static void
dump_word(const char *s, FILE *f)
{
	if (is_plain(s)) {
		fputs(s, f);
		return;
	}
	fputc('"', f);
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			fputc('\\', f);
		fputc(*s, f);
	}
	fputc('"', f);
}

static void
dump_opt(const struct conf_opt *o, FILE *f, int level)
{
	const char *value = o->value;

	indent(f, level);
	if (value == NULL && o->desc->kind == OPT_BOOL)
		value = "yes";
	if (value == NULL)
		fprintf(f, "%s;\n", o->desc->name);
	else if (is_plain(value) || o->desc->kind == OPT_LIST)
		fprintf(f, "%-16s %3s;\n", o->desc->name, value);
	else {
		fprintf(f, "%-16s ", o->desc->name);
		dump_word(value, f);
		fputs(";\n", f);
	}
}

static void
dump_opts(const char *name, const struct conf_opt *o, FILE *f, int level)
{
	if (o == NULL)
		return;
	indent(f, level);
	fprintf(f, "%s {\n", name);
	for (; o != NULL; o = o->next)
		dump_opt(o, f, level + 1);
	indent(f, level);
	fprintf(f, "}\n");
}

static void
dump_sections(const struct conf_resource *r, FILE *f)
{
	int s;

	for (s = 0; s < CONF_SECTIONS; s++)
		dump_opts(conf_section_name((enum conf_section)s), r->opts[s],
		    f, 1);
}

static void
dump_volume(const struct conf_volume *v, FILE *f, int level)
{
	indent(f, level);
	/* the name of 0.7, /dev/nb0, is none that 8.4 takes */
	if (v->device == NULL)
		fprintf(f, "%-16s minor %d;\n", "device", v->minor);
	else if (strncmp(v->device, "/dev/drbd", 9) == 0)
		fprintf(f, "%-16s %s minor %d;\n", "device", v->device,
		    v->minor);
	else
		fprintf(f, "%-16s /dev/drbd%d minor %d;\n", "device", v->minor,
		    v->minor);
	indent(f, level);
	fprintf(f, "%-16s ", "disk");
	dump_word(v->disk, f);
	fputs(";\n", f);
	indent(f, level);
	fprintf(f, "%-16s ", "meta-disk");
	dump_word(v->meta_disk, f);
	if (v->meta_index >= 0)
		fprintf(f, " [%d]", v->meta_index);
	fputs(";\n", f);
	dump_opts("disk", v->disk_opts, f, level);
}

static void
dump_host(const struct conf_host *h, FILE *f)
{
	const struct conf_volume *v;
	const struct conf_name *n;

	indent(f, 1);
	if (h->names == NULL)
		fprintf(f, "floating %.4s %s", h->address, h->address + 5);
	else
		fprintf(f, "on");
	for (n = h->names; n != NULL; n = n->next) {
		fputc(' ', f);
		dump_word(n->name, f);
	}
	fprintf(f, " {\n");
	for (v = h->volumes; v != NULL; v = v->next) {
		if (!v->explicit && v->disk_opts == NULL) {
			dump_volume(v, f, 2);
			continue;
		}
		indent(f, 2);
		fprintf(f, "volume %u {\n", v->number);
		dump_volume(v, f, 3);
		indent(f, 2);
		fprintf(f, "}\n");
	}
	if (h->names != NULL) {
		indent(f, 2);
		fprintf(f, "%-16s %.4s %s;\n", "address", h->address,
		    h->address + 5);
	}
	indent(f, 1);
	fprintf(f, "}\n");
}

void
conf_dump_resource(const struct conf *c, const struct conf_resource *r,
    const char *node, FILE *f)
{
	const struct conf_name *n;
	const struct conf_host *h;

	(void)c;
	fprintf(f, "# resource %s on %s: %signored, not stacked\n", r->name,
	    node, r->me != NULL ? "not " : "");
	fprintf(f, "# defined at %s:%u\n", r->pos.file, r->pos.line);
	fputs("resource ", f);
	dump_word(r->name, f);
	fputs(" {\n", f);
	for (h = r->hosts; h != NULL; h = h->next)
		dump_host(h, f);
	for (n = r->ignored_on; n != NULL; n = n->next)
		fprintf(f, "    ignore-on %s;\n", n->name);
	dump_sections(r, f);
	fprintf(f, "}\n\n");
}

void
conf_dump(const struct conf *c, const char *node, FILE *f)
{
	const struct conf_resource *r;

	fprintf(f, "# %s\n", c->file);
	if (c->global_pos.line != 0) {
		const struct conf_opt *o;

		fprintf(f, "global {\n");
		for (o = c->global; o != NULL; o = o->next)
			dump_opt(o, f, 1);
		fprintf(f, "}\n\n");
	}
	if (c->common.pos.line != 0) {
		fprintf(f, "common {\n");
		dump_sections(&c->common, f);
		fprintf(f, "}\n\n");
	}
	for (r = c->resources; r != NULL; r = r->next)
		conf_dump_resource(c, r, node, f);
}
