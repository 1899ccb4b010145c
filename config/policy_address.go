package config

import (
	"fmt"
	"net/netip"
	"slices"
)

// unfit says why an address is never dialled, whatever a configuration says.
func unfit(ip netip.Addr) error {
	ip = plainIP(ip) // with a zone, :: would not count as unspecified
	switch inner := embedded(ip); {
	case nobody(ip), inner.IsValid() && nobody(inner):
		return fmt.Errorf("%s is no address of a single host", ip)
	case slices.Contains(cloud[:], ip), slices.Contains(cloud[:], inner):
		return fmt.Errorf("%s is where a cloud hands out credentials, and no power device", ip)
	}
	return nil
}

// nobody says whether no single device has an address. 0.0.0.0 and :: would reach this very host.
func nobody(ip netip.Addr) bool {
	return ip.IsUnspecified() || ip.IsMulticast() ||
		ip.Is4() && (ip.As4()[0] == 0 || ip == netip.AddrFrom4([4]byte{255, 255, 255, 255}))
}

// cloud are the addresses of metadata services, which give credentials to whoever asks from inside a machine:
// Amazon, Google, Azure and others; containers of Amazon; Amazon and Google over IPv6; Alibaba; Azure's wire server.
var cloud = [...]netip.Addr{
	netip.AddrFrom4([4]byte{169, 254, 169, 254}),
	netip.AddrFrom4([4]byte{169, 254, 170, 2}),
	netip.AddrFrom4([4]byte{169, 254, 170, 23}),
	netip.AddrFrom16([16]byte{0xfd, 0x00, 0x0e, 0xc2, 15: 0x23}),
	netip.AddrFrom16([16]byte{0xfd, 0x00, 0x0e, 0xc2, 14: 0x02, 15: 0x54}),
	netip.AddrFrom16([16]byte{0xfd, 0x20, 0x00, 0xce, 14: 0x02, 15: 0x54}),
	netip.AddrFrom4([4]byte{100, 100, 100, 200}),
	netip.AddrFrom4([4]byte{168, 63, 129, 16}),
}

// embedded is the IPv4 address that a NAT64 gateway makes of an IPv6 one (RFC 6052, section 2.1), if it does.
func embedded(ip netip.Addr) netip.Addr {
	if bytes := ip.As16(); ip.Is6() && [12]byte(bytes[:12]) == [12]byte{0x00, 0x64, 0xff, 0x9b} {
		return netip.AddrFrom4([4]byte(bytes[12:]))
	}
	return netip.Addr{}
}

// local says whether an address is of this host, or only known on a link of it.
func local(ip netip.Addr) bool { return ip.IsLoopback() || ip.IsLinkLocalUnicast() }
