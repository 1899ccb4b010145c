package main

import (
	"fmt"
	"strings"
)

// severity is one number for the state of a device: the worst of what it says, the higher the worse. One
// that says nothing comes right before those that are known to be in trouble.

func severities() []mapped {
	return []mapped{
		{"1", "Online", green},
		{"2", "Testing", blue},
		{"3", "Correcting", lightGreen},
		{"4", "Bypass", purple},
		{"5", "Attention", yellow},
		{"6", "No answer", grey},
		{"7", "On battery", orange},
		{"8", "Off", darkRed},
		{"9", "Low battery", red},
	}
}

// severity is the query for it. Its series have the labels of the device and no others. One whose series
// have ended, for Argus or the whole target is gone too, does not answer as long as the window reaches.
func severity(window string) string {
	parts := []string{"6 - 5 * " + answers(of, window)}
	for _, s := range []struct{ factor, states string }{
		{"2", "testing|calibrating"},
		{"3", "trim|boost|eco"},
		{"4", "bypass"},
		{"5", "replace_battery|overload|overheating|high_battery|alarm"},
		{"7", "on_battery"},
		{"8", "off"},
		{"9", "low_battery|forced_shutdown"},
	} {
		parts = append(parts, s.factor+" * ("+of("argus_status", "state=~\""+s.states+"\"")+" == 1)")
	}
	return "max without (state) (" + strings.Join(parts, " or ") + ")"
}

// worst keeps so many devices: those that were in the gravest states in the time shown.
func worst(n int) string {
	return fmt.Sprintf("%s and topk(%d, max_over_time((%s)[$__range:$__interval] @ end()))",
		severity(lines6h), n, severity(lines6h))
}

// worstNow keeps so many devices: those that are in the gravest states now.
func worstNow(n int) string { return fmt.Sprintf("topk(%d, %s)", n, severity(tables1d)) }

// How long a device is shown as one that does not answer after its last series has ended: now, and
// over time, where each point reads the whole window.
const (
	tables1d = "1d"
	lines6h  = "6h"
)

const severityWords = "One state per device, the worst that it reports: online, testing, correcting the voltage " +
	"(trim, boost, eco), bypass, attention (overload, overheating, replace battery, alarm), no answer, on battery, " +
	"off, low battery or forced shutdown."
