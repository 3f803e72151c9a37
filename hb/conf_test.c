/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The configuration: what is understood, and every error with its line. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/tap.h"
#include "conf.h"

static char dir[] = "/tmp/hb-conf-XXXXXX";
static char told[4096];
static struct conf conf;

static void
hear(void *arg, bool warning, const char *file, int line, const char *text)
{
	size_t n = strlen(told);
	const char *slash = strrchr(file, '/');

	(void)arg;
	snprintf(told + n, sizeof(told) - n, "%s:%d: %s%s\n", slash + 1, line,
	    warning ? "warning: " : "", text);
}

static void
put(const char *name, const char *text)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	if (f == NULL)
		exit(1);
	fputs(text, f);
	fclose(f);
	chmod(path, 0600);
}

static unsigned
read_all(void)
{
	const struct conf_sink sink = {hear, NULL};

	told[0] = '\0';
	return conf_read(&conf, dir, "nodo1", &sink);
}

#define GOOD "bcast eth1\nnode nodo1 nodo2\nauto_failback on\n"

static void
good(void)
{
	put("ha.cf", GOOD);
	put("haresources", "nodo1 192.168.0.88 web\n");
	put("authkeys", "auth 1\n1 crc\n");
}

/* What is said of this ha.cf, all of it. */
static void
hacf(const char *text, const char *expect, const char *what)
{
	good();
	put("ha.cf", text);
	read_all();
	is_str(told, expect, what);
}

#define EXTRA(line, expect) \
	hacf(GOOD line "\n", "ha.cf:4: " expect "\n", "ha.cf: " line)

