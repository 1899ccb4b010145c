package snmp

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// moduleOf is a module of one object below a subtree of its own.
func moduleOf(t *testing.T, name, subtree string, unless ...string) *Module {
	return made(t, Definition{
		Name: name, Detect: []string{subtree}, Unless: unless, Type: name,
		Rows: []Row{{Quantity: q("alarms"), OID: subtree + ".1.0"}},
	})
}

// TestDetection holds that one request tells which modules apply.
func TestDetection(t *testing.T) {
	a, b := moduleOf(t, "a", ".1"), moduleOf(t, "b", ".2", "a")
	for name, test := range map[string]struct {
		set  []*Module
		want []string
	}{
		".1.1.0=1":   {[]*Module{a, b}, []string{"a", "system"}},
		".2.1.0=1":   {[]*Module{a, b}, []string{"b", "system"}},
		"both":       {[]*Module{b, a}, []string{"a", "system"}},
		"each other": {[]*Module{moduleOf(t, "c", ".1", "d"), moduleOf(t, "d", ".2", "c")}, []string{"c", "system"}},
	} {
		agent := &fake{Recording: recorded(t, ".1.1.0=1", ".2.1.0=1")}
		if name[0] == '.' {
			agent.Recording = recorded(t, name)
		}
		d := discovery{}
		wantNoError(t, d.discover(context.Background(), agent, Combine(test.set, true)))
		var got []string
		for _, m := range d.modules {
			got = append(got, m.name)
		}
		wantEqual(t, test.want, got, name)
		wantEqual(t, 1, agent.nexts)
	}
}

// TestDetectionOfScalars holds that a single object may tell that a module applies.
func TestDetectionOfScalars(t *testing.T) {
	m := made(t, Definition{Detect: []string{".5.1.0"}, Rows: []Row{{Quantity: q("alarms"), OID: ".6.0"}}})
	r := newReader(t, true, m)
	r.one(0, &fake{Recording: recorded(t, ".5.1.0=7", ".6.0=1")}, "alarms{}=1", "+alarm")
	_, err := newReader(t, true, m).after(0, &fake{Recording: recorded(t, ".5.10=7", ".6.0=1")})
	wantReason(t, power.UnknownDevice, err)
}

// TestNamedModulesAreNotDetected holds that who names modules spares the question.
func TestNamedModulesAreNotDetected(t *testing.T) {
	agent := &fake{Recording: recorded(t, ".1.1.0=1", ".2.1.0=2")}
	newReader(t, false, moduleOf(t, "b", ".2"), moduleOf(t, "a", ".1")).one(0, agent, "alarms{}=2", "+alarm")
	wantEqual(t, 0, agent.nexts)
}

// TestStrangers holds that an agent of which nothing can be read is told by what it
// says of itself, for somebody has to write a module.
func TestStrangers(t *testing.T) {
	agent := &fake{Recording: recorded(t, objectID+"7", "1.3.6.1.2.1.1.1.0|4|Toaster", uptime+"500", ".3.1.0=1")}
	for _, r := range []*reader{newReader(t, true, moduleOf(t, "a", ".1")), newReader(t, false, moduleOf(t, "a", ".1")), newReader(t, true, moduleOf(t, "a", ".3"))} {
		if r.Set.modules[0].detect[0] == own+".3" { // it has something there, which no row reads
			r.Set.modules[0].rows = nil
		}
		for range 2 {
			_, err := r.after(time.Second, agent)
			wantReason(t, power.UnknownDevice, err)
			wantErrorText(t, err, `sysObjectID "1.3.6.1.4.1.7", sysDescr "Toaster"`)
		}
	}
}

// TestNothingLearnt holds that an agent which tells nothing is an error, whenever it
// falls silent.
func TestNothingLearnt(t *testing.T) {
	for _, dead := range []struct {
		err  error
		want power.Reason
	}{{ErrNoAnswer, power.Timeout}, {ErrAuthentication, power.AccessDenied}, {syscall.ECONNREFUSED, power.Refused}} {
		for _, detect := range []bool{true, false} {
			agent := &fake{Recording: recorded(t, ".1.1.0=1"), dead: dead.err}
			r := newReader(t, detect, moduleOf(t, "a", ".1"))
			_, err := r.after(0, agent)
			wantReason(t, dead.want, err)
			agent.dead = nil
			r.one(time.Minute, agent, "alarms{}=1", "+alarm")
			agent.dead = dead.err // now there is a plan
			_, err = r.after(time.Minute, agent)
			wantReason(t, dead.want, err)
			agent.dead = nil
			r.one(time.Minute, agent, "alarms{}=1", "+alarm")
			wantEqual(t, 1, agent.gets)
		}
	}
}

