package power

// Quantities of batteries.
const (
	BatteryInfo Quantity = endStatus + iota
	BatteryCharge
	BatteryChargeLow
	BatteryChargeWarning
	BatteryChargeRestart
	BatteryHealth
	BatteryRuntime
	BatteryRuntimeLow
	BatteryRuntimeRestart
	BatteryRechargeTime
	BatteryTimeOnBattery
	BatteryTransfers
	BatteryCycles
	BatteryVoltage
	BatteryVoltageNominal
	BatteryVoltageLow
	BatteryVoltageHigh
	BatteryVoltageMinimum
	BatteryVoltageMaximum
	BatteryCellVoltageMinimum
	BatteryCellVoltageMaximum
	BatteryCurrent
	BatteryCurrentMinimum
	BatteryCurrentMaximum
	BatteryStringsCurrent
	BatteryTemperature
	BatteryCellTemperatureMinimum
	BatteryCellTemperatureMaximum
	BatteryCapacity
	BatteryCapacityNominal
	BatteryConnected
	BatteryPacks
	BatteryPacksBad
	BatteryPacksExternal
	BatteryReplaced
	BatteryMaintenance
	BatteryManufactured
	BatteryCharger

	endBattery
)

func batteryCatalogue() map[Quantity]spec {
	return map[Quantity]spec{
		BatteryInfo: info("battery_info",
			"Type or chemistry of the battery, in the device's own words.", "type"),
		BatteryCharge: gauge("battery_charge_ratio", share,
			"State of charge."),
		BatteryChargeLow: gauge("battery_charge_low_ratio", share,
			"Charge at which the device reports a low battery."),
		BatteryChargeWarning: gauge("battery_charge_warning_ratio", share,
			"Charge at which the device warns."),
		BatteryChargeRestart: gauge("battery_charge_restart_ratio", share,
			"Charge needed before the output starts again."),
		BatteryHealth: gauge("battery_health_ratio", unmeasured(share),
			"State of health: what the battery can still hold, of what it could when new.", "battery"),
		BatteryRuntime: gauge("battery_runtime_seconds", week,
			"Remaining time on battery at the present load, as the device estimates it."),
		BatteryRuntimeLow: gauge("battery_runtime_low_seconds", week,
			"Remaining time at which the device reports a low battery."),
		BatteryRuntimeRestart: gauge("battery_runtime_restart_seconds", week,
			"Remaining time needed before the output starts again."),
		BatteryRechargeTime: gauge("battery_recharge_time_seconds", week,
			"Remaining time until the battery is full, as the device estimates it."),
		BatteryTimeOnBattery: gauge("battery_time_on_battery_seconds", decades,
			"How long the device has been on battery; 0 while it is not."),
		BatteryTransfers: counter("battery_transfers_total", count,
			"How often the device went to battery, counted by the device."),
		BatteryCycles: counter("battery_cycles_total", count,
			"How often the battery was discharged and charged again, counted by the device.", "battery"),
		BatteryVoltage: gauge("battery_voltage_volts", volts,
			"Battery voltage, of the string or of one block, as the device measures it.",
			"battery"),
		BatteryVoltageNominal: gauge("battery_voltage_nominal_volts", rated(volts),
			"Rated battery voltage."),
		BatteryVoltageLow: gauge("battery_voltage_low_volts", volts,
			"Voltage at which the battery counts as empty."),
		BatteryVoltageHigh: gauge("battery_voltage_high_volts", volts,
			"Voltage at which the battery counts as full."),
		BatteryVoltageMinimum: gauge("battery_voltage_minimum_volts", volts,
			"Lowest battery voltage since the device was reset."),
		BatteryVoltageMaximum: gauge("battery_voltage_maximum_volts", volts,
			"Highest battery voltage since the device was reset."),
		BatteryCellVoltageMinimum: gauge("battery_cell_voltage_minimum_volts", volts,
			"Voltage of the lowest cell."),
		BatteryCellVoltageMaximum: gauge("battery_cell_voltage_maximum_volts", volts,
			"Voltage of the highest cell."),
		BatteryCurrent: gauge("battery_current_amperes", amperes,
			"Battery current. Most devices count charging positive, but not all.",
			"battery"),
		BatteryCurrentMinimum: gauge("battery_current_minimum_amperes", amperes,
			"Lowest battery current since the device was reset."),
		BatteryCurrentMaximum: gauge("battery_current_maximum_amperes", amperes,
			"Highest battery current since the device was reset."),
		BatteryStringsCurrent: gauge("battery_strings_current_amperes", amperes,
			"Current of all battery strings together."),
		BatteryTemperature: gauge("battery_temperature_celsius", unmeasured(celsius),
			"Battery temperature.", "battery"),
		BatteryCellTemperatureMinimum: gauge("battery_cell_temperature_minimum_celsius", celsius,
			"Temperature of the coldest cell."),
		BatteryCellTemperatureMaximum: gauge("battery_cell_temperature_maximum_celsius", celsius,
			"Temperature of the hottest cell."),
		BatteryCapacity: gauge("battery_capacity_coulombs", rated(coulombs),
			"Battery capacity; divide by 3600 for ampere-hours.", "battery"),
		BatteryCapacityNominal: gauge("battery_capacity_nominal_coulombs", rated(coulombs),
			"Rated battery capacity; divide by 3600 for ampere-hours."),
		BatteryConnected: gauge("battery_connected", flag,
			"1 if the battery is there and connected, 0 if not.", "battery"),
		BatteryPacks: gauge("battery_packs", count,
			"Number of battery packs."),
		BatteryPacksBad: gauge("battery_packs_bad", count,
			"Number of bad battery packs."),
		BatteryPacksExternal: gauge("battery_packs_external", count,
			"Number of external battery packs."),
		BatteryReplaced: gauge("battery_replace_timestamp_seconds", date,
			"Date of the last battery replacement, at midnight UTC.", "battery"),
		BatteryMaintenance: gauge("battery_maintenance_timestamp_seconds", date,
			"Date of the next battery maintenance, at midnight UTC."),
		BatteryManufactured: gauge("battery_manufacture_timestamp_seconds", date,
			"Date of manufacture of the battery, at midnight UTC."),
		BatteryCharger: states("battery_charger", "state",
			"State of the battery charger.",
			"charging", "discharging", "floating", "resting", "disabled", "unknown"),
	}
}
