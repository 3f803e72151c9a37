/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbd.conf: files, resources, and going on after an error. */
#include <errno.h>
#include <string.h>

#include "files.h"
#include "parse.h"

struct pos
parse_pos(const struct parser *p)
{
	return (struct pos){p->file, p->x.token.line};
}

void
parse_error(struct parser *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	diag_vadd(&p->conf->diags, 10, parse_pos(p), fmt, ap);
	va_end(ap);
}

void
parse_expected(struct parser *p, const char *what)
{
	if (p->x.token.type == LEX_UNTERMINATED) {
		parse_error(p, "Unterminated double quoted string \"%s",
		    p->x.token.text);
		return;
	}
	parse_error(p, "Parse error: '%s' expected,\n\tbut got '%s'", what,
	    p->x.token.text);
}

void
parse_recover(struct parser *p)
{
	int depth = 0;

	for (; p->x.token.type != LEX_EOF; lex_next(&p->x)) {
		if (lex_is(&p->x, '{'))
			depth++;
		if (lex_is(&p->x, '}') && depth-- <= 1) {
			if (depth == 0)
				lex_next(&p->x);
			return;
		}
		if (lex_is(&p->x, ';') && depth == 0) {
			lex_next(&p->x);
			return;
		}
	}
}

int
parse_expect(struct parser *p, char c)
{
	char what[2] = {c, '\0'};

	if (lex_is(&p->x, c)) {
		lex_next(&p->x);
		return 0;
	}
	parse_expected(p, what);
	if (c != ';' || p->x.token.line == p->x.last_line)
		parse_recover(p);
	return -1;
}

const char *
parse_value(struct parser *p, const char *what)
{
	const char *text = p->x.token.text;

	if (p->x.token.type != LEX_WORD && p->x.token.type != LEX_STRING) {
		parse_expected(p, what);
		/* what stands behind the open quote is lost with its line */
		if (p->x.token.type == LEX_UNTERMINATED)
			lex_next(&p->x);
		else
			parse_recover(p);
		return NULL;
	}
	lex_next(&p->x);
	return text;
}

int
parse_more(struct parser *p, const char *block, struct pos opened)
{
	if (p->x.token.type == LEX_EOF) {
		diag_add(&p->conf->diags, 0, parse_pos(p),
		    "the file ends inside of '%s' (line %u): '}' is missing",
		    block, opened.line);
		return 0;
	}
	if (!lex_is(&p->x, '}'))
		return 1;
	lex_next(&p->x);
	return 0;
}

static void
parse_names(struct parser *p, struct conf_name **list)
{
	struct conf_name *n;

	while (*list != NULL)
		list = &(*list)->next;
	while (p->x.token.type == LEX_WORD || p->x.token.type == LEX_STRING) {
		n = arena_alloc(&p->conf->arena, sizeof(*n));
		n->name = p->x.token.text;
		*list = n;
		list = &n->next;
		lex_next(&p->x);
	}
}

static void
refuse_block(struct parser *p, const char *what, const char *why)
{
	parse_error(p, "'%s' is not supported: %s", what, why);
	parse_recover(p);
}

