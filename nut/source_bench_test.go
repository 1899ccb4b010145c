package nut_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/argus-power/argus/nut"
)

// smallUPS is a UPS for a desk.
func smallUPS() []nut.Var {
	return varsOf(`battery.charge: 100
battery.charge.low: 20
battery.charge.warning: 50
battery.runtime: 2460
battery.runtime.low: 300
battery.type: PbAc
battery.voltage: 27.1
battery.voltage.nominal: 24.0
device.mfr: Harbour Power
device.model: Skiff 1000
device.serial: HP-0042-17
device.type: ups
driver.name: usbhid-ups
driver.parameter.port: auto
driver.version: 2.8.1
input.frequency: 50.0
input.transfer.high: 264
input.transfer.low: 196
input.voltage: 231.4
input.voltage.nominal: 230
output.voltage: 230.9
ups.beeper.status: enabled
ups.delay.shutdown: 20
ups.firmware: 4.1
ups.load: 018
ups.productid: 0002
ups.realpower.nominal: 600
ups.status: OL CHRG
ups.test.result: Done and passed
ups.timer.shutdown: -1
`)
}

// bigPDU is a three-phase strip with forty metered outlets and two sensors.
func bigPDU() []nut.Var {
	var text strings.Builder
	text.WriteString("device.type: pdu\ndevice.mfr: Quay\ndevice.model: Strip 40\nups.status: OL\n" +
		"outlet.count: 40\nambient.1.temperature: 22.5\nambient.1.humidity: 40\n" +
		"ambient.2.temperature: 24.5\nambient.2.humidity: 38\n")
	for _, line := range []string{"L1", "L2", "L3"} {
		fmt.Fprintf(&text, "input.%s-N.voltage: 231.0\ninput.%[1]s.current: 7.1\n"+
			"input.%[1]s.realpower: 1600\n", line)
	}
	for i := range 40 {
		fmt.Fprintf(&text, "outlet.%d.current: 0.53\noutlet.%[1]d.desc: Server %[1]d\n"+
			"outlet.%[1]d.id: %[1]d\noutlet.%[1]d.powerfactor: 0.95\noutlet.%[1]d.realpower: 116\n"+
			"outlet.%[1]d.status: on\noutlet.%[1]d.switchable: yes\n", i+1)
	}
	return varsOf(text.String())
}

func BenchmarkSnapshots(b *testing.B) {
	m := builtin(b)
	for _, device := range []struct {
		name string
		vars []nut.Var
	}{{"UPS", smallUPS()}, {"PDU", bigPDU()}} {
		b.Run(fmt.Sprintf("%s-%d", device.name, len(device.vars)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if list := snapshots(m, device.vars); len(list) != 1 {
					b.Fatalf("%d snapshots", len(list))
				}
			}
		})
	}
}

// TestAllocations holds that a device costs few allocations for each variable.
func TestAllocations(t *testing.T) {
	m := builtin(t)
	for _, vars := range [][]nut.Var{smallUPS(), bigPDU()} {
		allocations := testing.AllocsPerRun(100, func() { snapshots(m, vars) })
		if most := float64(30 + len(vars)/4); allocations > most {
			t.Errorf("%v allocations for %d variables", allocations, len(vars))
		}
	}
}
