package power

// Quantities of outputs.
const (
	OutputVoltage Quantity = endInput + iota
	OutputVoltageNominal
	OutputVoltageMinimum
	OutputVoltageMaximum
	OutputVoltageLimit
	OutputVoltageTarget
	OutputBypassVoltage
	OutputInverterVoltage
	OutputCurrent
	OutputCurrentNominal
	OutputCurrentMinimum
	OutputCurrentMaximum
	OutputFrequency
	OutputFrequencyNominal
	OutputFrequencyMinimum
	OutputFrequencyMaximum
	OutputPower
	OutputPowerNominal
	OutputApparentPower
	OutputApparentPowerNominal
	OutputApparentPowerMinimum
	OutputApparentPowerMaximum
	OutputReactivePower
	OutputPowerFactor
	OutputPowerFactorNominal
	OutputCrestFactor
	OutputVoltageDistortion
	OutputCurrentDistortion
	OutputLoad
	OutputLoadHigh
	OutputLoadMinimum
	OutputLoadMaximum
	OutputEnergy
	OutputPhases
	OutputAlarm
	ModuleInfo
	Modules
	ModulesFailed
	ModulesRedundant
	ModuleOK
	ModuleInputVoltage
	ModuleVoltage
	ModuleCurrent
	ModulePower
	ModuleLoad
	ModuleTemperature

	endOutput
)

func outputCatalogue() map[Quantity]spec {
	return map[Quantity]spec{
		OutputVoltage: gauge("output_voltage_volts", volts,
			"Output voltage.", "line"),
		OutputVoltageNominal: gauge("output_voltage_nominal_volts", rated(volts),
			"Rated output voltage.", "line"),
		OutputVoltageMinimum: gauge("output_voltage_minimum_volts", volts,
			"Lowest output voltage since the device was reset.", "line"),
		OutputVoltageMaximum: gauge("output_voltage_maximum_volts", volts,
			"Highest output voltage since the device was reset.", "line"),
		OutputVoltageLimit: gauge("output_voltage_limit_volts", volts,
			"The device's own limits for the output voltage.", "limit"),
		OutputVoltageTarget: gauge("output_voltage_target_volts", rated(volts),
			"Output voltage that the device aims at, by the source that feeds it.", "source"),
		OutputBypassVoltage: gauge("output_bypass_voltage_volts", volts,
			"Voltage at the output of the bypass.", "line"),
		OutputInverterVoltage: gauge("output_inverter_voltage_volts", volts,
			"Voltage at the output of the inverter.", "line"),
		OutputCurrent: gauge("output_current_amperes", amperes,
			"Output current.", "line"),
		OutputCurrentNominal: gauge("output_current_nominal_amperes", rated(amperes),
			"Rated output current.", "line"),
		OutputCurrentMinimum: gauge("output_current_minimum_amperes", amperes,
			"Lowest output current since the device was reset.", "line"),
		OutputCurrentMaximum: gauge("output_current_maximum_amperes", amperes,
			"Highest output current since the device was reset.", "line"),
		OutputFrequency: gauge("output_frequency_hertz", hertz,
			"Output frequency.", "line"),
		OutputFrequencyNominal: gauge("output_frequency_nominal_hertz", rated(hertz),
			"Rated output frequency.", "line"),
		OutputFrequencyMinimum: gauge("output_frequency_minimum_hertz", hertz,
			"Lowest output frequency since the device was reset."),
		OutputFrequencyMaximum: gauge("output_frequency_maximum_hertz", hertz,
			"Highest output frequency since the device was reset."),
		OutputPower: gauge("output_power_watts", watts,
			"Real power delivered, as the device measures it.", "line"),
		OutputPowerNominal: gauge("output_power_nominal_watts", rated(watts),
			"Rated real power.", "line"),
		OutputApparentPower: gauge("output_apparent_power_voltamperes", watts,
			"Apparent power delivered.", "line"),
		OutputApparentPowerNominal: gauge("output_apparent_power_nominal_voltamperes", rated(watts),
			"Rated apparent power.", "line"),
		OutputApparentPowerMinimum: gauge("output_apparent_power_minimum_voltamperes", watts,
			"Lowest apparent power since the device was reset.", "line"),
		OutputApparentPowerMaximum: gauge("output_apparent_power_maximum_voltamperes", watts,
			"Highest apparent power since the device was reset.", "line"),
		OutputReactivePower: gauge("output_reactive_power_vars", vars,
			"Reactive power delivered. Devices do not agree on its sign.", "line"),
		OutputPowerFactor: gauge("output_power_factor_ratio", powerFactor,
			"Power factor of the load, as the device measures it.", "line"),
		OutputPowerFactorNominal: gauge("output_power_factor_nominal_ratio", powerFactor,
			"Power factor for which the output is rated."),
		OutputCrestFactor: gauge("output_crest_factor_ratio", crest,
			"Crest factor of the output current.", "line"),
		OutputVoltageDistortion: gauge("output_voltage_distortion_ratio", distortion,
			"Total harmonic distortion (THD) of the output voltage.", "line"),
		OutputCurrentDistortion: gauge("output_current_distortion_ratio", distortion,
			"Total harmonic distortion (THD) of the output current.", "line"),
		OutputLoad: gauge("output_load_ratio", load,
			"Load, of the rated power.", "line"),
		OutputLoadHigh: gauge("output_load_high_ratio", rated(load),
			"Load at which the device reports an overload."),
		OutputLoadMinimum: gauge("output_load_minimum_ratio", load,
			"Lowest load since the device was reset.", "line"),
		OutputLoadMaximum: gauge("output_load_maximum_ratio", load,
			"Highest load since the device was reset.", "line"),
		OutputEnergy: counter("output_energy_joules_total", joules,
			"Energy delivered, counted by the device.", "line"),
		OutputPhases: gauge("output_phases", rated(count),
			"Number of phases of the output."),
		OutputAlarm: gauge("output_alarm", flag,
			"1 if the device finds a reading of the output outside its own limits, 0 if not; kind "+
				"is the reading.", "line", "kind"),
		ModuleInfo: info("module_info",
			"Name of a module: a rectifier, inverter, charger, power supply or fan.", "module", "name"),
		Modules: gauge("modules", count,
			"Number of power modules or rectifiers."),
		ModulesFailed: gauge("modules_failed", count,
			"Number of failed power modules or rectifiers."),
		ModulesRedundant: gauge("modules_redundant", count,
			"Number of power modules that may fail before the output is overloaded."),
		ModuleOK: gauge("module_ok", flag,
			"1 if the module works, 0 if it failed.", "module"),
		ModuleInputVoltage: gauge("module_input_voltage_volts", volts,
			"Input voltage of a module.", "module"),
		ModuleVoltage: gauge("module_voltage_volts", volts,
			"Output voltage of a module.", "module"),
		ModuleCurrent: gauge("module_current_amperes", amperes,
			"Output current of a module.", "module"),
		ModulePower: gauge("module_power_watts", watts,
			"Real power that a module delivers.", "module"),
		ModuleLoad: gauge("module_load_ratio", load,
			"Load of a module, of its rating.", "module"),
		ModuleTemperature: gauge("module_temperature_celsius", unmeasured(celsius),
			"Temperature of a module.", "module"),
	}
}
