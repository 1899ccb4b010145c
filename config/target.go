package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// A Target is the address of something to probe.
type Target struct {
	Protocol string
	Device   string // the UPS named before the "@", or ""
	Host     string // name or address, IPv6 without brackets
	Port     uint16
}

// ownPort is where the target's protocol is spoken unless it says otherwise.
func (t Target) ownPort() uint16 { return ownPort(t.Protocol) }

// String returns the target as it is probed.
func (t Target) String() string {
	host := t.Host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if t.Port != t.ownPort() {
		host += ":" + strconv.Itoa(int(t.Port))
	}
	if t.Device != "" {
		return t.Device + "@" + host
	}
	return host
}

// Whole returns the target without the device that it names: all that is behind the address.
func (t Target) Whole() Target {
	t.Device = ""
	return t
}

// Address returns host:port as a dialler wants it.
func (t Target) Address() string {
	return net.JoinHostPort(t.Host, strconv.Itoa(int(t.Port)))
}

// maxTarget bounds a target: a device's name, a host's name and a port.
const maxTarget = 400

// ParseTarget reads "[device@]host[:port]", over SNMP "host[:port]". An IPv6
// address needs brackets if a port follows.
func ParseTarget(s, protocol string) (Target, error) {
	t := Target{Protocol: protocol, Port: ownPort(protocol)}
	if s == "" {
		return t, fmt.Errorf("target is missing; give %s", targetForm(protocol))
	}
	if len(s) > maxTarget {
		return t, fmt.Errorf("target is longer than %d characters", maxTarget)
	}
	device, address, named := strings.Cut(s, "@")
	switch {
	case !named:
		device, address = "", s
	case strings.Contains(device, ":"): // a secret in the wrong place, which is not repeated
		return t, fmt.Errorf("target: what is before the @ is no UPS name; give %s without scheme, user and password, which "+
			"have their place in the configuration", targetForm(protocol))
	case protocol == SNMP: // that could be a community
		return t, fmt.Errorf("target …@%s: an SNMP agent has no names before an @; give host[:port], and "+
			"device= to read one unit of a chain", address)
	case !validDevice(device):
		return t, fmt.Errorf("target %q: %q is no UPS name: use letters, digits, . _ and -", s, device)
	}
	t.Device = device
	host, port, err := splitPort(address)
	if err != nil {
		return t, fmt.Errorf("target %q: %w", s, err)
	}
	if port != "" {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return t, fmt.Errorf("target %q: %q is no port: use 1 to 65535", s, port)
		}
		t.Port = uint16(n)
	}
	if t.Host, err = cleanHost(host); err != nil {
		return t, fmt.Errorf("target %q: %w", s, err)
	}
	return t, nil
}

func targetForm(protocol string) string {
	if protocol == SNMP {
		return "host[:port]"
	}
	return "[ups@]host[:port]"
}

// splitPort separates host and port, with or without brackets. A bare IPv6
// address has several colons and no port.
func splitPort(s string) (host, port string, err error) {
	if scheme, _, found := strings.Cut(s, "://"); found {
		return "", "", fmt.Errorf("leave %q out", scheme+"://")
	}
	if strings.HasPrefix(s, "[") {
		end := strings.IndexByte(s, ']')
		if end < 0 {
			return "", "", errors.New("the bracket of the IPv6 address does not close")
		}
		host, port = s[1:end], s[end+1:]
		if port != "" && (port[0] != ':' || len(port) == 1) {
			return "", "", fmt.Errorf("write the port as %q", "["+host+"]:port")
		}
		return host, strings.TrimPrefix(port, ":"), nil
	}
	if strings.Count(s, ":") != 1 {
		return s, "", nil
	}
	host, port, _ = strings.Cut(s, ":")
	if port == "" {
		return "", "", errors.New("there is a colon without a port")
	}
	return host, port, nil
}

// cleanHost accepts addresses in their usual form and names of letters, digits,
// dots, hyphens and underscores.
func cleanHost(host string) (string, error) {
	if ip, err := netip.ParseAddr(host); err == nil {
		if zone := ip.Zone(); zone != "" && (!plain(zone) || len(zone) > 32) {
			return "", fmt.Errorf("%q is no network interface", zone)
		}
		return ip.Unmap().String(), nil
	}
	switch {
	case host == "":
		return "", errors.New("the host is missing")
	case len(host) > 253:
		return "", errors.New("the host name is longer than 253 characters")
	case !plain(host):
		return "", fmt.Errorf("%q is neither a host name nor an address", host)
	case strings.Trim(host, digits+".-") == "":
		return "", fmt.Errorf("%q is no address: IPv4 has four numbers from 0 to 255", host)
	}
	return strings.ToLower(host), nil
}

// validDevice accepts what upsd takes as the name of a UPS.
func validDevice(s string) bool { return s != "" && len(s) <= 128 && plain(s) }

const digits = "0123456789"

// plain says whether a text consists of letters, digits, dots, hyphens and underscores.
func plain(s string) bool {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') &&
			c != '.' && c != '-' && c != '_' {
			return false
		}
	}
	return true
}
