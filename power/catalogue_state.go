package power

// Quantities of how a device is.
const (
	StatusSet Quantity = endPower + iota
	Alarms
	AlarmInfo
	TestResult
	TestTime
	TestInterval
	Beeper
	ShutdownDelay
	StartDelay
	RebootDelay
	ShutdownTimer
	StartTimer
	RebootTimer

	endStatus
)

func stateCatalogue() map[Quantity]spec {
	return map[Quantity]spec{
		StatusSet: states("status", "state",
			"State of the device: 1 if it holds, 0 if not. Only states that the source "+
				"is able to report are present."),
		Alarms: gauge("alarms", count,
			"Number of alarms that the device raises."),
		AlarmInfo: info("alarm_info",
			"An alarm that the device raises, in its own words.", "alarm"),
		TestResult: states("test_result", "result",
			"Result of the last battery or self test.",
			"passed", "warning", "failed", "in_progress", "aborted", "none", "unknown"),
		TestTime: gauge("test_timestamp_seconds", date,
			"When the last test ran; midnight UTC where the device tells only the day."),
		TestInterval: gauge("test_interval_seconds", decades,
			"Interval between automatic self tests; 0 if there are none."),
		Beeper: states("beeper", "state",
			"State of the audible alarm.", "enabled", "disabled", "muted"),
		ShutdownDelay: gauge("shutdown_delay_seconds", decades,
			"Delay between a shutdown command and the loss of output."),
		StartDelay: gauge("start_delay_seconds", decades,
			"Delay between the return of the mains and the start of the output."),
		RebootDelay: gauge("reboot_delay_seconds", decades,
			"How long the output stays off in a reboot."),
		ShutdownTimer: gauge("shutdown_timer_seconds", decades,
			"Time until a pending shutdown; absent if none is pending."),
		StartTimer: gauge("start_timer_seconds", decades,
			"Time until a pending start; absent if none is pending."),
		RebootTimer: gauge("reboot_timer_seconds", decades,
			"Time until a pending reboot; absent if none is pending."),
	}
}
