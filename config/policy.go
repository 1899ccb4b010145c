package config

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"syscall"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/power"
)

// policy says what may be probed at all.
type policy struct {
	allow []pattern
}

// anywhere is the policy of a configuration without one: any host, on the
// protocol's own port.
func anywhere() policy { return policy{allow: []pattern{{text: "*", name: "*"}}} }

func (p *parser) readTargets(d *decoder, n *yaml.Node) {
	d.mapping(n, "targets", keys{
		"allow": func(n *yaml.Node) {
			hosts := d.hosts(n, "targets.allow")
			if len(hosts) == 0 { // as if it were not there would be anywhere
				d.fail(n, "targets.allow is empty; list hosts, or leave it out to allow every host")
			}
			p.config.policy.allow = append(p.config.policy.allow, hosts...)
		},
	})
}

// admits says whether a target may be dialled, as far as its name tells. A host
// name outside all globs may still resolve to an allowed network: see dialer.
func (p policy) admits(t Target) error {
	own := t.ownPort()
	if ip, err := netip.ParseAddr(t.Host); err == nil && !unicast(ip) {
		return fmt.Errorf("%s is no address of a single host", t.Host)
	}
	_, err := netip.ParseAddr(t.Host)
	literal := err == nil
	for _, a := range p.allow {
		if a.hasPort(t.Port, own) && (a.hasHost(t.Host) || !literal && a.prefix.IsValid()) {
			return nil
		}
	}
	if p.isDefault() {
		return fmt.Errorf("only port %d may be probed unless targets.allow of the configuration "+
			"says more; such as [%q, %q]", own, "*", t.Address())
	}
	return fmt.Errorf("%s is not among targets.allow of the configuration; add %q to probe it",
		t.Address(), t.Address())
}

func (p policy) isDefault() bool { return len(p.allow) == 1 && p.allow[0] == anywhere().allow[0] }

// dialer connects to one target. What counts is the address that is dialled:
// a name cannot lead to where its address may not.
//
// Bound tells the name of an auth that is for an address and not for the target's
// name. Such a connection is refused: it would lack the TLS or the credentials
// that the configuration asks for. UDP sockets are checked like TCP connections.
func (p policy) dialer(t Target, bound func(netip.AddrPort) string) *net.Dialer {
	own := t.ownPort()
	byName := slices.ContainsFunc(p.allow, func(a pattern) bool {
		return a.hasPort(t.Port, own) && a.hasHost(t.Host)
	})
	// A connection lives for one read, which has a deadline: probing it would only cost calls.
	return &net.Dialer{KeepAlive: -1, ControlContext: func(_ context.Context, _, address string,
		_ syscall.RawConn,
	) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("check %q against the target policy: %w", address, err)
		}
		if !unicast(to.Addr()) || !byName && !p.reaches(to, own) {
			return &power.Failure{
				Reason: power.Forbidden,
				Err:    fmt.Errorf("the target policy does not allow %s", to),
			}
		}
		if auth := bound(to); auth != "" {
			return &power.Failure{
				Reason: power.Forbidden,
				Err: fmt.Errorf("%s is %s, for which auth %s is: add %q to its targets, or probe the address",
					t.Host, to.Addr(), auth, t.Address()),
			}
		}
		return nil
	}}
}

func (p policy) reaches(to netip.AddrPort, own uint16) bool {
	return slices.ContainsFunc(p.allow, func(a pattern) bool {
		return a.hasPort(to.Port(), own) && a.hasIP(to.Addr())
	})
}

// unicast excludes addresses that no single device has. The unspecified
// address would reach this very host.
func unicast(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("") // with a zone, :: would not count as unspecified
	return !ip.IsUnspecified() && !ip.IsMulticast() &&
		ip != netip.AddrFrom4([4]byte{255, 255, 255, 255})
}
