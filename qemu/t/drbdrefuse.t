#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What cannot be done is refused with the words and exit codes of drbd-utils,
# and what can is done: 47 commands on a connected primary (drbd/t/errors).
# shellcheck source=qemu/t/drbd.sh
. "$(dirname "$0")/drbd.sh"
# shellcheck source=qemu/t/output.sh
. "$(dirname "$0")/output.sh"

output_of "$top/drbd/t/errors" 20

drbd_lab '/timeout [0-9]*;\|-int [0-9]*;/d' --data 16
drbd_new
serve nodo1 new
snapshot 20 nodo1
story_ends
