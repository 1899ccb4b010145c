package trap

import (
	"strings"

	"github.com/argus-power/argus/power"
)

// holding says whether what a notice tells of holds as a device was read, and whether the read tells.
func holding(n *Notice, s *power.Snapshot) (holds, told bool) {
	if n.Kind == power.AlarmRaised {
		return s.Status.Active.Has(power.Alarm), s.Status.Reportable.Has(power.Alarm)
	}
	if state, ok := power.LookupState(string(n.Kind)); ok {
		return s.Status.Active.Has(state), s.Status.Reportable.Has(state)
	}
	quantity, on, flagged := power.FlagOf(n.Kind)
	for i := range s.Readings {
		reading := &s.Readings[i]
		if !flagged || reading.Quantity != quantity || !fits(n.Place, reading.Place[0]) {
			continue
		}
		told = true
		holds = holds || (reading.Value < 0.5) != on
	}
	return holds, told
}

// fits says whether a place, "outlet 3" or "" for any, is of a part with this label.
func fits(place, label string) bool {
	_, name, _ := strings.Cut(place, " ")
	return place == "" || name == label || strings.HasPrefix(name, label+" ")
}
