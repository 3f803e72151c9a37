/* SPDX-License-Identifier: GPL-2.0-or-later */
/* authkeys: which key signs, and all that are accepted. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "../lib/num.h"
#include "conf_int.h"

static void
take_send(struct reader *r)
{
	long long n;

	if (r->first[0] != 0) {
		conf_error(r, "second auth line, the first is line %d",
		    r->first[0]);
		return;
	}
	r->first[0] = r->line;
	if (r->words < 2 || num_parse(r->word[1], 0, AUTH_KEYS - 1, &n) == -1) {
		conf_error(r, "auth %s: expected the number of a key, 0 to %d",
		    r->words < 2 ? "" : r->word[1], AUTH_KEYS - 1);
		return;
	}
	r->conf->keys.send = (unsigned)n;
}

static void
take_key(struct reader *r)
{
	struct auth_key *key;
	enum auth_method method;
	long long n;

	if (num_parse(r->word[0], 0, AUTH_KEYS - 1, &n) == -1) {
		conf_error(r,
		    "%s: expected auth, or a key number from 0 to "
		    "%d",
		    r->word[0], AUTH_KEYS - 1);
		return;
	}
	key = &r->conf->keys.key[n];
	if (key->method != AUTH_NONE) {
		conf_error(r, "key %lld is here a second time", n);
		return;
	}
	method = r->words < 2 ? AUTH_NONE : auth_method_by_name(r->word[1]);
	if (method == AUTH_NONE) {
		conf_error(r,
		    "key %lld: method %s, expected crc, md5, sha1 or "
		    "hmac-sha256",
		    n, r->words < 2 ? "is missing" : r->word[1]);
		return;
	}
	if (method == AUTH_CRC && r->words > 2) {
		conf_error(r,
		    "key %lld: crc has no key, expected nothing "
		    "after it",
		    n);
		return;
	}
	if (method != AUTH_CRC && r->words < 3) {
		conf_error(r, "key %lld: %s needs a key after it", n,
		    r->word[1]);
		return;
	}
	if (r->words > 3)
		conf_warning(r,
		    "key %lld: only the first word after %s is "
		    "the key, as in Heartbeat",
		    n, r->word[1]);
	key->method = method;
	if (method == AUTH_CRC)
		return;
	key->len = strlen(r->word[2]);
	if (key->len > AUTH_KEY_MAX) {
		conf_error(r,
		    "key %lld is too long, expected at most %d "
		    "bytes",
		    n, AUTH_KEY_MAX);
		key->len = AUTH_KEY_MAX;
	}
	memcpy(key->key, r->word[2], key->len);
}

static void
take(struct reader *r)
{
	if (strcmp(r->word[0], "auth") == 0)
		take_send(r);
	else
		take_key(r);
}

/* Every key of the file is believed, and anybody can make a checksum. */
static void
warn_of_crc(struct reader *r)
{
	for (unsigned i = 0; i < AUTH_KEYS; i++)
		if (r->conf->keys.key[i].method == AUTH_CRC)
			conf_warning(r,
			    "key %u: crc is believed too, and needs no "
			    "secret: expected it only while keys are changed",
			    i);
}

void
conf_read_authkeys(struct reader *r)
{
	struct auth_keys *keys = &r->conf->keys;
	struct stat st;

	r->first[0] = 0;
	if (stat(r->file, &st) == 0 && (st.st_mode & 077) != 0)
		conf_error(r,
		    "mode is %03o, expected 600: others must not "
		    "read the keys (chmod 600 %s)",
		    (unsigned)st.st_mode & 0777, r->file);
	if (conf_lines(r, false, take) == -1) {
		conf_error(r, "cannot open: %s", strerror(errno));
		return;
	}
	if (r->first[0] == 0)
		conf_error(r, "no auth line, expected `auth N` with the "
			      "number of the key that signs");
	else if (keys->key[keys->send].method == AUTH_NONE) {
		r->line = r->first[0];
		conf_error(r, "auth %u: there is no usable key %u in this file",
		    keys->send, keys->send);
	} else if (keys->key[keys->send].method != AUTH_CRC) {
		warn_of_crc(r);
	}
}
