package config

import (
	"fmt"

	"github.com/argus-power/argus/snmp"
)

// Replay makes a probe that reads a recording instead of an agent.
func (c *Config) Replay(name string, r snmp.Recording, module string) (*Probe, error) {
	m, err := c.moduleFor(module)
	if err != nil {
		return nil, &RequestError{Err: err}
	}
	if m.Protocol != SNMP {
		return nil, &RequestError{Err: fmt.Errorf("module %s is of protocol %s; a recording is read with "+
			"modules of protocol snmp", m.Name, m.Protocol)}
	}
	t := Target{Protocol: SNMP, Host: name, Port: ownPort(SNMP)}
	return &Probe{
		Key: m.Name + " " + name, Target: t, Module: m, Timeout: m.Timeout, Config: c, recording: r,
	}, nil
}