static void
directives(void)
{
	EXTRA("frob 1", "unknown directive frob, expected one of ha.cf(5)");
	EXTRA("keepalive", "keepalive: expected something after it");
	EXTRA("keepalive fast", "keepalive fast: expected a time of at least "
				"10 ms, like 2, 1.5 or 500ms");
	EXTRA("keepalive 0", "keepalive 0: expected a time of at least 10 ms, "
			     "like 2, 1.5 or 500ms");
	EXTRA("keepalive -1", "keepalive -1: expected a time of at least 10 "
			      "ms, like 2, 1.5 or 500ms");
	EXTRA("keepalive 1 2", "keepalive: expected exactly one word after it");
	EXTRA("deadtime 2", "deadtime of 2000 ms is too short for a keepalive "
			    "of 1000 ms, expected more than two of them");
	EXTRA("initdead 5", "initdead of 5000 ms is shorter than deadtime, "
			    "expected at least 30000 ms");
	EXTRA("deadping 1", "deadping of 1000 ms is too short for a keepalive "
			    "of 1000 ms, expected more than two of them");
	EXTRA("udpport 70000",
	    "udpport 70000: expected a number from 1 to 65535");
	EXTRA("udpport 695", "udpport: expected before the media that use it, "
			     "the first is line 1");
	EXTRA("baud 100", "baud 100: expected 1200, 2400, 4800, 9600, 19200, "
			  "38400, 57600, 115200, 230400 or 460800");
	EXTRA("realtime maybe", "realtime maybe: expected on or off");
	EXTRA("auto_failback off",
	    "auto_failback: is here a second time, the first is line 3");
	EXTRA("logfacility here", "logfacility here: expected a syslog "
				  "facility like local0, or none");
	EXTRA("ucast eth1", "ucast: expected an interface and an address like "
			    "`eth1 10.10.10.2`");
	EXTRA("ucast eth1 10.10.10.256", "ucast: expected an interface and an "
					 "address like `eth1 10.10.10.2`");
	EXTRA("mcast eth1 10.0.0.1 694 1 0",
	    "mcast: expected interface, "
	    "group, port, ttl and loop like `eth1 225.0.0.1 694 1 0`");
	EXTRA("serial ttyS0", "serial ttyS0: expected the path of a device "
			      "like /dev/ttyS0");
	EXTRA("bcast averyverylonginterface",
	    "averyverylonginterface: not an "
	    "interface, names have at most 15 letters");
	EXTRA("ping_group name",
	    "ping_group: expected a name and 1 to 8 hosts");
	EXTRA("respawn hacluster ipfail",
	    "respawn: expected a user and the path of a program");
	EXTRA("node nodo3", "node nodo3: is the third, expected two: "
			    "haresources mode is for a pair");
	EXTRA("node NODO1", "node nodo1: is here a second time");
	EXTRA("crm on",
	    "crm on: expected off: resources are those of haresources");
	EXTRA("autojoin any", "autojoin any: expected none, since haresources "
			      "mode is for the two nodes named here");
	EXTRA("hbgenmethod time",
	    "hbgenmethod time: expected file, since a "
	    "clock that goes back would lock this node out");
	EXTRA("msgfmt xml", "msgfmt xml: expected netstring or classic");
	EXTRA("stonith null /nowhere/x", "stonith null: cannot read parameters "
					 "from /nowhere/x: No such file or "
					 "directory");
	EXTRA("stonith null /dev/null", "stonith null: cannot read parameters "
					"from /dev/null: Invalid argument");
	EXTRA("stonith null", "stonith: expected a type and a file");
	EXTRA("stonith_host *", "stonith_host: expected a node or *, a type "
				"and its parameters");
	EXTRA("stonith_host * apcmaster 1 2",
	    "stonith type apcmaster: expected meatware, null, rcd_serial, or "
	    "external/NAME with an executable "
	    "/usr/lib/stonith/plugins/external/NAME");
	EXTRA("stonith_host nodo1 rcd_serial nodo2 /dev/ttyS0 rts",
	    "stonith rcd_serial nodo2 /dev/ttyS0 rts: expected its "
	    "parameters: hostlist ttydev dtr_rts msduration");
	EXTRA("stonith_host nodo2 null nodo1",
	    "warning: a STONITH device, but none that nodo1 may use");
	EXTRA("monitor 10ms",
	    "monitor 10ms: expected a time of at least 100ms, or off");
	EXTRA("monitor_restarts -1",
	    "monitor_restarts -1: expected a number from 0 to 100");
	EXTRA("env =x", "env =x: expected NAME=VALUE");
	EXTRA("env 1A=x", "env 1A=x: expected NAME=VALUE");
#define LONG "A234567890123456789012345678901234567890123456789012345678901234"
	EXTRA("env " LONG "=x", "env " LONG "=x: expected NAME=VALUE");
	EXTRA("env A=x y", "env A=x y: expected NAME=VALUE");
	EXTRA("env HA_DIR=/x", "env HA_DIR=/x: names that begin with HA_ are "
			       "heartbeat's own");
	hacf(GOOD "monitor 10s web squid\n",
	    "haresources:0: warning: ha.cf:4: monitor squid: no resource here "
	    "has that name\n",
	    "a resource to monitor that is not there is told");
	EXTRA("use_logd on",
	    "warning: use_logd has no effect: there is one logger, in the "
	    "daemon");
}

