package config

import (
	"context"

	"github.com/argus-power/argus/snmp"
)

// A Walk is an agent that may be recorded.
type Walk struct {
	Target Target
	Config *Config
}

// Walk checks the target of a walk, as [Config.Probe] checks that of a probe.
func (c *Config) Walk(target string) (*Walk, error) {
	t, err := ParseTarget(target, SNMP)
	if err != nil {
		return nil, &RequestError{Err: err}
	}
	if err := c.policy.admits(t, nil); err != nil {
		return nil, &RequestError{Forbidden: true, Err: err}
	}
	return &Walk{Target: t, Config: c}, nil
}

// Dial opens a conversation with the agent, with the auth that is for it.
func (w *Walk) Dial(ctx context.Context) (*snmp.Client, error) {
	options := w.Config.authFor(w.Target).snmpOptions(tuning{})
	options.DialContext = w.Config.slots.dial(w.Config.reach(w.Target, nil))
	return snmp.Dial(ctx, w.Target.Address(), options, nil)
}

// Redactor makes what hides in a recording whose agent it is of. What lies in the
// subtrees keep stays.
func (w *Walk) Redactor(keep []string) *snmp.Redactor {
	var modules []*snmp.Module
	for _, name := range w.Config.ModuleNames() {
		if m := w.Config.modules[name].snmp; m != nil {
			modules = append(modules, m)
		}
	}
	r := snmp.NewRedactor(modules, keep)
	r.Host(w.Target.Host)
	for _, a := range w.Config.auths { // any of them may be set in the agent
		for _, secret := range []string{
			a.SNMP.Community.reveal(), a.SNMP.AuthPassword.reveal(), a.SNMP.PrivPassword.reveal(),
			a.Password.reveal(), a.Username, a.SNMP.Context,
		} {
			if secret != snmp.DefaultCommunity {
				r.Secret(secret)
			}
		}
	}
	return r
}
