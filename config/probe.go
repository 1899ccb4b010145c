package config

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/power"
)

// A Query is what a caller asks to probe.
type Query struct {
	Target string // [device@]host[:port]
	Module string // "" means nut
	Device string // "" means every device of the target
}

// DefaultModule is what a query without a module is read with.
const DefaultModule = "nut"

// A RequestError is a query that cannot be carried out as it stands.
type RequestError struct {
	Forbidden bool // the policy says no; otherwise the query makes no sense
	Err       error
}

// Error returns what is wrong and what to do.
func (e *RequestError) Error() string { return e.Err.Error() }

// Unwrap returns the underlying error.
func (e *RequestError) Unwrap() error { return e.Err }

// A Probe is a query that was checked and can be carried out.
type Probe struct {
	Key    string // the same for queries that read the same
	Target Target // its device is the one asked for, "" for all
	Module *Module
	Config *Config // where it comes from
}

// Probe checks a query. The error is a [*RequestError]; nothing is dialled.
func (c *Config) Probe(q Query) (*Probe, error) {
	bad := func(format string, args ...any) (*Probe, error) {
		return nil, &RequestError{Err: fmt.Errorf(format, args...)}
	}
	if q.Module == "" {
		q.Module = DefaultModule
	}
	m, ok := c.modules[q.Module]
	if !ok {
		return bad("no module %q%s", q.Module, didYouMean(q.Module, c.ModuleNames()))
	}
	t, err := ParseTarget(q.Target, nutPort)
	if err != nil {
		return bad("%w", err)
	}
	switch {
	case q.Device == "":
	case !validDevice(q.Device):
		return bad("device %q: use letters, digits, . _ and -, at most 128", q.Device)
	case t.Device != "" && !strings.EqualFold(t.Device, q.Device):
		return bad("target names the device %q and device= another, %q; give one of them",
			t.Device, q.Device)
	default:
		t.Device = q.Device
	}
	if err := c.policy.admits(t, nutPort); err != nil {
		return nil, &RequestError{Forbidden: true, Err: err}
	}
	p := &Probe{Target: t, Module: m, Config: c}
	p.Key = strings.Join([]string{m.Name, t.Device, t.Address()}, " ")
	return p, nil
}

const nutPort = 3493

// Describe says how the target is reached, without secrets.
func (p *Probe) Describe() string {
	text := fmt.Sprintf("Address %s, at most %s", p.Target.Address(), p.Module.Timeout)
	a := p.Config.authFor(p.Target, nutPort)
	if a == nil {
		return text + ", no credentials, no TLS"
	}
	text += ", auth " + a.Name
	if a.Username != "" {
		text += fmt.Sprintf(" (user %q)", a.Username)
	}
	if a.TLS != nil {
		return text + ", TLS"
	}
	return text + ", no TLS"
}

// Source makes the source that carries the probe out. It is worth keeping: it
// learns what makes the next read cheaper.
func (p *Probe) Source(now func() time.Time) power.Source {
	var options nut.Options
	var only []string
	if p.Target.Device != "" {
		only = []string{p.Target.Device}
	}
	if a := p.Config.authFor(p.Target, nutPort); a != nil {
		options = a.options()
	}
	bound := func(to netip.AddrPort) string { return p.Config.boundTo(to, p.Target, nutPort) }
	options.DialContext = p.Config.policy.dialer(p.Target, nutPort, bound).DialContext
	return &nut.Source{
		Reader: nut.NewReader(p.Target.Address(), options),
		Module: p.Module.nut,
		Only:   only,
		Now:    now,
		Rating: func(device string) power.Ratings {
			return p.Config.ratingFor(p.Target, nutPort, device)
		},
	}
}

// String returns the target as it is probed.
func (t Target) String() string {
	host := t.Host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if t.Port != nutPort {
		host += ":" + strconv.Itoa(int(t.Port))
	}
	if t.Device != "" {
		return t.Device + "@" + host
	}
	return host
}
