#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What cannot be done is refused with the words and exit codes of drbd-utils,
# and what can is done: 58 commands, on a connected primary and on a resource
# that is down (drbd/t/errors).
# shellcheck source=qemu/t/drbd.sh
. "$(dirname "$0")/drbd.sh"
# shellcheck source=qemu/t/output.sh
. "$(dirname "$0")/output.sh"

output_of "$top/drbd/t/errors"

drbd_lab '/timeout [0-9]*;\|-int [0-9]*;/d' --data 16
drbd_new
serve nodo1 new
snapshot 20 nodo1
on nodo1 'umount /data; drbdadm down drbd0' >/dev/null 2>&1
snapshot 21 nodo1
story_ends
