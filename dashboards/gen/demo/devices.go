// Package demo runs what the dashboards are tried with: simulated devices, Argus, Prometheus.
package demo

import (
	"errors"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/snmp/snmptest"
)

// Devices are simulated devices that listen on loopback: a NUT server with five of them and two SNMP
// agents. They move when they are told.
type Devices struct {
	NUT      *nuttest.Sim
	UPS, PDU *snmptest.Demo
}

// NewDevices lets the devices of a seed listen.
func NewDevices(seed uint64) (*Devices, error) {
	d := &Devices{NUT: nuttest.NewSim(seed), UPS: snmptest.DemoUPS(seed), PDU: snmptest.DemoPDU(seed + 1)}
	d.Step(0)
	err := errors.Join(d.NUT.Server().Listen("127.0.0.1:0"), d.UPS.Agent().Listen("127.0.0.1:0"),
		d.PDU.Agent().Listen("127.0.0.1:0"))
	if err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// Step moves all devices to a time since their beginning.
func (d *Devices) Step(at time.Duration) {
	now := time.Unix(0, 0).Add(at)
	d.NUT.Step(now)
	d.UPS.Step(now)
	d.PDU.Step(now)
}

// Close ends them.
func (d *Devices) Close() {
	_ = d.NUT.Server().Close()
	_ = d.UPS.Agent().Close()
	_ = d.PDU.Agent().Close()
}
