package config

import (
	"fmt"
	"strings"
	"time"

	"github.com/argus-power/argus/snmp"
)

// A Query is what a caller asks to probe.
type Query struct {
	Target string // [device@]host[:port]; over SNMP host[:port]
	Module string // "" means nut; of SNMP modules several, with commas between them
	Device string // "" means every device of the target
}

// DefaultModule is what a query without a module is read with.
const DefaultModule = NUT

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
	Key     string // the same for queries that read the same
	Target  Target // its device is the one asked for, "" for all
	Only    string // the one device to take of all that are read; "" for all of them
	Module  *Module
	Timeout time.Duration // how long it may take at most
	Config  *Config       // where it comes from

	recording snmp.Recording // read instead of the target, if there is one
}

// Probe checks a query. The error is a [*RequestError]; nothing is dialled.
func (c *Config) Probe(q Query) (*Probe, error) {
	m, err := c.moduleFor(q.Module)
	if err != nil {
		return nil, &RequestError{Err: err}
	}
	t, err := ParseTarget(q.Target, m.Protocol)
	if err != nil {
		return nil, &RequestError{Err: err}
	}
	switch {
	case q.Device == "":
	case !validDevice(q.Device):
		err = fmt.Errorf("device %.140q: use letters, digits, . _ and -, at most 128", q.Device)
	case t.Device != "" && !strings.EqualFold(t.Device, q.Device):
		err = fmt.Errorf("target names the device %q and device= another, %q; give one of them",
			t.Device, q.Device)
	default:
		t.Device = q.Device
	}
	if err != nil {
		return nil, &RequestError{Err: err}
	}
	if err := c.policy.admits(t, m); err != nil {
		return nil, &RequestError{Forbidden: true, Err: err}
	}
	p := &Probe{Target: t, Module: m, Timeout: m.Timeout, Config: c}
	if a := c.authFor(t); a != nil && a.SNMP.Timeout != 0 {
		p.Timeout = a.SNMP.Timeout
	}
	if p.Key = m.Name + " " + t.Address(); m.Protocol == SNMP {
		p.Only = t.Device // an agent is asked for all that it has
	} else {
		p.Key += " " + strings.ToLower(t.Device) // upsd does not tell cases apart
	}
	return p, nil
}

// Describe says how the target is reached, for whoever may probe: without secrets, and the name of a user is one.
func (p *Probe) Describe() string {
	text := fmt.Sprintf("Address %s, at most %s", p.Target.Address(), p.Timeout)
	a := p.Config.authFor(p.Target)
	if p.Module.Protocol == SNMP {
		return text + ", SNMP " + p.describeSNMP(a)
	}
	if a == nil {
		return text + ", no credentials, no TLS"
	}
	text += ", auth " + a.Name
	if a.TLS != nil {
		return text + ", TLS"
	}
	return text + ", no TLS"
}

func (p *Probe) describeSNMP(a *Auth) string {
	o := a.snmpOptions(p.Module.tuning)
	text := "v" + o.Version.String()
	switch {
	case a == nil:
		text += ", no auth, the usual community"
	case o.Version == snmp.V3:
		text += fmt.Sprintf(", auth %s (%s)", a.Name, a.SNMP.level())
		if o.Context != "" {
			text += fmt.Sprintf(", context %q", o.Context)
		}
	default:
		text += ", auth " + a.Name
	}
	if o.AnySource {
		text += ", answers from any address"
	}
	wait, retries := o.RequestTimeout, o.Retries
	if wait == 0 {
		wait = snmp.DefaultRequestTimeout
	}
	if retries == 0 {
		retries = snmp.DefaultRetries
	}
	return fmt.Sprintf("%s, %s for a request, %d retries", text, wait, max(retries, 0))
}