// TestRefusedObjects holds that one object of which the agent only says that
// something is wrong does not harm the others. It is missing, until the agent has
// said so twice: then it is not there. If it was a weakness, it is there in a minute.
func TestRefusedObjects(t *testing.T) {
	m := rows(t, Row{Quantity: q("alarms"), OID: ".1.0"}, Row{Quantity: q("battery_voltage_volts"), OID: ".2.0"})
	whole := recorded(t, ".1.0=0", ".2.0=54")
	for _, passes := range []bool{true, false} {
		agent := &fake{Recording: whole, refuses: []string{own + ".2.0"}}
		r := newReader(t, false, m)
		for _, d := range []time.Duration{0, time.Second} {
			list, err := r.after(d, agent)
			wantNoError(t, err)
			wantShown(t, list[0], "alarms{}=0", "-alarm")
			wantReason(t, power.BadAnswer, list[0].Err)
		}
		want := []string{"alarms{}=0", "-alarm"}
		if passes {
			agent.refuses, want = nil, []string{"alarms{}=0", "battery_voltage_volts{}=54", "-alarm"}
		}
		_, err := r.after(doubtAge+time.Second, agent)
		wantNoError(t, err)
		r.one(time.Second, agent, want...)
		wantEqual(t, 1, agent.gets)
	}
}

// wide is a module with many columns in two tables, and an agent that has them.
func wide(t *testing.T, columns, rows int) (*Module, Recording) {
	d := Definition{}
	var lines []string
	for c := range columns {
		place := map[string]Label{"outlet": {Text: fmt.Sprintf("{outlet}.%d", c)}}
		d.Rows = append(d.Rows, Row{Quantity: q("outlet_current_amperes"), OID: fmt.Sprintf(".1.%d.%d.{outlet}", c%2, c), Labels: place})
		for i := range rows {
			lines = append(lines, fmt.Sprintf(".1.%d.%d.%d=%d", c%2, c, i+1, 1))
		}
	}
	return made(t, d), recorded(t, append(lines, uptime+"100")...)
}

// TestSlowAgentsAreLearntOverReads holds that an agent which has no time for all that
// it has gives what it has in whole tables, marked, each time anew and each time
// more, until nothing is missing.
func TestSlowAgentsAreLearntOverReads(t *testing.T) {
	m, whole := wide(t, 12, 10)
	agent := &fake{Recording: whole}
	r := newReader(t, false, m)
	before := 0
	for n := range 40 {
		agent.patience = 45 // less than half of them
		list, err := r.after(time.Minute, agent)
		wantNoError(t, err)
		wantLen(t, 1, list)
		got := len(shown(list[0]))
		if got%10 != 0 || got < before {
			t.Fatalf("read %d: %d readings, after %d", n, got, before)
		}
		before = got
		if list[0].Err == nil {
			wantEqual(t, 120, got)
			agent.patience = 0
			_, _ = r.after(time.Second, agent)
			wantEqual(t, [3]int{1, 0, 0}, [3]int{agent.gets, agent.nexts, agent.walks})
			return
		}
		wantReason(t, power.Timeout, list[0].Err)
	}
	t.Error("it never came to an end")
}

// TestLongColumns holds that a column which no deadline fits is read over several of
// them, and those behind it, too.
func TestLongColumns(t *testing.T) {
	m, whole := wide(t, 2, 30)
	agent := &fake{Recording: whole}
	r := newReader(t, false, m)
	for range 6 {
		agent.patience = 20 // less than one of them
		_, err := r.after(time.Minute, agent)
		wantNoError(t, err)
	}
	list, err := r.after(time.Minute, agent)
	wantNoError(t, err)
	wantEqual(t, 60, len(shown(list[0])))
	wantNoError(t, list[0].Err)
}

// TestPartsAreFresh holds that what is known of an agent that is not known whole is
// read each time, and not repeated from the first time.
func TestPartsAreFresh(t *testing.T) {
	m := rows(t, Row{Quantity: q("alarms"), OID: ".5.0"}, Row{Quantity: q("outlet_on"), OID: ".6.{outlet}"})
	r := newReader(t, false, m)
	for _, step := range []struct {
		alarms   string
		patience int
		whole    bool
	}{{"=1", 1, false}, {"=2", 1, false}, {"=3", 0, true}, {"=4", 0, true}} {
		agent := &fake{Recording: recorded(t, ".5.0"+step.alarms, ".6.1=1", ".6.2=1"), patience: step.patience}
		list, err := r.after(time.Minute, agent)
		wantNoError(t, err)
		got, _ := list[0].Find(power.Alarms)
		_, outlet := list[0].Find(q("outlet_on"), "1")
		if "="+fmt.Sprint(got) != step.alarms || outlet != step.whole || (list[0].Err == nil) != step.whole {
			t.Errorf("alarms %v of %s, outlets %t, error %v", got, step.alarms, outlet, list[0].Err)
		}
	}
}

// TestPartsDoNotGuess holds that a row waits until what it looks at is known: an
// object that nobody has asked for is not one that is missing.
func TestPartsDoNotGuess(t *testing.T) {
	m := rows(t, Row{Quantity: q("outlet_on"), OID: ".1.1.{outlet}", When: []Condition{{OID: ".2.1", Not: []string{"0"}}}},
		Row{Quantity: q("branch_current_amperes"), OID: ".3.1.{branch}"})
	agent := recorded(t, ".1.1.1=1", ".2.1.1=0", ".2.1.2=0", ".2.1.3=0", ".2.1.4=0", ".3.1.1=5")
	list, err := newReader(t, false, m).after(0, &fake{Recording: agent, patience: 7})
	wantNoError(t, err)
	wantShown(t, list[0], "branch_current_amperes{1}=5")
	wantReason(t, power.Timeout, list[0].Err)
}
