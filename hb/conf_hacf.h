/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Directives of ha.cf that are more than one number or word. */
#ifndef HB_CONF_HACF_H
#define HB_CONF_HACF_H

#include "conf_int.h"

/* Each reads r->word[1]… (there is at least that one) into r->conf. */
void hacf_baud(struct reader *r);
void hacf_facility(struct reader *r);
void hacf_failback(struct reader *r);
void hacf_nice_failback(struct reader *r);
void hacf_msgfmt(struct reader *r);
void hacf_node(struct reader *r);
void hacf_bcast(struct reader *r);
void hacf_ucast(struct reader *r);
void hacf_mcast(struct reader *r);
void hacf_serial(struct reader *r);
void hacf_ping(struct reader *r);
void hacf_ping_group(struct reader *r);
void hacf_respawn(struct reader *r);
void hacf_failfast(struct reader *r);
void hacf_env(struct reader *r);
void hacf_hbgenmethod(struct reader *r);
void hacf_uuidfrom(struct reader *r);
void hacf_autojoin(struct reader *r);
void hacf_crm(struct reader *r);
void hacf_stonith(struct reader *r);
void hacf_stonith_host(struct reader *r);
void hacf_monitor(struct reader *r);

/* "2", "1.5", "500ms", "500000us", "10s" in milliseconds, or -1. */
long long hacf_milliseconds(const char *word);

/*
 * The value of one of these that has a single one, as it would be written, in
 * text when it must be made up; else NULL.
 */
const char *hacf_value(const struct conf *conf, const char *name,
    char text[24]);

/* Write every directive that has one value, normalised. */
void hacf_print(const struct conf *conf, FILE *out);

/* 1 or 0 for a word that means true or false, else -1. */
int hacf_boolean(const char *word);

#endif
