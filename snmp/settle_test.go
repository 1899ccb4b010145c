package snmp

import (
	"slices"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// backedUp is a better and a worse way to know the same.
func backedUp(t *testing.T) *Module {
	return rows(t,
		Row{
			Quantity: q("battery_charge_ratio"), OID: ".1.0", Scale: 0.001, Invalid: []string{"-1"},
			When: []Condition{{OID: ".3.0", Not: []string{"2"}}},
		},
		Row{Quantity: q("battery_charge_ratio"), OID: ".2.0", Scale: 0.01},
	)
}

// TestFallbacksAreNotAskedFor holds that what another row gives as well costs nothing
// while that gives it, and is there in the same read when it does not.
func TestFallbacksAreNotAskedFor(t *testing.T) {
	for name, broken := range map[string][]string{
		"sentinel":        {".1.0=-1", ".2.0=40", ".3.0=1"},
		"no number":       {".1.0|4|?", ".2.0=40", ".3.0=1"},
		"null":            {".1.0|5|", ".2.0=40", ".3.0=1"},
		"gone":            {".2.0=40", ".3.0=1"},
		"does not apply":  {".1.0=555", ".2.0=40", ".3.0=2"},
		"not as it seems": {".1.0=5550", ".2.0=40", ".3.0=1"},
	} {
		t.Run(name, func(t *testing.T) {
			good := &fake{Recording: recorded(t, ".1.0=555", ".2.0=55", ".3.0=1", ".4.0=1")}
			bad := &fake{Recording: recorded(t, append(broken, ".4.0=1")...)}
			r := newReader(t, false, backedUp(t))
			r.one(0, good, "battery_charge_ratio{}=0.555")
			r.one(time.Second, good, "battery_charge_ratio{}=0.555")
			wantEqual(t, 1, good.gets)
			if slices.Contains(good.asked, own+".2.0") {
				t.Error("the fallback is asked for although there is something better")
			}
			r.one(time.Second, bad, "battery_charge_ratio{}=0.4")
			wantEqual(t, 2, bad.gets)
			r.one(time.Second, bad, "battery_charge_ratio{}=0.4") // now it is known beforehand
			wantEqual(t, 1, bad.gets)
			r.one(time.Second, good, "battery_charge_ratio{}=0.555")
			r.one(time.Second, good, "battery_charge_ratio{}=0.555")
			wantEqual(t, 1, good.gets)
		})
	}
}

// TestFallbackStates holds the same of states: the other module is asked about them
// when the better one does not know them.
func TestFallbackStates(t *testing.T) {
	better := made(t, Definition{Name: "a", Status: []StatusRow{
		{OID: ".1.0", Map: map[string][]string{"1": {"online"}, "2": {"on_battery"}}},
	}})
	other := made(t, Definition{Name: "b", Status: []StatusRow{
		{OID: ".2.0", Map: map[string][]string{"1": {"on_battery"}, "2": {"online"}}},
		{OID: ".3.0", Map: map[string][]string{"1": {"online"}, "2": {"overload"}}},
	}})
	good := &fake{Recording: recorded(t, ".1.0=1", ".2.0=1", ".3.0=2")}
	bad := &fake{Recording: recorded(t, ".1.0=9", ".2.0=1", ".3.0=2")}
	r := newReader(t, false, better, other)
	r.one(0, good, "+online", "+overload", "-on_battery")
	r.one(time.Second, good, "+online", "+overload", "-on_battery")
	if slices.Contains(good.asked, own+".2.0") || !slices.Contains(good.asked, own+".3.0") {
		t.Errorf("asked for %q", good.asked)
	}
	r.one(time.Second, bad, "+on_battery", "+overload", "-online")
	wantEqual(t, 2, bad.gets)
	r.one(time.Second, bad, "+on_battery", "+overload", "-online")
	wantEqual(t, 1, bad.gets)
}

// TestFallbackKinds holds that sets, texts and alarms fall back, too.
func TestFallbackKinds(t *testing.T) {
	m := rows(t,
		Row{Quantity: q("beeper"), OID: ".1.0", Map: map[string]string{"1": "enabled"}},
		Row{Quantity: q("beeper"), OID: ".2.0", Map: map[string]string{"1": "muted"}},
		Row{Quantity: q("input_transfer_reason_info"), OID: ".3.0"},
		Row{Quantity: q("input_transfer_reason_info"), OID: ".4.0"},
		Row{Quantity: q("alarm_info"), OID: ".5.0"}, Row{Quantity: q("alarm_info"), OID: ".6.0"})
	agent := &fake{Recording: recorded(t, ".1.0=1", ".2.0=1", ".3.0|4|sag", ".4.0|4|sag", ".5.0|4|hot", ".6.0|4|hot")}
	want := []string{"beeper{enabled}=1", "beeper{disabled}=0", "beeper{muted}=0", "input_transfer_reason_info{sag}=1", "alarm_info{hot}=1"}
	r := newReader(t, false, m)
	r.one(0, agent, want...)
	r.one(time.Second, agent, want...)
	wantEqual(t, []string{own + ".1.0", own + ".3.0", own + ".5.0", own + ".6.0"}, agent.asked)
}

// TestSteadyQuantities holds that ratings, limits and names are as old as the plan.
func TestSteadyQuantities(t *testing.T) {
	m := rows(t,
		Row{Quantity: q("output_power_nominal_watts"), OID: ".1.0"},
		Row{Quantity: q("outlet_info"), OID: ".2.{outlet}"},
		Row{Quantity: q("outlet_current_limit_amperes"), OID: ".3.{outlet}", Labels: map[string]Label{"limit": {Text: "high"}}},
		Row{Quantity: q("outlet_current_rating_amperes"), OID: ".4.{outlet}"},
		Row{Quantity: q("outlet_current_amperes"), OID: ".5.{outlet}"})
	before := &fake{Recording: recorded(t, ".1.0=3000", ".2.1|4|a", ".3.1=10", ".4.1=16", ".5.1=1", uptime+"100")}
	after := &fake{Recording: recorded(t, ".1.0=4000", ".2.1|4|b", ".3.1=11", ".4.1=17", ".5.1=2", uptime+"200")}
	r := newReader(t, false, m)
	r.one(0, before, "output_power_nominal_watts{}=3000", "outlet_info{1,a}=1", "outlet_current_limit_amperes{1,high}=10",
		"outlet_current_rating_amperes{1}=16", "outlet_current_amperes{1}=1")
	r.one(time.Minute, after, "output_power_nominal_watts{}=3000", "outlet_info{1,a}=1", "outlet_current_limit_amperes{1,high}=10",
		"outlet_current_rating_amperes{1}=16", "outlet_current_amperes{1}=2")
	wantEqual(t, []string{sysUpTime, own + ".5.1"}, after.asked)
	_, err := r.after(2*planAge, after)
	wantNoError(t, err)
	r.one(time.Second, after, "output_power_nominal_watts{}=4000", "outlet_info{1,b}=1", "outlet_current_limit_amperes{1,high}=11",
		"outlet_current_rating_amperes{1}=17", "outlet_current_amperes{1}=2")
}

// TestCountersDoNotFallBack holds that one counter does not step in for another: what
// they count began at different times, and the step between them would be consumption.
func TestCountersDoNotFallBack(t *testing.T) {
	m := rows(t, Row{Quantity: q("input_energy_joules_total"), OID: ".1.0"},
		Row{Quantity: q("input_energy_joules_total"), OID: ".2.0"}, Row{Quantity: q("alarms"), OID: ".3.0"})
	both := &fake{Recording: recorded(t, ".1.0=5000000", ".2.0=100", ".3.0=0")}
	null := &fake{Recording: recorded(t, ".1.0|5|", ".2.0=110", ".3.0=0")}
	gone := &fake{Recording: recorded(t, ".2.0=120", ".3.0=0")}
	r := newReader(t, false, m)
	const first, other = "input_energy_joules_total{}=5e+06", "input_energy_joules_total{}=120"
	r.one(0, both, first, "alarms{}=0", "-alarm")
	r.one(time.Second, null, "alarms{}=0", "-alarm")
	wantEqual(t, 1, null.gets)
	r.one(planAge, null, "alarms{}=0", "-alarm")
	r.one(time.Second, null, "alarms{}=0", "-alarm") // by a new plan
	r.one(time.Second, both, first, "alarms{}=0", "-alarm")
	r.one(planAge, gone, "alarms{}=0", "-alarm")
	r.one(time.Second, gone, other, "alarms{}=0", "-alarm") // the agent has the other one only
}

// TestDigitsAreFresh holds that the number of decimals is read with the value.
func TestDigitsAreFresh(t *testing.T) {
	m := rows(t, Row{Quantity: q("outlet_current_amperes"), OID: ".1.{outlet}", Digits: ".2"})
	r := newReader(t, false, m)
	r.one(0, &fake{Recording: recorded(t, ".1.1=123", ".2.1=1")}, "outlet_current_amperes{1}=12.3")
	r.one(time.Second, &fake{Recording: recorded(t, ".1.1=1230", ".2.1=2")}, "outlet_current_amperes{1}=12.3")
}

// TestSomethingIsAsked holds that an agent of which nothing changes is missed when it is
// not there.
func TestSomethingIsAsked(t *testing.T) {
	r := newReader(t, false, rows(t, Row{Quantity: q("output_power_nominal_watts"), OID: ".1.0"}))
	agent := &fake{Recording: recorded(t, ".1.0=3000")}
	r.one(0, agent, "output_power_nominal_watts{}=3000")
	agent.dead = ErrNoAnswer
	_, err := r.after(time.Second, agent)
	wantReason(t, power.Timeout, err)
}
