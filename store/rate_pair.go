package store

import (
	"strings"

	"github.com/argus-power/argus/power"
)

const ended = "_ended"

// beginOf returns the kind that begins what a kind ends; and whether it ends anything.
func beginOf(kind power.EventKind) (begin power.EventKind, ends bool) {
	if name, ok := strings.CutSuffix(string(kind), ended); ok {
		return power.EventKind(name), true
	}
	for _, p := range pairs() {
		if p[1] == kind {
			return p[0], true
		}
	}
	return "", false
}

// endOf returns the kind that ends what a kind begins, "" if it begins nothing.
func endOf(kind power.EventKind) power.EventKind {
	for _, p := range pairs() {
		if p[0] == kind {
			return p[1]
		}
	}
	if kind == power.AlarmRaised || kind == power.SensorTripped {
		return kind + ended
	}
	if state, ok := power.LookupState(string(kind)); ok {
		return power.StateEnded(state)
	}
	return ""
}

// pairs are the kinds that begin and end something under names of their own.
func pairs() [8][2]power.EventKind {
	return [...][2]power.EventKind{
		{power.CommunicationLost, power.CommunicationRestored},
		{power.OutletOff, power.OutletOnAgain},
		{power.BranchOpened, power.BranchClosedAgain},
		{power.SensorLost, power.SensorRestored},
		{power.InputBad, power.InputGoodAgain},
		{power.RedundancyLost, power.RedundancyRestored},
		{power.ModuleFailed, power.ModuleRestored},
		{power.BatteryRemoved, power.BatteryBack},
	}
}