/* Each that Heartbeat 3.0.6 knows, and what is to be said of it. */
static const struct {
	const char *line, *say;
} known[] = {
    {"keepalive 2", ""},
    {"deadtime 20", ""},
    {"warntime 5", ""},
    {"initdead 60", ""},
    {"deadping 20", ""},
    {"hopfudge 1", ""},
    {"udpport 694", ""},
    {"baud 19200", ""},
    {"max_rexmit_delay 250", ""},
    {"autojoin none", ""},
    {"autojoin other", "expected none"},
    {"cluster linux-ha", "no effect"},
    {"uuidfrom file", ""},
    {"uuidfrom nodename", "no effect"},
    {"hbgenmethod file", ""},
    {"hbgenmethod time", "expected file"},
    {"bcast eth0", ""},
    {"udp eth0", ""},
    {"ucast eth0 10.0.0.2", ""},
    {"mcast eth0 225.0.0.1 694 1 0", ""},
    {"ucast6 eth0 fe80::1", "is not supported"},
    {"mcast6 eth0 ff02::1 694 1 0", "is not supported"},
    {"serial /dev/ttyS0", ""},
    {"ping 10.0.0.9", ""},
    {"ping_group g 10.0.0.9 10.0.0.8", ""},
    {"ping6 fe80::1", "is not supported"},
    {"hbaping x", "unknown directive"},
    {"tipc x", "unknown directive"},
    {"rds x", "unknown directive"},
    {"openais x", "unknown directive"},
    {"debugfile /var/log/ha-debug", ""},
    {"logfile /var/log/ha-log", ""},
    {"logfacility local0", ""},
    {"logfacility none", ""},
    {"use_logd yes", "no effect"},
    {"conn_logd_time 60", "no effect"},
    {"debug 1", ""},
    {"syslogmsgfmt true", "no effect"},
    {"log_badpack true", ""},
    {"coredumps true", "no effect"},
    {"coreroot /var/lib/heartbeat/cores", "no effect"},
    {"realtime true", ""},
    {"rtprio 5", ""},
    {"memreserve 6500", "no effect"},
    {"watchdog /dev/watchdog", ""},
    {"msgfmt classic", ""},
    {"compression zlib", "no effect"},
    {"compression_threshold 2", "no effect"},
    {"traditional_compression no", "no effect"},
    {"use_apphbd yes", "is not supported"},
    {"env A_1=x:y=z", ""},
    {"quorum_server q", "is not supported"},
    {"respawn hacluster /bin/x a", ""},
    {"failfast hacluster /bin/x", ""},
    {"apiauth ipfail uid=hacluster", "no effect"},
    {"stonith_host * null nodo2", ""},
    {"stonith null /dev/null", "cannot read parameters"},
    {"pacemaker off", ""},
    {"pacemaker on", "expected off"},
    {"crm off", ""},
    {"crm_daemon_dir /x", "is not supported"},
    {"crmd_spawns_pengine on", "is not supported"},
    {"record_config_changes on", "is not supported"},
    {"record_pengine_inputs on", "is not supported"},
    {"enable_config_writes on", "is not supported"},
    {"nice_failback on", "is obsolete"},
    {"auto_failback legacy", ""},
    {"node nodo1 nodo2", ""},
};

/* Is the word, whole, in a line of the page that begins with a macro? */
static bool
page_has(const char *word)
{
	char line[256];
	FILE *f = fopen(PAGE, "r");
	bool found = false;
	size_t n = strlen(word);

	while (f != NULL && !found && fgets(line, sizeof(line), f) != NULL)
		for (char *p = line; (p = strstr(p, word)) != NULL; p += n)
			found |= (p == line || p[-1] == ' ') &&
				 strchr(" \n", p[n]) != NULL;
	if (f != NULL)
		fclose(f);
	return found;
}

static void
each_directive(void)
{
	char text[256], name[32];

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		const char *line = known[i].line, *say = known[i].say;

		snprintf(name, sizeof(name), "%.*s", (int)strcspn(line, " "),
		    line);
		good();
		snprintf(text, sizeof(text), "%s\n%s%s", line,
		    strcmp(name, "node") == 0 ? "" : "node nodo1 nodo2\n",
		    strcmp(name, "bcast") == 0 ? "" : "bcast eth1\n");
		put("ha.cf", text);
		read_all();
		ok(*say == '\0' ? *told == '\0' : strstr(told, say) != NULL,
		    "%s: %s", line, *say == '\0' ? "accepted" : say);
		ok(page_has(name), "ha.cf(5) tells of %s", name);
	}
}

static void
wholes(void)
{
	hacf("bcast eth1\n",
	    "ha.cf:0: no node line, expected `node nodo1` "
	    "and one for the other node\n",
	    "ha.cf without nodes");
	hacf("bcast eth1\nnode nodo8 nodo9\n",
	    "ha.cf:0: this machine is named "
	    "nodo1, expected a node line with that name\n"
	    "haresources:1: nodo1: not a node, expected one that ha.cf "
	    "names\n",
	    "ha.cf of other nodes");
	hacf("node nodo1 nodo2\n",
	    "ha.cf:0: no heartbeat media, expected at "
	    "least one of bcast, ucast, mcast and serial\n",
	    "ha.cf without media");
	hacf(GOOD "frob\ndeadtime x\n",
	    "ha.cf:4: unknown directive frob, "
	    "expected one of ha.cf(5)\nha.cf:5: deadtime x: expected a time "
	    "of at least 20 ms, like 2, 1.5 or 500ms\n",
	    "both errors of a file with two");
}

