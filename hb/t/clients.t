#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Local users that mean no good, at the client socket: nothing stalls, nothing
# moves, and who may give orders gets through.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"
# shellcheck source=hb/t/pair.sh
. "$(dirname "$0")/pair.sh"

# nobody CODE: Perl, as user nobody, with connected() at hand
nobody()
{
	perl -MSocket -e '
		my $path = shift @ARGV;
		$) = "65534 65534";
		$< = $> = 65534;
		$SIG{PIPE} = "IGNORE";
		sub connected {
			socket(my $s, PF_UNIX, SOCK_STREAM, 0) or die;
			connect($s, sockaddr_un($path)) or die "$path: $!";
			return $s;
		}
		eval(shift @ARGV);
		die $@ if $@;' "$tmp/1/run/ctl" "$1"
}

chmod 755 "$tmp"
on 1 "$hb" && on 2 "$hb"
until_true 8 holds ab/c
ok $? "both nodes hold their own"
before=$(cat "$tmp"/*/done)
pid=$(cat "$tmp/1/run.pid")

# shellcheck disable=SC2016 # perl expands it
is "$(nobody 'my $s = connected(); syswrite($s, "standby all\n");
	print <$s>')" "error: only root and hacluster may do this" \
	"nobody may give orders"
# shellcheck disable=SC2016
like "$(nobody 'my $s = connected(); syswrite($s, "dump\n"); print <$s>')" \
	'^node nodo2 normal active' "but may ask"
# shellcheck disable=SC2016
is "$(nobody 'for (1 .. 50) { my $s = connected();
	1 while syswrite($s, pack("C", $_) x 4096); }
	for (1 .. 50) { my $s = connected(); syswrite($s, "\0\n\n dump \n"); }
	print "done"')" "done" "noise without end is hung up on"

# shellcheck disable=SC2016
nobody '$| = 1; my @s; push @s, connected() for 1 .. 9; print "held\n";
	my $p = getppid();
	select(undef, undef, undef, 0.1) while getppid() == $p' >"$tmp/said" &
holders="$holders $!"
until_true 5 grep -q held "$tmp/said"
until_true 5 logged 1 'more than 8 clients at once, one is refused'
ok $? "more connections than there is room for are refused"
until_true 5 [ "$(on 1 "$tmp/cl_status" rscstatus)" = local ]
ok $? "but not root's"
is "$(on 1 "$tmp/cl_status" clientstatus nodo1 ipfail)" online \
	"and ipfail, who signed on, stays"

# A thousand open at once, each with the beginning of an order; then its end
# shellcheck disable=SC2016
is "$(nobody 'my @s; for (1 .. 1000) { push @s, connected();
		syswrite($s[-1], "stand"); }
	syswrite($_, "by all\n") for @s;
	my $o = 0; for (@s) { my $l = <$_>; $o++ if defined $l &&
		$l !~ /^error: (only root|too many)/; }
	print "$o of ", scalar @s')" "0 of 1000" \
	"a thousand connections with half an order each get nothing"
# shellcheck disable=SC2016
like "$(nobody 'my $s = connected(); for (split //, "dump\n") {
	syswrite($s, $_); select(undef, undef, undef, 0.05); } print <$s>')" \
	'^node nodo2 normal active' "a question that comes byte by byte is answered"

# Who signed on and does not read is not waited for. On node 2 a client sleeps,
# and one on node 1 has 800 words for it and for ipfail.
# shellcheck disable=SC2016
signed_on='my $s; socket($s, PF_UNIX, SOCK_STREAM, 0) or die;
	connect($s, sockaddr_un(shift @ARGV)) or die;
	syswrite($s, "signon $ARGV[0]\n"); my $p = getppid();'
# shellcheck disable=SC2016
on 2 perl -MSocket -e "$signed_on"'
	select(undef, undef, undef, 0.1) while getppid() == $p' \
	"$tmp/2/run/ctl" slow &
holders="$holders $!"
client_is()
{
	[ "$(on 2 "$tmp/cl_status" clientstatus nodo2 "$1" 2>&1)" = "$2" ]
}
until_true 5 client_is slow online
ok $? "a client signs on and sleeps"
# shellcheck disable=SC2016
on 1 perl -MSocket -e "$signed_on"'
	for (1 .. 800) {
		syswrite($s, "send num_ping_nodes 1\n") or die;
		select(undef, undef, undef, 0.003);
	}' "$tmp/1/run/ctl" busy
until_true 5 client_is slow offline
ok $? "it is hung up on when its words fill up"
client_is ipfail online
ok $? "who reads stays"

# Asked as fast as one can, answers not read, for longer than deadtime
# shellcheck disable=SC2016
is "$(nobody 'my $end = time + 3; my @s;
	while (time < $end) {
		push @s, connected();
		syswrite($s[-1], "dump\n");
		shift @s if @s > 20;
	}
	print "done"')" "done" "a flood of questions ends"
is "$(cat "$tmp"/*/done)" "$before" "and nothing moves"
is "$(grep -c 'is dead\|Late heartbeat' "$tmp/2/log")" 0 \
	"the other node has missed no beat"
is "$(cat "$tmp/1/run.pid") $(on 1 "$hb" -s | grep -c running)" "$pid 1" \
	"the daemon is the same"
tap_ends
