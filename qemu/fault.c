/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The faults of a cable: loss, delay, duplication, corruption, one way. */
#include <stdio.h>
#include <string.h>

#include "fault.h"
#include "../lib/num.h"

enum { SURE = 100000 };

/* splitmix64: the same seed gives the same faults again */
static uint64_t
dice(struct fault *f)
{
	uint64_t z = f->seed += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

/* "12.5" per cent to parts of SURE */
static int
percent(const char *s, int *out)
{
	char whole[8];
	const char *dot = strchr(s, '.');
	size_t len = dot ? (size_t)(dot - s) : strlen(s), places;
	long long v, part = 0;
	int scale;

	if (len >= sizeof(whole))
		return -1;
	memcpy(whole, s, len);
	whole[len] = '\0';
	if (num_parse(whole, 0, 100, &v) != 0)
		return -1;
	if (dot) {
		places = strlen(dot + 1);
		if (places > 3 || num_parse(dot + 1, 0, 999, &part) != 0)
			return -1;
		for (scale = 3 - (int)places; scale > 0; scale--)
			part *= 10;
	}
	if (v * 1000 + part > SURE)
		return -1;
	*out = (int)(v * 1000 + part);
	return 0;
}

static int
delay(struct fault *f, const char *s)
{
	char first[8];
	const char *sep, *rest = NULL;
	size_t len = strlen(s);
	long long mean, jitter = 0;

	if ((sep = strstr(s, "±")) != NULL)
		rest = sep + strlen("±");
	else if ((sep = strstr(s, "+-")) != NULL)
		rest = sep + 2;
	if (sep)
		len = (size_t)(sep - s);
	if (len >= sizeof(first))
		return -1;
	memcpy(first, s, len);
	first[len] = '\0';
	if (num_parse(first, 0, 60000, &mean) != 0 ||
	    (rest && num_parse(rest, 0, mean, &jitter) != 0))
		return -1;
	f->delay_ms = (int)mean;
	f->jitter_ms = (int)jitter;
	return 0;
}

const char *
fault_set(struct fault *f, const char *word)
{
	const char *value = strchr(word, '=');
	size_t name = value ? (size_t)(value++ - word) : 0;
	uint64_t seed = f->seed;
	int *part = NULL;

	if (strcmp(word, "clear") == 0) {
		*f = (struct fault){.seed = seed};
		return NULL;
	}
	if (name == 4 && strncmp(word, "loss", name) == 0)
		part = &f->loss;
	else if (name == 3 && strncmp(word, "dup", name) == 0)
		part = &f->dup;
	else if (name == 7 && strncmp(word, "corrupt", name) == 0)
		part = &f->corrupt;
	if (part)
		return percent(value, part) == 0
			   ? NULL
			   : "expected per cent from 0 to 100, as 2.5";
	if (name == 5 && strncmp(word, "delay", name) == 0)
		return delay(f, value) == 0
			   ? NULL
			   : "expected delay=MS or delay=MS±MS, jitter not "
			     "larger than the delay";
	if (name == 6 && strncmp(word, "oneway", name) == 0) {
		if (strlen(value) >= sizeof(f->oneway))
			return "no such port";
		memcpy(f->oneway, value, strlen(value) + 1);
		return NULL;
	}
	return "expected loss=, delay=, dup=, corrupt=, oneway= or clear";
}

void
fault_show(const struct fault *f, char *buf, size_t size)
{
	int n = 0;

	if (!f->loss && !f->dup && !f->corrupt && !f->delay_ms && !*f->oneway) {
		snprintf(buf, size, "none");
		return;
	}
	n = snprintf(buf, size,
	    "loss=%d.%03d dup=%d.%03d corrupt=%d.%03d delay=%d±%d",
	    f->loss / 1000, f->loss % 1000, f->dup / 1000, f->dup % 1000,
	    f->corrupt / 1000, f->corrupt % 1000, f->delay_ms, f->jitter_ms);
	if (*f->oneway && n > 0 && (size_t)n < size)
		snprintf(buf + n, size - (size_t)n, " oneway=%s", f->oneway);
}

static int
happens(struct fault *f, int chance)
{
	return chance > 0 && (int)(dice(f) % SURE) < chance;
}

struct fate
fault_decide(struct fault *f)
{
	struct fate fate = {.copies = 1};
	int64_t span_us = (int64_t)f->jitter_ms * 1000;
	int i;

	if (happens(f, f->loss)) {
		fate.copies = 0;
		return fate;
	}
	if (happens(f, f->dup))
		fate.copies = 2;
	fate.corrupt = happens(f, f->corrupt);
	for (i = 0; i < fate.copies; i++) {
		fate.delay_us[i] = (int64_t)f->delay_ms * 1000;
		if (span_us > 0)
			fate.delay_us[i] +=
			    (int64_t)(dice(f) % (uint64_t)(2 * span_us + 1)) -
			    span_us;
	}
	return fate;
}

void
fault_corrupt(struct fault *f, uint8_t *frame, size_t len)
{
	uint64_t r = dice(f);

	if (len > 12)
		frame[12 + r % (len - 12)] ^= (uint8_t)(1u << (r >> 32) % 8);
}
