package power

// A kind is what is known of a kind of event.
type kind struct {
	name    EventKind
	end     EventKind // what ends it; "" if it has no end
	meaning string
	closing string // what its end means
}

// eventKinds is never written again. docs/events.md is held equal to it.
var eventKinds = listKinds()

// EventKinds returns all kinds of events, each end behind its begin.
func EventKinds() []EventKind {
	var all []EventKind
	for _, k := range eventKinds {
		if all = append(all, k.name); k.end != "" {
			all = append(all, k.end)
		}
	}
	return all
}

// End returns the kind of event that ends what this one begins, "" if it begins nothing.
func (k EventKind) End() EventKind {
	for i := range eventKinds {
		if eventKinds[i].name == k {
			return eventKinds[i].end
		}
	}
	return ""
}

// Begin returns the kind of event that begins what this one ends, "" if it ends nothing.
func (k EventKind) Begin() EventKind {
	for i := range eventKinds {
		if eventKinds[i].end == k && k != "" {
			return eventKinds[i].name
		}
	}
	return ""
}

// Meaning returns one sentence on what such an event tells, "" if the kind is none.
func (k EventKind) Meaning() string {
	for i := range eventKinds {
		switch k {
		case eventKinds[i].name:
			return eventKinds[i].meaning
		case eventKinds[i].end:
			return eventKinds[i].closing
		}
	}
	return ""
}

func listKinds() []kind {
	list := []kind{
		{FirstSeen, "", "The device gave data for the first time; the detail is the states that hold.", ""},
		{
			CommunicationLost, CommunicationRestored,
			"The device gave no data twice in a row, some seconds apart, or for 45 seconds; the detail is the reason, " +
				"such as `timeout`.",
			"The device gives data again; the duration is since it last did.",
		},
	}
	for _, state := range AllStates() {
		if name := StateBegan(state); name != "" {
			meaning, closing := stateMeaning(state)
			list = append(list, kind{name, StateEnded(state), meaning, closing})
		}
	}
	return append(list, partKinds()...)
}

// stateMeaning is what it tells that a state begins, and that it ends.
func stateMeaning(s State) (begins, ends string) {
	switch s {
	case OnBattery:
		return "The device went to battery; the detail is `testing` or `calibrating` if it did on purpose.",
			"The device is back on mains; with the lowest charge and voltage seen meanwhile."
	case LowBattery:
		return "The battery is about to be empty.", "The battery is not low any more."
	case HighBattery:
		return "The battery is overcharged.", "The battery is not overcharged any more."
	case ReplaceBattery:
		return "The device asks for a new battery.", "The device does not ask for a new battery any more."
	case Bypass:
		return "The load is fed past the inverter, unprotected.", "The load is protected again."
	case Eco:
		return "The device went to its high-efficiency mode.", "The device left its high-efficiency mode."
	case Calibrating:
		return "The device began to measure its runtime.", "The device is done with measuring its runtime."
	case Testing:
		return "A self test began.", "The self test is over; the detail is its result, if that is known."
	case Overload:
		return "The load is more than the device can carry.", "The load is within limits again."
	case Trim:
		return "The device began to lower its input voltage.", "The device passes its input voltage on again."
	case Boost:
		return "The device began to raise its input voltage.", "The device passes its input voltage on again."
	case Off:
		return "The output went off.", "The output is on again."
	case ForcedShutdown:
		return "A shutdown is being forced.", "The shutdown is not forced any more."
	case Overheating:
		return "The device is too hot.", "The device is not too hot any more."
	}
	return "The state began to hold.", "The state does not hold any more."
}

// partKinds are the kinds of events of a part of the device, and of those that have no end.
func partKinds() []kind {
	return []kind{
		{
			AlarmRaised, AlarmCleared,
			"An alarm was raised; the place is its text, or what is beyond the device's own limits (`outlet 3 current`).",
			"The alarm is gone.",
		},
		{OutletOff, OutletOnAgain, "An outlet went off.", "The outlet is on again."},
		{BranchOpened, BranchClosedAgain, "A breaker opened, or a group of outlets went off.", "It is closed, or on, again."},
		{
			SensorTripped, SensorCalm, "A sensor detects what it is there for: a door is open, water, smoke, motion.",
			"The sensor does not detect it any more.",
		},
		{SensorLost, SensorRestored, "A sensor does not answer the device any more.", "The sensor answers again."},
		{InputBad, InputGoodAgain, "The device finds an input not good enough to use.", "The input is good again."},
		{
			RedundancyLost, RedundancyRestored, "A transfer switch has no other input to go to.",
			"The transfer switch has another input again.",
		},
		{ModuleFailed, ModuleRestored, "A module of the device failed.", "The module works again."},
		{BatteryRemoved, BatteryBack, "A battery is not connected any more.", "The battery is connected again."},
		{SourceChanged, "", "A transfer switch feeds its output from another input: the detail is `1 -> 2`.", ""},
		{InputDisturbance, "", "The input was out of tolerance, as the device counted.", ""},
		{TestFinished, "", "A test has a new result or a new date; the detail is the result.", ""},
		{DeviceRebooted, "", "The uptime of the device, or of its management card, began anew.", ""},
		{FirmwareChanged, "", "The firmware is another one; the detail is `old -> new`.", ""},
		{SerialChanged, "", "The serial number is another one, and so is the device; the detail is `old -> new`.", ""},
		{EnergyCounterReset, "", "The device's own energy counter began anew.", ""},
	}
}
