package config

import (
	"errors"
	"fmt"
	"net/netip"
	"path"
	"slices"
	"strings"
)

// checkGlob accepts host names, in which "*" stands for any letters.
func checkGlob(host string) error {
	rest := strings.ReplaceAll(host, "*", "")
	switch {
	case strings.Contains(host, "/"):
		return fmt.Errorf("%q is no network", host)
	case rest == host:
		_, err := cleanHost(host)
		return err
	case strings.Contains(rest, ":"),
		strings.ContainsAny(rest, digits) && strings.Trim(rest, digits+".") == "":
		return errors.New("* stands for parts of names, not of addresses")
	case !plain(rest) || len(host) > 253:
		return fmt.Errorf("%q is no host name", host)
	}
	return nil
}

// isGlob says whether "*" stands for a part of a name, and not for every host.
func (p pattern) isGlob() bool { return p.name != "*" && strings.Contains(p.name, "*") }

// matches says whether a name fits a glob. "*." in front stands for any subdomain, however deep; any other "*"
// ends at a dot, lest ups-* stand for ups-1.example.org, which is somebody else's.
func matches(glob, name string) bool {
	below, deep := strings.CutPrefix(glob, "*.")
	if !deep {
		below = glob
	}
	want, have := strings.Split(below, "."), strings.Split(name, ".")
	if deep {
		if len(have) <= len(want) || have[0] == "" {
			return false
		}
		have = have[len(have)-len(want):]
	}
	return slices.EqualFunc(want, have, func(glob, label string) bool {
		ok, err := path.Match(glob, label)
		return err == nil && ok
	})
}

// vague says to whom a secret would go whose owner cannot mean all of them, "" if the pattern is narrow enough.
func (p pattern) vague() string {
	switch ip := p.prefix.Addr(); {
	case p.everywhere():
		return "any host that a caller names"
	case p.prefix.IsValid() && !narrow(ip, p.prefix.Bits()):
		return "any address of " + p.prefix.String()
	case p.isGlob() && !p.ownDomain():
		return "any name that fits " + p.name + ", which others can have, too"
	}
	return ""
}

// narrow says whether a network can be somebody's own.
func narrow(ip netip.Addr, bits int) bool {
	switch {
	case ip.Is4():
		return bits >= 8
	case embedded(ip).IsValid(): // what is behind a NAT64 gateway is IPv4
		return bits >= 104
	case ip.IsPrivate():
		return bits >= 7 // all of fc00::/7
	}
	return bits >= 24 || ip.IsLinkLocalUnicast() && bits >= 10
}

// ownDomain says whether names that fit a glob can be somebody's own: two labels or more are given, or one
// below which nobody can register a name, or it is for names without a dot.
func (p pattern) ownDomain() bool {
	labels := strings.Split(p.name, ".")
	given := 0
	for _, label := range slices.Backward(labels) {
		if label == "" || strings.Contains(label, "*") {
			break
		}
		given++
	}
	switch last := labels[len(labels)-1]; given {
	case 0:
		return len(labels) == 1
	case 1:
		return slices.Contains(private[:], last)
	case 2:
		return len(last) != 2 || !slices.Contains(registries[:], labels[len(labels)-2])
	}
	return true
}

// registries are what stands between a country and the names that anybody can register there, as in co.uk and or.at.
// There are others: the list of all of them is long, and changes.
var registries = [...]string{"ac", "co", "com", "edu", "gob", "gov", "gv", "mil", "ne", "net", "nom", "or", "org"}

// private are domains that are not in the public DNS (RFC 6762, appendix G, and what is reserved since).
var private = [...]string{"corp", "home", "internal", "intranet", "lan", "local", "localdomain", "private"}
