package config

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// A pattern stands for targets: a network, an address or a name with "*", and
// the ports there.
type pattern struct {
	text   string
	device string       // the UPS, or "" for all
	prefix netip.Prefix // valid for networks and addresses
	name   string       // a glob, for host names
	low    uint16       // ports; 0 means the protocol's own
	high   uint16
}

// pattern reads "[device@]host[:ports]", where host may be a network or a
// glob, and ports a number, a range or "*".
func (d *decoder) pattern(n *yaml.Node, what string) pattern {
	text, ok := d.scalar(n, what, "a host")
	p, err := parsePattern(text)
	switch {
	case !ok || err == nil:
	case errors.As(err, &hostBits{}):
		d.fail(n, "%s: %v", what, err)
	default:
		d.fail(n, "%s %q: %v; write a host, an address or a network such as nas.lan, "+
			"*.ups.lan:3493 or 10.0.0.0/8", what, text, err)
	}
	return p
}

// hosts reads a list of patterns that are about hosts and not about single devices.
func (d *decoder) hosts(n *yaml.Node, what string) []pattern {
	var list []pattern
	read := d.list(n, what, func(item *yaml.Node) {
		p := d.pattern(item, what)
		if p.device != "" {
			d.fail(item, "%s lists hosts; leave %q out", what, p.device+"@")
		}
		list = append(list, p)
	})
	if !read {
		return []pattern{{}} // lest its absence be reported, too
	}
	return list
}

func parsePattern(text string) (pattern, error) {
	p := pattern{text: text}
	rest := text
	if device, host, ok := strings.Cut(text, "@"); ok {
		if !validDevice(device) {
			return p, fmt.Errorf("%q is no UPS name", device)
		}
		p.device, rest = device, host
	}
	host, ports, err := splitPort(rest)
	if err != nil {
		return p, err
	}
	if err := p.ports(ports); err != nil {
		return p, err
	}
	if prefix, err := netip.ParsePrefix(host); err == nil {
		p.prefix = unmapped(prefix).Masked()
		return p, checkNetwork(host, prefix)
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		p.prefix = netip.PrefixFrom(ip.Unmap(), ip.Unmap().BitLen())
		return p, nil
	}
	p.name = strings.ToLower(host)
	return p, checkGlob(host)
}

// everywhere says whether the pattern leaves the choice of the host to whoever
// names one.
func (p pattern) everywhere() bool {
	if p.prefix.IsValid() {
		return p.prefix.Bits() == 0
	}
	return strings.Contains(p.name, "*") && strings.Trim(p.name, "*.") == ""
}

func (p *pattern) ports(text string) error {
	switch low, high, isRange := strings.Cut(text, "-"); {
	case text == "":
		return nil
	case text == "*":
		p.low, p.high = 1, 65535
		return nil
	case isRange:
		a, errA := strconv.ParseUint(low, 10, 16)
		b, errB := strconv.ParseUint(high, 10, 16)
		if errA != nil || errB != nil || a == 0 || b < a {
			return fmt.Errorf("%q is no range of ports: use 1 to 65535, as in 3493-3499", text)
		}
		p.low, p.high = uint16(a), uint16(b)
	default:
		n, err := strconv.ParseUint(text, 10, 16)
		if err != nil || n == 0 {
			return fmt.Errorf("%q is no port: use 1 to 65535, or * for all", text)
		}
		p.low, p.high = uint16(n), uint16(n)
	}
	return nil
}

// hasPort says whether the pattern covers a port, given the protocol's own.
func (p pattern) hasPort(port, own uint16) bool {
	if p.low == 0 {
		return port == own
	}
	return port >= p.low && port <= p.high
}

// hasHost says whether the pattern covers a host as it was named.
func (p pattern) hasHost(host string) bool {
	if p.name == "*" {
		return true
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return p.hasIP(ip)
	}
	return p.name != "" && matches(p.name, host)
}

func (p pattern) hasIP(ip netip.Addr) bool {
	return p.prefix.IsValid() && p.prefix.Contains(plainIP(ip))
}
