package power

// Quantities that Argus itself keeps of a device, over restarts.
const (
	Energy Quantity = endSensor + iota
	EnergyGap
	OnBatteryTime
	Events
	EventTime

	endMemory
)

func memoryCatalogue() map[Quantity]spec {
	return map[Quantity]spec{
		Energy: counter("energy_joules_total", joules,
			"Energy that the device delivered, or drew where only that is known, since Argus knows it: from "+
				"the device's own counter where it has one, and otherwise argus_power_watts over time. "+
				"It survives restarts of Argus and of the device."),
		EnergyGap: counter("energy_gap_seconds_total", decades,
			"Time of which nobody knows what the device delivered, for it was not read: "+
				"argus_energy_joules_total leaves it out."),
		OnBatteryTime: counter("on_battery_seconds_total", decades,
			"Time that the device was seen on battery."),
		Events: counter("events_total", window{min: 0, max: 1e15},
			"Events of the device, as docs/events.md lists them.", "event"),
		EventTime: gauge("event_last_timestamp_seconds", date,
			"When the last event of a kind happened.", "event"),
	}
}
