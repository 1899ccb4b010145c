package nut_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/power"
)

// dump is what one real device once said.
type dump struct {
	name string
	vars []nut.Var
}

func (d dump) get(name string) (string, bool) {
	i := slices.IndexFunc(d.vars, func(v nut.Var) bool { return v.Name == name })
	if i < 0 {
		return "", false
	}
	return d.vars[i].Value, true
}

// dumps reads all recordings, or skips the test.
func dumps(t *testing.T) []dump {
	t.Helper()
	var list []dump
	for _, device := range nuttest.Recordings(t) {
		d := dump{name: device.Name}
		for _, name := range slices.Sorted(maps.Keys(device.Vars)) {
			d.vars = append(d.vars, nut.Var{Name: name, Value: device.Vars[name]})
		}
		list = append(list, d)
	}
	return list
}

// TestDumpsStatus compares the status of each recording with the table of
// TestStatus, as far as no other variable has a say.
func TestDumpsStatus(t *testing.T) {
	m := builtin(t)
	table := map[string]statusCase{}
	for _, c := range recorded {
		table[c.status] = c
	}
	seen := map[string]int{}
	for _, d := range dumps(t) {
		s := snapshots(m, d.vars)[0]
		text, told := d.get("ups.status")
		text = strings.TrimSpace(text)
		seen[text]++
		if !told {
			if s.Status.Active.Has(power.Online) || s.Status.Reportable.Has(power.OnBattery) {
				t.Errorf("%s: status %v without ups.status", d.name, s.Status)
			}
			continue
		}
		c, ok := table[text]
		if !ok {
			t.Errorf("%s: no row of the table for %q", d.name, text)
			continue
		}
		compareStatus(t, d, c, s)
	}
	t.Logf("%d different texts: %v", len(seen), seen)
}

func compareStatus(t *testing.T, d dump, c statusCase, s power.Snapshot) {
	t.Helper()
	active, told := statesOf(t, c.active), statesOf(t, c.reportable)
	hinted := power.SetOf(power.Charging, power.Discharging, power.Testing, power.Alarm,
		power.ReplaceBattery)
	if _, ok := d.get("battery.charger.status"); !ok {
		hinted &^= power.SetOf(power.Charging, power.Discharging)
	}
	if _, ok := d.get("ups.test.result"); !ok {
		hinted &^= power.SetOf(power.Testing)
	}
	if _, ok := d.get("ups.alarm"); !ok {
		hinted &^= power.SetOf(power.Alarm, power.ReplaceBattery)
	}
	if s.Status.Active&^hinted != active&^hinted {
		t.Errorf("%s: %q is %v, want %v", d.name, c.status, s.Status.Active.List(), active.List())
	}
	if active.Has(power.Alarm) && !s.Status.Active.Has(power.Alarm) {
		t.Errorf("%s: %q without alarm", d.name, c.status)
	}
	if s.Info.Type != "ups" {
		battery := power.SetOf(power.OnBattery, power.LowBattery, power.ReplaceBattery)
		if s.Status.Reportable&battery&^active != 0 {
			t.Errorf("%s: a %s that reports %v", d.name, s.Info.Type, s.Status.Reportable.List())
		}
		return
	}
	if s.Status.Reportable&^hinted != told&^hinted {
		t.Errorf("%s: %q reports %v, want %v", d.name, c.status, s.Status.Reportable.List(),
			told.List())
	}
}

// TestDumpsPower holds that the power of real devices can be known for many,
// in each of the ways, and is never absurd.
func TestDumpsPower(t *testing.T) {
	m := builtin(t)
	methods := map[string]int{}
	for _, d := range dumps(t) {
		for _, s := range snapshots(m, d.vars) {
			watts, ok := s.Find(power.Power)
			method := "none"
			for _, r := range s.Readings {
				if r.Quantity == power.PowerInfo {
					method = r.Place[0]
				}
			}
			methods[method]++
			if ok != (method != "none") || watts < 0 || watts > 2e6 {
				t.Errorf("%s: %v W, %t, method %s", d.name, watts, ok, method)
			}
		}
	}
	t.Logf("devices by method: %v", methods)
	for method, least := range map[string]int{
		power.MethodMeasured: 50, power.MethodLoad: 50, power.MethodLoadVA: 5,
	} {
		if methods[method] < least {
			t.Errorf("method %s for %d devices, want %d or more", method, methods[method], least)
		}
	}
}
