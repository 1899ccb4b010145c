package power

import (
	"math"
	"time"
)

// marks are what a device last told of what it counts and of what it is. They mean nothing of
// another device, or of the same read another way.
type marks struct {
	Firmware string `json:"firmware,omitempty"`
	Serial   string `json:"serial,omitempty"`
	Source   string `json:"source,omitempty"` // the input that a transfer switch has selected

	Uptime    mark    `json:"uptime,omitzero"`
	Transfers mark    `json:"transfers,omitzero"`
	LineBads  mark    `json:"line_bads,omitzero"`
	Uncounted int     `json:"uncounted,omitempty"` // transfers that were seen and that the device may count later
	Reason    *string `json:"reason,omitempty"`    // of the last transfer; nil if never told
	Unsettled bool    `json:"unsettled,omitempty"` // the reason may still be on its way

	Tested  mark   `json:"tested,omitzero"`   // when the last test ran
	Result  string `json:"result,omitempty"`  // of it
	Running bool   `json:"running,omitempty"` // a test was seen that had no result yet
}

// identity compares what the device is. Where it is another one, or is read in another way, nothing
// that it counted before can be compared.
func (e *edges) identity() {
	m, info := e.marks(), &e.s.Info
	if !e.same {
		*m = marks{}
	}
	changed := func(kind EventKind, kept *string, now string) bool {
		before := *kept
		if now == "" || now == before {
			return false
		}
		*kept = label(now)
		if before == "" {
			return false
		}
		e.early = append(e.early, Event{Kind: kind, Time: e.now, After: e.w.good, Detail: fromTo(before, now)})
		return true
	}
	if changed(SerialChanged, &m.Serial, info.Serial) {
		*m = marks{Serial: m.Serial}
	}
	changed(FirmwareChanged, &m.Firmware, info.Firmware)
}

// fromTo is the detail of a change; both sides keep their beginning.
func fromTo(from, to string) string {
	const half = MaxLabel/2 - 4
	return cut(from, half) + " -> " + cut(to, half)
}

func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return CleanLabel(s[:most-3]) // what is left of a character takes three bytes
}

// ticks is where sysUpTime of SNMP begins again.
const ticks = (1 << 32) / 100.0 // seconds

// reboot tells that the device's uptime began anew.
func (e *edges) reboot() {
	m, up := e.marks(), e.uptime
	if !up.ok {
		return
	}
	before := m.Uptime
	m.Uptime = mark{V: up.v, At: e.now}
	if !before.told() || up.v > before.V-clockSlack {
		return
	}
	elapsed := e.now.Sub(before.At).Seconds()
	due := before.V + elapsed - ticks
	if math.Abs(due-up.v) < clockSlack+elapsed/100 && before.V < ticks {
		return
	}
	e.early = append(e.early, Event{
		Kind: DeviceRebooted, Time: e.between(seconds(up.v), before.At), After: before.At, Reported: true,
	})
}

// selected tells that a transfer switch feeds its output from another input.
func (e *edges) selected() {
	m, now := e.marks(), e.source
	if now == "" || now == m.Source {
		return
	}
	if m.Source != "" {
		e.late = append(e.late, Event{Kind: SourceChanged, Time: e.now, After: e.w.good, Detail: fromTo(m.Source, now)})
	}
	m.Source = label(now)
}

// disturbed tells that the input was out of tolerance, as the device counted.
func (e *edges) disturbed() {
	after := e.marks().LineBads.At
	if n := e.marks().LineBads.rise(e.lineBads, e.now); n > 0 {
		e.late = append(e.late, Event{Kind: InputDisturbance, Time: e.now, After: after, Reported: true, Count: n})
	}
}

// tested tells that a test has ended: it has another result, or another date. While one runs
// neither means anything.
func (e *edges) tested() {
	m := e.marks()
	running := e.result == "in_progress" || e.reported.Has(Testing) && e.active.Has(Testing)
	if running {
		m.Running = m.Running || e.result == "in_progress"
		if m.Result == "" {
			m.Result = "in_progress"
		}
		return
	}
	after, moved := m.Tested.At, m.Tested.told() && e.testTime.ok && e.testTime.v > m.Tested.V
	if e.testTime.ok {
		m.Tested = mark{V: e.testTime.v, At: e.now}
	}
	result := verdict(e.result)
	changed := result != "" && m.Result != "" && (result != m.Result || m.Running)
	if result != "" || e.result == "none" || m.Result == "" {
		m.Result, m.Running = label(e.result), false
	}
	if !moved && !changed {
		return
	}
	if !moved || changed {
		after = e.w.good
	}
	at := e.now
	if when := time.Unix(int64(e.testTime.v), 0).UTC(); moved && when.After(after) && when.Before(at) {
		at = when
	}
	e.late = append(e.late, Event{Kind: TestFinished, Time: at, After: after, Reported: true, Detail: result})
}

// verdict is a result that says how a test went.
func verdict(result string) string {
	switch result {
	case "passed", "warning", "failed", "aborted":
		return result
	}
	return ""
}
