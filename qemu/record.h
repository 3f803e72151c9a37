/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The records of the stories' writer: record number seq is one block, always
 * the same one with the same bytes, so that whoever knows how many were
 * acknowledged knows what each sector must hold.
 */
#ifndef RECORD_H
#define RECORD_H

#include <stddef.h>
#include <stdint.h>

enum { RECORD_SECTOR = 512, RECORD_SECTORS = 8, RECORD_BYTES = 4096 };

/* The block of record seq (from 1) in a file of so many blocks. */
uint32_t record_block(uint32_t seq, uint32_t blocks);

/* Fill the RECORD_BYTES of record seq at to. */
void record_fill(uint8_t *to, uint32_t seq, uint32_t blocks);

/*
 * The record whose part number `sector` (0 to 7) of this block these
 * RECORD_SECTOR bytes are; 0 if they are none, or damaged.
 */
uint32_t record_read(const uint8_t *bytes, uint32_t block, unsigned sector,
    uint32_t blocks);

struct record_verdict {
	uint32_t damaged; /* sectors that no power cut explains */
	uint32_t found;   /* all records up to this one are there */
};

/*
 * Judge a file of so many blocks, of which read_block(arg, block, to) gets one
 * (RECORD_BYTES, 0 or -1). Records 1 to acknowledged were acknowledged, and
 * the next one may have been under way. What is there must be what was after
 * some record: a later one without an earlier one is damage.
 * Returns 0, or -1 with errno (memory, or read_block's).
 */
int record_judge(uint32_t blocks, uint32_t acknowledged,
    int (*read_block)(void *arg, uint32_t block, uint8_t *to), void *arg,
    struct record_verdict *v);

#endif
