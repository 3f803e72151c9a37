/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One STONITH device: its parameters, its hosts, a reset. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fence.h"
#include "log.h"
#include "paths.h"
#include "process.h"

#define BLANK " \t\r\n"

static bool
external(const struct fence *f)
{
	return strchr(f->type, '/') != NULL;
}

/* Run the plugin: op, and a node or NULL. Returns its exit status. */
static int
plugin(const struct fence *f, const char *op, const char *node, char *out,
    size_t room)
{
	char path[PATHS_MAX], op_copy[32], name[MSG_NAME_MAX];
	char *argv[] = {path, op_copy, node ? name : NULL, NULL};
	int e;

	paths_join(path, paths_external(), strchr(f->type, '/') + 1);
	snprintf(op_copy, sizeof(op_copy), "%s", op);
	snprintf(name, sizeof(name), "%s", node ? node : "");
	for (unsigned i = 0; i < f->n; i++)
		setenv(f->name[i], f->value[i], 1);
	e = process_run(argv, f->limit_ms, out, room, NULL);
	if (e == -1)
		log_warn("%s %s", path, op);
	else if (e != 0)
		log_warnx("Return code %d from %s %s", e, path, op);
	return e;
}

int
fence_open(struct fence *f, const char *type, const char *params, int limit_ms)
{
	const char *names = fence_names(type);
	char *p, *save = NULL;

	*f = (struct fence){.type = type, .limit_ms = limit_ms};
	if (names == NULL) {
		log_error("stonith type %s: there is none", type);
		return -1;
	}
	snprintf(f->names, sizeof(f->names), "%s", names);
	snprintf(f->values, sizeof(f->values), "%s", params);
	if (external(f) &&
	    plugin(f, "getconfignames", NULL, f->names, sizeof(f->names)) != 0)
		return -1;
	for (p = strtok_r(f->names, BLANK, &save);
	     p != NULL && f->n < FENCE_PARAMS; p = strtok_r(NULL, BLANK, &save))
		f->name[f->n++] = p;
	p = f->values;
	for (unsigned i = 0; i < f->n; i++) {
		p += strspn(p, BLANK);
		f->value[i] = p;
		if (i + 1 == f->n)
			break;
		p += strcspn(p, BLANK);
		if (*p != '\0')
			*p++ = '\0';
	}
	return 0;
}

const char *
fence_value(const struct fence *f, const char *name)
{
	for (unsigned i = 0; i < f->n; i++)
		if (strcmp(f->name[i], name) == 0)
			return f->value[i];
	return "";
}

int
fence_hosts(struct fence *f)
{
	if (external(f))
		return plugin(f, "gethosts", NULL, f->hosts,
			   sizeof(f->hosts)) == 0
			   ? 0
			   : -1;
	snprintf(f->hosts, sizeof(f->hosts), "%s", fence_value(f, "hostlist"));
	return 0;
}

int
fence_status(struct fence *f)
{
	if (external(f))
		return plugin(f, "status", NULL, NULL, 0) == 0 ? 0 : -1;
	return strcmp(f->type, "rcd_serial") == 0 ? serial_status(f) : 0;
}

static bool
controls(const struct fence *f, const char *node)
{
	char hosts[sizeof(f->hosts)], *save = NULL;

	memcpy(hosts, f->hosts, sizeof(hosts));
	for (char *h = strtok_r(hosts, BLANK ",", &save); h != NULL;
	     h = strtok_r(NULL, BLANK ",", &save))
		if (strcasecmp(h, node) == 0)
			return true;
	return false;
}

int
fence_do(struct fence *f, const char *op, const char *node)
{
	if (fence_hosts(f) == -1)
		return -1;
	if (!controls(f, node)) {
		log_warnx("Device %s cannot reset host %s.", f->type, node);
		return -1;
	}
	if (external(f))
		return plugin(f, op, node, NULL, 0) == 0 ? 0 : -1;
	if (strcmp(op, "reset") != 0) {
		log_error("%s: no %s, expected reset", f->type, op);
		return -1;
	}
	if (strcmp(f->type, "meatware") == 0)
		return meatware_reset(node);
	if (strcmp(f->type, "rcd_serial") == 0)
		return serial_reset(f);
	log_info("Host null-reset: %s", node);
	return 0;
}

int
fence_node(const struct conf *conf, const char *node)
{
	struct fence f;

	for (unsigned i = 0; i < conf->fences; i++) {
		const struct conf_fence *k = &conf->fence[i];

		log_info("Resetting node %s with [%s]", node, k->type);
		if (fence_open(&f, k->type, k->params, conf->script_ms) == -1 ||
		    fence_do(&f, "reset", node) == -1)
			continue;
		log_info("node %s now reset.", node);
		return 0;
	}
	log_error("Host %s not reset!", node);
	return -1;
}
