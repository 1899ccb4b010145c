package power

// Quantities of banks, breakers and outlet groups.
const (
	BranchInfo Quantity = endOutlet + iota
	BranchLineInfo
	Branches
	BranchOutlets
	BranchClosed
	BranchAlarm
	BranchVoltage
	BranchVoltageLimit
	BranchCurrent
	BranchCurrentRating
	BranchCurrentMaximum
	BranchCurrentLimit
	BranchPower
	BranchApparentPower
	BranchPowerFactor
	BranchLoad
	BranchEnergy
	BranchShutdownDelay
	BranchStartDelay
	BranchRebootDelay

	endBranch
)

func branchCatalogue() map[Quantity]spec {
	return map[Quantity]spec{
		BranchInfo: info("branch_info",
			"Name of a branch: a bank, breaker or outlet group.", "branch", "name"),
		BranchLineInfo: info("branch_line_info",
			"Line, or pair of lines, that feeds a branch.", "branch", "line"),
		Branches: gauge("branches", count,
			"Number of branches."),
		BranchOutlets: gauge("branch_outlets", count,
			"Number of outlets of a branch.", "branch"),
		BranchClosed: gauge("branch_closed", flag,
			"1 if the breaker is closed or the group is on, 0 if not.", "branch"),
		BranchAlarm: gauge("branch_alarm", flag,
			"1 if the device finds a reading of the branch outside its own limits, 0 if not; kind "+
				"is the reading.", "branch", "kind"),
		BranchVoltage: gauge("branch_voltage_volts", volts,
			"Voltage of a branch.", "branch"),
		BranchVoltageLimit: gauge("branch_voltage_limit_volts", volts,
			"The device's own limits for the voltage of a branch.", "branch", "limit"),
		BranchCurrent: gauge("branch_current_amperes", amperes,
			"Current of a branch.", "branch"),
		BranchCurrentRating: gauge("branch_current_rating_amperes", rated(amperes),
			"Rated current of a branch.", "branch"),
		BranchCurrentMaximum: gauge("branch_current_maximum_amperes", amperes,
			"Highest current of a branch since the device was reset.", "branch"),
		BranchCurrentLimit: gauge("branch_current_limit_amperes", amperes,
			"The device's own limits for the current of a branch.", "branch", "limit"),
		BranchPower: gauge("branch_power_watts", watts,
			"Real power of a branch.", "branch"),
		BranchApparentPower: gauge("branch_apparent_power_voltamperes", watts,
			"Apparent power of a branch.", "branch"),
		BranchPowerFactor: gauge("branch_power_factor_ratio", powerFactor,
			"Power factor of a branch.", "branch"),
		BranchLoad: gauge("branch_load_ratio", load,
			"Load of a branch, of its rating.", "branch"),
		BranchEnergy: counter("branch_energy_joules_total", joules,
			"Energy delivered by a branch, counted by the device.", "branch"),
		BranchShutdownDelay: gauge("branch_shutdown_delay_seconds", decades,
			"Delay before the outlet group goes off.", "branch"),
		BranchStartDelay: gauge("branch_start_delay_seconds", decades,
			"Delay before the outlet group goes on.", "branch"),
		BranchRebootDelay: gauge("branch_reboot_delay_seconds", decades,
			"How long the outlet group stays off in a reboot.", "branch"),
	}
}
