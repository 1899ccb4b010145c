package nut_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/power"
)

// What sources are able to report, by kind: "ups" and "pdu" say whether they
// are online or on battery, "ups?" and "pdu?" do not.
var reportable = map[string]string{
	"ups": "online on_battery low_battery replace_battery bypass calibrating overload trim " +
		"boost off forced_shutdown alarm",
	"ups?": "low_battery replace_battery bypass calibrating overload trim boost off " +
		"forced_shutdown alarm",
	"pdu":  "online overload off alarm",
	"pdu?": "overload off alarm",
}

// statesOf reads names of states and the kinds above.
func statesOf(tb testing.TB, text string) power.States {
	tb.Helper()
	var set power.States
	for word := range strings.FieldsSeq(text) {
		if list, ok := reportable[word]; ok {
			set |= statesOf(tb, list)
			continue
		}
		state, ok := power.LookupState(word)
		if !ok {
			tb.Fatalf("no state %s", word)
		}
		set |= power.SetOf(state)
	}
	return set
}

// statusCase is the text of ups.status of a UPS that tells nothing else.
type statusCase struct {
	status, active, reportable string
	other                      []string
}

// recorded are all combinations of tokens that are known of real devices.
var recorded = []statusCase{
	{"OL", "online", "ups", nil},
	{"OL CHRG", "online charging", "ups charging discharging", nil},
	{"OB", "on_battery", "ups", nil},
	{"OB DISCHRG", "on_battery discharging", "ups charging discharging", nil},
	{"OL BYPASS", "online bypass", "ups", nil},
	{"ALARM OL", "online alarm", "ups", nil},
	{"OL TRIM", "online trim", "ups", nil},
	{"OFF", "off", "ups?", nil},
	{"OL OFF", "online off", "ups", nil},
	// Discharging on mains is a test, a hybrid mode or a resting charger.
	{"OL DISCHRG", "online discharging", "ups charging discharging", nil},
	{"", "", "alarm", nil},
	{"OL CHRG LB", "online charging low_battery", "ups charging discharging", nil},
	{"OL BOOST", "online boost", "ups", nil},
	{"OL CHRG OFF", "online charging off", "ups charging discharging", nil},
	{"ALARM OL FSD", "online alarm forced_shutdown low_battery", "ups", nil},
	{"LB OL CHRG", "online low_battery charging", "ups charging discharging", nil},
	{"HB OL", "online high_battery", "ups high_battery", nil},
	{"ALARM OL CHRG RB", "online alarm charging replace_battery", "ups charging discharging", nil},
	{"TRIM", "online trim", "ups", nil},
	{"OL LB", "online low_battery", "ups", nil},
	{"OL DISCHRG OB", "on_battery discharging", "ups charging discharging", nil},
	{"OL LB OVER RB BOOST", "online low_battery overload replace_battery boost", "ups", nil},
	{"OB LB RB", "on_battery low_battery replace_battery", "ups", nil},
	{"ALARM OL CHRG", "online alarm charging", "ups charging discharging", nil},
	{"BOOST BYPASS", "online boost bypass", "ups", nil},
	{"OL CHRG BOOST", "online charging boost", "ups charging discharging", nil},
	{"ALARM OB", "on_battery alarm", "ups", nil},
	{"OL OB", "on_battery", "ups", nil},
	{"ALARM", "alarm", "ups?", nil},
	{"ALARM OL RB", "online alarm replace_battery", "ups", nil},
	{"OL CHRG TRIM OFF", "online charging trim off", "ups charging discharging", nil},
	{"OL CHRG BYPASS", "online charging bypass", "ups charging discharging", nil},
	{"OL CAL", "online calibrating", "ups", nil},
	{"OL HE", "online eco", "ups eco", nil},
	{"FSD OL", "online forced_shutdown low_battery", "ups", nil},
}

