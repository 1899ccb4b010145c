package power

import (
	"regexp"
	"slices"
	"testing"
)

func TestStateNames(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	seen := map[string]bool{}
	for i, state := range AllStates() {
		name := state.String()
		if int(state) != i || seen[name] || !form.MatchString(name) {
			t.Errorf("state %d has the number %d and the name %q", i, state, name)
		}
		seen[name] = true
		if found, ok := LookupState(name); !ok || found != state {
			t.Errorf("LookupState(%q) = %v, %t", name, found, ok)
		}
	}
	if len(seen) != 19 || len(seen) > 32 {
		t.Errorf("%d states: the vocabulary has 19, a set holds 32", len(seen))
	}
	for _, name := range []string{"", "OL", "Online", "nonsense"} {
		if _, ok := LookupState(name); ok {
			t.Errorf("LookupState(%q) finds a state", name)
		}
	}
}

func TestStates(t *testing.T) {
	for _, test := range []struct{ list, want []State }{
		{nil, []State{}},
		{[]State{Online}, []State{Online}},
		{[]State{Waiting, Online}, []State{Online, Waiting}},
		{[]State{Trim, Trim, Boost}, []State{Trim, Boost}},
		{AllStates(), AllStates()},
	} {
		set := SetOf(test.list...)
		if got := set.List(); !slices.Equal(got, test.want) {
			t.Errorf("SetOf(%v).List() = %v, want %v", test.list, got, test.want)
		}
		for _, s := range AllStates() {
			if set.Has(s) != slices.Contains(test.list, s) {
				t.Errorf("SetOf(%v).Has(%v) = %t", test.list, s, set.Has(s))
			}
		}
	}
}

func TestStatus(t *testing.T) {
	for _, test := range []struct {
		name               string
		do                 func(s *Status)
		active, reportable []State
	}{
		{"nothing said", func(*Status) {}, nil, nil},
		{
			"set", func(s *Status) { s.Set(Online, Charging) },
			[]State{Online, Charging},
			[]State{Online, Charging},
		},
		{
			"deny", func(s *Status) { s.Deny(OnBattery, Overload) }, nil,
			[]State{OnBattery, Overload},
		},
		{
			"deny takes back", func(s *Status) { s.Set(Online, Charging); s.Deny(Charging) },
			[]State{Online},
			[]State{Online, Charging},
		},
		{
			"set takes back", func(s *Status) { s.Deny(Online, Charging); s.Set(Charging) },
			[]State{Charging},
			[]State{Online, Charging},
		},
		{"nothing to set", func(s *Status) { s.Set(); s.Deny() }, nil, nil},
		{
			"remember", func(s *Status) { s.Set(Online); s.Remember(earlier(Charging, Trim)) },
			[]State{Online},
			[]State{Online, Charging, Trim},
		},
		{
			"remember what still holds",
			func(s *Status) { s.Set(Charging); s.Remember(earlier(Charging)) },
			[]State{Charging},
			[]State{Charging},
		},
		{
			"remember nothing", func(s *Status) { s.Deny(Online); s.Remember(Status{}) }, nil,
			[]State{Online},
		},
		{
			"silence denies nothing", func(s *Status) { s.Remember(earlier(Online, Charging)) }, nil, nil,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var s Status
			test.do(&s)
			if s.Active != SetOf(test.active...) || s.Reportable != SetOf(test.reportable...) {
				t.Errorf("active %v, reportable %v, want %v, %v", s.Active.List(), s.Reportable.List(),
					test.active, test.reportable)
			}
		})
	}
}

func earlier(active ...State) Status {
	var s Status
	s.Set(active...)
	return s
}

func TestRememberKeepsOthersApart(t *testing.T) {
	s := earlier(Online)
	s.Remember(Status{Active: SetOf(Alarm), Reportable: SetOf(Alarm), Other: []string{"maint"}})
	if len(s.Other) != 0 || s.Active.Has(Alarm) {
		t.Errorf("an earlier status became the present one: %+v", s)
	}
}
