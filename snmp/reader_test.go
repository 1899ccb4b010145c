package snmp

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// outlets is a module with a table.
func outlets(t *testing.T) *Module {
	return rows(t, Row{Quantity: q("outlet_on"), OID: ".1.{outlet}"}, Row{Quantity: q("alarms"), OID: ".2.0"})
}

// TestPlansGrowOld holds that what an agent has is looked for again after a while,
// and that failing to find out changes nothing.
func TestPlansGrowOld(t *testing.T) {
	r := newReader(t, false, outlets(t))
	one := &fake{Recording: recorded(t, ".1.1=1", ".2.0=0")}
	two := &fake{Recording: recorded(t, ".1.1=1", ".1.2=1", ".2.0=0")}
	r.one(0, one, "outlet_on{1}=1", "alarms{}=0", "-alarm")
	r.one(planAge/2, two, "outlet_on{1}=1", "alarms{}=0", "-alarm")
	wantEqual(t, 0, two.walks)
	two.patience = 1
	r.one(planAge, two, "outlet_on{1}=1", "alarms{}=0", "-alarm") // no time to look
	wantEqual(t, 1, two.walks)
	two.patience = 1
	r.one(time.Minute, two, "outlet_on{1}=1", "alarms{}=0", "-alarm")
	two.patience = 0
	r.one(time.Minute, two, "outlet_on{1}=1", "alarms{}=0", "-alarm") // what it finds counts next time
	r.one(time.Minute, two, "outlet_on{1}=1", "outlet_on{2}=1", "alarms{}=0", "-alarm")
	wantEqual(t, [2]int{1, 0}, [2]int{two.gets, two.walks})
}

// TestDoubts holds that an object which is gone has the agent looked at again, but
// not all the time where there is always one.
func TestDoubts(t *testing.T) {
	r := newReader(t, false, outlets(t))
	two := &fake{Recording: recorded(t, ".1.1=1", ".1.2=1", ".2.0=0")}
	one := &fake{Recording: recorded(t, ".1.1=1", ".2.0=0")}
	walks := func(every time.Duration, during time.Duration) (n int) {
		for agent, d := one, time.Duration(0); d < during; d += every {
			_, err := r.after(every, agent)
			wantNoError(t, err)
			n += agent.walks
			if agent == one {
				agent = two // and back again
			} else {
				agent = one
			}
		}
		return n
	}
	_, err := r.after(0, two)
	wantNoError(t, err)
	r.one(20*time.Second, one, "outlet_on{1}=1", "alarms{}=0", "-alarm")
	wantEqual(t, 0, one.walks)
	r.one(50*time.Second, one, "outlet_on{1}=1", "alarms{}=0", "-alarm")
	wantEqual(t, 1, one.walks)
	wantEqual(t, 0, walks(time.Minute, 1*time.Minute))
	wantAtMost(t, 16, walks(20*time.Second, time.Hour))
}

// TestRestarts holds that an agent which was started again, or another one in its
// place, is not read by what was known of the one before.
func TestRestarts(t *testing.T) {
	before := []string{objectID + "7", uptime + "500000", ".1.1=1", ".2.0=0"}
	for name, test := range map[string]struct {
		after []string
		anew  bool
	}{
		"same":                  {[]string{objectID + "7", uptime + "506000"}, false},
		"started again":         {[]string{objectID + "7", uptime + "900"}, true},
		"another one":           {[]string{objectID + "8", uptime + "900000"}, true},
		"does not tell":         {[]string{}, false},
		"stands still":          {[]string{objectID + "7", uptime + "500000"}, false},
		"says nothing sensible": {[]string{"1.3.6.1.2.1.1.2.0|5|", "1.3.6.1.2.1.1.3.0|4|?"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := newReader(t, false, outlets(t))
			r.one(0, &fake{Recording: recorded(t, before...)}, "outlet_on{1}=1", "alarms{}=0", "-alarm")
			next := &fake{Recording: recorded(t, append(test.after, ".1.1=1", ".1.2=1", ".2.0=0")...)}
			want := []string{"outlet_on{1}=1", "alarms{}=0", "-alarm"}
			if test.anew {
				want = []string{"outlet_on{1}=1", "outlet_on{2}=1", "alarms{}=0", "-alarm"}
			}
			r.one(5*time.Second, next, want...)
			wantEqual(t, test.anew, next.walks > 0)
		})
	}
}

