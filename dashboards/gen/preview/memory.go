package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// memory is what is counted of a device.
type memory struct {
	job                    string
	labels                 string
	watts, lastWatts       float64
	up, known              bool
	states, before         map[string]bool // that hold now, and that held before
	joules, gap, onBattery float64
	events                 map[string]int
	when                   map[string]time.Time
	last                   time.Time
}

var deviceLabel = regexp.MustCompile(`device="([^"]*)"`)

// note takes what a line tells of a device.
func (r *recorder) note(t scraped, name, labels, value string) {
	found := deviceLabel.FindStringSubmatch(labels)
	if found == nil {
		return
	}
	key := t.labels + found[0]
	m := r.memory[key]
	if m == nil {
		m = &memory{
			job: t.labels, labels: found[0] + "," + t.labels, states: map[string]bool{}, before: map[string]bool{},
			events: map[string]int{}, when: map[string]time.Time{},
		}
		r.memory[key] = m
	}
	n, _ := strconv.ParseFloat(value, 64)
	switch name {
	case "argus_device_up":
		m.up = n == 1
	case "argus_power_watts":
		m.watts = n
	case "argus_status":
		for _, state := range []string{"on_battery", "low_battery"} {
			if strings.Contains(labels, `state="`+state+`"`) && n == 1 {
				m.states[state] = true
			}
		}
	case "argus_input_selected":
		if strings.Contains(labels, `input="2"`) && n == 1 {
			m.states["source"] = true
		}
	case "argus_sensor_active":
		if n == 1 {
			m.states["sensor_active"] = true
		}
	}
}

// remember counts what happened since the last step and writes the totals.
func (r *recorder) remember(t scraped, at time.Time) {
	for _, key := range slices.Sorted(maps.Keys(r.memory)) {
		m := r.memory[key]
		if m.job != t.labels {
			continue
		}
		if !m.last.IsZero() {
			m.count(at)
		} else {
			m.events["first_seen"], m.when["first_seen"] = 1, at
		}
		m.known, m.lastWatts, m.last = m.up, m.watts, at
		m.before, m.states = m.states, map[string]bool{}
		m.write(r, at)
	}
}

func (m *memory) count(at time.Time) {
	elapsed := at.Sub(m.last).Seconds()
	if m.up && m.known {
		m.joules += (m.watts + m.lastWatts) / 2 * elapsed
	} else {
		m.gap += elapsed
	}
	if m.before["on_battery"] {
		m.onBattery += elapsed
	}
	edge := func(was, is bool, began, ended string) {
		kind := began
		if was == is {
			return
		} else if was {
			kind = ended
		}
		m.events[kind]++
		m.when[kind] = at
	}
	edge(!m.known, !m.up, "communication_lost", "communication_restored")
	if m.up {
		edge(m.before["on_battery"], m.states["on_battery"], "on_battery", "on_battery_ended")
		edge(m.before["low_battery"], m.states["low_battery"], "low_battery", "low_battery_ended")
		edge(m.before["source"], m.states["source"], "source_changed", "source_changed")
		edge(m.before["sensor_active"], m.states["sensor_active"], "sensor_active", "sensor_active_ended")
	}
}

func (m *memory) write(r *recorder, at time.Time) {
	line := func(name, extra string, value float64) {
		fmt.Fprintf(r.out, "%s{%s%s} %g %d\n", name, extra, m.labels, value, at.Unix())
	}
	line("argus_energy_joules_total", "", m.joules)
	line("argus_energy_gap_seconds_total", "", m.gap)
	line("argus_on_battery_seconds_total", "", m.onBattery)
	for _, kind := range []string{
		"first_seen", "on_battery", "on_battery_ended", "low_battery", "low_battery_ended", "communication_lost",
		"communication_restored", "source_changed", "sensor_active", "sensor_active_ended",
	} {
		line("argus_events_total", fmt.Sprintf("event=%q,", kind), float64(m.events[kind]))
		if w := m.when[kind]; !w.IsZero() {
			line("argus_event_last_timestamp_seconds", fmt.Sprintf("event=%q,", kind), float64(w.Unix()))
		}
	}
	alert := func(name, severity, since string) {
		line("ALERTS", fmt.Sprintf(`alertname=%q,severity=%q,alertstate="firing",`, name, severity), 1)
		line("ALERTS_FOR_STATE", fmt.Sprintf(`alertname=%q,severity=%q,`, name, severity), float64(m.when[since].Unix()))
	}
	if m.before["on_battery"] {
		alert("UPSOnBattery", "warning", "on_battery")
	}
	if m.before["low_battery"] {
		alert("UPSLowBattery", "critical", "low_battery")
	}
	if !m.up {
		alert("DeviceDown", "warning", "communication_lost")
	}
}