static void
resource_statement(struct parser *p, struct conf_resource *r, int is_common)
{
	struct pos pos = parse_pos(p);
	const char *word;

	word = parse_value(p,
	    is_common ? "protocol | disk | net | syncer | startup | handlers "
			"| options"
		      : "protocol | on | disk | net | syncer | startup | "
			"handlers | options | volume | floating | ignore-on");
	if (word == NULL)
		return;
	if (strcmp(word, "disk") == 0 && !lex_is(&p->x, '{')) {
		if (parse_volume_part(p, &r->volumes, word))
			return;
	}
	if (parse_section_number(word) >= 0) {
		parse_section(p, r, word);
		return;
	}
	if (parse_loose_option(p, r, word))
		return;
	if (strcmp(word, "proxy") == 0) {
		refuse_block(p, word, "DRBD Proxy is a separate product");
	} else if (strcmp(word, "stacked-on-top-of") == 0) {
		refuse_block(p, word,
		    "a third site behind the pair is not provided for");
	} else if (is_common &&
		   (strcmp(word, "on") == 0 || strcmp(word, "floating") == 0)) {
		diag_add(&p->conf->diags, 10, pos,
		    "in the common section, there are no host sections "
		    "allowed.");
		parse_recover(p);
	} else if (strcmp(word, "on") == 0) {
		parse_on(p, r, pos);
	} else if (strcmp(word, "floating") == 0) {
		parse_floating(p, r, pos);
	} else if (strcmp(word, "ignore-on") == 0) {
		parse_names(p, &r->ignored_on);
		parse_expect(p, ';');
	} else if (is_common || !parse_volume_part(p, &r->volumes, word)) {
		diag_add(&p->conf->diags, 10, pos,
		    "Parse error: 'protocol | on | disk | net | syncer | "
		    "startup | handlers | options | volume | device | "
		    "meta-disk | floating | ignore-on' expected,\n"
		    "\tbut got '%s'",
		    word);
		parse_recover(p);
	}
}

static void
parse_resource_block(struct parser *p, struct conf_resource *r, int is_common)
{
	struct pos opened = parse_pos(p);

	if (parse_expect(p, '{') != 0)
		return;
	while (parse_more(p, is_common ? "common" : r->name, opened))
		resource_statement(p, r, is_common);
}

static void
parse_resource(struct parser *p, struct pos pos)
{
	struct conf_resource *r = arena_alloc(&p->conf->arena, sizeof(*r));
	struct conf_resource **end = &p->conf->resources;

	r->pos = pos;
	r->group = -1;
	r->name = parse_value(p, "a resource name");
	if (r->name == NULL)
		return;
	while (*end != NULL)
		end = &(*end)->next;
	*end = r;
	parse_resource_block(p, r, 0);
}

static void
parse_common(struct parser *p, struct pos pos)
{
	struct conf_resource *common = &p->conf->common;

	diag_once(&p->conf->diags, &common->pos, pos, "common section",
	    "common");
	common->name = "common";
	common->group = -1;
	parse_resource_block(p, common, 1);
}

static void
parse_skip(struct parser *p, struct pos pos)
{
	int depth = 0;

	/* anything may stand before the brace: skip resource r0 { … } */
	for (;; lex_next(&p->x)) {
		if (p->x.token.type == LEX_EOF) {
			diag_add(&p->conf->diags, 10, pos,
			    "reached eof while parsing this skip block.");
			return;
		}
		if (lex_is(&p->x, '{'))
			depth++;
		if (lex_is(&p->x, '}') && --depth <= 0)
			break;
	}
	lex_next(&p->x);
}

static void
include_one(struct parser *p, const char *file, struct pos pos)
{
	struct parser inner = {.conf = p->conf, .depth = p->depth + 1};
	size_t len;
	const char *text = files_read(&p->conf->arena, file, &len);

	if (text == NULL) {
		diag_add(&p->conf->diags, 20, pos, "Can not open '%s': %s",
		    file, strerror(errno));
		return;
	}
	inner.file = arena_str(&p->conf->arena, file);
	parse_text(&inner, text, len);
}

static void
parse_include(struct parser *p, struct pos pos)
{
	const char *slash = strrchr(p->file, '/');
	const char *pattern = parse_value(p, "a file name");
	const char **file;

	if (pattern == NULL)
		return;
	parse_expect(p, ';');
	if (p->depth >= PARSE_INCLUDE_DEPTH) {
		diag_add(&p->conf->diags, 10, pos,
		    "include goes deeper than %d files", PARSE_INCLUDE_DEPTH);
		return;
	}
	if (pattern[0] != '/' && slash != NULL)
		pattern = arena_printf(&p->conf->arena, "%.*s/%s",
		    (int)(slash - p->file), p->file, pattern);
	for (file = files_find(&p->conf->arena, pattern); *file != NULL; file++)
		include_one(p, *file, pos);
}

