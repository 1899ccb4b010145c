package config

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"syscall"

	"github.com/argus-power/argus/power"
)

// reach is what the policy and the auths say of the addresses that a target may lead to.
type reach struct {
	host, address string
	port          uint16
	fences        []fence        // all of them hold
	within        []netip.Prefix // and so do these, one of them; empty is anywhere
	claims        []claim        // and not there
}

// A fence is a list of targets, seen from one target: where that may lead to.
type fence struct {
	what     string         // where the configuration has it
	glob     bool           // anywhere but to addresses of this host and its link: a "*" stands for part of the name
	networks []netip.Prefix // there in any case
}

// reach returns where a target may lead to when it is read with a module, which may be nil.
func (c *Config) reach(t Target, m *Module) reach {
	r := reach{host: t.Host, address: t.Address(), port: t.Port, within: c.policy.within, claims: c.claims(t)}
	for _, list := range c.policy.lists(m) {
		r.keep(list, t)
	}
	if a := c.authFor(t); a != nil && a.secret() != "" { // nor does a secret go elsewhere than its own list says
		r.keep(list{"the targets of auth " + a.Name, a.targets}, t)
	}
	return r
}

// keep adds a list, unless it leaves open where the target leads: it has the address itself, the
// whole name, or all there are.
func (r *reach) keep(l list, t Target) {
	f := fence{what: l.what}
	for _, a := range l.allow {
		switch {
		case !a.hasPort(t.Port, t.ownPort()):
		case a.prefix.IsValid() && !a.hasHost(t.Host):
			f.networks = append(f.networks, a.prefix)
		case !a.hasHost(t.Host):
		case a.isGlob():
			f.glob = true
		default:
			return
		}
	}
	r.fences = append(r.fences, f)
}

// dial connects to the target. What counts is the address that is dialled: a
// name cannot lead to where its address may not, and nothing is looked up a second time. Take waits
// until an address that is allowed may be connected to.
func (r reach) dial(ctx context.Context, network, address string, take taker) (net.Conn, error) {
	conn, err := r.dialer(take).DialContext(ctx, network, address)
	if errors.Is(err, errNoBroadcast) && strings.HasPrefix(network, "udp") {
		return nil, &power.Failure{
			Reason: power.Forbidden, Err: fmt.Errorf("it is a broadcast address, or the system forbids it: %w", err),
		}
	}
	return conn, err
}

type taker func(ctx context.Context, to netip.AddrPort) error

// dialer checks each address just before it is connected to, UDP sockets as well.
func (r reach) dialer(take taker) *net.Dialer {
	// A connection lives for one read, which has a deadline: probing it would only cost calls.
	return &net.Dialer{KeepAlive: -1, ControlContext: func(ctx context.Context, network, address string,
		raw syscall.RawConn,
	) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("check %q against the target policy: %w", address, err)
		}
		if err := r.check(to); err != nil {
			return &power.Failure{Reason: power.Forbidden, Err: err}
		}
		if strings.HasPrefix(network, "udp") {
			if err := noBroadcast(raw); err != nil {
				return err
			}
		}
		return take(ctx, to)
	}}
}

// check says why an address must not be connected to. What an auth claims is refused: it would lack the
// TLS or the credentials that the configuration asks for.
func (r reach) check(to netip.AddrPort) error {
	ip := plainIP(to.Addr())
	if err := unfit(ip); err != nil {
		return err
	}
	if to.Port() != r.port {
		return fmt.Errorf("the target policy does not allow %s", to)
	}
	for _, f := range r.fences {
		switch {
		case contains(f.networks, ip), f.glob && !local(ip):
		case f.glob:
			return fmt.Errorf("%s is %s, and a name that a * stands for does not lead to this host or its link: add %q to %s",
				r.host, ip, to, f.what)
		default:
			return fmt.Errorf("the target policy does not allow %s: %s is not among %s", to, ip, f.what)
		}
	}
	if len(r.within) > 0 && !contains(r.within, ip) {
		return fmt.Errorf("the target policy does not allow %s: %s is not within targets.within", to, ip)
	}
	if auth := claimed(r.claims, ip); auth != "" {
		return fmt.Errorf("%s is %s, for which auth %s is: add %q to its targets, or probe the address",
			r.host, ip, auth, r.address)
	}
	return nil
}
