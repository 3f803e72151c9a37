/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers of a driver that is not the one we know: whatever it says is
 * printed, compared with a configuration, or refused. */
#include <stdio.h>
#include <stdlib.h>

#include "../adm.h"
#include "../setup.h"
#include "fake.h"

static const char conf[] =
    "global { disable-ip-verification; }\n"
    "resource r0 { net { protocol A; verify-alg crc32c; }\n"
    "disk { resync-rate 3M; resync-after r0/0; } options { cpu-mask 3; }\n"
    "volume 0 { device minor 0; disk /dev/a; meta-disk internal; }\n"
    "volume 1 { device minor 1; disk /dev/b; meta-disk /dev/c [1]; }\n"
    "on nodo1 { address 127.0.0.1:7788; }\n"
    "on nodo2 { address ipv6 [fd00::2]:7788; } }\n";

static const char *const commands[][6] = {
    {"drbdsetup", "status", "--verbose", "--statistics", "--color=always"},
    {"drbdsetup", "status"},
    {"drbdsetup", "show", "--show-defaults"},
    {"drbdsetup", "show", "r0"},
    {"drbdsetup", "events2", "--now", "--statistics", "--timestamps"},
    {"drbdsetup", "events", "all", "--now"},
    {"drbdsetup", "sh-status"},
    {"drbdsetup", "show-gi", "0"},
    {"drbdsetup", "dstate", "0"},
    {"drbdsetup", "primary", "0", "--force"},
    {"drbdsetup", "check-resize", "0"},
    {"drbdsetup", "/dev/nb0", "disconnect"},
    {"drbdadm", "-d", "adjust", "all"},
    {"drbdadm", "status"},
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *const *words;
	char text[6][32], *argv[7] = {NULL};
	int argc;

	if (size < 1)
		return 0;
	words = commands[data[0] % COMMANDS];
	for (argc = 0; argc < 6 && words[argc] != NULL; argc++) {
		snprintf(text[argc], sizeof(text[argc]), "%s", words[argc]);
		argv[argc] = text[argc];
	}
	setenv("__DRBD_NODE__", "nodo1", 1);
	setenv("DRBD_LIB_DIR", "/nonexistent", 1);
	fake_text = conf;
	fake_text_bytes = sizeof(conf) - 1;
	fake_answers(data + 1, size - 1);
	if (words[0][4] == 's')
		setup_main(argc, argv);
	else
		adm_main(argc, argv);
	return 0;
}
