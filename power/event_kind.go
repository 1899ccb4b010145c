package power

// The kinds of events. Where one begins what another ends they alternate, for each device and place.
const (
	FirstSeen EventKind = "first_seen" // the device is new to Argus; the states that hold are its detail

	// A state of the device and its end. A state has its own name.
	BatteryBegan EventKind = "on_battery"
	BatteryEnded EventKind = "on_battery_ended"

	CommunicationLost     EventKind = "communication_lost" // the detail is the reason
	CommunicationRestored EventKind = "communication_restored"

	AlarmRaised        EventKind = "alarm" // the place is the alarm
	AlarmCleared       EventKind = "alarm_ended"
	OutletOff          EventKind = "outlet_off"
	OutletOnAgain      EventKind = "outlet_on"
	BranchOpened       EventKind = "branch_open" // a breaker, or a group of outlets that went off
	BranchClosedAgain  EventKind = "branch_closed"
	SensorTripped      EventKind = "sensor_active" // opened, wet, smoke: the place says what
	SensorCalm         EventKind = "sensor_active_ended"
	SensorLost         EventKind = "sensor_lost"
	SensorRestored     EventKind = "sensor_restored"
	InputBad           EventKind = "input_bad"
	InputGoodAgain     EventKind = "input_good"
	RedundancyLost     EventKind = "redundancy_lost"
	RedundancyRestored EventKind = "redundancy_restored"
	ModuleFailed       EventKind = "module_failed"
	ModuleRestored     EventKind = "module_restored"
	BatteryRemoved     EventKind = "battery_disconnected"
	BatteryBack        EventKind = "battery_connected"

	SourceChanged      EventKind = "source_changed"    // of a transfer switch; the detail is "1 -> 2"
	InputDisturbance   EventKind = "input_disturbance" // the device counted that its input was out of tolerance
	TestFinished       EventKind = "test_finished"     // the detail is the result
	DeviceRebooted     EventKind = "device_rebooted"
	FirmwareChanged    EventKind = "firmware_changed"
	SerialChanged      EventKind = "serial_changed"
	EnergyCounterReset EventKind = "energy_counter_reset"
)

// StateBegan returns the event of a state that begins to hold, "" for those that are no events:
// what all others deny, and what a battery does all day.
func StateBegan(s State) EventKind {
	switch s {
	case Online, Charging, Discharging, Alarm, Waiting:
		return ""
	}
	return EventKind(s.String())
}

// StateEnded returns the event of a state that does not hold any more; see [StateBegan].
func StateEnded(s State) EventKind {
	if kind := StateBegan(s); kind != "" {
		return kind + "_ended"
	}
	return ""
}
