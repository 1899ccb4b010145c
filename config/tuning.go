package config

import (
	"cmp"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/snmp"
)

// tuning says how patiently an agent is asked, and for how much at once. What
// is 0 is not stated.
type tuning struct {
	request     time.Duration
	retries     int // -1 means none
	varbinds    int
	repetitions int
}

func (d *decoder) tuningKeys(t *tuning) keys {
	return keys{
		"request_timeout": func(n *yaml.Node) {
			t.request = d.duration(n, "request_timeout", minTimeout, MaxTimeout)
		},
		"retries": func(n *yaml.Node) {
			if t.retries = d.integer(n, "retries", 0, 10); t.retries == 0 {
				t.retries = -1
			}
		},
		"max_varbinds":    func(n *yaml.Node) { t.varbinds = d.integer(n, "max_varbinds", 1, 1000) },
		"max_repetitions": func(n *yaml.Node) { t.repetitions = d.integer(n, "max_repetitions", 1, 1000) },
	}
}

// or returns what is stated, and where nothing is, what the other states.
func (t tuning) or(other tuning) tuning {
	return tuning{
		request:     cmp.Or(t.request, other.request),
		retries:     cmp.Or(t.retries, other.retries),
		varbinds:    cmp.Or(t.varbinds, other.varbinds),
		repetitions: cmp.Or(t.repetitions, other.repetitions),
	}
}

func (t tuning) apply(o *snmp.Options) {
	o.RequestTimeout, o.Retries = t.request, t.retries
	o.MaxVarbinds, o.MaxRepetitions = t.varbinds, t.repetitions
}

func (m *rawModule) checkTuning() {
	var o snmp.Options
	m.snmp.tuning.apply(&o)
	if err := o.Validate(); err != nil {
		m.d.fail(m.node, "module %s: %v", m.name, err)
	}
	if o.RequestTimeout > m.timeout {
		m.d.fail(m.node, "module %s gives a request %s, and the whole probe only %s; change "+
			"request_timeout: or timeout:", m.name, o.RequestTimeout, m.timeout)
	}
}