// TestRestartSeenBetweenReads holds that the uptime is compared with the last one and
// not with that of the plan, which a new start soon passes.
func TestRestartSeenBetweenReads(t *testing.T) {
	r := newReader(t, false, outlets(t))
	for _, step := range []struct {
		uptime string
		walks  int
	}{{"100", 1}, {"30000", 0}, {"5000", 1}, {"8000", 0}} {
		agent := &fake{Recording: recorded(t, uptime+step.uptime, ".1.1=1", ".2.0=0")}
		r.one(5*time.Minute-50*time.Second, agent, "outlet_on{1}=1", "alarms{}=0", "-alarm")
		wantEqual(t, step.walks, agent.walks, step.uptime)
	}
}

// TestRestartOfASlowAgent holds that there are values while the agent is looked at
// again, and that a clock which goes to and fro does not have it walked each time.
func TestRestartOfASlowAgent(t *testing.T) {
	r := newReader(t, false, outlets(t))
	lines := []string{".1.1=1", ".1.2=1", ".1.3=1", ".2.0=0"}
	want := []string{"outlet_on{1}=1", "outlet_on{2}=1", "outlet_on{3}=1", "alarms{}=0", "-alarm"}
	at := func(ticks string, patience int) *fake {
		return &fake{Recording: recorded(t, append(lines, uptime+ticks)...), patience: patience}
	}
	r.one(0, at("90000", 0), want...)
	for _, ticks := range []string{"100", "6100"} {
		list, err := r.after(time.Minute, at(ticks, 2))
		wantNoError(t, err)
		wantShown(t, list[0], "alarms{}=0", "-alarm") // outlets may have other numbers now
		wantReason(t, power.NoDataYet, list[0].Err)
	}
	last := at("12100", 0)
	r.one(time.Minute, last, want...)
	wantEqual(t, 1, last.walks)
	walks := 0
	for n := range 60 {
		agent := at([]string{"500", "90000"}[n%2], 0)
		r.one(15*time.Second, agent, want...)
		walks += agent.walks
	}
	wantAtMost(t, 6, walks)
}

// TestPartOfARead holds that a table of which a part was not read in time is not
// shown, and its device marked, and that all is there again the next time.
func TestPartOfARead(t *testing.T) {
	m := rows(t,
		Row{Quantity: q("outlet_on"), OID: ".1.1.{device}.{outlet}"},
		Row{Quantity: q("outlet_current_amperes"), OID: ".1.2.{device}.{outlet}"},
		Row{Quantity: q("branch_current_amperes"), OID: ".2.1.{device}.{branch}", When: []Condition{{OID: ".2.2", Not: []string{"0"}}}},
		Row{Quantity: q("alarms"), OID: ".3.{device}"})
	agent := recorded(t, ".1.1.1.1=1", ".1.2.1.1=5", ".2.1.2.1=6", ".2.2.2.1=0", ".3.1=0", ".3.2=0")
	r := newReader(t, false, m)
	for name, test := range map[string]struct {
		silent string
		first  []string
		late   [2]bool
	}{
		"a value":     {own + ".1.2.1.1", []string{"alarms{}=0", "-alarm"}, [2]bool{true, false}},
		"a condition": {own + ".2.2.2.1", []string{"outlet_on{1}=1", "outlet_current_amperes{1}=5", "alarms{}=0", "-alarm"}, [2]bool{false, true}},
	} {
		_, err := r.after(time.Second, agent)
		wantNoError(t, err)
		list, err := r.after(time.Second, halfDead{agent, test.silent})
		wantNoError(t, err)
		wantShown(t, list[0], test.first...)
		wantShown(t, list[1], "alarms{}=0", "-alarm")
		wantEqual(t, test.late, [2]bool{list[0].Err != nil, list[1].Err != nil}, name)
		list, err = r.after(time.Second, agent)
		wantNoError(t, err)
		wantNoError(t, list[0].Err)
	}
}

// walkless is an agent that lets itself be read and not be walked.
type walkless struct{ *fake }

func (w walkless) Resume(_ context.Context, begun []Column, _ int) []Column {
	w.walks++
	list := slices.Clone(begun)
	for i := range list {
		list[i].Err = ErrNoAnswer
	}
	return list
}

// TestVainWalks holds that an agent is not walked in vain at each read, and that a plan
// which is more than an hour too old is told as such.
func TestVainWalks(t *testing.T) {
	r := newReader(t, false, outlets(t))
	agent := &fake{Recording: recorded(t, ".1.1=1", ".2.0=0")}
	r.one(0, agent, "outlet_on{1}=1", "alarms{}=0", "-alarm")
	agent.walks = 0
	for range 2 * 55 { // nearly half an hour
		list, err := r.after(15*time.Second, walkless{agent})
		wantNoError(t, err)
		wantNoError(t, list[0].Err)
	}
	wantAtMost(t, 6, agent.walks)
	list, err := r.after(foundAge, walkless{agent})
	wantNoError(t, err)
	wantShown(t, list[0], "outlet_on{1}=1", "alarms{}=0", "-alarm")
	wantReason(t, power.Timeout, list[0].Err)
	_, err = r.after(planAge, agent)
	wantNoError(t, err)
	r.one(time.Second, agent, "outlet_on{1}=1", "alarms{}=0", "-alarm")
}

