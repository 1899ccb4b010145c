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

// reach is what the policy and the auths say of the addresses that a target may lead to.
type reach struct {
	host, address string
	port          uint16
	byName        bool           // wherever it leads
	networks      []netip.Prefix // otherwise
	claims        []claim        // and not there
}

// reach returns where a target may lead to.
func (c *Config) reach(t Target) reach {
	r := reach{host: t.Host, address: t.Address(), port: t.Port, claims: c.claims(t)}
	for _, a := range c.policy.allow {
		switch {
		case !a.hasPort(t.Port, t.ownPort()):
		case a.hasHost(t.Host):
			r.byName = true
		case a.prefix.IsValid():
			r.networks = append(r.networks, a.prefix)
		}
	}
	if r.byName {
		r.networks = nil
	}
	return r
}

// dialer connects to the target. What counts is the address that is dialled: a
// name cannot lead to where its address may not.
//
// A connection to what an auth claims is refused: it would lack the TLS or the
// credentials that the configuration asks for. UDP sockets are checked like TCP connections.
func (r reach) dialer() *net.Dialer {
	// A connection lives for one read, which has a deadline: probing it would only cost calls.
	return &net.Dialer{KeepAlive: -1, ControlContext: func(_ context.Context, _, address string,
		_ syscall.RawConn,
	) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("check %q against the target policy: %w", address, err)
		}
		if !unicast(to.Addr()) || !r.allows(to) {
			return &power.Failure{
				Reason: power.Forbidden,
				Err:    fmt.Errorf("the target policy does not allow %s", to),
			}
		}
		if auth := claimed(r.claims, to.Addr()); auth != "" {
			return &power.Failure{
				Reason: power.Forbidden,
				Err: fmt.Errorf("%s is %s, for which auth %s is: add %q to its targets, or probe the address",
					r.host, to.Addr(), auth, r.address),
			}
		}
		return nil
	}}
}

func (r reach) allows(to netip.AddrPort) bool {
	ip := to.Addr().Unmap().WithZone("")
	return r.byName || to.Port() == r.port &&
		slices.ContainsFunc(r.networks, func(n netip.Prefix) bool { return n.Contains(ip) })
}

// unicast excludes addresses that no single device has. The unspecified
// address would reach this very host.
func unicast(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("") // with a zone, :: would not count as unspecified
	return !ip.IsUnspecified() && !ip.IsMulticast() &&
		ip != netip.AddrFrom4([4]byte{255, 255, 255, 255})
}
