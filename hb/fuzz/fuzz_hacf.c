/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whatever stands in ha.cf: read or refused with a reason, nothing else. */
#include "conf_dir.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return conf_dir_read("ha.cf", data, size);
}
