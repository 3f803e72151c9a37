/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The typed line, the prompts, the marks; and the text that a wait reads. */
#include "exec.h"
#include "text.h"
#include "../lib/tap.h"

static char got[4096];
static size_t got_len;

static void
collect(void *arg, const uint8_t *bytes, size_t len)
{
	(void)arg;
	memcpy(got + got_len, bytes, len);
	got_len += len;
	got[got_len] = '\0';
}

/* feed it in pieces of step bytes */
static void
feed(struct exec *x, const char *bytes, size_t len, size_t step)
{
	size_t n;

	got_len = 0;
	got[0] = '\0';
	for (; len > 0; bytes += n, len -= n) {
		n = len < step ? len : step;
		exec_feed(x, (const uint8_t *)bytes, n, collect, NULL);
	}
}

static void
marks(void)
{
	static const char line[] = "noise\001B6\nold\n\001B7\none\ntwo \001E "
				   "\001E8 0\n\001E7x\001E7 42\nlate";
	static const char bin[] = "\001B9\n\0\001\002\377\r\n\001E9 0\n";
	struct exec x;
	size_t step;
	int good = 1;

	for (step = 1; step < sizeof(line); step++) {
		exec_start(&x, 7);
		feed(&x, line, sizeof(line) - 1, step);
		good = good && x.state == EXEC_DONE && x.status == 42 &&
		       strcmp(got, "one\ntwo \001E \001E8 0\n\001E7x") == 0;
		exec_end(&x);
	}
	ok(good, "exactly the output and the status, however it is cut up");
	exec_start(&x, 9);
	feed(&x, bin, sizeof(bin) - 1, 3);
	ok(got_len == 6 && memcmp(got, "\0\001\002\377\r\n", 6) == 0,
	    "any byte passes");
	exec_end(&x);
	exec_start(&x, 9);
	feed(&x, "\001B9\nhal", 7, 99);
	is_str(got, "hal", "output is passed on before the command ends");
	ok(x.state == EXEC_OUTPUT, "which it has not yet");
	exec_end(&x);
	exec_start(&x, 9);
	feed(&x, "\001B9\nx\001E9 999\n\001E9 1\n", 19, 99);
	ok(x.state == EXEC_DONE && x.status == 1,
	    "a number that is no exit status is no end mark");
	exec_end(&x);
}

static void
typing(void)
{
	char buf[1024], big[1000];

	ok(exec_type(buf, sizeof(buf), "echo 'a b'", 5) == NULL, "a command");
	is_str(buf, "run 5 'echo '\\''a b'\\'''\r",
	    "is typed with its quotes kept");
	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	ok(exec_type(buf, sizeof(buf), big, 5) != NULL,
	    "one that the line editor would cut is refused");
	ok(exec_type(buf, sizeof(buf), "a\tb", 5) != NULL,
	    "so is a tab, which would complete names");
	is_num(exec_prompt("nodo1 login: "), PROMPT_LOGIN, "login prompt");
	is_num(exec_prompt("nodo1:~# "), PROMPT_SHELL, "shell prompt");
	is_num(exec_prompt("Password: "), PROMPT_PASSWORD, "password prompt");
	is_num(exec_prompt("done.nodo1:/home# "), PROMPT_SHELL,
	    "also behind something else");
	is_num(exec_prompt("/* no # "), PROMPT_NONE, "not any number sign");
	is_num(exec_prompt("# comment"), PROMPT_NONE, "no prompt");
}

static struct text t;

static void
texts(void)
{
	char line[TEXT_LINE], many[1000];
	uint64_t from = 0;
	regex_t re;
	int i;

	regcomp(&re, "^be[ae]t$", REG_EXTENDED | REG_NOSUB);
	text_add(&t, "alpha\r\nbe", 9);
	ok(!text_find(&t, &re, &from, line), "nothing matches yet");
	text_add(&t, "at\r\nbeet\nomega", 14);
	ok(text_find(&t, &re, &from, line) && strcmp(line, "beat") == 0,
	    "a line that comes in two pieces matches");
	from = 0;
	ok(text_find(&t, &re, &from, line) && strcmp(line, "beet") == 0,
	    "the next wait gets the next match");
	from = 0;
	ok(!text_find(&t, &re, &from, line), "and then there is none");
	text_rewind(&t);
	from = 0;
	ok(text_find(&t, &re, &from, line) && strcmp(line, "beat") == 0,
	    "unless it begins again");
	text_mark(&t);
	text_add(&t, "\r\n\033[Jnodo1:~# \033[6n", 18);
	text_last(&t, line);
	is_str(line, "nodo1:~# ", "the prompt is seen without escapes");
	memset(many, 'x', sizeof(many));
	for (i = 0; i < 1000; i++)
		text_add(&t, many, sizeof(many));
	text_add(&t, "\nbeat\n", 6);
	from = 0;
	ok(text_find(&t, &re, &from, line),
	    "the newest text is there however much there was before");
	regfree(&re);
}

int
main(void)
{
	marks();
	typing();
	texts();
	return tap_done();
}
