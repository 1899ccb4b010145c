package nut

import (
	"slices"
	"strings"

	"github.com/argus-power/argus/power"
)

// statusVars are the variables that the status is derived from.
func statusVars() map[string]bool {
	return map[string]bool{
		"ups.status": true, "ups.alarm": true, "ups.alarms": true,
		"battery.charger.status": true, "experimental.ups.mode.buzzwords": true,
		"input.eco.switchable": true,
	}
}

// tokens are the words of ups.status. Those of RFC 9271 section 5.1 come first,
// then those that drivers are known to use beside them.
var tokens = map[string]power.State{
	"OL": power.Online, "OB": power.OnBattery, "LB": power.LowBattery, "HB": power.HighBattery,
	"RB": power.ReplaceBattery, "CHRG": power.Charging, "DISCHRG": power.Discharging,
	"BYPASS": power.Bypass, "CAL": power.Calibrating, "OFF": power.Off,
	"OVER": power.Overload, "TRIM": power.Trim, "BOOST": power.Boost,
	"FSD": power.ForcedShutdown, "ALARM": power.Alarm, "WAIT": power.Waiting,
	"TEST": power.Testing, "ECO": power.Eco,

	"HE": power.Eco, "ESS": power.Eco, "OVERHEAT": power.Overheating, "TIP": power.Testing,
	"BY": power.Bypass,
}

// Bounds of what a status can add beside the vocabulary.
const (
	maxOther = 8
	maxToken = 32
)

// waiting says whether the server still waits for the driver's first data.
func waiting(vars varList) bool {
	text, _ := vars.get("ups.status")
	for token := range strings.FieldsSeq(text) {
		if strings.EqualFold(token, "WAIT") {
			return true
		}
	}
	return false
}

// readStatus derives the status of a device from its variables.
func readStatus(b *power.Builder, vars varList) {
	s := b.Status()
	text, told := vars.get("ups.status")
	seen := readTokens(s, text)
	if seen > 0 {
		denyStandard(s, b.Info().Type, vars)
		lineState(s)
	}
	s.Exact = !told // what it denies by not saying it, it does not deny without saying anything
	readCharger(s, vars)
	readEco(s, vars)
	if result, ok := vars.get("ups.test.result"); ok && told {
		setIf(s, power.Testing, testResult(result) == "in_progress")
	}
	readAlarms(b, vars, told)
	if s.Active.Has(power.ForcedShutdown) {
		s.Set(power.LowBattery) // upsmon acts on FSD as on OB LB
	}
}

// readTokens records the tokens of ups.status and returns how many there were.
func readTokens(s *power.Status, text string) int {
	seen := 0
	for token := range strings.FieldsSeq(text) {
		seen++
		if state, ok := tokens[strings.ToUpper(token)]; ok {
			s.Set(state)
			continue
		}
		other := strings.ToLower(power.CleanLabel(token))
		if other != "" && len(other) <= maxToken && len(s.Other) < maxOther &&
			!slices.Contains(s.Other, other) && !isState(other) {
			s.Other = append(s.Other, other)
		}
	}
	return seen
}

// isState keeps a stray token from posing as a state of the vocabulary.
func isState(name string) bool {
	_, ok := power.LookupState(name)
	return ok
}

// denyStandard makes the states reportable that every driver of such a device
// reports when they hold. Charging is not among them: many drivers never do.
func denyStandard(s *power.Status, kind string, vars varList) {
	standard := power.SetOf(power.Overload, power.Off, power.Alarm)
	hasBattery := slices.ContainsFunc(vars, func(v Var) bool {
		return strings.HasPrefix(v.Name, "battery.")
	})
	if kind == "ups" || hasBattery {
		standard |= power.SetOf(power.OnBattery, power.LowBattery, power.ReplaceBattery,
			power.Bypass, power.Calibrating, power.Trim, power.Boost, power.ForcedShutdown)
	}
	if s.Active.Has(power.Charging) || s.Active.Has(power.Discharging) {
		standard |= power.SetOf(power.Charging, power.Discharging)
	}
	s.Reportable |= standard
}

// lineState decides between mains and battery. OB wins over OL. Some devices
// say neither, and betray it by what else they do; PDUs may not say it at all.
func lineState(s *power.Status) {
	has := s.Active.Has
	switch {
	case has(power.OnBattery):
		s.Deny(power.Online)
	case has(power.Online):
	case has(power.Trim), has(power.Boost), has(power.Bypass), has(power.Charging):
		s.Set(power.Online)
	case has(power.Discharging):
		s.Set(power.OnBattery)
		s.Deny(power.Online)
	default:
		s.Reportable &^= power.SetOf(power.Online, power.OnBattery)
	}
}
