#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The real one's tools for nodes, weights and sites: ours says that it refuses
# them, and takes over all the same.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

story()
{
	configure
	start_both
	mark
	tool 1 hb_setweight nodo1 50
	await "hb_setweight is refused" says 2 'setweight of nodo1 refused: '
	tool 1 hb_setsite nodo1 here
	await "hb_setsite is refused" says 2 'setsite of nodo1 refused: '
	tool 1 hb_addnode nodo3
	await "hb_addnode is refused" says 2 'addnode of nodo1 refused: '
	tool 1 hb_delnode nodo3
	await "hb_delnode is refused" says 2 'delnode of nodo1 refused: '
	stays "$deadtime_ms" "nothing moves" at 1 2
	is "$(of 'a|b|c|d')" "" "nothing was stopped or started"
	crash 1
	await "nodo2 takes over all the same" at 2 2
}

PEER_PAIRS=real:ours
each_pair story
