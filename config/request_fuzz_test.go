package config

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
)

// FuzzProbe holds that no request leads to where the policy does not let it, whatever the policy: what a target
// names is looked at when it is asked for, and the address that is dialled once more.
func FuzzProbe(f *testing.F) {
	ten := []byte{10, 0, 0, 1}
	for _, policy := range []string{
		"*", "*:*", "10.0.0.0/8", "*.ups.lan,rack-*:3493-3499", "nas.lan:*,[fd00:30::]:3500",
		"::ffff:172.16.0.0/108,a@b",
		"0.0.0.0/0:*", "[::/0]:*", "*.*", "10.*", "nas.lan:99-1", "10.0.0.1/33", "[::1", "*,*,*", "x*y.z",
	} {
		f.Add(policy, "10.0.0.0/8", "nas.lan:3493", "nut", "ups", ten)
		f.Add(policy, "", "ups@10.0.0.1", "", "", ten)
		f.Add(policy, "::/0", "[fe80::1%eth0]:3500", "apc,rittal", "", netip.IPv6Loopback().AsSlice())
	}
	f.Add("*", "", "169.254.169.254", "nut", "", []byte{169, 254, 169, 254})
	for _, address := range [][]byte{{169, 254, 169, 254}, {224, 0, 0, 1}, {0, 0, 0, 0}, {255, 255, 255, 255}} {
		f.Add("*", "", "nas.lan", "nut", "", address)
	}
	f.Add("*", "", "64:ff9b::a9fe:a9fe", "nut", "", netip.MustParseAddr("64:ff9b::a9fe:a9fe").AsSlice())
	f.Add("*", "x", "::ffff:0.0.0.0", ",", "\n", []byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 224, 0, 0, 1})
	c, err := Parse(builtIn)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, allow, within, target, module, device string, address []byte) {
		if c.policy = fuzzPolicy(t, allow, within); len(c.policy.allow) == 0 {
			return
		}
		p, err := c.Probe(Query{Target: target, Module: module, Device: device})
		if err != nil {
			checkRefusal(t, err, len(target)+len(module)+len(device))
			return
		}
		if p.Timeout <= 0 || strings.ContainsFunc(p.Key+p.Describe(), func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("%q: timeout %s, key %q, %q", target, p.Timeout, p.Key, p.Describe())
		}
		reach := c.reach(p.Target, p.Module)
		if ip, err := netip.ParseAddr(p.Target.Host); err == nil {
			if err := reach.check(netip.AddrPortFrom(ip, p.Target.Port)); err != nil {
				t.Errorf("%s is admitted and then not: %v", p.Target, err)
			}
			return
		}
		if ip, ok := netip.AddrFromSlice(address); ok {
			checkReach(t, c.policy, p, netip.AddrPortFrom(ip, p.Target.Port))
		}
		if len(c.lists.made) > maxLists {
			t.Errorf("%d lists of modules are kept", len(c.lists.made))
		}
	})
}

// fuzzPolicy is what a text with commas allows; nothing if it does not.
func fuzzPolicy(t *testing.T, allow, within string) (made policy) {
	t.Helper()
	for text := range strings.SplitSeq(allow, ",") {
		p, err := parsePattern(text)
		if err != nil {
			checkText(t, err.Error(), len(allow))
			return policy{}
		}
		if p.low > p.high || (p.name != "") == p.prefix.IsValid() || p.prefix != p.prefix.Masked() ||
			p.prefix.Addr().Is4In6() && p.prefix.Bits() >= 96 {
			t.Fatalf("%q is %+v", text, p)
		}
		if p.device == "" { // which the parser of the file refuses
			made.allow = append(made.allow, p)
		}
	}
	if p, err := parsePattern(within); err == nil && p.prefix.IsValid() {
		made.within = []netip.Prefix{p.prefix}
	}
	return made
}

// checkReach holds, without the code that decides it, that a name which is admitted leads to an address only if some
// entry covers one of the two.
func checkReach(t *testing.T, rules policy, p *Probe, to netip.AddrPort) {
	t.Helper()
	if p.Config.reach(p.Target, p.Module).check(to) != nil {
		return
	}
	ip := to.Addr().Unmap().WithZone("")
	if ip.IsUnspecified() || ip.IsMulticast() || ip == netip.AddrFrom4([4]byte{255, 255, 255, 255}) ||
		ip == netip.AddrFrom4([4]byte{169, 254, 169, 254}) {
		t.Errorf("%s may be dialled", to)
	}
	if len(rules.within) > 0 && !rules.within[0].Contains(ip) {
		t.Errorf("%s may be dialled, which is not within %s", to, rules.within)
	}
	for _, a := range rules.allow {
		low, high := a.low, a.high
		if low == 0 {
			low, high = p.Target.ownPort(), p.Target.ownPort()
		}
		named := a.name == "*" || a.name == p.Target.Host ||
			strings.Contains(a.name, "*") && !ip.IsLoopback() && fits(a.name, p.Target.Host)
		if low <= to.Port() && to.Port() <= high && (named || a.prefix.IsValid() && a.prefix.Contains(ip)) {
			return
		}
	}
	t.Errorf("%s leads to %s, which %+v do not cover", p.Target, to, rules.allow)
}

// fits compares a name with a glob, whose stars stand for anything: which is more than they do.
func fits(glob, name string) bool {
	first, rest, star := strings.Cut(glob, "*")
	name, begins := strings.CutPrefix(name, first)
	if !star {
		return begins && name == ""
	}
	for at := 0; begins && at <= len(name); at++ {
		if fits(rest, name[at:]) {
			return true
		}
	}
	return false
}

func checkRefusal(t *testing.T, err error, given int) {
	t.Helper()
	if _, ok := errors.AsType[*RequestError](err); !ok {
		t.Errorf("%T: %v", err, err)
	}
	checkText(t, err.Error(), given)
}

// checkText holds that a message is one line, and not much longer than what it quotes.
func checkText(t *testing.T, text string, given int) {
	t.Helper()
	if text == "" || len(text) > 1500+10*given || strings.ContainsAny(text, "\r\n\x00\x1b\u0085\u2028") {
		t.Errorf("the message is not one line of a fit length: %q", text)
	}
}
