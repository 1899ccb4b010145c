package collector

import (
	"fmt"
	"html"
	"strings"
	"sync"
	"time"
)

// Entry is a probe that took place.
type Entry struct {
	Start    time.Time
	Target   string
	Module   string
	Outcome  string // "success" or the reason of the failure
	Devices  int
	Duration time.Duration
}

// keep is how many probes a History holds, of each kind.
const keep = 20

// History holds the last probes, and the last failed ones for longer.
type History struct {
	mu     sync.Mutex
	last   []Entry
	failed []Entry
}

// Add records a probe.
func (h *History) Add(e Entry) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.last = push(h.last, e)
	if e.Outcome != success {
		h.failed = push(h.failed, e)
	}
}

// push puts an entry in front and drops what is beyond the bound.
func push(list []Entry, e Entry) []Entry {
	if len(list) < keep {
		list = append(list, Entry{})
	}
	copy(list[1:], list)
	list[0] = e
	return list
}

// HTML renders the history as tables for the landing page.
func (h *History) HTML() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var b strings.Builder
	table(&b, "Last probes", h.last)
	table(&b, "Last failed probes", h.failed)
	return b.String()
}

func table(b *strings.Builder, title string, list []Entry) {
	fmt.Fprintf(b, "<h2>%s</h2>\n", title)
	if len(list) == 0 {
		b.WriteString("<p>None yet.</p>\n")
		return
	}
	b.WriteString("<table class=\"probes\"><tr><th>Time</th><th>Target</th><th>Module</th>" +
		"<th>Outcome</th><th>Devices</th><th>Duration</th></tr>\n")
	for _, e := range list {
		fmt.Fprintf(b, "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%d</td><td>%s</td></tr>\n",
			e.Start.UTC().Format(time.RFC3339), html.EscapeString(e.Target),
			html.EscapeString(e.Module), html.EscapeString(e.Outcome), e.Devices,
			e.Duration.Round(100*time.Microsecond))
	}
	b.WriteString("</table>\n")
}
