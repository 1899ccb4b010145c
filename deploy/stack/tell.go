package main

import (
	"fmt"
	"strings"

	"github.com/argus-power/argus/deploy/local"
)

// tell prints a notification. The alert that always fires would be all there is to read.
func (s *stack) tell(n local.Notification) {
	if n.Receiver == "deadman" {
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, "to %s, %s:\n", n.Receiver, n.Status)
	for i := range n.Alerts {
		a := &n.Alerts[i]
		fmt.Fprintf(&b, "  %-8s %s %s: %s\n", a.Status, a.StartsAt.Local().Format("15:04:05"), a.Name(), sentence(a))
	}
	fmt.Fprint(s.out, b.String())
}

// sentence says what an alert is about.
func sentence(a *local.Alert) string {
	text := a.Annotations["description"]
	if text == "" {
		text = a.Annotations["summary"]
	}
	if device := a.Labels["device"]; device != "" && !strings.Contains(text, device) {
		text += " (" + device + " on " + a.Labels["instance"] + ")"
	}
	return text
}
