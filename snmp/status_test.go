package snmp

import "testing"

// TestStates holds what status rows make of values: what holds, and what does not.
func TestStates(t *testing.T) {
	mode := StatusRow{OID: ".1.0", Map: map[string][]string{
		"2": {"online"}, "3": {"on_battery"}, "4": {"online", "boost"}, "5": {"none"}, "Bypass": {"bypass"},
	}}
	flags := StatusRow{OID: ".2.0", Flags: map[int][]string{2: {"on_battery"}, 3: {"low_battery"}, 9: {"overload"}}}
	battery := StatusRow{OID: ".3.0", Map: map[string][]string{"1": {"low_battery"}, "2": {""}}}
	for name, test := range map[string]struct {
		rows  []StatusRow
		agent []string
		want  []string
	}{
		"map":             {[]StatusRow{mode}, []string{".1.0=2"}, []string{"+online", "-on_battery", "-bypass", "-boost"}},
		"several":         {[]StatusRow{mode}, []string{".1.0=4"}, []string{"+online", "+boost", "-on_battery", "-bypass"}},
		"none of them":    {[]StatusRow{mode}, []string{".1.0=5"}, []string{"-online", "-on_battery", "-bypass", "-boost"}},
		"words":           {[]StatusRow{mode}, []string{".1.0|4| BYPASS "}, []string{"+bypass", "-online", "-on_battery", "-boost"}},
		"unknown value":   {[]StatusRow{mode}, []string{".1.0=9"}, nil},
		"null":            {[]StatusRow{mode}, []string{".1.0|5|"}, nil},
		"flags":           {[]StatusRow{flags}, []string{".2.0|4|011000000"}, []string{"+on_battery", "+low_battery", "-overload"}},
		"short flags":     {[]StatusRow{flags}, []string{".2.0|4|01"}, []string{"+on_battery"}},
		"no flags":        {[]StatusRow{flags}, []string{".2.0|4|0xx000001"}, []string{"+overload"}},
		"two rows":        {[]StatusRow{mode, battery}, []string{".1.0=3", ".3.0=1"}, []string{"+on_battery", "+low_battery", "-online", "-bypass", "-boost"}},
		"any row sets":    {[]StatusRow{battery, flags}, []string{".3.0=2", ".2.0|4|001"}, []string{"+low_battery", "-on_battery"}},
		"any row, turned": {[]StatusRow{flags, battery}, []string{".3.0=2", ".2.0|4|001"}, []string{"+low_battery", "-on_battery"}},
	} {
		t.Run(name, func(t *testing.T) {
			m := made(t, Definition{Status: test.rows, Rows: []Row{{Quantity: q("alarms"), OID: ".9.0"}}})
			got := readOnce(t, recorded(t, append(test.agent, ".9.0|5|")...), m)
			wantShown(t, got[0], test.want...)
		})
	}
}

// TestStatesOfBetterModules holds that what a better module tells of a state stands,
// and that others may tell of those that it does not know.
func TestStatesOfBetterModules(t *testing.T) {
	better := made(t, Definition{Name: "a", Status: []StatusRow{
		{OID: ".1.0", Map: map[string][]string{"1": {"online"}, "2": {"on_battery"}}},
	}})
	other := made(t, Definition{Name: "b", Status: []StatusRow{
		{OID: ".2.0", Map: map[string][]string{"1": {"on_battery", "low_battery"}, "2": {"online"}}},
	}})
	for name, test := range map[string]struct{ agent, want []string }{
		"the better one":    {[]string{".1.0=1", ".2.0=1"}, []string{"+online", "+low_battery", "-on_battery"}},
		"is silent":         {[]string{".1.0=9", ".2.0=1"}, []string{"+on_battery", "+low_battery", "-online"}},
		"knows nothing new": {[]string{".1.0=2", ".2.0=2"}, []string{"+on_battery", "-online", "-low_battery"}},
	} {
		t.Run(name, func(t *testing.T) {
			wantShown(t, readOnce(t, recorded(t, test.agent...), better, other)[0], test.want...)
		})
	}
}

