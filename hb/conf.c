/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Configuration: the three files, one after the other, into one struct. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "conf_int.h"

static void
report(struct reader *r, bool warning, const char *fmt, va_list ap)
{
	char text[256];

	vsnprintf(text, sizeof(text), fmt, ap);
	r->sink->report(r->sink->arg, warning, r->file, r->line, text);
}

void
conf_error(struct reader *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(r, false, fmt, ap);
	va_end(ap);
	r->errors++;
}

void
conf_warning(struct reader *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(r, true, fmt, ap);
	va_end(ap);
}

const char *
conf_keep(struct reader *r, const char *text)
{
	struct conf *conf = r->conf;
	size_t n = strlen(text) + 1;
	char *place = conf->pool + conf->pool_used;

	if (n > sizeof(conf->pool) - conf->pool_used) {
		conf_error(r,
		    "the files are too long, expected at most "
		    "%zu bytes of text",
		    sizeof(conf->pool));
		return NULL;
	}
	memcpy(place, text, n);
	conf->pool_used += (unsigned)n;
	return place;
}

static void
cut_words(struct reader *r, char *s)
{
	r->words = 0;
	r->rest = "";
	for (;;) {
		while (isspace((unsigned char)*s))
			*s++ = '\0';
		if (*s == '\0' || *s == '#')
			break;
		if (r->words == CONF_WORDS) {
			conf_error(r, "too many words, expected at most %d",
			    CONF_WORDS);
			break;
		}
		r->word[r->words++] = s;
		while (*s != '\0' && !isspace((unsigned char)*s))
			s++;
	}
	*s = '\0';
}

/* One line without its end. Returns 0, -1 at the end, 1: it was too long. */
static int
next_line(FILE *f, char *line, size_t room)
{
	size_t n = 0;
	int c, over = 0;

	while ((c = getc(f)) != EOF && c != '\n') {
		if (n + 1 < room)
			line[n++] = (char)c;
		else
			over = 1;
	}
	line[n] = '\0';
	return c == EOF && n == 0 ? -1 : over;
}

static bool
joins(char *line)
{
	size_t n = strlen(line);

	while (n > 0 && isspace((unsigned char)line[n - 1]))
		n--;
	if (n == 0 || line[n - 1] != '\\')
		return false;
	line[n - 1] = '\0';
	return true;
}

int
conf_lines(struct reader *r, bool continuations, void (*take)(struct reader *r))
{
	char line[CONF_LINE_MAX], rest[CONF_LINE_MAX];
	FILE *f = fopen(r->file, "re");
	int number = 0, got;
	size_t n;

	if (f == NULL)
		return -1;
	while ((got = next_line(f, line, sizeof(line))) != -1) {
		r->line = ++number;
		while (continuations && got == 0 && joins(line)) {
			n = strlen(line);
			got = next_line(f, line + n, sizeof(line) - n);
			number++;
		}
		if (got == 1) {
			conf_error(r,
			    "line is too long, expected at most "
			    "%zu bytes",
			    sizeof(line) - 1);
			continue;
		}
		snprintf(rest, sizeof(rest), "%s", line);
		cut_words(r, line);
		if (r->words == 0)
			continue;
		if (r->words > 1)
			r->rest = rest + (r->word[1] - line);
		take(r);
	}
	if (ferror(f)) {
		conf_error(r, "cannot read: %s", strerror(errno));
	}
	fclose(f);
	r->line = 0;
	return 0;
}

unsigned
conf_read(struct conf *conf, const char *dir, const char *self,
    const struct conf_sink *sink)
{
	static void (*const readers[])(struct reader *) = {
	    conf_read_hacf, conf_read_haresources, conf_read_authkeys};
	static const char *const files[] = {"ha.cf", "haresources", "authkeys"};
	struct reader r = {.conf = conf, .sink = sink, .dir = dir};
	char path[256], name[MSG_NAME_MAX];
	size_t i;

	memset(conf, 0, sizeof(*conf));
	for (i = 0; self[i] != '\0' && i + 1 < sizeof(name); i++)
		name[i] = (char)tolower((unsigned char)self[i]);
	name[i] = '\0';
	r.self = name;
	for (i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, files[i]);
		r.file = path;
		r.line = 0;
		readers[i](&r);
	}
	conf_sum(conf);
	return r.errors;
}

const char *
conf_param(const struct conf *conf, const char *name)
{
	for (unsigned i = 0; i < conf->params; i++)
		if (strcmp(conf->param[i].name, name) == 0)
			return conf->param[i].value;
	return NULL;
}

int
conf_group_by_key(const struct conf *conf, const char *key)
{
	for (unsigned i = 0; i < conf->groups; i++)
		if (strcmp(conf->group[i].resource[0], key) == 0)
			return (int)i;
	for (unsigned i = 0; i < conf->groups; i++)
		for (unsigned k = 0; k < conf->group[i].resources; k++)
			if (strcmp(conf->group[i].resource[k], key) == 0)
				return (int)i;
	return -1;
}

unsigned
conf_link(const struct conf *conf, unsigned media)
{
	unsigned i = 0;

	while (strcmp(conf->media[i].name, conf->media[media].name) != 0)
		i++;
	return i;
}

uint32_t
conf_groups_of(const struct conf *conf, enum hold hold)
{
	uint32_t bits = 0;

	for (unsigned i = 0; i < conf->groups; i++) {
		bool local = conf->group[i].home == conf->self;

		if (hold & (local ? HOLD_LOCAL : HOLD_FOREIGN))
			bits |= UINT32_C(1) << i;
	}
	return bits;
}

enum hold
conf_hold_of(const struct conf *conf, uint32_t groups)
{
	enum hold hold = HOLD_NONE;

	for (unsigned i = 0; i < conf->groups; i++)
		if (groups >> i & 1)
			hold |= conf->group[i].home == conf->self
				    ? HOLD_LOCAL
				    : HOLD_FOREIGN;
	return hold;
}
