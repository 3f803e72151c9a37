#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# bcast, ucast, mcast and serial at once, on real sockets and a pair of ptys:
# what comes four times counts once, and each link may die and come back.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"
# shellcheck source=hb/t/pair.sh
. "$(dirname "$0")/pair.sh"

# A null modem: two ptys, $tmp/1/tty and $tmp/2/tty, joined by one who ends
# with us; it makes noise for USR1.
perl -e '
	my @m;
	for my $n (1, 2) {
		open(my $f, "+<", "/dev/ptmx") or die "ptmx: $!";
		my $unlock = pack("i", 0);
		ioctl($f, 0x40045431, $unlock) or die "unlock: $!";
		my $got = pack("i", 0);
		ioctl($f, 0x80045430, $got) or die "number: $!";
		my $slave = "/dev/pts/" . unpack("i", $got);
		open(my $keep, "+<", $slave) or die "$slave: $!";
		symlink($slave, "$ARGV[0]/$n/tty") or die $!;
		push @m, [$f, $keep];
	}
	$SIG{USR1} = sub {
		syswrite($_->[0], pack("C*", map { ($_ * 7) % 256 } 1 .. 900) .
		    "###\n11:(0)t=status,>>>\nt=status\n") for @m;
	};
	while (getppid() != 1) {
		my $want = "";
		vec($want, fileno($_->[0]), 1) = 1 for @m;
		next if select(my $r = $want, undef, undef, 1) <= 0;
		for my $n (0, 1) {
			next unless vec($r, fileno($m[$n][0]), 1);
			sysread($m[$n][0], my $bytes, 4096) or next;
			syswrite($m[1 - $n][0], $bytes);
		}
	}' "$tmp" &
modem=$!
holders="$holders $modem"
until_true 5 [ -e "$tmp/2/tty" ] || bail_out "no ptys here"

for n in 1 2; do
	sed -i '/ping/d' "$tmp/$n/ha.d/ha.cf"
	sed -i "/^node/i\\
ucast eth1 10.10.10.1\\
ucast eth1 10.10.10.2\\
mcast eth1 225.0.0.1 6940 1 0\\
baud 38400\\
serial $tmp/$n/tty" "$tmp/$n/ha.d/ha.cf"
done

# until_link NODE OTHER LINK up|dead SENTENCE
until_link()
{
	until_true 6 logged "$1" "Link nodo$2:$3 $4\\.\$"
	ok $? "$5"
}

forget()
{
	: >"$tmp/1/log"
	: >"$tmp/2/log"
}

quiet()
{
	! grep -q 'is dead' "$tmp"/1/log "$tmp"/2/log && holds ab/c
}

on 1 "$hb" && on 2 "$hb"
until_true 8 holds ab/c
ok $? "each starts its own group"
until_link 1 2 eth1 up "one logs that eth1 is up"
until_link 1 2 "$tmp/1/tty" up "and the serial line"
until_link 2 1 "$tmp/2/tty" up "so does the other"
for n in 1 2; do
	like "$(stty -F "$(readlink "$tmp/$n/tty")" -a | tr '\n' ' ')" \
		'speed 38400 baud.* -icanon.* -echo ' \
		"the line of node $n is raw, at the speed of baud"
done
is "$(sort "$tmp"/*/done | uniq -c | grep -v status | sed 's/^ *//')" \
	"1 a start
1 b start
1 c start" "what came over each link was done once"
is "$(on 1 "$tmp/cl_status" listhblinks nodo2 | tr -d '\t' | tr '\n' ' ')" \
	"eth1 $tmp/1/tty " "cl_status lists eth1 and the serial line, once"
is "$(grep -c 'Link nodo2:eth1 up' "$tmp/1/log")" 1 "and the log tells it once"

forget
on 1 ip link set eth1 down
until_link 1 2 eth1 dead "eth1 is pulled: one logs that"
until_link 2 1 eth1 dead "so does the other"
quiet
ok $? "nothing moves, and nobody is found dead"
on 1 "$tmp/hb_standby" >/dev/null
until_true 6 holds /abc
ok $? "a standby goes over the serial line alone"
until_true 6 logged 1 'Other node completed standby takeover of all'
on 1 "$tmp/hb_takeover" local >/dev/null
until_true 6 holds ab/c
ok $? "and back"
forget
on 1 ip addr add 10.10.10.1/24 brd + dev eth1 2>/dev/null
on 1 ip link set eth1 up
until_link 1 2 eth1 up "it is put back: one logs that"
until_link 2 1 eth1 up "so does the other"

forget
kill -USR1 $modem
kill -STOP $modem
until_link 1 2 "$tmp/1/tty" dead "the serial line is pulled: one logs that"
until_link 2 1 "$tmp/2/tty" dead "so does the other"
quiet
ok $? "nothing moves, and nobody is found dead"
kill -CONT $modem
until_link 1 2 "$tmp/1/tty" up "it is put back, with noise: one logs that"
until_link 2 1 "$tmp/2/tty" up "so does the other"
on 1 ip link set eth1 down
until_link 1 2 eth1 dead "eth1 may be pulled then"
quiet
ok $? "and nothing moves"
on 1 "$hb" -k && on 2 "$hb" -k
ok $? "both stop"
on 1 ip link set eth1 up
# each way over eth1 alone; ucast as in files that are the same on both nodes
for one in 'bcast eth1' 'ucast eth1 10.10.10.1
ucast eth1 10.10.10.2' 'mcast eth1 225.0.0.1 6940 1 0'; do
	name=${one%% *}
	for n in 1 2; do
		grep -v 'cast\|serial\|ping' "$tmp/$n/ha.d/ha.cf" >"$tmp/$n/cf"
		cp "$tmp/$n/cf" "$tmp/$n/ha.d/ha.cf"
		echo "$one" >>"$tmp/$n/ha.d/ha.cf"
	done
	forget
	on 1 "$hb" && on 2 "$hb"
	until_true 8 holds ab/c
	ok $? "$name alone: each starts its own group"
	until_link 1 2 eth1 up "$name: the link is up"
	is "$(on 1 "$tmp/cl_status" hblinkstatus nodo2 eth1)" up \
		"$name: cl_status says so"
	on 1 "$hb" -k && on 2 "$hb" -k
	ok $? "$name: both stop"
done
tap_ends