func alarms() Definition {
	return Definition{
		Rows: []Row{
			{Quantity: q("alarms"), OID: ".1.0"},
			{
				Quantity: q("alarm_info"), OID: ".2.2.{_}", When: []Condition{{OID: ".1.0", Not: []string{"0"}}},
				Map: map[string]string{own + ".7.1": "fan failure", own + ".7.9": ""},
			},
		},
		Status: []StatusRow{
			{OID: ".3.0", Map: map[string][]string{"1": {"online"}, "2": {"overload"}}},
			{
				OID: ".2.2.{_}", When: []Condition{{OID: ".1.0", Not: []string{"0"}}},
				Map: map[string][]string{own + ".7.1": {"overheating"}, own + ".7.2": {"overload"}},
			},
		},
	}
}

// TestAlarmTables holds that tables of alarms tell alarms and states, their own
// module's other objects notwithstanding, and that no alarms deny them.
func TestAlarmTables(t *testing.T) {
	oid := func(n string) string { return "|6|" + own + ".7." + n }
	for name, test := range map[string]struct{ agent, want []string }{
		"none": {[]string{".1.0=0", ".3.0=1"}, []string{"alarms{}=0", "+online", "-overload", "-overheating", "-alarm"}},
		"some": {
			[]string{".1.0=2", ".2.2.4" + oid("1"), ".2.2.9" + oid("5"), ".2.2.10" + oid("9"), ".3.0=1"},
			[]string{
				"alarms{}=2", "alarm_info{fan failure}=1", "alarm_info{" + own + ".7.5}=1",
				"+online", "+overheating", "+alarm", "-overload",
			},
		},
		"of what else is told": {
			[]string{".1.0=1", ".2.2.4" + oid("2"), ".3.0=1"},
			[]string{"alarms{}=1", "alarm_info{" + own + ".7.2}=1", "+online", "+overload", "+alarm", "-overheating"},
		},
		"left over": {[]string{".1.0=0", ".2.2.4" + oid("1"), ".3.0=1"}, []string{"alarms{}=0", "+online", "-overload", "-overheating", "-alarm"}},
		"no table":  {[]string{".3.0=1"}, []string{"+online", "-overload"}},
	} {
		t.Run(name, func(t *testing.T) { wantRead(t, made(t, alarms()), recorded(t, test.agent...), test.want...) })
	}
}

func TestStatusMistakes(t *testing.T) {
	for want, row := range map[string]StatusRow{
		"needs map: from values to states, or flags": {OID: ".1.0"},
		"needs map":                  {OID: ".1.0", Map: map[string][]string{"1": {"online"}}, Flags: map[int][]string{1: {"online"}}},
		`no state "on line"`:         {OID: ".1.0", Map: map[string][]string{"1": {"on line"}}},
		`no state "x"`:               {OID: ".1.0", Flags: map[int][]string{1: {"x"}}},
		"position 0; the first is 1": {OID: ".1.0", Flags: map[int][]string{0: {"online"}}},
		"position 513":               {OID: ".1.0", Flags: map[int][]string{513: {"online"}}},
		"write numbers with dots":    {OID: ".", Map: map[string][]string{"1": {"online"}}},
		"when: oid":                  {OID: ".1.0", Map: map[string][]string{"1": {"online"}}, When: []Condition{{OID: "x", Is: []string{"1"}}}},
	} {
		_, mistakes := Compile(Definition{Root: own, Status: []StatusRow{row}})
		wantLen(t, 1, mistakes, want)
		wantEqual(t, 0, mistakes[0].Status)
		wantErrorText(t, mistakes[0], want)
	}
}

// TestOnBatteryWins holds that a device is not online and on battery at once.
func TestOnBatteryWins(t *testing.T) {
	m := made(t, Definition{Status: []StatusRow{
		{OID: ".1.0", Map: map[string][]string{"3": {"online"}, "5": {"on_battery"}}},
		{OID: ".2.0", Map: map[string][]string{"1": {"on_battery"}, "0": nil}},
	}})
	wantRead(t, m, recorded(t, ".1.0=3", ".2.0=1"), "+on_battery", "-online")
	wantRead(t, m, recorded(t, ".1.0=3", ".2.0=0"), "+online", "-on_battery")
}
