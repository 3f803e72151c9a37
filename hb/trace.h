/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Debug lines about messages: debug 1 in ha.cf, or 2 for all of them. */
#ifndef HB_TRACE_H
#define HB_TRACE_H

#include "msg.h"

/* what: "sent" or "heard"; link: by which one, or "". */
void trace_message(const char *what, const char *link, const struct msg *m);

#endif
