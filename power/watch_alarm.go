package power

import (
	"slices"
	"strings"
)

// maxAlarms bounds the alarms that are remembered of a device.
const maxAlarms = 64

// An alarm is one that is raised.
type alarm struct {
	trace
	Place string `json:"place"`         // its text when it was raised; "" if the device only tells that there is one
	Text  string `json:"now,omitempty"` // its text now, which may have other numbers in it
}

// alarmed compares the alarms.
func (e *edges) alarmed() {
	w := e.w
	counts := e.number.ok || e.reported.Has(Alarm)
	if !counts && len(e.texts) == 0 && (!e.whole || !e.same || w.counted) {
		return // it says nothing of alarms, and silence is no answer
	}
	fresh := w.alarmed.IsZero()
	before := w.alarmed
	w.alarmed, w.counted = e.now, w.counted || counts
	texts := e.raised()
	if len(w.alarms) > 0 && len(texts) > 0 && (!e.same || texts[0] == "") {
		for i := range w.alarms {
			w.alarms[i].Seen = e.now
		}
		return // in other words, or in none
	}
	gone, added := w.differ(texts)
	for _, i := range gone {
		if j := slices.IndexFunc(added, func(text string) bool { return alike(text, w.alarms[i].Text) }); j >= 0 {
			w.alarms[i].Text = label(added[j])
			added = slices.Delete(added, j, j+1)
		}
	}
	e.clear(texts)
	for _, text := range added {
		if len(w.alarms) >= maxAlarms || w.named(text) {
			continue
		}
		text = label(text)
		w.alarms = append(w.alarms, alarm{trace{e.now, e.now}, text, text})
		if !fresh {
			e.begins = append(e.begins, Event{Kind: AlarmRaised, Place: text, Time: e.now, After: before})
		}
	}
}

// raised returns the texts of the alarms, one that is empty for an alarm without a text.
func (e *edges) raised() []string {
	var texts []string
	for _, text := range e.texts {
		if text = CleanLabel(text); text != "" && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
		if len(texts) >= 4*maxAlarms {
			break
		}
	}
	if len(texts) == 0 && (e.number.v > 0 || e.active.Has(Alarm)) {
		return []string{""}
	}
	return texts
}

// differ returns the remembered alarms that are not among the texts, and the texts that are not
// among the remembered.
func (w *Watch) differ(texts []string) (gone []int, added []string) {
	kept := make(map[string]bool, len(w.alarms))
	for i := range w.alarms {
		kept[w.alarms[i].Text] = true
		if !slices.Contains(texts, w.alarms[i].Text) {
			gone = append(gone, i)
		}
	}
	for _, text := range texts {
		if !kept[text] {
			added = append(added, text)
		}
	}
	return gone, added
}

// named says whether an alarm was raised under a text that it does not have any more.
func (w *Watch) named(text string) bool {
	return slices.ContainsFunc(w.alarms, func(a alarm) bool { return a.Place == text })
}

// clear ends the alarms that are not told any more. Where a part of the snapshot is missing they may
// be in that.
func (e *edges) clear(texts []string) {
	all := e.whole || e.number.ok && float64(len(texts)) >= e.number.v
	kept := e.w.alarms[:0]
	for _, a := range e.w.alarms {
		switch {
		case slices.Contains(texts, a.Text):
			a.Seen = e.now
		case all, a.Text == "" && e.reported.Has(Alarm):
			e.ends = append(e.ends, e.end(AlarmCleared, a.Place, a.trace))
			continue
		}
		kept = append(kept, a)
	}
	clear(e.w.alarms[len(kept):])
	e.w.alarms = kept
}

// alike says whether two texts are the same but for the numbers in them: "12 days left" is no other alarm
// than "11 days left".
func alike(a, b string) bool { return a != "" && b != "" && withoutNumbers(a) == withoutNumbers(b) }

func withoutNumbers(s string) string {
	const number = "0123456789.,:+-"
	var b strings.Builder
	for s != "" {
		rest := strings.TrimLeft(s, number)
		if run := s[:len(s)-len(rest)]; strings.ContainsAny(run, "0123456789") {
			b.WriteByte('#')
		} else {
			b.WriteString(run)
		}
		next := strings.IndexAny(rest, number)
		if next < 0 {
			next = len(rest)
		}
		b.WriteString(rest[:next])
		s = rest[next:]
	}
	return b.String()
}