static void
top_statement(struct parser *p)
{
	static const char words[] = "global | common | resource | skip | "
				    "include";
	struct pos pos = parse_pos(p);
	const char *word;

	if (lex_is(&p->x, '}')) {
		diag_add(&p->conf->diags, 0, pos,
		    "stray '}' ignored: no block is open here");
		lex_next(&p->x);
		return;
	}
	word = parse_value(p, words);
	if (word == NULL)
		return;
	if (strcmp(word, "global") == 0) {
		if (p->conf->resources != NULL)
			diag_add(&p->conf->diags, 0, pos,
			    "You should put the global {} section\n"
			    "\tin front of any resource {} section");
		parse_global(p);
	} else if (strcmp(word, "common") == 0) {
		parse_common(p, pos);
	} else if (strcmp(word, "resource") == 0) {
		parse_resource(p, pos);
	} else if (strcmp(word, "skip") == 0) {
		parse_skip(p, pos);
	} else if (strcmp(word, "include") == 0) {
		parse_include(p, pos);
	} else {
		diag_add(&p->conf->diags, 10, pos,
		    "Parse error: '%s' expected,\n\tbut got '%s'", words, word);
		parse_recover(p);
	}
}

void
parse_text(struct parser *p, const char *text, size_t len)
{
	lex_start(&p->x, &p->conf->arena, text, len);
	while (p->x.token.type != LEX_EOF)
		top_statement(p);
}

static void
start(struct conf *c)
{
	memset(c, 0, sizeof(*c));
	diag_init(&c->diags, &c->arena);
}

static void
parse_main(struct conf *c, const char *file, const char *text, size_t len)
{
	struct parser p = {.conf = c};

	p.file = c->file = arena_str(&c->arena, file);
	parse_text(&p, text, len);
}

int
conf_parse(struct conf *c, const char *file, const char *text, size_t len)
{
	start(c);
	parse_main(c, file, text, len);
	conf_check(c);
	return diag_code(&c->diags);
}

/* The common section of a file that need not be there. */
static struct conf_resource
read_defaults(struct conf *c, const char *file, struct arena *texts)
{
	struct conf_resource common;
	size_t len;
	const char *text = file == NULL ? NULL : files_read(texts, file, &len);

	if (text != NULL)
		parse_main(c, file, text, len);
	if (c->resources != NULL || c->global != NULL)
		diag_add(&c->diags, 10, (struct pos){file, 1},
		    "only a common section is expected here");
	common = c->common;
	c->resources = NULL;
	c->global = NULL;
	memset(&c->global_pos, 0, sizeof(c->global_pos));
	memset(&c->common, 0, sizeof(c->common));
	return common;
}

/* What common does not say. */
static void
fill_in(struct conf_resource *common, const struct conf_resource *defaults)
{
	struct conf_opt *o, *next, **end;
	int s;

	if (common->name == NULL) {
		*common = *defaults;
		return;
	}
	for (s = 0; s < CONF_SECTIONS; s++) {
		end = &common->opts[s];
		while (*end != NULL)
			end = &(*end)->next;
		for (o = defaults->opts[s]; o != NULL; o = next) {
			next = o->next;
			o->next = NULL;
			if (conf_in_list(common->opts[s], o->desc) != NULL)
				continue;
			*end = o;
			end = &o->next;
		}
	}
}

int
conf_read(struct conf *c, const char *file, const char *defaults)
{
	struct arena texts = {0};
	struct conf_resource common;
	size_t len;
	const char *text = files_read(&texts, file, &len);
	int code = 20, error = errno;

	start(c);
	if (text != NULL) {
		common = read_defaults(c, defaults, &texts);
		parse_main(c, file, text, len);
		fill_in(&c->common, &common);
		conf_check(c);
		code = diag_code(&c->diags);
	}
	arena_free(&texts);
	errno = error;
	return code;
}

void
conf_free(struct conf *c)
{
	arena_free(&c->arena);
}
