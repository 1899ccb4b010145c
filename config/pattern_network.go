package config

import (
	"fmt"
	"net/netip"
)

// hostBits is the mistake of a network that is written with the address of a host, as 10.20.5.1/16. What is meant is
// not guessed: it may be that host, and its network has 65,535 more.
type hostBits struct {
	text    string
	network netip.Prefix
	host    netip.Addr
}

// Error says what can be written instead.
func (e hostBits) Error() string {
	return fmt.Sprintf("%s is the network %s: write that, or %s for the host", e.text, e.network, e.host)
}

// checkNetwork refuses a network that is not written by its first address.
func checkNetwork(text string, n netip.Prefix) error {
	n = unmapped(n)
	if n == n.Masked() {
		return nil
	}
	return hostBits{text, n.Masked(), n.Addr()}
}

// unmapped is the IPv4 network that a ::ffff: network stands for.
func unmapped(n netip.Prefix) netip.Prefix {
	if n.Addr().Is4In6() && n.Bits() >= 96 {
		return netip.PrefixFrom(n.Addr().Unmap(), n.Bits()-96)
	}
	return n
}