static void
resources(const char *text, const char *expect, const char *what)
{
	good();
	put("haresources", text);
	read_all();
	is_str(told, expect, what);
}

static void
haresources(void)
{
	resources("nodo1\n",
	    "haresources:1: nodo1: no resources, expected at "
	    "least one\n",
	    "haresources: a node alone");
	resources("# c\nnodo9 web\n",
	    "haresources:2: nodo9: not a node, "
	    "expected one that ha.cf names\n",
	    "haresources: another node");
	resources("nodo1 web\nnodo2 web\n",
	    "haresources:2: web: is the first "
	    "resource of line 1 too, expected one that names the group\n",
	    "haresources: two groups of one name");
	resources("nodo1 ../web\n",
	    "haresources:1: ../web: expected the name "
	    "of a script in resource.d or /etc/init.d, not a path\n",
	    "haresources: a path");
	resources("nodo1 web 192.168.0.888/24\n",
	    "haresources:1: 192.168.0.888/24: expected an address like "
	    "192.168.0.88, with /24, /eth0 or a broadcast address after it or "
	    "not\n",
	    "haresources: an address that is none");
	resources("nodo1 IPaddr::192.168.0\n",
	    "haresources:1: IPaddr::192.168.0: expected an address like "
	    "192.168.0.88, with /24, /eth0 or a broadcast address after it or "
	    "not\n",
	    "haresources: half an address");
	resources("nodo1 10.0.0.1 10.0.0.2/24 10.0.0.3/24/eth0 "
		  "10.0.0.4/24/10.0.0.255 IPaddr::10.0.0.5/24/eth0/10.0.0.255 "
		  "ping.d 7.x::1.2\n",
	    "", "haresources: each form of an address");
	resources("nodo1 a \\\n  b::x::y \\\n c\nNODO2 d # e\n", "",
	    "haresources: continuation, case and comments are understood");
	ok(conf.groups == 2 && conf.group[0].resources == 3 &&
		strcmp(conf.group[0].resource[1], "b::x::y") == 0 &&
		conf.group[1].home == 1 && conf.group[1].resources == 1,
	    "and give two groups, of three and one");
	ok(conf_group_by_key(&conf, "d") == 1 &&
		conf_groups_of(&conf, HOLD_FOREIGN) == 2,
	    "the second is the other node's");
}

static void
keys(const char *text, const char *expect, const char *what)
{
	good();
	put("authkeys", text);
	read_all();
	is_str(told, expect, what);
}

/* What these files would differ in from good ones, and these. */
static void
differs(const char *hacf, const char *haresources, const char *want)
{
	char sum[CONF_SUM_MAX], text[CONF_DIFFER_MAX] = "";

	good();
	read_all();
	memcpy(sum, conf.sum, sizeof(sum));
	if (hacf != NULL)
		put("ha.cf", hacf);
	if (haresources != NULL)
		put("haresources", haresources);
	read_all();
	if (conf_differ(&conf, sum) != 0)
		conf_differ_text(conf_differ(&conf, sum), text);
	is_str(text, want, "what differs");
}

static void
sums(void)
{
	char sum[CONF_SUM_MAX];

	differs("auto_failback\ton # x\nnode nodo1\nnode nodo2\n"
		"ucast eth0 10.0.0.2\nlogfile /x\nkeepalive 1000ms\n",
	    "\n nodo1  IPaddr::192.168.0.88 \\\n web\n", "");
	differs(NULL, "nodo1 web 192.168.0.88\n", "haresources");
	differs(NULL, "nodo2 192.168.0.88 web\n", "haresources");
	differs(GOOD "ping 10.9.9.9\n", NULL, "ha.cf: ping");
	differs("bcast eth1\nnode nodo1 nodo2\nauto_failback off\nkeepalive 3\n"
		"warntime 5\nrespawn root /bin/x\n",
	    "nodo1 192.168.0.88\n",
	    "ha.cf: keepalive, warntime, auto_failback, respawn; haresources");
	differs(GOOD "monitor 5\n", NULL, "ha.cf: monitor");
	differs(GOOD "monitor_restarts 5\n", NULL, "ha.cf: monitor");
	differs(GOOD "stonith_host * null nodo1 nodo2\n", NULL,
	    "ha.cf: stonith");
	memset(sum, '0', 9);
	sum[9] = '\0';
	is_num(conf_differ(&conf, sum), 0,
	    "the sum of another version says nothing");
}

