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
	Device string // the UPS named before the "@", or ""
	Host   string // name or address, IPv6 without brackets
	Port   uint16
}

// Address returns host:port as a dialler wants it.
func (t Target) Address() string {
	return net.JoinHostPort(t.Host, strconv.Itoa(int(t.Port)))
}

// ParseTarget reads "[device@]host[:port]". An IPv6 address needs brackets if a
// port follows.
func ParseTarget(s string, defaultPort uint16) (Target, error) {
	t := Target{Port: defaultPort}
	if s == "" {
		return t, errors.New("target is missing; give [ups@]host[:port]")
	}
	device, address, named := strings.Cut(s, "@")
	if !named {
		device, address = "", s
	} else if !validDevice(device) {
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

// splitPort separates host and port, with or without brackets. A bare IPv6
// address has several colons and no port.
func splitPort(s string) (host, port string, err error) {
	if strings.HasPrefix(s, "[") {
		end := strings.IndexByte(s, ']')
		if end < 0 {
			return "", "", errors.New("the bracket of the IPv6 address does not close")
		}
		host, port = s[1:end], s[end+1:]
		if port != "" && (port[0] != ':' || len(port) == 1) {
			return "", "", fmt.Errorf("write the port as [%s]:3493", host)
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
		return ip.String(), nil
	}
	if host == "" {
		return "", errors.New("the host is missing")
	}
	if len(host) > 253 {
		return "", errors.New("the host name is longer than 253 characters")
	}
	for _, c := range host {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') &&
			c != '.' && c != '-' && c != '_' {
			return "", fmt.Errorf("%q is neither a host name nor an address", host)
		}
	}
	return strings.ToLower(host), nil
}

// validDevice accepts what upsd takes as the name of a UPS.
func validDevice(s string) bool {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') &&
			c != '.' && c != '-' && c != '_' {
			return false
		}
	}
	return s != "" && len(s) <= 128
}
