package snmp

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// makers is a set of modules of fifty makers, too many to ask for all at once, and
// one of none.
func makers(t *testing.T) *Set {
	list := []*Module{made(t, Definition{Name: "standard", Detect: []string{"1.3.6.1.2.1.33"}})}
	for n := 100; n < 200; n += 2 {
		list = append(list, made(t, Definition{
			Name: fmt.Sprint("m", n), Detect: []string{fmt.Sprint(enterprises, ".", n, ".7"), fmt.Sprint(enterprises, ".", n, ".8")},
		}))
	}
	return Combine(list, true)
}

// wayless is an agent that does not find its way from one maker's subtree to another.
type wayless struct{ *fake }

func (l wayless) Next(ctx context.Context, oids []string) ([]Varbind, error) {
	list, err := l.fake.Next(ctx, oids)
	for i, oid := range oids {
		if _, below := under(list[i].OID, oid); !below {
			list[i] = Varbind{Value: Value{Type: Gone}}
		}
	}
	return list, err
}

// TestDetectionByMakers holds that an agent is asked about the makers whose subtrees
// it has, whatever else it has and whatever it calls itself.
func TestDetectionByMakers(t *testing.T) {
	set := makers(t)
	const ups, m120, m198 = "1.3.6.1.2.1.33.1.1.1.0|4|x", enterprises + ".120.7.1.0|2|1", enterprises + ".198.8.5.0|2|1"
	for name, test := range map[string]struct {
		has   []string
		lost  bool
		want  []string
		nexts int
	}{
		"one":                     {has: []string{m120}, want: []string{"m120"}, nexts: 2},
		"calls itself what it is": {has: []string{m120, objectID + "120.3"}, want: []string{"m120"}, nexts: 2},
		"calls itself another":    {has: []string{m120, objectID + "130.3"}, want: []string{"m120"}, nexts: 2},
		"calls itself nothing":    {has: []string{m120, objectID + "0"}, want: []string{"m120"}, nexts: 2},
		"the last":                {has: []string{m198}, want: []string{"m198"}, nexts: 2},
		"two and the standard":    {has: []string{ups, m120, m198}, want: []string{"standard", "m120", "m198"}, nexts: 3},
		"two, of which one is told": {
			has: []string{m120, m198, objectID + "198"}, want: []string{"m120", "m198"}, nexts: 2,
		},
		"unknown makers between": {
			has:  []string{enterprises + ".111.1.0|2|1", m120, enterprises + ".140000.1.0|2|1"},
			want: []string{"m120"}, nexts: 3,
		},
		"a maker's other things": {has: []string{enterprises + ".110.1.0|2|1", m120}, want: []string{"m120"}, nexts: 3},
		"only the standard":      {has: []string{ups}, want: []string{"standard"}, nexts: 1},
		"nothing":                {has: []string{"1.3.6.1.2.1.1.5.0|4|x"}, nexts: 2},
		"finds no way":           {has: []string{m120, m198}, lost: true, want: []string{"m120", "m198"}, nexts: 2},
		"finds no way, but told": {has: []string{m198, objectID + "198"}, lost: true, want: []string{"m198"}, nexts: 2},
	} {
		agent := &fake{Recording: recorded(t, test.has...)}
		var found []*Module
		var err error
		if test.lost {
			found, _, err = set.detectModules(context.Background(), wayless{agent}, map[string]Varbind{})
		} else {
			found, _, err = set.detectModules(context.Background(), agent, map[string]Varbind{})
		}
		wantNoError(t, err)
		var got []string
		for _, m := range found {
			got = append(got, m.name)
		}
		if !slices.Equal(test.want, got) || agent.nexts != test.nexts {
			t.Errorf("%s: found %v in %d requests, want %v in %d", name, got, agent.nexts, test.want, test.nexts)
		}
	}
}

// stumbling is an agent that refuses to say what follows one object.
type stumbling struct {
	*fake
	over string
}

func (s *stumbling) Next(ctx context.Context, oids []string) ([]Varbind, error) {
	list, _ := s.fake.Next(ctx, oids)
	var err error
	for i := range list {
		if list[i].OID == s.over {
			list[i], err = Varbind{}, &AgentError{Status: 5}
		}
	}
	return list, err
}

// TestDetectionRefused holds that modules which an agent refuses to tell of are missed
// until it has refused twice, and found soon if that was a weakness.
func TestDetectionRefused(t *testing.T) {
	set := makers(t)
	set.modules[0].rows = rows(t, Row{Quantity: q("alarms"), OID: ".1.0"}).rows
	const ups, m120 = "1.3.6.1.2.1.33.1.1.1.0|4|x", enterprises + ".120.7.1.0|2|1"
	for _, passes := range []bool{true, false} {
		r := newReader(t, true)
		r.Set = set
		agent := &stumbling{&fake{Recording: recorded(t, ups, m120, ".1.0=0")}, enterprises + ".120.7.1.0"}
		list, err := r.after(0, agent)
		wantNoError(t, err)
		wantShown(t, list[0], "alarms{}=0", "-alarm")
		wantReason(t, power.BadAnswer, list[0].Err)
		want := 2
		if passes {
			agent.over, want = "", 3
		}
		_, err = r.after(doubtAge+time.Second, agent)
		wantNoError(t, err)
		r.one(time.Second, agent, "alarms{}=0", "-alarm")
		wantLen(t, want, r.memory.plan.modules)
	}
}

// TestDetectionOverReads holds that an agent which has time for one answer in each read
// is found out all the same.
func TestDetectionOverReads(t *testing.T) {
	set := makers(t)
	agent := &fake{Recording: recorded(t, enterprises+".120.7.1.0|2|1", enterprises+".198.7.1.0|2|1")}
	d := discovery{}
	for n := 1; ; n++ {
		err := d.discover(context.Background(), &oneAnswer{agent, 1}, set)
		if len(d.modules) > 0 {
			wantLen(t, 3, d.modules)
			return
		}
		if wantErrorIs(t, err, ErrNoAnswer); n > 4 {
			t.Fatal("it never comes to an end")
		}
	}
}

// oneAnswer is an agent that answers some times.
type oneAnswer struct {
	*fake
	left int
}

func (o *oneAnswer) Next(ctx context.Context, oids []string) ([]Varbind, error) {
	if o.left--; o.left < 0 {
		return make([]Varbind, len(oids)), ErrNoAnswer
	}
	return o.fake.Next(ctx, oids)
}