// imagined are further combinations.
var imagined = []statusCase{
	{"FSD FSD OL", "online forced_shutdown low_battery", "ups", nil},
	{"FSD", "forced_shutdown low_battery", "ups?", nil},
	{"OL  CHRG", "online charging", "ups charging discharging", nil},
	{"  OB\tLB ", "on_battery low_battery", "ups", nil},
	{" ", "", "alarm", nil},
	{"ol Chrg", "online charging", "ups charging discharging", nil},
	{"OB OL OB", "on_battery", "ups", nil},
	{"CHRG", "online charging", "ups charging discharging", nil},
	{"CHRG DISCHRG OL", "online charging discharging", "ups charging discharging", nil},
	{"DISCHRG", "on_battery discharging", "ups charging discharging", nil},
	{"DISCHRG LB", "on_battery discharging low_battery", "ups charging discharging", nil},
	{"BYPASS DISCHRG", "online bypass discharging", "ups charging discharging", nil},
	{
		"CAL OB DISCHRG LB", "on_battery calibrating discharging low_battery",
		"ups charging discharging", nil,
	},
	{"OL TEST", "online testing", "ups testing", nil},
	{"OL TIP", "online testing", "ups testing", nil},
	{"OL BY", "online bypass", "ups", nil},
	{"OB ECO", "on_battery eco", "ups eco", nil},
	{"OL ESS", "online eco", "ups eco", nil},
	{"OL OVERHEAT", "online overheating", "ups overheating", nil},
	{"OL COMMFAULT", "online", "ups", []string{"commfault"}},
	{"OL Resting Unknown resting", "online", "ups", []string{"resting", "unknown"}},
	{"NULL", "", "ups?", []string{"null"}},
	{"OL online on_battery", "online", "ups", nil}, // no token poses as a state
	{"OL \x01 \x7f", "online", "ups", nil},         // nor as nothing
	{"OL caf\xe9", "online", "ups", []string{"caf\uFFFD"}},
	{"OL " + strings.Repeat("x", 33), "online", "ups", nil},
	{"OL a b c d e f g h i j", "online", "ups", strings.Fields("a b c d e f g h")},
	{"WAIT", "waiting", "waiting", nil},
	{"OL wait LB", "waiting", "waiting", nil},
}

func (c statusCase) check(t *testing.T, s power.Snapshot) {
	t.Helper()
	got := s.Status
	if want := statesOf(t, c.active); got.Active != want {
		t.Errorf("%q: active %v, want %v", c.status, got.Active.List(), want.List())
	}
	if want := statesOf(t, c.reportable); got.Reportable != want {
		t.Errorf("%q: reportable %v, want %v", c.status, got.Reportable.List(), want.List())
	}
	if !slices.Equal(got.Other, c.other) {
		t.Errorf("%q: other %q, want %q", c.status, got.Other, c.other)
	}
}

func TestStatus(t *testing.T) {
	m := compiled(t, nut.Definition{})
	for _, c := range slices.Concat(recorded, imagined) {
		c.check(t, snapshot(t, m, "ups.status: "+c.status))
	}
	if len(recorded) != 35 {
		t.Errorf("%d recorded combinations, want all 35", len(recorded))
	}
}

// TestStatusUntold holds that who tells no status has none.
func TestStatusUntold(t *testing.T) {
	m := compiled(t, nut.Definition{})
	s := snapshot(t, m, "battery.charge: 100")
	if s.Status.Active|s.Status.Reportable != 0 || len(s.Readings) > 0 {
		t.Errorf("status %v of nothing, readings %v", s.Status, s.Readings)
	}
}

// TestStatusWithoutItsVariable holds that a driver that is starting, and tells some of what a status is made of and
// not ups.status itself, denies nothing of what that would say.
func TestStatusWithoutItsVariable(t *testing.T) {
	for text, exact := range map[string]bool{
		"battery.charger.status: charging": true, "ups.alarm: Replace battery!": true, "ups.status: OL": false,
	} {
		if s := snapshot(t, builtin(t), text); s.Status.Exact != exact || s.Status.Reportable == 0 {
			t.Errorf("%s: status %v", text, s.Status)
		}
	}
}

