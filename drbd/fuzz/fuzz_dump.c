/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A dump of meta-data that was edited: what verify-dump refuses changes
 * nothing, and what is restored is taken apart again. */
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "fake.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const indexes[] = {"internal", "flex-external"};
	const char *index = indexes[size & 1];
	int verified;

	device_reset();
	fake_text = (const char *)data;
	fake_text_bytes = size;
	verified = device_run(index, "verify-dump", "dump");
	if (device_run(index, "restore-md", "dump") == 0) {
		if (verified != 0 || device_run(index, "get-gi", NULL) != 0)
			abort();
	} else if (verified != 0 && !device_untouched(DEVICE_BYTES)) {
		abort();
	}
	return 0;
}
