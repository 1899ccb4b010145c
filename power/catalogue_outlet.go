package power

// Quantities of outlets.
const (
	OutletInfo Quantity = endOutput + iota
	OutletLineInfo
	OutletBranchInfo
	Outlets
	OutletOn
	OutletSwitchable
	OutletAlarm
	OutletVoltage
	OutletVoltageLimit
	OutletCurrent
	OutletCurrentRating
	OutletCurrentMaximum
	OutletCurrentLimit
	OutletFrequency
	OutletPower
	OutletPowerRating
	OutletPowerMaximum
	OutletApparentPower
	OutletReactivePower
	OutletPowerFactor
	OutletCrestFactor
	OutletLoad
	OutletEnergy
	OutletChargeLow
	OutletShutdownDelay
	OutletStartDelay
	OutletShutdownTimer
	OutletStartTimer

	endOutlet
)

func outletCatalogue() map[Quantity]spec {
	return map[Quantity]spec{
		OutletInfo: info("outlet_info",
			"Name of an outlet. Outlet 0 is the main outlet: all of them together.", "outlet", "name"),
		OutletLineInfo: info("outlet_line_info",
			"Line, or pair of lines, that feeds an outlet.", "outlet", "line"),
		OutletBranchInfo: info("outlet_branch_info",
			"Branch that feeds an outlet.", "outlet", "branch"),
		Outlets: gauge("outlets", count,
			"Number of outlets."),
		OutletOn: gauge("outlet_on", flag,
			"1 if the outlet is on, 0 if off.", "outlet"),
		OutletSwitchable: gauge("outlet_switchable", flag,
			"1 if the outlet can be switched, 0 if not.", "outlet"),
		OutletAlarm: gauge("outlet_alarm", flag,
			"1 if the device finds a reading of the outlet outside its own limits, 0 if not; kind "+
				"is the reading.", "outlet", "kind"),
		OutletVoltage: gauge("outlet_voltage_volts", volts,
			"Voltage of an outlet.", "outlet"),
		OutletVoltageLimit: gauge("outlet_voltage_limit_volts", volts,
			"The device's own limits for the voltage of an outlet.", "outlet", "limit"),
		OutletCurrent: gauge("outlet_current_amperes", amperes,
			"Current of an outlet.", "outlet"),
		OutletCurrentRating: gauge("outlet_current_rating_amperes", rated(amperes),
			"Rated current of an outlet.", "outlet"),
		OutletCurrentMaximum: gauge("outlet_current_maximum_amperes", amperes,
			"Highest current of an outlet since the device was reset.", "outlet"),
		OutletCurrentLimit: gauge("outlet_current_limit_amperes", amperes,
			"The device's own limits for the current of an outlet.", "outlet", "limit"),
		OutletFrequency: gauge("outlet_frequency_hertz", hertz,
			"Frequency at an outlet.", "outlet"),
		OutletPower: gauge("outlet_power_watts", watts,
			"Real power of an outlet.", "outlet"),
		OutletPowerRating: gauge("outlet_power_rating_watts", rated(watts),
			"Rated real power of an outlet.", "outlet"),
		OutletPowerMaximum: gauge("outlet_power_maximum_watts", watts,
			"Highest real power of an outlet since the device was reset.", "outlet"),
		OutletApparentPower: gauge("outlet_apparent_power_voltamperes", watts,
			"Apparent power of an outlet.", "outlet"),
		OutletReactivePower: gauge("outlet_reactive_power_vars", vars,
			"Reactive power of an outlet. Devices do not agree on its sign.", "outlet"),
		OutletPowerFactor: gauge("outlet_power_factor_ratio", powerFactor,
			"Power factor of an outlet.", "outlet"),
		OutletCrestFactor: gauge("outlet_crest_factor_ratio", crest,
			"Crest factor of an outlet.", "outlet"),
		OutletLoad: gauge("outlet_load_ratio", load,
			"Load of an outlet, of its rating.", "outlet"),
		OutletEnergy: counter("outlet_energy_joules_total", joules,
			"Energy delivered by an outlet, counted by the device.", "outlet"),
		OutletChargeLow: gauge("outlet_battery_charge_low_ratio", share,
			"Battery charge at which the device switches the outlet off.", "outlet"),
		OutletShutdownDelay: gauge("outlet_shutdown_delay_seconds", decades,
			"Delay before the outlet goes off.", "outlet"),
		OutletStartDelay: gauge("outlet_start_delay_seconds", decades,
			"Delay before the outlet goes on.", "outlet"),
		OutletShutdownTimer: gauge("outlet_shutdown_timer_seconds", decades,
			"Time until the outlet goes off; absent if it will not.", "outlet"),
		OutletStartTimer: gauge("outlet_start_timer_seconds", decades,
			"Time until the outlet goes on; absent if it will not.", "outlet"),
	}
}