// TestStatusWaiting holds that a driver's half table is no data.
func TestStatusWaiting(t *testing.T) {
	s := snapshot(t, builtin(t), "ups.status: WAIT\nups.alarm: Replace battery!\n"+
		"battery.charge: 0\nups.test.result: In progress\nups.model: Skiff")
	if power.ReasonOf(s.Err) != power.NoDataYet || len(s.Readings) > 0 || s.Info.Model != "Skiff" {
		t.Errorf("error %v, readings %v, model %q", s.Err, s.Readings, s.Info.Model)
	}
}

// TestStatusByKind holds that only devices with a battery deny battery states.
func TestStatusByKind(t *testing.T) {
	m := compiled(t, nut.Definition{Info: map[string][]string{"type": {"device.type"}}})
	for vars, c := range map[string]statusCase{
		"device.type: pdu":                      {"OL", "online", "pdu", nil},
		"device.type: ats":                      {"OL", "online", "pdu", nil},
		"device.type: PDU":                      {"ALARM", "alarm", "pdu?", nil},
		"device.type: ambient":                  {"", "", "alarm", nil},
		"device.type: pdu\ninput.voltage: 1":    {"OFF", "off", "pdu?", nil},
		"device.type: scd":                      {"OB", "on_battery", "pdu on_battery", nil},
		"device.type: psu\nbattery.charge: 100": {"OL", "online", "ups", nil},
		"device.type: HAT":                      {"OL", "online", "ups", nil},
		"device.type: ups":                      {"OL", "online", "ups", nil},
		"device.type: ":                         {"OL", "online", "ups", nil},
		"device.type: unknown":                  {"OL", "online", "ups", nil},
	} {
		c.check(t, snapshot(t, m, vars+"\nups.status: "+c.status))
	}
}

// TestStatusHints holds what other variables say about the status.
func TestStatusHints(t *testing.T) {
	m := compiled(t, nut.Definition{})
	const charger, words = "battery.charger.status: ", "experimental.ups.mode.buzzwords: "
	const result, eco = "ups.test.result: ", "input.eco.switchable: "
	for vars, c := range map[string]statusCase{
		charger + "charging":          {"OL", "online charging", "ups charging discharging", nil},
		charger + " Resting":          {"OL CHRG", "online", "ups charging discharging", nil},
		charger + "floating":          {"OL", "online", "ups charging discharging", nil},
		charger + "discharging":       {"OL CHRG", "online discharging", "ups charging discharging", nil},
		charger + "disabled":          {"OL CHRG DISCHRG", "online", "ups charging discharging", nil},
		charger + "unknown":           {"OL CHRG", "online charging", "ups charging discharging", nil},
		charger + "":                  {"OL", "online", "ups", nil},
		charger + "resting\n" + words: {"OB", "on_battery", "ups charging discharging eco", nil},

		words + "vendor:apc:ECO":             {"OL", "online eco", "ups eco", nil},
		words + "x vendor:eaton:ess":         {"OL", "online eco", "ups eco", nil},
		words + "vendor:a:HE":                {"OL", "online eco", "ups eco", nil},
		words + "vendor:a:SMART":             {"OL", "online eco", "ups eco", nil},
		words + "vendor:a:NORMAL":            {"OL", "online", "ups eco", nil},
		words + "ECO":                        {"OL", "online", "ups eco", nil},
		words + "vendor:a:NORMAL\na: b":      {"OL ECO", "online eco", "ups eco", nil},
		eco + "ECO":                          {"OL", "online eco", "ups eco", nil},
		eco + "ecomode":                      {"OL", "online eco", "ups eco", nil},
		eco + "normal":                       {"OL", "online", "ups eco", nil},
		eco + "no\n" + words + "vendor:a:HE": {"OL", "online eco", "ups eco", nil},

		result + "In progress":         {"OL", "online testing", "ups testing", nil},
		result + "Done and passed":     {"OL", "online", "ups testing", nil},
		result + "Done and passed ":    {"OL TEST", "online testing", "ups testing", nil},
		result + "No test in progress": {"OL", "online", "ups testing", nil},
		result + "No test initiated":   {"", "", "alarm testing", nil},
	} {
		s := snapshot(t, m, vars+"\nups.status: "+c.status)
		c.check(t, s)
		if t.Failed() {
			t.Fatal(vars)
		}
	}
}
