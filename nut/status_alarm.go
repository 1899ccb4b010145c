package nut

import (
	"slices"
	"strings"

	"github.com/argus-power/argus/power"
)

// maxAlarms bounds the alarms that are told by name; all are counted.
const maxAlarms = 16

// readAlarms records the alarms of a device. NUT has no vocabulary for them:
// ups.alarm is free text, present only while something is wrong.
func readAlarms(b *power.Builder, vars varList, told bool) {
	s := b.Status()
	text, has := vars.get("ups.alarm")
	if !has {
		text, has = vars.get("ups.alarms")
	}
	alarms := splitAlarms(text)
	if len(alarms) > 0 {
		s.Set(power.Alarm)
	}
	if !told && !has {
		return
	}
	number := len(alarms)
	if s.Active.Has(power.Alarm) {
		number = max(number, 1)
	} else {
		s.Deny(power.Alarm)
	}
	b.Add(power.Alarms, power.Place{}, float64(number))
	for _, alarm := range alarms[:min(len(alarms), maxAlarms)] {
		b.AddText(power.AlarmInfo, power.Place{}, alarm)
	}
	if slices.ContainsFunc(alarms, wantsBattery) {
		s.Set(power.ReplaceBattery)
	}
}

// splitAlarms separates the entries of ups.alarm: each in brackets, or each a
// sentence with an exclamation mark. Drivers also say 0 or N/A for none.
func splitAlarms(text string) []string {
	var list []string
	for rest := strings.TrimSpace(text); rest != ""; {
		var entry string
		if inner, ok := strings.CutPrefix(rest, "["); ok {
			entry, rest, _ = strings.Cut(inner, "]")
		} else if end := strings.IndexAny(rest, "![") + 1; end > 1 {
			if rest[end-1] == '[' {
				end--
			}
			entry, rest = rest[:end], rest[end:]
		} else {
			entry, rest = rest, ""
		}
		entry, rest = power.Identity(entry), strings.TrimSpace(rest)
		if entry != "" && entry != "0" && !slices.Contains(list, entry) {
			list = append(list, entry)
		}
	}
	return list
}

// wantsBattery says whether an alarm's words ask for a new battery.
func wantsBattery(alarm string) bool {
	alarm = strings.ToLower(alarm)
	for _, words := range []string{
		"replace battery", "battery bad", "battery fail", "battery needs repl", "end of life",
	} {
		if strings.Contains(alarm, words) {
			return true
		}
	}
	return false
}