static void
authkeys(void)
{
	char path[128], expect[256];

	keys("1 crc\n",
	    "authkeys:0: no auth line, expected `auth N` with the "
	    "number of the key that signs\n",
	    "authkeys: no auth");
	keys("auth 2\n1 crc\n",
	    "authkeys:1: auth 2: there is no usable key 2 "
	    "in this file\n",
	    "authkeys: the key is missing");
	keys("auth 1\n1 sha256 x\n",
	    "authkeys:2: key 1: method sha256, "
	    "expected crc, md5, sha1 or hmac-sha256\nauthkeys:1: auth 1: there "
	    "is no "
	    "usable key 1 in this file\n",
	    "authkeys: unknown method");
	keys("auth 1\n1 crc\n2 md5\n",
	    "authkeys:3: key 2: md5 needs a key "
	    "after it\n",
	    "authkeys: md5 without key");
	keys("auth 1\n1 crc\n16 crc\n",
	    "authkeys:3: 16: expected auth, or a "
	    "key number from 0 to 15\n",
	    "authkeys: key 16");
	keys("auth 2\n2 sha1 secret\n1 crc\n",
	    "authkeys:0: warning: key 1: crc is believed too, and needs no "
	    "secret: expected it only while keys are changed\n",
	    "authkeys: a checksum beside a key");
	keys("auth 3\n3 md5 foo bar\n",
	    "authkeys:2: warning: key 3: only the "
	    "first word after md5 is the key, as in Heartbeat\n",
	    "authkeys: a key of two words");
	ok(conf.keys.key[3].len == 3, "and the first word is the key");
	good();
	keys("auth 1\n1 hmac-sha256 secret\n2 sha1 other\n", "",
	    "authkeys: hmac-sha256 is known");
	snprintf(path, sizeof(path), "%s/authkeys", dir);
	chmod(path, 0640);
	read_all();
	snprintf(expect, sizeof(expect),
	    "authkeys:0: mode is 640, expected "
	    "600: others must not read the keys (chmod 600 %s)\n",
	    path);
	is_str(told, expect, "authkeys that others may read");
	unlink(path);
	read_all();
	is_str(told, "authkeys:0: cannot open: No such file or directory\n",
	    "authkeys that is not there");
}

static void
copy(const char *name)
{
	char path[256], text[4096] = "";
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", HOWTO, name);
	if ((f = fopen(path, "r")) == NULL)
		return;
	text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
	fclose(f);
	put(name, text);
}

static void
howto(void)
{
	copy("ha.cf");
	copy("haresources");
	copy("authkeys");
	is_num(read_all(), 0, "the how-to's files have no error");
	is_str(told, "", "nor a warning");
	ok(conf.keepalive_ms == 2000 && conf.deadtime_ms == 10000 &&
		conf.warntime_ms == 3000 && conf.initdead_ms == 100000 &&
		conf.deadping_ms == 10000 && conf.failback == FAILBACK_ON,
	    "their times are understood");
	ok(conf.medias == 1 && strcmp(conf.media[0].name, "eth1") == 0 &&
		conf.media[0].port == 694 && conf.pings == 1 &&
		conf.ping[0].group && conf.ping[0].hosts == 2,
	    "their link and their ping group, too");
	ok(conf.groups == 1 && conf.group[0].resources == 4 &&
		conf.clients == 1 &&
		strcmp(conf.client[0].command, "/usr/lib/heartbeat/ipfail") ==
		    0,
	    "and their group and client");
	is_str(conf_param(&conf, "deadtime"), "10",
	    "a directive comes back as it was written");
}

/* What conf_print writes, in memory that is the caller's. */
static char *
printed(void)
{
	char *text = NULL;
	size_t n;
	FILE *f = open_memstream(&text, &n);

	conf_print(&conf, f);
	fclose(f);
	return text;
}

