package nut_test

import (
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/nut/nuttest"
)

// Dialogues with servers that are not upsd, as they were seen. What is on one connection and what
// on the next is part of the test.
func TestDialogues(t *testing.T) {
	for _, tt := range []struct {
		name, script string
		reads        int
		only         []string
		want         string
	}{
		{"ESPHome: one command per read, quotes not escaped", `
			C: LIST UPS
			S: BEGIN LIST UPS
			S: UPS ups "The "big" one"
			S: END LIST UPS
			C: LIST VAR ups
			S: BEGIN LIST VAR ups
			S: VAR ups ups.mfr "American "Power" Conversion"
			S: VAR ups ups.status "OL"
			S: END LIST VAR ups
			W
			---
			C: LIST UPS
			S: BEGIN LIST UPS
			S: UPS ups "The "big" one"
			S: END LIST UPS
			C: LIST VAR ups
			W
			---
			C: LIST VAR ups
			S: BEGIN LIST VAR ups
			S: VAR ups ups.status "OL"
			S: END LIST VAR ups
			W
			---
			C: LIST UPS
			S: BEGIN LIST UPS
			S: UPS ups "The "big" one"
			S: END LIST UPS
			C: LIST VAR ups
			S: BEGIN LIST VAR ups
			S: END LIST VAR ups
			W`, 3, nil, "ups:2, ups:1, ups:0"},
		{"closes after the first of several answers", `
			C: LIST UPS
			S: BEGIN LIST UPS
			S: UPS a "A"
			S: END LIST UPS
			X
			---
			C: LIST VAR a
			S: BEGIN LIST VAR a
			S: VAR a ups.status "OL"
			S: END LIST VAR a
			W`, 1, []string{"a"}, "a:1"},
		{"full: says so and hangs up", `
			S: ERR MAX-CLIENTS Maximum reached
			X`, 1, nil, `list UPSes: server answered ERR MAX-CLIENTS "Maximum reached"`},
		{"wants a password for reading", `
			C: LIST UPS
			S: ERR ACCESS-DENIED
			C: LIST VAR a
			S: ERR ACCESS-DENIED
			W`, 1, []string{"a"}, "list UPSes: server answered ERR ACCESS-DENIED"},
		{"slow pieces", `
			C: LIST UPS
			S~ BEGIN LI
			S~ ST UPS
			S:
			S~ UPS a "A
			S: "
			S: END LIST UPS
			C: LIST VAR a
			S: ERR DATA-STALE
			W`, 1, nil, `a!list vars of "a": server answered ERR DATA-STALE`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := nut.NewReader(nuttest.Script(t, tt.script), nut.Options{})
			r.SetPatience(50 * time.Millisecond)
			var reads []string
			for range tt.reads {
				devices, err := r.Read(soon(t), tt.only...)
				read := brief(devices)
				if err != nil {
					read += err.Error()
				}
				reads = append(reads, read)
			}
			if got := strings.Join(reads, ", "); got != tt.want {
				t.Errorf("got %s\nwant %s", got, tt.want)
			}
		})
	}
}

// Whatever the whole server or one UPS does wrong, a read ends in time and keeps what it has, and
// the next one finds the server healed.
func TestReaderSurvivesFaults(t *testing.T) {
	const timeout = 600 * time.Millisecond
	for _, fault := range nuttest.Faults() {
		for _, whole := range []bool{false, true} {
			name := fault.String() + " of one"
			if whole {
				name = fault.String() + " of all"
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s := nuttest.Start(t, device("a"), device("b"), device("c"))
				s.WithTLS(withSAN(t).Certificate)
				o := nut.Options{}
				if fault >= nuttest.TLSRefused {
					o.TLS = config(t, nut.TLSOptions{InsecureSkipVerify: true})
				}
				r := nut.NewReader(s.Addr(), o)
				if whole {
					s.Fault(fault)
				} else {
					s.FaultUPS("b", fault)
				}
				for range 3 {
					began := time.Now()
					devices, err := r.Read(within(t, timeout))
					if took := time.Since(began); took > timeout+slack {
						t.Errorf("took %v", took)
					}
					if whole != (err != nil) && fault != nuttest.Stale {
						t.Errorf("got %s, %v", brief(devices), err)
					}
					// A reset takes along what its sender still held back, also of the one before.
					first := fault == nuttest.Reset || len(devices) == 3 && devices[0].Err == nil
					if !whole && (len(devices) != 3 || !first) {
						t.Errorf("got %s, %v", brief(devices), err)
					}
				}
				s.Fault(nuttest.OK)
				s.FaultUPS("b", nuttest.OK)
				if d, err := r.Read(soon(t)); brief(d) != "a:3, b:3, c:3" {
					t.Errorf("healed: got %s, %v", brief(d), err)
				}
			})
		}
	}
}

func device(name string) nuttest.Device {
	return nuttest.Device{Name: name, Vars: map[string]string{
		"battery.charge": "100", "ups.status": "OL", "ups.load": "12",
	}}
}