// TestNothingLeft holds that an agent which answers and has nothing any more of its
// device, as one whose subagent is dead, is not up; and that it is found again.
func TestNothingLeft(t *testing.T) {
	r := newReader(t, true, outlets(t))
	whole := &fake{Recording: recorded(t, objectID+"7", uptime+"100", ".1.1=1", ".2.0=0")}
	left := &fake{Recording: recorded(t, objectID+"7", uptime+"900")}
	for range 2 {
		r.one(time.Second, whole, "outlet_on{1}=1", "alarms{}=0", "-alarm")
		for range 2 {
			list, err := r.after(time.Second, left)
			wantReason(t, power.UnknownDevice, err)
			wantLen(t, 0, list)
		}
	}
}

// TestUnitGone holds the same of one unit of a chain, of which ratings would be told for
// ever.
func TestUnitGone(t *testing.T) {
	r := newReader(t, false, rows(t,
		Row{Quantity: q("input_current_amperes"), OID: ".1.{device}"}, Row{Quantity: q("input_power_nominal_watts"), OID: ".2.{device}"}))
	both := &fake{Recording: recorded(t, ".1.1=5", ".1.2=6", ".2.1=3000", ".2.2=3000")}
	one := &fake{Recording: recorded(t, ".1.1=5", ".2.1=3000")}
	_, err := r.after(0, both)
	wantNoError(t, err)
	list, err := r.after(time.Second, one)
	wantNoError(t, err)
	wantLen(t, 2, list)
	wantNoError(t, list[0].Err)
	wantReason(t, power.UnknownDevice, list[1].Err)
	wantLen(t, 0, list[1].Readings)
}

// TestAnotherDevice holds that a device is not taken for the one before it because its
// agent is of the same kind.
func TestAnotherDevice(t *testing.T) {
	d := Definition{Info: map[string][]string{"serial": {".9.0"}}, Rows: []Row{
		{Quantity: q("output_power_nominal_watts"), OID: ".1.0"}, {Quantity: q("battery_charge_ratio"), OID: ".2.0", Scale: 0.01},
	}}
	for _, who := range []string{".9.0|4|", "1.3.6.1.2.1.1.5.0|4|"} {
		r := newReader(t, false, made(t, d))
		r.one(0, &fake{Recording: recorded(t, who+"AB1234", ".1.0=3000", ".2.0=50")},
			"output_power_nominal_watts{}=3000", "battery_charge_ratio{}=0.5")
		other := &fake{Recording: recorded(t, who+"CD5678", ".1.0=2000", ".2.0=30")}
		r.one(time.Second, other, "output_power_nominal_watts{}=2000", "battery_charge_ratio{}=0.3")
	}
}

// TestFickleNames holds that a name with a clock in it does not have the agent looked at
// anew each time.
func TestFickleNames(t *testing.T) {
	r := newReader(t, false, outlets(t))
	walks := 0
	for n := range 20 {
		agent := &fake{Recording: recorded(t, ".1.1=1", ".2.0=0", fmt.Sprint("1.3.6.1.2.1.1.5.0|4|pdu at ", n))}
		r.one(15*time.Second, agent, "outlet_on{1}=1", "alarms{}=0", "-alarm")
		walks += agent.walks
	}
	wantAtMost(t, 3, walks)
}

// TestUnitWithCountersGone holds that counters which are not asked for do not keep a unit
// up that is gone.
func TestUnitWithCountersGone(t *testing.T) {
	energy := func(oid string) *Module {
		return made(t, Definition{Name: oid, Rows: []Row{{Quantity: q("input_energy_joules_total"), OID: oid + ".{device}"}}})
	}
	r := newReader(t, false, energy(".1"), energy(".2"))
	both := &fake{Recording: recorded(t, ".1.1=5", ".1.2=6", ".2.1=7", ".2.2=8")}
	_, err := r.after(0, both)
	wantNoError(t, err)
	list, err := r.after(time.Second, &fake{Recording: recorded(t, ".1.1=5", ".2.1=7")})
	wantNoError(t, err)
	wantNoError(t, list[0].Err)
	wantReason(t, power.UnknownDevice, list[1].Err)
}
