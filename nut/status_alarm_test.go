package nut_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/power"
)

func TestAlarms(t *testing.T) {
	m := compiled(t, nut.Definition{})
	var many strings.Builder
	many.WriteString("[Fan 1 failed, please call the service at once!]")
	for i := range 40 {
		many.WriteString(" [Fault number " + strings.Repeat("i", i+1) + "]")
	}
	for _, test := range []struct {
		name, vars string
		number     float64 // -1: nothing is said about alarms
		alarms     []string
		active     string
	}{
		{"untold", "battery.charge: 100", -1, nil, ""},
		{"none", "ups.status: OL", 0, nil, "online"},
		{"a token alone", "ups.status: ALARM OL", 1, nil, "alarm online"},
		{
			"a text alone", "ups.status: OL\nups.alarm: Fan failure!", 1,
			[]string{"Fan failure!"},
			"online alarm",
		},
		{"a text without status", "ups.alarm: Fan failure", 1, []string{"Fan failure"}, "alarm"},
		{"zero", "ups.status: OL\nups.alarm: 0", 0, nil, "online"},
		{"empty", "ups.status: OL\nups.alarm: ", 0, nil, "online"},
		{"blank", "ups.status: OL\nups.alarm:   \t", 0, nil, "online"},
		{"not applicable", "ups.status: OL\nups.alarm: N/A", 0, nil, "online"},
		{"none in brackets", "ups.status: OL\nups.alarm: [N/A] []", 0, nil, "online"},
		{"none without status", "ups.alarm: none", 0, nil, ""},
		{"empty and a token", "ups.status: ALARM\nups.alarm: ", 1, nil, "alarm"},
		{"old name", "ups.status: OL\nups.alarms: Fan!", 1, []string{"Fan!"}, "online alarm"},
		{
			"both names", "ups.status: OL\nups.alarms: Old!\nups.alarm: New!", 1,
			[]string{"New!"},
			"online alarm",
		},
		{
			"sentences", "ups.status: OL\nups.alarm: Bypass not available! Internal failure!", 2,
			[]string{"Bypass not available!", "Internal failure!"},
			"online alarm",
		},
		{
			"brackets", "ups.status: OL\nups.alarm: [Shutdown imminent!] [N/A][Fan 2 bad]", 2,
			[]string{"Shutdown imminent!", "Fan 2 bad"},
			"online alarm",
		},
		{
			"mixed", "ups.status: OL\nups.alarm: Hot! [Fan] low humidity", 3,
			[]string{"Hot!", "Fan", "low humidity"},
			"online alarm",
		},
		{
			"open bracket", "ups.status: OL\nups.alarm: Hot [Fan", 2,
			[]string{"Hot", "Fan"},
			"online alarm",
		},
		{"only signs", "ups.status: OL\nups.alarm: ! [", 1, []string{"! ["}, "online alarm"},
		{
			"repeated", "ups.status: OL\nups.alarm: Fan! Fan! Fan!", 1,
			[]string{"Fan!"},
			"online alarm",
		},
		{
			"control characters", "ups.status: OL\nups.alarm: [Fan\x01\xff]", 1,
			[]string{"Fan \uFFFD"},
			"online alarm",
		},
		{
			"replace", "ups.status: OL\nups.alarm: Replace Battery!", 1,
			[]string{"Replace Battery!"},
			"online alarm replace_battery",
		},
		{
			"bad", "ups.status: OL\nups.alarm: Battery bad! Building alarm!", 2,
			[]string{"Battery bad!", "Building alarm!"},
			"online alarm replace_battery",
		},
		{
			"failed", "ups.status: OL\nups.alarm: [Battery failure]", 1,
			[]string{"Battery failure"},
			"online alarm replace_battery",
		},
		{
			"worn", "ups.status: OL\nups.alarm: Battery at end of life", 1,
			[]string{"Battery at end of life"},
			"online alarm replace_battery",
		},
		{
			"missing", "ups.status: OL\nups.alarm: No battery installed!", 1,
			[]string{"No battery installed!"},
			"online alarm",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := snapshot(t, m, test.vars)
			number, told := s.Find(power.Alarms)
			if !told {
				number = -1
			}
			var alarms []string
			for _, r := range s.Readings {
				if r.Quantity == power.AlarmInfo {
					alarms = append(alarms, r.Place[0])
				}
			}
			if number != test.number || !slices.Equal(alarms, test.alarms) {
				t.Errorf("%v alarms %q, want %v %q", number, alarms, test.number, test.alarms)
			}
			if want := statesOf(t, test.active); s.Status.Active != want {
				t.Errorf("active %v, want %v", s.Status.Active.List(), want.List())
			}
			if got := s.Status.Reportable.Has(power.Alarm); got != told {
				t.Errorf("alarm reportable: %t", got)
			}
		})
	}
	t.Run("many", func(t *testing.T) {
		s := snapshot(t, m, "ups.status: OL\nups.alarm: "+many.String())
		if number, _ := s.Find(power.Alarms); number != 41 {
			t.Errorf("%v alarms, want all 41 counted", number)
		}
		if len(s.Readings) != 1+16 {
			t.Errorf("%d alarms by name, want 16", len(s.Readings)-1)
		}
	})
}
