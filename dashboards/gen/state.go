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

// severity is the query for it. Its series have the labels of the device and no others.
func severity() string {
	parts := []string{"6 - 5 * " + of("argus_device_up")}
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
	return fmt.Sprintf("%s and topk(%d, max_over_time((%s)[$__range:$__interval] @ end()))", severity(), n, severity())
}

const severityWords = "One state per device, the worst that it reports: online, testing, correcting the voltage " +
	"(trim, boost, eco), bypass, attention (overload, overheating, replace battery, alarm), no answer, on battery, " +
	"off, low battery or forced shutdown."
