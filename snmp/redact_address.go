package snmp

import (
	"net/netip"
	"strings"
)

func (r *Redactor) mac(found string) string {
	if strings.Trim(found, "0:-.") == "" || strings.Trim(strings.ToLower(found), "f:-.") == "" {
		return found
	}
	return r.aliases.mac(found)
}

// dotted replaces an IPv4 address. Four small numbers are rather a version.
func (r *Redactor) dotted(found string) string {
	ip, err := netip.ParseAddr(found)
	if err == nil && !r.hosts[found] {
		if four := ip.As4(); four[0] < 10 && max(four[1], four[2], four[3]) < 32 {
			return found
		}
	}
	return r.addresses(found)
}

// addresses replaces an IP address, if the text is one that tells something.
func (r *Redactor) addresses(found string) string {
	if to := r.address(found); to != "" {
		return to
	}
	return found
}

// address returns what replaces an IP address, "" for what is none and for those
// that everybody has.
func (r *Redactor) address(found string) string {
	ip, err := netip.ParseAddr(found)
	if err != nil {
		return ""
	}
	ip = ip.Unmap()
	if !ip.Is4() {
		if ip.IsUnspecified() || ip.IsLoopback() {
			return ""
		}
		return r.aliases.of(ipv6Alias, ip.WithZone("").String())
	}
	four := ip.As4()
	if four[0] == 0 || four[0] == 255 || ip.IsLoopback() { // a mask, or none
		return ""
	}
	r.hosts[ip.String()] = true
	return r.aliases.of(ipv4Alias, ip.String())
}

// holdsAddress says whether four or sixteen octets that are no text are most likely
// an address: one that was seen, or that few numbers look like.
func (r *Redactor) holdsAddress(octets string) bool {
	ip, ok := netip.AddrFromSlice([]byte(octets))
	switch {
	case !ok || plainText(octets):
		return false
	case ip.Is4():
		shared := octets[0] == 100 && octets[1]&0xc0 == 64 // RFC 6598
		few := shared || ip.IsPrivate() || ip.IsLinkLocalUnicast()
		return few && octets[3] != 0 || r.hosts[ip.String()]
	}
	return ip.IsPrivate() || ip.IsLinkLocalUnicast() || octets[0] == 0x20 || octets[0] == 0x2a
}
