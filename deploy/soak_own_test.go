//go:build linux

package deploy

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/snmp/snmptest"
)

// ownUPSes are NUT servers of this project, each with a UPS. The load of every other one is steady; that of the others is not,
// so that what was counted and not written would be missed.
func ownUPSes(t *testing.T, n int) (list []*target) {
	t.Helper()
	modes := []string{"closed"}
	for _, f := range nuttest.Faults() {
		if f < nuttest.TLSRefused {
			modes = append(modes, f.String())
		}
	}
	for i := range n {
		server := nuttest.NewServer(nuttest.Device{Name: "ups", Vars: wellUPS()})
		if err := server.Listen(fmt.Sprintf("127.21.0.%d:0", i+1)); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = server.Close() })
		watts := 270.0 // 30 % of 900
		if i%2 == 1 {
			watts = 0
			go sway(t.Context(), server)
		}
		address := server.Addr() // where nobody else comes to listen while it is closed
		list = append(list, &target{
			address: address, module: "nut", kind: "nuttest", modes: modes, watts: watts,
			mains: func(on bool) error {
				server.Set("ups", "ups.status", map[bool]string{true: "OL", false: "OB DISCHRG"}[on])
				return nil
			},
			fault: func(mode string) error {
				server.Fault(nuttest.OK)
				if mode == "closed" {
					return server.Close()
				}
				_ = server.Listen(address) // it may listen still
				for _, f := range nuttest.Faults() {
					if f.String() == mode {
						server.Fault(f)
					}
				}
				return nil
			},
		})
	}
	return list
}

// sway has a load come and go.
func sway(ctx context.Context, server *nuttest.Server) {
	for n := 0; wait(ctx, 700*time.Millisecond); n++ {
		server.Set("ups", "ups.load", []string{"5", "60"}[n%2])
	}
}

// agentFaults are those of which a device is not merely slower to read.
var agentFaults = map[string]snmptest.Faults{
	"DropAll": {DropAll: true}, "DropEvery": {DropEvery: 3}, "DropAbove": {DropAbove: 8}, "Delay": {Delay: time.Second},
	"Duplicate": {Duplicate: true}, "OtherPort": {OtherPort: true}, "Garbage": {Garbage: true}, "Truncate": {Truncate: true},
	"WrongID": {WrongID: true}, "WrongCommunity": {WrongCommunity: true}, "WrongVersion": {WrongVersion: true},
	"V1Only": {V1Only: true}, "NoBulk": {NoBulk: true}, "SingleGet": {SingleGet: true}, "TooBigAbove": {TooBigAbove: 4},
	"TooBigBytes": {TooBigBytes: 200}, "TooBigEcho": {TooBigAbove: 4, TooBigEcho: true}, "GenErrBulk": {GenErrBulk: true},
	"GenErrAt":   {GenErrAt: "1.3.6.1.2.1.33.1.2.4.0"},
	"OneVarbind": {OneVarbind: true}, "NoVarbinds": {NoVarbinds: true}, "Swapped": {Swapped: true}, "Reversed": {Reversed: true},
	"BulkOne": {BulkOne: true}, "BulkRows": {BulkRows: 60}, "SameOID": {SameOID: true},
	"StartsOver": {StartsOver: "1.3.6.1.2.1.33.1.3.3.1.3.1"}, "Endless": {Endless: "1.3.6.1.2.1.33.1.4.4"},
}

// ownAgents are agents of this project, with a UPS of three phases each.
func ownAgents(t *testing.T, n int) (list []*target) {
	t.Helper()
	modes := []string{"closed"}
	for mode := range agentFaults {
		modes = append(modes, mode)
	}
	slices.Sort(modes)
	for i := range n {
		demo := snmptest.DemoUPS(uint64(i))
		agent := demo.Agent()
		if err := agent.Listen(fmt.Sprintf("127.22.0.%d:0", i+1)); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = agent.Close() })
		address, at := agent.Addr(), time.Unix(0, 0)
		demo.Step(at)
		list = append(list, &target{
			address: address, module: "snmp", kind: "snmptest", modes: modes,
			mains: func(on bool) error { // its mains fails from 200 to 245 s of each 300
				at = at.Add(map[bool]time.Duration{true: 90 * time.Second, false: 210 * time.Second}[on])
				demo.Step(at)
				return nil
			},
			fault: func(mode string) error {
				agent.Faults(agentFaults[mode])
				if mode == "closed" {
					return agent.Close()
				}
				_ = agent.Listen(address)
				return nil
			},
		})
	}
	return list
}
