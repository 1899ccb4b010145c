package power

// Quantities of inputs.
const (
	InputInfo Quantity = endBattery + iota
	InputVoltage
	InputVoltageNominal
	InputVoltageMinimum
	InputVoltageMaximum
	InputVoltageFault
	InputVoltageLimit
	InputTransferLow
	InputTransferHigh
	InputTransferLimit
	InputTransferHysteresis
	InputTransferDelay
	InputTransferReason
	InputCurrent
	InputCurrentNominal
	InputCurrentMinimum
	InputCurrentMaximum
	InputCurrentLimit
	InputFrequency
	InputFrequencyNominal
	InputFrequencyLimit
	InputPower
	InputPowerNominal
	InputPowerMaximum
	InputPowerLimit
	InputApparentPower
	InputApparentPowerNominal
	InputReactivePower
	InputPowerFactor
	InputCrestFactor
	InputVoltageDistortion
	InputCurrentDistortion
	InputCurrentUnbalance
	InputResidualCurrent
	InputLoad
	InputEnergy
	InputPhases
	InputPhaseShift
	InputGood
	InputAlarm
	Inputs
	InputsRedundant
	InputsSynchronized
	InputSelected
	InputPreferred
	InputLineBads

	endInput
)

func inputCatalogue() map[Quantity]spec {
	return map[Quantity]spec{
		InputInfo: info("input_info",
			"Name of an input, as its owner or the device calls it.", "input", "name"),
		InputVoltage: gauge("input_voltage_volts", volts,
			"Input voltage.", "line", "input"),
		InputVoltageNominal: gauge("input_voltage_nominal_volts", rated(volts),
			"Rated input voltage.", "line", "input"),
		InputVoltageMinimum: gauge("input_voltage_minimum_volts", volts,
			"Lowest input voltage since the device was reset.", "line", "input"),
		InputVoltageMaximum: gauge("input_voltage_maximum_volts", volts,
			"Highest input voltage since the device was reset.", "line", "input"),
		InputVoltageFault: gauge("input_voltage_fault_volts", volts,
			"Input voltage at the last mains fault."),
		InputVoltageLimit: gauge("input_voltage_limit_volts", volts,
			"The device's own limits for the input voltage.", "line", "input", "limit"),
		InputTransferLow: gauge("input_transfer_low_volts", rated(volts),
			"Input voltage below which the device goes to battery, or to its other "+
				"input."),
		InputTransferHigh: gauge("input_transfer_high_volts", rated(volts),
			"Input voltage above which the device goes to battery, or to its other "+
				"input."),
		InputTransferLimit: gauge("input_transfer_limit_volts", volts,
			"Further transfer points: where boost, trim, eco and bypass begin and end, "+
				"and the bounds to which the main ones can be set.", "limit"),
		InputTransferHysteresis: gauge("input_transfer_hysteresis_volts", volts,
			"How far inside its transfer points the input must be before the device goes "+
				"back to it."),
		InputTransferDelay: gauge("input_transfer_delay_seconds", decades,
			"How long the mains must be good before the device goes back to it."),
		InputTransferReason: info("input_transfer_reason_info",
			"Why the device last left its input, in its own words.", "reason"),
		InputCurrent: gauge("input_current_amperes", amperes,
			"Input current.", "line", "input"),
		InputCurrentNominal: gauge("input_current_nominal_amperes", rated(amperes),
			"Rated input current.", "line", "input"),
		InputCurrentMinimum: gauge("input_current_minimum_amperes", amperes,
			"Lowest input current since the device was reset.", "line", "input"),
		InputCurrentMaximum: gauge("input_current_maximum_amperes", amperes,
			"Highest input current since the device was reset.", "line", "input"),
		InputCurrentLimit: gauge("input_current_limit_amperes", amperes,
			"The device's own limits for the input current.", "line", "input", "limit"),
		InputFrequency: gauge("input_frequency_hertz", hertz,
			"Input frequency; 0 without mains.", "line", "input"),
		InputFrequencyNominal: gauge("input_frequency_nominal_hertz", rated(hertz),
			"Rated input frequency.", "line", "input"),
		InputFrequencyLimit: gauge("input_frequency_limit_hertz", hertz,
			"The device's own limits for the input frequency.", "input", "limit"),
		InputPower: gauge("input_power_watts", watts,
			"Real power drawn.", "line", "input"),
		InputPowerNominal: gauge("input_power_nominal_watts", rated(watts),
			"Rated real power of the input.", "line", "input"),
		InputPowerMaximum: gauge("input_power_maximum_watts", watts,
			"Highest real power drawn since the device was reset.", "line", "input"),
		InputPowerLimit: gauge("input_power_limit_watts", watts,
			"The device's own limits for the real power drawn.", "line", "input", "limit"),
		InputApparentPower: gauge("input_apparent_power_voltamperes", watts,
			"Apparent power drawn.", "line", "input"),
		InputApparentPowerNominal: gauge("input_apparent_power_nominal_voltamperes", rated(watts),
			"Rated apparent power of the input.", "line", "input"),
		InputReactivePower: gauge("input_reactive_power_vars", vars,
			"Reactive power drawn. Devices do not agree on its sign.", "line", "input"),
		InputPowerFactor: gauge("input_power_factor_ratio", powerFactor,
			"Power factor of the input.", "line", "input"),
		InputCrestFactor: gauge("input_crest_factor_ratio", crest,
			"Crest factor of the input current.", "line", "input"),
		InputVoltageDistortion: gauge("input_voltage_distortion_ratio", distortion,
			"Total harmonic distortion (THD) of the input voltage.", "line", "input"),
		InputCurrentDistortion: gauge("input_current_distortion_ratio", distortion,
			"Total harmonic distortion (THD) of the input current.", "line", "input"),
		InputCurrentUnbalance: gauge("input_current_unbalance_ratio", load,
			"How far the currents of the lines are from their mean, as the device states it.", "input"),
		InputResidualCurrent: gauge("input_residual_current_amperes", amperes,
			"Residual (differential) current, which flows to earth; kind is ac or dc where the "+
				"device tells them apart.", "input", "kind"),
		InputLoad: gauge("input_load_ratio", load,
			"Load of the input, of its rating.", "line", "input"),
		InputEnergy: counter("input_energy_joules_total", joules,
			"Energy drawn, counted by the device.", "line", "input"),
		InputPhases: gauge("input_phases", rated(count),
			"Number of phases of the input.", "input"),
		InputPhaseShift: gauge("input_phase_shift_radians", radians,
			"Phase angle between the two inputs of a transfer switch."),
		InputGood: gauge("input_good", flag,
			"1 if the device finds the input good enough to use, 0 if not.", "input"),
		InputAlarm: gauge("input_alarm", flag,
			"1 if the device finds a reading of the input outside its own limits, 0 if not; kind "+
				"is the reading.", "line", "input", "kind"),
		Inputs: gauge("inputs", count,
			"Number of inputs."),
		InputsRedundant: gauge("inputs_redundant", flag,
			"1 if a transfer switch could go to another input now, 0 if not."),
		InputsSynchronized: gauge("inputs_synchronized", flag,
			"1 if the inputs of a transfer switch are in phase, 0 if not."),
		InputSelected: states("input_selected", "input",
			"1 for the input that feeds the output of a transfer switch, 0 for the "+
				"others."),
		InputPreferred: states("input_preferred", "input",
			"1 for the input that a transfer switch prefers, 0 for the others."),
		InputLineBads: counter("input_line_bads_total", count,
			"How often the input went out of tolerance, counted by the device."),
	}
}
