/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether KVM works, and how fast this machine is as a lab. */
#ifndef SPEED_H
#define SPEED_H

/*
 * Run the guest of 16 instructions (objects/probe.bin) under KVM with a limit
 * of 2 s, since /dev/kvm may open and still not work; *accel is "kvm" or
 * "tcg". Then time a loop (objects/speed.bin); *scale_percent is how much
 * longer than on the machine where time-outs were chosen it took, at least
 * 100. LATIDO_ACCEL and LATIDO_SCALE (a whole factor) in the environment
 * replace either.
 */
void speed_measure(const char *objects, const char **accel, int *scale_percent);

#endif