static void
normalised(void)
{
	char *first, *second, *resources, *keys_part;

	good();
	put("ha.cf",
	    "auto_failback legacy\nnode NODO1\nnode nodo2\nudpport 695\n"
	    "keepalive 500ms\ndeadtime 5\nwarntime 1.5\ndeadping 7\n"
	    "bcast eth1 eth0\nucast eth0 10.0.0.2\n"
	    "mcast eth0 225.0.0.1 694 1 0\nbaud 9600\nserial /dev/ttyS0\n"
	    "ping a b\nping_group g c d\nhopfudge 3\nmax_rexmit_delay 99\n"
	    "logfile /l\ndebugfile /d\nlogfacility local3\ndebug 2\n"
	    "msgfmt classic\nrealtime off\nrtprio 7\nlog_badpack no\n"
	    "watchdog /dev/w\nscript_timeout 9\n"
	    "stonith_host * rcd_serial nodo2 /dev/ttyS0 rts 1500\n"
	    "monitor 10s\nmonitor off e\nmonitor 1 a\n"
	    "monitor_restarts 5\nmax_handovers 2\n"
	    "env LANG=C\nenv X=a=b\n"
	    "respawn hacluster /bin/x  -a b\nfailfast root /bin/y\n");
	put("haresources", "nodo1 1.2.3.4/24/eth0 \\\n  a::b::c # d\n"
			   "Nodo2 IPaddr::1.2.3.5 e\n");
	read_all();
	is_str(told, "", "a file of all directives is good");
	first = printed();
	keys_part = strstr(first, "# authkeys");
	resources = strstr(first, "# haresources");
	ok(resources != NULL && keys_part != NULL, "-nv prints the files");
	keys_part[0] = '\0';
	put("haresources", resources);
	resources[0] = '\0';
	put("ha.cf", first);
	resources[0] = keys_part[0] = '#';
	read_all();
	is_str(told, "", "what is printed is good");
	second = printed();
	is_str(second, first, "and is understood as the same");
	ok(strstr(first, "udpport 695\n") != NULL &&
		strstr(first, "hopfudge 3\n") != NULL &&
		strstr(first, "logfacility local3\n") != NULL &&
		strstr(first, "respawn hacluster /bin/x  -a b\n") != NULL &&
		strstr(first, "env X=a=b\n") != NULL &&
		strstr(first, "nodo2 IPaddr::1.2.3.5 e\n") != NULL,
	    "nothing is left out");
	ok(strstr(first, "stonith_host nodo1 rcd_serial nodo2 /dev/ttyS0 "
			 "rts 1500\n") != NULL &&
		strstr(first, "monitor_restarts 5\nmax_handovers 2\n") != NULL,
	    "nor a STONITH device and monitoring");
	ok(conf_watch_ms(&conf, "IPaddr::1.2.3.5") == 10000 &&
		conf_watch_ms(&conf, "e") == 0 &&
		conf_watch_ms(&conf, "a::b::c") == 1000,
	    "monitor means the resources it names, or all others");
	is_str(conf_param(&conf, "initdead"), "10000ms",
	    "a default shows among the parameters");
	free(first);
	free(second);
	ok(conf_param(&conf, "bcast") == NULL, "what has many values not");
}

static void
times(const char *word, int ms)
{
	char text[128], what[64];

	good();
	snprintf(text, sizeof(text), GOOD "keepalive %s\n", word);
	put("ha.cf", text);
	snprintf(what, sizeof(what), "keepalive %s is %d ms", word, ms);
	ok(read_all() == 0 && conf.keepalive_ms == ms, "%s", what);
}

int
main(void)
{
	char path[128];

	if (mkdtemp(dir) == NULL)
		return 1;
	directives();
	each_directive();
	wholes();
	haresources();
	authkeys();
	sums();
	howto();
	normalised();
	times("2", 2000);
	times("1.5", 1500);
	times("0.05", 50);
	times("500ms", 500);
	times("500000us", 500);
	for (int i = 0; i < 3; i++) {
		static const char *const names[] = {
		    "ha.cf", "haresources", "authkeys"};

		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
	return tap_done();
}
