/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The LAN client fetches a page. */
#ifndef HTTP_H
#define HTTP_H

#include "ctl.h"

/*
 * Fetch http://ADDR[:PORT][/PATH] for c within timeout_us: the body on its
 * stdout, exit status 0 for a 2xx answer, 22 for another one, 7 when there
 * was no connection, 124 after the time.
 */
void http_get(struct client *c, const char *url, int64_t timeout_us);

#endif
