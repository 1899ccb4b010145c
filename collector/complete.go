package collector

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/argus-power/argus/power"
)

// distinct leaves out all but the first device of a name. Names differ, unless a
// server has several so long that cutting them makes them the same.
func distinct(list []power.Snapshot) []power.Snapshot {
	seen := make(map[string]bool, len(list))
	return slices.DeleteFunc(list, func(s power.Snapshot) bool {
		again := seen[s.Device]
		seen[s.Device] = true
		return again
	})
}

// strange says whether the server knows none of the devices that were asked for:
// nothing to remember, or a stranger could fill the memory with ghosts.
func strange(list []power.Snapshot) bool {
	return !slices.ContainsFunc(list, func(s power.Snapshot) bool {
		return power.ReasonOf(s.Err) != power.UnknownDevice
	})
}

// complete adds to fresh snapshots what only memory has: what a device that
// gives no data is, the units of a daisy chain that gives none, and what a
// device was able to report before. It also returns what to remember next.
func complete(fresh, known []power.Snapshot) (all, next []power.Snapshot) {
	for _, s := range fresh {
		remembered := power.Snapshot{Device: s.Device, Info: s.Info}
		told := s.Err == nil || len(s.Readings) > 0
		if told {
			remembered.Status = s.Status
		}
		var units []power.Snapshot
		for _, k := range known {
			switch {
			case k.Device == s.Device && !told:
				s.Info, remembered = cmp.Or(k.Info, s.Info), k
			case k.Device == s.Device:
				s.Status.Remember(k.Status)
				remembered.Status = s.Status
				remembered.Status.Reportable |= k.Status.Reportable // it may tell nothing of it this once
			case s.Err != nil && strings.HasPrefix(k.Device, s.Device+"/") && !holds(fresh, k.Device):
				units = append(units, k)
			}
		}
		all, next = append(all, s), append(append(next, remembered), units...)
		for _, u := range units {
			all = append(all, power.Snapshot{Taken: s.Taken, Device: u.Device, Info: u.Info, Err: s.Err})
		}
	}
	return all, next
}

// pick returns the one device that was asked for of those that were read together,
// all of them if it is "". As long as something of each is missing nobody knows
// whether there is another.
func pick(device string, list []power.Snapshot, err error, now time.Time) []power.Snapshot {
	if device == "" {
		return list
	}
	i := slices.IndexFunc(list, func(s power.Snapshot) bool { return s.Device == device })
	if i >= 0 {
		return list[i : i+1 : i+1]
	}
	var why error = &power.Failure{
		Reason: power.UnknownDevice, Err: errors.New("the agent has no such device"),
	}
	if err != nil {
		why = err
	} else if len(list) > 0 && !slices.ContainsFunc(list, func(s power.Snapshot) bool { return s.Err == nil }) {
		why = list[0].Err
	}
	return []power.Snapshot{{Taken: now, Device: device, Err: why}}
}

func holds(list []power.Snapshot, device string) bool {
	return slices.ContainsFunc(list, func(s power.Snapshot) bool { return s.Device == device })
}
