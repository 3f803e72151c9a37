/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The daemon's children: forked without waiting, reaped when they end. */
#include <ctype.h>
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exec.h"
#include "fence.h"
#include "group.h"
#include "log.h"
#include "paths.h"
#include "process.h"

#define RESPAWN_MS 5000 /* between two starts of a client */
#define NO_RESPAWN 100  /* exit status: do not start me again */
#define CLIENT_WORDS 16
#define UNUSED_MS 500    /* how long a probe's result is good */
#define PROBE_MS 140     /* then a take-over probes itself, for 40 */
#define GIVEN_PROBE "16" /* ms, for what its owner has just given up */
#define JOB_AGAIN_MS 1000

int
exec_init(struct exec *x, const struct conf *conf)
{
	void *page = mmap(NULL, sizeof(*x->result), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	*x = (struct exec){.conf = conf, .result = page};
	return page == MAP_FAILED ? -1 : 0;
}

/* The environment of IPaddr; what the administrator set stays. */
static void
shorten_probe(const struct exec *x, enum hold hold, enum why why,
    struct mono now)
{
	if (why == WHY_TAKEOVER && !mono_due(x->unused_till, now) &&
	    (hold & ~x->unused) == 0)
		setenv("IPADDR_PROBE_MS", "0", 1);
	else if (why == WHY_STANDBY)
		setenv("IPADDR_PROBE_MS", GIVEN_PROBE, 0);
}

static void
job_start(struct exec *x, struct mono now)
{
	/* Until the child says otherwise: it may be killed. */
	*x->result = (struct job_result){x->take ? x->groups : 0,
	    x->take && x->why != WHY_MONITOR ? 0 : x->groups};
	x->job = process_fork();
	if (x->job == 0) {
		shorten_probe(x, conf_hold_of(x->conf, x->groups), x->why, now);
		if (x->why == WHY_RELOAD)
			job_drop(x->conf, x->old, x->hold);
		*x->result = job_run(x->conf, x->take, x->groups, x->why);
		_exit(0);
	}
	x->job_waits = x->job == -1;
	if (!x->job_waits)
		return;
	log_line(LEVEL_CRIT, "cannot start a process for resources: %s",
	    strerror(errno));
	x->job = 0;
	x->job_again = mono_add(now, JOB_AGAIN_MS);
}

void
exec_job(struct exec *x, bool take, enum hold hold, uint32_t groups,
    enum why why)
{
	x->hold = hold;
	x->take = take;
	x->groups = groups;
	x->why = why;
	x->jobs++;
	x->job_waits = true;
	x->job_again = (struct mono){0};
	if (take && why == WHY_TAKEOVER && x->probe != 0)
		x->job_again = x->probe_by;
}

int
exec_fence(struct exec *x, const char *node)
{
	x->fence = process_fork();
	if (x->fence == 0) {
		/* A reset that has begun goes to its end. */
		signal(SIGTERM, SIG_IGN);
		_exit(fence_node(x->conf, node) == 0 ? 0 : 1);
	}
	if (x->fence > 0)
		return 0;
	x->fence = 0;
	return -1;
}

void
exec_unfence(struct exec *x)
{
	if (x->fence != 0)
		kill(x->fence, SIGTERM);
}

void
exec_probe(struct exec *x, enum hold hold, struct mono now)
{
	x->unused_till = (struct mono){0};
	if (x->probe != 0)
		return;
	x->unused = hold;
	x->probe_by = mono_add(now, PROBE_MS);
	x->probe = process_fork();
	if (x->probe == 0)
		_exit(job_probe(x->conf, hold));
	if (x->probe == -1)
		x->probe = 0; /* the start itself will probe */
}

void
exec_tell(struct exec *x, enum hold hold)
{
	uint32_t bits = conf_groups_of(x->conf, hold);

	if (x->tell != 0)
		return;
	x->tell = process_fork();
	if (x->tell == -1) {
		log_warn("fork to announce addresses");
		x->tell = 0;
		return;
	}
	if (x->tell != 0)
		return;
	for (unsigned i = 0; i < x->conf->groups; i++)
		if (bits >> i & 1)
			group_announce(x->conf, i);
	_exit(0);
}

static void export(const char *name, const char *value)
{
	char variable[40];

	snprintf(variable, sizeof(variable), "HA_%s", name);
	setenv(variable, value, 1);
}

static void
export_hex(const char *name, uint64_t value)
{
	char n[24];

	snprintf(n, sizeof(n), "%llx", (unsigned long long)value);
	export(name, n);
}

/* By the names that they have on the wire. */
static void
export_message(const struct msg *m)
{
	export("t", msg_type_name(m->type));
	export("src", m->src);
	export("dest", m->dest);
	export("st", m->st);
	export("info", m->info);
	export("ipaddr", m->ipaddr);
	export("node", m->node);
	export("result", m->result);
	if (m->has_hold)
		export("rsc_hold", msg_hold_name(m->hold));
	if (m->has_stable)
		export("isstable", m->stable ? "1" : "0");
	if (m->protocol)
		export("protocol", "1");
	export_hex("seq", m->seq);
	export_hex("hg", m->gen);
	export_hex("ts", m->ts);
	export_hex("ttl", m->ttl);
	if (m->dt_ms != 0)
		export_hex("dt", m->dt_ms);
}

void
exec_rc(struct exec *x, const struct msg *m)
{
	const char *type = msg_type_name(m->type);
	char dir[PATHS_MAX], path[PATHS_MAX], word[32], before[sizeof(m->st)];
	char *argv[] = {path, word, NULL};
	pid_t pid;

	memcpy(before, x->status, sizeof(before));
	if (m->type == MSG_STATUS)
		memcpy(x->status, m->st, sizeof(x->status));
	paths_join(path, paths_join(dir, paths_conf(), "rc.d"), type);
	if (access(path, X_OK) == -1)
		return;
	log_info("Running %s %s", path, type);
	pid = process_fork();
	if (pid == -1)
		log_warn("fork for %s", path);
	if (pid != 0)
		return;
	snprintf(word, sizeof(word), "%s", type);
	export_message(m);
	export("OSTATUS", before);
	_exit(process_run(argv, (int)x->conf->script_ms, NULL, 0,
		  x->conf->debugfile) != 0);
}

static void
client_child(const struct conf_client *k)
{
	char line[256], *argv[CLIENT_WORDS + 1], *save = NULL;
	const struct passwd *pw = getpwnam(k->user);
	unsigned n = 0;

	snprintf(line, sizeof(line), "%s", k->command);
	for (char *w = strtok_r(line, " \t", &save);
	     w != NULL && n < CLIENT_WORDS; w = strtok_r(NULL, " \t", &save))
		argv[n++] = w;
	argv[n] = NULL;
	if (pw == NULL) {
		log_error("%s: no such user, expected one for %s", k->user,
		    k->command);
		_exit(NO_RESPAWN);
	}
	log_info("Starting \"%s\" as uid %u  gid %u (pid %d)", k->command,
	    (unsigned)pw->pw_uid, (unsigned)pw->pw_gid, (int)getpid());
	if (initgroups(k->user, pw->pw_gid) == -1 || setgid(pw->pw_gid) == -1 ||
	    setuid(pw->pw_uid) == -1) {
		log_warn("becoming %s", k->user);
		_exit(NO_RESPAWN);
	}
	execv(argv[0], argv);
	log_warn("%s", argv[0]);
	_exit(errno == ENOENT || errno == EACCES ? NO_RESPAWN : 1);
}

static void
start_clients(struct exec *x, struct mono now)
{
	for (unsigned i = 0; i < x->conf->clients; i++) {
		struct exec_client *k = &x->client[i];

		if (!x->clients_wanted || k->pid != 0 ||
		    !mono_due(k->again, now))
			continue;
		k->again = mono_add(now, RESPAWN_MS);
		k->pid = process_fork();
		if (k->pid == 0)
			client_child(&x->conf->client[i]);
		if (k->pid == -1) {
			log_warn("fork for %s", x->conf->client[i].command);
			k->pid = 0;
		}
	}
}

static struct mono
job_due(const struct exec *x)
{
	return x->job_waits && x->tell == 0 ? x->job_again : MONO_NEVER;
}

void
exec_turn(struct exec *x, uint32_t monitored, struct mono now)
{
	if (mono_due(job_due(x), now))
		job_start(x, now);
	start_clients(x, now);
	watch_turn(x, monitored, now);
}

void
exec_stop_clients(struct exec *x)
{
	x->clients_wanted = false;
	for (unsigned i = 0; i < x->conf->clients; i++)
		if (x->client[i].pid != 0)
			kill(x->client[i].pid, SIGTERM);
}

struct mono
exec_deadline(const struct exec *x, uint32_t monitored)
{
	struct mono d = mono_min(job_due(x), watch_deadline(x, monitored));

	for (unsigned i = 0; i < x->conf->clients; i++)
		if (x->clients_wanted && x->client[i].pid == 0)
			d = mono_min(d, x->client[i].again);
	return d;
}

static enum exec_end
client_ended(struct exec *x, unsigned i, int status)
{
	struct exec_client *k = &x->client[i];
	const struct conf_client *conf = &x->conf->client[i];

	k->pid = 0;
	if (!x->clients_wanted)
		return EXEC_OTHER;
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_RESPAWN) {
		log_info("%s: exit status %d, not started again", conf->command,
		    NO_RESPAWN);
		k->again = MONO_NEVER;
		return EXEC_OTHER;
	}
	if (WIFEXITED(status))
		log_error("%s: exit status %d, starting it again",
		    conf->command, WEXITSTATUS(status));
	else
		log_error("%s: killed by signal %d, starting it again",
		    conf->command, WTERMSIG(status));
	return conf->failfast ? EXEC_FAILFAST : EXEC_OTHER;
}

enum exec_end
exec_reap(struct exec *x, struct mono now)
{
	int status;
	enum exec_end end;
	pid_t pid = waitpid(-1, &status, WNOHANG);

	if (pid <= 0)
		return EXEC_NONE;
	x->other = pid;
	x->other_status = status;
	if (pid == x->job) {
		x->job = 0;
		return EXEC_JOB;
	}
	if (pid == x->tell)
		x->tell = 0;
	if (pid == x->probe) {
		x->probe = 0;
		x->job_again = (struct mono){0};
		if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
			x->unused_till = mono_add(now, UNUSED_MS);
	}
	if (pid == x->fence) {
		x->fence = 0;
		return WIFEXITED(status) && WEXITSTATUS(status) == 0
			   ? EXEC_FENCED
			   : EXEC_NOT_FENCED;
	}
	if (watch_reap(x, pid, status, &end))
		return end;
	for (unsigned i = 0; i < x->conf->clients; i++)
		if (pid == x->client[i].pid)
			return client_ended(x, i, status);
	return EXEC_OTHER;
}
